"""The page of two stories: what each section shows and says, whose it is, and that it stays on the page."""

from functools import partial
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import DATA, check_apart, find_texts, words_of
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text

mpl.use("Agg")

import matplotlib.pyplot as plt

import analysis
from analysis import StoryError
from analysis.plots import (
    plot_overview,
)
from analysis.plots.style import STYLES

pytestmark = pytest.mark.usefixtures("close_figures")

HEADINGS = ["Readability", "Feeling along the story", "Shared phrasing", "Vocabulary"]
COUNTED = ["words per sentence", "syllables per word", "unfamiliar words", "predicted ease"]
MEASURES = ["words_per_sentence", "syllables_per_word", "unfamiliar_share", "ease"]
CLEAR, WITHIN, UNCLEAR, SILENT = (
    "distinguishable", "within one book's range", "not distinguishable at this length", "not assessed"
)  # fmt: skip
A4 = 11.7  # inches: the height of a page
BLUE, ORANGE = STYLES[0].color.lower(), STYLES[1].color.lower()

# --- made tables ------------------------------------------------------------------------------------------------------


def make_findings(one: str = "a", two: str = "b", **verdicts: str) -> pd.DataFrame:
    rows = verdicts or dict.fromkeys([*MEASURES, "level", "shape", "phrases", "alignments", "overlap"], UNCLEAR)
    return pd.DataFrame({"story_1": one, "story_2": two, "measure": list(rows), "verdict": list(rows.values())})


def make_results(one: str = "a", two: str = "b") -> pd.DataFrame:
    """The four counts of both stories, those of the second 1 more, each within 2 less and 3 more."""
    rows = [
        {"story": story, "measure": measure, "value": value, "low": value - 2, "high": value + 3}
        for number, story in enumerate((one, two))
        for measure, value in zip(["ari", *MEASURES], np.array([7.0, 12, 1.5, 0.2, -1]) + number, strict=True)
    ]
    return pd.DataFrame(rows)


def make_tables(one: str = "a", two: str = "b") -> dict[str, pd.DataFrame]:
    """What `plot_overview` takes, by hand: 100 words of ten characters and a curve of five points in each story."""
    times = np.linspace(0, 1, 5)
    curves = [
        pd.DataFrame(
            {"story": story, "position": times, "trajectory": height + times, "low": height, "high": height + 2,
             "edge": [True, False, False, False, True]}
        )
        for height, story in enumerate((one, two))
    ]  # fmt: skip
    scored = [
        pd.DataFrame({"story": story, "position": [0.25, 0.75], "kind": "prose", "valence": [height, height + 1.5]})
        for height, story in enumerate((one, two))
    ]
    words = [
        pd.DataFrame(
            {"story": story, "chapter": 0, "paragraph": np.repeat([0, 1], 50), "kind": "prose", "start": 10 * np.arange(100)}
        )
        for story in (one, two)
    ]
    matches = {
        "text_1": ["the old piano", "took the stage"], "text_2": ["the old piano", "took the empty stage"],
        "score": [6.0, 5.0], "expected": np.nan,
        "start_1": [100, 600], "end_1": [129, 629], "start_2": [500, 900], "end_2": [529, 939],
    }  # fmt: skip
    vocabulary = {
        "form": ["piano", "stage", "steppe", "dombra"], "part": ["shared", "shared", "only first", "only second"],
        "count_1": [3, 1, 5, 0], "count_2": [1, 4, 0, 2],
    }  # fmt: skip
    return {
        "findings": make_findings(one, two),
        "results": make_results(one, two),
        "trajectory": pd.concat(curves, ignore_index=True),
        "scored": pd.concat(scored, ignore_index=True),
        "matches": pd.DataFrame(matches).assign(story_1=one, story_2=two),
        "words": pd.concat(words, ignore_index=True),
        "vocabulary": pd.DataFrame(vocabulary).assign(story_1=one, story_2=two),
    }


def draw_made(one: str = "a", two: str = "b", **tables: Any) -> Figure:
    return plot_overview(**(make_tables(one, two) | tables))


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    """The tables of the two stories in data/."""
    stories = analysis.read_stories(DATA)
    sentences = analysis.split_sentences(stories)
    words = analysis.split_words(sentences, names=analysis.find_names(sentences))
    scored = analysis.score_sentiment(sentences)
    return {
        "findings": analysis.contrast_stories(stories),
        "results": analysis.measure_readability(words),
        "trajectory": analysis.smooth_trajectory(scored),
        "scored": scored,
        "matches": analysis.find_shared_phrases(words),
        "words": words,
        "vocabulary": analysis.list_vocabulary(words),
    }


