"""Names, recognised by their capitals without a model: the list that is found, and the list that a user gives."""

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import read_csv_table
from analysis.tables import case_fold, is_aside
from analysis.text.canonical import WORD, normalise
from analysis.text.capitals import Capitals, find_capitals, mark_found_names
from analysis.text.sentences import Tokens, as_tokens


def find_names(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per story and name found in it, most frequent first: a list to look through and edit.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.

    Returns
    -------
    DataFrame with the columns

    story : the story
    name : as in the column `word` of the words, without a possessive 's
    count : its uses that are names; those in speakers and stage directions are not counted
    share : 0-1, of its uses in mid-sentence that are capitalised; 1 if it has none. Where it is low ("new", of "New
        York"), the word is a name in some uses only
    form : the name as first written where it is one, without a possessive 's

    Notes
    -----
    Each use is decided on its own. A capital in mid-sentence is a sign of a name, and so is that of a neighbour: both
    words of "Aunt Sally" are marked. Where any word has a capital (the first of a sentence or of a line of verse; after
    an opening quote, a colon, a dash, a bracket, "!" or "?"), where it may be emphasis ("a GREAT day") or follows "the",
    the story's other uses decide: at least half of them have to be for the name. Function words, titles ("Mrs", "Captain"),
    days, months, numbers and interjections are no names; "April", "May", "June" and "August" are where they are people.
    In a story whose `language` is German no names are found.

    Places and nationalities are found as well as people; on LitBank's annotated fiction .97 of the names are, and .73 of
    what is found is a name there, which nationalities are not. A name that only ever opens sentences is not found.

    `split_words` with this table marks every capitalised use of the names in it. Without, it marks the uses counted here:
    "New" is left out where it only opens a sentence.

    >>> from analysis import read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "Then Jo met Amy at the door. Amy's coat was red."}))
    >>> find_names(sentences)["name"].tolist()
    ['amy', 'jo']
    """
    sentences, tokens = as_tokens(sentences)
    return _list_names(sentences, tokens, find_capitals(tokens))


def _list_names(sentences: pd.DataFrame, tokens: Tokens, capitals: Capitals) -> pd.DataFrame:
    """The table of `find_names`, of the keys with uses that are names."""
    is_name, is_telling = mark_found_names(sentences, tokens, capitals)
    n_keys = len(capitals.story)
    uses = np.bincount(capitals.key[is_telling], minlength=n_keys)
    capitalised = np.bincount(capitals.key[is_telling & capitals.is_capital], minlength=n_keys)
    is_use = is_name & ~is_aside(sentences["kind"])[tokens.row]
    count = np.bincount(capitals.key[is_use], minlength=n_keys)
    keys = np.flatnonzero(count)
    first_token = np.zeros(n_keys, dtype=np.int64)
    name_tokens = np.flatnonzero(is_use)[::-1]  # last to first: the assignment of the first one stays
    first_token[capitals.key[name_tokens]] = name_tokens
    forms = [re.sub(r"['’]s$", "", tokens.forms[tokens.code[token]]) for token in first_token[keys]]
    names = pd.DataFrame(
        {
            "story": pd.unique(sentences["story"])[capitals.story[keys]],
            "name": pd.array([capitals.bases[base] for base in capitals.base[keys]], dtype="str"),
            "count": count[keys],
            "share": np.where(uses > 0, capitalised / np.maximum(uses, 1), 1)[keys],
            "form": pd.array(forms, dtype="str"),
        }
    )
    order = np.lexsort([names["name"], -names["count"], capitals.story[keys]])
    return names.iloc[order].reset_index(drop=True)


def mark_listed_names(sentences: pd.DataFrame, capitals: Capitals, names: pd.DataFrame | Iterable[str]) -> np.ndarray:
    """Whether each word has a capital and is one of the names given, with or without a possessive 's.

    `names` is a list for all stories, or a table with the column `name` and, if a name holds for one story only, `story`.
    """
    stories = np.asarray(pd.unique(sentences["story"]), dtype=object)
    if isinstance(names, str):
        raise StoryError(f"names must be a list of words or a table as find_names() makes it, not the string {names!r}.")
    if isinstance(names, pd.DataFrame):
        if "name" not in names:
            raise StoryError("The table of names has no column 'name'; find_names() makes such a table.")
        owners = names["story"] if "story" in names else pd.Series([None] * len(names))
        listed = [(None if pd.isna(owner) else owner, name) for owner, name in zip(owners, names["name"], strict=True)]
    else:
        listed = [(None, name) for name in names]
    wanted = {
        (owner, case_fold(word).removesuffix("'s"))
        for owner, name in listed
        for word in WORD.findall(name if name.isalpha() else normalise(name))
    }
    bases = (capitals.bases[base] for base in capitals.base)
    is_listed = [
        (None, base) in wanted or (story, base) in wanted for story, base in zip(stories[capitals.story], bases, strict=True)
    ]
    return capitals.is_capital & np.array(is_listed, dtype=bool)[capitals.key]


def read_names(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per name in a file: for `split_words`, the names to mark in place of those that are found.

    Parameters
    ----------
    path : a CSV table in UTF-8 with the column `name`, such as `find_names(sentences).to_csv(path)` after editing, or a
        plain list of one name a line. A table without rows marks no names.

    Returns
    -------
    DataFrame with the columns

    story : the story that the name holds for, None for all stories; only if the file has this column
    name : the name

    Raises
    ------
    StoryError : there is no such file, or it is empty or cannot be read.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "names.txt")
    >>> _ = path.write_text("Jo March\\nAmy\\n", "utf-8")
    >>> read_names(path)["name"].tolist()
    ['Jo March', 'Amy']
    >>> folder.cleanup()
    """
    path = Path(path)
    hint = "a file of names has one name a line, or a column 'name'"
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else ["name"]
    except (ValueError, OSError) as error:
        raise StoryError(f"{path} cannot be read as text in UTF-8: {error}") from error
    heading = next((line for line in lines if line.strip()), "")
    if not heading:
        raise StoryError(f"{path} is empty: {hint}; to mask none, write the heading 'name' and nothing below it.")
    if "name" in [cell.strip(' "').casefold() for cell in heading.replace(";", ",").replace("\t", ",").split(",")]:
        sheet = read_csv_table(path, ["name"], hint, optional=["story"])
        table = sheet[[column for column in ("story", "name") if column in sheet]]
    else:
        table = pd.DataFrame({"name": pd.array([line.strip() for line in lines], dtype="str")})
    table = table[table["name"].str.strip() != ""].reset_index(drop=True)
    return table.assign(story=table["story"].replace("", None)) if "story" in table else table
