"""Quotations that no decided name covers, and that are names all the same.

Quotation marks are evidence of their own, which the floor for other stretches does not know: what the tagger sees
there, what the report names elsewhere in the same marks, and what certain words beside the marks say, stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from plangraph.ingest.mentions.fusion import widened
from plangraph.ingest.mentions.quoted import context
from plangraph.ingest.mentions.sayings import quoted_reason
from plangraph.ingest.named import Candidate

QUOTED = re.compile(r"“([^“”\n，。；：？！]{2,30})”")
SURE = 0.7
"""The share of the quotations of these forms that are names where annotators read them, on texts kept apart."""
FAINTEST = 0.2
"""What the tagger must make of a stretch that holds the quotation: of the fainter ones none in seven was a name."""


def find_leftover(text: str, decided: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    """Names for quotations of a text that `decided`, which stand in text order without overlap, leave uncovered."""
    known = {text[c.start + 1 : c.end - 1]: c.type for c in decided if text[c.start] == "“" and text[c.end - 1] == "”"}
    free = [m for m in QUOTED.finditer(text) if not _meets(decided, *m.span()) and _may_name(text, m)]
    found: list[Candidate] = []
    for match in free:
        candidate = _reading(text, match, known, tagged)
        if candidate and not any(_meets(names, candidate.start, candidate.end) for names in (decided, found[-1:])):
            found.append(candidate)
    return found


def _may_name(text: str, match: re.Match[str]) -> bool:
    return quoted_reason(text, *match.span()) == "unread"


def _reading(
    text: str, match: re.Match[str], known: Mapping[str, str], tagged: Sequence[Candidate]
) -> Candidate | None:
    """What the quotation is as a name, if it is one."""
    start, end = match.span()
    if match[1] in known:
        return Candidate(start, end, known[match[1]], "again.named-elsewhere", SURE)
    head = context("formula-after").match(text, end)
    if head and context("formula").search(match[1]):
        return Candidate(start, head.end(), "Programme", "quote.formula", SURE)
    holding = [c for c in tagged if c.start <= start + 1 and end - 1 <= c.end and c.confidence >= FAINTEST]
    if holding:
        best = widened(text, max(holding, key=lambda c: c.confidence))
        return replace(best, confidence=round(best.confidence, 3))
    if context("counted").search(match[1]):
        return Candidate(start, end, "Programme", "quote.counted", SURE)
    if context("scheme-after").match(text, end):
        return Candidate(start, end, "Programme", "quote.scheme-after", SURE)
    return None


def _meets(taken: Sequence[Candidate], start: int, end: int) -> bool:
    """Whether a stretch overlaps a name of these, which stand in text order without overlap."""
    at = bisect_right(taken, start, key=lambda c: c.start)
    return any(c.start < end and start < c.end for c in taken[max(0, at - 1) : at + 1])
