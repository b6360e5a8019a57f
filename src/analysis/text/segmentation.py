"""Cuts one text into paragraphs, headings, lines of verse and sentences, as offsets into its canonical text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.text.breaks import find_sentences, has_no_capitals
from analysis.text.canonical import WORD, find_paragraphs, normalise_texts
from analysis.text.headings import find_openings, is_chapter, looks_like_title, number_chapters
from analysis.text.verse import tell_verse

LINE = re.compile(r"\S[^\n]*")


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
    chapters = number_chapters([kind == "heading" for kind in kinds], find_openings(paragraphs, kinds))
    units: list[Unit] = []
    is_lower = has_no_capitals(canonical)
    for paragraph, (span, kind, chapter) in enumerate(zip(spans, kinds, chapters, strict=True)):
        units += cut_paragraph(canonical, span, chapter, paragraph, kind, is_lower=is_lower)
    return units


def cut_paragraph(
    canonical: str, span: tuple[int, int], chapter: int, paragraph: int, kind: str, *, is_lower: bool = False
) -> Iterator[Unit]:
    """The units with words in them of one paragraph: its sentences, its lines of verse, or all of it."""
    match kind:
        case "prose":
            places: Iterable[tuple[int, int]] = find_sentences(canonical, *span, is_lower=is_lower)
        case "verse":
            places = _find_lines(canonical, *span)
        case _:
            places = [span]
    for start, end in places:
        if WORD.search(canonical, start, end):
            yield Unit(start, end, chapter, paragraph, kind)


def _find_lines(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in LINE.finditer(canonical, begin, stop):
        yield match.start(), match.start() + len(match.group().rstrip())


def _tell_kinds(paragraphs: list[str]) -> list[str]:
    """ "heading", "verse" or "prose" for each paragraph of a story."""
    paragraphs = [paragraph.replace("--", "—") for paragraph in paragraphs]
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    kinds = ["heading" if is_chapter(*both) else "prose" for both in zip(paragraphs, flat, strict=True)]
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
