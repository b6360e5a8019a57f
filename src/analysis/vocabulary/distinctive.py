"""Which words set one story apart from another: a test that allows for how words cluster, and one book's range beside it.

Words come in bursts. So what changes places between the stories is not words but *units*: whole sentences, joined to blocks
of 1,000 words, or of a twentieth of the shorter story where that is less. And some word always differs most: the adjusted p
asks how far the farthest of all words gets by shuffling, the yardstick how far between two passages of one book.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.statistics.correction import adjust_max
from analysis.statistics.norms import find_yardstick
from analysis.statistics.permutation import DRAWS, relabel
from analysis.statistics.verdicts import ALPHA, DISTINGUISHABLE, judge
from analysis.statistics.wording import Statement, state_words
from analysis.tables import number_blocks, number_stories
from analysis.text.words import as_words
from analysis.vocabulary.stems import Types, find_types

BLOCK, BLOCKS = 1000, 20  # words in a unit at most; units that the shorter story has, if it has the sentences
LONG, LEAST_SHORT, LEAST_LONG = 5000, 4, 10  # uses that a word needs to be tested, below LONG words and from there on
ROUNDING = 3e-5  # the shuffles are reckoned in single precision: z as close as this are equal
CELLS = 1_000_000  # numbers worked on at a time


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

    Columns: `story_1`, `story_2`; `word` (its stem), `form` (as most often written); `count_1`, `count_2`; `per_1000_1`,
    `per_1000_2` (uses per 1,000 running words: names and function words are among these, headings not); `log_ratio`
    (binary logarithm of the ratio of rates, half a use added to each: +1 is twice as often in story_1) and its 95 %
    interval `low`, `high`, wider by as much as the word clusters; `difference` (per_1000_1 - per_1000_2); `null` (what
    that stays within in 95 of 100 shuffles, for this word alone); `z` (the difference over its standard error: delta
    method over units, no less than Poisson's at the rate in both stories); `p` (for this word alone: two-sided, 9,999
    permutations of units between the stories, or all there are); `p_adjusted` (by the largest |z| in each permutation of
    all words tested in the pair; times the number of pairs tested); `yardstick` (the |z| that the most distinctive word
    between two passages of one book commonly stays within; NaN if not known); `verdict`.

    Tested are words with `least` uses in both stories together: 4 where the shorter has fewer than 5,000 words, else 10.
    The rest follow by log ratio, "not assessed", with `null`, `z` and `p` NaN; so do all words if a story has fewer than
    two units. `names` ("with", "without"), `function` (words too), `forms` (each a word of its own): what is counted.
    Stories or sentences are split into words first; fewer than two stories are a StoryError.

    Source: pieces of text instead of words: Lijffijt et al. (2016, doi:10.1093/llc/fqu064); permutation of a studentised
    statistic: Janssen (1997); the largest of many: Westfall & Young (1993).

    >>> from analysis import read_stories
    >>> sea, hill = "The sea rose. A sea fell. The sea lay still.", "The hill rose. A hill stood. The hill fell."
    >>> table = rank_distinctive(read_stories({"a": sea, "b": hill}), least=3)
    >>> table[["word", "count_1", "count_2", "p"]].to_numpy().tolist()[:2]
    [['hill', 0, 3, 0.1], ['sea', 3, 0, 0.1]]
    """
    words = as_words(words)
    types = find_types(words, names=names, function=function, forms=forms)
    tables = [_compare(units, types, least, seed) for units in find_units(words, types, None)]
    table = pd.concat(tables, ignore_index=True)
    table["p_adjusted"] = np.minimum(table["p_adjusted"] * sum(one["p"].notna().any() for one in tables), 1)
    judged = zip(table["p_adjusted"], table["z"], table["yardstick"], strict=True)
    return table.assign(verdict=pd.array([judge(*facts) for facts in judged], dtype="str"))


def state_distinctive(distinctive: pd.DataFrame, *, most: int = 8) -> str:
    """One line per pair, to quote: how many words were tested and pass, and which: `most` at most, a tie never cut.

    >>> from analysis import read_stories
    >>> state_distinctive(rank_distinctive(read_stories({"a": "The sea rose. The sea fell.", "b": "A hill."})))
    'Distinctive words of a and b: no word is used often enough, or a text is too short, to test any.'
    """
    pairs = distinctive.groupby(["story_1", "story_2"], sort=False)
    lines = [state_pair(rows, most=most).whole for _, rows in pairs]
    return "\n".join(lines) or "Distinctive words: none of these stories has a word that counts."


