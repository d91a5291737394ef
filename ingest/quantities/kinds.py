"""Tells a level from growth, change, share and rank, and up from down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangraph.ingest.quantities.about import About
from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.vocabulary import kinds, unit_classes
from plangraph.ontology.records import Direction, Kind

PLACES_UP = re.compile(r"(?:提升|前移|前进|上升|提高|跃升|进位|晋升|攀升|晋|进)(?:了|到)?$")
PLACES_DOWN = re.compile(r"(?:下降|后退|下滑|后移)(?:了)?$")
PLACES = ("位", "个位次", "位次")
SCALED = re.compile(r"^(?:万亿|千亿|百亿|千万|百万|亿|万)(?=.)")


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of value it is; a direction for growth and change only."""

    kind: Kind
    direction: Direction | None = None


def unit_class(m: Found) -> str:
    """The class of a measure's unit: percent, points, count, money ...; `fraction` for parts, `bare` for none."""
    if m.form in ("fraction", "half"):
        return "fraction"
    classes = unit_classes()
    bare = m.unit.partition("（")[0]
    return classes.get(bare) or classes.get(SCALED.sub("", bare)) or "bare"


def kind_of(text: str, m: Found, about: About) -> Sort:
    """The sort of a measure, by its form, its unit and the words of its clause on both sides."""
    if m.kind is not None:
        return Sort(m.kind, m.direction)
    left, unit = about.left, unit_class(m)
    if m.unit in PLACES and PLACES_UP.search(left):
        return Sort("change", "up")
    if m.unit in PLACES and PLACES_DOWN.search(left):
        return Sort("change", "down")
    for rule in kinds():
        if unit not in rule.units or (rule.alone and about.right):
            continue
        side = {"left": left, "right": text[m.end : m.end + 12], "name": about.name}[rule.side]
        if rule.pattern.search(side):
            return Sort(rule.kind, rule.direction)
    return Sort("level")
