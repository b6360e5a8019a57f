"""Shared phrasing: the runs of words that stand in both stories, and the passages that run alike word for word or nearly.

A name is a blank to be filled: "Jo took the stage" and "Amy took the stage" are one phrase, "NAME took the stage". What is
found is judged by what unrelated stories of the same length share, not by shuffled words, which share far less.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import TABLES, pair_stories
from analysis.text.words import as_words
from analysis.vocabulary.chance import expect_matches
from analysis.vocabulary.stems import number_stems

MOST_SEEDS = 10_000_000  # pairs of places: two novels have some ten thousand, a novel beside itself some hundred thousand


CONTENT, OTHER = 5, 2  # half points for a matching content word, and for a function word or a name


class Running(NamedTuple):
    """The running words of one story as parallel arrays: the row of each in the table, and what it is compared by."""

    row: np.ndarray
    key: np.ndarray
    points: np.ndarray  # half points for a match
    sentence: np.ndarray
    paragraph: np.ndarray


def as_running(words: pd.DataFrame, names: str, *, stems: bool) -> pd.DataFrame:
    """The running words with `key`, what each is compared by, and `points`, the half points of a match."""
    if names not in ("masked", "with"):
        raise StoryError(f"names={names!r}: say 'masked' or 'with'.")
    words = words[(words["kind"] != "heading").to_numpy()]
    function, name = words["function"].to_numpy(), words["name"].to_numpy()
    key, _ = number_stems(words, forms=not stems)
    if names == "masked":
        key = np.where(name, key.max(initial=0) + 1, key)
        function = function | name
    return words.assign(key=key, points=np.where(function, OTHER, CONTENT))


def pick(words: pd.DataFrame, rows: np.ndarray) -> Running:
    part = words.iloc[rows]
    return Running(rows, *(part[column].to_numpy() for column in ("key", "points", "sentence", "paragraph")))


def find_shared_phrases(
    words: pd.DataFrame, *, min_words: int = 3, names: str = "masked", reference: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per pair of stories and phrase that both have: a run of words within a sentence, as long as it goes on alike.

    Columns: `story_1`, `story_2`; `text_1`, `text_2` (its words in each story, where it first stands); `words`; `score` (2.5
    for each content word, 1 for each function word or name); `start_1`, `end_1`, `start_2`, `end_2` (offsets);
    `position_1`, `position_2` (0-1, mid-point); `paragraph_1`, `paragraph_2`; `count_1`, `count_2` (at how many places it
    stands so, not within a longer shared run); `expected` (how many phrases of this score or more two unrelated stories of
    these lengths share; NaN where not known). Highest score first. A phrase has `min_words` words or more, a content word
    among them; `names`: "masked", so that one name matches any other, or "with", as they are. StoryError: fewer than two
    stories with words in them, or two that repeat the same few words too often.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "Then Jo took the stage again.", "b": "Then Amy took the stage alone."})
    >>> find_shared_phrases(stories)[["text_1", "text_2", "words", "score"]].to_numpy().tolist()
    [['Then Jo took the stage', 'Then Amy took the stage', 5, 8.0]]
    """
    if min_words < 2:
        raise StoryError(f"min_words={min_words}: a phrase has two words or more.")
    words = as_running(as_words(words), names, stems=False)
    default = names == "masked" or reference is not None
    tables = []
    for story_1, story_2, one, two in pair_stories(words):
        first, second = pick(words, one), pick(words, two)
        begin_1, begin_2, length, phrase = match_phrases(first, second, min_words)
        fresh = np.flatnonzero(~pd.Series(phrase).duplicated().to_numpy())  # runs come by place: the first use of each
        spans = begin_1[fresh], begin_1[fresh] + length[fresh], begin_2[fresh], begin_2[fresh] + length[fresh]
        table = describe_matches(words, (story_1, story_2), (first, second), spans)
        table = table.assign(words=length[fresh], score=score_runs(first, begin_1[fresh], length[fresh]))
        for number, begin in (("1", begin_1), ("2", begin_2)):
            table[f"count_{number}"] = pd.Series(begin).groupby(phrase).nunique().to_numpy()
        tables.append(expect_matches(table, "phrases", (len(one), len(two)), default, reference))
    return pd.concat(tables, ignore_index=True)[TABLES["matches"].columns]


