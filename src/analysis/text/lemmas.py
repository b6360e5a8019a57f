"""Lemmas: the inflections of one word together ("men", "man's"; "know", "knew"), derivations apart ("music", "musician").

Irregular forms and words that only look inflected are listed (lexicons/irregular.txt), other spellings go to the American
ones (lexicons/spellings.txt). A regular ending comes off where what is left is a noun, a verb or an adjective of WordNet,
as the ending asks. Words are looked at one by one, without their sentence: a form of two words goes with the one that
stories use it for most.
"""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, normalize

from analysis.lexicons.lists import load_bases, load_function_words, load_irregular, load_spellings, load_unweighted

SHORT = frozenset(("go", "do", "ax", "ox"))  # the only words of two letters that are inflected
HISSES = ("sses", "xes", "zzes", "ches", "shes", "oes")
LONGEST_TAIL = 14  # letters of an irregular form
VOWELS = "aeiou"
DOUBLED = "lsfz"  # letters that end a word twice: "fall", "miss", "stuff", "buzz"


@lru_cache(maxsize=2**18)
def find_lemma(word: str) -> str:
    """The lemma of a word: the one form that its inflections, and its other spellings, have in common.

    Parameters
    ----------
    word : case-folded, with a straight apostrophe; a function word is its own lemma.

    >>> [find_lemma(word) for word in ("men's", "knew", "wives", "hoping", "hopping", "harbours", "university", "walkin")]
    ['man', 'know', 'wife', 'hope', 'hop', 'harbor', 'university', 'walk']
    """
    if word in load_function_words():
        return word
    word = _plain(word.removesuffix("'s").removesuffix("'"))
    if word.endswith("ings") and word not in load_irregular():  # "feelings"
        word = word[:-1]
    return spell(_find_base(word) or _find_base(add_g(word)) or word)


def add_g(word: str) -> str:
    """The word that is written so without its g, "walkin" for "walking"; "" if it is none of these.

    >>> add_g("walkin"), add_g("nothin"), add_g("cabin")
    ('walking', 'nothing', '')
    """
    whole = word + "g"
    is_cut = word.endswith("in") and not _is_base(word, "nva") and word not in load_function_words()
    return whole if is_cut and (_find_base(whole) or whole in load_function_words()) else ""


def _find_base(word: str) -> str:
    """The word that a word is an inflection of; "" if none is known."""
    if word in load_irregular():
        return load_irregular()[word]
    return next((base for base, kinds in _list_bases(word) if _is_base(base, kinds)), "")


def _list_bases(word: str) -> Iterator[tuple[str, str]]:
    """The words that a word may be a regular inflection of, the likeliest first, each with what it has to be."""
    if not _is_base(word, "nv"):  # "grandchildren", "rebuilt"; an adjective may be a verb's form: "overdone"
        kinds = "v" if _is_base(word, "a") else "nv"
        heads = range(max(2, len(word) - LONGEST_TAIL), len(word) - 2)
        yield from ((word[:head] + load_irregular().get(word[head:], "-"), kinds) for head in heads)
    if word.endswith("men"):
        yield word[:-3] + "man", "n"
    elif word.endswith("s") and (not word.endswith(("ss", "us", "is")) or word.endswith("eaus")):
        yield from _list_singulars(word)
    elif word.endswith("ed"):
        if word.endswith("nged"):  # "tinged"
            yield word[:-1], "v"
        yield from _restore(word[:-2], "v")
    elif word.endswith("ing") and len(word) > 4:
        yield from _restore(word[:-3], "v") if word[-4] != "i" else [(word[:-3], "v")]
    elif word.endswith("est") or (word.endswith("er") and not _is_base(word, "n")):
        yield from _restore(word[:-3] if word.endswith("t") else word[:-2], "a")


def _list_singulars(word: str) -> Iterator[tuple[str, str]]:
    """What may stand before an -s: "cookies" -> "cookie", "cooky", "cooki"."""
    if word.endswith("ies"):
        yield word[:-1], "n"
        yield word[:-3] + "y", "nv"
    if word.endswith(HISSES):
        yield word[:-2], "nv"
    yield word[:-1], "nv"
    if word.endswith("es"):
        yield word[:-2], "nv"


def _restore(start: str, kind: str) -> Iterator[tuple[str, str]]:
    """What may stand before an ending with a vowel: "hopp" -> "hop", "hope" for "hop", "happy" for "happi"."""
    if start.endswith("i"):
        yield start[:-1] + "y", kind
    if start.endswith("ck"):  # "panicked"
        yield start[:-1], kind
    twice = len(start) > 3 and start[-1] == start[-2] and start[-1] not in VOWELS
    if twice and start[-1] not in DOUBLED:
        yield start[:-1], kind
    if _drops_e(start):
        yield start + "e", kind
    yield start, kind
    yield start + "e", kind
    if twice:
        yield start[:-1], kind


def _drops_e(start: str) -> bool:
    """Whether a word that ends so would double its last letter, or sounds as if an e were dropped: "hop", "bath", "curs"."""
    end = start[-3:]
    if end[-2:] in ("th", "ns", "rs", "ls"):
        return True
    return end[-1:] not in VOWELS + "wxy" and end[-2:-1] in VOWELS and (len(start) < 3 or end[0] not in VOWELS)


def _is_base(base: str, kinds: str) -> bool:
    """Whether a word is a noun, verb or adjective ("n", "v", "a") that WordNet has, in this spelling or the American one."""
    if len(base) < 3 and base not in SHORT:
        return False
    if "n" in kinds and base in load_unweighted():  # "frenchman", which WordNet has with a capital only
        return True
    return any(base in load_bases(kind) or spell(base) in load_bases(kind) for kind in kinds)


def _plain(word: str) -> str:
    """A word of Latin letters without its accents: "café" and "cafe" are one."""
    plain = "".join(letter for letter in normalize("NFD", word) if not combining(letter)) if not word.isascii() else word
    return plain if plain.isascii() else word


def spell(word: str) -> str:
    """A word as it is spelt in America."""
    spelt = load_spellings().get(word, word)
    if len(spelt) > 5 and spelt.endswith(("ise", "yse")) and spelt[:-2] + "ze" in load_bases("v"):
        return spelt[:-2] + "ze"
    return spelt
