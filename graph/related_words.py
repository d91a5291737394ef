"""Words in common: BM25 over pairs of neighbouring characters, for Chinese is written without spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from plangraph.graph.identity import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

SATURATION = 1.2
"""BM25's k1: how soon a term that comes again adds nothing."""
LENGTH = 0.6
"""BM25's b: how much a long text is held against it."""

_RUN = re.compile(r"[a-z][a-z0-9+.-]*|[^\W\da-z_]+")


def words(text: str) -> Iterator[str]:
    """Latin words whole, all else as pairs of neighbouring characters; no numbers or marks. A lone character is one."""
    for found in _RUN.finditer(normalised(text)):
        run = found.group()
        if run[0].isascii() or len(run) == 1:
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


class Words:
    """The words of texts, and how rare each is. Rows of `of`, `what` and `often`: text, word, how often it comes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = len(texts)
        self.known: dict[str, int] = {}
        of, what, often = [], [], []
        for number, text in enumerate(texts):
            for word, count in Counter(words(text)).items():
                of.append(number)
                what.append(self.known.setdefault(word, len(self.known)))
                often.append(count)
        order = np.argsort(np.array(what, np.int64), kind="stable")
        self.of = np.array(of, np.int64)[order]
        self.what = np.array(what, np.int64)[order]
        self.often = np.array(often, np.float64)[order]
        counts = np.bincount(self.what, minlength=len(self.known))
        self.counts = counts
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.rarity: Scores = np.log1p((self.texts - counts + 0.5) / (counts + 0.5))
        lengths = np.bincount(self.of, weights=self.often, minlength=self.texts)
        mean = lengths.mean() if self.texts and lengths.any() else 1.0
        worn = SATURATION * (1 - LENGTH + LENGTH * lengths / mean)
        self._weight: Scores = self.often * (SATURATION + 1) / (self.often + worn[self.of]) * self.rarity[self.what]

    def scores(self, text: str) -> Scores:
        """How well each text answers this one (BM25)."""
        found: Scores = np.zeros(self.texts)
        for word, count in Counter(words(text)).items():
            number = self.known.get(word)
            if number is not None:
                rows = slice(self._first[number], self._first[number + 1])
                found[self.of[rows]] += self._weight[rows] * min(count, 2)
        return found

    def shared(self, one: str, other: str) -> frozenset[str]:
        """The words that two texts share."""
        return frozenset(words(one)) & frozenset(words(other))

    def rarity_of(self, word: str) -> float:
        """How rare a word is; that of an unknown one is 0."""
        number = self.known.get(word)
        return 0.0 if number is None else float(self.rarity[number])

    @property
    def least_telling(self) -> float:
        """The rarity of a word that stands in one measure of fifty: what is less rare is no reason for anything."""
        return float(np.log1p((self.texts * 0.98 + 0.5) / (self.texts * 0.02 + 0.5)))
