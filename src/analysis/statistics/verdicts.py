"""The verdicts and their rules."""

import numpy as np

ALPHA = 0.05
# Of a difference; of sharing and of order the first, third and fourth.
DISTINGUISHABLE, WITHIN, NOT_DISTINGUISHABLE, NOT_ASSESSED = VERDICTS = (
    "distinguishable",
    "within one book's range",
    "not distinguishable at this length",
    "not assessed",
)
# Of an arc; or not assessed.
ORDERED, SHUFFLED = "order matters more than shuffled", "no more than shuffled"


# Of the courses of two stories; or not assessed.
BEYOND_CHANCE, CHANCE = "beyond chance", "no more than chance"


def judge_chance(p_adjusted: float) -> str:
    """The verdict on two curves: do their shapes differ by more than chance?

    >>> judge_chance(0.01), judge_chance(0.3), judge_chance(float("nan"))
    ('beyond chance', 'no more than chance', 'not assessed')
    """
    if np.isnan(p_adjusted):
        return NOT_ASSESSED
    return BEYOND_CHANCE if p_adjusted < ALPHA else CHANCE


def judge(p_adjusted: float, difference: float, yardstick: float) -> str:
    """The verdict on a difference: is it beyond the scatter of the texts' sentences, and beyond one book's range?

    >>> judge(0.001, 5.0, yardstick=3.0), judge(0.001, 2.0, yardstick=3.0), judge(0.3, 5.0, yardstick=3.0)
    ('distinguishable', "within one book's range", 'not distinguishable at this length')
    """
    if np.isnan(p_adjusted) or np.isnan(difference):
        return NOT_ASSESSED
    if p_adjusted >= ALPHA:
        return NOT_DISTINGUISHABLE
    if np.isnan(yardstick):
        return NOT_ASSESSED
    return DISTINGUISHABLE if abs(difference) > yardstick else WITHIN


def judge_rank(p_adjusted: float) -> str:
    """The verdict on sharing, by rank among unrelated stories, or on an order, by chance.

    >>> judge_rank(0.01), judge_rank(0.3), judge_rank(float("nan"))
    ('distinguishable', 'not distinguishable at this length', 'not assessed')
    """
    if np.isnan(p_adjusted):
        return NOT_ASSESSED
    return DISTINGUISHABLE if p_adjusted < ALPHA else NOT_DISTINGUISHABLE


def judge_arc(p: float) -> str:
    """The verdict on an arc: does the order of the sentences matter?

    >>> judge_arc(0.01), judge_arc(0.3), judge_arc(float("nan"))
    ('order matters more than shuffled', 'no more than shuffled', 'not assessed')
    """
    if np.isnan(p):
        return NOT_ASSESSED
    return ORDERED if p < ALPHA else SHUFFLED
