"""Words that mean areas without naming them: 我区, 全市, 三地, “两区一县”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.ingest.mentions.linking import level_division
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import NamedMention
from plangraph.ontology import divisions
from plangraph.ontology.divisions import Division

NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def counts_areas(name: str) -> bool:
    """Whether a name does nothing but count areas, “两区一县”: it means them and is none. 一县一区 is another thing."""
    found = pattern("mixed").fullmatch(name.strip("“”"))
    return found is not None and (found["first"], found["second"]) != ("一", "一")


@dataclass(frozen=True, slots=True)
class Pointing:
    """A deictic and the divisions or keys it means."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    mentions: tuple[int, ...]
    rule: str


def find_deictics(
    text: str, mentions: Sequence[NamedMention], codes: Sequence[str], issuer: Division | None
) -> Iterator[Pointing]:
    """Deictics outside mentions; what is not certain is left out. `codes`: each mention's code, '' if it has none."""
    taken = bytearray(len(text))
    for m in mentions:
        taken[m.start : m.end] = b"\1" * (m.end - m.start)
    for found in pattern("own").finditer(text):
        division = level_division(found["level"], issuer)
        if division and not any(taken[found.start() : found.end()]):
            yield Pointing(*found.span(), (division,), (), "deixis.own")
    for found in pattern("several").finditer(text):
        several = _enumerated(text, mentions, codes, found.start(), NUMBERS[found["number"]])
        if several and not any(taken[found.start() : found.end()]):
            yield Pointing(*found.span(), (), several, "deixis.several")
    for found in pattern("mixed").finditer(text):
        mixed = _mixed(mentions, codes, found)
        if mixed and not any(taken[found.start() : found.end()]):
            yield Pointing(*found.span(), mixed, (), "deixis.mixed")


def _enumerated(
    text: str, mentions: Sequence[NamedMention], codes: Sequence[str], at: int, number: int
) -> tuple[int, ...]:
    """The areas of the nearest enumeration of so many before `at`, in its block; none where there is no such list.

    A region that is no division (粤港澳三地) is the several itself.
    """
    before = [i for i, m in enumerate(mentions) if m.end <= at and m.key.type == "Area"]
    if before and mentions[before[-1]].end == at and not codes[before[-1]]:
        return (before[-1],)
    run: list[int] = []
    for index in reversed(before):
        here = mentions[index]
        if "\n" in text[here.end : at]:
            break
        if run and text[here.end : mentions[run[0]].start] not in ("、", "和", "与", "及", "—", "-"):
            if len(run) == number:
                return tuple(run)
            run = []
        run.insert(0, index)
    return tuple(run) if len(run) == number else ()


def _mixed(mentions: Sequence[NamedMention], codes: Sequence[str], found: re.Match[str]) -> tuple[Division, ...]:
    """两区一县: so many districts and counties named in the report that lie in one area; its name may stand before."""
    wanted = {found["one"]: NUMBERS[found["first"]], found["two"]: NUMBERS[found["second"]]}
    by_parent: dict[str, dict[str, Division]] = {}
    for code in codes:
        division = divisions.by_code(code) if code else None
        if division and division.level == "county":
            by_parent.setdefault(division.parent, {})[code] = division
    near = next(
        (
            c
            for m, c in zip(reversed(mentions), reversed(codes), strict=True)
            if c and found.start() - 3 <= m.end <= found.start()
        ),
        "",
    )
    for parent in [near] if near in by_parent else sorted(by_parent):
        named = list(by_parent[parent].values())
        if all(sum(d.name.endswith(level) for d in named) == number for level, number in wanted.items()):
            return tuple(sorted((d for d in named if d.name[-1] in wanted), key=lambda d: d.code))
    return ()
