"""What a text's format states of it: paragraphs, headings, verse, speakers and stage directions.

What is stated is taken. Still judged are, as in plain text, whether a paragraph is no part of the story, whether one with
line breaks is prose or verse, whether paragraphs are those of a play; and which headings number the chapters.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import COUNTED_KINDS
from analysis.text.canonical import BLANK, WORD, find_paragraphs, normalise
from analysis.text.formats.document import Span
from analysis.text.segmentation import Block

Structure = tuple[Span, ...]

KINDS = ("paragraph", "quote", "heading", "verse", "speaker", "direction")


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


def list_blocks(text: str, structure: Structure) -> list[Block]:
    """What is stated of a text, as blocks with words in them: a blank line ends each."""
    canonical = normalise(text)
    spans = [
        Span(*place, span.kind, span.level)
        for span in structure
        for place in find_paragraphs(canonical, span.start, span.end)
        if WORD.search(canonical, *place)
    ]
    kinds = ["prose" if span.kind == "paragraph" else span.kind for span in spans]
    if not any(kind in (*COUNTED_KINDS, "quote") for kind in kinds):
        kinds = ["prose"] * len(kinds)  # nothing but headings or the like: as in plain text they are read
    blocks: list[Block] = []
    paragraph, last = 0, 0
    for span, kind in zip(spans, kinds, strict=True):
        if not paragraph or BLANK.search(canonical, last, span.start):
            paragraph += 1
        blocks.append(Block(span.start, span.end, kind, span.level if kind == "heading" else None, paragraph))
        last = span.end
    return blocks
