"""The figure of shared phrasing: ribbons between the passages that two stories share."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.plots.style import (
    GREY,
    INK,
    TIME,
    WIDTH,
    StoryStyle,
    drawing,
    find_figure,
    style_stories,
    whole_or_closed,
)
from analysis.plots.typesetting import (
    LEADING,
    LEFT,
    LENGTH,
    PAGE,
    POINTS,
    RIGHT,
    NamePlace,
    break_lines,
    cut_at_ties,
    measure,
    name_bar,
    stack_flags,
)
from analysis.tables import case_fold, is_counted, need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP, BOTTOM = 8, 46  # points: above and below the axes
BAR, BETWEEN, CLEAR = 20, 120, 7  # points: height of a bar, distance of the bars, distance of a bar and its lowest label
THIN = 1.5  # points: the least width of a passage
TYPE = 8.5  # points
FLAG = 125  # points: the widest label
DIVISIONS = (("paragraph", 1, 15), ("chapter", 2, 40))  # a bar is divided into the first unit whose number is in the range


class _Side(NamedTuple):
    """One story of the pair as it is drawn."""

    story: Any
    style: StoryStyle
    starts: np.ndarray  # of its running words
    unit: str  # the unit that its bar is divided into, "" if none
    parts: list[tuple[int, float, float]]  # number, begin and end in narrative time


def plot_ribbons(matches: pd.DataFrame, words: pd.DataFrame, *, most: int = 20, labels: int = 12) -> "Figure":
    """The first pair of stories as two bars along narrative time, with a ribbon for each passage they share.

    Bars are divided into paragraphs, into chapters where there are more than 15 paragraphs, and not at all where there are
    more than 40 chapters. The rarest passages are drawn: those with the least `expected`, then those with the highest score.
    Passages within another one are left out. Labels above are the words of the first story; labels below are those of the
    second, where they differ.

    Parameters
    ----------
    matches : one row per shared passage, as `find_shared_phrases` or `align_passages` returns it; of a phrase that occurs
        several times, the first place in each story is drawn.
    words : one row per word, as `split_words` returns it: the words that the matches were found in.
    most : the number of passages at most; those that tie at the cut are left out together.
    labels : the number of passages with a label at most.

    Returns
    -------
    Figure

    Raises
    ------
    StoryError : a table lacks a column, or `words` lacks one of the two stories.
    """
    import matplotlib.pyplot as plt

    with drawing():
        figure = plt.figure(figsize=(WIDTH, 4), layout="none")
        axes = figure.add_axes((LEFT / PAGE, 0.2, LENGTH / PAGE, 0.7))
        with whole_or_closed(figure):
            tall = draw_ribbons(axes, matches, words, most=most, labels=labels)
        height = TOP + tall + BOTTOM
        figure.set_size_inches(WIDTH, height / POINTS)
        axes.set_position((LEFT / PAGE, BOTTOM / height, LENGTH / PAGE, tall / height))
    return figure


def draw_ribbons(
    axes: "Axes", matches: pd.DataFrame, words: pd.DataFrame, *, most: int, labels: int, between: float = BETWEEN
) -> float:
    """Draws bars, ribbons and labels into axes that will be LENGTH points wide. Returns the height they need, in points."""
    need_columns(matches, ["story_1", "story_2", "text_1", "text_2", "score", "expected"], "matches")
    need_columns(matches, ["start_1", "end_1", "start_2", "end_2"], "matches")
    need_columns(words, ["story", "chapter", "paragraph", "kind", "start"], "words")
    styles = style_stories(words["story"])
    pair = rows_of_pair(matches)
    names = list(styles)[:2] if pair.empty else [pair["story_1"].iloc[0], pair["story_2"].iloc[0]]
    if len(names) < 2 or not set(names) <= set(styles):
        raise StoryError(f"The words of both stories are needed; these are of: {', '.join(map(str, styles)) or 'none'}.")
    sides = [_take_side(words, name, styles[name]) for name in names]
    drawn, labelled, cut = _choose(pair, most, labels)
    spans_1, spans_2 = (_find_spans(drawn, side, number) for side, number in zip(sides, "12", strict=True))
    texts_1, texts_2 = drawn["text_1"].tolist()[:labelled], drawn["text_2"].tolist()[:labelled]
    differ = [
        row for row, texts in enumerate(zip(texts_1, texts_2, strict=True)) if case_fold(texts[0]) != case_fold(texts[1])
    ]
    axes.set_xlim(0, 1)
    edge = between / 2  # of a bar, from the middle of the axes
    above = _raise_flags(axes, texts_1, spans_1[:labelled], edge + BAR)
    below = _raise_flags(axes, [texts_2[row] for row in differ], spans_2[differ], -edge - BAR)
    low, high = -(edge + BAR + below), edge + BAR + above
    axes.set_ylim(low, high)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for row in reversed(range(len(drawn))):
        _draw_ribbon(axes, spans_1[row], spans_2[row], edge, strong=row < labelled)
    numbered = [_draw_bar(axes, side, base) for side, base in zip(sides, (edge, -edge - BAR), strict=True)]
    if drawn.empty:
        axes.text(0.5, 0, "no shared passages", ha="center", va="center", color=GREY)
    axes.set_xlabel("\n".join([TIME, *_explain(numbered, cut)]))
    return high - low


def _choose(matches: pd.DataFrame, most: int, labels: int) -> tuple[pd.DataFrame, int, str]:
    """The rarest passages, none within another; the number of them to label; a note on those left out."""
    ordered = matches.sort_values(["expected", "score"], ascending=[True, False], kind="stable", na_position="last")
    kept: list[int] = []
    bounds = ordered[["start_1", "end_1", "start_2", "end_2"]].to_numpy()
    for row, (start_1, end_1, start_2, end_2) in enumerate(bounds):
        rarer = [bounds[other] for other in kept]
        if not any(a <= start_1 and end_1 <= b and c <= start_2 and end_2 <= d for a, b, c, d in rarer):
            kept.append(row)
        if len(kept) > max(most, labels):  # one more than is drawn shows whether there is a tie at the cut
            break
    scores = ordered["score"].to_numpy()[kept]
    shown = cut_at_ties(scores, most)
    note = f"drawn: the {shown} rarest of {len(matches):,} shared passages" if shown < len(kept) else ""
    return ordered.iloc[kept[:shown]], min(cut_at_ties(scores, labels), shown), note


def _take_side(words: pd.DataFrame, story: Any, style: StoryStyle) -> _Side:
    """The side of one story, with the parts its bar is divided into."""
    running = words[(words["story"] == story) & is_counted(words["kind"])]
    for unit, least, most in DIVISIONS:
        numbers = running[unit].to_numpy()
        if least <= len(np.unique(numbers)) <= most:
            edges = np.flatnonzero(np.diff(numbers, prepend=-1))
            ends = np.append(edges[1:], len(running))
            parts = list(zip(numbers[edges].tolist(), edges / len(running), ends / len(running), strict=True))
            return _Side(story, style, running["start"].to_numpy(), unit, parts)
    return _Side(story, style, running["start"].to_numpy(), "", [(0, 0.0, 1.0)])


def _find_spans(matches: pd.DataFrame, side: _Side, number: str) -> np.ndarray:
    """Where each passage begins and ends in narrative time: the share of running words before it, and up to its end."""
    ends = [matches[f"{column}_{number}"].to_numpy() for column in ("start", "end")]
    return np.stack([np.searchsorted(side.starts, end) / max(len(side.starts), 1) for end in ends], axis=1)


def _draw_ribbon(axes: "Axes", span_1: np.ndarray, span_2: np.ndarray, top: float, *, strong: bool) -> None:
    """Draws the ribbon from a passage of the upper bar to one of the lower."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (a, b), (c, d) = (_widen(span) for span in (span_1, span_2))
    points = [(a, top), (a, 0), (c, 0), (c, -top), (d, -top), (d, 0), (b, 0), (b, top), (a, top)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    color, alpha = (INK, 0.55) if strong else (GREY, 0.3)
    axes.add_patch(PathPatch(Path(points, codes), facecolor=color, edgecolor=color, alpha=alpha, linewidth=0.4))


def _widen(span: np.ndarray) -> tuple[float, float]:
    """The span, widened around its middle if it would be too thin to see."""
    middle, half = span.mean(), max(np.ptp(span), THIN / LENGTH) / 2
    return middle - half, middle + half


def _draw_bar(axes: "Axes", side: _Side, base: float) -> str:
    """Draws the bar of one story with its name. Returns the unit that is numbered in it, "" if no number fits."""
    from matplotlib.patches import Rectangle

    figure, printed = find_figure(axes), ""
    for number, begin, end in side.parts:
        color = side.style.color
        axes.add_patch(Rectangle((begin, base), end - begin, BAR, facecolor=color + "38", edgecolor=color, linewidth=0.9))
        if side.unit and measure(figure, str(number), TYPE) + 3 <= (end - begin) * LENGTH:
            axes.text((begin + end) / 2, base + BAR / 2, str(number), ha="center", va="center_baseline", fontsize=TYPE)
            printed = side.unit
    name_bar(axes, side.story, side.style, NamePlace(base + BAR / 2, LEFT, 1 / LENGTH))
    return printed


def _raise_flags(axes: "Axes", texts: list[str], spans: np.ndarray, edge: float) -> float:
    """Draws labels away from a bar's edge, each on a pole at the middle of its passage. Returns the height they take."""
    figure = find_figure(axes)
    poles = (spans.mean(axis=1) * LENGTH).tolist() if len(texts) else []
    bodies, sizes = [], []
    for text, pole in zip(texts, poles, strict=True):
        room = pole + LEFT if pole < LENGTH / 2 else LENGTH - pole + RIGHT
        lines = break_lines(figure, text, min(room - 8, FLAG), TYPE, 4)
        bodies.append("\n".join(lines))
        sizes.append((max(measure(figure, line, TYPE) for line in lines) + 4, len(lines) * TYPE * LEADING))
    heights = stack_flags(poles, sizes, LENGTH / 2, 4)
    side = 1 if edge > 0 else -1
    for body, pole, (_, tall), height in zip(bodies, poles, sizes, heights, strict=True):
        tip = edge + side * (CLEAR + height + tall)
        axes.plot([pole / LENGTH] * 2, [edge, tip], color=GREY, linewidth=0.7, clip_on=False, solid_capstyle="butt")
        left = pole < LENGTH / 2
        axes.text((pole + (-3 if left else 3)) / LENGTH, tip - side * tall / 2, body, ha="right" if left else "left",
                  va="center", fontsize=TYPE, linespacing=LEADING)  # fmt: skip
    return max((CLEAR + height + tall for height, (_, tall) in zip(heights, sizes, strict=True)), default=0.0) + CLEAR


def _explain(numbered: list[str], cut: str) -> list[str]:
    """The note below the axis: the meaning of the numbers in the bars, and what is not drawn."""
    upper, lower = (f"{unit}s" if unit else "" for unit in numbered)
    if upper and lower:
        note = f"in the bars: {upper if upper == lower else f'{upper} above, {lower} below'}"
    else:
        note = f"in the {'upper' if upper else 'lower'} bar: {upper or lower}" if upper or lower else ""
    return ["; ".join(part for part in (note, cut) if part)] if note or cut else []
