"""The form of a verb frame, and where its words stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import ahocorasick_rs

from plangraph.ingest.rules.loader import Examples, Rule, Share, load_rules
from plangraph.ontology.records import Stage

Side = Literal["after", "before"]


class Frame(Rule, frozen=True, kw_only=True):
    """Words that make a relation of the names behind them (`after`), or that say what became of those before them.

    `relation` is `none` for words that govern a name without saying anything of the guide. A `drive` verb hands its
    object on to a predicate behind it; with `driven_only` it says nothing without one. An `adjacent` word counts only
    right before the name.
    """

    words: Examples
    side: Side
    relation: str
    objects: Examples
    subject: Literal["agent", "before"] = "agent"
    actual: Stage | None = None
    target: Stage | None = None
    drive: bool = False
    driven_only: bool = False
    adjacent: bool = False
    confidence: Share

    def matches(self, text: str) -> bool:
        """Whether a text with names written as [name:Type] has one of the words beside a name of a fitting type."""
        words = "|".join(re.escape(w) for w in sorted(self.words, key=len, reverse=True))
        name = rf"\[[^\[\]]*:(?:{'|'.join(self.objects)})\]"
        between = "" if self.adjacent else r"[^，；。：]*?"
        form = f"(?:{words}){between}{name}" if self.side == "after" else f"{name}[^，；。：]*?(?:{words})"
        return re.search(form, text) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of some frames at its place in the view's text."""

    start: int
    end: int
    word: str
    frames: tuple[Frame, ...]

    def fitting(self, kind: str, side: Side) -> Frame | None:
        """The first frame of these words for a name of type `kind` on that side, in the order of the rule file."""
        return next((f for f in self.frames if f.side == side and kind in f.objects), None)

    def all_fitting(self, kind: str, side: Side) -> list[Frame]:
        """The first such frame of each relation: 落地开工 says that a thing came and that it was begun."""
        first: dict[str, Frame] = {}
        for f in self.frames:
            if f.side == side and kind in f.objects:
                first.setdefault(f.relation, f)
        return list(first.values())


class CueFinder:
    """Finds the words of frames in a text, the longest at each place; 深入实施 also says what 实施 says."""

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        self._frames: dict[str, tuple[Frame, ...]] = {}
        for frame in frames:
            for word in frame.words:
                self._frames[word] = (*self._frames.get(word, ()), frame)
        plain = dict(self._frames)
        for word, own in plain.items():
            ends = [plain[word[i:]] for i in range(1, len(word) - 1) if word[i:] in plain]
            self._frames[word] = own + tuple(f for f in (ends[0] if ends else ()) if f not in own)
        self._words = list(self._frames)
        self._automaton = ahocorasick_rs.AhoCorasick(self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str, offset: int = 0) -> list[Cue]:
        """The cues of a text in order, not overlapping; `offset` is added to their places."""
        found = self._automaton.find_matches_as_indexes(text)
        return [Cue(offset + a, offset + b, self._words[i], self._frames[self._words[i]]) for i, a, b in found]


@lru_cache(maxsize=1)
def relation_cues() -> CueFinder:
    """The finder for the words of `relation_frames.toml`."""
    return CueFinder(load_rules("relation_frames", Frame))
