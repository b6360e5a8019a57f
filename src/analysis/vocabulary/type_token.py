"""Measures of lexical diversity, on arrays: MATTR, MTLD, HD-D and type-token ratio of many texts at once."""

from typing import NamedTuple

import numpy as np

from analysis.vocabulary.measures import SAMPLE, THRESHOLD, WINDOW


class _Running(NamedTuple):
    """Several texts, one after the other, as running words; positions count through all of them."""

    row: np.ndarray  # per word its place in the `code` of the words
    text: np.ndarray  # per word the number of its text
    size: np.ndarray  # per text its words
    begin: np.ndarray  # per text the position of its first word
    stop: np.ndarray  # per text the position past its last word
    previous: np.ndarray  # per word the position of the same word before it in its text, -1 if there is none
    following: np.ndarray  # per word the position of the same word after it in its text, the number of words if none
    uses: np.ndarray  # per text and type, how often it is used
    text_of_type: np.ndarray  # per text and type, the number of the text


def _join_texts(code: np.ndarray, texts: list[np.ndarray]) -> _Running:
    size = np.array([len(text) for text in texts], dtype=np.int64)
    row, text = np.concatenate([np.arange(0), *texts]), np.repeat(np.arange(len(texts)), size)
    total, stop = len(text), np.cumsum(size)
    kind = text * (code.max(initial=0) + 1) + code[row]
    order = np.argsort(kind, kind="stable")  # by text, then type, then position
    is_repeated = np.diff(kind[order], prepend=-1) == 0  # all uses of a type but the first
    later, earlier = order[is_repeated], order[np.flatnonzero(is_repeated) - 1]
    previous, following = np.full(total, -1), np.full(total, total)
    previous[later], following[earlier] = earlier, later
    first_uses = np.flatnonzero(~is_repeated)
    uses, text_of_type = np.diff(np.append(first_uses, total)), text[order[first_uses]]
    return _Running(row, text, size, stop - size, stop, previous, following, uses, text_of_type)


def measure_texts(
    code: np.ndarray, texts: list[np.ndarray], window: int = WINDOW, threshold: float = THRESHOLD, sample: int = SAMPLE
) -> dict[str, np.ndarray]:
    """Each measure of DIVERSITY for several texts: the places of their words in `code`, which has the words' types."""
    running, n_texts = _join_texts(code, texts), len(texts)
    size, types = running.size, np.bincount(running.text_of_type, minlength=len(texts))
    has_words = size > 0
    ttr, distinct = np.full((2, n_texts), np.nan)
    ttr[has_words], distinct[has_words] = types[has_words] / size[has_words], types[has_words]
    return {
        "mattr": _measure_mattr(running, window),
        "mtld": _measure_mtld(running, np.flatnonzero(types < size), threshold),
        "hdd": _measure_hdd(running, sample),
        "ttr": ttr,
        "types": distinct,
    }


def _measure_mattr(running: _Running, window: int) -> np.ndarray:
    text, size, position = running.text, running.size, np.arange(len(running.text))
    # A word adds a type to those windows that hold it but not its use before.
    last_start = np.minimum(position, running.stop[text] - window)
    n_windows = last_start - np.maximum(np.maximum(position - window, running.previous), running.begin[text] - 1)
    long_enough, mattr = size >= window, np.full(len(size), np.nan)
    types = np.bincount(text, np.maximum(n_windows, 0), len(size))  # of all windows together
    mattr[long_enough] = types[long_enough] / ((size - window + 1) * window)[long_enough]
    return mattr


def _measure_mtld(running: _Running, repeating: np.ndarray, threshold: float) -> np.ndarray:
    """MTLD of the texts numbered `repeating`, which use a word twice; NaN for all others."""
    mtld, known = np.full(len(running.size), np.nan), dict[int, int]()
    for i in repeating:
        part, first, last = slice(running.begin[i], running.stop[i]), running.begin[i], running.stop[i] - 1
        row, length = running.row[part], running.size[i]
        forwards = _count_factors(running.previous[part] - first, row, known, threshold)
        # Places below 0, so that the factors known in both directions are kept apart.
        backwards = _count_factors(last - running.following[part][::-1], -1 - row[::-1], known, threshold)
        mtld[i] = (length / forwards + length / backwards) / 2
    return mtld


def _measure_hdd(running: _Running, sample: int) -> np.ndarray:
    from scipy.special import gammaln

    # The rarest types first, so that a story's sum does not depend on the stories beside it.
    rank = np.lexsort([running.uses, running.text_of_type])
    uses, text, size = running.uses[rank], running.text_of_type[rank], running.size
    # The probability that a sample is drawn from the other words alone is C(n - uses, sample) / C(n, sample).
    logs = gammaln(np.arange(max(size.max(initial=0), sample) + 1) + 1)
    n_words, others = np.maximum(size[text], sample), np.maximum(size[text] - uses, sample)
    p_absent = np.exp(logs[others] - logs[others - sample] - logs[n_words] + logs[n_words - sample])
    p_present = np.where(size[text] - uses < sample, 1, 1 - p_absent)
    expected, hdd = np.bincount(text, p_present, len(size)), np.full(len(size), np.nan)
    long_enough = size >= sample
    hdd[long_enough] = expected[long_enough] / sample
    return hdd


def _count_factors(previous: np.ndarray, row: np.ndarray, known: dict[int, int], threshold: float) -> float:
    """How often the type-token ratio falls below the threshold and starts anew; the unfinished end counts by its share.

    `previous`: per word the position of the same word before it in its text, below 0 if there is none; the ratio falls only
    at a repeated word. `known`: the lengths of the factors found so far, by the `row` of their first words; a story and the
    same story without a block have most of them in common.
    """
    before, at, total = previous.data, row.data, len(previous)  # read one by one, faster than arrays
    start = factors = 0
    while start < total:
        length = known.get(at[start], total + 1)
        if start + length > total or at[start + length - 1] - at[start] >= length:  # not known, or here with a gap
            length = repeated = 0
            for place in before[start:]:
                length += 1
                if place >= start:
                    repeated += 1
                    if (length - repeated) / length < threshold:
                        break
            else:
                return factors + repeated / length / (1 - threshold)
            if at[start + length - 1] - at[start] < length:
                known[at[start]] = length
        start, factors = start + length, factors + 1
    return factors
