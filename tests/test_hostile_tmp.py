"""Whatever the text, every public function returns its table or raises StoryError, in time linear in the text.

No test here looks at a clock: the large texts are of a size at which anything quadratic takes minutes, not seconds.
benchmarks/hostile.py prints how time grows.
"""

import inspect
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import FIXTURES, any_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as an
from analysis import StoryError, StoryWarning, plots, workbook
from analysis.readability import Explanation

ORDINARY = (FIXTURES / "tale.txt").read_text("utf-8")

# Short texts, each odd in its own way. Those without a letter are refused, the others have to be counted.
HOSTILE = {
    "empty": "", "blank": " \n\t\u3000 ", "no letters": "1 2 3 ... !", "only marks": '."\'?!()[]—*_', "only dots": "." * 99,
    "one letter": "a", "one word": "Fog", "one long word": "fog" * 300, "only function words": "It was so, and so it is. " * 9,
    "control characters": "\x00Fog\x01 is\x1b[31m red\x07.\x00 So\x7f it is.\x08", "white space": "Fog\u2028is\u2029grey\x85now.\x0b",
    "emoji": "Fog 👩‍🚀🏳️‍🌈 is 🙂. 😀 So 😀😀 good!", "right to left": "שלום עולם. \u202eThe fog\u202c הלך הביתה.",
    "combining marks": "F" + "\u0301\u0327" * 99 + "og e\u0301te\u0301. \u0301A.", "joiners": "\u200d\ufeffFo\u00adg\u200b is\u2060 red.",
    "half a pair": "Fog \ud800 is red.", "other scripts": "雾很大。他走了。 Ωραία μέρα. ＡＢＣ. ﬁne ǅ İi ß", "upper case": "THE FOG IS RED! GO HOME.",
    "unclosed quotes": '"Fog is red. “He said \'so it is. “And ‘good.', "no punctuation": "the good fog is red and he ran home " * 9,
    "dots": "Fog... is.. red.... . . . So ...it is . . ." * 3, "initials": "J. R. R. T. met A. B. C. in U.S.S.R. " * 5,
    "brackets": "((((Fog [[is {{red}}]] ))) ((( so.) [" * 5, "numbers": "1. Fog 2) is 3.50,000 1,2,3 red 99%. " * 3,
    "one-word sentences": "Fog. Good! Red? " * 30, "headings": "Chapter I\n\nChapter II\n\nIV\n\nTHE END\n\nFINIS",
    "verse": "O wild West Wind\nThou breath of Autumn\nThou from whose unseen\nPresence the leaves\n" * 5,
    "same word": "fog " * 99, "names": "Amy met Jo. Then Amy met Jo. " * 9, "frame": "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nFog.",
    "markup": '<script>alert("fog")</script> & <b onclick=x>good</b> $x^2$ \\(y\\) <!-- fog --> &amp; ]]> [a](javascript:b)',
    "formulas": '=cmd|"/c calc"!A1. +Fog. -Red. @Sum. "Good, fog"; \'x. \\N{fog} {0} %s %(a)s',
    "lone surrogates": "\udc80\udfff", "replacement": "Fog \ufffd\ufffe\uffff is \U0010ffff red.", "apostrophes": "'Fog' isn't ''tis' o'er' ' n' ",
    "dashes": "Fog--is---red—so – – it -- is-- a-b-c- -d", "wide": "Fog" + " " * 500 + "is" + "\t" * 500 + "red.",
}  # fmt: skip
PIECES = [
    "fog", "Fog", "good", "not", "I", "Mr", "Amy", "U.S.", "e\u0301", "ﬁ", "İ", "שלום", "雾", "👩‍🚀", "3.5", "\u200d", "\u0301", "\ud800",
    "\x00", "\x1b", ".", ". ", "...", " . . ", "!", "?", "?!", '"', "'", "“", "”", "‘", "’", "«", "(", "[", "{", ")", "]", "—", "--", "-",
    "*", "_", ",", ";", ":", "\n", "\n\n", "\r", "\t", " ", "\u2028", "\u3000", "Chapter I\n\n", "THE END", "<b>", "&", "$", "\\", "%", "=",
]  # fmt: skip
hostile_texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=80).map("".join)
# All of Unicode: also what is no character, and halves of surrogate pairs.
unicode_texts = st.text(st.characters(exclude_categories=()), max_size=200)
texts = st.one_of(unicode_texts, hostile_texts, any_texts)


