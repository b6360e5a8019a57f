"""Distinctive words: by hand, by shuffling in plain Python, by what must not matter."""

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from conftest import read
from hypothesis import given, settings, strategies as st

from analysis import StoryError, split_sentences, split_words
from analysis.statistics import permutation
from analysis.statistics.permutation import relabel
from analysis.statistics.verdicts import DISTINGUISHABLE, NOT_ASSESSED, NOT_DISTINGUISHABLE, WITHIN
from analysis.vocabulary import distinctive
from analysis.vocabulary.distinctive import rank_distinctive, state_distinctive

COLUMNS = [
    "story_1", "story_2", "word", "form", "count_1", "count_2", "per_1000_1", "per_1000_2", "log_ratio", "low", "high",
    "difference", "null", "z", "p", "p_adjusted", "yardstick", "verdict",
]  # fmt: skip
SEA = "The sea rose. A sea fell and the sea lay still. He saw it. We saw a sea."
HILL = "The hill rose high. A hill stood by the sea. It fell. We saw the hill and a hill."
CLOSE = 3e-5  # the shuffles are reckoned in single precision: z as close as this count as equal
Unit = tuple[dict[str, int], int]  # how often each word is used, and how many words there are


def rank(one: str, two: str, **options: object) -> pd.DataFrame:
    return rank_distinctive(read(a=one, b=two), **options).set_index("word")


def cut(text: str) -> list[Unit]:
    """A sentence is a unit: true of texts of which no sentence is much shorter than a twentieth."""
    sentences = [sentence.lower().split() for sentence in text.replace(".", "").split("\n")]
    return [({word: words.count(word) for word in set(words)}, len(words)) for words in sentences]


def studentise(word: str, one: list[Unit], two: list[Unit]) -> tuple[float, float]:
    """Difference of rates and z, sum by sum."""
    everything = sum(size for _, size in one + two)
    common = sum(counts.get(word, 0) for counts, _ in one + two) / everything
    rates, variances = [], []
    for units in (one, two):
        words = sum(size for _, size in units)
        rate = sum(counts.get(word, 0) for counts, _ in units) / words
        residuals = [(counts.get(word, 0) - rate * size) / words for counts, size in units]
        variances.append(max(sum(e * e for e in residuals) * len(units) / (len(units) - 1), common / words))
        rates.append(rate)
    return rates[0] - rates[1], (rates[0] - rates[1]) / math.sqrt(sum(variances))


def write(number: int, seed: int, extra: str = "", share: float = 0.0) -> str:
    """Sentences of common words, one a line; `extra` stands in a share of them."""
    generator = np.random.default_rng(seed)
    stock = "river stone light water garden window letter morning paper shadow table winter yellow silver".split()
    sentences = []
    for _ in range(number):
        chosen = list(generator.choice(stock, generator.integers(4, 9)))
        sentences.append("We had it by the " + " ".join([*chosen, *([extra] if generator.random() < share else [])]) + ".")
    return "\n".join(sentences)


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_counts_rates_and_log_ratio_by_hand() -> None:
    # a: 3 + 8 + 3 + 4 = 18 words; b: 4 + 6 + 2 + 7 = 19 words.
    table = rank(SEA, HILL, least=3)
    assert table.reset_index().columns[0] == "word"
    assert list(rank_distinctive(read(a=SEA, b=HILL)).columns) == COLUMNS
    sea = table.loc["sea"]
    assert (sea["story_1"], sea["story_2"], sea["form"], sea["count_1"], sea["count_2"]) == ("a", "b", "sea", 4, 1)
    assert (sea["per_1000_1"], sea["per_1000_2"]) == pytest.approx((4000 / 18, 1000 / 19))
    assert sea["difference"] == pytest.approx(4000 / 18 - 1000 / 19)
    assert sea["log_ratio"] == pytest.approx(math.log2((4.5 / 18) / (1.5 / 19)))
    hill = table.loc["hill"]
    assert (hill["count_1"], hill["count_2"]) == (0, 4)
    assert hill["log_ratio"] == pytest.approx(math.log2((0.5 / 18) / (4.5 / 19)))


