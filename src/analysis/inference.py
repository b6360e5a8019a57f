"""Standard errors, intervals, permutation tests and verdicts: the statistics behind every comparison.

The frame, said once: the sentences of a text are treated as exchangeable draws of *this text's* manner. A small p then
means that the two texts differ in manner by more than their sentences differ among themselves; not that two authors or two
books do. Two passages of one book pass that test far too often, so a verdict also asks for a difference beyond the
*yardstick*: what two passages of one book, of these lengths, commonly differ by.

Every generator of random numbers is made here.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np

DRAWS = 9_999
ALPHA, POWER = 0.05, 0.80
DISTINGUISHABLE, WITHIN, NOT_DISTINGUISHABLE, NOT_ASSESSED = VERDICTS = (
    "distinguishable",
    "within one book's range",
    "not distinguishable at this length",
    "not assessed",
)

Formula = Callable[..., Any]


def make_generator(seed: int) -> np.random.Generator:
    """The source of all random numbers of one result."""
    return np.random.default_rng(seed)


class Estimate(NamedTuple):
    """A formula's value per group, its standard error and the number of sentences behind it."""

    value: np.ndarray
    error: np.ndarray
    number: np.ndarray

    def interval(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Student's t interval with one degree of freedom less than sentences; NaN for a single sentence."""
        from scipy.special import stdtrit

        half = stdtrit(np.where(self.number > 1, self.number - 1, np.nan), (1 + level) / 2) * self.error
        return self.value - half, self.value + half


def estimate(formula: Formula, counts: Mapping[str, np.ndarray], group: np.ndarray, size: int) -> Estimate:
    """The value of a formula of summed counts for each of `size` groups, with its delta-method standard error.

    `counts` has an array for each argument of `formula` with one value per sentence; `group` is the sentence's group. The
    formula must depend on ratios of the sums only, as every readability formula does: then the sentences' linear
    influences on the value sum to zero, and their variance gives the value's (Cochran, 1977, ch. 6). The error is NaN
    where there is one sentence, the value where there is none.

    >>> words, ones = np.array([4.0, 6.0, 8.0]), np.ones(3)
    >>> mean = estimate(lambda words, sentences: words / sentences, {"words": words, "sentences": ones}, np.zeros(3, int), 1)
    >>> mean.value, mean.error.round(6) == np.round(2 / 3**0.5, 6)
    (array([6.]), array([ True]))
    """
    number = np.bincount(group, minlength=size)
    names = list(counts)
    sums = np.stack([np.bincount(group, counts[name], size) for name in names])
    products = {
        (i, j): np.bincount(group, np.asarray(counts[names[i]], float) * counts[names[j]], size)
        for i in range(len(names))
        for j in range(i, len(names))
    }
    value, variance = _linearise(formula, names, sums, products, number)
    return Estimate(value, np.sqrt(variance), number)


def _linearise(
    formula: Formula, names: Sequence[str], sums: np.ndarray, products: Mapping[tuple[int, int], np.ndarray], number: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Value and delta-method variance of a formula from the sums of its counts and of their products, many at once."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.asarray(formula(**dict(zip(names, sums, strict=True))), dtype=float)
        slopes = []
        for i in range(len(names)):
            step = 1e-4 * np.maximum(sums[i], 1)
            beside = (
                np.asarray(formula(**dict(zip(names, [*sums[:i], sums[i] + s, *sums[i + 1 :]], strict=True))))
                for s in (step, -step)
            )
            up, down = ((there - value) / s for there, s in zip(beside, (step, -step), strict=True))
            jump = np.abs(up - down) > 0.1 * (np.abs(up) + np.abs(down))  # Dale-Chall has a step: take its flatter side
            slopes.append(np.where(jump, np.where(np.abs(up) < np.abs(down), up, down), (up + down) / 2))
        total = sum((1 + (i != j)) * slopes[i] * slopes[j] * product for (i, j), product in products.items())
        variance = np.maximum(total, 0) * number / (number - 1.0)
    return np.where(number > 0, value, np.nan), np.where(number > 1, variance, np.nan)


class Difference(NamedTuple):
    """Value of the first group less value of the second, with Welch's interval."""

    difference: float
    low: float
    high: float
    error: float
    freedom: float


def subtract(both: Estimate, level: float = 0.95) -> Difference:
    """The difference of the first two groups of an estimate, with Welch's interval (Welch, 1947)."""
    from scipy.special import stdtrit

    difference = float(both.value[0] - both.value[1])
    variance = both.error[:2] ** 2
    error = float(np.sqrt(variance.sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = float(variance.sum() ** 2 / (variance**2 / (both.number[:2] - 1.0)).sum())
    half = stdtrit(freedom, (1 + level) / 2) * error if error > 0 else error
    return Difference(difference, difference - half, difference + half, error, freedom)


def permute(
    formulas: Mapping[str, tuple[Formula, Sequence[str]]],
    counts: Mapping[str, np.ndarray],
    first: np.ndarray,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[str, float]:
    """The two-sided permutation p of each formula's difference between the sentences of `first` and the others.

    Sentences change places between the two texts; the statistic is the difference over its delta-method standard error
    (studentised, so that unequal lengths and variances do no harm: Janssen, 1997; Chung & Romano, 2013). All permutations
    are taken where there are no more than `draws`; else p = (1 + as extreme) / (1 + draws). All formulas see the same
    permutations. NaN where a text has fewer than two sentences.
    """
    first = np.asarray(first, dtype=bool)
    sizes = np.array([first.sum(), (~first).sum()])
    if sizes.min() < 2:
        return dict.fromkeys(formulas, np.nan)
    names = list(counts)
    pairs = [(i, j) for i in range(len(names)) for j in range(i, len(names))]
    columns = [np.asarray(counts[name], dtype=float) for name in names]
    features = np.stack([*columns, *(columns[i] * columns[j] for i, j in pairs)], axis=1)
    whole = features.sum(axis=0)

    def statistics(labels: np.ndarray) -> dict[str, np.ndarray]:
        halves = [labels @ features]
        halves.append(whole - halves[0])
        result = {}
        for measure, (formula, arguments) in formulas.items():
            places = [names.index(argument) for argument in arguments]
            parts = []
            for half, number in zip(halves, sizes, strict=True):
                products = {
                    (a, b): half[:, len(names) + pairs.index((min(i, j), max(i, j)))]
                    for a, i in enumerate(places)
                    for b, j in enumerate(places)
                    if a <= b
                }
                parts.append(_linearise(formula, arguments, half[:, places].T, products, number))
            (value_1, variance_1), (value_2, variance_2) = parts
            with np.errstate(divide="ignore", invalid="ignore"):
                size = np.abs(value_1 - value_2) / np.sqrt(variance_1 + variance_2)
            result[measure] = np.where(np.isclose(value_1, value_2, rtol=1e-12, atol=1e-12), 0.0, size)
        return result

    observed = statistics(first[None, :].astype(float))
    extreme, total = dict.fromkeys(formulas, 0), 0
    for labels in relabel(first, draws, seed):
        drawn = statistics(labels)
        total += len(labels)
        for measure in formulas:
            extreme[measure] += int((drawn[measure] >= observed[measure] * (1 - 1e-9)).sum())
    exact = total == comb(len(first), int(sizes[0]))
    return {
        measure: np.nan if np.isnan(observed[measure][0]) else (count + (not exact)) / (total + (not exact))
        for measure, count in extreme.items()
    }


def relabel(first: np.ndarray, draws: int, seed: int) -> Any:
    """Batches of labellings (rows of 0 and 1) with as many ones as `first`: all there are, or `draws` random ones."""
    size, ones = len(first), int(first.sum())
    if comb(size, ones) <= draws:
        labels = np.zeros((comb(size, ones), size))
        for row, chosen in enumerate(combinations(range(size), ones)):
            labels[row, list(chosen)] = 1
        yield labels
        return
    generator = make_generator(seed)
    batch = max(1, min(draws, 4_000_000 // size))
    for begin in range(0, draws, batch):
        rows = min(batch, draws - begin)
        yield generator.permuted(np.broadcast_to(first.astype(float), (rows, size)), axis=1)


def adjust_holm(p: Sequence[float]) -> np.ndarray:
    """The p values adjusted for how many are read (Holm, 1979); NaN is no test and stays NaN.

    >>> adjust_holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values = np.asarray(p, dtype=float)
    adjusted = np.full(len(values), np.nan)
    order = np.argsort(values)[: np.sum(~np.isnan(values))]
    steps = values[order] * (len(order) - np.arange(len(order)))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def adjust_max(observed: np.ndarray, drawn: np.ndarray, *, exact: bool = False) -> np.ndarray:
    """p values of many statistics adjusted by their maximum in each draw (Westfall & Young, 1993).

    `observed` has one statistic each, `drawn` one row per random draw; large in absolute value is extreme. `exact`: the
    rows are no random draws but all permutations there are, the observed one among them.

    >>> adjust_max(np.array([3.0, 1.0]), np.array([[0.5, 2.0], [1.0, -0.5], [0.2, 0.1]]))
    array([0.25, 0.75])
    """
    highest = np.sort(np.abs(drawn).max(axis=1))
    at_least = len(highest) - np.searchsorted(highest, np.abs(observed) * (1 - 1e-9))
    return (at_least + (not exact)) / (len(highest) + (not exact))


def jackknife(left_out: np.ndarray) -> np.ndarray:
    """The standard error of a statistic from its values with one block after the other left out (Tukey, 1958).

    One row per block left out; each column is a statistic of its own. For measures that count types (diversity, overlap),
    which repeated blocks would bias: here none is repeated. NaN for fewer than two blocks.

    >>> values = np.array([2.0, 4.0, 9.0])
    >>> error = jackknife(np.array([values[[1, 2]].mean(), values[[0, 2]].mean(), values[[0, 1]].mean()]))
    >>> bool(np.isclose(error, values.std(ddof=1) / 3**0.5))
    True
    """
    left_out = np.asarray(left_out, dtype=float)
    if len(left_out) < 2:
        return np.full(left_out.shape[1:], np.nan)
    return np.sqrt((len(left_out) - 1) / len(left_out) * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))


def detect(error: float, freedom: float, alpha: float, power: float = POWER) -> float:
    """The smallest difference that a two-sided test at `alpha` finds with this power, given its standard error.

    >>> round(detect(error=1.0, freedom=1e6, alpha=0.05), 2)
    2.8
    """
    from scipy.special import stdtrit

    return float((stdtrit(freedom, 1 - alpha / 2) + stdtrit(freedom, power)) * error)


def judge(p_adjusted: float, difference: float, yardstick: float) -> str:
    """The verdict on a difference: beyond its own sentences' scatter, and beyond one book's range?

    >>> judge(0.001, 5.0, yardstick=3.0), judge(0.001, 2.0, yardstick=3.0), judge(0.3, 5.0, yardstick=3.0)
    ('distinguishable', "within one book's range", 'not distinguishable at this length')
    """
    if np.isnan(p_adjusted) or np.isnan(difference):
        return NOT_ASSESSED
    if p_adjusted >= ALPHA:
        return NOT_DISTINGUISHABLE
    if np.isnan(yardstick):
        return NOT_ASSESSED
    return DISTINGUISHABLE if abs(difference) > yardstick else WITHIN


def find_yardstick(measure: str, words_1: float, words_2: float, family: int) -> float:
    """How much two passages of one book, as long as these texts, commonly differ at most in this measure.

    "Commonly": all but a share of .05 / `family` of the pairs of passages, `family` being the number of measures tested
    together, so that at most one pair of passages in twenty is beyond any of them. From lexicons/yardstick.csv: straight
    lines between the lengths there on logarithmic scales, below the shortest as the root of the length, beyond the longest
    as at the longest. Two lengths: the root of the mean square of both, since variances add. NaN for a measure that is not
    in the table, and for a text without words.

    >>> same = find_yardstick("words_per_sentence", 400, 400, family=4)
    >>> find_yardstick("words_per_sentence", 400, 9_000, family=4) < same < find_yardstick("words_per_sentence", 200, 400, 4)
    True
    """
    from analysis.lexicons import load_yardstick

    table = load_yardstick()
    quantiles = sorted(quantile for name, quantile in table if name == measure)
    wanted = [quantile for quantile in quantiles if quantile >= 1 - ALPHA / family - 1e-4]
    if not wanted or min(words_1, words_2) < 1:
        return np.nan
    lengths, found = table[measure, wanted[0]]
    grows = measure == "distinctive_z"  # a z, which length makes larger; every other difference falls with length
    differences = np.asarray(found) if grows else np.maximum.accumulate(found[::-1])[::-1]  # few books are long: no rise
    each = []
    for words in (words_1, words_2):
        at = np.exp(np.interp(np.log(max(words, lengths[0])), np.log(lengths), np.log(differences)))
        each.append(float(at) * (1.0 if grows else np.sqrt(max(lengths[0] / max(words, 1), 1))))
    return float(np.sqrt(np.mean(np.square(each))))


PROBABILITIES = (0.005, 0.01, 0.015, 0.02, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.98, 0.985, 0.99, 0.995)


def find_reference(
    measure: str, size: float, reference: Any = None, *, score: float | None = None
) -> dict[str, float] | None:
    """What unrelated stories of this size, and passages of one book, share in this measure; None beyond the sizes known.

    `reference` is a table as `build_reference` makes it, that in lexicons/reference_overlap.csv unless given. Between its
    sizes the numbers lie on straight lines over the logarithm of size. For matches, `score` says from which score on they
    are counted: the nearest below is taken, so that no more are expected by chance than the table says.
    """
    from analysis.lexicons import load_reference

    table = load_reference() if reference is None else reference
    rows = table[table["measure"] == measure]
    if score is not None:
        rows = rows[rows["score"] == rows.loc[rows["score"] <= score, "score"].max()]
    if rows.empty or not rows["size"].min() <= size <= rows["size"].max():
        return None
    places = np.log(rows["size"].to_numpy(dtype=float))
    columns = rows.columns.drop(["measure", "size", "score"])
    found = {}
    for column in columns:
        levels = rows[column].to_numpy(dtype=float)
        known = ~np.isnan(levels)
        found[column] = float(np.interp(np.log(size), places[known], levels[known])) if known.any() else np.nan
    return found


def find_largest(measure: str, reference: Any = None) -> int:
    """The largest size at which the reference knows this measure; no limit if it does not know it at all."""
    from analysis.lexicons import load_reference

    table = load_reference() if reference is None else reference
    return int(max(table.loc[table["measure"] == measure, "size"], default=10**9))


def rank_among(value: float, found: Mapping[str, float]) -> tuple[float, float]:
    """What share of the unrelated pairs behind a reference are as low as `value`, and what share as high.

    Read from the quantiles of the reference, on the safe side: never less than it is, and never 0.
    """
    grid = np.array([0, *PROBABILITIES, 1])
    levels = np.array([found["minimum"], *(found[f"q{level}"] for level in PROBABILITIES), found["maximum"]])
    below = grid[min(int(np.searchsorted(levels, value, side="right")), len(grid) - 1)]
    at_least = 1 - grid[max(int(np.searchsorted(levels, value, side="left")) - 1, 0)]
    shares = float(below) if value >= levels[0] else 0.0, float(at_least) if value <= levels[-1] else 0.0
    pairs = found["pairs"]
    return min((shares[0] * pairs + 1) / (pairs + 1), 1.0), min((shares[1] * pairs + 1) / (pairs + 1), 1.0)


def contrast(
    stories: tuple[str, str],
    both: Estimate,
    *,
    label: str,
    digits: int,
    p: float,
    p_adjusted: float,
    family: int,
    yardstick: float,
) -> dict[str, Any]:
    """One row of a table of contrasts, from the estimates of two stories and the p of their difference.

    `effect` is the difference in standard deviations of one sentence's influence on the value, `detectable` the smallest
    difference that the test finds with 80 % power at the level left by Holm's first step. `measure`, `unit` and `note` are
    the caller's to add.
    """
    gap = subtract(both)
    verdict = judge(p_adjusted, gap.difference, yardstick)
    spread = float(np.sqrt(np.mean(both.error**2 * both.number)))
    varies = not np.isnan(gap.freedom)
    detectable = np.nan if np.isnan(p) else detect(gap.error, gap.freedom, ALPHA / family) if varies else 0.0
    row = {
        "story_1": stories[0],
        "story_2": stories[1],
        "value_1": float(both.value[0]),
        "value_2": float(both.value[1]),
        "difference": gap.difference,
        "low": gap.low,
        "high": gap.high,
        "effect": gap.difference / spread if spread > 0 else np.nan,
        "p": p,
        "p_adjusted": p_adjusted,
        "yardstick": yardstick,
        "detectable": detectable,
        "verdict": verdict,
    }
    return row | {"statement": state(row, label=label, digits=digits, family=family)}


def state(row: Mapping[str, Any], *, label: str, digits: int, family: int) -> str:
    """The sentence about one contrast that a scholar may quote: values, difference, interval, verdict, sampling frame."""
    text = f"{label}: {row['story_1']} {number(row['value_1'], digits)}, {row['story_2']} {number(row['value_2'], digits)}"
    if np.isnan(row["difference"]):
        return f"{text}; not assessed."
    text += f"; difference {number(row['difference'], digits, sign=True)}"
    if not np.isnan(row["low"]):
        text += f" (95 % interval {number(row['low'], digits, sign=True)} to {number(row['high'], digits, sign=True)})"
    if np.isnan(row["p_adjusted"]):
        return f"{text}; not tested."
    test = probability(row["p_adjusted"]) + (f", corrected for {family} tests" if family > 1 else "")
    book = f"two passages of one book of this length commonly differ by up to {number(row['yardstick'], digits)}"
    # A larger difference would be told from the sentences' scatter; whether from one book's range is another question.
    missed = f": one below {number(row['detectable'], digits)} would be missed more than one time in five"
    if not row["detectable"] > 0:
        missed = "; nothing varies among their sentences" if row["detectable"] == 0 else ""
    why = {
        DISTINGUISHABLE: f"Distinguishable: more than their sentences differ among themselves ({test}), and more than one"
        f" book varies ({book}).",
        WITHIN: f"Within one book's range: more than their sentences differ among themselves ({test}), but {book}.",
        NOT_DISTINGUISHABLE: f"Not distinguishable at this length ({test}), which is not to say alike{missed}.",
        NOT_ASSESSED: f"More than their sentences differ among themselves ({test}); how much of that one book shows is not"
        " known.",
    }[row["verdict"]]
    return f"{text}. {why} Each text's sentences are taken as draws of its own manner."


def number(value: float, digits: int, *, sign: bool = False) -> str:
    """A number for a sentence: rounded, with a true minus sign; NaN is "no value".

    >>> number(-1.25, 1), number(2, 1, sign=True), number(float("nan"), 1)
    ('−1.2', '+2.0', 'no value')
    """
    if np.isnan(value):
        return "no value"
    text = f"{value:{'+' if sign else ''}.{digits}f}".replace("-", "−")
    return text if text.strip("+−0.") else text.strip("+−")


def probability(p: float) -> str:
    """A p value as it is printed: three digits below .1, never as zero; NaN is "no test".

    >>> probability(0.0001), probability(0.0321), probability(0.52), probability(1.0)
    ('p < .001', 'p = .032', 'p = .52', 'p = 1')
    """
    if np.isnan(p):
        return "no test"
    if p < 0.001:
        return "p < .001"
    return f"p = {p:.3f}".replace("0.", ".") if p < 0.1 else f"p = {p:.2f}".replace("0.", ".") if p < 0.995 else "p = 1"
