"""How right the counts are: sentence boundaries and syllables against people's judgement, typography against itself.

    python benchmarks/accuracy.py GOLD_FOLDER [TEXTS_FOLDER]

GOLD_FOLDER holds gum_fiction_dev.jsonl: one document per line with `doc`, `text` and `sentences` ([start, end) offsets),
as made from the fiction of UD English GUM. TEXTS_FOLDER holds whole books as .txt files. Neither comes with the package.
A section whose file is missing says so, and the others run.
"""

import argparse
import json
import random
import re
import textwrap
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

import pandas as pd

from analysis import find_names, split_sentences, split_words
from analysis.errors import StoryWarning
from analysis.lexicons.lists import load_syllables
from analysis.text import syllables
from analysis.text.segmentation import segment_texts
from analysis.text.stories import read_stories

# --- sentence boundaries ----------------------------------------------------------------------------------------------


def report_boundaries(gold: Path) -> None:
    """Precision, recall and F1 of the boundaries inside each document, then every miss and false one by kind."""
    documents = [json.loads(line) for line in need(gold / "gum_fiction_dev.jsonl").read_text("utf-8").splitlines()]
    tally, faults = Counter(), []
    for document in documents:
        text = document["text"]
        judged = find_boundaries(text, (end for _, end in document["sentences"]))
        found = find_boundaries(text, (unit.end for unit in segment_texts([text])[0]))
        tally.update(right=len(judged.keys() & found), judged=len(judged), found=len(found))
        for fault, places in (("missed", judged.keys() - found), ("false", found.keys() - judged)):
            for place in sorted(places):
                end = (judged | found)[place]
                faults.append((fault, tell_kind(text, end), document["doc"], mark_place(text, end)))
    precision, recall = tally["right"] / tally["found"], tally["right"] / tally["judged"]
    print(f"GUM fiction, {len(documents)} documents, {tally['judged']} inner boundaries:")
    print(f"  precision {precision:.4f}  recall {recall:.4f}  F1 {2 * precision * recall / (precision + recall):.4f}")
    for (fault, kind), number in Counter(fault[:2] for fault in faults).most_common():
        print(f"  {number} {fault}: {kind}")
        for *key, name, place in faults:
            if key == [fault, kind]:
                print(f"      {name}: {place}")


def find_boundaries(text: str, ends: Iterator[int]) -> dict[int, int]:
    """Each inner boundary's offset by the number of non-space characters before it: white space is nobody's mistake."""
    solid = [0]
    for character in text:
        solid.append(solid[-1] + (not character.isspace()))
    places = {solid[end]: end for end in ends}
    return {place: end for place, end in places.items() if 0 < place < max(places)}


def tell_kind(text: str, end: int) -> str:
    before, after = text[:end].rstrip(), text[end:]
    if "\n\n" in after[: len(after) - len(after.lstrip())]:
        return "at a blank line"
    last = before.rstrip("\"'”’)]")[-1:]
    quoted = ", with a closing quote" if before[-1:] in tuple("\"'”’") else ""
    name = {"…": "after an ellipsis", ".": "after a full stop", "—": "after a dash", "–": "after a dash"}.get(last)
    if before.endswith(("...", ". . .")):
        name = "after an ellipsis"
    return (name or ("after ! or ?" if last and last in "!?" else "without an end mark")) + quoted


def mark_place(text: str, end: int) -> str:
    return " ".join(text[max(0, end - 45) : end].split()) + " | " + " ".join(text[end : end + 40].split())


# --- syllables --------------------------------------------------------------------------------------------------------


