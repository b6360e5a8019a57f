"""Figures of readability: the scores, their tested differences, and a difference taken apart."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.measure import HARDER, Measure
from analysis.plots.style import GREY, INK, PALE, WIDTH, drawing, find_figure, name_stories, shorten, style_stories
from analysis.plots.typesetting import draw_nothing
from analysis.readability.measures import MEASURES
from analysis.statistics.rounding import format_number
from analysis.statistics.wording import TOO_FEW_SENTENCES
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_COMPARED = ["story_1", "story_2", "measure", "difference", "low", "high", "yardstick"]


def plot_readability(results: pd.DataFrame) -> "Figure":
    """One row per formula and story: the score as a dot, its 95 % interval as a line.

    The formulas that give a school grade share a scale; the others have scales of their own. Missing scores are not drawn.

    Parameters
    ----------
    results : one row per story and measure, as `measure_readability` returns it, for any number of stories.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(results, ["story", "measure", "value", "low", "high"], "results")
    if results.empty:
        return find_figure(draw_nothing("no stories to draw"))
    styles = style_stories(results["story"])
    offsets = dict(zip(styles, np.linspace(-0.17, 0.17, len(styles)) if len(styles) > 1 else [0.0], strict=True))
    shown = _group_measures(set(results["measure"]))
    with drawing():
        figure, panels = plt.subplots(
            len(shown),
            1,
            figsize=(WIDTH, 0.5 + sum(0.42 * len(measures) + 0.62 for measures in shown)),
            height_ratios=[len(measures) + 0.6 for measures in shown],
            squeeze=False,
        )
        for panel, measures in zip(panels[:, 0], shown, strict=True):
            rows = {measure.name: row for row, measure in enumerate(measures)}
            for story, style in styles.items():
                scores = results[(results["story"] == story) & results["measure"].isin(rows)]
                height = scores["measure"].map(rows) + offsets[story]
                panel.hlines(height, scores["low"], scores["high"], color=style.color, linestyle=style.line, linewidth=1.6)
                panel.plot(scores["value"], height, style.marker, color=style.color, markersize=5.5)
            panel.set_yticks(range(len(measures)), [measure.label for measure in measures])
            panel.set_ylim(len(measures) - 0.5, -0.5)
            panel.grid(axis="x")
            panel.tick_params(axis="y", length=0)
            panel.margins(x=0.06)
            scale = measures[0].scale
            panel.set_xlabel(f"{scale}, harder →" if measures[0].more == HARDER else f"← harder, {scale}")
        name_stories(figure, styles, line=True)
    return figure


def _group_measures(names: Collection[str]) -> list[list[Measure]]:
    """The measures that are drawn, one list per panel: a panel for each scale and direction, in the order of MEASURES."""
    panels: dict[tuple[str, str], list[Measure]] = {}
    for name, measure in MEASURES.items():
        if measure.scale and name in names:
            panels.setdefault((measure.scale, measure.more), []).append(measure)
    return list(panels.values())


