"""What the format knew and the text does not show: table cells, heading styles, where paragraphs begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Draft, Dropped
from plangraph.ingest.layout.lines import Line
from plangraph.ingest.layout.view import Drop
from plangraph.ingest.reading.source import Hint, Source

HIDDEN: dict[str, Drop] = {"page": "page", "chrome": "chrome"}
LONGEST_HEADING = 60


class Told:
    """The hints of a source, by kind."""

    def __init__(self, source: Source) -> None:
        self._hints = source.hints
        self.titles = frozenset(hint.start for hint in source.hints if hint.kind == "title")
        starts = frozenset(hint.start for hint in source.hints if hint.kind == "start")
        self.starts = starts or None
        notes = frozenset(hint.start for hint in source.hints if hint.kind == "note")
        self.notes = notes or None
        self._headings = frozenset(hint.start for hint in source.hints if hint.kind == "heading")

    def take(self, lines: Sequence[Line], dropped: Dropped) -> tuple[list[Line], list[Draft]]:
        """The lines that are left for layout to judge, and the table rows."""
        taken: list[Hint] = [hint for hint in self._hints if hint.kind in ("cell", "page", "chrome")]
        for hint in taken:
            if hint.kind in HIDDEN:
                dropped.add(hint.start, hint.end, HIDDEN[hint.kind])
        starts = [hint.start for hint in taken]
        kept = []
        for line in lines:
            at = bisect_right(starts, line.start) - 1
            if at < 0 or taken[at].end <= line.start:
                kept.append(line)
        return kept, self._rows()

    def _rows(self) -> list[Draft]:
        rows: dict[str, Draft] = {}
        for hint in self._hints:
            if hint.kind == "cell":
                row, column = hint.value.rsplit(":", 1)
                draft = rows.setdefault(row, Draft("row", []))
                draft.cells.append((int(column), (hint.start, hint.end)))
                draft.runs.append((hint.start, hint.end))
        return list(rows.values())

    def mark_headings(self, drafts: Sequence[Draft]) -> None:
        """Makes headings of the paragraphs in a heading's style, unless they are as long as a paragraph."""
        for draft in drafts:
            short = sum(end - start for start, end in draft.runs) <= LONGEST_HEADING
            if draft.kind == "paragraph" and draft.runs[0][0] in self._headings and short:
                draft.styled = True
