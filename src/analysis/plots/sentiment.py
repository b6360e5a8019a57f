"""Figures of sentiment: trajectories with their bands, sentences, the difference of two shapes, the words behind a tone."""

import textwrap
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
    drawing,
    find_figure,
    name_stories,
    name_story,
    shorten,
    style_stories,
    take_axes,
)
from analysis.plots.typesetting import draw_nothing, trim
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_trajectories(
    trajectory: pd.DataFrame, scored: pd.DataFrame, *, column: str = "valence", ax: "Axes | None" = None
) -> "Axes":
    """Axes with the smoothed trajectory of each story: sentences as points, curve, band.

    `trajectory` as `smooth_trajectory` gives it, `scored` the sentences it was made of. Within one bandwidth of an end,
    where the curve leans on one side only, it is drawn thin. A story that has no curve shows its points. Of more than 400
    sentences no points are drawn: the scale is then the curve's. `ax`: axes of a figure of your own to draw into: names
    stand at the curves as far as there is room (`ax.legend()` makes a key); unless given, a new figure with a key is made.
    """
    need_columns(trajectory, ["story", "position", "trajectory", "low", "high", "edge"], "trajectory")
    need_columns(scored, ["story", "position", "kind", column], "scored")
    styles = style_stories(trajectory["story"])
    points = scored[(scored["kind"] != "heading") & scored[column].notna()]
    with drawing(ax):
        axes = take_axes(ax, 3.7)
        axes.axhline(0, color=GREY, linewidth=0.8)
        ends = []
        for story, style in styles.items():
            curve, own = trajectory[trajectory["story"] == story], points[points["story"] == story]
            if len(own) <= 400:
                axes.plot(own["position"], own[column], style.marker, color=style.color, markersize=3.5, alpha=0.7)
            if curve["trajectory"].isna().all():
                continue
            axes.fill_between(curve["position"], curve["low"], curve["high"], color=style.color, alpha=0.14, linewidth=0)
            for side in ("low", "high"):  # so that in grey it is seen whose band it is
                axes.plot(curve["position"], curve[side], style.line, color=style.color, linewidth=0.7, alpha=0.6)
            edge = curve["edge"].to_numpy()
            outside = edge | np.append(edge[1:], False) | np.append(False, edge[:-1])  # one point more: no gap
            for part, width, label in ((outside, 0.9, None), (~edge, 2.2, str(story))):
                axes.plot(curve["position"], curve["trajectory"].where(part), style.line, color=style.color, linewidth=width,
                          label=label)  # fmt: skip
            ends.append((curve["trajectory"].iloc[-1], name_story(story, 18), style.letters))
        axes.set_xlim(0, 1)
        axes.set_xlabel(TIME)
        axes.set_ylabel(f"{column} of a sentence (up: pleasant)")
        if ax is None:
            name_stories(axes, styles, line=True)
        _label_ends(axes, ends)
    return axes


def _label_ends(axes: "Axes", ends: list[tuple[float, str, str]]) -> None:
    """Each line's name at its right end (height, name, colour), moved up or down where two would touch."""
    ends = sorted(ends)
    figure = find_figure(axes)
    figure.draw_without_rendering()  # the layout settles, so that heights are known in print
    heights = [axes.transData.transform((1, height))[1] * 72 / figure.dpi for height, _, _ in ends]
    room = _find_room(axes)
    for (height, name, color), at, place in zip(ends, heights, _push_apart(heights, 14), strict=True):
        if figure.get_layout_engine() is None:  # nothing makes room for what would run out of the page
            name = trim(figure, name, room, 9, fontweight="bold")
            name = "" if name == "…" else name
        axes.annotate(name, (1, height), xytext=(5, place - at), textcoords="offset points", va="center", color=color,
                      fontweight="bold", annotation_clip=False)  # fmt: skip


def _find_room(axes: "Axes") -> float:
    """How many points there are right of the axes to the next ones, or to the edge of the page."""
    figure, own = find_figure(axes), axes.get_window_extent()
    edges = [figure.bbox.x1]
    for other in figure.axes:
        box = other.get_tightbbox() if other.get_window_extent().x0 >= own.x1 else None
        if box is not None and box.y0 < own.y1 and box.y1 > own.y0:
            edges.append(max(box.x0, own.x1))
    return (min(edges) - own.x1) * 72 / figure.dpi - 8


