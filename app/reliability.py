"""How often what is said with so much confidence is right: held against annotations, as a table and as a drawing.

Right is what `score.py`, which is carried as it is, counts as a hit when it is given that one row alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plangraph.app import score

KINDS = {
    "names": ("mentions", "mentions exact"),
    "relations": ("relations", "relations"),
    "figures": ("quantities", "quantities"),
}
"""Of each kind where its rows stand, and which of the counts of `score.py` tells whether one is right."""
COUNTED = ("mentions exact", "mentions span", "mentions overlap", "relations", "quantities", "values")
COLOURS = {"names": "#1f6feb", "relations": "#d1571b", "figures": "#2a8c4a"}
FEWEST = 8
"""A tenth with fewer rows is not drawn: how many of them are right says nothing."""
FONTS = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
LEFT, TOP, SIDE = 48, 16, 376
"""Where the square of the drawing begins, and how long its sides are."""

Row = Mapping[str, Any]
Document = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of an extraction: its kind, how sure it is, and whether the annotation has it."""

    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Tenth:
    """The rows of a kind whose confidence is at least `lower` and below the next tenth."""

    kind: str
    lower: float
    count: int
    confidence: float
    """The mean."""
    right: float
    """Which share of them."""


def judged(text: str, gold: Document, system: Document) -> Iterator[Judged]:
    """Every row of an extraction of `text`, in the form of `as_gold`, held against its annotation."""
    nothing: dict[str, Sequence[Row]] = {"mentions": (), "relations": (), "quantities": ()}
    for kind, (rows, count) in KINDS.items():
        for row in system[rows]:
            tallies = {name: score.Tally() for name in COUNTED}
            alone = {"entities": system["entities"], **nothing, rows: [row]}
            score.score(text, gold, alone, tallies, {"precision": [], "recall": []}, None)
            yield Judged(kind, row["confidence"], tallies[count].hit > 0)


def tenths(rows: Iterable[Judged]) -> list[Tenth]:
    """The rows by kind and tenth of confidence, the surest first; what is entirely sure is in the highest tenth."""
    found: dict[tuple[str, int], list[Judged]] = defaultdict(list)
    for row in rows:
        found[row.kind, min(math.floor(row.confidence * 10 + 1e-9), 9)].append(row)
    order = sorted(found, key=lambda key: (list(KINDS).index(key[0]), -key[1]))
    return [_tenth(kind, number, found[kind, number]) for kind, number in order]


def _tenth(kind: str, number: int, rows: Sequence[Judged]) -> Tenth:
    count = len(rows)
    return Tenth(kind, number / 10, count, sum(r.confidence for r in rows) / count, sum(r.right for r in rows) / count)


def drawing(found: Sequence[Tenth], words: Mapping[str, str]) -> str:
    """The tenths as an SVG: to the right how sure, upwards how often right, a dot's size how many.

    `words`: what each kind, `confidence` and `right` are called.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 440" font-family="{FONTS}" font-size="12">',
        '<rect width="440" height="440" fill="#fff"/>',
        *(_line(step / 5) for step in range(6)),
        f'<path d="M{_place(0, 0)}L{_place(1, 1)}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for number, (kind, colour) in enumerate(COLOURS.items()):
        dots = sorted((t for t in found if t.kind == kind and t.count >= FEWEST), key=lambda t: t.confidence)
        path = "L".join(_place(t.confidence, t.right) for t in dots)
        parts += [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'] if path else []
        parts += [_dot(t, colour) for t in dots]
        key = TOP + 14 + 18 * number
        parts.append(f'<circle cx="64" cy="{key}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="76" y="{key + 4}" fill="#222">{words[kind]}</text>')
    middle = LEFT + SIDE / 2
    parts.append(f'<text x="{middle}" y="432" text-anchor="middle" fill="#222">{words["confidence"]}</text>')
    turned = f'text-anchor="middle" fill="#222" transform="rotate(-90 14 {TOP + SIDE / 2})"'
    parts.append(f'<text x="14" y="{TOP + SIDE / 2}" {turned}>{words["right"]}</text></svg>')
    return "\n".join(parts) + "\n"


def _place(confidence: float, right: float) -> str:
    return f"{LEFT + SIDE * confidence:.1f} {TOP + SIDE * (1 - right):.1f}"


def _dot(tenth: Tenth, colour: str) -> str:
    x, y = _place(tenth.confidence, tenth.right).split()
    return f'<circle cx="{x}" cy="{y}" r="{2 + math.sqrt(tenth.count) / 5:.1f}" fill="{colour}" fill-opacity=".75"/>'


def _line(share: float) -> str:
    """A line of the grid each way, with its numbers."""
    across, up = LEFT + SIDE * share, TOP + SIDE * (1 - share)
    lines = f"M{LEFT} {up:.1f}H{LEFT + SIDE}M{across:.1f} {TOP + SIDE}V{TOP}"
    return (
        f'<path d="{lines}" stroke="#e3e6ea" fill="none"/>'
        f'<text x="40" y="{up + 4:.1f}" text-anchor="end" fill="#555">{share:.1f}</text>'
        f'<text x="{across:.1f}" y="410" text-anchor="middle" fill="#555">{share:.1f}</text>'
    )
