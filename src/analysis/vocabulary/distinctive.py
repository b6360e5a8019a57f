"""Distinctive words of two stories: a test that allows for clustering, and a comparison with the range of one book.

Words come in bursts. So it is not words that are permuted between the stories but *units*: whole sentences, joined to blocks
of 1,000 words, or of a twentieth of the shorter story where that is less. And some word always differs most: the adjusted p
compares with the largest |z| of all words in each shuffle, the yardstick with the largest between passages of one book.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.statistics.correction import adjust_max
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import note_languages
from analysis.statistics.permutation import DRAWS, MOST, relabel
from analysis.statistics.verdicts import ALPHA, DISTINGUISHABLE, judge
from analysis.statistics.wording import NO_COUNTED_WORD, Statement, state_words
from analysis.tables import is_counted, need_columns, number_blocks, number_stories
from analysis.text.language import find_foreign
from analysis.text.words import as_words
from analysis.vocabulary.types import Types, find_types

BLOCK, BLOCKS = 1000, 20  # words in a unit at most; units that the shorter story has, if it has the sentences
LONG, LEAST_SHORT, LEAST_LONG = 5000, 4, 10  # uses that a word needs to be tested, below LONG words and from there on
ROUNDING = 3e-5  # the shuffles are reckoned in single precision: z as close as this are equal
CELLS = 1_000_000  # numbers worked on at a time
STATED = ["story_1", "story_2", "form", "z", "p", "p_adjusted", "yardstick", "verdict"]  # what a line of text is made of


def rank_distinctive(
    words: pd.DataFrame,
    *,
    names: str = "without",
    function: bool = True,
    forms: bool = False,
    least: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and word that either uses, the most distinctive first.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    names : "without" (default) or "with" names
    function : whether function words count too
    forms : whether each form is a word of its own; else words are counted by lemma
    least : uses, in both stories, that a word needs to be tested; by default 4 if the shorter has under 5,000 words, else 10
    seed : of the permutations

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    word : its lemma
    form : as most often written
    count_1, count_2 : uses in each story
    per_1000_1, per_1000_2 : uses per 1,000 running words, names and function words included, headings not
    log_ratio : binary logarithm of the ratio of rates, half a use added to each; +1 is twice as often in story_1
    low, high : 95 % interval of `log_ratio`, wider the more the word clusters
    difference : per_1000_1 - per_1000_2
    null : what the absolute difference stays within in 95 of 100 shuffles, for this word alone; NaN if not tested
    z : difference over its standard error (delta method over units, at least Poisson's at the joint rate); NaN if not tested
    p : for this word alone, two-sided; 9,999 permutations of units between the stories, or all there are; NaN if not tested
    p_adjusted : by the largest |z| in each permutation of all words tested in the pair; times the number of pairs tested
    yardstick : |z| that the most distinctive word between two passages of one book commonly stays within; NaN if not known
    verdict : the conclusion in one phrase; "not assessed" if not tested

    Words not tested follow by log ratio; if a story has fewer than two units, no word is tested.

    Raises
    ------
    StoryError : fewer than two stories with words in them.

    Sources. Pieces of text instead of words: Lijffijt et al. (2016, doi:10.1093/llc/fqu064). Studentised permutation:
    Janssen (1997). The largest of many: Westfall & Young (1993).

    >>> from analysis import read_stories
    >>> sea, hill = "The sea rose. A sea fell. The sea lay still.", "The hill rose. A hill stood. The hill fell."
    >>> table = rank_distinctive(read_stories({"a": sea, "b": hill}), least=3)
    >>> table[["word", "count_1", "count_2", "p"]].to_numpy().tolist()[:2]
    [['hill', 0, 3, 0.1], ['sea', 3, 0, 0.1]]
    """
    words = as_words(words)
    types = find_types(words, names=names, function=function, forms=forms)
    tables = [_compare_pair(units, types, least, seed, find_foreign(words)) for units in find_units(words, types, None)]
    n_tested_pairs = sum(table_of_pair["p"].notna().any() for table_of_pair in tables)
    table = pd.concat(tables, ignore_index=True)
    table["p_adjusted"] = np.minimum(table["p_adjusted"] * n_tested_pairs, 1)
    results = zip(table["p_adjusted"], table["z"], table["yardstick"], strict=True)
    return table.assign(verdict=pd.array([judge(*result) for result in results], dtype="str"))


