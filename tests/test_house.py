"""The plan of the house: small files and functions, a name in one place, verdict words in two files, texts cut once."""

import ast
import importlib
import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis
from analysis import contrast_stories, read_stories
from analysis.contrast import MEASURES
from analysis.measure import list_tested
from analysis.readability.counts import COUNTS
from analysis.readability.measures import MEASURES as READABILITY
from analysis.statistics.norms import load_yardstick
from analysis.statistics.verdicts import ORDERED, SHUFFLED, VERDICTS
from analysis.tables import RESERVED, TABLES
from analysis.text import segmentation, sentences
from analysis.vocabulary.measures import DIVERSITY

SOURCE = Path(analysis.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
LINES, BODY, ARGUMENTS = 300, 40, 6
# What is larger, and why. This list may only shrink.
LARGE_FILES = {}
LONG_FUNCTIONS: dict[str, str] = {}
MANY_ARGUMENTS: dict[str, str] = {}


def name_file(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def list_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function and method as file:name."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{name_file(path)}:{node.name}", node


def count_body(function: ast.FunctionDef) -> int:
    """The lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def list_strings(path: Path) -> Iterator[str]:
    """The pieces of text in a file, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_files_are_small() -> None:
    large = {name_file(path) for path in FILES if len(path.read_text("utf-8").splitlines()) > LINES}
    assert large == set(LARGE_FILES)


def test_functions_are_short() -> None:
    assert {name for name, node in list_functions() if count_body(node) > BODY} == set(LONG_FUNCTIONS)


def test_functions_take_few_arguments() -> None:
    public = {*analysis.__all__, *analysis.plots.__all__, *analysis.workbook.__all__}
    many = set()
    for name, node in list_functions():
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if len([one for one in taken if one.arg not in ("self", "cls")]) > ARGUMENTS and node.name not in public:
            many.add(name)
    assert many == set(MANY_ARGUMENTS)


def test_verdict_words_stand_in_files_of_their_own() -> None:
    words = ("distinguishable", "one book's range", "not assessed", ORDERED, SHUFFLED)
    homes = {name_file(path) for path in FILES for text in list_strings(path) if any(w in text.lower() for w in words)}
    assert homes == {"statistics/verdicts.py", "statistics/wording.py", "statistics/wording_curves.py"}
    assert all(any(word in verdict for word in words) for verdict in VERDICTS)


def test_each_measure_stands_in_one_wing() -> None:
    homes: dict[str, set[str]] = {}
    for path in [*SOURCE.glob("*/measures.py"), SOURCE / "readability" / "ease.py"]:
        for text in set(list_strings(path)) | {node.name for node in ast.parse(path.read_text("utf-8")).body
                                               if isinstance(node, ast.FunctionDef)}:  # fmt: skip
            if text in MEASURES:
                homes.setdefault(text, set()).add(path.parent.name)
    assert homes.keys() == MEASURES.keys()
    assert all(len(wings) == 1 for wings in homes.values()), homes
    assert all(name == measure.name and measure.section for name, measure in MEASURES.items())


def test_yardsticks_are_of_our_measures() -> None:
    known = {measure for measure, _ in load_yardstick()}
    scores = {f"{score}_{kind}" for score in ("valence", "vader") for kind in ("level", "shape")}
    assert known - scores - {"distinctive_z"} <= set(MEASURES)
    assert {*list_tested(READABILITY), *list_tested(DIVERSITY)} <= known


def test_counts_are_the_columns_of_the_tally() -> None:
    columns = TABLES["tally"].columns
    assert list(COUNTS) == columns[columns.index("words") :]


def test_every_table_names_a_public_function_that_makes_it() -> None:
    assert {table.made_by for table in TABLES.values()} <= set(analysis.__all__)
    assert all(len(set(table.columns)) == len(table.columns) for table in TABLES.values())
    assert {"kind", "syllables", "valence", "note"} <= RESERVED
    assert not {"story", "title", "author"} & RESERVED


def test_a_contrast_cuts_sentences_and_words_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = {"segment_texts": 0, "scan_words": 0}

    def count(name: str, module: object) -> None:
        original = getattr(module, name)

        def counted(*arguments: object) -> object:
            calls[name] += 1
            return original(*arguments)

        for place in (segmentation, sentences):
            if hasattr(place, name):
                monkeypatch.setattr(place, name, counted)

    count("segment_texts", segmentation)
    count("scan_words", sentences)
    contrast_stories(read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."}))
    assert calls == {"segment_texts": 1, "scan_words": 1}


def test_private_functions_never_split_a_table() -> None:
    splitting = {
        "as_sentences",
        "as_tokens",
        "as_words",
        "as_tally",
        "as_scored",
        "split_sentences",
        "split_words",
        "tally_sentences",
    }
    for name, node in list_functions():
        if not node.name.startswith("_"):
            continue
        calls = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
        assert not calls & splitting, name


def test_plots_are_kept_from_every_module_of_an_analysis_but_its_measures() -> None:
    contracts = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    forbidden = next(one for one in contracts if one["name"].startswith("plots"))["forbidden_modules"]
    wings = [path for wing in ("readability", "sentiment", "vocabulary") for path in (SOURCE / wing).glob("*.py")]
    modules = {
        f"analysis.{path.parent.name}.{path.stem}" for path in wings if path.stem not in ("__init__", "measures", "ease")
    }
    assert set(forbidden) == modules | {"analysis.text"}


@pytest.mark.parametrize("script", sorted((SOURCE.parents[1] / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_benchmarks_use_names_that_are_there(script: Path) -> None:
    modules = {}
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            for alias in node.names:
                found = getattr(importlib.import_module(node.module), alias.name, None)
                found = found or importlib.import_module(f"{node.module}.{alias.name}")
                modules[alias.asname or alias.name] = found
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and inspect.ismodule(modules.get(node.value.id))
        ):
            assert hasattr(modules[node.value.id], node.attr), f"{node.value.id}.{node.attr}"
