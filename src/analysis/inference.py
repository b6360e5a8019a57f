"""Where plots and the workbook still look for verdicts and numbers."""

from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, VERDICTS, WITHIN
from analysis.statistics.wording import format_number as number
from analysis.statistics.wording import format_p as probability

__all__ = ["DISTINGUISHABLE", "NOT_ASSESSED", "NOT_DISTINGUISHABLE", "VERDICTS", "WITHIN", "number", "probability"]
