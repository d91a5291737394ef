"""What the browser gets of a graph: columns of plain values, gzipped, with the words and looks that go with them."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass

from plangraph.app.viewer.looks import looks, relation_label, stage_label
from plangraph.app.wording import Wording
from plangraph.graph.answers import Edge, Subgraph

TEXTS = ("legend", "hint", "empty", "webgl", "label", "announce", "zoom_in", "zoom_out", "fit", "save")


@dataclass(frozen=True, slots=True)
class Picture:
    """A subgraph and how it is to be looked at. `scene`: while it stays the same, nodes keep their places."""

    graph: Subgraph
    scene: str
    focus: str = ""
    selected: str = ""
    anchor: str = ""


def packed(picture: Picture, words: Wording) -> bytes:
    """The picture as the component reads it (`component/src/payload.ts`). Equal pictures give equal bytes."""
    kinds = looks(words.language)
    body: dict[str, object] = {
        "scene": picture.scene,
        "lang": words.language,
        "focus": picture.focus,
        "selected": picture.selected,
        "anchor": picture.anchor,
        "nodes": _nodes(picture.graph, [kind["id"] for kind in kinds]),
        "types": kinds,
        **_edges(picture.graph, words),
        "lines": [words(f"line.{name}") for name in ("actual", "target", "reference")],
        "texts": {name: words(f"graph.{name}") for name in TEXTS},
    }
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    body["rev"] = hashlib.sha256(plain.encode("utf-8")).hexdigest()[:16]
    return gzip.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 5, mtime=0)


def _nodes(graph: Subgraph, kinds: list[str]) -> dict[str, list[object]]:
    more = dict(graph.more)
    index = {name: position for position, name in enumerate(kinds)}
    return {
        "id": [node.iri for node in graph.nodes],
        "type": [index.get(node.type, 0) for node in graph.nodes],
        "name": [node.name for node in graph.nodes],
        "degree": [node.degree for node in graph.nodes],
        "issuer": [int(node.issuer) for node in graph.nodes],
        "more": [more.get(node.iri, 0) for node in graph.nodes],
    }


def _edges(graph: Subgraph, words: Wording) -> dict[str, object]:
    place = {node.iri: position for position, node in enumerate(graph.nodes)}
    edges = [edge for edge in graph.edges if edge.source in place and edge.target in place]
    names = sorted({edge.predicate for edge in edges})
    return {
        "predicates": [relation_label(name, words.language) for name in names],
        "edges": {
            "id": [edge.id for edge in edges],
            "source": [place[edge.source] for edge in edges],
            "target": [place[edge.target] for edge in edges],
            "predicate": [names.index(edge.predicate) for edge in edges],
            "line": [line_of(edge) for edge in edges],
            "note": [note(edge, words) for edge in edges],
        },
    }


def line_of(edge: Edge) -> int:
    """0 done or holding, 1 planned, 2 reference data."""
    return 2 if edge.reference else int(edge.modality == "target")


def note(edge: Edge, words: Wording) -> str:
    """What a reader is told when pointing at an edge: relation, done or planned, period, stage."""
    kind = ("actual", "target", "reference")[line_of(edge)]
    stage = stage_label(edge.status, words.language) if edge.status else ""
    parts = (relation_label(edge.predicate, words.language), words(f"modality.{kind}"), edge.period, stage)
    return " · ".join(part for part in parts if part)
