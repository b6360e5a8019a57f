"""Word lists, composition, parts and concordances: by hand, back to the text, and by what must add up."""

import math
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from conftest import (
    FOX,
    any_texts,
    check_pairs_alone,
    check_typography,
    odd_texts,
    read,
    read_both_ways,
    retype,
    swap_sides,
)
from hypothesis import given, settings

from analysis import (
    StoryError,
    compare_parts,
    compose_stories,
    list_concordance,
    list_vocabulary,
    split_sentences,
    split_words,
)
from analysis.statistics.norms import load_frequency
from analysis.text.lemmas import find_lemma
from analysis.vocabulary.listing import PARTS
from analysis.vocabulary.types import find_types

VOCABULARY = [
    "story_1", "story_2", "word", "form", "part", "count_1", "count_2", "surprise", "start_1", "end_1", "start_2", "end_2",
]  # fmt: skip
CONCORDANCE = ["story", "chapter", "paragraph", "sentence", "position", "start", "end", "left", "form", "right", "word"]
TOGETHER = [
    "story_1", "story_2", "by", "part_1", "part_2", "words_1", "words_2", "size", "overlap", "shared", "forms",
]  # fmt: skip

ONE = "Then Amy saw two cats. The cat’s owner sang, and the cats ran home. Amy sang too."
TWO = "The dogs ran. A dog heard Jo sing, and the cat slept at home; Jo’s cat ran after Jo."
NOVELLA = (
    "Chapter 1\n\nThe fox ran through the green wood. The fox was old.\n\nA bird sang in the wood.\n\n"
    "Chapter 2\n\nThe bird flew home. Then the fox slept."
)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True), check_exact=True)


# --- the list of words ------------------------------------------------------------------------------------------------


def test_the_list_of_words_by_hand() -> None:
    table = list_vocabulary(read(a=ONE, b=TWO))
    assert list(table.columns) == VOCABULARY
    rows = table.set_index("word")
    counts = {word: (row["count_1"], row["count_2"], row["part"]) for word, row in rows.iterrows()}
    assert counts == {
        "cat": (3, 2, "shared"), "run": (1, 2, "shared"), "home": (1, 1, "shared"), "sing": (2, 1, "shared"),
        "see": (1, 0, "only first"), "two": (1, 0, "only first"), "owner": (1, 0, "only first"),
        "dog": (0, 2, "only second"), "hear": (0, 1, "only second"), "sleep": (0, 1, "only second"),
    }  # fmt: skip
    assert rows.loc[["cat", "dog", "home"], "form"].tolist() == ["cat", "dog", "home"]


def test_the_most_surprising_come_first_within_each_part() -> None:
    table = list_vocabulary(read(a=ONE, b=TWO))
    assert table["part"].drop_duplicates().tolist() == ["shared", "only first", "only second"]
    rates = load_frequency()
    for row in table.itertuples():
        found = [  # 17 words of the first story, 19 of the second
            -math.log10(1 - sum(math.exp(-e) * e**k / math.factorial(k) for k in range(count)))
            for count, words in ((row.count_1, 17), (row.count_2, 19)) if count
            for e in [rates[row.word] * words / 1e6]
        ]  # fmt: skip
        assert row.surprise == pytest.approx(min(found) if row.part == "shared" else max(found), rel=1e-6)
    for _, part in table.groupby("part", sort=False):
        assert part["surprise"].is_monotonic_decreasing


def test_a_word_that_fiction_seldom_uses_goes_before_a_frequent_one() -> None:
    text = "They looked at the zebra. " + "It was so. " * 60 + "He looked."
    shared = list_vocabulary(read(a=text, b=text)).query("part == 'shared'")
    assert shared["word"].tolist() == ["zebra", "look"]
    assert shared["count_1"].tolist() == [1, 2]
    forms = list_vocabulary(read(a=text, b=text), forms=True).query("part == 'shared'")
    assert forms["surprise"].tolist() == shared["surprise"].tolist()


def test_words_of_other_languages_stand_by_use() -> None:
    german = "Der Hund sah die Katze. Die Katze schlief. Der alte Hund sah das Haus und die Katze."
    table = list_vocabulary(read(a=german, b=german).assign(language="de"))
    assert table["surprise"].isna().all()
    assert (table["count_1"] + table["count_2"]).is_monotonic_decreasing


