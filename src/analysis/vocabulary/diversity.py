"""Lexical diversity: how seldom a story repeats its words, by measures that hardly depend on its length.

The running words of a story are counted in order, as they are spelt (case-folded `word`). Names and function words are
included, headings are not; verse counts like prose. Inflected forms are separate words ("cat", "cats").
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
from analysis.statistics.notes import NO_YARDSTICK_ABROAD, NOTHING_VARIES, join, note_diversity, note_languages, note_length
from analysis.tables import is_counted, number_blocks, number_sentences, number_stories
from analysis.text.language import find_foreign
from analysis.text.words import as_words
from analysis.vocabulary.measures import COMPARED, DIVERSITY as MEASURES, SAMPLE, THRESHOLD, WINDOW
from analysis.vocabulary.type_token import measure_texts

TENTHS = 10  # of 20 to 200 random sentences of six novels intervals cover .95-.96 (MATTR, HD-D), .96-.98 (MTLD) (measured)
BATCH = 1_000_000  # words of stories, whole and shortened, in memory at once


def measure_diversity(
    words: pd.DataFrame, *, window: int = WINDOW, threshold: float = THRESHOLD, intervals: bool = True
) -> pd.DataFrame:
    """One row per story and measure: how diverse the story's words are; a higher value is more diverse.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    window : words in a window of MATTR, 1 or more; 50 by default
    threshold : type-token ratio, between 0 and 1, at which a stretch of MTLD ends; 0.72 by default
    intervals : False leaves `low` and `high` NaN, which takes a fifth of the time

    Returns
    -------
    DataFrame with the columns

    story : the story's name
    measure : "mattr", "mtld", "hdd", "ttr" or "types"; see Notes
    value : NaN where undefined: fewer words than a window or a sample, MTLD where every word is different
    low, high : 95 % interval, of mattr, mtld and hdd only
    size : words counted; names and function words included, headings not
    note : what limits the value or its interval

    Raises
    ------
    StoryError : a window below 1 or a threshold outside 0-1.

    Notes
    -----
    - mattr, 0-1: mean type-token ratio of all stretches of `window` words, moved on word by word (Covington & McFall, 2010)
    - mtld, in words: mean length of a stretch until its type-token ratio falls below `threshold` (McCarthy & Jarvis, 2010).
      An unfinished last stretch counts by how far the ratio has fallen. Forwards and backwards are averaged. A stretch has
      no least length, and the value is the ratio of the totals, not the mean of the lengths.
    - hdd, 0-1: expected type-token ratio of 42 words drawn without replacement, exact (McCarthy & Jarvis, 2007)
    - ttr, 0-1: distinct words by words. types: distinct words. Both depend on the story's length: compare them only at
      equal length.

    The intervals take the sentences as draws of this text's manner: delete-a-tenth jackknife over whole sentences,
    Student's t. That of MTLD is about a quarter too wide.

    >>> from analysis import read_stories
    >>> results = measure_diversity(read_stories({"a": "The cat saw the dog. The dog ran."}), window=5)
    >>> float(results.set_index("measure")["value"]["mattr"].round(3))  # four windows, with 4, 4, 3 and 3 types
    0.7
    """
    if window < 1 or not 0 < threshold < 1:
        raise StoryError(f"window={window}, threshold={threshold}: a window takes 1 word or more, a threshold is in 0-1.")
    estimates = _estimate_stories(as_words(words), window, threshold, intervals)
    tables = []
    for measure in MEASURES:
        values = estimates.values[measure]
        low = high = np.full(len(estimates.stories), np.nan)
        if measure in COMPARED:
            interval = Estimate(values, estimates.errors[measure], estimates.n_blocks).interval()
            low, high = np.clip(interval, 0, 1 if MEASURES[measure].unit == "share" else np.inf)
        table = pd.DataFrame({"story": estimates.stories, "measure": measure, "value": values})
        table["low"], table["high"], table["size"] = low, high, estimates.size
        lacks_interval = np.isnan(low) & intervals
        facts = zip(estimates.size, values, lacks_interval, strict=True)
        table["note"] = [_note_value(measure, *facts_of_story, window) for facts_of_story in facts]
        tables.append(table)
    order = np.arange(len(estimates.stories) * len(MEASURES)).reshape(len(MEASURES), -1).T.ravel()
    return pd.concat(tables, ignore_index=True).iloc[order].reset_index(drop=True)  # all measures of a story together


def compare_diversity(words: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories and measure: how much their lexical diversity differs, with a test.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    measure : "mattr", "mtld" or "hdd", as in `measure_diversity`
    value_1, value_2 : the measure of each story
    difference : value_1 - value_2
    low, high : 95 % interval of the difference (delete-a-tenth jackknife of each story, Welch)
    effect : the difference in standard deviations of one sentence's influence on the value
    p : two-sided, Welch's t test with the same errors
    p_adjusted : Holm, over measures and pairs
    yardstick : what two passages of one book of these lengths commonly differ by at most
    detectable : smallest difference found with 80 % power
    unit : of the values
    verdict : the conclusion in one phrase; "not assessed" for a story too short for the measure's interval
    statement : a sentence to quote
    note : what limits the comparison
    claim : the statement without its last sentence on the sampling frame

    Raises
    ------
    StoryError : fewer than two stories with words in them.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "The cat saw the dog. " * 20, "b": "He ran. The old cow saw him run. " * 20})
    >>> compare_diversity(stories)["measure"].tolist()
    ['mattr', 'mtld', 'hdd']
    """
    from scipy.special import stdtr

    words = as_words(words)
    estimates, foreign = _estimate_stories(words, WINDOW, THRESHOLD), find_foreign(words)

    def compare(index_1: int, index_2: int) -> Iterator[Compared]:
        pair = [index_1, index_2]
        size = estimates.size[pair]
        names = [estimates.stories[place] for place in pair]
        why_not, is_abroad = note_languages(foreign, *names), names[0] in foreign
        for measure in COMPARED:
            of_pair = Estimate(estimates.values[measure][pair], estimates.errors[measure][pair], estimates.n_blocks[pair])
            # `effect` is in units of one sentence's influence, not of a tenth's.
            difference = describe_difference(of_pair, estimates.n_sentences[pair])
            error = difference["error"]
            yield Compared(
                MEASURES[measure],
                difference,
                p=float(2 * stdtr(difference["df"], -abs(difference["difference"]) / error)) if error > 0 else np.nan,
                yardstick=np.nan if is_abroad else find_yardstick(measure, size[0], size[1], family=len(COMPARED)),
                note=partial(_note_difference, of_pair=of_pair, size=size, is_abroad=is_abroad),
                why_not=why_not,
            )

    return compare_pairs(estimates.stories, compare, what="one with words in it")


