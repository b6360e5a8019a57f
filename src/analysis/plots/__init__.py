"""Draws finished tables, nothing else: no computing, no smoothing, no saving, no showing."""

from analysis.plots.readability import (
    plot_difficulty,
    plot_readability,
    plot_readability_contrasts,
    plot_readability_parts,
    plot_sentence_lengths,
)
from analysis.plots.sentiment import (
    plot_ratings,
    plot_sentence_scores,
    plot_trajectories,
    plot_trajectory_difference,
    plot_word_contributions,
)

__all__ = [
    "plot_difficulty",
    "plot_ratings",
    "plot_readability",
    "plot_readability_contrasts",
    "plot_readability_parts",
    "plot_sentence_lengths",
    "plot_sentence_scores",
    "plot_trajectories",
    "plot_trajectory_difference",
    "plot_word_contributions",
]
