"""Cuts stories into sentences: the one segmentation under every analysis.

stories -> `split_sentences` -> sentences -> `split_words` -> words. Each table carries the columns of the one before it,
and the user's own metadata columns last. `start` and `end` are character offsets into the story's `text`.
The words of a table of sentences are found once, as parallel arrays: `Tokens`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import (
    RESERVED,
    TABLES,
    carry_metadata,
    case_fold,
    check_unique,
    is_counted,
    need_columns,
    number_stories,
)
from analysis.text.canonical import BLANK, WORD, blank_holes, normalise, normalise_texts
from analysis.text.language import is_foreign
from analysis.text.marks import find_marks
from analysis.text.segmentation import segment_texts
from analysis.text.stories import as_stories, check_text
from analysis.text.structure import list_blocks, read_structures


def split_sentences(stories: pd.DataFrame, *, outline: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per sentence, heading, line of verse, speaker, stage direction or piece of apparatus, in reading order.

    Parameters
    ----------
    stories : a table of stories, with the columns `story` and `text` at least; or what `read_stories` takes. Where a column
        `structure` holds what a story's format states, its units are those; else they are told by their look.
    outline : the headings of the stories, in place of those that are found: the table of `outline_stories` after editing.
        A heading whose row is missing, or of the kind "prose", is none; one in a new row is. A story without any row in it
        is cut as it would be without.

    Returns
    -------
    DataFrame with the columns

    story : the story
    chapter : its number, from 1; 0 is what stands before the first heading of a chapter
    paragraph, sentence : their numbers, from 1, unique within a story
    position : 0-1, the unit's mid-point in the story's running words, those of prose and verse
    kind : "prose", "verse", "heading"; of a play "speaker" and "direction"; "apparatus" for what is not the story, such as
        credits, contents, notes and marks of pages. Only prose and verse are counted
    start, end : offsets into the story's text, in characters
    text : exactly that stretch of the story's text

    then the metadata of the story, and `language` if any is not in
    English. A stretch without a word, such as "* * *", has no row.

    Raises
    ------
    StoryError : no column `story` or `text`; two stories of one name; a text that is empty, without letters or not a
        string; a structure or an outline that does not fit its text; a metadata column with the name of a column of
        this package's tables.

    Notes
    -----
    A blank line ends a paragraph and a sentence; line breaks within prose are spaces. Verse is prose whose line breaks no
    right margin explains. The rules are described in `analysis.text`, their measured accuracy in the README;
    how stated headings number the chapters, in `analysis.text.structure`.

    >>> from analysis import read_stories
    >>> split_sentences(read_stories({"tea": 'Mr. Fox came. "Tea?" Betty asked. Yes.'}))["text"].tolist()
    ['Mr. Fox came.', '"Tea?" Betty asked.', 'Yes.']
    """
    return cut_sentences(as_stories(stories), outline).sentences


class Cut(NamedTuple):
    """The sentences of stories, and what else was found on the way."""

    sentences: pd.DataFrame
    scan: "Scan"  # the positions of the words in them
    level: np.ndarray  # of headings, else 0


def cut_sentences(stories: pd.DataFrame, outline: pd.DataFrame | None = None) -> Cut:
    """The sentences of stories, cut as their outline says, if there is one."""
    need_columns(stories, ["story", "text"], "stories")
    check_unique(stories)
    if taken := sorted(RESERVED & set(stories.columns.difference(TABLES["stories"].columns))):
        raise StoryError(f"The column name {taken[0]!r} is used by the tables of this package; rename your metadata column.")
    texts = [check_text(text, story) for story, text in zip(stories["story"], stories["text"], strict=True)]
    structures = read_structures(stories)
    stated = [list_blocks(text, of_text) if of_text else None for text, of_text in zip(texts, structures, strict=True)]
    parts = segment_texts(texts, stated, find_marks(stories, outline))
    n_units = np.array([len(part) for part in parts], dtype=np.int64)
    of_story = np.repeat(np.arange(len(stories)), n_units)
    units = [unit for part in parts for unit in part]
    start, end, chapter, paragraph, kind, level = zip(*units, strict=True) if units else ((),) * 6
    cut = [texts[i][s:e] for i, s, e in zip(of_story, start, end, strict=True)]
    scan = scan_words(cut)
    kinds = pd.Series(kind, dtype="str")
    n_words = np.where(is_counted(kinds), np.bincount(scan.row, minlength=len(units)), 0)  # running words
    first_unit = np.cumsum(n_units) - n_units  # of each story
    words_before = np.cumsum(n_words) - n_words
    words_before -= np.repeat(np.append(words_before, 0)[first_unit], n_units)  # counted within the story
    words_of_story = np.bincount(of_story, n_words, minlength=len(stories))[of_story]
    sentences = pd.DataFrame(
        {
            "story": stories["story"].take(of_story).array,
            "chapter": np.array(chapter, dtype=np.int64),
            "paragraph": np.array(paragraph, dtype=np.int64),
            "sentence": np.arange(len(units)) - np.repeat(first_unit, n_units) + 1,
            "position": (words_before + n_words / 2) / words_of_story,
            "kind": kinds.array,
            "start": np.array(start, dtype=np.int64),
            "end": np.array(end, dtype=np.int64),
            "text": pd.array(cut, dtype="str"),
        }
    )
    if "language" in stories and stories["language"].map(is_foreign).any():
        sentences["language"] = stories["language"].array.take(of_story)
    return Cut(carry_metadata(stories, of_story, sentences, "stories"), scan, np.array(level, dtype=np.int64))