def state_distinctive(distinctive: pd.DataFrame, *, most: int = 8) -> str:
    """A text to quote, one line per pair of stories: how many words were tested, how many pass, and which.

    Parameters
    ----------
    distinctive : a table as `rank_distinctive` makes it
    most : words listed in a line at most; 8 by default. Words that tie are listed together or not at all.

    Raises
    ------
    StoryError : the table lacks a column that the text needs.

    >>> from analysis import read_stories
    >>> state_distinctive(rank_distinctive(read_stories({"a": "The sea rose. The sea fell.", "b": "A hill."})))
    'Distinctive words of a and b: no word can be tested: too few uses, too short a text, or two languages.'
    """
    need_columns(distinctive, STATED, "distinctive")
    pairs = distinctive.groupby(["story_1", "story_2"], sort=False)
    lines = [state_pair(rows, most=most).whole for _, rows in pairs]
    return "\n".join(lines) or NO_COUNTED_WORD


def state_pair(rows: pd.DataFrame, *, most: int = 8) -> Statement:
    """The line of one pair: `rows` are the pair's in a table of distinctive words."""
    story_1, story_2 = rows["story_1"].iloc[0], rows["story_2"].iloc[0]
    tested = rows[rows["p"].notna()]
    passed = tested[tested["p_adjusted"] < ALPHA]
    z = passed["z"].abs()
    shown = passed if len(passed) <= most else passed[z > z.iloc[most]]
    sides = ((story_1, shown.loc[shown["z"] > 0, "form"]), (story_2, shown.loc[shown["z"] < 0, "form"]))
    preferred = [(story, forms) for story, forms in sides if len(forms)]
    rest = {
        "all_shown": len(shown) == len(passed),
        "p": tested["p_adjusted"].min(),
        "beyond": int((passed["verdict"] == DISTINGUISHABLE).sum()),
        "yardstick": rows["yardstick"].iloc[0],
    }
    return state_words(story_1, story_2, len(tested), len(passed), preferred, rest)


class Units(NamedTuple):
    """The units of two stories, and how often each word is used in each of them."""

    stories: tuple[Any, Any]
    used: np.ndarray  # the types that either story uses
    counts: Any  # sparse, a row per type used and a column per unit
    sizes: np.ndarray  # per unit its running words
    is_first: np.ndarray  # per unit whether it is of the first story

    def find_tested(self, least: int | None) -> np.ndarray:
        """Per type, whether it is used often enough to be tested; none is if a story has a single unit."""
        if least is None:
            shorter = min(self.sizes[self.is_first].sum(), self.sizes[~self.is_first].sum())
            least = LEAST_SHORT if shorter < LONG else LEAST_LONG
        enough_units = min(self.is_first.sum(), (~self.is_first).sum()) > 1
        return (self.counts.sum(axis=1) >= least) & enough_units

    def sum_up(self) -> list["Sums"]:
        """For each of the two stories, what rates are estimated from."""
        moments, sizes = _find_moments(self.counts, self.sizes), self.sizes.astype(float)
        return [
            Sums._make([*(part @ of_story for part in moments), sizes @ of_story, sizes**2 @ of_story, of_story.sum()])
            for of_story in (self.is_first, ~self.is_first)
        ]


class Sums(NamedTuple):
    """Sums over the units of a story, of each word (rows); in each shuffle of the units (columns), if these are shuffled."""

    uses: Any
    uses_squared: Any
    uses_times_words: Any
    words: Any  # running words of the units; no rows
    words_squared: Any
    n_units: int


