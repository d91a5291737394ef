"""A model's proposals held against the text: what does not stand there to the character is refused, with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plangraph.ingest.layout.view import View
from plangraph.ingest.llm.answers import MentionItem
from plangraph.ingest.llm.windows import Window
from plangraph.ingest.mentions.fusion import MARKS, PAIRS, READER_SAYS, widened
from plangraph.ingest.mentions.ground import QUOTED
from plangraph.ingest.named import Candidate, NamedText
from plangraph.ontology import terms

Refusal = Literal[
    # Of any proposal: no proposal at all, more than anyone asked for, said twice, not in the text.
    "malformed", "surplus", "twice", "not-in-text",
    # Of a name: of no type, at a place where it is not, over the end of a sentence, several things or half a quotation,
    # a figure, words that point, inside another name, weighed and found wanting.
    "type", "occurrence", "crosses", "no-name", "number", "pointing", "inside", "outweighed",
    # Of a relation: of no kind, ends that are no names there or of types that it does not join, no word of the stage.
    "predicate", "ends", "domain", "stage",
]  # fmt: skip

NUMBER = re.compile(r"[\d.,，:：/—~%％+\-\s第〇零一二三四五六七八九十百千万亿两余多几年月日季度个期]+")
PARTING = re.compile(r"[，。；：！？、\n]")


@dataclass(frozen=True)
class Closed:
    """A stretch of the view without white space. `places[i]` is where `text[i]` stands in the view."""

    view: View
    window: Window

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The offsets of the characters that are no white space."""
        return tuple(i for i in range(self.window.start, self.window.end) if not self.view.text[i].isspace())

    @cached_property
    def text(self) -> str:
        """The characters at `places`."""
        return "".join(self.view.text[i] for i in self.places)

    def find(self, words: str) -> list[tuple[int, int]]:
        """Where words stand in the window, by the view's offsets; white space does not count, everything else does."""
        sought = "".join(words.split())
        found: list[tuple[int, int]] = []
        at = self.text.find(sought) if sought else -1
        while at >= 0:
            found.append((self.places[at], self.places[at + len(sought) - 1] + 1))
            at = self.text.find(sought, at + len(sought))
        return found

    def within(self, start: int, end: int) -> bool:
        """Whether a stretch leaves no unit of the window."""
        return any(a <= start and end <= b for a, b in self.window.units)


@dataclass(frozen=True, slots=True)
class Grounded:
    """The places of each proposal that stands in the text, and how many were refused, by reason."""

    groups: tuple[tuple[Candidate, ...], ...]
    refused: Counter[Refusal]


class Grounding:
    """Grounds the names that a model proposes for one report. `figures`: source offsets of what the grammar counts."""

    def __init__(self, named: NamedText, figures: Collection[int]) -> None:
        self._view = named.view
        self._figures = figures
        self._pointing = [(d.start, d.end) for d in named.deictics]

    def names(self, closed: Closed, items: Collection[MentionItem], rule: str) -> Grounded:
        """For each proposal the candidates for its places, or why it is refused."""
        refused = Counter[Refusal]()
        groups: list[tuple[Candidate, ...]] = []
        seen: set[tuple[int, int, str]] = set()
        for item in items:
            found = self._places(closed, item, rule)
            if isinstance(found, str):
                refused[found] += 1
                continue
            new = tuple(c for c in found if (c.start, c.end, c.type) not in seen)
            seen.update((c.start, c.end, c.type) for c in new)
            groups.append(new)
        every = [c for group in groups for c in group]
        free = [tuple(c for c in group if not any(_holds(other, c) for other in every)) for group in groups]
        for group, kept in zip(groups, free, strict=True):
            if not kept:
                refused["inside" if group else "twice"] += 1
        return Grounded(tuple(kept for kept in free if kept), refused)

    def _places(self, closed: Closed, item: MentionItem, rule: str) -> tuple[Candidate, ...] | Refusal:
        if item.type not in terms.TYPES:
            return "type"
        places = closed.find(item.surface)
        if not places:
            return "not-in-text"
        if item.occurrence > len(places):
            return "occurrence"
        chosen = [places[item.occurrence - 1]] if item.occurrence else places
        reasons = [self._unfit(closed, start, end) for start, end in chosen]
        fit = [place for place, reason in zip(chosen, reasons, strict=True) if reason is None]
        if not fit:
            return next(reason for reason in reasons if reason is not None)
        text = self._view.text
        return tuple(widened(text, Candidate(a, b, item.type, rule, READER_SAYS)) for a, b in fit)

    def _unfit(self, closed: Closed, start: int, end: int) -> Refusal | None:
        """Why a stretch can be no name; None where it can."""
        if not closed.within(start, end):
            return "crosses"
        said = self._view.text[start:end]
        if NUMBER.fullmatch(said.strip("".join(MARKS))) and said.strip() == said.strip("".join(MARKS)):
            return "number"
        if any(self._view.places[at] in self._figures for at in range(start, end)):
            return "number"
        if any(a <= start and end <= b for a, b in self._pointing):
            return "pointing"
        whole = widened(self._view.text, Candidate(start, end, "", "", 1.0))
        said = self._view.text[whole.start : whole.end]
        lopsided = any(said.count(opening) != said.count(closing) for opening, closing in PAIRS.items())
        parted = PARTING.search(QUOTED.sub("", said)) is not None
        return "no-name" if lopsided or parted or len("".join(said.split())) < 2 else None


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether another name holds this one and is longer."""
    longer = outer.end - outer.start > inner.end - inner.start
    return longer and outer.start <= inner.start and inner.end <= outer.end
