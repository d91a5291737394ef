"""Table rows in running text: lines of a label and its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Draft, Run
from plangraph.ingest.layout.lines import Line
from plangraph.ingest.layout.words import form

SENTENCE = re.compile(r"[。；！？，：]")
GAP = re.compile(r"[ \t\u3000\xa0]+")
GROWTH = re.compile(r"[\u4e00-\u9fff]{2,5}$")


def take_rows(lines: Sequence[Line]) -> tuple[list[Line], list[Draft]]:
    """The lines that are no table, and the rows (with captions) of tables: two rows or more below one another."""
    kept: list[Line] = []
    rows: list[Draft] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and cells_of(lines[stop]):
            stop += 1
        if stop - at < 2:
            kept.append(lines[at])
            at += 1
            continue
        head = _header(kept)
        if head:
            kept.pop()
            caption = kept.pop() if kept and _is_caption(kept[-1]) else None
            if caption:
                rows.append(Draft("heading", [(caption.start, caption.end)], caption=True))
            rows.append(_row(head, _columns(head)))
        rows.extend(_row(line, cells_of(line)) for line in lines[at:stop])
        at = stop
    return kept, rows


def cells_of(line: Line) -> list[Run]:
    """The cells of a line that is a label and its values; empty for any other line."""
    if SENTENCE.search(line.text) or line.width > 70:
        return []
    value = form("row", "row-value")
    for gap in GAP.finditer(line.text):
        label, rest = line.text[: gap.start()], line.text[gap.end() :]
        if len(label) >= 2 and re.search(r"[\u4e00-\u9fff]{2}", label) and value.match(rest):
            values = _values(line, gap.end())
            if all(value.match(line.text[a - line.start : b - line.start]) for a, b in values):
                return [(line.start, line.start + gap.start()), *values]
    return []


def _values(line: Line, at: int) -> list[Run]:
    """The cells of the values: a word of growth belongs to the number after it."""
    tokens = [(at + m.start(), at + m.end()) for m in re.finditer(r"\S+", line.text[at:])]
    cells: list[Run] = []
    for a, b in tokens:
        if cells and GROWTH.match(line.text[cells[-1][0] : cells[-1][1]]) and line.text[a].isdigit():
            cells[-1] = (cells[-1][0], b)
        else:
            cells.append((a, b))
    return [(line.start + a, line.start + b) for a, b in cells]


def _columns(line: Line) -> list[Run]:
    return [(line.start + m.start(), line.start + m.end()) for m in re.finditer(r"\S+", line.text)]


def _row(line: Line, cells: Sequence[Run]) -> Draft:
    return Draft("row", [(line.start, line.end)], cells=list(enumerate(cells)))


def _header(kept: Sequence[Line]) -> Line | None:
    """The line above the first row, if it names the columns: words alone, two or more, no sentence."""
    if not kept or SENTENCE.search(kept[-1].text) or kept[-1].width > 60:
        return None
    words = kept[-1].text.split()
    return (
        kept[-1] if len(words) > 1 and all(re.fullmatch(r"[\u4e00-\u9fff()（）%％\d年/]+", w) for w in words) else None
    )


def _is_caption(line: Line) -> bool:
    return not SENTENCE.search(line.text) and line.width < 50 and not line.final