def test_the_first_use_stands_at_its_offsets() -> None:
    stories = read(a=f"Cats\n\n{ONE}", b=TWO)
    texts = stories.set_index("story")["text"]
    for options in ({}, {"names": "with"}, {"function": True}, {"forms": True}):
        table = list_vocabulary(stories, **options)
        for side, story in (("1", "a"), ("2", "b")):
            words = split_words(stories)
            words = words[words["story"] == story]
            code = find_types(words, **options)
            used = table[table[f"count_{side}"] > 0]
            first = {
                code.words[place]: words.iloc[np.flatnonzero(code.code == place)[0]] for place in range(len(code.words))
            }
            assert (table[f"start_{side}"].isna() == (table[f"count_{side}"] == 0)).all()
            assert used[f"end_{side}"].notna().all()
            for row in used.itertuples():
                start, end = getattr(row, f"start_{side}"), getattr(row, f"end_{side}")
                assert texts[story][start:end] == first[row.word]["form"]
                assert start == first[row.word]["start"]
            assert used[f"count_{side}"].sum() == (code.code >= 0).sum()


def test_which_words_are_listed() -> None:
    stories = read(a=ONE, b=TWO)
    assert {"amy", "jo"} <= set(list_vocabulary(stories, names="with", forms=True)["word"])
    assert {"the", "and", "at"} <= set(list_vocabulary(stories, function=True)["word"])
    forms = list_vocabulary(stories, forms=True).set_index("word")
    assert forms.loc["cats", ["count_1", "count_2", "part"]].tolist() == [2, 0, "only first"]
    assert forms.loc["cat's", ["count_1", "count_2", "form"]].tolist() == [1, 0, "cat’s"]
    with pytest.raises(StoryError, match="names='masked'"):
        list_vocabulary(stories, names="masked")


def test_swapped_stories_have_their_words_on_the_other_side() -> None:
    ahead, back = map(list_vocabulary, read_both_ways(ONE, TWO))
    columns = ["word", "count_1", "count_2", "start_1", "start_2", "end_1", "end_2"]
    one, two = (table[columns].sort_values("word", ignore_index=True) for table in (ahead, swap_sides(back)))
    pd.testing.assert_frame_equal(one, two)
    assert Counter(ahead["part"]) == Counter({"shared": 4, "only first": 3, "only second": 3})


def test_counts_and_offsets_of_several_stories_are_those_of_each_pair() -> None:
    texts = {"a": ONE, "b": TWO, "c": "It was so.", "d": NOVELLA}
    together = check_pairs_alone(list_vocabulary, texts, besides=["form"])
    pairs = list(dict.fromkeys(together[["story_1", "story_2"]].itertuples(index=False, name=None)))
    assert pairs == list(combinations("abcd", 2))


# --- what the words are made of ---------------------------------------------------------------------------------------


def test_composition_by_hand() -> None:
    table = compose_stories(read(a=ONE, b=TWO))
    assert list(table.columns) == ["story_1", "story_2", "story", "part", "count", "share"]
    assert table["part"].tolist() == [*PARTS] * 2
    # Amy, Amy | Then and the and too | cats cat's cats ran home sang sang | saw two owner: The counts as "the".
    assert table.query("story == 'a'")["count"].tolist() == [2, 5, 7, 3]
    # Jo, Jo's, Jo | The a and the at after | cat cat ran ran home sing | dogs dog heard slept
    assert table.query("story == 'b'")["count"].tolist() == [3, 6, 6, 4]
    assert table.query("story == 'b'")["share"].tolist() == pytest.approx([3 / 19, 6 / 19, 6 / 19, 4 / 19])


