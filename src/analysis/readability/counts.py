"""Counts per sentence: the tally that every readability formula is computed from."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.lexicons.lists import load_syllables
from analysis.tables import TABLES, carry_metadata, is_counted, need_columns, number_sentences, number_stories
from analysis.text.language import is_english
from analysis.text.stories import as_stories
from analysis.text.syllables import count_syllables, find_bases, is_familiar, is_listed
from analysis.text.words import as_words

_COLUMNS = TABLES["tally"].columns
ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence")
YOU = frozenset(("you", "your", "yours", "yourself"))
KEYS = _COLUMNS[: _COLUMNS.index("words")]


class _Facts(NamedTuple):
    """Per-word facts: those of its form, and whether it is a name."""

    syllables: np.ndarray
    letters: np.ndarray  # and digits
    lifted: np.ndarray  # raised to three syllables by -es, -ed or -ing
    unfamiliar: np.ndarray  # not on the Dale-Chall list, nor an inflection
    unlisted: np.ndarray  # not in the CMU dictionary
    lower: np.ndarray  # written with a small first letter
    abstract: np.ndarray  # in -tion, -ment, -ness ...
    of: np.ndarray  # the word "of"
    you: np.ndarray  # the word "you", "your", "yours" or "yourself"
    name: np.ndarray
    function: np.ndarray


# Each count of the tally: which words it counts, or how much each word adds. `tables.TABLES` has the same names in order.
COUNTS: dict[str, Callable[[_Facts], np.ndarray]] = {
    "words": lambda word: np.ones(len(word.name)),
    "syllables": lambda word: word.syllables,
    "polysyllables": lambda word: word.syllables >= 3,
    "complex": lambda word: (word.syllables >= 3) & ~word.lifted & ~word.name,
    "unfamiliar": lambda word: word.unfamiliar & ~word.name,
    "unlisted": lambda word: word.unlisted,
    "letters": lambda word: word.letters,
    "long_words": lambda word: word.letters > 6,
    "name_words": lambda word: word.name,
    "name_syllables": lambda word: word.syllables * word.name,
    "lower_words": lambda word: word.lower,
    "lower_unfamiliar": lambda word: word.lower & word.unfamiliar,
    "lower_unlisted": lambda word: word.lower & word.unlisted,
    "monosyllables": lambda word: word.syllables <= 1,
    "mini_words": lambda word: word.letters <= 3,
    "content_words": lambda word: word.lower & ~word.function,
    "unfamiliar_content": lambda word: word.lower & ~word.function & word.unfamiliar,
    "abstract_words": lambda word: word.lower & word.abstract,
    "of_words": lambda word: word.of,
    "you_words": lambda word: word.you,
}


class _Form(NamedTuple):
    """Per-form facts; they do not depend on context."""

    syllables: int
    letters: int
    lifted: bool
    unfamiliar: bool
    unlisted: bool
    lower: bool
    abstract: bool
    of: bool
    you: bool


@lru_cache(maxsize=2**16)  # thousands of stories have most of their words in common
def _describe_form(form: str) -> _Form:
    word, syllables = form.lower().replace("’", "'"), count_syllables(form)
    return _Form(
        syllables,
        letters=sum(map(str.isalnum, word)),
        lifted=syllables == 3 and _is_lifted(word),
        unfamiliar=not is_familiar(word),
        unlisted=not is_listed(word),
        lower=form[0].islower(),
        abstract=len(word) >= 5 and word.endswith(ABSTRACT),
        of=word == "of",
        you=word in YOU,
    )


def _describe_words(words: pd.DataFrame) -> _Facts:
    """The facts of every word of a table, each distinct form looked up once."""
    code, forms = pd.factorize(words["form"])
    facts = np.array(list(map(_describe_form, forms.tolist())), dtype=np.int64).reshape(-1, len(_Form._fields)).T
    syllables, letters, *flags = facts
    lifted, unfamiliar, unlisted, lower, abstract, of, you = (flag.astype(bool)[code] for flag in flags)
    name, function = words["name"].to_numpy(), words["function"].to_numpy()
    return _Facts(syllables[code], letters[code], lifted, unfamiliar, unlisted, lower, abstract, of, you, name, function)


def tally_sentences(words: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence, heading or verse line that has words, in reading order: the counts that formulas use.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.

    Returns
    -------
    DataFrame with the columns

    story, chapter, paragraph, sentence, kind : as in the table of words
    position : 0-1, mean of its words' positions
    start, end : offsets of its first and last word in the story's text
    speech : whether more than half of its words are inside quotation marks
    words : running words
    syllables : of all words
    polysyllables : words of three syllables or more
    complex : Gunning's: polysyllables that are no names and were not raised to three syllables by -es, -ed or -ing
    unfamiliar : words that are neither on the Dale-Chall list nor inflections of listed words, nor names or numbers
    unlisted : words that are not in the CMU dictionary, in any of their spellings
    letters : letters and digits
    long_words : words of more than six letters
    name_words, name_syllables : names, and their syllables
    lower_words : words written with a small first letter
    lower_unfamiliar, lower_unlisted : unfamiliar and unlisted words among these
    monosyllables : words of one syllable, or none ("hmm")
    mini_words : words of one to three letters
    content_words : words written with a small first letter that are no function words
    unfamiliar_content : unfamiliar words among these
    abstract_words : words of five letters or more with a small first letter in -tion, -sion, -ment, -ness, -ity, -ance or
        -ence
    of_words, you_words : the word "of"; the words "you", "your", "yours" and "yourself"

    then the metadata of the story.

    >>> from analysis import read_stories
    >>> tally = tally_sentences(read_stories({"a": "Every story ends. Why?"}))
    >>> tally[["sentence", "words", "syllables"]].to_numpy().tolist()
    [[1, 3, 6], [2, 1, 1]]
    """
    return _tally(as_words(words))


