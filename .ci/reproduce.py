"""The same lock, seed and texts give the same files in two fresh environments: make reproduce

Two environments are made from requirements.lock and the wheel, each in a folder of its own; in each the report on two texts
and the table of a corpus are made, the second time with another number of threads and processes, another order of hashes,
time zone and language. Every file is then compared byte by byte. Named Pythons are taken in turn: python .ci/reproduce.py
python3.11 python3.12 (then what the two may draw or print differently is compared as well, and named).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "POSIX", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
)


def run(*command: str | Path, **options: object) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]


def make(folder: Path, python: str, settings: dict[str, str], jobs: int) -> dict[str, bytes]:
    """Every file that a fresh environment in this folder makes of the project's texts, by its name."""
    run(python, "-m", "venv", folder / "venv")
    own = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (own, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--requirement", ROOT / "requirements.lock")
    # Built in a copy, so that nothing is left in the checkout.
    source = folder / "source"
    run("git", "clone", "--quiet", ROOT, source)
    run(*pip, "install", "--no-deps", "--no-build-isolation", source)
    home = folder / "home"
    home.mkdir()
    texts = sorted((ROOT / "data").glob("*.txt"))
    options = {"env": {**os.environ, **settings, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}, "cwd": home}
    run(own, "-m", "analysis", *texts, "--to", folder / "made" / "report", "--name", "two", **options)
    run(own, "-m", "analysis", "corpus", ROOT / "data", "--to", folder / "made" / "corpus", "--jobs", str(jobs), **options)
    made = sorted(path for path in (folder / "made").rglob("*") if path.is_file())
    return {path.relative_to(folder / "made").as_posix(): path.read_bytes() for path in made}


def main(pythons: list[str]) -> int:
    pythons = pythons or [sys.executable]
    made = []
    for number, settings in enumerate(SETTINGS):
        with tempfile.TemporaryDirectory() as folder:
            made.append(make(Path(folder), pythons[number % len(pythons)], settings, number + 1))
    one, two = made
    different = sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
    for name in different:
        print(f"different: {name}")
    print(
        f"{len(one.keys() | two.keys()) - len(different)} of {len(one.keys() | two.keys())} files are the same, byte by byte"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