def _note_difference(row: Row, *, of_pair: Estimate, size: np.ndarray, is_abroad: bool) -> str:
    facts = zip((row["story_1"], row["story_2"]), size, of_pair.value, np.isnan(of_pair.error), strict=True)
    reasons = [
        (story, _note_value(row["measure"], n_words, value, lacks_interval, WINDOW))
        for story, n_words, value, lacks_interval in facts
    ]
    on_pair = NOTHING_VARIES if (of_pair.error == 0).all() else "" if np.isnan(row["p"]) else note_length(size)
    on_pair = NO_YARDSTICK_ABROAD if is_abroad else on_pair
    return join(*(f"{story}: {reason}" for story, reason in reasons if reason), on_pair)


def _note_value(measure: str, size: int, value: float, lacks_interval: bool, window: int) -> str:
    least = window if measure == "mattr" else SAMPLE
    return note_diversity(measure, measure in COMPARED, size, least, bool(np.isnan(value)), lacks_interval)


class _Estimates(NamedTuple):
    """The diversity of each story, as arrays with one entry per story, and how much text there is."""

    stories: Any
    values: dict[str, np.ndarray]  # by measure, all of MEASURES
    errors: dict[str, np.ndarray]  # standard errors by measure, of COMPARED only
    n_blocks: np.ndarray  # tenths that were left out in turn
    size: np.ndarray  # words counted
    n_sentences: np.ndarray


def _estimate_stories(words: pd.DataFrame, window: int, threshold: float, intervals: bool = True) -> _Estimates:
    """Every story measured whole and, for the standard errors, with each of its tenths left out in turn."""
    story, stories = number_stories(words)
    counted = np.flatnonzero(is_counted(words["kind"]))
    counted = counted[np.argsort(story[counted], kind="stable")]
    story = story[counted]
    size = np.bincount(story, minlength=len(stories))
    begin = np.cumsum(size) - size
    code = pd.factorize(words["word"].array.take(counted))[0]
    running = words[["story", "sentence"]].iloc[counted]
    block = number_blocks(running, size[story] / TENTHS) if intervals else np.zeros(len(story), dtype=np.int64)
    story_of_block = story[np.unique(block, return_index=True)[1]] if intervals else np.zeros(0, dtype=np.int64)
    # The texts to measure: every story whole (omitted < 0), then without one of its blocks.
    owner = np.append(np.arange(len(stories)), story_of_block)
    omitted = np.arange(-len(stories), len(story_of_block))
    batches = []
    for batch in np.split(np.arange(len(owner)), np.flatnonzero(np.diff(np.cumsum(size[owner]) // BATCH)) + 1):
        texts = [
            start + np.flatnonzero(block[start : start + length] != left_out)
            for start, length, left_out in zip(begin[owner[batch]], size[owner[batch]], omitted[batch], strict=True)
        ]
        batches.append(measure_texts(code, texts, window, threshold))
    measured = {measure: np.concatenate([values[measure] for values in batches]) for measure in MEASURES}
    values = {measure: of_texts[: len(stories)] for measure, of_texts in measured.items()}
    n_blocks = np.bincount(story_of_block, minlength=len(stories))
    errors = {measure: np.full(len(stories), np.nan) for measure in COMPARED}
    if intervals:
        shortened = np.column_stack([measured[measure][len(stories) :] for measure in COMPARED])
        errors = dict(zip(COMPARED, _jackknife_stories(shortened, n_blocks), strict=True))
    for measure in COMPARED:
        errors[measure][errors[measure] < 1e-12 * values[measure]] = 0  # rounding
    n_sentences = np.bincount(number_sentences(running, story)[1], minlength=len(stories))
    return _Estimates(stories, values, errors, n_blocks, size, n_sentences)


def _jackknife_stories(shortened: np.ndarray, n_blocks: np.ndarray) -> np.ndarray:
    """Standard errors, measures x stories, from the values without one block (rows, story by story; columns: measures)."""
    of_stories = np.split(shortened, np.cumsum(n_blocks)[:-1])[: len(n_blocks)]
    return np.array([jackknife(of_story) for of_story in of_stories]).reshape(-1, shortened.shape[1]).T
