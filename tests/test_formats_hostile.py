"""Files that are damaged, lie or are made to harm: a StoryError that names the file, or its text; soon, and nothing else."""

import os
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from book import SOURCE
from making import describe, epub, html, item, pack, package, read, rtf, show, unpack, xhtml
from making_xml import docx, odt, paragraph, run, tei
from test_formats import MAKERS, SUBTITLES

from analysis import StoryError
from analysis.text.formats.detection import read_document
from analysis.text.formats.document import Document

BOOK = describe("\n".join(SOURCE.strip().split("\n")[:24]))
FILES = {name: make(BOOK) for name, make in {**MAKERS, **SUBTITLES}.items()}
FOG = paragraph(run("Fog."))


def refuse(data: bytes | str, match: str, name: str = "fog.x") -> str:
    """The message of the StoryError, which begins with the name of the file."""
    with pytest.raises(StoryError, match=match) as error:
        read(data, name)
    assert str(error.value).startswith(name)
    return str(error.value)


def try_reading(data: bytes, name: str) -> Document | None:
    """A document that fits its text, or None where the file is refused by name."""
    try:
        document = read_document(data, name)
    except StoryError as error:
        document, message = None, str(error)
    if document is None:
        assert message.startswith(name)
        assert len(message) < 600, message
        return None
    last = 0
    for span in document.structure or ():
        assert last <= span.start < span.end <= len(document.text)
        words = document.text[span.start : span.end]
        assert words == words.strip()
        assert not document.text[last : span.start].strip()
        last = span.end
    if document.structure is not None:
        assert not document.text[last:].strip()
    document.text.encode()
    return document


# --- zip files --------------------------------------------------------------------------------------------------------


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    page = xhtml("<p>Fog.</p>" * 300_000)
    book = epub(package(item("a.xhtml"), '<itemref idref="a"/>'), {"a.xhtml": page})
    for blown in (docx(paragraph(run(" " * 3_000_000))), odt("<text:p>Fog.</text:p>" + " " * 3_000_000), book):
        assert "unpacks to" in refuse(blown, "times its size")


def test_many_parts_that_are_large_together_are_not_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.text.formats.containers.MOST_OF_ALL", 200_000)
    pages = {f"p{i}.xhtml": xhtml(f"<p>{os.urandom(20_000).hex()}</p>") for i in range(9)}
    spine = "".join(f'<itemref idref="p{i}"/>' for i in range(9))
    refuse(epub(package("".join(map(item, pages)), spine), pages), "p4.xhtml' unpacks to")


def test_a_part_named_again_and_again_is_read_once() -> None:
    """A spine may name a part a thousand times; the story has it once."""
    spine = '<itemref idref="a"/>' * 1000
    assert show(read(epub(package(item("a.xhtml"), spine), {"a.xhtml": xhtml("<p>Fog.</p>")}))) == ["Fog."]


def test_a_bomb_that_is_no_part_of_the_text_is_never_opened() -> None:
    inner = pack({"bomb": b"\0" * 3_000_000})
    parts = unpack(docx(FOG)) | {"word/media/image1.zip": inner, "word/media/zeros": b"\0" * 3_000_000}
    assert show(read(pack(parts))) == ["Fog."]


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    data = bytearray(docx(FOG))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    for found in (place for place in range(len(data)) if data[place : place + 4] == struct.pack("<I", size)):
        data[found : found + 4] = struct.pack("<I", 50)
    refuse(bytes(data), "word/document.xml")


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.text.formats.containers.MOST_PARTS", 100)
    refuse(pack(unpack(docx(FOG)) | {f"word/{i}": b"" for i in range(100)}), "parts; 100 is the most")


@pytest.mark.parametrize("part", ["../evil.xml", "word/../../evil", "/etc/evil", "C:\\evil", "\\evil", "a\\..\\..\\evil"])
def test_a_part_that_leads_out_is_refused(part: str) -> None:
    refuse(pack(unpack(docx(FOG)) | {part: b"Fog."}), "leads out of it")


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(f"<w:document>{FOG}</w:document>")
    parts = unpack(docx(FOG))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            link = zipfile.ZipInfo(name)
            if name == "word/document.xml":
                link.external_attr = (stat.S_IFLNK | 0o777) << 16
                content = str(tmp_path / "secret.xml").encode()
            archive.writestr(link, content)
    refuse(file.getvalue(), "not well-formed")


