"""Verb frames at work: who does what to which names, and which stage the words give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plangraph.ingest.named import NamedMention, NamedText
from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.clauses import Clause, Group
from plangraph.ingest.relations.frame import Cue, Frame
from plangraph.ingest.relations.schema import STAGED
from plangraph.ingest.relations.subjects import agents, builders, pilots
from plangraph.ingest.relations.titles import holders, only_striven, own
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey, Modality, Stage

MODIFIED = re.compile(r"[\s”’》）]*的?[\s“‘]*")
NOT_GOVERNING = tuple("、，和及与的")
REACH = 16


@dataclass(frozen=True, slots=True)
class _Governor:
    """The verb before a group, the frame that it has for a name of some type, and what verbs before it add."""

    cue: Cue
    frame: Frame
    first: int
    stage: Stage | None


def verb_claims(named: NamedText, clause: Clause, before: Clause | None, modality: Modality) -> Iterator[Claim]:
    """The claims that verb frames make in a clause."""
    text = named.view.text
    for number, group in enumerate(clause.groups):
        follower = clause.groups[number + 1] if number + 1 < len(clause.groups) else None
        if follower and _modifies(text, group, follower):
            continue
        behind = _predicate(text, clause, group, follower)
        for m in group.members:
            yield from _of_name(named, clause, before, m, group, behind, modality)


def _of_name(
    named: NamedText,
    clause: Clause,
    before: Clause | None,
    m: NamedMention,
    group: Group,
    behind: Cue | None,
    modality: Modality,
) -> Iterator[Claim]:
    governor = _governor(named.view.text, clause, m, group)
    said = behind.fitting(m.key.type, "before") if behind else None
    if governor is None:
        if behind:
            for says in behind.all_fitting(m.key.type, "before"):
                yield from _predicated(named, m, says, behind, modality)
        return
    frame, cue = governor.frame, governor.cue
    if frame.relation == "none" or (frame.driven_only and said is None):
        return
    if _speaks_of_else(named.view.text, clause, m, group, frame):
        return
    if frame.relation == "received" and only_striven(named.view.text, cue, m, modality):
        return
    if frame.relation == "fundedBy" and modality != "actual":
        return
    stage = governor.stage or (frame.actual if modality == "actual" else frame.target)
    if frame.actual != frame.target and words("counted-behind").match(named.view.text, m.end):
        stage = None
    rule, confidence = frame.id, frame.confidence
    if said and said.relation == "hasStatus" and (frame.drive or _to_come(frame, said)):
        stage = said.actual if modality == "actual" else said.target
        rule, confidence = f"{frame.id}+{said.id}", round(frame.confidence * said.confidence, 3)
    if frame.relation != "hasStatus":
        for subject in _subjects(named, clause, before, frame, governor, m, group):
            yield Claim(subject, frame.relation, m.key, cue.start, cue.end, rule, confidence, stage)
    if stage and m.key.type in STAGED:
        yield Claim(m.key, "hasStatus", stage, cue.start, cue.end, rule, confidence)
    if frame.relation == "undertakes":
        for place in builders(named, clause, governor.first):
            yield Claim(m.key, "locatedIn", place, cue.start, cue.end, "frame.built-at", 0.6)


def _to_come(frame: Frame, said: Frame) -> bool:
    """Whether the words behind say that the work is still being prepared, whatever is done for that: 做好X前期工作."""
    return frame.relation == "undertakes" and said.actual == "planned"


def _speaks_of_else(text: str, clause: Clause, m: NamedMention, group: Group, frame: Frame) -> bool:
    """Whether the verb's object is not the name but what follows it: a place's matters, a branch's equipment."""
    if frame.relation == "develops":
        return words("not-the-branch").match(text, group.end, clause.end) is not None
    if frame.relation == "hasStatus" and frame.actual == "ongoing":
        return words("institutes-of").match(text, group.end, clause.end) is not None
    if frame.relation != "undertakes":
        return False
    if m.key.type == "Place":
        waters = words("waters").match(text, group.end, clause.end)
        return bool(words("buried").match(text, m.end, clause.end) or waters)
    return m.key.type == "Programme" and words("lands-along").match(text, m.end, clause.end) is not None


