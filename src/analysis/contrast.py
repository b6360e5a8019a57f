"""The synthesis: what the three analyses find about each pair of stories, and the passage that each finding rests on.

Nothing is tested or corrected anew: the verdicts stand as each analysis gave them, each corrected within its own family.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.measure import CHANCE, EASIER, UNRELATED, Measure
from analysis.readability.counts import tally_sentences
from analysis.readability.measures import FAMILY, MEASURES as READABILITY, ease
from analysis.readability.scores import compare_readability
from analysis.sentiment.comparison import compare_scores
from analysis.sentiment.lexicon import name_score
from analysis.sentiment.measures import MEASURES as SENTIMENT
from analysis.sentiment.trajectory import subtract_trajectories
from analysis.sentiment.valence import score_tokens
from analysis.statistics.notes import NO_WORD_TESTED
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, VERDICTS, WITHIN
from analysis.statistics.wording import Summary, sum_up
from analysis.tables import TABLES, need_columns, rows_of_pair
from analysis.text.tokens import Tokens, as_tokens
from analysis.text.words import list_words
from analysis.vocabulary.alignment import align_passages
from analysis.vocabulary.distinctive import rank_distinctive, state_pair
from analysis.vocabulary.diversity import compare_diversity
from analysis.vocabulary.listing import list_vocabulary
from analysis.vocabulary.measures import MEASURES as VOCABULARY
from analysis.vocabulary.overlap import measure_overlap
from analysis.vocabulary.phrases import find_shared_phrases
from analysis.vocabulary.shared_phrasing import assess_order, judge_matches

MEASURES: dict[str, Measure] = READABILITY | SENTIMENT | VOCABULARY


SHARED = [name for name, measure in MEASURES.items() if measure.against in (UNRELATED, CHANCE)]


def contrast_stories(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    lexicon: Any = None,
    reference: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and finding: of each pair what is distinguishable first, what was not assessed last.

    Columns: `topic` ("readability", "sentiment", "vocabulary"), `measure`; `story_1`, `story_2`; `statement`, a sentence to
    quote; `verdict` and `p_adjusted` as the analysis gives them (each corrects within its own family; nothing is adjusted
    twice); `direction` (1 where story_1 has more of it, or the two share more than unrelated stories, -1 for less; missing
    where there is no such side); the evidence: `story`, `start`, `end`, `passage` (the sentence or words that weigh most,
    with offsets into that story's text) and, for what stands in both, `start_2`, `end_2`, `passage_2` (in story_2, `story`
    being story_1); missing where the finding rests on the whole text; `note`. Within a verdict the order is readability,
    sentiment, vocabulary.

    `names` as in `split_words`, `lexicon` as in `score_sentiment`, `reference` as `build_reference` makes it. StoryError:
    fewer than two stories, a lexicon that cannot be used, or a table that is none of stories.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> sorted(set(contrast_stories(stories)["topic"]))
    ['readability', 'sentiment', 'vocabulary']
    """
    need_columns(stories, ["story", "text"], "stories")
    sentences, tokens = as_tokens(stories)
    words = list_words(sentences, tokens, names)
    rows = [
        *_find_readability(tally_sentences(words), seed),
        *_find_sentiment(sentences, tokens, lexicon, seed),
        *_find_vocabulary(words, reference, seed),
    ]
    table = pd.DataFrame(rows).reindex(columns=TABLES["findings"].columns)
    texts = stories.set_index("story")["text"]
    for start, end, passage, owner in (("start", "end", "passage", "story"), ("start_2", "end_2", "passage_2", "story_2")):
        table[start], table[end] = table[start].astype("Int64"), table[end].astype("Int64")
        spans = zip(table[owner], table[start], table[end], strict=True)
        table[passage] = pd.array([pd.NA if pd.isna(a) else texts[story][a:b] for story, a, b in spans], dtype="str")
    table["note"] = table["note"].fillna("")
    place = {story: number for number, story in enumerate(stories["story"])}
    verdicts = table["verdict"].map(VERDICTS.index)
    order = np.lexsort([verdicts, table["story_2"].map(place), table["story_1"].map(place)])
    return table.iloc[order].reset_index(drop=True)


