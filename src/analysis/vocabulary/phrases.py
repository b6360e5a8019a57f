"""Shared phrases: the runs of words that occur in both stories, word for word.

Names are masked: "Jo took the stage" and "Amy took the stage" are one phrase, "NAME took the stage". Matches
are judged by what unrelated stories of the same length share, not by shuffled words, which share far less.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import TABLES, is_counted, pair_stories
from analysis.text.words import as_words
from analysis.vocabulary.chance import expect_matches
from analysis.vocabulary.types import number_words

MOST_SEEDS = 10_000_000  # pairs of places: two novels have some ten thousand, a novel beside itself some hundred thousand


CONTENT, OTHER = 5, 2  # half points for a matching content word, and for a function word or a name


class Running(NamedTuple):
    """The running words of one story as parallel arrays: the row of each in the table, and what it is compared by."""

    row: np.ndarray
    key: np.ndarray
    points: np.ndarray  # half points for a match
    sentence: np.ndarray
    paragraph: np.ndarray


def as_running(words: pd.DataFrame, names: str, *, lemmas: bool) -> pd.DataFrame:
    """The running words with `key`, what each is compared by, and `points`, the half points of a match."""
    if names not in ("masked", "with"):
        raise StoryError(f"names={names!r}: say 'masked' or 'with'.")
    words = words[is_counted(words["kind"])]
    function, name = words["function"].to_numpy(), words["name"].to_numpy()
    key, _ = number_words(words, forms=not lemmas)
    if names == "masked":
        key = np.where(name, key.max(initial=0) + 1, key)
        function = function | name
    return words.assign(key=key, points=np.where(function, OTHER, CONTENT))


def pick(words: pd.DataFrame, rows: np.ndarray) -> Running:
    """These rows of a table that `as_running` made."""
    part = words.iloc[rows]
    return Running(rows, *(part[column].to_numpy() for column in ("key", "points", "sentence", "paragraph")))


def find_shared_phrases(
    words: pd.DataFrame, *, min_words: int = 3, names: str = "masked", reference: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per pair of stories and phrase that both have: a run of words within a sentence, as long as it stays the same.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    min_words : words that a phrase has at least, 2 or more; 3 by default. One of them must be a content word.
    names : "masked" (default), so that one name matches any other, or "with" names as they are
    reference : a table as `build_reference` makes it; the shipped one unless given

    Returns
    -------
    DataFrame with the columns, the highest score first

    story_1, story_2 : in the order of the table of words
    text_1, text_2 : the words of the phrase in each story, where it first occurs
    words : number of words
    score : 2.5 for each content word, 1 for each function word or name
    start_1, end_1, start_2, end_2 : offsets in the text of each story
    position_1, position_2 : 0-1, its mid-point in each story
    paragraph_1, paragraph_2 : number of the paragraph in each story
    count_1, count_2 : number of places where it occurs, not within a longer shared run
    expected : phrases of this score or more that two unrelated stories of these lengths share; NaN where not known

    Raises
    ------
    StoryError : fewer than two stories with words in them; two that repeat the same few words too often; an unknown
        `names` or too small a `min_words`.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "Then Jo took the stage again.", "b": "Then Amy took the stage alone."})
    >>> find_shared_phrases(stories)[["text_1", "text_2", "words", "score"]].to_numpy().tolist()
    [['Then Jo took the stage', 'Then Amy took the stage', 5, 8.0]]
    """
    if min_words < 2:
        raise StoryError(f"min_words={min_words}: a phrase has two words or more.")
    words = as_running(as_words(words), names, lemmas=False)
    default = names == "masked" or reference is not None
    tables = []
    for story_1, story_2, rows_1, rows_2 in pair_stories(words):
        running_1, running_2 = pick(words, rows_1), pick(words, rows_2)
        begin_1, begin_2, length, phrase = match_phrases(running_1, running_2, min_words)
        first_uses = np.flatnonzero(~pd.Series(phrase).duplicated().to_numpy())  # runs are in the order of their places
        length_of_phrase = length[first_uses]
        span_1 = begin_1[first_uses], begin_1[first_uses] + length_of_phrase
        span_2 = begin_2[first_uses], begin_2[first_uses] + length_of_phrase
        table = describe_matches(words, (story_1, story_2), (running_1, running_2), (*span_1, *span_2))
        table = table.assign(words=length_of_phrase, score=score_runs(running_1, span_1[0], length_of_phrase))
        for side, begin in (("1", begin_1), ("2", begin_2)):
            table[f"count_{side}"] = pd.Series(begin).groupby(phrase).nunique().to_numpy()
        tables.append(expect_matches(table, "phrases", (len(rows_1), len(rows_2)), default, reference))
    return pd.concat(tables, ignore_index=True)[TABLES["matches"].columns]


