"""Reads RTF: striprtf makes plain text of it, once what the format states is marked in it."""

from __future__ import annotations

import re

from analysis.errors import StoryError
from analysis.text.formats.document import Document
from analysis.text.formats.writer import BREAK, Writer

PARAGRAPH, HEADING, LINK, ROW = "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"  # characters that are no characters
# A control word ends at what is no letter or digit; one space after it belongs to it.
MARKS = [
    (re.compile(r"\\(?:par|sect|page|cell|row|nestcell|nestrow)(?![a-z])()"), PARAGRAPH),
    (re.compile(r"\\line(?![a-z])()"), BREAK),
    (re.compile(r"\\outlinelevel(\d)(?![\d])"), HEADING),
]
MARKED_HEADING = re.compile(rf"{HEADING}(\d)")
CONTENTS, ROWS = 9, 10  # stand where a heading's level would: the style is one of tables of contents, of lines of text
ESCAPED = re.compile(r"\\(?:([^\r\n])|\r\n?|\n)")  # a backslash at the end of a line is the end of a paragraph
BINARY = re.compile(rb"\\bin(\d{1,9})(?!\d) ?")
LEFT_OUT = {**dict.fromkeys("header headerf headerl headerr footer footerf footerl footerr".split(), "headers and footers"),
            "footnote": "notes", "annotation": "comments", "atnid": "",
            "atnauthor": "", "deleted": "deletions", "pict": "pictures", "object": "objects", "v": "hidden text",
            "listtext": "", "pntext": "", "themedata": "", "colorschememapping": "", "datastore": "",
            "stylesheet": "", "fldinst": ""}  # fmt: skip
# Of the style sheet: number, formatting, name.
STYLES = re.compile(r"\{\\s(\d+)(?!\d)((?:\s?\\(?:\*\\)?[a-z]+-?\d*|\s?\{[^{}]*\})*)\s?([^\\{};]+);\}")
STYLE = re.compile(r"\\s(\d+)(?!\d)")
NAMED = re.compile(
    r"heading ([1-9])|(title|subtitle)|(toc|contents|index) ?\d*(?: heading)?|(?:html )?preformatted(?: text)?",
    re.I,
)
FACTS = {"title": re.compile(r"\{\\title ([^{}]*)\}"), "author": re.compile(r"\{\\author ([^{}]*)\}")}
CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
GROUP = re.compile(r"\{|\}|\\[{}\\]")
OPENS = re.compile(
    r"(?:\s|\\\*|\\(?:pard|plain|chftn|super|cs\d+|rtlch|ltrch|fcs[01]|af\d+|afs\d+|f\d+|fs\d+|insrsid\d+|charrsid\d+)\s?)*"
    r"\\([a-z]+)(?!0(?!\d))"
)
INTO_ITSELF = re.compile(r".{0,99}?\b(?:HYPERLINK\s+(?:\\\\l\s+)?\"?[#_]|PAGEREF)")  # of a field: a link into the same file


