"""Cuts texts whose format states their structure: paragraphs, headings, verse, speakers and directions as stated.

Two things are still judged. A paragraph with line breaks in it is prose or verse by its look, as in plain text. And of the
levels of headings one numbers the chapters: that of the headings which name a chapter by word ("Chapter II", "Scene 3",
"IV"; "Part", "Book", "Volume" and "Act" only where text stands under them and no other is named); else the highest that
has text under two headings or more; else all count. Every heading of that level opens a chapter, so a "Prologue" does.

As in plain text chapters are counted from 0, headings that follow each other open one chapter, what precedes the first is
chapter 0 too if it is a title page (title, author), and chapter 0 by itself if it is a text. Text under a later heading of a
higher level, such as the opening of Part Two, belongs to the chapter that follows it; an epilogue of that level is one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import COUNTED_KINDS
from analysis.text.breaks import has_no_capitals
from analysis.text.canonical import BLANK, WORD, find_paragraphs, normalise, normalise_texts
from analysis.text.formats.document import Span
from analysis.text.headings import CHAPTER, looks_like_title, number_chapters
from analysis.text.segmentation import Unit, cut_paragraph
from analysis.text.verse import tell_verse

Structure = tuple[Span, ...]

KINDS = ("paragraph", "quote", "heading", "verse", "speaker", "direction")
PROSE, EPIGRAPH = ("paragraph", "quote"), ("quote", "verse")
PARTS = ("part", "book", "volume", "act")
# What a heading calls its part, the surest sign of a chapter first ("#": a number alone), and how many must call it so.
DIVISIONS = (
    (("chapter",), 1), (("stave", "canto", "scene"), 2), (("letter", "adventure"), 2), (("section", "#"), 2), (PARTS, 2),
)  # fmt: skip
NUMBER = re.compile(r"[ivxlc]+|\d+", re.IGNORECASE)


def read_structures(stories: pd.DataFrame) -> list[Structure | None]:
    """What is stated of each story, None where nothing is; a StoryError for what does not fit its text."""
    if "structure" not in stories:
        return [None] * len(stories)
    structures: list[Structure | None] = []
    for story, text, structure in zip(stories["story"], stories["text"], stories["structure"], strict=True):
        missing = structure is None or (pd.api.types.is_scalar(structure) and pd.isna(structure))
        if not missing and (fault := _find_fault(text, structure)):
            raise StoryError(
                f"Story {story!r}: its structure {fault}. Pass text and structure as read_stories() gives them, or drop the "
                "column `structure`: paragraphs and headings are then told by their look."
            )
        structures.append(None if missing else structure)
    return structures


def _find_fault(text: str, structure: Any) -> str:
    """What is wrong with a structure, as the rest of a sentence; "" if it fits the text."""
    if not isinstance(structure, tuple):
        return f"is of the type {type(structure).__name__}, not a tuple of Span"
    last = 0
    for number, span in enumerate(structure, start=1):
        which = f"span {number} of {len(structure)}"
        if not isinstance(span, Span):
            return f"has no Span, but {type(span).__name__}, as {which}"
        if not all(isinstance(field, int | np.integer) for field in (span.start, span.end, span.level)):
            return f"has something else than whole numbers in {which}"
        if span.kind not in KINDS:
            return f"states the kind {span.kind!r} for {which}; there are {', '.join(KINDS)}"
        if not 0 <= span.start <= span.end <= len(text):
            return f"does not fit the text: {which} is from {span.start} to {span.end}, the text has {len(text)} characters"
        if span.start < last:
            return f"overlaps: {which} begins at {span.start}, before the one before it ends, at {last}"
        if _has_words(text[last : span.start]):
            return f"does not fit the text: between {last} and {span.start} there are words that no span holds"
        last = span.end
    if _has_words(text[last:]):
        return f"does not fit the text: after {last} there are words that no span holds"
    return ""


def _has_words(gap: str) -> bool:
    return bool(gap) and not gap.isspace() and bool(WORD.search(normalise(gap)))


def segment_stated(stories: Sequence[tuple[str, Structure]]) -> list[list[Unit]]:
    """For each text, with its structure, its units in order; stretches without any word are left out."""
    canonical = normalise_texts([text for text, _ in stories])
    return [_segment(text, structure) for text, (_, structure) in zip(canonical, stories, strict=True)]


def _segment(canonical: str, structure: Structure) -> list[Unit]:
    spans = [
        Span(*place, span.kind, span.level)
        for span in structure
        for place in find_paragraphs(canonical, span.start, span.end)  # a blank line ends every unit
        if WORD.search(canonical, *place)
    ]
    texts = [canonical[span.start : span.end] for span in spans]
    kinds = ["prose" if span.kind in PROSE else span.kind for span in spans]
    if not any(kind in COUNTED_KINDS for kind in kinds):
        kinds = ["prose"] * len(kinds)  # nothing but headings or the like: as in plain text they are read
    chapters = _number_chapters([" ".join(text.split()) for text in texts], kinds, spans)
    if any("\n" in text for text in texts):
        kinds = tell_verse([text.replace("--", "—") for text in texts], kinds)
    units: list[Unit] = []
    is_lower = has_no_capitals(canonical)
    paragraph, last = -1, 0
    for span, kind, chapter in zip(spans, kinds, chapters, strict=True):
        if paragraph < 0 or BLANK.search(canonical, last, span.start):
            paragraph += 1
        units += cut_paragraph(canonical, (span.start, span.end), chapter, paragraph, kind, is_lower=is_lower)
        last = span.end
    return units


def _number_chapters(lines: list[str], kinds: list[str], spans: list[Span]) -> list[int]:
    """The chapter of each span, from 0. `lines` are their texts, each on one line."""
    levels = [span.level if kind == "heading" else None for span, kind in zip(spans, kinds, strict=True)]
    front = _count_front(lines, kinds, levels)
    chosen = _choose_level(lines, levels, _find_over_text(spans, levels, front))
    headings = [level is not None or i < front for i, level in enumerate(levels)]
    opens, i = [False] * len(spans), 0
    begun = is_open = False  # whether a chapter's heading has been met; whether a higher heading has just opened its chapter
    for is_heading, group in groupby(headings):
        size = len(list(group))
        if is_heading:
            own = [level for level in levels[i : i + size] if level is not None]
            is_chapter = any(chosen in (level, None) for level in own)
            is_higher = chosen is not None and any(level < chosen for level in own)
            opens[i] = is_higher or not is_open if is_chapter else is_higher and begun
            begun, is_open = begun or is_chapter, opens[i] and not is_chapter
        i += size
    return number_chapters(headings, opens)


def _count_front(lines: list[str], kinds: list[str], levels: list[int | None]) -> int:
    """How many spans at the start are a title page: headings, and paragraphs that look like a title or an author."""
    top, run = None, 0  # the highest level so far, and where the last stretch of headings begins
    for i, (line, level) in enumerate(zip(lines, levels, strict=True)):
        if level is not None:
            named, follows = bool(_name_division(line)), i > 0 and levels[i - 1] is not None
            if named or (top is not None and not follows):  # the heading of what is no title page any more
                return i if named or (top is not None and level > top) else run
            top, run = min(level, level if top is None else top), run if follows else i
        elif kinds[i] != "prose" or not looks_like_title(line):
            return run
    return 0


def _find_over_text(spans: list[Span], levels: list[int | None], front: int) -> list[bool]:
    """Whether each span is a heading with text of its own under it: not another heading, an epigraph before a lower one, or
    the rest of a title page."""
    over = [False] * len(spans)
    below, lower = set[str](), 0  # kinds of what follows before the next heading, and its level
    for i in range(len(spans) - 1, -1, -1):
        level = levels[i]
        if level is not None:
            over[i] = bool(below) and not (lower > level and below <= set(EPIGRAPH))
            below, lower = set(), level
        elif i >= front:
            below.add(spans[i].kind)
    return over


def _choose_level(lines: list[str], levels: list[int | None], over_text: list[bool]) -> int | None:
    """The level of the headings that open chapters; None if all do."""
    headings = [(line, level, over) for line, level, over in zip(lines, levels, over_text, strict=True) if level is not None]
    for words, least in DIVISIONS:
        named = Counter(
            level for line, level, over in headings if _name_division(line) in words and (over or words != PARTS)
        )
        level = min(named, key=lambda level: (-named[level], level), default=0)  # the most frequent; of two the higher
        if named[level] >= least:
            return level
    sections = Counter(level for _, level, over in headings if over)
    return min((level for level, number in sections.items() if number > 1), default=None)


def _name_division(line: str) -> str:
    """What a heading calls its part: "chapter", "scene", "preface" ...; "#" for a number alone, "" where it names none."""
    match = CHAPTER.match(line.lstrip("*"))
    word = match[0].split()[0].lower() if match else ""
    return "#" if NUMBER.fullmatch(word) else word
