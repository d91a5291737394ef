"""Tables of a PDF page: pdfplumber finds the cells by their rules, our own glyphs fill them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plangraph.ingest.reading.pdf_glyphs import Glyph
from plangraph.ingest.reading.pdf_lines import lines_of

MOST_IN_CELL = 300
Rows = list[list[tuple[int, str]]]


def tables_of(page: Any, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[tuple[float, Rows]]]:  # noqa: ANN401
    """The glyphs outside tables, and the tables with the y of their top. `page` is pdfplumber's."""
    height = float(page.height)
    left = list(glyphs)
    found: list[tuple[float, Rows]] = []
    for table in page.find_tables():
        rows: Rows = []
        taken: list[Glyph] = []
        for row in table.rows:
            cells: list[tuple[int, str]] = []
            for column, box in enumerate(row.cells):
                if box is None:
                    continue
                inside = [glyph for glyph in left if _in(glyph, box, height)]
                taken.extend(inside)
                cells.append((column, "".join(line.text for line in lines_of(inside)) if inside else ""))
            rows.append(cells)
        if _is_values(rows):
            gone = {id(glyph) for glyph in taken}
            left = [glyph for glyph in left if id(glyph) not in gone]
            found.append((height - float(table.bbox[1]), rows))
    return left, found


def _in(glyph: Glyph, box: tuple[float, float, float, float], height: float) -> bool:
    x0, top, x1, bottom = box
    middle = (glyph.x0 + glyph.x1) / 2
    return x0 <= middle <= x1 and height - bottom <= glyph.y + glyph.size * 0.3 <= height - top


def _is_values(rows: Rows) -> bool:
    """Two rows or more of two cells or more, none of which holds a text."""
    filled = [[text for _, text in row if text] for row in rows]
    return sum(len(row) > 1 for row in filled) > 1 and max(len(text) for row in filled for text in row) <= MOST_IN_CELL
