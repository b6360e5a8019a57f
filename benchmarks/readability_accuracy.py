"""How right the readability figures are: against readers' judgement, random sentences, and passages of one book.

    python benchmarks/readability_accuracy.py GOLD_FOLDER TEXTS_FOLDER

GOLD_FOLDER holds clear_dev.csv (CLEAR corpus, Crossley et al., 2022) and litbank_passages/ (BOOK_00.txt ... BOOK_11.txt);
TEXTS_FOLDER whole books as .txt files. Neither comes with the package. A part whose file is missing says so, and the
others run. One row per figure: what, how many, target, measured.
"""

import argparse
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import fit_ease
import make_yardstick
import numpy as np
import pandas as pd
import textstat
from scipy.stats import spearmanr

from analysis import StoryWarning, ari, provide_nltk_data, read_stories, tally_sentences
from analysis.readability.counts import count_prose
from analysis.readability.measures import FAMILY, MEASURES
from analysis.statistics.correction import adjust_holm
from analysis.statistics.estimates import estimate
from analysis.statistics.permutation import permute
from analysis.statistics.verdicts import ALPHA, DISTINGUISHABLE, judge

Row = tuple[str, str, str, str]  # what, of how many, target, measured

DRAWS = 999  # permutations: an alarm is a yes or no, for which these are enough
FORMULAS = {measure: (MEASURES[measure].formula, MEASURES[measure].counts) for measure in FAMILY}
NEEDED = sorted({name for measure in FAMILY for name in MEASURES[measure].counts})


class Missing(Exception):
    """A part lacks the file it needs."""


def need(path: Path) -> Path:
    if not path.exists():
        raise Missing(f"{path} is not there")
    return path


# --- readers' judgement -----------------------------------------------------------------------------------------------


def measure_clear(gold: Path) -> list[Row]:
    """Spearman's rho of every measure with readers' ease, the fitted ease on held-out authors, the published ARI."""
    published = pd.read_csv(need(gold / "clear_dev.csv"), dtype={"ID": str}).set_index("ID")
    sums = fit_ease.count_excerpts(gold)
    judged, size = sums["BT_easiness"].to_numpy(), f"{len(sums)} excerpts"
    rhos = {}
    for measure, row in MEASURES.items():
        rhos[measure] = spearmanr(row.formula(**{name: sums[name] for name in row.counts}), judged).statistic
    rows = [("Dale-Chall against readers' ease, |rho|", size, "≥ .60", f"{abs(rhos['dale_chall']):.3f}")]
    rows += [(f"{name}, held-out authors, rho", size, target, rho) for name, target, rho in hold_out(sums, judged)]
    rows.append(measure_ari(sums, published))
    rows += [(f"  {measure}, rho", size, "", f"{rho:+.3f}") for measure, rho in rhos.items()]
    provide_nltk_data()
    texts = published["Excerpt"].reindex(sums.index)
    for name in ("flesch_reading_ease", "dale_chall_readability_score", "gunning_fog"):
        rho = spearmanr(texts.map(getattr(textstat, name)), judged).statistic
        rows.append((f"  textstat's {name}, rho", size, "", f"{rho:+.3f}"))
    return rows


