"""Typesetting: the width of text, lines, labels that must not touch, and where to cut a list whose items tie."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.plots.style import GREY, WIDTH, StoryStyle, drawing, find_figure, part_words, take_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 72  # to the inch
PAGE = WIDTH * POINTS
LEFT, RIGHT = 88, 66  # points: the margins of a time axis that names its stories at the left
LENGTH = PAGE - LEFT - RIGHT  # of that axis
SMALL = 8  # points: no text is smaller
LEADING = 1.25  # from line to line, in multiples of the type size
ZOOMS = (1, 1.44, 2)  # of the figure's 100 dots an inch: as drawn, as shown in a notebook, as saved


def draw_nothing(reason: str, ax: "Axes | None" = None) -> "Axes":
    """Axes without a frame, with the reason why there is nothing to draw."""
    with drawing(ax):
        axes = take_axes(ax, 0.9)
        axes.set_axis_off()
        axes.text(0.5, 0.5, reason, ha="center", va="center", color=GREY, transform=axes.transAxes)
    return axes


def open_sheet(height: float) -> tuple["Figure", "Axes"]:
    """A figure `height` points high, and axes without a frame that cover it, in points from its upper left corner."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(WIDTH, height / POINTS), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, PAGE), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def measure(figure: "Figure", text: str, size: float, **font: Any) -> float:
    """The width of the text in this figure, in points: the largest at several resolutions.

    Letters are fitted to whole dots, so a line can be a tenth wider at one resolution than at another.
    """
    probe = figure.text(0, 0, text, fontsize=size, **font)
    widths = []
    for zoom in ZOOMS:
        probe.set_fontsize(size * zoom)
        widths.append(probe.get_window_extent().width * POINTS / figure.dpi / zoom)
    probe.remove()
    return float(max(widths))


def trim(figure: "Figure", text: object, width: float, size: float, **font: Any) -> str:
    """The text, cut with an ellipsis where it would be wider than `width` points."""
    whole = " ".join(str(text).split())
    if measure(figure, whole, size, **font) <= width:
        return whole
    fits, too_many = 0, len(whole)  # numbers of characters
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if measure(figure, whole[:middle].rstrip() + "…", size, **font) <= width:
            fits = middle
        else:
            too_many = middle
    return whole[:fits].rstrip() + "…"


def break_lines(figure: "Figure", text: str, width: float, size: float, most: int, **font: Any) -> list[str]:
    """The text in at most `most` lines of `width` points, broken between words; the last line is cut if there is more."""
    lines = [""]
    words = text.split()
    for position, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measure(figure, longer, size, **font) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[position:]])
            break
    return [trim(figure, line, width, size, **font) for line in lines]


class NamePlace(NamedTuple):
    """Where the name of a bar is printed: to the left of `edge`, in units of the axes unless said otherwise."""

    height: float
    room: float  # points
    point: float  # one point, in units of the x axis
    edge: float = 0.0


def name_bar(axes: "Axes", story: object, style: StoryStyle, place: NamePlace) -> None:
    """Prints a story's name and marker to the left of its bar."""
    lines = break_lines(find_figure(axes), part_words(story), place.room - 20, 9, 2, fontweight="bold")
    axes.text(place.edge - 16 * place.point, place.height, "\n".join(lines), ha="right", va="center", fontsize=9,
              fontweight="bold", linespacing=1.1, color=style.letters)  # fmt: skip
    axes.plot(place.edge - 8 * place.point, place.height, style.marker, color=style.color, markersize=6, clip_on=False)


def push_apart(centres: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[float]:
    """Rising centres, moved as little as possible until items of these widths do not overlap, between `low` and `high`."""
    offsets = np.cumsum(widths) - np.asarray(widths) / 2
    groups: list[tuple[float, int]] = []
    for wanted in np.asarray(centres) - offsets:
        groups.append((float(wanted), 1))
        while len(groups) > 1 and groups[-2][0] > groups[-1][0]:
            (left, size_left), (right, size_right) = groups[-2:]
            size = size_left + size_right
            groups[-2:] = [((left * size_left + right * size_right) / size, size)]
    starts = np.repeat([start for start, _ in groups], [number for _, number in groups])
    return (np.clip(starts, low, max(high - float(np.sum(widths)), low)) + offsets).tolist()


def stack_flags(poles: Sequence[float], sizes: Sequence[tuple[float, float]], middle: float, gap: float) -> list[float]:
    """The height of each flag (a label on a pole) such that no flag touches another flag or its pole.

    A flag (width, height) points away from the `middle`: to the left of a pole on the left, to the right of one on the
    right. So the outermost flags hang lowest, and a flag crosses only poles that end below it.
    """
    heights = [0.0] * len(poles)
    order = sorted(range(len(poles)), key=lambda flag: -abs(poles[flag] - middle))
    for number, flag in enumerate(order):
        for other in order[:number]:
            same_side = (poles[flag] < middle) == (poles[other] < middle)
            if same_side and abs(poles[other] - poles[flag]) <= sizes[flag][0] + gap:
                heights[flag] = max(heights[flag], heights[other] + sizes[other][1] + gap)
    return heights


def cut_at_ties(values: Sequence[float], most: int, least: int = 1) -> int:
    """How many of the first values to keep: `most`, or fewer if values tie at the cut, so that equal ones go together.

    If that left fewer than `least`, `most` are kept after all.

    >>> cut_at_ties([5, 3, 2, 2, 1], 4), cut_at_ties([5, 3, 2, 2, 1], 3), cut_at_ties([1, 1, 1], 2)
    (4, 2, 2)
    """
    if len(values) <= most:
        return len(values)
    kept = most
    while kept and np.isclose(values[kept - 1], values[most], rtol=1e-9, atol=1e-12):
        kept -= 1
    return kept if kept >= least else most


def mend_direction(word: str) -> str:
    """The word, marked so that text printed after it stays to its right even if the word is Hebrew or Arabic."""
    from_right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in word)
    return f"\u200e{word}\u200e" if from_right else word
