"""One book in every format is the same book; what a format states is read, what is no story is left out and said."""

import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from book import SOURCE
from making import Book, describe, make_epub, make_html, make_md, make_rtf, make_srt, make_txt, make_vtt, read, show
from making_xml import make_docx, make_fodt, make_odt, make_tei

from analysis import StoryError, StoryWarning, read_stories, split_sentences, split_words
from analysis.text.formats.detection import FORMATS, SUFFIXES, read_document

BOOK = describe(SOURCE)


def make_epub2(book: Book) -> bytes:
    return make_epub(book, 2)


MAKERS: dict[str, Callable[[Book], bytes]] = {
    "book.txt": make_txt, "book.md": make_md, "book.html": make_html, "book.epub": make_epub, "old.epub": make_epub2,
    "book.docx": make_docx, "book.odt": make_odt, "book.fodt": make_fodt, "book.rtf": make_rtf, "book.xml": make_tei,
}  # fmt: skip
SUBTITLES = {"book.srt": make_srt, "book.vtt": make_vtt}
# What a format has no place for, or our files of it do not state.
NOT_STATED = {
    "book.txt": {"title", "author", "date", "language"}, "book.rtf": {"date", "language"}, "book.docx": {"date"},
    "book.odt": {"date"}, "book.fodt": {"date"},
}  # fmt: skip
# What is said of each, to the letter: the three notes, deletions and page marks, two comments, what stands beside the text.
LEFT_OUT = {
    "book.md": "a head with data, notes (3), note marks (3), a table of contents",
    "book.html": "navigation (1), scripts (1), note marks (3), deletions (3), notes (3), page numbers (3)",
    "book.epub": "a table of contents, note marks (3), deletions (3), notes (3), page numbers (3)",
    "old.epub": "a table of contents, note marks (3), deletions (3), notes (3), page numbers (3)",
    "book.docx": "headers and footers (1), a table of contents, notes (3), deletions (3), comments (2)",
    "book.odt": "deletions (1), a table of contents, notes (3), comments (2)",
    "book.fodt": "deletions (1), a table of contents, notes (3), comments (2)",
    "book.rtf": "headers and footers (1), notes (3), deletions (3), comments (2)",
    "book.xml": "a table of contents, notes (3), deletions (3), page heads (3)",
}


def write_book(folder: Path, makers: dict[str, Callable[[Book], bytes]] = MAKERS) -> list[Path]:
    for name, make in makers.items():
        (folder / name).write_bytes(make(BOOK))
    return [folder / name for name in makers]


def read_files(paths: list[Path]) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        return read_stories(paths, labels=[path.name for path in paths])


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The sentences of the book in every format."""
    return split_sentences(read_files(write_book(tmp_path_factory.mktemp("book"))))


def of(table: pd.DataFrame, story: str, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(table.loc[table["story"] == story, columns].itertuples(index=False, name=None))


def test_there_is_a_book_of_every_format() -> None:
    endings = {Path(name).suffix for name in {**MAKERS, **SUBTITLES}}
    assert all(endings & set(suffixes.split()) for suffixes, _ in FORMATS.values())
    assert endings <= SUFFIXES


def test_the_book_as_it_was_written(sentences: pd.DataFrame) -> None:
    """The words of plain text are those of the description, twelve chapters, verse where there is verse."""
    own = sentences[sentences["story"] == "book.txt"]
    assert sorted(set(own["chapter"])) == list(range(1, 13))
    assert (own["kind"] == "verse").sum() == 8
    headings = [BOOK.title, *(block.words for block in BOOK.blocks if block.kind == "heading")]
    assert list(own.loc[own["kind"] == "heading", "text"]) == headings
    words = " ".join([BOOK.title, *(block.words for block in BOOK.blocks)]).split()
    assert " ".join(own["text"]).split() == words


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "book.txt"])
def test_a_book_is_the_same_in_every_format(sentences: pd.DataFrame, name: str) -> None:
    columns = ["chapter", "paragraph", "kind", "text"]
    assert of(sentences, name, columns) == of(sentences, "book.txt", columns)


def test_words_are_the_same_in_every_format(sentences: pd.DataFrame) -> None:
    words = split_words(sentences)
    columns = ["chapter", "paragraph", "sentence", "position", "kind", "form", "word", "function", "name", "speech"]
    for name in MAKERS:
        assert of(words, name, columns) == of(words, "book.txt", columns), name


@pytest.mark.parametrize("name", MAKERS)
def test_the_facts_of_a_book_are_what_its_file_states(name: str) -> None:
    document = read_document(MAKERS[name](BOOK), name)
    for fact in ("title", "author", "date", "language"):
        expected = "" if fact in NOT_STATED.get(name, ()) else getattr(BOOK, fact)
        assert getattr(document, fact) == expected, fact


@pytest.mark.parametrize("name", MAKERS)
def test_what_was_left_out_is_said(name: str) -> None:
    document = read_document(MAKERS[name](BOOK), name)
    assert document.notes == ((f"left out: {LEFT_OUT[name]}",) if name in LEFT_OUT else ())


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "book.txt"])
def test_quotes_and_levels_are_stated(name: str) -> None:
    """TEI numbers levels by division, and its title stands in none; RTF has no block quote."""
    document = read_document(MAKERS[name](BOOK), name)
    spans = show(document)
    kinds = {"heading": "# " if name == "book.xml" else "## ", "quote": "" if name == "book.rtf" else "> "}
    verse = "| " if name in ("book.html", "book.epub", "old.epub", "book.xml") else ""  # the others have line breaks
    assert spans == [
        f"# {BOOK.title}",
        *({**kinds, "verse": verse}.get(block.kind, "") + block.words.replace("\n", " / ") for block in BOOK.blocks),
    ]


@pytest.mark.parametrize("name", SUBTITLES)
def test_subtitles_are_the_words_of_their_cues(name: str) -> None:
    document = read_document(SUBTITLES[name](BOOK), name)
    assert document.text.split() == " ".join(block.words for block in BOOK.blocks).split()


def test_the_text_is_that_of_the_spans() -> None:
    for name, make in MAKERS.items():
        document = read_document(make(BOOK), name)
        if document.structure is not None:
            between = [document.text[one.end : two.start] for one, two in pairwise(document.structure)]
            assert set(between) == {"\n\n"}, name


def test_the_content_and_not_the_ending_decides() -> None:
    """But for Markdown, which looks like plain text."""
    for name, make in MAKERS.items():
        for ending in sorted(SUFFIXES):
            if "md" in name or name == "book.txt":
                continue
            assert read_document(make(BOOK), f"book{ending}") == read_document(make(BOOK), name), (name, ending)


def test_a_folder_of_all_formats_is_read(tmp_path: Path) -> None:
    write_book(tmp_path, {**MAKERS, **SUBTITLES})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        stories = read_stories(tmp_path)
    assert len(stories) == len(MAKERS) + len(SUBTITLES)
    assert stories["story"].is_unique
    assert stories.set_index(stories["path"].map(lambda path: Path(path).name)).loc["book.docx", "author"] == BOOK.author


def test_a_book_without_text_is_refused() -> None:
    for name, make in MAKERS.items():
        if name not in ("book.txt", "book.md", "old.epub"):  # an empty text; the heading of the contents
            with pytest.raises(StoryError, match=f"^{name} holds no text to read"):
                read(make(Book("", "", "", "", ())), name)
