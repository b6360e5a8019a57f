"""Sentiment: a score per sentence from word lists, traceable to the words; the trajectory is in `analysis.trajectory`.

The default, `valence`, is one merged dictionary: each list's weight in that list's standard deviations, averaged over the
lists, absent counting as 0. A word's weight is turned by a negator among the three words before it (times -0.74, Hutto &
Gilbert, 2014); a word that no list has is looked up by the words that it may be an inflection of; function words have no
weight. A sentence's valence is the sum of its words' weights over the square root of its number of words. Nothing in it is
fitted to judged data.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.corpus import Tokens, take_sentences, take_tokens
from analysis.errors import StoryError
from analysis.lexicons import VALENCE_LISTS, load_function_words, load_valence, provide_nltk_data
from analysis.syllables import find_bases
from analysis.tables import number_stories

NEGATORS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom".split()
)
TURN, REACH = -0.74, 3
ENDINGS = frozenset(["'s", "s", "es", "ed", "d", "ing", "ings", "ly", "ness", "er", "ers", "est", "ful", "n"])  # not -less

Lexicon: TypeAlias = Any  # a mapping from word to weight, or a table with the columns `word` and `weight`


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
    return score_tokens(*take_tokens(sentences), lexicon)


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


def name_score(lexicon: Lexicon | str | None = None) -> str:
    """The column that `score_sentiment` writes with this lexicon: "valence", or "valence_" and the list's name or "own".

    >>> name_score(), name_score("vader"), name_score({"grim": -1.0})
    ('valence', 'valence_vader', 'valence_own')
    """
    return "valence" if lexicon is None else f"valence_{lexicon if isinstance(lexicon, str) else 'own'}"


def score_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, with `vader`, NLTK's compound score of the sentence (-1 to 1), unchanged.

    For comparison with the literature. It loses a word before two marks (`good," he`), takes the context of a repeated word
    from its first use, and is weak on fiction. Source: Hutto & Gilbert (2014), as NLTK has it. Stories are split first.

    >>> from analysis import read_stories
    >>> score_vader(read_stories({"a": "VADER is smart, handsome, and funny."}))["vader"].tolist()
    [0.8316]
    """
    sentences = take_sentences(sentences)
    provide_nltk_data()
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return sentences.assign(vader=[analyzer.polarity_scores(text)["compound"] for text in sentences["text"]])


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
    sentences, tokens = take_tokens(sentences)
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


def explain_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence and word whose removal changes NLTK's compound, so that "despite" turning "success" is seen.

    Columns: `story, sentence, start, end, form`; `vader`, the sentence's compound; `without`, its compound with the word
    left out; `change` (`vader` - `without`).
    """
    scored = score_vader(sentences)
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    scored, tokens = take_tokens(scored)
    rows = []
    for row, start, end in zip(tokens.row, tokens.start, tokens.end, strict=True):
        sentence = scored.iloc[row]
        text = sentence["text"]
        without = analyzer.polarity_scores(f"{text[:start].rstrip()} {text[end:].lstrip()}".strip())["compound"]
        if without != sentence["vader"]:
            place = (sentence["story"], sentence["sentence"], sentence["start"] + start, sentence["start"] + end)
            rows.append((*place, text[start:end], sentence["vader"], without, sentence["vader"] - without))
    return pd.DataFrame(rows, columns=["story", "sentence", "start", "end", "form", "vader", "without", "change"])


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
    entries = _open_lexicon(lexicon)
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


@cache
def merge_lists() -> Mapping[str, float]:
    """By word its mean weight over the lists, absent counting as 0; read-only.

    >>> merge_lists()["sorrow"] == sum(load_valence()["sorrow"]) / 3
    True
    """
    merged = {word: sum(w for w in weights if w == w) / len(weights) for word, weights in load_valence().items()}
    return MappingProxyType(merged)


def _open_lexicon(lexicon: Lexicon | str | None) -> Mapping[str, float]:
    if lexicon is None:
        return merge_lists()
    if isinstance(lexicon, str):
        if lexicon not in VALENCE_LISTS:
            raise StoryError(f"There is no list {lexicon!r}; the lists are {', '.join(VALENCE_LISTS)}.")
        place = VALENCE_LISTS.index(lexicon)
        return {word: weights[place] for word, weights in load_valence().items() if not np.isnan(weights[place])}
    if isinstance(lexicon, pd.DataFrame):
        if missing := {"word", "weight"} - set(lexicon.columns):
            raise StoryError(
                f"The lexicon has no column {sorted(missing)[0]!r}: it needs `word` and `weight`, one row per word."
            )
        return _check_entries(zip(lexicon["word"], lexicon["weight"], strict=True))
    if not isinstance(lexicon, Mapping):
        raise StoryError(
            f"A lexicon is a dict or a table of words and weights, or a list's name, not a {type(lexicon).__name__}."
        )
    return _check_entries(lexicon.items())


def _check_entries(items: Iterable[tuple[object, object]]) -> dict[str, float]:
    entries: dict[str, float] = {}
    for word, weight in items:
        if not isinstance(word, str):
            raise StoryError(f"The lexicon has {word!r} where a word should stand.")
        try:
            value = float(weight)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise StoryError(f"The lexicon's weight of {word!r} is {weight!r}, which is no number.") from None
        if not np.isfinite(value):
            raise StoryError(f"The lexicon's weight of {word!r} is {weight!r}: every word needs a finite weight.")
        if entries.setdefault(unicodedata.normalize("NFC", word.casefold().replace("’", "'")), value) != value:
            raise StoryError(f"The lexicon has two weights for {word!r} (capitals make no difference): leave one.")
    if not entries:
        raise StoryError("The lexicon is empty: it needs words and their weights.")
    return entries


def _find_negator(tokens: Tokens, negator: np.ndarray) -> np.ndarray:
    """Per token the place of the nearest negator among the three words before it in its sentence, or -1."""
    place = np.full(len(negator), -1)
    for back in range(REACH, 0, -1):
        reached = negator[:-back] & (tokens.row[back:] == tokens.row[:-back])
        place[back:][reached] = np.flatnonzero(reached)
    return place


def _turn(tokens: Tokens, negator: np.ndarray) -> np.ndarray:
    return np.where(_find_negator(tokens, negator) >= 0, TURN, 1.0)
