"""Is every stage linear on texts nobody would write? python benchmarks/hostile.py [--size CHARACTERS] [WORDS IN NAMES ...]

For each hostile text and each stage: how many times as long four times the text takes. Linear is about 4, quadratic 16;
more than 8 is flagged, and the script then ends with 1. What takes under a twentieth of a second at the larger size is
not judged ("."), what raises StoryError is "refused". Seconds are the processor's, the best of two. Words given choose
the texts whose names hold one of them.

Of pairs that repeat themselves `align` and `phrases` are flagged, and rightly: their results grow with the square. Both
end somewhere: `align` compares each word with each up to nine million pairs, and beyond what they hold both refuse.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Callable

import analysis as an
from analysis import StoryError, StoryWarning
from analysis.readability.counts import _describe_form
from analysis.text.lemmas import find_lemma

TIMES, FLAG, LEAST = 4, 8, 0.05

# What a text is made of, again and again; "{}" counts up, so that words and lines differ.
PIECES = {
    "one word": "a", "one word of y": "ay", "one word of apostrophes": "a'", "one number": "1,", "one abbreviation": "A.",
    "marks on one letter": "\u0301", "joiners": "\u200d", "emoji": "\U0001f469\u200d\U0001f680", "right to left": "שלום ",
    "no punctuation": "the old cat saw a good dog ", "other words": "word{} ", "names": "then Amy{} saw ",
    "one-word sentences": "Hm. ", "other one-word sentences": "Good{}. ", "short sentences": "He ran off, then hid. ",
    "dots": ".", "spaced dots": ". ", "dots and letters": "...a", "marks": "?!", "marks and capitals": "! A", "commas": ",",
    "double quotes": '"', "spaced quotes": ' "', "single quotes": "'", "spaced single quotes": " '", "quotes to close": '."',
    "quoted words": '"Oh', "elisions": "'tis ", "initials": "A. ", "titles": "Mr. ", "list items": "1. ", "brackets": "(",
    "closing brackets": ").", "dashes": "--", "long dashes": "—", "stars": "*", "low lines": "_", "hyphens": "a-",
    "spaces": " ", "blank lines": "\n", "blank lines of spaces": " \n", "line ends": "\r\n", "old line ends": "\r",
    "line separators": "\u2028", "paragraphs": "Hm.\n\n", "titles by themselves": "The Fog\n\n", "chapters": "Chapter I\n\n",
    "numerals": "I\n", "chapter lists": "Chapter I\nChapter II\n", "a long chapter number": "chapter twenty ",
    "verse": "O wild west wind of autumn\n", "wrapped lines": "and so the old cat went home with the dog and then\n",
    "frames": "START OF THE PROJECT GUTENBERG EBOOK\n", "small print": "*END*THE SMALL PRINT!\n",
    "frame ends": "END OF THE PROJECT GUTENBERG EBOOK\n", "control characters": "\x00\x1b\x07",
}  # fmt: skip
# What stands before a run that is hostile only there.
OPENINGS = {
    "a long chapter number": "chapter twenty ", "stars": "*** START OF THE PROJECT GUTENBERG EBOOK FOG ***\n",
}  # fmt: skip


def write_text(name: str, size: int) -> str:
    piece = PIECES[name]
    number = size // len(piece.format(12345))
    run = "".join(map(piece.format, range(number))) if "{}" in piece else piece * number
    return OPENINGS.get(name, "") + "Fog " + run + " fog"


def explain(words: object) -> None:
    an.weigh_words(an.explain_sentiment(words))


Stage = Callable[..., object]
# By name: what it is given ("text", "stories", "sentences", "words", "scored"), and what it does with that.
STAGES: dict[str, tuple[str, Stage]] = {
    "read": ("text", lambda text: an.read_stories({"a": text})),
    "sentences": ("stories", an.split_sentences),
    "words": ("sentences", an.split_words),
    "names": ("sentences", an.find_names),
    "tally": ("words", an.tally_sentences),
    "readability": ("words", an.measure_readability),
    "summary": ("words", an.summarise_stories),
    "hard": ("words", an.find_hard_words),
    "sentiment": ("sentences", an.score_sentiment),
    "explain": ("sentences", explain),
    "smooth": ("scored", an.smooth_trajectory),
    "assess": ("scored", lambda scored: an.assess_trajectory(scored, tests=False)),
    "diversity": ("words", lambda words: an.measure_diversity(words, intervals=False)),
    "jackknife": ("words", an.measure_diversity),
    "families": ("words", lambda words: an.count_families(words, {"a": ["*a*b", "fog"]})),
    "concord": ("sentences", lambda sentences: an.list_concordance(sentences, ["the", "*o*g*x"])),
    "lemmas": ("words", lambda words: an.list_concordance(words, "fog", lemmas=True)),
    "corpus": ("text", lambda text: an.measure_corpus({"a": text})),
}
PAIRED: dict[str, tuple[str, Stage]] = {
    "vocabulary": ("words", an.list_vocabulary),
    "compose": ("words", an.compose_stories),
    "parts": ("words", an.compare_parts),
    "overlap": ("words", an.measure_overlap),
    "phrases": ("words", an.find_shared_phrases),
    "align": ("words", an.align_passages),
}


def make_tables(text: str, other: str | None) -> dict[str, object]:
    """What the stages are given, as far as it can be made."""
    made: dict[str, object] = {"text": text}
    try:
        made["stories"] = an.read_stories({"a": text} | ({} if other is None else {"b": other}))
        made["sentences"] = an.split_sentences(made["stories"])
        made["words"] = an.split_words(made["sentences"])
        made["scored"] = an.score_sentiment(made["sentences"])
    except StoryError:
        pass
    return made


def measure(stage: Stage, given: object) -> float:
    """Processor seconds, NaN where refused."""
    best = float("inf")
    for _ in range(2):
        find_lemma.cache_clear()  # or the second time would be another measurement
        _describe_form.cache_clear()
        begin = time.process_time()
        try:
            stage(given)
        except StoryError:
            return float("nan")
        best = min(best, time.process_time() - begin)
        if best > 2:
            break
    return best


def judge(stages: dict[str, tuple[str, Stage]], name: str, size: int, *, paired: bool) -> list[str]:
    """Prints a line of ratios for this text; the stages that are flagged."""
    small, large = (write_text(name, times * size) for times in (1, TIMES))
    given = [make_tables(text, text if paired else None) for text in (small, large)]
    flagged, cells = [], []
    for stage, (kind, function) in stages.items():
        if not all(kind in tables for tables in given):
            cells.append("refused")
            continue
        one, two = (measure(function, tables[kind]) for tables in given)
        flag = two >= LEAST and two > FLAG * max(one, LEAST / FLAG)
        flagged += [f"{name}: {stage} ({one:.2f} s, {two:.2f} s)"] if flag else []
        ratio = f"{two / one:.1f}" if two >= LEAST and one > 0 else "refused" if two != two else "."
        cells.append(ratio + "!" * flag)
    print(f"{name:26}" + "".join(f"{cell:>12}" for cell in cells), flush=True)
    return flagged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", nargs="*", help="words in the names of the texts to try; all unless given")
    parser.add_argument("--size", type=int, default=200_000, help="characters of the smaller text (200,000)")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore", StoryWarning)
    make_tables("A good fog. " * 100, "A bad dog.")  # word lists and imports
    names = [name for name in PIECES if not chosen.texts or any(word in name for word in chosen.texts)]
    flagged = []
    # Pairs are tried at a tenth of the size, each text beside itself: what is compared word by word takes longest there.
    for stages, size, paired in ((STAGES, chosen.size, False), (PAIRED, chosen.size // 10, True)):
        print(f"\n{size:,} characters" + (", beside itself" if paired else ""))
        print(" " * 26 + "".join(f"{stage:>12}" for stage in stages))
        for name in names:
            flagged += judge(stages, name, size, paired=paired)
    print("\n" + "\n".join(["flagged:", *flagged] if flagged else ["nothing flagged"]))
    sys.exit(1 if flagged else 0)


if __name__ == "__main__":
    main()
