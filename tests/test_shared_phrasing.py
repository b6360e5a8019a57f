"""Verdicts on shared phrasing and on its order: by hand, against scipy and all permutations, and at their edges."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from conftest import ONE, TWO, make_reference_row, read, read_both_ways
from scipy import stats

from analysis import StoryError, align_passages, find_shared_phrases, split_words
from analysis.statistics.correction import adjust_holm
from analysis.statistics.norms import PROBABILITIES
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE
from analysis.tables import TABLES
from analysis.vocabulary import shared_phrasing as matches
from analysis.vocabulary.chance import find_expected
from analysis.vocabulary.shared_phrasing import assess_order, judge_matches

pytestmark = pytest.mark.usefixtures("made_reference")
JUDGED = TABLES["judged matches"].columns
ORDER = ["story_1", "story_2", "measure", "value", "low", "high", "size", "p", "p_adjusted", "verdict", "statement", "note"]
OTHER = "Fog lay on the river. A ship came in with the tide. Its master slept below, and two boys rowed him to the quay."


def make_reference(phrases: float = 10.0, alignments: float = 10.0, pairs: int = 1000) -> pd.DataFrame:
    """As many matches as nothing, at most `phrases` or `alignments`, or anything between, at every score and length."""
    return pd.DataFrame(
        [
            make_reference_row(measure, size, most, score=score, pairs=pairs, mean=min(most / 2, 1.0), same_book=most / 4)
            for measure, most in (("phrases", phrases), ("alignments", alignments))
            for score in (4.5, 5.0, 8.0)
            for size in (10, 1000)
        ]
    )


# --- more than unrelated stories? -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_judged_are_the_matches_listed() -> None:
    stories = read(a=ONE, b=TWO, c=OTHER)
    table = judge_matches(stories)
    assert list(table.columns) == JUDGED
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    assert list(table[["story_1", "story_2"]].itertuples(index=False, name=None)) == [pair for pair in pairs for _ in "123"]
    assert table["measure"].tolist() == ["phrases", "alignments", "closest"] * 3
    phrases, passages = find_shared_phrases(stories), align_passages(stories)
    for row in table.itertuples():
        listed = phrases if row.measure == "phrases" else passages
        own = listed[(listed["story_1"] == row.story_1) & (listed["story_2"] == row.story_2)]
        if row.measure == "closest":
            assert row.value == max(own["score"], default=0)
            assert row.score == max(own["score"], default=5)
        else:
            assert row.value == len(own)
            assert row.score == {"phrases": 4.5, "alignments": 5}[row.measure]
    assert table["value"].tolist()[0] == 5
    assert table["value"].tolist()[3:] == [0] * 6
    lengths = split_words(stories).groupby("story").size()
    assert table["size"].tolist()[::3] == [round(math.sqrt(lengths[one] * lengths[two])) for one, two in pairs]


@pytest.mark.slow
def test_given_tables_of_matches_give_the_same() -> None:
    stories = read(a=ONE, b=TWO, c=OTHER, d=ONE)
    words = split_words(stories)
    phrases, alignments = find_shared_phrases(words), align_passages(words)
    expected = judge_matches(words)
    before = phrases.copy(deep=True), alignments.copy(deep=True)
    for given in ({"phrases": phrases}, {"alignments": alignments}, {"phrases": phrases, "alignments": alignments}):
        pd.testing.assert_frame_equal(judge_matches(words, **given), expected)
    for table, copy in zip((phrases, alignments), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    rare = make_reference(phrases=4.0, alignments=0.5)
    given = {"phrases": find_shared_phrases(words, reference=rare), "alignments": align_passages(words, reference=rare)}
    pd.testing.assert_frame_equal(judge_matches(words, reference=rare, **given), judge_matches(words, reference=rare))


@pytest.mark.slow
def test_given_tables_are_not_searched_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = split_words(read(a=ONE, b=TWO))
    phrases, alignments = find_shared_phrases(words), align_passages(words)
    for name in ("find_shared_phrases", "align_passages"):
        monkeypatch.setattr(matches, name, None)
    judged = judge_matches(words, phrases=phrases.head(2), alignments=alignments.head(0)).set_index("measure")
    assert judged.loc[["phrases", "alignments"], "value"].tolist() == [2, 0]


@pytest.mark.slow
def test_rank_and_verdict_by_hand() -> None:
    # Five phrases, where unrelated stories have up to ten, five or four.
    for most, p, verdict in (
        (10.0, 751 / 1001, NOT_DISTINGUISHABLE),
        (5.0, 6 / 1001, DISTINGUISHABLE),
        (4.0, 1 / 1001, DISTINGUISHABLE),
    ):
        row = judge_matches(read(a=ONE, b=TWO), reference=make_reference(phrases=most)).iloc[0]
        assert row["value"] == 5
        assert row[["expected", "unrelated_high", "maximum", "same_book"]].tolist() == pytest.approx(
            [1, 0.975 * most, most, most / 4]
        )
        assert row["p"] == pytest.approx(p)
        assert row["p_adjusted"] == pytest.approx(min(3 * p, 1))  # of three measures, the others as common as can be
        assert row["verdict"] == verdict


@pytest.mark.slow
def test_nothing_shared_is_never_distinguishable() -> None:
    for most in (0.0, 1.0, 20.0):
        table = judge_matches(read(a=ONE, b=OTHER), reference=make_reference(phrases=most, alignments=most))
        assert table["value"].tolist() == [0, 0, 0]
        assert table["p"].tolist() == [1, 1, 1]
        assert (table["verdict"] == NOT_DISTINGUISHABLE).all()


@pytest.mark.slow
def test_the_closest_passage_by_hand() -> None:
    # Passages of any score, of which unrelated stories have none, at most one, or up to ten.
    best = align_passages(read(a=ONE, b=TWO))["score"].max()
    for most, p, verdict in (
        (0.5, 1 / 1001, DISTINGUISHABLE),
        (1.0, 6 / 1001, DISTINGUISHABLE),
        (10.0, None, NOT_DISTINGUISHABLE),
    ):
        table = judge_matches(read(a=ONE, b=TWO), reference=make_reference(alignments=most)).set_index("measure")
        row = table.loc["closest"]
        assert row[["value", "score"]].tolist() == [best, best]
        assert row["verdict"] == verdict
        assert row["statement"].startswith(f"The closest passage of a and b has {best:g} points; unrelated stories of this")
        assert ("they share a closer passage" in row["statement"]) == (verdict == DISTINGUISHABLE)
        assert p is None or row["p"] == pytest.approx(p)
    row = judge_matches(read(a=ONE, b=OTHER)).set_index("measure").loc["closest"]
    assert row["statement"].startswith("No passage of a and b runs alike with 5 points or more; unrelated stories")


@pytest.mark.slow
def test_p_is_adjusted_over_all_measures_and_pairs() -> None:
    table = judge_matches(read(a=ONE, b=TWO, c=OTHER, d=ONE), reference=make_reference(phrases=6.0, alignments=5.5))
    assert table["p_adjusted"].tolist() == pytest.approx(adjust_holm(table["p"]).tolist())
    assert table["p"].nunique() > 2


@pytest.mark.slow
def test_statement_of_shared_phrasing() -> None:
    table = judge_matches(read(fog=ONE, rain=TWO), reference=make_reference(phrases=4.0, alignments=0.5))
    phrases, passages, _ = table["statement"]
    size = table["size"].iloc[0]
    assert phrases == (
        f"fog and rain have 5 shared phrases of three words or more; unrelated stories of this length (about {size} words)"
        " have 1.00 on average and at most 4. Distinguishable from unrelated stories: they share more phrasing (p = .003,"
        " by rank among pairs of unrelated texts)."
    )
    assert f"{table['value'].iloc[1]:.0f} aligned passages of 5 points or more" in passages
    assert "0.25 on average and none" in passages


@pytest.mark.slow
def test_unequal_and_unknown_lengths_are_noted() -> None:
    table = judge_matches(read(a=ONE, b=TWO, c=ONE * 3))
    notes = {(row.story_1, row.story_2): row.note for row in table.itertuples()}
    assert notes["a", "b"] == ""
    assert "unequal length (37 and 111 words)" in notes["a", "c"]
    assert "lengths of the reference" not in notes["a", "c"]
    assert "lengths of the reference" in judge_matches(read(a="Fog lay low.", b="Fog was low.")).loc[0, "note"]


@pytest.mark.slow
def test_beyond_the_lengths_of_the_reference_is_noted() -> None:
    for text in ("Fog lay low.", " ".join([OTHER] * 60)):
        note = judge_matches(read(a=text, b=text)).loc[0, "note"]
        assert "lengths of the reference" in note


@pytest.mark.slow
def test_a_match_in_very_short_stories_is_not_rarer_than_in_the_shortest_known() -> None:
    # Two words of ten known: the share of pairs with a phrase stays what it is at ten words, at least.
    rare = make_reference(phrases=1.0).assign(**{f"q{level}": 0.0 for level in PROBABILITIES})
    row = judge_matches(read(a="Old men ran.", b="Then old men ran."), reference=rare).iloc[0]
    assert row["value"] == 1
    assert row["p"] == pytest.approx(6 / 1001)


def test_a_reference_that_knows_no_matches() -> None:
    table = judge_matches(read(a=ONE, b=TWO), reference=make_reference().iloc[:0])
    assert (table["verdict"] == NOT_ASSESSED).all()
    assert table[["p", "p_adjusted", "expected", "maximum"]].isna().to_numpy().all()
    assert table["note"].str.contains("reference does not know").all()
    assert table["statement"].str.contains("reference does not know").all()
    assert table["value"].tolist()[0] == 5


@pytest.mark.slow
def test_swapping_the_stories_changes_no_number() -> None:
    ahead, back = map(judge_matches, read_both_ways(ONE, TWO))
    numbers = ["value", "score", "size", "expected", "unrelated_high", "maximum", "same_book", "p", "p_adjusted"]
    pd.testing.assert_frame_equal(ahead[numbers], back[numbers])


def test_headings_do_not_count() -> None:
    stories = read(a=f"Chapter 1\n\n{ONE}", b=TWO)
    pd.testing.assert_frame_equal(judge_matches(stories), judge_matches(read(a=ONE, b=TWO)))


@pytest.mark.slow
@pytest.mark.parametrize("other", ["Fog.", "It was so.", "שלום."])
def test_stories_of_a_word_or_two(other: str) -> None:
    table = judge_matches(read(a=other, b=ONE))
    assert list(table.columns) == JUDGED
    assert table["value"].tolist() == [0, 0, 0]
    assert not table["statement"].str.contains("nan").any()


# --- in the same order? -----------------------------------------------------------------------------------------------


def place(second: list[int] | tuple[int, ...], *, stories: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    """Passages in order in the first story, at these places in the second."""
    return pd.DataFrame(
        [
            {"story_1": stories[0], "story_2": stories[1], "start_1": 10 * i, "end_1": 10 * i + 5, "start_2": 10 * j,
             "end_2": 10 * j + 5, "score": 5.0}
            for i, j in enumerate(second)
        ]
    )  # fmt: skip


def test_five_passages_in_the_same_order() -> None:
    table = assess_order(place(range(5)))
    assert list(table.columns) == ORDER
    row = table.iloc[0]
    assert row[["value", "size", "p"]].tolist() == pytest.approx([1, 5, 2 / math.factorial(5)])
    assert row["verdict"] == DISTINGUISHABLE
    assert "the same order" in row["statement"]
    back = assess_order(place(range(4, -1, -1))).iloc[0]
    assert [*back[["value", "p"]], back["verdict"]] == [pytest.approx(-1), pytest.approx(2 / 120), DISTINGUISHABLE]
    assert "the reverse order" in back["statement"]


@pytest.mark.parametrize(
    "second", [(1, 0, 2, 3, 4), (0, 4, 1, 3, 2), (4, 2, 3, 0, 1), (2, 0, 5, 1, 4, 3), (5, 3, 4, 1, 0, 2)]
)
def test_order_is_kendalls_and_its_p_that_of_all_permutations(second: tuple[int, ...]) -> None:
    def count(order: tuple[int, ...]) -> int:
        return sum(np.sign(order[j] - order[i]) for i in range(len(order)) for j in range(i + 1, len(order)))

    row = assess_order(place(second)).iloc[0]
    pairs = math.comb(len(second), 2)
    assert row["value"] == pytest.approx(count(second) / pairs)
    extreme = [abs(count(order)) >= abs(count(second)) for order in permutations(range(len(second)))]
    assert row["p"] == pytest.approx(np.mean(extreme))
    assert row["low"] <= row["value"] <= row["high"]
    assert -1 <= row["low"] < row["high"] <= 1


def test_interval_of_the_order_by_hand() -> None:
    second = [2, 0, 1, 4, 3, 7, 5, 6, 9, 8, 11, 10]
    row = assess_order(place(second)).iloc[0]
    tau = stats.kendalltau(range(12), second).statistic
    half = 1.96 * math.sqrt(0.437 / (12 - 4))
    assert row["value"] == pytest.approx(tau)
    assert [row["low"], row["high"]] == pytest.approx([math.tanh(math.atanh(tau) - half), math.tanh(math.atanh(tau) + half)])
    same = assess_order(place(range(5))).iloc[0]
    assert same["high"] == pytest.approx(1)
    assert same["low"] < 0.8  # five in order do not prove perfect order


def test_of_passages_that_overlap_in_either_story_the_best_counts() -> None:
    table = place(range(6))
    over_1 = pd.DataFrame(
        [{"story_1": "a", "story_2": "b", "start_1": 3, "end_1": 8, "start_2": 500, "end_2": 505, "score": 4.5}]
    )
    over_2 = over_1.assign(start_1=500, end_1=505, start_2=54, end_2=59)
    beside = over_1.assign(start_1=55, end_1=60, start_2=55, end_2=60)  # begins where another ends
    weak = assess_order(pd.concat([table, over_1, over_2])).iloc[0]
    assert (weak["size"], weak["value"]) == (6, pytest.approx(1))
    strong = assess_order(pd.concat([table, over_1.assign(score=9.0)])).iloc[0]
    assert strong["size"] == 6
    assert strong["value"] == pytest.approx(1 - 2 * 5 / 15)  # the first passage now stands last in the second story
    assert assess_order(pd.concat([table, beside])).iloc[0]["size"] == 7
    within = pd.concat([over_1.assign(start_1=-5, end_1=30, start_2=-5, end_2=30, score=9.0), table])
    assert assess_order(within)["size"].item() == 4


def test_fewer_than_five_passages_are_not_assessed() -> None:
    for number in (1, 4):
        row = assess_order(place(range(number))).iloc[0]
        assert np.isnan(row[["value", "low", "high", "p", "p_adjusted"]].to_numpy(dtype=float)).all()
        assert (row["size"], row["verdict"]) == (number, NOT_ASSESSED)
        assert "5 are needed" in row["note"]
        assert "not assessed" in row["statement"]


def test_each_pair_of_stories_has_its_row() -> None:
    table = pd.concat(
        [place(range(5)), place([1, 0, 2, 3, 4], stories=("a", "c")), place([0, 1], stories=("b", "c"))], ignore_index=True
    )
    before = table.copy(deep=True)
    order = assess_order(table)
    pd.testing.assert_frame_equal(table, before)
    assert order[["story_1", "story_2"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert order["value"].tolist()[:2] == pytest.approx([1, 0.8])
    assert order["p_adjusted"].tolist() == pytest.approx(adjust_holm(order["p"]).tolist(), nan_ok=True)
    assert order["p_adjusted"].iloc[0] == pytest.approx(2 * 2 / 120)


def test_the_order_of_rows_is_irrelevant() -> None:
    table = place([2, 0, 1, 4, 3, 7, 5, 6])
    shuffled = table.sample(frac=1, random_state=1)
    assert shuffled.index.tolist() != table.index.tolist()
    pd.testing.assert_frame_equal(assess_order(shuffled), assess_order(table))


@pytest.mark.slow
def test_order_of_the_aligned_passages_of_two_stories() -> None:
    parts = [
        "Red cups broke.",
        "Old men slept.",
        "Grey wolves howled.",
        "Young cats hid.",
        "Cold rain fell.",
        "Dogs ran home.",
    ]
    stories = read(a="\n\n".join(parts), b="\n\n".join(parts), c="\n\n".join(parts[::-1]))
    order = assess_order(align_passages(stories))
    assert order["value"].tolist() == pytest.approx([1, -1, -1])
    assert order["size"].tolist()[:2] == [6, 6]
    assert (order["verdict"] == DISTINGUISHABLE).all()


def test_no_passages_at_all() -> None:
    order = assess_order(align_passages(read(a=ONE, b=OTHER)))
    assert order.empty
    assert list(order.columns) == ORDER


# --- chance between and beyond the lengths of the reference -----------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("score", [5.0, 5.5, 6.5, 9.0])
def test_chance_grows_steadily_with_length(score: float) -> None:
    lengths = [100, 150, 199, 200, 201, 390, 399, 400, 401, 799, 800, 1_599, 1_600]
    shares = np.array([matches._rank("alignments", (n, n), score, 1, None) for n in lengths])
    assert (np.diff(shares) >= -1e-12).all()
    for before, at in ((2, 3), (6, 7), (9, 10), (11, 12)):  # a word less is no leap
        assert shares[at] - shares[before] < 0.01


def test_a_share_between_two_lengths_is_between_theirs() -> None:
    rows = [make_reference_row("alignments", size, high, score=5.0) for size, high in ((100, 1.25), (400, 5.0))]
    reference = pd.DataFrame(rows)
    shares = [matches._rank("alignments", (n, n), 5.0, 1, reference) for n in (100, 200, 400)]
    assert shares[1] == pytest.approx((shares[0] + shares[2]) / 2)  # 200 is half way in the logarithm


def test_beyond_the_reference_chance_is_no_less_than_the_mean_makes_it() -> None:
    mean = find_expected("alignments", (300_000, 300_000), 16.0)["mean"]
    assert mean > 0.2
    assert matches._rank("alignments", (300_000, 300_000), 16.0, 1, None) >= 1 - math.exp(-mean) - 1e-12


@pytest.mark.slow
def test_fewer_points_than_are_counted_are_not_counted() -> None:
    words = read(a=ONE, b=TWO)
    low = align_passages(words, least=2.5)
    assert len(low) > len(align_passages(words))
    pd.testing.assert_frame_equal(judge_matches(words, alignments=low), judge_matches(words))


def test_a_pair_without_passages_has_its_row_if_asked_for() -> None:
    pairs = pd.DataFrame({"story_1": ["a"], "story_2": ["b"]})
    none = align_passages(read(a="Fog lay low.", b="A red fox ran."))
    assert assess_order(none).empty
    (row,) = assess_order(none, pairs=pairs).itertuples()
    assert (row.story_1, row.size, row.verdict) == ("a", 0, "not assessed")


@pytest.mark.parametrize(("argument", "maker"), [("phrases", "find_shared_phrases"), ("alignments", "align_passages")])
def test_matches_of_another_kind_are_refused(argument: str, maker: str) -> None:
    words = split_words(read(a=ONE, b=TWO))
    with pytest.raises(StoryError, match=maker):
        judge_matches(words, **{argument: words})