def report_syllables(gold: Path) -> None:
    """Share exact and bias on a tenth of the CMU words, counted without those words in the dictionary."""
    known = load_syllables()
    words = sorted(word for word, count in known.items() if count and word.replace("'", "").isalpha())
    held = random.Random(20_000).sample(words, len(words) // 10)
    rest = MappingProxyType({word: known[word] for word in known.keys() - set(held)})
    alone = [word for word in held if not any(base in rest for base, _ in syllables.find_bases(word))]
    counters: dict[str, Callable[[str], int]] = {
        "count_syllables": syllables.count_syllables,
        "vowel rule alone": syllables._count_by_rule,
        "bare vowel groups": lambda word: max(1, len(re.findall("[aeiouy]+", word))),
    }
    try:
        from pyphen import Pyphen
    except ImportError:
        print("  (pyphen is not installed: no figure for textstat's fallback)")
    else:
        hyphens = Pyphen(lang="en_US")
        counters["textstat's fallback"] = lambda word: len(hyphens.positions(word)) + 1
    print(f"CMU, {len(held):,} words held out; of these {len(alone):,} are inflections of no word that is left:")
    with patch.object(syllables, "load_syllables", lambda: rest):
        for name, count in counters.items():
            for of, sample in (("all", held), ("no base left", alone)):
                errors = [count(word) - known[word] for word in sample]
                exact, bias = errors.count(0) / len(errors), sum(errors) / len(errors)
                print(f"  {name:20} {of:13} {exact:6.1%} exact, bias {bias:+.3f} syllables a word")


# --- the same text in another typography ------------------------------------------------------------------------------


def report_invariance(texts: Path) -> None:
    """For each book, whether typographic variants of it give the same numbers; what differs, if they do not."""
    books = sorted(texts.glob("*.txt"))
    if not books:
        raise Missing(f"{texts} holds no .txt files")
    print(f"The same numbers from every typography, {len(books)} books:")
    for book in books:
        differences = [f"{name}: {found}" for name, found in compare_variants(book.read_text("utf-8-sig")) if found]
        print(f"  {book.name}: {'; '.join(differences) or 'identical'}")


def compare_variants(text: str) -> Iterator[tuple[str, str]]:
    """(variant, what differs from the numbers of the text itself: "" for nothing)."""
    text = read_quietly(text)["text"].iloc[0]
    sentences = split_sentences(read_quietly(text))
    plain = count_all(text)
    for name, variant in make_variants(text, sentences):
        yield name, find_difference(plain, count_all(variant))


def make_variants(text: str, sentences: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(name, text) of each typography. Line breaks are changed in prose only: in verse they are the poet's."""
    prose = sentences[sentences["kind"] == "prose"].groupby("paragraph")
    spans = list(zip(prose["start"].min(), prose["end"].max(), strict=True))
    yield "unwrapped", rewrap(text, spans, 1_000_000)
    for width in (60, 75):
        yield f"wrapped at {width}", rewrap(text, spans, width)
    yield "straight quotes", text.translate(str.maketrans("‘’“”", "''\"\""))
    yield "curly quotes", curl(text)
    yield "em dashes", text.replace("--", "—")
    yield "double hyphens", text.replace("—", "--")
    yield "NFD", unicodedata.normalize("NFD", text)
    yield "CRLF", text.replace("\n", "\r\n")


def rewrap(text: str, spans: list[tuple[int, int]], width: int) -> str:
    parts, last = [], 0
    for start, end in spans:
        filled = textwrap.fill(" ".join(text[start:end].split()), width, break_long_words=False, break_on_hyphens=False)
        parts += [text[last:start], filled]
        last = end
    return "".join([*parts, text[last:]])


def curl(text: str) -> str:
    """Straight quotes as a word processor makes them curly: opening ones after white space, a dash or a bracket."""
    text = re.sub(r"(?:(?<=[\s(\[—-])|(?<=^))([\"'])(?=\S)", lambda match: "“‘"["\"'".index(match[1])], text, flags=re.M)
    return text.replace('"', "”").replace("'", "’")


def count_all(text: str) -> dict[str, pd.DataFrame]:
    """The tables that every number comes from, without offsets and without the characters themselves."""
    sentences = split_sentences(read_quietly(text))
    words = split_words(sentences)
    return {
        "sentences": sentences.drop(columns=["start", "end", "text"]),
        "words": words.drop(columns=["start", "end", "form"]),
        "names": find_names(sentences).drop(columns="form"),
    }


def read_quietly(text: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        return read_stories({"book": text})


def find_difference(plain: dict[str, pd.DataFrame], variant: dict[str, pd.DataFrame]) -> str:
    for name, table in plain.items():
        other = variant[name]
        size = min(len(table), len(other))
        unlike = (table.head(size) != other.head(size)) & ~(table.head(size).isna() & other.head(size).isna())
        for column in [column for column in table if unlike[column].any() and column != "position"]:
            row = int(unlike[column].to_numpy().argmax())
            near = " ".join(plain["words"]["word"].iloc[max(0, row - 6) : row + 6]) if name == "words" else ""
            return (
                f"{name}, {column}, row {row} of {size:,}: {table[column].iloc[row]!r} and {other[column].iloc[row]!r} "
                f"({len(other) - len(table):+d} rows, {int(unlike[column].sum()):,} differ) {near!r}"
            )
        if len(table) != len(other) or unlike.to_numpy().any():
            return f"{name}: {len(table):,} rows and {len(other):,}"
    return ""


# --- all of them ------------------------------------------------------------------------------------------------------


class Missing(Exception):
    """A section lacks the file it needs."""


def need(path: Path) -> Path:
    if not path.is_file():
        raise Missing(f"{path} is not there")
    return path


GOLD_SECTIONS = [report_boundaries, report_syllables]
TEXT_SECTIONS = [report_invariance]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path, help="folder of the gold sets")
    parser.add_argument("texts", type=Path, nargs="?", help="folder of whole books (.txt)")
    arguments = parser.parse_args()
    sections = [(section, arguments.gold) for section in GOLD_SECTIONS]
    if arguments.texts:
        sections += [(section, arguments.texts) for section in TEXT_SECTIONS]
    for section, folder in sections:
        try:
            section(folder)
        except Missing as missing:
            print(f"{section.__name__}: not run, {missing}.")
        print()


if __name__ == "__main__":
    main()
