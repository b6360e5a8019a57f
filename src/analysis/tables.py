"""The tables: their columns, the functions that make them, and iteration over their stories, pairs and sentences."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.checks import PLACE, check_apart, check_once, check_values
from analysis.errors import StoryError
from analysis.lexicons.lists import VALENCE_LISTS

SINGLE_QUOTES, INVISIBLE = "‘’‚‛`´′ʼ‹›", "\u00ad\u200c\u200d\u2060\ufeff"
_BROKEN = re.compile(r"[-‐¬]\s*")
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
        ("stories", "read_stories", "story title text path sha256 language structure"),
        ("outline", "outline_stories", "story chapter level start end title kind words note"),
        ("sentences", "split_sentences", f"{_SENTENCE} text"),
        ("words", "split_words", f"{_SENTENCE} form word lemma function name speech"),
        (
            "tally",
            "tally_sentences",
            f"{_SENTENCE} speech words syllables polysyllables complex unfamiliar unlisted letters long_words name_words"
            " name_syllables lower_words lower_unfamiliar lower_unlisted monosyllables mini_words"
            " content_words unfamiliar_content abstract_words of_words you_words",
        ),
        ("scored", "score_sentiment", f"{_SENTENCE} text valence coverage"),
        (
            "explained sentiment",
            "explain_sentiment",
            f"story sentence start end form word base {' '.join(VALENCE_LISTS)} predicted weight negator negator_start"
            " negator_end rule contribution",
        ),
        ("trajectory", "smooth_trajectory", "story position trajectory low high edge bandwidth"),
        ("trajectories", "smooth_trajectories", "measure story position trajectory low high edge bandwidth"),
        ("shapes", "compare_trajectories", "story_1 story_2 measure place difference p p_adjusted verdict statement note"),
        (
            "chapters",
            "summarise_chapters",
            "story chapter title words speech_share words_per_sentence ease valence richness",
        ),
        ("difficulty", "trace_difficulty", f"{_SENTENCE} speech words_per_sentence unfamiliar_share ease"),
        ("richness", "trace_richness", "story kind position start end richness"),
        ("difference", "subtract_trajectories", "story_1 story_2 position difference low high bandwidth"),
        (
            "arcs",
            "assess_trajectory",
            "story size mean spread bandwidth explained p peak peak_low peak_high trough trough_low trough_high verdict"
            " statement note",
        ),
        (
            "several arcs",
            "assess_trajectories",
            "measure story size mean spread bandwidth explained p peak peak_low peak_high trough trough_low trough_high"
            " verdict statement note",
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
        (
            "vocabulary",
            "list_vocabulary",
            "story_1 story_2 word form part count_1 count_2 surprise start_1 end_1 start_2 end_2",
        ),
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
RESERVED = frozenset(column for kind in _CARRIED for column in TABLES[kind].columns) - {"story", "title", "language"} | {
    "vader", "valence_own", "rating", *(f"valence_{name}" for name in VALENCE_LISTS)
}  # fmt: skip


PLACED = ("sentences", "words", "tally", "scored")  # tables of which each row has its place in the text of its story
COUNTED_KINDS = ("prose", "verse")  # headings, speakers and directions stay visible, but no measure counts their words


def is_counted(kinds: pd.Series) -> np.ndarray:
    """Whether each row of a table counts, by its column `kind`: prose and verse do.

    >>> is_counted(pd.Series(["heading", "prose", "speaker", "verse"])).tolist()
    [False, True, False, True]
    """
    return np.array(kinds.isin(COUNTED_KINDS), dtype=bool)


def is_aside(kinds: pd.Series) -> np.ndarray:
    """Whether each row of a table is neither counted nor a heading: a speaker or a stage direction.

    >>> is_aside(pd.Series(["heading", "prose", "speaker", "verse"])).tolist()
    [False, False, True, False]
    """
    return ~np.array(kinds.isin([*COUNTED_KINDS, "heading"]), dtype=bool)


def case_fold(form: str) -> str:
    """The column `word` of a form, for counting: case-folded, straight apostrophes, no soft hyphens or joiners.

    >>> case_fold("Don’t")
    "don't"
    """
    if "\n" in form:  # a word broken at the end of a line
        form = _BROKEN.sub("", form)
    return form.lower() if form.isascii() else unicodedata.normalize("NFC", form.translate(_FOLDED).casefold())


def need_columns(table: pd.DataFrame, columns: Iterable[str], kind: str) -> None:
    """Raise a StoryError if this is no table of the kind needed; it names that kind and the function that makes it.

    The table must have all of `columns`, with what belongs in them; and in one of sentences or words, or made of these,
    no two stories may be merged under one name.
    """
    columns, needed = list(columns), f"a table of {kind} is needed, as {TABLES[kind].made_by}() makes it."
    if not isinstance(table, pd.DataFrame):
        raise StoryError(f"This is {type(table).__name__}, no table: {needed}")
    missing = [column for column in columns if column not in table]
    if missing:
        raise StoryError(
            f"This table has no column {', '.join(map(repr, missing))}: {needed} "
            f"It has: {', '.join(map(str, table.columns)) or 'no columns'}."
        )
    check_once(table, columns, needed)
    if kind == "stories":  # whose texts are checked one by one
        return
    is_placed = kind in PLACED and {"story", *PLACE} <= set(table.columns)
    known = [column for column in columns if column in TABLES[kind].columns or kind == "scored"]  # a score has any name
    check_values(table, dict.fromkeys([*known, *PLACE]) if is_placed else known, needed)
    if is_placed:
        check_apart(table, kind)


def check_unique(stories: pd.DataFrame) -> None:
    """Raise a StoryError if two rows of the table of stories have the same name."""
    duplicates = stories["story"][stories["story"].duplicated()]
    if len(duplicates):
        raise StoryError(f"Two stories are named {duplicates.iloc[0]!r}: give each row of the table its own name.")


def carry_metadata(source: pd.DataFrame, rows: np.ndarray, table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """`table` with the metadata of `source`, a table of this kind; row i comes from row `rows[i]` of `source`."""
    for column in source.columns.difference([*TABLES[kind].columns, *table.columns], sort=False):
        table[column] = source[column].array.take(rows)
    return table


def number_stories(table: pd.DataFrame) -> tuple[np.ndarray, Any]:
    """The number of each row's story, and the stories in order of appearance: `pd.factorize`, done once per run of rows.

    >>> code, stories = number_stories(pd.DataFrame({"story": ["fog", "fog", "rain", "fog"]}))
    >>> code.tolist(), stories.tolist()
    ([0, 0, 1, 0], ['fog', 'rain'])
    """
    names = table["story"].to_numpy(dtype=object)
    run_starts = np.flatnonzero(np.append(np.ones(min(len(names), 1), dtype=bool), names[1:] != names[:-1]))
    code, stories = pd.factorize(table["story"].iloc[run_starts])
    return np.repeat(code.astype(np.int64), np.diff(np.append(run_starts, len(names)))), stories


def number_sentences(table: pd.DataFrame, story: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's sentence, counted across all stories in order of appearance; and the story of each sentence.

    The column `sentence` starts from 1 in each story, so "sentence 3" alone is ambiguous. `story`: the number of each row's
    story, if it is known already.

    >>> number, story = number_sentences(pd.DataFrame({"story": ["fog", "fog", "rain"], "sentence": [0, 0, 0]}))
    >>> number.tolist(), story.tolist()
    ([0, 0, 1], [0, 1])
    """
    story = number_stories(table)[0] if story is None else story
    return number_within(story, table["sentence"].to_numpy())


