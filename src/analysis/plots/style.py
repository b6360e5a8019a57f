"""One look for every figure: each story keeps its colour, line style and marker; nothing rests on colour alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
WIDTH = 7.2  # inches: the measure of a printed page, and of a notebook's text

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


# Okabe & Ito (2008): told apart by colour-blind readers and in grey; line and marker say it a second time.
STYLES = [
    StoryStyle("#0072B2", "-", "o"),
    StoryStyle("#D55E00", "--", "s"),
    StoryStyle("#009E73", "-.", "^"),
    StoryStyle("#CC79A7", ":", "D"),
]


def style_stories(stories: Iterable[object]) -> dict[object, StoryStyle]:
    """The style of each story, in the order in which the table first names them."""
    return {story: STYLES[place % len(STYLES)] for place, story in enumerate(dict.fromkeys(stories))}


@contextmanager
def drawing() -> Iterator[None]:
    """matplotlib's settings while one of our figures is drawn, and the caller's own again after it."""
    import matplotlib

    settings: Any = dict(matplotlib.rcParamsDefault) | {"backend": matplotlib.get_backend()} | SETTINGS
    with matplotlib.rc_context(settings):
        yield


def shorten(label: object, length: int = 32) -> str:
    """A label that fits: its first characters and an ellipsis where it is longer.

    >>> shorten("The Strange Case of Dr Jekyll and Mr Hyde", 16)
    'The Strange Cas…'
    """
    text = " ".join(str(label).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def name_stories(figure: "Figure", styles: dict[object, StoryStyle], *, line: bool = False) -> None:
    """The key to the stories, above the figure, each name in its story's colour with its marker."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=s.color, marker=s.marker, linestyle=s.line if line else "", markersize=6, label=shorten(story))
        for story, s in styles.items()
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, labelcolor="linecolor", fontsize=9.5)
