"""The property graph's nodes that are named: things of all reports as one, divisions of the reference data, reports."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from plangraph.graph import resolution
from plangraph.graph.identity import document_iri, iri_of, report_iri
from plangraph.graph.projected import NodeRow, Value, words
from plangraph.ontology import divisions, terms
from plangraph.ontology.vocabulary import IDS, Class

Local = str
"""A thing as a statement of a known report names it: `Type:name`, as SQL puts it together."""


@dataclass(slots=True)
class _Thing:
    """What all reports say of the names of one thing. `preferred`: in how many reports a name is the fullest.
    `code`, `jurisdiction`: the first of those that reports give, in their order as texts.
    """

    types: set[str] = field(default_factory=set)
    preferred: dict[str, int] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)
    code: str = ""
    jurisdiction: str = ""
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


_Stored = tuple[Local, str, str, str]
"""A thing as its row has it: type and name, aliases (JSON), code, jurisdiction."""


def _entities(connection: sqlite3.Connection) -> Iterator[tuple[str, list[_Stored]]]:
    """Each report's things, its own area among them also where the report does not name it."""
    cursor = connection.cursor()
    cursor.row_factory = None
    query = "SELECT type || ':' || name, aliases, code, jurisdiction FROM entities WHERE document = ? ORDER BY position"
    owners = "SELECT id, area_type || ':' || area_name, area_code FROM documents ORDER BY id"
    for document, area, code in connection.execute(owners):
        entities = cursor.execute(query, (document,)).fetchall()
        if area is not None and all(entity[0] != area for entity in entities):
            entities.append((area, "[]", code, ""))
        yield document, entities


def things(connection: sqlite3.Connection) -> Things:
    """The things of a snapshot, in the order of their IRIs."""
    plan = resolution.plan(connection)
    judged: dict[str, dict[Local, str]] = defaultdict(dict)
    for (document, key), iri in plan.moved.items():
        judged[document][f"{key.type}:{key.name}"] = iri
    gathered = _Gathered()
    by_document = {
        document: gathered.report(entities, judged.get(document, {})) for document, entities in _entities(connection)
    }
    found = gathered.things()
    above = _add_divisions(found, plan.codes)
    return Things({iri: _node(iri, found[iri]) for iri in sorted(found)}, by_document, above)


class _Gathered(dict[_Stored, tuple[Local, str]]):
    """The things of all reports, and by row what each is by its own name: `self[row]` notes a row that is new.

    What many reports name alike is reckoned and noted once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, _Thing] = defaultdict(_Thing)
        self._preferred: Counter[tuple[Local, str]] = Counter()

    def __missing__(self, entity: _Stored) -> tuple[Local, str]:
        known = self[entity] = entity[0], _own_iri(entity)
        _add(self._found[known[1]], entity)
        return known

    def report(self, entities: Iterable[_Stored], judged: Mapping[Local, str]) -> dict[Local, str]:
        """Add a report's things; returns what its names mean. `judged`: those that a judgement gave another IRI."""
        if not judged:
            local = dict(map(self.__getitem__, entities))
        else:
            local = {}
            for entity in entities:
                key, iri = entity[0], judged.get(entity[0])
                if iri is None:
                    iri = self[entity][1]
                else:
                    _add(self._found[iri], entity)
                local[key] = iri
        self._preferred.update(_fullest(local).items())
        return local

    def things(self) -> dict[str, _Thing]:
        """All of them by IRI."""
        for (key, iri), reports in self._preferred.items():
            _prefer(self._found[iri], key.partition(":")[2], reports)
        return self._found


def _fullest(local: Mapping[Local, str]) -> Mapping[Local, str]:
    """Of several names that mean one thing in a report, the fullest, which is the preferred."""
    if len(set(local.values())) == len(local):
        return local
    fullest: dict[str, Local] = {}
    for key, iri in local.items():
        fullest[iri] = min(fullest[iri], key, key=_fullness) if iri in fullest else key
    return {key: iri for iri, key in fullest.items()}


