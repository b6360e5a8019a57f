"""All sentences about results, written last from numbers, flags and verdicts. The wording of notes is in `notes`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from analysis.measure import OTHER_STORY, Measure
from analysis.statistics.rounding import format_number, format_p
from analysis.statistics.verdicts import ALPHA, DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, WITHIN

Row = Mapping[str, Any]
Words = Sequence[tuple[Any, Iterable[str]]]  # of each story

# The sampling frame: it holds for every statement that ends with it, so a page that has many says it once.
FRAME = "Each text's sentences are taken as draws of its own manner."

HEADINGS = {  # of findings, by verdict and whether a measure is tested against unrelated stories or chance
    (DISTINGUISHABLE, True): "What they share, distinguishable from what unrelated stories or chance would share",
    (DISTINGUISHABLE, False): "Where they differ distinguishably",
    (WITHIN, False): "Where the test tells them apart, yet by no more than two passages of one book differ",
    (NOT_DISTINGUISHABLE, False): "Where they are not distinguishable at this length, which is not to say alike",
    (NOT_DISTINGUISHABLE, True): "What they share, not distinguishable from what unrelated stories or chance would share",
    **dict.fromkeys([(NOT_ASSESSED, False), (NOT_ASSESSED, True)], "Not assessed"),
}
NO_FINDINGS, NO_PARTS = "There are no findings.", "There are no parts to state."
NO_COUNTED_WORD = "Distinctive words: none of these stories has a word that counts."
TOO_FEW_SENTENCES = f"{NOT_ASSESSED}: too few sentences with a score"  # in a figure


class Statement(NamedTuple):
    """A sentence to quote: the claim, and the sampling frame in which it holds (empty if nothing was tested)."""

    claim: str
    frame: str = ""

    @property
    def whole(self) -> str:
        return f"{self.claim} {self.frame}" if self.frame else self.claim


def shorten_verdict(verdict: str, measure: Measure) -> str:
    """The verdict in short; for sharing and for order also what a pair is distinguishable from."""
    if verdict == DISTINGUISHABLE and measure.against != OTHER_STORY:
        return f"{verdict} from {measure.against}"
    return "not distinguishable" if verdict == NOT_DISTINGUISHABLE else verdict


def _span(row: Row, digits: int, *, sign: bool = False) -> str:
    if np.isnan(row["low"]):
        return ""
    low, high = (format_number(row[end], digits, sign=sign) for end in ("low", "high"))
    return f" (95 % interval {low} to {high})"


def name_test(p_adjusted: float, family: int) -> str:
    return format_p(p_adjusted) + (f", corrected for {family} tests" if family > 1 else "")


def state_difference(row: Row, measure: Measure, family: int) -> Statement:
    """One contrast: values, difference, interval, verdict. `family`: how many tests were corrected for."""
    digits = measure.digits
    values = (f"{row[f'story_{side}']} {format_number(row[f'value_{side}'], digits)}" for side in (1, 2))
    text = f"{measure.heading}: {', '.join(values)}"
    if np.isnan(row["difference"]):
        return Statement(f"{text}; not assessed.")
    text += f"; difference {format_number(row['difference'], digits, sign=True)}{_span(row, digits, sign=True)}"
    if np.isnan(row["p_adjusted"]):
        return Statement(f"{text}; not tested.")
    test, yardstick = name_test(row["p_adjusted"], family), format_number(row["yardstick"], digits)
    book = f"two passages of one book of this length commonly differ by up to {yardstick}"
    missed = f": one below {format_number(row['detectable'], digits)} would be missed more than one time in five"
    if not row["detectable"] > 0:
        missed = "; nothing varies among their sentences" if row["detectable"] == 0 else ""
    why = {
        DISTINGUISHABLE: f"Distinguishable: more than their sentences differ among themselves ({test}), and more than one"
        f" book varies ({book}).",
        WITHIN: f"Within one book's range: more than their sentences differ among themselves ({test}), but {book}.",
        NOT_DISTINGUISHABLE: f"Not distinguishable at this length ({test}), which is not to say alike{missed}.",
        NOT_ASSESSED: f"More than their sentences differ among themselves ({test}); how much of that one book shows is not"
        " known.",
    }[row["verdict"]]
    return Statement(f"{text}. {why}", FRAME)


def state_nothing(measure: Measure, why_not: str) -> Statement:
    """One contrast that is not assessed, and why."""
    return Statement(f"{measure.heading}: not assessed; {why_not}.")


def state_overlap(row: Row, measure: Measure, covered: tuple[str, str] | None = None) -> str:
    """The words that two stories share, compared with others. `covered`: for a coverage, whose words by whose."""
    if np.isnan(row["value"]):
        return f"{measure.heading}: not assessed; {row['note']}."
    if covered:
        text = (
            f"Of the running words of {covered[0]} that are counted, {100 * row['value']:.0f} % are words that {covered[1]}"
        )
        return f"{text} has too{'; ' + row['note'] if row['note'] else ''}."
    digits = measure.digits
    value, unrelated, low, high, book, one_story = (
        format_number(row[column], digits)
        for column in ("value", "unrelated", "unrelated_low", "unrelated_high", "same_book", "one_story")
    )
    text = f"{measure.heading}: {row['story_1']} and {row['story_2']} {value}{_span(row, digits)}"
    text += f", at {row['size']:,} words of each"
    if np.isnan(row["unrelated"]):
        return f"{text}; no reference to judge it by."
    text += f". Unrelated stories at this size: {unrelated} (95 % of them {low} to {high}); two passages of one book: {book}"
    if row["verdict"] == NOT_ASSESSED:
        return f"{text}."
    text += "" if np.isnan(row["one_story"]) else f"; were the two one story: {one_story}"
    side = "more" if row["value"] > row["unrelated"] else "less"
    why = {
        NOT_DISTINGUISHABLE: "Not distinguishable from unrelated stories at this length",
        DISTINGUISHABLE: f"Distinguishable from unrelated stories: they share {side}",
    }[row["verdict"]]
    return f"{text}. {why} ({format_p(row['p_adjusted'])}, by rank among the reference's pairs of unrelated texts)."


def state_matches(row: Row, measure: Measure) -> str:
    """How much phrasing two stories share, compared with unrelated stories."""
    if measure.name == "closest":
        return _state_closest(row)
    noun = measure.label.removesuffix("s") if row["value"] == 1 else measure.label
    noun += " of three words or more" if measure.name == "phrases" else f" of {row['score']:g} points or more"
    many = f"{row['value']:,.0f}" if row["value"] else "no"
    text = f"{row['story_1']} and {row['story_2']} have {many} {noun}"
    if row["verdict"] == NOT_ASSESSED:
        return f"{text}; {row['note']}."
    most = f"at most {row['maximum']:,.0f}" if row["maximum"] >= 1 else "none"
    mean = f"{row['expected']:,.0f}" if row["expected"] >= 10 else format_number(row["expected"], 2)
    text += f"; unrelated stories of this length (about {row['size']:,} words) have {mean} on average"
    text += ", if chance grows on as in those that are known" if row["beyond_reference"] else f" and {most}"
    return _conclude(row, text, "more phrasing")


def _state_closest(row: Row) -> str:
    pair = f"{row['story_1']} and {row['story_2']}"
    if row["value"]:
        text = f"The closest passage of {pair} has {row['value']:g} points"
    else:
        text = f"No passage of {pair} runs alike with {row['score']:g} points or more"
    if row["verdict"] == NOT_ASSESSED:
        return f"{text}; {row['note']}."
    mean = f"{row['expected']:,.0f}" if row["expected"] >= 10 else f"{row['expected']:.2g}"
    length = f"unrelated stories of this length (about {row['size']:,} words)"
    if row["rare"]:  # what hardly any pair of the reference has is not measured, only bounded
        text += f"; of all pairs of {length} in the reference at most one has such a passage"
    else:
        text += f"; {length} have {mean} such passages on average"
    return _conclude(row, text, "a closer passage")


def _conclude(row: Row, text: str, what: str) -> str:
    test = f"{format_p(row['p_adjusted'])}, by rank among pairs of unrelated texts"
    if row["verdict"] == DISTINGUISHABLE:
        return f"{text}. Distinguishable from unrelated stories: they share {what} ({test})."
    return f"{text}. Not distinguishable from unrelated stories at this length ({test})."


def state_order(row: Row) -> str:
    """Whether the shared passages come in the same order in both stories."""
    if row["verdict"] == NOT_ASSESSED:
        return f"Order of the shared passages: not assessed; {row['note']}."
    text = (
        f"Order of the {row['size']} aligned passages of {row['story_1']} and {row['story_2']} (of those that overlap, the"
    )
    text += f" closest): Kendall's tau {format_number(row['value'], 2, sign=True)}{_span(row, 2, sign=True)}"
    test, way = format_p(row["p_adjusted"]), "the same order" if row["value"] > 0 else "the reverse order"
    if row["verdict"] == DISTINGUISHABLE:
        return f"{text}. Distinguishable from a chance order ({test}): they tend to come in {way} in both."
    return f"{text}. Not distinguishable from a chance order ({test})."


def state_words(one: str, two: str, tested: int, passed: int, preferred: Words, rest: Row) -> Statement:
    """The distinctive words: `passed` of `tested`, each story's `preferred`; `rest`: all_shown, p, beyond, yardstick."""
    text = f"Distinctive words of {one} and {two}: "
    if not tested:
        return Statement(f"{text}no word can be tested: too few uses, too short a text, or two languages.")
    if not passed:
        text += f"of {tested:,} tested, none can be called distinctive at this length (least p, corrected for all: "
        return Statement(f"{text}{format_p(rest['p'], bare=True)}), which is not to say that both use them alike.", FRAME)
    first = "; " if rest["all_shown"] else "; the first of them, "
    lists = "; ".join(f"more in {story}: {', '.join(forms)}" for story, forms in preferred)
    text += f"of {tested:,} tested, {passed:,} differ in rate by more than stretches of text dealt out at random do"
    text += f" (p < {str(ALPHA).lstrip('0')}, corrected for all){first + lists if lists else ''}. "
    if np.isnan(rest["yardstick"]):
        return Statement(f"{text}How far one book varies is not known.", FRAME)
    book = f"two passages of one book commonly differ by up to |z| = {format_number(rest['yardstick'], 1)} in any one word"
    beyond = f"{rest['beyond']:,} of them" if rest["beyond"] else "none"
    return Statement(f"{text}Beyond one book's range: {beyond} ({book}).", FRAME)


