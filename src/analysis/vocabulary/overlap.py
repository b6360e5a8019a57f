"""Vocabulary overlap: how much of their vocabulary two stories share, and whether that is much.

A bare Jaccard says how long the texts are: of two novels it is .30 whole, and .04 at 165 words. So every measure is
taken *at a stated size*: the expected value for `size` counted words drawn from each story without replacement, computed
exactly (Hurlbert, 1971), never by drawing. Beside it stand each story's overlap with itself, what unrelated stories and
two passages of one book share at that size, and what the two would share were they one story.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.statistics.correction import adjust_holm
from analysis.statistics.estimates import jackknife
from analysis.statistics.norms import find_largest, find_reference, rank_among
from analysis.statistics.notes import NOT_TESTED_BUT_OVERLAP, note_coverage, note_few_words, note_languages, note_overlap
from analysis.statistics.permutation import make_generator
from analysis.statistics.verdicts import judge_rank
from analysis.statistics.wording import Row, state_overlap
from analysis.tables import TABLES, number_blocks, pair_stories
from analysis.text.language import find_foreign
from analysis.text.words import as_words
from analysis.vocabulary.measures import OVERLAP as MEASURES
from analysis.vocabulary.rarefaction import expect_measures, find_log_factorials, find_presence
from analysis.vocabulary.types import Types, find_types

# The story whose words are looked up, and the story they are looked up in.
COVERED = {"coverage_1": (0, 1), "coverage_2": (1, 0)}
TENTHS, DRAWS, HALVINGS, FEWEST = 10, 99, 49, 20
SHARE = 0.4  # of the shorter story: so large a sample fits into either half of both


def measure_overlap(
    words: pd.DataFrame,
    *,
    size: int | None = None,
    names: str = "without",
    function: bool = False,
    forms: bool = False,
    reference: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and measure: how much vocabulary the two share, beside what others share.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    size : counted words drawn from each story; by default two fifths of the shorter, no more than the reference knows
    names : "without" (default) or "with" names
    function : whether function words count too
    forms : whether each form is a word of its own; else content words are counted by lemma
    reference : your own, counted the same way, as `build_reference` makes it; the shipped one knows only the default way
    seed : of the random halves and of the shuffled stories

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    measure : "overlap", "similarity", "divergence", "coverage_1" or "coverage_2"; see below
    value : of the measure; NaN for a story of fewer than 20 counted words
    low, high : 95 % interval, delete-a-tenth jackknife over both stories
    size : counted words drawn from each story; of coverage, the story's counted words
    self_1, self_2 : overlap of two random halves of the story
    one_story, one_story_low : mean and lowest twentieth if the sentences of both are shuffled into two new stories
    p_one_story : how often these share as little; a description, always small between long texts
    same_book : median of two passages of one book
    unrelated : median of unrelated stories
    unrelated_low, unrelated_high : middle 95 % of unrelated stories
    p, p_adjusted : two-sided, by rank among the unrelated; Holm over pairs
    verdict : `distinguishable` means from unrelated stories
    statement : a sentence to quote
    note : what limits the comparison

    overlap, the headline, 0-1: words that both use, of all words that either uses (Jaccard, 1901). similarity, 0-1: uses in
    common (1 - Bray-Curtis). divergence, 0-1 bits, 0 is alike (Jensen-Shannon; Lin, 1991). These are expected values for
    `size` words of each story, computed exactly. coverage_1, coverage_2, 0-1: the share of a story's counted words that the
    other story has too, anywhere; they are of the whole texts and grow with the other's length.

    Raises
    ------
    StoryError : fewer than two stories with words in them; a `size` larger than a story.

    >>> from analysis import read_stories
    >>> words = read_stories({"a": "red green blue " * 9 + "cat.", "b": "red green grey " * 9 + "dog."})
    >>> float(measure_overlap(words, size=28).loc[0, "value"].round(3))  # 2 words shared of 6
    0.333
    """
    words = as_words(words)
    size = None if size is None else int(size)
    types = find_types(words, names=names, function=function, forms=forms)
    # The shipped reference counts words in the default way, one of the user's own as its maker has chosen.
    known = reference is not None or (names == "without" and not function and not forms)
    rows, foreign = [], find_foreign(words)
    for story_1, story_2, rows_1, rows_2 in pair_stories(words):
        pair = _count_pair(words, types, (story_1, story_2), (rows_1, rows_2))
        chosen, why_not = _choose_size(pair, size, reference), note_languages(foreign, story_1, story_2)
        is_known = known and (reference is not None or story_1 not in foreign)
        rows += _measure_pair(pair, chosen, is_known, reference, seed) if not why_not else _leave_out(pair, chosen, why_not)
    table = pd.DataFrame(rows)
    table["p_adjusted"] = adjust_holm(table["p"])
    table["verdict"] = [judge_rank(p) for p in table["p_adjusted"]]
    table["statement"] = [_state(row) for row in table.to_dict("records")]
    return table[TABLES["overlap"].columns]


