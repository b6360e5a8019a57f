"""Vocabulary overlap: by hand, from every sample there is, against scipy's hypergeometrics, by what must not matter."""

import math
import unicodedata
from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from conftest import (
    NOUNS,
    any_texts,
    check_pairs_alone,
    check_typography,
    make_reference_row,
    odd_texts,
    read,
    read_both_ways,
    write_nouns,
)
from hypothesis import example, given, settings, strategies as st
from scipy import stats

from analysis import StoryError, measure_overlap, split_words
from analysis.statistics.correction import adjust_holm
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, VERDICTS
from analysis.tables import TABLES, pair_stories
from analysis.vocabulary import overlap, rarefaction
from analysis.vocabulary.measures import OVERLAP
from analysis.vocabulary.overlap import FEWEST
from analysis.vocabulary.rarefaction import expect_measures, find_presence
from analysis.vocabulary.types import find_types

pytestmark = pytest.mark.usefixtures("made_reference")


def make_reference(*, low: float = 0.0, high: float = 0.2, sizes: tuple[int, ...] = (10, 1000)) -> pd.DataFrame:
    """What 1,000 pairs of unrelated stories share: anything between `low` and `high`, as often."""
    measures = ("overlap", "similarity", "divergence")
    return pd.DataFrame([make_reference_row(measure, size, high, low=low) for measure in measures for size in sizes])


def write(number: int, seed: int, *, skip: int = 0) -> str:
    """Made sentences of four counted words, few of them common and many rare, of a list from its place `skip` on."""
    pool = NOUNS[skip : skip + 80]
    weights = 1 / np.arange(1, len(pool) + 1)
    return write_nouns(number, seed, pool, weights / weights.sum())


def headline(stories: pd.DataFrame, **options: object) -> pd.Series:
    return measure_overlap(stories, **options).set_index("measure").loc["overlap"]


def value(table: pd.DataFrame, measure: str = "overlap", column: str = "value") -> float:
    rows = table[table["measure"] == measure]
    assert len(rows) == 1
    return rows[column].iloc[0]


# --- the measures by hand ---------------------------------------------------------------------------------------------

HAND_1, HAND_2 = np.array([3, 2, 0, 5]), np.array([1, 4, 5, 0])


def test_overlap_at_full_size_is_jaccard() -> None:
    assert expect_measures(HAND_1, HAND_2, 10)[0] == pytest.approx(2 / 4, abs=1e-12)


def test_similarity_at_full_size_is_uses_in_common() -> None:
    assert expect_measures(HAND_1, HAND_2, 10)[1] == pytest.approx((1 + 2) / 10, abs=1e-12)


def test_divergence_at_full_size_by_hand() -> None:
    # p = (1, 0), q = (1/2, 1/2), their mean (3/4, 1/4).
    mixed = -(3 / 4) * math.log2(3 / 4) - (1 / 4) * math.log2(1 / 4)
    assert expect_measures(np.array([2, 0]), np.array([1, 1]), 2)[2] == pytest.approx(mixed - (0 + 1) / 2, abs=1e-12)
    p, q = HAND_1 / 10, HAND_2 / 10
    entropies = [stats.entropy(part, base=2) for part in ((p + q) / 2, p, q)]
    assert expect_measures(HAND_1, HAND_2, 10)[2] == pytest.approx(entropies[0] - sum(entropies[1:]) / 2, abs=1e-12)


def test_coverage_by_hand_whatever_the_size() -> None:
    for size in (1, 4, 10):
        assert expect_measures(HAND_1, HAND_2, size)[3:].tolist() == [(3 + 2) / 10, (1 + 4) / 10]


def test_presence_is_rarefaction_by_hand() -> None:
    # A word of 3 uses among 10 words is missing from 4 of them in C(7, 4) of C(10, 4) samples.
    there = find_presence(HAND_1[:, None], 4)[:, 0]
    assert there.tolist() == pytest.approx([1 - math.comb(10 - f, 4) / math.comb(10, 4) for f in (3, 2, 0, 5)], abs=1e-12)
    there = {n: [1 - math.comb(10 - int(f), 4) / math.comb(10, 4) for f in n] for n in (tuple(HAND_1), tuple(HAND_2))}
    one, two = (np.array(there[tuple(counts)]) for counts in (HAND_1, HAND_2))
    shared = (one * two).sum()
    assert expect_measures(HAND_1, HAND_2, 4)[0] == pytest.approx(shared / (one.sum() + two.sum() - shared), abs=1e-12)


def test_presence_in_too_short_a_text_is_not_known() -> None:
    counts = np.array([[3, 1], [2, 1]])
    found = find_presence(counts, 4)
    assert found[:, 0].tolist() == pytest.approx([1 - math.comb(2, 4) / 5, 1 - math.comb(3, 4) / 5])
    assert np.isnan(found[:, 1]).all()
    assert find_presence(counts, 5)[:, 0].tolist() == [1, 1]


def test_identical_bags_are_alike_and_disjoint_ones_are_not() -> None:
    assert expect_measures(HAND_1, HAND_1, 10).tolist() == pytest.approx([1, 1, 0, 1, 1], abs=1e-12)
    disjoint = expect_measures(np.array([4, 6, 0]), np.array([0, 0, 10]), 7)
    assert disjoint.tolist() == pytest.approx([0, 0, 1, 0, 0], abs=1e-12)
    # Less than the whole of a story is not quite like less than the whole of it.
    part = expect_measures(HAND_1, HAND_1, 5)
    assert part[0] < 0.9
    assert part[1] < 0.9
    assert part[2] > 0.02


# --- every sample there is --------------------------------------------------------------------------------------------


def enumerate_measures(count_1: list[int], count_2: list[int], size: int) -> list[float]:
    """The expectations, from all samples of `size` words of both bags; overlap is a ratio of expectations."""
    sides = []
    for counts in (count_1, count_2):
        bag = [word for word, number in enumerate(counts) for _ in range(number)]
        samples = list(combinations(bag, size))
        alike = Counter(tuple(sample.count(word) for word in range(len(counts))) for sample in samples)
        sides.append([(np.array(sample), number / len(samples)) for sample, number in alike.items()])
    distinct = sum(chance * (sample > 0).sum() for side in sides for sample, chance in side)
    shared = common = divergence = 0.0
    for (one, chance_1), (two, chance_2) in product(*sides):
        chance = chance_1 * chance_2
        shared += chance * ((one > 0) & (two > 0)).sum()
        common += chance * np.minimum(one, two).sum() / size
        whole, *parts = (stats.entropy(sample, base=2) for sample in (one + two, one, two))
        divergence += chance * (whole - sum(parts) / 2)
    return [shared / (distinct - shared), common, divergence]


counts = st.lists(st.integers(0, 3), min_size=3, max_size=3)


@pytest.mark.slow
@settings(max_examples=60)
@given(counts, counts, st.integers(1, 4), st.sampled_from([128, 2]))
@example([3, 2, 1], [0, 1, 3], 3, 1)
@example([1, 0, 0], [0, 0, 1], 1, 128)
@example([3, 3, 0], [3, 3, 0], 4, 2)
def test_expectations_are_those_of_all_samples(count_1: list[int], count_2: list[int], size: int, small: int) -> None:
    size = min(size, sum(count_1), sum(count_2))
    if size < 1:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rarefaction, "SMALL", small)  # from which count on a word is worked out by itself
        found = expect_measures(np.array(count_1), np.array(count_2), size)
    assert found[:3].tolist() == pytest.approx(enumerate_measures(count_1, count_2, size), abs=1e-9)


def sum_hypergeometrics(count_1: np.ndarray, count_2: np.ndarray, size: int) -> list[float]:
    """The same from scipy's hypergeometric chances, each pair of numbers drawn in turn."""
    totals = int(count_1.sum()), int(count_2.sum())
    places = np.arange(size + 1)
    smaller = np.minimum.outer(places, places)
    both = np.add.outer(places, places)
    log = places * np.log2(np.maximum(places, 1))
    log_both = both * np.log2(np.maximum(both, 1))
    shared = distinct = common = entropy = 0.0
    for one, two in zip(count_1.tolist(), count_2.tolist(), strict=True):
        chance_1 = stats.hypergeom.pmf(places, totals[0], one, size)
        chance_2 = stats.hypergeom.pmf(places, totals[1], two, size)
        shared += (1 - chance_1[0]) * (1 - chance_2[0])
        distinct += 2 - chance_1[0] - chance_2[0]
        common += chance_1 @ smaller @ chance_2
        entropy += chance_1 @ log_both @ chance_2 - chance_1 @ log - chance_2 @ log
    return [shared / (distinct - shared), common / size, 1 - entropy / (2 * size)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count_1", "count_2", "size"),
    [
        ([127, 128, 129, 0, 400, 1], [300, 2, 127, 128, 0, 5], 300),
        ([127, 128, 129, 0, 400, 1], [300, 2, 127, 128, 0, 5], 562),  # all of the second
        ([900, 3, 0, 1], [5, 800, 1, 0], 40),
        ([900, 3, 0, 1], [850, 800, 1, 0], 1),
        ([127, 127, 5, 0], [127, 0, 5, 127], 200),  # none that is worked out by itself
        ([1000, 0], [0, 1000], 500),
    ],
)
def test_frequent_words_against_direct_sums(count_1: list[int], count_2: list[int], size: int) -> None:
    one, two = np.array(count_1), np.array(count_2)
    found = expect_measures(one, two, size)[:3].tolist()
    assert found == pytest.approx(sum_hypergeometrics(one, two, size), abs=1e-9)


