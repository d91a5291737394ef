"""The annotated texts that the tagger learns from are whole: spans lie in their text, types are the ontology's."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest

from plangraph.ontology import terms

TRAINING = Path(__file__).parents[2] / "ingest" / "training"
TEXTS = TRAINING / "texts"
ALONE = TRAINING / "names"  # of these the names alone were marked
BLIND = TRAINING / "blind"  # the same, for measuring alone
NAMES = sorted(path.stem for path in TEXTS.glob("*.json"))


@pytest.mark.parametrize("folder", [TEXTS, ALONE, BLIND], ids=lambda folder: folder.name)
def test_the_index_lists_every_text_once(folder: Path) -> None:
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = sorted(path.stem for path in folder.glob("*.json"))
    assert sorted(row["name"] for row in rows) == found == sorted(path.stem for path in folder.glob("*.txt"))
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    "path", [path for folder in (TEXTS, ALONE, BLIND) for path in sorted(folder.glob("*.json"))], ids=lambda p: p.stem
)
def test_names_fit_their_text(path: Path) -> None:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    mentions = json.loads(path.read_text(encoding="utf-8"))["mentions"]
    mentions.sort(key=lambda m: (m["start"], m["end"]))
    assert all(0 <= m["start"] < m["end"] <= len(text) for m in mentions)
    assert all(text[m["start"] : m["end"]].strip() for m in mentions)
    assert all(before["end"] <= after["start"] for before, after in itertools.pairwise(mentions))
    assert {m["type"] for m in mentions} <= set(terms.TYPES)


@pytest.mark.parametrize("name", NAMES)
def test_an_annotation_fits_its_text(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    known = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    entities = {entity["name"] for entity in known["entities"]}
    assert {m["entity"] for m in known["mentions"]} <= entities
    for relation in known["relations"]:
        assert relation["predicate"] in terms.RELATIONS
        assert relation["subject"] in entities
        assert relation["object"] in (terms.STAGES if relation["predicate"] == "hasStatus" else entities)
    for quantity in known["quantities"]:
        assert any(
            c.isdigit() or c in "一二两三四五六七八九十百千万亿半首翻成倍"
            for c in text[quantity["start"] : quantity["end"]]
        )


def test_training_leaves_out_the_places_of_what_measures(root: Path) -> None:
    listed = {name: set((TEXTS / name).read_text(encoding="utf-8").split()) for name in ("LEFT_OUT", "LEFT_OUT_TOO")}
    places = {name.split("_")[1] for name in listed["LEFT_OUT"]}
    learnt = {path.stem for folder in (TEXTS, ALONE) for path in folder.glob("*.txt")} - set().union(*listed.values())
    assert not [name for name in learnt if name.split("_")[1] in places]
    assert "LEFT_OUT LEFT_OUT_TOO" in (root / "Makefile").read_text(encoding="utf-8")


def test_nothing_that_measures_is_learnt_from() -> None:
    """But for the formula in which reports greet their listeners, which is shorter."""
    left_out = set((TEXTS / "LEFT_OUT").read_text(encoding="utf-8").split())
    learnt = [path for folder in (TEXTS, ALONE) for path in folder.glob("*.txt") if path.stem not in left_out]
    lines = {line for path in learnt for line in path.read_text(encoding="utf-8").splitlines() if len(line) >= 60}
    measuring = [*BLIND.glob("*.txt"), *(TEXTS / f"{name}.txt" for name in left_out)]
    for path in measuring:
        assert not lines.intersection(path.read_text(encoding="utf-8").splitlines()), path.name
