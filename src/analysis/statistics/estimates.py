"""Values with their standard errors: arrays in, arrays out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

POWER = 0.80

Formula = Callable[..., Any]


class Estimate(NamedTuple):
    """A formula's value per group, its standard error, and the number of sentences it was estimated from."""

    value: np.ndarray
    error: np.ndarray
    number: np.ndarray

    def interval(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper end of Student's t interval (df: sentences - 1); NaN for a single sentence."""
        from scipy.special import stdtrit

        half = stdtrit(np.where(self.number > 1, self.number - 1, np.nan), (1 + level) / 2) * self.error
        return self.value - half, self.value + half


def estimate(formula: Formula, counts: Mapping[str, np.ndarray], group: np.ndarray, size: int) -> Estimate:
    """The value of a formula of summed counts for each group, with its delta-method standard error.

    Parameters
    ----------
    formula : takes the counts by name. It must depend on ratios of the sums only, as every readability formula does.
    counts : for each argument of `formula` an array with one value per sentence.
    group : the number of each sentence's group.
    size : the number of groups.

    Returns
    -------
    Estimate with one value per group. The error is NaN for one sentence, value and error for none.

    Notes
    -----
    If the formula depends on ratios only, the sentences' linear influences on the value sum to zero, and their variance
    gives the variance of the value (Cochran, 1977, ch. 6).

    >>> words, ones = np.array([4.0, 6.0, 8.0]), np.ones(3)
    >>> mean = estimate(lambda words, sentences: words / sentences, {"words": words, "sentences": ones}, np.zeros(3, int), 1)
    >>> mean.value, mean.error.round(6) == np.round(2 / 3**0.5, 6)
    (array([6.]), array([ True]))
    """
    n_sentences = np.bincount(group, minlength=size)
    names = list(counts)
    sums = np.stack([np.bincount(group, counts[name], size) for name in names])
    products = {
        (i, j): np.bincount(group, np.asarray(counts[names[i]], float) * counts[names[j]], size)
        for i in range(len(names))
        for j in range(i, len(names))
    }
    value, variance = linearise(formula, names, sums, products, n_sentences)
    return Estimate(value, np.sqrt(variance), n_sentences)


def linearise(
    formula: Formula,
    names: Sequence[str],
    sums: np.ndarray,
    products: Mapping[tuple[int, int], np.ndarray],
    n_sentences: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Value and delta-method variance of a formula from the sums of its counts and of their products, many at once.

    `sums` has one row per count and one column per group; `products` has, for the counts i <= j, the sums over sentences
    of their products. The variance is s'Ps n / (n - 1), with the slopes s (the formula's derivatives by each count), the
    products P and n sentences. NaN: the value for no sentences, the variance for fewer than two.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.asarray(formula(**dict(zip(names, sums, strict=True))), dtype=float)
        slopes = [_differentiate(formula, names, sums, i, value) for i in range(len(names))]
        # The products of i and j are kept once and count twice: P is symmetric.
        quadratic = sum((1 + (i != j)) * slopes[i] * slopes[j] * product for (i, j), product in products.items())
        variance = np.maximum(quadratic, 0) * n_sentences / (n_sentences - 1.0)
    return np.where(n_sentences > 0, value, np.nan), np.where(n_sentences > 1, variance, np.nan)


def _differentiate(formula: Formula, names: Sequence[str], sums: np.ndarray, i: int, value: np.ndarray) -> np.ndarray:
    """The formula's derivative by its count `i`, by central differences; one-sided near a step of the formula."""
    step = 1e-4 * np.maximum(sums[i], 1)

    def slope_towards(change: np.ndarray) -> np.ndarray:
        shifted = [*sums[:i], sums[i] + change, *sums[i + 1 :]]
        return (np.asarray(formula(**dict(zip(names, shifted, strict=True)))) - value) / change

    forward, backward = slope_towards(step), slope_towards(-step)
    # Dale-Chall has a step: where one side's slope crosses it, the other, flatter side is taken.
    crosses_step = np.abs(forward - backward) > 0.1 * (np.abs(forward) + np.abs(backward))
    flatter = np.where(np.abs(forward) < np.abs(backward), forward, backward)
    return np.where(crosses_step, flatter, (forward + backward) / 2)


class Difference(NamedTuple):
    """Value of the first group less value of the second, with Welch's interval."""

    difference: float
    low: float
    high: float
    error: float
    df: float


def subtract(pair: Estimate, level: float = 0.95) -> Difference:
    """The difference of the first two groups of an estimate, with Welch's interval (Welch, 1947)."""
    from scipy.special import stdtrit

    difference = float(pair.value[0] - pair.value[1])
    variances = pair.error[:2] ** 2
    error = float(np.sqrt(variances.sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = float(variances.sum() ** 2 / (variances**2 / (pair.number[:2] - 1.0)).sum())
    half = stdtrit(df, (1 + level) / 2) * error if error > 0 else error
    return Difference(difference, difference - half, difference + half, error, df)


def jackknife(left_out: np.ndarray) -> np.ndarray:
    """The jackknife standard error of each statistic, from its values without each block in turn (Tukey, 1958).

    `left_out` has one row per block left out and one column per statistic. For measures that count types (diversity,
    overlap): repeated blocks would bias them, and here no block is repeated. NaN for fewer than two blocks.

    >>> values = np.array([2.0, 4.0, 9.0])
    >>> error = jackknife(np.array([values[[1, 2]].mean(), values[[0, 2]].mean(), values[[0, 1]].mean()]))
    >>> bool(np.isclose(error, values.std(ddof=1) / 3**0.5))
    True
    """
    left_out = np.asarray(left_out, dtype=float)
    if len(left_out) < 2:
        return np.full(left_out.shape[1:], np.nan)
    return np.sqrt((len(left_out) - 1) / len(left_out) * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))


def detect(error: float, df: float, alpha: float, power: float = POWER) -> float:
    """The smallest difference that a two-sided t test at level `alpha` finds with this power, given its standard error.

    >>> round(detect(error=1.0, df=1e6, alpha=0.05), 2)
    2.8
    """
    from scipy.special import stdtrit

    return float((stdtrit(df, 1 - alpha / 2) + stdtrit(df, power)) * error)
