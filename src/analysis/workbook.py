"""What only notebooks and reports need: which stories, where figures go, how figures and tables are shown.

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
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.files import write_whole
from analysis.inference import probability
from analysis.reading import StoryError, StoryWarning, read_stories

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "Shown",
    "choose_stories",
    "describe_curves",
    "describe_provenance",
    "describe_sample",
    "describe_words",
    "find_checkout",
    "mark_sentences",
    "name_report",
    "pair_passages",
    "show",
    "spread_contrasts",
    "spread_overlap",
    "spread_results",
    "tabulate",
]

DEFAULT_NAME = "two_narratives"
SHOWN_DPI, FILE_DPI = 144, 200


# -- which stories, and where their figures go ---------------------------------------------------------------------


def find_checkout() -> Path | None:
    """The folder of the checkout this package runs from, or None when it runs from an installed wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if all((root / part).exists() for part in ("pyproject.toml", "notebooks", "data")) else None


def find_shipped(part: str) -> Path:
    """The folder `part` ("notebooks" or "data") of the checkout, or the copy of it inside the wheel.

    Raises
    ------
    StoryError : there is neither; the installation is damaged.
    """
    folder = (find_checkout() or Path(__file__).resolve().parent) / part
    if not folder.is_dir():
        raise StoryError(f"{folder}: the package came without its {part}; install it again")
    return folder


def name_report(story_a: str = "", story_b: str = "", name: str = "") -> str:
    """A folder name for the report on two files: `name` if given, else the two stems, made safe for file names.

    >>> name_report("texts/Emma.txt", "texts/Jane Eyre (1847).txt")
    'Emma-Jane_Eyre_1847'
    >>> name_report(name="../mine")
    'mine'
    >>> name_report()
    'two_narratives'
    """
    stems = [Path(story).stem for story in (story_a, story_b) if story]
    parts = [name] if name else stems
    # 50 characters each: short enough for any file system, long enough to tell two editions apart.
    safe = [re.sub(r"[^\w.]+", "_", part).strip("._")[:50] for part in parts]
    return "-".join(part for part in safe if part) or DEFAULT_NAME


def choose_stories(story_a: str = "", story_b: str = "", name: str = "") -> tuple[pd.DataFrame, Path]:
    """The stories table (one row per story) and the folder its figures go to.

    Parameters
    ----------
    story_a, story_b : paths of two text files; both empty means the two stories that come with the project.
    name : name of the folder under reports/ for one's own texts; made from the two file names if empty.

    The figures of the project's own stories go to the checkout's figures/, those of other texts to
    reports/NAME/figures under the checkout (under the current folder where there is no checkout). The environment
    variable ANALYSIS_TO, set by `python -m analysis --to FOLDER`, overrides both: FOLDER/figures. Nothing is written.

    Raises
    ------
    StoryError : only one path is given, or a text cannot be read; the message says which and why.
    """
    story_a, story_b = str(story_a or ""), str(story_b or "")
    if bool(story_a) != bool(story_b):
        raise StoryError(f"{story_a or story_b}: one text is given, two are contrasted; give both paths, or neither")
    checkout, to = find_checkout(), os.environ.get("ANALYSIS_TO", "")
    source = [Path(story_a).expanduser(), Path(story_b).expanduser()] if story_a else find_shipped("data")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", StoryWarning)
        stories = read_stories(source)
    for warning in caught:  # as a note for the reader, without the path and line that Python would print
        _display(Shown(f"<p>Note. {html.escape(str(warning.message))}</p>", f"Note. {warning.message}"))
    if to:
        return stories, Path(to).expanduser().resolve() / "figures"
    if checkout and not story_a:
        return stories, checkout / "figures"
    return stories, (checkout or Path.cwd()) / "reports" / name_report(story_a, story_b, name) / "figures"


