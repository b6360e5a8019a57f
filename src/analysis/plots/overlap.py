"""Figures of overlap: the pair among other stories, and the words that parts of two stories share."""

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.plots.style import (
    GREY,
    INK,
    PALE,
    STYLES,
    WIDTH,
    StoryStyle,
    drawing,
    find_figure,
    shorten,
    style_stories,
    take_axes,
)
from analysis.plots.typesetting import LEADING, POINTS, SMALL, draw_nothing, measure, mend_direction, trim
from analysis.statistics.rounding import format_number
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

WORDY = 8  # parts of a story: where there are more, no words are printed
DARK = "#3f007d"  # the largest overlap; the hue of no story


def plot_overlap(overlap: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """The overlap of the first pair of stories among others: unrelated stories, one book, one story, each with itself.

    The values are printed at the right, with the range of the line in brackets: the 95 % interval of the pair, the middle
    95 % of unrelated stories, and the value above which 95 % of the shuffles lie that make one story of the two. A value
    that the table lacks is marked as not known. If the pair was not assessed, the reason is printed.

    Parameters
    ----------
    overlap : one row per pair and measure, as `measure_overlap` returns it; the measure "overlap" is drawn.
    ax : axes to draw into; if None, a new figure is made.

    Returns
    -------
    Axes

    Raises
    ------
    StoryError : the table lacks a column.
    """
    columns = ["value", "low", "high", "self_1", "self_2", "one_story", "one_story_low", "same_book"]
    columns += ["unrelated", "unrelated_low", "unrelated_high"]
    need_columns(overlap, ["story_1", "story_2", "measure", "size", "note", *columns], "overlap")
    pair = rows_of_pair(overlap[overlap["measure"] == "overlap"])
    if pair.empty:
        return draw_nothing("no overlap to draw", ax)
    facts = pair.iloc[0]
    values = facts[columns].astype(float)
    rows = _list_rows(values, style_stories([facts["story_1"], facts["story_2"]]))
    with drawing(ax):
        axes = take_axes(ax, 2.75)
        axes.axvspan(values["unrelated_low"], values["unrelated_high"], color=PALE, alpha=0.6, linewidth=0)
        axes.axvline(values["value"], color=INK, linewidth=0.8, linestyle=":")
        for height, row in enumerate(rows):
            _draw_row(axes, row, height)
        axes.set_xlim(0, min(1.05 * values.max(), 1) if values.max() > 0 else 1)
        axes.set_ylim(len(rows) - 0.5, -0.6)
        axes.set_yticks(range(len(rows)), [row.label for row in rows], multialignment="right")
        for label, row in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_color(row.letters)
        axes.get_yticklabels()[0].set_fontweight("bold")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(f"overlap: shared words, of all that the two use, at {facts['size']:,.0f} words of each")
        if np.isnan(values["value"]):
            reason = textwrap.fill(f"{NOT_ASSESSED}: {facts['note']}", 44)
            axes.text(0.5, 0.5, reason, transform=axes.transAxes, ha="center", va="center", color=GREY)
    return axes


class _Row(NamedTuple):
    """One row of the figure: its name, the look of its mark and print, the value, and the range of its line."""

    label: str
    color: str
    letters: str
    marker: str
    value: float
    low: float = np.nan
    high: float = np.nan


def _list_rows(values: pd.Series, styles: dict[object, StoryStyle]) -> list[_Row]:
    """The pair, what it is compared with, and each story with itself."""
    names = [shorten(story, 26) for story in styles]
    unrelated = values["unrelated"], values["unrelated_low"], values["unrelated_high"]
    rows = [
        _Row(f"{names[0]} and\n{names[1]}", INK, INK, "D", values["value"], values["low"], values["high"]),
        _Row("unrelated stories", GREY, GREY, "|", *unrelated),
        _Row("two passages of one book", GREY, GREY, "|", values["same_book"]),
        _Row("if the two were one story", INK, INK, "x", values["one_story"], values["one_story_low"]),
    ]
    for name, style, column in zip(names, styles.values(), ("self_1", "self_2"), strict=True):
        rows.append(_Row(f"{name} with itself", style.color, style.letters, style.marker, values[column]))
    return rows


def _draw_row(axes: "Axes", row: _Row, height: int) -> None:
    """Draws the mark, the line and the print of one row."""
    axes.hlines(height, row.low, row.value if np.isnan(row.high) else row.high, color=row.color, linewidth=1.8)
    size = 13 if row.marker == "|" else 7
    axes.plot(row.value, height, row.marker, color=row.color, markersize=size, markeredgewidth=2, clip_on=False)
    color = GREY if np.isnan(row.value) else row.letters
    axes.annotate(_print_value(row.value, row.low, row.high), (1, height), xycoords=axes.get_yaxis_transform(),
                  xytext=(8, 0), textcoords="offset points", va="center", fontsize=8.5, color=color)  # fmt: skip


def _print_value(value: float, low: float, high: float) -> str:
    """The value with its range in brackets.

    >>> _print_value(0.25, 0.2, np.nan), _print_value(np.nan, np.nan, np.nan)
    ('0.250 (above 0.200)', 'not known')
    """
    if np.isnan(value):
        return "not known"
    if np.isnan(high):
        return format_number(value, 3) if np.isnan(low) else f"{format_number(value, 3)} (above {format_number(low, 3)})"
    return f"{format_number(value, 3)} ({format_number(low, 3)} to {format_number(high, 3)})"


def plot_parts(parts: pd.DataFrame) -> "Figure":
    """One cell for each part of the first story of the first pair (rows) and each part of the second (columns).

    The darker a cell, the larger the overlap; white is none. Each cell holds as many of the shared words as fit and the
    number of the others, or, where a story has more than 8 parts, the number of all if it fits. Parts too short to compare
    are hatched. Parts are numbered as in the table.

    Parameters
    ----------
    parts : one row per pair of stories and pair of parts, as `compare_parts` returns it.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    columns = ["story_1", "story_2", "by", "part_1", "part_2", "size", "overlap", "shared", "forms"]
    need_columns(parts, columns, "shared parts")
    pair = rows_of_pair(parts)
    if pair.empty:
        return find_figure(draw_nothing("no parts to compare"))
    grid = pair.pivot(index="part_1", columns="part_2", values="overlap").astype(float)
    tall, wide = grid.shape
    wordy = max(tall, wide) <= WORDY
    row = 46 if wordy else 20 if tall <= 15 else 10  # points
    with drawing():
        figure, axes = plt.subplots(figsize=(WIDTH, (70 + row * max(tall, 3)) / POINTS))
        image = _shade_cells(axes, grid, 0.6 if row > 10 else 0.1)
        for i, j in np.argwhere(grid.isna().to_numpy()):
            axes.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, hatch="////", edgecolor=PALE, linewidth=0.6))
        axes.set_ylim(tall - 0.5, -0.5)
        axes.set_xticks(*_thin(grid.columns, 24))
        axes.set_yticks(*_thin(grid.index, 24))
        axes.tick_params(length=0)
        figure.colorbar(image, ax=axes, label=f"overlap at {pair['size'].iloc[0]:,.0f} words", pad=0.02, aspect=30)
        axes.set_xlabel("x")  # any label: the layout makes room for it
        axes.set_ylabel("y")
        figure.draw_without_rendering()  # the layout settles, so that the size of the cells is known
        box = axes.get_window_extent()
        width, height = box.width * POINTS / figure.dpi, box.height * POINTS / figure.dpi
        _name_axes(axes, pair, width, height)
        _print_cells(axes, pair, (width / wide - 4, height / tall - 3), image, wordy)
    return figure


def _shade_cells(axes: "Axes", grid: pd.DataFrame, linewidth: float) -> "QuadMesh":
    """Draws the cells, the darker the larger the overlap."""
    from matplotlib.colors import LinearSegmentedColormap

    tall, wide = grid.shape
    top = grid.max().max()
    return axes.pcolormesh(
        np.arange(wide + 1) - 0.5, np.arange(tall + 1) - 0.5, np.ma.masked_invalid(grid.to_numpy()), vmin=0,
        vmax=top if top > 0 else 1, cmap=LinearSegmentedColormap.from_list("overlap", ["white", DARK]), edgecolors=PALE,
        linewidth=linewidth,
    )  # fmt: skip


def _name_axes(axes: "Axes", pair: pd.DataFrame, width: float, height: float) -> None:
    """Labels both axes with their stories' names, cut to the size of the axes in points, and with the unit of the parts."""
    figure, by = find_figure(axes), str(pair["by"].iloc[0])
    unit = "part" if by.isdigit() else by
    for label, story, style, room, end in (
        (axes.yaxis.label, pair["story_1"].iloc[0], STYLES[0], height, f": {unit}"),
        (axes.xaxis.label, pair["story_2"].iloc[0], STYLES[1], width, f": {unit}"),
    ):
        label.set(text=trim(figure, story, room - measure(figure, end, 9), 9) + end, color=style.letters)


def _thin(parts: pd.Index, most: int) -> tuple[list[int], list[str]]:
    """Positions and labels of the ticks: every part, or every fifth, tenth ... where there are many."""
    step = next(step for step in (1, 5, 10, 50, 100, len(parts)) if len(parts) / step <= most)
    return list(range(0, len(parts), step)), [str(part) for part in parts[::step]]


def _print_cells(axes: "Axes", pair: pd.DataFrame, cell: tuple[float, float], image: "ScalarMappable", wordy: bool) -> None:
    """Prints into each cell the shared words or their number, whichever fits; white on dark cells."""
    figure = find_figure(axes)
    rows, columns = (
        {part: position for position, part in enumerate(sorted(pair[side].unique()))} for side in ("part_1", "part_2")
    )
    for row in pair.itertuples():
        text = _fill(figure, row.forms.split(", "), *cell) if wordy and row.shared else ""
        text = text or (f"{row.shared:,}" if row.shared else "")
        if not text or not _fits(figure, text.split("\n"), *cell):
            continue
        missing = np.isnan(row.overlap)
        color = _choose_ink(np.array(image.to_rgba(np.array(0.0 if missing else row.overlap))[:3]))
        axes.text(columns[row.part_2], rows[row.part_1], text, ha="center", va="center", fontsize=SMALL,
                  linespacing=1.15, color=color,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if missing else None)  # fmt: skip


def _choose_ink(shade: np.ndarray) -> str:
    """Black or white, whichever has more contrast to the shade (by relative luminance, WCAG 2.1).

    >>> _choose_ink(np.ones(3)), _choose_ink(np.array([0.25, 0, 0.5]))
    ('black', 'white')
    """
    linear = np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ [0.2126, 0.7152, 0.0722] + 0.05 > np.sqrt(1.05 * 0.05) else "white"


def _fits(figure: "Figure", lines: list[str], width: float, height: float) -> bool:
    """Whether the lines fit into a cell."""
    return len(lines) * SMALL * LEADING <= height and max(measure(figure, line, SMALL) for line in lines) <= width


def _fill(figure: "Figure", forms: list[str], width: float, height: float) -> str:
    """As many of the words as fit into a cell, in lines, and the number of the others; "" if none fits."""
    best, lines = "", [""]
    narrow = (word for word in map(mend_direction, forms) if measure(figure, f"{word},", SMALL) <= width)
    for shown, word in enumerate(narrow, start=1):
        rest = len(forms) - shown
        tried = _add(figure, lines, word, width)
        tried = _add(figure, tried, f"+{rest:,}", width) if rest else tried
        if _fits(figure, tried, width, height):
            best = "\n".join(tried)
        elif rest > 1:  # the last word may take the place of "+1"
            break
        lines = _add(figure, lines, f"{word},", width)
    return best


def _add(figure: "Figure", lines: list[str], piece: str, width: float) -> list[str]:
    """The lines with one more piece, on a new line if the last one is full."""
    longer = f"{lines[-1]} {piece}".strip()
    fits = not lines[-1] or measure(figure, longer, SMALL) <= width
    return [*lines[:-1], longer] if fits else [*lines, piece]