def test_the_parts_of_a_story_are_all_its_running_words() -> None:
    stories = read(a=ONE, b=TWO, c="Was it so?", d=NOVELLA)
    table = compose_stories(stories)
    running = split_words(stories).query("kind != 'heading'").groupby("story").size()
    for (_, _, story), part in table.groupby(["story_1", "story_2", "story"]):
        assert part["count"].sum() == running[story]
        assert part["share"].sum() == pytest.approx(1, abs=1e-12)
    listed = list_vocabulary(stories)
    for (one, two), own in listed.groupby(["story_1", "story_2"]):
        shared = own[own["part"] == "shared"]
        rows = table[(table["story_1"] == one) & (table["story_2"] == two) & (table["part"] == "shared content")]
        assert rows["count"].tolist() == [shared["count_1"].sum(), shared["count_2"].sum()]


def test_a_name_that_is_a_function_word_is_a_name() -> None:
    words = split_words(read(a="They saw Will there.", b="Will it rain?"), names=["Will"])
    table = compose_stories(words)
    assert table.query("story == 'a'")["count"].tolist() == [1, 2, 0, 1]
    assert table.query("story == 'b'")["count"].tolist() == [1, 1, 0, 1]


def test_a_story_with_nothing_but_a_heading_is_made_of_nothing() -> None:
    words = split_words(read(a=NOVELLA, b=TWO))
    words = words[(words["story"] != "a") | (words["kind"] == "heading")]
    table = compose_stories(words)
    assert table.query("story == 'a'")["count"].tolist() == [0, 0, 0, 0]
    assert table.query("story == 'a'")["share"].isna().all()
    assert table.query("story == 'b' and part == 'shared content'")["count"].item() == 0
    listed = list_vocabulary(words)
    assert (listed["part"] == "only second").all()


# --- part by part -----------------------------------------------------------------------------------------------------


def test_parts_by_hand() -> None:
    table = compare_parts(read(a=NOVELLA, b="A fox ran home.\n\nThe green bird sang. Foxes slept."), by="paragraph")
    assert list(table.columns) == TOGETHER
    assert table[["part_1", "part_2"]].to_numpy().tolist() == [
        [i, j] for i in (2, 3, 5) for j in (1, 2)
    ]  # headings are 1, 4
    # fox ran green wood fox old | bird sang wood | bird flew home fox slept; fox ran home | green bird sang fox slept
    assert table["words_1"].tolist() == [6, 6, 3, 3, 5, 5]
    assert table["words_2"].tolist() == [3, 5] * 3
    assert table["shared"].tolist() == [2, 2, 0, 2, 2, 3]
    shared = [set(forms.split(", ")) - {""} for forms in table["forms"]]
    assert shared == [{"fox", "ran"}, {"fox", "green"}, set(), {"bird", "sang"}, {"home", "fox"}, {"bird", "fox", "slept"}]
    assert table["overlap"].isna().all()  # of parts so short
    assert set(table["by"]) == {"paragraph"}


def test_overlap_of_parts_is_at_one_size_by_hand() -> None:
    eight = "Red green blue grey. Foxes wolves cats dogs."
    long = "Red red green green blue blue grey grey. Owls owls larks larks wolves wolves cats cats."
    short = "Red wolves."
    table = compare_parts(read(a=f"{eight}\n\n{short}", b=f"{long}\n\n{eight}"), by="paragraph")
    rows = table.set_index(["part_1", "part_2"])
    assert set(table["size"]) == {8}  # the shortest that has eight
    assert rows.loc[(1, 2), "overlap"] == pytest.approx(1)
    there = 1 - (14 * 13 * 12 * 11 * 10 * 9 * 8 * 7) / (16 * 15 * 14 * 13 * 12 * 11 * 10 * 9)  # of two uses in 16, in 8
    assert rows.loc[(1, 1), "overlap"] == pytest.approx(6 * there / (8 + 8 * there - 6 * there))
    assert rows.loc[2, "overlap"].isna().all()
    assert rows.loc[(2, 1), "shared"] == 2


def test_chapters_and_equal_parts() -> None:
    stories = read(a=NOVELLA, b=NOVELLA)
    chapters = compare_parts(stories, by="chapter")
    assert chapters[["part_1", "part_2"]].to_numpy().tolist() == [[1, 1], [1, 2], [2, 1], [2, 2]]
    assert chapters["words_1"].tolist() == [9, 9, 5, 5]
    assert chapters["shared"].tolist() == [7, 2, 2, 5]
    words = split_words(stories).query("kind != 'heading' and story == 'a'")
    for number in (1, 2, 3, 30, np.int64(3)):
        table = compare_parts(stories, by=number)
        assert set(table["by"]) == {str(number)}
        place = np.arange(len(words)) * number // len(words)  # of all running words
        counted = (find_types(words).code >= 0).astype(int)
        sizes = np.bincount(place, counted)
        assert table.drop_duplicates("part_1")["words_1"].tolist() == sizes.tolist()
        assert table["words_1"].sum() == sizes.sum() * len(sizes)


