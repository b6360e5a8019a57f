"""Lists of contents in plain text: where they end, and the titles that they list."""

import re
import string
from collections.abc import Sequence

from analysis.text.headings import key_heading, looks_like_title, name_chapter, split_heading

HEADING = re.compile(
    r"(?:(?:table of )?contents|(?:list of )?(?:illustrations|plates|chapters))(?:\W+page)?\W*", re.IGNORECASE
)
COLUMNS = re.compile(r"(?:(?:chap(?:ter|\.)?|no\.?|pages?)\W*){1,3}", re.IGNORECASE)  # names of columns
PAGE = re.compile(r"(?<![.\s])(?=\.{0,2}\s|\.{3})[.\s]++(?:\d{1,4}|[ivxlc]{2,7})$", re.IGNORECASE)  # of an entry
NUMBERED = re.compile(r"(?:^|\s)(?:(?:chapter|book|part)\s+)?(?:[ivxlc]+|\d{1,3})\.?(?=\s+[A-Z\"])", re.IGNORECASE)
LEAST, LONGEST = 3, 150  # entries of a list, characters of one
ENOUGH = 12  # letters that are no accident
MOST_HEADINGS = 4  # before the text begins: "BOOK I", "THE MILL", "CHAPTER I", "The Wheel"


def find_contents(lines: Sequence[str], texts: Sequence[str]) -> set[int]:
    """The places of the paragraphs that are a list of contents; each is given on one line, and as it is written.

    The list ends where its first entry stands a second time, as the heading of what follows; else before the headings, all
    of them entries, that the text begins with.
    """
    found: set[int] = set()
    for i, text in enumerate(texts):
        first, *own = _list_lines(text)
        if i not in found and HEADING.fullmatch(first) and (not own or _is_list(own)):
            found |= _follow_list(lines, texts, i)
    return found


def list_titles(texts: Sequence[str]) -> set[str]:
    """The titles in lists of contents, as `key_title` has them; what is no apparatus is given as ""."""
    titles, inside = set[str](), False
    for text in texts:
        lines = _list_lines(text)
        inside = bool(text) and (inside or bool(HEADING.fullmatch(lines[0])))
        titles |= {key_title(line) for line in lines if inside}
    return titles - {""}


def key_title(line: str) -> str:
    """The letters of a heading's or an entry's title, without its number and page; "" if there are fewer than three."""
    text = split_heading(PAGE.sub("", line))[1]
    title = text[:1].strip(string.ascii_letters) + key_heading(text, whole=True)  # a title in quotes is not one without
    return title if len(title) > 2 and len(line) <= LONGEST and not HEADING.fullmatch(line) else ""


def _follow_list(lines: Sequence[str], texts: Sequence[str], heading: int) -> set[int]:
    """The heading of a list and the paragraphs of its entries."""
    stop = heading + 1
    while stop < len(texts) and (_is_entry(lines[stop]) or _is_list(_list_lines(texts[stop]))):
        stop += 1
    keys = [[_key_line(line) for line in _list_lines(texts[i])] for i in range(heading, stop)]
    for place, paragraph in enumerate(keys):
        paragraph[0] |= _key_line(lines[heading + place])  # a heading on two lines
    keys[0] = keys[0][1:]
    end = heading + _find_end([bool(name_chapter(line)) for line in lines[heading:stop]], keys)
    n_entries = sum(len(paragraph) for paragraph in keys[: end - heading])
    return set(range(heading, end)) if n_entries >= LEAST or any(_lists(line) for line in lines[heading:end]) else set()


def _find_end(named: list[bool], keys: list[list[set[str]]]) -> int:
    """How many paragraphs are the list: whether each names a chapter, and the keys of its lines."""
    first = next((key for paragraph in keys for key in paragraph if key), set[str]())
    back = [place for place, paragraph in enumerate(keys) if place and paragraph and _are_same(first, paragraph[0])]
    single = [len(paragraph) == 1 for paragraph in keys]
    end = len(keys)
    if len(back) > 1 or (back and keys[0]):
        end = back[-1]
    else:
        while len(keys) - end < MOST_HEADINGS and end > 1 and single[end - 1] and _is_known(keys, end - 1):
            end -= 1
    if end == len(keys) and not all(single[1:]):  # nothing comes back: what is no list of lines stands under it
        return max(place for place in range(1, end) if not single[place]) + 1
    while end < len(keys) and not named[end] and end > 1 and single[end - 1] and named[end - 1]:
        end -= 1  # the number of the chapter, over its title
    return end


def _is_known(keys: list[list[set[str]]], place: int) -> bool:
    """Whether an earlier paragraph has the line that this one is."""
    return any(_are_same(keys[place][0], line) for paragraph in keys[:place] for line in paragraph)


def _are_same(one: set[str], other: set[str]) -> bool:
    """Whether two lines are the same heading, or one is the beginning of the other, which a list cuts into lines."""
    return bool(one & other) or any(
        min(len(a), len(b)) > ENOUGH and (a.startswith(b) or b.startswith(a)) for a in one for b in other
    )


def _list_lines(text: str) -> list[str]:
    lines = (line.strip(" \t„”*_") for line in text.replace("--", "—").split("\n"))
    return [line for line in lines if line] or [""]


def _is_entry(line: str) -> bool:
    line = PAGE.sub("", line)
    numbered = len(line) <= LONGEST and NUMBERED.match(line)
    return bool(name_chapter(line) or numbered or COLUMNS.fullmatch(line)) or looks_like_title(line) or _lists(line)


def _is_list(lines: list[str]) -> bool:
    """Whether most lines of a paragraph are entries, and none is long."""
    if len(lines) < 2 or max(map(len, lines)) > LONGEST:
        return False
    n_entries = sum(bool(PAGE.search(line)) or _is_entry(line) for line in lines)
    return n_entries >= 0.6 * len(lines)


def _lists(line: str) -> bool:
    """Whether a paragraph on one line is a list of chapters: three or more numbers of them."""
    return len(NUMBERED.findall(line)) > 2


def _key_line(line: str) -> set[str]:
    return set() if COLUMNS.fullmatch(line) else {key_heading(PAGE.sub("", line)), key_title(line)} - {""}
