"""Names, recognised by their capitals without a model: the list that is found, and the list that a user gives."""

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
from analysis.tables import case_fold, is_aside, is_counted
from analysis.text.canonical import WORD, normalise
from analysis.text.sentences import Tokens, as_tokens, find_code_points, is_any_of


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
    count : its capitalised uses; those in speakers and stage directions are not counted
    share : 0-1, of its uses in mid-sentence that are capitalised; at least 0.5
    form : the name as first written with a capital, without a possessive 's

    Notes
    -----
    A word is taken for a name if at least half of its uses in mid-sentence are capitalised. After an opening quote, a
    colon, a dash, "!" or "?" a word counts as the first of a sentence. Function words ("I") are no names. Places, days and
    nationalities are found as well as people (on LitBank's annotated fiction: recall .93-.96, precision .68-.74); a name
    that only ever opens sentences is not found.

    >>> from analysis import read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "Then Jo met Amy at the door. Amy's coat was red."}))
    >>> find_names(sentences)["name"].tolist()
    ['amy', 'jo']
    """
    sentences, tokens = as_tokens(sentences)
    evidence = find_evidence(sentences, tokens)
    return _list_names(sentences, tokens, evidence, mark_found_names(evidence))


class Evidence(NamedTuple):
    """What the capitals of each story tell about names. A key is a story and a bare word (without a possessive 's)."""

    key: np.ndarray  # per token, its key
    is_capital: np.ndarray  # per token
    is_telling: np.ndarray  # per token: in mid-sentence, where a capital is a sign of a name
    story: np.ndarray  # per key, the number of its story
    base: np.ndarray  # per key, the position of its bare word in `bases`
    bases: list[str]


def find_evidence(sentences: pd.DataFrame, tokens: Tokens) -> Evidence:
    """The evidence for names; capitals tell nothing but in prose and verse, and nothing in sentences that are mostly in
    capitals."""
    base, bases = pd.factorize(np.array([word.removesuffix("'s") for word in tokens.vocabulary], dtype=object))
    n_bases = max(len(bases), 1)
    story = tokens.story[tokens.row]
    key, keys = pd.factorize(story * n_bases + base[tokens.word_code])
    is_capital = np.array([form[0].isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    is_shouted = np.array([form.isupper() and len(form) > 1 for form in tokens.forms], dtype=bool)[tokens.code]
    n_sentences = len(sentences)
    n_shouted = np.bincount(tokens.row, is_shouted, n_sentences)
    is_loud = n_shouted > 0.5 * np.bincount(tokens.row, minlength=n_sentences)
    is_useful = ~is_loud & is_counted(sentences["kind"])
    story_of_key, base_of_key = np.divmod(keys, n_bases)
    is_telling = ~_opens_sentence(tokens) & is_useful[tokens.row]
    return Evidence(key, is_capital, is_telling, story_of_key, base_of_key, list(bases))


def _opens_sentence(tokens: Tokens) -> np.ndarray:
    """Whether each word opens a sentence, or follows an opening quote, a colon, a dash, "!" or "?"."""
    # A line break comes before the text, so that the character before the one at i of the text is points[i].
    points = find_code_points("\n" + tokens.text)
    is_space = is_any_of(points, " \n\t\r\xa0")
    last_solid = np.maximum.accumulate(np.where(is_space, 0, np.arange(len(points), dtype=np.int32)))
    adjacent = points[tokens.word_start]  # the character directly before each word
    position = last_solid[tokens.word_start]  # of the last character before it that is no space
    mark = points[position]
    # A hyphen is a dash if another comes before it, or if a space parts it from the word.
    is_dash = (mark == ord("-")) & ((points[position - 1] == ord("-")) | (position != tokens.word_start))
    is_first = np.diff(tokens.row, prepend=-1).astype(bool)
    return is_first | is_any_of(adjacent, "\"'") | is_any_of(mark, ":—!?…(") | is_dash


def _count_telling_uses(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """For each key its uses in mid-sentence, and how many of them are capitalised."""
    n_keys = len(evidence.story)
    uses = np.bincount(evidence.key[evidence.is_telling], minlength=n_keys)
    return uses, np.bincount(evidence.key[evidence.is_telling & evidence.is_capital], minlength=n_keys)


def mark_found_names(evidence: Evidence) -> np.ndarray:
    """Whether each key is taken for a name."""
    uses, capitalised = _count_telling_uses(evidence)
    is_function = np.array([base in load_function_words() for base in evidence.bases], dtype=bool)[evidence.base]
    return (uses > 0) & (2 * capitalised >= uses) & ~is_function


def _list_names(sentences: pd.DataFrame, tokens: Tokens, evidence: Evidence, is_name: np.ndarray) -> pd.DataFrame:
    """The table of `find_names`, of the keys that are names."""
    n_keys = len(evidence.story)
    uses, capitalised = _count_telling_uses(evidence)
    is_use = evidence.is_capital & ~is_aside(sentences["kind"])[tokens.row]
    count = np.bincount(evidence.key[is_use], minlength=n_keys)
    keys = np.flatnonzero(is_name)
    first_token = np.zeros(n_keys, dtype=np.int64)
    capital_tokens = np.flatnonzero(is_use)[::-1]  # last to first: the assignment of the first one stays
    first_token[evidence.key[capital_tokens]] = capital_tokens
    forms = [re.sub(r"['’]s$", "", tokens.forms[tokens.code[token]]) for token in first_token[keys]]
    names = pd.DataFrame(
        {
            "story": pd.unique(sentences["story"])[evidence.story[keys]],
            "name": pd.array([evidence.bases[base] for base in evidence.base[keys]], dtype="str"),
            "count": count[keys],
            "share": capitalised[keys] / uses[keys],
            "form": pd.array(forms, dtype="str"),
        }
    )
    order = np.lexsort([names["name"], -names["count"], evidence.story[keys]])
    return names.iloc[order].reset_index(drop=True)


def mark_listed_names(sentences: pd.DataFrame, evidence: Evidence, names: pd.DataFrame | Iterable[str]) -> np.ndarray:
    """Whether each key is one of the names given, with or without a possessive 's.

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
    bases = (evidence.bases[base] for base in evidence.base)
    is_listed = [
        (None, base) in wanted or (story, base) in wanted for story, base in zip(stories[evidence.story], bases, strict=True)
    ]
    return np.array(is_listed, dtype=bool)


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
