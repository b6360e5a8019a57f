"""What several test modules share: the made texts, steady property tests, and what must not matter to any function."""

import re
import socket
import sys
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings, strategies as st

import analysis
from analysis import StoryWarning, read_stories
from analysis.lexicons import nltk_data
from analysis.statistics import norms
from analysis.statistics.norms import PROBABILITIES
from analysis.text.canonical import WORD, normalise

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

Function = Callable[[pd.DataFrame], pd.DataFrame]
FIXTURES = Path(__file__).with_name("fixtures")
DATA = Path(__file__).parents[1] / "data"

# The same examples on every run, and no time limit on a busy machine.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def _forbid_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Whatever asks for a host that is not this machine fails: nothing here may need a network."""
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "localhost"  # a path: a socket of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0] or "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    own = ("localhost", "", "0.0.0.0", "::", "::1", socket.gethostname())
    assert host in own or host.startswith("127."), f"the network was asked for {host}"


sys.addaudithook(_forbid_network)


@pytest.fixture(scope="session")
def made() -> dict[str, str]:
    """The made texts by name: dialogue, letter, poem, tale, typography."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(FIXTURES.glob("*.txt"))}


@pytest.fixture(scope="session")
def prose(made: dict[str, str]) -> dict[str, str]:
    """Texts whose typography must not matter: the made ones and the two stories of the workbook, without the poem."""
    shipped = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))}
    return {name: text for name, text in (made | shipped).items() if name != "poem"}


@pytest.fixture(scope="session")
def ordinary() -> Any:
    """The tables of two ordinary stories, b before a, that have a few phrases in common."""
    from hostile import ORDINARY, OTHER, Made

    return Made({"b": f"{ORDINARY}\n\n{ONE}", "a": f"{OTHER}\n\n{TWO}"})


@pytest.fixture
def textstat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """textstat with its pronunciations at hand; parsed here, since NLTK's own reader takes ten seconds for them."""
    import nltk

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(nltk.data, "path", list(nltk.data.path))
    nltk_data._nltk_folder.cache_clear()
    entries: dict[str, list[list[str]]] = {}
    for line in (analysis.provide_nltk_data() / nltk_data.CMUDICT).read_text("utf-8").splitlines():
        word, _, *phones = line.split()
        entries.setdefault(word, []).append(phones)
    monkeypatch.setattr(nltk.corpus, "cmudict", SimpleNamespace(dict=lambda: entries))
    import textstat

    yield textstat
    nltk_data._nltk_folder.cache_clear()


@pytest.fixture(autouse=True)
def leave_no_figure() -> Iterator[None]:
    """What a test opens is closed after it: tests share a process in any order, and matplotlib warns of many figures."""
    plt = sys.modules.get("matplotlib.pyplot")
    before = plt.get_fignums() if plt else []
    yield
    if plt := sys.modules.get("matplotlib.pyplot"):
        for number in set(plt.get_fignums()).difference(before):
            plt.close(number)


@pytest.fixture
def close_figures() -> Iterator[None]:
    """All figures are closed after the test, also those of a fixture of its module."""
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


def whole(drawn: Any) -> Any:
    """The figure that a plot function returns, or that its axes stand in."""
    return getattr(drawn, "figure", drawn)


def check_apart(figure: "Figure", texts: Sequence["Text"], *, dpis: Sequence[int] = (100, 200)) -> None:
    """No two of these texts overlap in print, and none leaves the figure, at any of these resolutions."""
    for dpi in dpis:
        figure.set_dpi(dpi)
        figure.draw_without_rendering()
        boxes = [(text, text.get_window_extent()) for text in texts]
        for (one, box), (two, other) in combinations(boxes, 2):
            assert not box.overlaps(other), (dpi, one, two)
        for text, box in boxes:
            assert box.x0 >= 0, (dpi, text)
            assert box.y0 >= 0, (dpi, text)
            assert box.x1 <= figure.bbox.width + 1, (dpi, text)
            assert box.y1 <= figure.bbox.height + 1, (dpi, text)


