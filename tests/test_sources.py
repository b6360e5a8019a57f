"""What a source may be: folders, patterns, zips, tables and mixtures of them; how stories are named; texts written back."""

import hashlib
import os
import re
import struct
import unicodedata
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import odd_texts
from hypothesis import given, strategies as st

from analysis import StoryError, StoryWarning, build_reference, measure_corpus, read_stories, split_sentences, write_text
from analysis.text import archives, stories as reading
from analysis.text.formats.document import Document, Span
from analysis.text.sources import name_files, order_naturally, read_bytes

STORY = "Once there was a miller, and he had three sons.\n"
TABLE = ["story", "title", "text", "path", "sha256", "language", "structure"]


def save(folder: Path, *names: str) -> Path:
    """Files of these names, each with a text of its own."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(tell(name), "utf-8")
    return folder


def tell(name: str) -> str:
    return f"This is the tale of {name}, and it is told.\n"


def pack(path: Path, *names: str, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, tell(name))
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return path


def read_names(source: Any, **options: Any) -> list[str]:
    """The names of the stories of a source that must give no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(read_stories(source, **options)["story"])


# --- folders and patterns ---------------------------------------------------------------------------------------------


def test_chapters_come_as_people_count_them(tmp_path: Path) -> None:
    save(tmp_path, "ch10.txt", "ch2.txt", "Ch1.txt", "ch02b.txt", "ch.txt", "notes.text")
    assert read_names(tmp_path) == ["ch", "Ch1", "ch2", "ch02b", "ch10", "notes"]
    assert list(measure_corpus(tmp_path)["story"]) == read_names(tmp_path)


@given(st.lists(st.text("ab01/9 .", min_size=1, max_size=8), min_size=2, max_size=6))
def test_any_names_have_an_order_and_zeros_do_not_move_a_number(names: list[str]) -> None:
    ordered = sorted(map(Path, names), key=order_naturally)
    assert sorted(map(Path, names[::-1]), key=order_naturally) == ordered
    numbers = sorted((Path(f"ch{number:0{width}}.txt") for number, width in [(9, 1), (10, 5), (11, 2), (8, 3)]),
                     key=order_naturally)  # fmt: skip
    assert [int(path.stem[2:]) for path in numbers] == [8, 9, 10, 11]


def test_what_is_left_out_of_a_folder_is_said_with_five_names(tmp_path: Path) -> None:
    save(tmp_path, "a.txt", "b.TXT", ".hidden.txt", "~$a.docx", "sub/c.txt", "more/d.txt")
    save(tmp_path, *(f"picture{number}.png" for number in range(12)))
    for call in (read_stories, measure_corpus):
        with pytest.warns(StoryWarning) as said:
            assert list(call(tmp_path)["story"]) == ["a", "b"]
        assert [str(one.message) for one in said] == [
            f"{tmp_path}: also there, and not read: picture0.png, picture1.png, picture2.png, picture3.png, picture4.png "
            f"and 7 more; 2 folders (to read them too: {str(tmp_path / '**')!r})."
        ]
        assert said[0].filename == __file__


def test_one_file_that_cannot_be_read_stops_no_folder_but_one_that_is_named_does(tmp_path: Path) -> None:
    save(tmp_path, "a.txt", "b.txt", "c.txt")
    (tmp_path / "b.txt").write_text("")
    for source in (tmp_path, str(tmp_path / "*.txt")):
        with pytest.warns(StoryWarning, match=r"b\.txt' is empty.* It was left out\.") as said:
            assert list(read_stories(source)["story"]) == ["a", "c"]
        assert len(said) == 1
    for source in (tmp_path / "b.txt", [tmp_path / "a.txt", tmp_path / "b.txt"], [tmp_path, tmp_path / "b.txt"]):
        with pytest.raises(StoryError, match=r"b\.txt' is empty"):
            read_stories(source)
    assert [error[-2:] for error in measure_corpus(tmp_path)["error"]] == ["", "t.", ""]
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text("?")
    with pytest.raises(StoryError, match=r"None of 3 files can be read\. .*a\.txt' has no.*b\.txt' is empty.*c\.txt'"):
        read_stories(tmp_path)


