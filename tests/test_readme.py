"""The README's example runs as it stands, in any folder that has the data beside it, and its links lead somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_runs_from_another_folder(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", example], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "words_per_sentence" in done.stdout
    assert "not distinguishable at this length" in done.stdout.lower()
    assert done.stdout.rstrip().splitlines()[-1].startswith("She began to work with organizations")
    assert len([line for line in example.splitlines() if line.strip()]) == 8


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_tables_name_functions_that_exist() -> None:
    import analysis

    named = set(re.findall(r"`(\w+)\(", README))
    assert len(named) > 8
    assert {name for name in named if not hasattr(analysis, name)} == set()
