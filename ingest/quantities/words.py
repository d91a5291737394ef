"""Cutting the name of what is measured out of the words around a value."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from plangraph.ingest.rules.loader import PatternRule, load_rules

Role = Literal[
    "lead",
    "link",
    "verb",
    "relative",
    "inner",
    "examples",
    "split",
    "head",
    "state",
    "rank",
    "note",
    "ratio",
    "total",
    "fresh",
    "growing",
    "related",
    "compared",
    "share",
    "scope",
    "held",
    "shared",
    "shared-rank",
    "respective",
    "distributed",
    "several",
    "measured",
    "thing",
    "exemplified",
    "exemplified-named",
    "whose",
    "landmark",
    "given",
    "multiple",
    "reached",
    "added",
    "summed",
    "places-up",
    "places-down",
    "ranks-next",
    "rank-next",
    "index",
    "index-after",
    "division",
    "age",
    "more",
    "own-year",
    "former",
    "awarded",
]


class WordRule(PatternRule, frozen=True, kw_only=True):
    """Words around the name of what is measured, and their role. `parts`: what each of several is called."""

    role: Role
    parts: tuple[str, ...] = ()


@cache
def words(role: Role) -> tuple[WordRule, ...]:
    """The rules of a role, in order."""
    return tuple(r for r in load_rules("quantity_words", WordRule) if r.role == role)


@cache
def pattern(role: Role) -> re.Pattern[str]:
    """All words of a role as one pattern."""
    first, *others = (r.pattern for r in words(role))
    return re.compile("|".join(f"(?:{p.pattern})" for p in (first, *others))) if others else first


def without_lead(name: str) -> str:
    """The name without the words that lead its clause in."""
    return _peeled(name, pattern("lead"))


def without_link(name: str) -> str:
    """The name without the words between it and its value."""
    return _peeled(name, pattern("link"))


def cleaned(name: str) -> str:
    """The name without lead, link and inner words; unpaired quotation marks and brackets at its ends go too."""
    inner = pattern("inner").sub("", pattern("note").sub("", name))
    short = without_link(without_lead(inner))
    return paired(short.strip("、，,；：:—·"))


def paired(name: str) -> str:
    """The name without a mark at either end whose partner is missing."""
    for opening, closing in ("“”", "（）", "()", "《》"):
        while name.count(closing) > name.count(opening) and closing in name:
            head, _, tail = name.partition(closing)
            name = tail if len(tail) >= len(head) else head
        while name.count(opening) > name.count(closing) and opening in name:
            head, _, tail = name.rpartition(opening)
            name = tail if len(tail) >= len(head) else head
    return name.strip("、，,；：:—·")


def _peeled(name: str, ends: re.Pattern[str]) -> str:
    while name and (found := ends.search(name)) and found.group():
        rest = name[found.end() :] if not found.start() else name[: found.start()]
        if rest == name:
            break
        name = rest
    return name


def verb_of(name: str) -> str:
    """The verb that the name begins with, or ''."""
    found = pattern("verb").match(name)
    return found.group() if found else ""


def is_relative(name: str) -> bool:
    """Whether the words speak of a thing named before them."""
    return bool(pattern("relative").match(name))


def split_at_verb(gap: str) -> tuple[str, str]:
    """The words between two values: what the first one counts, and what leads to the second."""
    found = pattern("split").search(gap)
    return (gap[: found.start()], gap[found.start() :]) if found else (gap, "")


def _joined(item: str, head: str) -> str:
    """The item with the head that it shares; words that end the one and begin the other are said once."""
    lap = next((size for size in range(min(len(item), len(head)), 1, -1) if item.endswith(head[:size])), 0)
    return item + head[lap:]


ITEMS = re.compile(r"、|以及|和|及|与")


def items_of(base: str, wanted: int | None) -> list[str] | None:
    """The items of an enumeration, if it has as many as wanted (two or more where that is open), else None."""
    for mark in (ITEMS, re.compile("、")):
        items = [cleaned(i) for i in mark.split(base)]
        if all(items) and (len(items) == wanted if wanted else len(items) > 1):
            return items
    return None


def completed(items: list[str]) -> list[str]:
    """Items of an enumeration with the verb of the first and the head of the last: 电诈、涉赌警情 gives 电诈警情."""
    if not items:
        return items
    last, verb = items[-1], verb_of(items[0])
    head, ratio, thing = pattern("head").search(last), pattern("ratio").search(last), pattern("thing")
    whole: list[str] = []
    for at, item in enumerate(items):
        full = item
        bare = thing.search(item) and not thing.search(last)
        headed = pattern("head").search(item) and not bare
        if head and at < len(items) - 1 and not headed and not pattern("measured").search(item):
            full = _joined(item, head.group()) if len(last) > len(head.group()) else item
        elif ratio and not item.endswith("率") and not pattern("ratio").search(item):
            full = item + ratio.group()
        if at and verb and not verb_of(item):
            full = verb + full
        whole.append(full)
    return whole
