"""Why a measure is related to what was asked: things that both name, a programme that both are of, words, meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plangraph.graph.identity import normalised
from plangraph.graph.measures import Measure, Thing
from plangraph.graph.related_words import Words

ReasonKind = Literal["thing", "programme", "words", "meaning"]
MOST = 3
"""Words that are named for a reason, at most."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `names`: the things, programmes or words; none where it is the meaning."""

    kind: ReasonKind
    names: tuple[str, ...] = ()


def reasons(
    text: str, things: Sequence[Thing], programmes: Sequence[Thing], measure: Measure, words: Words
) -> tuple[Reason, ...]:
    """Why a measure is a hit, the strongest reason first; the meaning alone where nothing else is."""
    found = []
    asked = {thing.iri for thing in things}
    shared = dict.fromkeys(thing.name for thing in measure.things if thing.iri in asked)
    if shared:
        found.append(Reason("thing", tuple(shared)))
    under = {thing.iri for thing in (*programmes, *things)}
    joint = dict.fromkeys(t.name for t in measure.programmes if t.iri in under and t.name not in shared)
    if joint:
        found.append(Reason("programme", tuple(joint)))
    pieces = [piece for piece in in_common(text, measure.quote, words) if not any(piece in name for name in shared)]
    if pieces:
        found.append(Reason("words", tuple(pieces[:MOST])))
    return tuple(found) or (Reason("meaning"),)


def in_common(one: str, other: str, words: Words) -> list[str]:
    """The longest pieces that two texts have in common, the rarest first. Pieces of common words alone are none."""
    shared = set(words.shared(one, other))
    text = normalised(other)
    pieces: dict[str, float] = {}
    start = 0
    while start < len(text):
        end = start
        while end + 2 <= len(text) and text[end : end + 2] in shared and text[start : end + 2] in normalised(one):
            end += 1
        if end > start:
            piece = text[start : end + 1]
            pieces[piece] = max(words.rarity_of(piece[i : i + 2]) for i in range(len(piece) - 1))
        start = max(end, start + 1)
    latin = {word: words.rarity_of(word) for word in shared if word.isascii() and len(word) > 1}
    ranked = sorted((pieces | latin).items(), key=lambda pair: (-pair[1], pair[0]))
    telling = [piece for piece, rarity in ranked if rarity > words.least_telling]
    return [piece for piece in telling if not any(piece != other and piece in other for other in telling)]
