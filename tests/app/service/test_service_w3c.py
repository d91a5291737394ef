"""The W3C's tests of the SPARQL 1.1 Protocol, by their names: requests and what must come of them.

Their three graphs are two here, those of the reports. Fourteen of the thirty-four are about updates, and a service that
only reads has none: seven of these want a wrong update refused, which it is; seven want one done, and do not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from conftest import Reply, Service

FORM, DIRECT, UPDATE = (
    {"Content-Type": f"application/{media}"} for media in ("x-www-form-urlencoded", "sparql-query", "sparql-update")
)
TABLES = ("application/sparql-results+xml", "application/sparql-results+json", "text/tab-separated-values", "text/csv")
BOOLEANS = TABLES[:2]
TRIPLES = ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json")


class Asked:
    """Sends the W3C's requests. `new` and `old`: the graphs of the reports that plan 2025 and 2023."""

    def __init__(self, service: Service, graphs: Mapping[int, str]) -> None:
        self.service = service
        self.new, self.old = graphs[2025], graphs[2023]

    def get(self, query: str, **fields: list[str]) -> Reply:
        return self.service.send("GET", f"/sparql?{self.fields(query=[query], **fields)}")

    def direct(self, query: str, **fields: list[str]) -> Reply:
        return self.service.send("POST", f"/sparql?{self.fields(**fields)}", query, DIRECT)

    def form(self, query: str, **fields: list[str]) -> Reply:
        return self.service.send("POST", f"/sparql?{self.fields(**fields)}", f"query={quote(query)}", FORM)

    @staticmethod
    def fields(**fields: list[str]) -> str:
        return urlencode({f"{name}_uri".replace("_", "-") if name != "query" else name: value
                          for name, value in fields.items()}, doseq=True)  # fmt: skip


@pytest.fixture
def asked(service: Service, graphs: dict[int, str]) -> Asked:
    return Asked(service, graphs)


def true(reply: Reply) -> None:
    assert (reply.status, reply.media) == (200, BOOLEANS[1]), reply.text
    assert reply.json()["boolean"] is True


def typed(iri: str) -> str:
    return f"<{iri}> a ?type"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_get_and_post_form_and_post_direct(asked: Asked, way: str) -> None:
    true(getattr(asked, way)("ASK {}"))
    true(getattr(asked, way)("ASK {}", default_graph=[asked.new]))


@pytest.mark.parametrize("way", ["get", "direct"])
def test_query_dataset_default_graphs_get_and_post(asked: Asked, way: str) -> None:
    query = f"ASK {{ {typed(asked.new)} . {typed(asked.old)} }}"
    true(getattr(asked, way)(query, default_graph=[asked.new, asked.old]))
    assert getattr(asked, way)(query, default_graph=[asked.new]).json()["boolean"] is False


@pytest.mark.parametrize("way", ["get", "direct"])
def test_query_dataset_named_graphs_get_and_post(asked: Asked, way: str) -> None:
    query = f"ASK {{ GRAPH ?g1 {{ {typed(asked.new)} }} GRAPH ?g2 {{ {typed(asked.old)} }} }}"
    true(getattr(asked, way)(query, named_graph=[asked.new, asked.old]))
    assert getattr(asked, way)(query, named_graph=[asked.old]).json()["boolean"] is False


def test_query_dataset_full(asked: Asked) -> None:
    query = f"ASK {{ {typed(asked.old)} . GRAPH ?g {{ {typed(asked.new)} }} }}"
    true(asked.direct(query, default_graph=[asked.old], named_graph=[asked.new]))
    assert asked.direct(query, default_graph=[asked.new], named_graph=[asked.old]).json()["boolean"] is False


def test_query_multiple_dataset(asked: Asked) -> None:
    query = f"ASK FROM <{asked.old}> {{ GRAPH ?g1 {{ {typed(asked.new)} }} GRAPH ?g2 {{ {typed(asked.old)} }} }}"
    true(asked.direct(query, named_graph=[asked.new, asked.old]))
    assert asked.direct(query).json()["boolean"] is False


