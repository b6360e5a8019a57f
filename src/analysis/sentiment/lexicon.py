"""The sentiment lexicons: the merged dictionary, each of its lists, and a user's own."""

import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from os import PathLike
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import StoryError, StoryWarning
from analysis.files import read_csv_table, read_number
from analysis.lexicons.lists import VALENCE_LISTS, load_valence

Lexicon: TypeAlias = Any  # a mapping from word to weight, or a table with the columns `word` and `weight`


def name_score(lexicon: Lexicon | str | None = None) -> str:
    """The name of the column that `score_sentiment` adds with this lexicon.

    Parameters
    ----------
    lexicon : as in `score_sentiment`: the merged dictionary unless given, the name of a list, or your own.

    Returns
    -------
    str : "valence" for the merged dictionary; else "valence_" with the list's name, or with "own".

    >>> name_score(), name_score("vader"), name_score({"grim": -1.0})
    ('valence', 'valence_vader', 'valence_own')
    """
    return "valence" if lexicon is None else f"valence_{lexicon if isinstance(lexicon, str) else 'own'}"


@cache
def merge_lists() -> Mapping[str, float]:
    """The merged dictionary: by word its mean weight over the lists, absent counting as 0; read-only.

    >>> merge_lists()["sorrow"] == sum(load_valence()["sorrow"]) / 3
    True
    """
    merged = {word: sum(w for w in weights if w == w) / len(weights) for word, weights in load_valence().items()}
    return MappingProxyType(merged)


def open_lexicon(lexicon: Lexicon | str | None) -> Mapping[str, float]:
    """Weight by word: of the merged dictionary (None), of a list by its name, or of your own, whose entries are checked.

    StoryError : no such list, a table without the columns `word` and `weight`, another type, or an entry that is refused.
    """
    if lexicon is None:
        return merge_lists()
    if isinstance(lexicon, str):
        if lexicon not in VALENCE_LISTS:
            raise StoryError(f"There is no list {lexicon!r}; the lists are {', '.join(VALENCE_LISTS)}.")
        column = VALENCE_LISTS.index(lexicon)
        return {word: weights[column] for word, weights in load_valence().items() if not np.isnan(weights[column])}
    if isinstance(lexicon, pd.DataFrame):
        if missing := {"word", "weight"} - set(lexicon.columns):
            raise StoryError(
                f"The lexicon has no column {sorted(missing)[0]!r}: it needs `word` and `weight`, one row per word."
            )
        return _check_entries(zip(lexicon["word"], lexicon["weight"], strict=True))
    if not isinstance(lexicon, Mapping):
        raise StoryError(
            f"A lexicon is a dict or a table of words and weights, or a list's name, not a {type(lexicon).__name__}."
        )
    return _check_entries(lexicon.items())


def _check_entries(items: Iterable[tuple[object, object]]) -> dict[str, float]:
    """Weight by case-folded word; a StoryError for no entries, a word that is no string, a weight not finite, or two."""
    entries: dict[str, float] = {}
    for word, weight in items:
        if not isinstance(word, str):
            raise StoryError(f"The lexicon has {word!r} where a word should stand.")
        try:
            value = float(weight)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise StoryError(f"The lexicon's weight of {word!r} is {weight!r}, which is no number.") from None
        if not np.isfinite(value):
            raise StoryError(f"The lexicon's weight of {word!r} is {weight!r}: every word needs a finite weight.")
        if entries.setdefault(unicodedata.normalize("NFC", word.casefold().replace("’", "'")), value) != value:
            raise StoryError(f"The lexicon has two weights for {word!r} (capitals make no difference): leave one.")
    if not entries:
        raise StoryError("The lexicon is empty: it needs words and their weights.")
    return entries


def read_lexicon(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per word of a lexicon of your own, read from a file, for `score_sentiment`.

    Parameters
    ----------
    path : a CSV table in UTF-8 with the columns `word` and `weight`. Empty lines are left out.

    Returns
    -------
    DataFrame with the columns

    word : as written
    weight : positive is pleasant

    Raises
    ------
    StoryError : there is no such file, it has no words or lacks a column, or a line has no word or no number.

    An entry that is not a single word is never found in a text: there is a StoryWarning for such entries.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "tones.csv")
    >>> _ = path.write_text("word,weight\\ngrim,-2\\nserene,1.5\\n", "utf-8")
    >>> read_lexicon(path)["weight"].tolist()
    [-2.0, 1.5]
    >>> folder.cleanup()
    """
    sheet = read_csv_table(path, ["word", "weight"], "a lexicon is a CSV table of the columns word and weight")
    word, weight = sheet["word"].str.strip(), sheet["weight"].map(read_number).astype(float)
    is_blank = (word == "") & (sheet["weight"].str.strip() == "")
    if (bad := np.flatnonzero(~is_blank & ((word == "") | ~np.isfinite(weight)))).size:
        line = sheet.iloc[bad[0]]
        raise StoryError(f"{path}, line {bad[0] + 2}: {line['word']!r} weighs {line['weight']!r}; give a word and a number.")
    if is_blank.all():
        raise StoryError(f"{path} lists no words.")
    if (several := word[word.str.contains(r"[\s*]")]).size:
        warnings.warn(
            f"{path}: {len(several)} entries, such as {several.iloc[0]!r}, are no single words and never found in a text.",
            StoryWarning,
            stacklevel=2,
        )
    return pd.DataFrame({"word": word, "weight": weight})[~is_blank].reset_index(drop=True)
