"""Reads plain text: its encoding is found and said, its line ends are made one; `repair` undoes what programs left in it."""

import codecs
import re
import unicodedata
from itertools import islice

from analysis.errors import StoryError
from analysis.lexicons.lists import load_syllables
from analysis.text.formats.leftovers import count_things, repair

__all__ = ["decode", "repair", "tidy"]

LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}
# UTF-32 before UTF-16, whose mark it begins with.
MARKS = [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]
# Which bytes of four are zero in a text of Latin letters.
ZEROS = {(0, 1, 1, 1): "utf-32-le", (1, 1, 1, 0): "utf-32-be", (0, 1, 0, 1): "utf-16-le", (1, 0, 1, 0): "utf-16-be"}
# What each has in advance: cp1252 is taken where nothing decides.
WESTERN = {"cp1252": 0.4, "mac_roman": 0.1, "cp850": 0.0, "iso8859_15": 0.0}
OTHERS = [
    "cp1250", "iso8859_2", "cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic", "cp1253", "iso8859_7", "cp1254",
    "cp932", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
MAKERS = {"cp1252": " (Windows)", "mac_roman": " (old Macintosh)", "cp850": " (DOS)"}
# Of Latin letters only these need one of `OTHERS`; charset-normalizer names cp1250 for others too.
EASTERN = {"Czech", "Slovak", "Polish", "Hungarian", "Croatian", "Slovene", "Romanian", "Turkish"}
NOT_LEADING = bytes(set(range(256)) - set(range(0xC2, 0xF5)))  # bytes that begin no UTF-8 of two bytes or more
HIGH = re.compile(rb"[\x80-\xff]")
C1 = re.compile(rb"[\x80-\x9f]")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
STRAY = re.compile("[\udc80-\udcff]")  # a byte that is no UTF-8, as "surrogateescape" keeps it
NOT_ASCII = re.compile("[^\0-\x7f]")
FORM = re.compile("[^\\W\\d_]+(?:['’][^\\W\\d_]+)*")
# Of English and its neighbours; the rarer half is worth less.
UPPER = "ÄÅÆÇÉÖÜŒ"
LOWER = dict.fromkeys("àâçèéêëïñôöü", 1.0) | dict.fromkeys("áãäåæìíîòóõøùúûœß", 0.8)


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, list[str]]:
    """The text of a plain-text file and notes on how it was read; a StoryError if the bytes are none.

    Parameters
    ----------
    data : the bytes of the file
    name : of the file, for errors
    encoding : used as it is given. Without one, a byte order mark decides, then whether the bytes are valid UTF-8 (a few
        may be stray), then the words: which encoding makes letters of what stands within words, and quotation marks of
        what stands around them. cp1252 where nothing decides.

    Returns
    -------
    The text, and clauses such as "not UTF-8: read as cp1252 (Windows); ...".

    >>> decode("The café’s door".encode("mac_roman"), "cafe.txt")[0]
    'The café’s door'
    """
    if encoding is not None:
        return _decode_as(data, name, encoding), []
    for mark in MARKS:
        codec = "utf-32" if len(mark) == 4 else "utf-16"
        if data.startswith(mark) and (codec == "utf-16" or _is_valid(data, codec)):
            return _decode_as(data, name, codec, stated=False), [f"read as {codec.upper()}"]
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        found = _find_wide(data)
        if found is None:
            raise StoryError(f"{name} is a binary file (byte {data.index(0)} is zero), not plain text.")
        return data.decode(found), [f"read as {found[:6].upper()}, of which it has no mark"]
    controls = CONTROL.findall(data[:10_000])
    if len(controls) > max(3, len(data[:10_000]) / 20):
        raise StoryError(
            f"{name} is a binary file (byte {data.index(controls[0])} is the control character 0x{controls[0].hex()}, "
            "and more follow), not plain text."
        )
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        return _decode_mixed(data) or _decode_single(data)


