"""Facts about single words: their syllables, the words they may be inflected from, whether they are familiar."""

import re
import unicodedata
from collections.abc import Iterator

from analysis.lexicons.lists import load_easy_words, load_function_words, load_syllables
from analysis.text.lemmas import add_g, spell

CONSONANTS = "bcdfghjklmnpqrstvxz"
CLITICS = {"'d": "td", "'ll": CONSONANTS, "'ve": CONSONANTS, "'re": CONSONANTS}  # a syllable more after these letters
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
    word = add_g(word) or word  # "goin'", which the dictionary takes for a name
    if word in dictionary:
        return max(dictionary[word], 1)  # "hmm" has no vowel
    if not any(map(str.isalpha, word)):
        return 1
    if found := next((other for other in _list_spellings(word) if other in dictionary), ""):
        return dictionary[found]
    if "." in word or (form.isupper() and 1 < len(form) < 6 and not VOWELS.search(word)):
        return sum(3 if letter == "w" else 1 for letter in word if letter.isalpha())
    for base, suffix in find_bases(word):
        if base in dictionary:
            return dictionary[base] + _count_suffix(base, suffix)
    base, mark, ending = word.rpartition("'")
    if mark + ending in CLITICS and base in dictionary:  # "that'll" has one more, "look'd" has not
        return dictionary[base] + (base[-1] in CLITICS[mark + ending])
    return _count_by_rule(word.replace("'", "") if ending != "s" else word)  # "e'er", "heav'n": one vowel less


def _list_spellings(word: str) -> Iterator[str]:
    """Other ways to write a word: with its g, in America, with an apostrophe, without "it" before: "'twouldn't"."""
    if whole := add_g(word):
        yield whole
    if spell(word) != word:
        yield spell(word)
    yield from (spell(base) + ending for base, ending in find_bases(word) if spell(base) != base)  # "harbours"
    if word in load_function_words():
        yield from (f"{word[:-size]}'{word[-size:]}" for size in (1, 2))  # "dont", "theyll"
    if word[:1] == "t" and word[1:] in load_function_words():
        yield word[1:]


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

    British spellings, forms without their g or their apostrophe count as the words they are ("colour", "walkin", "dont").
    The other rules are those of Dale & Chall (1948): plurals and possessives, -s, -ed, -ing and -n of verbs, -er and -est,
    adverbs in -ly.

    >>> [is_familiar(word) for word in ["horses", "happily", "resilience", "1,000"]]
    [True, True, False, True]
    """
    return _is_easy(word) or not any(map(str.isalpha, word)) or any(map(_is_easy, _list_spellings(word)))


def _is_easy(word: str) -> bool:
    """Whether the Dale-Chall list has a word, "mr." for "mr", or what it is inflected from."""
    easy = load_easy_words()
    bases = (base for base, suffix in find_bases(word) if suffix in FAMILIAR_SUFFIXES)
    return word in easy or word + "." in easy or any(base in easy for base in bases)


def is_listed(word: str) -> bool:
    """Whether the CMU dictionary has a word in one of its spellings; abbreviations and numbers need none.

    >>> [is_listed(word) for word in ["story", "walkin", "dont", "u.s", "xyzzy"]]
    [True, True, True, True, False]
    """
    dictionary = load_syllables()
    is_plain = "." not in word and any(map(str.isalpha, word))
    return not is_plain or word in dictionary or any(other in dictionary for other in _list_spellings(word))
