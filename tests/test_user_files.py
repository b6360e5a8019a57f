"""Files that users write: what is read is what stands there, and what cannot be read is said; never any other error."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import any_texts, read
from hypothesis import example, given, strategies as st

from analysis import StoryError, find_names, read_lexicon, read_names, score_sentiment, split_words
from analysis.files import read_csv_table, read_number

STORIES = {"fog": "Then Jo met Amy. Then Amy saw Jo.", "rain": "Then Jo met Meg. Then Meg saw Amy."}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write_file(content: str | bytes) -> Path:
        path = tmp_path / "my file.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_file


Write = Callable[[str | bytes], Path]


def list_masked(names: pd.DataFrame | None) -> list[list[str]]:
    """Story and form of every word of STORIES that is marked as a name."""
    words = split_words(read(**STORIES), names=names)
    return words.loc[words["name"], ["story", "form"]].to_numpy().tolist()


# --- any sheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_sheet_is_text_whatever_stands_between_its_cells(write: Write, mark: str, start: str, end: str) -> None:
    rows = [["word", "weight"], ["null", "1.50"], ["nan", ""], ["NA", '"x, y; z"'], ["é", " 2 "]]
    sheet = read_csv_table(write(start + end.join(mark.join(row) for row in rows) + end), ["word"])
    assert sheet.to_numpy().tolist() == [["null", "1.50"], ["nan", ""], ["NA", "x, y; z"], ["é", " 2 "]]
    assert list(sheet.columns) == rows[0]


def test_blank_lines_are_rows_so_that_lines_keep_their_numbers(write: Write) -> None:
    sheet = read_csv_table(write("word,weight\n\na,1\n\n\nb,2\n"), ["word", "weight"])
    assert sheet["word"].tolist() == ["", "a", "", "", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("word,size\na,1\n", "has no column 'weight'; it has word, size"),
        ("word weight\na 1\n", "has no column 'word'; it has word weight"),
        ("", "cannot be read"),
        (b"word,weight\ncaf\xe9,1\n", "UTF-8"),
        (b"\xff\xfew\0o\0", "UTF-8"),
        ('word,weight\n"a,1\n', "cannot be read"),
        ("word,weight\na,1,2\nb,1\n", "my file"),  # of two cells, or of three?
        ("word,weight\nb,1\na,1,2\n", "my file"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_named(write: Write, content: str | bytes, message: str) -> None:
    with pytest.raises(StoryError, match=message) as caught:
        read_csv_table(write(content), ["word", "weight"], "see there")
    assert "my file.csv" in str(caught.value)


def test_what_to_do_is_said(write: Write, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):  # a folder is no file
        with pytest.raises(StoryError, match="there is no such file; see there"):
            read_csv_table(path, ["word"], "see there")
        with pytest.raises(StoryError, match="check the path"):
            read_csv_table(path, ["word"])
    with pytest.raises(StoryError, match=r"it has a \(see there\)\."):
        read_csv_table(write("a\n1\n"), ["word"], "see there")
    with pytest.raises(StoryError, match=r"it has a\.$"):
        read_csv_table(write("a\n1\n"), ["word"])


def test_numbers_as_they_are_written_in_many_countries() -> None:
    written = {"2": 2, "-1.5": -1.5, "+1,5": 1.5, "−0,25": -0.25, " 3 ": 3, "1e2": 100, ".5": 0.5, ",5": 0.5}
    assert {text: read_number(text) for text in written} == written
    for text in ("", " ", "high", "1,234.5", "1 000", "--1", "1;5", "½", "0x1", "5 %"):
        assert np.isnan(read_number(text)), text


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Jo March\nAmy\n", [["Jo March"], ["Amy"]]),
        ("\ufeff  Jo \r\n\r\nAmy", [["Jo"], ["Amy"]]),
        ("Jo, called Josephine\n", [["Jo, called Josephine"]]),
        ("name\nJo\nAmy\n", [["Jo"], ["Amy"]]),
        ('"name"\n"Jo"\n', [["Jo"]]),
        ("story,name\nfog,Jo\nrain,Amy\n", [["fog", "Jo"], ["rain", "Amy"]]),
        ("name;story\nJo;fog\nAmy;rain\n", [["fog", "Jo"], ["rain", "Amy"]]),
        ("\ufeffstory\tname\tcount\nfog\tJo\t3\n", [["fog", "Jo"]]),
        ("story,name\n\nfog,Jo\nfog, \n", [["fog", "Jo"]]),
        ("null\nnan\n", [["null"], ["nan"]]),
        ("name\n", []),
        ("story,name\n", []),
    ],
)
def test_names_of_a_list_or_a_table(write: Write, content: str, rows: list[list[str]]) -> None:
    names = read_names(write(content))
    assert names.to_numpy().tolist() == rows
    assert list(names.columns) == (["story", "name"] if "story" in content else ["name"])
    assert names.index.tolist() == list(range(len(rows)))


def test_a_plain_list_masks_in_every_story(write: Write) -> None:
    by_default = list_masked(None)
    assert list_masked(read_names(write("Amy\n"))) == [row for row in by_default if row[1] == "Amy"]
    assert list_masked(read_names(write("Jo Amy\nmeg\n"))) == by_default  # a name of two words is two, in any case


def test_a_name_is_masked_in_its_story_and_one_without_a_story_in_all(write: Write) -> None:
    by_default = list_masked(None)
    assert ["rain", "Amy"] in by_default
    assert list_masked(read_names(write("story,name\nfog,Amy\n"))) == [["fog", "Amy"]] * 2
    for listed in ("story,name\nfog,Amy\n,Jo\n", "name;story\nJo;\nAmy;fog\n"):
        expected = [row for row in by_default if row[1] == "Jo" or row == ["fog", "Amy"]]
        assert list_masked(read_names(write(listed))) == expected


@pytest.mark.parametrize("heading", ["name\n", "\ufeffname", "story;name\r\n", "name\n\n \n"])
def test_a_heading_alone_masks_nothing(write: Write, heading: str) -> None:
    names = read_names(write(heading))
    assert names.empty
    assert list_masked(names) == []


def test_names_that_were_found_come_back(tmp_path: Path) -> None:
    found = find_names(read(**STORIES))
    for options in ({}, {"index": False}, {"index": False, "sep": ";", "encoding": "utf-8-sig"}):
        found.to_csv(tmp_path / "names.csv", **options)
        names = read_names(tmp_path / "names.csv")
        pd.testing.assert_frame_equal(names, found[["story", "name"]], check_dtype=False)
        assert list_masked(names) == list_masked(None)


@pytest.mark.parametrize("content", ["", "\ufeff", "\n \n\t\n"])
def test_an_empty_file_of_names_is_an_error_that_says_how_to_mask_none(write: Write, content: str) -> None:
    with pytest.raises(StoryError, match=r"my file\.csv is empty.*write the heading 'name' and nothing below it"):
        read_names(write(content))


def test_a_file_of_names_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"none\.txt: there is no such file.*one name a line"):
        read_names(tmp_path / "none.txt")
    with pytest.raises(StoryError, match="there is no such file"):
        read_names(tmp_path)
    for content in (b"Zo\xeb\n", b"name\nZo\xeb\n", "Zoë\n".encode("utf-16")):
        with pytest.raises(StoryError, match=r"my file\.csv cannot be read as text in UTF-8"):
            read_names(write(content))


def test_more_cells_than_headings_are_not_read_from_another_column(write: Write) -> None:
    for content in ("name\nAmy,Jo\n", "story,name\nfog,Amy,Jo\nfog,Meg\n"):
        with pytest.raises(StoryError, match=r"my file\.csv"):
            read_names(write(content))


# --- lexicon ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "weights"),
    [
        ("word,weight\ngrim,-2\nserene,1.5\n", {"grim": -2, "serene": 1.5}),
        ("word;weight\ngrim;−0,5\nserene;1,25\n", {"grim": -0.5, "serene": 1.25}),
        ('word,weight\ngrim,"-0,5"\n', {"grim": -0.5}),
        ("\ufeffweight\tnote\tword\r\n-1\t?\t grim \r\n", {"grim": -1}),
        ("word,weight\n\ngrim,-2\n,\n \nserene,0\n\n", {"grim": -2, "serene": 0}),
        ("word,weight\nnan,1\nnull,2\nNA,3\n", {"nan": 1, "null": 2, "NA": 3}),
    ],
)
def test_words_and_weights(write: Write, content: str, weights: dict[str, float]) -> None:
    lexicon = read_lexicon(write(content))
    assert list(lexicon.columns) == ["word", "weight"]
    assert lexicon["weight"].dtype == float
    assert dict(zip(lexicon["word"], lexicon["weight"], strict=True)) == weights
    assert lexicon.index.tolist() == list(range(len(weights)))


def test_a_lexicon_read_scores_as_the_same_dict_does(write: Write) -> None:
    lexicon = read_lexicon(write("word;weight\nmet;1,5\nSAW;-0,5\n"))
    scored, expected = (score_sentiment(read(**STORIES), lexicon=given) for given in (lexicon, {"met": 1.5, "saw": -0.5}))
    pd.testing.assert_frame_equal(scored, expected)
    assert scored["valence_own"].tolist() == [0.75, -0.25] * 2  # over four words, whose root is two


@pytest.mark.parametrize(
    ("content", "line", "shown"),
    [
        ("word,weight\ngrim,-2\nserene,\n", 3, "'serene' weighs ''"),
        ("word,weight\ngrim,-2\nserene\n", 3, "'serene' weighs ''"),
        ("word,weight\n\n\ngrim,high\n", 4, "'grim' weighs 'high'"),
        ("word,weight\n,-2\n", 2, "'' weighs '-2'"),
        ("word,weight\ngrim,inf\n", 2, "'grim' weighs 'inf'"),
        ("word,weight\ngrim,nan\n", 2, "'grim' weighs 'nan'"),
        ("word;weight\ngrim;1\nserene;1.234,5\n", 3, "'serene' weighs '1.234,5'"),
    ],
)
def test_a_line_without_word_or_number_is_named(write: Write, content: str, line: int, shown: str) -> None:
    with pytest.raises(StoryError, match=rf"my file\.csv, line {line}: {shown}; give a word and a number"):
        read_lexicon(write(content))


def test_a_decimal_comma_between_commas_is_not_read_as_two_cells(write: Write) -> None:
    for content in ("word,weight\ngrim,-0,5\n", "word,weight\ngrim,-0,5\nserene,1,5\n"):
        with pytest.raises(StoryError, match=r"my file\.csv"):
            read_lexicon(write(content))


def test_a_lexicon_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"none\.csv: there is no such file; a lexicon is a CSV table"):
        read_lexicon(tmp_path / "none.csv")
    with pytest.raises(StoryError, match="has no column 'word'; it has grim, -2"):
        read_lexicon(write("grim,-2\nserene,1\n"))
    with pytest.raises(StoryError, match="UTF-8"):
        read_lexicon(write(b"word,weight\nna\xefve,1\n"))
    for content in ("word,weight\n", "word,weight\n\n , \n"):
        with pytest.raises(StoryError, match=r"my file\.csv lists no words"):
            read_lexicon(write(content))


def test_two_weights_for_a_word_are_an_error_when_they_are_used(write: Write) -> None:
    lexicon = read_lexicon(write("word,weight\nmet,1\nMet,2\n"))
    with pytest.raises(StoryError, match="two weights for 'Met'"):
        score_sentiment(read(**STORIES), lexicon=lexicon)
    once, twice = read_lexicon(write("word,weight\nmet,1\n")), read_lexicon(write("word,weight\nmet,1\nMet,1.0\n"))
    pd.testing.assert_frame_equal(*(score_sentiment(read(**STORIES), lexicon=given) for given in (once, twice)))


# --- whatever a file holds --------------------------------------------------------------------------------------------

_cells = st.sampled_from(
    ["name", "story", "word", "weight", "Amy", "1", "-0,5", "", " ", '"', "'", "nan", "\ufeff", "\0", "é"]
)
_sheets = st.tuples(
    st.sampled_from(["", "name\n", "story,name\n", "word,weight\n", "weight;word\n", "\ufeffname\tstory\r\n"]),
    st.lists(
        st.lists(_cells, max_size=4).flatmap(lambda row: st.sampled_from([mark.join(row) for mark in ",;\t"])), max_size=6
    ),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"]),
).map(lambda parts: parts[0] + parts[2].join(parts[1]))
contents = st.one_of(_sheets, _sheets, any_texts, st.text()).map(str.encode)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets") / "any.csv"


def read_unless_refused(function: Callable[[Path], pd.DataFrame], path: Path) -> pd.DataFrame | None:
    try:
        return function(path)
    except StoryError as error:
        said = str(error)
    assert path.name in said
    return None


@pytest.mark.slow
@given(content=st.one_of(contents, st.binary(max_size=40)))
@example(content=b"name\n\x00")
def test_any_file_gives_names_or_says_why_not(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    names = read_unless_refused(read_names, path)
    if names is None:
        return
    assert list(names.columns) in (["name"], ["story", "name"])
    assert (names["name"].str.strip() != "").all()
    assert len(names) <= len(content.decode("utf-8").splitlines())
    split_words(read(**STORIES), names=names)


@pytest.mark.slow
@given(content=st.one_of(contents, st.binary(max_size=40)))
@example(content=b"word,weight\na,1\x00")
def test_any_file_gives_a_lexicon_or_says_why_not(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    lexicon = read_unless_refused(read_lexicon, path)
    if lexicon is None:
        return
    assert list(lexicon.columns) == ["word", "weight"]
    assert len(lexicon)
    assert (lexicon["word"].str.strip() != "").all()
    assert np.isfinite(lexicon["weight"]).all()


_words = st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=8)


@pytest.mark.slow
@given(
    rows=st.lists(st.tuples(_words, st.floats(-9, 9).map(lambda weight: round(weight, 3))), min_size=1, max_size=9),
    mark=st.sampled_from([",", ";", "\t"]),
    decimal=st.sampled_from([".", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(
    path: Path, rows: list[tuple[str, float]], mark: str, decimal: str, encoding: str, end: str
) -> None:
    table = pd.DataFrame(rows, columns=["word", "weight"])
    table.to_csv(path, index=False, sep=mark, decimal=decimal, encoding=encoding, lineterminator=end)
    pd.testing.assert_frame_equal(read_lexicon(path), table, check_dtype=False, check_exact=True)
    if "name" not in table["word"].tolist():  # which would be a heading
        names = table[["word"]].set_axis(["name"], axis=1)
        for header in (True, False):
            names.to_csv(path, index=False, sep=mark, encoding=encoding, lineterminator=end, header=header)
            pd.testing.assert_frame_equal(read_names(path), names, check_dtype=False)
