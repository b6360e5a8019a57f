"""The synthesis: what the three analyses find about each pair of stories, and the passage that each finding rests on.

Nothing is tested or corrected again: the verdicts are those of the analyses, each corrected within its own family.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.measure import CHANCE, EASIER, UNRELATED, Measure
from analysis.readability.counts import tally_sentences
from analysis.readability.ease import ease
from analysis.readability.measures import FAMILY, MEASURES as READABILITY
from analysis.readability.scores import compare_readability
from analysis.sentiment.comparison import compare_scores
from analysis.sentiment.lexicon import name_score
from analysis.sentiment.measures import MEASURES as SENTIMENT
from analysis.sentiment.trajectory import subtract_trajectories
from analysis.sentiment.valence import find_silent, score_tokens
from analysis.statistics.notes import NO_WORD_TESTED, note_languages
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, VERDICTS, WITHIN
from analysis.statistics.wording import NO_FINDINGS, Summary, sum_up
from analysis.tables import TABLES, is_counted, need_columns, rows_of_pair
from analysis.text.language import find_foreign
from analysis.text.sentences import Tokens, as_tokens
from analysis.text.stories import as_stories
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
COUNT_OF_SHARE = {"syllables_per_word": "syllables", "unfamiliar_share": "unfamiliar"}
SHARED = [name for name, measure in MEASURES.items() if measure.against in (UNRELATED, CHANCE)]


def contrast_stories(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    outline: pd.DataFrame | None = None,
    lexicon: Any = None,
    reference: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and finding; per pair, distinguishable findings first and those not assessed last.

    Parameters
    ----------
    stories : a table of two stories or more, or what `read_stories` takes.
    names : names of characters, as in `split_words`; unless given, those found in each story.
    outline : the headings of the stories, as in `split_sentences`; unless given, those found in each story.
    lexicon : the sentiment lexicon, as in `score_sentiment`; the merged dictionary unless given.
    reference : unrelated stories to compare with, as `build_reference` returns it; the shipped one unless given.
    seed : of the permutations and simulations; 0 by default.

    Returns
    -------
    DataFrame with the columns

    topic : "readability", "sentiment" or "vocabulary"; within a verdict in this order
    measure : what was compared
    story_1, story_2 : the pair
    statement : a sentence to quote
    verdict, p_adjusted : as the analysis gave them; each corrects within its own family, nothing is adjusted twice
    direction : 1 where story_1 has more of the measure, or the two share more than unrelated stories; -1 for less; 0 for
        equal; NaN where the measure has no such side
    story, start, end, passage : the evidence: the sentence or words that weigh most, with offsets into that story's text;
        missing where the finding rests on the whole text
    start_2, end_2, passage_2 : the same in story_2, for evidence in both stories (`story` is then story_1); else missing
    note : why a verdict is missing, or what to keep in mind; empty where there is nothing to say
    claim : the statement without its last sentence, on the sampling frame

    Raises
    ------
    StoryError : fewer than two stories, a lexicon or an outline that cannot be used, or a table that is not one of stories.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> sorted(set(contrast_stories(stories)["topic"]))
    ['readability', 'sentiment', 'vocabulary']
    """
    stories = as_stories(stories)
    need_columns(stories, ["story", "text"], "stories")
    sentences, tokens = as_tokens(stories, outline)
    words = list_words(sentences, tokens, names)
    silent = find_silent(sentences, tokens, lexicon, names, words["name"].to_numpy())
    rows = [
        *_find_readability(tally_sentences(words), seed),
        *_find_sentiment(score_tokens(sentences, tokens, lexicon, silent), tokens, name_score(lexicon), seed),
        *_find_vocabulary(words, reference, seed),
    ]
    table = pd.DataFrame(rows).reindex(columns=TABLES["findings"].columns)
    texts = stories.set_index("story")["text"]
    for start, end, passage, owner in (("start", "end", "passage", "story"), ("start_2", "end_2", "passage_2", "story_2")):
        table[start], table[end] = table[start].astype("Int64"), table[end].astype("Int64")
        spans = zip(table[owner], table[start], table[end], strict=True)
        table[passage] = pd.array([pd.NA if pd.isna(a) else texts[story][a:b] for story, a, b in spans], dtype="str")
    table["note"] = table["note"].fillna("")
    number = {story: row for row, story in enumerate(stories["story"])}
    verdicts = table["verdict"].map(VERDICTS.index)
    order = np.lexsort([verdicts, table["story_2"].map(number), table["story_1"].map(number)])
    return table.iloc[order].reset_index(drop=True)


