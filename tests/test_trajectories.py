"""Difficulty and richness along the story: points by hand, and curves that are those of one measure alone."""

import numpy as np
import pandas as pd
import pytest
from conftest import read

from analysis import (
    StoryError,
    assess_trajectories,
    assess_trajectory,
    compare_trajectories,
    measure_readability,
    smooth_trajectories,
    smooth_trajectory,
    split_words,
    trace_difficulty,
    trace_richness,
)
from analysis.readability.along import TRACED

PLAIN = ["The cat sat.", "Resilience endured, and you sang of it.", "He ran home again with the other boys."]
SHORT, LONG = "He ran. ", "He ran to the river and home again with all the boys. "


def make_story(seed: int, size: int = 60) -> str:
    draw = np.random.default_rng(seed)
    return " ".join(PLAIN[number] for number in draw.integers(0, 3, size))


# --- points -----------------------------------------------------------------------------------------------------------


def test_points_of_difficulty_by_hand() -> None:
    points = trace_difficulty(read(a="CHAPTER I\n\n" + " ".join(PLAIN)))
    assert points["words_per_sentence"].tolist() == [3, 7, 8]
    assert points["unfamiliar_share"].tolist() == pytest.approx([0, 2 / 7, 0])  # resilience, endured
    # of the content words (endured, sang) one is unfamiliar; "of", "you" and no abstract noun: Resilience has a capital
    ease = 2.39 - 0.726 * np.log([3, 7, 8]) - np.array([0, 1.97 / 2 + 6.01 / 7 - 5.02 / 7, 0])
    assert points["ease"].tolist() == pytest.approx(ease)


def test_each_point_is_the_score_of_its_sentence() -> None:
    points = trace_difficulty(read(a=make_story(1, 20)))
    for row in points.itertuples():
        alone = measure_readability(read(a=PLAIN[[3, 7, 8].index(row.words_per_sentence)]), intervals=False)
        values = alone.set_index("measure")["value"]
        assert [getattr(row, name) for name in TRACED] == pytest.approx([values[name] for name in TRACED])


def test_only_length_is_known_of_other_languages() -> None:
    stories = read(a="Der Hund lief. Die Katze schlief im Haus. " * 8).assign(language="de")
    points = trace_difficulty(stories)
    assert points["words_per_sentence"].notna().all()
    assert points[["unfamiliar_share", "ease"]].isna().all(axis=None)


def test_points_of_richness_by_hand() -> None:
    text = "The cat saw the cat. Then the cat ran home. It sang."
    points = trace_richness(read(a=f"CHAPTER I\n\n{text}"), window=4)
    # the cat saw the | cat then the cat | ran home it sang
    assert points["richness"].tolist() == [3 / 4, 3 / 4, 1]
    words = split_words(read(a=f"CHAPTER I\n\n{text}")).query("kind == 'prose'")
    assert points["position"].tolist() == pytest.approx(words["position"].to_numpy().reshape(3, 4).mean(axis=1))
    assert points["start"].tolist() == words["start"].tolist()[::4]
    assert trace_richness(read(a=text), window=11).loc[0, "richness"] == 7 / 11
    assert trace_richness(read(a=text), window=13).empty


