"""Figures of finished tables. Nothing is computed, smoothed, saved or shown here."""

from typing import TYPE_CHECKING

from analysis.lazy import attach

if TYPE_CHECKING:  # the public names; they are loaded on first use
    from analysis.plots.courses import plot_chapters as plot_chapters, plot_courses as plot_courses
    from analysis.plots.overlap import plot_overlap as plot_overlap, plot_parts as plot_parts
    from analysis.plots.overview import plot_overview as plot_overview
    from analysis.plots.phrases import plot_ribbons as plot_ribbons
    from analysis.plots.readability import (
        plot_readability as plot_readability,
        plot_readability_contrasts as plot_readability_contrasts,
        plot_readability_parts as plot_readability_parts,
    )
    from analysis.plots.sentences import plot_difficulty as plot_difficulty, plot_sentence_lengths as plot_sentence_lengths
    from analysis.plots.sentiment import (
        plot_sentence_scores as plot_sentence_scores,
        plot_word_contributions as plot_word_contributions,
    )
    from analysis.plots.trajectories import (
        plot_ratings as plot_ratings,
        plot_trajectories as plot_trajectories,
        plot_trajectory_difference as plot_trajectory_difference,
    )
    from analysis.plots.vocabulary import (
        plot_composition as plot_composition,
        plot_dispersion as plot_dispersion,
        plot_word_shift as plot_word_shift,
    )
    from analysis.plots.word_board import plot_word_board as plot_word_board
else:
    __getattr__, __dir__ = attach(__name__, __file__)
