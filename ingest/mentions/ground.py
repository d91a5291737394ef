"""The ground on which names are sought: clauses of the view, what opens an object in them, and what is one piece.

Quotations, book titles and short parentheses are one piece: no cue and no separator is looked for inside them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from plangraph.ingest.mentions.heads import find_heads
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.rules.loader import Rule, load_rules

Role = Literal["strong", "weak", "adverb", "scope", "of", "and", "none"]

MASK = "■"
QUOTED = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{2,80}》|「[^「」\n]{1,60}」|‘[^‘’\n]{1,40}’")
INNER = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z0-9”])[（(](?![一二三四五六七八九十]+[）)])[^（）()，。；：\n]{1,8}[）)]")
SEPARATOR = re.compile(
    r"[，。；：！？、（）()\[\]【】〔〕,;:!?\n①-⑳㉑-㉟]|——|…+|(?<![\d.])\d{1,3}\.(?=[^\d\s])|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])"
)


class WordRule(Rule, frozen=True, kw_only=True):
    """Words of one role."""

    role: Role
    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return any(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that opens, its role, and the rule that has it. `start` and `end` are the view's offsets."""

    start: int
    end: int
    role: Role
    word: str
    rule: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Text between two separators, with its cues in order. `before`: the separator before it, or ''."""

    start: int
    end: int
    before: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a name may begin, and the word that opens it ('' for the start of a clause).

    `verb` and `group`: the last verb before, and the id of its rule.
    """

    at: int
    role: Role | Literal["start"]
    word: str
    verb: str
    group: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A text, the same text with its pieces masked (as long), the pieces, the clauses and the head nouns in order.

    `head_ends`: where heads end that hardly end anything but names. `edges`: those of the clauses that were asked for,
    by where the clause starts.
    """

    text: str
    masked: str
    pieces: tuple[tuple[int, int], ...]
    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]
    heads: tuple[tuple[int, int, str], ...]
    head_ends: frozenset[int]
    edges: dict[int, list[Edge]] = field(default_factory=dict, compare=False)

    def cuts(self, start: int, end: int) -> bool:
        """Whether a stretch cuts a quotation: begins or ends inside one that it does not fill."""
        return any(a < start < b or a < end < b for a, b in self.pieces if not (a + 1 == start and end == b - 1))

    def clause_at(self, offset: int) -> int:
        """The index of the clause in which the offset lies, or before which it lies."""
        return max(bisect_right(self.starts, offset) - 1, 0)


@lru_cache(maxsize=1)
def _cue_words() -> tuple[AhoCorasick, tuple[tuple[str, WordRule], ...]]:
    words = {word: rule for rule in load_rules("name_cues", WordRule) for word in rule.words}
    pairs = tuple(words.items())
    return AhoCorasick([w for w, _ in pairs], matchkind=MatchKind.LeftmostLongest), pairs


def survey(text: str) -> Ground:
    """The ground of a view's text."""
    pieces = tuple(m.span() for m in QUOTED.finditer(text))
    masked = _mask(text, pieces)
    inner = tuple(m.span() for m in INNER.finditer(masked))
    masked = _mask(masked, inner)
    automaton, words = _cue_words()
    hits = [
        Cue(a, b, words[i][1].role, words[i][0], words[i][1].id)
        for i, a, b in automaton.find_matches_as_indexes(masked)
    ]
    hits += [Cue(*m.span(), "scope", m.group(), "cue.count") for m in pattern("counted").finditer(masked)]
    hits.sort(key=lambda c: (c.start, -c.end))
    clauses: list[Clause] = []
    at, before, hit = 0, "", 0
    ends = [*SEPARATOR.finditer(masked), None]
    for separator in ends:
        end = separator.start() if separator else len(text)
        cues: list[Cue] = []
        while hit < len(hits) and hits[hit].start < end:
            if hits[hit].end <= end and (not cues or hits[hit].start >= cues[-1].end):
                cues.append(hits[hit])
            hit += 1
        if end > at:
            clauses.append(Clause(at, end, before, tuple(cues)))
        if separator:
            at, before = separator.end(), separator.group()
    found = find_heads(masked)
    heads = tuple((a, b, rule.id) for a, b, rule in found)
    ends_of_heads = frozenset(b for _, b, rule in found if not rule.thin)
    return Ground(text, masked, pieces, tuple(clauses), tuple(c.start for c in clauses), heads, ends_of_heads)


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def edges(ground: Ground, clause: Clause, until: int) -> Sequence[Edge]:
    """Where a name that reaches `until` may begin, from left to right; the last is the nearest."""
    known = ground.edges.get(clause.start)
    if known is None:
        known = ground.edges[clause.start] = _edges(ground, clause)
    return known[: bisect_right(known, until, lo=1, key=lambda edge: edge.at)]


def _edges(ground: Ground, clause: Clause) -> list[Edge]:
    """All places of a clause where a name may begin: its start, and behind each word that opens."""
    ready = clause.start
    verb = group = ""
    found = [Edge(clause.start, "start", "", "", "")]
    for cue in clause.cues:
        if cue.role == "adverb":
            ready = cue.end if cue.start == ready else ready
            continue
        if not _opens(ground, cue, ready):
            continue
        if cue.role in ("strong", "weak"):
            verb, group = cue.word, cue.rule
        found.append(Edge(cue.end, cue.role, cue.word, verb, group))
        ready = cue.end
    return found


def _opens(ground: Ground, cue: Cue, ready: int) -> bool:
    if cue.role in ("weak", "none"):
        return cue.role == "weak" and cue.start == ready
    if cue.role == "and":
        beside = ground.masked[cue.start - 1 : cue.start] + ground.masked[cue.end : cue.end + 1]
        return cue.start == ready or MASK in beside or cue.start in ground.head_ends
    return True
