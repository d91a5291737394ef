"""Loading Neo4j: the loader against one session that merges, and the import of a million relationships from files."""

from __future__ import annotations

import csv
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from neo4j import Driver, GraphDatabase

from plangraph.graph.neo4j_csv import write_csv
from plangraph.graph.neo4j_loading import load_rows
from plangraph.graph.projected import NodeRow, RelationshipRow, Row

TYPES = ("UNDERTAKES", "LOCATED_IN", "PART_OF", "DEVELOPS")
MERGED = 10_000


def made(nodes: int, links: int) -> Iterator[Row]:
    """Projects, and relationships with what a statement gives them; every second one starts at one of 200 hubs."""
    iris = [f"https://w3id.org/plangraph/id/Project/{n:016x}" for n in range(nodes)]
    words = {"labelZh": "项目", "labelEn": "project"}
    for n, iri in enumerate(iris):
        name = f"第{n}号惠民工程项目"
        yield NodeRow(
            iri, ("Project",), {"name": name, **words, "aliases": (f"{name}（一期）",), "jurisdiction": "440104"}
        )
    for n in range(links):
        text = f"https://w3id.org/plangraph/doc/{n % 500:064x}"
        properties = {
            "labelZh": "实施",
            "labelEn": "undertakes",
            "modality": "actual",
            "status": "ongoing",
            "period": str(2020 + n % 6),
            "confidence": 0.9,
            "statements": (f"{n:032x}",),
            "evidence": (f"{text}#passage={n}-{n + 40}",),
            "documents": (text,),
            "rules": ("frame-undertakes-1",),
        }
        source = n % 200 if n % 2 else (n * 7919) % nodes
        yield RelationshipRow(
            f"{n:016x}", TYPES[n % 4], iris[source], iris[(n * 104729 + 1) % nodes], "Project", "Project", properties
        )


def merged(driver: Driver, rows: Sequence[Row]) -> Callable[[], None]:
    """One session that sends UNWIND and MERGE in batches of 10,000; its rows are ready before it begins."""
    nodes = [{"iri": row.iri, **row.properties} for row in rows if isinstance(row, NodeRow)]
    links: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if isinstance(row, RelationshipRow):
            properties = {"id": row.id, **row.properties}
            links[row.type].append({"source": row.source, "target": row.target, "properties": properties})

    def run() -> None:
        with driver.session() as session:
            session.run("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Project) REQUIRE n.iri IS UNIQUE").consume()
            for start in range(0, len(nodes), MERGED):
                session.run(
                    "UNWIND $rows AS row MERGE (n:Project {iri: row.iri}) SET n = row",
                    rows=nodes[start : start + MERGED],
                ).consume()
            for kind, listed in links.items():
                for start in range(0, len(listed), MERGED):
                    session.run(
                        "UNWIND $rows AS row MATCH (a:Project {iri: row.source}) MATCH (b:Project {iri: row.target}) "
                        f"MERGE (a)-[r:{kind} {{id: row.properties.id}}]->(b) SET r = row.properties",
                        rows=listed[start : start + MERGED],
                    ).consume()

    return run


def measured(work: Callable[[], object], server: psutil.Process) -> tuple[float, float]:
    """Seconds, and seconds of processors on both sides."""
    wall, own, theirs = time.perf_counter(), time.process_time(), sum(server.cpu_times()[:2])
    work()
    used = time.process_time() - own + sum(server.cpu_times()[:2]) - theirs
    return time.perf_counter() - wall, used


def emptied(driver: Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT {row['name']}").consume()
        session.run("DROP INDEX plangraph_names IF EXISTS").consume()


@pytest.mark.timeout(900)
def test_the_loader_against_one_session_that_merges(new_neo4j: Any, capfd: pytest.CaptureFixture[str]) -> None:
    new_neo4j.flags = ()
    address = new_neo4j.start()
    server = psutil.Process(new_neo4j.process_id)
    rows = list(made(20_000, 60_000))
    few = list(made(2_000, 6_000))
    with closing(GraphDatabase.driver(address.uri, auth=(address.user, address.password))) as driver:
        ways: dict[str, Callable[[Sequence[Row]], Callable[[], object]]] = {
            "one session, UNWIND and MERGE": lambda given: merged(driver, given),
            "plangraph load": lambda given: lambda: load_rows(lambda: iter(given), "w", address),
        }
        for way in ways.values():
            way(few)()
            emptied(driver)
        taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(2):
            for name, way in ways.items():
                taken[name].append(measured(way(rows), server))
                emptied(driver)
    best = {name: tuple(map(min, zip(*times, strict=True))) for name, times in taken.items()}
    (theirs, theirs_used), (ours, ours_used) = best.values()
    with capfd.disabled():
        for name, (wall, used) in best.items():
            sys.stdout.write(f"\n{name}: {wall:.1f} s, {used:.1f} s of processors")
        sys.stdout.write(
            f"\nthe loader is {theirs / ours:.2f} times quicker ({theirs_used / ours_used:.2f} by processors)\n"
        )


@pytest.mark.timeout(900)
def test_the_import_of_a_million_relationships(
    new_neo4j: Any, tmp_path: Path, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    """With all that the relationships carry, and with their ends alone."""
    full, bare = tmp_path / "full", tmp_path / "bare"
    full.mkdir()
    write_csv(made(100_000, 1_000_000), full, "w")
    shutil.copytree(full, bare)
    for file in bare.glob("relationships-*.csv"):
        with (full / file.name).open(encoding="utf-8", newline="") as rows, file.open("w", encoding="utf-8") as ends:
            csv.writer(ends).writerows(row[:3] for row in csv.reader(rows))
    arguments = ("database", "import", "full", "--overwrite-destination", "@import.args", "neo4j")
    new_neo4j.flags = ()
    ours, ends = in_turns(2, *(lambda f=f: new_neo4j.admin(*arguments, folder=f) for f in (full, bare)))
    with capfd.disabled():
        sys.stdout.write(f"\nimport of a million relationships: {ours:.1f} s, without their properties {ends:.1f} s; ")
        sys.stdout.write(f"ratio {ours / ends:.2f}\n")