def state_agreement(row: Row, column: str) -> str:
    """The agreement of a reader's ratings with a score."""
    rho = format_number(row["rho"], 2)
    return f"{row['story']}: reader and {column} agree with rho = {rho} over {row['size']} sentences{_span(row, 2)}."


def list_scores(clauses: Iterable[tuple[str, float, float, float, str]]) -> str:
    """Per story the range of its school grades and its Flesch score: (story, lowest grade, highest, Flesch, why not)."""
    told = []
    for story, *values, why_not in clauses:
        low, high, flesch = (format_number(value, 1) for value in values)
        scores = f"school grades {low} to {high}, Flesch Reading Ease {flesch}"
        told.append(
            f"{story}: {why_not or 'no prose sentences'}, no score" if np.isnan(values[-1]) else f"{story}: {scores}"
        )
    return f"{'; '.join(told)}."


def list_parts(one: str, two: str, measure: Measure, parts: Mapping[str, float]) -> str:
    """The parts of a difference in a measure."""
    if any(map(np.isnan, parts.values())):
        return f"{one} less {two}, {measure.label}: one of them has no score, so there is no difference to take apart."
    terms = ", ".join(f"{part} {format_number(share, measure.digits, sign=True)}" for part, share in parts.items())
    whole = format_number(sum(parts.values()), measure.digits, sign=True)
    return f"{one} less {two}, {measure.label} {whole}: {terms}."


