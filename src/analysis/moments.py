"""Parallel moments: the aligned passages of two stories, with where, how bright and how hard each is."""

import numpy as np
import pandas as pd

from analysis.readability.counts import tally_sentences
from analysis.readability.measures import flesch_kincaid_grade
from analysis.tables import need_columns


def list_moments(
    words: pd.DataFrame, scored: pd.DataFrame, alignments: pd.DataFrame, *, column: str = "valence"
) -> pd.DataFrame:
    """One row per aligned passage: the parallel moments of two stories, with where, how bright and how hard each is.

    Columns: those of `align_passages`, in its order; then `sentence_1`, `sentence_2` (the sentence it begins in);
    `valence_1`, `valence_2` (mean of `column` over the sentences it stands in; NaN where none is scored); `grade_1`,
    `grade_2` (Flesch-Kincaid grade of these sentences; NaN for verse). A description: one or two sentences are too few for
    a test. `words` as `split_words`, `scored` as `score_sentiment`, `alignments` as `align_passages` give them; StoryError
    if one is another table.

    >>> from analysis import align_passages, read_stories, score_sentiment, split_words
    >>> stories = read_stories({"a": "And so she took the stage with joy.", "b": "He took the old stage, and wept."})
    >>> moments = list_moments(split_words(stories), score_sentiment(stories), align_passages(stories))
    >>> moments[["text_1", "text_2"]].to_numpy().tolist(), (moments["valence_1"] > moments["valence_2"]).tolist()
    ([['took the stage', 'took the old stage']], [True])
    """
    need_columns(alignments, ["story_1", "story_2", "start_1", "end_1", "start_2", "end_2"], "alignments")
    need_columns(scored, ["story", "sentence", "start", "end", column], "scored")
    tally = tally_sentences(words)[["story", "sentence", "kind", "words", "syllables"]]
    units = scored[["story", "sentence", "start", "end", column]].merge(tally, on=["story", "sentence"], how="left")
    index = alignments.index
    moments = alignments = alignments.reset_index(drop=True)
    for number in "12":
        rows = []
        for story, own in alignments.groupby(f"story_{number}", sort=False):
            rows.append(_measure_moments(units[units["story"] == story], own, number, column))
        found = pd.concat(rows) if rows else pd.DataFrame(columns=["sentence", "valence", "grade"], dtype=float)
        moments = moments.join(found.add_suffix(f"_{number}"))
    return moments.set_index(index)


def _measure_moments(units: pd.DataFrame, passages: pd.DataFrame, number: str, column: str) -> pd.DataFrame:
    """Sentence, valence and grade of each passage, from the sentences of its story that it stands in."""
    first = np.searchsorted(units["end"].to_numpy(), passages[f"start_{number}"].to_numpy(), side="right")
    last = np.searchsorted(units["start"].to_numpy(), passages[f"end_{number}"].to_numpy(), side="left")
    prose = (units["kind"] == "prose").to_numpy()
    score = units[column].to_numpy(dtype=float)
    words, syllables = (np.where(prose, units[name], 0) for name in ("words", "syllables"))
    scores, scoreds, counts, beats, sentences = (
        (total := np.append(0, np.cumsum(values)))[last] - total[first]
        for values in (np.nan_to_num(score), ~np.isnan(score), words, syllables, prose & (words > 0))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        valence = scores / scoreds
        grade = np.where(sentences > 0, flesch_kincaid_grade(counts, sentences, beats), np.nan)
    table = {"sentence": units["sentence"].to_numpy()[first], "valence": valence, "grade": grade}
    return pd.DataFrame(table, index=passages.index)


def list_passages(matches: pd.DataFrame) -> pd.DataFrame:
    """One row per story and passage of a table of matches, or of findings: `story`, `start`, `end`, first those of story_1.

    >>> from analysis import align_passages, read_stories
    >>> stories = read_stories({"a": "So she took the stage.", "b": "He took the stage."})
    >>> list_passages(align_passages(stories)).to_numpy().tolist()
    [['a', 7, 21], ['b', 3, 17]]
    """
    first = ["story", "start", "end"] if "start_1" not in matches else ["story_1", "start_1", "end_1"]
    sides = [matches[columns].dropna() for columns in (first, ["story_2", "start_2", "end_2"])]
    return pd.concat([side.set_axis(["story", "start", "end"], axis=1) for side in sides], ignore_index=True)
