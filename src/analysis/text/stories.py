"""Reads text files into the table of stories; an error names the file that cannot be read, why, and what to do."""

import hashlib
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.errors import StoryError, StoryWarning
from analysis.lexicons.lists import load_function_words
from analysis.tables import RESERVED, TABLES
from analysis.text.segmentation import WORD

FRAME_START = re.compile(
    r"^(?:.{0,9}START OF (?:THE |THIS )?PROJECT GUTENBERG E(?:BOOK|TEXT)[^\n]*(?:\n|\Z)"
    r"(?:(?:(?!\*{3})[^\n])*+\*{3}[^\n]*+\n)?"  # the first three stars of a line: a line of nothing else is read once
    r"|\*[* ]{0,4}END[ *]{1,4}THE SMALL PRINT![^\n]*(?:\n|\Z))",  # until 2003
    re.M | re.I,
)
FRAME_END = re.compile(
    r"^(?:.{0,9}END OF (?:THE |THIS )?PROJECT GUTENBERG E(?:BOOK|TEXT)"
    r"|(?:This is the )?End of (?:the )?Project Gutenberg(?:'s|’s)? )",
    re.M | re.I,
)
FRAME_TITLE = re.compile(r"^Title:[ \t]*(\S[^\n]*)", re.M)
LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}
NOT_LATIN = re.compile("[^\0-\u024f]")
FOREIGN_FILES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zipped file, such as .docx, .odt or .epub",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
}

Source = str | PathLike[str] | Iterable[str | PathLike[str]] | Mapping[str, str]


def read_stories(source: Source, *, encoding: str = "utf-8") -> pd.DataFrame:
    """One row per story.

    Parameters
    ----------
    source : a folder, one text file, a list of text files, or a dict from story name to text. In a folder every .txt file
        is read, or those that its stories.csv lists: in the column `file`, with optional columns `story` and `title`;
        further columns are carried along as metadata.
    encoding : of the files, "utf-8" unless given. A byte order mark is dropped.

    Returns
    -------
    DataFrame with the columns

    story : its name, unique
    title : from stories.csv, else from a Project Gutenberg header, else the name
    text : with \\n as line end, in Unicode NFC, without a Project Gutenberg header and licence
    path : of the file; missing for a dict
    sha256 : of the file's bytes

    then metadata. A StoryWarning reports a header and licence that were cut, and a text that is mostly not English: it is
    read, but the measures are made for English.

    Raises
    ------
    StoryError : a file that is missing, empty, without letters, binary or in another encoding (with the byte and a
        suggestion); a folder without texts; a stories.csv that names a missing file; two stories of one name.

    >>> stories = read_stories({"fog": "Fog everywhere.", "rain": "It rained."})
    >>> stories["story"].tolist()
    ['fog', 'rain']
    """
    if isinstance(source, Mapping):
        listed = None
        rows = []
        for name, text in source.items():
            rows.append(make_story(str(name), None, None, check_text(text, name).encode(), encoding="utf-8"))
    else:
        files, listed = list_files(source)
        names = name_files(files) if listed is None else listed["story"]
        titles = [None] * len(files) if listed is None else listed["title"]
        rows = []
        for file, name, title in zip(files, names, titles, strict=True):
            rows.append(make_story(str(name), title, file, read_bytes(file), encoding=encoding))
    if not rows:
        raise StoryError("No stories were given: pass a folder, a file, a list of files or a dict of name -> text.")
    for name, *_, notes in rows:
        for note in notes:
            warnings.warn(f"Story {name!r}: {note}.", StoryWarning, stacklevel=2)
    stories = pd.DataFrame([row[:-1] for row in rows], columns=TABLES["stories"].columns)
    twice = stories["story"][stories["story"].duplicated()]
    if len(twice):
        where = ", ".join(str(path) for path in stories["path"][stories["story"] == twice.iloc[0]])
        raise StoryError(
            f"Two stories are named {twice.iloc[0]!r} ({where}): give each its own name, in the column `story` of a "
            "stories.csv, by renaming a file, or by passing a dict of name -> text."
        )
    if listed is not None:
        for column in listed.columns.difference(["file", "story", "title"], sort=False):
            stories[column] = listed[column].to_numpy()
    return stories