def plot_readability_contrasts(contrasts: pd.DataFrame) -> "Figure":
    """One panel per tested measure of the first pair of stories: the difference, its interval and the yardstick.

    The dot is the difference, the first story less the second, with its 95 % interval. The pale band around zero is the
    common difference of two passages of one book that are as long as these stories. Each panel has a scale of its own, with
    zero in the middle; the verdict is printed above it.

    Parameters
    ----------
    contrasts : one row per pair and measure, as `compare_readability` returns it.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(contrasts, [*_COMPARED, "p", "p_adjusted", "verdict"], "contrasts")
    if contrasts.empty:
        return find_figure(draw_nothing("no pair to compare"))
    pair = rows_of_pair(contrasts)
    rows = pair[pair["p_adjusted"].notna()]
    with drawing():
        figure, panels = plt.subplots(max(len(rows), 1), 1, figsize=(WIDTH, 0.9 + 0.82 * max(len(rows), 1)), squeeze=False)
        for panel, row in zip(panels[:, 0], rows.itertuples(), strict=False):
            reach = 1.15 * np.nanmax([row.yardstick, abs(row.low), abs(row.high), abs(row.difference)])
            panel.axvspan(-row.yardstick, row.yardstick, color=PALE, alpha=0.7, linewidth=0)
            panel.axvline(0, color=GREY, linewidth=0.8)
            panel.hlines(0, row.low, row.high, color=INK, linewidth=1.8)
            panel.plot(row.difference, 0, "D", color=INK, markersize=5.5)
            panel.set_xlim(-reach, reach)
            panel.set_ylim(-1, 1)
            panel.set_yticks([0], [MEASURES[row.measure].label])
            panel.tick_params(axis="y", length=0)
            panel.spines["left"].set_visible(False)
            panel.set_title(row.verdict, loc="right", fontsize=8.5, fontweight="normal", pad=2)
        if rows.empty:
            panels[0, 0].set_axis_off()
            panels[0, 0].text(0.5, 0.5, TOO_FEW_SENTENCES, ha="center", va="center", color=GREY)
        name_1, name_2 = (shorten(pair[side].iloc[0], 24) for side in ("story_1", "story_2"))
        figure.supxlabel(f"{name_1} less {name_2}", fontsize=9)
    return figure


def plot_readability_parts(parts: pd.DataFrame) -> "Figure":
    """The difference of the first pair's scores, taken apart: a bar for each part, and one for their sum.

    There is a panel for each measure, with a scale of its own, and a line of panels for the measures of the same parts.
    Each bar starts where the one above it ends, so the parts lead from zero to the difference of the scores.

    Parameters
    ----------
    parts : one row per pair, measure and part, as in `explain_readability(...).parts`.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(parts, ["story_1", "story_2", "measure", "part", "contribution"], "parts")
    if parts.empty:
        return find_figure(draw_nothing("no pair to compare"))
    pair = rows_of_pair(parts)
    lines: dict[tuple[str, ...], list[str]] = {}
    for name, rows in pair.groupby("measure", sort=False):
        lines.setdefault(tuple(rows["part"]), []).append(str(name))
    sizes = [len(parts) + 1 for parts in lines]
    with drawing():
        figure = plt.figure(figsize=(WIDTH, 0.9 * len(lines) + 0.4 * sum(sizes)))
        grid = figure.add_gridspec(len(lines), 1, height_ratios=sizes)
        for place, measures in enumerate(lines.values()):
            panels = grid[place].subgridspec(1, len(measures)).subplots(sharey=True, squeeze=False)
            for panel, name in zip(panels[0], measures, strict=True):
                _draw_waterfall(panel, pair[pair["measure"] == name], MEASURES[name].digits)
                panel.set_title(MEASURES[name].label)
                panel.set_xlabel(f"{MEASURES[name].unit} (positive: {MEASURES[name].more})")
        name_1, name_2 = (shorten(pair[side].iloc[0], 30) for side in ("story_1", "story_2"))
        figure.suptitle(f"{name_1} less {name_2}", fontsize=9, x=0.01, ha="left")
    return figure


def _draw_waterfall(panel: "Axes", rows: pd.DataFrame, digits: int) -> None:
    """Draws the parts of one difference as bars, each from the end of the one before, and the difference below them."""
    ends = rows["contribution"].cumsum().to_numpy()
    starts = np.concatenate([[0], ends[:-1], [0]])
    widths = np.concatenate([rows["contribution"], ends[-1:]])
    names = [*rows["part"], "difference of the scores"]
    panel.barh(range(len(names)), widths, left=starts, height=0.55, color=[GREY] * len(rows) + [INK])
    panel.axvline(0, color=INK, linewidth=0.8)
    panel.vlines(ends, np.arange(len(ends)), np.arange(len(ends)) + 1, color=GREY, linewidth=0.7, linestyle=":")
    for row, (start, width) in enumerate(zip(starts, widths, strict=True)):
        right = width >= 0
        panel.annotate(
            format_number(width, digits, sign=True),
            (start + width, row),
            xytext=(4 if right else -4, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )
    if np.isnan(ends).any():
        panel.text(0.5, 0.5, "one of them has no score", transform=panel.transAxes, ha="center", va="center", color=GREY)
    low, high = min(0, *starts, *ends), max(0, *starts, *ends)
    margins = [0.25 if (widths * side > 0).any() else 0.08 for side in (-1, 1)]  # room for numbers
    panel.set_xlim(low - margins[0] * (high - low or 1), high + margins[1] * (high - low or 1))
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.5, -0.5)
    panel.tick_params(axis="y", length=0)
