"""Quantities of the annotated reports, through the whole way from the file."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from plangraph.ingest.gold import as_gold
from plangraph.ingest.pipeline import extract_file


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.slow
def test_values_and_quantities_of_the_development_reports(shared: Path) -> None:
    score = _scorer(shared)
    names = ("mentions exact", "mentions span", "mentions overlap", "relations", "quantities", "values")
    tallies = {name: score.Tally() for name in names}
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = json.loads(path.read_text(encoding="utf-8"))
        system = as_gold(extract_file(path.with_suffix(".txt")))
        score.score(text, gold, system, tallies, {"precision": [], "recall": []}, None)
    values, quantities = tallies["values"].row(), tallies["quantities"].row()
    assert values["precision"] >= 0.985
    assert values["f1"] >= 0.95
    assert quantities["f1"] >= 0.85
