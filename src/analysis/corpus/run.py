"""Many stories: one row each, measured in batches, on several processors or machines, and kept as they are finished.

Finished rows are kept in part files of JSON lines, each named by the checksum of its content. A part file is written as a
whole and never changed, its name shows whether it is damaged, and measuring the same batch again makes the same file. So an
interrupted run, however it was stopped, goes on where it was; and two runs into one folder only do the same work twice.
"""

import codecs
import hashlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.rows import COLUMNS, compute_checksum, measure_batch, read_lines, write_header
from analysis.corpus.sources import Item, Source, open_source
from analysis.errors import StoryError, StoryWarning
from analysis.files import write_csv_table, write_whole

BATCH = 1_000_000  # characters: more is hardly faster, and a batch is what a killed run loses


def measure_corpus(
    source: Source,
    *,
    to: str | PathLike[str] | None = None,
    jobs: int = 1,
    text: str = "text",
    story: str = "story",
    encoding: str | None = None,
    batch: int = BATCH,
) -> pd.DataFrame:
    """One row per story, in the order of the source: all measures of a single story.

    Parameters
    ----------
    source : a folder of texts, with or without a stories.csv, a pattern, a .zip file, or a list of these and of files, as
        `read_stories` takes them; a .csv, .tsv, .parquet, .jsonl or .ndjson file or a DataFrame with the texts in the column
        `text`, the names in the column `story` (rows are numbered where it has none); a dict of name -> text; any iterable
        of (name, text) or of files. It is read one story after the other, and files are named by their stems.
    to : a folder to keep the results in; none by default. Stories that it holds already are not measured again, as long as
        name, text and this package are the same: an interrupted run goes on where it was. At the end the table is written
        there too, as corpus.csv, to six significant digits, for reading and for spreadsheets.
    jobs : how many processes measure; 1 by default, -1 for one per processor. On a cluster: `with
        joblib.parallel_config("dask"):`, and here -1 (extra `dask`).
    text, story : the columns of a table with the texts and the names; "text" and "story" by default.
    encoding : of plain text; found out unless given.
    batch : characters of text that a process measures at once; a million by default. Memory grows with it, results do not
        depend on it.

    Returns
    -------
    DataFrame with the columns

    story, path : its name, and its file; path is missing where it is not from a file
    sha256 : checksum of its bytes
    language : as a table or a stories.csv states it, else told, as in `read_stories`
    words, sentences, paragraphs : of prose, as in `summarise_stories`
    chapters, headings, verse_lines : as in `summarise_stories`
    speech_share : as in `summarise_stories`
    words_per_sentence ... ease_nameproof : a column for each measure of `measure_readability`
    valence, valence_spread : mean of the sentences' valence, and its standard deviation
    coverage : 0-1, share of the words that the lexicon knows
    valence_1 ... valence_5 : mean valence in each fifth of the story
    bandwidth, explained, peak, trough : of the smoothed trajectory, as in `assess_trajectory`, without a test: compare
        `explained` with that of shuffled stories
    mattr, mtld, hdd, ttr, types : as in `measure_diversity`
    note : what to keep in mind when reading the values
    error : why a story could not be measured, else empty

    then the source's other columns. Undefined values are missing. Names are those found in each story. There are no
    intervals: the functions named give them, for single stories.

    Raises
    ------
    StoryError : there is no such source, or it has no stories, or not these columns; a column of it has the name of one
        above; `to` is a file, cannot be written, or holds something else; `batch`, `jobs` or `encoding` cannot be used.
    OSError : the disk is full, or a process was killed. What was finished is kept.

    A story that cannot be read or measured is a row with its error. Progress goes to stderr if that is a terminal.

    >>> corpus = measure_corpus({"fox": "The quick fox ran. It was glad.", "nothing": "..."})
    >>> corpus[["story", "sentences", "error"]].to_numpy().tolist()
    [['fox', 2, ''], ['nothing', <NA>, "Story 'nothing' has no letters in it: is it the right file?"]]
    """
    if batch < 1 or jobs == 0:
        raise StoryError(f"batch={batch}, jobs={jobs}: a batch takes one character or more, and 0 processes do nothing.")
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise StoryError(f"Python knows no encoding {encoding!r}; try 'utf-8' or 'cp1252'.") from None
    stories = open_source(source, text=text, story=story)
    run = _Run(None if to is None else Path(to) / "parts", encoding)
    run.resume()
    for lines in run.measure(run.plan(stories.open(), batch), stories.number, jobs):
        run.keep(lines)
    if not run.order:
        raise StoryError("The source holds no stories.")
    table = run.arrange()
    if to is not None:
        write_whole(Path(to) / "corpus.csv", write_csv_table(table))
    return table


class _Entry(NamedTuple):
    """A story of the source: the key of its measured row (story, sha256, language), or its error; and its metadata."""

    story: str
    sha256: str
    language: str  # as stated
    path: str | None
    error: str
    metadata: dict[str, Any]


