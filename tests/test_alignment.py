"""Aligned passages: by hand, against the textbook algorithm in plain Python, back to the text, by what must not matter."""

import math
import unicodedata
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from conftest import (
    MADE_WORDS,
    ONE,
    SYLLABLES,
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

from analysis import StoryError, align_passages, split_words
from analysis.tables import TABLES
from analysis.text.lemmas import find_lemma
from analysis.vocabulary import alignment
from analysis.vocabulary.alignment import find_least
from analysis.vocabulary.chance import find_expected
from analysis.vocabulary.phrases import as_running, find_seeds, pick

pytestmark = pytest.mark.usefixtures("made_reference")


def make_reference(scores: tuple[float, ...] = (5.0, 7.0, 9.0), means: tuple[float, ...] = (2.0, 0.5, 0.1)) -> pd.DataFrame:
    """Passages of so many points or more between 1,000 unrelated stories of 10 and 1,000 words."""
    return pd.DataFrame(
        [
            make_reference_row("alignments", size, 2 * mean, score=score, same_book=3 * mean)
            for score, high in zip(scores, means, strict=True)
            for size, mean in ((10, high / 100), (1000, high))
        ]
    )


def align(one: str, two: str, least: float = 2.5, **options: object) -> list[list]:
    table = align_passages(read(a=one, b=two), least=least, **options)
    return table[["text_1", "text_2", "words", "score"]].to_numpy().tolist()


def make_text(seed: int, *lengths: int) -> list[list[str]]:
    """Paragraphs of so many words, none of which the text has twice."""
    words = np.random.default_rng(seed).permutation(MADE_WORDS)[: sum(lengths)].tolist()
    return [words[end - length : end] for length, end in zip(lengths, np.cumsum(lengths).tolist(), strict=True)]


def write(paragraphs: list[list[str]]) -> str:
    return "\n\n".join("So " + " ".join(words) + "." for words in paragraphs)


# --- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "two", "text_1", "text_2", "words", "score"),
    [
        # content, function word, content
        ("She took the stage.", "He took the stage.", "took the stage", "took the stage", 3, 2.5 + 1 + 2.5),
        # one word more in the second
        ("She took the stage.", "He took the old stage.", "took the stage", "took the old stage", 3, 2.5 + 1 - 1 + 2.5),
        # one word replaced
        ("She took the red cup.", "He took a red cup.", "took the red cup", "took a red cup", 3, 2.5 - 1 + 2.5 + 2.5),
        # two words more in the first
        ("A red, very old cup broke.", "Red cup broke?", "red very old cup broke", "Red cup broke", 3, 3 * 2.5 - 2),
        # by stem: musicians and musician, sings and sing
        ("The musicians sing.", "The musician sings.", "The musicians sing", "The musician sings", 3, 1 + 2.5 + 2.5),
        # what would cost more than it brings is left out
        ("Red cup and so it was there old.", "Red cup old.", "Red cup", "Red cup", 2, 5.0),
        # over the end of a sentence
        ("See the red cup. Old men.", "It is the red cup; old men.", "the red cup Old men", "the red cup old men", 5, 11),
    ],
)  # fmt: skip
def test_a_passage_by_hand(one: str, two: str, text_1: str, text_2: str, words: int, score: float) -> None:
    assert align(one, two)[0] == [text_1, text_2, words, score]
    assert align(two, one)[0] == [text_2, text_1, words, score]


def test_passages_stop_where_paragraphs_do() -> None:
    assert align("Red cups broke.\n\nOld men slept.", "Red cups broke. Old men slept.", 5) == [
        ["Red cups broke", "Red cups broke", 3, 7.5],
        ["Old men slept", "Old men slept", 3, 7.5],
    ]
    for one, two in (("Red cups.", "Red.\n\nThe cups."), ("Red cups.", "Red the.\n\nCups."), ("Red cups.", "Red.\n\nCups.")):
        assert [row[3] for row in align(one, two)] == [row[3] for row in align(two, one)] == [2.5, 2.5]
    assert align("Red cups.\n\nBroke old.", "Red cups broke.\n\nOld men.", 2.5) == [
        ["Red cups", "Red cups", 2, 5.0],
        ["Broke", "broke", 1, 2.5],
        ["old", "Old", 1, 2.5],
    ]


