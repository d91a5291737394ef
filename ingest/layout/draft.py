"""What layout works on before the view is written: runs of source characters that belong together."""

from __future__ import annotations

from dataclasses import dataclass, field

from plangraph.ingest.layout.view import Drop
from plangraph.ontology.records import BlockKind

Run = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A block in the making: its source runs in order; for a row the runs of each cell, for a note its number.

    `level` and `number` are a heading's. `caption`: a heading that opens no section (a table's title). `glossary`: a
    note of a list at the end, which may have no mark in the text. `styled`: a paragraph in a heading's style.
    """

    kind: BlockKind
    runs: list[Run]
    cells: list[tuple[int, Run]] = field(default_factory=list)
    number: str = ""
    title: str = ""
    level: int = 0
    caption: bool = False
    glossary: bool = False
    styled: bool = False

    def text(self, source: str) -> str:
        """The block's characters with white space closed, to look at but not to cite."""
        return "".join("".join(source[a:b].split("\n")) for a, b in self.runs)


@dataclass(slots=True)
class Dropped:
    """Source runs that are no part of the report's text, and why. Written once, read when the view is made."""

    runs: list[tuple[int, int, Drop]] = field(default_factory=list)

    def add(self, start: int, end: int, why: Drop) -> None:
        """Leaves `source[start:end]` out of the view."""
        if start < end:
            self.runs.append((start, end, why))

    def places(self) -> dict[int, Drop]:
        """Each dropped source offset with its reason."""
        return {at: why for start, end, why in self.runs for at in range(start, end)}
