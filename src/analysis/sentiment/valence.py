"""Sentiment: a score per sentence from word lists, traceable to the words; the trajectory is in `trajectory`.

The default, `valence`, uses one merged dictionary: a word's weight is its mean over the lists, each in that list's standard
deviations, and 0 in a list that does not have it. A negator among the three words before a word multiplies its weight by
-0.74 (Hutto & Gilbert, 2014). A word that is in no list is looked up by the base forms that it may be inflected from.
Function words have no weight. A sentence's valence is the sum of its words' weights over the square root of its number of
words. Nothing is fitted to judged data.
"""

import numpy as np
import pandas as pd

from analysis.lexicons.lists import VALENCE_LISTS, load_function_words, load_valence
from analysis.sentiment.lexicon import Lexicon, name_score, open_lexicon
from analysis.tables import is_aside, need_columns, number_stories
from analysis.text.language import is_english
from analysis.text.sentences import Tokens, as_tokens
from analysis.text.syllables import find_bases

NEGATORS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom".split()
)


NEGATED, REACH = -0.74, 3  # the factor of a negated weight, and how many words before it a negator may be


ENDINGS = frozenset(["'s", "s", "es", "ed", "d", "ing", "ings", "ly", "ness", "er", "ers", "est", "ful", "n"])  # not -less


