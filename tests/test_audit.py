"""make audit: what was not looked up is never called safe."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "audit.py"
SAFE = {"name": "numpy", "version": "2.0", "vulns": []}
HARMED = {"name": "nltk", "version": "3.8", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.9"], "aliases": []}]}
SKIPPED = {"name": "tqdm", "skip_reason": "Dependency not found on PyPI and could not be audited: tqdm (4.66)"}


@pytest.mark.parametrize(
    ("dependencies", "code", "said"),
    [
        ([SAFE], 0, "1 of 1 packages looked up, 0 advisories"),
        ([SAFE, HARMED], 1, "nltk 3.8: PYSEC-1, mended in 3.9"),
        ([SAFE, SKIPPED], 2, "NOT looked up: 1 packages, the first: Dependency not found on PyPI"),
        ([HARMED, SKIPPED], 1, "1 of 2 packages looked up, 1 advisories"),
        ([], 2, "0 of 0"),
    ],
)
def test_what_was_not_looked_up_is_no_success(dependencies: list[dict[str, Any]], code: int, said: str) -> None:
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    audit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(audit)
    found, lines = audit.judge(dependencies)
    assert found == code
    assert said in "\n".join(lines)
