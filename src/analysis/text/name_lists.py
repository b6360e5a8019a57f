"""Words that decide about capitals: those that are no names, and those that stand beside a name or a month."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from analysis.lexicons.lists import load_easy_words, load_function_words

# What a capitalised word may be. A rank before a name is a title, elsewhere it may be a name ("King barked"); some months
# are people's names too; a part is a name only beside another ("March Hare", "Fifth Avenue").
PLAIN, NEVER, TITLE, RANK, MONTH, PART = range(6)
KIND = 7

_NEVER = """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
    january february july september october november december jan feb mar apr jul aug sept sep oct nov dec
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    ah aha ahem alas amen aw bah bravo bye egad eh er fie gee goodbye gosh ha halloa hallo heigh hello hem hey hi hist hm hmm
    ho hullo hum humph hurrah hurray hush huzza lo mm mmm nah nope o och oh oho ok okay ooh oops ouch ow pah phew pish please
    pooh pshaw psst sh shh tush tut ugh uh um welcome whew whoa wow yah yea yeah yep
"""
_TITLES = """
    mr mrs ms miss dr mister mistress messrs doctor prof professor rev reverend hon esq esquire sir lady lord madam madame
    ma'am mme mlle mademoiselle monsieur messieurs signor signora signorina señor señora señorita senor senora senorita herr
    frau fräulein sahib capt captain col colonel gen general lieut lieutenant lt sergeant sgt corporal admiral commander
    commodore maj cpl pvt brig cmdr supt superintendent insp inspector constable president pres governor senator chancellor
    queen princess duchess countess baroness marquis marquess marchioness viscount viscountess emperor empress czar tsar
    sultan majesty highness lordship ladyship excellency honour honor jr sr
"""
_RANKS = "king prince duke earl count baron dean major judge bishop abbot pope marshal knight squire master"
_PEOPLE = "april may june august"
_PARTS = "march em first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"

_SPEECH = """
    said says say asked asks cried cries replied replies answered whispered shouted exclaimed laughed smiled nodded sighed
    murmured muttered thought knew told spoke looked turned sat stood walked ran took shook wept frowned shrugged began
    remarked observed added continued returned called screamed growled grinned
"""
_VERBS = """
    was is had has did does came went got gave made saw felt found heard left kept put set lay fell brought held met stopped
    wanted loved liked seemed looks comes goes knows thinks wants opened closed tried used lived died who whose
"""
_DETERMINERS = "the a an this that these those my your his her its our their thy whose no any some every each another one"
# What a word says of a capital beside it, or of itself.
SPEECH, VERB, DETERMINER, SUBJECT, BEFORE_TIME, AFTER_TIME, BEFORE_EITHER, AND, CALENDAR, MODAL = (
    1 << bit for bit in range(3, 13)
)
_CUES = (
    (_SPEECH, SPEECH),
    (_SPEECH + _VERBS, VERB),  # "Rose was late", not "Will you"
    (_DETERMINERS, DETERMINER),
    (_DETERMINERS + " i you he she it we they thou ye there not god", SUBJECT),
    ("in on last next this each every early late mid since during until till", BEFORE_TIME),
    ("morning mornings afternoon evening evenings night nights noon week day days", AFTER_TIME),
    ("of from to by before after for about around through was is", BEFORE_EITHER),  # a month or a person
    ("and or to till until", AND),
    ("january february march april may june july august september october november december", CALENDAR),
    ("may will", MODAL),
)


@cache
def load_cues() -> Mapping[str, int]:
    """What each listed word says, as a sum of flags, plus what it may be itself (`KIND` of the sum): PLAIN unless listed."""
    cues = dict.fromkeys([*load_function_words(), *_NEVER.split()], NEVER)
    cues["will"] = PLAIN
    for words, kind in ((_TITLES, TITLE), (_RANKS, RANK), (_PEOPLE, MONTH), (_PARTS, PART)):
        cues |= dict.fromkeys(words.split(), kind)
    for words, flag in _CUES:
        for word in set(words.split()):
            cues[word] = cues.get(word, PLAIN) + flag
    return MappingProxyType(cues)


_INFLECTIONS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "est")
_SUFFIXES = ("ly", "ous", "ful", "less", "ness", "able", "ible", "ing", "tion", "sion", "ment")


def is_ordinary(word: str) -> bool:
    """Whether a word looks like a common one of English: easy without an inflection, or long with a suffix.

    >>> [is_ordinary(word) for word in ("boys", "looking", "tremendous", "betty")]
    [True, True, True, False]
    """
    easy = load_easy_words()
    return (len(word) > 6 and word.endswith(_SUFFIXES)) or any(
        word.endswith(ending) and word[: len(word) - len(ending)] in easy for ending in _INFLECTIONS
    )
