"""All that is public, each with the tables it takes: what is promised of every one is tested of every one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pandas as pd
from hostile import Made

import analysis as an
from analysis import plots

STORIES = ["story", "story_1", "story_2"]  # the columns that name a story


def name_stories(table: Any, names: Mapping[str, str]) -> Any:
    """The table, or the column of stories, as it were if the stories had other names."""
    if isinstance(table, pd.Series):
        return table.replace(names)
    return table.assign(**{column: table[column].replace(names) for column in STORIES if column in table})


# --- plots ------------------------------------------------------------------------------------------------------------


class Plot(NamedTuple):
    """What a plot function is given, the columns that it needs of each table, and what it says where the first is empty."""

    make: Callable[[Made], list[Any]]
    needs: list[str]
    empty: str = ""
    pair: bool = False  # it draws the first pair of stories, else every story

    def call(self, made: Made) -> Any:
        return self.draw(*self.make(made))

    @property
    def draw(self) -> Callable[..., Any]:
        return getattr(plots, next(name for name, plot in PLOTS.items() if plot is self))


CURVE, HIT = "story position trajectory low high edge", "start_1 end_1 start_2 end_2"
LISTED = "story_1 story_2 form part count_1 count_2"
WORDS, SHARED = "story chapter paragraph kind start", f"story_1 story_2 text_1 text_2 score expected {HIT}"
PLOTS: dict[str, Plot] = {
    "plot_chapters": Plot(
        lambda made: [made.chapters], ["story chapter words speech_share ease valence richness"], "no chapters to draw"
    ),
    "plot_courses": Plot(
        lambda made: [made.courses, made.difficulty],
        [f"measure {CURVE}", "story position kind words_per_sentence ease"], "no curves to draw",
    ),
    "plot_composition": Plot(
        lambda made: [made.composition], ["story_1 story_2 story part share"], "no stories to compare", pair=True
    ),
    "plot_difficulty": Plot(
        lambda made: [made.explanation.sentences, made.stories["story"]],
        ["story sentence position measure contribution"], "no prose sentences",
    ),
    "plot_dispersion": Plot(
        lambda made: [made.concordance, made.words], ["story position word", "story"], "no uses to draw"
    ),
    "plot_overlap": Plot(
        lambda made: [made.overlap],
        ["story_1 story_2 measure size note value low high self_1 self_2 one_story one_story_low same_book unrelated "
         "unrelated_low unrelated_high"], "no overlap to draw", pair=True,
    ),
    "plot_overview": Plot(
        lambda made: [made.findings, made.results, made.trajectory, made.scored, made.phrases, made.words, made.vocabulary],
        ["story_1 story_2 measure verdict", "story measure value low high", CURVE, "story position kind valence", SHARED,
         WORDS, LISTED], "StoryError: There are no findings", pair=True,
    ),
    "plot_parts": Plot(
        lambda made: [made.parts], ["story_1 story_2 by part_1 part_2 size overlap shared forms"],
        "no parts to compare", pair=True,
    ),
    "plot_ratings": Plot(lambda made: [made.trajectory, made.rating], ["story position trajectory"] * 2),
    "plot_readability": Plot(lambda made: [made.results], ["story measure value low high"]),
    "plot_readability_contrasts": Plot(
        lambda made: [made.contrasts], ["story_1 story_2 measure difference low high yardstick p p_adjusted verdict"],
        "no pair to compare", pair=True,
    ),
    "plot_readability_parts": Plot(
        lambda made: [made.explanation.parts], ["story_1 story_2 measure part contribution"], "no pair to compare", pair=True
    ),
    "plot_ribbons": Plot(lambda made: [made.phrases, made.words], [SHARED, WORDS], "no shared passages", pair=True),
    "plot_sentence_lengths": Plot(lambda made: [made.tally], ["story sentence position kind words"]),
    "plot_sentence_scores": Plot(lambda made: [made.scored], ["story sentence position kind text valence"]),
    "plot_trajectories": Plot(lambda made: [made.trajectory, made.scored], [CURVE, "story position kind valence"]),
    "plot_trajectory_difference": Plot(
        lambda made: [made.difference], ["story_1 story_2 position difference low high"], "no pair to compare", pair=True
    ),
    "plot_word_board": Plot(lambda made: [made.vocabulary], [LISTED], "no words to compare", pair=True),
    "plot_word_contributions": Plot(
        lambda made: [made.weights, made.stories["story"]], ["story word count contribution"]
    ),
    "plot_word_shift": Plot(
        lambda made: [made.distinctive], ["story_1 story_2 form count_1 count_2 difference null z verdict"],
        "no word is used often enough to be tested", pair=True,
    ),
}  # fmt: skip


# --- functions of tables ----------------------------------------------------------------------------------------------

FAMILIES = {"weather": ["fog", "wind*", "*o*d*"]}
# A table of the one kind may be given as one of these: it is cut up first.
COARSER = {
    "sentences": ["stories"], "words": ["stories", "sentences"], "tally": ["stories", "sentences", "words"],
    "scored": ["stories", "sentences"],
}  # fmt: skip
TRACED = ["words_per_sentence", "ease"]
SENTENCES = "story chapter paragraph sentence position kind start end text"
TOKENS = "story chapter paragraph sentence position kind start end form word lemma function name speech"
RESULTS = "measure value low high size note"
CONTRASTS = (
    "story_1 story_2 measure value_1 value_2 difference low high effect p p_adjusted yardstick detectable unit verdict "
    "statement note claim"
)
PASSAGES = (
    "story_1 story_2 text_1 text_2 words score start_1 end_1 start_2 end_2 position_1 position_2 paragraph_1 paragraph_2"
)


class Function(NamedTuple):
    """How a function is called on the tables it takes, and the columns of what it gives."""

    call: Callable[..., Any]
    takes: str  # names of `Made`
    columns: str = ""  # none: what it gives is no table
    makes: str = ""  # the name of `Made` that keeps the same
    pair: bool = False  # it needs two stories

    def list_tables(self, made: Made) -> list[Any]:
        return [getattr(made, name) for name in self.takes.split()]

    def find(self, made: Made) -> Any:
        return getattr(made, self.makes) if self.makes else self.call(*self.list_tables(made))


FUNCTIONS: dict[str, Function] = {
    "read_stories": Function(an.read_stories, "stories", "story title text path sha256 language structure"),
    "write_text": Function(
        lambda stories: an.write_text(stories, mkdtemp()).assign(path=lambda table: table["path"].str[-5:]),
        "stories", "story path",
    ),
    "outline_stories": Function(
        an.outline_stories, "stories", "story chapter level start end title kind words note"
    ),
    "split_sentences": Function(an.split_sentences, "stories", SENTENCES, "sentences"),
    "split_words": Function(an.split_words, "sentences", TOKENS, "words"),
    "find_names": Function(an.find_names, "sentences", "story name count share form"),
    "tally_sentences": Function(
        an.tally_sentences, "words",
        "story chapter paragraph sentence position kind start end speech words syllables polysyllables complex unfamiliar "
        "unlisted letters long_words name_words name_syllables lower_words lower_unfamiliar lower_unlisted"
        " monosyllables mini_words content_words unfamiliar_content abstract_words of_words you_words", "tally",
    ),
    "trace_difficulty": Function(
        an.trace_difficulty, "tally",
        "story chapter paragraph sentence position kind start end speech words_per_sentence unfamiliar_share ease",
        "difficulty",
    ),
    "trace_richness": Function(
        lambda words: an.trace_richness(words, window=10), "words", "story kind position start end richness", "richness"
    ),
    "smooth_trajectories": Function(
        lambda points: an.smooth_trajectories(points, TRACED), "difficulty",
        "measure story position trajectory low high edge bandwidth", "courses",
    ),
    "assess_trajectories": Function(
        lambda points: an.assess_trajectories(points, TRACED), "difficulty",
        "measure story size mean spread bandwidth explained p peak peak_low peak_high trough trough_low trough_high verdict "
        "statement note",
    ),
    "compare_trajectories": Function(
        lambda points: an.compare_trajectories(points, TRACED), "difficulty",
        "story_1 story_2 measure place difference p p_adjusted verdict statement note", pair=True,
    ),
    "summarise_chapters": Function(
        an.summarise_chapters, "sentences",
        "story chapter title words speech_share words_per_sentence ease valence richness", "chapters",
    ),
    "summarise_stories": Function(
        an.summarise_stories, "tally", "story words sentences paragraphs chapters headings verse_lines speech_share"
    ),
    "measure_readability": Function(an.measure_readability, "tally", f"story {RESULTS}", "results"),
    "state_scores": Function(an.state_scores, "results"),
    "find_hard_words": Function(
        an.find_hard_words, "words", "story chapter paragraph sentence start end form word syllables polysyllabic unfamiliar"
    ),
    "compare_readability": Function(an.compare_readability, "tally", CONTRASTS, "contrasts", pair=True),
    "explain_readability": Function(an.explain_readability, "words", "", "explanation"),
    "state_parts": Function(lambda explanation: an.state_parts(explanation.parts), "explanation"),
    "score_sentiment": Function(an.score_sentiment, "sentences", f"{SENTENCES} valence coverage", "scored"),
    "score_vader": Function(an.score_vader, "sentences", f"{SENTENCES} vader"),
    "explain_sentiment": Function(
        an.explain_sentiment, "sentences",
        "story sentence start end form word base vader opinion labmt glasgow wordnet predicted weight negator negator_start"
        " negator_end rule contribution",
        "explained",
    ),
    "explain_vader": Function(an.explain_vader, "sentences", "story sentence start end form vader without change"),
    "find_negators": Function(an.find_negators, "explained", "story sentence start end"),
    "weigh_words": Function(an.weigh_words, "explained", "story word count contribution total without", "weights"),
    "smooth_trajectory": Function(
        an.smooth_trajectory, "scored", "story position trajectory low high edge bandwidth", "trajectory"
    ),
    "assess_trajectory": Function(
        an.assess_trajectory, "scored",
        "story size mean spread bandwidth explained p peak peak_low peak_high trough trough_low trough_high verdict "
        "statement note",
    ),
    "compare_sentiment": Function(an.compare_sentiment, "scored", CONTRASTS, pair=True),
    "subtract_trajectories": Function(
        an.subtract_trajectories, "scored", "story_1 story_2 position difference low high bandwidth", "difference", pair=True
    ),
    "vary_sentiment": Function(
        an.vary_sentiment, "stories",
        "story_1 story_2 variant level level_verdict shape_verdict same_sign same_level same_shape", pair=True,
    ),
    "write_rating_sheet": Function(
        lambda sentences: an.write_rating_sheet(sentences, Path(mkdtemp(), "sheet.csv")), "sentences"
    ),
    "read_ratings": Function(an.read_ratings, "sheet sentences", f"{SENTENCES} rating"),
    "compare_ratings": Function(an.compare_ratings, "rated", "story size rho low high statement"),
    "find_disagreements": Function(an.find_disagreements, "rated", "story sentence start end rating valence gap text"),
    "list_concordance": Function(
        lambda words: an.list_concordance(words, ["fog", "*o*d*"]), "sentences",
        "story chapter paragraph sentence position start end left form right word", "concordance",
    ),
    "list_vocabulary": Function(
        an.list_vocabulary, "words", "story_1 story_2 word form part count_1 count_2 surprise start_1 end_1 start_2 end_2",
        "vocabulary", pair=True,
    ),
    "compose_stories": Function(
        an.compose_stories, "words", "story_1 story_2 story part count share", "composition", pair=True
    ),
    "compare_parts": Function(
        an.compare_parts, "words", "story_1 story_2 by part_1 part_2 words_1 words_2 size overlap shared forms", "parts",
        pair=True,
    ),
    "measure_overlap": Function(
        an.measure_overlap, "words",
        "story_1 story_2 measure value low high size self_1 self_2 one_story one_story_low p_one_story same_book unrelated "
        "unrelated_low unrelated_high p p_adjusted verdict statement note", "overlap", pair=True,
    ),
    "rank_distinctive": Function(
        an.rank_distinctive, "words",
        "story_1 story_2 word form count_1 count_2 per_1000_1 per_1000_2 log_ratio low high difference null z p p_adjusted "
        "yardstick verdict", "distinctive", pair=True,
    ),
    "state_distinctive": Function(an.state_distinctive, "distinctive"),
    "measure_diversity": Function(an.measure_diversity, "words", f"story {RESULTS}"),
    "compare_diversity": Function(an.compare_diversity, "words", CONTRASTS, pair=True),
    "count_families": Function(
        lambda words: an.count_families(words, FAMILIES), "words", "story family value low high size forms note"
    ),
    "compare_families": Function(lambda words: an.compare_families(words, FAMILIES), "words", CONTRASTS, pair=True),
    "find_shared_phrases": Function(
        an.find_shared_phrases, "words", f"{PASSAGES} count_1 count_2 expected", "phrases", pair=True
    ),
    "align_passages": Function(an.align_passages, "words", f"{PASSAGES} expected", "alignments", pair=True),
    "judge_matches": Function(
        lambda words, phrases, alignments: an.judge_matches(words, phrases=phrases, alignments=alignments),
        "words phrases alignments",
        "story_1 story_2 measure value score size expected unrelated_high maximum same_book p p_adjusted verdict statement "
        "note beyond_reference rare", pair=True,
    ),
    "assess_order": Function(
        an.assess_order, "alignments", "story_1 story_2 measure value low high size p p_adjusted verdict statement note"
    ),
    "list_moments": Function(
        an.list_moments, "words scored alignments",
        f"{PASSAGES} expected sentence_1 valence_1 grade_1 sentence_2 valence_2 grade_2", "moments",
    ),
    "list_passages": Function(an.list_passages, "alignments", "story start end"),
    "contrast_stories": Function(
        an.contrast_stories, "stories",
        "topic measure story_1 story_2 statement verdict p_adjusted direction story start end passage start_2 end_2 "
        "passage_2 note claim", "findings", pair=True,
    ),
    "state_findings": Function(an.state_findings, "findings"),
    "measure_corpus": Function(
        an.measure_corpus, "stories",
        "story path sha256 language words sentences "
        "paragraphs chapters headings verse_lines speech_share words_per_sentence "
        "syllables_per_word letters_per_word unfamiliar_share flesch_reading_ease flesch_kincaid_grade gunning_fog smog "
        "coleman_liau ari linsear_write spache forcast dale_chall lix rix mcalpine_eflaw ease ease_nameproof valence "
        "valence_spread coverage valence_1 valence_2 "
        "valence_3 valence_4 valence_5 bandwidth explained peak trough mattr mtld hdd ttr types note error title",
    ),
    "build_reference": Function(
        lambda stories: an.build_reference(stories, sizes=(20,), lengths=(50,), pairs=20), "stories",
        "measure size score pairs mean minimum q0.005 q0.01 q0.015 q0.02 q0.025 q0.05 q0.1 q0.25 q0.5 q0.75 q0.9 "
        "q0.95 q0.975 q0.98 q0.985 q0.99 q0.995 maximum same_book",
    ),
    "compare_with_textstat": Function(
        an.compare_with_textstat, "stories", "story quantity ours textstat difference note"
    ),
}  # fmt: skip
