"""From candidates to mentions: surer and longer ones first, none overlapping another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plangraph.ingest.named import Candidate

FLOOR = 0.5
PER_CHARACTER = 0.02
"""What a character more is worth in confidence: a longer name is likelier the whole one."""

GROWS = frozenset({"Organization"})
GROWING_RULES = frozenset({"event.session", "event.party-plenum"})


def decide(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """The candidates that stand, in text order, none overlapping another."""
    alike = {}
    for candidate in candidates:
        start, end = _trimmed(text, candidate.start, candidate.end)
        if end - start < 1 or candidate.confidence < FLOOR:
            continue
        trimmed = Candidate(start, end, candidate.type, candidate.rule, candidate.confidence)
        key = (start, end, candidate.type)
        if key not in alike or alike[key].confidence < candidate.confidence:
            alike[key] = trimmed
    taken = bytearray(len(text))
    stand: list[Candidate] = []
    for candidate in sorted(alike.values(), key=_weight):
        if not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            stand.append(candidate)
    return sorted(stand, key=lambda c: c.start)


def _weight(c: Candidate) -> tuple[float, int, str, str]:
    return (-(c.confidence + PER_CHARACTER * (c.end - c.start)), c.start, c.type, c.rule)


def grown(candidates: Sequence[Candidate], areas: Sequence[Candidate]) -> list[Candidate]:
    """Bodies that begin within or right after an area's name take it in: 广州市 + 市政府, 湖南 + 省委."""
    by_end = {c.end: c for c in areas}
    found: list[Candidate] = []
    for c in candidates:
        area = by_end.get(c.start) or by_end.get(c.start + 1)
        if (c.type in GROWS or c.rule in GROWING_RULES) and area is not None and area.start < c.start:
            c = Candidate(area.start, c.end, c.type, c.rule, c.confidence)
        found.append(c)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
