"""Smoothing over narrative time, on arrays: kernel means, their bandwidths, bands, and the difference of two shapes.

The curve is a Gaussian kernel mean, renormalised at the edges (Nadaraya, 1964; Watson, 1964): it never leaves the range of
the points, and does not ring. Long texts are first averaged in cells of equal narrative time, which the statistics take into
account.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.statistics.permutation import make_generator

GRID = np.linspace(0, 1, 201)
BANDWIDTHS = np.geomspace(0.015, 0.5, 24)  # standard deviations of the kernel, as shares of the story
CELLS, SIMULATIONS, SHUFFLES, FEWEST = 400, 999, 999, 10


class Points(NamedTuple):
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


class Smoother(NamedTuple):
    """The kernel mean of one story at one bandwidth as a linear operator on its cells."""

    matrix: np.ndarray  # cells x cells: the curve at the points
    grid: np.ndarray  # grid x cells: the curve on GRID
    trace: float  # of H and of HH', counted over points
    trace_square: float
    norm: np.ndarray  # the curve's standard error on GRID, in units of sigma

    def count_df(self, size: int) -> float:
        """n - 2 tr H + tr HH'; NaN for a kernel so narrow that the curve is the points, and no noise is left to judge by."""
        free = size - 2 * self.trace + self.trace_square
        return free if free > 1e-9 * size else np.nan


def gather_cells(place: np.ndarray, score: np.ndarray) -> Points:
    if len(place) <= CELLS:
        return Points(place, score, np.ones(len(place)), 0.0)
    cell = np.unique(np.minimum((place * CELLS).astype(int), CELLS - 1), return_inverse=True)[1]
    number = np.bincount(cell).astype(float)
    mean = np.bincount(cell, score) / number
    return Points(np.bincount(cell, place) / number, mean, number, float(((score - mean[cell]) ** 2).sum()))


def weigh_kernel(at: np.ndarray, points: Points, width: float) -> np.ndarray:
    """Kernel weights of the cells (columns) for the mean at each place, each row scaled to a largest weight of one."""
    exponent = -0.5 * ((at[:, None] - points.place[None, :]) / width) ** 2
    return np.exp(exponent - exponent.max(axis=1, keepdims=True))


def make_smoother(points: Points, width: float) -> Smoother:
    inner = weigh_kernel(points.place, points, width)
    outer = weigh_kernel(GRID, points, width)
    weight, total = inner * points.number, (inner * points.number).sum(axis=1)
    matrix = weight / total[:, None]
    grid = outer * points.number / (outer * points.number).sum(axis=1, keepdims=True)
    trace = float((points.number * np.diagonal(inner) / total).sum())
    trace_square = float((points.number * (inner**2 * points.number).sum(axis=1) / total**2).sum())
    return Smoother(matrix, grid, trace, trace_square, np.sqrt((grid**2 / points.number).sum(axis=1)))


def _residual(points: Points, fit: np.ndarray) -> float:
    return float((points.number * (points.score - fit) ** 2).sum() + points.within)


def smooth_on_grid(points: Points, width: float) -> np.ndarray:
    """The curve on GRID at this bandwidth."""
    kernel = weigh_kernel(GRID, points, width)
    # einsum: the sums of a threaded matrix product may depend on the number of threads.
    return np.einsum("ij,j->i", kernel, points.number * points.score) / np.einsum("ij,j->i", kernel, points.number)


def draw_curves(points: Points, width: float, generator: np.random.Generator) -> np.ndarray:
    """The curve with its noise drawn anew, SIMULATIONS times (columns)."""
    smoother = make_smoother(points, width)
    noise = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
    return smooth_on_grid(points, width)[:, None] + estimate_sigma(points, smoother) * (smoother.grid @ noise)


def choose_bandwidth(points: Points) -> float:
    """The bandwidth with the least generalised cross-validation score, of those with five points or more per parameter.

    Kernels narrower than that follow noise: with them the test of shapes raised 20-40 % false alarms.
    """
    return next(choose_bandwidths([points]))[0]


def choose_bandwidths(gathered: Sequence[Points]) -> Iterator[tuple[float, float]]:
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


def _cross_validate(gathered: Sequence[Points]) -> np.ndarray:
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


