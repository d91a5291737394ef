"""SPARQL against its peers on a million triples: the worker to the bare engine and rdflib, the service to Fuseki.

Printed as ratios of one run; nothing is asserted. The data are the bundled report told over and over, each time with
other names for its things, so that every question of the catalogue has answers; they are made once, in `build/bench`.
"""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import rdflib
from pyoxigraph import QuerySolutions, RdfFormat, Store

from plangraph.graph.generations import Generations
from plangraph.graph.graph_store import GraphStore
from plangraph.graph.patterns import MERGED
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.publication import projection, publish
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import questions
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, LocalKey, Quantity, document_id

TRIPLES = 1_000_000
PLAIN = {
    "label": "SELECT ?name { <https://w3id.org/plangraph/id/Area/440104> skos:prefLabel ?name }",
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "path": "SELECT ?outer { <https://w3id.org/plangraph/id/Area/440104> plan:within+ ?outer }",
    "two hops": "SELECT ?a ?b ?c { ?a plan:assists ?b . ?x plan:locatedIn ?b ; skos:prefLabel ?c }",
    "aggregate": "SELECT ?p (COUNT(*) AS ?n) { ?s rdf:predicate ?p } GROUP BY ?p ORDER BY DESC(?n)",
    "contains": "SELECT ?s ?n { ?s skos:prefLabel ?n FILTER(CONTAINS(?n, '科创中心')) }",
    "observations": (
        "SELECT ?t ?about ?v { ?a plan:observes ?n ; skos:prefLabel ?t . ?n plan:about ?about ; plan:asStated ?v }"
    ),
}


def told_again(told: Extraction, number: int) -> Extraction:
    """The same report as another text, whose things, but for areas, have other names."""
    text = f"{told.document.text}\n{number}"
    identifier = document_id(text)

    def key(old: LocalKey) -> LocalKey:
        return old if old.type == "Area" else LocalKey(old.type, f"{old.name}{number}")

    def named(old: LocalKey | Quantity | str) -> LocalKey | Quantity | str:
        if isinstance(old, Quantity):
            return replace(old, indicator=old.indicator and key(old.indicator))
        return key(old) if isinstance(old, LocalKey) else old

    return replace(
        told,
        document=replace(told.document, id=identifier, text=text, source=f"{number}.txt"),
        entities=tuple(replace(e, key=key(e.key), aliases=()) for e in told.entities),
        mentions=tuple(replace(m, document=identifier, entity=key(m.entity)) for m in told.mentions),
        statements=tuple(
            replace(s, document=identifier, subject=key(s.subject), object=named(s.object)) for s in told.statements
        ),
        problems=(),
    )


@pytest.fixture(scope="module")
def large(root: Path, reported: Path) -> Workspace:
    told = Workspace.open(reported)
    one = told.extraction(told.documents()[0].id)
    count = TRIPLES // len(GraphReader(reported).quads()) + 1
    workspace = Workspace.create(root / "build" / "bench" / f"sparql-{projection()}")
    for number in range(len(workspace.documents()), count):
        workspace.commit(told_again(one, number), f"upload:{number}.txt")
    publish(workspace)
    return workspace


