"""Draws finished tables, nothing else: no computing, no smoothing, no saving, no showing."""

from analysis.plots.readability import (
    plot_difficulty,
    plot_readability,
    plot_readability_contrasts,
    plot_readability_parts,
    plot_sentence_lengths,
)

__all__ = [
    "plot_difficulty",
    "plot_readability",
    "plot_readability_contrasts",
    "plot_readability_parts",
    "plot_sentence_lengths",
]
