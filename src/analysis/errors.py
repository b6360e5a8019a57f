"""What goes wrong with a story or a table, said to its user."""

import sys
import warnings


class StoryError(ValueError):
    """A story or table that cannot be used: which one, what is wrong with it, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence alone, for whoever gave a wrong path does not need our lines of code."""
        return [str(self)]


class StoryWarning(UserWarning):
    """Something the reader of the results should know about a story, which is used all the same."""


def warn(message: str) -> None:
    """Give a StoryWarning that points to the line, outside this package, from which the package was called."""
    frame, level = sys._getframe(), 1
    while frame.f_back is not None and str(frame.f_globals.get("__name__", "")).startswith("analysis."):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, StoryWarning, stacklevel=level)
