"""Reads Word documents (.docx, ECMA-376 WordprocessingML) as Word, LibreOffice, Google Docs and pandoc write them."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from analysis.errors import StoryError
from analysis.text.formats.apparatus import find_contents
from analysis.text.formats.containers import Container
from analysis.text.formats.document import Document
from analysis.text.formats.markup import (
    BLOCK,
    INLINE,
    LINE,
    PREFORMATTED,
    QUOTE,
    Element,
    Role,
    local_name,
    parse_xml,
    read_tree,
)
from analysis.text.formats.writer import BREAK, Writer

LEFT_OUT = {
    "del": "deletions", "movefrom": "deletions", "footnotereference": "notes", "endnotereference": "notes",
    "commentreference": "comments", "drawing": "pictures", "pict": "pictures", "object": "objects",
    "txbxcontent": "text boxes", "omath": "formulas", "altchunk": "inserted files",
    "instrtext": "", "deltext": "", "delinstrtext": "", "fallback": "", "rt": "", "sdtpr": "", "rpr": "",
    "ppr": "", "sectpr": "", "tblpr": "", "trpr": "",
    "tcpr": "", "annotationref": "", "footnoteref": "", "sym": "",
}  # fmt: skip
SIGNS = {"tab": " ", "br": BREAK, "cr": BREAK, "nobreakhyphen": "-", "ptab": " ", "tc": " "}
HEADING = re.compile(r"heading ?([1-9])", re.I)
BY_NAME = (
    (re.compile(r"(?:html ?)?preformatted(?: ?text)?", re.I), PREFORMATTED),
    (re.compile(r"(?:verse|poem|poetry)\b.*", re.I), LINE),
    (re.compile(r"(?:intense )?quote.*|quotations|block ?text|block ?quot.*|zitat|citation", re.I), QUOTE),
)
CONTENTS = re.compile(r"(?:toc|contents|table of contents)(?: ?\d+| ?heading)?", re.I)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def read_docx(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of a .docx file."""
    file = Container(data, name)
    main = _find_main(file)
    body = next(_parse(file, main).iter("{*}body"), None)
    if body is None:
        raise StoryError(f"{name} is damaged: its main part has no body; open it in Word and save it again.")
    styles = posixpath.join(posixpath.dirname(main), "styles.xml")
    writer = Writer()
    if beside := sum(bool(re.search(r"/(?:header|footer)\d*\.xml$", part)) for part in file.parts):
        writer.leave_out("headers and footers", beside)
    _join_paragraphs(body)
    read_tree(body, _Dialect(_parse(file, styles) if styles in file else None).tell, writer, contents=find_contents(body))
    return writer.close(**_find_facts(file))


def _parse(file: Container, part: str) -> Element:
    return parse_xml(file.read(part).decode("utf-8", "replace"), f"{file.name} ({part})")


def _find_main(file: Container) -> str:
    """The part that holds the text, as the list of relations names it."""
    if "_rels/.rels" in file:
        for relation in _parse(file, "_rels/.rels").iter("{*}Relationship"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                part = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
                if part in file:
                    return part
    return "word/document.xml"


def _join_paragraphs(body: Element) -> None:
    """Paragraphs whose end was deleted with tracked changes go on in the next one."""
    for mark in reversed(list(body.iterfind(".//{*}p/{*}pPr/{*}rPr/{*}del"))):
        paragraph = mark.getparent().getparent().getparent()
        following = paragraph.getnext()
        if following is not None and local_name(following) == "p":
            following[:0] = [child for child in paragraph if local_name(child) != "ppr"]
            paragraph.getparent().remove(paragraph)


class _Dialect:
    """The dialect of WordprocessingML, with what the styles of the document say."""

    def __init__(self, styles: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.roles: dict[str, Role] = {}
        if styles is not None:
            self.styles = {_value(style, "styleId"): style for style in styles.iter("{*}style")}

    def tell(self, element: Element) -> Role:
        """The role of an element."""
        tag = local_name(element)
        if tag in LEFT_OUT:
            return Role("skip", what=LEFT_OUT[tag])
        if tag == "p":
            return self._tell_paragraph(element)
        if tag == "br" and _value(element, "type") in ("page", "column"):
            return INLINE
        if tag in SIGNS:
            return Role("text", what=SIGNS[tag])
        if tag == "r" and any(
            _value(hidden, "val") not in ("0", "false") for hidden in element.iterfind("{*}rPr/{*}vanish")
        ):
            return Role("skip", what="hidden text")
        galleries = element.iterfind("{*}sdtPr/{*}docPartObj/{*}docPartGallery") if tag == "sdt" else ()
        if any("Contents" in _value(gallery, "val") for gallery in galleries):
            return Role("skip", what="a table of contents")
        return BLOCK if tag in ("tr", "tbl") else INLINE

    def _tell_paragraph(self, paragraph: Element) -> Role:
        outline, style = paragraph.find("{*}pPr/{*}outlineLvl"), paragraph.find("{*}pPr/{*}pStyle")
        if outline is not None and _value(outline, "val") in "012345678":
            return Role("block", "heading", int(_value(outline, "val")) + 1)
        if style is None:
            return BLOCK
        name = _value(style, "val")
        if name not in self.roles:
            self.roles[name] = self._tell_style(name)
        return self.roles[name]

    def _tell_style(self, name: str) -> Role:
        """What a style makes of a paragraph: by its name, its outline level, or the style that it is based on."""
        seen = set[str]()
        while name and name not in seen:
            seen.add(name)
            style = self.styles.get(name)
            named = style.find("{*}name") if style is not None else None
            shown = _value(named, "val") if named is not None else name
            outline = style.find("{*}pPr/{*}outlineLvl") if style is not None else None
            if heading := HEADING.fullmatch(shown):
                return Role("block", "heading", int(heading[1]))
            if outline is not None and _value(outline, "val") in "012345678":
                return Role("block", "heading", int(_value(outline, "val")) + 1)
            if shown.lower() in ("title", "subtitle"):
                return Role("block", "heading", 1)
            if CONTENTS.fullmatch(shown):
                return Role("skip", what="a table of contents")
            for pattern, role in BY_NAME:
                if pattern.fullmatch(shown):
                    return role
            based = style.find("{*}basedOn") if style is not None else None
            name = _value(based, "val") if based is not None else ""
        return BLOCK


def _value(element: Element, attribute: str) -> str:
    """An attribute, whatever the namespace: Word has two, a transitional and a strict one."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == attribute), "")


def _find_facts(file: Container) -> dict[str, str]:
    if "docProps/core.xml" not in file:
        return {}
    core = parse_xml(file.read("docProps/core.xml").decode("utf-8", "replace"), file.name, recover=True)

    def state(tag: str) -> str:
        found: Any = core.find(f"{{*}}{tag}")
        return "" if found is None else (found.text or "").strip()

    stated = {"title": "title", "author": "creator", "language": "language"}
    return {fact: state(tag) for fact, tag in stated.items()}
