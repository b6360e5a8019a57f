"""What unrelated stories share: the reference that overlap, shared phrases and aligned passages are judged by."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.statistics.norms import PROBABILITIES
from analysis.statistics.permutation import make_generator
from analysis.tables import is_counted, number_stories
from analysis.text.sentences import split_sentences
from analysis.text.stories import Source, as_stories
from analysis.text.words import split_words
from analysis.vocabulary.alignment import DENSE, LEAST, align
from analysis.vocabulary.measures import OVERLAP
from analysis.vocabulary.overlap import COVERED, SHARE
from analysis.vocabulary.phrases import Running, as_running, match_phrases, pick, score_runs
from analysis.vocabulary.rarefaction import expect_measures
from analysis.vocabulary.types import find_types

SIZES = (20, 30, 45, 65, 90, 120, 160, 240, 320, 640, 1_280, 2_560, 5_120, 10_240)  # counted words of a sample
LENGTHS = (50, 100, 200, 400, 800, 1_600, 3_000, 3_200, 6_400, 12_800, 25_600, 51_200)  # running words of a passage
SCORES = {
    "phrases": (4.5, 5.0, 5.5, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0),
    "alignments": (5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 9.0, 10.0, 11.0, 12.0, 14.0, 16.0),
}
EXPECTED = [measure for measure in OVERLAP if measure not in COVERED]  # at a stated size; they come first in OVERLAP
PASSAGES = 12  # at most, of one text
CELLS = 10**9  # pairs of words that are aligned for one length


def build_reference(
    folder: Source,
    *,
    sizes: Sequence[int] = SIZES,
    lengths: Sequence[int] = LENGTHS,
    pairs: int = 5_000,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per measure, size and least score: what unrelated texts share, and two passages of one text.

    Parameters
    ----------
    folder : texts of the kind your two stories are of, each by another author: a table of stories, or what `read_stories`
        takes.
        Thirty or more make a distribution.
    sizes : counted words of a sample, for the measures of overlap
    lengths : running words of a passage, for phrases and alignments
    pairs : pairs of passages of different texts drawn per size, each pair of texts as often as any other
    seed : of the draws

    Returns
    -------
    DataFrame with the columns

    measure : "overlap", "similarity", "divergence"; "phrases", "alignments"
    size : counted words, for the first three; running words, for the others
    score : of phrases and alignments, whose number with this score or more is described; else NaN
    pairs : of passages of two texts
    mean, minimum : over these pairs
    q0.005 to q0.995 : quantiles over these pairs
    maximum : over these pairs
    same_book : median over texts of the median over pairs of passages of one text

    Pass the table as `reference=` to `measure_overlap`, `find_shared_phrases`, `align_passages` and `judge_matches`. At each
    size, passages are cut from every text (at most 12, spread evenly), as long as two stories that are compared at this
    size. Sizes that fewer than two texts have are left out. Progress is shown on a terminal.

    Raises
    ------
    StoryError : fewer than two texts, or no two are long enough for any size.

    >>> texts = {"a": "The cat saw the bird. " * 40, "b": "A dog heard the cat. " * 40}
    >>> build_reference(texts, sizes=[20], lengths=[50], pairs=10)[["measure", "size", "mean"]].head(1)
       measure  size      mean
    0  overlap    20  0.199997
    """
    from tqdm import tqdm

    stories = as_stories(folder)
    if len(stories) < 2:
        raise StoryError("A reference needs two texts or more, better thirty.")
    words = split_words(split_sentences(stories))
    words = words[is_counted(words["kind"])].reset_index(drop=True)
    generator = make_generator(seed)
    tables = []
    steps: list[tuple[str, int]] = [("words", size) for size in sizes]
    steps += [(measure, length) for measure in SCORES for length in lengths]
    code = find_types(words).code
    running = {
        "phrases": as_running(words, "masked", lemmas=False),
        "alignments": as_running(words, "masked", lemmas=True),
    }
    for measure, size in tqdm(steps, desc="reference", disable=None):
        if measure == "words":
            passages = _cut(words, np.flatnonzero(code >= 0), round(size / SHARE))
            found = _compare(passages, _make_overlap_measure(code, size), pairs, generator)
            names: list[tuple[str, float]] = [(name, np.nan) for name in EXPECTED]
        else:
            passages = _cut(words, np.arange(len(words)), size)
            number = _limit_pairs(measure, size, pairs)
            found = _compare(passages, _make_counter(measure, running[measure]), number, generator)
            names = [(measure, score) for score in SCORES[measure]]
        if found is not None:
            tables.append(_summarise(names, size, *found))
    if not tables:
        raise StoryError("No two of these texts are long enough for any of the sizes.")
    table = pd.concat(tables, ignore_index=True)
    order = {name: place for place, name in enumerate([*EXPECTED, *SCORES])}
    return table.sort_values(
        ["measure", "size", "score"], key=lambda c: c.map(order) if c.name == "measure" else c, ignore_index=True
    )