def test_z_by_hand() -> None:
    z = rank(SEA, HILL, least=3)["z"]
    # sea in a: 1 of 3 words, 2 of 8, 0 of 3, 1 of 4; rate 4/18.
    rate = 4 / 18
    first = ((1 - 3 * rate) ** 2 + (2 - 8 * rate) ** 2 + (3 * rate) ** 2 + (1 - 4 * rate) ** 2) * 4 / 3 / 18**2
    # In b: 0 of 4, 1 of 6, 0 of 2, 0 of 7; rate 1/19. By chance, at 5 uses in 37 words: 5/37/18 and 5/37/19.
    second = ((4 / 19) ** 2 + (1 - 6 / 19) ** 2 + (2 / 19) ** 2 + (7 / 19) ** 2) * 4 / 3 / 19**2
    variance = max(first, 5 / 37 / 18) + max(second, 5 / 37 / 19)
    assert z["sea"] == pytest.approx((4 / 18 - 1 / 19) / math.sqrt(variance))
    # hill in b: 1 of 4, 1 of 6, 0 of 2, 2 of 7; rate 4/19; never in a: no less uncertain than by chance, 4/37/18.
    rate = 4 / 19
    scatter = ((1 - 4 * rate) ** 2 + (1 - 6 * rate) ** 2 + (2 * rate) ** 2 + (2 - 7 * rate) ** 2) * 4 / 3 / 19**2
    assert z["hill"] == pytest.approx(-(4 / 19) / math.sqrt(max(scatter, 4 / 37 / 19) + 4 / 37 / 18))


def test_interval_of_the_log_ratio_by_hand() -> None:
    # Twice in one sentence of four words, never in the other three: 2 of 16 words.
    one = "Fox fox ran off.\nWe saw it now.\nHe came to us.\nIt was too late."
    two = "Here is a fox.\nWe saw it now.\nA fox came by.\nIt was too late."
    fox = rank(one, two).loc["fox"]
    rate = 2 / 16
    first = ((2 - 4 * rate) ** 2 + 3 * (4 * rate) ** 2) * 4 / 3
    second = 2 * ((1 - 4 * rate) ** 2 + (4 * rate) ** 2) * 4 / 3
    assert (first, second) == pytest.approx((4.0, 4 / 3))  # Poisson's would be 2: phi is 2 in the first, 1 in the other
    error = math.sqrt(2 / 2.5 + 1 / 2.5) / math.log(2)
    assert fox["log_ratio"] == 0
    assert (fox["low"], fox["high"]) == pytest.approx((-1.96 * error, 1.96 * error))


# --- by shuffling in plain Python -------------------------------------------------------------------------------------

FIRST = "Oh the sea rose and fell.\nThe sea is a sea of sea.\nNo sea so wide and so still.\nThe gulls cried over it."
SECOND = "The hill stood over it.\nThe gulls sat on a hill.\nA hill so high and so green.\nOver the hill is no sea."


def test_every_p_is_that_of_all_shuffles() -> None:
    one, two = cut(FIRST), cut(SECOND)
    units = one + two
    table = rank(FIRST, SECOND, least=3, forms=True)
    tested = table[table["p"].notna()]
    assert set(tested.index) == {w for w in table.index if sum(counts.get(w, 0) for counts, _ in units) >= 3}
    assert len(tested) >= 6
    drawn = []
    for chosen in combinations(range(8), 4):
        sides = [units[i] for i in chosen], [units[i] for i in range(8) if i not in chosen]
        drawn.append({word: studentise(word, *sides) for word in tested.index})
    assert len(drawn) == 70
    highest = [max(abs(z) for _, z in draw.values()) for draw in drawn]
    for word, row in tested.iterrows():
        difference, z = studentise(word, one, two)
        assert (row["difference"], row["z"]) == pytest.approx((1000 * difference, z))
        assert row["p"] == pytest.approx(sum(abs(draw[word][1]) >= abs(z) - CLOSE for draw in drawn) / 70)
        assert row["p_adjusted"] == pytest.approx(sum(most >= abs(z) - CLOSE for most in highest) / 70)
        # 95 of 100 shuffles of 70 are 67: the 67th smallest.
        assert row["null"] == pytest.approx(1000 * sorted(abs(draw[word][0]) for draw in drawn)[66])
    assert 0.01 < tested["p"].min() < 0.1 < tested["p"].max()
    assert (tested["p_adjusted"] >= tested["p"]).all()


