"""Figures of vocabulary: the words that one story has or both have, what stories are made of, where chosen words stand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.inference import DISTINGUISHABLE, WITHIN
from analysis.plots.fitting import (
    LEADING,
    PAGE,
    POINTS,
    SMALL,
    break_lines,
    cut_at_ties,
    draw_nothing,
    measure,
    mend_direction,
    name_bar,
    open_sheet,
    push_apart,
    trim,
)
from analysis.plots.style import (
    GREY,
    INK,
    PALE,
    TIME,
    WIDTH,
    StoryStyle,
    drawing,
    find_figure,
    name_stories,
    part_words,
    shorten,
    style_stories,
    take_axes,
)
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LARGE = 14  # points: the word used most
ROW = 15  # points: what a row of the word board takes on average
EDGE, SIDE, MIDDLE, TOP = 8, 178, 126, 38  # points: the page's edge, outer columns, inner column, where words begin
LEAST = 10  # words of a column that have to remain where those at the cut tie
FILLS = {  # of the parts of a story: face and hatch; own content has the story's colour
    "names": ("white", "////"),
    "function words": ("#e6e6e6", ""),
    "shared content": ("#b0b0b0", "..."),
    "own content": ("", ""),
}


def plot_word_board(vocabulary: pd.DataFrame, *, most: int = 25) -> "Figure":
    """A figure with the first pair's words in print: left and right those only one story has, in the middle those of both.

    `vocabulary` as `list_vocabulary` gives it. A word is the larger the more often it is used; how often is printed after it
    if more than once. In the middle, "3 music 7" stands 3 times in the first story and 7 times in the second; the words that
    lean most to the first come first. The middle has `most` rows at most, and the outer columns are no higher than these: of
    words that do not fit the most used are shown, those that are as rare as each other at the cut stay out together (unless
    fewer than ten were left), and a line says how many there are.
    """
    need_columns(vocabulary, ["story_1", "story_2", "form", "part", "count_1", "count_2"], "vocabulary")
    pair = rows_of_pair(vocabulary)
    if pair.empty:
        return find_figure(draw_nothing("no words to compare"))
    with drawing():
        figure, axes = open_sheet(100)
        end = draw_word_board(figure, axes, pair, most)
        figure.set_size_inches(WIDTH, (end + EDGE) / POINTS)
        axes.set_ylim(end + EDGE, 0)
    return figure


def draw_word_board(figure: "Figure", axes: "Axes", pair: pd.DataFrame, most: int, top: float = 0) -> float:
    """Prints the board onto a sheet in points, from `top` down; where it ends."""
    pair = pair.assign(uses=pair["count_1"] + pair["count_2"]).sort_values("uses", ascending=False, kind="stable")
    pair["size"] = SMALL + (LARGE - SMALL) * np.log(pair["uses"]) / np.log(max(pair["uses"].max(), 8))
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    rows = pair[pair["part"] == "shared"]
    axes.text(PAGE / 2, top + 13, "in both", fontsize=10, fontweight="bold", ha="center", va="center_baseline")
    for side, style in zip((-1, 1), styles.values(), strict=True):  # whose the numbers are on either side of a word
        axes.plot(PAGE / 2 + 30 * side, top + 13, style.marker, color=style.color, markersize=6)
    axes.text(PAGE / 2, top + 27, _count(len(rows)), fontsize=8.5, color=GREY, ha="center", va="center_baseline")
    ends = [_print_shared(figure, axes, rows, most, list(styles.values()), top + TOP)]
    lefts = (EDGE, PAGE - EDGE - SIDE)
    for part, left, (story, style) in zip(("only first", "only second"), lefts, styles.items(), strict=True):
        rows = pair[pair["part"] == part]
        axes.plot(left + 4, top + 13, style.marker, color=style.color, markersize=6)
        title = trim(figure, f"only {part_words(story)}", SIDE - 13, 10, fontweight="bold")
        axes.text(left + 13, top + 13, title, color=style.letters, fontsize=10, fontweight="bold", va="center_baseline")
        note = f"{_count(len(rows))}; number: uses"
        axes.text(left + 13, top + 27, note, fontsize=8.5, color=GREY, va="center_baseline")
        shown, end = _print_flow(figure, axes, rows, left, SIDE, top + TOP, most * ROW)
        if shown < len(rows):
            end = _print_note(figure, axes, _say_rest(rows["uses"].tolist()[shown:]), left, SIDE, end)
        ends.append(end)
    rule = (EDGE + SIDE + PAGE / 2 - MIDDLE / 2) / 2
    axes.vlines([rule, PAGE - rule], top + 6, max(ends), color=PALE, linewidth=0.8)
    return max(ends)


def _count(number: int) -> str:
    return f"{number:,} word{'' if number == 1 else 's'}"


class _Print(NamedTuple):
    """One word of the board, where it begins in its column and how large it is, in points."""

    text: str
    number: str
    left: float
    baseline: float
    size: float


def _print_flow(
    figure: "Figure", axes: "Axes", rows: pd.DataFrame, left: float, width: float, top: float, height: float
) -> tuple[int, float]:
    """Prints words in lines, as many as fit; how many these are, and where the print ends."""
    prints: list[_Print] = []
    place, bottom = width, 0.0
    for form, uses, size in zip(rows["form"], rows["uses"], rows["size"], strict=True):
        number = f"{uses:,}" if uses > 1 else ""
        tail = measure(figure, number, SMALL) + 2.5 if number else 0.0
        form = trim(figure, form, width - tail, size)
        wide = measure(figure, form, size) + tail
        if place + wide > width:  # the most used come first: the first word of a line is its largest
            if bottom + size * LEADING > height:
                break
            place, bottom = 0.0, bottom + size * LEADING
        prints.append(_Print(form, number, place, bottom - 0.3 * size, size))
        place += wide + 8
    shown = cut_at_ties(rows["uses"].tolist(), len(prints), least=min(LEAST, len(prints)))
    for word in prints[:shown]:
        text = axes.text(left + word.left, top + word.baseline, word.text, fontsize=word.size)
        if word.number:
            _print_beside(axes, text, word.number, fontsize=SMALL, color=GREY)
    return shown, top + (prints[shown - 1].baseline + 0.3 * prints[shown - 1].size if shown else 0.0)


def _print_beside(axes: "Axes", text: "Text", number: str, *, right: bool = True, gap: float = 2.5, **font: Any) -> None:
    """Prints a number on the line of a word, close to it at whatever size the figure is printed."""
    axes.annotate(number, (float(right), text.get_position()[1]), xycoords=(text, "data"), va="baseline",
                  xytext=(gap if right else -gap, 0), textcoords="offset points", ha="left" if right else "right",
                  **font)  # fmt: skip


def _print_note(figure: "Figure", axes: "Axes", text: str, left: float, width: float, top: float) -> float:
    """Prints a grey note in lines of the column's width; where it ends."""
    lines = break_lines(figure, text, width, 8.5, 3)
    for number, line in enumerate(lines):
        axes.text(left, top + 14 + 8.5 * LEADING * number, line, fontsize=8.5, color=GREY)
    return top + 14 + 8.5 * LEADING * (len(lines) - 1) + 4


