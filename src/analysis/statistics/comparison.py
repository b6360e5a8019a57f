"""The procedure of every comparison of stories: each pair and measure, one correction, a verdict and a statement each."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measure import Measure
from analysis.statistics.correction import adjust_holm
from analysis.statistics.estimates import Estimate, detect, subtract
from analysis.statistics.verdicts import ALPHA, judge
from analysis.statistics.wording import Statement, state_difference, state_nothing
from analysis.tables import TABLES, number_pairs

Row = dict[str, Any]


def _say_nothing(row: Row) -> str:
    return ""


class Compared(NamedTuple):
    """One difference between two stories, before correction for the number of tests."""

    measure: Measure
    values: Row  # what `describe_difference` gives, or at least `difference`
    p: float
    yardstick: float = np.nan
    note: Callable[[Row], str] = _say_nothing  # from the row with its verdict
    state: Callable[[Row, Measure, int], Statement] = state_difference
    why_not: str = ""  # if it cannot be assessed at all


def describe_difference(pair: Estimate, units: np.ndarray | None = None) -> Row:
    """Values, difference and interval of two estimates; `error`, `df`; `effect`, in standard deviations of one unit.

    `units`: the number of units behind each value, if not those that its error was estimated from.
    """
    gap = subtract(pair)
    scatter = float(np.sqrt(np.mean(pair.error**2 * (pair.number if units is None else units))))
    return {
        "value_1": float(pair.value[0]),
        "value_2": float(pair.value[1]),
        "difference": gap.difference,
        "low": gap.low,
        "high": gap.high,
        "effect": gap.difference / scatter if scatter > 0 else np.nan,
        "error": gap.error,
        "df": gap.df,
    }


def compare_pairs(
    stories: Sequence[Any], compare: Callable[[int, int], Iterable[Compared]], *, what: str = "one"
) -> pd.DataFrame:
    """One row per pair of stories and measure, in the columns of a table of contrasts.

    Parameters
    ----------
    stories : their names, in order.
    compare : the differences of the pair with these two numbers. Those with a p are one family of tests (Holm).
    what : what the table holds if there is no pair, for the StoryError.
    """
    compared = [(pair, _withhold(result)) for pair in number_pairs(stories, what) for result in compare(*pair)]
    adjusted = adjust_holm([result.p for _, result in compared])
    family = int(np.sum(~np.isnan(adjusted)))
    rows = []
    for ((i, j), result), p_adjusted in zip(compared, adjusted, strict=True):
        measure = result.measure
        row = {"story_1": stories[i], "story_2": stories[j], "measure": measure.name, "unit": measure.unit}
        row |= result.values | {"p": result.p, "p_adjusted": p_adjusted, "yardstick": result.yardstick}
        row["detectable"] = _find_detectable(row, family)
        row["verdict"] = judge(p_adjusted, row["difference"], result.yardstick)
        statement = result.state(row, measure, family)
        rows.append(row | {"statement": statement.whole, "claim": statement.claim, "note": result.note(row)})
    return pd.DataFrame(rows).reindex(columns=TABLES["contrasts"].columns)


def _withhold(result: Compared) -> Compared:
    """The difference without its numbers, if it cannot be assessed."""
    why_not = result.why_not
    if not why_not:
        return result
    values = dict.fromkeys(("value_1", "value_2", "difference", "low", "high", "effect"), np.nan)
    return Compared(result.measure, values, np.nan, note=lambda _: why_not, state=lambda _, m, n: state_nothing(m, why_not))


def _find_detectable(row: Row, family: int) -> float:
    """The smallest difference that the test finds with 80 % power at the level left by Holm's first step."""
    if np.isnan(row["p"]) or "error" not in row:
        return np.nan
    return 0.0 if np.isnan(row["df"]) else detect(row["error"], row["df"], ALPHA / family)
