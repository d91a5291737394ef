"""The order in which glyphs of a page are read: doubles once, turned text by itself, columns one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from plangraph.ingest.reading.pdf_glyphs import Glyph, count_chinese
from plangraph.ingest.reading.pdf_lines import rows_of

DOUBLE = 0.12
"""A glyph so near (in ems) to the same one is the same, drawn twice to look bold."""
GUTTER = 1.2
"""Ems between two columns at least."""
ROWS = 6
"""Rows of a column at least."""
TEXT = 8
"""Characters of a column's usual line at least: the cells of a table are shorter."""
CROSSED = 0.15
"""The part of all rows at most that may run across the gutter: titles."""


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs, each once, where a page draws one several times at nearly the same place."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        unit = max(glyph.size, 1.0)
        x, y = int(glyph.x0 // unit), int(glyph.y // unit)
        near = (g for dx in (-1, 0, 1) for dy in (-1, 0, 1) for g in seen.get((glyph.text, x + dx, y + dy), ()))
        if any(_same(glyph, other, unit * DOUBLE) for other in near):
            continue
        seen.setdefault((glyph.text, x, y), []).append(glyph)
        kept.append(glyph)
    return kept


def _same(one: Glyph, other: Glyph, reach: float) -> bool:
    return one.turn == other.turn and abs(one.x0 - other.x0) < reach and abs(one.y - other.y) < reach


def by_turn(glyphs: Sequence[Glyph]) -> list[tuple[int | None, list[Glyph]]]:
    """The glyphs by the way that they are turned, those of most glyphs first."""
    turns = Counter(glyph.turn for glyph in glyphs)
    return [(turn, [glyph for glyph in glyphs if glyph.turn == turn]) for turn, _ in turns.most_common()]


def columns_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Groups of glyphs that are read one after another: all at once, or the two columns of a page in turn.

    What runs across both columns parts them: above it first the left one is read, then the right one. A right column
    is moved to where the left one stands, so that the margins of all lines are the same.
    """
    gutter = _gutter(glyphs)
    if gutter is None:
        return [list(glyphs)]
    low, high = gutter
    groups: list[list[Glyph]] = []
    left: list[Glyph] = []
    right: list[Glyph] = []
    shift = _margin([g for g in glyphs if g.x0 >= high]) - _margin([g for g in glyphs if g.x1 <= low])
    for row in sorted(rows_of(glyphs), key=lambda row: -row[0].y):
        if any(g.x0 < high and g.x1 > low for g in row):
            groups += [left, right, row]
            left, right = [], []
            continue
        left += [g for g in row if g.x1 <= low]
        right += [replace(g, x0=g.x0 - shift, x1=g.x1 - shift) for g in row if g.x0 >= high]
    groups += [left, right]
    return [group for group in groups if group]


def _margin(glyphs: Sequence[Glyph]) -> float:
    """The place at which most rows begin."""
    starts = Counter(round(min(g.x0 for g in row)) for row in rows_of(glyphs))
    return float(starts.most_common(1)[0][0])


def _gutter(glyphs: Sequence[Glyph]) -> tuple[float, float] | None:
    """The white band between two columns of text, or None."""
    rows = rows_of(glyphs)
    if len(rows) < 2 * ROWS:
        return None
    size = median(g.size for g in glyphs)
    first, last = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    width = last - first
    covered = [0] * (int(width) + 2)
    for row in rows:
        for at in {int(x - first) for g in row for x in range(int(g.x0), int(g.x1) + 1) if x >= first}:
            covered[min(at, len(covered) - 1)] += 1
    most = max(1, int(len(rows) * CROSSED))
    best = (0, 0)
    start = None
    for at in range(int(width * 0.3), int(width * 0.7) + 1):
        free = covered[at] <= most
        start = at if free and start is None else start if free else None
        if start is not None and at - start > best[1] - best[0]:
            best = (start, at)
    low, high = first + best[0], first + best[1]
    if high - low < GUTTER * size * 0.6:
        return None
    return (low, high) if _is_text(rows, low, high, size) else None


def _is_text(rows: Sequence[Sequence[Glyph]], low: float, high: float, size: float) -> bool:
    """Whether rows of text, and not the cells of a table, stand on both sides of a band."""
    sides = [
        [part for row in rows if len(part := [g for g in row if g.x1 <= low + 1]) > 1],
        [part for row in rows if len(part := [g for g in row if g.x0 >= high - 1]) > 1],
    ]
    for parts in sides:
        if len(parts) < ROWS or median(len(part) for part in parts) < TEXT:
            return False
        if count_chinese([g for part in parts for g in part]) < sum(map(len, parts)) * 0.5:
            return False
        edge = max(g.x1 for part in parts for g in part)
        if sum(max(g.x1 for g in part) > edge - 2.5 * size for part in parts) < len(parts) * 0.5:
            return False
    return True