def test_windows_are_of_one_size_in_one_table() -> None:
    short, long = " ".join(["Fog fell."] * 60), " ".join(["The cat sat down."] * 300)
    assert len(trace_richness(read(a=long))) == 1200 // 50
    both = trace_richness(read(a=long, b=short))
    assert both.groupby("story", sort=False).size().to_dict() == {"a": 1200 // 25, "b": 120 // 25}


@pytest.mark.parametrize("window", [1, 0, -3, 2.5, "50"])
def test_impossible_windows(window: object) -> None:
    with pytest.raises(StoryError, match="window="):
        trace_richness(read(a="The cat sat."), window=window)


# --- curves -----------------------------------------------------------------------------------------------------------


def test_several_curves_are_those_of_each_alone() -> None:
    points = trace_difficulty(read(a=make_story(2), b=make_story(3)))
    curves, arcs = smooth_trajectories(points, TRACED), assess_trajectories(points, TRACED)
    for name in TRACED:
        own = curves[curves["measure"] == name].drop(columns="measure").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, smooth_trajectory(points, column=name))
        alone = assess_trajectory(points, column=name)
        mine = arcs[arcs["measure"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine[alone.columns.drop("statement")], alone.drop(columns="statement"))
    assert arcs["statement"].str.startswith("words per sentence, a: the curve explains").iloc[0]


def test_a_rise_is_found_and_a_swapped_pair_turns_the_sign() -> None:
    stories = read(a=SHORT * 20 + LONG * 20, b=LONG * 20 + SHORT * 20)
    points = trace_difficulty(stories)
    table = compare_trajectories(points, ["words_per_sentence", "ease"])
    assert table["verdict"].tolist() == ["beyond chance"] * 2
    assert table["difference"].iloc[0] * table["difference"].iloc[1] < 0  # longer is harder
    back = compare_trajectories(points.sort_values("story", ascending=False, kind="stable"), ["words_per_sentence"])
    assert back["difference"].iloc[0] == pytest.approx(-table["difference"].iloc[0])
    assert "part most at" in table["statement"].iloc[0]


def test_one_shape_is_no_difference_and_p_is_corrected_for_measures() -> None:
    points = trace_difficulty(read(a=make_story(4), b=make_story(4)))
    one, three = compare_trajectories(points, ["ease"]), compare_trajectories(points, list(TRACED))
    assert set(three["verdict"]) == {"no more than chance"}
    assert three.set_index("measure").loc["ease", "p"] == one["p"].iloc[0]
    assert (three["p_adjusted"] >= three["p"]).all()


@pytest.mark.slow
def test_chance_alone_is_seldom_called() -> None:
    """40 pairs of stories of shuffled sentences: at .05 more than 6 alarms in 40 have a chance of .3 %."""
    alarms = 0
    for seed in range(40):
        points = trace_difficulty(read(a=make_story(2 * seed, 50), b=make_story(2 * seed + 1, 50)))
        alarms += compare_trajectories(points, ["words_per_sentence"])["verdict"].eq("beyond chance").sum()
    assert alarms <= 6


def test_too_few_points_have_no_verdict() -> None:
    points = trace_difficulty(read(a="He ran. She ran.", b=make_story(5)))
    table = compare_trajectories(points, ["ease"])
    assert table["verdict"].tolist() == ["not assessed"]
    assert "fewer than 10 points" in table["note"].iloc[0]
    assert "not assessed; " in table["statement"].iloc[0]


def test_a_pair_of_two_languages_is_compared_in_length_only() -> None:
    german = read(a="Der Hund lief über das Feld. Die Katze schlief im alten Haus am Fluss. " * 12, b=make_story(6))
    table = compare_trajectories(trace_difficulty(german), ["words_per_sentence", "ease"]).set_index("measure")
    assert table["verdict"].eq("not assessed").tolist() == [False, True]
    assert "a is in German" in table.loc["ease", "statement"]
    assert "corrected" not in table.loc["words_per_sentence", "statement"]  # one test only


def test_windows_are_called_windows() -> None:
    arcs = assess_trajectories(trace_richness(read(a=make_story(7, 100)), window=25), ["richness"])
    assert "of the windows' variance" in arcs["statement"].iloc[0]


@pytest.mark.parametrize("function", [smooth_trajectories, assess_trajectories, compare_trajectories])
@pytest.mark.parametrize("columns", ["ease", []])
def test_columns_are_a_list(function, columns) -> None:
    with pytest.raises(StoryError, match="give a list of columns"):
        function(trace_difficulty(read(a=make_story(1), b=make_story(2))), columns)
