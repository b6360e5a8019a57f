"""Where plots and the workbook still look for verdicts and numbers."""

from analysis.statistics.rounding import format_number as number
from analysis.statistics.rounding import format_p as probability
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, VERDICTS, WITHIN

__all__ = ["DISTINGUISHABLE", "NOT_ASSESSED", "NOT_DISTINGUISHABLE", "VERDICTS", "WITHIN", "number", "probability"]
