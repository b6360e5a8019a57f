"""Finds the texts of a source, which is any mixture of files, folders, patterns and .zip files, and names them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from os import PathLike
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from zipfile import ZipFile, ZipInfo

import pandas as pd

from analysis.errors import StoryError
from analysis.tables import RESERVED
from analysis.text.archives import check_members, list_members, open_archive, read_member
from analysis.text.formats.detection import SUFFIXES

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]
WILD = re.compile(r"[*?[]")
HINT = 'A text, unlike a file, is passed as a dict: {"name": text}.'


class File(NamedTuple):
    """A text of a source: where it is, and what a stories.csv states of it."""

    path: Path  # of a member of a .zip file: archive.zip/member
    named: bool  # by the user, singly: then it is an error if it cannot be read
    story: str | None = None  # None where no stories.csv lists it
    title: str = ""
    metadata: tuple[tuple[str, Any], ...] = ()
    member: tuple[ZipFile, ZipInfo] | None = None

    def read(self) -> bytes:
        """Its bytes; a StoryError if it cannot be read."""
        return read_bytes(self.path) if self.member is None else read_member(*self.member)


def find_files(source: Paths) -> tuple[list[File], list[str]]:
    """The texts of a source, in its order, files of a folder in natural order; and notes on what was left out.

    Whether a file that is named singly is there, is seen when it is read. StoryError: a folder, pattern or .zip file without
    texts; a stories.csv that cannot be used; the text itself in place of a path.
    """
    files: list[File] = []
    notes: list[str] = []
    for one in [source] if isinstance(source, str | PathLike) else source:
        if not isinstance(one, str | PathLike):
            raise StoryError(f"{one!r:.60} is no path: pass paths of files and folders, a table, or a dict of name -> text.")
        found, left = _find(one)
        files += found
        notes += left
    return files, notes


def _find(source: str | PathLike[str]) -> tuple[list[File], list[str]]:
    if not str(source).strip():
        raise StoryError(f"An empty path was given; name a file or a folder ('.' is the folder you are in). {HINT}")
    path, kind = _look_at(source)
    if kind == "folder":
        return _list_folder(path)
    if kind == "file":
        archive = open_archive(path) if path.is_file() else None
        return ([File(path, named=True)], []) if archive is None else _list_archive(path, archive)
    text = str(source)
    looks_like_path = re.search(r"[/\\]", text) or path.suffix.lower() in SUFFIXES
    is_text = len(text) > 255 or "\n" in text or "\r" in text or (text.count(" ") > 3 and not looks_like_path)
    if isinstance(source, str) and is_text:
        raise StoryError(f"{' '.join(text[:80].split())!r:.60}... is no path of a file or folder. {HINT}")
    return _match(path) if WILD.search(text) else ([File(path, named=True)], [])


def _look_at(source: str | PathLike[str]) -> tuple[Path, str]:
    """The path, with "~" as the user's home, and whether a "file" or a "folder" is there; "" if nothing."""
    path = Path(source)
    try:
        path = path.expanduser()
        return path, "folder" if path.is_dir() else "file" if path.exists() else ""
    except (OSError, ValueError, RuntimeError):  # a name that is too long, or a zero byte in it; a user nobody knows
        return path, ""


def _list_folder(folder: Path) -> tuple[list[File], list[str]]:
    """The texts of a folder: those of its stories.csv, or all."""
    if (folder / "stories.csv").is_file():
        return _read_list(folder / "stories.csv"), []
    try:
        inside = [path for path in sorted(folder.iterdir(), key=order_naturally) if is_shown(path)]
    except OSError as error:
        raise StoryError(f"{folder} cannot be read: {error.strerror or error}.") from error
    files = [File(path, named=False) for path in inside if path.suffix.lower() in SUFFIXES and path.is_file()]
    taken = {file.path for file in files}
    others = [path.name for path in inside if path not in taken and not path.is_dir()]
    note = _say_left_out(folder, others, sum(path.is_dir() for path in inside), folder / "**")
    if not files:
        raise StoryError(
            f"{folder}: there is no text in this folder; save the stories there as files that end in one of "
            f"{', '.join(sorted(SUFFIXES))}. {''.join(note)}".rstrip()
        )
    return files, note


def _match(pattern: Path) -> tuple[list[File], list[str]]:
    """The texts that a pattern fits; of any ending, if the pattern ends in it. Links to folders are not followed by "**"."""
    fixed = next(place for place, part in enumerate(pattern.parts) if WILD.search(part))
    base, rest = Path(*pattern.parts[:fixed]), "/".join(pattern.parts[fixed:])
    try:
        found = set(base.glob(f"{rest}/*" if rest.endswith("**") else rest))
    except (OSError, ValueError, NotImplementedError) as error:
        raise StoryError(f"{pattern} cannot be looked for: {error}. {HINT}") from error
    inside = [path for path in found if all(map(is_shown, _list_below(base, path)))]
    endings = SUFFIXES if WILD.search(pattern.suffix or "*") else {pattern.suffix.lower()}
    files = [path for path in inside if path.suffix.lower() in endings and path.is_file()]
    folders = [] if "**" in rest else [path for path in inside if path.is_dir()]
    read = {*files, *folders}
    others = sorted(path.name for path in inside if path not in read and not path.is_dir())
    note = _say_left_out(pattern, others, len(folders), pattern.parent / "**")
    if not files:
        raise StoryError(
            f"{pattern}: there is no such file, and no text that fits this as a pattern (looked for from {Path.cwd()}). "
            f"{''.join(note) or HINT}"
        )
    return [File(path, named=False) for path in sorted(files, key=order_naturally)], note


