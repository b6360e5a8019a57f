"""Families of words named before looking: patterns, rates, differences, and what is wrong with a list."""

import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import read, read_both_ways
from hypothesis import given, settings, strategies as st
from scipy import stats

from analysis import StoryError, split_words
from analysis.statistics.verdicts import NOT_ASSESSED, NOT_DISTINGUISHABLE
from analysis.tables import TABLES
from analysis.vocabulary.families import compare_families, count_families

A = "Chapter of Music\n\nMusic rose. The musicians bowed to the music. He sang."
B = "The hill was bare. A lonely song rose over it. Nobody heard the music there."
MUSIC = {"music": ["music*", "sang", "song", "lute"]}


def find(patterns: list[str], text: str) -> str:
    return count_families(read(a=text), {"family": patterns}).loc[0, "forms"]


def contrast(one: str, two: str) -> pd.Series:
    return compare_families(read(a=one, b=two), {"light": ["lantern"]}).loc[0]


def say(sentences: int, often: int, word: str = "lantern") -> str:
    """Sentences, the first of which have the word in them."""
    return " ".join(f"She saw the {word if place < often else 'old tree'} and went home." for place in range(sentences))


# --- counts and rates -------------------------------------------------------------------------------------------------


def test_rates_and_intervals_by_hand() -> None:
    table = count_families(read(a=A, b=B), MUSIC | {"hill": ["hill"]})
    assert list(table.columns) == ["story", "family", "value", "low", "high", "size", "forms", "note"]
    assert table[["story", "family"]].to_numpy().tolist() == [["a", "music"], ["a", "hill"], ["b", "music"], ["b", "hill"]]
    # a: 1 use in 2 words, 2 in 6, 1 in 2; the heading does not count.
    row = table.loc[0]
    assert (row["value"], row["size"], row["forms"]) == (1000 * 4 / 10, 4, "music 2, musicians 1, sang 1")
    residuals = [(uses - 0.4 * words) / 10 for uses, words in ((1, 2), (2, 6), (1, 2))]
    error = 1000 * math.sqrt(sum(e * e for e in residuals) * 3 / 2)
    half = stats.t.ppf(0.975, 2) * error
    assert (row["low"], row["high"]) == pytest.approx((max(400 - half, 0), 400 + half))
    assert table.loc[2, "value"] == pytest.approx(1000 * 2 / 15)


def test_an_interval_does_not_go_below_nought() -> None:
    row = count_families(read(a=say(10, 1)), {"light": ["lantern"]}).loc[0]
    assert row["low"] == 0 < row["value"] < row["high"]


def test_a_family_that_is_not_used_has_no_interval() -> None:
    row = count_families(read(a=A), {"sea": ["sea", "wave*", "sea"]}).loc[0]
    assert (row["value"], row["size"], row["forms"]) == (0, 0, "")
    assert np.isnan([row["low"], row["high"]]).all()
    assert row["note"] == "not used: no interval; in no story: sea, wave*"


def test_a_story_of_one_sentence_has_no_interval() -> None:
    row = count_families(read(a="Music rose."), MUSIC).loc[0]
    assert row["value"] == 500
    assert np.isnan([row["low"], row["high"]]).all()
    assert row["note"].startswith("one sentence: no interval")


def test_a_story_of_headings_only_has_no_rate() -> None:
    words = split_words(read(a="Music.", b=B))
    words["kind"] = words["kind"].mask(words["story"] == "a", "heading")
    table = count_families(words, MUSIC)
    assert table["size"].tolist() == [0, 2]
    assert math.isnan(table.loc[0, "value"])
    assert table.loc[0, "note"].startswith("no running words")
    row = compare_families(words, {"rose": ["the", "rose", "a", "it"]}).loc[0]
    assert (row["verdict"], math.isnan(row["p"])) == (NOT_ASSESSED, True)
    assert "a story of 0 sentences" in row["note"]


def test_a_pattern_in_no_story_is_named_and_no_error() -> None:
    table = count_families(read(a=A, b=B), MUSIC | {"hill": ["hill"]})
    assert table.loc[table["family"] == "music", "note"].str.contains("in no story: lute", regex=False).all()
    assert not table["note"].str.contains("song").any()  # it is in b
    assert table.loc[(table["family"] == "hill") & (table["story"] == "b"), "note"].item() == ""


