"""NLTK's VADER, to compare our valence and the literature with."""

import numpy as np
import pandas as pd

from analysis.lexicons.nltk_data import provide_nltk_data
from analysis.text.language import is_english
from analysis.text.sentences import as_sentences, as_tokens


def score_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, with NLTK's VADER score.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.

    Returns
    -------
    DataFrame with the columns of `sentences` and

    vader : -1 to 1, NLTK's compound score of the sentence, unchanged; NaN in a story that is not in English

    Notes
    -----
    For comparison with the literature. It loses a word before two marks (`good," he`), takes the context of a repeated word
    from its first use, and is weak on fiction. Source: Hutto & Gilbert (2014), as implemented in NLTK.

    >>> from analysis import read_stories
    >>> score_vader(read_stories({"a": "VADER is smart, handsome, and funny."}))["vader"].tolist()
    [0.8316]
    """
    sentences = as_sentences(sentences)
    provide_nltk_data()
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    scores = [analyzer.polarity_scores(text)["compound"] for text in sentences["text"]]
    return sentences.assign(vader=np.where(is_english(sentences), scores, np.nan))


def explain_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence and word whose removal changes NLTK's compound score.

    So a word is listed too that changes the weight of another, such as "despite" before "success".

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.

    Returns
    -------
    DataFrame with the columns

    story, sentence : where the word is
    start, end : its offsets into the story's text
    form : the word as written
    vader : -1 to 1, the sentence's compound score
    without : the compound score of the sentence without the word
    change : vader - without

    >>> from analysis import read_stories
    >>> explain_vader(read_stories({"a": "It was no joy."}))["form"].tolist()
    ['no', 'joy']
    """
    scored = score_vader(sentences)
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    scored, tokens = as_tokens(scored)
    rows = []
    for row, start, end in zip(tokens.row, tokens.start, tokens.end, strict=True):
        sentence = scored.iloc[row]
        text = sentence["text"]
        without = analyzer.polarity_scores(f"{text[:start].rstrip()} {text[end:].lstrip()}".strip())["compound"]
        if without != sentence["vader"] and not np.isnan(sentence["vader"]):
            word = (sentence["story"], sentence["sentence"], sentence["start"] + start, sentence["start"] + end)
            rows.append((*word, text[start:end], sentence["vader"], without, sentence["vader"] - without))
    return pd.DataFrame(rows, columns=["story", "sentence", "start", "end", "form", "vader", "without", "change"])
