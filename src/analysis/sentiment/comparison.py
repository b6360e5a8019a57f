"""Do two stories differ in their level of feeling, and do their trajectories differ in shape?"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from analysis.sentiment.measures import MEASURES
from analysis.sentiment.smoothing import FEWEST, GRID, SIMULATIONS, Points, subtract_shapes
from analysis.sentiment.trajectory import as_scored, gather_points
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, estimate
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import NO_YARDSTICK, note_level, note_no_shape
from analysis.statistics.permutation import permute
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.statistics.wording import state_shape
from analysis.tables import need_columns
from analysis.text.sentences import count_words

_TITLES = {"valence_own": "Mean valence of a sentence, by your own lexicon"}


def compare_sentiment(scored: pd.DataFrame, *, column: str = "valence", scale: float = 1.0, seed: int = 0) -> pd.DataFrame:
    """Two rows per pair of stories: do they differ in level, and do their trajectories differ in shape?

    Columns as in `compare_readability`. `measure` "level": mean score of a sentence, studentised permutation of sentences,
    yardstick of two passages of one book. "shape": the largest distance between the two curves once their levels are taken
    out, both smoothed at one bandwidth, the larger of the two stories' (separate ones raise false alarms); `difference` is
    that distance (first less second), p from simulated noise through the same smoothing, yardstick as for level; `scale`
    multiplies that bandwidth, and there is no yardstick for another scale. Holm over both and over all pairs. A shape of
    fewer than ten points is not assessed, a level of fewer than two is not. The yardsticks hold for `valence` by the merged
    dictionary and for NLTK's `vader`: another list or your own lexicon has its own unit, so it has no yardstick, and where
    its test speaks for a difference the verdict is "not assessed".
    """
    scored = as_scored(scored, column)
    need_columns(scored, ["text"], "scored")
    return compare_scores(scored, count_words(scored), column=column, scale=scale, seed=seed)


def compare_scores(
    scored: pd.DataFrame, n_words: np.ndarray, *, column: str = "valence", scale: float = 1.0, seed: int = 0
) -> pd.DataFrame:
    """Two rows per pair of stories: as `compare_sentiment`, where the words of each row have been counted already."""
    gathered = gather_points(scored, column)
    stories = list(gathered)
    is_point = ((scored["kind"] != "heading") & scored[column].notna()).to_numpy()
    units = scored[is_point]
    counts = {"total": units[column].to_numpy(), "sentences": np.ones(len(units))}
    code = units["story"].map({story: place for place, story in enumerate(stories)}).to_numpy(dtype=int)
    words = np.bincount(code, n_words[is_point], len(stories))
    verse = np.bincount(code, units["kind"] == "verse", len(stories)) > 0
    levels = estimate(_mean, counts, code, len(stories))
    own_bandwidth = scale == 1  # the yardstick of shapes is for this

    def compare(one: int, two: int) -> Iterator[Compared]:
        pair, both = [one, two], (code == one) | (code == two)
        own = {name: values[both] for name, values in counts.items()}
        words_per_unit = words[pair] / np.maximum(levels.number[pair], 1)
        yield Compared(
            MEASURES["level"]._replace(unit=column, title=_TITLES.get(column, f"Mean {column} of a sentence")),
            describe_difference(Estimate(*(part[pair] for part in levels))),
            p=permute({"level": (_mean, tuple(counts))}, own, code[both] == one, seed=seed)["level"],
            yardstick=find_yardstick(f"{column}_level", words[one], words[two], family=2),
            note=partial(_note_level, column=column, verse=bool(verse[pair].any()), words_per_unit=words_per_unit),
        )
        p, difference, place = _compare_shapes(gathered[stories[one]], gathered[stories[two]], scale, seed)
        yield Compared(
            MEASURES["shape"]._replace(unit=column),
            {"difference": difference, "place": place, "why_not": note_no_shape(FEWEST)},
            p=p,
            yardstick=find_yardstick(f"{column}_shape", words[one], words[two], family=2) if own_bandwidth else np.nan,
            note=_note_shape,
            state=state_shape,
        )

    return compare_pairs(stories, compare)


def _note_level(row: Row, *, column: str, verse: bool, words_per_unit: np.ndarray) -> str:
    return note_level(column, not np.isnan(row["p"]), row["verdict"] != NOT_ASSESSED, verse, words_per_unit)


def _note_shape(row: Row) -> str:
    if np.isnan(row["p"]):
        return str(row["why_not"])
    return NO_YARDSTICK if row["verdict"] == NOT_ASSESSED else ""


def _compare_shapes(one: Points | None, two: Points | None, scale: float, seed: int) -> tuple[float, float, float]:
    """p of two curves' difference without their levels; the difference where it is largest for its error; and that place."""
    if one is None or two is None or (one.flat and two.flat):
        return np.nan, np.nan, np.nan
    shapes = subtract_shapes(one, two, scale, seed)
    ratio = np.abs(shapes.difference) / shapes.error
    p = (1 + (shapes.null >= ratio.max()).sum()) / (1 + SIMULATIONS)
    return float(p), float(shapes.difference[np.argmax(ratio)]), float(GRID[np.argmax(ratio)])


def _mean(total: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    return total / sentences