def asked(store: Store, sparql: str) -> list[list[str | None]]:
    found = store.query(sparql, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return [[None if term is None else str(term.value) for term in row] for row in found]  # type: ignore[union-attr]


def store_of(workspace: Workspace) -> Store:
    generations = Generations.of(workspace.path)
    number = generations.current()
    assert number is not None
    return Store.read_only(str(generations.store(number)))


def test_the_worker_against_the_bare_engine(
    large: Workspace, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    store, beyond, ours, theirs = store_of(large), [], 0.0, 0.0
    texts = {**PLAIN, **{each.id: each.sparql() for each in questions().values()}}
    with QueryWorker(large.path, timeout=120, rows=1_000_000) as worker:
        worker.query("ASK {}")
        for name, text in texts.items():
            rows = len(worker.query(text).table.rows)
            works = lambda text=text: worker.query(text), lambda text=text: asked(store, text)
            mine, bare = in_turns(5, *works)
            beyond.append((1000 * (mine - 1.1 * bare), name, 1000 * mine, 1000 * bare, rows))
            ours, theirs = ours + mine, theirs + bare
    with capfd.disabled():
        sys.stdout.write(f"\n{len(store)} quads, half of them merged: all questions {ours:.2f} s; bare pyoxigraph ")
        sys.stdout.write(f"{theirs:.2f} s; ratio {ours / theirs:.2f}\nms beyond 1.1 of bare, the worst first:\n")
        for extra, name, mine, bare, rows in sorted(beyond, reverse=True)[:12]:
            sys.stdout.write(f"{extra:8.2f}  {name}: {mine:.2f} ms, bare {bare:.2f} ms, {rows} rows\n")


def test_the_worker_against_rdflib(
    large: Workspace, tmp_path: Path, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "merged.nt"
    store_of(large).dump(str(file), format=RdfFormat.N_TRIPLES, from_graph=MERGED)
    graph = rdflib.Graph()
    graph.parse(file, format="nt")
    lines = []
    with QueryWorker(large.path, timeout=120, rows=1_000_000) as worker:
        worker.query("ASK {}")
        for name, text in PLAIN.items():
            count = len(list(graph.query(text, initNs=dict(PREFIXES))))
            assert len(worker.query(text).table.rows) == count
            (mine,) = in_turns(5, lambda text=text: worker.query(text))
            (theirs,) = in_turns(2, lambda text=text: list(graph.query(text, initNs=dict(PREFIXES))))
            lines.append((theirs / mine, name, 1000 * mine, 1000 * theirs, count))
    with capfd.disabled():
        ratio = sum(row[3] for row in lines) / sum(row[2] for row in lines)
        sys.stdout.write(f"\n{len(graph)} triples; all of them: rdflib takes {ratio:.0f} times as long\n")
        for ratio, name, mine, theirs, count in lines:
            sys.stdout.write(f"{name}: {mine:.2f} ms; rdflib {theirs:.0f} ms; {ratio:.0f} times; {count} rows\n")


class Line:
    """An endpoint, asked over a connection of its own each time: servers close those that are idle."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._path = parts.path
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)

    def ask(self, sparql: str) -> bytes:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
        self._line.request("POST", self._path, urlencode({"query": sparql}), headers)
        answer = self._line.getresponse()
        body = answer.read()
        self._line.close()
        assert answer.status == 200, body[:300]
        return body


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "plangraph", "--lang", "en", "--workspace", str(workspace), "serve", "--port", "0"]
    process = subprocess.Popen([*command, "--rows", "1000000"], stderr=subprocess.PIPE, encoding="utf-8")
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+/sparql", process.stderr.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def test_the_service_against_fuseki(
    large: Workspace, fuseki: str, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    store = store_of(large)
    GraphStore(fuseki).put(None, (q.triple for q in store.quads_for_pattern(None, None, None, MERGED)))
    heads = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    lines, sums = [], [0.0, 0.0]
    with served(large.path) as address:
        ours, theirs = Line(address), Line(fuseki)
        for each in questions().values():
            text = f"{heads} {each.sparql()}"
            sizes = [len(line.ask(text)) for line in (ours, theirs)]
            taken = in_turns(3, lambda text=text: ours.ask(text), lambda text=text: theirs.ask(text))
            sums = [sums[0] + taken[0], sums[1] + taken[1]]
            lines.append((taken[0] / taken[1], each.id, taken, sizes))
    with capfd.disabled():
        slower = sum(ratio > 1 for ratio, *_ in lines)
        sys.stdout.write(f"\nthe service, all questions: {sums[0]:.2f} s; Fuseki: {sums[1]:.2f} s; ")
        sys.stdout.write(f"ratio {sums[0] / sums[1]:.2f}; slower than Fuseki in {slower} of {len(lines)}\n")
        for ratio, name, taken, sizes in sorted(lines, reverse=True):
            times = f"{1000 * taken[0]:.1f} ms, Fuseki {1000 * taken[1]:.1f} ms"
            sys.stdout.write(f"{ratio:7.2f}  {name}: {times}, {sizes} bytes\n")
