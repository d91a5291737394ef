"""From candidates to mentions: the set of names, none overlapping another, that is likeliest as a whole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plangraph.ingest.named import Candidate

FLOOR = 0.36
"""What a candidate must be surer than. A wrong name costs as much as a missed one at about this share."""

GROWING = ("body.", "organisation.", "event.session", "event.party-plenum")


def decide(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """The candidates that stand, in text order: the disjoint set with the highest sum of confidence above the floor."""
    alike: dict[tuple[int, int], Candidate] = {}
    for c in candidates:
        start, end = _trimmed(text, c.start, c.end)
        if start < end and c.confidence > FLOOR:
            known = alike.get((start, end))
            if known is None or (known.confidence, known.type) < (c.confidence, c.type):
                alike[start, end] = replace(c, start=start, end=end)
    ordered = sorted(alike.values(), key=lambda c: (c.end, c.start))
    ends = [c.end for c in ordered]
    best = [0.0]
    take: list[bool] = []
    for index, c in enumerate(ordered):
        before = bisect_right(ends, c.start, 0, index)
        gain = best[before] + c.confidence - FLOOR
        take.append(gain > best[index])
        best.append(max(gain, best[index]))
    stand: list[Candidate] = []
    at = len(ordered)
    while at:
        if take[at - 1]:
            stand.append(ordered[at - 1])
            at = bisect_right(ends, ordered[at - 1].start, 0, at - 1)
        else:
            at -= 1
    return stand[::-1]


def yielding(sure: Iterable[Candidate], scored: Sequence[Candidate]) -> list[Candidate]:
    """Names of a form of their own, less sure where a longer name seems to hold them (中山大学附属第二医院)."""
    found: list[Candidate] = []
    ordered = sorted(scored, key=lambda s: s.start)
    starts, longest = [s.start for s in ordered], max((s.end - s.start for s in scored), default=0)
    for c in sure:
        near = ordered[bisect_left(starts, c.end - longest) : bisect_right(starts, c.start)]
        holding = [s.confidence for s in near if c.end <= s.end and _longer(s, c)]
        found.append(replace(c, confidence=min(c.confidence, 1 - max(holding))) if holding else c)
    return found


def _longer(one: Candidate, other: Candidate) -> bool:
    """Longer by more than surrounding marks."""
    return one.end - one.start > other.end - other.start + 2


def grown(candidates: Sequence[Candidate], areas: Sequence[Candidate]) -> list[Candidate]:
    """Bodies that begin within or right after an area's name take it in: 广州市 + 市政府, 湖南 + 省委."""
    by_end = {c.end: c for c in areas}
    found: list[Candidate] = []
    for c in candidates:
        area = by_end.get(c.start) or by_end.get(c.start + 1)
        if c.rule.startswith(GROWING) and area is not None and area.start < c.start:
            found.append(replace(c, start=area.start))
        else:
            found.append(c)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