def _push_apart(heights: list[float], gap: float) -> list[float]:
    """Rising heights moved as little as may be until all are `gap` apart: groups that would touch share their middle."""
    groups: list[tuple[float, int]] = []
    for place, height in enumerate(heights):
        groups.append((height - gap * place, 1))
        while len(groups) > 1 and groups[-2][0] > groups[-1][0]:
            (low, many), (high, few) = groups[-2:]
            groups[-2:] = [((low * many + high * few) / (many + few), many + few)]
    base = [level for level, number in groups for _ in range(number)]
    return [level + gap * place for place, level in enumerate(base)]


def plot_sentence_scores(scored: pd.DataFrame, *, column: str = "valence") -> "Figure":
    """A figure with one panel per story: a bar for each sentence, and beside it the sentences at both extremes, in print.

    `scored` as `score_sentiment` gives it. All panels share both scales.
    """
    import matplotlib.pyplot as plt

    need_columns(scored, ["story", "sentence", "position", "kind", "text", column], "scored")
    styles = style_stories(scored["story"])
    points = scored[(scored["kind"] != "heading") & scored[column].notna()]
    with drawing():
        figure, panels = plt.subplots(
            len(styles), 2, figsize=(WIDTH, 0.5 + 2.2 * len(styles)), width_ratios=[1.6, 1], sharex="col", sharey="col",
            squeeze=False,
        )  # fmt: skip
        for (bars, words), (story, style) in zip(panels, styles.items(), strict=True):
            own = points[points["story"] == story]
            bars.axhline(0, color=GREY, linewidth=0.8)
            bars.set_title(shorten(story, 40), color=style.letters)
            words.set_axis_off()
            if own.empty:
                bars.text(0.5, 0.5, "no known word", transform=bars.transAxes, ha="center", va="center", color=GREY)
                continue
            width = 1.6 if len(own) <= 150 else 0.5
            bars.vlines(own["position"], 0, own[column], color=style.color, linewidth=width)
            ends = {"highest": own.iloc[own[column].argmax()], "lowest": own.iloc[own[column].argmin()]}
            for height, (name, row) in zip((0.98, 0.46), ends.items(), strict=True):
                bars.plot(row["position"], row[column], style.marker, color=style.color, markersize=6)
                body = "\n".join(textwrap.wrap(textwrap.shorten(row["text"], 150, placeholder=" …"), 38))
                title = f"{name}: sentence {row['sentence']}"
                words.text(0, height, title, transform=words.transAxes, va="top", fontsize=8.5, fontweight="bold")
                words.text(0, height - 0.09, body, transform=words.transAxes, va="top", fontsize=8, linespacing=1.25)
        panels[-1, 0].set_xlim(0, 1)
        panels[-1, 0].set_xlabel(TIME)
        figure.supylabel(f"{column} (up: pleasant)", fontsize=9)
    return figure


