"""How likely a stretch is a name, and of which type: a sum of weights of its features, turned into shares."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from plangraph.ingest.rules.loader import RuleError

NONE = "-"
FILE = "name_weights.tsv"

Weights = dict[str, tuple[tuple[int, float], ...]]


@lru_cache(maxsize=1)
def weights() -> tuple[tuple[str, ...], Weights]:
    """The classes ('-' first: no name) and, for each feature, its weights by class index.

    Raises RuleError with file and line for a broken weight file.
    """
    lines = (files("plangraph.ingest.rules") / FILE).read_text(encoding="utf-8").split("\n")
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    classes = tuple(body[0][1].split("\t")) if body else ()
    if not classes or classes[0] != NONE:
        raise RuleError(FILE, 1, "no line of classes", "Write the weights anew with tools/fit_name_weights.py.")
    found: Weights = {}
    for number, line in body[1:]:
        feature, _, packed = line.partition("\t")
        try:
            pairs = tuple((int(i), float(w)) for i, _, w in (p.partition(":") for p in packed.split(" ")))
        except ValueError as error:
            remedy = "Write the weights anew with tools/fit_name_weights.py."
            raise RuleError(FILE, number, f"not a feature with weights: {line!r}", remedy) from error
        found[feature] = pairs
    return classes, found


def shares(features: Iterable[str]) -> tuple[float, ...]:
    """The share of each class; they sum to 1."""
    classes, known = weights()
    sums = [0.0] * len(classes)
    for feature in features:
        for index, weight in known.get(feature, ()):
            sums[index] += weight
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = sum(powers)
    return tuple(p / total for p in powers)
