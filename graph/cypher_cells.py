"""What stands in a cell of a Cypher answer, whatever engine gave it, and how it is shown as plain text."""

from __future__ import annotations

import json
from typing import Any

Cell = str | int | float | bool | None | list[Any] | dict[str, Any]
"""A node is its labels and properties, a relationship its type and properties, a path its nodes and relationships."""

_PACKED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def text(cell: Cell) -> str | None:
    """A cell as plain text: a whole number without a point, a list, node, relationship or path as JSON."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return format(cell, ".0f") if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return _PACKED(cell)
