"""The chart of speed.py: how seconds grow with words, and how many times as fast as its peers this package is."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from analysis.plots.style import INK, STYLES, WIDTH, drawing

DRAWN = dict(zip(("whole profile", "NLTK's VADER", "textstat's nine"), STYLES, strict=False))  # ours in the first colour
APART = 0.08  # the least distance of two labels, as a share of the axis


def draw_speed(growth: dict[str, list[tuple[int, float]]], ratios: dict[tuple[str, str], float], path: Path) -> None:
    """Written as PNG: `growth` as (words, seconds) by name, `ratios` by (what, peer)."""
    with drawing():
        figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 3.3), width_ratios=(1, 1.1))
        _draw_growth(left, {name: growth[name] for name in DRAWN if name in growth})
        _draw_ratios(right, ratios)
        figure.savefig(path, dpi=200, metadata={"Software": None})
        plt.close(figure)


def _draw_growth(ax: Axes, growth: dict[str, list[tuple[int, float]]]) -> None:
    for name, points in growth.items():
        words, seconds = zip(*points, strict=True)
        style = DRAWN[name]
        ax.plot(words, seconds, color=style.color, linestyle=style.line, marker=style.marker, markersize=4.5)
    ax.set(xscale="log", yscale="log", xlabel="words", ylabel="seconds of one processor", title="How time grows with words")
    ax.minorticks_off()
    ax.set_xlim(8e3, 8e6)  # room for the labels behind the last points
    ax.set_xticks([1e4, 1e5, 1e6], ["10,000", "100,000", "1 million"])
    low, high = ax.get_ylim()
    high *= 2  # and above them
    ax.set_ylim(low, high)
    ticks = [tick for tick in (0.01, 0.1, 1, 10, 100) if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.grid(axis="y")
    height = -1.0
    for name, points in sorted(growth.items(), key=lambda item: item[1][-1][1]):
        place = ax.transAxes.inverted().transform(ax.transData.transform(points[-1]))
        height = max(place[1], height + APART)
        ax.text(place[0] + 0.03, height, name, color=DRAWN[name].letters, fontsize=8.5, va="center", transform=ax.transAxes)


def _draw_ratios(ax: Axes, ratios: dict[tuple[str, str], float]) -> None:
    values = list(ratios.values())
    places = range(len(values))
    ax.barh(places, values, height=0.36, color=STYLES[0].color)
    for place, ((what, peer), value) in enumerate(ratios.items()):
        ax.text(0, place - 0.26, f"{what}: {re.sub(r'[,(].*', '', peer)}", fontsize=8, va="bottom")
        ax.text(value + max(values) * 0.015, place, f"{value:.1f} ×", fontsize=8.5, va="center")
    ax.vlines([1] * len(values), [place - 0.18 for place in places], [place + 0.18 for place in places], color="white")
    ax.set(title="Times as fast as its peers", xlabel="peer's time / ours (white line: equal)", yticks=[])
    ax.set_ylim(len(values) - 0.6, -0.75)
    ax.set_xlim(0, max(values, default=1) * 1.16)
    ax.spines["left"].set_color(INK)
