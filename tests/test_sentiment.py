"""Valence by hand arithmetic, VADER against NLTK itself, and explanations that add up to what they explain."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import DATA
from hypothesis import given, settings, strategies as st

from analysis import (
    StoryError,
    explain_sentiment,
    explain_vader,
    find_negators,
    provide_nltk_data,
    read_stories,
    score_sentiment,
    score_vader,
    split_sentences,
    weigh_words,
)
from analysis.lexicons.lists import VALENCE_LISTS, load_function_words, load_valence
from analysis.sentiment.lexicon import merge_lists
from analysis.sentiment.valence import NEGATORS
from analysis.tables import TABLES

MINE = {"good": 2.0, "bad": -1.0, "tea": 0.5}


def score(text: str, **options: object) -> pd.DataFrame:
    return score_sentiment(read_stories({"a": text}), **options)


def valences(text: str, lexicon: object = MINE) -> list[float]:
    return score(text, lexicon=lexicon)[f"valence_{lexicon if isinstance(lexicon, str) else 'own'}"].tolist()


# --- the arithmetic ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "total", "words"),
    [
        ("Good.", 2, 1),
        ("The tea was good.", 0.5 + 2, 4),
        ("Good tea, bad tea, bad bad day.", 2 + 0.5 - 1 + 0.5 - 1 - 1, 7),
        ("A long-necked good.", 2, 4),  # a hyphen parts words
        ("GOOD!", 2, 1),
        # a negator turns what stands within three words after it, times -0.74
        ("It was not good.", -0.74 * 2, 4),
        ("It was not a good day.", -0.74 * 2, 6),
        ("Not by far good.", -0.74 * 2, 4),
        ("Not by a far good.", 2, 5),  # the fourth word is out of reach
        ("No good tea.", -0.74 * 2 - 0.74 * 0.5, 3),
        ("He didn't say good.", -0.74 * 2, 4),
        ("He didn’t say good.", -0.74 * 2, 4),
        ("Never not good.", -0.74 * 2, 3),  # two negators turn once
        ("Good, not bad.", 2 + 0.74, 3),  # and only what follows
    ],
)
def test_valence_is_the_sum_of_weights_over_root_n(text: str, total: float, words: int) -> None:
    assert valences(text) == pytest.approx([total / math.sqrt(words)], rel=1e-12)


def test_negation_stays_in_its_sentence() -> None:
    assert valences("It was not. Good tea.") == pytest.approx([0, 2.5 / math.sqrt(2)])


def test_negation_stays_in_its_story() -> None:
    stories = read_stories({"a": "Never", "b": "good"})
    assert score_sentiment(stories, lexicon=MINE)["valence_own"].iloc[1] == pytest.approx(2)


@pytest.mark.parametrize("negator", sorted(NEGATORS))
def test_every_negator_turns(negator: str) -> None:
    assert valences(f"{negator} good.") == pytest.approx([-0.74 * 2 / math.sqrt(2)])


@pytest.mark.parametrize(
    "text", ["“Good,” he said.", '"Good," he said.', "(Good), he said.", "Good... he said.", "—Good—he said."]
)
def test_marks_beside_a_word_do_not_hide_it(text: str) -> None:
    assert valences(text) == pytest.approx([2 / math.sqrt(3)])
    assert score(text)["valence"].tolist() == pytest.approx(score("Good he said.")["valence"].tolist())


# --- the dictionaries -------------------------------------------------------------------------------------------------


def test_merged_weight_is_the_mean_over_lists_absent_counting_as_nought() -> None:
    lists = load_valence()
    partial = next(
        word for word, weights in lists.items() if np.isnan(weights).sum() == 1 and word.isalpha() and len(word) > 3
    )
    for word in ("sorrow", partial):
        weights = lists[word]
        expected = sum(0.0 if math.isnan(weight) else weight for weight in weights) / 3
        assert merge_lists()[word] == pytest.approx(expected, rel=1e-12)
        assert score(word)["valence"].tolist() == pytest.approx([expected], rel=1e-12)
    assert merge_lists().keys() == lists.keys()


@pytest.mark.parametrize("place", range(3))
def test_a_single_list_gives_its_own_weight(place: int) -> None:
    name = VALENCE_LISTS[place]
    assert valences("sorrow", name) == [load_valence()["sorrow"][place]]
    alone = next(
        word for word, weights in load_valence().items()
        if np.isnan(weights[place]) and word.isalpha() and len(word) > 3 and word not in load_function_words() | NEGATORS
    )  # fmt: skip
    assert score(f"sorrow. {alone}", lexicon=name)["coverage"].iloc[0] == 0.5 or np.isnan(valences(alone, name)).all()


def test_function_words_and_negators_weigh_nothing() -> None:
    light = sorted(load_function_words() | NEGATORS | {word for word in load_valence() if word.endswith("n't")})
    assert sum(word in load_valence() for word in light) > 5  # the lists do have such words
    scored = score_sentiment(read_stories({"a": "Joy.\n\n" + "\n\n".join(f"{word}." for word in light)}))
    assert len(scored) == len(light) + 1
    assert (scored["valence"].iloc[1:] == 0).all()
    assert (scored["coverage"].iloc[1:] == 0).all()
    # an inflection of a function word is one too
    assert explain_sentiment(read_stories({"a": "Likes and dislikes."}))["base"].isin(load_function_words()).sum() == 0


def test_your_own_lexicon_may_weigh_function_words() -> None:
    assert valences("He and she.", {"he": 1.0}) == pytest.approx([1 / math.sqrt(3)])


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("griefs", "grief"),
        ("grieving", "grieve"),
        ("tarnished", "tarnish"),
        ("hopped", "hop"),
        ("merrily", "merry"),
        ("grief's", "grief"),
    ],
)
def test_inflections_are_found(word: str, base: str) -> None:
    assert valences(f"{word}", {base: -1.5}) == [-1.5]
    assert explain_sentiment(read_stories({"a": word}), lexicon={base: -1.5})["base"].tolist() == [base]


def test_a_word_itself_goes_before_its_base_and_less_is_no_inflection() -> None:
    assert valences("hopes", {"hope": 1.0, "hopes": 3.0}) == [3.0]
    assert score("Joyless day; joy.", lexicon={"joy": 1.0})["coverage"].tolist() == [1 / 3]
    assert valences("Joyless.\n\nJoy.", {"joy": 1.0}) == [0, 1]


def test_coverage_is_the_share_of_known_words() -> None:
    assert score("The tea was good. It was.", lexicon=MINE)["coverage"].tolist() == [2 / 4, 0]


def test_a_sentence_without_a_known_word_is_nought_and_a_story_without_any_is_nothing() -> None:
    stories = read_stories({"a": "Good. It was.", "b": "It was. They were."})
    scored = score_sentiment(stories, lexicon=MINE)
    assert scored["valence_own"].iloc[:2].tolist() == [2, 0]
    assert scored["valence_own"].iloc[2:].isna().all()
    assert scored["coverage"].iloc[1:].tolist() == [0, 0, 0]
    assert explain_sentiment(stories, lexicon=MINE)["story"].tolist() == ["a"]


def test_lexicon_as_dict_table_or_name() -> None:
    text = "The Tea was not good, l’esprit said."
    table = pd.DataFrame({"word": ["GOOD", "tea", "L’Esprit"], "weight": [2, 0.5, 1], "source": "me"})
    before = table.copy()
    total = 0.5 - 0.74 * 2 - 0.74 * 1  # "not good, l'esprit": both within three words
    assert valences(text, table) == pytest.approx([total / math.sqrt(7)])
    assert valences(text, {"good": 2, "tea": "0.5", "l'esprit": 1}) == pytest.approx([total / math.sqrt(7)])
    pd.testing.assert_frame_equal(table, before)
    assert valences("joy", "opinion") == [load_valence()["joy"][1]]
    # an accent written as one character or as two
    assert valences("He was blasé.", {"blase\u0301": 1.0}) == pytest.approx([1 / math.sqrt(3)])


@pytest.mark.parametrize(
    ("lexicon", "told"),
    [
        ("bing", "no list 'bing'.*vader, opinion, labmt"),
        ({}, "empty"),
        ({"good": "very"}, "'good' is 'very', which is no number"),
        ({"good": None}, "'good' is None, which is no number"),
        ({"good": float("nan")}, "'good' is nan"),
        ({"good": float("inf")}, "'good' is inf"),
        ({"Good": 1, "good": 2}, "two weights for 'good'"),
        ({3: 1.0}, "has 3 where a word"),
        (["good"], "not a list"),
        (pd.DataFrame({"word": ["good"], "score": [1]}), "no column 'weight'"),
        (pd.DataFrame({"term": ["good"], "weight": [1]}), "no column 'word'"),
        (pd.DataFrame({"word": ["good", None], "weight": [1, 1]}), "where a word"),
    ],
)
def test_bad_lexicons_say_what_is_wrong(lexicon: object, told: str) -> None:
    with pytest.raises(StoryError, match=told):
        score("It was good.", lexicon=lexicon)


# --- tables -----------------------------------------------------------------------------------------------------------


def test_further_columns_are_kept_and_every_score_has_its_own() -> None:
    stories = read_stories({"a": "A joy. It was no joy."}).assign(author="A. N.")
    sentences = split_sentences(stories)
    scored = score_sentiment(sentences)
    assert list(scored.columns) == [*TABLES["sentences"].columns, "author", "valence", "coverage"]
    assert list(score_vader(sentences).columns) == [*TABLES["sentences"].columns, "author", "vader"]
    # another lexicon has another unit: its column has another name
    assert list(score_sentiment(scored, lexicon=MINE).columns) == [*scored.columns, "valence_own"]
    assert list(score_sentiment(scored, lexicon="labmt").columns) == [*scored.columns, "valence_labmt"]
    with pytest.raises(StoryError, match="'kind'"):
        score_sentiment(sentences.drop(columns="kind"))


def test_many_stories_equal_each_alone(made: dict[str, str]) -> None:
    together = score_sentiment(read_stories(made)), explain_sentiment(read_stories(made)), score_vader(read_stories(made))
    for name, text in made.items():
        alone = read_stories({name: text})
        for whole, part in zip(
            together, (score_sentiment(alone), explain_sentiment(alone), score_vader(alone)), strict=True
        ):
            mine = whole[whole["story"] == name].reset_index(drop=True)
            pd.testing.assert_frame_equal(mine, part, check_categorical=False)


def test_any_index_and_order_of_rows_will_do() -> None:
    sentences = split_sentences(read_stories({"a": "A joy. No sorrow. It was.", "b": "Grief."}))
    mixed = sentences.iloc[[2, 0, 3, 1]]
    pd.testing.assert_frame_equal(score_sentiment(mixed).sort_index(), score_sentiment(sentences))


def test_headings_are_scored_as_sentences_of_their_own() -> None:
    scored = score("CHAPTER I\n\nThe tea was good.\n\nCHAPTER II\n\nIt was bad.", lexicon=MINE)
    assert scored["kind"].tolist() == ["heading", "prose", "heading", "prose"]
    assert scored["valence_own"].tolist() == pytest.approx([0, 2.5 / 2, 0, -1 / math.sqrt(3)])


# --- explanations -----------------------------------------------------------------------------------------------------


def check_sums(stories: pd.DataFrame, lexicon: object = None) -> pd.DataFrame:
    scored = score_sentiment(stories, lexicon=lexicon)
    explained = explain_sentiment(stories, lexicon=lexicon)
    sums = explained.groupby(["story", "sentence"])["contribution"].sum()
    column = "valence" if lexicon is None else "valence_own"
    expected = scored.set_index(["story", "sentence"])[column].dropna()
    assert np.abs(sums.reindex(expected.index, fill_value=0) - expected).max() < 1e-9 or expected.empty
    assert set(sums.index) <= set(expected.index)
    texts = stories.set_index("story")["text"]
    for row in explained.itertuples():
        assert texts[row.story][row.start : row.end] == row.form
    return explained


def test_explanations_sum_to_the_score_and_lead_to_the_passage(made: dict[str, str]) -> None:
    explained = check_sums(read_stories(made))
    assert len(explained) > 50
    assert explained["negator"].ne("").any()
    check_sums(read_stories(DATA))
    check_sums(read_stories(made), lexicon=MINE)


WORDS = st.sampled_from(
    ["good", "Bad", "tea", "not", "no", "don’t", "never", "the", "very", "Goods", "X", "a-b", "“good,”", "blasé"]
)


GAPS = st.sampled_from([" ", ", ", ". ", "! ", " — ", "\n\n", "\n"])


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=25), min_size=1, max_size=3))
def test_any_text_is_explained_and_scored_as_a_loop_does(texts: list[list[tuple[str, str]]]) -> None:
    stories = read_stories({str(i): "".join(word + gap for word, gap in text) for i, text in enumerate(texts)})
    check_sums(stories, MINE)
    scored = score_sentiment(stories, lexicon=MINE)
    for story, part in scored.groupby("story"):
        expected, hits = [], 0
        for text in part["text"]:
            flat = "".join(c if c.isalnum() or c in "’'" else " " for c in text.lower().replace("’", "'")).split()
            total = 0.0
            for i, word in enumerate(flat):
                weight = MINE.get({"goods": "good"}.get(word, word))
                hits += weight is not None
                turned = any(before in {"not", "no", "never", "don't"} for before in flat[max(0, i - 3) : i])
                total += (weight or 0) * (-0.74 if turned else 1)
            expected.append(total / math.sqrt(len(flat)))
        assert part["valence_own"].tolist() == (
            pytest.approx(expected, abs=1e-9) if hits else pytest.approx([math.nan] * len(part), nan_ok=True)
        ), story


def test_explained_row_by_row() -> None:
    text = "It was not a good tea."
    explained = explain_sentiment(read_stories({"a": text}), lexicon=MINE)
    assert list(explained.columns[:7]) == ["story", "sentence", "start", "end", "form", "word", "base"]
    good, tea = explained.to_dict("records")
    assert (good["form"], good["start"], good["weight"], good["negator"]) == ("good", text.index("good"), 2.0, "not")
    assert good["contribution"] == pytest.approx(-0.74 * 2 / math.sqrt(6))
    assert (tea["form"], tea["negator"]) == ("tea", "not")  # a third word after "not"
    assert explain_sentiment(read_stories({"a": "not a very good tea"}), lexicon=MINE)["negator"].tolist() == ["not", ""]
    # of two negators in reach the nearer is named
    assert explain_sentiment(read_stories({"a": "never not good"}), lexicon=MINE)["negator"].tolist() == ["not"]


def test_weights_of_each_list_stand_beside_the_mean() -> None:
    explained = explain_sentiment(read_stories({"a": "Sorrows and joy."}))
    assert explained["word"].tolist() == ["sorrows", "joy"]
    assert explained["base"].isin(["sorrow", "sorrows", "joy"]).all()
    for row in explained.to_dict("records"):
        np.testing.assert_array_equal([row[name] for name in VALENCE_LISTS], load_valence()[row["base"]])
        assert row["weight"] == pytest.approx(np.nansum([row[name] for name in VALENCE_LISTS]) / 3)
    assert not set(VALENCE_LISTS) & set(explain_sentiment(read_stories({"a": "Joy."}), lexicon="labmt").columns)


def test_nothing_to_explain_is_an_empty_table_with_its_columns() -> None:
    some, none = (explain_sentiment(read_stories({"a": text})) for text in ("Joy.", "It was."))
    assert none.empty
    assert list(none.columns) == list(some.columns)
    assert weigh_words(none).empty


@pytest.mark.parametrize("function", [find_negators, weigh_words])
def test_what_is_not_explained_is_refused(function) -> None:
    with pytest.raises(StoryError, match="explain_sentiment"):
        function(read_stories({"a": "Joy."}))


def test_word_totals_by_hand() -> None:
    stories = read_stories({"a": "Good tea. Bad bad bad bad.", "b": "Not good."})
    table = weigh_words(explain_sentiment(stories, lexicon=MINE))
    assert list(table.columns) == ["story", "word", "count", "contribution", "total", "without"]
    # a: good 2/sqrt 2, tea .5/sqrt 2, bad four times -1/sqrt 4, in sum -2; b: good -.74 * 2/sqrt 2.
    assert table[["story", "word", "count"]].to_numpy().tolist() == [
        ["a", "bad", 4],
        ["a", "good", 1],
        ["a", "tea", 1],
        ["b", "good", 1],
    ]
    total = 2.5 / math.sqrt(2) - 2
    assert table["contribution"].tolist() == pytest.approx([-2, 2 / math.sqrt(2), 0.5 / math.sqrt(2), -1.48 / math.sqrt(2)])
    assert table["total"].tolist() == pytest.approx([total] * 3 + [-1.48 / math.sqrt(2)])
    assert table["without"].tolist() == pytest.approx(
        [total + 2, total - 2 / math.sqrt(2), total - 0.5 / math.sqrt(2), 0], abs=1e-12
    )


# --- VADER ------------------------------------------------------------------------------------------------------------

ODD = {
    "marks": 'It was "good," he said. Good... No! Good?! (good). :) 10/10 :-( ❤ café',
    "shout": "GREAT day. The food is GOOD but the wait is BAD!!! Not very good, was it?",
    "verse": "No more the joy, no more the pain,\nThe fear, the fear, my only fear;\nAnd no one loves me here again.\n",
    "idiom": "It was the bomb. Yeah right. Kind of a kiss of death, without doubt. Never so good.",
}


def test_vader_is_nltks_compound(made: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    provide_nltk_data()
    from nltk.sentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    stories = pd.concat(
        [read_stories(DATA)[["story", "text"]], read_stories(made | ODD)[["story", "text"]]], ignore_index=True
    )
    scored = score_vader(stories)
    assert scored["vader"].tolist() == [analyzer.polarity_scores(text)["compound"] for text in scored["text"]]
    assert scored["vader"].nunique() > 20


def test_word_that_turns_a_vader_score_is_found() -> None:
    text = "It rained. Despite her success, she was happy."
    explained = explain_vader(read_stories({"a": text}))
    assert list(explained.columns) == ["story", "sentence", "start", "end", "form", "vader", "without", "change"]
    assert explained["form"].tolist() == ["Despite", "success", "happy"]
    assert explained["sentence"].tolist() == [2, 2, 2]
    for row in explained.itertuples():
        assert text[row.start : row.end] == row.form
        kept = "Despite her success, she was happy.".replace(
            f"{row.form} " if row.form == "Despite" else f" {row.form}", "", 1
        )
        without = score_vader(read_stories({"a": kept}))["vader"].iloc[0]
        assert row.without == without
        assert row.change == pytest.approx(row.vader - without)
    # "despite" turns what follows: without it the sentence is the happier
    assert explained["change"].iloc[0] < 0 < explained["change"].iloc[2]


def test_nothing_that_vader_hears_gives_an_empty_table() -> None:
    explained = explain_vader(read_stories({"a": "It was on the table."}))
    assert explained.empty
    assert "change" in explained
