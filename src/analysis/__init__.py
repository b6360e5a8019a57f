"""Contrasts narratives: readability, sentiment trajectory and vocabulary overlap, every number traceable to its passage.

Functions take tables (pandas DataFrames) of any number of stories and return tables; they meet through column names.
stories -> `split_sentences` -> sentences -> `split_words` -> words -> results -> plots. A function that needs a finer
table than it is given splits the coarser one itself: `measure_readability(stories)` works.
"""

from analysis.corpus import find_names, split_sentences, split_words
from analysis.formulas import (
    ari,
    coleman_liau,
    dale_chall,
    ease,
    ease_nameproof,
    flesch_kincaid_grade,
    flesch_reading_ease,
    gunning_fog,
    lix,
    rix,
    smog,
)
from analysis.lexicons import provide_nltk_data
from analysis.readability import (
    compare_readability,
    compare_with_textstat,
    explain_readability,
    find_hard_words,
    measure_readability,
    state_parts,
    state_scores,
    summarise_stories,
    tally_sentences,
)
from analysis.reading import StoryError, StoryWarning, read_stories
from analysis.syllables import count_syllables

__all__ = [
    "StoryError",
    "StoryWarning",
    "ari",
    "coleman_liau",
    "compare_readability",
    "compare_with_textstat",
    "count_syllables",
    "dale_chall",
    "ease",
    "ease_nameproof",
    "explain_readability",
    "find_hard_words",
    "find_names",
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "gunning_fog",
    "lix",
    "measure_readability",
    "provide_nltk_data",
    "read_stories",
    "rix",
    "smog",
    "split_sentences",
    "split_words",
    "state_parts",
    "state_scores",
    "summarise_stories",
    "tally_sentences",
]