def _state(row: Row) -> str:
    stories = row["story_1"], row["story_2"]
    covered = tuple(stories[side] for side in COVERED[row["measure"]]) if row["measure"] in COVERED else None
    return state_overlap(row, MEASURES[row["measure"]], covered)


class _Bag(NamedTuple):
    """The counted words of one story of a pair: per word its sentence, its tenth and its type."""

    sentence: np.ndarray
    tenth: np.ndarray
    code: np.ndarray

    def tally(self, size: int, without: int | None = None) -> np.ndarray:
        """How often each of `size` types is used, in the whole story or without one tenth of it."""
        return np.bincount(self.code if without is None else self.code[self.tenth != without], minlength=size)


class _Pair(NamedTuple):
    """Two stories, and the counted words of each."""

    stories: tuple[Any, Any]
    bags: list[_Bag]
    lengths: list[int]  # in counted words
    width: int  # the number of types that either uses


def _count_pair(words: pd.DataFrame, types: Types, stories: tuple[Any, Any], rows: tuple[np.ndarray, np.ndarray]) -> _Pair:
    counted = [own[types.code[own] >= 0] for own in rows]
    lengths = [len(own) for own in counted]
    types_of_pair = np.unique(np.concatenate([types.code[own] for own in counted]), return_inverse=True)[1]
    bags = []
    for own, code in zip(counted, np.split(types_of_pair, [lengths[0]]), strict=True):
        story = words.iloc[own]
        tenth = number_blocks(story, np.full(len(own), len(own) / TENTHS))
        bags.append(_Bag(pd.factorize(story["sentence"])[0], tenth, code))
    return _Pair(stories, bags, lengths, int(types_of_pair.max(initial=-1)) + 1)


class _Size(NamedTuple):
    """At how many words of each story a pair is compared, and whether the reference knows no more than so many."""

    words: int
    capped: bool


def _choose_size(pair: _Pair, size: int | None, reference: pd.DataFrame | None) -> _Size:
    shorter = min(pair.lengths)
    if size is not None:
        if not 1 <= size <= shorter:
            (one, two), (n_1, n_2) = pair.stories, pair.lengths
            raise StoryError(f"size={size}: {one!r} has {n_1} counted words and {two!r} {n_2}.")
        return _Size(size, capped=False)
    wanted = int(SHARE * shorter)
    chosen = max(min(wanted, find_largest("overlap", reference)), 1)
    return _Size(chosen, capped=chosen < wanted)


def _measure_pair(pair: _Pair, size: _Size, known: bool, reference: pd.DataFrame | None, seed: int) -> list[dict[str, Any]]:
    """The rows of one pair; `known`: whether there is a reference for words counted in this way."""
    if min(pair.lengths) < FEWEST:
        return _leave_out(pair, size, note_few_words(min(pair.lengths), FEWEST))
    (empty, *_) = _leave_out(pair, size, "")
    counts = [bag.tally(pair.width) for bag in pair.bags]
    value = expect_measures(counts[0], counts[1], size.words)
    low, high = _find_interval(pair.bags, pair.width, value, size.words)
    bare = bool(np.isnan(low[0]))
    table = []
    for place, measure in enumerate(MEASURES):
        row = empty | {"measure": measure, "value": value[place], "low": low[place], "high": high[place]}
        if measure in COVERED:
            own, other = (pair.lengths[side] for side in COVERED[measure])
            row |= {"size": own, "note": note_coverage(own, other)}
        elif known:
            row |= _find_range(measure, size.words, value[place], reference)
        if measure == "overlap":
            row["note"] = note_overlap(pair.lengths, size.words, known=known, bare=bare, capped=size.capped)
            row |= _shuffle_sentences(pair.bags, pair.width, size.words, float(value[0]), seed)
        else:
            row["p"] = np.nan  # one headline is tested; the other rows show where they stand
            row["note"] = row["note"] if measure in COVERED else NOT_TESTED_BUT_OVERLAP
        table.append(row)
    return table