def score_sentiment(sentences: pd.DataFrame, *, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per sentence: the table given, with the valence and coverage of each sentence.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    lexicon : the merged dictionary unless given; or the name of one of its lists ("vader", "opinion", "labmt"); or your own,
        a dict or a table with the columns `word` and `weight`, in which function words count too. Another lexicon has
        another unit, so its column has another name (`name_score`): pass that on as `column=`.

    Returns
    -------
    DataFrame with the columns of `sentences` and

    valence : sum of the word weights over the square root of the number of words; positive is pleasant; about -3 to 3; 0
        where no word is known; NaN throughout a story without any known word, or not in English (but for your own
        lexicon), and for speakers, stage directions and apparatus
    coverage : 0-1, share of the sentence's words that the lexicon knows; NaN where nothing is read

    Raises
    ------
    StoryError : a lexicon that cannot be used.

    >>> from analysis import read_stories
    >>> scored = score_sentiment(read_stories({"a": "It was a joy. It was no joy. It was."}))
    >>> scored["valence"].gt(0).tolist(), scored["coverage"].tolist()
    ([True, False, False], [0.25, 0.25, 0.0])
    """
    return score_tokens(*as_tokens(sentences), lexicon)


def score_tokens(sentences: pd.DataFrame, tokens: Tokens, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per sentence, as `score_sentiment` returns it, from the tokens of these sentences."""
    weight, bases, is_negator = _look_up_weights(tokens, lexicon)
    is_known = np.array([base != "" for base in bases], dtype=bool)[tokens.word_code]
    size = len(sentences)
    n_words = np.bincount(tokens.row, minlength=size)
    n_known = np.bincount(tokens.row, is_known, size)
    story = tokens.story
    factor = np.where(_find_negator(tokens, is_negator) >= 0, NEGATED, 1.0)
    with np.errstate(invalid="ignore"):
        valence = np.bincount(tokens.row, weight * factor, size) / np.sqrt(n_words)
        coverage = n_known / n_words
    n_own = np.where(is_aside(sentences["kind"]), 0, n_known)
    has_no_known_word = np.bincount(story, n_own, story.max(initial=-1) + 1)[story] == 0
    is_unread = is_aside(sentences["kind"])
    if lexicon is None or isinstance(lexicon, str):  # one of ours: of English words
        is_unread |= ~is_english(sentences)
    score = np.where(has_no_known_word | is_unread, np.nan, valence)
    return sentences.assign(**{name_score(lexicon): score}, coverage=np.where(is_unread, np.nan, coverage))


def explain_sentiment(sentences: pd.DataFrame, *, lexicon: Lexicon | str | None = None) -> pd.DataFrame:
    """One row per word that contributes to its sentence's valence, in reading order; speakers and directions are left out.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    lexicon : as in `score_sentiment`; the merged dictionary unless given.

    Returns
    -------
    DataFrame with the columns

    story, sentence : where the word is
    start, end : its offsets into the story's text
    form, word : as in a table of words
    base : the entry of the lexicon that it was found under
    vader, opinion, labmt : its weight in each list; NaN where absent; only for the merged dictionary
    weight : its weight in the lexicon; for the merged dictionary the mean over the lists, absent counting as 0
    negator : the word that negates it, or ""
    negator_start, negator_end : the negator's offsets; -1 where there is none
    contribution : what it adds to its sentence's valence; over a sentence the contributions sum to the valence

    Raises
    ------
    StoryError : a lexicon that cannot be used.

    >>> from analysis import read_stories
    >>> explain_sentiment(read_stories({"a": "It was never a joy."}))[["word", "negator"]].to_numpy().tolist()
    [['joy', 'never']]
    """
    sentences, tokens = as_tokens(sentences)
    weight, bases, is_negator = _look_up_weights(tokens, lexicon)
    is_known = np.array([base != "" for base in bases], dtype=bool)[tokens.word_code]
    is_read = ~is_aside(sentences["kind"]) & (is_english(sentences) | (lexicon is not None and not isinstance(lexicon, str)))
    chosen = np.flatnonzero(is_known & is_read[tokens.row])
    row, code = tokens.row[chosen], tokens.word_code[chosen]
    negator = _find_negator(tokens, is_negator)[chosen]
    is_negated = negator >= 0
    n_words = np.bincount(tokens.row, minlength=len(sentences))[row]
    offset = sentences["start"].to_numpy()[row]
    table = pd.DataFrame(
        {
            "story": sentences["story"].array.take(row),
            "sentence": sentences["sentence"].to_numpy()[row],
            "start": offset + tokens.start[chosen],
            "end": offset + tokens.end[chosen],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code[chosen]),
            "word": pd.array(tokens.vocabulary, dtype="str").take(code),
            "base": pd.array(bases, dtype="str").take(code),
        }
    )
    if lexicon is None:
        table[list(VALENCE_LISTS)] = np.array([load_valence()[base] for base in table["base"]]).reshape(
            -1, len(VALENCE_LISTS)
        )
    table["weight"] = weight[chosen]
    words_or_none = np.array([*tokens.vocabulary, ""], dtype=object)
    negator_code = np.where(is_negated, tokens.word_code[negator], len(tokens.vocabulary))
    table["negator"] = pd.array(words_or_none[negator_code], dtype="str")
    table["negator_start"] = np.where(is_negated, offset + tokens.start[negator], -1)
    table["negator_end"] = np.where(is_negated, offset + tokens.end[negator], -1)
    table["contribution"] = weight[chosen] * np.where(is_negated, NEGATED, 1.0) / np.sqrt(n_words)
    return table


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
    need_columns(explained, ["story", "sentence", "negator_start", "negator_end"], "explained sentiment")
    negated = explained[explained["negator_start"] >= 0]
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


def _look_up_weights(tokens: Tokens, lexicon: Lexicon | str | None) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Token weights before negation is applied; per word the entry it was found under; per token whether it is a negator."""
    weights, bases = _look_up_words(tokens.vocabulary, lexicon)
    is_negator = np.array([_negates(word) for word in tokens.vocabulary], dtype=bool)
    return np.array(weights, dtype=float)[tokens.word_code], bases, is_negator[tokens.word_code]


def _negates(word: str) -> bool:
    return word in NEGATORS or word.endswith("n't")


def _look_up_words(vocabulary: list[str], lexicon: Lexicon | str | None) -> tuple[list[float], list[str]]:
    """Per word its weight and the entry it was found under; 0 and "" where there is none."""
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


def _find_negator(tokens: Tokens, is_negator: np.ndarray) -> np.ndarray:
    """Per token the index of the nearest negator among the three words before it in its sentence, or -1."""
    negator = np.full(len(is_negator), -1)
    for distance in range(REACH, 0, -1):  # the nearest last, so that it wins
        reached = is_negator[:-distance] & (tokens.row[distance:] == tokens.row[:-distance])
        negator[distance:][reached] = np.flatnonzero(reached)
    return negator