def state_pair(rows: pd.DataFrame, *, most: int = 8) -> Statement:
    """The line of one pair: `rows` are the pair's in a table of distinctive words."""
    one, two = rows["story_1"].iloc[0], rows["story_2"].iloc[0]
    tested = rows[rows["p"].notna()]
    passed = tested[tested["p_adjusted"] < ALPHA]
    size = passed["z"].abs()
    shown = passed if len(passed) <= most else passed[size > size.iloc[most]]
    sides = ((one, shown[shown["z"] > 0]), (two, shown[shown["z"] < 0]))
    lists = "; ".join(f"more in {story}: {', '.join(side['form'])}" for story, side in sides if len(side))
    rest = {
        "all_shown": len(shown) == len(passed),
        "p": tested["p_adjusted"].min(),
        "beyond": int((passed["verdict"] == DISTINGUISHABLE).sum()),
        "yardstick": rows["yardstick"].iloc[0],
    }
    return state_words(one, two, len(tested), len(passed), lists, rest)


class Units(NamedTuple):
    """The units of two stories, and how often each word is used in each of them."""

    stories: tuple[Any, Any]
    used: np.ndarray  # the types that either story uses
    counts: Any  # sparse, a row per type used and a column per unit
    sizes: np.ndarray  # per unit its running words
    first: np.ndarray  # per unit whether it is of the first story

    def find_tested(self, least: int | None) -> np.ndarray:
        """Which words are used often enough, if there are units enough."""
        if least is None:
            short = min(self.sizes[self.first].sum(), self.sizes[~self.first].sum()) < LONG
            least = LEAST_SHORT if short else LEAST_LONG
        return (self.counts.sum(axis=1) >= least) & (min(self.first.sum(), (~self.first).sum()) > 1)

    def sum_up(self) -> list[tuple[Any, ...]]:
        """For either story what `_estimate` takes."""
        moments, sizes = _find_moments(self.counts, self.sizes), self.sizes.astype(float)
        sides = (self.first, ~self.first)
        return [(*(part @ side for part in moments), sizes @ side, sizes**2 @ side, side.sum()) for side in sides]


def find_units(words: pd.DataFrame, types: Types, pairs: Iterable[tuple[Any, Any]] | None) -> Iterator[Units]:
    from scipy.sparse import csr_array

    of_story, stories = number_stories(words)
    if len(stories) < 2:
        raise StoryError("A comparison needs two stories or more; the table holds one with words in it.")
    running = (words["kind"] != "heading").to_numpy()
    rows = {story: np.flatnonzero(running & (of_story == place)) for place, story in enumerate(stories)}
    for one, two in combinations(stories, 2) if pairs is None else pairs:
        both, lengths = np.concatenate([rows[one], rows[two]]), (len(rows[one]), len(rows[two]))
        size = min(BLOCK, max(min(lengths) / BLOCKS, 1))
        unit = number_blocks(words[["story", "sentence"]].iloc[both], np.full(len(both), size))
        code = types.code[both]
        used, word = np.unique(code[code >= 0], return_inverse=True)
        sizes = np.bincount(unit)
        counts = csr_array((np.ones(len(word)), (word, unit[code >= 0])), shape=(len(used), len(sizes)))
        yield Units((one, two), used, counts, sizes, np.arange(len(sizes)) <= unit[: lengths[0]].max(initial=-1))


def _find_moments(counts: Any, sizes: np.ndarray) -> list[Any]:
    """Per word and unit what a rate and its variance are sums of: uses, their square, uses times words."""
    return [counts, counts * counts, (counts * sizes.astype(counts.dtype)).tocsr()]


