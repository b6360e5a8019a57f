"""The curve against brute force, its statistics against dense matrices, verdicts against what was built in."""

import math

import numpy as np
import pandas as pd
import pytest
from conftest import DATA
from hypothesis import given, settings, strategies as st

from analysis import (
    StoryError,
    assess_trajectory,
    compare_sentiment,
    read_stories,
    score_sentiment,
    smooth_trajectory,
    split_sentences,
    subtract_trajectories,
    vary_sentiment,
)
from analysis.sentiment import comparison, smoothing, trajectory
from analysis.sentiment.smoothing import BANDWIDTHS, CELLS, GRID, estimate_sigma, gather_cells, make_smoother
from analysis.statistics.correction import adjust_holm
from analysis.statistics.permutation import permute
from analysis.tables import TABLES


def make(scores: np.ndarray | list[float], story: str = "a", position: np.ndarray | None = None) -> pd.DataFrame:
    """Prose sentences of these scores, evenly spread unless placed."""
    size = len(scores)
    place = (np.arange(size) + 0.5) / size if position is None else position
    return pd.DataFrame(
        {"story": story, "sentence": np.arange(size), "position": place, "kind": "prose", "text": "One two three.",
         "valence": np.asarray(scores, dtype=float)}
    )  # fmt: skip


def places(size: int) -> np.ndarray:
    return (np.arange(size) + 0.5) / size


def noise(size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(size)


def hill(size: int) -> np.ndarray:
    """One peak at .25, one trough at .75."""
    return np.sin(2 * np.pi * places(size))


def smooth_by_loops(position: np.ndarray, scores: np.ndarray, width: float) -> list[float]:
    """Nadaraya's and Watson's kernel mean as its definition says it."""
    curve = []
    for at in GRID:
        weights = [math.exp(-((at - place) ** 2) / (2 * width**2)) for place in position]
        curve.append(sum(w * score for w, score in zip(weights, scores, strict=True)) / sum(weights))
    return curve


def dense(position: np.ndarray, width: float) -> np.ndarray:
    kernel = np.exp(-((position[:, None] - position) ** 2) / (2 * width**2))
    return kernel / kernel.sum(axis=1, keepdims=True)


# --- the curve --------------------------------------------------------------------------------------------------------


def test_each_story_has_a_curve_of_its_own() -> None:
    scored = pd.concat([make(noise(20, 1)), make(noise(12, 2), "b")]).assign(author="x")
    curves = smooth_trajectory(scored)
    assert curves["story"].tolist() == ["a"] * 201 + ["b"] * 201
    assert curves["position"].iloc[:201].tolist() == pytest.approx([i / 200 for i in range(201)])
    # each story as if it were alone
    pd.testing.assert_frame_equal(
        curves.iloc[201:].reset_index(drop=True), smooth_trajectory(scored[scored["story"] == "b"])
    )


@pytest.mark.parametrize("width", [0.02, 0.1, 0.4])
def test_curve_is_the_kernel_mean(width: float) -> None:
    position = np.sort(np.random.default_rng(5).random(40))
    scores = noise(40, 6)
    curve = smooth_trajectory(make(scores, position=position), bandwidth=width)["trajectory"]
    assert curve.tolist() == pytest.approx(smooth_by_loops(position, scores, width), rel=1e-9)


@pytest.mark.slow
def test_cells_of_a_long_text_hardly_matter() -> None:
    size = 5 * CELLS
    scores = hill(size) + noise(size, 3)
    for width in (0.03, 0.1):
        curve = smooth_trajectory(make(scores), bandwidth=width)
        off = np.abs(curve["trajectory"] - smooth_by_loops(places(size), scores, width))
        assert (off < (curve["high"] - curve["trajectory"]) / 30).all()  # a thirtieth of the band: not to be seen
        matrix = dense(places(size), width)
        smoother = make_smoother(gather_cells(places(size), scores), width)
        assert smoother.trace == pytest.approx(np.trace(matrix), rel=1e-2)
        assert smoother.trace_square == pytest.approx((matrix**2).sum(), rel=1e-2)
        free = size - 2 * np.trace(matrix) + (matrix**2).sum()
        expected = math.sqrt(((scores - matrix @ scores) ** 2).sum() / free)
        assert estimate_sigma(gather_cells(places(size), scores), smoother) == pytest.approx(expected, rel=1e-3)


def test_cells_keep_the_mean_and_the_squares() -> None:
    position, scores = np.random.default_rng(8).random(1500), noise(1500, 9)
    points = gather_cells(position, scores)
    assert len(points.score) <= CELLS
    assert points.size == 1500
    assert points.mean == pytest.approx(scores.mean())
    assert points.squares == pytest.approx(((scores - scores.mean()) ** 2).sum())


@pytest.mark.parametrize("width", [0.03, 0.15])
def test_traces_and_sigma_are_those_of_the_dense_matrix(width: float) -> None:
    position = np.sort(np.random.default_rng(1).random(30))
    scores = noise(30, 2)
    matrix = dense(position, width)
    points = gather_cells(position, scores)
    smoother = make_smoother(points, width)
    assert smoother.trace == pytest.approx(np.trace(matrix), rel=1e-12)
    assert smoother.trace_square == pytest.approx(np.trace(matrix @ matrix.T), rel=1e-12)
    free = 30 - 2 * np.trace(matrix) + np.trace(matrix @ matrix.T)
    assert estimate_sigma(points, smoother) == pytest.approx(
        math.sqrt(((scores - matrix @ scores) ** 2).sum() / free), rel=1e-12
    )


def test_bandwidth_has_the_least_generalised_cross_validation_score() -> None:
    position, scores = places(60), hill(60) + 0.5 * noise(60, 4)
    gcv = []
    for width in BANDWIDTHS:
        matrix = dense(position, width)
        free = 60 - np.trace(matrix)
        # a curve with more than a parameter for every five points is out of the question
        gcv.append(((scores - matrix @ scores) ** 2).sum() / free**2 if free > 48 else np.inf)
    assert smooth_trajectory(make(scores))["bandwidth"].unique().tolist() == [BANDWIDTHS[int(np.argmin(gcv))]]


def test_a_very_wide_kernel_gives_the_mean() -> None:
    scores = noise(10, 7)
    curve = smooth_trajectory(make(scores), bandwidth=1e4)
    assert curve["trajectory"].tolist() == pytest.approx([scores.mean()] * 201, rel=1e-6)
    # Its band is then Student's interval of a mean, t(9) = 2.262 at .975; with sigma taken for known it would be 1.96. The
    # simulated quantile has an error of some 3 %.
    half = 2.262 * scores.std(ddof=1) / math.sqrt(10)
    assert (curve["high"] - curve["trajectory"]).iloc[0] == pytest.approx(half, rel=0.07)


@pytest.mark.parametrize("size", [30, 400, 1000])
def test_no_overshoot_on_a_step(size: int) -> None:
    step = (places(size) > 0.5).astype(float)
    for width in (None, 0.02, 0.1, 0.5):
        curve = smooth_trajectory(make(step), bandwidth=width)["trajectory"].to_numpy()
        assert curve.min() >= -1e-12
        assert curve.max() <= 1 + 1e-12
        assert (np.diff(curve) >= -1e-12).all()  # and no ringing


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.floats(-5, 5, width=32), min_size=10, max_size=40), st.sampled_from([None, 0.001, 0.05, 2.0]))
def test_curve_never_leaves_the_points_range_and_the_band_holds_the_curve(scores: list[float], width: float | None) -> None:
    curve = smooth_trajectory(make(scores), bandwidth=width)
    assert curve["trajectory"].between(min(scores) - 1e-9, max(scores) + 1e-9).all()
    if width == 0.001:  # a kernel that sees one point at a time leaves nothing to judge the noise by
        assert curve["low"].isna().all() or min(scores) == max(scores)
    else:
        assert (curve["low"] <= curve["trajectory"] + 1e-9).all()
        assert (curve["high"] >= curve["trajectory"] - 1e-9).all()


