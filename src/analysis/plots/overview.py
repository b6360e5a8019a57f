"""The page of small multiples: readability, trajectory, shared phrases and vocabulary of two stories at one glance."""

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.formulas import MEASURES as READABILITY
from analysis.inference import DISTINGUISHABLE
from analysis.measure import EASIER, OTHER_STORY, list_tested
from analysis.plots.phrases import BOTTOM, draw_ribbons
from analysis.plots.sentiment import plot_trajectories
from analysis.plots.style import GREY, PALE, WIDTH, StoryStyle, drawing, style_stories, whole_or_closed
from analysis.plots.typesetting import LEFT, LENGTH, PAGE, POINTS, NamePlace, break_lines, measure, name_bar, open_sheet
from analysis.plots.word_board import draw_word_board
from analysis.sentiment_measures import MEASURES as SENTIMENT
from analysis.tables import need_columns, rows_of_pair
from analysis.vocabulary_measures import MEASURES as VOCABULARY
from analysis.vocabulary_measures import PHRASING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE, LINE, GAP = 22, 11, 14  # points: a section's heading, a further line of it, and between sections
COUNTS, CURVES, BETWEEN = 40, 110, 50  # points: height of the panels of counts, of the trajectories, from bar to bar
APART = 16  # points between two panels of counts
COUNTED = [READABILITY[name] for name in list_tested(READABILITY)]
MEASURES = READABILITY | SENTIMENT | PHRASING | VOCABULARY  # in the order of their sections
SECTIONS = {
    section: [measure.name for measure in own if measure.against]
    for section, own in groupby(MEASURES.values(), key=lambda measure: measure.section)
}


def plot_overview(
    findings: pd.DataFrame,
    results: pd.DataFrame,
    trajectory: pd.DataFrame,
    scored: pd.DataFrame,
    matches: pd.DataFrame,
    words: pd.DataFrame,
    vocabulary: pd.DataFrame,
    *,
    column: str = "valence",
    most: int = 5,
    labels: int = 5,
) -> "Figure":
    """A figure of one page for the first pair of stories in `findings`, four sections each with its verdicts in words.

    Readability: the four tested measures, each on its own scale, dot and 95 % interval per story. Sentiment: both
    trajectories (`column` of `scored`). Phrases: ribbons between the places of both, on the same narrative time, `labels` of
    them in words. Vocabulary: the word board with `most` rows. `findings` as `contrast_stories` gives them, `results` as
    `measure_readability`, `trajectory` as `smooth_trajectory`, `scored` as `score_sentiment`, `matches` as
    `find_shared_phrases`, `words` as `split_words`, `vocabulary` as `list_vocabulary` do.
    """
    need_columns(findings, ["story_1", "story_2", "measure", "verdict"], "findings")
    need_columns(results, ["story", "measure", "value", "low", "high"], "results")
    need_columns(trajectory, ["story", "position", "trajectory", "low", "high", "edge"], "trajectory")
    need_columns(scored, ["story", "position", "kind", column], "scored")
    need_columns(matches, ["story_1", "story_2"], "matches")
    need_columns(words, ["story"], "words")
    need_columns(vocabulary, ["story_1", "story_2", "form", "part", "count_1", "count_2"], "vocabulary")
    pair = rows_of_pair(findings)
    if pair.empty:
        raise StoryError("There are no findings to give an overview of; contrast_stories() finds them.")
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    both = [_pick_both(table, styles) for table in (results, trajectory, scored, words)]
    verdicts = pair.set_index("measure")["verdict"]
    with drawing():
        figure, sheet = open_sheet(100)
        with whole_or_closed(figure):
            ribbons = figure.add_axes((LEFT / PAGE, 0, LENGTH / PAGE, 1))
            own = _pick_own(matches, styles)
            tall = draw_ribbons(ribbons, own, both[3], most=2 * labels, labels=labels, between=BETWEEN)
            heads = [_sum_up(figure, title, verdicts, measures) for title, measures in SECTIONS.items()]
            heights = [16 + COUNTS + 28, CURVES + 16, tall + BOTTOM, 0]
            tops, begins = [], []
            end = 0.0
            for head, high in zip(heads, heights, strict=True):  # where each section's heading and its panels begin
                tops.append(end)
                begins.append(end + TITLE + LINE * (len(head) - 1))
                end = begins[-1] + high + GAP
            listed = _pick_own(vocabulary, styles)
            if listed.empty:
                end = begins[3] + 30
                sheet.text(PAGE / 2, begins[3] + 15, "no words to compare", color=GREY, ha="center")
            else:
                end = draw_word_board(sheet, listed, most, top=begins[3])
            height = end + 8
            figure.set_size_inches(WIDTH, height / POINTS)
            sheet.set_ylim(height, 0)

            def place(axes: "Axes", left: float, top: float, wide: float, high: float) -> None:
                axes.set_position((left / PAGE, 1 - (top + high) / height, wide / PAGE, high / height))

            for top, title, lines in zip(tops, SECTIONS, heads, strict=True):
                sheet.plot([8, PAGE - 8], [top + 0.5] * 2, color=PALE, linewidth=0.8)
                sheet.text(8, top + 14, title, fontsize=10, fontweight="bold")
                for number, line in enumerate(lines):
                    sheet.text(PAGE - 8, top + 14 + LINE * number, line, fontsize=8.5, color=GREY, ha="right")
            wide = (PAGE - LEFT - 12 - 3 * APART) / 4
            for number, measured in enumerate(COUNTED):
                axes = figure.add_axes((0, 0, 1, 1))
                left, top = LEFT + number * (wide + APART), begins[0] + 16
                place(axes, left, top, wide, COUNTS)
                _draw_count(figure, axes, both[0][both[0]["measure"] == measured.name], styles, wide)
                sheet.text(left, top - 5, measured.tag, fontsize=8.5)
                side, text = ("left", "← harder") if measured.more == EASIER else ("right", "harder →")
                sheet.text(left + (wide if side == "right" else 0), top + COUNTS + 25, text, fontsize=8, color=GREY, ha=side)
            for row, (story, style) in enumerate(styles.items()):
                middle = begins[0] + 16 + COUNTS * (row + 0.5) / 2
                name_bar(sheet, story, style, NamePlace(middle, LEFT, 1, LEFT))
            axes = figure.add_axes((0, 0, 1, 1))
            place(axes, LEFT, begins[1], LENGTH, CURVES)
            place(ribbons, LEFT, begins[2], LENGTH, tall)
            plot_trajectories(both[1], both[2], column=column, ax=axes)
            axes.set_xlabel("")
            axes.set_ylabel(f"{column.replace('_', ' ')}\n(up: pleasant)")
    return figure


