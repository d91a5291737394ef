"""Sentence patterns: relations that two names and the words between them make, as rows of data.

A sentence is rendered with its names as tokens: 与⟦Area:0⟧签订合作协议. A pattern is a regular expression over that,
in which {Area|Place} stands for such a token. Names that a list joins are one token; words that mean areas without
naming them (三地) are tokens of type Area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.clauses import Group
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.words import words
from plangraph.ingest.rules.loader import Examples, Rule, Share, load_rules
from plangraph.ontology.records import LocalKey

MARKED = re.compile(r"\[([^\[\]:]+):(\w+)\](?:[、和](?=\[))?")
HOLE = re.compile(r"\{([A-Za-z|]+)\}")
JOINERS = re.compile(r"(?<=[一-鿿])[与和同](?=[一-鿿])")
QUOTES = re.compile(r"[“”‘’\s]")


class PatternFrame(Rule, frozen=True, kw_only=True):
    """A pattern with groups `s` and `o`; the subject is the issuer where there is no `s`.

    `need`: words of which every match holds one, so that most sentences are not searched. `single`: groups that must
    be one name, no list. `own`: whether a thing may be said to lie in the area that speaks (在我县召开).
    """

    relation: str
    pattern: str
    need: Examples
    single: tuple[Literal["s", "o"], ...] = ()
    own: bool = False
    confidence: Share

    def types(self, group: str) -> frozenset[str]:
        """The types that the hole of a group admits."""
        hole = re.search(rf"\(\?P<{group}>\{{([A-Za-z|]+)\}}\)", self.pattern)
        return frozenset(hole.group(1).split("|")) if hole else frozenset()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern with its holes filled."""
        return re.compile(HOLE.sub(lambda m: rf"⟦(?:{m.group(1)}):\\d+⟧".replace("\\\\", "\\"), self.pattern))

    def matches(self, text: str) -> bool:
        """Whether the pattern is found in a text with names written as [name:Type]."""
        return self.compiled.search(render_marked(text)) is not None


@dataclass(frozen=True, slots=True)
class Token:
    """What a token of a rendered sentence stands for."""

    keys: tuple[LocalKey, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sentence with tokens for names, and for each of its characters the place in the view."""

    text: str
    tokens: tuple[Token, ...]
    places: tuple[int, ...]

    def token(self, written: str) -> Token:
        """What a token in the text stands for."""
        return self.tokens[int(written.strip("⟦⟧").split(":")[1])]


def render_marked(text: str) -> str:
    """A marked-up example as it is rendered; names joined by 、 or 和 become one token."""
    flat = QUOTES.sub("", text)
    runs = re.sub(r"(?:\[[^\[\]:]+:\w+\][、和]?)+", lambda m: _run(m.group()), flat)
    counted = iter(range(len(runs)))
    return re.sub("⟦(\\w+)⟧", lambda m: f"⟦{m.group(1)}:{next(counted)}⟧", runs)


def _run(run: str) -> str:
    kinds = MARKED.findall(run)
    joined: list[str] = []
    at = 0
    for found in MARKED.finditer(run):
        linked = at and run[at - 1] in "、和"
        if not (linked and joined and joined[-1] == found.group(2)):
            joined.append(found.group(2))
        at = found.end()
    tail = run[-1] if run[-1] in "、和" and kinds else ""
    return "".join(f"⟦{kind}⟧" for kind in joined) + tail


def render(named: NamedText, start: int, end: int, groups: Sequence[Group]) -> Rendered:
    """The sentence `text[start:end]` with its groups and deictics as tokens, quotation marks left out."""
    stretches = [(g.start, g.end, g.members[-1].key.type, tuple(m.key for m in g.members)) for g in groups]
    taken = [(a, b) for a, b, _, _ in stretches]
    stretches += [
        (d.start, d.end, "Area", d.keys)
        for d in named.deictics_in(start, end)
        if not any(a < d.end and d.start < b for a, b in taken)
    ]
    stretches.sort()
    out: list[str] = []
    places: list[int] = []
    at = start
    for number, (a, b, kind, _) in enumerate(stretches):
        _copy(named.view.text, at, a, out, places)
        token = f"⟦{kind}:{number}⟧"
        out.append(token)
        places += [a] * len(token)
        at = b
    _copy(named.view.text, at, end, out, places)
    return Rendered("".join(out), tuple(Token(keys, a, b) for a, b, _, keys in stretches), tuple(places))


def _copy(text: str, start: int, end: int, out: list[str], places: list[int]) -> None:
    for place in range(start, end):
        if not QUOTES.match(text[place]):
            out.append(text[place])
            places.append(place)


@lru_cache(maxsize=1)
def relation_patterns() -> tuple[PatternFrame, ...]:
    """The rows of `relation_patterns.toml`."""
    return load_rules("relation_patterns", PatternFrame)


def pattern_claims(named: NamedText, sentence: Rendered, ground: Ground) -> Iterator[Claim]:
    """The claims that the patterns find in a rendered sentence."""
    for rule in relation_patterns():
        if not any(word in sentence.text for word in rule.need):
            continue
        for found in rule.compiled.finditer(sentence.text):
            yield from _claims(named, sentence, rule, found, ground)


def _claims(
    named: NamedText, sentence: Rendered, rule: PatternFrame, found: re.Match[str], ground: Ground
) -> Iterator[Claim]:
    parts = found.groupdict()
    issuer = (named.issuer,) if named.issuer else ()
    objects = _keys(sentence, parts["o"], rule.types("o"))
    subjects = _keys(sentence, parts["s"], rule.types("s")) if parts.get("s") else issuer
    if ("o" in rule.single and len(objects) > 1) or ("s" in rule.single and len(subjects) > 1):
        return
    if rule.relation == "cooperatesWith" and _is_pairs(named, sentence, parts["o"]):
        return
    if rule.relation == "locatedIn":
        objects = tuple(k for k in objects if (rule.own if k == named.issuer else ground.code(k) not in ground.own))
    cue = found.span("cue") if parts.get("cue") else (0, 0)
    start = sentence.places[cue[0]] if cue[1] else sentence.places[found.start()]
    end = sentence.places[cue[1] - 1] + 1 if cue[1] else start
    for subject in subjects:
        for obj in objects:
            if rule.relation == "knownAs" and words("scheme-of").search(subject.name):
                continue
            yield Claim(subject, rule.relation, obj, start, end, rule.id, rule.confidence)


def _is_pairs(named: NamedText, sentence: Rendered, token: str) -> bool:
    """Whether a list is one of pairs (与江苏、沈阳与北京、大连与上海): who works with whom only the pairs say."""
    listed = sentence.token(token)
    return len(JOINERS.findall(named.view.text[listed.start : listed.end])) > 1


def _keys(sentence: Rendered, token: str, kinds: frozenset[str]) -> tuple[LocalKey, ...]:
    return tuple(key for key in sentence.token(token).keys if key.type in kinds)
