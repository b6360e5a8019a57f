"""Every function and plot, given each wrong thing in place of each table: the right result or a StoryError, nothing else."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hostile import Made
from registry import FUNCTIONS, PLOTS

import analysis as an
from analysis import StoryError, StoryWarning

SLOW = ("compare_with_textstat", "measure_corpus", "build_reference")
KINDS = ("stories", "sentences", "words", "tally", "scored", "results", "weights", "trajectory", "overlap", "phrases")
OTHERS: dict[str, Any] = {
    "nothing": None, "a number": 3, "a missing path": "fox.txt", "missing paths": ["a.txt", "b.txt"], "no text": "",
    "a list of numbers": [1, 2], "an array": np.zeros(3), "a series": pd.Series(["a"]), "no columns": pd.DataFrame(),
    "a tuple": (), "a set of texts": {"It rained."},
}  # fmt: skip


def make_numbers_text(table: pd.DataFrame) -> pd.DataFrame:
    numeric = [column for column in table if pd.api.types.is_numeric_dtype(table[column])]
    return table.assign(**dict.fromkeys(numeric, "many"))


def make_texts_missing(table: pd.DataFrame) -> pd.DataFrame:
    texts = [column for column in table if pd.api.types.is_string_dtype(table[column])]
    return table.assign(**dict.fromkeys(texts, np.nan))


SPOILT: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "numbers as text": make_numbers_text,
    "texts missing": make_texts_missing,
    "columns twice": lambda table: pd.concat([table, table], axis=1),
    "stories merged": lambda table: table.assign(
        **{column: "a" for column in ("story", "story_1", "story_2") if column in table}
    ),
}


def list_wrong(right: Any, made: Made) -> Iterator[tuple[str, Any]]:
    yield from OTHERS.items()
    for kind in KINDS:
        yield kind, getattr(made, kind)
        yield f"{kind} without rows", getattr(made, kind).head(0)
    for name, spoil in SPOILT.items():
        yield name, spoil(right)


def find_faults(call: Callable[..., Any], tables: list[Any], made: Made) -> Iterator[str]:
    for place, right in enumerate(tables):
        if not isinstance(right, pd.DataFrame):
            continue
        for name, wrong in list_wrong(right, made):
            given = [wrong if number == place else table for number, table in enumerate(tables)]
            try:
                call(*given)
            except StoryError:
                continue
            except Exception as error:
                yield f"{name} as table {place + 1}: {type(error).__name__}: {str(error)[:90]}"


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in SLOW])
def test_a_function_given_a_wrong_table(name: str, ordinary: Made) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        assert list(find_faults(FUNCTIONS[name].call, FUNCTIONS[name].list_tables(ordinary), ordinary)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_given_a_wrong_table(name: str, ordinary: Made) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        faults = list(find_faults(PLOTS[name].draw, PLOTS[name].make(ordinary), ordinary))
    plt.close("all")
    assert faults == []


def test_stories_merged_under_one_name_are_an_error_that_names_it() -> None:
    words = an.split_words(an.read_stories({"a": "It rained. He ran.", "b": "It was late. She slept."}))
    for table in (words, an.tally_sentences(words)):
        with pytest.raises(StoryError, match=r"story 'c' has several texts .* stories were merged under one name"):
            an.measure_readability(table.assign(story="c"))
    # What is no merging: filtered, repeated and reordered rows.
    assert len(an.measure_readability(words[words["sentence"] == 2])) == len(an.measure_readability(words))
    pd.testing.assert_frame_equal(
        an.measure_readability(an.tally_sentences(words).iloc[::-1]).sort_values(["story", "measure"], ignore_index=True),
        an.measure_readability(words).sort_values(["story", "measure"], ignore_index=True),
    )
