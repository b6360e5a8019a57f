"""Vocabulary overlap: how much of their vocabulary two stories share, and whether that is much.

A bare Jaccard says how long the texts are: of two novels it is .30 whole, and .04 at 165 words. So every measure is
taken *at a stated size*: the expected value for `size` counted words drawn from each story without replacement, computed
exactly (Hurlbert, 1971), never by drawing. Beside it stand each story's overlap with itself, what unrelated stories and
two passages of one book share at that size, and what the two would share were they one story.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import take_words
from analysis.errors import StoryError
from analysis.statistics.correction import adjust_holm
from analysis.statistics.estimates import jackknife
from analysis.statistics.norms import find_largest, find_reference, rank_among
from analysis.statistics.notes import NOT_TESTED_BUT_OVERLAP, note_coverage, note_few_words, note_overlap
from analysis.statistics.permutation import make_generator
from analysis.statistics.verdicts import judge_rank
from analysis.statistics.wording import Row, state_overlap
from analysis.stems import Types, find_types
from analysis.tables import TABLES, number_blocks, pair_stories
from analysis.vocabulary_measures import OVERLAP as MEASURES

TENTHS, DRAWS, HALVINGS, FEWEST, SMALL = 10, 99, 49, 20, 128
COVERED = {"coverage_1": (0, 1), "coverage_2": (1, 0)}  # whose words are looked for in whose
SHARE = 0.4  # of the shorter story: so large a sample fits into either half of both


def measure_overlap(
    words: pd.DataFrame,
    *,
    size: int | None = None,
    names: str = "without",
    function: bool = False,
    forms: bool = False,
    reference: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and measure: how much vocabulary the two share, beside what others share.

    Measures: `overlap`, the headline (0-1: words that both use, of all words that either uses: Jaccard, 1901); `similarity`
    (0-1: uses in common, 1 - Bray-Curtis); `divergence` (0-1 bits, 0 is alike: Jensen-Shannon; Lin, 1991); `coverage_1`,
    `coverage_2` (0-1: the share of a story's running words that the other story has too, anywhere). The first three are
    expected values for `size` counted words drawn from each story, computed exactly; `size` is two fifths of the shorter,
    and no more than the reference knows, unless given. Coverage is of the whole texts, and grows with the other's length.

    Columns: `story_1`, `story_2`, `measure`, `value`; `low`, `high` (95 %, delete-a-tenth jackknife over both stories);
    `size`; `self_1`, `self_2` (overlap of two random halves of the story); `one_story`, `one_story_low` (mean and lowest
    twentieth if the sentences of both are shuffled into two new stories), `p_one_story` (how often these share as little; a
    description: between long texts it is always small); `same_book` (median of two passages of one book), `unrelated`,
    `unrelated_low`, `unrelated_high` (median and middle 95 % of unrelated stories); `p`, `p_adjusted` (two-sided, by rank
    among the unrelated; Holm over pairs); `verdict`: `distinguishable` means from unrelated stories; `statement`; `note`.

    Counted are content words without names, by stem; `names="with"`, `function=True` (with function words) and
    `forms=True` (no stemming) count otherwise, and then there is no reference unless you pass your own, made the same way by
    `build_reference`. Fewer than 20 counted words in a story are not assessed. Stories or sentences are split first.

    >>> from analysis import read_stories
    >>> words = read_stories({"a": "red green blue " * 9 + "cat.", "b": "red green grey " * 9 + "dog."})
    >>> float(measure_overlap(words, size=28).loc[0, "value"].round(3))  # 2 words shared of 6
    0.333
    """
    words = take_words(words)
    size = None if size is None else int(size)
    types = find_types(words, names=names, function=function, forms=forms)
    default = names == "without" and not function and not forms
    rows = []
    for story_1, story_2, one, two in pair_stories(words):
        rows += _measure_pair(
            words, types, (one, two), size, reference, default or reference is not None, seed, (story_1, story_2)
        )
    table = pd.DataFrame(rows)
    table["p_adjusted"] = adjust_holm(table["p"])
    table["verdict"] = [judge_rank(p) for p in table["p_adjusted"]]
    table["statement"] = [_state(row) for row in table.to_dict("records")]
    return table[TABLES["overlap"].columns]


def _state(row: Row) -> str:
    stories = row["story_1"], row["story_2"]
    covered = tuple(stories[side] for side in COVERED[row["measure"]]) if row["measure"] in COVERED else None
    return state_overlap(row, MEASURES[row["measure"]], covered)


