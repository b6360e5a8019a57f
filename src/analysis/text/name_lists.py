"""Words that decide about capitals: titles, days and months, numbers, interjections, and what stands beside a name."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from analysis.lexicons.lists import load_easy_words, load_function_words

# What a word is, where it could be a name. A rank may be one ("King barked"), a modal too ("Will barked").
PLAIN, NEVER, TITLE, RANK, DAY, MONTH, MODAL = range(7)

_TITLES = """
    mr mrs ms miss mister mistress messrs dr doctor prof professor rev reverend hon esq esquire sir lady lord madam madame
    ma'am mme mlle mademoiselle monsieur messieurs signor signora signorina señor señora señorita senor senora senorita herr
    frau fräulein sahib capt captain col colonel gen general lieut lieutenant lt sergeant sgt corporal admiral commander
    commodore maj cpl pvt brig cmdr supt superintendent insp inspector constable president pres governor senator chancellor
    queen princess duchess countess baroness marquis marquess marchioness viscount viscountess emperor empress czar tsar
    sultan majesty highness lordship ladyship excellency honour honor jr sr
"""
_RANKS = "king prince duke earl count baron dean major judge bishop abbot pope marshal knight squire master"
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    " january february march july september october november december jan feb mar apr jul aug sept sep oct nov dec"
)
_MONTHS = "april may june august"  # which are people's names too
_NUMBERS = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million first second third fourth fifth sixth
    seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    twentieth
"""
_INTERJECTIONS = """
    ah aha ahem alas amen aw bah bravo bye dear egad eh er fie gee goodbye good-bye gosh ha halloa hallo heigh hello hem hey hi
    hist hm hmm ho hullo hum humph hurrah hurray hush huzza la lo mm mmm nah nope o och oh oho ok okay ooh oops ouch ow pah
    phew pish please pooh pshaw psst sh shh tush tut ugh uh um welcome whew whoa wow yah yea yeah yep
"""
_SPEECH = """
    said says say asked asks cried cries replied replies answered whispered shouted exclaimed laughed smiled nodded sighed
    murmured muttered thought knew told spoke looked turned sat stood walked ran took shook wept frowned shrugged began
    remarked observed added continued returned called screamed growled grinned
"""
_VERBS = """
    was is had has did does came went got gave made saw felt found heard left kept let put set lay fell brought held met
    stopped wanted loved liked seemed looks comes goes knows thinks wants opened closed tried used lived died who whose
"""
_AFTER_MODAL = "i you he she it we they thou ye the a an my your his her our their this that there not god heaven any some"
_DETERMINERS = """
    the a an this that these those my your his her its our their thy thine whose no any some every each another one
    young old poor good great little dear
"""
_TIMES_BEFORE = """
    in on last next this every each early late mid during since until till one all past some another the saturday sunday
    monday tuesday wednesday thursday friday
"""
_TIMES_AFTER = "morning mornings afternoon evening evenings night nights noon week day days the"
_EITHER_BEFORE = "of from to by before after through for and or between but"


@cache
def load_classes() -> Mapping[str, int]:
    """What each listed word is; a word that is not listed is PLAIN."""
    classes = dict.fromkeys([*load_function_words(), *f"{_NUMBERS} {_INTERJECTIONS}".split()], NEVER)
    for words, kind in ((_TITLES, TITLE), (_RANKS, RANK), (_DAYS, DAY), (_MONTHS, MONTH), ("will", MODAL)):
        classes |= dict.fromkeys(words.split(), kind)
    return MappingProxyType(classes)


SPEECH, VERB, DETERMINER, TIME_BEFORE, TIME_AFTER, EITHER_BEFORE, AFTER_MODAL = (1 << bit for bit in range(7))


@cache
def load_cues() -> Mapping[str, int]:
    """What each listed word says of a capital beside it, as a sum of flags."""
    cues: dict[str, int] = {}
    for words, flag in (
        (_SPEECH, SPEECH),
        (f"{_SPEECH} {_VERBS}", VERB),
        (_DETERMINERS, DETERMINER),
        (_TIMES_BEFORE, TIME_BEFORE),
        (_TIMES_AFTER, TIME_AFTER),
        (_EITHER_BEFORE, EITHER_BEFORE),
        (_AFTER_MODAL, AFTER_MODAL),
    ):
        for word in words.split():
            cues[word] = cues.get(word, 0) | flag
    return MappingProxyType(cues)


def is_ordinary(word: str) -> bool:
    """Whether a word, or what is left of it without an ending, is among the easiest of English."""
    easy = load_easy_words()
    return any(word.endswith(ending) and word[: len(word) - len(ending)] in easy for ending in _ENDINGS)


_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "er", "est")
