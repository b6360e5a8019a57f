"""Which words count as one: by hand, against a plain grouping, and by what must not matter."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import read
from hypothesis import given, settings, strategies as st

from analysis import StoryError, split_words
from analysis.text.lemmas import find_lemma
from analysis.vocabulary.types import find_types

TALE = "The musician heard Amy. Then musicians heard the musician's wills. Will Amy?"


def split(text: str = TALE, **more: str) -> pd.DataFrame:
    return split_words(read(a=text, **more))


def group(words: pd.DataFrame, **options: object) -> list[tuple[str, ...]]:
    """The words that count as one, in order of first use."""
    code = find_types(words, **options).code
    return [tuple(words["form"][code == place]) for place in range(code.max(initial=-1) + 1)]


def test_content_words_count_by_lemma() -> None:
    types = find_types(split())
    # The musician heard Amy. Then musicians heard the musician's wills. Will Amy?
    assert types.code.tolist() == [-1, 0, 1, -1, -1, 0, 1, -1, 0, 2, -1, -1]
    assert types.words.tolist() == ["musician", "hear", "will"]
    assert types.forms.tolist() == ["musician", "heard", "wills"]


def test_forms_are_words_of_their_own() -> None:
    types = find_types(split(), forms=True)
    assert types.words.tolist() == ["musician", "heard", "musicians", "musician's", "wills"]
    assert types.code.tolist() == [-1, 0, 1, -1, -1, 2, 1, -1, 3, 4, -1, -1]


def test_names_and_function_words_if_asked_for() -> None:
    assert group(split(), names="with")[2] == ("Amy", "Amy")
    assert ("The", "the") in group(split(), function=True)
    assert ("Amy", "Amy") not in group(split(), function=True)
    types = find_types(split(), names="with", function=True)
    assert (types.code >= 0).all()


def test_a_lemma_spelt_like_a_function_word_is_another_word() -> None:
    assert ("wills",) in group(split(), function=True)
    assert ("Will",) in group(split(), function=True)
    # Function words are their own lemmas: "have" and "having" are two.
    assert group(split("They have what she was having."), function=True)[1::4] == [("have",), ("having",)]


def test_headings_never_count() -> None:
    words = split("Chapter 1\n\nThe chapter of the book began.")
    assert (words["kind"] == "heading").sum() == 2
    types = find_types(words, names="with", function=True)
    assert (types.code[:2] == -1).all()
    assert (types.code[2:] >= 0).all()
    assert types.words.tolist() == ["the", "chapter", "of", "book", "begin"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("They saw cats. They saw a cat. They saw cats.", "cats"),  # two of three
        ("They saw cats. They saw a cat.", "cat"),  # as often: the shorter
        ("Cats hid. Cats hid. They saw cats.", "cats"),  # a small letter before a capital, however rare
        ("Cat hid. Cat hid. They saw the cat's tail.", "cat's"),
        ("They saw the cat's tail, the cat's paw and cats.", "cats"),  # 's last among small letters
        ("Cats hid. Cat hid. Cat's tail.", "Cat"),
    ],
)
def test_a_type_is_shown_as_most_often_written(text: str, form: str) -> None:
    types = find_types(split(text), names="with")
    assert types.forms[types.words.tolist().index("cat")] == form


def test_names_says_with_or_without() -> None:
    with pytest.raises(StoryError, match=r"names='masked'.*'with' or 'without'"):
        find_types(split(), names="masked")


def test_no_word_counted() -> None:
    types = find_types(split("It was so."))
    assert types.code.tolist() == [-1, -1, -1]
    assert len(types.words) == len(types.forms) == 0
    none = find_types(split().iloc[:0])
    assert len(none.code) == len(none.words) == len(none.forms) == 0


def test_a_slice_with_another_index_and_the_input_as_it_was() -> None:
    words = split(TALE, b="A musician hears her mother's horses.")
    late = words[words["story"] == "b"]
    before = words.copy(deep=True)
    pd.testing.assert_index_equal(late.index, pd.RangeIndex(12, 18))
    types = find_types(late)
    assert types.words.tolist() == ["musician", "hear", "mother", "horse"]
    assert types.forms.tolist() == ["musician", "hears", "mother's", "horses"]
    pd.testing.assert_frame_equal(words, before)


def test_curly_and_straight_apostrophes_count_as_one() -> None:
    assert group(split("They saw the horse’s mane and a horse's tail."))[1] == ("horse’s", "horse's")


WORDS = "cat cats Cat cat's mother mothers music musical MUSIC will wills the The Amy have having naïve 3.50 שלום".split()


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30),
    st.sampled_from(["with", "without"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_types_are_the_plain_grouping(chosen: list[str], names: str, function: bool, forms: bool) -> None:
    words = split("Then " + " ".join(chosen) + " hid.")
    types = find_types(words, names=names, function=function, forms=forms)
    keys = []
    for row in words.itertuples():
        counted = (names == "with" or not row.name) and (function or not row.function)
        keys.append((row.word if row.function or forms else find_lemma(row.word), row.function) if counted else None)
    order = list(dict.fromkeys(key for key in keys if key))
    assert types.code.tolist() == [order.index(key) if key else -1 for key in keys]
    assert types.words.tolist() == [key for key, _ in order]
    for place, form in enumerate(types.forms):
        spellings = Counter(words["form"][types.code == place])
        assert form in spellings
        small = [spelling for spelling in spellings if not spelling[0].isupper()] or list(spellings)
        plain = [spelling for spelling in small if spelling.isalpha()] or small
        assert spellings[form] == max(spellings[spelling] for spelling in plain)
    assert types.code.dtype == np.int64


def test_a_word_that_is_a_function_word_in_some_uses_only() -> None:
    words = split("They met Miss Hale. They missed Hale. Nobody will miss her.")
    assert ("missed", "miss") in group(words)
    assert ("Miss",) in group(words, function=True)