@pytest.mark.slow
def test_tables_of_a_few_words_and_of_many_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    one, two = generator.negative_binomial(0.3, 0.02, (2, 200))
    size = int(0.4 * min(one.sum(), two.sum()))
    found = expect_measures(one, two, size)
    assert (one >= 40).any()
    for small in (1, 2, 40):
        monkeypatch.setattr(rarefaction, "SMALL", small)
        assert expect_measures(one, two, size).tolist() == pytest.approx(found.tolist(), abs=1e-10)


# --- the table --------------------------------------------------------------------------------------------------------

ONE = "Red cats ran. Blue dogs hid. Green birds sang. Old men slept. Red dogs barked. Young cats slept. Red foxes ran."
TWO = "Red cats ate. Grey dogs ate. Green fish swam. Old men ate. Grey wolves howled. Young cats ate. Blue owls ate."


def test_a_pair_by_hand_at_full_size() -> None:
    table = measure_overlap(read(a=ONE, b=TWO), size=20, names="with")
    # 21 counted words each. Used by both: red, cat, blue, dog, green, old, men, young.
    bags = [ONE.lower().replace(".", "").split(), TWO.lower().replace(".", "").split()]
    assert len(bags[0]) == len(bags[1]) == 21
    both = set("red cats blue dogs green old men young".split())
    assert set(bags[0]) & set(bags[1]) == both
    whole = measure_overlap(read(a=ONE, b=TWO), size=21, names="with")
    assert value(whole) == pytest.approx(len(both) / len(set(bags[0]) | set(bags[1])), abs=1e-12)
    in_common = sum(min(bags[0].count(word), bags[1].count(word)) for word in both)
    assert value(whole, "similarity") == pytest.approx(in_common / 21, abs=1e-12)
    for measure, own in (("coverage_1", bags[0]), ("coverage_2", bags[1])):
        assert value(table, measure) == pytest.approx(sum(word in both for word in own) / 21, abs=1e-12)
        assert value(table, measure, "size") == 21
    # At 20 words of 21 a word of one use is there 20 times in 21, all others always.
    there = [{word: 1 - Fraction(bag.count(word) == 1, 21) for word in set(bag)} for bag in bags]
    shared = sum(there[0][word] * there[1][word] for word in both)
    expected = shared / (sum(there[0].values()) + sum(there[1].values()) - shared)
    assert value(table) == pytest.approx(float(expected), abs=1e-12)


def test_rows_and_sizes() -> None:
    table = measure_overlap(read(z=write(30, 1), m=write(20, 2), a=write(25, 3)))
    assert list(table.columns) == TABLES["overlap"].columns
    pairs = list(table[["story_1", "story_2"]].itertuples(index=False, name=None))
    assert pairs == [pair for pair in (("z", "m"), ("z", "a"), ("m", "a")) for _ in OVERLAP]
    assert table["measure"].tolist() == list(OVERLAP) * 3
    rows = table.set_index(["story_1", "story_2", "measure"])["size"]
    assert rows["z", "m", "overlap"] == rows["m", "a", "divergence"] == int(0.4 * 4 * 20)  # two fifths of the shorter
    assert rows["z", "a", "overlap"] == int(0.4 * 4 * 25)
    assert rows["z", "m", "coverage_1"] == 4 * 30
    assert rows["z", "m", "coverage_2"] == 4 * 20
    assert table["value"].between(0, 1).all()
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    assert set(table["verdict"]) <= set(VERDICTS)


