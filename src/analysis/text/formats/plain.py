"""PLACEHOLDER until the branches are merged: UTF-8 and cp1252 alone."""

import unicodedata

from analysis.errors import StoryError

LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}


def decode(data: bytes, name: str, encoding: str | None) -> tuple[str, list[str]]:
    """The text of a file, and notes."""
    if encoding is None:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "replace"), ["it was read as UTF-16"]
        if b"\0" in data:
            raise StoryError(f"{name} is a binary file (byte {data.index(0)} is zero), not plain text.")
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeError:
            return data.decode("cp1252", "replace"), ["it is not UTF-8 and was read as cp1252"]
    try:
        return data.decode("utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding), []
    except LookupError:
        raise StoryError(f"{name}: Python knows no encoding {encoding!r}; try 'utf-8' or 'cp1252'.") from None
    except UnicodeError as error:
        raise StoryError(f"{name} is not {encoding}: {error}") from None


def repair(text: str) -> tuple[str, list[str]]:
    """The text as it is."""
    return text, []


def tidy(text: str) -> str:
    """The text with "\\n" as line end, in NFC."""
    text = text.replace("\r\n", "\n")
    for old, new in LINE_ENDS.items():
        text = text.replace(old, new)
    return unicodedata.normalize("NFC", text)
