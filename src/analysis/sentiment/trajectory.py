"""The trajectory of a score over narrative time: a smoothed curve with a band, and whether there is an arc at all.

Every row of sentences that is no heading is a point; its place is its mid-point in the story's words (0-1). The smoothing
itself stands in `smoothing`.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.sentiment.smoothing import (
    BANDWIDTHS,
    FEWEST,
    GRID,
    SHUFFLES,
    Points,
    choose_bandwidth,
    choose_bandwidths,
    draw_curves,
    estimate_sigma,
    explain_shuffled,
    find_critical,
    gather_cells,
    make_smoother,
    smooth_on_grid,
    subtract_shapes,
)
from analysis.sentiment.valence import score_sentiment
from analysis.statistics.comparison import Row
from analysis.statistics.notes import NARROWEST, NO_TEST_ASKED, note_no_arc
from analysis.statistics.permutation import make_generator
from analysis.statistics.verdicts import judge_arc
from analysis.statistics.wording import state_arc
from analysis.tables import TABLES, need_columns, number_stories, pair_names


def smooth_trajectory(
    scored: pd.DataFrame, *, column: str = "valence", bandwidth: float | None = None, seed: int = 0
) -> pd.DataFrame:
    """One row per story and grid point (201, evenly spread over narrative time).

    Columns: `story`; `position` (0-1); `trajectory`, the smoothed `column`; `low`, `high`, its simultaneous 95 % band;
    `edge` (within one bandwidth of an end, where the curve is drawn towards the inside); `bandwidth` (the kernel's standard
    deviation, as a share of the story). The band holds the sampling noise of the curve smoothed at this bandwidth; not what
    the word list gets wrong, nor the bias of smoothing, nor the choice of the bandwidth. That is by generalised
    cross-validation over BANDWIDTHS unless given (Craven & Wahba, 1979). sigma^2 = RSS / (n - 2 tr H + tr HH'); the critical
    value is simulated, sigma estimated anew in each draw. A story of fewer than ten points has no curve: its `trajectory`,
    `low` and `high` are NaN, and the points stand for themselves. Stories or sentences are scored first.
    """
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise StoryError(f"The bandwidth is {bandwidth!r}: it is a share of the story above 0, such as 0.1.")
    scored = as_scored(scored, column)
    parts = []
    for story, points in gather_points(scored, column).items():
        part = pd.DataFrame({"story": story, "position": GRID, "trajectory": np.nan, "low": np.nan, "high": np.nan})
        width = np.nan
        if points is not None:
            width = choose_bandwidth(points) if bandwidth is None else bandwidth
            smoother = make_smoother(points, width)
            curve = smoother.grid @ points.score
            half = find_critical(points, smoother, seed) * estimate_sigma(points, smoother) * smoother.norm
            part = part.assign(trajectory=curve, low=curve - half, high=curve + half)
        parts.append(part.assign(edge=(np.minimum(GRID, GRID[::-1]) < width), bandwidth=width))
    if not parts:
        return pd.DataFrame(columns=TABLES["trajectory"].columns)
    return pd.concat(parts, ignore_index=True)


def assess_trajectory(scored: pd.DataFrame, *, column: str = "valence", tests: bool = True, seed: int = 0) -> pd.DataFrame:
    """One row per story: is there an arc at all, how much does it explain, where are its peak and trough?

    Columns: `story`; `size` (points); `mean`; `spread` (standard deviation of the points); `bandwidth`; `explained` (0-1,
    the share of the points' variance that the curve explains); `p` (share of 999 shuffles of the sentences, each with its
    own bandwidth, whose curve explains as much: does their order matter?); `peak`, `peak_low`, `peak_high`, `trough`,
    `trough_low`, `trough_high` (positions 0-1, with the 95 % interval of curves drawn anew with this noise); `verdict`
    ("order matters more than shuffled", "no more than shuffled", "not assessed"); `statement`; `note`. `tests=False` leaves
    out `p` and the intervals, for thousands of stories: the verdict is then "not assessed". A curve explains something of
    any points, so `explained` means nothing without `p`, or without as many shuffled stories to set beside it.
    """
    scored = as_scored(scored, column)
    stories = list(split_stories(scored, column))
    gathered = [gather_cells(place, scores) if len(scores) >= FEWEST else None for _, place, scores in stories]
    chosen = choose_bandwidths([points for points in gathered if points is not None])
    rows = []
    for (story, _, scores), points in zip(stories, gathered, strict=True):
        size = len(scores)
        row: Row = {"story": story, "size": size, "mean": scores.mean() if size else np.nan, "p": np.nan}
        row["spread"] = scores.std(ddof=1) if size > 1 else np.nan
        bandwidth, residual = (np.nan, np.nan) if points is None else next(chosen)
        if points is None or points.flat:
            row["note"] = row["why_not"] = note_no_arc(size, FEWEST)
        else:
            row |= _describe_curve(points, bandwidth, residual) | {"why_not": NO_TEST_ASKED}
            row |= _test_arc(points, scores, row, seed) if tests else {}
        row["verdict"] = judge_arc(row["p"])
        rows.append(row | {"statement": state_arc(row).whole})
    return pd.DataFrame(rows).reindex(columns=TABLES["arcs"].columns)


def _describe_curve(points: Points, bandwidth: float, residual: float) -> Row:
    """How much of the points' variance the curve explains, and where it is highest and lowest."""
    curve = smooth_on_grid(points, bandwidth)
    note = NARROWEST if bandwidth == BANDWIDTHS[0] else ""
    row = {"bandwidth": bandwidth, "explained": 1 - residual / points.squares, "note": note}
    return row | {"peak": GRID[np.argmax(curve)], "trough": GRID[np.argmin(curve)]}


def _test_arc(points: Points, scores: np.ndarray, row: Row, seed: int) -> Row:
    """p of the order of the sentences, and where the peaks and troughs of curves drawn anew lie."""
    generator = make_generator(seed)
    p = (1 + (explain_shuffled(points, scores, generator) >= row["explained"] - 1e-12).sum()) / (1 + SHUFFLES)
    curves = draw_curves(points, row["bandwidth"], generator)
    ends: Row = {"p": p}
    for name, find in (("peak", np.argmax), ("trough", np.argmin)):
        ends[f"{name}_low"], ends[f"{name}_high"] = np.quantile(GRID[find(curves, axis=0)], [0.025, 0.975])
    return ends


def subtract_trajectories(scored: pd.DataFrame, *, column: str = "valence", seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and grid point: how their shapes differ along narrative time.

    Columns: `story_1`, `story_2`, `position`, `difference` (first less second, each without its own level, both smoothed at
    one bandwidth), `low`, `high` (what sampling noise makes of one and the same shape, 95 % for the whole line at once),
    `bandwidth`. NaN for a story of fewer than ten points.
    """
    gathered = gather_points(as_scored(scored, column), column)
    parts = []
    stories = list(gathered)
    for pair in pair_names(stories):
        one, two = (stories[number] for number in pair)
        part = pd.DataFrame({"story_1": one, "story_2": two, "position": GRID})
        part = part.assign(difference=np.nan, low=np.nan, high=np.nan, bandwidth=np.nan)
        if (points_1 := gathered[one]) is not None and (points_2 := gathered[two]) is not None:
            shapes = subtract_shapes(points_1, points_2, 1.0, seed)
            half = float(np.quantile(shapes.null, 0.95)) * shapes.error
            part = part.assign(difference=shapes.difference, low=-half, high=half, bandwidth=shapes.bandwidth)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def as_scored(scored: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per sentence with the score `column`: the table given, if it has it; for valence, others are scored first."""
    if column not in scored and column == "valence":
        scored = score_sentiment(scored)
    need_columns(scored, ["story", "position", "kind", column], "scored")
    return scored


def gather_points(scored: pd.DataFrame, column: str) -> dict[Any, Points | None]:
    """The points of each story, None where they are fewer than ten."""
    return {
        story: gather_cells(place, score) if len(score) >= FEWEST else None
        for story, place, score in split_stories(scored, column)
    }


def split_stories(scored: pd.DataFrame, column: str) -> Iterator[tuple[Any, np.ndarray, np.ndarray]]:
    """Each story with the places and scores of its points: of all units but headings, where a score is known."""
    code, stories = number_stories(scored)
    place, score = scored["position"].to_numpy(float), scored[column].to_numpy(float)
    code[(scored["kind"] == "heading").to_numpy() | np.isnan(score)] = len(stories)
    order = np.argsort(code, kind="stable")
    rows = np.split(order, np.searchsorted(code[order], np.arange(1, len(stories) + 1)))
    for story, chosen in zip(stories, rows, strict=False):
        yield story, place[chosen], score[chosen]
