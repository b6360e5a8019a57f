"""The trajectory of a score over narrative time: a smoothed curve with a band, and whether there is an arc at all.

Every row of sentences but headings is a point; its position is its mid-point in the story's words (0-1). The smoothing
itself is in `smoothing`.
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
from analysis.statistics.notes import NARROWEST, NO_TEST_ASKED, note_foreign, note_no_arc
from analysis.statistics.permutation import make_generator
from analysis.statistics.verdicts import judge_arc
from analysis.statistics.wording_curves import state_arc
from analysis.tables import TABLES, is_counted, need_columns, number_pairs, number_stories
from analysis.text.language import find_foreign
from analysis.text.stories import as_stories


def smooth_trajectory(
    scored: pd.DataFrame, *, column: str = "valence", bandwidth: float | None = None, seed: int = 0
) -> pd.DataFrame:
    """One row per story and grid point: 201 points, evenly spread over narrative time.

    Parameters
    ----------
    scored : a table of scored sentences; sentences, stories, or what `read_stories` takes, are scored first.
    column : the score to smooth; "valence" by default.
    bandwidth : the kernel's standard deviation, as a share of the story; unless given, chosen for each story.
    seed : of the simulated critical value; 0 by default.

    Returns
    -------
    DataFrame with the columns

    story : as in `scored`
    position : 0-1, narrative time
    trajectory : the smoothed score; NaN for a story of fewer than ten points, which has no curve
    low, high : its simultaneous 95 % band; NaN where there is no curve
    edge : whether within one bandwidth of an end, where the curve is drawn towards the inside
    bandwidth : the kernel's standard deviation, as a share of the story; NaN where there is no curve

    Raises
    ------
    StoryError : a bandwidth that is not above 0, or a table without the columns needed.

    Notes
    -----
    The bandwidth is chosen by generalised cross-validation over BANDWIDTHS (Craven & Wahba, 1979). The band holds the
    sampling noise of the curve smoothed at this bandwidth. It does not hold the errors of the word list, the bias of
    smoothing or the choice of the bandwidth. sigma^2 = RSS / (n - 2 tr H + tr HH'); the critical value is simulated, with
    sigma estimated anew in each draw.

    >>> from analysis import read_stories
    >>> curve = smooth_trajectory(read_stories({"a": "What joy! We won. " * 6 + "He wept. They lost. " * 6}))
    >>> len(curve), bool(curve["trajectory"].iloc[0] > curve["trajectory"].iloc[-1])
    (201, True)
    """
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise StoryError(f"The bandwidth is {bandwidth!r}: it is a share of the story above 0, such as 0.1.")
    scored = as_scored(scored, column)
    parts = []
    for story, points in gather_points(scored, column).items():
        part = pd.DataFrame({"story": story, "position": GRID, "trajectory": np.nan, "low": np.nan, "high": np.nan})
        used = np.nan
        if points is not None:
            used = choose_bandwidth(points) if bandwidth is None else bandwidth
            smoother = make_smoother(points, used)
            curve = smoother.grid @ points.score
            half_width = find_critical(points, smoother, seed) * estimate_sigma(points, smoother) * smoother.norm
            part = part.assign(trajectory=curve, low=curve - half_width, high=curve + half_width)
        parts.append(part.assign(edge=(np.minimum(GRID, GRID[::-1]) < used), bandwidth=used))
    if not parts:
        return pd.DataFrame(columns=TABLES["trajectory"].columns)
    return pd.concat(parts, ignore_index=True)


def assess_trajectory(scored: pd.DataFrame, *, column: str = "valence", tests: bool = True, seed: int = 0) -> pd.DataFrame:
    """One row per story: whether there is an arc, how much of the variance it explains, where its peak and trough are.

    Parameters
    ----------
    scored : a table of scored sentences; sentences, stories, or what `read_stories` takes, are scored first.
    column : the score; "valence" by default.
    tests : True by default; False leaves out `p` and the intervals, for thousands of stories: the verdict is then "not
        assessed".
    seed : of the shuffles and simulations; 0 by default.

    Returns
    -------
    DataFrame with the columns

    story : as in `scored`
    size : number of points
    mean : of the points; NaN without points
    spread : standard deviation of the points; NaN for fewer than two
    bandwidth : the kernel's standard deviation, as a share of the story
    explained : 0-1, share of the points' variance that the curve explains
    p : share of 999 shuffles of the sentences, each with its own bandwidth, whose curve explains as much or more: does their
        order matter?
    peak, peak_low, peak_high : 0-1, position of the peak, with the 95 % interval from curves simulated with this noise
    trough, trough_low, trough_high : the same for the trough
    verdict : "order matters more than shuffled", "no more than shuffled" or "not assessed"
    statement : a sentence to quote
    note : why there is no verdict, or what to keep in mind; empty where there is nothing to say

    From `bandwidth` to `trough_high` all is NaN for a story of fewer than ten points or of equal ones.

    Raises
    ------
    StoryError : a table without the columns needed.

    Notes
    -----
    A curve explains some variance of any points. So `explained` means nothing without `p`, or without as many shuffled
    stories to compare it with.
    """
    scored = as_scored(scored, column)
    stories = list(split_stories(scored, column))
    gathered = [gather_cells(position, scores) if len(scores) >= FEWEST else None for _, position, scores in stories]
    chosen = choose_bandwidths([points for points in gathered if points is not None])
    rows, foreign = [], find_foreign(scored)
    for (story, _, scores), points in zip(stories, gathered, strict=True):
        size = len(scores)
        row: Row = {"story": story, "size": size, "mean": scores.mean() if size else np.nan, "p": np.nan}
        row["spread"] = scores.std(ddof=1) if size > 1 else np.nan
        bandwidth, residual = (np.nan, np.nan) if points is None else next(chosen)
        if points is None or points.flat:
            row["note"] = row["why_not"] = ("" if size else note_foreign(foreign, story)) or note_no_arc(size, FEWEST)
        else:
            row |= _describe_curve(points, bandwidth, residual) | {"why_not": NO_TEST_ASKED}
            row |= _test_arc(points, scores, row, seed) if tests else {}
        row["verdict"] = judge_arc(row["p"])
        rows.append(row | {"statement": state_arc(row, column).whole})
    return pd.DataFrame(rows).reindex(columns=TABLES["arcs"].columns)


def _describe_curve(points: Points, bandwidth: float, residual: float) -> Row:
    """How much of the points' variance the curve explains, and where it is highest and lowest."""
    curve = smooth_on_grid(points, bandwidth)
    note = NARROWEST if bandwidth == BANDWIDTHS[0] else ""
    row = {"bandwidth": bandwidth, "explained": 1 - residual / points.squares, "note": note}
    return row | {"peak": GRID[np.argmax(curve)], "trough": GRID[np.argmin(curve)]}


def _test_arc(points: Points, scores: np.ndarray, row: Row, seed: int) -> Row:
    """p of the order of the sentences, and the 95 % intervals of peak and trough from simulated curves."""
    generator = make_generator(seed)
    p = (1 + (explain_shuffled(points, scores, generator) >= row["explained"] - 1e-12).sum()) / (1 + SHUFFLES)
    curves = draw_curves(points, row["bandwidth"], generator)
    test: Row = {"p": p}
    for name, find in (("peak", np.argmax), ("trough", np.argmin)):
        test[f"{name}_low"], test[f"{name}_high"] = np.quantile(GRID[find(curves, axis=0)], [0.025, 0.975])
    return test


def subtract_trajectories(scored: pd.DataFrame, *, column: str = "valence", seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and grid point: the difference of their shapes along narrative time.

    Parameters
    ----------
    scored : a table of scored sentences; sentences, stories, or what `read_stories` takes, are scored first.
    column : the score; "valence" by default.
    seed : of the simulated noise; 0 by default.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair
    position : 0-1, narrative time
    difference : first less second curve, each without its own level, both smoothed at one bandwidth
    low, high : what sampling noise alone gives for two equal shapes, 95 % for the whole line at once
    bandwidth : the kernel's standard deviation, as a share of the story

    From `difference` on, all is NaN where a story has fewer than ten points.

    Raises
    ------
    StoryError : fewer than two stories, or a table without the columns needed.
    """
    gathered = gather_points(as_scored(scored, column), column)
    parts = []
    stories = list(gathered)
    for pair in number_pairs(stories):
        story_1, story_2 = (stories[number] for number in pair)
        part = pd.DataFrame({"story_1": story_1, "story_2": story_2, "position": GRID})
        part = part.assign(difference=np.nan, low=np.nan, high=np.nan, bandwidth=np.nan)
        if (points_1 := gathered[story_1]) is not None and (points_2 := gathered[story_2]) is not None:
            shapes = subtract_shapes(points_1, points_2, 1.0, seed)
            half_width = float(np.quantile(shapes.null, 0.95)) * shapes.error
            part = part.assign(difference=shapes.difference, low=-half_width, high=half_width, bandwidth=shapes.bandwidth)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def as_scored(scored: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per sentence, with the score `column`: the table given; sentences or stories are scored for "valence"."""
    scored = as_stories(scored)
    if column not in scored and column == "valence":
        scored = score_sentiment(scored)
    need_columns(scored, ["story", "position", "kind", column], "scored")
    return scored


def gather_points(scored: pd.DataFrame, column: str) -> dict[Any, Points | None]:
    """The points of each story, None where they are fewer than ten."""
    return {
        story: gather_cells(position, score) if len(score) >= FEWEST else None
        for story, position, score in split_stories(scored, column)
    }


def split_stories(scored: pd.DataFrame, column: str) -> Iterator[tuple[Any, np.ndarray, np.ndarray]]:
    """Each story with the positions and scores of its points: all rows of prose and verse whose score is known."""
    code, stories = number_stories(scored)
    position, score = scored["position"].to_numpy(float), scored[column].to_numpy(float)
    code[~is_counted(scored["kind"]) | np.isnan(score)] = len(stories)
    order = np.argsort(code, kind="stable")
    rows_by_story = np.split(order, np.searchsorted(code[order], np.arange(1, len(stories) + 1)))
    for story, rows in zip(stories, rows_by_story, strict=False):
        yield story, position[rows], score[rows]
