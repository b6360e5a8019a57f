"""Cuts one text into paragraphs, headings, lines of verse and sentences, as offsets into its canonical text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.text.apparatus import HEAD, find_apparatus
from analysis.text.breaks import find_sentences, has_no_capitals
from analysis.text.canonical import WORD, normalise_texts, trim
from analysis.text.chapters import number_chapters
from analysis.text.headings import find_headings, rank_heading
from analysis.text.pages import find_pages, find_runs
from analysis.text.paragraphs import split_paragraphs
from analysis.text.plays import cut_speech, find_labels
from analysis.text.verse import LINE, tell_verse


class Unit(NamedTuple):
    """A sentence, heading, line of verse, speaker, direction or paragraph of apparatus: its place and its kind."""

    start: int
    end: int
    chapter: int
    paragraph: int
    kind: str


def segment_texts(texts: Sequence[str]) -> list[list[Unit]]:
    """For each text one unit per sentence, heading or verse line, in order; stretches without any word are left out."""
    return [_segment(canonical) for canonical in normalise_texts(texts)]


def _segment(canonical: str) -> list[Unit]:
    head = HEAD.match(canonical)
    begin = head.end() if head and WORD.search(canonical, head.end()) else 0
    spans = [span for span in split_paragraphs(canonical, begin) if WORD.search(canonical, *span)]
    lines = [" ".join(canonical[start:end].replace("--", "—").split()) for start, end in spans]
    pages = find_pages(lines)
    runs = find_runs(lines, pages)
    inside = {i for first, last in runs.items() for i in range(first + 1, last + 1)}
    kept = [i for i in range(len(spans)) if i not in inside]
    spans = [(spans[i][0], spans[runs.get(i, i)][1]) for i in kept]
    lines = [" ".join(lines[i : runs.get(i, i) + 1]) for i in kept]
    bare = [line[1:-1] if line[0] == line[-1] == "*" else line for line in lines]  # without emphasis
    asides = {place for place, i in enumerate(kept) if i in pages} | find_apparatus(bare)
    blocks = _tell_kinds(canonical, spans, lines, asides)
    units = [Unit(0, len(head[0].rstrip()), 0, 0, "apparatus")] if head and begin else []
    is_lower = has_no_capitals(canonical)
    for start, end, chapter, paragraph, kind in blocks:
        units += cut_paragraph(canonical, (start, end), chapter, paragraph + bool(units and begin), kind, is_lower=is_lower)
    return units


def _tell_kinds(canonical: str, spans: list[tuple[int, int]], lines: list[str], asides: set[int]) -> list[Unit]:
    """The paragraphs, those of a play in parts, with their kinds and chapters."""
    texts = [canonical[start:end] for start, end in spans]
    labels = find_labels([text if i not in asides else "" for i, text in enumerate(texts)])
    headings = find_headings(lines, asides | set(labels))
    kinds = ["apparatus" if i in asides else "heading" if i in headings else "prose" for i in range(len(spans))]
    levels = [rank_heading(line) if kind == "heading" else None for line, kind in zip(lines, kinds, strict=True)]
    chapters = _number(lines, kinds, levels)
    parts = []
    for paragraph, (span, kind, chapter) in enumerate(zip(spans, kinds, chapters, strict=True)):
        of_play = cut_speech(canonical, *span, labels.get(paragraph, 0)) if labels and kind == "prose" else [(*span, kind)]
        for start, end, own in of_play:
            start, end = trim(canonical, start, end)
            parts += [Unit(start, end, chapter, paragraph, own)] * (start < end)
    told = tell_verse([canonical[part.start : part.end].replace("--", "—") for part in parts], [part.kind for part in parts])
    return [part._replace(kind=kind) for part, kind in zip(parts, told, strict=True)]


def _number(lines: list[str], kinds: list[str], levels: list[int | None]) -> list[int]:
    """The chapter of each paragraph; what is apparatus belongs to that of the text before it."""
    kept = [i for i, kind in enumerate(kinds) if kind != "apparatus"]
    of_kept = number_chapters(*([values[i] for i in kept] for values in (lines, kinds, levels)))
    chapters, own = [0] * len(lines), dict(zip(kept, of_kept, strict=True))
    for i in range(len(lines)):
        chapters[i] = own.get(i, chapters[i - 1] if i else 0)
    return chapters


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
