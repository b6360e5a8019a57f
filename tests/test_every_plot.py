"""What every plot function promises: nothing of the caller's is touched, what is missing is said, all print can be read."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import HEBREW_NAME, LONG_NAME, ODD_NAME, check_apart, find_texts, whole, words_of
from hostile import Made
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from registry import PLOTS, name_stories

mpl.use("Agg")

import matplotlib.pyplot as plt

from analysis import StoryError, plots

pytestmark = pytest.mark.usefixtures("close_figures")
slow = pytest.mark.slow
NAMES = {
    "long": (LONG_NAME, ODD_NAME),
    "signs": (f"{HEBREW_NAME} $y$", "<script>x_{1} $\\frac{"),
    "lines": ("first\nsecond\tthird", " "),
}
# What does not keep its promise yet.


def list_plots(**marks: pytest.MarkDecorator) -> list[Any]:
    return [pytest.param(name, marks=marks[name]) if name in marks else name for name in PLOTS]


def put(tables: list[Any], place: int, table: Any) -> list[Any]:
    """These tables with another one in this place."""
    return [table if number == place else other for number, other in enumerate(tables)]


def list_all(figure: Figure) -> list[Any]:
    """All that is drawn and printed, by its places in the data."""
    return [words_of(figure), *(list_data(axes) for axes in figure.axes)]


def list_data(axes: Axes) -> list[Any]:
    """What is drawn into the axes, by its places in the data and its look."""
    lines = [
        (np.nan_to_num(np.asarray(line.get_xydata(), dtype=float), nan=-9).round(9).tolist(), to_hex(line.get_color()),
         line.get_linestyle(), line.get_marker(), line.get_linewidth())
        for line in axes.lines
    ]  # fmt: skip
    parts = [
        [np.nan_to_num(path.vertices, nan=-9).round(9).tolist() for path in part.get_paths()] for part in axes.collections
    ]
    bars = [(part.get_path().vertices.round(9).tolist(), to_hex(part.get_facecolor())) for part in axes.patches]
    texts = [(text.get_text(), to_hex(text.get_color()), text.get_fontsize()) for text in axes.texts]
    labels = [text.get_text() for axis in (axes.xaxis, axes.yaxis) for text in axis.get_ticklabels()]
    labels = [label for label in labels if any(map(str.isalpha, label))]  # how many numbers there are is a matter of room
    titles = [axes.get_title(place) for place in ("left", "center", "right")]
    names = [axes.get_xlabel(), axes.get_ylabel()]
    return [lines, parts, bars, texts, labels, titles, axes.get_xlim(), axes.get_ylim(), names]


def test_every_plot_is_here() -> None:
    assert sorted(PLOTS) == sorted(plots.__all__)
    assert all(name.startswith("plot_") for name in PLOTS)


# --- drawn once -------------------------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    name: str
    returned: Any
    figure: Figure
    texts: list[Text]
    tables: list[tuple[Any, Any]]  # each that was given, and as it was before
    settings: tuple[dict[str, Any], dict[str, Any]]  # before and after
    numbers: list[int]  # the figures that there are
    shown: list[Any]


@pytest.fixture(scope="module", params=PLOTS)
def drawn(request: pytest.FixtureRequest, ordinary: Made) -> Iterator[Drawn]:
    """Each figure, drawn while the caller's settings are odd."""
    plt.close("all")
    tables = PLOTS[request.param].make(ordinary)
    before, shown = [table.copy(deep=True) for table in tables], []
    odd = {"font.size": 17.0, "axes.facecolor": "yellow", "lines.linewidth": 7.0, "hatch.linewidth": 5.0,
           "xtick.labelsize": 20.0, "figure.constrained_layout.use": True}  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, mpl.rc_context(odd):
        patch.setattr(plt, "show", lambda *given, **named: shown.append(given))
        settings = dict(mpl.rcParams)
        returned = PLOTS[request.param].draw(*tables)
        after, numbers = dict(mpl.rcParams), plt.get_fignums()
    figure = whole(returned)
    figure.canvas.draw()
    given = list(zip(tables, before, strict=True))
    yield Drawn(request.param, returned, figure, find_texts(figure), given, (settings, after), numbers, shown)
    plt.close(figure)


def test_tables_are_left_alone(drawn: Drawn) -> None:
    for table, before in drawn.tables:
        (pd.testing.assert_frame_equal if isinstance(table, pd.DataFrame) else pd.testing.assert_series_equal)(table, before)


