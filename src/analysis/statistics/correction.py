"""p values adjusted for the number of tests."""

from collections.abc import Sequence

import numpy as np


def adjust_holm(p: Sequence[float]) -> np.ndarray:
    """The p values adjusted for the number of tests (Holm, 1979); NaN is no test and stays NaN.

    >>> adjust_holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values = np.asarray(p, dtype=float)
    adjusted = np.full(len(values), np.nan)
    order = np.argsort(values)[: np.sum(~np.isnan(values))]
    steps = values[order] * (len(order) - np.arange(len(order)))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def adjust_max(observed: np.ndarray, drawn: np.ndarray, *, exact: bool = False) -> np.ndarray:
    """The p value of each statistic, adjusted by the maximum of all in each draw (Westfall & Young, 1993).

    `observed` has one value per statistic, `drawn` one row per random draw and one column per statistic; large absolute
    values are extreme. `exact`: the rows are all permutations, with the observed one among them, instead of random draws.

    >>> adjust_max(np.array([3.0, 1.0]), np.array([[0.5, 2.0], [1.0, -0.5], [0.2, 0.1]]))
    array([0.25, 0.75])
    """
    highest = np.sort(np.abs(drawn).max(axis=1))
    at_least = len(highest) - np.searchsorted(highest, np.abs(observed) * (1 - 1e-9))
    return (at_least + (not exact)) / (len(highest) + (not exact))