@pytest.mark.parametrize(
    ("pattern", "forms"),
    [
        ("music", "music 1"),
        ("music*", "music 1, musical 1, musicians 1"),
        ("*ic", "magic 1, music 1"),
        ("m*c", "magic 1, music 1"),
        ("*usic*s", "musicians 1"),
        ("MUSIC", "music 1"),
        (" music ", "music 1"),
        ("it’s", "it's 1"),
        ("it's", "it's 1"),
        ("cafe\u0301*", "cafés 1"),
        ("m.sic", ""),
        ("mus", ""),
        ("musicians*", "musicians 1"),
    ],
)
def test_patterns(pattern: str, forms: str) -> None:
    assert find([pattern], "Music and magic. The musicians say it’s musical in cafés.") == forms


def test_a_word_that_fits_two_patterns_counts_once() -> None:
    assert find(["music", "music*", "music"], "Music and music. No musician.") == "music 2, musician 1"


def test_families_stay_as_they_are() -> None:
    families = {"music": ("music*", "song")}
    for function in (count_families, compare_families):
        function(read(a=A, b=B), families)
    assert families == {"music": ("music*", "song")}


def test_stories_together_are_each_alone() -> None:
    together = count_families(read(a=A, b=B, c=say(5, 2)), MUSIC)
    for story, text in (("a", A), ("b", B)):
        own = together[together["story"] == story].drop(columns="note").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, count_families(read(**{story: text}), MUSIC).drop(columns="note"))


@pytest.mark.slow
@settings(max_examples=40)
@given(st.text(min_size=1, max_size=60).filter(lambda text: any(map(str.isalpha, text))), st.text(min_size=1, max_size=5))
def test_odd_texts_and_patterns_are_counted(text: str, pattern: str) -> None:
    try:
        words = split_words(read(a=text))
    except StoryError:  # half of a surrogate pair, say
        return
    running = words[words["kind"] != "heading"]
    families = {"all": ["*"], "own": running["word"].tolist()[:3] or ["x"], "odd": [f"x{pattern}"]}
    table = count_families(words, families).set_index("family")
    if len(running):
        assert table.loc["all", ["value", "size"]].tolist() == [1000, len(running)]
        assert table.loc["own", "size"] == running["word"].isin(families["own"]).sum()
    assert table["size"].between(0, len(running)).all()


# --- differences ------------------------------------------------------------------------------------------------------


def test_contrast_by_hand() -> None:
    table = compare_families(read(a=say(4, 3), b=say(3, 1)), {"light": ["lantern"]})
    assert list(table.columns) == TABLES["contrasts"].columns
    row = table.loc[0]
    # Sentences of 7 words with the lantern, of 8 without: 3 in 29 words, 1 in 23.
    rates = 1000 * 3 / 29, 1000 * 1 / 23
    assert (row["story_1"], row["story_2"], row["measure"], row["unit"]) == ("a", "b", "light", "uses per 1,000 words")
    assert (row["value_1"], row["value_2"], row["difference"]) == pytest.approx((*rates, rates[0] - rates[1]))
    sentences = [(1, 7)] * 3 + [(0, 8)] + [(1, 7)] + [(0, 8)] * 2
    sizes = []
    for chosen in combinations(range(7), 4):
        parts = [sentences[i] for i in chosen], [sentences[i] for i in range(7) if i not in chosen]
        sizes.append(abs(studentise(*parts)))
    observed = abs(studentise(sentences[:4], sentences[4:]))
    assert row["p"] == row["p_adjusted"] == pytest.approx(sum(size >= observed - 1e-9 for size in sizes) / 35)


