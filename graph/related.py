"""Related initiatives: the measures of all reports that have to do with a text, a thing or another measure.

Three parts each give every measure a score, and the three are added up, each on a scale of its own best hits: words in
common (`related_words`), likeness of meaning (vectors of the measure and of its paragraph), nearness in the graph
(`related_walk`). How they are weighted was chosen by judged queries, see `tests/graph/related_judgements.tsv`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from plangraph.graph.measures import Measure, Thing
from plangraph.graph.related_reasons import Reason, reasons
from plangraph.graph.related_shelf import Shelf
from plangraph.graph.related_walk import Walk
from plangraph.graph.related_words import Words, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from plangraph.graph.related_shelf import Encode, Vectors
    from plangraph.graph.workspace import Workspace

    Scores = NDArray[np.float64]

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({"words": 0.7, "meaning": 1.0, "graph": 0.3, "paragraph": 0.2})
DEPTH: Final = 300
"""The best hits of a part that set its scale: the best is 1, the last of these and all below 0."""
ALIKE: Final = 0.6
"""The share of words that two measures have in common from which on they are one hit."""
START: Final = MappingProxyType({"words": 0.6, "things": 0.4, "measure": 0.4})
"""What the walk in the graph starts from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a text, the things that it means or names, and the measure that it is, if any.

    `thing`: things are asked for, and the text is but their names. `programmes`: those that it falls under.
    """

    text: str
    things: tuple[Thing, ...] = ()
    programmes: tuple[Thing, ...] = ()
    measure: Measure | None = None
    thing: bool = False


@dataclass(frozen=True, slots=True)
class RelatedHit:
    """A measure that is related to what was asked, why, and where else the same clause stands.

    `score` is comparable within one answer only.
    """

    measure: Measure
    score: float
    reasons: tuple[Reason, ...]
    elsewhere: tuple[Measure, ...] = ()


@dataclass(slots=True)
class Initiatives:
    """All measures of one state of a workspace, ready to be asked. Made by `gather`."""

    measures: Sequence[Measure]
    vectors: Vectors
    encode: Encode
    words: Words = field(init=False)
    walk: Walk = field(init=False)
    paragraphs: Vectors = field(init=False)
    _numbers: dict[tuple[str, int], int] = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words([measure.quote for measure in self.measures])
        self.walk = Walk(self.measures, self.words)
        self.paragraphs = _means(self.measures, self.vectors)
        self._numbers = {(m.document, m.passage[0].start): number for number, m in enumerate(self.measures)}

    def parts(self, asked: Asked) -> dict[str, Scores]:
        """The score of each measure by each part, `scaled`, keyed as WEIGHTS.

        A measure that is asked for sets the scale of the others, as the best hit that could be, and then scores 0.
        """
        vector = self._vector(asked)
        own = self._number(asked)
        start = self._start(asked, own)
        raw = {
            "words": self.words.scores(asked.text),
            "meaning": np.asarray(self.vectors @ vector, np.float64),
            "graph": self.walk.scores(start),
            "paragraph": np.asarray(self.paragraphs @ vector, np.float64),
        }
        found = {name: scaled(scores) for name, scores in raw.items()}
        if own is not None:
            for scores in found.values():
                scores[own] = 0
        return found

    def related(self, asked: Asked, limit: int = 10) -> list[RelatedHit]:
        """The measures that have most to do with what is asked, best first."""
        if not self.measures or not asked.text.strip():
            return []
        parts = self.parts(asked)
        total = sum((WEIGHTS[name] * scores for name, scores in parts.items()), np.zeros(len(self.measures)))
        return [
            RelatedHit(
                self.measures[number],
                round(float(total[number]), 4),
                reasons(asked.text, asked.things, asked.programmes, self.measures[number], self.words),
                tuple(self.measures[other] for other in others),
            )
            for number, others in folded(self.measures, total, limit)
        ]

    def measure_of(self, statement: str) -> Measure | None:
        """The measure in which something is stated, by the statement's id."""
        return next((m for m in self.measures if statement in m.statements), None)

    def _number(self, asked: Asked) -> int | None:
        if asked.measure is None:
            return None
        return self._numbers.get((asked.measure.document, asked.measure.passage[0].start))

    def _vector(self, asked: Asked) -> Vectors:
        """The vector of what is asked; for a thing, halfway between its name and the measures that name it."""
        vector: Vectors = self.encode([asked.text])[0]
        if asked.thing:
            iris = {thing.iri for thing in asked.things}
            naming = [n for n, m in enumerate(self.measures) if any(thing.iri in iris for thing in m.things)]
            if naming:
                vector = _unit(vector + _unit(self.vectors[naming].mean(0)))
        return vector

    def _start(self, asked: Asked, own: int | None) -> dict[int, float]:
        start: dict[int, float] = {}
        for kind, nodes in (
            ("words", self.walk.of_words(list(words(asked.text)))),
            ("things", self.walk.of_things([thing.iri for thing in asked.things])),
            ("measure", {} if own is None else {own: 1.0}),
        ):
            whole = sum(nodes.values())
            start |= {node: START[kind] * weight / whole for node, weight in nodes.items()}
        return start


def gather(workspace: Workspace, encode: Encode, model: str, step: Callable[[str], None] | None = None) -> Initiatives:
    """All measures of a workspace. `encode` gives texts their vectors, `model` names what those are kept under.

    The first time each report's clauses are encoded; `step` is told of each report.
    """
    shelf = Shelf(workspace)
    measures = shelf.measures()
    return Initiatives(measures, shelf.vectors(measures, encode, model, step), encode)


def scaled(scores: Scores) -> Scores:
    """Scores on a scale from 0, where the DEPTH-th best stands, to 1, the best."""
    if not len(scores):
        return scores
    best = np.sort(scores)[::-1][:DEPTH]
    width = best[0] - best[-1]
    return np.clip((scores - best[-1]) / width, 0, None) if width > 0 else np.zeros_like(scores)


def folded(measures: Sequence[Measure], scores: Scores, limit: int) -> list[tuple[int, list[int]]]:
    """The best measures by their numbers, each with those that say the same and stand below it."""
    found: list[tuple[int, list[int]]] = []
    seen: list[frozenset[str]] = []
    for number in map(int, np.argsort(-scores, kind="stable")[:DEPTH]):
        if scores[number] <= 0:
            break
        own = frozenset(words(measures[number].quote))
        twin = next((place for place, other in enumerate(seen) if _alike(own, other)), None)
        if twin is not None:
            found[twin][1].append(number)
        elif len(found) < limit:
            found.append((number, []))
            seen.append(own)
    return found


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > ALIKE * len(one | other)


def _means(measures: Sequence[Measure], vectors: Vectors) -> Vectors:
    """For each measure the mean of the vectors of its paragraph."""
    places: dict[tuple[str, int], list[int]] = {}
    for number, measure in enumerate(measures):
        places.setdefault((measure.document, measure.paragraph), []).append(number)
    means = np.zeros_like(vectors)
    for numbers in places.values():
        means[numbers] = _unit(vectors[numbers].mean(0))
    return means


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    unit: Vectors = vector / np.float32(length) if length else vector
    return unit