@pytest.mark.slow
def test_which_words_count() -> None:
    stories = read(
        a="So Amy saw musicians. " * 9 + "She left the wood.", b="So Amy heard a musician. " * 9 + "He left the woods."
    )
    shared = {"musician", "left", "wood"}
    for options, more in (
        ({}, (shared, {"saw", "heard"})),
        ({"names": "with"}, (shared | {"amy"}, {"saw", "heard"})),
        ({"function": True}, (shared | {"so", "the"}, {"saw", "heard", "a", "he", "she"})),
        ({"forms": True}, ({"left"}, {"saw", "heard", "musicians", "musician", "wood", "woods"})),
    ):
        words = split_words(stories)
        size = min(np.bincount(pd.factorize(words["story"])[0][find_types(words, **options).code >= 0]))
        both, own = more
        found = measure_overlap(stories, size=size, **options)
        assert value(found, "coverage_1") == value(found, "coverage_2") or "function" in options
        union = overlap_of_types(words, options)
        assert union == (len(both), len(both) + len(own))
        if len({*np.bincount(pd.factorize(words["story"])[0][find_types(words, **options).code >= 0])}) == 1:
            assert value(found) == pytest.approx(len(both) / (len(both) + len(own)), abs=1e-9)


def overlap_of_types(words: pd.DataFrame, options: dict) -> tuple[int, int]:
    code = find_types(words, **options).code
    one, two = (set(code[(words["story"] == story).to_numpy()]) - {-1} for story in ("a", "b"))
    return len(one & two), len(one | two)


def test_pairs_of_stories_with_the_places_of_their_rows() -> None:
    words = split_words(read(a="He ran.", b="She ran on.", c="It hid."))
    pairs = pair_stories(words)
    assert [(one, two) for one, two, _, _ in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [rows.tolist() for rows in pairs[1][2:]] == [[0, 1], [5, 6]]


# --- intervals --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_interval_is_the_jackknife_over_tenths_of_both_stories() -> None:
    sentences = {"a": write(20, 4).split(". "), "b": write(30, 5, skip=3).split(". ")}
    texts = {story: ". ".join(own) for story, own in sentences.items()}
    whole = measure_overlap(read(**texts), size=25)
    variances = {measure: [] for measure in OVERLAP}
    for story, own in sentences.items():
        step = len(own) // 10  # all sentences have four counted words: a tenth is two or three
        left_out = []
        for tenth in range(10):
            kept = [sentence for i, sentence in enumerate(own) if i // step != tenth]
            left_out.append(measure_overlap(read(**(texts | {story: ". ".join(kept)})), size=25)["value"].to_numpy())
        for measure, column in zip(OVERLAP, np.array(left_out).T, strict=True):
            variances[measure].append(9 / 10 * ((column - column.mean()) ** 2).sum())
    for measure, parts in variances.items():
        freedom = sum(parts) ** 2 / sum(part**2 / 9 for part in parts)
        half = stats.t.ppf(0.975, freedom) * math.sqrt(sum(parts))
        middle = value(whole, measure)
        expected = [max(middle - half, 0), min(middle + half, 1)]
        assert [value(whole, measure, "low"), value(whole, measure, "high")] == pytest.approx(expected, abs=1e-9)
        assert half > 0.01


@pytest.mark.slow
def test_overlap_at_one_size_stays_in_its_interval_when_a_third_is_cut() -> None:
    one, two = write(90, 6), write(100, 7, skip=10)
    whole = measure_overlap(read(a=one, b=two), size=80)
    sentences = one.split(". ")
    generator = np.random.default_rng(8)
    for _ in range(12):
        kept = np.sort(generator.permutation(len(sentences))[:60])
        cut = measure_overlap(read(a=". ".join(sentences[i] for i in kept), b=two), size=80)
        for measure in ("overlap", "similarity", "divergence"):
            assert value(whole, measure, "low") < value(cut, measure) < value(whole, measure, "high")
    # It is the size that does it: at two fifths of what is left, the same stories share less.
    assert value(measure_overlap(read(a=". ".join(sentences[:20]), b=two))) < value(whole, column="low")


@pytest.mark.slow
def test_interval_covers_random_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of 60 sentences drawn from long made texts, intervals hold the mean of all draws about 95 times in a hundred.
    pools = [write(900, seed, skip=skip).strip(".").split(". ") for seed, skip in ((1, 0), (2, 12))]
    generator = np.random.default_rng(9)
    monkeypatch.setattr(overlap, "HALVINGS", 1)
    monkeypatch.setattr(overlap, "DRAWS", 1)
    tables = []
    for _ in range(50):
        drawn = {name: [pool[i] for i in generator.permutation(900)[:60]] for name, pool in zip("ab", pools, strict=True)}
        tables.append(measure_overlap(read(**{name: ". ".join(own) for name, own in drawn.items()}), size=90))
    for measure in ("overlap", "similarity", "divergence"):
        values, low, high = (
            np.array([value(table, measure, part) for table in tables]) for part in ("value", "low", "high")
        )
        assert ((low <= values.mean()) & (values.mean() <= high)).mean() >= 0.92
        assert (high - low).mean() / 2 < 1.6 * 1.96 * values.std()  # and not because they are wide


# --- beside its own halves, beside one story --------------------------------------------------------------------------

HALVES = "Old cats ran. Dogs ran fast. Cats hid deep. Dogs barked loud. Old cats slept. Red cats ran fast."


def cut(text: str) -> list[list[str]]:
    return [sentence.split() for sentence in text.lower().strip(".").split(". ")]


def enumerate_deals(sentences: list[list[str]], first: int, size: int) -> list[float]:
    found = []
    for chosen in combinations(range(len(sentences)), first):
        sides = [[], []]
        for place, sentence in enumerate(sentences):
            sides[place not in chosen] += sentence
        kinds = sorted(set(sides[0] + sides[1]))
        samples = [math.comb(len(side), size) for side in sides]
        there = [
            np.array([1 - math.comb(len(side) - side.count(kind), size) / number for kind in kinds])
            for side, number in zip(sides, samples, strict=True)
        ]
        shared = (there[0] * there[1]).sum()
        found.append(shared / (there[0].sum() + there[1].sum() - shared))
    return found


def test_overlap_with_itself_is_that_of_random_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "HALVINGS", 4000)
    monkeypatch.setattr(overlap, "FEWEST", 5)
    other = "Birds sang loud. Birds flew high. Owls sang low. Owls flew low. Old birds sang. Red owls flew."
    table = measure_overlap(read(a=HALVES, b=other), size=4)
    for column, text in (("self_1", HALVES), ("self_2", other)):
        assert value(table, column=column) == pytest.approx(np.mean(enumerate_deals(cut(text), 3, 4)), abs=0.005)


def test_as_one_story_is_the_sentences_of_both_dealt_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "DRAWS", 4000)
    monkeypatch.setattr(overlap, "FEWEST", 5)
    one, two = "Cats ran. Dogs ran fast. Cats hid deep.", "Dogs ran. Birds sang loud. Birds flew deep. Cats sang."
    table = measure_overlap(read(a=one, b=two), size=4)
    deals = np.array(enumerate_deals(cut(one) + cut(two), 3, 4))
    observed = value(table)
    assert observed == pytest.approx(deals[0])  # as the sentences stand is one of the deals
    assert value(table, column="one_story") == pytest.approx(deals.mean(), abs=0.004)
    assert value(table, column="p_one_story") == pytest.approx((deals <= observed + 1e-9).mean(), abs=0.03)
    assert value(table, column="one_story_low") == pytest.approx(np.quantile(deals, 0.05), abs=0.02)
    assert value(table, column="p_one_story") > 0.05


