"""Compute src/analysis/statistics/yardstick.csv: python benchmarks/make_yardstick.py GOLD_FOLDER TEXTS_FOLDER

For each measure and length: quantiles of the absolute difference between two passages of one book. Passages of 100 to
1,000 words are the openings of litbank_passages (twelve from each of 50 works of English fiction, LitBank, Bamman et al.
2019, CC BY 4.0), longer ones are cut one after the other from whole books; all end at the end of the sentence that reaches
the length. Every pair of passages of a book counts, each book as much as any other. Caveat: older English fiction.
That it holds for books it was not computed from is checked in readability_accuracy.py and sentiment_accuracy.py.
"""

import argparse
import warnings
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import (
    StoryWarning,
    measure_diversity,
    measure_readability,
    read_stories,
    score_sentiment,
    score_vader,
    split_sentences,
    split_words,
    tally_sentences,
)
from analysis.files import write_whole
from analysis.sentiment.smoothing import Points, choose_bandwidth, subtract_curves
from analysis.sentiment.trajectory import gather_points
from analysis.vocabulary.distinctive import find_units, studentise
from analysis.vocabulary.types import find_types

SCORES = ("valence", "vader")
DIVERSITY = ("mattr", "mtld", "hdd")
SHORT = (100, 150, 200, 300, 400, 600, 800, 1000)
LONG = (2000, 4000, 8000, 16000, 32000)
QUANTILES = (0.5, 0.75, 0.9, 0.95, 0.975, 0.9833, 0.9875, 0.99)
OUTPUT = Path(__file__).parents[1] / "src" / "analysis" / "statistics" / "yardstick.csv"