def match_phrases(
    running_1: Running, running_2: Running, min_words: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Per shared run: where it begins in each story, its length and the number of its phrase (same words, same number)."""
    seeds = find_seeds(running_1, running_2, min_words)
    begin_1, begin_2, length = _extend_seeds(running_1, running_2, *seeds, min_words)
    runs = [running_1.key[begin : begin + size].tobytes() for begin, size in zip(begin_1, length, strict=True)]
    return begin_1, begin_2, length, pd.factorize(pd.Series(runs, dtype=object))[0]


def score_runs(story: Running, begin: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The score of each run: 2.5 for a content word, 1 for any other."""
    points = np.append(0, np.cumsum(story.points))
    return np.asarray((points[begin + length] - points[begin]) / 2)


def find_seeds(running_1: Running, running_2: Running, size: int, contents: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of positions, one in each story, where the same run of `size` words begins within a sentence.

    `contents`: content words that the run has at least.
    """
    # Both stories, one after the other; what runs across their border is not within a sentence.
    length_1 = len(running_1.key)
    key = np.concatenate([running_1.key, running_2.key])
    is_content = np.concatenate([running_1.points, running_2.points]) == CONTENT
    sentence = np.concatenate([running_1.sentence, running_2.sentence + running_1.sentence.max(initial=0) + 1])
    if len(key) < size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    gram = key  # per position a number for the run of words that begins there
    for step in range(1, size):
        gram = pd.factorize(gram[:-1] * np.int64(key.max() + 1) + key[step:])[0]
    n_content = np.convolve(is_content, np.ones(size, dtype=np.int64), "valid")
    fits = (n_content >= contents) & (sentence[size - 1 :] == sentence[: len(gram)])
    starts_1 = np.flatnonzero(fits[:length_1])
    starts_2 = np.flatnonzero(fits[length_1:]) + length_1
    starts_2 = starts_2[np.argsort(gram[starts_2], kind="stable")]
    # For each start in the first story, the starts of the same run in the second are `starts_2[low:high]`.
    low, high = (np.searchsorted(gram[starts_2], gram[starts_1], side=side) for side in ("left", "right"))
    n_pairs = high - low
    check_repeats(int(n_pairs.sum()), MOST_SEEDS)
    index = np.arange(n_pairs.sum()) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs) + np.repeat(low, n_pairs)
    return np.repeat(starts_1, n_pairs), starts_2[index] - length_1


def check_repeats(number: int, most: int) -> None:
    """Raise a StoryError where two texts say the same so often that there are more pairs of places than can be held."""
    if number > most:
        raise StoryError(
            "Two of these texts repeat the same few words too often to be compared phrase by phrase: their runs of words can"
            f" be laid beside each other in {number:,} ways, of which {most:,} are the most. Take out what is repeated, or"
            " compare shorter parts of the two."
        )


def _extend_seeds(
    running_1: Running, running_2: Running, seed_1: np.ndarray, seed_2: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Begin in both stories, and length, of the longest runs within sentences that hold these seeds; each run once."""
    order = np.lexsort([seed_1, seed_2 - seed_1])
    seed_1, seed_2 = seed_1[order], seed_2[order]
    # Seeds that follow each other in both stories overlap, so they are of one run: only the first is extended backwards and
    # only the last forwards. Else "la la la ...", where every position is a seed with every other, takes its cube in time.
    is_break = (np.diff(seed_2 - seed_1) != 0) | (np.diff(seed_1) != 1)
    edge = np.ones(min(len(seed_1), 1), dtype=bool)
    is_first, is_last = np.append(edge, is_break), np.append(is_break, edge)
    first_1, first_2 = seed_1[is_first], seed_2[is_first]
    last_1, last_2 = seed_1[is_last] + size - 1, seed_2[is_last] + size - 1
    back = _count_same(running_1, running_2, first_1, first_2, -1)
    ahead = _count_same(running_1, running_2, last_1, last_2, 1)
    begin_1, begin_2, length = first_1 - back, first_2 - back, last_1 + 1 + ahead - (first_1 - back)
    runs = np.unique(np.stack([begin_1, begin_2, length], axis=1), axis=0)
    return runs[:, 0], runs[:, 1], runs[:, 2]


def _count_same(
    running_1: Running, running_2: Running, position_1: np.ndarray, position_2: np.ndarray, step: int
) -> np.ndarray:
    """Per pair of positions, how many words on from there (`step` 1) or before (-1) are the same, within the sentences."""
    sentence_1, sentence_2 = running_1.sentence[position_1], running_2.sentence[position_2]
    n_same = np.zeros(len(position_1), dtype=np.int64)
    active = np.arange(len(position_1))  # the pairs whose words have been the same so far
    while len(active):
        next_1, next_2 = (position[active] + step * (n_same[active] + 1) for position in (position_1, position_2))
        inside = (next_1 >= 0) & (next_2 >= 0) & (next_1 < len(running_1.key)) & (next_2 < len(running_2.key))
        active, next_1, next_2 = active[inside], next_1[inside], next_2[inside]
        is_same = (running_1.key[next_1] == running_2.key[next_2]) & (running_1.sentence[next_1] == sentence_1[active])
        active = active[is_same & (running_2.sentence[next_2] == sentence_2[active])]
        n_same[active] += 1
    return n_same


def describe_matches(
    words: pd.DataFrame, stories: tuple[Any, Any], sides: tuple[Running, Running], spans: tuple[np.ndarray, ...]
) -> pd.DataFrame:
    """One row per match, from where it begins and ends (past its last word) in each story's running words."""
    table = pd.DataFrame({"story_1": [stories[0]] * len(spans[0]), "story_2": [stories[1]] * len(spans[0])})
    table = table.astype(words["story"].dtype)  # of no match as well
    for number, running, begin, end in zip("12", sides, spans[::2], spans[1::2], strict=True):
        rows = words.iloc[running.row]
        forms = rows["form"].tolist()
        position = rows["position"].to_numpy()
        table[f"text_{number}"] = pd.array([" ".join(forms[b:e]) for b, e in zip(begin, end, strict=True)], dtype="str")
        table[f"start_{number}"] = rows["start"].to_numpy()[begin]
        table[f"end_{number}"] = rows["end"].to_numpy()[end - 1]
        table[f"position_{number}"] = (position[begin] + position[end - 1]) / 2
        table[f"paragraph_{number}"] = running.paragraph[begin]
    return table
