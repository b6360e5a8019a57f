"""Figures of overlap: the pair among what other stories share, and which part of one story shares words with which."""

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.inference import number
from analysis.plots.style import GREY, INK, PALE, STYLES, WIDTH, drawing, find_figure, shorten, style_stories, take_axes
from analysis.plots.typesetting import LEADING, POINTS, SMALL, draw_nothing, measure, mend_direction, trim
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

WORDY = 8  # parts to a side: of more no words are printed
DARK = "#3f007d"  # what full overlap would be; a hue that is no story's


def plot_overlap(overlap: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Axes with one row for each thing to lay the first pair's overlap beside: others, themselves, were they one story.

    `overlap` as `measure_overlap` gives it; of its rows that of the first pair with the measure "overlap" is drawn. At the
    right stand the values and, in brackets, what the whiskers span: the pair's 95 % interval, the middle 95 % of unrelated
    stories, and the value above which 95 % of the shuffles lie that make one story of the two. What the table does not know
    is said in its row, and so is the reason why a pair is not assessed. `ax`: axes of a figure of your own to draw into.
    """
    columns = ["value", "low", "high", "self_1", "self_2", "one_story", "one_story_low", "same_book"]
    columns += ["unrelated", "unrelated_low", "unrelated_high"]
    need_columns(overlap, ["story_1", "story_2", "measure", "size", "note", *columns], "overlap")
    pair = rows_of_pair(overlap[overlap["measure"] == "overlap"])
    if pair.empty:
        return draw_nothing("no overlap to draw", ax)
    row = pair.iloc[0]
    values = row[columns].astype(float)
    styles = style_stories([row["story_1"], row["story_2"]])
    names = [shorten(story, 26) for story in styles]
    rows = [_Row(f"{names[0]} and\n{names[1]}", INK, INK, "D", values["value"], values["low"], values["high"])]
    rows += [
        _Row("unrelated stories", GREY, GREY, "|", values["unrelated"], values["unrelated_low"], values["unrelated_high"])
    ]
    rows += [_Row("two passages of one book", GREY, GREY, "|", values["same_book"])]
    rows += [_Row("if the two were one story", INK, INK, "x", values["one_story"], values["one_story_low"])]
    for name, style, column in zip(names, styles.values(), ("self_1", "self_2"), strict=True):
        rows += [_Row(f"{name} with itself", style.color, style.letters, style.marker, values[column])]
    with drawing(ax):
        axes = take_axes(ax, 2.75)
        axes.axvspan(values["unrelated_low"], values["unrelated_high"], color=PALE, alpha=0.6, linewidth=0)
        axes.axvline(values["value"], color=INK, linewidth=0.8, linestyle=":")
        for height, (_, color, letters, marker, value, low, high) in enumerate(rows):
            axes.hlines(height, low, value if np.isnan(high) else high, color=color, linewidth=1.8)
            size = 13 if marker == "|" else 7
            axes.plot(value, height, marker, color=color, markersize=size, markeredgewidth=2, clip_on=False)
            axes.annotate(_print_value(value, low, high), (1, height), xycoords=axes.get_yaxis_transform(), xytext=(8, 0),
                          textcoords="offset points", va="center", fontsize=8.5,
                          color=GREY if np.isnan(value) else letters)  # fmt: skip
        axes.set_xlim(0, min(1.05 * values.max(), 1) if values.max() > 0 else 1)
        axes.set_ylim(len(rows) - 0.5, -0.6)
        axes.set_yticks(range(len(rows)), [label for label, *_ in rows], multialignment="right")
        for label, (_, _, letters, *_) in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_color(letters)
        axes.get_yticklabels()[0].set_fontweight("bold")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(f"overlap: shared words, of all that the two use, at {row['size']:,.0f} words of each")
        if np.isnan(values["value"]):
            reason = textwrap.fill(f"not assessed: {row['note']}", 44)
            axes.text(0.5, 0.5, reason, transform=axes.transAxes, ha="center", va="center", color=GREY)
    return axes


class _Row(NamedTuple):
    """One row of the figure: its name, how its value is marked and printed, the value and the span of its whisker."""

    label: str
    color: str
    letters: str
    marker: str
    value: float
    low: float = np.nan
    high: float = np.nan


def _print_value(value: float, low: float, high: float) -> str:
    if np.isnan(value):
        return "not known"
    if np.isnan(high):
        return number(value, 3) if np.isnan(low) else f"{number(value, 3)} (above {number(low, 3)})"
    return f"{number(value, 3)} ({number(low, 3)} to {number(high, 3)})"


def plot_parts(parts: pd.DataFrame) -> "Figure":
    """A figure with one cell for each part of the first story of the first pair (rows) and part of the second (columns).

    `parts` as `compare_parts` gives it. White is no overlap; the darker a cell, the more. In the cells stand the words that
    the parts share, as many as fit, and how many more there are; where a story has more than 8 parts only how many, and
    nothing where that does not fit either. Hatched: a part too short to compare. Parts are numbered as in the table.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    columns = ["story_1", "story_2", "by", "part_1", "part_2", "size", "overlap", "shared", "forms"]
    need_columns(parts, columns, "shared parts")
    pair = rows_of_pair(parts)
    if pair.empty:
        return find_figure(draw_nothing("no parts to compare"))
    first = pair.iloc[0]
    grid = pair.pivot(index="part_1", columns="part_2", values="overlap").astype(float)
    tall, wide = grid.shape
    row = 46 if max(tall, wide) <= WORDY else 20 if tall <= 15 else 10  # points
    top = grid.max().max()
    with drawing():
        figure, axes = plt.subplots(figsize=(WIDTH, (70 + row * max(tall, 3)) / POINTS))
        image = axes.pcolormesh(
            np.arange(wide + 1) - 0.5, np.arange(tall + 1) - 0.5, np.ma.masked_invalid(grid.to_numpy()), vmin=0,
            vmax=top if top > 0 else 1, cmap=LinearSegmentedColormap.from_list("overlap", ["white", DARK]), edgecolors=PALE,
            linewidth=0.6 if row > 10 else 0.1,
        )  # fmt: skip
        for i, j in np.argwhere(grid.isna().to_numpy()):
            axes.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, hatch="////", edgecolor=PALE, linewidth=0.6))
        axes.set_ylim(tall - 0.5, -0.5)
        axes.set_xticks(*_thin(grid.columns, 24))
        axes.set_yticks(*_thin(grid.index, 24))
        axes.tick_params(length=0)
        figure.colorbar(image, ax=axes, label=f"overlap at {first['size']:,.0f} words", pad=0.02, aspect=30)
        axes.set_xlabel("x")
        axes.set_ylabel("y")
        figure.draw_without_rendering()  # the layout settles, so that the cells' size is known
        box = axes.get_window_extent()
        width, height = box.width * POINTS / figure.dpi, box.height * POINTS / figure.dpi
        unit = "part" if str(first["by"]).isdigit() else first["by"]
        for story, style, room, label in zip(
            (first["story_1"], first["story_2"]), STYLES, (height, width), (axes.yaxis.label, axes.xaxis.label), strict=False
        ):
            end = f": {unit}" if label is axes.yaxis.label else f": {unit} (numbered from 0)"
            label.set(text=trim(figure, story, room - measure(figure, end, 9), 9) + end, color=style.letters)
        _print_cells(figure, axes, pair, (width / wide - 4, height / tall - 3), image, max(tall, wide) <= WORDY)
    return figure


