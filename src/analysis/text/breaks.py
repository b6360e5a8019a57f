"""Where sentences end: the marks, the abbreviations that do not end one, and who spoke after a quotation."""

import re
from collections.abc import Iterator

from analysis.lexicons.lists import load_function_words
from analysis.text.canonical import WORD

TITLES = frozenset("mr mrs ms messrs mme mlle dr prof rev revd hon capt col gen lt sgt adm gov sen rep".split())
ABBREVIATIONS = frozenset(
    "st mt ft etc cf viz vs eg ie ca approx vol vols pp chap jr sr esq inc co corp ltd bros dept univ ave blvd rd"
    " jan feb aug sept oct nov dec tues thurs fri oz lb lbs yds hrs ibid".split()
)
COUNTED = frozenset("no nos p ch fig figs sec op art line lines verse".split())  # abbreviations only before a number
STARTERS = load_function_words() | frozenset(
    "tomorrow yesterday today tonight suddenly finally later next first second afterwards oh ah well please".split()
)
SPEECH_VERBS = frozenset(
    form
    for verb in (
        "say ask cry reply answer exclaim shout whisper mutter murmur call yell scream demand inquire enquire repeat return"
        " continue add snap laugh sigh gasp growl grunt groan moan sob wail hiss breathe wonder observe remark"
        " remonstrate protest insist urge beg plead interrupt interpose interject ejaculate roar bellow thunder bawl bark"
        " pipe squeak shriek screech stammer stutter chime pursue rejoin respond retort echo blurt mumble prompt query"
        " persist declare suggest snarl splutter sputter croak drawl giggle chuckle sneer scoff squeal holler howl start"
        " announce think begin tell chorus joke whine whimper rasp coo mouth purr warn explain agree admit"
    ).split()
    for form in (verb, verb + "s", verb + "d", verb + "ed", verb + verb[-1] + "ed", verb[:-1] + "ies", verb[:-1] + "ied")
) | frozenset("said began thought told sang quoth swore wept went broke replies replied cries cried".split())
SPOKEN_OBJECTS = frozenset("nothing something goodbye good-bye it that this so no yes".split())

# The run of marks, spaced dots included, and the quotes and brackets that close on it. It always matches in full and
# what follows is looked at in code, so that no run of dots, however long, is walked twice.
TERMINATOR = re.compile(r"([.!?…]+(?:\s+\.+(?!\w))*)([\"')\]}*]*)")
OPENING = re.compile(r"[\s\"'(\[{*.…—-]{0,40}")
SPACE = re.compile(r"\s*")
LAST_PART = re.compile(r"[—(\[\"'*]|--")
ENUMERATOR = re.compile(r"\d{1,3}|[IVXLC]{1,6}|[a-zA-Z]")


def find_sentences(canonical: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """One (start, end) per sentence of the paragraph `canonical[begin:stop]`."""
    start = checked = begin
    wordless = True
    for match in TERMINATOR.finditer(canonical, begin, stop):
        end = match.end()
        if end >= stop or not canonical[end].isspace():
            continue
        if wordless:  # a lone mark belongs to the sentence it opens
            wordless = not WORD.search(canonical, checked, end)
            checked = end
            if wordless:
                continue
        following = OPENING.match(canonical, end, stop).end()  # type: ignore[union-attr]  # it matches nothing, too
        if following < stop and _breaks(canonical, start, match, following):
            yield start, end
            start = checked = SPACE.match(canonical, end, stop).end()  # type: ignore[union-attr]
            wordless = True
    yield start, stop


def _breaks(canonical: str, start: int, match: re.Match[str], following: int) -> bool:
    """Whether a sentence ends at the marks of `match`, the next word beginning at `following`."""
    if canonical[following].islower():
        return False
    mark, close = match[1], match[2].replace("*", "")
    after = canonical[following : following + 80]
    if close:
        return mark == "." or not ("'" in close or '"' in close) or not _is_speech_tag(after)
    before = canonical[max(start, match.start() - 24) : match.start()].rsplit(None, 1)
    last = LAST_PART.split(before[-1])[-1] if before else ""
    head = WORD.match(after)
    word = head.group() if head else ""
    if mark != ".":
        return not (mark[-1] in ".…" and last and last == word)  # a stammer runs on: "I ... I never"
    if last.lower() in TITLES or (last.lower() in COUNTED and after[0].isdigit()):
        return False
    lead = match.start() - len(last) - start
    if lead < 4 and ENUMERATOR.fullmatch(last) and not WORD.search(canonical, start, start + lead):
        return False  # "1." or "IV." opens a list item
    if (len(last) == 1 and last.isupper()) or "." in last or last.lower() in ABBREVIATIONS:
        return word.lower() in STARTERS and not (len(word) == 1 and after[1:2] == ".")
    return True


def _is_speech_tag(after: str) -> bool:
    """Whether `after`, which follows '?"' or '!"', tells who spoke: a capitalised subject and a verb of speaking."""
    tokens = [token.strip(".,;:—-") for token in after.split()[:8]]
    subject = 0
    while subject < min(4, len(tokens)) and tokens[subject][:1].isupper():
        subject += 1
    if not subject or (tokens[0] != "I" and tokens[0].lower() in STARTERS):
        return False
    rest = tokens[subject + 1 :] if tokens[subject - 1].endswith("'s") else tokens[subject:]
    if rest and (rest[0].endswith("ly") or rest[0] in ("then", "had", "just", "at")):
        rest = rest[1:]
    return bool(rest) and rest[0] in SPEECH_VERBS and not (len(rest) > 1 and rest[1] in SPOKEN_OBJECTS)
