"""Valence by hand arithmetic, VADER against NLTK itself, and explanations that add up to what they explain."""

import math
import re
from collections.abc import Callable
from itertools import pairwise
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
from analysis.sentiment.lexicon import weigh_word
from analysis.sentiment.negation import NEGATORS
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


def find_word(*known: str, but: tuple[str, ...] = ()) -> str:
    """The first word that these lists have and those others have not, nor any word that it may come from."""
    lists = load_valence()
    common = sorted(set.intersection(*(set(lists[name]) for name in known)))
    plain = (word for word in common if word.isalpha() and len(word) > 3 and weigh_word(word).base)
    return next(word for word in plain if all(math.isnan(weigh_word(word).weights[VALENCE_LISTS.index(x)]) for x in but))


@pytest.mark.parametrize(
    ("known", "but", "norm"),
    [
        (VALENCE_LISTS, (), lambda w: 0.7 * (w["labmt"] + w["glasgow"]) / 2 + 0.3 * w["wordnet"]),
        (("labmt", "wordnet"), ("vader", "opinion", "glasgow"), lambda w: 0.7 * w["labmt"] + 0.3 * w["wordnet"]),
        (("glasgow", "opinion"), ("vader", "labmt", "wordnet"), lambda w: w["glasgow"]),
        (("wordnet",), ("vader", "opinion", "labmt", "glasgow"), lambda w: w["wordnet"]),
        (("labmt", "glasgow"), ("vader", "opinion", "wordnet"), lambda w: (w["labmt"] + w["glasgow"]) / 2),
        (("opinion",), ("vader", "labmt", "glasgow", "wordnet"), lambda w: 0),
    ],
)
def test_merged_weight_by_hand(known: tuple[str, ...], but: tuple[str, ...], norm: Callable) -> None:
    word = find_word(*known, but=but)
    weights = {name: load_valence()[name].get(word, 0.0) for name in VALENCE_LISTS}
    expected = (weights["vader"] + weights["opinion"] + norm(weights)) / 3
    assert weigh_word(word).weight == pytest.approx(expected, rel=1e-12)
    assert score(word)["valence"].tolist() == pytest.approx([expected], rel=1e-12)
    row = explain_sentiment(read_stories({"a": word})).iloc[0]
    assert row["predicted"] == (known == ("wordnet",))


def test_each_list_is_looked_up_by_itself() -> None:
    lists = load_valence()
    form = next(
        word for word in lists["labmt"]
        if word.endswith("s") and word[:-1] in lists["vader"] and word not in lists["vader"] and word.isalpha()
        and word not in load_function_words()
    )  # fmt: skip
    weights = dict(zip(VALENCE_LISTS, weigh_word(form).weights, strict=True))
    assert weights["labmt"] == lists["labmt"][form]
    assert weights["vader"] == lists["vader"][form[:-1]]
    assert set(weigh_word(form).base.split(", ")) >= {form, form[:-1]}


@pytest.mark.parametrize(("word", "other"), [("dinner", "din"), ("corner", "corn"), ("number", "numb"), ("means", "mean")])
def test_what_only_looks_inflected_is_not(word: str, other: str) -> None:
    assert np.isnan(valences(word, {other: -1.0})).all()


def test_irregular_forms_are_found() -> None:
    assert valences("wept", {"weep": -1.5}) == [-1.5]
    assert valences("geese", {"goose": 1.0}) == [1.0]


@pytest.mark.parametrize("name", VALENCE_LISTS)
def test_a_single_list_gives_its_own_weight(name: str) -> None:
    assert valences("sorrow", name) == [load_valence()[name]["sorrow"]]
    other = next(other for other in VALENCE_LISTS[::-1] if other != name)
    alone = find_word(other, but=(name,))
    assert score(f"sorrow {alone}", lexicon=name)["coverage"].iloc[0] == 0.5


def test_peoples_religions_sexes_and_ages_weigh_nothing() -> None:
    text = "Germans, Frenchmen, an old Jew, women, girls, boys and a child."
    assert score(text + " Joy.")["valence"].iloc[0] == 0
    assert score(text, lexicon="labmt")["valence_labmt"].iloc[0] != 0
    assert valences("An old woman.", {"woman": 1.0}) == pytest.approx([1 / math.sqrt(3)])


