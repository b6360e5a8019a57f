"""Which words count as one: stems of words, the same for overlap, distinctive words, phrases and families."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import is_counted
from analysis.text.language import is_english


class Types(NamedTuple):
    """The distinct words that are counted, and for each row of a table of words which of them it is."""

    code: np.ndarray  # per row its type's place, -1 for a word that is not counted
    words: np.ndarray  # per type: its stem, or the word itself
    forms: np.ndarray  # per type: as most often written, without a capital if it is ever written so


def find_types(words: pd.DataFrame, *, names: str = "without", function: bool = False, forms: bool = False) -> Types:
    """The types of a table of words: prose and verse count, names and function words if asked for.

    Content words are counted by their stem (Snowball: Porter, 2001), so that "musician" and "musicians" are one word; with
    `forms` each form is a word of its own, as function words always are.
    """
    if names not in ("with", "without"):
        raise StoryError(f"names={names!r}: say 'with' or 'without'.")
    counted = is_counted(words["kind"])
    if names == "without":
        counted &= ~words["name"].to_numpy()
    if not function:
        counted &= ~words["function"].to_numpy()
    key, keys = number_stems(words, forms=forms)
    chosen = np.full(len(words), -1)
    chosen[counted], seen = pd.factorize(key[counted])
    return Types(chosen, keys[seen], _choose_forms(words["form"], chosen, len(seen)))


def number_stems(words: pd.DataFrame, *, forms: bool) -> tuple[np.ndarray, np.ndarray]:
    """For each row the number of what its word is compared by, and for each number that stem, or with `forms` that form."""
    word, found = pd.factorize(words["word"])
    shut = words["function"].to_numpy()
    kept = np.ones(len(words), dtype=bool) if forms else shut | ~is_english(words)  # other languages' words stay as they are
    use, uses = pd.factorize(word * 4 + shut * 2 + kept)
    spellings = found.tolist()
    keys = [spellings[code // 4] if code % 2 else find_stem(spellings[code // 4]) for code in uses.tolist()]
    # A stem that is spelt like a function word ("wills") is not that function word.
    number, pairs = pd.factorize(pd.MultiIndex.from_arrays([keys, uses // 2 % 2]))
    return number[use], np.array([key for key, _ in pairs], dtype=object)


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


@lru_cache(maxsize=2**18)
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
