"""Families of words, named before looking: how often each story uses them, and whether two stories differ in that."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import read_csv_table
from analysis.measure import Measure
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, estimate
from analysis.statistics.notes import NO_YARDSTICK_FOR_FAMILIES, note_family, note_few_uses, note_languages, note_too_few
from analysis.statistics.permutation import permute
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.tables import TABLES, is_counted, number_sentences, number_stories
from analysis.text.language import find_foreign
from analysis.text.words import as_words
from analysis.vocabulary.concordance import match_words

FEWEST = 4  # uses in both stories together that can be tested
UNIT = "uses per 1,000 words"
Families = Mapping[str, Iterable[str]] | str | PathLike[str]


def count_families(words: pd.DataFrame, families: Families) -> pd.DataFrame:
    """One row per story and family of words.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    families : a dict of name -> list of patterns, or the path of a CSV file with the columns family and word

    Returns
    -------
    DataFrame with the columns

    story : the story's name
    family : the family's name
    value : uses per 1,000 running words, headings not counted; NaN for a story without running words
    low, high : 95 % interval (delta-method error over sentences, Student's t), not below 0; NaN for one sentence or no use
    size : uses
    forms : the words found and how often, the most used first
    note : what limits the value

    Raises
    ------
    StoryError : what is wrong with a family or a file.

    A pattern is a word as in the column `word` (small letters, straight apostrophe), `*` standing for any letters: "music*"
    finds "musicians". Lemmas are not looked at. Choose it before looking, or the p of `compare_families` means nothing.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "Music rose. The musicians bowed."})
    >>> count_families(stories, {"music": ["music*", "song"]})[["value", "size", "forms", "note"]].to_numpy().tolist()
    [[400.0, 2, 'music 1, musicians 1', 'in no story: song']]
    """
    counted = _count_members(as_words(words), _check_families(families))
    rows = []
    for family, member in counted.members.items():
        rate = counted.estimate(family)
        low, high = rate.interval()
        for place, story in enumerate(counted.stories):
            found = counted.words[member & (counted.story == place)].value_counts()
            found = found.iloc[np.lexsort([found.index, -found])]
            note = note_family(int(found.sum()), int(rate.number[place]), counted.unknown[family])
            row = {"story": story, "family": family, "value": rate.value[place]}
            row["low"], row["high"] = (np.maximum(low[place], 0), high[place]) if len(found) else (np.nan, np.nan)
            row |= {"size": int(found.sum()), "forms": ", ".join(f"{word} {n}" for word, n in found.items())}
            rows.append(row | {"note": note})
    order = np.arange(len(rows)).reshape(len(counted.members), -1).T.ravel()  # all families of a story together
    return pd.DataFrame(rows, columns=TABLES["families"].columns).iloc[order].reset_index(drop=True)


def compare_families(words: pd.DataFrame, families: Families, *, seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and family of words: how much they differ, and whether that is to be read as a difference.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    families : a dict of name -> list of patterns, or the path of a CSV file with the columns family and word
    seed : of the permutations

    Returns
    -------
    DataFrame with the columns of `compare_readability`, of which

    measure : the family
    value_1, value_2, difference : uses per 1,000 running words
    p : from 9,999 studentised permutations of sentences between the stories; NaN for a family that the pair uses fewer
        than 4 times, and for a story of fewer than two sentences
    p_adjusted : Holm, over families and pairs
    yardstick : NaN, as there is none for a list of your own
    verdict : "not assessed" for a difference beyond the sentences' scatter, for want of a yardstick; `statement` says both

    Raises
    ------
    StoryError : as in `count_families`; fewer than two stories with words in them.

    In a long text the sentences' scatter is small: a word's bursts, which `rank_distinctive` allows for with longer units,
    may be all there is to such a difference.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "The sea rose. The sea fell. It lay.", "b": "The hill rose. A sea fell. The sea lay."})
    >>> compare_families(stories, {"water": ["sea", "wave*"]}).loc[0, "verdict"]
    'not distinguishable at this length'
    """
    words = as_words(words)
    counted, foreign = _count_members(words, _check_families(families)), find_foreign(words)
    rates = {name: counted.estimate(name) for name in counted.members}
    used = {name: np.bincount(counted.group, counted.uses[name], len(counted.stories)) for name in rates}

    def compare(one: int, two: int) -> Iterator[Compared]:
        pair, of_pair = [one, two], (counted.group == one) | (counted.group == two)
        tested = {name: (_rate, (name, "")) for name in rates if used[name][pair].sum() >= FEWEST}
        counts = {name: counted.uses[name][of_pair] for name in [*tested, ""]}
        p = permute(tested, counts, counted.group[of_pair] == one, seed=seed)
        for name, rate in rates.items():
            yield Compared(
                Measure(name, name, UNIT, 2, "Families of words", title=f"{name} ({UNIT})"),
                describe_difference(Estimate(*(part[pair] for part in rate))),
                p=p.get(name, np.nan),
                note=partial(_note_difference, sentences=rate.number[pair].min(), uses=used[name][pair].sum()),
                why_not=note_languages(foreign, *(counted.stories[place] for place in pair)),
            )

    return compare_pairs(counted.stories, compare)


