"""Difficulty along the story: the counts of each sentence as points, to be smoothed as tone is."""

import numpy as np
import pandas as pd

from analysis.readability.counts import KEYS, as_tally
from analysis.readability.measures import MEASURES
from analysis.text.language import is_english

TRACED = ("words_per_sentence", "unfamiliar_share", "ease")


def trace_difficulty(tally: pd.DataFrame) -> pd.DataFrame:
    """One row per prose sentence: how hard it is by itself, for `smooth_trajectories` and its like.

    Parameters
    ----------
    tally : a tally of sentences; words, sentences, stories, or what `read_stories` takes, are tallied first.

    Returns
    -------
    DataFrame with the columns

    story, chapter, paragraph, sentence, kind, position, start, end, speech : as in the tally
    words_per_sentence : its length in words
    unfamiliar_share : 0-1, share of its words that are unfamiliar; NaN in other languages than English
    ease : predicted ease of the sentence alone; NaN without a content word, or in other languages

    Notes
    -----
    The mean of the first over a story is its words per sentence. The other two are means over words in `measure_readability`
    and means over sentences here, where a short sentence counts as much as a long one: read the course, not the level.

    >>> from analysis import read_stories
    >>> points = trace_difficulty(read_stories({"a": "The cat sat. Resilience endured everywhere that winter."}))
    >>> points["words_per_sentence"].tolist(), bool(points["ease"].iloc[0] > points["ease"].iloc[1])
    ([3.0, 5.0], True)
    """
    tally = as_tally(tally)
    prose = tally[tally["kind"] == "prose"].reset_index(drop=True)
    counts = prose.assign(sentences=1, squares=prose["words"] ** 2)
    points = prose[[column for column in prose if column in KEYS or column == "language"]]
    english = is_english(prose)
    for name in TRACED:
        measure = MEASURES[name]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.asarray(measure.formula(**{count: counts[count].to_numpy(float) for count in measure.counts}))
        points = points.assign(**{name: value if measure.any_language else np.where(english, value, np.nan)})
    return points
