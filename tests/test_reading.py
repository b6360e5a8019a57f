"""Files in, stories out: every encoding, frame and list that is read, and every error with its name and its remedy."""

import hashlib
import re
import unicodedata
import warnings
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from analysis.errors import StoryError, StoryWarning
from analysis.text.formats.document import Document, Span
from analysis.text.gutenberg import cut_frame
from analysis.text.language import is_foreign
from analysis.text.names import find_names
from analysis.text.sentences import split_sentences
from analysis.text.stories import read_stories
from analysis.text.words import split_words

STORY = "Once there was a miller, and he had three sons.\n"
COLUMNS = ["story", "title", "text", "path", "sha256", "language", "structure"]


def save(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def read_one(source: object, **options: str) -> str:
    """The text of the only story of a source that must give no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stories = read_stories(source, **options)
    assert len(stories) == 1
    return stories["text"].iloc[0]


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_text_files_by_name(tmp_path):
    save(tmp_path, {"b_two.txt": STORY, "a.TXT": STORY, ".hidden.txt": STORY})
    stories = read_stories(tmp_path)
    assert list(stories.columns) == COLUMNS
    assert stories["story"].tolist() == ["a", "b_two"]
    assert stories["title"].tolist() == ["a", "b two"]
    assert stories["path"].tolist() == [str(tmp_path / "a.TXT"), str(tmp_path / "b_two.txt")]


def test_a_file_a_list_of_files_and_a_dict_give_the_same_text(tmp_path):
    path = save(tmp_path, {"Märchen – 1.txt": STORY}) / "Märchen – 1.txt"
    for source in (path, str(path), [path], (str(path),), iter([path]), {"Märchen – 1": STORY}):
        stories = read_stories(source)
        assert stories["story"].tolist() == ["Märchen – 1"]
        assert stories["text"].tolist() == [STORY]
    assert read_stories({"a": STORY})["path"].isna().all()
    assert read_stories([path])["sha256"].iloc[0] == read_stories({"a": STORY})["sha256"].iloc[0]


def test_the_sum_is_of_the_bytes_of_the_file_as_they_are(tmp_path):
    data = b"\xef\xbb\xbfA tale.\r\nIts end.\r\n"
    stories = read_stories(save(tmp_path, {"a.txt": data}))
    assert stories["sha256"].tolist() == [hashlib.sha256(data).hexdigest()]
    assert stories["text"].tolist() == ["A tale.\nIts end.\n"]


def test_a_list_in_the_folder_orders_names_and_describes_the_stories(tmp_path):
    listed = "file,story,title,author,year\nz.txt,Last,The Last,Anon,1900\na.txt,,,Me,1901\n"
    save(
        tmp_path,
        {"z.txt": STORY, "a.txt": STORY, "unlisted.txt": STORY, "stories.csv": b"\xef\xbb\xbf" + listed.encode()},
    )
    stories = read_stories(tmp_path)
    assert list(stories.columns) == [*COLUMNS, "author", "year"]
    assert stories["story"].tolist() == ["Last", "a"]
    assert stories["title"].tolist() == ["The Last", "a"]
    for table in (split_sentences(stories), split_words(stories)):
        assert list(table.columns[-2:]) == ["author", "year"]
        assert set(zip(table["story"], table["author"], table["year"], strict=True)) == {
            ("Last", "Anon", 1900),
            ("a", "Me", 1901),
        }


def test_a_story_may_be_named_by_a_number_and_lie_in_a_subfolder(tmp_path):
    (tmp_path / "sub").mkdir()
    save(tmp_path / "sub", {"007.txt": STORY})
    save(tmp_path, {"stories.csv": "story,file\n007,sub/007.txt\n"})
    assert read_stories(tmp_path)["story"].tolist() == ["007"]


# --- encodings and line ends ------------------------------------------------------------------------------------------

LINES = "Der Müller sagte: “No.”\n\nThe café was closed – and so on.\n"


@pytest.mark.parametrize(
    "written",
    [
        LINES,
        "\ufeff" + LINES,
        LINES.replace("\n", "\r\n"),
        LINES.replace("\n", "\r"),
        LINES.replace("\n", "\u2028"),
        LINES.replace("\n\n", "\u2029"),
        LINES.replace("\n\n", "\n\f"),
        unicodedata.normalize("NFD", LINES),
    ],
    ids=["plain", "BOM", "CRLF", "CR", "LS", "PS", "FF", "NFD"],
)
def test_marks_of_files_do_not_reach_the_text(tmp_path, written):
    save(tmp_path, {"a.txt": written})
    assert read_one(tmp_path) == LINES
    assert read_one({"a": written}) == LINES


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "UTF_8"])
def test_a_stated_encoding_is_used_and_its_mark_dropped(tmp_path, encoding):
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    save(tmp_path, {"a.txt": (mark + LINES).encode(encoding)})
    assert read_one(tmp_path, encoding=encoding) == LINES


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_an_encoding_that_is_not_stated_is_found_and_said(tmp_path, encoding):
    save(tmp_path, {"a.txt": LINES.encode(encoding)})
    with pytest.warns(StoryWarning, match=f"(?i)Story 'a': .*{encoding}") as said:
        assert read_stories(tmp_path)["text"].tolist() == [LINES]
    assert said[0].filename == __file__
    with pytest.raises(StoryError, match=r"a\.txt is not utf-8"):
        read_stories(tmp_path, encoding="utf-8")


# --- Project Gutenberg ------------------------------------------------------------------------------------------------

HEADER = "The Project Gutenberg EBook of The Mill, by A. Nonymous\n\nTitle: The Mill\n\nAuthor: A. Nonymous\n\n"
LICENCE = "\nThis and all associated files of various formats will be found in:\nSection 1. General Terms of Use\n"
BODY = "CHAPTER I.\n\nThe miller said, “Gutenberg printed books.”\n\n“At the end of the project?” said she. * * *\n"
SMALL_PRINT = "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN EBOOKS**START***\nWhy is this here? You know: lawyers.\n"


MARK = "*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***"
SMALL_END = "END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (MARK, "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***"),
        (MARK.replace("THE P", "THIS P"), "*** END OF THIS PROJECT GUTENBERG EBOOK THE MILL ***"),
        (MARK.replace("*** ", "***"), "***END OF THE PROJECT GUTENBERG EBOOK THE MILL***"),
        (MARK.replace(" ***", "\nOR, THE SONS ***"), "End of Project Gutenberg's The Mill, by A."),
        (f"{SMALL_PRINT}*{SMALL_END}", "End of The Project Gutenberg Etext of The Mill"),
        (f"{SMALL_PRINT}*{SMALL_END}".replace("*END*THE", "*END THE"), "End of Project Gutenberg Etext of The Mill"),
        (f"{MARK}\n{SMALL_PRINT}*{SMALL_END}".replace("END*THE", "END* THE"), "End of this Project Gutenberg Etext of X"),
        (MARK, f"End of Project Gutenberg’s The Mill\n{SMALL_PRINT}*{SMALL_END}"),
    ],
)
def test_the_frame_of_project_gutenberg_is_cut_and_said_so(start, end):
    with pytest.warns(StoryWarning, match=r"'mill'.*header and licence.*cut") as said:
        stories = read_stories({"mill": f"{HEADER}{start}\n\n\n{BODY}\n\n{end}\n{LICENCE}"})
    assert stories["text"].iloc[0] == BODY  # to the character: a text about Gutenberg and ends of projects
    assert stories["title"].iloc[0] == "The Mill"
    assert said[0].filename == __file__  # it points to the caller's line
    cut = int(re.search(r"([\d,]+) characters", str(said[0].message))[1].replace(",", ""))
    assert cut == len(f"{HEADER}{start}\n\n\n{BODY}\n\n{end}\n{LICENCE}") - len(f"\n\n{BODY}\n\n")


def test_only_the_licence_or_only_the_header_is_cut_too():
    with pytest.warns(StoryWarning):
        assert read_stories({"a": f"{BODY}\nEnd of Project Gutenberg's The Mill\n{LICENCE}"})["text"].iloc[0] == BODY
    start = "*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n"
    with pytest.warns(StoryWarning):
        assert read_stories({"a": HEADER + start + BODY})["text"].iloc[0] == BODY


def test_a_title_of_ones_own_goes_before_the_header_s(tmp_path):
    framed = f"{HEADER}*** START OF THE PROJECT GUTENBERG EBOOK X ***\n{BODY}"
    save(tmp_path, {"a.txt": framed, "b.txt": framed, "stories.csv": "file,title\na.txt,Mine\nb.txt,\n"})
    with pytest.warns(StoryWarning):
        assert read_stories(tmp_path)["title"].tolist() == ["Mine", "The Mill"]


def test_a_frame_around_nothing_is_an_error():
    framed = f"{HEADER}{MARK}\n\n* * *\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***"
    with pytest.raises(StoryError, match="'mill' holds no text"):
        read_stories({"mill": framed})


def test_what_the_header_states_names_and_describes_the_story(tmp_path):
    header = HEADER.replace("The Mill\n\nAuthor", "The Mill;\n      Or, The Sons\n\nAuthor")
    stated = "Release Date: January 1, 2001 [EBook #1]\nLanguage: English\n\n"
    save(tmp_path, {"pg1.txt": f"{header}{stated}{MARK}\n{BODY}", "plain.txt": STORY})
    with pytest.warns(StoryWarning, match="'The Mill; Or, The Sons': the header"):
        stories = read_stories(tmp_path)
    assert list(stories.columns) == [*COLUMNS, "author"]  # the day of release is not the story's
    assert stories["story"].tolist() == stories["title"].tolist() == ["The Mill; Or, The Sons", "plain"]
    assert stories["language"].fillna("").tolist() == ["en", ""]
    assert stories["author"].fillna("").tolist() == ["A. Nonymous", ""]


def test_the_frame_of_a_document_takes_its_spans_along():
    parts = ["Project Gutenberg eBook of The Mill", "Title: The Mill", MARK, "CHAPTER I", "The miller died.", "His sons",
             "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***", "Section 1"]  # fmt: skip
    text = "\n\n".join(parts)
    kinds = ["heading", "paragraph", "paragraph", "heading", "paragraph", "verse", "paragraph", "heading"]
    starts = [text.index(part) for part in parts]
    spans = tuple(
        Span(start, start + len(part), kind, kind == "heading")
        for start, part, kind in zip(starts, parts, kinds, strict=True)
    )
    cut = cut_frame(Document(text, spans, "Mill", "Anon", notes=("a note",)), "mill")
    assert cut.text == "CHAPTER I\n\nThe miller died.\n\nHis sons\n"
    assert [(cut.text[span.start : span.end], span.kind, span.level) for span in cut.structure] == [
        ("CHAPTER I", "heading", 1), ("The miller died.", "paragraph", 0), ("His sons", "verse", 0),
    ]  # fmt: skip
    assert (cut.title, cut.author, cut.notes[0]) == ("The Mill", "Anon", "a note")
    across = cut_frame(Document(text, (Span(0, len(text), "paragraph"),)), "mill")  # one paragraph over all of it
    assert across.structure == (Span(0, len(cut.text) - 1, "paragraph"),)


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40), st.lists(st.integers(0, 200), max_size=8))
def test_the_spans_of_a_document_without_its_frame_are_of_the_same_text(before, after, ends):
    text = f"{before}\n{MARK}\n\nA tale,\n\nand its end\n\n*** END OF THE PROJECT GUTENBERG EBOOK\n{after}"
    ends = sorted({min(end, len(text)) for end in ends})
    spans = tuple(Span(start, end, "paragraph") for start, end in pairwise(ends))
    cut = cut_frame(Document(text, spans), "tale")
    assert cut.text == "A tale,\n\nand its end\n"
    assert all(0 <= span.start < span.end <= len(cut.text) for span in cut.structure)
    begin = text.index("A tale,")
    inside = [text[max(span.start, begin) : min(span.end, begin + len(cut.text) - 1)] for span in spans]
    assert [cut.text[span.start : span.end] for span in cut.structure] == [part for part in inside if part]


# --- not English ------------------------------------------------------------------------------------------------------

GERMAN = """Es war einmal ein Müller, der hatte drei Söhne, eine Mühle, einen Esel und einen Kater; die Söhne mußten mahlen,
der Esel Getreide holen und Mehl forttragen, und der Kater mußte die Mäuse wegfangen. Als der Müller starb, teilten sich
die drei Söhne in die Erbschaft."""
FRENCH = """Le meunier avait trois fils, et quand il mourut, il leur laissa son moulin, son âne et son chat. Les frères
partagèrent bientôt; ni le notaire ni le procureur ne furent appelés, car ils auraient eu bientôt mangé tout le pauvre
patrimoine."""
RUSSIAN = """У мельника было три сына, и когда он умер, он оставил им мельницу, осла и кота. Братья скоро поделили отцовское
добро без судьи, ведь судья забрал бы и последнее. Старший взял мельницу, средний осла, а младшему достался кот."""


CHINESE = "從前有一個磨坊主，他有三個兒子。他死後，老大得了磨坊，老二得了驢，老三只得了一隻貓。"  # few words, by our rules


@pytest.mark.parametrize("text", [GERMAN, FRENCH, RUSSIAN, CHINESE], ids=["German", "French", "Russian", "Chinese"])
def test_text_in_another_language_is_read_with_a_warning(text):
    with pytest.warns(StoryWarning, match=r"'mill': in \w+: what rests on English .* has no value") as said:
        stories = read_stories({"mill": text})
    assert is_foreign(stories["language"].item())
    assert stories["text"].tolist() == [text]
    assert len(said) == 1
    assert said[0].filename == __file__


def test_english_verse_dialogue_letters_and_names_give_no_warning(made, prose):
    for name, text in (made | prose).items():
        assert read_one({name: text})
    names = "Sofia Kyzylorda met Aigerim Nurlanova near the old market in Almaty, and they went to see Dosym. " * 5
    assert read_one({"names": names + "« Bonjour, madame », he said. Ça va? "}) is not None


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "read", "words"),
    [
        ({}, "mill.txt", ["mill.txt", "no such file", "check the path"]),
        ({"notes.pdf": STORY}, "", ["no text in this folder", "save the stories there", ".txt", "not read: notes.pdf"]),
        ({"mill.txt": ""}, "mill.txt", ["mill.txt", "empty"]),
        ({"mill.txt": " \n\t\n\u00a0"}, "", ["mill.txt", "empty"]),
        ({"mill.txt": "1914 -- 1918 ... 42!\n"}, "mill.txt", ["mill.txt", "no letters", "right file"]),
        ({"mill.txt": b"\x7fELF\x02\x01\x01\x00\x00\x00"}, "mill.txt", ["mill.txt", "binary", "byte 7"]),
        ({"mill.txt": b"%PDF-1.7\n%\xe2\xe3"}, "mill.txt", ["mill.txt", "PDF"]),
        ({"a.txt": STORY, "A.txt": STORY, "stories.csv": "file,story\na.txt,Mill\nA.txt,Mill"}, "",
         ["'Mill'", "a.txt", "A.txt", "its own name"]),
        ({"stories.csv": "file\nmill.txt\n"}, "", ["stories.csv", "line 2", "'mill.txt'", "no such file"]),
        ({"a.txt": STORY, "stories.csv": "file,story\na.txt,A\n,B\n"}, "", ["stories.csv", "line 3", "no file is named"]),
        ({"stories.csv": "story,title\nA,The A\n"}, "", ["stories.csv", "no column 'file'", "story, title"]),
        ({"stories.csv": "file,story\n"}, "", ["stories.csv", "lists no stories"]),
        ({"stories.csv": ""}, "", ["stories.csv", "cannot be read as a CSV"]),
        ({"stories.csv": b"file,title\na.txt,caf\xe9\n"}, "", ["stories.csv", "UTF-8"]),
        ({"a.txt": STORY, "stories.csv": "file,word\na.txt,1\n"}, "", ["stories.csv", "'word'", "rename"]),
        ({"a.txt": STORY, "stories.csv": "file,syllables\na.txt,1\n"}, "", ["stories.csv", "'syllables'", "rename"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_which_file_why_and_what_to_do(tmp_path, files, read, words):
    save(tmp_path, files)
    if "A.txt" in files and len(list(tmp_path.glob("?.txt"))) < 2:
        pytest.skip("this disk does not tell a.txt from A.txt")
    with pytest.raises(StoryError) as error:
        read_stories(tmp_path / read)
    for word in [str(tmp_path), *words] if not words[0].startswith("'") else words:
        assert word in str(error.value)


def test_two_files_of_one_name_are_named_by_their_folders_and_one_file_twice_by_number(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        save(tmp_path / folder, {"mill.txt": STORY})
    one, two = tmp_path / "one" / "mill.txt", tmp_path / "two" / "mill.txt"
    assert read_stories([one, two])["story"].tolist() == ["one/mill", "two/mill"]
    assert read_stories([one, one])["story"].tolist() == ["one/mill", "one/mill (2)"]


def test_two_stories_of_one_name_in_a_list_are_an_error(tmp_path):
    save(tmp_path, {"mill.txt": STORY, "well.txt": STORY, "stories.csv": "file,story\nmill.txt,mill\nwell.txt,mill\n"})
    with pytest.raises(StoryError, match=r"'mill' .*mill.*well.*its own name"):
        read_stories(tmp_path)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ([], "No stories were given"),
        ({}, "No stories were given"),
        ({"mill": ""}, "'mill' is empty"),
        ({"mill": "?!"}, "'mill' has no letters"),
        ({"mill": 7}, "'mill': its text is int"),
        ({"mill": "half \ud800 a pair"}, "'mill': character 5 .* surrogate"),
        ({1: STORY, "1": STORY}, "'1'"),
        (STORY * 100, r"no path.*passed as a dict: \{\"name\": text\}"),
        ("nul\0byte.txt", "cannot be read"),
    ],
)
def test_a_source_without_stories_says_so(source, words):
    with pytest.raises(StoryError, match=words):
        read_stories(source)


def test_an_unknown_encoding_is_named(tmp_path):
    save(tmp_path, {"mill.txt": STORY})
    with pytest.raises(StoryError, match=r"mill\.txt.*'utf-9'.*try 'utf-8' or 'cp1252'"):
        read_stories(tmp_path, encoding="utf-9")
    save(tmp_path, {"mill.txt": "odd"})
    with pytest.raises(StoryError, match=r"mill\.txt is not utf-16"):
        read_stories(tmp_path, encoding="utf-16")


@pytest.mark.parametrize(
    ("function", "table", "words"),
    [
        (split_sentences, pd.DataFrame({"story": ["a"]}), "'text'.*read_stories()"),
        (split_sentences, pd.DataFrame({"text": [STORY]}), "'story'.*read_stories()"),
        (find_names, pd.DataFrame({"story": ["a"]}), "'chapter'.*split_sentences()"),
        (split_words, pd.DataFrame({"sentence": [0]}), "'story'.*split_sentences()"),
        (split_words, pd.DataFrame(), "no columns"),
        (split_words, 7, "7 is no source"),
        (split_sentences, pd.DataFrame({"story": ["a"], "text": [None]}), "'a'.*NoneType"),
        (split_sentences, pd.DataFrame({"story": ["a", "a"], "text": [STORY, STORY]}), "'a'.*its own name"),
    ],
)
def test_a_table_without_a_column_says_which_and_what_makes_it(function, table, words):
    with pytest.raises(StoryError, match=words.replace("()", r"\(\)")):
        function(table)


@pytest.mark.slow
@given(st.dictionaries(st.text(max_size=5), st.text(max_size=60), max_size=3))
def test_any_dict_of_texts_gives_stories_or_a_story_error(texts):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        try:
            stories = read_stories(texts)
        except StoryError:
            return
    assert stories["story"].tolist() == list(texts)
    for text in stories["text"]:
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert any(map(str.isalpha, text))


@given(st.binary(max_size=80))
def test_any_bytes_give_a_story_or_a_story_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "a.txt"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        try:
            assert len(read_stories(path)) == 1
        except StoryError as error:
            said = str(error)
            assert "a.txt" in said or "'a'" in said
