"""Saves the texts of stories as plain text files, under names that every system can read."""

import re
import unicodedata
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import StoryError
from analysis.files import write_whole
from analysis.tables import check_unique, need_columns
from analysis.text.stories import as_stories, check_text

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)  # on Windows, whatever their ending
UNSAFE = re.compile(r'[<>:"/\\|?*\0-\x1f\x7f-\x9f]+')


def write_text(stories: Any, folder: str | PathLike[str]) -> pd.DataFrame:
    """One row per story: the plain text file that it was written to, as NAME.txt in the folder.

    Parameters
    ----------
    stories : a table of stories, or what `read_stories` takes.
    folder : where to write; made if it is not there. A file that is there and holds another text is never replaced.

    Returns
    -------
    DataFrame with the columns

    story : the story
    path : of its file: the text as it is analysed, in UTF-8 with \\n as line end. What cannot stand in the name of a file
        is "_" there, and names that would be the same are numbered. With `format="txt"`, `read_stories` reads the same
        text again, but for headings, verse and the like that another format has stated

    Raises
    ------
    StoryError : a file of this name holds another text, and nothing is written; the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [Path(path).name for path in write_text({"Who?": "Fog.", "1/2": "Rain."}, folder)["path"]]
    ['Who_.txt', '1_2.txt']
    """
    stories = as_stories(stories)
    need_columns(stories, ["story", "text"], "stories")
    check_unique(stories)
    names, folder = _name_safely([str(story) for story in stories["story"]]), Path(folder)
    written = {folder / name: check_text(text, name).encode() for name, text in zip(names, stories["text"], strict=True)}
    try:
        for path, data in written.items():
            if path.exists() and path.read_bytes() != data:
                raise StoryError(f"{path} is there already, with another text: move it away, or write to another folder.")
        for path, data in written.items():
            if not path.exists():
                write_whole(path, data)
    except OSError as error:
        raise StoryError(f"{folder} cannot be written ({error.strerror or error}): name another folder.") from error
    paths = pd.array([str(path) for path in written], dtype="str")
    return pd.DataFrame({"story": stories["story"].array, "path": paths})


def _name_safely(names: list[str]) -> list[str]:
    """File names for these stories: readable on every system, and different also where small and capital letters are not.

    >>> _name_safely(["a/b", "A:b", "con", "..", "Léa"])
    ['a_b.txt', 'A_b (2).txt', '_con.txt', 'story.txt', 'Léa.txt']
    """
    files: list[str] = []
    taken: set[str] = set()
    for name in names:
        safe = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .").removeprefix("~$")
        safe = safe.encode("utf-8", "ignore")[:150].decode("utf-8", "ignore").strip(" .") or "story"
        safe = f"_{safe}" if RESERVED.match(safe) else safe
        file, number = f"{safe}.txt", 1
        while file.casefold() in taken:
            number += 1
            file = f"{safe} ({number}).txt"
        taken.add(file.casefold())
        files.append(file)
    return files
