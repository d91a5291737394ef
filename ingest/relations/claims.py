"""What a rule says of a sentence before it becomes a statement."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.ingest.layout.view import Sentence
from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.words import words
from plangraph.ontology import terms
from plangraph.ontology.records import Evidence, LocalKey, Modality, Stage, Statement


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation that a rule reads off the text; `start` and `end` are the cue word's place in the view, or equal.

    The object of `hasStatus` is a stage; `status` is the stage in which any other relation stands, if the text says.
    """

    subject: LocalKey
    predicate: str
    object: LocalKey | Stage
    start: int
    end: int
    rule: str
    confidence: float
    status: Stage | None = None


def admissible(claim: Claim) -> bool:
    """Whether types fit the relation's domain and range, and the two ends differ."""
    relation = terms.RELATIONS[claim.predicate]
    if not isinstance(claim.object, LocalKey):
        return claim.object in terms.STAGES and relation.admits(claim.subject.type)
    return claim.subject != claim.object and relation.admits(claim.subject.type, claim.object.type)


def is_symmetric(claim: Claim) -> bool:
    """Whether it means the same from its other end."""
    return terms.RELATIONS[claim.predicate].symmetric


def state(named: NamedText, document: str, sentence: Sentence, claim: Claim) -> Statement:
    """The statement of a claim: its evidence is the whole sentence, its period the year that the clause speaks of."""
    view = named.view
    body = view.text[sentence.start : sentence.end]
    start = sentence.start + len(body) - len(body.lstrip())
    cue = view.locate(claim.start, claim.end) if claim.end > claim.start else ()
    evidence = Evidence(view.locate(start, sentence.end), cue, view.blocks[sentence.block].section)
    modality: Modality = sentence.modality
    return Statement(
        document=document,
        subject=claim.subject,
        predicate=claim.predicate,
        object=claim.object,
        evidence=evidence,
        rule=claim.rule,
        confidence=claim.confidence,
        modality=modality,
        period=_period(view.text, sentence, claim),
        status=claim.status,
    )


def _period(text: str, sentence: Sentence, claim: Claim) -> str:
    """The one year that the words around the cue name, else the year of the sentence's half, else nothing."""
    left = max(text.rfind(mark, sentence.start, claim.start) for mark in "，；。") + 1
    rights = [at for mark in "，；。" if (at := text.find(mark, claim.end, sentence.end)) >= 0]
    around = text[max(left, sentence.start) : min(rights, default=sentence.end)]
    years = set(words("year").findall(around))
    if len(years) == 1:
        return str(years.pop())
    return str(sentence.year) if sentence.year else ""
