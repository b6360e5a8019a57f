"""Stories one after the other, from folders, tables or iterables: no more than one is held in memory."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from analysis.errors import StoryError, warn
from analysis.text.formats.document import Span
from analysis.text.sources import File, find_files, name_files
from analysis.text.stories import check_text

TABLE_SUFFIXES = {".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"}

Source: TypeAlias = Any  # a path, a table, a mapping, or an iterable of paths or of pairs: see measure_corpus


class Item(NamedTuple):
    """One story of a source: the bytes of its file, or its text in UTF-8; or the error, if it could not be read."""

    story: str
    path: str | None
    data: bytes
    error: str
    metadata: dict[str, Any]
    structure: tuple[Span, ...] | None = None  # of a text from a table of stories
    language: str = ""  # as a table or a stories.csv states it


class Stories(NamedTuple):
    """The stories of a source: how many, if that is known beforehand, and a function that iterates over them."""

    number: int | None
    open: Callable[[], Iterator[Item]]


def open_source(source: Source, *, text: str, story: str) -> Stories:
    """The stories of a source, in its order; `text` and `story` are the columns of a table with the texts and the names.

    A story that cannot be read is an Item with its error; the others are not affected. StoryError: this is no source.
    """
    if isinstance(source, pd.DataFrame):
        _need_text(text, source.columns, "the table")
        rows = (dict(zip(source.columns, row, strict=True)) for row in source.itertuples(index=False, name=None))
        return Stories(len(source), lambda: _read_rows(rows, text, story))
    if isinstance(source, Mapping):
        return Stories(len(source), lambda: (_make_item(str(name), body, {}) for name, body in source.items()))
    if isinstance(source, str | PathLike):
        path = Path(source)
        if path.suffix.lower() in TABLE_SUFFIXES and not path.is_dir():
            return _open_table(path, text, story)
        return _open_files(source)
    if isinstance(source, Sequence) and all(isinstance(file, str | PathLike) for file in source):
        return _open_files(source)
    number = len(source) if hasattr(source, "__len__") else None
    return Stories(number, lambda: _read_entries(source))


def _open_files(source: str | PathLike[str] | Sequence[str | PathLike[str]]) -> Stories:
    files, notes = find_files(source)
    if isinstance(source, str | PathLike) and files[0].named and files[0].story is None:
        files[0].read()  # if the only file cannot be read, that is an error, not a row
    for note in notes:
        warn(note)
    names = name_files([file.path for file in files], given=[file.story for file in files])
    return Stories(len(files), lambda: (_read_file(name, file) for name, file in zip(names, files, strict=True)))


def _open_table(path: Path, text: str, story: str) -> Stories:
    if not path.is_file():
        raise StoryError(f"{path}: there is no such file; check the path (looked for from {Path.cwd()}).")
    if path.suffix.lower() == ".parquet":
        number, rows = _open_parquet(path, text)
    elif path.suffix.lower() in (".csv", ".tsv"):
        number, rows = _open_csv(path, text)
    else:
        number, rows = sum(1 for line in _open_lines(path) if line.strip()), partial(_read_jsonl, path)
    return Stories(number, lambda: _read_rows(rows(), text, story))


def _open_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise StoryError(f"{path} cannot be read: {error.strerror or error}.") from error


def _read_jsonl(path: Path) -> Iterator[dict[str, Any] | str]:
    """Per line its object, or a message on what is wrong with the line."""
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
    """How many rows the table has, and a function that iterates over them: a dict each, or a message on what is wrong."""
    csv.field_size_limit(sys.maxsize)  # a novel in a cell is longer than what the csv module allows

    def read() -> Iterator[tuple[int, list[str] | str]]:
        # A byte that is not UTF-8 becomes half a surrogate pair, which is reported for its own story later.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            delimiter = max(",;\t", key=file.readline().count)
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
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
        _need_text(text, heading, str(path))
        return sum(1 for _ in read()) - 1, read_rows
    except OSError as error:
        raise StoryError(f"{path} cannot be read: {error.strerror or error}.") from error


def _open_parquet(path: Path, text: str) -> tuple[int, Callable[[], Iterator[dict[str, Any] | str]]]:
    """How many rows the table has, and a function that iterates over them."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise StoryError(
            f'{path}: reading Parquet needs pyarrow; install this package with its extra "parquet", '
            'in the checkout with: pip install ".[parquet]"'
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            _need_text(text, file.schema_arrow.names, str(path))
            number = file.metadata.num_rows
    except (OSError, ArrowException) as error:
        raise StoryError(f"{path} cannot be read as a Parquet table: {error}") from error

    def read_rows() -> Iterator[dict[str, Any] | str]:
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=64):
                    yield from batch.to_pylist()
        except (OSError, ArrowException) as error:  # damaged further on: the rows before it are measured and kept
            raise StoryError(f"{path} cannot be read to its end: {error}") from error

    return number, read_rows


def _need_text(text: str, columns: Iterable[object], where: str) -> None:
    """Raise a StoryError if there is no column of texts."""
    if text not in (columns := [str(column) for column in columns]):
        raise StoryError(
            f"{where} has no column {text!r} with the texts; name another with text=. It has: {', '.join(columns)}."
        )


def _read_rows(rows: Iterable[dict[str, Any] | str], text: str, story: str) -> Iterator[Item]:
    """The story of each row of a table, named by the column `story`, or by the row's number where that is empty."""
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            yield Item(str(number), None, b"", row, {})
            continue
        given = row.get(story)
        name = str(number) if given is None or given != given or str(given) == "" else str(given)
        own = (text, story, "path", "sha256", "structure")
        metadata = {str(key): value for key, value in row.items() if key not in own}
        structure = row.get("structure")
        item = _make_item(name, row.get(text), metadata)
        yield item._replace(structure=structure) if isinstance(structure, tuple) else item


def _read_entries(source: Iterable[Any]) -> Iterator[Item]:
    """The stories of any iterable of files or of pairs of name and text."""
    for number, entry in enumerate(source, start=1):
        if isinstance(entry, str | PathLike):
            yield _read_file(Path(entry).stem, File(Path(entry), named=True))
        elif isinstance(entry, tuple) and len(entry) == 2:
            yield _make_item(str(entry[0]), entry[1], {})
        else:
            raise StoryError(
                f"Story {number} of the source is a {type(entry).__name__}: pass files, or pairs of name and text."
            )


def _make_item(name: str, text: object, metadata: dict[str, Any]) -> Item:
    """A story from its text, or its error if that is no text."""
    language = _take_language(metadata)
    try:
        return Item(name, None, check_text(text, name).encode(), "", metadata, language=language)
    except StoryError as error:
        return Item(name, None, b"", str(error), metadata)


def _take_language(metadata: dict[str, Any]) -> str:
    """The language that is stated, taken out of the metadata: it has a column of its own."""
    language = metadata.pop("language", "")
    return language.strip() if isinstance(language, str) else ""


def _read_file(name: str, file: File) -> Item:
    """A story from its file, or its error if that cannot be read."""
    metadata = {"title": file.title, **dict(file.metadata)} if file.story is not None else {}  # a stories.csv lists it
    language = _take_language(metadata)
    try:
        return Item(name, str(file.path), file.read(), "", metadata, language=language)
    except StoryError as error:
        return Item(name, str(file.path), b"", str(error), metadata)
