"""Ratings by a reader: a sheet of sentences to rate, how it is read back, and where reader and lexicon disagree."""

from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import guard, read_csv_table, read_number, write_whole
from analysis.statistics.wording import state_agreement
from analysis.tables import TABLES, is_counted, need_columns
from analysis.text.sentences import as_sentences

SHEET = ["story", "sentence", "rating", "text"]
AGREEMENT = ["story", "size", "rho", "low", "high", "statement"]


def write_rating_sheet(sentences: pd.DataFrame, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """The path of the CSV file written: one row per sentence or verse line, with an empty column `rating` for you to fill.

    Rate as you like, high for pleasant (say -3 to 3); leave empty what you cannot judge; change nothing else.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
        Headings are left out of the sheet.
    path : the file to write, in UTF-8 with a byte order mark, so that spreadsheets read it.
    overwrite : whether to replace a file that exists; False by default.

    Returns
    -------
    Path of a CSV file with the columns

    story, sentence : as in the table of sentences
    rating : empty
    text : the sentence; one that begins like a spreadsheet formula gets an apostrophe before it

    Raises
    ------
    StoryError : the file exists already, with perhaps your ratings in it, and `overwrite` is not True.
    """
    sentences = as_sentences(sentences)
    path = Path(path)
    if path.exists() and not overwrite:
        raise StoryError(f"{path} exists already: name another file, or pass overwrite=True to lose what is in it.")
    sheet = sentences.loc[is_counted(sentences["kind"]), ["story", "sentence", "text"]].assign(rating="")[SHEET]
    for column in ("story", "text"):
        sheet[column] = [guard(_flatten(text)) for text in sheet[column]]
    return write_whole(path, "\ufeff" + sheet.to_csv(index=False, lineterminator="\n"))


def read_ratings(path: str | PathLike[str], sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, with the ratings of the sheet.

    Parameters
    ----------
    path : the sheet, as `write_rating_sheet` writes it, with ratings filled in.
    sentences : the table of sentences, or the stories, that the sheet was made from; or what `read_stories` takes.

    Returns
    -------
    DataFrame with the columns of `sentences` and

    rating : the number in the sheet; NaN where left empty, and for what is no prose or verse

    `smooth_trajectory(rated, column="rating")` gives the reader's own trajectory.

    Raises
    ------
    StoryError : no such file, a missing column, a row that is missing, doubled or not in these sentences, a text that was
        changed, a rating that is not a number, no rating at all; the message names the line.
    """
    sentences = as_sentences(sentences)
    sheet = read_csv_table(path, SHEET, "write_rating_sheet() makes it")
    columns = zip(sentences["story"], sentences["sentence"], sentences["text"], strict=True)
    known = {(guard(_flatten(story)), number): guard(_flatten(text)) for story, number, text in columns}
    rated: dict[tuple[str, int], float] = {}
    for line, row in enumerate(sheet.itertuples(index=False), start=2):
        if not "".join(row).strip():  # spreadsheets leave empty rows
            continue
        where = f"{path}, line {line}"
        if not row.sentence.strip().isdecimal():
            raise StoryError(f"{where}: sentence {row.sentence!r} is no number; restore it from a new sheet.")
        key = (guard(_flatten(row.story)), int(row.sentence))
        if key not in known:
            raise StoryError(f"{where}: sentence {key[1]} of {key[0]!r} is not among these sentences.")
        if key in rated:
            raise StoryError(f"{where}: sentence {key[1]} of {key[0]!r} stands here a second time.")
        if guard(_flatten(row.text)) != known[key]:
            raise StoryError(
                f"{where}: the text of sentence {key[1]} of {key[0]!r} was changed; restore it from a new sheet."
            )
        rated[key] = _read_rating(row.rating, where)
    wanted = [key for key, counted in zip(known, is_counted(sentences["kind"]), strict=True) if counted]
    if missing := [key for key in wanted if key not in rated]:
        raise StoryError(
            f"{path}: {len(missing)} rows are missing, the first is sentence {missing[0][1]} of {missing[0][0]!r}; leave a "
            "rating empty, but leave its row."
        )
    if not any(np.isfinite(value) for value in rated.values()):
        raise StoryError(f"{path} has no rating in it yet: fill the column `rating`.")
    return sentences.assign(rating=[rated.get(key, np.nan) for key in known])


def compare_ratings(scored: pd.DataFrame, *, column: str = "valence") -> pd.DataFrame:
    """One row per story: the agreement of the reader's ratings with a score over its sentences.

    Parameters
    ----------
    scored : a table of sentences with the columns `rating` and `column`.
    column : the score; "valence" by default.

    Returns
    -------
    DataFrame with the columns

    story : as in `scored`
    size : sentences that have both a rating and a score
    rho : -1 to 1, Spearman's rank correlation; NaN below three sentences, and where all ratings or all scores are equal
    low, high : 95 % interval by Fisher's transformation with the variance of Bonett & Wright (2000); NaN below four
        sentences, and where rho is NaN, -1 or 1
    statement : a sentence to quote

    Raises
    ------
    StoryError : a table without the columns needed.

    Notes
    -----
    Between two readers of literary prose rho is about .6, which is about the best that can be expected here.

    >>> scored = pd.DataFrame({"story": "a", "rating": [-2, 0, 1, 2], "valence": [-1.0, 0.5, 0.1, 2.0]})
    >>> compare_ratings(scored)[["size", "rho"]].round(3).to_numpy().tolist()
    [[4.0, 0.8]]
    """
    need_columns(scored, ["story", "rating", column], "scored")
    from scipy.stats import rankdata

    rows = []
    for story, sentences in scored.groupby("story", sort=False):
        pairs = sentences[["rating", column]].dropna()
        size, rho, low, high = len(pairs), np.nan, np.nan, np.nan
        if size >= 3 and pairs.nunique().min() > 1:
            rho = float(np.corrcoef(rankdata(pairs["rating"]), rankdata(pairs[column]))[0, 1])
        if size >= 4 and abs(rho) < 1:
            half_width = 1.959964 * np.sqrt((1 + rho**2 / 2) / (size - 3))
            low, high = (float(np.tanh(np.arctanh(rho) + sign * half_width)) for sign in (-1, 1))
        row = {"story": story, "size": size, "rho": rho, "low": low, "high": high}
        rows.append(row | {"statement": state_agreement(row, column)})
    return pd.DataFrame(rows, columns=AGREEMENT)


def find_disagreements(scored: pd.DataFrame, *, column: str = "valence") -> pd.DataFrame:
    """One row per sentence that has both a rating and a score, those with the largest disagreement first.

    Parameters
    ----------
    scored : a table of sentences with the columns `rating` and `column`.
    column : the score; "valence" by default.

    Returns
    -------
    DataFrame with the columns

    story, sentence : as in `scored`
    start, end : offsets into the story's text
    rating : the reader's
    valence : the score, under the name given as `column`
    gap : rating less score, both in standard deviations within their story: positive where the reader is kinder than the
        score; NaN where a standard deviation is 0 or not defined
    text : the sentence

    Raises
    ------
    StoryError : a table without the columns needed.
    """
    need_columns(scored, [*TABLES["sentences"].columns, "rating", column], "scored")
    rated = scored.dropna(subset=["rating", column])
    by_story = rated.groupby("story", sort=False)
    standardised = {
        name: (rated[name] - by_story[name].transform("mean")) / by_story[name].transform("std")
        for name in ("rating", column)
    }
    table = rated[["story", "sentence", "start", "end", "rating", column]].copy()
    table["gap"] = standardised["rating"] - standardised[column]
    table["text"] = rated["text"]
    order = np.argsort(-table["gap"].abs().fillna(-1).to_numpy(), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _read_rating(text: str, where: str) -> float:
    """The number in a cell, NaN where it is empty; `where` is named in the StoryError."""
    if not text.strip():
        return np.nan
    value = read_number(text)
    if not np.isfinite(value):
        raise StoryError(f"{where}: the rating {text!r} is no number; leave it empty if there is none.")
    return value


def _flatten(text: object) -> str:
    """The text on one line, with single spaces."""
    return " ".join(str(text).split())
