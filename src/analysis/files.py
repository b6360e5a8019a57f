"""Write a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], data: bytes | str) -> Path:
    """The path written to, once the file stands there whole; text is UTF-8 with its line ends as given.

    The data goes to a temporary file in the same folder, which then takes the place of `path` in one step: a reader
    sees the old file or the new one, and after a failure the old file stands and no half file is left.

    Parameters
    ----------
    path : the file to write; missing folders above it are made, an existing file is replaced (through a symbolic link).
    data : the content.

    Raises
    ------
    OSError : the folder cannot be written, or the disk is full.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> write_whole(Path(folder.name) / "counts.csv", "story,words\\n").name
    'counts.csv'
    >>> folder.cleanup()
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    target = Path(path).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    # os.open, not tempfile: it gives the file the mode the umask asks for instead of 0600.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and not error.filename:  # "No space left on device": where?
            error.filename = str(target)
        raise
    return Path(path)
