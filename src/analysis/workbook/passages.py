"""Back to the text: sentences with marked words, passages of two stories side by side, findings with their passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.contrast import SHARED
from analysis.statistics.rounding import format_number
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.statistics.wording import HEADINGS
from analysis.tables import need_columns
from analysis.workbook.showing import Shown, escape, one_line, shorten

ASIDES = ("speaker", "direction", "apparatus")  # kinds that are shown grey


def mark_sentences(
    sentences: pd.DataFrame,
    caption: str,
    *,
    bold: pd.DataFrame | None = None,
    underlined: pd.DataFrame | None = None,
    italic: pd.DataFrame | None = None,
) -> Shown:
    """Sentences as running text, with words marked bold, underlined or italic, so that no mark depends on colour.

    Parameters
    ----------
    sentences : the rows of the table of sentences to show, in order. Each paragraph begins on a new line, a gap between
        sentences shows as [...], speakers, stage directions and apparatus are grey, and where there are several stories
        the name of each stands above its sentences.
    caption : printed above: the meaning of the marks.
    bold, underlined, italic : rows with `story`, `start` and `end` (offsets into the text of the story), such as rows of
        the words table; those outside the sentences are ignored.

    Raises
    ------
    ValueError : the caption is empty.

    >>> from analysis import find_hard_words, read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "It rained. Resilience < pride."}))
    >>> hard = find_hard_words(sentences)
    >>> mark_sentences(sentences, "three syllables or more", bold=hard[hard["polysyllabic"]])
    three syllables or more
    It rained. *Resilience* < pride.
    """
    caption = one_line(caption, "caption")
    kinds = {"i": italic, "u": underlined, "b": bold}
    marks = {
        (tag, story): rows.sort_values("start", kind="stable")
        for tag, table in kinds.items()
        if table is not None
        for story, rows in table.groupby("story")
    }
    pages: list[str] = []
    lines: list[str] = []
    several, current = sentences["story"].nunique() > 1, None
    for (story, _), block in sentences.groupby(["story", "paragraph"], sort=False):
        if several and story != current:  # the name of each story above its sentences
            pages.append(f'<p style="margin:0.9em 0 0.3em"><strong>{escape(str(story))}</strong></p>')
            lines.append(f"[{story}]")
            current = story
        page = line = ""
        last = None
        for row in block.itertuples(index=False):
            if last is not None:
                # A line of verse and a speaker's name end a line; other units of a paragraph run on.
                sign, mark = ("\n", "<br>") if last.kind == "speaker" or last.kind == row.kind == "verse" else (" ", " ")
                skipped = row.sentence != last.sentence + 1
                page += f"{mark}[…]{mark}" if skipped else mark
                line += f"{sign}[…]{sign}" if skipped else sign
            marked, plain = _mark(row, {tag: marks.get((tag, row.story)) for tag in kinds})
            page += f'<span style="color:#595959">{marked}</span>' if row.kind in ASIDES else marked
            line, last = line + plain, row
        pages.append(f'<p style="margin:0.6em 0">{page}</p>')
        lines.append(line)
    page = f'<p style="font-size:85%;margin:0.6em 0">{escape(caption)}</p>\n<blockquote>\n' + "\n".join(pages)
    return Shown(page + "\n</blockquote>", "\n".join([caption, *lines]))


def pair_passages(matches: pd.DataFrame, sentences: pd.DataFrame, caption: str) -> Shown:
    """Passages that two stories share, side by side, each in its sentence, the shared words bold.

    Parameters
    ----------
    matches : the rows to show, in order, of the table of shared phrases, aligned passages or moments of one pair of
        stories. Each passage has its place in the story above it and, of moments, the valence and grade of its sentences.
    sentences : the table of sentences of these stories.
    caption : printed above the table.

    Raises
    ------
    ValueError : the caption is empty.

    >>> from analysis import align_passages, read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "Then she took the old stage.", "b": "He took the stage."}))
    >>> pair_passages(align_passages(sentences), sentences, "Side by side")
    Side by side
    5.0 points, expected ... times
      a, sentence 1, at 67 %: Then she *took the old stage*.
      b, sentence 1, at 62 %: He *took the stage*.
    """
    caption = one_line(caption, "caption")
    cell = 'style="text-align:left;vertical-align:top;padding:0.4em 0.6em;width:45%"'
    pages, lines = [], [caption]
    for match in matches.itertuples():
        facts = [f"{match.score:.1f} points"]
        facts += [f"expected {match.expected:.2g} times"] if not np.isnan(match.expected) else []
        lines.append(", ".join(facts))
        narrow = 'style="text-align:left;vertical-align:top;padding:0.4em 0.6em;white-space:nowrap"'
        cells = [f"<td {narrow}>{'<br>'.join(facts)}</td>"]
        for number in "12":
            fields = ("story", "start", "end", "position", "valence", "grade")
            story, begin, end, position, valence, grade = (getattr(match, f"{f}_{number}", np.nan) for f in fields)
            around = sentences[(sentences["story"] == story) & (sentences["start"] < end) & (sentences["end"] > begin)]
            spans = pd.DataFrame({"start": around["start"].clip(lower=begin), "end": around["end"].clip(upper=end)})
            marked = [_mark(row, {"b": spans}) for row in around.itertuples(index=False)]
            place = f"{story}, sentence {around['sentence'].iloc[0]}, at {position:.0%}".replace("%", " %")
            place += "" if np.isnan(valence) else f"; valence {format_number(valence, 2, sign=True)}"
            place += "" if np.isnan(grade) else f"; grade {format_number(grade, 1)}"
            lines.append(f"  {place}: {' '.join(line for _, line in marked)}")
            page = " ".join(page for page, _ in marked)
            cells.append(f"<td {cell}><small>{escape(place)}</small><br>{page}</td>")
        pages.append(f"<tr>{''.join(cells)}</tr>")
    top = f'<caption style="text-align:left;padding:0.4em 0">{escape(caption)}</caption>'
    page = (
        f'<table style="border-collapse:collapse;margin:1em 0">\n{top}\n<tbody>\n'
        + "\n".join(pages)
        + "\n</tbody>\n</table>"
    )
    return Shown(page, "\n".join(lines))


def find_around(sentences: pd.DataFrame, passages: pd.DataFrame, *, reach: int = 2) -> pd.DataFrame:
    """The rows of the sentences with these passages, and of their neighbours.

    Parameters
    ----------
    sentences : one row per sentence, as `split_sentences` returns it.
    passages : rows with `story`, `start` and `end`.
    reach : the number of neighbours on either side.

    >>> from analysis import read_stories, split_sentences
    >>> sentences = split_sentences(read_stories({"a": "It rained. It poured. It hailed. It snowed."}))
    >>> find_around(sentences, sentences[sentences["text"] == "It poured."], reach=1)["text"].tolist()
    ['It rained.', 'It poured.', 'It hailed.']
    """
    near = np.zeros(len(sentences), dtype=bool)
    for story, spans in passages.groupby("story", sort=False):
        rows = np.flatnonzero(sentences["story"] == story)
        first = np.searchsorted(sentences["end"].to_numpy()[rows], spans["start"].to_numpy(), side="right") - reach
        last = np.searchsorted(sentences["start"].to_numpy()[rows], spans["end"].to_numpy(), side="left") + reach
        near[rows[_cover(first, last, len(rows))]] = True
    return sentences[near]


def find_inside(words: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The rows of the words in these passages, for `mark_sentences` to mark.

    Parameters
    ----------
    words : one row per word, as `split_words` returns it.
    passages : rows with `story`, `start` and `end`.

    >>> from analysis import align_passages, list_passages, read_stories, split_words
    >>> words = split_words(read_stories({"a": "So she took the stage.", "b": "He took the stage."}))
    >>> find_inside(words, list_passages(align_passages(words)))["form"].tolist()
    ['took', 'the', 'stage', 'took', 'the', 'stage']
    """
    inside = np.zeros(len(words), dtype=bool)
    for story, spans in passages.groupby("story", sort=False):
        rows = np.flatnonzero(words["story"] == story)
        first = np.searchsorted(words["start"].to_numpy()[rows], spans["start"].to_numpy(), side="left")
        last = np.searchsorted(words["end"].to_numpy()[rows], spans["end"].to_numpy(), side="right")
        inside[rows[_cover(first, last, len(rows))]] = True
    return words[inside]