def test_function_words_and_negators_weigh_nothing() -> None:
    known = set().union(*load_valence().values())
    light = sorted(load_function_words() | NEGATORS | {word for word in known if word.endswith("n't")})
    assert sum(word in known for word in light) > 5  # the lists do have such words
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
    assert valences("joy", "opinion") == [load_valence()["opinion"]["joy"]]
    # an accent written as one character or as two
    assert valences("He was blasé.", {"blase\u0301": 1.0}) == pytest.approx([1 / math.sqrt(3)])


@pytest.mark.parametrize(
    ("lexicon", "told"),
    [
        ("bing", "no list 'bing'.*vader, opinion, labmt, glasgow, wordnet"),
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
    ["good", "Bad", "tea", "not", "no", "don’t", "never", "the", "very", "Teas", "X", "a-b", "“good,”", "blasé"]
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
            found = list(re.finditer(r"\w+(?:'\w+)*", text.lower().replace("’", "'")))
            flat = [match.group() for match in found]
            total = 0.0
            for i, word in enumerate(flat):
                weight = MINE.get({"teas": "tea"}.get(word, word))
                hits += weight is not None
                turned = False
                for j in range(max(0, i - 3), i):
                    if flat[j] in {"not", "no", "never", "don't"}:
                        between = [text[a.end() : b.start()] for a, b in pairwise(found[j : i + 1])]
                        answers = flat[j] in {"no", "never"} and "," in between[0]
                        turned = not answers and not set('“”"—!?') & set("".join(between))
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


def test_weights_of_each_list_stand_beside_the_weight() -> None:
    explained = explain_sentiment(read_stories({"a": "Sorrows and joy."}))
    assert explained["word"].tolist() == ["sorrows", "joy"]
    for row in explained.to_dict("records"):
        np.testing.assert_array_equal([row[name] for name in VALENCE_LISTS], weigh_word(row["word"]).weights)
        assert row["weight"] == weigh_word(row["word"]).weight
    assert not {*VALENCE_LISTS, "predicted"} & set(explain_sentiment(read_stories({"a": "Joy."}), lexicon="labmt").columns)


# --- names and titles, and how far a negator reaches --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Miss Hale sat. Miss Lucas rose.", {"Miss", "Hale", "Lucas"}),
        ("Miss Bennet walked with Miss Lucas.", {"Miss", "Bennet", "Lucas"}),
        ("They saw Grace and Joy and Hope there. Grace left. Joy wept.", {"Grace", "Joy", "Hope"}),
        ("They met Sir Will Hope and Dr. Savage. Savage spoke.", {"Sir", "Savage", "Hope", "Will"}),
        ("There sat Grace Hope. They called Grace.", {"Grace", "Hope"}),  # also a name alone: a person
        ("They loved Uncle Joy, and Aunt Charity wept.", {"Joy", "Charity"}),
        ("He knew that Violet Killer lived there, for Violet sang.", {"Violet", "Killer"}),
    ],
)
def test_names_and_titles_carry_no_feeling(text: str, silent: set[str]) -> None:
    assert not silent & set(explain_sentiment(read_stories({"a": text}))["form"])
    for name in VALENCE_LISTS:
        assert not silent & set(explain_sentiment(read_stories({"a": text}), lexicon=name)["form"])
    given = {word.casefold(): 1.0 for word in silent}
    assert silent <= set(explain_sentiment(read_stories({"a": text}), lexicon=given)["form"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I miss you.", {"miss"}),
        ("Grace of movement pleased him.", {"Grace", "pleased"}),
        ("They lived near Pleasant Run for years.", {"Pleasant", "Run"}),  # says what it means
        ("He was killed, and joy left the house.", {"killed", "joy"}),
        ("MAN DIES IN TERRIBLE CRASH", {"DIES", "TERRIBLE", "CRASH"}),
        ("Four People Die in Terrible Bus Crash", {"Die", "Terrible", "Crash"}),
    ],
)
def test_common_words_keep_their_feeling(text: str, words: set[str]) -> None:
    assert words <= set(explain_sentiment(read_stories({"a": text}))["form"])


