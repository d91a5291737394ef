"""What is on the page but not in the report: page marks, and what a portal puts around a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Dropped
from plangraph.ingest.layout.lines import Line
from plangraph.ingest.layout.words import form, matches

LOST_SPACES = re.compile(r"(?:\?\?)+(?!\?)")


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


def drop_chrome(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """The lines without a portal's navigation, data about the page, share links, tag clouds."""
    kept = []
    for line in lines:
        if matches("chrome", line.text) and len(line.text) < 60:
            dropped.add(line.start, line.end, "chrome")
        else:
            kept.append(line)
    return kept
