"""Finds every number of a sentence: the measures, with value, unit and bound, and the others, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from plangraph.ingest.quantities.forms import Found, special, with_bounds
from plangraph.ingest.quantities.line import GAP
from plangraph.ingest.quantities.numerals import arabic
from plangraph.ingest.quantities.vocabulary import (
    DIGITS,
    SCALES,
    counted,
    guards,
    reasons,
    tail_pattern,
    unit_classes,
)
from plangraph.ingest.quantities.words import pattern
from plangraph.ontology.records import Bound, Reason

ENDLESS = re.compile(r"\d[\d,.]{18,}")
"""A run of digits that counts nothing: an account, a code or a broken file."""

JOINED = re.compile(r"(?:—|-|~|至|到)+")
COORDINATED = re.compile(r"[、和及与,]")
BARE_SCALE = re.compile("|".join(SCALES))
SPLIT = re.compile(r"\d[万亿]$")
"""What stands before the second part of a number that is written in two (1万6千): a part of it counts nothing."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that states nothing about the world: characters of the line, and why."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of a line in text order."""

    measures: tuple[Found, ...]
    others: tuple[Stated, ...]


@lru_cache(maxsize=4096)  # a line is asked for twice: for what it states, and for what must be accounted for
def scan(text: str, names: tuple[tuple[int, int], ...] = ()) -> Numbers:
    """The numbers of a line (`line_of`), parted into measures and others.

    `names`: the spans of names in the line; a number inside one is part of the name, but for one that begins with a
    count (18个老旧小区改造项目).
    """
    endless = [Stated(run.start(), run.end(), "unread") for run in ENDLESS.finditer(text)]
    text = ENDLESS.sub(lambda run: "囗" * len(run.group()), text)
    claimed = endless + _reasoned(text, names)
    taken = [(s.start, s.end) for s in claimed]
    measures = [m for m in special(text) if not _overlaps(m.start, m.end, taken)]
    taken += [(m.start, m.end) for m in measures]
    others = list(claimed)
    at = 0
    while found := DIGITS.search(text, at):
        at = found.end()
        if _overlaps(found.start(), found.end(), taken):
            continue
        read = [m for m in _plain(text, found) if not _overlaps(m.low, max(m.high, m.reach[1]), taken)]
        measures += [with_bounds(text, m) for m in read]
        if read:
            at = max(m.end for m in read)
        else:
            others.append(Stated(found.start(), found.end(), "unread"))
    return Numbers(
        tuple(sorted(measures, key=lambda m: (m.start, m.end))), tuple(sorted(others, key=lambda s: (s.start, s.end)))
    )


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def _reasoned(text: str, names: tuple[tuple[int, int], ...]) -> list[Stated]:
    """Digits that a rule or a name claims; each digit run once, by the first that claims it."""
    claimed: list[Stated] = []
    runs = list(DIGITS.finditer(text))
    if not runs:
        return claimed

    def claim(start: int, end: int, reason: Reason) -> None:
        for digits in runs:
            if (
                start <= digits.start()
                and digits.end() <= end
                and not any(s.start < digits.end() and digits.start() < s.end for s in claimed)
            ):
                claimed.append(Stated(digits.start(), digits.end(), reason))

    held = frozenset(text)
    for rule in reasons():
        for match in rule.pattern.finditer(text) if rule.may_match(held) else ():
            groups = [g for g in ("n", "m") if g in rule.pattern.groupindex and match.group(g)]
            for start, end in _spans(match, groups):
                claim(start, end, rule.reason)
    for start, end in names:
        first = DIGITS.match(text, start)
        counted_first = first is not None and _measured(_with_tail(text, first).unit)
        claim(first.end() if first and counted_first else start, end, "inside-name")
    return claimed


def _spans(match: re.Match[str], groups: list[str]) -> list[tuple[int, int]]:
    """The spans of the groups, or of the whole match; two groups of one run of digits (14.2025年) are one."""
    spans = [match.span(group) for group in groups] or [match.span()]
    if len(spans) == 2 and spans[1][0] - spans[0][1] == 1 and match.string[spans[0][1]] == ".":
        return [(spans[0][0], spans[1][1])]
    return spans


def _plain(text: str, match: re.Match[str]) -> Iterator[Found]:
    """The measures that begin with an Arabic number: one, two for a range or shared unit, none where it is unclear."""
    start, end = match.span()
    if GAP in text[max(0, start - 1) : start] + text[end : end + 1]:
        return
    if start and re.match(r"[A-Za-z.+×]", text[start - 1]):
        return
    if SPLIT.search(text, max(0, start - 2), start):
        return
    first = _with_tail(text, match)
    if first.unit in SCALES and text[first.end : first.end + 1].isdigit() and not pattern("age").match(text, first.end):
        return
    joined = JOINED.match(text, first.end)
    second = DIGITS.match(text, joined.end()) if joined else None
    if joined and second and text[max(0, start - 1) : start] != "从":
        other = _with_tail(text, second)
        if other.unit:
            low = replace(first, bound=">=", unit=first.unit if _measured(first.unit) else other.unit, end=other.end)
            yield replace(low, reach=(first.start, other.end))
            yield replace(other, bound="<=", start=first.start, reach=(first.start, other.end))
        return
    if _measured(first.unit):
        if unit_classes().get(first.unit) != "date":
            yield first
        return
    yield from _bare(text, first)


def _bare(text: str, first: Found) -> Iterator[Found]:
    """A number without a measure word: what it counts stands beside it, or after the next number, or it is an index."""
    after = text[first.end : first.end + 1]
    if first.unit and after and after in "亿万千百":
        return
    places = pattern("division").match(text, first.end) if not first.unit else None
    if places:
        yield replace(first, unit="县" if places["noun"] == "县" else "个")
        return
    for rule in counted() if first.unit or first.value >= 100 else ():
        side = text[: first.start] if rule.side == "left" else text[first.end :]
        if rule.pattern.search(side) and (first.unit or rule.side == "right"):
            yield replace(first, unit=first.unit + rule.unit)
            return
    index = not first.unit and pattern("index").search(text[: first.start])
    if first.unit or (index and pattern("index-after").match(text[first.end :])):
        yield first
    else:
        yield from _shared_unit(text, first)


def _measured(unit: str) -> bool:
    return bool(unit) and unit not in SCALES


def _shared_unit(text: str, first: Found) -> Iterator[Found]:
    """A number without a unit before one with it: 高于全省26.2和17.5个百分点."""
    mark = COORDINATED.match(text, first.end)
    second = DIGITS.match(text, mark.end()) if mark else None
    if second is not None:
        other = next(iter(_plain(text, second)), None)
        if other is not None and other.unit and other.start == second.start():
            yield replace(first, unit=other.unit)


def _with_tail(text: str, match: re.Match[str]) -> Found:
    """The number with what follows it: 余, scale and measure word."""
    value = arabic(match.group())
    start, end = match.span()
    if guards().match(text, end - 1):
        scale = BARE_SCALE.match(text, end)
        unit = scale.group() if scale else ""
        return Found(start, end + len(unit), start, end, value, unit, rule="measure.number")
    tail = tail_pattern().match(text, end)
    if tail is None or not tail.group():
        return Found(start, end, start, end, value, "", rule="measure.number")
    unit = tail["bare"] or (tail["scale"] or "") + (tail["unit"] or "")
    bound: Bound = ">=" if tail["more"] or tail["much"] else "="
    if not unit:
        return Found(start, end, start, end, value, "", rule="measure.number")
    return Found(start, tail.end(), start, end, value, unit, bound=bound, rule="measure.number")