def hold_out(sums: pd.DataFrame, judged: np.ndarray, splits: int = 50) -> list[tuple[str, str, str]]:
    """The ease formulas fitted on half of the authors and tested on the others, as benchmarks/fit_ease.py fits them."""
    author = sums["Author"].fillna("unknown").to_numpy()
    generator = np.random.default_rng(0)
    rows = []
    for (name, features), target in zip(fit_ease.FEATURES.items(), ("≥ .70", "≥ .685", "", ""), strict=True):
        design, rhos = fit_ease.make_design(sums, features), []
        for _ in range(splits):
            authors = generator.permutation(np.unique(author))
            train = np.isin(author, authors[: len(authors) // 2])
            fit = np.linalg.lstsq(design[train], judged[train], rcond=None)[0]
            rhos.append(spearmanr(design[~train] @ fit, judged[~train]).statistic)
        rows.append((name, target, f"{np.mean(rhos):.3f} ({min(rhos):.3f} to {max(rhos):.3f})"))
    return rows


def measure_ari(sums: pd.DataFrame, published: pd.DataFrame) -> Row:
    """The share of excerpts whose ARI, with the column's misprinted constant, is the published one to .01.

    Only where the sentence counts agree; the column is rounded to two digits, so half a hundredth more is allowed.
    """
    agree = sums[sums["sentences"] == published["Sentence Count"].reindex(sums.index)]
    # The same formula with 21.34 in the place of 21.43.
    ours = ari(agree["words"], agree["sentences"], agree["letters"]) + 21.43 - 21.34
    off = ours - published["Automated Readability Index"].reindex(agree.index)
    measured = f"{(off.abs() <= 0.01 + 0.005 + 1e-9).mean():.3f} (median off {off.median():+.3f})"
    return "ARI (21.34) within .01 of the published", f"{len(agree)} excerpts", "most", measured


# --- intervals --------------------------------------------------------------------------------------------------------


def measure_coverage(texts: Path, sizes: tuple[int, ...] = (20, 50, 200), draws: int = 2_000) -> list[Row]:
    """How often the 95 % interval of sentences drawn at random from a book holds the book's own value."""
    books = [path for path in sorted(need(texts).glob("*.txt")) if path.stat().st_size > 150_000]
    if not books:
        raise Missing(f"{texts} holds no .txt files of 150 KB or more")
    generator = np.random.default_rng(1)
    measures = [*FAMILY, "flesch_reading_ease"]
    held = pd.DataFrame(0.0, index=measures, columns=sizes)
    worst = pd.DataFrame(1.0, index=measures, columns=sizes)
    for book in books:
        counts = count_prose(tally_sentences(read_stories(book)))
        number = len(counts["words"])
        for size in sizes:
            chosen = np.concatenate([generator.choice(number, size, replace=False) for _ in range(draws)])
            code = np.repeat(np.arange(draws), size)
            for measure in measures:
                formula, names = (MEASURES[measure].formula, MEASURES[measure].counts)
                whole = formula(**{name: counts[name].sum() for name in names})
                low, high = estimate(formula, {name: counts[name][chosen] for name in names}, code, draws).interval()
                share = float(((low <= whole) & (whole <= high)).mean())
                held.loc[measure, size] += share / len(books)
                worst.loc[measure, size] = min(worst.loc[measure, size], share)
    return [
        (
            f"interval coverage, {measure}, {size} sentences",
            f"{len(books)} books x {draws}",
            "≥ .92" if size == 20 else "",
            f"{held.loc[measure, size]:.3f} (lowest book {worst.loc[measure, size]:.3f})",
        )
        for size in sizes
        for measure in measures
    ]


# --- alarms -----------------------------------------------------------------------------------------------------------


def measure_alarms(gold: Path) -> list[Row]:
    """How often two parts of one text are called different: random halves, and passages of a book not in the yardstick."""
    need(gold / "litbank_passages")
    tally, _ = make_yardstick.tally_passages(gold)
    generator = np.random.default_rng(1)
    rows = [measure_halves(tally, generator)]
    for length in (200, 400, 1000):
        rows += measure_pairs(tally, length, generator)
    return rows


def measure_halves(tally: pd.DataFrame, generator: np.random.Generator, size: int = 400) -> Row:
    prose = tally[tally["kind"] == "prose"]
    passages = [rows for _, rows in prose.groupby("story") if len(rows) >= 20]
    alarms = []
    for place in generator.permutation(len(passages))[:size]:
        rows = passages[place]
        first = np.zeros(len(rows), dtype=bool)
        first[generator.permutation(len(rows))[: len(rows) // 2]] = True
        alarms.append(any(p < ALPHA for p in test(rows, first, seed=int(place)).values()))
    return "alarms on random halves of 1,000 words, any measure", f"{len(alarms)} texts", "≤ .06", f"{np.mean(alarms):.3f}"


def measure_pairs(tally: pd.DataFrame, length: int, generator: np.random.Generator, pairs: int = 8) -> list[Row]:
    """Eight pairs of passages from each book, judged by a yardstick of the other four fifths of the books."""
    cut = make_yardstick.cut_openings(tally, length)
    passages = dict(list(cut.groupby("story")))
    values = make_yardstick.measure_passages(cut)
    differences = make_yardstick.find_differences(values)
    small, verdicts, beyond = [], [], []
    for case_fold in np.array_split(generator.permutation(values["book"].unique()), 5):
        others = make_yardstick.find_quantiles(differences[~differences["book"].isin(case_fold)])
        yardstick = others.loc[others.index >= 1 - ALPHA / len(FAMILY) - 1e-4].iloc[0]
        for book in case_fold:
            names = values.index[values["book"] == book]
            for draw in range(pairs if len(names) > 1 else 0):
                one, two = generator.choice(names, 2, replace=False)
                rows = pd.concat([passages[one], passages[two]])
                first = (rows["story"] == one).to_numpy()
                gaps = values.loc[one, FAMILY] - values.loc[two, FAMILY]
                beyond.append(any(abs(gaps[measure]) > yardstick[measure] for measure in FAMILY))
                adjusted = test(rows, first, seed=draw)
                small.append(any(p < ALPHA for p in adjusted.values()))
                verdicts.append(any(judge(adjusted[m], gaps[m], yardstick[m]) == DISTINGUISHABLE for m in FAMILY))
    of, where = f"{len(verdicts)} pairs", f"two passages of one book, {length} words"
    return [
        (f"{where}: distinguishable", of, "≤ .06", f"{np.mean(verdicts):.3f}"),
        (f"{where}: p alone", of, "", f"{np.mean(small):.3f}"),
        (f"{where}: beyond the yardstick alone", of, "", f"{np.mean(beyond):.3f}"),
    ]


def test(tally: pd.DataFrame, first: np.ndarray, seed: int) -> Mapping[str, float]:
    """Holm's p of the tested family, as compare_readability has it; NaN where a text has one sentence."""
    counts = count_prose(tally)
    p = permute(FORMULAS, {name: counts[name] for name in NEEDED}, first, draws=DRAWS, seed=seed)
    return dict(zip(FAMILY, adjust_holm([p[measure] for measure in FAMILY]), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path, help="folder of the gold sets")
    parser.add_argument("texts", type=Path, help="folder of whole books (.txt)")
    folders = parser.parse_args()
    parts: list[tuple[Callable[[Path], list[Row]], Path]] = [
        (measure_clear, folders.gold), (measure_coverage, folders.texts), (measure_alarms, folders.gold),
    ]  # fmt: skip
    print(f"{'what':66}{'of':20}{'target':9}measured")
    warnings.simplefilter("ignore", StoryWarning)
    for part, folder in parts:
        try:
            for what, size, target, measured in part(folder):
                print(f"{what:66}{size:20}{target:9}{measured}", flush=True)
        except Missing as missing:
            print(f"{part.__name__}: not run, {missing}.")


if __name__ == "__main__":
    main()
