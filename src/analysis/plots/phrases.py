"""The figure of shared phrasing: ribbons between the places where two stories run alike."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.plots.fitting import (
    LEADING,
    LEFT,
    LENGTH,
    PAGE,
    POINTS,
    RIGHT,
    break_lines,
    cut_at_ties,
    measure,
    name_bar,
    stack_flags,
)
from analysis.plots.style import GREY, INK, TIME, WIDTH, StoryStyle, drawing, style_stories, whole_or_closed
from analysis.tables import case_fold, need_columns, rows_of_pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP, BOTTOM = 8, 46  # points: above and below the axes
BAR, BETWEEN, CLEAR = 20, 120, 7  # points: height of a bar, from bar to bar, from a bar to the lowest label
THIN = 1.5  # points: the least that is seen of a passage
TYPE = 8.5
FLAG = 125  # points: the widest label
DIVISIONS = (("paragraph", 1, 15), ("chapter", 2, 40))  # what divides a bar: the first of which there are so many


class _Side(NamedTuple):
    """One story of the pair as it is drawn."""

    story: Any
    style: StoryStyle
    starts: np.ndarray  # of its running words
    unit: str  # what its bar is divided into, "" if nothing
    parts: list[tuple[int, float, float]]  # number, begin and end in narrative time


def plot_ribbons(matches: pd.DataFrame, words: pd.DataFrame, *, most: int = 20, labels: int = 12) -> "Figure":
    """A figure with the first pair of stories as two bars along narrative time, and a ribbon for each passage they share.

    `matches` as `find_shared_phrases` or `align_passages` gives them (of a phrase the first place in each story), `words` as
    `split_words` gives the words they were found in. Bars are divided into paragraphs, or into chapters where there are more
    than 15, and not at all beyond 40 of these. The rarest `most` passages are drawn (least `expected`, then highest score;
    equal ones at the cut stay out together, and so do passages within another), the rarest `labels` of them labelled: above
    with the words of the first story, below with those of the second where these differ.
    """
    import matplotlib.pyplot as plt

    with drawing():
        figure = plt.figure(figsize=(WIDTH, 4), layout="none")
        axes = figure.add_axes((LEFT / PAGE, 0.2, LENGTH / PAGE, 0.7))
        with whole_or_closed(figure):
            tall = draw_ribbons(figure, axes, matches, words, most=most, labels=labels)
        height = TOP + tall + BOTTOM
        figure.set_size_inches(WIDTH, height / POINTS)
        axes.set_position((LEFT / PAGE, BOTTOM / height, LENGTH / PAGE, tall / height))
    return figure


def draw_ribbons(
    figure: "Figure",
    axes: "Axes",
    matches: pd.DataFrame,
    words: pd.DataFrame,
    *,
    most: int,
    labels: int,
    between: float = BETWEEN,
) -> float:
    """Draws bars, ribbons and labels into axes that are to be LENGTH points wide; how many points high they have to be."""
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
    spans = [_find_spans(drawn, side, number) for side, number in zip(sides, "12", strict=True)]
    texts = [drawn["text_1"].tolist()[:labelled], drawn["text_2"].tolist()[:labelled]]
    differ = [case_fold(one) != case_fold(two) for one, two in zip(*texts, strict=True)]
    axes.set_xlim(0, 1)
    edge = between / 2  # of a bar, from the middle of the axes
    above = _raise_flags(figure, axes, texts[0], spans[0][:labelled], edge + BAR)
    chosen = [place for place, differs in enumerate(differ) if differs]
    below = _raise_flags(figure, axes, [texts[1][place] for place in chosen], spans[1][chosen], -edge - BAR)
    low, high = -(edge + BAR + below), edge + BAR + above
    axes.set_ylim(low, high)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for place in reversed(range(len(drawn))):
        _draw_ribbon(axes, spans[0][place], spans[1][place], edge, strong=place < labelled)
    numbered = [_draw_bar(figure, axes, side, base) for side, base in zip(sides, (edge, -edge - BAR), strict=True)]
    if drawn.empty:
        axes.text(0.5, 0, "no shared passages", ha="center", va="center", color=GREY)
    axes.set_xlabel("\n".join([TIME, *_explain(numbered, cut)]))
    return high - low


def _choose(matches: pd.DataFrame, most: int, labels: int) -> tuple[pd.DataFrame, int, str]:
    """The rarest passages, none within another one; how many of them to label; what to say of those left out."""
    ordered = matches.sort_values(["expected", "score"], ascending=[True, False], kind="stable", na_position="last")
    kept: list[int] = []
    bounds = ordered[["start_1", "end_1", "start_2", "end_2"]].to_numpy()
    for place, (start_1, end_1, start_2, end_2) in enumerate(bounds):
        within = [bounds[other] for other in kept]
        if not any(a <= start_1 and end_1 <= b and c <= start_2 and end_2 <= d for a, b, c, d in within):
            kept.append(place)
        if len(kept) > max(most, labels):  # one more than is drawn tells whether there is a tie at the cut
            break
    scores = ordered["score"].to_numpy()[kept]
    shown = cut_at_ties(scores, most)
    note = f"drawn: the {shown} rarest of {len(matches):,} shared passages" if shown < len(kept) else ""
    return ordered.iloc[kept[:shown]], min(cut_at_ties(scores, labels), shown), note


def _take_side(words: pd.DataFrame, story: Any, style: StoryStyle) -> _Side:
    own = words[(words["story"] == story) & (words["kind"] != "heading")]
    for unit, least, most in DIVISIONS:
        numbers = own[unit].to_numpy()
        if least <= len(np.unique(numbers)) <= most:
            edges = np.flatnonzero(np.diff(numbers, prepend=-1))
            ends = np.append(edges[1:], len(own))
            parts = list(zip(numbers[edges].tolist(), edges / len(own), ends / len(own), strict=True))
            return _Side(story, style, own["start"].to_numpy(), unit, parts)
    return _Side(story, style, own["start"].to_numpy(), "", [(0, 0.0, 1.0)])


def _find_spans(matches: pd.DataFrame, side: _Side, number: str) -> np.ndarray:
    """Begin and end of each passage in narrative time: the share of the running words before and in it."""
    ends = [matches[f"{column}_{number}"].to_numpy() for column in ("start", "end")]
    return np.stack([np.searchsorted(side.starts, end) / max(len(side.starts), 1) for end in ends], axis=1)


def _draw_ribbon(axes: "Axes", one: np.ndarray, two: np.ndarray, top: float, *, strong: bool) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (a, b), (c, d) = (_widen(span) for span in (one, two))
    points = [(a, top), (a, 0), (c, 0), (c, -top), (d, -top), (d, 0), (b, 0), (b, top), (a, top)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    color, alpha = (INK, 0.55) if strong else (GREY, 0.3)
    axes.add_patch(PathPatch(Path(points, codes), facecolor=color, edgecolor=color, alpha=alpha, linewidth=0.4))


def _widen(span: np.ndarray) -> tuple[float, float]:
    """The span, or as much around its middle as can be seen."""
    middle, half = span.mean(), max(np.ptp(span), THIN / LENGTH) / 2
    return middle - half, middle + half


def _draw_bar(figure: "Figure", axes: "Axes", side: _Side, base: float) -> str:
    """Draws one story with its name; which unit it is divided into, if numbers could be printed into the parts."""
    from matplotlib.patches import Rectangle

    printed = ""
    for number, begin, end in side.parts:
        color = side.style.color
        axes.add_patch(Rectangle((begin, base), end - begin, BAR, facecolor=color + "38", edgecolor=color, linewidth=0.9))
        if side.unit and measure(figure, str(number), TYPE) + 3 <= (end - begin) * LENGTH:
            axes.text((begin + end) / 2, base + BAR / 2, str(number), ha="center", va="center_baseline", fontsize=TYPE)
            printed = side.unit
    name_bar(figure, axes, side.story, side.style, base + BAR / 2, room=LEFT, point=1 / LENGTH)
    return printed


def _raise_flags(figure: "Figure", axes: "Axes", texts: list[str], spans: np.ndarray, edge: float) -> float:
    """Draws the labels outward of a bar's edge, each on a pole at the middle of its passage; the height they take."""
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
    """What the figure has to say below its axis: what the numbers in the bars are, and what is not drawn."""
    upper, lower = (f"{unit}s" if unit else "" for unit in numbered)
    if upper and lower:
        note = f"in the bars: {upper if upper == lower else f'{upper} above, {lower} below'}, numbered from 0"
    else:
        note = f"in the {'upper' if upper else 'lower'} bar: {upper or lower}, numbered from 0" if upper or lower else ""
    return ["; ".join(part for part in (note, cut) if part)] if note or cut else []
