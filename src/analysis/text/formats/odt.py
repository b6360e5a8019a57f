"""Reads OpenDocument text (.odt, and .fodt, the same in one XML file)."""

from __future__ import annotations

import re

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
    SPACE,
    Element,
    Role,
    local_name,
    parse_xml,
    read_tree,
)
from analysis.text.formats.writer import BREAK, Writer

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
LEFT_OUT = {
    "note": "notes", "annotation": "comments", "annotation-end": "", "tracked-changes": "deletions", "image": "pictures",
    "table-of-content": "a table of contents", "alphabetical-index": "index", "illustration-index": "a table of contents",
    "table-index": "a table of contents", "user-index": "index", "bibliography": "bibliography", "object": "objects",
    "bookmark-ref": "", "hidden-text": "hidden text", "hidden-paragraph": "hidden text", "ruby-text": "", "forms": "",
    "sequence-decls": "", "script": "scripts", "page-number": "page numbers", "title": "", "desc": "",
}  # fmt: skip
STATED = (
    ("title", "title"),
    ("author", "initial-creator"),
    ("author", "creator"),
    ("language", "language"),
)
BY_NAME = (
    (("preformatted", "html_20_preformatted"), PREFORMATTED),
    (("verse", "poem", "poetry"), LINE),
    (("quot", "zitat", "citation", "cita"), QUOTE),
)
TITLES = ("title", "subtitle", "titel", "untertitel", "titre", "sous-titre")


def read_odt(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of an .odt file."""
    file = Container(data, name)
    if "META-INF/manifest.xml" in file and b"encryption-data" in file.read("META-INF/manifest.xml"):
        raise StoryError(f"{name} is protected by a password: save a copy without one.")
    parts = [part for part in ("content.xml", "styles.xml", "meta.xml") if part == "content.xml" or part in file]
    roots = [parse_xml(file.read(part).decode("utf-8", "replace"), f"{name} ({part})") for part in parts]
    return _read(roots, name)


def read_flat_odt(text: str, name: str) -> Document:
    """The document in the text of a .fodt file."""
    return _read([parse_xml(text, name)], name)


def _read(roots: list[Element], name: str) -> Document:
    body = roots[0].find(".//{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text")
    if body is None:
        raise StoryError(f"{name} is an OpenDocument file, but no text document: a sheet, slides or a drawing.")
    parents, levels, facts = {}, {}, {}
    for root in roots:
        for style in root.iter(STYLE + "style"):
            name_of_style = style.get(STYLE + "name")
            parents[name_of_style] = style.get(STYLE + "parent-style-name")
            if level := _read_level(style.get(STYLE + "default-outline-level")):
                levels[name_of_style] = level
        for fact, tag in STATED:
            found = root.find(f".//{{*}}meta/{{*}}{tag}")
            if found is not None and found.text and fact not in facts:
                facts[fact] = found.text
    writer = Writer()
    read_tree(body, _Dialect(parents, levels).tell, writer, contents=find_contents(body))
    return writer.close(**facts)


def _read_level(stated: str | None) -> int:
    """The level of a heading, from 1; 0 if it is no number of one."""
    return int(stated) if stated and re.fullmatch("[1-9]|10", stated) else 0


class _Dialect:
    """The dialect of OpenDocument, with the parents of its styles and their outline levels."""

    def __init__(self, parents: dict[str, str | None], levels: dict[str, int]) -> None:
        self.parents, self.levels = parents, levels
        self.roles: dict[str | None, Role] = {}  # of paragraphs, by style

    def tell(self, element: Element) -> Role:
        """The role of an element."""
        tag = local_name(element)
        if tag in LEFT_OUT:
            return Role("skip", what=LEFT_OUT[tag])
        match tag:
            case "h":
                return Role("block", "heading", _read_level(element.get(TEXT + "outline-level")) or 1)
            case "p":
                style = element.get(TEXT + "style-name")
                if style not in self.roles:
                    self.roles[style] = self._tell_style(style)
                return self.roles[style]
            case "line-break":
                return Role("text", what=BREAK)
            case "s" | "tab":
                return SPACE
            case "list-item" | "table-row" | "section" | "list" | "table":
                return BLOCK
            case "table-cell":
                return SPACE
            case _:
                return INLINE

    def _tell_style(self, style: str | None) -> Role:
        seen: dict[str, None] = {}
        while style and style not in seen:
            if style in self.levels:
                return Role("block", "heading", self.levels[style])
            seen[style] = None
            style = self.parents.get(style)
        names = [name.lower() for name in seen]
        if any(name in TITLES for name in names):
            return Role("block", "heading", 1)
        for starts, role in BY_NAME:
            if any(name.startswith(starts) for name in names):
                return role
        return BLOCK