def state_findings(findings: pd.DataFrame) -> str:
    """What the findings of the first pair of stories come to, in words: where they differ, and what they share.

    `findings` as `contrast_stories` gives them; StoryError if it is another table.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> print(state_findings(contrast_stories(stories)))
    In none of 5 tests are a and b distinguishable, which is not to say that they are alike. ...
    """
    need_columns(findings, ["story_1", "story_2", "measure", "verdict", "direction"], "findings")
    if findings.empty:
        return "There are no findings."
    pair = rows_of_pair(findings)
    assessed = pair[pair["verdict"] != NOT_ASSESSED]
    is_shared = assessed["measure"].isin(SHARED)
    differ, share = assessed[~is_shared], assessed[is_shared]
    clear = share[share["verdict"] == DISTINGUISHABLE]
    is_order, is_closest = clear["measure"] == "order", clear["measure"] == "closest"
    summary = Summary(
        differing=_name(differ[differ["verdict"] == DISTINGUISHABLE]),
        within=_name(differ[differ["verdict"] == WITHIN]),
        tests=len(differ),
        shared_tests=int((share["measure"] != "order").sum()),
        more=_name(clear[~is_order & ~is_closest & (clear["direction"] > 0)]),
        less=_name(clear[~is_order & (clear["direction"] < 0)]),
        closest=bool(is_closest.any()),
        order=float(clear.loc[is_order, "direction"].iloc[0]) if is_order.any() else np.nan,
        silent=_name(pair[pair["verdict"] == NOT_ASSESSED]),
    )
    return sum_up(pair["story_1"].iloc[0], pair["story_2"].iloc[0], summary)


def _name(findings: pd.DataFrame) -> str:
    """The measures of these findings, in words."""
    return ", ".join(name_measure(measure) for measure in findings["measure"])


def name_measure(name: str) -> str:
    """What a measure is called in running text; its own name where it is none of ours."""
    return MEASURES[name].label if name in MEASURES else name


def _take(table: pd.DataFrame, topic: str, size: pd.Series) -> list[dict[str, Any]]:
    """The rows of a table of contrasts or the like, as findings without their evidence; `size`: more of it, or less."""
    columns = ["measure", "story_1", "story_2", "statement", "claim", "verdict", "p_adjusted", "note"]
    if "claim" not in table:  # a statement without a frame is all claim
        table = table.assign(claim=table["statement"])
    table = table[columns]
    return table.assign(topic=topic, direction=np.sign(size.astype(float))).to_dict("records")


def _point(row: Any) -> dict[str, Any]:
    """The evidence of a finding: one sentence, or one use of a word."""
    return {"story": row["story"], "start": row["start"], "end": row["end"]}


def _join(match: Any) -> dict[str, Any]:
    """The evidence of a finding that stands in both stories."""
    sides = {"story": match["story_1"], "start": match["start_1"], "end": match["end_1"]}
    return sides | {"start_2": match["start_2"], "end_2": match["end_2"]}


