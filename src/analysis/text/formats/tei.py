"""Reads TEI, the XML of scholarly editions (TEI Consortium, P5 Guidelines; P4 as well): the text as its editors give it.

Of an apparatus the lemma is read, of a choice what is regular, correct or written out; deletions, notes, page heads and the
header are left out. Divisions give headings their level, lines are verse, speakers and stage directions are marked.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from analysis.errors import StoryError
from analysis.text.formats.apparatus import find_contents
from analysis.text.formats.document import Document
from analysis.text.formats.markup import (
    BLOCK,
    INLINE,
    LINE,
    QUOTE,
    SPACE,
    Element,
    Role,
    decode_markup,
    local_name,
    parse_xml,
    read_tree,
)
from analysis.text.formats.writer import Writer

XML = "{http://www.w3.org/XML/1998/namespace}"
LEFT_OUT = {
    "note": "notes", "ptr": "note marks", "fw": "page heads", "gap": "illegible places", "figure": "pictures",
    "graphic": "pictures", "formula": "formulas", "rdg": "variant readings", "del": "deletions",
    "titlepage": "title page and imprint",
    "castlist": "list of characters", "index": "index", "listbibl": "bibliography", "notegrp": "notes",
    "surplus": "deletions", "imprimatur": "title page and imprint", "docimprint": "title page and imprint",
}  # fmt: skip
NOT_READ = frozenset(("teiheader", "facsimile", "standoff", "sourcedoc", "desc", "witdetail", "listwit"))
OF_CHOICE = {"orig": "reg", "sic": "corr", "abbr": "expan"}  # what is not read: where there is this
DIVISIONS = frozenset(("div", *(f"div{level}" for level in range(8))))
# Kinds of division that are not the story.
OUTSIDE = {
    **dict.fromkeys("toc contents table_of_contents tableofcontents index".split(), "a table of contents"),
    **dict.fromkeys("notes note footnotes endnotes annotations commentary".split(), "notes"),
    **dict.fromkeys("titlepage title_page title half_title halftitle imprint colophon errata".split(),
                    "title page and imprint"),
    "liminal": "front and back matter",
    **dict.fromkeys("advertisement advertisements advert publishers_advertisement".split(), "advertisements"),
    **dict.fromkeys("dramatis_personae castlist cast_list personae characters".split(), "list of characters"),
}  # fmt: skip
BLOCKS = frozenset(
    "p ab div lg sp list item label opener closer salute signed dateline byline postscript argument trailer table row body"
    " front back group text floatingtext address addrline epigraph prologue epilogue performance docauthor doctitle".split()
)
HEADED = DIVISIONS | {"lg"}
CONTAINERS = DIVISIONS | set("sp lg body front back text group floatingtext prologue epilogue set".split())
WORD = re.compile(r"[\w-]*")
CLOSING = re.compile(r"[,.;:!?)\]”’]")  # after it no space was lost
LEVEL = "level-of-heading"  # an attribute that no format has
LOWEST = ("chapter", "letter", "scene")  # kinds of division that stand in books and volumes, or beside them
BESIDE = ("note", "fw", "pb", "lb", "cb", "figure", "milestone", "")  # what may stand between the halves of a paragraph
READ = ".//text()[normalize-space() and not(ancestor::*[local-name()='note' or local-name()='fw'])]"
ENDS = ".!?:;…\"'”’»“"
HYPHEN = re.compile(r"[-¬\u00ad]\s*$")


def read_tei(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of a TEI file."""
    text, notes = decode_markup(data, name, encoding)
    root = parse_xml(text, name)
    if local_name(root) == "teicorpus" or len(list(root.iter("{*}TEI"))) > 1:
        number = len(list(root.iter("{*}TEI", "{*}TEI.2")))
        raise StoryError(f"{name} is a TEI corpus of {number} texts, not one story: save each <TEI> element as a file.")
    writer = Writer()
    whole = root.find("{*}text")
    if whole is None:
        raise StoryError(f"{name} is a TEI file without a <text>: it has a header, or pictures of pages, alone.")
    _join_broken_paragraphs(whole)
    _join_broken_words(whole)
    _state_levels(whole)
    read_tree(whole, _tell, writer, contents=find_contents(whole))
    document = writer.close(**_find_facts(root))
    return document._replace(notes=(*notes, *document.notes))


