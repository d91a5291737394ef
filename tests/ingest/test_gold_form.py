"""An extraction in the form of the gold annotations."""

from __future__ import annotations

from decimal import Decimal

from plangraph.ingest.gold import as_gold
from plangraph.ontology.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Quantity,
    Span,
    Statement,
)

TEXT = "越秀区推进瑶台村项目，完成投资3.50亿元。"
AREA, PROJECT = LocalKey("Area", "广州市越秀区"), LocalKey("Project", "瑶台村项目")
SENTENCE = Evidence((Span(0, len(TEXT)),))


def _extraction() -> Extraction:
    document = Document("d", TEXT, "a.txt", "text/plain", "", "other", AREA, "440104", None, "", "", None, None)
    money = Quantity("完成投资", Decimal("3.50"), "亿元", (Span(15, 21),), kind="growth", direction="up", bound=">=")
    statements = (
        Statement("d", AREA, "undertakes", PROJECT, SENTENCE, "r", 0.9),
        Statement("d", PROJECT, "hasStatus", "ongoing", SENTENCE, "r", 0.9),
        Statement("d", PROJECT, "observes", money, SENTENCE, "r", 0.9, modality="target", period="2025"),
        Statement("d", AREA, "observes", Quantity("户", Decimal(12), "户", (Span(15, 19),)), SENTENCE, "r", 0.9),
    )
    mentions = (Mention("d", (Span(5, 10),), "瑶台村项目", PROJECT, "r", 0.9),)
    entities = (Entity(AREA, ("越秀区",), "440104"), Entity(PROJECT))
    return Extraction(document, entities, mentions, statements, (), "v")


def test_things_and_names() -> None:
    gold = as_gold(_extraction())
    assert gold["entities"] == [
        {"id": "Area:广州市越秀区", "type": "Area", "name": "广州市越秀区", "aliases": ["越秀区"], "code": "440104"},
        {"id": "Project:瑶台村项目", "type": "Project", "name": "瑶台村项目", "aliases": []},
    ]
    assert gold["mentions"] == [
        {
            "start": 5,
            "end": 10,
            "text": "瑶台村项目",
            "type": "Project",
            "entity": "Project:瑶台村项目",
            "confidence": 0.9,
        }
    ]


def test_relations_and_stages() -> None:
    rows = as_gold(_extraction())["relations"]
    assert [(r["subject"], r["predicate"], r["object"]) for r in rows] == [
        ("Area:广州市越秀区", "undertakes", "Project:瑶台村项目"),
        ("Project:瑶台村项目", "hasStatus", "ongoing"),
    ]
    assert {(r["start"], r["end"]) for r in rows} == {(0, len(TEXT))}


def test_figures_keep_the_number_as_stated() -> None:
    of_project, of_area = as_gold(_extraction())["quantities"]
    assert (of_project["value"], of_project["unit"], of_project["of"]) == (3.5, "亿元", "瑶台村项目")
    assert (of_project["kind"], of_project["direction"], of_project["bound"]) == ("growth", "up", ">=")
    assert (of_project["status"], of_project["period"]) == ("target", "2025")
    assert (of_area["value"], "of" in of_area, "direction" in of_area) == (12, False, False)
    assert isinstance(of_area["value"], int)
