"""Which part of one story shares words with which part of the other."""

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import is_counted, pair_stories
from analysis.text.words import as_words
from analysis.vocabulary.rarefaction import find_presence
from analysis.vocabulary.types import find_types

FEW = 8  # counted words that a paragraph needs to be compared


def compare_parts(words: pd.DataFrame, *, by: str | int | None = None) -> pd.DataFrame:
    """One row per pair of stories, part of the first and part of the second: what these two parts share.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    by : "paragraph", "chapter", or a number of parts of equal length; by default paragraphs where both stories have at most
        15, chapters where both have 2 to 40, else ten parts

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    by : what the stories are divided by
    part_1, part_2 : numbered as in the other tables
    words_1, words_2 : counted words of each part (content words without names)
    size : counted words of each part that the overlap is taken at, so that a long part has no advantage
    overlap : 0-1, as in `measure_overlap`; NaN for a part of fewer than 8 counted words
    shared : number of words that both parts use
    forms : these words, as most often written

    Raises
    ------
    StoryError : fewer than two stories with words in them; an unknown `by`.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "The cat saw a bird.\\n\\nIt sang.", "b": "A bird sings."})
    >>> compare_parts(stories)[["part_1", "part_2", "forms"]].to_numpy().tolist()
    [[1, 1, 'bird'], [2, 1, 'sang']]
    """
    words = as_words(words)
    words = words[is_counted(words["kind"])]
    types = find_types(words)
    rows = []
    for story_1, story_2, one, two in pair_stories(words):
        chosen = _choose_parts(words, (one, two)) if by is None else by
        sides, labels = [], []
        for place in (one, two):
            part, numbers = _number_parts(words.iloc[place], chosen)
            labels.append(numbers)
            code = types.code[place]
            count = np.zeros((part.max(initial=-1) + 1, len(types.words)), dtype=np.int64)
            np.add.at(count, (part[code >= 0], code[code >= 0]), 1)
            sides.append(count)
        totals = [count.sum(axis=1) for count in sides]
        long = [total >= FEW for total in totals]
        size = min(
            (int(total[is_long].min()) for total, is_long in zip(totals, long, strict=True) if is_long.any()), default=0
        )
        present = [find_presence(count.T, size).T if size else np.full(count.shape, np.nan) for count in sides]
        shared = present[0] @ present[1].T
        with np.errstate(invalid="ignore"):  # parts without counted words
            overlap = shared / (present[0].sum(axis=1)[:, None] + present[1].sum(axis=1) - shared)
        for i, j in np.ndindex(*overlap.shape):
            common = np.flatnonzero((sides[0][i] > 0) & (sides[1][j] > 0))
            common = common[np.argsort(-np.minimum(sides[0][i], sides[1][j])[common], kind="stable")]
            rows.append(
                {
                    "story_1": story_1, "story_2": story_2, "by": str(chosen),
                    "part_1": labels[0][i], "part_2": labels[1][j],
                    "words_1": int(totals[0][i]), "words_2": int(totals[1][j]), "size": size,
                    "overlap": overlap[i, j] if long[0][i] and long[1][j] else np.nan,
                    "shared": len(common), "forms": ", ".join(types.forms[common]),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _choose_parts(words: pd.DataFrame, rows: tuple[np.ndarray, np.ndarray]) -> str | int:
    for by, least, most in (("paragraph", 1, 15), ("chapter", 2, 40)):
        numbers = [words[by].iloc[place].nunique() for place in rows]
        if least <= min(numbers) and max(numbers) <= most:
            return by
    return 10


def _number_parts(story: pd.DataFrame, by: str | int) -> tuple[np.ndarray, list[int]]:
    """For each word the place of its part, and for each part the number it has in the other tables."""
    if by in ("paragraph", "chapter"):
        part, numbers = pd.factorize(story[by])
        return part, numbers.tolist()
    if isinstance(by, int | np.integer) and by > 0:
        part = np.minimum(np.arange(len(story)) * by // max(len(story), 1), by - 1)
        return part, list(range(1, int(part.max(initial=-1)) + 2))
    raise StoryError(f"by={by!r}: say 'paragraph', 'chapter' or a number of parts.")
