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
TAKEN_IN = 3
"""How many names the words behind a name may hold."""
SHORT_NAMES = (2, 3, 4)
"""How long the name of an area may be that stands in another name."""
NONE = "-"
"""The type of what is no name."""
OPEN, CLOSE = "「", "」"
"""The marks around the name that is looked at; the text's own are not seen."""


class CorrectionRule(PatternRule, frozen=True, kw_only=True):
    """A form of a name, with the words beside it and the name itself in 「」, and what the name is then.

    `types`: of the names that are looked at; `type`: what they become ('' for the same, '-' for no name at all). The
    pattern's group `name` is what stays of the name; `first` is another name in it, `area` an area's; `before` and
    `after` are words beside the name that belong to it, `at` such words that must begin with an area's name. Names that
    stand wholly in those after it are taken in.
    """

    types: tuple[str, ...]
    type: str = ""


def corrected(text: str, decided: Sequence[Candidate], issuer: str) -> list[Candidate]:
    """The names of a text as the forms have them, in text order. `issuer`: the code of the area that speaks, or ''."""
    bare = text.replace(OPEN, " ").replace(CLOSE, " ")
    parts: list[Candidate] = []
    for at, c in enumerate(decided):
        taken = parts[-1].end if parts else 0
        if c.start >= taken:
            parts += _corrected(bare, c, issuer, taken, decided[at + 1 : at + 1 + TAKEN_IN])
    return parts


def _corrected(text: str, c: Candidate, issuer: str, taken: int, later: Sequence[Candidate]) -> list[Candidate]:
    """What becomes of a name, which takes in nothing of what is `taken` before it, and `later` names whole or not."""
    low = max(0, c.start - BEFORE)
    seen = f"{text[low : c.start]}{OPEN}{text[c.start : c.end]}{CLOSE}{text[c.end : c.end + AFTER]}"
    for rule in _rules(c.type):
        match = rule.pattern.search(seen)
        if match and rule.type == NONE:
            return []
        if match and _is_area(match, issuer):
            whole = replace(_widened(match, c, low), rule=f"{c.rule}+{rule.id}")
            if whole.start >= taken and not any(n.start < whole.end < n.end for n in later):
                return list(_parts(match, whole, low - 1, rule.type))
    return [c]


def _is_area(match: re.Match[str], issuer: str) -> bool:
    """Whether what the pattern takes for an area is one, or begins with one."""
    groups = match.groupdict()
    begun = groups.get("at")
    return ("area" not in groups or bool(meanings(match["area"], issuer))) and (
        begun is None or any(meanings(begun[:length], issuer) for length in SHORT_NAMES)
    )


def _widened(match: re.Match[str], c: Candidate, low: int) -> Candidate:
    """With the words beside it that belong to it. `low`: where in the text the pattern was looked for."""
    groups = match.groupdict()
    start = low + match.start("before") if groups.get("before") else c.start
    end = low - 2 + match.end("after") if groups.get("after") else c.end
    return replace(c, start=start, end=end)


def _parts(match: re.Match[str], c: Candidate, offset: int, kind: str) -> Iterator[Candidate]:
    """The stretches of the groups, or the whole name where the pattern has none; `kind`: the type that it gets."""
    kinds = {"first": c.type, "area": "Area", "name": kind or c.type}
    named = [group for group in kinds if group in match.re.groupindex]
    for group in named:
        start, end = match.span(group)
        yield replace(c, start=offset + start, end=offset + end, type=kinds[group])
    if not named:
        yield replace(c, type=kinds["name"])


@lru_cache(maxsize=32)
def _rules(kind: str) -> tuple[CorrectionRule, ...]:
    """The rules that look at names of a type."""
    return tuple(rule for rule in load_rules("name_corrections", CorrectionRule) if kind in rule.types)
