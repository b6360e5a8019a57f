"""Figures of sentiment: the score of each sentence, and the words that add most to a story's valence."""

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from analysis.plots.style import GREY, TIME, WIDTH, drawing, find_figure, shorten, style_stories
from analysis.plots.typesetting import draw_nothing
from analysis.tables import is_counted, need_columns

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_sentence_scores(scored: pd.DataFrame, *, column: str = "valence") -> "Figure":
    """One panel per story: a bar for each sentence, and beside it the highest and the lowest sentence in print.

    All panels share both scales.

    Parameters
    ----------
    scored : one row per sentence, as `score_sentiment` returns it.
    column : the column with the scores.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
    """
    import matplotlib.pyplot as plt

    need_columns(scored, ["story", "sentence", "position", "kind", "text", column], "scored")
    if scored.empty:
        return find_figure(draw_nothing("no stories to draw"))
    styles = style_stories(scored["story"])
    points = scored[is_counted(scored["kind"]) & scored[column].notna()]
    with drawing():
        figure, panels = plt.subplots(
            len(styles), 2, figsize=(WIDTH, 0.5 + 2.2 * len(styles)), width_ratios=[1.6, 1], sharex="col", sharey="col",
            squeeze=False,
        )  # fmt: skip
        for (bars, quotes), (story, style) in zip(panels, styles.items(), strict=True):
            bars.axhline(0, color=GREY, linewidth=0.8)
            bars.set_title(shorten(story, 40), color=style.letters)
            quotes.set_axis_off()
            sentences = points[points["story"] == story]
            if sentences.empty:
                bars.text(0.5, 0.5, "no known word", transform=bars.transAxes, ha="center", va="center", color=GREY)
                continue
            width = 1.6 if len(sentences) <= 150 else 0.5
            bars.vlines(sentences["position"], 0, sentences[column], color=style.color, linewidth=width)
            for name, height, row in (
                ("highest", 0.98, sentences.iloc[sentences[column].argmax()]),
                ("lowest", 0.46, sentences.iloc[sentences[column].argmin()]),
            ):
                bars.plot(row["position"], row[column], style.marker, color=style.color, markersize=6)
                body = "\n".join(textwrap.wrap(textwrap.shorten(row["text"], 150, placeholder=" …"), 38))
                title = f"{name}: sentence {row['sentence']}"
                quotes.text(0, height, title, transform=quotes.transAxes, va="top", fontsize=8.5, fontweight="bold")
                quotes.text(0, height - 0.09, body, transform=quotes.transAxes, va="top", fontsize=8, linespacing=1.25)
        panels[-1, 0].set_xlim(0, 1)
        panels[-1, 0].set_xlabel(TIME)
        figure.supylabel(f"{column} (up: pleasant)", fontsize=9)
    return figure


def plot_word_contributions(weights: pd.DataFrame, stories: Iterable[object] | None = None, *, most: int = 10) -> "Figure":
    """One panel per story: the words that add most to its total valence, with their uses in brackets.

    All panels share the scale.

    Parameters
    ----------
    weights : one row per story and word, as `weigh_words` returns it.
    stories : all stories in order, which gives each a panel even if it has no known word; if None, those of the table.
    most : the number of words per story at most; words that tie at the cut are left out together.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : the table lacks a column.
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
