"""The words of a table of sentences as parallel arrays: where each stands, and what it is."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import case_fold
from analysis.text.sentences import Scan, as_sentences, cut_sentences, scan_words


def as_tokens(table: pd.DataFrame) -> "tuple[pd.DataFrame, Tokens]":
    """One row per sentence, of stories or sentences, and their words."""
    if "sentence" not in table and "text" in table:
        sentences, scan = cut_sentences(table)
    else:
        sentences = as_sentences(table)
        scan = scan_words(sentences["text"].tolist())
    return sentences, _find_tokens(scan)


class Tokens(NamedTuple):
    """The words of a table of sentences as parallel arrays; start and end count from their sentence's start."""

    text: str  # the sentences' canonical text, one after the other
    first: np.ndarray  # where each sentence begins in `text`
    at: np.ndarray  # where each word stands in `text`
    row: np.ndarray  # its sentence, by place in the table
    start: np.ndarray
    end: np.ndarray
    forms: list[str]  # distinct forms, and for each word its place among them
    code: np.ndarray
    vocabulary: list[str]  # distinct words, and for each word its place among them
    word_code: np.ndarray


def _find_tokens(scan: Scan) -> Tokens:
    original, text, first, at, end, row, written = scan
    written = written.copy()
    changed = np.flatnonzero(find_code_points(original) != find_code_points(text))
    word = np.searchsorted(at, changed, side="right") - 1
    for i in np.unique(word[(word >= 0) & (changed < end[word])]):  # give back typographic apostrophes and the like
        written[i] = original[at[i] : end[i]]
    start, end = at - first[row], end - first[row]
    code, forms = pd.factorize(written)
    of_form, vocabulary = pd.factorize(np.array([case_fold(form) for form in forms], dtype=object))
    return Tokens(text, first, at, row, start, end, list(forms), code, list(vocabulary), of_form[code])


def find_code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def is_any_of(points: np.ndarray, characters: str) -> np.ndarray:
    return np.isin(points, [ord(character) for character in characters])
