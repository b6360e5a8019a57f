"""The sentiment lexicons: the merged dictionary, each of its lists, and a user's own."""

import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from os import PathLike
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import StoryError, StoryWarning
from analysis.files import read_csv_table, read_number
from analysis.lexicons.lists import VALENCE_LISTS, load_function_words, load_unweighted, load_valence
from analysis.sentiment.negation import is_negator
from analysis.text.lemmas import find_lemma
from analysis.text.syllables import find_bases

DERIVED = frozenset(("ly", "ness", "ful"))  # not -less: "joyless"

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


class Entry(NamedTuple):
    """What a lexicon says of a word."""

    weight: float
    base: str  # the entry that it was found under; several, if lists have it in several forms; "" if it is in none
    weights: tuple[float, ...] = ()  # in each of VALENCE_LISTS, for the merged dictionary


UNKNOWN = Entry(0.0, "", (np.nan,) * len(VALENCE_LISTS))
RATED = 0.7  # of the norm of a word that is rated; the rest is what WordNet predicts


@lru_cache(maxsize=2**18)
def weigh_word(word: str) -> Entry:
    """What the merged dictionary says of a case-folded word.

    Each list is looked up by itself, the word first, then its lemma, then what it is made of by -ly, -ness or -ful. The
    weight is (V + O + N) / 3: V is VADER's, O the opinion lexicon's, and N the norm, which is .7 times the mean of labMT
    and the Glasgow Norms and .3 times what WordNet predicts, or one of these alone; a list without the word counts as 0.
    Words for peoples, religions, sexes and ages weigh nothing (unweighted.txt), nor do function words and negators.

    >>> weigh_word("sorrows").weight < 0, weigh_word("xyzzy").base, weigh_word("frenchmen").weight
    (True, '', 0.0)
    """
    bases = _list_bases(word)
    if not bases or find_lemma(word) in load_unweighted() or word in load_unweighted():
        return UNKNOWN
    lists = [load_valence()[name] for name in VALENCE_LISTS]
    found = [next((base for base in bases if base in weights), "") for weights in lists]
    if not any(found):
        return UNKNOWN
    weights = tuple(entries.get(base, np.nan) for entries, base in zip(lists, found, strict=True))
    vader, opinion, labmt, glasgow, predicted = weights
    rated = [weight for weight in (labmt, glasgow) if weight == weight]
    norm = sum(rated) / len(rated) if rated else predicted
    if rated and predicted == predicted:
        norm = RATED * norm + (1 - RATED) * predicted
    weight = sum(part for part in (vader, opinion, norm) if part == part) / 3
    return Entry(weight, ", ".join(dict.fromkeys(filter(None, found))), weights)


def look_up(word: str, lexicon: Mapping[str, float] | None, *, own: bool) -> Entry:
    """What a lexicon of one column says of a word; the merged dictionary if there is none. In a user's own, function words
    count."""
    if lexicon is None:
        return weigh_word(word)
    base = next((base for base in _list_bases(word, own=own) if base in lexicon), "")
    return Entry(lexicon[base], base) if base else UNKNOWN


def _list_bases(word: str, *, own: bool = False) -> tuple[str, ...]:
    """The entries that a word may stand under: itself, its lemma, what it is made of by -ly, -ness or -ful; none for a
    negator."""
    function = frozenset() if own else load_function_words()
    if is_negator(word) or word in function:
        return ()
    made_of = [base for base, ending in find_bases(word) if ending in DERIVED]
    bases = (word, find_lemma(word), *made_of, *map(find_lemma, made_of))
    return tuple(dict.fromkeys(base for base in bases if base == word or base not in function))


def open_lexicon(lexicon: Lexicon | str) -> Mapping[str, float]:
    """Weight by word: of a list by its name, or of your own, whose entries are checked.

    StoryError : no such list, a table without the columns `word` and `weight`, another type, or an entry that is refused.
    """
    if isinstance(lexicon, str):
        if lexicon not in VALENCE_LISTS:
            raise StoryError(f"There is no list {lexicon!r}; the lists are {', '.join(VALENCE_LISTS)}.")
        return load_valence()[lexicon]
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