class _Bag(NamedTuple):
    """The counted words of one story of a pair: per word its sentence, its tenth and its type."""

    sentence: np.ndarray
    tenth: np.ndarray
    code: np.ndarray

    def tally(self, size: int, without: int | None = None) -> np.ndarray:
        """How often each of `size` types is used, in the whole story or without one tenth of it."""
        return np.bincount(self.code if without is None else self.code[self.tenth != without], minlength=size)


def _measure_pair(
    words: pd.DataFrame,
    types: Types,
    rows: tuple[np.ndarray, np.ndarray],
    size: int | None,
    reference: pd.DataFrame | None,
    comparable: bool,
    seed: int,
    stories: tuple[Any, Any],
) -> list[dict[str, Any]]:
    counted = [place[types.code[place] >= 0] for place in rows]
    lengths = [len(place) for place in counted]
    chosen = np.unique(np.concatenate([types.code[place] for place in counted]), return_inverse=True)[1]
    bags = []
    for place, code in zip(counted, np.split(chosen, [lengths[0]]), strict=True):
        story = words.iloc[place]
        tenth = number_blocks(story, np.full(len(place), len(place) / TENTHS))
        bags.append(_Bag(pd.factorize(story["sentence"])[0], tenth, code))
    width = int(chosen.max(initial=-1)) + 1
    if size is not None and not 1 <= size <= min(lengths):
        raise StoryError(f"size={size}: {stories[0]!r} has {lengths[0]} counted words and {stories[1]!r} {lengths[1]}.")
    chosen_size = size or max(min(int(SHARE * min(lengths)), find_largest("overlap", reference)), 1)
    base = {"story_1": stories[0], "story_2": stories[1]}
    if min(lengths) < FEWEST:
        note = note_few_words(min(lengths), FEWEST)
        empty = dict.fromkeys(TABLES["overlap"].columns[3:-3], np.nan) | {"size": chosen_size, "note": note}
        return [base | {"measure": measure} | empty for measure in MEASURES]
    counts = [bag.tally(width) for bag in bags]
    value = expect_measures(counts[0], counts[1], chosen_size)
    low, high = _find_interval(bags, width, value, chosen_size)
    capped = size is None and chosen_size < int(SHARE * min(lengths))
    note = note_overlap(lengths, chosen_size, known=comparable, bare=bool(np.isnan(low[0])), capped=capped)
    table = []
    for place, measure in enumerate(MEASURES):
        row = dict.fromkeys(TABLES["overlap"].columns[3:-3], np.nan) | {
            "value": value[place],
            "low": low[place],
            "high": high[place],
        }
        row |= base | {"measure": measure, "size": chosen_size, "note": ""}
        if measure in COVERED:
            own, other = (lengths[side] for side in COVERED[measure])
            row |= {"size": own, "note": note_coverage(own, other)}
        elif comparable:
            row |= _find_range(measure, chosen_size, value[place], reference)
        if measure == "overlap":
            row |= _split_stories(bags, width, chosen_size, float(value[0]), seed) | {"note": note}
        else:
            row["p"] = np.nan  # one headline is tested; the other rows show where they stand
            row["note"] = row["note"] if measure in COVERED else NOT_TESTED_BUT_OVERLAP
        table.append(row)
    return table


def expect_measures(count_1: np.ndarray, count_2: np.ndarray, size: int) -> np.ndarray:
    """The MEASURES of two stories from how often each uses each type: exact expectations for `size` words from each."""
    totals = int(count_1.sum()), int(count_2.sum())
    logs = _log_factorials(max(totals))
    drawn_1, drawn_2 = (_Drawn(count, total, size, logs) for count, total in zip((count_1, count_2), totals, strict=True))
    there_1, there_2 = drawn_1.presence[count_1], drawn_2.presence[count_2]
    shared = float((there_1 * there_2).sum())
    overlap = shared / (there_1.sum() + there_2.sum() - shared)
    # Most types are rare: a matrix holds the answers for all pairs of small counts, the others are worked out one by one.
    many = (count_1 >= SMALL) | (count_2 >= SMALL)
    chances_1, chances_2 = drawn_1.tabulate(), drawn_2.tabulate()
    sums = np.add.outer(np.arange(chances_1.shape[1]), np.arange(chances_2.shape[1]))
    exceed = [1 - np.cumsum(chances, axis=1) for chances in (chances_1, chances_2)]  # P(uses > k)
    depth = min(part.shape[1] for part in exceed)
    place = count_1[~many], count_2[~many]
    common = (exceed[0][:, :depth] @ exceed[1][:, :depth].T)[place].sum()
    entropy = (chances_1 @ _x_log_x(sums) @ chances_2.T)[place].sum()
    entropy -= sum((chances @ _x_log_x(np.arange(chances.shape[1])))[here].sum()
                   for chances, here in zip((chances_1, chances_2), place, strict=True))  # fmt: skip
    for one, two in zip(count_1[many].tolist(), count_2[many].tolist(), strict=True):
        in_common, more = _join(*drawn_1.spread(one), *drawn_2.spread(two))
        common += in_common
        entropy += more
    coverage_1 = count_1[count_2 > 0].sum() / totals[0]
    coverage_2 = count_2[count_1 > 0].sum() / totals[1]
    return np.array([overlap, common / size, max(1 - entropy / (2 * size), 0.0), coverage_1, coverage_2])


