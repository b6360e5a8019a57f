"""Cuts stories into sentences and sentences into words: the one segmentation under every analysis.

stories -> `split_sentences` -> sentences -> `split_words` -> words. Each table carries the columns of the one before it,
the user's own metadata columns last. `start` and `end` are character offsets into the story's `text`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import StoryError
from analysis.lexicons import load_function_words
from analysis.reading import check_text
from analysis.segmentation import FOLDED, WORD, find_quotes, make_canonical, segment_texts, track_quotes
from analysis.tables import RESERVED, TABLES, carry_metadata, check_unique, need_columns, number_stories


def split_sentences(stories: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence, heading or line of verse, in reading order.

    Columns: `story`; `chapter`, `paragraph`, `sentence` (numbered from 0, the latter two unique within a story);
    `position` (0-1, the unit's mid-point in the story's running words, headings not counted); `kind` ("prose",
    "heading", "verse"); `start`, `end` (character offsets into the story's text) and `text`, exactly that stretch; then
    the metadata of the story. What has no word in it, such as "* * *", is no row.

    A blank line ends a paragraph and a sentence; line breaks within prose are spaces. Verse is prose whose line breaks no
    right margin explains. The rules and their measured accuracy stand in `analysis.segmentation` and the README.

    >>> from analysis import read_stories
    >>> split_sentences(read_stories({"tea": 'Mr. Fox came. "Tea?" Betty asked. Yes.'}))["text"].tolist()
    ['Mr. Fox came.', '"Tea?" Betty asked.', 'Yes.']
    """
    return _cut_sentences(stories)[0]


def _cut_sentences(stories: pd.DataFrame) -> "tuple[pd.DataFrame, _Scan]":
    """The sentences of stories, and where the words stand in them."""
    need_columns(stories, ["story", "text"], "stories")
    check_unique(stories)
    if taken := sorted(RESERVED & set(stories.columns.difference(TABLES["stories"].columns))):
        raise StoryError(f"The column name {taken[0]!r} is used by the tables of this package; rename your metadata column.")
    parts = segment_texts([check_text(text, story) for story, text in zip(stories["story"], stories["text"], strict=True)])
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    of_story = np.repeat(np.arange(len(stories)), sizes)
    units = [unit for part in parts for unit in part]
    start, end, chapter, paragraph, kind = zip(*units, strict=True) if units else ((),) * 5
    whole = stories["text"].to_numpy(dtype=object)
    texts = [whole[i][s:e] for i, s, e in zip(of_story, start, end, strict=True)]
    scan = _scan(texts)
    kinds = np.array(kind, dtype=object)
    counted = np.where(kinds == "heading", 0, np.bincount(scan.row, minlength=len(units)))
    before = np.cumsum(counted) - counted
    first = np.cumsum(sizes) - sizes
    before -= np.repeat(np.append(before, 0)[first], sizes)
    total = np.bincount(of_story, counted, minlength=len(stories))[of_story]
    sentences = pd.DataFrame(
        {
            "story": stories["story"].take(of_story).array,
            "chapter": np.array(chapter, dtype=np.int64),
            "paragraph": np.array(paragraph, dtype=np.int64),
            "sentence": np.arange(len(units)) - np.repeat(first, sizes),
            "position": (before + counted / 2) / total,
            "kind": pd.array(kinds, dtype="str"),
            "start": np.array(start, dtype=np.int64),
            "end": np.array(end, dtype=np.int64),
            "text": pd.array(texts, dtype="str"),
        }
    )
    return carry_metadata(stories, of_story, sentences, "stories"), scan