def test_names_masked_or_as_they_are() -> None:
    one, two = "Then Amy broke the red cup. So he met Amy.", "Then Jo broke the red cup. So they met Jo."
    assert align(one, two, 5)[0] == [
        "Then Amy broke the red cup So he met Amy", "Then Jo broke the red cup So they met Jo", 9,
        1 + 1 + 2.5 + 1 + 2.5 + 2.5 + 1 - 1 + 2.5 + 1,
    ]  # fmt: skip
    named = align(one, two, 5, names="with")[0]
    assert named == ["broke the red cup So he met", "broke the red cup So they met", 6, 2.5 + 1 + 2.5 + 2.5 + 1 - 1 + 2.5]
    # A masked name stands for no other word.
    assert align("Then Amy ran.", "Then she ran.") == [["ran", "ran", 1, 2.5]]
    with pytest.raises(StoryError, match=r"names='without'.*'masked' or 'with'"):
        align_passages(read(a=one, b=two), names="without")


def test_a_passage_in_another_place_after_a_shared_beginning_is_found() -> None:
    start, long, short = "old stage music wept", "bird river garden lamp", "green horse window"
    rows = align(f"{start} {long} {short}", f"{start} {short} {long}", 5)
    assert rows == [
        [f"{start} {long}", f"{start} {short} {long}", 8, 8 * 2.5 - 3],
        [short, short, 3, 7.5],
    ]


def test_a_stem_spelt_like_a_function_word_does_not_match_it() -> None:
    one, two = "The wills of old men burn.", "The will of old men burn."
    score = 1 - 1 + 1 + 3 * 2.5  # the, wills or will, of old men burn
    assert align(one, two, 5)[0][3] == align(two, one, 5)[0][3] == score


def test_headings_are_in_no_passage() -> None:
    heading = "Chapter 1. The Red Cup Broke\n\n"
    assert align(f"{heading}He ran home.", f"{heading}She sat down.") == []
    assert align(f"{heading}He ran home.", "He saw that the red cup broke.") == []


def test_two_uses_in_one_story_are_two_passages() -> None:
    one, two = "Red cups broke. It was so. Red cups broke.", "Then red cups broke."
    table = align_passages(read(a=one, b=two), least=5)
    assert table["text_1"].tolist() == ["Red cups broke", "Red cups broke"]
    assert table["start_1"].tolist() == [0, 27]
    assert table["start_2"].tolist() == [5, 5]


def test_passages_may_cross() -> None:
    one, two = make_text(1, 5, 5)
    rows = align(write([one, two]), write([two, one]), 5)
    assert sorted(row[0] for row in rows) == sorted("So " + " ".join(words) for words in (one, two))


# --- against the textbook ---------------------------------------------------------------------------------------------


class Word(NamedTuple):
    """A running word: what it is compared by, what it brings (names are masked), and where it stands."""

    key: str
    points: float
    paragraph: int
    start: int
    end: int
    position: float


def list_running(words: pd.DataFrame, story: str) -> list[Word]:
    rows = words[(words["story"] == story) & (words["kind"] != "heading")].itertuples()
    return [
        Word(
            "NAME" if row.name else row.word if row.function else find_lemma(row.word),
            1 if row.name or row.function else 2.5,
            row.paragraph, row.start, row.end, row.position,
        )
        for row in rows
    ]  # fmt: skip


def score_best(one: list[Word], two: list[Word], *, whole: bool = False) -> float:
    """Smith and Waterman's best score, within paragraphs; or with `whole`, that of aligning all of one with all of two."""
    lowest = -math.inf if whole else 0.0
    best = 0.0
    above = [-float(j) if whole else 0.0 for j in range(len(two) + 1)]
    for i in range(1, len(one) + 1):
        row = [-float(i) if whole else 0.0]
        opens = i > 1 and one[i - 1].paragraph != one[i - 2].paragraph
        for j in range(1, len(two) + 1):
            parts = j > 1 and two[j - 1].paragraph != two[j - 2].paragraph
            match = one[i - 1].points if one[i - 1].key == two[j - 1].key else -1
            score = max(lowest, (0 if opens or parts else above[j - 1]) + match)
            if not opens:
                score = max(score, above[j] - 1)
            if not parts:
                score = max(score, row[j - 1] - 1)
            row.append(score)
            best = max(best, score)
        above = row
    return above[-1] if whole else best


tokens = st.sampled_from("the of red cat Amy Jo ran cats musician musicians old the cat".split())
sentences = st.lists(tokens, min_size=1, max_size=12).map(lambda chosen: "So " + " ".join(chosen))
parts = st.lists(st.tuples(sentences, st.sampled_from([". ", ".\n\n", ".\n\n"])), min_size=1, max_size=5)
joined = parts.map(lambda pairs: "".join(a + b for a, b in pairs))


