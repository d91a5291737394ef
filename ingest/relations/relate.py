"""Reads the relations of the guide off a text whose names are known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plangraph.ingest.layout.view import Sentence
from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.claims import Claim, admissible, is_symmetric, state
from plangraph.ingest.relations.clauses import clauses_of
from plangraph.ingest.relations.frame import relation_cues
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.inner import InnerNames
from plangraph.ingest.relations.members import member_claims
from plangraph.ingest.relations.pairing import pair_claims
from plangraph.ingest.relations.patterns import pattern_claims, render
from plangraph.ingest.relations.places import name_claims
from plangraph.ingest.relations.verbs import verb_claims
from plangraph.ingest.relations.wholes import Wholes
from plangraph.ontology.records import LocalKey, Statement


def relate(named: NamedText, document: str, proposed: Sequence[Claim] = ()) -> list[Statement]:
    """Every relation that the text states, with its sentence, rule, stage and period, in the order of the text.

    `document` is the id of the document. A relation that a sentence states twice is one statement, the surest.
    `proposed`: what a reader gives beside the rules, by the place of its words; it never takes a rule's place.
    """
    statements: list[Statement] = []
    ground = Ground(named)
    inner = InnerNames(named, ground)
    wholes = Wholes()
    for sentence in named.view.sentences():
        best: dict[tuple[object, ...], Claim] = {}
        for claim in _claims(named, sentence, inner, ground, wholes):
            key = (claim.subject, claim.predicate, claim.object)
            if admissible(claim) and (key not in best or claim.confidence > best[key].confidence):
                best[key] = claim
        for claim in (c for c in proposed if sentence.start <= c.start < sentence.end and admissible(c)):
            if (claim.object, claim.predicate, claim.subject) not in best or not is_symmetric(claim):
                best.setdefault((claim.subject, claim.predicate, claim.object), claim)
        names = _certainty(named, sentence)
        statements += [state(named, document, sentence, _weighed(c, names)) for c in best.values()]
    return statements


def _certainty(named: NamedText, sentence: Sentence) -> dict[LocalKey, float]:
    """How sure the sentence's names are, each by its surest mention. Areas stand in the divisions' reference data."""
    surest: dict[LocalKey, float] = {}
    for m in named.mentions_in(sentence.start, sentence.end):
        if m.key.type == "Area":
            continue
        surest[m.key] = max(m.confidence, surest.get(m.key, 0.0))
    return surest


def _weighed(claim: Claim, names: Mapping[LocalKey, float]) -> Claim:
    """As sure as its rule and its names together: a relation is no surer than that its ends are what they seem."""
    ends = [end for end in (claim.subject, claim.object) if isinstance(end, LocalKey)]
    sure = claim.confidence * math.prod(names.get(end, 1.0) for end in ends)
    return replace(claim, confidence=round(sure, 3))


def _claims(named: NamedText, sentence: Sentence, inner: InnerNames, ground: Ground, wholes: Wholes) -> Iterator[Claim]:
    yield from pair_claims(named, sentence.start, sentence.end, ground)
    if not named.mentions_in(sentence.start, sentence.end):
        return
    clauses = clauses_of(named, sentence.start, sentence.end, relation_cues())
    for before, clause in zip([None, *clauses], clauses, strict=False):
        yield from verb_claims(named, clause, before, sentence.modality)
        yield from name_claims(clause, inner)
    groups = [g for c in clauses for g in c.groups]
    rendered = render(named, sentence.start, sentence.end, groups)
    yield from pattern_claims(named, rendered, ground)
    yield from member_claims(rendered)
    yield from wholes.claims(sentence.block, rendered)
