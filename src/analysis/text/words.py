"""Cuts sentences into words, each with what it is: a function word, a name, spoken."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.lexicons.lists import load_function_words
from analysis.tables import TABLES, carry_metadata, need_columns, number_stories
from analysis.text.names import find_evidence, mark_found_names, mark_listed_names
from analysis.text.segmentation import find_quotes, track_quotes
from analysis.text.tokens import Tokens, as_tokens


def split_words(sentences: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token, in reading order.

    Columns: those of its sentence (`story`, `chapter`, `paragraph`, `sentence`, `kind`); `position` (0-1, the word's own
    mid-point in the story's running words; in a heading, of the place where it stands); `start`, `end`: offsets into the
    story's text, which is `form` there; `word` (case-folded, straight apostrophe, what counting compares);
    `function` (in lexicons/function_words.txt), `name`, `speech` (inside quotation marks); then metadata.

    Letters and digits make a word, with the apostrophes inside it; hyphens and dashes part words, so "long-necked" is
    two; "U.S." and "3.50" are one. `names` are the names to mark wherever they stand capitalised: a list of words for all
    stories, or a table with `story` and `name` as `find_names` gives and you may edit it. Unless given, they are found in
    these sentences.

    >>> from analysis import read_stories, split_sentences
    >>> words = split_words(split_sentences(read_stories({"a": "The long-necked lute isn't Jo's."})))
    >>> words["word"].tolist()
    ['the', 'long', 'necked', 'lute', "isn't", "jo's"]
    """
    return list_words(*as_tokens(sentences), names)


def list_words(sentences: pd.DataFrame, tokens: "Tokens", names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token: what `split_words` gives, of tokens that are found already."""
    row, vocabulary = tokens.row, tokens.vocabulary
    evidence = find_evidence(sentences, tokens)
    named = mark_found_names(evidence) if names is None else mark_listed_names(sentences, evidence, names)
    heading = (sentences["kind"] == "heading").to_numpy()[row]
    words = pd.DataFrame(
        {
            **{column: sentences[column].array.take(row) for column in ["story", "chapter", "paragraph", "sentence"]},
            "position": _place_words(sentences, row, heading),
            "kind": sentences["kind"].array.take(row),
            "start": tokens.start + sentences["start"].to_numpy()[row],
            "end": tokens.end + sentences["start"].to_numpy()[row],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code),
            "word": pd.array(vocabulary, dtype="str").take(tokens.word_code),
            "function": np.array([word in load_function_words() for word in vocabulary], dtype=bool)[tokens.word_code],
            "name": named[evidence.key] & evidence.capital,
            "speech": _find_speech(sentences, tokens),
        }
    )
    return carry_metadata(sentences, row, words, "sentences")


def as_words(table: pd.DataFrame) -> pd.DataFrame:
    """One row per word: the table given, if it is one of words; stories or sentences are split into words."""
    words = table if "form" in table else split_words(table)
    need_columns(words, TABLES["words"].columns, "words")
    return words


def _place_words(sentences: pd.DataFrame, row: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """The mid-point of each word in its story's running words (0-1): its sentence's, moved by its place in the sentence.

    So the words of a chapter alone keep their place in the story; only the width of a sentence is then reckoned by the
    words that are there.
    """
    number = np.bincount(row, minlength=len(sentences))
    place = np.arange(len(row)) - (np.cumsum(number) - number)[row] + 0.5 - number[row] / 2
    story = number_stories(sentences)[0][row]
    total = np.maximum(np.bincount(story, ~heading), 1)[story] if len(row) else np.ones(0)
    return np.clip(sentences["position"].to_numpy()[row] + np.where(heading, 0, place / total), 0, 1)


def _find_speech(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether each word stands inside quotation marks; every paragraph begins outside of them."""
    story = number_stories(sentences)[0]
    paragraph = sentences["paragraph"].to_numpy()
    block = np.cumsum(np.diff(story, prepend=-1).astype(bool) | np.diff(paragraph, prepend=-1).astype(bool))
    places, kinds = find_quotes(tokens.text)
    row = np.searchsorted(tokens.first, places, side="right") - 1
    doubles = np.bincount(story[row], np.isin(kinds, list('"<>')), minlength=story.max(initial=-1) + 1)
    singles = np.bincount(story[row], kinds == "(", minlength=len(doubles))
    british = singles * 2 > doubles  # single quotes are this story's quotation marks, and not apostrophes only
    state = track_quotes(kinds, block[row], british[story[row]])
    last = np.searchsorted(places, tokens.at) - 1  # the quotation mark before each word
    spoken = np.append(state, False)[last]
    return spoken & (np.append(block[row], -1)[last] == block[tokens.row])
