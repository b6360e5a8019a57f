"""What is said: quotation marks, and the words between them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.tables import is_counted
from analysis.text.breaks import SPEECH_VERBS
from analysis.text.sentences import Tokens

QUOTE = re.compile(r"[\"'](?:(?<!\w[\"'])|(?!\w))")  # not the apostrophe inside a word
DASHES = ("—", "--")
# Who speaks, in dialogue with dashes: ", said Tom" and ", Tom answered sadly", up to the next mark.
_VERBS = "|".join(sorted(SPEECH_VERBS))
TAG = re.compile(rf"[,!?.…]\s+((?:(?:{_VERBS})\b|(?:[A-Z][\w']*|he|she|they|it)\s+(?:{_VERBS})\b)[^.,;:!?—]*)")
ELISIONS = re.compile(r"'(?:tis|twas|twere|twill|twould|em|til|till|cause|bout|round|neath|gainst)\b", re.IGNORECASE)


def find_speech(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether each word is spoken: inside quotation marks, in a speech of a play, or after a dash of dialogue.

    Every paragraph begins outside of quotation marks, and what follows a heading or a speaker does; but one that closes a
    quotation which the last paragraph before inset verse left open goes on with it. A stage direction is outside, and what
    stands before it goes on after it. In a story told with dashes a paragraph that begins with one is spoken, but for who
    speaks it.
    """
    story = tokens.story
    is_direction = (sentences["kind"] == "direction").to_numpy()
    block = _find_blocks(sentences, story)
    marks, kinds = find_quotes(tokens.text)  # offsets of the quotation marks, and what each is
    row = np.searchsorted(tokens.sentence_start, marks, side="right") - 1
    marks, kinds, row = (array[~is_direction[row]] for array in (marks, kinds, row))
    n_stories = story.max(initial=-1) + 1
    n_doubles = np.bincount(story[row], np.isin(kinds, list('"<>n')), minlength=n_stories)
    n_singles = np.bincount(story[row], kinds == "(", minlength=n_stories)
    is_british = n_singles * 2 >= np.maximum(
        n_doubles, 1
    )  # single quotes are this story's quotation marks, and not apostrophes only
    is_open, resumed = track_quotes(kinds, block[row], is_british[story[row]], _find_after_verse(sentences, block))
    last_mark = np.searchsorted(marks, tokens.word_start) - 1  # before each word; -1 if there is none
    in_block = np.append(block[row], -1)[last_mark] == block[tokens.row]
    quoted = np.where(in_block, np.append(is_open, False)[last_mark], np.isin(block[tokens.row], list(resumed)))
    said = _find_speeches(sentences, story)[tokens.row] | _find_dialogue(sentences, tokens, n_doubles)
    is_label = (sentences["kind"] == "speaker").to_numpy()
    return (quoted | said) & ~(is_direction | is_label)[tokens.row]


def _find_blocks(sentences: pd.DataFrame, story: np.ndarray) -> np.ndarray:
    """The number of the stretch that each row belongs to, in which quotation marks belong together."""
    is_apart = ~(is_counted(sentences["kind"]) | (sentences["kind"] == "direction").to_numpy())
    parts = np.diff(story, prepend=-1).astype(bool) | np.diff(sentences["paragraph"].to_numpy(), prepend=-1).astype(bool)
    return np.asarray(np.cumsum(parts | is_apart | np.append(False, is_apart)[:-1]))


def _find_after_verse(sentences: pd.DataFrame, block: np.ndarray) -> dict[int, int]:
    """The stretches of prose that follow verse, each with the last stretch of prose before it."""
    kinds = sentences["kind"].to_numpy()
    after: dict[int, int] = {}
    prose = -1
    for place in np.flatnonzero(np.diff(block, prepend=-1)) if (kinds == "verse").any() else ():
        if kinds[place] == "prose":
            if prose >= 0 and kinds[place - 1] == "verse":
                after[int(block[place])] = prose
            prose = int(block[place])
        elif kinds[place] != "verse":
            prose = -1
    return after


