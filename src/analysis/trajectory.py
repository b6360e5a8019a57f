"""The trajectory of a score over narrative time: a smoothed curve with a band, whether there is an arc at all, and whether
two arcs differ in level or in shape.

Every row of sentences that is no heading is a point; its place is its mid-point in the story's words (0-1). The curve is a
Gaussian kernel mean, renormalised at the edges (Nadaraya, 1964; Watson, 1964): it never leaves the range of the points, and
does not ring. Long texts are first averaged in cells of equal narrative time, which the statistics take into account.
"""

from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import need_columns
from analysis.inference import (
    ALPHA,
    CONTRASTS,
    DISTINGUISHABLE,
    NOT_ASSESSED,
    NOT_DISTINGUISHABLE,
    Estimate,
    adjust_holm,
    contrast,
    estimate,
    find_yardstick,
    number,
    permute,
    probability,
)
from analysis.reading import StoryError
from analysis.sentiment import score_sentiment

GRID = np.linspace(0, 1, 201)
BANDWIDTHS = np.geomspace(0.015, 0.5, 24)  # standard deviations of the kernel, as shares of the story
CELLS, SIMULATIONS, SHUFFLES, FEWEST = 400, 999, 999, 10


class _Points(NamedTuple):
    """The points of one story, in cells: place, mean score and number of points; and the squares within cells."""

    place: np.ndarray
    score: np.ndarray
    number: np.ndarray
    within: float

    @property
    def size(self) -> int:
        return int(self.number.sum())

    @property
    def mean(self) -> float:
        return float(np.average(self.score, weights=self.number))

    @property
    def squares(self) -> float:
        """The sum of squares about the mean."""
        return float((self.number * (self.score - self.mean) ** 2).sum() + self.within)

    @property
    def flat(self) -> bool:
        """Whether all points are alike, but for what adding them up leaves over."""
        return self.squares <= self.size * (1e-12 * float(np.abs(self.score).max())) ** 2


class _Smoother(NamedTuple):
    """The kernel mean of one story at one bandwidth as a linear operator on its cells."""

    matrix: np.ndarray  # cells x cells: the curve at the points
    grid: np.ndarray  # grid x cells: the curve on GRID
    trace: float  # of H and of HH', counted over points
    trace_square: float
    norm: np.ndarray  # the curve's standard error on GRID, in units of sigma

    def count_freedom(self, size: int) -> float:
        """n - 2 tr H + tr HH'; NaN for a kernel so narrow that the curve is the points, and no noise is left to judge by."""
        free = size - 2 * self.trace + self.trace_square
        return free if free > 1e-9 * size else np.nan


def smooth_trajectory(
    scored: pd.DataFrame, *, column: str = "valence", bandwidth: float | None = None, seed: int = 0
) -> pd.DataFrame:
    """One row per story and grid point (201, evenly spread over narrative time).

    Columns: `story`; `position` (0-1); `trajectory`, the smoothed `column`; `low`, `high`, its simultaneous 95 % band;
    `edge` (within one bandwidth of an end, where the curve is drawn towards the inside); `bandwidth` (the kernel's standard
    deviation, as a share of the story). The band holds the sampling noise of the curve smoothed at this bandwidth; not what
    the word list gets wrong, nor the bias of smoothing, nor the choice of the bandwidth. That is by generalised
    cross-validation over BANDWIDTHS unless given (Craven & Wahba, 1979). sigma^2 = RSS / (n - 2 tr H + tr HH'); the critical
    value is simulated, sigma estimated anew in each draw. A story of fewer than ten points has no curve: its `trajectory`,
    `low` and `high` are NaN, and the points stand for themselves. Stories or sentences are scored first.
    """
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise StoryError(f"The bandwidth is {bandwidth!r}: it is a share of the story above 0, such as 0.1.")
    scored = _take_scored(scored, column)
    parts = []
    for story, points in _gather(scored, column).items():
        part = pd.DataFrame({"story": story, "position": GRID, "trajectory": np.nan, "low": np.nan, "high": np.nan})
        width = np.nan
        if points is not None:
            width = _choose(points) if bandwidth is None else bandwidth
            smoother = _make_smoother(points, width)
            curve = smoother.grid @ points.score
            half = _find_critical(points, smoother, seed) * _estimate_sigma(points, smoother) * smoother.norm
            part = part.assign(trajectory=curve, low=curve - half, high=curve + half)
        parts.append(part.assign(edge=(np.minimum(GRID, GRID[::-1]) < width), bandwidth=width))
    return pd.concat(parts, ignore_index=True)


