"""Sentences about curves over narrative time; all other sentences are in `wording`."""

import numpy as np

from analysis.measure import Measure
from analysis.statistics.rounding import format_number, format_p
from analysis.statistics.verdicts import (
    BEYOND_CHANCE,
    DISTINGUISHABLE,
    NOT_ASSESSED,
    NOT_DISTINGUISHABLE,
    ORDERED,
    SHUFFLED,
    WITHIN,
)
from analysis.statistics.wording import Row, Statement, name_test

FRAME_OF_CURVES = "Each text's sentences are taken as draws about a curve."
FRAME_OF_ARC = "The text's sentences are taken as draws about a curve of its own."

COURSES = {  # what is drawn along the story: its name, and what is up
    "words_per_sentence": ("words per sentence", "longer"),
    "unfamiliar_share": ("share of unfamiliar words", "harder"),
    "ease": ("predicted ease", "easier"),
    "richness": ("type-token ratio", "richer"),
}


def name_course(column: str) -> str:
    """What a curve is of, as in running text: a score has its column's name."""
    return COURSES.get(column, (column, ""))[0]


def name_axis(column: str) -> str:
    """The label of a curve's axis."""
    name, up = COURSES.get(column, (f"{column} of a sentence", "pleasant"))
    return f"{name} (up: {up})"


def state_shape(row: Row, measure: Measure, family: int) -> Statement:
    """One contrast of two trajectories without their levels. `place`: where they differ most; `why_not`: if not assessed."""
    one, two = row["story_1"], row["story_2"]
    if np.isnan(row["p"]):
        return Statement(f"Shape of {one} and {two}: not assessed; {row['why_not']}.")
    test, yardstick = name_test(row["p_adjusted"], family), format_number(row["yardstick"], measure.digits)
    book = f"two passages of one book of this length commonly part by up to {yardstick}"
    why = {
        NOT_DISTINGUISHABLE: f"no more than sampling noise makes of one shape ({test}). Not distinguishable at this length",
        WITHIN: f"more than sampling noise makes of one shape ({test}). Within one book's range: {book}",
        DISTINGUISHABLE: f"more than sampling noise makes of one shape ({test}). Distinguishable: {book}",
        NOT_ASSESSED: f"more than sampling noise makes of one shape ({test}); how far one book's passages part is not known",
    }[row["verdict"]]
    text = f"Shape: their levels taken out, the trajectories of {one} and {two} part most at {row['place']:.2f} of the story"
    return Statement(f"{text}, by {format_number(row['difference'], measure.digits, sign=True)}: {why}.", FRAME_OF_CURVES)


def state_arc(row: Row, column: str = "") -> Statement:
    """Whether a story has an arc in this column, and where it is highest and lowest."""
    if row["verdict"] not in (ORDERED, SHUFFLED):
        return Statement(f"{row['story']}: not assessed, {row['why_not']}.")
    points = "windows" if column == "richness" else "sentences"
    text = f"{row['story']}: the curve explains {100 * row['explained']:.0f} % of the {points}' variance, {row['verdict']}"
    text += f" ({format_p(row['p'])})."
    if row["verdict"] == SHUFFLED:
        text += " That is not to say that there is no arc; but do not read this curve's peaks and troughs."
        return Statement(text, FRAME_OF_ARC)
    peak, peak_low, peak_high, trough, trough_low, trough_high = (
        f"{100 * row[name]:.0f}" for name in ("peak", "peak_low", "peak_high", "trough", "trough_low", "trough_high")
    )
    text += (
        f" It is highest {peak} % into the story (95 % interval {peak_low} to {peak_high} %) and lowest {trough} % into it"
    )
    return Statement(f"{text} ({trough_low} to {trough_high} %).", FRAME_OF_ARC)


def state_course(row: Row, family: int) -> str:
    """Whether two curves of a measure, without their levels, part by more than chance. `place`: where they part most."""
    name, pair = name_course(row["measure"]), f"{row['story_1']} and {row['story_2']}"
    if np.isnan(row["p"]):
        return f"Course of {name}, {pair}: not assessed; {row['note']}."
    test, digits = name_test(row["p_adjusted"], family), 1 if row["measure"] == "words_per_sentence" else 3
    beyond = row["verdict"] == BEYOND_CHANCE
    text = f"Course of {name}: their levels taken out, the curves of {pair} part most at {row['place']:.2f} of the story"
    text += f", by {format_number(row['difference'], digits, sign=True)}: {'beyond' if beyond else 'no more than'} chance"
    return f"{text} ({test}). {FRAME_OF_CURVES}"