class Made:
    """The tables that are made of some stories, each when it is first asked for; and a copy of each, as it was then."""

    def __init__(self, stories: dict[str, str]) -> None:
        self.texts = stories
        self.kept: list[tuple[pd.DataFrame, pd.DataFrame]] = []

    def keep(self, table: pd.DataFrame) -> pd.DataFrame:
        self.kept.append((table, table.copy(deep=True)))
        return table

    def check_unchanged(self) -> None:
        for table, copy in self.kept:
            pd.testing.assert_frame_equal(table, copy)

    @cached_property
    def stories(self) -> pd.DataFrame:
        return self.keep(an.read_stories(self.texts))

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return self.keep(an.split_sentences(self.stories))

    @cached_property
    def words(self) -> pd.DataFrame:
        return self.keep(an.split_words(self.sentences))

    @cached_property
    def tally(self) -> pd.DataFrame:
        return self.keep(an.tally_sentences(self.words))

    @cached_property
    def results(self) -> pd.DataFrame:
        return self.keep(an.measure_readability(self.tally))

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        return self.keep(an.compare_readability(self.tally))

    @cached_property
    def explanation(self) -> Explanation:
        explanation = an.explain_readability(self.words)
        for table in explanation:
            self.keep(table)
        return explanation

    @cached_property
    def scored(self) -> pd.DataFrame:
        return self.keep(an.score_sentiment(self.sentences))

    @cached_property
    def rated(self) -> pd.DataFrame:
        return self.keep(self.scored.assign(rating=np.where(self.scored["kind"] == "heading", np.nan, self.scored["start"] % 7)))

    @cached_property
    def explained(self) -> pd.DataFrame:
        return self.keep(an.explain_sentiment(self.sentences))

    @cached_property
    def weights(self) -> pd.DataFrame:
        return self.keep(an.weigh_words(self.explained))

    @cached_property
    def trajectory(self) -> pd.DataFrame:
        return self.keep(an.smooth_trajectory(self.scored))

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        return self.keep(an.list_vocabulary(self.words))

    @cached_property
    def overlap(self) -> pd.DataFrame:
        return self.keep(an.measure_overlap(self.words))

    @cached_property
    def distinctive(self) -> pd.DataFrame:
        return self.keep(an.rank_distinctive(self.words))

    @cached_property
    def composition(self) -> pd.DataFrame:
        return self.keep(an.compose_stories(self.words))

    @cached_property
    def concordance(self) -> pd.DataFrame:
        return self.keep(an.list_concordance(self.sentences, ["fog", "*o*d*"]))

    @cached_property
    def phrases(self) -> pd.DataFrame:
        return self.keep(an.find_shared_phrases(self.words))

    @cached_property
    def alignments(self) -> pd.DataFrame:
        return self.keep(an.align_passages(self.words))

    @cached_property
    def moments(self) -> pd.DataFrame:
        return self.keep(an.list_moments(self.words, self.scored, self.alignments))

    @cached_property
    def findings(self) -> pd.DataFrame:
        return self.keep(an.contrast_stories(self.stories))


FAMILIES = {"weather": ["fog", "wind*", "*o*d*"]}
Call = Callable[[Made], Any]
# What a user does with one story, or with any number of them.
SINGLE: dict[str, Call] = {
    "read_stories": lambda made: made.stories,
    "split_sentences": lambda made: made.sentences,
    "split_words": lambda made: made.words,
    "find_names": lambda made: an.find_names(made.sentences),
    "tally_sentences": lambda made: made.tally,
    "summarise_stories": lambda made: an.summarise_stories(made.tally),
    "measure_readability": lambda made: made.results,
    "state_scores": lambda made: an.state_scores(made.results),
    "find_hard_words": lambda made: an.find_hard_words(made.words),
    "score_sentiment": lambda made: made.scored,
    "explain_sentiment": lambda made: made.explained,
    "find_negators": lambda made: an.find_negators(made.explained),
    "weigh_words": lambda made: made.weights,
    "compare_ratings": lambda made: an.compare_ratings(made.rated),
    "find_disagreements": lambda made: an.find_disagreements(made.rated),
    "list_concordance": lambda made: made.concordance,
    "count_families": lambda made: an.count_families(made.words, FAMILIES),
    "count_syllables": lambda made: max(map(an.count_syllables, made.words["form"])),
}
# As SINGLE, but simulated, or done word by word by other packages.
DEAR: dict[str, Call] = {
    "measure_diversity": lambda made: an.measure_diversity(made.words),
    "smooth_trajectory": lambda made: made.trajectory,
    "assess_trajectory": lambda made: an.assess_trajectory(made.scored),
    "score_vader": lambda made: an.score_vader(made.sentences),
    "explain_vader": lambda made: an.explain_vader(made.sentences),
    "compare_with_textstat": lambda made: an.compare_with_textstat(made.stories),
    "measure_corpus": lambda made: an.measure_corpus(made.texts),
}
PAIRED: dict[str, Call] = {
    "list_vocabulary": lambda made: made.vocabulary,
    "compose_stories": lambda made: made.composition,
    "compare_parts": lambda made: an.compare_parts(made.words),
    "explain_readability": lambda made: made.explanation,
    "state_parts": lambda made: an.state_parts(made.explanation.parts),
    "find_shared_phrases": lambda made: made.phrases,
    "align_passages": lambda made: made.alignments,
    "assess_order": lambda made: an.assess_order(made.alignments),
    "list_moments": lambda made: made.moments,
    "list_passages": lambda made: an.list_passages(made.alignments),
}
# Permuted, shuffled, resampled.
TESTED: dict[str, Call] = {
    "compare_readability": lambda made: made.contrasts,
    "compare_sentiment": lambda made: an.compare_sentiment(made.scored),
    "subtract_trajectories": lambda made: an.subtract_trajectories(made.scored),
    "vary_sentiment": lambda made: an.vary_sentiment(made.stories),
    "compare_diversity": lambda made: an.compare_diversity(made.words),
    "compare_families": lambda made: an.compare_families(made.words, FAMILIES),
    "measure_overlap": lambda made: made.overlap,
    "rank_distinctive": lambda made: made.distinctive,
    "state_distinctive": lambda made: an.state_distinctive(made.distinctive),
    "judge_matches": lambda made: an.judge_matches(made.words, phrases=made.phrases, alignments=made.alignments),
    "contrast_stories": lambda made: made.findings,
    "state_findings": lambda made: an.state_findings(made.findings),
}
CALLS = SINGLE | DEAR | PAIRED | TESTED
# Tried below on what else they are given: files, counts, settings.
ELSEWHERE = {"write_rating_sheet", "read_ratings", "read_names", "read_lexicon", "build_reference", "name_score", "provide_nltk_data"}
FORMULAS = {name for name in an.__all__ if getattr(getattr(an, name), "__module__", "") == "analysis.formulas"}


