"""Names by their head noun: the stretch from where the object opens to the head (实施|国企改革深化提升行动)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import Field

from plangraph.ingest.mentions.ground import Ground
from plangraph.ingest.rules.loader import Rule, load_rules

AFTER = re.compile(r"(?:[（(][一二三四五六]期[）)]|[一二三四五]期(?:工程|项目)?|首期|\d\.0版?)?")
FIGURE = re.compile(r"[0-9A-Za-z]")
WORDY = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9■]")
LONGEST = 26


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
def head_words() -> AhoCorasick:
    """The automaton over all head nouns, the longest of overlapping ones."""
    return AhoCorasick([head for head, _ in _heads()], matchkind=MatchKind.LeftmostLongest)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[str, HeadRule], ...]:
    return tuple({head: rule for rule in load_rules("name_heads", HeadRule) for head in rule.heads}.items())


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


def head_hits(ground: Ground) -> list[tuple[int, int, str]]:
    """Start, end and rule id of every head noun outside quotations."""
    rules = _heads()
    return [(a, b, rules[i][1].id) for i, a, b in head_words().find_matches_as_indexes(ground.masked)]