def _cover(first: np.ndarray, last: np.ndarray, size: int) -> np.ndarray:
    """Whether each of `size` positions is in any of these ranges, from `first` up to `last`."""
    steps = np.zeros(size + 1, dtype=np.int64)
    first, last = np.clip(first, 0, size), np.clip(last, 0, size)
    np.add.at(steps, first[first < last], 1)
    np.add.at(steps, last[first < last], -1)
    return np.cumsum(steps[:-1]) > 0


def show_findings(findings: pd.DataFrame, *, most: int = 140) -> Shown:
    """The findings on one pair of stories, grouped by verdict, each with the passage it rests on.

    The last sentence of the statements, on each text's sentences as draws, is left out: it holds for all of them, and the
    page should say it once.

    Parameters
    ----------
    findings : one row per finding, as `contrast_stories` returns them.
    most : the number of characters of a passage that are shown.

    >>> from analysis import contrast_stories, read_stories
    >>> stories = read_stories({"a": "He ran. She ran. It ran off.", "b": "They all ran. He hid. We hid too."})
    >>> show_findings(contrast_stories(stories)).text.splitlines()[0]
    'Where they are not distinguishable at this length, which is not to say alike'
    """
    need_columns(findings, ["measure", "verdict", "statement", "claim", "passage", "passage_2"], "findings")
    pages, lines = [], []
    for heading in dict.fromkeys(HEADINGS.values()):
        kinds = zip(findings["verdict"], findings["measure"].isin(SHARED), strict=True)
        rows = findings[[HEADINGS.get(kind) == heading for kind in kinds]]
        if rows.empty:
            continue
        items = []
        lines.append(heading)
        for row in rows.itertuples():
            passages = [(row.story, row.passage), (row.story_2, row.passage_2)]
            quoted = [(f"{story}: ", shorten(text, most)) for story, text in passages if isinstance(text, str)]
            if len(quoted) == 2 and quoted[0][1] == quoted[1][1]:
                quoted = [("in both: ", quoted[0][1])]
            marks = "".join(f"<br><small>{escape(who)}<q>{escape(text)}</q></small>" for who, text in quoted)
            explained = row.verdict == NOT_ASSESSED or row.measure in SHARED
            why = f" ({row.note})" if explained and row.note and row.note not in row.statement else ""
            statement = row.claim + why
            items.append(f"<li>{escape(statement)}{marks}</li>")
            lines += [f"- {statement}", *(f"  {who}“{text}”" for who, text in quoted)]
        pages.append(f"<p><strong>{heading}</strong></p>\n<ul>\n" + "\n".join(items) + "\n</ul>")
    return Shown("\n".join(pages), "\n".join(lines))


def _mark(row: Any, marks: Mapping[str, pd.DataFrame | None]) -> tuple[str, str]:
    """A sentence as HTML and as plain text, with *bold*, _underlined_ and /italic/ words; marks in order."""
    inside = {}
    for tag, table in marks.items():
        if table is not None:  # found by bisection: a whole book may have as many marks as words
            starts = table["start"].to_numpy()
            here = slice(*np.searchsorted(starts, [row.start, row.end]))
            inside[tag] = set(zip(starts[here] - row.start, table["end"].to_numpy()[here] - row.start, strict=True))
    page, line, at = "", "", 0
    for start, end in sorted(set().union(*inside.values())) if inside else []:
        word = row.text[start:end]
        marked, plain = escape(word), word
        for tag, sign in (("i", "/"), ("u", "_"), ("b", "*")):
            if (start, end) in inside.get(tag, ()):
                marked, plain = f"<{tag}>{marked}</{tag}>", f"{sign}{plain}{sign}"
        page, line = page + escape(row.text[at:start]) + marked, line + row.text[at:start] + plain
        at = end
    return " ".join((page + escape(row.text[at:])).split()), " ".join((line + row.text[at:]).split())
