"""Figures of vocabulary: the make-up of each story, the uses of chosen words, the words that distinguish two stories."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

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
    shorten,
    style_stories,
    take_axes,
)
from analysis.plots.typesetting import (
    PAGE,
    POINTS,
    NamePlace,
    cut_at_ties,
    draw_nothing,
    measure,
    mend_direction,
    name_bar,
    push_apart,
    trim,
)
from analysis.statistics.notes import NO_WORD_TESTED
from analysis.statistics.verdicts import DISTINGUISHABLE, WITHIN
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILLS = {  # of the parts of a story: face and hatch; own content has the story's colour
    "names": ("white", "////"),
    "function words": ("#e6e6e6", ""),
    "shared content": ("#b0b0b0", "..."),
    "own content": ("", ""),
}


def plot_composition(composition: pd.DataFrame) -> "Figure":
    """One bar for each story of the first pair, divided into names, function words, shared content and own content.

    The share of each part in the story's running words is printed above it. Only own content has the story's colour.

    Parameters
    ----------
    composition : one row per pair, story and part, as `compose_stories` returns it.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
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
            name_bar(axes, story, style, NamePlace(row + 0.7, low, point))
            if shares.isna().any():
                axes.text(0, row + 0.7, "no running words", color=GREY, va="center")
            else:
                _draw_shares(axes, shares, style, row, point)
    return figure


def _draw_shares(axes: "Axes", shares: pd.Series, style: StoryStyle, row: int, point: float) -> None:
    """Draws the bar of one story, with a label above each part; one point is `point` along the axis."""
    begin = np.cumsum(shares) - shares
    for part, (face, hatch) in FILLS.items():
        axes.barh(row + 0.7, shares[part], left=begin[part], height=0.36, color=face or style.color, hatch=hatch,
                  edgecolor=INK, linewidth=0.6)  # fmt: skip
    labels = [f"{part}\n{'< 1' if 0 < share < 0.5 else f'{share:.0f}'} %" for part, share in shares.items()]
    figure = find_figure(axes)
    widths = [point * (measure(figure, label, 8.5) + 8) for label in labels]
    middles = (begin + shares / 2).tolist()
    for label, middle, centre in zip(labels, middles, push_apart(middles, widths, 0, 100), strict=True):
        axes.text(centre, row + 0.4, label, fontsize=8.5, ha="center", va="bottom", linespacing=1.15)
        axes.plot([centre, middle], [row + 0.42, row + 0.52], color=GREY, linewidth=0.7)


