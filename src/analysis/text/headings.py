"""Which paragraphs of plain text are headings by their words or their look, and at what level.

A paragraph is given on one line. The words of a division tell the level: parts above chapters, chapters above bare
numbers, bare numbers above titles without either.
"""

import re
from collections.abc import Sequence

from analysis.text.canonical import WORD

NUMERAL = (
    r"(?:\d{1,3}|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]+\w+)?"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
)
PARTS = ("part", "book", "volume", "act")
DIVISIONS = ("chapter", *PARTS, "canto", "stave", "scene", "letter", "adventure", "section")
FRAMES = (
    "prologue", "epilogue", "prelude", "proem", "finale", "conclusion", "preface", "foreword", "introduction", "afterword",
    "postscript",
)  # fmt: skip
DIVISION = rf"(?:{'|'.join(DIVISIONS)}|chap\.?)"
# After its number a heading ends, or goes on with a title: after a mark, or with a capital.
CHAPTER = re.compile(
    rf"(?:{DIVISION}\s+(?:the\s+)?{NUMERAL}|the\s+{NUMERAL}\s+{DIVISION})"
    r"(?=\W*$|\s*[.:—-]+\s*[\w\"'(*]|\s+(?-i:[A-Z\"'(*]))"
    rf"|(?:[ivxlc]+|\d{{1,3}}|(?:the\s+)?(?:{'|'.join(FRAMES)})|contents)"
    r"(?=\W*$|\s*[.:—-]\s*(?-i:[A-Z\d\"(*])|\s+(?-i:[A-Z\"(*]))",
    re.IGNORECASE,
)
MARKED = re.compile(r"(#{1,6})\s+(?=\S)")  # a heading of Markdown
# A number set apart by brackets or dashes: "[1]", "(ii)", "— II —", "§ 4".
SET_APART = re.compile(
    r"(?:[\[(]\s*(?:[ivxlc]+|\d{1,3})\s*[\])]|—+\s*(?:[ivxlc]+|\d{1,3})\s*—+|§\s*\d{1,3})\W*", re.IGNORECASE
)
COUNT = re.compile(rf"\b{NUMERAL}\b", re.IGNORECASE)
NUMBERS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
FRONT = 12  # paragraphs in which a title page tells who wrote the text
BYLINE = re.compile(r"\W*(?i:(?:\w+ )?by)\s+[A-Z][\w.'-]*(?:\s+[\w.,'&-]+){0,7}")
CLOSING = re.compile(r"(?:the\s+end|finis)\W*$", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?\s?m\b|o'clock)", re.IGNORECASE)
SENTENCE_INSIDE = re.compile(r";|[a-z]{4}[.!?]\s")
END_OF_PROSE = re.compile(r"[.!?…:;,—-][\"')\]}*]*$")
FAREWELL = re.compile(
    r"(?:(?:ever|most|very|truly|sincerely|faithfully|affectionately|respectfully|and)\s+){0,4}(?:yours?|thine)\b"
    r"(?!.*\b(?:is|are|was)\b)",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:my\s+)?(?:own\s+)?(?:dear|dearest|honou?red|madam|sir|mon|ma|ch[eè]re?)\b.*[,:—()]", re.IGNORECASE
)
LONG = {True: 400, False: 250}  # characters of a heading that a word and a number begin, in capitals and not
UNNAMED = 4  # level of a title without a name
SIGNATURE = re.compile(r"(?:—\s*)?(?:(?:[A-Z]\.\s*)+[A-Z][\w' -]*|(?:ever )?your?s?\b.*)\.?", re.IGNORECASE)


def split_heading(line: str) -> tuple[str, str]:
    """What names a part in a heading, and the rest: of "ACT I. Scene 2. Rome" the lower of the two, "Scene 2".

    >>> split_heading("Chapter II. The Law"), split_heading("The Law")
    (('Chapter II', 'The Law'), ('', 'The Law'))
    """
    line = MARKED.sub("", line).strip("*# ")
    match = CHAPTER.match(line)
    if not match:
        return "", line
    rest = line[match.end() :].lstrip(" .:—-")
    inner = CHAPTER.match(rest)
    if inner and match[0].split()[0].lower() in PARTS and inner[0].split()[0].lower() in DIVISIONS:
        return inner[0], rest[inner.end() :].lstrip(" .:—-")
    return match[0], rest


def name_chapter(line: str) -> str:
    """What a heading calls its part: "chapter", "scene", "prologue", "#" for a number alone, "end" for "The End"; "" if it
    names none.

    >>> [name_chapter(line) for line in ("CHAPTER II. The Law", "IV.", "[3]", "I go home.", "9 P.M.", "The End")]
    ['chapter', '#', '#', '', '', 'end']
    """
    line = MARKED.sub("", line).strip("*# ")
    if SET_APART.fullmatch(line):
        return "#"
    name, rest = split_heading(line)
    if not name or CLOCK.match(line) or FAREWELL.match(line):
        return "end" if CLOSING.match(line) else ""
    word = re.sub(r"chap\.?$", "chapter", name.split()[-1 if name[:4].lower() == "the " else 0].lower())
    is_capital = line.isupper()
    if word in DIVISIONS:
        is_prose = END_OF_PROSE.search(rest) and (rest[:1].islower() or (len(line) > 120 and SENTENCE_INSIDE.search(rest)))
        return "" if len(line) > LONG[is_capital] or (not is_capital and is_prose) else word
    # "I Go Home" is a chapter's title, "I Go Home." a sentence; "Chapter I. The Missing Heir." is a title.
    if len(line) > 120 or (len(line) > len(name) + 3 and END_OF_PROSE.search(line) and not is_capital):
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
    return 1 if name in PARTS else 3 if name == "#" else 2 if name in DIVISIONS else UNNAMED


def read_number(line: str) -> int:
    """The number in the heading of a chapter, in digits, Roman numerals or words up to ninety-nine; 0 if there is none.

    >>> [read_number(line) for line in ("CHAPTER IV. The Law", "9", "Stave Two", "Chapter Forty-Two", "Prologue")]
    [4, 9, 2, 42, 0]
    """
    numeral = COUNT.search(split_heading(line)[0])
    if numeral is None:
        return 0
    words = re.split(r"[\s-]+", numeral[0].lower())
    if words[0].isdigit():
        return int(words[0])
    if words[0] in NUMBERS:
        return sum(NUMBERS.get(word, 0) for word in words)
    values = [ROMAN.get(letter, 0) for letter in words[0]]
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


def key_heading(line: str, *, whole: bool = False) -> str:
    """A heading for comparison: its letters and digits; of a numbered one, unless `whole`, what names it alone."""
    return "".join(WORD.findall(((not whole and split_heading(line)[0]) or line).lower()))


def looks_like_title(line: str) -> bool:
    """Whether a short paragraph without end mark, or all in capitals, may be a title; quoted speech never is."""
    line = line.strip("* ")
    if MARKED.match(line) and len(line) <= 120:
        return True
    if not 0 < len(line) <= 100 or not line[0].isalnum() or line[0].islower() or CLOCK.match(line):
        return False
    if FAREWELL.match(line) or GREETING.match(line):
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
    named = {i for i in places if name_chapter(lines[i])}
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
