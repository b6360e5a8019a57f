"""Aligned passages: stretches of two stories that are the same but for a word added, left out or replaced here and there.

Local alignment (Smith & Waterman, 1981) of lemmas, names masked, within paragraphs: 2.5 points for a content word that
matches, 1 for a function word or a name, -1 for each word replaced, left out or put in.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import TABLES, pair_stories
from analysis.text.words import as_words
from analysis.vocabulary.chance import expect_matches, find_expected
from analysis.vocabulary.phrases import CONTENT, Running, as_running, check_repeats, describe_matches, find_seeds, pick

DENSE = 3_000  # words: of longer texts only the surroundings of seeds are compared
REACH = 40  # words to either side of a seed
MOST_WINDOWS = 2.0  # surroundings of seeds for each word: two novels have 0.01, a novel beside itself has 0.04
LEAST = 5.0  # points; unrelated texts of 400 words share a passage of so many about once in ten pairs
MOST = 40.0  # points: beyond, no passage is common between unrelated stories
LOSS = 2  # half points for a word replaced, left out or put in


def align_passages(
    words: pd.DataFrame, *, least: float | None = None, names: str = "masked", reference: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per pair of stories and aligned passage: one that both have, word for word or nearly.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    least : the lowest score listed; by default 5 or, where that is common between unrelated stories of these lengths, the
        lowest score that they reach once at most
    names : "masked" (default), so that one name matches any other, or "with" names as they are
    reference : a table as `build_reference` makes it; the shipped one unless given

    Returns
    -------
    DataFrame with the columns, the highest score first; no two rows overlap in both stories

    story_1, story_2 : in the order of the table of words
    text_1, text_2 : the words of the passage in each story
    words : number of words that match
    score : points, by the rules of this module
    start_1, end_1, start_2, end_2 : offsets in the text of each story
    position_1, position_2 : 0-1, its mid-point in each story
    paragraph_1, paragraph_2 : number of the paragraph in each story
    expected : passages of this score or more that two unrelated stories of these lengths share; NaN where not known

    Of long stories (more than 9 million pairs of words) only what lies within 40 words of a seed is compared. A seed is a
    run of three words that both have, two of them content words, or of five with one; so a passage has at most 81 words.

    Raises
    ------
    StoryError : fewer than two stories with words in them; two that repeat the same few words too often.

    >>> from analysis import read_stories
    >>> texts = {"a": "And so she took the stage, and wept.", "b": "He took the old stage, and wept for joy."}
    >>> align_passages(read_stories(texts))[["text_1", "text_2", "score"]].to_numpy().tolist()
    [['took the stage and wept', 'took the old stage and wept', 8.5]]
    """
    words = as_running(as_words(words), names, lemmas=True)
    default = names == "masked" or reference is not None
    tables = []
    for story_1, story_2, one, two in pair_stories(words):
        first, second = pick(words, one), pick(words, two)
        lengths = len(one), len(two)
        lowest = (find_least(lengths, reference) if default else LEAST) if least is None else least
        spans, matched, score = align(first, second, round(2 * lowest))
        table = describe_matches(words, (story_1, story_2), (first, second), spans).assign(words=matched, score=score)
        tables.append(expect_matches(table, "alignments", lengths, default, reference))
    return pd.concat(tables, ignore_index=True)[TABLES["alignments"].columns]


def find_least(lengths: tuple[int, int], reference: pd.DataFrame | None = None) -> float:
    """The least score, from 5 on, that unrelated stories of these lengths reach once on average at most."""
    for score in np.arange(LEAST, MOST, 0.5):
        found = find_expected("alignments", lengths, score, reference)
        if found is None or found["mean"] <= 1:
            return float(score)
    return MOST


class _Windows(NamedTuple):
    """Stretches of one story, one row each; where a stretch reaches beyond the story its key is `missing`."""

    place: np.ndarray  # of each word among the story's running words
    key: np.ndarray
    points: np.ndarray  # half points for a match
    opens: np.ndarray  # whether a paragraph begins here: no passage goes across

    def take(self, row: int) -> "_Windows":
        return _Windows(self.place[row], self.key[row], self.points[row], self.opens[row])


class _Passage(NamedTuple):
    """An aligned passage: half points, matching words, where it begins and ends (past its last word) in each story."""

    score: int
    matched: int
    begin_1: int
    end_1: int
    begin_2: int
    end_2: int

    def overlaps(self, other: "_Passage") -> bool:
        """Whether the two have words in common in both stories."""
        return (
            self.begin_1 < other.end_1
            and other.begin_1 < self.end_1
            and self.begin_2 < other.end_2
            and other.begin_2 < self.end_2
        )


def _cut_windows(running: Running, begin: np.ndarray, width: int, missing: int) -> _Windows:
    place = begin[:, None] + np.arange(width)
    inside = (place >= 0) & (place < len(running.key))
    row = np.where(inside, place, 0)
    opens = np.diff(running.paragraph, prepend=-1) != 0
    return _Windows(place, np.where(inside, running.key[row], missing), running.points[row], opens[row] | ~inside)


