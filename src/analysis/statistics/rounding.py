"""Numbers, formatted for sentences and figures."""

import numpy as np


def format_number(value: float, digits: int, *, sign: bool = False) -> str:
    """A number for a sentence: rounded, with a true minus sign; NaN is "no value".

    >>> format_number(-1.25, 1), format_number(2, 1, sign=True), format_number(float("nan"), 1)
    ('−1.2', '+2.0', 'no value')
    """
    if np.isnan(value):
        return "no value"
    text = f"{value:{'+' if sign else ''}.{digits}f}".replace("-", "−")
    return text if text.strip("+−0.") else text.strip("+−")


def format_p(p: float, *, bare: bool = False) -> str:
    """A p value for print: three decimals below .1, else two, never zero; NaN is "no test". `bare`: without "p =".

    >>> format_p(0.0001), format_p(0.0321), format_p(0.52), format_p(1.0), format_p(0.0321, bare=True)
    ('p < .001', 'p = .032', 'p = .52', 'p = 1', '.032')
    """
    if np.isnan(p):
        return "no test"
    relation, digits = ("=", f"{p:.3f}" if p < 0.1 else f"{p:.2f}" if p < 0.995 else "1")
    if p < 0.001:
        relation, digits = "<", "0.001"
    digits = digits.replace("0.", ".", 1)
    return (digits if relation == "=" else f"{relation} {digits}") if bare else f"p {relation} {digits}"
