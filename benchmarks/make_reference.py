"""Compute src/analysis/statistics/reference_overlap.csv: python benchmarks/make_reference.py GOLD_FOLDER TEXTS_FOLDER

What unrelated stories share, by `analysis.build_reference`: up to 320 counted or 1,600 running words from litbank_openings
(the openings of 100 works of English fiction, LitBank, Bamman et al. 2019, CC BY 4.0), beyond that from whole novels.
Caveat: older English fiction.
"""

import argparse
import warnings
from pathlib import Path

import pandas as pd

from analysis import StoryWarning, build_reference, read_stories
from analysis.files import write_whole
from analysis.vocabulary.reference import LENGTHS, SIZES

OUTPUT = Path(__file__).parents[1] / "src" / "analysis" / "statistics" / "reference_overlap.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    options = parser.parse_args()
    tables = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        for folder, short in ((options.gold / "litbank_openings", True), (options.texts, False)):
            sizes, lengths = ([n for n in grid if (n <= most) == short] for grid, most in ((SIZES, 320), (LENGTHS, 1600)))
            tables.append(build_reference(read_stories(folder), sizes=sizes, lengths=lengths))
    table = pd.concat(tables).sort_values(["measure", "score", "size"])
    write_whole(OUTPUT, table.to_csv(index=False, float_format="%.5g", lineterminator="\n"))


if __name__ == "__main__":
    main()