def test_stories_of_one_repeated_sentence() -> None:
    repeated = {"a": "Red cats hid. " * 10, "b": "Red cats hid. " * 10, "c": "Old dogs ran. " * 10}
    table = measure_overlap(read(**repeated), size=12, seed=1)
    same, other = table[table["story_2"] == "b"], table[(table["story_1"] == "a") & (table["story_2"] == "c")]
    there = 1 - math.comb(20, 12) / math.comb(30, 12)  # a word of ten uses in thirty; of five in half of them, always
    for column in ("value", "one_story", "one_story_low"):
        assert value(same, column=column) == pytest.approx(there**2 / (2 * there - there**2), abs=1e-9)
    assert [value(same, column=column) for column in ("self_1", "self_2", "p_one_story")] == pytest.approx([1, 1, 1])
    assert value(other) == 0
    assert value(other, column="self_1") == pytest.approx(1)
    assert value(other, column="p_one_story") == pytest.approx(1 / (1 + overlap.DRAWS))
    assert value(other, column="one_story_low") > 0.5


def test_identical_stories() -> None:
    text = write(40, 11)
    whole = measure_overlap(read(a=text, b=text), size=160)
    assert whole["value"].tolist() == pytest.approx([1, 1, 0, 1, 1], abs=1e-9)
    part = measure_overlap(read(a=text, b=text))
    assert 0.2 < value(part) < 1
    assert value(part, column="p_one_story") > 0.05
    assert value(part, column="self_1") == pytest.approx(value(part, column="self_2"), abs=0.03)


