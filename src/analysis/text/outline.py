"""The outline of stories: what was taken for their headings and parts, to look through, to edit and to pass back."""

from os import PathLike

import numpy as np
import pandas as pd

from analysis.files import read_csv_table
from analysis.tables import TABLES, is_counted, number_stories
from analysis.text.headings import name_chapter, read_number
from analysis.text.sentences import cut_sentences
from analysis.text.stories import as_stories

LEAST = 5  # words of apparatus that is listed: not the marks of pages and pictures
LONG, FEW = 4, 3  # a chapter so many times as long as the middle one of so many, or more, is pointed out
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
