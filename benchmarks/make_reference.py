"""Compute reference_overlap.csv and fiction_frequency.csv in src/analysis/statistics:

    python benchmarks/make_reference.py GOLD_FOLDER TEXTS_FOLDER

What unrelated stories share, by `analysis.build_reference`: up to 320 counted or 1,600 running words from litbank_openings
(the openings of 100 works of English fiction, LitBank, Bamman et al. 2019, CC BY 4.0), beyond that from whole novels. How
often words are used, in litbank_openings and litbank_passages. Caveat: older English fiction.
"""

import argparse
import warnings
from pathlib import Path

import pandas as pd

from analysis import StoryWarning, build_reference, read_stories, split_words
from analysis.files import write_whole
from analysis.tables import is_counted
from analysis.vocabulary.reference import LENGTHS, SIZES

OUTPUT = Path(__file__).parents[1] / "src" / "analysis" / "statistics"
LEAST = 5  # uses of a lemma that is listed


def count_lemmas(folders: list[Path]) -> pd.DataFrame:
    """One row per lemma of content words used five times or more: its uses in a million running words, names apart."""
    words = pd.concat([split_words(read_stories(folder)) for folder in folders], ignore_index=True)
    words = words[is_counted(words["kind"])]
    uses = words.loc[~words["name"] & ~words["function"], "lemma"].value_counts()
    table = (uses[uses >= LEAST] * 1e6 / len(words)).rename("per_million").rename_axis("lemma").reset_index()
    print(f"{len(table):,} lemmas of {len(words):,} running words")
    return table.sort_values("lemma")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    options = parser.parse_args()
    tables = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        counts = count_lemmas([options.gold / "litbank_openings", options.gold / "litbank_passages"])
        write_whole(OUTPUT / "fiction_frequency.csv", counts.to_csv(index=False, float_format="%.3g", lineterminator="\n"))
        for folder, short in ((options.gold / "litbank_openings", True), (options.texts, False)):
            sizes, lengths = ([n for n in grid if (n <= most) == short] for grid, most in ((SIZES, 320), (LENGTHS, 1600)))
            tables.append(build_reference(read_stories(folder), sizes=sizes, lengths=lengths))
    table = pd.concat(tables).sort_values(["measure", "score", "size"])
    write_whole(OUTPUT / "reference_overlap.csv", table.to_csv(index=False, float_format="%.5g", lineterminator="\n"))


if __name__ == "__main__":
    main()
