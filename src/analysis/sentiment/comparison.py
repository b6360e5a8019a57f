"""The comparison of sentiment: do two stories differ in level, and do their trajectories differ in shape?"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from analysis.sentiment.measures import MEASURES, name_level
from analysis.sentiment.smoothing import FEWEST, GRID, SIMULATIONS, Points, subtract_shapes
from analysis.sentiment.trajectory import as_scored, gather_points
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, estimate
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import NO_YARDSTICK, note_foreign, note_level, note_no_shape
from analysis.statistics.permutation import find_p
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.statistics.wording_curves import state_shape
from analysis.tables import is_counted, need_columns
from analysis.text.language import find_foreign
from analysis.text.sentences import count_words


def compare_sentiment(scored: pd.DataFrame, *, column: str = "valence", scale: float = 1.0, seed: int = 0) -> pd.DataFrame:
    """Two rows per pair of stories: the difference of their levels, and the difference of their trajectories' shapes.

    Parameters
    ----------
    scored : a table of scored sentences; sentences, stories, or what `read_stories` takes, are scored first.
    column : the score to compare; "valence" by default.
    scale : multiplies the bandwidth at which shapes are compared; 1 by default. Any other has no yardstick.
    seed : of the permutations and simulations; 0 by default.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair, in the order of the table
    measure : "level" or "shape"
    value_1, value_2 : level: mean score of a sentence; NaN for shape
    difference : level: value_1 - value_2; shape: the difference of the two curves, each without its level, at the
        position where it is largest relative to its error (first less second)
    low, high : level: 95 % interval of the difference (Welch); NaN for shape
    effect : level: the difference in standard deviations of a sentence; NaN for shape
    p : level: studentised permutation of sentences, Welch's test from 200 sentences on; shape: simulated noise, smoothed
        alike; NaN where not assessed
    p_adjusted : p after Holm's correction over both measures and all pairs
    yardstick : what two passages of one book of these lengths commonly differ by at most; NaN where there is none (Notes)
    detectable : level: the smallest difference found with 80 % power; NaN for shape
    unit : the name of the score
    verdict : "distinguishable", "within one book's range", "not distinguishable at this length" or "not assessed"
    statement : a sentence to quote
    note : why a verdict is missing, or what to keep in mind; empty where there is nothing to say
    claim : the statement without its last sentence, on the sampling frame

    Raises
    ------
    StoryError : fewer than two stories, or a table without the columns needed.

    Notes
    -----
    Both curves of a pair are smoothed at one bandwidth, the larger of the two stories' (separate bandwidths raise false
    alarms). A shape of fewer than ten points is not assessed, nor is a level of fewer than two. The yardsticks hold for
    `valence` by the merged dictionary and for NLTK's `vader`. Another list or your own lexicon has its own unit and
    therefore no yardstick: where its test finds a difference, the verdict is "not assessed".

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "What joy! They won. We were glad.", "b": "He wept. It was a sad war. They lost."})
    >>> compare_sentiment(stories)[["measure", "verdict"]].to_numpy().tolist()
    [['level', 'not distinguishable at this length'], ['shape', 'not assessed']]
    """
    scored = as_scored(scored, column)
    need_columns(scored, ["text"], "scored")
    return compare_scores(scored, count_words(scored), column=column, scale=scale, seed=seed)


def compare_scores(
    scored: pd.DataFrame, n_words: np.ndarray, *, column: str = "valence", scale: float = 1.0, seed: int = 0
) -> pd.DataFrame:
    """Two rows per pair of stories, as `compare_sentiment` returns them; `n_words` are the words of each row of `scored`."""
    gathered = gather_points(scored, column)
    stories = list(gathered)
    is_point = (is_counted(scored["kind"]) & scored[column].notna()).to_numpy()
    units = scored[is_point]
    counts = {"total": units[column].to_numpy(), "sentences": np.ones(len(units))}
    code = units["story"].map({story: number for number, story in enumerate(stories)}).to_numpy(dtype=int)
    words = np.bincount(code, n_words[is_point], len(stories))
    has_verse = np.bincount(code, units["kind"] == "verse", len(stories)) > 0
    levels = estimate(_mean, counts, code, len(stories))
    foreign = find_foreign(scored)
    tested = {"level": (_mean, tuple(counts))}

    def compare(story_1: int, story_2: int) -> Iterator[Compared]:
        pair, is_in_pair = [story_1, story_2], (code == story_1) | (code == story_2)
        counts_of_pair = {name: values[is_in_pair] for name, values in counts.items()}
        words_per_unit = words[pair] / np.maximum(levels.number[pair], 1)
        unread = {stories[number] for number in pair if not levels.number[number] > 0}  # with a lexicon of your own they are
        why_not = note_foreign(foreign, *(stories[number] for number in pair if stories[number] in unread))
        yield Compared(
            MEASURES["level"]._replace(unit=column, title=name_level(column)),
            describe_difference(Estimate(*(part[pair] for part in levels))),
            p=find_p(tested, counts_of_pair, code[is_in_pair] == story_1, seed=seed)["level"],
            yardstick=find_yardstick(f"{column}_level", words[story_1], words[story_2], family=2),
            note=partial(_note_level, column=column, verse=bool(has_verse[pair].any()), words_per_unit=words_per_unit),
            why_not=why_not,
        )
        points_1, points_2 = (gathered[stories[number]] for number in pair)
        p, difference, position = compare_shapes(points_1, points_2, scale, seed)
        shape_yardstick = find_yardstick(f"{column}_shape", words[story_1], words[story_2], family=2)
        yield Compared(
            MEASURES["shape"]._replace(unit=column),
            {"difference": difference, "place": position, "why_not": note_no_shape(FEWEST)},
            p=p,
            yardstick=shape_yardstick if scale == 1 else np.nan,  # it holds for this scale only
            note=_note_shape,
            state=state_shape,
            why_not=why_not,
        )

    return compare_pairs(stories, compare)


def _note_level(row: Row, *, column: str, verse: bool, words_per_unit: np.ndarray) -> str:
    return note_level(column, not np.isnan(row["p"]), row["verdict"] != NOT_ASSESSED, verse, words_per_unit)


def _note_shape(row: Row) -> str:
    if np.isnan(row["p"]):
        return str(row["why_not"])
    return NO_YARDSTICK if row["verdict"] == NOT_ASSESSED else ""


def compare_shapes(points_1: Points | None, points_2: Points | None, scale: float, seed: int) -> tuple[float, float, float]:
    """Of two curves without their levels: p, their difference where it is largest relative to its error, that position."""
    if points_1 is None or points_2 is None or (points_1.flat and points_2.flat):
        return np.nan, np.nan, np.nan
    shapes = subtract_shapes(points_1, points_2, scale, seed)
    ratio = np.abs(shapes.difference) / shapes.error
    p = (1 + (shapes.null >= ratio.max()).sum()) / (1 + SIMULATIONS)
    largest = np.argmax(ratio)
    return float(p), float(shapes.difference[largest]), float(GRID[largest])


def _mean(total: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    return total / sentences
