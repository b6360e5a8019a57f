"""The canonical text, which every rule of segmentation reads, and the pattern of a word.

It has one character for each of the original, so that offsets hold, but without typographic variants: quotes are straight,
all dashes are one dash, all marks of emphasis one mark.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from analysis.lexicons.lists import load_syllables
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
LONGEST_HOLE = 80
BLANK = re.compile(r"\n[^\S\n]*\n\s*")


# Marks of notes and what they begin with: "left.[1]", "left.{34}", "left.²", "left.†", "left.1" before a space.
NOTE_MARKS = {
    "[": re.compile(r"\[(?<=[^\s(\[]\[)(?:(?:foot|end)?note\s+)?(?:\d{1,3}|[*†‡])\](?!\w)", re.IGNORECASE),
    "{": re.compile(r"\{(?<=\S\{)\d{1,3}\}"),
    **{mark: re.compile(rf"{mark}+(?<=\S{mark})") for mark in "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"},
}
# The mark of a page within a paragraph; that between blank lines is a paragraph of its own.
PAGE_MARK = re.compile(r"\[(?:pg|page|p)\b\.?\s*\d{1,4}\]", re.IGNORECASE)
APART_BEFORE, APART_AFTER = re.compile(r"(?:\A|\n[^\S\n]*\n[^\S\n]*)\Z"), re.compile(r"[^\S\n]*(?:\Z|\n[^\S\n]*\n)")
# A word broken at the end of a line.
BROKEN = re.compile(r"[-‐¬][^\S\n]*\n[^\S\n]*(?=([a-z]+))")
NOTE_NUMBER = re.compile(r"([.!?][\"']*)(\d{1,3})(?=\s)(?<!\d\d\d\d)")
NUMBERED = re.compile(r"\b(?:nos?|figs?|vols?|pp?|ch|chap|sec|art|\w)$", re.IGNORECASE)  # "no.1" counts


def normalise(text: str) -> str:
    """The canonical text, of the same length. (`str.translate` does the same 40 times slower.)"""
    for character, plain in CANONICAL.items():
        text = text.replace(chr(character), plain)
    for sign, pattern in NOTE_MARKS.items():
        if sign in text:
            text = pattern.sub(lambda mark: " " * len(mark[0]), text)
    if "[" in text:
        text = PAGE_MARK.sub(_blank_page, text)
    if "-\n" in text or "¬" in text or "‐" in text:
        text = BROKEN.sub(_join_broken, text)
    return NOTE_NUMBER.sub(_blank_number, text)


def _blank_number(mark: re.Match[str]) -> str:
    """The end of a sentence without the number of a note, such as "left.1": one that follows a word in small letters."""
    before = mark.string[max(mark.start() - 6, 0) : mark.start()]
    return mark[1] + " " * len(mark[2]) if before[-1:].islower() and not NUMBERED.search(before) else mark[0]


def _blank_page(mark: re.Match[str]) -> str:
    start, end = mark.span()
    before, after = mark.string[max(start - 9, 0) : start], mark.string[end : end + 9]
    return mark[0] if APART_BEFORE.search(before) and APART_AFTER.match(after) else " " * len(mark[0])


def _join_broken(broken: re.Match[str]) -> str:
    """A broken word as one, if that is a word and its parts are not both: "won-" "derful", not "to-" "day"."""
    known, text, end = load_syllables(), broken.string, broken.start()
    start = end
    while start and (text[start - 1].isalpha() or text[start - 1] == "_"):
        start -= 1
    first, second = text[start:end].lower(), broken[1]
    joins = first + second in known and not (first in known and second in known)
    return JOINER * len(broken[0]) if first and joins else broken[0]


def normalise_texts(texts: Sequence[str]) -> Iterator[str]:
    """The canonical text of each of these texts."""
    joined = normalise("\n".join(texts))  # all at once: a hundred short texts are not searched a hundred times
    first = accumulate((len(text) + 1 for text in texts), initial=0)
    return (joined[start : start + len(text)] for start, text in zip(first, texts, strict=False))


def blank_holes(sentence: str) -> str:
    """The canonical text of a sentence without what stands in it between blank lines: the marks of a page."""
    parts = BLANK.split(sentence)
    if len(parts) < 3:
        return sentence
    gaps = BLANK.findall(sentence)
    for i in range(1, len(parts) - 1):
        if len(parts[i]) < LONGEST_HOLE:
            parts[i] = " " * len(parts[i])
    return "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))


def trim(canonical: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space around it."""
    stretch = canonical[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())


def find_paragraphs(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """One (start, end) per stretch of `canonical[begin:stop]` between blank lines, without the white space around it."""
    start, stop = trim(canonical, begin, stop)
    for match in BLANK.finditer(canonical, start, stop):
        yield start, start + len(canonical[start : match.start()].rstrip())
        start = match.end()
    if start < stop:
        yield start, stop
