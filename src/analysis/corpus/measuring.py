"""The measures of a single story, for many stories: one row per story."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.readability.counts import summarise_stories, tally_sentences
from analysis.readability.measures import MEASURES as READABILITY
from analysis.readability.scores import measure_readability
from analysis.sentiment.silence import mark_silent
from analysis.sentiment.trajectory import assess_trajectory
from analysis.sentiment.valence import score_tokens
from analysis.statistics.notes import SEPARATOR
from analysis.tables import is_counted, number_stories
from analysis.text.sentences import as_tokens
from analysis.text.words import list_words
from analysis.vocabulary.diversity import measure_diversity
from analysis.vocabulary.measures import COMPARED, DIVERSITY

FIFTHS = [f"valence_{fifth}" for fifth in range(1, 6)]
STORY_COUNTS = ["words", "sentences", "paragraphs", "chapters", "headings", "verse_lines"]
ARC = ["bandwidth", "explained", "peak", "trough"]
MEASURED = [
    *STORY_COUNTS, "speech_share", *READABILITY, "valence", "valence_spread", "coverage", *FIFTHS, *ARC,
    *DIVERSITY,
]  # fmt: skip


def measure_stories(stories: pd.DataFrame) -> pd.DataFrame:
    """One row per story, with `story` as index and the columns MEASURED and `note`, as `measure_corpus` describes them.

    `stories` is a table of stories. A story's values do not depend on the others in the table.
    """
    sentences, tokens = as_tokens(stories)
    words = list_words(sentences, tokens)
    tally = tally_sentences(words)
    names = list(pd.unique(sentences["story"]))
    readability = measure_readability(tally, intervals=False)
    diversity = measure_diversity(words, intervals=False)
    scored = score_tokens(sentences, tokens, silent=mark_silent(sentences, tokens, is_name=words["name"].to_numpy()))
    arcs = assess_trajectory(scored, tests=False)
    n_words = np.bincount(tokens.row, minlength=len(sentences))
    table = pd.concat(
        [
            summarise_stories(tally).set_index("story"),
            _widen(readability, names, list(READABILITY)),
            arcs.set_index("story")[["mean", "spread", *ARC]].rename(
                columns={"mean": "valence", "spread": "valence_spread"}
            ),
            _average_valence(scored, n_words, names),
            _widen(diversity, names, list(DIVERSITY)),
        ],
        axis=1,
    )
    compared = diversity[diversity["measure"].isin(COMPARED)]
    notes = pd.concat([readability, compared, arcs])[["story", "note"]]
    notes = notes[notes["note"] != ""].drop_duplicates()
    split = notes.assign(note=notes["note"].str.split(SEPARATOR)).explode("note").drop_duplicates()
    table["note"] = split.groupby("story", sort=False)["note"].agg(SEPARATOR.join)
    return table.reindex(stories["story"])[[*MEASURED, "note"]]


def _widen(results: pd.DataFrame, names: list[Any], measures: list[str]) -> pd.DataFrame:
    """One row per story, one column per measure: `results` has the measures of each story together, in their order."""
    values = results["value"].to_numpy().reshape(len(names), len(measures))
    return pd.DataFrame(values, index=pd.Index(names, name="story"), columns=measures)


def _average_valence(scored: pd.DataFrame, n_words: np.ndarray, names: list[Any]) -> pd.DataFrame:
    """One row per story: the mean valence in each of its fifths, and `coverage`, the share of words the lexicon knows."""
    is_unit = is_counted(scored["kind"])
    code, valence = number_stories(scored)[0][is_unit], scored["valence"].to_numpy()[is_unit]
    weight = n_words[is_unit]
    fifth = np.minimum((scored["position"].to_numpy()[is_unit] * 5).astype(int), 4)
    fifth_of_story, n_fifths = 5 * code + fifth, 5 * len(names)
    n_known = scored["coverage"].to_numpy()[is_unit] * weight
    with np.errstate(invalid="ignore"):
        means = np.bincount(fifth_of_story, valence, n_fifths) / np.bincount(fifth_of_story, minlength=n_fifths)
        coverage = np.bincount(code, n_known, len(names)) / np.bincount(code, weight, len(names))
    table = pd.DataFrame(means.reshape(-1, 5), index=pd.Index(names, name="story"), columns=FIFTHS)
    return table.assign(coverage=coverage)
