"""The view over a text: what a reader reads, with every character's place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from plangraph.ontology.records import BlockKind, Modality, Passage, Section, Span

Drop = Literal["page", "note-mark", "chrome", "invisible", "unreadable"]
"""Why source characters are not in the view: a page's number, header or footer; the mark or number of a note; what a
portal put around the report; characters without a shape (zero width, or a space that lost its encoding); figures next
to a character that cannot be read (a reader's problem says so)."""

SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’）」』]?|[^。！？；]+$")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number, the view offset that its mark stood at, and its block (index into `View.blocks`)."""

    number: str
    at: int | None
    block: int


@dataclass(frozen=True, slots=True)
class ViewBlock:
    """A run of the view's text: `text[start:end]`. For a table row `cells` are its cells, label first.

    An empty cell is no span: `columns` gives the column of each cell, counted from 0.
    """

    kind: BlockKind
    start: int
    end: int
    section: int | None = None
    cells: tuple[Span, ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the view, with the half of the report and the year that it speaks of by default."""

    start: int
    end: int
    block: int
    modality: Modality = "actual"
    year: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Lines joined, page marks gone, notes out of the paragraphs that they interrupt; blocks are parted by newlines.

    `places[i]` is the source offset of `text[i]`; for the newline between two blocks, and for a space that stands for
    other white space, it is -1. `source` is the text as read. Invariants: `source[places[i]] == text[i]` wherever
    `places[i] >= 0`; every character of the source that is no white space is in the view or in `dropped`, not in both.
    """

    source: str
    text: str
    places: tuple[int, ...]
    blocks: tuple[ViewBlock, ...]
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    year_reviewed: int | None = None
    year_planned: int | None = None
    pages: tuple[int, ...] = field(default=())
    dropped: tuple[tuple[Span, Drop], ...] = ()

    def locate(self, start: int, end: int) -> Passage:
        """The source passage of `text[start:end]`. Gaps that hold only white space do not part it."""
        places = self.places[start:end]
        if places and places[0] >= 0 and places == tuple(range(places[0], places[0] + len(places))):
            return (Span(places[0], places[0] + len(places)),)  # most passages have no gap at all
        spans: list[list[int]] = []
        for place in places:
            if place < 0:
                continue
            if spans and not self.source[spans[-1][1] : place].strip():
                spans[-1][1] = place + 1
            else:
                spans.append([place, place + 1])
        return tuple(Span(a, b) for a, b in spans)

    def sentences(self) -> Iterator[Sentence]:
        """Sentences in order, cut after 。！？； within a block; a heading, a title and a table row are one each."""
        for number, block in enumerate(self.blocks):
            section = self.sections[block.section] if block.section is not None else None
            modality: Modality = section.modality if section else "actual"
            year = section.year if section else self.year_reviewed
            if block.kind in ("paragraph", "note"):
                bounds = [(m.start(), m.end()) for m in SENTENCE.finditer(self.text[block.start : block.end])]
            else:
                bounds = [(0, block.end - block.start)]
            for a, b in bounds:
                if self.text[block.start + a : block.start + b].strip():
                    yield Sentence(block.start + a, block.start + b, number, modality, year)
