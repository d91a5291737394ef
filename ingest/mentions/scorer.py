"""How likely a stretch is a name, and of which type: a sum of weights of its features, turned into shares."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from plangraph.ingest.rules.loader import RuleError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NONE = "-"
UNREAD, BLANK = -1, 0
"""For a row: its line was not read yet; the row of no weights at all, which is always there."""
FILE = "name_weights.tsv"
REMEDY = "Write the weights anew with tools/fit_name_weights.py."


@dataclass(frozen=True, slots=True)
class Weights:
    """The classes ('-' first: no name) and, for each feature, its line and its weights by class, as written.

    A report has a tenth of all features: a line is read when it is asked for. `rows`: for each feature the number of
    its row of `values`; UNREAD as long as its line was not read.
    """

    classes: tuple[str, ...]
    lines: dict[str, tuple[int, str]]
    rows: dict[str, int]
    values: array[float]

    def row(self, feature: str) -> int:
        """The number of the row of weights of a feature that has a line. Raises RuleError for a broken one."""
        if self.rows[feature] != UNREAD:
            return self.rows[feature]
        number, packed = self.lines[feature]
        weights = [0.0] * len(self.classes)
        try:
            for pair in packed.split(" "):
                index, _, weight = pair.partition(":")
                weights[int(index)] = float(weight)
        except (ValueError, IndexError) as error:
            raise RuleError(FILE, number, f"not weights of a feature: {packed!r}", REMEDY) from error
        self.rows[feature] = len(self.values) // len(self.classes)
        self.values.extend(weights)
        return self.rows[feature]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights. Raises RuleError with file and line for a file without classes."""
    lines = (files("plangraph.ingest.rules") / FILE).read_text(encoding="utf-8").split("\n")
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    classes = tuple(body[0][1].split("\t")) if body else ()
    if not classes or classes[0] != NONE:
        raise RuleError(FILE, 1, "no line of classes", REMEDY)
    cells = ((number, *line.partition("\t")) for number, line in body[1:])
    found = {feature: (number, packed) for number, feature, _, packed in cells}
    return Weights(classes, found, dict.fromkeys(found, UNREAD), array("d", [0.0] * len(classes)))


def shares(stretches: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """The share of each class in each stretch, by its features: (stretches, classes); each row sums to 1."""
    import numpy as np

    fitted = weights()
    known, read = fitted.rows.get, fitted.row
    rows: list[int] = []
    starts: list[int] = []
    for features in stretches:  # what has no weights is left out: to add nothing changes no sum
        starts.append(len(rows))
        rows += [r if r >= 0 else read(f) for f in features if (r := known(f)) is not None] or [BLANK]
    values = np.array(fitted.values).reshape(-1, len(fitted.classes))
    sums = np.add.reduceat(values[rows], starts, axis=0)
    powers: npt.NDArray[np.float64] = np.exp(sums - sums.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers
