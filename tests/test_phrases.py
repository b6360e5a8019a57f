"""Shared phrases: by hand, against a plain search for common runs, back to the text, and by what must not matter."""

import unicodedata

import numpy as np
import pandas as pd
import pytest
from conftest import (
    MADE_WORDS,
    ONE,
    TWO,
    any_texts,
    check_nothing_alike,
    check_pairs_alone,
    check_typography,
    list_words,
    make_reference_row,
    odd_texts,
    read,
    read_both_ways,
    rename,
    swap_sides,
)
from hypothesis import example, given, settings, strategies as st

from analysis import StoryError, find_shared_phrases, split_sentences, split_words
from analysis.tables import TABLES
from analysis.vocabulary.chance import find_expected

pytestmark = pytest.mark.usefixtures("made_reference")


def make_reference(**means: tuple[float, ...]) -> pd.DataFrame:
    """Matches of 4.5, 6 and 8 points between 1,000 unrelated stories of 10 and 1,000 words: `means` at these scores."""
    return pd.DataFrame(
        [
            make_reference_row(measure, size, 2 * mean, score=score, same_book=3 * mean)
            for measure in ("phrases", "alignments")
            for score, low, high in zip((4.5, 6.0, 8.0), (0.02, 0.01, 0.0), means.get(measure, (2.0, 0.5, 0.1)), strict=True)
            for size, mean in ((10, low), (1000, high))
        ]
    )


def find(one: str, two: str, **options: object) -> list[str]:
    return find_shared_phrases(read(a=one, b=two), **options)["text_1"].tolist()


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_shared_phrases_by_hand() -> None:
    table = find_shared_phrases(read(a=ONE, b=TWO))
    assert list(table.columns) == TABLES["matches"].columns
    assert table[["text_1", "words", "score", "count_1", "count_2"]].to_numpy().tolist() == [
        ["by the long red wall", 5, 1 + 1 + 3 * 2.5, 1, 1],
        ["Then Amy took the stage", 5, 1 + 1 + 2.5 + 1 + 2.5, 1, 1],
        ["It was the end of the", 6, 5 * 1 + 2.5, 1, 1],
        ["and the old piano", 4, 1 + 1 + 2 * 2.5, 1, 1],
        ["the old piano", 3, 1 + 2 * 2.5, 2, 2],
    ]
    assert table["text_2"].tolist()[:4] == [
        "By the long red wall", "Then Jo took the stage", "It was the end of the", "and the old piano",
    ]  # fmt: skip
    assert set(table["story_1"]) == {"a"}
    assert set(table["story_2"]) == {"b"}


def test_places_of_a_phrase_by_hand() -> None:
    stories = read(a=ONE, b=TWO)
    row = find_shared_phrases(stories).set_index("text_1").loc["by the long red wall"]
    assert stories["text"][0][row["start_1"] : row["end_1"]] == "by the long red wall"
    assert stories["text"][1][row["start_2"] : row["end_2"]] == "By the long red wall"
    assert (row["paragraph_1"], row["paragraph_2"]) == (2, 2)
    # Words 27 to 31 of 37, and 23 to 27 of 35, counted from 0.
    words = split_words(stories)
    for side, story in (("1", "a"), ("2", "b")):
        own = words[words["story"] == story].reset_index(drop=True)
        first = own.index[own["start"] == row[f"start_{side}"]].item()
        assert row[f"position_{side}"] == pytest.approx((first + 2.5) / len(own))


def test_phrases_stop_where_sentences_do() -> None:
    # "The old man slept. The" goes on alike in the next sentence.
    assert find("The old man slept. The dog ran.", "The old man slept. The dog sat.") == ["The old man slept"]
    assert find("He saw the old man. Slept the dog?", "He met the old man slept.") == ["the old man"]
    assert find("They saw the old\n\nman slept.", "They met the old man.") == []


def test_a_phrase_needs_a_content_word() -> None:
    assert find("It was of the dog.", "So it was of the cat.") == []
    assert find("It was of the dog.", "So it was of the dog.") == ["It was of the dog"]
    assert find("It was with Amy there.", "It was with Jo then.") == []  # a masked name is none
    for least in (2, 3, 4, 5):
        assert find("It was of the and to him that day.", "Dogs ran of the and to him.", min_words=least) == []


def test_the_least_number_of_words() -> None:
    one, two = "The old man slept.", "The old dog slept on the old man."
    assert find(one, two) == ["The old man"]
    assert find(one, two, min_words=2) == ["The old man", "The old"]
    assert find(one, two, min_words=4) == []
    assert find("The old man slept on.", "The old man slept in.", min_words=4) == ["The old man slept"]


