"""How right the sentiment is: valence against readers, bands against simulation, verdicts against texts that are alike.

    python benchmarks/sentiment_accuracy.py GOLD_FOLDER [TEXTS_FOLDER]

GOLD_FOLDER holds emobank_valence.csv (`id`, `text` and the readers' `valence`, 10,062 sentences of EmoBank, Buechel & Hahn
2017) and litbank_passages (twelve passages of some 1,000 words from each of 50 works, LitBank, Bamman et al. 2019).
TEXTS_FOLDER holds whole books. Neither comes with the package. A section whose files are missing says so, and the others
run.
"""

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import make_yardstick
import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from analysis import (
    StoryWarning,
    assess_trajectory,
    compare_sentiment,
    read_stories,
    score_sentiment,
    score_vader,
    smooth_trajectory,
    split_sentences,
)
from analysis.lexicons.lists import VALENCE_LISTS, load_function_words, load_valence
from analysis.sentiment import comparison, smoothing, trajectory
from analysis.statistics import permutation
from analysis.statistics.permutation import permute
from analysis.statistics.verdicts import DISTINGUISHABLE

FOLDS, CASES, LENGTHS, DRAWS = 5, 250, (400, 1000), 999


class Missing(Exception):
    """A section lacks the file it needs."""


def need(path: Path) -> Path:
    if not path.exists():
        raise Missing(f"{path} is not there")
    return path


def share(alarms: np.ndarray) -> str:
    """The share of alarms, twice its standard error, and their number."""
    rate = float(np.mean(alarms))
    return f"{rate:6.1%} ± {2 * np.sqrt(rate * (1 - rate) / len(alarms)):.1%} of {len(alarms)}"


# --- sentences against readers ----------------------------------------------------------------------------------------


def report_readers(gold: Path) -> None:
    """Rank correlation with the readers' valence, with its interval over documents, and sentences a second, in one run."""
    judged = pd.read_csv(need(gold / "emobank_valence.csv"), keep_default_na=False)
    place = judged["id"].str.extract(r"^(.*?)(?:_(\d+)_\d+)?$").fillna({1: "0"})  # document, first character
    judged = judged.assign(story=place[0], place=place[1].astype(int)).sort_values(["story", "place"], ignore_index=True)
    size, length = len(judged), judged["text"].str.len() + 1
    sentences = pd.DataFrame(
        {"story": judged["story"], "chapter": 0, "paragraph": range(size), "sentence": range(size), "position": 0.5,
         "kind": "prose", "start": length.cumsum() - length, "end": length.cumsum() - 1, "text": judged["text"]}
    )  # fmt: skip
    scorers: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        "valence": lambda table: score_sentiment(table)["valence"],
        "in_context": lambda table: score_sentiment(table, context=True)["in_context"],
        "names with weight": lambda table: score_sentiment(table, names=[])["valence"],
        "as in 0.1": lambda table: score_sentiment(table, lexicon=merge_as_before())["valence_own"],
        **{f"list: {name}": partial(score_list, name=name) for name in VALENCE_LISTS},
        "NLTK VADER": lambda table: score_vader(table)["vader"],
    }
    for scorer in scorers.values():  # reads the lists, so that none pays for that below
        scorer(sentences.head(10))
    documents = judged["story"].nunique()
    print(f"EmoBank, {size:,} sentences of {documents:,} documents (a sentence without a known word counts as 0)")
    print("  Spearman's rho with the readers, 95 % interval over documents (bootstrap); target .583, in_context .593")
    for name, scorer in scorers.items():
        seconds = []
        for _ in range(1 if name == "NLTK VADER" else 3):
            begun = time.process_time()
            scores = scorer(sentences).fillna(0.0)
            seconds.append(time.process_time() - begun)
        low, rho, high = bound_rho(scores, judged["valence"], judged["story"])
        print(f"  {name:22} {rho:.3f} ({low:.3f} to {high:.3f})   {size / min(seconds):>8,.0f} sentences a second")


def score_list(table: pd.DataFrame, name: str) -> pd.Series:
    return score_sentiment(table, lexicon=name)[f"valence_{name}"]


