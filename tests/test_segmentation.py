"""One text cut into headings, verse, sentences and words: each rule by example, each fixture by hand."""

import re

import pytest

from analysis import read_stories, split_words
from analysis.text.canonical import WORD, normalise
from analysis.text.segmentation import segment_texts
from analysis.text.speech import find_quotes


def cut(text: str) -> list[str]:
    """The sentences of a text, white space evened out."""
    return [" ".join(text[unit.start : unit.end].split()) for unit in segment_texts([text])[0]]


def show(text: str) -> list[tuple[str, int, int, str]]:
    """(kind, chapter, paragraph, text) of each unit."""
    return [
        (unit.kind, unit.chapter, unit.paragraph, " ".join(text[unit.start : unit.end].split()))
        for unit in segment_texts([text])[0]
    ]


# The expected cut is written into the text: a bar where a sentence ends, none where it runs on.
RULES = {
    "a blank line ends a sentence": "The mill, the goose|\n\nand the rest of it.",
    "a line of white space is blank": "The mill\n \t\nand the rest of it.".replace("\n \t", "|\n \t"),
    "a line break is a space": "The mill\nturned. |It was\nlate.",
    "marks end a sentence": "He came. |Why? |Nobody knew! |So it was… |He left.",
    "closing quotes and brackets belong to it": '"He came." |(He left.) |[He came?] |«He left!» |‘So.’ |They sat.',
    "a short sentence is one": "Yes. |No. |Well.",
    "no break before a small letter": "He came ... and went. |What? he said. i.e. this, e.g. that, etc. and so on.",
    "a number may open one": "He had two. |3 came later.",
    "titles never break": "Mr. Fox met Mrs. Hare, Dr. Mole and the Rev. J. Toad. |Prof. Owl slept.",
    "initials break before a starter only": "J. R. Hartley met W. B. Fly. |He met George V. |The king slept.",
    "abbreviations break before a starter only": "It was St. Clare, or Oct. 5, or Smith Bros. Limited etc. |The rest left.",
    "dotted words": "He lived in the U.S. of old. |She came to the U.S. |She left at 5 p.m. |They had a Ph.D. |Then what?",
    "counted abbreviations": "See No. 5 and p. 7. |Oh no. |Five came.",
    "an item's number": "1. Take the eggs. |2. Break them.",
    "decimals and web places": "It cost 3.50 in all. |It is at example.org today.",
    "a speech tag goes on": '"Who?" she said. |"Go!" Betty cried. |“Stop!” the old man shouted. |"Why?" Mr. Fox asked.',
    "a sentence after speech does not": '"Who?" |She turned. |"Go!" |Betty left. |"Help!" |He said nothing.',
    "a stammer goes on": "I ... I never said that.",
    "spaced dots": "He paused . . . and left. |She paused. . . . |He left.",
    "dots after more than one space": "They found no ground.  ... |The ship\n   lay still.\n . . |It was late.",
    "marks in a row": "What?! |No!!! |Really?... |Yes.",
    "emphasis is no letter": "_He_ came. |_She_ left. |*Why?* |Who knows.",
    "a mark alone opens what follows": "... He came. |\n\n! ! He left.",
    "semicolons and colons do not end": "He came; She left: It was over.",
    "a dash does not end": "He came -- She left — It was over.",
    "ranks are titles": "Maj. Hale met Fr. Brown, Br. Tom and Pvt. Ray. |Supt. Lee rose. |He saw Insp. Fox at Ste. Anne.",
    "an hour ends a sentence": "We left at 5 p.m. |Mother cried. |It was 9 A.M. |Nobody came. |At 5 p.m. Monday he left.",
    "so does etc.": "He had nails, etc. |Tom had none. |They sold rope, tar, etc. |Business was slow.",
    "and the pronoun": "So do I. |Father left. |He is older than I. |Tom is not. |He met I. Newton there.",
    "old money": "It cost 5s. 6d. in all. |He paid 3l. 10s. for it.",
    "a line is no abbreviation": "There was no line. |7 men waited. |He read a verse. |9 men sang.",
    "somebody else's speech is no tag": '"Do you know?" |"No," I said. |"Go!" |\'No,\' Betty said. |“Who?” |“Tom,” he said.',
    "a beginning is no tag": '"Run!" |Betty began to run. |"Run!" Betty began to cry. |"Run!" |Tom started to walk.',
    "going on is": '"Run!" Tom went on. |"Run!" |Tom went home. |"Run!" Tom broke in. |"Run!" |Tom broke a leg.',
}
# No sentence of these begins with a capital, or half of them do not.
SMALL = [
    "i woke up. |the rain had stopped. |nobody came.",
    "he left. |why? |nobody knew! |it rained.",
    'i said no. |"what?" she asked. |"why!" he cried. |we waited ... and waited … and slept.',
    "it was mr. tom. |he came at 5 p.m. and left, e.g. by bus, etc. and so on. |dr. who stayed.",
    "we left. |the end was near. |Tom stayed. |he slept.",
    "nobody\ncame. |it\nrained.",
]
# Marks of notes end no sentence, begin none, and are no words.
NOTED = [
    "He left.[1] |She stayed.",
    "“He left.”[12] |She stayed.",
    "He left.² |She stayed.",
    "He left.1 |She stayed.",
    '"He left."3 |She stayed.',
    "He left.† |She stayed.",
    "He left.{34} |She stayed.",
    "He left.[Footnote 2] |She stayed.[*] |He slept.",
    "The miller,[3] who was late,⁴ left.",
]


