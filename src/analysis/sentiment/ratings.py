"""The reader in the loop: a sheet of sentences to rate, its way back, and where reader and lexicon part."""

from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import guard, read_csv_table, read_number, write_whole
from analysis.statistics.wording import state_agreement
from analysis.tables import TABLES, need_columns
from analysis.text.sentences import as_sentences

SHEET = ["story", "sentence", "rating", "text"]


def write_rating_sheet(sentences: pd.DataFrame, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """The path of the CSV written: one row per sentence or verse line, with an empty column `rating` for you to fill.

    Columns: `story, sentence, rating, text`, UTF-8 with a byte order mark, so that spreadsheets read it. Rate as you like,
    high for pleasant (say -3 to 3); leave empty what you cannot judge; change nothing else. A text that begins like a
    spreadsheet formula gets an apostrophe before it. Headings are left out.

    Raises
    ------
    StoryError : the file exists already, with perhaps your ratings in it, and `overwrite` is not True.
    """
    sentences = as_sentences(sentences)
    path = Path(path)
    if path.exists() and not overwrite:
        raise StoryError(f"{path} exists already: name another file, or pass overwrite=True to lose what is in it.")
    sheet = sentences.loc[sentences["kind"] != "heading", ["story", "sentence", "text"]].assign(rating="")[SHEET]
    for column in ("story", "text"):
        sheet[column] = [guard(_flatten(text)) for text in sheet[column]]
    return write_whole(path, "\ufeff" + sheet.to_csv(index=False, lineterminator="\n"))


def read_ratings(path: str | PathLike[str], sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the sentences given, with the `rating` of the sheet (NaN where left empty, and for headings).

    `smooth_trajectory(rated, column="rating")` draws the reader's own trajectory.

    Raises
    ------
    StoryError : no such file, a column lost, a row missing, doubled or not in these sentences, a text that was changed, a
        rating that is no number, no rating at all; the message names the line.
    """
    sentences = as_sentences(sentences)
    sheet = read_csv_table(path, SHEET, "write_rating_sheet() makes it")
    columns = (sentences[column] for column in ("story", "sentence", "text"))
    known = {(guard(_flatten(story)), number): guard(_flatten(text)) for story, number, text in zip(*columns, strict=True)}
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
    wanted = [key for key, kind in zip(known, sentences["kind"], strict=True) if kind != "heading"]
    if missing := [key for key in wanted if key not in rated]:
        raise StoryError(
            f"{path}: {len(missing)} rows are missing, the first is sentence {missing[0][1]} of {missing[0][0]!r}; leave a "
            "rating empty, but leave its row."
        )
    if not any(np.isfinite(value) for value in rated.values()):
        raise StoryError(f"{path} has no rating in it yet: fill the column `rating`.")
    return sentences.assign(rating=[rated.get(key, np.nan) for key in known])


def compare_ratings(scored: pd.DataFrame, *, column: str = "valence") -> pd.DataFrame:
    """One row per story: how far the reader's ratings and a score agree over its sentences.

    Columns: `story`, `size` (sentences that have both), `rho` (Spearman's, -1 to 1), `low`, `high` (95 % interval by
    Fisher's transformation with the variance of Bonett & Wright, 2000; NaN below four sentences), `statement`. Between two
    readers of literary prose rho is about .6, so that is what agreement can be. `scored` has `rating` and the column named.
    """
    need_columns(scored, ["story", "rating", column], "scored")
    from scipy.stats import rankdata

    rows = []
    for story, part in scored.groupby("story", sort=False):
        both = part[["rating", column]].dropna()
        size, rho, low, high = len(both), np.nan, np.nan, np.nan
        if size >= 3 and both.nunique().min() > 1:
            rho = float(np.corrcoef(rankdata(both["rating"]), rankdata(both[column]))[0, 1])
        if size >= 4 and abs(rho) < 1:
            half = 1.959964 * np.sqrt((1 + rho**2 / 2) / (size - 3))
            low, high = (float(np.tanh(np.arctanh(rho) + sign * half)) for sign in (-1, 1))
        row = {"story": story, "size": size, "rho": rho, "low": low, "high": high}
        rows.append(row | {"statement": state_agreement(row, column)})
    return pd.DataFrame(rows)


def find_disagreements(scored: pd.DataFrame, *, column: str = "valence") -> pd.DataFrame:
    """One row per rated sentence, those first where reader and score part most.

    Columns: `story, sentence, start, end`, `rating`, the score, `gap` (rating less score, both in standard deviations within
    their story: positive where the reader is kinder than the score), `text`.
    """
    need_columns(scored, [*TABLES["sentences"].columns, "rating", column], "scored")
    both = scored.dropna(subset=["rating", column])
    grouped = both.groupby("story", sort=False)
    standard = {
        name: (both[name] - grouped[name].transform("mean")) / grouped[name].transform("std") for name in ("rating", column)
    }
    table = both[["story", "sentence", "start", "end", "rating", column]].assign(gap=standard["rating"] - standard[column])
    table["text"] = both["text"]
    order = np.argsort(-table["gap"].abs().fillna(-1).to_numpy(), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _read_rating(text: str, where: str) -> float:
    if not text.strip():
        return np.nan
    value = read_number(text)
    if not np.isfinite(value):
        raise StoryError(f"{where}: the rating {text!r} is no number; leave it empty if there is none.")
    return value


def _flatten(text: object) -> str:
    return " ".join(str(text).split())
