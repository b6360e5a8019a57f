"""Scores per group and their comparison: sum the counts first, then score."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.readability.counts import as_tally, count_prose
from analysis.readability.measures import FAMILY, MEASURES
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, estimate
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import NOT_TESTED, join, note_length, note_score, note_text, note_too_few
from analysis.statistics.permutation import permute
from analysis.statistics.wording import list_scores
from analysis.tables import number_stories


def measure_readability(
    tally: pd.DataFrame, *, by: str | Sequence[str] = "story", names: str = "with", intervals: bool = True
) -> pd.DataFrame:
    """One row per group and measure.

    Columns: the columns of `by`; `measure` (see MEASURES); `value`; `low`, `high`: its 95 % interval, if sentences are
    draws of this text's manner (delta-method standard error over sentences, Student's t); `size`: the sentences counted;
    `note`: why a value is missing or should be read with care. Flesch Reading Ease and ease are higher for easier text;
    the others higher for harder text, most in years of US schooling. Headings and verse are left out. Undefined is NaN: a
    group without prose has no scores, a single sentence no interval.

    `by`: any columns of the tally: "story", ["story", "chapter"], ["story", "speech"] ... `names`: "with", or "without"
    names, whose words are then dropped; that needs words, sentences or stories. These are tallied first. `intervals=False`
    leaves `low` and `high` NaN, which takes less time for thousands of stories.

    >>> from analysis import read_stories
    >>> results = measure_readability(read_stories({"a": "Every story ends. Why?"}))
    >>> float(results.set_index("measure")["value"]["words_per_sentence"])
    2.0
    """
    if names not in ("with", "without"):
        raise StoryError(f"names={names!r}: say 'with' or 'without'.")
    tally = as_tally(tally, names)
    by = [by] if isinstance(by, str) else list(by)
    if missing := [column for column in by if column not in tally]:
        raise StoryError(f"by={missing[0]!r} is no column of the tally. It has: {', '.join(tally.columns)}.")
    groups = tally[by].drop_duplicates(ignore_index=True)
    every = tally.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    prose = (tally["kind"] == "prose").to_numpy()
    verse = np.isin(np.arange(len(groups)), every[(tally["kind"] == "verse").to_numpy()])
    code, counts = every[prose], count_prose(tally)
    words = np.bincount(code, counts["words"], len(groups))
    sentences = np.bincount(code, minlength=len(groups))
    speech = np.bincount(code, counts["words"] * tally["speech"].to_numpy()[prose], len(groups))
    unlisted = np.bincount(code, counts["unlisted"], len(groups))
    value, low, high = np.full((3, len(groups), len(MEASURES)), np.nan)
    sums = {name: np.bincount(code, values, len(groups)) for name, values in counts.items()}
    for place, (name, measure) in enumerate(MEASURES.items()):
        if intervals:
            result = _estimate(name, counts, code, len(groups))
            value[:, place], (low[:, place], high[:, place]) = result.value, result.interval()
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                score = measure.formula(**{count: sums[count] for count in measure.counts})
            value[:, place] = np.where(sentences > 0, score, np.nan)
    table = groups.take(np.repeat(np.arange(len(groups)), len(MEASURES))).reset_index(drop=True)
    table = table.assign(measure=list(MEASURES) * len(groups), value=value.ravel(), low=low.ravel(), high=high.ravel())
    table["size"] = np.repeat(sentences, len(MEASURES))
    facts = zip(words, sentences, verse, speech, unlisted, np.isnan(low), strict=True)
    table["note"] = [
        join(*note_score(name, n_words, n_sentences, has_verse, bare if intervals else None), *of_text)
        for n_words, n_sentences, has_verse, spoken, foreign, bares in facts
        for of_text in [note_text(n_words, has_verse, spoken, foreign) if n_sentences else []]
        for name, bare in zip(MEASURES, bares, strict=True)
    ]
    return table


def _estimate(measure: str, counts: dict[str, np.ndarray], code: np.ndarray, size: int) -> Estimate:
    row = MEASURES[measure]
    return estimate(row.formula, {name: counts[name] for name in row.counts}, code, size)


def compare_readability(tally: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and measure: how much they differ, and whether that is to be read as a difference.

    Columns: `story_1`, `story_2` (in the order of the table), `measure`, `value_1`, `value_2`; `difference` (value_1 -
    value_2) with its 95 % interval `low`, `high` (delta-method errors, Welch); `effect` (the difference in standard
    deviations of a sentence's influence on the value); `p` (studentised permutation of sentences between the stories,
    9,999 draws), `p_adjusted` (Holm, over measures and pairs tested); `yardstick` (what two passages of one book of these
    lengths commonly differ by at most); `detectable` (smallest difference found with 80 % power); `unit`; `verdict`;
    `statement`, a sentence to quote; `note`. Tested are words per sentence, syllables per word, share of unfamiliar
    words and predicted ease; the formulas, functions of these counts, show difference and interval with p NaN. A story of
    fewer than two prose sentences is not assessed. Stories, sentences or words are tallied first.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> compare_readability(stories).loc[0, "verdict"]
    'not distinguishable at this length'
    """
    tally = as_tally(tally, "with")
    code, stories = number_stories(tally)
    code, counts = code[(tally["kind"] == "prose").to_numpy()], count_prose(tally)
    words = np.bincount(code, counts["words"], len(stories))
    results = {name: _estimate(name, counts, code, len(stories)) for name in MEASURES}
    tested = {name: (MEASURES[name].formula, MEASURES[name].counts) for name in FAMILY}
    needed = sorted({count for name in FAMILY for count in MEASURES[name].counts})

    def compare(one: int, two: int) -> Iterator[Compared]:
        pair, both = [one, two], (code == one) | (code == two)
        p = permute(tested, {name: counts[name][both] for name in needed}, code[both] == one, seed=seed)
        sentences = results["words_per_sentence"].number[pair]
        for name, result in results.items():
            why_not = note_too_few(sentences.min()) if sentences.min() < 2 else note_length(words[pair])
            yield Compared(
                MEASURES[name],
                describe_difference(Estimate(*(part[pair] for part in result))),
                p=p.get(name, np.nan),
                yardstick=find_yardstick(name, words[one], words[two], family=len(FAMILY)),
                note=partial(_note_difference, why_not=why_not),
            )

    return compare_pairs(stories, compare)


def _note_difference(row: Row, *, why_not: str) -> str:
    return why_not if row["measure"] in FAMILY else NOT_TESTED


def state_scores(results: pd.DataFrame) -> str:
    """The sentence that sums up a table of results: per story the range of its school grades and its Flesch score.

    >>> from analysis import read_stories
    >>> state_scores(measure_readability(read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."})))
    'a: school grades −11.5 to 5.0, Flesch Reading Ease 120.2; b: school grades 2.5 to 27.9, Flesch Reading Ease −50.0.'
    """
    grades = [name for name, measure in MEASURES.items() if measure.unit == "grades"]
    clauses = []
    for story, rows in results.groupby("story", sort=False):
        values = rows.set_index("measure")["value"]
        clauses.append((str(story), values[grades].min(), values[grades].max(), values["flesch_reading_ease"]))
    return list_scores(clauses)