def as_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, if it is one of sentences; stories are split into sentences."""
    table = as_stories(table)
    if "sentence" not in table and "text" in table:
        return split_sentences(table)
    need_columns(table, TABLES["sentences"].columns, "sentences")
    return table


def count_words(sentences: pd.DataFrame) -> np.ndarray:
    """The number of words in each row's text."""
    return np.bincount(scan_words(sentences["text"].tolist()).row, minlength=len(sentences))


class Scan(NamedTuple):
    """The positions of the words of some sentences, found in one pass of the pattern."""

    original: str  # the sentences, joined by line breaks
    text: str  # their canonical text
    sentence_start: np.ndarray  # per sentence, offset into `text`
    word_start: np.ndarray  # per word, offset into `text`
    word_end: np.ndarray
    row: np.ndarray  # per word, the position of its sentence in the table
    canonical: np.ndarray  # per word, its canonical form


def scan_words(texts: Sequence[str]) -> Scan:
    """The words of these sentences."""
    original = "\n".join(texts)
    text = normalise(original)
    if BLANK.search(text):  # sentences that run on over the mark of a page
        text = "\n".join(map(blank_holes, normalise_texts(texts)))
    sentence_start = np.cumsum([0, *(len(sentence) + 1 for sentence in texts)])[:-1]
    pieces = WORD.split(text)  # gap, word, gap, word, ..., gap: faster than asking each match for its span
    ends = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)))
    word_start, word_end = ends[:-1:2], ends[1::2]
    row = np.searchsorted(sentence_start, word_start, side="right") - 1
    return Scan(original, text, sentence_start, word_start, word_end, row, np.array(pieces[1::2], dtype=object))


def as_tokens(table: pd.DataFrame, outline: pd.DataFrame | None = None) -> "tuple[pd.DataFrame, Tokens]":
    """One row per sentence, of stories (cut as their outline says) or sentences, and the words of these as arrays."""
    table = as_stories(table)
    if "sentence" not in table and "text" in table:
        sentences, scan, _ = cut_sentences(table, outline)
    else:
        sentences = table
        need_columns(table, TABLES["sentences"].columns, "sentences")
        scan = scan_words(sentences["text"].tolist())
    return sentences, _find_tokens(scan, number_stories(sentences)[0])


class Tokens(NamedTuple):
    """The words of a table of sentences as parallel arrays; `start` and `end` count from the start of their sentence."""

    text: str  # the sentences' canonical text, joined by line breaks
    story: np.ndarray  # per sentence, the number of its story
    sentence_start: np.ndarray  # per sentence, offset into `text`
    word_start: np.ndarray  # per word, offset into `text`
    row: np.ndarray  # per word, the position of its sentence in the table
    start: np.ndarray
    end: np.ndarray
    forms: list[str]  # distinct forms
    code: np.ndarray  # per word, the position of its form in `forms`
    vocabulary: list[str]  # distinct words (case-folded)
    word_code: np.ndarray  # per word, its position in `vocabulary`


def _find_tokens(scan: Scan, story: np.ndarray) -> Tokens:
    original, text, sentence_start, word_start, word_end, row, canonical = scan
    written = canonical.copy()
    changed = np.flatnonzero(find_code_points(original) != find_code_points(text))
    word = np.searchsorted(word_start, changed, side="right") - 1  # the last word that starts at or before each change
    is_inside = (word >= 0) & (changed < word_end[word])
    for i in np.unique(word[is_inside]):  # give back typographic apostrophes and the like
        written[i] = original[word_start[i] : word_end[i]]
    start, end = word_start - sentence_start[row], word_end - sentence_start[row]
    code, forms = pd.factorize(written)
    word_of_form, vocabulary = pd.factorize(np.array([case_fold(form) for form in forms], dtype=object))
    word_code = word_of_form[code]
    return Tokens(text, story, sentence_start, word_start, row, start, end, list(forms), code, list(vocabulary), word_code)


def find_code_points(text: str) -> np.ndarray:
    """The Unicode code point of each character."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def is_any_of(points: np.ndarray, characters: str) -> np.ndarray:
    """Whether each code point is that of one of the characters."""
    return np.isin(points, [ord(character) for character in characters])
