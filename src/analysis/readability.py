"""Readability: counts per sentence -> scores per group, by published formulas. Sum first, then score; never average scores."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.corpus import WORD_COLUMNS, need_columns, split_words
from analysis.inference import estimate
from analysis.lexicons import load_easy_words, load_syllables
from analysis.reading import StoryError

KEYS = ["story", "chapter", "paragraph", "sentence", "position", "kind"]
COUNTS = [
    "words", "syllables", "polysyllables", "complex", "unfamiliar", "unlisted", "letters", "long_words", "name_words",
    "name_syllables",
]  # fmt: skip

Number = float | np.ndarray | pd.Series


# --- the formulas: pure functions of counts, on numbers or Series ---------------------------------------------------


def flesch_reading_ease(words: Number, sentences: Number, syllables: Number) -> Number:
    """Flesch Reading Ease, about 0-100: higher is easier (Flesch, 1948).

    >>> round(flesch_reading_ease(words=100, sentences=5, syllables=150), 3)
    59.635
    """
    return 206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words)


def flesch_kincaid_grade(words: Number, sentences: Number, syllables: Number) -> Number:
    """Flesch-Kincaid grade, in years of US schooling: higher is harder (Kincaid et al., 1975).

    >>> round(flesch_kincaid_grade(words=100, sentences=5, syllables=150), 2)
    9.91
    """
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


def gunning_fog(words: Number, sentences: Number, complex: Number) -> Number:
    """Gunning's Fog index, in years of US schooling: higher is harder (Gunning, 1952).

    `complex`: words of three syllables or more that are no names and were not lifted to three by -es, -ed or -ing.

    >>> gunning_fog(words=100, sentences=5, complex=10)
    12.0
    """
    return 0.4 * (words / sentences + 100 * (complex / words))


def smog(sentences: Number, polysyllables: Number) -> Number:
    """SMOG grade, in years of US schooling: higher is harder; made for 30 sentences or more (McLaughlin, 1969).

    `polysyllables`: all words of three syllables or more.

    >>> round(smog(sentences=30, polysyllables=100), 4)
    13.5591
    """
    return 1.0430 * np.sqrt(30 * (polysyllables / sentences)) + 3.1291


def coleman_liau(words: Number, sentences: Number, letters: Number) -> Number:
    """Coleman-Liau index, in years of US schooling: higher is harder (Coleman & Liau, 1975).

    Their worked example has 119 words, 5 sentences and 639 letters: grade 14.5 with the rates rounded to 537 and 4.20.

    >>> round(0.0588 * 537 - 0.296 * 4.20 - 15.8, 1)
    14.5
    >>> round(coleman_liau(words=119, sentences=5, letters=639), 2)
    14.53
    """
    return 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8


def ari(words: Number, sentences: Number, letters: Number) -> Number:
    """Automated Readability Index, in years of US schooling: higher is harder (Smith & Senter, 1967).

    >>> round(ari(words=100, sentences=5, letters=450), 3)
    9.765
    """
    return 4.71 * (letters / words) + 0.5 * (words / sentences) - 21.43


def words_per_sentence(words: Number, sentences: Number) -> Number:
    """Mean sentence length in words."""
    return words / sentences


def syllables_per_word(words: Number, syllables: Number) -> Number:
    """Mean word length in syllables."""
    return syllables / words


def letters_per_word(words: Number, letters: Number) -> Number:
    """Mean word length in letters and digits."""
    return letters / words


# Each measure once: its formula and the counts that it takes, in the order in which tables and figures show them.
MEASURES: dict[str, tuple[Callable[..., Number], tuple[str, ...]]] = {
    "flesch_reading_ease": (flesch_reading_ease, ("words", "sentences", "syllables")),
    "flesch_kincaid_grade": (flesch_kincaid_grade, ("words", "sentences", "syllables")),
    "gunning_fog": (gunning_fog, ("words", "sentences", "complex")),
    "smog": (smog, ("sentences", "polysyllables")),
    "coleman_liau": (coleman_liau, ("words", "sentences", "letters")),
    "ari": (ari, ("words", "sentences", "letters")),
    "words_per_sentence": (words_per_sentence, ("words", "sentences")),
    "syllables_per_word": (syllables_per_word, ("words", "syllables")),
    "letters_per_word": (letters_per_word, ("words", "letters")),
}
GRADES = ["flesch_kincaid_grade", "gunning_fog", "smog", "coleman_liau", "ari"]


# --- what is counted in a word ----------------------------------------------------------------------------------------

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
FAMILIAR_SUFFIXES = frozenset(["'s", "s", "es", "ed", "d", "ing", "er", "est", "ly", "n"])


def count_syllables(form: str) -> int:
    """The number of syllables of a word, one at least.

    The first pronunciation in the CMU dictionary; else that of the word it is inflected from, with the ending; else
    groups of vowels, an accented vowel being a vowel and two dots parting it from the one before. A number is one
    syllable, an abbreviation its letters. On CMU words left out of the dictionary for the purpose 94 % come out exactly
    right (benchmarks/accuracy.py).

    >>> [count_syllables(form) for form in ["story", "Léa", "naïve", "Akademicheskaya", "U.S", "1914"]]
    [2, 2, 2, 7, 2, 1]
    """
    word = form.lower().replace("’", "'")
    known = load_syllables()
    if word in known:
        return known[word]
    if not any(map(str.isalpha, word)):
        return 1
    if "." in word or (form.isupper() and 1 < len(form) < 6 and not VOWELS.search(word)):
        return sum(3 if letter == "w" else 1 for letter in word if letter.isalpha())
    for base, suffix in find_bases(word):
        if base in known:
            return known[base] + _suffix_syllables(base, suffix)
    return _count_by_rule(word)


def _suffix_syllables(base: str, suffix: str) -> int:
    if suffix in ("ed", "d"):
        return int(base.rstrip("e")[-1:] in ("t", "d"))
    return SUFFIXES.get(suffix, int(SIBILANT.search(base) is not None))


def _count_by_rule(word: str) -> int:
    plain = re.sub("[éè]", "i", re.sub("(?<=[aeiou])[äëïöü]", "-i", word))
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    plain = re.sub("(?<=[aeiou])y(?=[aeiou])", "-", plain.removesuffix("'s"))
    count = len(VOWELS.findall(plain)) + len(PARTED.findall(plain)) - len(JOINED.findall(plain))
    count -= bool(SILENT_END.search(plain) and not SPOKEN_END.search(plain))
    count -= bool(SILENT_MIDDLE.search(plain))
    count += word.endswith("'s") and SIBILANT.search(plain) is not None
    return max(count, 1)


def find_bases(word: str) -> Iterator[tuple[str, str]]:
    """The words that `word` may be an inflection of, likeliest first, each with the ending it would have.

    >>> list(find_bases("hopes"))
    [('hope', 's'), ('hop', 'es')]
    """
    for suffix in ("'s", "s", "es", "ed", "d", "ings", "ing", "ly", "ness", "less", "ful", "ers", "er", "est", "n"):
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
    """Whether a word, or one it is a regular inflection of, is on the Dale-Chall list; numbers are.

    The rules of Dale & Chall (1948): plurals and possessives, -s, -ed, -ing and -n of verbs, -er and -est, adverbs in -ly.

    >>> [is_familiar(word) for word in ["horses", "happily", "resilience", "1,000"]]
    [True, True, False, True]
    """
    easy = load_easy_words()
    return (
        word in easy
        or not any(map(str.isalpha, word))
        or any(base in easy and suffix in FAMILIAR_SUFFIXES for base, suffix in find_bases(word))
    )


# --- tables -------------------------------------------------------------------------------------------------------------


def tally_sentences(words: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence, heading or verse line that has words, in reading order: the counts that formulas are made of.

    Columns: the keys `story, chapter, paragraph, sentence, position, kind`; then counts of its words: `words`; `syllables`;
    `polysyllables` (three syllables or more); `complex` (Gunning's: three or more, no name, not lifted to three by -es, -ed
    or -ing); `unfamiliar` (not on the Dale-Chall list, nor an inflection; names and numbers are familiar); `unlisted` (not
    in the CMU dictionary); `letters` (and digits); `long_words` (more than six letters); `name_words`, `name_syllables`;
    then metadata. Stories or sentences are split into words first.

    >>> from analysis import read_stories
    >>> tally_sentences(read_stories({"a": "Every story ends. Why?"}))[["sentence", "words", "syllables"]].to_numpy()
    array([[0, 3, 5],
           [1, 1, 1]])
    """
    if "form" not in words:
        words = split_words(words)
    need_columns(words, WORD_COLUMNS, "words")
    forms, names = words["form"], words["name"].to_numpy()
    code, distinct = pd.factorize(forms)
    syllables = np.array([count_syllables(form) for form in distinct], dtype=np.int64)
    lowered = [form.lower().replace("’", "'") for form in distinct]
    lifted = np.array([_is_lifted(word, count) for word, count in zip(lowered, syllables, strict=True)], dtype=bool)
    letters = np.array([sum(map(str.isalnum, form)) for form in distinct], dtype=np.int64)
    unfamiliar = np.array([not is_familiar(word) for word in lowered], dtype=bool)
    unlisted = np.array([word not in load_syllables() and any(map(str.isalpha, word)) for word in lowered], dtype=bool)
    of_token = {
        "words": np.ones(len(code), dtype=np.int64),
        "syllables": syllables[code],
        "polysyllables": (syllables >= 3)[code],
        "complex": ((syllables >= 3) & ~lifted)[code] & ~names,
        "unfamiliar": unfamiliar[code] & ~names,
        "unlisted": unlisted[code],
        "letters": letters[code],
        "long_words": (letters > 6)[code],
        "name_words": names,
        "name_syllables": syllables[code] * names,
    }
    story = pd.factorize(words["story"])[0]
    unit, keys = pd.factorize(story * (words["sentence"].max() + 1) + words["sentence"].to_numpy() if len(words) else story)
    first = np.full(len(keys), -1)
    first[unit[::-1]] = np.arange(len(unit))[::-1]
    metadata = [column for column in words.columns if column not in WORD_COLUMNS]
    tally = words[KEYS].iloc[first].reset_index(drop=True)
    position = np.bincount(unit, words["position"], len(keys)) / np.bincount(unit, minlength=len(keys))
    tally["position"] = position
    for name, values in of_token.items():
        tally[name] = np.bincount(unit, values, len(keys)).astype(np.int64)
    for column in metadata:
        tally[column] = words[column].array.take(first)
    return tally


