"""What the figures draw: marks at the tables' values, one look per story, nothing of the caller's touched."""

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

mpl.use("Agg")


from analysis import (
    compare_readability,
    explain_readability,
    measure_readability,
    read_stories,
    tally_sentences,
)
from analysis.plots import (
    plot_difficulty,
    plot_readability,
    plot_readability_contrasts,
    plot_readability_parts,
    plot_sentence_lengths,
)
from analysis.plots.style import STYLES, style_stories
from analysis.readability.measures import FAMILY
from analysis.statistics.rounding import format_number

pytestmark = pytest.mark.usefixtures("close_figures")

VERSE = (
    "The moon above the silent hill\nLooks down upon the water still,\n"
    "And all the houses of the town\nAre dreaming while the stars look down.\n"
)
SIMPLE = "The dog ran to the house. He was glad. It had rained all day and the river was high. Nobody came."
HARD = "The remarkable vessel had disappeared during the melancholy night. Everybody remembered. It was extraordinary."
THIRD = "She sat by the window. Was it late? The old clock on the wall had nothing to say about that."

Plot = Callable[[dict[str, str]], Figure]
PLOTS: dict[str, Plot] = {
    "plot_readability": lambda texts: plot_readability(measure_readability(read_stories(texts))),
    "plot_readability_contrasts": lambda texts: plot_readability_contrasts(compare_readability(read_stories(texts))),
    "plot_readability_parts": lambda texts: plot_readability_parts(explain_readability(read_stories(texts)).parts),
    "plot_sentence_lengths": lambda texts: plot_sentence_lengths(tally_sentences(read_stories(texts))),
    "plot_difficulty": lambda texts: plot_difficulty(explain_readability(read_stories(texts)).sentences),
}
ALONE = ["plot_readability", "plot_sentence_lengths", "plot_difficulty"]  # of these one story is enough


def find_marks(axes: object) -> list:
    """The lines that are markers only, in the order they were drawn."""
    return [line for line in axes.lines if line.get_marker() not in ("None", "", None)]


def find_segments(axes: object) -> list[np.ndarray]:
    """The lines that can be seen: one with an end missing has no points."""
    segments = [segment for part in axes.collections if isinstance(part, LineCollection) for segment in part.get_segments()]
    return [segment for segment in segments if len(segment)]


def every_text(figure: Figure) -> list:
    return figure.findobj(mpl.text.Text)


