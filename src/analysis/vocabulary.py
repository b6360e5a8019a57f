"""Which words two stories share and which they do not, where they stand, and what each story's words are made of."""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus import fold, take_words
from analysis.errors import StoryError
from analysis.overlap import find_presence
from analysis.stems import find_stem, find_types
from analysis.tables import need_columns, pair_stories

PARTS = ("names", "function words", "shared content", "own content")
FEW = 8  # counted words that a paragraph needs to be laid beside another


def list_vocabulary(
    words: pd.DataFrame, *, names: str = "without", function: bool = False, forms: bool = False
) -> pd.DataFrame:
    """One row per pair of stories and word that either uses: how often each uses it, and where first.

    Columns: `story_1`, `story_2`, `word` (its stem), `form` (as most often written), `part` ("shared", "only first", "only
    second"), `count_1`, `count_2`, `start_1`, `end_1`, `start_2`, `end_2` (offsets of its first use in each story, missing
    where there is none; `list_concordance` finds all). The most used come first within each part. Which words count:
    as in `measure_overlap`.

    >>> from analysis import read_stories
    >>> table = list_vocabulary(read_stories({"a": "The cat saw cats.", "b": "The cat heard a dog."}))
    >>> table[["form", "part", "count_1", "count_2"]].to_numpy().tolist()[0]
    ['cat', 'shared', 2, 1]
    """
    words = take_words(words)
    types = find_types(words, names=names, function=function, forms=forms)
    tables = []
    for story_1, story_2, one, two in pair_stories(words):
        counts, firsts = [], []
        for rows in (one, two):
            rows = rows[types.code[rows] >= 0]
            code = types.code[rows]
            counts.append(np.bincount(code, minlength=len(types.words)))
            first = np.full(len(types.words), -1)
            first[code[::-1]] = rows[::-1]  # the earliest is written last, and stays
            firsts.append(first)
        used = np.flatnonzero(counts[0] + counts[1])
        part = np.select([counts[1][used] == 0, counts[0][used] == 0], ["only first", "only second"], "shared")
        table = pd.DataFrame({"story_1": story_1, "story_2": story_2, "word": types.words[used], "form": types.forms[used]})
        table["part"] = pd.Categorical(part, ["shared", "only first", "only second"])
        table["count_1"], table["count_2"] = counts[0][used], counts[1][used]
        for number, first in zip("12", firsts, strict=True):
            there = first[used] >= 0
            for side in ("start", "end"):
                offset = pd.array(words[side].to_numpy()[np.maximum(first[used], 0)], dtype="Int64")
                offset[~there] = pd.NA
                table[f"{side}_{number}"] = offset
        order = np.lexsort([table["word"], -(table["count_1"] + table["count_2"]), table["part"].cat.codes])
        tables.append(table.iloc[order].astype({"part": "str", "word": "str", "form": "str"}))
    return pd.concat(tables, ignore_index=True)


