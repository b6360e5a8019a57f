"""Richness along the story: type-token ratios of windows as points, to be smoothed as tone is."""

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import is_counted, number_stories
from analysis.text.words import as_words
from analysis.vocabulary.measures import WINDOW

SHORT = 1_000  # words: a shorter story has so few windows of 50 that they are halved


def trace_richness(words: pd.DataFrame, *, window: int | None = None) -> pd.DataFrame:
    """One row per window of running words: its type-token ratio, for `smooth_trajectories` and its like.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    window : words in a window; unless given 50, or 25 if one of the stories has fewer than 1,000 words. One size serves
        all stories of a table, for the ratio falls with it.

    Returns
    -------
    DataFrame with the columns

    story : as in the table of words
    kind : "prose"
    position : 0-1, mean of the positions of its words
    start, end : offsets of its first and last word in the story's text
    richness : 0-1, its distinct words over its words; names and function words count, headings do not

    The windows follow each other without overlap, so that their order can be shuffled; words left over at the end make none.

    Raises
    ------
    StoryError : `window` is no whole number of 2 or more.

    >>> from analysis import read_stories
    >>> trace_richness(read_stories({"a": "The cat saw the cat. Then she sang."}), window=4)["richness"].tolist()
    [0.75, 1.0]
    """
    if window is not None and (not isinstance(window, int | np.integer) or window < 2):
        raise StoryError(f"window={window!r}: say how many words, 2 or more.")
    words = as_words(words)
    words = words[is_counted(words["kind"])]
    code, stories = number_stories(words)
    order = np.argsort(code, kind="stable")
    size = np.bincount(code, minlength=len(stories))
    width = window or (WINDOW if size.min(initial=SHORT) >= SHORT else WINDOW // 2)
    place = np.arange(len(order)) - np.repeat(np.cumsum(size) - size, size)  # of each word in its story
    rows = order[place < np.repeat(size // width * width, size)].reshape(-1, width)
    types = np.sort(pd.factorize(words["word"])[0][rows], axis=1)
    return pd.DataFrame(
        {
            "story": words["story"].array.take(rows[:, 0]),
            "kind": pd.array(["prose"] * len(rows), dtype="str"),
            "position": words["position"].to_numpy()[rows].mean(axis=1) if len(rows) else np.zeros(0),
            "start": words["start"].to_numpy()[rows[:, 0]],
            "end": words["end"].to_numpy()[rows[:, -1]],
            "richness": (1 + (np.diff(types, axis=1) > 0).sum(axis=1)) / width,
        }
    )
