"""The words of a table of sentences as parallel arrays: their positions, their forms, their case-folded words."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import case_fold
from analysis.text.sentences import Scan, as_sentences, cut_sentences, scan_words


def as_tokens(table: pd.DataFrame) -> "tuple[pd.DataFrame, Tokens]":
    """One row per sentence, of stories or sentences, and the words of these sentences as arrays."""
    if "sentence" not in table and "text" in table:
        sentences, scan = cut_sentences(table)
    else:
        sentences = as_sentences(table)
        scan = scan_words(sentences["text"].tolist())
    return sentences, _find_tokens(scan)


class Tokens(NamedTuple):
    """The words of a table of sentences as parallel arrays; `start` and `end` count from the start of their sentence."""

    text: str  # the sentences' canonical text, joined by line breaks
    sentence_start: np.ndarray  # per sentence, offset into `text`
    word_start: np.ndarray  # per word, offset into `text`
    row: np.ndarray  # per word, the position of its sentence in the table
    start: np.ndarray
    end: np.ndarray
    forms: list[str]  # distinct forms
    code: np.ndarray  # per word, the position of its form in `forms`
    vocabulary: list[str]  # distinct words (case-folded)
    word_code: np.ndarray  # per word, its position in `vocabulary`


def _find_tokens(scan: Scan) -> Tokens:
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
    return Tokens(text, sentence_start, word_start, row, start, end, list(forms), code, list(vocabulary), word_code)


def find_code_points(text: str) -> np.ndarray:
    """The Unicode code point of each character."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def is_any_of(points: np.ndarray, characters: str) -> np.ndarray:
    """Whether each code point is that of one of the characters."""
    return np.isin(points, [ord(character) for character in characters])
