"""The JSON interface: names, cards with their sentences, neighbours, and its description; and new generations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plangraph.graph.publication import publish
from plangraph.graph.questions import questions
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

if TYPE_CHECKING:
    from conftest import Service

YUEXIU = "https://w3id.org/plangraph/id/Area/440104"
CHIKAN = "https://w3id.org/plangraph/id/Area/440802"


def test_a_part_of_a_name_finds_the_thing(service: Service) -> None:
    hits = service.get("/search", q="赤坎").json()["hits"]
    assert {"湛江市赤坎区", "国家超算广州中心赤坎智慧港"} <= {hit["name"] for hit in hits}
    assert all({"iri", "type", "name", "matched", "score"} == set(hit) for hit in hits)
    assert len(service.get("/search", q="区", limit=2).json()["hits"]) == 2
    assert service.get("/search", q="绝无此名").json() == {"hits": []}


def test_a_card_has_every_statement_with_its_sentence(service: Service) -> None:
    card = service.get("/entity", name="广州市越秀区").json()
    assert card["node"]["iri"] == YUEXIU
    assert service.get("/entity", iri=YUEXIU).json() == card
    assisted = [row for row in card["statements"] if row["predicate"] == "assists"]
    assert {row["object_name"] for row in assisted} == {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    assert all("结对互促" in row["quote"] and row["document"] for row in assisted)
    money = [row for row in card["statements"] if row["predicate"] == "observes"]
    assert [(row["value"], row["unit"]) for row in money] == [("3.57", "亿元")]


def test_neighbours_come_with_their_relations(service: Service) -> None:
    found = service.get("/neighbours", iri=YUEXIU).json()
    names = {node["iri"]: node["name"] for node in found["nodes"]}
    assert names[CHIKAN] == "湛江市赤坎区"
    assert [e for e in found["edges"] if (e["source"], e["predicate"], e["target"]) == (YUEXIU, "assists", CHIKAN)]
    assert all(edge["source"] in names and edge["target"] in names for edge in found["edges"])
    few = service.get("/neighbours", iri=YUEXIU, limit=2).json()
    assert len(few["nodes"]) == 2
    assert few["more"][0]["count"] > 0


@pytest.mark.parametrize(
    ("path", "parameters", "status", "says"),
    [
        ("/search", {}, 400, "q"),
        ("/search", {"q": " "}, 400, "q"),
        ("/search", {"q": ["a", "b"]}, 400, "q"),
        ("/search", {"q": "x" * 2001}, 400, "2000"),
        ("/search", {"q": "a", "limit": "0"}, 400, "limit"),
        ("/search", {"q": "a", "limit": "501"}, 400, "limit"),
        ("/search", {"q": "a", "limit": "-1"}, 400, "limit"),
        ("/search", {"q": "a", "limit": "١"}, 400, "limit"),
        ("/search", {"q": "a", "limit": "9" * 5000}, 400, "limit"),
        ("/entity", {}, 400, "iri or name"),
        ("/entity", {"iri": YUEXIU, "name": "越秀区"}, 400, "iri or name"),
        ("/entity", {"iri": "https://w3id.org/plangraph/id/Area/999999"}, 404, "/search"),
        ("/entity", {"iri": "广州市越秀区"}, 404, "/search"),
        ("/entity", {"iri": "> } ; DROP"}, 404, "/search"),
        ("/entity", {"name": "广州市越秀"}, 404, "广州市越秀区"),
        ("/entity", {"name": "\U0001f600"}, 404, "/search"),
        ("/neighbours", {}, 400, "iri"),
        ("/neighbours", {"iri": "not an IRI > {}"}, 404, "/search"),
        ("/related", {}, 400, "q"),
        ("/related", {"q": "f" * 24}, 404, "f" * 24),
        ("/related", {"q": "https://example.org/none"}, 404, "https://example.org/none"),
        ("/nowhere", {}, 404, "/nowhere"),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(
    service: Service, path: str, parameters: dict[str, Any], status: int, says: str
) -> None:
    reply = service.get(path, {"Accept-Language": "en"}, **parameters)
    assert (reply.status, reply.media) == (status, "application/json"), reply.text
    assert says in reply.json()["error"]
    chinese = service.get(path, {"Accept-Language": "zh-CN,en;q=0.5"}, **parameters).json()["error"]
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_only_reading_is_offered(service: Service) -> None:
    for path in ("/search", "/entity", "/neighbours", "/related", "/questions", "/health", "/openapi.json", "/"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert service.send(method, path, b"").status == 405


def test_names_that_look_like_markup_go_through_unharmed(service: Service) -> None:
    (hit,) = service.get("/search", q="<script>").json()["hits"]
    card = service.get("/entity", iri=hit["iri"])
    assert card.json()["node"]["name"] == hit["name"]
    assert service.get("/entity", name=hit["name"]).json() == card.json()
    assert "<script>" in hit["name"]
    assert card.media == "application/json"


def resolved(document: dict[str, Any], part: Any) -> Any:
    while isinstance(part, dict) and "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def fits(document: dict[str, Any], schema: Any, value: Any) -> None:
    """The value has what the schema asks for, and nothing that it does not know."""
    schema = resolved(document, schema)
    match schema.get("type"):
        case "object":
            assert isinstance(value, dict)
            assert set(schema.get("required", ())) <= set(value)
            for name, part in schema.get("properties", {}).items():
                if name in value:
                    fits(document, part, value[name])
        case "array":
            assert isinstance(value, list)
            for each in value:
                fits(document, schema["items"], each)
        case kind if kind is not None:
            kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
            assert isinstance(value, kinds[kind])


def test_the_openapi_document_describes_what_is_answered(service: Service) -> None:
    document = service.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] != "0.0.0"
    asked = {
        "/search": {"q": "赤坎"}, "/entity": {"iri": YUEXIU}, "/neighbours": {"iri": YUEXIU},
        "/questions": {}, "/health": {}, "/related": {"q": "对口帮扶"},
    }  # fmt: skip
    assert set(document["paths"]) == {*asked, "/sparql"}
    for path, parameters in asked.items():
        told = document["paths"][path]["get"]
        assert set(parameters) <= {resolved(document, p)["name"] for p in told.get("parameters", ())}
        reply = service.get(path, **parameters)
        assert reply.status == 200
        fits(document, told["responses"]["200"]["content"]["application/json"]["schema"], reply.json())
    references = [part.split('"')[0] for part in json.dumps(document).split('"$ref": "')[1:]]
    assert all(resolved(document, {"$ref": reference}) is not None for reference in references)


def test_the_catalogue_is_offered_and_its_queries_are_answered(service: Service) -> None:
    offered = service.get("/questions").json()["questions"]
    assert [each["id"] for each in offered] == list(questions())
    start = {language: service.get("/", {"Accept-Language": language}).text for language in ("zh", "en")}
    shown = next(p for p in service.get("/openapi.json").json()["paths"]["/sparql"]["get"]["parameters"])["examples"]
    for each in offered:
        head = service.query(each["sparql"]).json()["head"]["vars"]
        assert head == each["columns"], each["id"]
        assert shown[each["id"]]["value"] == each["sparql"]
        for language in ("zh", "en"):
            assert re.search(rf"^{each['id']} +{re.escape(each[language])}$", start[language], re.MULTILINE)
    (one,) = service.get("/questions", id="assistance").json()["questions"]
    assert one == offered[0]
    rows = service.rows(one["sparql"])
    assert {row["recipient"] for row in rows} == {"湛江市赤坎区", "湛江市遂溪县", "湛江市霞山区"}
    wrong = service.get("/questions", {"Accept-Language": "en"}, id="asistance")
    assert (wrong.status, "assistance" in wrong.json()["error"]) == (404, True)


@pytest.fixture
def growing(tmp_path: Path, second_extraction: Extraction) -> Workspace:
    workspace = Workspace.create(tmp_path / "data")
    workspace.commit(second_extraction, "upload:second.txt")
    publish(workspace)
    return workspace


def test_a_new_generation_is_seen_at_the_next_request(
    growing: Workspace, pairing_extraction: Extraction, serve: Callable[..., Any]
) -> None:
    with serve(growing.path) as service:
        asked = "ASK { ?a plan:assists ?b }"
        before = service.get("/health").json()["generation"]
        assert service.query(asked).json()["boolean"] is False
        assert service.get("/entity", name="湛江市赤坎区").status == 404
        growing.commit(pairing_extraction, "upload:yuexiu.txt")
        publish(growing)
        assert service.get("/health").json()["generation"] > before
        assert service.query(asked).json()["boolean"] is True
        assert service.get("/entity", name="湛江市赤坎区").status == 200
        growing.remove("upload:yuexiu.txt")
        publish(growing)
        assert service.query(asked).json()["boolean"] is False


def test_related_initiatives_come_with_quotation_place_and_reason(service: Service) -> None:
    hits = service.get("/related", q="对口帮扶", limit=3).json()["hits"]
    assert 1 <= len(hits) <= 3
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert all(hit["quote"] and hit["why"] and hit["document"] and hit["passage"] for hit in hits)
    stated = next((hit["statements"][0] for hit in hits if hit["statements"]), None)
    assert stated is not None
    others = service.get("/related", q=stated).json()["hits"]
    assert stated not in [each for hit in others for each in hit["statements"]]
