"""Names by their head noun: the stretch from where the object opens to the head (实施|国企改革深化提升行动)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import Field

from plangraph.ingest.mentions.ground import MASK, Clause, Edge, Ground, edges
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import Rule, load_rules

AFTER = re.compile(r"(?:[（(]?(?:[一二三四五]期|首期|一期工程|二期工程)[）)]?|\d\.0版?)?")
FIGURE = re.compile(r"[0-9A-Za-z]")
WORDY = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9■]")


class HeadRule(Rule):
    """Head nouns of one type. `needs`: what must stand before the head (`mark`: a division, quotation, figure)."""

    type: str
    needs: Literal["any", "mark"]
    confidence: float = Field(gt=0, le=1)
    heads: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether a head stands in `text` after two other characters of its clause."""
        return any(re.search(rf"[\u4e00-\u9fff”]{{2}}{re.escape(head)}(?!作)", text) for head in self.heads)


class GenericRule(Rule):
    """Words that do not make a name."""

    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return any(word in text for word in self.words)


@lru_cache(maxsize=1)
def _heads() -> tuple[AhoCorasick, tuple[tuple[str, HeadRule], ...]]:
    pairs = {head: rule for rule in load_rules("name_heads", HeadRule) for head in rule.heads}
    return AhoCorasick(list(pairs), matchkind=MatchKind.LeftmostLongest), tuple(pairs.items())


@lru_cache(maxsize=8)
def generic_words(rule: str) -> frozenset[str]:
    """The words of a rule of name_generic.toml."""
    return frozenset(w for r in load_rules("name_generic", GenericRule) if r.id == rule for w in r.words)


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    words = sorted(generic_words("generic.modifier"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")*")


def is_generic(modifier: str) -> bool:
    """Whether the words before a head make a kind and no name (重点, 省级重大)."""
    return _generic().fullmatch(modifier) is not None


def find_heads(ground: Ground, areas: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates by head nouns, each from its nearest edge. Where a head follows a head, both are proposed."""
    automaton, rules = _heads()
    area_ends = {c.end for c in areas}
    area_starts = {c.start: c.end for c in areas}
    for index, start, end in automaton.find_matches_as_indexes(ground.masked):
        head, rule = rules[index]
        clause = ground.clauses[ground.clause_at(start)]
        if not clause.start <= start < clause.end:
            continue
        edge = _edge(ground, clause, start)
        if edge is None:
            continue
        modifier = ground.masked[edge.at : start]
        if not _named(modifier, rule, edge.at, start, area_starts, area_ends):
            continue
        after = AFTER.match(ground.masked, end)
        yield Candidate(edge.at, after.end() if after else end, rule.type, rule.id, rule.confidence)


def _edge(ground: Ground, clause: Clause, head: int) -> Edge | None:
    """The nearest edge that leaves something before the head."""
    for edge in reversed(edges(clause, head)):
        if head - edge.at >= 2 or (head > edge.at and ground.masked[edge.at] == MASK):
            return edge
    return None


def _named(
    modifier: str, rule: HeadRule, start: int, head: int, area_starts: dict[int, int], area_ends: set[int]
) -> bool:
    bare = WORDY.sub("", modifier)
    if not bare or is_generic(bare) or len(bare) > 24:
        return False
    if rule.needs == "any":
        return True
    return bool(MASK in bare or FIGURE.search(bare) or any(start <= a and b <= head for a, b in area_starts.items()))