# --- what is found in a page ------------------------------------------------------------------------------------------


def find_text(figure: Figure, label: str) -> Text:
    (text,) = [text for text in find_texts(figure) if text.get_text() == label]
    return text


def read_heads(figure: Figure) -> dict[str, str]:
    """What stands beside each heading and in the lines right below it, in reading order."""
    figure.draw_without_rendering()
    grey = [text for text in figure.axes[0].texts if text.get_ha() == "right" and text.get_fontsize() == 8.5]
    heads = {}
    for title in HEADINGS:
        head = find_text(figure, title).get_position()[1]
        lines = [text for text in grey if -1 < text.get_position()[1] - head < 25]
        heads[title] = " ".join(text.get_text() for text in sorted(lines, key=lambda text: text.get_position()[1]))
        for line in lines:
            assert line.get_window_extent().x0 > find_text(figure, title).get_window_extent().x1
    return heads


def find_counts(figure: Figure) -> dict[str, Axes]:
    """The panel below each count's name."""
    figure.draw_without_rendering()
    panels = {}
    for label in COUNTED:
        box = find_text(figure, label).get_window_extent()
        panels[label] = next(
            axes for axes in figure.axes[1:]
            if abs(axes.get_window_extent().x0 - box.x0) < 3 and 0 < box.y0 - axes.get_window_extent().y1 < 15
        )  # fmt: skip
    return panels


def find_named(figure: Figure, label: str) -> Axes:
    (axes,) = [axes for axes in figure.axes if label in (axes.get_xlabel() + axes.get_ylabel())]
    return axes


find_curves = partial(find_named, label="(up: pleasant)")
find_ribbons = partial(find_named, label="narrative time")


def marks_of(axes: Axes) -> list[tuple[str, str, list[float], list[float]]]:
    """Colour, marker and places of what is drawn as points."""
    return [
        (to_hex(line.get_color()), str(line.get_marker()), list(line.get_xdata()), list(line.get_ydata()))
        for line in axes.lines
        if line.get_marker() not in ("None", "", None)
    ]


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_shipped_pair_fits_on_a_page(shipped: dict[str, pd.DataFrame]) -> None:
    figure = plot_overview(**shipped)
    width, height = figure.get_size_inches()
    assert width == pytest.approx(7.2)
    assert 6 < height < A4
    texts = find_texts(figure)
    check_apart(figure, [text for text in texts if text.get_window_extent().width > 0])
    assert min(text.get_fontsize() for text in texts) >= 8
    bold = [text for text in texts if text.get_fontweight() == "bold" and text.get_position()[0] == 8]
    assert [text.get_text() for text in bold] == HEADINGS
    for story in ("Thierry", "Léa"):
        places = [text for text in texts if story in (text.get_text(), text.get_text().removeprefix("only "))]
        assert len(places) == 4, story  # counts, end of the curve, bar, words
    assert {"cultural", "music", "steppes"} & set(words_of(figure).split())


@pytest.mark.slow
def test_the_shipped_pairs_values_are_drawn(shipped: dict[str, pd.DataFrame]) -> None:
    figure = plot_overview(**shipped)
    values = shipped["results"].set_index(["measure", "story"])["value"]
    for measure, axes in zip(MEASURES, find_counts(figure).values(), strict=True):
        assert [x for _, _, (x,), _ in marks_of(axes)] == [values[measure, "Thierry"], values[measure, "Léa"]]
    verdicts = shipped["findings"].set_index("measure")["verdict"]
    heads = read_heads(figure)
    for title, names in (("Readability", dict(zip(MEASURES, COUNTED, strict=True))), ("Vocabulary", {"overlap": "overlap"})):
        for measure, name in names.items():
            (clause,) = [clause for clause in heads[title].split("; ") if name in clause]
            verdict = verdicts[measure].removesuffix(" at this length")
            assert clause.endswith(f": {verdict}" + (" from unrelated stories" if name == "overlap" else ""))


@pytest.mark.slow
def test_sections_stand_one_below_the_other() -> None:
    figure = draw_made()
    figure.draw_without_rendering()
    heads = [find_text(figure, title).get_window_extent() for title in HEADINGS]
    panels = [find_counts(figure)["predicted ease"], find_curves(figure), find_ribbons(figure)]
    boxes = [axes.get_window_extent() for axes in panels]
    order = [
        heads[0],
        boxes[0],
        heads[1],
        boxes[1],
        heads[2],
        boxes[2],
        heads[3],
        find_text(figure, "in both").get_window_extent(),
    ]
    for upper, lower in pairwise(order):
        assert upper.y0 > lower.y1
    assert (boxes[1].x0, boxes[1].x1) == pytest.approx((boxes[2].x0, boxes[2].x1))  # one narrative time
    assert find_curves(figure).get_xlim() == find_ribbons(figure).get_xlim() == (0, 1)
    check_apart(figure, [text for text in find_texts(figure) if text.get_window_extent().width > 0])


