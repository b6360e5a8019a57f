"""Tells the format of a file by its content, and reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from analysis.errors import StoryError
from analysis.text.formats.containers import MOST_BYTES, Container
from analysis.text.formats.document import Document
from analysis.text.formats.docx import read_docx
from analysis.text.formats.epub import read_epub
from analysis.text.formats.html import read_html
from analysis.text.formats.markdown import read_markdown
from analysis.text.formats.markup import decode_markup
from analysis.text.formats.odt import read_flat_odt, read_odt
from analysis.text.formats.plain import decode
from analysis.text.formats.rtf import read_rtf
from analysis.text.formats.subtitles import read_subtitles
from analysis.text.formats.tei import read_tei

Reader = Callable[[bytes, str, str | None], Document]


def _read_plain(data: bytes, name: str, encoding: str | None = None) -> Document:
    text, notes = decode(data, name, encoding)
    return Document(text, notes=tuple(notes))


def _read_flat_odt(data: bytes, name: str, encoding: str | None = None) -> Document:
    return read_flat_odt(decode_markup(data, name, encoding)[0], name)


FORMATS: dict[str, tuple[str, Reader]] = {  # format: the endings of its files, and its reader
    "txt": (".txt .text", _read_plain),
    "md": (".md .markdown", read_markdown),
    "docx": (".docx", read_docx),
    "odt": (".odt", read_odt),
    "fodt": (".fodt", _read_flat_odt),
    "epub": (".epub", read_epub),
    "html": (".html .htm .xhtml", read_html),
    "tei": (".xml .tei", read_tei),
    "rtf": (".rtf", read_rtf),
    "srt": (".srt", read_subtitles),
    "vtt": (".vtt", read_subtitles),
}
SUFFIXES = frozenset(suffix for suffixes, _ in FORMATS.values() for suffix in suffixes.split())
_BY_SUFFIX = {suffix: format_ for format_, (suffixes, _) in FORMATS.items() for suffix in suffixes.split()}

PLAIN = "save it as .docx, .odt or plain text (.txt)"
FOREIGN = {
    b"%PDF": f"a PDF file: it places letters on pages, and their order, paragraphs and notes come out silently wrong; "
    f"{PLAIN} from the program it was made with, or look for the same text as .epub, .html or .txt",
    b"\x1f\x8b": "a gzip file: unpack it first",
    b"7z\xbc\xaf": "a 7-Zip file: unpack it first",
    b"Rar!": "a RAR file: unpack it first",
    b"\x89PNG": "a picture, not a text",
    b"\xff\xd8\xff": "a picture, not a text",
    b"GIF8": "a picture, not a text",
}
OF_ZIP = {
    "xl/workbook.xml": "an Excel file: save the texts as a .csv with the columns story and text",
    "ppt/presentation.xml": f"a PowerPoint file: {PLAIN}",
    "Index/Document.iwa": f"a Pages file: export it as .docx or .epub, or {PLAIN}",
}
ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([\w.:-]+)", re.S | re.I)
TAG = re.compile(r"\s*(?:<\?xml|<!doctype|<!--|<(?:html|tei|teicorpus|head|body|div|p|h[1-6])[\s>.])", re.I)
PAGE = re.compile(r"\s*(?:<\?xml|<!doctype|<html)", re.I)
CUE = re.compile(r"\A\s*(?:WEBVTT(?:\s|\Z)|(?:\d+[ \t]*\n)?\d+:\d\d:\d\d[,.]\d+[ \t]*-->)")


def read_document(data: bytes, name: str, *, encoding: str | None = None, format: str | None = None) -> Document:
    """The document in the bytes of a file; the content decides what it is, the ending of its name only between texts.

    Parameters
    ----------
    data : the bytes.
    name : of the file, for its ending and for messages.
    encoding : of its characters; detected, or as the file states, if None.
    format : "txt", "md", "docx", "odt", "fodt", "epub", "html", "tei", "rtf", "srt" or "vtt"; detected if None.

    Raises
    ------
    StoryError : another kind of file, a damaged one, or one that is protected; the message says what to do.
    """
    if format is not None and format not in FORMATS:
        raise StoryError(f"{name}: there is no format {format!r}; there are {', '.join(FORMATS)}.")
    if len(data) > MOST_BYTES * (1 if format not in (None, "txt") else 8):
        raise StoryError(f"{name} has {len(data):,} bytes, more than any book: cut it into its parts first.")
    told = format or detect_format(data, name, encoding)
    if told != "txt" and len(data) > MOST_BYTES:
        raise StoryError(
            f"{name} has {len(data):,} bytes; a file of this format may have {MOST_BYTES:,}: cut it into parts."
        )
    document = FORMATS[told][1](data, name, encoding)
    if document.structure is not None and not document.text.strip():
        raise StoryError(f"{name} holds no text to read{''.join(f' ({note})' for note in document.notes)}.")
    return document


def detect_format(data: bytes, name: str, encoding: str | None = None) -> str:
    """The format of a file, a key of FORMATS.

    >>> detect_format(b"<!DOCTYPE html><p>Fog.", "fog.txt"), detect_format(b"Fog.", "fog.html")
    ('html', 'txt')
    """
    for signature, what in FOREIGN.items():
        if data.startswith(signature):
            raise StoryError(f"{name} is {what}.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_zip(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise StoryError(f"{name} is protected by a password: open it in Word and save a copy without one.")
        raise StoryError(f"{name} is an old Word file (.doc): open it in Word or LibreOffice and save it as .docx.")
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise StoryError(f"{name} is a Kindle file: convert it to .epub first (Calibre does).")
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    return _detect_text(data, name, encoding)


def _detect_zip(data: bytes, name: str) -> str:
    parts = Container(data, name)
    mimetype = parts.read("mimetype").strip() if "mimetype" in parts else b""
    if mimetype == b"application/epub+zip" or "META-INF/container.xml" in parts:
        return "epub"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text") or (not mimetype and "content.xml" in parts):
        return "odt"
    if "[Content_Types].xml" in parts and any(part.startswith("word/") for part in parts.parts):
        return "docx"
    for part, what in OF_ZIP.items():
        if part in parts:
            raise StoryError(f"{name} is {what}.")
    raise StoryError(
        f"{name} is a zip file, but no .docx, .odt or .epub: its texts are read if it is given as the source itself."
    )


def _detect_text(data: bytes, name: str, encoding: str | None) -> str:
    suffix = PurePath(name).suffix.lower()
    by_suffix = _BY_SUFFIX.get(suffix, "txt")
    head = _peek(data[:4096], name, encoding).removeprefix("\ufeff").removeprefix("ï»¿").replace("\r\n", "\n")
    if CUE.match(head):
        return "vtt" if head.lstrip().startswith("WEBVTT") else "srt"
    if TAG.match(head) and not (by_suffix == "md" and not PAGE.match(head)):  # Markdown may begin with a tag
        root = ROOT.match(head)
        tag = root[1].rpartition(":")[2].lower() if root else ""
        if tag in ("tei", "tei.2", "teicorpus"):
            return "tei"
        if tag == "document" and "opendocument" in head:
            return "fodt"
        is_xml = head.lstrip().startswith("<?xml") and "<!doctype html" not in head.lower()
        if is_xml and tag not in ("html", ""):
            raise StoryError(f"{name} is XML of another kind (its root element is <{tag}>): TEI and XHTML are read.")
        return "html"
    if by_suffix == "html" and re.search(r"<[a-z][^>]*>", head, re.I):
        return "html"
    return by_suffix if by_suffix == "md" else "txt"


def _peek(head: bytes, name: str, encoding: str | None) -> str:
    """The first characters: marks of format are ASCII, so that only the width of a character matters."""
    if encoding is not None or b"\0" in head:
        try:
            return decode(head, name, encoding)[0]
        except StoryError:  # a character cut in two, or no text at all
            pass
    return head.decode("latin-1")
