"""NLTK's VADER beside our valence, for comparison with the literature."""

import pandas as pd

from analysis.lexicons.nltk_data import provide_nltk_data
from analysis.text.sentences import as_sentences
from analysis.text.tokens import as_tokens


def score_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, with `vader`, NLTK's compound score of the sentence (-1 to 1), unchanged.

    For comparison with the literature. It loses a word before two marks (`good," he`), takes the context of a repeated word
    from its first use, and is weak on fiction. Source: Hutto & Gilbert (2014), as NLTK has it. Stories are split first.

    >>> from analysis import read_stories
    >>> score_vader(read_stories({"a": "VADER is smart, handsome, and funny."}))["vader"].tolist()
    [0.8316]
    """
    sentences = as_sentences(sentences)
    provide_nltk_data()
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return sentences.assign(vader=[analyzer.polarity_scores(text)["compound"] for text in sentences["text"]])


def explain_vader(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence and word whose removal changes NLTK's compound, so that "despite" turning "success" is seen.

    Columns: `story, sentence, start, end, form`; `vader`, the sentence's compound; `without`, its compound with the word
    left out; `change` (`vader` - `without`).
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
        if without != sentence["vader"]:
            place = (sentence["story"], sentence["sentence"], sentence["start"] + start, sentence["start"] + end)
            rows.append((*place, text[start:end], sentence["vader"], without, sentence["vader"] - without))
    return pd.DataFrame(rows, columns=["story", "sentence", "start", "end", "form", "vader", "without", "change"])
