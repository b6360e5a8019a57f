"""Lexical diversity: how seldom a story repeats its words, by measures that hardly depend on its length.

Counted are the running words of a story in order, as they are spelt (case-folded `word`): names and function words
included, headings not. Verse counts like prose. Inflected forms are words of their own ("cat", "cats").
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, jackknife
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import NOTHING_VARIES, join, note_diversity, note_length
from analysis.tables import number_blocks, number_sentences, number_stories
from analysis.text.words import as_words
from analysis.vocabulary.measures import COMPARED, DIVERSITY as MEASURES, SAMPLE, THRESHOLD, WINDOW

TENTHS = 10  # of 20 to 200 random sentences of six novels intervals cover .95-.96 (MATTR, HD-D), .96-.98 (MTLD) (measured)
BATCH = 1_000_000  # words of stories, whole and shortened, in memory at once


def measure_diversity(
    words: pd.DataFrame, *, window: int = WINDOW, threshold: float = THRESHOLD, intervals: bool = True
) -> pd.DataFrame:
    """One row per story and measure: how diverse its words are, more so the higher the value.

    Measures: `mattr` (0-1: the mean type-token ratio of all stretches of `window` words, moved on word by word; Covington &
    McFall, 2010); `mtld` (in words: the mean length of a stretch until its type-token ratio falls below `threshold`, an
    unfinished last stretch counted by how far it has fallen, forwards and backwards averaged; no least length of a stretch,
    the ratio of the totals and not the mean of the lengths; McCarthy & Jarvis, 2010); `hdd` (0-1: the expected type-token
    ratio of 42 words drawn without replacement, exactly; McCarthy & Jarvis, 2007); `ttr` (0-1, types by words) and `types`
    (distinct words), which say how long the story is and are compared only at equal length.

    Columns: `story`, `measure`, `value`; `low`, `high`: the 95 % interval of the first three, if sentences are draws of this
    text's manner (delete-a-tenth jackknife, whole sentences; Student's t; MTLD's is about a quarter too wide); `size`: the
    words counted, names and function words included, headings not; `note`. Undefined is NaN: fewer words than a window or
    a sample, MTLD where every word is different. `intervals=False` leaves `low` and `high` NaN, which takes a fifth of the
    time. Stories or sentences are split first.

    >>> from analysis import read_stories
    >>> results = measure_diversity(read_stories({"a": "The cat saw the dog. The dog ran."}), window=5)
    >>> float(results.set_index("measure")["value"]["mattr"].round(3))  # four windows, with 4, 4, 3 and 3 types
    0.7
    """
    if window < 1 or not 0 < threshold < 1:
        raise StoryError(f"window={window}, threshold={threshold}: a window takes 1 word or more, a threshold is in 0-1.")
    found = _estimate_stories(as_words(words), window, threshold, intervals)
    tables = []
    for place, measure in enumerate(MEASURES):
        low = high = np.full(len(found.stories), np.nan)
        if measure in COMPARED:
            ends = Estimate(found.values[:, place], found.errors[:, place], found.blocks).interval()
            low, high = np.clip(ends, 0, np.inf if measure == "mtld" else 1)
        table = pd.DataFrame({"story": found.stories, "measure": measure, "value": found.values[:, place]})
        table["low"], table["high"], table["size"] = low, high, found.size
        bare = np.isnan(low) & intervals
        table["note"] = [
            _note_value(measure, *facts, window) for facts in zip(found.size, table["value"], bare, strict=True)
        ]
        tables.append(table)
    order = np.arange(len(found.stories) * len(MEASURES)).reshape(len(MEASURES), -1).T.ravel()
    return pd.concat(tables, ignore_index=True).iloc[order].reset_index(drop=True)  # all measures of a story together


def compare_diversity(words: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories and measure: how much their diversity differs, and whether that counts as a difference.

    Measures: `mattr`, `mtld`, `hdd`, as in `measure_diversity`. Columns: `story_1`, `story_2` (in the order of the table),
    `measure`, `value_1`, `value_2`; `difference` (value_1 - value_2) with its 95 % interval `low`, `high` (delete-a-tenth
    jackknife of each story, Welch); `effect` (the difference in standard deviations of a sentence's influence on the value);
    `p` (Welch's t test with the same errors, two-sided), `p_adjusted` (Holm, over measures and pairs); `yardstick`
    (what two passages of one book of these lengths commonly differ by at most); `detectable` (smallest difference found with
    80 % power); `unit`; `verdict`; `statement`, a sentence to quote; `note`. A story too short for a measure's interval is
    not assessed. Stories or sentences are split first.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "The cat saw the dog. " * 20, "b": "He ran. The old cow saw him run. " * 20})
    >>> compare_diversity(stories)["measure"].tolist()
    ['mattr', 'mtld', 'hdd']
    """
    from scipy.special import stdtr

    found = _estimate_stories(as_words(words), WINDOW, THRESHOLD)

    def compare(one: int, two: int) -> Iterator[Compared]:
        pair = [one, two]
        for place, name in enumerate(COMPARED):
            both = Estimate(found.values[pair, place], found.errors[pair, place], found.blocks[pair])
            # `effect` is in units of one sentence's influence, not of a tenth's.
            difference = describe_difference(both, found.sentences[pair])
            error = difference["error"]
            yield Compared(
                MEASURES[name],
                difference,
                p=float(2 * stdtr(difference["df"], -abs(difference["difference"]) / error)) if error > 0 else np.nan,
                yardstick=find_yardstick(name, found.size[one], found.size[two], family=len(COMPARED)),
                note=partial(_note_difference, both=both, size=found.size[pair]),
            )

    return compare_pairs(found.stories, compare, what="one with words in it")


