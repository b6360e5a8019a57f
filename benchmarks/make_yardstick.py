"""Compute src/analysis/lexicons/yardstick.csv: python benchmarks/make_yardstick.py GOLD_FOLDER TEXTS_FOLDER [--check]

For each measure and length: quantiles of the absolute difference between two passages of one book. Passages of 100 to
1,000 words are the openings of litbank_passages (twelve from each of 50 works of English fiction, LitBank, Bamman et al.
2019, CC BY 4.0), longer ones are cut one after the other from whole books; all end at the end of the sentence that reaches
the length. Every pair of passages of a book counts, each book as much as any other. Caveat: older English fiction.

--check leaves books out: the yardstick of some books judges the pairs of passages of the others, and the share of pairs
beyond it is printed for each measure, with the share that the whole procedure calls distinguishable.
"""

import argparse
import warnings
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import (
    StoryWarning,
    measure_readability,
    read_stories,
    score_sentiment,
    split_sentences,
    split_words,
    tally_sentences,
)
from analysis.files import write_whole

SHORT = (100, 150, 200, 300, 400, 600, 800, 1000)
LONG = (2000, 4000, 8000, 16000, 32000)
QUANTILES = (0.5, 0.75, 0.9, 0.95, 0.975, 0.9833, 0.9875, 0.99)
OUTPUT = Path(__file__).parents[1] / "src" / "analysis" / "lexicons" / "yardstick.csv"


def tally_scored(stories: pd.DataFrame) -> pd.DataFrame:
    """The tally of the sentences, with the valence of each."""
    sentences = split_sentences(stories)
    scored = score_sentiment(sentences)[["story", "sentence", "valence"]]
    return tally_sentences(split_words(sentences)).merge(scored, on=["story", "sentence"])


def tally_passages(gold: Path) -> pd.DataFrame:
    """The tally of all short passages; `story` is the passage, `book` its book."""
    tally = tally_scored(read_stories(gold / "litbank_passages"))
    return tally.assign(book=tally["story"].str.replace(r"_\d\d$", "", regex=True))


def tally_books(texts: Path) -> pd.DataFrame:
    """The tally of whole books, book by book."""
    return tally_scored(read_stories(texts)).assign(book=lambda tally: tally["story"])


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


def measure_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """One row per passage, a column per measure, and `book`."""
    values = measure_readability(passages).pivot(index="story", columns="measure", values="value")
    values["valence_level"] = passages.groupby("story")["valence"].mean()
    return values.join(passages.drop_duplicates("story").set_index("story")["book"])


def find_differences(values: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of passages of one book: absolute differences, `book`, and `weight`, one in sum for each book."""
    parts = []
    for book, passages in values.groupby("book"):
        numbers = passages.drop(columns="book").to_numpy()
        pairs = np.array(list(combinations(range(len(numbers)), 2))).reshape(-1, 2)
        if len(pairs):
            part = pd.DataFrame(np.abs(numbers[pairs[:, 0]] - numbers[pairs[:, 1]]), columns=values.columns.drop("book"))
            parts.append(part.assign(book=book, weight=1 / len(pairs)))
    return pd.concat(parts, ignore_index=True)


def find_quantiles(differences: pd.DataFrame) -> pd.DataFrame:
    """One row per quantile, one column per measure."""
    measures = differences.columns.drop(["book", "weight"])
    return pd.DataFrame(
        {
            measure: np.quantile(
                differences[measure], QUANTILES, method="inverted_cdf", weights=differences["weight"].to_numpy()
            )
            for measure in measures
        },
        index=pd.Index(QUANTILES, name="quantile"),
    )


def gather(gold: Path, texts: Path) -> Iterator[tuple[int, pd.DataFrame]]:
    """The differences between passages of one book, length by length."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        passages, books = tally_passages(gold), tally_books(texts)
    for length in SHORT:
        yield length, find_differences(measure_passages(cut_openings(passages, length)))
    for length in LONG:
        yield length, find_differences(measure_passages(cut_books(books, length)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--check", action="store_true")
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