def _own_iri(entity: _Stored) -> str:
    """What a report's thing is by its own name."""
    kind, _, name = entity[0].partition(":")
    return iri_of(kind, name, entity[2], entity[3])


def _fullness(key: Local) -> tuple[int, str]:
    name = key.partition(":")[2]
    return -len(name), name


def _prefer(thing: _Thing, name: str, reports: int) -> None:
    thing.preferred[name] = thing.preferred.get(name, 0) + reports


def _add(thing: _Thing, entity: _Stored) -> None:
    key, aliases, code, jurisdiction = entity
    kind, _, name = key.partition(":")
    thing.types.add(kind)
    thing.aliases.add(name)
    if aliases != "[]":
        thing.aliases.update(alias for alias in json.loads(aliases) if alias)
    thing.jurisdiction = _first(thing.jurisdiction, jurisdiction)
    if kind == terms.AREA:
        thing.code = _first(thing.code, code)


def _first(one: str, other: str) -> str:
    """The first of two texts in their order, where neither is empty."""
    return min(one, other) if one and other else one or other


def _add_divisions(found: dict[str, _Thing], codes: Iterable[str]) -> dict[str, str]:
    """The divisions that reports name and all above them, which count for less than reports where names differ."""
    known = {d.code: d for code in codes if (d := divisions.by_code(code)) is not None}
    known |= {d.code: d for code in list(known) for d in divisions.ancestors(code)}
    above = {}
    for code, division in sorted(known.items()):
        iri = f"{IDS}{terms.AREA}/{code}"
        thing = found[iri]
        thing.types.add(terms.AREA)
        _prefer(thing, divisions.full_name(code), 0)
        thing.aliases.add(division.name)
        thing.code = _first(thing.code, code)
        thing.level = division.level
        for nearest in divisions.ancestors(code)[:1]:
            above[iri] = f"{IDS}{terms.AREA}/{nearest.code}"
    return above


def _node(iri: str, thing: _Thing) -> NodeRow:
    """The name that most reports prefer is shown, as in `graph.names`."""
    labels, said = _labels(frozenset(thing.types))
    name = min(thing.preferred, key=lambda text: (-thing.preferred[text], -len(text), text))
    properties: dict[str, Value] = {terms.KEY_SKOS_PREF_LABEL: name, **said}
    aliases = (thing.preferred.keys() | thing.aliases) - {name}
    if aliases:
        properties[terms.KEY_SKOS_ALT_LABEL] = tuple(sorted(aliases))
    if thing.code:
        properties[terms.KEY_SKOS_NOTATION] = thing.code
    if thing.jurisdiction:
        properties[terms.KEY_JURISDICTION] = thing.jurisdiction
    if thing.level:
        properties[terms.KEY_DIVISION_LEVEL] = thing.level
    return NodeRow(iri, labels, properties)


@cache
def _labels(types: frozenset[str]) -> tuple[tuple[str, ...], Mapping[str, Value]]:
    """The labels of a thing of these types, and the words of the main one."""
    return tuple(terms.TYPES[key].node_label for key in sorted(types)), words(terms.TYPES[min(types)])


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
    columns = "id, source, area_type || ':' || area_name AS area, title, media_type, kind, meeting, speaker, issued"
    for row in connection.execute(f"SELECT {columns}, year_reviewed, year_planned FROM documents ORDER BY id"):  # noqa: S608
        properties: dict[str, Value] = {key: row[column] for column, key in _WRITTEN.items() if row[column]}
        file_name = row["source"].replace("\\", "/").rpartition("/")[2]
        if file_name:
            properties[terms.KEY_DCTERMS_SOURCE] = file_name
        name = row["title"] or file_name or row["id"]
        area = "" if row["area"] is None else known.by_document[row["id"]][row["area"]]
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
