"""Finds what is no story by where its links lead: notes and their marks in HTML, tables of contents in any format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.text.formats.markup import Element, local_name
from analysis.text.formats.writer import HEADED

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    "p div section article main aside header footer li ul ol dl dt dd table tr caption address center pre fieldset hr"
    " figure figcaption details summary hgroup body html".split()
)
MARK = re.compile(r"\s*[\[({]?\s*(?:\d{1,4}|[a-z]|[ivxl]+|[*†‡§¶]{1,3})\s*[\])}]?\s*", re.I)
LISTS = frozenset(("table", "tbl", "ul", "ol", "dl", "list", "p", "div", "section", *HEADING_TAGS))
ROWS = [("tr", "row", "table-row"), ("li", "item", "list-item", "dt"), ("p", "br")]  # rows, or else items, or else lines


def find_notes(bodies: Iterable[Element]) -> set[Element]:
    """The notes, and their marks: a mark is a link that is nothing but a number or a sign, to a block that links back."""
    bodies = list(bodies)
    links = [link for body in bodies for link in _list_links(body) if MARK.fullmatch("".join(link.itertext()))]
    wanted = {_target(link) for link in links}
    place = {name: e for body in bodies for e in body.iter() for name in _names(e) if name in wanted}
    found: set[Element] = set()
    for mark in links:
        block = _block_around(place.get(_target(mark)))
        if block is None or block is _block_around(mark) or local_name(block) in ("body", *HEADING_TAGS) or _opens(mark):
            continue
        own = {name for e in (mark, *mark.iterancestors(), *mark.itersiblings(preceding=True)) for name in _names(e)}
        if own & {_target(link) for link in _list_links(block)}:
            found |= {mark, block}
    return found


def find_contents(body: Element) -> set[Element]:
    """The tables of contents: tables, lists and runs of lines that are mostly links into the same book."""
    links = list(_list_links(body))
    within = Counter(e for link in links for e in link.iterancestors() if local_name(e) in LISTS)
    found = {element for element, number in within.items() if number >= 3 and _lists_contents(element, number)}
    alone = [_block_around(link) for link in links]  # paragraphs that are a link and little else, one after the other
    lines = [block for block in dict.fromkeys(alone) if block is not None and _linked_share(block) > 0.5]
    is_next = [one.getnext() is two for one, two in pairwise(lines)]
    for i in range(len(lines) - 2):
        if is_next[i] and is_next[i + 1]:
            found.update(lines[i : i + 3])
    return found


def _lists_contents(element: Element, number: int) -> bool:
    names = Counter(local_name(child) for child in element.iter())
    rows = next((number for kinds in ROWS if (number := sum(names[kind] for kind in kinds))), 0)
    is_sure = local_name(element) in ("table", "tbl") or _is_headed(element)
    return 2 * number >= rows and _linked_share(element) >= (0.1 if is_sure else 0.5)


def _is_headed(element: Element) -> bool:
    """Whether the last thing before it that has text says "Contents"."""
    before = ("".join(other.itertext()).strip() for other in element.itersiblings(preceding=True))
    return HEADED.fullmatch(next(filter(None, before), "")) is not None


def _linked_share(element: Element) -> float:
    linked = sum(len("".join(link.itertext()).strip()) for link in _list_links(element))
    return linked / max(len("".join(element.itertext()).strip()), 1)


def _list_links(element: Element) -> Iterator[Element]:
    """The links into the same book: <a> of HTML and OpenDocument, <ref> of TEI, <hyperlink> of Word."""
    for link in element.iter("{*}a", "{*}ref", "{*}hyperlink"):
        target = _find_target(link)
        if "://" not in target and not target.startswith(("mailto:", "//")) and ("#" in target or target.endswith("html")):
            yield link


def _find_target(link: Element) -> str:
    for key, value in link.items():
        name = key.rpartition("}")[2]
        if name in ("href", "target", "anchor"):
            return "#" + value if name == "anchor" else value
    return ""


def _target(link: Element) -> str:
    return _find_target(link).rpartition("#")[2]


def _names(element: Element) -> list[str]:
    return [name for name in (element.get("id"), element.get("name")) if name]


def _block_around(element: Element | None) -> Element | None:
    """The element itself if it is a block, else the nearest one that it stands in."""
    while element is not None and local_name(element) not in BLOCKS and local_name(element) not in HEADING_TAGS:
        element = element.getparent()
    return element


def _opens(mark: Element) -> bool:
    """Whether the mark is the first thing in its block: then it opens a note and leads back to the text."""
    block = _block_around(mark)
    before = ""
    for element in () if block is None else block.iter():
        if element is mark:
            break
        before += element.text or ""
    return not before.strip()