def test_band_is_symmetric_and_grows_with_the_noise() -> None:
    quiet, loud = (smooth_trajectory(make(hill(80) + factor * noise(80, 1)), bandwidth=0.1) for factor in (0.1, 1.0))
    # H y is linear: the residuals of the louder are those of the noise, ten times as large, and the bias of the hill's
    assert ((loud["high"] - loud["low"]) > 3 * (quiet["high"] - quiet["low"])).all()
    middle = (quiet["low"] + quiet["high"]) / 2
    assert middle.tolist() == pytest.approx(quiet["trajectory"].tolist())
    doubled = smooth_trajectory(make(2 * noise(80, 1)), bandwidth=0.1)
    single = smooth_trajectory(make(noise(80, 1)), bandwidth=0.1)
    for column in ("trajectory", "low", "high"):
        assert doubled[column].tolist() == pytest.approx((2 * single[column]).tolist())
    shifted = smooth_trajectory(make(noise(80, 1) + 5), bandwidth=0.1)
    assert shifted["low"].tolist() == pytest.approx((single["low"] + 5).tolist())
    # wider where fewer points bear the mean
    half = single["high"] - single["trajectory"]
    assert half.iloc[0] > 1.2 * half.iloc[100]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "width"), [(50, 0.1), (600, 0.05)])
def test_band_holds_the_smoothed_truth_nineteen_times_in_twenty(size: int, width: float) -> None:
    runs, position = 150, places(size)
    stories = pd.concat([make(hill(size) + noise(size, 100 + run), str(run)) for run in range(runs)])
    target = dense_on_grid(position, width) @ hill(size)
    with_one_design = smooth_in_one_design(stories, width)
    low, high = (with_one_design[name].to_numpy().reshape(runs, -1) for name in ("low", "high"))
    held = ((low <= target) & (target <= high)).all(axis=1).mean()
    assert 0.95 - 3 * math.sqrt(0.95 * 0.05 / runs) <= held < 1


