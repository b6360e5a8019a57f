"""What is said of the layout of a plain text when it is read."""

import pytest

from analysis import StoryWarning, read_stories
from analysis.text.layout import describe_layout

LINES = "each of its lines is taken for a paragraph: most end a sentence"
BARE = "dialogue without quotation marks or dashes: none of it is told from narration"
PARAGRAPHS = [
    "The boy walked down to the water and sat on a stone, for he had nowhere else to go that day.",
    "It was cold.",
    "After a while a man came by with a dog, and the dog lay down beside the boy as if it had known him all its life.",
    "The man did not seem to mind, and looked out over the water as well.",
    "They stayed until it was dark.",
    "Then each went home.",
]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("\n".join(PARAGRAPHS), [LINES]),
        ("\n\n".join(PARAGRAPHS), []),
        ("The sun was up,\nthe wind was low,\nand all the birds\nbegan to go.\n" * 2, []),
        ("Are you there, said Ann. I am, said Tom. Come in, she said.", [BARE]),
        (
            "Where is it, I asked. He answered: Gone.\n\nAnd she? She said, Gone too.\n\nI do not know, the woman said.",
            [BARE],
        ),
        ('"Are you there?" said Ann. "I am," said Tom. "Come in," she said.', []),
        ("‘Are you there?’ said Ann. ‘I am,’ said Tom. ‘Come in,’ she said.", []),
        ("—Are you there? said Ann.\n\n—I am, said Tom.\n\n—Come in, she said.", []),
        ("He said so. Ann said it was late, and Tom said nothing.", []),
    ],
)
def test_layouts(text: str, notes: list[str]) -> None:
    assert describe_layout(text) == notes


def test_it_is_said_once_when_a_text_is_read() -> None:
    with pytest.warns(StoryWarning, match=f"Story 'a': {LINES}") as said:
        read_stories({"a": "\n".join(PARAGRAPHS)})
    assert len(said) == 1
