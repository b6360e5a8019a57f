"""Cleans what files state about themselves: programs write titles and authors that nobody gave."""

from __future__ import annotations

import re

GENERIC = re.compile(
    r"(?:untitled.*|document\s*\d*|index|home|unknown(?: author)?|cover|title|microsoft word.*|word document"
    r"|\[(?:document |no )?(?:title|subject|author|untitled)\]"
    r"|(?:default )?template|author|user|python-docx|admin|administrator|owner|.*\.(?:docx?|odt|rtf|txt|html?))",
    re.I,
)
GUTENBERG = re.compile(r"(?:the )?project gutenberg(?:'s|’s)?(?: e-?(?:book|text))?(?: of)?[:,]?\s+", re.I)
EDITION = re.compile(
    r"\s?(?<![:.,\-–\[(])[:.,\-–\[(]++\s?(?:an? |the )?(?:eltec|tei|xml|digital|electronic|machine-readable)\b.*"
    r"|\s?\|\s?project gutenberg.*",
    re.I | re.S,
)
YEAR = re.compile(r"(?<!\d)1\d{3}(?!\d)|(?<!\d)20\d\d(?!\d)")
BY = re.compile(r"(.+?),? by ([A-Z][^,]*(?:,? (?:Jr|Sr)\.)?)", re.S)


def clean_facts(facts: dict[str, str]) -> dict[str, str]:
    """The facts that say something: "title", "author", "date", "language".

    >>> clean_facts({"title": "Project Gutenberg's Emma, by Jane Austen", "author": "", "date": "1815-12-23T00:00"})
    {'title': 'Emma', 'author': 'Jane Austen', 'date': '1815-12-23'}
    """
    facts = {key: " ".join(value.split()) for key, value in facts.items()}
    title = EDITION.sub("", GUTENBERG.sub("", facts.get("title", ""))) or facts.get("title", "")
    by, author = BY.fullmatch(title), facts.get("author", "")
    if by and (author in ("", by[2]) or GENERIC.fullmatch(author)):
        title, facts["author"] = by[1], by[2]
    facts["title"] = title
    facts["author"] = re.sub(r"(?<=[a-zé]{3})\.$", "", facts.get("author", ""))
    # Calibre writes the year 101 where it knows none.
    facts["date"] = re.sub(r"(?<=\d)T\d\d.*|^0101-01-01.*", "", facts.get("date", "")).rstrip(" .,;:")
    if len(years := set(YEAR.findall(facts["date"]))) == 1 and len(facts["date"]) > len("1815-12-23/1816-12-23"):
        facts["date"] = years.pop()  # of "Printed in the year, MDCXCIII. [1693]"
    return {key: value for key, value in facts.items() if value and (key == "date" or not GENERIC.fullmatch(value))}
