"""Names: candidates from rules, lexicons and taggers, decided, looked for once more, linked to entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plangraph.ingest.layout.view import View
from plangraph.ingest.mentions.again import find_again
from plangraph.ingest.mentions.areas import find_areas, issuing_division, meanings
from plangraph.ingest.mentions.certain import find_certain
from plangraph.ingest.mentions.corrections import corrected
from plangraph.ingest.mentions.decide import decide, grown, yielding
from plangraph.ingest.mentions.deixis import counts_areas, find_deictics
from plangraph.ingest.mentions.features import Surroundings, features
from plangraph.ingest.mentions.fusion import fuse
from plangraph.ingest.mentions.ground import survey
from plangraph.ingest.mentions.inside import within_longer
from plangraph.ingest.mentions.leftover import find_leftover
from plangraph.ingest.mentions.linking import bare, link
from plangraph.ingest.mentions.lists import find_lists
from plangraph.ingest.mentions.patterns import find_patterns, find_terms
from plangraph.ingest.mentions.quoted import find_quoted
from plangraph.ingest.mentions.scorer import shares, weights
from plangraph.ingest.mentions.spans import Stretch, find_stretches
from plangraph.ingest.named import Candidate, Deictic, NamedMention, NamedText
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey

FAINTEST = 0.2
"""Below this share a stretch is not even a candidate."""

FULL_AREA = 0.5
"""How sure a division's full name, or its short one beside it, is to be a name of its own and no part of another."""

SURE_QUOTES = frozenset({"policy.book-title", "quote.platform-on-site", "quote.platform"})
"""Quotations that need no scorer: their form says what they are."""


def by_rules(view: View, issuing_area: str) -> list[Candidate]:
    """What the rules propose for a view: the part of `name` that needs no tagger."""
    issuer = issuing_division(issuing_area)
    return candidates(view.text, issuer.code if issuer else "")


def name(
    view: View,
    issuing_area: str,
    tagged: Sequence[Candidate] = (),
    read: Sequence[Candidate] = (),
    ruled: Sequence[Candidate] | None = None,
) -> NamedText:
    """The names of a view, what they name, and the deictics.

    `issuing_area`: the area whose government speaks, as the report names it ('' if it does not say); it tells which
    越秀 or 朝阳区 is meant. `tagged` and `read`: what a tagger and a reader propose beside the rules; all is weighed
    together. `ruled`: what `by_rules` gave for the same view and area, if it was asked before.
    """
    issuer = issuing_division(issuing_area)
    code = issuer.code if issuer else ""
    proposed = fuse(view.text, candidates(view.text, code) if ruled is None else ruled, tagged, read)
    decided = decide(proposed, view.text)
    decided = decide([*proposed, *yielding(find_again(view.text, decided), proposed)], view.text)
    decided = sorted([*decided, *find_leftover(view.text, decided, tagged)], key=lambda c: (c.start, c.end))
    decided = [c for c in decided if not counts_areas(view.text[c.start : c.end])]
    decided = corrected(view.text, within_longer(view.text, decided, tagged), code)
    linked = link(decided, view.text, issuer)
    mentions = tuple(
        NamedMention(c.start, c.end, key, c.rule, c.confidence) for c, key in zip(decided, linked.keys, strict=True)
    )
    speaker = None if code or not bare(issuing_area) else _unlisted(issuing_area)
    mentions = mentions if speaker is None else tuple(_meaning(m, speaker) for m in mentions)
    codes = {e.key: e.code for e in linked.entities}
    pointings = list(find_deictics(view.text, mentions, [codes.get(m.key, "") for m in mentions], issuer))
    extra = [d for p in pointings for d in p.divisions] + ([issuer] if issuer else [])
    entities = link(decided, view.text, issuer, extra).entities
    if speaker is not None:
        entities = (*(e for e in entities if not _is_of(e.key, speaker)), speaker)
    deictics = tuple(
        Deictic(p.start, p.end, _keys(p.divisions, [mentions[i].key for i in p.mentions]), p.rule)
        for p in sorted(pointings, key=lambda p: p.start)
    )
    own = LocalKey("Area", divisions.full_name(code)) if code else speaker.key if speaker else None
    return NamedText(view, mentions, deictics, entities, own)


