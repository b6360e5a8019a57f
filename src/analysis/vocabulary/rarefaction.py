"""Exact rarefaction, on arrays: what two stories are expected to share in random samples of one size (Hurlbert, 1971)."""

from functools import lru_cache

import numpy as np

SMALL = 128  # uses: the distributions of rarer types are tabulated, those of all others computed type by type


def expect_measures(count_1: np.ndarray, count_2: np.ndarray, size: int) -> np.ndarray:
    """The five measures of OVERLAP, in its order: exact expectations for `size` words drawn from each of two stories.

    Parameters
    ----------
    count_1, count_2 : per type, how often each story uses it
    size : words drawn from each story, without replacement

    Notes
    -----
    A type is used c1 and c2 times in stories of N1 and N2 words. Of n = `size` words drawn from each, K1 and K2 are uses of
    it, hypergeometric and independent. Sums run over types; E is the expectation, P a probability, f(x) = x log2 x.

    - overlap, E(types drawn from both) / E(types drawn from either): S / (sum P(K1 > 0) + sum P(K2 > 0) - S),
      where S = sum P(K1 > 0) P(K2 > 0)
    - similarity (1 - Bray-Curtis): sum E min(K1, K2) / n, where E min(K1, K2) = sum over k >= 0 of P(K1 > k) P(K2 > k)
    - divergence (Jensen-Shannon, in bits): 1 - sum E[f(K1 + K2) - f(K1) - f(K2)] / 2n
    - coverage_1, coverage_2, of the whole stories: sum of c1 where c2 > 0, over N1; sum of c2 where c1 > 0, over N2
    """
    total_1, total_2 = int(count_1.sum()), int(count_2.sum())
    logs = find_log_factorials(max(total_1, total_2))
    sample_1, sample_2 = _Sample(count_1, total_1, size, logs), _Sample(count_2, total_2, size, logs)
    present_1, present_2 = sample_1.p_present[count_1], sample_2.p_present[count_2]
    shared = float((present_1 * present_2).sum())
    overlap = shared / (present_1.sum() + present_2.sum() - shared)
    # Most types are rare in both stories: tables hold E min and E[f(...)] for all pairs of small counts, and each such type
    # looks up its own. The others are computed one by one.
    frequent = (count_1 >= SMALL) | (count_2 >= SMALL)
    rare_1, rare_2 = count_1[~frequent], count_2[~frequent]
    p_1, p_2 = sample_1.tabulate(), sample_2.tabulate()
    sum_drawn = np.add.outer(np.arange(p_1.shape[1]), np.arange(p_2.shape[1]))  # K1 + K2
    p_more_1, p_more_2 = 1 - np.cumsum(p_1, axis=1), 1 - np.cumsum(p_2, axis=1)  # P(K > k)
    depth = min(p_more_1.shape[1], p_more_2.shape[1])
    common = (p_more_1[:, :depth] @ p_more_2[:, :depth].T)[rare_1, rare_2].sum()
    excess = (p_1 @ _x_log_x(sum_drawn) @ p_2.T)[rare_1, rare_2].sum()  # sum E[f(K1 + K2) - f(K1) - f(K2)]
    excess -= sum((p @ _x_log_x(np.arange(p.shape[1])))[rare].sum() for p, rare in ((p_1, rare_1), (p_2, rare_2)))
    for c_1, c_2 in zip(count_1[frequent].tolist(), count_2[frequent].tolist(), strict=True):
        common_of_type, excess_of_type = _expect_frequent(*sample_1.spread(c_1), *sample_2.spread(c_2))
        common += common_of_type
        excess += excess_of_type
    coverage_1 = count_1[count_2 > 0].sum() / total_1
    coverage_2 = count_2[count_1 > 0].sum() / total_2
    return np.array([overlap, common / size, max(1 - excess / (2 * size), 0.0), coverage_1, coverage_2])