@pytest.mark.slow
@pytest.mark.parametrize(("sentences", "others"), [(9, 9), (2, 150)])
def test_drawn_p_is_that_of_the_same_draws_in_plain_python(sentences: int, others: int) -> None:
    # The second: a short text beside a long one, whose draws are kept in another way.
    texts = [write(sentences, 1, "lantern", 0.8), write(others, 2, "lantern", 0.3)]
    table = rank(*texts, forms=True, least=10)
    tested = table[table["p"].notna()]
    units = [number_units(text, texts) for text in texts]
    lead = np.arange(len(units[0]) + len(units[1])) < len(units[0])
    both, extreme, drawn = units[0] + units[1], dict.fromkeys(tested.index, 0), 0
    sizes = np.array([size for _, size in both], dtype=float)
    counts = {word: np.array([own.get(word, 0) for own, _ in both], dtype=float) for word in tested.index}
    highest = []
    for labels in relabel(lead, 9_999, 0):
        drawn += len(labels)
        z = {word: studentise_many(labels, counts[word], sizes) for word in tested.index}
        highest.append(np.max(list(z.values()), axis=0))
        for word in tested.index:
            extreme[word] += (z[word] >= abs(tested.loc[word, "z"]) - CLOSE).sum()
    assert drawn == 9_999
    highest = np.concatenate(highest)
    assert tested["p"].to_dict() == pytest.approx({word: (count + 1) / 10_000 for word, count in extreme.items()}, abs=2e-4)
    expected = {word: ((highest >= abs(z) - CLOSE).sum() + 1) / 10_000 for word, z in tested["z"].items()}
    assert tested["p_adjusted"].to_dict() == pytest.approx(expected, abs=2e-4)


def number_units(text: str, texts: list[str]) -> list[Unit]:
    """The sentences of a text joined to units of 1,000 words, or of a twentieth of the shorter text, each by its middle."""
    length = min(max(min(sum(size for _, size in cut(each)) for each in texts) / 20, 1), 1000)
    blocks: dict[int, list[Unit]] = {}
    begin = 0
    for counts, size in cut(text):
        blocks.setdefault(int((begin + size / 2) / length), []).append((counts, size))
        begin += size
    joined = []
    for units in blocks.values():
        every = {word for counts, _ in units for word in counts}
        joined.append(({w: sum(counts.get(w, 0) for counts, _ in units) for w in every}, sum(size for _, size in units)))
    return joined


