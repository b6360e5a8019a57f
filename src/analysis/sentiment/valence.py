"""Sentiment: a score per sentence from word lists, traceable to the words; the trajectory is in `trajectory`.

The default, `valence`, uses one dictionary merged from five lists (`weigh_word`); names, titles before them and function
words have no weight. A negator before a word multiplies its weight by -0.74 (Hutto & Gilbert, 2014), as far as it
reaches (`negation`). A sentence's valence is the sum of its words' weights over the square root of its number of words.
Nothing is fitted to judged data.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter1d

from analysis.lexicons.lists import VALENCE_LISTS
from analysis.sentiment.lexicon import Entry, Lexicon, look_up, name_score, open_lexicon
from analysis.sentiment.negation import NEGATED, RULES, find_negation, mark_negators
from analysis.sentiment.silence import mark_silent
from analysis.tables import is_aside, is_counted, need_columns, number_stories
from analysis.text.language import is_english
from analysis.text.sentences import Tokens, as_tokens

TURNED = -0.74  # the factor of a negated weight
NEARBY, ADDED = 4, 0.5  # sentences that the Gaussian of a context reaches (its standard deviation), and its share


def score_sentiment(
    sentences: pd.DataFrame,
    *,
    lexicon: Lexicon | str | None = None,
    names: pd.DataFrame | Iterable[str] | None = None,
    context: bool = False,
) -> pd.DataFrame:
    """One row per sentence: the table given, with the valence and coverage of each sentence.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    lexicon : the merged dictionary unless given; or the name of one of its lists ("vader", "opinion", "labmt", "glasgow",
        "wordnet"); or your own, a dict or a table with the columns `word` and `weight`, in which function words count too.
        Another lexicon has another unit, so its column has another name (`name_score`): pass that on as `column=`.
    names : the names that weigh nothing, as in `split_words`; unless given, those found in each story. In your own lexicon
        names have their weight unless they are given here.
    context : whether to add the column `in_context`

    Returns
    -------
    DataFrame with the columns of `sentences` and

    valence : sum of the word weights over the square root of the number of words; positive is pleasant; about -3 to 3; 0
        where no word is known; NaN throughout a story without any known word, or not in English (but for your own
        lexicon), and for speakers, stage directions and apparatus
    coverage : 0-1, share of the sentence's words that the lexicon knows; NaN where nothing is read
    in_context : if asked for: the score and half the mean of the sentences around it (Gaussian, 4 sentences to one standard
        deviation). It is nearer to what readers feel in a single sentence; it is for reading sentences, not for arcs, for
        neighbours share it

    Raises
    ------
    StoryError : a lexicon that cannot be used.

    >>> from analysis import read_stories
    >>> scored = score_sentiment(read_stories({"a": "It was a joy. It was no joy. It was."}))
    >>> scored["valence"].gt(0).tolist(), scored["coverage"].tolist()
    ([True, False, False], [0.25, 0.25, 0.0])
    """
    sentences, tokens = as_tokens(sentences)
    scored = score_tokens(sentences, tokens, lexicon, find_silent(sentences, tokens, lexicon, names))
    return scored.assign(in_context=_add_context(scored, name_score(lexicon))) if context else scored


def score_tokens(
    sentences: pd.DataFrame, tokens: Tokens, lexicon: Lexicon | str | None = None, silent: np.ndarray | None = None
) -> pd.DataFrame:
    """One row per sentence, as `score_sentiment` returns it, from their tokens, of which `silent` ones weigh nothing."""
    weighed = _weigh(tokens, lexicon, silent)
    story, size = tokens.story, len(sentences)
    n_words = np.bincount(tokens.row, minlength=size)
    n_known = np.bincount(tokens.row, weighed.is_known, size)
    with np.errstate(invalid="ignore"):
        valence = np.bincount(tokens.row, weighed.weight * weighed.factor, size) / np.sqrt(n_words)
        coverage = n_known / n_words
    is_read = _is_read(sentences, lexicon)
    n_own = np.where(is_aside(sentences["kind"]), 0, n_known)
    has_no_known_word = np.bincount(story, n_own, story.max(initial=-1) + 1)[story] == 0
    score = np.where(has_no_known_word | ~is_read, np.nan, valence)
    return sentences.assign(**{name_score(lexicon): score}, coverage=np.where(is_read, coverage, np.nan))


def explain_sentiment(
    sentences: pd.DataFrame,
    *,
    lexicon: Lexicon | str | None = None,
    names: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """One row per word that contributes to its sentence's valence, in reading order; speakers and directions are left out.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    lexicon, names : as in `score_sentiment`

    Returns
    -------
    DataFrame with the columns

    story, sentence : where the word is
    start, end : its offsets into the story's text
    form, word : as in a table of words
    base : the entry of the lexicon that it was found under; several, where lists have it in several forms
    vader, opinion, labmt, glasgow, wordnet : its weight in each list; NaN where absent; only for the merged dictionary.
        A weight of "wordnet" is not rated by anybody, but predicted
    predicted : whether only that prediction knows the word; only for the merged dictionary
    weight : its weight in the lexicon; for the merged dictionary a third of the sum of VADER's, the opinion lexicon's and
        the norm
    negator : the word before it that may negate it, or ""
    negator_start, negator_end : that word's offsets; -1 where there is none
    rule : "negated", or why the negator spares the word: "answer" ("No, ..."), "clause ends", "not only", "not without",
        "never so"; "" without a negator
    contribution : what it adds to its sentence's valence; over a sentence the contributions sum to the valence

    Raises
    ------
    StoryError : a lexicon that cannot be used.

    >>> from analysis import read_stories
    >>> explained = explain_sentiment(read_stories({"a": "It was never a joy. No, it was joy."}))
    >>> explained[["word", "negator", "rule"]].to_numpy().tolist()
    [['joy', 'never', 'negated'], ['joy', 'no', 'answer']]
    """
    sentences, tokens = as_tokens(sentences)
    weighed = _weigh(tokens, lexicon, find_silent(sentences, tokens, lexicon, names))
    chosen = np.flatnonzero(weighed.is_known & _is_read(sentences, lexicon)[tokens.row])
    row, code = tokens.row[chosen], tokens.word_code[chosen]
    entries = [weighed.entries[place] for place in code.tolist()]
    offset = sentences["start"].to_numpy()[row]
    table = pd.DataFrame(
        {
            "story": sentences["story"].array.take(row),
            "sentence": sentences["sentence"].to_numpy()[row],
            "start": offset + tokens.start[chosen],
            "end": offset + tokens.end[chosen],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code[chosen]),
            "word": pd.array(tokens.vocabulary, dtype="str").take(code),
            "base": pd.array([entry.base for entry in entries], dtype="str"),
        }
    )
    if lexicon is None:
        weights = np.array([entry.weights for entry in entries]).reshape(-1, len(VALENCE_LISTS))
        table[list(VALENCE_LISTS)] = weights
        table["predicted"] = np.isnan(weights[:, :-1]).all(axis=1)
    table["weight"] = weighed.weight[chosen]
    table[["negator", "negator_start", "negator_end"]] = _name_negators(tokens, weighed.negator[chosen], offset)
    table["rule"] = pd.array(np.array(RULES, dtype=object)[weighed.rule[chosen]], dtype="str")
    n_words = np.bincount(tokens.row, minlength=len(sentences))[row]
    table["contribution"] = (weighed.weight * weighed.factor)[chosen] / np.sqrt(n_words)
    return table


def _name_negators(tokens: Tokens, negator: np.ndarray, offset: np.ndarray) -> pd.DataFrame:
    """The word and the place of each negator; "" and -1 where there is none."""
    there = negator >= 0
    code = np.where(there, tokens.word_code[negator], len(tokens.vocabulary))
    place = {
        "negator": pd.array([*tokens.vocabulary, ""], dtype="str").take(code),
        "negator_start": np.where(there, offset + tokens.start[negator], -1),
        "negator_end": np.where(there, offset + tokens.end[negator], -1),
    }
    return pd.DataFrame(place)


def find_negators(explained: pd.DataFrame) -> pd.DataFrame:
    """One row per negator that negates a word, in reading order of the words.

    Parameters
    ----------
    explained : a table of explained sentiment, as `explain_sentiment` returns it.

    Returns
    -------
    DataFrame with the columns

    story, sentence : where the negator is
    start, end : its offsets into the story's text

    Raises
    ------
    StoryError : another table.

    >>> from analysis import read_stories
    >>> find_negators(explain_sentiment(read_stories({"a": "It was never a joy."}))).to_numpy().tolist()
    [['a', 1, 7, 12]]
    """
    need_columns(explained, ["story", "sentence", "negator_start", "negator_end", "rule"], "explained sentiment")
    negated = explained[explained["rule"] == RULES[NEGATED]]
    table = negated[["story", "sentence", "negator_start", "negator_end"]].drop_duplicates(ignore_index=True)
    return table.rename(columns={"negator_start": "start", "negator_end": "end"})


def weigh_words(explained: pd.DataFrame) -> pd.DataFrame:
    """One row per story and word: its contribution to the story's total valence, the largest in size first.

    One word of two meanings, such as "like" or "hand", can make a whole arc.

    Parameters
    ----------
    explained : a table of explained sentiment, as `explain_sentiment` returns it.

    Returns
    -------
    DataFrame with the columns

    story, word : the word, in this story
    count : its uses that contribute
    contribution : sum of its contributions over its uses
    total : sum of all contributions in the story
    without : what the total would be if the word had no weight

    Raises
    ------
    StoryError : another table.

    >>> from analysis import read_stories
    >>> weigh_words(explain_sentiment(read_stories({"a": "Joy! What joy. He wept."})))[["word", "count"]].to_numpy().tolist()
    [['joy', 2], ['wept', 1]]
    """
    need_columns(explained, ["story", "word", "contribution"], "explained sentiment")
    table = explained.groupby(["story", "word"], sort=False)["contribution"].agg(["size", "sum"]).reset_index()
    table = table.rename(columns={"size": "count", "sum": "contribution"})
    table["total"] = table.groupby("story", sort=False)["contribution"].transform("sum")
    table["without"] = table["total"] - table["contribution"]
    story = number_stories(table)[0]
    order = np.lexsort([table["word"], -table["contribution"].abs(), story])
    return table.iloc[order].reset_index(drop=True)


def find_silent(
    sentences: pd.DataFrame,
    tokens: Tokens,
    lexicon: Lexicon | str | None,
    names: pd.DataFrame | Iterable[str] | None,
    is_name: np.ndarray | None = None,
) -> np.ndarray | None:
    """Which words weigh nothing whatever the lexicon says; in a user's own, none but the names that are given."""
    return None if _is_own(lexicon) and names is None else mark_silent(sentences, tokens, names, is_name)


