"""The table of how much two passages of one book differ, and the script that cuts, pairs and weighs the passages."""

import importlib.util
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from analysis import (
    compare_sentiment,
    measure_readability,
    rank_distinctive,
    read_stories,
    split_words,
    subtract_trajectories,
    tally_sentences,
)
from analysis.readability.measures import FAMILY, MEASURES
from analysis.sentiment.trajectory import gather_points
from analysis.statistics import norms
from analysis.statistics.norms import load_yardstick
from analysis.vocabulary.measures import COMPARED

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "make_yardstick.py"


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(Path(norms.__file__).with_name("yardstick.csv"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_yardstick", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the table --------------------------------------------------------------------------------------------------------


def test_table_is_whole(table: pd.DataFrame, script: ModuleType) -> None:
    assert list(table.columns) == ["measure", "words", "quantile", "difference"]
    assert not table.isna().to_numpy().any()
    assert (table["difference"] > 0).all()
    assert set(table["measure"]) >= {*FAMILY, *COMPARED}  # all that are tested
    assert set(table["words"]) == {*script.SHORT, *script.LONG}
    # each measure, length and quantile once
    assert not table.duplicated(["measure", "words", "quantile"]).any()
    lengths = table.groupby("measure")["words"].agg(lambda words: sorted(set(words)))
    for measure, found in lengths.items():
        # a trajectory needs ten sentences, which the shortest passages lack: its shape begins at a greater length
        wanted = [length for length in script.SHORT + script.LONG if length >= found[0]]
        assert found == wanted
        assert found[0] == 100 or (measure.endswith("_shape") and found[0] <= 300)
    assert (table.groupby(["measure", "words"]).size() == len(script.QUANTILES)).all()
    # the quantiles that verdicts ask for, for one test alone and for the tested family
    for family in (1, 2, 3, len(FAMILY)):
        assert np.isclose(table["quantile"].unique(), 1 - 0.05 / family, atol=1e-4).any()


def test_rarer_differences_are_larger(table: pd.DataFrame) -> None:
    by_quantile = table.pivot(index=["measure", "words"], columns="quantile", values="difference")
    assert (np.diff(by_quantile, axis=1) >= 0).all()
    assert (by_quantile[0.99] > by_quantile[0.5]).all()


def test_longer_passages_differ_less(table: pd.DataFrame) -> None:
    # A quantile from few pairs wavers. From one length to the next it may rise by a fifth, up to 4,000 words; beyond, few
    # books are long enough for many pairs, and a rise says nothing. In the whole it falls: in rank order, and to less than
    # two thirds from 100 words to 32,000.
    steps = {"dale_chall"}  # one word can move it by 3.6, at its step
    readability = table[table["measure"].isin(set(MEASURES) - steps)].sort_values("words")
    for _, rows in readability.groupby(["measure", "quantile"]):
        differences, words = rows["difference"].to_numpy(), rows["words"].to_numpy()
        for (shorter, longer), at in zip(pairwise(differences), words[1:], strict=True):
            assert longer < shorter * 1.2 or at > 4000
        assert np.corrcoef(np.argsort(np.argsort(differences)), np.arange(len(differences)))[0, 1] < -0.8
        assert differences[-1] < differences[0] * 2 / 3


def test_loaded_table_is_the_file(table: pd.DataFrame) -> None:
    loaded = load_yardstick()
    assert len(loaded) == table.groupby(["measure", "quantile"]).ngroups
    for (measure, quantile), rows in table.groupby(["measure", "quantile"]):
        lengths, differences = loaded[measure, quantile]
        assert list(lengths) == rows["words"].tolist() == sorted(lengths)
        assert list(differences) == rows["difference"].tolist()


# --- the script, on made tallies --------------------------------------------------------------------------------------


def make_tally(**stories: list[int]) -> pd.DataFrame:
    """Prose sentences of these lengths; a length below nought is a heading's."""
    rows = [
        {"story": story, "book": story[0], "kind": "prose" if words > 0 else "heading", "words": abs(words)}
        for story, lengths in stories.items()
        for words in lengths
    ]
    return pd.DataFrame(rows)


def test_openings_end_with_the_sentence_that_reaches_the_length(script: ModuleType) -> None:
    tally = make_tally(a=[-3, 4, 5, 6, 7], b=[4, 5], c=[10, 1], d=[25])
    opened = script.cut_openings(tally, 10)
    # a: 4, 9, 15 words: the third sentence reaches ten. b has nine and is left out. c: ten exactly. d: its first is enough.
    assert opened.groupby("story")["words"].apply(list).to_dict() == {"a": [4, 5, 6], "c": [10], "d": [25]}
    assert (opened["kind"] == "prose").all()


def test_books_are_cut_into_passages_one_after_the_other(script: ModuleType) -> None:
    tally = make_tally(a=[5, 5, -2, 5, 5, 5, 5, 9], b=[5])
    passages = script.cut_books(tally, 10)
    # a has 39 words: three whole passages of ten; what is left over, and b, are too short.
    assert passages.groupby("story")["words"].apply(list).to_dict() == {"a_0": [5, 5], "a_1": [5, 5], "a_2": [5, 5]}
    assert (passages["book"] == "a").all()


def test_at_most_twelve_passages_spread_over_the_book(script: ModuleType) -> None:
    passages = script.cut_books(make_tally(a=[10] * 49), 10)
    assert list(passages["story"].unique()) == [f"a_{number}" for number in range(0, 48, 4)]
    # 23 passages: every one in turn, until there are twelve
    assert passages["story"].nunique() == script.cut_books(make_tally(a=[10] * 23), 10)["story"].nunique() == 12


def test_values_of_passages_are_the_measured_ones(script: ModuleType) -> None:
    stories = read_stories({"x_00": "He ran. She hid from him.", "x_01": "It rained.", "y_00": "They all ran home."})
    tally = tally_sentences(stories).assign(book=lambda tally: tally["story"].str[0], valence=0.0)
    values = script.measure_passages(tally)
    assert values["book"].to_dict() == {"x_00": "x", "x_01": "x", "y_00": "y"}
    assert values["words_per_sentence"].to_dict() == {"x_00": (2 + 4) / 2, "x_01": 2, "y_00": 4}
    results = measure_readability(stories).set_index(["story", "measure"])["value"]
    assert values.loc["x_00", "ease"] == results["x_00", "ease"]
    assert set(values.columns) >= {"book", *MEASURES}


def test_differences_are_within_books_and_books_weigh_alike(script: ModuleType) -> None:
    values = pd.DataFrame({"charm": [1.0, 11, 0, 1, 3, 8], "book": list("aabbbc")}, index=list("uvwxyz"))
    found = script.find_differences(values)
    # a: |1 - 11|. b: |0 - 1|, |0 - 3|, |1 - 3|, a third each. c has one passage, so no pair.
    assert found["charm"].tolist() == [10, 1, 3, 2]
    assert found["book"].tolist() == ["a", "b", "b", "b"]
    assert found["weight"].tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])


