"""Who holds a title, and whether it is held at all: titles that are striven for, counted, or given one by one."""

from __future__ import annotations

from plangraph.ingest.named import NamedMention, NamedText
from plangraph.ingest.relations.clauses import Clause, Group
from plangraph.ingest.relations.frame import Cue
from plangraph.ingest.relations.subjects import ahead
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey, Modality

HOLDERS = frozenset(
    ["Area", "Place", "Organization", "Project", "Platform", "Event", "Programme", "Industry", "Person"]
)


def holders(named: NamedText, clause: Clause, before: Clause | None, verb: int) -> tuple[LocalKey, ...]:
    """Who holds a title that the verb at `verb` gives: the names before it, also of the clause before, else the issuer.

    Nobody where the clause speaks of holders that are not known by name (8家博物馆晋级…).
    """
    text = named.view.text
    issuer = (named.issuer,) if named.issuer else ()
    near = ahead(clause, verb)
    if near and words("passive").search(text[clause.start : near.start]):
        near = ahead(clause, near.start)
    if near is None:
        return _unsaid(named, clause, before, verb)
    if words("work-of").search(text[near.end : verb]):
        return issuer
    gap = text[near.end : verb].lstrip(" ”’")
    unnamed = words("unnamed-holders")
    if (unnamed.search(gap) and not gap.startswith("等")) or (
        near.members[-1].key.type in ("Honour", "Indicator") and unnamed.search(text[clause.start : near.start])
    ):
        return ()
    return tuple(m.key for m in near.members if m.key.type in HOLDERS) or issuer


def own(subjects: tuple[LocalKey, ...], gap: str, m: NamedMention, group: Group) -> tuple[LocalKey, ...]:
    """Those of the subjects that get the title `m`: its own one where titles are given one by one (A、B分别获评X、Y).

    `gap`: what stands before the verb. Nobody where the two lists are not as long as each other.
    """
    if len(group.members) < 2 or not words("one-by-one").search(gap):
        return subjects
    if len(subjects) != len(group.members):
        return ()
    return (subjects[group.members.index(m)],)


def only_striven(text: str, cue: Cue, m: NamedMention, modality: Modality) -> bool:
    """Whether a title is only striven for, or counts holders that nobody names (入选“中国好人”133人).

    What is planned is striven for, but for a title that is to be kept (巩固国家卫生城市创建成果).
    """
    if words("holders-counted").match(text, m.end):
        return True
    return modality != "actual" and not words("kept").search(cue.word)


def _unsaid(named: NamedText, clause: Clause, before: Clause | None, verb: int) -> tuple[LocalKey, ...]:
    """Who holds a title if the clause names nobody: the issuer, or who opened the clause before.

    Nobody if the clause begins with a subject that is no name (网上开证明被评为…).
    """
    lead = named.view.text[clause.start : verb].strip(" “‘")
    issuer = (named.issuer,) if named.issuer else ()
    if words("unnamed-holders").search(lead):
        return ()
    if named.deictics_in(clause.start, verb):
        return issuer
    if not words("adverbial").fullmatch(lead) and not words("work-of").search(lead):
        return ()
    return _carried(named, before) or issuer


def _carried(named: NamedText, before: Clause | None) -> tuple[LocalKey, ...]:
    """The names that open the clause before, if it says something of them."""
    if before is None or not before.groups:
        return ()
    first = before.groups[0]
    opens = not named.view.text[before.start : first.start].strip(" “‘")
    kinds = {m.key.type for m in first.members}
    return tuple(m.key for m in first.members) if opens and kinds <= {"Area", "Place", "Organization"} else ()
