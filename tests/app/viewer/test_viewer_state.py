"""Where the reader is, and what the filters leave."""

from __future__ import annotations

import gzip
import json

import pytest

from plangraph.app.viewer.columns import Picture, packed
from plangraph.app.viewer.looks import HUES, looks
from plangraph.app.viewer.state import Filter, Place, union
from plangraph.app.wording import Wording
from plangraph.graph.answers import Edge, Node, Subgraph
from plangraph.ontology import terms

NODES = (
    Node("a", "Area", "越秀区", 3, True),
    Node("b", "Area", "霞山区", 2),
    Node("p", "Platform", "</script><b>中心", 1),
)
EDGES = (
    Edge("1", "a", "b", "assists", "actual", "", "2024", ("s",)),
    Edge("2", "a", "b", "cooperatesWith", "target", "planned", "2025", ("t",)),
    Edge("3", "p", "b", "locatedIn", "actual", "", "", ("u",)),
    Edge("4", "b", "a", "within", "actual", "", "", (), True),
)
GRAPH = Subgraph(NODES, EDGES, (("b", 4),))


def shown(graph: Subgraph) -> tuple[set[str], set[str]]:
    return {node.iri for node in graph.nodes}, {edge.id for edge in graph.edges}


@pytest.mark.parametrize(
    ("chosen", "nodes", "edges"),
    [
        (Filter(), {"a", "b", "p"}, {"1", "2", "3", "4"}),
        (Filter(lines="target"), {"a", "b"}, {"2"}),
        (Filter(lines="actual"), {"a", "b", "p"}, {"1", "3"}),
        (Filter(relations=frozenset({"locatedIn"})), {"a", "b", "p"}, {"3"}),
        (Filter(types=frozenset({"Platform"})), {"a"}, set()),
        (Filter(types=frozenset({"Area"}), lines="actual"), {"a", "b"}, {"1"}),
    ],
)
def test_filters_keep_what_was_asked_for_and_the_middle(chosen: Filter, nodes: set[str], edges: set[str]) -> None:
    assert shown(chosen.apply(GRAPH, {"a"})) == (nodes, edges)


def test_a_union_names_each_thing_once_and_counts_what_nobody_shows() -> None:
    more = Subgraph((NODES[1], Node("c", "Area", "赤坎区")), EDGES[:1], (("b", 1), ("c", 2)))
    both = union([GRAPH, more])
    assert [node.iri for node in both.nodes] == ["a", "b", "p", "c"]
    assert len(both.edges) == 4
    assert dict(both.more) == {"b": 1, "c": 2}


def test_going_somewhere_forgets_what_was_expanded() -> None:
    place = Place()
    place.expand("a")
    place.expand("a")
    assert (place.expanded, place.anchor) == (["a"], "a")
    place.select("c")
    assert (place.selected, place.added, place.expanded) == ("c", ["c"], ["a"])
    place.go("b")
    assert place.added == []
    assert (place.middle, place.expanded, place.anchor, place.selected) == ("b", [], "", "b")
    place.go("")
    assert place.selected is None


def test_the_browser_gets_columns_in_the_readers_language() -> None:
    body = json.loads(gzip.decompress(packed(Picture(GRAPH, "opening", "a", "b", ""), Wording("viewer", "zh"))))
    assert body["nodes"]["name"] == ["越秀区", "霞山区", "</script><b>中心"]
    assert body["nodes"]["more"] == [0, 4, 0]
    assert body["edges"]["line"] == [0, 1, 0, 2]
    assert body["edges"]["note"][0] == "帮扶 · 实际 · 2024"
    assert [body["types"][t]["id"] for t in body["nodes"]["type"]] == ["Area", "Area", "Platform"]
    english = json.loads(gzip.decompress(packed(Picture(GRAPH, "opening", "a", "b", ""), Wording("viewer", "en"))))
    assert english["types"][0]["label"] == "Area"
    assert english["rev"] != body["rev"]


def test_equal_pictures_are_equal_bytes() -> None:
    words = Wording("viewer", "zh")
    assert packed(Picture(GRAPH, "x"), words) == packed(Picture(GRAPH, "x"), words)
    assert packed(Picture(GRAPH, "x"), words) != packed(Picture(GRAPH, "x", selected="a"), words)


def test_every_type_looks_different_in_at_most_eight_hues() -> None:
    shown = looks("zh")
    assert {look["id"] for look in shown} == set(terms.TYPES)
    assert len({(look["hue"], look["shape"]) for look in shown}) == len(terms.TYPES)
    assert {look["hue"] for look in shown} <= set(HUES)
    assert len(HUES) == 8
    assert len({look["glyph"] for look in shown}) == len(terms.TYPES)
