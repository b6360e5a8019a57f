"""Project Gutenberg's frame: the header and the licence are cut off a document, and what the header states is kept."""

import re

from analysis.errors import StoryError
from analysis.text.formats.document import Document, Span

START = re.compile(
    r"^(?:[ \t]*+.{0,9}START OF (?:THE |THIS )?PROJECT GUTENBERG E(?:BOOK|TEXT)[^\n]*(?:\n|\Z)"
    r"(?:(?:(?!\*{3})[^\n])*+\*{3}[^\n]*+\n)?"  # the first three stars of a line: a line of nothing else is read once
    r"|\*[* ]{0,4}END[ *]{1,4}THE SMALL PRINT![^\n]*(?:\n|\Z))",  # until 2003
    re.M | re.I,
)
END = re.compile(
    r"^(?:[ \t]*+.{0,9}END OF (?:THE |THIS )?PROJECT GUTENBERG E(?:BOOK|TEXT)"
    r"|[ \t]*+(?:This is the )?End of (?:the )?Project Gutenberg(?:'s|’s)? )",
    re.M | re.I,
)
# A line of the header and those that go on with it; the next one has a name and a colon, or is blank.
FIELD = re.compile(r"^(Title|Author|Language):[ \t]*+(\S[^\n]*+(?:\n(?![^\n:]{1,20}:)[ \t]*+[^\s][^\n]*+)*+)", re.M)
LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "english:en french:fr german:de spanish:es italian:it portuguese:pt dutch:nl latin:la greek:el russian:ru "
        "finnish:fi swedish:sv danish:da norwegian:no hungarian:hu polish:pl czech:cs welsh:cy irish:ga catalan:ca "
        "esperanto:eo tagalog:tl chinese:zh japanese:ja"
    ).split()
)


def cut_frame(document: Document, name: str) -> Document:
    """The document without Project Gutenberg's header and licence: title, author and language are those of the header.

    `name` is that of the story in a StoryError, where nothing stands between header and licence. A note says how much was
    cut. The day of release is that of the file, not of the story, and is left out.

    >>> text = "Title: Fog\\n\\n*** START OF THE PROJECT GUTENBERG EBOOK FOG ***\\n\\nIt fell."
    >>> cut = cut_frame(Document(text, (Span(0, 10, "paragraph"), Span(62, 70, "paragraph"))), "fog")
    >>> cut.text, cut.structure, cut.title
    ('It fell.\\n', (Span(start=0, end=8, kind='paragraph', level=0),), 'Fog')
    """
    text, folded = document.text, document.text.lower()
    if "project gutenberg" not in folded and "the small print" not in folded:
        return document
    starts = list(START.finditer(text))
    end = END.search(text, starts[0].end() if starts else 0)
    # A header may end twice: the mark, then the small print. What follows the licence opens nothing.
    start = next((match for match in reversed(starts) if not end or match.end() <= end.start()), None)
    if not start and not end:
        return document
    begin, stop = start.end() if start else 0, end.start() if end else len(text)
    if not any(character.isalpha() for character in text[begin:stop]):
        raise StoryError(f"Story {name!r} holds no text between the header and the licence of Project Gutenberg.")
    note = f"the header and licence of Project Gutenberg were cut ({begin + len(text) - stop:,} characters)"
    stated = _read_fields(text[: start.start()] if start else "")
    body = text[begin:stop].strip("\n")
    begin = text.index(body, begin)
    return document._replace(
        text=body + "\n",
        structure=_cut_spans(document.structure, begin, begin + len(body)),
        title=stated.get("Title") or document.title,
        author=stated.get("Author") or document.author,
        language=_code_language(stated.get("Language", "")) or document.language,
        notes=(*document.notes, note),
    )


def _cut_spans(structure: tuple[Span, ...] | None, begin: int, stop: int) -> tuple[Span, ...] | None:
    """The spans that lie between two offsets, counted from the first of these."""
    if structure is None:
        return None
    inside = (span._replace(start=max(span.start, begin) - begin, end=min(span.end, stop) - begin) for span in structure)
    return tuple(span for span in inside if span.start < span.end)


def _read_fields(head: str) -> dict[str, str]:
    """What the header states, by name; of what it states twice, the first."""
    return {name: " ".join(value.split()) for name, value in reversed(FIELD.findall(head))}


def _code_language(language: str) -> str:
    """The code of a language, if it is a common one; else its name.

    >>> _code_language("English"), _code_language("Middle English")
    ('en', 'Middle English')
    """
    return LANGUAGES.get(language.lower(), language)
