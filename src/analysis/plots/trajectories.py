"""Figures of trajectories: the curves with their bands, the difference of two shapes, and a reader's ratings."""

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
    name_story,
    shorten,
    style_stories,
    take_axes,
)
from analysis.plots.typesetting import POINTS, draw_nothing, push_apart, trim
from analysis.statistics.wording import TOO_FEW_SENTENCES
from analysis.statistics.wording_curves import COURSES, name_axis
from analysis.tables import is_counted, need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_trajectories(
    trajectory: pd.DataFrame, scored: pd.DataFrame, *, column: str = "valence", ax: "Axes | None" = None
) -> "Axes":
    """The smoothed trajectory of each story: sentences as points, the curve, and its band.

    The curve is thin within one bandwidth of either end, where it rests on sentences of one side only. A story without a
    curve shows its points. Where a story has more than 400 sentences its points are left out, and the scale is the curve's.

    Parameters
    ----------
    trajectory : one row per story and point of narrative time, as `smooth_trajectory` returns it.
    scored : one row per sentence, the table that the trajectory was made of.
    column : the column of `scored` that the trajectory was made of.
    ax : axes to draw into, with names at the ends of the curves as far as there is room (`ax.legend()` adds a key); if None,
        a new figure with a key to the stories is made.

    Returns
    -------
    Axes

    Raises
    ------
    StoryError : a table lacks a column.
    """
    need_columns(trajectory, ["story", "position", "trajectory", "low", "high", "edge"], "trajectory")
    need_columns(scored, ["story", "position", "kind", column], "scored")
    styles = style_stories(trajectory["story"])
    points = scored[is_counted(scored["kind"]) & scored[column].notna()]
    with drawing(ax):
        axes = take_axes(ax, 3.7)
        if column not in COURSES:  # a score has a sign
            axes.axhline(0, color=GREY, linewidth=0.8)
        ends = []
        for story, style in styles.items():
            curve, own_points = trajectory[trajectory["story"] == story], points[points["story"] == story]
            if len(own_points) <= 400:
                axes.plot(own_points["position"], own_points[column], style.marker, color=style.color, markersize=3.5,
                          alpha=0.7)  # fmt: skip
            if curve["trajectory"].isna().all():
                continue
            draw_curve(axes, curve, style, str(story))
            ends.append((curve["trajectory"].iloc[-1], name_story(story, 18), style.letters))
        axes.set_xlim(0, 1)
        axes.set_xlabel(TIME)
        axes.set_ylabel(name_axis(column))
        if ax is None:
            name_stories(axes, styles, line=True)
        _label_ends(axes, ends)
    return axes


def draw_curve(axes: "Axes", curve: pd.DataFrame, style: StoryStyle, label: str) -> None:
    """Draws the trajectory of one story and its band."""
    axes.fill_between(curve["position"], curve["low"], curve["high"], color=style.color, alpha=0.14, linewidth=0)
    for side in ("low", "high"):  # so that the bands differ without colour, too
        axes.plot(curve["position"], curve[side], style.line, color=style.color, linewidth=0.7, alpha=0.6)
    edge = curve["edge"].to_numpy()
    outside = edge | np.append(edge[1:], False) | np.append(False, edge[:-1])  # one point more: no gap
    for drawn, width, name in ((outside, 0.9, None), (~edge, 2.2, label)):
        axes.plot(curve["position"], curve["trajectory"].where(drawn), style.line, color=style.color, linewidth=width,
                  label=name)  # fmt: skip


def _label_ends(axes: "Axes", ends: list[tuple[float, str, str]]) -> None:
    """Prints names (height, name, colour) at the right ends of the curves, moved up or down where two would touch."""
    ends = sorted(ends)
    figure = find_figure(axes)
    figure.draw_without_rendering()  # the layout settles, so that heights are known in points
    heights = [axes.transData.transform((1, height))[1] * POINTS / figure.dpi for height, _, _ in ends]
    room = _find_room(axes)
    moved = push_apart(heights, [14] * len(ends), -np.inf, np.inf)
    for (height, name, color), wanted, given in zip(ends, heights, moved, strict=True):
        if figure.get_layout_engine() is None:  # no layout makes room for a name that would leave the page
            name = trim(figure, name, room, 9, fontweight="bold")
            name = "" if name == "…" else name
        axes.annotate(name, (1, height), xytext=(5, given - wanted), textcoords="offset points", va="center", color=color,
                      fontweight="bold", annotation_clip=False)  # fmt: skip


