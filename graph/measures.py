"""Measures: the clauses of reports that say what is or was done, each with its things, figures, period and stage."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangraph.graph.clauses import Clause, clauses
from plangraph.graph.identity import Named
from plangraph.graph.idle import is_work
from plangraph.ontology import terms
from plangraph.ontology.records import (
    Document,
    Extraction,
    LocalKey,
    Passage,
    Quantity,
    Section,
    Statement,
    hull,
    quotation,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a measure names: its IRI, type and name."""

    iri: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One clause of work. `quote` is its text, line breaks closed; `passage` where it stands in the report's text.

    `around`: other things that its sentence and its paragraph's headline name. `heading`: the headings above it, the
    outermost first, then the headline. `statements`: the ids of what is stated in it. `paragraph`: the number of its
    block in the report.
    """

    document: str
    passage: Passage
    quote: str
    paragraph: int
    heading: tuple[str, ...]
    section: str
    modality: str
    period: str
    status: str
    things: tuple[Thing, ...]
    around: tuple[Thing, ...]
    figures: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def programmes(self) -> tuple[Thing, ...]:
        """The programmes that it falls under, as far as it, its sentence or its paragraph's headline names them."""
        return tuple(thing for thing in (*self.things, *self.around) if thing.type == terms.PROGRAMME)


def measures_of(extraction: Extraction, iris: Mapping[Named, str]) -> Iterator[Measure]:
    """The measures of one report. `iris`: of its things. Clauses that are no work are left out."""
    document = extraction.document
    places = _Places(extraction, iris)
    for clause in clauses(document):
        things = places.things(clause.passage)
        quote = quotation(document.text, clause.passage)
        if document.blocks[clause.block].kind != "paragraph" and not _names_work(things):
            continue
        figures = places.figures(clause.passage)
        if is_work(quote, bare=not figures and not _names_work(things)):
            yield _measure(document, clause, quote, places)


_WORK = frozenset(
    {terms.PLACE, terms.PROJECT, terms.PROGRAMME, terms.POLICY, terms.PLATFORM, terms.EVENT, terms.HONOUR, terms.FUND}
)


def _names_work(things: Sequence[Thing]) -> bool:
    return any(thing.type in _WORK for thing in things)


class _Places:
    """Where one report names things and states figures."""

    def __init__(self, extraction: Extraction, iris: Mapping[Named, str]) -> None:
        document = extraction.document
        self._text = document.text
        self._named = sorted(
            (hull(mention.passage).start, hull(mention.passage).end, mention.entity)
            for mention in extraction.mentions
            if mention.entity != document.area
        )
        self._starts = [start for start, _, _ in self._named]
        self._iris = {key: iri for (_, key), iri in iris.items()}
        stated = sorted(((self._focus(s), n) for n, s in enumerate(extraction.statements)))
        self._stated = [extraction.statements[n] for _, n in stated]
        self._foci = [at for at, _ in stated]

    def _focus(self, statement: Statement) -> int:
        """Where a statement's own words begin: its number, its object's name, its cue, else its sentence."""
        said, whole = statement.object, hull(statement.evidence.passage)
        if isinstance(said, Quantity):
            return said.passage[0].start
        first = bisect_left(self._starts, whole.start)
        for start, end, key in self._named[first:]:
            if start >= whole.end:
                break
            if key == said and end <= whole.end:
                return start
        return statement.evidence.cue[0].start if statement.evidence.cue else whole.start

    def things(self, passage: Passage) -> tuple[Thing, ...]:
        """What is named within a passage but for the report's own area, each thing once, in the order of the text."""
        whole, keys = hull(passage), dict[LocalKey, None]()
        for start, end, key in self._named[bisect_left(self._starts, whole.start) :]:
            if start >= whole.end:
                break
            if end <= whole.end:
                keys[key] = None
        return tuple(dict.fromkeys(Thing(self._iris[key], key.type, key.name) for key in keys))

    def stated(self, passage: Passage) -> list[Statement]:
        """The statements whose own words stand in a passage."""
        whole = hull(passage)
        return self._stated[bisect_left(self._foci, whole.start) : bisect_left(self._foci, whole.end)]

    def figures(self, passage: Passage) -> tuple[str, ...]:
        """The figures within a passage, as they are written."""
        found = [
            quotation(self._text, s.object.passage) for s in self.stated(passage) if isinstance(s.object, Quantity)
        ]
        return tuple(dict.fromkeys(found))


def _measure(document: Document, clause: Clause, quote: str, places: _Places) -> Measure:
    stated, things = places.stated(clause.passage), places.things(clause.passage)
    index = document.blocks[clause.block].section
    sections = _sections(document, index)
    heading = tuple(f"{s.number} {s.title}".strip() for s in sections)
    modality = sections[-1].modality if sections else "actual"
    year = sections[-1].year if sections else document.year_reviewed
    nearby = [*places.things(clause.sentence), *(places.things(clause.headline) if clause.headline else ())]
    return Measure(
        document=document.id,
        passage=clause.passage,
        quote=quote,
        paragraph=clause.block,
        heading=(*heading, quotation(document.text, clause.headline)) if clause.headline else heading,
        section=heading[-1] if heading else "",
        modality=_most([s.modality for s in stated]) or modality,
        period=_most([s.period for s in stated if s.period]) or str(year or ""),
        status=_most([_stage(s) for s in stated if _stage(s)]),
        things=things,
        around=tuple(thing for thing in dict.fromkeys(nearby) if thing not in things),
        figures=places.figures(clause.passage),
        statements=tuple(dict.fromkeys(s.id for s in stated)),
    )


def _sections(document: Document, index: int | None) -> list[Section]:
    """A section and those above it, the outermost first."""
    found: list[Section] = []
    while index is not None and len(found) < len(document.sections):
        found.insert(0, document.sections[index])
        index = document.sections[index].parent
    return found


def _stage(statement: Statement) -> str:
    return statement.object if isinstance(statement.object, str) else statement.status or ""


def _most(found: Sequence[str]) -> str:
    """What is said most often; the first of those where several are."""
    return Counter(found).most_common(1)[0][0] if found else ""