def _is_lifted(word: str, syllables: int) -> bool:
    """Whether -es, -ed or -ing made a word of two syllables one of three (Gunning does not count those)."""
    return syllables == 3 and any(
        suffix in ("s", "es", "ed", "d", "ing") and count_syllables(base) == 2
        for base, suffix in find_bases(word)
        if base in load_syllables()
    )


def measure_readability(tally: pd.DataFrame, *, by: str | Sequence[str] = "story") -> pd.DataFrame:
    """One row per group and measure.

    Columns: the columns of `by`; `measure` (see MEASURES); `value`; `low`, `high`: its 95 % interval, if sentences are
    draws of this text's manner (delta-method standard error over sentences, Student's t); `size`: the sentences counted;
    `note`: why a value is missing or should be read with care. Flesch Reading Ease is higher for easier text; the
    grades are years of US schooling, higher for harder text. Headings and verse are left out. Undefined is NaN: a group
    without prose has no scores, a single sentence no interval. Stories, sentences or words are tallied first.

    >>> from analysis import read_stories
    >>> results = measure_readability(read_stories({"a": "Every story ends. Why?"}))
    >>> results.set_index("measure")["value"]["words_per_sentence"]
    np.float64(2.0)
    """
    if "syllables" not in tally:
        tally = tally_sentences(tally)
    need_columns(tally, [*KEYS, *COUNTS], "tally")
    by = [by] if isinstance(by, str) else list(by)
    if missing := [column for column in by if column not in tally]:
        raise StoryError(f"by={missing[0]!r} is no column of the tally. It has: {', '.join(tally.columns)}.")
    groups = tally[by].drop_duplicates(ignore_index=True)
    prose = tally[tally["kind"] == "prose"]
    code = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(prose[by])) if len(prose) else np.zeros(0, int)
    counts = prose[COUNTS].assign(sentences=1)
    sums = {column: np.bincount(code, counts[column], len(groups)) for column in ["words", "sentences"]}
    verse = tally.loc[tally["kind"] == "verse", by].merge(groups.reset_index(), on=by)["index"].unique()
    parts = []
    for measure, (formula, arguments) in MEASURES.items():
        part = groups.assign(measure=measure, **estimate(formula, {name: counts[name] for name in arguments}, code, len(groups)))
        part["size"] = sums["sentences"].astype(int)
        part["note"] = [
            _explain(measure, words, sentences, row in verse)
            for row, (words, sentences) in enumerate(zip(sums["words"], sums["sentences"], strict=True))
        ]
        parts.append(part)
    results = pd.concat(parts, keys=range(len(parts)), names=["order"]).rename_axis(["order", "group"])
    return results.sort_values(["group", "order"], kind="stable").reset_index(drop=True)


def _explain(measure: str, words: float, sentences: float, has_verse: bool) -> str:
    """What the reader of a value must know: too little text for it, verse left out."""
    if not sentences:
        return "no prose sentences: no value" if not has_verse else "verse: lines are no sentences, no value"
    notes = []
    if words < 100:
        notes.append(f"only {words:.0f} words: formulas were made for 100 or more")
    if measure == "smog" and sentences < 30:
        notes.append(f"SMOG was made for 30 sentences, here {sentences:.0f}")
    if sentences == 1:
        notes.append("one sentence: no interval")
    if has_verse:
        notes.append("verse left out")
    return "; ".join(notes)
