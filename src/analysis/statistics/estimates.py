"""Values with their standard errors: arrays in, arrays out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

POWER = 0.80

Formula = Callable[..., Any]


class Estimate(NamedTuple):
    """A formula's value per group, its standard error and the number of sentences behind it."""

    value: np.ndarray
    error: np.ndarray
    number: np.ndarray

    def interval(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Student's t interval with one degree of freedom less than sentences; NaN for a single sentence."""
        from scipy.special import stdtrit

        half = stdtrit(np.where(self.number > 1, self.number - 1, np.nan), (1 + level) / 2) * self.error
        return self.value - half, self.value + half


def estimate(formula: Formula, counts: Mapping[str, np.ndarray], group: np.ndarray, size: int) -> Estimate:
    """The value of a formula of summed counts for each of `size` groups, with its delta-method standard error.

    `counts` has an array for each argument of `formula` with one value per sentence; `group` is the sentence's group. The
    formula must depend on ratios of the sums only, as every readability formula does: then the sentences' linear
    influences on the value sum to zero, and their variance gives the value's (Cochran, 1977, ch. 6). The error is NaN
    where there is one sentence, the value where there is none.

    >>> words, ones = np.array([4.0, 6.0, 8.0]), np.ones(3)
    >>> mean = estimate(lambda words, sentences: words / sentences, {"words": words, "sentences": ones}, np.zeros(3, int), 1)
    >>> mean.value, mean.error.round(6) == np.round(2 / 3**0.5, 6)
    (array([6.]), array([ True]))
    """
    number = np.bincount(group, minlength=size)
    names = list(counts)
    sums = np.stack([np.bincount(group, counts[name], size) for name in names])
    products = {
        (i, j): np.bincount(group, np.asarray(counts[names[i]], float) * counts[names[j]], size)
        for i in range(len(names))
        for j in range(i, len(names))
    }
    value, variance = linearise(formula, names, sums, products, number)
    return Estimate(value, np.sqrt(variance), number)


def linearise(
    formula: Formula, names: Sequence[str], sums: np.ndarray, products: Mapping[tuple[int, int], np.ndarray], number: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Value and delta-method variance of a formula from the sums of its counts and of their products, many at once."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.asarray(formula(**dict(zip(names, sums, strict=True))), dtype=float)
        slopes = []
        for i in range(len(names)):
            step = 1e-4 * np.maximum(sums[i], 1)
            beside = (
                np.asarray(formula(**dict(zip(names, [*sums[:i], sums[i] + s, *sums[i + 1 :]], strict=True))))
                for s in (step, -step)
            )
            up, down = ((there - value) / s for there, s in zip(beside, (step, -step), strict=True))
            jump = np.abs(up - down) > 0.1 * (np.abs(up) + np.abs(down))  # Dale-Chall has a step: take its flatter side
            slopes.append(np.where(jump, np.where(np.abs(up) < np.abs(down), up, down), (up + down) / 2))
        total = sum((1 + (i != j)) * slopes[i] * slopes[j] * product for (i, j), product in products.items())
        variance = np.maximum(total, 0) * number / (number - 1.0)
    return np.where(number > 0, value, np.nan), np.where(number > 1, variance, np.nan)


class Difference(NamedTuple):
    """Value of the first group less value of the second, with Welch's interval."""

    difference: float
    low: float
    high: float
    error: float
    df: float


def subtract(both: Estimate, level: float = 0.95) -> Difference:
    """The difference of the first two groups of an estimate, with Welch's interval (Welch, 1947)."""
    from scipy.special import stdtrit

    difference = float(both.value[0] - both.value[1])
    variance = both.error[:2] ** 2
    error = float(np.sqrt(variance.sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = float(variance.sum() ** 2 / (variance**2 / (both.number[:2] - 1.0)).sum())
    half = stdtrit(df, (1 + level) / 2) * error if error > 0 else error
    return Difference(difference, difference - half, difference + half, error, df)


def jackknife(left_out: np.ndarray) -> np.ndarray:
    """The standard error of a statistic from its values with one block after the other left out (Tukey, 1958).

    One row per block left out; each column is a statistic of its own. For measures that count types (diversity, overlap),
    which repeated blocks would bias: here none is repeated. NaN for fewer than two blocks.

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
    """The smallest difference that a two-sided test at `alpha` finds with this power, given its standard error.

    >>> round(detect(error=1.0, df=1e6, alpha=0.05), 2)
    2.8
    """
    from scipy.special import stdtrit

    return float((stdtrit(df, 1 - alpha / 2) + stdtrit(df, power)) * error)