def dense_on_grid(position: np.ndarray, width: float) -> np.ndarray:
    kernel = np.exp(-((GRID[:, None] - position) ** 2) / (2 * width**2))
    return kernel / kernel.sum(axis=1, keepdims=True)


def smooth_in_one_design(stories: pd.DataFrame, width: float) -> pd.DataFrame:
    """Stories with their points at the same places share smoother and critical value: computed once, for speed."""
    kept: dict[str, object] = {}
    make_smoother, find_critical = smoothing.make_smoother, smoothing.find_critical
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trajectory, "make_smoother", lambda *a: kept.get("h") or kept.setdefault("h", make_smoother(*a)))
        patch.setattr(trajectory, "find_critical", lambda *a: kept.get("c") or kept.setdefault("c", find_critical(*a)))
        return smooth_trajectory(stories, bandwidth=width)


def test_edges_are_within_one_bandwidth_of_an_end() -> None:
    curve = smooth_trajectory(make(noise(30, 1)), bandwidth=0.1025)
    assert curve.loc[curve["edge"], "position"].tolist() == [*GRID[:21], *GRID[-21:]]
    assert (curve["bandwidth"] == 0.1025).all()


@pytest.mark.parametrize("width", [0, -0.1, float("nan"), float("inf")])
def test_bandwidth_must_be_above_nought(width: float) -> None:
    with pytest.raises(StoryError, match="bandwidth"):
        smooth_trajectory(make(noise(30, 1)), bandwidth=width)


@pytest.mark.slow
def test_same_seed_same_result_and_another_seed_nearly() -> None:
    scored = make(hill(60) + noise(60, 1))
    pd.testing.assert_frame_equal(smooth_trajectory(scored), smooth_trajectory(scored))
    pd.testing.assert_frame_equal(assess_trajectory(scored), assess_trajectory(scored))
    first, other = smooth_trajectory(scored), smooth_trajectory(scored, seed=1)
    assert first["trajectory"].equals(other["trajectory"])
    assert not first["low"].equals(other["low"])
    half, other_half = first["high"] - first["trajectory"], other["high"] - other["trajectory"]
    assert half.tolist() == pytest.approx(other_half.tolist(), rel=0.15)


# --- what is no arc ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, -7.3, 1e6])
@pytest.mark.parametrize("size", [10, 23, 1000])
def test_constant_scores_are_flat_and_no_arc(value: float, size: int) -> None:
    scored = make([value] * size)
    curve = smooth_trajectory(scored)
    assert curve["trajectory"].tolist() == pytest.approx([value] * 201)
    assert curve["low"].tolist() == pytest.approx(curve["high"].tolist())
    row = assess_trajectory(scored).iloc[0]
    assert (row["verdict"], row["note"]) == ("not assessed", "all points are alike")
    assert math.isnan(row["p"])


def test_fewer_than_ten_points_have_no_curve_and_say_so() -> None:
    scored = pd.concat([make(noise(9, 1)), make(noise(10, 2), "b")])
    curves = smooth_trajectory(scored).set_index("story")
    assert curves.loc["a", ["trajectory", "low", "high", "bandwidth"]].isna().all(axis=None)
    assert curves.loc["a", "position"].tolist() == GRID.tolist()
    assert curves.loc["b", ["trajectory", "low", "high"]].notna().all(axis=None)
    rows = assess_trajectory(scored).set_index("story")
    assert rows.loc["a", "verdict"] == "not assessed"
    assert "fewer than 10 points" in rows.loc["a", "note"]
    assert "fewer than 10 points" in rows.loc["a", "statement"]
    assert rows.loc["a", "size"] == 9
    assert rows.loc["a", "mean"] == pytest.approx(noise(9, 1).mean())
    assert rows.loc["b", "verdict"] != "not assessed"


def test_one_sentence_and_no_known_word() -> None:
    stories = read_stories({"one": "What a joy.", "none": "It was. " * 12, "some": "A joy. A grief. It was. " * 6})
    rows = assess_trajectory(stories).set_index("story")
    assert rows.loc["none", ["size", "note"]].tolist() == [0, "no known word in the story"]
    assert rows.loc["one", "size"] == 1
    assert rows.loc[["one", "none"], "verdict"].tolist() == ["not assessed"] * 2
    curves = smooth_trajectory(stories)
    assert curves.groupby("story", sort=False)["trajectory"].count().to_dict() == {"one": 0, "none": 0, "some": 201}
    table = compare_sentiment(stories)
    assert len(table) == 6
    verdicts = table.set_index(["story_1", "story_2", "measure"])["verdict"]
    assert (verdicts.drop(("one", "some", "level"), errors="ignore") == "not assessed").all()
    assert table["note"].ne("").all()
    assert table.loc[table["measure"] == "level", "value_1"].iloc[0] == pytest.approx(rows.loc["one", "mean"])