def state_findings(findings: pd.DataFrame) -> str:
    """A paragraph on the findings of the first pair of stories: where they differ, and what they share.

    Parameters
    ----------
    findings : a table of findings, as `contrast_stories` returns it.

    Raises
    ------
    StoryError : another table.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> print(state_findings(contrast_stories(stories)))
    In none of 6 tests are a and b distinguishable, which is not to say that they are alike. ...
    """
    need_columns(findings, ["story_1", "story_2", "measure", "verdict", "direction"], "findings")
    if findings.empty:
        return NO_FINDINGS
    pair = rows_of_pair(findings)
    assessed = pair[pair["verdict"] != NOT_ASSESSED]
    is_shared = assessed["measure"].isin(SHARED)
    differences, shared = assessed[~is_shared], assessed[is_shared]
    clear = shared[shared["verdict"] == DISTINGUISHABLE]
    is_order, is_closest = clear["measure"] == "order", clear["measure"] == "closest"
    summary = Summary(
        differing=_name(differences[differences["verdict"] == DISTINGUISHABLE]),
        within=_name(differences[differences["verdict"] == WITHIN]),
        tests=len(differences),
        shared_tests=int((shared["measure"] != "order").sum()),
        more=_name(clear[~is_order & ~is_closest & (clear["direction"] > 0)]),
        less=_name(clear[~is_order & (clear["direction"] < 0)]),
        closest=bool(is_closest.any()),
        order=float(clear.loc[is_order, "direction"].iloc[0]) if is_order.any() else np.nan,
        silent=_name(pair[pair["verdict"] == NOT_ASSESSED]),
    )
    return sum_up(pair["story_1"].iloc[0], pair["story_2"].iloc[0], summary)


def _name(findings: pd.DataFrame) -> str:
    """The names of these findings' measures, as in running text."""
    return ", ".join(name_measure(measure) for measure in findings["measure"])


def name_measure(name: str) -> str:
    """The label of a measure in running text; the name given, where it is not one of MEASURES."""
    return MEASURES[name].label if name in MEASURES else name


def _as_findings(contrasts: pd.DataFrame, topic: str, amount: pd.Series) -> list[dict[str, Any]]:
    """The rows of a table of contrasts or the like as findings without evidence; the sign of `amount` is the direction."""
    columns = ["measure", "story_1", "story_2", "statement", "claim", "verdict", "p_adjusted", "note"]
    if "claim" not in contrasts:  # a statement without a frame is all claim
        contrasts = contrasts.assign(claim=contrasts["statement"])
    return contrasts[columns].assign(topic=topic, direction=np.sign(amount.astype(float))).to_dict("records")


def _cite(sentence: Any) -> dict[str, Any]:
    """One sentence as the evidence of a finding."""
    return {"story": sentence["story"], "start": sentence["start"], "end": sentence["end"]}


def _cite_both(match: Any) -> dict[str, Any]:
    """One match as the evidence of a finding: its passages in both stories."""
    side_1 = {"story": match["story_1"], "start": match["start_1"], "end": match["end_1"]}
    return side_1 | {"start_2": match["start_2"], "end_2": match["end_2"]}


