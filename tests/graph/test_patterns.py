"""The merged graph of a generation: what any report states, once, whatever comes and goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from plangraph.graph import patterns
from plangraph.graph.publication import publish, rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology import terms
from plangraph.ontology.records import Extraction
from plangraph.ontology.vocabulary import DIVISIONS

TERMS = [NamedNode(f"urn:x:{c}") for c in "abc"]
quads = st.builds(Quad, *(st.sampled_from(TERMS) for _ in range(4)))


def _with_one_preferred_name(found: list[Quad]) -> set[str]:
    """The union of the named graphs, where the name that most reports prefer is the only preferred one."""
    preferred: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in found:
        if quad.predicate.value == terms.SKOS_PREF_LABEL and isinstance(quad.object, Literal):
            preferred[str(quad.subject)][quad.object.value] += quad.graph_name != NamedNode(DIVISIONS)
    union = set()
    for quad in found:
        triple = quad.triple
        names = preferred[str(quad.subject)]
        if quad.predicate.value in (terms.SKOS_PREF_LABEL, terms.SKOS_ALT_LABEL) and isinstance(quad.object, Literal):
            shown = min(names, key=lambda text: (-names[text], -len(text), text))
            predicate = terms.SKOS_PREF_LABEL if quad.object.value == shown else terms.SKOS_ALT_LABEL
            triple = Triple(quad.subject, NamedNode(predicate), quad.object)
        union.add(str(triple))
    return union


def _triples(found: list[Quad]) -> list[str]:
    return sorted(str(quad.triple) for quad in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(quads, max_size=8), min_size=1, max_size=5))
def test_rewriting_graphs_keeps_the_merged_graph_the_union(versions: list[set[Quad]]) -> None:
    store = Store()
    for version in versions:
        left = patterns.remove_named(store, [g for g in store.named_graphs() if isinstance(g, NamedNode)][:2])
        for quad in version:
            store.extend(patterns.twice([(quad.subject, quad.predicate, quad.object)], quad.graph_name))
        patterns.prune(store, left)
        union = sorted({str(q.triple) for q in patterns.stated(store, None, None, None)})
        assert _triples(list(patterns.merged(store, None, None, None))) == union


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(["甲", "A甲", "Ａ甲", "ａ甲", "-甲", "-A甲", "-Ａ甲"]), min_size=1, max_size=6))
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
    assert advanced == sorted(_with_one_preferred_name(reader.quads()))
    rebuild(workspace)
    assert reader.read(lambda store: _triples(list(patterns.merged(store, None, None, None)))) == advanced


def test_a_thing_has_one_preferred_name_in_the_merged_graph(tmp_path: Path, report: Callable[..., Extraction]) -> None:
    workspace = Workspace.create(tmp_path / "data")
    for word, year in (("Ａ甲", 2023), ("Ａ甲", 2024), ("A甲", 2025)):
        workspace.commit(report(word, year=year), f"/{word}{year}.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    project = "?p a plan:Project . FILTER(STRSTARTS(?name, 'A甲') || STRSTARTS(?name, 'Ａ甲'))"

    def names(pattern: str) -> list[str]:
        return sorted(str(row["name"].value) for row in reader.select(f"SELECT ?name {{ {pattern} {project} }}"))  # type: ignore[union-attr]

    wide, narrow = "Ａ甲号惠民工程项目", "A甲号惠民工程项目"
    assert names("?p skos:prefLabel ?name .") == [wide]
    assert narrow in names("?p skos:altLabel ?name .")
    assert names("GRAPH ?g { ?p skos:prefLabel ?name } .") == [narrow, wide, wide]
    # The name that is left is the preferred one again.
    workspace.remove("/Ａ甲2023.txt")
    workspace.remove("/Ａ甲2024.txt")
    publish(workspace)
    assert names("?p skos:prefLabel ?name .") == [narrow]
    assert wide not in names("?p skos:altLabel ?name .")


def test_what_two_reports_state_is_one_triple(tmp_path: Path, report: Callable[..., Extraction]) -> None:
    workspace = Workspace.create(tmp_path / "data")
    for word in "甲乙":
        workspace.commit(report(word), f"/{word}.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    assert len(reader.select("SELECT ?a ?b { ?a plan:assists ?b }")) == 1
    assert len(reader.select("SELECT ?g { GRAPH ?g { ?a plan:assists ?b } }")) == 2
