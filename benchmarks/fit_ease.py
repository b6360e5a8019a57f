"""Fit the two formulas of human ease on judged excerpts: python benchmarks/fit_ease.py GOLD_FOLDER

Reads clear_dev.csv (CLEAR corpus, Crossley et al., 2022; CC BY-NC-SA: measured here, never shipped), counts every excerpt
with this package's own functions, and prints (a) Spearman's rho with readers' ease when fitted on half of the authors and
tested on the others, over 50 splits, and (b) the coefficients fitted on all excerpts, which stand in
src/analysis/readability/measures.py, rounded to three digits.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from analysis import StoryWarning, tally_sentences
from analysis.readability.counts import count_prose

SHARES = ("unfamiliar_content / content_words", "of_words / words", "abstract_words / words", "you_words / words")
FEATURES = {
    "ease": (SHARES[0], "unlisted / words", *SHARES[1:]),
    "ease_nameproof": (SHARES[0], "lower_unlisted / lower_words", *SHARES[1:]),
    "ease, as in 0.1": ("unfamiliar / words", "unlisted / words"),
    "ease_nameproof, as in 0.1": ("lower_unfamiliar / lower_words", "lower_unlisted / lower_words"),
}


def count_excerpts(gold: Path) -> pd.DataFrame:
    """One row per excerpt with prose: the sums of its counts, the judged ease and the author."""
    clear = pd.read_csv(gold / "clear_dev.csv", dtype={"ID": str}).rename(columns={"ID": "story", "Excerpt": "text"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        tally = tally_sentences(clear[["story", "text"]])
    prose = tally[tally["kind"] == "prose"]
    sums = pd.DataFrame(count_prose(tally)).groupby(prose["story"].to_numpy()).sum()
    return sums.join(clear.set_index("story")[["BT_easiness", "Author"]], how="inner")


def make_design(sums: pd.DataFrame, features: tuple[str, ...]) -> np.ndarray:
    columns = [np.ones(len(sums)), np.log(sums["squares"] / sums["words"]), *(sums.eval(feature) for feature in features)]
    return np.stack(columns, axis=1)


def main(gold: Path) -> None:
    sums = count_excerpts(gold)
    judged, author = sums["BT_easiness"].to_numpy(), sums["Author"].fillna("unknown").to_numpy()
    generator = np.random.default_rng(0)
    for name, features in FEATURES.items():
        design = make_design(sums, features)
        rhos = []
        for _ in range(50):
            authors = generator.permutation(np.unique(author))
            train = np.isin(author, authors[: len(authors) // 2])
            fit = np.linalg.lstsq(design[train], judged[train], rcond=None)[0]
            rhos.append(spearmanr(design[~train] @ fit, judged[~train])[0])
        coefficients = np.linalg.lstsq(design, judged, rcond=None)[0]
        print(f"{name}: {len(sums)} excerpts; held out rho {np.mean(rhos):.3f} ({min(rhos):.3f} to {max(rhos):.3f})")
        print("  coefficients: " + ", ".join(f"{value:.4g}" for value in coefficients))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