def plot_trajectory_difference(difference: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Axes with the difference of the first pair's shapes along narrative time, and what noise makes of one shape.

    `difference` as `subtract_trajectories` gives it: levels taken out, both curves at one bandwidth. Where the line leaves
    the grey band the two trajectories part by more than sampling noise. `ax` as in `plot_trajectories`.
    """
    need_columns(difference, ["story_1", "story_2", "position", "difference", "low", "high"], "difference")
    if difference.empty:
        return draw_nothing("no pair to compare", ax)
    first, pair = difference.iloc[0], rows_of_pair(difference)
    one, two = shorten(first["story_1"], 24), shorten(first["story_2"], 24)
    with drawing(ax):
        axes = take_axes(ax, 2.7)
        axes.fill_between(pair["position"], pair["low"], pair["high"], color=PALE, alpha=0.8, linewidth=0)
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.plot(pair["position"], pair["difference"], color=INK, linewidth=2)
        axes.set_xlim(0, 1)
        axes.set_xlabel(TIME)
        axes.set_ylabel("difference of shapes")
        axes.set_title(f"up: {one} is above its own level by more than {two}", fontweight="normal", fontsize=9)
        if pair["difference"].isna().all():
            axes.text(0.5, 0.5, "not assessed: too few sentences", transform=axes.transAxes, ha="center", color=GREY)
    return axes


def plot_word_contributions(weights: pd.DataFrame, stories: Iterable[object] | None = None, *, most: int = 10) -> "Figure":
    """A figure with one panel per story: the words that add most to its total valence, with how often they stand in it.

    `weights` as `weigh_words` gives it; `stories` names all stories, where some have no known
    word. All panels share the scale; words at the cut that weigh the same stay out together.
    """
    import matplotlib.pyplot as plt

    need_columns(weights, ["story", "word", "count", "contribution"], "weights")
    styles = style_stories(weights["story"] if stories is None else stories)
    with drawing():
        figure, panels = plt.subplots(1, max(len(styles), 1), figsize=(WIDTH, 0.9 + 0.24 * most), sharex=True, squeeze=False)
        for panel, (story, style) in zip(panels[0], styles.items(), strict=False):
            rows = weights[weights["story"] == story]
            size = rows["contribution"].abs()
            if len(rows) > most:
                rows = rows[size > size.iloc[most] + 1e-12] if size.iloc[0] > size.iloc[most] + 1e-12 else rows.head(most)
            panel.barh(range(len(rows)), rows["contribution"], color=style.color, height=0.62)
            panel.axvline(0, color=GREY, linewidth=0.8)
            names = [f"{shorten(word, 16)} ({count})" for word, count in zip(rows["word"], rows["count"], strict=True)]
            panel.set_yticks(range(len(rows)), names)
            panel.set_ylim(most - 0.4, -0.6)
            panel.tick_params(axis="y", length=0)
            panel.set_title(shorten(story, 28), color=style.letters)
        figure.supxlabel("added to the story's total valence (right: pleasant); in brackets: uses", fontsize=9)
    return figure


def plot_ratings(trajectory: pd.DataFrame, rated: pd.DataFrame, *, column: str = "valence") -> "Figure":
    """A figure with one panel per story: the reader's own trajectory laid over that of the score.

    `trajectory` as `smooth_trajectory(scored)` gives it, `rated` as `smooth_trajectory(scored, column="rating")` does. Score
    and rating have units of their own, so each has its own axis, left and right; compare where the curves rise and fall, not
    their heights. A story without enough ratings shows the score alone.
    """
    import matplotlib.pyplot as plt

    for table, kind in ((trajectory, "trajectory"), (rated, "trajectory")):
        need_columns(table, ["story", "position", "trajectory"], kind)
    styles = style_stories(trajectory["story"])
    with drawing():
        figure, panels = plt.subplots(
            len(styles), 1, figsize=(WIDTH, 0.6 + 2 * len(styles)), sharex=True, sharey=True, squeeze=False
        )
        low, high = rated["trajectory"].min(), rated["trajectory"].max()
        margin = 0.08 * (high - low) or 0.5
        for panel, (story, style) in zip(panels[:, 0], styles.items(), strict=True):
            score, rating = (table[table["story"] == story] for table in (trajectory, rated))
            panel.plot(score["position"], score["trajectory"], "-", color=style.color, linewidth=2)
            panel.set_ylabel(f"{column} (solid)", color=style.letters)
            panel.set_title(shorten(story, 60), color=style.letters)
            own = panel.twinx()
            own.plot(rating["position"], rating["trajectory"], ":", color=INK, linewidth=2)
            own.set_ylabel("rating (dotted)")
            if not pd.isna(low):  # one scale for all stories, so that a flat curve looks flat
                own.set_ylim(low - margin, high + margin)
            own.spines["right"].set_visible(True)
            own.spines["right"].set_color(GREY)
            if rating["trajectory"].isna().all():
                panel.text(0.5, 0.05, "too few ratings", transform=panel.transAxes, ha="center", color=GREY)
        panels[-1, 0].set_xlim(0, 1)
        panels[-1, 0].set_xlabel(TIME)
    return figure
