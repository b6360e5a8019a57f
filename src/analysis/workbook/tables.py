"""Tables for reading: numbers rounded for display, a caption, the rows of the two stories in focus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.tables import is_aside
from analysis.workbook.showing import Shown, escape, one_line

SHORT = 30  # characters that a cell keeps on one line
NAMED = ("measure", "quantity")  # columns of names that are written with spaces


def tabulate(table: pd.DataFrame, caption: str, *, digits: int | Mapping[str, int] = 2) -> Shown:
    """A small table, shown if it is the last line of a notebook cell: a caption, and numbers rounded for display only.

    Parameters
    ----------
    table : the rows to show; the index is shown if it has a name or does not simply number the rows.
    caption : printed above the table.
    digits : decimals of numbers that are not integers, or a mapping from column to decimals (2 for other columns).

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
    caption = one_line(caption, "caption")
    if table.empty:
        return Shown(f"<p>{escape(caption)} None.</p>", f"{caption} None.")
    if table.index.name is not None or not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    decimals = [digits.get(str(name), 2) if isinstance(digits, Mapping) else digits for name in table.columns]
    columns = [table.iloc[:, number] for number in range(table.shape[1])]
    numeric = [pd.api.types.is_numeric_dtype(c) and not pd.api.types.is_bool_dtype(c) for c in columns]
    cells = [[format_cell(value, n) for value in column] for column, n in zip(columns, decimals, strict=True)]
    for number, name in enumerate(table.columns):
        if name in NAMED:
            cells[number] = [cell.replace("_", " ") for cell in cells[number]]
    heads = [str(name).replace("_", " ") for name in table.columns]
    return Shown(_write_html(caption, heads, cells, numeric), _write_text(caption, heads, cells, numeric))


def _write_html(caption: str, heads: list[str], cells: list[list[str]], numeric: list[bool]) -> str:
    """The table as HTML, from the cells of each column; numbers are aligned to the right."""
    # Numbers and short texts, such as a value with its interval, stay on one line; long ones may wrap.
    longest = [max(map(len, column)) for column in cells]
    sides = [
        "right;white-space:nowrap" if is_number else "left;white-space:nowrap" if most <= SHORT else "left;min-width:15em"
        for is_number, most in zip(numeric, longest, strict=True)
    ]
    style = [f' style="text-align:{side};vertical-align:top;padding:0.2em 0.6em"' for side in sides]
    head = "".join(f'<th scope="col"{s}>{escape(h)}</th>' for h, s in zip(heads, style, strict=True))
    rows = [
        "<tr>" + "".join(f"<td{s}>{escape(cell)}</td>" for cell, s in zip(row, style, strict=True)) + "</tr>"
        for row in zip(*cells, strict=True)
    ]
    top = f'<caption style="text-align:left;padding:0.4em 0">{escape(caption)}</caption>'
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>"
    return f'<table style="border-collapse:collapse;margin:1em 0">\n{top}\n{body}\n</table>'


def _write_text(caption: str, heads: list[str], cells: list[list[str]], numeric: list[bool]) -> str:
    """The table as plain text."""
    widths = [max(map(len, [h, *column])) for h, column in zip(heads, cells, strict=True)]
    signs = [">" if is_number else "<" for is_number in numeric]
    lines = [
        "  ".join(f"{cell:{sign}{width}}" for cell, sign, width in zip(row, signs, widths, strict=True))
        for row in [heads, *zip(*cells, strict=True)]
    ]
    return "\n".join([caption, *(line.rstrip() for line in lines)])


def format_interval(value: float, low: float, high: float, digits: int) -> str:
    """A value, with its interval in brackets if there is one.

    >>> format_interval(1.5, -1, 4, 1), format_interval(1.5, float("nan"), float("nan"), 1)
    ('1.5 [−1, 4]', '1.5')
    """
    interval = "" if np.isnan(low) else f" [{format_cell(low, digits)}, {format_cell(high, digits)}]"
    return format_cell(value, digits) + interval


def format_cell(value: Any, digits: int) -> str:
    """A value as a table shows it: numbers with separators and a minus sign, a dash where there is none.

    >>> [format_cell(value, 2) for value in (-1234.5, 7, float("nan"), None, "a|b", True, -0.001)]
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


def rows_of_pair(table: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table on the first two stories, those that figures and statements show; all rows if there are two.

    Parameters
    ----------
    table : any table with the column `story`, or with `story_1` and `story_2`.
    stories : the stories table, as `choose_stories` returns it.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "It ran.", "b": "It hid.", "c": "It sat."})
    >>> rows_of_pair(stories, stories)["story"].tolist()
    ['a', 'b']
    """
    pair = list(stories["story"].head(2))
    owners = ["story_1", "story_2"] if "story_1" in table else ["story"]
    return table[table[owners].isin(pair).all(axis=1)]


def list_outline(parts: pd.DataFrame, *, most: int = 40) -> pd.DataFrame:
    """One row per part: `story`, `chapter`, `kind`, `title`, `words` and `note`; headings that follow each other in one row.

    Parameters
    ----------
    parts : one row per heading or part, as `outline_stories` returns it.
    most : the number of rows listed per story at most; what is left out is said in the last.

    >>> from analysis import outline_stories, read_stories
    >>> parts = outline_stories(read_stories({"a": "CHAPTER I\\n\\nThe Mill\\n\\nThe fox ran."}))
    >>> list_outline(parts)[["chapter", "title", "words"]].to_numpy().tolist()
    [[1, 'CHAPTER I / The Mill', 3]]
    """
    goes_on = (parts["words"].shift() == 0) & (parts["note"].shift() == "") & (parts["kind"] == "heading")
    goes_on &= (parts["story"] == parts["story"].shift()) & (parts["chapter"] == parts["chapter"].shift())
    rows = parts.groupby((~goes_on).cumsum().to_numpy(), sort=False).agg(
        {"story": "first", "chapter": "first", "kind": "first", "title": " / ".join, "words": "sum", "note": "last"}
    )
    listed = []
    for story, own in rows.groupby("story", sort=False):
        rest = own.iloc[most:]
        more = {"story": [story], "title": [f"... and {len(rest):,} more"], "words": [rest["words"].sum()], "note": [""]}
        listed += [own.head(most), *([pd.DataFrame(more)] if len(rest) else [])]
    return pd.concat(listed, ignore_index=True).astype({"chapter": "Int64"})


def list_names(words: pd.DataFrame, *, most: int = 30) -> pd.DataFrame:
    """One row per story: `story`; `uses`, the number of its words masked as names; `names`, the most used of them.

    Parameters
    ----------
    words : one row per word, as `split_words` returns it.
    most : the number of names listed per story at most, each with its uses.

    >>> from analysis import read_stories, split_words
    >>> words = split_words(read_stories({"a": "Then Jo met Amy. Then Amy left."}))
    >>> list_names(words).to_numpy().tolist()
    [['a', 3, 'Amy 2, Jo']]
    """
    rows = []
    for story, own in words.groupby("story", sort=False):
        forms = own.loc[own["name"] & ~is_aside(own["kind"]), "form"].str.replace(r"['’]s$", "", regex=True)
        counts = forms.value_counts(sort=False)
        counts = counts.sort_values(ascending=False, kind="stable")
        listed = [f"{form} {count:,}" if count > 1 else form for form, count in counts.head(most).items()]
        more = f", and {len(counts) - most:,} more" if len(counts) > most else ""
        rows.append((story, len(forms), ", ".join(listed) + more))
    return pd.DataFrame(rows, columns=["story", "uses", "names"])
