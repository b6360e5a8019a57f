"""The look of all figures: each story keeps its colour, line style and marker, and no meaning rests on colour alone."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
TIME = "narrative time (share of the story's words)"
WIDTH = 7.2  # inches: the width of the text on a printed page and in a notebook

SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on every machine
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 9,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "figure.constrained_layout.use": True,
    "text.usetex": False,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
}


class StoryStyle(NamedTuple):
    """How one story is drawn, in every figure."""

    color: str
    line: Any  # a matplotlib line style
    marker: str
    letters: str  # the colour of text: darker where the colour has a contrast below 4.5 : 1 to white (WCAG 2.1)


# Okabe & Ito (2008): distinct for colour-blind readers and in grey; line and marker repeat the distinction.
STYLES = [
    StoryStyle("#0072B2", "-", "o", "#0072B2"),
    StoryStyle("#D55E00", "--", "s", "#BF5300"),
    StoryStyle("#009E73", "-.", "^", "#007A59"),
    StoryStyle("#CC79A7", ":", "D", "#A8508A"),
]


def style_stories(stories: Iterable[object]) -> dict[object, StoryStyle]:
    """The style of each story, in order of first appearance."""
    return {story: STYLES[number % len(STYLES)] for number, story in enumerate(dict.fromkeys(stories))}


@contextmanager
def drawing(ax: "Axes | None" = None) -> Iterator[None]:
    """The settings of matplotlib while a figure is drawn; afterwards those of the caller hold again.

    Text printed into the caller's axes is never read as a formula, even where it has dollar signs.
    """
    import matplotlib
    from matplotlib.text import Text

    settings: Any = dict(matplotlib.rcParamsDefault) | {"backend": matplotlib.get_backend()} | SETTINGS
    before = {} if ax is None else {text: text.get_text() for text in ax.findobj(Text)}
    with matplotlib.rc_context(settings):
        yield
    if ax is not None:
        for text in [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.findobj(Text)]:
            if before.get(text) != text.get_text():  # the caller's own text stays as it was
                text.set_parse_math(False)


@contextmanager
def whole_or_closed(figure: "Figure") -> Iterator[None]:
    """Closes the figure if an error interrupts its drawing."""
    import matplotlib.pyplot as plt

    try:
        yield
    except BaseException:
        plt.close(figure)
        raise


def shorten(label: object, length: int = 32) -> str:
    """The label, cut with an ellipsis if it is longer than `length` characters.

    >>> shorten("The Strange Case of Dr Jekyll and Mr Hyde", 16)
    'The Strange Cas…'
    """
    text = " ".join(str(label).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def take_axes(ax: "Axes | None", height: float) -> "Axes":
    """The axes to draw into: those given, or those of a new figure `height` inches high."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(WIDTH, height))[1] if ax is None else ax


def find_figure(drawn: "Figure | Axes") -> "Figure":
    """The figure that the axes belong to."""
    return drawn.get_figure(root=True)  # type: ignore[return-value]


def name_story(story: object, length: int = 32) -> str:
    """The name of a story as figures print it: with spaces between the words of a file name, cut to fit.

    >>> name_story("41_the_legend_of_sleepy_hollow", 20)
    '41 the legend of sl…'
    """
    return shorten(part_words(story), length)


def part_words(story: object) -> str:
    """The name with spaces in place of the underscores between words."""
    return re.sub(r"(?<=\w)_(?=\w)", " ", str(story))


def name_stories(drawn: "Figure | Axes", styles: dict[object, StoryStyle], *, line: bool = False) -> None:
    """Adds a key above the figure: the name of each story in its colour, with its marker."""
    from matplotlib.lines import Line2D

    figure = find_figure(drawn)
    handles = []
    for story, style in styles.items():
        look: dict[str, Any] = {"color": style.color, "marker": style.marker, "linestyle": style.line if line else ""}
        handles.append(Line2D([], [], markersize=6, label=name_story(story), **look))
    colors = [style.letters for style in styles.values()]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, labelcolor=colors, fontsize=9.5)