def _note_difference(row: Row, *, sentences: int, uses: float) -> str:
    if row["verdict"] != NOT_ASSESSED:
        return ""
    if sentences < 2:
        return note_too_few(sentences, "sentences")
    return note_few_uses(uses, FEWEST) if np.isnan(row["p_adjusted"]) else NO_YARDSTICK_FOR_FAMILIES


class _Counted(NamedTuple):
    """The running words of some stories, and which of them are in which family."""

    stories: Any
    words: pd.Series
    story: np.ndarray  # per word its story's place
    group: np.ndarray  # per sentence its story's place
    uses: dict[str, np.ndarray]  # per sentence the uses of each family, and under "" its words
    members: dict[str, np.ndarray]  # per word whether it is of the family
    unknown: dict[str, list[str]]  # the patterns that fit no word of any story

    def estimate(self, family: str) -> Estimate:
        return estimate(_rate, {name: self.uses[name] for name in (family, "")}, self.group, len(self.stories))


def _rate(**sums: Any) -> Any:
    """Uses per 1,000 words, of a family's uses and the words that stand under ""."""
    words = sums.pop("")
    (uses,) = sums.values()
    return 1000 * uses / words


def _count_members(words: pd.DataFrame, families: dict[str, list[str]]) -> _Counted:
    of_story, stories = number_stories(words)
    running = is_counted(words["kind"])
    own, story = words[running], of_story[running].astype(np.int64)
    unit, group = number_sentences(own, story)
    code, vocabulary = pd.factorize(own["word"])
    uses, members, unknown = {"": np.bincount(unit, minlength=len(group)).astype(float)}, {}, {}
    for family, patterns in families.items():
        matching = [_find_matching(pattern, vocabulary) for pattern in patterns]
        members[family] = np.isin(code, np.concatenate(matching))
        uses[family] = np.bincount(unit, members[family], len(group))
        unknown[family] = [pattern for pattern, places in zip(patterns, matching, strict=True) if not len(places)]
    return _Counted(stories, own["word"], story, group, uses, members, unknown)


def _find_matching(pattern: str, vocabulary: pd.Index) -> np.ndarray:
    """The places of the words that fit a pattern."""
    is_match = match_words([pattern])
    return np.flatnonzero([bool(is_match(word)) for word in vocabulary])


def _check_families(families: Families) -> dict[str, list[str]]:
    """The families as a dict of lists, read from a file if need be; a StoryError for what cannot be counted."""
    named = _read_families(Path(families)) if isinstance(families, str | PathLike) else families
    if not isinstance(named, Mapping) or not named:
        raise StoryError("families must be a dict of name -> list of words, with a family in it, or the path of a CSV file.")
    taken = {}
    for family, patterns in named.items():
        if isinstance(patterns, str) or not isinstance(patterns, Iterable):
            raise StoryError(f"Family {family!r} is {patterns!r}, not a list of words: write [{patterns!r}].")
        taken[family] = list(dict.fromkeys(patterns))
        if odd := [text for text in (family, *taken[family]) if not isinstance(text, str) or not text.strip()]:
            raise StoryError(f"Family {family!r}: {odd[0]!r} is no word; names and words must be text.")
        if not taken[family]:
            raise StoryError(f"Family {family!r} is empty: give it a word or leave it out.")
    return taken


def _read_families(path: Path) -> dict[str, list[str]]:
    table = read_csv_table(path, ["family", "word"], "families are a CSV table of the columns family and word")
    empty = table[["family", "word"]].apply(lambda cells: cells.str.strip() == "")
    table, blank = table[~empty.all(axis=1)], empty.any(axis=1) & ~empty.all(axis=1)
    if table.empty or blank.any():
        where = f"line {np.flatnonzero(blank)[0] + 2} lacks one" if len(table) else "there is none"
        raise StoryError(f"{path}: each line needs a family and a word; {where}.")
    return table.groupby("family", sort=False)["word"].agg(list).to_dict()
