"""Norms: how much two passages of one book differ (the yardstick), and what unrelated stories share (the reference)."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import poisson

from analysis.statistics.verdicts import ALPHA


@cache
def load_yardstick() -> Mapping[tuple[str, float], tuple[tuple[int, ...], tuple[float, ...]]]:
    """By measure and quantile: lengths in words, and the difference of two passages of one book at each length.

    Source: computed by benchmarks/make_yardstick.py from LitBank (Bamman et al., 2019) and whole novels.

    >>> lengths, differences = load_yardstick()["words_per_sentence", 0.5]
    >>> lengths[0], differences[0] > differences[-1]
    (100, True)
    """
    table: dict[tuple[str, float], tuple[list[int], list[float]]] = {}
    for line in Path(__file__).with_name("yardstick.csv").read_text("utf-8").splitlines()[1:]:
        measure, words, quantile, difference = line.split(",")
        lengths, differences = table.setdefault((measure, float(quantile)), ([], []))
        lengths.append(int(words))
        differences.append(float(difference))
    return MappingProxyType({key: (tuple(lengths), tuple(values)) for key, (lengths, values) in table.items()})


@cache
def load_frequency() -> Mapping[str, float]:
    """By lemma its uses in a million running words of older English fiction, of those used five times or more; read-only.

    Source: counted by benchmarks/make_reference.py in LitBank (Bamman et al., 2019).

    >>> load_frequency()["look"] > load_frequency()["harpoon"] > load_frequency().get("xyzzy", 0)
    True
    """
    lines = (Path(__file__).with_name("fiction_frequency.csv")).read_text("utf-8").splitlines()[1:]
    return MappingProxyType({lemma: float(rate) for lemma, rate in (line.split(",") for line in lines)})


def find_surprise(lemmas: Iterable[str], counts: np.ndarray, words: int) -> np.ndarray:
    """How surprising it is that a story of so many words uses each lemma so often, or oftener, at the rate of older English
    fiction: minus the decimal logarithm of the Poisson probability. It ranks words; it is no test, for words come in bursts.

    A lemma that is not listed is given half the rate of the rarest that is.

    >>> find_surprise(["look", "harpoon"], np.array([2, 2]), 400).round(1).tolist()
    [0.6, 5.4]
    """
    rates = load_frequency()
    unlisted = min(rates.values()) / 2
    expected = np.array([rates.get(lemma, unlisted) for lemma in lemmas]) * words / 1e6
    at_least = poisson.logsf(counts - 1, expected)
    exactly = poisson.logpmf(counts, expected)  # where the other is below the smallest number
    return np.asarray(-np.where(np.isfinite(at_least), at_least, exactly) / np.log(10)) + 0.0


@cache
def load_reference() -> pd.DataFrame:
    """One row per measure, size and least score: what unrelated English fiction shares, and passages of one book.

    The columns are those of `analysis.build_reference`. Source: computed by benchmarks/make_reference.py from LitBank
    (Bamman et al., 2019) and whole novels.

    >>> bool(load_reference().query("measure == 'overlap' and size == 90")["q0.5"].between(0.01, 0.1).all())
    True
    """
    return pd.read_csv(Path(__file__).with_name("reference_overlap.csv"))


def find_yardstick(measure: str, words_1: float, words_2: float, family: int) -> float:
    """The most by which two passages of one book, as long as these texts, commonly differ in this measure.

    "Commonly": in all but .05 / `family` of the pairs of passages, where `family` is the number of measures tested together.
    So at most one pair of passages in twenty is beyond the yardstick of any of them. The values are those of
    yardstick.csv, interpolated between its lengths on logarithmic scales; below the shortest length they go with the root
    of the length, beyond the longest they stay the same. For two lengths it is the root mean square of both values, since
    variances add. NaN for a measure that is not in the table, and for a text without words.

    >>> same = find_yardstick("words_per_sentence", 400, 400, family=4)
    >>> find_yardstick("words_per_sentence", 400, 9_000, family=4) < same < find_yardstick("words_per_sentence", 200, 400, 4)
    True
    """
    table = load_yardstick()
    quantiles = sorted(quantile for name, quantile in table if name == measure)
    wanted = [quantile for quantile in quantiles if quantile >= 1 - ALPHA / family - 1e-4]
    if not wanted or min(words_1, words_2) < 1:
        return np.nan
    lengths, values = table[measure, wanted[0]]
    grows = measure == "distinctive_z"  # a z, which length makes larger; every other difference falls with length
    differences = np.asarray(values) if grows else np.maximum.accumulate(values[::-1])[::-1]  # few books are long: no rise
    yardsticks = []  # of the two lengths
    for words in (words_1, words_2):
        difference = np.exp(np.interp(np.log(max(words, lengths[0])), np.log(lengths), np.log(differences)))
        yardsticks.append(float(difference) * (1.0 if grows else np.sqrt(max(lengths[0] / max(words, 1), 1))))
    return float(np.sqrt(np.mean(np.square(yardsticks))))


PROBABILITIES = (0.005, 0.01, 0.015, 0.02, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.98, 0.985, 0.99, 0.995)


def find_reference(
    measure: str, size: float, reference: Any = None, *, score: float | None = None
) -> dict[str, float] | None:
    """What unrelated stories of this size, and passages of one book, share in this measure; None outside the known sizes.

    `reference` is a table of `build_reference`; unless given, that of reference_overlap.csv. Its columns are interpolated
    linearly over the logarithm of size. For matches, `score` is the least score of those counted: the nearest score at or
    below it in the table is used, so that no more are expected by chance than the table says.
    """
    table = load_reference() if reference is None else reference
    rows = table[table["measure"] == measure]
    if score is not None:
        rows = rows[rows["score"] == rows.loc[rows["score"] <= score, "score"].max()]
    if rows.empty or not rows["size"].min() <= size <= rows["size"].max():
        return None
    log_sizes = np.log(rows["size"].to_numpy(dtype=float))
    columns = rows.columns.drop(["measure", "size", "score"])
    shared = {}
    for column in columns:
        levels = rows[column].to_numpy(dtype=float)
        known = ~np.isnan(levels)
        shared[column] = float(np.interp(np.log(size), log_sizes[known], levels[known])) if known.any() else np.nan
    return shared


def find_largest(measure: str, reference: Any = None) -> int:
    """The largest size of this measure in the reference; no limit (10**9) if the reference lacks the measure."""
    table = load_reference() if reference is None else reference
    return int(max(table.loc[table["measure"] == measure, "size"], default=10**9))


def rank_among(value: float, found: Mapping[str, float]) -> tuple[float, float]:
    """The share of the reference's unrelated pairs that are as low as `value`, and the share that are as high.

    They are read from the quantiles of the reference and rounded up, so they are never too small and never 0. `found` is
    the result of `find_reference`.
    """
    grid = np.array([0, *PROBABILITIES, 1])
    levels = np.array([found["minimum"], *(found[f"q{level}"] for level in PROBABILITIES), found["maximum"]])
    below = grid[min(int(np.searchsorted(levels, value, side="right")), len(grid) - 1)]
    at_least = 1 - grid[max(int(np.searchsorted(levels, value, side="left")) - 1, 0)]
    shares = float(below) if value >= levels[0] else 0.0, float(at_least) if value <= levels[-1] else 0.0
    pairs = found["pairs"]
    return min((shares[0] * pairs + 1) / (pairs + 1), 1.0), min((shares[1] * pairs + 1) / (pairs + 1), 1.0)
