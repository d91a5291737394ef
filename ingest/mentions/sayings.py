"""Quoted words that name no thing: slogans, figures of speech, periods."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from plangraph.ingest.mentions.quoted import context
from plangraph.ingest.rules.loader import PatternRule, load_lexicon, load_rules
from plangraph.ontology.records import Reason

WHITE = re.compile(r"\s")
TERM = re.compile(r"“([^“”\n]{2,40})”")
BEFORE = re.compile(r"(“[^“”\n]{1,60}”)\s*[、和与及或]?\s*$")
BEHIND = re.compile(r"\s*[、和与及或]?\s*(“[^“”\n]{1,60}”)")
NOTATION = re.compile(r"“[一二三四五六七八九十两]|[\dA-Za-z+＋×]")
"""A count or a formula: such a quotation is no mere saying because its neighbour is one."""
WIDE = 64
REACH = 160
"""How far before a piece of a term the term may stand."""
AFTER = 12
"""How many characters behind the marks are looked at."""


class QuoteRule(PatternRule, frozen=True, kw_only=True):
    """Quoted words that name nothing.

    `sees`: the quoted words alone, or their clause with Q in their place, or their clause with the words in 「」.
    `unnamed`: holds only where no name was found.
    """

    sees: Literal["inner", "around", "both"]
    reason: Reason
    unnamed: bool = False


def unnamed_reason(text: str, start: int, end: int) -> Reason:
    """The same for a quotation in which no name was found; one beside a saying, in one breath, is a saying too."""
    reason = quoted_reason(text, start, end, unnamed=True)
    if reason != "unread" or NOTATION.search(text, start, end):
        return reason
    low = max(0, start - WIDE)
    beside = [found.span(1) for found in (BEFORE.search(text, low, start), BEHIND.match(text, end)) if found]
    return "slogan" if any(quoted_reason(text, a, b, unnamed=True) == "slogan" for a, b in beside) else "unread"


def quoted_reason(text: str, start: int, end: int, *, unnamed: bool = False) -> Reason:
    """Why the quotation `text[start:end]`, its marks included, names nothing, or `unread`.

    `unnamed`: whether names were looked for before, and none was found there.
    """
    bare = WHITE.sub("", text[start + 1 : end - 1])
    if bare in _slogans():
        return "slogan"
    low = max(text.rfind(mark, 0, start) for mark in "，。；！？\n") + 1
    before, after = WHITE.sub("", text[low:start]), WHITE.sub("", text[end : end + AFTER])
    seen = {"inner": bare, "around": f"{before}Q{after}", "both": f"{before}「{bare}」{after}"}
    for rule in load_rules("quotes", QuoteRule):
        if (unnamed or not rule.unnamed) and rule.pattern.search(seen[rule.sees]):
            return rule.reason
    if context("meaning-after").match(text, end) and _defined(text, start, bare):
        return "inside-name"
    return "unread"


def _defined(text: str, start: int, bare: str) -> bool:
    """Whether a longer term right before holds the words: a note explains its pieces (“放管服”：“放”即……)."""
    before = text[max(0, start - REACH) : start]
    return any(bare in term[1] and len(term[1]) > len(bare) for term in TERM.finditer(before))


@cache
def _slogans() -> frozenset[str]:
    return frozenset(term.text for term in load_lexicon("slogans").terms)
