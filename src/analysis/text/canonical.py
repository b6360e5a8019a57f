"""The canonical text, which every rule of segmentation reads, and the pattern of a word.

It has one character for each of the original, so that offsets hold, but without typographic variants: quotes are straight,
all dashes are one dash, all marks of emphasis one mark.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from analysis.tables import INVISIBLE, SINGLE_QUOTES

JOINER = "ˑ"  # stands for combining marks, soft hyphens and joiners: a letter to `re`, so they stay inside their word
CANONICAL = str.maketrans(
    dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys("–―‒−⸺⸻", "—")
    | {"_": "*", "\u200b": " "}
    | dict.fromkeys([chr(code) for code in range(0x300, 0x370)] + list(INVISIBLE), JOINER)
)

# An apostrophe joins what stands on both sides of it, a full stop single letters ("U.S"), a point or comma digits
# ("3.50"); everything else parts words, hyphens too.
# Possessive, since nothing that follows could ask for less: a third faster.
WORD = re.compile(rf"([^\W{JOINER}]\w*+(?:'\w++|[.,:](?<=\d.)(?=\d)\w++|\.(?<=\b[A-Za-z]\.)(?=[A-Za-z]\b)\w)*+)")
BLANK = re.compile(r"\n[^\S\n]*\n\s*")


# Marks of notes and what they begin with: "left.[1]", "left.{34}", "left.²", "left.†", "left.1" before a space.
NOTE_MARKS = {
    "[": re.compile(r"\[(?<=[^\s(\[]\[)(?:(?:foot|end)?note\s+)?(?:\d{1,3}|[*†‡])\](?!\w)", re.IGNORECASE),
    "{": re.compile(r"\{(?<=\S\{)\d{1,3}\}"),
    **{mark: re.compile(rf"{mark}+(?<=\S{mark})") for mark in "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"},
}
NOTE_NUMBER = re.compile(r"([.!?][\"']*)(\d{1,3})(?=\s)(?<!\d\d\d\d)")
NUMBERED = re.compile(r"\b(?:nos?|figs?|vols?|pp?|ch|chap|sec|art|\w)$", re.IGNORECASE)  # "no.1" counts


def normalise(text: str) -> str:
    """The canonical text, of the same length. (`str.translate` does the same 40 times slower.)"""
    for character, plain in CANONICAL.items():
        text = text.replace(chr(character), plain)
    for sign, pattern in NOTE_MARKS.items():
        if sign in text:
            text = pattern.sub(lambda mark: " " * len(mark[0]), text)
    return NOTE_NUMBER.sub(_blank_number, text)


def _blank_number(mark: re.Match[str]) -> str:
    """The end of a sentence without the number of a note, such as "left.1": one that follows a word in small letters."""
    before = mark.string[max(mark.start() - 6, 0) : mark.start()]
    return mark[1] + " " * len(mark[2]) if before[-1:].islower() and not NUMBERED.search(before) else mark[0]


def normalise_texts(texts: Sequence[str]) -> Iterator[str]:
    """The canonical text of each of these texts."""
    joined = normalise("\n".join(texts))  # all at once: a hundred short texts are not searched a hundred times
    first = accumulate((len(text) + 1 for text in texts), initial=0)
    return (joined[start : start + len(text)] for start, text in zip(first, texts, strict=False))


def find_paragraphs(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """One (start, end) per stretch of `canonical[begin:stop]` between blank lines, without the white space around it."""
    stop = begin + len(canonical[begin:stop].rstrip())
    start = stop - len(canonical[begin:stop].lstrip())
    for match in BLANK.finditer(canonical, start, stop):
        yield start, start + len(canonical[start : match.start()].rstrip())
        start = match.end()
    if start < stop:
        yield start, stop