# --- scores -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("texts", [{"A": SIMPLE}, {"A": SIMPLE, "B": HARD}, {"A": SIMPLE, "B": HARD, "C": THIRD}])
def test_scores_are_drawn_where_they_are(texts: dict[str, str]) -> None:
    results = measure_readability(read_stories(texts))
    figure = plot_readability(results)
    grades = ["flesch_kincaid_grade", "gunning_fog", "smog", "coleman_liau", "ari", "linsear_write", "forcast"]
    others = [["spache"], ["dale_chall"], ["lix"], ["rix"], ["mcalpine_eflaw"]]
    measures = [["flesch_reading_ease"], grades, *others, ["ease", "ease_nameproof"]]
    assert len(figure.axes) == len(measures)
    for axes, shown in zip(figure.axes, measures, strict=True):
        marks = find_marks(axes)
        assert len(marks) == len(texts)
        ticks = {label.get_text(): place for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
        assert len(ticks) == len(shown)
        segments = find_segments(axes)
        for story, mark, style in zip(texts, marks, STYLES, strict=False):
            rows = results[(results["story"] == story) & results["measure"].isin(shown)]
            assert sorted(mark.get_xdata()) == pytest.approx(sorted(rows["value"]))
            # each mark near the row of its own measure
            for value, height in zip(mark.get_xdata(), mark.get_ydata(), strict=True):
                measure = shown[round(height)]
                assert rows.set_index("measure").loc[measure, "value"] == pytest.approx(value)
                low, high = rows.set_index("measure").loc[measure, ["low", "high"]]
                drawn = any(np.allclose(segment, [[low, height], [high, height]]) for segment in segments)
                assert drawn == (not np.isnan(low))
            assert (to_hex(mark.get_color()).upper(), mark.get_marker()) == (style.color, style.marker)


def test_no_two_stories_marks_lie_on_one_height() -> None:
    figure = plot_readability(measure_readability(read_stories({"A": SIMPLE, "B": SIMPLE, "C": SIMPLE})))
    heights = [height for mark in find_marks(figure.axes[0]) for height in mark.get_ydata()]
    assert len(set(heights)) == len(heights)


def test_missing_values_are_not_drawn() -> None:
    texts = {"A": SIMPLE, "poem": VERSE, "one": "It was extraordinary."}
    figure = plot_readability(measure_readability(read_stories(texts)))
    for axes in figure.axes:
        one, poem, single = find_marks(axes)
        assert np.isfinite(one.get_xdata()).all()
        assert np.isnan(poem.get_xdata()).all()
        assert np.isfinite(single.get_xdata()).all()  # a value without an interval
    assert len(find_segments(figure.axes[0])) == 1  # of the story that has an interval


def test_the_key_names_the_stories_in_their_look() -> None:
    figure = plot_readability(measure_readability(read_stories({"A": SIMPLE, "B": HARD})))
    (key,) = figure.legends
    assert [text.get_text() for text in key.get_texts()] == ["A", "B"]
    for line, style in zip(key.get_lines(), STYLES, strict=False):
        assert (to_hex(line.get_color()).upper(), line.get_linestyle(), line.get_marker()) == style[:3]
    assert [to_hex(text.get_color()).upper() for text in key.get_texts()] == [style.letters for style in STYLES[:2]]


def test_stories_keep_their_look_in_every_figure() -> None:
    assert [style_stories(["x", "y", "x"])[story] for story in ("x", "y")] == STYLES[:2]
    assert STYLES[0][:2] == ("#0072B2", "-")
    assert STYLES[1][:2] == ("#D55E00", "--")
    assert len({style.color for style in STYLES}) == len({style.line for style in STYLES}) == len(STYLES)
    assert len({style.marker for style in STYLES}) == len(STYLES)
    for plot in ("plot_sentence_lengths", "plot_difficulty"):
        figure = PLOTS[plot]({"A": SIMPLE, "B": HARD, "C": THIRD})
        for axes, style in zip(figure.axes, STYLES, strict=False):
            (mark,) = find_marks(axes)
            assert (to_hex(mark.get_color()).upper(), mark.get_marker()) == (style.color, style.marker)
            title = next(text for text in axes.findobj(mpl.text.Text) if text.get_text() == axes.get_title("left"))
            assert to_hex(title.get_color()).upper() == style.letters


# --- differences ------------------------------------------------------------------------------------------------------


def test_contrasts_are_drawn_where_they_are() -> None:
    contrasts = compare_readability(read_stories({"A": SIMPLE, "B": HARD, "C": THIRD}))
    figure = plot_readability_contrasts(contrasts)
    tested = contrasts[(contrasts["story_2"] == "B") & contrasts["measure"].isin(FAMILY)].set_index("measure").loc[FAMILY]
    assert len(figure.axes) == len(FAMILY)
    for axes, row in zip(figure.axes, tested.itertuples(), strict=True):
        (mark,) = find_marks(axes)
        assert mark.get_xdata() == pytest.approx([row.difference])
        assert any(np.allclose(segment, [[row.low, 0], [row.high, 0]]) for segment in find_segments(axes))
        band = axes.patches[0].get_extents().transformed(axes.transData.inverted())
        assert (band.x0, band.x1) == pytest.approx((-row.yardstick, row.yardstick))
        low, high = axes.get_xlim()
        assert low == -high  # zero in the middle
        assert high > max(abs(row.low), abs(row.high), row.yardstick)
        assert axes.get_title("right") == row.verdict
    assert "A less B" in figure._supxlabel.get_text()


def test_contrasts_of_a_story_too_short_are_said_to_be_missing() -> None:
    for texts in ({"A": "He ran.", "B": SIMPLE}, {"A": VERSE, "B": SIMPLE}):
        figure = PLOTS["plot_readability_contrasts"](texts)
        assert len(figure.axes) == 1
        assert "not assessed" in figure.axes[0].texts[0].get_text()
        assert not find_marks(figure.axes[0])


def test_parts_are_drawn_end_to_end() -> None:
    parts = explain_readability(read_stories({"A": SIMPLE, "B": HARD})).parts
    figure = plot_readability_parts(parts)
    for axes, (_, rows) in zip(figure.axes, parts.groupby("measure", sort=False), strict=True):
        contributions = rows["contribution"].tolist()
        bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
        at = 0.0
        for (start, end), contribution in zip(bars, [*contributions], strict=False):
            assert sorted((start, end)) == pytest.approx(sorted((at, at + contribution)), abs=1e-9)
            at += contribution
        assert sorted(bars[-1]) == pytest.approx(sorted((0, at)), abs=1e-9)
        low, high = axes.get_xlim()
        assert all(low < place < high for bar in bars for place in bar)
        shown = [text.get_text() for text in axes.texts]
        digits = 2 if rows["measure"].iloc[0] == "ease" else 1
        assert shown == [format_number(value, digits, sign=True) for value in [*contributions, sum(contributions)]]
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == [*parts["part"].head(3), "difference of the scores"]


# What each part adds, and on which side of its bar's end the number of each and of their sum stands.
SIDES = {
    "up": ([1.0, 2.0, 0.5], "right right right right"),
    "down": ([-1.0, -2.0, -0.5], "left left left left"),
    "down to above zero": ([3.0, -1.0, 0.0], "right left right right"),
    "up to below zero": ([-30.0, 10.0, -4.0], "left right left left"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("contributions", "sides"), SIDES.values(), ids=SIDES)
def test_numbers_stand_where_their_bars_end(contributions: list[float], sides: str) -> None:
    measures = ["flesch_reading_ease", "flesch_kincaid_grade"]
    parts = pd.DataFrame(
        {"story_1": "A", "story_2": "B", "measure": np.repeat(measures, 3), "part": ["sentences", "syllables", "both"] * 2,
         "contribution": contributions * 2}
    )  # fmt: skip
    figure = plot_readability_parts(parts)
    figure.draw_without_rendering()
    assert len(figure.axes) == 2
    for axes in figure.axes:
        ends = [*np.cumsum(contributions), sum(contributions)]
        for row, (label, end, side) in enumerate(zip(axes.texts, ends, sides.split(), strict=True)):
            at = axes.transData.transform((end, row))
            box, room = label.get_window_extent(), axes.get_window_extent()
            assert at[0] < box.x0 if side == "right" else box.x1 < at[0], label
            assert min(abs(box.x0 - at[0]), abs(box.x1 - at[0])) < 10 * figure.dpi / 72  # beside it
            assert box.y0 < at[1] < box.y1
            assert room.x0 - 1 <= box.x0, label  # so that it is no neighbour's
            assert box.x1 <= room.x1 + 1, label


# --- along the story --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("texts", [{"A": SIMPLE}, {"A": SIMPLE, "B": HARD}, {"A": SIMPLE, "B": HARD, "C": THIRD}])
def test_every_sentence_has_its_mark(texts: dict[str, str]) -> None:
    tally = tally_sentences(read_stories(texts))
    sentences = explain_readability(read_stories(texts)).sentences
    sentences = sentences[sentences["measure"] == "flesch_kincaid_grade"]
    for plot, rows, column in (
        ("plot_sentence_lengths", tally, "words"),
        ("plot_difficulty", sentences, "contribution"),
    ):
        figure = PLOTS[plot](texts)
        assert len(figure.axes) == len(texts)
        assert len({axes.get_xlim() for axes in figure.axes}) == len({axes.get_ylim() for axes in figure.axes}) == 1
        assert figure.axes[0].get_xlim() == (0, 1)
        low, high = figure.axes[0].get_ylim()
        for axes, story in zip(figure.axes, texts, strict=True):
            own = rows[rows["story"] == story]
            (mark,) = find_marks(axes)
            assert mark.get_xdata() == pytest.approx(own["position"].to_numpy())
            assert mark.get_ydata() == pytest.approx(own[column].to_numpy())
            assert ((low < own[column]) & (own[column] < high)).all()
            assert axes.get_title("left") == story
            (label,) = axes.texts
            hardest = own.loc[own[column].idxmax()]
            assert f"sentence {hardest['sentence']}" in label.get_text()
            assert label.xy == pytest.approx((hardest["position"], hardest[column]))


@pytest.mark.slow
@pytest.mark.parametrize("plot", ["plot_sentence_lengths", "plot_difficulty"])
def test_a_long_story_is_drawn_whole(plot: str) -> None:
    # 400 sentences each: too many for stems, every one still a mark.
    figure = PLOTS[plot]({"A": "\n\n".join([SIMPLE] * 100), "B": "\n\n".join([HARD] * 133)})
    for axes, size in zip(figure.axes, (400, 399), strict=True):
        (mark,) = find_marks(axes)
        assert len(mark.get_xdata()) == size
        assert not find_segments(axes)
    figure.canvas.draw()


def test_headings_and_verse_are_not_drawn() -> None:
    figure = PLOTS["plot_sentence_lengths"]({"A": f"Chapter 1\n\n{SIMPLE}\n\n{VERSE}", "poem": VERSE})
    first, poem = figure.axes
    assert len(find_marks(first)[0].get_xdata()) == 4
    assert not find_marks(poem)
    assert [text.get_text() for text in poem.texts] == ["no prose sentences"]


# --- any story --------------------------------------------------------------------------------------------------------


ODD = {
    "one sentence": {"Yes": "Yes.", "B": "It was extraordinary."},
    "the same": {"A": SIMPLE, "B": SIMPLE},
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plot", "texts"),
    [pytest.param(plot, texts) for plot in PLOTS for name, texts in ODD.items()],
)
def test_any_story_can_be_drawn(plot: str, texts: dict[str, str]) -> None:
    figure = PLOTS[plot](texts)
    figure.canvas.draw()
    width, height = figure.get_size_inches() * figure.dpi
    for text in every_text(figure):
        if any(map(str.isalpha, text.get_text())):
            assert not text.get_parse_math(), text
        # Numbers at an axis are left out: matplotlib keeps those beyond its ends, and hides them.
        if text.get_visible() and any(map(str.isalpha, text.get_text())):
            box = text.get_window_extent()
            assert box.x0 > -1, text
            assert box.x1 < width + 1, text
            assert box.y0 > -1, text
            assert box.y1 < height + 1, text
    shown = "\n".join(text.get_text() for text in every_text(figure))
    for story in list(texts)[:2]:
        assert story[:20] in shown  # as it was written, at least its beginning


@pytest.mark.slow
@pytest.mark.parametrize("plot", [*ALONE, "plot_readability_contrasts"])
def test_verse_alone_can_be_drawn(plot: str) -> None:
    PLOTS[plot]({"poem": VERSE, "A": SIMPLE}).canvas.draw()
