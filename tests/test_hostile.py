"""Whatever the text, every public function returns its table or raises StoryError, and changes nothing given to it."""

import inspect
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import read
from hostile import HOSTILE, ORDINARY, OTHER, Call, Made, hostile_texts, is_text, read_all, texts, unicode_texts
from hypothesis import HealthCheck, given, settings
from registry import FUNCTIONS

import analysis as an
from analysis import StoryError, StoryWarning
from analysis.readability.explanation import Explanation
from analysis.readability.measures import MEASURES

pytestmark = pytest.mark.slow


def pick(names: str) -> dict[str, Call]:
    return {name: FUNCTIONS[name].find for name in names.split()}


# What a user does with one story, or with any number of them.
SINGLE = pick(
    "split_sentences split_words find_names tally_sentences summarise_stories measure_readability state_scores "
    "find_hard_words trace_difficulty trace_richness summarise_chapters "
    "score_sentiment explain_sentiment find_negators weigh_words compare_ratings find_disagreements "
    "list_concordance count_families write_text"
) | {
    "read_stories": lambda made: made.stories,
    "count_syllables": lambda made: max(map(an.count_syllables, made.words["form"])),
}  # fmt: skip
# As SINGLE, but simulated, or done word by word by other packages.
DEAR = pick(
    "measure_diversity smooth_trajectory smooth_trajectories assess_trajectory assess_trajectories score_vader explain_vader"
) | {"measure_corpus": lambda made: an.measure_corpus(made.texts)}
PAIRED = pick(
    "outline_stories "
    "list_vocabulary compose_stories compare_parts explain_readability state_parts find_shared_phrases align_passages "
    "assess_order list_moments list_passages"
)
# Permuted, shuffled, resampled.
TESTED = pick(
    "compare_readability compare_sentiment compare_trajectories "
    "subtract_trajectories vary_sentiment compare_diversity compare_families "
    "measure_overlap rank_distinctive state_distinctive judge_matches contrast_stories state_findings"
)
CALLS = SINGLE | DEAR | PAIRED | TESTED
# Tried below on what else they are given: files, counts, settings.
ELSEWHERE = {
    "compare_with_textstat",
    "write_rating_sheet",
    "read_ratings",
    "read_names",
    "read_outline",
    "read_lexicon",
    "build_reference",
    "name_score",
    "provide_nltk_data",
}
FORMULAS = {name for name in an.__all__ if name in MEASURES}


def test_every_public_function_is_tried() -> None:
    errors = {"StoryError", "StoryWarning"}
    assert sorted([*CALLS, *ELSEWHERE, *FORMULAS, *errors]) == sorted(an.__all__)


# --- what a result must be --------------------------------------------------------------------------------------------

# Between 0 and 1 in every table.
SHARES = {
    "position",
    "position_1",
    "position_2",
    "share",
    "speech_share",
    "coverage",
    "explained",
    "p",
    "p_adjusted",
    "peak",
    "trough",
    "bandwidth",
    "overlap",
}


@pytest.fixture(scope="module")
def usual(ordinary: Made) -> dict[str, Any]:
    """What each function makes of two ordinary stories."""
    return {name: call(ordinary) for name, call in CALLS.items()}