class Summary(NamedTuple):
    """The findings of a pair in summary; measures by label, joined by commas."""

    differing: str  # distinguishable
    within: str  # within one book's range
    tests: int
    shared_tests: int  # of sharing, without that of order
    more: str
    less: str
    closest: bool
    order: float  # above 0 the same, below 0 the reverse order, NaN if not distinguishable from chance
    silent: str  # not assessed


def sum_up(one: str, two: str, found: Summary) -> str:
    """The summary of a pair's findings in words: where the two stories differ, and what they share."""
    texts = []
    if found.tests:
        alone = found.tests == 1
        if found.differing:
            tests = "one test" if alone else f"{found.tests} tests, corrected within each analysis"
            texts.append(f"{one} and {two} differ distinguishably in {found.differing} (of {tests}).")
        else:
            tests = "In the one test" if alone else f"In none of {found.tests} tests"
            both = f"{one} and {two} are not" if alone else f"are {one} and {two}"
            texts.append(f"{tests} {both} distinguishable, which is not to say that they are alike.")
    if found.within:
        texts.append(f"In {found.within} they differ, but by no more than two passages of one book commonly do.")
    for side, measures in (("more", found.more), ("less", found.less)):
        if measures:
            texts.append(f"They share distinguishably {side} than unrelated stories do: {measures}.")
    if found.closest:
        texts.append("One passage that they share is closer than those of unrelated stories.")
    if found.shared_tests and not (found.more or found.less or found.closest):
        texts.append("They do not share distinguishably more words or phrasing than unrelated stories do.")
    if not np.isnan(found.order):
        way = "the same" if found.order > 0 else "the reverse"
        texts.append(f"The shared passages tend to come in {way} order in both, distinguishable from chance.")
    if found.silent:
        texts.append(f"Not assessed: {found.silent}.")
    return " ".join(texts)