def estimate_sigma(points: Points, smoother: Smoother) -> float:
    squares = _residual(points, smoother.matrix @ points.score)
    return 0.0 if points.flat else float(np.sqrt(squares / smoother.count_df(points.size)))


def _estimate_sigmas(points: Points, smoother: Smoother, cells: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The sigma that would be estimated from each column of unit noise in cells; within cells it is chi-squared."""
    between = _residuals(points, smoother, cells)
    spare = points.size - len(points.score)
    within = generator.chisquare(spare, cells.shape[1]) if spare else 0.0
    return np.sqrt((between + within) / smoother.count_df(points.size))


def find_critical(points: Points, smoother: Smoother, seed: int, level: float = 0.95) -> float:
    """The critical value of a band that holds the whole curve at once."""
    generator = make_generator(seed)
    cells = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
    sigmas = _estimate_sigmas(points, smoother, cells, generator)
    highest = (np.abs(smoother.grid @ cells) / smoother.norm[:, None]).max(axis=0) / sigmas
    return float(np.quantile(highest, level))


def _residuals(points: Points, smoother: Smoother, cells: np.ndarray) -> np.ndarray:
    """The residual sum of squares between cells of each column of cell means."""
    rest = np.sqrt(points.number)[:, None] * (np.eye(len(points.number)) - smoother.matrix) @ cells
    return np.einsum("ij,ij->j", rest, rest)


def explain_shuffled(points: Points, scores: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The share of variance explained in each shuffle of the scores, the bandwidth chosen anew in each."""
    first = np.cumsum(points.number.astype(int)) - points.number.astype(int)
    draws = [np.add.reduceat(generator.permutation(scores), first) / points.number for _ in range(SHUFFLES)]
    cells = np.stack(draws, axis=1)
    within = points.squares - (points.number[:, None] * (cells - points.mean) ** 2).sum(axis=0)
    best, explained = np.full(SHUFFLES, np.inf), np.zeros(SHUFFLES)
    for width in BANDWIDTHS:
        smoother = make_smoother(points, width)
        free = points.size - smoother.trace
        if free <= 0.8 * points.size:
            continue
        residual = _residuals(points, smoother, cells) + within
        better = residual / free**2 < best
        best = np.where(better, residual / free**2, best)
        explained = np.where(better, 1 - residual / points.squares, explained)
    return explained


def subtract_curves(one: Points, two: Points, width: float) -> tuple[np.ndarray, np.ndarray]:
    """The difference of two curves of this bandwidth without their levels, and its variance."""
    distance, variance = np.zeros(len(GRID)), np.zeros(len(GRID))
    for sign, points in ((1, one), (-1, two)):
        smoother = make_smoother(points, width)
        centre = smoother.grid - points.number / points.size  # the curve less the story's mean
        distance += sign * (centre @ points.score)
        variance += estimate_sigma(points, smoother) ** 2 * (centre**2 / points.number).sum(axis=1)
    return distance, variance


class Shapes(NamedTuple):
    """Two curves without their levels, at one bandwidth: their difference on GRID, its error, the null's largest ratios."""

    distance: np.ndarray
    error: np.ndarray
    null: np.ndarray
    width: float


def subtract_shapes(one: Points, two: Points, scale: float, seed: int) -> Shapes:
    width = min(max(choose_bandwidth(one), choose_bandwidth(two)) * scale, float(BANDWIDTHS[-1]))
    distance, variance = subtract_curves(one, two, width)
    generator = make_generator(seed)
    noise, variances = np.zeros((len(GRID), SIMULATIONS)), np.zeros((len(GRID), SIMULATIONS))
    for sign, points in ((1, one), (-1, two)):
        smoother = make_smoother(points, width)
        centre = smoother.grid - points.number / points.size
        sigma = estimate_sigma(points, smoother)
        cells = generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.number)[:, None]
        drawn = sigma * _estimate_sigmas(points, smoother, cells, generator)
        noise += sign * sigma * (centre @ cells)
        variances += drawn[None, :] ** 2 * (centre**2 / points.number).sum(axis=1)[:, None]
    null = np.max(np.abs(noise) / np.sqrt(variances), axis=0) if np.any(variance) else np.zeros(SIMULATIONS)
    return Shapes(distance, np.sqrt(variance), null, width)
