"""Quoted names and book titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from plangraph.ingest.mentions.ground import Ground, edges
from plangraph.ingest.mentions.heads import generic_words
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import PatternRule, load_rules

Role = Literal[
    "honour",
    "event-before",
    "event-after",
    "no-event-after",
    "meaning-after",
    "platform-end",
    "site",
    "formula",
    "formula-after",
    "counted",
    "scheme-after",
]

VERSION = re.compile(r"\d\.0版?")
SENTENCE_PARTS = re.compile(r"[，。；]")
REACH = 10
"""How many characters before and after a quotation are looked at."""


class QuoteContext(PatternRule, frozen=True, kw_only=True):
    """What stands around a quoted name or ends it, and so tells its type."""

    role: Role


@cache
def context(role: Role) -> re.Pattern[str]:
    """The pattern of what stands around a quoted name, or ends it, in this role."""
    return next(rule.pattern for rule in load_rules("name_quotes", QuoteContext) if rule.role == role)


def find_quoted(ground: Ground) -> Iterator[Candidate]:
    """Candidates for what stands in quotation marks; slogans and periods are left out.

    A version after the marks (“惠农集市”2.0) belongs to the name, and so does the site before a platform's.
    """
    for start, end in ground.pieces:
        inner = ground.text[start + 1 : end - 1]
        if ground.text[start] == "《":
            yield Candidate(start, end, "Policy", "policy.book-title", 0.95)
            continue
        if len(inner) < 2 or len(inner) > 30 or SENTENCE_PARTS.search(inner):
            continue
        before, after = ground.text[max(0, start - REACH) : start], ground.text[end : end + REACH]
        if _slogan(before, after):
            continue
        version = VERSION.match(ground.text, end)
        close = version.end() if version else end
        kind, rule, confidence = _kind(inner, before, after)
        yield Candidate(start, close, kind, rule, confidence)
        site = context("site").search(ground.masked[_opening(ground, start) : start])
        if site and kind == "Platform":
            yield Candidate(start - len(site.group()), close, kind, "quote.platform-on-site", 0.8)


def _opening(ground: Ground, at: int) -> int:
    clause = ground.clauses[ground.clause_at(at)]
    return edges(ground, clause, at)[-1].at if clause.start <= at else at


def _slogan(before: str, after: str) -> bool:
    return before.endswith(tuple(generic_words("generic.slogan-before"))) or after.startswith(
        tuple(generic_words("generic.slogan-after"))
    )


def _kind(inner: str, before: str, after: str) -> tuple[str, str, float]:
    """Type, rule and confidence: the share of such quotations that are names, in annotated training texts."""
    if context("honour").search(before):
        return "Honour", "quote.honour", 0.54
    if context("platform-end").search(inner):
        return "Platform", "quote.platform", 0.46
    held = context("event-before").search(before) and not context("no-event-after").match(after)
    if held or context("event-after").search(after):
        return "Event", "quote.event", 0.3
    return "Programme", "quote.programme", 0.3
