"""A story is data: it never becomes code, a command, a spreadsheet formula or a request to a network."""

from __future__ import annotations

import ast
import csv
import io
import socket
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import analysis
from analysis.files import FORMULA_SIGNS, write_csv_table

SOURCES = sorted(Path(analysis.__file__).parent.rglob("*.py"))
FORBIDDEN = {"eval", "exec", "compile", "__import__", "system", "popen", "read_pickle"}
ALLOWED_MODULES = {"re"}  # re.compile


@pytest.mark.slow
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_text_is_run(path: Path) -> None:
    """No eval, no shell, no unpickling, anywhere in the package."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            assert not names & {"pickle", "shelve", "marshal", "subprocess", "urllib", "requests", "http", "socket"}, path
        if isinstance(node, ast.Call):
            called = node.func
            owner = called.value.id if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) else ""
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in FORBIDDEN or owner in ALLOWED_MODULES, (path, node.lineno, name)


cells = st.one_of(st.text(max_size=8), st.tuples(st.sampled_from(FORMULA_SIGNS), st.text(max_size=8)).map("".join))


@pytest.mark.slow
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), cells)
def test_no_cell_for_people_is_a_formula(rows: list[tuple[str, str]], heading: str) -> None:
    table = pd.DataFrame(rows, columns=[heading, heading + "2"])
    for written in (write_csv_table(table), write_csv_table(table.set_index(heading))):
        for row in csv.reader(io.StringIO(written, newline="")):
            assert not any(cell.startswith(FORMULA_SIGNS) for cell in row), row


def test_numbers_keep_their_signs() -> None:
    table = pd.DataFrame({"a": [-1.5, 2], "b": pd.Series([-1, 2], dtype=object), "c": [-3, 4]})
    before = table.copy(deep=True)
    assert write_csv_table(table) == "a,b,c\n-1.5,-1,-3\n2,2,4\n"
    pd.testing.assert_frame_equal(table, before)


def test_columns_named_by_numbers_or_alike() -> None:
    """As a pivot has them."""
    table = pd.DataFrame([["=a", True, 1.5]], columns=[0, 1, 1])
    before = table.copy(deep=True)
    assert write_csv_table(table) == "0,1,1\n'=a,True,1.5\n"
    pd.testing.assert_frame_equal(table, before)


def test_these_tests_have_no_network() -> None:
    """The guard in conftest.py: whatever asks for a host that is not this machine fails."""
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AssertionError, match="network"):
        socket.getaddrinfo("example.org", 80)