def test_parts_are_chosen_by_what_there_is() -> None:
    paragraphs = lambda number: "\n\n".join(["A fox ran home, and the bird sang."] * number)  # noqa: E731
    chapters = lambda number: "\n\n".join(f"Chapter {i + 1}\n\n{paragraphs(9)}" for i in range(number))  # noqa: E731
    for texts, by in (
        ((paragraphs(15), paragraphs(1)), "paragraph"),
        ((paragraphs(16), paragraphs(1)), "10"),
        ((chapters(2), chapters(3)), "chapter"),
        ((chapters(2), paragraphs(16)), "10"),
    ):
        assert set(compare_parts(read(a=texts[0], b=texts[1]))["by"]) == {by}


@pytest.mark.parametrize("by", ["page", 0, -2, 2.5, ["paragraph"]])
def test_parts_of_an_unknown_kind(by: object) -> None:
    with pytest.raises(StoryError, match="say 'paragraph', 'chapter' or a number of parts"):
        compare_parts(read(a=ONE, b=TWO), by=by)


def test_the_most_used_shared_words_come_first() -> None:
    one = "A fox, a wolf, a wolf, a bird. The bird, the bird."
    row = compare_parts(read(a=one, b="Wolf, wolf, bird, bird, bird, fox."), by=1).iloc[0]
    assert row["forms"] == "bird, wolf, fox"


def test_swapped_parts_are_transposed() -> None:
    ahead = compare_parts(read(a=NOVELLA * 3, b=ONE * 3), by=2)
    back = compare_parts(read(b=ONE * 3, a=NOVELLA * 3), by=2)
    assert ahead["overlap"].notna().all()
    matrix = [table.pivot(index="part_1", columns="part_2", values="overlap").to_numpy() for table in (ahead, back)]
    assert matrix[0] == pytest.approx(matrix[1].T, abs=1e-12)


# --- concordance ------------------------------------------------------------------------------------------------------


def test_a_concordance_by_hand() -> None:
    lines = list_concordance(read(a=ONE, b=TWO), "sang")
    assert list(lines.columns) == CONCORDANCE
    assert lines[["left", "form", "right"]].to_numpy().tolist() == [
        ["Then Amy saw two cats. The cat’s owner", "sang", ", and the cats ran home. Amy sang too."],
        ["owner sang, and the cats ran home. Amy", "sang", "too."],
    ]
    assert lines["sentence"].tolist() == [2, 3]
    assert lines["position"].tolist() == pytest.approx([8.5 / 17, 15.5 / 17])
    assert lines["left"].str.len().max() <= 40
    assert lines["right"].str.len().max() <= 40


def test_context_is_cut_between_words() -> None:
    text = " ".join(f"one{i:02d}" for i in range(20)) + " fox " + " ".join(f"two{i:02d}" for i in range(20)) + "."
    for width in (5, 6, 11, 12, 13, 40, 400):
        line = list_concordance(read(a=text), "fox", width=width).iloc[0]
        words = text.strip(".").split()
        assert (line["left"].split() or [""]) == (words[20 - len(line["left"].split()) : 20] or [""])
        assert line["right"].strip(".").split() == words[21 : 21 + len(line["right"].split())]
        assert len(line["left"]) <= width
        assert len(line["right"]) <= width
    assert list_concordance(read(a=text), "fox", width=400).iloc[0]["left"] == text.split(" fox ")[0]


