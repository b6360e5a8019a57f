"""The tables: their columns and who makes them, and the ways to go through the stories, pairs and sentences in one."""

import unicodedata
from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError

SINGLE_QUOTES, INVISIBLE = "‘’‚‛`´′ʼ‹›", "\u00ad\u200c\u200d\u2060\ufeff"
_FOLDED = str.maketrans(dict.fromkeys(SINGLE_QUOTES, "'") | dict.fromkeys(INVISIBLE, ""))


class Table(NamedTuple):
    """One kind of table: the public function that makes it, and its columns in order (metadata follow)."""

    made_by: str
    columns: list[str]


_SENTENCE = "story chapter paragraph sentence position kind start end"
_DIFFERENCE = (
    "value_1 value_2 difference low high effect p p_adjusted yardstick detectable unit verdict statement note claim"
)
_MATCH = (
    "story_1 story_2 text_1 text_2 words score start_1 end_1 start_2 end_2 position_1 position_2 paragraph_1 paragraph_2"
)
_EVIDENCE = "story start end passage start_2 end_2 passage_2"

TABLES = {
    kind: Table(made_by, columns.split())
    for kind, made_by, columns in (
        ("stories", "read_stories", "story title text path sha256"),
        ("sentences", "split_sentences", f"{_SENTENCE} text"),
        ("words", "split_words", f"{_SENTENCE} form word function name speech"),
        (
            "tally",
            "tally_sentences",
            f"{_SENTENCE} speech words syllables polysyllables complex unfamiliar unlisted letters long_words name_words"
            " name_syllables lower_words lower_unfamiliar lower_unlisted monosyllables mini_words",
        ),
        ("scored", "score_sentiment", f"{_SENTENCE} text valence coverage"),
        (
            "explained sentiment",
            "explain_sentiment",
            "story sentence start end form word base vader opinion labmt weight negator negator_start negator_end"
            " contribution",
        ),
        ("trajectory", "smooth_trajectory", "story position trajectory low high edge bandwidth"),
        ("difference", "subtract_trajectories", "story_1 story_2 position difference low high bandwidth"),
        (
            "arcs",
            "assess_trajectory",
            "story size mean spread bandwidth explained p peak peak_low peak_high trough trough_low trough_high verdict"
            " statement note",
        ),
        ("weights", "weigh_words", "story word count contribution total without"),
        ("results", "measure_readability", "story measure value low high size note"),
        ("contrasts", "compare_readability", f"story_1 story_2 measure {_DIFFERENCE}"),
        ("parts", "explain_readability", "story_1 story_2 measure part contribution"),
        (
            "sentence contributions",
            "explain_readability",
            "story chapter paragraph sentence position start end words syllables measure length word_length contribution",
        ),
        (
            "overlap",
            "measure_overlap",
            "story_1 story_2 measure value low high size self_1 self_2 one_story one_story_low p_one_story same_book"
            " unrelated unrelated_low unrelated_high p p_adjusted verdict statement note",
        ),
        ("vocabulary", "list_vocabulary", "story_1 story_2 word form part count_1 count_2 start_1 end_1 start_2 end_2"),
        ("composition", "compose_stories", "story_1 story_2 story part count share"),
        ("shared parts", "compare_parts", "story_1 story_2 by part_1 part_2 words_1 words_2 size overlap shared forms"),
        (
            "concordance",
            "list_concordance",
            "story chapter paragraph sentence position start end left form right word",
        ),
        (
            "distinctive",
            "rank_distinctive",
            "story_1 story_2 word form count_1 count_2 per_1000_1 per_1000_2 log_ratio low high difference null z p"
            " p_adjusted yardstick verdict",
        ),
        ("families", "count_families", "story family value low high size forms note"),
        ("matches", "find_shared_phrases", f"{_MATCH} count_1 count_2 expected"),
        ("alignments", "align_passages", f"{_MATCH} expected"),
        (
            "judged matches",
            "judge_matches",
            "story_1 story_2 measure value score size expected unrelated_high maximum same_book p p_adjusted verdict"
            " statement note beyond_reference rare",
        ),
        ("order", "assess_order", "story_1 story_2 measure value low high size p p_adjusted verdict statement note"),
        (
            "findings",
            "contrast_stories",
            f"topic measure story_1 story_2 statement verdict p_adjusted direction {_EVIDENCE} note claim",
        ),
    )
}
# Metadata of stories are carried through these tables, so they must not have the names of columns there.
_CARRIED = ("stories", "sentences", "words", "tally", "scored", "results")
RESERVED = frozenset(column for kind in _CARRIED for column in TABLES[kind].columns) - {"story", "title"} | {
    "vader", "valence_vader", "valence_opinion", "valence_labmt", "valence_own", "rating"
}  # fmt: skip


def case_fold(form: str) -> str:
    """The column `word` of a form, which counting compares: case-folded, a straight apostrophe, no soft hyphens or joiners.

    >>> case_fold("Don’t")
    "don't"
    """
    return form.lower() if form.isascii() else unicodedata.normalize("NFC", form.translate(_FOLDED).casefold())


