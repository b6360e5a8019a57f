"""Cuts sentences into words, and marks which are function words, names or speech."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.lexicons.lists import load_function_words, load_languages
from analysis.tables import TABLES, carry_metadata, is_counted, need_columns
from analysis.text.capitals import find_capitals, mark_found_names, mark_titles
from analysis.text.language import code_of, is_english, is_foreign
from analysis.text.lemmas import find_lemma
from analysis.text.names import mark_listed_names
from analysis.text.sentences import Tokens, as_tokens
from analysis.text.speech import find_speech
from analysis.text.stories import as_stories


def split_words(sentences: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token, in reading order.

    Parameters
    ----------
    sentences : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    names : the names to mark wherever they are capitalised: a list of words for all stories, or a table with the columns
        `story` and `name`, such as that of `find_names` after editing. Unless given, names are found in these sentences.

    Returns
    -------
    DataFrame with the columns

    story, chapter, paragraph, sentence : as in the table of sentences
    position : 0-1, the word's own mid-point in the story's running words; in a heading, that of the heading
    kind : of its sentence: "prose", "verse", "heading", "speaker", "direction" or "apparatus"
    start, end : offsets into the story's text, in characters
    form : the word as it is written there
    word : the form case-folded, with a straight apostrophe
    lemma : what the inflections and spellings of an English word have in common ("men", "man's" -> "man"), by which content
        words are compared; function words and words of other languages are their own
    function : whether it is a function word (lexicons/function_words.txt; of other languages, if known, languages.txt) or
        a title before a name ("Miss Hale")
    name : whether it is a name in this use; see `find_names`
    speech : whether it is inside quotation marks

    then the metadata of the story.

    Raises
    ------
    StoryError : another table is given, or `names` is a string or a table without the column `name`.

    Notes
    -----
    A word is made of letters and digits, with the apostrophes inside it. Hyphens and dashes separate words, so
    "long-necked" is two; "U.S." and "3.50" are one.

    >>> from analysis import read_stories, split_sentences
    >>> words = split_words(split_sentences(read_stories({"a": "The long-necked lute isn't Jo's."})))
    >>> words["word"].tolist()
    ['the', 'long', 'necked', 'lute', "isn't", "jo's"]
    """
    return list_words(*as_tokens(sentences), names)


def list_words(sentences: pd.DataFrame, tokens: "Tokens", names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token: the table of `split_words`, from tokens that are found already."""
    row, vocabulary = tokens.row, tokens.vocabulary
    capitals = find_capitals(tokens)
    if names is None:
        is_name, _ = mark_found_names(sentences, tokens, capitals)
    else:
        is_name = mark_listed_names(sentences, capitals, names)
    function = _find_function_words(sentences, tokens) | mark_titles(tokens, capitals, is_name)
    words = pd.DataFrame(
        {
            **{column: sentences[column].array.take(row) for column in ["story", "chapter", "paragraph", "sentence"]},
            "position": _place_words(sentences, tokens),
            "kind": sentences["kind"].array.take(row),
            "start": tokens.start + sentences["start"].to_numpy()[row],
            "end": tokens.end + sentences["start"].to_numpy()[row],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code),
            "word": pd.array(vocabulary, dtype="str").take(tokens.word_code),
            "lemma": _find_lemmas(sentences, tokens, function),
            "function": function,
            "name": is_name,
            "speech": find_speech(sentences, tokens),
        }
    )
    return carry_metadata(sentences, row, words, "sentences")


def as_words(table: pd.DataFrame) -> pd.DataFrame:
    """One row per word: the table given, if it is one of words; stories or sentences are split into words."""
    table = as_stories(table)
    if "form" not in table:
        return split_words(table)
    need_columns(table, TABLES["words"].columns, "words")
    return table


def _place_words(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """The mid-point of each word in its story's running words (0-1): that of its sentence, moved within the sentence.

    So the words of a chapter alone keep their position in the story; only the width of a sentence is then computed from
    the words of the table.
    """
    row = tokens.row
    counted = is_counted(sentences["kind"])[row]
    n_words = np.bincount(row, minlength=len(sentences))
    index = np.arange(len(row)) - (np.cumsum(n_words) - n_words)[row]  # of the word in its sentence
    from_middle = index + 0.5 - n_words[row] / 2
    story = tokens.story[row]
    words_of_story = np.maximum(np.bincount(story, counted), 1)[story] if len(row) else np.ones(0)
    shift = np.where(counted, from_middle / words_of_story, 0)
    return np.clip(sentences["position"].to_numpy()[row] + shift, 0, 1)


def _find_lemmas(sentences: pd.DataFrame, tokens: Tokens, function: np.ndarray) -> Any:
    """The lemma of each word; function words and words of other languages stay as they are."""
    vocabulary = tokens.vocabulary
    code, lemmas = pd.factorize(np.array([*vocabulary, *map(find_lemma, vocabulary)], dtype=object))
    kept = function | ~is_english(sentences)[tokens.row]
    return pd.array(lemmas, dtype="str").take(code[tokens.word_code + np.where(kept, 0, len(vocabulary))])


def _find_function_words(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether each word is a function word of its story's language."""
    vocabulary, code = tokens.vocabulary, tokens.word_code
    is_function = np.array([word in load_function_words() for word in vocabulary], dtype=bool)[code]
    if "language" not in sentences:
        return is_function
    for language in sentences["language"].dropna().unique():
        if is_foreign(language):
            _, own = load_languages().get(code_of(language), ("", frozenset()))
            rows = (sentences["language"] == language).to_numpy()[tokens.row]
            is_function[rows] = np.array([word in own for word in vocabulary], dtype=bool)[code[rows]]
    return is_function
