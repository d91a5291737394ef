"""Tells a level from growth, change, share and rank, and up from down."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.ingest.quantities.about import About
from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.vocabulary import KindRule, kinds, unit_class, unit_classes
from plangraph.ingest.quantities.words import is_relative, pattern, verb_of
from plangraph.ontology.records import Direction, Kind


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of value it is; a direction for growth and change only."""

    kind: Kind
    direction: Direction | None = None


def class_of(m: Found) -> str:
    """The class of a measure's unit; `fraction` for parts."""
    return "fraction" if m.form in ("fraction", "half") else unit_class(m.unit)


def kind_of(text: str, m: Found, about: About) -> Sort:
    """The sort of a measure, by its form, its unit and the words of its clause on both sides."""
    if m.kind is not None:
        return Sort(m.kind, m.direction)
    left = about.cue or about.left
    if m.unit == "位" or unit_classes().get(m.unit) == "places":
        if pattern("places-up").search(left):
            return Sort("change", "up")
        if pattern("places-down").search(left):
            return Sort("change", "down")
    rule = kind_rule(text, m, about)
    return Sort(rule.kind, rule.direction) if rule else Sort("level")


def kind_rule(text: str, m: Found, about: About) -> KindRule | None:
    """The rule by which a measure whose form leaves it open is no level: the first that fits; None for a level."""
    left, unit = about.cue or about.left, class_of(m)
    lent = is_relative(left.lstrip("、，"))
    for rule in kinds():
        if unit not in rule.units or (rule.alone and (about.right or (verb_of(about.name) and not lent))):
            continue
        side = {"left": left, "right": text[m.end : m.end + 12], "name": about.name}[rule.side]
        if rule.pattern.search(side):
            return rule
    return None
