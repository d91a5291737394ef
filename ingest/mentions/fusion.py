"""Rules, taggers and an optional reader: one candidate for each stretch and type, with what they make of it together.

The sum of their log odds, weighted; what one of them does not see counts against, but rules whose form alone is proof
stand without the other. The weights were chosen on texts left out of training; five of them, none of a name or a word.
Those of the reader (a language model) are not fitted: which model it is differs from user to user.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import PatternRule, load_rules
from plangraph.ontology.terms import AREA

RULES_WEIGHT = 0.4
TAGGER_WEIGHT = 0.6
SHIFT = 1.05
RULES_SILENT = 0.15
"""The chance that the rules are taken to give a stretch that they do not propose."""
TAGGER_SILENT = 0.03
"""The same of the tagger."""
READER_WEIGHT = 0.5
READER_SAYS = 0.95
"""The chance that the reader is taken to give what it proposes: its yes is not quite as loud as the tagger's silence,
so that a name which it alone gives stands, but below a half. Its silence says nothing: it may not have been asked."""
SETTLING = "certain."
"""Rules of this kind settle the type of a stretch: what others make of it speaks for that type."""
KNOWS_DIVISIONS, SURE = ("area.division", "area.short"), 0.5
"""Rules that know a division, and how sure they are where no place by its name is meant: 5 of 5 on texts kept apart."""
PROOF = ("policy.book-title", "area.", "quote.platform", "fund.for-a-purpose", SETTLING)
"""Rules whose form alone is proof: the tagger's silence does not count against them."""
MARKS = frozenset("“”\"'‘’《》〈〉「」『』（）() ")
PAIRS = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "「": "」"}
REACH = 12
"""Characters before a stretch that guards look at."""
EPSILON = 1e-4

Key = tuple[int, int, str]


def fuse(
    text: str, found: Sequence[Candidate], tagged: Sequence[Candidate], read: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The candidates of rules (`found`), taggers and a reader, weighed together; the rules alone are not weighed."""
    types = {core(text, c.start, c.end): c.type for c in found if c.rule.startswith(SETTLING)}
    if not tagged and not read:
        return [replace(c, type=types.get(core(text, c.start, c.end), c.type)) for c in found]
    by_rules = _surest(text, (closed(text, c) for c in found), types)
    sure = (c for c in found if c.rule in KNOWS_DIVISIONS and c.confidence >= SURE)
    areas = {c.start: c.end for c in sorted(sure, key=lambda c: c.end)}
    by_tagger = _surest(text, (_area(text, widened(text, c), areas) for c in tagged if not guarded(text, c)), types)
    by_reader = _surest(text, (c for c in read if not guarded(text, c)), types)
    proven = _surest(text, (c for c in found if c.rule.startswith(PROOF)), types)
    keys = sorted(by_rules.keys() | by_tagger.keys() | by_reader.keys())
    return [_weighed(by_rules.get(k), by_tagger.get(k), proven.get(k), by_reader.get(k)) for k in keys]


def _area(text: str, c: Candidate, areas: Mapping[int, int]) -> Candidate:
    """The candidate as the division that the reference data know there, if it is a place or the beginning of its name.

    `areas`: where such divisions begin, and where the longest that begins there ends.
    """
    start, end = core(text, c.start, c.end)
    known = areas.get(start, 0)
    if c.type == "Place" and known == end:
        return replace(c, type=AREA)
    return replace(c, end=known) if c.type == AREA and known > end else c


class GuardRule(PatternRule, frozen=True, kw_only=True):
    """Words right before a stretch that speak against a name of these types: 等3条街道颐康中心."""

    types: tuple[str, ...]


def guarded(text: str, c: Candidate) -> bool:
    """Whether the words before it say that it is no name of its type."""
    guards = (rule for rule in load_rules("name_guards", GuardRule) if c.type in rule.types)
    return any(rule.pattern.search(text, max(0, c.start - REACH), c.start) for rule in guards)


def widened(text: str, c: Candidate) -> Candidate:
    """With the marks around it: a pair that encloses it, or the one that its other half inside asks for."""
    left, right, inner = text[c.start - 1 : c.start], text[c.end : c.end + 1], text[c.start : c.end]
    for opening, closing in PAIRS.items():
        lacks_opening = inner.count(closing) > inner.count(opening)
        lacks_closing = inner.count(opening) > inner.count(closing)
        if left == opening and right == closing:
            return replace(c, start=c.start - 1, end=c.end + 1)
        if left == opening and lacks_opening:
            return replace(c, start=c.start - 1)
        if right == closing and lacks_closing:
            return replace(c, end=c.end + 1)
    return c


def closed(text: str, c: Candidate) -> Candidate:
    """With the other half of a mark that it has one half of, where that stands right beside it."""
    inner = text[c.start : c.end]
    halves = any(inner.count(opening) != inner.count(closing) for opening, closing in PAIRS.items())
    return widened(text, c) if halves else c


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without surrounding marks: they do not make another name."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return start, end


def _surest(
    text: str, candidates: Iterable[Candidate], types: Mapping[tuple[int, int], str]
) -> Mapping[Key, Candidate]:
    """The surest candidate of each stretch and type; `types`: those that are settled."""
    surest: dict[Key, Candidate] = {}
    for c in candidates:
        inner = core(text, c.start, c.end)
        settled = replace(c, type=types.get(inner, c.type))
        key = (*inner, settled.type)
        if key not in surest or surest[key].confidence < c.confidence:
            surest[key] = settled
    return surest


def _weighed(
    rule: Candidate | None, tagger: Candidate | None, proven: Candidate | None, reader: Candidate | None
) -> Candidate:
    """What all make of a stretch; at least what a form that is proof does. Raises ValueError for none."""
    shown = rule or tagger or reader
    if shown is None:
        raise ValueError("nothing to weigh")
    odds = SHIFT
    odds += RULES_WEIGHT * _log_odds(rule.confidence if rule else RULES_SILENT)
    odds += TAGGER_WEIGHT * _log_odds(tagger.confidence if tagger else TAGGER_SILENT)
    odds += READER_WEIGHT * _log_odds(reader.confidence) if reader else 0
    confidence = 1 / (1 + math.exp(-odds))
    if proven and confidence < proven.confidence:
        return replace(proven, confidence=round(proven.confidence, 3))
    if tagger and (rule is None or rule.confidence < tagger.confidence):
        shown = replace(shown, rule=tagger.rule)
    if reader and shown is not reader:
        shown = replace(shown, rule=f"{shown.rule}+{reader.rule}")
    return replace(shown, confidence=round(confidence, 3))


def _log_odds(chance: float) -> float:
    kept = min(max(chance, EPSILON), 1 - EPSILON)
    return math.log(kept / (1 - kept))
