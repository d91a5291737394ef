"""The words and forms of the grammar of quantities, read from the rule files once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from plangraph.ingest.quantities.numerals import ARABIC
from plangraph.ingest.quantities.words import pattern
from plangraph.ingest.rules.loader import Examples, PatternRule, load_lexicon, load_rules
from plangraph.ontology.records import Bound, Direction, Kind, Reason

Side = Literal["before", "after"]
Form = Literal["streak", "rank", "top", "first", "fraction", "half", "ratio", "tenths", "percent", "doubling", "scale"]
SCALED = re.compile(r"^(?:万亿|千亿|百亿|千万|百万|亿|万)(?=.)")
SCALES = ("万亿", "千亿", "百亿", "千万", "百万", "亿", "万")


class BoundRule(PatternRule, frozen=True, kw_only=True):
    """Words right before or after a value that bound it."""

    side: Side
    bound: Bound

    def matches(self, text: str) -> bool:
        """Whether the words stand right before a number, or after one with its unit."""
        words = f"(?:{self.pattern.pattern})"
        return re.search(rf"{words}\d" if self.side == "before" else rf"\d[^\d，]{{0,8}}?{words}", text) is not None


class GuardRule(PatternRule, frozen=True, kw_only=True):
    """Where a measure word is the beginning of another word. The pattern starts with the digit before it."""


class UnitRule(PatternRule, frozen=True, kw_only=True):
    """A rule whose pattern may say UNIT for any measure word."""

    @classmethod
    def prepared(cls, row: dict[str, object]) -> dict[str, object]:
        """With the measure words."""
        written = row.get("pattern")
        return row | {"pattern": written.replace("UNIT", unit_pattern())} if isinstance(written, str) else row


class ReasonRule(UnitRule, frozen=True, kw_only=True):
    """A form whose numbers state nothing, and the reason. Groups `n`, `m` hold the numbers, else the whole match."""

    reason: Reason


class MeasureRule(UnitRule, frozen=True, kw_only=True):
    """A measure that is no plain number with a unit; `form` says how its groups are read."""

    form: Form


class CountedRule(PatternRule, frozen=True, kw_only=True):
    """What a number with a scale and no measure word counts, by the words beside it."""

    side: Literal["left", "right"]
    unit: str


class KindRule(PatternRule, frozen=True, kw_only=True):
    """What a value of certain classes of units says, by the words beside it or the name of what it measures.

    `alone`: only where the value ends its clause.
    """

    side: Literal["left", "right", "name"]
    alone: bool = False
    kind: Kind
    direction: Direction | None = None
    units: Examples
    nomatch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The words before and after a value, each as one pattern with the bound that every alternative means."""

    before: tuple[tuple[re.Pattern[str], Bound], ...]
    after: tuple[tuple[re.Pattern[str], Bound], ...]


@cache
def unit_classes() -> dict[str, str]:
    """Every measure word and its class (count, persons, money, percent ...)."""
    return {term.text: term.tag for term in load_lexicon("units").terms}


def unit_class(unit: str) -> str:
    """The class of a unit as written, its scale and brackets left aside; `bare` where it has none."""
    plain = unit.partition("（")[0]
    return unit_classes().get(plain) or unit_classes().get(SCALED.sub("", plain)) or "bare"


@cache
def unit_pattern() -> str:
    """An alternation of all measure words, the longest first."""
    return "(?:" + "|".join(re.escape(u) for u in sorted(unit_classes(), key=lambda u: (-len(u), u))) + ")"


@cache
def tail_pattern() -> re.Pattern[str]:
    """What may follow a number: 余 or 多, a scale, 余 or 多, a measure word. Every part may be absent."""
    scale = "|".join(SCALES)
    whole = "(?![A-Za-z](?<=[A-Za-z][A-Za-z]))"
    also = rf"(?:（(?:{unit_pattern()}、?){{1,4}}）次?)?"
    return re.compile(
        rf"(?P<more>{pattern('more').pattern})?"
        rf"(?:(?P<bare>{unit_pattern()}{whole}{also})"
        rf"|(?P<scale>{scale})(?P<much>余|多)?(?P<unit>{unit_pattern()}{whole}{also})?)?"
    )


@cache
def guards() -> re.Pattern[str]:
    """All guards as one pattern, to be matched at the last digit of a number."""
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in load_rules("unit_guards", GuardRule)))


@cache
def bounds() -> Bounds:
    """The bound words, those before a value anchored at its start, those after it at its end."""
    rules = load_rules("bounds", BoundRule)
    before = tuple((re.compile(f"(?:{r.pattern.pattern})$"), r.bound) for r in rules if r.side == "before")
    after = tuple((re.compile(r.pattern.pattern), r.bound) for r in rules if r.side == "after")
    return Bounds(before, after)


def reasons() -> Sequence[ReasonRule]:
    """The forms whose numbers state nothing, in order: the first that covers a number gives its reason."""
    return load_rules("number_reasons", ReasonRule)


def measures() -> Sequence[MeasureRule]:
    """The measures that are no plain number with a unit, in order."""
    return load_rules("numeral_measures", MeasureRule)


def kinds() -> Sequence[KindRule]:
    """What tells a level from growth, change and share, in order."""
    return load_rules("quantity_kinds", KindRule)


def counted() -> Sequence[CountedRule]:
    """What numbers without a measure word count, in order."""
    return load_rules("counted_persons", CountedRule)


DIGITS = re.compile(ARABIC)
"""A number in Arabic digits."""