class _Sample:
    """`size` of a story's `total` words, drawn without replacement: how many uses of a type are drawn (hypergeometric).

    `p_present[c]` is the probability that a type used c times in the story is drawn at least once.
    """

    def __init__(self, counts: np.ndarray, total: int, size: int, logs: np.ndarray) -> None:
        self.highest, self.total, self.size, self.logs = int(counts.max(initial=0)), total, size, logs
        every_count = np.arange(self.highest + 1)
        p_absent = np.exp(self._log_probability(every_count, np.zeros_like(every_count)))
        self.p_present = 1 - p_absent

    def _log_probability(self, count: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The logarithm of the probability that `drawn` of `count` uses are drawn; -inf where that is impossible."""
        total, size, logs = self.total, self.size, self.logs
        not_drawn, other_not_drawn, other_drawn = count - drawn, total - count - size + drawn, size - drawn
        is_possible = (not_drawn >= 0) & (other_not_drawn >= 0) & (drawn <= size)
        not_drawn, other_drawn = np.maximum(not_drawn, 0), np.maximum(other_drawn, 0)
        other_not_drawn = np.clip(other_not_drawn, 0, total)
        ways = logs[count] - logs[drawn] - logs[not_drawn] + logs[total - count] - logs[other_drawn] - logs[other_not_drawn]
        return np.where(is_possible, ways - (logs[total] - logs[size] - logs[total - size]), -np.inf)

    def tabulate(self) -> np.ndarray:
        """The probability of each number drawn (columns) for each count below SMALL (rows)."""
        every_count = np.arange(min(self.highest + 1, SMALL))
        return np.exp(self._log_probability(every_count[:, None], every_count[None, :]))

    def spread(self, count: int) -> tuple[int, np.ndarray]:
        """The least number of uses drawn whose probability is not negligible, and the probabilities from it upwards."""
        p = np.exp(self._log_probability(np.array(count), np.arange(min(count, self.size) + 1)))
        likely = np.flatnonzero(p > 1e-13)
        return int(likely[0]), p[likely[0] : likely[-1] + 1]


def _expect_frequent(low_1: int, p_1: np.ndarray, low_2: int, p_2: np.ndarray) -> tuple[float, float]:
    """E min(K1, K2) and E[f(K1 + K2) - f(K1) - f(K2)] of one type; `p_1[i]` is the probability that K1 is `low_1` + i."""
    spreads = (low_1, p_1), (low_2, p_2)
    p_sum = np.convolve(p_1, p_2)
    excess = float(p_sum @ _x_log_x(np.arange(low_1 + low_2, low_1 + low_2 + len(p_sum))))
    excess -= sum(float(p @ _x_log_x(np.arange(low, low + len(p)))) for low, p in spreads)
    base, top = min(low_1, low_2), min(low_1 + len(p_1), low_2 + len(p_2)) - 1
    p_more_1, p_more_2 = (  # P(K > base), P(K > base + 1), ...
        np.append(np.ones(max(low - base, 0)), (1 - np.cumsum(p))[max(base - low, 0) :])[: max(top - base, 0)]
        for low, p in spreads
    )
    return base + float(p_more_1 @ p_more_2), excess


def _x_log_x(x: np.ndarray) -> np.ndarray:
    return x * np.log2(np.maximum(x, 1))


@lru_cache(maxsize=8)
def find_log_factorials(most: int) -> np.ndarray:
    """The natural logarithms of 0!, 1!, ... `most`!."""
    from scipy.special import gammaln

    return np.asarray(gammaln(np.arange(most + 1) + 1.0))


def find_presence(counts: np.ndarray, size: int, logs: np.ndarray | None = None) -> np.ndarray:
    """The probability that each type is among `size` words drawn from a text without replacement.

    Parameters
    ----------
    counts : uses per type (rows) and text (columns)
    size : words drawn
    logs : what `find_log_factorials` returns, if it is at hand

    Returns
    -------
    array of the shape of `counts`; NaN for a text of fewer than `size` words.
    """
    total = counts.sum(axis=0)
    logs = find_log_factorials(int(total.max(initial=0))) if logs is None else logs
    others = total - counts
    p_absent = np.exp(logs[others] - logs[np.maximum(others - size, 0)] + (logs[np.maximum(total - size, 0)] - logs[total]))
    p_absent[others < size] = 0
    return np.where(total >= size, 1 - p_absent, np.nan)
