"""Figures of readability along the story: the length of each sentence, and what it adds to the grade."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from analysis.plots.style import GREY, INK, TIME, WIDTH, StoryStyle, drawing, find_figure, shorten, style_stories
from analysis.plots.typesetting import draw_nothing
from analysis.tables import need_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_sentence_lengths(tally: pd.DataFrame) -> "Figure":
    """One panel per story: the length in words of each prose sentence, at its place in the story.

    All panels share both scales. The longest sentence of each story is labelled with its number.
    Headings and verse are not drawn.

    Parameters
    ----------
    tally : one row per sentence, as `tally_sentences` returns it.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    need_columns(tally, ["story", "sentence", "position", "kind", "words"], "tally")
    prose = tally[tally["kind"] == "prose"]
    return _draw_along(prose, tally["story"], "words", "words in the sentence", "sentence {}: {:.0f} words")


def plot_difficulty(sentences: pd.DataFrame, stories: Iterable[object] | None = None) -> "Figure":
    """One panel per story: what each sentence adds to its story's Flesch-Kincaid grade, at its place in the story.

    A sentence above zero makes its story harder than all stories taken together, one below zero makes it easier; the marks
    of a story add up to its distance from them. The hardest sentence of each story is labelled.

    Parameters
    ----------
    sentences : one row per sentence and measure, as in `explain_readability(...).sentences`.
    stories : all stories in order, which gives each its colour even if a story without prose has no row; if None, those of
        the table.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    need_columns(sentences, ["story", "sentence", "position", "measure", "contribution"], "sentence contributions")
    rows = sentences[sentences["measure"] == "flesch_kincaid_grade"]
    named = rows["story"] if stories is None else stories
    return _draw_along(rows, named, "contribution", "grades added (up: harder)", "hardest: sentence {}")


def _draw_along(rows: pd.DataFrame, stories: Iterable[object], column: str, unit: str, label: str) -> "Figure":
    """Draws a column of the table along narrative time; `label` is the format of the highest sentence's number and value."""
    import matplotlib.pyplot as plt

    styles = style_stories(stories)
    if not styles:
        return find_figure(draw_nothing("no stories to draw"))
    with drawing():
        figure, panels = plt.subplots(
            max(len(styles), 1),
            1,
            figsize=(WIDTH, 0.7 + 1.75 * max(len(styles), 1)),
            sharex=True,
            sharey=True,
            squeeze=False,
        )
        for panel, (story, style) in zip(panels[:, 0], styles.items(), strict=True):
            _draw_marks(panel, rows[rows["story"] == story], column, label, style)
            panel.set_title(shorten(story, 60), color=style.letters)
        panels[-1, 0].set_xlabel(TIME)
        panels[-1, 0].set_xlim(0, 1)
        low, high = (min(rows[column].min(), 0), max(rows[column].max(), 0)) if len(rows) else (0, 1)
        panels[-1, 0].set_ylim(low - (0.08 * (high - low) if low < 0 else 0), high + 0.2 * (high - low or 1))
        figure.supylabel(unit, fontsize=9)
    return figure


def _draw_marks(panel: "Axes", rows: pd.DataFrame, column: str, label: str, style: StoryStyle) -> None:
    """Draws the sentences of one story and labels the highest."""
    panel.grid(axis="y")
    if rows.empty:
        panel.text(0.5, 0.5, "no prose sentences", transform=panel.transAxes, ha="center", va="center", color=GREY)
        return
    panel.axhline(0, color=GREY, linewidth=0.8)
    if len(rows) <= 150:  # stems, as long as they stand apart
        panel.vlines(rows["position"], 0, rows[column], color=style.color, linewidth=1.2, alpha=0.6)
        panel.plot(rows["position"], rows[column], style.marker, color=style.color, markersize=4.5)
    else:
        panel.plot(rows["position"], rows[column], ".", color=style.color, markersize=2.5, alpha=0.5, rasterized=True)
    highest = rows.iloc[int(rows[column].to_numpy().argmax())]
    right = highest["position"] > 0.6
    panel.annotate(
        label.format(highest["sentence"], highest[column]),
        (highest["position"], highest[column]),
        xytext=(-7 if right else 7, 3),
        textcoords="offset points",
        ha="right" if right else "left",
        color=INK,
        fontsize=8.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )
