"""Which word negates which: a negator reaches the three words after it, and stops where its clause does.

It stops at a semicolon, colon, dash, bracket, quotation mark, question or exclamation mark, and at "but". It does not negate
as an answer ("No, I love you"), with "only" ("not only kind"), before a comparison that praises ("never so happy", "nothing
better", "couldn't be happier"), before another negator that it undoes ("not without charm"), nor in "nothing but".
"""

import re

import numpy as np

from analysis.lexicons.lists import load_bases, load_irregular
from analysis.text.lemmas import find_lemma
from analysis.text.sentences import Tokens

NEGATORS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom".split()
)
CONTRACTED = frozenset(  # as they are written in haste
    "dont didnt doesnt isnt wasnt arent werent aint havent hasnt hadnt couldnt wouldnt shouldnt mustnt neednt".split()
)
AMBIGUOUS = frozenset(("cant", "wont"))  # words of their own but after these:
SUBJECTS = frozenset("i you he she it we they that who there".split())
REACH = 3  # words after a negator
STOPS = re.compile(r"[;:!?()\[\]\"—–]|--|\.\.\.")
ANSWERS = frozenset(("no", "never"))
COULD = frozenset(("couldn't", "couldnt"))  # "couldn't be happier", and "could not be"
UTMOST = frozenset(("never", "nobody", "nothing", "none", "nowhere"))  # "never so happy" is as happy as can be
DEGREES = frozenset(("so", "such", "more", "as"))
ONLY = frozenset(("only", "merely", "just", "simply", "but"))
FULLY = frozenset(("altogether", "quite"))  # "not altogether without charm"
RULES = ("", "negated", "answer", "clause ends", "not only", "not without", "never so")
NEGATED, ANSWER, ENDED, NOT_ONLY, NOT_WITHOUT, NEVER_SO = range(1, len(RULES))


def is_negator(word: str) -> bool:
    """Whether a case-folded word may negate another."""
    return word in NEGATORS or word in CONTRACTED or word.endswith("n't")


def mark_negators(tokens: Tokens) -> np.ndarray:
    """Whether each word may negate others: "not", "don't", "dont", and "cant" in "you cant"."""
    words = [(is_negator(word), word in AMBIGUOUS, word in SUBJECTS) for word in tokens.vocabulary]
    negates, is_ambiguous, is_subject = np.array(words, dtype=bool).reshape(-1, 3)[tokens.word_code].T
    follows = is_ambiguous[1:] & is_subject[:-1] & (tokens.row[1:] == tokens.row[:-1])
    negates[1:] |= follows
    return negates


def find_negation(tokens: Tokens, negates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each word the nearest of these negators among the three words before it in its sentence, or -1; and the place in
    RULES of what became of it: 1 if it negates the word, more if a rule spares the word, 0 if there is none."""
    vocabulary = tokens.vocabulary
    negator = np.full(len(tokens.row), -1)
    rule = np.zeros(len(tokens.row), dtype=np.int64)
    undone = -1
    for place in np.flatnonzero(negates).tolist():  # the nearest last, so that it wins
        row = tokens.row[place]
        last = min(place + REACH, len(tokens.row) - 1)
        while tokens.row[last] != row:
            last -= 1
        words = [vocabulary[code] for code in tokens.word_code[place : last + 1].tolist()]
        marks = _find_marks(tokens, place, last)
        could = words[0] in COULD or (words[0] == "not" and place > 0 and vocabulary[tokens.word_code[place - 1]] == "could")
        rules = [NOT_WITHOUT] * (last - place) if place == undone else _apply_rules(words, marks, could=could)
        if NOT_WITHOUT in rules and place != undone:
            undone = place + 1 + rules.index(NOT_WITHOUT)
        negator[place + 1 : last + 1] = place
        rule[place + 1 : last + 1] = rules
    return negator, rule


def _find_marks(tokens: Tokens, first: int, last: int) -> list[str]:
    """What stands between these words, one gap after the other."""
    ends = tokens.word_start[first:last] + tokens.end[first:last] - tokens.start[first:last]
    starts = tokens.word_start[first + 1 : last + 1]
    return [tokens.text[end:start] for end, start in zip(ends.tolist(), starts.tolist(), strict=True)]


def _apply_rules(words: list[str], marks: list[str], *, could: bool) -> list[int]:
    """For each word after a negator, which comes first, the place of its rule in RULES. `could`: it is "could not"."""
    if words[0] in ANSWERS and marks and "," in marks[0]:
        return [ANSWER] * len(marks)
    if words[1:] and words[1] in ONLY:
        return [NOT_ONLY] * len(marks)
    utmost = words[0] in UTMOST
    rules, rule = [], NEVER_SO if utmost and words[-2:] == ["so", "much"] else NEGATED
    for before, word, mark in zip(words, words[1:], marks, strict=False):
        if STOPS.search(mark) or word == "but":
            rule = ENDED
        elif rule == NEGATED and word == "without" and (is_negator(before) or before.endswith("ly") or before in FULLY):
            rule = NOT_WITHOUT
        elif rule == NEGATED and ((utmost and word in DEGREES) or ((utmost or could) and _is_comparative(word))):
            rule = NEVER_SO
        rules.append(rule)
    return rules


def _is_comparative(word: str) -> bool:
    """Whether a word is an adjective's comparative: "happier", "better", "worse", not "hunger"."""
    lemma = find_lemma(word)
    return lemma != word and lemma in load_bases("a") and (word.endswith("er") or word in load_irregular())
