"""What the words around a name make of it: an honour that is striven for, a project that is being built."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from plangraph.ingest.mentions.ground import Clause, Edge, Ground
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import Rule, load_rules


class ContextRule(Rule):
    """Words with a part in deciding a name's type."""

    role: Literal["honour-before", "honour-head", "built-after", "built-head"]
    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return any(word in text for word in self.words)


@lru_cache(maxsize=8)
def words(role: str) -> tuple[str, ...]:
    """The words of a role, longest first."""
    found = {w for rule in load_rules("name_context", ContextRule) if rule.role == role for w in rule.words}
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


def retyped(ground: Ground, clause: Clause, edge: Edge, found: Candidate) -> Candidate:
    """The candidate as its surroundings tell: 获评…示范区 is an Honour, …产业园开工 a Project."""
    name = ground.masked[found.start : found.end]
    if edge.verb in words("honour-before") and name.endswith(words("honour-head")):
        return replace(found, type="Honour", rule=f"{found.rule}+honour", confidence=max(found.confidence, 0.72))
    after = ground.masked[found.end : clause.end]
    if found.type in ("Place", "Platform", "Organization", "Project") and name.endswith(words("built-head")):
        if after.startswith(words("built-after")):
            return replace(found, type="Project", rule=f"{found.rule}+built", confidence=max(found.confidence, 0.65))
    return found