def find_names(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per story and name found in it, most frequent first: a list to look through and edit.

    Columns: `story`, `name` (as in `word`, without a possessive 's), `count` (capitalised uses), `share` (0-1, of its uses
    in mid-sentence that are capitalised), `form` (as most often written). A word is taken for a name if at least half of
    its uses in mid-sentence are capitalised; after an opening quote, a colon, a dash, "!" or "?" a word counts as the
    first of a sentence, and function words ("I") are no names. Places, days and nationalities are found as well as people
    (on LitBank's annotated fiction: recall .93-.96, precision .68-.74), a name that only ever opens sentences is not.

    >>> from analysis import read_stories
    >>> sentences = split_sentences(read_stories({"a": "Then Jo met Amy at the door. Amy's coat was red."}))
    >>> find_names(sentences)["name"].tolist()
    ['amy', 'jo']
    """
    sentences, tokens = take_tokens(sentences)
    evidence = _find_evidence(sentences, tokens)
    return _list_names(sentences, tokens, evidence, _find_names(evidence))


def split_words(sentences: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token, in reading order.

    Columns: those of its sentence (`story`, `chapter`, `paragraph`, `sentence`, `kind`); `position` (0-1, the word's own
    mid-point in the story's running words; in a heading, of the place where it stands); `start`, `end`: offsets into the
    story's text, which is `form` there; `word` (case-folded, straight apostrophe, what counting compares);
    `function` (in lexicons/function_words.txt), `name`, `speech` (inside quotation marks); then metadata.

    Letters and digits make a word, with the apostrophes inside it; hyphens and dashes part words, so "long-necked" is
    two; "U.S." and "3.50" are one. `names` are the names to mark wherever they stand capitalised: a list of words for all
    stories, or a table with `story` and `name` as `find_names` gives and you may edit it. Unless given, they are found in
    these sentences.

    >>> from analysis import read_stories
    >>> words = split_words(split_sentences(read_stories({"a": "The long-necked lute isn't Jo's."})))
    >>> words["word"].tolist()
    ['the', 'long', 'necked', 'lute', "isn't", "jo's"]
    """
    return list_words(*take_tokens(sentences), names)


def list_words(sentences: pd.DataFrame, tokens: "Tokens", names: pd.DataFrame | Iterable[str] | None = None) -> pd.DataFrame:
    """One row per word token: what `split_words` gives, of tokens that are found already."""
    row, vocabulary = tokens.row, tokens.vocabulary
    evidence = _find_evidence(sentences, tokens)
    named = _find_names(evidence) if names is None else _match_names(sentences, evidence, names)
    heading = (sentences["kind"] == "heading").to_numpy()[row]
    words = pd.DataFrame(
        {
            **{column: sentences[column].array.take(row) for column in ["story", "chapter", "paragraph", "sentence"]},
            "position": _place_words(sentences, row, heading),
            "kind": sentences["kind"].array.take(row),
            "start": tokens.start + sentences["start"].to_numpy()[row],
            "end": tokens.end + sentences["start"].to_numpy()[row],
            "form": pd.array(tokens.forms, dtype="str").take(tokens.code),
            "word": pd.array(vocabulary, dtype="str").take(tokens.word_code),
            "function": np.array([word in load_function_words() for word in vocabulary], dtype=bool)[tokens.word_code],
            "name": named[evidence.key] & evidence.capital,
            "speech": _find_speech(sentences, tokens),
        }
    )
    return carry_metadata(sentences, row, words, "sentences")


def take_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the table given, if it is one of sentences; stories are split into sentences."""
    if "sentence" not in table and "text" in table:
        return split_sentences(table)
    need_columns(table, TABLES["sentences"].columns, "sentences")
    return table


def take_tokens(table: pd.DataFrame) -> "tuple[pd.DataFrame, Tokens]":
    """One row per sentence, of stories or sentences, and their words."""
    if "sentence" not in table and "text" in table:
        sentences, scan = _cut_sentences(table)
    else:
        sentences = take_sentences(table)
        scan = _scan(sentences["text"].tolist())
    return sentences, _find_tokens(scan)


def take_words(table: pd.DataFrame) -> pd.DataFrame:
    """One row per word: the table given, if it is one of words; stories or sentences are split into words."""
    words = table if "form" in table else split_words(table)
    need_columns(words, TABLES["words"].columns, "words")
    return words


def count_words(sentences: pd.DataFrame) -> np.ndarray:
    """The number of words in each row's text."""
    return np.bincount(_scan(sentences["text"].tolist()).row, minlength=len(sentences))


class _Scan(NamedTuple):
    """Where the words of some sentences stand: what one pass of the pattern finds."""

    original: str  # the sentences, one after the other
    text: str  # their canonical text
    first: np.ndarray  # where each sentence begins
    at: np.ndarray  # where each word begins
    end: np.ndarray
    row: np.ndarray  # its sentence, by place in the table
    written: np.ndarray


def _scan(texts: Sequence[str]) -> _Scan:
    original = "\n".join(texts)
    text = make_canonical(original)
    first = np.cumsum([0, *(len(sentence) + 1 for sentence in texts)])[:-1]
    pieces = WORD.split(text)  # gap, word, gap, word, ..., gap: faster than asking each match for its span
    ends = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)))
    at, end = ends[:-1:2], ends[1::2]
    return _Scan(
        original, text, first, at, end, np.searchsorted(first, at, side="right") - 1, np.array(pieces[1::2], dtype=object)
    )


