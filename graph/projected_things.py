"""The property graph's nodes that are named: things of all reports as one, divisions of the reference data, reports."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plangraph.graph import resolution
from plangraph.graph.identity import Named, document_iri, entity_iri, report_iri
from plangraph.graph.projected import NodeRow, Value, words
from plangraph.ontology import divisions, terms
from plangraph.ontology.records import Entity, LocalKey
from plangraph.ontology.vocabulary import IDS, Class

Local = tuple[str, str]
"""A thing as a statement of a known report names it: type and name."""


@dataclass(slots=True)
class _Thing:
    """What all reports say of the names of one thing."""

    types: set[str] = field(default_factory=set)
    preferred: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    jurisdictions: set[str] = field(default_factory=set)
    level: str = ""


@dataclass(frozen=True, slots=True)
class Things:
    """All things by IRI, what each report's names mean, and the division directly above a division."""

    nodes: Mapping[str, NodeRow]
    by_document: Mapping[str, Mapping[Local, str]]
    above: Mapping[str, str]

    def label(self, iri: str) -> str:
        """The main label of a thing."""
        return self.nodes[iri].labels[0]


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and the area and report that it is of ('' where these are unknown)."""

    node: NodeRow
    area: str
    report: NodeRow | None


def things(connection: sqlite3.Connection) -> Things:
    """The things of a snapshot, in the order of their IRIs."""
    plan = resolution.plan(connection)
    meant = _Meaning(plan.moved)
    found: dict[str, _Thing] = defaultdict(_Thing)
    by_document: dict[str, dict[Local, str]] = {}
    for document, entities in _entities(connection):
        local: dict[Local, str] = {}
        fullest: dict[str, str] = {}
        for entity in entities:
            iri = meant.iri(document, entity)
            local[entity[0], entity[1]] = iri
            _add(found[iri], entity)
            # Of several names that mean one thing in a report, the fullest is the preferred.
            fullest[iri] = min(fullest.get(iri, entity[1]), entity[1], key=_fullness)
        for iri, name in fullest.items():
            found[iri].preferred[name] += 1
        by_document[document] = local
    above = _add_divisions(found, plan.codes)
    return Things({iri: _node(iri, found[iri]) for iri in sorted(found)}, by_document, above)


_Stored = tuple[str, str, str, str, str]
"""A thing as its row has it: type, name, aliases (JSON), code, jurisdiction."""


def _entities(connection: sqlite3.Connection) -> Iterator[tuple[str, list[_Stored]]]:
    """Each report's things, its own area among them also where the report does not name it."""
    listed: dict[str, list[_Stored]] = {}
    owners = connection.execute("SELECT id, area_type, area_name, area_code FROM documents ORDER BY id").fetchall()
    for owner in owners:
        listed[owner["id"]] = []
    cursor = connection.cursor()
    cursor.row_factory = None
    query = "SELECT document, type, name, aliases, code, jurisdiction FROM entities ORDER BY document, position"
    for document, *entity in cursor.execute(query):
        listed[document].append(tuple(entity))
    for owner in owners:
        entities = listed[owner["id"]]
        area = (owner["area_type"], owner["area_name"])
        if area[1] is not None and all(entity[:2] != area for entity in entities):
            entities.append((*area, "[]", owner["area_code"], ""))
        yield owner["id"], entities


class _Meaning:
    """The IRIs of things; what many reports name alike is reckoned once."""

    def __init__(self, moved: Mapping[Named, str]) -> None:
        self._moved = moved
        self._known: dict[tuple[str, str, str, str], str] = {}

    def iri(self, document: str, entity: _Stored) -> str:
        """What a report's thing is, by judgement or by its own name."""
        kind, name, _, code, jurisdiction = entity
        if self._moved:
            judged = self._moved.get((document, LocalKey(kind, name)))
            if judged is not None:
                return judged
        key = (kind, name, code, jurisdiction)
        if key not in self._known:
            self._known[key] = entity_iri(Entity(LocalKey(kind, name), (), code, jurisdiction))
        return self._known[key]


def _fullness(name: str) -> tuple[int, str]:
    return -len(name), name


def _add(thing: _Thing, entity: _Stored) -> None:
    kind, name, aliases, code, jurisdiction = entity
    thing.types.add(kind)
    thing.aliases.add(name)
    if aliases != "[]":
        thing.aliases.update(alias for alias in json.loads(aliases) if alias)
    if jurisdiction:
        thing.jurisdictions.add(jurisdiction)
    if code and kind == terms.AREA:
        thing.codes.add(code)


