"""Trajectories of several measures at once: difficulty and richness on the narrative time of tone, with the same tests."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.sentiment.comparison import compare_shapes
from analysis.sentiment.smoothing import FEWEST
from analysis.sentiment.trajectory import assess_trajectory, gather_points, smooth_trajectory
from analysis.statistics.correction import adjust_holm
from analysis.statistics.notes import note_foreign, note_no_shape
from analysis.statistics.verdicts import judge_chance
from analysis.statistics.wording_curves import name_course, state_course
from analysis.tables import TABLES, need_columns, number_pairs
from analysis.text.language import find_foreign


def smooth_trajectories(points: pd.DataFrame, columns: Sequence[str], *, seed: int = 0) -> pd.DataFrame:
    """One row per measure, story and grid point: `smooth_trajectory` for each of these columns.

    Parameters
    ----------
    points : one row per point, with `story`, `position`, `kind` and these columns, as `trace_difficulty`, `trace_richness`
        and `score_sentiment` return it.
    columns : the measures.
    seed : of the simulated critical values; 0 by default.

    Returns
    -------
    DataFrame with the columns `measure` and those of `smooth_trajectory`

    Raises
    ------
    StoryError : a table without the columns needed, or no columns.

    >>> from analysis import read_stories, trace_difficulty
    >>> points = trace_difficulty(read_stories({"a": "He ran. " * 12 + "He ran to the river and home again. " * 12}))
    >>> smooth_trajectories(points, ["words_per_sentence"])["trajectory"].iloc[[0, -1]].round(1).tolist()
    [2.0, 8.0]
    """
    tables = [smooth_trajectory(points, column=name, seed=seed) for name in _check(points, columns)]
    return _stack(tables, columns)


def assess_trajectories(points: pd.DataFrame, columns: Sequence[str], *, seed: int = 0) -> pd.DataFrame:
    """One row per measure and story: `assess_trajectory` for each of these columns.

    Parameters
    ----------
    points, columns, seed : as in `smooth_trajectories`

    Returns
    -------
    DataFrame with the columns `measure` and those of `assess_trajectory`; `p` is not corrected for the number of measures

    Raises
    ------
    StoryError : a table without the columns needed, or no columns.
    """
    tables = [assess_trajectory(points, column=name, seed=seed) for name in _check(points, columns)]
    table = _stack(tables, columns)
    table["statement"] = [f"{name_course(row.measure)}, {row.statement}" for row in table.itertuples()]
    return table


def compare_trajectories(points: pd.DataFrame, columns: Sequence[str], *, seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and measure: do the shapes of their curves differ by more than chance?

    Parameters
    ----------
    points, columns, seed : as in `smooth_trajectories`

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair, in the order of the table
    measure : one of the columns
    place : 0-1, where the curves, each without its level, part most for their error
    difference : first less second there, in the unit of the measure
    p : of curves smoothed alike from noise about one shape
    p_adjusted : Holm, over measures and pairs
    verdict : "beyond chance", "no more than chance" or "not assessed"
    statement : a sentence to quote
    note : why there is no verdict; empty where there is one

    Raises
    ------
    StoryError : fewer than two stories; a table without the columns needed, or no columns.

    >>> from analysis import read_stories, trace_difficulty
    >>> short, long = "He ran. " * 12, "He ran to the river and home again. " * 12
    >>> points = trace_difficulty(read_stories({"a": short + long, "b": long + short}))
    >>> compare_trajectories(points, ["words_per_sentence"])["verdict"].tolist()
    ['beyond chance']
    """
    rows = []
    gathered = {name: gather_points(points, name) for name in _check(points, columns)}
    stories = list(next(iter(gathered.values())))
    for one, two in number_pairs(stories):
        for name, own in gathered.items():
            p, difference, place = compare_shapes(own[stories[one]], own[stories[two]], 1.0, seed)
            rows.append((stories[one], stories[two], name, place, difference, p))
    table = pd.DataFrame(rows, columns=["story_1", "story_2", "measure", "place", "difference", "p"])
    table["p_adjusted"] = adjust_holm(table["p"].tolist())
    table["verdict"] = [judge_chance(p) for p in table["p_adjusted"]]
    foreign = find_foreign(points)
    abroad = [note_foreign(foreign, *pair) for pair in zip(table["story_1"], table["story_2"], strict=True)]
    table["note"] = [
        (why or note_no_shape(FEWEST)) if np.isnan(p) else "" for why, p in zip(abroad, table["p"], strict=True)
    ]
    family = int(table["p"].notna().sum())
    table["statement"] = [state_course(row, family) for row in table.to_dict("records")]
    return table[TABLES["shapes"].columns]


def _check(points: pd.DataFrame, columns: Sequence[str]) -> Sequence[str]:
    if isinstance(columns, str) or not len(columns):
        raise StoryError(f"columns={columns!r}: give a list of columns, such as ['words_per_sentence', 'ease'].")
    need_columns(points, ["story", "position", "kind", *columns], "difficulty")
    return columns


def _stack(tables: list[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """The tables one below the other, each after the name of its measure."""
    for table, name in zip(tables, columns, strict=True):
        table.insert(0, "measure", pd.array([name] * len(table), dtype="str"))
    return pd.concat(tables, ignore_index=True)
