"""The stories that a notebook reads, and the folders that its figures and its report go to."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from analysis.errors import StoryError, StoryWarning
from analysis.text.stories import read_stories
from analysis.workbook.showing import Shown, display_now, escape

DEFAULT_NAME = "two_narratives"


def find_checkout() -> Path | None:
    """The folder of the checkout that this package runs from, or None if it runs from an installed wheel."""
    root = Path(__file__).resolve().parents[3]
    return root if all((root / part).exists() for part in ("pyproject.toml", "notebooks", "data")) else None


def find_shipped(part: str) -> Path:
    """The folder `part` ("notebooks" or "data") of the checkout, or the copy of it inside the wheel.

    Raises
    ------
    StoryError : neither exists; the installation is damaged.
    """
    folder = (find_checkout() or Path(__file__).resolve().parents[1]) / part
    if not folder.is_dir():
        raise StoryError(f"{folder}: the package came without its {part}; install it again")
    return folder


def name_report(story_a: str = "", story_b: str = "", name: str = "", stories: str = "") -> str:
    """A folder name for a report: `name`, or the stems of the two files or of the folder, made safe for file names.

    >>> name_report("texts/Emma.txt", "texts/Jane Eyre (1847).txt")
    'Emma-Jane_Eyre_1847'
    >>> name_report(name="../mine")
    'mine'
    >>> name_report(stories="texts/my tales")
    'my_tales'
    >>> name_report()
    'two_narratives'
    """
    chosen = stories.split(os.pathsep)[:2] if stories else [story_a, story_b]
    stems = [Path(story).stem for story in chosen if story]
    parts = [name] if name else stems
    # 50 characters each: short enough for any file system, long enough to distinguish two editions.
    safe = [re.sub(r"[^\w.]+", "_", part).strip("._")[:50] for part in parts]
    return "-".join(part for part in safe if part) or DEFAULT_NAME


def choose_stories(
    story_a: str = "",
    story_b: str = "",
    name: str = "",
    stories: str = "",
    label_a: str = "",
    label_b: str = "",
    encoding: str = "",
    language: str = "",
    *,
    ours: bool = True,
) -> tuple[pd.DataFrame, Path]:
    """The stories table (one row per story, the two that the figures show first) and the folder that the figures go to.

    Parameters
    ----------
    story_a, story_b : paths of two texts, in any format that `read_stories` reads; both empty means the two stories that
        come with the project.
    name : name of the folder under reports/ for your own texts; made from the names of the texts if empty.
    stories : for more than two stories: a folder of texts (with or without stories.csv), or several paths joined by the
        path separator of the system (":"; on Windows ";"). Then story_a and story_b name the two that the figures show, by
        story, title, file name (its ending may be left out) or path; both empty means the first two.
    label_a, label_b : what the two stories of the figures are called; empty means the title that the file states, or its
        name.
    encoding : of texts that do not state theirs; empty means that it is found out.
    language : of all texts, as "de"; empty means that it is told, text by text.
    ours : whether the project's stories are read with its own settings; False with other names or another lexicon.

    The figures of the project's stories, read with its own settings, go to figures/ in the checkout; those of other stories
    go to reports/NAME/figures in the checkout (in the current folder if there is no checkout). The environment variable
    ANALYSIS_TO, set by `python -m analysis --to FOLDER`, overrides both with FOLDER/figures. Nothing is written.

    Raises
    ------
    StoryError : only one path is given, a text cannot be read, no story is named so, or two would be called alike; the
        message says which and why.
    """
    story_a, story_b, stories = (str(path or "").strip().strip('"') for path in (story_a, story_b, stories))
    if bool(story_a) != bool(story_b):
        raise StoryError(f"{story_a or story_b}: one text is given, two are contrasted; give both paths, or neither")
    checkout, to = find_checkout(), os.environ.get("ANALYSIS_TO", "")
    source: Path | list[Path]
    if stories:
        paths = [Path(story).expanduser() for story in stories.split(os.pathsep) if story]
        whole = Path(stories).expanduser()
        source = paths if len(paths) > 1 and not (len(stories) < 256 and whole.is_dir()) else whole
    elif story_a:
        source = [Path(story_a).expanduser(), Path(story_b).expanduser()]
    else:
        source = find_shipped("data")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", StoryWarning)
        table = read_stories(source, encoding=encoding or None, language=language or None)
    notes = [str(warning.message) for warning in caught]  # without the path and line that Python would print
    if len(table) < 2:
        alone = f"{stories}: there is one story here, {table['story'][0]!r}, and two or more are contrasted"
        raise StoryError(" ".join([f"{alone}.", *notes]) if notes else alone)
    if stories and story_a:
        table = _put_first(table, [_find_story(table, story_a), _find_story(table, story_b)])
    table = _call(table, (label_a, label_b))
    same = table.groupby("text", sort=False)["story"].agg(list)
    notes += [f"{' and '.join(map(repr, stories))} are one and the same text." for stories in same if len(stories) > 1]
    for note in notes:
        display_now(Shown(f"<p>Note. {escape(note)}</p>", f"Note. {note}"))
    if to:
        return table, Path(to).expanduser().resolve() / "figures"
    if checkout and ours and not (story_a or stories or name or label_a or label_b):
        return table, checkout / "figures"
    return table, (checkout or Path.cwd()) / "reports" / name_report(story_a, story_b, name, stories) / "figures"


def _find_story(stories: pd.DataFrame, wanted: str) -> int:
    """The number of the row whose story, title, file name (its ending may be left out) or path is this."""
    paths = stories["path"].map(Path)
    whole = Path(wanted).expanduser().resolve()
    names = [stories["story"], stories["title"], paths.map(lambda path: path.name), paths.map(lambda path: path.stem)]
    for kind in (*(column == wanted for column in names), paths.map(lambda path: path.resolve()) == whole):
        if kind.any():
            return int(kind.to_numpy().argmax())
    raise StoryError(f"{wanted}: no story is named so; there are {', '.join(map(repr, stories['story']))}")


def _call(stories: pd.DataFrame, labels: Sequence[str]) -> pd.DataFrame:
    """The stories, of which the first two are called as the labels say."""
    wanted = [str(label or "").strip() for label in labels][:2]
    names = [label or name for label, name in zip_longest(wanted, stories["story"], fillvalue="")]
    if len(set(names)) < len(names):
        raise StoryError(f"{next(filter(None, wanted))}: two stories would be called so; give each a label of its own")
    titles = [label or title for label, title in zip_longest(wanted, stories["title"], fillvalue="")]
    return stories.assign(story=pd.array(names, dtype="str"), title=pd.array(titles, dtype="str"))


def _put_first(stories: pd.DataFrame, rows: list[int]) -> pd.DataFrame:
    """The stories with these two rows before the others."""
    if rows[0] == rows[1]:
        raise StoryError(f"{stories['story'][rows[0]]}: this story is named twice; name two to show in the figures")
    return stories.iloc[[*rows, *(row for row in range(len(stories)) if row not in rows)]].reset_index(drop=True)
