"""Loading into a real Neo4j server: again and again the same, cut off or not, and nothing of others is touched."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plangraph.graph.errors import QueryWrongError, ServerError
from plangraph.graph.neo4j_connection import Address, read_address
from plangraph.graph.neo4j_csv import write_csv
from plangraph.graph.neo4j_loading import Loaded, load, load_rows
from plangraph.graph.projected import NodeRow, RelationshipRow, Row
from plangraph.graph.projection import project
from plangraph.graph.workspace import Workspace
from plangraph.ontology import terms
from plangraph.ontology.records import Extraction

pytestmark = pytest.mark.timeout(900)  # the first test waits for the server to start

Records = Callable[..., list[dict[str, Any]]]

NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
LINKS = "MATCH (a)-[r]->(b) RETURN a.iri AS source, type(r) AS type, b.iri AS target, properties(r) AS properties"
FOREIGN = (
    "CREATE (a:Area {iri: 'urn:a', name: '别人的区'})-[:ASSISTS {id: 'x', note: 'theirs'}]->(b:Area {name: '另一区'}), "
    "(:Plangraph {iri: 'urn:c'}), (b)-[:PART_OF]->(:Project {workspace: 'another', iri: 'urn:d'})"
)
FOREIGN_THERE = (
    "MATCH (n) WHERE n.workspace IS NULL OR n.workspace = 'another' OPTIONAL MATCH (n)-[r]->(m) "
    "RETURN labels(n) AS n, properties(n) AS p, type(r) AS t, properties(r) AS q, properties(m) AS m ORDER BY p.iri"
)


@pytest.fixture
def filled(workspace: Workspace, stated: Extraction, report: Callable[..., Extraction]) -> Workspace:
    workspace.commit(stated, "stated.txt")
    workspace.commit(report("甲"), "a.txt")
    return workspace


@pytest.fixture
def graph(neo4j: Address, neo4j_records: Records) -> Callable[[], list[str]]:
    """All that the database holds, in an order of its own."""

    def read() -> list[str]:
        found = [*neo4j_records(neo4j, NODES), *neo4j_records(neo4j, LINKS)]
        for row in found:
            row["labels"] = sorted(row.get("labels", ()))
        return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in found)

    return read


def expected(workspace: Workspace, further: Sequence[Row] = ()) -> list[str]:
    """What the database should hold of a workspace, and of further rows."""
    own, found = {"workspace": workspace.identity()}, []
    for row in (*project(workspace), *further):
        if isinstance(row, NodeRow):
            found.append(
                {"labels": sorted([*row.labels, "Plangraph"]), "properties": {**row.properties, "iri": row.iri} | own}
            )
        else:
            link = {"source": row.source, "type": row.type, "target": row.target, "labels": []}
            found.append({**link, "properties": {**row.properties, "id": row.id} | own})
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in found)


def test_the_database_holds_the_projection_and_a_second_load_changes_nothing(
    filled: Workspace, neo4j: Address, graph: Callable[[], list[str]]
) -> None:
    seen: list[tuple[int, int]] = []
    first = load(filled, neo4j, lambda done, total: seen.append((done, total)))
    rows = list(project(filled))
    nodes = sum(isinstance(row, NodeRow) for row in rows)
    assert first == Loaded(nodes, len(rows) - nodes, len(rows), 0, 0, 0)
    assert graph() == expected(filled)
    assert seen[-1] == (len(rows), len(rows))
    assert load(filled, neo4j) == replace(first, created=0)
    assert graph() == expected(filled)


def test_what_the_workspace_no_longer_has_goes(
    filled: Workspace, neo4j: Address, graph: Callable[[], list[str]], report: Callable[..., Extraction]
) -> None:
    load(filled, neo4j)
    before = len(graph())
    filled.remove("a.txt")
    done = load(filled, neo4j)
    assert done.removed > 3
    assert (done.created, done.released) == (0, 0)
    assert len(graph()) == before - done.removed
    assert graph() == expected(filled)
    # And what it has anew comes, and what it says otherwise changes.
    filled.commit(report("甲"), "a.txt")
    filled.commit(report("甲", year=2024), "b.txt")
    assert load(filled, neo4j).created > 3
    assert graph() == expected(filled)


def test_what_somebody_changed_by_hand_is_put_right(
    filled: Workspace, neo4j: Address, neo4j_records: Records, graph: Callable[[], list[str]]
) -> None:
    load(filled, neo4j)
    neo4j_records(neo4j, "MATCH (n:Project) SET n.name = 'x', n:Fund, n.mine = 1")
    neo4j_records(neo4j, "MATCH (n:Indicator) REMOVE n:Indicator")
    neo4j_records(neo4j, "MATCH ()-[r:ASSISTS]->() SET r.confidence = 0.1")
    neo4j_records(neo4j, "MATCH (:Area)-[r:UNDERTAKES]->() DELETE r")
    done = load(filled, neo4j)
    assert done.created >= 1
    assert done.changed >= 3
    assert graph() == expected(filled)


def test_a_foreign_graph_and_another_workspace_stay_whole(
    filled: Workspace, neo4j: Address, neo4j_records: Records, tmp_path: Path, report: Callable[..., Extraction]
) -> None:
    neo4j_records(neo4j, FOREIGN)
    theirs = neo4j_records(neo4j, FOREIGN_THERE)
    assert len(theirs) == 4
    other = Workspace.create(tmp_path / "other")
    other.commit(report("甲"), "a.txt")
    load(filled, neo4j)
    load(other, neo4j)
    of = "MATCH (n {workspace: $w}) OPTIONAL MATCH (n)-[r]->(m) RETURN count(DISTINCT n) AS n, count(DISTINCT r) AS r"
    whole = neo4j_records(neo4j, of, w=other.identity())
    assert whole[0]["n"] > 5
    filled.remove("a.txt")
    assert load(filled, neo4j).removed > 3
    assert neo4j_records(neo4j, of, w=other.identity()) == whole
    assert neo4j_records(neo4j, FOREIGN_THERE) == theirs
    across = "MATCH (a:Plangraph)-[r]-(b) WHERE a.workspace <> b.workspace RETURN count(*) AS c"
    assert neo4j_records(neo4j, across) == [{"c": 0}]


def test_a_relationship_of_others_keeps_its_end(filled: Workspace, neo4j: Address, neo4j_records: Records) -> None:
    load(filled, neo4j)
    (gone,) = neo4j_records(neo4j, "MATCH (n:Project) WHERE n.name CONTAINS '甲号' RETURN n.iri AS iri, n.name AS name")
    neo4j_records(neo4j, "MATCH (n:Project {iri: $iri}) CREATE (:Note {text: '看这里'})-[:ABOUT]->(n)", iri=gone["iri"])
    filled.remove("a.txt")
    assert load(filled, neo4j).released == 1
    left = neo4j_records(neo4j, "MATCH (:Note)-[:ABOUT]->(n) RETURN labels(n) AS l, properties(n) AS p")
    assert left == [{"l": [], "p": gone}]
    assert load(filled, neo4j).released == 0


class CutError(Exception):
    """Stands for a load that is cut off."""


def test_a_load_cut_off_anywhere_is_finished_by_the_next(
    filled: Workspace, neo4j: Address, graph: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plangraph.graph.neo4j_loading.BATCH", 7)
    rows = list(project(filled))

    def cut(at: int) -> Iterator[Row]:
        for place, row in enumerate(rows):
            if place == at and calls == 2:
                raise CutError
            yield row

    for at in (1, len(rows) // 3, len(rows) // 2, len(rows) - 1):
        calls = 0

        def again(at: int = at) -> Iterator[Row]:
            nonlocal calls
            calls += 1
            return cut(at)

        with pytest.raises(CutError):
            load_rows(again, filled.identity(), neo4j)
    assert load(filled, neo4j).created > 0
    assert graph() == expected(filled)


KILLED = """
import sys
from pathlib import Path
from plangraph.graph import neo4j_loading
from plangraph.graph.neo4j_connection import Address, read_address
from plangraph.graph.workspace import Workspace
neo4j_loading.BATCH = 3
def told(done, total):
    print(done, flush=True)
