"""Where sentences end: the marks, the abbreviations that do not end one, and who spoke after a quotation."""

import re
from collections.abc import Iterator

from analysis.lexicons.lists import load_function_words
from analysis.text.canonical import WORD

TITLES = frozenset(
    "mr mrs ms messrs mme mlle dr prof rev revd hon capt cpt col cpl gen lt lieut sgt serg pvt brig maj cmdr adm admiral gov"
    " sen rep pres supt insp fr br ste esqre".split()
)
ABBREVIATIONS = frozenset(
    "st mt ft cf viz vs eg ie ca approx vol vols pp chap jr sr esq inc co corp ltd bros dept univ ave blvd rd"
    " jan feb aug sept oct nov dec tues thurs fri oz lb lbs yds hrs ibid".split()
)
COUNTED = frozenset("no nos p pp ch fig figs sec op art vol vols".split())  # abbreviations only before a number
OLD_MONEY = re.compile(r"\d+[sdl]")  # "5s. 6d."
BEFORE_I = frozenset(  # "So do I." ends a sentence, "He met I. Newton" goes on
    "am was do did have had can could will would shall should may might must than as and or nor but not said thought think"
    " only even".split()
)
HOURS = frozenset(("a.m", "p.m"))
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december greenwich".split()
)
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
# Verbs that tell who spoke only with one of these words after them: "went on", "broke in", "began to cry".
PARTICLES = {"went": ("on",), "goes": ("on",), "broke": ("in", "out", "off")}
BEGINNINGS = frozenset("began begins begin start starts started".split())

# The run of marks, spaced dots included, and the quotes and brackets that close on it. It always matches in full and
# what follows is looked at in code, so that no run of dots, however long, is walked twice.
TERMINATOR = re.compile(r"([.!?…]+(?:\s+\.+(?!\w))*)([\"')\]}*]*)")
OPENING = re.compile(r"[\s\"'(\[{*.…—-]{0,40}")
SPACE = re.compile(r"\s*")
LAST_PART = re.compile(r"[—(\[\"'*]|--")
ENUMERATOR = re.compile(r"\d{1,3}|[IVXLC]{1,6}|[a-zA-Z]")


START = re.compile(r"[.!?]\s+([a-zA-Z])")
LAST_WORD = re.compile(r"(?<![a-z])[a-z]{2,}+$")


def has_no_capitals(canonical: str) -> bool:
    """Whether at least half of a text's sentences seem to begin with a small letter: then a small letter may open one.

    One such place is evidence only in a text that begins with a small letter itself.
    """
    n_small = n_capital = 0
    for match in START.finditer(canonical):
        if match[1].isupper():
            n_capital += 1
        elif match[0][0] == "." and (last := LAST_WORD.search(canonical, max(match.start() - 40, 0), match.start())):
            n_small += last[0] not in ABBREVIATIONS and last[0] != "etc"
    return n_small >= max(n_capital, 1 if canonical.lstrip()[:1].islower() else 2)


def find_sentences(canonical: str, begin: int, stop: int, *, is_lower: bool = False) -> Iterator[tuple[int, int]]:
    """One (start, end) per sentence of the paragraph `canonical[begin:stop]`, of a text without capitals if `is_lower`."""
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
        if following < stop and _breaks(canonical, start, match, following, is_lower):
            yield start, end
            start = checked = SPACE.match(canonical, end, stop).end()  # type: ignore[union-attr]
            wordless = True
    yield start, stop


def _breaks(canonical: str, start: int, match: re.Match[str], following: int, is_lower: bool) -> bool:
    """Whether a sentence ends at the marks of `match`, the next word beginning at `following`."""
    mark, close = match[1], match[2].replace("*", "")
    is_quoted = "'" in close or '"' in close
    if canonical[following].islower() and not (is_lower and mark in (".", "!", "?") and (mark == "." or not is_quoted)):
        return False
    after = canonical[following : following + 80]
    if close:
        # A quotation that opens between the two is what somebody else says, and no tag.
        opens = canonical[following - 1] in "\"'"
        return mark == "." or not is_quoted or opens or not _is_speech_tag(after)
    before = canonical[max(start, match.start() - 24) : match.start()].rsplit(None, 1)
    last = LAST_PART.split(before[-1])[-1] if before else ""
    head = WORD.match(after)
    word = head.group() if head else ""
    if mark != ".":
        return not (mark[-1] in ".…" and last and last == word)  # a stammer runs on: "I ... I never"
    if last.lower() in TITLES or (after[0].isdigit() and (last.lower() in COUNTED or OLD_MONEY.fullmatch(last))):
        return False
    if last.lower() in HOURS or last.lower() == "etc":
        return not after[0].islower() and word.lower() not in DAYS
    if last == "I" and len(before) > 1 and before[0].split()[-1].lower() in BEFORE_I:
        return True
    lead = match.start() - len(last) - start
    if lead < 4 and ENUMERATOR.fullmatch(last) and not WORD.search(canonical, start, start + lead):
        return False  # "1." or "IV." opens a list item
    if (len(last) == 1 and last.isupper()) or "." in last or last.lower() in ABBREVIATIONS:
        return not after[0].islower() and word.lower() in STARTERS and not (len(word) == 1 and after[1:2] == ".")
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
    verb, following = (*rest, "", "")[:2]
    if verb in PARTICLES:
        return following in PARTICLES[verb]
    if verb in BEGINNINGS and following == "to":
        return len(rest) > 2 and rest[2] in SPEECH_VERBS
    return verb in SPEECH_VERBS and following not in SPOKEN_OBJECTS