def find_units(words: pd.DataFrame, types: Types, pairs: Iterable[tuple[Any, Any]] | None) -> Iterator[Units]:
    from scipy.sparse import csr_array

    of_story, stories = number_stories(words)
    if len(stories) < 2:
        raise StoryError("A comparison needs two stories or more; the table holds one with words in it.")
    running = is_counted(words["kind"])
    rows = {story: np.flatnonzero(running & (of_story == number)) for number, story in enumerate(stories)}
    for story_1, story_2 in combinations(stories, 2) if pairs is None else pairs:
        rows_of_pair, lengths = np.concatenate([rows[story_1], rows[story_2]]), (len(rows[story_1]), len(rows[story_2]))
        unit_length = min(BLOCK, max(min(lengths) / BLOCKS, 1))
        unit = number_blocks(words[["story", "sentence"]].iloc[rows_of_pair], np.full(len(rows_of_pair), unit_length))
        code = types.code[rows_of_pair]
        used, word = np.unique(code[code >= 0], return_inverse=True)
        sizes = np.bincount(unit)
        counts = csr_array((np.ones(len(word)), (word, unit[code >= 0])), shape=(len(used), len(sizes)))
        is_first = np.arange(len(sizes)) <= unit[: lengths[0]].max(initial=-1)
        yield Units((story_1, story_2), used, counts, sizes, is_first)


def _find_moments(counts: Any, sizes: np.ndarray) -> list[Any]:
    """Per word and unit what the first three of `Sums` add up: uses, their square, uses times running words."""
    return [counts, counts * counts, (counts * sizes.astype(counts.dtype)).tocsr()]


def _estimate_rates(sums: Sums) -> tuple[Any, Any]:
    """Uses per running word, and the variances of these rates over units (a ratio of sums: Cochran, 1977, ch. 6)."""
    n = sums.n_units
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = sums.uses / sums.words
        variance = rate * sums.words_squared
        variance -= 2 * sums.uses_times_words
        variance *= rate
        variance += sums.uses_squared
        variance *= (n / (n - 1) if n > 1 else np.nan) / sums.words**2
    return rate, variance


def studentise(sums_1: Sums, sums_2: Sums) -> tuple[Any, Any]:
    """The differences of rates, and these over their standard errors."""
    (rate_1, variance_1), (rate_2, variance_2) = _estimate_rates(sums_1), _estimate_rates(sums_2)
    with np.errstate(divide="ignore", invalid="ignore"):
        # The variance is no less than Poisson's at the rate in both texts together: a rate of 0 is not certain either.
        joint_rate = (sums_1.uses + sums_2.uses) / (sums_1.words + sums_2.words)
        error = np.maximum(variance_1, joint_rate / sums_1.words) + np.maximum(variance_2, joint_rate / sums_2.words)
        difference = np.subtract(rate_1, rate_2, out=rate_1)
        return difference, difference / np.sqrt(error, out=error)