def test_a_pattern_gives_what_fits_it(tmp_path: Path) -> None:
    save(
        tmp_path, "a 10.txt", "a 9.txt", "b.md", "part/1.txt", "part/deep/2.txt", ".git/config.txt", "notes.log", "x[1].txt"
    )
    assert read_names(tmp_path / "a*.txt") == ["a 9", "a 10"]
    assert read_names(str(tmp_path / "?.md")) == ["b"]
    assert read_names(tmp_path / "*.log") == ["notes"]  # of any ending, if it is stated
    assert read_names(tmp_path / "**" / "*.txt") == ["a 9", "a 10", "1", "2", "x[1]"]
    assert read_names(tmp_path / "*" / "1.*") == ["1"]
    assert read_names(tmp_path / "x[1].txt") == ["x[1]"]  # a file that is there is no pattern
    with pytest.warns(StoryWarning, match=r"also there, and not read: notes\.log\.$"):
        assert list(read_stories(tmp_path / "**")["story"]) == ["a 9", "a 10", "b", "1", "2", "x[1]"]
    with pytest.warns(StoryWarning, match=r"not read: notes\.log; 1 folder \("):
        assert list(read_stories(tmp_path / "*")["story"]) == ["a 9", "a 10", "b", "x[1]"]
    for pattern in ("*.docx", "none/*", "**.txt", "[", "*" * 30):
        with pytest.raises(StoryError, match=r"there is no such file, and no text|cannot be looked for"):
            read_stories(tmp_path / pattern)


def test_the_home_folder_and_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(save(tmp_path, "texts/a.txt"))
    for source in ("~/texts/a.txt", "~/texts", "~/texts/*.txt", "texts", "texts/*", "*/a.txt"):
        assert read_names(source) == ["a"]
    with pytest.raises(StoryError, match="there is no such file"):
        read_stories("~nobody/a.txt")


@pytest.mark.skipif(os.name != "posix", reason="no links and pipes as they are meant here")
def test_links_and_pipes_hold_nothing_up(tmp_path: Path) -> None:
    save(tmp_path, "a.txt", "deep/b.txt")
    for number in range(3):  # each way down leads to all the others, for ever
        (tmp_path / "deep" / f"loop{number}").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    for source in (tmp_path, tmp_path / "**"):
        with pytest.warns(StoryWarning, match=r"not read: broken\.txt, pipe\.txt, self\.txt"):
            assert set(read_stories(source)["story"]) <= {"a", "b"}
    for name in ("pipe.txt", "broken.txt", "self.txt"):
        with pytest.raises(StoryError, match=f"{name}.*(device or a pipe|no such file|cannot be read)"):
            read_stories(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [STORY, "one line\rand another", "It was a dark and stormy night", "Fog. " * 100, "Who is it? said he to the fox"],
)
def test_a_text_in_place_of_a_path_is_refused_with_the_hint(text: str) -> None:
    for source in (text, [text]):
        for call in (read_stories, split_sentences, measure_corpus, build_reference):
            with pytest.raises(StoryError, match=r'no path of a file.*passed as a dict: \{"name": text\}'):
                call(source)


def test_a_path_that_is_not_there_is_no_text(tmp_path: Path) -> None:
    for name in ("the old man and the sea.docx", "my own/text of the old man"):
        with pytest.raises(StoryError, match="there is no such file; check the path"):
            read_stories(str(tmp_path / name))
    with pytest.raises(StoryError, match="there is no such file; check the path"):
        read_stories("the old man and the sea.docx")


@pytest.mark.parametrize("source", [7, None, 1.5, [None], [STORY.encode()], b"a.txt", [["a.txt"]], [{"a": STORY}]])
def test_what_is_no_source_is_refused(source: Any) -> None:
    with pytest.raises(StoryError, match=r"is no (source|path): pass"):
        read_stories(source)


def test_a_mixture_keeps_its_order(tmp_path: Path) -> None:
    save(tmp_path, "one/b.txt", "one/a.txt", "listed/x.txt", "listed/y.txt", "p1.md", "single.txt")
    (tmp_path / "listed" / "stories.csv").write_text("file,story,year,language\ny.txt,Why,1900,en\n")
    pack(tmp_path / "zipped.zip", "z.txt")
    source = [
        tmp_path / "single.txt",
        str(tmp_path / "one"),
        tmp_path / "*.md",
        tmp_path / "zipped.zip",
        tmp_path / "listed",
    ]
    for given_source in (source, tuple(map(str, source)), iter(source)):
        stories = read_stories(given_source)
        assert stories["story"].tolist() == ["single", "a", "b", "p1", "z", "Why"]
        assert list(stories.columns) == [*TABLE, "year"]
        assert stories["year"].isna().tolist() == [True] * 5 + [False]
        assert stories["language"].fillna("").tolist() == [""] * 5 + ["en"]
    assert list(measure_corpus(source)["story"]) == stories["story"].tolist()


