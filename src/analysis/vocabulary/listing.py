"""Which words two stories share and which they do not, where they stand, and what each story's words are made of."""

import numpy as np
import pandas as pd

from analysis.statistics.norms import find_surprise
from analysis.tables import TABLES, is_counted, pair_stories
from analysis.text.language import find_foreign
from analysis.text.lemmas import find_lemma
from analysis.text.words import as_words
from analysis.vocabulary.types import find_types

PARTS = ("names", "function words", "shared content", "own content")


def list_vocabulary(
    words: pd.DataFrame, *, names: str = "without", function: bool = False, forms: bool = False
) -> pd.DataFrame:
    """One row per pair of stories and word that either uses: how often each uses it, and where first.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.
    names : "without" (default) or "with" names
    function : whether function words count too
    forms : whether each form is a word of its own; else content words are counted by lemma

    Returns
    -------
    DataFrame with the columns, within each part the most surprising words first, or of other languages the most used

    story_1, story_2 : in the order of the table of words
    word : its lemma
    form : as most often written
    part : "shared", "only first" or "only second"
    count_1, count_2 : uses in each story
    surprise : how unlikely so many uses are at the rate of unrelated fiction, as minus the decimal logarithm of the
        probability; of a shared word the smaller of its two; NaN for other languages. It ranks words and is no test
    start_1, end_1, start_2, end_2 : offsets of its first use in each story, missing where there is none

    Raises
    ------
    StoryError : fewer than two stories with words in them.

    `list_concordance` finds all uses.

    >>> from analysis import read_stories
    >>> table = list_vocabulary(read_stories({"a": "The cat saw cats.", "b": "The cat heard a dog."}))
    >>> table[["form", "part", "count_1", "count_2"]].to_numpy().tolist()[0]
    ['cat', 'shared', 2, 1]
    """
    words = as_words(words)
    types = find_types(words, names=names, function=function, forms=forms)
    foreign, tables = set(find_foreign(words)), []
    for story_1, story_2, one, two in pair_stories(words):
        counts, firsts = [], []
        for rows in (one, two):
            rows = rows[types.code[rows] >= 0]
            code = types.code[rows]
            counts.append(np.bincount(code, minlength=len(types.words)))
            first = np.full(len(types.words), -1)
            first[code[::-1]] = rows[::-1]  # the earliest is written last, and stays
            firsts.append(first)
        used = np.flatnonzero(counts[0] + counts[1])
        part = np.select([counts[1][used] == 0, counts[0][used] == 0], ["only first", "only second"], "shared")
        table = pd.DataFrame({"story_1": story_1, "story_2": story_2, "word": types.words[used], "form": types.forms[used]})
        table["part"] = pd.Categorical(part, ["shared", "only first", "only second"])
        table["count_1"], table["count_2"] = counts[0][used], counts[1][used]
        lemmas = [find_lemma(word) for word in types.words[used]] if forms else types.words[used].tolist()
        table["surprise"] = _find_surprise(lemmas, [count[used] for count in counts], [len(one), len(two)])
        if foreign & {story_1, story_2}:
            table["surprise"] = np.nan
        for number, first in zip("12", firsts, strict=True):
            is_used = first[used] >= 0
            for side in ("start", "end"):
                offset = pd.array(words[side].to_numpy()[np.maximum(first[used], 0)], dtype="Int64")
                offset[~is_used] = pd.NA
                table[f"{side}_{number}"] = offset
        rank = [-(table["count_1"] + table["count_2"]), -table["surprise"].fillna(0), table["part"].cat.codes]
        order = np.lexsort([table["word"], *rank])
        tables.append(table.iloc[order].astype({"part": "str", "word": "str", "form": "str"}))
    return pd.concat(tables, ignore_index=True)[TABLES["vocabulary"].columns]


def _find_surprise(lemmas: list[str], counts: list[np.ndarray], lengths: list[int]) -> np.ndarray:
    """Of words that both stories use the smaller surprise, of others that of the one story that uses them."""
    one, two = (find_surprise(lemmas, count, words) for count, words in zip(counts, lengths, strict=True))
    return np.where((counts[0] > 0) & (counts[1] > 0), np.minimum(one, two), np.maximum(one, two))


def compose_stories(words: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories, story and part: what the story's running words are made of.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : in the order of the table of words
    story : the one of the two that is described
    part : "names", "function words", "shared content" or "own content"
    count : words of this part
    share : 0-1, of the story's running words without headings; the four add up to 1; NaN without running words

    Raises
    ------
    StoryError : fewer than two stories with words in them.

    Content words are shared if the other story has a word of the same lemma: the longer the other story, the more are.

    >>> from analysis import read_stories
    >>> table = compose_stories(read_stories({"a": "Then Jo saw cats.", "b": "The cat heard a dog."}))
    >>> table.query("story == 'a'")["count"].tolist()
    [1, 1, 1, 1]
    """
    words = as_words(words)
    types = find_types(words)
    running = is_counted(words["kind"])
    name, function = words["name"].to_numpy(), words["function"].to_numpy()
    rows = []
    for story_1, story_2, one, two in pair_stories(words):
        for story, own, other in ((story_1, one, two), (story_2, two, one)):
            own, code = own[running[own]], types.code[own[running[own]]]
            shared = (code >= 0) & np.isin(code, types.code[other])
            counts = [name[own].sum(), (function[own] & ~name[own]).sum(), shared.sum(), ((code >= 0) & ~shared).sum()]
            rows += [
                {"story_1": story_1, "story_2": story_2, "story": story, "part": part, "count": int(count),
                 "share": count / len(own) if len(own) else np.nan}
                for part, count in zip(PARTS, counts, strict=True)
            ]  # fmt: skip
    return pd.DataFrame(rows)