@pytest.mark.parametrize(
    ("query", "media"),
    [
        ("SELECT (1 AS ?value) {}", TABLES),
        ("ASK {}", BOOLEANS),
        ("DESCRIBE <http://example.org/>", TRIPLES),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", TRIPLES),
    ],
)
def test_query_content_type_select_ask_describe_construct(asked: Asked, query: str, media: tuple[str, ...]) -> None:
    reply = asked.direct(query, default_graph=[asked.new])
    assert reply.status == 200, reply.text
    assert reply.media in media


def test_relative_iris_are_those_of_the_endpoint(asked: Asked) -> None:
    made = asked.direct("CONSTRUCT { <s> <#p> 1 } WHERE {}").text
    assert f"<{asked.service.address}/s>" in made
    assert f"<{asked.service.endpoint}#p>" in made
    assert (
        "<http://other.example/s>" in asked.direct("BASE <http://other.example/> CONSTRUCT { <s> <p> 1 } WHERE {}").text
    )


@pytest.mark.parametrize(
    ("name", "method", "query", "headers", "body"),
    [
        ("bad_query_method", "PUT", "?query=ASK%20%7B%7D", FORM, b""),
        ("bad_multiple_queries", "GET", "?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", {}, None),
        ("bad_query_wrong_media_type", "POST", "", {"Content-Type": "text/plain"}, b"ASK {}"),
        ("bad_query_missing_form_type", "POST", "", {}, b"query=ASK%20%7B%7D"),
        ("bad_query_missing_direct_type", "POST", "", {}, b"ASK {}"),
        (
            "bad_query_non_utf8", "POST", "", {"Content-Type": "application/sparql-query; charset=UTF-16"},
            "ASK {}".encode("utf-16"),
        ),
        ("bad_query_syntax", "GET", "?query=ASK%20%7B", {}, None),
        ("bad_update_get", "GET", "?update=CLEAR%20ALL", {}, None),
        ("bad_multiple_updates", "POST", "", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
        ("bad_update_wrong_media_type", "POST", "", {"Content-Type": "text/plain"}, b"CLEAR NAMED"),
        ("bad_update_missing_form_type", "POST", "", {}, b"update=CLEAR%20NAMED"),
        (
            "bad_update_non_utf8", "POST", "", {"Content-Type": "application/sparql-update; charset=UTF-16"},
            "CLEAR NAMED".encode("utf-16"),
        ),
        ("bad_update_syntax", "POST", "", FORM, b"update=CLEAR%20XYZ"),
        (
            "bad_update_dataset_conflict", "POST", "?using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople", FORM,
            b"update=WITH%20%3Ca%3Ab%3E%20DELETE%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
        ),
    ],
)  # fmt: skip
def test_bad_ones_are_refused(
    service: Service, name: str, method: str, query: str, headers: dict[str, str], body: bytes | None
) -> None:
    assert 400 <= service.send(method, f"/sparql{query}", body, headers).status < 500, name


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("update_dataset_default_graph", "?using-graph-uri=http%3A%2F%2Fexample.org%2Fa"),
        ("update_dataset_default_graphs", "?using-graph-uri=http%3A%2F%2Fexample.org%2Fa&using-graph-uri=a%3Ab"),
        ("update_dataset_named_graphs", "?using-named-graph-uri=http%3A%2F%2Fexample.org%2Fa"),
        ("update_dataset_full", "?using-graph-uri=a%3Ab&using-named-graph-uri=http%3A%2F%2Fexample.org%2Fa"),
        ("update_post_form", ""),
        ("update_post_direct", ""),
        ("update_base_uri", ""),
    ],
)
def test_updates_do_not_apply_and_are_refused(asked: Asked, name: str, query: str) -> None:
    change = "CLEAR ALL ; INSERT DATA { GRAPH <http://example.org/a> { <a:a> <a:b> <test> } }"
    for headers, body in ((UPDATE, change), (FORM, f"update={quote(change)}"), (DIRECT, change)):
        assert asked.service.send("POST", f"/sparql{query}", body, headers).status == 403, name
    true(asked.direct(f"ASK {{ {typed(asked.new)} }}"))
