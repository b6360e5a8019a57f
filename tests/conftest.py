"""What several test modules share: the made texts, and steady property tests."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

import analysis
from analysis import lexicons

FIXTURES = Path(__file__).with_name("fixtures")
DATA = Path(__file__).parents[1] / "data"

# The same examples on every run, and no time limit on a busy machine.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def made() -> dict[str, str]:
    """The made texts by name: dialogue, letter, poem, tale, typography."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(FIXTURES.glob("*.txt"))}


@pytest.fixture(scope="session")
def prose(made: dict[str, str]) -> dict[str, str]:
    """Texts whose typography must not matter: the made ones and the two stories of the workbook, without the poem."""
    shipped = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))}
    return {name: text for name, text in (made | shipped).items() if name != "poem"}


@pytest.fixture
def textstat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """textstat with its pronunciations at hand; parsed here, since NLTK's own reader takes ten seconds for them."""
    import nltk

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(nltk.data, "path", list(nltk.data.path))
    lexicons._nltk_folder.cache_clear()
    entries: dict[str, list[list[str]]] = {}
    for line in (analysis.provide_nltk_data() / lexicons.CMUDICT).read_text("utf-8").splitlines():
        word, _, *phones = line.split()
        entries.setdefault(word, []).append(phones)
    monkeypatch.setattr(nltk.corpus, "cmudict", SimpleNamespace(dict=lambda: entries))
    import textstat

    yield textstat
    lexicons._nltk_folder.cache_clear()