def _say_rest(uses: list[int], end: str = "") -> str:
    """How many words are not shown, and how often these are used at most."""
    often = {1: "once", 2: "twice"}.get(uses[0], f"{uses[0]:,} times")
    return f"and {len(uses):,} more, {f'{often} each' if uses[0] == uses[-1] else f'at most {often}'}{end}"


def _print_shared(
    figure: "Figure", axes: "Axes", rows: pd.DataFrame, most: int, styles: list[StoryStyle], top: float
) -> float:
    """Prints the words of both stories in rows between their counts, and what is once in each below; where it ends."""
    shown = cut_at_ties(rows["uses"].tolist(), most, least=min(LEAST, most))
    first = rows.head(shown)
    left, bottom = PAGE / 2 - MIDDLE / 2, top
    first = first.assign(lean=first["count_1"] / first["count_2"]).sort_values("lean", ascending=False, kind="stable")
    for row in first.itertuples():
        numbers = [f"{number:,}" for number in (row.count_1, row.count_2)]
        for size in np.arange(row.size, SMALL - 1e-9, -0.5):  # smaller, if the word does not fit between its counts
            room = MIDDLE - 8 - 2 * max(measure(figure, number, size, fontweight="bold") for number in numbers)
            if measure(figure, row.form, size) <= room:
                break
        text = trim(figure, row.form, room, size)
        bottom += size * LEADING
        word = axes.text(PAGE / 2, bottom - 0.3 * size, text, fontsize=size, ha="center")
        for right, number, style in zip((False, True), numbers, styles, strict=True):
            _print_beside(axes, word, number, right=right, gap=4, fontsize=size, fontweight="bold", color=style.letters)
    rest = rows.iloc[shown:]
    if rest.empty:
        return bottom
    if rest["uses"].iloc[0] > 2:
        return _print_note(figure, axes, _say_rest(rest["uses"].tolist(), " in all"), left, MIDDLE, bottom)
    once = rest.assign(uses=1, size=SMALL)
    start = _print_note(figure, axes, "once in each:", left, MIDDLE, bottom)
    more, end = _print_flow(figure, axes, once, left, MIDDLE, start, top + most * ROW - start)
    return _print_note(figure, axes, f"and {len(rest) - more:,} more", left, MIDDLE, end) if more < len(rest) else end


