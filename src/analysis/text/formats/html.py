"""Reads HTML and XHTML, and whatever other formats are made into it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.errors import StoryError
from analysis.text.formats.apparatus import BLOCKS, HEADING_TAGS, MARK, find_contents, find_notes
from analysis.text.formats.document import Document
from analysis.text.formats.markup import (
    BLOCK,
    INLINE,
    LINE,
    QUOTE,
    SPACE,
    TOO_DEEP,
    Element,
    Role,
    decode_markup,
    local_name,
    parse_xml,
    read_tree,
)
from analysis.text.formats.writer import BREAK, Writer

HEADINGS = {tag: Role("block", "heading", level) for level, tag in enumerate(HEADING_TAGS, start=1)}
LEFT_OUT = {
    "nav": "navigation", "script": "scripts", "style": "styles", "svg": "pictures", "math": "formulas", "del": "deletions",
    "figure": "pictures", "audio": "sound", "video": "film",
    **dict.fromkeys("form button select input textarea iframe object embed canvas map".split(), "controls"),
}  # fmt: skip
NOT_READ = frozenset("head title noscript template link meta rt rp colgroup".split())
# By what the element is said to be: epub:type, role, class.
STATED_AS = {
    "notes": "footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes sidenote"
    " msofootnotetext msoendnotetext",
    "note marks": "noteref doc-noteref fnanchor footnote-ref footnoteref footnote-back footnote-backref doc-backlink",
    "page numbers": "pagebreak doc-pagebreak pagenum pagenumber page-number pageno page-num",
    "a table of contents": "toc toc-brief landmarks loi lot index doc-toc doc-index table-of-contents"
    " msotocheading msotoc1 msotoc2 msotoc3 msotoc4",
    "comments": "msocommenttext msocommentreference",
    "headers and footers": "msoheader msofooter",
    "navigation": "navigation navbar menu breadcrumb",
    "title page and imprint": "titlepage halftitlepage imprint colophon copyright-page cover doc-colophon doc-cover",
    "header and licence of Project Gutenberg": "pg-boilerplate",
    "editor's notes": "transnote transcriber-note tn",
}
WHAT_OF = {word: what for what, words in STATED_AS.items() for word in words.split()}
TITLES = frozenset("msotitle msosubtitle title subtitle".split())  # of paragraphs: Word's and Google Docs'
ARCHIVE = ("preface", "afterword")  # of a work downloaded from the Archive of Our Own: tags, links, requests
VERSE = re.compile(r"(?:z3998:)?(?:verse|poem|poems|poetry|song|hymn|lyrics|stanza|linegroup|lg|poetry-container)")
VERSE_LINE = re.compile(r"verse|line|l|v|i\d+|indent\d*|in\d+|v\d+")


def read_html(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of an HTML or XHTML file."""
    text, notes = decode_markup(data, name, encoding)
    root = parse_page(text, name)
    writer = Writer()
    write_pages([root], writer)
    document = writer.close(**_find_facts(root))
    return document._replace(notes=(*notes, *document.notes))


def parse_page(text: str, name: str) -> Element:
    """The root element of a page: as XML if it is well-formed XHTML, else by the rules of HTML."""
    from lxml import etree

    if "http://www.w3.org/1999/xhtml" in text[:2000]:
        try:
            return parse_xml(text, name)
        except StoryError:
            pass
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    # Whatever encoding the page states, it is decoded already.
    root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text).encode("utf-8", "replace"), parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise StoryError(TOO_DEEP.format(name))  # libxml2 would leave out the rest
    if root is None:
        raise StoryError(f"{name} holds no text: its HTML is empty.")
    return root


def write_pages(roots: Iterable[Element], writer: Writer) -> None:
    """Write the text of pages that belong together, such as the parts of an EPUB."""
    bodies = [_find_body(root) for root in roots]
    page = _Page(find_notes(bodies), sum(map(measure_text, bodies)))
    for body in bodies:
        _prepare(body)
        read_tree(body, page.tell, writer, contents=find_contents(body))
        writer.end_block()


def _find_facts(root: Element) -> dict[str, str]:
    """The title, author, date and language that the head of a page states."""
    meta = {
        (element.get("name") or element.get("property") or "").lower().replace("dcterms.", "dc."): element.get("content")
        or ""
        for element in root.iter("{*}meta")
    }
    title = meta.get("dc.title") or meta.get("og:title") or next((_text(e) for e in root.iter("{*}title")), "")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("dc.language") or ""
    author = meta.get("dc.creator") or meta.get("author") or ""
    return {"title": title, "author": author, "date": meta.get("dc.date") or meta.get("date") or "", "language": language}


def _text(element: Element) -> str:
    return "".join(element.itertext())


def measure_text(element: Element) -> int:
    """How many characters there are in an element."""
    return sum(map(len, element.itertext()))


def _words_of(element: Element) -> list[str]:
    """What the element is said to be: the words of its class, role and epub:type."""
    stated = [element.get("class"), element.get("role"), element.get("{http://www.idpf.org/2007/ops}type")]
    return " ".join(filter(None, [*stated, element.get("epub:type")])).lower().split()