def _find_readability(tally: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    """Evidence: the sentence of the harder story that does most to raise the measure there."""
    contrasts = compare_readability(tally, seed=seed)
    contrasts = contrasts[contrasts["measure"].isin(FAMILY)]
    prose = tally[tally["kind"] == "prose"]
    counted = {"syllables_per_word": "syllables", "unfamiliar_share": "unfamiliar"}
    found = _take(contrasts, "readability", contrasts["difference"])
    for row, difference in zip(found, contrasts["difference"], strict=True):
        if np.isnan(difference) or difference == 0:
            continue
        first_is_harder = (difference > 0) != (MEASURES[row["measure"]].more == EASIER)
        own = prose[prose["story"] == row["story_1" if first_is_harder else "story_2"]]
        if row["measure"] == "ease":
            row |= _point(own.loc[_weigh_ease(own).idxmax()])
            continue
        if count := counted.get(row["measure"]):
            both = prose[prose["story"].isin([row["story_1"], row["story_2"]])]
            excess = own[count] - both[count].sum() / both["words"].sum() * own["words"]
        else:
            excess = own["words"]
        row |= _point(own.loc[excess.idxmax()])
    return found


def _weigh_ease(prose: pd.DataFrame) -> pd.Series:
    """How much easier the story would be without each of its sentences."""
    counts = prose[["words", "unfamiliar", "unlisted"]].assign(squares=prose["words"] ** 2).astype(float)
    left = counts.sum() - counts
    with np.errstate(invalid="ignore", divide="ignore"):
        without = ease(left["words"], left["squares"], left["unfamiliar"], left["unlisted"])
    return without.fillna(0) if len(prose) == 1 else without


def _find_sentiment(sentences: pd.DataFrame, tokens: Tokens, lexicon: Any, seed: int) -> list[dict[str, Any]]:
    """Evidence of level: the most pleasant sentence of the more pleasant story; of shape: where the curves part most."""
    scored, column = score_tokens(sentences, tokens, lexicon), name_score(lexicon)
    n_words = np.bincount(tokens.row, minlength=len(sentences))
    contrasts = compare_scores(scored, n_words, column=column, seed=seed)
    apart = subtract_trajectories(scored, column=column).dropna(subset=["difference"])
    units = scored[(scored["kind"] != "heading") & scored[column].notna()]
    found = _take(contrasts, "sentiment", contrasts["difference"].where(contrasts["measure"] == "level"))
    for row, difference in zip(found, contrasts["difference"], strict=True):
        if np.isnan(difference) or difference == 0:
            continue
        if row["measure"] == "level":
            own = units[units["story"] == row["story_1" if difference > 0 else "story_2"]]
            row |= _point(own.loc[own[column].idxmax()])
        else:
            curve = rows_of_pair(apart, row["story_1"], row["story_2"])
            place = curve.loc[
                (curve["difference"].abs() / curve["high"]).idxmax(), "position"
            ]  # for its error, as in the test
            near = [
                units.loc[(units.loc[units["story"] == row[side], "position"] - place).abs().idxmin()]
                for side in ("story_1", "story_2")
            ]
            row |= _point(near[0]) | {"start_2": near[1]["start"], "end_2": near[1]["end"]}
    return found


def _find_vocabulary(words: pd.DataFrame, reference: pd.DataFrame | None, seed: int) -> list[dict[str, Any]]:
    """Evidence: the most used shared word; the phrase and the passage least due to chance; the most distinctive word."""
    overlap = measure_overlap(words, reference=reference, seed=seed)
    overlap = overlap[overlap["measure"] == "overlap"]
    found = _take(overlap, "vocabulary", overlap["value"] - overlap["unrelated"])
    vocabulary = list_vocabulary(words)
    shared = vocabulary[vocabulary["part"] == "shared"]
    phrases = find_shared_phrases(words, reference=reference)
    alignments = align_passages(words, reference=reference)
    judged = judge_matches(words, phrases=phrases, alignments=alignments, reference=reference)
    order, diversity = assess_order(alignments, pairs=judged), compare_diversity(words)
    more = (judged["verdict"] == DISTINGUISHABLE).astype(float).replace(0, np.nan)  # tested for more only, never for less
    found += _take(judged, "vocabulary", more) + _take(order, "vocabulary", order["value"])
    matches = {"overlap": shared, "phrases": phrases, "alignments": alignments, "closest": alignments}
    for row in found:
        best = (
            rows_of_pair(matches[row["measure"]], row["story_1"], row["story_2"])
            if row["measure"] in matches
            else shared.head(0)
        )
        if len(best):
            row |= _join(best.iloc[0])
    return found + _find_distinctive(words, seed) + _take(diversity, "vocabulary", diversity["difference"])


def _find_distinctive(words: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    distinctive = rank_distinctive(words, seed=seed)
    vocabulary = list_vocabulary(words, function=True)
    found = []
    for (story_1, story_2), own in distinctive.groupby(["story_1", "story_2"], sort=False):
        verdicts, statement = set(own.loc[own["p"].notna(), "verdict"]), state_pair(own)
        row = {
            "topic": "vocabulary",
            "measure": "distinctive_words",
            "story_1": story_1,
            "story_2": story_2,
            "statement": statement.whole,
            "claim": statement.claim,
            "verdict": next((verdict for verdict in VERDICTS if verdict in verdicts), NOT_ASSESSED),
            "p_adjusted": own["p_adjusted"].min(),
            "note": "" if verdicts else NO_WORD_TESTED,
        }
        if verdicts:
            top = own.iloc[0]
            use = rows_of_pair(vocabulary, story_1, story_2)
            use = use[(use["word"] == top["word"]) & (use["form"] == top["form"])].iloc[0]
            side = "1" if top["z"] > 0 else "2"
            row |= {"story": row[f"story_{side}"], "start": use[f"start_{side}"], "end": use[f"end_{side}"]}
        found.append(row)
    return found