def tally_scored(stories: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tally of the sentences, with the valence of each and NLTK's compound; and their words. `origin` is the text."""
    sentences = split_sentences(stories)
    scored = score_vader(score_sentiment(sentences))[["story", "sentence", *SCORES]]
    words = split_words(sentences)
    tally = tally_sentences(words).merge(scored, on=["story", "sentence"])
    return tally.assign(origin=tally["story"]), words.rename(columns={"story": "origin"})


def tally_passages(gold: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tally of all short passages, `story` being the passage and `book` its book; and their words."""
    tally, words = tally_scored(read_stories(gold / "litbank_passages"))
    return tally.assign(book=tally["story"].str.replace(r"_\d\d$", "", regex=True)), words


def tally_books(texts: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tally of whole books, book by book, and their words."""
    tally, words = tally_scored(read_stories(texts))
    return tally.assign(book=tally["story"]), words


def take_passages(words: pd.DataFrame, cut: pd.DataFrame) -> pd.DataFrame:
    """The words of the passages that these sentences are."""
    return words.merge(cut[["origin", "sentence", "story"]], on=["origin", "sentence"])


def cut_openings(tally: pd.DataFrame, length: int) -> pd.DataFrame:
    """The prose of each passage up to the end of the sentence that reaches `length` words, where it has so many."""
    prose = tally[tally["kind"] == "prose"]
    words = prose.groupby("story")["words"]
    before = words.cumsum() - prose["words"]
    return prose[(before < length) & (words.transform("sum") >= length)]


def cut_books(tally: pd.DataFrame, length: int) -> pd.DataFrame:
    """Passages of `length` words cut from each book one after the other, at most twelve spread evenly over it."""
    prose = tally[tally["kind"] == "prose"]
    before = prose.groupby("story")["words"].cumsum() - prose["words"]
    number = before // length
    whole = prose.groupby("story")["words"].transform("sum") // length
    step = np.maximum(whole // 12, 1)
    kept = (number < whole) & (number % step == 0) & (number // step < 12)
    return prose[kept].assign(story=prose["story"] + "_" + number.astype(str))


def measure_passages(passages: pd.DataFrame, words: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per passage, a column per measure, and `book`; with the passages' `words`, their diversity as well."""
    values = measure_readability(passages).pivot(index="story", columns="measure", values="value")
    for score in passages.columns.intersection(SCORES):
        values[f"{score}_level"] = passages.groupby("story")[score].mean()
    if words is not None:
        diversity = measure_diversity(words).pivot(index="story", columns="measure", values="value")
        values = values.join(diversity[list(DIVERSITY)])
    return values.join(passages.drop_duplicates("story").set_index("story")["book"])


def measure_shapes(passages: pd.DataFrame, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """One row per pair of passages: how far the shapes of their trajectories part, for each score."""
    place = passages.groupby("story")["words"]
    passages = passages.assign(position=(place.cumsum() - passages["words"] / 2) / place.transform("sum"))
    table = {}
    for score in SCORES:
        points = gather_points(passages, score)
        width = {name: choose_bandwidth(own) for name, own in points.items() if own is not None and not own.flat}
        table[f"{score}_shape"] = [
            part_shapes(points[one], points[two], max(width.get(one, 0), width.get(two, 0))) for one, two in pairs
        ]
    return pd.DataFrame(table)


def find_differences(
    values: pd.DataFrame, cut: pd.DataFrame | None = None, words: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per pair of passages of one book: absolute differences, `book`, and `weight`, one in sum for each book.

    With `cut`, the sentences of the passages, the difference in shape of their trajectories as well; with their `words`, the
    z of their most distinctive word.
    """
    parts = []
    for book, passages in values.groupby("book"):
        numbers = passages.drop(columns="book").to_numpy()
        pairs = np.array(list(combinations(range(len(numbers)), 2))).reshape(-1, 2)
        if len(pairs):
            part = pd.DataFrame(np.abs(numbers[pairs[:, 0]] - numbers[pairs[:, 1]]), columns=values.columns.drop("book"))
            names = [(passages.index[one], passages.index[two]) for one, two in pairs]
            if words is not None:
                extremes = find_extremes(words[words["story"].isin(passages.index)], names)
                part["distinctive_z"] = extremes["z"]
            if cut is not None:
                part = part.join(measure_shapes(cut[cut["book"] == book], names))
            parts.append(part.assign(book=book, weight=1 / len(pairs)))
    return pd.concat(parts, ignore_index=True)


def find_extremes(
    words: pd.DataFrame, pairs: Iterable[tuple[Any, Any]] | None = None, *, least: int | None = None, **counted: Any
) -> pd.DataFrame:
    """One row per pair of stories: the largest |z| among the words that `rank_distinctive` tests, without testing any.

    Columns: `story_1`, `story_2`, `tested` (how many words), `z` (NaN where that is none). `pairs`: of stories, all there
    are unless given. `least` and `counted` (names, function, forms) as there. The yardstick is made of this.
    """
    types = find_types(words, **{"function": True} | counted)
    rows = []
    for units in find_units(words, types, pairs):
        tested, z = units.find_tested(least), np.abs(studentise(*units.sum_up())[1])
        rows.append((*units.stories, tested.sum(), z[tested].max() if tested.any() else np.nan))
    return pd.DataFrame(rows, columns=["story_1", "story_2", "tested", "z"])


def part_shapes(one: Points | None, two: Points | None, width: float) -> float:
    """How far two curves of this bandwidth part without their levels: their distance where it is largest for its error.

    NaN where there is no curve.
    """
    if one is None or two is None or (one.flat and two.flat):
        return np.nan
    distance, variance = subtract_curves(one, two, width)
    return float(abs(distance[np.argmax(np.abs(distance) / np.sqrt(variance))]))


def find_quantiles(differences: pd.DataFrame) -> pd.DataFrame:
    """One row per quantile, one column per measure that is known for at least half of the pairs.

    Passages of 100 words often have fewer than ten sentences and so no trajectory.
    """
    table = {}
    for measure in differences.columns.drop(["book", "weight"]):
        known = differences[[measure, "weight"]].dropna()
        if len(known) >= 0.5 * len(differences):
            weights = known["weight"].to_numpy()
            table[measure] = np.quantile(known[measure], QUANTILES, method="inverted_cdf", weights=weights)
    return pd.DataFrame(table, index=pd.Index(QUANTILES, name="quantile"))


def gather(gold: Path, texts: Path) -> Iterator[tuple[int, pd.DataFrame]]:
    """The differences between passages of one book, length by length."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        passages, books = tally_passages(gold), tally_books(texts)
    for lengths, (tally, words), cut_all in ((SHORT, passages, cut_openings), (LONG, books, cut_books)):
        for length in lengths:
            cut = cut_all(tally, length)
            own = take_passages(words, cut)
            yield length, find_differences(measure_passages(cut, own), cut, own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    options = parser.parse_args()
    tables = []
    for length, differences in gather(options.gold, options.texts):
        print(f"{length:>6} words: {len(differences)} pairs of {differences['book'].nunique()} books")
        quantiles = find_quantiles(differences).melt(ignore_index=False, var_name="measure", value_name="difference")
        tables.append(quantiles.reset_index().assign(words=length))
    table = pd.concat(tables)[["measure", "words", "quantile", "difference"]]
    table = table.sort_values(["measure", "words", "quantile"])
    write_whole(OUTPUT, table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))


if __name__ == "__main__":
    main()