def read_rtf(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of an .rtf file."""
    from striprtf.striprtf import rtf_to_text

    writer = Writer()
    source = ESCAPED.sub(lambda match: match[0] if match[1] else r"\par ", _cut_binary(data).decode("latin-1"))
    page = CODE_PAGE.search(source)
    if encoding:
        source = CODE_PAGE.sub("", source)
    else:
        encoding = {"0": "cp1252", "10000": "mac_roman"}.get(page[1], f"cp{page[1]}") if page else "cp1252"
    try:
        facts = {
            fact: _join_halves(rtf_to_text(f"{{\\rtf1\\ansi {found[1]}}}", encoding=encoding, errors="replace")).strip()
            for fact, pattern in FACTS.items()
            if (found := pattern.search(source))
        }
        text = _join_halves(rtf_to_text(_mark(source, writer), encoding=encoding, errors="replace"))
    except Exception as error:  # whatever striprtf stumbles over
        raise StoryError(f"{name} cannot be read as RTF ({error}): open it in Word and save it again.") from error
    _write_blocks(text.split(PARAGRAPH), writer)
    return writer.close(**facts)


def _join_halves(text: str) -> str:
    """The text with the characters that RTF writes as two, such as Gothic and emoji; half of one is lost."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cut_binary(data: bytes) -> bytes:
    """The bytes without those of pictures that are not written in figures: they may hold braces."""
    kept, place = [], 0
    while found := BINARY.search(data, place):
        kept.append(data[place : found.start()])
        place = found.end() + int(found[1])
    return b"".join([*kept, data[place:]])


def _mark(source: str, writer: Writer) -> str:
    """The source without what is not the text, with marks at the ends of paragraphs and lines, at headings and links."""
    levels = _find_levels(source)
    source = _leave_out(source, writer)
    marks = {style: _write_mark(ROW) if level == ROWS else f"\\outlinelevel{level}" for style, level in levels.items()}
    source = STYLE.sub(lambda match: marks.get(match[1], match[0]), source)
    for pattern, mark in MARKS:
        source = pattern.sub(lambda match, mark=mark: _write_mark(mark, match[1]), source)  # type: ignore[misc]
    return source


def _write_mark(mark: str, after: str = "") -> str:
    """A mark as RTF writes a character; in a group of its own, since a file may say that no "?" stands for it."""
    return f"{{\\uc1\\u{ord(mark) - 65536}?{after}}}"


def _find_levels(source: str) -> dict[str, int]:
    """The outline level, from 0, of each style that is one of headings, by number; else CONTENTS or ROWS."""
    levels = {}
    for number, formatting, name in STYLES.findall(source):
        stated, named = re.search(r"\\outlinelevel([0-8])", formatting), NAMED.fullmatch(name.strip())
        if named:
            levels[number] = int(named[1]) - 1 if named[1] else 0 if named[2] else CONTENTS if named[3] else ROWS
        elif stated:
            levels[number] = int(stated[1])
    return levels


def _leave_out(source: str, writer: Writer) -> str:
    """The source without the groups that are not the text: notes, page heads, deletions, style sheets."""
    kept, place, depth, outside = [], 0, 0, None
    for match in GROUP.finditer(source):
        if match[0] == "{":
            depth += 1
            opens = OPENS.match(source, match.end()) if outside is None else None
            if opens and opens[1] in LEFT_OUT:
                outside = depth
                kept.append(source[place : match.start()])
                if opens[1] == "fldinst" and INTO_ITSELF.match(source, opens.end()):
                    kept.append(_write_mark(LINK))
                if LEFT_OUT[opens[1]]:
                    writer.leave_out(LEFT_OUT[opens[1]])
        elif match[0] == "}":
            if outside == depth:
                outside, place = None, match.end()
            depth -= 1
    return "".join([*kept, source[place:] if outside is None else ""])


def _write_blocks(blocks: list[str], writer: Writer) -> None:
    texts = [MARKED_HEADING.sub("", block).replace(LINK, "").replace(ROW, "").strip(" \t\r\n|") for block in blocks]
    places = [i for i, text in enumerate(texts) if text]
    contents = _find_contents([blocks[i] for i in places])
    for i, (before, place) in enumerate(zip([-1, *places], places, strict=False)):
        if i in contents:
            if i - 1 not in contents:
                writer.leave_out("a table of contents")
            continue
        if before < place - 1:
            writer.leave_blank()
        level = min(MARKED_HEADING.findall(blocks[place]), default="")
        kind = "heading" if level else "preformatted" if ROW in blocks[place] else "paragraph"
        writer.begin(kind, int(level) + 1 if level else 0)
        writer.write(texts[place])
        writer.end()


def _find_contents(blocks: list[str]) -> set[int]:
    """The lines of tables of contents: of their style, or three and more links into the file in the lines of a table."""
    lines = {i for i, block in enumerate(blocks) if str(CONTENTS) in MARKED_HEADING.findall(block)}
    linked = [i for i, block in enumerate(blocks) if LINK in block and len(block) < 200]
    for one, two, three in zip(linked, linked[1:], linked[2:], strict=False):
        if three - one <= 4:  # a table may have a cell beside the link
            lines |= {*range(one, three + max(three - two, 1))}
    return lines
