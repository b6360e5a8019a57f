"""python -m analysis: what it writes, what it refuses, and that nothing is left half done."""

from __future__ import annotations

import base64
import io
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")

import nbformat
from nbformat import v4

from analysis import __main__ as command
from analysis.workbook import choose_stories, choosing, describe_provenance
from analysis.workbook.report import bind_report, execute_notebooks

pytestmark = pytest.mark.slow

READ = 'import os\nfrom analysis.workbook import choose_stories\nstories, folder = choose_stories("", "")'
OWN = READ.replace('"", ""', 'os.environ["STORY_A"], os.environ["STORY_B"], os.environ["NAME"]')
SHOW = (
    "from matplotlib import pyplot as plt\nfrom analysis.workbook import show\nfig, ax = plt.subplots()\n"
    'ax.plot([1, 2])\nshow(ax, "A <line>", "Caption", name="01_line", data=stories[["title"]], folder=folder)'
)


def write_notebook(path: Path, *codes: str, heading: str = "# Is it <em>long</em>?") -> None:
    cells = [v4.new_markdown_cell(heading + "\n\n[a link](https://example.org) <script>x()</script>", id="top")]
    cells += [v4.new_code_cell(code, id=f"code-{number}") for number, code in enumerate(codes)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=cells), path)


def write_texts(folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"one a.txt": "The cat sat on the mat, and it was glad.\n", "two <b>.txt": "A dog ran to the old barn.\n"}
    for name, text in texts.items():
        (folder / name).write_text(text * 5, encoding="utf-8")
    return [str(folder / name) for name in texts]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout: two stories, one notebook, one figure that no notebook makes any more, one page about them."""
    root = tmp_path / "check out"
    write_texts(root / "data")
    (root / "figures").mkdir()
    (root / "figures" / "00_old.png").write_bytes(b"old")
    (root / "figures" / "README.md").write_text("about")
    write_notebook(root / "notebooks" / "01_one.ipynb", OWN, SHOW, "print(1)\nprint(2)\nstories.title.tolist()")
    for module in (command, choosing):
        monkeypatch.setattr(module, "find_checkout", lambda: root)
    monkeypatch.delenv("ANALYSIS_TO", raising=False)
    return root


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Notebooks are not executed, only their settings kept: for tests of what is refused before, and kept after."""
    runs: list[dict[str, str]] = []

    def execute(paths: list[Path], settings: dict[str, str], scratch: Path) -> list[object]:
        runs.append(settings)
        return [nbformat.read(path, as_version=4) for path in paths]

    monkeypatch.setattr(command, "execute_notebooks", execute)
    return runs


