"""A rating sheet and its way back: nothing lost, nothing silently accepted; agreement by hand and against scipy."""

import csv
import io
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import spearmanr

from analysis import (
    StoryError,
    compare_ratings,
    find_disagreements,
    read_ratings,
    read_stories,
    smooth_trajectory,
    split_sentences,
    write_rating_sheet,
)

TEXT = 'CHAPTER I\n\nThe tea was good. "Was it?"\nasked Mr. Fox; he, too, was there. It rained.'


def sentences_of(**stories: str) -> pd.DataFrame:
    return split_sentences(read_stories(stories or {"a": TEXT}))


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter))


def write_rows(
    path: Path, rows: list[list[str]], *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\n"
) -> None:
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    path.write_bytes(sheet.getvalue().encode("utf-8"))


def rate(path: Path, ratings: list[str]) -> list[list[str]]:
    head, *rows = rows_of(path)
    filled = [[story, sentence, rating, text] for (story, sentence, _, text), rating in zip(rows, ratings, strict=True)]
    write_rows(path, [head, *filled])
    return [head, *filled]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The sheet of TEXT, rated 1, 2 and 3."""
    path = write_rating_sheet(sentences_of(), tmp_path / "sheet.csv")
    rate(path, ["1", "2", "3"])
    return path


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_sheet_has_a_row_for_each_sentence_and_none_for_headings(tmp_path: Path) -> None:
    sentences = sentences_of()
    before = sentences.copy()
    path = write_rating_sheet(sentences, tmp_path / "sheet.csv")
    pd.testing.assert_frame_equal(sentences, before)
    assert path == tmp_path / "sheet.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfstory,sentence,rating,text\n")  # spreadsheets tell UTF-8 by the mark
    assert rows_of(path)[1:] == [
        ["a", "2", "", "The tea was good."],
        ["a", "3", "", '"Was it?" asked Mr. Fox; he, too, was there.'],  # the line break in it is a space
        ["a", "4", "", "It rained."],
    ]
    # stories will do
    assert write_rating_sheet(read_stories({"a": TEXT}), tmp_path / "other.csv").read_bytes() == path.read_bytes()


def test_an_existing_sheet_is_never_lost(sheet: Path) -> None:
    before = sheet.read_bytes()
    with pytest.raises(StoryError, match=r"sheet\.csv exists already"):
        write_rating_sheet(sentences_of(), sheet)
    assert sheet.read_bytes() == before
    write_rating_sheet(sentences_of(), sheet, overwrite=True)
    assert sheet.read_bytes() != before


def test_a_failing_disk_leaves_the_old_sheet_whole(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sheet.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_rating_sheet(sentences_of(), sheet, overwrite=True)
    assert sheet.read_bytes() == before
    assert [path.name for path in sheet.parent.iterdir()] == ["sheet.csv"]


def test_a_text_like_a_formula_is_guarded_and_comes_back(tmp_path: Path) -> None:
    lines = [
        "=SUM(A1) he wrote.",
        "+1 said the note.",
        "- and then?",
        "@home, she said.",
        "'- so he went.",
        "'tis true.",
        "'=x' was all.",
    ]
    sentences = sentences_of(**{"=plot": "\n\n".join(lines)})
    assert sentences["text"].tolist() == lines
    path = write_rating_sheet(sentences, tmp_path / "sheet.csv")
    for row in rows_of(path)[1:]:
        assert row[0] == "'=plot"
        assert not row[3].startswith(("=", "+", "-", "@"))
    numbers = [float(n) for n in range(7)]
    rate(path, [str(n) for n in numbers])
    assert read_ratings(path, sentences)["rating"].tolist() == numbers
    # a spreadsheet that takes the apostrophe for its own sign saves the text without it
    rows = rows_of(path)
    write_rows(path, [rows[0], *([row[0].removeprefix("'"), *row[1:3], row[3].removeprefix("'") if i < 4 else row[3]]
                                 for i, row in enumerate(rows[1:]))])  # fmt: skip
    assert read_ratings(path, sentences)["rating"].tolist() == numbers


# --- and back ---------------------------------------------------------------------------------------------------------


def test_ratings_come_back_beside_their_sentences(sheet: Path) -> None:
    sentences = sentences_of()
    before = sentences.copy()
    rated = read_ratings(sheet, sentences)
    pd.testing.assert_frame_equal(sentences, before)
    assert list(rated.columns) == [*sentences.columns, "rating"]
    np.testing.assert_array_equal(rated["rating"], [math.nan, 1, 2, 3])  # none for the heading
    pd.testing.assert_frame_equal(rated.drop(columns="rating"), sentences)
    pd.testing.assert_frame_equal(read_ratings(sheet, read_stories({"a": TEXT})), rated)


def test_order_of_rows_and_further_columns_do_not_matter(sheet: Path) -> None:
    head, *rows = rows_of(sheet)
    write_rows(sheet, [["note", *head[::-1]], *(["?", *row[::-1]] for row in rows[::-1])])
    assert read_ratings(sheet, sentences_of())["rating"].tolist()[1:] == [1, 2, 3]


def test_unrated_is_nothing_not_nought(sheet: Path) -> None:
    rate(sheet, ["", " ", "-2"])
    np.testing.assert_array_equal(read_ratings(sheet, sentences_of())["rating"], [math.nan, math.nan, math.nan, -2])
    rate(sheet, ["", "", ""])
    with pytest.raises(StoryError, match="no rating in it yet"):
        read_ratings(sheet, sentences_of())


@pytest.mark.parametrize(("written", "meant"), [("1,5", 1.5), (" 2 ", 2), ("−1", -1), ("-0.5", -0.5), ("+1", 1), ("1e0", 1)])
def test_numbers_as_people_write_them(sheet: Path, written: str, meant: float) -> None:
    rate(sheet, [written, "", ""])
    assert read_ratings(sheet, sentences_of())["rating"].iloc[1] == meant


@pytest.mark.slow
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_sheets_as_spreadsheets_save_them(sheet: Path, delimiter: str, quoting: int, mark: str) -> None:
    rows = rate(sheet, ["1,5", "-2", ""])
    write_rows(sheet, rows, delimiter=delimiter, quoting=quoting, end="\r\n")
    sheet.write_bytes(
        mark.encode("utf-8") + sheet.read_bytes() + f"{delimiter * 3}\r\n".encode()
    )  # and an empty row at the end
    np.testing.assert_array_equal(read_ratings(sheet, sentences_of())["rating"], [math.nan, 1.5, -2, math.nan])


def change(rows: list[list[str]], row: int, column: int, value: str) -> list[list[str]]:
    return [[value if (i, j) == (row, column) else cell for j, cell in enumerate(cells)] for i, cells in enumerate(rows)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda rows: change(rows, 2, 3, "Was it? asked Mr. Fox."), "line 3: the text of sentence 3 of 'a' was changed"),
        (lambda rows: change(rows, 1, 2, "good"), "line 2: the rating 'good' is no number"),
        (lambda rows: change(rows, 1, 2, "inf"), "line 2: the rating 'inf' is no number"),
        (lambda rows: change(rows, 1, 2, "nan"), "line 2: the rating 'nan' is no number"),
        (lambda rows: change(rows, 3, 1, "9"), "line 4: sentence 9 of 'a' is not among"),
        (lambda rows: change(rows, 3, 1, "three"), "line 4: sentence 'three' is no number"),
        (lambda rows: change(rows, 3, 1, "²"), "line 4: sentence '²' is no number"),
        (lambda rows: change(rows, 3, 0, "b"), "line 4: sentence 4 of 'b' is not among"),
        (lambda rows: [*rows, rows[2]], "line 5: sentence 3 of 'a' stands here a second time"),
        (lambda rows: [rows[0], *rows[3:]], "2 rows are missing, the first is sentence 2 of 'a'"),
        (lambda rows: change(rows, 0, 2, "score"), "no column 'rating'; it has story, sentence, score, text"),
    ],
)
def test_spoilt_sheets_say_where(sheet: Path, spoil: Callable[[list[list[str]]], list[list[str]]], told: str) -> None:
    write_rows(sheet, spoil(rows_of(sheet)))
    with pytest.raises(StoryError, match=rf"sheet\.csv.*{told}"):
        read_ratings(sheet, sentences_of())


def test_lines_are_counted_past_empty_ones(sheet: Path) -> None:
    head, *rows = change(rows_of(sheet), 3, 2, "good")
    sheet.write_text(
        "\n\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [head, *rows]), "utf-8"
    )
    with pytest.raises(StoryError, match="line 7: the rating 'good'"):  # the header and two rows with a gap after each
        read_ratings(sheet, sentences_of())


def test_no_sheet_and_no_table(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="no such file"):
        read_ratings(tmp_path / "none.csv", sentences_of())
    (tmp_path / "latin.csv").write_bytes("story,sentence,rating,text\na,1,2,caf\xe9\n".encode("latin-1"))
    with pytest.raises(StoryError, match="UTF-8"):
        read_ratings(tmp_path / "latin.csv", sentences_of())
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(StoryError, match=r"empty\.csv"):
        read_ratings(tmp_path / "empty.csv", sentences_of())


PIECES = st.sampled_from(
    ["He, she", "“No”", '"Yes"', "a; b", "=x", "-1", "'t was", "tab\there", "new\nline", "café", "a\u00a0b", "1,5"]
)


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=6))
def test_any_text_makes_the_round_trip(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    sentences = sentences_of(a=".\n\n".join(texts), b="Tea.")
    path = write_rating_sheet(sentences, tmp_path_factory.mktemp("round") / "sheet.csv")
    prose = sentences["kind"] != "heading"
    rate(path, [str(n) for n in range(int(prose.sum()))])
    np.testing.assert_array_equal(read_ratings(path, sentences).loc[prose, "rating"], np.arange(prose.sum()))


def test_the_readers_own_trajectory(tmp_path: Path) -> None:
    sentences = sentences_of(a=" ".join(f"It was day {n}." for n in range(12)))
    path = write_rating_sheet(sentences, tmp_path / "sheet.csv")
    rate(path, [str(n) for n in range(12)])
    curve = smooth_trajectory(read_ratings(path, sentences), column="rating")
    assert (np.diff(curve["trajectory"]) > -1e-9).all()  # it rises, as the ratings do


# --- agreement --------------------------------------------------------------------------------------------------------


def rated(ratings: list[float], scores: list[float], story: str = "a") -> pd.DataFrame:
    sentences = sentences_of(**{story: " ".join(f"It was day {n}." for n in range(len(ratings)))})
    return sentences.assign(valence=scores, rating=ratings)


def test_agreement_by_hand() -> None:
    # Ranks 1 2 3 4 5 and 2 1 3 5 4: squared differences 1 1 0 1 1, rho = 1 - 6 * 4 / (5 * 24) = .8.
    table = compare_ratings(rated([-2, -1, 0, 1, 2], [0.1, -3, 0.2, 9, 0.5]))
    assert list(table.columns) == ["story", "size", "rho", "low", "high", "statement"]
    row = table.iloc[0]
    assert (row["story"], row["size"], row["rho"]) == ("a", 5, pytest.approx(0.8))
    # Bonett and Wright: artanh(.8) -+ 1.96 sqrt((1 + .64/2)/(5 - 3)), and back
    half = 1.959964 * math.sqrt(1.32 / 2)
    assert (row["low"], row["high"]) == pytest.approx((math.tanh(math.atanh(0.8) - half), math.tanh(math.atanh(0.8) + half)))
    assert row["statement"] == "a: reader and valence agree with rho = 0.80 over 5 sentences (95 % interval −0.46 to 0.99)."


def test_agreement_is_scipys_with_ties_and_gaps() -> None:
    draw = np.random.default_rng(1)
    ratings, scores = draw.integers(-3, 4, 60).astype(float), draw.integers(-2, 3, 60) / 2
    ratings[:7], scores[50:] = np.nan, np.nan
    row = compare_ratings(rated(list(ratings), list(scores))).iloc[0]
    assert row["size"] == 43
    assert row["rho"] == pytest.approx(spearmanr(ratings[7:50], scores[7:50])[0], rel=1e-9)
    assert row["low"] < row["rho"] < row["high"]
    other = rated(list(ratings), list(scores)).rename(columns={"valence": "vader"})
    assert compare_ratings(other, column="vader")["rho"].iloc[0] == row["rho"]


@pytest.mark.parametrize(
    ("ratings", "scores"), [([1, 1, 1, 1], [1, 2, 3, 4]), ([1, 2], [1, 2]), ([math.nan] * 5, [1, 2, 3, 4, 5])]
)
def test_agreement_undefined_is_nothing(ratings: list[float], scores: list[float]) -> None:
    row = compare_ratings(rated(ratings, scores)).iloc[0]
    assert row[["rho", "low", "high"]].isna().all()
    assert "rho = no value" in row["statement"]


def test_each_story_has_its_own_agreement() -> None:
    both = pd.concat([rated([1, 2, 3, 4], [1, 2, 4, 3]), rated([1, 2, 3, 4], [3, 4, 2, 1], "b")])
    table = compare_ratings(both)
    # squared rank differences 0 0 1 1 and 4 4 1 9, n (n^2 - 1) = 60
    assert table["rho"].tolist() == pytest.approx([1 - 6 * 2 / 60, 1 - 6 * 18 / 60])
    with pytest.raises(StoryError, match="'rating'"):
        compare_ratings(both.drop(columns="rating"))
    nothing = compare_ratings(both.head(0))
    assert nothing.empty
    assert list(nothing.columns) == list(table.columns)


def test_disagreements_come_in_order_of_size() -> None:
    scored = pd.concat([rated([1, 2, 3], [30, 20, 10]), rated([5, 5, math.nan, 8], [1, 1, 1, 1], "b")])
    before = scored.copy()
    table = find_disagreements(scored)
    pd.testing.assert_frame_equal(scored, before)
    assert list(table.columns) == ["story", "sentence", "start", "end", "rating", "valence", "gap", "text"]
    # a: in standard deviations -1 0 1 and 1 0 -1: gaps -2, 0, 2. b: its score never moves, so there is nothing to part from.
    assert table["gap"].tolist()[:3] == pytest.approx([-2, 2, 0])
    assert table["sentence"].tolist()[:3] == [1, 3, 2]
    assert table["gap"].iloc[3:].isna().all()
    assert len(table) == 6  # the sentence without a rating is not among them
    assert table["text"].iloc[0] == "It was day 0."
