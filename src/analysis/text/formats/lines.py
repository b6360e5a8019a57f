"""Judges lines that a program wrote as paragraphs: the printed lines of a text pasted into it, headings marked as nothing.

A format's statements stand. Only where it states nothing of the kind is it judged by what the lines say, as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from analysis.text.formats.document import Span
from analysis.text.headings import CHAPTER

NAMED = re.compile(r"(?:chapter|book|part|volume|canto|stave|act|scene|letter|adventure)\s", re.I)
LONGEST = 80  # characters of a heading
LEAST = 200  # characters of a chapter
PART = re.compile(r"(?:part|book|volume|act)\s", re.I)
FEWEST = 20  # pairs of lines that tell whether all are
LINE, WIDEST = ("preformatted", 0), 100  # of such lines the text itself is made; longer ones are paragraphs
WIDTHS = range(45, 91)  # characters of a printed line


def judge_lines(
    texts: Sequence[str], gaps: Sequence[str], spans: Sequence[Span], blanks: Collection[int]
) -> tuple[str, list[Span] | None, list[str]]:
    """The text of a document, its spans (None if it is a plain text, line by line), and notes on what was judged.

    Parameters
    ----------
    texts : what stands in each of the spans.
    gaps : what stands between each and the next.
    spans : as the format states them.
    blanks : the numbers of those before which there is an empty paragraph.
    """
    kinds, notes = [span[2:] for span in spans], []
    starts = _find_chapters(texts, spans)
    if len(starts) > 1:
        for i in starts:
            kinds[i] = ("heading", 1 if PART.match(texts[i]) else 2)
        first = " ".join(texts[starts[0]].split())
        notes.append(f"no heading of a chapter is marked: {len(starts)} lines such as {first!r} were taken for headings")
    follows = [gap == "\n\n" and kinds[i] == kinds[i + 1] and i + 1 not in blanks for i, gap in enumerate(gaps)]
    goes_on = [follows[i] and kinds[i][0] == "paragraph" for i in range(len(gaps))]
    are_printed = _are_printed_lines(texts, goes_on)
    if are_printed:
        notes.append("each printed line is a paragraph: those without an empty one between them were joined")
    are_lines = max((len(text) for text, kind in zip(texts, kinds, strict=True) if kind == LINE), default=0) <= WIDEST
    goes_on = [
        follows[i] and (are_printed if kinds[i][0] == "paragraph" else are_lines and kinds[i] == LINE)
        for i in range(len(gaps))
    ]
    is_plain = {span.kind for span in spans} == ({"paragraph"} if are_printed else {LINE[0]}) and any(goes_on)
    kinds = [("paragraph", 0) if kind == LINE else kind for kind in kinds]
    pieces, found, place = [], list[Span](), 0
    for i, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if i and goes_on[i - 1]:
            pieces.append("\n")
            start = found.pop().start
        else:
            pieces.append(gaps[i - 1] if i else "")
            start = place + len(pieces[-1])
        place += len(pieces[-1]) + len(text)
        pieces.append(text)
        found.append(Span(start, place, *kind))
    return "".join(pieces), None if is_plain else found, notes


def _find_chapters(texts: Sequence[str], spans: Sequence[Span]) -> list[int]:
    """The paragraphs that are headings of chapters by what they say, if no heading is stated that says so.

    A line is none if the next one that names a chapter follows at once: it is of a list of contents.
    """
    named = [i for i, text in enumerate(texts) if len(text) <= LONGEST and NAMED.match(text)]
    named = [i for i in named if CHAPTER.match(" ".join(texts[i].split()))]
    if any(spans[i].kind == "heading" for i in named):
        return []
    found, following = [], dict[bool, int]()  # the place of the next one that names a part, or a chapter
    for i in reversed(named):
        is_part = PART.match(texts[i]) is not None
        if spans[i].kind in ("paragraph", LINE[0]):
            if is_part not in following or following[is_part] - spans[i].end >= LEAST:
                found.append(i)
            following[is_part] = spans[i].start
    return found[::-1]


def _are_printed_lines(texts: Sequence[str], goes_on: Sequence[bool]) -> bool:
    """Whether paragraphs are lines of print: a third go on within a sentence, and most are as long as such lines."""
    pairs = [i for i, follows in enumerate(goes_on) if follows]
    if len(pairs) < FEWEST or len(pairs) == len(goes_on):
        return False
    split = sum(texts[i + 1][:1].islower() and texts[i][-1:].isalpha() for i in pairs)
    return 3 * split >= len(pairs) and 2 * sum(len(texts[i]) in WIDTHS for i in pairs) >= len(pairs)
