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
            title="Mean valence of a sentence",
        ),
        Measure("shape", "shape of the trajectory", "valence", 2, _SECTION, against=OTHER_STORY, short="shape"),
    )
)
