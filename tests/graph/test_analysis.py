"""Analysis of the network of things: held against networkx itself, and against what a small network shows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph import to_networkx, to_pandas
from plangraph.graph.analysis import (
    MEASURES,
    centrality,
    communities,
    components,
    neighbours_by_type,
    paths,
    thing_network,
)
from plangraph.graph.projected import LABEL_ZH, NodeRow, RelationshipRow, Row
from plangraph.graph.projection import project
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction
from plangraph.ontology.vocabulary import DOCUMENTS

Pairs = list[tuple[int, int]]
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


def thing(name: str, label: str = "Project") -> NodeRow:
    return NodeRow(name, (label,), {"name": name, LABEL_ZH: label})


def link(number: int, one: str, other: str, kind: str = "PART_OF", **further: str) -> RelationshipRow:
    properties = {"modality": "actual", "statements": (f"s{number}",), "evidence": (f"{DOCUMENTS}d#passage=0-1",)}
    return RelationshipRow(f"r{number}", kind, one, other, "Project", "Project", {**properties, **further})


def rows(pairs: Pairs) -> list[Row]:
    names = [thing(f"n{each}") for each in range(10)]
    return [*names, *(link(number, f"n{a}", f"n{b}") for number, (a, b) in enumerate(pairs))]


@pytest.fixture(scope="module")
def sample(reported: Path) -> Workspace:
    return Workspace.open(reported)


# -- the network --------------------------------------------------------------------------------------------------


def test_the_network_is_of_things_and_of_what_is_stated(sample: Workspace) -> None:
    network, whole = thing_network(sample), to_networkx(sample)
    labels = {data["labels"][0] for _, data in network.nodes(data=True)}
    assert labels.isdisjoint({"Observation", "Stage", "Edition", "Report"})
    kinds = {data["type"] for *_, data in network.edges(data=True)}
    assert kinds.isdisjoint({"WITHIN", "MENTIONED_IN", "HAS_STATUS", "MEASURES", "OF_AREA"})
    stated = {key: data for *_, key, data in whole.edges(keys=True, data=True) if "statements" in data}
    for one, other, key, data in network.edges(keys=True, data=True):
        assert one != other
        assert data == stated[key]
    between = {"Stage", "Observation"}
    assert {key for *_, key in network.edges(keys=True)} >= {
        key
        for a, b, key, data in whole.edges(keys=True, data=True)
        if "statements" in data and whole.nodes[b]["labels"][0] not in between and a != b
    }


def test_an_indicator_is_beside_whoever_has_a_number_of_it() -> None:
    given = [
        thing("district", "Area"), thing("gdp", "Indicator"), thing("n1", "Observation"), thing("n2", "Observation"),
        link(1, "district", "n1", "OBSERVES"), link(2, "district", "n2", "OBSERVES"),
        RelationshipRow("m", "MEASURES", "n1", "gdp", "Observation", "Indicator", {}),
    ]  # fmt: skip
    network = thing_network(given)
    assert sorted(network) == ["district", "gdp"]
    assert [(a, b, key) for a, b, key in network.edges(keys=True)] == [("district", "gdp", "r1")]


# -- ways ---------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(PAIRS, st.integers(0, 9), st.integers(1, 5))
def test_ways_are_shortest_first_and_made_of_what_is_stated(pairs: Pairs, end: int, longest: int) -> None:
    network = thing_network(rows(pairs))
    other = f"n{end}"
    if other == "n0":
        assert paths(network, "n0", other) == []
        return
    found = paths(network, "n0", other, limit=4, longest=longest)
    simple = nx.Graph(network)
    every = sorted(len(way) - 1 for way in nx.all_simple_paths(simple, "n0", other, cutoff=longest))
    assert [len(way.steps) for way in found] == every[:4]
    for way in found:
        assert (way.things[0], way.things[-1]) == ("n0", other)
        assert len(set(way.things)) == len(way.things) == len(way.steps) + 1
        for a, b, steps in zip(way.things, way.things[1:], way.steps, strict=False):
            assert {(step.source, step.target) for step in steps} <= {(a, b), (b, a)}
            # All that is stated of the two, whichever way it points.
            assert {step.id for step in steps} == {
                f"r{number}" for number, (x, y) in enumerate(pairs) if {f"n{x}", f"n{y}"} == {a, b}
            }


def test_a_name_that_is_no_thing_is_refused(sample: Workspace) -> None:
    network = thing_network(sample)
    with pytest.raises(KeyError, match="nowhere"):
        paths(network, next(iter(network)), "nowhere")
    with pytest.raises(KeyError, match="nowhere"):
        neighbours_by_type(network, "nowhere")


def test_every_step_rests_on_statements_of_the_workspace(sample: Workspace) -> None:
    network = thing_network(sample)
    by_name = {data["name"]: iri for iri, data in network.nodes(data=True)}
    found = paths(network, by_name["湛江市赤坎区"], by_name["低空经济"], limit=3)
    assert [network.nodes[iri]["name"] for iri in found[0].things] == ["湛江市赤坎区", "广州市越秀区", "低空经济"]
    known = {each.id for row in sample.documents() for each in sample.statements(row.id)}
    for way in found:
        for steps in way.steps:
            assert steps
            for step in steps:
                assert set(step.statements) <= known
                assert len(step.statements) == len(step.evidence)


# -- centrality ---------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_pagerank_is_that_of_networkx(pairs: Pairs) -> None:
    network = thing_network(rows(pairs))
    found = centrality(network)
    assert sum(found.values()) == pytest.approx(1.0)
    undirected = nx.MultiDiGraph()
    undirected.add_nodes_from(network)
    undirected.add_edges_from([*network.edges(), *((b, a) for a, b in network.edges())])
    # The public function asks for scipy, which nothing else here needs.
    from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

    weighted = nx.DiGraph()
    weighted.add_nodes_from(network)
    for a, b in undirected.edges():
        before = weighted.get_edge_data(a, b, {"weight": 0})["weight"]
        weighted.add_edge(a, b, weight=before + 1)
    expected = _pagerank_python(weighted, tol=1e-12, max_iter=1000)
    assert found == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_middle_of_a_star_is_the_most_central(measure: str) -> None:
    network = thing_network(rows([(0, n) if n % 2 else (n, 0) for n in range(1, 10)]))
    found = centrality(network, measure)
    assert next(iter(found)) == "n0"
    # Those of equal weight come in the order of their IRIs.
    assert list(found)[1:] == sorted(list(found)[1:])


def test_nothing_is_central_in_nothing() -> None:
    for measure in MEASURES:
        assert centrality(thing_network([]), measure) == {}
    assert communities(thing_network([])) == []
    assert components(thing_network([])) == []


# -- groups -------------------------------------------------------------------------------------------------------


def test_two_dense_groups_with_one_link_are_two_communities() -> None:
    left = [(a, b) for a in range(5) for b in range(a)]
    right = [(a + 5, b + 5) for a in range(5) for b in range(a)]
    network = thing_network([*rows([*left, *right, (0, 5)]), thing("alone")])
    assert [set(group) for group in communities(network)] == [
        {f"n{n}" for n in range(5)},
        {f"n{n}" for n in range(5, 10)},
    ]
    assert [group[0] for group in communities(network)] == ["n0", "n5"]
    assert [len(part) for part in components(network)] == [10, 1]


def test_the_same_workspace_gives_the_same_groups_in_any_process(reported: Path) -> None:
    ask = (
        "import sys; from pathlib import Path; from plangraph.graph.workspace import Workspace;"
        "from plangraph.graph.analysis import centrality, communities, thing_network;"
        "network = thing_network(Workspace.open(Path(sys.argv[1])));"
        "sys.stdout.write(repr((communities(network), list(centrality(network, 'betweenness')))))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", ask, str(reported)], check=True, capture_output=True, encoding="utf-8",
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1
    assert "https://w3id.org/plangraph/id/" in answers.pop()


def test_neighbours_come_by_type(sample: Workspace) -> None:
    network = thing_network(sample)
    by_name = {data["name"]: iri for iri, data in network.nodes(data=True)}
    beside = neighbours_by_type(network, by_name["湛江市赤坎区"])
    assert by_name["广州市越秀区"] in beside["Area"]
    assert {iri for others in beside.values() for iri in others} == set(
        nx.Graph(network).neighbors(by_name["湛江市赤坎区"])
    )


# -- tables -------------------------------------------------------------------------------------------------------


def test_the_tables_hold_every_node_and_relationship(tmp_path: Path, report: Callable[..., Extraction]) -> None:
    workspace = Workspace.create(tmp_path / "data")
    for year in (2024, 2025):
        workspace.commit(report("甲", year=year), f"{year}.txt")
    nodes, links = to_pandas(workspace)
    projected = list(project(workspace))
    for row in projected:
        if isinstance(row, NodeRow):
            found, own = nodes.loc[row.iri], {"labels": row.labels}
        else:
            found, own = links.loc[row.id], {"type": row.type, "source": row.source, "target": row.target}
        given = {**own, **row.properties}
        assert {key: found[key] for key in given} == given
        missing = [key for key in found.index if key not in given]
        assert found[missing].isna().all()
    assert len(nodes) + len(links) == len(projected)
    assert set(links.source) | set(links.target) <= set(nodes.index)
    # A code is a text, a year a whole number, an amount a number.
    assert nodes.code.dropna().map(type).eq(str).all()
    assert str(nodes.yearPlanned.dtype) == "Int64"
    assert nodes.value.sum() == pytest.approx(sum(row.properties.get("value", 0) for row in projected[: len(nodes)]))  # type: ignore[misc]
