"""The trajectory of a score over narrative time: a smoothed curve with a band, whether there is an arc at all, and whether
two arcs differ in level or in shape.

Every row of sentences that is no heading is a point; its place is its mid-point in the story's words (0-1). The curve is a
Gaussian kernel mean, renormalised at the edges (Nadaraya, 1964; Watson, 1964): it never leaves the range of the points, and
does not ring. Long texts are first averaged in cells of equal narrative time, which the statistics take into account.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import count_words
from analysis.errors import StoryError
from analysis.inference import (
    DISTINGUISHABLE,
    NOT_ASSESSED,
    NOT_DISTINGUISHABLE,
    WITHIN,
    Estimate,
    adjust_holm,
    contrast,
    estimate,
    find_yardstick,
    judge,
    make_generator,
    number,
    permute,
    probability,
)
from analysis.sentiment import score_sentiment
from analysis.tables import TABLES, need_columns, number_stories

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
        return float((self.number * self.score).sum() / self.number.sum())

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
    for story, points in gather_points(scored, column).items():
        part = pd.DataFrame({"story": story, "position": GRID, "trajectory": np.nan, "low": np.nan, "high": np.nan})
        width = np.nan
        if points is not None:
            width = choose_bandwidth(points) if bandwidth is None else bandwidth
            smoother = _make_smoother(points, width)
            curve = smoother.grid @ points.score
            half = _find_critical(points, smoother, seed) * _estimate_sigma(points, smoother) * smoother.norm
            part = part.assign(trajectory=curve, low=curve - half, high=curve + half)
        parts.append(part.assign(edge=(np.minimum(GRID, GRID[::-1]) < width), bandwidth=width))
    if not parts:
        return pd.DataFrame(columns=TABLES["trajectory"].columns)
    return pd.concat(parts, ignore_index=True)


def assess_trajectory(scored: pd.DataFrame, *, column: str = "valence", tests: bool = True, seed: int = 0) -> pd.DataFrame:
    """One row per story: is there an arc at all, how much does it explain, where are its peak and trough?

    Columns: `story`; `size` (points); `mean`; `spread` (standard deviation of the points); `bandwidth`; `explained` (0-1,
    the share of the points' variance that the curve explains); `p` (share of 999 shuffles of the sentences, each with its
    own bandwidth, whose curve explains as much: does their order matter?); `peak`, `peak_low`, `peak_high`, `trough`,
    `trough_low`, `trough_high` (positions 0-1, with the 95 % interval of curves drawn anew with this noise); `verdict`
    ("order matters more than shuffled", "no more than shuffled", "not assessed"); `statement`; `note`. `tests=False` leaves
    out `p` and the intervals, for thousands of stories: the verdict is then "not assessed". A curve explains something of
    any points, so `explained` means nothing without `p`, or without as many shuffled stories to set beside it.
    """
    scored = _take_scored(scored, column)
    stories = list(_part(scored, column))
    gathered = [_average(place, scores) if len(scores) >= FEWEST else None for _, place, scores in stories]
    chosen = _cross_validate_all([points for points in gathered if points is not None])
    rows = []
    for (story, _, scores), points in zip(stories, gathered, strict=True):
        size = len(scores)
        row = {"story": story, "size": size, "mean": scores.mean() if size else np.nan}
        row["spread"] = scores.std(ddof=1) if size > 1 else np.nan
        rows.append(row | _assess(story, points, scores, None if points is None else next(chosen), tests, seed))
    return pd.DataFrame(rows).reindex(columns=TABLES["arcs"].columns)


def _assess(
    story: str, points: _Points | None, scores: np.ndarray, chosen: tuple[float, float] | None, tests: bool, seed: int
) -> dict[str, object]:
    """The row of a story; `chosen`: its bandwidth, and the residual sum of squares there."""
    if points is None or chosen is None or points.flat:
        note = (
            "no known word in the story" if not len(scores) else "all points are alike" if points is not None
            else f"fewer than {FEWEST} points: the points stand for themselves"
        )  # fmt: skip
        return {"verdict": "not assessed", "statement": f"{story}: not assessed, {note}.", "note": note}
    width, residual = chosen
    explained, kernel = 1 - residual / points.squares, _kernel(GRID, points, width)
    curve = np.einsum("ij,j->i", kernel, points.number * points.score) / np.einsum("ij,j->i", kernel, points.number)
    where = {"peak": GRID[np.argmax(curve)], "trough": GRID[np.argmin(curve)]}
    note = "the narrowest bandwidth tried: there may be finer movement" if width == BANDWIDTHS[0] else ""
    row = {"bandwidth": width, "explained": explained, **where, "note": note}
    if not tests:
        return row | {"verdict": "not assessed", "statement": f"{story}: not assessed, no test was asked for."}
    generator, smoother = make_generator(seed), _make_smoother(points, width)
    p = (1 + (_shuffle(points, scores, generator) >= explained - 1e-12).sum()) / (1 + SHUFFLES)
    noise = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
    curves = curve[:, None] + _estimate_sigma(points, smoother) * (smoother.grid @ noise)
    peak, trough = (GRID[which(curves, axis=0)] for which in (np.argmax, np.argmin))
    intervals = {f"{name}_{end}": value for name, drawn in (("peak", peak), ("trough", trough))
                 for end, value in zip(("low", "high"), np.quantile(drawn, [0.025, 0.975]), strict=True)}  # fmt: skip
    verdict = "order matters more than shuffled" if p < 0.05 else "no more than shuffled"
    statement = (
        f"{story}: the curve explains {100 * explained:.0f} % of the sentences' variance, {verdict} ({probability(p)})."
    )
    if p < 0.05:
        statement += (
            f" It is highest {100 * where['peak']:.0f} % into the story (95 % interval {100 * intervals['peak_low']:.0f} to"
            f" {100 * intervals['peak_high']:.0f} %) and lowest {100 * where['trough']:.0f} % into it"
            f" ({100 * intervals['trough_low']:.0f} to {100 * intervals['trough_high']:.0f} %)."
        )
    else:
        statement += " That is not to say that there is no arc; but do not read this curve's peaks and troughs."
    statement += " The text's sentences are taken as draws about a curve of its own."
    return row | {"p": p, "verdict": verdict, "statement": statement, **intervals}


def compare_sentiment(scored: pd.DataFrame, *, column: str = "valence", scale: float = 1.0, seed: int = 0) -> pd.DataFrame:
    """Two rows per pair of stories: do they differ in level, and do their trajectories differ in shape?

    Columns as in `compare_readability`. `measure` "level": mean score of a sentence, studentised permutation of sentences,
    yardstick of two passages of one book. "shape": the largest distance between the two curves once their levels are taken
    out, both smoothed at one bandwidth, the larger of the two stories' (separate ones raise false alarms); `difference` is
    that distance (first less second), p from simulated noise through the same smoothing, yardstick as for level; `scale`
    multiplies that bandwidth, and there is no yardstick for another scale. Holm over both and over all pairs. A shape of
    fewer than ten points is not assessed, a level of fewer than two is not. The yardsticks hold for `valence` by the merged
    dictionary and for NLTK's `vader`: another list or your own lexicon has its own unit, so it has no yardstick, and where
    its test speaks for a difference the verdict is "not assessed".
    """
    scored = _take_scored(scored, column)
    need_columns(scored, ["text"], "scored")
    gathered = gather_points(scored, column)
    stories = list(gathered)
    if len(stories) < 2:
        raise StoryError("A comparison needs two stories or more; the table holds one.")
    units = scored[(scored["kind"] != "heading") & scored[column].notna()]
    counts = {"total": units[column].to_numpy(), "sentences": np.ones(len(units))}
    code = units["story"].map({story: place for place, story in enumerate(stories)}).to_numpy(dtype=int)
    words = np.bincount(code, count_words(units), len(stories))
    verse = np.bincount(code, units["kind"] == "verse", len(stories))
    levels = estimate(_mean, counts, code, len(stories))
    pairs = list(combinations(range(len(stories)), 2))
    level, shape = [], []
    for one, two in pairs:
        both = (code == one) | (code == two)
        own = {name: values[both] for name, values in counts.items()}
        level.append(permute({"level": (_mean, tuple(counts))}, own, code[both] == one, seed=seed)["level"])
        shape.append(_compare_shapes(gathered[stories[one]], gathered[stories[two]], scale, seed))
    p = [*level, *(values[0] for values in shape)]
    family, adjusted = int(np.sum(~np.isnan(p))), adjust_holm(p)
    rows, own_list = [], column == "valence_own"
    for place, (one, two) in enumerate(pairs):
        row = contrast(
            (stories[one], stories[two]),
            Estimate(*(part[[one, two]] for part in levels)),
            label=f"Mean {'valence' if own_list else column} of a sentence{', by your own lexicon' if own_list else ''}",
            digits=2,
            p=level[place],
            p_adjusted=adjusted[place],
            family=family,
            yardstick=find_yardstick(f"{column}_level", words[one], words[two], family=2),
        )
        per_unit = words[[one, two]] / np.maximum(levels.number[[one, two]], 1)
        rows.append(_note_level(row, column, per_unit, bool(verse[[one, two]].any())) | {"measure": "level", "unit": column})
        values = {"p": shape[place][0], "difference": shape[place][1], "p_adjusted": adjusted[len(pairs) + place]}
        values["yardstick"] = find_yardstick(f"{column}_shape", words[one], words[two], family=2) if scale == 1 else np.nan
        rows.append(_state_shape(stories[one], stories[two], shape[place][2], values | {"unit": column}, family))
    return pd.DataFrame(rows).reindex(columns=TABLES["contrasts"].columns)


def _mean(total: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    return total / sentences


def _note_level(row: dict[str, Any], column: str, per_unit: np.ndarray, verse: bool) -> dict[str, Any]:
    """The row with what its reader must know: why there is no verdict, or why the units cannot be compared as they are."""
    notes = []
    if np.isnan(row["p"]):
        notes.append("a story of fewer than two points, or without a known word")
    elif row["verdict"] == NOT_ASSESSED:
        notes.append(f"no yardstick for {column}: whether one book differs as much is not known")
    if verse:
        notes.append("lines of verse are compared with the yardstick of prose sentences")
    if per_unit.max() > 1.5 * max(per_unit.min(), 1):
        notes.append("units of very different length: a longer sentence gathers more feeling")
    return row | {"note": "; ".join(notes)}


def _state_shape(one: str, two: str, place: float, values: dict[str, Any], family: int) -> dict[str, Any]:
    row = {"story_1": one, "story_2": two, "measure": "shape", **values}
    if np.isnan(values["p"]):
        note = f"a story of fewer than {FEWEST} points or without a known word has no curve, points all alike have no noise"
        return row | {"verdict": NOT_ASSESSED, "statement": f"Shape of {one} and {two}: not assessed; {note}.", "note": note}
    verdict = judge(values["p_adjusted"], values["difference"], values["yardstick"])
    test = probability(values["p_adjusted"]) + (f", corrected for {family} tests" if family > 1 else "")
    book = f"two passages of one book of this length commonly part by up to {number(values['yardstick'], 2)}"
    why = {
        NOT_DISTINGUISHABLE: f"no more than sampling noise makes of one shape ({test}). Not distinguishable at this length",
        WITHIN: f"more than sampling noise makes of one shape ({test}). Within one book's range: {book}",
        DISTINGUISHABLE: f"more than sampling noise makes of one shape ({test}). Distinguishable: {book}",
        NOT_ASSESSED: f"more than sampling noise makes of one shape ({test}); how far one book's passages part is not known",
    }[verdict]
    statement = (
        f"Shape: their levels taken out, the trajectories of {one} and {two} part most at {place:.2f} of the story, "
        f"by {number(values['difference'], 2, sign=True)}: {why}. Each text's sentences are taken as draws about a curve."
    )
    return row | {"verdict": verdict, "statement": statement, "note": "" if verdict != NOT_ASSESSED else "no yardstick"}


def part_shapes(one: _Points | None, two: _Points | None, width: float) -> float:
    """How far two curves of this bandwidth part without their levels: their distance where it is largest for its error.

    NaN where there is no curve. The part of `compare_sentiment`'s shape that a yardstick is made of.
    """
    if one is None or two is None or (one.flat and two.flat):
        return np.nan
    distance, variance = _subtract_curves(one, two, width)
    return float(abs(distance[np.argmax(np.abs(distance) / np.sqrt(variance))]))


def _subtract_curves(one: _Points, two: _Points, width: float) -> tuple[np.ndarray, np.ndarray]:
    """The difference of two curves of this bandwidth without their levels, and its variance."""
    distance, variance = np.zeros(len(GRID)), np.zeros(len(GRID))
    for sign, points in ((1, one), (-1, two)):
        smoother = _make_smoother(points, width)
        centre = smoother.grid - points.number / points.size  # the curve less the story's mean
        distance += sign * (centre @ points.score)
        variance += _estimate_sigma(points, smoother) ** 2 * (centre**2 / points.number).sum(axis=1)
    return distance, variance


class _Shapes(NamedTuple):
    """Two curves without their levels, at one bandwidth: their difference on GRID, its error, the null's largest ratios."""

    distance: np.ndarray
    error: np.ndarray
    null: np.ndarray
    width: float