def _estimate(uses: Any, squares: Any, products: Any, words: Any, squared: Any, units: int) -> tuple[Any, Any]:
    """Rates and their variances from sums over `units` (a ratio of sums: Cochran, 1977, ch. 6)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = uses / words
        variance = rate * squared
        variance -= 2 * products
        variance *= rate
        variance += squares
        variance *= (units / (units - 1) if units > 1 else np.nan) / words**2
    return rate, variance


def studentise(one: tuple[Any, ...], two: tuple[Any, ...]) -> tuple[Any, Any]:
    """The differences of rates, and these over their standard errors."""
    (rate, variance), (other, another) = _estimate(*one), _estimate(*two)
    with np.errstate(divide="ignore", invalid="ignore"):
        # No word scatters less than by chance at its rate in both texts: one absent from a text is no surer for that.
        common = (one[0] + two[0]) / (one[3] + two[3])
        error = np.maximum(variance, common / one[3]) + np.maximum(another, common / two[3])
        difference = np.subtract(rate, other, out=rate)
        return difference, difference / np.sqrt(error, out=error)


def _compare(units: Units, types: Types, least: int | None, seed: int) -> pd.DataFrame:
    """The table of one pair, its p not yet adjusted for other pairs, without verdicts."""
    sides, tested = units.sum_up(), units.find_tested(least)
    counts, lengths = np.stack([side[0] for side in sides]), np.array([[side[3]] for side in sides])
    rates, variances = (np.stack(both) for both in zip(*(_estimate(*side) for side in sides), strict=True))
    chances = np.full((3, len(tested)), np.nan)
    if tested.any():
        chances[:, tested] = _permute(units, tested, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        # By how much a count's variance is greater than Poisson's; not known from a single unit.
        scatter = np.where((counts == 0) & ~np.isnan(variances), 1, np.maximum(variances * lengths**2 / counts, 1))
        log_ratio = np.subtract(*np.log2((counts + 0.5) / np.where(lengths > 0, lengths, np.nan)))
    half = 1.96 / np.log(2) * np.sqrt((scatter / (counts + 0.5)).sum(axis=0))
    table = pd.DataFrame({"word": types.words[units.used], "form": types.forms[units.used]}, dtype="str")
    table.insert(0, "story_1", units.stories[0])
    table.insert(1, "story_2", units.stories[1])
    table[["count_1", "count_2"]] = counts.T.astype(np.int64)
    table[["per_1000_1", "per_1000_2"]] = 1000 * rates.T
    table["log_ratio"], table["low"], table["high"] = log_ratio, log_ratio - half, log_ratio + half
    table["difference"], table["null"] = 1000 * (rates[0] - rates[1]), 1000 * chances[0]
    table["z"] = np.where(tested, studentise(*sides)[1], np.nan)
    table[["p", "p_adjusted"]] = chances[1:].T
    table["yardstick"] = find_yardstick("distinctive_z", float(lengths[0, 0]), float(lengths[1, 0]), family=1)
    size = np.abs(np.where(tested, table["z"], log_ratio))  # of sums of whole numbers: ties are ties
    return table.iloc[np.lexsort([table["word"], -counts.sum(axis=0), -size, ~tested])]


def _permute(units: Units, tested: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per word tested: what its difference stays within in 95 of 100 shuffles, its own p, its p among all words."""
    from scipy.sparse import csr_array, hstack

    # The story with fewer units leads, whichever comes first in the table: the same shuffles, the same p.
    first = units.first
    lead = first if (first.sum(), *units.sizes[first]) <= ((~first).sum(), *units.sizes[~first]) else ~first
    order = np.argsort(~lead, kind="stable")
    lead, sizes = lead[order], units.sizes[order].astype(np.float32)
    batches = chain([lead[None]], relabel(lead, DRAWS, seed))  # what is observed comes before what is drawn
    few = BLOCKS * lead.sum() < len(lead)  # a short story beside a novel: a list of the units chosen takes less
    kept = [(csr_array(batch.T, dtype=np.float32) if few else batch.T.astype(np.float32)) for batch in batches]
    labels = hstack(kept, format="csr") if few else np.concatenate(kept, axis=1)
    drawn, random = labels.shape[1] - 1, comb(len(lead), int(lead.sum())) > DRAWS
    moments = _find_moments(units.counts[tested][:, order].astype(np.float32), sizes)
    of_units = (sizes @ labels, sizes**2 @ labels, lead.sum())
    of_others = (sizes.sum() - of_units[0], (sizes**2).sum() - of_units[1], (~lead).sum())
    highest, within = np.zeros(drawn), int(np.ceil(0.95 * drawn)) - 1
    null, extreme, reach = np.zeros((3, tested.sum()))
    step = max(1, CELLS // drawn)
    for begin in range(0, len(null), step):
        rows = slice(begin, begin + step)
        sums = [(part[rows] @ labels).toarray() if few else part[rows].toarray() @ labels for part in moments]
        rest = [part[rows].sum(axis=1)[:, None] - there for part, there in zip(moments, sums, strict=True)]
        difference, z = studentise((*sums, *of_units), (*rest, *of_others))
        np.abs(z, out=z)
        reach[rows] = np.maximum(z[:, 0] * (1 - ROUNDING) - ROUNDING, 0)
        extreme[rows] = (z[:, 1:] >= reach[rows, None]).sum(axis=1)
        highest = np.maximum(highest, z[:, 1:].max(axis=0))
        null[rows] = np.partition(np.abs(difference[:, 1:]), within, axis=1)[:, within]
    return null, (extreme + random) / (drawn + random), adjust_max(reach, highest[:, None], exact=not random)
