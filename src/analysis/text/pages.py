"""Marks of pages in plain text: page numbers and running heads, and the sentences that run on over them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from analysis.text.canonical import WORD
from analysis.text.headings import name_chapter

PAGE = re.compile(r"[\[({]?\s*(?:pg|page|p)\b\.?\s*(?:\d{1,4}|[ivxlc]+)\s*[\])}]?|\{\d{1,4}\}", re.IGNORECASE)
NUMBER = re.compile(r"[—\[(]?\s*\d{1,4}\s*[—\])]?")
ENDED = re.compile(r"[.!?…:][\"')\]}*]*$")
OFTEN, RARE = 3, 0.25  # a running head comes back, and most paragraphs are none


def find_pages(lines: Sequence[str]) -> set[int]:
    """The places of the paragraphs that are marks of pages, each paragraph on one line.

    "[Pg 12]" is one wherever it stands; a number alone, or a line that comes back, where it stands within a sentence, and
    so do a fifth or a third of its like.
    """
    pages = {i for i, line in enumerate(lines) if PAGE.fullmatch(line)}
    numbers = {i for i, line in enumerate(lines) if NUMBER.fullmatch(line)}
    heads = defaultdict(set)
    for i, line in enumerate(lines):
        if len(line) <= 60 and i not in pages | numbers and not name_chapter(line):
            heads["".join(WORD.findall(re.sub(r"\d", "", line.lower())))].add(i)
    repeated = [places for places in heads.values() if OFTEN <= len(places) <= RARE * len(lines)]
    outside = pages.union(numbers, *repeated)
    for places, share in [(numbers, 0.2), *((places, 1 / 3) for places in repeated)]:
        within = sum(_interrupts(lines, place, outside) for place in places)
        if within and within >= share * len(places):
            pages |= places
    return pages


def _interrupts(lines: Sequence[str], place: int, outside: set[int]) -> bool:
    """Whether the paragraph stands within a sentence: what is before it has no end, what is after it no beginning."""
    before, after = place - 1, place + 1
    while before in outside:
        before -= 1
    while after in outside:
        after += 1
    return (
        before >= 0 and after < len(lines) and not ENDED.search(lines[before]) and lines[after].lstrip("\"'*(")[:1].islower()
    )


def find_runs(lines: Sequence[str], pages: set[int]) -> dict[int, int]:
    """The paragraphs that go on after a page: the place of each, and that of the paragraph in which its sentence ends."""
    runs: dict[int, int] = {}
    first = -1
    for i in sorted(set(range(len(lines))) - pages):
        if i - 1 in pages and first >= 0 and _interrupts(lines, i - 1, pages):
            runs[first] = i
        else:
            first = i
    return runs