def _note_difference(row: Row, *, both: Estimate, size: np.ndarray) -> str:
    facts = zip((row["story_1"], row["story_2"]), size, both.value, np.isnan(both.error), strict=True)
    reasons = [(story, _note_value(row["measure"], words, value, bare, WINDOW)) for story, words, value, bare in facts]
    on_both = NOTHING_VARIES if (both.error == 0).all() else "" if np.isnan(row["p"]) else note_length(size)
    return join(*(f"{story}: {reason}" for story, reason in reasons if reason), on_both)


def _note_value(measure: str, size: int, value: float, bare: bool, window: int) -> str:
    least = window if measure == "mattr" else SAMPLE
    return note_diversity(measure, measure in COMPARED, size, least, bool(np.isnan(value)), bare)


class _Found(NamedTuple):
    """What was measured in each story (rows): values by MEASURES, errors by COMPARED, and how much text there is."""

    stories: Any
    values: np.ndarray
    errors: np.ndarray
    blocks: np.ndarray
    size: np.ndarray
    sentences: np.ndarray


def _estimate_stories(words: pd.DataFrame, window: int, threshold: float, intervals: bool = True) -> _Found:
    """Every story measured whole and, for the errors, with one tenth after the other left out."""
    story, stories = number_stories(words)
    counted = np.flatnonzero((words["kind"] != "heading").to_numpy())
    counted = counted[np.argsort(story[counted], kind="stable")]
    story = story[counted]
    size = np.bincount(story, minlength=len(stories))
    begin = np.cumsum(size) - size
    code = pd.factorize(words["word"].array.take(counted))[0]
    running = words[["story", "sentence"]].iloc[counted]
    block = number_blocks(running, size[story] / TENTHS) if intervals else np.zeros(len(story), dtype=np.int64)
    of_block = story[np.unique(block, return_index=True)[1]] if intervals else np.zeros(0, dtype=np.int64)
    # Every story whole (omitted < 0), then without one of its blocks.
    owner, omitted = np.append(np.arange(len(stories)), of_block), np.arange(-len(stories), len(of_block))
    measured = []
    for forms in np.split(np.arange(len(owner)), np.flatnonzero(np.diff(np.cumsum(size[owner]) // BATCH)) + 1):
        texts = [
            first + np.flatnonzero(block[first : first + length] != left_out)
            for first, length, left_out in zip(begin[owner[forms]], size[owner[forms]], omitted[forms], strict=True)
        ]
        measured.append(_measure_texts(code, texts, window, threshold))
    values, left_out = np.split(np.concatenate(measured), [len(stories)])
    blocks = np.bincount(of_block, minlength=len(stories))
    errors = np.full((len(stories), len(COMPARED)), np.nan)
    if intervals:
        for row, several in enumerate(np.split(left_out[:, : len(COMPARED)], np.cumsum(blocks)[:-1])[: len(stories)]):
            errors[row] = jackknife(several)
    errors[errors < 1e-12 * values[:, : len(COMPARED)]] = 0  # rounding
    sentences = np.bincount(number_sentences(running, story)[1], minlength=len(stories))
    return _Found(stories, values, errors, blocks, size, sentences)


def _measure_texts(
    code: np.ndarray, texts: list[np.ndarray], window: int = WINDOW, threshold: float = THRESHOLD, sample: int = SAMPLE
) -> np.ndarray:
    """The MEASURES (columns) of several texts (rows), given by their words' places in `code`, which has the words' types."""
    from scipy.special import gammaln

    size, number = np.array([len(text) for text in texts], dtype=np.int64), len(texts)
    origin, text = np.concatenate([np.arange(0), *texts]), np.repeat(np.arange(number), size)
    total, place = len(text), np.arange(len(text))
    stop = np.cumsum(size)
    begin = stop - size
    kind = text * (code.max(initial=0) + 1) + code[origin]
    order = np.argsort(kind, kind="stable")  # by text, then type, then place
    again = np.diff(kind[order], prepend=-1) == 0  # all uses of a type but the first
    later, earlier = order[again], order[np.flatnonzero(again) - 1]
    previous, following = np.full(total, -1), np.full(total, total)  # where the text has the same word before, and next
    previous[later], following[earlier] = earlier, later
    first = np.flatnonzero(~again)
    count, of_type = np.diff(np.append(first, total)), text[order[first]]
    types = np.bincount(of_type, minlength=number)
    result = np.full((number, len(MEASURES)), np.nan)

    # A word adds a type to those windows that hold it but not its use before.
    windows = np.minimum(place, stop[text] - window) - np.maximum(np.maximum(place - window, previous), begin[text] - 1)
    long = size >= window
    result[long, 0] = np.bincount(text, np.maximum(windows, 0), number)[long] / ((size - window + 1) * window)[long]
    known: dict[int, int] = {}
    for row in np.flatnonzero(types < size):
        part, first_word, last_word = slice(begin[row], stop[row]), begin[row], stop[row] - 1
        forwards = _count_factors(previous[part] - first_word, origin[part], known, threshold)
        mirrored = last_word - following[part][::-1], -1 - origin[part][::-1]  # below 0, so that both ways are known apart
        result[row, 1] = (size[row] / forwards + size[row] / _count_factors(*mirrored, known, threshold)) / 2
    # The rarest types first, so that a story's sum does not depend on the stories beside it.
    rank = np.lexsort([count, of_type])
    count, of_type = count[rank], of_type[rank]
    # The chance that a sample is drawn from the other words alone is C(n - count, sample) / C(n, sample).
    logs = gammaln(np.arange(max(size.max(initial=0), sample) + 1) + 1)
    every, others = np.maximum(size[of_type], sample), np.maximum(size[of_type] - count, sample)
    absent = np.exp(logs[others] - logs[others - sample] - logs[every] + logs[every - sample])
    present = np.bincount(of_type, np.where(size[of_type] - count < sample, 1, 1 - absent), number)
    result[size >= sample, 2] = present[size >= sample] / sample
    result[size > 0, 3], result[size > 0, 4] = types[size > 0] / size[size > 0], types[size > 0]
    return result


def _count_factors(previous: np.ndarray, origin: np.ndarray, known: dict[int, int], threshold: float) -> float:
    """How often the type-token ratio falls below the threshold and starts anew; the unfinished end counts by its share.

    `previous`: for each word where in its text the same word stands before, below 0 if nowhere: the ratio falls only at such
    a word. `known`: the lengths of the factors found so far, by the `origin` of their first words: a story and what is left
    of it without a block have most of them in common.
    """
    before, at, total = previous.data, origin.data, len(previous)  # read one by one, faster than arrays
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
