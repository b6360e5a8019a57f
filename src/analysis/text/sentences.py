"""Cuts stories into sentences: the one segmentation under every analysis.

stories -> `split_sentences` -> sentences -> `split_words` -> words. Each table carries the columns of the one before it,
the user's own metadata columns last. `start` and `end` are character offsets into the story's `text`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import RESERVED, TABLES, carry_metadata, check_unique, need_columns
from analysis.text.segmentation import WORD, normalise, segment_texts
from analysis.text.stories import check_text


def split_sentences(stories: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence, heading or line of verse, in reading order.

    Columns: `story`; `chapter`, `paragraph`, `sentence` (numbered from 0, the latter two unique within a story);
    `position` (0-1, the unit's mid-point in the story's running words, headings not counted); `kind` ("prose",
    "heading", "verse"); `start`, `end` (character offsets into the story's text) and `text`, exactly that stretch; then
    the metadata of the story. What has no word in it, such as "* * *", is no row.

    A blank line ends a paragraph and a sentence; line breaks within prose are spaces. Verse is prose whose line breaks no
    right margin explains. The rules and their measured accuracy stand in `analysis.segmentation` and the README.

    >>> from analysis import read_stories
    >>> split_sentences(read_stories({"tea": 'Mr. Fox came. "Tea?" Betty asked. Yes.'}))["text"].tolist()
    ['Mr. Fox came.', '"Tea?" Betty asked.', 'Yes.']
    """
    return cut_sentences(stories)[0]


def cut_sentences(stories: pd.DataFrame) -> "tuple[pd.DataFrame, Scan]":
    """The sentences of stories, and where the words stand in them."""
    need_columns(stories, ["story", "text"], "stories")
    check_unique(stories)
    if taken := sorted(RESERVED & set(stories.columns.difference(TABLES["stories"].columns))):
        raise StoryError(f"The column name {taken[0]!r} is used by the tables of this package; rename your metadata column.")
    parts = segment_texts([check_text(text, story) for story, text in zip(stories["story"], stories["text"], strict=True)])
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    of_story = np.repeat(np.arange(len(stories)), sizes)
    units = [unit for part in parts for unit in part]
    start, end, chapter, paragraph, kind = zip(*units, strict=True) if units else ((),) * 5
    whole = stories["text"].to_numpy(dtype=object)
    texts = [whole[i][s:e] for i, s, e in zip(of_story, start, end, strict=True)]
    scan = scan_words(texts)
    kinds = np.array(kind, dtype=object)
    counted = np.where(kinds == "heading", 0, np.bincount(scan.row, minlength=len(units)))
    before = np.cumsum(counted) - counted
    first = np.cumsum(sizes) - sizes
    before -= np.repeat(np.append(before, 0)[first], sizes)
    total = np.bincount(of_story, counted, minlength=len(stories))[of_story]
    sentences = pd.DataFrame(
        {
            "story": stories["story"].take(of_story).array,
            "chapter": np.array(chapter, dtype=np.int64),
            "paragraph": np.array(paragraph, dtype=np.int64),
            "sentence": np.arange(len(units)) - np.repeat(first, sizes),
            "position": (before + counted / 2) / total,
            "kind": pd.array(kinds, dtype="str"),
            "start": np.array(start, dtype=np.int64),
            "end": np.array(end, dtype=np.int64),
            "text": pd.array(texts, dtype="str"),
        }
    )
    return carry_metadata(stories, of_story, sentences, "stories"), scan


def as_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, if it is one of sentences; stories are split into sentences."""
    if "sentence" not in table and "text" in table:
        return split_sentences(table)
    need_columns(table, TABLES["sentences"].columns, "sentences")
    return table


def count_words(sentences: pd.DataFrame) -> np.ndarray:
    """The number of words in each row's text."""
    return np.bincount(scan_words(sentences["text"].tolist()).row, minlength=len(sentences))


class Scan(NamedTuple):
    """Where the words of some sentences stand: what one pass of the pattern finds."""

    original: str  # the sentences, one after the other
    text: str  # their canonical text
    first: np.ndarray  # where each sentence begins
    at: np.ndarray  # where each word begins
    end: np.ndarray
    row: np.ndarray  # its sentence, by place in the table
    written: np.ndarray


def scan_words(texts: Sequence[str]) -> Scan:
    original = "\n".join(texts)
    text = normalise(original)
    first = np.cumsum([0, *(len(sentence) + 1 for sentence in texts)])[:-1]
    pieces = WORD.split(text)  # gap, word, gap, word, ..., gap: faster than asking each match for its span
    ends = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)))
    at, end = ends[:-1:2], ends[1::2]
    return Scan(
        original, text, first, at, end, np.searchsorted(first, at, side="right") - 1, np.array(pieces[1::2], dtype=object)
    )
