"""Names of areas that are a part of a longer name: 雄安新区 in 雄安新区中关村科技园, 衢州 in “衢州南北联络大通道”.

A division's name is proof enough to stand without the tagger, and so it wins against a longer name that only the tagger
sees. It gives way where it stands in the middle of that, or begins one of a place or a carrier. (Where it begins or
ends another it is as often a name of its own: 青岛“强龙头”战略, 欧美日韩.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from plangraph.ingest.mentions.fusion import core, guarded, widened
from plangraph.ingest.named import Candidate

FAINTEST = 0.3
"""What the tagger must make of the longer name. Of 15 such on cuts that it had not learnt 12 were right; 2 of the areas
were."""
BEGUN_BY_AREAS = ("Place", "Platform")
AREA_RULES = "area."


def within_longer(text: str, decided: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    """The names of a text, which overlap nowhere, in text order; with the tagger's longer ones for areas in them."""
    ordered = sorted(decided, key=lambda c: c.start)
    starts = [c.start for c in ordered]
    longer: list[Candidate] = []
    gone: set[int] = set()
    for c in tagged:
        if c.confidence < FAINTEST or guarded(text, c):
            continue
        whole = widened(text, c)
        first = max(0, bisect_right(starts, whole.start) - 1)
        met = [at for at in range(first, bisect_left(starts, whole.end)) if ordered[at].end > whole.start]
        edges = core(text, whole.start, whole.end)
        taken = bool(longer) and longer[-1].end > whole.start
        if met and not taken and all(_is_part(ordered[at], *edges, c.type) for at in met):
            longer.append(whole)
            gone.update(met)
    return sorted([*(c for at, c in enumerate(ordered) if at not in gone), *longer], key=lambda c: c.start)


def _is_part(name: Candidate, start: int, end: int, kind: str) -> bool:
    """Whether a name is an area that gives way to a longer one of this kind from `start` to `end`."""
    begins = name.start == start
    inside = start <= name.start and name.end < end
    return name.rule.startswith(AREA_RULES) and inside and (not begins or kind in BEGUN_BY_AREAS)
