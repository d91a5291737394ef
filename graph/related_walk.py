"""Nearness in the graph: a walk that starts from what is asked for and keeps coming back to it (personalised PageRank).

It goes from measures to the things that they name, to the words that they use and to their paragraph, and from each of
these to other measures. Where it is most often is nearest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from plangraph.graph.measures import Measure
from plangraph.graph.related_words import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Weights = NDArray[np.float64]

RETURNING: Final = 0.3
"""How likely the walk goes back to its start at each step."""
ROUNDS: Final = 12
COMMON: Final = 0.05
"""Words of more than this share of the measures lead everywhere, and are no way."""
SHARES: Final = {"words": 0.5, "things": 0.35, "paragraph": 0.15}
"""How likely the walk leaves a measure by each kind of way."""


class Walk:
    """The ways between measures. Nodes are numbered: measures first, then words, things and paragraphs."""

    def __init__(self, measures: Sequence[Measure], words: Words) -> None:
        self._measures = len(measures)
        self._words = words
        self._things: dict[str, int] = {}
        self._first_thing = self._measures + len(words.known)
        of, thing = [], []
        for number, measure in enumerate(measures):
            for each in measure.things:
                of.append(number)
                thing.append(self._things.setdefault(each.iri, self._first_thing + len(self._things)))
        self._nodes = self._first_thing + len(self._things)
        paragraphs: dict[tuple[str, int], int] = {}
        place = [paragraphs.setdefault((m.document, m.paragraph), self._nodes + len(paragraphs)) for m in measures]
        self._nodes += len(paragraphs)
        rare = (words.counts[words.what] <= max(COMMON * self._measures, 3)) & (words.counts[words.what] > 1)
        things = np.array(thing, np.int64)
        named = np.bincount(things, minlength=self._nodes)[things] if len(things) else things
        ways = [
            (words.of[rare], words.what[rare] + self._measures, words.rarity[words.what[rare]], SHARES["words"]),
            (np.array(of, np.int64), things, np.log1p(self._measures / np.maximum(named, 1)), SHARES["things"]),
            (np.arange(self._measures), np.array(place, np.int64), np.ones(self._measures), SHARES["paragraph"]),
        ]
        self._source, self._target, self._chance = self._steps(ways)

    def _steps(self, ways: Sequence[tuple[Numbers, Numbers, Weights, float]]) -> tuple[Numbers, Numbers, Weights]:
        """All steps, there and back, each with how likely it is from where it begins."""
        source, target, chance = [], [], []
        for start, end, weight, share in ways:
            out = np.bincount(start, weights=weight, minlength=self._nodes)
            back = np.bincount(end, weights=weight, minlength=self._nodes)
            source += [start, end]
            target += [end, start]
            chance += [share * weight / out[start], weight / back[end]]
        return np.concatenate(source), np.concatenate(target), np.concatenate(chance)

    def scores(self, start: Mapping[int, float]) -> Weights:
        """How often the walk is at each measure. `start`: nodes and their weights, see `of_words`, `of_things`."""
        seed: Weights = np.zeros(self._nodes)
        for node, weight in start.items():
            seed[node] += weight
        if not seed.any():
            return np.zeros(self._measures)
        seed /= seed.sum()
        rank = seed
        for _ in range(ROUNDS):
            flow = np.bincount(self._target, weights=rank[self._source] * self._chance, minlength=self._nodes)
            rank = RETURNING * seed + (1 - RETURNING) * flow
        return rank[: self._measures]

    def of_words(self, found: Sequence[str]) -> dict[int, float]:
        """The nodes of words that measures use, each as heavy as it is rare."""
        known = {word: number for word in found if (number := self._words.known.get(word)) is not None}
        return {self._measures + number: float(self._words.rarity[number]) for number in known.values()}

    def of_things(self, iris: Sequence[str]) -> dict[int, float]:
        """The nodes of things that measures name."""
        return {self._things[iri]: 1.0 for iri in iris if iri in self._things}