def _limit_pairs(measure: str, length: int, pairs: int) -> int:
    """How many pairs there is time for."""
    if length > DENSE:
        return min(pairs, 400 if measure == "phrases" else 100)
    return min(pairs, CELLS // length**2) if measure == "alignments" else pairs


def _cut(words: pd.DataFrame, rows: np.ndarray, length: int) -> list[list[np.ndarray]]:
    """For each text its passages of `length` of these rows, one after the other, at most PASSAGES spread evenly over it."""
    story = number_stories(words)[0][rows]
    passages = []
    for number in range(story.max(initial=-1) + 1):
        own = rows[story == number]
        whole = len(own) // length
        chosen = np.unique(np.linspace(0, max(whole - 1, 0), min(whole, PASSAGES)).round().astype(int))
        passages.append([own[place * length : (place + 1) * length] for place in chosen])
    return [own for own in passages if own]


def _make_overlap_measure(code: np.ndarray, size: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def measure(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        types = np.unique(np.concatenate([code[one], code[two]]), return_inverse=True)[1]
        counts = [np.bincount(part, minlength=int(types.max()) + 1) for part in np.split(types, [len(one)])]
        return expect_measures(counts[0], counts[1], size)[: len(EXPECTED)]

    return measure


def _make_counter(measure: str, running: pd.DataFrame) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    scores = np.array(SCORES[measure])

    def count(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        first, second = pick(running, one), pick(running, two)
        found = align(first, second, round(2 * LEAST))[2] if measure == "alignments" else _score_phrases(first, second)
        return np.asarray((found[:, None] >= scores).sum(axis=0), dtype=float)

    return count


def _score_phrases(first: Running, second: Running) -> np.ndarray:
    begin, _, length, phrase = match_phrases(first, second, 3)
    fresh = ~pd.Series(phrase).duplicated().to_numpy()
    return score_runs(first, begin[fresh], length[fresh])


def _compare(
    passages: list[list[np.ndarray]], measure: Callable[[np.ndarray, np.ndarray], np.ndarray], pairs: int,
    generator: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray] | None:  # fmt: skip
    """The values of pairs of passages of different texts (a row each), and the median pair of passages of one text."""
    if len(passages) < 2:
        return None
    unrelated = [measure(one, two) for one, two in _draw_pairs(passages, pairs, generator)]
    within = []
    for own in passages:
        near = list(combinations(own, 2))
        chosen = generator.permutation(len(near))[: max(pairs // (10 * len(passages)), 1)]
        if near:
            within.append(np.median([measure(*near[place]) for place in chosen], axis=0))
    same = np.median(within, axis=0) if within else np.full(len(unrelated[0]), np.nan)
    return np.array(unrelated), same


def _draw_pairs(
    passages: list[list[np.ndarray]], number: int, generator: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    texts = list(combinations(passages, 2))
    for place in range(number):
        if place % len(texts) == 0:
            order = generator.permutation(len(texts))
        one, two = texts[order[place % len(texts)]]
        yield one[generator.integers(len(one))], two[generator.integers(len(two))]


def _summarise(names: list[tuple[str, float]], size: int, unrelated: np.ndarray, same: np.ndarray) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for place, (name, score) in enumerate(names):
        values = unrelated[:, place]
        row = {
            "measure": name,
            "size": size,
            "score": score,
            "pairs": len(values),
            "mean": values.mean(),
            "minimum": values.min(),
        }
        levels = np.quantile(values, PROBABILITIES)
        row |= {f"q{level}": value for level, value in zip(PROBABILITIES, levels, strict=True)}
        rows.append(row | {"maximum": values.max(), "same_book": same[place]})
    return pd.DataFrame(rows)