def test_in_place_twice_gives_the_same_bytes(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    first = snapshot(checkout)
    assert set(first) == {
        "data/one a.txt",
        "data/two <b>.txt",
        "figures/01_line.csv",
        "figures/01_line.png",
        "figures/01_line.svg",
        "figures/README.md",
        "notebooks/01_one.ipynb",
        "reports/report.html",
        "reports/texts/one a.txt",
        "reports/texts/two _b_.txt",
    }
    notebook = nbformat.read(checkout / "notebooks" / "01_one.ipynb", as_version=4)
    assert [cell.id for cell in notebook.cells] == ["top", "code-0", "code-1", "code-2"]
    assert notebook.cells[2].outputs[0].data["text/plain"] == "A <line>"
    assert len(notebook.cells[2].outputs) == 1
    assert "version" not in notebook.metadata.language_info
    assert all("execution" not in cell.metadata for cell in notebook.cells)
    assert str(checkout) not in str(notebook)
    assert command.main([]) == 0
    assert snapshot(checkout) == first
    assert "[1/1] 01_one" in capsys.readouterr().err


def test_own_texts_touch_nothing_else(checkout: Path, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "mine")
    before = snapshot(checkout)
    assert command.main([*texts, "--name", "My pair"]) == 0
    report = checkout / "reports" / "My_pair"
    figures = {f"figures/01_line.{end}" for end in ("csv", "png", "svg")}
    read = {"texts/one a.txt", "texts/two _b_.txt"}
    assert set(snapshot(report)) == {"report.html", "notebooks/01_one.ipynb", *figures, *read}
    assert (report / "texts" / "one a.txt").read_bytes() == Path(texts[0]).read_bytes()
    assert {name: data for name, data in snapshot(checkout).items() if not name.startswith("reports")} == before
    assert sorted(p.name for p in report.parent.iterdir()) == ["My_pair"]
    assert "two <b>" in (report / "figures" / "01_line.csv").read_text(encoding="utf-8")


def test_a_failing_notebook_is_named_and_changes_nothing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_notebook(checkout / "notebooks" / "02_two.ipynb", "x = 1", "# a comment\nprint(x)\nraise KeyError('gone')")
    before = snapshot(checkout)
    assert command.main([]) == 1
    message = capsys.readouterr().err.splitlines()[-1]
    assert message == "analysis: 02_two.ipynb, cell 3 (# a comment): KeyError: 'gone'"
    assert snapshot(checkout) == before


def test_a_failing_notebook_leaves_no_folder_and_keeps_the_old_report(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_kernel: list[dict[str, str]]
) -> None:
    texts, to = write_texts(tmp_path / "mine"), tmp_path / "out" / "report"
    assert command.main([*texts, "--to", str(to)]) == 0
    before = snapshot(to.parent)

    def fail(*_: object) -> None:
        raise command.NotebookError("01_one.ipynb: failed")

    monkeypatch.setattr(command, "execute_notebooks", fail)
    assert command.main([*texts, "--to", str(to), "--force"]) == 1
    assert command.main([*texts, "--to", str(to.parent / "new")]) == 1
    assert snapshot(to.parent) == before
    assert [p.name for p in to.parent.iterdir()] == ["report"]


def test_bad_texts_are_one_line_and_exit_2(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    texts, to = write_texts(tmp_path / "mine"), tmp_path / "out"
    missing = str(tmp_path / "no such.txt")
    only = write_texts(tmp_path / "only")
    Path(only[1]).unlink()
    cases = [
        ([texts[0], missing], "no such.txt"),
        (texts[:1], f"one text given ({texts[0]})"),
        ([*texts, missing], "no such.txt"),
        ([str(tmp_path / "mine"), "one a"], "after a folder, pattern or .zip file name the two of its stories"),
        ([str(tmp_path / "mine"), *texts, texts[0]], "after a folder, pattern or .zip file name the two of its stories"),
        ([str(tmp_path / "mine"), "one a", "three"], "three: no story is named so; there are 'one a', 'two <b>'"),
        ([str(tmp_path / "mine"), "one a", "one a.txt"], "one a: this story is named twice"),
        ([str(tmp_path / "only")], "one story here"),
        ([str(tmp_path / "check out" / "figures" / "*.odt")], "no text that fits this as a pattern"),
    ]
    for arguments, words in cases:
        assert command.main([*arguments, "--to", str(to)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("analysis: ")
        assert words in line
    assert not to.exists()
    assert not no_kernel


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        ("--names", None, "there is no such file"),
        ("--names", b"", "is empty"),
        ("--names", b"Zo\xeb\n", "UTF-8"),
        ("--lexicon", None, "there is no such file"),
        ("--lexicon", b"", "cannot be read"),
        ("--lexicon", b"word,weight\n", "lists no words"),
        ("--lexicon", b"grim,-2\n", "has no column 'word'"),
        ("--lexicon", b"word,weight\ngrim,-2\nserene,\n", "line 3: 'serene' weighs ''"),
        ("--lexicon", b"word,weight\ncat,-2\ncat,1\n", "two weights for 'cat'"),
    ],
)
def test_a_bad_file_of_names_or_words_is_one_line_and_exit_2(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], capsys: pytest.CaptureFixture[str],
    option: str, content: bytes | None, words: str,
) -> None:  # fmt: skip
    texts, file = write_texts(tmp_path / "mine"), tmp_path / "my file.csv"
    if content is not None:
        file.write_bytes(content)
    before = snapshot(tmp_path)
    for arguments in ([*texts, "--to", str(tmp_path / "out")], []):
        assert command.main([*arguments, option, str(file)]) == 2
        captured = capsys.readouterr()
        (line,) = captured.err.splitlines()
        assert line.startswith("analysis: ")
        assert words in line
        assert captured.out == ""
    assert snapshot(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({Path(name).parts[0] for name in before})
    assert not no_kernel


def test_an_existing_folder_is_refused_without_force(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    texts, to = write_texts(tmp_path / "mine"), tmp_path / "out"
    to.mkdir()
    assert command.main([*texts, "--to", str(to)]) == 0  # empty: fine
    assert command.main([*texts, "--to", str(to)]) == 2
    assert "--force" in capsys.readouterr().err
    assert command.main([*texts, "--to", str(to), "--force"]) == 0
    assert len(no_kernel) == 2


def test_force_never_deletes_what_is_not_ours(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = write_texts(tmp_path / "mine")
    before = snapshot(tmp_path / "mine")
    assert command.main([*texts, "--to", str(tmp_path / "mine"), "--force"]) == 2
    assert "no report of ours" in capsys.readouterr().err
    assert command.main([*texts, "--to", texts[0], "--force"]) == 2
    assert snapshot(tmp_path / "mine") == before

    for own in ("thoughts.txt", "notebooks/my_own.ipynb", "figures/notes.docx"):
        to = tmp_path / Path(own).stem
        assert command.main([*texts, "--to", str(to)]) == 0
        (to / own).write_text("mine")
        assert command.main([*texts, "--to", str(to), "--force"]) == 2
        assert Path(own).name in capsys.readouterr().err
        assert (to / own).read_text() == "mine"


def test_outside_a_checkout(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (command, choosing):
        monkeypatch.setattr(module, "find_checkout", lambda: None)
    monkeypatch.setattr(choosing, "__file__", str(checkout / "workbook" / "choosing.py"))  # the wheel's own folder
    monkeypatch.chdir(tmp_path)
    before = snapshot(checkout)
    assert command.main([]) == 0
    assert (tmp_path / "reports" / "two_narratives" / "report.html").is_file()
    assert snapshot(checkout) == before


# -- more than two texts, names and words of one's own


def take_settings(runs: list[dict[str, str]]) -> dict[str, str]:
    """The settings of the last run, without where it wrote."""
    return {key: value for key, value in runs[-1].items() if key != "ANALYSIS_TO"}


def test_a_folder_and_two_of_its_stories(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my tales"
    first, second = write_texts(folder)
    (folder / "zoo.txt").write_text("It rained and it was cold, and the birds were glad of the sun.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    chosen = {
        (): ["one a", "two <b>", "zoo"],
        ("zoo", "one a"): ["zoo", "one a", "two <b>"],
        ("two <b>.txt", first): ["two <b>", "one a", "zoo"],
        (f"my tales/{Path(second).name}", "./my tales/zoo.txt"): ["two <b>", "zoo", "one a"],  # as a shell completes them
    }
    for number, (pair, order) in enumerate(chosen.items()):
        assert command.main(["my tales", *pair, "--to", str(tmp_path / f"out {number}")]) == 0
        page = (tmp_path / f"out {number}" / "report.html").read_text(encoding="utf-8")
        title = " and ".join(order[:2]).replace("<b>", "&lt;b&gt;")
        assert f"<title>{title}: a contrast</title>" in page
        settings = take_settings(no_kernel)
        with monkeypatch.context() as elsewhere:  # where a kernel runs
            elsewhere.chdir(checkout)
            stories, _ = choose_stories(settings["STORY_A"], settings["STORY_B"], settings["NAME"], settings["STORIES"])
        assert stories["story"].tolist() == order
    assert command.main(["my tales"]) == 0
    assert (checkout / "reports" / "my_tales" / "report.html").is_file()


def test_three_texts(checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]]) -> None:
    texts = [*write_texts(tmp_path / "mine"), *write_texts(tmp_path / "yours")[:1]]
    assert command.main(texts) == 0
    settings = take_settings(no_kernel)
    assert settings == {
        "STORY_A": "", "STORY_B": "", "STORIES": os.pathsep.join(texts), "NAMES": "", "OUTLINE": "", "LEXICON": "",
        "NAME": "",
        "LABEL_A": "", "LABEL_B": "", "ENCODING": "", "LANGUAGE": "",
    }  # fmt: skip
    page = (checkout / "reports" / "one_a-two_b" / "report.html").read_text(encoding="utf-8")
    assert "<title>mine/one a and two &lt;b&gt;: a contrast</title>" in page
    assert [f"story {number}, file" in page for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_labels_and_encoding_reach_the_notebooks_and_the_page(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]]
) -> None:
    texts = write_texts(tmp_path / "mine")
    Path(texts[0]).write_bytes("The café’s cat sat there, and it was glad.\n".encode("mac_roman") * 9)
    options = ["--label", "Ann's <b>", "--label", "Ben", "--encoding", "mac_roman", "--to", str(tmp_path / "out")]
    assert command.main([*texts, *options]) == 0
    assert {key: no_kernel[0][key] for key in ("LABEL_A", "LABEL_B", "ENCODING")} == {
        "LABEL_A": "Ann's <b>", "LABEL_B": "Ben", "ENCODING": "mac_roman",
    }  # fmt: skip
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<title>Ann&#x27;s &lt;b&gt; and Ben: a contrast</title>" in page
    assert (tmp_path / "out" / "texts" / "Ann's _b_.txt").read_text("utf-8").startswith("The café’s cat")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--label", "A", "--label", "B", "--label", "C"], "3 labels given; two at most"),
        (["--label", "Ben", "--label", "Ben"], "Ben: two stories would be called so"),
        (["--label", "two <b>"], "two <b>: two stories would be called so"),
        (["--encoding", "klingon"], "Python knows no encoding 'klingon'"),
    ],
)
def test_labels_and_encodings_that_do_not_fit(
    options: list[str], said: str, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(checkout)
    assert command.main([*write_texts(tmp_path / "mine"), *options]) == 2
    assert said in capsys.readouterr().err
    assert snapshot(checkout) == before


def test_a_report_on_the_texts_of_a_zip_file(checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]]) -> None:
    texts = write_texts(tmp_path / "mine")
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for text in texts:
            archive.write(text, Path(text).name)
    assert command.main([str(tmp_path / "both.zip"), "--to", str(tmp_path / "out")]) == 0
    assert "two &lt;b&gt;: a contrast" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_file_named_like_a_pattern_is_a_file(checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]]) -> None:
    one, two = write_texts(tmp_path / "mine")
    draft = Path(one).rename(tmp_path / "mine" / "one [draft].txt")
    assert command.main([str(draft), two, "--to", str(tmp_path / "out")]) == 0
    assert no_kernel[0]["STORY_A"] == str(draft)


