"""Measures that are no plain number with a unit: ranks, streaks, fractions, tenths, bare scale words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from plangraph.ingest.quantities.numerals import number, ratio
from plangraph.ingest.quantities.vocabulary import MeasureRule, bounds, measures
from plangraph.ingest.quantities.words import pattern
from plangraph.ontology.records import Bound, Direction, Kind

COEFFICIENTS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Found:
    """A measure in a line: `text[start:end]` with unit and bound words, `text[low:high]` the number alone.

    `kind` and `direction` are set where the form itself says them. `reach`: the whole of a range, for both of its ends.
    """

    start: int
    end: int
    low: int
    high: int
    value: Decimal
    unit: str
    bound: Bound = "="
    kind: Kind | None = None
    direction: Direction | None = None
    form: str = "number"
    rule: str = ""
    reach: tuple[int, int] = (-1, -1)


def special(text: str) -> list[Found]:
    """The measures of a line that `measures()` describes, in the order of the rules, none overlapping another."""
    found: list[Found] = []
    held = frozenset(text)
    for rule in measures():
        for match in rule.pattern.finditer(text) if rule.may_match(held) else ():
            for one in _read(rule, match):
                whole = with_bounds(text, one)
                if not any(_clash(whole, other) for other in found):
                    found.append(whole)
    return found


def _clash(one: Found, other: Found) -> bool:
    """Whether two readings are of the same number, or of characters that only one rule may have."""
    overlap = one.start < other.end and other.start < one.end
    return one.low == other.low or (overlap and one.rule != other.rule)


def _read(rule: MeasureRule, match: re.Match[str]) -> Iterator[Found]:
    """What one match of a rule states; nothing where its numerals make no number."""
    if rule.form in ("first", "half"):
        first = rule.form == "first"
        value = Decimal(1) if first else Decimal("0.5")
        yield Found(match.start(), match.end(), match.start(), match.end(), value, "位" if first else "",
                    kind="rank" if first else None, form=rule.form, rule=rule.id)  # fmt: skip
        return
    if rule.form == "scale":
        yield from _scale(rule, match)
        return
    group = "n" if match["n"] else "m"
    value_or_none = number(match[group])
    if value_or_none is None:
        return
    base = Found(match.start(), match.end(), match.start(group), match.end(group), value_or_none, "",
                 form=rule.form, rule=rule.id)  # fmt: skip
    yield from _formed(rule, match, base)


def _formed(rule: MeasureRule, match: re.Match[str], base: Found) -> Iterator[Found]:
    groups = match.groupdict()
    unit = groups.get("unit") or ""
    if rule.form == "streak":
        yield replace(base, unit=unit or "年", kind="level", bound=">=" if groups.get("more") else "=")
    elif rule.form == "rank":
        yield replace(base, unit="位", kind="rank")
        yield from _next_ranks(match, base)
    elif rule.form == "top":
        yield replace(base, unit="位", kind="rank", bound="<=")
    elif rule.form in ("fraction", "ratio"):
        yield from _parts(rule, match, base)
    elif rule.form == "tenths":
        half = Decimal("0.5") if groups.get("half") else Decimal(0)
        yield replace(base, value=base.value + half, unit="成")
    elif rule.form == "percent":
        yield replace(base, unit="%")
    else:
        yield replace(base, unit="番", kind="growth", direction="up")


def _next_ranks(match: re.Match[str], first: Found) -> Iterator[Found]:
    """The ranks after the first of an enumeration of ranks that words of holding one lead in."""
    more = pattern("ranks-next").match(match.string, match.end()) if match["left"] else None
    for found in pattern("rank-next").finditer(match.string, more.start(), more.end()) if more else ():
        value = number(found["n"])
        if value is not None:
            start, end = found.span()
            low, high = found.span("n")
            yield replace(first, value=value, start=start, end=end, low=low, high=high, unit="位", kind="rank")


def _parts(rule: MeasureRule, match: re.Match[str], base: Found) -> Iterator[Found]:
    """A fraction, a ratio of two, or the three parts of a structure (8.2:37.5:54.3)."""
    groups = match.groupdict()
    if groups.get("e"):
        for group in ("n", "d", "e"):
            value = number(match[group])
            if value is not None:
                low, high = match.span(group)
                yield replace(base, value=value, low=low, high=high, start=low, end=high, kind="share")
        return
    whole = number(match["d"])
    part = ratio(base.value, whole) if whole is not None else None
    if part is not None:
        kind: Kind | None = "level" if rule.form == "ratio" else None
        yield replace(base, value=part, low=match.start(), high=match.end(), kind=kind)


def _scale(rule: MeasureRule, match: re.Match[str]) -> Iterator[Found]:
    """A scale word as a number: 千亿元 is 1000 亿元, 万人 is 1 万人, 百万 is 100 万."""
    coefficient, big = match["coef"], ""
    for scale in ("万亿", "亿", "万"):
        if coefficient.endswith(scale):
            coefficient, big = coefficient.removesuffix(scale), scale
            break
    unit = big + (match["unit"] or "")
    if unit.endswith("年") or not unit:
        return
    yield Found(match.start("coef"), match.end(), match.start("coef"), match.end("coef"),
                Decimal(COEFFICIENTS.get(coefficient, 1)), unit, form="scale", rule=rule.id)  # fmt: skip


def with_bounds(text: str, found: Found) -> Found:
    """The measure with the bound words around it; ranks and streaks have theirs in their form."""
    if found.kind == "rank":
        return found
    start, end, bound = found.start, found.end, found.bound
    for words, meaning in bounds().before:
        if word := words.search(text, max(0, start - 10), start):
            start, bound = word.start(), meaning if bound == "=" else bound
            break
    for words, meaning in bounds().after:
        if word := words.match(text, end):
            end, bound = word.end(), meaning if bound == "=" else bound
            break
    return replace(found, start=start, end=end, bound=bound)
