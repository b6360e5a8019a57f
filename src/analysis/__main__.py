"""python -m analysis [A.epub B.docx ... | FOLDER [STORY STORY]] [--label NAME] [--encoding NAME] [--to FOLDER] ...
python -m analysis corpus SOURCE --to FOLDER [--jobs N] [--text COLUMN] [--story COLUMN] [--encoding NAME]

The first executes the workbook and writes the executed notebooks, the figures and report.html: on the two stories that come
with the project, in place; or on two or more texts of one's own, into a folder of their own. The second measures each of
many stories and writes one table of them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.run import measure_corpus
from analysis.errors import StoryError
from analysis.files import write_whole
from analysis.sentiment.lexicon import read_lexicon
from analysis.text.formats.detection import SUFFIXES
from analysis.text.names import read_names
from analysis.text.outline import read_outline
from analysis.text.sources import WILD, read_bytes
from analysis.text.writing import write_text
from analysis.workbook import choose_stories, describe_provenance, find_checkout, find_shipped, name_report
from analysis.workbook.report import GENERATOR, NotebookError, bind_report, execute_notebooks, find_missing

FIGURE_KINDS = {".png", ".svg", ".csv"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when all is written, 1 when a notebook fails or a package is missing, 2 for bad input.

    Parameters
    ----------
    arguments : the words of the command line after `python -m analysis`; those of this process if None.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if words[:1] == ["corpus"]:
            return _measure_corpus(words[1:])
        return _write_report(words)
    except (NotebookError, StoryError, OSError) as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 2 if isinstance(error, StoryError) else 1


def _measure_corpus(words: list[str]) -> int:
    """Measure many stories; the path of the table goes to stdout."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis corpus",
        description="Measure each of many stories: one row each in FOLDER/corpus.csv. A run that was interrupted goes on "
        "where it was. (For a report on a folder named corpus write ./corpus.)",
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="a folder, pattern or .zip file of texts, or a .csv, .tsv, .jsonl or .parquet table"
    )
    parser.add_argument("--to", metavar="FOLDER", required=True, help="folder for the results")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1; -1: one per processor)")
    parser.add_argument("--text", default="text", metavar="COLUMN", help="the column of a table with the texts")
    parser.add_argument("--story", default="story", metavar="COLUMN", help="the column of a table with the stories' names")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of plain text (default: found out)")
    options = parser.parse_args(words)
    settings = {"text": options.text, "story": options.story, "encoding": options.encoding}
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_: print(f"analysis: {message}", file=sys.stderr)
            table = measure_corpus(options.source, to=options.to, jobs=options.jobs, **settings)
    except KeyboardInterrupt:
        print("analysis: stopped; what was finished is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    failed = int((table["error"] != "").sum())
    beside = f", {failed:,} could not be: see the column error" if failed else ""
    print(f"{len(table) - failed:,} stories measured{beside}", file=sys.stderr)
    print(Path(options.to) / "corpus.csv")
    return 0


def _write_report(words: list[str]) -> int:
    """Contrast two narratives; the path of the report goes to stdout."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Contrast two narratives in one report. To measure many stories: python -m analysis corpus --help",
    )
    parser.add_argument(
        "texts",
        nargs="*",
        metavar="TEXT",
        help="two texts or more, of which the figures show the first two; or a folder, a pattern such as 'tales/*.epub' or "
        "a .zip file of texts, and two of its stories to show; none: the project's own stories. Read are "
        f"{', '.join(sorted(SUFFIXES))}",
    )
    parser.add_argument("--to", metavar="FOLDER", help="folder for the report (default: reports/NAME)")
    parser.add_argument("--name", default="", help="name of the report (default: the names of the two files)")
    parser.add_argument(
        "--label", metavar="NAME", action="append", default=[], help="what a text is called: of A, then of B"
    )
    parser.add_argument("--encoding", metavar="NAME", default="", help="encoding of plain text (default: found out)")
    parser.add_argument("--language", metavar="CODE", default="", help='of all texts, as "de" (default: told text by text)')
    parser.add_argument("--names", metavar="FILE", default="", help="names to mask, one a line (default: those found)")
    parser.add_argument(
        "--outline", metavar="FILE", default="", help="headings, from outline_stories (default: those found)"
    )
    parser.add_argument("--lexicon", metavar="FILE", default="", help="your own words and weights (CSV: word,weight)")
    parser.add_argument("--force", action="store_true", help="replace an earlier report in that folder")
    options = parser.parse_args(words)
    try:
        settings = _settle_texts(options.texts) | _settle_rest(options)
        report = _make_report(settings, options.to, options.force)
    except KeyboardInterrupt:
        print("analysis: stopped; nothing was changed", file=sys.stderr)
        return 130
    print(report)
    return 0


def _settle_texts(texts: list[str]) -> dict[str, str]:
    """Which texts the notebooks read, by the name of the environment variable that hands each path on."""
    if len(texts) == 1 and os.pathsep in texts[0] and not Path(texts[0]).exists():
        texts = [text for text in texts[0].split(os.pathsep) if text]
    paths = [str(Path(text).expanduser().resolve()) for text in texts]
    settings = dict.fromkeys(("STORY_A", "STORY_B", "STORIES"), "")
    if paths and (Path(paths[0]).is_dir() or Path(paths[0]).suffix.lower() == ".zip" or _is_pattern(texts[0])):
        if len(paths) not in (1, 3):
            raise StoryError(
                f"{texts[0]}: after a folder, pattern or .zip file name the two of its stories to draw, or none"
            )
        settings["STORIES"] = paths[0]
        inside = [path if Path(path).is_file() else text for path, text in zip(paths, texts, strict=True)]
        settings["STORY_A"], settings["STORY_B"] = inside[1:] or ("", "")  # a path in it, or a story's name
    elif len(paths) == 2:
        settings["STORY_A"], settings["STORY_B"] = paths
    elif len(paths) == 1 and not Path(paths[0]).exists():
        raise StoryError(f"{texts[0]}: there is no such file or folder; check the path (looked for from {Path.cwd()})")
    elif len(paths) == 1:
        raise StoryError(f"one text given ({texts[0]}); give two or more to contrast, a folder, or none for our own")
    elif odd := [path for path in paths if os.pathsep in path]:
        raise StoryError(f"{odd[0]}: of more than two texts none may have {os.pathsep!r} in its name; give them as a folder")
    elif paths:
        settings["STORIES"] = os.pathsep.join(paths)
    return settings


def _is_pattern(text: str) -> bool:
    """Whether it stands for several files: "[draft].docx" may be the name of one."""
    return bool(WILD.search(text)) and not Path(text).expanduser().exists()


def _settle_rest(options: argparse.Namespace) -> dict[str, str]:
    """The notebooks' other parameters."""
    if len(options.label) > 2:
        raise StoryError(f"{len(options.label)} labels given; two at most, for the two texts that the figures show")
    label_a, label_b = [*options.label, "", ""][:2]
    files = {"NAMES": options.names, "OUTLINE": options.outline, "LEXICON": options.lexicon}
    settings = {key: str(Path(file).expanduser().resolve()) if file else "" for key, file in files.items()}
    settings |= {"LABEL_A": label_a, "LABEL_B": label_b, "ENCODING": options.encoding, "LANGUAGE": options.language}
    return settings | {"NAME": options.name}


def _make_report(settings: dict[str, str], to: str | None, force: bool) -> Path:
    """The path of report.html, once it and all that belongs to it are written."""
    if missing := find_missing():
        raise NotebookError(
            f"a report needs {', '.join(missing)}: install this package with its extra 'notebooks', "
            'in the checkout with: pip install ".[notebooks]"'
        )
    story_a, story_b, name, several = (settings[key] for key in ("STORY_A", "STORY_B", "NAME", "STORIES"))
    rest = [settings[key] for key in ("LABEL_A", "LABEL_B", "ENCODING", "LANGUAGE")]
    with redirect_stdout(sys.stderr):  # its notes are for the reader, the path at the end for a script
        stories, _ = choose_stories(story_a, story_b, name, several, *rest)
    facts = describe_provenance(
        stories,
        names=read_names(settings["NAMES"]) if settings["NAMES"] else None,
        outline=read_outline(settings["OUTLINE"]) if settings["OUTLINE"] else None,
        lexicon=read_lexicon(settings["LEXICON"]) if settings["LEXICON"] else None,
        files={"names": settings["NAMES"], "outline": settings["OUTLINE"], "lexicon": settings["LEXICON"]},
    )
    checkout = find_checkout()
    if checkout and to is None and not any(settings.values()):
        return _run_in_place(checkout, stories, settings, facts)
    folder = Path(to) if to else (checkout or Path.cwd()) / "reports" / name_report(story_a, story_b, name, several)
    return _run_into(folder.expanduser().resolve(), stories, settings, facts, force)


def _run_in_place(checkout: Path, stories: pd.DataFrame, settings: dict[str, str], facts: pd.DataFrame) -> Path:
    """Execute the checkout's own notebooks; its files change only after the last one has succeeded."""
    with tempfile.TemporaryDirectory() as temporary:
        build = Path(temporary) / "build"
        _build(build, stories, settings, facts, Path(temporary))
        for made in (build / "notebooks").iterdir():
            write_whole(checkout / "notebooks" / made.name, made.read_bytes())
        figures = checkout / "figures"
        figures.mkdir(exist_ok=True)
        kept = {write_whole(figures / made.name, made.read_bytes()).name for made in (build / "figures").iterdir()}
        for old in figures.iterdir():  # a figure no notebook makes any more
            if old.suffix in FIGURE_KINDS and old.name not in kept:
                old.unlink()
        for made in (build / "texts").iterdir():
            write_whole(checkout / "reports" / "texts" / made.name, made.read_bytes())
        return write_whole(checkout / "reports" / "report.html", (build / "report.html").read_bytes())


def _run_into(folder: Path, stories: pd.DataFrame, settings: dict[str, str], facts: pd.DataFrame, force: bool) -> Path:
    """Execute copies of the notebooks; the folder appears, or replaces an earlier report, only when all is made."""
    _check_folder(folder, force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = tempfile.TemporaryDirectory(prefix=".report-", dir=folder.parent)
    except OSError as error:
        raise StoryError(f"{folder.parent} cannot be written ({error.strerror}); name another folder with --to") from error
    with place as temporary:
        build, old = Path(temporary) / "build", Path(temporary) / "old"
        _build(build, stories, settings, facts, Path(temporary))
        _check_folder(folder, force)  # again: it may have filled up in the meantime
        with suppress(FileNotFoundError):  # nothing there, or another run has just put it aside
            folder.rename(old)
        try:
            build.rename(folder)
        except BaseException as error:  # Ctrl-C as well: the earlier report is in the folder that is about to be removed
            if isinstance(error, OSError) and folder.exists():
                raise StoryError(f"{folder}: another run has just written here; name another folder with --to") from error
            if old.exists():
                old.rename(folder)
            raise
    return folder / "report.html"


def _build(build: Path, stories: pd.DataFrame, settings: dict[str, str], facts: pd.DataFrame, temporary: Path) -> None:
    """Make a whole report folder: notebooks/, figures/, texts/ (each story's text as it was read) and report.html."""
    import nbformat

    paths = sorted(find_shipped("notebooks").glob("*.ipynb"))
    if not paths:
        raise StoryError(f"{find_shipped('notebooks')}: no notebooks here; install the package again")
    (build / "notebooks").mkdir(parents=True)
    (build / "figures").mkdir()
    (temporary / "scratch").mkdir()
    notebooks: list[Any] = execute_notebooks(paths, {**settings, "ANALYSIS_TO": str(build)}, temporary / "scratch")
    for path, sha256 in zip(stories["path"], stories["sha256"], strict=True):  # each notebook has read them anew
        if hashlib.sha256(read_bytes(Path(path))).hexdigest() != sha256:
            raise StoryError(f"{path} was changed while the report was made, which would mix two texts: run it again")
    for path, notebook in zip(paths, notebooks, strict=True):
        write_whole(build / "notebooks" / path.name, nbformat.writes(notebook) + "\n")
    write_text(stories, build / "texts")
    # The overview first: whoever has five minutes need not look for it.
    write_whole(build / "report.html", bind_report([*notebooks[-1:], *notebooks[:-1]], stories, facts))


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
        case ("texts", _):
            return path.suffix == ".txt"
        case _:
            return ".ipynb_checkpoints" in path.parts or path.name == ".DS_Store"


if __name__ == "__main__":
    sys.exit(main())
