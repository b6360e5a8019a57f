"""Provenance: the texts, settings and versions that the numbers come from."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.sentiment.valence import score_sentiment
from analysis.text.sentences import count_words, split_sentences
from analysis.text.words import split_words
from analysis.workbook.tables import list_names

LIBRARIES = ("analysis", "numpy", "pandas", "scipy", "matplotlib", "nltk", "textstat")


def describe_provenance(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    outline: pd.DataFrame | None = None,
    lexicon: Any = None,
    files: Mapping[str, str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per fact that the numbers depend on: columns `what` and `value`, both text.

    Parameters
    ----------
    stories : the stories table; columns `title`, `text`, `path` and `sha256` are used.
    names, outline, lexicon : the names that were masked, the headings and the weights of words, as in `split_words`,
        `split_sentences` and `score_sentiment`.
    files : the files that these were read from, under "names", "outline" and "lexicon".
    seed : the seed of all random numbers in the analyses.

    The facts are the versions of Python, this package and the libraries it uses; the settings; and for each story its
    title, file name (without folders), SHA-256 of the file, number of characters, the names masked, and the coverage: the
    share of its words that are in the lexicon.

    >>> from analysis import read_stories
    >>> table = describe_provenance(read_stories({"day": "What a joy it was."}))
    >>> table.tail(3)["value"].tolist()
    ['18', '0 uses', '1 of 5 words (20 %)']
    """
    files = {key: path for key, path in (files or {}).items() if path}
    facts = [("Python", ".".join(map(str, sys.version_info[:3])))]
    facts += [(library, _version(library)) for library in LIBRARIES]
    facts.append(("seed", str(seed)))
    listed = "found by their capitals" if names is None else "a list that was given"
    weights = "VADER, Opinion lexicon, labMT, Glasgow Norms and WordNet, merged" if lexicon is None else "one that was given"
    weights = f"the list {lexicon!r} alone" if isinstance(lexicon, str) else weights
    facts.append(("names", _describe_file(files.get("names")) or listed))
    headings = "found by their words and look, or as the file states" if outline is None else "a table that was given"
    facts.append(("outline", _describe_file(files.get("outline")) or headings))
    facts.append(("lexicon", _describe_file(files.get("lexicon")) or weights))
    sentences = split_sentences(stories, outline=outline)
    masked = list_names(split_words(sentences, names=names)).set_index("story")
    counts = count_words(sentences)
    known = score_sentiment(sentences, lexicon=lexicon, names=names)["coverage"].fillna(0) * counts
    known, counts = (pd.Series(values).groupby(sentences["story"].to_numpy()).sum() for values in (known.to_numpy(), counts))
    for number, story in enumerate(stories.itertuples(index=False), start=1):
        path = story.path if isinstance(story.path, (str, Path)) and str(story.path) else ""
        hits, total = round(known.get(story.story, 0)), int(counts.get(story.story, 0))
        uses, forms = masked.loc[story.story] if story.story in masked.index else (0, "")
        facts += [
            (f"story {number}", str(story.title)),
            (f"story {number}, file", Path(path).name or "–"),
            (f"story {number}, SHA-256", str(story.sha256)),
            (f"story {number}, characters", f"{len(story.text):,}"),
            (f"story {number}, names masked", f"{uses:,} use{'' if uses == 1 else 's'}{f': {forms}' if uses else ''}"),
            (f"story {number}, coverage", f"{hits:,} of {total:,} words ({hits / max(total, 1):.0%})".replace("%", " %")),
        ]
    return pd.DataFrame(facts, columns=["what", "value"], dtype="str")


def _describe_file(path: str | None) -> str:
    """Name and SHA-256 of a settings file, "" if there is none."""
    return f"{Path(path).name}, SHA-256 {hashlib.sha256(Path(path).read_bytes()).hexdigest()}" if path else ""


def _version(library: str) -> str:
    """The installed version of a library."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"
