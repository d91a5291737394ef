"""Every target holds the same nodes and relationships, whatever their names are made of."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import kglite
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plangraph.graph import to_networkx
from plangraph.graph.cypher_engine import CypherEngine
from plangraph.graph.cypher_script import literal, write_cypher
from plangraph.graph.neo4j_csv import SEPARATOR, write_csv
from plangraph.graph.networks import write_gexf, write_graphml
from plangraph.graph.projected import KEY_TYPES, NodeRow, RelationshipRow, Row, Value
from plangraph.graph.projection import project
from plangraph.graph.property_export import PROPERTY_FORMATS, PropertyFormat, export_property_graph
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]
Graph = tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]
"""Nodes by IRI: labels and properties. Relationships by id: type, ends and properties."""

HOSTILE = (
    "“百千万工程”", 'a"b', "it's", "{brace} $p", "two\nlines", "*/ // --", "back\\slash", "\\u0027",
    "\\\\u0027) DETACH",
    "<script>alert(1)</script>", "semi;colon", "a,b", "`tick`", "null", "2024", " 空格 ", "tab\there", "\r\n", "😀",
    "]]>", "&amp;", "\u2028", "'}) DETACH DELETE n //", "true", "1e3", "\\",
)  # fmt: skip


def of_rows(rows: Iterable[Row]) -> Graph:
    nodes: dict[str, tuple[Any, ...]] = {}
    links: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        if isinstance(row, NodeRow):
            nodes[row.iri] = (tuple(sorted(row.labels)), dict(row.properties))
        else:
            links[row.id] = (row.type, row.source, row.target, dict(row.properties))
    return nodes, links


def of_networkx(rows: list[Row], folder: Path) -> Graph:
    return of_graph(to_networkx(rows), "type")


def of_graph(graph: Any, kind: str) -> Graph:
    nodes: dict[str, tuple[Any, ...]] = {}
    links: dict[str, tuple[Any, ...]] = {}
    for iri, data in graph.nodes(data=True):
        given = typed(data)
        nodes[iri] = (tuple(sorted(parsed(data["labels"]))), given)
    for source, target, key, data in graph.edges(keys=True, data=True):
        links[str(key)] = (data[kind], source, target, typed(data))
    return nodes, links


def parsed(value: Any) -> tuple[str, ...]:
    return tuple(json.loads(value)) if isinstance(value, str) else tuple(value)


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {k: parsed(v) if KEY_TYPES[k] is tuple else v for k, v in data.items() if k in KEY_TYPES}


def of_graphml(rows: list[Row], folder: Path) -> Graph:
    path = folder / "g.graphml"
    with path.open("wb") as out:
        assert write_graphml(rows, out) == len(rows)
    return of_graph(nx.read_graphml(path, force_multigraph=True), "type")


def of_gexf(rows: list[Row], folder: Path) -> Graph:
    path = folder / "g.gexf"
    with path.open("wb") as out:
        assert write_gexf(rows, out) == len(rows)
    read = nx.read_gexf(path)
    for _, data in read.nodes(data=True):
        assert data["label"] == data["name"]
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(read.nodes(data=True))
    for source, target, data in read.edges(data=True):
        graph.add_edge(source, target, data["id"], **data)
    return of_graph(graph, "relationshipType")


def of_csv(rows: list[Row], folder: Path) -> Graph:
    assert write_csv(rows, folder, "a1") == len(rows)
    nodes: dict[str, tuple[Any, ...]] = {}
    links: dict[str, tuple[Any, ...]] = {}
    iris: dict[str, str] = {}
    arguments = (folder / "import.args").read_text(encoding="utf-8").splitlines()
    for argument in arguments:
        option, _, name = argument.partition("=")
        if option not in ("--nodes", "--relationships"):
            continue
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                given = {k.partition(":")[0]: from_csv(k, v) for k, v in row.items() if v and not k.startswith(":")}
                assert given.pop("workspace") == "a1"
                if option == "--nodes":
                    ours, *labels = row[":LABEL"].split(SEPARATOR)
                    assert ours == "Plangraph"
                    iris[row[":ID"]] = given["iri"]
                    nodes[given.pop("iri")] = (tuple(sorted(labels)), given)
                else:
                    links[given.pop("id")] = (row[":TYPE"], iris[row[":START_ID"]], iris[row[":END_ID"]], given)
    return nodes, links


def from_csv(column: str, value: str) -> Any:
    kind = column.partition(":")[2]
    if kind == "string[]":
        return tuple(value.split(SEPARATOR))
    return {"double": float, "long": int}.get(kind, str)(value)


def of_engine(rows: list[Row], folder: Path) -> Graph:
    made = CypherEngine.make(rows)
    made.save(folder / "g.kgl")
    return asked(CypherEngine.open(folder / "g.kgl"))


def asked(engine: CypherEngine) -> Graph:
    nodes: dict[str, tuple[Any, ...]] = {}
    links: dict[str, tuple[Any, ...]] = {}
    for (node,) in engine.ask("MATCH (n) RETURN n", {}, timeout=30, rows=10**6).rows:
        assert isinstance(node, dict)
        nodes[node["iri"]] = (tuple(sorted(node["labels"])), typed(node))
    query = "MATCH (a)-[r]->(b) RETURN a.iri, b.iri, r"
    for source, target, link in engine.ask(query, {}, timeout=30, rows=10**6).rows:
        assert isinstance(link, dict)
        links[link["id"]] = (link["type"], source, target, typed(link))
    return nodes, links


def of_script(rows: list[Row], folder: Path) -> Graph:
    out = io.BytesIO()
    assert write_cypher(rows, out) == len(rows)
    graph = kglite.KnowledgeGraph()
    # Twice: a script that is run again changes nothing.
    for line in out.getvalue().decode("utf-8").split("\n") * 2:
        if line and not line.startswith("CREATE CONSTRAINT"):
            graph.cypher(line.removesuffix(";"))
    return asked(CypherEngine(graph))


TARGETS = [of_networkx, of_graphml, of_gexf, of_csv, of_engine, of_script]


def same(left: Graph, right: Graph) -> bool:
    return bool(json.loads(json.dumps(left)) == json.loads(json.dumps(right)))


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.__name__)
def test_a_target_holds_the_same_graph(
    workspace: Workspace, stated: Extraction, report: Report, tmp_path: Path, target: Callable[..., Graph]
) -> None:
    for number, extraction in enumerate([stated, *(report(word) for word in ("甲", "乙"))]):
        workspace.commit(extraction, f"/{number}.txt")
    rows = list(project(workspace))
    folder = tmp_path / "out"
    folder.mkdir()
    assert same(target(rows, folder), of_rows(rows))


def made(name: str) -> list[Row]:
    """Three things of this name; two of their relationships run between the same ends, in each direction."""
    properties: dict[str, Value] = {"name": name, "labelZh": "地区", "labelEn": "Area", "aliases": (name, name + "x")}
    rows: list[Row] = [
        NodeRow("https://x/1", ("Area",), {**properties, "jurisdiction": name}),
        NodeRow("https://x/2", ("Area", "Place"), properties),
        NodeRow("https://x/3", ("Project",), {**properties, "labelEn": "Project", "value": 1.5, "yearPlanned": 2025}),
    ]
    for number, (source, target) in enumerate([(1, 2), (1, 2), (2, 1), (1, 3), (1, 3), (1, 3)]):
        rows.append(
            RelationshipRow(
                f"r{number}", "SUPPORTS", f"https://x/{source}", f"https://x/{target}", "Area",
                "Project" if target == 3 else "Area",
                {"labelZh": "支持", "labelEn": "supports", "period": name, "statements": (str(number), name),
                 "confidence": 0.5},
            )
        )  # fmt: skip
    return rows


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.__name__)
def test_a_hostile_name_passes_unharmed(tmp_path: Path, name: str, target: Callable[..., Graph]) -> None:
    rows = made(name)
    assert same(target(rows, tmp_path), of_rows(rows))


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=SEPARATOR), min_size=1, max_size=12)


@given(name=names)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("target", [of_networkx, of_csv, of_engine, of_script], ids=lambda t: t.__name__)
def test_any_name_passes_unharmed(tmp_path: Path, name: str, target: Callable[..., Graph]) -> None:
    assert same(target(made(name), tmp_path), of_rows(made(name)))


@given(name=names)
def test_a_literal_is_one_line_and_never_holds_a_backslash_before_a_u_of_the_text(name: str) -> None:
    written = literal(name)
    assert len(written.splitlines()) == 1
    assert not re.search(r"\\\\u", written)
    assert kglite.KnowledgeGraph().cypher(f"RETURN {written} AS x").to_list() == [{"x": name}]


@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_xml_reads_back_but_for_what_xml_cannot_hold(name: str) -> None:
    out = io.BytesIO()
    write_graphml(made(name), out)
    read = nx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)
    kept = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", name)
    assert read.nodes["https://x/1"]["name"] == kept


@pytest.mark.parametrize("fmt", PROPERTY_FORMATS)
def test_the_same_graph_gives_the_same_bytes_in_every_format(
    workspace: Workspace, stated: Extraction, fmt: PropertyFormat
) -> None:
    workspace.commit(stated, "/a.txt")
    first, second = io.BytesIO(), io.BytesIO()
    assert export_property_graph(workspace, fmt, first) == export_property_graph(workspace, fmt, second) > 50
    assert first.getvalue() == second.getvalue()
    assert b"lastmodified" not in first.getvalue()
