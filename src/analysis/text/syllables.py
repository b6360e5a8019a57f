"""Facts about single words: their syllables, the words they may be inflected from, whether they are familiar."""

import re
import unicodedata
from collections.abc import Iterator

from analysis.lexicons.lists import load_easy_words, load_syllables

VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"[^aeiouy-](?:e|es|ed)$")
SPOKEN_END = re.compile(r"(?:[^aeiouyrl]l(?:e|es|ed)|[td]ed|(?:[sxzjcg]|ch|sh)es)$")
SILENT_MIDDLE = re.compile(
    r"[aeiouy][^aeiouy]+e(?:ments?|ly|ness|less|ful|fully|s?man|some|work|land|wood|ways?|where|house|light|line|self)$"
)
PARTED = re.compile(r"i[aou](?!u)|[^aeiouygq]ua|eo(?!u)|ea(?=n?$)|uo|ie[tr]$|iest$|ism$|[eo]ing|yi|^mc|rie[td]")
JOINED = re.compile(r"[tscgx]io(?!$)|[tc]ia(?=[ln])|[gq]uo|geo[nu]|eou")
SIBILANT = re.compile(r"(?:[sxzj]|[cgsz]e|ch|sh)$")
SUFFIXES = {"ing": 1, "ings": 1, "ly": 1, "ness": 1, "less": 1, "ful": 1, "er": 1, "est": 1, "ers": 1}
ENDINGS = {  # by their last letter, so that most are not tried
    "s": ("'s", "s", "es", "ings", "ness", "less", "ers"), "d": ("ed", "d"), "g": ("ing",), "y": ("ly",), "l": ("ful",),
    "r": ("er",), "t": ("est",), "n": ("n",),
}  # fmt: skip
FAMILIAR_SUFFIXES = frozenset(["'s", "s", "es", "ed", "d", "ing", "er", "est", "ly", "n"])


def count_syllables(form: str) -> int:
    """The number of syllables of a word, at least one.

    Parameters
    ----------
    form : the word as it is written; capitals tell abbreviations from words.

    Notes
    -----
    It is counted in the first pronunciation in the CMU dictionary. If that lacks the word, it is the count of the word
    that it is inflected from, plus the ending; failing that, the number of groups of vowels. An accented vowel is a vowel,
    and a diaeresis separates it from the vowel before. A number has one syllable, an abbreviation those of its letters.
    For 94 % of CMU words, each left out of the dictionary for the test, the count is exactly right
    (benchmarks/accuracy.py).

    >>> [count_syllables(form) for form in ["story", "Léa", "naïve", "Akademicheskaya", "U.S", "1914"]]
    [2, 2, 2, 7, 2, 1]
    """
    word = form.lower().replace("’", "'")
    dictionary = load_syllables()
    if word in dictionary:
        return max(dictionary[word], 1)  # "hmm" has no vowel
    if not any(map(str.isalpha, word)):
        return 1
    if "." in word or (form.isupper() and 1 < len(form) < 6 and not VOWELS.search(word)):
        return sum(3 if letter == "w" else 1 for letter in word if letter.isalpha())
    for base, suffix in find_bases(word):
        if base in dictionary:
            return dictionary[base] + _count_suffix(base, suffix)
    return _count_by_rule(word)


def _count_suffix(base: str, suffix: str) -> int:
    """The syllables that an ending adds to a word."""
    if suffix in ("ed", "d"):
        return int(base.rstrip("e")[-1:] in ("t", "d"))
    return SUFFIXES.get(suffix, int(SIBILANT.search(base) is not None))


def _count_by_rule(word: str) -> int:
    """Groups of vowels, corrected for vowels that are separate, joined or silent."""
    plain = re.sub("[éèë]", "i", re.sub("(?<=[aeiou])[äëïöü]", "-i", word))
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    plain = re.sub("(?<=[aeiou])y(?=[aeiou])", "-", plain.removesuffix("'s"))
    count = len(VOWELS.findall(plain)) + len(PARTED.findall(plain)) - len(JOINED.findall(plain))
    count -= bool(SILENT_END.search(plain) and not SPOKEN_END.search(plain))
    count -= bool(SILENT_MIDDLE.search(plain))
    count += word.endswith("'s") and SIBILANT.search(plain) is not None
    return max(count, 1)


def find_bases(word: str) -> Iterator[tuple[str, str]]:
    """The words that `word` may be an inflection of, the most likely first, each with its ending.

    >>> list(find_bases("hopes"))
    [('hope', 's'), ('hop', 'es')]
    """
    for suffix in ENDINGS.get(word[-1:], ()):
        base = word.removesuffix(suffix)
        if base == word or len(base) < 2:
            continue
        if base[-1] == "i" and suffix in ("es", "ed", "er", "est", "ly", "ness"):
            yield base[:-1] + "y", suffix
        if suffix == "d" and base[-1] != "e":
            continue
        yield base, suffix
        if suffix in ("ing", "ings", "er", "ers", "est", "ed"):
            if suffix != "ed":
                yield base + "e", suffix
            if len(base) > 3 and base[-1] == base[-2]:
                yield base[:-1], suffix


def is_familiar(word: str) -> bool:
    """Whether a word, or one that it is a regular inflection of, is on the Dale-Chall list; numbers are familiar.

    The rules are those of Dale & Chall (1948): plurals and possessives, -s, -ed, -ing and -n of verbs, -er and -est,
    adverbs in -ly.

    >>> [is_familiar(word) for word in ["horses", "happily", "resilience", "1,000"]]
    [True, True, False, True]
    """
    easy = load_easy_words()
    return (
        word in easy
        or word + "." in easy  # "mr."
        or any(base in easy and suffix in FAMILIAR_SUFFIXES for base, suffix in find_bases(word))
        or not any(map(str.isalpha, word))
    )