def test_the_callers_settings_stay_and_do_not_get_into_the_figure(drawn: Drawn) -> None:
    before, after = drawn.settings
    assert after == before
    for axes in drawn.figure.axes:
        assert to_hex(axes.get_facecolor()) == "#ffffff"
        assert {label.get_fontsize() for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]} <= {8.5}
    assert drawn.figure.get_size_inches()[0] == pytest.approx(7.2)


def test_one_figure_is_made_and_not_shown(drawn: Drawn) -> None:
    assert drawn.numbers == [drawn.figure.number]
    assert not drawn.shown
    takes_axes = "ax" in inspect.signature(PLOTS[drawn.name].draw).parameters
    assert isinstance(drawn.returned, Axes if takes_axes else Figure)


@pytest.mark.slow
def test_all_print_can_be_read(drawn: Drawn) -> None:
    assert min(text.get_fontsize() for text in drawn.texts) >= 8
    check_apart(drawn.figure, [text for text in drawn.texts if text.get_window_extent().width > 0], dpis=(144,))


# --- what it is given -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLOTS)
def test_a_missing_column_is_said(name: str, ordinary: Made) -> None:
    tables = PLOTS[name].make(ordinary)
    for place, needs in enumerate(PLOTS[name].needs):
        for column in needs.split():
            with pytest.raises(StoryError, match=rf"no column '{column}'.* as \w+\(\)(\.\w+)? makes it"):
                PLOTS[name].draw(*put(tables, place, tables[place].drop(columns=column)))
            assert not plt.get_fignums()  # no figure is left half made


@pytest.mark.parametrize("name", PLOTS)
def test_another_table_is_refused(name: str, ordinary: Made) -> None:
    tables = PLOTS[name].make(ordinary)
    for place in range(len(PLOTS[name].needs)):
        for other in (pd.DataFrame({"charm": [1]}), pd.DataFrame()):
            with pytest.raises(StoryError, match="no column"):
                PLOTS[name].draw(*put(tables, place, other))
        assert not plt.get_fignums()


@pytest.mark.parametrize("name", list_plots(plot_overview=slow))
def test_an_empty_table_is_a_figure_that_says_so(name: str, ordinary: Made) -> None:
    tables, said = PLOTS[name].make(ordinary), PLOTS[name].empty
    for place in range(len(PLOTS[name].needs)):
        given = put(tables, place, tables[place].iloc[:0])
        plt.close("all")
        try:
            figure = whole(PLOTS[name].draw(*given))
        except StoryError as error:
            assert not plt.get_fignums()
            printed = f"StoryError: {error}"
        else:
            printed = words_of(figure)
        assert place or said in printed


@pytest.fixture(scope="module")
def alone(ordinary: Made) -> dict[str, list[Any]]:
    """What each figure of two stories shows."""
    shown = {}
    for name, plot in PLOTS.items():
        figure = whole(plot.draw(*plot.make(ordinary)))
        figure.canvas.draw()
        shown[name] = list_all(figure)
        plt.close("all")
    return shown


@slow
@pytest.mark.parametrize("name", list_plots())
def test_other_columns_and_the_index_do_not_matter(name: str, ordinary: Made, alone: dict[str, list[Any]]) -> None:
    # Sentences of stories measured one by one and put together have the same index many times.
    tables = PLOTS[name].make(ordinary)
    needed = [table[needs.split()] for table, needs in zip(tables, PLOTS[name].needs, strict=False)]
    given = [table.set_axis(np.zeros(len(table), dtype=int)) for table in [*needed, *tables[len(needed) :]]]
    figure = whole(PLOTS[name].draw(*given))
    figure.canvas.draw()
    assert list_all(figure) == alone[name]


@slow
@pytest.mark.parametrize("name", PLOTS)
def test_the_first_pair_or_every_story_is_drawn(name: str, ordinary: Made, alone: dict[str, list[Any]]) -> None:
    tables = PLOTS[name].make(ordinary)
    others = ([name_stories(table, dict(zip("ba", pair, strict=True))) for table in tables] for pair in ("cd", "ef"))
    copies = [tables, *others]
    figure = whole(PLOTS[name].draw(*(pd.concat(parts, ignore_index=True) for parts in zip(*copies, strict=True))))
    figure.canvas.draw()
    if PLOTS[name].pair:
        assert list_all(figure) == alone[name]
    else:
        assert set("abcdef") <= set(words_of(figure).split())


@slow
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("name", PLOTS)
def test_any_name_is_printed_as_it_is_and_fits(name: str, names: tuple[str, str], ordinary: Made) -> None:
    tables = [name_stories(table, dict(zip("ba", names, strict=True))) for table in PLOTS[name].make(ordinary)]
    figure = whole(PLOTS[name].draw(*tables))
    figure.canvas.draw()
    check_apart(figure, [text for text in find_texts(figure) if text.get_window_extent().width > 0], dpis=(144,))
    printed = words_of(figure)
    for story in names:
        assert " ".join(story.split())[:10] in printed  # at least its beginning
    assert not [text for text in figure.findobj(Text) if "$" in text.get_text() and text.get_parse_math()]


