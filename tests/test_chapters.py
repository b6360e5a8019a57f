"""Lists of contents, title pages and ways of numbering chapters: each text with the heading that opens each chapter."""

import pytest

from analysis.text.contents import find_contents, key_title, list_titles
from analysis.text.headings import name_chapter, rank_heading, read_number, split_heading
from analysis.text.segmentation import segment_texts

P = "The fox ran over the hill and slept there. Nobody saw it, and nobody asked."
LONG = "\n\n".join([P] * 60)


def show(text: str) -> list[str]:
    """The chapters of a text: the headings in each, its number before them."""
    heads: dict[int, list[str]] = {}
    for unit in segment_texts([text])[0]:
        heads.setdefault(unit.chapter, [])
        if unit.kind == "heading":
            heads[unit.chapter].append(" ".join(text[unit.start : unit.end].split()))
    return [f"{chapter} {' / '.join(own)}".strip() for chapter, own in heads.items()]


def find_listed(text: str) -> str:
    """What is apparatus, on one line."""
    return " ".join(
        " ".join(text[unit.start : unit.end].split()) for unit in segment_texts([text])[0] if unit.kind == "apparatus"
    )


CONTENTS = {
    "lines of one paragraph": (
        "Contents\n\n CHAPTER I.\n CHAPTER II.\n CHAPTER III.", ["CHAPTER I.", "CHAPTER II.", "CHAPTER III."]),
    "a preface, and books with a paragraph each": (
        "Contents\n\n PRELUDE.\n\n BOOK I. OLD.\n CHAPTER I.\n CHAPTER II.\n\n BOOK II. NEW.\n CHAPTER III.\n\n FINALE.",
        ["PRELUDE.", "BOOK I. OLD. / CHAPTER I.", "CHAPTER II.", "BOOK II. NEW. / CHAPTER III.", "FINALE."]),
    "an entry a paragraph, with pages and names of columns": (
        "CONTENTS\n\nCHAP. PAGE\n\nI.    THE MILL      5\n\nII.   THE HILL     16\n\nIII.  THE RILL     30",
        ["CHAPTER I / THE MILL", "CHAPTER II / THE HILL", "CHAPTER III / THE RILL"]),
    "entries cut into lines": (
        "Contents\n\nI     TREATS OF THE PLACE WHERE THE FOX WAS BORN AND OF THE\n      CIRCUMSTANCES ATTENDING HIS BIRTH\n"
        "II    RELATES HOW THE FOX WAS VERY NEAR GETTING A PLACE\nIII   THE FLIGHT OF THE FOX",
        ["CHAPTER I. TREATS OF THE PLACE WHERE THE FOX WAS BORN AND OF THE CIRCUMSTANCES ATTENDING HIS BIRTH",
         "CHAPTER II. RELATES HOW THE FOX WAS VERY NEAR GETTING A PLACE", "CHAPTER III. THE FLIGHT OF THE FOX"]),
    "titles without numbers": (
        "Contents\n\n  The Mill\n  \"Tiger! Tiger!\"\n  The Rill\n  The Song",
        ["The Mill", '"Tiger! Tiger!"', "The Rill", "The Song"]),
    "numbers that begin anew in each book": (
        "CONTENTS\n\n  Book the First--Recalled\n\n  CHAPTER I   The Mill\n  CHAPTER II  The Hill\n\n"
        "  Book the Second--the Thread\n\n  CHAPTER I   The Rill\n  CHAPTER II  The Sea",
        ["Book the First--Recalled / CHAPTER I. The Mill", "CHAPTER II. The Hill",
         "Book the Second--the Thread / CHAPTER I. The Rill", "CHAPTER II. The Sea"]),
    "other numerals, and the title of the book after it": (
        "TABLE OF CONTENTS\n\n1. The Mill . . . . . 3\n2. The Hill . . . . . 9\n3. The Rill . . . . . 12",
        ["THE FOX / Chapter One / The Mill", "Chapter Two / The Hill", "Chapter Three / The Rill"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_a_list_of_contents_is_no_chapter(name: str) -> None:
    contents, chapters = CONTENTS[name]
    body = "\n\n".join("\n\n".join([*chapter.split(" / "), P, P]) for chapter in chapters)
    text = f"THE FOX\n\nby Tom Hale\n\n{contents}\n\n\n{body}\n"
    found = [line.split(" ", 1)[1] for line in show(text) if line != "0"]
    kept = [line.removeprefix("THE FOX / by Tom Hale / ") for line in found if line != "THE FOX / by Tom Hale"]
    assert [line.removeprefix("THE FOX / ") for line in kept] == [line.removeprefix("THE FOX / ") for line in chapters]
    # No word of the list is counted, none of the story is lost.
    words = " ".join(contents.replace("--", "—").split())
    assert find_listed(text).replace("--", "—").startswith(words)
    assert sum(unit.kind == "prose" for unit in segment_texts([text])[0]) == 4 * len(chapters)


def test_titles_that_are_listed_stand_above_the_others() -> None:
    body = "\n\n".join(f"{title}\n\n{P}\n\n{P}\n\n{P}" for title in ("The Mill", "A Song", "The Hill", "The Rill"))
    contents = "Contents\n\nThe Mill\nThe Hill\nThe Rill\n\n"
    assert show(contents + body) == ["0", "1 The Mill / A Song", "2 The Hill", "3 The Rill"]
    assert len(show(body)) == 4


def test_the_numbers_of_stanzas_are_no_chapters_where_those_have_titles() -> None:
    songs = "".join(f"{number}.\n\nOh, the mill,\nand the hill.\n\n" for number in ("I", "II", "III"))
    text = "".join(
        f"{number}. {title}.\n\n{P}\n\n" for number, title in [("I", "THE MILL"), ("II", "THE HILL"), ("III", "THE RILL")]
    )
    contents = "CONTENTS\n\nI. The mill.\nII. The hill.\nIII. The rill.\n\n"
    assert [line[0] for line in show(contents + text + songs)] == list("0123")


def test_words_that_are_no_list() -> None:
    assert find_contents(["Contents", P, P], ["Contents", P, P]) == set()
    assert find_contents(["The Mill", P], ["The Mill", P]) == set()
    assert find_contents([], []) == set()


def test_titles_are_compared_without_number_and_page() -> None:
    lines = ("IV. The Mill . . . 12", "The Mill", "CHAPTER 4--THE MILL", "“The Mill”", "IV.")
    assert [key_title(line) for line in lines] == ["themill", "themill", "themill", "“themill", ""]
    assert list_titles(["Contents", "I. The Mill 3\nII. The Hill 9", "", "The Rill"]) == {"themill", "thehill"}


@pytest.mark.parametrize(
    ("line", "name", "number", "rank"),
    [
        ("CHAPTER TWENTY-FIVE", "chapter", 25, 2),
        ("Chapter Sixty-Six. The End of It", "chapter", 66, 2),
        ("CHAPTER FOURTEEN", "chapter", 14, 2),
        ("Chapter 2: the mill", "chapter", 2, 2),
        ("CHAPTER VIII-'YOUR LADYSHIP'", "chapter", 8, 2),
        ("CHAP. IX", "chapter", 9, 2),
        ("Book the Second--the Golden Thread".replace("--", "—"), "book", 2, 1),
        ("ACT I. Scene 2. Rome. A street.", "scene", 2, 2),
        ("BOOK III. CHAPTER XI.", "chapter", 11, 2),
        ("THE PREFACE", "preface", 0, 0),
        ("CONCLUSION", "conclusion", 0, 0),
        ("CHAPTER V. THE FOX MINGLES WITH NEW ASSOCIATES. GOING TO A FUNERAL FOR THE FIRST TIME, HE FORMS AN "
         "UNFAVOURABLE NOTION OF HIS MASTER'S BUSINESS", "chapter", 5, 2),
        ("Chapter VI The Reverend Arthur Hale, the Reverend Tom Fox, Mr. Hare, Mr. George Hare, Miss Eleanor "
         "Lane and Miss Lucy Mole Drive Out in Carriages to See a View; Foxes Drive Them", "chapter", 6, 2),
        ("Part two of the plan was simple.", "", 0, 4),
        ("Chapter 3 is the one he never wrote.", "", 0, 4),
        ("Chapter 4: he closed the book.", "", 0, 4),
        ("My dear Lucy, (Tom wrote)", "", 0, 4),
        ("Truly yours, Tom Hale", "", 0, 4),
    ],
)  # fmt: skip
def test_names_numbers_and_ranks(line: str, name: str, number: int, rank: int) -> None:
    assert (name_chapter(line), read_number(line) if name else 0, rank_heading(line)) == (name, number, rank)


def test_the_lower_of_two_names() -> None:
    assert split_heading("ACT I. Scene 2. Rome") == ("Scene 2", "Rome")
    assert split_heading("CHAPTER I. Part of it") == ("CHAPTER I", "Part of it")


def test_a_blurb_on_the_title_page_opens_no_chapter() -> None:
    text = f"THE FOX\n\nIn a world of hares only one dared to ask.\n\nBY TOM HALE\n\nIllustrated by Hare\n\n{LONG}"
    assert show(text) == ["1 THE FOX / BY TOM HALE / Illustrated by Hare"]
    # As much text under each is two chapters.
    assert show(f"THE FOX\n\n{P}\n\nTHE HARE\n\n{P}") == ["1 THE FOX", "2 THE HARE"]


def test_what_little_stands_after_the_end() -> None:
    text = f"CHAPTER I\n\n{LONG}\n\nTHE END\n\nBY THE SAME AUTHOR\n\nThe Hare. Six shillings.\n\nThe Mole. Six."
    assert find_listed(text) == "BY THE SAME AUTHOR The Hare. Six shillings. The Mole. Six."
    assert find_listed(text.replace("BY THE SAME AUTHOR", "EPILOGUE")) == ""
    assert find_listed(f"CHAPTER I\n\n{P}\n\nTHE END\n\n{P}") == ""


def test_notes_of_a_transcriber_run_to_the_end() -> None:
    text = f"CHAPTER I\n\n{LONG}\n\nTranscriber's Note:\n\nPage 20 hestitate made hesitate\n\nPage 37 delirum changed"
    assert find_listed(text) == "Transcriber's Note: Page 20 hestitate made hesitate Page 37 delirum changed"


def test_a_letter_in_open_emphasis_is_no_note() -> None:
    text = f"{P}\n\nIt was *very* late.\n\n*Dear Fox.* {P}\n\n_Dear Hare. {P}\n\nYours, Mole._\n\n{P}"
    assert find_listed(text) == ""
