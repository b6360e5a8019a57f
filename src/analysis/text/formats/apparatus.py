"""Finds what is no story by where its links lead: notes and their marks in HTML, tables of contents in any format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from analysis.text.formats.markup import Element, local_name
from analysis.text.formats.writer import HEADED

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    "p div section article main aside header footer li ul ol dl dt dd table tr caption address center pre fieldset hr"
    " figure figcaption details summary hgroup body html".split()
)
MARK = re.compile(r"\s*+[\[({]?+\s*+(?:\d{1,4}|[a-z]|[ivxl]+|[*†‡§¶]{1,3})\s*+[\])}]?+\s*+", re.I)
LISTS = frozenset(("table", "tbl", "ul", "ol", "dl", "list", "p", "div", "section", *HEADING_TAGS))
ROWS = [("tr", "row", "table-row"), ("li", "item", "list-item", "dt"), ("p", "br")]  # rows, or else items, or else lines


def find_notes(bodies: Iterable[Element]) -> set[Element]:
    """The notes, and their marks: a mark is a link that is nothing but a number or a sign, to a block that links back."""
    bodies = list(bodies)
    links = [link for body in bodies for link in _list_links(body) if MARK.fullmatch("".join(link.itertext()))]
    wanted = {_target(link) for link in links}
    place = {name: e for body in bodies for e in body.iter() for name in _names(e) if name in wanted}
    back: dict[Element, set[str]] = {}  # where the links of a block lead
    opening: dict[Element, Element] = {}  # what the first words of a block stand in
    found: set[Element] = set()
    for mark in links:
        block = _block_around(place.get(_target(mark)))
        around = _block_around(mark)
        if block is None or block is around or local_name(block) in ("body", *HEADING_TAGS):
            continue
        if around is not None and around not in opening:
            opening[around] = _find_opening(around)
        if around is not None and (opening[around] is mark or mark in opening[around].iterancestors()):
            continue  # the mark opens a note itself, and leads back to the text
        if block not in back:
            back[block] = {_target(link) for link in _list_links(block)}
        before = islice(mark.itersiblings(preceding=True), 9)
        if back[block] & {name for e in (mark, *mark.iterancestors(), *before) for name in _names(e)}:
            found |= {mark, block}
    return found


def _find_opening(block: Element) -> Element:
    """The element whose text the block begins with."""
    first = block.xpath("(.//text()[normalize-space()])[1]")
    if not first:
        return block
    parent = first[0].getparent()
    return parent.getparent() if first[0].is_tail else parent


class _Share:
    """What there is in an element: letters, those of links, links, and rows of each of ROWS."""

    def __init__(self) -> None:
        self.letters = self.linked = self.links = 0
        self.rows = [0] * len(ROWS)

    @property
    def part(self) -> float:
        return self.linked / max(self.letters, 1)


def _measure_links(body: Element, links: list[Element]) -> dict[Element, _Share]:
    """The share of links in each element, the inner ones first."""
    shares: dict[Element, _Share] = {}
    are_links = set(links)
    for element in reversed(list(body.iter())):
        own = shares.setdefault(element, _Share())
        if tag := local_name(element):
            own.letters += _count_letters(element.text)
            for i, kinds in enumerate(ROWS):
                own.rows[i] += tag in kinds
        if element in are_links:
            own.linked, own.links = own.linked + own.letters, own.links + 1
        if element is not body:
            around = shares.setdefault(element.getparent(), _Share())
            around.letters += own.letters + _count_letters(element.tail)
            around.linked, around.links = around.linked + own.linked, around.links + own.links
            around.rows = [one + two for one, two in zip(around.rows, own.rows, strict=True)]
    return shares


def _count_letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def find_contents(body: Element) -> set[Element]:
    """The tables of contents: tables, lists and runs of lines that are mostly links into the same book."""
    links = list(_list_links(body))
    if len(links) < 3:
        return set()
    shares = _measure_links(body, links)
    found = {
        element
        for element, share in shares.items()
        if share.links >= 3 and local_name(element) in LISTS and _lists_contents(element, share)
    }
    alone = [_block_around(link) for link in links]  # paragraphs that are a link and little else, one after the other
    lines = [block for block in dict.fromkeys(alone) if block in shares and shares[block].part > 0.5]
    is_next = [one is not None and one.getnext() is two for one, two in pairwise(lines)]
    for i in range(len(lines) - 2):
        if is_next[i] and is_next[i + 1]:
            found.update(lines[i : i + 3])
    return found


def _lists_contents(element: Element, share: _Share) -> bool:
    rows = next(filter(None, share.rows), 0)
    is_sure = local_name(element) in ("table", "tbl") or _is_headed(element)
    return 2 * share.links >= rows and share.part >= (0.1 if is_sure else 0.5)


def _is_headed(element: Element) -> bool:
    """Whether the last thing before it that has text says "Contents"."""
    before = ("".join(other.itertext()).strip() for other in element.itersiblings(preceding=True))
    return HEADED.fullmatch(next(filter(None, before), "")) is not None


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
