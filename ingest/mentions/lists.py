"""Lists closed by 等 and a kind (A、B、C等12个项目): every item is a name of that kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plangraph.ingest.mentions.ground import Clause, Ground, edges
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import Rule, Share, load_rules

CLOSER = re.compile(r"等(?!等)(?P<kind>[^，。；：！？、（）\n“”]{1,14})")


class ListRule(Rule, frozen=True, kw_only=True):
    """The kinds that close a list of names of one type."""

    type: str
    confidence: Share
    kinds: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether 等 and one of the kinds close a list in `text`."""
        return any(re.search(rf"等\d*[个项家]?[\u4e00-\u9fff]{{0,4}}?{re.escape(kind)}", text) for kind in self.kinds)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, ListRule]:
    return {kind: rule for rule in load_rules("name_lists", ListRule) for kind in rule.kinds}


def list_rule(kind: str) -> ListRule | None:
    """The rule of the first kind that ends within the words after 等; the longest of those that end there."""
    words = pattern("list-count").sub("", kind)
    kinds = _kinds()
    for end in range(1, min(len(words), 10) + 1):
        for start in range(max(0, end - 6), end):
            if words[start:end] in kinds:
                longer = next(
                    (words[start:e] for e in range(min(len(words), end + 3), end, -1) if words[start:e] in kinds), ""
                )
                return kinds[longer or words[start:end]]
    return None


def find_lists(ground: Ground) -> Iterator[Candidate]:
    """Candidates for the items of closed lists, from the edge of the first to 等."""
    for found in CLOSER.finditer(ground.masked):
        rule = list_rule(found.group("kind"))
        if rule is None:
            continue
        index = ground.clause_at(found.start() - 1)
        last = ground.clauses[index]
        if not last.start < found.start() <= last.end:
            continue
        end = found.start()
        while True:
            clause = ground.clauses[index]
            first = clause.before != "、"
            start = _start(ground, clause, end, first)
            if end - start >= 2:
                yield Candidate(start, end, rule.type, rule.id, rule.confidence)
            if first or index == 0:
                break
            index -= 1
            end = ground.clauses[index].end


def _start(ground: Ground, clause: Clause, end: int, first: bool) -> int:
    if not first:
        return clause.start
    near = [e.at for e in edges(ground, clause, end) if end - e.at >= 2]
    return near[-1] if near else clause.start
