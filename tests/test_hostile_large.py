"""In time linear in the text: what is measured of one story takes any size, and what is not is refused.

No test here looks at a clock: the texts are of a size at which anything quadratic takes minutes, not seconds.
benchmarks/hostile.py prints how time grows.
"""

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest
from conftest import read
from hostile import Made

import analysis as an
from analysis import StoryError, StoryWarning, workbook

pytestmark = pytest.mark.slow

MEGA = 1_000_000
# What is large, and how many sentences and words it has.
LARGE: dict[str, tuple[Callable[[], str], int, int]] = {
    "one word of 5 million letters": (lambda: "a" * 5 * MEGA, 1, 1),
    "200,000 quotes": (lambda: 'fog "' + '"' * (MEGA // 5) + " end", 1, 2),
    "200,000 single quotes": (lambda: "fog " + "'" * (MEGA // 5) + " end", 1, 2),
    "5 million dots": (lambda: "fog " + "." * 5 * MEGA + " end", 1, 2),
    "a million dots and spaces": (lambda: "fog " + ". " * (MEGA // 2) + "end", 1, 2),
    "a million spaces": (lambda: "fog" + " " * MEGA + "end", 1, 2),
    "a million brackets": (lambda: "fog " + "(" * MEGA + " end", 1, 2),
    "a million dashes": (lambda: "fog " + "-" * MEGA + " end", 1, 2),
    "a million stars after a frame": (lambda: "START OF THE PROJECT GUTENBERG EBOOK\nfog " + "*" * MEGA, 1, 1),
    "200,000 marks on a letter": (lambda: "o\u0327" + "\u0301" * (MEGA // 5), 1, 1),
    "a million emoji": (lambda: "fog " + "\U0001f642" * MEGA, 1, 1),
    "a million blank lines": (lambda: "fog" + "\n" * MEGA + "end.", 2, 2),
    "a million blank lines of spaces": (lambda: "fog" + " \n" * MEGA + "end.", 2, 2),
    "a million old line ends": (lambda: "fog." + "\r" * MEGA + "end.", 2, 2),
    "100,000 one-word sentences": (lambda: "Fog. " * 100_000, 100_000, 100_000),
    "20,000 one-word paragraphs": (lambda: "Fog.\n\n" * 20_000, 20_000, 20_000),
    "50,000 initials": (lambda: "A. " * 50_000 + "fog.", 1, 50_001),
    "20,000 unclosed quotes": (lambda: '"Fog ' * 20_000, 1, 20_000),
    "a line of 100,000 words": (lambda: "the good old dog " * 25_000, 1, 100_000),
    "20,000 different words": (lambda: " ".join(f"fog{i}x" for i in range(20_000)), 1, 20_000),
}


def measure_linear(made: Made) -> Iterator[pd.DataFrame]:
    """All that is linear by design."""
    yield made.tally
    yield an.measure_readability(made.tally)
    yield an.summarise_stories(made.tally)
    yield an.find_hard_words(made.words)
    yield an.find_names(made.sentences)
    yield made.scored
    yield made.weights
    yield an.smooth_trajectory(made.scored, bandwidth=0.1)
    yield an.assess_trajectory(made.scored, tests=False)
    yield an.measure_diversity(made.words, intervals=False)
    yield an.list_concordance(made.sentences, ["end", "*q*w*z"])
    yield an.count_families(made.words, {"a": ["*a*a*a*z", "*fog*"]})


@pytest.mark.parametrize("name", LARGE)
def test_a_large_text_is_measured(name: str) -> None:
    write, sentences, words = LARGE[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        made = Made({"a": write()})
        assert (len(made.sentences), len(made.words)) == (sentences, words)
        for table in measure_linear(made):
            assert not np.isinf(table.select_dtypes(float).to_numpy()).any()


@pytest.mark.parametrize("text", ["Fog. " * 20_000, " ".join(f"fog{i}x" for i in range(20_000))], ids=["alike", "different"])
def test_large_texts_are_laid_side_by_side(text: str) -> None:
    words = an.split_words(read(a=text, b="Red. " + text))
    assert an.list_vocabulary(words)["part"].value_counts()["shared"] == words["word"].nunique() - 1
    assert an.compose_stories(words).groupby("story")["share"].sum().round(9).eq(1).all()
    assert len(an.find_shared_phrases(words)) <= 1
    assert np.isfinite(an.measure_overlap(words)["value"]).all()


def test_one_word_again_and_again() -> None:
    """Every place is alike with every other: once the cube of the length, and for more words than these refused."""
    few, some, many = (an.split_words(read(a="fog " * size, b="fog " * size)) for size in (300, 1_500, 20_000))
    assert an.align_passages(few)["words"].tolist() == [300]
    assert an.find_shared_phrases(some)["words"].tolist() == list(range(1_500, 2, -1))
    for function in (an.find_shared_phrases, an.align_passages):
        with pytest.raises(StoryError, match="repeat the same few words"):
            function(many)


def test_a_long_text_is_marked_throughout() -> None:
    made = Made({"a": "Fog is good. " * 5_000})
    assert workbook.mark_sentences(made.sentences, "all", bold=made.words).html.count("<b>") == 15_000
