"""The measures of vocabulary: what two stories share in phrasing and in words, and how diverse each one's words are."""

from analysis.measure import CHANCE, LESS, MORE, OTHER_STORY, RICHER, UNRELATED, Measure, list_tested, table_measures

WINDOW, THRESHOLD, SAMPLE = 50, 0.72, 42
_PHRASING, _WORDS = "Shared phrasing", "Vocabulary"

PHRASING = table_measures(
    (
        Measure("phrases", "shared phrases", "phrases", 0, _PHRASING, MORE, against=UNRELATED, short="phrases"),
        Measure("alignments", "aligned passages", "passages", 0, _PHRASING, MORE, against=UNRELATED, short="passages"),
        Measure("closest", "closest passage", "points", 1, _PHRASING, MORE, against=UNRELATED),
        Measure("order", "order of the passages", "tau", 2, _PHRASING, against=CHANCE, short="order"),
    )
)
OVERLAP = table_measures(
    (
        Measure(
            "overlap",
            "shared vocabulary",
            "share",
            3,
            _WORDS,
            MORE,
            against=UNRELATED,
            short="overlap",
            title="Shared words, of all that the two use",
        ),
        Measure("similarity", "1 − Bray-Curtis", "share", 3, _WORDS, MORE),
        Measure("divergence", "Jensen-Shannon divergence", "bits", 3, _WORDS, LESS),
        Measure("coverage_1", "running words of the first that the second has too", "share", 3, _WORDS, MORE),
        Measure("coverage_2", "running words of the second that the first has too", "share", 3, _WORDS, MORE),
    )
)
DISTINCTIVE = table_measures(
    (Measure("distinctive_words", "distinctive words", "words", 0, _WORDS, against=OTHER_STORY, short="single words"),)
)
DIVERSITY = table_measures(
    (
        Measure(
            "mattr",
            "MATTR",
            "share",
            3,
            _WORDS,
            RICHER,
            against=OTHER_STORY,
            title=f"MATTR (mean type-token ratio of {WINDOW} words)",
        ),
        Measure(
            "mtld",
            "MTLD",
            "words",
            1,
            _WORDS,
            RICHER,
            against=OTHER_STORY,
            title=f"MTLD (words until the type-token ratio is below {THRESHOLD})",
        ),
        Measure(
            "hdd",
            "HD-D",
            "share",
            3,
            _WORDS,
            RICHER,
            against=OTHER_STORY,
            title=f"HD-D (expected type-token ratio of {SAMPLE} words)",
        ),
        # These two say how long the stories are, so they are not compared.
        Measure("ttr", "type-token ratio", "share", 3, _WORDS),
        Measure("types", "distinct words", "words", 0, _WORDS),
    )
)
MEASURES = OVERLAP | DISTINCTIVE | DIVERSITY | PHRASING
COMPARED = list_tested(DIVERSITY)
