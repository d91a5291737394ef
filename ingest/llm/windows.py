"""The windows of a report that the model is asked about: whole sentences of one half, a few hundred characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plangraph.ingest.layout.view import Sentence, View
from plangraph.ontology.records import Modality

WINDOW = 500
"""Characters of a window: an answer to more grows longer than servers let it."""
LONGEST = 1500
"""Characters of a sentence that are asked about at once. No report has a longer one, but a broken file may."""


@dataclass(frozen=True, slots=True)
class Window:
    """`text[start:end]` of the view, and the units in it that no name and no relation may leave.

    A unit is a sentence, or a piece of an endless one. `section` and `half`: those of the first.
    """

    units: tuple[tuple[int, int], ...]
    section: int | None
    half: Modality

    @property
    def start(self) -> int:
        """Where the first unit starts."""
        return self.units[0][0]

    @property
    def end(self) -> int:
        """Where the last unit ends."""
        return self.units[-1][1]

    def halves(self) -> tuple[Window, ...]:
        """The window in two, at the end of a unit; itself alone where it has but one."""
        middle = len(self.units) // 2
        if not middle:
            return (self,)
        return replace(self, units=self.units[:middle]), replace(self, units=self.units[middle:])


def windows(view: View) -> list[Window]:
    """The windows of a view in order; together they have all of its sentences, each once."""
    found: list[Window] = []
    units: list[tuple[int, int]] = []
    section: int | None = None
    half: Modality = "actual"
    for sentence in view.sentences():
        for start, end in _pieces(sentence):
            if units and (end - units[0][0] > WINDOW or sentence.modality != half):
                found.append(Window(tuple(units), section, half))
                units = []
            if not units:
                section, half = view.blocks[sentence.block].section, sentence.modality
            units.append((start, end))
    if units:
        found.append(Window(tuple(units), section, half))
    return found


def _pieces(sentence: Sentence) -> Iterator[tuple[int, int]]:
    for start in range(sentence.start, sentence.end, LONGEST):
        yield start, min(start + LONGEST, sentence.end)
