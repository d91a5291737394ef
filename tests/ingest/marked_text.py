"""Named texts for tests: from sentences with names marked as [name:Type] or [words:Type:name], and from gold rows."""

from __future__ import annotations

import json
import re
from pathlib import Path

from plangraph.ingest.layout import lay_out
from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.mentions.deixis import find_deictics
from plangraph.ingest.named import Deictic, NamedMention, NamedText
from plangraph.ingest.reading import read_source
from plangraph.ingest.relations import relate, with_implied
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey, Modality, Section, Span, Statement

MARK = re.compile(r"\[([^\[\]:]+):(\w+)(?::([^\[\]]+))?\]")


def marked(text: str, issuer: str = "清远市", modality: Modality = "actual", year: int | None = 2024) -> NamedText:
    """A view of one paragraph with the marked names; the issuer and areas of the reference data carry their codes."""
    plain, mentions, at = "", [], 0
    for found in MARK.finditer(text):
        plain += text[at : found.start()]
        key = LocalKey(found.group(2), (found.group(3) or found.group(1)).strip("“”"))
        mentions.append(NamedMention(len(plain), len(plain) + len(found.group(1)), key, "test", 1.0))
        plain += found.group(1)
        at = found.end()
    plain += text[at:]
    section = Section("一", "", 1, None, Span(0, len(plain)), modality, year)
    view = View(plain, plain, tuple(range(len(plain))), (ViewBlock("paragraph", 0, len(plain), 0),), (section,))
    speaker = LocalKey("Area", issuer)
    keys = dict.fromkeys([*(m.key for m in mentions), speaker])
    return NamedText(view, tuple(mentions), (), tuple(_entity(k) for k in keys), speaker)


def said(text: str, issuer: str = "清远市", modality: Modality = "actual") -> set[tuple[str, str, str]]:
    """What `relate` says of a marked sentence, as triples of names and stages."""
    return triples(relate(marked(text, issuer, modality), "d"))


def triples(statements: list[Statement]) -> set[tuple[str, str, str]]:
    """Statements as triples of names and stages."""
    return {
        (s.subject.name, s.predicate, s.object.name if isinstance(s.object, LocalKey) else str(s.object))
        for s in statements
    }


def _entity(key: LocalKey) -> Entity:
    found = divisions.resolve(key.name) if key.type == "Area" else ()
    return Entity(key, (), found[0].code if len(found) == 1 else "")


def gold_named(path: Path, issuer: str) -> NamedText:
    """The view of a gold text with the names of its annotation, and the deictics that the text has."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    view = lay_out(read_source(path.with_suffix(".txt")))
    back = {place: at for at, place in enumerate(view.places) if place >= 0}
    types = {e["name"]: e["type"] or "Area" for e in gold["entities"]} | {issuer: "Area"}
    placed = []
    for row in gold["mentions"]:
        there = [back[at] for at in range(row["start"], row["end"]) if at in back]
        if there and max(there) - min(there) < len(there) + 4:
            key = LocalKey(types[row["entity"]], row["entity"])
            placed.append(NamedMention(min(there), max(there) + 1, key, "gold", 1.0))
    mentions: list[NamedMention] = []
    for mention in sorted(placed, key=lambda m: m.start):
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    named = {m.key.name for m in mentions} | {issuer}
    rows = [e for e in gold["entities"] if e["name"] in named]
    entities = [Entity(LocalKey(types[e["name"]], e["name"]), tuple(e["aliases"]), e.get("code", "")) for e in rows]
    codes = {e.key: e.code for e in entities}
    division = divisions.resolve(issuer)
    pointings = find_deictics(
        view.text, mentions, [codes.get(m.key, "") for m in mentions], division[0] if len(division) == 1 else None
    )
    by_code = {e.code: e.key for e in entities if e.code}
    deictics = []
    for p in sorted(pointings, key=lambda p: p.start):
        keys = [by_code[d.code] for d in p.divisions if d.code in by_code] + [mentions[i].key for i in p.mentions]
        if keys:
            deictics.append(Deictic(p.start, p.end, tuple(dict.fromkeys(keys)), p.rule))
    if all(e.key.name != issuer for e in entities):
        entities.append(Entity(LocalKey("Area", issuer), (), division[0].code if len(division) == 1 else ""))
    return with_implied(NamedText(view, tuple(mentions), tuple(deictics), tuple(entities), LocalKey("Area", issuer)))
