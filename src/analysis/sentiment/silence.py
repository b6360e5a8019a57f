"""Which words weigh nothing in the lists of this package: names and titles. "Grace" is no grace, "Miss" misses nobody.

A name of several common words ("Pleasant Run", "the Secret Service") means what its words say and keeps their weight, unless
it follows a title, has a kinsman in it ("Uncle Joy"), or one of its words is also a name alone in its story, as people's are
("Grace Hope ... Grace").
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.lexicons.lists import load_bases
from analysis.text.capitals import Capitals, find_capitals, mark_found_names, mark_titles
from analysis.text.names import mark_listed_names
from analysis.text.sentences import Tokens

KIN = frozenset(
    "aunt auntie aunty brother cousin father granddad grandfather grandma grandmother grandpa granny mother nurse saint"
    " sister uncle".split()
)


def mark_silent(
    sentences: pd.DataFrame,
    tokens: Tokens,
    names: pd.DataFrame | Iterable[str] | None = None,
    is_name: np.ndarray | None = None,
) -> np.ndarray:
    """Whether each word weighs nothing: names, given or found (`is_name`, if known already), and titles before them."""
    capitals = find_capitals(tokens)
    if names is not None:
        is_name = mark_listed_names(sentences, capitals, names)
        return is_name | mark_titles(tokens, capitals, is_name)
    if is_name is None:
        is_name, _ = mark_found_names(sentences, tokens, capitals)
    is_title = mark_titles(tokens, capitals, is_name)
    return (is_name & ~_mean_what_they_say(tokens, capitals, is_name, is_title)) | is_title


def _mean_what_they_say(tokens: Tokens, capitals: Capitals, is_name: np.ndarray, is_title: np.ndarray) -> np.ndarray:
    """Whether each word belongs to a name of several common words, none of which is a name alone or after a title."""
    token = np.flatnonzero(is_name)
    is_next = (np.diff(token) == 1) & (np.diff(tokens.row[token]) == 0)
    run = np.cumsum(np.append(True, ~is_next))[: len(token)]
    size = np.bincount(run, minlength=len(token) + 1)
    key = capitals.key[token]
    is_alone = np.bincount(key, (size[run] == 1) | is_title[token - 1], minlength=len(capitals.story)) > 0
    bases, place = np.unique(capitals.base[key], return_inverse=True)
    is_common = [any(capitals.bases[base] in load_bases(kind) for kind in "nva") for base in bases.tolist()]
    is_kin = np.array([capitals.bases[base] in KIN for base in bases.tolist()], dtype=bool)
    fails = ~np.array(is_common, dtype=bool)[place] | is_kin[place] | is_alone[key]
    result = np.zeros(len(is_name), dtype=bool)
    result[token] = (size[run] > 1) & (np.bincount(run, fails, len(token) + 1)[run] == 0)
    return result
