"""All notes: why a value or verdict is missing, and other cautions."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

NO_YARDSTICK_FOR_FAMILIES = "no yardstick for a list of your own: how much one book varies in it is not known"
NO_WORD_TESTED = "no word is used often enough to be tested"
NOT_TESTED = "not tested itself: its counts are"
NOT_TESTED_BUT_OVERLAP = "not tested itself: overlap is"
UNKNOWN_TO_REFERENCE = "the reference does not know this measure"
BEYOND_REFERENCE = "beyond the lengths of the reference: chance is taken to grow on as it does there"
NO_YARDSTICK = "no yardstick"
NO_REFERENCE_ABROAD = "no reference: the shipped one is of English fiction; build_reference() makes one of other texts"
NO_YARDSTICK_ABROAD = "no yardstick: how much one book varies was measured in English fiction"
ON_ENGLISH = ": this rests on English words, syllables or judgements"
WITHIN_ONE = ": words are compared within one language"
ENGLISH_ONLY = ": it rests on English"
NO_TEST_ASKED = "no test was asked for"
NARROWEST = "the narrowest bandwidth tried: there may be finer movement"
NOTHING_VARIES = "nothing varies among the tenths of either"


SEPARATOR = "; "


def join(*notes: str) -> str:
    """The notes that are not empty, joined by semicolons."""
    return SEPARATOR.join(note for note in notes if note)


def note_foreign(foreign: Mapping[Any, str], *stories: Any) -> str:
    """Why these stories have no value of a measure that is made for English; "" if all are in English, or may be."""
    of_language: dict[str, list[str]] = {}
    for story in stories:
        if story in foreign:
            of_language.setdefault(foreign[story], []).append(str(story))
    told = [f"{' and '.join(own)} {'is' if len(own) == 1 else 'are'} in {name}" for name, own in of_language.items()]
    return f"{', '.join(told)}{ON_ENGLISH}" if told else ""


def note_languages(foreign: Mapping[Any, str], one: Any, two: Any) -> str:
    """Why the vocabularies of two stories cannot be compared, or ""."""
    if foreign.get(one) == foreign.get(two):
        return ""
    told = (f"{story} is in {foreign.get(story, 'English')}" for story in (one, two))
    return f"{' and '.join(told)}{WITHIN_ONE}"


def name_languages(note: str) -> str:
    """What a note says of languages, in short: "mill is in German"; "" if it is on something else.

    >>> name_languages(note_foreign({"mill": "German"}, "mill")), name_languages("verse left out")
    ('mill is in German', '')
    """
    return next((note.removesuffix(end) for end in (ON_ENGLISH, WITHIN_ONE, ENGLISH_ONLY) if note.endswith(end)), "")


def note_length(words: Sequence[float] | np.ndarray) -> str:
    """On the yardstick of two texts of these lengths: extrapolated below 100 words, thin beyond 1,000 (said from 1,500)."""
    if min(words) < 100:
        return f"only {min(words):.0f} words in the shorter story: the yardstick is extrapolated from 100"
    return "beyond 1,000 words the yardstick rests on ten novels" if max(words) > 1500 else ""


def note_reference(size: float, most: int) -> str:
    """On the shipped reference at sizes beyond `most`, the length of the openings that it is made of."""
    return f"beyond {most:,} words the shipped reference rests on eleven whole works" if size > most else ""


def note_score(measure: str, words: float, sentences: int, verse: bool, bare: bool | None) -> list[str]:
    """On a score: too little text. `bare`: whether the interval is missing; None if none was requested."""
    if not sentences:
        return ["verse: its lines are no sentences, so no value" if verse else "no prose sentences, so no value"]
    notes = []
    if words < 100:
        notes.append(f"only {words:.0f} words: formulas were made for 100 or more")
    if measure == "smog" and sentences < 30:
        notes.append(f"SMOG was made for 30 sentences, here {sentences}")
    # Intervals of predicted ease cover .89 at 20 sentences, .91 at 50, .94 at 200 (measured).
    if bare is not None and measure.startswith("ease") and 1 < sentences < 200:
        notes.append("the interval is somewhat too narrow for so few sentences")
    if bare:
        notes.append("one sentence: no interval" if sentences == 1 else "no interval: too little varies")
    return notes


def note_text(words: float, verse: bool, speech: float, unlisted: float) -> list[str]:
    """On the text behind a score: verse left out, mostly speech, perhaps not English. Counts of words."""
    notes = ["verse left out"] if verse else []
    if speech > words / 2:
        notes.append("mostly speech")
    if words >= 30 and unlisted > 0.25 * words:
        notes.append(f"{100 * unlisted / words:.0f} % of the words are in no English dictionary: is it English?")
    return notes


def note_too_few(sentences: float, what: str = "prose sentences") -> str:
    return f"a story of {sentences:.0f} {what} cannot be compared: two are needed"


def note_speech(stories: Sequence[Any], shares: Sequence[float] | np.ndarray) -> str:
    """On two stories of which one talks far more: speech is easier to read than narration, whoever wrote it."""
    one, two = shares
    if not abs(one - two) >= 0.2:
        return ""
    told = " and ".join(f"{100 * share:.0f} % of {story}" for story, share in zip(stories, shares, strict=True))
    return f"speech, which reads easier, makes up {told}: look at narration and speech apart"


def note_level(column: str, tested: bool, assessed: bool, verse: bool, words_per_unit: np.ndarray) -> str:
    """On a difference of level: why there is no verdict, or why the units cannot be compared as they are."""
    notes = []
    if not tested:
        notes.append("a story of fewer than two points, or without a known word")
    elif not assessed:
        notes.append(f"no yardstick for {column}: whether one book differs as much is not known")
    if verse:
        notes.append("lines of verse are compared with the yardstick of prose sentences")
    if words_per_unit.max() > 1.5 * max(words_per_unit.min(), 1):
        notes.append("units of very different length: a longer sentence gathers more feeling")
    return join(*notes)


def note_no_shape(fewest: int) -> str:
    return f"a story of fewer than {fewest} points or without a known word has no curve, points all alike have no noise"


def note_no_arc(points: int, fewest: int) -> str:
    """Why a story has no curve, or why its curve cannot be assessed."""
    if not points:
        return "no known word in the story"
    return "all points are alike" if points >= fewest else f"fewer than {fewest} points: the points stand for themselves"


def note_diversity(measure: str, compared: bool, size: int, least: int, missing: bool, bare: bool) -> str:
    """On a value of diversity. `least`: words that the measure needs; `missing`: no value; `bare`: no interval."""
    if not size:
        return "no words but headings, so no value"
    if not compared:
        trend = {"ttr": "falls", "types": "grows"}.get(measure)
        return f"{trend} with length: compare only texts of one length" if trend else ""
    if missing:
        if measure == "mtld":
            return "every word is different, so no value"
        return f"only {size} words: a {'window' if measure == 'mattr' else 'sample'} takes {least}, so no value"
    short = f"only {size} words: MTLD was made for 100 or more" if measure == "mtld" and size < 100 else ""
    return join(short, "too short for an interval" if bare else "")


def note_overlap(lengths: Sequence[int], size: int, *, known: bool, bare: bool, capped: bool) -> str:
    """On an overlap: a missing interval, the reference for its verdict, and unequal lengths (counted words)."""
    one, two = lengths
    return join(
        "no interval: nothing is shared, or without a tenth of it a story is too short for this size" if bare else "",
        note_reference(size, 320) if known else "",
        f"at {size:,} words, the most that the reference knows" if capped else "",
        "" if known else "no reference for words counted in this way: build_reference() makes one",
        f"of unequal length ({one:,} and {two:,} counted words), compared at {size:,} words of each"
        if max(lengths) > 1.5 * min(lengths)
        else "",
    )


def note_few_words(counted: int, needed: int) -> str:
    return f"only {counted} counted words in the shorter story: {needed} are needed"


def note_coverage(own: int, other: int) -> str:
    """On a coverage: it grows with the other text's length."""
    if other > 1.5 * own:
        return f"of the whole texts: the other is {other / own:.1f} times as long, which raises it"
    return f"of the whole texts: the other is {own / other:.1f} times shorter, which lowers it" if own > 1.5 * other else ""


def note_unequal(lengths: Sequence[int]) -> str:
    """On matches of texts of which one is more than twice as long."""
    one, two = lengths
    return f"of unequal length ({one:,} and {two:,} words)" if max(lengths) > 2 * min(lengths) else ""


def note_family(uses: int, sentences: int, unknown: Sequence[str]) -> str:
    """On a family of words in one story: its uses, the story's sentences, the patterns that fit no word of any story."""
    return join(
        "" if uses else "not used: no interval" if sentences else "no running words",
        "one sentence: no interval" if sentences == 1 else "",
        f"in no story: {', '.join(unknown)}" if unknown else "",
    )


def note_few_passages(passages: int, needed: int) -> str:
    return f"aligned passages: {passages}, and {needed} are needed to speak of an order"


def note_few_uses(uses: float, needed: int) -> str:
    return f"{uses:.0f} uses in both together: {needed} are needed for a test"
