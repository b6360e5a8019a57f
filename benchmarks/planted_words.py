"""Distinctive words against planted truth: what is found of words that were put in, and what is called that should not be.

    python benchmarks/planted_words.py TEXTS_FOLDER

TEXTS_FOLDER holds whole books (.txt). Two passages of one book get made-up words: some at twice or four times the rate in
the first, some at one rate in both; singly, or in bursts of five within some sixty words, as real words come. Beside
`rank_distinctive` stand the tests that are common elsewhere, on the same words: the log-likelihood ratio (G², Dunning,
1993) and the log ratio with a Poisson error, both with Benjamini-Hochberg's correction, which take every use for one more
independent draw; and a t test of the rates in twenty stretches of each passage, with the same correction.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2, false_discovery_control, norm, ttest_ind

from analysis import StoryWarning, rank_distinctive, read_stories, split_words

LENGTHS, PAIRS, STRETCHES, BURST, NEAR = (2_000, 10_000), 40, 20, 5, 60
RATIOS, WORDS = (1, 2, 4), 10  # of the rates; words planted for each ratio and way
RATE = {2_000: 10, 10_000: 20}  # uses in the second passage


def name_word(ratio: int, bursts: bool, number: int) -> str:
    letters = "abcdefghij"[number]
    return f"zq{'b' if bursts else 's'}{'xyz'[RATIOS.index(ratio)]}{letters}ok"


def plant(tokens: list[str], side: int, uses: int, draw: np.random.Generator) -> str:
    """The passage with the planted words in it."""
    places: list[tuple[int, str]] = []
    for ratio in RATIOS:
        for bursts in (False, True):
            for number in range(WORDS):
                expected = uses * (ratio if side == 0 else 1)
                word, size = name_word(ratio, bursts, number), len(tokens)
                if bursts:
                    centres = draw.integers(0, size, draw.poisson(expected / BURST))
                    at = (np.repeat(centres, BURST) + draw.integers(0, NEAR, BURST * len(centres))) % size
                else:
                    at = draw.integers(0, size, draw.poisson(expected))
                places += [(place, word) for place in at.tolist()]
    planted: dict[int, list[str]] = {}
    for place, word in places:
        planted.setdefault(place, []).append(word)
    return " ".join(" ".join([token, *planted.get(place, [])]) for place, token in enumerate(tokens))


def call_words(words: pd.DataFrame) -> dict[str, set[str]]:
    """By method the words that it calls distinctive."""
    ranked = rank_distinctive(words)
    ranked = ranked[ranked["p"].notna()]
    one, two = (ranked[f"count_{side}"].to_numpy(float) for side in "12")
    n_one, n_two = (float((words["story"] == story).sum()) for story in ("one", "two"))
    expected_1, expected_2 = ((one + two) * n / (n_one + n_two) for n in (n_one, n_two))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [np.where(n > 0, n * np.log(n / e), 0) for n, e in ((one, expected_1), (two, expected_2))]
    z = np.log((one + 0.5) / (two + 0.5) * n_two / n_one) / np.sqrt(1 / (one + 0.5) + 1 / (two + 0.5))
    p = {
        "G², BH": chi2.sf(2 * sum(terms), 1),
        "log ratio, BH": 2 * norm.sf(np.abs(z)),
        "t test, BH": find_p_of_stretches(words, ranked["word"]),
    }
    called = {name: set(ranked["word"][false_discovery_control(np.nan_to_num(q, nan=1.0)) < 0.05]) for name, q in p.items()}
    return {"rank_distinctive": set(ranked["word"][ranked["p_adjusted"] < 0.05]), **called}


def find_p_of_stretches(words: pd.DataFrame, tested: pd.Series) -> np.ndarray:
    """p of a t test of each word's uses in twenty stretches of both passages."""
    place = words.groupby("story").cumcount() * STRETCHES // words.groupby("story")["word"].transform("size")
    counts = words.assign(stretch=place).pivot_table(
        index=["story", "stretch"], columns="lemma", values="start", aggfunc="size"
    )
    counts = counts.reindex(columns=tested.tolist()).fillna(0)
    return np.asarray(ttest_ind(counts.loc["one"], counts.loc["two"], equal_var=False).pvalue)


def measure(texts: Path, length: int) -> pd.DataFrame:
    """One row per pair and method: the share of each kind of planted word that is called, and other words called."""
    draw, rows = np.random.default_rng(length), []
    books = [path for path in sorted(texts.glob("*.txt")) if path.stat().st_size > 150_000]
    for number in range(PAIRS):
        book = books[number % len(books)]
        forms = load_forms(book)
        starts = draw.choice(len(forms) // length, 2, replace=False) * length
        parts = [plant(forms[start : start + length], side, RATE[length], draw) for side, start in enumerate(starts)]
        words = split_words(read_stories({"one": parts[0], "two": parts[1]}), names=[])
        for method, called in call_words(words).items():
            row: dict[str, object] = {"method": method}
            for bursts in (False, True):
                for ratio in RATIOS:
                    own = [name_word(ratio, bursts, n) for n in range(WORDS)]
                    row[f"{'bursts' if bursts else 'single'} x{ratio}"] = np.mean([word in called for word in own])
            rows.append(row | {"others": sum(not word.startswith("zq") for word in called)})
    return pd.DataFrame(rows)


_FORMS: dict[Path, list[str]] = {}


def load_forms(book: Path) -> list[str]:
    """The running words of a book's prose, a full stop after the last of each sentence."""
    if book not in _FORMS:
        words = split_words(read_stories(book))
        words = words[words["kind"] == "prose"]
        ends = words["sentence"].to_numpy() != words["sentence"].shift(-1).to_numpy()
        _FORMS[book] = [form + "." * int(end) for form, end in zip(words["form"].str.lower(), ends, strict=True)]
    return _FORMS[book]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", type=Path, help="folder of whole books (.txt)")
    warnings.simplefilter("ignore", StoryWarning)
    for length in LENGTHS:
        table = measure(parser.parse_args().texts, length).groupby("method", sort=False).mean()
        print(f"{length:,} words a passage, {PAIRS} pairs of one book; {RATE[length]} uses in the second,")
        print("as many or x times in the first. Share of the planted words called; x1: false finds. Others: of the book.")
        print(table.round(3).to_string())


if __name__ == "__main__":
    main()
