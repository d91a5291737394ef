"""A sentence with its areas as tokens, and areas beside words of pairing that naming left unnamed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.ground import Ground
from plangraph.ontology import divisions
from plangraph.ontology.records import LocalKey

QUOTES: Final = re.compile(r"[“”‘’\s]")
DASH: Final = re.compile(r"[—－\-–]")

Mark = tuple[int, int, tuple[LocalKey, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentence with areas as ⟦n⟧, quotation marks left out, and for each character its place in the view."""

    text: str
    areas: tuple[tuple[LocalKey, ...], ...]
    places: tuple[int, ...]

    def keys(self, token: str) -> tuple[LocalKey, ...]:
        """The areas that a token stands for."""
        return self.areas[int(token.strip("⟦⟧"))]


def scene_of(named: NamedText, start: int, end: int, cues: re.Pattern[str], ground: Ground) -> Scene:
    """Areas that 、 joins are one token; a deictic for others is one too, unless it only sums up those before it."""
    marks: list[Mark] = [(m.start, m.end, (m.key,)) for m in named.mentions_in(start, end) if m.key.type == "Area"]
    ends = {b for _, b, _ in marks}
    marks += [
        (d.start, d.end, d.keys)
        for d in named.deictics_in(start, end)
        if d.keys != (named.issuer,) and not ends & {d.start, d.start - 1}
    ]
    marks += _beside(named.view.text, start, end, cues, ground, [(a, b) for a, b, _ in marks])
    return _tokens(named.view.text, start, end, _lists(named.view.text, sorted(marks), ground))


def _lists(text: str, marks: Sequence[Mark], ground: Ground) -> list[Mark]:
    runs: list[Mark] = []
    for a, b, keys in marks:
        if runs and a < runs[-1][1]:
            continue
        if runs and a == runs[-1][1] and divisions.lies_in(ground.code(keys[0]), ground.code(runs[-1][2][-1])):
            runs[-1] = (runs[-1][0], b, runs[-1][2][:-1] + keys)
            continue
        if runs and text[runs[-1][1] : a] == "、" and not DASH.match(text, b) and not DASH.match(text, runs[-1][0] - 1):
            runs[-1] = (runs[-1][0], b, runs[-1][2] + keys)
        else:
            runs.append((a, b, keys))
    return runs


def _tokens(text: str, start: int, end: int, runs: Sequence[Mark]) -> Scene:
    out: list[str] = []
    places: list[int] = []
    at = start
    for number, (a, b, _) in enumerate([*runs, (end, end, ())]):
        for place in range(at, a):
            if not QUOTES.match(text[place]):
                out.append(text[place])
                places.append(place)
        if b > a:
            token = f"⟦{number}⟧"
            out.append(token)
            places += [a] * len(token)
        at = b
    return Scene("".join(out), tuple(keys for _, _, keys in runs), tuple(places))


def _beside(
    text: str, start: int, end: int, cues: re.Pattern[str], ground: Ground, taken: Sequence[tuple[int, int]]
) -> list[Mark]:
    """Areas right before or behind a word of pairing, or listed with such an area or a named one."""
    words = [c.span() for c in cues.finditer(text, start, end)]
    found: dict[int, Mark] = {}
    before = [a for a, _ in taken] + [a for a, _ in words]
    behind = [b for _, b in taken if text[b : b + 1] == "、"] + [b for _, b in words]
    while before:
        edge = before.pop()
        edge -= text[max(start, edge - 1) : edge] in ("、", "与", "和", "·", "-", "—")
        size = next((n for n in range(8, 1, -1) if edge - n >= start and _code(text[edge - n : edge], ground)), 0)
        at = edge - size
        if size and at not in found and not _taken(taken, at, edge):
            found[at] = (at, edge, (ground.area(_code(text[at:edge], ground)),))
            before.append(at)
    while behind:
        edge = behind.pop()
        edge += text[edge : edge + 1] == "、"
        size = next((n for n in range(8, 1, -1) if edge + n <= end and _code(text[edge : edge + n], ground)), 0)
        if size and edge not in found and not _taken(taken, edge, edge + size):
            found[edge] = (edge, edge + size, (ground.area(_code(text[edge : edge + size], ground)),))
            behind.append(edge + size)
    return list(found.values())


def _taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def _code(name: str, ground: Ground) -> str:
    """The code of the one division that a name means here, '' if none or several: full names, short ones of cities."""
    if name in ("合作", "协作") or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return ""
    possible = divisions.resolve(name)
    near = [d for d in possible if d.code[:2] == ground.issuer[:2]]
    one = possible if len(possible) == 1 else tuple(near)
    if len(one) != 1:
        return ""
    division = one[0]
    full = len(name) > 2 and name[-1] == division.name[-1]
    big = division.level in ("province", "city") or division.parent in divisions.MUNICIPALITIES
    return division.code if full or big or bool(near) else ""
