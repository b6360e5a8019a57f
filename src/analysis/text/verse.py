"""Which paragraphs with line breaks are verse: those whose breaks no right margin explains."""

import re
from itertools import groupby, pairwise

FULL_STOPS = (".", "!", "?", ":", "…", '"', "'", ")")
LINE = re.compile(r"\S[^\n]*")
STOP = re.compile(r"[.!?…][\"')\]}*]*$")
DASHES = ("—", "--")  # a dash in a line may be typed as either: line breaks must tell the same under both


def tell_verse(paragraphs: list[str], kinds: list[str]) -> list[str]:
    """The kinds of the paragraphs of a story, with "verse" for those of prose whose line breaks were set by a poet. Dashes
    are written alike in `paragraphs`."""
    kinds = kinds.copy()
    lines = [[line.strip() for line in paragraph.split("\n")] for paragraph in paragraphs]
    stanzas = [kind == "prose" and _begins_like_verse(part) for kind, part in zip(kinds, lines, strict=True)]
    prose = [part for part, kind, stanza in zip(lines, kinds, stanzas, strict=True) if kind == "prose" and not stanza]
    margins = {dash: _find_margin(prose, dash) for dash in DASHES} if any(stanzas) else {}
    for dash, margin in margins.items():
        stanzas = [stanza and not _fills(part, dash, *margin) for stanza, part in zip(stanzas, lines, strict=True)]
    i = 0
    for like_verse, group in groupby(stanzas):
        run = slice(i, i := i + len(list(group)))  # stanzas are judged together: a couplet among them counts
        if like_verse and _breaks_like_verse(lines[run], margins):
            kinds[run] = ["verse"] * (run.stop - run.start)
    return kinds


def _begins_like_verse(lines: list[str]) -> bool:
    """Whether there are two lines or more, and three quarters of them begin with a capital: no dash of dialogue or of
    an attribution before it. Where all letters are capitals they tell nothing."""
    starts = [line.lstrip("\"'*([")[:1] for line in lines]
    return (
        len(lines) > 1 and sum(map(str.isupper, starts)) >= 0.75 * len(starts) and not all(line.isupper() for line in lines)
    )


def measure_breaks(lines: list[str], dash: str) -> list[tuple[int, int]]:
    """For each line break, the length of the line, and what it would be with the next line's first word, with the two
    spaces that some typists put after a full stop."""
    wide = [line.replace("—", dash) for line in lines]
    return [
        (len(line), len(line) + 1 + line.endswith(FULL_STOPS) + len(after.split(None, 1)[0]))
        for line, after in pairwise(wide)
    ]


def _find_margin(prose: list[list[str]], dash: str) -> tuple[int, int]:
    """How wide the lines of prose commonly and at most are; zeros where there is none, or in columns."""
    widths = sorted(len(line.replace("—", dash)) for lines in prose for line in lines)
    common = widths[len(widths) * 99 // 100] if widths else 0
    return (common, widths[-1]) if common >= 40 else (0, 0)


def _fills(lines: list[str], dash: str, common: int, most: int) -> bool:
    """Whether the right margin of the prose around explains every line break: then it is prose with many capitals."""
    return all(width <= most and fitted > common for width, fitted in measure_breaks(lines, dash))


def _breaks_like_verse(stanzas: list[list[str]], margins: dict[str, tuple[int, int]]) -> bool:
    """Whether the line breaks of neighbouring paragraphs were set by a poet, not by a right margin.

    Greedy wrapping breaks only where the next word would not have fitted the widest line. Lines of verse often break
    earlier, or all break before the margin of the prose around (60 columns, that every wider margin may tell the same);
    they are short and, unlike one-line paragraphs of dialogue, do not nearly all end on a full stop.
    """
    lines = [line for stanza in stanzas for line in stanza]
    size = len(lines)
    most = {dash: max(len(line.replace("—", dash)) for line in lines) for dash in DASHES}
    early = min(_count_early(stanzas, dash, most[dash]) for dash in DASHES)
    apart = all(_count_early(stanzas, dash, min(margins[dash][0], 60)) == size - len(stanzas) for dash in DASHES)
    capitals = sum(line.lstrip("\"'*([—-")[:1].isupper() for line in lines)
    stopped = sum(line.rstrip("\"')]}*")[-1:] in (".", "!", "?", "…") for line in lines)
    words = sum(len(line.split()) for line in lines) / size
    # Capitals at every line are evidence enough, with a single early break; else most breaks must be early.
    enough = early > 0 or apart if capitals == size else early >= 0.5 * (size - len(stanzas))
    least = 6 if capitals < size else 3 if len(stanzas) == 1 else 5  # two pairs of lines are too little to tell by
    return size >= least and enough and 3 <= words <= 20 and stopped < 0.8 * size


def _count_early(stanzas: list[list[str]], dash: str, margin: int) -> int:
    return sum(fitted <= margin for stanza in stanzas for _, fitted in measure_breaks(stanza, dash))
