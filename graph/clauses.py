"""Where a report's clauses stand: paragraphs with their lines joined, cut into sentences and these into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plangraph.ontology.records import Document, Passage, Span

SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’）」』]?|[^。！？；]+$")
SHORTEST = 18
"""Characters from which on a clause may end at a comma; what is shorter goes with what follows, or with what came."""
HEADLINE = 24
"""Characters of the longest first sentence that only says what its paragraph is about."""

_OPEN, _SHUT = "“‘《〈（(「『[", "”’》〉）)」』]"
_EDGE = "，。；！？、：,;:!? "


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, the sentence that it is of, and the number of its block; `headline` is what its paragraph opens with,
    or nothing."""

    passage: Passage
    sentence: Passage
    block: int
    headline: Passage = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A block's characters without the line breaks, and the place of each in the report's text."""

    text: str
    places: tuple[int, ...]

    def passage(self, source: str, start: int, end: int) -> Passage:
        """What `text[start:end]` stands on; its edges are no commas or spaces, and line breaks do not part it."""
        while start < end and self.text[start] in _EDGE:
            start += 1
        while start < end and self.text[end - 1] in _EDGE:
            end -= 1
        spans: list[list[int]] = []
        for place in self.places[start:end]:
            if spans and not source[spans[-1][1] : place].strip():
                spans[-1][1] = place + 1
            else:
                spans.append([place, place + 1])
        return tuple(Span(a, b) for a, b in spans)


def clauses(document: Document) -> Iterator[Clause]:
    """The clauses of a report's paragraphs, notes and table rows, in the order of the text.

    A sentence ends at 。！？ or ；. A longer one is parted at commas, but not within brackets or quotation marks. A
    paragraph's first sentence is its headline, and no clause, where it is short and others follow. A row is one clause.
    """
    for number, block in enumerate(document.blocks):
        if block.kind not in ("paragraph", "note", "row"):
            continue
        line = _joined(document.text, block.passage)
        if block.kind == "row":
            bounds = [(0, len(line.text))]
        else:
            bounds = [(m.start(), m.end()) for m in SENTENCE.finditer(line.text)]
        headline: Passage = ()
        if block.kind == "paragraph" and len(bounds) > 1 and _is_headline(line.text[slice(*bounds[0])]):
            headline = line.passage(document.text, *bounds[0])
            bounds = bounds[1:]
        for start, end in bounds:
            sentence = line.passage(document.text, start, end)
            cuts = [start, end] if block.kind == "row" else _cuts(line.text, start, end)
            for one, other in pairwise(cuts):
                passage = line.passage(document.text, one, other)
                if passage:
                    yield Clause(passage, sentence, number, headline)


def _joined(source: str, passage: Passage) -> _Line:
    places = [p for span in passage for p in range(span.start, span.end) if source[p] not in "\r\n\f\v"]
    return _Line("".join(source[p] for p in places), tuple(places))


def _is_headline(sentence: str) -> bool:
    return len(sentence.strip()) <= HEADLINE and not re.search(r"\d", sentence)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """The bounds of the clauses of a sentence: after commas that part two of them, and both ends."""
    cuts, depth = [start], 0
    for place in range(start, end):
        character = text[place]
        depth = max(0, depth + (character in _OPEN) - (character in _SHUT))
        if character == "，" and not depth and _long(text[cuts[-1] : place]) and _long(text[place + 1 : end]):
            cuts.append(place + 1)
    return [*cuts, end]


def _long(text: str) -> bool:
    return sum(not c.isspace() for c in text) >= SHORTEST
