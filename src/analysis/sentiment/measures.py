"""The measures of sentiment."""

from analysis.measure import BRIGHTER, OTHER_STORY, Measure, table_measures

_SECTION = "Feeling along the story"

MEASURES = table_measures(
    (
        Measure(
            "level",
            "level of feeling",
            "valence",
            2,
            _SECTION,
            BRIGHTER,
            against=OTHER_STORY,
            short="level",
        ),
        Measure("shape", "shape of the trajectory", "valence", 2, _SECTION, against=OTHER_STORY, short="shape"),
    )
)


def name_level(column: str) -> str:
    """The title of the measure `level` of this score."""
    return "Mean valence of a sentence, by your own lexicon" if column == "valence_own" else f"Mean {column} of a sentence"
