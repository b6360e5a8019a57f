"""Files, written whole or not at all; CSV tables that are read and edited in a text editor or a spreadsheet."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Sequence
from io import StringIO
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.errors import StoryError


def write_whole(path: str | os.PathLike[str], data: bytes | str) -> Path:
    """The path, once the whole file is written; text is UTF-8 with its line ends as given.

    The data goes to a temporary file in the same folder, which then replaces `path` in one step. A reader sees the old file
    or the new one; after a failure the old file is unchanged and no partial file is left.

    Parameters
    ----------
    path : the file to write; missing folders above it are made, an existing file is replaced (through a symbolic link).
    data : the content.

    Raises
    ------
    OSError : the folder cannot be written, or the disk is full.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> write_whole(Path(folder.name) / "counts.csv", "story,words\\n").name
    'counts.csv'
    >>> folder.cleanup()
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    target = Path(path).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    # os.open, not tempfile: it gives the file the mode the umask asks for instead of 0600.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and not error.filename:  # "No space left on device": where?
            error.filename = str(target)
        raise
    return Path(path)


FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")


def read_csv_table(
    path: str | PathLike[str], needed: Sequence[str], hint: str = "", *, optional: Sequence[str] = ()
) -> pd.DataFrame:
    """One row per line of a CSV file in UTF-8, below its heading; all cells are text, none is missing.

    Parameters
    ----------
    path : the file, with commas, semicolons or tabs between cells.
    needed : columns that it must have, in any letter case.
    hint : what to do, for the StoryError.
    optional : further columns that are recognised in any letter case.

    Raises
    ------
    StoryError : there is no such file, it is empty or cannot be read; a needed column is missing; a needed or optional
        column is there twice; a line has more cells than the heading.
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


def write_csv_table(table: pd.DataFrame) -> str:
    """The table as CSV to read, numbers to six digits, an index only if it has meaning, no spreadsheet formulas.

    >>> write_csv_table(pd.DataFrame({"text": ["=1+1", "fog"], "value": [-1 / 3, 2.0]})).splitlines()
    ['text,value', "'=1+1,-0.333333", 'fog,2']
    """
    # float_format passes over columns of objects, so numbers stored as objects become numbers first.
    table = table.infer_objects()
    if table.index.name is not None or not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index(names=None if table.index.nlevels > 1 else table.index.name or "")
    for i, dtype in enumerate(table.dtypes):  # by position: names of columns may be numbers, or the same twice
        if not pd.api.types.is_numeric_dtype(dtype):
            table.isetitem(i, [guard(cell) if isinstance(cell, str) else cell for cell in table.iloc[:, i]])
    return str(
        table.rename(columns=lambda name: guard(str(name))).to_csv(index=False, float_format="%.6g", lineterminator="\n")
    )


def guard(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would read it as a formula."""
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
