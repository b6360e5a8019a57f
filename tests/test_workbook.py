"""What notebooks show: figures with alt text, tables, the stories chosen, provenance."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from PIL import Image

from analysis import align_passages, measure_overlap, read_stories, split_sentences, workbook
from analysis.reading import StoryError
from analysis.workbook import (
    choose_stories,
    choosing,
    describe_provenance,
    find_checkout,
    name_report,
    pair_passages,
    show,
    showing,
    spread_overlap,
    tabulate,
)

NASTY = 'She said "no" & <script>alert(1)</script> – it\'s fine'


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[workbook.Shown]:
    pages: list[workbook.Shown] = []
    monkeypatch.setattr(showing, "display_now", pages.append)
    monkeypatch.setattr(choosing, "display_now", pages.append)
    return pages


@pytest.fixture
def ax() -> Axes:
    _, axes = plt.subplots(figsize=(4, 2))
    axes.plot([0, 1, 2], [1.0, 3.0, 2.0], label="a")
    axes.fill_between([0, 1, 2], [0, 2, 1], [2, 4, 3], alpha=0.3)
    axes.legend()
    return axes


# -- figures


def test_show_gives_one_image_with_alt_and_caption_escaped(ax: Axes, shown: list[workbook.Shown]) -> None:
    show(ax, NASTY, NASTY + " caption")
    (page,) = shown
    tags = Tags(page.html)
    images = [attributes for tag, attributes in tags.found if tag == "img"]
    assert len(images) == 1
    assert images[0]["alt"] == NASTY
    assert tags.words == NASTY + " caption"
    assert {tag for tag, _ in tags.found} == {"figure", "img", "figcaption"}
    assert page.text == NASTY
    picture = Image.open(io.BytesIO(base64.b64decode(str(images[0]["src"]).removeprefix("data:image/png;base64,"))))
    picture.load()
    assert picture.width == pytest.approx(int(str(images[0]["width"])) * 1.5, abs=1)


def test_show_closes_the_figure(ax: Axes, shown: list[workbook.Shown]) -> None:
    number = ax.figure.number  # type: ignore[union-attr]
    show(ax.figure, "a line", "A line.")
    assert not plt.fignum_exists(number)


@pytest.mark.parametrize(("alt", "caption"), [("", "x"), (" \n", "x"), ("x", "")])
def test_show_refuses_empty_words(ax: Axes, shown: list[workbook.Shown], alt: str, caption: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        show(ax, alt, caption)
    assert not shown


def test_show_refuses_what_it_cannot_write(ax: Axes, tmp_path: Path, shown: list[workbook.Shown]) -> None:
    with pytest.raises(ValueError, match="both name and folder"):
        show(ax, "a", "b", name="x")
    with pytest.raises(ValueError, match="both name and folder"):
        show(ax, "a", "b", data=pd.DataFrame({"x": [1]}))
    with pytest.raises(ValueError, match="no file name"):
        show(ax, "a", "b", name="../x", folder=tmp_path)
    with pytest.raises(ValueError, match="not int"):
        show(3, "a", "b")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


DRAW = """
import sys, matplotlib; matplotlib.use("agg")
from matplotlib import pyplot as plt
import pandas as pd
from analysis.workbook import show
fig, axes = plt.subplots(1, 2)
axes[0].plot([0, 1, 2], [1, 3, 2], "o--", label="one"); axes[0].legend(); axes[0].set_xlim(0.5, 1.5)
axes[1].fill_between([0, 1], [0, 1], [1, 2], hatch="//"); axes[1].set_title("ü")
show(fig, "alt", "caption", name="f", data=pd.DataFrame({"x": [0.1 + 0.2]}), folder=sys.argv[1])
"""


def test_figure_files_are_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        environment = {**os.environ, "PYTHONHASHSEED": {"a": "1", "b": "2"}[folder]}
        subprocess.run([sys.executable, "-c", DRAW, str(tmp_path / folder)], check=True, env=environment, stdout=-3)
    names = ["f.csv", "f.png", "f.svg"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    svg = (tmp_path / "a" / "f.svg").read_text(encoding="utf-8")
    assert "<dc:date>" not in svg
    assert Image.open(tmp_path / "a" / "f.png").text.keys() <= {"dpi"}


def test_csv_has_six_significant_digits(ax: Axes, tmp_path: Path, shown: list[workbook.Shown]) -> None:
    data = pd.DataFrame({"word": ["café", 'a "b", c'], "share": [1 / 3, 123456.789], "n": [1, 2], "p": [np.nan, 1e-9]})
    data["mixed"] = pd.Series([2 / 3, None], dtype=object)
    show(ax, "a", "b", name="01_x", data=data, folder=tmp_path / "figures")
    assert (tmp_path / "figures" / "01_x.csv").read_bytes().decode("utf-8") == (
        'word,share,n,p,mixed\ncafé,0.333333,1,,0.666667\n"a ""b"", c",123457,2,1e-09,\n'
    )
    assert data["share"][0] == 1 / 3


# -- tables


def test_tabulate_escapes_and_formats() -> None:
    table = pd.DataFrame({NASTY: [NASTY, "b"], "score": [-1.005, np.nan], "n": [1234, 5]}, index=["x", "y"])
    table.index.name = "story"
    page = tabulate(table, NASTY, digits={"score": 1})
    tags = Tags(page.html)
    assert {tag for tag, _ in tags.found} == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    cells = [line for line in tags.words.split("\n") if line]
    assert cells == [NASTY, f"story{NASTY}scoren", f"x{NASTY}−1.01,234", "yb–5"]
    assert page._repr_html_() == page.html
    assert "–" in repr(page)
    assert list(table.columns) == [NASTY, "score", "n"]


def test_tabulate_needs_a_caption() -> None:
    with pytest.raises(ValueError, match="caption is empty"):
        tabulate(pd.DataFrame({"a": [1]}), " ")


def test_tabulate_of_no_rows_and_of_two_columns_of_one_name() -> None:
    assert tabulate(pd.DataFrame({"a": []}), "None").html.count("<td") == 0
    twice = pd.DataFrame([[1, 2.5]], columns=["a", "a"])
    assert re.findall(r">([^<]*)</td>", tabulate(twice, "Twice", digits=1).html) == ["1", "2.5"]


# -- stories


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "my texts" / "a.txt", tmp_path / "my texts" / "b.txt"
    paths[0].parent.mkdir()
    for path in paths:
        path.write_text("The cat sat on the mat. It was a good mat, and the cat was glad of it.\n", encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_choose_our_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANALYSIS_TO", raising=False)
    stories, folder = choose_stories()
    assert len(stories) == 2
    checkout = find_checkout()
    assert checkout is not None
    assert folder == checkout / "figures"


def test_choose_own_texts(texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANALYSIS_TO", raising=False)
    stories, folder = choose_stories(*texts, "My pair")
    assert [Path(path).name for path in stories["path"]] == ["a.txt", "b.txt"]
    assert folder.parts[-3:] == ("reports", "My_pair", "figures")
    assert choose_stories(*texts)[1].parts[-3:] == ("reports", "a-b", "figures")
    assert not folder.exists()


def test_choose_obeys_the_environment(texts: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_TO", str(tmp_path / "to"))
    assert choose_stories(*texts, "x")[1] == tmp_path / "to" / "figures"
    assert choose_stories()[1] == tmp_path / "to" / "figures"


def test_choose_outside_a_checkout(texts: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANALYSIS_TO", raising=False)
    monkeypatch.setattr(choosing, "find_checkout", lambda: None)
    monkeypatch.chdir(tmp_path)
    assert choose_stories(*texts)[1] == tmp_path / "reports" / "a-b" / "figures"


def test_one_text_alone_is_an_error(texts: tuple[str, str]) -> None:
    for pair in [(texts[0], ""), ("", texts[0])]:
        with pytest.raises(StoryError, match=r"a\.txt: one text is given"):
            choose_stories(*pair)


def test_report_names_are_safe() -> None:
    assert name_report("x/../..", "/etc/passwd") == "passwd"
    assert name_report("Ünïcode.txt", "b" * 300) == "Ünïcode-" + "b" * 50
    assert name_report("???", "...") == "two_narratives"
    assert "/" not in name_report(name="/a/b\\c:d")


def test_provenance_names_files_without_folders() -> None:
    stories = pd.DataFrame({"title": [NASTY], "text": ["four"], "path": ["/home/me/a b.txt"], "sha256": ["ab" * 32]})
    table = describe_provenance(stories, seed=7)
    facts = dict(zip(table["what"], table["value"], strict=True))
    assert list(table.columns) == ["what", "value"]
    assert facts["story 1"] == NASTY
    assert facts["story 1, file"] == "a b.txt"
    assert facts["story 1, characters"] == "4"
    assert facts["seed"] == "7"
    assert facts["pandas"] == pd.__version__
    assert "/home" not in " ".join(table["value"])


def test_passages_side_by_side_are_marked_and_escaped() -> None:
    texts = {"a <b>": "Then <i>she</i> took the old stage.", "b": "He took the stage. No more."}
    sentences = split_sentences(read_stories(texts))
    shown = pair_passages(align_passages(sentences), sentences, "Side by side")
    assert "<b>took the old stage</b>" in shown.html
    assert "a &lt;b&gt;, sentence 0" in shown.html
    assert "<i>she" not in shown.html
    assert "No more" not in shown.html
    with pytest.raises(ValueError, match="caption"):
        pair_passages(align_passages(sentences), sentences, " ")


def test_overlap_is_spread_over_a_row_for_each_measure() -> None:
    stories = {"a": "The red and green cat. " * 20, "b": "The red and green dog. " * 20, "c": "One sun."}
    spread = spread_overlap(measure_overlap(read_stories(stories)))
    assert spread["pair"].unique().tolist() == ["a and b", "a and c", "b and c"]
    first = spread.iloc[0]
    assert first["measure"] == "overlap"
    assert first["unrelated stories"] != "–"
    assert spread.iloc[-1]["unrelated stories"] == "–"