def _tell(element: Element) -> Role:
    """The dialect of TEI."""
    tag = local_name(element)
    if tag in NOT_READ:
        return Role("skip")
    if what := LEFT_OUT.get(tag) or _tell_unread(element, tag):
        return Role("skip", what="" if what == "choice" else what)
    match tag:
        case "head":
            return Role("block", "heading", int(element.get(LEVEL, "1")))
        case "speaker" | "stage":
            kind = "speaker" if tag == "speaker" else "direction"
            is_apart = local_name(element.getparent()) in CONTAINERS
            return Role("block" if is_apart else "part", kind)
        case "set":
            return Role("block", "direction")
        case "l":
            return LINE
        case "lg":
            return Role("block", "verse")
        case "lb" | "pb" | "cb":
            return INLINE if element.get("break") == "no" or CLOSING.match(_list_breaks(element)[-1].tail or "") else SPACE
        case "cell":
            return SPACE
        case "quote" | "cit" | "epigraph":
            is_block = any(local_name(child) in ("p", "lg", "l", "ab", "quote") for child in element)
            return QUOTE if is_block or local_name(element.getparent()) in CONTAINERS else INLINE
        case _:
            return BLOCK if tag in BLOCKS or tag in DIVISIONS else INLINE


def _tell_unread(element: Element, tag: str) -> str:
    """As what an element is left out by where it stands or what is said of it; "" if it is read."""
    parent = element.getparent()
    if (other := OF_CHOICE.get(tag)) and local_name(parent) == "choice" and _has_beside(element, other):
        return "choice"
    if tag in DIVISIONS:
        stated = (element.get("type") or "").lower().replace(" ", "_").replace("-", "_")
        return OUTSIDE.get(stated, "")
    if tag == "ref" and (element.get("type") or "").lower() in ("note", "noteref", "footnote"):
        return "note marks"
    if tag == "app":
        reading = element.find("{*}rdg")
        if reading is not None and element.find("{*}lem") is None:  # no lemma: the first reading stands for it
            reading.tag = reading.tag.replace("rdg", "lem")
    return ""


def _has_beside(element: Element, tag: str) -> bool:
    near = [other for ahead in (True, False) for other in islice(element.itersiblings(preceding=ahead), 9)]
    return any(local_name(other) == tag for other in near)


def _state_levels(whole: Element) -> None:
    """Headings get their level: how deep they stand; all of chapters, letters or scenes that of the deepest of these."""
    depths = {head: max(sum(local_name(e) in HEADED for e in head.iterancestors()), 1) for head in whole.iter("{*}head")}
    deepest: dict[str, int] = {}
    for head, depth in depths.items():
        stated = (head.getparent().get("type") or "").lower()
        if stated in LOWEST:
            deepest[stated] = max(depth, deepest.get(stated, 0))
    for head, depth in depths.items():
        head.set(LEVEL, str(deepest.get((head.getparent().get("type") or "").lower(), depth)))


def _join_broken_paragraphs(whole: Element) -> None:
    """A paragraph that ends with its page in the middle of a sentence goes on in the one after the page break."""
    ends: dict[Element, str] = {}
    for brk in list(whole.iter("{*}pb")):
        one, two = _find_beside(brk, preceding=True), _find_beside(brk, preceding=False)
        if one is None or two is None:
            continue
        texts = two.xpath(READ) or [""]
        if one not in ends:
            ends[one] = (one.xpath(READ) or [""])[-1].rstrip()[-1:]
        ends[two] = texts[-1].rstrip()[-1:]
        if ends[one] and ends[one] not in ENDS and texts[0].strip()[:1].islower():
            ends[one] = ends[two]
            brk.tail = two.text
            one.append(brk)
            one.extend(list(two))
            two.getparent().remove(two)