@pytest.mark.parametrize("marked", RULES.values(), ids=RULES.keys())
def test_sentences_end_where_the_rules_say(marked):
    expected = [" ".join(part.split()) for part in marked.split("|")]
    assert cut(marked.replace("|", "")) == expected


@pytest.mark.parametrize("marked", SMALL)
def test_where_no_sentence_has_a_capital_a_small_letter_opens_one(marked):
    assert cut(marked.replace("|", "")) == [" ".join(part.split()) for part in marked.split("|")]


@pytest.mark.parametrize("marked", NOTED)
def test_marks_of_notes_are_no_words_and_part_no_sentence(marked):
    text = marked.replace("|", "")
    expected = [re.sub(r"[\d\[\]{}†*²⁴]|Footnote", "", part) for part in marked.split("|")]
    assert [WORD.findall(normalise(sentence)) for sentence in cut(text)] == [
        WORD.findall(normalise(part)) for part in expected
    ]
    words = split_words(read_stories({"a": text}))
    assert [text[start:end] for start, end in zip(words["start"], words["end"], strict=True)] == words["form"].tolist()


def test_numbers_that_are_no_marks_of_notes_stay():
    text = "It cost 3.50. He met him in [1904] there. See no.1 and p.3 of vol.2 today. They had 10 [2 of them] and 1.5 more."
    assert WORD.findall(normalise(text)) == WORD.findall(text)
    assert len(cut(text)) == 4


@pytest.mark.parametrize("verb", ["said", "replied", "cried", "murmured", "begged"])
def test_speech_verbs_make_a_tag_of_a_name(verb):
    assert len(cut(f'"Is it late?" Betty {verb}.')) == 1
    assert len(cut(f'"It is late." Betty {verb}.')) == 2  # a full stop inside the quotes has ended it


def test_units_hold_words_only():
    text = "* * *\n\nTwo words.\n\n...\n\nAnd three words."
    assert [text[unit.start : unit.end] for unit in segment_texts([text])[0]] == ["Two words.", "And three words."]
    assert segment_texts(["... !? -- * * *"])[0] == []


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("long-necked horses—and--so", ["long", "necked", "horses", "and", "so"]),
        ("isn't o'clock John's boys' 'tis", ["isn't", "o'clock", "John's", "boys", "tis"]),
        ("the U.S. of A. e.g. this", ["the", "U.S", "of", "A", "e.g", "this"]),
        ("3.50 1,250 10:30 1914-18 2nd 42.", ["3.50", "1,250", "10:30", "1914", "18", "2nd", "42"]),
        ("Léa naïve Kyzylorda’s".replace("’", "'"), ["Léa", "naïve", "Kyzylorda's"]),
        ("one.Two three,four five/six", ["one", "Two", "three", "four", "five", "six"]),
        ("(brackets) [too] {and} *stars* $5 & 6%", ["brackets", "too", "and", "stars", "5", "6"]),
        ("' '' 'quoted' - -- . ,", ["quoted"]),
        ("ˑword ˑˑ coˑop", ["word", "coˑop"]),  # what stands for a combining mark or soft hyphen opens no word
        ("Анна Каренина 紅樓夢", ["Анна", "Каренина", "紅樓夢"]),
    ],
)
def test_words_are_what_the_conventions_say(text, words):
    assert WORD.findall(text) == words


