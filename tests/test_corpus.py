"""measure_corpus: every number is that of the functions for one story, however the stories are dealt out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from conftest import any_texts
from hypothesis import given, settings, strategies as st

from analysis import (
    StoryError,
    StoryWarning,
    assess_trajectory,
    measure_corpus,
    measure_diversity,
    measure_readability,
    read_stories,
    score_sentiment,
    split_words,
    summarise_stories,
)
from analysis.corpus import measuring, rows, run
from analysis.readability.measures import MEASURES as READABILITY

POEM = "The light is low,\nThe wind is in the tree,\nAnd all the birds that go\nAre gone across the sea.\n"


@pytest.fixture
def texts(made: dict[str, str]) -> dict[str, str]:
    """Many kinds of story, some of them none."""
    stories = {f"{name}_{number}": text[: len(text) // number] for name, text in made.items() for number in (1, 2, 3)}
    return stories | {"poem": POEM * 3, "word": "Fog.", "empty": " ", "dots": "...", "heading": "CHAPTER I"}


def write_folder(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8", newline="")
    return folder


def check_same(one: pd.DataFrame, two: pd.DataFrame, *, besides: tuple[str, ...] = ()) -> None:
    pd.testing.assert_frame_equal(one.drop(columns=[*besides]), two.drop(columns=[*besides]), check_exact=True)


# --- the numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_number_is_that_of_the_function_for_one_story(texts: dict[str, str]) -> None:
    corpus = measure_corpus(texts).set_index("story")
    for name, text in texts.items():
        row = corpus.loc[name]
        if row["error"]:
            assert name in ("empty", "dots")
            continue
        stories = read_stories({name: text})
        expected = summarise_stories(stories).drop(columns="story").iloc[0].to_dict()
        arc = assess_trajectory(stories).iloc[0]
        for table in (measure_readability(stories), measure_diversity(stories)):
            expected |= dict(zip(table["measure"], table["value"], strict=True))
        expected |= {"valence": arc["mean"], "valence_spread": arc["spread"]}
        expected |= {column: arc[column] for column in ("bandwidth", "explained", "peak", "trough")}
        for column, value in expected.items():
            assert (pd.isna(row[column]) and pd.isna(value)) or row[column] == value, (name, column)
        scored = score_sentiment(stories).query("kind != 'heading'")
        fifth = np.minimum(np.floor(scored["position"] * 5), 4)
        for number in range(5):
            part = scored.loc[fifth == number, "valence"].mean()
            assert row[f"valence_{number + 1}"] == pytest.approx(part, nan_ok=True)
        words = split_words(stories).query("kind != 'heading'")
        known = sum(scored["coverage"] * words.groupby("sentence").size().reindex(scored["sentence"]).to_numpy())
        assert row["coverage"] == pytest.approx(known / len(words) if len(words) else np.nan, nan_ok=True)


def test_the_columns_are_those_of_the_docstring(texts: dict[str, str]) -> None:
    corpus = measure_corpus(texts)
    assert list(corpus.columns) == rows.COLUMNS
    heads = [line.split(" : ")[0] for line in (measure_corpus.__doc__ or "").splitlines() if " : " in line]
    listed = {name.strip() for head in heads for name in head.replace(" ... ", ", ").split(",")}
    for column in set(rows.COLUMNS) - set(READABILITY) - set(measuring.FIFTHS[1:4]):
        assert column in listed, column
    counted = corpus[[*measuring.STORY_COUNTS, "types"]].dtypes
    assert set(map(str, counted)) == {"Int64"}
    assert (corpus["note"].notna() & corpus["error"].notna()).all()


def test_what_a_reader_must_know_stands_in_the_note(texts: dict[str, str]) -> None:
    notes = measure_corpus(texts).set_index("story")["note"]
    assert "only 1 words: formulas were made for 100 or more" in notes["word"]
    assert "fewer than 10 points" in notes["poem_2"]
    assert "verse" in notes["poem"]
    assert "grows with length" not in notes["word"]  # that is so of every story
    framed = "*** START OF THE PROJECT GUTENBERG EBOOK FOG ***\n\nFog everywhere.\n\n*** END OF THE PROJECT GUTENBERG EBOOK"
    foreign = "Der Mond ist aufgegangen, die goldnen Sternlein prangen am Himmel hell und klar. " * 5
    told = measure_corpus({"framed": framed, "foreign": foreign}).set_index("story")["note"]
    assert "Project Gutenberg were cut" in told["framed"]
    assert "in German: what rests on English" in told["foreign"]


# --- however they are dealt out ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 500, 2000])
def test_the_size_of_a_batch_makes_no_difference(texts: dict[str, str], size: int) -> None:
    check_same(measure_corpus(texts, batch=size), measure_corpus(texts))


@pytest.mark.slow
@given(st.lists(any_texts, min_size=2, max_size=5, unique=True), st.integers(1, 300))
@settings(max_examples=15)
def test_no_story_changes_another(several: list[str], size: int) -> None:
    together = measure_corpus({str(number): text for number, text in enumerate(several)}, batch=size)
    for number, text in enumerate(several):
        alone = measure_corpus({str(number): text})
        check_same(together.iloc[[number]].reset_index(drop=True), alone)


@pytest.mark.slow
def test_two_processes_give_the_same(texts: dict[str, str], tmp_path: Path) -> None:
    check_same(measure_corpus(texts, jobs=2, batch=500, to=tmp_path / "kept"), measure_corpus(texts))


@pytest.mark.slow
def test_a_dask_cluster_of_two_workers_gives_the_same(texts: dict[str, str], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        distributed.get_task_stream(client) as stream,
        joblib.parallel_config("dask"),
    ):
        measured = measure_corpus(texts, jobs=-1, batch=500, to=tmp_path / "kept")
    assert len({task["worker"] for task in stream.data}) == 2
    check_same(measured, measure_corpus(texts))


@pytest.mark.slow
def test_what_fails_spoils_one_story_only(texts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = rows.measure_stories

    def fail(stories: pd.DataFrame) -> pd.DataFrame:
        if "poem" in set(stories["story"]):
            raise ZeroDivisionError("by zero")
        return measure(stories)

    expected = measure_corpus(texts)
    monkeypatch.setattr(rows, "measure_stories", fail)
    found = measure_corpus(texts)
    assert found.set_index("story").loc["poem", "error"] == "ZeroDivisionError: by zero"
    others = expected["story"] != "poem"
    check_same(found[others], expected[others])
    measure_corpus(texts, to=tmp_path)
    monkeypatch.setattr(rows, "measure_stories", measure)
    check_same(measure_corpus(texts, to=tmp_path), expected)  # it is tried again


# --- sources ----------------------------------------------------------------------------------------------------------

FEW = {"fog": 'Fog, "fog" everywhere; it was\n\nno joy.', "rain": "It rained, =1+1, all day. Then it stopped."}


def write_csv(path: Path, mark: str = ",", bom: str = "") -> Path:
    rows = "\n".join(mark.join(['"{}"'.format(cell.replace('"', '""')) for cell in (*row, "1900")]) for row in FEW.items())
    path.write_text(f"{bom}story{mark}text{mark}year\n{rows}\n", "utf-8")
    return path


def write_jsonl(path: Path) -> Path:
    path.write_text("".join(json.dumps({"story": n, "text": t, "year": 1900}) + "\n" for n, t in FEW.items()), "utf-8")
    return path


def write_parquet(path: Path) -> Path:
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    pd.DataFrame({"story": FEW.keys(), "text": FEW.values(), "year": 1900}).to_parquet(path)
    return path


@pytest.mark.slow
def test_every_source_gives_the_same(tmp_path: Path) -> None:
    expected = measure_corpus(FEW)
    tables: list[Any] = [
        pd.DataFrame({"text": FEW.values(), "story": FEW.keys(), "year": 1900}),
        write_csv(tmp_path / "few.csv"),
        write_csv(tmp_path / "semicolons.csv", ";", "\ufeff"),
        write_csv(tmp_path / "few.tsv", "\t"),
        write_jsonl(tmp_path / "few.jsonl"),
        write_parquet(tmp_path / "few.parquet"),
    ]
    for source in tables:
        found = measure_corpus(source)
        assert found.pop("year").astype(int).tolist() == [1900, 1900]
        check_same(found, expected)
    for source in (list(FEW.items()), (pair for pair in FEW.items()), read_stories(FEW).drop(columns="title")):
        check_same(measure_corpus(source), expected)


@pytest.mark.slow
def test_files_in_all_ways(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "few", FEW)
    expected = measure_corpus(folder)
    assert expected["path"].tolist() == [str(folder / "fog.txt"), str(folder / "rain.txt")]
    check_same(expected, measure_corpus(FEW), besides=("path",))
    files = sorted(folder.glob("*.txt"))
    check_same(measure_corpus(files), expected)
    check_same(measure_corpus(map(str, files)), expected)
    check_same(measure_corpus(files[0]), expected.iloc[:1])
    (folder / "stories.csv").write_text("file,story,year\nrain.txt,second,1900\nfog.txt,first,1905\n")
    listed = measure_corpus(folder)
    assert listed[["story", "year"]].to_numpy().tolist() == [["second", 1900], ["first", 1905]]


def test_columns_of_other_names() -> None:
    table = pd.DataFrame({"body": FEW.values(), "name": FEW.keys()})
    check_same(measure_corpus(table, text="body", story="name"), measure_corpus(FEW))
    assert measure_corpus(table, text="body")["story"].tolist() == ["1", "2"]


@pytest.mark.slow
def test_long_cells_and_hostile_names(tmp_path: Path) -> None:
    names = ["=1+1", "../../etc", "a\nb", "", "naïve ☂"]
    path = tmp_path / "long.csv"
    pd.DataFrame({"story": names, "text": ["It was a joy. " * 20_000, *["Fog."] * 4]}).to_csv(path, index=False)
    corpus = measure_corpus(path, to=tmp_path / "kept")
    assert corpus["story"].tolist() == ["=1+1", "../../etc", "a\nb", "4", "naïve ☂"]
    assert corpus["words"].tolist() == [80_000, 1, 1, 1, 1]
    written = pd.read_csv(tmp_path / "kept" / "corpus.csv")
    assert written["story"].tolist() == ["'=1+1", "../../etc", "a\nb", "4", "naïve ☂"]


# --- what is wrong is said, and where ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        (["story,text", "a,Fog.", "b,Fog,and rain.", "c,Fog."], {"2": "line 3: 3 cells, the heading 2"}),
        (["story,text", "a,Fog.", 'b,"Fog."s', "c,Fog."], {"2": "line 3 cannot be read"}),
        (["story,text", "a,Fog.", "b,", "c,Fog."], {"b": "is empty"}),
        (["story,text", "a,Fog.", "a,Rain.", "c,Fog."], {"a": "Another story before this one is named 'a'"}),
        (["story,text", "a,Fog.", "b,caf\udce9 was good", "c,Fog."], {"b": "half of a surrogate pair"}),
    ],
)
def test_a_bad_line_of_a_csv_is_a_row_with_its_error(tmp_path: Path, lines: list[str], errors: dict[str, str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(lines), "utf-8", errors="surrogateescape")
    corpus = measure_corpus(path)
    assert len(corpus) == 3
    assert corpus["error"].iloc[[0, 2]].tolist() == ["", ""]
    (name, message), *_ = errors.items()
    assert corpus["story"].iloc[1] == name
    assert message in corpus["error"].iloc[1]


def test_a_bad_line_of_json_is_a_row_with_its_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "Fog."}\n\n{"text": \n[1]\n{"text": 5}\n{"story": "z"}\n{"text": "Rain."}', "utf-8")
    corpus = measure_corpus(path)
    assert corpus["story"].tolist() == ["1", "2", "3", "4", "z", "6"]
    for said, found in zip(
        ["", "line 3 is no JSON", "no JSON object", "int, not a string", "NoneType", ""], corpus["error"], strict=True
    ):
        assert (said in found) if said else found == ""


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("missing", {}, "there is no such file"),
        ("missing.csv", {}, "there is no such file"),
        ("nothing", {}, "no text in this folder"),
        ({}, {}, "no stories"),
        ([], {}, "no stories"),
        (iter([5]), {}, "Story 1 of the source is a int"),
        (pd.DataFrame({"body": ["Fog."]}), {}, r"the table has no column 'text'.*It has: body"),
        (pd.DataFrame({"text": ["Fog."], "words": [5]}), {}, "column 'words'.*rename it"),
        ({"fog": "Fog."}, {"batch": 0}, "a batch takes one character"),
        ({"fog": "Fog."}, {"jobs": 0}, "0 processes"),
        ({"fog": "Fog."}, {"encoding": "utf-9"}, "no encoding 'utf-9'"),
    ],
)
def test_a_source_that_is_none_is_refused(tmp_path: Path, source: Any, options: dict[str, Any], message: str) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(StoryError, match=message):
        measure_corpus(tmp_path / source if isinstance(source, str) else source, **options)


def test_tables_that_cannot_be_read(tmp_path: Path) -> None:
    for name, content, message in (
        ("empty.csv", b"", "no column 'text'"),
        ("odd.csv", b"story;body\na;Fog.\n", r"no column 'text'.*It has: story, body"),
        ("odd.parquet", b"no parquet", "cannot be read as a Parquet table|needs pyarrow; install"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoryError, match=message):
            measure_corpus(tmp_path / name)


def test_a_parquet_table_damaged_in_the_middle(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    path = tmp_path / "many.parquet"
    texts = [f"It was a joy, number {number}." for number in range(2000)]
    pd.DataFrame({"text": texts}).to_parquet(path, row_group_size=500, compression=None)
    content = bytearray(path.read_bytes())
    place = content.index(b"number 1600")
    content[place - 20_000 : place] = bytes(20_000)
    path.write_bytes(content)
    with pytest.raises(StoryError, match=r"many\.parquet cannot be read to its end"):
        measure_corpus(path, to=tmp_path / "kept", batch=5_000)
    assert len(list((tmp_path / "kept" / "parts").glob("part-*"))) >= 1


# --- kept and resumed -------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the stories that were really measured, in order."""
    names: list[str] = []
    measure = rows.measure_stories

    def note(stories: pd.DataFrame) -> pd.DataFrame:
        names.extend(stories["story"])
        return measure(stories)

    monkeypatch.setattr(rows, "measure_stories", note)
    return names