def _compare_pair(units: Units, types: Types, least: int | None, seed: int, foreign: Mapping[Any, str]) -> pd.DataFrame:
    """The table of one pair, without verdicts; its `p_adjusted` is not yet multiplied by the number of pairs."""
    sums, tested = units.sum_up(), units.find_tested(least) & (not note_languages(foreign, *units.stories))
    counts, lengths = np.stack([side.uses for side in sums]), np.array([[side.words] for side in sums])
    rates, variances = (np.stack(pair) for pair in zip(*map(_estimate_rates, sums), strict=True))
    null, p, p_adjusted = np.full((3, len(tested)), np.nan)
    if tested.any():
        null[tested], p[tested], p_adjusted[tested] = _permute_units(units, tested, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        # How many times Poisson's a count's variance is; not known from a single unit.
        dispersion = np.where((counts == 0) & ~np.isnan(variances), 1, np.maximum(variances * lengths**2 / counts, 1))
        log_ratio = np.subtract(*np.log2((counts + 0.5) / np.where(lengths > 0, lengths, np.nan)))
    half_width = 1.96 / np.log(2) * np.sqrt((dispersion / (counts + 0.5)).sum(axis=0))
    table = pd.DataFrame({"word": types.words[units.used], "form": types.forms[units.used]}, dtype="str")
    table = table.assign(story_1=units.stories[0], story_2=units.stories[1])[["story_1", "story_2", "word", "form"]]
    table[["count_1", "count_2"]] = counts.T.astype(np.int64)
    table[["per_1000_1", "per_1000_2"]] = 1000 * rates.T
    table["log_ratio"], table["low"], table["high"] = log_ratio, log_ratio - half_width, log_ratio + half_width
    table["difference"], table["null"] = 1000 * (rates[0] - rates[1]), 1000 * null
    table["z"], table["p"], table["p_adjusted"] = np.where(tested, studentise(*sums)[1], np.nan), p, p_adjusted
    yardstick = find_yardstick("distinctive_z", float(lengths[0, 0]), float(lengths[1, 0]), family=1)
    table["yardstick"] = np.nan if foreign.keys() & set(units.stories) else yardstick
    size = np.abs(np.where(tested, table["z"], log_ratio))  # of sums of whole numbers: ties are ties
    return table.iloc[np.lexsort([table["word"], -counts.sum(axis=0), -size, ~tested])]


def _permute_units(units: Units, tested: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per word tested: `null` (per running word), its own p, and its p adjusted for all words of the pair."""
    lead, order = _order_units(units)
    labels = _draw_labels(lead, seed)  # units x shuffles, 1 for the leading story; what is observed is the first column
    n_shuffles, is_random = labels.shape[1] - 1, comb(len(lead), int(lead.sum())) > DRAWS
    sizes = units.sizes[order].astype(np.float32)
    moments = _find_moments(units.counts[tested][:, order].astype(np.float32), sizes)
    words, words_squared = sizes @ labels, sizes**2 @ labels
    sizes_of_lead = words, words_squared, lead.sum()
    sizes_of_other = sizes.sum() - words, (sizes**2).sum() - words_squared, (~lead).sum()
    largest_z, rank_95 = np.zeros(n_shuffles), int(np.ceil(0.95 * n_shuffles)) - 1
    null, n_extreme, observed_z = np.zeros((3, tested.sum()))
    step = max(1, CELLS // n_shuffles)
    for begin in range(0, len(null), step):
        rows = slice(begin, begin + step)
        in_lead = [_multiply(moment[rows], labels) for moment in moments]
        in_other = [moment[rows].sum(axis=1)[:, None] - summed for moment, summed in zip(moments, in_lead, strict=True)]
        difference, z = studentise(Sums._make([*in_lead, *sizes_of_lead]), Sums._make([*in_other, *sizes_of_other]))
        np.abs(z, out=z)
        observed_z[rows] = np.maximum(z[:, 0] * (1 - ROUNDING) - ROUNDING, 0)
        n_extreme[rows] = (z[:, 1:] >= observed_z[rows, None]).sum(axis=1)
        largest_z = np.maximum(largest_z, z[:, 1:].max(axis=0))
        null[rows] = np.partition(np.abs(difference[:, 1:]), rank_95, axis=1)[:, rank_95]
    p = (n_extreme + is_random) / (n_shuffles + is_random)
    return null, p, adjust_max(observed_z, largest_z[:, None], exact=not is_random)


def _order_units(units: Units) -> tuple[np.ndarray, np.ndarray]:
    """Per unit whether it is of the leading story, whose units come first, and the units in that order.

    The story with fewer units leads, whichever comes first in the table: the same shuffles, the same p.
    """
    first, second = units.is_first, ~units.is_first
    lead = first if (first.sum(), *units.sizes[first]) <= (second.sum(), *units.sizes[second]) else second
    order = np.argsort(~lead, kind="stable")
    return lead[order], order


def _draw_labels(lead: np.ndarray, seed: int) -> Any:
    """A column per labelling of the units, the observed one first; sparse where the leading story has few of the units."""
    from scipy.sparse import csr_array, hstack

    batches = chain([lead[None]], relabel(lead, DRAWS, seed))
    if BLOCKS * lead.sum() < len(lead) or len(lead) > 2 * MOST:  # few of very many: listing them takes less memory
        return hstack([csr_array(batch.T, dtype=np.float32) for batch in batches], format="csr")
    return np.concatenate([batch.T.astype(np.float32) for batch in batches], axis=1)


def _multiply(moment: Any, labels: Any) -> np.ndarray:
    return np.asarray(moment.toarray() @ labels if isinstance(labels, np.ndarray) else (moment @ labels).toarray())
