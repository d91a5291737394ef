"""On annotated reports: how many names of one thing are put to people, and how many that readers told apart."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from plangraph.graph.candidates import LEAST
from plangraph.graph.likeness import likeness
from plangraph.graph.likeness_features import everywhere, side
from plangraph.graph.names import folded
from plangraph.ontology import divisions
from plangraph.ontology.terms import AREA

Named = tuple[str, str, str]
"""Type, name, code of the area whose report it is."""


def pairs(folder: Path) -> Iterator[tuple[bool, Named, Named]]:
    """Pairs of names of one report and type: of one thing (not areas, branches, indicators), and of two (not areas)."""
    for file in sorted(folder.glob("*.json")):
        area = divisions.resolve(file.stem.split("_")[1])
        code = area[0].code if area else ""
        names: dict[str, list[str]] = defaultdict(list)
        for entity in json.loads(file.read_text(encoding="utf-8"))["entities"]:
            kind, name = entity["type"], entity["name"]
            names[kind].append(name)
            if kind not in everywhere() | {AREA}:
                others = [alias for alias in entity.get("aliases", []) if folded(alias) != folded(name)]
                yield from ((True, (kind, name, code), (kind, other, code)) for other in others)
        for kind in names.keys() - {AREA}:
            yield from ((False, (kind, a, code), (kind, b, code)) for a, b in combinations(names[kind], 2))


@pytest.mark.shared
def test_most_names_of_one_thing_are_found_and_hardly_any_of_two(shared: Path) -> None:
    shown: dict[bool, list[bool]] = defaultdict(list)
    for one, *names in pairs(shared / "gold" / "dev"):
        left, right = (side(kind, name, (), {code} - {""}) for kind, name, code in names)
        shown[one].append(likeness(left, right).score >= LEAST)
    assert len(shown[True]) > 100
    assert len(shown[False]) > 10_000
    assert sum(shown[True]) / len(shown[True]) > 0.65
    assert sum(shown[False]) / len(shown[False]) < 0.0005
