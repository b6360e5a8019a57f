"""A difference of scores taken apart, to the sentence and the word."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.readability.counts import COUNTS, KEYS, tally_sentences
from analysis.readability.measures import LINEAR
from analysis.statistics.wording import list_parts
from analysis.text.syllables import count_syllables
from analysis.text.words import as_words


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
    words = as_words(words)
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
