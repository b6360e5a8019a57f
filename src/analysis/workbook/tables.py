"""Tables for reading: numbers rounded for display, results spread to the width of a page, captions that say what n is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.contrast import name_measure
from analysis.inference import VERDICTS, probability
from analysis.workbook.showing import Shown, escape, one_line

SHORT = 30  # characters that a cell keeps on one line
NAMED = ("measure", "quantity")  # columns of names that are written with spaces


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
    caption = one_line(caption, "caption")
    if table.empty:
        return Shown(f"<p>{escape(caption)} None.</p>", f"{caption} None.")
    if table.index.name is not None or not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    places = [digits.get(str(name), 2) if isinstance(digits, Mapping) else digits for name in table.columns]
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    numeric = [pd.api.types.is_numeric_dtype(c) and not pd.api.types.is_bool_dtype(c) for c in columns]
    cells = [[_format(value, n) for value in column] for column, n in zip(columns, places, strict=True)]
    for place, name in enumerate(table.columns):
        if name in NAMED:
            cells[place] = [cell.replace("_", " ") for cell in cells[place]]
    heads = [str(name).replace("_", " ") for name in table.columns]

    # Numbers and short texts, such as a value with its interval, stay on one line; long ones get room to run.
    wide = [max(map(len, column)) for column in cells]
    sides = [
        "right;white-space:nowrap" if number else "left;white-space:nowrap" if most <= SHORT else "left;min-width:15em"
        for number, most in zip(numeric, wide, strict=True)
    ]
    style = [f' style="text-align:{side};vertical-align:top;padding:0.2em 0.6em"' for side in sides]
    head = "".join(f'<th scope="col"{s}>{escape(h)}</th>' for h, s in zip(heads, style, strict=True))
    rows = [
        "<tr>" + "".join(f"<td{s}>{escape(cell)}</td>" for cell, s in zip(row, style, strict=True)) + "</tr>"
        for row in zip(*cells, strict=True)
    ]
    top = f'<caption style="text-align:left;padding:0.4em 0">{escape(caption)}</caption>'
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>"
    page = f'<table style="border-collapse:collapse;margin:1em 0">\n{top}\n{body}\n</table>'

    widths = [max(map(len, [h, *column])) for h, column in zip(heads, cells, strict=True)]
    signs = [">" if number else "<" for number in numeric]
    lines = [
        "  ".join(f"{cell:{sign}{width}}" for cell, sign, width in zip(row, signs, widths, strict=True))
        for row in [heads, *zip(*cells, strict=True)]
    ]
    return Shown(page, "\n".join([caption, *(line.rstrip() for line in lines)]))


def take_pair(table: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that are of the first two stories, those that figures and statements show; all if there are two.

    Parameters
    ----------
    table : any table with the column `story`, or `story_1` and `story_2`.
    stories : the stories table, as `choose_stories` gives it.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "It ran.", "b": "It hid.", "c": "It sat."})
    >>> take_pair(stories, stories)["story"].tolist()
    ['a', 'b']
    """
    pair = list(stories["story"].head(2))
    owners = ["story_1", "story_2"] if "story_1" in table else ["story"]
    return table[table[owners].isin(pair).all(axis=1)]


def list_names(words: pd.DataFrame, *, most: int = 30) -> pd.DataFrame:
    """One row per story: `story`; `uses`, how many of its words are masked as names; `names`, the most used of them.

    Parameters
    ----------
    words : the words table; `most` names are listed, with how often each is used.

    >>> from analysis import read_stories, split_words
    >>> words = split_words(read_stories({"a": "Then Jo met Amy. Then Amy left."}))
    >>> list_names(words).to_numpy().tolist()
    [['a', 3, 'Amy 2, Jo']]
    """
    rows = []
    for story, own in words.groupby("story", sort=False):
        forms = own.loc[own["name"], "form"].str.replace(r"['’]s$", "", regex=True)
        counts = forms.value_counts(sort=False)
        counts = counts.sort_values(ascending=False, kind="stable")
        listed = [f"{form} {count:,}" if count > 1 else form for form, count in counts.head(most).items()]
        more = f", and {len(counts) - most:,} more" if len(counts) > most else ""
        rows.append((story, len(forms), ", ".join(listed) + more))
    return pd.DataFrame(rows, columns=["story", "uses", "names"])