# --- zips -------------------------------------------------------------------------------------------------------------


def test_the_texts_in_a_zip_are_read_where_they_are(tmp_path: Path) -> None:
    path = pack(tmp_path / "tales.zip", "t/10.txt", "t/9.txt", "t/", "__MACOSX/t/._9.txt", "t/.DS_Store", "cover.jpg")
    with pytest.warns(StoryWarning, match=r"tales\.zip: also there, and not read: cover\.jpg\.$"):
        stories = read_stories(path)
    assert stories["story"].tolist() == ["9", "10"]
    assert stories["text"].tolist() == [tell("t/9.txt"), tell("t/10.txt")]
    assert stories["path"].tolist() == [str(path / "t" / "9.txt"), str(path / "t" / "10.txt")]
    for member, sha256 in zip(stories["path"], stories["sha256"], strict=True):  # as a report looks them up again
        assert hashlib.sha256(read_bytes(Path(member))).hexdigest() == sha256
        assert read_stories(member)["sha256"].tolist() == [sha256]
    with pytest.warns(StoryWarning):
        assert list(measure_corpus(path)["sha256"]) == stories["sha256"].tolist()
    with pytest.raises(StoryError, match=r"none\.txt: there is no such file"):
        read_stories(path / "none.txt")
    assert sorted(tmp_path.iterdir()) == [path]  # nothing was unpacked


def test_names_in_a_zip_are_read_as_macs_and_windows_write_them(tmp_path: Path) -> None:
    names = [unicodedata.normalize("NFD", "Märchen.txt"), "Teil\\zwei.txt", "Brüder.txt"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, STORY)
    content = (tmp_path / "a.zip").read_bytes()
    for name in ("Ma\u0308rchen.txt", "Brüder.txt"):  # without the flag that says that it is UTF-8
        for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = [
                m.start() for m in re.finditer(signature, content) if name.encode() in content[m.start() : m.start() + 70]
            ][-1]
            flags = struct.unpack("<H", content[at + place : at + place + 2])[0]
            content = content[: at + place] + struct.pack("<H", flags & ~0x800) + content[at + place + 2 :]
    (tmp_path / "a.zip").write_bytes(content)
    stories = read_stories(tmp_path / "a.zip")
    assert stories["story"].tolist() == ["Brüder", "Märchen", "zwei"]
    assert all(read_bytes(Path(path)) == STORY.encode() for path in stories["path"])


@pytest.mark.parametrize("name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_a_path_out_of_a_zip_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoryError, match=r"a\.zip has a file with the path .*evil\.txt', which leads out of it"):
        read_stories(pack(tmp_path / "a.zip", "good.txt", name))


def test_what_is_too_large_in_a_zip_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fog = "fog " * 300_000  # 1.2 MB that pack into some 2 kB
    with pytest.raises(StoryError, match=r"bomb\.zip: 'fog\.txt' would have 1,200,000 bytes unpacked, from .*; unpack it"):
        read_stories(pack(tmp_path / "bomb.zip", fog=fog))
    assert len(read_stories(pack(tmp_path / "fog.zip", fog=fog[:1_000_000]))) == 1
    monkeypatch.setattr(archives, "EACH", 100)
    assert read_names(pack(tmp_path / "small.zip", a=STORY, b=STORY)) == ["a", "b"]
    monkeypatch.setattr(archives, "ALL", 2 * len(STORY) - 1)
    with pytest.raises(StoryError, match=r"small\.zip: its texts would have 96 bytes unpacked, over 95"):
        read_stories(tmp_path / "small.zip")
    with pytest.raises(StoryError, match=r"large\.zip: 'a\.txt' would have 144 bytes"):
        read_stories(pack(tmp_path / "large.zip", a=STORY * 3))


def test_a_zip_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", "a.txt", "b.txt")
    whole = path.read_bytes()
    for content, message in (
        (whole[:60], r"a\.zip cannot be read as a \.zip file"),
        (b"no zip", r"a\.zip cannot be read as a \.zip file"),
        (
            whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
            "locked with a password",
        ),
        (pack(tmp_path / "b.zip", "a.pdf").read_bytes(), r"no text in this \.zip file.* not read: a\.pdf\."),
    ):
        assert content != whole
        path.write_bytes(content)
        with pytest.raises(StoryError, match=message):
            read_stories(path)
    start = whole.index(b"a.txt") + 5
    path.write_bytes(whole[:start] + bytes(9) + whole[start + 9 :])  # of two texts one is damaged
    with pytest.warns(StoryWarning, match=r"a\.txt cannot be read \(.*\): the \.zip file is damaged.*It was left out"):
        assert list(read_stories(path)["story"]) == ["b"]


@given(st.binary(max_size=60), st.integers(0, 200))
def test_any_damage_to_a_zip_gives_stories_or_a_story_error(
    tmp_path_factory: pytest.TempPathFactory, bytes_: bytes, at: int
) -> None:
    path = pack(tmp_path_factory.mktemp("zip") / "a.zip", "a.txt")
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + bytes_ + whole[at + len(bytes_) :])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        try:
            assert len(read_stories(path)) == 1
        except StoryError as error:
            said = str(error)
            assert "a.zip" in said


