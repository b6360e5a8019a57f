"""Which paragraphs of plain text are headings by their words or their look, and at what level.

A paragraph is given on one line. The words of a division tell the level: parts above chapters, chapters above bare
numbers, bare numbers above titles without either.
"""

import re
from collections.abc import Sequence

from analysis.text.canonical import WORD

NUMERAL = (
    r"(?:\d{1,3}|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty)(?:[\s-]+\w+)?"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
)
PARTS = ("part", "book", "volume", "act")
DIVISIONS = ("chapter", *PARTS, "canto", "stave", "scene", "letter", "adventure", "section")
FRAMES = ("prologue", "epilogue", "preface", "foreword", "introduction", "afterword", "postscript")
DIVISION = rf"(?:{'|'.join(DIVISIONS)})"
CHAPTER = re.compile(
    rf"(?:{DIVISION}\s+(?:the\s+)?{NUMERAL}|the\s+{NUMERAL}\s+{DIVISION}|[ivxlc]+|\d{{1,3}}|{'|'.join(FRAMES)}|contents)"
    r"(?=\W*$|\s*[.:—-]\s*(?-i:[A-Z\d\"(*])|\s+(?-i:[A-Z\"(*]))",
    re.IGNORECASE,
)
MARKED = re.compile(r"(#{1,6})\s+(?=\S)")  # a heading of Markdown
# A number set apart by brackets or dashes: "[1]", "(ii)", "— II —", "§ 4".
SET_APART = re.compile(
    r"(?:[\[(]\s*(?:[ivxlc]+|\d{1,3})\s*[\])]|—+\s*(?:[ivxlc]+|\d{1,3})\s*—+|§\s*\d{1,3})\W*", re.IGNORECASE
)
COUNT = re.compile(rf"\b{NUMERAL}\b", re.IGNORECASE)
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty first second third fourth fifth sixth seventh eighth ninth tenth"
).split()
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
FRONT = 12  # paragraphs in which a title page tells who wrote the text
BYLINE = re.compile(r"\W*(?i:(?:\w+ )?by)\s+[A-Z][\w.'-]*(?:\s+[\w.,'&-]+){0,7}")
CLOSING = re.compile(r"(?:the\s+end|finis)\W*$", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?\s?m\b|o'clock)", re.IGNORECASE)
SENTENCE_INSIDE = re.compile(r";|[a-z]{4}[.!?]\s")
END_OF_PROSE = re.compile(r"[.!?…:;,—-][\"')\]}*]*$")
FAREWELL = re.compile(r"(?:ever )?yours?\b(?!.*\b(?:is|are|was)\b)", re.IGNORECASE)
SIGNATURE = re.compile(r"(?:—\s*)?(?:(?:[A-Z]\.\s*)+[A-Z][\w' -]*|(?:ever )?your?s?\b.*)\.?", re.IGNORECASE)


def name_chapter(line: str) -> str:
    """What a heading calls its part: "chapter", "scene", "prologue", "#" for a number alone, "end" for "The End"; "" if it
    names none.

    >>> [name_chapter(line) for line in ("CHAPTER II. The Law", "IV.", "[3]", "I go home.", "9 P.M.", "The End")]
    ['chapter', '#', '#', '', '', 'end']
    """
    line = MARKED.sub("", line).strip("*# ")
    if SET_APART.fullmatch(line):
        return "#"
    match = CHAPTER.match(line)
    if not match or len(line) > 120 or CLOCK.match(line) or FAREWELL.match(line):
        return "end" if CLOSING.match(line) else ""
    word = match[0].split()[-1 if match[0][:4].lower() == "the " else 0].lower()
    # "I Go Home" is a chapter's title, "I Go Home." a sentence; "Chapter I. The Missing Heir." is a title.
    bare = word not in DIVISIONS and len(line) > len(match[0]) + 3
    if bare and END_OF_PROSE.search(line) and not line.isupper():
        return ""
    return "#" if re.fullmatch(r"[ivxlc]+|\d+", word) else word


def rank_heading(line: str) -> int:
    """The level of a heading, 1 the highest: that of Markdown, or of what it calls its part; 4 of a title without; 0 of a
    prologue or the like, which stands beside the chapters whatever their level."""
    if marked := MARKED.match(line):
        return len(marked[1])
    name = name_chapter(line)
    if name in FRAMES:
        return 0
    return 1 if name in PARTS else 3 if name == "#" else 2 if name in DIVISIONS else 4


def read_number(line: str) -> int:
    """The number in the heading of a chapter, in digits, Roman numerals or words up to twenty; 0 if there is none.

    >>> [read_number(line) for line in ("CHAPTER IV. The Law", "9", "Stave Two", "Prologue")]
    [4, 9, 2, 0]
    """
    match = CHAPTER.match(MARKED.sub("", line).strip("*# "))
    numeral = COUNT.search(match[0]) if match else None
    if numeral is None:
        return 0
    text = numeral[0].lower()
    if text.isdigit():
        return int(text)
    if text in NUMBERS:
        return NUMBERS.index(text) % 20 + 1
    values = [ROMAN.get(letter, 0) for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def find_bylines(lines: Sequence[str], levels: Sequence[int | None], kinds: Sequence[str]) -> dict[int, int]:
    """The paragraphs of a title page that tell who wrote the text, each with the level of the title above it."""
    found: dict[int, int] = {}
    level = None
    for i, line in enumerate(lines[:FRONT]):
        if levels[i] is not None:
            level = levels[i]
        elif level is not None and kinds[i] in ("", "prose") and len(line) <= 80 and BYLINE.fullmatch(line):
            found[i] = level
        elif kinds[i] != "apparatus":
            break
    return found


def key_heading(line: str) -> str:
    """A heading for comparison: its letters and digits; of a numbered one what it is called and its number alone."""
    match = CHAPTER.match(line.strip("*# "))
    return "".join(WORD.findall((match[0] if match else line).lower()))


def looks_like_title(line: str) -> bool:
    """Whether a short paragraph without end mark, or all in capitals, may be a title; quoted speech never is."""
    line = line.strip("* ")
    if MARKED.match(line) and len(line) <= 120:
        return True
    if not 0 < len(line) <= 100 or not line[0].isalnum() or line[0].islower() or CLOCK.match(line) or FAREWELL.match(line):
        return False
    if line.isupper():
        open_end = line[-1] not in "!?" and (line[-1] != "." or " " in line)
    else:
        open_end = not END_OF_PROSE.search(line) and not SENTENCE_INSIDE.search(line)
    return open_end and len(WORD.findall(line)) <= 12


def find_headings(lines: Sequence[str], asides: set[int]) -> set[int]:
    """The places of the paragraphs that are headings by their words or their look; `asides` are none.

    Where every third paragraph looks like a title, the author leaves out full stops: prose, or lines set apart. A short line
    before the heading of a chapter is the end of the one before it if it looks like a signature.
    """
    places = [i for i in range(len(lines)) if i not in asides]
    named = {i for i in places if len(lines[i]) <= 150 and name_chapter(lines[i])}
    marked = {i for i in places if MARKED.match(lines[i]) and looks_like_title(lines[i])}
    others = [i for i in places if i not in named | marked]
    titles = {i for i in others if looks_like_title(lines[i])}
    found = named | marked
    if len(titles) * 3 <= len(places) + 2:
        for place, i in enumerate(others):
            if i in titles and not titles.issuperset(others[place + 1 : place + 4]):
                found.add(i)
    for place, i in enumerate(places[:-1]):
        follows = place > 0 and places[place - 1] not in found
        if i in found - named - marked and follows and places[place + 1] in named:
            signs = SIGNATURE.fullmatch(lines[i]) or lines[places[place - 1]].endswith(",")
            found -= {i} if signs else set()
    return found if len(found) < len(places) else set()
