"""Long tables of results made wide: one row per measure or pair, in columns that fit a page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contrast import name_measure
from analysis.statistics.notes import join
from analysis.statistics.rounding import format_p
from analysis.statistics.verdicts import VERDICTS
from analysis.workbook.tables import format_cell, format_interval


def widen_results(results: pd.DataFrame, *, digits: int = 2) -> pd.DataFrame:
    """One row per measure: a column per story with the value and its interval in brackets, and the notes.

    Parameters
    ----------
    results : one row per story and measure: `story`, `measure`, `value`, `low`, `high`, `note`.
    digits : decimals of the values.

    >>> row = {"story": "a", "measure": "lix", "value": 40.0, "low": 35.5, "high": 44.5, "note": "verse left out"}
    >>> widen_results(pd.DataFrame([row]), digits=1).to_dict("list")
    {'measure': ['lix'], 'a': ['40.0 [35.5, 44.5]'], 'note': ['a: verse left out']}
    """
    cells = [format_interval(row.value, row.low, row.high, digits) for row in results.itertuples()]
    notes = (results["story"].astype(str) + ": " + results["note"]).where(results["note"] != "", "")
    table = results.assign(cell=cells, note=notes)
    joined = table.groupby("measure")["note"].agg(lambda notes: join(*notes))
    measures = list(dict.fromkeys(table["measure"]))
    columns: list[tuple[str, list[str]]] = [("measure", [str(measure).replace("_", " ") for measure in measures])]
    for story, rows in table.groupby("story", sort=False):  # a story may be called "measure" or "note"
        columns.append((str(story), rows.set_index("measure")["cell"].reindex(measures, fill_value="–").tolist()))
    columns.append(("note", [joined[measure] for measure in measures]))
    wide = pd.DataFrame(dict(enumerate(cells for _, cells in columns)))
    wide.columns = pd.Index([name for name, _ in columns])
    return wide


def widen_contrasts(contrasts: pd.DataFrame, *, digits: int = 2) -> pd.DataFrame:
    """One row per pair and measure, in columns that fit a page: difference with its interval, p, yardstick, verdict.

    Parameters
    ----------
    contrasts : one row per pair of stories and measure, as the compare functions return it; where a measure was not
        assessed, the note is added to the verdict; notes on others stand in a column of their own, if there are any.
    digits : decimals of the differences.

    >>> from analysis import compare_readability, read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> widen_contrasts(compare_readability(stories)).columns.tolist()
    ['measure', 'difference', 'p, corrected', 'yardstick', 'detectable', 'verdict', 'note']
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
                "difference": format_interval(row.difference, row.low, row.high, digits),
                "p, corrected": format_p(row.p_adjusted, bare=True) if assessed else "–",
                "yardstick": format_cell(row.yardstick, digits),
                "detectable": format_cell(row.detectable, digits),
                "verdict": row.verdict if assessed else f"{row.verdict}: {row.note}",
                "note": row.note if assessed else "",
            }
        )
    table = pd.DataFrame(rows)
    return table if table["note"].ne("").any() else table.drop(columns="note")


def widen_overlap(overlap: pd.DataFrame, *, digits: int = 3) -> pd.DataFrame:
    """One row per pair and measure, in columns that fit a page: value with interval, that of other pairs, the verdict.

    Parameters
    ----------
    overlap : one row per pair of stories and measure, as `measure_overlap` returns it.
    digits : decimals of the values.
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
                "value": format_interval(row.value, row.low, row.high, digits),
                "unrelated stories": format_interval(row.unrelated, row.unrelated_low, row.unrelated_high, digits),
                "one book": format_cell(row.same_book, digits),
                "verdict": row.verdict,
                "note": row.note,
            }
        )
    return pd.DataFrame(rows)


def widen_verdicts(findings: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories: `pair`, and a column for each verdict that occurs, with its measures.

    Parameters
    ----------
    findings : one row per finding, as `contrast_stories` returns them.

    >>> from analysis import contrast_stories, read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> widen_verdicts(contrast_stories(stories)).columns.tolist()
    ['pair', 'not distinguishable at this length', 'not assessed']
    """
    rows = []
    for (story_1, story_2), pair in findings.groupby(["story_1", "story_2"], sort=False):
        named = pair["measure"].map(name_measure).groupby(pair["verdict"]).agg(", ".join)
        rows.append({"pair": f"{story_1} and {story_2}"} | {verdict: named.get(verdict, "–") for verdict in VERDICTS})
    table = pd.DataFrame(rows, columns=["pair", *VERDICTS])
    return table[["pair", *(verdict for verdict in VERDICTS if (table[verdict] != "–").any())]]
