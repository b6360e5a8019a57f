"""The word lists that come with this package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LISTS = Path(__file__).parent


def _read(name: str) -> str:
    """The text of a list's file."""
    return (LISTS / name).read_text(encoding="utf-8")


@cache
def load_syllables() -> Mapping[str, int]:
    """Number of syllables by case-folded word, read-only: the vowels, stressed or not, of its first pronunciation.

    A few words without a vowel ("hmm", "shh") have 0. Source: CMU Pronouncing Dictionary (Carnegie Mellon, 1993-2015).

    >>> load_syllables()["story"], load_syllables()["o'clock"]
    (2, 2)
    """
    cells = _read("syllables.csv").replace(",", " ").split()  # all at once: much faster than row by row
    numbers = {str(number): number for number in range(100)}
    return MappingProxyType(dict(zip(cells[2::2], map(numbers.__getitem__, cells[3::2]), strict=True)))


@cache
def load_easy_words() -> frozenset[str]:
    """The Dale-Chall list: case-folded words that most fourth-graders knew, mostly base forms without their inflections.

    Source: Dale and Chall (1948), in the version of textstat.

    >>> "the" in load_easy_words(), "yardstick" in load_easy_words()
    (True, False)
    """
    return frozenset(_read("easy_words.txt").split())


@cache
def load_function_words() -> frozenset[str]:
    """The closed-class words of English (articles, pronouns, modals, contractions ...), case-folded.

    They are in function_words.txt, which may be edited.

    >>> "the" in load_function_words(), "house" in load_function_words()
    (True, False)
    """
    lines = (line.strip() for line in _read("function_words.txt").splitlines())
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


@cache
def load_languages() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The name and the frequent function words of each language, by its code, case-folded.

    They are in languages.txt, which may be edited.

    >>> load_languages()["de"][0], "und" in load_languages()["de"][1]
    ('German', True)
    """
    lines = (line.split() for line in _read("languages.txt").splitlines() if line and not line.startswith("#"))
    return MappingProxyType({code: (name, frozenset(map(str.casefold, words))) for code, name, *words in lines})


def _read_groups(name: str) -> Mapping[str, str]:
    """The first word of its line, by each of the others; a word that stands alone is its own."""
    lines = (line.split() for line in _read(name).splitlines() if line and not line.startswith("#"))
    return MappingProxyType({word: words[0] for words in lines for word in words[1:] or words})


@cache
def load_bases(kind: str) -> frozenset[str]:
    """The nouns ("n"), verbs ("v") or adjectives ("a") of one word of WordNet 3.0 (2006), uninflected.

    >>> "mouse" in load_bases("n"), "mouse" in load_bases("a"), "mice" in load_bases("n")
    (True, False, False)
    """
    return frozenset(_read({"n": "nouns.txt", "v": "verbs.txt", "a": "adjectives.txt"}[kind]).split())


@cache
def load_irregular() -> Mapping[str, str]:
    """The word that an irregular form belongs to, and words that only look inflected, which belong to themselves.

    They are in irregular.txt, which may be edited.

    >>> load_irregular()["knew"], load_irregular()["mice"], load_irregular()["news"]
    ('know', 'mouse', 'news')
    """
    return _read_groups("irregular.txt")


@cache
def load_spellings() -> Mapping[str, str]:
    """The American spelling of a word by its other spellings.

    They are in spellings.txt, which may be edited.

    >>> load_spellings()["harbour"], load_spellings()["grey"]
    ('harbor', 'gray')
    """
    return _read_groups("spellings.txt")


@cache
def load_valence() -> Mapping[str, tuple[float, ...]]:
    """Weights by word, one for each of VALENCE_LISTS, in standard deviations of that list's weights; NaN where absent.

    Read-only. Positive is pleasant. Sources: VADER (Hutto & Gilbert, 2014), the opinion lexicon (Hu & Liu, 2004), labMT
    outside its neutral band (Dodds et al., 2011).

    >>> vader, opinion, labmt = load_valence()["sorrow"]
    >>> vader < 0, opinion < 0, labmt < 0
    (True, True, True)
    """
    rows = (line.split(",") for line in _read("valence.csv").splitlines()[1:])
    return MappingProxyType({word: tuple(float(w or "nan") for w in weights) for word, *weights in rows})


VALENCE_LISTS = ("vader", "opinion", "labmt")
