"""Figures of several measures along the story, and of chapters at a glance."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.plots.style import GREY, TIME, WIDTH, drawing, find_figure, shorten, style_stories
from analysis.plots.trajectories import plot_trajectories
from analysis.plots.typesetting import draw_nothing
from analysis.statistics.wording_curves import name_axis
from analysis.tables import need_columns

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_courses(curves: pd.DataFrame, points: pd.DataFrame) -> "Figure":
    """Small multiples: for each measure the smoothed curve of each story over narrative time, with its band and points.

    Parameters
    ----------
    curves : one row per measure, story and point of narrative time, as `smooth_trajectories` returns it.
    points : one row per sentence or window, the table that the curves were made of.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : a table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(curves, ["measure", "story", "position", "trajectory", "low", "high", "edge"], "trajectories")
    measures = list(dict.fromkeys(curves["measure"]))
    if not measures:
        return find_figure(draw_nothing("no curves to draw"))
    need_columns(points, ["story", "position", "kind", *measures], "difficulty")
    with drawing():
        size = (WIDTH, 0.9 + 1.7 * len(measures))
        figure, panels = plt.subplots(len(measures), 1, figsize=size, sharex=True, squeeze=False)
        for name, axes in zip(measures, panels[:, 0], strict=True):
            plot_trajectories(curves[curves["measure"] == name], points, column=name, ax=axes)
            axes.set_ylabel(name_axis(name).replace(" (", "\n("))
            axes.set_xlabel(TIME if axes is panels[-1, 0] else "")
    return figure


GLANCED = {  # columns of a table of chapters, and their names
    "words": "words", "speech_share": "share of speech", "ease": "predicted ease", "valence": "tone", "richness": "richness",
}  # fmt: skip


def plot_chapters(chapters: pd.DataFrame) -> "Figure":
    """Small multiples: a column for each story, a row for each measure, a mark for each of its chapters.

    The line is the story's mean over its chapters. A row has one scale for all stories.

    Parameters
    ----------
    chapters : one row per story and chapter, as `summarise_chapters` returns it.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(chapters, ["story", "chapter", *GLANCED], "chapters")
    if chapters.empty:
        return find_figure(draw_nothing("no chapters to draw"))
    styles = style_stories(chapters["story"])
    with drawing():
        figure, panels = plt.subplots(
            len(GLANCED), len(styles), figsize=(WIDTH, 1 + 1.25 * len(GLANCED)), sharex="col", sharey="row", squeeze=False
        )
        for place, (story, style) in enumerate(styles.items()):
            own = chapters[chapters["story"] == story]
            for axes, column in zip(panels[:, place], GLANCED, strict=True):
                values = own[column].to_numpy(float)
                axes.plot(own["chapter"], values, style.line, color=style.color, linewidth=0.8,
                          marker=style.marker, markersize=3.5 if len(own) < 60 else 1.8)  # fmt: skip
                if np.isfinite(values).any():
                    axes.axhline(np.nanmean(values), color=GREY, linewidth=0.7)
            panels[0, place].set_title(shorten(story, 30), color=style.letters)
            panels[-1, place].set_xlabel("chapter")
            panels[-1, place].xaxis.get_major_locator().set_params(integer=True)
        for axes, name in zip(panels[:, 0], GLANCED.values(), strict=True):
            axes.set_ylabel(name)
    return figure
