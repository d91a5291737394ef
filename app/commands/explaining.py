"""`plangraph explain`: why the graph says something: its sentence, its rule or model, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

import click

from plangraph.app.explanation import Explanation, Name, as_object, explained
from plangraph.app.phrases import figure_phrase, label, relation_phrase
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.ingest.explain import Origin
from plangraph.ingest.retrace import Step
from plangraph.ontology import terms

FORMATS = ("text", "json")
FEW = 8
"""Words of a list that are shown; the rest are counted."""
LONG = 120
"""Characters of a pattern that are shown."""
ELSEWHERE = "-"
"""No thing's IRI: the statement is told from outside, so that both its ends are named."""


@click.command("explain", cls=SpokenCommand)
@click.argument("statement", metavar="STATEMENT")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.pass_obj
def command(session: Session, statement: str, form: Literal["text", "json"]) -> int:
    """Explain one statement; 1 if none has the id, or several do."""
    said = explained(session.open().witness(statement))
    if form == "json":
        session.out(json.dumps(as_object(said), ensure_ascii=False, indent=1))
    else:
        session.out("\n".join(_lines(session, said)))
    return 0


def _lines(session: Session, said: Explanation) -> Iterator[str]:
    words, row = session.words, said.row
    yield f"{_phrase(session, said)}  {row.id}"
    source = " · ".join(part for part in (said.report, row.section) if part)
    yield words("show.quotation", quote=said.marked, source=source)
    yield f"\n{words('explain.why')}"
    for origin in said.origins:
        yield from _origin(session, origin, said, "  ")
    yield "  " + words("explain.confidence", value=_value_of(said), meaning=words(f"explain.sure.{said.sure}"))
    if said.steps:
        yield f"\n{words('explain.figure' if said.sure == 'figure' else 'explain.time')}"
        for step in said.steps:
            yield "  " + _step(session, step)
    yield f"\n{words('explain.names')}"
    for name in said.names:
        yield from _name(session, said, name)
    if any(name.mention for name in said.names):
        yield "  " + words("explain.sure.name")
    yield f"\n{words('explain.extractor', version=said.extractor)}"


def _value_of(said: Explanation) -> str:
    """The confidence, and the product that it is: 0.91 = 0.96 (frame.carry-out) × 0.95 (name)."""
    factors = " × ".join(f"{value:g} ({of})" for of, value in said.factors)
    return f"{said.row.confidence:g} = {factors}" if len(said.factors) > 1 else f"{said.row.confidence:g}"


def _phrase(session: Session, said: Explanation) -> str:
    """The statement in words: subject, relation, object, what is done or planned."""
    row, language = said.row, session.language
    half = session.words(f"show.{row.modality}")
    if row.predicate == terms.OBSERVES:
        return f"{figure_phrase(row, ELSEWHERE, language)} · {half}"
    parts = (row.subject_name, label(row.predicate, language), _other(session, said), half)
    return " · ".join(parts)


def _other(session: Session, said: Explanation) -> str:
    return relation_phrase(said.row, said.row.subject_iri, session.language)


def _origin(session: Session, origin: Origin, said: Explanation, indent: str) -> Iterator[str]:
    """What a rule, term or model is: where it is written, its form, examples and source."""
    words = session.words
    place = f"{origin.file}:{origin.line}"
    yield indent + words(f"explain.origin.{origin.sort}", id=origin.id, place=place)
    deeper = indent + "  "
    meaning = origin.zh if session.language == "zh" else origin.en
    if meaning:
        yield deeper + meaning
    for key, value in origin.form:
        told = words.find(f"explain.value.{key}.{value}") or _value(session, value, said)
        yield deeper + words("explain.pair", key=words(f"explain.field.{key}"), value=told)
    comma = "、" if session.language == "zh" else " | "
    for key, examples in (("match", origin.match), ("nomatch", origin.nomatch)):
        if examples:
            yield deeper + words("explain.pair", key=words(f"explain.field.{key}"), value=comma.join(examples[:2]))
    if origin.source:
        yield deeper + words("explain.pair", key=words("explain.field.source"), value=origin.source)


def _value(session: Session, value: str | Sequence[str], said: Explanation) -> str:
    """A field of a row in the user's words: the sentence's words first, of long lists and patterns the beginning."""
    if isinstance(value, str):
        shown = session.words("explain.true") if value == "true" else label(value, session.language)
        return shown if len(shown) <= LONG else shown[: LONG - 1] + "…"
    ordered = sorted(value, key=lambda word: (word != said.cue, -len(word) if word in said.row.quote else 0))
    shown = ("、" if session.language == "zh" else ", ").join(label(v, session.language) for v in ordered[:FEW])
    more = len(ordered) - FEW
    return shown + session.words("explain.more", count=more) if more > 0 else shown


def _step(session: Session, step: Step) -> str:
    """One line of how a figure was read."""
    words = session.words
    by = words(f"explain.by.{step.by}")
    if step.origin is not None:
        key = "explain.by.lexicon" if step.origin.sort == "lexicon" else "explain.by.rule"
        by = words(key, id=step.origin.id, place=f"{step.origin.file}:{step.origin.line}")
    part = words(f"explain.part.{step.part}")
    return words("explain.step", part=part, value=_told(session, step) or words("explain.none"), by=by)


def _told(session: Session, step: Step) -> str:
    if step.part == "modality":
        return session.words(f"show.{step.value}")
    kind, _, direction = step.value.partition(" ")
    if step.part == "kind" and direction:
        return session.words(f"figure.{kind}-{direction}")
    return step.value if step.part in ("unit", "period") else label(step.value, session.language)


def _name(session: Session, said: Explanation, name: Name) -> Iterator[str]:
    """How an end of the statement was found."""
    words, mention = session.words, name.mention
    kind = label(name.key.type, session.language)
    if mention is None:
        yield "  " + words(f"explain.place.{name.place}", name=name.key.name, type=kind)
        return
    place = "explain.place.here" if mention.surface == name.key.name else "explain.place.written"
    named = words(place, name=name.key.name, type=kind, surface=mention.surface)
    yield f"  {named}  {mention.confidence:g}"
    for origin in name.origins:
        yield from _origin(session, origin, said, "    ")
