"""How far the vocabulary measures can be trusted: python benchmarks/vocabulary_accuracy.py GOLD_FOLDER TEXTS_FOLDER

False alarms on random halves of one text (distinctive words, diversity) and on unrelated openings judged by others; verdicts
on two passages of one book, judged by the yardstick of other books; what sets the halves of a novel apart; how often the
interval of overlap holds the true value; and the time two novels take. The texts are described in make_reference.py.
"""

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import make_yardstick
import numpy as np
import pandas as pd

from analysis import (
    StoryWarning,
    align_passages,
    build_reference,
    compare_diversity,
    find_shared_phrases,
    judge_matches,
    list_vocabulary,
    measure_diversity,
    measure_overlap,
    rank_distinctive,
    read_stories,
    split_sentences,
    split_words,
)


def deal_halves(words: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """The words of one text as of two stories: its sentences dealt at random."""
    sentences = words["sentence"].unique()
    chosen = generator.permutation(sentences)[: len(sentences) // 2]
    first = words["sentence"].isin(chosen)
    halves = [words[first].assign(story="first"), words[~first].assign(story="second")]
    return pd.concat(halves, ignore_index=True)


def take_openings(words: pd.DataFrame, length: int) -> Iterator[pd.DataFrame]:
    for _, own in words.groupby("story", sort=False):
        if len(own) >= length:
            yield own[own["sentence"] <= own["sentence"].iloc[length - 1]]


def report_halves(openings: pd.DataFrame, novels: pd.DataFrame, trials: int) -> None:
    print("Random halves of one text (p < .05, corrected within the measure's family)")
    generator = np.random.default_rng(0)
    for length, source in ((760, openings), (1900, openings), (20_000, novels)):
        texts = list(take_openings(source, length))
        any_word, diverse = [], []
        for trial in range(trials):
            halves = deal_halves(texts[trial % len(texts)], generator)
            any_word.append((rank_distinctive(halves)["p_adjusted"] < 0.05).any())
            diverse.append((compare_diversity(halves)["p_adjusted"] < 0.05).any())
        print(
            f"  two halves of {length // 2:>6} words, {trials} trials: any distinctive word {np.mean(any_word):.1%},"
            f" any of three diversities {np.mean(diverse):.1%}"
        )


def report_books(gold: Path) -> None:
    print("Two passages of one book called distinguishable, by the yardstick of other books")
    tally, words = make_yardstick.tally_passages(gold)
    for length in (400, 1000):
        cut = make_yardstick.cut_openings(tally, length)
        own = make_yardstick.take_passages(words, cut)
        values = measure_diversity(own).pivot(index="story", columns="measure", values="value")
        values = values[list(make_yardstick.DIVERSITY)].join(cut.drop_duplicates("story").set_index("story")["book"])
        differences = make_yardstick.find_differences(values, None, own)
        books = np.random.default_rng(0).permutation(differences["book"].unique())
        beyond: dict[str, list[float]] = {}
        for case_fold in np.array_split(books, 5):
            quantiles = make_yardstick.find_quantiles(differences[~differences["book"].isin(case_fold)])
            held = differences[differences["book"].isin(case_fold)]
            for measure in quantiles.columns:
                level = quantiles[measure][0.95 if measure == "distinctive_z" else 0.9833]
                beyond.setdefault(measure, []).append(np.average(held[measure] > level, weights=held["weight"]))
        shares = ", ".join(f"{measure} {np.mean(found):.1%}" for measure, found in beyond.items())
        print(f"  {length} words, beyond the yardstick whatever the test says: {shares}")


def report_unrelated(openings: pd.DataFrame, stories: pd.DataFrame) -> None:
    print("Unrelated openings of 400 words called distinguishable, by the reference of fifty other openings")
    order = np.random.default_rng(0).permutation(len(stories))
    alarms: dict[str, list[bool]] = {}
    for known, judged in ((order[:50], order[50:80]), (order[50:], order[:30])):
        reference = build_reference(stories.iloc[known], sizes=[45, 65, 90], lengths=[400], pairs=1_200)
        own = openings[openings["story"].isin(stories["story"].iloc[judged])]
        cut = pd.concat(list(take_openings(own, 400)), ignore_index=True)
        headline = measure_overlap(cut, reference=reference).query("measure == 'overlap'")
        for measure, rows in pd.concat([headline, judge_matches(cut, reference=reference)]).groupby("measure", sort=False):
            alarms.setdefault(str(measure), []).extend(rows["p"] < 0.05)
    for measure, found in alarms.items():
        print(f"  {measure}: {np.mean(found):.1%} of {len(found)} pairs, each test by itself")


def report_parted_novels(novels: pd.DataFrame) -> None:
    print("First half against second half of a novel: distinctive words by the test, and beyond one book's range")
    for story, own in novels.groupby("story", sort=False):
        if len(own) < 20_000:
            continue
        first = own["position"] < 0.5
        halves = pd.concat([own[first].assign(story="first"), own[~first].assign(story="second")], ignore_index=True)
        table = rank_distinctive(halves)
        passed = table[table["p_adjusted"] < 0.05]
        beyond = passed.loc[passed["verdict"] == "distinguishable", "form"]
        print(f"  {story}: {len(passed)} of {table['p'].notna().sum()} tested; beyond: {', '.join(beyond) or 'none'}")


def report_coverage(novels: pd.DataFrame, trials: int) -> None:
    print("95 % interval of overlap: how often it holds the mean over all such draws")
    stories = [own for _, own in novels.groupby("story", sort=False) if len(own) > 60_000][:2]
    generator = np.random.default_rng(0)
    for sentences, size in ((20, 30), (50, 80), (200, 320)):
        drawn = []
        for _ in range(trials):
            parts = []
            for own in stories:
                chosen = generator.permutation(own["sentence"].unique())[:sentences]
                parts.append(own[own["sentence"].isin(chosen)])
            drawn.append(measure_overlap(pd.concat(parts, ignore_index=True), size=size).iloc[:3])
        table = pd.concat(drawn)
        truth = table.groupby("measure")["value"].transform("mean")
        held = ((table["low"] <= truth) & (truth <= table["high"])).groupby(table["measure"], sort=False).mean()
        print(f"  {sentences} sentences: " + ", ".join(f"{measure} {share:.2f}" for measure, share in held.items()))


def report_speed(texts: Path) -> None:
    print("Seconds for two novels, after the table of words (best of three)")
    words = split_words(split_sentences(read_stories([texts / "portrait.txt", texts / "bovary.txt"])))
    steps: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "overlap": measure_overlap,
        "word lists": list_vocabulary,
        "distinctive words, 9,999 permutations": rank_distinctive,
        "diversity of both": measure_diversity,
        "shared phrases": find_shared_phrases,
        "aligned passages": align_passages,
    }
    for name, step in steps.items():
        taken = []
        for _ in range(3):
            begun = time.perf_counter()
            step(words)
            taken.append(time.perf_counter() - begun)
        print(f"  {name}: {min(taken):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--only", choices=["halves", "books", "unrelated", "novels", "coverage", "speed"])
    options = parser.parse_args()
    warnings.simplefilter("ignore", StoryWarning)
    texts = {name: read_stories(folder) for name, folder in (("o", options.gold / "litbank_openings"), ("n", options.texts))}
    openings, novels = (split_words(split_sentences(texts[name])) for name in "on")
    tasks: dict[str, Callable[[], None]] = {
        "speed": lambda: report_speed(options.texts),
        "halves": lambda: report_halves(openings, novels, options.trials),
        "books": lambda: report_books(options.gold),
        "unrelated": lambda: report_unrelated(openings, texts["o"]),
        "novels": lambda: report_parted_novels(novels),
        "coverage": lambda: report_coverage(novels, options.trials),
    }
    for name, task in tasks.items():
        if options.only in (None, name):
            task()


if __name__ == "__main__":
    main()
