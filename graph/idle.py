"""Which clauses of a report are no work: greetings, doctrine, resolutions. The forms are data, `idle_clauses.tsv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LEAST = 8
"""Characters of the shortest clause that is taken for work."""


def is_work(quote: str, *, bare: bool) -> bool:
    """Whether a clause may be work. `bare`: it has no figure and names no project, platform, place or the like.

    Greetings and thanks never are; doctrine, difficulties and resolutions are not where they are bare.
    """
    if sum(not c.isspace() for c in quote) < LEAST:
        return False
    return not any(idle.pattern.search(quote) for idle in idle_clauses() if bare or idle.always)


@dataclass(frozen=True, slots=True)
class Idle:
    """A form of clauses that are no work. `always`: also where they have figures or name projects."""

    id: str
    pattern: re.Pattern[str]
    always: bool
    example: str
    counterexample: str


@cache
def idle_clauses() -> tuple[Idle, ...]:
    """The forms of clauses that are no work: `idle_clauses.tsv`."""
    text = (files("plangraph.graph") / "idle_clauses.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple(Idle(id_, re.compile(form), when == "always", one, other) for id_, form, when, one, other in rows)
