"""Where a thing is, and which branch it is about, as its name or the words around it say."""

from __future__ import annotations

from collections.abc import Iterator

from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.clauses import Clause
from plangraph.ingest.relations.inner import InnerNames

IN_AREA = "name.holds-area"
AT_PLACE = "name.starts-with-place"
OF_PROGRAMME = "name.quotes-programme"
OF_BRANCH = "name.holds-branch"


def name_claims(clause: Clause, inner: InnerNames) -> Iterator[Claim]:
    """What names say themselves: 赤坎区长者饭堂 lies in 赤坎区, a 中药材 base is about 中药材."""
    for group in clause.groups:
        for m in group.members:
            for part in inner.areas(m.key):
                yield Claim(m.key, "locatedIn", part.entity.key, m.start, m.start, IN_AREA, 0.75)
            site = inner.site(m.key)
            if site:
                yield Claim(m.key, "locatedIn", site.key, m.start, m.start, AT_PLACE, 0.6)
            whole = inner.whole(m.key)
            if whole:
                yield Claim(m.key, "partOf", whole, m.start, m.start, OF_PROGRAMME, 0.6)
            for part in inner.branches(m.key):
                yield Claim(m.key, "concerns", part.entity.key, m.start, m.start, OF_BRANCH, 0.53)
