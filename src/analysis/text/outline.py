"""The outline of stories: what was taken for their headings and parts, to look through, to edit and to pass back."""

from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from analysis.files import read_csv_table
from analysis.tables import TABLES, is_counted, number_stories
from analysis.text.headings import name_chapter, read_number
from analysis.text.sentences import cut_sentences
from analysis.text.stories import as_stories

LEAST = 5  # words of apparatus that is listed: not the marks of pages and pictures
LONG, FEW = 6, 3  # a chapter so many times as long as the middle one of so many, or more, is pointed out
NO_TEXT = "no text under it"
SHOWN = 60  # characters of apparatus


def outline_stories(stories: pd.DataFrame, *, outline: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per heading or part that is found in each story: the table to look through first, and to edit.

    Parameters
    ----------
    stories : a table of stories, or what `read_stories` takes.
    outline : this table after editing, to see what becomes of it; see `split_sentences`.

    Returns
    -------
    DataFrame with the columns

    story : the story
    chapter : the chapter that the part is in; 0 before the first
    level : of a heading, 1 the highest; missing for other parts. Headings of one level number the chapters
    start, end : offsets into the story's text, in characters: of the heading, or of the whole part if it has none
    title : the heading; the first words of apparatus; "" for text before or without any heading
    kind : "heading"; "apparatus" for what is not the story, if it has five words or more; else "prose" or another kind that
        the text begins with
    words : those counted from here to the next heading; of apparatus, which is not counted, its own
    note : what to look at, or ""

    Notes
    -----
    To correct it, edit `kind` or `level`, delete the row of a heading that is none, or add a row with `story` and `title`
    for one that was missed (with `start` if its words stand in the text more than once). `chapter`, `words` and `note`
    are made anew. Pass the table on as `split_sentences(stories, outline=table)`, or save it and use `read_outline`.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "CHAPTER I\\n\\nThe fox ran.\\n\\nCHAPTER II\\n\\nThe fox slept."})
    >>> outline_stories(stories)[["chapter", "title", "words"]].to_numpy().tolist()
    [[1, 'CHAPTER I', 3], [2, 'CHAPTER II', 3]]
    """
    cut = cut_sentences(as_stories(stories), outline)
    return _list_parts(cut.sentences, cut.level, np.bincount(cut.scan.row, minlength=len(cut.level)))


def _list_parts(sentences: pd.DataFrame, level: np.ndarray, n_words: np.ndarray) -> pd.DataFrame:
    """The table of `outline_stories`, from units, the levels of headings and the words of each."""
    kind, story = sentences["kind"].to_numpy(dtype=object), number_stories(sentences)[0]
    is_heading, is_apparatus = kind == "heading", kind == "apparatus"
    is_first = np.diff(story, prepend=-1).astype(bool)
    is_text = ~is_heading & ~is_apparatus
    # A story's text before its first heading is a part of its own; apparatus stands beside the part that it interrupts.
    n_headings, n_texts = (_count_within(flags, is_first) for flags in (is_heading, is_text))
    opens = is_heading | (is_text & (n_headings == 0) & (n_texts == 1))
    goes_on = is_apparatus & np.append(False, is_apparatus[:-1])[: len(kind)] & ~is_first
    part, run = np.cumsum(opens), np.cumsum(~goes_on)
    in_run, in_part = np.bincount(run, n_words), np.bincount(part, n_words * is_counted(sentences["kind"]))
    rows = np.flatnonzero(opens | (is_apparatus & ~goes_on & (in_run[run] >= LEAST)))
    # The last unit of each row: the heading itself, the last of a run, the last before the next heading.
    last = np.where(is_heading, np.arange(len(kind)), np.where(is_apparatus, _find_last(run)[run], _find_last(part)[part]))
    parts = sentences[["story", "chapter", "start", "kind"]].take(rows).reset_index(drop=True)
    parts["level"] = pd.array(np.where(is_heading, level, 0)[rows], dtype="Int64")
    parts["level"] = parts["level"].where(parts["kind"] == "heading")
    parts["end"] = sentences["end"].to_numpy()[last[rows]]
    texts = sentences["text"].take(rows)
    parts["title"] = pd.array([_name_part(*both) for both in zip(texts, kind[rows], strict=True)], dtype="str")
    parts["words"] = np.where(is_apparatus, in_run[run], in_part[part])[rows].astype(np.int64)
    parts["note"] = pd.array(_write_notes(parts), dtype="str")
    return parts[TABLES["outline"].columns]


def _count_within(flags: np.ndarray, is_first: np.ndarray) -> np.ndarray:
    """How many flags each story has up to each row."""
    total = np.cumsum(flags)
    return np.asarray(total - np.maximum.accumulate(np.where(is_first, total - flags, 0)))


def _find_last(group: np.ndarray) -> np.ndarray:
    """The last row of each group, the groups numbered in order."""
    last = np.zeros(int(group.max(initial=0)) + 1, dtype=np.int64)
    last[group] = np.arange(len(group))
    return last


def _name_part(text: str, kind: str) -> str:
    line = " ".join(text.split()) if kind in ("heading", "apparatus") else ""
    return line if kind == "heading" or len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]} …"


def _write_notes(parts: pd.DataFrame) -> list[str]:
    """What to look at in each row."""
    notes: list[str] = []
    for _, own in parts.groupby("story", sort=False):
        usual = own.loc[(own["kind"] == "heading") & (own["words"] > 0), "words"]
        limit = LONG * usual.median() if len(usual) >= FEW else np.inf
        last: dict[int, int] = {}  # the number of the last heading of each level
        levels = [(kind == "heading", level) for kind, level in zip(own["kind"], own["level"].fillna(0), strict=True)]
        begun = (own["words"].cumsum() > 0).tolist()  # a title page has no text of its own
        for place, row in enumerate(own.itertuples(index=False), start=1):
            following = [level for is_heading, level in levels[place:] if is_heading]
            note = _write_note(row, following, limit, last)
            notes.append("" if note == NO_TEXT and not begun[place - 1] else note)
    return notes


def _write_note(row: Any, following: list[int], limit: float, last: dict[int, int]) -> str:
    if row.kind == "apparatus":
        return "not counted"
    if row.kind != "heading":
        return "before the first heading" if following else "no headings were found"
    before, number = last.get(row.level, 0), read_number(row.title)
    last[row.level] = number or before
    if number and before and number not in (1, before, before + 1):
        return f"{number} follows {before}: is a heading missing, or is this none?"
    if row.words > limit:
        return "far longer than the others: is a heading missing?"
    is_end = name_chapter(row.title) == "end"
    if row.words == 0 and not is_end and (not following or following[0] <= row.level):
        return NO_TEXT
    return ""


def read_outline(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per heading or part in a file: for `split_sentences`, in place of the headings that are found.

    Parameters
    ----------
    path : a CSV table in UTF-8, such as `outline_stories(stories).to_csv(path, index=False)` after editing.

    Returns
    -------
    DataFrame with the columns

    story, title : the story, and the heading as it stands in the text
    level, start, end, kind, note : those that the file has, as text; a cell that says nothing is empty

    Raises
    ------
    StoryError : there is no such file, it is empty or cannot be read; no column `story` or `title`.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "outline.csv")
    >>> _ = path.write_text("story,title\\nfog,The Mill\\n", "utf-8")
    >>> read_outline(path)["title"].tolist()
    ['The Mill']
    >>> folder.cleanup()
    """
    needed, more = ["story", "title"], ["level", "start", "end", "kind", "note"]
    sheet = read_csv_table(path, needed, "outline_stories() makes such a table", optional=more)
    sheet = sheet[[column for column in (*needed, *more) if column in sheet]]
    return sheet[sheet["story"].str.strip() != ""].reset_index(drop=True)
