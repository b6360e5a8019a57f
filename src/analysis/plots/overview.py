"""The overview: readability, trajectory, shared phrases and vocabulary of two stories on one page."""

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.measure import EASIER, list_tested
from analysis.plots.phrases import BOTTOM, draw_ribbons
from analysis.plots.style import GREY, PALE, WIDTH, StoryStyle, drawing, find_figure, style_stories, whole_or_closed
from analysis.plots.trajectories import draw_curve, plot_trajectories
from analysis.plots.typesetting import LEFT, LENGTH, PAGE, POINTS, NamePlace, break_lines, measure, name_bar, open_sheet
from analysis.plots.word_board import draw_word_board
from analysis.readability.measures import MEASURES as READABILITY
from analysis.sentiment.measures import MEASURES as SENTIMENT
from analysis.statistics.notes import name_languages
from analysis.statistics.wording import shorten_verdict
from analysis.statistics.wording_curves import name_axis
from analysis.tables import need_columns, rows_of_pair
from analysis.vocabulary.measures import MEASURES as VOCABULARY, PHRASING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE, LINE, GAP = 22, 11, 14  # points: a section's heading, a further line of it, and the space between sections
ABOVE, COUNTS, BELOW = 16, 40, 28  # points: the panels of counts, and the space above and below them
COURSES = 46  # points: height of the small multiples
CURVES, BETWEEN = 110, 50  # points: height of the trajectories, distance of the bars that ribbons join
APART = 16  # points between two panels of counts
COUNTED = [READABILITY[name] for name in list_tested(READABILITY)]
MEASURES = READABILITY | SENTIMENT | PHRASING | VOCABULARY  # in the order of their sections
SECTIONS = {
    section: [measure.name for measure in measures if measure.against]
    for section, measures in groupby(MEASURES.values(), key=lambda measure: measure.section)
}


class _Section(NamedTuple):
    """One section of the page: its title, the verdicts beside it, and where heading and panels begin, in points."""

    title: str
    verdicts: list[str]  # lines
    top: float
    begin: float


class _Page(NamedTuple):
    """The page, with axes in points that cover it, and the two stories as they are drawn."""

    figure: "Figure"
    sheet: "Axes"
    styles: dict[object, StoryStyle]
    height: float


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
    courses: pd.DataFrame | None = None,
    most: int = 5,
    labels: int = 5,
) -> "Figure":
    """One page on the first pair of stories in `findings`: four sections, each with its verdicts.

    Readability: the four tested measures, each on its own scale, with a dot and a 95 % interval per story. Sentiment: both
    trajectories; below them, if given, small multiples of other measures along the story. Shared phrases: ribbons between
    the two stories, on the same narrative time. Vocabulary: the word board.

    Parameters
    ----------
    findings : one row per finding, as `contrast_stories` returns it.
    results : one row per story and measure, as `measure_readability` returns it.
    trajectory : one row per story and point of narrative time, as `smooth_trajectory` returns it.
    scored : one row per sentence, as `score_sentiment` returns it.
    matches : one row per shared phrase, as `find_shared_phrases` returns it.
    words : one row per word, as `split_words` returns it.
    vocabulary : one row per pair and word, as `list_vocabulary` returns it.
    column : the column of `scored` that the trajectory was made of.
    courses : one row per measure, story and point of narrative time, as `smooth_trajectories` returns it; for long texts
    most : rows of the word board at most.
    labels : ribbons with a label at most; twice as many are drawn.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : a table lacks a column, or there are no findings.
    """
    need_columns(findings, ["story_1", "story_2", "measure", "verdict"], "findings")
    need_columns(results, ["story", "measure", "value", "low", "high"], "results")
    need_columns(trajectory, ["story", "position", "trajectory", "low", "high", "edge"], "trajectory")
    need_columns(scored, ["story", "position", "kind", column], "scored")
    need_columns(matches, ["story_1", "story_2"], "matches")
    need_columns(words, ["story"], "words")
    need_columns(vocabulary, ["story_1", "story_2", "form", "part", "count_1", "count_2"], "vocabulary")
    if courses is not None:
        need_columns(courses, ["measure", "story", "position", "trajectory", "low", "high", "edge"], "trajectories")
    pair = rows_of_pair(findings)
    if pair.empty:
        raise StoryError("There are no findings to give an overview of; contrast_stories() finds them.")
    styles = style_stories([pair["story_1"].iloc[0], pair["story_2"].iloc[0]])
    results, trajectory, scored, words = (_pick_pair(table, styles) for table in (results, trajectory, scored, words))
    matches, vocabulary = (rows_of_pair(table, *styles) for table in (matches, vocabulary))
    with drawing():
        figure, sheet = open_sheet(100)
        with whole_or_closed(figure):
            # Ribbons and words first: how high the page is depends on how much room they take.
            ribbons = figure.add_axes((LEFT / PAGE, 0, LENGTH / PAGE, 1))
            tall = draw_ribbons(ribbons, matches, words, most=2 * labels, labels=labels, between=BETWEEN)
            small = _pick_pair(courses, styles) if courses is not None else trajectory.iloc[:0].assign(measure="")
            heights = [ABOVE + COUNTS + BELOW, CURVES + 16 + (COURSES + 40) * (len(small) > 0), tall + BOTTOM, 0]
            sections = _lay_out(figure, pair, heights)
            end = _draw_words(sheet, vocabulary, most, sections[3].begin)
            page = _Page(figure, sheet, styles, end + 8)
            figure.set_size_inches(WIDTH, page.height / POINTS)
            sheet.set_ylim(page.height, 0)
            for section in sections:
                _head_section(sheet, section)
            _draw_counts(page, results, sections[0].begin + ABOVE)
            _draw_curves(page, trajectory, scored, column, sections[1].begin)
            _draw_courses(page, small, sections[1].begin + CURVES + 36)
            _place(page, ribbons, (LEFT, sections[2].begin, LENGTH, tall))
    return figure


def _pick_pair(table: pd.DataFrame, stories: dict[object, StoryStyle]) -> pd.DataFrame:
    """The rows of the two stories, the first before the second, so that each has its colour in every section."""
    order = {story: number for number, story in enumerate(stories)}
    rows = table[table["story"].isin(stories)]
    return rows.iloc[np.argsort(rows["story"].map(order).to_numpy(dtype=int), kind="stable")]


def _lay_out(figure: "Figure", findings: pd.DataFrame, heights: list[float]) -> list[_Section]:
    """The sections, one below the other, given the height of what is drawn below each heading."""
    sections, top = [], 0.0
    for (title, measures), height in zip(SECTIONS.items(), heights, strict=True):
        lines = _sum_up(figure, title, findings, measures)
        begin = top + TITLE + LINE * (len(lines) - 1)
        sections.append(_Section(title, lines, top, begin))
        top = begin + height + GAP
    return sections


def _place(page: _Page, axes: "Axes", box: tuple[float, float, float, float]) -> None:
    """Moves axes to a box of the page: left, top, width and height in points."""
    left, top, width, height = box
    axes.set_position((left / PAGE, 1 - (top + height) / page.height, width / PAGE, height / page.height))


def _head_section(sheet: "Axes", section: _Section) -> None:
    """Prints the heading of a section, with its verdicts at the right."""
    sheet.plot([8, PAGE - 8], [section.top + 0.5] * 2, color=PALE, linewidth=0.8)
    sheet.text(8, section.top + 14, section.title, fontsize=10, fontweight="bold")
    for number, line in enumerate(section.verdicts):
        sheet.text(PAGE - 8, section.top + 14 + LINE * number, line, fontsize=8.5, color=GREY, ha="right")


def _draw_words(sheet: "Axes", vocabulary: pd.DataFrame, most: int, top: float) -> float:
    """Draws the section of vocabulary. Returns where it ends."""
    if vocabulary.empty:
        sheet.text(PAGE / 2, top + 15, "no words to compare", color=GREY, ha="center")
        return top + 30
    return draw_word_board(sheet, vocabulary, most, top)


def _draw_curves(page: _Page, trajectory: pd.DataFrame, scored: pd.DataFrame, column: str, top: float) -> None:
    """Draws the section of sentiment."""
    axes = page.figure.add_axes((0, 0, 1, 1))
    _place(page, axes, (LEFT, top, LENGTH, CURVES))
    plot_trajectories(trajectory, scored, column=column, ax=axes)
    axes.set_xlabel("")
    axes.set_ylabel(f"{column.replace('_', ' ')}\n(up: pleasant)")


