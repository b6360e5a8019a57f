"""What happens when the machine fails in the middle: nothing written is ever half a file, and nothing finished is lost."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import DATA

from analysis import StoryError, measure_corpus, read_stories
from analysis.corpus import sources
from analysis.files import write_whole

pytestmark = pytest.mark.slow

RUN = (
    "import sys; from analysis import measure_corpus\n"
    "if __name__ == '__main__': measure_corpus(sys.argv[1], to=sys.argv[2], jobs=int(sys.argv[3]), batch=int(sys.argv[4]))"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sixty stories, cut from the two of the project."""
    place = tmp_path / "stories"
    place.mkdir()
    for file in DATA.glob("*.txt"):
        words = file.read_text("utf-8").split(" ")
        for start in range(30):
            (place / f"{file.stem}_{start:02}.txt").write_text(" ".join(words[start * 5 :]), "utf-8")
    return place


def start_run(
    folder: Path, to: Path, *, jobs: int = 1, batch: int = 1, stderr: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    script = to.parent / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(folder), str(to), str(jobs), str(batch)]
    return subprocess.Popen(command, stderr=stderr, start_new_session=True)


def check_whole(to: Path) -> int:
    """The number of part files, once each is known to be whole: it has the checksum that it is named by."""
    parts = [part for part in (to / "parts").iterdir() if not re.fullmatch(r"\.[0-9a-f]{16}\.tmp", part.name)]
    for part in parts:
        assert part.name == f"part-{hashlib.sha256(part.read_bytes()).hexdigest()[:16]}.jsonl"
    return len(parts)


def check_resumed(folder: Path, to: Path) -> None:
    pd.testing.assert_frame_equal(measure_corpus(folder, to=to), measure_corpus(folder), check_exact=True)
    written = to.parent / "undisturbed"
    measure_corpus(folder, to=written)
    assert (to / "corpus.csv").read_bytes() == (written / "corpus.csv").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="no SIGKILL here")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_where_it_was(folder: Path, tmp_path: Path, jobs: int) -> None:
    to = tmp_path / "kept"
    run = start_run(folder, to, jobs=jobs)
    while run.poll() is None and not ((to / "parts").is_dir() and sum(1 for _ in (to / "parts").glob("part-*")) >= 5):
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL, "it was over before it could be killed"
    assert 5 <= check_whole(to) < 60
    assert not (to / "corpus.csv").exists()
    check_resumed(folder, to)


@pytest.mark.skipif(os.name != "posix", reason="no SIGKILL here")
def test_a_killed_process_of_several_is_said(folder: Path, tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    to = tmp_path / "kept"
    run = start_run(folder, to, jobs=2, stderr=subprocess.PIPE)
    while run.poll() is None and not ((to / "parts").is_dir() and sum(1 for _ in (to / "parts").glob("part-*")) >= 5):
        time.sleep(0.005)
    workers = [child for child in psutil.Process(run.pid).children() if "LokyProcess" in " ".join(child.cmdline())]
    workers[0].kill()
    said = run.communicate(timeout=60)[1].decode()
    assert run.returncode == 1
    assert "OSError: a process was killed while it measured" in said
    check_whole(to)
    check_resumed(folder, to)


def test_two_runs_into_one_folder_at_once(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "kept"
    runs = [start_run(folder, to, batch=5_000) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    check_whole(to)
    check_resumed(folder, to)


# --- the disk is full -------------------------------------------------------------------------------------------------

FULL = """
import sys, errno
from pathlib import Path
from analysis import measure_corpus
from analysis.files import write_whole
folder, to = Path(sys.argv[1]), Path(sys.argv[2])
old = write_whole(to / "old.txt", b"old" * 1000)
try:
    write_whole(old, b"new" * 1_000_000)
except OSError as error:
    assert error.errno in (errno.ENOSPC, errno.EFBIG) and error.filename == str(old.resolve()), error
else:
    sys.exit("nothing was full")
assert old.read_bytes() == b"old" * 1000
old.unlink()
try:
    measure_corpus(folder, to=to / "kept", batch=20_000)
except OSError as error:
    assert error.errno in (errno.ENOSPC, errno.EFBIG), error
else:
    sys.exit("nothing was full")
"""


def test_a_file_that_may_not_grow(folder: Path, tmp_path: Path) -> None:
    """The operating system stops every file at 10,000 bytes: a write fails in the middle."""
    resource = pytest.importorskip("resource", reason="no limits of files here")
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))\n"
    )
    assert resource.RLIMIT_FSIZE
    script = tmp_path / "full.py"
    script.write_text(limit + FULL)
    subprocess.run([sys.executable, str(script), str(folder), str(tmp_path)], check=True)
    check_whole(tmp_path / "kept")
    assert not list(tmp_path.rglob("*.tmp"))
    check_resumed(folder, tmp_path / "kept")


