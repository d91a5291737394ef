"""The merged graph of a generation: what any report states, once, whatever comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from plangraph.graph import patterns
from plangraph.graph.publication import publish, rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

TERMS = [NamedNode(f"urn:x:{c}") for c in "abc"]
quads = st.builds(Quad, *(st.sampled_from(TERMS) for _ in range(4)))


def _triples(found: list[Quad]) -> list[str]:
    return sorted(str(quad.triple) for quad in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(quads, max_size=8), min_size=1, max_size=5))
def test_rewriting_graphs_keeps_the_merged_graph_the_union(versions: list[set[Quad]]) -> None:
    store = Store()
    for version in versions:
        left = patterns.remove_named(store, [g for g in store.named_graphs() if isinstance(g, NamedNode)][:2])
        store.bulk_extend(patterns.twice(version))
        patterns.prune(store, left)
        union = sorted({str(q.triple) for q in patterns.stated(store, None, None, None)})
        assert _triples(list(patterns.merged(store, None, None, None))) == union


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(["甲", "乙", "丙", "-甲", "-乙"]), min_size=1, max_size=6))
def test_reports_that_come_and_go(
    tmp_path_factory: pytest.TempPathFactory, report: Callable[..., Extraction], steps: list[str]
) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("merged") / "data")
    there: set[str] = set()
    for step in steps:
        word = step.removeprefix("-")
        if step == word:
            workspace.commit(report(word), f"/{word}.txt")
            there.add(word)
        elif word in there:
            workspace.remove(f"/{word}.txt")
            there.remove(word)
    publish(workspace)
    reader = GraphReader(workspace.path)
    advanced = reader.read(lambda store: _triples(list(patterns.merged(store, None, None, None))))
    assert advanced == sorted({str(quad.triple) for quad in reader.quads()})
    rebuild(workspace)
    assert reader.read(lambda store: _triples(list(patterns.merged(store, None, None, None)))) == advanced


def test_what_two_reports_state_is_one_triple(tmp_path: Path, report: Callable[..., Extraction]) -> None:
    workspace = Workspace.create(tmp_path / "data")
    for word in "甲乙":
        workspace.commit(report(word), f"/{word}.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    assert len(reader.select("SELECT ?a ?b { ?a plan:assists ?b }")) == 1
    assert len(reader.select("SELECT ?g { GRAPH ?g { ?a plan:assists ?b } }")) == 2
