"""What a format states beats guessing: units, paragraphs and chapters of stories with a structure, by hand."""

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hostile import Made
from hypothesis import given, settings, strategies as st
from registry import FUNCTIONS

import analysis as an
from analysis import StoryError, list_concordance, read_stories, split_sentences, split_words, summarise_stories
from analysis.corpus.measuring import measure_stories
from analysis.text.formats.document import Span
from analysis.workbook import mark_sentences

ALL = ("paragraph", "quote", "heading", "verse", "speaker", "direction")
LEVELS = {"#" * level: level for level in range(1, 7)}
KINDS = {">": "quote", "|": "verse", "@": "speaker", "(": "direction"}
UNITS = ["kind", "chapter", "paragraph", "text"]


def state(*parts: str | tuple[str, str]) -> tuple[str, tuple[Span, ...]]:
    """A text and its structure. Each part is marked by its first word: "# title", "> quote", "| verse", "@ speaker",
    "( direction"; else it is a paragraph. A blank line comes before it, or what stands before it in a pair."""
    text, spans = "", []
    for part in parts:
        before, part = part if isinstance(part, tuple) else ("\n\n" if text else "", part)
        mark, _, rest = part.partition(" ")
        kind = "heading" if mark in LEVELS else KINDS.get(mark, "paragraph")
        body = rest if mark in LEVELS or mark in KINDS else part
        text += before + body
        spans.append(Span(len(text) - len(body), len(text), kind, LEVELS.get(mark, 0)))
    return text, tuple(spans)


def tabulate(**stories: tuple[str, Any]) -> pd.DataFrame:
    """The table of stories, of text and structure by name."""
    texts = {name: text for name, (text, _) in stories.items()}
    return read_stories(texts).assign(structure=[structure for _, structure in stories.values()])


def cut(*parts: str | tuple[str, str]) -> pd.DataFrame:
    stories = tabulate(a=state(*parts))
    sentences = split_sentences(stories)
    assert [stories["text"][0][start:end] for start, end in zip(sentences["start"], sentences["end"], strict=True)] == list(
        sentences["text"]
    )
    return sentences


def show(*parts: str | tuple[str, str]) -> list[tuple[Any, ...]]:
    return list(cut(*parts)[UNITS].itertuples(index=False, name=None))


# --- units ------------------------------------------------------------------------------------------------------------


def test_each_span_is_what_it_is_stated_to_be() -> None:
    assert show(
        "# Fog\nand Rain",
        "It was late. He ran",
        "CHAPTER II",
        "> So it is. Is it?",
        "| fog is here,\nrain is there. So",
        "Yes.",
    ) == [
        ("heading", 1, 1, "Fog\nand Rain"),
        ("prose", 1, 2, "It was late."),
        ("prose", 1, 2, "He ran"),
        ("prose", 1, 3, "CHAPTER II"),
        ("prose", 1, 4, "So it is."),
        ("prose", 1, 4, "Is it?"),
        ("verse", 1, 5, "fog is here,"),
        ("verse", 1, 5, "rain is there. So"),
        ("prose", 1, 6, "Yes."),
    ]


PLAY = (
    "# The Fog", "## ACT I", "### SCENE I. A wood.", "( Enter Amy. A bell.", "@ AMY.", ("\n", "Who comes? It is late."),
    "@ JO.", (" ", "( aside"), ("\n", "| The fog is thick,\nThe night is long,"), (" ", "( He sits."),
    ("\n", "| And so it is."),
    "### SCENE II.", "@ JO.", ("\n", "We went."), "## ACT II", "### SCENE I.", "@ AMY", ("\n", "We came.")
)  # fmt: skip


