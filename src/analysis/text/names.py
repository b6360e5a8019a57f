"""Names, told by their capitals without a model: the list found, and the list that a user gives."""

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.files import read_csv_table
from analysis.lexicons.lists import load_function_words
from analysis.tables import case_fold, number_stories
from analysis.text.segmentation import WORD, normalise
from analysis.text.tokens import Tokens, as_tokens, find_code_points, is_any_of


def find_names(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per story and name found in it, most frequent first: a list to look through and edit.

    Columns: `story`, `name` (as in `word`, without a possessive 's), `count` (capitalised uses), `share` (0-1, of its uses
    in mid-sentence that are capitalised), `form` (as most often written). A word is taken for a name if at least half of
    its uses in mid-sentence are capitalised; after an opening quote, a colon, a dash, "!" or "?" a word counts as the
    first of a sentence, and function words ("I") are no names. Places, days and nationalities are found as well as people
    (on LitBank's annotated fiction: recall .93-.96, precision .68-.74), a name that only ever opens sentences is not.

    >>> from analysis import read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "Then Jo met Amy at the door. Amy's coat was red."}))
    >>> find_names(sentences)["name"].tolist()
    ['amy', 'jo']
    """
    sentences, tokens = as_tokens(sentences)
    evidence = find_evidence(sentences, tokens)
    return _list_names(sentences, tokens, evidence, mark_found_names(evidence))


class Evidence(NamedTuple):
    """What the words of each story tell about names: per token its key (story and bare word) and whether capitalised."""

    key: np.ndarray
    capital: np.ndarray
    open: np.ndarray  # in mid-sentence, where a capital is a sign of a name
    story: np.ndarray  # per key: its story's and its bare word's place
    base: np.ndarray
    bases: list[str]


def find_evidence(sentences: pd.DataFrame, tokens: Tokens) -> Evidence:
    base, bases = pd.factorize(np.array([word.removesuffix("'s") for word in tokens.vocabulary], dtype=object))
    story = number_stories(sentences)[0][tokens.row]
    key, keys = pd.factorize(story * max(len(bases), 1) + base[tokens.word_code])
    capital = np.array([form[0].isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    shouted = np.array([form.isupper() and len(form) > 1 for form in tokens.forms], dtype=bool)[tokens.code]
    size = len(sentences)
    loud = np.bincount(tokens.row, shouted, size) > 0.5 * np.bincount(tokens.row, minlength=size)  # all in capitals
    useful = ~loud & (sentences["kind"] != "heading").to_numpy()
    of_story, of_base = np.divmod(keys, max(len(bases), 1))
    return Evidence(key, capital, ~_opens(tokens) & useful[tokens.row], of_story, of_base, list(bases))


def _opens(tokens: Tokens) -> np.ndarray:
    """Whether each word opens a sentence, or follows an opening quote, a colon, a dash, "!" or "?"."""
    points = find_code_points("\n" + tokens.text)
    solid = np.maximum.accumulate(np.where(is_any_of(points, " \n\t\r\xa0"), 0, np.arange(len(points), dtype=np.int32)))
    last = solid[tokens.at]  # points[i] is text[i - 1]
    mark, touching = points[last], points[tokens.at]
    dash = (mark == ord("-")) & ((points[last - 1] == ord("-")) | (last != tokens.at))
    return np.diff(tokens.row, prepend=-1).astype(bool) | is_any_of(touching, "\"'") | is_any_of(mark, ":—!?…(") | dash


def _count_open_uses(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """For each key its uses in mid-sentence, and how many of them are capitalised."""
    size = len(evidence.story)
    uses = np.bincount(evidence.key[evidence.open], minlength=size)
    return uses, np.bincount(evidence.key[evidence.open & evidence.capital], minlength=size)


def mark_found_names(evidence: Evidence) -> np.ndarray:
    """Whether each key is taken for a name."""
    uses, capitals = _count_open_uses(evidence)
    function = np.array([base in load_function_words() for base in evidence.bases], dtype=bool)[evidence.base]
    return (uses > 0) & (2 * capitals >= uses) & ~function


def _list_names(sentences: pd.DataFrame, tokens: Tokens, evidence: Evidence, named: np.ndarray) -> pd.DataFrame:
    size = len(evidence.story)
    uses, capitals = _count_open_uses(evidence)
    count = np.bincount(evidence.key[evidence.capital], minlength=size)
    chosen = np.flatnonzero(named)
    first_use = np.zeros(size, dtype=np.int64)
    written = np.flatnonzero(evidence.capital)[::-1]
    first_use[evidence.key[written]] = written  # the earliest is written last, and stays
    names = pd.DataFrame(
        {
            "story": pd.unique(sentences["story"])[evidence.story[chosen]],
            "name": pd.array([evidence.bases[base] for base in evidence.base[chosen]], dtype="str"),
            "count": count[chosen],
            "share": capitals[chosen] / uses[chosen],
            "form": pd.array([re.sub(r"['’]s$", "", tokens.forms[tokens.code[i]]) for i in first_use[chosen]], dtype="str"),
        }
    )
    order = np.lexsort([names["name"], -names["count"], evidence.story[chosen]])
    return names.iloc[order].reset_index(drop=True)


def mark_listed_names(sentences: pd.DataFrame, evidence: Evidence, names: pd.DataFrame | Iterable[str]) -> np.ndarray:
    """Whether each key is one of the names given, with or without a possessive 's."""
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
    marked = [
        (None, word) in wanted or (story, word) in wanted
        for story, word in zip(stories[evidence.story], (evidence.bases[base] for base in evidence.base), strict=True)
    ]
    return np.array(marked, dtype=bool)


def read_names(path: str | PathLike[str]) -> pd.DataFrame:
    """One row per name of a file: the list to mask in place of the names that are found, for `split_words`.

    Columns: `name`, and `story` if the file has it (a name without a story holds for all). The file is a CSV table in UTF-8
    with the column `name`, such as `find_names(sentences).to_csv(path)` edited, or a plain list of one name a line. A table
    of no rows masks nothing. StoryError: there is no such file, or it is empty or cannot be read.

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
