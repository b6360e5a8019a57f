"""Which words count as one: lemmas, the same for overlap, distinctive words, phrases and families."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import is_counted


class Types(NamedTuple):
    """The distinct words that are counted, and for each row of a table of words which of them it is."""

    code: np.ndarray  # per row its type's place, -1 for a word that is not counted
    words: np.ndarray  # per type: its lemma, or the word itself
    forms: np.ndarray  # per type: as most often written, without a capital if it is ever written so


def find_types(words: pd.DataFrame, *, names: str = "without", function: bool = False, forms: bool = False) -> Types:
    """The types of a table of words: prose and verse count, names and function words if asked for.

    Content words are counted by their lemma, so that "musician" and "musicians" are one word; with `forms` each form is a
    word of its own, as function words always are.
    """
    if names not in ("with", "without"):
        raise StoryError(f"names={names!r}: say 'with' or 'without'.")
    counted = is_counted(words["kind"])
    if names == "without":
        counted &= ~words["name"].to_numpy()
    if not function:
        counted &= ~words["function"].to_numpy()
    key, keys = number_words(words, forms=forms)
    chosen = np.full(len(words), -1)
    chosen[counted], seen = pd.factorize(key[counted])
    return Types(chosen, keys[seen], _choose_forms(words["form"], chosen, len(seen)))


def number_words(words: pd.DataFrame, *, forms: bool) -> tuple[np.ndarray, np.ndarray]:
    """For each row the number of what its word is compared by, and for each number that lemma, or with `forms` that form."""
    code, keys = pd.factorize(words["word" if forms else "lemma"])
    # A lemma that is spelt like a function word ("wills", "liked") is not that function word.
    number, pairs = pd.factorize(code * 2 + words["function"].to_numpy())
    return number, np.array(keys, dtype=object)[pairs // 2]


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