def test_a_play_has_speakers_directions_and_a_chapter_a_scene() -> None:
    assert show(*PLAY) == [
        ("heading", 1, 1, "The Fog"),
        ("heading", 1, 2, "ACT I"),
        ("heading", 1, 3, "SCENE I. A wood."),
        ("direction", 1, 4, "Enter Amy. A bell."),
        ("speaker", 1, 5, "AMY."),
        ("prose", 1, 5, "Who comes?"),
        ("prose", 1, 5, "It is late."),
        ("speaker", 1, 6, "JO."),
        ("direction", 1, 6, "aside"),
        ("verse", 1, 6, "The fog is thick,"),
        ("verse", 1, 6, "The night is long,"),
        ("direction", 1, 6, "He sits."),
        ("verse", 1, 6, "And so it is."),
        ("heading", 2, 7, "SCENE II."),
        ("speaker", 2, 8, "JO."),
        ("prose", 2, 8, "We went."),
        ("heading", 3, 9, "ACT II"),
        ("heading", 3, 10, "SCENE I."),
        ("speaker", 3, 11, "AMY"),
        ("prose", 3, 11, "We came."),
    ]


def test_a_direction_within_a_paragraph_parts_it_and_stays_in_it() -> None:
    units = show('"I come," he said', (" ", "( [he coughs. And sits]"), (" ", 'and went. "So."'), "He left.")
    assert [unit[0] for unit in units] == ["prose", "direction", "prose", "prose", "prose"]
    assert [unit[2] for unit in units] == [1, 1, 1, 1, 2]
    assert units[1][3] == "[he coughs. And sits]"


POEM = "The fog is in the lane\nThe rain is on the hill\nAnd none shall come again\nThe house is dark and still"
ADDRESS = "the mill,\n4 long lane,\nselby. it is there that we went to live in the end, all of us, and it rained."


def test_a_paragraph_with_line_breaks_is_verse_or_prose_by_its_look() -> None:
    kinds = {text: kind for kind, _, _, text in show("It was so.", POEM, f"> {POEM}", ADDRESS)}
    assert [kinds[line] for line in POEM.split("\n")] == ["verse"] * 4
    assert kinds[ADDRESS] == "prose"
    assert [kind for kind, *_ in show(f"| {ADDRESS}", "It was so.")] == ["verse"] * 3 + ["prose"]  # stated
    couplet = "The fog is in the lane\nThe rain is on the hill"
    assert {kind for kind, *_ in show(couplet, "It was so.")} == {"prose"}
    assert [kind for kind, *_ in show(couplet, POEM, "It was so.")] == ["verse"] * 6 + ["prose"]  # judged together
    assert [kind for kind, *_ in show(couplet, "( He sits.", POEM, "So.")][:2] == ["prose", "direction"]


def test_a_blank_line_ends_every_unit_and_white_space_is_no_part_of_it() -> None:
    text = "  Fog \n\n He ran\n \nand ran. \n\n"
    stories = tabulate(a=(text, (Span(0, 7, "heading", 1), Span(7, len(text), "paragraph"))))
    assert split_sentences(stories)[UNITS].to_numpy().tolist() == [
        ["heading", 1, 1, "Fog"], ["prose", 1, 2, "He ran"], ["prose", 1, 3, "and ran."],
    ]  # fmt: skip


def test_a_span_without_a_word_has_no_row() -> None:
    assert show("It rained.", "* * *", "@ —", "## ***", "It poured.", "| ...\n\n?") == [
        ("prose", 1, 1, "It rained."), ("prose", 1, 2, "It poured."),
    ]  # fmt: skip
    assert cut("* * *", "( ... fog ...")["text"].tolist() == ["... fog ..."]


def test_where_nothing_is_prose_or_verse_all_is_read() -> None:
    assert show("# Fog", "# Rain. And snow.") == [
        ("prose", 1, 1, "Fog"), ("prose", 1, 2, "Rain."), ("prose", 1, 2, "And snow."),
    ]  # fmt: skip
    assert {kind for kind, *_ in show("@ AMY", "( She goes.")} == {"prose"}


def test_a_story_without_structure_is_cut_as_ever() -> None:
    text, structure = state("# Fog", "Rain", "It rained. It rained a lot.", "It was late.")
    for nothing in (None, np.nan, pd.NA):
        stories = tabulate(a=(text, nothing), b=(text, structure), c=(text, nothing))
        kinds = split_sentences(stories).groupby("story")["kind"].agg(list).tolist()
        assert kinds == [["heading", "heading", *["prose"] * 3], ["heading", *["prose"] * 4], kinds[0]]
    told = split_sentences(stories.drop(columns="structure").iloc[:1])
    pd.testing.assert_frame_equal(told, split_sentences(stories.iloc[:1]))
    assert list(split_sentences(stories)) == list(told)  # neither structure nor language is carried along


