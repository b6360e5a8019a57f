"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.files import write_whole


def test_writes_bytes_and_text_exactly(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "new" / "a.txt", "ü\n“x”\n").read_bytes() == "ü\n“x”\n".encode()
    assert write_whole(str(tmp_path / "b.bin"), b"\r\n\x00").read_bytes() == b"\r\n\x00"


@pytest.mark.parametrize("failing", ["replace", "fsync"])
def test_a_failure_keeps_the_old_file_and_leaves_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = write_whole(tmp_path / "a.txt", "old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(*((Path, "replace", fail) if failing == "replace" else (os, "fsync", fail)))
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no umask")
def test_mode_honours_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert write_whole(tmp_path / "a.txt", "x").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_writes_through_a_symbolic_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no symbolic links")
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