def assess_trajectory(scored: pd.DataFrame, *, column: str = "valence", seed: int = 0) -> pd.DataFrame:
    """One row per story: is there an arc at all, how much does it explain, where are its peak and trough?

    Columns: `story`; `size` (points); `mean`; `spread` (standard deviation of the points); `bandwidth`; `explained` (0-1,
    the share of the points' variance that the curve explains); `p` (share of 999 shuffles of the sentences, each with its
    own bandwidth, whose curve explains as much: does their order matter?); `peak`, `peak_low`, `peak_high`, `trough`,
    `trough_low`, `trough_high` (positions 0-1, with the 95 % interval of curves drawn anew with this noise); `verdict`
    ("order matters more than shuffled", "no more than shuffled", "not assessed"); `statement`; `note`.
    """
    scored = _take_scored(scored, column)
    rows = []
    for story, points in _gather(scored, column).items():
        units = scored[(scored["story"] == story) & (scored["kind"] != "heading")][column].dropna()
        row = {"story": story, "size": len(units), "mean": units.mean(), "spread": units.std()}
        rows.append(row | _assess(story, points, units.to_numpy(float), seed))
    columns = [
        "story", "size", "mean", "spread", "bandwidth", "explained", "p", "peak", "peak_low", "peak_high",
        "trough", "trough_low", "trough_high", "verdict", "statement", "note",
    ]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=columns)


def _assess(story: str, points: _Points | None, scores: np.ndarray, seed: int) -> dict[str, object]:
    if points is None or points.flat:
        note = (
            "no known word in the story" if not len(scores) else "all points are alike" if points is not None
            else f"fewer than {FEWEST} points: the points stand for themselves"
        )  # fmt: skip
        return {"verdict": "not assessed", "statement": f"{story}: not assessed, {note}.", "note": note}
    generator = np.random.default_rng(seed)
    width = _choose(points)
    smoother = _make_smoother(points, width)
    fit, curve = smoother.matrix @ points.score, smoother.grid @ points.score
    explained = 1 - _residual(points, fit) / points.squares
    p = (1 + (_shuffle(points, scores, generator) >= explained - 1e-12).sum()) / (1 + SHUFFLES)
    noise = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
    curves = curve[:, None] + _estimate_sigma(points, smoother) * (smoother.grid @ noise)
    peak, trough = (GRID[which(curves, axis=0)] for which in (np.argmax, np.argmin))
    where = {"peak": GRID[np.argmax(curve)], "trough": GRID[np.argmin(curve)]}
    intervals = {f"{name}_{end}": value for name, drawn in (("peak", peak), ("trough", trough))
                 for end, value in zip(("low", "high"), np.quantile(drawn, [0.025, 0.975]), strict=True)}  # fmt: skip
    verdict = "order matters more than shuffled" if p < 0.05 else "no more than shuffled"
    statement = f"{story}: the curve explains {100 * explained:.0f} % of the sentences' variance, {verdict} ({_print_p(p)})."
    if p < 0.05:
        statement += (
            f" It is highest at {where['peak']:.2f} (95 % interval {intervals['peak_low']:.2f} to"
            f" {intervals['peak_high']:.2f}) and lowest at {where['trough']:.2f} ({intervals['trough_low']:.2f} to"
            f" {intervals['trough_high']:.2f}) of the story."
        )
    else:
        statement += " So there is no arc to speak of; peaks and troughs of such a curve are chance."
    return {"bandwidth": width, "explained": explained, "p": p, "verdict": verdict, "statement": statement, "note": "",
            **where, **intervals}  # fmt: skip