@pytest.mark.slow
def test_what_is_kept_is_not_measured_again(texts: dict[str, str], tmp_path: Path, measured: list[str]) -> None:
    first = measure_corpus(texts, to=tmp_path, batch=500)
    assert sorted(measured) == sorted(set(texts) - {"empty", "dots"})
    measured.clear()
    check_same(measure_corpus(texts, to=tmp_path, batch=50), first)
    assert measured == []
    turned = dict(reversed(texts.items()))
    again = measure_corpus(turned, to=tmp_path)
    check_same(again, first.iloc[::-1].reset_index(drop=True))
    assert measured == []


@pytest.mark.slow
def test_what_is_new_or_changed_is_measured(tmp_path: Path, measured: list[str]) -> None:
    measure_corpus(FEW, to=tmp_path)
    measured.clear()
    later = {"fog": FEW["fog"], "rain": "It snowed.", "hail": "It hailed."}
    check_same(measure_corpus(later, to=tmp_path), measure_corpus(later))
    assert measured == ["rain", "hail", *later]
    measured.clear()
    check_same(measure_corpus(FEW, to=tmp_path), measure_corpus(FEW))  # the earlier text is known as well
    assert measured == [*FEW]


@pytest.mark.slow
def test_an_interrupted_run_keeps_what_is_finished(
    texts: dict[str, str], tmp_path: Path, measured: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> Iterator[tuple[str, str]]:
        for number, pair in enumerate(texts.items()):
            if number == 9:
                raise error
            yield pair

    for error in (KeyboardInterrupt(), OSError(5, "the cable was pulled out"), StoryError("odd")):
        with pytest.raises(type(error)):
            measure_corpus(stop(), to=tmp_path / type(error).__name__, batch=200)
        finished = len(measured)
        assert finished >= 5
        check_same(measure_corpus(texts, to=tmp_path / type(error).__name__), measure_corpus(texts))
        measured.clear()


@pytest.mark.slow
def test_a_damaged_part_is_measured_again(tmp_path: Path, measured: list[str]) -> None:
    expected = measure_corpus(FEW, to=tmp_path, batch=1)
    one, two = sorted((tmp_path / "parts").iterdir())
    one.write_bytes(one.read_bytes()[:-20])
    two.write_bytes(b"")
    measured.clear()
    with pytest.warns(StoryWarning, match="each of 2 part files is damaged"):
        check_same(measure_corpus(FEW, to=tmp_path), expected)
    assert measured == [*FEW]


@pytest.mark.slow
def test_another_version_or_encoding_is_not_mixed_in(
    tmp_path: Path, measured: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "few", FEW)
    measure_corpus(folder, to=tmp_path / "kept")
    measured.clear()
    with pytest.warns(StoryWarning, match="a part file was made by another version"):
        measure_corpus(folder, to=tmp_path / "kept", encoding="cp1252")
    assert measured == [*FEW]
    measured.clear()
    monkeypatch.setattr(run, "write_header", lambda encoding: "another")
    with pytest.warns(StoryWarning, match="each of 2 part files was made by another version"):
        measure_corpus(folder, to=tmp_path / "kept")
    assert measured == [*FEW]


def test_the_table_for_people(texts: dict[str, str], tmp_path: Path) -> None:
    corpus = measure_corpus(texts, to=tmp_path)
    written = pd.read_csv(tmp_path / "corpus.csv", keep_default_na=False, na_values={"valence": "", "words": ""})
    assert list(written.columns) == list(corpus.columns)
    np.testing.assert_allclose(written["valence"], corpus["valence"], rtol=1e-5)
    assert written["words"].equals(corpus["words"].astype(float))
    assert written["error"].tolist() == corpus["error"].tolist()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Mine.")
    for to, message in ((tmp_path, "not empty"), (tmp_path / "mine.txt", "cannot be written")):
        with pytest.raises(StoryError, match=message):
            measure_corpus(FEW, to=to)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
