"""Which paragraphs of plain text are headings, and which of these open chapters."""

import re
from itertools import groupby

from analysis.text.canonical import WORD

NUMERAL = (
    r"(?:\d{1,3}|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty)(?:[\s-]+\w+)?"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
)
DIVISION = r"(?:chapter|book|part|volume|canto|stave|act|scene|letter|adventure|section)"
CHAPTER = re.compile(
    rf"(?:{DIVISION}\s+(?:the\s+)?{NUMERAL}|[ivxlc]+|\d{{1,3}}|prologue|epilogue|preface|foreword|introduction|afterword"
    r"|postscript|contents)(?=\W*$|\s*[.:—-]\s*(?-i:[A-Z\d\"(*])|\s+(?-i:[A-Z\"(*]))",
    re.IGNORECASE,
)
CLOSING = re.compile(r"(?:the\s+end|finis)\W*$", re.IGNORECASE)
SENTENCE_INSIDE = re.compile(r";|[a-z]{4}[.!?]\s")
END_OF_PROSE = re.compile(r"[.!?…:;,—-][\"')\]}*]*$")


def is_chapter(paragraph: str, line: str) -> bool:
    """Whether the paragraph, on one `line`, is a heading by its words: "Chapter II. The Law", "IV.", "THE END"; or a list
    of such."""
    if len(line) <= 150:
        return _names_chapter(line)
    if not CHAPTER.match(paragraph):
        return False
    lines = [line.strip() for line in paragraph.split("\n")]
    return sum(map(_names_chapter, lines)) * 2 > len(lines)


def _names_chapter(line: str) -> bool:
    match = CHAPTER.match(line.lstrip("*"))
    if not match or len(line) > 120:
        return bool(CLOSING.match(line.lstrip("*")))
    # "I Go Home" is a chapter's title, "I Go Home." a sentence; "Chapter I. The Missing Heir." is a title.
    bare = not re.match(DIVISION, match[0], re.IGNORECASE) and len(line) > len(match[0]) + 3
    return not (bare and END_OF_PROSE.search(line) and not line.isupper())


def looks_like_title(line: str) -> bool:
    """Whether a short paragraph without end mark, or all in capitals, may be a title; quoted speech never is."""
    line = line.strip("* ")
    if not 0 < len(line) <= 100 or not line[0].isalnum() or line[0].islower():
        return False
    if line.isupper():
        open_end = line[-1] not in "!?" and (line[-1] != "." or " " in line)
    else:
        open_end = not END_OF_PROSE.search(line) and not SENTENCE_INSIDE.search(line)
    return open_end and len(WORD.findall(line)) <= 12


def find_openings(paragraphs: list[str], kinds: list[str]) -> list[bool]:
    """Whether each paragraph may open a chapter. Where some headings name a division ("Chapter ...", "IV."), only those."""
    named = [kind == "heading" and bool(CHAPTER.match(p.lstrip("*"))) for p, kind in zip(paragraphs, kinds, strict=True)]
    return named if any(named) else [kind == "heading" for kind in kinds]


def number_chapters(headings: list[bool], opens: list[bool]) -> list[int]:
    """The chapter of each paragraph, from 0: which paragraphs are headings, and which of these may open a chapter."""
    chapters, chapter, i = [0] * len(headings), 0, 0
    for is_heading, group in groupby(headings):
        size = len(list(group))
        # Headings that follow each other open one chapter; those that nothing follows, or nothing precedes, open none.
        if is_heading and any(opens[i : i + size]) and i > 0 and i + size < len(headings):
            chapter += 1
        chapters[i : i + size] = [chapter] * size
        i += size
    return chapters
