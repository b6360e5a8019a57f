"""Stories to sentences to words: offsets, positions, names, speech, and the same numbers from every typography."""

import re
import textwrap
import unicodedata
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings, strategies as st

from analysis.errors import StoryError, StoryWarning
from analysis.tables import TABLES, number_blocks
from analysis.text.names import find_names
from analysis.text.sentences import split_sentences
from analysis.text.stories import read_stories
from analysis.text.words import as_words, split_words

# --- generated prose --------------------------------------------------------------------------------------------------

TOKENS = [
    "the", "a", "and", "said", "Betty", "Mr. Fox", "St. Ives", "J. R. Hartley", "long-necked", "isn't", "boys'",
    "café", "naïve", "I", "he", "Then", "Who", "No", "3.50", "U.S.", "i.e.", "Chapter", "IV.", "fool--", "--",
    "--so", "yes--no", "...", ". . .", "wait...", "word.", "word,", "Word!", "why?", '"Who?"', '"Stop!"', '"I',
    'am,"', '"', "'Well,'", "'tis", "dogs'", "'", "(so", "far)", "[sic]", "_very_", "*very*", "end.", "end!",
    'end."', "end.'", "O'Neill's", "mother-in-law", "THE", "END", "1.", "p. 7",
]  # fmt: skip
paragraphs = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=60).map(" ".join)
prose_texts = st.lists(paragraphs, min_size=1, max_size=5).map("\n\n".join).filter(lambda text: any(map(str.isalpha, text)))


def read(text: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoryWarning)
        return read_stories({"a": text})


def count(text: str) -> dict[str, pd.DataFrame]:
    """All that numbers come from: the tables without offsets and without the characters themselves."""
    sentences = split_sentences(read(text))
    words = split_words(sentences)
    return {
        "sentences": sentences.drop(columns=["start", "end", "text"]),
        "words": words.drop(columns=["start", "end", "form"]),
        "names": find_names(sentences).drop(columns="form"),
    }


def assert_same_numbers(text: str, variant: str) -> None:
    one, other = count(text), count(variant)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True, obj=name)


# --- typography -------------------------------------------------------------------------------------------------------


def wrap(text: str, width: int) -> str:
    """Every paragraph of prose at another width; headings and verse as they are."""
    text = unicodedata.normalize("NFC", text)
    sentences = split_sentences(read(text))
    prose = sentences[sentences["kind"] == "prose"].groupby("paragraph")
    parts, last = [], 0
    for start, end in zip(prose["start"].min(), prose["end"].max(), strict=True):
        filled = [  # a sentence may go on over the mark of a page
            textwrap.fill(" ".join(part.split()), width, break_long_words=False, break_on_hyphens=False)
            for part in re.split(r"(?:\n\s*)+\n", text[start:end])
        ]
        parts += [text[last:start], "\n\n".join(filled)]
        last = end
    return "".join([*parts, text[last:]])


def curl(text: str) -> str:
    text = re.sub(r"(?:(?<=[\s(\[—-])|(?<=^))([\"'])(?=\S)", lambda m: "“‘"["\"'".index(m[1])], text, flags=re.M)
    return text.replace('"', "”").replace("'", "’")