def check_passages(stories: pd.DataFrame, words: pd.DataFrame, table: pd.DataFrame) -> None:
    """Each row leads back to the text, lies in one paragraph, scores what it says; no two overlap in both stories."""
    texts = dict(zip(stories["story"], stories["text"], strict=True))
    running = {story: list_running(words, story) for story in texts}
    for row in table.itertuples():
        sides = []
        for side in "12":
            story, start, end = (getattr(row, f"{part}_{side}") for part in ("story", "start", "end"))
            assert " ".join(list_words(texts[story][start:end])) == getattr(row, f"text_{side}")
            inside = [word for word in running[story] if word.start >= start and word.end <= end]
            assert {word.paragraph for word in inside} == {getattr(row, f"paragraph_{side}")}
            position = getattr(row, f"position_{side}")
            assert 0 <= position <= 1
            assert position == pytest.approx((inside[0].position + inside[-1].position) / 2)
            sides.append(inside)
        assert row.score == score_best(*sides, whole=True)
        assert [side[0].key for side in sides] == [sides[0][0].key] * 2  # begins and ends with a match
        assert [side[-1].key for side in sides] == [sides[0][-1].key] * 2
        assert row.words <= min(map(len, sides))
    for _, own in table.groupby(["story_1", "story_2"]):
        assert (own["score"].diff().dropna() <= 0).all()
        for one, two in combinations(own.itertuples(), 2):
            apart_1 = one.end_1 <= two.start_1 or two.end_1 <= one.start_1
            apart_2 = one.end_2 <= two.start_2 or two.end_2 <= one.start_2
            assert apart_1 or apart_2


@pytest.mark.slow
@settings(max_examples=30)
@given(joined, joined)
@example("So the cat ran. ", "So the old cat ran.\n\nSo the cat ran. ")
def test_the_best_passage_scores_what_the_textbook_says(one: str, two: str) -> None:
    stories = read(a=one, b=two)
    words = split_words(stories)
    table = align_passages(words, least=1)
    best = score_best(*(list_running(words, story) for story in "ab"))
    assert table["score"].max() == best  # both have a "So"
    check_passages(stories, words, table)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_long_random_strings_against_the_textbook(seed: int) -> None:
    generator = np.random.default_rng(seed)
    pool = "the of and red cat Amy ran old house music wall river garden lamp saw took".split()
    texts = [
        "".join("So " + " ".join(generator.choice(pool, generator.integers(3, 40))) + ".\n\n" for _ in range(6))
        for _ in "ab"
    ]
    stories = read(a=texts[0], b=texts[1])
    words = split_words(stories)
    table = align_passages(words, least=6)
    assert table["score"].max() == score_best(*(list_running(words, story) for story in "ab"))
    assert (table["score"] >= 6).all()
    assert len(table) > 10
    check_passages(stories, words, table)


# --- long texts -------------------------------------------------------------------------------------------------------


def plant(seed: int) -> tuple[str, str, int]:
    """Two long texts with nothing in common but passages far from each other, and their number."""
    pool = make_text(seed, *[60] * 12)
    one, two = pool[:6], pool[6:]
    shared = np.random.default_rng(seed).permutation([f"{word}ova" for word in SYLLABLES]).tolist()
    passages = [
        (shared[:3], shared[:3]),
        (shared[3:9], [*shared[3:6], "the", *shared[6:9]]),  # a word more
        ([*shared[9:12], "grey", *shared[13:18]], [*shared[9:12], "brown", *shared[13:18]]),  # a word replaced
        (["in", "the", shared[20], "of", "it"], ["in", "the", shared[20], "of", "it"]),  # five with one content word
        (["the", shared[21], shared[22]], ["the", shared[21], shared[22]]),  # three with two
        (shared[30:70], shared[30:70]),
    ]
    for place, (here, there) in enumerate(passages):
        one[place][20:20] = here
        two[(place * 5 + 2) % 6][37:37] = there
    return write(one), write(two), len(passages)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_seeds_find_what_a_full_comparison_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, number = plant(seed)
    words = split_words(read(a=one, b=two))
    dense = align_passages(words, least=5)
    assert len(dense) == number
    monkeypatch.setattr(alignment, "DENSE", 100)
    pd.testing.assert_frame_equal(align_passages(words, least=5), dense)
    check_passages(read(a=one, b=two), words, dense)


