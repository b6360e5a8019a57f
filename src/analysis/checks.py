"""Whether a table's values are what its columns promise, and its sentences those of one text each; else a StoryError."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import StoryError

NAMES = frozenset({"story", "story_1", "story_2"})  # of any type, as long as each row has one
TEXTS = frozenset("kind text form word lemma rule measure verdict part text_1 text_2 statement claim".split())
FLAGS = frozenset("function name speech edge predicted".split())
WHOLE = frozenset("chapter paragraph sentence start end".split())
FREE = frozenset("title path sha256 language structure base negator note unit topic left right by forms".split()) | {
    "passage",
    "passage_2",
}  # used as they are, or not at all
WEIGHED = {"story", "word", "count", "contribution"}  # what is needed of a table of weights
PLACE = ["sentence", "start", "end"]


def check_values(table: pd.DataFrame, columns: Iterable[str], needed: str) -> None:
    """Raise a StoryError if a column holds something else than its name promises; what is in no list above are numbers.

    `needed`: the table that is needed, in words. Dtypes only are looked at, and whether names, texts and places are missing.
    """
    for column in columns if len(table) else ():
        values = table[column]
        if column in NAMES | TEXTS | WHOLE and values.hasnans:
            row = int(np.argmax(values.isna()))
            raise StoryError(
                f"The column {column!r} has no value in row {row}: {needed} (Of a CSV file: read it with "
                "keep_default_na=False, for there are words such as “null”.)"
            )
        if (wanted := _name_wanted(column, values)) and column not in FREE:
            raise StoryError(f"The column {column!r} holds {_name_held(values)}, not {wanted}: {needed}")


def check_once(table: pd.DataFrame, columns: Iterable[str], needed: str) -> None:
    """Raise a StoryError if a column is there twice, or a story is compared with itself; or, in weights, a word twice."""
    columns = set(columns)
    for column in columns:
        if isinstance(table[column], pd.DataFrame):
            raise StoryError(f"This table has two columns {column!r}, and one is needed: {needed}")
    if {"story_1", "story_2"} <= columns and (is_same := table["story_1"].array == table["story_2"].array).any():
        story = table["story_1"].iloc[int(np.argmax(is_same))]
        raise StoryError(f"Story {story!r} is compared with itself here: two stories were merged under one name. {needed}")
    if columns == WEIGHED and table.duplicated(["story", "word"]).any():
        raise StoryError(f"A word is twice in a story here: two stories were merged under one name. {needed}")


def _name_wanted(column: str, values: pd.Series) -> str:
    """What the column should hold and does not; "" if it does."""
    types = pd.api.types
    if column in NAMES:
        return ""
    if column in TEXTS:
        held = values.dtype.categories if isinstance(values.dtype, pd.CategoricalDtype) else values
        return "" if types.is_string_dtype(held) else "text"
    if column in FLAGS:
        return "" if types.is_bool_dtype(values) else "True or False"
    if column in WHOLE:
        return "" if types.is_integer_dtype(values) else "whole numbers"
    return "" if types.is_numeric_dtype(values) else "numbers"


def _name_held(values: pd.Series) -> str:
    return "text" if pd.api.types.is_string_dtype(values) else f"values of type {values.dtype}"


def check_apart(table: pd.DataFrame, kind: str) -> None:
    """Raise a StoryError if the sentences of several texts go by the name of one story; of a table with `PLACE`.

    Within a story the sentences, and the words in them, must follow each other by their numbers without overlapping.
    Rows may be missing, in any order, or repeated as they are.
    """
    sentence, start, end = (table[column].to_numpy() for column in PLACE)
    story = table["story"].array
    is_first = np.ones(len(table), dtype=bool)  # of a run of rows in order
    is_first[1:] = (start[1:] < end[:-1]) | (sentence[1:] < sentence[:-1]) | np.asarray(story[1:] != story[:-1], dtype=bool)
    if not table["story"].iloc[np.flatnonzero(is_first)].duplicated().any():
        return
    number = pd.factorize(table["story"])[0]
    order = np.lexsort([end, start, sentence, number])
    before, after = order[:-1], order[1:]
    is_overlap = (number[before] == number[after]) & (start[after] < end[before])
    if not is_overlap.any():
        return
    before, after = before[is_overlap], after[is_overlap]
    is_repeated = np.ones(len(after), dtype=bool)
    for column in {*PLACE, *TEXTS} & set(table.columns):
        values = table[column].array
        is_repeated &= np.asarray(values[before] == values[after], dtype=bool)
    if not is_repeated.all():
        row = after[np.argmin(is_repeated)]
        raise StoryError(
            f"Sentence {sentence[row]} of story {story[row]!r} has several texts in this table of {kind}: stories were "
            "merged under one name. Keep each under its own in the column `story`, and compare groups by another column "
            '(measure_readability(..., by="author")); to make one story of several files, join their texts before reading.'
        )