def _subtract_shapes(one: _Points, two: _Points, scale: float, seed: int) -> _Shapes:
    width = min(max(choose_bandwidth(one), choose_bandwidth(two)) * scale, float(BANDWIDTHS[-1]))
    distance, variance = _subtract_curves(one, two, width)
    generator = make_generator(seed)
    noise, variances = np.zeros((len(GRID), SIMULATIONS)), np.zeros((len(GRID), SIMULATIONS))
    for sign, points in ((1, one), (-1, two)):
        smoother = _make_smoother(points, width)
        centre = smoother.grid - points.number / points.size
        sigma = _estimate_sigma(points, smoother)
        cells = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
        drawn = sigma * _estimate_sigmas(points, smoother, cells, generator)
        noise += sign * sigma * (centre @ cells)
        variances += drawn[None, :] ** 2 * (centre**2 / points.number).sum(axis=1)[:, None]
    null = np.max(np.abs(noise) / np.sqrt(variances), axis=0) if np.any(variance) else np.zeros(SIMULATIONS)
    return _Shapes(distance, np.sqrt(variance), null, width)


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
    gathered = gather_points(_take_scored(scored, column), column)
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


def _take_scored(scored: pd.DataFrame, column: str) -> pd.DataFrame:
    if column not in scored and column == "valence":
        scored = score_sentiment(scored)
    need_columns(scored, ["story", "position", "kind", column], "scored")
    return scored