def words_of(figure: "Figure") -> str:
    """All that is printed, in one line."""
    return " ".join(text.get_text() for text in find_texts(figure)).replace("\n", " ")


def find_texts(figure: "Figure") -> list["Text"]:
    """All that is printed: labels of ticks beyond the axis are not."""
    from matplotlib.text import Text

    ticks = [(tick, axis) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for tick in axis.get_major_ticks()]
    hidden = [
        label
        for tick, axis in ticks
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    ]
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible() and text not in hidden]


# Names of stories that are long, have signs of mathematics and of HTML, and run from right to left.
LONG_NAME = "The Personal History, Adventures, Experience and Observation of David Copperfield the Younger"
ODD_NAME = "Über $5 & <b> größere_x^2 Ausgabe $y$, vollständig durchgesehen und vermehrt"
HEBREW_NAME = "סיפורה של הפסנתרנית הצעירה"

# --- made texts -------------------------------------------------------------------------------------------------------

# Two stories with phrases in common.
ONE = (
    "Then Amy took the stage, and the old piano fell silent. Nobody in the hall moved.\n\n"
    "It was the end of the day. The old piano stood by the long red wall. Nobody in the hall spoke."
)
TWO = (
    "It was the end of the war. Then Jo took the stage again.\n\nNobody in the street moved, and the old piano was sold. "
    "By the long red wall he slept. He saw the old piano."
)
FOX = (
    '"The long-necked fox isn\'t here," said the naïve boy -- then he hid. The fox\'s den was empty. "Where is it?" '
    "he asked. So the boys went home to the mill, and the old fox watched. Then Amy came -- slowly -- to the den. "
)
NOUNS = [a + b for a in "b br d dr f fl g gr h k l m n p pl r s st t tr".split() for b in "arn elb ilt ock umb ond".split()]
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v z".split() for b in "arn elb ilt ock umb ond".split()]
MADE_WORDS = [one + two for one in SYLLABLES for two in SYLLABLES[::5]]

_odd = st.sampled_from("the Amy cat cats it's naïve saw שלום ﬁre e\u0301te 3.50 a_b x İz mother's of".split())
_marks = st.sampled_from([". ", "\n\n", "! ", ", ", '" ', "—", " -- ", " '", "\n", " "])
odd_texts = st.lists(st.tuples(_odd, _marks), min_size=1, max_size=60).map(lambda parts: "".join(a + b for a, b in parts))
any_texts = st.one_of(odd_texts, st.text(min_size=1, max_size=200))


