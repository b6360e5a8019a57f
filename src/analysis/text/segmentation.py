"""Cuts one text into paragraphs, headings, verse lines and sentences, and sentences into words, all as offsets.

Every rule reads the *canonical* text. It has one character for each of the original, so that offsets hold, but without
typographic variants: quotes are straight, all dashes are one dash, all marks of emphasis one mark.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

import numpy as np

from analysis.lexicons.lists import load_function_words
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

TITLES = frozenset("mr mrs ms messrs mme mlle dr prof rev revd hon capt col gen lt sgt adm gov sen rep".split())
ABBREVIATIONS = frozenset(
    "st mt ft etc cf viz vs eg ie ca approx vol vols pp chap jr sr esq inc co corp ltd bros dept univ ave blvd rd"
    " jan feb aug sept oct nov dec tues thurs fri oz lb lbs yds hrs ibid".split()
)
COUNTED = frozenset("no nos p ch fig figs sec op art line lines verse".split())  # abbreviations only before a number
STARTERS = load_function_words() | frozenset(
    "tomorrow yesterday today tonight suddenly finally later next first second afterwards oh ah well please".split()
)
SPEECH_VERBS = frozenset(
    form
    for verb in (
        "say ask cry reply answer exclaim shout whisper mutter murmur call yell scream demand inquire enquire repeat return"
        " continue add snap laugh sigh gasp growl grunt groan moan sob wail hiss breathe wonder observe remark"
        " remonstrate protest insist urge beg plead interrupt interpose interject ejaculate roar bellow thunder bawl bark"
        " pipe squeak shriek screech stammer stutter chime pursue rejoin respond retort echo blurt mumble prompt query"
        " persist declare suggest snarl splutter sputter croak drawl giggle chuckle sneer scoff squeal holler howl start"
        " announce think begin tell chorus joke whine whimper rasp coo mouth purr warn explain agree admit"
    ).split()
    for form in (verb, verb + "s", verb + "d", verb + "ed", verb + verb[-1] + "ed", verb[:-1] + "ies", verb[:-1] + "ied")
) | frozenset("said began thought told sang quoth swore wept went broke replies replied cries cried".split())
SPOKEN_OBJECTS = frozenset("nothing something goodbye good-bye it that this so no yes".split())

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

BLANK = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\S[^\n]*")
FULL_STOPS = (".", "!", "?", ":", "…", '"', "'", ")")
DASHES = ("—", "--")  # a dash in a line may be typed as either: line breaks must tell the same under both
# The run of marks, spaced dots included, and the quotes and brackets that close on it. It always matches in full and
# what follows is looked at in code, so that no run of dots, however long, is walked twice.
TERMINATOR = re.compile(r"([.!?…]+(?:\s+\.+(?!\w))*)([\"')\]}*]*)")
OPENING = re.compile(r"[\s\"'(\[{*.…—-]{0,40}")
SPACE = re.compile(r"\s*")
LAST_PART = re.compile(r"[—(\[\"'*]|--")
ENUMERATOR = re.compile(r"\d{1,3}|[IVXLC]{1,6}|[a-zA-Z]")
SENTENCE_INSIDE = re.compile(r";|[a-z]{4}[.!?]\s")
END_OF_PROSE = re.compile(r"[.!?…:;,—-][\"')\]}*]*$")

QUOTE = re.compile(r"[\"'](?:(?<!\w[\"'])|(?!\w))")  # not the apostrophe inside a word
ELISIONS = re.compile(r"'(?:tis|twas|twere|twill|twould|em|til|till|cause|bout|round|neath|gainst)\b", re.IGNORECASE)


def normalise(text: str) -> str:
    """The canonical text, of the same length. (`str.translate` does the same 40 times slower.)"""
    for character, plain in CANONICAL.items():
        text = text.replace(chr(character), plain)
    return text


def normalise_texts(texts: Sequence[str]) -> Iterator[str]:
    """The canonical text of each of these texts."""
    joined = normalise("\n".join(texts))  # all at once: a hundred short texts are not searched a hundred times
    first = accumulate((len(text) + 1 for text in texts), initial=0)
    return (joined[start : start + len(text)] for start, text in zip(first, texts, strict=False))


class Unit(NamedTuple):
    """A sentence, a heading, a line of verse, or a speaker or stage direction that is stated: its place and its kind."""

    start: int
    end: int
    chapter: int
    paragraph: int
    kind: str


def segment_texts(texts: Sequence[str]) -> list[list[Unit]]:
    """For each text one unit per sentence, heading or verse line, in order; stretches without any word are left out."""
    return [_segment(canonical) for canonical in normalise_texts(texts)]


def _segment(canonical: str) -> list[Unit]:
    spans = [span for span in find_paragraphs(canonical, 0, len(canonical)) if WORD.search(canonical, *span)]
    paragraphs = [canonical[start:end] for start, end in spans]
    kinds = _tell_kinds(paragraphs)
    chapters = number_chapters([kind == "heading" for kind in kinds], _find_openings(paragraphs, kinds))
    units: list[Unit] = []
    for paragraph, (span, kind, chapter) in enumerate(zip(spans, kinds, chapters, strict=True)):
        units += cut_paragraph(canonical, span, chapter, paragraph, kind)
    return units


def cut_paragraph(canonical: str, span: tuple[int, int], chapter: int, paragraph: int, kind: str) -> Iterator[Unit]:
    """The units with words in them of one paragraph: its sentences, its lines of verse, or all of it."""
    cut = {"prose": find_sentences, "verse": _find_lines}.get(kind)
    for start, end in cut(canonical, *span) if cut else [span]:
        if WORD.search(canonical, start, end):
            yield Unit(start, end, chapter, paragraph, kind)


def find_sentences(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """One (start, end) per sentence of the paragraph `canonical[begin:stop]`."""
    start = checked = begin
    wordless = True
    for match in TERMINATOR.finditer(canonical, begin, stop):
        end = match.end()
        if end >= stop or not canonical[end].isspace():
            continue
        if wordless:  # a lone mark belongs to the sentence it opens
            wordless = not WORD.search(canonical, checked, end)
            checked = end
            if wordless:
                continue
        following = OPENING.match(canonical, end, stop).end()  # type: ignore[union-attr]  # it matches nothing, too
        if following < stop and _breaks(canonical, start, match, following):
            yield start, end
            start = checked = SPACE.match(canonical, end, stop).end()  # type: ignore[union-attr]
            wordless = True
    yield start, stop


def _breaks(canonical: str, start: int, match: re.Match[str], following: int) -> bool:
    """Whether a sentence ends at the marks of `match`, the next word beginning at `following`."""
    if canonical[following].islower():
        return False
    mark, close = match[1], match[2].replace("*", "")
    after = canonical[following : following + 80]
    if close:
        return mark == "." or not ("'" in close or '"' in close) or not _is_speech_tag(after)
    before = canonical[max(start, match.start() - 24) : match.start()].rsplit(None, 1)
    last = LAST_PART.split(before[-1])[-1] if before else ""
    head = WORD.match(after)
    word = head.group() if head else ""
    if mark != ".":
        return not (mark[-1] in ".…" and last and last == word)  # a stammer runs on: "I ... I never"
    if last.lower() in TITLES or (last.lower() in COUNTED and after[0].isdigit()):
        return False
    lead = match.start() - len(last) - start
    if lead < 4 and ENUMERATOR.fullmatch(last) and not WORD.search(canonical, start, start + lead):
        return False  # "1." or "IV." opens a list item
    if (len(last) == 1 and last.isupper()) or "." in last or last.lower() in ABBREVIATIONS:
        return word.lower() in STARTERS and not (len(word) == 1 and after[1:2] == ".")
    return True


def _is_speech_tag(after: str) -> bool:
    """Whether `after`, which follows '?"' or '!"', tells who spoke: a capitalised subject and a verb of speaking."""
    tokens = [token.strip(".,;:—-") for token in after.split()[:8]]
    subject = 0
    while subject < min(4, len(tokens)) and tokens[subject][:1].isupper():
        subject += 1
    if not subject or (tokens[0] != "I" and tokens[0].lower() in STARTERS):
        return False
    rest = tokens[subject + 1 :] if tokens[subject - 1].endswith("'s") else tokens[subject:]
    if rest and (rest[0].endswith("ly") or rest[0] in ("then", "had", "just", "at")):
        rest = rest[1:]
    return bool(rest) and rest[0] in SPEECH_VERBS and not (len(rest) > 1 and rest[1] in SPOKEN_OBJECTS)


def find_paragraphs(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """One (start, end) per stretch of `canonical[begin:stop]` between blank lines, without the white space around it."""
    stop = begin + len(canonical[begin:stop].rstrip())
    start = stop - len(canonical[begin:stop].lstrip())
    for match in BLANK.finditer(canonical, start, stop):
        yield start, start + len(canonical[start : match.start()].rstrip())
        start = match.end()
    if start < stop:
        yield start, stop


def _find_lines(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in LINE.finditer(canonical, begin, stop):
        yield match.start(), match.start() + len(match.group().rstrip())


def _tell_kinds(paragraphs: list[str]) -> list[str]:
    """ "heading", "verse" or "prose" for each paragraph of a story."""
    paragraphs = [paragraph.replace("--", "—") for paragraph in paragraphs]
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    kinds = ["heading" if _is_chapter(*both) else "prose" for both in zip(paragraphs, flat, strict=True)]
    titles = {i for i, line in enumerate(flat) if kinds[i] == "prose" and looks_like_title(line)}
    # Where every third paragraph "looks like a title", the author leaves out full stops: prose, or lines set apart.
    if len(titles) * 3 <= len(paragraphs) + 2:
        others = [i for i, kind in enumerate(kinds) if kind == "prose"]  # what is no heading by its words
        for place, i in enumerate(others):
            if i in titles and not titles.issuperset(others[place + 1 : place + 4]):
                kinds[i] = "heading"
    if "prose" not in kinds:
        kinds = ["prose"] * len(kinds)
    return tell_verse(paragraphs, kinds)


def tell_verse(paragraphs: list[str], kinds: list[str]) -> list[str]:
    """The kinds of the paragraphs of a story, with "verse" for those of prose whose line breaks were set by a poet. Dashes
    are written alike in `paragraphs`."""
    kinds = kinds.copy()
    lines = [[line.strip() for line in paragraph.split("\n")] for paragraph in paragraphs]
    stanzas = [kind == "prose" and _begins_like_verse(part) for kind, part in zip(kinds, lines, strict=True)]
    prose = [part for part, kind, stanza in zip(lines, kinds, stanzas, strict=True) if kind == "prose" and not stanza]
    margins = {dash: _find_margin(prose, dash) for dash in DASHES} if any(stanzas) else {}
    for dash, margin in margins.items():
        stanzas = [stanza and not _fills(part, dash, *margin) for stanza, part in zip(stanzas, lines, strict=True)]
    i = 0
    for like_verse, group in groupby(stanzas):
        run = slice(i, i := i + len(list(group)))  # stanzas are judged together: a couplet among them counts
        if like_verse and _breaks_like_verse(lines[run], margins):
            kinds[run] = ["verse"] * (run.stop - run.start)
    return kinds


def _is_chapter(paragraph: str, line: str) -> bool:
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


def _begins_like_verse(lines: list[str]) -> bool:
    """Whether there are two lines or more, and three quarters of them begin with a capital: no dash of dialogue or of
    an attribution before it. Where all letters are capitals they tell nothing."""
    starts = [line.lstrip("\"'*([")[:1] for line in lines]
    return (
        len(lines) > 1 and sum(map(str.isupper, starts)) >= 0.75 * len(starts) and not all(line.isupper() for line in lines)
    )


def _measure_breaks(lines: list[str], dash: str) -> list[tuple[int, int]]:
    """For each line break, the length of the line, and what it would be with the next line's first word, with the two
    spaces that some typists put after a full stop."""
    wide = [line.replace("—", dash) for line in lines]
    return [
        (len(line), len(line) + 1 + line.endswith(FULL_STOPS) + len(after.split(None, 1)[0]))
        for line, after in pairwise(wide)
    ]


def _find_margin(prose: list[list[str]], dash: str) -> tuple[int, int]:
    """How wide the lines of prose commonly and at most are; zeros where there is none, or in columns."""
    widths = sorted(len(line.replace("—", dash)) for lines in prose for line in lines)
    common = widths[len(widths) * 99 // 100] if widths else 0
    return (common, widths[-1]) if common >= 40 else (0, 0)


def _fills(lines: list[str], dash: str, common: int, most: int) -> bool:
    """Whether the right margin of the prose around explains every line break: then it is prose with many capitals."""
    return all(width <= most and fitted > common for width, fitted in _measure_breaks(lines, dash))


def _breaks_like_verse(stanzas: list[list[str]], margins: dict[str, tuple[int, int]]) -> bool:
    """Whether the line breaks of neighbouring paragraphs were set by a poet, not by a right margin.

    Greedy wrapping breaks only where the next word would not have fitted the widest line. Lines of verse often break
    earlier, or all break before the margin of the prose around (60 columns, that every wider margin may tell the same);
    they are short and, unlike one-line paragraphs of dialogue, do not nearly all end on a full stop.
    """
    lines = [line for stanza in stanzas for line in stanza]
    size = len(lines)
    most = {dash: max(len(line.replace("—", dash)) for line in lines) for dash in DASHES}
    early = min(_count_early(stanzas, dash, most[dash]) for dash in DASHES)
    apart = all(_count_early(stanzas, dash, min(margins[dash][0], 60)) == size - len(stanzas) for dash in DASHES)
    capitals = sum(line.lstrip("\"'*([—-")[:1].isupper() for line in lines)
    stopped = sum(line.rstrip("\"')]}*")[-1:] in (".", "!", "?", "…") for line in lines)
    words = sum(len(line.split()) for line in lines) / size
    # Capitals at every line are evidence enough, with a single early break; else most breaks must be early.
    enough = early > 0 or apart if capitals == size else early >= 0.5 * (size - len(stanzas))
    least = 6 if capitals < size else 3 if len(stanzas) == 1 else 5  # two pairs of lines are too little to tell by
    return size >= least and enough and 3 <= words <= 20 and stopped < 0.8 * size


def _count_early(stanzas: list[list[str]], dash: str, margin: int) -> int:
    return sum(fitted <= margin for stanza in stanzas for _, fitted in _measure_breaks(stanza, dash))


def _find_openings(paragraphs: list[str], kinds: list[str]) -> list[bool]:
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


def find_quotes(canonical: str) -> tuple[np.ndarray, np.ndarray]:
    """The place and the kind of each quotation mark: "<" opens and ">" closes double quotes, "(" and ")" single ones;
    '"' is a double mark that only its neighbours can tell. Apostrophes that cannot be quotation marks are left out."""
    places, kinds = [], []
    for match in QUOTE.finditer(canonical):
        place = match.start()
        before, after = canonical[place - 1 : place] or "\n", canonical[place + 1 : place + 2] or "\n"
        opens = (before.isspace() or before in "([—-*\"'") and not after.isspace() and after not in ".,;:!?)"
        closes = not before.isspace() and not after.isalnum()
        if canonical[place] == '"':
            kind = "<" if opens else ">" if closes else '"'
        elif opens and not ELISIONS.match(canonical, place):
            lead = place  # what stands before the white space before the mark
            while lead and canonical[lead - 1].isspace():
                lead -= 1
            kind = "(" if after.isupper() or not lead or canonical[lead - 1] in ',:;—-"' else ""
        else:  # "the boys' hats" does not close, nor does "goin'"
            kind = ")" if closes and before not in "sn" else ""
        if kind:
            places.append(place)
            kinds.append(kind)
    return np.array(places, dtype=np.int64), np.array(kinds, dtype="U1")


def track_quotes(kinds: np.ndarray, block: np.ndarray, british: np.ndarray) -> np.ndarray:
    """Whether what follows each quotation mark is inside quotes. Each `block` begins outside; single marks count where
    `british` says so."""
    inside = np.zeros(len(kinds), dtype=bool)
    double = single = False
    current = -1
    for i, (kind, of_block, counts) in enumerate(zip(kinds.tolist(), block.tolist(), british.tolist(), strict=True)):
        if of_block != current:
            double = single = False
            current = of_block
        if kind in "()":
            single = counts and kind == "("
        else:
            double = not double if kind == '"' else kind == "<"
        inside[i] = double or single
    return inside
