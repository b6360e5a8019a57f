"""Helpers of notebooks and reports: choosing the stories, showing figures and tables, going back to the text."""

from typing import TYPE_CHECKING

from analysis.lazy import attach

if TYPE_CHECKING:  # the public names, loaded on first use; an alias is a name until 0.2, which the notebooks use
    from analysis.workbook.captions import (
        describe_curves as describe_curves,
        describe_sample as describe_sample,
        describe_words as describe_words,
    )
    from analysis.workbook.choosing import (
        choose_stories as choose_stories,
        find_checkout as find_checkout,
        find_shipped as find_shipped,
        name_report as name_report,
    )
    from analysis.workbook.passages import (
        find_around as find_around,
        find_inside as find_inside,
        mark_sentences as mark_sentences,
        pair_passages as pair_passages,
        show_findings as show_findings,
        show_findings as tell_findings,
    )
    from analysis.workbook.provenance import describe_provenance as describe_provenance
    from analysis.workbook.showing import (
        Shown as Shown,
        show_figure as show,
        show_figure as show_figure,
        show_text as say,
        show_text as show_text,
    )
    from analysis.workbook.tables import (
        list_names as list_names,
        list_outline as list_outline,
        rows_of_pair as rows_of_pair,
        rows_of_pair as take_pair,
        tabulate as tabulate,
    )
    from analysis.workbook.widening import (
        widen_contrasts as spread_contrasts,
        widen_contrasts as widen_contrasts,
        widen_overlap as spread_overlap,
        widen_overlap as widen_overlap,
        widen_results as spread_results,
        widen_results as widen_results,
        widen_verdicts as spread_verdicts,
        widen_verdicts as widen_verdicts,
    )
else:
    __getattr__, __dir__ = attach(__name__, __file__)