def test_names_given_go_before_those_found() -> None:
    text = "They saw Grace there. The joy of it pleased Hale."
    assert "joy" not in explain_sentiment(read_stories({"a": text.replace("joy", "Joy")}), names=["joy"])["word"].tolist()
    assert "grace" in explain_sentiment(read_stories({"a": text}), names=[])["word"].tolist()
    assert score(text, names=[], lexicon={"grace": 1.0})["coverage"].iloc[0] == 1 / 4
    assert np.isnan(score(text, names=["Grace"], lexicon={"grace": 1.0})["valence_own"]).all()


PRAISE = {"good": 1.0, "happy": 1.0, "better": 1.0, "happier": 1.0, "bad": -1.0}


@pytest.mark.parametrize(
    ("text", "word", "rule"),
    [
        ("No, good man.", "good", "answer"),
        ("No good man.", "good", "negated"),
        ("Never, good man.", "good", "answer"),
        ("I have never been so happy.", "happy", "never so"),
        ("It was never such good tea.", "good", "never so"),
        ("She was never better.", "better", "never so"),
        ("Nobody was happier.", "happier", "never so"),
        ("He couldn't be happier.", "happier", "never so"),
        ("It could not be better.", "better", "never so"),
        ("It could not be good.", "good", "negated"),
        ("It was never good so much.", "good", "never so"),
        ("Nothing is more good.", "good", "never so"),
        ("She was never happy.", "happy", "negated"),
        ("She was not so happy.", "happy", "negated"),
        ("She was not happier.", "happier", "negated"),
        ("He was not without good sense.", "good", "not without"),
        ("Never without good tea.", "good", "not without"),
        ("It was not altogether without good tea.", "good", "not without"),
        ("He sat without good tea.", "good", "negated"),
        ("She was not bad but good.", "bad", "negated"),
        ("She was not bad but good.", "good", "clause ends"),
        ("It was nothing but good.", "good", "not only"),
        ("It was not only good.", "good", "not only"),
        ("It was not just good.", "good", "not only"),
        ("He would not; good men go.", "good", "clause ends"),
        ("He would not – good man.", "good", "clause ends"),
        ("He would not: good man.", "good", "clause ends"),
        ("He would not (good man).", "good", "clause ends"),
        ("He said “not” and “good” then.", "good", "clause ends"),
        ("It was not, I thought, good.", "good", "negated"),
        ("He dont seem good.", "good", "negated"),
        ("It isnt good.", "good", "negated"),
        ("You cant be good.", "good", "negated"),
        ("They wont be good.", "good", "negated"),
        ("It was his wont, good man.", "good", ""),
        ("His cant is good.", "good", ""),
    ],
)
def test_what_a_negator_does(text: str, word: str, rule: str) -> None:
    explained = explain_sentiment(read_stories({"a": text}), lexicon=PRAISE)
    row = explained[explained["word"] == word].iloc[-1]
    assert row["rule"] == rule
    factor = -0.74 if rule == "negated" else 1
    assert row["contribution"] == pytest.approx(factor * row["weight"] / math.sqrt(len(re.findall(r"[\w']+", text))))
    assert (row["negator"] != "") == (rule != "")


def test_contexts_lift_a_sentence_by_half_the_mean_of_its_neighbours() -> None:
    text = "Good. Bad. It was."
    scored = score(text, lexicon={"good": 2.0, "bad": -1.0}, context=True)
    one, two = math.exp(-1 / 32), math.exp(-4 / 32)  # Gaussian of 4 sentences, one and two away
    expected = [2 + (-one + 0) / (one + two) / 2, -1 + (2 * one + 0) / (2 * one) / 2, (2 * two - one) / (one + two) / 2]
    assert scored["in_context"].tolist() == pytest.approx(expected, rel=1e-12)
    assert "in_context" not in score(text).columns
    lone = read_stories({"a": "Good.", "b": "Bad. It was."})
    assert score_sentiment(lone, lexicon={"good": 2.0, "bad": -1.0}, context=True)["in_context"].iloc[0] == 2


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


def test_a_negator_that_spares_a_word_is_no_negator_of_it() -> None:
    explained = explain_sentiment(read_stories({"a": "It was not only good. It was not bad."}), lexicon=PRAISE)
    assert explained["rule"].tolist() == ["not only", "negated"]
    assert find_negators(explained)["sentence"].tolist() == [2]
