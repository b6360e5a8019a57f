"""Lexical diversity: by hand, by slow and plain formulas, against other packages, by what must not matter."""

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from conftest import DATA, check_turned
from hypothesis import given, settings, strategies as st

from analysis import StoryError, read_stories
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, WITHIN
from analysis.tables import TABLES, number_blocks
from analysis.vocabulary import diversity
from analysis.vocabulary.diversity import compare_diversity, measure_diversity
from analysis.vocabulary.measures import COMPARED
from analysis.vocabulary.type_token import measure_texts

NAN = float("nan")
TALE = (
    "Chapter 1\n\nThe old man walked to the river with his dog. He was tired, and the dog was old. “Where is my boat?” he "
    "asked. “Nobody has seen my boat.” The dog looked at the river.\n\nChapter 2\n\nIn the night the boat had gone. It "
    "was not the river that had taken it, he said. It was his own brother. The dog said nothing and slept by the man."
)


def make(*texts: Sequence[str], every: int = 8, kind: str = "prose") -> pd.DataFrame:
    """A table of words: stories s0, s1 ... of these words, in sentences of so many."""
    parts = []
    for number, words in enumerate(texts):
        part = pd.DataFrame({"word": pd.array(list(words), dtype="str")})
        part = part.assign(story=f"s{number}", sentence=np.arange(len(part)) // every, kind=kind, form=part["word"])
        part = part.assign(chapter=0, paragraph=0, position=0.5, start=np.arange(len(part)), end=np.arange(len(part)) + 1)
        parts.append(part.assign(lemma=part["word"], function=False, name=False, speech=False))
    return pd.concat(parts, ignore_index=True)[TABLES["words"].columns]


def measure(words: Sequence[str], **options: float) -> pd.Series:
    return measure_diversity(make(words), **options).set_index("measure")["value"]


def write(number: int, seed: int, vocabulary: int) -> list[str]:
    """Words drawn from so many, some of them often and most of them rarely."""
    chances = 1 / np.arange(1, vocabulary + 1)
    return [f"w{i}" for i in np.random.default_rng(seed).choice(vocabulary, number, p=chances / chances.sum())]


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_a_factor_ends_where_the_ratio_falls_below_the_threshold() -> None:
    # McCarthy & Jarvis (2010): of 1, the 1, people 1, by 1, the .8, people .667: one factor, of six words. Backwards:
    # people, the, by, people .75, the .6: one factor of five words, and "of", which has not begun to fall.
    assert measure("of the people by the people".split())["mtld"] == 6
    # Three more words, all different: no more of a factor. Backwards: people the for people the (.6), and four different.
    assert measure("of the people by the people for the people".split())["mtld"] == 9


def test_an_unfinished_factor_counts_by_how_far_it_has_fallen() -> None:
    # Both ways a ratio of 3/4 at the end: (1 - .75) / (1 - .72) of a factor.
    assert measure("a b c a".split())["mtld"] == pytest.approx(4 / (0.25 / 0.28))
    # Forwards a whole factor of two words, then 3/4. Backwards 4 types in 6 words, all of it unfinished.
    assert measure("d d a b c a".split(), threshold=0.6)["mtld"] == pytest.approx(
        (6 / (1 + 0.25 / 0.4) + 6 / ((1 - 4 / 6) / 0.4)) / 2
    )


def test_a_ratio_on_the_threshold_does_not_end_a_factor() -> None:
    # 18 types in 25 words are .72 exactly; a new word makes 19 of 26. lexicalrichness would end the factor at the 25th.
    words = [f"w{i}" for i in range(18)] + [f"w{i}" for i in range(7)] + ["new"]
    code = np.array([int(word[1:]) if word != "new" else 18 for word in words])
    # Backwards too no ratio is below .72 before the end: 19 types in 26 words.
    assert measure(words)["mtld"] == pytest.approx(26 / ((7 / 26) / 0.28))
    assert measure_texts(code, [np.arange(25)])["mtld"][0] == pytest.approx(25 / 1)


def test_moving_average_by_hand() -> None:
    # the cat saw | cat saw the | saw the the | the the dog | the dog ran: 3, 3, 2, 2, 3 types of three words
    assert measure("the cat saw the the dog ran".split(), window=3)["mattr"] == pytest.approx(13 / 5 / 3)
    assert measure(["a"] * 10, window=5)["mattr"] == pytest.approx(1 / 5)


def test_expected_types_of_a_sample_by_hand() -> None:
    # Two of "a a b c": a is missed by one of the six pairs, b and c by three each.
    values = measure_texts(np.array([0, 0, 1, 2]), [np.arange(4)], sample=2)
    assert values["hdd"][0] == pytest.approx((5 / 6 + 3 / 6 + 3 / 6) / 2)


def test_types_and_their_share_by_hand() -> None:
    values = measure("the cat saw the the dog ran".split())
    assert values["types"] == 5
    assert values["ttr"] == 5 / 7


def test_rows_come_in_order() -> None:
    results = measure_diversity(read_stories({"b": TALE, "a": "He ran."}))
    assert results["story"].tolist() == ["b"] * 5 + ["a"] * 5
    assert results["measure"].tolist() == ["mattr", "mtld", "hdd", "ttr", "types"] * 2


# --- slow and plain formulas, and other packages ----------------------------------------------------------------------


def average_ratios(words: Sequence[str], window: int = 50) -> float:
    ratios = [len(set(words[i : i + window])) / window for i in range(len(words) - window + 1)]
    return sum(ratios) / len(ratios) if ratios else NAN


def count_until(words: Sequence[str], threshold: float) -> float:
    factors, types, length = 0.0, set(), 0
    for word in words:
        types.add(word)
        length += 1
        if len(types) / length < threshold:
            factors, types, length = factors + 1, set(), 0
    if length:
        factors += (1 - len(types) / length) / (1 - threshold)
    return len(words) / factors if factors else NAN


def last_until(words: Sequence[str], threshold: float = 0.72) -> float:
    return (count_until(words, threshold) + count_until(words[::-1], threshold)) / 2


def expect_types(words: Sequence[str], sample: int = 42) -> float:
    total = math.comb(len(words), sample)
    if not total:
        return NAN
    chances = [1 - Fraction(math.comb(len(words) - count, sample), total) for count in Counter(words).values()]
    return float(sum(chances) / sample)


WORDS = st.integers(1, 40).flatmap(
    lambda most: st.lists(st.integers(0, most).map(lambda i: f"w{i}"), min_size=1, max_size=150)
)


@pytest.mark.slow
@given(WORDS, st.integers(1, 60), st.sampled_from([0.3, 0.5, 0.66, 0.72, 0.75, 0.9]))
def test_any_words_give_what_the_plain_formulas_give(words: list[str], window: int, threshold: float) -> None:
    values = measure(words, window=window, threshold=threshold)
    assert values["mattr"] == pytest.approx(average_ratios(words, window), nan_ok=True)
    assert values["mtld"] == pytest.approx(last_until(words, threshold), nan_ok=True)
    assert values["hdd"] == pytest.approx(expect_types(words), nan_ok=True)


# lexicalrichness 0.5.1, lexical-diversity 0.1.1 (least length of a factor set to 0) and taaled 0.32, each given the tokens.
# MTLD: lexicalrichness ends a factor at .72, not below it; the other two ask for ten words in a factor, and taaled's own
# headline, not this one, is the mean of the factors' lengths.
MADE = [f"w{(7 * i * i + 3 * i + i // 9) % (11 + i % 53)}" for i in range(400)]


def test_made_words_have_the_diversity_that_other_packages_find() -> None:
    values = measure(MADE)
    assert values["mattr"] == pytest.approx(0.6063817663817656, abs=1e-12)  # all three packages
    assert values["hdd"] == pytest.approx(0.638036024888518, rel=1e-9)  # all three
    assert values["mtld"] == pytest.approx(20.58601134215501, abs=1e-12)  # lexicalrichness, lexical-diversity
    assert values[["ttr", "types"]].tolist() == [0.1425, 57]  # all three
    for window, expected in {1: 1.0, 10: 0.862148337595909, 399: 0.14285714285714285}.items():  # lexicalrichness
        assert measure(MADE, window=window)["mattr"] == pytest.approx(expected, abs=1e-12)
    for threshold, expected in {0.661: 32.89021234357829, 0.751: 17.216117216117215, 0.901: 8.51063829787234}.items():
        assert measure(MADE, threshold=threshold)["mtld"] == pytest.approx(expected, abs=1e-12)


def test_the_two_stories_have_the_diversity_that_other_packages_find() -> None:
    results = measure_diversity(read_stories(DATA)).pivot(index="story", columns="measure", values="value")
    # All three packages; MTLD: lexical-diversity and taaled. With a factor at .72 lexicalrichness has 99.96 for Thierry.
    assert results.loc["Thierry", ["mattr", "mtld", "hdd"]].tolist() == pytest.approx(
        [0.8224316109422500, 100.24281931964057, 0.830961603691], rel=1e-9
    )
    assert results.loc["Léa", ["mattr", "mtld", "hdd"]].tolist() == pytest.approx(
        [0.8500906344410869, 122.28070175438597, 0.834375630670], rel=1e-9
    )
    assert results["types"].to_dict() == {"Thierry": 213, "Léa": 212}


# --- reductions and invariances ---------------------------------------------------------------------------------------


@pytest.mark.slow
@given(WORDS)
def test_a_window_or_a_sample_as_long_as_the_text_is_the_type_token_ratio(words: list[str]) -> None:
    values = measure(words, window=len(words))
    assert values["mattr"] == values["ttr"]
    code = np.unique(words, return_inverse=True)[1]
    sampled = measure_texts(code, [np.arange(len(code))], sample=len(code))
    assert sampled["hdd"][0] == pytest.approx(values["ttr"])


@pytest.mark.slow
@given(WORDS, st.integers(1, 12))
@settings(max_examples=50)
def test_values_are_in_range_and_inside_their_intervals(words: list[str], every: int) -> None:
    results = measure_diversity(make(words, every=every), window=10).set_index("measure")
    inside = results.dropna(subset="low")
    assert ((inside["low"] <= inside["value"]) & (inside["value"] <= inside["high"])).all()
    shares = results.loc[["mattr", "hdd", "ttr"], ["value", "low", "high"]].stack()
    assert shares.dropna().between(0, 1 + 1e-12).all()
    assert not results.loc["mtld", "value"] < 1
    assert not results.loc["mtld", "low"] < 0
    assert (results["size"] == len(words)).all()


@pytest.mark.slow
@given(WORDS)
@settings(max_examples=30)
def test_the_spelling_of_words_does_not_matter(words: list[str]) -> None:
    renamed = [f"x{len(words) - int(word[1:])}" for word in words]
    pd.testing.assert_frame_equal(measure_diversity(make(words)), measure_diversity(make(renamed)), rtol=1e-12)


@pytest.mark.slow
@given(st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=30)
def test_stories_together_are_each_alone(texts: list[list[str]]) -> None:
    words = make(*texts, every=5)
    together = measure_diversity(words, window=20)
    for story, rows in together.groupby("story"):
        alone = measure_diversity(words[words["story"] == story], window=20)  # a slice keeps its old index
        pd.testing.assert_frame_equal(rows.reset_index(drop=True), alone, rtol=1e-12)


def test_stories_with_their_rows_in_turns_are_each_alone() -> None:
    words = make(write(300, 1, 90), write(300, 2, 90))
    turns = words.iloc[np.arange(600).reshape(2, 300).T.ravel()].reset_index(drop=True)
    pd.testing.assert_frame_equal(measure_diversity(turns), measure_diversity(words))


@pytest.mark.parametrize("batch", [1, 500])
def test_how_much_is_done_at_once_does_not_matter(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    words = make(write(300, 1, 90), [], write(40, 2, 30), [f"w{i}" for i in range(260)], write(500, 3, 400))
    expected = measure_diversity(words)
    monkeypatch.setattr(diversity, "BATCH", batch)
    pd.testing.assert_frame_equal(measure_diversity(words), expected, rtol=1e-12)


# --- what is counted --------------------------------------------------------------------------------------------------


def test_headings_are_not_counted() -> None:
    plain = TALE.replace("Chapter 1\n\n", "").replace("Chapter 2\n\n", "")
    pd.testing.assert_frame_equal(
        measure_diversity(read_stories({"a": TALE})), measure_diversity(read_stories({"a": plain}))
    )


def test_names_function_words_and_verse_are_counted() -> None:
    words = make(write(90, 1, 40))
    expected = measure_diversity(words)
    for table in (words.assign(name=True), words.assign(function=True), words.assign(kind="verse")):
        pd.testing.assert_frame_equal(measure_diversity(table), expected)


def test_case_does_not_count() -> None:
    values = measure_diversity(read_stories({"a": "The cat saw the THE."})).set_index("measure")["value"]
    assert values["types"] == 3


# --- too little text --------------------------------------------------------------------------------------------------


def test_fewer_words_than_a_window_or_a_sample_have_no_value() -> None:
    results = measure_diversity(make(write(41, 1, 20))).set_index("measure")
    assert results.loc[["mattr", "hdd"], "value"].isna().all()
    assert results.loc["mattr", "note"] == "only 41 words: a window takes 50, so no value"
    assert results.loc["hdd", "note"] == "only 41 words: a sample takes 42, so no value"
    assert measure(write(41, 1, 20), window=41)["mattr"] > 0
    assert measure(write(42, 1, 20))["hdd"] > 0
    assert (
        "a window takes 60" in measure_diversity(make(write(41, 1, 20)), window=60).set_index("measure").loc["mattr", "note"]
    )


def test_words_that_are_all_different_never_fall_below_the_threshold() -> None:
    row = measure_diversity(make([f"w{i}" for i in range(120)])).set_index("measure").loc["mtld"]
    assert row[["value", "low", "high"]].isna().all()
    assert row["note"] == "every word is different, so no value"
    values = measure([f"w{i}" for i in range(120)])
    assert values[["mattr", "hdd", "ttr"]].tolist() == pytest.approx([1, 1, 1])


def test_a_story_of_headings_has_no_value() -> None:
    results = measure_diversity(pd.concat([make(["contents"], kind="heading"), make([], ["a", "b", "a"])]))
    rows = results[results["story"] == "s0"]
    assert rows[["value", "low", "high"]].isna().to_numpy().all()
    assert (rows["size"] == 0).all()
    assert (rows["note"] == "no words but headings, so no value").all()
    assert results.loc[results["story"] == "s1", "value"].notna().any()


def test_notes_say_what_to_beware_of() -> None:
    notes = measure_diversity(make(write(55, 1, 40), write(400, 1, 200))).set_index(["story", "measure"])["note"]
    assert notes["s0", "mtld"] == "only 55 words: MTLD was made for 100 or more"
    assert notes["s0", "mattr"] == "too short for an interval"  # less a tenth, less than a window
    assert notes["s0", "hdd"] == ""
    assert notes["s1"].loc[["mattr", "mtld", "hdd"]].tolist() == ["", "", ""]
    assert "length" in notes["s1", "ttr"]
    assert "length" in notes["s1", "types"]


def test_one_sentence_has_no_interval() -> None:
    results = measure_diversity(make(write(200, 1, 90), every=200)).set_index("measure")
    assert results["value"].notna().all()
    assert results[["low", "high"]].isna().to_numpy().all()
    assert (results.loc[COMPARED, "note"] == "too short for an interval").all()


@pytest.mark.parametrize("options", [{"window": 0}, {"threshold": 0}, {"threshold": 1}, {"threshold": 72}])
def test_impossible_settings(options: dict) -> None:
    with pytest.raises(StoryError, match=next(iter(options))):
        measure_diversity(make(["a"]), **options)


# --- intervals --------------------------------------------------------------------------------------------------------


def test_the_interval_leaves_out_one_tenth_after_the_other() -> None:
    from scipy.stats import t

    words = make(write(371, 4, 150), every=7)
    block = number_blocks(words, np.full(371, 37.1))
    assert block.max() == 9
    left_out = [words.loc[block != number, "word"].tolist() for number in range(10)]
    results = measure_diversity(words).set_index("measure")
    for name, formula in (("mattr", average_ratios), ("mtld", last_until), ("hdd", expect_types)):
        values = np.array([formula(part) for part in left_out])
        error = math.sqrt(9 / 10 * ((values - values.mean()) ** 2).sum())
        half = t.ppf(0.975, 9) * error
        assert results.loc[name, "high"] == pytest.approx(results.loc[name, "value"] + half)
        assert results.loc[name, "low"] == pytest.approx(results.loc[name, "value"] - half)
    assert results.loc[["ttr", "types"], ["low", "high"]].isna().to_numpy().all()


def test_an_interval_ends_where_the_measure_does() -> None:
    words = [f"w{i}" for i in range(118)] + ["w117", "w117"]  # nothing is repeated but at the end
    rows = measure_diversity(make(words)).set_index("measure")
    assert (rows.loc[["mattr", "hdd"], "value"] < 1).all()
    assert (rows.loc[["mattr", "hdd"], "high"] == 1).all()
    assert math.isnan(rows.loc["mtld", "high"])  # without the last tenth every word is different
    words[1] = "w0"
    assert measure_diversity(make(words)).set_index("measure").loc["mtld", "low"] == 0


@pytest.mark.slow
def test_intervals_cover_random_words() -> None:
    # The truth is what a very long text has, whose words are drawn alike: of short ones, about 95 in a hundred hold it.
    truth = measure(write(60_000, 0, 300))
    results = measure_diversity(make(*(write(400, seed, 300) for seed in range(1, 201))))
    for name in ("mattr", "hdd"):
        rows = results[results["measure"] == name]
        assert 0.91 <= ((rows["low"] <= truth[name]) & (truth[name] <= rows["high"])).mean() <= 0.985
    rows = results[results["measure"] == "mtld"]
    assert ((rows["low"] <= truth["mtld"]) & (truth["mtld"] <= rows["high"])).mean() >= 0.93  # somewhat too wide


# --- differences ------------------------------------------------------------------------------------------------------


def test_pairs_come_in_reading_order() -> None:
    contrasts = compare_diversity(make(write(200, 1, 90), write(200, 2, 90), write(200, 3, 90)))
    assert list(contrasts.columns) == TABLES["contrasts"].columns
    pairs = list(contrasts[["story_1", "story_2"]].itertuples(index=False, name=None))
    assert pairs == [pair for pair in [("s0", "s1"), ("s0", "s2"), ("s1", "s2")] for _ in range(3)]
    assert contrasts["measure"].tolist() == ["mattr", "mtld", "hdd"] * 3
    assert contrasts["unit"].tolist() == ["share", "words", "share"] * 3
    assert contrasts["yardstick"].notna().all()


def test_differences_are_tested_as_scipy_tests_them() -> None:
    from scipy.stats import t, ttest_ind_from_stats

    words = make(write(300, 1, 200), write(500, 2, 120), every=6)
    results = measure_diversity(words).set_index(["story", "measure"])
    contrasts = compare_diversity(words).set_index("measure")
    for name, row in contrasts.iterrows():
        one, two = results.loc[("s0", name)], results.loc[("s1", name)]
        assert (row["value_1"], row["value_2"]) == (one["value"], two["value"])
        assert row["difference"] == one["value"] - two["value"]
        # scipy 1.16: Welch's test of two means of ten, whose errors are those of the intervals
        deviations = [(side["high"] - side["value"]) / t.ppf(0.975, 9) * math.sqrt(10) for side in (one, two)]
        welch = ttest_ind_from_stats(one["value"], deviations[0], 10, two["value"], deviations[1], 10, equal_var=False)
        assert row["p"] == pytest.approx(welch.pvalue, rel=1e-6)
        # sentences: 300 / 6 and 500 / 6
        influence = math.sqrt((deviations[0] ** 2 / 10 * 50 + deviations[1] ** 2 / 10 * 84) / 2)
        assert row["effect"] == pytest.approx(row["difference"] / influence, rel=1e-6)
        first, second = (deviation**2 / 10 for deviation in deviations)
        freedom = (first + second) ** 2 / ((first**2 + second**2) / 9)  # Welch (1947)
        half = t.ppf(0.975, freedom) * math.sqrt(first + second)
        assert (row["low"], row["high"]) == pytest.approx((row["difference"] - half, row["difference"] + half), rel=1e-6)


def test_holm_takes_all_pairs_and_measures_as_one_family() -> None:
    words = make(write(400, 1, 40), write(400, 2, 60), write(400, 3, 400))
    alone, together = compare_diversity(words[words["story"] != "s2"]), compare_diversity(words)
    corrected = ["p_adjusted", "detectable", "verdict", "statement", "claim"]
    pd.testing.assert_frame_equal(alone.drop(columns=corrected), together.head(3).drop(columns=corrected))
    assert alone["p_adjusted"].min() == pytest.approx(min(1, 3 * alone["p"].min()))
    assert together["p_adjusted"].min() == pytest.approx(9 * together["p"].min())
    assert (alone["detectable"] < together.head(3)["detectable"]).all()
    assert together["statement"].str.contains("corrected for 9 tests").all()


def test_swapping_the_stories_turns_the_sign_and_no_more() -> None:
    words = make(write(300, 1, 90), write(500, 2, 200))
    there = compare_diversity(words)
    back = compare_diversity(pd.concat([words[words["story"] == "s1"], words[words["story"] == "s0"]]))
    check_turned(there, back)


def test_statements_name_the_measure_and_round_it() -> None:
    statements = compare_diversity(read_stories(DATA))["statement"].tolist()
    for statement, begin in zip(
        statements,
        (
            "MATTR (mean type-token ratio of 50 words): Thierry 0.822, Léa 0.850; difference −0.028 (95 % interval ",
            "MTLD (words until the type-token ratio is below 0.72): Thierry 100.2, Léa 122.3; difference −22.0 (95 % ",
            "HD-D (expected type-token ratio of 42 words): Thierry 0.831, Léa 0.834; difference −0.003 (95 % interval ",
        ),
        strict=True,
    ):
        assert statement.startswith(begin)


def test_a_poor_and_a_rich_vocabulary_are_distinguishable() -> None:
    contrasts = compare_diversity(make(write(2000, 1, 40), write(2000, 2, 2000)))
    assert (contrasts["difference"] < 0).all()
    assert (contrasts["verdict"] == DISTINGUISHABLE).all()
    assert (contrasts["note"] == "beyond 1,000 words the yardstick rests on ten novels").all()


def test_a_difference_below_the_yardstick_is_within_one_book(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def find_yardstick(*asking: object, family: int) -> float:
        asked.append((*asking, family))
        return 1e9

    monkeypatch.setattr(diversity, "find_yardstick", find_yardstick)
    contrasts = compare_diversity(make(write(1000, 1, 40), write(800, 2, 2000)))
    assert (contrasts["verdict"] == WITHIN).all()
    assert asked == [("mattr", 1000, 800, 3), ("mtld", 1000, 800, 3), ("hdd", 1000, 800, 3)]


@pytest.mark.slow
def test_draws_from_one_vocabulary_are_seldom_told_apart() -> None:
    pairs = [make(write(400, seed, 300), write(400, seed + 1000, 300)) for seed in range(1, 61)]
    assert np.mean([(compare_diversity(pair)["p_adjusted"] < 0.05).any() for pair in pairs]) <= 0.08
    assert (compare_diversity(pairs[0])["verdict"] == NOT_DISTINGUISHABLE).all()


def test_a_story_too_short_is_not_assessed_and_the_note_says_which() -> None:
    contrasts = compare_diversity(make(write(400, 1, 90), write(41, 2, 30))).set_index("measure")
    assert (contrasts.loc[["mattr", "hdd"], "verdict"] == NOT_ASSESSED).all()
    assert contrasts.loc[["mattr", "hdd"], ["difference", "p", "p_adjusted", "detectable"]].isna().to_numpy().all()
    assert contrasts.loc["mattr", "note"] == "s1: only 41 words: a window takes 50, so no value"
    assert contrasts.loc["hdd", "note"] == "s1: only 41 words: a sample takes 42, so no value"
    assert not contrasts["statement"].str.contains("nan").any()
    # MTLD can be had, and is the only test of the family.
    assert contrasts.loc["mtld", "p_adjusted"] == contrasts.loc["mtld", "p"]
    assert "s1: only 41 words: MTLD was made for 100 or more" in contrasts.loc["mtld", "note"]
    assert "extrapolated" in contrasts.loc["mtld", "note"]


def test_a_story_without_an_interval_shows_its_difference_untested() -> None:
    contrasts = compare_diversity(make(write(400, 1, 90), write(55, 2, 30))).set_index("measure")
    row = contrasts.loc["mattr"]
    assert row["note"] == "s1: too short for an interval"
    assert row["verdict"] == NOT_ASSESSED
    assert not math.isnan(row["difference"])
    assert math.isnan(row["p"])


def test_stories_in_which_nothing_varies_are_not_assessed() -> None:
    contrasts = compare_diversity(make(["a", "b"] * 120, ["a", "b", "c"] * 120, every=6))
    assert (contrasts["verdict"] == NOT_ASSESSED).all()
    assert contrasts["note"].str.contains("nothing varies").all()
    assert contrasts["difference"].notna().all()