def _pick_both(table: pd.DataFrame, stories: dict[object, StoryStyle]) -> pd.DataFrame:
    """The rows of the two stories, the first before the second, so that each has its colour in every section."""
    place = {story: number for number, story in enumerate(stories)}
    own = table[table["story"].isin(stories)]
    return own.iloc[np.argsort(own["story"].map(place).to_numpy(dtype=int), kind="stable")]


def _pick_own(table: pd.DataFrame, stories: dict[object, StoryStyle]) -> pd.DataFrame:
    """The rows of a table of pairs that belong to these two stories."""
    return rows_of_pair(table, *stories)


def _sum_up(figure: "Figure", title: str, verdicts: pd.Series, measures: list[str]) -> list[str]:
    """Which of these measures got which verdict, in lines that fit beside the title."""
    known = verdicts[[measure for measure in measures if measure in verdicts]]
    told = pd.Series([_tell(measure, verdict) for measure, verdict in known.items()], known.index, dtype="str")
    clauses = [
        f"{', '.join(MEASURES[measure].tag for measure in own.index)}: {verdict}"
        for verdict, own in told.groupby(told, sort=False)
    ]
    room = PAGE - 16 - measure(figure, title, 10, fontweight="bold") - 14
    return break_lines(figure, "; ".join(clauses).replace(" at this length", ""), room, 8.5, 3)


def _tell(measure: str, verdict: str) -> str:
    """The verdict, with what a shared thing is distinguishable from: not from the other story."""
    against = MEASURES[measure].against
    return f"{verdict} from {against}" if verdict == DISTINGUISHABLE and against != OTHER_STORY else verdict


def _draw_count(figure: "Figure", axes: "Axes", rows: pd.DataFrame, styles: dict[object, StoryStyle], wide: float) -> None:
    for height, (story, style) in enumerate(styles.items()):
        own = rows[rows["story"] == story]
        axes.hlines([height] * len(own), own["low"], own["high"], color=style.color, linestyle=style.line, linewidth=1.6)
        axes.plot(own["value"], [height] * len(own), style.marker, color=style.color, markersize=5.5)
        if own["value"].isna().all():
            axes.text(0.5, height, "no grade", transform=axes.get_yaxis_transform(), ha="center", va="center", color=GREY,
                      fontsize=8.5)  # fmt: skip
    axes.set_ylim(1.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.08)
    if not (rows["measure"] == "ease").any():
        axes.set_xlim(left=max(axes.get_xlim()[0], 0))  # what cannot be negative is not drawn so
    for most in (3, 2, 1):  # as many ticks as have room
        axes.locator_params(axis="x", nbins=most)
        low, high = axes.get_xlim()
        ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
        labels = axes.xaxis.get_major_formatter().format_ticks(ticks)
        if sum(measure(figure, label, 8.5) + 8 for label in labels) <= wide:
            break
    if rows["value"].isna().all():
        axes.set_xticks([])