def test_a_zip_under_another_ending_is_read_if_it_is_the_source(tmp_path: Path) -> None:
    assert read_names(pack(tmp_path / "tales.backup", "a.txt")) == ["a"]


def test_many_texts_in_a_zip_take_no_longer_each(tmp_path: Path) -> None:
    pack(tmp_path / "a.zip", *(f"{number}.txt" for number in range(2000)))
    assert len(read_stories(tmp_path / "a.zip")) == 2000


# --- tables and dicts -------------------------------------------------------------------------------------------------


def test_a_table_with_story_and_text_is_a_source() -> None:
    span = (Span(0, 4, "heading", 1), Span(6, 14, "paragraph"))
    table = pd.DataFrame(
        {"year": [1900, 1901], "text": ["Fog.\r\n\r\nIt rained.", "Fog.\n\nIt fell."], "story": [7, "b"],
         "title": ["Rain", None], "structure": [None, span], "language": [None, "en-GB"], "sha256": ["ab", None]},
        index=[5, 5],
    )  # fmt: skip
    before = table.copy(deep=True)
    stories = read_stories(table)
    assert list(stories.columns) == [*TABLE, "year"]
    assert stories["story"].tolist() == ["7", "b"]
    assert stories["title"].tolist() == ["Rain", "b"]
    assert stories["text"].tolist() == ["Fog.\n\nIt rained.", "Fog.\n\nIt fell."]
    assert stories["sha256"].tolist() == ["ab", hashlib.sha256(b"Fog.\n\nIt fell.").hexdigest()]
    assert stories["language"].fillna("").tolist() == ["", "en-GB"]
    assert stories["structure"].tolist() == [None, span]
    assert stories["path"].isna().all()
    assert stories["year"].tolist() == [1900, 1901]
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(read_stories(stories), stories)
    assert read_stories(stories) is not stories
    assert reading.as_stories(stories) is stories
    assert read_names(stories, labels=["x", "y"]) == ["x", "y"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"text": [STORY]}, "no column 'story'.*read_stories"),
        ({"story": ["a"]}, "no column 'text'"),
        ({"story": ["a"], "text": [5]}, "'a': its text is int"),
        ({"story": [None], "text": [STORY]}, "no name in the column `story`"),
        ({"story": ["a", "a"], "text": [STORY, STORY]}, "Two stories are named 'a': give each its own name"),
        ({"story": ["a"], "text": [STORY], "word": [1]}, "'word' is used.*rename"),
        ({"story": [], "text": []}, "No stories were given"),
    ],
)
def test_a_table_that_cannot_be_used_says_so(table: dict[str, Any], words: str) -> None:
    with pytest.raises(StoryError, match=words):
        read_stories(pd.DataFrame(table))


