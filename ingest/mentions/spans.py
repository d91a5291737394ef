"""Stretches that may be names: from where an object opens to where it may close. The scorer tells which are names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.ingest.mentions.ground import MASK, Clause, Edge, Ground, edges
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import Candidate

LONGEST = 30
RANKS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the view, where its object opened, and how many openings lie between (0: the nearest).

    `sources`: what proposed it, as ids of rules or lexicons: `head.…`, `quote`, `lexicon.…`, `area.…`, `open`.
    """

    start: int
    end: int
    clause: int
    edge: Edge
    rank: int
    sources: tuple[str, ...]


def find_stretches(ground: Ground, hits: Sequence[Candidate]) -> list[Stretch]:
    """All stretches of a text. `hits`: lexicon terms, areas and quotations."""
    found: dict[tuple[int, int], Stretch] = {}
    starts_of_hits = sorted((c.start, c.end, c.rule) for c in hits)
    starts_of_heads = sorted(ground.heads)
    for index, clause in enumerate(ground.clauses):
        inside = _within(starts_of_hits, clause)
        ends = _ends(ground, clause, _within(starts_of_heads, clause), inside)
        for end, sources in ends.items():
            for start, edge, rank, why in _from_edges(ground, clause, end, sources):
                if (start, end) not in found:
                    found[start, end] = Stretch(start, end, index, edge, rank, why)
        for start, end, rule in inside:
            edge = edges(ground, clause, start)[-1]
            known = found.get((start, end))
            sources = (*known.sources, rule) if known else (rule,)
            found[start, end] = Stretch(
                start, end, index, known.edge if known else edge, known.rank if known else 0, sources
            )
    return [found[key] for key in sorted(found)]


def _within(spans: Sequence[tuple[int, int, str]], clause: Clause) -> list[tuple[int, int, str]]:
    at = bisect_left(spans, (clause.start, 0, ""))
    inside: list[tuple[int, int, str]] = []
    while at < len(spans) and spans[at][0] < clause.end:
        if spans[at][1] <= clause.end:
            inside.append(spans[at])
        at += 1
    return inside


def _ends(
    ground: Ground, clause: Clause, heads: Sequence[tuple[int, int, str]], hits: Sequence[tuple[int, int, str]]
) -> dict[int, tuple[str, ...]]:
    """Where a name may end, and why: at a head noun, a quotation's end, a lexicon term's, before a cue, at the end."""
    ends: dict[int, tuple[str, ...]] = {clause.end: ("open",)}
    for cue in clause.cues:
        if cue.start > clause.start and cue.role != "none":
            ends.setdefault(cue.start, ("open",))
    for at in range(clause.start, clause.end):
        if ground.masked[at] == MASK and ground.masked[at + 1 : at + 2] != MASK:
            ends[at + 1] = ("quote",)
    for _, end, rule in hits:
        ends[end] = (*ends.get(end, ()), rule)
    for _, end, rule in heads:
        ends[end] = (*(s for s in ends.get(end, ()) if s != "open"), rule)
        tail = pattern("tail").match(ground.masked, end)
        if tail and tail.end() <= clause.end:
            ends[tail.end()] = (f"{rule}+tail",)
    return ends


def _from_edges(
    ground: Ground, clause: Clause, end: int, sources: tuple[str, ...]
) -> Iterator[tuple[int, Edge, int, tuple[str, ...]]]:
    """Where a name that ends there may start; behind which edge, how many lie between, and what proposes it."""
    near = edges(ground, clause, end)
    rank = 0
    for edge in reversed(near):
        piece = ground.masked[edge.at] == MASK if edge.at < end else False
        if end - edge.at < 2 and not piece:
            continue
        if end - edge.at > LONGEST + (20 if piece else 0) or rank >= RANKS:
            break
        yield edge.at, edge, rank, sources
        rank += 1
    last = ground.masked.rfind(MASK, clause.start, end)
    if last >= 0:
        start = last
        while start > clause.start and ground.masked[start - 1] == MASK:
            start -= 1
        yield start, near[-1], 0, (*sources, "quote-start")