def align(first: Running, second: Running, least: int) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    """Spans (begin and end in each story), number of matching words and score of the passages of `least` half points."""
    found: list[_Passage] = []
    if len(first.key) * len(second.key) <= DENSE**2:
        begin, widths = [(np.zeros(1, dtype=np.int64),) * 2], (len(first.key), len(second.key))
    else:
        seeds = find_seeds(first, second, 3, contents=2), find_seeds(first, second, 5)
        i, j = _drop_covered_seeds(*(np.concatenate(places) for places in zip(*seeds, strict=True)))
        check_repeats(len(i), round(MOST_WINDOWS * (len(first.key) + len(second.key))))
        some = np.array_split(np.arange(len(i)), max(len(i) // 500, 1))
        begin, widths = [(i[part] - REACH, j[part] - REACH) for part in some], (2 * REACH + 1,) * 2
    for one, two in begin if min(widths) else ():
        ones, twos = _cut_windows(first, one, widths[0], missing=-1), _cut_windows(second, two, widths[1], missing=-2)
        scores = _score(ones, twos)
        for place in np.flatnonzero(scores.max(axis=(1, 2)) >= least).tolist():
            found += _trace(scores[place], ones.take(place), twos.take(place), least)
    kept: list[_Passage] = []
    for passage in sorted(found, key=lambda p: (-p.score, -p.matched, p.begin_1, p.begin_2)):
        if not any(passage.overlaps(other) for other in kept):
            kept.append(passage)
    columns = np.array(kept, dtype=np.int64).reshape(-1, 6).T
    return tuple(columns[2:]), columns[1], columns[0] / 2


def _drop_covered_seeds(i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The seeds without those that the window of another holds: of each stretch of a diagonal the first."""
    order = np.lexsort([i, i - j])
    i, j = i[order], j[order]
    fresh = (np.diff(i - j, prepend=np.inf) != 0) | (np.diff(i // REACH, prepend=-1) != 0)
    return i[fresh], j[fresh]


def _score(ones: _Windows, twos: _Windows) -> np.ndarray:
    """For each pair of windows the best score, in half points, of a passage that ends at each pair of words."""
    number, height = ones.key.shape
    width = twos.key.shape[1]
    scores = np.zeros((number, height, width), dtype=np.int32)
    # A running maximum carries gaps along a row; lifting each paragraph above all before it keeps it from crossing.
    slope = LOSS * np.arange(width) + (CONTENT * min(height, width) + 1) * np.cumsum(twos.opens, axis=1)
    above = np.zeros((number, width), dtype=np.int64)
    diagonal = np.zeros((number, width), dtype=np.int64)
    for row in range(height):
        opens = ones.opens[:, row, None]
        diagonal[:, 1:] = np.where(opens | twos.opens[:, 1:], 0, above[:, :-1])
        match = ones.key[:, row, None] == twos.key
        best = diagonal + np.where(match, ones.points[:, row, None], -LOSS)
        np.maximum(best, np.where(opens, 0, above - LOSS), out=best)
        np.maximum(best, 0, out=best)
        above = np.maximum.accumulate(best + slope, axis=1) - slope
        scores[:, row] = above
    return scores


def _trace(scores: np.ndarray, ones: _Windows, twos: _Windows, least: int) -> list[_Passage]:
    """The passages of one pair of windows, the best first; of one that runs into a better one, what is left of it."""
    match = ones.key[:, None] == twos.key
    ends = (scores >= least) & match
    # What the next pair of words only carries on is on that pair's path: no need to begin there, and in texts that repeat
    # themselves nearly every cell is such.
    opens = ones.opens[1:, None] | twos.opens[1:]
    ends[:-1, :-1] &= ~(match[1:, 1:] & ~opens & (scores[1:, 1:] == scores[:-1, :-1] + ones.points[1:, None]))
    cells = np.argwhere(ends)
    cells = cells[np.argsort(-scores[cells[:, 0], cells[:, 1]], kind="stable")]
    used: set[tuple[int, int]] = set()
    found = []
    for end_1, end_2 in cells.tolist():
        i, j, path = end_1, end_2, []
        while (i, j) not in used:
            path.append((i, j))
            score = scores[i, j]
            before = 0 if min(i, j) == 0 or ones.opens[i] or twos.opens[j] else scores[i - 1, j - 1]
            if score == before + (ones.points[i] if match[i, j] else -LOSS):
                if before == 0:
                    break
                i, j = i - 1, j - 1
            elif i and not ones.opens[i] and score == scores[i - 1, j] - LOSS:
                i -= 1
            else:
                j -= 1
        used.update(path)
        matches = [cell for cell in path if match[cell]]
        if not matches:
            continue
        worth = [scores[end_1, end_2] - scores[cell] + ones.points[cell[0]] for cell in matches]  # of what begins there
        first = int(np.argmax(worth))
        (i, j), score, matches = matches[first], worth[first], matches[: first + 1]
        if score >= least:
            span = int(ones.place[i]), int(ones.place[end_1]) + 1, int(twos.place[j]), int(twos.place[end_2]) + 1
            found.append(_Passage(int(score), len(matches), *span))
    return found
