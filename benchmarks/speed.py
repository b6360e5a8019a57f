"""How fast all of it is, beside peers on the same work in the same run: python benchmarks/speed.py [TEXTS_FOLDER]

`make benchmark TEXTS=folder` runs it, after installing the peers of peers.txt into .cache/peers. The folder holds whole
books as .txt files; without it, text is made from the two stories in data/. The table goes to the terminal and to
benchmarks/results.md, the chart to benchmarks/speed.png, and what has a target into README.md, between its two marks.

Each figure is the best of several fresh processes (see jobs.py). They are of one machine on one day; only ratios travel.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".cache" / "peers" / "bin" / "python"
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
BOOK = 100_000
STORIES, STORY = 10_000, 380
NOT_INSTALLED = 3  # the exit code of jobs.py
MARKS = "<!-- make benchmark: written by it -->", "<!-- make benchmark: end -->"


class Row(NamedTuple):
    what: str
    measured: str
    target: str = ""
    met: bool | None = None


class Findings:
    """What has been measured so far: the rows of the table, and what the chart draws."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.growth: dict[str, list[tuple[int, float]]] = {}  # seconds by words
        self.ratios: dict[tuple[str, str], float] = {}  # by (what, peer)
        self.packages: set[str] = set()

    def add(self, what: str, measured: str, target: str = "", met: bool | None = None) -> None:
        self.rows.append(Row(what, measured, target, met))
        verdict = "" if met is None else "met" if met else "MISSED"
        print(f"{what:78}{measured:40}{target:12}{verdict}", flush=True)


# --- texts ------------------------------------------------------------------------------------------------------------


def read_texts(folder: Path | None, words: int) -> tuple[str, str]:
    """(text of about so many words, or all there is; what it is)."""
    if folder is None:
        return make_text(words), "sentences of data/ drawn at random, whose few different words are soon known"
    books = sorted(folder.glob("*.txt"))
    if not books:
        raise SystemExit(f"{folder} holds no .txt files")
    text = "\n\n".join(book.read_text("utf-8-sig") for book in books)
    return text, f"{len(books)} books of {len(text.split()):,} words"


def make_text(words: int) -> str:
    """Paragraphs of five sentences drawn from the stories in data/, at least so many words."""
    source = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "data").glob("*.txt")))
    sentences = re.findall(r"\S.*?[.!?][\"'”’]*(?=\s|$)", " ".join(source.split()))
    draw, parts, size = random.Random(0), [], 0
    while size < words:
        parts.append(" ".join(draw.choices(sentences, k=5)))
        size += len(parts[-1].split())
    return "\n\n".join(parts)


def cut_text(text: str, words: int) -> str:
    """The first paragraphs of a text, until they hold so many words; lines as they stand there."""
    parts, size = [], 0
    for paragraph in text.split("\n\n"):
        if size >= words:
            break
        parts.append(paragraph)
        size += len(paragraph.split())
    return "\n\n".join(parts)


