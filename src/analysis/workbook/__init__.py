"""Helpers of notebooks and reports: choosing the stories, showing figures and tables, going back to the text."""

from typing import TYPE_CHECKING

from analysis.lazy import attach

if TYPE_CHECKING:  # for type checkers and editors; the same names as below
    from analysis.workbook.captions import describe_curves, describe_sample, describe_words
    from analysis.workbook.choosing import choose_stories, find_checkout, find_shipped, name_report
    from analysis.workbook.passages import find_around, find_inside, mark_sentences, pair_passages, show_findings
    from analysis.workbook.provenance import describe_provenance
    from analysis.workbook.showing import Shown, show_figure, show_text
    from analysis.workbook.tables import list_names, rows_of_pair, tabulate
    from analysis.workbook.widening import widen_contrasts, widen_overlap, widen_results, widen_verdicts

    # The names until 0.2, which the notebooks use.
    say, show, tell_findings, take_pair = show_text, show_figure, show_findings, rows_of_pair
    spread_contrasts, spread_overlap = widen_contrasts, widen_overlap
    spread_results, spread_verdicts = widen_results, widen_verdicts
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "captions": ["describe_curves", "describe_sample", "describe_words"],
            "choosing": ["choose_stories", "find_checkout", "find_shipped", "name_report"],
            "passages": ["find_around", "find_inside", "mark_sentences", "pair_passages", "show_findings"],
            "provenance": ["describe_provenance"],
            "showing": ["Shown", "show_figure", "show_text"],
            "tables": ["list_names", "rows_of_pair", "tabulate"],
            "widening": ["widen_contrasts", "widen_overlap", "widen_results", "widen_verdicts"],
        },
        renamed={  # the names until 0.2, which the notebooks use
            "say": "show_text",
            "show": "show_figure",
            "spread_contrasts": "widen_contrasts",
            "spread_overlap": "widen_overlap",
            "spread_results": "widen_results",
            "spread_verdicts": "widen_verdicts",
            "take_pair": "rows_of_pair",
            "tell_findings": "show_findings",
        },
    )

__all__ = [
    "Shown",
    "choose_stories",
    "describe_curves",
    "describe_provenance",
    "describe_sample",
    "describe_words",
    "find_around",
    "find_checkout",
    "find_inside",
    "find_shipped",
    "list_names",
    "mark_sentences",
    "name_report",
    "pair_passages",
    "rows_of_pair",
    "show_figure",
    "show_findings",
    "show_text",
    "tabulate",
    "widen_contrasts",
    "widen_overlap",
    "widen_results",
    "widen_verdicts",
]
