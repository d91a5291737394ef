"""SPARQL against its peers on a million triples: the worker to the bare engine and rdflib, the service to Fuseki.

Printed as ratios of one run; nothing is asserted. The data
are the bundled report told over and over, so that every question of the catalogue has answers.
"""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import rdflib
from pyoxigraph import QuerySolutions, RdfFormat, Store

from plangraph.graph.generations import Generations
from plangraph.graph.graph_store import GraphStore
from plangraph.graph.patterns import MERGED
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import questions
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace

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


@pytest.fixture(scope="module")
def large(told_often: Callable[[str, int], Workspace], reported: Path) -> Workspace:
    return told_often("sparql", TRIPLES // len(GraphReader(reported).quads()) + 1)


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

    def ask(self, sparql: str) -> bytes | None:
        """The answer; None where the service gives up."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
        self._line.request("POST", self._path, urlencode({"query": sparql}), headers)
        answer = self._line.getresponse()
        body = answer.read()
        self._line.close()
        assert answer.status in {200, 503}, body[:300]
        return body if answer.status == 200 else None


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


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kept", ["in memory", "on disk"])
def test_the_service_against_fuseki(
    kept: str,
    large: Workspace,
    new_fuseki: Callable[..., AbstractContextManager[str]],
    tmp_path: Path,
    in_turns: Callable[..., list[float]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    options = ["--mem"] if kept == "in memory" else ["--tdb2", "--update", f"--loc={tmp_path}"]
    store = store_of(large)
    heads = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    taken: dict[str, list[float]] = {}
    unanswered = []
    with new_fuseki(*options) as fuseki, served(large.path) as address:
        GraphStore(fuseki).put(None, (q.triple for q in store.quads_for_pattern(None, None, None, MERGED)))
        ours, theirs = Line(address), Line(fuseki)
        for each in questions().values():
            text = f"{heads} {each.sparql()}"
            assert ours.ask(text) is not None
            if theirs.ask(text) is None:
                unanswered.append(each.id)
            else:
                taken[each.id] = in_turns(3, lambda text=text: ours.ask(text), lambda text=text: theirs.ask(text))
    with capfd.disabled():
        mine, other = (sum(times) for times in zip(*taken.values(), strict=True))
        sys.stdout.write(f"\n{len(taken)} questions: the service {mine:.2f} s, Fuseki {kept} {other:.2f} s; ")
        sys.stdout.write(f"ratio {mine / other:.2f}; Fuseki took a minute for {', '.join(unanswered) or 'none'}\n")
        for name, (mine, other) in sorted(taken.items(), key=lambda item: item[1][1] / item[1][0]):
            sys.stdout.write(f"{mine / other:7.2f}  {name}: {1000 * mine:.1f} ms, Fuseki {1000 * other:.1f} ms\n")
