"""Reads the tables that users write, in a text editor or a spreadsheet: names to mask, a lexicon of their own."""

import csv
import warnings
from collections.abc import Sequence
from io import StringIO
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import StoryError, StoryWarning

FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")


def read_sheet(
    path: str | PathLike[str], needed: Sequence[str], hint: str = "", *, optional: Sequence[str] = ()
) -> pd.DataFrame:
    """One row per line of a CSV file in UTF-8, all cells text, none missing; commas, semicolons or tabs between them.

    StoryError, with `hint` for what to do: there is no such file, it cannot be read, or it lacks a column of those needed.
    """
    path = Path(path)
    if not path.is_file():
        raise StoryError(f"{path}: there is no such file; {hint or 'check the path'}.")
    try:
        text = path.read_text("utf-8-sig")
        mark = max(",;\t", key=text.partition("\n")[0].count)  # what a spreadsheet puts between cells depends on its country
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True))
    except (ValueError, OSError, csv.Error) as error:  # errors of decoding are ValueErrors
        raise StoryError(f"{path} cannot be read as a CSV table in UTF-8: {error}") from error
    if not any(cell.strip() for line in lines for cell in line):
        raise StoryError(f"{path} cannot be read as a CSV table in UTF-8: it is empty.")
    heading, *rows = lines
    while not any(cell.strip() for cell in heading):  # blank lines above the heading
        heading, *rows = rows
    known = {column.casefold(): column for column in (*needed, *optional)}
    heading = [known.get(cell.strip().casefold(), cell.strip()) for cell in heading]
    if twice := [column for column in known.values() if heading.count(column) > 1]:
        raise StoryError(f"{path} has two columns {twice[0]!r}: leave one.")
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row[len(heading) :]):
            raise StoryError(
                f"{path}, line {number} has {len(row)} cells and the heading {len(heading)}: {mark.join(row)!r}. Put a cell "
                f"with {mark!r} in it, such as a decimal comma, into quotation marks."
            )
    cells = [[*row, *[""] * len(heading)][: len(heading)] for row in rows]
    sheet = pd.DataFrame(cells, columns=heading, dtype="str")
    if missing := [column for column in needed if column not in sheet]:
        found = ", ".join(map(str, sheet.columns))
        raise StoryError(f"{path} has no column {missing[0]!r}; it has {found}{f' ({hint})' * bool(hint)}.")
    return sheet


def write_sheet(table: pd.DataFrame) -> str:
    """The table as CSV for people: numbers to six significant digits, an index that says something, no spreadsheet formulas.

    >>> write_sheet(pd.DataFrame({"text": ["=1+1", "fog"], "value": [-1 / 3, 2.0]})).splitlines()
    ['text,value', "'=1+1,-0.333333", 'fog,2']
    """
    # float_format passes over columns of objects, so numbers stored as objects become numbers first.
    table = table.infer_objects()
    if table.index.name is not None or not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index(names=None if table.index.nlevels > 1 else table.index.name or "")
    for place, kind in enumerate(table.dtypes):  # by place: names of columns may be numbers, or the same twice
        if not pd.api.types.is_numeric_dtype(kind):
            table.isetitem(place, [guard(cell) if isinstance(cell, str) else cell for cell in table.iloc[:, place]])
    return str(
        table.rename(columns=lambda name: guard(str(name))).to_csv(index=False, float_format="%.6g", lineterminator="\n")
    )


def guard(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def read_number(text: str) -> float:
    """The number in a cell, with a decimal point or comma; NaN if the cell holds none.

    >>> read_number(" −0,5 "), read_number("1.25"), read_number("high")
    (-0.5, 1.25, nan)
    """
    try:
        return float(text.strip().replace(",", ".").replace("−", "-").replace("_", "?"))
    except ValueError:
        return float("nan")


def read_names(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per name of a file: the list to mask in place of the names that are found, for `split_words`.

    Columns: `name`, and `story` if the file has it (a name without a story holds for all). The file is a CSV table in UTF-8
    with the column `name`, such as `find_names(sentences).to_csv(path)` edited, or a plain list of one name a line. A table
    of no rows masks nothing. StoryError: there is no such file, or it is empty or cannot be read.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "names.txt")
    >>> _ = path.write_text("Jo March\\nAmy\\n", "utf-8")
    >>> read_names(path)["name"].tolist()
    ['Jo March', 'Amy']
    >>> folder.cleanup()
    """
    path = Path(path)
    hint = "a file of names has one name a line, or a column 'name'"
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else ["name"]
    except (ValueError, OSError) as error:
        raise StoryError(f"{path} cannot be read as text in UTF-8: {error}") from error
    heading = next((line for line in lines if line.strip()), "")
    if not heading:
        raise StoryError(f"{path} is empty: {hint}; to mask none, write the heading 'name' and nothing below it.")
    if "name" in [cell.strip(' "').casefold() for cell in heading.replace(";", ",").replace("\t", ",").split(",")]:
        sheet = read_sheet(path, ["name"], hint, optional=["story"])
        table = sheet[[column for column in ("story", "name") if column in sheet]]
    else:
        table = pd.DataFrame({"name": pd.array([line.strip() for line in lines], dtype="str")})
    table = table[table["name"].str.strip() != ""].reset_index(drop=True)
    return table.assign(story=table["story"].replace("", None)) if "story" in table else table


def read_lexicon(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per word of a file: `word` and `weight` (positive is pleasant), a lexicon of your own for `score_sentiment`.

    The file is a CSV table in UTF-8 with these two columns. StoryError: there is no such file, it lacks a column, or a line
    has no word or no number.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "tones.csv")
    >>> _ = path.write_text("word,weight\\ngrim,-2\\nserene,1.5\\n", "utf-8")
    >>> read_lexicon(path)["weight"].tolist()
    [-2.0, 1.5]
    >>> folder.cleanup()
    """
    sheet = read_sheet(path, ["word", "weight"], "a lexicon is a CSV table of the columns word and weight")
    word, weight = sheet["word"].str.strip(), sheet["weight"].map(read_number).astype(float)
    blank = (word == "") & (sheet["weight"].str.strip() == "")
    if (bad := np.flatnonzero(~blank & ((word == "") | ~np.isfinite(weight)))).size:
        line = sheet.iloc[bad[0]]
        raise StoryError(f"{path}, line {bad[0] + 2}: {line['word']!r} weighs {line['weight']!r}; give a word and a number.")
    if blank.all():
        raise StoryError(f"{path} lists no words.")
    if (several := word[word.str.contains(r"[\s*]")]).size:
        warnings.warn(
            f"{path}: {len(several)} entries, such as {several.iloc[0]!r}, are no single words and never found in a text.",
            StoryWarning,
            stacklevel=2,
        )
    return pd.DataFrame({"word": word, "weight": weight})[~blank].reset_index(drop=True)
