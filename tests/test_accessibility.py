"""Whether every figure can be read: type of 8 points at least, nothing cut, enough contrast, no story by colour alone."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from conftest import DATA, whole
from hostile import Made
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from registry import PLOTS

mpl.use("Agg")

import matplotlib.pyplot as plt

from analysis import read_stories
from analysis.plots.style import GREY, INK, STYLES, WIDTH

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1]
LEAST = 8  # points: the smallest type on a page of WIDTH inches
DPI = 200  # as figures are saved
TOLERANCE = 1  # point: letters are fitted to whole dots
TEXT, STRONG = 4.5, 7  # WCAG 2.1, success criteria 1.4.3 (AA) and 1.4.6 (AAA), for type below 18 points
APART = 20  # CIE76: nearly nine just noticeable differences of 2.3 (Mahy et al. 1994); marks and letters are small

# Machado, Oliveira & Fernandes (2009), severity 1, to be applied to linear RGB.
VISIONS = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])


# --- every figure -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Made:
    """The tables of the two stories in data/."""
    stories = read_stories(DATA)
    return Made(dict(zip(stories["story"], stories["text"], strict=True)))


@pytest.fixture(scope="module", params=PLOTS)
def drawn(request: pytest.FixtureRequest, shipped: Made) -> Iterator[tuple[Figure, list[Text]]]:
    """Each figure as it is printed, with all text in it."""
    figure = whole(PLOTS[request.param].call(shipped))
    yield figure, print_texts(figure)
    plt.close(figure)


def print_texts(figure: Figure) -> list[Text]:
    """Draws the figure; all text that got drawn, and so no labels of ticks beyond an axis."""
    texts: list[Text] = []
    draw = Text.draw

    def note(text: Text, *arguments: object, **options: object) -> None:
        texts.append(text)
        draw(text, *arguments, **options)

    figure.set_dpi(DPI)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", note)
        figure.canvas.draw()
    return [text for text in dict.fromkeys(texts) if text.get_visible() and text.get_text().strip()]


def test_type_is_large_enough(drawn: tuple[Figure, list[Text]]) -> None:
    figure, texts = drawn
    assert len(texts) > 5
    assert figure.get_size_inches()[0] <= WIDTH + 0.01
    small = {text.get_text(): text.get_fontsize() for text in texts if text.get_fontsize() < LEAST}
    assert not small, f"below {LEAST} points"


def test_no_text_is_cut(drawn: tuple[Figure, list[Text]]) -> None:
    figure, texts = drawn
    slack = TOLERANCE * DPI / 72
    page = figure.bbox
    boxes = {text: text.get_window_extent() for text in texts}
    cut = [
        text.get_text()
        for text, box in boxes.items()
        if min(box.x0, box.y0) < -slack or box.x1 > page.width + slack or box.y1 > page.height + slack
    ]
    assert not cut


def test_text_stands_out_from_what_it_is_printed_on(drawn: tuple[Figure, list[Text]]) -> None:
    figure, texts = drawn
    found = {(text.get_text(), to_hex(text.get_color())): ratio for text, ratio in measure_contrasts(figure, texts).items()}
    assert {label: round(ratio, 2) for label, ratio in found.items() if ratio < TEXT} == {}


def measure_contrasts(figure: Figure, texts: list[Text]) -> dict[Text, float]:
    """The contrast of each text with the median colour of its place, the text itself left away."""
    before = {text: text.get_alpha() for text in texts}
    boxes = {text: text.get_window_extent() for text in texts}
    figure.set_layout_engine("none")  # it is laid out already
    for text in texts:
        text.set_alpha(0)
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3] / 255
    ratios = {}
    for text, box in boxes.items():
        text.set_alpha(before[text])
        left, low, right, high = np.clip(np.round(box.extents), 0, None).astype(int)
        ground = np.median(picture[low:high, left:right].reshape(-1, 3), axis=0)
        ratios[text] = contrast(text.get_color(), tuple(ground))
    return ratios


def test_saved_figures_are_no_wider_than_the_page() -> None:
    # A wider one is scaled down to the page, and its type with it.
    from PIL import Image

    paths = sorted((FOLDER / "figures").glob("*.png"))
    assert paths
    wide = {}
    for path in paths:
        with Image.open(path) as picture:
            inches = picture.width / picture.info["dpi"][0]
        if inches > WIDTH + 0.01:
            wide[path.name] = round(inches, 2)
    assert wide == {}


# --- colours ----------------------------------------------------------------------------------------------------------


def linear(color: object) -> np.ndarray:
    """Linear RGB of an sRGB colour (IEC 61966-2-1)."""
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: object, two: object) -> float:
    """The contrast ratio of WCAG 2.1, from 1 (the same) to 21 (black and white)."""
    low, high = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, two))
    return (high + 0.05) / (low + 0.05)


def see(color: object, vision: str) -> np.ndarray:
    """Linear RGB of the colour as it is seen, after Machado, Oliveira & Fernandes (2009); in grey its luminance."""
    return np.clip(np.array(VISIONS[vision]) @ linear(color), 0, 1)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*, a*, b* of linear RGB, under daylight (D65)."""
    ratio = XYZ @ rgb / XYZ.sum(axis=1)
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: object, two: object, vision: str) -> float:
    """How far apart two colours look: CIE76, the Euclidean distance in Lab."""
    return float(np.linalg.norm(to_lab(see(one, vision)) - to_lab(see(two, vision))))


def test_the_yardsticks_measure_what_is_known() -> None:
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast("white", "#767676") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes 4.5
    assert to_lab(linear("white")) == pytest.approx([100, 0, 0], abs=0.01)
    assert to_lab(linear("red")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert to_lab(linear("blue")) == pytest.approx([32.30, 79.19, -107.86], abs=0.02)
    for vision, matrix in VISIONS.items():
        assert np.sum(matrix, axis=1) == pytest.approx(1, abs=1e-5), vision  # white stays white
    red, green = "#a04040", "#5f6440"  # a pair that both of the common kinds of colour blindness confuse
    assert distance(red, green, "full") > 2 * APART
    assert max(distance(red, green, vision) for vision in ("protanopia", "deuteranopia")) < APART


@pytest.mark.parametrize("vision", ["full", "protanopia", "deuteranopia", "tritanopia"])
def test_the_two_stories_colours_stay_apart(vision: str) -> None:
    one, two, *_ = STYLES
    assert distance(one.color, two.color, vision) >= APART


def test_in_grey_line_and_marker_tell_the_stories_apart() -> None:
    for one, two in combinations(STYLES, 2):  # whose colours may be of one lightness
        assert one.line != two.line
        assert one.marker != two.marker


@pytest.mark.parametrize(
    ("color", "least"), [(INK, STRONG), (GREY, TEXT), *((style.letters, TEXT) for style in STYLES)],
    ids=["ink", "grey", *(f"story {number}" for number in range(1, len(STYLES) + 1))],
)  # fmt: skip
def test_letters_stand_out_from_white(color: str, least: float) -> None:
    assert contrast(color, "white") >= least