def test_lines_of_verse_are_units_and_headings_are_not() -> None:
    lines = "The joy of the morning upon the hill,\nThe grief of the sea,\nAnd none to weep for me.\nO hope!\n" * 3
    scored = score_sentiment(read_stories({"a": f"CHAPTER I\n\n{lines}\nCHAPTER II\n\n{lines}"}))
    assert set(scored["kind"]) == {"heading", "verse"}
    row = assess_trajectory(scored).iloc[0]
    assert row["size"] == 24
    assert row["mean"] == pytest.approx(scored.loc[scored["kind"] == "verse", "valence"].mean())
    # whatever a heading scores, no curve changes
    loud = scored.assign(valence=scored["valence"].where(scored["kind"] != "heading", 99.0))
    pd.testing.assert_frame_equal(smooth_trajectory(loud), smooth_trajectory(scored))
    other = scored.assign(story="b")
    both, both_loud = pd.concat([scored, other]), pd.concat([loud, other])
    pd.testing.assert_frame_equal(compare_sentiment(both), compare_sentiment(both_loud))


# --- is there an arc? -------------------------------------------------------------------------------------------------

ASSESSED = [
    "story", "size", "mean", "spread", "bandwidth", "explained", "p", "peak", "peak_low", "peak_high",
    "trough", "trough_low", "trough_high", "verdict", "statement", "note",
]  # fmt: skip


def test_a_made_arc_is_found_and_its_peak_and_trough_held() -> None:
    scores = hill(200) + noise(200, 11)
    row = assess_trajectory(make(scores, "Arc"))
    assert list(row.columns) == ASSESSED
    row = row.iloc[0]
    assert row["p"] < 0.05
    assert row["verdict"] == "order matters more than shuffled"
    assert row["peak_low"] <= 0.25 <= row["peak_high"]
    assert row["trough_low"] <= 0.75 <= row["trough_high"]
    assert row["peak_low"] <= row["peak"] <= row["peak_high"] < row["trough_low"] <= row["trough"] <= row["trough_high"]
    assert (row["size"], row["mean"], row["spread"]) == (
        200,
        pytest.approx(scores.mean()),
        pytest.approx(scores.std(ddof=1)),
    )
    matrix = dense(places(200), row["bandwidth"])
    assert row["explained"] == pytest.approx(
        1 - ((scores - matrix @ scores) ** 2).sum() / ((scores - scores.mean()) ** 2).sum()
    )
    curve = smooth_trajectory(make(scores))
    assert row["peak"] == GRID[int(curve["trajectory"].argmax())]
    assert row["trough"] == GRID[int(curve["trajectory"].argmin())]
    assert row["statement"].startswith("Arc: the curve explains")
    assert "order matters more than shuffled" in row["statement"]
    assert f"It is highest {100 * row['peak']:.0f} % into the story (95 %" in row["statement"]


@pytest.mark.slow
@pytest.mark.parametrize("size", [18, 200, 900])
def test_shuffled_noise_has_no_arc(size: int) -> None:
    table = assess_trajectory(pd.concat([make(noise(size, 40 + i), str(i)) for i in range(3)]))
    # of three true nulls, two or more at p < .05 come in one case in 140
    assert (table["p"] < 0.05).sum() <= 1
    assert table["p"].between(1 / 1000, 1).all()
    calm = table[table["p"] >= 0.05].iloc[0]
    assert calm["verdict"] == "no more than shuffled"
    assert "do not read this curve's peaks and troughs" in calm["statement"]
    assert "highest" not in calm["statement"]


@pytest.mark.slow
def test_arc_is_found_in_cells_too_and_a_shuffle_of_it_is_not() -> None:
    scores = 0.5 * hill(1200) + noise(1200, 12)
    assert assess_trajectory(make(scores))["p"].iloc[0] == 1 / 1000  # no shuffle does as much
    shuffled = np.random.default_rng(3).permutation(scores)
    assert assess_trajectory(make(shuffled))["p"].iloc[0] > 0.05


@pytest.mark.slow
def test_p_of_an_arc_is_the_share_of_shuffles_that_explain_as_much() -> None:
    scores = 0.6 * hill(30) + noise(30, 21)
    draw = np.random.default_rng(99)
    matrices = [dense(places(30), width) for width in BANDWIDTHS]

    def explain(values: np.ndarray) -> float:
        best, share = np.inf, 0.0
        for matrix in matrices:
            free, rest = 30 - np.trace(matrix), ((values - matrix @ values) ** 2).sum()
            if free > 24 and rest / free**2 < best:
                best, share = rest / free**2, 1 - rest / ((values - values.mean()) ** 2).sum()
        return share

    observed = explain(scores)
    expected = np.mean([explain(draw.permutation(scores)) >= observed for _ in range(1500)])
    assert 0.01 < expected < 0.6
    found = assess_trajectory(make(scores)).iloc[0]
    assert found["explained"] == pytest.approx(observed)
    assert found["p"] == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) * (1 / 1500 + 1 / 999)))


