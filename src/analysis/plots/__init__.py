"""Figures of finished tables. Nothing is computed, smoothed, saved or shown here."""

from typing import TYPE_CHECKING

from analysis.lazy import attach

if TYPE_CHECKING:  # for type checkers and editors; the same names as below
    from analysis.plots.overlap import plot_overlap, plot_parts
    from analysis.plots.overview import plot_overview
    from analysis.plots.phrases import plot_ribbons
    from analysis.plots.readability import plot_readability, plot_readability_contrasts, plot_readability_parts
    from analysis.plots.sentences import plot_difficulty, plot_sentence_lengths
    from analysis.plots.sentiment import plot_sentence_scores, plot_word_contributions
    from analysis.plots.trajectories import plot_ratings, plot_trajectories, plot_trajectory_difference
    from analysis.plots.vocabulary import plot_composition, plot_dispersion, plot_word_shift
    from analysis.plots.word_board import plot_word_board
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "overlap": ["plot_overlap", "plot_parts"],
            "overview": ["plot_overview"],
            "phrases": ["plot_ribbons"],
            "readability": ["plot_readability", "plot_readability_contrasts", "plot_readability_parts"],
            "sentences": ["plot_difficulty", "plot_sentence_lengths"],
            "sentiment": ["plot_sentence_scores", "plot_word_contributions"],
            "trajectories": ["plot_ratings", "plot_trajectories", "plot_trajectory_difference"],
            "vocabulary": ["plot_composition", "plot_dispersion", "plot_word_shift"],
            "word_board": ["plot_word_board"],
        },
    )

__all__ = [
    "plot_composition",
    "plot_difficulty",
    "plot_dispersion",
    "plot_overlap",
    "plot_overview",
    "plot_parts",
    "plot_ratings",
    "plot_readability",
    "plot_readability_contrasts",
    "plot_readability_parts",
    "plot_ribbons",
    "plot_sentence_lengths",
    "plot_sentence_scores",
    "plot_trajectories",
    "plot_trajectory_difference",
    "plot_word_board",
    "plot_word_contributions",
    "plot_word_shift",
]
