"""Contrasts narratives: readability, sentiment trajectory and vocabulary overlap, every number traceable to its passage.

Functions take tables (pandas DataFrames) of any number of stories and return tables; they meet through column names.
stories -> `split_sentences` -> sentences -> `split_words` -> words -> results -> plots. A function that needs a finer
table than it is given splits the coarser one itself: `measure_readability(stories)` works.
"""

from analysis.alignment import align_passages
from analysis.batch import measure_corpus
from analysis.contrast import contrast_stories, list_moments, list_passages, state_findings
from analysis.corpus import find_names, split_sentences, split_words
from analysis.counts import find_hard_words, summarise_stories, tally_sentences
from analysis.distinctive import rank_distinctive, state_distinctive
from analysis.diversity import compare_diversity, measure_diversity
from analysis.errors import StoryError, StoryWarning
from analysis.families import compare_families, count_families
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
from analysis.matches import assess_order, judge_matches
from analysis.overlap import measure_overlap
from analysis.phrases import find_shared_phrases
from analysis.ratings import compare_ratings, find_disagreements, read_ratings, write_rating_sheet
from analysis.readability import (
    compare_readability,
    compare_with_textstat,
    explain_readability,
    measure_readability,
    state_parts,
    state_scores,
)
from analysis.reading import read_stories
from analysis.reference import build_reference
from analysis.sensitivity import vary_sentiment
from analysis.sentiment import (
    explain_sentiment,
    explain_vader,
    find_negators,
    name_score,
    score_sentiment,
    score_vader,
    weigh_words,
)
from analysis.sentiment_comparison import compare_sentiment
from analysis.sheets import read_lexicon, read_names
from analysis.syllables import count_syllables
from analysis.trajectory import assess_trajectory, smooth_trajectory, subtract_trajectories
from analysis.vocabulary import compare_parts, compose_stories, list_concordance, list_vocabulary

__all__ = [
    "StoryError",
    "StoryWarning",
    "align_passages",
    "ari",
    "assess_order",
    "assess_trajectory",
    "build_reference",
    "coleman_liau",
    "compare_diversity",
    "compare_families",
    "compare_parts",
    "compare_ratings",
    "compare_readability",
    "compare_sentiment",
    "compare_with_textstat",
    "compose_stories",
    "contrast_stories",
    "count_families",
    "count_syllables",
    "dale_chall",
    "ease",
    "ease_nameproof",
    "explain_readability",
    "explain_sentiment",
    "explain_vader",
    "find_disagreements",
    "find_hard_words",
    "find_names",
    "find_negators",
    "find_shared_phrases",
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "gunning_fog",
    "judge_matches",
    "list_concordance",
    "list_moments",
    "list_passages",
    "list_vocabulary",
    "lix",
    "measure_corpus",
    "measure_diversity",
    "measure_overlap",
    "measure_readability",
    "name_score",
    "provide_nltk_data",
    "rank_distinctive",
    "read_lexicon",
    "read_names",
    "read_ratings",
    "read_stories",
    "rix",
    "score_sentiment",
    "score_vader",
    "smog",
    "smooth_trajectory",
    "split_sentences",
    "split_words",
    "state_distinctive",
    "state_findings",
    "state_parts",
    "state_scores",
    "subtract_trajectories",
    "summarise_stories",
    "tally_sentences",
    "vary_sentiment",
    "weigh_words",
    "write_rating_sheet",
]