def cut_stories(text: str, number: int, words: int) -> list[str]:
    """So many stretches of so many words, begun at equal distances; they overlap where the text is too short for all."""
    places = [match.span() for match in re.finditer(r"\S+", text)]
    room = len(places) - words
    firsts = [story * room // max(1, number - 1) for story in range(number)]
    return [text[places[first][0] : places[first + words - 1][1]] for first in firsts]


# --- measuring --------------------------------------------------------------------------------------------------------


def run(job: str, *options: str, text: str = "", python: str = sys.executable) -> dict[str, Any] | None:
    """What one job measured in a fresh process; None if what it measures is not installed."""
    done = subprocess.run(
        [python, str(ROOT / "benchmarks" / "jobs.py"), job, *options], input=text.encode(), capture_output=True, check=False
    )
    if done.returncode == NOT_INSTALLED:
        return None
    if done.returncode:
        raise SystemExit(f"{job} failed:\n{done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.splitlines()[-1])


def best(found: Findings, job: str, *options: str, text: str = "", peer: bool = False, times: int = 3) -> dict[str, Any]:
    """The least of each figure over several processes; all of them NaN if it is not installed."""
    if peer and not PEERS.exists():
        return {"seconds": math.nan}
    python = str(PEERS) if peer else sys.executable
    runs = [run(job, *options, text=text, python=python) for _ in range(times)]
    if runs[0] is None:
        return {"seconds": math.nan}
    found.packages |= {one.pop("package") for one in runs if "package" in one}
    return {name: min(one[name] for one in runs) for name in runs[0]}


def report_book(found: Findings, text: str) -> None:
    """One long text: ours, the peers, and how many times as fast."""
    lines = run("split", text=text)["lines"]
    sentences = lines.count("\n") + 1
    ours = {job: best(found, job, text=text) for job in ("profile", "scores", "valence", "diversity")}
    theirs = {job: best(found, job, text=of)["seconds"] for job, of in (("textstat", text), ("vader", lines))}
    for job, of in (("readability", lines), ("lexical_diversity", text), ("lexicalrichness", text)):
        theirs[job] = best(found, job, text=of, peer=True)["seconds"]
    seconds = {job: measured["seconds"] for job, measured in ours.items()}
    each = f"a text of {BOOK:,} words"
    whole = ours["profile"]
    found.add(f"whole profile of {each} (every measure of a story by itself)", *under(whole["seconds"], 0.8))
    beside = f"{whole['imports']:.2f} s; {whole['lists']:.2f} s"
    found.add("— beside it, once per process: imports; word lists and late imports", beside)
    found.add("— memory beyond imports and word lists", f"{whole['megabytes']:,.0f} MB")
    found.add(f"text to readability scores with intervals, {each}", *under(seconds["scores"], 0.30))
    rate = sentences / seconds["valence"]
    about = f"{BOOK / sentences:.0f} words each"
    found.add(f"valence of sentences ({about})", f"{rate:,.0f} a second", "≥ 50,000", rate >= 50_000)
    # Of the two packages for diversity the faster one is in the sum, if it is there.
    diverse = theirs["lexical_diversity"]
    parts = ["textstat", "VADER"] + ([] if math.isnan(diverse) else ["lexical-diversity"])
    total = theirs["textstat"] + theirs["vader"] + (0 if math.isnan(diverse) else diverse)
    for what, peer, taken, own, least in (
        ("whole profile", " + ".join(parts), total, "profile", 4),
        ("readability", "textstat's nine formulas", theirs["textstat"], "scores", 3),
        ("readability", "py-readability-metrics, sentences given", theirs["readability"], "scores", None),
        ("valence", "NLTK's VADER, sentences given", theirs["vader"], "valence", None),
        ("diversity", "lexical-diversity (MATTR, MTLD, HD-D)", diverse, "diversity", None),
        ("diversity", "lexicalrichness (MATTR, MTLD, HD-D)", theirs["lexicalrichness"], "diversity", None),
    ):
        compare(found, what, peer, taken, seconds[own], least)


def under(seconds: float, most: float) -> tuple[str, str, bool]:
    return f"{seconds:.2f} s", f"≤ {most:.2f} s", seconds <= most


def compare(found: Findings, what: str, peer: str, theirs: float, ours: float, least: float | None) -> None:
    if math.isnan(theirs):
        found.add(f"{what} against {peer}", "not installed")
        return
    found.ratios[what, peer] = ratio = theirs / ours
    measured = f"{ratio:.1f} × as fast ({theirs:.2f} s, ours {ours:.2f} s)"
    found.add(f"{what} against {peer}", measured, *(() if least is None else (f"≥ {least} ×", ratio >= least)))


def report_growth(found: Findings, text: str) -> None:
    """Seconds and memory from ten thousand words to a million."""
    memory: dict[str, float] = {}
    for size in SIZES:
        part = cut_text(text, size)
        words = len(part.split())
        if words < 0.9 * size:
            found.add(f"{size:,} words", f"not measured: the folder holds {words:,}")
            break
        lines = run("split", text=part)["lines"]
        for name, job, of in (
            ("whole profile", "profile", part), ("readability", "scores", part), ("valence", "valence", part),
            ("textstat's nine", "textstat", part), ("NLTK's VADER", "vader", lines),
        ):  # fmt: skip
            measured = best(found, job, text=of, times=2)
            if not math.isnan(measured["seconds"]):
                found.growth.setdefault(name, []).append((words, measured["seconds"]))
                memory[name] = measured["megabytes"] * 1e6 / words
    sentences = lines.count("\n") + 1
    for name, points in list(found.growth.items())[:2]:
        slope, late = find_slope(points), find_slope(points[2:])
        last = f"{points[-1][1]:.1f} s at {points[-1][0]:,} words"
        found.add(
            f"{name}: growth, log-log slope from {SIZES[2]:,} words on", f"{late:.2f} ({last})", "about 1", late <= 1.1
        )
        found.add(f"— from {SIZES[0]:,} words on, where what is done once weighs more", f"{slope:.2f}")
        found.add(f"{name}: peak memory beyond imports, per million words", f"{memory[name]:,.0f} MB", "stated")
    rate = sentences / found.growth["valence"][-1][1]
    found.add(f"valence of sentences, {found.growth['valence'][-1][0]:,} words", f"{rate:,.0f} a second")


def find_slope(points: list[tuple[float, float]]) -> float:
    """Of log seconds on log words, by least squares; NaN for fewer than two points."""
    if len(points) < 2:
        return math.nan
    logs = [(math.log(words), math.log(seconds)) for words, seconds in points]
    x, y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def report_draws(found: Findings) -> None:
    """Sentences of one word are the most that a text of this length can have: what is drawn is capped."""
    for sentences in (BOOK, 10 * BOOK):
        text = " ".join(random.Random(0).choices(("Rain.", "Thunder.", "Nobody.", "Remember."), k=2 * sentences))
        seconds = best(found, "draws", text=text, times=2)["seconds"]
        target = under(seconds, 10) if sentences == BOOK else (f"{seconds:.1f} s",)
        found.add(f"readability and distinctive words of two stories of {sentences:,} one-word sentences", *target)


def report_stories(found: Findings, text: str) -> None:
    """Many short stories from a folder of files, by the clock, and of one worker by its processor too."""
    each = f"{STORIES:,} stories of {STORY} words"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "stories"
        folder.mkdir()
        for number, story in enumerate(cut_stories(text, STORIES, STORY)):
            (folder / f"{number:05}.txt").write_text(story, "utf-8")
        given = "--folder", str(folder), "--jobs"
        one, two = (best(found, "corpus", *given, workers, times=2) for workers in ("1", "2"))
        rate, core = STORIES / one["seconds"], STORIES / one["processor"]
        measured = f"{rate:,.0f} a second; {core:,.0f} a processor second"
        found.add(f"{each}, one worker", measured, "≥ 400 a core", core >= 400)
        rate = STORIES / two["seconds"]
        found.add(f"{each}, two workers", f"{rate:,.0f} a second: {rate / 2:,.0f} a core", "≥ 400 a core", rate / 2 >= 400)
        seconds = []
        for kept in ("one", "two"):  # a folder of its own each time, else the second run would find all done
            to = str(Path(temporary) / kept)
            seconds.append(run("corpus", *given, "2", "--to", to)["seconds"])
        found.add("— two workers, results kept in a folder", f"{STORIES / min(seconds):,.0f} a second in all")
        again = run("corpus", *given, "2", "--to", to)["seconds"]
        found.add("— run again, nothing changed", f"{again:.1f} s for all")


def report_imports(found: Findings) -> None:
    """By the clock around the whole interpreter, with the bare interpreter's time taken off."""
    seconds: dict[str, float] = {}
    for _ in range(5):
        for code in ("pass", "import pandas", "import analysis"):  # in turn, so that a busy moment hits all three
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds[code] = min(time.perf_counter() - begin, seconds.get(code, math.inf))
    pandas, ours = (seconds[code] - seconds["pass"] for code in ("import pandas", "import analysis"))
    measured = f"{ours / pandas:.2f} × ({ours:.2f} s, {pandas:.2f} s)"
    found.add("import analysis against import pandas", measured, "≤ 1.2 ×", ours <= 1.2 * pandas)


def report_report(found: Findings) -> None:
    """`make report` of the stories in data/, in a copy of the checkout and with a home of its own: the work tree stays."""
    with tempfile.TemporaryDirectory() as temporary:
        copy, home = Path(temporary) / "copy", Path(temporary) / "home"
        for part in ("src", "notebooks", "data"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        places = {"HOME": "", "XDG_CACHE_HOME": ".cache", "MPLCONFIGDIR": "matplotlib", "IPYTHONDIR": "ipython"}
        environment = os.environ | {name: str(home / place) for name, place in places.items()}
        # The copy stands before the checkout, whose metadata (the version) are still needed.
        environment["PYTHONPATH"] = os.pathsep.join([str(copy / "src"), os.environ.get("PYTHONPATH", "")])
        home.mkdir()
        seconds = []
        for _ in range(2):
            begin = time.perf_counter()
            command = [sys.executable, "-m", "analysis"]
            done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"the report failed:\n{done.stderr}")
            seconds.append(time.perf_counter() - begin)
    found.add("`make report` once installed: all caches empty; once more", "{:.0f} s; {:.0f} s".format(*seconds))


# --- the table and the chart ------------------------------------------------------------------------------------------


def write_table(rows: list[Row]) -> str:
    verdict = {None: "", True: "yes", False: "**no**"}
    lines = ["| what | target | measured | met |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.target} | {row.measured} | {verdict[row.met]} |" for row in rows]
    return "\n".join(lines)


def describe_machine() -> str:
    """The processor, its cores and the versions that matter; nothing that names the machine or its owner."""
    processor = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        models = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), flags=re.M)
        processor = models[0] if models else processor
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "scipy"))
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {packages}"


