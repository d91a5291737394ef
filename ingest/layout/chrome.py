"""What is on the page but not in the report: page marks, and what a portal puts around a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Dropped
from plangraph.ingest.layout.lines import FULL_STOP, Line
from plangraph.ingest.layout.words import form, matches
from plangraph.ingest.reading.glyphs import UNREADABLE

LOST_SPACES = re.compile(r"(?:\?\?)+(?!\?)")
MOST = 200
FEW = 4
"""So many short lines after the end are a stray line or two of the report rather than a portal's lists."""


def drop_page_marks(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """The lines without page marks (— 2—, 第 3 页)."""
    kept = []
    for line in lines:
        if form("page", "page-mark").search(line.text):
            dropped.add(line.start, line.end, "page")
        else:
            kept.append(line)
    return kept


def drop_lost_spaces(text: str, dropped: Dropped) -> None:
    """Pairs of question marks that stand for no-break spaces lost in a change of encoding."""
    found = list(LOST_SPACES.finditer(text))
    if len(found) > 2:
        for run in found:
            dropped.add(run.start(), run.end(), "invisible")


def drop_unreadable(text: str, dropped: Dropped) -> None:
    """Figures that touch a character which nobody can read: a digit may be missing, so none of them is a number."""
    for run in UNREADABLE.finditer(text):
        if any(char.isdigit() for char in run.group()):
            dropped.add(run.start(), run.end(), "unreadable")


def drop_chrome(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """The lines without a portal's navigation, data about the page, share links and tag clouds.

    Only what stands before the first and after the last line of running text can go, and only where a line there is
    one that portals write and reports do not.
    """
    first = next((at for at, line in enumerate(lines) if _is_body(line) or _salutes(line)), len(lines))
    last = next((at for at in range(len(lines) - 1, -1, -1) if _is_body(lines[at])), -1)
    if first > last:
        return list(lines)
    hidden = {*_head(lines[:first]), *(last + 1 + at for at in _tail(lines[last + 1 :]))}
    for at in hidden:
        dropped.add(lines[at].start, lines[at].end, "chrome")
    return [line for at, line in enumerate(lines) if at not in hidden]


def _is_body(line: Line) -> bool:
    return bool(FULL_STOP.search(line.text)) and line.width >= 40 and not _is_chrome(line)


def _salutes(line: Line) -> bool:
    return bool(form("front", "salutation").search(line.text))


def _is_chrome(line: Line) -> bool:
    if len(line.text) > MOST or form("front", "meeting").search(line.text):
        return False
    return matches("chrome", line.text)


def _head(lines: Sequence[Line]) -> set[int]:
    """Of the lines before the text, those of the portal: what stands above the title, and data about the page."""
    marked = {at for at, line in enumerate(lines) if _is_chrome(line)}
    if not marked:
        return set()
    values = {at + 1 for at in marked if _asks(lines[at]) and at + 1 < len(lines)}
    start = next((at for at, line in enumerate(lines) if at not in marked | values and _opens_report(line)), 0)
    hidden = marked | values | set(range(start))
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if at not in hidden and (_is_scrap(line) or line.text in seen):
            hidden.add(at)
        elif at not in hidden:
            seen.add(line.text)
    return hidden


def _asks(line: Line) -> bool:
    """A name of data whose value stands on the next line (时间：); what follows 正文： is the report."""
    return line.text[-1] in "：:" and not form("text", "text-label").search(line.text)


def _opens_report(line: Line) -> bool:
    return any(form("front", name).search(line.text) for name in ("title", "meeting"))


def _is_scrap(line: Line) -> bool:
    """A number, a letter or a dash that data about the page left on a line of its own."""
    return len(line.text) < 3 or bool(re.fullmatch(r"[\d\s:：/\-|【】\[\]次]+", line.text))


def _tail(lines: Sequence[Line]) -> list[int]:
    """Of the lines after the text, those of the portal: all, if they are many and none has to do with an annex."""
    marked = [at for at, line in enumerate(lines) if _is_chrome(line)]
    if not marked:
        return []
    annex = any(form("text", "annex").search(line.text) for line in lines)
    start = marked[0] if annex or len(lines) <= FEW else 0
    return list(range(start, len(lines))) if len(lines) - start > 1 and not annex else marked
