"""Names with a form of their own (省委, 第十七届人民代表大会第五次会议, “十四五”规划) and names of closed lexicons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from plangraph.ingest.mentions.ground import Ground
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import PatternRule, Share, load_lexicon, load_rules

LEXICONS = (("name_industries", "Industry", 0.6), ("name_indicators", "Indicator", 0.85))


class NamePattern(PatternRule, frozen=True, kw_only=True):
    """A pattern whose match, or group `name`, is a name of this type."""

    type: str
    confidence: Share


def find_patterns(ground: Ground) -> Iterator[Candidate]:
    """Candidates by patterns."""
    for rule in load_rules("name_patterns", NamePattern):
        group = "name" if "name" in rule.pattern.groupindex else 0
        for found in rule.pattern.finditer(ground.text):
            yield Candidate(*found.span(group), rule.type, rule.id, rule.confidence)


@lru_cache(maxsize=4)
def _lexicon(name: str) -> tuple[AhoCorasick, tuple[str, ...]]:
    terms = tuple(t.text for t in load_lexicon(name).terms)
    return AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest), terms


def find_terms(ground: Ground) -> Iterator[Candidate]:
    """Candidates by lexicons of industries and indicators."""
    for name, kind, confidence in LEXICONS:
        automaton, _ = _lexicon(name)
        for _, start, end in automaton.find_matches_as_indexes(ground.masked):
            yield Candidate(start, end, kind, f"lexicon.{name.removeprefix('name_')}", confidence)
