"""How often what is said with so much confidence is right: by rows of an extraction, as a table and as a drawing."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.reliability import FEWEST, Judged, drawing, judged, tenths

TEXT = "越秀区推进瑶台村项目，完成投资3.50亿元。"
NAMES = [("Area:越秀区", "Area", 0, 3), ("Project:瑶台村项目", "Project", 5, 10)]
WORDS = {key: key for key in ("names", "relations", "figures", "confidence", "right")}
SVG = "{http://www.w3.org/2000/svg}"


def said(**changed: list[dict[str, Any]]) -> dict[str, Any]:
    """An extraction of the sentence, as sure of all as .9; `changed`: other rows of a kind."""
    span = {"start": 0, "end": len(TEXT), "confidence": 0.9}
    whole: dict[str, Any] = {
        "entities": [{"id": i, "type": t, "name": i.split(":")[1], "aliases": []} for i, t, _, _ in NAMES],
        "mentions": [{"start": a, "end": b, "type": t, "entity": i, "confidence": 0.9} for i, t, a, b in NAMES],
        "relations": [{"subject": NAMES[0][0], "predicate": "undertakes", "object": NAMES[1][0], **span}],
        "quantities": [{"about": "完成投资", "value": 3.5, "unit": "亿元", "kind": "level", "bound": "=", **span}],
    }
    return {**whole, **changed}


def test_an_extraction_held_against_itself_is_right_in_every_row() -> None:
    rows = list(judged(TEXT, said(), said()))
    assert [(r.kind, r.confidence) for r in rows] == [(k, 0.9) for k in ("names", "names", "relations", "figures")]
    assert all(r.right for r in rows)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("names", {"mentions": [{**said()["mentions"][0], "end": 2}, said()["mentions"][1]]}),
        ("relations", {"relations": [{**said()["relations"][0], "predicate": "supports"}]}),
        ("figures", {"quantities": [{**said()["quantities"][0], "value": 35}]}),
    ],
)
def test_a_row_that_says_otherwise_is_wrong(kind: str, changed: dict[str, Any]) -> None:
    wrong = [r.kind for r in judged(TEXT, said(), said(**changed)) if not r.right]
    assert wrong == [kind]


def test_rows_fall_into_tenths_the_surest_first() -> None:
    rows = [Judged("names", c, c > 0.5) for c in (1.0, 0.9, 0.3, 0.39)] + [Judged("relations", 0.7, True)]
    assert [(t.kind, t.lower, t.count, t.right) for t in tenths(rows)] == [
        ("names", 0.9, 2, 1.0),
        ("names", 0.3, 2, 0.0),
        ("relations", 0.7, 1, 1.0),
    ]


def test_the_drawing_has_a_dot_for_each_tenth_with_enough_rows() -> None:
    many, few = [Judged("names", 0.95, True)] * FEWEST, [Judged("figures", 0.95, True)] * (FEWEST - 1)
    drawn = ET.fromstring(drawing(tenths([*many, *few]), WORDS))
    dots = [c for c in drawn.iter(f"{SVG}circle") if "fill-opacity" in c.attrib]
    assert [c.attrib["fill"] for c in dots] == ["#1f6feb"]
    assert {t.text for t in drawn.iter(f"{SVG}text")} >= set(WORDS)


def test_the_command_tells_and_draws(
    call: Callable[..., tuple[int, str, str]], tmp_path: Path, sample_report: Path
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    shutil.copy(sample_report, gold / "r.txt")
    made = json.loads(call("extract", str(sample_report))[1])
    (gold / "r.json").write_text(json.dumps({**made, "relations": []}), encoding="utf-8")
    code, out, _ = call("evaluate", str(gold), "--reliability", str(tmp_path / "drawn.svg"))
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert {line[-1] for line in lines if line[:1] == ["名称"]} == {"1.00"}
    assert {line[-1] for line in lines if line[:1] == ["关系"]} == {"0.00"}
    assert "置信度" in (tmp_path / "drawn.svg").read_text(encoding="utf-8")