def spread_results(results: pd.DataFrame, *, digits: int = 2) -> pd.DataFrame:
    """One row per measure, one column per story with the value and its interval in brackets, and the notes.

    Parameters
    ----------
    results : one row per story and measure: `story`, `measure`, `value`, `low`, `high`, `note`.

    >>> row = {"story": "a", "measure": "lix", "value": 40.0, "low": 35.5, "high": 44.5, "note": "verse left out"}
    >>> spread_results(pd.DataFrame([row]), digits=1).to_dict("list")
    {'measure': ['lix'], 'a': ['40.0 [35.5, 44.5]'], 'note': ['a: verse left out']}
    """
    cells = [_bracket(row.value, row.low, row.high, digits) for row in results.itertuples()]
    notes = (results["story"].astype(str) + ": " + results["note"]).where(results["note"] != "", "")
    table = results.assign(cell=cells, note=notes)
    joined = table.groupby("measure")["note"].agg(lambda notes: "; ".join(note for note in notes if note))
    measures = list(dict.fromkeys(table["measure"]))
    columns: list[tuple[str, list[str]]] = [("measure", [str(measure).replace("_", " ") for measure in measures])]
    for story, own in table.groupby("story", sort=False):  # a story may be called "measure" or "note"
        columns.append((str(story), own.set_index("measure")["cell"].reindex(measures, fill_value="–").tolist()))
    columns.append(("note", [joined[measure] for measure in measures]))
    spread = pd.DataFrame(dict(enumerate(cells for _, cells in columns)))
    spread.columns = pd.Index([name for name, _ in columns])
    return spread


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
        assessed = not np.isnan(row.p_adjusted)
        rows.append(
            cells
            | {
                "measure": str(row.measure).replace("_", " "),
                "difference": _bracket(row.difference, row.low, row.high, digits),
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


def spread_verdicts(findings: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories: `pair`, and for each verdict that was given the measures that got it.

    Parameters
    ----------
    findings : one row per finding, as `contrast_stories` gives them.

    >>> from analysis import contrast_stories, read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> spread_verdicts(contrast_stories(stories)).columns.tolist()
    ['pair', 'not distinguishable at this length', 'not assessed']
    """
    rows = []
    for (one, two), own in findings.groupby(["story_1", "story_2"], sort=False):
        named = own["measure"].map(name_measure).groupby(own["verdict"]).agg(", ".join)
        rows.append({"pair": f"{one} and {two}"} | {verdict: named.get(verdict, "–") for verdict in VERDICTS})
    table = pd.DataFrame(rows, columns=["pair", *VERDICTS])
    return table[["pair", *(verdict for verdict in VERDICTS if (table[verdict] != "–").any())]]


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
        rows.append(
            cells
            | {
                "measure": str(row.measure).replace("_", " "),
                "at words": row.size,
                "value": _bracket(row.value, row.low, row.high, digits),
                "unrelated stories": _bracket(row.unrelated, row.unrelated_low, row.unrelated_high, digits),
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


def _bracket(value: float, low: float, high: float, digits: int) -> str:
    """A value and, if there is one, its interval in brackets.

    >>> _bracket(1.5, -1, 4, 1), _bracket(1.5, float("nan"), float("nan"), 1)
    ('1.5 [−1, 4]', '1.5')
    """
    interval = "" if np.isnan(low) else f" [{_format(low, digits)}, {_format(high, digits)}]"
    return _format(value, digits) + interval


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
