"""The synthesis repeats what the analyses find, in order of verdict, and every finding leads to its passage."""

import pandas as pd
import pytest

from analysis import (
    StoryError,
    align_passages,
    compare_readability,
    compare_sentiment,
    contrast_stories,
    measure_overlap,
    read_stories,
    score_sentiment,
    split_words,
    tally_sentences,
)
from analysis.contrast import FINDINGS
from analysis.inference import VERDICTS

SEA = "The sea rose. Old men wept by the happy shore. Then she took the old boat and smiled. A wave fell. " * 6
HILL = "The hill stood. A cruel wind blew over it. Then he took the boat and smiled at the miserable crowd. It rained. " * 6


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    return read_stories({"sea": SEA, "hill": HILL, "few": "One word. Then two words."})


@pytest.fixture(scope="module")
def findings(stories: pd.DataFrame) -> pd.DataFrame:
    return contrast_stories(stories)


def test_the_columns_are_those_documented_and_verdicts_come_in_order(findings: pd.DataFrame) -> None:
    assert list(findings.columns) == FINDINGS
    places = [VERDICTS.index(verdict) for verdict in findings["verdict"]]
    assert places == sorted(places)
    assert findings.groupby(["story_1", "story_2"]).ngroups == 3
    assert findings["statement"].str.endswith(".").all()


def test_verdicts_and_statements_are_those_of_the_analyses(stories: pd.DataFrame, findings: pd.DataFrame) -> None:
    words = split_words(stories)
    tables = [compare_readability(stories), compare_sentiment(stories), measure_overlap(words)]
    for table in tables:
        both = findings.merge(table, on=["story_1", "story_2", "measure"], suffixes=("", "_there"))
        assert len(both) >= 3
        assert both["verdict"].tolist() == both["verdict_there"].tolist()
        assert both["statement"].tolist() == both["statement_there"].tolist()
        pd.testing.assert_series_equal(both["p_adjusted"], both["p_adjusted_there"], check_names=False)


def test_every_passage_is_the_text_at_its_offsets(stories: pd.DataFrame, findings: pd.DataFrame) -> None:
    text = stories.set_index("story")["text"]
    with_evidence = findings.dropna(subset=["start"])
    assert len(with_evidence) > 10
    for row in with_evidence.itertuples():
        assert row.passage == text[row.story][row.start : row.end] != ""
    for row in findings.dropna(subset=["start_2"]).itertuples():
        assert row.story == row.story_1
        assert row.passage_2 == text[row.story_2][row.start_2 : row.end_2] != ""


def test_the_evidence_is_what_weighs_most(stories: pd.DataFrame, findings: pd.DataFrame) -> None:
    pair = findings[(findings["story_1"] == "sea") & (findings["story_2"] == "hill")].set_index("measure")
    tally = tally_sentences(stories)
    longest = tally[tally["story"] == "hill"]["words"].idxmax()  # hill has the longer sentences
    assert pair.loc["words_per_sentence", ["story", "start"]].tolist() == ["hill", tally.loc[longest, "start"]]
    scored = score_sentiment(stories).query("story == 'sea'")
    assert pair.loc["level", ["story", "start"]].tolist() == ["sea", scored.loc[scored["valence"].idxmax(), "start"]]
    best = align_passages(stories).query("story_1 == 'sea' and story_2 == 'hill'").iloc[0]
    evidence = pair.loc["alignments", ["start", "end", "start_2", "end_2"]].tolist()
    assert evidence == best[["start_1", "end_1", "start_2", "end_2"]].tolist()


def test_what_is_too_short_is_not_assessed_and_comes_last(findings: pd.DataFrame) -> None:
    short = findings[findings["story_2"] == "few"]
    assert "not assessed" in set(short["verdict"])
    assert findings.iloc[-1]["verdict"] == "not assessed"


def test_one_story_cannot_be_contrasted() -> None:
    with pytest.raises(StoryError, match="two stories or more"):
        contrast_stories(read_stories({"sea": SEA}))
    with pytest.raises(StoryError, match="read_stories"):
        contrast_stories(split_words(read_stories({"sea": SEA})))
