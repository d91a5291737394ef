"""Who a clause speaks of: the names before its verb, or the area whose government speaks."""

from __future__ import annotations

import re

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.clauses import Clause, Group
from plangraph.ingest.relations.schema import AGENTS
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey

ADVERBS = re.compile(r"[\s”’]*[一-鿿]{0,6}")


def agents(named: NamedText, clause: Clause, verb: int) -> tuple[LocalKey, ...]:
    """Who does what the verb at `verb` says: the body or area right before it, else the issuer."""
    issuer = (named.issuer,) if named.issuer else ()
    near = ahead(clause, verb)
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
    near = ahead(clause, verb)
    if near is None or len(near.members) > 1 or near.members[0].key.type != "Place":
        return ()
    opens = not named.view.text[clause.start : near.start].strip(" “‘")
    direct = re.fullmatch(r"[”’]?[一-鿿]{0,4}", named.view.text[near.end : verb])
    return (near.members[0].key,) if opens and direct else ()


def pilots(named: NamedText, clause: Clause, group: Group) -> tuple[LocalKey, ...]:
    """The areas right before a pilot, whose it is: 深化江油市、三台县城镇化试点. Empty where it is another's."""
    near = next((g for g in reversed(clause.groups) if g.end <= group.start), None)
    name = named.view.text[group.start : group.end]
    pilot = group.members[0].key.type == "Programme" and words("pilot").search(name)
    if not pilot or near is None or any(m.key.type != "Area" for m in near.members):
        return ()
    between = words("of-areas").fullmatch(named.view.text, near.end, group.start)
    return tuple(m.key for m in near.members) if between else ()


def ahead(clause: Clause, verb: int) -> Group | None:
    """The last group before a place in the clause with no verb between."""
    near = next((g for g in reversed(clause.groups) if g.end <= verb), None)
    if near and any(near.end <= c.start and c.end <= verb for c in clause.cues):
        return None
    return near
