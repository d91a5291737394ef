"""Names: candidates from rules, lexicons and taggers, decided, looked for once more, linked to entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from plangraph.ingest.layout.view import View
from plangraph.ingest.mentions.again import find_again
from plangraph.ingest.mentions.areas import find_areas, issuing_division
from plangraph.ingest.mentions.decide import decide, grown
from plangraph.ingest.mentions.deixis import find_deictics
from plangraph.ingest.mentions.ground import survey
from plangraph.ingest.mentions.heads import find_heads, head_words
from plangraph.ingest.mentions.linking import bare, link
from plangraph.ingest.mentions.lists import find_lists
from plangraph.ingest.mentions.patterns import find_patterns, find_terms
from plangraph.ingest.mentions.quoted import find_quoted
from plangraph.ingest.named import Candidate, Deictic, NamedMention, NamedText
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey

Tagger = Callable[[View], Sequence[Candidate]]


def name(view: View, issuing_area: str, taggers: Sequence[Tagger] = ()) -> NamedText:
    """The names of a view, what they name, and the deictics.

    `issuing_area`: the area whose government speaks, as the report names it ('' if it does not say); it tells which
    越秀 or 朝阳区 is meant. `taggers` propose candidates beside the rules, and are weighed by the same confidence.
    """
    issuer = issuing_division(issuing_area)
    code = issuer.code if issuer else ""
    proposed = [*candidates(view.text, code), *(c for tagger in taggers for c in tagger(view))]
    decided = decide(proposed, view.text)
    decided = decide([*proposed, *find_again(view.text, decided, code)], view.text)
    linked = link(decided, view.text, issuer)
    mentions = tuple(
        NamedMention(c.start, c.end, key, c.rule, c.confidence) for c, key in zip(decided, linked.keys, strict=True)
    )
    codes = {e.key: e.code for e in linked.entities}
    pointings = list(find_deictics(view.text, mentions, [codes[m.key] for m in mentions], issuer))
    extra = [d for p in pointings for d in p.divisions] + ([issuer] if issuer else [])
    entities = link(decided, view.text, issuer, extra).entities
    deictics = tuple(
        Deictic(p.start, p.end, _keys(p.divisions, [mentions[i].key for i in p.mentions]), p.rule)
        for p in sorted(pointings, key=lambda p: p.start)
    )
    speaker = LocalKey("Area", divisions.full_name(code)) if code else None
    if speaker is None and bare(issuing_area):
        speaker = LocalKey("Area", issuing_area)
        if all(e.key != speaker for e in entities):
            entities = (*entities, Entity(speaker))
    return NamedText(view, mentions, deictics, entities, speaker)


def candidates(text: str, issuer: str) -> list[Candidate]:
    """All candidates of rules and lexicons for a text whose issuer has this code ('' if unknown)."""
    ground = survey(text, head_words())
    areas = list(find_areas(text, issuer))
    found = [
        *find_heads(ground, areas),
        *find_quoted(ground),
        *find_patterns(ground),
        *find_terms(ground),
        *find_lists(ground),
    ]
    return [*areas, *grown(found, areas)]


def _keys(found: Sequence[divisions.Division], named: Sequence[LocalKey]) -> tuple[LocalKey, ...]:
    return tuple(dict.fromkeys([*(LocalKey("Area", divisions.full_name(d.code)) for d in found), *named]))
