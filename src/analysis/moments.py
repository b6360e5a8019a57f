"""Parallel moments: the aligned passages of two stories, with the position, valence and grade of each."""

import numpy as np
import pandas as pd

from analysis.readability.counts import tally_sentences
from analysis.readability.measures import flesch_kincaid_grade
from analysis.tables import need_columns


def list_moments(
    words: pd.DataFrame, scored: pd.DataFrame, alignments: pd.DataFrame, *, column: str = "valence"
) -> pd.DataFrame:
    """One row per aligned passage: a parallel moment of two stories, with the valence and grade of its sentences in each.

    Parameters
    ----------
    words : a table of words, as `split_words` returns it; sentences, stories, or what `read_stories` takes, are split first.
    scored : a table of scored sentences, as `score_sentiment` returns it.
    alignments : the passages, as `align_passages` returns them.
    column : the score to average; "valence" by default.

    Returns
    -------
    DataFrame with the columns

    story_1 ... expected : all columns of `alignments`, with its order of rows and its index
    sentence_1, sentence_2 : the sentence in which the passage begins; NaN where `scored` does not have it
    valence_1, valence_2 : mean of `column` over the sentences that the passage touches; NaN where none is scored
    grade_1, grade_2 : Flesch-Kincaid grade of these sentences; NaN for verse, and where `scored` has none of them

    Raises
    ------
    StoryError : one of the tables is of another kind, or `scored` has no such column.

    Notes
    -----
    This is a description: one or two sentences are too few for a test.

    >>> from analysis import align_passages, read_stories, score_sentiment, split_words
    >>> stories = read_stories({"a": "And so she took the stage with joy.", "b": "He took the old stage, and wept."})
    >>> moments = list_moments(split_words(stories), score_sentiment(stories), align_passages(stories))
    >>> moments[["text_1", "text_2"]].to_numpy().tolist(), (moments["valence_1"] > moments["valence_2"]).tolist()
    ([['took the stage', 'took the old stage']], [True])
    """
    need_columns(alignments, ["story_1", "story_2", "start_1", "end_1", "start_2", "end_2"], "alignments")
    need_columns(scored, ["story", "sentence", "start", "end", column], "scored")
    tally = tally_sentences(words)[["story", "sentence", "kind", "words", "syllables"]]
    sentences = scored[["story", "sentence", "start", "end", column]].merge(tally, on=["story", "sentence"], how="left")
    index = alignments.index
    moments = alignments = alignments.reset_index(drop=True)
    for side in "12":
        parts = [
            _measure_passages(sentences[sentences["story"] == story], passages, side, column)
            for story, passages in alignments.groupby(f"story_{side}", sort=False)
        ]
        measured = pd.concat(parts) if parts else pd.DataFrame(columns=["sentence", "valence", "grade"], dtype=float)
        moments = moments.join(measured.add_suffix(f"_{side}"))
    return moments.set_index(index)


def _measure_passages(sentences: pd.DataFrame, passages: pd.DataFrame, side: str, column: str) -> pd.DataFrame:
    """First sentence, valence and grade of each passage, from the sentences of its story that it touches."""
    first = np.searchsorted(sentences["end"].to_numpy(), passages[f"start_{side}"].to_numpy(), side="right")
    stop = np.searchsorted(sentences["start"].to_numpy(), passages[f"end_{side}"].to_numpy(), side="left")
    is_prose = (sentences["kind"] == "prose").to_numpy()
    score = sentences[column].to_numpy(dtype=float)
    words, syllables = (np.where(is_prose, sentences[count], 0) for count in ("words", "syllables"))
    score_sum, n_scored, n_words, n_syllables, n_sentences = (
        _sum_between(values, first, stop)
        for values in (np.nan_to_num(score), ~np.isnan(score), words, syllables, is_prose & (words > 0))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        valence = score_sum / n_scored
        grade = np.where(n_sentences > 0, flesch_kincaid_grade(n_words, n_sentences, n_syllables), np.nan)
    # Where `scored` lacks the sentence, the number is NaN.
    number = sentences["sentence"].reset_index(drop=True).reindex(first).to_numpy()
    return pd.DataFrame({"sentence": number, "valence": valence, "grade": grade}, index=passages.index)


def _sum_between(values: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """The sum of `values` from each `first` up to, but without, its `stop`."""
    totals = np.append(0, np.cumsum(values))
    return totals[stop] - totals[first]


def list_passages(matches: pd.DataFrame) -> pd.DataFrame:
    """One row per story and passage of a table of matches or findings: those in story_1 first, then those in story_2.

    Parameters
    ----------
    matches : a table of matches, alignments, moments or findings.

    Returns
    -------
    DataFrame with the columns

    story : the story that the passage is from
    start, end : offsets into that story's text

    Findings without a passage are left out.

    Raises
    ------
    StoryError : the table has no passages.

    >>> from analysis import align_passages, read_stories
    >>> stories = read_stories({"a": "So she took the stage.", "b": "He took the stage."})
    >>> list_passages(align_passages(stories)).to_numpy().tolist()
    [['a', 7, 21], ['b', 3, 17]]
    """
    need_columns(matches, ["story_2", "start_2", "end_2"], "matches")
    side_1 = ["story_1", "start_1", "end_1"] if "start_1" in matches else ["story", "start", "end"]
    need_columns(matches, side_1, "matches")
    passages = [matches[columns].dropna() for columns in (side_1, ["story_2", "start_2", "end_2"])]
    return pd.concat([side.set_axis(["story", "start", "end"], axis=1) for side in passages], ignore_index=True)
