"""Chapters at a glance: each row is what its chapter alone has."""

import pytest
from conftest import read

from analysis import measure_diversity, measure_readability, score_sentiment, split_sentences, summarise_chapters

ONE = "The old fox ran home. What a joy it was! “We won,” he said, and nobody wept. " * 6
TWO = "Sorrow and grief came over the house, for the wolf had killed the hens and the geese. " * 5
BOOK = f"A word before.\n\nCHAPTER I\n\nThe Fox\n\n{ONE}\n\nCHAPTER II\n\n{TWO}"


def test_a_row_is_the_chapter_alone() -> None:
    table = summarise_chapters(read(a=BOOK)).set_index("chapter")
    assert table["title"].tolist() == ["", "CHAPTER I / The Fox", "CHAPTER II"]
    for chapter, text in ((1, ONE), (2, TWO)):
        row, alone = table.loc[chapter], read(a=text)
        values = measure_readability(alone, intervals=False).set_index("measure")["value"]
        assert row[["words_per_sentence", "ease"]].tolist() == pytest.approx(values[["words_per_sentence", "ease"]].tolist())
        assert row["valence"] == pytest.approx(score_sentiment(alone)["valence"].mean())
        mattr = measure_diversity(alone, intervals=False).set_index("measure")["value"]["mattr"]
        assert row["richness"] == pytest.approx(mattr)
    assert table["words"].tolist() == [3, 102, 85]
    assert table.loc[1, "speech_share"] == 0
    assert table["valence"][1] > 0 > table["valence"][2]


def test_stories_keep_their_order_and_a_story_without_chapters_has_one_row() -> None:
    table = summarise_chapters(split_sentences(read(b=BOOK, a=ONE)))
    assert table["story"].tolist() == ["b", "b", "b", "a"]
    assert table["richness"].isna().tolist() == [True, False, False, False]  # three words are no window


def test_names_given_weigh_nothing() -> None:
    text = "They saw joy there. The joy of it was great."
    one, two = (summarise_chapters(read(a=text.replace("joy", "Joy")), names=names) for names in ([], ["Joy"]))
    assert one["valence"].iloc[0] > two["valence"].iloc[0]