# --- verdicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_verdicts_stand_beside_their_headings() -> None:
    verdicts = {
        "words_per_sentence": CLEAR, "syllables_per_word": UNCLEAR, "unfamiliar_share": UNCLEAR, "ease": CLEAR,
        "level": WITHIN, "shape": SILENT,
        "phrases": UNCLEAR, "alignments": UNCLEAR, "order": SILENT,
        "overlap": CLEAR, "distinctive_words": UNCLEAR, "mattr": CLEAR, "mtld": WITHIN, "hdd": CLEAR,
    }  # fmt: skip
    table = make_findings(**verdicts).iloc[::-1]  # sorted by verdict, as they come, or not
    assert read_heads(draw_made(findings=table)) == {
        "Readability": "words per sentence, predicted ease: distinguishable; "
        "syllables per word, unfamiliar words: not distinguishable",
        "Feeling along the story": "level: within one book's range; shape: not assessed",
        "Shared phrasing": "phrases, passages: not distinguishable; order: not assessed",
        "Vocabulary": "overlap: distinguishable from unrelated stories; single words: not distinguishable; "
        "MATTR, HD-D: distinguishable; MTLD: within one book's range",
    }


@pytest.mark.slow
def test_every_verdict_can_be_read_where_all_differ() -> None:
    verdicts = [SILENT, UNCLEAR, WITHIN, CLEAR]
    measures = [*MEASURES, "overlap", "distinctive_words", "mattr", "mtld"]
    figure = draw_made(findings=make_findings(**dict(zip(measures, verdicts * 2, strict=True))))
    heads = read_heads(figure)
    assert heads["Readability"] == (
        "words per sentence: not assessed; syllables per word: not distinguishable; "
        "unfamiliar words: within one book's range; predicted ease: distinguishable"
    )
    assert heads["Vocabulary"] == (
        "overlap: not assessed; single words: not distinguishable; MATTR: within one book's range; MTLD: distinguishable"
    )
    check_apart(figure, [text for text in find_texts(figure) if text.get_window_extent().width > 0])


@pytest.mark.slow
def test_a_heading_without_findings_stands_alone() -> None:
    heads = read_heads(draw_made(findings=make_findings(level=CLEAR)))
    assert heads == {title: "level: distinguishable" if title.startswith("Feeling") else "" for title in HEADINGS}


# --- readability ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_counts_show_each_storys_value_and_interval() -> None:
    figure = draw_made()
    panels = find_counts(figure)
    values = {"words per sentence": 12.0, "syllables per word": 1.5, "unfamiliar words": 0.2, "predicted ease": -1.0}
    for label, value in values.items():
        axes = panels[label]
        assert marks_of(axes) == [
            (BLUE, STYLES[0].marker, [value], [0]), (ORANGE, STYLES[1].marker, [value + 1], [1])
        ]  # fmt: skip
        spans = [part for part in axes.collections if isinstance(part, LineCollection)]
        assert [part.get_segments()[0].tolist() for part in spans] == [
            [[value - 2, 0], [value + 3, 0]], [[value - 1, 1], [value + 4, 1]]
        ]  # fmt: skip
        assert [to_hex(part.get_color()[0]) for part in spans] == [BLUE, ORANGE]
        low, high = axes.get_xlim()
        assert value + 4 < high
        assert low < value - 2 if label == "predicted ease" or value > 2 else low == 0  # no share is below nothing
        assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first story on top
    for number, story in enumerate("ab"):  # each row beside its name
        names = [text for text in find_texts(figure) if text.get_text() == story]
        box = max((text.get_window_extent() for text in names), key=lambda box: box.y0)
        height = panels["words per sentence"].transData.transform((0, number))[1]
        assert box.y0 < height < box.y1


@pytest.mark.slow
def test_it_is_said_which_way_is_harder() -> None:
    figure = draw_made()
    panels = [axes.get_window_extent() for axes in find_counts(figure).values()]
    arrows = [text for text in find_texts(figure) if "harder" in text.get_text()]
    assert [text.get_text() for text in arrows] == ["harder →"] * 3 + ["← harder"]
    for text, panel in zip(arrows, panels, strict=True):
        box = text.get_window_extent()
        assert panel.x0 - 1 <= box.x0 < box.x1 <= panel.x1 + 1
        assert box.y1 < panel.y0