def test_the_corpus_heeds_the_structure_of_a_table() -> None:
    text = "Fog\n\nIt rained. He ran."
    table = pd.DataFrame(
        {"story": ["a", "b"], "text": [text, text], "structure": [None, (Span(0, len(text), "paragraph"),)]}
    )
    corpus = measure_corpus(table)
    assert list(corpus["error"]) == ["", ""]
    assert corpus["sha256"].nunique() == 2  # so that a run that goes on takes none for the other
    assert "structure" not in corpus
    assert measure_corpus(read_stories({"a": text}))["language"].isna().all()  # too short to tell
    stated = measure_corpus(table.assign(language="de"))
    assert stated["language"].tolist() == ["de", "de"]
    assert stated["flesch_reading_ease"].isna().all()


def test_a_run_that_goes_on_heeds_another_language(tmp_path: Path) -> None:
    table = pd.DataFrame({"story": ["a"], "text": ["It rained. He ran."]})
    values = [
        measure_corpus(stated, to=tmp_path / "out")["flesch_reading_ease"].notna().item()
        for stated in (table, table.assign(language="de"), table, table.assign(language="en"))
    ]
    assert values == [True, False, True, True]


# --- names and labels -------------------------------------------------------------------------------------------------


def test_two_titles_that_are_the_same_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = {"one/e1.txt": "Emma", "one/e2.txt": " Emma\n", "two/e2.txt": "Emma", "two/x.txt": "", "one/y.txt": "Y\n and Z"}
    monkeypatch.setattr(
        reading, "read_document",
        lambda data, name, **_: Document(data.decode(), title=titles[f"{Path(name).parent.name}/{Path(name).name}"]),
    )  # fmt: skip
    stories = read_stories([save(tmp_path, *titles) / name for name in titles])
    assert stories["story"].tolist() == ["Emma (e1)", "Emma (one/e2)", "Emma (two/e2)", "x", "Y and Z"]
    assert stories["title"].tolist() == ["Emma", "Emma", "Emma", "x", "Y and Z"]
    assert list(measure_corpus([tmp_path / name for name in titles])["story"]) == ["e1", "one/e2", "two/e2", "x", "y"]


def test_a_name_of_a_list_goes_before_one_that_is_found(tmp_path: Path) -> None:
    save(tmp_path, "listed/a.txt", "b.txt")
    (tmp_path / "listed" / "stories.csv").write_text("file,story,title\na.txt,b,\n")
    stories = read_stories([tmp_path / "b.txt", tmp_path / "listed"])
    assert stories["story"].tolist() == [f"{tmp_path.name}/b", "b"]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "a (2)"]), st.sampled_from(["", "T", "T (a)", "a"])), max_size=6))
def test_no_two_files_are_named_alike(files: list[tuple[str, str]]) -> None:
    names = name_files([Path(f"{stem}.txt") for stem, _ in files], [title for _, title in files])
    assert len(set(names)) == len(files)
    for name, (stem, title) in zip(names, files, strict=True):
        assert (title or stem) in name


def test_what_a_file_states_is_kept_unless_a_list_says_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = {
        "a": Document("Fog.", None, "A", "Anon", "1900", "en-GB", ("a note",)),
        "b": Document("Rain.", (), author="Bo"),
    }
    monkeypatch.setattr(reading, "read_document", lambda data, name, **_: stated[Path(name).stem])
    save(tmp_path, "a.txt", "b.txt")
    with pytest.warns(StoryWarning, match=r"^Story 'A': a note\.$"):
        stories = read_stories(tmp_path)
    assert list(stories.columns) == [*TABLE, "author", "date"]
    assert stories["author"].tolist() == ["Anon", "Bo"]
    assert stories["date"].fillna("").tolist() == ["1900", ""]
    assert stories["language"].fillna("").tolist() == ["en-GB", ""]
    assert stories["structure"].tolist() == [None, ()]
    (tmp_path / "stories.csv").write_text("file,date,language,title\na.txt,1899,,Mine\nb.txt,1850,fr,\n")
    with pytest.warns(StoryWarning, match="^Story 'a': a note"):
        stories = read_stories(tmp_path)
    assert stories["story"].tolist() == ["a", "b"]
    assert stories["title"].tolist() == ["Mine", "b"]
    assert stories["date"].tolist() == [1899, 1850]
    assert stories["author"].tolist() == ["Anon", "Bo"]
    assert stories["language"].tolist() == ["en-GB", "fr"]