# --- two stories ------------------------------------------------------------------------------------------------------


def pair(one: np.ndarray, two: np.ndarray) -> pd.DataFrame:
    return pd.concat([make(one, "one"), make(two, "two")], ignore_index=True)


def test_rows_of_contrasts() -> None:
    scored = pd.concat([make(noise(15, i), name) for i, name in enumerate("abc")])
    table = compare_sentiment(scored)
    assert list(table.columns) == TABLES["contrasts"].columns
    assert table[["story_1", "story_2"]].drop_duplicates().to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert table["measure"].tolist() == ["level", "shape"] * 3
    pd.testing.assert_frame_equal(table, compare_sentiment(scored))


def test_level_is_the_permutation_of_the_means() -> None:
    one, two = noise(30, 1), 0.6 + 2 * noise(40, 2)
    row = compare_sentiment(pair(one, two), seed=3).iloc[0]
    counts = {"total": np.r_[one, two], "sentences": np.ones(70)}
    formula = (lambda total, sentences: total / sentences), ("total", "sentences")
    p = permute({"mean": formula}, counts, np.arange(70) < 30, seed=3)["mean"]
    assert row["p"] == p
    assert (row["value_1"], row["value_2"]) == pytest.approx((one.mean(), two.mean()))
    assert row["difference"] == pytest.approx(one.mean() - two.mean())
    # Welch's interval
    error = math.sqrt(one.var(ddof=1) / 30 + two.var(ddof=1) / 40)
    assert (row["high"] - row["low"]) / 2 == pytest.approx(2.003 * error, rel=0.01)  # t with some 56 degrees of freedom


@pytest.mark.slow
def test_holm_over_level_and_shape() -> None:
    table = compare_sentiment(pair(0.5 + noise(40, 1), 0.5 * hill(50) + noise(50, 2)))
    assert table["p_adjusted"].tolist() == pytest.approx(adjust_holm(table["p"]).tolist())
    assert (table["p_adjusted"] > table["p"]).any()
    # over all pairs of three stories: six tests
    scored = pd.concat([make(0.4 * i + noise(30, i), name) for i, name in enumerate("abc")])
    table = compare_sentiment(scored)
    levels, shapes = (table[table["measure"] == measure] for measure in ("level", "shape"))
    expected = adjust_holm([*levels["p"], *shapes["p"]])
    assert [*levels["p_adjusted"], *shapes["p_adjusted"]] == pytest.approx(expected.tolist())
    assert table["statement"].str.contains("corrected for 6 tests").all()
    # a shape that is not assessed leaves the level to itself
    table = compare_sentiment(pair(0.5 + noise(9, 1), noise(30, 2)))
    assert table["p_adjusted"].iloc[0] == table["p"].iloc[0]
    assert math.isnan(table["p_adjusted"].iloc[1])


@pytest.mark.slow
def test_one_arc_at_two_levels_has_one_shape_and_opposite_arcs_two(monkeypatch: pytest.MonkeyPatch) -> None:
    same = compare_sentiment(pair(hill(100) + 0.7 * noise(100, 1), 3 + hill(140) + 0.7 * noise(140, 2))).set_index("measure")
    assert same.loc["shape", "verdict"] == "not distinguishable at this length"
    assert "not distinguishable at this length" in same.loc["shape", "statement"].lower()
    assert same.loc["level", "p"] < 0.001
    monkeypatch.setattr(comparison, "find_yardstick", lambda *_, **__: 0.5)
    opposite = compare_sentiment(pair(hill(100) + 0.7 * noise(100, 1), 3 - hill(140) + 0.7 * noise(140, 2))).set_index(
        "measure"
    )
    assert opposite.loc["shape", "verdict"] == "distinguishable"
    assert "Distinguishable" in opposite.loc["shape", "statement"]
    # the first is the higher of the two by twice the hill at .25, the lower at .75, less what smoothing takes off
    assert 1.3 < abs(opposite.loc["shape", "difference"]) < 2.7
    assert "one and two" in opposite.loc["shape", "statement"]


def test_level_alone_makes_no_shape() -> None:
    table = compare_sentiment(pair(5 + noise(60, 3), noise(60, 4))).set_index("measure")
    raised = compare_sentiment(pair(9 + noise(60, 3), noise(60, 4))).set_index("measure")
    assert table.loc["shape", "p"] == raised.loc["shape", "p"] > 0.05
    assert table.loc["shape", "difference"] == pytest.approx(raised.loc["shape", "difference"])


