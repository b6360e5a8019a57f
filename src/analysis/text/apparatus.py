"""Which paragraphs of plain text are not the story: credits, contents, notes, marks of pages and pictures, a head with data.

They stay in the table of sentences, with the kind "apparatus", and no measure counts them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from analysis.text.headings import key_heading, looks_like_title, name_chapter

HEAD = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(?:[ \t]*[\w-]+[ \t]*[:=].*\n|[ \t]+.*\n|\s*\n)+?\1[ \t]*(?:\n|\Z)")
CREDITS = re.compile(
    r"(?:this )?(?:e-?text|e-?book|html version|file|edition)?\s?(?:was |is |were )?"
    r"(?:produced|prepared|transcribed|digiti[sz]ed|scanned|proofread|created|converted) (?:by|from|for|and)\b"
    r"|(?:the )?(?:online )?distributed proofread|(?:an? )?project gutenberg|https?:|www\.",
    re.IGNORECASE,
)
IMPRINT = re.compile(
    r"copyright\b|\(c\)|©|all rights reserved|isbn\b|printed (?:in|by)\b|published by\b|first published\b"
    r"|entered according to",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    r"\[\s*(?:illustrations?|transcriber'?s?'? notes?|editor'?s?'? notes?|foot-?notes?|end-?notes?|sidenote|note|pg|page|p"
    r"|blank page|decoration|frontispiece|music|map|picture|image|cover)\b",
    re.IGNORECASE,
)
NOTES = re.compile(r"(?:(?:foot|end)-?notes?|transcriber'?s?'? notes?|notes? by the transcriber)\W*", re.IGNORECASE)
NOTE = re.compile(r"(\[(?:\d{1,3}|[*†‡]|[a-z])\]|\{\d{1,3}\}|[*†‡]{1,3}(?=[A-Z\"'(]|\s))\s*(?=\S.*\s)")
MARK = re.compile(r"(?<=\S)(?:\[(?:\d{1,3}|[*†‡]|[a-z])\]|\{\d{1,3}\}|[*†‡]{1,3}(?!\w))")
CONTENTS = re.compile(r"(?:(?:table of )?contents|(?:list of )?(?:illustrations|plates|chapters))\W*", re.IGNORECASE)
ENTRY = re.compile(r"(?<![.\s])(?=\.{0,2}\s|\.{3})[.\s]++(?:\d{1,4}|[ivxlc]{2,7})$", re.IGNORECASE)
LISTED = re.compile(r"(?:^|\s)(?:(?:chapter|book|part)\s+)?(?:[ivxlc]+|\d{1,3})\.?(?=\s+[A-Z\"])", re.IGNORECASE)
FRONT, BACK = 25, 12  # paragraphs at the two ends in which credits and imprints are looked for


def find_apparatus(paragraphs: Sequence[str]) -> set[int]:
    """The places of the paragraphs that are not the story; each is given on one line, without emphasis around it."""
    found = {i for i, line in enumerate(paragraphs) if line.startswith("[") and BRACKETED.match(line)}
    found |= _follow_brackets(paragraphs, found)
    ends = {*range(min(FRONT, len(paragraphs))), *range(max(len(paragraphs) - BACK, 0), len(paragraphs))}
    found |= {i for i in ends if _is_credit(paragraphs[i])}
    found |= _find_notes(paragraphs)
    for i, line in enumerate(paragraphs):
        if i not in found and CONTENTS.fullmatch(line):
            found |= _follow_contents(paragraphs, i)
    return found if len(found) < len(paragraphs) else set()


def _is_credit(line: str) -> bool:
    return len(line) < 400 and bool(CREDITS.match(line) or (IMPRINT.match(line) and len(line) < 200))


def _follow_brackets(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """What stands in a bracket that a paragraph opens and a later one closes, five paragraphs on at most."""
    inside = set()
    for i in found:
        depth = paragraphs[i].count("[") - paragraphs[i].count("]")
        run = []
        for j in range(i + 1, min(i + 6, len(paragraphs))):
            if depth <= 0:
                break
            run.append(j)
            depth += paragraphs[j].count("[") - paragraphs[j].count("]")
        if depth <= 0:
            inside.update(run)
    return inside


def _find_notes(paragraphs: Sequence[str]) -> set[int]:
    """The notes: paragraphs that begin with a mark which stands in the text before, and what follows a heading of notes."""
    found: set[int] = set()
    marked: Counter[str] = Counter()
    for i, line in enumerate(paragraphs):
        note = NOTE.match(line)
        if note and (marked[note[1]] or i - 1 in found) and not (note[1][0] in "*†‡" and note[1] in line[note.end() :]):
            found.add(i)
        marked.update(MARK.findall(line))
        if NOTES.fullmatch(line):
            found.add(i)
            heading = i
            for j in range(heading + 1, len(paragraphs)):
                ends = name_chapter(paragraphs[j]) or (looks_like_title(paragraphs[j]) and not NOTE.match(paragraphs[j]))
                if ends or (heading < len(paragraphs) / 2 and j > heading + 3 and not NOTE.match(paragraphs[j])):
                    break
                found.add(j)
    return found


def _follow_contents(paragraphs: Sequence[str], heading: int) -> set[int]:
    """The heading of a list of contents and its entries, up to the first heading that stands in the list itself."""
    found, seen = {heading}, set[str]()
    for j in range(heading + 1, len(paragraphs)):
        line = ENTRY.sub("", paragraphs[j])
        key = key_heading(line)
        is_entry = len(paragraphs[j]) > 150 and _lists(paragraphs[j])
        if key in seen or not (is_entry or name_chapter(line) or looks_like_title(line)):
            break
        seen.add(key)
        found.add(j)
    return found if len(found) > 2 or any(_lists(paragraphs[j]) for j in found) else set()


def _lists(line: str) -> bool:
    """Whether a paragraph is a list of chapters: three or more numbers of them."""
    return len(LISTED.findall(line)) > 2
