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
from analysis.statistics.notes import (
    ENGLISH_ONLY,
    NO_YARDSTICK_ABROAD,
    NOT_TESTED,
    join,
    name_languages,
    note_foreign,
    note_length,
    note_score,
    note_speech,
    note_text,
    note_too_few,
)
from analysis.statistics.permutation import find_p
from analysis.statistics.wording import list_scores
from analysis.tables import TABLES, need_columns, number_stories
from analysis.text.language import find_foreign, is_english


def measure_readability(
    tally: pd.DataFrame, *, by: str | Sequence[str] = "story", names: str = "with", intervals: bool = True
) -> pd.DataFrame:
    """One row per group and measure.

    Parameters
    ----------
    tally : a tally of sentences; words, sentences, stories, or what `read_stories` takes, are tallied first.
    by : the column or columns of the tally that make a group: "story" (unless given), ["story", "chapter"],
        ["story", "speech"] ...
    names : "with" (unless given), or "without" names, whose words are then dropped; that needs words, sentences or stories.
    intervals : False leaves `low` and `high` NaN, which takes less time for thousands of stories.

    Returns
    -------
    DataFrame with the columns of `by`, then

    measure : one of the readability measures
    value : NaN for a group without prose. Flesch Reading Ease and the two eases are higher for easier text, the others
        for harder text, most of them in years of US schooling
    low, high : 95 % interval of the value, if sentences are draws of this text's manner; NaN for a single sentence
    size : the number of sentences counted
    note : why a value is missing, or should be read with care

    Headings and verse are left out.

    Raises
    ------
    StoryError : `names` is neither; a column of `by` is missing; a tally is given with names="without"; another table.

    Notes
    -----
    The intervals use the delta-method standard error over sentences and Student's t.

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
    group = tally.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    is_prose = (tally["kind"] == "prose").to_numpy()
    has_verse = np.isin(np.arange(len(groups)), group[(tally["kind"] == "verse").to_numpy()])
    code, counts = group[is_prose], count_prose(tally)
    words = np.bincount(code, counts["words"], len(groups))
    sentences = np.bincount(code, minlength=len(groups))
    speech = np.bincount(code, counts["words"] * tally["speech"].to_numpy()[is_prose], len(groups))
    unlisted = np.bincount(code, counts["unlisted"] * is_english(tally)[is_prose], len(groups))
    value, low, high = np.full((3, len(groups), len(MEASURES)), np.nan)
    sums = {name: np.bincount(code, values, len(groups)) for name, values in counts.items()}
    for column, (name, measure) in enumerate(MEASURES.items()):
        if intervals:
            result = _estimate(name, counts, code, len(groups))
            value[:, column], (low[:, column], high[:, column]) = result.value, result.interval()
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                score = measure.formula(**{count: sums[count] for count in measure.counts})
            value[:, column] = np.where(sentences > 0, score, np.nan)
    table = groups.take(np.repeat(np.arange(len(groups)), len(MEASURES))).reset_index(drop=True)
    table = table.assign(measure=list(MEASURES) * len(groups), value=value.ravel(), low=low.ravel(), high=high.ravel())
    table["size"] = np.repeat(sentences, len(MEASURES))
    facts = zip(words, sentences, has_verse, speech, unlisted, np.isnan(low), strict=True)
    table["note"] = [
        join(*note_score(name, n_words, n_sentences, verse, bare if intervals else None), *text_notes)
        for n_words, n_sentences, verse, n_speech, n_unlisted, is_bare in facts
        for text_notes in [note_text(n_words, verse, n_speech, n_unlisted) if n_sentences else []]
        for name, bare in zip(MEASURES, is_bare, strict=True)
    ]
    return _withhold(table, tally, group) if find_foreign(tally) else table


def _withhold(table: pd.DataFrame, tally: pd.DataFrame, group: np.ndarray) -> pd.DataFrame:
    """The table without the values that rest on English, of groups in other languages."""
    languages = [""] * (len(table) // len(MEASURES))
    for story, language in find_foreign(tally).items():
        for number in np.unique(group[(tally["story"] == story).to_numpy()]):
            languages[number] = language
    told = [
        "" if not language or measure.any_language else f"in {language}{ENGLISH_ONLY}"
        for language in languages
        for measure in MEASURES.values()
    ]
    is_withheld = np.array(told, dtype=object) != ""
    table.loc[is_withheld, ["value", "low", "high"]] = np.nan
    table["note"] = np.where(is_withheld & (table["size"] > 0), told, table["note"])
    return table


def _estimate(measure: str, counts: dict[str, np.ndarray], code: np.ndarray, size: int) -> Estimate:
    """A measure's estimate for each of `size` groups, from counts per sentence and the sentences' groups."""
    row = MEASURES[measure]
    return estimate(row.formula, {name: counts[name] for name in row.counts}, code, size)


def compare_readability(tally: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """One row per pair of stories and measure: their difference, and whether to read it as one.

    Parameters
    ----------
    tally : a tally of sentences of two stories or more; words, sentences, stories, or what `read_stories` takes, are tallied
        first.
    seed : of the random permutations, 0 unless given.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair, in the order of the table
    measure : one of the readability measures
    value_1, value_2 : of the two stories
    difference : value_1 - value_2
    low, high : its 95 % interval (delta-method errors, Welch)
    effect : the difference in standard deviations of a sentence's influence on the value
    p : studentised permutation of sentences between the stories, 9,999 draws; Welch's test where both have 200 sentences
        or more; NaN for a measure that is not tested
    p_adjusted : Holm, over measures and pairs tested
    yardstick : what two passages of one book of these lengths commonly differ by at most
    detectable : smallest difference found with 80 % power
    unit : of the values
    verdict : "distinguishable", "within one book's range", "not distinguishable at this length" or "not assessed"
    statement : a sentence to quote
    note : why a difference is not tested, or what to know of the yardstick
    claim : the statement without its last sentence, on the sampling frame

    Raises
    ------
    StoryError : fewer than two stories; another table.

    Notes
    -----
    Tested are words per sentence, syllables per word, share of unfamiliar words and predicted ease. The formulas are
    functions of these counts: they have a difference and interval, but p is NaN. A story of fewer than two prose sentences
    is not assessed.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> compare_readability(stories).loc[0, "verdict"]
    'not distinguishable at this length'
    """
    tally = as_tally(tally, "with")
    code, stories = number_stories(tally)
    is_prose = (tally["kind"] == "prose").to_numpy()
    code, counts = code[is_prose], count_prose(tally)
    words = np.bincount(code, counts["words"], len(stories))
    results = {name: _estimate(name, counts, code, len(stories)) for name in MEASURES}
    with np.errstate(invalid="ignore"):
        speech = np.bincount(code, counts["words"] * tally["speech"].to_numpy()[is_prose], len(stories)) / words
    foreign = find_foreign(tally)
    tested = {name: (MEASURES[name].formula, MEASURES[name].counts) for name in FAMILY}
    needed = sorted({count for name in FAMILY for count in MEASURES[name].counts})

    def compare(story_1: int, story_2: int) -> Iterator[Compared]:
        pair, in_pair = [story_1, story_2], (code == story_1) | (code == story_2)
        p = find_p(tested, {name: counts[name][in_pair] for name in needed}, code[in_pair] == story_1, seed=seed)
        sentences = results["words_per_sentence"].number[pair]
        names = [stories[number] for number in pair]
        not_english = note_foreign(foreign, *names)
        for name, result in results.items():
            why_not = note_too_few(sentences.min()) if sentences.min() < 2 else note_length(words[pair])
            why_not = join(why_not, note_speech(names, speech[pair]))
            yield Compared(
                MEASURES[name],
                describe_difference(Estimate(*(field[pair] for field in result))),
                p=p.get(name, np.nan),
                yardstick=find_yardstick(name, words[story_1], words[story_2], len(FAMILY)) if not not_english else np.nan,
                note=partial(_note_difference, why_not=join(why_not, NO_YARDSTICK_ABROAD if not_english else "")),
                why_not="" if MEASURES[name].any_language else not_english,
            )

    return compare_pairs(stories, compare)


def _note_difference(row: Row, *, why_not: str) -> str:
    return why_not if row["measure"] in FAMILY else NOT_TESTED


def state_scores(results: pd.DataFrame) -> str:
    """One sentence on all stories: per story the range of its school grades and its Flesch score.

    Parameters
    ----------
    results : as `measure_readability` gives them by story.

    Raises
    ------
    StoryError : it is another table.

    >>> from analysis import read_stories
    >>> state_scores(measure_readability(read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."})))
    'a: school grades −11.5 to 5.0, Flesch Reading Ease 120.2; b: school grades 2.5 to 27.9, Flesch Reading Ease −50.0.'
    """
    need_columns(results, TABLES["results"].columns[:3], "results")
    grades = [name for name, measure in MEASURES.items() if measure.unit == "grades"]
    clauses = []
    for story, rows in results.groupby("story", sort=False):
        values = rows.set_index("measure")["value"]
        if values.index.has_duplicates:
            raise StoryError(f"Story {story!r} has {values.index[0]} twice: pass what measure_readability() gives by story.")
        if missing := [name for name in (*grades, "flesch_reading_ease") if name not in values]:
            raise StoryError(f"Story {story!r} has no row for {missing[0]}: pass all rows of measure_readability().")
        notes = rows.set_index("measure").get("note", pd.Series(dtype="str"))
        why_not = name_languages(str(notes.get("flesch_reading_ease", "")))
        score = values["flesch_reading_ease"]
        clauses.append((str(story), values[grades].min(), values[grades].max(), score, why_not))
    return list_scores(clauses)
