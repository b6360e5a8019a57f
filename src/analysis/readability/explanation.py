"""The difference between two stories' scores, split by sentence and by word."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.readability.counts import COUNTS, KEYS, tally_sentences
from analysis.readability.ease import split_ease
from analysis.readability.measures import LINEAR, MEASURES
from analysis.statistics.wording import NO_PARTS, list_parts
from analysis.tables import TABLES, need_columns, rows_of_pair
from analysis.text.language import is_english
from analysis.text.syllables import count_syllables
from analysis.text.words import as_words


class Explanation(NamedTuple):
    """Where the difference between two stories' scores comes from: three tables whose contributions add up."""

    parts: pd.DataFrame
    sentences: pd.DataFrame
    words: pd.DataFrame


def explain_readability(words: pd.DataFrame) -> Explanation:
    """Three tables that split Flesch Reading Ease, Flesch-Kincaid and predicted ease exactly, for every pair of stories.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.

    Returns
    -------
    Explanation of three DataFrames. A story without prose has no score: NaN in `parts`, no rows in the other two.

    `parts`, one row per pair of stories, measure and part, with the columns

    story_1, story_2 : the pair, in the order of the table
    measure : "flesch_reading_ease", "flesch_kincaid_grade" or "ease"
    part : of the first two "sentence length", "syllables of ordinary words" or "syllables of names"; of the third those of
        `split_ease`
    contribution : of the part to score 1 - score 2, in units of the measure; the parts sum to that difference

    `sentences`, one row per prose sentence and measure, with the columns

    story, chapter, paragraph, sentence, position, start, end, words, syllables : as in the tally
    measure : "flesch_reading_ease" or "flesch_kincaid_grade"
    length : what the sentence adds by its length
    word_length : what it adds by the syllables of its words
    contribution : the sum of both; over a story it sums to the story's score less that of all stories taken together

    `words`, one row per story, measure and word, largest absolute contribution first, with the columns

    story, measure, word : as in `sentences`; `word` is case-folded
    count : uses in the story's prose
    syllables : of the word, in its first form in the story
    contribution : how much the word moves the score by being longer or shorter than the average word of all stories; over
        a story it sums to that of the column `word_length` of `sentences`

    Notes
    -----
    The first two measures are linear in W/S and Y/W (words W, sentences S, syllables Y). With ordinary words (o) and
    names (n), Y/W = Yo/Wo + (Yn - Wn Yo/Wo)/W, so the three parts are the terms in W/S, in Yo/Wo and in
    (Yn - Wn Yo/Wo)/W. Predicted ease is a sum of its six parts.

    >>> from analysis import read_stories
    >>> # 0.39 (4/2 - 3/1) + 11.8 (4/4 - 9/3)
    >>> explained = explain_readability(read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."}))
    >>> float(explained.parts.query("measure == 'flesch_kincaid_grade'")["contribution"].sum().round(6))
    -23.99
    """
    words = as_words(words)
    tally = tally_sentences(words)
    words = words[is_english(words)]
    prose = tally[(tally["kind"] == "prose") & is_english(tally)]
    sums = prose.assign(sentences=1).groupby("story")[["sentences", *COUNTS]].sum().reindex(tally["story"].unique())
    totals = sums.sum(min_count=1)  # all stories together; NaN where none has prose
    words_per_sentence, syllables_per_word = totals["words"] / totals["sentences"], totals["syllables"] / totals["words"]
    parts, sentences, vocabulary = [], [], []
    for measure, (_, per_length, per_syllable) in LINEAR.items():
        parts.append(_split_by_part(sums, measure, per_length, per_syllable))
        story_sums = sums.loc[prose["story"]].reset_index(drop=True)  # one row per sentence
        table = prose[[*KEYS[:5], "start", "end", "words", "syllables"]].reset_index(drop=True).assign(measure=measure)
        excess_words = table["words"] - words_per_sentence
        excess_syllables = table["syllables"] - syllables_per_word * table["words"]
        table["length"] = per_length * excess_words / story_sums["sentences"]
        table["word_length"] = per_syllable * excess_syllables / story_sums["words"]
        sentences.append(table.assign(contribution=table["length"] + table["word_length"]))
        vocabulary.append(_split_by_word(words, sums["words"], measure, per_syllable, syllables_per_word))
    squares = (prose["words"] ** 2).groupby(prose["story"]).sum().reindex(sums.index)
    parts.append(_list_differences("ease", split_ease(dict(sums.assign(squares=squares).items()))))
    return Explanation(*(pd.concat(tables, ignore_index=True) for tables in (parts, sentences, vocabulary)))