class Tokens(NamedTuple):
    """The words of a table of sentences as parallel arrays; start and end count from their sentence's start."""

    text: str  # the sentences' canonical text, one after the other
    first: np.ndarray  # where each sentence begins in `text`
    at: np.ndarray  # where each word stands in `text`
    row: np.ndarray  # its sentence, by place in the table
    start: np.ndarray
    end: np.ndarray
    forms: list[str]  # distinct forms, and for each word its place among them
    code: np.ndarray
    vocabulary: list[str]  # distinct words, and for each word its place among them
    word_code: np.ndarray


def _find_tokens(scan: _Scan) -> Tokens:
    original, text, first, at, end, row, written = scan
    written = written.copy()
    changed = np.flatnonzero(_code_points(original) != _code_points(text))
    word = np.searchsorted(at, changed, side="right") - 1
    for i in np.unique(word[(word >= 0) & (changed < end[word])]):  # give back typographic apostrophes and the like
        written[i] = original[at[i] : end[i]]
    start, end = at - first[row], end - first[row]
    code, forms = pd.factorize(written)
    of_form, vocabulary = pd.factorize(np.array([fold(form) for form in forms], dtype=object))
    return Tokens(text, first, at, row, start, end, list(forms), code, list(vocabulary), of_form[code])


def fold(form: str) -> str:
    """What counting compares: case-folded, with a straight apostrophe, without soft hyphens and joiners."""
    return form.lower() if form.isascii() else unicodedata.normalize("NFC", form.translate(FOLDED).casefold())


