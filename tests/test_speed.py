"""What the speed benchmark computes by itself: slopes, and the texts and stories that it cuts."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "speed.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("speed", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_slope_is_the_power_that_time_grows_with(script: ModuleType) -> None:
    assert script.find_slope([(10, 3.0), (100, 30.0), (1_000, 300.0)]) == pytest.approx(1)
    assert script.find_slope([(10, 1.0), (100, 100.0)]) == pytest.approx(2)
    # By hand, in powers of ten: x = 0, 1, 2 and y = 0, 0, 1: (-1 × -1/3 + 0 + 1 × 2/3) / 2 = 1/2.
    assert script.find_slope([(1, 1.0), (10, 1.0), (100, 10.0)]) == pytest.approx(0.5)
    assert script.find_slope([(10, 1.0)]) != script.find_slope([(10, 1.0)])  # NaN


def test_stories_have_their_length_and_span_the_text(script: ModuleType) -> None:
    text = "one two\nthree  four five six\n\nseven"
    assert script.cut_stories(text, 3, 3) == ["one two\nthree", "three  four five", "five six\n\nseven"]


def test_text_ends_with_the_paragraph_that_fills_it(script: ModuleType) -> None:
    assert script.cut_text("a b\n\nc d\n\ne f", 3) == "a b\n\nc d"
    made = script.make_text(1_000)
    assert 1_000 <= len(made.split()) < 1_200
    assert made == script.make_text(1_000)


def test_table_says_what_is_missed(script: ModuleType) -> None:
    rows = [script.Row("whole profile", "0.90 s", "≤ 0.80 s", False), script.Row("beside it", "1.2 s")]
    assert script.write_table(rows).splitlines()[2:] == [
        "| whole profile | ≤ 0.80 s | 0.90 s | **no** |",
        "| beside it |  | 1.2 s |  |",
    ]
