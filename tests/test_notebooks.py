"""What the notebooks say of the two stories in data/, in prose, is what the functions find; and every notebook is whole."""

import json
import os
import re
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.plots.style import STYLES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    return analysis.read_stories(ROOT / "data")


def test_names_decide_what_flesch_seems_to_say(stories: pd.DataFrame) -> None:
    words = analysis.split_words(analysis.split_sentences(stories))
    parts = analysis.explain_readability(words).parts.query("measure == 'flesch_reading_ease'")
    part = parts.set_index("part")["contribution"]
    assert -10 < part.sum() < 0  # Thierry the harder text by a few points
    assert part["syllables of ordinary words"] < 2 * part.sum()  # by far more than that
    assert part["syllables of names"] > -0.5 * part["syllables of ordinary words"]  # most of it paid back
    value = analysis.measure_readability(words).set_index(["story", "measure"])["value"]
    assert value["Léa", "ease"] < value["Thierry", "ease"] - 0.3  # Léa the harder story
    assert abs(value["Léa", "ease_nameproof"] - value["Thierry", "ease_nameproof"]) < 0.1  # next to no difference


def test_no_difference_can_be_told_from_chance(stories: pd.DataFrame) -> None:
    readability = analysis.compare_readability(stories).dropna(subset=["p"])["verdict"]
    sentiment = analysis.compare_sentiment(stories)["verdict"]
    assert {*readability, *sentiment} == {"not distinguishable at this length"}


def test_vader_takes_despite_for_a_negator(stories: pd.DataFrame) -> None:
    rows = analysis.explain_vader(stories)
    row = rows[(rows["story"] == "Thierry") & (rows["form"] == "Despite")].iloc[0]
    assert row["vader"] < -0.3 < 0.3 < row["without"]


def test_critical_is_the_one_word_that_lowers_the_tone(stories: pd.DataFrame) -> None:
    weights = analysis.weigh_words(analysis.explain_sentiment(stories))
    ten = weights[weights["story"] == "Thierry"].head(10)
    assert ten.loc[ten["contribution"] < 0, "word"].tolist() == ["critical"]


def test_the_two_share_more_than_unrelated_stories_do_as_if_one_story_and_in_the_same_order(stories: pd.DataFrame) -> None:
    words = analysis.split_words(stories)
    overlap = analysis.measure_overlap(words).iloc[0]
    assert overlap["verdict"] == "distinguishable"
    assert overlap["value"] > max(overlap["one_story"], overlap["same_book"])
    assert set(analysis.judge_matches(words)["verdict"]) == {"distinguishable"}
    alignments = analysis.align_passages(words)
    order = analysis.assess_order(alignments).iloc[0]
    assert order["verdict"] == "distinguishable"
    assert order["value"] > 0.3
    found = " | ".join(alignments["text_2"])
    for hinge in ("was a name that", "As a child", "calling lay", "She continued to perform", "And when she took the stage"):
        assert hinge in found


def test_no_word_no_family_and_no_diversity_sets_the_two_apart(stories: pd.DataFrame) -> None:
    words = analysis.split_words(stories)
    assert not (analysis.rank_distinctive(words)["p_adjusted"] < 0.05).any()
    assert set(analysis.compare_diversity(words)["verdict"]) == {"not distinguishable at this length"}
    only = analysis.list_vocabulary(words).query("part != 'shared'").set_index("form")["part"]
    assert only[["dance", "ancestors", "community"]].eq("only first").all()
    assert only[["pianist", "piano", "dombra", "awards"]].eq("only second").all()


def test_the_synthesis_finds_sharing_and_no_difference(stories: pd.DataFrame) -> None:
    findings = analysis.contrast_stories(stories).set_index("measure")
    shared = ["overlap", "phrases", "alignments", "closest", "order"]
    assert set(findings.loc[shared, "verdict"]) == {"distinguishable"}
    assert set(findings.drop(index=shared)["verdict"]) == {"not distinguishable at this length"}
    text = analysis.state_findings(findings.reset_index())
    assert "In none of 10 tests are Thierry and Léa distinguishable" in text
    only = analysis.list_vocabulary(stories).query("part != 'shared'").set_index("form")["part"]
    assert only[["dombra", "piano"]].eq("only second").all()
    names = analysis.find_names(analysis.split_sentences(stories)).set_index("form")["story"]
    assert (names["Paris"], names["Almaty"]) == ("Thierry", "Léa")


LONGER = {"03_word_shift", "01_chapters"}  # drawn of longer texts only


def test_each_figure_is_listed_with_its_notebook_and_its_data() -> None:
    figures = ROOT / "figures"
    pattern = r"^\| (\d\d_\w+)(?: \([^)]*\))? \| [^|]+\| (\S+)\.csv[^|]* \| (\S+) \|$"
    rows = re.findall(pattern, (figures / "README.md").read_text("utf-8"), flags=re.M)
    assert len(rows) > 10
    listed = [figure for figure, _, _ in rows]
    assert listed == sorted(listed, key=lambda name: name[:2])
    for figure, data, notebook in rows:
        assert data == figure
        source = (ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8")
        assert f'name=\\"{figure}\\"' in source
        if figure not in LONGER:
            assert all((figures / f"{figure}.{kind}").is_file() for kind in ("png", "svg", "csv"))
    assert {path.stem for path in figures.glob("*.png")} == set(listed) - LONGER


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_executed_and_short_in_its_cells(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    titles = [line for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"] if line.startswith("# ")]
    assert len(titles) == 1
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        source = "".join(cell["source"])
        assert "def " not in source
        assert "%pip" not in source
        assert len(source.splitlines()) <= (13 if "parameters" in cell["metadata"].get("tags", []) else 8)
        assert not [output for output in cell["outputs"] if output["output_type"] == "error"]
        pictures = ["".join(output.get("data", {}).get("text/html", "")) for output in cell["outputs"]]
        assert all('alt=""' not in page and ("<img" not in page or "alt=" in page) for page in pictures)


def test_wrong_input_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    """A path as Windows copies it is no SyntaxError, and a file that is not there is said in one line."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    parameters.source = parameters.source.replace('"STORY_A", r""', r'"STORY_A", r"C:\Users\new\Ume\xylophone.docx"')
    parameters.source = parameters.source.replace('"STORY_B", r""', f'"STORY_B", r"{ROOT / "README.md"}"')
    choice = next(number for number, cell in enumerate(notebook.cells) if "choose_stories" in cell.source)
    notebook.cells = notebook.cells[: choice + 1]
    client = NotebookClient(notebook, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": tmp_path}})
    client.execute()
    errors = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert [error.ename for error in errors] == ["StoryError"]
    [said] = errors[0].traceback
    assert said.startswith(r"C:\Users\new\Ume\xylophone.docx: there is no such file; check the path")
    assert "\n" not in said


def test_the_stories_are_the_bytes_that_were_given(stories: pd.DataFrame) -> None:
    table = (ROOT / "data" / "README.md").read_text("utf-8")
    assert len(stories) == 2
    assert all(digest in table for digest in stories["sha256"])


def test_two_styles_are_told_apart_without_colour() -> None:
    assert len({style.line for style in STYLES}) == len({style.marker for style in STYLES}) == len(STYLES)
    assert not os.environ.get("STORY_A")
