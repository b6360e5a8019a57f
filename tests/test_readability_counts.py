"""What is counted in words and sentences: syllables, familiar words, and every count of a small table by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from analysis.errors import StoryError
from analysis.lexicons.lists import load_easy_words, load_syllables
from analysis.readability.counts import tally_sentences
from analysis.text.sentences import split_sentences
from analysis.text.stories import read_stories
from analysis.text.syllables import count_syllables, find_bases, is_familiar, is_listed
from analysis.text.words import split_words

# --- syllables: as a dictionary for readers divides the words ---------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("a the strength through walked stopped loves eyes queue asked", 1),
        ("story river table people wanted churches Betty's lion poet isn’t", 2),
        ("history banana beautiful tomorrow visited bakery", 3),
        ("information community territory caterpillar", 4),
        ("nationality imagination", 5),
    ],
)
def test_words_of_the_dictionary(words, count):
    assert {word: count_syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ("Léa", 2), ("naïve", 2), ("Zoë", 2), ("Noël", 2), ("café", 2), ("fiancé", 3), ("Kyzylorda", 4),
        ("blorple", 2), ("blorples", 2), ("blorped", 1), ("blotted", 2), ("snorched", 1), ("snorches", 2), ("glimmering", 3),
        ("dombra", 2), ("yurt", 1), ("Zarathustra", 4), ("brillig", 2), ("borogoves", 3), ("mimsy", 2),
    ],
)  # fmt: skip
def test_words_that_no_dictionary_has(form, count):
    assert count_syllables(form) == count


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ("1914", 1),
        ("3.50", 1),
        ("7", 1),
        ("U.S", 2),
        ("e.g", 2),
        ("W.C", 4),
        ("BBC", 3),
        ("hmm", 1),
        ("shh", 1),
        ("o'clock", 2),
    ],
)
def test_numbers_abbreviations_and_words_without_a_vowel(form, count):
    assert count_syllables(form) == count


@pytest.mark.parametrize(
    ("base", "endings"),
    [
        # a word of the dictionary -> inflections the dictionary may lack, with what each ending adds
        ("yurt", {"s": 0, "'s": 0}),
        ("kibitz", {"es": 1, "ed": 0, "ing": 1, "er": 1, "ers": 1}),
        ("befriend", {"s": 0, "ed": 1, "ing": 1}),
        ("tapestry", {"'s": 0}),
    ],
)
def test_an_ending_adds_what_is_heard(monkeypatch, base, endings):
    known = {base: load_syllables().get(base, 1)}
    monkeypatch.setattr("analysis.text.syllables.load_syllables", lambda: known)
    for ending, added in endings.items():
        assert count_syllables(base + ending) == known[base] + added, ending


def test_the_dictionary_goes_before_the_rule(monkeypatch):
    monkeypatch.setattr("analysis.text.syllables.load_syllables", lambda: {"story": 7})
    assert count_syllables("story") == count_syllables("Story") == 7
    assert count_syllables("stories") == 7  # by its base
    assert count_syllables("tory") == 2  # by the rule


@given(st.text(st.characters(categories=["L", "Nd", "Mn"]) | st.sampled_from("'’."), min_size=1, max_size=15))
def test_any_form_has_a_syllable_and_no_more_than_three_a_letter(form):
    count = count_syllables(form)
    assert 1 <= count <= 3 * len(form) + 1
    assert count == count_syllables(form.replace("’", "'"))


def test_a_word_is_counted_alike_in_small_and_first_capital_letters():
    for word in ("story", "kyzylorda", "o'clock", "cafés", "blorples"):
        assert count_syllables(word) == count_syllables(word.capitalize())


# --- inflections and familiar words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("horses", ("horse", "s")), ("boxes", ("box", "es")), ("ponies", ("pony", "es")), ("hoped", ("hope", "d")),
        ("hopped", ("hop", "ed")), ("carried", ("carry", "ed")), ("walked", ("walk", "ed")), ("running", ("run", "ing")),
        ("making", ("make", "ing")), ("bigger", ("big", "er")), ("nicest", ("nice", "est")), ("happier", ("happy", "er")),
        ("happily", ("happy", "ly")), ("kindly", ("kind", "ly")), ("betty's", ("betty", "'s")),
        ("shown", ("show", "n")),
    ],
)  # fmt: skip
def test_what_a_word_is_inflected_from(word, base):
    assert base in list(find_bases(word))


@given(st.text("abcdeinrsty'", max_size=10))
def test_every_base_and_its_ending_stand_in_the_word(word):
    for base, suffix in find_bases(word):
        assert word.endswith(suffix)
        assert len(base) >= 2
        assert word[:2] == base[:2]


@pytest.mark.parametrize(
    ("word", "familiar"),
    [
        ("horse", True), ("horses", True), ("horse's", True), ("walked", True), ("running", True), ("bigger", True),
        ("kindly", True), ("happily", True), ("the", True), ("1,000", True), ("42", True),
        ("resilience", False), ("steppes", False), ("horselessness", False), ("blorple", False), ("boatful", False),
    ],
)  # fmt: skip
def test_familiar_words(word, familiar):
    assert is_familiar(word) is familiar


def test_every_word_of_the_list_and_its_plural_is_familiar():
    easy = load_easy_words()
    assert all(map(is_familiar, easy))
    assert all(is_familiar(word + "s") for word in easy if len(word) > 2)


@pytest.mark.parametrize(
    ("form", "syllables"),
    [
        ("goin", 2), ("walkin", 2), ("Comin", 2), ("nothin", 2), ("somethin", 2), ("cabin", 2), ("coffin", 2),
        ("e’er", 1), ("e'er", 1), ("o'er", 1), ("ne'er", 1), ("whate'er", 2), ("heav'n", 1), ("ev'ry", 2), ("pow'r", 1),
        ("look'd", 1), ("wander'd", 2), ("twouldn't", 2), ("twas", 1), ("tis", 1), ("it'd", 2), ("that'll", 2),
        ("dont", 1), ("didnt", 2), ("theyll", 1), ("colour", 2), ("harbours", 2), ("realised", 3), ("grey", 1),
    ],
)  # fmt: skip
def test_syllables_of_clipped_forms_and_other_spellings(form: str, syllables: int) -> None:
    assert count_syllables(form) == syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colour", "color"), ("colours", "colors"), ("grey", "gray"), ("greyer", "grayer"), ("walkin", "walking"),
        ("nothin", "nothing"), ("dont", "don't"), ("thats", "that's"), ("neighbour", "neighbor"), ("favourite", "favorite"),
        ("realise", "realize"), ("plough", "plow"), ("theatre", "theater"),
    ],
)  # fmt: skip
def test_other_spellings_are_as_familiar_and_as_well_known(one: str, other: str) -> None:
    assert is_familiar(one) == is_familiar(other)
    assert is_listed(one)
    tallies = [tally_sentences(read_stories({"a": f"They saw {word} there."})) for word in (one, other)]
    counts = ["unfamiliar", "unlisted", "syllables", "lower_unfamiliar", "unfamiliar_content"]
    assert tallies[0][counts].to_numpy().tolist() == tallies[1][counts].to_numpy().tolist()


def test_a_word_in_in_is_not_clipped_if_it_is_one() -> None:
    assert not is_familiar("satin") or is_familiar("satin") == ("satin" in load_easy_words())
    assert not is_listed("bodkxin")


# --- the tally by hand ------------------------------------------------------------------------------------------------

# Name: Akmola's, its capital standing in mid-sentence. Not on the Dale-Chall list: chapter, parliament.
# Three syllables: vis-it-ed, Ak-mo-la's, bak-er-y; par-lia-ment. More than six letters: CHAPTER; visited, Akmola's;
# parliament. Not in the CMU dictionary: Akmola's. Letters: 7 + 3; 4 + 3 + 3 + 5 + 7 + 7 + 6; 3 + 3 + 5 + 10.
TEN = "CHAPTER ONE\n\nThen the old mayor visited Akmola's bakery. “Why not?” asked parliament."
BY_HAND = {
    "kind": ["heading", "prose", "prose"],
    "speech": [False, False, False],  # two words of four are not more than half
    "words": [2, 7, 4],
    "syllables": [3, 1 + 1 + 1 + 2 + 3 + 3 + 3, 1 + 1 + 1 + 3],
    "polysyllables": [0, 3, 1],
    "complex": [0, 1, 1],  # neither a name nor visit-ed: bakery; parliament
    "unfamiliar": [1, 0, 1],
    "unlisted": [0, 1, 0],
    "letters": [10, 35, 21],
    "long_words": [1, 2, 1],
    "name_words": [0, 1, 0],
    "name_syllables": [0, 3, 0],
    "lower_words": [0, 5, 3],
    "lower_unfamiliar": [0, 0, 1],
    "lower_unlisted": [0, 0, 0],
    "content_words": [0, 4, 2],  # old mayor visited bakery; asked parliament
    "unfamiliar_content": [0, 0, 1],
    "abstract_words": [0, 0, 1],  # parliament
    "of_words": [0, 0, 0],
    "you_words": [0, 0, 0],
}


def test_every_count_by_hand():
    tally = tally_sentences(read_stories({"ten": TEN}))
    assert {column: tally[column].tolist() for column in BY_HAND} == BY_HAND
    assert [TEN[start:end] for start, end in zip(tally["start"], tally["end"], strict=True)] == [
        "CHAPTER ONE",
        "Then the old mayor visited Akmola's bakery",
        "Why not?” asked parliament",
    ]
    np.testing.assert_allclose(tally["position"], [0, 3.5 / 11, 9 / 11])


def test_a_sentence_is_speech_if_most_of_its_words_are():
    tally = tally_sentences(read_stories({"a": "“Why not now?” he said. He said “Yes” twice, then left."}))
    assert tally["speech"].tolist() == [True, False]


def test_the_tally_is_the_sum_of_its_words(made):
    words = split_words(read_stories(made))
    tally = tally_sentences(words)
    assert tally["words"].sum() == len(words)
    assert tally["name_words"].sum() == words["name"].sum()
    assert tally["letters"].sum() == sum(sum(map(str.isalnum, form)) for form in words["form"])
    by_word = words["form"].map(count_syllables).groupby([words["story"], words["sentence"]], sort=False).sum()
    assert tally["syllables"].tolist() == by_word.tolist()
    parts = [
        ("complex", "polysyllables"), ("polysyllables", "words"), ("unfamiliar", "words"), ("unlisted", "words"),
        ("long_words", "words"), ("name_words", "words"), ("name_words", "name_syllables"), ("words", "syllables"),
        ("lower_words", "words"), ("lower_unfamiliar", "lower_words"), ("lower_unlisted", "unlisted"),
        ("content_words", "lower_words"), ("unfamiliar_content", "content_words"), ("of_words", "words"),
        ("abstract_words", "lower_words"), ("unfamiliar_content", "lower_unfamiliar"),
    ]  # fmt: skip
    for part, whole in parts:
        assert (tally[part] <= tally[whole]).all(), part


def test_stories_sentences_and_words_make_the_same_tally(made):
    stories = read_stories(made).assign(author="Anon", year=range(len(made)))
    sentences = split_sentences(stories)
    tally = tally_sentences(stories)
    pd.testing.assert_frame_equal(tally, tally_sentences(sentences))
    pd.testing.assert_frame_equal(tally, tally_sentences(split_words(sentences)))
    assert tally.columns[-2:].tolist() == ["author", "year"]
    same = ["story", "chapter", "paragraph", "sentence", "kind", "author", "year"]
    pd.testing.assert_frame_equal(tally[same], sentences[same])


def test_stories_together_are_tallied_as_each_alone(made):
    together = tally_sentences(read_stories(made))
    alone = pd.concat([tally_sentences(read_stories({name: text})) for name, text in made.items()], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_the_words_given_are_not_changed_and_no_words_make_an_empty_tally(made):
    words = split_words(read_stories(made))
    before = words.copy(deep=True)
    tally = tally_sentences(words)
    pd.testing.assert_frame_equal(words, before)
    empty = tally_sentences(words.head(0))
    assert empty.columns.tolist() == tally.columns.tolist()
    assert len(empty) == 0


def test_a_table_without_a_column_of_words_says_so(made):
    words = split_words(read_stories(made))
    with pytest.raises(StoryError, match=r"'name'.*split_words\(\)"):
        tally_sentences(words.drop(columns="name"))
