"""Captions: the method of a figure, and the sizes of the samples behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.vocabulary.listing import PARTS

CONTENT = PARTS[2:]  # shared content and own content


def describe_sample(tally: pd.DataFrame, method: str) -> str:
    """The caption of a figure of sentences: the method, then the numbers of sentences and words per story.

    Parameters
    ----------
    tally : one row per sentence, as `tally_sentences` returns it; `story`, `kind` and `words` are used.
    method : the meaning of dots and bars, ending in a full stop.

    >>> tally = pd.DataFrame({"story": ["a", "a"], "kind": ["prose", "heading"], "words": [12, 2]})
    >>> describe_sample(tally, "Dot: score.")
    'Dot: score. a: 1 sentence, 12 words.'
    """
    clauses = []
    for story, units in tally.groupby("story", sort=False):
        prose = units[units["kind"] == "prose"]
        count = f"{len(prose):,} sentence" + ("s" if len(prose) != 1 else "")
        clauses.append(f"{story}: {count}, {int(prose['words'].sum()):,} words")
    return f"{method} {'; '.join(clauses)}."


def describe_curves(arcs: pd.DataFrame, method: str) -> str:
    """The caption of a figure of trajectories: the method, then points and bandwidth per story.

    Parameters
    ----------
    arcs : one row per story: `story`, `size`, `bandwidth` (NaN where there is no curve).
    method : the meaning of marks, line and band, ending in a full stop.

    >>> describe_curves(pd.DataFrame({"story": ["a"], "size": [18], "bandwidth": [0.1]}), "Line: mean.")
    'Line: mean. a: 18 points, bandwidth 0.10 of the story.'
    """
    clauses = [
        f"{row.story}: {row.size:,} points, "
        + ("no curve" if np.isnan(row.bandwidth) else f"bandwidth {row.bandwidth:.2f} of the story")
        for row in arcs[["story", "size", "bandwidth"]].itertuples(index=False, name="Row")
    ]
    return f"{method} {'; '.join(clauses)}."


def describe_words(composition: pd.DataFrame, method: str) -> str:
    """The caption of a figure of vocabulary: the method, then words and content words per story.

    Parameters
    ----------
    composition : one row per pair, story and part, as `compose_stories` returns it.
    method : the meaning of the marks, ending in a full stop.

    >>> from analysis import compose_stories, read_stories
    >>> describe_words(compose_stories(read_stories({"a": "The cat ran.", "b": "A dog."})), "Bars.")
    'Bars. a: 3 words, 2 of them content words without names; b: 2 words, 1 of them content words without names.'
    """
    parts = composition.drop_duplicates(["story", "part"])
    clauses = []
    for story, rows in parts.groupby("story", sort=False):
        content = rows.loc[rows["part"].isin(CONTENT), "count"].sum()
        clauses.append(f"{story}: {rows['count'].sum():,} words, {content:,} of them content words without names")
    return f"{method} {'; '.join(clauses)}."