@pytest.mark.slow
@pytest.mark.parametrize("verse", [["a"], ["b"], ["a", "b"]])
def test_a_story_without_prose_has_no_grade(verse: list[str]) -> None:
    results = make_results()
    results.loc[results["story"].isin(verse), ["value", "low", "high"]] = np.nan
    figure = draw_made(results=results)
    for axes in find_counts(figure).values():
        assert [np.isnan(x) for _, _, (x,), _ in marks_of(axes)] == ["a" in verse, "b" in verse]
        said = [text for text in axes.texts if "no grade" in text.get_text()]
        assert said
        if len(verse) == 1:  # in its own row, which the other's marks leave free
            box = said[0].get_window_extent()
            row = axes.transData.transform((0, "ab".index(verse[0])))[1]
            assert box.y0 < row < box.y1
    check_apart(figure, [text for text in find_texts(figure) if text.get_window_extent().width > 0])


@pytest.mark.slow
def test_a_value_without_interval_is_a_mark_alone() -> None:
    figure = draw_made(results=make_results().assign(low=np.nan, high=np.nan))
    for axes in find_counts(figure).values():
        assert len(marks_of(axes)) == 2
        assert not [segment for part in axes.collections for segment in part.get_segments() if len(segment)]
        assert not axes.texts


# --- the other sections -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_both_trajectories_are_drawn() -> None:
    axes = find_curves(draw_made())
    assert marks_of(axes) == [
        (BLUE, STYLES[0].marker, [0.25, 0.75], [0, 1.5]), (ORANGE, STYLES[1].marker, [0.25, 0.75], [1, 2.5])
    ]  # fmt: skip
    thick = [line for line in axes.lines if line.get_linewidth() > 2]
    assert [(to_hex(line.get_color()), line.get_linestyle()) for line in thick] == [(BLUE, "-"), (ORANGE, "--")]
    np.testing.assert_array_equal(thick[0].get_ydata(), [np.nan, 0.25, 0.5, 0.75, np.nan])
    assert [text.get_text() for text in axes.texts] == ["a", "b"]
    assert axes.get_ylabel().split() == ["valence", "(up:", "pleasant)"]


@pytest.mark.slow
def test_another_column_is_drawn_and_named() -> None:
    scored = make_tables()["scored"].rename(columns={"valence": "joy"})
    axes = find_curves(draw_made(scored=scored, column="joy"))
    assert axes.get_ylabel().split() == ["joy", "(up:", "pleasant)"]
    assert marks_of(axes)[1][3] == [1, 2.5]


@pytest.mark.slow
def test_ribbons_join_the_shared_phrases() -> None:
    axes = find_ribbons(draw_made())
    ribbons = [part.get_path().vertices[[0, 7, 3, 4], 0] for part in axes.patches if isinstance(part, PathPatch)]
    np.testing.assert_allclose(ribbons, [[0.6, 0.63, 0.9, 0.94], [0.1, 0.13, 0.5, 0.53]])  # the rarest drawn last
    said = [text.get_text().replace("\n", " ") for text in axes.texts]
    assert [said.count(phrase) for phrase in ("the old piano", "took the stage", "took the empty stage")] == [1, 1, 1]


@pytest.mark.slow
def test_no_more_phrases_and_words_than_wanted() -> None:
    figure = draw_made(labels=1, most=1)
    words = words_of(figure)
    assert words.count("the old piano") == 1  # the rarest phrase
    assert words.count("piano") == 2  # and the first row of the board
    assert "and 1 more, less surprising" in words


@pytest.mark.slow
def test_stories_that_share_no_phrases_say_so() -> None:
    figure = draw_made(matches=make_tables()["matches"].iloc[:0])
    assert "no shared passages" in words_of(figure)
    assert not [part for part in find_ribbons(figure).patches if isinstance(part, PathPatch)]
    other = make_tables("a", "c")["matches"]  # nor does it share those of another pair
    assert words_of(draw_made(matches=other)) == words_of(figure)