def _thin(parts: pd.Index, most: int) -> tuple[list[int], list[str]]:
    """Where ticks stand and what they say: every part, or every fifth or tenth where there are many."""
    step = next(step for step in (1, 5, 10, 50, 100, len(parts)) if len(parts) / step <= most)
    return list(range(0, len(parts), step)), [str(part) for part in parts[::step]]


def _print_cells(
    figure: "Figure", axes: "Axes", pair: pd.DataFrame, cell: tuple[float, float], image: "ScalarMappable", wordy: bool
) -> None:
    """Prints into each cell the words shared, or how many, whichever fits; white on dark cells."""
    places = [{part: place for place, part in enumerate(sorted(pair[side].unique()))} for side in ("part_1", "part_2")]
    for row in pair.itertuples():
        text = _fill(figure, row.forms.split(", "), *cell) if wordy and row.shared else ""
        text = text or (f"{row.shared:,}" if row.shared else "")
        if not text or not _fits(figure, text.split("\n"), *cell):
            continue
        missing = np.isnan(row.overlap)
        shade = np.array(image.to_rgba(np.array(0.0 if missing else row.overlap))[:3])
        linear = np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4)
        # Black or white, whichever stands out more (contrast of relative luminances, WCAG 2.1).
        color = "black" if linear @ [0.2126, 0.7152, 0.0722] + 0.05 > np.sqrt(1.05 * 0.05) else "white"
        axes.text(places[1][row.part_2], places[0][row.part_1], text, ha="center", va="center", fontsize=SMALL,
                  linespacing=1.15, color=color,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if missing else None)  # fmt: skip


def _fits(figure: "Figure", lines: list[str], width: float, height: float) -> bool:
    return len(lines) * SMALL * LEADING <= height and max(measure(figure, line, SMALL) for line in lines) <= width


def _fill(figure: "Figure", forms: list[str], width: float, height: float) -> str:
    """As many of the words as fit into a cell, in lines, and the number of the others; "" if not even one fits."""
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
    longer = f"{lines[-1]} {piece}".strip()
    fits = not lines[-1] or measure(figure, longer, SMALL) <= width
    return [*lines[:-1], longer] if fits else [*lines, piece]
