"""Which capitalised words are names, decided use by use from the capitals of each story, without a model.

In mid-sentence a capital is evidence; where any word would have one (the first of a sentence, of a quotation, of a line of
verse, headings) it is none, and the story's other uses decide.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import is_counted
from analysis.text.name_lists import (
    AFTER_MODAL, DAY, DETERMINER, EITHER_BEFORE, MODAL, MONTH, NEVER, PLAIN, RANK, SPEECH, TIME_AFTER, TIME_BEFORE, TITLE, VERB,
    is_ordinary, load_classes, load_cues,
)
from analysis.text.sentences import Tokens, find_code_points, is_any_of

NUMERAL = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class Capitals(NamedTuple):
    """The capitalised words of some sentences, and how each word is used. A key is a story and a bare word (without a possessive 's)."""

    key: np.ndarray  # per token, its key
    is_capital: np.ndarray  # per token
    is_telling: np.ndarray  # per token: in mid-sentence, where a capital is a sign of a name
    story: np.ndarray  # per key, the number of its story
    base: np.ndarray  # per key, the position of its bare word in `bases`
    bases: list[str]
    is_name: np.ndarray  # per token: a use of a name


def find_capitals(sentences: pd.DataFrame, tokens: Tokens) -> Capitals:
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
    gaps = find_gaps(tokens)
    is_telling = ~gaps.opens & is_useful[tokens.row]
    c = Capitals(key, is_capital, is_telling, story_of_key, base_of_key, list(bases), is_capital)
    return c._replace(is_name=_mark(tokens, c, gaps, is_shouted, is_useful[tokens.row]))


class Gaps(NamedTuple):
    """What stands before each word."""

    opens: np.ndarray  # it opens a sentence, or follows an opening quote, a colon, a dash, "!" or "?"
    joins: np.ndarray  # nothing but white space or a hyphen parts it from the word before it
    stop: np.ndarray  # nothing but a full stop and white space does
    comma: np.ndarray


def find_gaps(tokens: Tokens) -> Gaps:
    points = find_code_points("\n" + tokens.text)
    is_space = is_any_of(points, " \n\t\r\xa0")
    last_solid = np.maximum.accumulate(np.where(is_space, 0, np.arange(len(points), dtype=np.int32)))
    adjacent = points[tokens.word_start]
    position = last_solid[tokens.word_start]
    mark = points[position]
    is_hyphen = mark == ord("-")
    is_dash = is_hyphen & ((points[position - 1] == ord("-")) | (position != tokens.word_start))
    is_first = np.diff(tokens.row, prepend=-1).astype(bool)
    opens = is_first | is_any_of(adjacent, "\"'") | is_any_of(mark, ":—!?…(") | is_dash
    end = tokens.word_start + (tokens.end - tokens.start)  # of each word: in `points`, its last character
    behind = position - np.concatenate([end[:1] * 0, end[:-1]])  # the characters between two words, without white space at the end
    joins = ~is_first & ((behind == 0) | (is_hyphen & (behind == 1) & ~is_dash))
    stop = ~is_first & (behind == 1) & (mark == ord("."))
    return Gaps(opens, joins, stop, is_any_of(mark, ",;"))


def _mark(tokens, c, gaps, is_shouted, useful):
    n = len(tokens.row)
    n_keys = len(c.story)
    if not n:
        return c.is_capital
    classes, cues = load_classes(), load_cues()
    cls_of_base = np.array([classes.get(b, PLAIN) for b in c.bases], dtype=np.int8)
    cue_of_base = np.array([cues.get(b, (1 << 7) if b[0].isdigit() else VERB if b.endswith("ed") else 0) for b in c.bases], dtype=np.int16)
    cap = np.flatnonzero(c.is_capital)
    key = c.key[cap]
    cls = cls_of_base[c.base[key]].copy()
    roman = np.array([len(f) > 1 and f.isupper() and bool(NUMERAL.fullmatch(f)) for f in tokens.forms], dtype=bool)[tokens.code[cap]]
    single = np.array([f in ("V", "X") for f in tokens.forms], dtype=bool)[tokens.code[cap]]
    shout = is_shouted[cap]
    tel = c.is_telling[cap]
    comma = gaps.comma[cap]
    joins_prev = gaps.joins[cap]
    nxt = np.minimum(cap + 1, n - 1)
    has_next = (cap + 1 < n) & (tokens.row[nxt] == tokens.row[cap])
    initial = np.array([len(f) == 1 for f in tokens.forms], dtype=bool)[tokens.code[cap]]
    # joined to the word before: by space or hyphen, or by the stop after a title or an initial
    prev_is_cap = np.diff(cap, prepend=-2) == 1
    short = (cls == TITLE) | initial | np.isin(c.base[key], [i for i, b in enumerate(c.bases) if b in ("st", "ste", "mt")])
    stop_ok = gaps.stop[cap] & np.append(False, short[:-1])
    linked = prev_is_cap & (joins_prev | stop_ok)  # to a capitalised word before
    links = np.append(linked[1:], False)  # to one after it
    cue_tok = cue_of_base[c.base[c.key]]  # per token
    prev_cue = np.where(joins_prev | gaps.comma[cap], cue_tok[cap - 1], 0)
    prev_adj = np.where(joins_prev, cue_tok[cap - 1], 0)
    next_joins = has_next & gaps.joins[nxt]
    next_cue = np.where(next_joins, cue_tok[nxt], 0)
    numeral = roman | (single & linked & ~(has_next & gaps.stop[nxt]))
    cls[numeral] = NEVER
    small = np.bincount(c.key[c.is_telling & ~c.is_capital], minlength=n_keys)
    # ranks
    after = np.append(TITLE * 0, cls[:-1]) * linked  # class of the linked word before
    rank = cls == RANK
    rank_name = rank & ~links & ~(prev_adj & DETERMINER).astype(bool)
    is_title = ((cls == TITLE) | (rank & ~rank_name))
    # calendar
    cal = (cls == DAY) | (cls == MONTH)
    timed = ((prev_cue & (TIME_BEFORE | 128)) > 0) | ((next_cue & (TIME_AFTER | 128)) > 0)
    said = cal & ~timed & (((prev_adj | next_cue) & SPEECH) > 0)
    open_use = cal & ~timed & tel & ~((prev_cue & EITHER_BEFORE) > 0) & (cls == MONTH)
    modal_like = ((cls == MODAL) | np.isin(c.base[key], [i for i, b in enumerate(c.bases) if b == "may"])) & ((next_cue & AFTER_MODAL) > 0)
    open_use &= ~modal_like
    def per(mask): return np.bincount(key[mask], minlength=n_keys)
    person = (per(said) > 0) | (per(open_use) > per(cal & timed))
    cal_name = cal & ~timed & person[key] & ~modal_like
    ordinary_base = np.zeros(len(c.bases), bool)
    for b in np.unique(c.base[key[tel & (comma | shout)]]): ordinary_base[b] = is_ordinary(c.bases[b])
    ordinary = ordinary_base[c.base[key]]
    weak = (comma & ordinary & ~links) | (shout & (ordinary | (small[key] > 0)))
    ok = (cls == PLAIN) | rank_name | cal_name | ((cls == MODAL) & ~modal_like)
    evid = tel & ok & ~weak
    cnt = per(evid & ~((cls == MODAL)))
    strong = (cnt > 0) & (cnt >= small)
    calk = np.zeros(n_keys, bool); calk[key[cal_name]] = True
    strong |= calk & (cnt > 0)
    S = tel & ok & strong[key]
    # runs of linked capitals
    run = np.cumsum(~linked) - 1
    part = tel & ~shout & (ok | (cal & ~((prev_cue & TIME_BEFORE & ~cues_the()) > 0) & ~timed_after(next_cue)) )
    n_runs = run[-1] + 1 if len(run) else 0
    anchored = np.bincount(run[S | (ok & strong[key] & (small[key] == 0))], minlength=n_runs) > 0
    titled = np.bincount(run[is_title & links], minlength=n_runs) > 0
    several = np.bincount(run[part & ok & ~weak], minlength=n_runs) >= 2
    import os
    V = os.environ.get("V", "ATSL")
    lone = tel & ok & ~shout & ~links & ~linked & joins_prev & ~((prev_adj & DETERMINER) > 0) & ~weak if "L" in V else np.zeros(len(cap), bool)
    grp = (anchored if "A" in V else False) | (titled if "T" in V else False) | (several if "S" in V else False)
    mark = S | (part & ~weak & (np.broadcast_to(grp, n_runs)[run])) | lone
    # where a capital tells nothing
    named = per(mark)
    cued = ((next_cue & VERB) > 0) | np.array([f.endswith(("'s", "’s")) for f in tokens.forms], dtype=bool)[tokens.code[cap]]
    pair = key.astype(np.int64) * n_keys + np.append(key[1:], 0)
    marked_pairs = np.unique(pair[mark & links & np.append(mark[1:], False)])
    sure = (small[key] == 0) & (cls != MODAL) & ~(cls == MONTH) | cal_name
    start = ~tel & ok & (named[key] > 0) & (sure | ((named[key] > small[key]) & (cls != MODAL)) | (cued & useful[cap]) | (links & np.isin(pair, marked_pairs)))
    mark |= start
    out = np.zeros(n, bool)
    out[cap[mark]] = True
    if os.environ.get("DBG"):
        import collections
        f = lambda m: collections.Counter(tokens.forms[i] for i in tokens.code[cap[m]]).most_common(70)
        print("LONE", f(lone & ~S)); print("PART", f(mark & tel & ~S & ~lone)); print("START amb", f(start & ~sure)); print("notstart", f(~tel & (named[key]>0) & ~start))
    return out

def cues_the(): return 0
def timed_after(x): return (x & (TIME_AFTER|128)) > 0
