"""Which words count as one: stems of words, the same for overlap, distinctive words, phrases and families."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.reading import StoryError


class Types(NamedTuple):
    """The distinct words that are counted, and for each row of a table of words which of them it is."""

    code: np.ndarray  # per row its type's place, -1 for a word that is not counted
    words: np.ndarray  # per type: its stem, or the word itself
    forms: np.ndarray  # per type: as most often written, without a capital if it is ever written so


def find_types(words: pd.DataFrame, *, names: str = "without", function: bool = False, forms: bool = False) -> Types:
    """The types of a table of words: headings never count, names and function words if asked for.

    Content words are counted by their stem (Snowball: Porter, 2001), so that "musician" and "musicians" are one word; with
    `forms` each form is a word of its own, as function words always are.
    """
    if names not in ("with", "without"):
        raise StoryError(f"names={names!r}: say 'with' or 'without'.")
    counted = (words["kind"] != "heading").to_numpy(copy=True)
    if names == "without":
        counted &= ~words["name"].to_numpy()
    if not function:
        counted &= ~words["function"].to_numpy()
    code, found = pd.factorize(words["word"])
    vocabulary = found.tolist()
    # A stem that is spelt like a function word ("wills") is not that function word.
    closed = np.zeros(len(vocabulary), dtype=bool)
    closed[code] = words["function"].to_numpy()
    keys = [word if forms or shut else find_stem(word) for word, shut in zip(vocabulary, closed, strict=True)]
    of_word = pd.factorize(np.array([f"{key} {shut}" for key, shut in zip(keys, closed, strict=True)], dtype=object))[0]
    chosen = np.full(len(words), -1)
    chosen[counted], seen = pd.factorize(of_word[code[counted]])
    first = np.zeros(of_word.max(initial=-1) + 1, dtype=np.int64)
    first[of_word[::-1]] = np.arange(len(of_word))[::-1]
    shown = np.array([keys[first[place]] for place in seen], dtype=object)
    return Types(chosen, shown, _choose_forms(words["form"], chosen, len(seen)))


def _choose_forms(form: Any, code: np.ndarray, size: int) -> np.ndarray:
    """For each type the form it is most often written in; those without a capital and without 's go before all others."""
    counted = code >= 0
    written, found = pd.factorize(form[counted])
    spellings = found.tolist()
    pair, number = np.unique(code[counted] * np.int64(len(spellings) or 1) + written, return_counts=True)
    owner, spelling = np.divmod(pair, len(spellings) or 1)
    small = np.array([(not text[0].isupper()) + text.isalpha() / 2 for text in spellings])[spelling]  # no capital, no 's
    chosen = np.empty(size, dtype=object)
    length = np.array([len(text) for text in spellings], dtype=np.int64)[spelling]
    for place in np.lexsort([-spelling, -length, number, small]):  # the best is written last, and stays
        chosen[owner[place]] = spellings[spelling[place]]
    return chosen


@cache
def find_stem(word: str) -> str:
    """The stem of a word: what its inflections and near derivations share (Snowball for English, as NLTK has it).

    >>> find_stem("musicians"), find_stem("mother's")
    ('musician', 'mother')
    """
    return str(_make_stemmer().stem(word))


@cache
def _make_stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")