VOCABULARY = "the old cat saw fog and Mr. Mole said so at 5 p.m. in St. Ives".split()
sentences = st.lists(st.sampled_from(VOCABULARY), min_size=4).map(lambda words: f"Then {' '.join(words)} again")
paragraphs = st.lists(st.tuples(sentences, st.sampled_from([".", "?", "!", "...", '."', "?)"])), min_size=2, max_size=5).map(
    lambda parts: " ".join(sentence + mark for sentence, mark in parts)
)


@given(st.lists(st.lists(paragraphs, min_size=3, max_size=5), min_size=1, max_size=4), st.booleans(), st.booleans())
@settings(max_examples=40)
def test_prose_is_cut_as_the_same_prose_without_structure(chapters: list[list[str]], titled: bool, author: bool) -> None:
    parts = ["# The Old Mill"] * titled + ["By Amy Fox"] * author
    for number, chapter in enumerate(chapters):
        parts += [f"## CHAPTER {number + 1}. The Mill", *chapter] if titled else chapter
    text, structure = state(*parts)
    told, stated = (split_sentences(tabulate(a=(text, given))) for given in (None, structure))
    if author:  # stated to be a paragraph, and told to be a heading
        columns = ["chapter", "paragraph", "start", "end", "text"]
        told, stated = told[columns], stated[columns]
    pd.testing.assert_frame_equal(told, stated)


# --- chapters ---------------------------------------------------------------------------------------------------------