def test_a_small_passage_beside_a_large_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    (one, two, shared) = make_text(7, 300, 300, 16)
    large, small = shared[:12], shared[12:]
    first = [[*one[:100], *large, *one[100:110]], [*one[110:120], *small, *one[120:]]]
    second = [[*two[:100], *large, *two[100:105]], [*two[105:112], *small, *two[112:]]]
    for dense in (3000, 10):
        monkeypatch.setattr(alignment, "DENSE", dense)
        assert [row[0] for row in align(write(first), write(second), 5)] == [" ".join(large), " ".join(small)]


def test_long_identical_stories_align_paragraph_by_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "DENSE", 10)
    paragraphs = make_text(8, *[15] * 20)
    text = write(paragraphs)
    assert sorted(row[0] for row in align(text, text, 20)) == sorted("So " + " ".join(words) for words in paragraphs)


def test_seeds_have_content_words() -> None:
    words = as_running(
        split_words(read(a="It was of the and to dog.", b="So was of the and to cat.")), "masked", lemmas=True
    )
    first, second = (pick(words, np.flatnonzero((words["story"] == story).to_numpy())) for story in "ab")
    for size in (2, 3, 4, 5):
        assert len(find_seeds(first, second, size)[0]) == 0


def test_without_a_seed_long_texts_have_no_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of three words running no two are content words.
    one, two = "He took the stage, and so wept of old.", "She took a stage and then wept at old."
    assert align(one, two, 5)[0][3] > 5
    monkeypatch.setattr(alignment, "DENSE", 2)
    assert align(one, two, 5) == []
    assert align("He took red cups.", "She took red cups.", 5) == [["took red cups", "took red cups", 3, 7.5]]


def test_a_long_text_may_be_short_on_one_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "DENSE", 10)
    pool = make_text(4, 300)[0]
    for place in (0, 150, 296):  # at the edges of the story, too
        text = write([pool])
        rows = align(text, "Thus " + " ".join(pool[place : place + 4]) + ".", 5)
        assert rows == [[" ".join(pool[place : place + 4])] * 2 + [4, 10.0]]


def test_a_sentence_of_five_thousand_words() -> None:
    generator = np.random.default_rng(1)
    words = generator.choice(MADE_WORDS, 5000).tolist()
    rows = align("It was " + " ".join(words) + ".", "He saw " + " ".join(words[2000:2030]) + " there.")
    assert rows[0] == [" ".join(words[2000:2030])] * 2 + [30, 75.0]


# --- what must hold ---------------------------------------------------------------------------------------------------

NEARLY = TWO.replace("the old piano was", "the odd piano was").replace("long red wall", "long and red walls")


def test_columns_and_offsets() -> None:
    stories = read(a=f"Chapter 1\n\n{ONE}", b=NEARLY.replace("the old", "the\nold"), c=ONE.replace(" and", "—and"))
    table = align_passages(stories, least=5)
    assert list(table.columns) == TABLES["alignments"].columns
    assert table[["story_1", "story_2"]].drop_duplicates().to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    check_passages(stories, split_words(stories), table)
    best = align_passages(read(a=ONE, b=NEARLY), least=5).iloc[0]
    # Beside "piano was sold By the long and red walls".
    assert best["text_1"].endswith("piano stood by the long red wall")
    assert best["score"] == 2.5 - 1 - 1 + 1 + 1 + 2.5 - 1 + 2.5 + 2.5


def test_the_lowest_score_listed() -> None:
    stories = read(a=ONE, b=NEARLY)
    every = align_passages(stories, least=2.5)
    for least in (5, 7.5, 8, 100):
        table = align_passages(stories, least=least)
        assert (table["score"] >= least).all()
        assert table["score"].tolist() == every.loc[every["score"] >= least, "score"].tolist()


def test_swapped_stories_swap_the_sides() -> None:
    one, two, _ = plant(5)
    ahead, back = (align_passages(stories, least=5) for stories in read_both_ways(one, two))
    back = swap_sides(back)
    order = ["score", "start_1"]
    pd.testing.assert_frame_equal(
        ahead.sort_values(order, ignore_index=True), back.sort_values(order, ignore_index=True), check_dtype=False
    )


def test_identical_stories_align_paragraph_by_paragraph() -> None:
    paragraphs = make_text(6, 5, 40, 3, 90, 12)
    text = write(paragraphs)
    table = align_passages(read(a=text, b=text), least=5)
    assert (table["start_1"] == table["start_2"]).all()
    assert sorted(table["text_1"]) == sorted("So " + " ".join(words) for words in paragraphs)
    assert table["score"].tolist() == [1 + 2.5 * number for number in (90, 40, 12, 5, 3)]
    assert table["words"].tolist() == [91, 41, 13, 6, 4]


