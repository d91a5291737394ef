"""How much speaks for two names meaning the same thing: a table of (feature, weight), `likeness.toml`.

Each feature is a question of yes or no; its text there is what users read as the reason. The score is the sum of the
weights of those that hold, no less than 0 and no more than 1 or a bound that one of them sets: one more reason against
never raises it, and one more reason for it, without a bound of its own, never lowers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from plangraph.graph.likeness_features import HOLDS, Side, table
from plangraph.ontology.terms import AREA


@dataclass(frozen=True, slots=True)
class Feature:
    """A row of `likeness.toml`: what it is worth, and what it says. `most`: a bound of scores where it holds."""

    id: str
    kind: Literal["name", "place", "against"]
    weight: float
    zh: str
    en: str
    most: float
    match: tuple[str, ...]
    nomatch: tuple[str, ...]

    def text(self, language: Literal["zh", "en"]) -> str:
        """What the feature says, in the user's language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are, from 0 to 1, and why: the features that hold, those of most weight first."""

    score: float
    features: tuple[Feature, ...]


@cache
def features() -> Mapping[str, Feature]:
    """The features by id, in the order of `likeness.toml`."""
    return MappingProxyType(
        {
            row["id"]: Feature(
                row["id"], row["kind"], row["weight"], row["zh"], row["en"], row.get("most", 1.0),
                tuple(row["match"]), tuple(row["nomatch"]),
            )
            for row in table()["feature"]
        }
    )  # fmt: skip


def likeness(left: Side, right: Side) -> Likeness:
    """How much speaks for two sides being one thing. The order of the sides does not matter."""
    names, others = _asked(left.type)
    said = [key for key in names if HOLDS[key](left, right)]
    return scored([*said, *(key for key in others if HOLDS[key](left, right))]) if said else Likeness(0.0, ())


@cache
def _asked(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The features that are asked of things of a type: those of kind `name`, and the others."""
    asked = [f for f in features().values() if kind != AREA or f.id in of_areas()]
    return tuple(f.id for f in asked if f.kind == "name"), tuple(f.id for f in asked if f.kind != "name")


def scored(holding: Iterable[str]) -> Likeness:
    """The likeness that these features, by id, add up to."""
    found = [features()[key] for key in holding]
    total = sum(feature.weight for feature in found) if any(f.kind == "name" for f in found) else 0.0
    bound = min((feature.most for feature in found), default=1.0)
    reasons = tuple(sorted(found, key=lambda f: (-abs(f.weight), f.id)))
    return Likeness(round(min(max(total, 0.0), bound, 1.0), 4), reasons)


def of_areas() -> frozenset[str]:
    """The features that hold of areas' names too."""
    return frozenset(table()["of_areas"])


def best(pairs: Sequence[tuple[Side, Side]]) -> Likeness:
    """The likeness of two things by those of their names that are most alike."""
    return max((likeness(*pair) for pair in pairs), key=lambda found: found.score, default=Likeness(0.0, ()))