def test_a_disk_that_is_full(folder: Path, tmp_path: Path) -> None:
    """A real disk of 48 KB, in memory; what was finished is there, whole, when there is room again."""
    disk, script = tmp_path / "disk", tmp_path / "full.py"
    disk.mkdir()
    script.write_text(FULL)
    mounted = f'mount -t tmpfs -o size=48k tmpfs "{disk}" || exit 77; "$@" || exit 1; cp -r "{disk}/kept" "{tmp_path}/"'
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", mounted, "sh", sys.executable, str(script)]
    try:
        done = subprocess.run([*command, str(folder), str(disk)], check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no unshare here")
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("no disk of one's own can be mounted here")
    assert done.returncode == 0, done.stderr
    assert check_whole(tmp_path / "kept") >= 1
    assert not list((tmp_path / "kept").rglob("*.tmp"))
    check_resumed(folder, tmp_path / "kept")


# --- files that change, go, or may not be written ---------------------------------------------------------------------


def after_listing(monkeypatch: pytest.MonkeyPatch, act: Callable[[list[Path]], object]) -> None:
    """Something happens to the files once they are listed, before they are read."""
    for module in (sources, sys.modules["analysis.text.stories"]):

        def listed(source: Any, listing: Callable[..., Any] = module.find_files) -> Any:
            files, notes = listing(source)
            act([file.path for file in files])
            return files, notes

        monkeypatch.setattr(module, "find_files", listed)


def test_a_file_that_vanishes_before_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = measure_corpus(folder)
    after_listing(monkeypatch, lambda files: files[7].unlink(missing_ok=True))
    corpus = measure_corpus(sorted(folder.glob("*.txt")))
    assert "no such file" in corpus["error"][7]
    assert corpus["path"][7] in corpus["error"][7]
    pd.testing.assert_frame_equal(corpus.drop(7), expected.drop(7), check_exact=True)
    after_listing(monkeypatch, lambda files: files[3].unlink(missing_ok=True))
    with pytest.raises(StoryError, match=r"_03\.txt: there is no such file"):
        read_stories(sorted(folder.glob("*.txt")))


def test_a_file_that_changes_before_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Checksum, text and numbers are of one and the same reading."""
    after_listing(monkeypatch, lambda files: files[7].write_text("It was changed."))
    row = measure_corpus(folder, to=tmp_path / "kept").iloc[7]
    assert row["words"] == 3
    assert row["sha256"] == hashlib.sha256(b"It was changed.").hexdigest()
    stories = read_stories(folder)
    assert stories["text"][7] == "It was changed."
    assert stories["sha256"][7] == row["sha256"]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: as a user who may not."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="no permissions as they are meant here")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for above in [closed, *closed.parents]:
        if above.stat().st_uid == os.geteuid() and above != closed and str(above).startswith("/tmp/"):
            above.chmod(above.stat().st_mode | 0o055)
    with as_nobody():
        with pytest.raises(StoryError, match=r"kept cannot be written \(Permission denied\): name another folder"):
            measure_corpus({"fog": "Fog."}, to=closed / "kept")
        with pytest.raises(PermissionError):
            write_whole(closed / "file.txt", b"text")
    assert not list(closed.iterdir())


def test_many_writers_of_one_file(tmp_path: Path) -> None:
    """Whoever reads sees one text or another, whole."""
    path = write_whole(tmp_path / "file.txt", b"0" * 50_000)
    texts = [str(number).encode() * 50_000 for number in range(8)]
    seen: list[bytes] = []

    def write(text: bytes) -> None:
        for _ in range(25):
            write_whole(path, text)
            seen.append(path.read_bytes())

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert set(seen) <= set(texts)
    assert [file.name for file in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_two_reports_into_one_folder_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool) -> None:
    """One of them stands there whole; the other is there too late, and says so, or was replaced."""
    pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
    from analysis import __main__ as command
    from analysis.workbook.report import GENERATOR

    ready = threading.Barrier(2)
    outcomes: list[str] = []
    refused: list[str] = []

    def build(place: Path, *_: object) -> None:
        name = threading.current_thread().name
        for file in ("report.html", "figures/01_one.csv"):
            write_whole(place / file, f"{GENERATOR} {name}")
        ready.wait(10)

    def report() -> None:
        try:
            command._run_into(tmp_path / "mine", pd.DataFrame(), {}, pd.DataFrame(), force)
            outcomes.append(threading.current_thread().name)
        except StoryError as error:
            refused.append(str(error))
        except BaseException as error:
            outcomes.append(repr(error))

    monkeypatch.setattr(command, "_build", build)
    for turn in range(40):
        threads = [threading.Thread(target=report, name=f"run {turn}{side}") for side in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 1 <= len(outcomes) <= 2
        made = {(tmp_path / "mine" / file).read_text() for file in ("report.html", "figures/01_one.csv")}
        assert len(made) == 1
        assert made <= {f"{GENERATOR} {name}" for name in outcomes}, outcomes
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]
        outcomes.clear()
        if not force:
            shutil.rmtree(tmp_path / "mine")
    assert all(
        re.search("is here already|another run has just written here|is no report of ours", message) for message in refused
    ), refused