def _predicated(named: NamedText, m: NamedMention, said: Frame, cue: Cue, modality: Modality) -> Iterator[Claim]:
    if said.relation == "hasStatus":
        stage = said.actual if modality == "actual" else said.target
        if stage:
            yield Claim(m.key, "hasStatus", stage, cue.start, cue.end, said.id, said.confidence)
    elif said.relation == "attracted" and _at_named(named, cue):
        return
    elif said.relation != "none" and named.issuer:
        yield Claim(named.issuer, said.relation, m.key, cue.start, cue.end, said.id, said.confidence)


def _at_named(named: NamedText, cue: Cue) -> bool:
    """Whether the place where a thing settled stands right behind the word: it, and not the issuer, brought it in."""
    behind = next(iter(named.mentions_in(cue.end, cue.end + REACH)), None)
    return behind is not None and not named.view.text[cue.end : behind.start].strip(" “‘")


def _modifies(text: str, group: Group, follower: Group) -> bool:
    """Whether a name only says of which place or body the next one is: 越秀区的X, 白洋淀X."""
    gap = text[group.end : follower.start]
    return group.members[-1].key.type in ("Area", "Place", "Organization") and bool(MODIFIED.fullmatch(gap))


def _governor(text: str, clause: Clause, m: NamedMention, group: Group) -> _Governor | None:
    """The nearest verb before the group that can govern a name of this type."""
    before = [c for c in clause.cues if c.end <= group.start]
    for at in range(len(before) - 1, -1, -1):
        cue = before[at]
        if cue.end != group.start and text[cue.end : cue.end + 1] in NOT_GOVERNING:
            continue
        if _no_verb(text, clause, cue, group):
            continue
        frame = cue.fitting(m.key.type, "after")
        if frame is None or (frame.adjacent and text[cue.end : group.start].strip(" “‘《")):
            continue
        first, stage = _chain(text, before, at, m.key.type)
        return _Governor(cue, frame, first, stage)
    return None


def _no_verb(text: str, clause: Clause, cue: Cue, group: Group) -> bool:
    """Whether the word does not govern here: 政务服务“X”, 10个以上、X, and 以A为龙头的X, whose phrase is over."""
    if words("service-noun").search(text[clause.start : cue.end]):
        return True
    return words("with-phrase-over").match(text[cue.start : group.start]) is not None


def _chain(text: str, before: list[Cue], at: int, kind: str) -> tuple[int, Stage | None]:
    """Verbs right before the governor: where they start, and the stage that they bring (谋划实施, 启动建设)."""
    first = before[at].start
    stage: Stage | None = None
    while at > 0 and not text[before[at - 1].end : first].strip():
        at -= 1
        first = before[at].start
        frame = before[at].fitting(kind, "after")
        if frame and stage is None and frame.actual in ("planned", "started"):
            stage = frame.actual
        hastens = words("haste").match(text, first)
        if frame and stage is None and frame.drive and frame.actual == "ongoing" and hastens:
            stage = frame.actual
    return first, stage


def _predicate(text: str, clause: Clause, group: Group, follower: Group | None) -> Cue | None:
    """The predicate behind a group: 等项目开工建设. It stands near, before the next name, and takes no object."""
    limit = min(follower.start if follower else clause.end, group.end + REACH + 12)
    for cue in clause.cues:
        if cue.start < group.end or cue.end > limit:
            continue
        if not any(f.side == "before" for f in cue.frames):
            continue
        rest = text[cue.end : clause.end].strip()
        if words("attribute").match(rest):
            continue
        loose = words("finishing").search(cue.word) and "\u4e00" <= rest[:1] <= "\u9fff"
        about = words("other-matter").search(text[group.end : cue.start])
        return cue if words("predicate-end").match(rest) and not loose and not about else None
    return None


def _subjects(
    named: NamedText,
    clause: Clause,
    before: Clause | None,
    frame: Frame,
    governor: _Governor,
    m: NamedMention,
    group: Group,
) -> tuple[LocalKey, ...]:
    if frame.subject == "before":
        found = holders(named, clause, before, governor.first)
        return own(found, named.view.text[clause.start : governor.cue.start], m, group)
    if frame.relation == "attracted" and (sites := builders(named, clause, governor.first)):
        return sites
    if frame.relation == "undertakes" and (areas := pilots(named, clause, group)):
        return areas
    return agents(named, clause, governor.first)
