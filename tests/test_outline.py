"""The outline: what stands in it by hand, that it is the cut that it was made of, and what edits of it do."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from analysis import StoryError, outline_stories, read_outline, read_stories, split_sentences, split_words

NOVELLA = """THE MILL

A tale by the water.

CHAPTER I

The fox ran. It ran far.

[Illustration: a red fox under a tall tree]

It slept.

CHAPTER II

The Wood

The bird sang.
"""
PLAIN = "It rained.\n\nThe Storm came over the hill.\n\nThe Storm\n\nNobody saw it. It was dark."


def rows(table: pd.DataFrame, *columns: str) -> list[list[Any]]:
    return table[list(columns)].astype(object).where(table[list(columns)].notna(), None).to_numpy().tolist()


def cut(stories: pd.DataFrame, outline: pd.DataFrame | None = None) -> list[list[Any]]:
    return rows(split_sentences(stories, outline=outline), "chapter", "paragraph", "kind", "text")


def test_an_outline_by_hand() -> None:
    table = outline_stories(read_stories({"mill": NOVELLA, "rain": "It rained. Then it stopped."}))
    assert list(table.columns) == ["story", "chapter", "level", "start", "end", "title", "kind", "words", "note"]
    assert rows(table, "story", "chapter", "level", "title", "kind", "words", "note") == [
        ["mill", 0, 4, "THE MILL", "heading", 5, ""],
        ["mill", 1, 2, "CHAPTER I", "heading", 8, ""],
        ["mill", 1, None, "[Illustration: a red fox under a tall tree]", "apparatus", 8, "not counted"],
        ["mill", 2, 2, "CHAPTER II", "heading", 0, ""],
        ["mill", 2, 4, "The Wood", "heading", 3, ""],
        ["rain", 1, None, "", "prose", 5, "no headings were found"],
    ]
    for row in table.itertuples():
        if row.kind == "heading":
            assert NOVELLA[row.start : row.end] == row.title
    assert rows(table.tail(1), "start", "end") == [[0, 27]]


def test_what_to_look_at_is_said() -> None:
    chapters = [f"CHAPTER {number}\n\n{'The fox ran on. ' * length}" for number, length in ((1, 5), (2, 5), (4, 5), (5, 90))]
    text = "\n\n".join(["It begins.", *chapters, "CHAPTER 6", "CHAPTER 7\n\nIt ends.", "THE END"])
    assert rows(outline_stories(read_stories({"a": text})), "chapter", "note") == [
        [0, "before the first heading"],
        [1, ""],
        [2, ""],
        [3, "4 follows 2: is a heading missing, or is this none?"],
        [4, "far longer than the others: is a heading missing?"],
        [5, "no text under it"],
        [5, ""],
        [5, ""],
    ]


@pytest.mark.parametrize("name", ["made", "prose"])
def test_an_outline_given_back_changes_nothing(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    stories = read_stories({**request.getfixturevalue(name), "mill": NOVELLA})
    outline = outline_stories(stories)
    assert cut(stories, outline) == cut(stories)
    pd.testing.assert_frame_equal(outline_stories(stories, outline=outline), outline)
    path = tmp_path / "outline.csv"
    outline.to_csv(path, index=False)
    assert cut(stories, read_outline(path)) == cut(stories)
    words = split_words(stories)
    counted = words[words["kind"].isin(["prose", "verse"])].groupby("story", sort=False).size()
    parts = outline[outline["kind"] != "apparatus"].groupby("story", sort=False)["words"].sum()
    assert parts[parts > 0].to_dict() == counted.to_dict()


PIECES = [
    "CHAPTER I", "CHAPTER II", "The Wood", "PART ONE", "IV", "Prologue", "# One", "The End", "Contents", "12", "* * *",
    "[Illustration]", "TOM. Who is there?", "It ran. It slept.", "A bird,\nnot a fox.", 'A fox sat. "No," it said.',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_any_outline_given_back_changes_nothing(pieces: list[str]) -> None:
    stories = read_stories({"a": "\n\n".join([*pieces, "The fox ran."])})
    outline = outline_stories(stories)
    assert cut(stories, outline) == cut(stories)
    assert outline_stories(stories, outline=outline)["words"].tolist() == outline["words"].tolist()


def test_a_heading_that_is_none() -> None:
    stories = read_stories({"a": NOVELLA})
    outline = outline_stories(stories)
    without = outline[outline["title"] != "The Wood"]
    prose = outline.assign(kind=outline["kind"].where(outline["title"] != "The Wood", "prose"))
    for edited in (without, prose):
        told = {text: kind for *_, kind, text in cut(stories, edited)}
        assert told["The Wood"] == "prose"
        assert told["CHAPTER II"] == "heading"
    assert outline_stories(stories, outline=without)["words"].tolist()[-1] == 5


def test_a_chapter_that_was_missed_is_found_by_its_title() -> None:
    stories = read_stories({"a": PLAIN, "b": "It rained."})
    added = pd.DataFrame({"story": ["a"], "title": ["The  Storm"]})
    assert cut(stories, added) == [
        [0, 1, "prose", "It rained."],
        [0, 2, "prose", "The Storm came over the hill."],
        [1, 3, "heading", "The Storm"],
        [1, 4, "prose", "Nobody saw it."],
        [1, 4, "prose", "It was dark."],
        [1, 1, "prose", "It rained."],
    ]
    # Within a paragraph, by its offset: the paragraph is cut there.
    start = PLAIN.index("Nobody")
    inside = pd.DataFrame({"story": ["a"], "title": ["Nobody saw it."], "start": [start], "level": [1]})
    assert [row[2:] for row in cut(stories, inside)[2:5]] == [
        ["prose", "The Storm"],
        ["heading", "Nobody saw it."],
        ["prose", "It was dark."],
    ]


def test_levels_number_the_chapters_anew() -> None:
    stories = read_stories(
        {"a": "\n\n".join(f"{title}\n\nIt was.\n\nIt is.\n\nIt will be." for title in ("Fox", "Bird", "Wood"))}
    )
    outline = outline_stories(stories)
    assert outline["chapter"].tolist() == [1, 2, 3]
    outline.loc[1, "level"] = 5
    assert outline_stories(stories, outline=outline)["chapter"].tolist() == [1, 1, 2]


def test_what_is_not_the_story_can_be_marked_and_unmarked() -> None:
    stories = read_stories({"a": NOVELLA})
    outline = outline_stories(stories)
    outline.loc[outline["kind"] == "apparatus", "kind"] = "prose"
    assert "apparatus" not in split_sentences(stories, outline=outline)["kind"].tolist()
    start, end = NOVELLA.index("The bird"), NOVELLA.index("sang.") + 5
    row = {"story": "a", "title": "", "start": start, "end": end, "kind": "apparatus"}
    marked = pd.concat([outline, pd.DataFrame([row])], ignore_index=True)
    assert cut(stories, marked)[-1][2:] == ["apparatus", "The bird sang."]


def test_what_a_format_states_can_be_edited() -> None:
    from analysis.text.formats.document import Span

    text = "One\n\nIt ran.\n\nTwo\n\nIt slept."
    spans = (Span(0, 3, "heading", 1), Span(5, 12, "paragraph"), Span(14, 17, "heading", 1), Span(19, 28, "paragraph"))
    stories = read_stories(pd.DataFrame({"story": ["a"], "text": [text], "structure": [spans]}))
    outline = outline_stories(stories)
    assert rows(outline, "chapter", "title", "words") == [[1, "One", 2], [2, "Two", 2]]
    assert rows(outline_stories(stories, outline=outline.head(1)), "chapter", "title", "words") == [[1, "One", 5]]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"title": "The Sea"}, "'The Sea' is not there"),
        ({"title": "It"}, "'It' stands 2 times in the text: write its offset into the column start"),
        ({"title": "The Storm", "start": 3}, "'The Storm' does not stand at 3; leave start and end empty"),
        ({"title": "The Storm", "start": "many"}, "its start is 'many', no whole number"),
        ({"title": "The Storm", "kind": "title"}, "there is no kind 'title'; there are heading, apparatus"),
        ({"title": "The Storm", "level": 1.5}, "its level is 1.5, no whole number"),
        ({"title": "", "kind": "apparatus"}, "has no title: write the heading as it stands in the text"),
        ({"title": "The Storm", "story": "z"}, "has the story 'z', which is not among these stories: 'a'"),
    ],
)
def test_errors_name_the_row(row: dict[str, Any], told: str) -> None:
    stories = read_stories({"a": PLAIN})
    with pytest.raises(StoryError, match=told):
        split_sentences(stories, outline=pd.DataFrame([{"story": "a", **row}]))


def test_rows_that_overlap_and_tables_that_are_none() -> None:
    stories = read_stories({"a": PLAIN})
    twice = pd.DataFrame({"story": ["a", "a"], "title": ["Nobody saw it.", "saw it. It was"]})
    with pytest.raises(StoryError, match="two rows of its outline overlap"):
        split_sentences(stories, outline=twice)
    with pytest.raises(StoryError, match="no column 'title': a table of outline"):
        split_sentences(stories, outline=pd.DataFrame({"story": ["a"]}))


def test_a_file_that_is_no_outline(tmp_path: Path) -> None:
    path = tmp_path / "outline.csv"
    path.write_text("story,heading\na,The Storm\n", "utf-8")
    with pytest.raises(StoryError, match=r"outline\.csv has no column 'title'.*outline_stories"):
        read_outline(path)
    path.write_text("Story;Title;Level\na;The Storm;2\n;;\n", "utf-8")
    assert rows(read_outline(path), "story", "title", "level") == [["a", "The Storm", "2"]]
