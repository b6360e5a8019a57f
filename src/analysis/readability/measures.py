"""The measures of readability: each is a formula, a pure function of summed counts, and a row in the table at the end.

A formula takes numbers, arrays or Series. Its arguments have the names of the counts (`analysis.readability.counts`), so a
formula of counts that exist is added here and nowhere else.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from analysis.measure import EASIER, HARDER, OTHER_STORY, Measure, list_tested, table_measures
from analysis.readability.ease import ease, ease_nameproof

# Flesch's two formulas are linear: constant + per_length x words/sentences + per_syllable x syllables/words.
LINEAR = {"flesch_reading_ease": (206.835, -1.015, -84.6), "flesch_kincaid_grade": (-15.59, 0.39, 11.8)}

Number: TypeAlias = Any  # a number, an array or a Series: what comes back is of the kind that went in


def flesch_reading_ease(words: Number, sentences: Number, syllables: Number) -> Number:
    """Flesch Reading Ease, about 0-100: higher is easier (Flesch, 1948).

    >>> round(flesch_reading_ease(words=100, sentences=5, syllables=150), 3)
    59.635
    """
    constant, per_length, per_syllable = LINEAR["flesch_reading_ease"]
    return constant + per_length * (words / sentences) + per_syllable * (syllables / words)


def flesch_kincaid_grade(words: Number, sentences: Number, syllables: Number) -> Number:
    """Flesch-Kincaid grade, in years of US schooling: higher is harder (Kincaid et al., 1975).

    >>> round(flesch_kincaid_grade(words=100, sentences=5, syllables=150), 2)
    9.91
    """
    constant, per_length, per_syllable = LINEAR["flesch_kincaid_grade"]
    return per_length * (words / sentences) + per_syllable * (syllables / words) + constant


def gunning_fog(words: Number, sentences: Number, complex: Number) -> Number:
    """Gunning's Fog index, in years of US schooling: higher is harder (Gunning, 1952).

    `complex`: words of three syllables or more that are no names and were not raised to three by -es, -ed or -ing.

    >>> gunning_fog(words=100, sentences=5, complex=10)
    12.0
    """
    return 0.4 * (words / sentences + 100 * (complex / words))


def smog(sentences: Number, polysyllables: Number) -> Number:
    """SMOG grade, in years of US schooling: higher is harder; made for 30 sentences or more (McLaughlin, 1969).

    `polysyllables`: all words of three syllables or more.

    >>> round(float(smog(sentences=30, polysyllables=100)), 4)
    13.5591
    """
    return 1.0430 * np.sqrt(30 * (polysyllables / sentences)) + 3.1291


def coleman_liau(words: Number, sentences: Number, letters: Number) -> Number:
    """Coleman-Liau index, in years of US schooling: higher is harder (Coleman & Liau, 1975).

    Their worked example has 119 words, 5 sentences and 639 letters: grade 14.5 from the rounded rates 537 and 4.20.

    >>> round(0.0588 * 537 - 0.296 * 4.20 - 15.8, 1)
    14.5
    >>> round(coleman_liau(words=119, sentences=5, letters=639), 2)
    14.53
    """
    return 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8


def ari(words: Number, sentences: Number, letters: Number) -> Number:
    """Automated Readability Index, in years of US schooling: higher is harder (Smith & Senter, 1967).

    The constant is 21.43; the 21.34 found in some tables is a misprint.

    >>> round(ari(words=100, sentences=5, letters=450), 3)
    9.765
    """
    return 4.71 * (letters / words) + 0.5 * (words / sentences) - 21.43


def linsear_write(words: Number, sentences: Number, polysyllables: Number) -> Number:
    """Linsear Write grade, in years of US schooling: higher is harder (O'Hayre, 1966).

    A word has one point, a word of three syllables or more three. The grade is half the points per sentence if these are
    over 20, else half of them less one: at that step a text can move by one grade. Made for samples of 100 words; here the
    whole text is the sample.

    >>> float(linsear_write(words=100, sentences=5, polysyllables=10)), float(linsear_write(100, 10, 10))
    (12.0, 5.0)
    """
    points = (words + 2 * polysyllables) / sentences
    return points / 2 - np.where(points > 20, 0.0, 1.0)


def spache(words: Number, sentences: Number, unfamiliar: Number) -> Number:
    """Spache grade, in years of US schooling, for texts of the first four grades: higher is harder (Spache, 1953).

    The weights are Spache's, the list of familiar words is Dale and Chall's. That list is about three times as long as
    Spache's own, so texts come out easier than with his.

    >>> round(spache(words=100, sentences=10, unfamiliar=5), 3)
    2.679
    """
    return 0.141 * (words / sentences) + 0.086 * (100 * unfamiliar / words) + 0.839


def forcast(words: Number, monosyllables: Number) -> Number:
    """FORCAST grade, in years of US schooling: higher is harder (Caylor et al., 1973).

    20 less a tenth of the words of one syllable among 150. It was made for technical manuals and ignores sentences; a text
    of short simple words has grade 5 at the lowest.

    >>> forcast(words=150, monosyllables=100)
    10.0
    """
    return 20 - 15 * (monosyllables / words)


def dale_chall(words: Number, sentences: Number, unfamiliar: Number) -> Number:
    """Dale-Chall score, in points that the authors' table converts to grades: higher is harder (Dale & Chall, 1948).

    0.1579 x the percentage of unfamiliar words + 0.0496 x words per sentence, plus 3.6365 if that percentage is over 5: at
    that step one word can move a text by 3.6. In their table 4.9 and below is grade 4, 9.0-9.9 college.

    >>> round(float(dale_chall(words=100, sentences=5, unfamiliar=4)), 4), round(float(dale_chall(100, 5, 10)), 4)
    (1.6236, 6.2075)
    """
    share = 100 * (unfamiliar / words)
    return 0.1579 * share + 0.0496 * (words / sentences) + np.where(share > 5, 3.6365, 0.0)


def lix(words: Number, sentences: Number, long_words: Number) -> Number:
    """LIX, about 20 (children's books) to 60 (scholarly prose): higher is harder (Björnsson, 1968).

    Words per sentence plus the percentage of words of more than six letters.

    >>> lix(words=100, sentences=5, long_words=20)
    40.0
    """
    return words / sentences + 100 * (long_words / words)


def rix(sentences: Number, long_words: Number) -> Number:
    """RIX, words of more than six letters per sentence, about 0-8: higher is harder (Anderson, 1983).

    >>> rix(sentences=5, long_words=20)
    4.0
    """
    return long_words / sentences


def mcalpine_eflaw(words: Number, sentences: Number, mini_words: Number) -> Number:
    """McAlpine's EFLAW score, for readers to whom English is a foreign language: higher is harder (McAlpine, 2006).

    Words plus words of one to three letters, per sentence: up to 20 is very easy, 30 and more hard.

    >>> mcalpine_eflaw(words=100, sentences=5, mini_words=40)
    28.0
    """
    return (words + mini_words) / sentences


def words_per_sentence(words: Number, sentences: Number) -> Number:
    """Mean sentence length in words."""
    return words / sentences


def syllables_per_word(words: Number, syllables: Number) -> Number:
    """Mean word length in syllables."""
    return syllables / words


def letters_per_word(words: Number, letters: Number) -> Number:
    """Mean word length in letters and digits."""
    return letters / words


def unfamiliar_share(words: Number, unfamiliar: Number) -> Number:
    """Share (0-1) of words that are neither on the Dale-Chall list nor names, numbers or inflections of listed words."""
    return unfamiliar / words


def _row(formula: Callable[..., Number], label: str, unit: str, digits: int, more: str, **others: Any) -> Measure:
    """The row of a measure, named after its formula."""
    return Measure(formula.__name__, label, unit, digits, "Readability", more, formula=formula, **others)


GRADES = "years of US schooling"
DALE_CHALL = "points (6 to 6.9: grades 7 and 8; 8 to 8.9: grades 11 and 12)"
JUDGEMENT = "standard deviations of readers' judgement"

# Each measure once, in the order in which tables and figures show them. Tested are the counts and the predicted ease: the
# formulas are functions of these counts, and would test the same thing again under other names.
MEASURES = table_measures(
    (
        _row(words_per_sentence, "words per sentence", "words", 1, HARDER, against=OTHER_STORY, any_language=True),
        _row(syllables_per_word, "syllables per word", "syllables", 2, HARDER, against=OTHER_STORY),
        _row(letters_per_word, "letters per word", "letters", 2, HARDER, any_language=True),
        _row(
            unfamiliar_share,
            "share of unfamiliar words",
            "share",
            3,
            HARDER,
            against=OTHER_STORY,
            short="unfamiliar words",
        ),
        _row(flesch_reading_ease, "Flesch Reading Ease", "points", 1, EASIER, scale="points"),
        _row(flesch_kincaid_grade, "Flesch-Kincaid", "grades", 1, HARDER, scale=GRADES),
        _row(gunning_fog, "Gunning Fog", "grades", 1, HARDER, scale=GRADES),
        _row(smog, "SMOG", "grades", 1, HARDER, scale=GRADES),
        _row(coleman_liau, "Coleman-Liau", "grades", 1, HARDER, scale=GRADES),
        _row(ari, "ARI", "grades", 1, HARDER, scale=GRADES),
        _row(linsear_write, "Linsear Write", "grades", 1, HARDER, scale=GRADES),
        _row(spache, "Spache", "grades 1-4", 1, HARDER, scale="years of US schooling, made for the first four"),
        _row(forcast, "FORCAST", "grades", 1, HARDER, scale=GRADES),
        _row(dale_chall, "Dale-Chall", "points", 1, HARDER, scale=DALE_CHALL),
        _row(lix, "LIX", "points", 1, HARDER, scale="points", any_language=True),
        _row(rix, "RIX", "points", 2, HARDER, scale="long words per sentence", any_language=True),
        _row(mcalpine_eflaw, "McAlpine EFLAW", "points", 1, HARDER, scale="points (up to 20: very easy; 30 and more: hard)"),
        _row(ease, "predicted ease", "standard deviations", 2, EASIER, against=OTHER_STORY, scale=JUDGEMENT, signed=True),
        _row(
            ease_nameproof,
            "name-proof ease",
            "standard deviations",
            2,
            EASIER,
            scale=JUDGEMENT,
            title="Predicted ease, name-proof",
            signed=True,
        ),
    )
)
FAMILY = list_tested(MEASURES)
