"""Names of areas that are a part of a longer name: 雄安新区 in 雄安新区中关村科技园, 衢州 in “衢州南北联络大通道”.

A division's name is proof enough to stand without the tagger, and so it wins against a longer name that only the tagger
sees. It gives way where it stands in the middle of that, or begins one of a place or a carrier. (Where it begins or
ends another it is as often a name of its own: 青岛“强龙头”战略, 欧美日韩.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plangraph.ingest.mentions.fusion import core, guarded, widened
from plangraph.ingest.named import Candidate

FAINTEST = 0.3
"""What the tagger must make of the longer name. Of 15 such on cuts that it had not learnt 12 were right; 2 of the areas
were."""
BEGUN_BY_AREAS = ("Place", "Platform")
AREA_RULES = "area."


def within_longer(text: str, decided: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    """The names of a text, in text order, with the tagger's longer ones for areas that are parts of them."""
    areas = [c for c in decided if c.rule.startswith(AREA_RULES)]
    others = [c for c in decided if not c.rule.startswith(AREA_RULES)]
    longer: list[Candidate] = []
    for c in _longer(text, areas, tagged):
        if not any(_meet(c, other) for other in [*others, *longer[-1:]]):
            longer.append(c)
    kept = [a for a in areas if not any(_meet(a, c) for c in longer)]
    return sorted([*others, *kept, *longer], key=lambda c: c.start)


def _longer(text: str, areas: Sequence[Candidate], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """What the tagger takes for a longer name that holds an area."""
    for c in tagged:
        if c.confidence < FAINTEST or guarded(text, c):
            continue
        whole = widened(text, c)
        start, end = core(text, whole.start, whole.end)
        met = [a for a in areas if _meet(a, whole)]
        if met and all(start <= a.start and a.end <= end and _is_part(a, start, end, c.type) for a in met):
            yield whole


def _is_part(area: Candidate, start: int, end: int, kind: str) -> bool:
    begins, ends = area.start == start, area.end == end
    return not ends and (not begins or kind in BEGUN_BY_AREAS)


def _meet(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end