def compare_sentiment(scored: pd.DataFrame, *, column: str = "valence", scale: float = 1.0, seed: int = 0) -> pd.DataFrame:
    """Two rows per pair of stories: do they differ in level, and do their trajectories differ in shape?

    Columns as in `compare_readability`. `measure` "level": mean score of a sentence, studentised permutation of sentences,
    yardstick of two passages of one book. "shape": the largest distance between the two curves once their levels are taken
    out, both smoothed at one bandwidth, the larger of the two stories' (separate ones raise false alarms); `difference` is
    that distance (first less second), p from simulated noise through the same smoothing. Holm over both. For shape there is
    no yardstick, so its verdict rests on the test alone; `scale` multiplies that bandwidth. A shape of fewer than ten points
    is not assessed, a level of fewer than two is not.
    """
    scored = _take_scored(scored, column)
    need_columns(scored, ["text"], "scored")
    gathered = _gather(scored, column)
    stories = list(gathered)
    if len(stories) < 2:
        raise StoryError("A comparison needs two stories or more; the table holds one.")
    units = scored[(scored["kind"] != "heading") & scored[column].notna()]
    counts = {"total": units[column].to_numpy(), "sentences": np.ones(len(units))}
    code = pd.Categorical(units["story"], stories).codes.astype(int)
    words = units["text"].str.split().str.len()
    length = np.bincount(code, words, len(stories))
    levels = estimate(_mean, counts, code, len(stories))
    rows = []
    for one, two in combinations(range(len(stories)), 2):
        both = (code == one) | (code == two)
        level = permute(
            {"level": (_mean, ("total", "sentences"))},
            {name: values[both] for name, values in counts.items()},
            code[both] == one,
            seed=seed,
        )["level"]
        points = gathered[stories[one]], gathered[stories[two]]
        shape, distance, place = _compare_shapes(*points, scale, seed)
        adjusted = adjust_holm([level, shape])
        row = contrast(
            (stories[one], stories[two]),
            Estimate(*(part[[one, two]] for part in levels)),
            label="Mean valence of a sentence" if column == "valence" else f"Mean {column} of a sentence",
            digits=2,
            p=level,
            p_adjusted=adjusted[0],
            family=2,
            yardstick=find_yardstick(f"{column}_level", length[one], length[two], family=2),
        )
        rows.append(_note_level(row, column) | {"measure": "level", "unit": column})
        shapes = {"difference": distance, "p": shape, "p_adjusted": adjusted[1], "unit": column}
        rows.append(_state_shape(stories[one], stories[two], place, shapes))
    return pd.DataFrame(rows).reindex(columns=CONTRASTS)


