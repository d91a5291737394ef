"""Who a clause speaks of: names before its verb, those of the clause before, or the area whose government speaks."""

from __future__ import annotations

import re

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.clauses import Clause, Group
from plangraph.ingest.relations.schema import AGENTS
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey

ADVERBS = re.compile(r"[\s”’]*[一-鿿]{0,6}")
HOLDERS = frozenset(
    ["Area", "Place", "Organization", "Project", "Platform", "Event", "Programme", "Industry", "Person"]
)


def agents(named: NamedText, clause: Clause, verb: int) -> tuple[LocalKey, ...]:
    """Who does what the verb at `verb` says: the body or area right before it, else the issuer."""
    issuer = (named.issuer,) if named.issuer else ()
    near = _ahead(clause, verb)
    if near is None:
        return issuer
    gap, lead = named.view.text[near.end : verb], named.view.text[clause.start : near.start]
    if not ADVERBS.fullmatch(gap):
        return issuer
    fit = tuple(m.key for m in near.members if m.key.type in AGENTS)
    if words("causative").search(lead):
        return fit
    return issuer if words("beside-agent").search(lead) else fit or issuer


def builders(named: NamedText, clause: Clause, verb: int) -> tuple[LocalKey, ...]:
    """The place that opens the clause and builds or sets up something there: X片区加快打造Y."""
    near = _ahead(clause, verb)
    if near is None or len(near.members) > 1 or near.members[0].key.type != "Place":
        return ()
    opens = not named.view.text[clause.start : near.start].strip(" “‘")
    direct = re.fullmatch(r"[”’]?[一-鿿]{0,4}", named.view.text[near.end : verb])
    return (near.members[0].key,) if opens and direct else ()


def holders(named: NamedText, clause: Clause, before: Clause | None, verb: int) -> tuple[LocalKey, ...]:
    """Who holds a title that the verb at `verb` gives: the names before it, also of the clause before, else the issuer.

    Nobody where the clause counts holders that it does not name (8家博物馆晋级…).
    """
    text = named.view.text
    issuer = (named.issuer,) if named.issuer else ()
    near = _ahead(clause, verb)
    if near and words("passive").search(text[clause.start : near.start]):
        near = _ahead(clause, near.start)
    if near is None:
        if words("unnamed-holders").search(text[clause.start : verb]):
            return ()
        return _carried(named, before) or issuer
    if words("work-of").search(text[near.end : verb]):
        return issuer
    gap = text[near.end : verb].lstrip(" ”’")
    unnamed = words("unnamed-holders")
    if (unnamed.search(gap) and not gap.startswith("等")) or (
        near.members[-1].key.type in ("Honour", "Indicator") and unnamed.search(text[clause.start : near.start])
    ):
        return ()
    return tuple(m.key for m in near.members if m.key.type in HOLDERS) or issuer


def _carried(named: NamedText, before: Clause | None) -> tuple[LocalKey, ...]:
    """The names that open the clause before, if it says something of them."""
    if before is None or not before.groups:
        return ()
    first = before.groups[0]
    opens = not named.view.text[before.start : first.start].strip(" “‘")
    kinds = {m.key.type for m in first.members}
    return tuple(m.key for m in first.members) if opens and kinds <= {"Area", "Place", "Organization"} else ()


def _ahead(clause: Clause, verb: int) -> Group | None:
    """The last group before a place in the clause with no verb between."""
    near = next((g for g in reversed(clause.groups) if g.end <= verb), None)
    if near and any(near.end <= c.start and c.end <= verb for c in clause.cues):
        return None
    return near