def test_quantiles_by_hand(script: ModuleType) -> None:
    found = pd.DataFrame({"charm": [10.0, 3, 1, 2, 0], "book": list("abbbc"), "weight": [1, 1 / 3, 1 / 3, 1 / 3, 1]})
    quantiles = script.find_quantiles(found)["charm"]
    # In order 0 (a third of the weight), 1, 2 and 3 (a ninth each), 10 (a third): half is reached at 2, the rest at 10.
    # Without the weights three quarters would be reached at 3.
    assert list(quantiles.index) == list(script.QUANTILES)
    assert quantiles.tolist() == [2] + [10] * (len(script.QUANTILES) - 1)


def test_extremes_are_the_largest_z_of_the_words_tested(script: ModuleType) -> None:
    sea, hill = "The sea rose and fell. The old sea lay still. ", "The hill stood. A green hill lay in the sun. "
    texts = {"a": sea * 9, "b": hill * 8, "c": (sea + hill) * 5, "d": "The lantern."}
    words = split_words(read_stories(texts))
    table, extremes = rank_distinctive(words), script.find_extremes(words)
    assert list(extremes.columns) == ["story_1", "story_2", "tested", "z"]
    for row, (pair, own) in zip(extremes.itertuples(), table.groupby(["story_1", "story_2"], sort=False), strict=True):
        assert (row.story_1, row.story_2, row.tested) == (*pair, own["p"].notna().sum())
        assert row.z == pytest.approx(own["z"].abs().max(), nan_ok=True)
    chosen = script.find_extremes(words, [("c", "a")])
    assert chosen["z"].tolist() == pytest.approx(extremes["z"].iloc[[1]].tolist())


def test_yardstick_of_shapes_is_made_of_the_compared_difference(script: ModuleType) -> None:
    generator = np.random.default_rng(1)
    scores = {"one": np.sin(np.linspace(0, np.pi, 40)) + generator.normal(size=40), "two": generator.normal(size=900)}
    tables = [
        pd.DataFrame({"story": story, "position": np.linspace(0, 1, len(values)), "kind": "prose", "valence": values})
        for story, values in scores.items()
    ]
    scored = pd.concat(tables).assign(text="It was so.")
    points = gather_points(scored, "valence")
    width = subtract_trajectories(scored)["bandwidth"].iloc[0]
    parted = script.part_shapes(points["one"], points["two"], width)
    assert parted == pytest.approx(abs(compare_sentiment(scored).iloc[1]["difference"]))
    assert np.isnan(script.part_shapes(points["one"], None, width))
