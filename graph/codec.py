"""Records to rows of `plangraph.db` and back, without loss: `read_x(write_x(record)) == record`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, cast, get_args

from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Judgement,
    LocalKey,
    Mention,
    Passage,
    Problem,
    Quantity,
    Section,
    Span,
    Stage,
    Statement,
)

Cell = str | int | float | None
Row = dict[str, Cell]


class Stored(Protocol):
    """A row as SQLite gives it: what a column holds is known by the schema alone."""

    def __getitem__(self, column: str, /) -> Any: ...  # noqa: ANN401


_STAGES = frozenset(get_args(Stage))


_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_passage(passage: Passage) -> str:
    """A passage as JSON: [[start, end], ...]."""
    return f"[{','.join([f'[{span.start},{span.end}]' for span in passage])}]"


def read_passage(stored: str) -> Passage:
    """The passage that `write_passage` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(stored))


def write_document(document: Document, extractor: str, sequence: int) -> Row:
    """A document's row."""
    sections = [
        [s.number, s.title, s.level, s.parent, s.span.start, s.span.end, s.modality, s.year] for s in document.sections
    ]
    blocks = [[b.kind, [[p.start, p.end] for p in b.passage], b.section] for b in document.blocks]
    return {
        "id": document.id,
        "sequence": sequence,
        "extractor": extractor,
        "text": document.text,
        "characters": len(document.text),
        "source": document.source,
        "media_type": document.media_type,
        "title": document.title,
        "kind": document.kind,
        "area_type": document.area.type if document.area else None,
        "area_name": document.area.name if document.area else None,
        "area_code": document.area_code,
        "issued": document.issued.isoformat() if document.issued else None,
        "meeting": document.meeting,
        "speaker": document.speaker,
        "year_reviewed": document.year_reviewed,
        "year_planned": document.year_planned,
        "sections": _packed(sections),
        "blocks": _packed(blocks),
        "pages": _packed(document.pages),
    }


def read_blocks(stored: str) -> tuple[Block, ...]:
    """The blocks of a document's row."""
    return tuple(
        Block(kind, tuple(Span(start, end) for start, end in passage), section)
        for kind, passage, section in json.loads(stored)
    )


def read_document(row: Stored) -> Document:
    """The document of a row."""
    sections = tuple(
        Section(number, title, level, parent, Span(start, end), modality, year)
        for number, title, level, parent, start, end, modality, year in json.loads(row["sections"])
    )
    return Document(
        id=row["id"],
        text=row["text"],
        source=row["source"],
        media_type=row["media_type"],
        title=row["title"],
        kind=row["kind"],
        area=_key(row["area_type"], row["area_name"]),
        area_code=row["area_code"],
        issued=date.fromisoformat(row["issued"]) if row["issued"] else None,
        meeting=row["meeting"],
        speaker=row["speaker"],
        year_reviewed=row["year_reviewed"],
        year_planned=row["year_planned"],
        sections=sections,
        blocks=read_blocks(row["blocks"]),
        pages=tuple(json.loads(row["pages"])),
    )


def _key(kind: str | None, name: str | None) -> LocalKey | None:
    return None if kind is None or name is None else LocalKey(kind, name)


def write_entity(document: str, position: int, entity: Entity) -> Row:
    """An entity's row."""
    return {
        "document": document,
        "position": position,
        "type": entity.key.type,
        "name": entity.key.name,
        "aliases": _packed(entity.aliases),
        "code": entity.code,
        "jurisdiction": entity.jurisdiction,
    }


def read_entity(row: Stored) -> Entity:
    """The entity of a row."""
    aliases = tuple(json.loads(row["aliases"]))
    return Entity(LocalKey(row["type"], row["name"]), aliases, row["code"], row["jurisdiction"])


