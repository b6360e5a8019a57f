"""The language of a text: told by its script and by the function words in it, without a model."""

import re
from functools import cache

import numpy as np
import pandas as pd

from analysis.lexicons.lists import load_languages
from analysis.text.canonical import WORD

SCRIPTS = (
    ("ja", re.compile("[぀-ヿ]")), ("ko", re.compile("[가-힯ᄀ-ᇿ]")), ("zh", re.compile("[一-鿿㐀-䶿]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")), ("ru", re.compile("[Ѐ-ӿ]")), ("el", re.compile("[Ͱ-Ͽἀ-῿]")),
    ("he", re.compile("[֐-׿]")), ("fa", re.compile("[پچژگ]")), ("ar", re.compile("[؀-ۿ]")),
    ("hi", re.compile("[ऀ-ॿ]")),
)  # fmt: skip
RARE = {"ja": 0.1, "uk": 0.03, "fa": 0.02}  # of the letters: those that tell a language from another of its script
LOOKED_AT = 8_000  # characters at the start, in the middle and at the end of a text
FEWEST = 20  # words, or letters of another script, by which a language can be told
DISTINCT = 5  # different words of a language, for it to be told
LEAST = 0.18  # share of the words that are a language's own, for it to be told
AHEAD = 1.5  # times the share of English, or of the language that is stated
NAMES = {
    "ja": "Japanese", "ko": "Korean", "zh": "Chinese", "uk": "Ukrainian", "ru": "Russian", "el": "Greek", "he": "Hebrew",
    "fa": "Persian", "ar": "Arabic", "hi": "Hindi",
}  # fmt: skip


def tell_language(text: str, stated: str = "") -> str:
    """The code of a text's language (ISO 639-1), "" if it cannot be told; what is `stated` unless it clearly is another.

    >>> tell_language("Der Fuchs lief in den Wald, und die Mühle stand still, als er zu ihr kam. Sie war nicht mehr da.")
    'de'
    >>> tell_language("Fox, mill, wood."), tell_language("It was late.", "fr")
    ('', 'fr')
    """
    sample = _sample(text)
    if script := _tell_script(sample):
        return stated if code_of(stated) == script or (script in ("ru", "ar") and _shares_script(stated, script)) else script
    words = [word.lower().replace("’", "'") for word in WORD.findall(sample) if len(word) > 1]
    if len(words) < FEWEST:
        return stated
    shares = {code: sum(map(own.__contains__, words)) / len(words) for code, (_, own) in load_languages().items()}
    best = max(shares, key=lambda code: shares[code])
    if len(load_languages()[best][1].intersection(words)) < DISTINCT:
        return stated
    against = shares.get(code_of(stated) if stated else "en", 0.0)
    if best == code_of(stated) or shares[best] < LEAST or (best != "en" and shares[best] < AHEAD * against):
        return stated if stated or best != "en" else "en"
    if stated and shares[best] < AHEAD * against:
        return stated
    return best


def code_of(language: object) -> str:
    """The code of a language without region and script: "de" of "de-AT"; "" if nothing is stated.

    >>> code_of("EN_gb"), code_of(None)
    ('en', '')
    """
    return re.split("[-_]", language.strip())[0].lower() if isinstance(language, str) else ""


def name_language(code: str) -> str:
    """What a language is called: "German" for "de-AT", the code itself if it is not known."""
    return _list_names().get(code_of(code), code)


@cache
def _list_names() -> dict[str, str]:
    return {**NAMES, **{code: name for code, (name, _) in load_languages().items()}}


def is_foreign(language: object) -> bool:
    """Whether a language is stated or told, and is not English.

    >>> is_foreign("de"), is_foreign("en-GB"), is_foreign(None)
    (True, False, False)
    """
    return code_of(language) not in ("", "en", "eng", "english")


def find_foreign(table: pd.DataFrame) -> dict[object, str]:
    """The stories of a table that are not in English, by its column `language`, with what their languages are called."""
    if "language" not in table:
        return {}
    pairs = table[["story", "language"]].drop_duplicates("story").itertuples(index=False)
    return {story: name_language(language) for story, language in pairs if is_foreign(language)}


def is_english(table: pd.DataFrame) -> np.ndarray:
    """Whether each row of a table is of a story in English, or in a language that is not known."""
    foreign = find_foreign(table)
    return ~np.array(table["story"].isin(list(foreign)), dtype=bool) if foreign else np.ones(len(table), dtype=bool)


def _sample(text: str) -> str:
    if len(text) <= 3 * LOOKED_AT:
        return text
    middle = (len(text) - LOOKED_AT) // 2
    return "\n".join([text[:LOOKED_AT], text[middle : middle + LOOKED_AT], text[-LOOKED_AT:]])


def _tell_script(sample: str) -> str:
    """The language of a text in another script than the Latin one."""
    n_letters = sum(map(str.isalpha, sample))
    for code, pattern in SCRIPTS:
        n_own = sum(map(str.isalpha, pattern.findall(sample)))
        if n_own >= FEWEST and n_own > RARE.get(code, 0.5) * n_letters:
            return code
    return ""


def _shares_script(stated: str, script: str) -> bool:
    """Whether the stated language is another one that is written in this script: Bulgarian or Serbian; Urdu."""
    return code_of(stated) in (
        ("bg", "sr", "mk", "be", "uk", "kk", "mn", "tg", "ky") if script == "ru" else ("fa", "ur", "ps", "ug")
    )
