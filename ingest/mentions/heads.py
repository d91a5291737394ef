"""Head nouns: the words that names end with (…专项行动, …产业园, …有限公司), and words that do not make a name."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from plangraph.ingest.rules.loader import Rule, load_rules


class HeadRule(Rule, frozen=True, kw_only=True):
    """Head nouns of one type. `thin`: they also end many things that are no names."""

    type: str
    heads: tuple[str, ...]
    thin: bool = False

    def matches(self, text: str) -> bool:
        """Whether a head stands in `text` after two other characters of its clause."""
        return any(re.search(rf"[\u4e00-\u9fff”]{{2}}{re.escape(head)}", text) for head in self.heads)


class GenericRule(Rule, frozen=True, kw_only=True):
    """Words that do not make a name."""

    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return any(word in text for word in self.words)


@lru_cache(maxsize=1)
def _heads() -> tuple[AhoCorasick, tuple[tuple[str, HeadRule], ...]]:
    pairs = tuple({head: rule for rule in load_rules("name_heads", HeadRule) for head in rule.heads}.items())
    return AhoCorasick([head for head, _ in pairs]), pairs


def find_heads(text: str) -> list[tuple[int, int, HeadRule]]:
    """Start, end and rule of the longest head noun at each place where one ends, in text order."""
    automaton, pairs = _heads()
    longest: dict[int, tuple[int, HeadRule]] = {}
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if end not in longest or start < longest[end][0]:
            longest[end] = (start, pairs[index][1])
    return [(start, end, rule) for end, (start, rule) in sorted(longest.items())]


@lru_cache(maxsize=8)
def generic_words(rule: str) -> frozenset[str]:
    """The words of a rule of name_generic.toml."""
    return frozenset(w for r in load_rules("name_generic", GenericRule) if r.id == rule for w in r.words)


@lru_cache(maxsize=1)
def _generic() -> tuple[frozenset[str], re.Pattern[str]]:
    """The characters with which such words begin, and the words one after the other."""
    words = sorted(generic_words("generic.modifier"), key=lambda w: (-len(w), w))
    return frozenset(w[0] for w in words), re.compile("(?:" + "|".join(map(re.escape, words)) + ")*")


def is_generic(modifier: str) -> bool:
    """Whether the words before a head make a kind and no name (重点, 省级重大)."""
    openings, words = _generic()
    return not modifier or (modifier[0] in openings and words.fullmatch(modifier) is not None)
