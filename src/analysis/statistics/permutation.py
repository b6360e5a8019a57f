"""Permutation tests. All random numbers in the package come from this module."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import ceil, comb
from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtr

from analysis.statistics.estimates import Difference, Formula, estimate, linearise, subtract

DRAWS = 9_999
LARGE = 200  # sentences of the shorter text, from which on its mean is as good as normal
MOST = 2_000  # units of the shorter text, at most: sentences of longer texts are joined to blocks of neighbours


def make_generator(seed: int) -> np.random.Generator:
    """The generator of all random numbers of one result."""
    return np.random.default_rng(seed)


def find_p(
    formulas: Mapping[str, tuple[Formula, Sequence[str]]],
    counts: Mapping[str, np.ndarray],
    first: np.ndarray,
    *,
    seed: int = 0,
) -> dict[str, float]:
    """The two-sided p of each formula's difference between the sentences of `first` and the others.

    By permutation (`permute`) where one of the two has fewer than `LARGE` sentences. Above, it is Welch's test (1947) with
    delta-method errors: means of so many sentences are as good as normal, and shuffling them would take seconds.
    """
    first = np.asarray(first, dtype=bool)
    if min(first.sum(), (~first).sum()) < LARGE:
        return permute(formulas, counts, first, seed=seed)
    group = (~first).astype(np.int64)
    gaps = {
        name: subtract(estimate(formula, {count: counts[count] for count in needed}, group, 2))
        for name, (formula, needed) in formulas.items()
    }
    return {name: _test_welch(gap) for name, gap in gaps.items()}


def _test_welch(gap: Difference) -> float:
    if abs(gap.difference) < 1e-12 or not gap.error > 0:  # alike, or without any variance
        return np.nan if np.isnan(gap.difference) else float(abs(gap.difference) < 1e-12)
    return float(2 * stdtr(gap.df, -abs(gap.difference) / gap.error))


def permute(
    formulas: Mapping[str, tuple[Formula, Sequence[str]]],
    counts: Mapping[str, np.ndarray],
    first: np.ndarray,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[str, float]:
    """The two-sided permutation p of each formula's difference between the sentences of `first` and the others.

    Sentences are exchanged between the two texts. The statistic is the difference divided by its delta-method standard
    error; studentised like this it allows for unequal lengths and variances (Janssen, 1997; Chung & Romano, 2013). If there
    are no more than `draws` permutations, all are used; else p = (1 + number as extreme) / (1 + draws). All formulas use the
    same permutations. NaN if a text has fewer than two sentences.

    Where both texts have more than `MOST` sentences, it is blocks of as many neighbouring sentences that are exchanged, in
    both texts as long. Neighbours are alike rather than not, so blocks differ by no less than single sentences would make
    them: p is as large or larger.

    `formulas`: by name, a formula and the counts it takes. `counts`: one value per sentence. `first`: whether each sentence
    is of the first text.
    """
    counts, first = _join_neighbours(counts, np.asarray(first, dtype=bool))
    sizes = np.array([first.sum(), (~first).sum()])
    if sizes.min() < 2:
        return dict.fromkeys(formulas, np.nan)
    features = _Features.of(counts)
    total_sums = features.values.sum(axis=0)

    def statistics(labels: np.ndarray) -> dict[str, np.ndarray]:
        sums_1 = labels @ features.values
        sums_2 = total_sums - sums_1
        studentised = {}
        for measure, (formula, arguments) in formulas.items():
            estimate_1 = features.linearise(formula, arguments, sums_1, sizes[0])
            estimate_2 = features.linearise(formula, arguments, sums_2, sizes[1])
            studentised[measure] = _studentise(estimate_1, estimate_2)
        return studentised

    observed = statistics(first[None, :].astype(float))
    extreme, total = dict.fromkeys(formulas, 0), 0
    for labels in relabel(first, draws, seed):
        drawn = statistics(labels)
        total += labels.shape[0]
        for measure in formulas:
            extreme[measure] += int((drawn[measure] >= observed[measure] * (1 - 1e-9)).sum())
    exact = total == comb(len(first), int(sizes[0]))
    return {
        measure: np.nan if np.isnan(observed[measure][0]) else (count + (not exact)) / (total + (not exact))
        for measure, count in extreme.items()
    }


def _join_neighbours(counts: Mapping[str, np.ndarray], first: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The counts summed over blocks of sentences, and whether each block is of the first text; as given in shorter texts.

    Above `2 * MOST` units in all, "first" is the text with fewer units, whichever was: `relabel` draws the fewer then.
    """
    length = ceil(min(first.sum(), (~first).sum()) / MOST)
    if length > 1:
        sides = [np.flatnonzero(first), np.flatnonzero(~first)]
        starts = [np.linspace(0, len(side), len(side) // length, endpoint=False).astype(np.int64) for side in sides]
        blocks = list(zip(sides, starts, strict=True))
        counts = {
            name: np.concatenate([np.add.reduceat(np.asarray(values, float)[side], start) for side, start in blocks])
            for name, values in counts.items()
        }
        first = np.arange(sum(map(len, starts))) < len(starts[0])
    is_swapped = len(first) > 2 * MOST and first.sum() > (~first).sum()
    return dict(counts), ~first if is_swapped else first


class _Features(NamedTuple):
    """Per sentence its counts and the products of every two: values and variances are computed from their sums."""

    names: list[str]
    pairs: list[tuple[int, int]]  # the counts whose products follow the counts themselves
    values: np.ndarray

    @classmethod
    def of(cls, counts: Mapping[str, np.ndarray]) -> "_Features":
        columns = [np.asarray(values, dtype=float) for values in counts.values()]
        pairs = [(i, j) for i in range(len(columns)) for j in range(i, len(columns))]
        return cls(list(counts), pairs, np.stack([*columns, *(columns[i] * columns[j] for i, j in pairs)], axis=1))

    def linearise(
        self, formula: Formula, arguments: Sequence[str], sums: np.ndarray, n_sentences: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Value and variance of a formula from sums of all features over `n_sentences` sentences, many at once (rows)."""
        columns = [self.names.index(argument) for argument in arguments]
        products = {
            (a, b): sums[:, len(self.names) + self.pairs.index((min(i, j), max(i, j)))]
            for a, i in enumerate(columns)
            for b, j in enumerate(columns)
            if a <= b
        }
        return linearise(formula, arguments, sums[:, columns].T, products, n_sentences)


def _studentise(estimate_1: tuple[np.ndarray, np.ndarray], estimate_2: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The absolute difference of two values, in its standard errors; each estimate is a value and its variance."""
    (value_1, variance_1), (value_2, variance_2) = estimate_1, estimate_2
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.abs(value_1 - value_2) / np.sqrt(variance_1 + variance_2)
    return np.where(np.isclose(value_1, value_2, rtol=1e-12, atol=1e-12), 0.0, size)


def relabel(first: np.ndarray, draws: int, seed: int) -> Any:
    """Batches of labellings (rows of 0 and 1) with as many ones as `first`: all there are, or `draws` random ones.

    The batches are sparse above `2 * MOST` units: there the ones are drawn, rather than every unit shuffled.
    """
    size, ones = len(first), int(first.sum())
    if comb(size, ones) <= draws:
        labels = np.zeros((comb(size, ones), size))
        for row, chosen in enumerate(combinations(range(size), ones)):
            labels[row, list(chosen)] = 1
        yield labels
        return
    generator = make_generator(seed)
    is_sparse = size > 2 * MOST
    batch = max(1, min(draws, 4_000_000 // (ones if is_sparse else size)))
    for begin in range(0, draws, batch):
        rows = min(batch, draws - begin)
        if is_sparse:
            yield _choose(size, ones, rows, generator)
        else:
            yield generator.permuted(np.broadcast_to(first.astype(float), (rows, size)), axis=1)


def _choose(size: int, ones: int, rows: int, generator: np.random.Generator) -> Any:
    from scipy.sparse import csr_array

    chosen = [generator.choice(size, ones, replace=False, shuffle=False) for _ in range(rows)]
    starts = np.arange(0, rows * ones + 1, ones)
    return csr_array((np.ones(rows * ones), np.concatenate(chosen), starts), shape=(rows, size))
