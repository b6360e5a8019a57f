"""Does a verdict on sentiment hang on the method? The comparison once more under every reasonable variant of it."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus import split_words, take_sentences
from analysis.lexicons import VALENCE_LISTS
from analysis.sentiment import Lexicon, explain_sentiment, name_score, score_sentiment, score_vader
from analysis.sentiment_comparison import compare_sentiment
from analysis.statistics.verdicts import NOT_ASSESSED


def vary_sentiment(
    stories: pd.DataFrame,
    *,
    names: pd.DataFrame | Iterable[str] | None = None,
    lexicon: Lexicon | str | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per pair of stories and variant of the method: do sign and verdicts hold?

    Columns: `story_1`, `story_2`, `variant`, `level` (difference of means), `level_verdict`, `shape_verdict`; `same_sign`,
    `same_level`, `same_shape` (against the first row, the default): missing for that row, where the variant cannot move it
    (another bandwidth leaves the level alone), and where one of the two is not assessed. Variants: `valence`, the default
    (or your own `lexicon`, and then `valence` beside it); each source list; NLTK's VADER compound; names without weight;
    sentences that are mostly speech left out (where there are any); half and double the bandwidth. Stories are split into
    sentences first. `names` as in `split_words`, `lexicon` as in `score_sentiment`.
    """
    sentences = take_sentences(stories)
    words = split_words(sentences, names=names)
    scored, column = score_sentiment(sentences, lexicon=lexicon), name_score(lexicon)
    default_name = f"{column} (default)" if lexicon is None else column
    index = pd.MultiIndex.from_frame(sentences[["story", "sentence"]])
    quiet = words.groupby(["story", "sentence"])["speech"].mean().reindex(index).to_numpy() <= 0.5
    own = {"column": column}
    variants: dict[str, tuple[pd.DataFrame, dict[str, Any]]] = {default_name: (scored, own)}
    if lexicon is not None:
        variants["valence"] = (score_sentiment(sentences), {})
    for name in VALENCE_LISTS:
        variants[f"list: {name}"] = (score_sentiment(sentences, lexicon=name), {"column": f"valence_{name}"})
    variants["NLTK VADER compound"] = (score_vader(sentences), {"column": "vader"})
    variants["names without weight"] = (_silence_names(scored, words, lexicon), own)
    variants["half the bandwidth"] = (scored, own | {"scale": 0.5})
    variants["double the bandwidth"] = (scored, own | {"scale": 2.0})
    if not quiet.all() and sentences[quiet]["story"].nunique() == sentences["story"].nunique():
        variants["without speech"] = (scored[quiet], own)
    rows = []
    for variant, (table, options) in variants.items():
        for pair, part in compare_sentiment(table, seed=seed, **options).groupby(["story_1", "story_2"], sort=False):
            level, shape = (part.set_index("measure").loc[measure] for measure in ("level", "shape"))
            rows.append((*pair, variant, level["difference"], level["verdict"], shape["verdict"]))
    table = pd.DataFrame(rows, columns=["story_1", "story_2", "variant", "level", "level_verdict", "shape_verdict"])
    default = table.groupby(["story_1", "story_2"], sort=False)[["level", "level_verdict", "shape_verdict"]].transform(
        "first"
    )
    first = table["variant"] == default_name
    moved = ~first & ~table["variant"].str.endswith("bandwidth")
    same = {
        "same_sign": (np.sign(table["level"]) == np.sign(default["level"]), moved & table["level"].notna()),
        "same_level": (
            table["level_verdict"] == default["level_verdict"],
            moved & _both_assessed(table, default, "level_verdict"),
        ),
        "same_shape": (
            table["shape_verdict"] == default["shape_verdict"],
            ~first & _both_assessed(table, default, "shape_verdict"),
        ),
    }
    for column, (holds, counts) in same.items():
        table[column] = holds.astype("boolean").mask(~counts)
    return table


def _both_assessed(table: pd.DataFrame, default: pd.DataFrame, column: str) -> pd.Series:
    return (table[column] != NOT_ASSESSED) & (default[column] != NOT_ASSESSED)


def _silence_names(scored: pd.DataFrame, words: pd.DataFrame, lexicon: Lexicon | str | None) -> pd.DataFrame:
    """The scored sentences, their valence without what the tokens marked as names contribute."""
    explained, column = explain_sentiment(scored, lexicon=lexicon), name_score(lexicon)
    names = words.loc[words["name"], ["story", "sentence", "start"]]
    named = explained.merge(names, on=["story", "sentence", "start"])
    index = pd.MultiIndex.from_frame(scored[["story", "sentence"]])
    theirs = named.groupby(["story", "sentence"])["contribution"].sum().reindex(index, fill_value=0.0).to_numpy()
    return scored.assign(**{column: scored[column] - theirs})
