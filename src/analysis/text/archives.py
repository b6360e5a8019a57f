"""Texts in a .zip file: its members are listed and read where they are; nothing is unpacked onto the disk."""

import re
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath

from analysis.errors import StoryError

# One of them is in every .docx, .epub, .odt and file of Pages.
DOCUMENTS = {"[Content_Types].xml", "META-INF/container.xml", "mimetype", "content.xml", "Index/Document.iwa"}
EACH, ALL, RATIO, SMALL = 64 * 2**20, 256 * 2**20, 200, 2**20  # bytes, unpacked; a small text may well be nothing but fog


def open_archive(path: Path) -> zipfile.ZipFile | None:
    """The .zip file, or None if it is none, or a document of a format that is zipped; a StoryError if it is damaged."""
    try:
        with path.open("rb") as file:
            is_zip = path.suffix.lower() == ".zip" or file.read(4) in (b"PK\3\4", b"PK\5\6")
        if not is_zip:
            return None
        archive = zipfile.ZipFile(path)
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        if path.suffix.lower() != ".zip":
            return None
        why = getattr(error, "strerror", None) or error
        raise StoryError(f"{path} cannot be read as a .zip file ({why}): it may be damaged.") from error
    if DOCUMENTS & set(archive.namelist()):
        archive.close()
        return None
    return archive


def list_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files in it by their paths, with "/" and in Unicode NFC; a StoryError if a path leads out of the archive."""
    members = {}
    for info in archive.infolist():
        name = _read_name(info)
        if name.startswith("/") or ".." in name.split("/") or re.match("[A-Za-z]:/", name):
            raise StoryError(f"{archive.filename} has a file with the path {name!r}, which leads out of it: it is not read.")
        if not info.is_dir() and not name.endswith("/"):
            members[PurePosixPath(name).as_posix()] = info
    return members


def check_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Raise a StoryError if these are locked, or too large unpacked."""
    way_out = "unpack it yourself, look at what is in it, and pass the folder"
    for info in members:
        if info.flag_bits & 1:
            raise StoryError(f"{archive.filename} is locked with a password: unpack it, and pass the folder.")
        if info.file_size > EACH or info.file_size > max(RATIO * info.compress_size, SMALL):
            raise StoryError(
                f"{archive.filename}: {info.filename!r} would have {info.file_size:,} bytes unpacked, from "
                f"{info.compress_size:,}, which is no text of a story; {way_out}."
            )
    if (total := sum(info.file_size for info in members)) > ALL:
        raise StoryError(f"{archive.filename}: its texts would have {total:,} bytes unpacked, over {ALL:,}; {way_out}.")


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member; a StoryError if it cannot be read."""
    check_members(archive, [member])
    try:
        return archive.read(member)  # no more than the size that was checked
    except (OSError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise StoryError(
            f"{archive.filename}/{_read_name(member)} cannot be read ({error}): the .zip file is damaged, or packed in a "
            "rare way; unpack it yourself, and pass the folder."
        ) from error


def _read_name(info: zipfile.ZipInfo) -> str:
    """The path of a member. Macs write UTF-8 without saying so, which zipfile takes for the code page of old PCs."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
