"""PLACEHOLDER until the branches are merged: plain text alone."""

from analysis.errors import StoryError
from analysis.text.formats.document import Document
from analysis.text.formats.plain import decode

SUFFIXES = frozenset(".txt .text .md .markdown .docx .odt .epub .html .htm .xhtml .xml .rtf .srt .vtt".split())


def read_document(data: bytes, name: str, *, encoding: str | None = None, format: str | None = None) -> Document:
    """What is read of a file."""
    for signature, kind in {b"%PDF": "a PDF file", b"PK\x03\x04": "a zipped file", b"{\\rtf": "an RTF file"}.items():
        if data.startswith(signature):
            raise StoryError(f"{name} is {kind}, not plain text: save it as plain text (.txt, UTF-8).")
    text, notes = decode(data, name, encoding)
    return Document(text, notes=tuple(notes))