# The chapter of each text, written at its end; headings share that of the text below them.
OUTLINES = {
    "title, subtitle, author": ["# The Mill", "## A Tale", "By Amy Fox", "## CHAPTER I. Fog", "t 1.",
                                "## CHAPTER II.", "t 2."],
    "an author as the plain text has it": ["# The Mill", "By\nAmy Fox", "1851", "## I", "t 1.", "## II", "t 2."],
    "a preface under the title": ["# The Mill", "It was t 0.", "## Chapter 1", "t 1.", "## Chapter 2", "t 2."],
    "no headings": ["t 1.", "t 1.", "> t 1."],
    "a single title": ["# The Mill", "t 1.", "t 1."],
    "one level by name": ["# Fog", "t 1.", "# Rain", "t 2.", "# Snow", "t 3."],
    "a title and one level by name": ["# The Mill", "Amy Fox", "## Fog", "t 1.", "## Rain", "t 2."],
    "a title, a text, chapters": ["# The Mill", "t 0.", "## Fog", "t 1.", "## Rain", "t 2."],
    "subheads": ["## Chapter 1", "t 1.", "#### Fog", "t 1.", "#### Rain", "t 1.", "## Chapter 2", "#### Snow", "t 2."],
    "subheads of one chapter": ["# The Mill", "## Chapter 1", "#### Fog", "t 1.", "#### Rain", "t 1."],
    "subheads of chapters by name": ["## Fog", "t 1.", "### Wet", "t 1.", "### Dry", "t 1.", "## Rain", "t 2."],
    "a chapter's own title": ["## Chapter 1", "### Fog", "t 1.", "## Chapter 2", "### Rain", "t 2."],
    "parts and chapters": ["# The Mill", "## Part One", "### Chapter 1", "t 1.", "### Chapter 2", "t 2.", "## Part Two",
                           "### Chapter 3", "t 3."],
    "an opening of a part": ["# Part One", "t 0.", "## Chapter 1", "t 1.", "## Chapter 2", "t 2.", "# Part Two", "t 3.",
                             "## Chapter 3", "t 3.", "## Chapter 4", "t 4."],
    "parts and chapters by name": ["# Part One", "> t 0.", "## Fog", "t 1.", "# Part Two", "| t 2.", "## Rain", "t 2.",
                                   "## Snow", "t 3."],
    "parts alone": ["# Part One", "t 1.", "# Part Two", "t 2.", "### Fog", "t 2.", "### Rain", "t 2."],
    "parts and chapters on one level": ["# Part One", "# Chapter 1", "t 1.", "# Part Two", "# Chapter 2", "t 2."],
    "prologue and epilogue beside chapters": ["## Prologue", "t 1.", "## Chapter 1", "t 2.", "## The Mill", "t 3.",
                                              "## Chapter 3", "t 4.", "## Epilogue", "t 5."],
    "prologue and epilogue beside parts": ["# Prologue", "t 1.", "# Part One", "## Chapter 1", "t 2.", "## Chapter 2",
                                           "t 3.", "# Epilogue", "t 4."],
    "a preface above chapters by name": ["# Preface", "t 1.", "# The Mill", "## Fog", "t 2.", "## Rain", "t 3."],
    "roman numerals": ["# The Mill", "## I", "t 1.", "## II.", "t 2.", "## III", "t 3."],
    "parts and numerals": ["# Book First", "## I.", "t 1.", "## II.", "t 2.", "# Book Second", "## I.", "t 3."],
    "numerals within chapters": ["## Chapter 1", "### I", "t 1.", "### II", "t 1.", "## Chapter 2", "### I", "t 2."],
    "letters": ["# The Fox", "## Volume I", "### LETTER I. To Jo", "t 1.", "### LETTER II.", "t 2.", "## Volume II",
                "### LETTER III.", "t 3."],
    "a letter in a chapter": ["## Chapter 1", "t 1.", "### Letter I", "t 1.", "### Letter II", "t 1.",
                              "## Chapter 2", "t 2."],
    "a letter among chapters by name": ["# Fog", "t 1.", "## Letter I", "t 1.", "# Rain", "t 2."],
    "numbers under names": ["## Fog", "t 0.", "### 1", "t 1.", "### 2", "t 2.", "## Rain", "t 3.", "### 1", "t 3."],
    "staves": ["# A Carol", "## STAVE ONE", "### Fog", "t 1.", "## STAVE TWO", "### Rain", "t 2."],
    "acts and scenes": ["# Fog", "## ACT I", "### SCENE I.", "t 1.", "### SCENE II.", "t 2.", "## ACT II",
                        "### SCENE I.", "t 3."],
    "acts alone": ["# Fog", "## ACT I", "( Fog.", "t 1.", "## ACT II", "t 2."],
    "poems": ["# Songs", "## Fog", "| t 1.", "## Rain", "| t 2."],
    "the end": ["## Chapter 1", "t 1.", "## Chapter 2", "t 2.", "## THE END"],
    "two levels of one each": ["# Fog", "t 1.", "## Rain", "t 2."],
    "a novel of the first person": ["# Fog", "## I Go Home", "t 1.", "## The Mill", "t 2.", "## I Leave", "t 3."],
    "marks and white space": ["# Fog", "t 1.", "# * * *", "t 1.", "# Rain", "t 2."],
}  # fmt: skip


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=OUTLINES.keys())
def test_chapters_are_the_headings_of_one_level(outline: list[str]) -> None:
    units = cut(*outline)
    texts = units[units["text"].str.contains(r"\bt \d\.$")]
    assert len(texts) == sum(part.endswith(".") and part[-3] == " " and part[-2].isdigit() for part in outline)
    assert texts["chapter"].tolist() == [int(text[-2]) for text in texts["text"]]
    below = units["chapter"].where(units["kind"] != "heading").bfill().ffill()
    assert (below == units["chapter"]).all()


@pytest.mark.parametrize("name", ["CHAPTER I. The Mill", "I. The Mill", "PROLOGUE"])
@pytest.mark.parametrize("front", [[], ["# The Fox"], ["# The Fox", "By Amy Fox"], ["# The Fox", "A Tale", "Amy Fox"]])
def test_chapters_are_those_of_the_same_plain_text(front: list[str], name: str) -> None:
    chapter = ["It was late. The fog was thick.", "He ran, and ran on.", "It rained."]
    text, structure = state(*front, f"## {name}", *chapter, "## CHAPTER II. The End", *chapter, "## CHAPTER III.", *chapter)
    told, stated = (split_sentences(tabulate(a=(text, given))) for given in (None, structure))
    assert told["text"].tolist() == stated["text"].tolist()
    assert told["chapter"].tolist() == stated["chapter"].tolist()
    assert told["chapter"].max() == 3


