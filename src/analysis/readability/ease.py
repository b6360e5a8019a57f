"""Predicted human ease: formulas of this project, fitted to readers' judgements by benchmarks/fit_ease.py."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

Number: TypeAlias = Any  # a number, an array or a Series: what comes back is of the kind that went in


def ease(
    words: Number,
    squares: Number,
    content_words: Number,
    unfamiliar_content: Number,
    unlisted: Number,
    of_words: Number,
    abstract_words: Number,
    you_words: Number,
) -> Number:
    """Predicted human ease: higher is easier; in standard deviations, roughly, of readers' judgements of school excerpts.

    A constant and six parts (`split_ease`). Fitted by least squares on 2,342 judged excerpts of 140-205 words, half of them
    literary (CLEAR corpus, Crossley et al., 2022; the project's development half), on 2026-11-27, by benchmarks/fit_ease.py.
    Fitted on half of the authors and tested on the others it ranks excerpts as readers do with rho .702 (mean of 50 splits).
    It explains about half of the variance of their judgement; large language models explain about 80 %. A text without
    content words has no value.
    """
    shares = {"unfamiliar_content": unfamiliar_content, "content_words": content_words, "unlisted": unlisted}
    manner = {"of_words": of_words, "abstract_words": abstract_words, "you_words": you_words}
    return 2.39 + sum(split_ease({"words": words, "squares": squares, **shares, **manner}).values())


def split_ease(counts: Mapping[str, Number]) -> dict[str, Number]:
    """The six parts of the predicted ease, by name. All make a text harder but the last.

    The first is the logarithm of sum l^2 / sum l, where l is a sentence's length in words (`squares` is the sum of l^2):
    the length of the sentence that contains an average word. The others are shares: of content words (with a small first
    letter, and no function words) that are unfamiliar; and of all words that are not in the CMU dictionary, "of" (which
    strings nouns together), abstract nouns in -tion, -ness and the like, and "you", which talks to the reader or is said.
    """
    words = counts["words"]
    return {
        "sentence length": -0.726 * np.log(counts["squares"] / words),
        "unfamiliar words": -1.97 * (counts["unfamiliar_content"] / counts["content_words"]),
        "words not in the dictionary": -12.0 * (counts["unlisted"] / words),
        'the word "of"': -6.01 * (counts["of_words"] / words),
        "abstract nouns": -5.32 * (counts["abstract_words"] / words),
        'the word "you"': 5.02 * (counts["you_words"] / words),
    }


def ease_nameproof(
    words: Number,
    squares: Number,
    lower_words: Number,
    lower_unlisted: Number,
    content_words: Number,
    unfamiliar_content: Number,
    of_words: Number,
    abstract_words: Number,
    you_words: Number,
) -> Number:
    """`ease` with all word shares among words with a small first letter, so that no name, known or invented, counts as hard.

    Fitted like `ease`, on the same excerpts; rho .686 on held-out authors.
    """
    rare = -1.98 * (unfamiliar_content / content_words) - 12.4 * (lower_unlisted / lower_words)
    manner = -6.02 * (of_words / words) - 4.82 * (abstract_words / words) + 5.94 * (you_words / words)
    return 1.98 - 0.629 * np.log(squares / words) + rare + manner
