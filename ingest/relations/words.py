"""Words beside names that tell how a clause is meant, read from `relation_words.toml` once."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from plangraph.ingest.rules.loader import PatternRule, load_rules

Side = Literal["before", "after", "within", "whole"]


class WordsRule(PatternRule, frozen=True, kw_only=True):
    """Words that stand before or after a name or verb, anywhere within what stands there, or are the whole of it."""

    side: Side

    def matches(self, text: str) -> bool:
        """Whether the words stand in their place in `text`, which is all that stands there."""
        find = {"after": self.pattern.match, "whole": self.pattern.fullmatch}.get(self.side, self.pattern.search)
        return find(text) is not None


@cache
def words(name: str) -> re.Pattern[str]:
    """The pattern of the row `words.NAME`. Raises KeyError where there is none."""
    return _rows()[f"words.{name}"]


@cache
def _rows() -> dict[str, re.Pattern[str]]:
    return {rule.id: rule.pattern for rule in load_rules("relation_words", WordsRule)}
