"""The language of stories: how it is told, what overrules it, and what is not assessed in other languages than English."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import analysis as an
from analysis import StoryError, StoryWarning, plots, read_stories
from analysis.readability.measures import MEASURES
from analysis.statistics.verdicts import NOT_ASSESSED
from analysis.text.language import code_of, find_foreign, tell_language

GERMAN = (
    "Am Rand der Stadt stand eine alte Mühle, und in der Mühle wohnte ein Mann, der nicht mehr mahlte. Er "
    "hatte das Rad abgestellt, als sein Bruder fortging, und seither lief das Wasser an ihm vorbei. Jeden "
    "Morgen setzte er sich auf die Bank vor der Tür und sah den Kindern zu. Sie warfen Steine in den Bach und"
    " riefen einander Namen zu, die er nicht kannte. Eines Tages kam ein Mädchen zu ihm und fragte, warum "
    "sich das Rad nicht drehe. Weil niemand mehr Mehl braucht, sagte er. Das Mädchen dachte nach. Dann holte "
    "sie ein Brett und legte es so in den Bach, dass das Wasser wieder auf das Rad fiel. Es ächzte, es "
    "zitterte, und dann drehte es sich. Der Mann stand auf. Er sagte lange nichts. Am Abend brannte zum "
    "ersten Mal seit Jahren wieder Licht in der Mühle, und wer vorbeikam, hörte die Steine gehen."
)
GERMAN_TOO = (
    "Der Zug hielt mitten auf dem Feld, und keiner wusste, warum. Eine Frau am Fenster hatte ein Buch auf den"
    " Knien, aber sie las nicht. Ihr gegenüber schlief ein Soldat, der seine Mütze in der Hand hielt. Als das"
    " Licht ausging, lachte jemand, und dann war es still. Die Frau sah hinaus. Auf dem Feld stand ein Pferd "
    "und rührte sich nicht. Sie dachte an ihre Mutter, die ihr geschrieben hatte, sie solle nicht kommen. Nun"
    " kam sie doch. Nach einer Stunde ruckte der Zug, und der Soldat wachte auf. Sind wir da, fragte er. Noch"
    " nicht, sagte sie, und er schlief wieder ein. Das Pferd war nicht mehr zu sehen."
)
FRENCH = (
    "La maison était au bout du chemin, et personne n'y entrait plus depuis que le vieux était mort. Les "
    "enfants disaient qu'on entendait encore sa voix dans la cuisine, la nuit, quand il y avait du vent. Un "
    "soir, Jeanne a poussé la porte. Elle n'avait pas peur, ou elle ne voulait pas le dire. Sur la table il y"
    " avait une tasse, et la tasse était encore chaude. Elle est restée là, sans bouger, avec la main sur le "
    "mur. Puis elle a vu le chat qui la regardait de la chaise, et elle a ri. Le lendemain, elle est revenue "
    "avec du lait. Elle n'a rien dit à sa mère, mais tous les jours, après l'école, elle prenait le chemin "
    "qui mène à la maison, et le chat l'attendait devant la porte."
)
OTHERS = {
    "it": "La donna era seduta vicino alla finestra e guardava la strada. Non aspettava nessuno, ma quando "
    "sentì i passi nel "
    "cortile si alzò. Era il figlio della vicina, che le portava una lettera. Lei la prese senza dire niente e la mise sul "
    "tavolo. Poi, quando fu sola, la aprì con le mani che le tremavano.",
    "es": "El hombre llegó al pueblo cuando ya era de noche y no había nadie en la calle. Llevaba una maleta vieja y un "
    "sombrero que no era suyo. Preguntó por la casa de los Ruiz, pero la mujer de la puerta le dijo que hacía años que se "
    "habían ido. Él se sentó en la plaza y esperó a que saliera el sol.",
    "nl": "Het meisje liep langs het water en zocht naar de steen die haar broer had verloren. Er was niemand "
    "op de dijk, maar "
    "in de verte zag zij een man met een hond. Hij riep iets, en toen zij bleef staan kwam de hond naar haar toe. In zijn "
    "bek had hij iets dat blonk. Het was niet de steen.",
    "sv": "Pojken stod på bryggan och såg ut över sjön. Han hade väntat hela dagen, men båten kom inte. När "
    "det blev mörkt gick "
    "han hem till sin mor, som satt vid bordet och inte sade något. Hon hade lagt fram bröd för två. Han åt och tänkte på "
    "vad han skulle säga till henne när han en dag reste.",
    "ru": "Старик жил у самого моря и каждый день ходил на берег. Он смотрел на воду и ждал, но лодка его сына не "
    "возвращалась. Однажды утром он увидел на песке следы и пошёл за ними до самого леса.",
    "el": "Ο γέρος ζούσε κοντά στη θάλασσα και κάθε μέρα πήγαινε στην ακτή. Κοίταζε το νερό και περίμενε.",
}
ENGLISH = (
    "The mill stood at the edge of the town, and a man lived in it who no longer ground any corn. He had "
    "stopped the wheel when his brother went away, and since then the water had run past him. Every morning "
    "he sat on the bench by the door and watched the children. They threw stones into the brook and called "
    "each other names that he did not know. One day a girl came and asked him why the wheel did not turn. "
    "Because nobody needs flour, he said. The girl thought about it. Then she took a board and laid it into "
    "the brook, so that the water fell on the wheel. It groaned, it shook, and then it turned. The man got "
    "up. For a long time he said nothing."
)


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    with pytest.warns(StoryWarning, match="in German: what rests on English"):
        return read_stories({"mill": GERMAN, "train": GERMAN_TOO, "wheel": ENGLISH})


@pytest.mark.parametrize(
    ("code", "text"), [("de", GERMAN), ("de", GERMAN_TOO), ("fr", FRENCH), ("en", ENGLISH), *OTHERS.items()]
)
def test_a_language_is_told(code: str, text: str) -> None:
    assert tell_language(text) == code
    words = text.split()
    assert {tell_language(" ".join(words[start : start + 60])) for start in range(0, max(len(words) - 60, 1), 15)} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "Anna, Otto, Karl, Frieda, Wilhelm, Hans, Greta. " * 5,
        "ba bo bu ta to tu " * 20,
        "Dey wuz a-gwine down de road, en ole Brer Fox he say ter Brer Rabbit, sezee, you ain't gwine ter git away fum me. "
        * 3,
        "Whan that Aprill with his shoures soote the droghte of March hath perced to the roote, and bathed every veyne. "
        * 2,
    ],
)
def test_what_is_not_clearly_another_language_is_read_as_english(text: str) -> None:
    assert tell_language(text) in ("en", "")
    assert tell_language(text, "en-US") == "en-US"


@given(st.text(max_size=300))
def test_any_text_has_a_code_or_none(text: str) -> None:
    told = tell_language(text)
    assert told == "" or told.isalpha()
    assert code_of(tell_language(text, "en")) != ""


def test_a_text_wins_over_what_its_file_states_where_it_is_clear() -> None:
    assert tell_language(GERMAN, "en") == "de"
    assert tell_language(ENGLISH, "fr") == "en"
    assert tell_language(GERMAN, "de-AT") == "de-AT"
    assert tell_language("Es war spät.", "en") == "en"  # too little to tell by
    assert tell_language(ENGLISH, "cy") == "en"


def test_a_wrong_statement_is_told(tmp_path) -> None:
    path = tmp_path / "mill.html"
    path.write_text(f'<html lang="en"><title>Mill</title><p>{GERMAN}</p></html>', "utf-8")
    with pytest.warns(StoryWarning) as said:
        stories = read_stories(path)
    assert stories["language"].tolist() == ["de"]
    assert any("states the language English, but it reads as German" in str(warning.message) for warning in said)


def test_language_overrules() -> None:
    with pytest.warns(StoryWarning, match="in German"):
        assert read_stories({"a": ENGLISH}, language="de")["language"].tolist() == ["de"]
    assert read_stories({"a": GERMAN}, language="en")["language"].tolist() == ["en"]
    assert read_stories(pd.DataFrame({"story": ["a"], "text": [GERMAN], "language": ["en-GB"]}))["language"].tolist() == [
        "en-GB"
    ]
    for wrong in ("German language", "", 3, ["de"]):
        with pytest.raises(StoryError, match="pass the code of a language"):
            read_stories({"a": ENGLISH}, language=wrong)  # type: ignore[arg-type]


def test_the_language_is_carried_where_a_story_is_not_in_english(stories: pd.DataFrame) -> None:
    words = an.split_words(stories)
    assert find_foreign(words) == {"mill": "German", "train": "German"}
    for table in (an.tally_sentences(words), an.score_sentiment(stories)):
        assert find_foreign(table) == {"mill": "German", "train": "German"}
    alone = an.split_words(stories[stories["story"] == "wheel"])
    assert "language" not in alone
    pd.testing.assert_frame_equal(words[words["story"] == "wheel"].drop(columns="language").reset_index(drop=True), alone)


def test_words_are_those_of_the_language(stories: pd.DataFrame) -> None:
    words = an.split_words(stories)
    german = words[words["story"] == "mill"]
    assert set(german.loc[german["function"], "word"]) >= {"der", "und", "nicht", "war"} & set(german["word"])
    assert not german["name"].any()  # nouns have capitals
    assert not german.loc[german["word"].isin(["mühle", "rad", "wasser"]), "function"].any()


def test_what_rests_on_english_has_no_value_and_says_why(stories: pd.DataFrame) -> None:
    results = an.measure_readability(stories)
    for measure, rows in results.groupby("measure"):
        is_missing = rows["value"].isna().tolist()
        assert is_missing == [not MEASURES[str(measure)].any_language] * 2 + [False]
        assert all("in German" in note for note, missing in zip(rows["note"], is_missing, strict=True) if missing)
    sentences = an.split_sentences(stories)
    n_words = an.split_words(sentences).query("kind == 'prose' and story == 'mill'")
    value = results.query("story == 'mill' and measure == 'words_per_sentence'")["value"].item()
    assert value == pytest.approx(len(n_words) / n_words["sentence"].nunique())
    assert an.state_scores(results).startswith(
        "mill: in German, no score; train: in German, no score; wheel: school grades "
    )
    scored = an.score_sentiment(stories)
    assert scored.groupby("story")["valence"].agg(lambda values: values.isna().all()).tolist() == [True, True, False]
    assert set(an.explain_sentiment(stories)["story"]) == {"wheel"}
    arcs = an.assess_trajectory(scored)
    assert arcs["statement"].str.contains("is in German").tolist() == [True, True, False]
    own = an.score_sentiment(stories, lexicon={"licht": 1.0, "still": -1.0})  # a list of your own is of your language
    assert own.groupby("story")["valence_own"].agg(lambda values: values.notna().all())[["mill", "train"]].all()


def test_pairs_of_one_language_and_of_two(stories: pd.DataFrame) -> None:
    findings = an.contrast_stories(stories).set_index(["story_1", "story_2", "measure"])
    assert (findings.loc[findings["verdict"] == NOT_ASSESSED, "note"] != "").all()
    told = findings["statement"] + findings["note"]
    same, mixed = findings.loc[("mill", "train")], findings.loc[("mill", "wheel")]
    assert set(same.index[same["verdict"] != NOT_ASSESSED]) >= {"words_per_sentence", "mattr", "mtld", "hdd"}
    assert set(mixed.index[mixed["verdict"] != NOT_ASSESSED]) == {"words_per_sentence"}
    for measure in ("overlap", "phrases", "closest", "distinctive_words", "mattr"):
        assert (
            "mill is in German and wheel is in English: words are compared within one language"
            in told["mill", "wheel", measure]
        )
    for measure in ("ease", "level", "shape", "unfamiliar_share"):
        assert "mill and train are in German: this rests on English" in told["mill", "train", measure]
        assert "mill is in German: this rests on English" in told["mill", "wheel", measure]
    overlap = an.measure_overlap(stories).query("measure == 'overlap'")
    assert overlap["value"].notna().tolist() == [True, False, False]
    assert overlap["p"].isna().all()
    contrasts = an.compare_readability(stories)
    assert contrasts.loc[contrasts["measure"] == "words_per_sentence", "yardstick"].isna().all()
    assert np.isnan(an.explain_readability(stories).parts["contribution"]).all()


def test_word_forms_of_other_languages_are_not_stemmed(stories: pd.DataFrame) -> None:
    listed = an.list_vocabulary(stories).query("story_1 == 'mill' and story_2 == 'train'")
    german = set(an.split_words(stories).query("story != 'wheel'")["word"])
    assert set(listed["word"]) <= german


def test_english_stories_are_as_they_were() -> None:
    pair = {"a": ENGLISH, "b": ENGLISH.replace("mill", "house").replace("girl", "boy")}
    stories = read_stories(pair)
    assert stories["language"].tolist() == ["en", "en"]
    pd.testing.assert_frame_equal(an.contrast_stories(stories), an.contrast_stories(stories.drop(columns="language")))


def test_families_of_words_are_of_one_language(stories: pd.DataFrame) -> None:
    families = {"water": ["wasser", "bach", "water", "brook"]}
    table = an.compare_families(stories, families).set_index(["story_1", "story_2"])
    assert table["p"].notna().tolist() == [True, False, False]
    assert "words are compared within one language" in table.loc[("mill", "wheel"), "statement"]
    assert an.count_families(stories, families)["value"].gt(0).tolist() == [True, False, True]


def test_figures_say_why_something_is_missing(stories: pd.DataFrame) -> None:
    pair = stories[stories["story"] != "train"]
    words, scored = an.split_words(pair), an.score_sentiment(pair)
    page = plots.plot_overview(
        an.contrast_stories(pair), an.measure_readability(words), an.smooth_trajectory(scored), scored,
        an.find_shared_phrases(words), words, an.list_vocabulary(words),
    )  # fmt: skip
    told = " ".join(text.get_text() for axes in page.axes for text in axes.texts)
    assert told.count("in German") >= 3 + 4  # three counts without a value; not assessed in each section
    assert "level, shape: not assessed (mill is in German)" in told
    parts = plots.plot_readability_parts(an.explain_readability(words).parts)
    assert all("one of them has no score" in [text.get_text() for text in axes.texts] for axes in parts.axes)
    plt.close("all")
