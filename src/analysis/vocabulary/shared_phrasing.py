"""Is what two stories share in phrasing more than unrelated stories share, and does it come in the same order in both?"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics import norms
from analysis.statistics.correction import adjust_holm
from analysis.statistics.norms import rank_among
from analysis.statistics.notes import (
    BEYOND_REFERENCE,
    NO_REFERENCE_ABROAD,
    UNKNOWN_TO_REFERENCE,
    join,
    note_few_passages,
    note_languages,
    note_reference,
    note_unequal,
)
from analysis.statistics.verdicts import judge_rank
from analysis.statistics.wording import state_matches, state_order
from analysis.tables import TABLES, is_counted, need_columns, pair_stories, rows_of_pair
from analysis.text.language import find_foreign
from analysis.text.words import as_words
from analysis.vocabulary.alignment import align_passages, find_least
from analysis.vocabulary.chance import find_expected
from analysis.vocabulary.measures import PHRASING
from analysis.vocabulary.phrases import find_shared_phrases

PHRASE = 4.5  # points: three words, one of them a content word, the least that a listed phrase has
MATCHED = ["story_1", "story_2", "score"]  # the columns that matches are judged by
CHANCE = ["expected", "unrelated_high", "maximum", "same_book"]  # what is known of unrelated stories
FEWEST_ANCHORS = 5  # of four passages even the same order comes by chance one time in twelve


def judge_matches(
    words: pd.DataFrame,
    *,
    phrases: pd.DataFrame | None = None,
    alignments: pd.DataFrame | None = None,
    reference: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per pair of stories and measure of shared phrasing: is there more than between unrelated stories?

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first. Names are masked.
    phrases, alignments : what `find_shared_phrases` and `align_passages` made of these words with this reference, if at hand
    reference : a table as `build_reference` makes it, in place of older English fiction

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    measure : "phrases", "alignments" or "closest"
    value : number of matches that the two share; for "closest" the score of the best aligned passage, 0 if there is none
    score : the least score counted
    size : words, the geometric mean of both lengths
    expected : mean number of matches of that score among unrelated stories of that length
    unrelated_high, maximum : 97.5 % quantile and maximum of the same number
    same_book : median of two passages of one book
    p : one-sided, by rank among the unrelated pairs
    p_adjusted : Holm, over measures and pairs
    verdict : the conclusion in one phrase
    statement : a sentence to quote
    note : what limits the comparison
    beyond_reference : whether the stories are of a length that the reference does not know
    rare : whether hardly any of the unrelated pairs behind the reference has a match of that score

    `expected` to `p` are NaN where the reference knows nothing of such stories. Many small matches suggest a common manner
    or template; one close passage suggests a quotation, which the number of matches would hide.

    Raises
    ------
    StoryError : fewer than two stories with words in them; `phrases` or `alignments` is a table of another kind.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "She took the old stage and wept. " * 9, "b": "He took the stage and wept. " * 9})
    >>> judge_matches(stories)["measure"].tolist()
    ['phrases', 'alignments', 'closest']
    """
    words = as_words(words)
    pairs = pair_stories(words[is_counted(words["kind"])])
    for table, kind in ((phrases, "matches"), (alignments, "alignments")):
        if table is not None:
            need_columns(table, MATCHED, kind)
    found = {
        "phrases": find_shared_phrases(words, reference=reference) if phrases is None else phrases,
        "alignments": align_passages(words, reference=reference) if alignments is None else alignments,
    }
    rows: list[dict[str, Any]] = []
    for story_1, story_2, rows_1, rows_2 in pairs:
        lengths = len(rows_1), len(rows_2)
        size = round(float(np.sqrt(lengths[0] * lengths[1])))
        for measure, table in found.items():
            least = PHRASE if measure == "phrases" else find_least(lengths, reference)
            scores = rows_of_pair(table, story_1, story_2)["score"]
            scores = scores[scores >= least]
            row = {"story_1": story_1, "story_2": story_2, "size": size}
            counted = {"measure": measure, "value": len(scores), "score": least}
            rows.append(row | counted | _find_chance(measure, lengths, least, len(scores), reference))
            if measure == "alignments":
                best = float(scores.max()) if len(scores) else least
                close = {"measure": "closest", "value": best if len(scores) else 0.0, "score": best}
                rows.append(row | close | _find_chance(measure, lengths, best, min(len(scores), 1), reference))
    judged, foreign = pd.DataFrame(rows), find_foreign(words)
    for place, row in enumerate(rows):  # the shipped reference is English, a reference of your own may be of any language
        abroad = (
            NO_REFERENCE_ABROAD if reference is None and (row["story_1"] in foreign or row["story_2"] in foreign) else ""
        )
        if why_not := note_languages(foreign, row["story_1"], row["story_2"]) or abroad:
            judged.loc[place, [*CHANCE, "p"]], judged.loc[place, "note"] = np.nan, why_not
    judged["p_adjusted"] = adjust_holm(judged["p"])
    judged["verdict"] = [judge_rank(p) for p in judged["p_adjusted"]]
    judged["statement"] = [state_matches(row, PHRASING[row["measure"]]) for row in judged.to_dict("records")]
    return judged[TABLES["judged matches"].columns]


