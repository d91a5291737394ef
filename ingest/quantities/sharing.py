"""Names that several values share, and values that sum up what another value was added to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.vocabulary import unit_class
from plangraph.ingest.quantities.words import cleaned, paired, pattern, verb_of, without_lead, words

LISTED = "、和及与"


def same_bound(members: Sequence[Found]) -> list[Found]:
    """Values under 分别: a bound word before the first or after the last holds for all."""
    first, last = members[0].bound, members[-1].bound
    shared = first if first != "=" else last
    return [replace(m, bound=shared) if m.bound == "=" else m for m in members]


def each_of(base: str, count: int) -> list[str] | None:
    """The names that a word for several things stands for (城乡居民收入: 城镇居民收入, 农村居民收入), if so many."""
    for rule in words("several"):
        found = rule.pattern.search(base)
        if found and len(rule.parts) == count:
            return [base[: found.start()] + part + base[found.end() :] for part in rule.parts]
    return None


def in_all(topic: str, total: re.Match[str]) -> str:
    """What a sum is about that follows a value about `topic`: 新增“小巨人”企业10家，总数达33家 is 33 in all.

    `total`: the words for the sum; group `before` or `after` is what its name begins or ends with.
    """
    plain = pattern("fresh").sub("", topic)
    if before := total["before"]:
        return topic if before in topic else before + plain
    return plain if pattern("summed").search(plain) else plain + (total["after"] or "")


def counted_things(text: str, found: Sequence[Found], end: int, run: int) -> list[str] | None:
    """The counted things that a run of values belongs to, one each: 37个省级、324个市级项目完成投资370亿、1115亿元.

    `found` are the counts before the run, `end` is where the last counted thing ends. None where they are no list;
    a list of another length yields '' for each value: whose it is, nobody says.
    """
    stops = [m.start for m in found[1:]] + [end]
    nouns = [text[m.end : stop] for m, stop in zip(found, stops, strict=True)]
    size = 1
    while size < len(nouns) and nouns[-size - 1].endswith(tuple(LISTED)) and unit_class(found[-size].unit) == "count":
        size += 1
    if size == 1:
        return None
    if size != run:
        return [""] * run
    whole = [text[m.start : m.end] + cleaned(noun.rstrip(LISTED)) for m, noun in zip(found, nouns, strict=True)]
    return [paired(name) for name in whole[-size:]]


def without_examples(left: str, low: int, names: Sequence[tuple[int, int]]) -> str:
    """The words before a value without the named examples of what it counts: 新开工A、B等项目 is 新开工项目.

    Examples are known by the names among them (spans of the line, in which `left` begins at `low`); those of some
    things are always names.
    """
    found = pattern("exemplified").match(left)
    if not found or not found["noun"]:
        return left
    verb = verb_of(without_lead(left))
    start = left.find(verb) + len(verb) if verb else 0
    things = pattern("exemplified-named").search(found["noun"])
    if (things and verb) or any(low + start <= a and b <= low + found.start("noun") for a, b in names):
        return verb + found["noun"]
    return left