def _add_divisions(found: dict[str, _Thing], codes: Iterable[str]) -> dict[str, str]:
    """The divisions that reports name and all above them, which count for less than reports where names differ."""
    known = {d.code: d for code in codes if (d := divisions.by_code(code)) is not None}
    known |= {d.code: d for code in list(known) for d in divisions.ancestors(code)}
    above = {}
    for code, division in sorted(known.items()):
        iri = f"{IDS}{terms.AREA}/{code}"
        thing = found[iri]
        thing.types.add(terms.AREA)
        thing.preferred[divisions.full_name(code)] += 0
        thing.aliases.add(division.name)
        thing.codes.add(code)
        thing.level = division.level
        for nearest in divisions.ancestors(code)[:1]:
            above[iri] = f"{IDS}{terms.AREA}/{nearest.code}"
    return above


def _node(iri: str, thing: _Thing) -> NodeRow:
    """The name that most reports prefer is shown, as in `graph.names`."""
    labels = tuple(terms.TYPES[key].node_label for key in sorted(thing.types))
    name = min(thing.preferred, key=lambda text: (-thing.preferred[text], -len(text), text))
    properties: dict[str, Value] = {terms.KEY_SKOS_PREF_LABEL: name, **words(terms.TYPES[min(thing.types)])}
    aliases = (thing.preferred.keys() | thing.aliases) - {name}
    if aliases:
        properties[terms.KEY_SKOS_ALT_LABEL] = tuple(sorted(aliases))
    if thing.codes:
        properties[terms.KEY_SKOS_NOTATION] = min(thing.codes)
    if thing.jurisdictions:
        properties[terms.KEY_JURISDICTION] = min(thing.jurisdictions)
    if thing.level:
        properties[terms.KEY_DIVISION_LEVEL] = thing.level
    return NodeRow(iri, labels, properties)


_WRITTEN: Mapping[str, str] = {
    "media_type": terms.KEY_DCTERMS_FORMAT,
    "kind": terms.KEY_REPORT_KIND,
    "meeting": terms.KEY_MEETING,
    "speaker": terms.KEY_SPEAKER,
    "issued": terms.KEY_DCTERMS_ISSUED,
    "year_reviewed": terms.KEY_YEAR_REVIEWED,
    "year_planned": terms.KEY_YEAR_PLANNED,
}


def texts(connection: sqlite3.Connection, known: Things) -> list[Text]:
    """The texts of a snapshot by id. The report that several are editions of is the same row each time."""
    reports: dict[str, NodeRow] = {}
    found = []
    columns = "id, source, area_type, area_name, title, media_type, kind, meeting, speaker, issued"
    for row in connection.execute(f"SELECT {columns}, year_reviewed, year_planned FROM documents ORDER BY id"):  # noqa: S608
        properties: dict[str, Value] = {key: row[column] for column, key in _WRITTEN.items() if row[column]}
        file_name = row["source"].replace("\\", "/").rpartition("/")[2]
        if file_name:
            properties[terms.KEY_DCTERMS_SOURCE] = file_name
        name = row["title"] or file_name or row["id"]
        area = "" if row["area_name"] is None else known.by_document[row["id"]][row["area_type"], row["area_name"]]
        text = _labelled(document_iri(row["id"]), terms.CLASSES["Edition"], name, properties)
        if area and row["year_planned"] is not None and row["kind"]:
            iri = report_iri(area, row["year_planned"], row["kind"])
            kept = {key: properties[key] for key in (terms.KEY_YEAR_PLANNED, terms.KEY_REPORT_KIND)}
            reports.setdefault(iri, _labelled(iri, terms.CLASSES["Report"], name, kept))
            found.append(Text(text, area, reports[iri]))
        else:
            found.append(Text(text, area, None))
    return found


def _labelled(iri: str, kind: Class, name: str, properties: Mapping[str, Value]) -> NodeRow:
    return NodeRow(iri, (kind.node_label,), {terms.KEY_SKOS_PREF_LABEL: name, **words(kind), **properties})


def stages(connection: sqlite3.Connection) -> Iterator[NodeRow]:
    """The stages that things of a snapshot are in."""
    rows = connection.execute("SELECT DISTINCT object_name FROM statements WHERE object_form = 'stage' ORDER BY 1")
    for row in rows:
        stage = terms.STAGES[row["object_name"]]
        yield _labelled(stage.iri, terms.CLASSES["Stage"], stage.zh, {terms.KEY_SKOS_NOTATION: stage.key})
