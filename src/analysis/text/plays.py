"""Plays in plain text: the labels that tell who speaks, and stage directions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.text.headings import name_chapter

TITLE = r"(?:(?:MRS?|DR|ST|SIR|[A-Z])\.\s+)"
NAME = rf"{TITLE}*[A-Z][A-Z'-]+(?:(?:\s+|,\s+|\s*&\s*){TITLE}?(?:[A-Z][A-Z'-]*|and|\d))*"
# "TOM.", "MRS. UPJOHN:", "*TOM.*", "TOM (laughing).", and a name in capitals alone on its line.
LABEL = re.compile(rf"\*?(?P<name>{NAME})\*?(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]))?(?:[.:]\*?(?=\s|—|$)|(?=[^\S\n]*(?:\n|$)))")
COLON = re.compile(r"\*?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})\*?:\*?(?=\s+\S)")
DIRECTION = re.compile(r"\[[^\[\]]+\]|\(\*?[A-Z][^()]*\)")
APART = re.compile(r"\*?(?:enter|re-enter|exit|exeunt|curtain)\b|(?:\[[^\[\]]*\]|\([^()]*\))$", re.IGNORECASE)
LEAST, SHARE = 8, 0.15  # labels of a play in more than a few lines, and their share of the paragraphs


def find_labels(paragraphs: Sequence[str]) -> dict[int, int]:
    """The paragraphs that begin with a label, if the text is a play: the place of each and the length of its label.

    Labels are names in capitals with a full stop or a colon, or with a colon alone. A text is a play if half of its
    paragraphs begin so, or, in a longer one, a seventh of them and the names come back.
    """
    for matches in ([LABEL.match(text) for text in paragraphs], [COLON.match(text) for text in paragraphs]):
        labels = {i: match for i, match in enumerate(matches) if match and not name_chapter(paragraphs[i])}
        uses = Counter(match["name"] for match in labels.values())
        # A name in capitals alone, without a mark, may be a heading as well: a label comes back.
        labels = {i: match for i, match in labels.items() if match[0].rstrip("*")[-1:] in ".:])" or uses[match["name"]] > 1}
        alone = sum(match.end() == len(paragraphs[i]) for i, match in labels.items())
        n_speeches = len(paragraphs) - alone  # a label alone stands over the paragraph of its speech
        many = len(labels) >= LEAST and len(labels) >= SHARE * n_speeches
        back = sum(uses[match["name"]] for match in labels.values() if uses[match["name"]] > 2)
        if (len(labels) > 1 and 2 * len(labels) >= n_speeches) or (many and back >= 0.7 * len(labels)):
            return {i: match.end() for i, match in labels.items()}
    return {}


def cut_speech(canonical: str, start: int, end: int, label: int) -> Iterator[tuple[int, int, str]]:
    """The parts of a paragraph of a play: its label, of that length, its stage directions, and what is spoken."""
    if label:
        yield start, start + len(canonical[start : start + label].rstrip()), "speaker"
        start += label
    elif APART.match(canonical, start, end):
        yield start, end, "direction"
        return
    for match in DIRECTION.finditer(canonical, start, end):
        yield start, match.start(), "prose"
        yield match.start(), match.end(), "direction"
        start = match.end()
    yield start, end, "prose"