def _decode_as(data: bytes, name: str, encoding: str, *, stated: bool = True) -> str:
    """The text in a stated encoding; a StoryError if it is not in that."""
    unknown = StoryError(f"{name}: Python knows no encoding {encoding!r}; try 'utf-8' or 'cp1252'.")
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):  # a ValueError: a zero in the name
        raise unknown from None
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide and not codec.startswith(("utf-16", "utf-32")):
        raise StoryError(f"{name} is a binary file (byte {data.index(0)} is zero), not plain text.")
    try:
        return data.decode("utf-8-sig" if codec == "utf-8" else codec)
    except LookupError:  # base64 is a codec, and none of text
        raise unknown from None
    except UnicodeError as error:
        byte = error.start if isinstance(error, UnicodeDecodeError) else 0
        other = "utf-16" if wide else "mac_roman" if codec == "cp1252" else "cp1252"
        advice = f"If the file is in {other}, read it with encoding={other!r}, or save it as UTF-8."
        raise StoryError(
            f"{name} is not {encoding}: byte {byte} (0x{data[byte]:02x}) cannot be decoded. "
            + (advice if stated else "Its mark says that it is: was it cut off? Save it anew, as UTF-8.")
        ) from None


def _is_valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True


def _find_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: Latin letters leave every other byte zero, or three of four."""
    sample = data[:4000]
    shares = [sample[place::4].count(0) / max(len(sample[place::4]), 1) for place in range(4)]
    for zeros, codec in ZEROS.items():
        fits = all((share > 0.7) if zero else (share < 0.05) for zero, share in zip(zeros, shares, strict=True))
        if fits and _is_valid(data, codec) and not CONTROL.search(sample.decode(codec, "ignore").encode("utf-8", "ignore")):
            return codec
    return None


def _decode_mixed(data: bytes) -> tuple[str, list[str]] | None:
    """UTF-8 with stray bytes, which are read as cp1252; None if they are most of what is not ASCII.

    In Japanese (Shift-JIS) and Russian (cp866) about one sequence of bytes is valid UTF-8 by chance for four that are not.
    """
    first = HIGH.search(data)
    for part in (data[first.start() if first else 0 :][:200_000], data):
        text = part.decode("utf-8", "surrogateescape")
        valid = text.encode("utf-8", "ignore")
        n_stray = len(part) - len(valid)
        if n_stray > 2 * len(valid.translate(None, NOT_LEADING)):
            return None
    places = [len(text[: stray.start()].encode("utf-8", "surrogateescape")) for stray in islice(STRAY.finditer(text), 3)]
    text = STRAY.sub(lambda stray: stray[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)
    where = " and ".join(f"{place:,}" for place in places) if n_stray < 3 else f"{places[0]:,}, {places[1]:,}, ..."
    return text, [f"UTF-8, but for {count_things(n_stray, 'byte')}, read as cp1252 (at {where})"]


def _decode_single(data: bytes) -> tuple[str, list[str]]:
    """The text in the encoding that fits its words best."""
    sample = _sample_lines(data)
    decoded = {codec: sample.decode(codec, "replace") for codec in WESTERN}
    scores = {codec: _score_marks(text) + WESTERN[codec] for codec, text in decoded.items()}
    codec = max(scores, key=scores.__getitem__) if max(scores.values()) > 0 else "cp1252"
    letters = [mark for mark in NOT_ASCII.findall(decoded[codec]) if mark.isalpha()]
    n_letters = sum(map(str.isalpha, decoded[codec]))
    if scores[codec] < 0.5 * len(HIGH.findall(sample)) or len(letters) > max(9, 0.05 * n_letters):
        codec = _find_other(sample, data) or codec
    text = data.decode(codec, "replace")
    return text, [f"not UTF-8: read as {codec}{MAKERS.get(codec, '')}; if letters are wrong, name another with encoding="]


def _find_other(sample: bytes, data: bytes) -> str | None:
    """The encoding of a text in other letters than those of Western Europe, if it is one."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*WESTERN, *OTHERS]).best()
    if best is None or best.encoding not in OTHERS:
        return None
    letters = list(filter(str.isalpha, NOT_ASCII.findall(str(best))))
    few = len(letters) < 0.03 * sum(map(str.isalpha, str(best)))
    if few or (best.language not in EASTERN and sum(letter > "\u024f" for letter in letters) < len(letters) / 2):
        return None
    codec = str(best.encoding)
    if codec == "cp1250" and not C1.search(sample):  # where it has š, ž and the quotation marks
        codec = "iso8859_2"
    return codec if _is_valid(data, codec) else None