def write_mention(position: int, mention: Mention) -> Row:
    """A mention's row."""
    return {
        "document": mention.document,
        "position": position,
        "passage": write_passage(mention.passage),
        "surface": mention.surface,
        "type": mention.entity.type,
        "name": mention.entity.name,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def read_mention(row: Stored) -> Mention:
    """The mention of a row."""
    return Mention(
        row["document"],
        read_passage(row["passage"]),
        row["surface"],
        LocalKey(row["type"], row["name"]),
        row["rule"],
        row["confidence"],
    )


def _write_object(said: LocalKey | Stage | Quantity) -> Row:
    row: Row = dict.fromkeys(_OBJECT_COLUMNS)
    if isinstance(said, LocalKey):
        row |= {"object_form": "entity", "object_type": said.type, "object_name": said.name}
    elif isinstance(said, Quantity):
        row |= {
            "object_form": "quantity",
            "about": said.about,
            "value": str(said.value),
            "unit": said.unit,
            "value_passage": write_passage(said.passage),
            "kind": said.kind,
            "bound": said.bound,
            "direction": said.direction,
            "indicator_type": said.indicator.type if said.indicator else None,
            "indicator_name": said.indicator.name if said.indicator else None,
            "property_of": said.of,
        }
    else:
        row |= {"object_form": "stage", "object_name": said}
    return row


_OBJECT_COLUMNS = (
    *("object_form", "object_type", "object_name", "about", "value", "unit", "value_passage", "kind", "bound"),
    *("direction", "indicator_type", "indicator_name", "property_of"),
)


def _read_object(row: Stored) -> LocalKey | Stage | Quantity:
    form = row["object_form"]
    if form == "entity":
        return LocalKey(row["object_type"], row["object_name"])
    if form == "stage":
        if row["object_name"] not in _STAGES:
            raise ValueError(f"a statement of document {row['document']} has the unknown stage {row['object_name']!r}")
        return cast("Stage", row["object_name"])
    return Quantity(
        about=row["about"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        passage=read_passage(row["value_passage"]),
        kind=row["kind"],
        bound=row["bound"],
        direction=row["direction"],
        indicator=_key(row["indicator_type"], row["indicator_name"]),
        of=row["property_of"],
    )


def write_statement(position: int, statement: Statement) -> Row:
    """A statement's row."""
    return {
        "document": statement.document,
        "position": position,
        "id": statement.id,
        "subject_type": statement.subject.type,
        "subject_name": statement.subject.name,
        "predicate": statement.predicate,
        **_write_object(statement.object),
        "passage": write_passage(statement.evidence.passage),
        "cue": write_passage(statement.evidence.cue),
        "section": statement.evidence.section,
        "rule": statement.rule,
        "confidence": statement.confidence,
        "modality": statement.modality,
        "period": statement.period,
        "status": statement.status,
    }


def read_statement(row: Stored) -> Statement:
    """The statement of a row."""
    return Statement(
        document=row["document"],
        subject=LocalKey(row["subject_type"], row["subject_name"]),
        predicate=row["predicate"],
        object=_read_object(row),
        evidence=Evidence(read_passage(row["passage"]), read_passage(row["cue"]), row["section"]),
        rule=row["rule"],
        confidence=row["confidence"],
        modality=row["modality"],
        period=row["period"],
        status=row["status"],
    )


def write_problem(problem: Problem) -> Row:
    """A problem's row."""
    return {
        "document": problem.document or None,
        "source": problem.source,
        "reason": problem.reason,
        "text": problem.text,
        "passage": write_passage(problem.passage),
        "detail": problem.detail,
    }


def read_problem(row: Stored) -> Problem:
    """The problem of a row."""
    passage = read_passage(row["passage"])
    return Problem(row["document"] or "", row["source"], row["reason"], row["text"], passage, row["detail"])


def write_judgement(judgement: Judgement) -> Row:
    """A judgement's row."""
    row: Row = {
        "verdict": judgement.verdict,
        "author": judgement.author,
        "at": judgement.at,
        "note": judgement.note,
    }
    for side, (document, key) in (("left", judgement.left), ("right", judgement.right)):
        row |= {f"{side}_document": document, f"{side}_type": key.type, f"{side}_name": key.name}
    return row


def read_judgement(row: Stored) -> Judgement:
    """The judgement of a row."""
    left = (row["left_document"], LocalKey(row["left_type"], row["left_name"]))
    right = (row["right_document"], LocalKey(row["right_type"], row["right_name"]))
    return Judgement(left, right, row["verdict"], row["author"], row["at"], row["note"])


def insertion(table: str, columns: Sequence[str]) -> str:
    """The INSERT for rows of these columns, by name. Table and columns are our own names, never a user's."""
    marks = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