def write_results(found: Findings, source: str) -> None:
    # Imported this late because a child's peak of memory begins at its parent's: the parent has to stay small.
    from speed_chart import draw_speed

    from analysis.files import write_whole

    on = (
        f"{date.today():%Y-%m-%d}, {describe_machine()}; {', '.join(sorted(found.packages, key=str.lower))}. Text: {source}."
    )
    explained = (
        "Seconds are the processor's, the best of two or three fresh processes, without imports and word lists (given "
        "apart); those of stories, of imports and of the report are the clock's."
    )
    title = "# Speed\n\nWritten by `make benchmark` (speed.py, jobs.py).\n\n![Growth and ratios](speed.png)\n\n"
    write_whole(ROOT / "benchmarks" / "results.md", f"{title}{on} {explained}\n\n{write_table(found.rows)}\n")
    draw_speed(found.growth, found.ratios, ROOT / "benchmarks" / "speed.png")
    readme = (ROOT / "README.md").read_text("utf-8")
    before, begin, rest = readme.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if begin and end:
        table = write_table([row for row in found.rows if row.target])
        write_whole(ROOT / "README.md", f"{before}{begin}\n{table}\n\n*Measured {on}*\n{end}{after}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", type=Path, nargs="?", help="folder of whole books (.txt)")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    text, source = read_texts(parser.parse_args().texts, max(SIZES))
    found = Findings()
    report_book(found, cut_text(text, BOOK))
    report_growth(found, text)
    report_draws(found)
    report_stories(found, text)
    report_imports(found)
    report_report(found)
    write_results(found, source)


if __name__ == "__main__":
    main()
