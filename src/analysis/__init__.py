"""Contrasts narratives: readability, sentiment trajectory and vocabulary overlap, every number traceable to its passage.

Functions take tables (pandas DataFrames) of any number of stories and return tables; they meet through column names.
stories -> `split_sentences` -> sentences -> `split_words` -> words -> results -> plots. A function that needs a finer
table than it is given splits the coarser one itself: `measure_readability(stories)` works.
"""

from typing import TYPE_CHECKING

from analysis.lazy import attach

if TYPE_CHECKING:  # the public names; they are loaded on first use
    from analysis import plots as plots, workbook as workbook
    from analysis.chapters import summarise_chapters as summarise_chapters
    from analysis.contrast import contrast_stories as contrast_stories, state_findings as state_findings
    from analysis.corpus.run import measure_corpus as measure_corpus
    from analysis.errors import StoryError as StoryError, StoryWarning as StoryWarning
    from analysis.lexicons.nltk_data import provide_nltk_data as provide_nltk_data
    from analysis.moments import list_moments as list_moments, list_passages as list_passages
    from analysis.readability.along import trace_difficulty as trace_difficulty
    from analysis.readability.counts import (
        find_hard_words as find_hard_words,
        summarise_stories as summarise_stories,
        tally_sentences as tally_sentences,
    )
    from analysis.readability.explanation import explain_readability as explain_readability, state_parts as state_parts
    from analysis.readability.measures import *
    from analysis.readability.scores import (
        compare_readability as compare_readability,
        measure_readability as measure_readability,
        state_scores as state_scores,
    )
    from analysis.readability.textstat import compare_with_textstat as compare_with_textstat
    from analysis.sentiment.comparison import compare_sentiment as compare_sentiment
    from analysis.sentiment.lexicon import name_score as name_score, read_lexicon as read_lexicon
    from analysis.sentiment.ratings import (
        compare_ratings as compare_ratings,
        find_disagreements as find_disagreements,
        read_ratings as read_ratings,
        write_rating_sheet as write_rating_sheet,
    )
    from analysis.sentiment.sensitivity import vary_sentiment as vary_sentiment
    from analysis.sentiment.trajectories import (
        assess_trajectories as assess_trajectories,
        compare_trajectories as compare_trajectories,
        smooth_trajectories as smooth_trajectories,
    )
    from analysis.sentiment.trajectory import (
        assess_trajectory as assess_trajectory,
        smooth_trajectory as smooth_trajectory,
        subtract_trajectories as subtract_trajectories,
    )
    from analysis.sentiment.vader import explain_vader as explain_vader, score_vader as score_vader
    from analysis.sentiment.valence import (
        explain_sentiment as explain_sentiment,
        find_negators as find_negators,
        score_sentiment as score_sentiment,
        weigh_words as weigh_words,
    )
    from analysis.text.names import find_names as find_names, read_names as read_names
    from analysis.text.outline import outline_stories as outline_stories, read_outline as read_outline
    from analysis.text.sentences import split_sentences as split_sentences
    from analysis.text.stories import read_stories as read_stories
    from analysis.text.syllables import count_syllables as count_syllables
    from analysis.text.words import split_words as split_words
    from analysis.text.writing import write_text as write_text
    from analysis.vocabulary.alignment import align_passages as align_passages
    from analysis.vocabulary.along import trace_richness as trace_richness
    from analysis.vocabulary.concordance import list_concordance as list_concordance
    from analysis.vocabulary.distinctive import rank_distinctive as rank_distinctive, state_distinctive as state_distinctive
    from analysis.vocabulary.diversity import compare_diversity as compare_diversity, measure_diversity as measure_diversity
    from analysis.vocabulary.families import compare_families as compare_families, count_families as count_families
    from analysis.vocabulary.listing import compose_stories as compose_stories, list_vocabulary as list_vocabulary
    from analysis.vocabulary.overlap import measure_overlap as measure_overlap
    from analysis.vocabulary.parts import compare_parts as compare_parts
    from analysis.vocabulary.phrases import find_shared_phrases as find_shared_phrases
    from analysis.vocabulary.reference import build_reference as build_reference
    from analysis.vocabulary.shared_phrasing import assess_order as assess_order, judge_matches as judge_matches
else:
    __getattr__, __dir__ = attach(__name__, __file__, formulas="analysis.readability.measures")