def match_phrases(first: Running, second: Running, min_words: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Begin in both stories, length and number of each pair of places with a phrase; one phrase has one number."""
    begin_1, begin_2, length = _grow(first, second, *find_seeds(first, second, min_words), min_words)
    runs = [first.key[begin : begin + size].tobytes() for begin, size in zip(begin_1, length, strict=True)]
    return begin_1, begin_2, length, pd.factorize(pd.Series(runs, dtype=object))[0]


def score_runs(story: Running, begin: np.ndarray, length: np.ndarray) -> np.ndarray:
    points = np.append(0, np.cumsum(story.points))
    return np.asarray((points[begin + length] - points[begin]) / 2)


def find_seeds(first: Running, second: Running, size: int, contents: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of places where one run of `size` words, so many of them content words, is within a sentence of each story."""
    key = np.concatenate([first.key, second.key])
    content = np.concatenate([first.points, second.points]) == CONTENT
    sentence = np.concatenate([first.sentence, second.sentence + first.sentence.max(initial=0) + 1])
    if len(key) < size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    gram = key
    for step in range(1, size):
        gram = pd.factorize(gram[:-1] * np.int64(key.max() + 1) + key[step:])[0]
    fits = (np.convolve(content, np.ones(size, dtype=np.int64), "valid") >= contents) & (
        sentence[size - 1 :] == sentence[: len(gram)]
    )
    ones = np.flatnonzero(fits[: len(first.key)])
    twos = np.flatnonzero(fits[len(first.key) :]) + len(first.key)
    twos = twos[np.argsort(gram[twos], kind="stable")]
    begin, end = (np.searchsorted(gram[twos], gram[ones], side=side) for side in ("left", "right"))
    number = end - begin
    check_repeats(int(number.sum()), MOST_SEEDS)
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + np.repeat(begin, number)
    return np.repeat(ones, number), twos[place] - len(first.key)


def check_repeats(number: int, most: int) -> None:
    """Raise a StoryError where two texts say the same so often that there are more pairs of places than can be held."""
    if number > most:
        raise StoryError(
            "Two of these texts repeat the same few words too often to be compared phrase by phrase: their runs of words can"
            f" be laid beside each other in {number:,} ways, of which {most:,} are the most. Take out what is repeated, or"
            " compare shorter parts of the two."
        )


def _grow(
    first: Running, second: Running, i: np.ndarray, j: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Begin in both stories, and length, of the longest runs within sentences that hold these seeds; each run once."""
    order = np.lexsort([i, j - i])
    i, j = i[order], j[order]
    # Seeds that follow each other in both stories overlap, so they are of one run: only the first of them looks back,
    # only the last ahead. Else "la la la ...", where every place is a seed with every other, would take its cube.
    apart = (np.diff(j - i) != 0) | (np.diff(i) != 1)
    edge = np.ones(min(len(i), 1), dtype=bool)
    opens, closes = np.append(edge, apart), np.append(apart, edge)
    ends = []
    for step, one, two in ((-1, i[opens], j[opens]), (1, i[closes] + size - 1, j[closes] + size - 1)):
        sentence_1, sentence_2 = first.sentence[one], second.sentence[two]
        reach = np.zeros(len(one), dtype=np.int64)
        alive = np.arange(len(one))
        while len(alive):
            ahead_1, ahead_2 = (place[alive] + step * (reach[alive] + 1) for place in (one, two))
            inside = (ahead_1 >= 0) & (ahead_2 >= 0) & (ahead_1 < len(first.key)) & (ahead_2 < len(second.key))
            alive, ahead_1, ahead_2 = alive[inside], ahead_1[inside], ahead_2[inside]
            alike = (first.key[ahead_1] == second.key[ahead_2]) & (first.sentence[ahead_1] == sentence_1[alive])
            alive = alive[alike & (second.sentence[ahead_2] == sentence_2[alive])]
            reach[alive] += 1
        ends.append(reach)
    begin_1, begin_2 = i[opens] - ends[0], j[opens] - ends[0]
    runs = np.unique(np.stack([begin_1, begin_2, i[closes] + size + ends[1] - begin_1], axis=1), axis=0)
    return runs[:, 0], runs[:, 1], runs[:, 2]


def describe_matches(
    words: pd.DataFrame, stories: tuple[Any, Any], sides: tuple[Running, Running], spans: tuple[np.ndarray, ...]
) -> pd.DataFrame:
    """One row per match, from where it begins and ends (past its last word) in each story's running words."""
    table = pd.DataFrame({"story_1": [stories[0]] * len(spans[0]), "story_2": [stories[1]] * len(spans[0])})
    table = table.astype(words["story"].dtype)  # of no match as well
    for number, side, begin, end in zip("12", sides, spans[::2], spans[1::2], strict=True):
        own = words.iloc[side.row]
        forms = own["form"].tolist()
        place = own["position"].to_numpy()
        table[f"text_{number}"] = pd.array([" ".join(forms[b:e]) for b, e in zip(begin, end, strict=True)], dtype="str")
        table[f"start_{number}"] = own["start"].to_numpy()[begin]
        table[f"end_{number}"] = own["end"].to_numpy()[end - 1]
        table[f"position_{number}"] = (place[begin] + place[end - 1]) / 2
        table[f"paragraph_{number}"] = side.paragraph[begin]
    return table
