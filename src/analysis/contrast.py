"""The synthesis: what the three analyses find about each pair of stories, and the passage that each finding rests on.

Nothing is tested or corrected anew: the verdicts stand as each analysis gave them, each corrected within its own family.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.alignment import align_passages
from analysis.corpus import need_columns, split_sentences, split_words
from analysis.distinctive import rank_distinctive, state_distinctive
from analysis.diversity import compare_diversity
from analysis.formulas import FAMILY
from analysis.inference import NOT_ASSESSED, VERDICTS
from analysis.matches import assess_order, judge_matches
from analysis.overlap import measure_overlap
from analysis.phrases import find_shared_phrases
from analysis.readability import compare_readability, tally_sentences
from analysis.sentiment import score_sentiment
from analysis.trajectory import compare_sentiment, subtract_trajectories
from analysis.vocabulary import list_vocabulary

FINDINGS = [
    "topic", "measure", "story_1", "story_2", "statement", "verdict", "p_adjusted", "story", "start", "end", "passage",
    "start_2", "end_2", "passage_2", "note",
]  # fmt: skip


def contrast_stories(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    lexicon: Any = None,
    reference: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and finding: what is distinguishable first, then what is not, and what was not assessed.

    Columns: `topic` ("readability", "sentiment", "vocabulary"), `measure`; `story_1`, `story_2`; `statement`, a sentence to
    quote; `verdict` and `p_adjusted` as the analysis gives them (each corrects within its own family; nothing is adjusted
    twice); the evidence: `story`, `start`, `end`, `passage` (the sentence or words that weigh most, with offsets into that
    story's text) and, for what stands in both, `start_2`, `end_2`, `passage_2` (in story_2, `story` being story_1); missing
    where the finding rests on the whole text; `note`. Within a verdict the order is readability, sentiment, vocabulary.

    `names` as in `split_words`, `lexicon` as in `score_sentiment`, `reference` as `build_reference` makes it.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> sorted(set(contrast_stories(stories)["topic"]))
    ['readability', 'sentiment', 'vocabulary']
    """
    need_columns(stories, ["story", "text"], "stories")
    sentences = split_sentences(stories)
    words = split_words(sentences, names=names)
    rows = [
        *_find_readability(words, seed),
        *_find_sentiment(sentences, lexicon, seed),
        *_find_vocabulary(words, reference, seed),
    ]
    table = pd.DataFrame(rows).reindex(columns=FINDINGS)
    texts = stories.set_index("story")["text"]
    for start, end, passage, owner in (("start", "end", "passage", "story"), ("start_2", "end_2", "passage_2", "story_2")):
        table[start], table[end] = table[start].astype("Int64"), table[end].astype("Int64")
        spans = zip(table[owner], table[start], table[end], strict=True)
        table[passage] = pd.array([pd.NA if pd.isna(a) else texts[story][a:b] for story, a, b in spans], dtype="str")
    table["note"] = table["note"].fillna("")
    order = np.argsort([VERDICTS.index(verdict) for verdict in table["verdict"]], kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _take(table: pd.DataFrame, topic: str) -> list[dict[str, Any]]:
    """The rows of a table of contrasts or the like, as findings without their evidence."""
    columns = ["measure", "story_1", "story_2", "statement", "verdict", "p_adjusted", "note"]
    return [{"topic": topic} | {name: row[name] for name in columns if name in row} for row in table.to_dict("records")]


def _point(row: Any) -> dict[str, Any]:
    """The evidence of a finding: one sentence, or one use of a word."""
    return {"story": row["story"], "start": row["start"], "end": row["end"]}


def _join(match: Any) -> dict[str, Any]:
    """The evidence of a finding that stands in both stories."""
    sides = {"story": match["story_1"], "start": match["start_1"], "end": match["end_1"]}
    return sides | {"start_2": match["start_2"], "end_2": match["end_2"]}


def _of_pair(table: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    return table[(table["story_1"] == row["story_1"]) & (table["story_2"] == row["story_2"])]


def _find_readability(words: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    """Evidence: the sentence of the harder story that does most to raise the measure there."""
    tally = tally_sentences(words)
    contrasts = compare_readability(tally, seed=seed)
    contrasts = contrasts[contrasts["measure"].isin(FAMILY)]
    prose = tally[tally["kind"] == "prose"]
    counted = {"syllables_per_word": "syllables", "unfamiliar_share": "unfamiliar"}
    found = _take(contrasts, "readability")
    for row, difference in zip(found, contrasts["difference"], strict=True):
        if np.isnan(difference):
            continue
        first_is_harder = (difference > 0) != (row["measure"] == "ease")
        own = prose[prose["story"] == row["story_1" if first_is_harder else "story_2"]]
        if count := counted.get(row["measure"]):
            both = prose[prose["story"].isin([row["story_1"], row["story_2"]])]
            excess = own[count] - both[count].sum() / both["words"].sum() * own["words"]
        else:
            excess = own["words"]  # of length, and of ease, which falls most with it
        row |= _point(own.loc[excess.idxmax()])
    return found


def _find_sentiment(sentences: pd.DataFrame, lexicon: Any, seed: int) -> list[dict[str, Any]]:
    """Evidence of level: the most pleasant sentence of the more pleasant story; of shape: where the curves part most."""
    scored = score_sentiment(sentences, lexicon=lexicon)
    contrasts = compare_sentiment(scored, seed=seed)
    apart = subtract_trajectories(scored).dropna(subset=["difference"])
    units = scored[(scored["kind"] != "heading") & scored["valence"].notna()]
    found = _take(contrasts, "sentiment")
    for row, difference in zip(found, contrasts["difference"], strict=True):
        if np.isnan(difference):
            continue
        if row["measure"] == "level":
            own = units[units["story"] == row["story_1" if difference > 0 else "story_2"]]
            row |= _point(own.loc[own["valence"].idxmax()])
        else:
            curve = _of_pair(apart, row)
            place = curve.loc[curve["difference"].abs().idxmax(), "position"]
            near = [
                units.loc[(units.loc[units["story"] == row[side], "position"] - place).abs().idxmin()]
                for side in ("story_1", "story_2")
            ]
            row |= _point(near[0]) | {"start_2": near[1]["start"], "end_2": near[1]["end"]}
    return found


def _find_vocabulary(words: pd.DataFrame, reference: pd.DataFrame | None, seed: int) -> list[dict[str, Any]]:
    """Evidence: the most used shared word; the phrase and the passage least due to chance; the most distinctive word."""
    overlap = measure_overlap(words, reference=reference, seed=seed)
    found = _take(overlap[overlap["measure"] == "overlap"], "vocabulary")
    shared = list_vocabulary(words).query("part == 'shared'")
    matches = {
        "overlap": shared,
        "phrases": find_shared_phrases(words, reference=reference),
        "alignments": align_passages(words, reference=reference),
    }
    found += _take(judge_matches(words, reference=reference), "vocabulary")
    found += _take(assess_order(matches["alignments"]), "vocabulary")
    for row in found:
        best = _of_pair(matches[row["measure"]], row) if row["measure"] in matches else shared.head(0)
        if len(best):
            row |= _join(best.iloc[0])
    return found + _find_distinctive(words, seed) + _take(compare_diversity(words), "vocabulary")


def _find_distinctive(words: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    distinctive = rank_distinctive(words, seed=seed)
    vocabulary = list_vocabulary(words, function=True)
    found = []
    for (story_1, story_2), own in distinctive.groupby(["story_1", "story_2"], sort=False):
        verdicts = set(own.loc[own["p"].notna(), "verdict"])
        row = {
            "topic": "vocabulary",
            "measure": "distinctive_words",
            "story_1": story_1,
            "story_2": story_2,
            "statement": state_distinctive(own),
            "verdict": next((verdict for verdict in VERDICTS if verdict in verdicts), NOT_ASSESSED),
            "p_adjusted": own["p_adjusted"].min(),
            "note": "" if verdicts else "no word is used often enough to be tested",
        }
        if verdicts:
            top = own.iloc[0]
            use = _of_pair(vocabulary, row)
            use = use[(use["word"] == top["word"]) & (use["form"] == top["form"])].iloc[0]
            side = "1" if top["z"] > 0 else "2"
            row |= {"story": row[f"story_{side}"], "start": use[f"start_{side}"], "end": use[f"end_{side}"]}
        found.append(row)
    return found
