"""What the figures of sentiment draw: marks at the tables' values, names that can be read, nothing else touched."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import LONG_NAME, check_apart, whole, words_of
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

mpl.use("Agg")

from analysis import explain_sentiment, read_stories, smooth_trajectory, subtract_trajectories, weigh_words
from analysis.plots import (
    plot_ratings,
    plot_sentence_scores,
    plot_trajectories,
    plot_trajectory_difference,
    plot_word_contributions,
)
from analysis.plots.style import STYLES

pytestmark = pytest.mark.usefixtures("close_figures")
LONG_TEXT = "It was the best of times and it was the worst of times, extraordinarily, " * 8 + "in short."


def make(scores: np.ndarray | list[float], story: str = "a", text: str = "It was so, and") -> pd.DataFrame:
    size = len(scores)
    return pd.DataFrame(
        {"story": story, "sentence": range(size), "position": (np.arange(size) + 0.5) / size, "kind": "prose",
         "text": [f"{text} number {i}." for i in range(size)], "valence": np.asarray(scores, dtype=float)}
    )  # fmt: skip


def noise(size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(size)


def find_lines(figure: Figure, color: str) -> list:
    return [line for line in figure.axes[0].lines if to_hex(line.get_color()) == color.lower()]


# --- trajectories -----------------------------------------------------------------------------------------------------


def draw(scored: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    curves = smooth_trajectory(scored, bandwidth=0.1)
    return whole(plot_trajectories(curves, scored)), curves


def test_points_curves_and_bands_are_drawn_where_they_are() -> None:
    scored = pd.concat([make(noise(20, 1)), make(1 + noise(30, 2), "b")], ignore_index=True)
    scored.loc[3, "kind"] = "heading"
    scored.loc[4, "valence"] = np.nan
    figure, curves = draw(scored)
    bands = figure.axes[0].collections
    assert len(bands) == 2
    for story, style, band in zip("ab", STYLES, bands, strict=False):
        own = scored[(scored["story"] == story) & (scored["kind"] != "heading")].dropna(subset="valence")
        curve = curves[curves["story"] == story]
        marks, low, high, thin, thick = find_lines(figure, style.color)
        np.testing.assert_array_equal(marks.get_xydata(), own[["position", "valence"]])
        assert (marks.get_marker(), marks.get_linestyle()) == (style.marker, "None")
        for line, column in ((low, "low"), (high, "high")):  # the band's outline
            np.testing.assert_array_equal(line.get_xydata(), curve[["position", column]])
            assert line.get_linestyle() == style.line
            assert line.get_linewidth() < thin.get_linewidth()
        # thick where it is no edge; at the edges thin only
        assert thin.get_linewidth() < 1 < thick.get_linewidth()
        np.testing.assert_array_equal(np.isnan(thick.get_ydata()), curve["edge"])
        np.testing.assert_array_equal(thick.get_ydata()[~curve["edge"]], curve.loc[~curve["edge"], "trajectory"])
        assert thin.get_linestyle() == thick.get_linestyle() == style.line
        assert curve["edge"].sum() == 40
        shown = thin.get_ydata()  # 20 points at either end, and the first thick one
        np.testing.assert_array_equal(~np.isnan(shown), [True] * 21 + [False] * 159 + [True] * 21)
        np.testing.assert_array_equal(shown[:21], curve["trajectory"][:21])
        np.testing.assert_array_equal(shown[-21:], curve["trajectory"][-21:])
        corners = band.get_paths()[0].vertices
        for column in ("low", "high"):
            wanted = curve[["position", column]].to_numpy()
            assert (np.abs(wanted[:, None] - corners).sum(axis=2).min(axis=1) < 1e-9).all()
        assert corners[:, 1].min() == pytest.approx(curve["low"].min())
    assert figure.axes[0].get_xlim() == (0, 1)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b"]


def made_curve(edge: str, story: str = "a") -> pd.DataFrame:
    """Six points of a curve that rises by one from point to point, within a band of two; `x` is an edge."""
    height = np.arange(6.0)
    return pd.DataFrame(
        {"story": story, "position": height / 5, "trajectory": height, "low": height - 1, "high": height + 1,
         "edge": [sign == "x" for sign in edge]}
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edge", "thin", "thick"),
    [
        ("xx..xx", [0, 1, 2, 3, 4, 5], [2, 3]),  # thin lines reach the thick one on both sides
        ("x....x", [0, 1, 4, 5], [1, 2, 3, 4]),
        ("x.....", [0, 1], [1, 2, 3, 4, 5]),
        ("......", [], [0, 1, 2, 3, 4, 5]),
        ("xxxxxx", [0, 1, 2, 3, 4, 5], []),  # a bandwidth of half the story
    ],
)
def test_the_curve_is_thick_between_its_edges(edge: str, thin: list[int], thick: list[int]) -> None:
    curves = pd.concat([made_curve(edge), made_curve("x....x", "b")])
    axes = plot_trajectories(curves, make([0.0, 1.0]))
    low, high, outer, inner = find_lines(whole(axes), STYLES[0].color)[1:]
    assert low.get_ydata().tolist() == [-1, 0, 1, 2, 3, 4]
    assert high.get_ydata().tolist() == [1, 2, 3, 4, 5, 6]
    for line, shown in ((outer, thin), (inner, thick)):
        assert line.get_xdata().tolist() == [0, 0.2, 0.4, 0.6, 0.8, 1]
        np.testing.assert_array_equal(line.get_ydata(), [height if height in shown else np.nan for height in range(6)])
    assert low.get_linewidth() == high.get_linewidth() < outer.get_linewidth() < 1 < inner.get_linewidth()
    for style in STYLES[:2]:  # each band and curve in its story's own line
        lines = find_lines(whole(axes), style.color)[1:]
        assert [line.get_linestyle() for line in lines] == [style.line] * 4


@pytest.mark.slow
@pytest.mark.parametrize("shift", [0.0, 0.01, 0.3])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_names_at_the_lines_ends_can_be_read(shift: float, number: int) -> None:
    scored = pd.concat([make(noise(40, 1) + shift * i, f"{name} {LONG_NAME}") for i, name in enumerate("wxyz"[:number])])
    figure, curves = draw(scored)
    figure.draw_without_rendering()
    labels = [text for text in figure.axes[0].texts if text.get_text()]
    assert len(labels) == number
    check_apart(figure, labels, dpis=(100,))
    centres = {label.get_text()[0]: (lambda box: (box.y0 + box.y1) / 2)(label.get_window_extent()) for label in labels}
    for label in labels:
        end = curves.loc[curves["story"].str.startswith(label.get_text()[0]), "trajectory"].iloc[-1]
        height = figure.axes[0].transData.transform((1, end))[1]
        # never far from its line, and at it where there is room
        assert abs(centres[label.get_text()[0]] - height) < 14 * number * figure.dpi / 72
    rising = sorted(centres, key=centres.get)
    assert rising == sorted(rising)  # in the order of their lines' ends, equal ones as they come


@pytest.mark.slow
def test_a_name_with_room_stands_at_its_line() -> None:
    figure, curves = draw(pd.concat([make(noise(40, 1)), make(noise(40, 1) + 5, "b")]))
    figure.draw_without_rendering()
    for label, story in zip(sorted(figure.axes[0].texts, key=lambda text: text.get_text()), "ab", strict=True):
        end = curves.loc[curves["story"] == story, "trajectory"].iloc[-1]
        box = label.get_window_extent()
        assert (box.y0 + box.y1) / 2 == pytest.approx(figure.axes[0].transData.transform((1, end))[1], abs=2)


def test_fewer_than_ten_points_are_points_only() -> None:
    figure, _ = draw(pd.concat([make(noise(9, 1)), make(noise(30, 2), "b")]))
    assert len(find_lines(figure, STYLES[0].color)) == 1
    assert len(find_lines(figure, STYLES[1].color)) == 5  # points, two outlines of the band, curve thin and thick
    assert len(figure.axes[0].collections) == 1
    assert [text.get_text() for text in figure.axes[0].texts] == ["b"]


@pytest.mark.slow
def test_a_story_of_which_nothing_is_known_is_named_and_no_more() -> None:
    scored = pd.concat([make([np.nan] * 20), make(noise(30, 2), "b")])
    figure, _ = draw(scored)
    (points,) = find_lines(figure, STYLES[0].color)
    assert len(points.get_xdata()) == 0
    assert "a" in [text.get_text() for text in figure.legends[0].get_texts()]
    assert "no known word" in words_of(plot_sentence_scores(scored))


def test_a_novel_shows_its_curve_at_the_curves_scale() -> None:
    scored = make(5 * noise(2000, 1))
    figure, curves = draw(scored)
    lines = find_lines(figure, STYLES[0].color)
    assert [len(line.get_xdata()) for line in lines] == [201] * 4  # and no cloud of 2,000 points
    low, high = figure.axes[0].get_ylim()
    assert high - low < 2 * (curves["high"].max() - min(curves["low"].min(), 0))
    assert high - low < scored["valence"].max() - scored["valence"].min()


def test_another_column_names_the_axis() -> None:
    scored = make(noise(20, 1)).rename(columns={"valence": "rating"})
    axes = plot_trajectories(smooth_trajectory(scored, column="rating"), scored, column="rating")
    assert axes.get_ylabel().startswith("rating")


# --- sentences --------------------------------------------------------------------------------------------------------


def test_a_bar_for_each_sentence_and_the_extremes_in_print() -> None:
    scored = pd.concat([make([0.5, -1, 2, 0, 1]), make([-3, 1, 0.5], "b")])  # with row numbers that occur twice
    figure = plot_sentence_scores(scored)
    figure.draw_without_rendering()
    for row, (story, high, low) in enumerate([("a", 2, 1), ("b", 1, 0)]):
        bars, words = figure.axes[2 * row : 2 * row + 2]
        own = scored[scored["story"] == story]
        (lines,) = [part for part in bars.collections if isinstance(part, LineCollection)]
        wanted = [[[x, 0], [x, y]] for x, y in zip(own["position"], own["valence"], strict=True)]
        np.testing.assert_allclose(lines.get_segments(), wanted)
        printed = [text.get_text().replace("\n", " ") for text in words.texts]
        assert printed == [
            f"highest: sentence {high}", f"It was so, and number {high}.",
            f"lowest: sentence {low}", f"It was so, and number {low}.",
        ]  # fmt: skip
        marks = [line.get_xydata().tolist() for line in bars.lines if line.get_marker() == STYLES[row].marker]
        assert marks == [[own.loc[own["sentence"] == n, ["position", "valence"]].iloc[0].tolist()] for n in (high, low)]
    assert figure.axes[0].get_ylim() == figure.axes[2].get_ylim()


@pytest.mark.slow
@pytest.mark.parametrize("stories", [1, 2, 3])
def test_long_sentences_are_cut_at_a_word_and_fit(stories: int) -> None:
    scored = pd.concat([make(noise(30, i), f"{i} {LONG_NAME}", LONG_TEXT) for i in range(stories)])
    figure = plot_sentence_scores(scored)
    figure.draw_without_rendering()
    texts = [text for axes in figure.axes for text in axes.texts]
    assert len(texts) == 4 * stories
    check_apart(figure, texts, dpis=(100,))
    for body in texts[1::2]:
        *words, end = body.get_text().split()
        assert end == "…"
        assert set(words) <= set(LONG_TEXT.split())


# --- difference of shapes ---------------------------------------------------------------------------------------------


def test_difference_and_its_null_are_drawn() -> None:
    scored = pd.concat([make(noise(20, 1)), make(noise(30, 2), "b"), make(noise(25, 3), "c")])
    table = subtract_trajectories(scored)
    figure = whole(plot_trajectory_difference(table))
    first = table.iloc[:201]  # of three pairs the first
    (line,) = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 201]
    np.testing.assert_array_equal(line.get_xydata(), first[["position", "difference"]])
    corners = figure.axes[0].collections[0].get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == pytest.approx((first["low"].min(), first["high"].max()))
    assert "a is above its own level by more than b" in words_of(figure)


def test_a_difference_that_is_not_assessed_says_so() -> None:
    table = subtract_trajectories(pd.concat([make(noise(5, 1)), make(noise(30, 2), "b")]))
    figure = whole(plot_trajectory_difference(table))
    assert "not assessed" in words_of(figure)


# --- words ------------------------------------------------------------------------------------------------------------


def weights_of(**stories: str) -> pd.DataFrame:
    lexicon = {"good": 2.0, "bad": -3.0, "tea": 0.5}
    return weigh_words(explain_sentiment(read_stories(stories), lexicon=lexicon))


def test_words_are_drawn_with_their_contribution_and_count() -> None:
    table = weights_of(a="Good. Good. Bad. Tea.", b="Tea.")
    figure = plot_word_contributions(table)
    a, b = figure.axes
    assert [label.get_text() for label in a.get_yticklabels()] == ["good (2)", "bad (1)", "tea (1)"]
    assert [bar.get_width() for bar in a.patches] == [4, -3, 0.5]
    assert [label.get_text() for label in b.get_yticklabels()] == ["tea (1)"]
    assert a.get_xlim() == b.get_xlim()
    assert a.get_ylim()[0] > a.get_ylim()[1]  # the weightiest on top


def test_words_at_the_cut_that_weigh_the_same_stay_out_together() -> None:
    names = [f"w{i}" for i in range(6)]
    table = pd.DataFrame({"story": "a", "word": names, "count": 1, "contribution": [3.0, -2, 1, 1, 1, 0.5]})
    shown = [label.get_text() for label in plot_word_contributions(table, most=4).axes[0].get_yticklabels()]
    assert shown == ["w0 (1)", "w1 (1)"]
    assert len(plot_word_contributions(table, most=5).axes[0].get_yticklabels()) == 5
    alike = table.assign(contribution=1.0)  # all alike: some must do
    assert len(plot_word_contributions(alike, most=4).axes[0].get_yticklabels()) == 4


# --- ratings ----------------------------------------------------------------------------------------------------------


def test_a_readers_curve_lies_over_the_scores() -> None:
    position = np.linspace(0, 1, 5)
    score = pd.DataFrame({"story": "a", "position": position, "trajectory": [0.0, 0.2, 0.4, 0.2, 0.0]})
    rating = score.assign(trajectory=[1.0, 2.0, 3.0, 2.0, 1.0])
    figure = plot_ratings(score, rating)
    left, right = figure.axes
    assert left.lines[0].get_ydata().tolist() == score["trajectory"].tolist()
    assert right.lines[0].get_ydata().tolist() == rating["trajectory"].tolist()
    assert left.lines[0].get_linestyle() != right.lines[0].get_linestyle()
    bare = plot_ratings(score, rating.assign(trajectory=np.nan))
    assert "too few ratings" in [text.get_text() for text in bare.axes[0].texts]
