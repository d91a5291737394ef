"""Words and forms by which names are told apart, joined and written in full."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from plangraph.ingest.rules.loader import PatternRule, load_rules

Role = Literal[
    "file-part",
    "nation",
    "road-after",
    "street",
    "former",
    "level-after",
    "own",
    "several",
    "mixed",
    "counted-level",
    "body",
    "department",
    "congress",
    "plan",
    "counted",
    "tail",
    "list-count",
    "list-projects",
]


class FormRule(PatternRule, frozen=True, kw_only=True):
    """A form of names, or of what stands beside them, and what it is asked for."""

    role: Role


@cache
def pattern(role: Role) -> re.Pattern[str]:
    """The form that is asked for."""
    return next(rule.pattern for rule in load_rules("name_words", FormRule) if rule.role == role)
