"""What gave a statement its parts: for a figure the rules of the grammar of numbers, for a relation its time and stage.

A figure's sentence is read once more, as the pipeline reads it.
A statement keeps the rule of its number and what the grammar made of it, not every rule on the way. Where the second
reading says the same as the statement, its rules are those; where it does not (a table's cell, an older version), none
is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plangraph.ingest.explain import Origin, origins, term_of
from plangraph.ingest.quantities.about import About, abouts
from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.kinds import kind_of, kind_rule
from plangraph.ingest.quantities.line import Line, line_of
from plangraph.ingest.quantities.periods import modality_rule, period_rule
from plangraph.ingest.quantities.scan import scan
from plangraph.ingest.quantities.vocabulary import SCALED, BoundRule, unit_classes
from plangraph.ingest.rules.loader import load_rules
from plangraph.ontology.records import Document, Mention, Modality, Passage, Quantity, Statement, hull, quotation
from plangraph.ontology.terms import HAS_STATUS

Part = Literal["unit", "bound", "kind", "period", "modality", "status"]
By = Literal["rule", "form", "section", "sentence", "verbs", "nothing", "unknown"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a statement says in one respect, and by what.

    `rule`: by the row of `origin`. `form`: the form of the number itself. `section`: the half of the report that it
    stands in. `sentence`: a year that the sentence names. `verbs`: verbs right before the rule's own. `nothing`: no
    word says otherwise. `unknown`: a second reading does not tell.
    """

    part: Part
    value: str
    by: By
    origin: Origin | None = None


def retrace(document: Document, statement: Statement, mentions: Sequence[Mention]) -> tuple[Step, ...]:
    """What gave a statement its parts. `mentions`: those of its sentence."""
    quantity = statement.object
    if not isinstance(quantity, Quantity):
        return tuple(_relation(document, statement))
    line = _line(document.text, statement.evidence.passage)
    found = _again(line, quantity, mentions)
    steps = [_unit(quantity.unit), _bound(quantity, line, found), _kind(quantity, line, found)]
    return (*steps, *_time(document, statement, line, found))


def _line(text: str, passage: Passage) -> Line:
    """A sentence without white space, its characters knowing their place in the report; line ends part no number."""
    kept = [at for span in passage for at in range(span.start, span.end)]
    raw = "".join(text[at] for at in kept)
    dropped = {at for gap in re.finditer(r"\s*\n\s*", raw) for at in range(*gap.span())}
    places = [place for at, place in enumerate(kept) if at not in dropped]
    plain = line_of("".join(text[place] for place in places), 0, len(places))
    return Line(plain.text, tuple(places[at] for at in plain.places))


def _again(line: Line, quantity: Quantity, mentions: Sequence[Mention]) -> tuple[Found, About] | None:
    """The measure that stands where the statement's stands and says the same, and what it is about."""
    index = {place: at for at, place in enumerate(line.places)}
    names = []
    for mention in mentions:
        inside = [index[at] for span in mention.passage for at in range(span.start, span.end) if at in index]
        if inside:
            names.append((min(inside), max(inside) + 1))
    where = hull(quantity.passage)
    for m, about in abouts(line.text, scan(line.text, tuple(names)).measures, names):
        said = (m.value, m.unit, m.bound) == (quantity.value, quantity.unit, quantity.bound)
        if said and line.view_span(m.start, m.end) == (where.start, where.end):
            return m, about
    return None


def _relation(document: Document, statement: Statement) -> Iterator[Step]:
    """When a relation holds, whether it is done or planned, and in which stage the thing is."""
    year, half = _half(document, statement)
    if statement.period:
        sentence = quotation(document.text, statement.evidence.passage)
        named = re.search(rf"{statement.period}\s*年", sentence) is not None
        by: By = "section" if statement.period == year else "sentence" if named else "unknown"
        yield Step("period", statement.period, by)
    yield Step("modality", statement.modality, "section" if half == statement.modality else "unknown")
    stage = statement.object if statement.predicate == HAS_STATUS else statement.status
    if isinstance(stage, str):
        row = origins(statement.rule)[-1]
        fields = dict(row.form)
        if fields.get(statement.modality) == stage:
            yield Step("status", stage, "rule", row)
        else:
            yield Step("status", stage, "verbs" if "words" in fields else "unknown")


def _half(document: Document, statement: Statement) -> tuple[str, Modality]:
    """The year and the modality of the half of the report that a statement stands in."""
    index = statement.evidence.section
    section = document.sections[index] if index is not None else None
    year = section.year if section else document.year_reviewed
    return str(year or ""), section.modality if section else "actual"


def _rule(part: Part, value: str, rule: str) -> Step:
    return Step(part, value, "rule", origins(rule)[0])


def _unit(unit: str) -> Step:
    plain = unit.partition("（")[0]
    for word in (plain, SCALED.sub("", plain)):
        if word in unit_classes():
            return Step("unit", unit, "rule", term_of("units", word))
    return Step("unit", unit, "nothing" if not unit else "form")


def _bound(quantity: Quantity, line: Line, found: tuple[Found, About] | None) -> Step:
    if quantity.bound == "=":
        return Step("bound", quantity.bound, "nothing")
    if found is None:
        return Step("bound", quantity.bound, "unknown")
    m, _ = found
    sides = {"before": line.text[m.start : m.low], "after": line.text[m.high : m.end]}
    for rule in load_rules("bounds", BoundRule):
        if rule.bound == quantity.bound and rule.pattern.search(sides[rule.side]):
            return _rule("bound", quantity.bound, rule.id)
    return Step("bound", quantity.bound, "form")


def _kind(quantity: Quantity, line: Line, found: tuple[Found, About] | None) -> Step:
    value = f"{quantity.kind} {quantity.direction}" if quantity.direction else quantity.kind
    if found is None:
        return Step("kind", value, "unknown")
    m, about = found
    sort = kind_of(line.text, m, about)
    if (sort.kind, sort.direction) != (quantity.kind, quantity.direction):
        return Step("kind", value, "unknown")
    rule = kind_rule(line.text, m, about)
    if m.kind is None and rule is not None and (rule.kind, rule.direction) == (sort.kind, sort.direction):
        return _rule("kind", value, rule.id)
    return Step("kind", value, "form" if sort.kind != "level" or m.kind else "nothing")


def _time(document: Document, statement: Statement, line: Line, found: tuple[Found, About] | None) -> tuple[Step, Step]:
    """When a figure holds, and whether it is reached or aimed at."""
    year, half = _half(document, statement)
    period = Step("period", statement.period, "section" if statement.period == year else "unknown")
    modality = Step("modality", statement.modality, "section" if half == statement.modality else "unknown")
    if found is None:
        return period, modality
    said, rule = period_rule(line.text, found[0], int(year) if year else None)
    if rule is not None and said == statement.period:
        period = _rule("period", said, rule.id)
    elif found[0].form == "streak" and period.by == "unknown":
        period = Step("period", statement.period, "form")
    elif period.by == "unknown" and re.fullmatch(r"\d{4}-\d{4}", statement.period):
        period = _rule("period", statement.period, "span.back" if statement.modality == "actual" else "span.ahead")
    words = modality_rule(line.text, found[0], half)
    if modality.by == "unknown" and words is not None:
        modality = _rule("modality", statement.modality, words.id)
        if period.by == "unknown" and year and statement.period == str(int(year) - 1):
            period = _rule("period", statement.period, words.id)
    elif modality.by == "unknown" and period.by == "rule":
        modality = Step("modality", statement.modality, "rule", period.origin)
    return period, modality
