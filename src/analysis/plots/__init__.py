"""Draws finished tables, nothing else: no computing, no smoothing, no saving, no showing."""

from analysis.plots.readability import plot_readability, plot_sentence_lengths

__all__ = ["plot_readability", "plot_sentence_lengths"]
