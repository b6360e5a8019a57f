"""Figures of readability: scores, tested differences, a difference taken apart, sentences along the story."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.formulas import MEASURES
from analysis.inference import number
from analysis.measure import HARDER, Measure
from analysis.plots.style import GREY, INK, PALE, TIME, WIDTH, drawing, find_figure, name_stories, shorten, style_stories
from analysis.plots.typesetting import draw_nothing
from analysis.tables import need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_readability(results: pd.DataFrame) -> "Figure":
    """A figure with one row per formula and story: the value, and its 95 % interval as a bar.

    `results` as `measure_readability` gives them, for any number of stories. The formulas that give a school grade share
    one scale, the others have their own. Values that are missing are not drawn.
    """
    import matplotlib.pyplot as plt

    need_columns(results, ["story", "measure", "value", "low", "high"], "results")
    styles = style_stories(results["story"])
    offsets = dict(zip(styles, np.linspace(-0.17, 0.17, len(styles)) if len(styles) > 1 else [0.0], strict=True))
    shown = _group_measures(results["measure"].unique())
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
                part = results[(results["story"] == story) & results["measure"].isin(rows)]
                height = part["measure"].map(rows) + offsets[story]
                panel.hlines(height, part["low"], part["high"], color=style.color, linestyle=style.line, linewidth=1.6)
                panel.plot(part["value"], height, style.marker, color=style.color, markersize=5.5)
            panel.set_yticks(range(len(measures)), [measure.label for measure in measures])
            panel.set_ylim(len(measures) - 0.5, -0.5)
            panel.grid(axis="x")
            panel.tick_params(axis="y", length=0)
            panel.margins(x=0.06)
            scale = measures[0].scale
            panel.set_xlabel(f"{scale}, harder →" if measures[0].more == HARDER else f"← harder, {scale}")
        name_stories(figure, styles, line=True)
    return figure


def _group_measures(names: Iterable[str]) -> list[list[Measure]]:
    """The measures that are drawn, a panel for each scale and direction, in the order of the table of measures."""
    panels: dict[tuple[str, str], list[Measure]] = {}
    for name in sorted(names, key=list(MEASURES).index):
        measure = MEASURES[name]
        if measure.scale:
            panels.setdefault((measure.scale, measure.more), []).append(measure)
    return list(panels.values())


def plot_readability_contrasts(contrasts: pd.DataFrame) -> "Figure":
    """A figure with one panel per tested measure of the first pair of stories in `contrasts`.

    In each: the difference (first story less second) as a dot with its 95 % interval, and, as a pale band around zero, what
    two passages of one book of these lengths commonly differ by. Each panel has its own scale, zero in its middle; the
    verdict stands above it.
    """
    import matplotlib.pyplot as plt

    need_columns(contrasts, ["story_1", "story_2", "measure", "difference", "low", "high", "yardstick", "p"], "contrasts")
    if contrasts.empty:
        return find_figure(draw_nothing("no pair to compare"))
    first, pair = contrasts.iloc[0], rows_of_pair(contrasts)
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
            panels[0, 0].text(0.5, 0.5, "not assessed: too few sentences", ha="center", va="center", color=GREY)
        one, two = shorten(first["story_1"], 24), shorten(first["story_2"], 24)
        figure.supxlabel(f"{one} less {two}", fontsize=9)
    return figure


def plot_readability_parts(parts: pd.DataFrame) -> "Figure":
    """A figure that takes the difference of the first pair's scores apart: a bar for each part, and their sum.

    `parts` as in `explain_readability(...).parts`; one panel per measure, each on its own scale. Bars start where the one
    before ended, so that the last one ends at the difference of the scores.
    """
    import matplotlib.pyplot as plt

    need_columns(parts, ["story_1", "story_2", "measure", "part", "contribution"], "parts")
    if parts.empty:
        return find_figure(draw_nothing("no pair to compare"))
    first, pair = parts.iloc[0], rows_of_pair(parts)
    measures = pair["measure"].unique()
    with drawing():
        figure, panels = plt.subplots(1, len(measures), figsize=(WIDTH, 2.5), sharey=True, squeeze=False)
        for panel, measure in zip(panels[0], measures, strict=True):
            rows = pair[pair["measure"] == measure]
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
                    number(width, 1, sign=True),
                    (start + width, row),
                    xytext=(4 if right else -4, 0),
                    textcoords="offset points",
                    ha="left" if right else "right",
                    va="center",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
                )
            low, high = min(0, *starts, *ends), max(0, *starts, *ends)
            margins = [0.25 if (widths * side > 0).any() else 0.08 for side in (-1, 1)]
            panel.set_xlim(low - margins[0] * (high - low or 1), high + margins[1] * (high - low or 1))
            panel.set_yticks(range(len(names)), names)
            panel.set_ylim(len(names) - 0.5, -0.5)
            panel.tick_params(axis="y", length=0)
            panel.set_title(MEASURES[measure].label)
            panel.set_xlabel(f"{MEASURES[measure].unit} (positive: {MEASURES[measure].more})")
        figure.suptitle(
            f"{shorten(first['story_1'], 30)} less {shorten(first['story_2'], 30)}", fontsize=9, x=0.01, ha="left"
        )
    return figure


def plot_sentence_lengths(tally: pd.DataFrame) -> "Figure":
    """A figure with one panel per story: each prose sentence's length in words, where it stands in the story.

    `tally` as `tally_sentences` gives it. All panels share both scales; the longest sentence of each story is labelled
    with its number, counted from 0 as in the tables. Headings and verse are not drawn.
    """
    need_columns(tally, ["story", "sentence", "position", "kind", "words"], "tally")
    return _draw_along(
        tally[tally["kind"] == "prose"], tally["story"], "words", "words in the sentence", "sentence {}: {:.0f} words"
    )


def plot_difficulty(sentences: pd.DataFrame, stories: Iterable[object] | None = None) -> "Figure":
    """A figure with one panel per story: what each sentence adds to its story's Flesch-Kincaid grade, where it stands.

    `sentences` as in `explain_readability(...).sentences`. Above zero a sentence makes its story harder than all stories
    taken together, below easier; the marks of a story add up to its distance from them. The hardest is labelled. `stories`
    names all stories in their order, where some have no prose and so no sentences in the table: each keeps its colour.
    """
    need_columns(sentences, ["story", "sentence", "position", "measure", "contribution"], "sentence contributions")
    rows = sentences[sentences["measure"] == "flesch_kincaid_grade"]
    return _draw_along(
        rows,
        rows["story"] if stories is None else stories,
        "contribution",
        "grades added (up: harder)",
        "hardest: sentence {}",
    )


def _draw_along(rows: pd.DataFrame, stories: Iterable[object], column: str, unit: str, label: str) -> "Figure":
    import matplotlib.pyplot as plt

    styles = style_stories(stories)
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
            _draw_marks(panel, rows[rows["story"] == story], column, label, style.color, style.marker)
            panel.set_title(shorten(story, 60), color=style.letters)
        panels[-1, 0].set_xlabel(TIME)
        panels[-1, 0].set_xlim(0, 1)
        low, high = (min(rows[column].min(), 0), max(rows[column].max(), 0)) if len(rows) else (0, 1)
        panels[-1, 0].set_ylim(low - (0.08 * (high - low) if low < 0 else 0), high + 0.2 * (high - low or 1))
        figure.supylabel(unit, fontsize=9)
    return figure


def _draw_marks(panel: "Axes", rows: pd.DataFrame, column: str, label: str, color: str, marker: str) -> None:
    panel.grid(axis="y")
    if rows.empty:
        panel.text(0.5, 0.5, "no prose sentences", transform=panel.transAxes, ha="center", va="center", color=GREY)
        return
    panel.axhline(0, color=GREY, linewidth=0.8)
    if len(rows) <= 150:  # stems while they can be told apart
        panel.vlines(rows["position"], 0, rows[column], color=color, linewidth=1.2, alpha=0.6)
        panel.plot(rows["position"], rows[column], marker, color=color, markersize=4.5)
    else:
        panel.plot(rows["position"], rows[column], ".", color=color, markersize=2.5, alpha=0.5, rasterized=True)
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
