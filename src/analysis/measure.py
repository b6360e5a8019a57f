"""A measure is one row: every table, figure and sentence takes its name, unit, digits and direction from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import signature
from typing import Any, NamedTuple

OTHER_STORY, UNRELATED, CHANCE = "the other story", "unrelated stories", "chance"
HARDER, EASIER, BRIGHTER, RICHER, MORE, LESS = "harder", "easier", "brighter", "richer", "more in common", "less in common"


def no_formula() -> float:
    """Placeholder for a measure that is no function of summed counts: NaN."""
    return float("nan")


class Measure(NamedTuple):
    """One measure. Each wing's `measures.py` has a row for each of its measures, in the order of tables and figures.

    Only name, label, unit, digits and section are required. A measure without `against` is not tested itself, one without
    `scale` is not in the figure of scores.
    """

    name: str  # in the column `measure`
    label: str  # in figures and running text: "words per sentence"
    unit: str
    digits: int  # decimals in sentences
    section: str  # the part of the overview it belongs to
    more: str = ""  # what a higher value is: harder, easier, brighter, richer ...; empty where it is neither
    against: str = ""  # what it is tested against: the other story, unrelated stories, chance
    scale: str = ""  # the axis it is drawn on; measures of one scale and direction share a panel
    short: str = ""  # the label where there is little room, if it is another
    title: str = ""  # the label at the head of a sentence, if it is another
    signed: bool = False  # whether a value may be below zero
    any_language: bool = False  # whether it rests on no English words, syllables or judgements
    formula: Callable[..., Any] = no_formula  # of summed counts, if it is one

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts that the formula takes: the names of its arguments."""
        return tuple(signature(self.formula).parameters)

    @property
    def heading(self) -> str:
        """The label at the head of a sentence: with a capital."""
        return self.title or self.label[:1].upper() + self.label[1:]

    @property
    def tag(self) -> str:
        """The label where there is little room."""
        return self.short or self.label


def table_measures(measures: Iterable[Measure]) -> dict[str, Measure]:
    """The measures by name, in the given order.

    >>> list(table_measures([Measure("lix", "LIX", "points", 1, "Readability")]))
    ['lix']
    """
    return {measure.name: measure for measure in measures}


def list_tested(measures: dict[str, Measure]) -> list[str]:
    """The names of the measures that are tested themselves.

    >>> list_tested(table_measures([Measure("lix", "LIX", "points", 1, "Readability")]))
    []
    """
    return [name for name, measure in measures.items() if measure.against]
