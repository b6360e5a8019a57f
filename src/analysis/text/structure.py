"""Cuts texts whose format states their structure: paragraphs, headings, verse, speakers and directions as stated.

Two things are still judged. A paragraph with line breaks in it is prose or verse by its look, as in plain text; and one of
the levels of headings numbers the chapters (see `analysis.text.chapters`).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import COUNTED_KINDS
from analysis.text.breaks import has_no_capitals
from analysis.text.canonical import BLANK, WORD, find_paragraphs, normalise, normalise_texts
from analysis.text.chapters import number_chapters
from analysis.text.formats.document import Span
from analysis.text.segmentation import Unit, cut_paragraph
from analysis.text.verse import tell_verse

Structure = tuple[Span, ...]

KINDS = ("paragraph", "quote", "heading", "verse", "speaker", "direction")
PROSE = ("paragraph", "quote")


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
    levels = [span.level if kind == "heading" else None for span, kind in zip(spans, kinds, strict=True)]
    both = ["quote" if span.kind == "quote" else kind for span, kind in zip(spans, kinds, strict=True)]
    chapters = number_chapters([" ".join(text.split()) for text in texts], both, levels)
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