def _find_speeches(sentences: pd.DataFrame, story: np.ndarray) -> np.ndarray:
    """Whether each row is spoken by the speaker before it: up to the next heading."""
    kinds, rows = sentences["kind"].to_numpy(), np.arange(len(sentences))
    ends = np.isin(kinds, ("heading", "apparatus")) | np.diff(story, prepend=-1).astype(bool)
    last_end = np.maximum.accumulate(np.where(ends & (kinds != "speaker"), rows, -1), dtype=np.int64)
    last_speaker = np.maximum.accumulate(np.where(kinds == "speaker", rows, -1), dtype=np.int64)
    return (last_speaker > last_end) & is_counted(sentences["kind"])


def _find_dialogue(sentences: pd.DataFrame, tokens: Tokens, n_doubles: np.ndarray) -> np.ndarray:
    """Whether each word is spoken after a dash that opens its paragraph, in a story that has more of these than quotes."""
    firsts = np.flatnonzero(
        np.diff(tokens.story, prepend=-1).astype(bool) | np.diff(sentences["paragraph"].to_numpy(), prepend=-1).astype(bool)
    )
    opens = [tokens.text.startswith(DASHES, tokens.sentence_start[row]) for row in firsts]
    lead = np.zeros(len(sentences), dtype=bool)
    lead[firsts] = opens
    enough = np.bincount(tokens.story[lead], minlength=len(n_doubles)) > np.maximum(n_doubles / 2, 1)
    of_paragraph = np.cumsum(np.isin(np.arange(len(sentences)), firsts)) - 1
    is_said = np.array(opens, dtype=bool)[of_paragraph] & enough[tokens.story] & is_counted(sentences["kind"])
    said = is_said[tokens.row]
    starts = np.append(tokens.sentence_start[firsts], len(tokens.text) + 1)
    for number in np.unique(of_paragraph[is_said]):
        for tag in TAG.finditer(tokens.text, starts[number], starts[number + 1] - 1):
            said &= ~((tokens.word_start >= tag.start(1)) & (tokens.word_start < tag.end(1)))
    return said


def find_quotes(canonical: str) -> tuple[np.ndarray, np.ndarray]:
    """The place and the kind of each quotation mark.

    "<" opens and ">" closes double quotes, "(" and ")" single ones; "n" opens after a word, perhaps within a quotation; '"'
    is a double mark that only its neighbours can tell. Apostrophes that cannot be quotation marks are left out.
    """
    places, kinds = [], []
    for match in QUOTE.finditer(canonical):
        place = match.start()
        before, after = canonical[place - 1 : place] or "\n", canonical[place + 1 : place + 2] or "\n"
        opens = (before.isspace() or before in "([—-*\"'") and not after.isspace() and after not in ".,;:!?)"
        closes = not before.isspace() and not after.isalnum()
        if canonical[place] == '"':
            kind = "<" if opens else ">" if closes else '"'
            if opens and before.isspace() and canonical[: place - 1][-1:].isalpha():
                kind = "n"
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


def track_quotes(
    kinds: np.ndarray, block: np.ndarray, british: np.ndarray, after: Mapping[int, int] = MappingProxyType({})
) -> tuple[np.ndarray, set[int]]:
    """Whether what follows each quotation mark is inside quotes, and the blocks that begin inside.

    Each `block` begins outside, but one that begins by closing what the block before it, given in `after`, left open;
    single marks count where `british` says so.
    """
    inside = np.zeros(len(kinds), dtype=bool)
    resumed: set[int] = set()
    open_blocks: set[int] = set()
    depth, single = 0, False
    current = -1
    for i, (kind, of_block, counts) in enumerate(zip(kinds.tolist(), block.tolist(), british.tolist(), strict=True)):
        if of_block != current:
            if depth:
                open_blocks.add(current)
            depth, single = 0, False
            current = of_block
            if kind == ">" and after.get(of_block) in open_blocks:
                resumed.add(of_block)
                depth = 1
        if kind in "()":
            single = counts and kind == "("
        elif kind == "n":
            depth += 1
        elif kind == ">":
            depth = max(depth - 1, 0)
        else:
            depth = 1 if kind == "<" or not depth else 0
        inside[i] = depth > 0 or single
    return inside, resumed
