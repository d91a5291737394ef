"""Names corrected once they are decided: forms that settle a name's type or edges, whatever scorer and tagger say.

Each row of name_corrections.toml was right in four of five places at least on annotated texts, in three texts or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from plangraph.ingest.mentions.areas import meanings
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import PatternRule, load_rules

BEFORE, AFTER = 60, 60
"""How many characters beside a name are looked at."""
NONE = "-"
"""The type of what is no name."""
OPEN, CLOSE = "「", "」"
"""The marks around the name that is looked at; the text's own are not seen."""


class CorrectionRule(PatternRule, frozen=True, kw_only=True):
    """A form of a name, with the words beside it and the name itself in 「」, and what the name is then.

    `types`: of the names that are looked at; `type`: what they become ('' for the same, '-' for no name at all). The
    pattern's group `name` is what stays of the name; `first` is another name in it, `area` an area's; `after` are words
    behind the name that belong to it, where no other name stands there.
    """

    types: tuple[str, ...]
    type: str = ""


def corrected(text: str, decided: Sequence[Candidate], issuer: str) -> list[Candidate]:
    """The names of a text as the forms have them, in text order. `issuer`: the code of the area that speaks, or ''."""
    bare = text.replace(OPEN, " ").replace(CLOSE, " ")
    ends = [*(c.start for c in decided[1:]), len(text)][: len(decided)]
    return [part for c, free in zip(decided, ends, strict=True) for part in _corrected(bare, c, issuer, free)]


def _corrected(text: str, c: Candidate, issuer: str, free: int) -> list[Candidate]:
    """What becomes of a name. `free`: where the next one begins."""
    low = max(0, c.start - BEFORE)
    seen = f"{text[low : c.start]}{OPEN}{text[c.start : c.end]}{CLOSE}{text[c.end : c.end + AFTER]}"
    for rule in _rules(c.type):
        match = rule.pattern.search(seen)
        if match and rule.type == NONE:
            return []
        if match and _is_area(match, issuer) and low - 2 + _reach(match) <= free:
            return list(_parts(match, replace(c, rule=f"{c.rule}+{rule.id}"), low - 1, rule.type))
    return [c]


def _is_area(match: re.Match[str], issuer: str) -> bool:
    """Whether what the pattern takes for an area is one."""
    return "area" not in match.re.groupindex or bool(meanings(match["area"], issuer))


def _reach(match: re.Match[str]) -> int:
    """Where the words behind the name that belong to it end; 0 where the pattern has none."""
    return match.end("after") if "after" in match.re.groupindex else 0


def _parts(match: re.Match[str], c: Candidate, offset: int, kind: str) -> Iterator[Candidate]:
    """The stretches of the groups, or the whole name where the pattern has none; `kind`: the type that it gets."""
    kinds = {"first": c.type, "area": "Area", "name": kind or c.type}
    named = [group for group in kinds if group in match.re.groupindex]
    for group in named:
        start, end = match.span(group)
        yield replace(c, start=offset + start, end=offset + end, type=kinds[group])
    if not named:
        yield replace(c, end=max(c.end, offset - 1 + _reach(match)), type=kinds["name"])


@lru_cache(maxsize=32)
def _rules(kind: str) -> tuple[CorrectionRule, ...]:
    """The rules that look at names of a type."""
    return tuple(rule for rule in load_rules("name_corrections", CorrectionRule) if kind in rule.types)