def _find_chance(
    measure: str, lengths: tuple[int, int], score: float, value: int, reference: pd.DataFrame | None
) -> dict[str, Any]:
    chance = find_expected(measure, lengths, score, reference)
    if chance is None:
        empty = dict.fromkeys([*CHANCE, "p"], np.nan)
        return empty | {"rare": False, "beyond_reference": False, "note": UNKNOWN_TO_REFERENCE}
    thin = note_reference(max(lengths), 1_600) if reference is None else ""
    note = join(thin if chance["known"] else BEYOND_REFERENCE, note_unequal(lengths))
    return {
        "expected": chance["mean"],
        "unrelated_high": chance["q0.975"],
        "maximum": chance["maximum"],
        "same_book": chance["same_book"],
        "p": _rank(measure, lengths, score, value, reference),
        "rare": chance["mean"] * chance["pairs"] <= 1.5,
        "beyond_reference": not chance["known"],
        "note": note,
    }


def _rank(measure: str, lengths: tuple[int, int], score: float, value: int, reference: pd.DataFrame | None) -> float:
    """The share of unrelated pairs of this length with as many matches, interpolated between two lengths of the reference.

    Counts jump from 0 to 1, so the shares are interpolated, not the counts. Beyond the reference, where its shares are no
    longer grown, no less than the Poisson share of the mean that is.
    """
    from scipy.stats import poisson

    table = norms.load_reference() if reference is None else reference
    known = np.array(sorted(set(table.loc[table["measure"] == measure, "size"])), dtype=float)
    size = float(np.sqrt(lengths[0] * lengths[1]))
    if not known[0] <= size <= known[-1]:
        chance = find_expected(measure, lengths, score, reference)
        least = poisson.sf(value - 1, chance["mean"]) if chance is not None and size > known[-1] else 0.0
        return max(rank_among(value, chance)[1], float(least)) if chance is not None else np.nan
    near = [known[known <= size][-1], known[known >= size][0]]
    found = [find_expected(measure, (int(length), int(length)), score, reference) for length in near]
    shares = [rank_among(value, chance)[1] for chance in found if chance is not None]
    return float(np.interp(np.log(size), np.log(near), shares)) if near[0] < near[1] else shares[0]


def assess_order(alignments: pd.DataFrame, *, pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per pair of stories: do the aligned passages come in the same order in both?

    Parameters
    ----------
    alignments : a table as `align_passages` makes it
    pairs : a table with `story_1` and `story_2`; its pairs have a row even if no passage is aligned

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair; a pair without passages has no row, unless it is among `pairs`
    measure : "order"
    value : Kendall's tau, -1 to 1; 1 is the same order
    low, high : 95 % interval (Fieller, Hartley & Pearson, 1957)
    size : passages; of those that overlap in either story only the best counts
    p : two-sided, exact where passages are few (Kendall, 1938)
    p_adjusted : Holm, over pairs
    verdict : the conclusion in one phrase; "not assessed" for fewer than five passages, where value, interval and p are NaN
    statement : a sentence to quote
    note : whether there are too few passages

    Raises
    ------
    StoryError : a table of another kind.

    >>> rows = [("a", "b", i, i + 1, 10 * i, 10 * i + 1, 5.0) for i in range(6)]
    >>> columns = ["story_1", "story_2", "start_1", "end_1", "start_2", "end_2", "score"]
    >>> assess_order(pd.DataFrame(rows, columns=columns))[["value", "verdict"]].to_numpy().tolist()
    [[1.0, 'distinguishable']]
    """
    need_columns(alignments, ["story_1", "story_2", "start_1", "end_1", "start_2", "end_2", "score"], "alignments")
    rows = []
    wanted = (alignments if pairs is None else pairs)[["story_1", "story_2"]].drop_duplicates()
    for story_1, story_2 in wanted.itertuples(index=False, name=None):
        anchors = _drop_overlapping(rows_of_pair(alignments, story_1, story_2))
        row = {"story_1": story_1, "story_2": story_2, "measure": "order", "size": len(anchors)}
        rows.append(row | _measure_order(anchors["start_1"].to_numpy(), anchors["start_2"].to_numpy()))
    table = pd.DataFrame(rows, columns=[*TABLES["order"].columns[:7], "p"])
    table["p_adjusted"] = adjust_holm(table["p"])
    table["verdict"] = pd.array([judge_rank(p) for p in table["p_adjusted"]], dtype="str")
    few = [note_few_passages(size, FEWEST_ANCHORS) if size < FEWEST_ANCHORS else "" for size in table["size"]]
    table["note"] = pd.array(few, dtype="str")
    table["statement"] = pd.array([state_order(row) for row in table.to_dict("records")], dtype="str")
    return table[TABLES["order"].columns]


def _drop_overlapping(matches: pd.DataFrame) -> pd.DataFrame:
    """The matches, best first, without those that overlap a better one in either story."""
    kept: list[Any] = []
    for row in matches.sort_values("score", ascending=False, kind="stable").itertuples():
        if all(
            (row.end_1 <= other.start_1 or other.end_1 <= row.start_1)
            and (row.end_2 <= other.start_2 or other.end_2 <= row.start_2)
            for other in kept
        ):
            kept.append(row)
    return pd.DataFrame(kept, columns=["Index", *matches.columns])


def _measure_order(starts_1: np.ndarray, starts_2: np.ndarray) -> dict[str, float]:
    from scipy.stats import kendalltau

    size = len(starts_1)
    if size < FEWEST_ANCHORS:
        return dict.fromkeys(["value", "low", "high", "p"], np.nan)
    tau = kendalltau(starts_1, starts_2)
    value = round(float(tau.statistic), 12)
    most = 1 - 2 / (size * (size - 1))  # one pair short of perfect order, where the transformation is infinite
    middle, half = np.arctanh(np.clip(value, -most, most)), 1.96 * np.sqrt(0.437 / (size - 4))
    low, high = (float(np.tanh(middle + side)) for side in (-half, half))
    return {"value": value, "low": min(low, value), "high": max(high, value), "p": float(tau.pvalue)}
