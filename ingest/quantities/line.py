"""A sentence without its white space, each character knowing its place in the view."""

from __future__ import annotations

from dataclasses import dataclass

GAP = "\u241f"
"""Stands where white space parts two digits: what is on both sides may or may not be one number."""

FOLDED = str.maketrans(
    {chr(0xFF10 + d): str(d) for d in range(10)}
    | {"％": "%", "．": ".", "－": "-", "–": "—", "―": "—", "～": "~", "〜": "~", "／": "/", "︰": "∶", "﹪": "%"}
)


DIGITS = frozenset("0123456789")


def is_digit(char: str) -> bool:
    """Whether a character is an Arabic digit, full-width ones included; ① and ² are none."""
    return char.translate(FOLDED) in DIGITS


@dataclass(frozen=True, slots=True)
class Line:
    """`text[i]` stands at `places[i]` in the view. Full-width digits and marks are folded, one character for one."""

    text: str
    places: tuple[int, ...]

    def view_span(self, start: int, end: int) -> tuple[int, int]:
        """The view offsets of `text[start:end]`, which must hold a character."""
        return self.places[start], self.places[end - 1] + 1


def line_of(text: str, start: int, end: int) -> Line:
    """The characters of `text[start:end]` without white space; between two digits a gap stays visible as GAP."""
    piece = text[start:end].translate(FOLDED)
    if len(piece.split()) == 1 and not (piece[0].isspace() or piece[-1].isspace()):
        return Line(piece, tuple(range(start, end)))
    kept: list[str] = []
    places: list[int] = []
    gap = -1
    for at, folded in enumerate(piece, start):
        if folded.isspace():
            gap = at
            continue
        if gap >= 0 and kept and folded in DIGITS and kept[-1] in DIGITS:
            kept.append(GAP)
            places.append(gap)
        gap = -1
        kept.append(folded)
        places.append(at)
    return Line("".join(kept), tuple(places))
