"""Cuts a sentence into clauses, and a clause into groups of names and the cue words between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.ingest.named import NamedMention, NamedText
from plangraph.ingest.relations.frame import Cue, CueFinder
from plangraph.ingest.relations.words import words


@dataclass(frozen=True, slots=True)
class Group:
    """Names that one list joins: A、B和C. They are governed together."""

    members: tuple[NamedMention, ...]

    @property
    def start(self) -> int:
        """Where the first name starts."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.members[-1].end


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` of the view between two commas, with its groups of names and its cue words, in text order."""

    start: int
    end: int
    groups: tuple[Group, ...]
    cues: tuple[Cue, ...]


def clauses_of(named: NamedText, start: int, end: int, finder: CueFinder) -> list[Clause]:
    """The clauses of a sentence. A comma inside a name parts nothing."""
    mentions = list(named.mentions_in(start, end))
    text = named.view.text
    cues = list(_free(finder.find(text[start:end], start), mentions))
    clauses = []
    for a, b in _bounds(text, start, end, mentions):
        inside = [m for m in mentions if a <= m.start < b]
        clauses.append(Clause(a, b, _groups(text, inside, cues), tuple(c for c in cues if a <= c.start < b)))
    return clauses


def _bounds(text: str, start: int, end: int, mentions: Sequence[NamedMention]) -> Iterator[tuple[int, int]]:
    starts = [m.start for m in mentions]
    at = start
    for found in words("clause-break").finditer(text, start, end):
        near = bisect_right(starts, found.start()) - 1
        if near >= 0 and found.start() < mentions[near].end:
            continue
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end


def _free(cues: Sequence[Cue], mentions: Sequence[NamedMention]) -> Iterator[Cue]:
    """The cues that lie in no name."""
    starts = [m.start for m in mentions]
    for cue in cues:
        near = bisect_right(starts, cue.end - 1) - 1
        if near < 0 or mentions[near].end <= cue.start:
            yield cue


def _groups(text: str, mentions: Sequence[NamedMention], cues: Sequence[Cue]) -> tuple[Group, ...]:
    groups: list[list[NamedMention]] = []
    for m in mentions:
        sums_up = (
            bool(groups)
            and len(groups[-1]) > 1
            and counts(m.key.name)
            and not text[groups[-1][-1].end : m.start].strip("“”‘’ ")
        )
        if groups and not sums_up and _joined(text, groups[-1][-1], m, cues):
            groups[-1].append(m)
        else:
            groups.append([m])
    return tuple(Group(tuple(g)) for g in groups)


def counts(name: str) -> bool:
    """Whether a name says how many members it has: 三大战略, “1+6”系列文件."""
    return words("counting").search(name) is not None


def _joined(text: str, left: NamedMention, right: NamedMention, cues: Sequence[Cue]) -> bool:
    """Whether a list joins two names: 、 or 和 between them, or nothing, and no verb of its own."""
    gap = text[left.end : right.start]
    if left.key.type == right.key.type and words("joint").fullmatch(gap):
        return True
    if not words("list-joint").match(gap):
        return False
    return not any(left.end <= c.start and c.end <= right.start for c in cues)
