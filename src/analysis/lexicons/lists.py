"""The word lists this package carries."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LISTS = Path(__file__).parent


def _read(name: str) -> str:
    return (LISTS / name).read_text(encoding="utf-8")


@cache
def load_syllables() -> Mapping[str, int]:
    """Syllables by casefolded word: the stressed and unstressed vowels of its first pronunciation, read-only.

    A few words without a vowel ("hmm", "shh") have 0. Source: CMU Pronouncing Dictionary (Carnegie Mellon, 1993-2015).

    >>> load_syllables()["story"], load_syllables()["o'clock"]
    (2, 2)
    """
    cells = _read("syllables.csv").replace(",", " ").split()  # all at once: much faster than row by row
    numbers = {str(number): number for number in range(100)}
    return MappingProxyType(dict(zip(cells[2::2], map(numbers.__getitem__, cells[3::2]), strict=True)))


@cache
def load_easy_words() -> frozenset[str]:
    """The Dale-Chall list: casefolded words that most fourth-graders knew, mostly base forms without their inflections.

    Source: Dale and Chall (1948), as textstat has it.

    >>> "the" in load_easy_words(), "yardstick" in load_easy_words()
    (True, False)
    """
    return frozenset(_read("easy_words.txt").split())


@cache
def load_function_words() -> frozenset[str]:
    """The closed-class words of English (articles, pronouns, modals, contractions ...), from a file that may be edited.

    >>> "the" in load_function_words(), "house" in load_function_words()
    (True, False)
    """
    lines = (line.strip() for line in _read("function_words.txt").splitlines())
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


@cache
def load_valence() -> Mapping[str, tuple[float, ...]]:
    """By word its weight in each of VALENCE_LISTS, in standard deviations of that list's weights; NaN where it is absent.

    Positive is pleasant. Sources: VADER (Hutto & Gilbert, 2014), the opinion lexicon (Hu & Liu, 2004), labMT outside its
    neutral band (Dodds et al., 2011).

    >>> vader, opinion, labmt = load_valence()["sorrow"]
    >>> vader < 0, opinion < 0, labmt < 0
    (True, True, True)
    """
    rows = (line.split(",") for line in _read("valence.csv").splitlines()[1:])
    return MappingProxyType({word: tuple(float(w or "nan") for w in weights) for word, *weights in rows})


VALENCE_LISTS = ("vader", "opinion", "labmt")
