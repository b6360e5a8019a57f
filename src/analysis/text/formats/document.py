"""What is read of a file: its text, and what its format states of it."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text and what the format states it to be.

    `kind` is "paragraph", "quote" (a block quotation), "heading", "verse" (lines, parted by line breaks), "speaker" or
    "direction". `level` is that of a heading, from 1; of anything else 0. Spans follow one another and do not overlap. A
    blank line stands between two paragraphs; spans with less between them are parts of one paragraph.
    """

    start: int
    end: int
    kind: str
    level: int = 0


class Document(NamedTuple):
    """A text, with what its file states of it."""

    text: str  # in Unicode NFC, with "\n" as line end
    structure: tuple[Span, ...] | None = None  # in order; None where the format states none: plain text
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""  # as stated, such as "en-GB"
    notes: tuple[str, ...] = ()  # what was left out, repaired or guessed: clauses without capital and full stop
