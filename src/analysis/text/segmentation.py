"""Cuts one text into paragraphs, headings, lines of verse and sentences, as offsets into its canonical text.

What a text's format states (see `analysis.text.structure`) is taken as it is; what nothing states is told by its look: what
is not the story, headings, the labels of a play, verse.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from analysis.text.apparatus import HEAD, find_apparatus
from analysis.text.breaks import find_sentences, has_no_capitals
from analysis.text.canonical import WORD, normalise_texts, trim
from analysis.text.chapters import number_chapters, settle_levels
from analysis.text.contents import LEAST, find_contents, key_title, list_titles
from analysis.text.headings import UNNAMED, find_bylines, find_headings, rank_heading, split_heading
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
    level: int = 0  # of a heading


class Block(NamedTuple):
    """A paragraph, or what a text's format states as a part of one: its place, kind, level if it is a heading."""

    start: int
    end: int
    kind: str  # "" where nothing states it
    level: int | None
    paragraph: int


class Mark(NamedTuple):
    """What an outline says of a stretch of a text."""

    start: int
    end: int
    kind: str
    level: int | None


OPEN = ("", "prose", "quote")  # kinds of blocks that are looked at


def segment_texts(
    texts: Sequence[str],
    stated: Sequence[Sequence[Block] | None] | None = None,
    outlines: Sequence[Sequence[Mark] | None] | None = None,
) -> list[list[Unit]]:
    """For each text, with the blocks that its format states and its outline, one unit per sentence, heading or verse line,
    in order; stretches without any word are left out."""
    nothing = [None] * len(texts)
    whole = zip(normalise_texts(texts), stated or nothing, outlines or nothing, strict=True)
    return [_segment(canonical, blocks, outline) for canonical, blocks, outline in whole]


def _segment(canonical: str, stated: Sequence[Block] | None, outline: Sequence[Mark] | None) -> list[Unit]:
    blocks = [block for block in stated or _list_paragraphs(canonical) if WORD.search(canonical, block.start, block.end)]
    lines = [" ".join(canonical[block.start : block.end].replace("--", "—").split()) for block in blocks]
    blocks, lines = _tell_asides(canonical, blocks, lines)
    if outline is not None:
        blocks, lines = _apply_outline(canonical, blocks, lines, outline)
    texts = [canonical[block.start : block.end] for block in blocks]
    labels: dict[int, int] = {}
    if all(block.kind != "speaker" for block in blocks):
        labels = find_labels([text if block.kind in OPEN else "" for text, block in zip(texts, blocks, strict=True)])
    if outline is None:
        asides = [text if block.kind == "apparatus" else "" for text, block in zip(texts, blocks, strict=True)]
        titles = list_titles(asides)
        blocks = _tell_headings(blocks, lines, labels, titles)
    kinds = [block.kind or "prose" for block in blocks]
    levels = [block.level for block in blocks]
    levels = settle_levels(lines, kinds, levels) if outline is None else levels
    chapters = _number(lines, kinds, levels)
    parts: list[Unit] = []
    for i, block in enumerate(blocks):
        kind = "prose" if kinds[i] == "quote" else kinds[i]
        of_play = cut_speech(canonical, *block[:2], labels.get(i, 0)) if labels and kind == "prose" else [(*block[:2], kind)]
        for start, end, own in of_play:
            start, end = trim(canonical, start, end)
            parts += [Unit(start, end, chapters[i], block.paragraph, own, levels[i] or 0)] * (start < end)
    told = tell_verse([canonical[part.start : part.end].replace("--", "—") for part in parts], [part.kind for part in parts])
    is_lower = has_no_capitals(canonical)
    return [
        unit
        for part, kind in zip(parts, told, strict=True)
        for unit in _cut(canonical, part._replace(kind=kind), is_lower=is_lower)
    ]


def _list_paragraphs(canonical: str) -> list[Block]:
    """The paragraphs of a plain text, and its head of data."""
    head = HEAD.match(canonical)
    begin = head.end() if head and WORD.search(canonical, head.end()) else 0
    places = [(start, end, "") for start, end in split_paragraphs(canonical, begin) if WORD.search(canonical, start, end)]
    if begin:
        places.insert(0, (*trim(canonical, 0, begin), "apparatus"))
    return [Block(start, end, kind, None, number) for number, (start, end, kind) in enumerate(places, start=1)]


