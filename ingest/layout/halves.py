"""The two halves of a report: the one that looks back (actual) and the one that plans (target)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Draft
from plangraph.ingest.layout.words import cues, form, forms
from plangraph.ontology.records import Modality

LEAD = 4.0
"""What a lead sentence of the plan weighs."""


def modality_of_title(title: str) -> Modality | None:
    """Which half a heading opens; None if it says neither, or both."""
    said = {rule.modality for rule in forms("half") if rule.pattern.search(title)}
    return said.pop() if len(said) == 1 else None


def turn_below(title: str) -> re.Pattern[str] | None:
    """What a paragraph begins with where the plan does, below a heading that opens both halves; None for any other."""
    found = form("both", "both-title").search(title)
    if not found or len({rule.modality for rule in forms("half") if rule.pattern.search(title)}) < 2:
        return None
    return re.compile(form("turn", "turn-to-plan").pattern.replace("PLAN", re.escape(found["plan"])))


def halves(drafts: Sequence[Draft], tops: Sequence[Modality | None], source: str) -> list[Modality]:
    """The half of each block. `tops[i]`: what the heading of the highest rank above block i says, if it says anything.

    Where no heading tells the plan from the review, a lead sentence does (今年 ... 重点抓好), else the block after
    which the words turn from what was done to what is to do.
    """
    told: list[Modality] = []
    state: Modality | None = None
    for top in tops:
        state = top or state
        told.append(state or "actual")
    if "target" in told:
        first = told.index("target")
        return ["actual" if at < first else mode for at, mode in enumerate(told)]
    turn = _turn(drafts, source)
    return ["actual" if at < turn else "target" for at in range(len(told))]


def _turn(drafts: Sequence[Draft], source: str) -> int:
    """The block with which the plan begins; `len(drafts)` if there is none."""
    scores = [leaning(draft.text(source)) if draft.kind in ("paragraph", "heading") else 0.0 for draft in drafts]
    best, turn, total = 0.0, len(drafts), 0.0
    for at in range(len(drafts) - 1, -1, -1):
        total += scores[at]
        if total > best:
            best, turn = total, at
    return turn


def leaning(text: str) -> float:
    """How much the words of a text speak of what is to do (above 0) rather than of what was done (below)."""
    if any(rule.pattern.search(text) for rule in forms("lead")):
        return LEAD
    return sum(weight * min(text.count(cue), 3) for cue, weight in cues())
