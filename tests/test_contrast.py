"""The synthesis repeats what the analyses find, in order of verdict, and every finding leads to its passage."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from conftest import read

from analysis import (
    StoryError,
    align_passages,
    compare_readability,
    compare_sentiment,
    contrast_stories,
    list_moments,
    list_passages,
    measure_overlap,
    measure_readability,
    name_score,
    read_stories,
    score_sentiment,
    split_words,
    state_findings,
    tally_sentences,
)
from analysis.contrast import MEASURES
from analysis.measure import list_tested
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, VERDICTS, WITHIN

SEA = "The sea rose. Old men wept by the happy shore. Then she took the old boat and smiled. A wave fell. " * 6
HILL = "The hill stood. A cruel wind blew over it. Then he took the boat and smiled at the miserable crowd. It rained. " * 6


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    return read_stories({"sea": SEA, "hill": HILL, "few": "One word. Then two words."})


@pytest.fixture(scope="module")
def findings(stories: pd.DataFrame) -> pd.DataFrame:
    return contrast_stories(stories)


@pytest.mark.slow
def test_verdicts_come_in_order(findings: pd.DataFrame) -> None:
    for _, own in findings.groupby(["story_1", "story_2"]):
        places = [VERDICTS.index(verdict) for verdict in own["verdict"]]
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


def test_words_cannot_be_contrasted() -> None:
    with pytest.raises(StoryError, match="read_stories"):
        contrast_stories(split_words(read_stories({"sea": SEA})))


@pytest.mark.slow
@pytest.mark.parametrize("lexicon", ["vader", {"wave": 2.0, "boat": 1.0, "rained": -3.0}, None])
def test_the_lexicon_given_is_the_one_that_counts(stories: pd.DataFrame, lexicon: dict[str, float] | str | None) -> None:
    found = contrast_stories(stories, lexicon=lexicon).query("topic == 'sentiment'")
    scored, column = score_sentiment(stories, lexicon=lexicon), name_score(lexicon)
    own = compare_sentiment(scored, column=column)
    both = found.merge(own, on=["story_1", "story_2", "measure"], suffixes=("", "_there"))
    assert len(both) == 6
    for name in ("statement", "verdict", "p_adjusted"):
        assert both[name].tolist() == pytest.approx(both[f"{name}_there"].tolist(), nan_ok=True)
    row = found[(found["measure"] == "level") & (found["story_2"] == "hill")].iloc[0]
    brightest = scored.loc[scored.loc[scored["story"] == row["story"], column].idxmax()]
    assert (row["start"], row["end"]) == (brightest["start"], brightest["end"])


@pytest.mark.slow
def test_another_lexicon_gives_another_brightest_sentence(stories: pd.DataFrame) -> None:
    brightest = [
        contrast_stories(stories, lexicon=lexicon).query("measure == 'level' and story_2 == 'hill'")["passage"].item()
        for lexicon in ({"wave": 2.0, "cruel": -1.0}, {"rained": 2.0, "wave": 1.0})
    ]
    assert brightest == ["A wave fell.", "It rained."]


@pytest.mark.slow
def test_other_readings_leave_the_lexicon_alone(stories: pd.DataFrame, findings: pd.DataFrame) -> None:
    found = contrast_stories(stories, lexicon={"wave": 2.0})
    rest = [table[table["topic"] != "sentiment"].reset_index(drop=True) for table in (found, findings)]
    pd.testing.assert_frame_equal(*rest)


# --- what the findings come to ----------------------------------------------------------------------------------------


def make_findings(*rows: tuple[str, str], stories: tuple[str, str] = ("Fog", "Rain"), direction: float = 1) -> pd.DataFrame:
    """Findings of these measures and verdicts."""
    table = pd.DataFrame(rows, columns=["measure", "verdict"])
    return table.assign(story_1=stories[0], story_2=stories[1], direction=direction)


NOT_THE_ONE = "In the one test Fog and Rain are not distinguishable, which is not to say that they are alike."
NOT_ALIKE = "In none of {} are Fog and Rain distinguishable, which is not to say that they are alike."
NO_MORE = "They do not share distinguishably more words or phrasing than unrelated stories do."
MORE = "They share distinguishably more than unrelated stories do: {}."
ORDERED = "The shared passages tend to come in the same order in both, distinguishable from chance."
RANGE = "In {} they differ, but by no more than two passages of one book commonly do."


@pytest.mark.parametrize(
    ("rows", "statement"),
    [
        ([("level", NOT_DISTINGUISHABLE)], NOT_THE_ONE),
        ([("level", NOT_DISTINGUISHABLE), ("mtld", NOT_DISTINGUISHABLE)], NOT_ALIKE.format("2 tests")),
        ([("level", DISTINGUISHABLE)], "Fog and Rain differ distinguishably in level of feeling (of one test)."),
        (
            [("hdd", DISTINGUISHABLE), ("ease", DISTINGUISHABLE), ("level", WITHIN), ("mattr", NOT_DISTINGUISHABLE)],
            "Fog and Rain differ distinguishably in HD-D, predicted ease (of 4 tests, corrected within each analysis). "
            + RANGE.format("level of feeling"),
        ),
        ([("shape", WITHIN)], f"{NOT_THE_ONE} {RANGE.format('shape of the trajectory')}"),
        (
            [("level", NOT_DISTINGUISHABLE), ("mtld", NOT_ASSESSED), ("charm", NOT_ASSESSED)],
            f"{NOT_THE_ONE} Not assessed: MTLD, charm.",
        ),
        ([("level", NOT_ASSESSED), ("overlap", NOT_ASSESSED)], "Not assessed: level of feeling, shared vocabulary."),
        ([("overlap", NOT_DISTINGUISHABLE), ("phrases", NOT_DISTINGUISHABLE)], NO_MORE),
        (
            [("phrases", DISTINGUISHABLE), ("alignments", DISTINGUISHABLE), ("overlap", NOT_DISTINGUISHABLE)],
            MORE.format("shared phrases, aligned passages"),
        ),
        (
            [("overlap", NOT_DISTINGUISHABLE), ("order", NOT_DISTINGUISHABLE), ("alignments", NOT_ASSESSED)],
            f"{NO_MORE} Not assessed: aligned passages.",
        ),
        ([("overlap", NOT_DISTINGUISHABLE), ("order", DISTINGUISHABLE)], f"{NO_MORE} {ORDERED}"),
        (
            [("overlap", DISTINGUISHABLE), ("order", DISTINGUISHABLE), ("level", DISTINGUISHABLE), ("shape", NOT_ASSESSED)],
            "Fog and Rain differ distinguishably in level of feeling (of one test). "
            f"{MORE.format('shared vocabulary')} {ORDERED} Not assessed: shape of the trajectory.",
        ),
        ([], "There are no findings."),
    ],
)
def test_findings_in_words(rows: list[tuple[str, str]], statement: str) -> None:
    assert state_findings(make_findings(*rows)) == statement


def test_less_than_others_is_not_more() -> None:
    rows = [("overlap", DISTINGUISHABLE), ("phrases", NOT_DISTINGUISHABLE), ("order", DISTINGUISHABLE)]
    said = state_findings(make_findings(*rows, direction=-1))
    assert said == (
        "They share distinguishably less than unrelated stories do: shared vocabulary. "
        "The shared passages tend to come in the reverse order in both, distinguishable from chance."
    )


def test_directions_are_those_of_the_values(stories: pd.DataFrame, findings: pd.DataFrame) -> None:
    pair = findings[(findings["story_1"] == "sea") & (findings["story_2"] == "hill")].set_index("measure")["direction"]
    contrasts = pd.concat([compare_readability(stories), compare_sentiment(stories)]).set_index(["story_1", "story_2"])
    signs = contrasts.loc[[("sea", "hill")]].set_index("measure")["difference"].map(lambda value: (value > 0) - (value < 0))
    for measure in ("words_per_sentence", "ease", "level"):
        assert pair[measure] == signs[measure] != 0
    pairs = findings[(findings["story_1"] == "sea") & (findings["story_2"] == "hill")].set_index("measure")["verdict"]
    for measure in ("phrases", "alignments", "closest"):  # tested for more only
        assert (pair[measure] == 1) == (pairs[measure] == "distinguishable")
    assert pair["closest"] == 1  # "Then ... took the old boat and smiled"
    assert pd.isna(pair["distinctive_words"])


def test_nothing_is_said_of_what_was_not_assessed() -> None:
    rows = [("order", DISTINGUISHABLE), *((measure, NOT_ASSESSED) for measure in ("overlap", "phrases", "alignments"))]
    silent = "Not assessed: shared vocabulary, shared phrases, aligned passages."
    assert state_findings(make_findings(*rows)) == f"{ORDERED} {silent}"
    assert state_findings(make_findings(("order", NOT_DISTINGUISHABLE), *rows[1:])).endswith(silent)
    assert "do not share" not in state_findings(make_findings(("order", NOT_DISTINGUISHABLE), *rows[1:]))


def test_only_the_first_pair_is_told() -> None:
    tables = [
        make_findings(("level", NOT_DISTINGUISHABLE)),
        make_findings(("ease", DISTINGUISHABLE), stories=("Fog", "Sun")),
        make_findings(("mtld", DISTINGUISHABLE), stories=("Rain", "Fog")),
    ]
    assert state_findings(pd.concat(tables)) == NOT_THE_ONE


def test_every_measure_has_a_name_and_every_finding_is_told(findings: pd.DataFrame) -> None:
    assert set(findings["measure"]) <= set(MEASURES)
    pair = findings[(findings["story_1"] == "sea") & (findings["story_2"] == "hill")]
    assert state_findings(findings[findings["story_2"] == "hill"]) == state_findings(pair)
    told = state_findings(pair)
    for row in pair[pair["verdict"] != NOT_DISTINGUISHABLE].itertuples():
        assert row.measure == "order" or {"closest": "One passage"}.get(row.measure, MEASURES[row.measure].label) in told
    with pytest.raises(StoryError, match="contrast_stories"):
        state_findings(findings.drop(columns="verdict"))


# --- parallel moments -------------------------------------------------------------------------------------------------

MOMENTS = {
    "a": "Joy was there. The dog ran off. It was grief.\n\nThe big cat sat on the very old carpet.",
    "b": "THE LAMP AND THE TIDE\n\nThe lamp is lit along the quay,\nAnd small boats turn for home;\nThe joy that rose upon"
    " the sea\nA sheet of grey and foam.\n\nO keep the lamp, and keep the key,\nFor nobody will come;\nThe bell that rang to"
    " waken me\nLies in the water, dumb.\n",
}
WEIGHTS = {"joy": 3.0, "grief": -2.0}


def make_alignments(*passages: tuple[str, str]) -> pd.DataFrame:
    """Passages of story a with those of story b, each from the first to the last of its words."""
    rows = []
    for number, pair in enumerate(passages):
        row = {"story_1": "a", "story_2": "b", "score": 5.0 + number}
        for side, story, passage in zip("12", "ab", pair, strict=True):
            first, last = passage.split("...")[0], passage.split("...")[-1]
            text = MOMENTS[story]
            row |= {f"start_{side}": text.index(first), f"end_{side}": text.index(last) + len(last)}
        rows.append(row)
    return pd.DataFrame(rows)


def test_moments_by_hand() -> None:
    stories = read(**MOMENTS)
    scored = score_sentiment(stories, lexicon=WEIGHTS)
    alignments = make_alignments(
        ("Joy was", "lamp is lit"),
        ("there...The dog", "boats turn...joy that"),
        ("Joy...grief", "keep the key"),
        ("grief...The big", "THE LAMP"),
        ("cat sat", "The lamp is lit"),
    )
    moments = list_moments(split_words(stories), scored, alignments, column="valence_own")
    pd.testing.assert_frame_equal(moments[alignments.columns], alignments)
    assert list(moments.columns[len(alignments.columns) :]) == [
        "sentence_1", "valence_1", "grade_1", "sentence_2", "valence_2", "grade_2"
    ]  # fmt: skip
    # Three words of one syllable each, then four, three, and nine of ten syllables; weights over the root of the words.
    joy, grief = 3 / sqrt(3), -2 / sqrt(3)
    assert moments["sentence_1"].tolist() == [1, 1, 1, 3, 4]
    assert moments["valence_1"].tolist() == pytest.approx([joy, joy / 2, (joy + grief) / 3, grief / 2, 0])
    grades = [
        0.39 * words / sentences + 11.8 * syllables / words - 15.59
        for words, syllables, sentences in ((3, 3, 1), (7, 7, 2), (10, 10, 3), (12, 14, 2), (9, 11, 1))
    ]
    assert moments["grade_1"].tolist() == pytest.approx(grades)
    assert moments["sentence_2"].tolist() == [2, 3, 6, 1, 2]
    assert moments["valence_2"].tolist()[:3] == pytest.approx([0, 3 / sqrt(7) / 2, 0])
    assert moments["grade_2"].isna().all()  # verse, and a heading


def test_the_grade_of_a_moment_leaves_its_verse_out() -> None:
    stories = read(**MOMENTS)
    words, scored = split_words(stories), score_sentiment(stories, lexicon=WEIGHTS)
    line = (words["story"] == "a") & (words["sentence"] == 1)
    alignments = make_alignments(("there...The dog", "The lamp"), ("Joy", "The lamp"))
    mixed = words.assign(kind=words["kind"].where(~line, "verse"))
    moments = list_moments(mixed, scored, alignments, column="valence_own")
    assert moments["grade_1"].tolist() == pytest.approx([0.39 * 4 + 11.8 - 15.59, np.nan], nan_ok=True)
    assert moments["valence_1"].tolist() == pytest.approx([sqrt(3) / 2, sqrt(3)])


def test_where_sentences_touch_a_passage_stands_in_its_own_only() -> None:
    stories = read(**MOMENTS)
    words, scored = split_words(stories), score_sentiment(stories, lexicon=WEIGHTS)
    touching = scored.assign(end=scored["end"] + (scored["text"] == "Joy was there."))  # up to the start of the next
    for passage, sentence, valence in (("The dog", 2, 0), ("Joy was there. ", 1, sqrt(3))):
        alignments = make_alignments((passage, "The lamp"))
        (moment,) = list_moments(words, touching, alignments, column="valence_own").itertuples()
        assert (moment.sentence_1, moment.valence_1) == (sentence, pytest.approx(valence))


def test_the_grade_of_a_whole_story_is_that_of_the_story() -> None:
    text = MOMENTS["a"].replace("\n\n", " ")
    stories = read(a=text, b=text)
    whole = pd.DataFrame(
        [
            {"story_1": "a", "story_2": "b"}
            | {f"{end}_{n}": at for end, at in (("start", 0), ("end", len(text))) for n in "12"}
        ]
    )
    scored = score_sentiment(stories)
    (moment,) = list_moments(split_words(stories), scored, whole).itertuples()
    grade = measure_readability(stories).query("measure == 'flesch_kincaid_grade'")["value"]
    assert [moment.grade_1, moment.grade_2] == pytest.approx(grade.tolist())
    assert moment.valence_1 == pytest.approx(scored.query("story == 'a'")["valence"].mean())


def test_where_nothing_is_known_there_is_no_valence() -> None:
    stories = read(a="The fox ran. Joy was there.", b="The fox ran. The dog hid.")
    spans = {"start_1": 4, "end_1": 11, "start_2": 4, "end_2": 20}
    whole = pd.DataFrame([{"story_1": "a", "story_2": "b"} | spans])
    scored = score_sentiment(stories, lexicon=WEIGHTS)
    (moment,) = list_moments(split_words(stories), scored, whole, column="valence_own").itertuples()
    assert moment.valence_1 == 0
    assert np.isnan(moment.valence_2)
    assert not np.isnan([moment.grade_1, moment.grade_2]).any()
    part = scored.assign(valence_own=[np.nan, 2.0, 1.0, np.nan])  # the mean is over the sentences that are scored
    (moment,) = list_moments(split_words(stories), part, whole, column="valence_own").itertuples()
    assert np.isnan(moment.valence_1)
    assert moment.valence_2 == 1


def test_moments_are_the_aligned_passages_in_their_order(stories: pd.DataFrame) -> None:
    words, scored, alignments = split_words(stories), score_sentiment(stories), align_passages(stories)
    moments = list_moments(words, scored, alignments)
    pd.testing.assert_frame_equal(moments[alignments.columns], alignments)
    text = scored.set_index(["story", "sentence"])
    for row in moments.itertuples():
        for story, start, sentence in (
            (row.story_1, row.start_1, row.sentence_1),
            (row.story_2, row.start_2, row.sentence_2),
        ):
            assert text.loc[(story, sentence), "start"] <= start < text.loc[(story, sentence), "end"]
    back = alignments[::-1]
    pd.testing.assert_frame_equal(list_moments(words, scored, back), moments[::-1], check_dtype=False)
    some = alignments.iloc[[2, 0]]
    pd.testing.assert_frame_equal(list_moments(words, scored, some), moments.iloc[[2, 0]], check_dtype=False)


def test_no_aligned_passages_are_no_moments() -> None:
    stories = read(a="Fog lay low. Joy was there.", b="A red fox ran.")
    alignments = align_passages(stories)
    assert alignments.empty
    moments = list_moments(split_words(stories), score_sentiment(stories), alignments)
    assert moments.empty
    numbers = ["sentence_1", "valence_1", "grade_1", "sentence_2", "valence_2", "grade_2"]
    assert list(moments.columns) == [*alignments.columns, *numbers]
    assert moments[numbers].dtypes.map(pd.api.types.is_numeric_dtype).all()
    assert list_passages(moments).empty
    assert list(list_passages(moments).columns) == ["story", "start", "end"]


def test_moments_of_something_else_are_refused(stories: pd.DataFrame) -> None:
    words, scored, alignments = split_words(stories), score_sentiment(stories), align_passages(stories)
    with pytest.raises(StoryError, match="align_passages"):
        list_moments(words, scored, words)
    with pytest.raises(StoryError, match="'rating'"):
        list_moments(words, scored, alignments, column="rating")


def test_moments_without_scores_are_rows_without_values(stories: pd.DataFrame) -> None:
    words, scored, alignments = split_words(stories), score_sentiment(stories), align_passages(stories)
    moments = list_moments(words, scored.head(0), alignments)
    assert len(moments) == len(alignments) > 0
    assert moments[["sentence_1", "valence_1", "grade_1", "sentence_2", "valence_2", "grade_2"]].isna().all(axis=None)


def test_passages_of_something_else_are_refused(stories: pd.DataFrame) -> None:
    with pytest.raises(StoryError, match="'start_2'"):
        list_passages(split_words(stories))


def test_passages_are_listed_story_by_story_in_the_order_of_the_table() -> None:
    alignments = make_alignments(("grief", "lamp is lit"), ("Joy was", "keep the key"))
    expected = [
        ["a", MOMENTS["a"].index("grief"), MOMENTS["a"].index("grief") + 5],
        ["a", 0, 7],
        ["b", MOMENTS["b"].index("lamp is lit"), MOMENTS["b"].index("lamp is lit") + 11],
        ["b", MOMENTS["b"].index("keep the key"), MOMENTS["b"].index("keep the key") + 12],
    ]
    for table in (alignments, alignments.set_axis([7, 7])):
        listed = list_passages(table)
        assert list(listed.columns) == ["story", "start", "end"]
        assert listed.to_numpy().tolist() == expected
        assert listed.index.tolist() == [0, 1, 2, 3]


# --- evidence of ease, order of pairs ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_evidence_of_ease_is_the_sentence_without_which_the_story_were_easiest() -> None:
    hard = "Obfuscatory perspicacity vitiates. " * 3 + "He went and sat and ran and sat and went and ran to the old sea. "
    hard = hard * 3 + "Recondite solipsistic obfuscation vitiates pellucid ratiocination."
    stories = read(a=hard, b="He ran. She sat by the sea. " * 9)
    row = contrast_stories(stories).set_index("measure").loc["ease"]
    assert row["story"] == "a"
    assert row["passage"].startswith("Recondite")  # not the longest, which has easy words


def test_pairs_come_in_the_order_of_the_stories(findings: pd.DataFrame) -> None:
    pairs = findings[["story_1", "story_2"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["sea", "hill"], ["sea", "few"], ["hill", "few"]]
    assert set(findings.groupby(["story_1", "story_2"])["measure"].agg(frozenset)) == {
        frozenset(list_tested(MEASURES))
    }  # order as well
