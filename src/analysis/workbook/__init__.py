"""What only notebooks and reports need: which stories, where figures go, how figures and tables are shown."""

from analysis.workbook.choosing import choose_stories, find_checkout, find_shipped, name_report
from analysis.workbook.passages import find_around, find_inside, mark_sentences, pair_passages, tell_findings
from analysis.workbook.provenance import describe_provenance
from analysis.workbook.showing import Shown, say, show
from analysis.workbook.tables import (
    describe_curves,
    describe_sample,
    describe_words,
    list_names,
    spread_contrasts,
    spread_overlap,
    spread_results,
    spread_verdicts,
    tabulate,
    take_pair,
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
    "say",
    "show",
    "spread_contrasts",
    "spread_overlap",
    "spread_results",
    "spread_verdicts",
    "tabulate",
    "take_pair",
    "tell_findings",
]