# --- headings and chapters --------------------------------------------------------------------------------------------


def test_a_tale_in_chapters(made):
    units = show(made["tale"])
    assert [(kind, chapter, text) for kind, chapter, _, text in units if kind == "heading"] == [
        ("heading", 1, "THE CLOCKMAKER OF SELBY"),
        ("heading", 1, "A Tale in Three Chapters"),
        ("heading", 1, "CHAPTER I."),
        ("heading", 1, "In Which a Clock Stops"),
        ("heading", 2, "CHAPTER II."),
        ("heading", 2, "THE MAYOR CALLS"),
        ("heading", 3, "CHAPTER III."),
        ("heading", 3, "Time Goes On"),
        ("heading", 3, "THE END"),
    ]
    assert [(chapter, text) for kind, chapter, _, text in units if kind == "prose"] == [
        (1, "Tobias Wren mended clocks."),
        (1, "He had mended them for forty years, and in forty years no clock had stopped while he was in the room."),
        (1, "On the first of May the clock of Selby church stopped at ten past three."),
        (1, "Tobias was in the room."),
        (2, "The mayor of Selby was a small man with a large watch."),
        (2, "He laid the watch on the bench and said that it had stopped as well."),
        (2, '"At ten past three?" Tobias asked.'),
        (2, '"At ten past three," said the mayor.'),
        (3, "Tobias took off his own watch, which he had not looked at in years."),
        (3, "It had stopped too."),
        (3, "He wound it, and all the clocks of Selby began to strike."),
    ]


PARAGRAPH = "It was late in the year, and the snow lay on the hills. Nobody came."


@pytest.mark.parametrize(
    "heading",
    ["Chapter 1", "CHAPTER XII", "Chapter the Last", "IV.", "7", "BOOK TWO", "Stave One: Marley's Ghost", "Prologue",
     "Chapter I. The Missing Heir.", "LETTER 4", "Part Second", "_Chapter I._", "I. A SCANDAL IN BOHEMIA"],
)  # fmt: skip
def test_headings_that_number_chapters(heading):
    units = show(f"{PARAGRAPH}\n\n{heading}\n\n{PARAGRAPH}")
    assert [unit[0] for unit in units] == ["prose", "prose", "heading", "prose", "prose"]
    assert [unit[1] for unit in units] == [0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    "line",
    ['"Chapter One," she read.', "I.", "I go home.", "Yes!", "Part of it was gone.", "He left,", "and then he came"],
)
def test_short_paragraphs_that_are_no_headings(line):
    expected = "heading" if line == "I." else "prose"  # a lone "I." is a number
    assert {unit[0] for unit in show(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}") if unit[2] == 2} == {expected}


def test_a_text_of_short_lines_is_no_list_of_headings():
    units = show("He came\n\nShe left\n\nThey met again\n\nThe snow fell")
    assert {unit[0] for unit in units} == {"prose"}


# --- verse ------------------------------------------------------------------------------------------------------------


def test_a_poem_is_cut_into_its_lines(made):
    units = show(made["poem"])
    lines = [line for line in made["poem"].split("\n") if line]
    assert [unit[3] for unit in units] == lines
    assert [unit[0] for unit in units[1:]] == ["verse"] * 12
    assert [unit[2] for unit in units[1:]] == [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5]


def test_a_stanza_within_prose_is_verse_and_wrapped_prose_is_none(made):
    stanza = "\n".join("    " + line for line in made["poem"].split("\n")[2:6])
    wrapped = (
        "Tobias sang the song that he had sung before, and nobody in the\nroom could say what it was or who had made it, "
        "though most had\nheard it once."
    )
    units = show(f"{wrapped}\n\n{stanza}\n\n{wrapped}")
    assert [unit[0] for unit in units] == ["prose", "verse", "verse", "verse", "verse", "prose"]


def test_capitals_at_every_line_of_wrapped_prose_do_not_make_it_verse():
    text = (
        "In the spring of that year the Lord Mayor of Selby called on\n"
        "Tobias Wren. Nobody in the town but Margaret and old Mr.\n"
        "Carver knew of it; for the Mayor had come at night, and alone."
    )
    assert {unit[0] for unit in show(text)} == {"prose"}
    # In capitals throughout, with breaks that no margin explains: nothing tells a poet's lines from a poster's.
    poster = "SO THE MAYOR CAME\nIN THE NIGHT, AND NOT IN THE DAY; FOR HE\nWAS ALONE\nAND NOBODY KNEW HIM IN SELBY."
    assert {unit[0] for unit in show(poster)} == {"prose"}


def test_prose_beside_a_stanza_is_known_by_the_margin_that_it_fills(made):
    stanza = "\n".join(made["poem"].split("\n")[2:6])
    wrapped = (
        "Tobias sang the song that he had sung before, and nobody in\n"  # the next word would make it 63 or more
        "the room could say what it was called or who had made it, or\n"
        "when; they had heard it once."
    )
    capitals = (
        "In the spring of that year the Lord Mayor of Selby called on\n"
        "Tobias Wren. Nobody in the town but Margaret and old Mr.\n"
        "Carver knew of it; for he had come at night."
    )
    units = show("\n\n".join([wrapped, stanza, capitals, wrapped]))
    assert [unit[0] for unit in units] == ["prose"] + ["verse"] * 4 + ["prose"] * 3


@pytest.mark.parametrize("size", range(85, 95))
def test_a_dash_is_as_long_as_two_hyphens(size):
    title = f"{'Wonders ' * 8}{'o' * (size - 64)}—and Signs"
    units = [show(f"{line}\n\n{PARAGRAPH}")[0][0] for line in (title, title.replace("—", "--"))]
    assert units[0] == units[1]


def test_one_paragraph_dialogue_lines_are_no_verse():
    assert {unit[0] for unit in show('"Who is it?"\n"Only me."\n"Come in, then."\n"I will."\n"Sit down."')} == {"prose"}


# --- the made texts by hand -------------------------------------------------------------------------------------------


def test_the_dialogue(made):
    assert cut(made["dialogue"]) == [
        '"Is the ferry late?" Betty asked.',
        '"It is never late."',
        '"It left at four!" cried the boy.',
        '"Mr. Pell saw it go--he waved--and Dr. Hume saw him wave."',
        '"Then we must walk," said Betty, "and the road is long."',
        "“Did he say ‘gone’?” whispered Ann.",
        "“I thought he said ‘soon.’”",
        '"I went down to the quay at noon," said Mr. Pell.',
        '"There was nobody there.',
        "\"So I sat on a crate, and I said to myself, 'Pell, you are a fool.'",
        "The gulls agreed with me.",
        '"Then I came home."',
        "'It isn't my ferry,' said the boy, 'nor my father's.'",
        "He shrugged.",
        "“Well . . . or so . . . we could swim,” said Ann.",
        "Nobody laughed.",
        "“Could we?”",
        "Yes.",
        "They could.",
    ]


def test_the_letter(made):
    assert cut(made["letter"]) == [
        "The Old Mill, Little Harrow, 3rd June, 1887.",
        "My dear Margaret,",
        "I have your letter of the 28th, and I answer it at once.",
        "The mill is sold; Mr. J. B. Carver gave us £1,250 for it, which is more than St. Clement's paid for theirs.",
        "Mother cried a little.",
        "So did I.",
        "Do not come before Tuesday, for the roads are bad.",
        "We have beds for four, i.e. for you and the boys, and a goose is hanging in the larder.",
        "With love from us all, believe me,",
        "Ever your affectionate sister,",
        "Harriet Lowe",
        "P.S. Bring the blue shawl!",
    ]


def test_odd_typography(made):
    assert [sentence[:22] for sentence in cut(made["typography"])] == [
        "It was a _very_ strange cafe\u0301"[:22],
        "The co\u00adop\u00ader\u00ada\u00adtive was closed"[:22],
        "“Wait…” he began.",
        "«Non»...",
        "She *did* wait . . . for a while."[:22],
        "He didn’t.",
        "Horses--and carts--and a long"[:22],
        "„Gut,“ said Mr. O’Neill—he was no fool."[:22],
        "Jean\u2011Paul laughed: l’été"[:22],
    ]


def test_quotation_marks_are_told_from_apostrophes():
    text = "'Tis John's, the boys' own. 'Well,' he said, \"goin' home.\""
    assert list(zip(*(part.tolist() for part in find_quotes(text)), strict=True)) == [
        (text.index("'Well"), "("),
        (text.index("' he"), ")"),
        (text.index('"goin'), "<"),
        (len(text) - 1, ">"),
    ]
