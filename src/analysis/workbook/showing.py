"""Shows figures and statements in a notebook, and writes figures to files.

Everything is plain HTML with inline styles: JupyterLab strips `<style>`, scripts and inline SVG from a notebook that it
does not trust, and it trusts no freshly cloned notebook.
"""

from __future__ import annotations

import base64
import html
import io
import os
import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.files import write_csv_table, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN_DPI, FILE_DPI = 144, 200


@dataclass(frozen=True, repr=False)
class Shown:
    """A result that a notebook shows if it is the last line of a cell: as HTML, or as plain text outside a notebook."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def escape(text: str) -> str:
    """Text as HTML that is shown as it is: JupyterLab would set text between dollar signs or after \\\\( as a formula.

    >>> escape("at $5 & <b>")
    'at <span>$</span>5 &amp; &lt;b&gt;'
    """
    return re.sub(r"[$\\]", lambda sign: f"<span>{sign[0]}</span>", html.escape(text))


def show_text(statements: str | Iterable[str], *, strong: bool = False) -> None:
    """Shows one statement as a paragraph, several as a list. Returns nothing.

    Titles of stories in a statement may have any characters: nothing is read as HTML or Markdown.

    Parameters
    ----------
    statements : one statement or several.
    strong : whether they are printed bold.

    >>> show_text(["Fog is longer than Rain.", "Rain is <brighter>."])
    - Fog is longer than Rain.
    - Rain is <brighter>.
    """
    lines = [statements] if isinstance(statements, str) else list(statements)
    pages = [f"<strong>{escape(line)}</strong>" if strong else escape(line) for line in lines]
    if len(lines) == 1:
        display_now(Shown(f"<p>{pages[0]}</p>", lines[0]))
    elif lines:
        items = "\n".join(f"<li>{page}</li>" for page in pages)
        display_now(Shown(f"<ul>\n{items}\n</ul>", "\n".join(f"- {line}" for line in lines)))


def show_figure(
    fig: Figure | Axes,
    alt: str,
    caption: str,
    *,
    name: str | None = None,
    data: pd.DataFrame | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> None:
    """Shows a figure with alt text and caption, and closes it. Returns nothing.

    Parameters
    ----------
    fig : a matplotlib Figure, or Axes in one.
    alt : a description of the picture for readers who cannot see it.
    caption : printed below the picture: n, method, coverage.
    name, folder : if given, both: the figure is also written to folder/name.png (200 dpi) and folder/name.svg.
    data : one row per mark that is drawn, written to folder/name.csv (six significant digits); needs name and folder.

    Raises
    ------
    ValueError : alt or caption is empty; name without folder or the reverse; data without both; a name with a slash.

    A file is written as a whole or not at all, and the same figure always gives the same bytes.
    """
    figure = _whole_figure(fig)
    alt, caption = one_line(alt, "alt"), one_line(caption, "caption")
    if (name is None) != (folder is None) or (data is not None and name is None):
        raise ValueError("to write a figure, give both name and folder (and with them, if wanted, data)")
    if name is not None and not re.fullmatch(r"\w[\w.-]*", name):
        raise ValueError(f"name {name!r} is no file name: use letters, digits, dot, dash and underscore")
    try:
        _settle(figure)
        if name is not None and folder is not None:
            stem = Path(folder) / name
            write_whole(f"{stem}.png", _render(figure, "png", FILE_DPI))
            write_whole(f"{stem}.svg", _render(figure, "svg", FILE_DPI))
            if data is not None:
                write_whole(f"{stem}.csv", write_csv_table(data))
        display_now(Shown(_figure_html(_render(figure, "png", SHOWN_DPI), alt, caption), alt))
    finally:
        if "matplotlib.pyplot" in sys.modules:  # else no pyplot figure exists that could be shown a second time
            from matplotlib import pyplot

            pyplot.close(figure)


def _whole_figure(fig: Any) -> Figure:
    """The figure, or the one that the axes belong to."""
    from matplotlib.figure import Figure

    owner = fig if isinstance(fig, Figure) else getattr(fig, "get_figure", lambda root: None)(root=True)
    if not isinstance(owner, Figure):
        raise ValueError(f"a matplotlib Figure or Axes is needed, not {type(fig).__name__}")
    return owner


def shorten(text: str, most: int) -> str:
    """The text on one line of at most `most` characters, cut between words."""
    return textwrap.shorten(text, most, placeholder=" …")


def one_line(text: str, what: str) -> str:
    """The text on one line; a ValueError if it is empty."""
    line = " ".join(text.split())
    if not line:
        raise ValueError(f"{what} is empty: say in words what is shown, for those who cannot see it")
    return line


def _settle(figure: Figure) -> None:
    """Lays the figure out and rounds the positions of its axes, whose last digits would differ from run to run."""
    if figure.get_layout_engine() is None:
        return
    figure.set_dpi(FILE_DPI)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = (round(float(edge), 6) for edge in axes.get_position(original=True).bounds)
        axes.set_position((left, bottom, width, height))


def _render(figure: Figure, kind: str, dpi: int) -> bytes:
    """The bytes of the picture, the same for the same figure: no date, no version, no random ids."""
    import matplotlib

    nothing = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "analysis", "svg.fonttype": "path"}):
        figure.savefig(buffer, format=kind, dpi=dpi, bbox_inches="tight", pad_inches=0, facecolor="white", metadata=nothing)
    return buffer.getvalue()


def _figure_html(png: bytes, alt: str, caption: str) -> str:
    """The picture with its alt text and caption, as HTML."""
    # The picture holds 1.5 pixels for each one shown, so it stays sharp; the width is in bytes 16 to 20 of any PNG.
    width = round(int.from_bytes(png[16:20], "big") * 96 / SHOWN_DPI)
    source = base64.b64encode(png).decode("ascii")
    return (
        f'<figure style="margin:1em 0;max-width:{width}px">'
        f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{source}" width="{width}"'
        ' style="max-width:100%;height:auto;background-color:white">'
        f'<figcaption style="margin-top:0.4em;font-size:90%">{escape(caption)}</figcaption></figure>'
    )


def display_now(shown: Shown) -> None:
    """Shows a result at once: in a notebook as HTML, elsewhere as printed text."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:  # a script on the core packages alone
        print(shown)
        return
    if get_ipython() is None:
        print(shown)
    else:
        display({"text/html": shown.html, "text/plain": shown.text}, raw=True)
