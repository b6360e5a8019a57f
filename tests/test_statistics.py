"""The statistics against textbook cases worked by hand, scipy's own tests, brute force and their definitions."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from analysis.errors import StoryError
from analysis.measure import Measure, list_tested
from analysis.readability.measures import MEASURES
from analysis.statistics import permutation
from analysis.statistics.comparison import Compared, compare_pairs, describe_difference
from analysis.statistics.correction import adjust_holm, adjust_max
from analysis.statistics.estimates import Estimate, detect, estimate, jackknife, subtract
from analysis.statistics.norms import PROBABILITIES, find_reference, find_yardstick, rank_among
from analysis.statistics.permutation import find_p, permute
from analysis.statistics.rounding import format_number, format_p
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, VERDICTS, WITHIN, judge
from analysis.statistics.wording import state_difference
from analysis.tables import TABLES

LENGTH = (MEASURES["words_per_sentence"].formula, MEASURES["words_per_sentence"].counts)
SYLLABLES = (MEASURES["syllables_per_word"].formula, MEASURES["syllables_per_word"].counts)


def sentences_of(*lengths: float) -> dict[str, np.ndarray]:
    return {"words": np.array(lengths, dtype=float), "sentences": np.ones(len(lengths))}


def estimate_length(*groups: list[float]) -> Estimate:
    """Words per sentence of each group of sentence lengths."""
    group = np.repeat(np.arange(len(groups)), [len(lengths) for lengths in groups])
    return estimate(LENGTH[0], sentences_of(*(length for lengths in groups for length in lengths)), group, len(groups))


# --- estimates and intervals ------------------------------------------------------------------------------------------


def test_estimate_of_mean_length_is_mean_and_s_over_root_n() -> None:
    # Lengths 4, 6, 11: mean 7, deviations -3, -1, 4, s^2 = (9 + 1 + 16)/2 = 13.
    result = estimate_length([4, 6, 11])
    assert result.value[0] == pytest.approx(7, abs=1e-12)
    assert result.error[0] == pytest.approx(math.sqrt(13 / 3), rel=1e-7)
    assert result.number[0] == 3


def test_estimate_of_a_ratio_is_the_textbook_variance() -> None:
    # Words 2, 3, 5 and syllables 4, 3, 8: r = 15/10 = 1.5. Residuals y - r w: 4 - 3 = 1, 3 - 4.5 = -1.5, 8 - 7.5 = .5.
    # Cochran (1977), eq. 6.13 without its finite-population factor: n/(n - 1) * (1 + 2.25 + .25) / 10^2.
    counts = {"words": np.array([2.0, 3, 5]), "syllables": np.array([4.0, 3, 8])}
    result = estimate(SYLLABLES[0], counts, np.zeros(3, int), 1)
    assert result.value[0] == pytest.approx(1.5, abs=1e-12)
    assert result.error[0] == pytest.approx(math.sqrt(3 / 2 * 3.5 / 100), rel=1e-7)


def test_estimate_of_groups_is_each_alone() -> None:
    one, two = [3.0, 8, 4, 9], [12.0, 5]
    both = estimate_length(one, two)
    for place, lengths in enumerate((one, two)):
        alone = estimate_length(lengths)
        assert (both.value[place], both.error[place]) == pytest.approx((alone.value[0], alone.error[0]), rel=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_error_is_the_jackknifes_for_long_texts(measure: str) -> None:
    # The delta method and the delete-one jackknife agree as texts grow (Efron & Tibshirani, 1993, ch. 11).
    generator = np.random.default_rng(4)
    size = 600
    words = generator.integers(3, 30, size).astype(float)
    counts = {name: generator.binomial(words.astype(int), share) + 0.0 for name, share in {
        "complex": 0.1, "polysyllables": 0.15, "unfamiliar": 0.2, "long_words": 0.2, "unlisted": 0.05,
        "lower_words": 0.9, "lower_unfamiliar": 0.1, "lower_unlisted": 0.04,
        "content_words": 0.4, "of_words": 0.03, "abstract_words": 0.03, "you_words": 0.02,
        "monosyllables": 0.7, "mini_words": 0.3}.items()}  # fmt: skip
    counts["unfamiliar_content"] = generator.binomial(counts["content_words"].astype(int), 0.3) + 0.0
    counts |= {"words": words, "sentences": np.ones(size), "squares": words**2}
    counts |= {"syllables": words + generator.poisson(0.5 * words), "letters": 3 * words + generator.poisson(1.2 * words)}
    formula, names = (MEASURES[measure].formula, MEASURES[measure].counts)
    counts = {name: counts[name] for name in names}
    result = estimate(formula, counts, np.zeros(size, int), 1)
    left_out = formula(**{name: values.sum() - values for name, values in counts.items()})
    jackknife = math.sqrt((size - 1) / size * ((left_out - left_out.mean()) ** 2).sum())
    assert result.error[0] == pytest.approx(jackknife, rel=0.02)


def test_error_at_dale_challs_step_is_that_beside_it() -> None:
    def error(unfamiliar: int) -> float:
        # 400 words in 40 sentences, so that 20 unfamiliar words are 5 %.
        counts = {"unfamiliar": (np.arange(40) < unfamiliar) + 0.0, **sentences_of(*([9.0, 11.0] * 20))}
        return estimate(MEASURES["dale_chall"].formula, counts, np.zeros(40, int), 1).error[0]

    assert error(20) == pytest.approx(error(19), rel=0.05)


def test_interval_is_scipys_t_interval_for_a_mean() -> None:
    lengths = [4.0, 6, 11, 9, 30, 2]
    low, high = estimate_length(lengths).interval()
    theirs = stats.ttest_1samp(lengths, 0).confidence_interval(0.95)
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), rel=1e-6)
    low, high = estimate_length(lengths).interval(0.8)
    theirs = stats.ttest_1samp(lengths, 0).confidence_interval(0.8)
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), rel=1e-6)


def test_one_sentence_has_no_error_and_none_no_value() -> None:
    result = estimate(LENGTH[0], sentences_of(5, 4, 8), np.array([0, 2, 2]), 3)
    assert result.value[[0, 2]].tolist() == [5, 6]
    assert np.isnan(result.value[1])
    assert np.isnan(result.error).tolist() == [True, True, False]
    low, high = result.interval()
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False]


def test_sentences_all_alike_have_no_error() -> None:
    result = estimate_length([7.0] * 5)
    assert (result.value[0], result.error[0]) == pytest.approx((7, 0), abs=1e-6)


def test_subtract_is_welchs_interval() -> None:
    one, two = [4.0, 6, 11, 9, 30, 2, 7], [12.0, 5, 8, 9]
    gap = subtract(estimate_length(one, two))
    theirs = stats.ttest_ind(one, two, equal_var=False)
    interval = theirs.confidence_interval(0.95)
    assert gap.difference == pytest.approx(np.mean(one) - np.mean(two), abs=1e-9)
    assert (gap.low, gap.high) == pytest.approx((interval.low, interval.high), rel=1e-6)
    assert gap.df == pytest.approx(theirs.df, rel=1e-6)
    assert gap.difference / gap.error == pytest.approx(theirs.statistic, rel=1e-6)


def test_subtract_of_a_single_sentence_has_no_interval() -> None:
    gap = subtract(estimate_length([4.0], [3.0, 5, 8]))
    assert gap.difference == pytest.approx(4 - 16 / 3)
    assert np.isnan([gap.low, gap.high]).all()


def test_subtract_of_sentences_without_variance_is_exact() -> None:
    gap = subtract(Estimate(np.array([5.0, 3.0]), np.zeros(2), np.array([4, 4])))
    assert (gap.difference, gap.low, gap.high) == (2, 2, 2)


# --- permutation ------------------------------------------------------------------------------------------------------


def welch(one: np.ndarray, two: np.ndarray, axis: int = -1) -> np.ndarray:
    """The absolute studentised difference of means, written out."""
    gap = np.abs(np.mean(one, axis) - np.mean(two, axis))
    return gap / np.sqrt(np.var(one, axis, ddof=1) / one.shape[axis] + np.var(two, axis, ddof=1) / two.shape[axis])


def permute_lengths(one: list[float], two: list[float], **options: int) -> float:
    first = np.arange(len(one) + len(two)) < len(one)
    return permute({"length": LENGTH}, sentences_of(*one, *two), first, **options)["length"]


def test_permute_takes_every_permutation_of_short_texts() -> None:
    # Six sentences in two threes: 20 labellings, each worked out here with the ratio's own textbook variance.
    words, syllables = np.array([2.0, 3, 5, 4, 9, 7]), np.array([4.0, 3, 8, 5, 16, 12])

    def part(chosen: list[int]) -> tuple[float, float]:
        w, y = words[chosen], syllables[chosen]
        ratio = y.sum() / w.sum()
        return ratio, 3 / 2 * ((y - ratio * w) ** 2).sum() / w.sum() ** 2

    def statistic(chosen: tuple[int, ...]) -> float:
        (one, variance_1), (two, variance_2) = part(list(chosen)), part([i for i in range(6) if i not in chosen])
        return abs(one - two) / math.sqrt(variance_1 + variance_2)

    drawn = [statistic(chosen) for chosen in combinations(range(6), 3)]
    expected = np.mean([value >= drawn[0] - 1e-9 for value in drawn])
    assert 0 < expected < 1
    result = permute({"ratio": SYLLABLES}, {"words": words, "syllables": syllables}, np.arange(6) < 3)
    assert result["ratio"] == pytest.approx(expected, abs=1e-12)


def test_permute_is_scipys_exact_test_of_mean_length() -> None:
    one, two = [4.0, 6, 11, 9], [12.0, 25, 8, 19, 7]
    theirs = stats.permutation_test((one, two), welch, vectorized=True, n_resamples=np.inf, alternative="greater")
    assert permute_lengths(one, two) == pytest.approx(theirs.pvalue, abs=1e-12)


def test_permute_is_scipys_random_test_of_mean_length() -> None:
    # Too many permutations to take them all; both draw 9,999, so p differs by chance, sqrt(2 p (1 - p) / 9999) = .006.
    generator = np.random.default_rng(11)
    one, two = generator.integers(3, 30, 25).astype(float), generator.integers(3, 32, 31).astype(float)
    theirs = stats.permutation_test(
        (one, two), welch, vectorized=True, n_resamples=9_999, alternative="greater", rng=np.random.default_rng(7)
    )
    assert 0.02 < theirs.pvalue < 0.6
    margin = 4 * math.sqrt(2 * theirs.pvalue * (1 - theirs.pvalue) / 9_999)
    assert permute_lengths(list(one), list(two)) == pytest.approx(theirs.pvalue, abs=margin)


RANDOM = np.random.default_rng(5)
ONE, TWO = RANDOM.integers(3, 30, 18).astype(float).tolist(), RANDOM.integers(8, 36, 22).astype(float).tolist()


def test_same_seed_same_p_and_another_seed_nearly() -> None:
    p = permute_lengths(ONE, TWO, seed=3)
    assert p == permute_lengths(ONE, TWO, seed=3)
    others = {permute_lengths(ONE, TWO, seed=seed) for seed in range(4, 8)}
    assert len(others | {p}) > 1
    assert max(others | {p}) - min(others | {p}) < 8 * math.sqrt(p * (1 - p) / 9_999)


def test_p_is_the_same_whichever_story_comes_first() -> None:
    few = ONE[:5], TWO[:6]
    assert permute_lengths(*few) == permute_lengths(*few[::-1])  # all 462 permutations
    p = permute_lengths(ONE, TWO)
    assert permute_lengths(TWO, ONE) == pytest.approx(p, abs=4 * math.sqrt(2 * p * (1 - p) / 9_999))


def test_p_does_not_depend_on_the_order_of_sentences() -> None:
    one, two = ONE[:5], TWO[:6]
    assert permute_lengths(one[::-1], [two[i] for i in (3, 0, 5, 1, 4, 2)]) == permute_lengths(one, two)
    # ... nor on how the sentences of the two lie in the table
    mixed = np.array([True, False] * 5 + [False])
    lengths = np.empty(11)
    lengths[mixed], lengths[~mixed] = one, two
    assert permute({"length": LENGTH}, sentences_of(*lengths), mixed)["length"] == permute_lengths(one, two)


def test_identical_texts_have_p_one() -> None:
    assert permute_lengths(ONE, ONE) == 1
    assert permute_lengths(ONE[:4], ONE[:4]) == 1


def test_all_permutations_give_p_no_smaller_than_their_share() -> None:
    # 1, 2, 3 against 101, 102, 103: of 20 permutations only this one and its mirror are as extreme.
    assert permute_lengths([1, 2, 3], [101, 102, 103]) == pytest.approx(2 / 20, abs=1e-12)


def test_random_permutations_never_give_zero() -> None:
    clear = permute_lengths([1.0, 2] * 15, [101.0, 102] * 15, draws=99)
    assert clear == pytest.approx(1 / 100, abs=1e-12)


def test_too_few_sentences_are_not_tested() -> None:
    assert math.isnan(permute_lengths([4.0], [3.0, 5, 8]))
    assert math.isnan(permute_lengths([3.0, 5, 8], [4.0]))
    assert math.isnan(permute_lengths([], [3.0, 5]))


def test_sentences_all_alike_in_each_text() -> None:
    # No variance in the texts as they stand: the difference is infinitely many errors, which only its mirror equals.
    assert permute_lengths([5.0] * 4, [9.0] * 4) == pytest.approx(2 / math.comb(8, 4), abs=1e-12)
    assert permute_lengths([5.0] * 4, [5.0] * 6) == 1


def test_all_formulas_see_the_same_permutations() -> None:
    counts = sentences_of(*ONE, *TWO)
    first = np.arange(len(ONE) + len(TWO)) < len(ONE)
    alone = permute({"length": LENGTH}, counts, first)
    rich = counts | {"syllables": counts["words"] * 1.5 + np.arange(len(first)) % 3}
    both = permute({"syllables": SYLLABLES, "length": LENGTH}, rich, first)
    assert both["length"] == alone["length"]


def test_neighbours_of_long_texts_are_drawn_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # At most 3 units of the shorter text, which has 5: two blocks there, and of the 8 others, sentences two by two, four.
    one, two = [3.0, 5, 8, 2, 9], [12.0, 7, 4, 4, 30, 1, 6, 6]
    mixed = np.array([0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1]) == 0  # neighbours in their own text
    lengths = np.empty(13)
    lengths[mixed], lengths[~mixed] = one, two
    blocks = {"words": np.array([8.0, 19, 19, 8, 31, 12]), "sentences": np.array([2.0, 3, 2, 2, 2, 2])}
    expected = permute({"length": LENGTH}, blocks, np.arange(6) < 2)["length"]
    monkeypatch.setattr(permutation, "MOST", 3)
    assert permute({"length": LENGTH}, sentences_of(*lengths), mixed)["length"] == expected
    assert 0.1 < expected < 1
    assert permute_lengths(two, one) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("one", "two", "units"), [(2_000, 2_000, (2_000, 2_000)), (2_001, 2_000, (2_000, 2_001)),
                                                   (2_001, 2_001, (1_000, 1_000)), (9_999, 5, (5, 9_999)),
                                                   (70_000, 6_001, (1_500, 17_500))])  # fmt: skip
def test_no_more_units_are_drawn_than_the_most(one: int, two: int, units: tuple[int, int]) -> None:
    counts = sentences_of(*np.arange(1.0, one + two + 1))
    joined, first = permutation._join_neighbours(counts, np.arange(one + two) < one)
    assert (first.sum(), (~first).sum()) == units
    assert joined["words"].sum() == counts["words"].sum()
    ours = joined["sentences"]
    assert ours.max() - ours.min() <= 1
    (batch, *_) = permutation.relabel(first, 3, 0)
    assert batch.shape == (3, sum(units))
    assert batch.sum(axis=1).tolist() == [units[0]] * 3


def test_drawing_the_few_is_shuffling_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    p = permute_lengths(ONE, TWO)
    monkeypatch.setattr(permutation, "MOST", 18)  # as many as the shorter has: 40 sentences are more than twice as many
    drawn = permute_lengths(ONE, TWO)
    assert drawn != p
    assert drawn == pytest.approx(p, abs=4 * math.sqrt(2 * p * (1 - p) / 9_999))
    assert permute_lengths(TWO, ONE) == pytest.approx(drawn, abs=4 * math.sqrt(2 * p * (1 - p) / 9_999))


@pytest.mark.slow
@given(st.lists(st.integers(1, 60), min_size=2, max_size=5), st.lists(st.integers(1, 60), min_size=2, max_size=5))
def test_p_is_a_share_of_the_permutations(one: list[int], two: list[int]) -> None:
    p = permute_lengths(one, two)
    every = math.comb(len(one) + len(two), len(one))
    assert 1 / every <= p <= 1
    assert p * every == pytest.approx(round(p * every), abs=1e-6)


# --- many tests -------------------------------------------------------------------------------------------------------


def test_adjust_holm_by_hand() -> None:
    # In order .005, .01, .04, .2 of four: times 4, 3, 2, 1 are .02, .03, .08, .2.
    assert adjust_holm([0.04, 0.005, 0.2, 0.01]) == pytest.approx([2 * 0.04, 4 * 0.005, 0.2, 3 * 0.01])
    # A later one is never below an earlier: .03 x 2 = .06, then .04 x 1 stays .06. None is over 1.
    assert adjust_holm([0.04, 0.03]) == pytest.approx([0.06, 0.06])
    assert adjust_holm([0.6, 0.7]) == pytest.approx([1, 1])


def test_adjust_holm_leaves_out_what_was_not_tested() -> None:
    adjusted = adjust_holm([math.nan, 0.01, math.nan, 0.04])
    assert np.isnan(adjusted).tolist() == [True, False, True, False]
    assert adjusted[[1, 3]] == pytest.approx([2 * 0.01, 0.04])  # two tests, not four
    assert np.isnan(adjust_holm([math.nan])).all()
    assert len(adjust_holm([])) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjust_holm_lies_between_p_and_bonferroni(p: list[float]) -> None:
    adjusted = adjust_holm(p)
    assert (adjusted >= np.array(p) - 1e-15).all()
    assert (adjusted <= np.minimum(np.array(p) * len(p), 1) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()


def test_adjust_max_by_hand() -> None:
    # The draws' largest absolute values are 2, 1, 4: one reaches 3 (4), two reach -2, three reach .5.
    drawn = np.array([[0.5, -2.0], [1.0, 0.3], [-4.0, 0.1]])
    p = adjust_max(np.array([3.0, -2.0, 0.5]), drawn)
    assert p == pytest.approx([(1 + 1) / 4, (1 + 2) / 4, (1 + 3) / 4])


def test_adjust_max_of_one_statistic_is_the_plain_p() -> None:
    drawn = np.random.default_rng(1).normal(size=(199, 1))
    assert adjust_max(np.array([1.5]), drawn)[0] == pytest.approx((1 + (abs(drawn) >= 1.5).sum()) / 200)


# --- what would be found, and what it means ---------------------------------------------------------------------------


def test_detect_is_found_four_times_in_five() -> None:
    # By its definition: draw z around the detectable difference, count |z| beyond the normal 5 % and 1.25 % points.
    generator = np.random.default_rng(0)
    for alpha in (0.05, 0.0125):
        difference = detect(error=2.0, df=1e9, alpha=alpha)
        z = (difference + 2.0 * generator.normal(size=200_000)) / 2.0
        found = np.mean(np.abs(z) > stats.norm.isf(alpha / 2))
        assert found == pytest.approx(0.80, abs=0.004)  # 4 x sqrt(.16 / 200,000)


def test_detect_grows_with_error_scarcity_and_caution() -> None:
    assert detect(2.0, 30, 0.05) == pytest.approx(2 * detect(1.0, 30, 0.05))
    assert detect(1.0, 5, 0.05) > detect(1.0, 30, 0.05)
    assert detect(1.0, 30, 0.0125) > detect(1.0, 30, 0.05)
    assert detect(1.0, 30, 0.05, power=0.9) > detect(1.0, 30, 0.05)


def test_judge_all_four() -> None:
    nan = math.nan
    assert judge(0.049, -5.0, yardstick=3.0) == DISTINGUISHABLE
    assert judge(0.049, 3.0, yardstick=3.0) == WITHIN  # as much as one book differs is not more
    assert judge(0.05, 5.0, yardstick=3.0) == NOT_DISTINGUISHABLE
    for unknown in ((nan, 5.0, 3.0), (0.01, nan, 3.0), (0.01, 5.0, nan)):
        assert judge(*unknown) == NOT_ASSESSED
    assert VERDICTS == (
        "distinguishable",
        "within one book's range",
        "not distinguishable at this length",
        "not assessed",
    )


@pytest.mark.parametrize("measure", list_tested(MEASURES))
def test_find_yardstick(measure: str) -> None:
    def find(one: float, two: float, family: int = 4) -> float:
        return find_yardstick(measure, one, two, family)

    # Longer texts differ less. From 2,000 words on other, fewer books give the table: only sixteenfold is sure to fall.
    for words in (25, 50, 100, 200, 400):
        assert find(2 * words, 2 * words) < find(words, words)
    for words in (100, 400, 1000, 2000):
        assert find(16 * words, 16 * words) < find(words, words)
    assert find(200, 3000) == find(3000, 200)
    assert find(3000, 3000) < find(200, 3000) < find(200, 200)
    # Variances add: of two lengths, half the sum of the squares.
    assert find(200, 3000) ** 2 == pytest.approx((find(200, 200) ** 2 + find(3000, 3000) ** 2) / 2)
    # Below the shortest length as the root of the length: a quarter of 100 words, twice the difference.
    assert find(25, 25) == pytest.approx(2 * find(100, 100))
    # Beyond the longest as at the longest.
    assert find(1e6, 1e6) == find(1e7, 1e7)
    # More tests ask for a rarer difference.
    assert find(400, 400, family=1) < find(400, 400, family=4)


def test_find_yardstick_knows_no_other_measure_and_no_rarer_difference() -> None:
    assert math.isnan(find_yardstick("charm", 400, 400, family=4))
    assert math.isnan(find_yardstick("words_per_sentence", 400, 400, family=1_000))


# --- rows and sentences -----------------------------------------------------------------------------------------------


LENGTH_ROW = Measure("words_per_sentence", "words per sentence", "words", 1, "Readability")


def make_row(p: float = 0.0004, yardstick: float = 2.0, one: tuple = (8.0, 10, 9, 11), two: tuple = (3.0, 5, 4)) -> dict:
    """The row of one difference of four that are tested, with this p once it is corrected."""
    difference = describe_difference(estimate_length(list(one), list(two)))
    others = [Compared(LENGTH_ROW, difference, p=1.0)] * 3
    table = compare_pairs(["A", "B"], lambda *_: [Compared(LENGTH_ROW, difference, p=p / 4, yardstick=yardstick), *others])
    return table.iloc[0].to_dict()


def test_contrast_by_hand() -> None:
    # 8, 10, 9, 11: mean 9.5, s^2 = (2.25 + .25 + .25 + 2.25)/3 = 5/3. 3, 5, 4: mean 4, s^2 = 1.
    row = make_row()
    assert list(row) == TABLES["contrasts"].columns
    assert (row["story_1"], row["story_2"], row["measure"], row["unit"]) == ("A", "B", "words_per_sentence", "words")
    assert row["p_adjusted"] == pytest.approx(4 * row["p"])
    assert (row["value_1"], row["value_2"], row["difference"]) == pytest.approx((9.5, 4, 5.5))
    assert row["effect"] == pytest.approx(5.5 / math.sqrt((5 / 3 + 1) / 2), rel=1e-6)
    error = math.sqrt(5 / 12 + 1 / 3)
    freedom = (5 / 12 + 1 / 3) ** 2 / ((5 / 12) ** 2 / 3 + (1 / 3) ** 2 / 2)
    expected = (stats.t.ppf(1 - 0.05 / 4 / 2, freedom) + stats.t.ppf(0.80, freedom)) * error
    assert row["detectable"] == pytest.approx(expected, rel=1e-6)
    assert row["verdict"] == DISTINGUISHABLE


def test_statement_says_values_interval_p_book_and_frame() -> None:
    theirs = stats.ttest_ind([8, 10, 9, 11], [3, 5, 4], equal_var=False).confidence_interval()
    interval = f"95 % interval +{theirs.low:.1f} to +{theirs.high:.1f}"
    frame = "Each text's sentences are taken as draws of its own manner."
    for row, told in (
        (make_row(), ["Distinguishable: ", "(p < .001, corrected for 4 tests)", "differ by up to 2.0"]),
        (make_row(yardstick=7.0), ["Within one book's range: ", "p < .001", "differ by up to 7.0"]),
        (make_row(p=0.3), ["Not distinguishable at this length (p = .30", "not to say alike", "one time in five"]),
    ):
        for phrase in ["Words per sentence: A 9.5, B 4.0; difference +5.5", interval, *told]:
            assert phrase in row["statement"]
        assert row["statement"] == f"{row['claim']} {frame}"
    assert f"below {format_number(make_row(p=0.3)['detectable'], 1)} would" in make_row(p=0.3)["statement"]


def test_statement_of_what_was_not_assessed() -> None:
    untested = make_row(p=math.nan)
    assert untested["verdict"] == NOT_ASSESSED
    assert math.isnan(untested["detectable"])
    assert untested["statement"].endswith("; not tested.")
    valueless = make_row(one=())
    assert valueless["statement"] == "Words per sentence: A no value, B 4.0; not assessed."
    lone = make_row(p=math.nan, one=(8.0,))
    assert "interval" not in lone["statement"]
    assert "nan" not in (untested["statement"] + valueless["statement"] + lone["statement"]).lower()


def test_statement_of_a_single_test_corrects_for_none() -> None:
    row = make_row() | {"p_adjusted": 0.012}
    assert "corrected" not in state_difference(row, LENGTH_ROW, family=1).claim
    assert "(p = .012)" in state_difference(row, LENGTH_ROW, family=1).claim


def test_contrast_of_texts_without_variance_has_no_effect_size() -> None:
    both = Estimate(np.array([5.0, 3.0]), np.zeros(2), np.array([4, 4]))
    table = compare_pairs(["A", "B"], lambda *_: [Compared(LENGTH_ROW, describe_difference(both), p=0.03, yardstick=1.0)])
    row = table.iloc[0]
    assert row["detectable"] == 0
    assert row["statement"].startswith("Words per sentence: A 5.0, B 3.0; difference +2.0")
    assert math.isnan(row["effect"])
    assert row["verdict"] == DISTINGUISHABLE


def test_every_pair_is_compared_in_order_and_corrected_together() -> None:
    difference = describe_difference(estimate_length([8.0, 10, 9], [3.0, 5, 4]))
    p = {(0, 1): 0.01, (0, 2): 0.04, (1, 2): 0.03}
    table = compare_pairs(["C", "A", "B"], lambda *pair: [Compared(LENGTH_ROW, difference, p=p[pair])])
    assert table[["story_1", "story_2"]].to_numpy().tolist() == [["C", "A"], ["C", "B"], ["A", "B"]]
    assert table["p_adjusted"].tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert table["note"].tolist() == [""] * 3
    with pytest.raises(StoryError, match="two stories or more"):
        compare_pairs(["C"], lambda *pair: [])


def test_numbers_and_p_values_in_print() -> None:
    shown = [format_number(-0.04, 1), format_number(0.04, 1, sign=True), format_number(-3.26, 1)]
    assert shown == ["0.0", "0.0", "−3.3"]
    assert format_number(math.nan, 2) == "no value"
    shown = [format_p(p) for p in (0.0009, 0.001, 0.0999, 0.25, 1.0, math.nan)]
    assert shown == ["p < .001", "p = .001", "p = .100", "p = .25", "p = 1", "no test"]
    assert [format_p(p, bare=True) for p in (0.0009, 0.25, math.nan)] == ["< .001", ".25", "no test"]


# --- the jackknife ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 5, 10])
def test_jackknife_of_a_mean_is_s_over_root_n(number: int) -> None:
    values = np.random.default_rng(number).lognormal(size=number)
    left_out = np.array([np.delete(values, place).mean() for place in range(number)])
    assert jackknife(left_out) == pytest.approx(values.std(ddof=1) / math.sqrt(number))


def test_jackknife_by_hand_and_column_by_column() -> None:
    # 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14, times 2/3.
    left_out = np.array([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])
    assert jackknife(left_out).tolist() == pytest.approx([math.sqrt(14 * 2 / 3), 0])
    assert jackknife(left_out[:, 0]).shape == ()
    assert jackknife(left_out[::-1]).tolist() == jackknife(left_out).tolist()


def test_jackknife_of_one_block_is_not_known() -> None:
    assert np.isnan(jackknife(np.array([3.0])))
    assert np.isnan(jackknife(np.array([[3.0, 4.0]]))).tolist() == [True, True]
    assert np.isnan(jackknife(np.zeros((0, 3)))).tolist() == [True, True, True]


# --- what unrelated stories share -------------------------------------------------------------------------------------


def make_reference(values: dict[int, np.ndarray], measure: str = "overlap", score: float = math.nan) -> pd.DataFrame:
    """A reference by size of these values of unrelated pairs."""
    rows = []
    for size, found in values.items():
        levels = {f"q{level}": np.quantile(found, level) for level in PROBABILITIES}
        row = {"measure": measure, "size": size, "score": score, "pairs": len(found), "mean": np.mean(found)}
        rows.append(row | {"minimum": min(found), **levels, "maximum": max(found), "same_book": 2 * np.mean(found)})
    return pd.DataFrame(rows)


def test_reference_between_sizes_lies_on_a_line_over_the_logarithm() -> None:
    table = make_reference({10: np.arange(100) / 100, 1000: 1 + np.arange(100) / 50, 4000: np.full(100, 5.0)})
    at = {size: find_reference("overlap", size, table) for size in (10, 100, 1000, 2000, 4000)}
    for column in ("mean", "minimum", "q0.025", "q0.5", "maximum", "same_book"):
        assert at[10][column] == pytest.approx(table[column][0])
        assert at[100][column] == pytest.approx((table[column][0] + table[column][1]) / 2)
        assert at[2000][column] == pytest.approx((table[column][1] + table[column][2]) / 2)
        assert at[4000][column] == pytest.approx(table[column][2])
    assert at[100]["pairs"] == 100


def test_reference_beyond_the_sizes_known_or_of_another_measure_is_none() -> None:
    table = make_reference({10: np.arange(100.0), 1000: np.arange(100.0)})
    assert find_reference("overlap", 9.99, table) is None
    assert find_reference("overlap", 1000.5, table) is None
    assert find_reference("charm", 100, table) is None
    assert find_reference("overlap", 100, table.iloc[:0]) is None


def test_reference_of_matches_takes_the_score_below() -> None:
    tables = [
        make_reference({100: np.full(9, mean)}, "phrases", score) for score, mean in ((5.0, 3.0), (6.0, 2.0), (8.0, 1.0))
    ]
    table = pd.concat([*tables, make_reference({100: np.full(9, 7.0)}, "alignments", 5.5)])
    for score, mean in ((5.0, 3.0), (5.9, 3.0), (6.0, 2.0), (7.5, 2.0), (8.0, 1.0), (50.0, 1.0)):
        assert find_reference("phrases", 100, table, score=score)["mean"] == mean
    assert find_reference("phrases", 100, table, score=4.5) is None
    assert find_reference("alignments", 100, table, score=6)["mean"] == 7


def test_a_size_without_passages_of_one_book_takes_that_of_its_neighbours() -> None:
    table = make_reference({10: np.full(9, 1.0), 100: np.full(9, 2.0), 1000: np.full(9, 3.0)})
    table.loc[1, "same_book"] = math.nan
    assert find_reference("overlap", 100, table)["same_book"] == pytest.approx(4)
    assert find_reference("overlap", 100, table)["mean"] == pytest.approx(2)
    assert math.isnan(find_reference("overlap", 100, table.assign(same_book=math.nan))["same_book"])


def test_rank_by_hand() -> None:
    found = find_reference("overlap", 10, make_reference({10: np.arange(1001) / 1000}))  # its quantiles are its values
    for value, below, at_least in (  # shares of the 1,001 pairs, to which the pair itself is added
        (0.5, 0.75, 0.75),  # between the lower and the upper quarter
        (0.26, 0.5, 0.75),
        (0.97, 0.975, 0.05),
        (0.996, 1, 0.005),
        (0.004, 0.005, 1),
        (0.0, 0.005, 1),
        (1.0, 1, 0.005),
        (-0.1, 0, 1),
        (1.1, 1, 0),
    ):
        expected = [(share * 1001 + 1) / 1002 for share in (below, at_least)]
        assert rank_among(value, found) == pytest.approx(expected), value


def test_rank_is_never_none_and_rises_with_the_value() -> None:
    for values in (np.random.default_rng(1).beta(2, 9, 400), np.random.default_rng(2).poisson(0.3, 400).astype(float)):
        found = find_reference("overlap", 10, make_reference({10: values}))
        grid = np.linspace(-0.5, values.max() + 0.5, 301)
        ranks = np.array([rank_among(value, found) for value in grid])
        assert (ranks > 0).all()
        assert (ranks <= 1).all()
        assert (np.diff(ranks[:, 0]) >= 0).all()
        assert (np.diff(ranks[:, 1]) <= 0).all()
        for value, rank in zip(grid, ranks, strict=True):
            shares = (values <= value).mean(), (values >= value).mean()
            assert (rank >= np.array(shares) - 1 / len(values)).all()  # on the safe side
            assert (rank <= np.array(shares) + 0.25 + 1 / len(values)).all()


def test_ties_rank_on_both_sides() -> None:
    # 90 pairs share nothing, 10 one phrase each: as low as 0 are nearly all, as high as 0 are all.
    found = find_reference("overlap", 10, make_reference({10: np.repeat([0.0, 1.0], [900, 100])}))
    assert rank_among(0, found)[1] == 1
    assert rank_among(0, found)[0] >= 0.9
    assert rank_among(1, found)[1] == pytest.approx(101 / 1001)
    assert rank_among(1, found)[0] == 1
    assert rank_among(2, found) == (1, pytest.approx(1 / 1001))


# --- from 200 sentences on --------------------------------------------------------------------------------------------


def draw_lengths(seed: int, size: int, mean: float) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, size) + 1.0


def test_long_texts_are_tested_as_welch_does() -> None:
    one, two = draw_lengths(1, 200, 15), draw_lengths(2, 350, 16)
    counts, first = sentences_of(*one, *two), np.arange(550) < 200
    expected = stats.ttest_ind(one, two, equal_var=False).pvalue
    assert find_p({"length": LENGTH}, counts, first)["length"] == pytest.approx(expected, rel=1e-9)
    assert find_p({"length": LENGTH}, counts, ~first)["length"] == pytest.approx(expected, rel=1e-9)
    shuffled = permute({"length": LENGTH}, counts, first)["length"]
    assert shuffled == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / 9_999) + 0.002)


def test_a_shorter_text_is_permuted() -> None:
    one, two = draw_lengths(3, 199, 15), draw_lengths(4, 300, 16)
    counts, first = sentences_of(*one, *two), np.arange(499) < 199
    assert find_p({"length": LENGTH}, counts, first) == permute({"length": LENGTH}, counts, first)


def test_long_texts_that_are_alike_have_p_one_and_those_without_variance_are_told_apart() -> None:
    same = np.full(250, 7.0)
    first = np.arange(500) < 250
    assert find_p({"length": LENGTH}, sentences_of(*draw_lengths(5, 250, 9), *draw_lengths(5, 250, 9)), first)["length"] == 1
    assert find_p({"length": LENGTH}, sentences_of(*same, *(same + 2)), first)["length"] == 0
    assert find_p({"length": LENGTH}, sentences_of(*same, *same), first)["length"] == 1