neo4j_loading.load(Workspace.open(Path(sys.argv[1])), Address(sys.argv[2], sys.argv[3]), told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_load_that_is_killed_is_finished_by_the_next(
    filled: Workspace, neo4j: Address, neo4j_records: Records, graph: Callable[[], list[str]]
) -> None:
    command = [sys.executable, "-c", KILLED, str(filled.path), neo4j.uri, neo4j.password]
    for batches in (2, 12):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(batches):
                assert process.stdout.readline()
            process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20  # a transaction whose client died is rolled back by and by
    there = -1
    while there != (there := len(graph())) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert 0 < there < len(expected(filled))
    assert load(filled, neo4j).created == len(expected(filled)) - there
    assert graph() == expected(filled)


HOSTILE = (
    *("“", 'a"b', "it's", "} RETURN 1 //", "two\nlines", "back\\slash\\u0022", "*/ /* #", "$rows", "`]`", "<script>"),
    *("'}) DETACH DELETE n //", "\u0000\u001f\u2028", "😀", "null", "{{0}}", "%s"),
)


def test_names_are_only_names_whatever_they_are_made_of(
    neo4j: Address, neo4j_records: Records, graph: Callable[[], list[str]]
) -> None:
    words = {"labelZh": "项目", "labelEn": "project"}
    nodes = [
        NodeRow(f"urn:{n}", ("Project",), {"name": name, "aliases": (name, name * 2), **words})
        for n, name in enumerate(HOSTILE)
    ]
    links = [
        RelationshipRow(name, "PART_OF", "urn:0", f"urn:{n}", "Project", "Project", {"period": name, "rules": (name,)})
        for n, name in enumerate(HOSTILE)
    ]
    for _ in range(2):
        load_rows(lambda: iter([*nodes, *links]), "'}) //", neo4j)
        found = neo4j_records(neo4j, "MATCH (n:Project) RETURN n.iri AS iri, n.name AS name, n.aliases AS aliases")
        assert {(r["iri"], r["name"], tuple(r["aliases"])) for r in found} == {
            (n.iri, n.properties["name"], n.properties["aliases"]) for n in nodes
        }
        said = neo4j_records(neo4j, "MATCH ()-[r:PART_OF]->() RETURN r.id AS id, r.period AS p, r.rules AS rules")
        assert {(r["id"], r["p"], *r["rules"]) for r in said} == {(name, name, name) for name in HOSTILE}
    assert len(graph()) == 2 * len(HOSTILE)


@pytest.mark.parametrize("row", [NodeRow("urn:x", ("Project`) //",), {}), NodeRow("urn:x", ("Project",), {"n`": "x"})])
def test_a_label_or_key_that_the_ontology_does_not_have_is_never_written(neo4j: Address, row: NodeRow) -> None:
    with pytest.raises(ValueError, match="ontology"):
        load_rows(lambda: iter([row]), "w", neo4j)


def test_the_index_finds_chinese_within_names_and_aliases(
    filled: Workspace, neo4j: Address, neo4j_records: Records
) -> None:
    load(filled, neo4j)
    find = "CALL db.index.fulltext.queryNodes('plangraph_names', $text) YIELD node RETURN collect(node.name) AS names"
    for text, name in (("惠民工程", "甲号惠民工程项目"), ("赤坎", "湛江市赤坎区"), ("越秀区", "广州市越秀区")):
        assert name in neo4j_records(neo4j, find, text=text)[0]["names"]
    states = neo4j_records(neo4j, "SHOW INDEXES YIELD name, state, type WHERE name STARTS WITH 'plangraph' RETURN *")
    assert {row["state"] for row in states} == {"ONLINE"}
    assert len(states) == 2 + len([name for name in vars(terms) if name.startswith("LINK_")])


@pytest.mark.parametrize("names", [HOSTILE, [name for name in HOSTILE if "\n" not in name and "\r" not in name]])
def test_the_import_of_the_files_gives_the_graph_that_a_load_gives(
    filled: Workspace, new_neo4j: Any, tmp_path: Path, neo4j_records: Records, names: list[str]
) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    hostile = [NodeRow(f"urn:{n}", ("Project",), {"name": name, "code": name}) for n, name in enumerate(names)]
    write_csv([*project(filled), *hostile], folder, filled.identity())
    broken = any("\n" in name or "\r" in name for name in names)
    assert f"--multiline-fields={str(broken).lower()}" in (folder / "import.args").read_text("utf-8")
    new_neo4j.admin("database", "import", "full", "--overwrite-destination", "@import.args", "neo4j", folder=folder)
    address = new_neo4j.start()
    found = [*neo4j_records(address, NODES), *neo4j_records(address, LINKS)]
    for row in found:
        row["labels"] = sorted(row.get("labels", ()))
    assert sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in found) == expected(filled, hostile)
    done = load(filled, address)
    assert (done.created, done.changed, done.removed) == (0, 0, len(names))


def test_every_fault_says_what_to_do(filled: Workspace, neo4j: Address) -> None:
    with pytest.raises(ServerError, match=r"--user.*NEO4J_PASSWORD"):
        load(filled, replace(neo4j, password="wrong"))
    with pytest.raises(ServerError, match="SHOW DATABASES"):
        load(filled, replace(neo4j, database="nowhere"))
    with pytest.raises(ServerError, match="7687"):
        load(filled, Address("bolt://127.0.0.1:1", "x"))
    with pytest.raises(QueryWrongError, match="neo4j://"):
        read_address("http://127.0.0.1:7474")
    assert "wrong" not in repr(Address(neo4j.uri, "wrong"))