class Weighed(NamedTuple):
    """What each word weighs, and what negates it."""

    entries: list[Entry]  # per word of the vocabulary
    is_known: np.ndarray  # per token
    weight: np.ndarray
    negator: np.ndarray
    rule: np.ndarray
    factor: np.ndarray


def _weigh(tokens: Tokens, lexicon: Lexicon | str | None, silent: np.ndarray | None) -> Weighed:
    weights = None if lexicon is None else open_lexicon(lexicon)
    own = _is_own(lexicon)
    entries = [look_up(word, weights, own=own) for word in tokens.vocabulary]
    is_known = np.array([entry.base != "" for entry in entries], dtype=bool)[tokens.word_code]
    weight = np.array([entry.weight for entry in entries], dtype=float)[tokens.word_code]
    negates = mark_negators(tokens)
    silent = negates if silent is None else negates | silent
    is_known, weight = is_known & ~silent, np.where(silent, 0.0, weight)
    negator, rule = find_negation(tokens, negates)
    return Weighed(entries, is_known, weight, negator, rule, np.where(rule == NEGATED, TURNED, 1.0))


def _is_own(lexicon: Lexicon | str | None) -> bool:
    return lexicon is not None and not isinstance(lexicon, str)


def _is_read(sentences: pd.DataFrame, lexicon: Lexicon | str | None) -> np.ndarray:
    """Whether each sentence is scored: no speakers and directions, and with our lists, of English words, only English."""
    return ~is_aside(sentences["kind"]) & (_is_own(lexicon) | is_english(sentences))


def _add_context(scored: pd.DataFrame, column: str) -> np.ndarray:
    """The score of each sentence and half the mean of those around it in its story; the others as they are."""
    values = scored[column].to_numpy()
    result = values.copy()
    chosen = np.flatnonzero(is_counted(scored["kind"]) & ~np.isnan(values))
    story = number_stories(scored)[0][chosen]
    for number in np.unique(story):
        rows = chosen[story == number]
        if len(rows) > 1:
            own, here = np.zeros(8 * NEARBY + 1), 4 * NEARBY
            own[here] = 1
            own_share = gaussian_filter1d(own, NEARBY, mode="constant")[here]
            total = gaussian_filter1d(values[rows], NEARBY, mode="constant") - own_share * values[rows]
            size = gaussian_filter1d(np.ones(len(rows)), NEARBY, mode="constant") - own_share
            result[rows] += ADDED * total / size
    return result
