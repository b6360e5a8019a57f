"""The reference of unrelated texts: its shape, what it counts, against a plain count, and what must not matter."""

import re
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import NOUNS, read, write_nouns

from analysis import StoryError, align_passages, build_reference, find_shared_phrases, measure_overlap, split_words
from analysis.statistics import norms
from analysis.statistics.norms import PROBABILITIES, find_reference
from analysis.vocabulary import reference
from analysis.vocabulary.reference import LENGTHS, SCORES, SIZES
from analysis.vocabulary.shared_phrasing import judge_matches

pytestmark = pytest.mark.slow

COLUMNS = [
    "measure", "size", "score", "pairs", "mean", "minimum", *(f"q{level}" for level in PROBABILITIES), "maximum",
    "same_book",
]  # fmt: skip
LEVELS = COLUMNS[5:-1]


def write(number: int, seed: int, *, skip: int = 0) -> str:
    """Made sentences of 13 words, four of them counted, of a list of nouns from its place `skip` on."""
    return write_nouns(number, seed, NOUNS[skip : skip + 40])


def make_texts(number: int = 5, sentences: int = 60) -> pd.DataFrame:
    return read(**{f"t{i}": write(sentences, i, skip=9 * i) for i in range(number)})


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return build_reference(make_texts(), sizes=[20, 40], lengths=[50, 100, 200], pairs=40)


# --- the table --------------------------------------------------------------------------------------------------------


def test_rows_and_columns(table: pd.DataFrame) -> None:
    assert list(table.columns) == COLUMNS
    rows = list(table[["measure", "size"]].drop_duplicates().itertuples(index=False, name=None))
    assert rows == [
        *product(("overlap", "similarity", "divergence"), (20, 40)), *product(("phrases", "alignments"), (50, 100, 200)),
    ]  # fmt: skip
    words = table[~table["measure"].isin(list(SCORES))]
    assert words["score"].isna().all()
    for (measure, _), own in table[table["measure"].isin(list(SCORES))].groupby(["measure", "size"]):
        assert own["score"].tolist() == list(SCORES[measure])
    assert (table["pairs"] == 40).all()


def test_quantiles_rise_and_the_mean_lies_between(table: pd.DataFrame) -> None:
    assert (np.diff(table[LEVELS].to_numpy(), axis=1) >= 0).all()
    assert table["mean"].between(table["minimum"], table["maximum"]).all()
    assert table["same_book"].notna().all()


def test_no_more_matches_have_a_higher_score(table: pd.DataFrame) -> None:
    for _, own in table[table["measure"].isin(list(SCORES))].groupby(["measure", "size"]):
        assert (np.diff(own[["mean", *LEVELS]].to_numpy(), axis=0) <= 1e-12).all()
    found = table[(table["size"] == 200) & (table["score"] == 5)]
    assert (found["mean"] > 1).all()


def test_longer_passages_share_more(table: pd.DataFrame) -> None:
    overlap = table[table["measure"] == "overlap"].set_index("size")["mean"]
    assert overlap[40] > overlap[20]
    phrases = table[(table["measure"] == "phrases") & (table["score"] == 5.0)].set_index("size")["mean"]
    assert phrases[200] > phrases[100] > phrases[50]