# --- structures that do not fit ---------------------------------------------------------------------------------------

FOG = "Fog is red.\n\nIt rained."
WHOLE = (Span(0, 11, "paragraph"), Span(13, 23, "paragraph"))


@pytest.mark.parametrize(
    ("structure", "fault"),
    [
        ([*WHOLE], "of the type list, not a tuple of Span"),
        ("[[0, 23, 'paragraph', 0]]", "of the type str"),
        ({"start": 0}, "of the type dict"),
        (1.5, "of the type float"),
        (np.zeros(2), "of the type ndarray"),
        (((0, 11, "paragraph", 0), (13, 23, "paragraph", 0)), "no Span, but tuple, as span 1 of 2"),
        ((WHOLE[0], None), "no Span, but NoneType, as span 2 of 2"),
        ((Span(0, 23, "poem"),), "the kind 'poem' for span 1 of 1; there are paragraph, quote"),
        ((Span(0, 23, ["verse"]),), r"the kind \['verse'\]"),
        ((Span(0.0, 23, "paragraph"),), "whole numbers in span 1 of 1"),
        ((Span(0, 23, "heading", None),), "whole numbers in span 1 of 1"),
        ((Span(0, 24, "paragraph"),), "span 1 of 1 is from 0 to 24, the text has 23 characters"),
        ((Span(-23, 23, "paragraph"),), "span 1 of 1 is from -23 to 23"),
        ((Span(11, 0, "paragraph"), WHOLE[1]), "span 1 of 2 is from 11 to 0"),
        ((Span(0, 14, "paragraph"), WHOLE[1]), "span 2 of 2 begins at 13, before the one before it ends, at 14"),
        (WHOLE[::-1], "between 0 and 13 there are words that no span holds"),
        (WHOLE[1:], "between 0 and 13 there are words"),
        (WHOLE[:1], "after 11 there are words"),
        ((), "after 0 there are words"),
    ],
)  # fmt: skip
def test_a_structure_that_does_not_fit_is_refused(structure: Any, fault: str) -> None:
    stories = read_stories({"a": FOG, "b": FOG}).astype({"structure": object})
    stories.at[1, "structure"] = structure
    with pytest.raises(StoryError, match=rf"^Story 'b': its structure .*{fault}.*drop the column `structure`"):
        split_sentences(stories)


def test_a_structure_of_another_text_is_refused() -> None:
    text, structure = state(*PLAY)
    for changed in (text[1:], text[:-1], "x" + text, text.replace("Amy", "Anne")):
        with pytest.raises(StoryError, match="does not fit the text"):
            split_sentences(tabulate(a=(changed, structure)))


spans = st.builds(Span, st.integers(-1, 25), st.integers(-1, 25), st.sampled_from(ALL), st.integers(0, 3))


@given(st.lists(spans, max_size=4).map(tuple))
def test_any_structure_is_read_in_full_or_refused(structure: tuple[Span, ...]) -> None:
    stories = tabulate(a=(FOG, structure))
    ends = [0, *(end for span in structure for end in span[:2]), len(FOG)]
    gaps = [FOG[last:start] for last, start in zip(ends[::2], ends[1::2], strict=True)]
    if ends == sorted(ends) and not any(map(str.isalpha, "".join(gaps))):
        assert "".join(split_words(stories)["form"]) == "FogisredItrained"  # a span may begin within a word
    else:
        with pytest.raises(StoryError, match=r"^Story 'a': its structure "):
            split_words(stories)


# --- what counts ------------------------------------------------------------------------------------------------------


def test_position_runs_over_prose_and_verse() -> None:
    words = split_words(tabulate(a=state(*PLAY)))
    counted = words[words["kind"].isin(["prose", "verse"])]
    np.testing.assert_allclose(counted["position"], (np.arange(len(counted)) + 0.5) / len(counted))
    assert set(words["kind"]) == {"heading", "direction", "speaker", "prose", "verse"}
    assert words["position"].is_monotonic_increasing


