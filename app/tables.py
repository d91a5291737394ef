"""Rows as text: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len, chop_cells

Cell = str | int | None
TableFormat = Literal["table", "csv", "json"]
TABLE_FORMATS: tuple[TableFormat, ...] = ("table", "csv", "json")
GAP = "  "
NARROWEST = 8


def write_rows(columns: Sequence[str], rows: Sequence[Sequence[Cell]], form: TableFormat) -> str:
    """Columns and rows in a format, without the last line end. An unbound cell is empty, in JSON null."""
    if form == "csv":
        return _csv(columns, rows)
    if form == "json":
        return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
    return _table(columns, rows, shutil.get_terminal_size().columns if sys.stdout.isatty() else None)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue().rstrip("\n")


def _table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None) -> str:
    """Aligned columns; a Chinese character is two wide. Within `width` cells are folded, never cut."""
    texts = [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(columns, *texts, strict=True)]
    right = [bool(rows) and all(cell is None or isinstance(cell, int) for cell in column) for column in zip(*rows)]  # noqa: B905 checked above
    if width is not None:
        widths = _narrow(widths, width - len(GAP) * (len(widths) - 1))
    lines = _fold(columns, widths, right)
    lines.append(GAP.join("─" * w for w in widths))
    for row in texts:
        lines += _fold(row, widths, right)
    return "\n".join(lines)


def _narrow(widths: list[int], room: int) -> list[int]:
    """The widest columns give way until all fit, but none below a few characters."""
    widths = list(widths)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _fold(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    parts = [chop_cells(cell, max(w, 2)) or [""] for cell, w in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, parts), default=0)):
        line = []
        for position, (part, w) in enumerate(zip(parts, widths, strict=True)):
            text = part[number] if number < len(part) else ""
            space = " " * (w - cell_len(text))
            line.append(space + text if position < len(right) and right[position] else text + space)
        lines.append(GAP.join(line).rstrip())
    return lines