def _split_by_part(sums: pd.DataFrame, measure: str, per_length: float, per_syllable: float) -> pd.DataFrame:
    """One row per pair of stories and part of the measure. `sums`: the counts of each story's prose."""
    ordinary = (sums["syllables"] - sums["name_syllables"]) / (sums["words"] - sums["name_words"])  # syllables per word
    ordinary = ordinary.mask(sums["words"] == sums["name_words"], 0)  # names alone: all syllables are theirs
    terms = {
        "sentence length": per_length * sums["words"] / sums["sentences"],
        "syllables of ordinary words": per_syllable * ordinary,
        "syllables of names": per_syllable * (sums["name_syllables"] - sums["name_words"] * ordinary) / sums["words"],
    }
    return _list_differences(measure, terms)


def _list_differences(measure: str, terms: dict[str, pd.Series]) -> pd.DataFrame:
    """One row per pair of stories and part of a measure, from each story's value of each part."""
    stories = next(iter(terms.values())).index
    rows = [
        (story_1, story_2, measure, part, term[story_1] - term[story_2])
        for story_1, story_2 in combinations(stories, 2)
        for part, term in terms.items()
    ]
    return pd.DataFrame(rows, columns=TABLES["parts"].columns)


def _split_by_word(
    words: pd.DataFrame, words_of_story: pd.Series, measure: str, per_syllable: float, syllables_per_word: float
) -> pd.DataFrame:
    """One row per story and word: what its uses add to the syllable term, compared with words of average length."""
    prose = words.loc[words["kind"] == "prose", ["story", "form", "word"]]
    forms = prose.groupby(["story", "word", "form"], sort=False).size().rename("count").reset_index()
    syllables = {form: count_syllables(form) for form in forms["form"].unique()}
    # A list, not Series.map, which makes text of an empty column.
    forms["syllables"] = np.array([syllables[form] for form in forms["form"]], dtype=np.int64)
    n_words = words_of_story.reindex(forms["story"]).to_numpy()
    forms["contribution"] = per_syllable * forms["count"] * (forms["syllables"] - syllables_per_word) / n_words
    table = forms.groupby(["story", "word"], sort=False).agg(
        count=("count", "sum"), syllables=("syllables", "first"), contribution=("contribution", "sum")
    )
    table = table.reset_index()
    table.insert(1, "measure", measure)
    story_number = table["story"].map({story: number for number, story in enumerate(words_of_story.index)})
    order = np.lexsort([table["word"], -table["contribution"].abs(), story_number])
    return table.iloc[order].reset_index(drop=True)


def state_parts(parts: pd.DataFrame) -> str:
    """One sentence on the first pair for each of two measures: how much each part adds to their difference in it.

    Parameters
    ----------
    parts : the table `parts` of `explain_readability`. Without rows, as of a single story, the sentence says so.

    Raises
    ------
    StoryError : it is another table.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. It rained.", "b": "Resilience endured everywhere."})
    >>> state_parts(explain_readability(stories).parts).split(". ")[0]
    'a less b, Flesch Reading Ease +170.2: sentence length +1.0, syllables of ordinary words +169.2, syllables of names 0.0'

    The measures are Flesch Reading Ease and predicted ease.
    """
    need_columns(parts, TABLES["parts"].columns, "parts")
    if parts.empty:
        return NO_PARTS
    one, two = parts["story_1"].iloc[0], parts["story_2"].iloc[0]
    rows = rows_of_pair(parts)
    shares = {name: dict(zip(own["part"], own["contribution"], strict=True)) for name, own in rows.groupby("measure")}
    return " ".join(list_parts(one, two, MEASURES[name], shares[name]) for name in ("flesch_reading_ease", "ease"))
