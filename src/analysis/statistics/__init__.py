"""The statistics behind every comparison: estimates, tests, corrections, norms and verdicts, then their wording.

The sampling frame: the sentences of a text are treated as exchangeable draws of *this text's* manner. A small p then means
that two texts differ in manner by more than their sentences differ among themselves; not that two authors or two books do.
Two passages of one book reach a small p far too often, so a verdict also requires a difference beyond the *yardstick*: the
most by which two passages of one book, of these lengths, commonly differ.
"""
