"""Which headings open chapters, and the number of the chapter that each paragraph belongs to.

One level of headings numbers the chapters: that of the headings which name a chapter by word ("Chapter II", "Scene 3",
"IV"; "Part", "Book", "Volume" and "Act" only where text stands under them and no other is named); else the highest that has
text under two headings or more; else all count. Every heading of that level opens a chapter, so a "Prologue" does.

Chapters are counted from 1; headings that follow each other open one chapter. What stands before the first is chapter 0,
unless it is its title page (title, author); a text without any heading is chapter 1. Text under a later heading of a higher
level, such as the opening of Part Two, belongs to the chapter that follows it; an epilogue of that level is one.
"""

from collections import Counter
from itertools import groupby, pairwise

from analysis.text.headings import FRAMES, PARTS, looks_like_title, name_chapter, read_number

LOWEST = 4  # level of a title in plain text
FRONT, BLURB = 12, 0.02  # paragraphs of a title page, and the share of the text that stands on it
EPIGRAPH = ("quote", "verse")
# What a heading calls its part, the surest sign of a chapter first ("#": a number alone), and how many must call it so.
DIVISIONS = (
    (("chapter",), 1), (("stave", "canto", "scene"), 2), (("letter", "adventure"), 2), (("section", "#"), 2), (PARTS, 2),
)  # fmt: skip


def settle_levels(lines: list[str], kinds: list[str], levels: list[int | None]) -> list[int | None]:
    """The levels of headings, those of a prologue or the like (0) and of bare numbers that go on with the chapters ("CHAPTER
    VI", "VII") made those of chapters."""
    chosen = _choose_level(lines, levels, _find_over_text(kinds, levels, 0))
    settled = levels.copy()
    for i, level in enumerate(levels):  # one that a format states may stand as high as the parts
        if level == 0 or (level is not None and chosen and level < chosen and name_chapter(lines[i]) in FRAMES):
            settled[i] = chosen or LOWEST
    headings = [i for i, level in enumerate(levels) if level is not None]
    series = [i for i in headings if levels[i] == chosen and name_chapter(lines[i]) != "#" and read_number(lines[i])]
    for first, last in pairwise([-1, *series, len(lines)] if series else []):
        between = [i for i in headings if first < i < last and name_chapter(lines[i]) == "#"]
        numbers = [0 if first < 0 else read_number(lines[first]), *(read_number(lines[i]) for i in between)]
        numbers += [read_number(lines[last])] if last < len(lines) else []
        if between and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            for i in between:
                settled[i] = chosen
    return settled


def number_chapters(lines: list[str], kinds: list[str], levels: list[int | None]) -> list[int]:
    """The chapter of each paragraph, from 1: its text on one line, its kind, and its level if it is a heading."""
    front = _count_front(lines, kinds, levels)
    chosen = _choose_level(lines, levels, _find_over_text(kinds, levels, front))
    headings = [level is not None or i < front for i, level in enumerate(levels)]
    opens, i = [False] * len(levels), 0
    begun = is_open = False  # whether a chapter's heading has been met; whether a higher heading has just opened its chapter
    for is_heading, group in groupby(headings):
        size = len(list(group))
        if is_heading:
            own = [level for level in levels[i : i + size] if level is not None]
            is_chapter = any(chosen in (level, None) for level in own)
            is_higher = chosen is not None and any(level < chosen for level in own)
            opens[i] = is_higher or not is_open if is_chapter else is_higher and begun
            begun, is_open = begun or is_chapter, opens[i] and not is_chapter
        i += size
    return _count_chapters(headings, opens)


def _count_front(lines: list[str], kinds: list[str], levels: list[int | None]) -> int:
    """How many spans at the start are a title page: headings, and paragraphs that look like a title or an author; and what
    little else stands before another heading, such as a blurb."""
    size = sum(map(len, lines))
    own, front = 0, _count_titles(lines, kinds, levels)
    for i in range(min(FRONT, len(lines))):
        if levels[i] is None:
            own += len(lines[i]) * (kinds[i] != "apparatus")
        elif name_chapter(lines[i]) or own > BLURB * size:
            break
        else:
            front = max(front, i + 1)
    return front


def _count_titles(lines: list[str], kinds: list[str], levels: list[int | None]) -> int:
    """How many spans at the start are headings, or paragraphs that look like a title or an author."""
    top, run = None, 0  # the highest level so far, and where the last stretch of headings begins
    for i, (line, level) in enumerate(zip(lines, levels, strict=True)):
        if level is not None:
            named, follows = bool(name_chapter(line)), i > 0 and levels[i - 1] is not None
            if named or (top is not None and not follows):  # the heading of what is no title page any more
                return i if named or (top is not None and level > top) else run
            top, run = min(level, level if top is None else top), run if follows else i
        elif kinds[i] != "prose" or not looks_like_title(line):
            return run
    return 0


def _find_over_text(kinds: list[str], levels: list[int | None], front: int) -> list[bool]:
    """Whether each span is a heading with text of its own under it: not another heading, an epigraph before a lower one, or
    the rest of a title page."""
    over = [False] * len(kinds)
    below, lower = set[str](), 0  # kinds of what follows before the next heading, and its level
    for i in range(len(kinds) - 1, -1, -1):
        level = levels[i]
        if level is not None:
            over[i] = bool(below) and not (lower > level and below <= set(EPIGRAPH))
            below, lower = set(), level
        elif i >= front:
            below.add(kinds[i])
    return over


def _choose_level(lines: list[str], levels: list[int | None], over_text: list[bool]) -> int | None:
    """The level of the headings that open chapters; None if all do."""
    headings = [(line, level, over) for line, level, over in zip(lines, levels, over_text, strict=True) if level is not None]
    for words, least in DIVISIONS:
        named = Counter(level for line, level, over in headings if name_chapter(line) in words and (over or words != PARTS))
        level = min(named, key=lambda level: (-named[level], level), default=0)  # the most frequent; of two the higher
        if named[level] >= least:
            return level
    sections = Counter(level for _, level, over in headings if over and level)
    return min((level for level, number in sections.items() if number > 1), default=None)


def _count_chapters(headings: list[bool], opens: list[bool]) -> list[int]:
    """The chapter of each paragraph, from 1: which paragraphs are headings, and which of these may open a chapter."""
    chapters, chapter, i = [0] * len(headings), 0, 0
    for is_heading, group in groupby(headings):
        size = len(list(group))
        # Headings that follow each other open one chapter; those that nothing follows open none.
        if is_heading and any(opens[i : i + size]) and i + size < len(headings):
            chapter += 1
        chapters[i : i + size] = [chapter] * size
        i += size
    return chapters if chapter else [1] * len(chapters)