def test_a_phrase_that_goes_on_is_one_phrase_where_it_does() -> None:
    one = "The old man slept here. He met the old man."
    two = "The old man slept there. She met the old man. Was the old man ill?"
    table = find_shared_phrases(read(a=one, b=two)).set_index("text_1")
    assert table.index.tolist() == ["The old man slept", "met the old man", "The old man"]
    # The short one stands so at places where the longer ones do not match each other.
    assert table["count_1"].tolist() == [1, 1, 2]
    assert table["count_2"].tolist() == [1, 1, 3]


def test_names_masked_or_as_they_are() -> None:
    one, two = "Then Amy met the fox. He met Amy.", "Then Jo met the fox. He met Jo."
    assert find(one, two) == ["Then Amy met the fox", "He met Amy"]
    assert find(one, two, names="with") == ["met the fox"]
    table = find_shared_phrases(read(a="So Amy met Jo at one.", b="He met Jo and Al."), names="masked", min_words=2)
    assert table["score"].tolist() == [3.5]
    same = find_shared_phrases(read(a="So Amy met Jo at one.", b="He met Jo and Al."), names="with", min_words=2)
    assert same["text_1"].tolist() == ["met Jo"]


def test_inflected_words_are_other_words() -> None:
    assert find("He met the old men.", "He met the old man.") == ["He met the old"]


def test_headings_are_in_no_phrase() -> None:
    heading = "Chapter 1. The Old Man Slept\n\n"
    assert find(f"{heading}He ran home.", f"{heading}She sat down.") == []
    assert find(f"{heading}He ran home.", "He saw that the old man slept.") == []


def test_minimum_and_names_that_are_none() -> None:
    for number in (1, 0, -3):
        with pytest.raises(StoryError, match=f"min_words={number}: a phrase has two words or more"):
            find_shared_phrases(read(a=ONE, b=TWO), min_words=number)
    with pytest.raises(StoryError, match=r"names='without'.*'masked' or 'with'"):
        find_shared_phrases(read(a=ONE, b=TWO), names="without")


# --- against a plain search -------------------------------------------------------------------------------------------


def search(words: pd.DataFrame, least: int, names: str) -> dict[tuple[str, ...], tuple[float, set, set]]:
    """All runs that both stories have within a sentence and that go on alike on neither side: score and places in each."""
    sides = []
    for story in ("a", "b"):
        rows = words[(words["story"] == story) & (words["kind"] != "heading")].itertuples()
        sides.append(
            [
                ("NAME" if masked else row.word, row.sentence, 1 if row.function or masked else 2.5, row.start, row.end)
                for row in rows
                for masked in [row.name and names == "masked"]
            ]
        )
    one, two = sides

    def alike(i: int, j: int) -> bool:
        return 0 <= i < len(one) and 0 <= j < len(two) and one[i][0] == two[j][0]

    def joined(side: list, i: int) -> bool:
        return 0 < i < len(side) and side[i - 1][1] == side[i][1]

    runs = []
    for i in range(len(one)):
        for j in range(len(two)):
            if alike(i, j) and not (alike(i - 1, j - 1) and joined(one, i) and joined(two, j)):
                size = 1
                while alike(i + size, j + size) and joined(one, i + size) and joined(two, j + size):
                    size += 1
                if size >= least and any(word[2] == 2.5 for word in one[i : i + size]):
                    runs.append((i, j, size))
    phrases: dict[tuple[str, ...], tuple[float, set, set]] = {}
    for i, j, size in runs:
        own = one[i : i + size]
        score = sum(word[2] for word in own)
        _, places_1, places_2 = phrases.setdefault(tuple(word[0] for word in own), (score, set(), set()))
        places_1.add((own[0][3], own[-1][4]))
        places_2.add((two[j][3], two[j + size - 1][4]))
    return phrases


words = st.sampled_from(["the", "of", "red", "cat", "Amy", "Jo", "ran", "Red", "the", "cat"])
sentences = st.lists(words, min_size=1, max_size=9).map(lambda chosen: "So " + " ".join(chosen))
texts = st.lists(st.tuples(sentences, st.sampled_from([". ", ".\n\n", "! "])), min_size=1, max_size=8)
joined = texts.map(lambda parts: "".join(a + b for a, b in parts))


@pytest.mark.slow
@settings(max_examples=40)
@given(joined, joined, st.sampled_from([2, 3]), st.sampled_from(["masked", "with"]))
@example("So the cat the cat the cat. ", "So the cat the cat. ", 2, "masked")
def test_phrases_are_the_maximal_common_runs(one: str, two: str, least: int, names: str) -> None:
    split = split_words(read(a=one, b=two))
    table = find_shared_phrases(split, min_words=least, names=names)
    expected = search(split, least, names)
    assert len(table) == len(expected)
    starts = split[split["story"] == "a"].set_index("start")
    for row in table.itertuples():
        own = starts.loc[row.start_1 :].iloc[: row.words]
        key = tuple(np.where(own["name"] & (names == "masked"), "NAME", own["word"]))
        score, places_1, places_2 = expected.pop(key)
        assert (row.score, row.count_1, row.count_2) == (score, len(places_1), len(places_2))
        assert (row.start_1, row.end_1) in places_1
        assert (row.start_2, row.end_2) in places_2


