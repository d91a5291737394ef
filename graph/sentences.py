"""The first sentence in which a report names a thing: what a reader looks at to say whether two are one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.graph import codec
from plangraph.graph.clauses import clauses
from plangraph.graph.identity import Named
from plangraph.ontology.records import Document, Passage, hull, quotation


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, line breaks closed, and the name as it has it; both '' where the report's text has no such name."""

    quote: str = ""
    surface: str = ""

    def around(self, length: int) -> str:
        """The sentence, of a longer one the part around the name, of so many characters."""
        if len(self.quote) <= length:
            return self.quote
        at = max(self.quote.find(self.surface), 0)
        start = max(0, min(at - (length - len(self.surface)) // 2, len(self.quote) - length))
        cut = self.quote[start : start + length]
        return ("…" if start else "") + cut + ("…" if start + length < len(self.quote) else "")


def first_sentences(connection: sqlite3.Connection, names: Iterable[Named]) -> dict[Named, Sentence]:
    """The sentence of each name."""
    return {name: _first(connection, name) for name in names}


def _first(connection: sqlite3.Connection, name: Named) -> Sentence:
    document, key = name
    rows = connection.execute(
        "SELECT passage FROM mentions WHERE document = ? AND type = ? AND name = ?", (document, key.type, key.name)
    )
    found = min((codec.read_passage(row["passage"]) for row in rows), default=None)
    if found is None:
        return Sentence()
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
    report = codec.read_document(row)
    return Sentence(quotation(report.text, _around(report, found)), quotation(report.text, found))


def _around(report: Document, passage: Passage) -> Passage:
    """The sentence that a passage stands in, else its paragraph or heading, else itself."""
    start = passage[0].start
    sentences = [sentence for clause in clauses(report) for sentence in (clause.sentence, clause.headline)]
    blocks = (block.passage for block in report.blocks)
    for around in (*sentences, *blocks):
        if around and hull(around).start <= start < hull(around).end:
            return around
    return passage
