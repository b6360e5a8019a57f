"""What is said: quotation marks, and the words between them."""

import re

import numpy as np
import pandas as pd

from analysis.tables import is_counted
from analysis.text.sentences import Tokens

QUOTE = re.compile(r"[\"'](?:(?<!\w[\"'])|(?!\w))")  # not the apostrophe inside a word
ELISIONS = re.compile(r"'(?:tis|twas|twere|twill|twould|em|til|till|cause|bout|round|neath|gainst)\b", re.IGNORECASE)


def find_speech(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether each word is inside quotation marks. Every paragraph begins outside of them, and what follows a heading or
    a speaker does; a stage direction is outside, and what stands before it goes on after it."""
    story = tokens.story
    paragraph = sentences["paragraph"].to_numpy()
    is_direction = (sentences["kind"] == "direction").to_numpy()
    is_apart = ~(is_counted(sentences["kind"]) | is_direction)
    parts = np.diff(story, prepend=-1).astype(bool) | np.diff(paragraph, prepend=-1).astype(bool)
    block = np.cumsum(parts | is_apart | np.append(False, is_apart)[:-1])
    marks, kinds = find_quotes(tokens.text)  # offsets of the quotation marks, and what each is
    row = np.searchsorted(tokens.sentence_start, marks, side="right") - 1
    marks, kinds, row = (array[~is_direction[row]] for array in (marks, kinds, row))
    n_doubles = np.bincount(story[row], np.isin(kinds, list('"<>')), minlength=story.max(initial=-1) + 1)
    n_singles = np.bincount(story[row], kinds == "(", minlength=len(n_doubles))
    is_british = n_singles * 2 > n_doubles  # single quotes are this story's quotation marks, and not apostrophes only
    is_open = track_quotes(kinds, block[row], is_british[story[row]])
    last_mark = np.searchsorted(marks, tokens.word_start) - 1  # before each word; -1 if there is none
    follows_open = np.append(is_open, False)[last_mark]
    return follows_open & (np.append(block[row], -1)[last_mark] == block[tokens.row]) & ~is_direction[tokens.row]


def find_quotes(canonical: str) -> tuple[np.ndarray, np.ndarray]:
    """The place and the kind of each quotation mark: "<" opens and ">" closes double quotes, "(" and ")" single ones;
    '"' is a double mark that only its neighbours can tell. Apostrophes that cannot be quotation marks are left out."""
    places, kinds = [], []
    for match in QUOTE.finditer(canonical):
        place = match.start()
        before, after = canonical[place - 1 : place] or "\n", canonical[place + 1 : place + 2] or "\n"
        opens = (before.isspace() or before in "([—-*\"'") and not after.isspace() and after not in ".,;:!?)"
        closes = not before.isspace() and not after.isalnum()
        if canonical[place] == '"':
            kind = "<" if opens else ">" if closes else '"'
        elif opens and not ELISIONS.match(canonical, place):
            lead = place  # what stands before the white space before the mark
            while lead and canonical[lead - 1].isspace():
                lead -= 1
            kind = "(" if after.isupper() or not lead or canonical[lead - 1] in ',:;—-"' else ""
        else:  # "the boys' hats" does not close, nor does "goin'"
            kind = ")" if closes and before not in "sn" else ""
        if kind:
            places.append(place)
            kinds.append(kind)
    return np.array(places, dtype=np.int64), np.array(kinds, dtype="U1")


def track_quotes(kinds: np.ndarray, block: np.ndarray, british: np.ndarray) -> np.ndarray:
    """Whether what follows each quotation mark is inside quotes. Each `block` begins outside; single marks count where
    `british` says so."""
    inside = np.zeros(len(kinds), dtype=bool)
    double = single = False
    current = -1
    for i, (kind, of_block, counts) in enumerate(zip(kinds.tolist(), block.tolist(), british.tolist(), strict=True)):
        if of_block != current:
            double = single = False
            current = of_block
        if kind in "()":
            single = counts and kind == "("
        else:
            double = not double if kind == '"' else kind == "<"
        inside[i] = double or single
    return inside
