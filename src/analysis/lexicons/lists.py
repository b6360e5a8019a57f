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
def load_unweighted() -> frozenset[str]:
    """Words for peoples, religions, sexes and ages, to which the merged dictionary of sentiment gives no weight.

    They are in unweighted.txt, which may be edited.

    >>> "french" in load_unweighted(), "lovely" in load_unweighted()
    (True, False)
    """
    lines = (line for line in _read("unweighted.txt").splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def load_valence() -> Mapping[str, Mapping[str, float]]:
    """For each of VALENCE_LISTS its weights by word, in standard deviations of that list's weights; read-only.

    Positive is pleasant. VADER (Hutto & Gilbert, 2014) and the opinion lexicon (Hu & Liu, 2004) have words of feeling only,
    with weights from their own zero. labMT (Dodds et al., 2011) and the Glasgow Norms (Scott et al., 2019) have words of all
    kinds, with weights from the mean of their ratings. The column "wordnet" is predicted from these two by the relations of
    words in WordNet (lexicons/README.md).

    >>> lists = load_valence()
    >>> [lists[name]["sorrow"] < 0 for name in VALENCE_LISTS]
    [True, True, True, True, True]
    """
    cells = _read("valence.csv").replace("\n", ",").split(",")  # all at once: much faster than row by row
    step = len(VALENCE_LISTS) + 1
    words = cells[step:-1:step]
    columns = {name: cells[step + place : -1 : step] for place, name in enumerate(VALENCE_LISTS, 1)}
    return MappingProxyType(
        {
            name: MappingProxyType({word: float(cell) for word, cell in zip(words, column, strict=True) if cell})
            for name, column in columns.items()
        }
    )


VALENCE_LISTS = ("vader", "opinion", "labmt", "glasgow", "wordnet")
