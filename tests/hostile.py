"""Texts nobody would write, and the tables that are made of them."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pandas as pd
from conftest import FIXTURES, any_texts, read
from hypothesis import strategies as st

import analysis as an
from analysis.readability.explanation import Explanation

ORDINARY = (FIXTURES / "tale.txt").read_text("utf-8")
OTHER = (FIXTURES / "dialogue.txt").read_text("utf-8")

# Short texts, each odd in its own way. Those without a letter are refused, the others have to be counted.
HOSTILE = {
    "empty": "",
    "blank": " \n\t\u3000 ",
    "no letters": "1 2 3 ... !",
    "only marks": ".\"'?!()[]—*_",
    "only dots": "." * 99,
    "one letter": "a",
    "one word": "Fog",
    "one long word": "fog" * 300,
    "only function words": "It was so, and so it is. " * 9,
    "control characters": "\x00Fog\x01 is\x1b[31m red\x07.\x00 So\x7f it is.\x08",
    "white space": "Fog\u2028is\u2029grey\x85now.\x0b",
    "emoji": "Fog 👩‍🚀🏳️‍🌈 is 🙂. 😀 So 😀😀 good!",
    "right to left": "שלום עולם. \u202eThe fog\u202c הלך הביתה.",
    "combining marks": "F" + "\u0301\u0327" * 99 + "og e\u0301te\u0301. \u0301A.",
    "joiners": "\u200d\ufeffFo\u00adg\u200b is\u2060 red.",
    "half a pair": "Fog \ud800 is red.",
    "other scripts": "雾很大。他走了。 Ωραία μέρα. ＡＢＣ. ﬁne ǅ İi ß",
    "upper case": "THE FOG IS RED! GO HOME.",
    "unclosed quotes": "\"Fog is red. “He said 'so it is. “And ‘good.",
    "no punctuation": "the good fog is red and he ran home " * 9,
    "dots": "Fog... is.. red.... . . . So ...it is . . ." * 3,
    "initials": "J. R. R. T. met A. B. C. in U.S.S.R. " * 5,
    "brackets": "((((Fog [[is {{red}}]] ))) ((( so.) [" * 5,
    "numbers": "1. Fog 2) is 3.50,000 1,2,3 red 99%. " * 3,
    "one-word sentences": "Fog. Good! Red? " * 30,
    "headings": "Chapter I\n\nChapter II\n\nIV\n\nTHE END\n\nFINIS",
    "verse": "O wild West Wind\nThou breath of Autumn\nThou from whose unseen\nPresence the leaves\n" * 5,
    "same word": "fog " * 99,
    "names": "Amy met Jo. Then Amy met Jo. " * 9,
    "frame": "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nFog.",
    "markup": '<script>alert("fog") & <iframe src=x>'
    " <blink onclick=x>good</blink> $x^2$ \\(y\\) "
    "<!-- fog &amp; ]]> [a](javascript:b)",
    "formulas": '=cmd|"/c calc"!A1. +Fog. -Red. @Sum. "Good, fog"; \'x. \\N{fog} {0} %s %(a)s',
    "lone surrogates": "\udc80\udfff",
    "replacement": "Fog \ufffd\ufffe\uffff is \U0010ffff red.",
    "apostrophes": "'Fog' isn't ''tis' o'er' ' n' ",
    "dashes": "Fog--is---red—so – – it -- is-- a-b-c- -d",
    "wide": "Fog" + " " * 500 + "is" + "\t" * 500 + "red.",
}
PIECES = [
    "fog", "Fog", "good", "not", "I", "Mr", "Amy", "U.S.", "e\u0301", "ﬁ", "İ", "שלום", "雾", "👩‍🚀", "3.5", "\u200d",
    "\u0301", "\ud800", "\x00", "\x1b", ".", ". ", "...", " . . ", "!", "?", "?!", '"', "'", "“", "”", "‘", "’", "«",
    "(", "[", "{", ")", "]", "—", "--", "-", "*", "_", ",", ";", ":", "\n", "\n\n", "\r", "\t", " ", "\u2028", "\u3000",
    "Chapter I\n\n", "THE END", "<b>", "&", "$", "\\", "%", "=",
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
        return self.keep(read(**self.texts))

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
    def difficulty(self) -> pd.DataFrame:
        return self.keep(an.trace_difficulty(self.tally))

    @cached_property
    def chapters(self) -> pd.DataFrame:
        return self.keep(an.summarise_chapters(self.sentences))

    @cached_property
    def richness(self) -> pd.DataFrame:
        return self.keep(an.trace_richness(self.words, window=10))

    @cached_property
    def courses(self) -> pd.DataFrame:
        return self.keep(an.smooth_trajectories(self.difficulty, ["words_per_sentence", "ease"]))

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
        return self.keep(
            self.scored.assign(rating=np.where(self.scored["kind"] == "heading", np.nan, self.scored["start"] % 7))
        )

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
    def sheet(self) -> Path:
        """A sheet of these sentences with a rating of 1.5 for each."""
        path = an.write_rating_sheet(self.sentences, Path(mkdtemp(), "sheet.csv"))
        filled = pd.read_csv(path, dtype=str, keep_default_na=False).assign(rating="1.5")
        filled.to_csv(path, index=False, encoding="utf-8-sig")
        return path

    @cached_property
    def rating(self) -> pd.DataFrame:
        return self.keep(an.smooth_trajectory(self.rated, column="rating"))

    @cached_property
    def difference(self) -> pd.DataFrame:
        return self.keep(an.subtract_trajectories(self.scored))

    @cached_property
    def parts(self) -> pd.DataFrame:
        return self.keep(an.compare_parts(self.words))

    @cached_property
    def findings(self) -> pd.DataFrame:
        return self.keep(an.contrast_stories(self.stories))


Call = Callable[[Made], Any]


def is_text(text: str) -> bool:
    """Whether there is a story to be read in it."""
    return any(map(str.isalpha, text)) and not any("\ud800" <= letter <= "\udfff" for letter in text)


def read_all() -> pd.DataFrame:
    """The hostile texts that are stories, in one table."""
    return read(**{name: text for name, text in HOSTILE.items() if is_text(text)})