def _find_room(axes: "Axes") -> float:
    """The room to the right of the axes, up to the next axes or the edge of the page, in points."""
    figure, inside = find_figure(axes), axes.get_window_extent()
    edges = [figure.bbox.x1]
    for other in figure.axes:
        box = other.get_tightbbox() if other.get_window_extent().x0 >= inside.x1 else None
        if box is not None and box.y0 < inside.y1 and box.y1 > inside.y0:
            edges.append(max(box.x0, inside.x1))
    return (min(edges) - inside.x1) * POINTS / figure.dpi - 8


def plot_trajectory_difference(difference: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """The difference of the first pair's shapes along narrative time, and the range that noise makes of one shape.

    The level of each story is taken out, and both curves have one bandwidth. Where the line leaves the grey band, the two
    trajectories differ by more than sampling noise.

    Parameters
    ----------
    difference : one row per pair and point of narrative time, as `subtract_trajectories` returns it.
    ax : axes to draw into; if None, a new figure is made.

    Returns
    -------
    Axes

    Raises
    ------
    StoryError : the table lacks a column.
    """
    need_columns(difference, ["story_1", "story_2", "position", "difference", "low", "high"], "difference")
    if difference.empty:
        return draw_nothing("no pair to compare", ax)
    pair = rows_of_pair(difference)
    name_1, name_2 = (shorten(pair[side].iloc[0], 24) for side in ("story_1", "story_2"))
    with drawing(ax):
        axes = take_axes(ax, 2.7)
        axes.fill_between(pair["position"], pair["low"], pair["high"], color=PALE, alpha=0.8, linewidth=0)
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.plot(pair["position"], pair["difference"], color=INK, linewidth=2)
        axes.set_xlim(0, 1)
        axes.set_xlabel(TIME)
        axes.set_ylabel("difference of shapes")
        axes.set_title(f"up: {name_1} is above its own level by more than {name_2}", fontweight="normal", fontsize=9)
        if pair["difference"].isna().all():
            axes.text(0.5, 0.6, TOO_FEW_SENTENCES, transform=axes.transAxes, ha="center", color=GREY)
            axes.set_ylim(-1, 1)
            axes.set_yticks([])
    return axes


def plot_ratings(trajectory: pd.DataFrame, rated: pd.DataFrame, *, column: str = "valence") -> "Figure":
    """One panel per story: a reader's own trajectory over that of the score.

    Score (left axis) and rating (right axis) have units of their own: compare where the curves rise and fall, not their
    heights. A story without enough ratings shows the score alone.

    Parameters
    ----------
    trajectory : one row per story and point of narrative time, as `smooth_trajectory(scored)` returns it.
    rated : the same of the ratings, as `smooth_trajectory(scored, column="rating")` returns it.
    column : the name of the score.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : a table lacks a column.
    """
    import matplotlib.pyplot as plt

    for table, kind in ((trajectory, "trajectory"), (rated, "trajectory")):
        need_columns(table, ["story", "position", "trajectory"], kind)
    if trajectory.empty:
        return find_figure(draw_nothing("no stories to draw"))
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
            right = panel.twinx()
            right.plot(rating["position"], rating["trajectory"], ":", color=INK, linewidth=2)
            right.set_ylabel("rating (dotted)")
            if not pd.isna(low):  # one scale for all stories, so that a flat curve looks flat
                right.set_ylim(low - margin, high + margin)
            right.spines["right"].set_visible(True)
            right.spines["right"].set_color(GREY)
            if rating["trajectory"].isna().all():
                panel.text(0.5, 0.05, "too few ratings", transform=panel.transAxes, ha="center", color=GREY)
        panels[-1, 0].set_xlim(0, 1)
        panels[-1, 0].set_xlabel(TIME)
    return figure
