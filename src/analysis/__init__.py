"""Contrasts narratives: readability, sentiment trajectory and vocabulary overlap, every number traceable to its passage.

Functions take tables (pandas DataFrames) of any number of stories and return tables; they meet through column names.
stories -> `split_sentences` -> sentences -> `split_words` -> words -> results -> plots. A function that needs a finer
table than it is given splits the coarser one itself: `measure_readability(stories)` works.
"""

from analysis.contrast import contrast_stories, state_findings
from analysis.corpus.run import measure_corpus
from analysis.errors import StoryError, StoryWarning
from analysis.lexicons.nltk_data import provide_nltk_data
from analysis.moments import list_moments, list_passages
from analysis.readability.counts import find_hard_words, summarise_stories, tally_sentences
from analysis.readability.explanation import explain_readability, state_parts
from analysis.readability.measures import (
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
from analysis.readability.scores import compare_readability, measure_readability, state_scores
from analysis.readability.textstat import compare_with_textstat
from analysis.sentiment.comparison import compare_sentiment
from analysis.sentiment.lexicon import name_score, read_lexicon
from analysis.sentiment.ratings import compare_ratings, find_disagreements, read_ratings, write_rating_sheet
from analysis.sentiment.sensitivity import vary_sentiment
from analysis.sentiment.trajectory import assess_trajectory, smooth_trajectory, subtract_trajectories
from analysis.sentiment.vader import explain_vader, score_vader
from analysis.sentiment.valence import explain_sentiment, find_negators, score_sentiment, weigh_words
from analysis.text.names import find_names, read_names
from analysis.text.sentences import split_sentences
from analysis.text.stories import read_stories
from analysis.text.syllables import count_syllables
from analysis.text.words import split_words
from analysis.vocabulary.alignment import align_passages
from analysis.vocabulary.concordance import list_concordance
from analysis.vocabulary.distinctive import rank_distinctive, state_distinctive
from analysis.vocabulary.diversity import compare_diversity, measure_diversity
from analysis.vocabulary.families import compare_families, count_families
from analysis.vocabulary.listing import compose_stories, list_vocabulary
from analysis.vocabulary.overlap import measure_overlap
from analysis.vocabulary.parts import compare_parts
from analysis.vocabulary.phrases import find_shared_phrases
from analysis.vocabulary.reference import build_reference
from analysis.vocabulary.shared_phrasing import assess_order, judge_matches

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