def _tell_asides(canonical: str, blocks: list[Block], lines: list[str]) -> tuple[list[Block], list[str]]:
    """The blocks, those that go on after the mark of a page joined, and what is not the story told."""
    is_open = [block.kind in OPEN for block in blocks]
    # What is stated to be another thing is whole: nothing runs on over it.
    pages = find_pages([line if looked else "." for line, looked in zip(lines, is_open, strict=True)])
    runs = find_runs([line if looked else "." for line, looked in zip(lines, is_open, strict=True)], pages)
    inside = {i for first, last in runs.items() for i in range(first + 1, last + 1)}
    kept = [i for i in range(len(blocks)) if i not in inside]
    joined = [" ".join(lines[i : runs.get(i, i) + 1]) for i in kept]
    whole = [blocks[i]._replace(end=blocks[runs.get(i, i)].end) for i in kept]
    bare = [line[1:-1] if line[0] == line[-1] == "*" else line for line in joined]  # without emphasis
    asides = {place for place, i in enumerate(kept) if i in pages} | find_apparatus(bare)
    asides |= find_contents(bare, [canonical[block.start : block.end] for block in whole])
    taken = {place for place in asides if whole[place].kind in (*OPEN, "heading", "apparatus")}
    if all(place in taken or block.kind not in (*OPEN, "verse") for place, block in enumerate(whole)):
        taken = set()  # nothing would be left to read
    return [block._replace(kind="apparatus", level=None) if i in taken else block for i, block in enumerate(whole)], joined


def _apply_outline(
    canonical: str, blocks: list[Block], lines: list[str], outline: Sequence[Mark]
) -> tuple[list[Block], list[str]]:
    """The blocks and their lines, with the headings that the outline has and no other; what it marks is set apart."""
    new_blocks, new_lines, more, done = list[Block](), list[str](), 0, 0
    for block, line in zip(blocks, lines, strict=True):
        while done < len(outline) and outline[done].end <= block.start:
            done += 1
        own = [mark for mark in islice(outline, done, None) if mark.start < block.end]
        edges = sorted(
            {block.start, block.end, *(min(max(edge, block.start), block.end) for mark in own for edge in mark[:2])}
        )
        places = [trim(canonical, *both) for both in pairwise(edges)]
        places = [place for place in places if WORD.search(canonical, *place)]
        for i, (start, end) in enumerate(places):
            mark = next((mark for mark in own if mark.start < end and mark.end > start), None)
            kind, level = (
                (mark.kind, mark.level) if mark else ("prose" if block.kind in ("", "heading") else block.kind, None)
            )
            more += i > 0
            new_blocks.append(Block(start, end, kind, level, block.paragraph + more))
            new_lines.append(line if len(places) == 1 else " ".join(canonical[start:end].replace("--", "—").split()))
    return new_blocks, new_lines


def _tell_headings(blocks: list[Block], lines: list[str], labels: dict[int, int], titles: set[str]) -> list[Block]:
    """The blocks, with headings told where nothing is stated, and who wrote the text, where a title page says so.

    `titles` are those of a list of contents: a paragraph that is one is a heading, and stands above those that are not.
    """
    untold = {i for i, block in enumerate(blocks) if block.kind == ""} - set(labels)
    listed = {i for i in untold if titles and key_title(lines[i]) in titles}
    places = find_headings(lines, {*range(len(blocks))} - untold) | listed
    ranks = {i: rank_heading(lines[i]) for i in places}
    for rank in (UNNAMED - 1, UNNAMED):  # of numbers, those without a title: the stanzas of a song
        if sum(ranks[i] == rank for i in listed) >= LEAST:
            others = {i for i in ranks if ranks[i] == rank and i not in listed}
            ranks |= {i: UNNAMED + 1 for i in others if rank == UNNAMED or not split_heading(lines[i])[1]}
    told = [block._replace(kind="heading", level=ranks[i]) if i in ranks else block for i, block in enumerate(blocks)]
    for i, level in find_bylines(lines, [block.level for block in told], [block.kind for block in told]).items():
        told[i] = told[i]._replace(kind="heading", level=level)
    return told


def _number(lines: list[str], kinds: list[str], levels: list[int | None]) -> list[int]:
    """The chapter of each block; what is apparatus belongs to that of the text before it."""
    kept = [i for i, kind in enumerate(kinds) if kind != "apparatus"]
    of_kept = number_chapters([lines[i] for i in kept], [kinds[i] for i in kept], [levels[i] for i in kept])
    chapters, own = [0] * len(lines), dict(zip(kept, of_kept, strict=True))
    for i in range(len(lines)):
        chapters[i] = own.get(i, chapters[i - 1] if i else 0)
    return chapters


def _cut(canonical: str, part: Unit, *, is_lower: bool) -> Iterator[Unit]:
    """The units with words in them of one paragraph: its sentences, its lines of verse, or all of it."""
    span = part[:2]
    match part.kind:
        case "prose":
            places: Iterable[tuple[int, int]] = find_sentences(canonical, *span, is_lower=is_lower)
        case "verse":
            places = _find_lines(canonical, *span)
        case _:
            places = [span]
    for start, end in places:
        if WORD.search(canonical, start, end):
            yield part._replace(start=start, end=end)


def _find_lines(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in LINE.finditer(canonical, begin, stop):
        yield match.start(), match.start() + len(match.group().rstrip())