def try_out(calls: dict[str, Call], stories: dict[str, str], usual: dict[str, Any]) -> dict[str, Any]:
    """The results of all that do not raise StoryError, as they should be; nothing that was given to them is changed."""
    made, results = Made(stories), {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        for name, call in calls.items():
            try:
                result = call(made)
            except StoryError:
                continue
            results[name] = result
            check_like(name, result, usual[name], made)
    made.check_unchanged()
    return results


def check_like(name: str, result: Any, usual: Any, made: Made) -> None:
    if isinstance(usual, Explanation):
        for field, one, other in zip(usual._fields, result, usual, strict=True):
            check_like(f"{name}.{field}", one, other, made)
        return
    assert type(result) is type(usual), name
    if isinstance(result, pd.DataFrame):
        check_table(name, result, usual, made)


def check_table(name: str, table: pd.DataFrame, usual: pd.DataFrame, made: Made) -> None:
    assert list(table.columns) == list(usual.columns), name
    assert list(table.index) == list(range(len(table))) or name == "find_hard_words", name
    for column in table.columns:
        if usual[column].notna().any() and table[column].notna().any():
            kinds = [pd.api.types.infer_dtype(t[column], skipna=True) for t in (table, usual)]
            assert kinds[0] == kinds[1] or set(kinds) <= {"floating", "integer", "mixed-integer-float"}, (
                name,
                column,
                kinds,
            )
        numbers = table[column].to_numpy() if pd.api.types.is_float_dtype(table[column]) else np.zeros(0)
        numbers = np.asarray(numbers, dtype=float)
        assert not np.isinf(numbers).any(), (name, column)
        if column in SHARES:
            numbers = numbers[~np.isnan(numbers)]
            assert ((numbers > -1e-9) & (numbers < 1 + 1e-9)).all(), (name, column)
    for side in ("", "_1", "_2"):
        if f"start{side}" in table:
            check_offsets(name, table, side, dict(zip(made.stories["story"], made.stories["text"], strict=True)))


def check_offsets(name: str, table: pd.DataFrame, side: str, stories: dict[str, str]) -> None:
    owner = f"story{side}" if f"story{side}" in table and name != "contrast_stories" else "story"
    owner = "story_2" if (name, side) == ("contrast_stories", "_2") else owner
    rows = table[[owner, f"start{side}", f"end{side}"]].assign(row=range(len(table))).dropna()
    exact = next((column for column in ("form", "text") if column in table and not side), None)
    for story, start, end, row in rows.itertuples(index=False, name=None):
        assert 0 <= start <= end <= len(stories[story]), (name, story, start, end)
        if exact and name != "list_vocabulary":
            assert stories[story][int(start) : int(end)] == table[exact].iloc[row], (name, story, start)


# --- the fixed list ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_beside_an_ordinary_one(name: str, usual: dict[str, Any]) -> None:
    calls = SINGLE | PAIRED
    results = try_out(calls, {"a": HOSTILE[name], "b": ORDINARY}, usual)
    assert results.keys() == (calls.keys() if is_text(HOSTILE[name]) else set())


@pytest.mark.parametrize("name", ["half a pair", "headings"])
def test_a_hostile_text_through_every_test(name: str, usual: dict[str, Any]) -> None:
    beside = try_out(CALLS, {"a": HOSTILE[name], "b": ORDINARY}, usual)
    alone = try_out(CALLS, {"a": HOSTILE[name], "b": HOSTILE[name]}, usual)
    assert alone.keys() == beside.keys() == (CALLS.keys() if is_text(HOSTILE[name]) else {"measure_corpus"})


def test_all_hostile_texts_at_once(usual: dict[str, Any]) -> None:
    stories = {name: text for name, text in HOSTILE.items() if is_text(text)}
    results = try_out(SINGLE | DEAR, stories, usual)
    assert results.keys() == (SINGLE | DEAR).keys()
    assert len(results["summarise_stories"]) == len(results["assess_trajectory"]) == len(stories)


def test_textstat_beside_our_counts(textstat: Any) -> None:
    stories = read_all()
    table = an.compare_with_textstat(stories)
    assert set(table["story"]) == set(stories["story"])
    assert not np.isinf(table[["ours", "textstat", "difference"]].to_numpy(dtype=float)).any()


# --- any text ---------------------------------------------------------------------------------------------------------


@given(texts)
@settings(max_examples=15)
def test_any_text_is_counted_or_refused(usual: dict[str, Any], text: str) -> None:
    results = try_out(SINGLE, {"a": text}, usual)
    assert ("split_words" in results) == is_text(text)


@given(texts, texts)
@settings(max_examples=15)
def test_any_two_texts_are_laid_side_by_side(usual: dict[str, Any], one: str, two: str) -> None:
    try_out(PAIRED, {"a": one, "b": two}, usual)


@given(hostile_texts, texts)
@settings(max_examples=2)
def test_any_two_texts_are_tested(usual: dict[str, Any], one: str, two: str) -> None:
    try_out(DEAR | TESTED, {"a": ORDINARY + one, "b": two + OTHER}, usual)
    try_out(DEAR | TESTED, {"a": one, "b": two}, usual)


@given(texts)
@settings(max_examples=200)
def test_any_word_has_a_syllable(word: str) -> None:
    assert word == "" or an.count_syllables(word) >= 1


# --- what else functions are given ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_formulas_of_nothing_are_undefined(name: str) -> None:
    formula = getattr(an, name)
    counts = [0.0] * len(inspect.signature(formula).parameters)
    with np.errstate(all="ignore"):
        assert np.isnan(formula(*map(np.float64, counts)))
        assert not np.isfinite(formula(*(pd.Series([count]) for count in counts))).any()
        assert np.isfinite(formula(*(1e9 for _ in counts)))


@given(unicode_texts)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_of_any_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    sentences = an.split_sentences(read(a=ORDINARY))
    for read_file in (
        an.read_names,
        an.read_outline,
        an.read_lexicon,
        lambda path: an.read_ratings(path, sentences),
        an.read_stories,
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", StoryWarning)
            try:
                table = read_file(path)
            except StoryError:
                continue
        assert isinstance(table, pd.DataFrame)


@pytest.mark.parametrize("name", ["formulas", "markup", "control characters", "emoji", "wide", "unclosed quotes", "verse"])
def test_a_rating_sheet_is_read_back(name: str, tmp_path: Path) -> None:
    sentences = an.split_sentences(read(**{name: HOSTILE[name], "=b": ORDINARY}))
    path = an.write_rating_sheet(sentences, tmp_path / "sheet.csv")
    filled = pd.read_csv(path, dtype=str, keep_default_na=False).assign(rating="1.5")
    assert not filled["text"].str.match(r"[=+@\t\r-]").any()
    filled.to_csv(path, index=False, encoding="utf-8-sig")
    assert (an.read_ratings(path, sentences)["rating"].dropna() == 1.5).all()


def test_a_reference_of_hostile_texts() -> None:
    table = an.build_reference(read_all(), sizes=(20,), lengths=(50,), pairs=20)
    assert not np.isinf(table.select_dtypes(float).to_numpy()).any()


def test_settings_are_no_texts() -> None:
    assert an.name_score({"\x00": 1.0}) == "valence_own"
    assert an.provide_nltk_data().is_dir()