@pytest.mark.slow
def test_the_words_of_each_and_of_both_stand_below() -> None:
    figure = draw_made()
    sheet = figure.axes[0]
    figure.draw_without_rendering()
    begin = find_text(figure, "Vocabulary").get_window_extent().y0
    words = [text for text in sheet.texts if text.get_window_extent().y1 < begin]
    places = {text.get_text(): text.get_window_extent().x0 / figure.bbox.width for text in words}
    assert places["steppe"] < 0.36 < places["piano"] < 0.6 < places["dombra"]
    assert places["only a"] < 0.36 < 0.6 < places["only b"]


# --- whose it is ------------------------------------------------------------------------------------------------------


def gather(figure: Figure) -> list[Any]:
    """All that is drawn and printed."""
    marks = [marks_of(axes) for axes in figure.axes]
    lines = [np.nan_to_num(line.get_xydata(), nan=-9).tolist() for axes in figure.axes for line in axes.lines]
    return [words_of(figure), marks, lines]


@pytest.mark.slow
def test_only_the_first_of_several_pairs_is_drawn() -> None:
    alone = gather(draw_made())
    pairs = [make_tables(*pair) for pair in (("a", "b"), ("a", "c"), ("b", "c"))]
    joined = {
        name: pd.concat([tables[name] for tables in pairs], ignore_index=True)
        for name in ("findings", "matches", "vocabulary")
    }
    third = make_tables("b", "c")
    joined |= {
        name: pd.concat([pairs[0][name], third[name][third[name]["story"] == "c"]], ignore_index=True)
        for name in ("results", "trajectory", "scored", "words")
    }
    assert gather(plot_overview(**joined)) == alone
    first = joined["findings"]["story_2"] == "b"
    joined["findings"] = pd.concat([joined["findings"][~first], joined["findings"][first]])
    other = plot_overview(**joined)
    assert read_heads(other)["Feeling along the story"] == "level, shape: not distinguishable"
    assert "only c" in words_of(other)
    assert "only b" not in words_of(other)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["results", "trajectory", "scored", "words"])
def test_a_story_keeps_its_colour_on_the_page(name: str) -> None:
    # Whatever the order of a table's rows.
    figure = draw_made(**{name: make_tables()[name].sort_values("story", ascending=False, kind="stable")})
    curves = [to_hex(line.get_color()) for line in find_curves(figure).lines if line.get_linewidth() > 2]
    levels = [np.nanmax(line.get_ydata()) for line in find_curves(figure).lines if line.get_linewidth() > 2]
    assert dict(zip(curves, levels, strict=True)) == {BLUE: 0.75, ORANGE: 1.75}
    bars = [part for part in find_ribbons(figure).patches if isinstance(part, Rectangle)]
    tops = {color: max(bar.get_y() for bar in bars if to_hex(bar.get_edgecolor()) == color) for color in (BLUE, ORANGE)}
    assert tops[BLUE] > tops[ORANGE]
    for axes in find_counts(figure).values():
        assert [(color, y) for color, _, _, (y,) in marks_of(axes)] == [(BLUE, 0), (ORANGE, 1)]
        one, two = (x for _, _, (x,), _ in marks_of(axes))
        assert two - one == pytest.approx(1)  # the second story's counts are one more


# --- any story --------------------------------------------------------------------------------------------------------


def test_a_name_of_one_long_word_stays_on_the_page() -> None:
    names = ("Donaudampfschifffahrtsgesellschaftskapitän" * 3, "W" * 200)
    figure = draw_made(*names)
    figure.canvas.draw()
    texts = [text for text in find_texts(figure) if text.get_window_extent().width > 0]
    check_apart(figure, texts)
    assert not any(text.get_parse_math() for text in texts if "$" in text.get_text())
    printed = words_of(figure)
    for name in names:
        assert " ".join(name.split())[:5] in printed
    assert figure.get_size_inches()[0] == pytest.approx(7.2)


def test_words_of_other_stories_are_refused() -> None:
    with pytest.raises(StoryError, match="words of both stories"):
        draw_made(words=make_tables("c", "d")["words"])
    assert not plt.get_fignums()  # no figure is left half made


@pytest.mark.slow
def test_a_pair_without_words_to_compare_can_be_drawn() -> None:
    figure = draw_made(vocabulary=make_tables()["vocabulary"].iloc[:0])
    figure.canvas.draw()
    assert "no words to compare" in words_of(figure) or "0 words" in words_of(figure)


@pytest.mark.slow
def test_a_story_without_scores_can_be_drawn() -> None:
    tables = make_tables()
    blank = tables["trajectory"]["story"] == "b"
    tables["trajectory"].loc[blank, ["trajectory", "low", "high"]] = np.nan
    axes = find_curves(plot_overview(**tables))
    assert [text.get_text() for text in axes.texts] == ["a"]
