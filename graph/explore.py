"""Looking around in the graph: what the viewer and `plangraph show` ask."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from plangraph.graph.answers import Hit
from plangraph.graph.cards import card
from plangraph.graph.names import Name, Names, folded, names_of
from plangraph.graph.neighbours import neighbourhood, opening
from plangraph.graph.reader import GraphReader

__all__ = ["card", "neighbourhood", "opening", "resolve_name", "search"]

_NEAREST = 0.5


def search(reader: GraphReader, text: str, limit: int = 20) -> list[Hit]:
    """Things whose names hold the text, best first: the whole name, its beginning, a part of it; then by degree.

    An alias counts a little less than a preferred name. Where no name holds the text, those are given that share pairs
    of neighbouring characters with it. Widths, case, spaces and quotation marks do not matter.
    """
    names, wanted = names_of(reader), folded(text)
    if not wanted:
        return []
    scored = [(name, _score(name, wanted)) for name in names.holding(wanted) if wanted in name.folded]
    return _best(names, scored or _sharing(names, wanted), limit)


def resolve_name(reader: GraphReader, name: str, limit: int = 10) -> list[Hit]:
    """The things that bear exactly this name or IRI (score 1.0; several may), else the nearest names (below 1.0)."""
    names, wanted = names_of(reader), folded(name)
    node = names.node(name)
    if node is not None:
        return [Hit(node.iri, node.type, node.name, name, 1.0)]
    if not wanted:
        return []
    exact = names.exact.get(wanted, ())
    if exact:
        return _best(names, [(found, 1.0) for found in exact], len(exact))
    holding = [(found, _score(found, wanted)) for found in names.holding(wanted) if wanted in found.folded]
    near = [(found, score) for found, score in _alike(names, wanted) if score >= _NEAREST]
    return _best(names, [*holding, *near], limit)


def _score(name: Name, wanted: str) -> float:
    if name.folded == wanted:
        tier = 1.0
    elif name.folded.startswith(wanted):
        tier = 0.8
    else:
        tier = 0.6
    return tier if name.preferred else tier - 0.05


def _sharing(names: Names, wanted: str) -> list[tuple[Name, float]]:
    """Names that share pairs of neighbouring characters with the text; scores below those of any that hold it."""
    pairs = _pairs(wanted)
    positions = {position for character in set(wanted) for position in names.by_character.get(character, ())}
    found = []
    for position in sorted(positions):
        name = names.names[position]
        own = _pairs(name.folded)
        shared = len(pairs & own)
        if shared:
            found.append((name, round(0.5 * 2 * shared / (len(pairs) + len(own)), 4)))
    return found


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _alike(names: Names, wanted: str) -> list[tuple[Name, float]]:
    """Names written much like the text: a character wrong, missing or too many. Scores stay below 1.0."""
    positions = {position for character in set(wanted) for position in names.by_character.get(character, ())}
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found = []
    for position in sorted(positions):
        matcher.set_seq1(names.names[position].folded)
        if matcher.real_quick_ratio() >= _NEAREST and matcher.quick_ratio() >= _NEAREST:
            found.append((names.names[position], round(0.95 * matcher.ratio(), 4)))
    return found


def _best(names: Names, scored: Iterable[tuple[Name, float]], limit: int) -> list[Hit]:
    """One hit for each thing, by its best name."""
    best: dict[str, tuple[float, Name]] = {}
    for name, score in scored:
        if name.iri not in best or score > best[name.iri][0]:
            best[name.iri] = (score, name)
    nodes = names.nodes

    def rank(iri: str) -> tuple[float, int, int, str]:
        score, name = best[iri]
        return (-score, -nodes[iri].degree, len(name.folded), iri)

    return [
        Hit(iri, nodes[iri].type, nodes[iri].name, best[iri][1].text, best[iri][0])
        for iri in sorted(best, key=rank)[:limit]
    ]
