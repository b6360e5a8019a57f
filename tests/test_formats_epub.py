"""EPUB: its parts in order, and each rule of what is read, left out and said, by hand."""

import pytest
from making import CONTAINER, epub, item, pack, package, read, show, xhtml

from analysis import StoryError

PAGES = {"a.xhtml": xhtml("<p>Fog.</p>"), "b.xhtml": xhtml("<p>Rain.</p>"), "c.xhtml": xhtml("<p>Snow.</p>")}
ALL = "".join(map(item, PAGES))


def spine(*names: str) -> str:
    return "".join(f'<itemref idref="{name}"/>' for name in names)


def test_the_spine_has_the_order() -> None:
    document = read(epub(package(ALL, spine("c", "a", "b")), PAGES))
    assert show(document) == ["Snow.", "Fog.", "Rain."]
    assert document.notes == ()


def test_without_a_spine_the_list_of_parts_has_it() -> None:
    document = read(epub(package(ALL, ""), PAGES))
    assert show(document) == ["Fog.", "Rain.", "Snow."]
    assert "its order, which is not stated" in document.notes[0]


def test_parts_apart_and_contents_are_left_out() -> None:
    manifest = ALL + item("nav.xhtml", properties="scripted nav")
    pages = {**PAGES, "nav.xhtml": xhtml("<nav><a href='a.xhtml'>Fog</a></nav>")}
    document = read(epub(package(manifest, spine("nav", "a") + '<itemref idref="b" linear="no"/>'), pages))
    assert show(document) == ["Fog."]
    assert document.notes == ("left out: a table of contents, parts apart from the text (1)",)


def test_what_the_guide_calls_no_story_is_left_out() -> None:
    guide = '<guide><reference type="cover" href="a.xhtml"/><reference type="TOC" href="b.xhtml#x"/></guide>'
    document = read(epub(package(ALL, spine("a", "b", "c"), guide=guide, version="2.0"), PAGES))
    assert show(document) == ["Snow."]
    assert document.notes == ("left out: title page and imprint (1), a table of contents",)


def test_what_is_no_page_is_not_read() -> None:
    manifest = ALL + (
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        '<item id="css" href="a.css" media-type="text/css"/><item id="svg" href="a.svg" media-type="image/svg+xml"/>'
    )
    book = package(manifest, spine("ncx", "css", "svg", "a", "gone"), version="2.0")
    pages = {**PAGES, "toc.ncx": "<ncx><text>Chapter I</text></ncx>", "a.css": "p {}", "a.svg": "<svg/>"}
    assert show(read(epub(book, pages))) == ["Fog."]


def test_paths_are_written_as_addresses() -> None:
    manifest = (
        '<item id="a" href="text/the%20fog.xhtml#x" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/../b%C3%A9.xhtml" media-type="text/html"/>'
    )
    pages = {"text/the fog.xhtml": xhtml("<p>Fog.</p>"), "bé.xhtml": xhtml("<p>Rain.</p>")}
    assert show(read(epub(package(manifest, spine("a", "b")), pages))) == ["Fog.", "Rain."]


def test_a_part_that_is_not_there_is_said() -> None:
    document = read(epub(package(ALL, spine("a", "b")), {"a.xhtml": PAGES["a.xhtml"]}))
    assert show(document) == ["Fog."]
    assert document.notes == ("left out: parts that the file lacks (1)",)


def test_a_package_without_a_container_is_found() -> None:
    for container in (CONTAINER.replace("book.opf", "lost.opf"), "<container/>"):
        assert show(read(epub(package(ALL, spine("a")), PAGES, **{"META-INF/container.xml": container}))) == ["Fog."]
    parts = {"mimetype": "application/epub+zip", "a.opf": package(ALL, spine("a")), **PAGES}
    assert show(read(pack(parts, first="mimetype"))) == ["Fog."]


def test_the_facts_of_a_book() -> None:
    facts = (
        "<dc:title>Fog</dc:title><dc:title>A Tale</dc:title><dc:creator>Ann</dc:creator><dc:creator>Jo</dc:creator>"
        "<dc:creator>Ann</dc:creator><dc:date>1899-05-01T00:00:00+00:00</dc:date><dc:language>en</dc:language>"
    )
    document = read(epub(package(ALL, spine("a"), facts=facts), PAGES))
    assert document[2:6] == ("Fog", "Ann, Jo", "1899-05-01", "en")


def test_notes_in_a_part_of_their_own() -> None:
    pages = {"a.xhtml": xhtml('<p>Fog<a id="r1" href="b.xhtml#n1">1</a>.</p>'),
             "b.xhtml": xhtml('<h2>Notes</h2><p id="n1"><a href="a.xhtml#r1">1</a> A note.</p>')}  # fmt: skip
    document = read(epub(package(ALL, spine("a", "b")), pages))
    assert show(document) == ["Fog."]
    assert document.notes == ("left out: note marks (1), notes (1)",)


def test_a_page_that_is_not_well_formed_is_read_as_html() -> None:
    pages = {"a.xhtml": xhtml("<p>Fog &mdash; here.<p>Rain<br>fell.").replace("</body>", "")}
    assert show(read(epub(package(ALL, spine("a")), pages))) == ["Fog — here.", "Rain / fell."]


@pytest.mark.parametrize(
    ("parts", "message"),
    [({}, "fog.epub is an EPUB without a package file"),
     ({"a.opf": package(ALL, spine("a"))}, "fog.epub is an EPUB whose package names no text to read"),
     ({"a.opf": package("", "")}, "fog.epub is an EPUB whose package names no text to read"),
     ({"a.opf": package(ALL, spine("a")), "a.xhtml": ""}, "fog.epub (a.xhtml) holds no text: its HTML is empty."),
     ({"a.opf": package(ALL, spine("a")), "a.xhtml": xhtml("<p> </p>")}, "fog.epub holds no text to read"),
     ({"a.opf": "<package>"}, "fog.epub (a.opf) is not well-formed XML")],
)  # fmt: skip
def test_a_book_without_text_is_refused(parts: dict[str, str], message: str) -> None:
    with pytest.raises(StoryError) as refused:
        read(pack({"mimetype": "application/epub+zip", **parts}), "fog.epub")
    assert str(refused.value).startswith(message)
