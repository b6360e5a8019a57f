"""Whatever the text, figures are drawn, and on a page it stays text."""

import warnings
from html.parser import HTMLParser
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import whole
from hostile import HOSTILE, ORDINARY, Call, Made
from registry import PLOTS

import analysis as an
from analysis import plots, workbook

pytestmark = pytest.mark.slow

WORKBOOK: dict[str, Call] = {
    "describe_curves": lambda made: workbook.describe_curves(an.assess_trajectory(made.scored), "Dots."),
    "describe_provenance": lambda made: workbook.describe_provenance(made.stories),
    "describe_sample": lambda made: workbook.describe_sample(made.tally, "Dots."),
    "describe_words": lambda made: workbook.describe_words(made.composition, "Bars."),
    "find_around": lambda made: workbook.find_around(made.sentences, an.list_passages(made.alignments)),
    "find_inside": lambda made: workbook.find_inside(made.words, an.list_passages(made.findings.dropna(subset=["start"]))),
    "list_outline": lambda made: workbook.list_outline(an.outline_stories(made.stories)),
    "list_names": lambda made: workbook.list_names(made.words),
    "mark_sentences": lambda made: workbook.mark_sentences(made.sentences, "<i>", bold=made.words, italic=made.explained),
    "pair_passages": lambda made: workbook.pair_passages(made.moments, made.sentences, "<i>"),
    "rows_of_pair": lambda made: workbook.rows_of_pair(made.phrases, made.stories),
    "show_findings": lambda made: workbook.show_findings(made.findings),
    "show_text": lambda made: workbook.show_text(made.sentences["text"]),
    "tabulate": lambda made: workbook.tabulate(made.sentences, "<i>"),
    "widen_contrasts": lambda made: workbook.widen_contrasts(made.contrasts),
    "widen_overlap": lambda made: workbook.widen_overlap(made.overlap),
    "widen_results": lambda made: workbook.widen_results(made.results),
    "widen_verdicts": lambda made: workbook.widen_verdicts(made.findings),
}
# Files and folders, no texts; `show_figure` with the plots.
WORKBOOK_ELSEWHERE = {"Shown", "choose_stories", "find_checkout", "find_shipped", "name_report", "show_figure"}
PAGES = ["markup", "control characters", "headings"]
TAGS = set("p b u i br q small strong span ul li blockquote table thead tbody tr th td caption".split())


class Tags(HTMLParser):
    """The tags of a page, and its text without those."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_page_is_tried() -> None:
    assert sorted([*WORKBOOK, *WORKBOOK_ELSEWHERE]) == sorted(workbook.__all__)


@pytest.mark.usefixtures("close_figures")
def test_hostile_texts_are_drawn() -> None:
    text = "\n\n".join(HOSTILE[name] for name in ("markup", "control characters", "emoji", "right to left"))
    made = Made({"<i>$x$": text, "b": HOSTILE["headings"]})
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph|.*font")  # matplotlib has no emoji
        for plot in PLOTS.values():
            plt.close("all")
            whole(plot.call(made)).draw_without_rendering()
    made.check_unchanged()


@pytest.mark.parametrize("name", PAGES)
def test_hostile_texts_are_text_on_a_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = Made({"<script>$x$": HOSTILE[name], "b": ORDINARY})
    for function, call in WORKBOOK.items():
        result = call(made)
        if isinstance(result, workbook.Shown):
            page = Tags(result.html)
            assert page.tags <= TAGS, function
            assert "$" not in result.html.replace("<span>$</span>", ""), function
        elif function != "show_text":
            assert isinstance(result, pd.DataFrame | str), function
    assert HOSTILE[name][:8].strip() in capsys.readouterr().out
    made.check_unchanged()


@pytest.mark.usefixtures("close_figures")
def test_a_figure_with_hostile_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Made({"=1+1": HOSTILE["formulas"], "b": ORDINARY})
    workbook.show_figure(
        plots.plot_word_board(made.vocabulary), "<i>", HOSTILE["markup"], name="x", folder=tmp_path, data=made.sentences
    )
    written = pd.read_csv(tmp_path / "x.csv", dtype=str)
    assert not written["text"].str.match(r"[=+@-]").any()
    assert len(written) == len(made.sentences)