def studentise(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> float:
    rates, variance = [], 0.0
    for part in (one, two):
        words = sum(size for _, size in part)
        rate = sum(uses for uses, _ in part) / words
        variance += sum(((uses - rate * size) / words) ** 2 for uses, size in part) * len(part) / (len(part) - 1)
        rates.append(rate)
    difference = rates[0] - rates[1]
    return difference / math.sqrt(variance) if variance > 1e-12 else math.copysign(math.inf, difference)


def test_holm_is_over_families_and_pairs() -> None:
    stories = read(a=say(30, 20), b=say(30, 8), c=say(30, 2))
    families = {"light": ["lantern"], "tree": ["tree*"], "sea": ["sea"]}
    table = compare_families(stories, families)
    assert table[["story_1", "story_2"]].drop_duplicates().to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert table["measure"].tolist() == ["light", "tree", "sea"] * 3
    tested = table[table["p"].notna()]
    assert len(tested) == 6  # nothing is tested in what nobody uses
    assert tested["p_adjusted"].min() == pytest.approx(6 * tested["p"].min())
    assert tested["statement"].str.contains("corrected for 6 tests").all()


def test_a_difference_without_yardstick_is_stated_with_its_p() -> None:
    row = contrast(say(30, 25), say(30, 5))
    assert row["p"] < 0.001
    assert row["verdict"] == NOT_ASSESSED
    assert math.isnan(row["yardstick"])
    assert row["note"].startswith("no yardstick")
    values = f"a {row['value_1']:.2f}, b {row['value_2']:.2f}; difference +{row['difference']:.2f}"
    start = f"light (uses per 1,000 words): {values} (95 % interval +"
    end = (
        "More than their sentences differ among themselves (p < .001); how much of that one book shows is not known. "
        "Each text's sentences are taken as draws of its own manner."
    )
    assert row["statement"].startswith(start)
    assert row["statement"].endswith(end)
    assert "not tested" not in row["statement"]


def test_a_difference_within_the_scatter_is_not_distinguishable() -> None:
    row = contrast(say(30, 15), say(30, 13))
    assert (row["verdict"], row["note"]) == (NOT_DISTINGUISHABLE, "")


@pytest.mark.parametrize(("uses", "tested"), [(3, False), (4, True)])
def test_too_few_uses_are_not_tested(uses: int, tested: bool) -> None:
    row = contrast(say(9, uses - 1), say(9, 1))
    assert math.isnan(row["p"]) != tested
    assert (row["note"] == "") == tested
    if not tested:
        assert row["verdict"] == NOT_ASSESSED
        assert row["note"] == "3 uses in both together: 4 are needed for a test"
        assert row["statement"].endswith("; not tested.")


def test_a_story_of_one_sentence_is_not_tested() -> None:
    row = contrast("The lantern, the lantern, the lantern.", say(9, 5))
    assert (row["verdict"], row["note"]) == (NOT_ASSESSED, "a story of 1 sentences cannot be compared: two are needed")
    assert row["difference"] > 0


def test_swapping_the_stories_turns_the_sign() -> None:
    both = read_both_ways(say(6, 4), say(5, 1))
    there, back = (compare_families(stories, {"light": ["lantern"]}).loc[0] for stories in both)
    assert (back["story_1"], back["difference"], back["low"]) == ("b", -there["difference"], -there["high"])
    assert back["p"] == pytest.approx(there["p"])


# --- lists that are wrong, and files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("families", "told"),
    [
        ({}, "a family in it"),
        (["music"], "must be a dict"),
        ({"music": []}, "'music' is empty"),
        ({"music": "song"}, "write ['song']"),
        ({"music": 5}, "not a list of words"),
        ({"music": ["song", 5]}, "5 is no word"),
        ({"music": ["song", " "]}, "' ' is no word"),
        ({"music": ["song", None]}, "None is no word"),
        ({"": ["song"]}, "'' is no word"),
        ({5: ["song"]}, "5 is no word"),
    ],
)
@pytest.mark.parametrize("function", [count_families, compare_families])
def test_what_is_wrong_with_a_list_is_said(function: Callable, families: object, told: str) -> None:
    with pytest.raises(StoryError) as error:
        function(read(a=A, b=B), families)
    assert told in str(error.value)


def test_families_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_bytes("\ufefffamily,word,why\nmusic,music*,x\nhill,hill,x\nmusic,null,\nmusic,song,x\n".encode())
    expected = count_families(read(a=A, b=B), {"music": ["music*", "null", "song"], "hill": ["hill"]})
    for given_as in (path, str(path)):
        pd.testing.assert_frame_equal(count_families(read(a=A, b=B), given_as), expected)
    assert "in no story: null" in expected.loc[0, "note"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"family,words\nmusic,song\n", "no column 'word'"),
        (b"music,song\n", "no column 'family'"),
        (b"", "cannot be read"),
        (b"family,word\n", "there is none"),
        (b"family,word\nmusic,song\nmusic,\n", "line 3 lacks one"),
        (b"family,word\nmusic,song\n ,song\n", "line 3 lacks one"),
        ("family,word\nmusic,café\n".encode("latin-1"), "UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "families.csv"
    path.write_bytes(content)
    with pytest.raises(StoryError) as error:
        count_families(read(a=A), path)
    assert told in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(StoryError, match=str(path)):
            count_families(read(a=A), path)
