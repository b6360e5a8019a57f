"""Names use by use: every text with the words that are names in it, one by one."""

import pytest
from conftest import read
from hypothesis import given, strategies as st

from analysis import find_names, read_stories, split_sentences, split_words
from analysis.text.name_lists import is_ordinary


def list_marked(text: str) -> str:
    words = split_words(read_stories({"a": text}))
    return " ".join(words.loc[words["name"], "form"])


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("They met Rose at the gate. The rose was red. He cut a rose.", "Rose"),
        ("They asked Hope in. There was hope. Her hope was gone.", "Hope"),
        ("He told Frank to be frank. They were frank.", "Frank"),
        ("At noon Grace said grace with grace.", "Grace"),
        ("They saw the bill and Bill. The bill was long; a bill is a bill.", "Bill"),
        ("They loved Violet’s violet hat. A violet grew.", "Violet’s"),
        ("He saw the miller and the baker with Miller. The miller left.", "Miller"),
        # At the start of a sentence the others decide: half of them are enough.
        ("They met Rose at the gate. The rose was red. Rose petals fell.", "Rose Rose"),
        ("They met Rose at the gate. The rose was red. He cut a rose. Rose petals fell.", "Rose"),
        ("They met Rose at the gate. The rose was red. He cut a rose. Rose said no.", "Rose Rose"),
        (
            "They met Rose at the gate. The rose was red. He cut a rose, her rose. Rose was late, as the Rose was.",
            "Rose Rose",
        ),
        ("They met Betty. Betty left.", "Betty Betty"),
        ("Betty left.", ""),
        # After "the" as well.
        ("Then the House rose. The house stood. It was a house.", ""),
        ("They saw the Bastille. Nobody liked the Bastille.", "Bastille Bastille"),
    ],
)
def test_a_word_is_a_name_in_some_uses(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Ah, he said. Ah, she said. And then, Ah, it rained.",
        "They called out Hurrah and then Alas and Oh. Hurrah again.",
        "And then, Well, it rained.",
        "They thought, Come, let us go.",
        "She said, Look, it rains; Goodness, how it rains.",
        "He said, Hullo, and left. Then Hush, they said.",
        "She said, Welcome home. He cried O and Alas.",
    ],
)
def test_interjections_and_speech_after_a_comma_are_no_names(text: str) -> None:
    assert list_marked(text) == ""


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Louis XIV came with Louis XV.", "Louis Louis"),
        ("They saw Louis XIV’s hat and Henry VIII's.", "Louis Henry"),
        ("They saw King George V and Malcolm X.", "George Malcolm"),
        ("In chapter XII and act II they met Pius IX again.", "Pius"),
        ("They told Seven and Hundred of it.", ""),
        ("They met G. K. Hartley and W. V. Fly.", "G K Hartley W V Fly"),
    ],
)
def test_numerals_are_no_names(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Then Mr. Brown and Mrs. Green met Miss White and Dr. Black.", "Brown Green White Black"),
        ("They asked Sir Tom, Lady Ann and Lord Mud in.", "Tom Ann Mud"),
        ("They saw Captain Hook with Professor Hay and King Lear.", "Hook Hay Lear"),
        ("Mr. Long came. A long day. A long way.", "Long"),
        ("Nobody asked the Captain or the Doctor, and no Lady came.", ""),
        ("Yes, Sir, and no, Madam. Then Miss left with Sergeant.", ""),
        ("They met Mr. King and Tom Dean. The King had a dean.", "King Tom Dean"),
        ("They saw King barking at the king.", "King"),
        ("They met the King and the Duke. They liked the Queen.", ""),
    ],
)
def test_titles_are_no_names(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("They went on Monday, on Sundays and in October, or last March.", ""),
        ("On Sunday Tom came. In March Ann left.", "Tom Ann"),
        ("Then April said no. In April it rained. It was cold in April and May.", "April"),
        ("April said she was tired. They left in June.", "April"),
        ("They met June at the gate. It rained in June.", "June"),
        ('"No," said May. "You may come," May said. May I come? It was in May.', "May May"),
        ("They gave it to April. April asked for more. Last April was cold.", "April April"),
        ("He was born on 3 June and died on June 5. The August sun shone, and the June sun. They sang of May.", ""),
        ("It was mid-May, and then mid-August. Then our June said so.", "June"),
        ("They asked April in. In April it rained. Last April was cold. April rain fell.", "April"),
        ("They asked April in. Last April was cold. April rain fell.", "April April"),
        ("It rained from April to June, in May and August.", ""),
        ("May I come? It may rain. May it rain.", ""),
        ("They saw Will. Will you come? They will. Will said no.", "Will Will"),
        ("They met Mrs. March and Jo March in March.", "March Jo March"),
    ],
)
def test_days_and_months_are_no_names_but_people_are(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("They saw Aunt Sally. Her aunt had an aunt.", "Aunt Sally"),
        ("They saw New York. A new day, a new way. New York is big. New hats came.", "New York New York"),
        ("They met the March Hare in March. The hare ran. March came.", "March Hare"),
        ("Then the Mock Turtle wept. They mock a turtle and mock it.", "Mock Turtle"),
        ("They sat in Green Park. The park was green, and the green park was a park.", "Green Park"),
        ("They met Uncle Tom, Old Ben and Jean-Luc. His uncle was old.", "Uncle Tom Old Ben Jean Luc"),
        ("They live in St. Ives, on Fifth Avenue. The fifth avenue is shut.", "St Ives Fifth Avenue"),
        ("They saw Poor Tom, who was poor, poor, poor. Poor Ann left.", "Poor Tom Ann"),
        ("They saw Ann, Old Ben left. The old man is old.", "Ann Old Ben"),
    ],
)
def test_a_neighbour_of_a_name_is_part_of_it(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("It was a GREAT day and a TREMENDOUS feast.", ""),
        ("They were VERY glad, and BOYS laughed ABSOLUTELY all day.", ""),
        ("The mill burned. They saw the MILL and heard NOISES of it.", ""),
        ("The galleon burned. They heard GALLEON and GALLEONS.", "GALLEONS"),
        ("They saw Betty. At last BETTY came.", "Betty BETTY"),
        ("HE SAW THE MILL BURN WITH TOM. They left.", ""),
        ("He said, \"Fishermen came.\" And she: 'Farmers left.'", ""),
        ("He came: Fishermen saw. He left — Quietly. Then (Perhaps) so [Farmers saw]. Never!", ""),
        ('They said, "_Fishermen_ came." And then: _Farmers_ came.', ""),
        ("Then they sang:\n\nThe wind is cold,\n  Fishermen go,\nThe sea is old,\n  Farmers know.\n", ""),
        ("CHAPTER ONE. The Mill of Tom\n\nThey saw it.", ""),
    ],
)
def test_capitals_that_are_no_evidence(text: str, marked: str) -> None:
    assert list_marked(text) == marked