def compose_stories(words: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of stories, story and part: what the story's running words are made of.

    Columns: `story_1`, `story_2`, `story`, `part` ("names", "function words", "shared content", "own content"), `count`,
    `share` (0-1, of the story's running words without headings; the four add up to 1). Content words are shared if the other
    story has a word of the same stem: the longer the other, the more are.

    >>> from analysis import read_stories
    >>> table = compose_stories(read_stories({"a": "Then Jo saw cats.", "b": "The cat heard a dog."}))
    >>> table.query("story == 'a'")["count"].tolist()
    [1, 1, 1, 1]
    """
    words = take_words(words)
    types = find_types(words)
    running = (words["kind"] != "heading").to_numpy()
    name, function = words["name"].to_numpy(), words["function"].to_numpy()
    rows = []
    for story_1, story_2, one, two in pair_stories(words):
        for story, own, other in ((story_1, one, two), (story_2, two, one)):
            own, code = own[running[own]], types.code[own[running[own]]]
            shared = (code >= 0) & np.isin(code, types.code[other])
            counts = [name[own].sum(), (function[own] & ~name[own]).sum(), shared.sum(), ((code >= 0) & ~shared).sum()]
            rows += [
                {"story_1": story_1, "story_2": story_2, "story": story, "part": part, "count": int(count),
                 "share": count / len(own) if len(own) else np.nan}
                for part, count in zip(PARTS, counts, strict=True)
            ]  # fmt: skip
    return pd.DataFrame(rows)


def compare_parts(words: pd.DataFrame, *, by: str | int | None = None) -> pd.DataFrame:
    """One row per pair of stories, part of the first and part of the second: what these two parts share.

    Columns: `story_1`, `story_2`, `by`, `part_1`, `part_2` (numbered as in the other tables), `words_1`, `words_2` (counted
    words: content words without names), `size`, `overlap` (0-1, as in `measure_overlap`, at `size` words of every part, so
    that a long one is not ahead; NaN for a part of fewer than 8), `shared` (how many words), `forms` (which, as most often
    written).
    `by`: "paragraph", "chapter", or a number of parts of equal length; unless given, paragraphs where both stories have at
    most 15, chapters where both have 2 to 40, else ten parts.

    >>> from analysis import read_stories
    >>> stories = read_stories({"a": "The cat saw a bird.\\n\\nIt sang.", "b": "A bird sings."})
    >>> compare_parts(stories)[["part_1", "part_2", "forms"]].to_numpy().tolist()
    [[0, 0, 'bird'], [1, 0, '']]
    """
    words = take_words(words)
    words = words[(words["kind"] != "heading").to_numpy()]
    types = find_types(words)
    rows = []
    for story_1, story_2, one, two in pair_stories(words):
        chosen = _choose_parts(words, (one, two)) if by is None else by
        sides, labels = [], []
        for place in (one, two):
            part, numbers = _number_parts(words.iloc[place], chosen)
            labels.append(numbers)
            code = types.code[place]
            count = np.zeros((part.max(initial=-1) + 1, len(types.words)), dtype=np.int64)
            np.add.at(count, (part[code >= 0], code[code >= 0]), 1)
            sides.append(count)
        totals = [count.sum(axis=1) for count in sides]
        long = [total >= FEW for total in totals]
        size = min(
            (int(total[is_long].min()) for total, is_long in zip(totals, long, strict=True) if is_long.any()), default=0
        )
        there = [find_presence(count.T, size).T if size else np.full(count.shape, np.nan) for count in sides]
        shared = there[0] @ there[1].T
        with np.errstate(invalid="ignore"):  # parts without counted words
            overlap = shared / (there[0].sum(axis=1)[:, None] + there[1].sum(axis=1) - shared)
        for i, j in np.ndindex(*overlap.shape):
            common = np.flatnonzero((sides[0][i] > 0) & (sides[1][j] > 0))
            common = common[np.argsort(-np.minimum(sides[0][i], sides[1][j])[common], kind="stable")]
            rows.append(
                {
                    "story_1": story_1, "story_2": story_2, "by": str(chosen),
                    "part_1": labels[0][i], "part_2": labels[1][j],
                    "words_1": int(totals[0][i]), "words_2": int(totals[1][j]), "size": size,
                    "overlap": overlap[i, j] if long[0][i] and long[1][j] else np.nan,
                    "shared": len(common), "forms": ", ".join(types.forms[common]),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _choose_parts(words: pd.DataFrame, rows: tuple[np.ndarray, np.ndarray]) -> str | int:
    for by, least, most in (("paragraph", 1, 15), ("chapter", 2, 40)):
        numbers = [words[by].iloc[place].nunique() for place in rows]
        if least <= min(numbers) and max(numbers) <= most:
            return by
    return 10


def _number_parts(story: pd.DataFrame, by: str | int) -> tuple[np.ndarray, list[int]]:
    """For each word the place of its part, and for each part the number it has in the other tables."""
    if by in ("paragraph", "chapter"):
        part, numbers = pd.factorize(story[by])
        return part, numbers.tolist()
    if isinstance(by, int | np.integer) and by > 0:
        part = np.minimum(np.arange(len(story)) * by // max(len(story), 1), by - 1)
        return part, list(range(int(part.max(initial=-1)) + 1))
    raise StoryError(f"by={by!r}: say 'paragraph', 'chapter' or a number of parts.")


def list_concordance(
    table: pd.DataFrame, word: str | Iterable[str], *, stems: bool = False, width: int = 40
) -> pd.DataFrame:
    """One row per use of a word, in reading order, with what stands before and after it (a keyword in context).

    Columns: `story, chapter, paragraph, sentence, position, start, end`; `left`, `form`, `right`; `word`. `word` is one word
    or several, `*` standing for any letters ("music*"); with `stems` also every word of the same stem. `table`: with
    stories or sentences the context is the text itself, with words it is words only. `width`: characters of context.

    >>> from analysis import read_stories
    >>> lines = list_concordance(read_stories({"a": "She sang. He played, she sang on."}), "sang")
    >>> lines[["left", "form", "right"]].to_numpy().tolist()[1]
    ['She sang. He played, she', 'sang', 'on.']
    """
    patterns = [word] if isinstance(word, str) else list(word) if isinstance(word, Iterable) else []
    if not patterns or not all(isinstance(pattern, str) and pattern.strip() for pattern in patterns):
        raise StoryError(f"list_concordance needs a word or a list of words, not {word!r}.")
    words = take_words(table)
    code, vocabulary = pd.factorize(words["word"])
    is_match = match_words(patterns)
    wanted = {find_stem(fold(pattern.strip())) for pattern in patterns} if stems else set()
    chosen = np.array([bool(is_match(entry)) or (stems and find_stem(entry) in wanted) for entry in vocabulary], dtype=bool)
    rows = np.flatnonzero(chosen[code]) if len(code) else np.zeros(0, dtype=np.int64)
    columns = ["story", "chapter", "paragraph", "sentence", "position", "start", "end"]
    lines = words[columns].iloc[rows].reset_index(drop=True)
    context = _read_context(table, words, rows, width)
    lines["left"] = pd.array([left for left, _ in context], dtype="str")
    lines["form"] = words["form"].array.take(rows)
    lines["right"] = pd.array([right for _, right in context], dtype="str")
    lines["word"] = words["word"].array.take(rows)
    return lines


def match_words(patterns: Iterable[str]) -> Any:
    """The function that tells whether a word fits one of the patterns, in which `*` stands for any number of letters."""
    return re.compile("|".join(_write_pattern(fold(pattern.strip())) for pattern in patterns)).fullmatch


def _write_pattern(pattern: str) -> str:
    """The regular expression for a pattern. Each piece between two stars is looked for once, at its first place (any later
    one would do no better): else three stars would be tried everywhere with each other in a word without end.

    >>> _write_pattern("un*abl*"), _write_pattern("music")
    ('un(?>.*?abl).*', 'music')
    """
    first, *others = (re.escape(piece) for piece in re.split(r"\*+", pattern))
    if not others:
        return first
    return first + "".join(f"(?>.*?{piece})" for piece in others[:-1]) + ".*" + others[-1]


def _read_context(table: pd.DataFrame, words: pd.DataFrame, rows: np.ndarray, width: int) -> list[tuple[str, str]]:
    """What stands left and right of each of these words in its story, cut between words."""
    if "form" in table:
        texts = {story: " ".join(own["form"]) for story, own in words.groupby("story", sort=False)}
        ends = words.groupby("story", sort=False)["form"].transform(lambda form: (form.str.len() + 1).cumsum() - 1)
        spans = zip((ends - words["form"].str.len()).to_numpy()[rows], ends.to_numpy()[rows], strict=True)
    else:
        if "sentence" in table:  # each sentence back in its place, blanks where the paragraphs part
            texts = {
                story: "".join(
                    text.rjust(len(text) + int(gap))
                    for text, gap in zip(own["text"], own["start"] - own["end"].shift(fill_value=0), strict=True)
                )
                for story, own in table.groupby("story", sort=False)
            }
        else:
            need_columns(table, ["story", "text"], "stories")
            texts = dict(zip(table["story"], table["text"], strict=True))
        spans = zip(words["start"].to_numpy()[rows], words["end"].to_numpy()[rows], strict=True)
    found = []
    for story, (start, end) in zip(words["story"].to_numpy()[rows], spans, strict=True):
        text = texts[story]
        left = " ".join(text[max(start - 2 * width, 0) : start].split())
        right = " ".join(text[end : end + 2 * width].split())
        if len(left) > width:
            left = left[-width:].partition(" ")[2]
        if len(right) > width:
            right = right[:width].rpartition(" ")[0]
        found.append((left, right))
    return found
