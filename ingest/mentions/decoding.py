"""From the probabilities of the tags to the best legal sequence of them: Viterbi, many windows at once.

A step is a handful of numpy calls, which cost the same for one window as for many; and the tags are put into an order
in which those that are treated alike lie side by side, so that a step touches slices and gathers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]

NEVER = -1e4


@dataclass(frozen=True, slots=True)
class _Order:
    """Numbers of the tags: O, then E and S of each type by turns, then B of each, then I of each.

    After the first `free` of them (O, E and S) comes O, S or B; after B and I of a type its I or E.
    """

    tags: tuple[int, ...]
    kinds: int

    @property
    def free(self) -> int:
        """Where B begin."""
        return 1 + 2 * self.kinds

    @property
    def inside(self) -> int:
        """Where I begin."""
        return 1 + 3 * self.kinds


@lru_cache(maxsize=1)
def _order(tags: tuple[str, ...]) -> _Order:
    kinds = sorted({tag[2:] for tag in tags if tag != "O"})
    named = ["O", *(f"{place}-{kind}" for kind in kinds for place in "ES")]
    named += [f"{place}-{kind}" for place in "BI" for kind in kinds]
    return _Order(tuple(map(tags.index, named)), len(kinds))


def decode(scores: Scores, lengths: Sequence[int], tags: tuple[str, ...]) -> list[tuple[list[int], list[float]]]:
    """The best legal path of each window, as numbers of tags, and the log probability of each of its characters.

    `scores`: log probabilities, shape (windows, characters, tags); of each window its first `lengths` characters count.
    """
    order = _order(tags)
    told = scores[:, :, order.tags]
    left, begun = _forward(told, order)
    found = []
    for row, length in enumerate(lengths):
        way = _way(left[: length + 1, row].tolist(), begun[:length, row].tolist(), order)
        chances = told[row, range(length), way].tolist()
        found.append(([order.tags[at] for at in way], chances))
    return found


def _forward(told: Scores, order: _Order) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """How the best path came to each character.

    First, the best O, E or S before it, shape (characters + 1, windows); second, for each type, whether a name that
    goes on there began at the character before, shape (characters, windows, types).
    """
    import numpy as np

    rows, steps, count = told.shape
    free, inside = order.free, order.inside
    left = np.zeros((steps + 1, rows), np.intp)
    begun = np.zeros((steps, rows, order.kinds), np.bool_)
    best = np.full((rows, count), NEVER, np.float32)
    best[:, 0:free:2] = told[:, 0, 0:free:2]
    best[:, free:inside] = told[:, 0, free:inside]
    for step in range(1, steps):
        best[:, :free].argmax(1, out=left[step])
        np.greater_equal(best[:, free:inside], best[:, inside:], out=begun[step])
        opened = best[:, :free].max(1, keepdims=True)
        goes_on = np.maximum(best[:, free:inside], best[:, inside:])
        best[:, 0:free:2] = opened
        best[:, free:inside] = opened
        best[:, 1:free:2] = goes_on
        best[:, inside:] = goes_on
        best += told[:, step]
    # What follows a window is not looked at: of a shorter one the path ends where `left` says for the step behind it.
    best[:, :free].argmax(1, out=left[steps])
    return left, begun


def _way(left: Sequence[int], begun: Sequence[Sequence[bool]], order: _Order) -> list[int]:
    """The path, in the order's own numbers, that leads to the best tag with which a window may end."""
    free, inside = order.free, order.inside
    way = [left[-1]]
    for step in range(len(begun) - 1, 0, -1):
        at = way[-1]
        if at >= inside or (at < free and at % 2):  # I, or E
            kind = at - inside if at >= inside else at // 2
            way.append((free if begun[step][kind] else inside) + kind)
        else:
            way.append(left[step])
    return way[::-1]