def name_files(files: list[Path]) -> list[str]:
    """A name for each file: its stem; with the folder if two files share the stem, and a number if that is not enough.

    >>> name_files([Path("1818/emma.txt"), Path("1904/emma.txt"), Path("letters.txt")])
    ['1818/emma', '1904/emma', 'letters']
    """
    names = [file.stem for file in files]
    if len(set(names)) < len(names):
        with_folder = [f"{file.resolve().parent.name}/{file.stem}" for file in files]
        uses = Counter(names)
        names = [longer if uses[stem] > 1 else stem for stem, longer in zip(names, with_folder, strict=True)]
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        names[position] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def check_text(text: object, story: object) -> str:
    """The text itself, if it is a string with a letter in it; else a StoryError that names the story."""
    if not isinstance(text, str):
        raise StoryError(f"Story {story!r}: its text is {type(text).__name__}, not a string.")
    if not text.strip():
        raise StoryError(f"Story {story!r} is empty: there is no text in it.")
    if not any(character.isalpha() for character in text):
        raise StoryError(f"Story {story!r} has no letters in it: is it the right file?")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise StoryError(
            f"Story {story!r}: character {error.start} is half of a surrogate pair, which is no text; read the file "
            "again in the encoding it was written in."
        ) from None
    return text


class Story(NamedTuple):
    """A row of the table of stories, and notes for its reader."""

    story: str
    title: str
    text: str
    path: str | None
    sha256: str
    language: str | None
    structure: None
    notes: list[str]


def make_story(name: str, title: object, path: Path | None, data: bytes, *, encoding: str) -> Story:
    """The story in these bytes; a StoryError if they hold no usable text."""
    text = data.decode("utf-8") if path is None else _decode(data, path, encoding)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for old, new in LINE_ENDS.items():
        text = text.replace(old, new)
    text = check_text(unicodedata.normalize("NFC", text), name if path is None else str(path))
    text, framed_title, notes = _cut_frame(text, name)
    if _is_foreign(text):
        notes.append("mostly not English: counts and scores are made for English and mean little here")
    title = title if isinstance(title, str) and title.strip() else framed_title or name.replace("_", " ")
    return Story(name, title, text, None if path is None else str(path), hashlib.sha256(data).hexdigest(), None, None, notes)


def _cut_frame(text: str, name: str) -> tuple[str, str | None, list[str]]:
    """The text without Project Gutenberg's header and licence, the title in the header, and a note on what was cut."""
    folded = text.lower()
    if "project gutenberg" not in folded and "the small print" not in folded:
        return text, None, []
    starts = list(FRAME_START.finditer(text))
    end = FRAME_END.search(text, starts[0].end() if starts else 0)
    # A header may end twice: the mark, then the small print. What follows the licence opens nothing.
    start = next((match for match in reversed(starts) if not end or match.end() <= end.start()), None)
    if not start and not end:
        return text, None, []
    begin, stop = start.end() if start else 0, end.start() if end else len(text)
    title = FRAME_TITLE.search(text, 0, begin) if start else None
    if not any(character.isalpha() for character in text[begin:stop]):
        raise StoryError(f"Story {name!r} holds no text between the header and the licence of Project Gutenberg.")
    note = f"the header and licence of Project Gutenberg were cut ({begin + len(text) - stop:,} characters)"
    return text[begin:stop].strip("\n") + "\n", title[1].strip() if title else None, [note]


def _is_foreign(text: str) -> bool:
    """Whether fewer than a fifth of the words are English function words (in English fiction about half are), or most
    letters not Latin."""
    text = text[:20_000].lower().replace("’", "'")
    is_function = load_function_words().__contains__
    pieces = text.split()  # a quick look, which settles it for nearly every English text
    if sum(map(is_function, pieces)) < 0.3 * len(pieces):
        words = WORD.findall(text)
        if len(words) >= 30 and sum(map(is_function, words)) < 0.2 * len(words):
            return True
    n_not_latin = sum(map(str.isalpha, NOT_LATIN.findall(text)))
    return n_not_latin > 0 and n_not_latin > 0.5 * sum(map(str.isalpha, text))


