"""What an outline of stories, made or edited by a user, says of each text: its headings, and what else stands apart."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import read_number
from analysis.tables import need_columns
from analysis.text.canonical import normalise
from analysis.text.headings import rank_heading
from analysis.text.segmentation import Mark

KINDS = ("heading", "apparatus", "prose", "verse", "speaker", "direction")


def find_marks(stories: pd.DataFrame, outline: pd.DataFrame | None) -> Sequence[list[Mark] | None]:
    """What is said of the outline of each story; None where nothing is."""
    return [None] * len(stories) if outline is None else read_marks(stories, outline)


def read_marks(stories: pd.DataFrame, outline: pd.DataFrame) -> list[list[Mark] | None]:
    """What an outline says of each story, in reading order: None where it has no row of a story."""
    need_columns(outline, ["story", "title"], "outline")
    unknown = outline["story"][~outline["story"].isin(stories["story"])]
    if len(unknown):
        known = ", ".join(map(repr, stories["story"]))
        raise StoryError(f"The outline has the story {unknown.iloc[0]!r}, which is not among these stories: {known}.")
    own = dict(list(outline.groupby("story", sort=False)))
    return [
        _read_story(story, text, own[story]) if story in own else None
        for story, text in zip(stories["story"], stories["text"], strict=True)
    ]


def _read_story(story: object, text: str, rows: pd.DataFrame) -> list[Mark]:
    canonical, marks = normalise(text), []
    for number, row in enumerate(rows.to_dict("records"), start=1):
        which = f"Story {story!r}, row {number} of its outline"
        kind = _read_text(row.get("kind")) or "heading"
        if kind not in KINDS:
            raise StoryError(f"{which}: there is no kind {kind!r}; there are {', '.join(KINDS)}.")
        title, level = _read_text(row.get("title")), _read_whole(row.get("level"), f"{which}: its level")
        if not title and kind != "apparatus":
            continue  # the text of a part without a heading
        place = _find_place(canonical, title, row, which)
        if kind == "heading" and level is None:
            level = rank_heading(title) or 2
        marks.append(Mark(*place, kind, level if kind == "heading" else None))
    marks.sort()
    for mark, after in pairwise(marks):
        if after.start < mark.end:
            raise StoryError(f"Story {story!r}: two rows of its outline overlap, at {after.start}; delete one of them.")
    return marks


def _find_place(canonical: str, title: str, row: dict[str, object], which: str) -> tuple[int, int]:
    """Where a row stands: as it says, if its title stands there; where its title stands, if it does not say."""
    start, end = (_read_whole(row.get(column), f"{which}: its {column}") for column in ("start", "end"))
    words = normalise(title).removesuffix("…").split()
    if not words and (start is None or end is None or not start < end <= len(canonical)):
        raise StoryError(f"{which} has no title: write the heading as it stands in the text, or where it starts and ends.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    if start is not None:
        match = pattern.match(canonical, start)
        if match is None or (end is not None and not match.end() <= end <= len(canonical)):
            raise StoryError(f"{which}: {title!r} does not stand at {start}; leave start and end empty to have it found.")
        return start, match.end() if end is None else end
    found = [(match.start(), match.end()) for match in pattern.finditer(canonical)]
    alone = [place for place in found if _is_line(canonical, *place)]
    if len(places := alone or found) != 1:
        times = (
            f"stands {len(places)} times in the text: write its offset into the column start" if places else "is not there"
        )
        raise StoryError(f"{which}: {title!r} {times}.")
    return places[0]


def _is_line(canonical: str, start: int, end: int) -> bool:
    before, after = canonical.rfind("\n", 0, start) + 1, canonical.find("\n", end)
    return not canonical[before:start].strip() and not canonical[end : after if after >= 0 else None].strip()


def _read_text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _read_whole(cell: object, what: str) -> int | None:
    """The whole number in a cell, None if it is empty."""
    if cell is None or cell is pd.NA or cell == "" or (isinstance(cell, float) and np.isnan(cell)):
        return None
    value = read_number(str(cell))
    if not value >= 0 or value != int(value):
        raise StoryError(f"{what} is {cell!r}, no whole number from 0.")
    return int(value)
