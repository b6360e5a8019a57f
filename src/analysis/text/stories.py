"""Reads files into the table of stories; an error names the file that cannot be read, why, and what to do."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from analysis.errors import StoryError, warn
from analysis.tables import RESERVED, TABLES, need_columns
from analysis.text.formats.detection import read_document
from analysis.text.formats.document import Document
from analysis.text.formats.plain import repair, tidy
from analysis.text.gutenberg import cut_frame
from analysis.text.language import code_of, is_foreign, name_language, tell_language
from analysis.text.layout import describe_layout
from analysis.text.sources import Paths, find_files, list_some, name_files

KEPT = ["title", "path", "sha256", "structure"]  # of a table that is given
CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")

Source: TypeAlias = Paths | Mapping[str, str] | pd.DataFrame


class _Text(NamedTuple):
    """A text that was read, with what is known of it beside what its file states."""

    document: Document
    name: str | None  # if it is given
    title: str
    path: str | None
    sha256: str
    metadata: dict[str, Any]


def read_stories(
    source: Source,
    *,
    encoding: str | None = None,
    format: str | None = None,
    labels: str | Sequence[str] | Mapping[str, str] | None = None,
    language: str | None = None,
) -> pd.DataFrame:
    """One row per story.

    Parameters
    ----------
    source : a file; a folder; a pattern such as "tales/*.docx" or "tales/**" (with all folders below); a .zip file of texts;
        or a list of these. A dict from name to text. A table with the columns `story` and `text`; its other columns are
        kept, and a table of stories is given back as it is. Of a folder all texts are read in natural order (1, 2, 10), or
        those that its stories.csv lists: in the column `file`, with optional columns `story`, `title` and `language`;
        further columns are metadata.
    encoding : of plain text; found out unless given.
    format : of all files ("txt", "md", "docx", "odt", "fodt", "epub", "html", "tei", "rtf", "srt" or "vtt"); told from their
        content unless given.
    language : of all stories, a code such as "en" or "de"; unless given, as stories.csv or the table says, else as the file
        states and the text itself does not contradict, else told by the text's script and function words.
    labels : names of the stories: one for each in order, or a dict from file name, stem or story to its label.

    Returns
    -------
    DataFrame with the columns

    story : its name, unique: the label; else as stories.csv, dict or table name it; else the title that the file states;
        else the file's stem. To names that would be the same the stem, the folder or a number is added
    title : the label; else as stories.csv or the table gives it, or the file states it; else the name
    text : with \\n as line end, in Unicode NFC, without a Project Gutenberg header and licence
    path : of the file; missing for a dict. Of a text in a .zip file: archive.zip/text.txt
    sha256 : of the file's bytes
    language : its code, such as "en" or "en-GB"; missing where too little text tells it
    structure : what the file's format states (`Span`s); missing for plain text

    then `author` and `date`, if any file states them, and metadata. A StoryWarning says what was left out of a folder,
    pattern or .zip file, also a text that cannot be read; what was guessed, repaired or cut in a text; and that a text is
    not in English: what rests on English words, syllables or judgements then has no value.

    Raises
    ------
    StoryError : a file named by itself that cannot be read, that is empty or without letters; a folder, pattern or .zip file
        of which no text can be read; a stories.csv that names a missing file; a text in place of a path; two stories of one
        name; labels that do not fit.

    >>> stories = read_stories({"fog": "Fog everywhere.", "rain": "It rained."}, labels=["Fog", "Rain"])
    >>> stories["story"].tolist()
    ['Fog', 'Rain']
    """
    notes: list[str] = []
    given = _check_language(language)
    if isinstance(source, pd.DataFrame):
        if labels is None and not given and set(TABLES["stories"].columns) <= set(source.columns):
            return source.copy(deep=False)
        texts = list(_read_table(source, given))
    elif isinstance(source, Mapping):
        texts = [_read_text(name, text, language=given) for name, text in source.items()]
    elif isinstance(source, Iterable | PathLike):
        texts, notes = _read_files(source, encoding, format, given)
    else:
        raise StoryError(f"{source!r:.60} is no source: pass a path, a list of paths, a dict of name -> text or a table.")
    if not texts:
        raise StoryError("No stories were given: pass a folder, a file, a list of files or a dict of name -> text.")
    stories = _arrange(texts, labels)
    for note in notes:
        warn(note)
    for name, text in zip(stories["story"], texts, strict=True):
        for note in text.document.notes:
            warn(f"Story {name!r}: {note}.")
    return stories


def as_stories(source: Any) -> pd.DataFrame:
    """One row per story: a table is given back as it is, whatever it is of; all else is read by `read_stories`."""
    return source if isinstance(source, pd.DataFrame) else read_stories(source)


def _check_language(language: object) -> str:
    if language is None:
        return ""
    if not isinstance(language, str) or not CODE.fullmatch(language):
        raise StoryError(f"language={language!r}: pass the code of a language, such as 'en', 'de' or 'pt-BR'.")
    return language


def _read_text(name: object, text: object, row: Mapping[str, Any] | None = None, language: str = "") -> _Text:
    """A text of a dict, or of a table, whose other columns are in `row`."""
    data, row = check_text(text, name).encode(), row or {}
    metadata = {column: value for column, value in row.items() if column not in KEPT}
    title, path, sha256 = (str(row[column]) if isinstance(row.get(column), str) else "" for column in KEPT[:3])
    structure = row["structure"] if isinstance(row.get("structure"), tuple) else None
    document = make_story(
        Document(data.decode(), structure), str(name), language or _read_code(metadata.pop("language", ""))
    )
    return _Text(document, str(name), title, path or None, sha256 or hashlib.sha256(data).hexdigest(), metadata)


def _read_code(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _read_table(table: pd.DataFrame, language: str) -> Iterator[_Text]:
    """The texts of a table with `story` and `text`."""
    need_columns(table, ["story", "text"], "stories")
    if taken := sorted(RESERVED & set(table.columns.difference(TABLES["stories"].columns))):
        raise StoryError(f"The column name {taken[0]!r} is used by the tables of this package; rename your metadata column.")
    if table["story"].isna().any():
        raise StoryError("A row of the table has no name in the column `story`: give each story its own.")
    for row in table.to_dict("records"):
        yield _read_text(row.pop("story"), row.pop("text"), row, language)


def _read_files(source: Paths, encoding: str | None, format: str | None, language: str) -> tuple[list[_Text], list[str]]:
    """The texts of files, and notes on what was left out."""
    files, notes = find_files(source)
    texts, failures = [], []
    for file in files:
        try:
            data, path = file.read(), str(file.path)
            metadata = dict(file.metadata)
            own = language or _read_code(metadata.pop("language", ""))
            document = make_story(read_document(data, path, encoding=encoding, format=format), path, own)
        except StoryError as error:
            if file.named or len(files) == 1:
                raise
            failures.append(str(error))
        else:
            sha256 = hashlib.sha256(data).hexdigest()
            texts.append(_Text(document, file.story, file.title, path, sha256, metadata))
    if failures and not texts:
        raise StoryError(f"None of {len(failures)} files can be read. {list_some(failures)}")
    return texts, [*notes, *(f"{failure} It was left out." for failure in failures)]


def make_story(document: Document, name: str, language: str = "") -> Document:
    """The document with its text as stories have it, and notes for its reader; a StoryError if it holds no usable text.

    A plain text is repaired and tidied; of any a header and licence of Project Gutenberg are cut. Its language is the one
    that is given, else told.
    """
    if document.structure is None:
        text, notes = repair(document.text.lstrip("\ufeff"))
        document = document._replace(text=tidy(text), notes=(*document.notes, *notes))
    check_text(document.text, name)
    document = cut_frame(document, name)
    told = language or tell_language(document.text, document.language)
    notes = [*document.notes, *(describe_layout(document.text) if document.structure is None else ())]
    if not language and document.language and code_of(told) != code_of(document.language):
        notes.append(
            f"its file states the language {name_language(document.language)}, but it reads as {name_language(told)}, which "
            "is taken; pass language= if that is wrong"
        )
    if is_foreign(told):
        notes.append(f"in {name_language(told)}: what rests on English words, syllables or judgements has no value")
    return document._replace(language=told, notes=tuple(notes))


def check_text(text: object, story: object) -> str:
    """The text itself, if it is a string with a letter in it; else a StoryError that names the story."""
    if not isinstance(text, str):
        raise StoryError(f"Story {story!r}: its text is {type(text).__name__}, not a string.")
    if not text.strip():
        raise StoryError(f"Story {story!r} is empty: there is no text in it.")
    if not any(character.isalpha() for character in text):
        raise StoryError(f"Story {story!r} has no letters in it: is it the right file?")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise StoryError(
            f"Story {story!r}: character {error.start} is half of a surrogate pair, which is no text; read the file "
            "again in the encoding it was written in."
        ) from None
    return text


def _arrange(texts: list[_Text], labels: str | Sequence[str] | Mapping[str, str] | None) -> pd.DataFrame:
    """The table of stories."""
    files = [Path(text.path or "") for text in texts]
    names = name_files(files, [" ".join(text.document.title.split()) for text in texts], [text.name for text in texts])
    chosen = _choose_labels(names, files, labels)
    titles = [
        label or text.title.strip() or " ".join(text.document.title.split()) or name.replace("_", " ")
        for label, text, name in zip(chosen, texts, names, strict=True)
    ]
    facts = [{"author": text.document.author, "date": text.document.date} for text in texts]
    metadata = [
        {**{key: fact for key, fact in own.items() if fact}, **text.metadata} for own, text in zip(facts, texts, strict=True)
    ]
    stories = pd.DataFrame(
        {
            "story": pd.array([label or name for label, name in zip(chosen, names, strict=True)], dtype="str"),
            "title": pd.array(titles, dtype="str"),
            "text": pd.array([text.document.text for text in texts], dtype="str"),
            "path": pd.array([text.path for text in texts], dtype="str"),
            "sha256": pd.array([text.sha256 for text in texts], dtype="str"),
            "language": pd.array([text.document.language or None for text in texts], dtype="str"),
            "structure": pd.Series([text.document.structure for text in texts], dtype=object),
        }
    )
    _check_names(stories)
    for column in dict.fromkeys(key for own in metadata for key in own):
        stories[column] = pd.Series([own.get(column) for own in metadata])
    return stories


def _choose_labels(names: list[str], files: list[Path], labels: str | Sequence[str] | Mapping[str, str] | None) -> list[str]:
    """A label for each story, or ""; a StoryError if the labels do not fit the stories."""
    if labels is None:
        return [""] * len(names)
    if not isinstance(labels, Mapping):
        chosen = [labels] if isinstance(labels, str) else list(labels)
        if len(chosen) != len(names):
            raise StoryError(f"There are {len(chosen)} labels for {len(names)} stories ({list_some(names)}): give each one.")
    else:
        chosen = [""] * len(names)
        for key, label in labels.items():
            own = [{name, file.name, file.stem, str(file)} for name, file in zip(names, files, strict=True)]
            found = [place for place, words in enumerate(own) if str(key) in words and str(key)]
            if len(found) != 1:
                there = "no story is" if not found else f"{len(found)} stories are"
                raise StoryError(f"labels: {there} named {key!r}; there are {list_some(names)}.")
            chosen[found[0]] = label
    for label in chosen if not isinstance(labels, Mapping) else labels.values():
        if not isinstance(label, str) or not label.strip():
            raise StoryError(f"The label {label!r} is no name: give each story a string that is not empty.")
    return [label.strip() for label in chosen]


def _check_names(stories: pd.DataFrame) -> None:
    """Raise a StoryError if two stories have one name; it tells their files."""
    twice = stories["story"][stories["story"].duplicated()]
    if len(twice):
        where = ", ".join(stories["path"][stories["story"] == twice.iloc[0]].dropna())
        raise StoryError(
            f"Two stories are named {twice.iloc[0]!r}{f' ({where})' * bool(where)}: give each its own name, in the column "
            "`story` of a stories.csv, with labels=, by renaming a file, or by passing a dict of name -> text."
        )