@pytest.mark.parametrize(("language", "marked"), [("de", 0), ("de-AT", 0), ("DE", 0), ("en", 2), ("", 2), (None, 2)])
def test_german_capitals_make_no_names(language: str | None, marked: int) -> None:
    stories = read_stories({"a": "Dort sah der Hund das Haus.", "b": "Dort sah der Hund das Haus."})
    sentences = split_sentences(stories).assign(language=[language, "en"])
    words = split_words(sentences)
    assert words.groupby("story")["name"].sum().tolist() == [marked, 2]
    assert find_names(sentences)["story"].tolist() == ["a"] * marked + ["b"] * 2
    listed = split_words(sentences, names=["Hund"])
    assert listed.loc[listed["name"], "form"].tolist() == ["Hund", "Hund"]  # a list is taken in any language


def test_the_table_counts_the_uses_that_are_names() -> None:
    text = (
        "They met Rose at the gate. The rose was red. He cut a rose. April said so to Aunt Sally’s aunt. Rose petals fell."
    )
    table = find_names(read_stories({"a": text})).set_index("name")
    assert table["count"].to_dict() == {"april": 1, "aunt": 1, "rose": 1, "sally": 1}
    assert table["share"].round(2).to_dict() == {"april": 1.0, "aunt": 0.5, "rose": 0.33, "sally": 1.0}
    assert table["form"].tolist() == ["April", "Aunt", "Rose", "Sally"]


def test_the_table_given_back_marks_every_capitalised_use() -> None:
    sentences = split_sentences(read_stories({"a": "They saw New York. A new day, a new way. New hats came. Tom saw Tom."}))
    found, listed = (split_words(sentences, names=names) for names in (None, find_names(sentences)))
    assert found.loc[found["name"], "form"].tolist() == ["New", "York", "Tom", "Tom"]
    assert listed.loc[listed["name"], "form"].tolist() == ["New", "York", "New", "Tom", "Tom"]


PIECES = [*"Rose rose Mr. April in the May said XIV King GREAT March Hare Tom’s Ah , . — : 3 St. V new".split(), '"', "\n\n"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).filter(lambda pieces: any(map(str.isalpha, pieces))))
def test_names_have_capitals_and_are_counted_where_they_are_marked(pieces: list[str]) -> None:
    sentences = split_sentences(read_stories({"a": " ".join(pieces), "b": "They met Ann."}))
    words, names = split_words(sentences), find_names(sentences)
    marked = words[words["name"]]
    assert marked["form"].str[0].str.isupper().all()
    assert not marked["word"].isin(["ah", "the", "in", "mr", "xiv"]).any()
    assert names["count"].sum() == len(marked)
    assert names["share"].between(0, 1).all()
    assert (names["count"] > 0).all()
    listed = split_words(sentences, names=names)
    assert (listed["name"] | ~words["name"]).all()
    alone = split_words(read_stories({"b": "They met Ann."}))
    assert words.loc[words["story"] == "b", "name"].tolist() == alone["name"].tolist()


@pytest.mark.parametrize(("word", "ordinary"), [("boys", True), ("tremendous", True), ("betty", False), ("usa", False)])
def test_ordinary_words(word: str, ordinary: bool) -> None:
    assert is_ordinary(word) is ordinary


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Then Miss Hale sat by Mrs. Bennet.", ["Miss", "Mrs"]),
        ("We saw the Rev. Dr. Hale and Captain Ahab.", ["Rev", "Dr", "Captain"]),
        ("They met Miss Lucas. Miss Lucas smiled.", ["Miss", "Miss"]),
        ("They met Judge Miller there, and King John.", ["Judge", "King"]),
        ("I miss Hale. The captain met Hale. The Captain slept.", []),
        ("He asked the Captain. Hale was gone, said Hale.", []),
        ("No, Miss, said Hale. Is it you, Doctor? Hale laughed, and Hale sat.", []),
    ],
)
def test_titles_before_names_are_function_words(text: str, titles: list[str]) -> None:
    words = split_words(read(a=text))
    marked = words["word"].isin(["miss", "mrs", "rev", "dr", "captain", "judge", "king", "doctor"])
    assert words.loc[words["function"] & marked, "form"].tolist() == titles