def test_speech_does_not_run_over_a_speaker_or_into_a_direction() -> None:
    words = split_words(
        tabulate(a=state("@ AMY", ("\n", '"I come and go'), ("\n", '@ JO "the" MILL'), ("\n", 'It rained. "So'),
                         (" ", '( he sits, "well" so'), (" ", 'it is," he said.')))
    )  # fmt: skip
    assert words.loc[words["speech"], "form"].tolist() == "I come and go It rained So it is he said".split()
    assert words["paragraph"].nunique() == 1


def test_a_summary_counts_prose_headings_and_verse() -> None:
    summary = summarise_stories(tabulate(a=state(*PLAY))).drop(columns="speech_share")
    assert summary.to_numpy().tolist() == [["a", 9, 4, 3, 3, 6, 3]]


def test_what_is_not_counted_can_still_be_found_and_is_grey() -> None:
    stories = tabulate(a=state(*PLAY))
    assert list_concordance(stories, "sits")["right"].tolist() == [". And so it is. SCENE II. JO. We went."]
    shown = mark_sentences(split_sentences(stories).query("paragraph == 6"), "Fog")
    assert shown.text == "Fog\nJO.\naside The fog is thick,\nThe night is long, He sits. And so it is."
    assert '<span style="color:#595959">JO.</span><br><span style="color:#595959">aside</span> The fog' in shown.html


class Staged(Made):
    """The tables of two plays whose speakers and stage directions are of these words, all of four letters."""

    def __init__(self, words: list[str]) -> None:
        super().__init__({})
        self.said = words

    @cached_property
    def rated(self) -> pd.DataFrame:
        counted = self.scored["kind"].isin(["prose", "verse"])
        return self.scored.assign(rating=(self.scored["start"] % 7).where(counted))

    @cached_property
    def stories(self) -> pd.DataFrame:
        one, two, three = self.said
        speeches = [
            "Then Amy saw the fog and it was good.",
            '"What joy!" Jo cried. "We won the war."',
            "The mill fell, and Jo wept.",
        ]
        plays = {}
        for name, lines in (("a", speeches), ("b", [*speeches[::-1], "Amy took the old mill with joy."])):
            parts: list[Any] = ["# The Mill"]
            for speech in lines * 5:
                parts += [
                    f"@ {one.upper()}",
                    (" ", f"( {two} {three}"),
                    ("\n", speech),
                    (" ", f"( [{three}. {one}]"),
                    "| So Jo\nwent",
                ]
            plays[name] = state(*parts)
        return tabulate(**plays).assign(sha256="0")


# What shows every unit; textstat and a corpus, which are given the text itself.
SHOWING = {"read_stories", "compare_with_textstat", "measure_corpus", "split_sentences", "split_words", "tally_sentences",
           "score_sentiment", "score_vader", "explain_vader", "list_concordance", "read_ratings",
           "find_disagreements"}  # fmt: skip


@pytest.fixture(scope="module")
def staged() -> list[Staged]:
    return [Staged(["joys", "Amys", "wept"]), Staged(["ugly", "were", "cats"])]


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - SHOWING))
def test_no_result_depends_on_what_is_not_counted(name: str, staged: list[Staged]) -> None:
    one, two = (FUNCTIONS[name].find(made) for made in staged)
    for table, other in zip(*([made] if not isinstance(made, tuple) else made for made in (one, two)), strict=True):
        if isinstance(table, pd.DataFrame):
            pd.testing.assert_frame_equal(table, other)
        elif not name.startswith("write_"):
            assert table == other


def test_a_story_of_a_corpus_is_measured_alike(staged: list[Staged]) -> None:
    pd.testing.assert_frame_equal(*(measure_stories(made.stories) for made in staged))


def test_what_counts_is_scored_alike(staged: list[Staged]) -> None:
    for name in ("words", "tally", "scored"):
        one, two = (an_table[an_table["kind"].isin(["prose", "verse"])] for an_table in (getattr(m, name) for m in staged))
        pd.testing.assert_frame_equal(one, two)


def test_what_is_not_counted_is_no_evidence_of_names() -> None:
    stories = tabulate(a=state("@ Tom Hart", ("\n", "Then a hart ran by. Then Tom ran."), "( Then Hart and Tom sit."))
    assert an.find_names(stories)[["name", "count"]].to_numpy().tolist() == [["tom", 1]]
