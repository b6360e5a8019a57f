"""Chapters at a glance: how long, how hard, how bright and how rich each chapter of a story is."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.readability.counts import tally_sentences
from analysis.readability.scores import measure_readability
from analysis.sentiment.valence import score_sentiment
from analysis.tables import TABLES, is_counted
from analysis.text.sentences import as_sentences
from analysis.text.words import split_words
from analysis.vocabulary.diversity import measure_diversity

COLUMNS = TABLES["chapters"].columns


def summarise_chapters(sentences: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per story and chapter that has words: its length, speech, difficulty, tone and richness.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    names : names of characters, as in `split_words`; unless given, those found in each story.

    Returns
    -------
    DataFrame with the columns

    story, chapter : as in the table of sentences; chapter 0 is what stands before the first heading
    title : the headings that it begins with, joined by " / "; "" if it has none
    words : running words of prose and verse
    speech_share : 0-1, prose words in sentences that are mostly inside quotation marks; NaN without prose
    words_per_sentence, ease : of its prose, as in `measure_readability`; NaN without prose
    valence : mean of its sentences, as in `score_sentiment`; NaN where none is scored
    richness : 0-1, MATTR, as in `measure_diversity`; NaN for fewer words than a window

    Raises
    ------
    StoryError : another table.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "CHAPTER I\\n\\nThe fox ran.\\n\\nCHAPTER II\\n\\nThe old fox slept."})
    >>> summarise_chapters(stories)[["chapter", "title", "words"]].to_numpy().tolist()
    [[1, 'CHAPTER I', 3], [2, 'CHAPTER II', 4]]
    """
    sentences = as_sentences(sentences)
    words, by = split_words(sentences, names=names), ["story", "chapter"]
    tally, scored = tally_sentences(words), score_sentiment(sentences, names=names)
    counted, prose = tally[is_counted(tally["kind"])], tally[tally["kind"] == "prose"]
    size = counted.groupby(by, sort=False)["words"].sum()
    spoken = prose["words"].where(prose["speech"], 0).groupby([prose[column] for column in by]).sum()
    scores = measure_readability(tally, by=by, intervals=False).set_index([*by, "measure"])["value"].unstack()
    scores = scores.reindex(columns=["words_per_sentence", "ease"])
    valence = scored[is_counted(scored["kind"])].groupby(by)["valence"].mean()
    columns = {
        "title": _join_titles(sentences).reindex(size.index, fill_value=""),
        "words": size,
        "speech_share": spoken / prose.groupby(by)["words"].sum(),
        "words_per_sentence": scores["words_per_sentence"],
        "ease": scores["ease"],
        "valence": valence,
        "richness": _measure_richness(words),
    }
    return pd.DataFrame({name: column.reindex(size.index) for name, column in columns.items()}).reset_index()[COLUMNS]


def _join_titles(sentences: pd.DataFrame) -> pd.Series:
    """By story and chapter the headings before its first sentence, those of parts above it included."""
    is_heading = (sentences["kind"] == "heading").to_numpy()
    chapter = pd.factorize(pd.MultiIndex.from_frame(sentences[["story", "chapter"]]))[0]
    seen = pd.Series(is_counted(sentences["kind"])).groupby(chapter).cumsum().to_numpy()
    headings = sentences[is_heading & (seen == 0)]
    return headings.groupby(["story", "chapter"], sort=False)["text"].agg(" / ".join).str.replace(r"\s+", " ", regex=True)


def _measure_richness(words: pd.DataFrame) -> pd.Series:
    """By story and chapter the MATTR of its words: each chapter is measured as a story."""
    code, keys = pd.factorize(pd.MultiIndex.from_frame(words[["story", "chapter"]]))
    results = measure_diversity(words.assign(story=code.astype(str)), intervals=False)
    mattr = results[results["measure"] == "mattr"].set_index("story")["value"].reindex(np.arange(len(keys)).astype(str))
    return pd.Series(mattr.to_numpy(), index=pd.MultiIndex.from_tuples(list(keys), names=["story", "chapter"]))
