"""Shows figures, tables and sentences in a notebook, and writes figures to files.

Everything shown is plain HTML with inline styles: JupyterLab strips `<style>`, scripts and inline SVG from a notebook
it does not trust, which is how every freshly cloned notebook begins.
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
    """Something to end a notebook cell with: HTML for the page, plain text where there is no page."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def escape(text: str) -> str:
    """Text as HTML that stays text: JupyterLab sets what stands between dollar signs or after \\\\( as a formula.

    >>> escape("at $5 & <b>")
    'at <span>$</span>5 &amp; &lt;b&gt;'
    """
    return re.sub(r"[$\\]", lambda sign: f"<span>{sign[0]}</span>", html.escape(text))


def say(statements: str | Iterable[str], *, strong: bool = False) -> None:
    """Nothing is returned: one statement stands in the notebook as a paragraph, several as a list.

    A title in a statement is text, whatever characters it has: nothing in it is taken for HTML or Markdown.

    >>> say(["Fog is longer than Rain.", "Rain is <brighter>."])
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


def show(
    fig: Figure | Axes,
    alt: str,
    caption: str,
    *,
    name: str | None = None,
    data: pd.DataFrame | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> None:
    """Nothing is returned: the figure stands in the notebook, with alt text and caption, and is closed.

    Parameters
    ----------
    fig : a matplotlib Figure, or Axes in one.
    alt : what the picture shows, for those who cannot see it.
    caption : printed under the picture: n, method, coverage.
    name, folder : given together, also write folder/name.png (200 dpi) and folder/name.svg.
    data : with name and folder, what is drawn, one row per mark; written to folder/name.csv (six significant digits).

    Raises
    ------
    ValueError : alt or caption is empty; name without folder or the reverse; data without both; a name with a slash.

    Files are written whole or not at all, and the same figure always gives the same bytes.
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
    from matplotlib.figure import Figure

    owner = fig if isinstance(fig, Figure) else getattr(fig, "get_figure", lambda root: None)(root=True)
    if not isinstance(owner, Figure):
        raise ValueError(f"show needs a matplotlib Figure or Axes, not {type(fig).__name__}")
    return owner


def shorten(text: str, most: int) -> str:
    """The text on one line, of at most so many characters, cut between words."""
    return textwrap.shorten(text, most, placeholder=" …")


def one_line(text: str, what: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError(f"{what} is empty: say in words what is shown, for those who cannot see it")
    return line


def _settle(figure: Figure) -> None:
    """Lays the figure out once and rounds where its axes stand: the last digits of the layout differ from run to run."""
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