@cache
def merge_as_before() -> dict[str, float]:
    """The weights of version 0.1: VADER, the opinion lexicon, and labMT counted from 5 without its neutral band, 4 to 6,
    one merged table, in which absent counts as 0."""
    lists = load_valence()
    labmt = {word: weight * 1.085 + 0.375 for word, weight in lists["labmt"].items()}
    labmt = {word: weight for word, weight in labmt.items() if abs(weight) > 1}
    spread = float(np.std(list(labmt.values())))
    columns = (lists["vader"], lists["opinion"], {word: weight / spread for word, weight in labmt.items()})
    words = set().union(*columns) - load_function_words()
    return {word: sum(column.get(word, 0.0) for column in columns) / 3 for word in words}


def bound_rho(scores: pd.Series, judged: pd.Series, document: pd.Series, draws: int = 500) -> tuple[float, float, float]:
    """Spearman's rho with its 95 % interval, drawn over documents."""
    rows = [part.to_numpy() for _, part in pd.Series(range(len(scores))).groupby(document.to_numpy())]
    draw, mine, theirs = np.random.default_rng(0), scores.to_numpy(), judged.to_numpy()
    rho = []
    for _ in range(draws):
        chosen = np.concatenate([rows[i] for i in draw.integers(0, len(rows), len(rows))])
        rho.append(spearmanr(mine[chosen], theirs[chosen])[0])
    low, high = np.quantile(rho, [0.025, 0.975])
    return float(low), float(spearmanr(mine, theirs)[0]), float(high)


# --- the band, on made scores -----------------------------------------------------------------------------------------


def arc(position: np.ndarray) -> np.ndarray:
    """A smooth curve with a rise and a fall: about 2 % of the variance beside noise of one."""
    return 0.2 * np.sin(2 * np.pi * position)