def test_files_under_protection_say_so() -> None:
    opf, pages = package(item("a.xhtml"), '<itemref idref="a"/>'), {"a.xhtml": xhtml("<p>Fog.</p>")}

    def encrypt(method: str) -> bytes:
        xml = (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns='
            f'"http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{method}"/></EncryptedData></encryption>'
        )
        return epub(opf, pages, **{"META-INF/encryption.xml": xml})

    refuse(encrypt("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), "protected .DRM.*without protection")
    for fonts in ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"):
        assert show(read(encrypt(fonts))) == ["Fog."]
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    refuse(ole + "EncryptedPackage".encode("utf-16-le") + bytes(500), "protected by a password: open it in Word")
    refuse(ole, "old Word file .*save it as .docx")
    manifest = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    refuse(pack(unpack(odt("<p/>")) | {"META-INF/manifest.xml": manifest}), "password: save a copy without")
    data = bytearray(docx(FOG))
    for sign, shift in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the flag of each part
        place = data.find(sign)
        while place >= 0:
            data[place + shift] |= 1
            place = data.find(sign, place + 1)
    refuse(bytes(data), "password")


@pytest.mark.parametrize(
    ("part", "message"),
    [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("Index/Document.iwa", "Pages"),
     ("holiday.jpg", "no .docx, .odt or .epub"), ("content", "no .docx")],
)  # fmt: skip
def test_other_zip_files_say_what_they_are(part: str, message: str) -> None:
    for name in ("fog.docx", "fog.epub", "fog.txt"):
        refuse(pack({"[Content_Types].xml": "<Types/>", part: "Fog."}), message, name)


def test_a_book_that_names_no_text() -> None:
    pages = {"a.xhtml": xhtml("<p>Fog.</p>"), "b.xhtml": xhtml("<p>Rain.</p>")}
    assert show(read(epub(package(item("a.xhtml") + item("b.xhtml"), ""), pages))) == ["Fog.", "Rain."]
    refuse(epub(package("", ""), pages), "names no text")
    refuse(pack({"mimetype": "application/epub+zip"}), "without a package")
    refuse(epub(package(item("c.xhtml"), '<itemref idref="c"/>'), pages), "names no text|lacks")
    refuse(pack(unpack(docx(FOG)) | {"word/document.xml": "<a/>"}), "no body")
    refuse(pack({"mimetype": "application/vnd.oasis.opendocument.text"}), "lacks its part 'content.xml'")


# --- XML --------------------------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE TEI [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)
) + "]>"  # fmt: skip


def test_entities_do_not_grow() -> None:
    assert show(read(tei("<p>Fog &l9; is.</p>", doctype=LAUGHS))) == ["Fog \ufffd is."]
    long = f'<!DOCTYPE TEI [<!ENTITY a "{"a" * 40}">]>'
    refuse(tei(f"<p>{'&a;' * 100_000}</p>", doctype=long), "longer by its entities")
    assert show(read(tei("<p>&a;</p>", doctype=long.replace("aaaa", "a" * 400)))) == ["\ufffd"]


@pytest.mark.parametrize("kind", ['SYSTEM "{}"', 'PUBLIC "-//X" "{}"'])
def test_no_other_file_is_read(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    uri = secret.as_uri()
    doctypes = [
        f"<!DOCTYPE TEI [<!ENTITY x {kind.format(uri)}>]>",
        f"<!-- <!DOCTYPE a> --><!DOCTYPE TEI [<!ENTITY x {kind.format(uri)}>]>",
        f'<!DOCTYPE TEI [<!ENTITY % p {kind.format(uri)}> %p; <!ENTITY x "%p;">]>',
        f"<!DOCTYPE TEI {kind.format(uri)}>",
        f"<!DOCTYPE TEI [<!ENTITY x {kind.format(uri)}>]>" * 2,
        f"<!DOCTYPE TEI [<!-- ' --><!ENTITY x {kind.format(uri)}>]>",
    ]
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{uri}" parse="text"/>'
    for doctype in doctypes:
        made = [tei(f"<p>Fog &x; {include}</p>", doctype=doctype), doctype + html(f"<p>Fog &x; {include}</p>")]
        for part in ("word/document.xml", "word/styles.xml", "docProps/core.xml"):
            parts = unpack(docx(FOG, core="<a/>"))
            parts[part] = doctype.encode() + parts[part].partition(b"?>\n")[2].replace(b"Fog.", b"Fog &x;")
            made.append(pack(parts))
        pages = {"a.xhtml": doctype + f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x;{include}</p></body></html>'}
        made.append(epub(doctype + package(item("a.xhtml"), '<itemref idref="a"/>', facts="<a>&x;</a>"), pages))
        for data in made:
            document = try_reading(data if isinstance(data, bytes) else data.encode(), "fog.x")
            assert "SECRET" not in repr(document)
    assert str(try_reading(f'{doctypes[0]}<?xml-stylesheet href="{uri}"?>'.encode(), "fog.xml")).count("SECRET") == 0


DEPTH = 100_000


@pytest.mark.parametrize(
    "make",
    [
        lambda n: html("<div>" * n + "Fog."), lambda n: html("<b>" * n + "Fog."), lambda n: html("<table><td>" * n + "Fog"),
        lambda n: html('<ul><li><a href="#x">a</a>' * n + "Fog. " * 40),
        lambda n: xhtml("<div>" * n + "Fog." + "</div>" * n),
        lambda n: tei("<div>" * n + "<p>Fog.</p>" + "</div>" * n), lambda n: tei("<lg>" * n + "<l>Fog</l>" + "</lg>" * n),
        lambda n: docx("<w:tbl><w:tr><w:tc>" * n + FOG + "</w:tc></w:tr></w:tbl>" * n),
        lambda n: odt("<text:section>" * n + "<text:p>Fog.</text:p>" + "</text:section>" * n),
    ],
    ids="div b table list xhtml tei lg tbl odt".split(),
)  # fmt: skip
def test_elements_in_elements_without_end(make: Callable[[int], bytes | str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Fog" in read(make(20)).text
    monkeypatch.setattr("analysis.text.formats.containers.MOST_RATIO", 10**9)
    assert "more than 2,000 deep" in refuse(make(DEPTH), "damaged or made to harm")


@pytest.mark.parametrize("source", ["{" * DEPTH + "Fog." + "}" * DEPTH, "{" * DEPTH + "Fog.", r"{\b " * DEPTH + "Fog."])
def test_braces_in_braces_without_end(source: str) -> None:
    assert show(read(rtf(source))) == ["Fog."]


WIDE = 8_000
NOTE = 'Fog <a id="r{0}" href="#n{0}">{1}</a>.'
BACK = '<p id="n{0}"><a href="#r{0}">{1}</a> Rain.</p>'


@pytest.mark.parametrize(
    "content",
    [
        html("<p>" + "".join(NOTE.format(i, i % 999) for i in range(WIDE)) + "</p>"
             + "".join(BACK.format(i, i % 999) for i in range(WIDE))),
        html("<p>" + '<a href="#n">1</a> ' * WIDE + "</p><p>Fog.</p><p id='n'>Rain.</p>"),
        html('<div class="poem">' + "<span class='line'>Fog</span>" * WIDE + "</div>"),
        tei("<p>Fog" + "<lb/>" * WIDE + "</p>"), tei("<p>" + "Fog-<lb/>" * WIDE + "</p>"),
        tei("<p>Fog" + "¬<lb/>" * WIDE + "</p>"),
        tei("<p><choice>" + "<sic>Fog</sic>" * WIDE + "</choice></p>"), tei("<p>" + "<hi>Fog</hi>" * WIDE + "</p>"),
        tei("<p><app>" + "<rdg>Fog</rdg>" * WIDE + "</app></p>"),
        rtf(r"{\footnote Rain.}" * WIDE + "Fog."), rtf(r"\bin3 Fog " * WIDE + "Fog."),
        rtf(r"\bin" + "9" * 5000 + " Fog."), rtf(r"\u" + "9" * 5000 + "? Fog."), rtf(r"\uc99999999 \u8217? Fog. Fog."),
    ],
    ids="notes marks lines lb hyphens signs choice hi app footnotes bin number u uc".split(),
)  # fmt: skip
def test_much_of_one_thing_takes_no_time_squared(content: bytes | str) -> None:
    start = time.perf_counter()
    try_reading(content if isinstance(content, bytes) else content.encode(), "fog.x")
    assert time.perf_counter() - start < 8  # under one second on its own; squared it takes minutes


def test_chains_of_styles_end() -> None:
    """Also where a style is based on itself."""
    word = '<w:style w:type="paragraph" w:styleId="s{}"><w:basedOn w:val="s{}"/></w:style>'
    for links in ([(0, 0)], [(0, 1), (1, 0)], [(i, i + 1) for i in range(9_999)]):
        styles = "".join(word.format(*link) for link in links)
        made = docx(paragraph(run("Fog."), "s0"), '<w:styles xmlns:w="urn:w">' + styles + "</w:styles>")
        assert show(read(made)) == ["Fog."]
        odd = "".join('<style:style style:name="s{}" style:parent-style-name="s{}"/>'.format(*link) for link in links)
        assert show(read(odt('<text:p text:style-name="s0">Fog.</text:p>', odd))) == ["Fog."]
