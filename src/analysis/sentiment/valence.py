"""Sentiment: a score per sentence from word lists, traceable to the words; the trajectory is in `analysis.trajectory`.

The default, `valence`, is one merged dictionary: each list's weight in that list's standard deviations, averaged over the
lists, absent counting as 0. A word's weight is turned by a negator among the three words before it (times -0.74, Hutto &
Gilbert, 2014); a word that no list has is looked up by the words that it may be an inflection of; function words have no
weight. A sentence's valence is the sum of its words' weights over the square root of its number of words. Nothing in it is
fitted to judged data.
"""

import numpy as np
import pandas as pd

from analysis.lexicons.lists import VALENCE_LISTS, load_function_words, load_valence
from analysis.sentiment.lexicon import Lexicon, name_score, open_lexicon
from analysis.tables import number_stories
from analysis.text.syllables import find_bases
from analysis.text.tokens import Tokens, as_tokens

NEGATORS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom".split()
)


TURN, REACH = -0.74, 3


ENDINGS = frozenset(["'s", "s", "es", "ed", "d", "ing", "ings", "ly", "ness", "er", "ers", "est", "ful", "n"])  # not -less


def score_sentiment(sentences: pd.DataFrame, *, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per sentence: the table given, with its valence and coverage.

    Adds `valence` (sum of the word weights over the square root of the number of words; positive is pleasant; about -3 to
    3; 0 where no word is known) and `coverage` (0-1, the share of its words that the lexicon knows). A story without any
    known word has NaN throughout: nothing is known of it. `lexicon`: the merged dictionary unless given; the name of one of
    its lists ("vader", "opinion", "labmt"); or your own, a dict or a table with columns `word` and `weight`, in which
    function words count too. Another lexicon has another unit, so its column has another name (`name_score`), to be passed
    on as `column=`. Stories are split into sentences first. StoryError: a lexicon that cannot be used.

    >>> from analysis import read_stories
    >>> scored = score_sentiment(read_stories({"a": "It was a joy. It was no joy. It was."}))
    >>> scored["valence"].gt(0).tolist(), scored["coverage"].tolist()
    ([True, False, False], [0.25, 0.25, 0.0])
    """
    return score_tokens(*as_tokens(sentences), lexicon)


def score_tokens(sentences: pd.DataFrame, tokens: Tokens, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per sentence: what `score_sentiment` gives, of tokens that are found already."""
    weight, bases, negator = _weigh(tokens, lexicon)
    known = np.array([base != "" for base in bases], dtype=bool)[tokens.word_code]
    size = len(sentences)
    number = np.bincount(tokens.row, minlength=size)
    hits = np.bincount(tokens.row, known, size)
    story = number_stories(sentences)[0]
    with np.errstate(invalid="ignore"):
        valence = np.bincount(tokens.row, weight * _turn(tokens, negator), size) / np.sqrt(number)
        coverage = hits / number
    silent = np.bincount(story, hits, story.max(initial=-1) + 1)[story] == 0
    return sentences.assign(**{name_score(lexicon): np.where(silent, np.nan, valence)}, coverage=coverage)


def explain_sentiment(sentences: pd.DataFrame, *, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per word that contributes to its sentence's valence, in reading order.

    Columns: `story, sentence, start, end` (offsets into the story's text), `form`, `word`, `base` (the entry it was found
    under); its weight in each list (`vader, opinion, labmt`, NaN where absent; only for the merged dictionary); `weight`
    (the mean over the lists, absent as 0); `negator` (the word that turned it, or ""), `negator_start`, `negator_end` (its
    offsets, -1 where there is none); `contribution` (what it adds to its sentence's valence; over a sentence they sum to
    it).

    >>> from analysis import read_stories
    >>> explain_sentiment(read_stories({"a": "It was never a joy."}))[["word", "negator"]].to_numpy().tolist()
    [['joy', 'never']]
    """
    sentences, tokens = as_tokens(sentences)
    weight, bases, negator = _weigh(tokens, lexicon)
    place = _find_negator(tokens, negator)
    chosen = np.flatnonzero(np.array([base != "" for base in bases], dtype=bool)[tokens.word_code])
    row, code = tokens.row[chosen], tokens.word_code[chosen]
    number = np.bincount(tokens.row, minlength=len(sentences))
    begin = sentences["start"].to_numpy()[row]
    vocabulary = np.array([*tokens.vocabulary, ""], dtype=object)
    table = pd.DataFrame(
        {
            "story": sentences["story"].array.take(row),
            "sentence": sentences["sentence"].to_numpy()[row],
            "start": begin + tokens.start[chosen],
            "end": begin + tokens.end[chosen],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code[chosen]),
            "word": pd.array(tokens.vocabulary, dtype="str").take(code),
            "base": pd.array(bases, dtype="str").take(code),
        }
    )
    if lexicon is None:
        table[list(VALENCE_LISTS)] = np.array([load_valence()[base] for base in table["base"]]).reshape(-1, 3)
    table["weight"] = weight[chosen]
    turned = np.where(place[chosen] >= 0, tokens.word_code[place[chosen]], len(tokens.vocabulary))
    table["negator"] = pd.array(vocabulary[turned], dtype="str")
    for column, offset in (("negator_start", tokens.start), ("negator_end", tokens.end)):
        table[column] = np.where(place[chosen] >= 0, begin + offset[place[chosen]], -1)
    table["contribution"] = weight[chosen] * np.where(place[chosen] >= 0, TURN, 1.0) / np.sqrt(number[row])
    return table


def find_negators(explained: pd.DataFrame) -> pd.DataFrame:
    """One row per negator that turned a word: `story, sentence, start, end` of the negator. From `explain_sentiment`."""
    turned = explained[explained["negator_start"] >= 0]
    table = turned[["story", "sentence", "negator_start", "negator_end"]].drop_duplicates(ignore_index=True)
    return table.rename(columns={"negator_start": "start", "negator_end": "end"})


def weigh_words(explained: pd.DataFrame) -> pd.DataFrame:
    """One row per story and word: what it adds to the story's total valence, the weightiest first.

    Columns: `story`, `word`, `count`, `contribution` (sum over its uses), `total` (the story's), `without` (the total if the
    word had no weight): one word of two meanings, such as "like" or "hand", can make a whole arc. From `explain_sentiment`.
    """
    table = explained.groupby(["story", "word"], sort=False)["contribution"].agg(["size", "sum"]).reset_index()
    table = table.rename(columns={"size": "count", "sum": "contribution"})
    table["total"] = table.groupby("story", sort=False)["contribution"].transform("sum")
    table["without"] = table["total"] - table["contribution"]
    story = number_stories(table)[0]
    order = np.lexsort([table["word"], -table["contribution"].abs(), story])
    return table.iloc[order].reset_index(drop=True)


def _weigh(tokens: Tokens, lexicon: Lexicon | str | None) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Per token its weight before any turning; per word the entry it was found under; per token whether it is a negator."""
    weights, bases = _look_up(tokens.vocabulary, lexicon)
    negator = np.array([_negates(word) for word in tokens.vocabulary], dtype=bool)
    return np.array(weights, dtype=float)[tokens.word_code], bases, negator[tokens.word_code]


def _negates(word: str) -> bool:
    return word in NEGATORS or word.endswith("n't")


def _look_up(vocabulary: list[str], lexicon: Lexicon | str | None) -> tuple[list[float], list[str]]:
    """For each word its weight and the entry it was found under, "" and 0 where there is none."""
    entries = open_lexicon(lexicon)
    function = load_function_words() if lexicon is None or isinstance(lexicon, str) else frozenset()
    weights, bases = [], []
    for word in vocabulary:
        base = ""
        if not _negates(word) and word not in function:
            candidates = (word, *(base for base, ending in find_bases(word) if ending in ENDINGS))
            base = next((candidate for candidate in candidates if candidate in entries and candidate not in function), "")
        bases.append(base)
        weights.append(entries[base] if base else 0.0)
    return weights, bases


def _find_negator(tokens: Tokens, negator: np.ndarray) -> np.ndarray:
    """Per token the place of the nearest negator among the three words before it in its sentence, or -1."""
    place = np.full(len(negator), -1)
    for back in range(REACH, 0, -1):
        reached = negator[:-back] & (tokens.row[back:] == tokens.row[:-back])
        place[back:][reached] = np.flatnonzero(reached)
    return place


def _turn(tokens: Tokens, negator: np.ndarray) -> np.ndarray:
    return np.where(_find_negator(tokens, negator) >= 0, TURN, 1.0)