def _find_body(root: Element) -> Element:
    """What is read of a page: its one article or main part if most of the text stands there, else its body."""
    body = next(root.iter("{*}body"), root)
    for tag in ("{*}article", "{*}main"):
        found = list(body.iter(tag))
        if len(found) == 1 and 2 * len(_text(found[0])) > len(_text(body)):
            return found[0]
    return body


def _prepare(body: Element) -> None:
    """Make the line breaks of preformatted text those of the text, and write the marks that <q> stands for."""
    for q in body.iter("{*}q"):
        is_inner = any(local_name(outer) == "q" for outer in q.iterancestors())
        opening, closing = "‘’" if is_inner else "“”"
        q.text = opening + (q.text or "")
        q.tail = closing + (q.tail or "")
    for pre in body.iter("{*}pre"):
        for element in pre.iter():
            element.text = element.text and element.text.replace("\n", BREAK)
            if element is not pre:
                element.tail = element.tail and element.tail.replace("\n", BREAK)


class _Page:
    """The dialect of HTML, of pages of this size with these notes."""

    def __init__(self, notes: set[Element], size: int) -> None:
        self.notes, self.size = notes, size
        self.in_verse: set[Element] = set()
        self.has_break: dict[Element, bool] = {}

    def tell(self, element: Element) -> Role:
        """The role of an element."""
        tag = local_name(element)
        words = _words_of(element)
        if what := self._tell_left_out(element, tag, words):
            return Role("skip", what=what)
        match tag:
            case "img":
                return _tell_picture(element)
            case "br":
                return Role("text", what=BREAK)
            case "td" | "th":
                return SPACE
            case _ if tag in NOT_READ:
                return Role("skip")
            case _ if tag in HEADINGS:
                return HEADINGS[tag]
        return self._tell_block(element, tag, words)

    def _tell_left_out(self, element: Element, tag: str, words: list[str]) -> str:
        """As what an element is left out; "" if it is read."""
        if element in self.notes:
            return "note marks" if tag == "a" else "notes"
        if tag in LEFT_OUT:
            return LEFT_OUT[tag]
        stated = [WHAT_OF[word] for word in words if word in WHAT_OF]
        if stated and 2 * measure_text(element) <= self.size:  # a word on the whole page says nothing of its parts
            return stated[0]
        if element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower():
            return "hidden text"
        if tag == "sup" and len(element) == 1 and "#" in (element[0].get("href") or "") and MARK.fullmatch(_text(element)):
            return "note marks"
        if element.get("id") in ARCHIVE and any(child.get("class") == "toc-heading" for child in element):
            return "head and end of the archive"
        place = (element.get("title") or "") if tag == "div" else tag  # LibreOffice writes <div title="footer">
        is_outside = place in ("header", "footer", "aside") and local_name(element.getparent()) == "body"
        if is_outside and not any(local_name(child) in HEADINGS for child in element.iter()):
            return "headers and footers"
        return ""

    def _tell_block(self, element: Element, tag: str, words: list[str]) -> Role:
        parent = element.getparent()
        is_inside, is_block = parent in self.in_verse, tag in BLOCKS or tag == "blockquote"
        if is_inside or any(VERSE.fullmatch(word) for word in words):
            self.in_verse.add(element)
            is_line = tag == "div" or any(VERSE_LINE.fullmatch(word) for word in words)
            if is_inside and is_line and not self._has_break(parent) and not any(map(_breaks, element.iterdescendants())):
                return LINE
            return Role("block", "verse") if is_block else INLINE
        if tag == "p" and (level := _find_level(element, words)):
            return HEADINGS[level]
        if tag == "blockquote" or "msoquote" in words:
            return QUOTE
        return BLOCK if is_block else INLINE

    def _has_break(self, parent: Element) -> bool:
        if parent not in self.has_break:
            self.has_break[parent] = parent.find("{*}br") is not None
        return self.has_break[parent]


def _find_level(paragraph: Element, words: list[str]) -> str:
    """Of what heading a paragraph is a part: of the group that it stands in, or of the title; "" if it is none."""
    parent = paragraph.getparent()
    if local_name(parent) == "hgroup":
        return next((name for child in parent if (name := local_name(child)) in HEADINGS), "")
    is_title = bool(TITLES & set(words)) and bool(TITLES & set((paragraph.get("class") or "").lower().split()))
    return "h1" if is_title else ""


def _breaks(element: Element) -> bool:
    """Whether an element makes more than one line of what it stands in."""
    return local_name(element) in BLOCKS or local_name(element) == "br"


def _tell_picture(element: Element) -> Role:
    """A picture is left out, but for a drop capital."""
    alt, following = (element.get("alt") or "").strip(), element.tail or ""
    if len(alt) == 1 and alt.isalpha() and (following[:1].isalpha() or not following):
        return Role("text", what=alt)
    return Role("skip", what="pictures")
