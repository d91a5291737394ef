"""The property graph says what the RDF graph says: the same things, the same relations, with their statements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from plangraph.graph.explore import neighbourhood
from plangraph.graph.identity import document_iri, entity_iri
from plangraph.graph.names import names_of
from plangraph.graph.projected import KEY_TYPES, NODE_KEYS, RELATIONSHIP_KEYS, NodeRow, RelationshipRow, Row
from plangraph.graph.projection import project
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology import terms
from plangraph.ontology.records import Extraction, Judgement, LocalKey, Statement

Report = Callable[..., Extraction]


def split(rows: list[Row]) -> tuple[dict[str, NodeRow], dict[str, RelationshipRow]]:
    nodes = {row.iri: row for row in rows if isinstance(row, NodeRow)}
    links = {row.id: row for row in rows if isinstance(row, RelationshipRow)}
    assert len(nodes) + len(links) == len(rows), "an IRI or id comes twice"
    return nodes, links


def projected(workspace: Workspace, *extractions: Extraction) -> tuple[dict[str, NodeRow], dict[str, RelationshipRow]]:
    for number, extraction in enumerate(extractions):
        workspace.commit(extraction, f"/{number}.txt")
    return split(list(project(workspace)))


def test_every_relation_has_its_type_and_its_ends(workspace: Workspace, stated: Extraction) -> None:
    nodes, links = projected(workspace, stated)
    found = {(row.type, row.source, row.target) for row in links.values()}
    iris = {entity.key: entity_iri(entity) for entity in stated.entities}
    for statement in stated.statements:
        if isinstance(statement.object, LocalKey):
            kind = terms.RELATIONS[statement.predicate].relationship_type
            assert (kind, iris[statement.subject], iris[statement.object]) in found
    assert {kind for kind, *_ in found} >= {relation.relationship_type for relation in terms.RELATIONS.values()}
    assert nodes[terms.STAGES["started"].iri].properties["name"] == terms.STAGES["started"].zh


def test_each_statement_stands_in_one_relationship_with_its_place(workspace: Workspace, stated: Extraction) -> None:
    _, links = projected(workspace, stated)
    said = [(i, e, row) for row in links.values() for i, e in zip(*lists(row), strict=True)]
    assert Counter(i for i, *_ in said) == Counter(statement.id for statement in stated.statements)
    by_id = {statement.id: statement for statement in stated.statements}
    for identifier, evidence, row in said:
        statement = by_id[identifier]
        spans = "+".join(f"{s.start}-{s.end}" for s in statement.evidence.passage)
        assert evidence == f"{document_iri(stated.document.id)}#passage={spans}"
        assert row.properties["modality"] == statement.modality
        assert row.properties.get("status") == statement.status
        assert row.properties.get("period", "") == statement.period


def lists(row: RelationshipRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    statements, evidence = row.properties.get("statements", ()), row.properties.get("evidence", ())
    assert isinstance(statements, tuple)
    assert isinstance(evidence, tuple)
    return statements, evidence


def test_what_two_reports_say_alike_is_one_relationship(workspace: Workspace, report: Report) -> None:
    first, second = report("甲"), report("乙")
    _, links = projected(workspace, first, second)
    (pairing,) = [row for row in links.values() if row.type == "ASSISTS"]
    own = {e.statements[0].id for e in (first, second)}
    assert set(lists(pairing)[0]) == own
    assert pairing.properties["documents"] == tuple(sorted(document_iri(e.document.id) for e in (first, second)))


@pytest.mark.parametrize(
    "change", [{"modality": "target"}, {"status": "planned"}, {"period": "2026"}], ids=["modality", "status", "period"]
)
def test_what_differs_in_time_or_stage_is_told_apart(
    workspace: Workspace, report: Report, change: dict[str, str]
) -> None:
    extraction = report("甲")
    first = extraction.statements[0]
    again: Statement = replace(first, **change)  # type: ignore[arg-type]
    _, links = projected(workspace, replace(extraction, statements=(*extraction.statements, again)))
    pairings = [row for row in links.values() if row.type == "ASSISTS"]
    assert {lists(row)[0] for row in pairings} == {(first.id,), (again.id,)}


def test_numbers_keep_all_that_was_said_of_them(workspace: Workspace, stated: Extraction) -> None:
    nodes, links = projected(workspace, stated)
    numbers = {n.properties["asStated"]: n.properties for n in nodes.values() if n.labels == ("Observation",)}
    growth = numbers["3.0%"]
    assert growth["value"] == 3.0
    assert (growth["about"], growth["unit"], growth["kind"]) == ("地区生产总值", "%", "growth")
    assert (growth["direction"], growth["bound"], growth["modality"], growth["period"]) == (
        "up",
        "equal",
        "target",
        "2025",
    )
    assert numbers["95%以上"]["bound"] == "atLeast"
    assert numbers["4000亿元左右"]["bound"] == "approximately"
    assert numbers["3.57亿元"]["of"] == "65个项目"
    assert "direction" not in numbers["95%以上"]
    measured = {nodes[row.source].properties["asStated"] for row in links.values() if row.type == "MEASURES"}
    assert measured == {"3.0%", "4000亿元左右"}


def test_things_have_the_names_types_and_edges_that_the_viewer_shows(
    workspace: Workspace, stated: Extraction, report: Report
) -> None:
    nodes, links = projected(workspace, stated, report("甲"), report("乙"))
    publish(workspace)
    reader = GraphReader(workspace.path)
    names = names_of(reader)
    things = {iri: node for iri, node in nodes.items() if node.labels[0] in terms.TYPES}
    assert {iri: (n.type, n.name) for iri, n in names.nodes.items()} == {
        iri: (node.labels[0], node.properties["name"]) for iri, node in things.items()
    }
    for iri, node in things.items():
        assert {node.properties["name"], *node.properties.get("aliases", ())} == set(names.of(iri))  # type: ignore[misc]
    drawn = neighbourhood(reader, list(things), limit=len(things)).edges
    # The viewer draws a line to an indicator by way of the numbers, which are nodes of their own here.
    drawn = tuple(edge for edge in drawn if edge.predicate != terms.OBSERVES)
    between = [row for row in links.values() if row.source in things and row.target in things]
    assert {edge.id: set(edge.statements) for edge in drawn} == {row.id: set(lists(row)[0]) for row in between}


def test_a_merge_makes_one_node(workspace: Workspace, report: Report) -> None:
    first, second = report("甲"), report("乙")
    works = [next(e.key for e in each.entities if e.key.type == "Project") for each in (first, second)]
    projected(workspace, first, second)
    left, right = (first.document.id, works[0]), (second.document.id, works[1])
    workspace.judge(Judgement(left, right, "same", "anna", "2025-01-01T00:00:00"))
    nodes, links = split(list(project(workspace)))
    (merged,) = [node for node in nodes.values() if node.labels == ("Project",)]
    assert {merged.properties["name"], *merged.properties["aliases"]} == {key.name for key in works}  # type: ignore[misc]
    assert {row.target for row in links.values() if row.type == "UNDERTAKES"} == {merged.iri}


def test_a_thing_of_two_types_has_both_labels(workspace: Workspace, report: Report) -> None:
    first = report("甲")
    second = report("乙")
    other = LocalKey("Platform", "乙号平台")
    second = replace(second, entities=(*second.entities, replace(second.entities[0], key=other, code="", aliases=())))
    projected(workspace, first, second)
    works = next(e.key for e in first.entities if e.key.type == "Project")
    workspace.judge(Judgement((first.document.id, works), (second.document.id, other), "same", "a", "2025"))
    nodes, _ = split(list(project(workspace)))
    assert ("Platform", "Project") in {node.labels for node in nodes.values()}


def test_the_order_of_reading_changes_nothing(tmp_path: Path, stated: Extraction, report: Report) -> None:
    extractions = [stated, report("甲"), report("乙")]
    found = []
    for number, order in enumerate(permutations(extractions)):
        workspace = Workspace.create(tmp_path / str(number))
        projected(workspace, *order)
        found.append(list(project(workspace)))
    assert all(rows == found[0] for rows in found)


def test_rows_hold_only_what_the_ontology_names(workspace: Workspace, stated: Extraction) -> None:
    rows = []
    workspace.commit(stated, "/a.txt")
    before: set[str] = set()
    for row in project(workspace):
        rows.append(row)
        keys = NODE_KEYS if isinstance(row, NodeRow) else RELATIONSHIP_KEYS
        assert set(row.properties) <= set(keys)
        assert all(type(value) is KEY_TYPES[key] and value not in ("", ()) for key, value in row.properties.items())
        assert {"labelZh", "labelEn"} <= set(row.properties)
        if isinstance(row, NodeRow):
            assert row.properties["name"]
            before.add(row.iri)
        else:
            assert {row.source, row.target} <= before
    nodes, links = split(rows)
    for link in links.values():
        assert nodes[link.source].labels[0] == link.source_label
        assert nodes[link.target].labels[0] == link.target_label
        assert link.type.isascii()


def test_relations_are_the_triples_of_the_other_graph(workspace: Workspace, stated: Extraction) -> None:
    _, links = projected(workspace, stated)
    publish(workspace)
    named = {name: link for name, link in vars(terms).items() if name.startswith("LINK_")}
    iris = {terms.__dict__[f"PROPERTY_{name[5:]}"]: link for name, link in named.items() if "DCTERMS" not in name}
    iris[terms.DCTERMS_IS_VERSION_OF] = terms.LINK_DCTERMS_IS_VERSION_OF
    triples = set()
    for quad in GraphReader(workspace.path).quads():
        if quad.predicate.value in iris:
            triples.add((quad.subject.value, iris[quad.predicate.value], quad.object.value))  # type: ignore[union-attr]
    assert {(row.source, row.type, row.target) for row in links.values()} == triples


def test_a_small_report_gives_the_rows_that_were_looked_at(
    workspace: Workspace, report: Report, golden: Callable[[str, str], None]
) -> None:
    workspace.commit(report("甲"), "/a.txt")
    lines = [json.dumps(row._asdict(), ensure_ascii=False) for row in project(workspace)]
    golden("made-property-graph.jsonl", "\n".join(lines) + "\n")
