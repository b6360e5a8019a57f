"""The word board: the words of two stories in print, those of only one to the left and right, those of both between."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.plots.style import (
    GREY,
    PALE,
    WIDTH,
    StoryStyle,
    drawing,
    find_figure,
    part_words,
    style_stories,
)
from analysis.plots.typesetting import (
    LEADING,
    PAGE,
    POINTS,
    SMALL,
    break_lines,
    cut_at_ties,
    draw_nothing,
    measure,
    open_sheet,
    trim,
)
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LARGE = 14  # points: the type size of the word used most
ROW = 15  # points: the average height of a row
EDGE, SIDE, MIDDLE, HEAD = 8, 178, 126, 38  # points: the margin, an outer column, the middle column, a column's heading
LEAST = 10  # words that a column keeps even if words tie at the cut


class _Column(NamedTuple):
    """A column of the board, in points."""

    left: float
    width: float


CENTRE = _Column(PAGE / 2 - MIDDLE / 2, MIDDLE)
OUTER = (_Column(EDGE, SIDE), _Column(PAGE - EDGE - SIDE, SIDE))


class _Print(NamedTuple):
    """One word of the board, where it begins in its column and how large it is, in points."""

    text: str
    number: str
    left: float
    baseline: float
    size: float


def plot_word_board(vocabulary: pd.DataFrame, *, most: int = 25) -> "Figure":
    """The words of the first pair of stories in print: those of one story left and right, those of both in the middle.

    The more often a word is used, the larger it is; the number of uses follows it unless it is 1. In the middle, "3 music 7"
    is a word used 3 times in the first story and 7 times in the second; the words used relatively more in the first story
    stand at the top. Where not all words fit, a line gives the number of the others: left and right the most used are shown
    (those used equally often at the cut are left out together, unless fewer than ten words would remain), in the middle
    the first of the table, whose order is that of their surprise.

    Parameters
    ----------
    vocabulary : one row per pair and word, as `list_vocabulary` returns it.
    most : rows of the middle column at most; the outer columns are no higher.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    need_columns(vocabulary, ["story_1", "story_2", "form", "part", "count_1", "count_2"], "vocabulary")
    pair = rows_of_pair(vocabulary)
    if pair.empty:
        return find_figure(draw_nothing("no words to compare"))
    with drawing():
        figure, sheet = open_sheet(100)
        end = draw_word_board(sheet, pair, most)
        figure.set_size_inches(WIDTH, (end + EDGE) / POINTS)
        sheet.set_ylim(end + EDGE, 0)
    return figure


def draw_word_board(sheet: "Axes", pair: pd.DataFrame, most: int, top: float = 0) -> float:
    """Prints the board onto a sheet in points, from `top` down. Returns where it ends."""
    pair = pair.assign(uses=pair["count_1"] + pair["count_2"])
    pair["size"] = SMALL + (LARGE - SMALL) * np.log(pair["uses"]) / np.log(max(pair["uses"].max(), 8))
    by_use = pair.sort_values("uses", ascending=False, kind="stable")
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    ends = [_print_middle(sheet, pair[pair["part"] == "shared"], list(styles.values()), most, top)]
    for part, column, story in zip(("only first", "only second"), OUTER, styles, strict=True):
        _head_column(sheet, column, story, styles[story], top)
        ends.append(_print_outer(sheet, by_use[by_use["part"] == part], column, most, top))
    rule = (EDGE + SIDE + CENTRE.left) / 2
    sheet.vlines([rule, PAGE - rule], top + 6, max(ends), color=PALE, linewidth=0.8)
    return max(ends)


def _print_middle(sheet: "Axes", rows: pd.DataFrame, styles: list[StoryStyle], most: int, top: float) -> float:
    """Prints the middle column with its heading. Returns where it ends."""
    sheet.text(PAGE / 2, top + 13, "in both", fontsize=10, fontweight="bold", ha="center", va="center_baseline")
    for side, style in zip((-1, 1), styles, strict=True):  # the markers show which number belongs to which story
        sheet.plot(PAGE / 2 + 30 * side, top + 13, style.marker, color=style.color, markersize=6)
    sheet.text(PAGE / 2, top + 27, _count(len(rows)), fontsize=8.5, color=GREY, ha="center", va="center_baseline")
    return _print_shared(sheet, rows, most, styles, top + HEAD)


def _head_column(sheet: "Axes", column: _Column, story: object, style: StoryStyle, top: float) -> None:
    """Prints the heading of an outer column: the story's marker and name."""
    sheet.plot(column.left + 4, top + 13, style.marker, color=style.color, markersize=6)
    title = trim(find_figure(sheet), f"only {part_words(story)}", SIDE - 13, 10, fontweight="bold")
    sheet.text(column.left + 13, top + 13, title, color=style.letters, fontsize=10, fontweight="bold", va="center_baseline")


def _print_outer(sheet: "Axes", rows: pd.DataFrame, column: _Column, most: int, top: float) -> float:
    """Prints the words of only one story, and how many are not shown. Returns where they end."""
    note = f"{_count(len(rows))}; number: uses"
    sheet.text(column.left + 13, top + 27, note, fontsize=8.5, color=GREY, va="center_baseline")
    shown, end = _print_flow(sheet, rows, column, top + HEAD, most * ROW)
    if shown < len(rows):
        end = _print_note(sheet, _state_rest(rows["uses"].tolist()[shown:]), column, end)
    return end


