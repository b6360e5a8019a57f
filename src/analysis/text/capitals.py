"""Which capitalised words are names, decided use by use from the capitals of each story, without a model.

Each use of a word is a sign that it is a name (a capital in mid-sentence), a sign that it is none (no capital; a month after
"in"), or open: where any word has a capital (the first of a sentence, of a quotation, of a line of verse), and where the
capital may be emphasis. Signs of a name are marked; open uses are, if the story has as many signs for the name as against.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicons.lists import load_function_words
from analysis.tables import is_counted
from analysis.text import name_lists as lists
from analysis.text.name_lists import MONTH, NEVER, PART, PLAIN, RANK, TITLE, is_ordinary
from analysis.text.sentences import Tokens, find_code_points, is_any_of

NUMERAL = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:['’]s)?")


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
    before = tokens.word_start - (points[tokens.word_start] == ord("*"))  # that of "*Rose*", or "_Rose_", is passed over
    adjacent = points[before]  # the character directly before each word
    position = last_solid[before]  # of the last character before it that is no space
    mark = points[position]
    # A hyphen is a dash if another comes before it, or if a space parts it from the word.
    is_hyphen = mark == ord("-")
    is_dash = is_hyphen & ((points[position - 1] == ord("-")) | (position != before))
    is_first = np.diff(tokens.row, prepend=-1).astype(bool)
    is_number = np.array([form.isdigit() for form in tokens.forms], dtype=bool)[tokens.code]
    follows_number = np.append(False, (is_first & is_number)[:-1])[: len(is_first)]  # "1. Winning is all."
    opens = is_first | follows_number | is_any_of(adjacent, "\"'") | is_any_of(mark, ":—!?…([") | is_dash
    end = tokens.word_start + (tokens.end - tokens.start)  # of each word: of its last character in `points`
    between = position - np.concatenate([np.zeros(1, dtype=end.dtype), end])[: len(end)]  # characters, but for white space
    joins = ~is_first & ((between == 0) | ((between == 1) & is_hyphen & ~is_dash))
    return Gaps(opens, joins, ~is_first & (between == 1) & (mark == ord(".")), is_any_of(mark, ",;"))


class Uses(NamedTuple):
    """The capitalised words one after the other."""

    token: np.ndarray
    key: np.ndarray
    kind: np.ndarray  # what the word may be here
    cue: np.ndarray  # what the word itself says, the word before and the word after it, as flags of `name_lists`
    before: np.ndarray  # 0 where more than white space or a hyphen stands between
    after: np.ndarray
    is_linked: np.ndarray  # to a capitalised word before it: "Aunt Sally", "Mr. March"
    links: np.ndarray  # to a capitalised word after it
    is_shouted: np.ndarray  # wholly in capitals


def _find_uses(tokens: Tokens, capitals: Capitals, gaps: Gaps, is_shouted: np.ndarray) -> Uses:
    """The capitalised words and what stands beside them."""
    cues, bases = lists.load_cues(), capitals.bases
    digits = lists.BEFORE_TIME | lists.AFTER_TIME  # "3 June", "June 3"
    cue = np.array([digits if "0" <= base < ":" else cues.get(base, 0) for base in bases], dtype=np.int32)
    token, code = np.flatnonzero(capitals.is_capital), tokens.code
    base = capitals.base[capitals.key]
    joins = np.append(gaps.joins, False)
    before = np.where(joins[token], cue[base[token - 1]], 0)
    after = np.where(joins[token + 1], cue[np.append(base[1:], 0)[token]], 0)
    kind = cue[base[token]] & lists.KIND
    follows_title = np.append(False, kind[:-1] == TITLE)[: len(token)]
    is_linked = (np.diff(token, prepend=-2) == 1) & (np.append(NEVER, kind[:-1])[: len(token)] != NEVER) & (kind != NEVER)
    is_linked &= gaps.joins[token] | (gaps.stop[token] & follows_title)
    links = np.append(is_linked[1:], False)[: len(token)]
    kind[(kind == RANK) & links] = TITLE
    # Roman numbers; a single letter is one only after a name ("George V").
    is_letter = (tokens.end - tokens.start)[token] == 1
    is_numeral = np.zeros(len(tokens.forms), dtype=bool)
    is_numeral[[i for i in np.unique(code[token]) if NUMERAL.fullmatch(tokens.forms[i])]] = True
    kind[is_numeral[code[token]] & (~is_letter | (is_linked & gaps.joins[token]))] = NEVER
    return Uses(token, capitals.key[token], kind, cue[base[token]], before, after, is_linked, links, is_shouted[token])


def mark_found_names(sentences: pd.DataFrame, tokens: Tokens, capitals: Capitals) -> tuple[np.ndarray, np.ndarray]:
    """For each word whether it is a name in this use, and whether it stands in mid-sentence, where a capital is a sign.

    No capital is a sign in headings, in sentences that are mostly in capitals, and in German.
    """
    gaps = _find_gaps(tokens)
    is_shouted = np.array([form.isupper() and len(form) > 1 for form in tokens.forms], dtype=bool)[tokens.code]
    is_useful = _are_useful(sentences, tokens, is_shouted)[tokens.row]
    is_telling = is_useful & ~gaps.opens
    uses = _find_uses(tokens, capitals, gaps, is_shouted)
    n_small = np.bincount(capitals.key[is_telling & ~capitals.is_capital], minlength=len(capitals.story))
    is_open = _are_emphatic(capitals, uses, gaps, n_small) | ~is_telling[uses.token]
    signs = _find_signs(uses, is_open, is_useful[uses.token])
    is_name = np.zeros(len(tokens.row), dtype=bool)
    is_name[uses.token[_decide_uses(uses, signs, n_small)]] = True
    return is_name, is_telling


HEADLINE = 4  # words but function words that a sentence in capitals has at least
MOST_TITLES = 3  # before one name: "the Right Hon. Sir Dr. Hale"


def mark_titles(tokens: Tokens, capitals: Capitals, is_name: np.ndarray) -> np.ndarray:
    """Whether each word is a title or rank with a capital before a name, or before another such title: "Miss Hale"."""
    cues = lists.load_cues()
    may_be = np.isin(np.array([cues.get(base, 0) & lists.KIND for base in capitals.bases], dtype=np.int64), (TITLE, RANK))
    token = np.flatnonzero(capitals.is_capital & may_be[capitals.base[capitals.key]])
    token = token[(token + 1 < len(tokens.row))]
    end = tokens.word_start + (tokens.end - tokens.start)
    gaps = zip(end[token].tolist(), tokens.word_start[token + 1].tolist(), strict=True)
    is_beside = np.array([tokens.text[start:stop].strip() in ("", ".") for start, stop in gaps], dtype=bool)
    token = token[is_beside & (tokens.row[token] == tokens.row[token + 1])]
    is_title = np.zeros(len(tokens.row), dtype=bool)
    for _ in range(MOST_TITLES):
        is_title[token] = (is_name | is_title)[token + 1]
    return is_title & ~is_name


def _are_useful(sentences: pd.DataFrame, tokens: Tokens, is_shouted: np.ndarray) -> np.ndarray:
    """Whether the capitals of each sentence tell anything."""
    n_shouted = np.bincount(tokens.row, is_shouted, len(sentences))
    is_useful = is_counted(sentences["kind"]) & (n_shouted <= 0.5 * np.bincount(tokens.row, minlength=len(sentences)))
    is_useful &= ~_are_headlines(tokens, len(sentences))
    if "language" not in sentences:
        return is_useful
    languages, names = pd.factorize(sentences["language"])
    is_german = np.array([*(str(name).lower().startswith("de") for name in names), False], dtype=bool)
    return is_useful & ~is_german[languages]


def _are_headlines(tokens: Tokens, size: int) -> np.ndarray:
    """Whether each sentence has capitals throughout, though most of its words are ordinary: "Man Dies in Plane Crash"."""
    is_content = np.array([word not in load_function_words() for word in tokens.vocabulary], dtype=bool)[tokens.word_code]
    has_capital = np.array([form[0].isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    n_content = np.bincount(tokens.row, is_content, size)
    may_be = (n_content >= HEADLINE) & (np.bincount(tokens.row, is_content & ~has_capital, size) == 0)
    token = np.flatnonzero(is_content & may_be[tokens.row])
    ordinary = np.array([is_ordinary(tokens.vocabulary[code]) for code in tokens.word_code[token].tolist()], dtype=bool)
    return may_be & (np.bincount(tokens.row[token], ordinary, size) > n_content / 2)


def _are_emphatic(capitals: Capitals, uses: Uses, gaps: Gaps, n_small: np.ndarray) -> np.ndarray:
    """Whether each capital may be emphasis ("a GREAT day") or the start of what is said ("And then, Well, it rained")."""
    may_be = uses.is_shouted | (gaps.comma[uses.token] & ~uses.links)
    is_common = np.zeros(len(capitals.story), dtype=bool)
    for key in np.unique(uses.key[may_be]):
        is_common[key] = n_small[key] > 0 or is_ordinary(capitals.bases[capitals.base[key]])
    return may_be & is_common[uses.key]


class Signs(NamedTuple):
    """What each capitalised word is a sign of; what is neither for nor against is open."""

    fits: np.ndarray  # it may be a name on its own
    is_for: np.ndarray
    is_against: np.ndarray
    in_run: np.ndarray  # it is for, with another capital beside it
    after_determiner: np.ndarray


def _find_signs(uses: Uses, is_open: np.ndarray, is_useful: np.ndarray) -> Signs:
    after_determiner = _has(uses.before, lists.DETERMINER)
    is_month = uses.kind == MONTH
    is_said = is_month & is_useful & _has(uses.after, lists.SPEECH)  # "April said", wherever it stands
    is_lone = ~uses.links & ~uses.is_linked
    is_time = (_are_times(uses) | (after_determiner & is_lone)) & ~is_said
    fits = (uses.kind == PLAIN) | (uses.kind == RANK) | (is_month & ~is_time)
    may_be_part = (fits | ((uses.kind == PART) & ~is_time)) & ~is_open
    run = np.cumsum(~uses.is_linked)
    in_run = may_be_part & (np.bincount(run, may_be_part | (uses.kind == TITLE))[run] > 1)
    is_against = ((is_month & is_time) | ((uses.kind == RANK) & after_determiner)) & ~is_open & ~in_run
    may_be_either = is_month & _has(uses.before, lists.BEFORE_EITHER)
    is_for = in_run | is_said | (fits & ~is_open & ~is_against & ~may_be_either)
    return Signs(fits & ~is_against, is_for, is_against, in_run, after_determiner & ~is_said)


def _are_times(uses: Uses) -> np.ndarray:
    """Whether each capitalised word is a month, and a time here: "in April", "3 June", "May and June"."""
    after_month = np.append(False, _has(uses.cue, lists.CALENDAR)[:-1])[: len(uses.token)]
    is_listed = after_month & (np.diff(uses.token, prepend=-3) == 2) & _has(uses.before, lists.AND)
    is_beside = _has(uses.before, lists.BEFORE_TIME) | _has(uses.after, lists.AFTER_TIME)
    return _has(uses.cue, lists.CALENDAR) & (is_listed | is_beside)


def _has(cues: np.ndarray, flag: int) -> np.ndarray:
    return np.asarray(cues & flag, dtype=bool)


def _decide_uses(uses: Uses, signs: Signs, n_small: np.ndarray) -> np.ndarray:
    """Whether each capitalised word is a name: by its own sign, or an open one by the others of its key."""
    n_keys = len(n_small)
    n_for = np.bincount(uses.key[signs.is_for], minlength=n_keys)
    n_against = n_small + np.bincount(uses.key[signs.is_against], minlength=n_keys)
    is_mostly = (n_for > 0) & (n_for >= n_against)
    is_subject = (n_for > 0)[uses.key] & _has(uses.after, lists.VERB)  # "Rose was late."
    is_question = _has(uses.cue, lists.MODAL) & _has(uses.after, lists.SUBJECT)  # "Will you come?"
    by_others = is_mostly[uses.key] | (is_subject & ~signs.after_determiner)
    is_name = signs.is_for & (signs.in_run | ~signs.after_determiner)
    is_name |= signs.fits & ~is_question & by_others
    # "New York is big." after "They saw New York."
    pair = uses.key * n_keys + np.append(uses.key[1:], 0)[: len(uses.key)]
    is_first = uses.links & np.append(is_name[1:], False)[: len(uses.key)]
    known = np.unique(pair[is_first & signs.in_run])
    return is_name | (is_first & (signs.fits | (uses.kind == PART)) & np.isin(pair, known))
