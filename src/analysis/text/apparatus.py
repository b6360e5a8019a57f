"""Which paragraphs of plain text are not the story: credits, contents, notes, marks of pages and pictures, a head with data.

They stay in the table of sentences, with the kind "apparatus", and no measure counts them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from analysis.text.headings import CLOSING, looks_like_title, name_chapter

HEAD = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(?:[ \t]*[\w-]+[ \t]*[:=].*\n|[ \t]+.*\n|\s*\n)+?\1[ \t]*(?:\n|\Z)")
CREDITS = re.compile(
    r"(?:this )?(?:e-?text|e-?book|html version|file|edition)?\s?(?:was |is |were )?"
    r"(?:produced|prepared|transcribed|digiti[sz]ed|scanned|proofread|created|converted) (?:by|from|for|and)\b"
    r"|(?:the )?(?:online )?distributed proofread|(?:an? )?project gutenberg|https?:|www\.|(?:cover|frontispiece)\W*$",
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
EMPHASIS = re.compile(r"\*(?=\S)[^*]++\*")
REST = 0.05  # of the characters, at most, stand after the end
FRONT, BACK = 25, 12  # paragraphs at the two ends in which credits and imprints are looked for


def find_apparatus(paragraphs: Sequence[str]) -> set[int]:
    """The places of the paragraphs that are not the story; each is given on one line, without emphasis around it."""
    found = {i for i, line in enumerate(paragraphs) if line.startswith("[") and BRACKETED.match(line)}
    found |= _follow_brackets(paragraphs, found)
    ends = {*range(min(FRONT, len(paragraphs))), *range(max(len(paragraphs) - BACK, 0), len(paragraphs))}
    found |= {i for i in ends if _is_credit(paragraphs[i])}
    found |= _find_notes(paragraphs)
    found |= _find_rest(paragraphs)
    return found if len(found) < len(paragraphs) else set()


def _find_rest(paragraphs: Sequence[str]) -> set[int]:
    """What little stands after "The End", such as advertisements, where no heading names a part of the story."""
    ends = [i for i, line in enumerate(paragraphs) if CLOSING.fullmatch(line)]
    if not ends:
        return set()
    rest = range(ends[-1] + 1, len(paragraphs))
    length = sum(len(paragraphs[i]) for i in rest)
    if length > REST * sum(map(len, paragraphs)) or any(name_chapter(paragraphs[i]) for i in rest):
        return set()
    return set(rest)


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
        marked.update(MARK.findall(EMPHASIS.sub("", line)))
        if NOTES.fullmatch(line):
            found.add(i)
            heading = i
            for j in range(heading + 1, len(paragraphs)):
                is_early = heading < len(paragraphs) / 2
                is_title = is_early and looks_like_title(paragraphs[j]) and not NOTE.match(paragraphs[j])
                if (
                    name_chapter(paragraphs[j])
                    or is_title
                    or (is_early and j > heading + 3 and not NOTE.match(paragraphs[j]))
                ):
                    break
                found.add(j)
    return found