def _find_beside(brk: Element, *, preceding: bool) -> Element | None:
    """The paragraph before or after a page break, notes and other breaks aside."""
    near = islice(brk.itersiblings(preceding=preceding), 9)
    found = next((other for other in near if local_name(other) not in BESIDE), None)
    return found if found is not None and local_name(found) == "p" else None


def _join_broken_words(whole: Element) -> None:
    """Words broken over two lines or pages are made one; their hyphen goes, unless the text writes the word with it."""
    known: set[str] | None = None
    for brk in whole.iter("{*}lb", "{*}pb", "{*}cb"):
        before = brk.getprevious()
        text = (brk.getparent().text if before is None else before.tail) or ""
        if not (match := HYPHEN.search(text)):
            continue
        breaks = _list_breaks(brk)
        following = (breaks[-1].tail or "").lstrip()
        if not (match[0].strip() != "-" or brk.get("break") == "no" or following[:1].islower()):
            continue
        if known is None:
            known = set(WORD.findall(" ".join(whole.itertext()).lower()))
        before_it = text[max(match.start() - 99, 0) : match.start()]
        one = WORD.match(before_it[::-1])[0][::-1].lower()  # type: ignore[index]  # it matches nothing too
        two = WORD.match(following)[0].lower()  # type: ignore[index]
        joined = text[: match.start()] + "-" * (f"{one}-{two}" in known and one + two not in known)
        if before is None:
            brk.getparent().text = joined
        else:
            before.tail = joined
        for each in breaks:
            each.set("break", "no")
            each.tail = (each.tail or "").lstrip()


def _list_breaks(brk: Element) -> list[Element]:
    """A break and those that follow it at once, with the page heads among them."""
    breaks = [brk]
    while len(breaks) < 20 and not (breaks[-1].tail or "").strip():
        after = breaks[-1].getnext()
        if after is None or local_name(after) not in ("lb", "pb", "cb", "fw", "milestone"):
            break
        breaks.append(after)
    return breaks


def _find_facts(root: Element) -> dict[str, str]:
    """Title, author, date and language, from the header."""

    def first(*paths: str) -> str:
        found: list[Any] = [element for path in paths for element in root.findall(path, {"t": "*"})]
        return next((text for e in found if (text := _text_of(e))), "")

    header = "{*}teiHeader/{*}fileDesc/"
    title = first(header + "{*}titleStmt/{*}title[@type='main']", header + "{*}titleStmt/{*}title")
    # DraCor, the corpora of plays, states when a play was written, printed and first performed.
    events = [
        e.get("when") for e in root.iterfind("{*}standOff//{*}event") if e.get("type") in ("written", "print", "premiere")
    ]
    date = min(filter(None, events), default="")
    date = date or first(".//{*}bibl[@type='firstEdition']/{*}date", header + "{*}sourceDesc//{*}date")
    language = root.get(XML + "lang") or next((e.get("ident") or "" for e in root.iter("{*}language")), "")
    author = first(header + "{*}titleStmt/{*}author", header + "{*}sourceDesc//{*}author")
    return {"title": title, "author": author, "date": date, "language": language}


def _text_of(fact: Element) -> str:
    """What is written in a part of the header, without the numbers that catalogues give a person; first names first."""
    names = [fact.find(f".//{{*}}{tag}") for tag in ("forename", "nameLink", "surname")]
    if names[0] is not None and names[2] is not None:
        return " ".join(" ".join("".join(name.itertext()).split()) for name in names if name is not None)
    return " ".join("".join(fact.xpath(".//text()[not(ancestor::*[local-name()='idno'])]")).split())