def _mean(total: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    return total / sentences


def _note_level(row: dict[str, Any], column: str) -> dict[str, Any]:
    """The row with a note where there is no verdict: too few points, or a score whose range in one book is not known."""
    if row["verdict"] != NOT_ASSESSED:
        return row | {"note": ""}
    if np.isnan(row["p"]):
        return row | {"note": "a story of fewer than two points, or without a known word"}
    statement = (
        f"{row['statement'].removesuffix('; not tested.')}. More than their sentences differ among themselves "
        f"({_print_p(row['p_adjusted'])}, corrected for 2 tests); how much of that one book would show is not known."
    )
    return row | {
        "statement": statement,
        "note": f"no yardstick for {column}: whether one book differs as much is not known",
    }


def _state_shape(one: str, two: str, place: float, values: dict[str, Any]) -> dict[str, Any]:
    row = {"story_1": one, "story_2": two, "measure": "shape", **values}
    if np.isnan(values["p"]):
        note = f"a story of fewer than {FEWEST} points or without a known word has no curve, points all alike have no noise"
        return row | {"verdict": NOT_ASSESSED, "statement": f"Shape of {one} and {two}: not assessed.", "note": note}
    alarm = values["p_adjusted"] < ALPHA
    verdict = DISTINGUISHABLE if alarm else NOT_DISTINGUISHABLE
    statement = (
        f"Shape: with their levels taken out, the trajectories of {one} and {two} part most clearly at {place:.2f} of the "
        f"story, by {number(values['difference'], 2, sign=True)}, which is {'more' if alarm else 'no more'} than sampling "
        f"noise makes of one shape ({_print_p(values['p_adjusted'])}, corrected for 2 tests). {verdict.capitalize()}. Each "
        "text's sentences are taken as draws about its own curve."
    )
    return row | {"verdict": verdict, "statement": statement, "note": "no yardstick: the verdict rests on the test alone"}


def _print_p(p: float) -> str:
    return f"p = {probability(p)}".replace("= <", "<")


class _Shapes(NamedTuple):
    """Two curves without their levels, at one bandwidth: their difference on GRID, its error, the null's largest ratios."""

    distance: np.ndarray
    error: np.ndarray
    null: np.ndarray
    width: float


def _subtract_shapes(one: _Points, two: _Points, scale: float, seed: int) -> _Shapes:
    width = min(max(_choose(one), _choose(two)) * scale, float(BANDWIDTHS[-1]))
    generator = np.random.default_rng(seed)
    distance, variance, noise, variances = 0.0, 0.0, 0.0, 0.0
    for sign, points in ((1, one), (-1, two)):
        smoother = _make_smoother(points, width)
        centre = smoother.grid - points.number / points.size  # the curve less the story's mean
        norm = (centre**2 / points.number).sum(axis=1)
        sigma = _estimate_sigma(points, smoother)
        cells = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
        drawn = sigma * _estimate_sigmas(points, smoother, cells, generator)
        distance = distance + sign * (centre @ points.score)
        variance = variance + sigma**2 * norm
        noise = noise + sign * sigma * (centre @ cells)
        variances = variances + drawn[None, :] ** 2 * norm[:, None]
    null = np.max(np.abs(noise) / np.sqrt(variances), axis=0) if np.any(variance) else np.zeros(SIMULATIONS)
    return _Shapes(np.asarray(distance), np.sqrt(variance), null, width)


def _compare_shapes(one: _Points | None, two: _Points | None, scale: float, seed: int) -> tuple[float, float, float]:
    """p of two curves' difference without their levels; the difference where it is largest for its error; and that place."""
    if one is None or two is None or (one.flat and two.flat):
        return np.nan, np.nan, np.nan
    shapes = _subtract_shapes(one, two, scale, seed)
    ratio = np.abs(shapes.distance) / shapes.error
    p = (1 + (shapes.null >= ratio.max()).sum()) / (1 + SIMULATIONS)
    return float(p), float(shapes.distance[np.argmax(ratio)]), float(GRID[np.argmax(ratio)])


def subtract_trajectories(scored: pd.DataFrame, *, column: str = "valence", seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and grid point: how their shapes differ along narrative time.

    Columns: `story_1`, `story_2`, `position`, `difference` (first less second, each without its own level, both smoothed at
    one bandwidth), `low`, `high` (what sampling noise makes of one and the same shape, 95 % for the whole line at once),
    `bandwidth`. NaN for a story of fewer than ten points.
    """
    gathered = _gather(_take_scored(scored, column), column)
    parts = []
    for (one, first), (two, second) in combinations(gathered.items(), 2):
        part = pd.DataFrame(
            {"story_1": one, "story_2": two, "position": GRID, "difference": np.nan, "low": np.nan, "high": np.nan}
        )
        width = np.nan
        if first is not None and second is not None:
            shapes = _subtract_shapes(first, second, 1.0, seed)
            half, width = float(np.quantile(shapes.null, 0.95)) * shapes.error, shapes.width
            part = part.assign(difference=shapes.distance, low=-half, high=half)
        parts.append(part.assign(bandwidth=width))
    if not parts:
        raise StoryError("A comparison needs two stories or more; the table holds one.")
    return pd.concat(parts, ignore_index=True)


def vary_sentiment(stories: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and variant of the method: do sign and verdict hold?

    Columns: `story_1`, `story_2`, `variant`, `level` (difference of means), `level_verdict`, `shape_verdict`; `same_sign`,
    `same_verdict` (level, against the first row, the default; missing for that row). Variants: the default `valence`; each
    source list; NLTK's VADER compound; names given no weight; sentences that are mostly speech left out (where there are
    any); half and double the bandwidth.
    """
    from analysis.corpus import find_names, split_sentences, split_words
    from analysis.lexicons import VALENCE_LISTS, load_function_words
    from analysis.sentiment import merge_lists, score_vader

    sentences = split_sentences(stories) if "sentence" not in stories else stories
    scored = score_sentiment(sentences)
    names = set(find_names(sentences)["name"])
    nameless = {word: weight for word, weight in merge_lists().items() if word not in names | load_function_words()}
    words = split_words(sentences)
    spoken = words.groupby(["story", "sentence"])["speech"].mean()
    quiet = spoken.reindex(pd.MultiIndex.from_frame(sentences[["story", "sentence"]])).to_numpy() <= 0.5
    variants: dict[str, tuple[pd.DataFrame, dict[str, Any]]] = {
        "valence (default)": (scored, {}),
        **{f"list: {name}": (score_sentiment(sentences, lexicon=name), {}) for name in VALENCE_LISTS},
        "NLTK VADER compound": (score_vader(sentences), {"column": "vader"}),
        "names without weight": (score_sentiment(sentences, lexicon=nameless), {}),
        "half the bandwidth": (scored, {"scale": 0.5}),
        "double the bandwidth": (scored, {"scale": 2.0}),
    }
    if not quiet.all() and sentences[quiet]["story"].nunique() == sentences["story"].nunique():
        variants["without speech"] = (scored[quiet], {})
    rows = []
    for variant, (table, options) in variants.items():
        for pair, part in compare_sentiment(table, seed=seed, **options).groupby(["story_1", "story_2"], sort=False):
            level, shape = part.set_index("measure").loc["level"], part.set_index("measure").loc["shape"]
            rows.append((*pair, variant, level["difference"], level["verdict"], shape["verdict"]))
    table = pd.DataFrame(rows, columns=["story_1", "story_2", "variant", "level", "level_verdict", "shape_verdict"])
    default = table.groupby(["story_1", "story_2"], sort=False)[["level", "level_verdict"]].transform("first")
    table["same_sign"] = (np.sign(table["level"]) == np.sign(default["level"])).astype("boolean")
    table["same_verdict"] = (table["level_verdict"] == default["level_verdict"]).astype("boolean")
    table.loc[table["variant"] == "valence (default)", ["same_sign", "same_verdict"]] = pd.NA
    return table


def _take_scored(scored: pd.DataFrame, column: str) -> pd.DataFrame:
    if column not in scored and column == "valence":
        scored = score_sentiment(scored)
    need_columns(scored, ["story", "position", "kind", column], "scored")
    return scored


def _gather(scored: pd.DataFrame, column: str) -> dict[str, _Points | None]:
    """The points of each story, None where they are fewer than ten."""
    gathered: dict[str, _Points | None] = {}
    for story, rows in scored.groupby("story", sort=False):
        units = rows[(rows["kind"] != "heading") & rows[column].notna()]
        place, score = units["position"].to_numpy(float), units[column].to_numpy(float)
        gathered[str(story)] = _average(place, score) if len(units) >= FEWEST else None
    return gathered


def _average(place: np.ndarray, score: np.ndarray) -> _Points:
    if len(place) <= CELLS:
        return _Points(place, score, np.ones(len(place)), 0.0)
    cell, _ = pd.factorize(np.minimum((place * CELLS).astype(int), CELLS - 1))
    number = np.bincount(cell).astype(float)
    mean = np.bincount(cell, score) / number
    return _Points(np.bincount(cell, place) / number, mean, number, float(((score - mean[cell]) ** 2).sum()))


def _kernel(at: np.ndarray, points: _Points, width: float) -> np.ndarray:
    """Kernel weights of the cells (columns) for the mean at each place, each row scaled to a largest weight of one."""
    exponent = -0.5 * ((at[:, None] - points.place[None, :]) / width) ** 2
    return np.exp(exponent - exponent.max(axis=1, keepdims=True))


def _make_smoother(points: _Points, width: float) -> _Smoother:
    inner = _kernel(points.place, points, width)
    outer = _kernel(GRID, points, width)
    weight, total = inner * points.number, (inner * points.number).sum(axis=1)
    matrix = weight / total[:, None]
    grid = outer * points.number / (outer * points.number).sum(axis=1, keepdims=True)
    trace = float((points.number * np.diagonal(inner) / total).sum())
    trace_square = float((points.number * (inner**2 * points.number).sum(axis=1) / total**2).sum())
    return _Smoother(matrix, grid, trace, trace_square, np.sqrt((grid**2 / points.number).sum(axis=1)))


def _residual(points: _Points, fit: np.ndarray) -> float:
    return float((points.number * (points.score - fit) ** 2).sum() + points.within)


def _choose(points: _Points) -> float:
    """The bandwidth with the least generalised cross-validation score."""
    scores = []
    for width in BANDWIDTHS:
        smoother = _make_smoother(points, width)
        free = points.size - smoother.trace
        scores.append(_residual(points, smoother.matrix @ points.score) / free**2 if free > 0.5 * points.size else np.inf)
    return float(BANDWIDTHS[int(np.argmin(scores))])


def _estimate_sigma(points: _Points, smoother: _Smoother) -> float:
    squares = _residual(points, smoother.matrix @ points.score)
    return 0.0 if points.flat else float(np.sqrt(squares / smoother.count_freedom(points.size)))


def _estimate_sigmas(points: _Points, smoother: _Smoother, cells: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The sigma that would be estimated from each column of unit noise in cells; within cells it is chi-squared."""
    between = _residuals(points, smoother, cells)
    spare = points.size - len(points.score)
    within = generator.chisquare(spare, cells.shape[1]) if spare else 0.0
    return np.sqrt((between + within) / smoother.count_freedom(points.size))


def _find_critical(points: _Points, smoother: _Smoother, seed: int, level: float = 0.95) -> float:
    """The critical value of a band that holds the whole curve at once."""
    generator = np.random.default_rng(seed)
    cells = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
    sigmas = _estimate_sigmas(points, smoother, cells, generator)
    highest = (np.abs(smoother.grid @ cells) / smoother.norm[:, None]).max(axis=0) / sigmas
    return float(np.quantile(highest, level))


def _residuals(points: _Points, smoother: _Smoother, cells: np.ndarray) -> np.ndarray:
    """The residual sum of squares between cells of each column of cell means."""
    rest = np.sqrt(points.number)[:, None] * (np.eye(len(points.number)) - smoother.matrix) @ cells
    return np.einsum("ij,ij->j", rest, rest)


def _shuffle(points: _Points, scores: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The share of variance explained in each shuffle of the scores, the bandwidth chosen anew in each."""
    first = np.cumsum(points.number.astype(int)) - points.number.astype(int)
    draws = [np.add.reduceat(generator.permutation(scores), first) / points.number for _ in range(SHUFFLES)]
    cells = np.stack(draws, axis=1)
    within = points.squares - (points.number[:, None] * (cells - points.mean) ** 2).sum(axis=0)
    best, explained = np.full(SHUFFLES, np.inf), np.zeros(SHUFFLES)
    for width in BANDWIDTHS:
        smoother = _make_smoother(points, width)
        free = points.size - smoother.trace
        if free <= 0.5 * points.size:
            continue
        residual = _residuals(points, smoother, cells) + within
        better = residual / free**2 < best
        best = np.where(better, residual / free**2, best)
        explained = np.where(better, 1 - residual / points.squares, explained)
    return explained
