"""python -m analysis [A.txt B.txt] [--to FOLDER] [--name NAME] [--force]

Executes the workbook and writes the executed notebooks, the figures and report.html: on the two stories that come
with the project, in place; or on two texts of one's own, into a folder of their own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.files import write_whole
from analysis.reading import StoryError
from analysis.report import GENERATOR, NotebookError, bind_report, execute_notebooks, find_missing
from analysis.workbook import choose_stories, find_checkout, find_shipped, name_report

FIGURE_KINDS = {".png", ".svg", ".csv"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when all is written, 1 when a notebook fails or a package is missing, 2 for bad input.

    Parameters
    ----------
    arguments : the words of the command line after `python -m analysis`; those of this process if None.
    """
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Contrast two narratives in one report.")
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="two texts (UTF-8); none: the project's own stories")
    parser.add_argument("--to", metavar="FOLDER", help="folder for the report (default: reports/NAME)")
    parser.add_argument("--name", default="", help="name of the report (default: the names of the two files)")
    parser.add_argument("--force", action="store_true", help="replace an earlier report in that folder")
    options = parser.parse_args(arguments)
    try:
        report = _make_report(options.texts, options.to, options.name, options.force)
    except (NotebookError, StoryError, OSError) as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 2 if isinstance(error, StoryError) else 1
    except KeyboardInterrupt:
        print("analysis: stopped; nothing was changed", file=sys.stderr)
        return 130
    print(report)
    return 0


def _make_report(texts: list[str], to: str | None, name: str, force: bool) -> Path:
    """The path of report.html, once it and all that belongs to it are written."""
    if len(texts) not in (0, 2):
        raise StoryError(f"{len(texts)} text(s) given ({', '.join(texts)}); give two to contrast, or none for our own")
    if missing := find_missing():
        raise NotebookError(
            f"a report needs {', '.join(missing)}: install this package with its extra 'notebooks', "
            'in the checkout with: pip install ".[notebooks]"'
        )
    story_a, story_b = (str(Path(text).expanduser().resolve()) for text in texts) if texts else ("", "")
    stories, _ = choose_stories(story_a, story_b, name)
    checkout = find_checkout()
    settings = {"STORY_A": story_a, "STORY_B": story_b, "NAME": name}
    if checkout and not texts and not name and to is None:
        return _run_in_place(checkout, stories, settings)
    folder = Path(to) if to else (checkout or Path.cwd()) / "reports" / name_report(story_a, story_b, name)
    return _run_into(folder.expanduser().resolve(), stories, settings, force)


def _run_in_place(checkout: Path, stories: pd.DataFrame, settings: dict[str, str]) -> Path:
    """Execute the checkout's own notebooks; its files change only after the last one has succeeded."""
    with tempfile.TemporaryDirectory() as temporary:
        build = Path(temporary) / "build"
        _build(build, stories, settings, Path(temporary))
        for made in (build / "notebooks").iterdir():
            write_whole(checkout / "notebooks" / made.name, made.read_bytes())
        figures = checkout / "figures"
        figures.mkdir(exist_ok=True)
        kept = {write_whole(figures / made.name, made.read_bytes()).name for made in (build / "figures").iterdir()}
        for old in figures.iterdir():  # a figure no notebook makes any more
            if old.suffix in FIGURE_KINDS and old.name not in kept:
                old.unlink()
        return write_whole(checkout / "reports" / "report.html", (build / "report.html").read_bytes())


def _run_into(folder: Path, stories: pd.DataFrame, settings: dict[str, str], force: bool) -> Path:
    """Execute copies of the notebooks; the folder appears, or replaces an earlier report, only when all is made."""
    _check_folder(folder, force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=folder.parent) as temporary:
        build, old = Path(temporary) / "build", Path(temporary) / "old"
        _build(build, stories, settings, Path(temporary))
        _check_folder(folder, force)  # again: it may have filled up in the meantime
        if folder.exists():
            folder.rename(old)
        try:
            build.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    return folder / "report.html"


def _build(build: Path, stories: pd.DataFrame, settings: dict[str, str], temporary: Path) -> None:
    """Make a whole report folder: notebooks/, figures/ and report.html."""
    import nbformat

    paths = sorted(find_shipped("notebooks").glob("*.ipynb"))
    if not paths:
        raise StoryError(f"{find_shipped('notebooks')}: no notebooks here; install the package again")
    (build / "notebooks").mkdir(parents=True)
    (build / "figures").mkdir()
    (temporary / "scratch").mkdir()
    notebooks: list[Any] = execute_notebooks(paths, {**settings, "ANALYSIS_TO": str(build)}, temporary / "scratch")
    for path, notebook in zip(paths, notebooks, strict=True):
        write_whole(build / "notebooks" / path.name, nbformat.writes(notebook) + "\n")
    write_whole(build / "report.html", bind_report(notebooks, stories))


def _check_folder(folder: Path, force: bool) -> None:
    """Raise a StoryError if the folder holds anything that must not be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StoryError(f"{folder}: this is a file; name another folder with --to")
    contents = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    if not contents:
        return
    page = folder / "report.html"
    if not (page.is_file() and GENERATOR in page.read_text(encoding="utf-8", errors="replace")[:1000]):
        raise StoryError(f"{folder}: this folder is not empty and is no report of ours; name another with --to")
    if not force:
        raise StoryError(f"{folder}: a report is here already; add --force to replace it, or name another with --to")
    for path in contents:
        if not _is_ours(path.relative_to(folder)):
            raise StoryError(f"{path}: this file is not part of the report; move it away before replacing the folder")


def _is_ours(path: Path) -> bool:
    """Whether a file of this path, relative to a report's folder, is one that a report writes."""
    shipped = {notebook.name for notebook in find_shipped("notebooks").glob("*.ipynb")}
    match path.parts:
        case ("report.html",):
            return True
        case ("notebooks", name):
            return name in shipped
        case ("figures", _):
            return path.suffix in FIGURE_KINDS
        case _:
            return ".ipynb_checkpoints" in path.parts or path.name == ".DS_Store"


if __name__ == "__main__":
    sys.exit(main())