def _sample_lines(data: bytes) -> bytes:
    """The first lines with a byte that is not ASCII, some 40,000 bytes of them."""
    lines, size, stop = [], 0, 0
    while size < 40_000 and (high := HIGH.search(data, stop)):
        start = data.rfind(b"\n", stop, high.start()) + 1 or stop
        stop = data.find(b"\n", high.start()) + 1 or len(data)
        lines.append(data[max(start, high.start() - 2_000) : min(stop, high.start() + 40_000)])
        size += len(lines[-1])
    return b"".join(lines)


def _score_marks(text: str) -> float:
    """How well what is not ASCII stands in its words: about 1 for each mark that does, less than 0 for one that does not."""
    known = load_syllables()
    score = 0.0
    text = f"  {text}  "
    for mark in islice(NOT_ASCII.finditer(text), 1_000):
        place = mark.start()
        start = max(place - 30, 0)
        around = text[start : place + 30]
        score += _score_mark(text[place - 1], mark[0], text[place + 1], text[place + 2])
        forms = {form[0] for form in FORM.finditer(around) if form.start() <= place - start + 1 <= form.end() + 1} - {
            mark[0]
        }
        score += 0.5 * (bool(forms) and all(_strip(form) in known for form in forms))
    return score


def _strip(form: str) -> str:
    """The word in the letters of a dictionary of English."""
    form = form.lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o")
    return "".join(letter for letter in unicodedata.normalize("NFD", form) if not unicodedata.combining(letter))


def _score_mark(left: str, mark: str, right: str, second: str) -> float:
    """How likely it is that `mark` stands between these characters, in prose of Western Europe."""
    before, after = left.isalpha(), right.isalpha()
    if mark.isupper():
        if left.islower() or (right.isupper() and second.islower()):
            return -3 if left.islower() else -1
        return (0.8 if mark in UPPER else 0.5) if before or after else -0.5
    if mark in LOWER:
        if left.isdigit() or right.isupper() or (before and after and not left.isascii() and not right.isascii()):
            return -1
        return LOWER[mark] - 0.3 * (mark == "à" and after) if before or after else 0.2 if mark in "àåöóéè" else -1
    if mark == "’":
        if after:
            return -1 if left.islower() and right.isupper() else 1 if before else 0.5
        return 1 if not left.isspace() else -1
    if mark in "“‘„‚":
        return 1 if not left.isalnum() and not right.isspace() else -2
    if mark == "”":
        return 1 if not right.isalnum() and not left.isspace() else -2
    if mark in "—–…":
        parts = left == right == " " if mark == "–" else before != after if mark == "—" else not left.isspace()
        return 0.9 if parts or mark in (left, right) else 0.5
    if mark in "£€°½¼¾²³":
        return 1 if left.isdigit() or right.isdigit() else 0.3 if not before and not after else -1.5
    if mark in "«»¿¡\xa0\xad©®™§•·×÷±µ":
        return 0.5 if not (before and after) or mark in "\xa0\xad" else -2
    return -1 if mark.isalpha() else -2


def tidy(text: str) -> str:
    """The text in Unicode NFC, with \\n as its only line end and without a byte order mark.

    >>> tidy("\\ufeffIt rained.\\r\\nAnd rained.\\r")
    'It rained.\\nAnd rained.\\n'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for old, new in LINE_ENDS.items():
        text = text.replace(old, new)
    return unicodedata.normalize("NFC", text)
