"""Entities that a text names only inside other names or by one character (粤桂)."""

from __future__ import annotations

from dataclasses import replace

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.inner import InnerNames
from plangraph.ingest.relations.pairing import pair_claims
from plangraph.ontology.records import LocalKey


def with_implied(named: NamedText) -> NamedText:
    """The same text with the entities added that its relations need beside the mentions. Twice is as once.

    An entity that is added can bring others: a branch that is known (人工智能) parts the names that hold it anew.
    """
    while True:
        grown = _grown(named)
        if {e.key for e in grown.entities} == {e.key for e in named.entities}:
            return grown
        named = grown


def _grown(named: NamedText) -> NamedText:
    ground = Ground(named)
    inner = InnerNames(named, ground)
    entities = {e.key: e for e in named.entities}
    for key in list(entities):
        for part in (*inner.areas(key), *inner.branches(key)):
            known = entities.get(part.entity.key)
            aliases = tuple(dict.fromkeys([*(known.aliases if known else ()), *part.entity.aliases]))
            entities[part.entity.key] = replace(known or part.entity, aliases=aliases)
        site = inner.site(key)
        if site:
            entities.setdefault(site.key, site)
    for sentence in named.view.sentences():
        for claim in pair_claims(named, sentence.start, sentence.end, ground):
            for end in (claim.subject, claim.object):
                if isinstance(end, LocalKey) and end in ground.implied:
                    entities.setdefault(end, ground.implied[end])
    return replace(named, entities=tuple(entities.values()))