def plot_composition(composition: pd.DataFrame) -> "Figure":
    """A figure with one bar for each story of the first pair, divided into names, function words, shared and own content.

    `composition` as `compose_stories` gives it. Above each part stands what share of the story's running words it is. Only
    own content has the story's colour.
    """
    import matplotlib.pyplot as plt

    need_columns(composition, ["story_1", "story_2", "story", "part", "share"], "composition")
    pair = rows_of_pair(composition)
    if pair.empty:
        return find_figure(draw_nothing("no stories to compare"))
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    with drawing():
        figure, axes = plt.subplots(figsize=(WIDTH, 2.6), layout="none")
        low, high = 92, PAGE - 14  # points
        axes.set_position((low / PAGE, 0.19, (high - low) / PAGE, 0.79))
        axes.set_xlim(0, 100)
        axes.set_ylim(2, 0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("% of the story's running words")
        point = 100 / (high - low)  # one point in units of the axis
        for row, (story, style) in enumerate(styles.items()):
            shares = 100 * pair[pair["story"] == story].set_index("part")["share"].reindex(FILLS).astype(float)
            name_bar(figure, axes, story, style, row + 0.7, room=low, point=point)
            if shares.isna().any():
                axes.text(0, row + 0.7, "no running words", color=GREY, va="center")
                continue
            begin = np.cumsum(shares) - shares
            for part, (face, hatch) in FILLS.items():
                axes.barh(row + 0.7, shares[part], left=begin[part], height=0.36, color=face or style.color, hatch=hatch,
                          edgecolor=INK, linewidth=0.6)  # fmt: skip
            labels = [f"{part}\n{'< 1' if 0 < share < 0.5 else f'{share:.0f}'} %" for part, share in shares.items()]
            wide = [point * (measure(figure, label, 8.5) + 8) for label in labels]
            middles = (begin + shares / 2).tolist()
            for label, middle, at in zip(labels, middles, push_apart(middles, wide, 0, 100), strict=True):
                axes.text(at, row + 0.4, label, fontsize=8.5, ha="center", va="bottom", linespacing=1.15)
                axes.plot([at, middle], [row + 0.42, row + 0.52], color=GREY, linewidth=0.7)
    return figure


def plot_dispersion(
    concordance: pd.DataFrame,
    words: pd.DataFrame,
    *,
    by: str = "word",
    chosen: Iterable[str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Axes with one row per word and story: a tick wherever the story uses the word, and at the right how often it does.

    `concordance` as `list_concordance` gives it, `words` the words of all stories, which says which there are. Uses are
    grouped by the column `by`: the word matched, unless you give the tables of several words a column of your own and
    concatenate them. `chosen`: which groups to draw, in this order; one that no story uses has empty rows. `ax`: axes of a
    figure of your own to draw into; unless given, a new figure with a key to the stories is made.
    """
    need_columns(concordance, ["story", "position", by], "concordance")
    need_columns(words, ["story"], "words")
    styles = style_stories(words["story"])
    groups = list(dict.fromkeys(concordance[by] if chosen is None else chosen))
    if not groups or not styles:
        return draw_nothing("no uses to draw", ax)
    rows = len(groups) * len(styles)
    with drawing(ax):
        axes = take_axes(ax, 0.95 + 0.21 * rows + 0.1 * len(groups))
        gap, height = 0.5, 0.0
        ticks, totals = [], []
        for group in groups:
            ticks.append(height + (len(styles) - 1) / 2)
            for story, style in styles.items():
                own = concordance[(concordance[by] == group) & (concordance["story"] == story)]["position"]
                axes.hlines(height, 0, 1, color=PALE, linewidth=0.8)
                line, alpha = (1.6, 1.0) if len(own) <= 150 else (0.6, 0.6)
                axes.vlines(own, height - 0.4, height + 0.4, color=style.color, linewidth=line, alpha=alpha)
                axes.plot(-0.012, height, style.marker, color=style.color, markersize=4.5, clip_on=False)
                totals.append((height, f"{len(own):,}", style.letters))
                height += 1
            height += gap
        for at, total, color in totals:
            axes.annotate(total, (1, at), xytext=(6, 0), textcoords="offset points", va="center", color=color, fontsize=8.5,
                          annotation_clip=False)  # fmt: skip
        axes.set_yticks(ticks, [shorten(group, 18) for group in groups])
        axes.tick_params(axis="y", length=0, pad=12)
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, 1)
        axes.annotate("uses", (1, -0.9), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5, color=GREY,
                      annotation_clip=False)  # fmt: skip
        axes.set_ylim(height - gap - 0.4, -1.1)
        axes.set_xlabel(TIME)
        if ax is None:
            name_stories(axes, styles)
    return axes


def plot_word_shift(distinctive: pd.DataFrame, *, most: int = 20, ax: "Axes | None" = None) -> "Axes":
    """Axes with one bar per word: how much more often one story of the first pair uses it than the other does.

    `distinctive` as `rank_distinctive` gives it. The `most` words with the largest |z| are shown, since z is what is tested
    (the largest differences are those of frequent words, whether chance makes them or not); equal ones at the cut stay out
    together, and untested words do. Grey: where 95 % of shuffles leave the difference. In brackets: uses in each story.
    Bold: words that pass the test over all words, slanted if yet within what two passages of one book differ by. `ax` as in
    `plot_dispersion`.
    """
    columns = ["story_1", "story_2", "form", "count_1", "count_2", "difference", "null", "z", "verdict"]
    need_columns(distinctive, columns, "distinctive")
    pair = rows_of_pair(distinctive)
    pair = pair[pair["z"].notna()]
    if pair.empty:
        return draw_nothing("no word is used often enough to be tested", ax)
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    pair = pair.sort_values("z", key=lambda z: -z.abs(), kind="stable")
    rows = pair.head(cut_at_ties(pair["z"].abs().tolist(), most))
    rows = rows.sort_values("difference", ascending=False, kind="stable")
    within = (rows["verdict"] == WITHIN).tolist()
    passes = rows["verdict"].isin([DISTINGUISHABLE, WITHIN]).tolist()
    with drawing(ax):
        axes = take_axes(ax, 1.4 + 0.2 * len(rows))
        figure = find_figure(axes)
        heights = np.arange(len(rows))
        axes.barh(heights, 2 * rows["null"], left=-rows["null"], height=0.86, color=PALE, linewidth=0)
        one, two = styles.values()
        colors = [one.color if value > 0 else two.color for value in rows["difference"]]
        axes.barh(heights, rows["difference"], height=0.5, color=colors)
        axes.axvline(0, color=INK, linewidth=0.8)
        labels = [f"{mend_direction(shorten(w.form, 22))} ({w.count_1:,} : {w.count_2:,})" for w in rows.itertuples()]
        axes.set_yticks(heights, labels)
        for label, passed, alike in zip(axes.get_yticklabels(), passes, within, strict=True):
            label.set(fontweight="bold" if passed else "normal", fontstyle="italic" if alike else "normal")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        note = "bold: passes the test over all words" if any(passes) else "no word passes the test over all words"
        note += "; slanted: yet within one book's range" if any(within) else ""
        note += f"\nin brackets: uses in {' : '.join(shorten(story, 30) for story in styles)}"
        axes.set_xlabel(f"difference in uses per 1,000 words; grey: where 95 % of shuffles leave it\n{note}")
        figure.draw_without_rendering()  # the layout settles, so that the width is known
        half = axes.get_window_extent().width * POINTS / figure.dpi / 2 - 22
        names = [trim(figure, story, half - measure(figure, "← more in ", 9, fontweight="bold"), 9, fontweight="bold")
                 for story in styles]  # fmt: skip
        axes.set_title(f"more in {names[0]} →", loc="right", color=one.letters, fontsize=9)
        axes.set_title(f"← more in {names[1]}", loc="left", color=two.letters, fontsize=9)
    return axes
