"""The annotated texts that the tagger learns from are whole: spans lie in their text, types are the ontology's."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest

from plangraph.ontology import terms

TEXTS = Path(__file__).parents[2] / "ingest" / "training" / "texts"
NAMES = sorted(path.stem for path in TEXTS.glob("*.json"))


def test_the_index_lists_every_text_once() -> None:
    with (TEXTS / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert sorted(row["name"] for row in rows) == NAMES == sorted(path.stem for path in TEXTS.glob("*.txt"))
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_an_annotation_fits_its_text(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    known = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    entities = {entity["name"] for entity in known["entities"]}
    mentions = sorted(known["mentions"], key=lambda m: (m["start"], m["end"]))
    assert all(0 <= m["start"] < m["end"] <= len(text) for m in mentions)
    assert all(before["end"] <= after["start"] for before, after in itertools.pairwise(mentions))
    assert {m["type"] for m in mentions} <= set(terms.TYPES)
    assert {m["entity"] for m in mentions} <= entities
    for relation in known["relations"]:
        assert relation["predicate"] in terms.RELATIONS
        assert relation["subject"] in entities
        assert relation["object"] in (terms.STAGES if relation["predicate"] == "hasStatus" else entities)
    for quantity in known["quantities"]:
        assert any(
            c.isdigit() or c in "一二两三四五六七八九十百千万亿半首翻成倍"
            for c in text[quantity["start"] : quantity["end"]]
        )