def test_one_story_of_a_folder_and_why_the_others_are_none(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, two = write_texts(tmp_path / "mine")
    Path(two).write_bytes(b"%PDF-1.7 fog")
    assert command.main([str(tmp_path / "mine")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "there is one story here, 'one a'" in line
    assert "is a PDF file" in line


def test_one_text_given_twice_is_two_stories(checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]]) -> None:
    text = write_texts(tmp_path / "mine")[0]
    assert command.main([text, text]) == 0
    assert (no_kernel[0]["STORY_A"], no_kernel[0]["STORY_B"]) == (text, text)
    assert (checkout / "reports" / "one_a-one_a" / "report.html").is_file()


def test_names_and_lexicon_reach_the_notebooks_and_the_page(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("n.txt").write_text("Cat\n")
    Path("w.csv").write_text("word;weight\ncat;1,5\nmat;-1\n")
    before = snapshot(checkout)
    assert command.main(["--names", "n.txt", "--lexicon", "w.csv"]) == 0  # our own stories, yet not in place
    assert (no_kernel[0]["NAMES"], no_kernel[0]["LEXICON"]) == (str(tmp_path / "n.txt"), str(tmp_path / "w.csv"))
    report = checkout / "reports" / "two_narratives" / "report.html"
    page = report.read_text(encoding="utf-8")
    assert {name: data for name, data in snapshot(checkout).items() if not name.startswith("reports")} == before
    assert re.search(r"n\.txt, SHA-256 [0-9a-f]{64}", page)
    assert re.search(r"w\.csv, SHA-256 [0-9a-f]{64}", page)
    assert "10 of 50 words (20 %)" in page  # five times cat and mat among ten words
    assert str(tmp_path) not in page


def test_only_the_path_goes_to_stdout(
    checkout: Path, tmp_path: Path, no_kernel: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = write_texts(tmp_path / "mine")
    ends = [f"*** {end} OF THE PROJECT GUTENBERG EBOOK ***\n" for end in ("START", "END")]
    Path(texts[0]).write_text(f"{ends[0]}It rained.\n{ends[1]}", encoding="utf-8")
    assert command.main([*texts, "--to", str(tmp_path / "out")]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{tmp_path / 'out' / 'report.html'}\n"
    assert "Note. Story 'one a': the header and licence of Project Gutenberg were cut" in captured.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "cells"), [(Terminal, [1, 2, 3]), (io.StringIO, [])])
def test_progress_counts_cells_on_a_terminal_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], cells: list[int]
) -> None:
    write_notebook(tmp_path / "07_two.ipynb", "1", "raise KeyError('gone')")
    write_notebook(tmp_path / "06_one.ipynb", "1", "2")
    monkeypatch.setattr(sys, "stderr", stream())
    (tmp_path / "scratch").mkdir()
    with pytest.raises(command.NotebookError):
        execute_notebooks([tmp_path / "06_one.ipynb", tmp_path / "07_two.ipynb"], {}, tmp_path / "scratch")
    assert isinstance(sys.stderr, stream)
    one, two = "[1/2] 06_one ... ", "[2/2] 07_two ... "
    counted = ["".join(f"\r{label}cell {cell} of 3 " for cell in cells) for label in (one, two)]
    shown = re.sub(r"\d+\.\d s\n", "0.0 s\n", sys.stderr.getvalue())
    assert shown == f"{one}{counted[0]}0.0 s\n{two}{counted[1]}failed\n"