def _meaning(mention: NamedMention, area: Entity) -> NamedMention:
    """The mention as one of the area, if it is its name or its short one."""
    return replace(mention, key=area.key) if _is_of(mention.key, area) else mention


def _is_of(key: LocalKey, area: Entity) -> bool:
    return key.type == area.key.type and key.name in (area.key.name, *area.aliases)


def _unlisted(area: str) -> Entity:
    """The area that speaks and is no division, or none any more: 徐水县 for short in a report of 河北省保定市徐水县."""
    found = divisions.below(area)
    if found is None:
        return Entity(LocalKey("Area", area))
    within, own = found
    return Entity(LocalKey("Area", area), (own,) if len(own) > 1 else (), jurisdiction=within.code)


def candidates(text: str, issuer: str) -> list[Candidate]:
    """All candidates of rules, lexicons and the scorer for a text whose issuer has this code ('' if unknown)."""
    around, stretches, areas = _described(text, issuer)
    found = list(_scored(around, stretches))
    fixed = grown([c for c in find_patterns(around.ground) if not around.ground.cuts(c.start, c.end)], areas)
    sure = [c for c in find_quoted(around.ground) if c.rule in SURE_QUOTES]
    certain = find_certain(text, stretches, around.lists)
    longer = bytearray(len(text))
    for c in found:
        longer[c.start : c.end] = bytes([min(c.end - c.start, 255)]) * (c.end - c.start)
    said_in_full = _short_forms(text, areas, issuer)
    full = [
        replace(c, confidence=FULL_AREA)
        for c in areas
        if max(longer[c.start : c.end]) <= c.end - c.start
        and (c.rule == "area.division" or text[c.start : c.end] in said_in_full)
    ]
    return [*found, *yielding([*fixed, *sure], found), *certain, *full]


def _short_forms(text: str, areas: Sequence[Candidate], issuer: str) -> set[str]:
    """The short names of the areas that the text also names in full: 赤坎 where it says 赤坎区."""
    named = {text[c.start : c.end] for c in areas if c.rule == "area.division"}
    return {form for name in named for d in meanings(name, issuer)[:1] for form in divisions.short_forms(d.name)}


def _scored(around: Surroundings, stretches: Sequence[Stretch]) -> Iterator[Candidate]:
    """The stretches with each type that is likely enough."""
    if not stretches:
        return
    classes = weights().classes
    likely = shares([features(around, stretch) for stretch in stretches])
    for number, column in zip(*(likely[:, 1:] >= FAINTEST).nonzero(), strict=True):
        stretch, share = stretches[number], round(float(likely[number, column + 1]), 3)
        yield Candidate(stretch.start, stretch.end, classes[column + 1], stretch.sources[0], share)


def described(text: str, issuer: str) -> Iterator[tuple[int, int, list[str]]]:
    """Every stretch that may be a name, with its features: what the weights are fitted on."""
    around, stretches, _ = _described(text, issuer)
    for stretch in stretches:
        yield stretch.start, stretch.end, list(features(around, stretch))


def _described(text: str, issuer: str) -> tuple[Surroundings, list[Stretch], list[Candidate]]:
    ground = survey(text)
    areas = list(find_areas(text, issuer))
    around = Surroundings(ground, areas, list(find_lists(ground)))
    return around, find_stretches(ground, [*areas, *find_terms(ground), *find_quoted(ground)]), areas


def _keys(found: Sequence[divisions.Division], named: Sequence[LocalKey]) -> tuple[LocalKey, ...]:
    return tuple(dict.fromkeys([*(LocalKey("Area", divisions.full_name(d.code)) for d in found), *named]))
