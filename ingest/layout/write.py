"""Writes the view: characters of the source in reading order, the white space of the page's layout left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plangraph.ingest.layout.draft import Draft, Run
from plangraph.ingest.layout.view import Drop
from plangraph.ontology.records import Span

OPENING, CLOSING = "“‘《「『〈", "”’》」』〉"
QUOTED = re.compile(r"[“‘《「『][^“”‘’《》「」『』\n]{2,40}[”’》」』]")
SPREAD = re.compile(r"(?<![\d.])\d[\d.]{0,12}(?: [\d.]{1,12}){1,6}(?= ?[\u4e00-\u9fff%％])")
GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
MANY_GAPS = 8


@dataclass(slots=True)
class Writer:
    """Collects the characters of the view and the place of each in the source."""

    source: str
    dropped: Mapping[int, Drop]
    chars: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    gaps: frozenset[int] = frozenset()
    invisible: list[int] = field(default_factory=list)

    def block(self, draft: Draft) -> tuple[int, int, list[tuple[int, Span]]]:
        """Writes one block; its bounds in the view and, for a row, its cells by column."""
        if self.chars:
            self._put("\n", -1)
        start = len(self.chars)
        cells: list[tuple[int, Span]] = []
        if draft.cells:
            for column, run in draft.cells:
                if len(self.chars) > start:
                    self._put(" ", -1)
                first = len(self.chars)
                self._runs([run], draft.kind)
                if len(self.chars) > first:
                    cells.append((column, Span(first, len(self.chars))))
                elif first > start:
                    self.chars.pop(), self.places.pop()
        else:
            self._runs(draft.runs, draft.kind)
        if len(self.chars) == start and start:
            self.chars.pop(), self.places.pop()
            start = len(self.chars)
        return start, len(self.chars), cells

    def _put(self, char: str, place: int) -> None:
        self.chars.append(char)
        self.places.append(place)

    def _runs(self, runs: Sequence[Run], kind: str) -> None:
        first = len(self.chars)
        gap, space, depth, line = False, -1, 0, False
        spelled = kind in ("title", "front", "heading") and _spelled("".join(self.source[a:b] for a, b in runs))
        for number, (a, b) in enumerate(runs):
            if number:
                gap, line = True, True
            for at in range(a, b):
                char = self.source[at]
                if at in self.dropped:
                    gap = gap or char == "?"
                    continue
                if at in self.gaps and kind != "row":
                    continue
                if char.isspace():
                    gap, line = True, line or char == "\n"
                    space = at if char == " " and space < 0 else space
                    continue
                if not char.isprintable() and unicodedata.category(char) in ("Cf", "Cc"):
                    self.invisible.append(at)
                    continue
                if gap and len(self.chars) > first and not spelled:
                    left = self.chars[-1]
                    if _parts(left, char, line, kind, depth):
                        self._put(" ", -1 if line else space)
                gap, space, line = False, -1, False
                depth += (char in OPENING) - (char in CLOSING and depth > 0)
                self._put(char, at)


def layout_gaps(text: str, trusted: bool) -> frozenset[int]:
    """Offsets of spaces that lie inside a word or a number: they part nothing.

    `trusted`: the reader measured the gaps on the page, so a space between digits parts two numbers. Else a number in
    running text is read over them (`3.5 7亿元`, `1 7 00 户`): no two numbers stand side by side in a sentence. A space
    between the halves of a slogan stays; other spaces inside quotation marks go where the whole text is full of gaps.
    """
    quoted = [(m.start(), m.end()) for m in QUOTED.finditer(text)]
    inside = {at for start, end in quoted for at in range(start, end)}
    gaps: set[int] = set()
    if not trusted:
        for run in SPREAD.finditer(text):
            whole = run.group().replace(" ", "")
            if run.start() not in inside and re.fullmatch(r"\d+(\.\d+)?", whole):
                gaps.update(run.start() + at for at, char in enumerate(run.group()) if char == " ")
    loose = [m.start() for m in GAP.finditer(text) if m.start() not in inside]
    if len(loose) > MANY_GAPS:
        for start, end in quoted:
            parts = text[start + 1 : end - 1].split(" ")
            if len({len(part) for part in parts}) > 1 or len(parts[0]) < 3:
                gaps.update(at for at in range(start, end) if text[at] == " ")
    return frozenset(gaps)


def _parts(left: str, right: str, line: bool, kind: str, depth: int) -> bool:
    """Whether white space between two characters is read as a space."""
    if left.isascii() and right.isascii():
        if line and ((left.isdigit() and right.isdigit()) or left in "-/(" or right in ".,;:)%-/"):
            return False
        return not (right in "%.,;:)" or (left == "(" or (left == "." and right.isdigit())))
    if _letter(left) and _letter(right):
        return not line and (depth > 0 or kind not in ("paragraph", "note", "row"))
    return False


def _letter(char: str) -> bool:
    return unicodedata.category(char) == "Lo"


def _spelled(text: str) -> bool:
    """A line whose letters are set apart for looks: 政 府 工 作 报 告."""
    words = text.split()
    return len(words) > 3 and sum(len(word) == 1 for word in words) * 4 >= len(words) * 3