@pytest.mark.slow
def test_swapped_stories_flip_the_signs() -> None:
    one, two = hill(60) + noise(60, 1), 1 + noise(45, 2)
    there = compare_sentiment(pd.concat([make(one, "one"), make(two, "two")]))
    back = compare_sentiment(pd.concat([make(two, "two"), make(one, "one")]))
    assert back["story_1"].tolist() == ["two", "two"]
    assert back["difference"].tolist() == pytest.approx((-there["difference"]).tolist())
    assert back["low"].iloc[0] == pytest.approx(-there["high"].iloc[0])
    assert back["p"].tolist() == pytest.approx(there["p"].tolist(), abs=0.03)  # other random numbers
    line = subtract_trajectories(pd.concat([make(one, "one"), make(two, "two")]))["difference"]
    turned = subtract_trajectories(pd.concat([make(two, "two"), make(one, "one")]))["difference"]
    assert line.tolist() == pytest.approx((-turned).tolist())


@pytest.mark.slow
def test_difference_of_shapes_is_that_of_the_curves_less_their_means() -> None:
    scored = pair(hill(60) + noise(60, 1), 1 + noise(45, 2))
    table = subtract_trajectories(scored)
    assert list(table.columns) == ["story_1", "story_2", "position", "difference", "low", "high", "bandwidth"]
    width = smooth_trajectory(scored).groupby("story")["bandwidth"].first().max()  # one bandwidth for both: the larger
    assert table["bandwidth"].unique().tolist() == [width]
    curves = smooth_trajectory(scored, bandwidth=width).set_index("story")["trajectory"]
    means = scored.groupby("story")["valence"].mean()
    expected = (curves["one"].to_numpy() - means["one"]) - (curves["two"].to_numpy() - means["two"])
    assert table["difference"].tolist() == pytest.approx(expected.tolist())
    assert table["low"].tolist() == pytest.approx((-table["high"]).tolist())
    row = compare_sentiment(scored).iloc[1]
    assert row["difference"] in table["difference"].tolist()
    place = table.loc[(table["difference"] / table["high"]).abs().idxmax()]
    assert row["difference"] == place["difference"]
    assert f"at {place['position']:.2f} of the story" in row["statement"]


@pytest.mark.slow
def test_band_of_the_difference_says_what_the_shapes_p_says() -> None:
    seen = set()
    for seed in range(12):
        scored = pair(0.35 * hill(60) + noise(60, seed), -0.35 * hill(70) + noise(70, 100 + seed))
        table, p = subtract_trajectories(scored), compare_sentiment(scored).iloc[1]["p"]
        outside = bool((table["difference"].abs() > table["high"]).any())
        if abs(p - 0.05) > 0.002:  # at the very boundary quantile and count round apart
            assert outside == (p < 0.05)
            seen.add(outside)
    assert seen == {True, False}


def test_shapes_of_few_or_flat_points() -> None:
    short = subtract_trajectories(pair(noise(9, 1), noise(20, 2)))
    assert short[["difference", "low", "high", "bandwidth"]].isna().all(axis=None)
    assert len(short) == 201
    flat = compare_sentiment(pair(np.full(20, 0.1), np.full(30, 0.3))).set_index("measure")
    assert flat.loc["shape", "verdict"] == "not assessed"
    assert "alike" in flat.loc["shape", "note"]
    assert flat.loc["level", "difference"] == pytest.approx(-0.2)
    line = subtract_trajectories(pair(np.full(20, 0.1), np.full(30, 0.3)))
    assert np.abs(line[["difference", "low", "high"]].to_numpy()).max() < 1e-12
    # one of them flat: the other's noise is all there is
    half = compare_sentiment(pair(np.full(20, 0.1), noise(30, 1))).set_index("measure")
    assert 0 < half.loc["shape", "p"] <= 1


def test_statements_say_frame_and_verdict() -> None:
    table = compare_sentiment(pair(noise(30, 1), 0.1 + noise(40, 2)))
    for row in table.itertuples():
        assert row.verdict in row.statement.lower()
        assert "corrected for 2 tests" in row.statement
        assert "Each text's sentences are taken as draws" in row.statement
        assert "one" in row.statement
        assert "two" in row.statement