def test_every_public_function_is_tried() -> None:
    errors = {"StoryError", "StoryWarning"}
    assert sorted([*CALLS, *ELSEWHERE, *FORMULAS, *errors]) == sorted(an.__all__)
    assert sorted(PLOTS) == sorted(plots.__all__)
    assert sorted([*WORKBOOK, *WORKBOOK_ELSEWHERE]) == sorted(workbook.__all__)


# --- what a result must be --------------------------------------------------------------------------------------------

# Between 0 and 1 in every table.
SHARES = {"position", "position_1", "position_2", "share", "speech_share", "coverage", "explained", "p", "p_adjusted", "peak", "trough",
          "bandwidth", "overlap"}  # fmt: skip


@pytest.fixture(scope="module")
def usual() -> dict[str, Any]:
    """What each function makes of two ordinary stories."""
    made = Made({"a": ORDINARY, "b": (FIXTURES / "dialogue.txt").read_text("utf-8")})
    return {name: call(made) for name, call in CALLS.items()}


def try_out(calls: dict[str, Call], stories: dict[str, str], usual: dict[str, Any]) -> dict[str, Any]:
    """The results of all that do not raise StoryError, as they should be; nothing that was given to them is changed."""
    made, results = Made(stories), {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        for name, call in calls.items():
            try:
                result = call(made)
            except StoryError as error:
                assert str(error).strip(), name
                continue
            results[name] = result
            read = dict(zip(made.stories["story"], made.stories["text"], strict=True))
            check_like(name, result, usual[name], read)
    made.check_unchanged()
    return results


def check_like(name: str, result: Any, usual: Any, stories: dict[str, str]) -> None:
    if isinstance(usual, Explanation):
        for field, one, other in zip(usual._fields, result, usual, strict=True):
            check_like(f"{name}.{field}", one, other, stories)
        return
    assert type(result) is type(usual), name
    if isinstance(result, pd.DataFrame):
        check_table(name, result, usual, stories)


def check_table(name: str, table: pd.DataFrame, usual: pd.DataFrame, stories: dict[str, str]) -> None:
    assert list(table.columns) == list(usual.columns), name
    assert list(table.index) == list(range(len(table))) or name == "find_hard_words", name
    for column in table.columns:
        if usual[column].notna().any() and table[column].notna().any():
            kinds = [pd.api.types.infer_dtype(t[column], skipna=True) for t in (table, usual)]
            assert kinds[0] == kinds[1] or set(kinds) <= {"floating", "integer", "mixed-integer-float"}, (name, column, kinds)
        numbers = table[column].to_numpy() if pd.api.types.is_float_dtype(table[column]) else np.zeros(0)
        numbers = np.asarray(numbers, dtype=float)
        assert not np.isinf(numbers).any(), (name, column)
        if column in SHARES:
            numbers = numbers[~np.isnan(numbers)]
            assert ((numbers > -1e-9) & (numbers < 1 + 1e-9)).all(), (name, column)
    for side in ("", "_1", "_2"):
        if f"start{side}" in table:
            check_offsets(name, table, side, stories)


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
    results = try_out(SINGLE | DEAR | PAIRED, {"a": HOSTILE[name], "b": ORDINARY}, usual)
    refused = not any(map(str.isalpha, HOSTILE[name])) or any("\ud800" <= letter <= "\udfff" for letter in HOSTILE[name])
    assert ("split_words" in results) != refused
    if not refused:
        missing = (SINGLE | DEAR | PAIRED).keys() - results
        assert not missing or name == "nothing to compare", missing


PLOTS = {}; WORKBOOK={}; WORKBOOK_ELSEWHERE={}