def test_other_words_in_place_of_all_words() -> None:
    before = align_passages(read(a=ONE, b=NEARLY), least=5)
    after = align_passages(read(a=rename(ONE), b=rename(NEARLY)), least=5)
    columns = ["words", "score", "position_1", "position_2", "paragraph_1", "paragraph_2"]
    pd.testing.assert_frame_equal(before[columns], after[columns])


def test_typography_is_irrelevant() -> None:
    def align_straight(stories: pd.DataFrame) -> pd.DataFrame:
        table = align_passages(stories, least=3)
        return table.assign(text_1=table["text_1"].str.replace("’", "'"))

    other = "The long-necked fox isn't ill, said the naïve boy. Then Jo came slowly to the den. The fox's den was cold."
    assert check_typography(align_straight, other, besides=["start_1", "end_1"])["score"].max() > 15


@pytest.mark.slow
def test_several_stories_together_are_each_pair_alone() -> None:
    texts = {"a": ONE, "b": NEARLY, "c": "Fog.", "d": "It was so.", "e": ONE[::-1].capitalize(), "f": ONE}
    together = check_pairs_alone(align_passages, texts)
    assert {"ab", "af", "bf"} <= set(together["story_1"] + together["story_2"])


# --- edges ------------------------------------------------------------------------------------------------------------


def test_nothing_alike_is_an_empty_table_of_the_same_columns() -> None:
    check_nothing_alike(align_passages, TABLES["alignments"].columns)


def test_letters_of_other_scripts() -> None:
    hebrew = "בית גדול עמד על ההר. ילד קטן רץ אל הבית."
    assert align(hebrew, "ילד רץ אל ההר.")[0] == ["ילד קטן רץ אל", "ילד רץ אל", 3, 3 * 2.5 - 1]
    marks = unicodedata.normalize("NFD", "Élodie vit le château brûlé de loin.")
    assert align(marks, "Il vit le château brûlé de près.")[0][:2] == ["vit le château brûlé de"] * 2


@pytest.mark.slow
@settings(max_examples=25)
@given(odd_texts, any_texts)
def test_any_text_gives_the_documented_table(one: str, two: str) -> None:
    try:
        stories = read(a=one, b=two)
        words = split_words(stories)
        table = align_passages(words, least=2)
    except StoryError:
        return
    assert list(table.columns) == TABLES["alignments"].columns
    check_passages(stories, words, table)


# --- what unrelated stories share -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_listed_are_scores_that_unrelated_stories_reach_once_at_most() -> None:
    # At 1,000 words two passages of 5 points are expected, half a one of 7.
    assert find_least((1000, 1000)) == 7
    assert find_least((100, 10_000)) == 7
    # Between 10 (.02) and 1,000 words (2), on the logarithm of length: one at a little under 100 words.
    assert find_least((94, 94)) == 5
    assert find_least((104, 104)) == 7
    assert find_least((1000, 1000), make_reference(means=(2.0, 1.0, 0.1))) == 7
    assert find_least((1000, 1000), make_reference().iloc[:0]) == 5
    assert find_least((1000, 1000), make_reference(means=(9.0, 8.0, 7.0))) > 9  # none so rare is known


def test_expected_stands_beside_each_passage() -> None:
    stories = read(a=ONE, b=NEARLY)
    table = align_passages(stories)
    lengths = len(list_words(ONE)), len(list_words(NEARLY))
    for row in table.itertuples():
        assert row.expected == pytest.approx(find_expected("alignments", lengths, row.score)["mean"])
    assert table["score"].min() >= find_least(lengths)
    common = make_reference(scores=(5.0, 8.0, 9.0), means=(200.0, 20.0, 1.0))
    assert find_least(lengths, common) == 9
    high = align_passages(stories, reference=common)
    assert high["score"].tolist() == table.loc[table["score"] >= 9, "score"].tolist()
    assert (high["expected"] > 0.1).all()
    # Names as they are were not counted in the reference, unless it is your own.
    with_names = align_passages(stories, names="with")
    assert len(with_names)
    assert with_names["score"].min() >= 5
    assert with_names["expected"].isna().all()
    assert align_passages(stories, names="with", reference=make_reference())["expected"].notna().all()