def _leave_out(pair: _Pair, size: _Size, note: str) -> list[dict[str, Any]]:
    """The rows of a pair that cannot be compared."""
    empty: dict[str, Any] = dict.fromkeys(TABLES["overlap"].columns, np.nan)
    empty |= {"story_1": pair.stories[0], "story_2": pair.stories[1], "size": size.words, "note": note}
    return [empty | {"measure": measure} for measure in MEASURES]


def _find_interval(bags: list[_Bag], width: int, value: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % interval of every measure: tenths of each story are left out in turn, and the variances added."""
    from scipy.special import stdtrit

    errors, df_of_story = [], []
    whole = [bag.tally(width) for bag in bags]
    for side, bag in enumerate(bags):
        left = [bag.tally(width, without=tenth) for tenth in range(int(bag.tenth.max()) + 1)]
        if min(int(count.sum()) for count in left) < size:
            return np.full(len(value), np.nan), np.full(len(value), np.nan)
        errors.append(jackknife(np.array([_expect_replaced(whole, side, count, size) for count in left])))
        df_of_story.append(len(left) - 1)
    variances = np.square(errors)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = variances.sum(axis=0) ** 2 / (variances**2 / np.array(df_of_story)[:, None]).sum(axis=0)
    half = np.where(variances.sum(axis=0) > 0, stdtrit(df, 0.975) * np.sqrt(variances.sum(axis=0)), 0.0)
    if value[0] == 0:  # nothing is shared, whatever is left out: how little might be shared is not known
        half[:] = np.nan
    return np.clip(value - half, 0, 1), np.clip(value + half, 0, 1)


def _expect_replaced(counts: list[np.ndarray], side: int, replacement: np.ndarray, size: int) -> np.ndarray:
    """The measures with the counts of story 0 or 1 (`side`) replaced."""
    return expect_measures(counts[0] if side else replacement, replacement if side else counts[1], size)


def _shuffle_sentences(bags: list[_Bag], width: int, size: int, value: float, seed: int) -> dict[str, float]:
    """The overlap of two random halves of each story, and of two new stories shuffled from the sentences of both."""
    from scipy.sparse import csr_matrix, hstack

    generator = make_generator(seed)
    found: dict[str, float] = {}
    counts = []
    for bag in bags:
        shape = (width, int(bag.sentence.max()) + 1)
        counts.append(csr_matrix((np.ones(len(bag.code)), (bag.code, bag.sentence)), shape=shape))
    for name, count in zip(("self_1", "self_2"), counts, strict=True):
        found[name] = _mean(_overlap_random_parts(count, count.shape[1] // 2, size, HALVINGS, generator))
    dealt = _overlap_random_parts(hstack(counts, format="csr"), counts[0].shape[1], size, DRAWS, generator)
    found["one_story"] = _mean(dealt)
    if not np.isnan(found["one_story"]):
        found["one_story_low"] = float(np.nanquantile(dealt, 0.05))
        found["p_one_story"] = float((1 + (dealt <= value * (1 + 1e-9)).sum()) / (1 + (~np.isnan(dealt)).sum()))
    return found


def _mean(values: np.ndarray) -> float:
    """NaN where more than half of the draws were too short: the story is no two stories of this size."""
    return float(np.nanmean(values)) if np.isnan(values).mean() <= 0.5 else np.nan


def _overlap_random_parts(counts: Any, n_first: int, size: int, draws: int, generator: np.random.Generator) -> np.ndarray:
    """The overlap at `size` words of `n_first` random sentences and all others, per draw; NaN where one part is too short.

    `counts`: uses, types x sentences.
    """
    n_sentences = counts.shape[1]
    labels = generator.permuted(
        np.broadcast_to((np.arange(n_sentences) < n_first).astype(float), (draws, n_sentences)), axis=1
    )
    whole = np.rint(counts.sum(axis=1)).astype(np.int64)
    counts_1 = np.rint(counts @ labels.T).astype(np.int64)  # types x draws
    logs = find_log_factorials(int(whole.sum()))
    present_1 = find_presence(counts_1, size, logs)
    present_2 = find_presence(whole.reshape(-1, 1) - counts_1, size, logs)
    shared = (present_1 * present_2).sum(axis=0)
    return np.asarray(shared / (present_1.sum(axis=0) + present_2.sum(axis=0) - shared))


def _find_range(measure: str, size: int, value: float, reference: pd.DataFrame | None) -> dict[str, float]:
    found = find_reference(measure, size, reference)
    if found is None:
        return {}
    low, high = found["q0.025"], found["q0.975"]
    ranges = {"unrelated": found["q0.5"], "unrelated_low": low, "unrelated_high": high, "same_book": found["same_book"]}
    return ranges | {"p": min(2 * min(rank_among(value, found)), 1.0)}
