"""Why the graph says something: a statement with its rules, the steps of its figure, and how its names were found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plangraph.graph.answers import StatementRow
from plangraph.graph.cards import statement_row
from plangraph.graph.witnesses import Witness
from plangraph.ingest.explain import Origin, origins
from plangraph.ingest.retrace import Step, retrace
from plangraph.ontology.records import LocalKey, Mention, Passage, Quantity, Span, quotation

Place = Literal["here", "speaker", "elsewhere"]
Sure = Literal["relation", "figure", "reader"]
ROUNDED = 0.003
"""How far a confidence may be from the product of its factors, each of which is rounded."""


@dataclass(frozen=True, slots=True)
class Name:
    """An end of a statement: a name in the sentence with what found it, or a thing that the sentence does not name.

    `place`: named `here`; the government that speaks (`speaker`); or `elsewhere`: in another sentence, inside another
    name, or by words that point (我区, 三地).
    """

    key: LocalKey
    place: Place
    mention: Mention | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement and why it was made. `report`: the title, else the file. `cue`: the words that made it, may be ''.

    `marked` is the sentence with the cue, or the figure, in brackets. `sure`: what its confidence is made of;
    `factors`: the rules and names whose product it is, none where that cannot be told.
    """

    row: StatementRow
    report: str
    extractor: str
    cue: str
    marked: str
    origins: tuple[Origin, ...]
    sure: Sure
    factors: tuple[tuple[str, float], ...]
    steps: tuple[Step, ...]
    names: tuple[Name, ...]


def explained(witness: Witness) -> Explanation:
    """Why the statement was made."""
    document, statement = witness.document, witness.statement
    figure = isinstance(statement.object, Quantity)
    row = statement_row(document, statement, "", "")
    marks = row.value_passage if figure else row.cue
    found = origins(statement.rule)
    return Explanation(
        row=row,
        report=document.title or document.source,
        extractor=witness.extractor,
        cue=quotation(document.text, row.cue) if row.cue else "",
        marked=_marked(document.text, row.passage, marks),
        origins=found,
        sure="figure" if figure else "reader" if any(origin.sort == "reader" for origin in found) else "relation",
        factors=() if figure else _factors(witness, found),
        steps=retrace(document, statement, witness.mentions),
        names=tuple(name for key in witness.ends() for name in _names(witness, key)),
    )


def _factors(witness: Witness, found: Sequence[Origin]) -> tuple[tuple[str, float], ...]:
    """The confidences of the rules, and of the surest mention of each end that is no area; or of the rules alone."""
    rules = [(origin.id, origin.confidence) for origin in found if origin.confidence is not None]
    things = [key for key in witness.ends() if key.type != "Area"]
    ends = [(key.name, [m.confidence for m in witness.mentions if m.entity == key]) for key in things]
    names = [(name, max(sure)) for name, sure in ends if sure]
    for factors in ([*rules, *names], rules):
        product = math.prod(value for _, value in factors)
        if rules and abs(product - witness.statement.confidence) <= ROUNDED:
            return tuple(factors)
    return ()


def _names(witness: Witness, key: LocalKey) -> list[Name]:
    here = [m for m in witness.mentions if m.entity == key]
    if here:
        return [Name(key, "here", m, origins(m.rule, m.surface)) for m in here]
    return [Name(key, "speaker" if key == witness.document.area else "elsewhere")]


def _marked(text: str, passage: Passage, marks: Passage) -> str:
    """The sentence with these parts of it in brackets."""
    opens, closes = {span.start for span in marks}, {span.end - 1 for span in marks}
    kept = [
        f"{'【' if at in opens else ''}{text[at]}{'】' if at in closes else ''}"
        for span in passage
        for at in range(span.start, span.end)
    ]
    whole = "".join(kept)
    return quotation(whole, (Span(0, len(whole)),))


def as_object(said: Explanation) -> dict[str, object]:
    """The explanation for programs: everything, rows whole."""
    row = said.row
    return {
        "statement": {
            "id": row.id, "subject": row.subject_name, "relation": row.predicate, "object": row.object_name,
            "about": row.about, "value": row.value, "unit": row.unit, "kind": row.kind, "bound": row.bound,
            "direction": row.direction, "modality": row.modality, "status": row.status, "period": row.period,
        },
        "evidence": {
            "quote": row.quote, "cue": said.cue, "section": row.section, "report": said.report,
            "document": row.document, "passage": _spans(row.passage), "cue_passage": _spans(row.cue),
            "value_passage": _spans(row.value_passage),
        },
        "rule": row.rule,
        "confidence": row.confidence,
        "factors": [{"of": of, "confidence": value} for of, value in said.factors],
        "extractor": said.extractor,
        "origins": [_origin(origin) for origin in said.origins],
        "steps": [
            {"part": s.part, "value": s.value, "by": s.by, "origin": _origin(s.origin) if s.origin else None}
            for s in said.steps
        ],
        "names": [_name(name) for name in said.names],
    }  # fmt: skip


def _name(name: Name) -> dict[str, object]:
    mention = name.mention
    return {
        "type": name.key.type,
        "name": name.key.name,
        "place": name.place,
        "surface": mention.surface if mention else "",
        "passage": _spans(mention.passage) if mention else [],
        "rule": mention.rule if mention else "",
        "confidence": mention.confidence if mention else None,
        "origins": [_origin(origin) for origin in name.origins],
    }


def _origin(origin: Origin) -> Mapping[str, object]:
    return {
        "id": origin.id,
        "sort": origin.sort,
        "file": origin.file,
        "line": origin.line,
        "source": origin.source,
        "form": {key: list(value) if isinstance(value, tuple) else value for key, value in origin.form},
        "match": list(origin.match),
        "nomatch": list(origin.nomatch),
        "confidence": origin.confidence,
        "zh": origin.zh,
        "en": origin.en,
    }


def _spans(passage: Passage) -> list[list[int]]:
    return [[span.start, span.end] for span in passage]
