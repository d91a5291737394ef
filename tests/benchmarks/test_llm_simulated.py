"""What becomes of the proposals of good and bad language models: simulated ones, which know the annotations and err.

No model is at hand to be measured. A simulated one says how much of what is right comes through the grounding and the
weighing, and how much of what is wrong does.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plangraph.ingest.gold import as_gold
from plangraph.ingest.llm.answers import Answer, MentionItem, RelationItem
from plangraph.ingest.llm.reading import Reading
from plangraph.ingest.pipeline import extract_file
from plangraph.ontology import terms

pytestmark = [pytest.mark.shared, pytest.mark.slow]

Rows = Mapping[str, Mapping[str, float]]


def closed(text: str) -> str:
    return "".join(text.split())


class Simulated:
    """Answers with the annotations of one text: with this share of them, and this share of those spoilt."""

    def __init__(self, path: Path, given: float, spoilt: float) -> None:
        text, gold = path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        self._names = sorted({(closed(m["text"]), m["type"]) for m in gold["mentions"]})
        surfaces: dict[str, set[str]] = {}
        for m in gold["mentions"]:
            surfaces.setdefault(m["entity"], {m["entity"]}).add(closed(m["text"]))
        self._relations = [
            (surfaces.get(r["subject"], set()), r["predicate"], surfaces.get(r["object"], set()), r["object"],
             closed(text[r["start"] : r["end"]]))
            for r in gold["relations"]
        ]  # fmt: skip
        self._given, self._spoilt = given, spoilt
        self._chance = random.Random(path.stem)

    def answer(self, words: str) -> Answer:
        text = closed(words.partition("【正文】\n")[2])
        names = [self._name(text, *name) for name in self._names if name[0] in text and self._says()]
        relations = [self._relation(*r) for r in self._relations if r[4] in text and self._says()]
        return Answer("simulated", tuple(names), tuple(r for r in relations if r))

    def _says(self) -> bool:
        return self._chance.random() < self._given

    def _name(self, text: str, surface: str, kind: str) -> MentionItem:
        """A name as annotated; or spoilt: another stretch beside it, another type, or any words of the text."""
        if self._chance.random() < self._spoilt:
            at, spoil = text.find(surface), self._chance.random()
            if spoil < 0.4:
                surface = text[at : at + len(surface) + self._chance.choice([-2, -1, 1, 2])] or surface
            elif spoil < 0.7:
                kind = self._chance.choice(sorted(terms.TYPES))
            else:
                at = self._chance.randrange(len(text))
                surface = text[at : at + self._chance.randint(3, 9)]
        return MentionItem(surface, kind, 0)

    def _relation(
        self, subjects: set[str], predicate: str, objects: set[str], other: str, clause: str
    ) -> RelationItem | None:
        subject = max((s for s in subjects if s in clause), key=len, default="")
        staged = predicate == terms.HAS_STATUS
        target = other if staged else max((o for o in objects if o in clause), key=len, default="")
        if self._chance.random() < self._spoilt:
            predicate = self._chance.choice(sorted(terms.RELATIONS))
        return RelationItem(subject, predicate, target, clause) if target else None


def scored(gold: Path, folder: Path, model: Callable[[Path], Simulated] | None) -> Rows:
    """The figures of `plangraph evaluate` with such a model, or without one."""
    for path in sorted(gold.glob("*.txt")):

        def reader(named: Any, figures: Any, path: Path = path) -> Reading:
            assert model is not None
            return Reading(model(path).answer, named, figures)

        found = extract_file(path, reader if model else None)
        (folder / f"{path.stem}.json").write_text(json.dumps(as_gold(found), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "plangraph.app.score", str(gold), str(folder), "--json"]
    rows = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)
    assert isinstance(rows, dict)
    return rows


@pytest.fixture(scope="module")
def measured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[float, float], Rows]:
    """`measured(given, spoilt)`: the figures with such a model; none of the annotations given: without one."""

    @cache
    def run(given: float, spoilt: float) -> Rows:
        model = (lambda path: Simulated(path, given, spoilt)) if given else None
        return scored(shared / "gold" / "dev", tmp_path_factory.mktemp("extractions"), model)

    return run


@pytest.mark.parametrize(
    ("given", "spoilt", "names", "relations"),
    [(1.0, 0.0, 0.08, 0.1), (0.75, 0.25, 0.03, 0.05), (0.6, 0.5, -0.01, 0.0), (0.3, 0.9, -0.03, -0.03)],
)
def test_a_good_model_gains_a_bad_one_costs_little_and_figures_stay(
    measured: Callable[[float, float], Rows], given: float, spoilt: float, names: float, relations: float
) -> None:
    without, beside = measured(0.0, 0.0), measured(given, spoilt)
    assert beside["mentions exact"]["f1"] >= without["mentions exact"]["f1"] + names
    assert beside["relations"]["f1"] >= without["relations"]["f1"] + relations
    for same in ("quantities", "values"):
        assert beside[same] == without[same]