def test_missing_packages_are_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_missing", lambda: ["nbclient"])
    assert command.main([]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "nbclient" in line
    assert "[notebooks]" in line


# -- the page


def test_report_holds_itself(checkout: Path) -> None:
    picture = base64.b64encode(b"\x89PNG").decode()
    figure = f'<figure><img alt="A &quot;line&quot;" src="data:image/png;base64,{picture}"></figure>'
    outputs = [
        v4.new_output("display_data", data={"text/html": figure, "text/plain": "A line"}),
        v4.new_output("display_data", data={"text/markdown": "<img src=x onerror=y()> **said** <script>z()</script>"}),
        v4.new_output("display_data", data={"application/javascript": "z()", "text/plain": "js"}),
    ]
    cells = [
        v4.new_markdown_cell("# Same\n\n## Same\n\n[out](https://example.org) ![far](http://example.org/a.png)"),
        v4.new_code_cell("secret = 1", outputs=outputs),
    ]
    stories, _ = choose_stories()
    facts = describe_provenance(stories)
    page = bind_report([v4.new_notebook(cells=cells), v4.new_notebook(cells=cells)], stories, facts)
    assert page == bind_report([v4.new_notebook(cells=cells), v4.new_notebook(cells=cells)], stories, facts)
    assert not re.search(r"<script|<iframe|<link\b|onerror|javascript:|@import|url\(", page, flags=re.IGNORECASE)
    assert not re.search(r"""(src|href)\s*=\s*["'](?!data:image/png|\#)""", page)
    assert "http" not in page
    assert "secret" not in page
    assert len(re.findall(r"""alt=(?:"A &quot;line&quot;"|'A "line"')""", page)) == 2
    assert 'alt="far"' in page
    assert "<strong>said</strong>" in page
    anchors = re.findall(r'\bid="([^"]*)"', page)
    assert anchors == ["same", "same-2", "same-3", "same-4", "provenance"]
    assert re.findall(r'href="#([^"]*)"', page) == anchors
    assert "two &lt;b&gt;" in page
    assert all(sha in page for sha in stories["sha256"])


def test_titles_are_text_in_the_report(checkout: Path) -> None:
    nasty = '<script>x()</script> "quoted" & *starred* $5 or $6 <img src=x onerror=y()>'
    stories = choose_stories()[0].assign(title=[nasty, "b"])
    page = bind_report([], stories, describe_provenance(stories))
    assert not re.search(r"<script|<img|<em", page)
    shown = "&lt;script&gt;x()&lt;/script&gt; &quot;quoted&quot; &amp; *starred* $5 or $6 &lt;img src=x onerror=y()&gt;"
    assert f"<title>{shown} and b: a contrast</title>" in page
    assert f"<h1>{shown} and b: a contrast</h1>" in page
    assert page.count(shown.replace("$", "<span>$</span>")) == 1  # among the facts


def test_only_the_pair_shown_is_in_the_title(checkout: Path) -> None:
    (checkout / "data" / "zoo.txt").write_text("It rained and it was cold, and the birds were glad of the sun.\n")
    stories, _ = choose_stories()
    page = bind_report([], stories, describe_provenance(stories))
    assert "<title>one a and two &lt;b&gt;: a contrast</title>" in page
    assert all(sha in page for sha in stories["sha256"])