def studentise_many(labels: np.ndarray, counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    rates, variance = [], np.zeros(len(labels))
    for chosen in (labels, 1 - labels):
        words, number = chosen @ sizes, chosen.sum(axis=1)
        rate = chosen @ counts / words
        squares = (chosen * (counts - rate[:, None] * sizes) ** 2).sum(axis=1) * number / (number - 1)
        variance += np.maximum(squares / words**2, counts.sum() / sizes.sum() / words)
        rates.append(rate)
    return np.abs(rates[0] - rates[1]) / np.sqrt(variance)


def test_enough_draws_come_near_all_shuffles(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [FIRST + "\n" + write(2, 3), SECOND + "\n" + write(2, 4)]  # 6 + 6 sentences, 924 permutations
    exact = rank(*texts, least=3)
    monkeypatch.setattr(distinctive, "DRAWS", 900)
    drawn = rank(*texts, least=3)
    for column in ("p", "p_adjusted"):
        assert not drawn[column].equals(exact[column])
        assert drawn[column].to_dict() == pytest.approx(exact[column].to_dict(), abs=0.06, nan_ok=True)
    pd.testing.assert_frame_equal(rank(*texts, least=3), drawn)
    assert not rank(*texts, least=3, seed=1)["p"].equals(drawn["p"])


def test_drawing_the_few_of_many_units_is_shuffling_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [write(9, 1, "lantern", 0.8), write(40, 2, "lantern", 0.3)]
    shuffled = rank(*texts)
    for module in (permutation, distinctive):
        monkeypatch.setattr(module, "MOST", 9)
    drawn = rank(*texts)
    for column in ("p", "p_adjusted"):
        assert not drawn[column].equals(shuffled[column])
        assert drawn[column].to_dict() == pytest.approx(shuffled[column].to_dict(), abs=0.03, nan_ok=True)
    assert drawn["z"].equals(shuffled["z"])


# --- what must not matter ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("sentences", [(4, 6), (30, 40), (2, 150)])
def test_swapping_the_stories_turns_the_signs_and_keeps_the_p(sentences: tuple[int, int]) -> None:
    one, two = write(sentences[0], 5, "lantern", 0.7), write(sentences[1], 6, "lantern", 0.1)
    there, back = (rank(*texts) for texts in ((one, two), (two, one)))
    back = back.loc[there.index]
    assert there["p"].notna().any()
    for column in ("difference", "z", "log_ratio"):
        assert back[column].to_dict() == pytest.approx((-there[column]).to_dict(), nan_ok=True)
    for column in ("p", "p_adjusted", "null", "yardstick"):
        assert back[column].to_dict() == pytest.approx(there[column].to_dict(), nan_ok=True)
    assert back["low"].to_dict() == pytest.approx((-there["high"]).to_dict())
    assert back["count_1"].tolist() == there["count_2"].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("sentences", [(30, 40), (2, 150)])
def test_how_many_words_are_worked_on_at_a_time_does_not_matter(
    sentences: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = read(a=write(sentences[0], 5, "lantern", 0.7), b=write(sentences[1], 6, "lantern", 0.1))
    whole = rank_distinctive(stories)
    monkeypatch.setattr(distinctive, "CELLS", 1)
    pd.testing.assert_frame_equal(rank_distinctive(stories), whole, check_exact=True)


def test_typography_does_not_matter(prose: dict[str, str]) -> None:
    one, two = prose["tale"], prose["dialogue"]
    plain = rank_distinctive(read(a=one, b=two), least=2)
    other = [text.replace("\n", "\r\n").replace("'", "’").replace("—", "--") for text in (one, two)]
    pd.testing.assert_frame_equal(rank_distinctive(read(a=other[0], b=other[1]), least=2).drop(columns="form"),
                                  plain.drop(columns="form"))  # fmt: skip


@pytest.mark.slow
def test_other_stories_change_no_more_than_the_number_of_pairs() -> None:
    texts = {"a": write(12, 7, "lantern", 0.9), "b": write(14, 8, "lantern", 0.2), "c": write(9, 9, "anchor", 0.9)}
    alone = rank_distinctive(read(**{story: texts[story] for story in "ab"})).set_index("word")
    for order in ("abc", "cab", "acb"):
        table = rank_distinctive(read(**{story: texts[story] for story in order}))
        pairs = [tuple(sorted(pair)) for pair in table[["story_1", "story_2"]].drop_duplicates().to_numpy().tolist()]
        assert sorted(pairs) == [("a", "b"), ("a", "c"), ("b", "c")]
        own = table[(table["story_1"] == "a") & (table["story_2"] == "b")].set_index("word")
        assert own.index.tolist() == alone.index.tolist()
        adjusted = ["p_adjusted", "verdict"]
        pd.testing.assert_frame_equal(own.drop(columns=adjusted), alone.drop(columns=adjusted))
        assert own["p_adjusted"].to_dict() == pytest.approx((alone["p_adjusted"] * 3).clip(upper=1).to_dict(), nan_ok=True)
    assert alone["p_adjusted"].min() < 1 / 3  # so that three times it is another number


def test_a_pair_that_cannot_be_tested_costs_nothing() -> None:
    texts = {"a": write(12, 7, "lantern", 0.9), "b": write(14, 8, "lantern", 0.2)}
    alone, beside = rank_distinctive(read(**texts)), rank_distinctive(read(**texts, c="The lantern."))
    own = beside[(beside["story_1"] == "a") & (beside["story_2"] == "b")].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone)


# --- which words ------------------------------------------------------------------------------------------------------


def test_words_too_seldom_to_be_tested_follow_with_what_can_be_said() -> None:
    table = rank(SEA, HILL, least=4)
    assert table.index[:3].tolist() == sorted(table.index[:3], key=lambda word: -abs(table.loc[word, "z"]))
    tested, others = table[table["p"].notna()], table[table["p"].isna()]
    assert len(tested) > 0
    assert len(others) > 0
    assert table.index.tolist() == [*tested.index, *others.index]
    assert (tested["count_1"] + tested["count_2"] >= 4).all()
    assert (others["count_1"] + others["count_2"] < 4).all()
    assert (tested["z"].abs().diff().dropna() <= 1e-9).all()
    assert (others["log_ratio"].abs().diff().dropna() <= 1e-9).all()
    assert others[["z", "null", "p", "p_adjusted"]].isna().all(axis=None)
    assert (others["verdict"] == NOT_ASSESSED).all()
    assert others[["log_ratio", "low", "high", "difference"]].notna().all(axis=None)
    assert (tested["verdict"] == NOT_DISTINGUISHABLE).all()


def test_ties_stand_together_the_more_used_first_then_by_letter() -> None:
    # b and c are used alike, once in each of the same sentences; so are e and d, in mirror image.
    one = "Bat cow ran off.\nBat cow hid here.\nBat cow fell over.\nWe saw it now."
    two = "Elk dog ran off.\nElk dog hid here.\nElk dog fell over.\nWe saw it now."
    table = rank(one, two, least=3)
    assert table.index[:4].tolist() == ["bat", "cow", "dog", "elk"]
    assert table["z"].iloc[:4].abs().nunique() == 1
    assert table["p"].iloc[:4].nunique() == 1
    assert table["p_adjusted"].iloc[:4].nunique() == 1


def test_ties_of_untested_words_stand_by_use() -> None:
    one, two = "A zebra ran off.\nThe ant zebra hid.", "An ant zebra hid.\nNo zebra ran off."
    table = rank(one, two, least=9)
    assert table.loc[["zebra", "ant"], "log_ratio"].tolist() == [0, 0]
    assert table.index[-5:].tolist() == ["zebra", "ant", "hide", "off", "run"]


@pytest.mark.parametrize(("sentences", "least"), [(40, 4), (800, 10)])
def test_how_often_a_word_is_used_to_be_tested(sentences: int, least: int) -> None:
    rare = " ".join(f"{word} " * number for number, word in ((3, "ebb"), (4, "oak"), (9, "fig"), (10, "yew")))
    table = rank(write(sentences, 10) + f"\nWe saw {rare}.", write(sentences + 20, 11))
    words = (table["count_1"] + table["count_2"]).loc[["ebb", "oak", "fig", "yew"]]
    assert words.tolist() == [3, 4, 9, 10]
    assert table["p"].loc[words.index].notna().tolist() == (words >= least).tolist()


def test_names_function_words_and_forms_as_asked() -> None:
    one, two = "Then Barnaby saw rivers and a river. He met Barnaby.", "The river ran. It had rivers."
    words = split_words(split_sentences(read(a=one, b=two)), names=["Barnaby"])
    plain = rank_distinctive(words).set_index("word")
    assert (plain.loc["river", "count_1"], plain.loc["river", "form"]) == (2, "river")
    assert "barnaby" not in plain.index
    assert "and" in plain.index
    # Names are not counted, but they are words of the story: 2 of 10.
    assert plain.loc["river", "per_1000_1"] == pytest.approx(200)
    assert rank_distinctive(words, names="with").set_index("word").loc["barnaby", "count_1"] == 2
    assert "and" not in rank_distinctive(words, function=False)["word"].tolist()
    assert rank_distinctive(words, forms=True).set_index("word").loc["rivers", "count_1"] == 1
    with pytest.raises(StoryError, match="hidden"):
        rank_distinctive(words, names="hidden")


def test_headings_do_not_count() -> None:
    table, plain = rank(f"Chapter 1\n\n{SEA}", f"THE SEA\n\n{HILL}", least=3), rank(SEA, HILL, least=3)
    pd.testing.assert_frame_equal(table, plain)


# --- bursts, lengths, what is too short ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_word_used_in_one_place_only_is_not_taken_for_one_of_the_whole_text() -> None:
    # Twenty thousand words each; thirty uses of a word, spread evenly or all in one stretch of a thousand words.
    lines = write(2000, 12).split("\n")
    even = "\n".join(f"{line[:-1]} tower." if place % 60 == 0 else line for place, line in enumerate(lines))
    burst = "\n".join(f"{line[:-1]} harbour." if place < 34 else line for place, line in enumerate(even.split("\n")))
    table = rank(burst, write(2000, 13))
    tower, harbour = table.loc["tower"], table.loc["harbor"]
    assert (tower["count_1"], harbour["count_1"]) == (34, 34)
    assert tower["p_adjusted"] < 0.01
    assert harbour["p_adjusted"] > 0.3
    # A count that comes in one burst says less of the ratio, too.
    assert tower["log_ratio"] == pytest.approx(harbour["log_ratio"])
    assert harbour["low"] < tower["low"] - 0.5


@pytest.mark.slow
@pytest.mark.parametrize("sentences", [(5, 5), (40, 300), (2000, 2100)])  # of some 11 words each
def test_a_unit_is_a_twentieth_of_the_shorter_text_up_to_a_thousand_words(sentences: tuple[int, int]) -> None:
    texts = [write(number, seed) for number, seed in zip(sentences, (26, 27), strict=True)]
    z = rank(*texts, forms=True, least=1)["z"].loc[["river", "table", "by"]]
    sides = [number_units(text, texts) for text in texts]
    assert z.tolist() == pytest.approx([studentise(word, *sides)[1] for word in z.index])


def test_a_word_that_is_much_used_in_one_text_is_found() -> None:
    table = rank_distinctive(read(a=write(60, 14, "lantern", 0.8), b=write(70, 15, "lantern", 0.05)))
    assert table.loc[0, "word"] == "lantern"
    assert table.loc[0, "z"] > 4
    assert table.loc[0, "p"] == table.loc[0, "p_adjusted"] == pytest.approx(1e-4)
    assert abs(table.loc[0, "difference"]) > table.loc[0, "null"] > 0
    assert (table.loc[1:, "p_adjusted"] > 0.05).all()


def test_a_word_absent_from_a_short_text_is_no_surer_for_that() -> None:
    # The long text uses "tower" in every third sentence; the short one would use it once or so.
    lines = write(400, 16).split("\n")
    long = "\n".join(f"{line[:-1]} tower." if place % 3 == 0 else line for place, line in enumerate(lines))
    table = rank(write(4, 17), long)
    assert abs(table.loc["tower", "z"]) < 2.5


@pytest.mark.slow
def test_random_halves_of_one_text_seldom_differ() -> None:
    # As good as 5 of 100 by construction; of forty no more than five.
    lines = np.array(write(80, 18, "lantern", 0.3).split("\n"))
    alarms = 0
    for seed in range(40):
        mixed = np.random.default_rng(seed).permutation(lines)
        table = rank_distinctive(read(a="\n".join(mixed[:40]), b="\n".join(mixed[40:])))
        assert table["p"].notna().sum() > 10
        alarms += bool((table["p_adjusted"] < 0.05).any())
    assert 0 < alarms <= 5


@pytest.mark.parametrize("kind", ["prose", "heading"])
def test_a_story_of_one_unit_or_none_is_not_assessed(kind: str) -> None:
    words = split_words(read(a="The lantern lantern lantern lantern.", b=write(30, 19)))
    words["kind"] = words["kind"].mask(words["story"] == "a", kind)
    table = rank_distinctive(words)
    assert table["count_1"].sum() == (5 if kind == "prose" else 0)
    assert len(table)
    assert (table["verdict"] == NOT_ASSESSED).all()
    assert table[["p", "p_adjusted", "z", "low", "high"]].isna().all(axis=None)
    assert "no word can be tested" in state_distinctive(table)


def test_a_lone_story_has_nothing_to_be_set_apart_from() -> None:
    with pytest.raises(StoryError, match="two stories"):
        rank_distinctive(read(a=SEA))


def test_stories_of_names_alone_have_no_words_to_rank() -> None:
    words = split_words(read(a="Barnaby Rudge.", b="Barnaby."), names=["Barnaby", "Rudge"])
    table = rank_distinctive(words)
    assert list(table.columns) == COLUMNS
    assert table.empty
    assert state_distinctive(table).startswith("Distinctive words: none")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join).filter(lambda text: any(map(str.isalpha, text)))


@pytest.mark.slow
@settings(max_examples=40)
@given(TEXTS, TEXTS)
def test_odd_texts_are_counted_whole(one: str, two: str) -> None:
    words = split_words(read(a=one, b=two))
    if words["story"].nunique() < 2:
        return
    table = rank_distinctive(words, names="with", least=2)
    running = words[words["kind"] != "heading"]
    for number, story in (("1", "a"), ("2", "b")):
        assert table[f"count_{number}"].sum() == (running["story"] == story).sum()
    tested = table[table["p"].notna()]
    assert tested["p"].between(0, 1).all()
    assert (tested["p_adjusted"] >= tested["p"] - 1e-12).all()
    assert np.isfinite(tested["z"]).all()
    assert isinstance(state_distinctive(table), str)


# --- the yardstick and the sentence -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def make_table() -> Callable[[float], pd.DataFrame]:
    """Tables of two texts, each with a word of its own, for a given yardstick."""
    texts = read(one=write(60, 23, "lantern", 0.9), two=write(60, 24, "anchor", 0.6))

    def make(yardstick: float) -> pd.DataFrame:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(distinctive, "find_yardstick", lambda measure, *lengths, family: yardstick)
            return rank_distinctive(texts)

    return make


@pytest.mark.slow
def test_verdicts_ask_for_more_than_one_book_varies(make_table: Callable[[float], pd.DataFrame]) -> None:
    z = make_table(1.0).set_index("word")["z"].abs()
    assert z["lantern"] > z["anchor"] + 0.1
    for yardstick, verdicts in (
        (1.0, [DISTINGUISHABLE, DISTINGUISHABLE]),
        ((z["lantern"] + z["anchor"]) / 2, [DISTINGUISHABLE, WITHIN]),
        (100.0, [WITHIN, WITHIN]),
        (math.nan, [NOT_ASSESSED, NOT_ASSESSED]),
    ):
        table = make_table(yardstick).set_index("word")
        assert table.loc[["lantern", "anchor"], "verdict"].tolist() == verdicts
        assert (table["verdict"] == NOT_DISTINGUISHABLE).sum() == (table["p_adjusted"] >= 0.05).sum() > 0


def test_the_yardstick_is_asked_for_the_lengths_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(distinctive, "find_yardstick", lambda *facts, **family: asked.append((facts, family)) or 1.0)
    rank_distinctive(read(a=f"Chapter 1\n\n{SEA}", b=HILL))
    assert asked == [(("distinctive_z", 18, 19), {"family": 1})]


@pytest.mark.slow
def test_statement(make_table: Callable[[float], pd.DataFrame]) -> None:
    table = make_table(1.25)
    tested = table["p"].notna().sum()
    frame = "Each text's sentences are taken as draws of its own manner."
    found = "differ in rate by more than stretches of text dealt out at random do (p < .05, corrected for all)"
    begin = f"Distinctive words of one and two: of {tested} tested, 2 {found}; more in one: lantern; more in two: anchor. "
    book = "(two passages of one book commonly differ by up to |z| = 1.2 in any one word)"
    assert state_distinctive(table) == f"{begin}Beyond one book's range: 2 of them {book}. {frame}"
    none = state_distinctive(make_table(100.0))
    assert none == f"{begin}Beyond one book's range: none {book.replace('1.2', '100.0')}. {frame}"
    assert state_distinctive(make_table(math.nan)) == f"{begin}How far one book varies is not known. {frame}"


def test_statement_of_the_first_words_only_cuts_no_tie(make_table: Callable[[float], pd.DataFrame]) -> None:
    table = make_table(1.0)
    assert "; the first of them, more in one: lantern. " in state_distinctive(table, most=1)
    assert "; more in one: lantern; more in two: anchor. " in state_distinctive(table, most=2)
    tied = table.assign(z=table["z"].where(table.index > 1, [3.0, -3.0, *table["z"].iloc[2:]]))
    assert "lantern" not in state_distinctive(tied, most=1)
    assert "2 differ" in state_distinctive(tied, most=1)


def test_statement_where_none_passes() -> None:
    table = rank_distinctive(read(a=SEA, b=HILL), least=3)
    assert table["p_adjusted"].min() == pytest.approx(6 / 70)
    assert state_distinctive(table) == (
        f"Distinctive words of a and b: of {table['p'].notna().sum()} tested, none can be called distinctive at this length "
        "(least p, corrected for all: .086), which is not to say that both use them alike. "
        "Each text's sentences are taken as draws of its own manner."
    )


def test_statement_has_a_line_for_each_pair() -> None:
    lines = state_distinctive(rank_distinctive(read(a=SEA, b=HILL, c=SEA))).split("\n")
    assert [line.split(":")[0] for line in lines] == [f"Distinctive words of {x} and {y}" for x, y in ("ab", "ac", "bc")]


def test_a_text_needs_a_table_of_distinctive_words() -> None:
    with pytest.raises(StoryError, match="rank_distinctive"):
        state_distinctive(split_words(read(a="The sea rose.", b="The hill rose.")))
