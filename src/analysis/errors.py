"""What goes wrong with a story or a table, said to its user."""


class StoryError(ValueError):
    """A story or table that cannot be used: which one, what is wrong with it, and what to do."""


class StoryWarning(UserWarning):
    """Something the reader of the results should know about a story, which is used all the same."""