def _count(number: int) -> str:
    return f"{number:,} word{'' if number == 1 else 's'}"


def _state_rest(uses: list[int]) -> str:
    """The number of words that are not shown, and how often they are used at most."""
    often = {1: "once", 2: "twice"}.get(uses[0], f"{uses[0]:,} times")
    return f"and {len(uses):,} more, {f'{often} each' if uses[0] == uses[-1] else f'at most {often}'}"


def _print_flow(sheet: "Axes", rows: pd.DataFrame, column: _Column, top: float, height: float) -> tuple[int, float]:
    """Prints words in lines, as many as fit. Returns their number and where the print ends."""
    prints = _set_lines(sheet, rows, column.width, height)
    shown = cut_at_ties(rows["uses"].tolist(), len(prints), least=min(LEAST, len(prints)))
    for word in prints[:shown]:
        text = sheet.text(column.left + word.left, top + word.baseline, word.text, fontsize=word.size)
        if word.number:
            _print_beside(sheet, text, word.number, fontsize=SMALL, color=GREY)
    return shown, top + (prints[shown - 1].baseline + 0.3 * prints[shown - 1].size if shown else 0.0)


def _set_lines(sheet: "Axes", rows: pd.DataFrame, width: float, height: float) -> list[_Print]:
    """The words that fit into lines of this width and into this height."""
    figure = find_figure(sheet)
    prints: list[_Print] = []
    left, bottom = width, 0.0
    for form, uses, size in zip(rows["form"], rows["uses"], rows["size"], strict=True):
        number = f"{uses:,}" if uses > 1 else ""
        tail = measure(figure, number, SMALL) + 2.5 if number else 0.0
        form = trim(figure, form, width - tail, size)
        wide = measure(figure, form, size) + tail
        if left + wide > width:  # the most used come first: the first word of a line is its largest
            if bottom + size * LEADING > height:
                break
            left, bottom = 0.0, bottom + size * LEADING
        prints.append(_Print(form, number, left, bottom - 0.3 * size, size))
        left += wide + 8
    return prints


def _print_beside(sheet: "Axes", text: "Text", number: str, *, right: bool = True, gap: float = 2.5, **font: Any) -> None:
    """Prints a number on the line of a word, close to it at whatever size the figure is printed."""
    sheet.annotate(number, (float(right), text.get_position()[1]), xycoords=(text, "data"), va="baseline",
                   xytext=(gap if right else -gap, 0), textcoords="offset points", ha="left" if right else "right",
                   **font)  # fmt: skip


def _print_note(sheet: "Axes", text: str, column: _Column, top: float) -> float:
    """Prints a grey note in lines of the column's width. Returns where it ends."""
    lines = break_lines(find_figure(sheet), text, column.width, 8.5, 3)
    for number, line in enumerate(lines):
        sheet.text(column.left, top + 14 + 8.5 * LEADING * number, line, fontsize=8.5, color=GREY)
    return top + 14 + 8.5 * LEADING * (len(lines) - 1) + 4


def _print_shared(sheet: "Axes", rows: pd.DataFrame, most: int, styles: list[StoryStyle], top: float) -> float:
    """Prints the words of both stories in rows between their counts, below them those used once in each.

    Returns where the print ends.
    """
    is_often = rows["uses"] > 2
    often, once = rows[is_often].head(most), rows[~is_often].assign(uses=1, size=SMALL)
    hidden = int(is_often.sum()) - len(often)
    often = often.assign(lean=often["count_1"] / often["count_2"]).sort_values("lean", ascending=False, kind="stable")
    bottom = top
    for row in often.itertuples():
        bottom = _print_row(sheet, row, styles, bottom)
    if hidden:
        return _print_note(sheet, f"and {hidden + len(once):,} more, less surprising", CENTRE, bottom)
    if once.empty:
        return bottom
    start = _print_note(sheet, "once in each:", CENTRE, bottom)
    more, end = _print_flow(sheet, once, CENTRE, start, top + most * ROW - start)
    return _print_note(sheet, f"and {len(once) - more:,} more", CENTRE, end) if more < len(once) else end


def _print_row(sheet: "Axes", row: Any, styles: list[StoryStyle], top: float) -> float:
    """Prints a word of both stories between its two counts. Returns where the row ends."""
    figure = find_figure(sheet)
    numbers = [f"{number:,}" for number in (row.count_1, row.count_2)]
    for size in np.arange(row.size, SMALL - 1e-9, -0.5):  # smaller, if the word does not fit between its counts
        room = MIDDLE - 8 - 2 * max(measure(figure, number, size, fontweight="bold") for number in numbers)
        if measure(figure, row.form, size) <= room:
            break
    text = trim(figure, row.form, room, size)
    bottom = top + size * LEADING
    word = sheet.text(PAGE / 2, bottom - 0.3 * size, text, fontsize=size, ha="center")
    for right, number, style in zip((False, True), numbers, styles, strict=True):
        _print_beside(sheet, word, number, right=right, gap=4, fontsize=size, fontweight="bold", color=style.letters)
    return float(bottom)