class _Drawn:
    """What becomes of a type used so and so often among `total` words when `size` of them are drawn: hypergeometric."""

    def __init__(self, counts: np.ndarray, total: int, size: int, logs: np.ndarray) -> None:
        self.most, self.total, self.size, self.logs = int(counts.max(initial=0)), total, size, logs
        every = np.arange(self.most + 1)
        absent = np.exp(self._log_chance(every, np.zeros_like(every)))
        self.presence = 1 - absent

    def _log_chance(self, count: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The logarithm of the chance that `drawn` of `count` uses are among those drawn; -inf if they cannot be."""
        total, size, logs = self.total, self.size, self.logs
        kept, others = count - drawn, total - count - size + drawn
        possible = (kept >= 0) & (others >= 0) & (drawn <= size)
        kept, others, rest = np.maximum(kept, 0), np.clip(others, 0, total), np.maximum(size - drawn, 0)
        ways = logs[count] - logs[drawn] - logs[kept] + logs[total - count] - logs[rest] - logs[others]
        return np.where(possible, ways - (logs[total] - logs[size] - logs[total - size]), -np.inf)

    def tabulate(self) -> np.ndarray:
        """The chance of each number drawn (columns) for each small count (rows)."""
        every = np.arange(min(self.most + 1, SMALL))
        return np.exp(self._log_chance(every[:, None], every[None, :]))

    def spread(self, count: int) -> tuple[int, np.ndarray]:
        """The least number of uses that is at all likely to be drawn, and the chances of it and those above it."""
        chance = np.exp(self._log_chance(np.array(count), np.arange(min(count, self.size) + 1)))
        likely = np.flatnonzero(chance > 1e-13)
        return int(likely[0]), chance[likely[0] : likely[-1] + 1]


def _join(low_1: int, chance_1: np.ndarray, low_2: int, chance_2: np.ndarray) -> tuple[float, float]:
    """Of two independent numbers of uses the expected smaller one, and how much x log2 x of their sum exceeds both."""
    both = np.convolve(chance_1, chance_2)
    entropy = float(both @ _x_log_x(np.arange(low_1 + low_2, low_1 + low_2 + len(both))))
    entropy -= sum(
        float(chance @ _x_log_x(np.arange(low, low + len(chance)))) for low, chance in ((low_1, chance_1), (low_2, chance_2))
    )
    base, top = min(low_1, low_2), min(low_1 + len(chance_1), low_2 + len(chance_2)) - 1
    exceed = [  # the chances of more than base, base + 1, ... uses
        np.append(np.ones(max(low - base, 0)), (1 - np.cumsum(chance))[max(base - low, 0) :])[: max(top - base, 0)]
        for low, chance in ((low_1, chance_1), (low_2, chance_2))
    ]
    return base + float(exceed[0] @ exceed[1]), entropy


def _x_log_x(x: np.ndarray) -> np.ndarray:
    return x * np.log2(np.maximum(x, 1))


@lru_cache(maxsize=8)
def _log_factorials(most: int) -> np.ndarray:
    from scipy.special import gammaln

    return np.asarray(gammaln(np.arange(most + 1) + 1.0))


def _find_interval(bags: list[_Bag], width: int, value: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % interval of every measure: tenths of each story are left out in turn, and the variances added."""
    from scipy.special import stdtrit

    errors, freedoms = [], []
    whole = [bag.tally(width) for bag in bags]
    for place, bag in enumerate(bags):
        left = [bag.tally(width, without=tenth) for tenth in range(int(bag.tenth.max()) + 1)]
        if min(int(count.sum()) for count in left) < size:
            return np.full(len(value), np.nan), np.full(len(value), np.nan)
        errors.append(jackknife(np.array([_expect_instead(whole, place, count, size) for count in left])))
        freedoms.append(len(left) - 1)
    variances = np.square(errors)
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = variances.sum(axis=0) ** 2 / (variances**2 / np.array(freedoms)[:, None]).sum(axis=0)
    half = np.where(variances.sum(axis=0) > 0, stdtrit(freedom, 0.975) * np.sqrt(variances.sum(axis=0)), 0.0)
    if value[0] == 0:  # nothing is shared, whatever is left out: how little might be shared is not known
        half[:] = np.nan
    return np.clip(value - half, 0, 1), np.clip(value + half, 0, 1)


def _expect_instead(counts: list[np.ndarray], place: int, other: np.ndarray, size: int) -> np.ndarray:
    return expect_measures(counts[0] if place else other, other if place else counts[1], size)


def _split_stories(bags: list[_Bag], width: int, size: int, value: float, seed: int) -> dict[str, float]:
    """The overlap of two random halves of each story, and of two stories dealt from the sentences of both."""
    from scipy.sparse import csr_matrix, hstack

    generator = make_generator(seed)
    found: dict[str, float] = {}
    counts = []
    for bag in bags:
        shape = (width, int(bag.sentence.max()) + 1)
        counts.append(csr_matrix((np.ones(len(bag.code)), (bag.code, bag.sentence)), shape=shape))
    for name, count in zip(("self_1", "self_2"), counts, strict=True):
        found[name] = _mean(_deal(count, count.shape[1] // 2, size, HALVINGS, generator))
    dealt = _deal(hstack(counts, format="csr"), counts[0].shape[1], size, DRAWS, generator)
    found["one_story"] = _mean(dealt)
    if not np.isnan(found["one_story"]):
        found["one_story_low"] = float(np.nanquantile(dealt, 0.05))
        found["p_one_story"] = float((1 + (dealt <= value * (1 + 1e-9)).sum()) / (1 + (~np.isnan(dealt)).sum()))
    return found


def _mean(values: np.ndarray) -> float:
    """NaN where more than half of the draws were too short: the story is no two stories of this size."""
    return float(np.nanmean(values)) if np.isnan(values).mean() <= 0.5 else np.nan


def _deal(matrix: Any, first: int, size: int, draws: int, generator: np.random.Generator) -> np.ndarray:
    """The overlap at `size` of `first` sentences dealt at random and the others; NaN where one part is too short."""
    sentences = matrix.shape[1]
    labels = generator.permuted(np.broadcast_to((np.arange(sentences) < first).astype(float), (draws, sentences)), axis=1)
    whole = np.rint(matrix.sum(axis=1)).astype(np.int64)
    one = np.rint(matrix @ labels.T).astype(np.int64)  # types x draws
    logs = _log_factorials(int(whole.sum()))
    there = [find_presence(count, size, logs) for count in (one, whole.reshape(-1, 1) - one)]
    shared = (there[0] * there[1]).sum(axis=0)
    return np.asarray(shared / (there[0].sum(axis=0) + there[1].sum(axis=0) - shared))


def find_presence(counts: np.ndarray, size: int, logs: np.ndarray | None = None) -> np.ndarray:
    """The chance that each type is among `size` words of a text; counts are types x texts, NaN for too short a text."""
    total = counts.sum(axis=0)
    logs = _log_factorials(int(total.max(initial=0))) if logs is None else logs
    left = total - counts
    absent = np.exp(logs[left] - logs[np.maximum(left - size, 0)] + (logs[np.maximum(total - size, 0)] - logs[total]))
    absent[left < size] = 0
    return np.where(total >= size, 1 - absent, np.nan)


def _find_range(measure: str, size: int, value: float, reference: pd.DataFrame | None) -> dict[str, float]:
    found = find_reference(measure, size, reference)
    if found is None:
        return {}
    low, high = found["q0.025"], found["q0.975"]
    place = {"unrelated": found["q0.5"], "unrelated_low": low, "unrelated_high": high, "same_book": found["same_book"]}
    return place | {"p": min(2 * min(rank_among(value, found)), 1.0)}