def test_the_same_seed_gives_the_same_table(table: pd.DataFrame) -> None:
    options = {"sizes": [20], "lengths": [50], "pairs": 40}
    one, again, other = (build_reference(make_texts(), **options, seed=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one, again)
    assert (one["mean"] != other["mean"]).any()


def test_sizes_that_fewer_than_two_texts_have_are_left_out() -> None:
    # 240, 280, 80 counted words; 780, 910, 260 running
    texts = read(a=write(60, 1), b=write(70, 2), c=write(20, 3))
    table = build_reference(texts, sizes=[20, 96, 97, 112], lengths=[260, 780, 781, 910], pairs=3)
    sizes = table.groupby("measure")["size"].unique().map(list).to_dict()
    assert sizes["overlap"] == [20, 96]  # a passage of 240 words is compared at 96 of them
    assert sizes["phrases"] == sizes["alignments"] == [260, 780]
    # Of a text that is one passage long there is no second one.
    assert table.loc[table["size"].isin([96, 780]), "same_book"].isna().all()
    assert table.loc[table["size"].isin([20, 260]), "same_book"].notna().all()
    with pytest.raises(StoryError, match="long enough"):
        build_reference(texts, sizes=[500], lengths=[5000])


def test_one_text_is_no_reference() -> None:
    with pytest.raises(StoryError, match="two texts or more"):
        build_reference(read(a=write(60, 1)))


@pytest.mark.filterwarnings("ignore::analysis.StoryWarning")
def test_a_folder_of_files_and_the_table_of_its_stories(tmp_path: Path) -> None:
    texts = make_texts(3)
    for row in texts.itertuples():
        (tmp_path / f"{row.story}.txt").write_text(row.text, "utf-8")
    options = {"sizes": [20], "lengths": [50], "pairs": 10}
    expected = build_reference(texts, **options)
    pairs = dict(zip(texts["story"], texts["text"], strict=True))
    for given in (tmp_path, str(tmp_path), sorted(tmp_path.glob("*.txt")), pairs):
        pd.testing.assert_frame_equal(build_reference(given, **options), expected)
    before = texts.copy(deep=True)
    build_reference(texts, **options)
    pd.testing.assert_frame_equal(texts, before)


# --- against a plain count --------------------------------------------------------------------------------------------


def cut(text: str, sentences: int) -> list[str]:
    """Stretches of so many sentences, one after the other."""
    parts = text.strip(".").split(". ")
    whole = len(parts) // sentences
    return [". ".join(parts[place * sentences : (place + 1) * sentences]) + "." for place in range(whole)]


def test_overlap_is_that_of_passages_as_long_as_two_stories_compared() -> None:
    texts = {"a": write(26, 1), "b": write(26, 2, skip=20)}  # two passages of 50 counted words in each: 12.5 sentences
    table = build_reference(read(**texts), sizes=[20], lengths=[], pairs=400)
    code = {name: [word for word in text.lower().replace(".", "").split() if word in NOUNS] for name, text in texts.items()}
    passages = {name: [words[:50], words[50:100]] for name, words in code.items()}
    between = [overlap_of(one, two) for one, two in product(passages["a"], passages["b"])]
    within = [overlap_of(*own) for own in passages.values()]
    row = table.set_index("measure").loc["overlap"]
    assert row[["minimum", "maximum"]].tolist() == pytest.approx([min(between), max(between)], abs=1e-9)
    assert row["mean"] == pytest.approx(np.mean(between), abs=0.01)
    assert row["same_book"] == pytest.approx(np.median(within), abs=1e-9)


def overlap_of(one: list[str], two: list[str]) -> float:
    """As `measure_overlap` has it, of bags of words."""
    stories = read(a=" ".join(one), b=" ".join(two))
    return measure_overlap(stories, size=20, reference=EMPTY)["value"].iloc[0]


EMPTY = pd.DataFrame([dict.fromkeys(COLUMNS, np.nan) | {"measure": "overlap", "size": 20}])


def test_matches_are_those_that_two_stories_would_have() -> None:
    # Two passages of 130 words, ten sentences, in each; the second text has the plural of many a noun of the first.
    texts = {"a": write(20, 1), "b": re.sub(r"(?<=arn|ock)\b", "s", write(20, 2, skip=10))}
    table = build_reference(read(**texts), sizes=[], lengths=[130], pairs=120)
    passages = {name: cut(text, 10) for name, text in texts.items()}
    for measure, function, options in (
        ("phrases", find_shared_phrases, {}), ("alignments", align_passages, {"least": 5}),
    ):  # fmt: skip
        between = [
            function(read(a=one, b=two), reference=EMPTY, **options)["score"].to_numpy()
            for one, two in product(*passages.values())
        ]
        within = [function(read(a=one, b=two), reference=EMPTY, **options)["score"] for one, two in passages.values()]
        own = table[table["measure"] == measure].set_index("score")
        for score in SCORES[measure]:
            numbers = [(scores >= score).sum() for scores in between]
            assert own.loc[score, ["minimum", "maximum"]].tolist() == [min(numbers), max(numbers)]
            assert own.loc[score, "mean"] == pytest.approx(np.mean(numbers), rel=0.15, abs=0.15)
            assert own.loc[score, "same_book"] == np.median([(scores >= score).sum() for scores in within])


def test_each_pair_of_texts_is_drawn_as_often_and_none_with_itself() -> None:
    passages = [[np.array([text, part]) for part in range(3)] for text in range(4)]
    drawn = list(reference._draw_pairs(passages, 600, np.random.default_rng(0)))
    pairs = pd.Series([(int(one[0]), int(two[0])) for one, two in drawn]).value_counts()
    assert pairs.to_dict() == dict.fromkeys(combinations(range(4), 2), 100)
    places = pd.Series([(int(one[1]), int(two[1])) for one, two in drawn]).value_counts()
    assert len(places) == 9
    assert places.min() > 35


def test_passages_are_spread_over_the_text() -> None:
    words = split_words(read(a=write(100, 1), b=write(5, 2)))  # 1,300 and 65 words
    passages = reference._cut(words, np.arange(len(words)), 50)
    assert [len(own) for own in passages] == [12, 1]
    starts = [int(passage[0]) for passage in passages[0]]
    assert (starts[0], starts[-1]) == (0, 1250)
    assert set(np.diff(starts)) <= {100, 150}
    assert all(len(passage) == 50 and (np.diff(passage) == 1).all() for own in passages for passage in own)
    assert passages[1][0].tolist() == list(range(1300, 1350))


# --- passed on --------------------------------------------------------------------------------------------------------


def test_your_own_reference_is_what_stories_are_judged_by(table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(norms, "load_reference", lambda: pytest.fail("the shipped reference was read"))
    stories = read(a=write(8, 11), b=write(8, 12, skip=40))
    overlap = measure_overlap(stories, size=20, reference=table).set_index("measure").loc["overlap"]
    expected = table[(table["measure"] == "overlap") & (table["size"] == 20)].iloc[0]
    columns = ["unrelated", "unrelated_low", "unrelated_high", "same_book"]
    assert overlap[columns].tolist() == pytest.approx(expected[["q0.5", "q0.025", "q0.975", "same_book"]].tolist())
    judged = judge_matches(stories, reference=table).set_index("measure")  # of 104 words
    between = find_reference("phrases", 104, table, score=4.5)
    assert between is not None
    assert judged.loc["phrases", "expected"] == pytest.approx(between["mean"])
    assert find_shared_phrases(stories, reference=table)["expected"].notna().all()
    assert align_passages(stories, reference=table)["expected"].notna().all()


# --- the one that is shipped ------------------------------------------------------------------------------------------


def test_the_shipped_reference() -> None:
    shipped = norms.load_reference()
    assert list(shipped.columns) == COLUMNS
    for measure in ("overlap", "similarity", "divergence"):
        assert shipped.loc[shipped["measure"] == measure, "size"].tolist() == list(SIZES)
    for measure, scores in SCORES.items():
        own = shipped[shipped["measure"] == measure]
        assert sorted(own[["size", "score"]].itertuples(index=False, name=None)) == sorted(product(LENGTHS, scores))
        for _, rows in own.groupby("size"):
            counts = rows.sort_values("score")[["mean", *LEVELS]].to_numpy()
            assert (np.diff(counts, axis=0) <= 1e-9).all()
    assert (np.diff(shipped[LEVELS].to_numpy(), axis=1) >= 0).all()
    assert shipped["mean"].between(shipped["minimum"], shipped["maximum"]).all()
    assert shipped["pairs"].min() >= 50
    assert shipped[["mean", *LEVELS]].notna().all().all()
    overlap = shipped[shipped["measure"] == "overlap"].set_index("size")
    # Passages of one book share more words than passages of two.
    assert (overlap["same_book"] > overlap["q0.5"])[overlap["same_book"].notna()].all()
    assert overlap["same_book"].notna().sum() > 10
    # What was measured on two novels: .042 at 165 words, .144 at 1,500 (bags of the whole novels, which run a little above).
    assert 0.03 < find_reference("overlap", 165)["q0.5"] < 0.06
    assert 0.10 < find_reference("overlap", 1500)["q0.5"] < 0.18
