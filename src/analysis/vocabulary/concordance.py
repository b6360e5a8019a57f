"""Every use of a word or phrase, in its context."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.tables import case_fold, need_columns, number_sentences
from analysis.text.lemmas import find_lemma
from analysis.text.stories import as_stories
from analysis.text.words import as_words

GAP = re.compile(r"[\s\u2010-\u2015,;:.!?\"“”()-]+")  # between the words of a phrase


def list_concordance(
    table: pd.DataFrame, word: str | Iterable[str], *, lemmas: bool = False, width: int = 40
) -> pd.DataFrame:
    """One row per use of a word or phrase, in reading order, with what stands before and after it (a keyword in context).

    Parameters
    ----------
    table : stories (or what `read_stories` takes) or sentences, whose text is the context, or words, whose context is
        words only
    word : a word, a phrase ("the window") or several of these; `*` stands for any letters ("music*"). The words of a phrase
        follow each other in a sentence, whatever marks and line breaks stand between them
    lemmas : whether every word of the same lemma is found too
    width : characters of context on either side at most; 40 by default

    Returns
    -------
    DataFrame with the columns

    story, chapter, paragraph, sentence, position, start, end : as in the table of words
    left, form, right : the context before, the word or phrase as written, the context after
    word : as compared (small letters, straight apostrophe)

    A phrase has the place of its first word, and ends where its last one does.

    Raises
    ------
    StoryError : `word` is neither a word nor a list of words.

    >>> from analysis import read_stories
    >>> lines = list_concordance(read_stories({"a": "She sang. He played, she sang on."}), "sang")
    >>> lines[["left", "form", "right"]].to_numpy().tolist()[1]
    ['She sang. He played, she', 'sang', 'on.']
    """
    patterns = [word] if isinstance(word, str) else list(word) if isinstance(word, Iterable) else []
    if not patterns or not all(isinstance(pattern, str) and pattern.strip() for pattern in patterns):
        raise StoryError(f"list_concordance needs a word or a list of words, not {word!r}.")
    table = as_stories(table)
    words = as_words(table)
    first, last = _find_phrases(words, patterns, lemmas)
    columns = ["story", "chapter", "paragraph", "sentence", "position", "start", "end"]
    lines = words[columns].iloc[first].reset_index(drop=True)
    lines["end"] = words["end"].to_numpy()[last]
    context = _read_context(table, words, first, last, width)
    for place, column in enumerate(("left", "form", "right")):
        lines[column] = pd.array([texts[place] for texts in context], dtype="str")
    lines["form"] = lines["form"].where(first != last, words["form"].array.take(first))
    folded = words["word"].to_numpy()
    lines["word"] = pd.array([" ".join(folded[i : j + 1]) for i, j in zip(first, last, strict=True)], dtype="str")
    return lines


def _find_phrases(words: pd.DataFrame, patterns: list[str], lemmas: bool) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the first and the last word of each use, in reading order."""
    folded, own = pd.factorize(words["word"]), pd.factorize(words["lemma"])
    sentence = number_sentences(words)[0]
    spans: set[tuple[int, int]] = set()
    for phrase in {tuple(filter(None, GAP.split(pattern))) for pattern in patterns}:
        n_places = len(words) - len(phrase) + 1
        if not phrase or n_places < 1:
            continue
        fits = sentence[:n_places] == sentence[len(phrase) - 1 :]
        for place, piece in enumerate(phrase):
            here = slice(place, place + n_places)
            fit = _fit(folded, match_words([piece]), here)
            fits &= fit | _fit(own, find_lemma(case_fold(piece)).__eq__, here) if lemmas else fit
        spans |= {(first, first + len(phrase) - 1) for first in np.flatnonzero(fits).tolist()}
    found = np.array(sorted(spans), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _fit(factorized: tuple[np.ndarray, Any], fits: Callable[[str], object], rows: slice) -> np.ndarray:
    """Whether the words of these rows fit, each distinct one looked at once."""
    code, vocabulary = factorized
    return np.array([bool(fits(entry)) for entry in vocabulary], dtype=bool)[code[rows]]


def match_words(patterns: Iterable[str]) -> Any:
    """The function that tells whether a word fits one of the patterns, in which `*` stands for any number of letters."""
    return re.compile("|".join(_write_pattern(case_fold(pattern.strip())) for pattern in patterns)).fullmatch


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


def _read_context(
    table: pd.DataFrame, words: pd.DataFrame, first: np.ndarray, last: np.ndarray, width: int
) -> list[tuple[str, str, str]]:
    """What stands left of each of these uses in its story, the use as written, and what stands right; cut between words."""
    if "form" in table:
        texts = {story: " ".join(own["form"]) for story, own in words.groupby("story", sort=False)}
        ends = words.groupby("story", sort=False)["form"].transform(lambda form: (form.str.len() + 1).cumsum() - 1)
        spans = zip((ends - words["form"].str.len()).to_numpy()[first], ends.to_numpy()[last], strict=True)
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
        spans = zip(words["start"].to_numpy()[first], words["end"].to_numpy()[last], strict=True)
    found = []
    for story, (start, end) in zip(words["story"].to_numpy()[first], spans, strict=True):
        text = texts[story]
        left = " ".join(text[max(start - 2 * width, 0) : start].split())
        right = " ".join(text[end : end + 2 * width].split())
        if len(left) > width:
            left = left[-width:].partition(" ")[2]
        if len(right) > width:
            right = right[:width].rpartition(" ")[0]
        found.append((left, " ".join(text[start:end].split()), right))
    return found
