"""Glyphs become lines: which gap is a space, which small figure is the mark of a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from plangraph.ingest.reading.pdf_glyphs import CHINESE, Glyph

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL = 0.82
"""A figure is small if it has less than so much of its line's size."""
LIFT = 0.12
"""A figure is raised if its baseline lies so much of its line's size above the line's."""
NUMBER_GAP = 0.6
"""Gaps inside a number up to so many ems come from justification; wider ones part two numbers."""
WORD_GAP = 0.2
CELL_GAP = 1.0


@dataclass(slots=True)
class TextLine:
    """A line of a page: its text with note marks as `[1]`, and where it stands (points from the lower left)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int = 0
    wide_gaps: list[str] = field(default_factory=list)
    """Numbers that stand so close together that they may be one: as they were read."""


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[TextLine]:
    """The lines of a page or cell, from top to bottom."""
    lines = [_line(sorted(row, key=lambda g: g.x0), page) for row in rows_of(glyphs)]
    return sorted(lines, key=lambda line: -line.y)


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs that stand in one line each."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.size, -g.y)):
        row = next((r for r in rows if _same_line(r[0], glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    return rows


def _same_line(head: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph, no larger than the first of a line, stands in that line: on it, a little below or raised."""
    return -0.35 * head.size <= glyph.y - head.y <= 0.62 * head.size


def _line(row: Sequence[Glyph], page: int) -> TextLine:
    size = median(glyph.size for glyph in row)
    size = max(size, max(Counter(round(g.size, 1) for g in row).most_common(2), key=lambda c: (c[1], c[0]))[0])
    baseline = median(glyph.y for glyph in row if glyph.size >= size * SMALL) if row else 0.0
    line = TextLine("", row[0].x0, row[-1].x1, baseline, size, page)
    usual = _usual_gap(row, size)
    parts: list[str] = []
    mark = ""
    for at, glyph in enumerate(row):
        last = row[at - 1] if at else None
        if _is_mark(glyph, size, baseline):
            mark += glyph.text
            continue
        parts.append(_marked(mark, parts))
        mark = ""
        if last is not None and _is_space(last, glyph, size, usual):
            if last.text.isdigit() and glyph.text.isdigit():
                line.wide_gaps.append(f"{last.text} {glyph.text}")
            parts.append(" ")
        parts.append(glyph.text)
    parts.append(_marked(mark, parts))
    line.text = "".join(parts).strip()
    return line


def _usual_gap(row: Sequence[Glyph], size: float) -> float:
    """The gap that justification puts between the characters of this line, in ems."""
    gaps = [(b.x0 - a.x1) / size for a, b in pairwise(row) if not a.text.isascii() and not b.space]
    return max(0.0, median(gaps)) if gaps else 0.0


def _is_mark(glyph: Glyph, size: float, baseline: float) -> bool:
    if not glyph.text.isdigit() or not glyph.text.isascii():
        return False
    lift = (glyph.y - baseline) / size
    return lift >= 0.25 or (lift >= LIFT and glyph.size < size * SMALL)


def _marked(mark: str, before: Sequence[str]) -> str:
    """A raised figure as a note's mark, or as the exponent of a unit (km²)."""
    if not mark:
        return ""
    last = next((part[-1] for part in reversed(before) if part), "")
    return mark.translate(RAISED) if last.isascii() and last.isalpha() else f"[{mark}]"


def _is_space(last: Glyph, glyph: Glyph, size: float, usual: float) -> bool:
    gap = (glyph.x0 - last.x1) / size
    left, right = last.text, glyph.text
    if _in_number(left) and _in_number(right):
        return gap > NUMBER_GAP + usual
    if left.isascii() and right.isascii():
        return gap > WORD_GAP + usual or (glyph.space and gap > WORD_GAP / 2)
    if left.isascii() or right.isascii():
        return gap > CELL_GAP + usual
    if CHINESE.match(left) and CHINESE.match(right):
        return gap > WORD_GAP + usual
    return gap > CELL_GAP + usual


def _in_number(char: str) -> bool:
    return char.isascii() and (char.isdigit() or char in ".,%")