def gather_points(scored: pd.DataFrame, column: str) -> dict[Any, _Points | None]:
    """The points of each story, None where they are fewer than ten."""
    return {story: _average(place, score) if len(score) >= FEWEST else None for story, place, score in _part(scored, column)}


def _part(scored: pd.DataFrame, column: str) -> Iterator[tuple[Any, np.ndarray, np.ndarray]]:
    """Each story with the places and scores of its points: of all units but headings, where a score is known."""
    code, stories = number_stories(scored)
    place, score = scored["position"].to_numpy(float), scored[column].to_numpy(float)
    code[(scored["kind"] == "heading").to_numpy() | np.isnan(score)] = len(stories)
    order = np.argsort(code, kind="stable")
    rows = np.split(order, np.searchsorted(code[order], np.arange(1, len(stories) + 1)))
    for story, chosen in zip(stories, rows, strict=False):
        yield story, place[chosen], score[chosen]


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


def choose_bandwidth(points: _Points) -> float:
    """The bandwidth with the least generalised cross-validation score, of those with five points or more per parameter.

    Kernels narrower than that follow noise: with them the test of shapes raised 20-40 % false alarms.
    """
    return next(_cross_validate_all([points]))[0]


def _cross_validate_all(gathered: Sequence[_Points]) -> Iterator[tuple[float, float]]:
    """For each story the bandwidth chosen, and the residual sum of squares of its points about that curve.

    Stories with the same number of cells are tried at once, and several bandwidths with them, as many as fit into 8 MB: a
    story of twenty sentences is no work at all.
    """
    cells = np.array([len(points.place) for points in gathered], dtype=np.int64)
    found = np.zeros((len(gathered), 2))
    for size in np.unique(cells):
        same = np.flatnonzero(cells == size)
        step = max(2**20 // (len(BANDWIDTHS) * int(size) ** 2), 1)
        for first in range(0, len(same), step):
            some = same[first : first + step]
            found[some] = _cross_validate([gathered[place] for place in some])
    return ((float(width), float(residual)) for width, residual in found)


def _cross_validate(gathered: Sequence[_Points]) -> np.ndarray:
    """The same for stories (rows) of one number of cells."""
    place, score, number = (np.stack([points[part] for points in gathered]) for part in range(3))
    within, size = (np.array(values)[:, None] for values in zip(*((p.within, p.size) for p in gathered), strict=True))
    squares = -0.5 * (place[:, :, None] - place[:, None, :])[:, None] ** 2
    scores, residuals = np.full((2, len(gathered), len(BANDWIDTHS)), np.inf)
    step = max(2**20 // squares.size, 1)
    for first in range(0, len(BANDWIDTHS), step):
        some = slice(first, first + step)
        kernels = np.exp(squares / BANDWIDTHS[some, None, None] ** 2)
        # einsum: the sums of a threaded matrix product may depend on the number of threads.
        total = np.einsum("swij,sj->swi", kernels, number)
        fit = np.einsum("swij,sj->swi", kernels, number * score) / total
        residual = (number[:, None] * (score[:, None] - fit) ** 2).sum(axis=2) + within
        free = size - (number[:, None] / total).sum(axis=2)
        scores[:, some] = np.where(free > 0.8 * size, residual / np.maximum(free, 1) ** 2, np.inf)
        residuals[:, some] = residual
    best = np.argmin(scores, axis=1)
    return np.stack([BANDWIDTHS[best], residuals[np.arange(len(best)), best]], axis=1)


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
    generator = make_generator(seed)
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
        if free <= 0.8 * points.size:
            continue
        residual = _residuals(points, smoother, cells) + within
        better = residual / free**2 < best
        best = np.where(better, residual / free**2, best)
        explained = np.where(better, 1 - residual / points.squares, explained)
    return explained
