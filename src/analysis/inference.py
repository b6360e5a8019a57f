"""Standard errors, intervals and tests: the statistics behind every comparison."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd


def estimate(
    formula: Callable[..., object],
    counts: Mapping[str, pd.Series],
    group: np.ndarray,
    size: int,
    *,
    level: float = 0.95,
) -> dict[str, np.ndarray]:
    """`value`, `low` and `high` of a formula of summed counts, per group.

    `counts` has one value per sentence for each argument of `formula`, `group` the sentence's group (0 to `size` - 1).
    The formula must depend on ratios of the sums only. Its standard error is the delta method's over sentences: sums are
    linearised, and the sentences' influences on the value have the variance that is estimated. Low and high are Student's
    t interval with one degree of freedom less than sentences; they are NaN for a single sentence.
    """
    from scipy.special import stdtrit

    number = np.bincount(group, minlength=size)
    sums = {name: np.bincount(group, values, size) for name, values in counts.items()}
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.asarray(formula(**sums), dtype=float)
        influence = np.zeros(len(group))
        for name, total in sums.items():
            step = 1e-5 * np.maximum(total, 1)
            slope = (
                np.asarray(formula(**sums | {name: total + step})) - np.asarray(formula(**sums | {name: total - step}))
            ) / (2 * step)
            influence += slope[group] * counts[name].to_numpy()
        variance = np.bincount(group, influence**2, size) * number / (number - 1)
        half = stdtrit(number - 1, (1 + level) / 2) * np.sqrt(variance)
    value = np.where(number > 0, value, np.nan)
    return {"value": value, "low": value - half, "high": value + half}