# -- showing figures and tables ------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Shown:
    """Something to end a notebook cell with: HTML for the page, plain text where there is no page."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


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
    alt, caption = _one_line(alt, "alt"), _one_line(caption, "caption")
    if (name is None) != (folder is None) or (data is not None and name is None):
        raise ValueError("to write a figure, give both name and folder (and with them, if wanted, data)")
    if name is not None and not re.fullmatch(r"\w[\w.-]*", name):
        raise ValueError(f"name {name!r} is no file name: use letters, digits, dot, dash and underscore")
    try:
        if name is not None and folder is not None:
            stem = Path(folder) / name
            write_whole(f"{stem}.png", _render(figure, "png", FILE_DPI))
            write_whole(f"{stem}.svg", _render(figure, "svg", FILE_DPI))
            if data is not None:
                write_whole(f"{stem}.csv", _to_csv(data))
        _display(Shown(_figure_html(_render(figure, "png", SHOWN_DPI), alt, caption), alt))
    finally:
        if "matplotlib.pyplot" in sys.modules:  # else no pyplot figure exists that could be shown a second time
            from matplotlib import pyplot

            pyplot.close(figure)


def tabulate(table: pd.DataFrame, caption: str, *, digits: int | Mapping[str, int] = 2) -> Shown:
    """A small table to end a cell with: plain HTML with a caption, numbers rounded for display only.

    Parameters
    ----------
    table : one row per row shown; its index is shown if it has a name or is not a plain row number.
    caption : printed above the table.
    digits : decimals of the numbers that are no whole numbers, or a mapping from column to decimals (2 elsewhere).

    Raises
    ------
    ValueError : the caption is empty.

    >>> scores = pd.DataFrame({"story": ["a", "b"], "value": [71.256, float("nan")], "words": [1204, 388]})
    >>> tabulate(scores, "Flesch Reading Ease", digits=1)
    Flesch Reading Ease
    story  value  words
    a       71.3  1,204
    b          –    388
    """
    caption = _one_line(caption, "caption")
    if table.index.name is not None or not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    places = [digits.get(str(name), 2) if isinstance(digits, Mapping) else digits for name in table.columns]
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    numeric = [pd.api.types.is_numeric_dtype(c) and not pd.api.types.is_bool_dtype(c) for c in columns]
    cells = [[_format(value, n) for value in column] for column, n in zip(columns, places, strict=True)]
    heads = [str(name).replace("_", " ") for name in table.columns]

    sides = ["right;white-space:nowrap" if number else "left" for number in numeric]
    style = [f' style="text-align:{side};vertical-align:top;padding:0.2em 0.6em"' for side in sides]
    head = "".join(f'<th scope="col"{s}>{html.escape(h)}</th>' for h, s in zip(heads, style, strict=True))
    rows = [
        "<tr>" + "".join(f"<td{s}>{html.escape(cell)}</td>" for cell, s in zip(row, style, strict=True)) + "</tr>"
        for row in zip(*cells, strict=True)
    ]
    top = f'<caption style="text-align:left;padding:0.4em 0">{html.escape(caption)}</caption>'
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>"
    page = f'<table style="border-collapse:collapse;margin:1em 0">\n{top}\n{body}\n</table>'

    widths = [max(map(len, [h, *column])) for h, column in zip(heads, cells, strict=True)]
    signs = [">" if number else "<" for number in numeric]
    lines = [
        "  ".join(f"{cell:{sign}{width}}" for cell, sign, width in zip(row, signs, widths, strict=True))
        for row in [heads, *zip(*cells, strict=True)]
    ]
    return Shown(page, "\n".join([caption, *(line.rstrip() for line in lines)]))


def spread_results(results: pd.DataFrame, *, digits: int = 2) -> pd.DataFrame:
    """One row per measure, one column per story with the value and its interval in brackets, and the notes.

    Parameters
    ----------
    results : one row per story and measure: `story`, `measure`, `value`, `low`, `high`, `note`.

    >>> row = {"story": "a", "measure": "lix", "value": 40.0, "low": 35.5, "high": 44.5, "note": "verse left out"}
    >>> spread_results(pd.DataFrame([row]), digits=1).to_dict("list")
    {'measure': ['lix'], 'a': ['40.0 [35.5, 44.5]'], 'note': ['a: verse left out']}
    """
    cells = [
        f"{_format(row.value, digits)} [{_format(row.low, digits)}, {_format(row.high, digits)}]"
        for row in results.itertuples()
    ]
    notes = (results["story"].astype(str) + ": " + results["note"]).where(results["note"] != "", "")
    table = results.assign(cell=cells, note=notes)
    stories, measures = table["story"].unique(), table["measure"].unique()
    spread = table.pivot(index="measure", columns="story", values="cell").loc[measures, stories].reset_index()
    spread.columns.name = None
    joined = table.groupby("measure")["note"].agg(lambda notes: "; ".join(note for note in notes if note))
    return spread.assign(note=spread["measure"].map(joined), measure=spread["measure"].str.replace("_", " "))


def spread_contrasts(contrasts: pd.DataFrame, *, digits: int = 2) -> pd.DataFrame:
    """One row per pair and measure, narrow enough for a page: difference with its interval, p, yardstick, verdict.

    Parameters
    ----------
    contrasts : one row per pair of stories and measure, as the compare functions give them; what is not assessed shows
        its note for a verdict.

    >>> from analysis import compare_readability, read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> spread_contrasts(compare_readability(stories)).columns.tolist()
    ['measure', 'difference', 'p, corrected', 'yardstick', 'detectable', 'verdict']
    """
    several = contrasts.groupby(["story_1", "story_2"]).ngroups > 1
    rows = []
    for row in contrasts.itertuples():
        cells = {"pair": f"{row.story_1} − {row.story_2}"} if several else {}
        interval = f"[{_format(row.low, digits)}, {_format(row.high, digits)}]"
        assessed = not np.isnan(row.p_adjusted)
        rows.append(
            cells
            | {
                "measure": str(row.measure).replace("_", " "),
                "difference": f"{_format(row.difference, digits)} {interval}",
                "p, corrected": probability(row.p_adjusted).removeprefix("p ").removeprefix("= ") if assessed else "–",
                "yardstick": _format(row.yardstick, digits),
                "detectable": _format(row.detectable, digits),
                "verdict": row.verdict if assessed else f"{row.verdict}: {row.note}",
            }
        )
    return pd.DataFrame(rows)


def describe_sample(tally: pd.DataFrame, method: str) -> str:
    """The caption's account of what a figure rests on: the method, then n per story, and what was left out.

    Parameters
    ----------
    tally : the table of counts per sentence; `story`, `kind` and `words` are used.
    method : what dots and bars are, ending in a full stop.

    >>> tally = pd.DataFrame({"story": ["a", "a"], "kind": ["prose", "heading"], "words": [12, 2]})
    >>> describe_sample(tally, "Dot: score.")
    'Dot: score. a: 1 sentence, 12 words.'
    """
    clauses = []
    for story, units in tally.groupby("story", sort=False):
        prose = units[units["kind"] == "prose"]
        count = f"{len(prose):,} sentence" + ("s" if len(prose) != 1 else "")
        clauses.append(f"{story}: {count}, {int(prose['words'].sum()):,} words")
    return f"{method} {'; '.join(clauses)}."


def describe_curves(arcs: pd.DataFrame, method: str) -> str:
    """The caption's account of a trajectory: the method, then points and bandwidth per story.

    Parameters
    ----------
    arcs : one row per story: `story`, `size`, `bandwidth` (NaN where there is no curve).
    method : what marks, line and band are, ending in a full stop.

    >>> describe_curves(pd.DataFrame({"story": ["a"], "size": [18], "bandwidth": [0.1]}), "Line: mean.")
    'Line: mean. a: 18 points, bandwidth 0.10 of the story.'
    """
    clauses = [
        f"{row.story}: {row.size:,} points, "
        + ("no curve" if np.isnan(row.bandwidth) else f"bandwidth {row.bandwidth:.2f} of the story")
        for row in arcs[["story", "size", "bandwidth"]].itertuples(index=False, name="Row")
    ]
    return f"{method} {'; '.join(clauses)}."


def mark_sentences(
    sentences: pd.DataFrame,
    caption: str,
    *,
    bold: pd.DataFrame | None = None,
    underlined: pd.DataFrame | None = None,
    italic: pd.DataFrame | None = None,
) -> Shown:
    """Sentences to end a cell with, as running text with words marked bold, underlined or italic, legible without colour.

    Parameters
    ----------
    sentences : the rows to show, in order, of the table of sentences; each paragraph begins anew, a heading stands alone,
        a gap between sentences shows as [...].
    caption : printed above: what the marks mean.
    bold, underlined, italic : rows with `story`, `start` and `end`, offsets into the story's text, such as tokens of the
        words table; those outside the sentences are passed over.

    Raises
    ------
    ValueError : the caption is empty.

    >>> from analysis import find_hard_words, read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "It rained. Resilience < pride."}))
    >>> hard = find_hard_words(sentences)
    >>> mark_sentences(sentences, "three syllables or more", bold=hard[hard["polysyllabic"]])
    three syllables or more
    It rained. *Resilience* < pride.
    """
    caption = _one_line(caption, "caption")
    kinds = {"i": italic, "u": underlined, "b": bold}
    marks = {
        (tag, story): rows for tag, table in kinds.items() if table is not None for story, rows in table.groupby("story")
    }
    pages: list[str] = []
    lines: list[str] = []
    for _, block in sentences.groupby(["story", "paragraph"], sort=False):
        joined: list[tuple[str, str]] = []
        last = None
        for row in block.itertuples(index=False):
            if last is not None and row.sentence != last + 1:
                joined.append(("[…]", "[…]"))
            joined.append(_mark(row, {tag: marks.get((tag, row.story)) for tag in kinds}))
            last = row.sentence
        verse = (block["kind"] == "verse").all()
        pages.append('<p style="margin:0.6em 0">' + ("<br>" if verse else " ").join(page for page, _ in joined) + "</p>")
        lines.append(("\n" if verse else " ").join(line for _, line in joined))
    page = f'<p style="font-size:85%;margin:0.6em 0">{html.escape(caption)}</p>\n<blockquote>\n' + "\n".join(pages)
    return Shown(page + "\n</blockquote>", "\n".join([caption, *lines]))


def pair_passages(matches: pd.DataFrame, sentences: pd.DataFrame, caption: str) -> Shown:
    """Passages that two stories share, side by side, each in its sentence, the shared words bold.

    Parameters
    ----------
    matches : the rows to show, in order, of the table of shared phrases or aligned passages, of one pair of stories.
    sentences : the table of sentences of these stories.
    caption : printed above the table.

    Raises
    ------
    ValueError : the caption is empty.

    >>> from analysis import align_passages, read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "Then she took the old stage.", "b": "He took the stage."}))
    >>> pair_passages(align_passages(sentences), sentences, "Side by side")
    Side by side
    5.0 points, expected ... times
      a, sentence 0: Then she *took the old stage*.
      b, sentence 0: He *took the stage*.
    """
    caption = _one_line(caption, "caption")
    cell = 'style="text-align:left;vertical-align:top;padding:0.4em 0.6em;width:45%"'
    pages, lines = [], [caption]
    for match in matches.itertuples():
        chance = f", expected {match.expected:.2g} times" if not np.isnan(match.expected) else ""
        lines.append(f"{match.score:.1f} points{chance}")
        cells = [f'<td style="vertical-align:top;padding:0.4em 0.6em">{html.escape(lines[-1])}</td>']
        for story, begin, end in (
            (match.story_1, match.start_1, match.end_1),
            (match.story_2, match.start_2, match.end_2),
        ):
            around = sentences[(sentences["story"] == story) & (sentences["start"] < end) & (sentences["end"] > begin)]
            spans = pd.DataFrame({"start": around["start"].clip(lower=begin), "end": around["end"].clip(upper=end)})
            marked = [_mark(row, {"b": spans}) for row in around.itertuples(index=False)]
            place = f"{story}, sentence {around['sentence'].iloc[0]}"
            lines.append(f"  {place}: {' '.join(line for _, line in marked)}")
            page = " ".join(page for page, _ in marked)
            cells.append(f"<td {cell}><small>{html.escape(place)}</small><br>{page}</td>")
        pages.append(f"<tr>{''.join(cells)}</tr>")
    top = f'<caption style="text-align:left;padding:0.4em 0">{html.escape(caption)}</caption>'
    page = (
        f'<table style="border-collapse:collapse;margin:1em 0">\n{top}\n<tbody>\n'
        + "\n".join(pages)
        + "\n</tbody>\n</table>"
    )
    return Shown(page, "\n".join(lines))


def spread_overlap(overlap: pd.DataFrame, *, digits: int = 3) -> pd.DataFrame:
    """One row per pair and measure, narrow enough for a page: value with interval, what others share, the verdict.

    Parameters
    ----------
    overlap : one row per pair of stories and measure, as `measure_overlap` gives it.
    """
    several = overlap.groupby(["story_1", "story_2"]).ngroups > 1
    rows = []
    for row in overlap.itertuples():
        cells = {"pair": f"{row.story_1} and {row.story_2}"} if several else {}
        unrelated = (
            f"{_format(row.unrelated, digits)} [{_format(row.unrelated_low, digits)}, {_format(row.unrelated_high, digits)}]"
        )
        rows.append(
            cells
            | {
                "measure": str(row.measure).replace("_", " "),
                "at words": row.size,
                "value": f"{_format(row.value, digits)} [{_format(row.low, digits)}, {_format(row.high, digits)}]",
                "unrelated stories": "–" if np.isnan(row.unrelated) else unrelated,
                "one book": _format(row.same_book, digits),
                "verdict": row.verdict,
                "note": row.note,
            }
        )
    return pd.DataFrame(rows)


def describe_words(composition: pd.DataFrame, method: str) -> str:
    """The caption's account of what a figure of vocabulary rests on: the method, then words and content words per story.

    Parameters
    ----------
    composition : one row per pair, story and part, as `compose_stories` gives it.
    method : what is drawn, ending in a full stop.

    >>> from analysis import compose_stories, read_stories
    >>> describe_words(compose_stories(read_stories({"a": "The cat ran.", "b": "A dog."})), "Bars.")
    'Bars. a: 3 words, 2 of them content words without names; b: 2 words, 1 of them content words without names.'
    """
    rows = composition.drop_duplicates(["story", "part"])
    clauses = []
    for story, own in rows.groupby("story", sort=False):
        content = own.loc[own["part"].str.endswith("content"), "count"].sum()
        clauses.append(f"{story}: {own['count'].sum():,} words, {content:,} of them content words without names")
    return f"{method} {'; '.join(clauses)}."


def _mark(row: Any, marks: Mapping[str, pd.DataFrame | None]) -> tuple[str, str]:
    """A sentence as HTML and as plain text, where *bold*, _underlined_ and /italic/ are written so."""
    inside = {
        tag: set(zip(table["start"] - row.start, table["end"] - row.start, strict=True))
        for tag, table in (
            (tag, table[table["start"].between(row.start, row.end - 1)]) for tag, table in marks.items() if table is not None
        )
    }
    page, line, at = "", "", 0
    for start, end in sorted(set().union(*inside.values())) if inside else []:
        word = row.text[start:end]
        marked, plain = html.escape(word), word
        for tag, sign in (("i", "/"), ("u", "_"), ("b", "*")):
            if (start, end) in inside.get(tag, ()):
                marked, plain = f"<{tag}>{marked}</{tag}>", f"{sign}{plain}{sign}"
        page, line = page + html.escape(row.text[at:start]) + marked, line + row.text[at:start] + plain
        at = end
    return " ".join((page + html.escape(row.text[at:])).split()), " ".join((line + row.text[at:]).split())


def _whole_figure(fig: Any) -> Figure:
    from matplotlib.figure import Figure

    owner = fig if isinstance(fig, Figure) else getattr(fig, "get_figure", lambda root: None)(root=True)
    if not isinstance(owner, Figure):
        raise ValueError(f"show needs a matplotlib Figure or Axes, not {type(fig).__name__}")
    return owner


def _one_line(text: str, what: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError(f"{what} is empty: say in words what is shown, for those who cannot see it")
    return line


def _render(figure: Figure, kind: str, dpi: int) -> bytes:
    """The bytes of the picture, the same for the same figure: no date, no version, no random ids."""
    import matplotlib

    nothing = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "analysis", "svg.fonttype": "path"}):
        figure.savefig(buffer, format=kind, dpi=dpi, bbox_inches="tight", facecolor="white", metadata=nothing)
    return buffer.getvalue()


def _figure_html(png: bytes, alt: str, caption: str) -> str:
    # The picture holds 1.5 pixels for each one shown, so it stays sharp; the width is in bytes 16 to 20 of any PNG.
    width = round(int.from_bytes(png[16:20], "big") * 96 / SHOWN_DPI)
    source = base64.b64encode(png).decode("ascii")
    return (
        f'<figure style="margin:1em 0;max-width:{width}px">'
        f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{source}" width="{width}"'
        ' style="max-width:100%;height:auto;background-color:white">'
        f'<figcaption style="margin-top:0.4em;font-size:90%">{html.escape(caption)}</figcaption></figure>'
    )


def _display(shown: Shown) -> None:
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


def _to_csv(data: pd.DataFrame) -> str:
    # float_format passes over columns of objects, so numbers stored as objects become numbers first.
    named = data.index.name is not None or not isinstance(data.index, pd.RangeIndex)
    return str(data.infer_objects().to_csv(index=named, float_format="%.6g", lineterminator="\n"))


def _format(value: Any, digits: int) -> str:
    """
    >>> [_format(value, 2) for value in (-1234.5, 7, float("nan"), None, "a|b", True, -0.001)]
    ['−1,234.50', '7', '–', '–', 'a|b', 'yes', '0.00']
    """
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if not isinstance(value, (int, float, np.number)):
        return "–" if value is None or value is pd.NA or value is pd.NaT else str(value)
    if np.isnan(value):
        return "–"
    written = f"{value:,}" if isinstance(value, (int, np.integer)) else f"{value:,.{digits}f}"
    if written.strip("-0.,") == "":  # no minus before a zero
        written = written.lstrip("-")
    return written.replace("-", "−")


# -- where the numbers come from -----------------------------------------------------------------------------------

LIBRARIES = ("analysis", "numpy", "pandas", "scipy", "matplotlib", "nltk", "textstat")


def describe_provenance(stories: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """One row per fact the numbers depend on: columns `what` and `value`, both text.

    Parameters
    ----------
    stories : the stories table; columns `title`, `text`, `path` and `sha256` are used.
    seed : the seed of everything random in the analyses.

    The facts: versions of Python, this package and the libraries it counts with, the seed, and of each story its
    title, file name (without folders), SHA-256 of the file and number of characters.

    >>> table = pd.DataFrame({"title": ["A Day"], "text": ["One day."], "path": ["/x/a.txt"], "sha256": ["00ff"]})
    >>> describe_provenance(table).tail(4)["value"].tolist()
    ['A Day', 'a.txt', '00ff', '8']
    """
    facts = [("Python", ".".join(map(str, sys.version_info[:3])))]
    facts += [(library, _version(library)) for library in LIBRARIES]
    facts.append(("seed", str(seed)))
    for number, story in enumerate(stories.itertuples(index=False), start=1):
        path = story.path if isinstance(story.path, (str, Path)) and str(story.path) else ""
        facts += [
            (f"story {number}", str(story.title)),
            (f"story {number}, file", Path(path).name or "–"),
            (f"story {number}, SHA-256", str(story.sha256)),
            (f"story {number}, characters", f"{len(story.text):,}"),
        ]
    return pd.DataFrame(facts, columns=["what", "value"], dtype="str")


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"
