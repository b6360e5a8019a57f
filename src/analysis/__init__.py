"""Contrasts narratives: readability, sentiment trajectory and vocabulary overlap, every number traceable to its passage.

Functions take tables (pandas DataFrames) of any number of stories and return tables; they meet through column names.
stories -> `split_sentences` -> sentences -> `split_words` -> words -> results -> plots. A function that needs a finer
table than it is given splits the coarser one itself: `measure_readability(stories)` works.
"""

from analysis.corpus import find_names, split_sentences, split_words
from analysis.lexicons import provide_nltk_data
from analysis.readability import (
    ari,
    coleman_liau,
    count_syllables,
    flesch_kincaid_grade,
    flesch_reading_ease,
    gunning_fog,
    measure_readability,
    smog,
    tally_sentences,
)
from analysis.reading import StoryError, StoryWarning, read_stories

__all__ = [
    "StoryError",
    "StoryWarning",
    "ari",
    "coleman_liau",
    "count_syllables",
    "find_names",
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "gunning_fog",
    "measure_readability",
    "provide_nltk_data",
    "read_stories",
    "smog",
    "split_sentences",
    "split_words",
    "tally_sentences",
]
