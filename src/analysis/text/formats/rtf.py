"""Reads RTF: striprtf makes plain text of it, once what the format states is marked in it."""

from __future__ import annotations

import re

from analysis.errors import StoryError
from analysis.text.formats.document import Document
from analysis.text.formats.writer import BREAK, Writer

PARAGRAPH, HEADING = "\ufdd1", "\ufdd2"  # characters that are no characters
# A control word ends at what is no letter or digit; one space after it belongs to it.
MARKS = [
    (re.compile(r"\\(?:par|sect|page)(?![a-z])"), rf"\\u{ord(PARAGRAPH) - 65536}?\\par"),
    (re.compile(r"\\line(?![a-z])"), rf"\\u{ord(BREAK) - 65536}?\\line"),
    (re.compile(r"\\outlinelevel(\d)(?![\d])"), rf"\\u{ord(HEADING) - 65536}?\1\\outlinelevel"),
]
LEFT_OUT = {**dict.fromkeys("header headerf headerl headerr footer footerf footerl footerr".split(), "headers and footers"),
            "footnote": "notes", "annotation": "comments", "atnid": "",
            "atnauthor": "", "deleted": "deletions", "pict": "pictures", "object": "objects", "v": "hidden text",
            "themedata": "", "colorschememapping": "", "datastore": "", "stylesheet": "", "fldinst": ""}  # fmt: skip
STYLES = re.compile(r"\{\\s(\d+)(?!\d)([^{}]*?)\s?([^\\{};]+);\}")  # of the style sheet: number, formatting, name
STYLE = re.compile(r"\\s(\d+)(?!\d)")
NAMED = re.compile(r"heading ([1-9])|(title|subtitle)|(toc|contents|index) ?\d*(?: heading)?", re.I)
FACTS = {"title": "title", "author": "author"}
GROUP = re.compile(r"\{|\}|\\[{}\\]")
OPENS = re.compile(
    r"(?:\s|\\\*|\\(?:pard|plain|chftn|super|cs\d+|rtlch|ltrch|fcs[01]|af\d+|afs\d+|f\d+|fs\d+|insrsid\d+|charrsid\d+)\s?)*\\([a-z]+)"
)


def read_rtf(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of an .rtf file."""
    from striprtf.striprtf import rtf_to_text

    writer = Writer()
    source = data.decode("latin-1")
    facts = {
        fact: rtf_to_text(f"{{\\rtf1\\ansi {found[1]}}}").strip()
        for word, fact in FACTS.items()
        if (found := re.search(rf"\{{\\{word} ([^{{}}]*)\}}", source))
    }
    levels = _find_levels(source)
    source = _leave_out(source, writer)
    source = STYLE.sub(lambda match: f"\\outlinelevel{levels[match[1]]}" if match[1] in levels else match[0], source)
    for pattern, mark in MARKS:
        source = pattern.sub(mark, source)
    try:
        text = rtf_to_text(source, encoding=encoding or "cp1252", errors="replace")
    except Exception as error:  # whatever striprtf stumbles over
        raise StoryError(f"{name} cannot be read as RTF ({error}): open it in Word and save it again.") from error
    for block in text.split(PARAGRAPH):
        level = min(re.findall(HEADING + r"(\d)", block), default="")
        if level == "9":
            writer.left_out["a table of contents"] = 1
            continue
        writer.begin("heading" if level else "paragraph", int(level) + 1 if level else 0)
        writer.write(re.sub(HEADING + r"\d", "", block))
        writer.end()
    return writer.close(**{fact: value for fact, value in facts.items() if value})


def _find_levels(source: str) -> dict[str, int]:
    """The outline level, from 0, of each style that is one of headings, by number; 9 of one for tables of contents."""
    levels = {}
    for number, formatting, name in STYLES.findall(source):
        stated, named = re.search(r"\\outlinelevel([0-8])", formatting), NAMED.fullmatch(name.strip())
        if named:
            levels[number] = int(named[1]) - 1 if named[1] else 0 if named[2] else 9
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
                if LEFT_OUT[opens[1]]:
                    writer.leave_out(LEFT_OUT[opens[1]])
        elif match[0] == "}":
            if outside == depth:
                outside, place = None, match.end()
            depth -= 1
    return "".join([*kept, source[place:] if outside is None else ""])
