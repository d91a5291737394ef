"""An extraction in the form of the gold annotations, which `score.py` and `pairs.py` read."""

from __future__ import annotations

from typing import Any

from plangraph.ontology.records import Entity, Extraction, LocalKey, Quantity, Statement, hull

GoldRow = dict[str, Any]


def as_gold(extraction: Extraction) -> dict[str, list[GoldRow]]:
    """Entities, mentions, relations and quantities as rows of plain JSON values.

    Offsets are characters of the text as read; a relation and a quantity stand on their sentence. An Area carries its
    GB/T 2260 code where it is known. Beyond the annotations' form, each row but an entity's says how sure it is.
    """
    relations = [_relation(s) for s in extraction.statements if not isinstance(s.object, Quantity)]
    quantities = [
        _quantity(s, s.object, extraction.document.area)
        for s in extraction.statements
        if isinstance(s.object, Quantity)
    ]
    return {
        "entities": [_entity(e) for e in extraction.entities],
        "mentions": [
            {
                **_span(m.passage),
                "text": m.surface,
                "type": m.entity.type,
                "entity": _id(m.entity),
                "confidence": m.confidence,
            }
            for m in extraction.mentions
        ],
        "relations": relations,
        "quantities": quantities,
    }


def _id(key: LocalKey) -> str:
    return f"{key.type}:{key.name}"


def _span(passage: tuple[Any, ...]) -> GoldRow:
    whole = hull(passage)
    return {"start": whole.start, "end": whole.end}


def _entity(entity: Entity) -> GoldRow:
    row: GoldRow = {
        "id": _id(entity.key),
        "type": entity.key.type,
        "name": entity.key.name,
        "aliases": list(entity.aliases),
    }
    if entity.code:
        row["code"] = entity.code
    return row


def _relation(s: Statement) -> GoldRow:
    said = _id(s.object) if isinstance(s.object, LocalKey) else s.object
    return {
        "subject": _id(s.subject),
        "predicate": s.predicate,
        "object": said,
        **_span(s.evidence.passage),
        "confidence": s.confidence,
    }


def _quantity(s: Statement, q: Quantity, issuer: LocalKey | None) -> GoldRow:
    whole = q.value == q.value.to_integral_value()
    row: GoldRow = {
        "about": q.about,
        "value": int(q.value) if whole else float(q.value),
        "unit": q.unit,
        "kind": q.kind,
        "bound": q.bound,
        "period": s.period,
        "status": s.modality,
        **_span(s.evidence.passage),
        "confidence": s.confidence,
    }
    if q.direction:
        row["direction"] = q.direction
    of = q.of or (s.subject.name if s.subject != issuer else "")
    if of:
        row["of"] = of
    return row