def _place_words(sentences: pd.DataFrame, row: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """The mid-point of each word in its story's running words (0-1): its sentence's, moved by its place in the sentence.

    So the words of a chapter alone keep their place in the story; only the width of a sentence is then reckoned by the
    words that are there.
    """
    number = np.bincount(row, minlength=len(sentences))
    place = np.arange(len(row)) - (np.cumsum(number) - number)[row] + 0.5 - number[row] / 2
    story = number_stories(sentences)[0][row]
    total = np.maximum(np.bincount(story, ~heading), 1)[story] if len(row) else np.ones(0)
    return np.clip(sentences["position"].to_numpy()[row] + np.where(heading, 0, place / total), 0, 1)


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _is_any(points: np.ndarray, characters: str) -> np.ndarray:
    return np.isin(points, [ord(character) for character in characters])


class _Evidence(NamedTuple):
    """What the words of each story tell about names: per token its key (story and bare word) and whether capitalised."""

    key: np.ndarray
    capital: np.ndarray
    open: np.ndarray  # in mid-sentence, where a capital is a sign of a name
    story: np.ndarray  # per key: its story's and its bare word's place
    base: np.ndarray
    bases: list[str]


def _find_evidence(sentences: pd.DataFrame, tokens: Tokens) -> _Evidence:
    base, bases = pd.factorize(np.array([word.removesuffix("'s") for word in tokens.vocabulary], dtype=object))
    story = number_stories(sentences)[0][tokens.row]
    key, keys = pd.factorize(story * max(len(bases), 1) + base[tokens.word_code])
    capital = np.array([form[0].isupper() for form in tokens.forms], dtype=bool)[tokens.code]
    shouted = np.array([form.isupper() and len(form) > 1 for form in tokens.forms], dtype=bool)[tokens.code]
    size = len(sentences)
    loud = np.bincount(tokens.row, shouted, size) > 0.5 * np.bincount(tokens.row, minlength=size)  # all in capitals
    useful = ~loud & (sentences["kind"] != "heading").to_numpy()
    of_story, of_base = np.divmod(keys, max(len(bases), 1))
    return _Evidence(key, capital, ~_opens(tokens) & useful[tokens.row], of_story, of_base, list(bases))


def _opens(tokens: Tokens) -> np.ndarray:
    """Whether each word opens a sentence, or follows an opening quote, a colon, a dash, "!" or "?"."""
    points = _code_points("\n" + tokens.text)
    solid = np.maximum.accumulate(np.where(_is_any(points, " \n\t\r\xa0"), 0, np.arange(len(points), dtype=np.int32)))
    last = solid[tokens.at]  # points[i] is text[i - 1]
    mark, touching = points[last], points[tokens.at]
    dash = (mark == ord("-")) & ((points[last - 1] == ord("-")) | (last != tokens.at))
    return np.diff(tokens.row, prepend=-1).astype(bool) | _is_any(touching, "\"'") | _is_any(mark, ":—!?…(") | dash


def _count_open_uses(evidence: _Evidence) -> tuple[np.ndarray, np.ndarray]:
    """For each key its uses in mid-sentence, and how many of them are capitalised."""
    size = len(evidence.story)
    uses = np.bincount(evidence.key[evidence.open], minlength=size)
    return uses, np.bincount(evidence.key[evidence.open & evidence.capital], minlength=size)


def _find_names(evidence: _Evidence) -> np.ndarray:
    """Whether each key is taken for a name."""
    uses, capitals = _count_open_uses(evidence)
    function = np.array([base in load_function_words() for base in evidence.bases], dtype=bool)[evidence.base]
    return (uses > 0) & (2 * capitals >= uses) & ~function


def _list_names(sentences: pd.DataFrame, tokens: Tokens, evidence: _Evidence, named: np.ndarray) -> pd.DataFrame:
    size = len(evidence.story)
    uses, capitals = _count_open_uses(evidence)
    count = np.bincount(evidence.key[evidence.capital], minlength=size)
    chosen = np.flatnonzero(named)
    first_use = np.zeros(size, dtype=np.int64)
    written = np.flatnonzero(evidence.capital)[::-1]
    first_use[evidence.key[written]] = written  # the earliest is written last, and stays
    names = pd.DataFrame(
        {
            "story": pd.unique(sentences["story"])[evidence.story[chosen]],
            "name": pd.array([evidence.bases[base] for base in evidence.base[chosen]], dtype="str"),
            "count": count[chosen],
            "share": capitals[chosen] / uses[chosen],
            "form": pd.array([re.sub(r"['’]s$", "", tokens.forms[tokens.code[i]]) for i in first_use[chosen]], dtype="str"),
        }
    )
    order = np.lexsort([names["name"], -names["count"], evidence.story[chosen]])
    return names.iloc[order].reset_index(drop=True)


def _match_names(sentences: pd.DataFrame, evidence: _Evidence, names: pd.DataFrame | Iterable[str]) -> np.ndarray:
    """Whether each key is one of the names given, with or without a possessive 's."""
    stories = np.asarray(pd.unique(sentences["story"]), dtype=object)
    if isinstance(names, str):
        raise StoryError(f"names must be a list of words or a table as find_names() makes it, not the string {names!r}.")
    if isinstance(names, pd.DataFrame):
        if "name" not in names:
            raise StoryError("The table of names has no column 'name'; find_names() makes such a table.")
        owners = names["story"] if "story" in names else pd.Series([None] * len(names))
        listed = [(None if pd.isna(owner) else owner, name) for owner, name in zip(owners, names["name"], strict=True)]
    else:
        listed = [(None, name) for name in names]
    wanted = {
        (owner, fold(word).removesuffix("'s"))
        for owner, name in listed
        for word in WORD.findall(name if name.isalpha() else make_canonical(name))
    }
    marked = [
        (None, word) in wanted or (story, word) in wanted
        for story, word in zip(stories[evidence.story], (evidence.bases[base] for base in evidence.base), strict=True)
    ]
    return np.array(marked, dtype=bool)


def _find_speech(sentences: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Whether each word stands inside quotation marks; every paragraph begins outside of them."""
    story = number_stories(sentences)[0]
    paragraph = sentences["paragraph"].to_numpy()
    block = np.cumsum(np.diff(story, prepend=-1).astype(bool) | np.diff(paragraph, prepend=-1).astype(bool))
    places, kinds = find_quotes(tokens.text)
    row = np.searchsorted(tokens.first, places, side="right") - 1
    doubles = np.bincount(story[row], np.isin(kinds, list('"<>')), minlength=story.max(initial=-1) + 1)
    singles = np.bincount(story[row], kinds == "(", minlength=len(doubles))
    british = singles * 2 > doubles  # single quotes are this story's quotation marks, and not apostrophes only
    state = track_quotes(kinds, block[row], british[story[row]])
    last = np.searchsorted(places, tokens.at) - 1  # the quotation mark before each word
    spoken = np.append(state, False)[last]
    return spoken & (np.append(block[row], -1)[last] == block[tokens.row])
