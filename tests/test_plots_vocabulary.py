"""What the figures of vocabulary draw: marks at the tables' values, labels that never touch, nothing else touched."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import LONG_NAME, ODD_NAME, check_apart, whole, words_of
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text

mpl.use("Agg")

import matplotlib.pyplot as plt

from analysis import (
    StoryError,
    list_concordance,
    read_stories,
    split_words,
)
from analysis.plots import (
    plot_composition,
    plot_dispersion,
    plot_overlap,
    plot_parts,
    plot_ribbons,
    plot_word_board,
    plot_word_shift,
)
from analysis.plots.style import STYLES, drawing
from analysis.plots.typesetting import break_lines, cut_at_ties, measure, push_apart, stack_flags, trim
from analysis.tables import TABLES

pytestmark = pytest.mark.usefixtures("close_figures")
HEBREW = "מוזיקה"
BLUE, ORANGE = STYLES[0].color.lower(), STYLES[1].color.lower()


def read_off(texts: Iterable[Text]) -> list[str]:
    return [text.get_text() for text in texts]


# --- ribbons ----------------------------------------------------------------------------------------------------------


def make_words(story: str, paragraphs: Sequence[int], chapters: int = 1) -> pd.DataFrame:
    """Words of ten characters each, so many in each paragraph."""
    size, number = sum(paragraphs), len(paragraphs)
    paragraph = np.repeat(np.arange(number), paragraphs)
    return pd.DataFrame(
        {"story": story, "chapter": paragraph * chapters // number, "paragraph": paragraph, "kind": "prose",
         "start": 10 * np.arange(size)}
    )  # fmt: skip


def make_matches(*rows: dict[str, Any], stories: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    """Each match from the words where it begins and ends in both stories."""
    columns = {"text_1": "one", "text_2": "one", "score": 5.0, "expected": np.nan}
    table = pd.DataFrame([columns | row for row in rows], columns=[*columns, "one", "two"])
    for number, place in (("1", "one"), ("2", "two")):
        table[f"start_{number}"] = [10 * span[0] for span in table[place]]
        table[f"end_{number}"] = [10 * span[1] - 1 for span in table[place]]
    return table.assign(story_1=stories[0], story_2=stories[1])


def pair_words(paragraphs: Sequence[int] = (50, 50)) -> pd.DataFrame:
    return pd.concat([make_words("a", paragraphs), make_words("b", (100, 100))], ignore_index=True)


def find_ribbons(figure: Figure) -> list[np.ndarray]:
    """Begin and end in the upper, begin and end in the lower bar of each ribbon, the first drawn (the least) first."""
    return [part.get_path().vertices[[0, 7, 3, 4], 0] for part in figure.axes[0].patches if isinstance(part, PathPatch)]


def find_bars(figure: Figure, color: str) -> list[Rectangle]:
    patches = [part for part in figure.axes[0].patches if isinstance(part, Rectangle)]
    return [part for part in patches if to_hex(part.get_edgecolor()) == color]


def find_flags(figure: Figure) -> tuple[list[Text], list[np.ndarray]]:
    """The labels of ribbons and their poles."""
    labels = [text for text in figure.axes[0].texts if text.get_ha() != "center" and text.get_fontweight() != "bold"]
    return labels, [line.get_xydata() for line in figure.axes[0].lines if len(line.get_xdata()) == 2]


def name_flags(figure: Figure) -> set[str]:
    return set(read_off(find_flags(figure)[0]))


def test_a_ribbon_joins_the_passage_in_both_bars() -> None:
    figure = plot_ribbons(make_matches({"one": (10, 15), "two": (120, 126)}), pair_words())
    (ribbon,) = find_ribbons(figure)
    np.testing.assert_allclose(ribbon, [0.10, 0.15, 0.60, 0.63])
    y = figure.axes[0].patches[0].get_path().vertices[[0, 7, 3, 4], 1]
    (upper, *_), (lower, *_) = find_bars(figure, BLUE), find_bars(figure, ORANGE)
    assert y.tolist() == [upper.get_y()] * 2 + [lower.get_y() + lower.get_height()] * 2
    assert upper.get_y() > lower.get_y()


def test_a_passage_of_a_novel_can_still_be_seen() -> None:
    words = pd.concat([make_words("a", [100_000]), make_words("b", [100])], ignore_index=True)
    (ribbon,) = find_ribbons(plot_ribbons(make_matches({"one": (50_000, 50_003), "two": (50, 53)}), words))
    assert ribbon[:2].mean() == pytest.approx(0.500015)
    assert 0.002 < ribbon[1] - ribbon[0] < 0.01
    np.testing.assert_allclose(ribbon[2:], [0.50, 0.53])


def test_headings_are_no_part_of_narrative_time() -> None:
    words = pair_words()
    words.loc[:9, "kind"] = "heading"
    (ribbon,) = find_ribbons(plot_ribbons(make_matches({"one": (10, 19), "two": (0, 20)}), words))
    np.testing.assert_allclose(ribbon, [0, 0.1, 0, 0.1])


@pytest.mark.parametrize(
    ("paragraphs", "chapters", "edges", "numbers"),
    [
        ([30, 60, 10], 1, [0, 0.3, 0.9, 1], ["0", "1", "2"]),
        ([5] * 20, 2, [0, 0.5, 1], ["0", "1"]),  # more than 15 paragraphs
        ([2] * 50, 50, [0, 1], []),  # more than 40 chapters
        ([5] * 20, 1, [0, 1], []),  # one chapter divides nothing
    ],
)
def test_a_bar_is_divided_as_its_story_is(
    paragraphs: list[int], chapters: int, edges: list[float], numbers: list[str]
) -> None:
    words = pd.concat([make_words("a", paragraphs, chapters), make_words("b", (60, 40))], ignore_index=True)
    figure = plot_ribbons(make_matches({"one": (1, 4), "two": (5, 8)}), words)
    bars = find_bars(figure, BLUE)
    np.testing.assert_allclose([*(bar.get_x() for bar in bars), bars[-1].get_x() + bars[-1].get_width()], edges)
    upper = [text for text in figure.axes[0].texts if text.get_ha() == "center" and text.get_position()[1] > 0]
    assert read_off(upper) == numbers
    unit = "chapters above, paragraphs below" if chapters == 2 else "paragraphs"
    assert f"bar{'s' if numbers else ''}: {unit}" in figure.axes[0].get_xlabel()


def test_a_part_too_narrow_for_its_number_has_none() -> None:
    figure = plot_ribbons(make_matches(), pair_words([1, 98, 1]))
    assert [text.get_text() for text in figure.axes[0].texts[:2]].count("1") == 1
    assert not {"0", "2"} & {text.get_text() for text in figure.axes[0].texts if text.get_position()[1] > 0}


def test_passages_are_labelled_in_the_words_of_each_story() -> None:
    rows = [
        {"one": (5, 9), "two": (10, 14), "text_1": "As Jo’s child", "text_2": "as jo's child"},
        {"one": (50, 55), "two": (150, 156), "text_1": "took the stage", "text_2": "took the old stage"},
    ]
    labels, poles = find_flags(plot_ribbons(make_matches(*rows), pair_words()))
    printed = [(label.get_text().replace("\n", " "), label.get_position()[1] > 0) for label in labels]
    assert printed == [("As Jo’s child", True), ("took the stage", True), ("took the old stage", False)]
    np.testing.assert_allclose([pole[0, 0] for pole in poles], [0.07, 0.525, 0.765])


def test_what_lies_within_another_passage_is_dropped() -> None:
    rows = [
        {"one": (10, 20), "two": (50, 60), "score": 9, "text_1": "whole"},
        {"one": (12, 15), "two": (52, 55), "score": 5, "text_1": "inside both"},
        {"one": (12, 15), "two": (90, 93), "score": 4, "text_1": "inside one"},
        {"one": (19, 22), "two": (59, 62), "score": 4, "text_1": "across"},
    ]
    figure = plot_ribbons(make_matches(*rows), pair_words())
    assert len(find_ribbons(figure)) == 3
    assert "inside both" not in words_of(figure)
    assert {"inside one", "across", "whole"} <= name_flags(figure)
    assert "rarest" not in words_of(figure)  # none was left out for want of room


def scattered(number: int, scores: Sequence[float], **columns: Any) -> pd.DataFrame:
    place = np.random.default_rng(3).permutation(90)[:number]
    rows = [
        {"one": (i, i + 3), "two": (2 * i, 2 * i + 3), "text_1": f"nr {n}", "score": scores[n]} for n, i in enumerate(place)
    ]
    return make_matches(*rows).assign(**columns)


def test_the_rarest_are_drawn_and_the_rarest_of_these_labelled() -> None:
    figure = plot_ribbons(scattered(30, np.arange(30)), pair_words(), most=20, labels=5)
    assert len(find_ribbons(figure)) == 20
    assert name_flags(figure) >= {f"nr {n}" for n in range(25, 30)}
    assert not name_flags(figure) & {f"nr {n}" for n in range(25)}
    assert "drawn: the 20 rarest of 30 shared passages" in figure.axes[0].get_xlabel()
    alphas = [part.get_alpha() for part in figure.axes[0].patches if isinstance(part, PathPatch)]
    assert alphas == sorted(alphas)  # labelled ones are stronger, and lie above
    assert alphas.count(alphas[-1]) == 5


def test_what_is_expected_least_comes_before_what_scores_most() -> None:
    table = scattered(10, np.arange(10), expected=np.arange(10) / 10)
    assert name_flags(plot_ribbons(table, pair_words(), labels=2)) >= {"nr 0", "nr 1"}
    unknown = table.assign(expected=np.nan)
    assert name_flags(plot_ribbons(unknown, pair_words(), labels=2)) >= {"nr 9", "nr 8"}


def test_equal_passages_at_the_cut_stay_out_together() -> None:
    scores = [9.0, 8, 8, 8, 4, 4]
    figure = plot_ribbons(scattered(6, scores), pair_words(), most=5, labels=3)
    assert len(find_ribbons(figure)) == 4
    labels = [text.get_text() for text in find_flags(figure)[0] if text.get_position()[1] > 0]
    assert labels == ["nr 0"]
    assert len(find_ribbons(plot_ribbons(scattered(6, [5.0] * 6), pair_words(), most=4))) == 4  # some must do


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_labels_never_touch_each_other_nor_a_pole(seed: int) -> None:
    generator = np.random.default_rng(seed)
    centre, width = generator.random(), [1.0, 0.2, 0.02][seed % 3]  # spread, in a heap, and nearly in one place
    rows = []
    for number in range(12):
        place = int(np.clip(centre + width * (generator.random() - 0.5), 0, 0.97) * 100)
        text = " ".join(["word", "extraordinarily", "so", LONG_NAME.replace(" ", ""), "and", "then"][: 1 + (number * 5) % 6])
        rows.append(
            {"one": (place, place + 3), "two": (2 * number, 2 * number + 3), "text_1": text, "text_2": f"{text} {number}"}
        )
    figure = plot_ribbons(make_matches(*rows), pair_words([20] * 5))
    labels, _ = find_flags(figure)
    assert len(labels) == 24
    check_apart(figure, labels)
    axes = figure.axes[0]
    for line in axes.lines:
        pole = line.get_window_extent()
        for label in labels if len(line.get_xdata()) == 2 else ():
            box = label.get_window_extent()
            assert not (box.x0 < pole.x0 < box.x1 and box.y0 < pole.y1 and pole.y0 < box.y1), label
    for label in labels:  # nor a bar
        box = label.get_window_extent()
        for bar in [*find_bars(figure, BLUE), *find_bars(figure, ORANGE)]:
            assert not bar.get_window_extent().overlaps(box), label


def test_stories_that_share_nothing_are_two_bars() -> None:
    figure = plot_ribbons(make_matches(), pair_words())
    assert find_ribbons(figure) == []
    assert len(find_bars(figure, BLUE)) == len(find_bars(figure, ORANGE)) == 2
    assert "no shared passages" in words_of(figure)


def test_each_story_keeps_the_look_it_has_among_all_words() -> None:
    words = pd.concat([make_words("c", [9]), pair_words()], ignore_index=True)
    figure = plot_ribbons(make_matches({"one": (1, 4), "two": (5, 8)}), words)
    assert find_bars(figure, BLUE) == []
    assert len(find_bars(figure, ORANGE)) == len(find_bars(figure, STYLES[2].color.lower())) == 2


def test_of_several_pairs_the_first_is_drawn() -> None:
    other = make_matches({"one": (40, 44), "two": (50, 54)}, stories=("a", "c"))
    words = pd.concat([pair_words(), make_words("c", [99])], ignore_index=True)
    figure = plot_ribbons(pd.concat([make_matches({"one": (1, 4), "two": (5, 8)}), other], ignore_index=True), words)
    assert len(find_ribbons(figure)) == 1


def test_ribbons_need_the_words_of_both_stories() -> None:
    with pytest.raises(StoryError, match="words of both stories are needed; these are of: a"):
        plot_ribbons(make_matches({"one": (1, 4), "two": (5, 8)}), make_words("a", [50]))
    assert not plt.get_fignums()


# --- word board -------------------------------------------------------------------------------------------------------


def make_vocabulary(*rows: tuple[str, int, int], stories: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["form", "count_1", "count_2"])
    part = np.select([table["count_2"] == 0, table["count_1"] == 0], ["only first", "only second"], "shared")
    return table.assign(story_1=stories[0], story_2=stories[1], part=part)


def find_columns(figure: Figure) -> tuple[list[Text], list[Text], list[Text]]:
    """The texts of the left, middle and right column from top to bottom, without the heads."""
    figure.draw_without_rendering()
    middles = [(text, text.get_window_extent()) for text in figure.axes[0].texts]
    top = figure.bbox.height - 36 * figure.dpi / 72
    columns: tuple[list[Text], list[Text], list[Text]] = ([], [], [])
    for text, box in sorted(middles, key=lambda pair: (-round(pair[1].y0 / 6), pair[1].x0)):
        if box.y1 < top + 4:
            columns[
                int((box.x0 + box.x1) / 2 / figure.bbox.width * 518.4 > 190) + int(box.x0 / figure.bbox.width * 518.4 > 325)
            ].append(text)
    return columns


def read_board(*rows: tuple[str, int, int], **options: int) -> list[list[str]]:
    """What stands in the left, middle and right column of a board of these words."""
    return [read_off(column) for column in find_columns(plot_word_board(make_vocabulary(*rows), **options))]


def test_words_stand_with_their_story_and_shared_ones_between_their_counts() -> None:
    figure = plot_word_board(
        make_vocabulary(("dance", 5, 0), ("art", 1, 0), ("music", 3, 7), ("love", 4, 1), ("lute", 0, 2))
    )
    left, middle, right = map(read_off, find_columns(figure))
    assert left == ["dance", "5", "art"]  # once needs no number
    assert middle == ["4", "love", "1", "3", "music", "7"]  # those that lean to the first on top
    assert right == ["lute", "2"]
    assert "only a" in words_of(figure)
    assert "only b" in words_of(figure)
    assert "2 words; number: uses" in words_of(figure)
    colors = {text.get_text(): to_hex(text.get_color()) for text in figure.axes[0].texts}
    assert (colors["3"], colors["7"]) == tuple(style.letters.lower() for style in STYLES[:2])
    heads = {text.get_text(): text for text in figure.axes[0].texts}
    left, right = (line for line in figure.axes[0].lines if abs(line.get_xdata()[0] - 259.2) < 60)  # the page's middle
    box = heads["in both"].get_window_extent().transformed(figure.axes[0].transData.inverted())
    assert left.get_xdata()[0] + 3 < box.x0 < box.x1 < right.get_xdata()[0] - 3  # clear of the words between them
    assert [(line.get_marker(), to_hex(line.get_color())) for line in (left, right)] == [
        (STYLES[0].marker, BLUE), (STYLES[1].marker, ORANGE),
    ]  # fmt: skip


def test_the_more_used_a_word_the_larger_it_is() -> None:
    figure = plot_word_board(make_vocabulary(("rare", 1, 0), ("some", 9, 0), ("most", 400, 0), ("both", 9, 0), ("x", 0, 1)))
    sizes = {text.get_text(): text.get_fontsize() for text in figure.axes[0].texts}
    assert sizes["rare"] == sizes["x"] == 8
    assert 8 < sizes["some"] == sizes["both"] < sizes["most"] == pytest.approx(14)
    left = read_off(find_columns(figure)[0])
    assert left == ["most", "400", "some", "9", "both", "9", "rare"]


@pytest.mark.slow
def test_the_middle_shows_the_first_of_the_table() -> None:
    rows = [(f"w{n}", 10 - n // 4, 3) for n in range(40)]  # four of each count
    middle = read_board(*rows, most=14)[1]
    assert [text for text in middle if text.startswith("w")] == [f"w{n}" for n in range(14)]
    assert "and 26 more, less surprising" in " ".join(middle)


@pytest.mark.slow
def test_what_both_have_once_is_listed_below_the_rows() -> None:
    rows = [(f"often{n}", 2, 3) for n in range(12)] + [(f"w{n}", 1, 1) for n in range(15)]
    middle = read_board(*rows, most=20)[1]
    assert middle[36] == "once in each:"
    assert sorted(middle[37:]) == sorted(f"w{n}" for n in range(15))
    crowd = rows + [(f"more{n}", 1, 1) for n in range(200)]
    middle = read_board(*crowd, most=20)[1]
    shown = len(middle) - 38
    assert middle[-1] == f"and {215 - shown} more"


@pytest.mark.slow
def test_a_column_that_is_full_is_cut_where_words_tie() -> None:
    rows = [(f"often{n}", 3, 0) for n in range(12)] + [(f"once{n}", 1, 0) for n in range(200)]
    left = read_board(*rows)[0]
    assert [text for text in left if text.startswith("o")] == [f"often{n}" for n in range(12)]
    assert left[-1] == "and 200 more, once each"


@pytest.mark.slow
def test_where_all_words_tie_what_fits_is_shown() -> None:
    rows = [(f"once{n}", 0, 1) for n in range(300)]
    right = read_board(*rows)[2]
    assert 50 < len(right) < 200
    assert right[:-1] == [f"once{n}" for n in range(len(right) - 1)]
    assert right[-1] == f"and {301 - len(right)} more, once each"


@pytest.mark.slow
@pytest.mark.parametrize("scale", [1, 40, 3000])
def test_nothing_on_the_board_touches(scale: int) -> None:
    generator = np.random.default_rng(scale)
    pool = [
        "extraordinarily",
        "Übergrößenträgerinnenstraße" * 2,
        HEBREW,
        "$x_1$",
        "ill",
        "love",
        "incommensurable",
        "W" * 60,
    ]
    counts = np.maximum(scale * generator.pareto(1.0, (90, 2)), 1).astype(int)
    counts[:30, 1], counts[30:60, 0] = 0, 0
    rows = [(f"{pool[n % 8]}{n}", *counts[n]) for n in range(90)]
    figure = plot_word_board(make_vocabulary(*rows, stories=(LONG_NAME, ODD_NAME)))
    check_apart(figure, figure.axes[0].texts)


# --- make-up ----------------------------------------------------------------------------------------------------------


def make_composition(one: Sequence[float], two: Sequence[float], stories: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    parts = ["names", "function words", "shared content", "own content"]
    rows = [
        {"story_1": stories[0], "story_2": stories[1], "story": story, "part": part, "share": share}
        for story, shares in zip(stories, (one, two), strict=True)
        for part, share in zip(parts, shares, strict=True)
    ]
    return pd.DataFrame(rows)


def test_bars_are_as_wide_as_their_shares() -> None:
    figure = plot_composition(make_composition([0.1, 0.5, 0.3, 0.1], [0, 0.598, 0.4, 0.002]))
    bars = figure.axes[0].patches
    np.testing.assert_allclose([bar.get_width() for bar in bars], [10, 50, 30, 10, 0, 59.8, 40, 0.2])
    np.testing.assert_allclose([bar.get_x() for bar in bars], [0, 10, 60, 90, 0, 0, 59.8, 99.8])
    faces = [to_hex(bar.get_facecolor()) for bar in bars]
    assert [faces[3], faces[7]] == [BLUE, ORANGE]
    assert len({(face, bar.get_hatch()) for face, bar in zip(faces[:4], bars[:4], strict=True)}) == 4
    labels = [text.get_text().replace("\n", " ") for text in figure.axes[0].texts if "%" in text.get_text()]
    assert labels == ["names 10 %", "function words 50 %", "shared content 30 %", "own content 10 %",
                      "names 0 %", "function words 60 %", "shared content 40 %", "own content < 1 %"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("shares", [[0, 1, 0, 0], [0, 0, 0, 1], [0.49, 0.01, 0.01, 0.49], [0.25] * 4, [1, 0, 0, 0]])
def test_labels_of_narrow_parts_are_pushed_apart(shares: list[float]) -> None:
    figure = plot_composition(make_composition(shares, shares[::-1], (LONG_NAME, ODD_NAME)))
    check_apart(figure, figure.axes[0].texts)
    at = [text.get_position()[0] for text in figure.axes[0].texts if "%" in text.get_text()]
    assert at[:4] == sorted(at[:4])


def test_a_story_without_running_words_says_so() -> None:
    figure = plot_composition(make_composition([0.1, 0.5, 0.3, 0.1], [np.nan] * 4))
    assert "no running words" in words_of(figure)
    assert len(figure.axes[0].patches) == 4


# --- overlap ----------------------------------------------------------------------------------------------------------


def make_overlap(stories: tuple[str, str] = ("a", "b"), **values: float) -> pd.DataFrame:
    known = {"value": 0.08, "low": 0.05, "high": 0.12, "self_1": 0.07, "self_2": 0.075, "one_story": 0.09,
             "one_story_low": 0.06, "same_book": 0.04, "unrelated": 0.02, "unrelated_low": 0.01, "unrelated_high": 0.03,
             "size": 65}  # fmt: skip
    row = dict.fromkeys(TABLES["overlap"].columns, np.nan) | known | values
    row |= {"story_1": stories[0], "story_2": stories[1], "measure": "overlap", "note": "too short"}
    return pd.DataFrame([row | {"measure": "similarity", "value": 0.5}, row])


def find_marks(figure: Figure) -> dict[float, tuple[float, str]]:
    lines = [line for line in figure.axes[0].lines if line.get_marker() not in (None, "None", "")]
    return {float(line.get_ydata()[0]): (float(line.get_xdata()[0]), str(line.get_marker())) for line in lines}


def test_each_comparison_has_its_row() -> None:
    figure = whole(plot_overlap(make_overlap()))
    axes = figure.axes[0]
    names = read_off(axes.get_yticklabels())
    assert names == ["a and\nb", "unrelated stories", "two passages of one book", "if the two were one story",
                     "a with itself", "b with itself"]  # fmt: skip
    marks = find_marks(figure)
    assert [marks[row][0] for row in range(6)] == [0.08, 0.02, 0.04, 0.09, 0.07, 0.075]
    assert (marks[4][1], marks[5][1]) == (STYLES[0].marker, STYLES[1].marker)
    drawn = [part for part in axes.collections if isinstance(part, LineCollection)]
    spans = {row: part.get_segments()[0][:, 0].tolist() for row, part in enumerate(drawn) if len(part.get_segments()[0])}
    assert spans == {0: [0.05, 0.12], 1: [0.01, 0.03], 3: [0.06, 0.09]}  # the last one-sided: down from the mean
    printed = read_off(axes.texts)
    assert printed == ["0.080 (0.050 to 0.120)", "0.020 (0.010 to 0.030)", "0.040", "0.090 (above 0.060)", "0.070", "0.075"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the pair on top
    assert axes.get_xlim() == (0, pytest.approx(0.126))
    assert "at 65 words of each" in axes.get_xlabel()
    (band,) = [part for part in axes.patches if isinstance(part, Rectangle)]
    assert (band.get_x(), band.get_width()) == pytest.approx((0.01, 0.02))


def test_what_is_not_known_is_said_in_its_row() -> None:
    unknown = dict.fromkeys(["same_book", "unrelated", "unrelated_low", "unrelated_high", "self_1", "low", "high"], np.nan)
    figure = whole(plot_overlap(make_overlap(**unknown)))
    printed = read_off(figure.axes[0].texts)
    assert printed == ["0.080", "not known", "not known", "0.090 (above 0.060)", "not known", "0.075"]
    assert "not assessed" not in words_of(figure)
    check_apart(figure, [*figure.axes[0].texts, *figure.axes[0].get_yticklabels()])


def test_a_pair_that_is_not_assessed_says_why() -> None:
    nothing = dict.fromkeys([*TABLES["overlap"].columns[3:6], *TABLES["overlap"].columns[7:17]], np.nan)
    figure = whole(plot_overlap(make_overlap((LONG_NAME, ODD_NAME), **nothing)))
    assert "not assessed: too short" in words_of(figure)
    assert words_of(figure).count("not known") == 6
    check_apart(figure, [*figure.axes[0].texts, *figure.axes[0].get_yticklabels()])


# --- parts ------------------------------------------------------------------------------------------------------------


def make_parts(
    overlap: Sequence[Sequence[float]], forms: str = "bird", shared: int = 1, by: str = "paragraph"
) -> pd.DataFrame:
    rows = [
        {"story_1": "a", "story_2": "b", "by": by, "part_1": i, "part_2": j, "size": 12, "overlap": value,
         "shared": shared if value != 0 else 0, "forms": forms if value != 0 else ""}
        for i, line in enumerate(overlap) for j, value in enumerate(line)
    ]  # fmt: skip
    return pd.DataFrame(rows).sample(frac=1, random_state=1)  # the order of the rows is not to matter


def find_cells(figure: Figure) -> dict[tuple[float, float], Text]:
    return {text.get_position(): text for text in figure.axes[0].texts}


def test_cells_are_coloured_by_overlap_and_hold_the_words() -> None:
    grid = [[0.0, 0.1, 0.02], [0.2, np.nan, 0.0]]
    figure = plot_parts(make_parts(grid))
    axes, bar = figure.axes
    (mesh,) = [part for part in axes.collections if isinstance(part, QuadMesh)]
    np.testing.assert_array_equal(mesh.get_array().filled(np.nan), grid)
    assert mesh.get_clim() == (0, 0.2)
    assert to_hex(mesh.to_rgba(0.0)) == "#ffffff"
    assert bar.get_ylabel() == "overlap at 12 words"
    cells = find_cells(figure)
    assert {place: text.get_text() for place, text in cells.items()} == {
        (1, 0): "bird",
        (2, 0): "bird",
        (0, 1): "bird",
        (1, 1): "bird",
    }
    assert to_hex(cells[0, 1].get_color()) == "#ffffff" != to_hex(cells[2, 0].get_color())
    hatched = [part for part in axes.patches if isinstance(part, Rectangle) and part.get_hatch()]
    assert [part.get_xy() for part in hatched] == [(0.5, 0.5)]
    assert read_off(axes.get_yticklabels()) == ["0", "1"]
    assert axes.get_ylim() == (1.5, -0.5)  # the first part on top
    assert axes.get_ylabel() == "a: paragraph"
    assert axes.get_xlabel() == "b: paragraph"


def test_parts_are_numbered_as_the_table_numbers_them() -> None:
    parts = make_parts([[0.1, 0.2], [0.3, 0.4]])
    figure = plot_parts(parts.assign(part_1=parts["part_1"] + 3, part_2=10 * parts["part_2"]))
    assert read_off(figure.axes[0].get_yticklabels()) == ["3", "4"]
    assert read_off(figure.axes[0].get_xticklabels()) == ["0", "10"]
    assert set(find_cells(figure)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.slow
@pytest.mark.parametrize("size", [2, 5, 7, 8])
def test_words_fit_their_cells(size: int) -> None:
    forms = f"extraordinary, so, {HEBREW}, remained, ill, understanding, was, tradition, music, steppes, people, we, nothing"
    figure = plot_parts(make_parts(np.full((size, size), 0.1).tolist(), forms=forms, shared=13))
    cells = find_cells(figure)
    assert len(cells) == size**2
    whole = {text.get_text().replace("\n", " ").replace("\u200e", "") for text in cells.values()}
    assert len(whole) == 1
    assert all("\n" in text.get_text() for text in cells.values())
    shown, _, rest = whole.pop().partition(" +")
    if rest:
        assert [form for form in forms.split(", ") if form in shown.split(", ")] == shown.split(", ")
        assert shown.count(",") + 1 + int(rest) == 13
    else:
        assert shown == forms
    for dpi in (100, 200):
        figure.set_dpi(dpi)
        figure.draw_without_rendering()
        for (x, y), text in cells.items():
            (left, bottom), (right, top) = figure.axes[0].transData.transform([(x - 0.5, y + 0.5), (x + 0.5, y - 0.5)])
            box = text.get_window_extent()
            assert left <= box.x0, (dpi, text)
            assert box.x1 <= right, (dpi, text)
            assert bottom <= box.y0 + 2, (dpi, text)
            assert box.y1 <= top + 2, (dpi, text)


def test_a_word_too_long_for_its_cell_gives_way_to_the_number() -> None:
    figure = plot_parts(make_parts(np.full((8, 8), 0.1).tolist(), forms="Donaudampfschifffahrtsgesellschaft", shared=1))
    assert set(read_off(figure.axes[0].texts)) == {"1"}


@pytest.mark.slow
def test_many_parts_show_numbers_while_these_fit() -> None:
    grid = np.full((9, 9), 0.1)
    figure = plot_parts(make_parts(grid.tolist(), forms="bird, cat", shared=1234))
    assert set(read_off(figure.axes[0].texts)) == {"1,234"}
    many = plot_parts(make_parts(np.full((3, 60), 0.1).tolist(), forms="bird, cat", shared=1234, by="10"))
    assert many.axes[0].texts[:] == []
    assert many.axes[0].get_ylabel() == "a: part"
    for drawn, labels in ((many, many.axes[0].get_xticklabels()), (figure, figure.axes[0].get_yticklabels())):
        drawn.draw_without_rendering()
        assert all(not one.get_window_extent().overlaps(two.get_window_extent()) for one, two in pairwise(labels))


def test_parts_of_which_none_can_be_compared_are_all_hatched() -> None:
    figure = plot_parts(make_parts([[np.nan, np.nan]]))
    assert sum(bool(part.get_hatch()) for part in figure.axes[0].patches) == 2


# --- dispersion -------------------------------------------------------------------------------------------------------


def find_ticks(figure: Figure) -> list[tuple[str, list[float]]]:
    """Colour and places of the ticks of each row, from top to bottom."""
    rows = [part for part in figure.axes[0].collections if isinstance(part, LineCollection)][1::2]
    return [
        (to_hex(part.get_color()[0]) if len(part.get_color()) else "", [line[0, 0] for line in part.get_segments()])
        for part in rows
    ]


def test_a_tick_for_each_use_and_the_count_beside() -> None:
    words = split_words(read_stories({"a": "The cat saw the dog. The cat ran.", "b": "A dog ran. Nobody saw it."}))
    lines = list_concordance(words, ["cat", "ran"])
    figure = whole(plot_dispersion(lines, words))
    assert read_off(figure.axes[0].get_yticklabels()) == ["cat", "ran"]
    expected = [
        lines.loc[(lines["word"] == w) & (lines["story"] == s), "position"].tolist() for w in ("cat", "ran") for s in "ab"
    ]
    assert [places for _, places in find_ticks(figure)] == expected
    assert [color for color, _ in find_ticks(figure)] == [BLUE, ORANGE, BLUE, ORANGE]
    assert read_off(figure.axes[0].texts) == ["2", "0", "1", "1", "uses"]
    assert figure.axes[0].get_ylim()[0] > figure.axes[0].get_ylim()[1]
    assert figure.axes[0].get_xlim() == (0, 1)
    markers = [line.get_marker() for line in figure.axes[0].lines]
    assert markers == [STYLES[0].marker, STYLES[1].marker] * 2


def test_words_are_grouped_by_a_column_of_ones_own_and_empty_ones_stay() -> None:
    words = split_words(read_stories({"a": "Dance and dances.", "b": "She sang."}))
    lines = pd.concat([list_concordance(words, w, lemmas=True).assign(chosen=w) for w in ("unicorn", "sang", "dance")])
    figure = whole(plot_dispersion(lines, words, by="chosen", chosen=["dance", "unicorn", "sang"]))
    assert read_off(figure.axes[0].get_yticklabels()) == ["dance", "unicorn", "sang"]
    assert read_off(figure.axes[0].texts)[:-1] == ["2", "0", "0", "0", "0", "1"]
    assert len(find_ticks(figure)) == 6


@pytest.mark.slow
def test_rows_and_counts_of_many_words_do_not_touch() -> None:
    words = pd.DataFrame({"story": [LONG_NAME, ODD_NAME, "c"]})
    lines = pd.DataFrame(
        {"story": LONG_NAME, "position": np.linspace(0, 1, 3000), "word": [f"{HEBREW}{n % 15}" * 4 for n in range(3000)]}
    )
    figure = whole(plot_dispersion(lines, words))
    assert len(find_ticks(figure)) == 45
    assert all(len(label.get_text()) == 18 for label in figure.axes[0].get_yticklabels())
    check_apart(figure, [*figure.axes[0].texts, *figure.axes[0].get_yticklabels(), *figure.legends[0].get_texts()])


# --- word shift -------------------------------------------------------------------------------------------------------


def make_distinctive(
    z: Sequence[float], verdict: str = "not distinguishable at this length", **columns: Any
) -> pd.DataFrame:
    size = len(z)
    return pd.DataFrame(
        {"story_1": "a", "story_2": "b", "form": [f"w{n}" for n in range(size)], "count_1": range(size), "count_2": 3,
         "difference": np.asarray(z, dtype=float) * 2, "null": np.arange(size) + 1.0, "z": np.asarray(z, dtype=float),
         "verdict": verdict} | columns
    )  # fmt: skip


def test_bars_reach_the_difference_over_their_own_null() -> None:
    figure = whole(plot_word_shift(make_distinctive([1.0, -3.0, 2.0])))
    axes = figure.axes[0]
    assert read_off(axes.get_yticklabels()) == ["w2 (2 : 3)", "w0 (0 : 3)", "w1 (1 : 3)"]
    nulls, bars = axes.patches[:3], axes.patches[3:]
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 4), (0, 2), (0, -6)]
    assert [(band.get_x(), band.get_width()) for band in nulls] == [(-3, 6), (-1, 2), (-2, 4)]
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [BLUE, BLUE, ORANGE]
    assert nulls[0].get_height() > bars[0].get_height()
    assert axes.get_title(loc="right") == "more in a →"
    assert axes.get_title(loc="left") == "← more in b"
    assert "no word passes the test" in axes.get_xlabel()
    assert "in brackets: uses in a : b" in axes.get_xlabel()


def test_words_that_pass_are_bold() -> None:
    verdicts = ["distinguishable", "within one book's range", "not distinguishable at this length"]
    figure = whole(plot_word_shift(make_distinctive([3.0, 2.0, 1.0], verdict=verdicts)))
    assert [label.get_fontweight() for label in figure.axes[0].get_yticklabels()] == ["bold", "bold", "normal"]
    assert [label.get_fontstyle() for label in figure.axes[0].get_yticklabels()] == ["normal", "italic", "normal"]
    assert "bold: passes the test" in figure.axes[0].get_xlabel()
    assert "slanted: yet within one book's range" in figure.axes[0].get_xlabel()
    assert "slanted" not in plot_word_shift(make_distinctive([3.0], verdict="distinguishable")).get_xlabel()


@pytest.mark.slow
def test_the_largest_z_are_shown_and_ties_at_the_cut_are_not() -> None:
    table = make_distinctive([1.0, -2.0, 5.0, 2.0, -4.0, np.nan], difference=[900.0, 1, 1, 1, -1, 999])
    shown = [label.get_text()[:2] for label in plot_word_shift(table, most=3).get_yticklabels()]
    assert sorted(shown) == ["w2", "w4"]
    shown = [label.get_text()[:2] for label in plot_word_shift(table, most=4).get_yticklabels()]
    assert sorted(shown) == ["w1", "w2", "w3", "w4"]
    assert len(plot_word_shift(table).get_yticklabels()) == 5  # what is not tested is not shown
    assert len(plot_word_shift(make_distinctive([1.0] * 6), most=4).get_yticklabels()) == 4


@pytest.mark.slow
def test_words_and_titles_can_be_read() -> None:
    forms = [f"{LONG_NAME}{n}" for n in range(10)] + [f"{HEBREW}{n}" for n in range(10)]
    table = make_distinctive(np.linspace(-3, 3, 20), form=forms, count_1=123456).assign(story_1=LONG_NAME, story_2=ODD_NAME)
    figure = whole(plot_word_shift(table))
    axes = figure.axes[0]
    figure.draw_without_rendering()
    titles = [text for text in axes.findobj(Text) if "more in" in text.get_text()]
    assert len(titles) == 2
    check_apart(figure, [*titles, *axes.get_yticklabels()])


def test_a_word_read_from_right_to_left_keeps_its_counts_behind_it() -> None:
    (label,) = plot_word_shift(make_distinctive([1.0], form=[HEBREW])).get_yticklabels()
    assert label.get_text() == f"\u200e{HEBREW}\u200e (0 : 3)"


# --- typesetting ------------------------------------------------------------------------------------------------------


def test_text_is_cut_and_broken_to_the_width() -> None:
    with drawing():
        figure = plt.figure()
        assert trim(figure, "  short \n text ", 200, 9) == "short text"
        cut = trim(figure, LONG_NAME, 80, 9)
        assert cut.endswith("…")
        assert LONG_NAME.startswith(cut[:-1])
        assert 60 < measure(figure, cut, 9) <= 80
        lines = break_lines(figure, LONG_NAME, 80, 9, 3)
        assert len(lines) == 3
        assert all(measure(figure, line, 9) <= 80 for line in lines)
        assert lines[-1].endswith("…")
        assert " ".join(lines)[:-1] in LONG_NAME
        assert " ".join(break_lines(figure, LONG_NAME, 80, 9, 20)) == LONG_NAME
        assert break_lines(figure, "", 80, 9, 3) == [""]


def test_centres_are_pushed_apart_no_more_than_need_be() -> None:
    assert push_apart([10, 50, 90], [10, 10, 10], 0, 100) == [10, 50, 90]
    assert push_apart([50, 50], [10, 20], 0, 100) == pytest.approx([42.5, 57.5])
    assert push_apart([0, 1, 100], [10, 10, 10], 0, 100) == pytest.approx([5, 15, 95])
    assert push_apart([], [], 0, 100) == []


def test_flags_fly_above_those_that_they_cross() -> None:
    sizes = [(30.0, 10.0)] * 4
    assert stack_flags([80, 90, 10, 45], sizes, middle=50, gap=2) == [12, 0, 0, 0]
    assert stack_flags([45, 55], sizes[:2], middle=50, gap=2) == [0, 0]  # they fly away from each other
    assert stack_flags([60, 80, 100], [(30.0, 10.0), (30.0, 20.0), (30.0, 10.0)], middle=50, gap=2) == [34, 12, 0]


@pytest.mark.parametrize(
    ("values", "most", "least", "kept"),
    [([3, 2, 2, 1], 4, 1, 4), ([3, 2, 2, 1], 3, 1, 3), ([3, 2, 2, 1], 2, 1, 1), ([2, 2, 2], 2, 1, 2), ([3, 2, 2], 2, 2, 2),
     ([], 3, 1, 0), ([0.1 + 0.2, 0.3, 0.1], 1, 0, 0)],
)  # fmt: skip
def test_lists_are_cut_before_equals(values: list[float], most: int, least: int, kept: int) -> None:
    assert cut_at_ties(values, most, least=least) == kept
