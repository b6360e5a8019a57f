"""What is measured of each of many stories: one row per story."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.readability.counts import summarise_stories, tally_sentences
from analysis.readability.measures import MEASURES as READABILITY
from analysis.readability.scores import measure_readability
from analysis.sentiment.trajectory import assess_trajectory
from analysis.sentiment.valence import score_tokens
from analysis.tables import number_stories
from analysis.text.tokens import as_tokens
from analysis.text.words import list_words
from analysis.vocabulary.diversity import measure_diversity
from analysis.vocabulary.measures import COMPARED, DIVERSITY

FIFTHS = [f"valence_{fifth}" for fifth in range(1, 6)]


COUNTS = ["words", "sentences", "paragraphs", "chapters", "headings", "verse_lines"]


ARC = ["bandwidth", "explained", "peak", "trough"]


MEASURED = [
    *COUNTS, "speech_share", *READABILITY, "valence", "valence_spread", "coverage", *FIFTHS, *ARC,
    *DIVERSITY,
]  # fmt: skip


# --- what is measured -------------------------------------------------------------------------------------------------


def measure_stories(stories: pd.DataFrame) -> pd.DataFrame:
    """One row per story of a table of stories: MEASURED and `note`, each story's the same whatever stands beside it."""
    sentences, tokens = as_tokens(stories)
    words = list_words(sentences, tokens)
    tally = tally_sentences(words)
    names = list(pd.unique(sentences["story"]))
    readability = measure_readability(tally, intervals=False)
    diversity = measure_diversity(words, intervals=False)
    scored = score_tokens(sentences, tokens)
    arcs = assess_trajectory(scored, tests=False)
    number = np.bincount(tokens.row, minlength=len(sentences))
    table = pd.concat(
        [
            summarise_stories(tally).set_index("story"),
            _widen(readability, names, list(READABILITY)),
            arcs.set_index("story")[["mean", "spread", *ARC]].rename(
                columns={"mean": "valence", "spread": "valence_spread"}
            ),
            _average_valence(scored, number, names),
            _widen(diversity, names, list(DIVERSITY)),
        ],
        axis=1,
    )
    lengths = diversity[diversity["measure"].isin(COMPARED)]
    notes = pd.concat([readability, lengths, arcs])[["story", "note"]]
    notes = notes[notes["note"] != ""].drop_duplicates()
    split = notes.assign(note=notes["note"].str.split("; ")).explode("note").drop_duplicates()
    table["note"] = split.groupby("story", sort=False)["note"].agg("; ".join)
    return table.reindex(stories["story"])[[*MEASURED, "note"]]


def _widen(results: pd.DataFrame, names: list[Any], measures: list[str]) -> pd.DataFrame:
    """One row per story: its values, which stand together in `results` in the order of the measures."""
    values = results["value"].to_numpy().reshape(len(names), len(measures))
    return pd.DataFrame(values, index=pd.Index(names, name="story"), columns=measures)


def _average_valence(scored: pd.DataFrame, number: np.ndarray, names: list[Any]) -> pd.DataFrame:
    """One row per story: the share of its words that the lexicon knows, and the mean valence in each of its fifths."""
    units = (scored["kind"] != "heading").to_numpy()
    code, valence = number_stories(scored)[0][units], scored["valence"].to_numpy()[units]
    weight = number[units]
    fifth = np.minimum((scored["position"].to_numpy()[units] * 5).astype(int), 4)
    place, size = 5 * code + fifth, 5 * len(names)
    known = scored["coverage"].to_numpy()[units] * weight
    with np.errstate(invalid="ignore"):
        means = np.bincount(place, valence, size) / np.bincount(place, minlength=size)
        coverage = np.bincount(code, known, len(names)) / np.bincount(code, weight, len(names))
    table = pd.DataFrame(means.reshape(-1, 5), index=pd.Index(names, name="story"), columns=FIFTHS)
    return table.assign(coverage=coverage)