def need_columns(table: pd.DataFrame, columns: Iterable[str], kind: str) -> None:
    """Raise a StoryError that says which of `columns` the table of this kind lacks, and which function makes them."""
    missing = [column for column in columns if column not in table]
    if missing:
        raise StoryError(
            f"This table has no column {', '.join(map(repr, missing))}: a table of {kind} is needed, as "
            f"{TABLES[kind].made_by}() makes it. It has: {', '.join(map(str, table.columns)) or 'no columns'}."
        )


def check_unique(stories: pd.DataFrame) -> None:
    """Raise a StoryError if two rows of the table of stories have one name."""
    twice = stories["story"][stories["story"].duplicated()]
    if len(twice):
        raise StoryError(f"Two stories are named {twice.iloc[0]!r}: give each row of the table its own name.")


def carry_metadata(source: pd.DataFrame, rows: np.ndarray, table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """`table` with the metadata columns of `source`, a table of this kind, for its `rows`."""
    for column in source.columns.difference([*TABLES[kind].columns, *table.columns], sort=False):
        table[column] = source[column].array.take(rows)
    return table


def number_stories(table: pd.DataFrame) -> tuple[np.ndarray, Any]:
    """The number of each row's story, in order of appearance, and the stories: `pd.factorize`, but run by run.

    >>> code, stories = number_stories(pd.DataFrame({"story": ["fog", "fog", "rain", "fog"]}))
    >>> code.tolist(), stories.tolist()
    ([0, 0, 1, 0], ['fog', 'rain'])
    """
    names = table["story"].to_numpy(dtype=object)
    first = np.flatnonzero(np.append(np.ones(min(len(names), 1), dtype=bool), names[1:] != names[:-1]))
    code, stories = pd.factorize(table["story"].iloc[first])
    return np.repeat(code.astype(np.int64), np.diff(np.append(first, len(names)))), stories


def number_sentences(table: pd.DataFrame, story: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's sentence, counted across all stories in order of appearance; and each one's story.

    Sentences are numbered anew in each story, so "sentence 3" alone names several. `story`: the number of each row's story,
    if it is known.

    >>> number, story = number_sentences(pd.DataFrame({"story": ["fog", "fog", "rain"], "sentence": [0, 0, 0]}))
    >>> number.tolist(), story.tolist()
    ([0, 0, 1], [0, 1])
    """
    story = number_stories(table)[0] if story is None else story
    return number_within(story, table["sentence"].to_numpy())


def number_within(story: np.ndarray, part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's part of its story (a sentence, a block), counted across all stories; and each one's story."""
    most = int(part.max(initial=0)) + 1
    number, keys = pd.factorize(story * most + part)
    return number, keys // most


def number_blocks(words: pd.DataFrame, length: np.ndarray) -> np.ndarray:
    """For each word the number, over all stories, of the block it is in: whole sentences, about `length` words of its story.

    `length` has a value for each word. A block takes the sentences whose mid-point falls into it, so that blocks of a tenth
    of a story are ten, unless it has fewer sentences or longer ones.

    >>> words = pd.DataFrame({"story": ["a"] * 8, "sentence": [0, 0, 1, 1, 2, 2, 3, 3]})
    >>> number_blocks(words, np.full(8, 4)).tolist()
    [0, 0, 0, 0, 1, 1, 1, 1]
    """
    story = number_stories(words)[0]
    sentence = number_sentences(words, story)[0]
    place = words.groupby(story).cumcount().to_numpy() + 0.5
    middle = np.bincount(sentence, place) / np.maximum(np.bincount(sentence), 1)
    return number_within(story, (middle[sentence] / length).astype(np.int64))[0]


def pair_names(stories: Iterable[Any], what: str = "one") -> list[tuple[int, int]]:
    """The numbers of every pair of these stories, in their order; a StoryError if there is no pair."""
    pairs = list(combinations(range(len(list(stories))), 2))
    if not pairs:
        raise StoryError(f"A comparison needs two stories or more; the table holds {what}.")
    return pairs


def pair_stories(words: pd.DataFrame) -> list[tuple[Any, Any, np.ndarray, np.ndarray]]:
    """Every pair of stories, in the order of the table, with the places of their rows; an error if there is no pair."""
    code, stories = number_stories(words)
    pairs = pair_names(stories, "one with words in it")
    places = [np.flatnonzero(code == story) for story in range(len(stories))]
    return [(stories[one], stories[two], places[one], places[two]) for one, two in pairs]


def rows_of_pair(table: pd.DataFrame, one: Any = None, two: Any = None) -> pd.DataFrame:
    """The rows of a table of pairs that belong to the stories `one` and `two`; of its first pair unless these are given.

    >>> table = pd.DataFrame({"story_1": ["a", "a", "b"], "story_2": ["b", "c", "c"], "p": [0.1, 0.2, 0.3]})
    >>> rows_of_pair(table)["p"].tolist(), rows_of_pair(table, "b", "c")["p"].tolist()
    ([0.1], [0.3])
    """
    if one is None and two is None:
        if table.empty:
            return table
        one, two = table["story_1"].iloc[0], table["story_2"].iloc[0]
    return table[(table["story_1"] == one) & (table["story_2"] == two)]