# --- axes of one's own ------------------------------------------------------------------------------------------------

OWN = [name for name in PLOTS if "ax" in inspect.signature(PLOTS[name].draw).parameters]


@pytest.fixture(scope="module")
def given(ordinary: Made) -> dict[str, list[Any]]:
    """The tables that each figure is drawn of; names and words with signs that are mathematics to matplotlib."""
    found = {}
    for name in OWN:
        first, *others = (name_stories(t, {"b": "A $5 bill", "a": "<b>x_{1} $y"}) for t in PLOTS[name].make(ordinary))
        signs = {column: "$" + first[column] + "$" for column in ("word", "form") if column in first}
        found[name] = [first.assign(**signs), *others]
    return found


def test_axes_are_taken_by_what_draws_into_one() -> None:
    taking = {"plot_trajectories", "plot_trajectory_difference", "plot_overlap", "plot_dispersion", "plot_word_shift"}
    assert taking <= set(OWN)


@pytest.mark.parametrize("layout", ["none", *(pytest.param(layout, marks=slow) for layout in ("tight", "constrained"))])
@pytest.mark.parametrize("name", OWN)
def test_axes_of_ones_own_are_drawn_into(name: str, layout: str, given: dict[str, list[Any]]) -> None:
    figure, (first, second) = plt.subplots(1, 2, figsize=(14, 5), layout=layout)
    first.plot([1, 2], [3, 4], label="mine")
    untouched = list_data(first)
    settings = dict(mpl.rcParams)
    drawn = PLOTS[name].draw(*given[name], ax=second)
    assert drawn is second
    assert figure.axes == [first, second]
    assert list_data(first) == untouched
    assert second.lines or second.patches
    assert not figure.legends
    assert second.get_legend() is None
    assert not figure.texts
    assert dict(mpl.rcParams) == settings
    assert figure.get_size_inches().tolist() == [14, 5]
    assert figure.dpi == mpl.rcParams["figure.dpi"]
    assert plt.get_fignums() == [figure.number]
    figure.canvas.draw()


@slow
@pytest.mark.parametrize("name", OWN)
def test_axes_of_ones_own_show_the_same(name: str, given: dict[str, list[Any]]) -> None:
    alone = PLOTS[name].draw(*given[name])
    _, axes = plt.subplots(figsize=alone.figure.get_size_inches(), layout="constrained")
    own = PLOTS[name].draw(*given[name], ax=axes)
    for drawn in (alone, own):
        drawn.figure.canvas.draw()
    assert list_data(own) == list_data(alone)


@pytest.mark.parametrize("name", [name for name in OWN if PLOTS[name].empty])
def test_axes_of_ones_own_say_that_there_is_nothing(name: str, given: dict[str, list[Any]]) -> None:
    figure, (first, second) = plt.subplots(1, 2)
    table, *others = given[name]
    assert PLOTS[name].draw(table.iloc[:0], *others, ax=second) is second
    assert plt.get_fignums() == [figure.number]
    assert not first.texts
    (text,) = second.texts
    assert text.get_text() == PLOTS[name].empty
    figure.canvas.draw()
    box, room = text.get_window_extent(), second.get_window_extent()
    assert (box.x0 + box.x1) / 2 == pytest.approx((room.x0 + room.x1) / 2, abs=1)


@slow
@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("name", OWN)
def test_signs_are_printed_as_they_are_in_axes_of_ones_own(name: str, seen: bool, given: dict[str, list[Any]]) -> None:
    figure, axes = plt.subplots(figsize=(7.2, 5))
    if seen:  # drawn before, with ticks of its own
        figure.canvas.draw()
    PLOTS[name].draw(*given[name], ax=axes)
    figure.canvas.draw()
    texts = [text for text in find_texts(figure) if "$" in text.get_text()]
    assert texts
    assert not [text for text in texts if text.get_parse_math()]


@slow
@pytest.mark.parametrize("name", OWN)
def test_axes_of_a_part_of_a_figure_are_drawn_into(name: str, given: dict[str, list[Any]]) -> None:
    figure = plt.figure(figsize=(14, 5), layout="constrained")
    left, right = figure.subfigures(1, 2)
    axes = left.subplots()
    assert PLOTS[name].draw(*given[name], ax=axes) is axes
    assert figure.axes == [axes]
    assert not right.axes
    assert not [*figure.legends, *left.legends]
    figure.canvas.draw()