def read(**texts: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        return read_stories(texts)


def read_both_ways(one: str, two: str) -> list[pd.DataFrame]:
    """Two stories with the first before the second, and after it."""
    return [read(a=one, b=two), read(b=two, a=one)]


def list_words(text: str) -> list[str]:
    return [text[match.start() : match.end()] for match in WORD.finditer(normalise(text))]


def write_nouns(number: int, seed: int, pool: Sequence[str], chances: np.ndarray | None = None) -> str:
    """Made sentences of 13 words, four of them counted."""
    generator = np.random.default_rng(seed)
    return " ".join(
        "The {} is in the {} and has a {} by the {}.".format(*generator.choice(pool, 4, p=chances)) for _ in range(number)
    )


def rename(text: str) -> str:
    """Content words of ONE and TWO by others of the same kind."""
    others = {"piano": "garden", "old": "cold", "older": "colder", "stage": "house", "wall": "mill", "walls": "mills",
              "end": "noon", "hall": "barn"}  # fmt: skip
    return re.sub(r"\w+", lambda word: others.get(word[0].lower(), word[0]), text)


def retype(text: str) -> list[str]:
    """The same text with curly quotes and a dash, wrapped, with accents apart from their letters, with a byte order mark."""
    curly = text.replace(' "', " “").replace('"T', "“T").replace('"', "”").replace("'", "’").replace(" -- ", "—")
    wrapped = text.replace(" the ", "\nthe ").replace("\n", "\r\n")
    return [curly, wrapped, unicodedata.normalize("NFD", text), "\ufeff" + text]


# --- made references --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_reference(request: pytest.FixtureRequest) -> Iterator[None]:
    """The `make_reference` of a test module in place of what is shipped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(norms, "load_reference", request.module.make_reference)
        yield


def make_reference_row(measure: str, size: int, high: float, *, low: float = 0.0, **others: float) -> dict[str, Any]:
    """A row of a reference of 1,000 unrelated pairs that share anything from `low` to `high`, all of it as often."""
    levels = {f"q{level}": low + level * (high - low) for level in PROBABILITIES}
    row = {"measure": measure, "size": size, "score": np.nan, "pairs": 1000, "mean": (low + high) / 2, "minimum": low}
    return row | levels | {"maximum": high, "same_book": high / 2} | others


# --- what must not matter ---------------------------------------------------------------------------------------------


def swap_sides(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of the first story as those of the second, and the other way round."""
    other = {"1": "2", "2": "1"}
    return table.rename(columns=lambda name: name[:-1] + other.get(name[-1], name[-1]))[table.columns]


def check_pairs_alone(function: Function, texts: dict[str, str], *, besides: Sequence[str] = ()) -> pd.DataFrame:
    """Each pair of several stories has the rows that it has alone, but for some columns; these are the rows of all."""
    together = function(read(**texts))
    pairs = list(combinations(texts, 2))
    listed = together[["story_1", "story_2"]].drop_duplicates().itertuples(index=False, name=None)
    assert set(listed) <= set(pairs)
    for one, two in pairs:
        alone = function(read(**{one: texts[one], two: texts[two]}))
        rows = together[(together["story_1"] == one) & (together["story_2"] == two)].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows.drop(columns=[*besides]), alone.drop(columns=[*besides]), rtol=0, atol=1e-12)
    return together


def check_typography(function: Function, other: str, *, besides: Sequence[str] = (), times: int = 1) -> pd.DataFrame:
    """However FOX is typed, its table with another text is the same but for some columns; this is the table."""
    plain = FOX * times
    expected = function(read(a=plain, b=other))
    for typed in retype(plain):
        assert typed != plain
        found = function(read(a=typed, b=other))
        pd.testing.assert_frame_equal(found.drop(columns=[*besides]), expected.drop(columns=[*besides]), check_exact=True)
    return expected


def check_turned(ahead: pd.DataFrame, back: pd.DataFrame) -> None:
    """Contrasts of two stories the other way round are the same with their signs turned."""
    same = ["measure", "p", "p_adjusted", "yardstick", "detectable", "unit", "verdict", "note"]
    pd.testing.assert_frame_equal(ahead[same], back[same])
    for column, other, sign in (
        ("difference", "difference", -1), ("effect", "effect", -1), ("low", "high", -1), ("high", "low", -1),
        ("value_1", "value_2", 1), ("value_2", "value_1", 1),
    ):  # fmt: skip
        np.testing.assert_allclose(ahead[column], sign * back[other], rtol=1e-9)


def check_nothing_alike(function: Function, columns: list[str]) -> None:
    """Where nothing is alike the table is empty, with the columns and the kinds of number that any has."""
    some = function(read(a=ONE, b=TWO))
    numbers = [column for column in columns if not column.startswith(("story", "text"))]
    assert some[numbers].dtypes.map(pd.api.types.is_numeric_dtype).all()
    for one, two in (
        ("Fog.", "Yes."), ("Fog.", "Fog."), (ONE, "Fog."), ("It was so.", "It was so."), ("Old cats ran.", ONE),
        ("Old cats ran.", TWO),
    ):  # fmt: skip
        table = function(read(a=one, b=two))
        assert table.empty
        assert list(table.columns) == columns
        pd.testing.assert_series_equal(table[numbers].dtypes, some[numbers].dtypes)
