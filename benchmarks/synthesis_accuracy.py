"""How often two passages of one book differ distinguishably in anything: python benchmarks/synthesis_accuracy.py GOLD_FOLDER

Each analysis corrects for its own tests, and nothing for there being three of them: this is what they come to together. The
passages (about 1,000 words) are those the yardsticks were made from, so that the rate is, if anything, somewhat low.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np

from analysis import StoryWarning, contrast_stories, read_stories
from analysis.contrast import SHARED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--pairs", type=int, default=150)
    options = parser.parse_args()
    warnings.simplefilter("ignore", StoryWarning)
    generator = np.random.default_rng(0)
    books: dict[str, list[Path]] = {}
    for path in sorted((options.gold / "litbank_passages").glob("*.txt")):
        books.setdefault(path.stem.rpartition("_")[0], []).append(path)
    differ, share = [], []
    for number in range(options.pairs):
        own = list(books.values())[number % len(books)]
        pair = [own[place] for place in generator.choice(len(own), 2, replace=False)]
        findings = contrast_stories(read_stories(pair))
        clear = findings["verdict"] == "distinguishable"
        shared = findings["measure"].isin(SHARED)
        differ.append((clear & ~shared).any())
        share.append((clear & shared & (findings["measure"] != "order")).any())
    print(f"Two passages of one book, {options.pairs} pairs: {np.mean(differ):.1%} differ distinguishably in any measure,")
    print(f"{np.mean(share):.1%} share distinguishably more than unrelated stories in any.")


if __name__ == "__main__":
    main()