class _Run:
    """One run over a source: its stories so far, in order, and the tables of measured rows."""

    def __init__(self, folder: Path | None, encoding: str | None) -> None:
        self.order: list[_Entry] = []
        self.tables: list[pd.DataFrame] = []
        self.row_of: dict[
            tuple[str, str, str], int
        ] = {}  # by story, checksum and stated language: its row in all tables joined
        self.folder, self.encoding = folder, encoding
        self.header = "" if folder is None else write_header(encoding)

    def resume(self) -> None:
        """Load the rows that earlier runs left in the folder; make the folder if there is none."""
        if self.folder is None:
            return
        _check_folder(self.folder)
        kept: list[str] = []
        damaged = others = 0
        for part in sorted(self.folder.glob("part-*.jsonl")):
            content = part.read_bytes()
            header, *lines = content.decode("utf-8", errors="replace").splitlines() or [""]
            if part.name != _name_part(content):
                damaged += 1
            elif header != self.header:
                others += 1
            else:
                kept += lines
        self._add_rows(kept, with_failures=False)
        for number, what in (
            (damaged, "is damaged, and what it held is measured again"),
            (others, "was made by another version of this package or read in another encoding, and is left alone"),
        ):
            if number:
                each = "a part file" if number == 1 else f"each of {number} part files"
                warnings.warn(f"{self.folder}: {each} {what}.", StoryWarning, stacklevel=3)

    def keep(self, lines: list[str]) -> None:
        """Keep the rows of a batch, on disk first."""
        if self.folder is not None:
            content = "\n".join([self.header, *lines, ""]).encode()
            write_whole(self.folder / _name_part(content), content)
        self._add_rows(lines)

    def _add_rows(self, lines: Sequence[str], *, with_failures: bool = True) -> None:
        """Add measured rows; unless `with_failures`, those to be tried again are left out."""
        table, n_rows = read_lines(lines), sum(map(len, self.tables))
        if not with_failures:
            table = table[~table["again"].astype(bool)]
        keys = zip(table["story"], table["sha256"], table["stated"], strict=True)
        self.row_of.update((key, n_rows + row) for row, key in enumerate(keys))
        self.tables.append(table)

    def plan(self, items: Iterable[Item], batch: int) -> Iterator[list[Item]]:
        """The stories still to be measured, in batches; meanwhile every story of the source is entered in `order`."""
        names: set[str] = set()
        waiting: list[Item] = []
        size = 0
        for item in items:
            if taken := sorted({*COLUMNS, "text"} & set(item.metadata)):
                raise StoryError(f"The source has a column {taken[0]!r}, which the table of results has too: rename it.")
            error = item.error
            if item.story in names:
                error = f"Another story before this one is named {item.story!r}: give each its own name."
            names.add(item.story)
            sha256 = "" if error else compute_checksum(item)
            self.order.append(_Entry(item.story, sha256, item.language, item.path, error, item.metadata))
            if error or (item.story, sha256, item.language) in self.row_of:
                continue
            if waiting and size + len(item.data) > batch:
                yield waiting
                waiting, size = [], 0
            waiting.append(item._replace(metadata={}))
            size += len(item.data)
        if waiting:
            yield waiting

    def measure(self, work: Iterator[list[Item]], number: int | None, jobs: int) -> Iterator[list[str]]:
        """The JSON lines of each batch, in order, as it is finished."""
        from concurrent.futures.process import BrokenProcessPool

        from joblib import Parallel, delayed
        from tqdm import tqdm

        failures: list[Exception] = []
        planned = measured = 0

        def feed() -> Iterator[Any]:
            nonlocal planned
            try:
                for items in work:
                    planned += len(items)
                    yield delayed(measure_batch)(items, self.encoding)
            except Exception as error:  # joblib reads this in a thread of its own, where an exception would be lost
                failures.append(error)

        with tqdm(total=number, unit=" stories", desc="measuring", disable=None, smoothing=0.1) as bar:
            # A batch is a task: joblib would put many together, and hold them in memory.
            try:
                for lines in Parallel(n_jobs=jobs, return_as="generator", batch_size=1)(feed()):
                    yield lines
                    measured += len(lines)
                    bar.update(max(len(self.order) - (planned - measured) - bar.n, 0))
            except BrokenProcessPool as error:
                why = "a process was killed while it measured, perhaps for want of memory; what was finished is kept"
                raise OSError(f"{why}: run it again, with fewer jobs or a smaller batch") from error
            bar.update(len(self.order) - bar.n)
        if failures:
            raise failures[0]

    def arrange(self) -> pd.DataFrame:
        """One row per story, in the order of the source."""
        rows = pd.concat(self.tables or [read_lines([])], ignore_index=True)
        table = rows.reindex([self.row_of.get((entry.story, entry.sha256, entry.language), -1) for entry in self.order])
        entries = pd.DataFrame(self.order, columns=_Entry._fields)
        table = table.reset_index(drop=True).assign(
            story=entries["story"].astype("str"), path=entries["path"].astype("str"), note=table["note"].fillna("").array
        )
        table["error"] = np.where(entries["error"] != "", entries["error"], table["error"].fillna(""))
        table["error"] = table["error"].astype("str")
        names = dict.fromkeys(name for entry in self.order for name in entry.metadata)
        metadata = {name: pd.Series([entry.metadata.get(name) for entry in self.order]) for name in names}
        return pd.concat([table[COLUMNS], pd.DataFrame(metadata, index=table.index)], axis=1)


def _check_folder(parts: Path) -> None:
    """Make the folder, or raise a StoryError if it cannot be used: now, not when the first results are there."""
    to = parts.parent
    try:
        if to.is_dir() and not parts.is_dir() and any(to.iterdir()):
            raise StoryError(f"{to}: this folder is not empty and holds no results of ours; name another.")
        parts.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=parts) as probe:
            probe.write(b"probe")
    except OSError as error:
        raise StoryError(f"{to} cannot be written ({error.strerror or error}): name another folder.") from error


def _name_part(content: bytes) -> str:
    """The name of a part file, from the checksum of its content."""
    return f"part-{hashlib.sha256(content).hexdigest()[:16]}.jsonl"