def number_within(story: np.ndarray, part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's part (a sentence, a block), counted across all stories; and the story of each part."""
    n_parts = int(part.max(initial=0)) + 1
    number, keys = pd.factorize(story * n_parts + part)
    return number, keys // n_parts


def number_blocks(words: pd.DataFrame, length: np.ndarray) -> np.ndarray:
    """The number of each word's block, counted across all stories; a block is whole sentences of one story.

    `length` has a value for each word: about how many words the blocks of its story have. A block takes the sentences whose
    mid-point falls into it. Blocks of a tenth of a story are thus ten, unless it has fewer sentences or longer ones.

    >>> words = pd.DataFrame({"story": ["a"] * 8, "sentence": [0, 0, 1, 1, 2, 2, 3, 3]})
    >>> number_blocks(words, np.full(8, 4)).tolist()
    [0, 0, 0, 0, 1, 1, 1, 1]
    """
    story = number_stories(words)[0]
    sentence = number_sentences(words, story)[0]
    position = words.groupby(story).cumcount().to_numpy() + 0.5  # of the word in its story
    middle = np.bincount(sentence, position) / np.maximum(np.bincount(sentence), 1)
    return number_within(story, (middle[sentence] / length).astype(np.int64))[0]


def number_pairs(stories: Sequence[Any], what: str = "one") -> list[tuple[int, int]]:
    """The numbers of every pair of these stories, in their order; a StoryError, which names `what` there is, if none."""
    pairs = list(combinations(range(len(stories)), 2))
    if not pairs:
        raise StoryError(f"A comparison needs two stories or more; the table holds {what}.")
    return pairs


def pair_stories(words: pd.DataFrame) -> list[tuple[Any, Any, np.ndarray, np.ndarray]]:
    """Every pair of stories, in the order of the table, and the row positions of each; a StoryError if there is no pair."""
    code, stories = number_stories(words)
    pairs = number_pairs(stories, "one with words in it")
    rows = [np.flatnonzero(code == story) for story in range(len(stories))]
    return [(stories[i], stories[j], rows[i], rows[j]) for i, j in pairs]


def rows_of_pair(table: pd.DataFrame, one: Any = None, two: Any = None) -> pd.DataFrame:
    """The rows of a table of pairs that are of the stories `one` and `two`; of its first pair unless these are given.

    >>> table = pd.DataFrame({"story_1": ["a", "a", "b"], "story_2": ["b", "c", "c"], "p": [0.1, 0.2, 0.3]})
    >>> rows_of_pair(table)["p"].tolist(), rows_of_pair(table, "b", "c")["p"].tolist()
    ([0.1], [0.3])
    """
    if one is None and two is None:
        if table.empty:
            return table
        one, two = table["story_1"].iloc[0], table["story_2"].iloc[0]
    return table[(table["story_1"] == one) & (table["story_2"] == two)]