def _find_readability(tally: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    """Evidence: the sentence of the harder story that does most to raise the measure there."""
    contrasts = compare_readability(tally, seed=seed)
    contrasts = contrasts[contrasts["measure"].isin(FAMILY)]
    prose = tally[tally["kind"] == "prose"]
    findings = _as_findings(contrasts, "readability", contrasts["difference"])
    for finding, difference in zip(findings, contrasts["difference"], strict=True):
        if np.isnan(difference) or difference == 0:
            continue
        is_first_harder = (difference > 0) != (MEASURES[finding["measure"]].more == EASIER)
        harder = prose[prose["story"] == finding["story_1" if is_first_harder else "story_2"]]
        pair = prose[prose["story"].isin([finding["story_1"], finding["story_2"]])]
        finding |= _cite(harder.loc[_weigh_sentences(finding["measure"], harder, pair).idxmax()])
    return findings


def _weigh_sentences(measure: str, harder: pd.DataFrame, pair: pd.DataFrame) -> pd.Series:
    """How much each sentence of the harder story does to make it hard.

    Predicted ease: the story's ease without the sentence. Shares: the sentence's count beyond what its words would have at
    the rate of the pair. Words per sentence: its words.
    """
    if measure == "ease":
        return _leave_one_out_ease(harder)
    if measure == "words_per_sentence":
        return harder["words"]
    count = COUNT_OF_SHARE[measure]
    return harder[count] - pair[count].sum() / pair["words"].sum() * harder["words"]


def _leave_one_out_ease(prose: pd.DataFrame) -> pd.Series:
    """Predicted ease of the story without each of its sentences in turn."""
    needed = READABILITY["ease"].counts
    counts = prose.assign(squares=prose["words"] ** 2)[list(needed)].astype(float)
    remaining = counts.sum() - counts
    with np.errstate(invalid="ignore", divide="ignore"):
        without = ease(**{count: remaining[count] for count in needed})
    return without.fillna(0) if len(prose) == 1 else without


def _find_sentiment(scored: pd.DataFrame, tokens: Tokens, column: str, seed: int) -> list[dict[str, Any]]:
    """Evidence of level: the most pleasant sentence of the more pleasant story; of shape: the sentence of each story at the
    position where the difference of the curves is largest relative to its error, as in the test."""
    n_words = np.bincount(tokens.row, minlength=len(scored))
    contrasts = compare_scores(scored, n_words, column=column, seed=seed)
    curves = subtract_trajectories(scored, column=column).dropna(subset=["difference"])
    points = scored[is_counted(scored["kind"]) & scored[column].notna()]
    findings = _as_findings(contrasts, "sentiment", contrasts["difference"].where(contrasts["measure"] == "level"))
    for finding, difference in zip(findings, contrasts["difference"], strict=True):
        if np.isnan(difference) or difference == 0:
            continue
        if finding["measure"] == "level":
            brighter = points[points["story"] == finding["story_1" if difference > 0 else "story_2"]]
            finding |= _cite(brighter.loc[brighter[column].idxmax()])
        else:
            curve = rows_of_pair(curves, finding["story_1"], finding["story_2"])
            # `high` is proportional to the error of the difference.
            position = curve.loc[(curve["difference"].abs() / curve["high"]).idxmax(), "position"]
            nearest_1, nearest_2 = (_find_nearest(points, finding[side], position) for side in ("story_1", "story_2"))
            finding |= _cite(nearest_1) | {"start_2": nearest_2["start"], "end_2": nearest_2["end"]}
    return findings


def _find_nearest(points: pd.DataFrame, story: Any, position: float) -> pd.Series:
    """The sentence of this story that is nearest to a position."""
    return points.loc[(points.loc[points["story"] == story, "position"] - position).abs().idxmin()]


def _find_vocabulary(words: pd.DataFrame, reference: pd.DataFrame | None, seed: int) -> list[dict[str, Any]]:
    """Evidence: the most used shared word; the phrase and the passage least due to chance; the most distinctive word."""
    overlap = measure_overlap(words, reference=reference, seed=seed)
    overlap = overlap[overlap["measure"] == "overlap"]
    vocabulary = list_vocabulary(words)
    shared = vocabulary[vocabulary["part"] == "shared"]
    phrases = find_shared_phrases(words, reference=reference)
    alignments = align_passages(words, reference=reference)
    judged = judge_matches(words, phrases=phrases, alignments=alignments, reference=reference)
    order, diversity = assess_order(alignments, pairs=judged), compare_diversity(words)
    is_more = (judged["verdict"] == DISTINGUISHABLE).astype(float).replace(0, np.nan)  # tested for more only, never for less
    findings = [
        *_as_findings(overlap, "vocabulary", overlap["value"] - overlap["unrelated"]),
        *_as_findings(judged, "vocabulary", is_more),
        *_as_findings(order, "vocabulary", order["value"]),
    ]
    evidence = {"overlap": shared, "phrases": phrases, "alignments": alignments, "closest": alignments}
    for finding in findings:
        if finding["measure"] in evidence:
            matches = rows_of_pair(evidence[finding["measure"]], finding["story_1"], finding["story_2"])
            if len(matches):
                finding |= _cite_both(matches.iloc[0])
    return findings + _find_distinctive(words, seed) + _as_findings(diversity, "vocabulary", diversity["difference"])


def _find_distinctive(words: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    """One finding per pair on its distinctive words. Evidence: a use of the most distinctive one."""
    distinctive, foreign = rank_distinctive(words, seed=seed), find_foreign(words)
    vocabulary = list_vocabulary(words, function=True)
    findings = []
    for (story_1, story_2), ranked in distinctive.groupby(["story_1", "story_2"], sort=False):
        verdicts, statement = set(ranked.loc[ranked["p"].notna(), "verdict"]), state_pair(ranked)
        finding = {
            "topic": "vocabulary",
            "measure": "distinctive_words",
            "story_1": story_1,
            "story_2": story_2,
            "statement": statement.whole,
            "claim": statement.claim,
            "verdict": next((verdict for verdict in VERDICTS if verdict in verdicts), NOT_ASSESSED),
            "p_adjusted": ranked["p_adjusted"].min(),
            "note": "" if verdicts else note_languages(foreign, story_1, story_2) or NO_WORD_TESTED,
        }
        if verdicts:
            top = ranked.iloc[0]
            uses = rows_of_pair(vocabulary, story_1, story_2)
            use = uses[(uses["word"] == top["word"]) & (uses["form"] == top["form"])].iloc[0]
            side = "1" if top["z"] > 0 else "2"
            finding |= {"story": finding[f"story_{side}"], "start": use[f"start_{side}"], "end": use[f"end_{side}"]}
        findings.append(finding)
    return findings
