"""Exact rarefaction, on arrays: what two stories share if so many words were drawn from each (Hurlbert, 1971)."""

from functools import lru_cache

import numpy as np

SMALL = 128  # uses: what becomes of rarer types is tabulated, of others worked out one by one


def expect_measures(count_1: np.ndarray, count_2: np.ndarray, size: int) -> np.ndarray:
    """The MEASURES of two stories from how often each uses each type: exact expectations for `size` words from each."""
    totals = int(count_1.sum()), int(count_2.sum())
    logs = find_log_factorials(max(totals))
    drawn_1, drawn_2 = (_Drawn(count, total, size, logs) for count, total in zip((count_1, count_2), totals, strict=True))
    there_1, there_2 = drawn_1.presence[count_1], drawn_2.presence[count_2]
    shared = float((there_1 * there_2).sum())
    overlap = shared / (there_1.sum() + there_2.sum() - shared)
    # Most types are rare: a matrix holds the answers for all pairs of small counts, the others are worked out one by one.
    many = (count_1 >= SMALL) | (count_2 >= SMALL)
    chances_1, chances_2 = drawn_1.tabulate(), drawn_2.tabulate()
    sums = np.add.outer(np.arange(chances_1.shape[1]), np.arange(chances_2.shape[1]))
    exceed = [1 - np.cumsum(chances, axis=1) for chances in (chances_1, chances_2)]  # P(uses > k)
    depth = min(part.shape[1] for part in exceed)
    place = count_1[~many], count_2[~many]
    common = (exceed[0][:, :depth] @ exceed[1][:, :depth].T)[place].sum()
    entropy = (chances_1 @ _x_log_x(sums) @ chances_2.T)[place].sum()
    entropy -= sum((chances @ _x_log_x(np.arange(chances.shape[1])))[here].sum()
                   for chances, here in zip((chances_1, chances_2), place, strict=True))  # fmt: skip
    for one, two in zip(count_1[many].tolist(), count_2[many].tolist(), strict=True):
        in_common, more = _join(*drawn_1.spread(one), *drawn_2.spread(two))
        common += in_common
        entropy += more
    coverage_1 = count_1[count_2 > 0].sum() / totals[0]
    coverage_2 = count_2[count_1 > 0].sum() / totals[1]
    return np.array([overlap, common / size, max(1 - entropy / (2 * size), 0.0), coverage_1, coverage_2])


class _Drawn:
    """What becomes of a type used so and so often among `total` words when `size` of them are drawn: hypergeometric."""

    def __init__(self, counts: np.ndarray, total: int, size: int, logs: np.ndarray) -> None:
        self.most, self.total, self.size, self.logs = int(counts.max(initial=0)), total, size, logs
        every = np.arange(self.most + 1)
        absent = np.exp(self._log_chance(every, np.zeros_like(every)))
        self.presence = 1 - absent

    def _log_chance(self, count: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The logarithm of the chance that `drawn` of `count` uses are among those drawn; -inf if they cannot be."""
        total, size, logs = self.total, self.size, self.logs
        kept, others = count - drawn, total - count - size + drawn
        possible = (kept >= 0) & (others >= 0) & (drawn <= size)
        kept, others, rest = np.maximum(kept, 0), np.clip(others, 0, total), np.maximum(size - drawn, 0)
        ways = logs[count] - logs[drawn] - logs[kept] + logs[total - count] - logs[rest] - logs[others]
        return np.where(possible, ways - (logs[total] - logs[size] - logs[total - size]), -np.inf)

    def tabulate(self) -> np.ndarray:
        """The chance of each number drawn (columns) for each small count (rows)."""
        every = np.arange(min(self.most + 1, SMALL))
        return np.exp(self._log_chance(every[:, None], every[None, :]))

    def spread(self, count: int) -> tuple[int, np.ndarray]:
        """The least number of uses that is at all likely to be drawn, and the chances of it and those above it."""
        chance = np.exp(self._log_chance(np.array(count), np.arange(min(count, self.size) + 1)))
        likely = np.flatnonzero(chance > 1e-13)
        return int(likely[0]), chance[likely[0] : likely[-1] + 1]


def _join(low_1: int, chance_1: np.ndarray, low_2: int, chance_2: np.ndarray) -> tuple[float, float]:
    """Of two independent numbers of uses the expected smaller one, and how much x log2 x of their sum exceeds both."""
    both = np.convolve(chance_1, chance_2)
    entropy = float(both @ _x_log_x(np.arange(low_1 + low_2, low_1 + low_2 + len(both))))
    entropy -= sum(
        float(chance @ _x_log_x(np.arange(low, low + len(chance)))) for low, chance in ((low_1, chance_1), (low_2, chance_2))
    )
    base, top = min(low_1, low_2), min(low_1 + len(chance_1), low_2 + len(chance_2)) - 1
    exceed = [  # the chances of more than base, base + 1, ... uses
        np.append(np.ones(max(low - base, 0)), (1 - np.cumsum(chance))[max(base - low, 0) :])[: max(top - base, 0)]
        for low, chance in ((low_1, chance_1), (low_2, chance_2))
    ]
    return base + float(exceed[0] @ exceed[1]), entropy


def _x_log_x(x: np.ndarray) -> np.ndarray:
    return x * np.log2(np.maximum(x, 1))


@lru_cache(maxsize=8)
def find_log_factorials(most: int) -> np.ndarray:
    from scipy.special import gammaln

    return np.asarray(gammaln(np.arange(most + 1) + 1.0))


def find_presence(counts: np.ndarray, size: int, logs: np.ndarray | None = None) -> np.ndarray:
    """The chance that each type is among `size` words of a text; counts are types x texts, NaN for too short a text."""
    total = counts.sum(axis=0)
    logs = find_log_factorials(int(total.max(initial=0))) if logs is None else logs
    left = total - counts
    absent = np.exp(logs[left] - logs[np.maximum(left - size, 0)] + (logs[np.maximum(total - size, 0)] - logs[total]))
    absent[left < size] = 0
    return np.where(total >= size, 1 - absent, np.nan)
