"""A model's relations held against the names that stand: what they do not bear out is refused, with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.ingest.layout.view import Sentence
from plangraph.ingest.llm.answers import RelationItem
from plangraph.ingest.llm.grounding import Closed, Refusal
from plangraph.ingest.llm.prompts import relation_share
from plangraph.ingest.mentions.linking import bare
from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.claims import Claim, admissible, is_symmetric
from plangraph.ingest.relations.frame import relation_cues
from plangraph.ontology import terms
from plangraph.ontology.records import LocalKey, Stage

End = LocalKey | Stage


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the clause that is to bear a relation out stands, and the sentence around it."""

    start: int
    end: int
    sentence: Sentence


class Relating:
    """Grounds relations in one report whose names are settled."""

    def __init__(self, named: NamedText) -> None:
        self._named = named
        self._sentences = list(named.view.sentences())

    def claims(self, closed: Closed, item: RelationItem, rule: str) -> tuple[Claim, ...] | Refusal:
        """What a proposal claims, at the first place that bears it out; of several ends each. Or why it is refused."""
        if item.predicate not in terms.RELATIONS:
            return "predicate"
        places = [place for a, b in closed.find(item.evidence) for place in self._places(a, b)]
        refusal: Refusal = "not-in-text"
        for place in places:
            found = self._at(place, item, rule)
            if not isinstance(found, str):
                return found
            refusal = found
        return refusal

    def _places(self, start: int, end: int) -> Iterator[_Place]:
        """The clause in its sentence; none for one that runs over a sentence's end."""
        for sentence in self._sentences:
            if sentence.start <= start and end <= sentence.end:
                yield _Place(start, end, sentence)

    def _at(self, place: _Place, item: RelationItem, rule: str) -> tuple[Claim, ...] | Refusal:
        sentence = place.sentence
        staged = item.predicate == terms.HAS_STATUS
        around = (place.start, place.end) if staged else (sentence.start, sentence.end)
        subjects = self._named_by(item.subject, *around) if item.subject.strip() else self._speaker()
        objects = self._stage(item.object, place) if staged else self._named_by(item.object, place.start, place.end)
        if isinstance(objects, str):
            return objects
        if not subjects or not objects:
            return "ends"
        share = relation_share()
        claims = [Claim(s, item.predicate, o, place.start, place.end, rule, share) for s in subjects for o in objects]
        fitting = tuple(self._ordered(c) for c in claims if admissible(c))
        return fitting or "domain"

    def _speaker(self) -> Sequence[LocalKey]:
        return (self._named.issuer,) if self._named.issuer else ()

    def _named_by(self, surface: str, start: int, end: int) -> Sequence[LocalKey]:
        """What a surface names in a stretch: the thing of a mention that reads so, or what such words point to."""
        sought, text = _plain(surface), self._named.view.text
        for m in self._named.mentions_in(start, end):
            if _plain(text[m.start : m.end]) == sought:
                return (m.key,)
        for d in self._named.deictics_in(start, end):
            if _plain(text[d.start : d.end]) == sought:
                return d.keys
        return ()

    def _stage(self, said: str, place: _Place) -> Sequence[End] | Refusal:
        """The stage that a word of the clause gives in this half of a report, if the word can mean what is said."""
        if said not in terms.STAGES:
            return "stage"
        for cue in relation_cues().find(self._named.view.text[place.start : place.end]):
            for frame in cue.frames:
                given = frame.actual if place.sentence.modality == "actual" else frame.target
                if given and said in (frame.actual, frame.target):
                    return (given,)
        return "stage"

    def _ordered(self, claim: Claim) -> Claim:
        """With the ends of a symmetric relation in the order of the text."""
        if not is_symmetric(claim) or not isinstance(claim.object, LocalKey):
            return claim
        places = {m.key: m.start for m in reversed(self._named.mentions_in(claim.start, claim.end))}
        if places.get(claim.subject, -1) <= places.get(claim.object, -1):
            return claim
        return Claim(claim.object, claim.predicate, claim.subject, claim.start, claim.end, claim.rule, claim.confidence)


def _plain(surface: str) -> str:
    return bare("".join(surface.split()))
