"""What the steps after naming work on: the view with its names resolved. All offsets are the view's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.ingest.layout.view import View
from plangraph.ontology.records import Entity, LocalKey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that a rule, a lexicon or a tagger takes for a name: `text[start:end]` of the view.

    This is the seam of a trained tagger: any function from a View to candidates can propose beside the rules.
    """

    start: int
    end: int
    type: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A name in the view, and the thing that it names."""

    start: int
    end: int
    key: LocalKey
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Deictic:
    """Words that mean areas without naming them (我区, 全市, 三地): no mention, but a subject or object."""

    start: int
    end: int
    keys: tuple[LocalKey, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class NamedText:
    """A view with its mentions (in text order, not overlapping), its deictics and the entities of the document.

    `issuer` is the area whose government speaks: the subject of a clause that names none. `issuer` is None where the
    report does not say who speaks.
    """

    view: View
    mentions: tuple[NamedMention, ...]
    deictics: tuple[Deictic, ...]
    entities: tuple[Entity, ...]
    issuer: LocalKey | None

    def mentions_in(self, start: int, end: int) -> Sequence[NamedMention]:
        """The mentions that lie wholly within `text[start:end]`, in text order."""
        first = bisect_left(self.mentions, start, key=lambda m: m.start)
        last = bisect_left(self.mentions, end, key=lambda m: m.start)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def deictics_in(self, start: int, end: int) -> Sequence[Deictic]:
        """The deictics that lie wholly within `text[start:end]`, in text order."""
        return [d for d in self.deictics if start <= d.start and d.end <= end]
