"""Does a verdict on sentiment depend on the method? The comparison is repeated under every reasonable variant of it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicons.lists import VALENCE_LISTS
from analysis.sentiment.comparison import compare_sentiment
from analysis.sentiment.lexicon import Lexicon, name_score
from analysis.sentiment.vader import score_vader
from analysis.sentiment.valence import score_sentiment
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.text.sentences import as_sentences
from analysis.text.words import split_words


def vary_sentiment(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    lexicon: Lexicon | str | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and variant of the method: whether sign and verdicts hold.

    Parameters
    ----------
    stories : a table of sentences; stories, or what `read_stories` takes, are split into sentences first.
    names : names of characters, as in `split_words`; unless given, those found in each story.
    lexicon : as in `score_sentiment`; the merged dictionary unless given.
    seed : of the permutations and simulations; 0 by default.

    Returns
    -------
    DataFrame with the columns

    story_1, story_2 : the pair
    variant : the variant of the method (Notes); the default is first
    level : difference of the mean scores, first less second
    level_verdict, shape_verdict : as in `compare_sentiment`
    same_sign, same_level, same_shape : whether the sign of `level` and the two verdicts are those of the first row, the
        default; missing for that row, where the variant cannot change them (another bandwidth does not change the level),
        and where one of the two is not assessed

    Notes
    -----
    Variants: `valence`, the default (or your own `lexicon`, then also `valence`); each source list; NLTK's VADER compound
    score; names with weight (in your own lexicon, where they have it: without); without sentences that are mostly speech
    (where there are any); half and double the bandwidth.
    """
    sentences = as_sentences(stories)
    words = split_words(sentences, names=names)
    variants = _list_variants(sentences, words, lexicon, names)
    rows = []
    for variant in variants:
        contrasts = compare_sentiment(variant.scored, column=variant.column, scale=variant.scale, seed=seed)
        for pair, of_pair in contrasts.groupby(["story_1", "story_2"], sort=False):
            level, shape = (of_pair.set_index("measure").loc[measure] for measure in ("level", "shape"))
            rows.append((*pair, variant.name, level["difference"], level["verdict"], shape["verdict"]))
    table = pd.DataFrame(rows, columns=["story_1", "story_2", "variant", "level", "level_verdict", "shape_verdict"])
    default = table.groupby(["story_1", "story_2"], sort=False)[["level", "level_verdict", "shape_verdict"]].transform(
        "first"
    )
    is_other = table["variant"] != variants[0].name
    can_move_level = is_other & table["variant"].map({variant.name: variant.scale == 1 for variant in variants})
    same = {
        "same_sign": (np.sign(table["level"]) == np.sign(default["level"]), can_move_level & table["level"].notna()),
        "same_level": (
            table["level_verdict"] == default["level_verdict"],
            can_move_level & _both_assessed(table, default, "level_verdict"),
        ),
        "same_shape": (
            table["shape_verdict"] == default["shape_verdict"],
            is_other & _both_assessed(table, default, "shape_verdict"),
        ),
    }
    for column, (is_same, is_known) in same.items():
        table[column] = is_same.astype("boolean").mask(~is_known)
    return table


class _Variant(NamedTuple):
    """One variant of the method: scored sentences, the column of the score, and the factor of the bandwidth."""

    name: str
    scored: pd.DataFrame
    column: str = "valence"
    scale: float = 1.0  # another bandwidth leaves the level as it is


def _list_variants(
    sentences: pd.DataFrame,
    words: pd.DataFrame,
    lexicon: Lexicon | str | None,
    names: pd.DataFrame | Iterable[str] | None,
) -> list[_Variant]:
    """The variants, the default first."""
    weighs = lexicon is not None and not isinstance(lexicon, str) and names is None  # names have their weight
    scored = score_sentiment(sentences, lexicon=lexicon, names=names)
    turned = score_sentiment(sentences, lexicon=lexicon, names=_list_marked(words) if weighs else [])
    column = name_score(lexicon)
    variants = [_Variant(column if lexicon is not None else f"{column} (default)", scored, column)]
    if lexicon is not None:
        variants.append(_Variant("valence", score_sentiment(sentences, names=names)))
    for name in VALENCE_LISTS:
        variants.append(_Variant(f"list: {name}", score_sentiment(sentences, lexicon=name, names=names), name_score(name)))
    variants += [
        _Variant("NLTK VADER compound", score_vader(sentences), "vader"),
        _Variant(f"names with{'out' if weighs else ''} weight", turned, column),
        _Variant("half the bandwidth", scored, column, 0.5),
        _Variant("double the bandwidth", scored, column, 2.0),
    ]
    index = pd.MultiIndex.from_frame(sentences[["story", "sentence"]])
    is_narration = words.groupby(["story", "sentence"])["speech"].mean().reindex(index).to_numpy() <= 0.5
    if not is_narration.all() and sentences[is_narration]["story"].nunique() == sentences["story"].nunique():
        variants.append(_Variant("without speech", scored[is_narration], column))
    return variants


def _both_assessed(table: pd.DataFrame, default: pd.DataFrame, column: str) -> pd.Series:
    """Whether the verdict in this column was assessed both in the row and in the default."""
    return (table[column] != NOT_ASSESSED) & (default[column] != NOT_ASSESSED)


def _list_marked(words: pd.DataFrame) -> pd.DataFrame:
    """The names marked in a table of words, as `split_words` takes them."""
    return words.loc[words["name"], ["story", "word"]].drop_duplicates().rename(columns={"word": "name"})