def plot_dispersion(
    concordance: pd.DataFrame,
    words: pd.DataFrame,
    *,
    by: str = "word",
    chosen: Iterable[str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """One row per word and story with a tick at each use of the word, and the number of uses to its right.

    Parameters
    ----------
    concordance : one row per use of a word, as `list_concordance` returns it, or several such tables concatenated.
    words : one row per word, as `split_words` returns it; it names all stories, including those without a use.
    by : the column of `concordance` that groups the uses into rows.
    chosen : the groups to draw, in this order; a group without uses has empty rows. All groups if None.
    ax : axes to draw into; if None, a new figure with a key to the stories is made.

    Returns
    -------
    Axes

    Raises
    ------
    StoryError : a table lacks a column.
    """
    need_columns(concordance, ["story", "position", by], "concordance")
    need_columns(words, ["story"], "words")
    styles = style_stories(words["story"])
    groups = list(dict.fromkeys(concordance[by] if chosen is None else chosen))
    if not groups or not styles:
        return draw_nothing("no uses to draw", ax)
    with drawing(ax):
        axes = take_axes(ax, 0.95 + 0.21 * len(groups) * len(styles) + 0.1 * len(groups))
        gap, height = 0.5, 0.0
        ticks, totals = [], []
        for group in groups:
            ticks.append(height + (len(styles) - 1) / 2)
            for story, style in styles.items():
                uses = concordance[(concordance[by] == group) & (concordance["story"] == story)]["position"]
                _draw_uses(axes, uses, style, height)
                totals.append((height, f"{len(uses):,}", style.letters))
                height += 1
            height += gap
        for row, total, color in [*totals, (-0.9, "uses", GREY)]:
            axes.annotate(total, (1, row), xytext=(6, 0), textcoords="offset points", va="center", color=color, fontsize=8.5,
                          annotation_clip=False)  # fmt: skip
        axes.set_yticks(ticks, [shorten(group, 18) for group in groups])
        axes.tick_params(axis="y", length=0, pad=12)
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, 1)
        axes.set_ylim(height - gap - 0.4, -1.1)
        axes.set_xlabel(TIME)
        if ax is None:
            name_stories(axes, styles)
    return axes


def _draw_uses(axes: "Axes", uses: pd.Series, style: StoryStyle, height: float) -> None:
    """Draws the row of one word in one story."""
    axes.hlines(height, 0, 1, color=PALE, linewidth=0.8)
    width, alpha = (1.6, 1.0) if len(uses) <= 150 else (0.6, 0.6)
    axes.vlines(uses, height - 0.4, height + 0.4, color=style.color, linewidth=width, alpha=alpha)
    axes.plot(-0.012, height, style.marker, color=style.color, markersize=4.5, clip_on=False)


def plot_word_shift(distinctive: pd.DataFrame, *, most: int = 20, ax: "Axes | None" = None) -> "Axes":
    """One bar per word: how much more often one story of the first pair uses it than the other.

    The words with the largest |z| are drawn, because z is what is tested; the largest differences are mostly those of
    frequent words. Grey: the range of 95 % of the shuffles. In brackets: the uses in each story. Bold: the word passes the
    test over all words; slanted: it passes, but the difference is within the range of two passages of one book.

    Parameters
    ----------
    distinctive : one row per pair and word, as `rank_distinctive` returns it; words that were not tested are left out.
    most : the number of words at most; words that tie at the cut are left out together.
    ax : axes to draw into; if None, a new figure is made.

    Returns
    -------
    Axes

    Raises
    ------
    StoryError : the table lacks a column.
    """
    columns = ["story_1", "story_2", "form", "count_1", "count_2", "difference", "null", "z", "verdict"]
    need_columns(distinctive, columns, "distinctive")
    pair = rows_of_pair(distinctive)
    pair = pair[pair["z"].notna()]
    if pair.empty:
        return draw_nothing(NO_WORD_TESTED, ax)
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    pair = pair.sort_values("z", key=lambda z: -z.abs(), kind="stable")
    rows = pair.head(cut_at_ties(pair["z"].abs().tolist(), most))
    rows = rows.sort_values("difference", ascending=False, kind="stable")
    with drawing(ax):
        axes = take_axes(ax, 1.4 + 0.2 * len(rows))
        heights = np.arange(len(rows))
        axes.barh(heights, 2 * rows["null"], left=-rows["null"], height=0.86, color=PALE, linewidth=0)
        style_1, style_2 = styles.values()
        colors = [style_1.color if value > 0 else style_2.color for value in rows["difference"]]
        axes.barh(heights, rows["difference"], height=0.5, color=colors)
        axes.axvline(0, color=INK, linewidth=0.8)
        note = _label_words(axes, rows)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        note += f"\nin brackets: uses in {' : '.join(shorten(story, 30) for story in styles)}"
        axes.set_xlabel(f"difference in uses per 1,000 words; grey: where 95 % of shuffles leave it\n{note}")
        _name_sides(axes, styles)
    return axes


def _label_words(axes: "Axes", rows: pd.DataFrame) -> str:
    """Prints the words beside their bars. Returns the explanation of bold and slanted type."""
    labels = [f"{mend_direction(shorten(w.form, 22))} ({w.count_1:,} : {w.count_2:,})" for w in rows.itertuples()]
    axes.set_yticks(np.arange(len(rows)), labels)
    within = (rows["verdict"] == WITHIN).tolist()
    passes = rows["verdict"].isin([DISTINGUISHABLE, WITHIN]).tolist()
    for label, passed, alike in zip(axes.get_yticklabels(), passes, within, strict=True):
        label.set(fontweight="bold" if passed else "normal", fontstyle="italic" if alike else "normal")
    note = "bold: passes the test over all words" if any(passes) else "no word passes the test over all words"
    return note + (f"; slanted: yet {WITHIN}" if any(within) else "")


def _name_sides(axes: "Axes", styles: dict[object, StoryStyle]) -> None:
    """Prints above each half of the axes which story uses these words more."""
    figure = find_figure(axes)
    figure.draw_without_rendering()  # the layout settles, so that the width is known
    room = axes.get_window_extent().width * POINTS / figure.dpi / 2 - 22
    room -= measure(figure, "← more in ", 9, fontweight="bold")
    (name_1, style_1), (name_2, style_2) = (
        (trim(figure, story, room, 9, fontweight="bold"), style) for story, style in styles.items()
    )
    axes.set_title(f"more in {name_1} →", loc="right", color=style_1.letters, fontsize=9)
    axes.set_title(f"← more in {name_2}", loc="left", color=style_2.letters, fontsize=9)
