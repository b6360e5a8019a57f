"""Reads Markdown (CommonMark), with a YAML head or without: it becomes HTML, which is read as HTML is."""

from __future__ import annotations

import re

from analysis.text.formats.document import Document
from analysis.text.formats.html import parse_page, write_pages
from analysis.text.formats.plain import decode
from analysis.text.formats.writer import Writer

HEAD = re.compile(r"\A\ufeff?(?:---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.|\+\+\+)[ \t]*(?:\r?\n|\Z)", re.S)
# A value may be a list, in brackets or a line for each; of lines the first is read.
FACT = re.compile(r"^(title|author|date|lang|language)[ \t]*[:=][ \t\r]*(?:\n[ \t]*-[ \t])?([^\n]*)", re.M | re.I)
FOLD = re.compile(r"(?<=[^\s:|>])\n[ \t]+(?!-|[\w-]+:\s)(?=\S)")  # a value goes on in the next line
SAID = re.compile(r"^#{1,6}[ \t]+(title|author)[ \t]*:([^\n]*)", re.M | re.I)  # by a heading
NOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*\n?", re.M)
PANDOC = re.compile(r"^:{3,}.*\n?|^\\$|(?<=[^\s(])\s*\{[#.][^{}\n]*\}|(?<=\]\()\s*(?=\))|\[\]\{[^{}\n]*\}", re.M)
DEEPEST = 100  # lists and quotes within each other; what is deeper is lost
NOTE_MARK = re.compile(r"\[\^[^\[\]\s]+\]")


def read_markdown(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of a Markdown file."""
    from markdown_it import MarkdownIt

    text, notes = decode(data, name, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    writer = Writer()
    facts = {key.lower(): _clean_value(value.rstrip("# ")) for key, value in SAID.findall(text[:2_000])}
    if head := HEAD.match(text):
        stated = ((key.lower(), _clean_value(value)) for key, value in FACT.findall(FOLD.sub(" ", head[1])))
        facts = {"language" if key == "lang" else key: value for key, value in stated if value not in ("|", ">")}
        text = text[head.end() :]
        writer.leave_out("a head with data")
    text, n_notes = NOTE.subn("", text)
    text, n_marks = NOTE_MARK.subn("", text)
    for what, number in (("notes", n_notes), ("note marks", n_marks)):
        if number:
            writer.leave_out(what, number)
    text = PANDOC.sub("", text)
    # Indented lines are paragraphs of a story, not code; a fence is code.
    page = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"]).disable("code").render(text)
    write_pages([parse_page(f"<html><body>{page}</body></html>", name)], writer)
    document = writer.close(**facts)
    return document._replace(notes=(*notes, *document.notes))


def _clean_value(value: str) -> str:
    """A value of the head without the quotation marks, brackets and backslashes that YAML and TOML write it with."""
    value = value.strip()
    items = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
    bare = (item.strip() for item in items)
    bare = (item[1:-1] if item[:1] in ("'", '"') and item[-1:] == item[:1] else item for item in bare)
    return re.sub(r"\\(.)", r"\1", ", ".join(bare))