def test_labels_name_the_stories(tmp_path: Path) -> None:
    save(tmp_path, "a.txt", "b c.txt")
    full = {str(tmp_path / "a.txt"): "One", "b c.txt": "Two"}
    for labels in (["One", " Two "], ("One", "Two"), {"a.txt": "One", "b c": "Two"}, full):
        stories = read_stories(tmp_path, labels=labels)
        assert stories["story"].tolist() == stories["title"].tolist() == ["One", "Two"]
    assert read_names(tmp_path, labels={"b c": "Two"}) == ["a", "Two"]
    assert read_names(tmp_path / "a.txt", labels="Anna") == ["Anna"]
    assert read_names({"x": STORY, "y": STORY}, labels={"x": "X"}) == ["X", "y"]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["One"], r"1 labels for 2 stories \(a, b c\)"),
        ("One", "1 labels for 2 stories"),
        ([], "0 labels"),
        ({"c": "Three"}, "no story is named 'c'; there are a, b c"),
        ({"": "Three"}, "no story is named ''"),
        (["One", "One"], "Two stories are named 'One'.*a.txt.*labels="),
        ({"a": "b c"}, "Two stories are named 'b c'"),
        (["One", " "], "label ' ' is no name"),
        (["One", 2], "label 2 is no name"),
        ({"a": ""}, "label '' is no name"),
    ],
)
def test_labels_that_do_not_fit_say_why(tmp_path: Path, labels: Any, words: str) -> None:
    with pytest.raises(StoryError, match=words):
        read_stories(save(tmp_path, "a.txt", "b c.txt"), labels=labels)


def test_a_label_of_two_stories_at_once_is_refused(tmp_path: Path) -> None:
    save(tmp_path, "one/a.txt", "two/a.txt")
    with pytest.raises(StoryError, match=r"2 stories are named 'a'; there are one/a, two/a"):
        read_stories(tmp_path / "*" / "a.txt", labels={"a": "A"})
    assert read_names(tmp_path / "*" / "a.txt", labels={"one/a": "A"}) == ["A", "two/a"]


# --- written back -----------------------------------------------------------------------------------------------------


def test_texts_are_written_and_read_again(tmp_path: Path) -> None:
    stories = read_stories({"Léa": "Fog.\r\n\r\nIt rained.", "a/b": STORY, "A:b": STORY + STORY, "aux": "Rain."})
    written = write_text(stories, tmp_path / "new" / "texts")
    assert list(written.columns) == ["story", "path"]
    assert written["story"].tolist() == stories["story"].tolist()
    assert [Path(path).name for path in written["path"]] == ["Léa.txt", "a_b.txt", "A_b (2).txt", "_aux.txt"]
    assert Path(written["path"][0]).read_bytes() == b"Fog.\n\nIt rained."
    assert read_stories(written["path"])["text"].tolist() == stories["text"].tolist()
    assert write_text(stories, tmp_path / "new" / "texts").equals(written)  # what is the same may stand there


def test_nothing_is_written_over(tmp_path: Path) -> None:
    save(tmp_path, "b.txt")
    with pytest.raises(StoryError, match=r"b\.txt is there already, with another text"):
        write_text({"a": STORY, "b": STORY}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
    assert (tmp_path / "b.txt").read_text("utf-8") == tell("b.txt")
    for folder in (tmp_path / "b.txt", tmp_path / "b.txt" / "sub"):
        with pytest.raises(StoryError, match="cannot be written"):
            write_text({"a": STORY}, folder)
    with pytest.raises(StoryError, match="no letters"):
        write_text(pd.DataFrame({"story": ["a"], "text": ["?"]}), tmp_path)


@given(st.lists(st.tuples(st.text(max_size=12), odd_texts), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_any_stories_are_written_under_safe_names_and_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    unsafe = re.compile(r'[<>:"/\\|?*\0-\x1f]|^(?:[. ]|~\$)|[. ]\.txt$')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        try:
            stories = read_stories(dict(pairs))
        except StoryError:
            return
        paths = [Path(path) for path in write_text(stories, folder)["path"]]
        assert len({path.name.casefold() for path in paths}) == len(paths)
        assert all(path.parent == folder and not unsafe.search(path.name) for path in paths)
        assert read_stories(paths)["text"].tolist() == stories["text"].tolist()


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_path_is_no_folder(empty: str) -> None:
    with pytest.raises(StoryError, match=r"^An empty path was given"):
        read_stories(empty)
