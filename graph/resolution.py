"""Which IRIs the things of the workspace's reports have now, and by what a report's graph is known to be the same."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangraph.graph import codec, tables
from plangraph.graph.identity import Named, entity_iri, resolve
from plangraph.ontology.records import Entity, Extraction, Passage
from plangraph.ontology.terms import AREA


@dataclass(frozen=True, slots=True)
class Plan:
    """What the graph of this state of the truth is made of.

    `graphs`: by report, a fingerprint of all that its named graph is made from. `moved`: the things that judgements
    gave another IRI than their own. `codes`: the divisions that reports name.
    """

    sequence: int
    purged: int
    erased: int
    graphs: Mapping[str, str]
    moved: Mapping[Named, str]
    codes: frozenset[str]


def plan(connection: sqlite3.Connection) -> Plan:
    """What has to be published, of one snapshot."""
    moved = _moved(connection)
    by_document: dict[str, list[list[str]]] = {}
    for (document, key), iri in moved.items():
        by_document.setdefault(document, []).append([key.type, key.name, iri])
    graphs = {}
    for row in connection.execute("SELECT id, sequence FROM documents ORDER BY id"):
        made_from = [row["sequence"], sorted(by_document.get(row["id"], []))]
        packed = json.dumps(made_from, ensure_ascii=False, separators=(",", ":"))
        graphs[row["id"]] = hashlib.sha256(packed.encode("utf-8")).hexdigest()[:16]
    codes = connection.execute(
        "SELECT code FROM entities WHERE type = ? AND code != '' UNION "
        "SELECT area_code FROM documents WHERE area_type = ? AND area_code != ''",
        (AREA, AREA),
    )
    return Plan(
        tables.state(connection, "sequence"),
        tables.state(connection, "purged"),
        tables.state(connection, "erased"),
        graphs,
        moved,
        frozenset(row["code"] for row in codes),
    )


def iris(extraction: Extraction, moved: Mapping[Named, str]) -> dict[Named, str]:
    """The IRI of each thing of one report."""
    named = {(extraction.document.id, entity.key): entity_iri(entity) for entity in extraction.entities}
    return {name: moved.get(name, iri) for name, iri in named.items()}


def _moved(connection: sqlite3.Connection) -> dict[Named, str]:
    judgements = tables.current_judgements(connection)
    if not judgements:
        return {}
    entities, own = _named(connection)
    return {name: iri for name, iri in resolve(entities, judgements).items() if own.get(name) != iri}


def things(connection: sqlite3.Connection) -> dict[Named, str]:
    """The IRI of each thing as each report names it."""
    entities, own = _named(connection)
    judgements = tables.current_judgements(connection)
    return resolve(entities, judgements) if judgements else own


def own_iris(connection: sqlite3.Connection) -> dict[Named, str]:
    """The IRI that each thing, as each report names it, would have without any judgement."""
    return _named(connection)[1]


def _named(connection: sqlite3.Connection) -> tuple[dict[str, list[Entity]], dict[Named, str]]:
    """The entities by report, and the own IRI of each."""
    entities: dict[str, list[Entity]] = {}
    for row in connection.execute("SELECT * FROM entities ORDER BY document, position"):
        entities.setdefault(row["document"], []).append(codec.read_entity(row))
    return entities, {
        (document, each.key): entity_iri(each) for document, listed in entities.items() for each in listed
    }


def areas(connection: sqlite3.Connection) -> dict[str, str]:
    """The IRI of each report's own area, by report."""
    moved = _moved(connection)
    found = {}
    rows = connection.execute(
        """
        SELECT d.id AS document, d.area_type AS type, d.area_name AS name, COALESCE(e.aliases, '[]') AS aliases,
            COALESCE(e.code, d.area_code) AS code, COALESCE(e.jurisdiction, '') AS jurisdiction
        FROM documents d LEFT JOIN entities e ON e.document = d.id AND e.type = d.area_type AND e.name = d.area_name
        WHERE d.area_name IS NOT NULL
        """
    )
    for row in rows:
        entity = codec.read_entity(row)
        found[row["document"]] = moved.get((row["document"], entity.key)) or entity_iri(entity)
    return found


def mentions(connection: sqlite3.Connection, iri: str, documents: Sequence[str]) -> tuple[tuple[str, Passage], ...]:
    """Where these reports name the thing that has this IRI, in the order of their texts."""
    moved = _moved(connection)
    found: list[tuple[str, Passage]] = []
    for document in documents:
        entities = connection.execute("SELECT * FROM entities WHERE document = ?", (document,))
        keys = {e.key for e in map(codec.read_entity, entities) if moved.get((document, e.key), entity_iri(e)) == iri}
        rows = connection.execute("SELECT * FROM mentions WHERE document = ?", (document,))
        named = [mention.passage for mention in map(codec.read_mention, rows) if mention.entity in keys]
        found += [(document, passage) for passage in sorted(named)]
    return tuple(found)
