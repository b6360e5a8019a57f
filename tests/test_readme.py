"""The README's examples run as they stand, in any folder that has the data beside it, and its links lead somewhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


EXAMPLES = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def run(example: str, folder: Path) -> str:
    """What the example prints, run as a script in a folder that has the data beside it."""
    shutil.copytree(ROOT / "data", folder / "data")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", example], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env=os.environ | {"MPLBACKEND": "agg"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_one_storys_readability_takes_three_lines(tmp_path: Path) -> None:
    assert len(EXAMPLES) == 5
    assert len(EXAMPLES[0].splitlines()) == 3
    rows = {line.split()[0]: line.split()[1:] for line in run(EXAMPLES[0], tmp_path).splitlines()}
    assert rows["words_per_sentence"][0] == "21.0"  # 378 words in 18 sentences
    assert len(rows["flesch_reading_ease"]) == 3  # the value between the ends of its interval
    assert float(rows["flesch_reading_ease"][1]) < float(rows["flesch_reading_ease"][0])


def test_a_folder_becomes_one_table(tmp_path: Path) -> None:
    run(EXAMPLES[1], tmp_path)
    table = pd.read_csv(tmp_path / "readability.csv")
    assert table.groupby("measure")["story"].agg(list).tolist() == [["Thierry", "Léa"]] * table["measure"].nunique()
    assert table.loc[table["measure"] == "words_per_sentence", "value"].tolist() == pytest.approx([378 / 18, 380 / 19])


def test_a_trajectory_stands_in_a_figure_of_ones_own(tmp_path: Path) -> None:
    run(EXAMPLES[2], tmp_path)
    with Image.open(tmp_path / "trajectory.png") as picture:
        assert picture.size == (1000, 350)
        left, right = (np.asarray(picture.convert("RGB").crop((edge, 0, edge + 500, 350))) for edge in (0, 500))
    blue, orange = ((np.abs(left.astype(int) - color).max(axis=2) < 12).sum() for color in ((0, 114, 178), (213, 94, 0)))
    assert min(blue, orange) > 50  # both curves, in their colours
    assert (right < 128).any()


def test_a_verdict_and_the_passage_behind_a_number(tmp_path: Path) -> None:
    lines = run(EXAMPLES[3], tmp_path).splitlines()
    assert "not distinguishable at this length" in lines[0].lower()
    assert lines[1].startswith("She began to work with organizations")
    assert len(lines) == 2


def test_many_stories_are_measured_and_kept(tmp_path: Path) -> None:
    lines = run(EXAMPLES[4], tmp_path).splitlines()
    assert [line.split()[1:3] for line in lines[1:]] == [["Thierry", "378"], ["Léa", "380"]]
    assert len(list((tmp_path / "measured" / "parts").iterdir())) == 1
    assert len(pd.read_csv(tmp_path / "measured" / "corpus.csv")) == 2


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_tables_name_functions_that_exist() -> None:
    import analysis

    named = set(re.findall(r"`(\w+)\(", README))
    assert len(named) > 8
    assert {name for name in named if not hasattr(analysis, name)} == set()
