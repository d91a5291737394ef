"""The loss audit: every number, quoted name and book title is a statement or a name, or a problem with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangraph.ingest.audit_items import Item, items_of
from plangraph.ingest.named import NamedText
from plangraph.ontology.records import Passage, Problem, Quantity, Reason, Span, Statement

QUOTED = re.compile(r"“[^“”\n]+”|《[^《》\n]+》")


@dataclass(frozen=True, slots=True)
class Audit:
    """How much of a report became statements or names. `total == accounted + sum(by_reason.values())`."""

    total: int
    accounted: int
    by_reason: Mapping[Reason, int]

    @property
    def unread(self) -> float:
        """The part of all items that nothing explains, from 0 to 1."""
        return self.by_reason.get("unread", 0) / self.total if self.total else 0.0


def audit(named: NamedText, statements: Sequence[Statement], document: str, source: str) -> list[Problem]:
    """The items of a report that no statement and no name accounts for, in the order of the text.

    A number is accounted for only where its own characters are a statement's value; a quoted name and a book title
    where a mention covers them, or where a figure of their sentence counts what they name (建成“智慧食堂”35家).
    """
    stated, counted = _stated(statements), _counted(statements)
    text = named.view.source
    return [
        Problem(document, source, item.reason, _shown(text, item), _passage(item, text), item.what)
        for item in items_of(named)
        if not _accounted(item, text, stated, counted)
    ]


def tally(named: NamedText, statements: Sequence[Statement]) -> Audit:
    """The counts of the audit."""
    stated, counted, text = _stated(statements), _counted(statements), named.view.source
    items = items_of(named)
    open_items = [item for item in items if not _accounted(item, text, stated, counted)]
    return Audit(len(items), len(items) - len(open_items), Counter(item.reason for item in open_items))


def _stated(statements: Sequence[Statement]) -> frozenset[int]:
    """The source offsets of all values."""
    places: set[int] = set()
    for statement in statements:
        if isinstance(statement.object, Quantity):
            for span in statement.object.passage:
                places.update(range(span.start, span.end))
    return frozenset(places)


def _counted(statements: Sequence[Statement]) -> Mapping[str, Sequence[Span]]:
    """The quotations that stand in what a figure is about, marks included, each with the sentences of such figures."""
    found: dict[str, list[Span]] = {}
    for statement in statements:
        if isinstance(statement.object, Quantity):
            for words in QUOTED.findall(f"{statement.object.about}\n{statement.object.of}"):
                found.setdefault(words, []).extend(statement.evidence.passage)
    return found


def _accounted(item: Item, text: str, stated: frozenset[int], counted: Mapping[str, Sequence[Span]]) -> bool:
    if item.what == "number":
        return item.mentioned or all(place in stated for place in item.places)
    sentences = counted.get(_shown(text, item), ())
    return item.mentioned or any(s.start <= item.places[0] and item.places[-1] < s.end for s in sentences)


def _shown(text: str, item: Item) -> str:
    return "".join(text[p] for p in item.places if not text[p].isspace())


def _passage(item: Item, text: str) -> Passage:
    spans: list[Span] = []
    for place in item.places:
        if spans and not text[spans[-1].end : place].strip():
            spans[-1] = Span(spans[-1].start, place + 1)
        else:
            spans.append(Span(place, place + 1))
    return tuple(spans)