@pytest.mark.slow
def test_shape_verdict_asks_the_yardstick(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    scored = pair(hill(60) + 0.5 * noise(60, 1), -hill(70) + 0.5 * noise(70, 2))
    for beyond, verdict in ((0.5, "distinguishable"), (9.0, "within one book's range"), (math.nan, "not assessed")):
        monkeypatch.setattr(comparison, "find_yardstick", lambda *a, beyond=beyond, **k: asked.append((a, k)) or beyond)
        row = compare_sentiment(scored).iloc[1]
        assert row["verdict"] == verdict
        assert row["p_adjusted"] < 0.05
        assert (row["note"] != "") == (verdict == "not assessed")
        assert verdict in row["statement"].lower() or "not known" in row["statement"]
    assert (("valence_shape", 180, 210), {"family": 2}) in asked  # three words a sentence
    # of curves at another bandwidth nobody knows how far one book's passages part
    assert math.isnan(compare_sentiment(scored, scale=2.0).iloc[1]["yardstick"])


def test_level_verdict_asks_the_yardstick(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    scored = pair(2 + noise(30, 1), noise(40, 2))
    scored.loc[0, "text"] = "Four words are here."
    for beyond, verdict in ((1.0, "distinguishable"), (5.0, "within one book's range"), (math.nan, "not assessed")):
        monkeypatch.setattr(comparison, "find_yardstick", lambda *a, beyond=beyond, **k: asked.append((a, k)) or beyond)
        row = compare_sentiment(scored).iloc[0]
        assert row["verdict"] == verdict
        assert (row["note"] != "") == (verdict == "not assessed")
        assert "+" in row["statement"]
    assert asked[0] == (("valence_level", 91, 120), {"family": 2})  # 29 * 3 + 4 and 40 * 3 words
    assert "not known" in row["statement"]
    assert "no yardstick" in row["note"]


def test_any_column_may_be_followed() -> None:
    scored = make(noise(30, 1)).rename(columns={"valence": "rating"})
    scored.loc[3:12, "rating"] = np.nan  # not every sentence is rated
    rated = scored.dropna(subset="rating")
    curve = smooth_trajectory(scored, column="rating", bandwidth=0.1)
    assert curve["trajectory"].tolist() == pytest.approx(smooth_by_loops(rated["position"], rated["rating"], 0.1))
    assert assess_trajectory(scored, column="rating")["size"].tolist() == [20]
    both = pd.concat([scored, scored.assign(story="b", rating=scored["rating"] + 3)])
    table = compare_sentiment(both, column="rating").set_index("measure")
    assert table["unit"].unique().tolist() == ["rating"]
    assert table.loc["level", "statement"].startswith("Mean rating of a sentence")
    assert table.loc["level", "verdict"] == "not assessed"  # it differs, but nobody knows how much one book would
    assert table.loc["level", "difference"] == pytest.approx(-3)
    assert table.loc["shape", "difference"] == pytest.approx(0, abs=1e-9)


def test_a_missing_column_is_said() -> None:
    scored = make(noise(30, 1))
    for function in (smooth_trajectory, assess_trajectory, compare_sentiment, subtract_trajectories):
        with pytest.raises(StoryError, match="'rating'"):
            function(scored, column="rating")
        with pytest.raises(StoryError, match="'position'"):
            function(scored.drop(columns="position"))


@pytest.mark.slow
def test_stories_are_split_and_scored_first() -> None:
    stories = read_stories(DATA)
    scored = score_sentiment(stories)
    pd.testing.assert_frame_equal(smooth_trajectory(stories), smooth_trajectory(scored))
    pd.testing.assert_frame_equal(assess_trajectory(split_sentences(stories)), assess_trajectory(scored))
    pd.testing.assert_frame_equal(compare_sentiment(stories), compare_sentiment(scored))


# --- does it hold? ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_variants_of_the_method() -> None:
    joyful = 'The joy was great. "What sorrow," said Joy. He saw Joy there. A happy day came. "Grief! Grief!" he cried. ' * 4
    sad = 'The grief was great. "What joy," said Tom. He met Tom there. A sad day came. It was dead and cold. ' * 4
    stories = read_stories({"glad": joyful, "sad": sad})
    before = stories.copy()
    table = vary_sentiment(stories)
    pd.testing.assert_frame_equal(stories, before)
    held = ["same_sign", "same_level", "same_shape"]
    assert list(table.columns) == ["story_1", "story_2", "variant", "level", "level_verdict", "shape_verdict", *held]
    assert set(map(str, table[held].dtypes)) == {"boolean"}
    rows = table.set_index("variant")
    assert rows.index[0] == "valence (default)"
    assert set(rows.index) >= {
        "list: vader", "list: opinion", "list: labmt", "list: glasgow", "list: wordnet",
        "NLTK VADER compound", "names with weight", "without speech",
        "half the bandwidth", "double the bandwidth",
    }  # fmt: skip
    default = compare_sentiment(stories).set_index("measure")
    assert rows.loc["valence (default)", "level"] == default.loc["level", "difference"]
    assert rows.loc["valence (default)", "level_verdict"] == default.loc["level", "verdict"]
    assert rows.loc["valence (default)", "shape_verdict"] == default.loc["shape", "verdict"]
    for name in ("vader", "opinion", "labmt"):
        means = score_sentiment(stories, lexicon=name).groupby("story")[f"valence_{name}"].mean()
        assert rows.loc[f"list: {name}", "level"] == pytest.approx(means["glad"] - means["sad"])
    # Joy is a name here: with its weight the glad story is more so
    assert rows.loc["names with weight", "level"] > rows.loc["valence (default)", "level"]
    # the default is not held against itself, nor a level against another bandwidth, which cannot move it
    assert rows.loc["valence (default)", held].isna().all()
    bandwidths = rows.loc[["half the bandwidth", "double the bandwidth"]]
    assert bandwidths["level"].unique().tolist() == [default.loc["level", "difference"]]
    assert bandwidths[["same_sign", "same_level"]].isna().all(axis=None)
    others = rows.drop(["valence (default)", "half the bandwidth", "double the bandwidth"])
    assert (others["same_sign"] == (np.sign(others["level"]) == np.sign(default.loc["level", "difference"]))).all()
    for measure in ("level", "shape"):
        for variant, row in rows.drop("valence (default)").iterrows():
            verdicts = {row[f"{measure}_verdict"], default.loc[measure, "verdict"]}
            if "not assessed" in verdicts or (measure == "level" and "bandwidth" in variant):
                assert pd.isna(row[f"same_{measure}"])
            else:
                assert row[f"same_{measure}"] == (len(verdicts) == 1)


@pytest.mark.slow
def test_without_speech_there_is_no_such_variant() -> None:
    quiet = vary_sentiment(read_stories({"a": "A joy. It was. " * 6, "b": "A grief. It was. " * 6}))
    assert "without speech" not in quiet["variant"].tolist()


VARIED = {
    "glad": 'The joy was great. "What sorrow," said Joy. He saw Joy there. A happy day came. "Grief! Grief!" he cried. ' * 4,
    "sad": 'The grief was great. "What joy," said Tom. He met Tom there. A sad day came. It was dead and cold. ' * 4,
}


@pytest.mark.slow
def test_variants_with_a_lexicon_of_ones_own() -> None:
    stories, lexicon = read_stories(VARIED), {"joy": 2.0, "grief": -1.0, "day": 0.5}
    table = vary_sentiment(stories, lexicon=lexicon).set_index("variant")
    by_default = vary_sentiment(stories).set_index("variant")
    assert table.index.tolist()[:2] == ["valence_own", "valence"]
    assert table.index.tolist()[2:] == [name.replace("names with w", "names without w") for name in by_default.index[1:]]
    # By hand, sentence by sentence: weights over the root of the words, of which there are four, or one and three.
    glad = np.mean([2 / 2, 2 / 2, 2 / 2, 0.5 / 2, -1, -1 / math.sqrt(3)])
    sad = np.mean([-1 / 2, 2 / 2, 0, 0.5 / 2, 0])
    level = table.loc["valence_own", "level"]
    assert level == pytest.approx(glad - sad)
    assert table.loc[["half the bandwidth", "double the bandwidth"], "level"].tolist() == [level, level]
    # what does not depend on the lexicon is what it is without it; the default is now one of the variants
    assert table.loc["valence", "level"] == by_default.loc["valence (default)", "level"]
    for variant in ("list: vader", "list: opinion", "list: labmt", "NLTK VADER compound"):
        assert table.loc[variant, "level"] == by_default.loc[variant, "level"]
    held = table[["same_sign", "same_level", "same_shape"]]
    assert held.loc["valence_own"].isna().all()
    assert (table["same_sign"].dropna() == (np.sign(table["level"]) == np.sign(level))[table["same_sign"].notna()]).all()
    assert held.loc[["half the bandwidth", "double the bandwidth"], ["same_sign", "same_level"]].isna().all(axis=None)


@pytest.mark.slow
def test_variants_with_a_shipped_list_for_lexicon() -> None:
    stories = read_stories(VARIED)
    table = vary_sentiment(stories, lexicon="vader").set_index("variant")
    assert table.index[0] == "valence_vader"
    assert table.loc["list: vader", "level"] == table.loc["valence_vader", "level"]
    assert bool(table.loc["list: vader", "same_sign"])


@pytest.mark.slow
def test_variants_with_names_of_ones_own() -> None:
    stories, lexicon = read_stories(VARIED), {"joy": 2.0, "grief": -1.0}
    tables = {
        names: vary_sentiment(stories, names=names, lexicon=lexicon).set_index("variant")["level"]
        for names in (None, (), ("Joy",), ("Joy", "Grief"))
    }
    scored = score_sentiment(stories, lexicon=lexicon).groupby("story")["valence_own"].mean()
    all_counted = scored["glad"] - scored["sad"]
    # "Joy" is in two of six sentences, of four words each; of the others are the two cries of "Grief!"
    without_joy = all_counted - (1 + 1) / 6
    without_both = without_joy + (1 + 1 / math.sqrt(3)) / 6
    # In a lexicon of one's own names have their weight unless they are given.
    assert tables[None]["valence_own"] == pytest.approx(all_counted)
    assert tables[None]["names without weight"] == pytest.approx(without_joy)
    for names, level in (((), all_counted), (("Joy",), without_joy), (("Joy", "Grief"), without_both)):
        assert tables[names]["valence_own"] == pytest.approx(level)
        assert tables[names]["names with weight"] == pytest.approx(all_counted)
    plain = vary_sentiment(stories, names=pd.DataFrame({"story": ["sad"], "name": ["Joy"]}), lexicon=lexicon)
    assert plain.set_index("variant").loc["valence_own", "level"] == pytest.approx(all_counted)
