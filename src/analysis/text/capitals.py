"""Which capitalised words are names, decided use by use from the capitals of each story, without a model.

Each use of a word is a sign that it is a name (a capital in mid-sentence), a sign that it is none (no capital; a month after
"in"), or open: where any word has a capital (the first of a sentence, of a quotation, of a line of verse), and where the
capital may be emphasis. Signs of a name are marked; open uses are, if the story has as many signs for the name as against.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import is_counted
from analysis.text import name_lists as lists
from analysis.text.name_lists import MONTH, NEVER, PART, PLAIN, RANK, TITLE, is_ordinary, load_kinds
from analysis.text.sentences import Tokens, find_code_points, is_any_of

NUMERAL = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:['’]s)?")
SAINTS = frozenset(["st", "ste", "mt"])


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
    story_of_key, base_of_key = np.divmod(keys, n_bases)
    return Capitals(key, is_capital, story_of_key, base_of_key, list(bases))


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
    base: np.ndarray  # positions in `bases`: of the word itself, of the word before and of the word after
    before: np.ndarray  # -1 where more than white space or a hyphen stands between
    after: np.ndarray
    kind: np.ndarray  # what the word may be here
    is_linked: np.ndarray  # to a capitalised word before it: "Aunt Sally", "St. Ives"
    links: np.ndarray  # to a capitalised word after it


def _find_uses(tokens: Tokens, capitals: Capitals, gaps: Gaps) -> Uses:
    """The capitalised words and what stands beside them."""
    token = np.flatnonzero(capitals.is_capital)
    base = capitals.base[capitals.key]
    joins = np.append(gaps.joins, False)
    before = np.where(joins[token], base[token - 1], -1)
    after = np.where(joins[token + 1], np.append(base, -1)[token + 1], -1)
    kinds = load_kinds()
    kind = np.array([kinds.get(word, PLAIN) for word in capitals.bases], dtype=np.int8)[base[token]]
    is_letter = np.array([len(form) == 1 for form in tokens.forms], dtype=bool)[tokens.code[token]]
    is_short = is_letter | (kind == TITLE) | _are_among(base[token], capitals, SAINTS)  # a stop after it ends no sentence
    is_linked = np.diff(token, prepend=-2) == 1
    is_linked &= gaps.joins[token] | (gaps.stop[token] & np.append(False, is_short[:-1])[: len(token)])
    links = np.append(is_linked[1:], False)[: len(token)]
    kind[_are_numerals(tokens, token, is_letter, is_linked & gaps.joins[token])] = NEVER
    kind[(kind == RANK) & links] = TITLE
    return Uses(token, capitals.key[token], base[token], before, after, kind, is_linked, links)


def _are_numerals(tokens: Tokens, token: np.ndarray, is_letter: np.ndarray, is_linked: np.ndarray) -> np.ndarray:
    """Whether each capitalised word is a Roman number; a single letter only after a name ("George V")."""
    is_numeral = np.array([NUMERAL.fullmatch(form) is not None for form in tokens.forms], dtype=bool)[tokens.code[token]]
    is_five_or_ten = np.array([form in ("V", "X") for form in tokens.forms], dtype=bool)[tokens.code[token]]
    return (is_numeral & ~is_letter) | (is_five_or_ten & is_linked)


def _are_among(positions: np.ndarray, capitals: Capitals, words: Collection[str]) -> np.ndarray:
    """Whether the words at these positions in `bases` are among those given; -1 is none."""
    return np.array([*(base in words for base in capitals.bases), False], dtype=bool)[positions]


def mark_found_names(sentences: pd.DataFrame, tokens: Tokens, capitals: Capitals) -> tuple[np.ndarray, np.ndarray]:
    """For each word whether it is a name in this use, and whether it stands in mid-sentence, where a capital is a sign.

    No capital is a sign in headings, in sentences that are mostly in capitals, and in German.
    """
    gaps = _find_gaps(tokens)
    is_useful = _are_useful(sentences, tokens)[tokens.row]
    is_telling = is_useful & ~gaps.opens
    uses = _find_uses(tokens, capitals, gaps)
    n_small = np.bincount(capitals.key[is_telling & ~capitals.is_capital], minlength=len(capitals.story))
    is_open = _are_emphatic(tokens, capitals, uses, gaps, n_small) | ~is_telling[uses.token]
    signs = _find_signs(capitals, uses, is_open, is_useful[uses.token])
    is_name = np.zeros(len(tokens.row), dtype=bool)
    is_name[uses.token[_decide_uses(capitals, uses, signs, n_small)]] = True
    return is_name, is_telling


def _are_useful(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether the capitals of each sentence tell anything."""
    is_shouted = np.array([len(form) > 1 and form.isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    n_shouted = np.bincount(tokens.row, is_shouted, len(sentences))
    is_useful = is_counted(sentences["kind"]) & (n_shouted <= 0.5 * np.bincount(tokens.row, minlength=len(sentences)))
    if "language" not in sentences:
        return is_useful
    languages, names = pd.factorize(sentences["language"])
    is_german = np.array([*(str(name).lower().startswith("de") for name in names), False], dtype=bool)
    return is_useful & ~is_german[languages]


def _are_emphatic(tokens: Tokens, capitals: Capitals, uses: Uses, gaps: Gaps, n_small: np.ndarray) -> np.ndarray:
    """Whether each capital may be emphasis ("a GREAT day") or the start of what is said ("And then, Well, it rained")."""
    is_shouted = np.array([len(form) > 1 and form.isupper() for form in tokens.forms], dtype=bool)[tokens.code[uses.token]]
    may_be = is_shouted | (gaps.comma[uses.token] & ~uses.links)
    is_common = np.zeros(len(capitals.bases), dtype=bool)
    for base in np.unique(uses.base[may_be]):
        is_common[base] = is_ordinary(capitals.bases[base])
    return may_be & (is_common[uses.base] | (n_small[uses.key] > 0))


class Signs(NamedTuple):
    """What each capitalised word is a sign of; what is neither for nor against is open."""

    fits: np.ndarray  # it may be a name on its own
    is_for: np.ndarray
    is_against: np.ndarray
    in_run: np.ndarray  # it is for, with another capital beside it
    after_determiner: np.ndarray


def _find_signs(capitals: Capitals, uses: Uses, is_open: np.ndarray, is_useful: np.ndarray) -> Signs:
    after_determiner = _are_among(uses.before, capitals, lists.DETERMINERS)
    is_month = uses.kind == MONTH
    is_said = is_month & is_useful & _are_among(uses.after, capitals, lists.SPEECH)  # "April said", wherever it stands
    is_lone = ~uses.links & ~uses.is_linked
    is_time = (_are_times(capitals, uses) | (after_determiner & is_lone)) & ~is_said
    fits = ((uses.kind == PLAIN) | (uses.kind == RANK) | is_month) & ~(is_month & is_time)
    may_be_part = (fits | ((uses.kind == PART) & ~is_time)) & ~is_open
    run = np.cumsum(~uses.is_linked)
    in_run = may_be_part & (np.bincount(run, may_be_part | (uses.kind == TITLE))[run] > 1)
    is_against = ((is_month & is_time) | ((uses.kind == RANK) & after_determiner)) & ~is_open & ~in_run
    may_be_either = is_month & _are_among(uses.before, capitals, lists.BEFORE_EITHER)
    is_for = in_run | is_said | (fits & ~is_open & ~is_against & ~may_be_either)
    return Signs(fits, is_for, is_against, in_run, after_determiner & ~is_said)


def _are_times(capitals: Capitals, uses: Uses) -> np.ndarray:
    """Whether each capitalised word would be a time here, if it is a month: "in April", "3 June", "May and June"."""
    is_digit = np.array([*(base[0].isdigit() for base in capitals.bases), False], dtype=bool)
    is_time = is_digit[uses.before] | is_digit[uses.after]
    is_time |= _are_among(uses.before, capitals, lists.BEFORE_TIMES) | _are_among(uses.after, capitals, lists.AFTER_TIMES)
    after_month = np.append(False, _are_among(uses.base, capitals, lists.MONTHS)[:-1])[: len(uses.token)]
    after_month &= np.diff(uses.token, prepend=-3) == 2
    return is_time | (after_month & _are_among(uses.before, capitals, lists.BETWEEN_MONTHS))


def _decide_uses(capitals: Capitals, uses: Uses, signs: Signs, n_small: np.ndarray) -> np.ndarray:
    """Whether each capitalised word is a name: by its own sign, or an open one by the others of its key."""
    n_keys = len(capitals.story)
    n_for = np.bincount(uses.key[signs.is_for], minlength=n_keys)
    n_against = n_small + np.bincount(uses.key[signs.is_against], minlength=n_keys)
    is_name = signs.is_for & (signs.in_run | ~signs.after_determiner)
    is_mostly = (n_for > 0) & (n_for >= n_against)
    is_subject = (n_for > 0)[uses.key] & _are_among(uses.after, capitals, lists.VERBS)  # "Rose was late."
    asks = _are_among(uses.base, capitals, lists.MODALS) & _are_among(
        uses.after, capitals, lists.SUBJECTS
    )  # "Will you come?"
    may_be = signs.fits & ~signs.is_against & ~asks
    is_name |= may_be & (is_mostly[uses.key] | (is_subject & ~signs.after_determiner))
    pair = uses.key * n_keys + np.append(uses.key[1:], 0)[: len(uses.key)]
    is_pair = uses.links & np.append(is_name[1:], False)[: len(uses.key)]  # "New York is big." after "They saw New York."
    known = np.unique(pair[is_pair & signs.in_run])
    return is_name | (is_pair & (signs.fits | (uses.kind == PART)) & np.isin(pair, known))