def _list_archive(path: Path, archive: ZipFile) -> tuple[list[File], list[str]]:
    """The texts in a .zip file."""
    members = {path / name: info for name, info in list_members(archive).items()}
    inside = [one for one in sorted(members, key=order_naturally) if all(map(is_shown, _list_below(path, one)))]
    files = [File(one, False, member=(archive, members[one])) for one in inside if one.suffix.lower() in SUFFIXES]
    check_members(archive, [members[file.path] for file in files])
    note = _say_left_out(path, [one.name for one in inside if one.suffix.lower() not in SUFFIXES], 0, path)
    if not files:
        raise StoryError(f"{path}: there is no text in this .zip file. {''.join(note)}".rstrip())
    return files, note


def _list_below(folder: Path, path: Path) -> list[Path]:
    """The parts of a path that lie below a folder, each alone."""
    return [Path(part) for part in path.relative_to(folder).parts]


def is_shown(path: PurePath) -> bool:
    """Whether it is none of the files that systems and programs hide: dot files, Word's locks, the doubles of Macs."""
    return not path.name.startswith((".", "~$")) and path.name != "__MACOSX"


def order_naturally(path: PurePath) -> list[Any]:
    """A key that sorts paths as people count: 1, 2, 10.

    >>> [path.name for path in sorted(map(PurePath, ["ch10.txt", "Ch2.txt", "ch1.txt"]), key=order_naturally)]
    ['ch1.txt', 'Ch2.txt', 'ch10.txt']
    """
    return [*(_split_numbers(part) for part in [*path.parts[:-1], path.stem]), [path.suffix, path.name]]


def _split_numbers(name: str) -> list[Any]:
    """What is between the numbers of a name, and the numbers, in turn."""
    words = re.split("[0-9]+", name.casefold())
    numbers = [number.lstrip("0") for number in re.findall("[0-9]+", name)]
    return [piece for word, number in zip_longest(words, numbers, fillvalue="") for piece in (word, (len(number), number))]


def _say_left_out(where: object, files: Sequence[str], folders: int, pattern: Path) -> list[str]:
    """A note on files and folders that are there too, if there are any."""
    parts = [list_some(files)] if files else []
    if folders:
        parts.append(f"{folders} folder{'s' * (folders > 1)} (to read them too: {str(pattern)!r})")
    return [f"{where}: also there, and not read: {'; '.join(parts)}."] if parts else []


def list_some(names: Sequence[str]) -> str:
    """The names, up to five of them.

    >>> list_some(list("abc")), list_some(list("abcdefgh"))
    ('a, b, c', 'a, b, c, d, e and 3 more')
    """
    return ", ".join(names[:5]) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")


def name_files(files: Sequence[Path], titles: Sequence[str] = (), given: Sequence[str | None] = ()) -> list[str]:
    """A name for each file: the one given, or the title it states, else its stem.

    Where two would be named alike, the stem is added to the title, the folder to the stem, or a number.

    >>> name_files([Path("1818/emma.txt"), Path("1904/emma.txt"), Path("letters.txt")])
    ['1818/emma', '1904/emma', 'letters']
    >>> name_files([Path("e1.txt"), Path("e2.txt"), Path("x.txt")], ["Emma", "Emma", ""])
    ['Emma (e1)', 'Emma (e2)', 'x']
    """
    levels = []
    for file, title, name in zip_longest(files, titles, given):
        stem, longer = Path(file).stem, f"{Path(file).resolve().parent.name}/{Path(file).stem}"
        own = (title, f"{title} ({stem})", f"{title} ({longer})") if title else (stem, longer, longer)
        levels.append(own if name is None else (name,) * 3)
    names = [own[0] for own in levels]
    for level in (1, 2):
        uses = Counter(names)
        names = [own[level] if uses[name] > 1 else name for name, own in zip(names, levels, strict=True)]
    taken = set(given)
    for place, name in enumerate(names):
        number = 1
        while names[place] in taken and not (given and given[place] is not None):
            number += 1
            names[place] = f"{name} ({number})"
        taken.add(names[place])
    return names


def _read_list(path: Path) -> list[File]:
    """The files of a stories.csv, with what it states of each."""
    try:
        listed = pd.read_csv(path, dtype={"file": str, "story": str, "title": str, "language": str}, encoding="utf-8-sig")
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
    names, titles = (listed[column].fillna("") if column in listed else [""] * len(listed) for column in ("story", "title"))
    metadata = listed.drop(columns=["file", "story", "title"], errors="ignore").to_dict("records")
    return [
        File(path.parent / file, True, name.strip() or Path(file).stem, title, tuple(facts.items()))
        for file, name, title, facts in zip(listed["file"], names, titles, metadata, strict=True)
    ]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, also of one in a .zip file (archive.zip/member); a StoryError if it cannot be read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise StoryError(f"{path} cannot be read: it is no file, but a device or a pipe; save the text as a file.")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        archive = next((above for above in path.parents if above.is_file()), None)
        if archive is not None and (opened := open_archive(archive)) is not None:
            with opened:
                if member := list_members(opened).get(path.relative_to(archive).as_posix()):
                    return read_member(opened, member)
        raise StoryError(f"{path}: there is no such file; check the path (looked for from {Path.cwd()}). {HINT}") from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        shown = str(path) if len(str(path)) < 300 else f"{str(path)[:60]}..."
        raise StoryError(f"{shown!r} cannot be read: {getattr(error, 'strerror', None) or error}. {HINT}") from error