# --- what must hold ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_phrase_leads_back_to_the_text() -> None:
    stories = read(a=f"Chapter 1\n\n{ONE}", b=TWO.replace("the old", "the\nold"), c=ONE.replace(" and", "—and"))
    texts = stories.set_index("story")["text"]
    sentences = split_sentences(stories)
    table = find_shared_phrases(stories)
    assert len(table) > 12
    for row in table.itertuples():
        for side in "12":
            story, start, end = (getattr(row, f"{part}_{side}") for part in ("story", "start", "end"))
            assert " ".join(list_words(texts[story][start:end])) == getattr(row, f"text_{side}")
            assert 0 <= getattr(row, f"position_{side}") <= 1
            around = sentences[(sentences["story"] == story) & (sentences["start"] <= start) & (end <= sentences["end"])]
            assert len(around) == 1  # within a sentence
            assert around["paragraph"].item() == getattr(row, f"paragraph_{side}")
        assert len(row.text_1.split()) == len(row.text_2.split()) == row.words
    for _, own in table.groupby(["story_1", "story_2"]):
        assert (own["score"].diff().dropna() <= 0).all()  # highest first


def test_swapped_stories_swap_the_sides() -> None:
    ahead, back = map(find_shared_phrases, read_both_ways(ONE, TWO))
    columns = ["words", "score", "count_1", "count_2", "expected"]
    one, two = (table.sort_values(["score", "words"], ignore_index=True) for table in (ahead, swap_sides(back)))
    pd.testing.assert_frame_equal(one[columns], two[columns])
    assert one["text_1"].str.lower().tolist() == two["text_1"].str.lower().tolist()


def test_other_words_in_place_of_all_words() -> None:
    one, two = ONE.replace("Amy", "she"), TWO.replace("Jo", "she")
    before = find_shared_phrases(read(a=one, b=two))
    after = find_shared_phrases(read(a=rename(one), b=rename(two)))
    columns = ["words", "score", "count_1", "count_2", "position_1", "position_2", "paragraph_1", "paragraph_2"]
    pd.testing.assert_frame_equal(before[columns], after[columns])
    assert after["text_1"].str.contains("cold garden").any()


def test_identical_stories_share_every_sentence_whole() -> None:
    stories = read(a=ONE, b=ONE)
    table = find_shared_phrases(stories)
    sentences = split_sentences(stories).query("story == 'a'")
    whole = table[(table["start_1"] == table["start_2"])]
    for row in sentences.itertuples():
        assert " ".join(list_words(row.text)) in whole["text_1"].tolist()
    assert table["words"].max() == max(len(list_words(text)) for text in sentences["text"])


@pytest.mark.slow
def test_typography_is_irrelevant() -> None:
    def find_straight(stories: pd.DataFrame) -> pd.DataFrame:
        table = find_shared_phrases(stories)
        return table.assign(text_1=table["text_1"].str.replace("’", "'"))

    other = "The long-necked fox isn't ill, said the naïve boy. Then Jo came slowly to the den. The fox's den was cold."
    assert len(check_typography(find_straight, other, besides=["start_1", "end_1"])) > 3


@pytest.mark.slow
def test_several_stories_together_are_each_pair_alone() -> None:
    texts = {"a": ONE, "b": TWO, "c": "Fog.", "d": "It was so.", "e": ONE[::-1].capitalize(), "f": ONE}
    together = check_pairs_alone(find_shared_phrases, texts)
    assert {"ab", "af", "bf"} <= set(together["story_1"] + together["story_2"])
    assert not set(together["story_1"] + together["story_2"]) & {"ac", "ad", "cd"}


# --- edges ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_shared_is_an_empty_table_of_the_same_columns() -> None:
    check_nothing_alike(find_shared_phrases, TABLES["matches"].columns)


def test_a_sentence_of_five_thousand_words() -> None:
    generator = np.random.default_rng(1)
    text = "It was " + " ".join(generator.choice(MADE_WORDS, 5000)) + "."
    table = find_shared_phrases(read(a=text, b=text))
    first = table.iloc[0]
    assert (first["words"], first["score"], first["count_1"]) == (5002, 2 + 5000 * 2.5, 1)
    other = find_shared_phrases(read(a=text, b="He saw " + " ".join(text.split()[2000:2030]) + " there."))
    assert other.iloc[0]["words"] == 30