def test_the_same_seed_gives_the_same_table() -> None:
    stories = read(a=write(20, 1), b=write(20, 2, skip=4))
    one, again, other = (measure_overlap(stories, seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one, again, check_exact=True)
    assert value(one, column="one_story") != value(other, column="one_story")
    assert value(one) == value(other)
    assert value(one, column="low") == value(other, column="low")


# --- what must not matter ---------------------------------------------------------------------------------------------

NUMBERS = ["value", "low", "high", "size", "unrelated", "same_book", "p"]


def test_swapping_the_stories_swaps_the_sides() -> None:
    one, two = write(25, 1), write(40, 2, skip=8)
    ahead, back = (measure_overlap(stories).set_index("measure") for stories in read_both_ways(one, two))
    back = back.rename({"coverage_1": "coverage_2", "coverage_2": "coverage_1"}).loc[ahead.index]
    pd.testing.assert_frame_equal(ahead[NUMBERS], back[NUMBERS], rtol=1e-9)
    assert ahead.loc["overlap", "self_1"] == pytest.approx(back.loc["overlap", "self_2"], abs=0.03)
    assert ahead.loc["overlap", "self_2"] == pytest.approx(back.loc["overlap", "self_1"], abs=0.03)
    assert ahead.loc["overlap", "one_story"] == pytest.approx(back.loc["overlap", "one_story"], abs=0.02)


@pytest.mark.slow
def test_other_words_in_place_of_all_words() -> None:
    one, two = write(25, 1), write(40, 2, skip=8)
    every = sorted({word for text in (one, two) for word in text.lower().replace(".", "").split()})
    other = {word: f"zo{NOUNS[-1 - place]}" for place, word in enumerate(every)}
    options = {"names": "with", "function": True, "forms": True}
    before = measure_overlap(read(a=one, b=two), **options)
    renamed = {
        story: " ".join(other[word.strip(".").lower()] + "." * word.endswith(".") for word in text.split())
        for story, text in (("a", one), ("b", two))
    }
    renamed = {story: ". ".join(map(str.capitalize, text.split(". "))) for story, text in renamed.items()}
    after = measure_overlap(read(**renamed), **options)
    columns = ["value", "low", "high", "size", "self_1", "self_2", "one_story", "one_story_low", "p_one_story"]
    pd.testing.assert_frame_equal(before[columns], after[columns], rtol=1e-9)


def test_order_of_sentences_is_irrelevant_to_the_value() -> None:
    one, two = write(25, 1), write(40, 2, skip=8)
    shuffled = one.strip(".").split(". ")[::-1]
    before, after = measure_overlap(read(a=one, b=two)), measure_overlap(read(a=". ".join(shuffled) + ".", b=two))
    assert after["value"].tolist() == pytest.approx(before["value"].tolist(), abs=1e-12)


@pytest.mark.slow
def test_typography_is_irrelevant() -> None:
    table = check_typography(measure_overlap, write(20, 2) + " The old fox hid in the den of a boy.", times=3)
    assert value(table) > 0


@pytest.mark.slow
def test_several_stories_together_are_each_pair_alone() -> None:
    texts = {"a": write(20, 1), "b": write(30, 2, skip=5), "c": "He was it.", "d": write(25, 3)}
    together = check_pairs_alone(measure_overlap, texts, besides=["p_adjusted", "verdict", "statement"])
    assert together["p_adjusted"].tolist() == pytest.approx(adjust_holm(together["p"]).tolist(), nan_ok=True)
    assert together["p"].notna().sum() == 3


# --- beside unrelated stories -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_place_among_unrelated_stories_by_hand() -> None:
    stories = read(a=write(20, 1), b=write(20, 2))  # of one vocabulary
    shared = value(measure_overlap(stories))
    assert 0.25 < shared < 0.5
    inside = measure_overlap(stories, reference=make_reference(high=1.0))
    row = inside.set_index("measure").loc["overlap"]
    place = row[["unrelated", "unrelated_low", "unrelated_high", "same_book"]].tolist()
    assert place == pytest.approx([0.5, 0.025, 0.975, 0.5])
    assert (row["p"], row["verdict"]) == (1, NOT_DISTINGUISHABLE)
    beyond = headline(stories, reference=make_reference(high=0.2))
    assert beyond["p"] == pytest.approx(2 / 1001)
    assert (beyond["p_adjusted"], beyond["verdict"]) == (beyond["p"], DISTINGUISHABLE)
    assert "they share more (p = .002" in beyond["statement"]
    less = headline(stories, reference=make_reference(low=0.6, high=0.9))
    assert (less["p"], less["verdict"]) == (pytest.approx(2 / 1001), DISTINGUISHABLE)
    assert "they share less" in less["statement"]
    # Only the headline is tested; the others show where they stand, and coverage has nowhere to stand.
    others = inside.set_index("measure").drop("overlap")
    assert others["p"].isna().all()
    assert (others["verdict"] == NOT_ASSESSED).all()
    assert others["unrelated"].notna().to_dict() == {
        "similarity": True, "divergence": True, "coverage_1": False, "coverage_2": False,
    }  # fmt: skip


def test_statement_says_value_interval_size_and_what_others_share() -> None:
    table = measure_overlap(read(fog=write(20, 1), rain=write(20, 2))).set_index("measure")
    row = table.loc["overlap"]
    for told in (
        f"fog and rain {row['value']:.3f} (95 % interval {row['low']:.3f} to {row['high']:.3f}), at 32 words of each",
        "Unrelated stories at this size: 0.100 (95 % of them 0.005 to 0.195); two passages of one book: 0.100",
        f"were the two one story: {row['one_story']:.3f}",
        "by rank among the reference's pairs of unrelated texts",
    ):
        assert told in row["statement"]
    share = f"{100 * table.loc['coverage_2', 'value']:.0f} %"
    told = f"Of the running words of rain that are counted, {share} are words that fog has too"
    assert told in table.loc["coverage_2", "statement"]
    assert not table["statement"].str.contains("nan|no value|no test").any()


@pytest.mark.slow
def test_words_counted_otherwise_have_no_reference_but_your_own() -> None:
    stories = read(a=write(20, 1), b=write(20, 2))
    for options in ({"names": "with"}, {"function": True}, {"forms": True}):
        row = headline(stories, **options)
        assert np.isnan(row["unrelated"])
        assert np.isnan(row["p"])
        assert row["verdict"] == NOT_ASSESSED
        assert "no reference" in row["note"]
        assert "no reference" in row["statement"]
        own = headline(stories, reference=make_reference(), **options)
        assert own["unrelated"] == pytest.approx(0.1)
        assert own["note"] == ""


def test_a_size_the_reference_does_not_hold() -> None:
    stories = read(a=write(20, 1), b=write(20, 2))
    row = headline(stories, reference=make_reference(sizes=(100, 1000)))
    assert (np.isnan(row["unrelated"]), np.isnan(row["p"]), row["verdict"]) == (True, True, NOT_ASSESSED)
    assert not np.isnan(row["value"])
    assert not np.isnan(row["one_story"])


def test_a_reference_that_does_not_know_overlap() -> None:
    stories = read(a=write(20, 1), b=write(20, 2))
    for table in (make_reference().iloc[:0], make_reference().query("measure == 'divergence'")):
        row = headline(stories, reference=table)
        assert (row["size"], row["verdict"]) == (32, NOT_ASSESSED)
        assert np.isnan(row["p"])
        assert "no reference" in row["statement"]


def test_size_is_two_fifths_of_the_shorter_and_no_more_than_the_reference_knows() -> None:
    stories = read(a=write(20, 1), b=write(30, 2))
    assert value(measure_overlap(stories), column="size") == int(0.4 * 80)
    known = measure_overlap(stories, reference=make_reference(sizes=(10, 25)))
    assert value(known, column="size") == 25
    assert not np.isnan(value(known, column="p"))
    assert value(known) == value(measure_overlap(stories, size=25))


def test_a_long_story_against_a_short_one_says_so() -> None:
    table = measure_overlap(read(short=write(10, 1), long=write(300, 2))).set_index("measure")
    assert "of unequal length (40 and 1,200 counted words), compared at 16 words of each" in table.loc["overlap", "note"]
    assert "30.0 times as long, which raises it" in table.loc["coverage_1", "note"]
    assert "30.0 times shorter, which lowers it" in table.loc["coverage_2", "note"]
    assert table.loc["coverage_1", "value"] > table.loc["coverage_2", "value"]
    even = measure_overlap(read(a=write(10, 1), b=write(15, 2)))
    assert even["note"].tolist() == ["", *["not tested itself: overlap is"] * 2, "", ""]


# --- edges ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_size_that_a_story_does_not_have() -> None:
    for size in (81, 0, -3):
        with pytest.raises(StoryError, match=f"size={size}: 'a' has 80 counted words and 'b' 120"):
            measure_overlap(read(a=write(20, 1), b=write(30, 2)), size=size)
    for size in (80, np.int64(80), 80.0):
        assert value(measure_overlap(read(a=write(20, 1), b=write(30, 2)), size=size), column="size") == 80


@pytest.mark.slow
def test_a_size_below_the_uses_of_one_word() -> None:
    one, two = "Red cats ran. " * 30 + write(200, 1), write(200, 2)
    table = measure_overlap(read(a=one, b=two), size=5)
    assert 0 < value(table) < value(measure_overlap(read(a=one, b=two)))


@pytest.mark.slow
@pytest.mark.parametrize("other", ["Yes.", "It was so.", "Fog.", "Then he said that it was what it was. " * 15])
def test_a_story_of_too_few_counted_words_is_not_assessed(other: str) -> None:
    for texts in ({"a": other, "b": write(20, 2)}, {"b": write(20, 2), "a": other}, {"a": other, "b": other}):
        table = measure_overlap(read(**texts))
        assert (table["verdict"] == NOT_ASSESSED).all()
        assert table["note"].str.contains(rf"only \d+ counted words in the shorter story: {FEWEST} are needed").all()
        assert table[[*NUMBERS[:3], "self_1", "one_story", "p", "p_adjusted"]].isna().to_numpy().all()
        assert table["statement"].str.contains("not assessed").all()


def test_a_story_with_nothing_but_a_heading() -> None:
    words = split_words(read(a="Chapter 1\n\nHe ran home.", b=write(20, 2), c=write(20, 3)))
    words = words[(words["story"] != "a") | (words["kind"] == "heading")]
    table = measure_overlap(words)
    assert table["story_1"].unique().tolist() == ["a", "b"]
    assert (table.loc[table["story_1"] == "a", "verdict"] == NOT_ASSESSED).all()
    alone = measure_overlap(words[words["story"] != "a"])
    pd.testing.assert_frame_equal(table[table["story_1"] == "b"].reset_index(drop=True), alone)


def test_names_other_than_with_and_without() -> None:
    with pytest.raises(StoryError, match="names='masked'"):
        measure_overlap(read(a=ONE, b=TWO), names="masked")


def test_a_story_of_a_single_sentence_has_no_interval() -> None:
    generator = np.random.default_rng(1)
    one = "It was " + " and ".join(generator.choice(NOUNS, 2500)) + "."
    table = measure_overlap(read(a=one, b=write(60, 2)))
    row = table.set_index("measure").loc["overlap"]
    assert 0 < row["value"] < 1
    assert np.isnan([row["low"], row["high"], row["self_1"]]).all()
    assert not np.isnan(row["self_2"])
    assert "interval" not in row["statement"]
    assert "no interval" in row["note"]


def test_letters_of_other_scripts() -> None:
    hebrew = "בית גדול עמד על ההר. ילד קטן רץ אל הבית. " * 4
    arabic = "كان الولد في البيت الكبير. ذهب الرجل إلى الجبل. " * 4
    marks = unicodedata.normalize("NFD", "Élodie aperçut le château brûlé près de la forêt enneigée. ") * 6
    stories = read(a=hebrew, b=hebrew + arabic, c=arabic, d=marks)
    table = measure_overlap(stories.drop(columns="language"), size=15)
    rows = table[table["measure"] == "coverage_1"].set_index(["story_1", "story_2"])["value"]
    assert rows["a", "b"] == 1
    assert rows["a", "c"] == rows["c", "d"] == 0
    assert rows["b", "c"] == pytest.approx(9 / 18, abs=0.06)


@pytest.mark.slow
@settings(max_examples=25)
@given(odd_texts, any_texts, st.booleans(), st.sampled_from(["with", "without"]))
def test_any_text_gives_the_documented_table(one: str, two: str, function: bool, names: str) -> None:
    try:
        table = measure_overlap(read(a=one, b=two), function=function, names=names)
    except StoryError:
        return
    assert list(table.columns) == TABLES["overlap"].columns
    assert table["measure"].tolist() == list(OVERLAP)
    known = table.dropna(subset="value")
    assert known["value"].between(0, 1).all()
    bounded = known.dropna(subset="low")
    assert ((bounded["low"] <= bounded["value"] + 1e-12) & (bounded["value"] <= bounded["high"] + 1e-12)).all()
    assert set(table["verdict"]) <= set(VERDICTS)
    assert table["statement"].str.len().min() > 20
