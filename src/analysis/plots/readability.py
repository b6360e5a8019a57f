"""Figures of readability: scores with their intervals, sentence lengths along the story."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.corpus import need_columns
from analysis.plots.style import GREY, INK, WIDTH, drawing, name_stories, shorten, style_stories

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = {
    "flesch_reading_ease": "Flesch Reading Ease",
    "flesch_kincaid_grade": "Flesch-Kincaid",
    "gunning_fog": "Gunning Fog",
    "smog": "SMOG",
    "coleman_liau": "Coleman-Liau",
    "ari": "ARI",
    "words_per_sentence": "words per sentence",
    "syllables_per_word": "syllables per word",
    "letters_per_word": "letters per word",
}
# One panel a scale: which measures share it, what it says, and which way is harder.
PANELS = [
    (["flesch_reading_ease"], "score", "← harder     easier →"),
    (["flesch_kincaid_grade", "gunning_fog", "smog", "coleman_liau", "ari"], "years of US schooling", "harder →"),
]


def plot_readability(results: pd.DataFrame) -> "Figure":
    """A figure with one row per formula and story: the value, and its 95 % interval as a bar.

    `results` as `measure_readability` gives them, for any number of stories. The grade formulas share one scale, Flesch
    Reading Ease has its own. Values that are missing are not drawn.
    """
    import matplotlib.pyplot as plt

    need_columns(results, ["story", "measure", "value", "low", "high"], "results")
    styles = style_stories(results["story"])
    offsets = dict(zip(styles, np.linspace(-0.16, 0.16, len(styles)) if len(styles) > 1 else [0.0], strict=True))
    heights = [len(measures) for measures, _, _ in PANELS]
    with drawing():
        figure, panels = plt.subplots(
            len(PANELS), 1, figsize=(WIDTH, 1.5 + 0.5 * sum(heights)), height_ratios=[height + 0.9 for height in heights]
        )
        for panel, (measures, unit, direction) in zip(panels, PANELS, strict=True):
            rows = {measure: row for row, measure in enumerate(measures)}
            part = results[results["measure"].isin(measures)]
            for story, style in styles.items():
                of_story = part[part["story"] == story]
                height = of_story["measure"].map(rows) + offsets[story]
                panel.hlines(height, of_story["low"], of_story["high"], color=style.color, linestyle=style.line, linewidth=1.6)
                panel.plot(of_story["value"], height, style.marker, color=style.color, markersize=6)
            panel.set_yticks(range(len(measures)), [LABELS[measure] for measure in measures])
            panel.set_ylim(len(measures) - 0.5, -0.5)
            panel.grid(axis="x")
            panel.tick_params(axis="y", length=0)
            panel.set_xlabel(f"{unit}     {direction}")
        name_stories(figure, styles, line=True)
    return figure


def plot_sentence_lengths(tally: pd.DataFrame) -> "Figure":
    """A figure with one panel per story: each prose sentence's length in words, where it stands in the story.

    `tally` as `tally_sentences` gives it. All panels share both scales; the longest sentence of each story is labelled
    with its number, counted from 0 as in the tables. Headings and verse are not drawn.
    """
    import matplotlib.pyplot as plt

    need_columns(tally, ["story", "sentence", "position", "kind", "words"], "tally")
    styles = style_stories(tally["story"])
    prose = tally[tally["kind"] == "prose"]
    with drawing():
        figure, panels = plt.subplots(
            len(styles), 1, figsize=(WIDTH, 0.9 + 1.75 * len(styles)), sharex=True, sharey=True, squeeze=False
        )
        for panel, (story, style) in zip(panels[:, 0], styles.items(), strict=True):
            _draw_lengths(panel, prose[prose["story"] == story], style.color, style.marker)
            panel.set_title(shorten(story, 60), color=style.color)
        panels[-1, 0].set_xlabel("narrative time (share of the story's words)")
        panels[-1, 0].set_xlim(0, 1)
        panels[-1, 0].set_ylim(0, max(prose["words"].max() * 1.18, 1) if len(prose) else 1)
        figure.supylabel("words in the sentence", fontsize=9)
    return figure


def _draw_lengths(panel: "Axes", part: pd.DataFrame, color: str, marker: str) -> None:
    panel.grid(axis="y")
    if part.empty:
        panel.text(0.5, 0.5, "no prose sentences", transform=panel.transAxes, ha="center", va="center", color=GREY)
        return
    if len(part) <= 150:  # stems while they can be told apart
        panel.vlines(part["position"], 0, part["words"], color=color, linewidth=1.2, alpha=0.6)
        panel.plot(part["position"], part["words"], marker, color=color, markersize=4.5)
    else:
        panel.plot(part["position"], part["words"], ".", color=color, markersize=2.5, alpha=0.5, rasterized=True)
    longest = part.loc[part["words"].idxmax()]
    right = longest["position"] > 0.7
    panel.annotate(
        f"sentence {longest['sentence']}: {longest['words']} words",
        (longest["position"], longest["words"]),
        xytext=(-7 if right else 7, 4),
        textcoords="offset points",
        ha="right" if right else "left",
        color=INK,
        fontsize=8.5,
    )
