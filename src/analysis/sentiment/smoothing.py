"""Smoothing over narrative time, on arrays: kernel means, their bandwidths, bands, and the difference of two shapes.

The curve is a Gaussian kernel mean, renormalised at the edges (Nadaraya, 1964; Watson, 1964): it never leaves the range of
the points, and it does not ring. Long texts are first averaged in cells of equal narrative time; sums of squares and degrees
of freedom are still those of the single points.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.statistics.permutation import make_generator

GRID = np.linspace(0, 1, 201)
BANDWIDTHS = np.geomspace(0.015, 0.5, 24)  # standard deviations of the kernel, as shares of the story
CELLS, SIMULATIONS, SHUFFLES, FEWEST = 400, 999, 999, 10


class Points(NamedTuple):
    """The points of one story, averaged in cells: arrays with one value per cell, and the sum of squares within cells."""

    position: np.ndarray  # 0-1, mean of the cell's points
    score: np.ndarray  # mean of the cell's points
    n_points: np.ndarray
    squares_within: float

    @property
    def size(self) -> int:
        return int(self.n_points.sum())

    @property
    def mean(self) -> float:
        return float((self.n_points * self.score).sum() / self.n_points.sum())

    @property
    def squares(self) -> float:
        """The sum of squares about the mean."""
        return float((self.n_points * (self.score - self.mean) ** 2).sum() + self.squares_within)

    @property
    def flat(self) -> bool:
        """Whether all points are equal, up to rounding error."""
        return self.squares <= self.size * (1e-12 * float(np.abs(self.score).max())) ** 2


class Smoother(NamedTuple):
    """The kernel mean of one story at one bandwidth as a linear operator on its cell means (H, the hat matrix)."""

    matrix: np.ndarray  # cells x cells: gives the curve at the cells
    grid: np.ndarray  # grid x cells: gives the curve on GRID
    trace: float  # tr H, summed over points
    trace_square: float  # tr HH', summed over points
    norm: np.ndarray  # the curve's standard error on GRID, in units of sigma

    def count_df(self, size: int) -> float:
        """n - 2 tr H + tr HH', the residual degrees of freedom.

        NaN for a kernel so narrow that the curve runs through the points, which leaves no noise to estimate.
        """
        df = size - 2 * self.trace + self.trace_square
        return df if df > 1e-9 * size else np.nan


def gather_cells(position: np.ndarray, score: np.ndarray) -> Points:
    """The points of a story as they are; more than CELLS points are averaged in CELLS cells of equal narrative time."""
    if len(position) <= CELLS:
        return Points(position, score, np.ones(len(position)), 0.0)
    cell = np.unique(np.minimum((position * CELLS).astype(int), CELLS - 1), return_inverse=True)[1]
    n_points = np.bincount(cell).astype(float)
    mean = np.bincount(cell, score) / n_points
    squares_within = float(((score - mean[cell]) ** 2).sum())
    return Points(np.bincount(cell, position) / n_points, mean, n_points, squares_within)


def weigh_kernel(at: np.ndarray, points: Points, bandwidth: float) -> np.ndarray:
    """Kernel weights of the cells (columns) at each position in `at` (rows); each row is scaled to a maximum of one."""
    exponent = -0.5 * ((at[:, None] - points.position[None, :]) / bandwidth) ** 2
    return np.exp(exponent - exponent.max(axis=1, keepdims=True))


def make_smoother(points: Points, bandwidth: float) -> Smoother:
    """The smoother of these points at this bandwidth."""
    at_cells = weigh_kernel(points.position, points, bandwidth)
    on_grid = weigh_kernel(GRID, points, bandwidth)
    weights, totals = at_cells * points.n_points, (at_cells * points.n_points).sum(axis=1)
    matrix = weights / totals[:, None]
    grid = on_grid * points.n_points / (on_grid * points.n_points).sum(axis=1, keepdims=True)
    trace = float((points.n_points * np.diagonal(at_cells) / totals).sum())
    trace_square = float((points.n_points * (at_cells**2 * points.n_points).sum(axis=1) / totals**2).sum())
    return Smoother(matrix, grid, trace, trace_square, np.sqrt((grid**2 / points.n_points).sum(axis=1)))


def _sum_residual_squares(points: Points, fit: np.ndarray) -> float:
    """The residual sum of squares of the points about a curve with these values at the cells."""
    return float((points.n_points * (points.score - fit) ** 2).sum() + points.squares_within)


def smooth_on_grid(points: Points, bandwidth: float) -> np.ndarray:
    """The curve on GRID at this bandwidth."""
    kernel = weigh_kernel(GRID, points, bandwidth)
    # einsum: the sums of a threaded matrix product may depend on the number of threads.
    return np.einsum("ij,j->i", kernel, points.n_points * points.score) / np.einsum("ij,j->i", kernel, points.n_points)


def draw_curves(points: Points, bandwidth: float, generator: np.random.Generator) -> np.ndarray:
    """SIMULATIONS curves on GRID (columns): the smoothed curve plus smoothed normal noise of the estimated sigma."""
    smoother = make_smoother(points, bandwidth)
    noise = _draw_cell_noise(points, generator)
    return smooth_on_grid(points, bandwidth)[:, None] + estimate_sigma(points, smoother) * (smoother.grid @ noise)


def _draw_cell_noise(points: Points, generator: np.random.Generator) -> np.ndarray:
    """Cell means of standard normal noise: cells x SIMULATIONS."""
    return generator.standard_normal((len(points.score), SIMULATIONS)) / np.sqrt(points.n_points)[:, None]


def choose_bandwidth(points: Points) -> float:
    """The bandwidth with the lowest generalised cross-validation score among those with five points or more per parameter.

    Narrower kernels follow noise: with them the test of shapes raised 20-40 % false alarms.
    """
    return next(choose_bandwidths([points]))[0]


def choose_bandwidths(gathered: Sequence[Points]) -> Iterator[tuple[float, float]]:
    """Per story the bandwidth chosen, and the residual sum of squares of its points about that curve.

    Stories with the same number of cells are fitted together, and several bandwidths at a time, up to 8 MB: single calls
    for many short stories would cost more than the fits.
    """
    n_cells = np.array([len(points.position) for points in gathered], dtype=np.int64)
    chosen = np.zeros((len(gathered), 2))
    for size in np.unique(n_cells):
        same_size = np.flatnonzero(n_cells == size)
        step = max(2**20 // (len(BANDWIDTHS) * int(size) ** 2), 1)
        for start in range(0, len(same_size), step):
            batch = same_size[start : start + step]
            chosen[batch] = _cross_validate([gathered[story] for story in batch])
    return ((float(bandwidth), float(residual)) for bandwidth, residual in chosen)


def _cross_validate(gathered: Sequence[Points]) -> np.ndarray:
    """Bandwidth and residual sum of squares (columns) of stories (rows) that all have the same number of cells.

    In einsum: s are stories, w bandwidths, i the cells fitted and j the cells that are averaged.
    """
    position, score, n_points = (np.stack([points[part] for points in gathered]) for part in range(3))
    sums = ((points.squares_within, points.size) for points in gathered)
    squares_within, size = (np.array(values)[:, None] for values in zip(*sums, strict=True))
    exponent = -0.5 * (position[:, :, None] - position[:, None, :])[:, None] ** 2
    gcv, residuals = np.full((2, len(gathered), len(BANDWIDTHS)), np.inf)
    step = max(2**20 // exponent.size, 1)
    for start in range(0, len(BANDWIDTHS), step):
        some = slice(start, start + step)
        kernels = np.exp(exponent / BANDWIDTHS[some, None, None] ** 2)
        # einsum: the sums of a threaded matrix product may depend on the number of threads.
        total = np.einsum("swij,sj->swi", kernels, n_points)
        fit = np.einsum("swij,sj->swi", kernels, n_points * score) / total
        residual = (n_points[:, None] * (score[:, None] - fit) ** 2).sum(axis=2) + squares_within
        df = size - (n_points[:, None] / total).sum(axis=2)
        gcv[:, some] = np.where(df > 0.8 * size, residual / np.maximum(df, 1) ** 2, np.inf)
        residuals[:, some] = residual
    best = np.argmin(gcv, axis=1)
    return np.stack([BANDWIDTHS[best], residuals[np.arange(len(best)), best]], axis=1)


def estimate_sigma(points: Points, smoother: Smoother) -> float:
    """The standard deviation of the points about their curve: sigma^2 = RSS / (n - 2 tr H + tr HH'); 0 if all are equal."""
    residual = _sum_residual_squares(points, smoother.matrix @ points.score)
    return 0.0 if points.flat else float(np.sqrt(residual / smoother.count_df(points.size)))


def _estimate_sigmas(points: Points, smoother: Smoother, noise: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The sigma that would be estimated from each column of unit noise in the cells; within cells it is chi-squared."""
    between = _sum_residual_squares_between(points, smoother, noise)
    df_within = points.size - len(points.score)
    within = generator.chisquare(df_within, noise.shape[1]) if df_within else 0.0
    return np.sqrt((between + within) / smoother.count_df(points.size))


def find_critical(points: Points, smoother: Smoother, seed: int, level: float = 0.95) -> float:
    """The critical value of a simultaneous band, one that holds the whole curve at once with probability `level`."""
    generator = make_generator(seed)
    noise = _draw_cell_noise(points, generator)
    sigmas = _estimate_sigmas(points, smoother, noise, generator)
    maxima = (np.abs(smoother.grid @ noise) / smoother.norm[:, None]).max(axis=0) / sigmas
    return float(np.quantile(maxima, level))


def _sum_residual_squares_between(points: Points, smoother: Smoother, cell_means: np.ndarray) -> np.ndarray:
    """The residual sum of squares between cells, for each column of cell means."""
    residuals = np.sqrt(points.n_points)[:, None] * (np.eye(len(points.n_points)) - smoother.matrix) @ cell_means
    return np.einsum("ij,ij->j", residuals, residuals)


def explain_shuffled(points: Points, scores: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The share of variance explained in each of SHUFFLES shuffles of the scores; each has its own bandwidth."""
    cell_start = np.cumsum(points.n_points.astype(int)) - points.n_points.astype(int)
    shuffles = [np.add.reduceat(generator.permutation(scores), cell_start) / points.n_points for _ in range(SHUFFLES)]
    cell_means = np.stack(shuffles, axis=1)
    within = points.squares - (points.n_points[:, None] * (cell_means - points.mean) ** 2).sum(axis=0)
    best_gcv, explained = np.full(SHUFFLES, np.inf), np.zeros(SHUFFLES)
    for bandwidth in BANDWIDTHS:
        smoother = make_smoother(points, bandwidth)
        df = points.size - smoother.trace
        if df <= 0.8 * points.size:
            continue
        residual = _sum_residual_squares_between(points, smoother, cell_means) + within
        is_better = residual / df**2 < best_gcv
        best_gcv = np.where(is_better, residual / df**2, best_gcv)
        explained = np.where(is_better, 1 - residual / points.squares, explained)
    return explained


def subtract_curves(points_1: Points, points_2: Points, bandwidth: float) -> tuple[np.ndarray, np.ndarray]:
    """The difference on GRID of two curves without their levels, both at this bandwidth, and its variance."""
    difference, variance = np.zeros(len(GRID)), np.zeros(len(GRID))
    for sign, points in ((1, points_1), (-1, points_2)):
        smoother = make_smoother(points, bandwidth)
        centred = smoother.grid - points.n_points / points.size  # gives the curve less the story's mean
        difference += sign * (centred @ points.score)
        variance += estimate_sigma(points, smoother) ** 2 * (centred**2 / points.n_points).sum(axis=1)
    return difference, variance


class Shapes(NamedTuple):
    """The difference of two curves without their levels, both at one bandwidth."""

    difference: np.ndarray  # on GRID, first less second
    error: np.ndarray  # its standard error on GRID
    null: np.ndarray  # per simulation of equal shapes, the largest ratio of |difference| to error
    bandwidth: float


def subtract_shapes(points_1: Points, points_2: Points, scale: float, seed: int) -> Shapes:
    """The difference of two shapes at the larger of the two stories' bandwidths times `scale`, at most the widest tried."""
    bandwidth = min(max(choose_bandwidth(points_1), choose_bandwidth(points_2)) * scale, float(BANDWIDTHS[-1]))
    difference, variance = subtract_curves(points_1, points_2, bandwidth)
    generator = make_generator(seed)
    noise, variances = np.zeros((len(GRID), SIMULATIONS)), np.zeros((len(GRID), SIMULATIONS))
    for sign, points in ((1, points_1), (-1, points_2)):
        smoother = make_smoother(points, bandwidth)
        centred = smoother.grid - points.n_points / points.size
        sigma = estimate_sigma(points, smoother)
        cell_noise = _draw_cell_noise(points, generator)
        sigmas = sigma * _estimate_sigmas(points, smoother, cell_noise, generator)
        noise += sign * sigma * (centred @ cell_noise)
        variances += sigmas[None, :] ** 2 * (centred**2 / points.n_points).sum(axis=1)[:, None]
    null = np.max(np.abs(noise) / np.sqrt(variances), axis=0) if np.any(variance) else np.zeros(SIMULATIONS)
    return Shapes(difference, np.sqrt(variance), null, bandwidth)
