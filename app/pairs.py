"""Pairs that may be one thing in the user's words: names, reports, score, reasons, a sentence of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plangraph.app.phrases import label
from plangraph.app.session import Session
from plangraph.app.sides import places
from plangraph.app.tables import Cell
from plangraph.app.wording import Language
from plangraph.graph.candidates import Candidate
from plangraph.graph.identity import Named
from plangraph.graph.judging import Register
from plangraph.graph.likeness import Feature
from plangraph.graph.names import folded
from plangraph.graph.sentences import Sentence

NAMELESS = Sentence()
QUOTED = 90
"""Characters of a sentence that the list shows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair as it is listed. `alike`: how many more pairs have the same two names; a sentence of either side."""

    candidate: Candidate
    alike: int = 0
    left: Sentence = NAMELESS
    right: Sentence = NAMELESS

    @property
    def first(self) -> tuple[Named, Named]:
        """The name of either side that a sentence is shown of."""
        return self.candidate.left.bearers[0], self.candidate.right.bearers[0]

    def quoting(self, sentences: Mapping[Named, Sentence]) -> Listed:
        """The same pair with the sentences of its names."""
        left, right = self.first
        return replace(self, left=sentences[left], right=sentences[right])


def folded_pairs(candidates: Iterable[Candidate]) -> list[Listed]:
    """Pairs of the same two names as one, the best, in its place."""
    best: dict[tuple[str, ...], Candidate] = {}
    counts: dict[tuple[str, ...], int] = {}
    for each in candidates:
        key = (each.left.type, *sorted((folded(each.left.name), folded(each.right.name))))
        best.setdefault(key, each)
        counts[key] = counts.get(key, 0) + 1
    return [Listed(candidate, counts[key] - 1) for key, candidate in best.items()]


def reason_phrase(reasons: Sequence[Feature], language: Language) -> str:
    """The reasons with their weights, those for it and against it in the order of their weight."""
    return ("；" if language == "zh" else "; ").join(f"{r.text(language)} {r.weight:+.2f}" for r in reasons)


def lines_of(session: Session, register: Register, rank: int, listed: Listed) -> Iterator[str]:
    """A pair as several lines."""
    candidate, words = listed.candidate, session.words
    kind = label(candidate.left.type, session.language)
    yield words("judge.head", rank=rank, id=candidate.id, type=kind, score=f"{candidate.likeness.score:.2f}")
    for thing, sentence in ((candidate.left, listed.left), (candidate.right, listed.right)):
        yield f"  {thing.name} · {places(register, thing.documents, session.language)}"
        if sentence.quote:
            yield f"    “{sentence.around(QUOTED)}”"
    yield f"  {words('judge.why')}{reason_phrase(candidate.reasons, session.language)}"
    if listed.alike:
        yield "  " + words("judge.alike", count=listed.alike)


def row_of(rank: int, listed: Listed) -> tuple[Cell, ...]:
    """A pair as a row for programs."""
    candidate = listed.candidate
    sides: list[Cell] = []
    for thing, sentence in ((candidate.left, listed.left), (candidate.right, listed.right)):
        sides += [thing.name, " ".join(thing.documents), thing.iri, sentence.quote]
    why = "; ".join(f"{reason.id} {reason.weight:+.2f}" for reason in candidate.reasons)
    score = f"{candidate.likeness.score:.2f}"
    return rank, candidate.id, score, candidate.left.type, *sides, why, listed.alike


def table_row(listed: Listed, language: Language) -> tuple[str, ...]:
    """A pair as a row of `judgements.tsv`, the verdict left to whoever fills it in; with pairs of the same names, all
    reports are meant."""
    candidate = listed.candidate
    sides: list[str] = []
    for thing in (candidate.left, candidate.right):
        document, key = thing.bearers[0]
        sides += [key.type, key.name, "" if listed.alike else document]
    note = f"{candidate.likeness.score:.2f} {reason_phrase(candidate.reasons, language)}"
    return ("", *sides, "", note, "")
