"""Every regular expression of the package on what it is made of, again and again: none may walk the same run twice.

The texts are so long that a pattern that takes the square of a run takes minutes.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from re import (
    _constants as kinds,  # type: ignore[attr-defined]
    _parser as parser,  # type: ignore[attr-defined]
)
from types import ModuleType
from typing import Any

import pytest

import analysis
from analysis.vocabulary.concordance import match_words

LENGTH = 60_000
CALLED = {"sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer"}
# What these read is closed and escaped: pages that nbconvert made and bleach mended, notebooks of our own.
MADE_PAGES = ("<(script|style)", "<h([1-6])", "<p><em>To read your own", "<[^>]*>")
# Ends every statement, and that once.
OWN_SENTENCE = " Each text's sentences are taken as draws"


@cache
def load_modules() -> list[ModuleType]:
    names = [
        module.name for module in pkgutil.walk_packages(analysis.__path__, "analysis.") if "__main__" not in module.name
    ]
    return [importlib.import_module(name) for name in names]


def find_patterns() -> Iterator[tuple[re.Pattern[Any], str]]:
    """Each pattern and how it is used: compiled ones by name, and those that stand in a call of `re`."""
    for module in load_modules():
        for node in ast.walk(ast.parse(open(module.__file__, encoding="utf-8").read())):  # type: ignore[arg-type]  # noqa: PTH123, SIM115
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLED):
                continue
            owner = node.func.value
            if not isinstance(owner, ast.Name):
                continue
            if isinstance(found := getattr(module, owner.id, None), re.Pattern):
                yield found, node.func.attr
            elif owner.id == "re":
                first = node.args[0]
                source = first.value if isinstance(first, ast.Constant) else getattr(module, getattr(first, "id", ""), None)
                assert isinstance(source, str | bytes), f"{module.__name__}: {ast.unparse(node)}"
                flags = [word.value for word in node.keywords if word.arg == "flags"] + node.args[2:3] * (
                    node.func.attr == "match"
                )
                yield re.compile(source, eval(ast.unparse(flags[0]), {"re": re}) if flags else 0), node.func.attr


def list_patterns() -> list[tuple[re.Pattern[Any], str]]:
    kept = dict.fromkeys(find_patterns())
    spared = (*MADE_PAGES, OWN_SENTENCE)
    return [(pattern, use) for pattern, use in kept if not str(pattern.pattern).startswith(spared)]


def test_no_pattern_is_left_out() -> None:
    used = {pattern for pattern, _ in find_patterns()}
    for module in load_modules():
        for name, value in vars(module).items():
            assert not isinstance(value, re.Pattern) or value in used, f"{module.__name__}.{name}"


def write_sample(parsed: Any) -> str:
    """The shortest text that a parsed pattern asks for, its assertions aside."""
    return "".join(write_part(*part) for part in parsed)


def write_part(kind: Any, value: Any) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.IN and value[0][0] is not kinds.NEGATE:
        known = [item[1] if item[0] is kinds.LITERAL else item[1][0] for item in value if item[0] is not kinds.CATEGORY]
        return chr(known[0]) if known else "x"
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        return write_sample(value[2]) * max(value[0], 1)
    if kind is kinds.BRANCH:
        return write_sample(value[1][0])
    if kind in (kinds.SUBPATTERN, kinds.ATOMIC_GROUP):
        return write_sample(value[-1] if kind is kinds.SUBPATTERN else value)
    return "x" if kind in (kinds.ANY, kinds.NOT_LITERAL, kinds.IN) else ""


def find_inside(value: Any) -> Iterator[Any]:
    """The parsed patterns within a part of one."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from find_inside(inner)


def find_openings(parsed: Any) -> Iterator[str]:
    """What a match may have begun with wherever it goes on to a class or a choice."""
    for place, (_, value) in enumerate(parsed):
        for inner in find_inside(value):
            yield write_sample(parsed[:place])
            yield from (write_sample(parsed[:place]) + opening for opening in find_openings(inner))


def find_characters(parsed: Any) -> set[str]:
    """Every character that stands in it, and one of each class."""
    found: set[str] = set()
    for kind, value in parsed:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.IN:
            found |= {chr(item[1]) for item in value if item[0] is kinds.LITERAL}
            found |= {chr(item[1][0]) for item in value if item[0] is kinds.RANGE}
        for inner in find_inside(value):
            found |= find_characters(inner)
    return found


def write_hostile(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Runs of what is in the pattern: alone, after each beginning of what it matches, and all of it again and again."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    whole = write_sample(parsed)
    marks = [*sorted(find_characters(parsed) - set("abcdefghijklmnopqrstuvwxyz")), *"aeixA \n."]
    for opening in sorted({"", whole, *find_openings(parsed)}):
        yield (opening * (LENGTH // max(len(opening), 1)))[:LENGTH] + "\0"
        for mark in dict.fromkeys(marks):
            yield opening + mark * LENGTH + "\0"
    for mark in marks[:12]:
        yield (mark + whole) * (LENGTH // (len(whole) + 1)) + "\0"
        yield (mark + " ") * (LENGTH // 2) + "\0"
        yield (mark + "a") * (LENGTH // 2) + "\0"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "use"), [pytest.param(*both, id=f"{both[0].pattern[:30]!r} {both[1]}") for both in list_patterns()]
)
def test_a_pattern_is_linear(pattern: re.Pattern[Any], use: str) -> None:
    for text in write_hostile(pattern):
        given: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
        if use in ("sub", "subn"):
            assert len(pattern.sub(given[:0], given)) <= len(given)
        else:
            found = getattr(pattern, use)(given)
            assert found is None or isinstance(found, re.Match) or len(list(found)) <= len(given) + 2


@pytest.mark.parametrize("wild", ["*a*a*a*b", "a*a*a*a*b", "*ab*ab*c", "****b", "*a*"])
def test_stars_in_a_word_without_end(wild: str) -> None:
    assert bool(match_words([wild])("a" * 200_000)) == (wild == "*a*")


@pytest.mark.parametrize(
    ("wild", "word", "fits"),
    [("un*able", "unable", True), ("un*able", "unbearable", True), ("*ab*ab", "ab", False), ("*ab*ab", "abab", True),
     ("a*b*a", "aba", True), ("a*b*a", "ab", False), ("a.*", "ab", False), ("*", "fog", True), ("f*g", "fogs", False)],
)  # fmt: skip
def test_stars_stand_for_any_letters(wild: str, word: str, fits: bool) -> None:
    assert bool(match_words([wild])(word)) == fits
