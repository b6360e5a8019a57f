"""Opens zip files, which .docx, .odt and .epub are: sizes capped, no path out of them, no part that is encrypted."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from analysis.errors import StoryError

MOST_BYTES = 64_000_000  # of one part, unpacked; a novel has one or two
MOST_OF_ALL = 256_000_000  # of the parts that are read
MOST_RATIO = 250  # unpacked to packed, for parts above a megabyte: text reaches 20
MOST_PARTS = 20_000


class Container:
    """The parts of a zip file, by name."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
            raise StoryError(f"{name} is damaged ({_lower(error)}): get or save the file again.") from None
        members = self._zip.infolist()
        if len(members) > MOST_PARTS:
            raise StoryError(f"{name} has {len(members):,} parts; {MOST_PARTS:,} is the most that is read.")
        self.parts = {member.filename: member for member in members if not member.is_dir()}
        for part in self.parts:
            if ".." in PurePosixPath(part).parts or part.startswith(("/", "\\")) or "\\.." in part or part[1:2] == ":":
                raise StoryError(
                    f"{name} has a part named {part!r}, which leads out of it: no program for texts writes that."
                )

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; a StoryError if it is not there, damaged, encrypted or too large."""
        if part not in self.parts:
            raise StoryError(f"{self.name} lacks its part {part!r}: the file is damaged or not what its name says.")
        member = self.parts[part]
        if member.flag_bits & 1:
            raise StoryError(f"{self.name} is protected by a password: save a copy without one.")
        self._read += member.file_size
        ratio = member.file_size / max(member.compress_size, 1)
        if (
            member.file_size > MOST_BYTES
            or self._read > MOST_OF_ALL
            or (ratio > MOST_RATIO and member.file_size > 1_000_000)
        ):
            raise StoryError(
                f"{self.name}: its part {part!r} unpacks to {member.file_size:,} bytes, {ratio:,.0f} times its size; no "
                f"more than {MOST_BYTES:,} bytes and {MOST_RATIO} times are read."
            )
        try:
            with self._zip.open(member) as file:
                data = file.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            raise StoryError(f"{self.name}: its part {part!r} is damaged ({_lower(error)}): get or save it again.") from None
        if len(data) > member.file_size:
            raise StoryError(f"{self.name}: its part {part!r} is larger than it says; it is damaged or made to harm.")
        return data


def _lower(error: Exception) -> str:
    said = str(error) or type(error).__name__
    return said[:1].lower() + said[1:]
