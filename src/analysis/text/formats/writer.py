"""Writes a document's text block by block, and notes the span of each: what every format but plain text goes through."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from analysis.text.formats.document import Document, Span
from analysis.text.formats.facts import clean_facts
from analysis.text.formats.leftovers import repair_encoding, tell_repairs
from analysis.text.formats.lines import judge_lines

BREAK = "\ufdd0"  # a line break that the format states, by a character that is no character; one of the file is a space
_SPACE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_AROUND_BREAK = re.compile(rf"(?:(?<!\s)\s++)?{BREAK}\s*+")
_BLOCKS_APART = re.compile(r"\n{2,}")
HEADED_KINDS = ("heading", "paragraph")
HEADED = re.compile(r"(?:(?:table of )?contents|list of illustrations|(?:foot|end)?notes)\W*", re.I)


class Writer:
    """The text so far, its spans, and what was left out.

    A block is a paragraph, heading, speaker's name ...; within it, `part` makes a stretch of another kind, such as a stage
    direction in a speech. `kinds` is the stack of what text would be if it came now.
    """

    def __init__(self) -> None:
        self.kinds: list[tuple[str, int]] = [("paragraph", 0)]
        self.left_out: Counter[str] = Counter()
        self._pieces: list[str] = []  # of the text
        self._length = 0
        self._spans: list[Span] = []
        self._open: list[str] = []  # of the stretch being written
        self._open_kind = ("paragraph", 0)
        self._garbled: list[str] = []  # places of garbled encoding: repaired, and left
        self._still_garbled: list[str] = []
        self._begun_at: list[int] = []  # number of spans before each block that has begun
        self._blanks: set[int] = set()  # numbers of the spans before which an empty block stands
        self._begun = False  # whether the block being written has a stretch already

    def begin(self, kind: str, level: int = 0) -> None:
        """A block begins, or something that makes blocks of this kind."""
        self.end_block()
        self.kinds.append((kind, level))
        self._begun_at.append(len(self._spans))

    def end(self) -> None:
        """What `begin` began ends."""
        self.end_block()
        self.kinds.pop()
        if self._begun_at.pop() == len(self._spans):
            self._blanks.add(len(self._spans))

    def leave_blank(self) -> None:
        """There is an empty block here."""
        self.end_block()
        self._blanks.add(len(self._spans))

    def begin_part(self, kind: str) -> None:
        """A stretch of another kind begins within a block."""
        self._end_stretch()
        self.kinds.append((kind, 0))

    def end_part(self) -> None:
        """What `begin_part` began ends."""
        self._end_stretch()
        self.kinds.pop()

    def begin_line(self) -> None:
        """A line of verse begins: in the stanza being written, or in a new one."""
        if self._open and self._open_kind[0] == "verse":
            self._open.append(BREAK)
        else:
            self.end_block()
        self.kinds.append(("verse", 0))

    def end_line(self) -> None:
        """The line of verse ends; the next one goes on with its stanza."""
        self.kinds.pop()

    def write(self, text: str) -> None:
        """More text of the block; white space is a space, BREAK a line break."""
        if not self._open or self._open_kind != self.kinds[-1]:
            if not text.strip(" \t\n\r\f"):
                if self._open:  # a space after a line of verse
                    self._open.append(" ")
                return
            if self._open:  # loose text after a line of verse
                self.end_block()
            self._open_kind = self.kinds[-1]
        self._open.append(text)

    def end_block(self) -> None:
        """The block ends; what comes next is a new paragraph."""
        self._end_stretch()
        self._begun = False

    def leave_out(self, what: str, number: int = 1) -> None:
        """Count something that is not read, and take back a heading such as "Contents" over it."""
        self.left_out[what] += number
        if not self._open and self._spans and self._spans[-1].kind in HEADED_KINDS and HEADED.fullmatch(self._pieces[-1]):
            self._length -= len(self._pieces.pop())
            self._spans.pop()
            if self._pieces:
                self._length -= len(self._pieces.pop())

    def _end_stretch(self) -> None:
        if not self._open:
            return
        text = _AROUND_BREAK.sub("\n", _SPACE.sub(" ", "".join(self._open)))
        self._open = []
        text = unicodedata.normalize("NFC", repair_encoding(text, self._garbled, self._still_garbled))
        blocks = [block.strip() for block in _BLOCKS_APART.split(text) if block.strip()]
        for i, block in enumerate(blocks):
            if self._pieces:
                self._add(" " if self._begun and not i else "\n\n")
            self._spans.append(Span(self._length, self._length + len(block), *self._open_kind))
            self._add(block)
        self._begun = self._begun or bool(blocks)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def close(self, **facts: str) -> Document:
        """The document; `facts` are its title, author, date and language."""
        self.end_block()
        text, spans, told = judge_lines(self._pieces[::2], self._pieces[1::2], self._spans, self._blanks)
        notes = [*tell_repairs(self._garbled, self._still_garbled, "" if spans is None else text), *told]
        if self.left_out:
            notes.insert(
                0,
                "left out: "
                + ", ".join(what if what.startswith("a ") else f"{what} ({n:,})" for what, n in self.left_out.items()),
            )
        clean = clean_facts({key: unicodedata.normalize("NFC", value) for key, value in facts.items()})
        return Document(text + "\n" * bool(text), None if spans is None else tuple(spans), **clean, notes=tuple(notes))