def _tally(words: pd.DataFrame) -> pd.DataFrame:
    facts = _describe_words(words)
    unit, of_story = number_sentences(words)
    size = len(of_story)
    first_word, last_word = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    last_word[unit] = np.arange(len(unit))
    first_word[unit[::-1]] = np.arange(len(unit))[::-1]
    n_words = np.bincount(unit, minlength=size)
    tally = words[KEYS].take(first_word).reset_index(drop=True)
    tally["position"] = np.bincount(unit, words["position"], size) / n_words
    tally["end"] = words["end"].to_numpy()[last_word]
    tally["speech"] = np.bincount(unit, words["speech"], size) > n_words / 2
    for column, count in COUNTS.items():
        tally[column] = np.bincount(unit, count(facts), size).astype(np.int64)
    return carry_metadata(words, first_word, tally, "words")


def summarise_stories(tally: pd.DataFrame) -> pd.DataFrame:
    """One row per story: its counts of words, sentences, paragraphs and so on.

    Parameters
    ----------
    tally : a tally of sentences; words, sentences, stories, or what `read_stories` takes, are tallied first.

    Returns
    -------
    DataFrame with the columns

    story : the story
    words, sentences, paragraphs : of prose
    chapters, headings, verse_lines : their numbers; what stands before the first chapter is none
    speech_share : 0-1, prose words in sentences that are mostly inside quotation marks; NaN without prose

    >>> from analysis import read_stories
    >>> summarise_stories(read_stories({"a": "Every story ends. Why?"}))[["words", "sentences"]].to_numpy().tolist()
    [[4, 2]]
    """
    tally = as_tally(tally)
    code, stories = number_stories(tally)
    prose, words, size = (tally["kind"] == "prose").to_numpy(), tally["words"].to_numpy(), len(stories)

    def count(chosen: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(code[chosen], None if weight is None else weight[chosen], size).astype(np.int64)

    def count_distinct(column: str, chosen: np.ndarray) -> np.ndarray:
        pairs = pd.DataFrame({"story": code, column: tally[column].to_numpy()})[chosen].drop_duplicates()
        return np.bincount(pairs["story"], minlength=size)

    total = count(prose, words)
    with np.errstate(invalid="ignore"):
        speech = count(prose & tally["speech"].to_numpy(), words) / total
    return pd.DataFrame(
        {
            "story": stories,
            "words": total,
            "sentences": count(prose),
            "paragraphs": count_distinct("paragraph", prose),
            "chapters": count_distinct("chapter", (tally["chapter"] > 0).to_numpy()),
            "headings": count((tally["kind"] == "heading").to_numpy()),
            "verse_lines": count((tally["kind"] == "verse").to_numpy()),
            "speech_share": speech,
        }
    )


def _is_lifted(word: str) -> bool:
    """Whether -es, -ed or -ing raised a word from two syllables to three (Gunning does not count those)."""
    return any(
        suffix in ("s", "es", "ed", "d", "ing") and load_syllables().get(base) == 2 for base, suffix in find_bases(word)
    )


def find_hard_words(words: pd.DataFrame) -> pd.DataFrame:
    """One row per hard word token, in reading order: the words that a marked-up passage marks.

    Parameters
    ----------
    words : a table of words; sentences, stories, or what `read_stories` takes, are split into words first.

    Returns
    -------
    DataFrame with the columns

    story, chapter, paragraph, sentence, start, end, form, word : as in the table of words
    syllables : of the word
    polysyllabic : whether it has three syllables or more
    unfamiliar : whether it is neither on the Dale-Chall list, nor an inflection of a listed word, nor a name or number

    At least one of the last two is true. Headings are left out.

    >>> from analysis import read_stories
    >>> find_hard_words(read_stories({"a": "Resilience was in every note."}))["word"].tolist()
    ['resilience', 'every']
    """
    words = as_words(words)
    facts = _describe_words(words)
    table = words[["story", "chapter", "paragraph", "sentence", "start", "end", "form", "word"]].copy()
    table["syllables"] = facts.syllables
    table["polysyllabic"] = table["syllables"] >= 3
    table["unfamiliar"] = COUNTS["unfamiliar"](facts)
    is_hard = (table["polysyllabic"] | table["unfamiliar"]) & is_counted(words["kind"]) & is_english(words)
    return table[is_hard].reset_index(drop=True)


def as_tally(table: pd.DataFrame, names: str = "with") -> pd.DataFrame:
    """One row per sentence with its counts: the table given, if it is a tally; words, sentences or stories are tallied.

    `names`: "with", or "without" names, whose words are then dropped; that needs the words themselves.
    """
    table = as_stories(table)
    if "syllables" in table:
        if names == "without":
            raise StoryError("names='without' needs the words themselves: pass words, sentences or stories, not a tally.")
        need_columns(table, _COLUMNS, "tally")
        return table
    words = as_words(table)
    return _tally(words[~words["name"]] if names == "without" else words)


def count_prose(tally: pd.DataFrame) -> dict[str, np.ndarray]:
    """The counts of the tally's prose sentences as arrays, with `sentences` (ones) and `squares` (words squared)."""
    prose = tally[tally["kind"] == "prose"]
    counts = {column: prose[column].to_numpy(dtype=float) for column in COUNTS}
    return counts | {"sentences": np.ones(len(prose)), "squares": counts["words"] ** 2}
