"""What every function of tables promises: its columns, what it is given left alone, no other table taken, none too empty."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hostile import ORDINARY, Made
from registry import COARSER, FUNCTIONS, SENTENCES

import analysis as an
from analysis import StoryError
from analysis.tables import TABLES as KINDS

TABLES = {name: function for name, function in FUNCTIONS.items() if name != "compare_with_textstat"}  # that one is slow


def list_places(names: dict[str, Any]) -> Iterator[Any]:
    """Each function with each of the tables that it takes."""
    for name, function in names.items():
        for place, table in enumerate(function.takes.split()):
            if table not in ("sheet", "explanation"):  # no tables
                yield pytest.param(name, place, id=f"{name}-{table}")


def call(name: str, made: Made, place: int, table: Any) -> Any:
    """What the function gives if it is given this table in this place."""
    given = FUNCTIONS[name].list_tables(made)
    return FUNCTIONS[name].call(*[table if number == place else other for number, other in enumerate(given)])


def check_same(one: Any, other: Any) -> None:
    """Tables, texts or tuples of these are the same, whatever index a table was given with."""
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    elif isinstance(one, tuple):
        for part, like in zip(one, other, strict=True):
            check_same(part, like)
    else:
        assert one == other


@pytest.fixture(scope="module")
def results(ordinary: Made) -> dict[str, Any]:
    """What each function makes of two ordinary stories, in the order of the registry; none changes what it is given."""
    found = {}
    for name, function in TABLES.items():
        tables = [table for table in function.list_tables(ordinary) if isinstance(table, pd.DataFrame)]
        before = [table.copy(deep=True) for table in tables]
        found[name] = function.find(ordinary)
        for table, copy in zip(tables, before, strict=True):
            assert table.equals(copy), f"{name} has changed its table"
    return found


def test_every_function_of_tables_is_here() -> None:
    public = {name: getattr(an, name) for name in an.__all__ if inspect.isfunction(getattr(an, name))}
    needed = {
        name
        for name, function in public.items()
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and "DataFrame" in str(parameter.annotation)
    }
    assert needed
    assert needed <= set(FUNCTIONS) <= set(public)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, function in TABLES.items() if function.columns])
def test_columns_come_as_documented(name: str, results: dict[str, Any]) -> None:
    function, table = FUNCTIONS[name], results[name]
    columns = function.columns.split()
    assert list(table.columns) == columns
    assert len(table)
    for column, stories in (("story", ["b", "a"]), ("story_1", ["b"]), ("story_2", ["a"])):  # as in the table given
        if column in columns and name not in ("contrast_stories", "find_disagreements"):
            assert list(dict.fromkeys(table[column])) == stories
    said = inspect.getdoc(getattr(an, name)) or ""
    said += "".join(inspect.getdoc(getattr(an, other)) or "" for other in re.findall(r"`(\w+)`", said) if hasattr(an, other))
    kept = SENTENCES.split() if function.columns.startswith(SENTENCES) else ["valence"]  # of the table given
    missing = [column for column in columns if column not in kept and not re.search(rf"\b{column}\b", said)]
    assert not missing or name in ("measure_corpus", "build_reference")  # named by measures and quantiles


def test_columns_of_tables_are_those_of_their_makers() -> None:
    for kind, table in KINDS.items():
        if table.made_by not in ("read_stories", "explain_readability"):  # of files; three tables in one
            assert FUNCTIONS[table.made_by].columns.split() == table.columns, kind


def test_tables_are_left_alone(results: dict[str, Any], ordinary: Made) -> None:
    assert results.keys() == TABLES.keys()
    ordinary.check_unchanged()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), [place for place in list_places(TABLES) if place.id.split("-")[1] in COARSER])
def test_a_coarser_table_is_cut_up(name: str, place: int, results: dict[str, Any], ordinary: Made) -> None:
    if name in ("list_moments", "list_concordance", "write_rating_sheet"):
        pytest.skip("it gives more of whole stories, takes scored sentences only, or gives no table")
    for coarser in COARSER[FUNCTIONS[name].takes.split()[place]]:
        check_same(call(name, ordinary, place, getattr(ordinary, coarser)), results[name])


def try_call(name: str, made: Made, place: int, table: Any) -> Any:
    try:
        return call(name, made, place, table)
    except StoryError as error:
        return error


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), [place for place in list_places(TABLES) if "rating_sheet" not in place.id])
@pytest.mark.parametrize("many", [True, False], ids=["files", "file"])
def test_a_path_is_taken_for_the_stories_there(name: str, place: int, many: bool, ordinary: Made, tmp_path: Path) -> None:
    paths = [tmp_path / f"{story}.txt" for story in ordinary.texts]
    for path, text in zip(paths, ordinary.texts.values(), strict=True):
        path.write_text(text, "utf-8", newline="")
    given = paths if many else str(paths[0])
    found, expected = (try_call(name, ordinary, place, source) for source in (given, an.read_stories(given)))
    if isinstance(expected, StoryError):
        assert isinstance(found, StoryError)
        needed = r"no table: a table of .* is needed, as \w+\(\) makes it"
        assert str(found) == str(expected) or re.search(needed, str(found))
    else:
        if name == "measure_corpus":  # a table's further columns are kept, and its texts are not from files
            found, expected = found.drop(columns="path"), expected.drop(columns=["path", "title"])
        check_same(found, expected)


@pytest.mark.parametrize("given", ["stories", "path", "explanation", None])
def test_what_is_no_table_of_parts_is_an_error_that_names_it(given: str | None, ordinary: Made) -> None:
    table = getattr(ordinary, given) if given in ("stories", "explanation") else given
    with pytest.raises(StoryError, match=r"a table of parts is needed, as explain_readability\(\) makes it"):
        an.state_parts(table)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), [place for place in list_places(TABLES) if "rating_sheet" not in place.id])
def test_the_index_does_not_matter(name: str, place: int, results: dict[str, Any], ordinary: Made) -> None:
    table = FUNCTIONS[name].list_tables(ordinary)[place]
    check_same(call(name, ordinary, place, table.set_axis(np.zeros(len(table), dtype=int))), results[name])


@pytest.mark.parametrize(
    ("name", "place"),
    list(list_places(FUNCTIONS)),
)
def test_another_table_is_refused(name: str, place: int, ordinary: Made) -> None:
    with pytest.raises(StoryError, match="no column" if name != "build_reference" else "two texts or more"):
        call(name, ordinary, place, pd.DataFrame({"charm": [1]}))


@pytest.mark.parametrize("name", [name for name, function in TABLES.items() if function.pair])
def test_one_story_is_nothing_to_compare(name: str) -> None:
    alone = Made({"a": ORDINARY})
    first, *others = FUNCTIONS[name].takes.split()
    with pytest.raises(StoryError, match="two stories"):
        FUNCTIONS[name].call(getattr(alone, first), *(pd.DataFrame() for _ in others))


# What is an error where there are no rows, and what is said in words.
TOLD = {
    "measure_corpus": "no stories",
    "build_reference": "two texts or more",
    "read_ratings": "not among these sentences",
    "state_scores": ".",
    "state_distinctive": "Distinctive words: none of these stories has a word that counts.",
    "state_findings": "There are no findings.",
}


@pytest.mark.parametrize(
    ("name", "place"),
    [place for place in list_places(TABLES)
     if "rating_sheet" not in place.id],
)  # fmt: skip
def test_no_rows_give_no_rows(name: str, place: int, ordinary: Made) -> None:
    table = FUNCTIONS[name].list_tables(ordinary)[place].iloc[:0]
    try:
        result = call(name, ordinary, place, table)
    except StoryError as error:
        result = str(error)
    if isinstance(result, str):
        assert ("two stories" if FUNCTIONS[name].pair else TOLD[name]) in result
    elif isinstance(result, tuple):
        assert all(part.empty and len(part.columns) for part in result)
    else:
        assert result.empty or len(FUNCTIONS[name].takes.split()) > 1
        assert list(result.columns) == FUNCTIONS[name].columns.split()