def _draw_courses(page: _Page, courses: pd.DataFrame, top: float) -> None:
    """Draws small multiples, one for each measure: its curves along both stories."""
    measures = list(dict.fromkeys(courses["measure"]))
    width = (LENGTH - (len(measures) - 1) * APART * 2) / max(len(measures), 1)
    for number, name in enumerate(measures):
        axes, left = page.figure.add_axes((0, 0, 1, 1)), LEFT + number * (width + APART * 2)
        _place(page, axes, (left, top, width, COURSES))
        for story, style in page.styles.items():
            draw_curve(axes, courses[(courses["measure"] == name) & (courses["story"] == story)], style, str(story))
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.5, 1])
        axes.locator_params(axis="y", nbins=3)
        page.sheet.text(left, top - 5, name_axis(name).replace(" (up: ", ", up: ").rstrip(")"), fontsize=8)


def _draw_counts(page: _Page, results: pd.DataFrame, top: float) -> None:
    """Draws the section of readability: a panel for each tested measure."""
    width = (PAGE - LEFT - 12 - (len(COUNTED) - 1) * APART) / len(COUNTED)
    for number, counted in enumerate(COUNTED):
        axes, left = page.figure.add_axes((0, 0, 1, 1)), LEFT + number * (width + APART)
        _place(page, axes, (left, top, width, COUNTS))
        _draw_count(axes, results[results["measure"] == counted.name], page.styles, width)
        page.sheet.text(left, top - 5, counted.tag, fontsize=8.5)
        if counted.more == EASIER:
            page.sheet.text(left, top + COUNTS + 25, "← harder", fontsize=8, color=GREY, ha="left")
        else:
            page.sheet.text(left + width, top + COUNTS + 25, "harder →", fontsize=8, color=GREY, ha="right")
    for row, (story, style) in enumerate(page.styles.items()):
        name_bar(page.sheet, story, style, NamePlace(top + COUNTS * (row + 0.5) / 2, LEFT, 1, LEFT))


def _sum_up(figure: "Figure", title: str, findings: pd.DataFrame, measures: list[str]) -> list[str]:
    """The verdicts, each with its measures, in lines that fit beside the title."""
    tags: dict[str, list[str]] = {}
    for name in measures:
        for row in findings[findings["measure"] == name].itertuples():
            why_not = name_languages(row.note) if "note" in findings else ""
            verdict = shorten_verdict(row.verdict, MEASURES[name]) + f" ({why_not})" * bool(why_not)
            tags.setdefault(verdict, []).append(MEASURES[name].tag)
    clauses = [f"{', '.join(tagged)}: {verdict}" for verdict, tagged in tags.items()]
    room = PAGE - 16 - measure(figure, title, 10, fontweight="bold") - 14
    return break_lines(figure, "; ".join(clauses), room, 8.5, 3)


def _draw_count(axes: "Axes", rows: pd.DataFrame, styles: dict[object, StoryStyle], width: float) -> None:
    """Draws the values of one measure, one row per story, into axes that are `width` points wide."""
    for height, (story, style) in enumerate(styles.items()):
        values = rows[rows["story"] == story]
        heights = [height] * len(values)
        axes.hlines(heights, values["low"], values["high"], color=style.color, linestyle=style.line, linewidth=1.6)
        axes.plot(values["value"], heights, style.marker, color=style.color, markersize=5.5)
        if values["value"].isna().all():
            why_not = next(map(name_languages, values.get("note", ())), "") or "no grade"
            axes.text(0.5, height, why_not, transform=axes.get_yaxis_transform(), ha="center", va="center", color=GREY,
                      fontsize=8.5)  # fmt: skip
    axes.set_ylim(1.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.08)
    if not any(MEASURES[name].signed for name in rows["measure"]):
        axes.set_xlim(left=max(axes.get_xlim()[0], 0))  # no axis below zero for what cannot be negative
    _thin_ticks(axes, width)
    if rows["value"].isna().all():
        axes.set_xticks([])


def _thin_ticks(axes: "Axes", width: float) -> None:
    """Reduces the ticks, three at first, until their labels have room."""
    figure = find_figure(axes)
    for number in (3, 2, 1):
        axes.locator_params(axis="x", nbins=number)
        low, high = axes.get_xlim()
        ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
        labels = axes.xaxis.get_major_formatter().format_ticks(ticks)
        if sum(measure(figure, label, 8.5) + 8 for label in labels) <= width:
            break
