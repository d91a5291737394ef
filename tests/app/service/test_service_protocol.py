"""The SPARQL 1.1 Protocol: its own test cases as far as they are about queries, and the formats of answers."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest

if TYPE_CHECKING:
    from conftest import Service

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
SELECT = "SELECT (1 AS ?value) {}"
YEARS = "SELECT DISTINCT ?year { ?d plan:yearPlanned ?year }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?d plan:yearPlanned ?year } }"
EVERY_NAME = "SELECT DISTINCT ?name { ?thing skos:prefLabel ?name } ORDER BY ?name"


def form(*fields: tuple[str, str]) -> str:
    return urlencode(fields)


# -- the W3C's cases, by their names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "method", "path", "headers", "body"),
    [
        ("query_get", "GET", f"/sparql?query={quote('ASK {}')}", {}, None),
        ("query_post_form", "POST", "/sparql", FORM, form(("query", "ASK {}"))),
        ("query_post_direct", "POST", "/sparql", DIRECT, "ASK {}"),
        ("charset given", "POST", "/sparql", {"Content-Type": 'Application/SPARQL-Query; Charset="UTF-8"'}, "ASK {}"),
        ("other parameters", "GET", f"/sparql?format=json&query={quote('ASK {}')}&output=json", {}, None),
    ],
)
def test_a_query_is_taken(
    service: Service, case: str, method: str, path: str, headers: dict[str, str], body: str | None
) -> None:
    reply = service.send(method, path, body, {"Accept": "application/sparql-results+json", **headers})
    assert (reply.status, reply.media) == (200, "application/sparql-results+json"), case
    assert reply.json()["boolean"] is True


@pytest.mark.parametrize(
    ("case", "method", "path", "headers", "body", "status"),
    [
        ("bad_query_method", "PUT", f"/sparql?query={quote('ASK {}')}", {}, None, 405),
        ("bad_query_method", "DELETE", "/sparql", {}, None, 405),
        ("bad_multiple_queries", "GET", f"/sparql?query={quote('ASK {}')}&query={quote('ASK {}')}", {}, None, 400),
        ("bad_multiple_queries", "POST", "/sparql", FORM, form(("query", "ASK {}"), ("query", "ASK {}")), 400),
        ("bad_multiple_queries", "POST", f"/sparql?query={quote('ASK {}')}", DIRECT, "ASK {}", 400),
        ("bad_query_wrong_media_type", "POST", "/sparql", {"Content-Type": "text/plain"}, "ASK {}", 415),
        ("bad_query_missing_form_type", "POST", "/sparql", {}, form(("query", "ASK {}")), 415),
        ("bad_query_missing_direct_type", "POST", "/sparql", {}, "ASK {}", 415),
        (
            "bad_query_non_utf8", "POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-16"},
            "ASK {}".encode("utf-16"), 415,
        ),
        ("bytes that are no UTF-8", "POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xff' }", 400),
        ("escapes that are no UTF-8", "GET", "/sparql?query=ASK%20%7B%7D%FF", {}, None, 400),
        ("a surrogate", "POST", "/sparql", FORM, "query=%ED%A0%80", 400),
        ("bad_query_syntax", "GET", f"/sparql?query={quote('ASK { ?s ?p')}", {}, None, 400),
        ("no query", "POST", "/sparql", FORM, "", 400),
        ("an empty query", "GET", "/sparql?query=", {}, None, 400),
        ("too many fields", "POST", "/sparql", FORM, "a=1&" * 3000, 400),
        ("bad_update_get", "GET", f"/sparql?update={quote('CLEAR ALL')}", {}, None, 403),
        ("update_post_form", "POST", "/sparql", FORM, form(("update", "CLEAR ALL")), 403),
        ("update_post_direct", "POST", "/sparql", {"Content-Type": "application/sparql-update"}, "CLEAR ALL", 403),
        ("an update for a query", "POST", "/sparql", FORM, form(("query", "DELETE WHERE { ?s ?p ?o }")), 403),
        (
            "SERVICE", "POST", "/sparql", DIRECT,
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403,
        ),
        ("LOAD", "POST", "/sparql", DIRECT, "LOAD <http://127.0.0.1:9/>", 403),
        ("a foreign graph", "POST", "/sparql", DIRECT, "SELECT * FROM <http://example.org/g> { ?s ?p ?o }", 403),
        ("a body without end", "POST", "/sparql", DIRECT, "#" * 1_000_001, 413),
        ("a query too long", "POST", "/sparql", DIRECT, "ASK {}" + "#" * 100_000, 400),
    ],
)  # fmt: skip
def test_what_is_wrong_gets_its_status_and_a_text(
    service: Service, case: str, method: str, path: str, headers: dict[str, str], body: str | bytes | None, status: int
) -> None:
    reply = service.send(method, path, body, headers)
    assert reply.status == status, (case, reply.text)
    assert reply.media == "text/plain"
    assert len(reply.text) > 20
    for language, letters in (("zh-CN,zh;q=0.9", True), ("en", False)):
        told = service.send(method, path, body, {**headers, "Accept-Language": language}).text
        assert any("\u4e00" <= character <= "\u9fff" for character in told) is letters, (case, told)


def test_the_graph_is_as_before_whatever_was_sent(service: Service) -> None:
    assert len(service.rows(EVERY_NAME)) > 10


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_request_names_the_default_graph(service: Service, graphs: dict[int, str], way: str) -> None:
    """query_dataset_default_graphs: the graphs of the request in place of all."""
    for years in ([2025], [2023], [2023, 2025]):
        fields = [("default-graph-uri", graphs[year]) for year in years]
        accept = {"Accept": "application/json"}
        if way == "get":
            reply = service.send("GET", f"/sparql?{form(('query', YEARS), *fields)}", headers=accept)
        elif way == "form":
            reply = service.send("POST", "/sparql", form(("query", YEARS), *fields), FORM | accept)
        else:
            reply = service.send("POST", f"/sparql?{form(*fields)}", YEARS, DIRECT | accept)
        assert reply.status == 200, reply.text
        found = sorted(int(row["year"]["value"]) for row in reply.json()["results"]["bindings"])
        assert found == years


def test_the_request_names_the_named_graphs(service: Service, graphs: dict[int, str]) -> None:
    """query_dataset_named_graphs and query_dataset_full."""
    new, old = graphs[2025], graphs[2023]
    assert {row["g"] for row in service.rows(NAMED)} == {new, old}
    assert [row["g"] for row in service.rows(NAMED, **{"named-graph-uri": old})] == [old]
    assert service.rows(YEARS, **{"named-graph-uri": old}) == []
    assert service.rows(NAMED, **{"default-graph-uri": old}) == []
    both = "SELECT DISTINCT ?year ?g { ?d plan:yearPlanned ?year GRAPH ?g { ?e plan:yearPlanned ?other } }"
    found = service.rows(both, **{"default-graph-uri": new, "named-graph-uri": old})
    assert found == [{"year": "2025", "g": old}]


def test_the_graphs_of_the_request_win_over_those_of_the_query(service: Service, graphs: dict[int, str]) -> None:
    """query_multiple_dataset."""
    asked = YEARS.replace("{", f"FROM <{graphs[2023]}> {{", 1)
    assert [row["year"] for row in service.rows(asked)] == ["2023"]
    assert [row["year"] for row in service.rows(asked, **{"default-graph-uri": graphs[2025]})] == ["2025"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://example.org/g", "file:///etc/passwd", "not an IRI", "", "> } #"])
def test_other_graphs_are_refused(service: Service, name: str, graph: str) -> None:
    reply = service.query(SELECT, **{name: graph})
    assert reply.status == 403
    assert f"<{graph}>" in reply.text


# -- formats ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "text/xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/*", "text/csv"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_a_table_comes_in_the_format_that_is_taken_best(service: Service, accept: str, media: str) -> None:
    for query in ("SELECT (1 AS ?value) {}", "ASK {}"):
        reply = service.get("/sparql", {"Accept": accept} if accept else {}, query=query)
        assert (reply.status, reply.media) == (200, media)
        assert "accept" in reply.headers["vary"].lower()


GRAPH = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s skos:prefLabel ?o }"


@pytest.mark.parametrize(
    ("accept", "media", "fmt"),
    [
        ("", "text/turtle", pyoxigraph.RdfFormat.TURTLE),
        ("text/turtle", "text/turtle", pyoxigraph.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
        ("application/json", "application/json", pyoxigraph.RdfFormat.JSON_LD),
        ("application/trig", "application/trig", pyoxigraph.RdfFormat.TRIG),
        ("application/n-quads", "application/n-quads", pyoxigraph.RdfFormat.N_QUADS),
        ("application/rdf+xml", "application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
        ("text/csv, text/turtle;q=0.1", "text/turtle", pyoxigraph.RdfFormat.TURTLE),
    ],
)
def test_triples_come_in_the_format_that_is_taken_best_and_say_the_same(
    service: Service, accept: str, media: str, fmt: pyoxigraph.RdfFormat
) -> None:
    reply = service.get("/sparql", {"Accept": accept} if accept else {}, query=GRAPH)
    assert (reply.status, reply.media) == (200, media)
    found = {(str(q.subject), q.object.value) for q in pyoxigraph.parse(reply.body, format=fmt)}
    rows = service.rows("SELECT DISTINCT ?s ?o { ?s skos:prefLabel ?o }")
    assert found == {(f"<{row['s']}>", row["o"]) for row in rows}
    described = service.get("/sparql", {"Accept": media}, query="DESCRIBE <https://w3id.org/plangraph/id/Area/440104>")
    assert (described.status, described.media) == (200, media)
    assert service.get("/sparql", {"Accept": accept} if accept else {}, query=GRAPH).body == reply.body


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("ASK {}", "text/turtle"),
        ("SELECT (1 AS ?v) {}", "image/png"),
        ("SELECT (1 AS ?v) {}", "text/csv;q=0"),
        ("SELECT (1 AS ?v) {}", "*/*;q=0"),
        (GRAPH, "text/csv"),
        ("DESCRIBE <a:b>", "application/sparql-results+json"),
    ],
)
def test_a_format_that_cannot_be_given_is_406(service: Service, query: str, accept: str) -> None:
    reply = service.query(query, accept)
    assert reply.status == 406
    assert "application/sparql-results+json" in reply.text
    assert "text/turtle" in reply.text


def test_rdf_xml_says_what_it_cannot_write(service: Service) -> None:
    reply = service.query("CONSTRUCT { <a:b> <http://example.org/1> 1 } WHERE {}", "application/rdf+xml")
    assert reply.status == 400
    assert "text/turtle" in reply.text


def test_head_is_get_without_a_body(service: Service) -> None:
    reply = service.send("HEAD", f"/sparql?query={quote('ASK {}')}")
    assert (reply.status, reply.body) == (200, b"")


def test_the_service_describes_itself(service: Service, graphs: dict[int, str]) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept, fmt in (
        ("text/turtle", pyoxigraph.RdfFormat.TURTLE),
        ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
    ):
        reply = service.get("/sparql", {"Accept": accept})
        assert (reply.status, reply.media) == (200, accept)
        triples = list(pyoxigraph.parse(reply.body, format=fmt))
        assert {t.object.value for t in triples if t.predicate.value == sd + "endpoint"} == {service.endpoint}
        assert {t.object.value for t in triples if t.predicate.value == sd + "name"} >= set(graphs.values())
    assert service.get("/sparql", {"Accept": "text/csv"}).status == 406


# -- strings that would do harm -----------------------------------------------------------------------------------

NASTY = [
    '<script>alert("1")</script>',
    'a"},{"b":[]}}',
    "'); DROP TABLE x; -- */ /* {}${{7*7}}",
    "一行\n两行\r三行\r\n四行\t制表",
    "]]>&amp;<result></result>",
    '\\u003c\\"',
    "𠮷\u2028\u00a0‮",
    "=1+1",
    "",
]


def literal(text: str) -> str:
    return str(pyoxigraph.Literal(text))


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_through_every_format_unharmed(service: Service, text: str) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {literal(text)} {literal(text + '2')} }} }}"
    reply = service.send("POST", "/sparql", query, DIRECT | {"Accept": "application/json"})
    assert [row["x"]["value"] for row in reply.json()["results"]["bindings"]] == [text, text + "2"]
    tree = ET.fromstring(service.query(query, "text/xml").body)
    spoken = [e.text or "" for e in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert spoken == [text, text + "2"]
    table = service.query(query, "text/csv").text
    assert [row[0] if row else "" for row in csv.reader(io.StringIO(table, newline=""))] == ["x", text, text + "2"]
    found = pyoxigraph.parse_query_results(
        service.query(query, "text/tab-separated-values").body, pyoxigraph.QueryResultsFormat.TSV
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [row["x"] for row in found] == [pyoxigraph.Literal(text), pyoxigraph.Literal(text + "2")]
    made = service.query(f"CONSTRUCT {{ <a:a> rdfs:label {literal(text)} }} WHERE {{}}", "application/rdf+xml")
    (triple,) = pyoxigraph.parse(made.body, format=pyoxigraph.RdfFormat.RDF_XML)
    assert triple.object == pyoxigraph.Literal(text)


def test_characters_that_xml_forbids_do_not_break_it(service: Service) -> None:
    query = r'SELECT ("a\u0001b\uFFFEc" AS ?x) {}'
    tree = ET.fromstring(service.query(query, "application/sparql-results+xml").body)
    assert [e.text for e in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["a\ufffdb\ufffdc"]
    assert service.rows(query) == [{"x": "a\x01b\ufffec"}]


def test_a_name_of_a_report_that_looks_like_a_page_is_a_string(service: Service) -> None:
    names = {row["name"] for row in service.rows(EVERY_NAME)}
    assert any("<script>" in name for name in names)
    reply = service.query("SELECT ?n { ?s skos:prefLabel ?n FILTER(CONTAINS(?n, '<script>')) }", "text/html, */*;q=0.1")
    assert reply.media == "application/sparql-results+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