VARIANTS = {
    "wrapped at 30": lambda text: wrap(text, 30),
    "wrapped at 60": lambda text: wrap(text, 60),
    "unwrapped": lambda text: wrap(text, 10_000),
    "curly quotes": curl,
    "straight quotes": lambda text: text.translate(str.maketrans("‘’“”", "''\"\"")),
    "guillemets": lambda text: text.translate(str.maketrans("“”", "«»")),
    "em dashes": lambda text: text.replace("--", "—"),
    "en dashes": lambda text: text.replace("--", "–"),
    "double hyphens": lambda text: text.replace("—", "--"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "trailing spaces": lambda text: text.replace("\n", " \t\n"),
    "no-break spaces": lambda text: text.replace("Mr. ", "Mr.\u00a0"),
    "BOM and blank lines": lambda text: "\ufeff\n\n" + text + "\n\n\n",
    "form feeds": lambda text: text.replace("\n\n", "\n\f\n"),
    "asterisks for emphasis": lambda text: text.replace("_", "*"),
}


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_text_gives_the_same_numbers_in_another_typography(prose, variant):
    for text in prose.values():
        assert_same_numbers(text, VARIANTS[variant](text))


def test_the_variants_of_typography_do_vary(prose):
    for change in VARIANTS.values():
        assert any(change(text) != text for text in prose.values())


def test_a_poem_keeps_its_numbers_too_as_long_as_its_lines_are_kept(made):
    for variant in ("curly quotes", "NFD", "CRLF", "trailing spaces", "BOM and blank lines"):
        assert_same_numbers(made["poem"], VARIANTS[variant](made["poem"]))


@pytest.mark.slow
@settings(max_examples=80)
@given(prose_texts, st.sampled_from(sorted(VARIANTS)), st.integers(15, 100))
def test_generated_prose_gives_the_same_numbers_in_any_typography(text, variant, width):
    assert_same_numbers(text, VARIANTS[variant](text))
    assert_same_numbers(text, wrap(text, width))


# --- tables -----------------------------------------------------------------------------------------------------------


def assert_sound(stories: pd.DataFrame) -> None:
    """What holds of the tables of any stories."""
    texts = stories.set_index("story")["text"]
    sentences = split_sentences(stories)
    words = split_words(sentences)
    assert list(sentences.columns) == TABLES["sentences"].columns + list(stories.columns.drop(TABLES["stories"].columns))
    assert list(words.columns) == TABLES["words"].columns + list(stories.columns.drop(TABLES["stories"].columns))
    assert sentences["story"].drop_duplicates().tolist() == [
        story for story in texts.index if story in set(sentences["story"])
    ]
    for story, start, end, text in sentences[["story", "start", "end", "text"]].itertuples(index=False):
        assert texts[story][start:end] == text == text.strip()
    for story, start, end, form in words[["story", "start", "end", "form"]].itertuples(index=False):
        assert texts[story][start:end] == form
    for _, part in sentences.groupby("story"):
        assert part["sentence"].tolist() == list(range(1, len(part) + 1))
        assert part["paragraph"].drop_duplicates().tolist() == list(range(1, part["paragraph"].max() + 1))
        assert (part["chapter"].diff().dropna().isin([0, 1])).all()
        assert (part["start"].iloc[1:].to_numpy() >= part["end"].iloc[:-1].to_numpy()).all()
        assert part.groupby("paragraph")[["kind", "chapter"]].nunique().eq(1).all(axis=None)
    assert set(sentences["kind"]) <= {"prose", "verse", "heading"}
    # Every word of the text is in the table once, and its sentence is where it says.
    home = words.merge(sentences, on=["story", "sentence"], suffixes=("", "_of"))
    assert len(home) == len(words)
    assert (home["start"] >= home["start_of"]).all()
    assert (home["end"] <= home["end_of"]).all()
    for column in ("chapter", "paragraph", "kind"):
        assert (home[column] == home[column + "_of"]).all()
    assert set(words.groupby("story")["sentence"].nunique()) == set(sentences.groupby("story")["sentence"].nunique())
    running = words[words["kind"] != "heading"]
    for _, part in running.groupby("story"):
        np.testing.assert_allclose(part["position"], (np.arange(len(part)) + 0.5) / len(part))


def test_tables_of_all_fixtures_are_sound(made, prose):
    stories = read_stories(made | prose)
    assert_sound(stories.assign(author="Anon", year=range(len(stories))))


@pytest.mark.slow
@given(prose_texts)
def test_tables_of_generated_prose_are_sound(text):
    assert_sound(read(text))


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text(max_size=200))
@example("a\u0300'b\u00adc \ufeff")
@example("\u0301a")
@example("İI ıi ß ẞ ﬁ")
@example("٣.٥ 1.5 ² x²")
@example("a\x1cb\x85c\u3000d")
@example("\"'\"'a")
@example("Chapter 1\n\nChapter 2")
def test_any_unicode_text_gives_sound_tables_or_a_story_error(text):
    try:
        stories = read(text)
        sentences = split_sentences(stories)
    except StoryError:
        return
    assert_sound(stories)
    assert sentences["position"].dropna().between(0, 1).all()
    assert list(find_names(sentences).columns) == ["story", "name", "count", "share", "form"]


def test_positions_by_hand():
    stories = read_stories({"ten": "CHAPTER I.\n\nOne two three. Four.\n\nFive six seven eight nine ten."})
    sentences = split_sentences(stories)
    assert sentences["kind"].tolist() == ["heading", "prose", "prose", "prose"]
    np.testing.assert_allclose(sentences["position"], [0.0, 0.15, 0.35, 0.7])
    words = split_words(sentences)
    np.testing.assert_allclose(words["position"], [0.0, 0.0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95])
    assert words["sentence"].tolist() == [1, 1, 2, 2, 2, 3, 4, 4, 4, 4, 4, 4]
    assert words["paragraph"].tolist() == [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]


@pytest.mark.slow
def test_many_stories_at_once_are_each_alone(made, prose):
    texts = made | prose
    for function in (split_sentences, split_words, find_names):
        together = function(read_stories(texts))
        alone = pd.concat([function(read_stories({name: text})) for name, text in texts.items()], ignore_index=True)
        pd.testing.assert_frame_equal(together, alone, check_exact=True)


def test_the_index_of_a_table_does_not_matter(made):
    stories = read_stories(made)
    expected = split_words(stories)
    shuffled = stories.set_index(pd.Index([9, 9, 1, 0, 5]))
    pd.testing.assert_frame_equal(split_words(shuffled), expected)
    sentences = split_sentences(stories)
    pd.testing.assert_frame_equal(split_words(sentences.set_index(sentences.index[::-1])), expected)
    backwards = split_words(stories.iloc[::-1])
    assert backwards["story"].drop_duplicates().tolist() == stories["story"].tolist()[::-1]


def test_tables_given_are_not_changed(made):
    stories = read_stories(made).assign(author="Anon")
    sentences = split_sentences(stories)
    names = find_names(sentences)
    before = [table.copy(deep=True) for table in (stories, sentences, names)]
    split_sentences(stories)
    find_names(sentences)
    split_words(sentences, names=names)
    for table, copy in zip((stories, sentences, names), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_some_of_the_sentences_can_be_split(made):
    stories = read_stories(made)
    sentences = split_sentences(stories)
    names = find_names(sentences)
    kept = sentences[(sentences["sentence"] % 2 == 1) & (sentences["kind"] == "prose")]
    whole = split_words(sentences, names=names).set_index(["story", "sentence"])
    part = split_words(kept, names=names).set_index(["story", "sentence"])
    same = ["chapter", "paragraph", "kind", "start", "end", "form", "word", "function", "name"]
    keys = pd.MultiIndex.from_frame(kept[["story", "sentence"]])
    pd.testing.assert_frame_equal(part[same], whole.loc[whole.index.isin(keys), same])
    assert split_words(sentences.head(0)).columns.tolist() == TABLES["words"].columns
    assert len(split_words(sentences.head(0))) == len(find_names(sentences.head(0))) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Why? " * 3000, ". " * 3000 + "end", "... " * 3000 + "end", "A. " * 3000,
        "'" * 3000 + "a", '"' * 3000 + "a", "a" * 20_000, "(" * 3000 + "a", "\n" * 9000 + "a", "a\n\n" * 3000,
        "? ? ? a" * 1000, "a' b\"" * 1000, "_a" * 3000, "--" * 3000 + "a",      "a" + "\u0301" * 3000,
        "A.B." * 3000, "a" + "1.1" * 3000, "a'" * 3000, " . " * 3000 + "a", "I " * 3000, "IV.\n\n" * 500,
    ],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_hostile_texts_make_sound_tables(text):
    assert_sound(read(text))


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_word_is_compared_in_small_letters_with_a_straight_apostrophe(made):
    words = split_words(read_stories(made)).set_index("form")["word"]
    assert words["O’Neill"] == "o'neill"
    assert words["cafe\u0301" if "cafe\u0301" in words.index else "café"] == "café"
    assert words["co\u00adop\u00ader\u00ada\u00adtive"] == "cooperative"
    assert words["été" if "été" in words.index else "l’été"] in ("été", "l'été")
    assert split_words(read_stories({"a": "STRASSE Straße ǅ"}))["word"].tolist() == ["strasse", "strasse", "ǆ"]


def test_function_words_are_those_of_the_list():
    words = split_words(read_stories({"a": "Thou hast the old house, and I shan't sell it."}))
    assert words.loc[~words["function"], "word"].tolist() == ["old", "house", "sell"]


# --- speech: what is spoken stands in braces --------------------------------------------------------------------------

SPEECH = [
    '{"Is it late?"} Betty asked. {"It is never late."} So she left.',
    "{“Did he say ‘gone’?”} whispered Ann.",
    "{'It isn't my ferry,'} said the boy, {'nor my father's.'} He shrugged. The boys' hats were wet.",
    "{'Yes,'} said he. {'Goin' home?'} he said. {'No,'} said she, and the boys' hats were wet.",
    '{"I went home.} \n\n {"Then I slept,"} he said.',
    "{«Non», } he said. {„Ja“, } said she.",
    "The boys' mother said it wasn't John's, nor O'Neill's; 'tis nobody's.",
    "{\"He called me 'fool' and left,\"} said Ann.",
    '{"Wait--"} he began. {"I--"}',
    'He wrote {"the end"} on it. Nothing followed.',
    'An unclosed quote ends with its paragraph: {"so he said}\n\nand nothing is spoken here.',
    '({"Who?"} he said.) [{"I."}]',
    '--{"Well,"} said he.',
]


@pytest.mark.slow
@pytest.mark.parametrize("marked", SPEECH, ids=lambda marked: marked[:24])
def test_words_inside_quotation_marks_are_speech(marked):
    words = split_words(read_stories({"a": re.sub(r"[{}]", "", marked)}))
    expected, inside = [], False
    for token in re.findall(r"[{}]|[^\W_]+(?:['’][^\W_]+)*", marked):
        if token in "{}":
            inside = token == "{"
        else:
            expected.append((token, inside))
    assert list(zip(words["form"], words["speech"], strict=True)) == expected


def test_a_story_begins_outside_of_speech():
    words = split_words(read_stories({"a": '"Nobody closes this', "b": "And nobody speaks here."}))
    assert words["speech"].tolist() == [True] * 3 + [False] * 4


def test_single_quotes_are_speech_in_a_story_that_speaks_in_them():
    british = "'Well,' said he, 'I go.' She said, 'so.' Nobody else spoke."
    assert split_words(read_stories({"a": british}))["speech"].sum() == 4
    american = '"Well," said he. "I go." "So." "No." She called it \'Odd\' once. "Yes." He left.'
    words = split_words(read_stories({"a": american}))
    assert words.loc[words["speech"], "word"].tolist() == ["well", "i", "go", "so", "no", "yes"]


# --- names ------------------------------------------------------------------------------------------------------------


def list_names(text: str) -> list[str]:
    return find_names(split_sentences(read_stories({"a": text})))["name"].tolist()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They saw Betty there.", ["betty"]),
        ("Betty saw them.", []),  # a capital that opens a sentence tells nothing
        ("They saw Betty. Betty saw them. Betty left.", ["betty"]),
        ("They saw Betty's hat and Ann’s.", ["ann", "betty"]),
        ("They said I was late, and I'm not; so I left.", []),
        ("He said, \"Come in.\" And she: 'Go.'", []),
        ("He came: Fishermen saw. He left — Quietly. Then (Perhaps) so. What? Never! Gone.", []),
        ("He came--Fishermen saw--and left - Farmers cared.", []),
        ("He saw the rose. They asked Rose and a rose.", ["rose"]),  # in one use of three
        ("They asked Rose about a rose.", ["rose"]),
        ("HE SAW THE MILL BURN. They left.", []),  # shouted
        ("They saw the USA and BETTY in the end.", ["betty", "usa"]),
        ("CHAPTER ONE THE MILL\n\nThey saw it.", []),  # a heading
        ("They went to London on Monday with a Frenchman.", ["frenchman", "london"]),
        ("They met Jean-Luc.", ["jean", "luc"]),
        ("They met Léa and Ólafur.", ["léa", "ólafur"]),
        ("nothing here is a name, nor there.", []),
    ],
)
def test_names_by_hand(text, names):
    assert sorted(list_names(text)) == names


def test_the_table_of_names_by_hand():
    text = "Betty left. They saw Betty, and Ann's aunt saw Rose pick a rose. Then ANN left with Betty."
    names = find_names(split_sentences(read_stories({"a": text})))
    assert names.to_dict("list") == {
        "story": ["a", "a", "a"],
        "name": ["betty", "ann", "rose"],
        "count": [3, 2, 1],
        "share": [1.0, 1.0, 0.5],
        "form": ["Betty", "Ann", "Rose"],
    }


def test_names_belong_to_their_story():
    stories = read_stories({"a": "They saw Hope there.", "b": "They had hope. Hope was all. He saw Ann."})
    assert find_names(stories)[["story", "name"]].to_numpy().tolist() == [["a", "hope"], ["b", "ann"]]
    words = split_words(stories)
    assert words.loc[words["name"], ["story", "form"]].to_numpy().tolist() == [["a", "Hope"], ["b", "Ann"]]


def test_names_may_be_given_as_a_list_or_as_an_edited_table():
    stories = read_stories({"a": "Hope saw Ann’s hope. O’Neill left London.", "b": "They met Ann and Hope."})
    sentences = split_sentences(stories)

    def marked(names: object) -> list[str]:
        words = split_words(sentences, names=names)
        return (words["story"] + ":" + words["form"])[words["name"]].tolist()

    assert marked(["Hope", "o'neill"]) == ["a:Hope", "a:O’Neill", "b:Hope"]  # "hope" is not capitalised
    assert marked(["Ann’s"]) == ["a:Ann’s", "b:Ann"]
    assert marked([]) == []
    assert marked(pd.Series(["ANN"])) == ["a:Ann’s", "b:Ann"]
    found = find_names(sentences)
    assert marked(found) == marked(None)
    edited = pd.concat([found[found["name"] != "london"], pd.DataFrame({"story": ["a"], "name": ["Hope"]})])
    assert marked(edited) == ["a:Hope", "a:Ann’s", "b:Ann", "b:Hope"]
    assert marked(pd.DataFrame({"name": ["van Hope"]})) == ["a:Hope", "b:Hope"]
    assert marked(found.head(0)) == []


def test_names_that_are_no_names_are_refused():
    sentences = split_sentences(read_stories({"a": "They saw Ann."}))
    with pytest.raises(StoryError, match=r"list of words.*'Ann'"):
        split_words(sentences, names="Ann")
    with pytest.raises(StoryError, match=r"no column 'name'.*find_names\(\)"):
        split_words(sentences, names=pd.DataFrame({"form": ["Ann"]}))


# --- blocks of sentences ----------------------------------------------------------------------------------------------


def number_tenths(words: pd.DataFrame) -> np.ndarray:
    total = words.groupby("story")["word"].transform("size").to_numpy()
    return number_blocks(words, total / 10)


def test_take_words_splits_stories_and_sentences_and_leaves_words_alone():
    stories = read_stories({"a": "Betty ran. It rained.", "b": "He saw Ann."})
    words = split_words(stories)
    assert as_words(words) is words
    pd.testing.assert_frame_equal(as_words(stories), words)
    pd.testing.assert_frame_equal(as_words(split_sentences(stories)), words)
    with pytest.raises(StoryError, match=r"no column 'function'.*split_words\(\)"):
        as_words(words.drop(columns="function"))
    with pytest.raises(StoryError, match="column"):
        as_words(pd.DataFrame({"charm": [1]}))


def test_a_block_takes_the_sentences_whose_middle_is_in_it():
    # Sentences of 2, 4, 2, 3 and 1 words: mid-points at 1, 4, 7, 9.5 and 11.5.
    words = split_words(read_stories({"a": "He ran. Then it was cold. She hid. So they ran. Yes."}))
    assert number_blocks(words, np.full(12, 3)).tolist() == [0] * 2 + [1] * 4 + [2] * 2 + [3] * 4
    assert number_blocks(words, np.full(12, 4)).tolist() == [0] * 2 + [1] * 6 + [2] * 4
    assert number_blocks(words, np.full(12, 100)).tolist() == [0] * 12
    assert number_blocks(words, np.full(12, 0.5)).tolist() == [0] * 2 + [1] * 4 + [2] * 2 + [3] * 3 + [4]


def test_tenths_of_a_story_of_even_sentences_are_ten():
    words = split_words(read_stories({"a": "He ran home. " * 40, "b": "It hid. " * 10, "c": "She sat down there. " * 25}))
    tenth = number_tenths(words)
    assert tenth.tolist() == sorted(tenth)
    assert len(set(tenth)) == 30  # numbered over all stories
    a, b = (tenth[words["story"] == story] for story in "ab")
    assert np.bincount(a).tolist() == [12] * 10
    assert np.bincount(b)[10:].tolist() == [2] * 10
    assert not set(a) & set(b)


def test_few_sentences_make_few_blocks():
    words = split_words(read_stories({"a": "He ran home. She sat down. It hid there."}))
    assert number_tenths(words).tolist() == [0] * 3 + [1] * 3 + [2] * 3
    assert number_tenths(words.iloc[:3]).tolist() == [0] * 3
    assert number_blocks(words.iloc[:0], np.zeros(0)).tolist() == []


def test_blocks_never_cut_a_sentence_and_each_story_is_blocked_alone():
    texts = {"a": "He ran. " * 7 + "It was the end of a long cold day in the hills. " * 5, "b": "She sat down there. " * 9}
    words = split_words(read_stories(texts))
    for length in (1.0, 3.7, 10.0, 25.0):
        block = number_blocks(words, np.full(len(words), length))
        assert (words.assign(block=block).groupby(["story", "sentence"])["block"].nunique() == 1).all()
        assert (words.assign(block=block).groupby("block")["story"].nunique() == 1).all()
        assert sorted(set(block)) == list(range(block.max() + 1))
        for story in texts:
            rows = (words["story"] == story).to_numpy()
            alone = number_blocks(words[rows], np.full(rows.sum(), length))
            assert (alone == pd.factorize(block[rows])[0]).all()


def test_the_length_of_a_block_may_differ_from_story_to_story():
    words = split_words(read_stories({"a": "He ran. " * 4, "b": "He ran. " * 4}))
    block = number_blocks(words, np.where(words["story"] == "a", 2, 4))
    assert block.tolist() == [0, 0, 1, 1, 2, 2, 3, 3] + [4] * 4 + [5] * 4