@pytest.mark.parametrize("make", [lambda stories: stories, split_sentences, split_words])
def test_every_use_leads_back_to_the_text(make: Callable) -> None:
    stories = read(a=NOVELLA, b=TWO, c=ONE)
    texts = stories.set_index("story")["text"]
    table = make(stories)
    before = table.copy(deep=True)
    lines = list_concordance(table, ["the", "fox", "chapter", "cat*"])
    pd.testing.assert_frame_equal(table, before)
    assert lines["story"].drop_duplicates().tolist() == ["a", "b", "c"]
    assert [texts[row.story][row.start : row.end] for row in lines.itertuples()] == lines["form"].tolist()
    for story, text in texts.items():
        wanted = re.findall(r"\b(?:the|fox|chapter|cat(?:['’]?s)?)\b", text, re.I)
        assert lines.loc[lines["story"] == story, "form"].tolist() == wanted
    assert lines["position"].between(0, 1).all()
    assert (lines.groupby("story")["start"].diff().dropna() > 0).all()


def test_a_concordance_of_a_phrase() -> None:
    text = "He saw the window. The\nwindow, it seemed, saw him: the – window. Of the. Window panes by the old windows."
    stories = read(a=text, b="The window was shut; “the Window” he said.")
    lines = list_concordance(stories, "The window")
    assert lines[["story", "form", "word"]].to_numpy().tolist() == [
        ["a", "the window", "the window"],
        ["a", "The window", "the window"],
        ["a", "the – window", "the window"],
        ["b", "The window", "the window"],
        ["b", "the Window", "the window"],
    ]
    for row in lines.query("story == 'a'").itertuples():
        assert " ".join(text[row.start : row.end].split()) == row.form
    same(list_concordance(split_sentences(stories), ["the window", "the window"]), lines)
    assert list_concordance(split_words(stories), "the window")["form"].tolist()[2] == "the window"
    assert list_concordance(stories, "old win*")["form"].tolist() == ["old windows"]
    assert list_concordance(stories, ["the old window", "panes"], lemmas=True)["word"].tolist() == [
        "panes",
        "the old windows",
    ]
    assert list_concordance(stories, "windows", lemmas=True)["form"].tolist()[-1] == "Window"
    assert list_concordance(stories, "of the window").empty  # across sentences


def test_stories_and_sentences_give_one_context_and_words_give_words() -> None:
    stories = read(a=NOVELLA, b=TWO)
    sentences = split_sentences(stories)
    same(list_concordance(stories, ["fox", "ran"]), list_concordance(sentences, ["fox", "ran"]))
    words = list_concordance(split_words(sentences), "flew")
    assert words[["left", "right"]].to_numpy().tolist() == [
        ["sang in the wood Chapter 2 The bird", "home Then the fox slept"]
    ]
    # A chapter alone, and with an index of its own.
    second = sentences[sentences["chapter"] == 2]
    assert list_concordance(second, "bird").iloc[0][["left", "right"]].tolist() == [
        "Chapter 2 The",
        "flew home. Then the fox slept.",
    ]
    late = split_words(stories).query("story == 'b'")
    assert list_concordance(late, "slept")["left"].tolist() == ["ran A dog heard Jo sing and the cat"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "stems", "found"),
    [
        ("cat", False, ["cat", "cat"]),
        ("CAT", False, ["cat", "cat"]),
        (" cat ", False, ["cat", "cat"]),
        ("cats", True, ["cats", "cat’s", "cats", "cat", "cat"]),
        ("cat*", False, ["cats", "cat’s", "cats", "cat", "cat"]),
        ("cat's", False, ["cat’s"]),
        ("cat’s", False, ["cat’s"]),
        ("*o*e", False, ["home", "home"]),
        ("*", False, None),
        (["jo", "home"], False, ["home", "Jo", "home", "Jo"]),
        (("dog", "dogs"), False, ["dogs", "dog"]),
        (iter(["dog"]), True, ["dogs", "dog"]),
        ("c.t", False, []),
        ("a|the", False, []),
        ("zebra", True, []),
        ("catʼs", False, ["cat’s"]),
        ("the cat", False, ["the cat"]),
    ],
)
def test_words_patterns_and_stems(word: object, stems: bool, found: list[str] | None) -> None:
    lines = list_concordance(read(a=ONE, b=TWO), word, lemmas=stems)
    assert list(lines.columns) == CONCORDANCE
    if found is None:
        assert len(lines) == len(split_words(read(a=ONE, b=TWO)))
    else:
        assert lines["form"].tolist() == found