def test_letters_of_other_scripts() -> None:
    hebrew = "בית גדול עמד על ההר. ילד קטן רץ אל הבית."
    assert find(hebrew, "ילד קטן רץ אל ההר.") == ["ילד קטן רץ אל"]
    marks = unicodedata.normalize("NFD", "Élodie vit le château brûlé de loin.")
    assert find(marks, "Il vit le château brûlé de près.") == ["vit le château brûlé de"]


@pytest.mark.slow
@settings(max_examples=25)
@given(odd_texts, any_texts, st.integers(2, 3))
def test_any_text_gives_the_documented_table(one: str, two: str, least: int) -> None:
    try:
        stories = read(a=one, b=two)
        table = find_shared_phrases(stories, min_words=least)
    except StoryError:
        return
    assert list(table.columns) == TABLES["matches"].columns
    assert (table["words"] >= least).all()
    for row in table.itertuples():
        assert " ".join(list_words(stories["text"][0][row.start_1 : row.end_1])) == row.text_1
        assert " ".join(list_words(stories["text"][1][row.start_2 : row.end_2])) == row.text_2
        assert 1 + 2.5 <= row.score <= 2.5 * row.words
        # Two words of which one is a function word score less than any phrase that the reference counts.
        assert row.expected > 0 or (np.isnan(row.expected) and row.score < 4.5)


# --- what unrelated stories share -------------------------------------------------------------------------------------


def test_expected_is_that_of_the_geometric_mean_of_the_lengths() -> None:
    # Half way between 10 and 1,000 on a logarithmic scale.
    for lengths in ((100, 100), (10, 1000), (50, 200)):
        found = find_expected("phrases", lengths, 6.0)
        assert found is not None
        assert found["mean"] == pytest.approx((0.01 + 0.5) / 2)
        assert found["maximum"] == pytest.approx(0.01 + 0.5)
        assert found["q0.975"] == pytest.approx(0.975 * (0.01 + 0.5))
        assert (found["pairs"], found["known"]) == (1000, True)


def test_expected_at_a_score_between_is_that_of_the_score_below() -> None:
    assert find_expected("phrases", (1000, 1000), 7.5)["mean"] == pytest.approx(0.5)
    assert find_expected("phrases", (1000, 1000), 30.0)["mean"] == pytest.approx(0.1)
    assert find_expected("phrases", (1000, 1000), 4.0) is None
    assert find_expected("words", (1000, 1000), 8.0) is None


def test_what_no_pair_had_is_expected_less_than_once_in_them() -> None:
    assert find_expected("phrases", (10, 10), 8.0)["mean"] == pytest.approx(1 / 1000)


def test_expected_of_shorter_texts_falls_as_the_product_of_lengths() -> None:
    at, below = (find_expected("phrases", (length, length), 6.0) for length in (10, 5))
    assert below["mean"] == pytest.approx(at["mean"] / 4)
    assert below["pairs"] == at["pairs"]
    assert not below["known"]


def test_expected_of_longer_texts_grows_on_as_it_does() -> None:
    # From 10 to 1,000 words the mean of all phrases (4.5 points) grows from .02 to 2, as the length; so it goes on at all.
    for score, mean in ((4.5, 2.0), (6.0, 0.5), (8.0, 0.1)):
        at, beyond = (find_expected("phrases", (length, length), score) for length in (1000, 4000))
        assert (at["mean"], at["known"]) == (pytest.approx(mean), True)
        assert (beyond["mean"], beyond["known"]) == (pytest.approx(4 * mean), False)
        assert beyond["maximum"] == pytest.approx(4 * at["maximum"])


def test_expected_stands_beside_each_phrase() -> None:
    table = find_shared_phrases(read(a=ONE, b=TWO))
    lengths = len(list_words(ONE)), len(list_words(TWO))
    for row in table.itertuples():
        assert row.expected == pytest.approx(find_expected("phrases", lengths, row.score)["mean"])
    assert (table["expected"].diff().dropna() >= 0).all()
    double = find_shared_phrases(read(a=ONE, b=TWO), reference=make_reference(phrases=(4.0, 1.0, 0.2)))
    assert (double["expected"] > table["expected"]).all()
    # Names as they are were not counted in the reference, unless it is your own; two words neither.
    with_names = find_shared_phrases(read(a=ONE, b=TWO), names="with")
    assert len(with_names)
    assert with_names["expected"].isna().all()
    own = find_shared_phrases(read(a=ONE, b=TWO), names="with", reference=make_reference())
    assert own["expected"].notna().all()
    pairs = find_shared_phrases(read(a=ONE, b="He saw the old hall and the wall."), min_words=2)
    assert pairs["score"].tolist() == [3.5]
    assert pairs["expected"].isna().all()
