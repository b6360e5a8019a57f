"""Which capitalised words are names, decided use by use from the capitals of each story, without a model.

Each use of a word is a sign that it is a name (a capital in mid-sentence), a sign that it is none (no capital; a month after
"in"), or open: where any word has a capital (the first of a sentence, of a quotation, of a line of verse), and where the
capital may be emphasis. Signs of a name are marked; open uses are, if the story has as many signs for the name as against.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import is_counted
from analysis.text.name_lists import (
    AFTER_TIMES, BEFORE_EITHER, BEFORE_TIMES, DETERMINERS, MONTH, NEVER, PART, PLAIN, RANK, SPEECH, TITLE, VERBS,
    is_ordinary, load_kinds,
)  # fmt: skip
from analysis.text.sentences import Tokens, find_code_points, is_any_of

NUMERAL = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class Capitals(NamedTuple):
    """The words with their keys, and which have a capital. A key is a story and a bare word (without a possessive 's)."""

    key: np.ndarray  # per token, its key
    is_capital: np.ndarray  # per token
    story: np.ndarray  # per key, the number of its story
    base: np.ndarray  # per key, the position of its bare word in `bases`
    bases: list[str]


def find_capitals(tokens: Tokens) -> Capitals:
    """The keys of the words, and which words have a capital."""
    base, bases = pd.factorize(np.array([word.removesuffix("'s") for word in tokens.vocabulary], dtype=object))
    n_bases = max(len(bases), 1)
    key, keys = pd.factorize(tokens.story[tokens.row] * n_bases + base[tokens.word_code])
    is_capital = np.array([form[0].isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    return Capitals(key, is_capital, *np.divmod(keys, n_bases), list(bases))


class Gaps(NamedTuple):
    """What stands before each word."""

    opens: np.ndarray  # it opens a sentence, or follows an opening quote, a colon, a dash, a bracket, "!" or "?"
    joins: np.ndarray  # only white space or a hyphen parts it from the word before
    stop: np.ndarray  # only a full stop and white space do
    comma: np.ndarray  # it follows a comma or a semicolon


def _find_gaps(tokens: Tokens) -> Gaps:
    # A line break comes before the text, so that the character before the one at i of the text is points[i].
    points = find_code_points("\n" + tokens.text)
    is_space = is_any_of(points, " \n\t\r\xa0")
    last_solid = np.maximum.accumulate(np.where(is_space, 0, np.arange(len(points), dtype=np.int32)))
    before = tokens.word_start - (points[tokens.word_start] == ord("_"))  # the underscore of "_Rose_" is passed over
    adjacent = points[before]  # the character directly before each word
    position = last_solid[before]  # of the last character before it that is no space
    mark = points[position]
    # A hyphen is a dash if another comes before it, or if a space parts it from the word.
    is_hyphen = mark == ord("-")
    is_dash = is_hyphen & ((points[position - 1] == ord("-")) | (position != before))
    is_first = np.diff(tokens.row, prepend=-1).astype(bool)
    opens = is_first | is_any_of(adjacent, "\"'") | is_any_of(mark, ":—!?…([") | is_dash
    end = tokens.word_start + (tokens.end - tokens.start)  # of each word: of its last character in `points`
    between = position - np.concatenate([np.zeros(1, dtype=end.dtype), end])[: len(end)]  # characters, but for white space
    joins = ~is_first & ((between == 0) | ((between == 1) & is_hyphen & ~is_dash))
    return Gaps(opens, joins, ~is_first & (between == 1) & (mark == ord(".")), is_any_of(mark, ",;"))


class Uses(NamedTuple):
    """The capitalised words one after the other."""

    token: np.ndarray
    key: np.ndarray
    kind: np.ndarray  # what each may be here
    before: np.ndarray  # the position in `bases` of the word before and of the word after each, if nothing parts them
    after: np.ndarray  # or -1
    is_telling: np.ndarray  # in mid-sentence
    is_linked: np.ndarray  # to a capitalised word before it; the last one is linked to none after it
    is_weak: np.ndarray  # a capital that may be emphasis, or stand for the start of speech


def _find_uses(tokens: Tokens, capitals: Capitals, gaps: Gaps, is_telling: np.ndarray) -> Uses:
    """The capitalised words and what stands beside them."""
    token = np.flatnonzero(capitals.is_capital)
    key = capitals.key[token]
    kinds = load_kinds()
    kind = np.array([kinds.get(base, PLAIN) for base in capitals.bases], dtype=np.int8)[capitals.base[key]]
    base = np.append(capitals.base[capitals.key], -1)
    joins = np.append(gaps.joins, False)
    before, after = np.where(joins[token], base[token - 1], -1), np.where(joins[token + 1], base[token + 1], -1)
    n_letters = np.array([len(form) for form in tokens.forms])[tokens.code[token]]
    is_short = (kind == TITLE) | (n_letters == 1) | _stands_in(before * 0 + base[token], capitals, _SAINTS)
    follows = np.diff(token, prepend=-2) == 1
    is_linked = follows & (gaps.joins[token] | (gaps.stop[token] & np.append(False, is_short[:-1])))
    is_numeral = np.array([bool(NUMERAL.fullmatch(form.partition("'")[0])) for form in tokens.forms])[tokens.code[token]]
    kind[is_numeral & ((n_letters > 1) | is_linked)] = NEVER
    links = np.append(is_linked[1:], False)
    kind[(kind == RANK) & links] = TITLE
    return Uses(token, key, kind, before, after, is_telling[token], is_linked, np.zeros(len(token), dtype=bool))
