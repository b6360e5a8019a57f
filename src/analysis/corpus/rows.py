"""The rows of many stories as JSON lines, and the measuring of a batch."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.measuring import MEASURED, STORY_COUNTS, measure_stories
from analysis.corpus.sources import Item
from analysis.errors import StoryError
from analysis.statistics.notes import join
from analysis.text.formats.detection import read_document
from analysis.text.formats.document import Document
from analysis.text.stories import make_story

COLUMNS = ["story", "path", "sha256", "language", *MEASURED, "note", "error"]
COUNTING = ("corpus", "lexicons", "readability", "sentiment", "statistics", "text", "vocabulary")  # what makes the numbers


def measure_batch(items: Sequence[Item], encoding: str | None) -> list[str]:
    """One JSON line per story: its row without path and metadata.

    A story that cannot be read or measured has its `error`; `again` is true where the next run should try it again.
    """
    rows: dict[str, dict[str, Any]] = {}
    stories: dict[str, Document] = {}
    for item in items:
        rows[item.story] = {"story": item.story, "sha256": compute_checksum(item), "stated": item.language}
        try:
            stories[item.story] = _read_item(item, encoding)
        except StoryError as error:
            rows[item.story]["error"] = str(error)
    if stories:
        try:
            texts = [(name, document.text, document.structure, document.language) for name, document in stories.items()]
            table = measure_stories(pd.DataFrame(texts, columns=["story", "text", "structure", "language"]))
        except Exception as error:  # whatever it is, it is due to one story: the others are still measured
            if len(items) > 1:
                half = len(items) // 2
                return [*measure_batch(items[:half], encoding), *measure_batch(items[half:], encoding)]
            rows[items[0].story] |= {"error": f"{type(error).__name__}: {error}", "again": True}
        else:
            for (name, document), row in zip(stories.items(), table.to_dict("records"), strict=True):
                notes = [row["note"]] if isinstance(row["note"], str) else []
                rows[name] |= row | {"language": document.language or float("nan"), "note": join(*document.notes, *notes)}
    return [_write_line(row) for row in rows.values()]


def compute_checksum(item: Item) -> str:
    """The SHA-256 of a story's bytes, and of its structure, if it comes with one."""
    structure = b"" if item.structure is None else repr([tuple(span) for span in item.structure]).encode()
    return hashlib.sha256(item.data + structure).hexdigest()


def _read_item(item: Item, encoding: str | None) -> Document:
    """The story in a file, or the text of a table; a StoryError if it cannot be used."""
    if item.path is None:
        return make_story(Document(item.data.decode(), item.structure), item.story, item.language)
    return make_story(read_document(item.data, item.path, encoding=encoding), item.path, item.language)


def _write_line(row: dict[str, Any]) -> str:
    """The row as JSON: numbers to the last digit, without the undefined ones."""
    return json.dumps({name: value for name, value in row.items() if value == value})


def read_lines(lines: Iterable[str]) -> pd.DataFrame:
    """One row per JSON line: the columns COLUMNS without `path`, and `again`, whether the next run should try it again."""
    kinds = dict.fromkeys(["story", "sha256", "language", "stated", "note", "error"], "str") | {"again": "boolean"}
    kinds |= dict.fromkeys(MEASURED, "float64") | dict.fromkeys([*STORY_COUNTS, "types"], "Int64")
    table = pd.DataFrame([json.loads(line) for line in lines], columns=list(kinds))
    return table.astype(kinds).fillna({"stated": "", "note": "", "error": "", "again": False})


@cache
def write_header(encoding: str | None) -> str:
    """The first line of a part file. It changes with all that could change a number: code, word lists, encoding."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    wings = (file for wing in COUNTING for file in (root / wing).rglob("*") if file.is_file() and file.suffix != ".pyc")
    for file in sorted([*root.glob("*.py"), *wings]):
        digest.update(file.read_bytes())
    return json.dumps({"made_with": digest.hexdigest()[:16], "encoding": encoding})
