"""Stories one after the other, from wherever many of them are kept: nothing holds more than one in memory."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from analysis.errors import StoryError
from analysis.text.stories import check_text, list_files, name_files, read_bytes

TABLES = {".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"}

Source: TypeAlias = Any  # a path, a table, a mapping, or an iterable of paths or of pairs: see measure_corpus


class Item(NamedTuple):
    """One story as it lies there, not yet decoded; or why there is none."""

    story: str
    path: str | None
    data: bytes
    error: str
    metadata: dict[str, Any]


class Stories(NamedTuple):
    """Many stories: their number, where it can be known beforehand, and a function that opens them from the first on."""

    number: int | None
    open: Callable[[], Iterator[Item]]


def open_source(source: Source, *, text: str, story: str) -> Stories:
    """The stories of a source, in its order; a StoryError if it is none at all.

    A story that cannot be read is an Item with its error: the others do not suffer from it.
    """
    if isinstance(source, pd.DataFrame):
        _need(text, source.columns, "the table")
        rows = (dict(zip(source.columns, row, strict=True)) for row in source.itertuples(index=False, name=None))
        return Stories(len(source), lambda: _take_rows(rows, text, story))
    if isinstance(source, Mapping):
        return Stories(len(source), lambda: (_take_text(str(name), body, {}) for name, body in source.items()))
    if isinstance(source, str | PathLike):
        path = Path(source)
        if path.suffix.lower() in TABLES and not path.is_dir():
            return _open_table(path, text, story)
        return _open_files(path)
    if isinstance(source, Sequence) and all(isinstance(one, str | PathLike) for one in source):
        return _open_files(source)
    number = len(source) if hasattr(source, "__len__") else None
    return Stories(number, lambda: _take_any(source))


def _open_files(source: Path | Sequence[str | PathLike[str]]) -> Stories:
    files, listed = list_files(source)
    if files == [source]:
        read_bytes(files[0])  # where all there is cannot be read, that is no row among others
    names = name_files(files) if listed is None else [str(name) for name in listed["story"]]
    facts: list[dict[str, Any]] = [{}] * len(files)
    if listed is not None:
        facts = listed.drop(columns=["file", "story"]).to_dict("records")
    return Stories(len(files), lambda: (_take_file(*one) for one in zip(names, files, facts, strict=True)))


def _open_table(path: Path, text: str, story: str) -> Stories:
    if not path.is_file():
        raise StoryError(f"{path}: there is no such file; check the path (looked for from {Path.cwd()}).")
    if path.suffix.lower() == ".parquet":
        number, rows = _open_parquet(path, text)
    elif path.suffix.lower() in (".csv", ".tsv"):
        number, rows = _open_csv(path, text)
    else:
        number, rows = sum(1 for line in _open_lines(path) if line.strip()), partial(_read_jsonl, path)
    return Stories(number, lambda: _take_rows(rows(), text, story))


def _open_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise StoryError(f"{path} cannot be read: {error.strerror or error}.") from error


def _read_jsonl(path: Path) -> Iterator[dict[str, Any] | str]:
    """Each line's object; or what is wrong with the line."""
    for number, line in enumerate(_open_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            yield f"{path}, line {number} is no JSON: {error}"
            continue
        yield row if isinstance(row, dict) else f"{path}, line {number} is no JSON object with a text in it."


def _open_csv(path: Path, text: str) -> tuple[int, Callable[[], Iterator[dict[str, Any] | str]]]:
    csv.field_size_limit(sys.maxsize)  # a novel in a cell is longer than what the csv module allows

    def read() -> Iterator[tuple[int, list[str] | str]]:
        # A byte that is no UTF-8 becomes half a surrogate pair, which is found in its own story.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            first = file.readline()
            mark = max(",;\t", key=first.count)
            file.seek(0)
            reader = csv.reader(file, delimiter=mark, strict=True)
            while True:
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield reader.line_num, f"{path}, line {reader.line_num} cannot be read: {error}"
                else:
                    if row:
                        yield reader.line_num, row

    def read_rows() -> Iterator[dict[str, Any] | str]:
        rows = read()
        next(rows)
        for number, row in rows:
            if isinstance(row, str):
                yield row
            elif len(row) != len(heading):
                yield f"{path}, line {number}: {len(row)} cells, the heading {len(heading)}; is a quotation mark missing?"
            else:
                yield dict(zip(heading, row, strict=True))

    try:
        heading = next((row for _, row in read()), [])
        if isinstance(heading, str):
            raise StoryError(heading)
        _need(text, heading, str(path))
        return sum(1 for _ in read()) - 1, read_rows
    except OSError as error:
        raise StoryError(f"{path} cannot be read: {error.strerror or error}.") from error


def _open_parquet(path: Path, text: str) -> tuple[int, Callable[[], Iterator[dict[str, Any] | str]]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise StoryError(
            f'{path}: reading Parquet needs pyarrow; install this package with its extra "parquet", '
            'in the checkout with: pip install ".[parquet]"'
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            _need(text, file.schema_arrow.names, str(path))
            number = file.metadata.num_rows
    except (OSError, ArrowException) as error:
        raise StoryError(f"{path} cannot be read as a Parquet table: {error}") from error

    def read_rows() -> Iterator[dict[str, Any] | str]:
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=64):
                    yield from batch.to_pylist()
        except (OSError, ArrowException) as error:  # damaged further on: what stands before it is measured and kept
            raise StoryError(f"{path} cannot be read to its end: {error}") from error

    return number, read_rows


def _need(text: str, columns: Iterable[object], where: str) -> None:
    if text not in (columns := [str(column) for column in columns]):
        raise StoryError(
            f"{where} has no column {text!r} with the texts; name another with text=. It has: {', '.join(columns)}."
        )


def _take_rows(rows: Iterable[dict[str, Any] | str], text: str, story: str) -> Iterator[Item]:
    """Each row's story, named by the column `story`, or where that says nothing by its number."""
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            yield Item(str(number), None, b"", row, {})
            continue
        given = row.get(story)
        name = str(number) if given is None or given != given or str(given) == "" else str(given)
        facts = {str(key): value for key, value in row.items() if key not in (text, story, "path", "sha256")}
        yield _take_text(name, row.get(text), facts)


def _take_any(source: Iterable[Any]) -> Iterator[Item]:
    for number, one in enumerate(source, start=1):
        if isinstance(one, str | PathLike):
            yield _take_file(Path(one).stem, Path(one), {})
        elif isinstance(one, tuple) and len(one) == 2:
            yield _take_text(str(one[0]), one[1], {})
        else:
            raise StoryError(
                f"Story {number} of the source is a {type(one).__name__}: pass files, or pairs of name and text."
            )


def _take_text(name: str, body: object, facts: dict[str, Any]) -> Item:
    try:
        return Item(name, None, check_text(body, name).encode(), "", facts)
    except StoryError as error:
        return Item(name, None, b"", str(error), facts)


def _take_file(name: str, file: Path, facts: dict[str, Any]) -> Item:
    try:
        return Item(name, str(file), read_bytes(file), "", facts)
    except StoryError as error:
        return Item(name, str(file), b"", str(error), facts)
