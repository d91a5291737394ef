"""A sentence with its areas as tokens, and areas beside words of pairing that naming left unnamed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from plangraph.ingest.mentions.areas import area_names, words_like_counties
from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.words import words
from plangraph.ontology import divisions
from plangraph.ontology.records import LocalKey

QUOTES: Final = re.compile(r"[“”‘’\s]")
DASH: Final = re.compile(r"[—－\-–]")
LINK: Final = re.compile("[与和同]")

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


def scene_of(
    named: NamedText, start: int, end: int, cues: re.Pattern[str], sure: re.Pattern[str], ground: Ground
) -> Scene:
    """Areas that 、 joins are one token; a deictic for others is one too, unless it only sums up those before it.

    `sure`: those of the `cues` behind which a short name is a county's.
    """
    areas = [
        m for m in named.mentions_in(start, end) if m.key.type == "Area" and not words("points").fullmatch(m.key.name)
    ]
    marks: list[Mark] = [_whole(named.view.text, (m.start, m.end, (m.key,)), ground) for m in areas]
    ends = {b for _, b, _ in marks}
    marks += [
        (d.start, d.end, d.keys)
        for d in named.deictics_in(start, end)
        if d.keys != (named.issuer,) and not ends & {d.start, d.start - 1}
    ]
    if words("enclave").search(named.view.text, start, end):
        fronts = _fronts(named, start, end, ground)
        begun = {a for a, _, _ in fronts}
        marks = [m for m in marks if m[0] not in begun] + fronts
    marks += _counties(named.view.text, start, end, sure, ground, {m[0]: m[1] for m in marks})
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
        between = text[runs[-1][1] : a] if runs else ""
        listed = between == "、" or bool(words("list-end").fullmatch(between) and len(runs[-1][2]) > 1)
        paired = bool(listed and LINK.match(text, runs[-1][0] - 1) and LINK.match(text, b))
        if listed and not paired and not DASH.match(text, b) and not DASH.match(text, runs[-1][0] - 1):
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


def _whole(text: str, mark: Mark, ground: Ground) -> Mark:
    """The county behind its province's name, where naming found the province alone: 四川江油."""
    start, end, keys = mark
    outer, known = ground.code(keys[0]), area_names(ground.issuer).meanings
    for size in range(4, 1, -1) if outer else ():
        inner = next(iter(known.get(text[start : end + size], ())), None)
        if inner and inner.level == "county" and inner.code != outer and divisions.lies_in(inner.code, outer):
            return start, end + size, (ground.area(inner.code),)
    return mark


def _counties(
    text: str, start: int, end: int, sure: re.Pattern[str], ground: Ground, taken: Mapping[int, int]
) -> list[Mark]:
    """Counties by their short names right behind words of assistance, one by one: 对口支援疏附、波密及巫山."""
    found: list[Mark] = []
    for cue in sure.finditer(text, start, end):
        edge = cue.end()
        while edge < end:
            size = taken.get(edge, edge) - edge
            if not size:
                size = next((n for n in (3, 2) if _county(text[edge : edge + n], text, edge + n)), 0)
                code = _county(text[edge : edge + size], text, edge + size) if size else ""
                found += [(edge, edge + size, (ground.area(code),))] if code else []
            edge += size
            if not size or text[edge : edge + 1] not in ("、", "及", "和"):
                break
            edge += 1
    return found


def _county(name: str, text: str, end: int) -> str:
    """The code of the only county in the country of this short name, if the name ends here."""
    possible = divisions.resolve(name)
    sure = len(possible) == 1 and possible[0].level == "county" and name not in words_like_counties()
    return possible[0].code if sure and words("county-ended").match(text, end) else ""


def _fronts(named: NamedText, start: int, end: int, ground: Ground) -> list[Mark]:
    """The areas with which the names of places and of areas without a code begin: 北京 of 北京中关村."""
    found: list[Mark] = []
    for m in named.mentions_in(start, end):
        inside = m.key.type == "Place" or (m.key.type == "Area" and not ground.code(m.key))
        surface = named.view.text[m.start : m.end] if inside else ""
        size = next((n for n in range(8, 1, -1) if n < len(surface) and _code(surface[:n], ground)), 0)
        if size:
            found.append((m.start, m.start + size, (ground.area(_code(surface[:size], ground)),)))
    return found


def _beside(
    text: str, start: int, end: int, cues: re.Pattern[str], ground: Ground, taken: Sequence[tuple[int, int]]
) -> list[Mark]:
    """Areas right before or behind a word of pairing, or listed with such an area or a named one."""
    spoken = [c.span() for c in cues.finditer(text, start, end)]
    found: dict[int, Mark] = {}
    before = [a for a, _ in taken] + [a for a, _ in spoken]
    behind = [b for _, b in taken if text[b : b + 1] == "、"] + [b for _, b in spoken]
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
    if words("no-area").fullmatch(name) or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return ""
    possible = divisions.resolve(name)
    near = [d for d in possible if d.code[:2] == ground.issuer[:2]]
    one = possible if len(possible) == 1 else tuple(near)
    if len(one) != 1:
        return ""
    division = one[0]
    full = (len(name) > 2 and name[-1] == division.name[-1]) or (
        len(name) > 3 and name in area_names(ground.issuer).meanings
    )
    big = division.level in ("province", "city") or division.parent in divisions.MUNICIPALITIES
    return division.code if full or big or bool(near) else ""