@pytest.mark.parametrize("word", ["", "  ", [], [""], ["cat", " "], 7, [7], None])
def test_no_word_to_look_for(word: object) -> None:
    with pytest.raises(StoryError, match="a word or a list of words"):
        list_concordance(read(a=ONE), word)


def test_a_word_may_be_typed_in_any_way() -> None:
    stories = read(a="The café isn’t open; CAFÉS are.")
    for word, found in (("cafe\u0301", ["café"]), ("CAFÉ*", ["café", "CAFÉS"]), ("cafe\u0301*", ["café", "CAFÉS"])):
        assert list_concordance(stories, word)["form"].tolist() == found
    for word in ("isn't", "isn’t", "isnʼt", "isn‘t", "ISN'T"):
        assert list_concordance(stories, word)["form"].tolist() == ["isn’t"]
    assert list_concordance(stories, "cafe\u0301", lemmas=True)["form"].tolist() == ["café", "CAFÉS"]


def test_a_concordance_of_nothing() -> None:
    words = split_words(read(a=ONE))
    for table in (words.iloc[:0], split_sentences(read(a=ONE)).iloc[:0]):
        lines = list_concordance(table, "cat")
        assert lines.empty
        assert list(lines.columns) == CONCORDANCE


# --- what must not matter, and edges ----------------------------------------------------------------------------------

FUNCTIONS = [list_vocabulary, compose_stories, compare_parts]


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_stories_of_one_word_and_of_no_content(function: Callable) -> None:
    for texts in ({"a": "Yes.", "b": "Fog."}, {"a": "It was so.", "b": "Was it?"}, {"a": "Was it?", "b": ONE}):
        table = function(read(**texts))
        assert list(table.columns) == list(function(read(a=ONE, b=TWO)).columns)
    assert list_vocabulary(read(a="It was so.", b="Was it?")).empty


def test_parts_of_stories_of_no_content_share_nothing() -> None:
    parts = compare_parts(read(a="It was so.", b="Was it?"))
    assert parts[["words_1", "words_2", "shared"]].to_numpy().tolist() == [[0, 0, 0]]


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_typography_is_irrelevant(function: Callable) -> None:
    def make(stories: pd.DataFrame) -> pd.DataFrame:
        return function(stories).drop(columns=["start_1", "end_1", "start_2", "end_2", "form"], errors="ignore")

    check_typography(make, TWO)


def test_typography_is_irrelevant_to_a_concordance() -> None:
    for variant in retype(FOX):
        lines = [list_concordance(read(a=text), ["fox*", "boys", "isn’t"]) for text in (FOX, variant)]
        same(*(table[["sentence", "position", "word"]] for table in lines))
        flat = [[re.sub(r"[^\w ]+", "", side) for side in table["right"].str.replace("—", " ")] for table in lines]
        shortest = [[" ".join(side.split()[:3]) for side in sides] for sides in flat]
        assert shortest[0] == shortest[1]


@pytest.mark.slow
@settings(max_examples=25)
@given(odd_texts, any_texts)
def test_any_text_gives_the_documented_tables(one: str, two: str) -> None:
    try:
        stories = read(a=one, b=two)
        split = split_words(stories)
        listed, composed, parts = (function(split) for function in FUNCTIONS)
        lines = list_concordance(stories, "*")
    except StoryError:
        return
    by_story = stories.set_index("story")["text"]
    assert list(listed.columns) == VOCABULARY
    assert list(parts.columns) == TOGETHER
    assert not listed.duplicated(["word", "form"]).any()
    assert (listed["count_1"] + listed["count_2"] > 0).all()
    for row in listed.dropna(subset=["start_1"]).itertuples():
        assert find_lemma(split.loc[(split["story"] == "a") & (split["start"] == row.start_1), "word"].item()) == row.word
    assert composed.groupby("story")["share"].sum().to_numpy() == pytest.approx(1)
    known = parts["overlap"].dropna()
    assert known.between(0, 1).all()
    assert len(lines) == len(split)
    assert [by_story[row.story][row.start : row.end] for row in lines.itertuples()] == lines["form"].tolist()