def report_coverage(runs: int = 1000, seeds: int = 5) -> None:
    """How often the whole band holds the curve smoothed at its bandwidth."""
    print("Simultaneous 95 % band on white noise about a smooth curve: share of runs in which it holds all of H f")
    print("  (target: 93-97 % at a fixed bandwidth from n = 50 on; chosen by GCV it holds the same less often)")
    for size in (18, 50, 200, 2000):
        place = (np.arange(size) + 0.5) / size
        cells = []
        for bandwidth in (0.05, 0.1, None):
            with one_design():
                parts = [count_held(place, bandwidth, runs // seeds, seed) for seed in range(seeds)]
            cells.append(f"{'GCV' if bandwidth is None else f'h = {bandwidth}'} {share(np.concatenate(parts))}")
        print(f"  n = {size:>5}: " + "   ".join(cells))


def count_held(place: np.ndarray, bandwidth: float | None, runs: int, seed: int) -> np.ndarray:
    """For each of many made stories at these places, whether the band holds the true curve, smoothed alike."""
    size = len(place)
    noise = np.random.default_rng([seed, size]).standard_normal((runs, size))
    names, scores = np.repeat(np.arange(runs).astype(str), size), (arc(place) + noise).ravel()
    scored = pd.DataFrame({"story": names, "position": np.tile(place, runs), "kind": "prose", "valence": scores})
    curves = smooth_trajectory(scored, bandwidth=bandwidth, seed=seed)
    grid = curves["position"].to_numpy()[: len(smoothing.GRID)]
    held = np.zeros(runs, dtype=bool)
    low, high, width = (curves[name].to_numpy().reshape(runs, -1) for name in ("low", "high", "bandwidth"))
    for chosen in np.unique(width[:, 0]):
        kernel = np.exp(-0.5 * ((grid[:, None] - place) / chosen) ** 2)  # point by point, without cells
        target, mine = kernel @ arc(place) / kernel.sum(axis=1), width[:, 0] == chosen
        held[mine] = ((low[mine] <= target) & (target <= high[mine])).all(axis=1)
    return held


@contextmanager
def one_design() -> Iterator[None]:
    """While all stories have their points at the same places, smoothers and critical values need computing only once."""
    smoothers: dict[float, smoothing.Smoother] = {}
    make, find = smoothing.make_smoother, smoothing.find_critical

    def make_once(points: smoothing.Points, width: float) -> smoothing.Smoother:
        if width not in smoothers:
            smoothers[width] = make(points, width)
        return smoothers[width]

    critical: dict[tuple[int, int], float] = {}

    def find_once(points: smoothing.Points, smoother: smoothing.Smoother, seed: int) -> float:
        key = (id(smoother), seed)
        if key not in critical:
            critical[key] = find(points, smoother, seed)
        return critical[key]

    with patch.object(trajectory, "make_smoother", make_once), patch.object(trajectory, "find_critical", find_once):
        yield


def report_step() -> None:
    """By how much the curve of a step leaves the step."""
    size = 400
    place = (np.arange(size) + 0.5) / size
    step = pd.DataFrame({"story": "step", "position": place, "kind": "prose", "valence": (place > 0.5).astype(float)})
    worst = 0.0
    for bandwidth in (None, 0.02, 0.05, 0.1, 0.3):
        curve = smooth_trajectory(step, bandwidth=bandwidth)["trajectory"]
        worst = max(worst, curve.max() - 1, -curve.min())
    print(f"Overshoot on a step from 0 to 1: {max(worst, 0):.1e} (target 0)")


# --- alarms where there is nothing, or one book -----------------------------------------------------------------------


def report_alarms(gold: Path) -> None:
    """How often level, shape and arc are called on texts that do not differ, and on two passages of one book."""
    scored = score_passages(need(gold / "litbank_passages"))
    draw = np.random.default_rng(20_000)
    print(f"Alarms at p < .05 on LitBank passages, by their length in words; {DRAWS} permutations")
    print("  (target: 6 % at most, and of the verdicts 'distinguishable' on two passages of one book)")
    for length in LENGTHS:
        passages = cut(scored, length)
        names = list(passages)
        print(f"  {length} words, about {np.mean([len(part) for part in passages.values()]):.0f} sentences:")
        chosen = [names[i] for i in draw.permutation(len(names))[:CASES]]
        orders = assess_trajectory(pd.concat([shuffle(passages[name], draw) for name in chosen]))
        show("sentences shuffled", "arc", orders["p"])
        # each beside one of another book: their levels differ, their shapes are both flat
        results = [compare(*(shuffle(passages[name], draw) for name in pair)) for pair in pairwise(chosen)]
        show("sentences shuffled", "shape", results)
        results = [compare(*halve(passages[name], draw)) for name in chosen]
        show("random halves", "level", results)
        show("random halves", "shape", results)
        report_one_book(passages, draw)
        show("as they stand", "arc (no target)", assess_trajectory(pd.concat([passages[name] for name in chosen]))["p"])


def score_passages(folder: Path) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        sentences = split_sentences(read_stories(folder))
    scored = score_sentiment(sentences)
    words = scored["text"].str.count(r"\w+(?:['’]\w+)*")
    return scored.assign(words=words, book=scored["story"].str.replace(r"_\d\d$", "", regex=True))


def cut(scored: pd.DataFrame, length: int) -> dict[str, pd.DataFrame]:
    """The prose of each passage up to `length` words, where it has so many, its positions counted anew."""
    passages = {}
    for name, part in make_yardstick.cut_openings(scored, length).groupby("story", sort=False):
        if len(part) >= 2 and part["valence"].notna().all():
            passages[str(name)] = place_anew(part)
    return passages


def place_anew(part: pd.DataFrame, story: str | None = None) -> pd.DataFrame:
    position = (part["words"].cumsum() - part["words"] / 2) / part["words"].sum()
    return part.assign(position=position, story=part["story"] if story is None else story)


def shuffle(part: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    return place_anew(part.iloc[draw.permutation(len(part))])


def halve(part: pd.DataFrame, draw: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two random halves of one passage, each in reading order."""
    first = draw.permutation(len(part)) < len(part) // 2
    return place_anew(part[first], "one"), place_anew(part[~first], "two")


def compare(one: pd.DataFrame, two: pd.DataFrame) -> dict[str, float | bool]:
    """p of level and shape, each alone, and their verdicts."""
    with patch.object(permutation, "permute", partial(permute, draws=DRAWS)):  # a share needs no finer p
        table = compare_sentiment(pd.concat([one, two])).set_index("measure")
    return table["p"].to_dict() | (table["verdict"] == DISTINGUISHABLE).add_suffix(", verdict").to_dict()


def report_one_book(passages: dict[str, pd.DataFrame], draw: np.random.Generator) -> None:
    """Pairs of passages of one book; the yardsticks are made of the books of the other folds."""
    levels = pd.DataFrame(
        {"valence_level": {name: part["valence"].mean() for name, part in passages.items()},
         "book": {name: part["book"].iloc[0] for name, part in passages.items()}}
    )  # fmt: skip
    with patch.object(make_yardstick, "SCORES", ("valence",)):
        differences = make_yardstick.find_differences(levels, pd.concat(passages.values())).dropna()
    books = draw.permutation(levels["book"].unique())
    results = []
    for case_fold in range(FOLDS):
        held = books[case_fold::FOLDS]
        quantiles = make_yardstick.find_quantiles(differences[~differences["book"].isin(held)])
        beyond = quantiles.loc[0.975]
        with patch.object(comparison, "find_yardstick", lambda measure, *_, beyond=beyond, **__: float(beyond[measure])):
            for book in held:
                own = draw.permutation(levels.index[levels["book"] == book])
                results += [compare(*(passages[name] for name in pair)) for pair in zip(own[::2], own[1::2], strict=False)]
    for measure in ("level", "shape"):
        show("two of one book", measure, results, " (without yardstick, no target)")
        show("two of one book", f"{measure}, verdict", results)


def show(what: str, measure: str, results: list[dict[str, float | bool]] | pd.Series, note: str = "") -> None:
    """A line with the share of alarms: verdicts that say so, or p below .05 where there is one."""
    values = results if isinstance(results, pd.Series) else pd.Series([result[measure] for result in results])
    alarms = values if values.dtype == bool else values.dropna() < 0.05
    print(f"    {what:20} {measure:16} {share(alarms.to_numpy())}{note}", flush=True)


# --- speed ------------------------------------------------------------------------------------------------------------


def report_speed(texts: Path | None, size: int = 50_000) -> None:
    """Seconds for the trajectory of a very long text, and of the books given."""
    noise = np.random.default_rng(0).standard_normal(size)
    made = pd.DataFrame({"story": "made", "position": (np.arange(size) + 0.5) / size, "kind": "prose", "valence": noise})
    print(f"Trajectory of {size:,} sentences: smoothed in {clock(smooth_trajectory, made):.2f} s, assessed in "
          f"{clock(assess_trajectory, made):.2f} s (processor time; target about 1 s)")  # fmt: skip
    for path in sorted(texts.glob("*.txt")) if texts else ():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", StoryWarning)
            sentences = split_sentences(read_stories(path))
        seconds = clock(score_sentiment, sentences)
        result = assess_trajectory(score_sentiment(sentences)).iloc[0]
        print(f"  {path.stem[:32]:32} {len(sentences):>6,} sentences, {len(sentences) / seconds:>8,.0f} scored a second; "
              f"bandwidth {result['bandwidth']:.3f}, explains {result['explained']:.1%}, p = {result['p']:.3f}")  # fmt: skip


def clock(function: Callable[[pd.DataFrame], object], table: pd.DataFrame) -> float:
    begun = time.process_time()
    function(table)
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path, help="folder of the gold sets")
    parser.add_argument("texts", type=Path, nargs="?", help="folder of whole books (.txt)")
    arguments = parser.parse_args()
    sections: dict[str, Callable[[], None]] = {
        "readers": lambda: report_readers(arguments.gold),
        "coverage": report_coverage,
        "step": report_step,
        "alarms": lambda: report_alarms(arguments.gold),
        "speed": lambda: report_speed(arguments.texts),
    }
    for name, section in sections.items():
        try:
            section()
        except Missing as missing:
            print(f"{name}: not run, {missing}.")
        print(flush=True)


if __name__ == "__main__":
    main()
