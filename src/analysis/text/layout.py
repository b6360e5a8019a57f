"""What a reader should know of how a plain text is laid out: lines that are paragraphs, dialogue that nothing marks."""

import re

from analysis.text.canonical import normalise
from analysis.text.paragraphs import are_paragraphs, list_broken

# Who speaks: ", said Tom", "she answered."
_WHO = r"(?:[Hh]e|[Ss]he|I|[Ww]e|[Tt]hey|the \w+|[A-Z]\w+)"
_SAID = r"(?:said|says|asked|cried|replied|answered)"
SAID = re.compile(rf"[,?!.]\s+{_SAID}\s+{_WHO}\b|\b(?:[Hh]e|[Ss]he|I|[Tt]hey)\s+{_SAID}\s*[,:.]")
MARK = re.compile(r"(?:^|(?<=[\s—(–-]))[\"'](?=\w)|^—\s*\w", re.MULTILINE)
LOOKED_AT = 200_000  # characters in which dialogue is looked for
LEAST = 3  # speakers named, for a story to have dialogue
SHARE = 0.25  # as many marks for each, or there are none


def describe_layout(text: str) -> list[str]:
    """Notes on the layout of a plain text: clauses without capital and full stop.

    >>> describe_layout("Come in, said Tom. Why, she asked. Come in, he said.")
    ['dialogue without quotation marks or dashes: none of it is told from narration']
    """
    canonical = normalise(text)
    broken = list_broken(canonical)
    notes = ["each of its lines is taken for a paragraph: most end a sentence"] if broken and are_paragraphs(broken) else []
    sample = canonical[:LOOKED_AT]
    if (n_said := len(SAID.findall(sample))) >= LEAST and len(MARK.findall(sample)) < SHARE * n_said:
        notes.append("dialogue without quotation marks or dashes: none of it is told from narration")
    return notes
