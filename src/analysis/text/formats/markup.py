"""Reads a tree of elements, be it HTML, TEI or OpenDocument: the one reader that makes text and structure.

What an element of a format means is told by its dialect, a function from an element to its `Role`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection
from html import escape
from html.entities import html5
from typing import Any, NamedTuple

from analysis.errors import StoryError
from analysis.text.formats.plain import decode
from analysis.text.formats.writer import Writer

Element = Any  # of lxml, which has no types


class Role(NamedTuple):
    """What an element does to the text.

    `does` is "inline" (nothing), "block" (of `kind`, else of that of the block around it), "part" (of a block), "line" (of
    verse), "text" (it stands for `what`), or "skip": it is left out, and counted as `what` unless that is empty.
    """

    does: str
    kind: str = ""
    level: int = 0
    what: str = ""


INLINE = Role("inline")
BLOCK = Role("block")  # of the kind of what it stands in
QUOTE = Role("block", "quote")
LINE = Role("line")
PREFORMATTED = Role("block", "preformatted")  # perhaps a line, as in the <pre> of HTML
CONTENTS = Role("skip", what="a table of contents")
SPACE = Role("text", what=" ")
Dialect = Callable[[Element], Role]

ENTITY = re.compile("&([A-Za-z_][A-Za-z0-9_.-]*);")
DECLARED = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"((?:[^"&<%]|&#\w+;){0,40})"|'((?:[^'&<%]|&#\w+;){0,40})')\s*>""")
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
DOCTYPE = re.compile(
    r"""<!DOCTYPE(?:[^<>\[\]"']|"[^"]*"|'[^']*')*+(?:\[(?:[^\]"'<]|<(?!!DOCTYPE)|"[^"]*"|'[^']*')*+\]\s*)?>""", re.I
)
STATED = re.compile(rb"""(?:<\?xml[^<>]*?encoding|<meta[^<>]*?charset)\s*=\s*+["']?+\s*+([\w.:-]+)""", re.I)
GROWTH = 2_000_000  # characters
TOO_DEEP = "{} has elements within elements, more than 2,000 deep: it is damaged or made to harm; save its text as .txt."
XML_ENTITIES = frozenset(("lt", "gt", "amp", "quot", "apos"))


def decode_markup(data: bytes, name: str, encoding: str | None) -> tuple[str, list[str]]:
    """The text of an HTML or XML file, in the encoding that it states, if it can be read so; and notes."""
    stated = STATED.search(data[:4096])
    if encoding is None and stated and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            codec = codecs.lookup(stated[1].decode("ascii")).name
            # What is called Latin-1 or ASCII on the web is cp1252; a file that says in single bytes it has two says wrong.
            codec = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(codec, codec)
            if not codec.startswith(("utf-16", "utf-32")):
                return data.decode(codec), []
        except (LookupError, UnicodeError):
            pass
    return decode(data, name, encoding)


def parse_xml(text: str, name: str, *, recover: bool = False) -> Element:
    """The root element of an XML text. Entities are those of HTML, and short ones that the document declares itself.

    Any other entity becomes U+FFFD, the sign of a lost character: what stands in another file is never looked for.

    Raises
    ------
    StoryError : it is not well-formed; the message has the line.
    """
    from lxml import etree

    text = DECLARATION.sub("", text, count=1)
    doctype = DOCTYPE.search(text)
    known = {name: f"&{name};" for name in XML_ENTITIES}
    known |= {name: one or two for name, one, two in DECLARED.findall(doctype[0])} if doctype else {}
    text = DOCTYPE.sub("", text, count=1)
    text = _replace_entities(text, known, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise StoryError(TOO_DEEP.format(name)) from None
        raise StoryError(f"{name} is not well-formed XML: {error}.") from None
    if root is None:
        raise StoryError(f"{name} holds no XML element.")
    return root


def _replace_entities(text: str, known: dict[str, str], name: str) -> str:
    """The text with what its entities stand for; a StoryError if they make it much longer."""
    room = GROWTH

    def replace(entity: re.Match[str]) -> str:
        nonlocal room
        meant = known.get(entity[1]) or escape(html5.get(f"{entity[1]};", "\ufffd"))
        room -= max(len(meant) - len(entity[0]), 0)
        if room < 0:
            raise StoryError(f"{name} becomes more than {GROWTH:,} characters longer by its entities: it is made to harm.")
        return meant

    return ENTITY.sub(replace, text)


def local_name(element: Element) -> str:
    """The name of an element without its namespace, in lower case; "" of a comment.

    >>> from lxml import etree
    >>> local_name(etree.fromstring('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'))
    'tei'
    """
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def read_tree(root: Element, dialect: Dialect, writer: Writer, *, contents: Collection[Element] = ()) -> None:
    """Write all that the dialect reads of the element `root` and below; `contents` are its tables of contents."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    roles: list[Role] = []
    for event, element in walker:
        if event == "start":
            role = CONTENTS if element in contents else dialect(element)
            roles.append(role)
            if role.does == "skip":
                walker.skip_subtree()
                if role.what:
                    writer.leave_out(role.what)
                continue
            _enter(role, writer)
            text = element.text
        else:
            if event == "end":
                _leave(roles.pop(), writer)
            text = element.tail if element is not root else None
        if text:
            writer.write(text)


def _enter(role: Role, writer: Writer) -> None:
    match role.does:
        case "block":
            writer.begin(*(role[1:3] if role.kind else writer.kinds[-1]))
        case "part":
            writer.begin_part(role.kind)
        case "line":
            writer.begin_line()
        case "text":
            writer.write(role.what)


def _leave(role: Role, writer: Writer) -> None:
    match role.does:
        case "block":
            writer.end()
        case "part":
            writer.end_part()
        case "line":
            writer.end_line()
