"""How much phrasing unrelated stories share: what is found is judged by it."""

import numpy as np
import pandas as pd

from analysis.statistics import norms
from analysis.statistics.norms import find_reference


def find_expected(
    measure: str, lengths: tuple[int, int], score: float, reference: pd.DataFrame | None = None
) -> dict[str, float] | None:
    """What unrelated stories of these lengths share of phrases or alignments of this score or more; None if not known.

    The reference of the geometric mean of both lengths. Beyond the lengths it knows, chance is taken to grow on as it does
    between the last two (phrases repeat in long texts: less than the product of lengths), below them as that product.
    """
    table = norms.load_reference() if reference is None else reference
    sizes = table.loc[table["measure"] == measure, "size"]
    size = float(np.sqrt(lengths[0] * lengths[1]))
    known = float(np.clip(size, sizes.min(), sizes.max())) if len(sizes) else size
    found = find_reference(measure, known, table, score=score)
    if found is None:
        return None
    # What none of so many pairs had is expected less often than once in them, not never.
    found["mean"] = max(found["mean"], 1 / found["pairs"])
    if size < known:  # of shorter stories the quantiles stay those of the shortest: no less than they are
        return found | {"mean": found["mean"] * (size / known) ** 2, "known": False}
    growth = (size / known) ** _find_growth(measure, sizes, table) if size > known else 1.0
    return {name: value if name == "pairs" else value * growth for name, value in found.items()} | {"known": size == known}


def _find_growth(measure: str, sizes: pd.Series, table: pd.DataFrame) -> float:
    """The power of the length with which all matches grow in number between the longest two lengths known; 2 at most."""
    longest = sorted(set(sizes))[-2:]
    least = table.loc[table["measure"] == measure, "score"].min()
    means = [(find_reference(measure, size, table, score=least) or {"mean": 0.0})["mean"] for size in longest]
    if len(longest) < 2 or min(means) <= 0:
        return 2.0
    return float(np.clip(np.log(means[1] / means[0]) / np.log(longest[1] / longest[0]), 0, 2))


def expect_matches(
    table: pd.DataFrame, measure: str, lengths: tuple[int, int], comparable: bool, reference: pd.DataFrame | None
) -> pd.DataFrame:
    """The table, highest score first, with the number of matches that unrelated stories share at each score."""
    known = norms.load_reference() if reference is None else reference
    score = table["score"].clip(upper=known.loc[known["measure"] == measure, "score"].max())  # beyond it chance is as at it
    means = {}
    for least in score.unique() if comparable else ():
        found = find_expected(measure, lengths, least, reference)
        means[least] = np.nan if found is None else found["mean"]
    table = table.assign(expected=score.map(means).astype(float))
    return table.sort_values(["score", "start_1", "start_2"], ascending=[False, True, True], ignore_index=True)
