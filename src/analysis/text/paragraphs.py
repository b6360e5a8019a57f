"""Paragraphs of plain text: between blank lines, or one a line where a text has no blank lines."""

from collections.abc import Sequence

from analysis.text.canonical import find_paragraphs
from analysis.text.verse import DASHES, LINE, STOP, measure_breaks

MANY = 4  # lines that end early, before lines are taken for paragraphs


def split_paragraphs(canonical: str, begin: int) -> list[tuple[int, int]]:
    """The (start, end) of each paragraph from `begin` on."""
    spans = list(find_paragraphs(canonical, begin, len(canonical)))
    broken = list_broken(canonical, begin)
    if not broken or not are_paragraphs(broken):
        return spans
    return [
        (line.start(), line.start() + len(line[0].rstrip())) for span in spans for line in LINE.finditer(canonical, *span)
    ]


def list_broken(canonical: str, begin: int = 0) -> list[list[str]]:
    """The lines of each stretch between blank lines that has more than one."""
    spans = find_paragraphs(canonical, begin, len(canonical))
    return [
        [line.strip() for line in canonical[start:end].split("\n")] for start, end in spans if "\n" in canonical[start:end]
    ]


def are_paragraphs(broken: Sequence[list[str]]) -> bool:
    """Whether the lines of these paragraphs are paragraphs themselves: they end sentences, and before any margin."""
    ends = [line for lines in broken for line in lines[:-1]]
    stopped = sum(bool(STOP.search(line)) for line in ends)
    words = sum(len(line.split()) for line in ends) / len(ends)
    if len(ends) < MANY or stopped < (0.8 if words < 15 else 0.7) * len(ends):
        return False
    most = {dash: max(len(line.replace("—", dash)) for lines in broken for line in lines) for dash in DASHES}
    early = min(
        sum(fitted <= most[dash] for lines in broken for _, fitted in measure_breaks(lines, dash)) for dash in DASHES
    )
    return early >= 0.6 * len(ends)
