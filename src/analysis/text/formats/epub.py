"""Reads EPUB: its parts in the order of the spine, as one document."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from analysis.errors import StoryError
from analysis.text.formats.containers import Container
from analysis.text.formats.document import Document
from analysis.text.formats.html import measure_text, parse_page, write_pages
from analysis.text.formats.markup import Element, decode_markup, parse_xml
from analysis.text.formats.writer import Writer

PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
# Fonts may be obfuscated in a book that anybody can read.
OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
NOT_STORY = {"toc": "a table of contents", "cover": "title page and imprint", "title-page": "title page and imprint",
             "copyright-page": "title page and imprint", "colophon": "title page and imprint", "loi": "a table of contents",
             "index": "a table of contents"}  # fmt: skip
MOST_APART = (
    5_000  # characters of such a part: what is longer begins with a title page or contents, and has the text as well
)


def read_epub(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of an EPUB file."""
    book = Container(data, name)
    _check_rights(book)
    package_path = _find_package(book)
    package = _parse(book, package_path, encoding)
    writer = Writer()
    roots = []
    # No part has to be named twice; a thousand times, a small file would become a large text.
    for part, what in dict.fromkeys(_list_parts(book, package, posixpath.dirname(package_path), writer)):
        root = parse_page(_decode(book, part, encoding), f"{name} ({part})")
        if what and measure_text(root) < MOST_APART:
            writer.leave_out(what)
        else:
            roots.append(root)
    if not roots:
        raise StoryError(f"{name} is an EPUB whose package names no text to read: its list of parts (spine) is empty.")
    write_pages(roots, writer)
    return writer.close(
        title=_state(package, "title"),
        author=", ".join(dict.fromkeys(_states(package, "creator"))),
        date=_state(package, "date"),
        language=_state(package, "language"),
    )


def _decode(book: Container, part: str, encoding: str | None) -> str:
    return decode_markup(book.read(part), f"{book.name} ({part})", encoding)[0]


def _parse(book: Container, part: str, encoding: str | None = None) -> Element:
    return parse_xml(_decode(book, part, encoding), f"{book.name} ({part})")


def _check_rights(book: Container) -> None:
    """Raise a StoryError if anything but fonts is encrypted."""
    if "META-INF/encryption.xml" not in book:
        return
    methods = [e.get("Algorithm") for e in _parse(book, "META-INF/encryption.xml").iter("{*}EncryptionMethod")]
    if any(method not in OBFUSCATION for method in methods):
        raise StoryError(
            f"{book.name} is protected (DRM): its text is encrypted. Use an edition without protection, as libraries of "
            "books in the public domain have."
        )


def _find_package(book: Container) -> str:
    if "META-INF/container.xml" in book:
        for rootfile in _parse(book, "META-INF/container.xml").iter("{*}rootfile"):
            if (path := unquote(rootfile.get("full-path") or "")) in book:
                return path
    found = sorted((part for part in book.parts if part.endswith(".opf")), key=len)
    if not found:
        raise StoryError(f"{book.name} is an EPUB without a package file (.opf), which names its parts: it is damaged.")
    return found[0]


def _list_parts(book: Container, package: Element, folder: str, writer: Writer) -> Iterator[tuple[str, str]]:
    """The parts that hold the text, in order: those of the spine, or all that there are where it is empty.

    With each what the guide says that it is, if that is no story.
    """
    items = {item.get("id"): item for item in package.iter("{*}item")}
    guide = {_join(folder, ref.get("href") or ""): ref.get("type") or "" for ref in package.iter("{*}reference")}
    spine = [(items.get(ref.get("idref")), ref) for ref in package.iter("{*}itemref")]
    if not spine:
        spine = [(item, None) for item in items.values()]
        writer.leave_out("its order, which is not stated: the parts were read as they are listed", 1)
    for item, ref in spine:
        if item is None or (item.get("media-type") or "") not in PAGES:
            continue
        path = _join(folder, item.get("href") or "")
        if "nav" in (item.get("properties") or "").split():
            writer.leave_out("a table of contents")
        elif path in book:
            if ref is not None and ref.get("linear") == "no":
                writer.leave_out("parts apart from the text")
            else:
                yield path, NOT_STORY.get(guide.get(path, "").lower(), "")
        else:
            writer.leave_out("parts that the file lacks")


def _join(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _states(package: Element, fact: str) -> list[str]:
    found: list[Any] = list(package.iter(f"{{http://purl.org/dc/elements/1.1/}}{fact}"))
    return [" ".join("".join(element.itertext()).split()) for element in found]


def _state(package: Element, fact: str) -> str:
    return next(filter(None, _states(package, fact)), "")