def list_files(source: Source) -> tuple[list[Path], pd.DataFrame | None]:
    """The files to read and, where a stories.csv lists them, its table with `file`, `story`, `title` and metadata."""
    if not isinstance(source, str | PathLike):
        return [Path(file) for file in source], None
    path = Path(source)
    try:
        if not path.is_dir():
            return [path], None
    except OSError:  # a name that is too long: somebody passed the text itself
        return [path], None
    if (path / "stories.csv").is_file():
        listed = _read_list(path / "stories.csv")
        return [path / file for file in listed["file"]], listed
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".txt" and not file.name.startswith("."))
    if not files:
        raise StoryError(f"{path}: there is no .txt file in this folder; save the stories there as plain text.")
    return files, None


def _read_list(path: Path) -> pd.DataFrame:
    """One row per story of a stories.csv, with the columns `file`, `story` and `title`, then metadata."""
    try:
        listed = pd.read_csv(path, dtype={"file": str, "story": str, "title": str}, encoding="utf-8-sig")
    except (ValueError, OSError) as error:  # pandas' own errors and those of decoding are ValueErrors
        raise StoryError(f"{path} cannot be read as a CSV table in UTF-8: {error}") from error
    if "file" not in listed:
        raise StoryError(f"{path} has no column 'file'. It has: {', '.join(map(str, listed.columns))}.")
    if taken := sorted(RESERVED & set(listed.columns)):
        raise StoryError(f"{path}: the column {taken[0]!r} has the name of one in this package's tables; rename it.")
    if listed.empty:
        raise StoryError(f"{path} lists no stories.")
    for line, file in enumerate(listed["file"], start=2):
        if not isinstance(file, str) or not file.strip():
            raise StoryError(f"{path}, line {line}: no file is named.")
        if not (path.parent / file).is_file():
            raise StoryError(f"{path}, line {line} names {file!r}, and there is no such file in {path.parent}.")
    for column, default in (("story", listed["file"].map(lambda file: Path(file).stem)), ("title", None)):
        listed[column] = (listed[column] if column in listed else pd.Series(pd.NA, listed.index, "str")).fillna(
            default if default is not None else ""
        )
    return listed


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; a StoryError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise StoryError(f"{path}: there is no such file; check the path (looked for from {Path.cwd()}).") from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        shown = str(path) if len(str(path)) < 300 else f"{str(path)[:60]}..."
        raise StoryError(
            f"{shown!r} cannot be read: {getattr(error, 'strerror', None) or error}. A text, unlike a file, is passed as "
            "a dict of name -> text."
        ) from error


def _decode(data: bytes, path: Path, encoding: str) -> str:
    """The text of a file; a StoryError if it is another kind of file or in another encoding."""
    for signature, kind in FOREIGN_FILES.items():
        if data.startswith(signature):
            raise StoryError(f"{path} is {kind}, not plain text: save it as plain text (.txt, UTF-8).")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide and "16" not in encoding and "32" not in encoding:
        raise StoryError(f"{path} is a binary file (byte {data.index(0)} is zero), not plain text.")
    if re.match(rb"\s*<(?:!doctype|html|\?xml)", data[:200].removeprefix(b"\xef\xbb\xbf"), re.I):
        raise StoryError(f"{path} is an HTML or XML page, not plain text: save the text itself as .txt.")
    try:
        return data.decode("utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding)
    except LookupError:
        raise StoryError(f"{path}: Python knows no encoding {encoding!r}; try 'utf-8' or 'cp1252'.") from None
    except UnicodeError as error:
        byte = error.start if isinstance(error, UnicodeDecodeError) else 0
        suggestion = "utf-16" if wide else "cp1252"
        raise StoryError(
            f"{path} is not {encoding}: byte {byte} (0x{data[byte]:02x}) cannot be decoded. If the file is in "
            f"{suggestion}, read it with encoding={suggestion!r}, or save it as UTF-8."
        ) from None
