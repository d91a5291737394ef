"""How likely a stretch is a name, and of which type: a sum of weights of its features, turned into shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from plangraph.ingest.rules.loader import RuleError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NONE = "-"
FILE = "name_weights.tsv"
REMEDY = "Write the weights anew with tools/fit_name_weights.py."


@dataclass(frozen=True, slots=True)
class Weights:
    """The classes ('-' first: no name) and, for each feature, its line and its weights by class, as written.

    A report has a tenth of all features: a line is read when it is asked for.
    """

    classes: tuple[str, ...]
    lines: dict[str, tuple[int, str]]
    rows: dict[str, int] = field(default_factory=dict)
    values: list[list[float]] = field(default_factory=list)

    def row(self, feature: str) -> int:
        """The number of the feature's row of weights; -1 if it has none. Raises RuleError for a broken line."""
        known = self.rows.get(feature)
        if known is None:
            known = self.rows[feature] = self._read(feature)
        return known

    def _read(self, feature: str) -> int:
        if feature not in self.lines:
            return -1
        number, packed = self.lines[feature]
        weights = [0.0] * len(self.classes)
        try:
            for pair in packed.split(" "):
                index, _, weight = pair.partition(":")
                weights[int(index)] = float(weight)
        except (ValueError, IndexError) as error:
            raise RuleError(FILE, number, f"not weights of a feature: {packed!r}", REMEDY) from error
        self.values.append(weights)
        return len(self.values) - 1


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights. Raises RuleError with file and line for a file without classes."""
    lines = (files("plangraph.ingest.rules") / FILE).read_text(encoding="utf-8").split("\n")
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    classes = tuple(body[0][1].split("\t")) if body else ()
    if not classes or classes[0] != NONE:
        raise RuleError(FILE, 1, "no line of classes", REMEDY)
    cells = ((number, *line.partition("\t")) for number, line in body[1:])
    return Weights(classes, {feature: (number, packed) for number, feature, _, packed in cells})


def shares(stretches: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """The share of each class in each stretch, by its features: (stretches, classes); each row sums to 1."""
    import numpy as np

    fitted = weights()
    known, read = fitted.rows, fitted.row
    rows = [known[feature] if feature in known else read(feature) for features in stretches for feature in features]
    values = np.array([*fitted.values, [0.0] * len(fitted.classes)])  # the last row is that of unknown features
    starts = np.cumsum([0, *map(len, stretches[:-1])])
    sums = np.add.reduceat(values[rows], starts, axis=0)
    powers: npt.NDArray[np.float64] = np.exp(sums - sums.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers
