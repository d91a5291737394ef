"""The programs that people ask SPARQL endpoints with, against a running service."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, Unauthorized

if TYPE_CHECKING:
    from conftest import Service

TOKEN = "a-token-of-twenty-two-c"
NAMES = """
PREFIX plan: <https://w3id.org/plangraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name { ?a plan:assists ?b . ?b skos:prefLabel ?name } ORDER BY ?name"""
ASSISTED = ["湛江市赤坎区", "湛江市遂溪县", "湛江市霞山区"]


def wrapped(service: Service, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(service.endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_the_rows(service: Service, method: str, way: str, form: str) -> None:
    client = wrapped(service, NAMES, form)
    client.setMethod(method)
    client.setRequestMethod(way if method == POST else "urlencoded")
    found: Any = client.queryAndConvert()
    if form == JSON:
        names = [row["name"]["value"] for row in found["results"]["bindings"]]
    elif form == XML:
        names = [node.firstChild.data for node in found.getElementsByTagName("literal")]
    else:
        names = [line.strip('"') for line in found.decode("utf-8").splitlines()[1:]]
    assert sorted(names) == ASSISTED


@pytest.mark.parametrize("form", [XML, RDFXML, TURTLE, N3, JSONLD])
def test_sparqlwrapper_gets_triples(service: Service, form: str) -> None:
    query = "CONSTRUCT { ?b ?p ?name } WHERE { VALUES ?p { rdfs:label } ?a plan:assists ?b . ?b skos:prefLabel ?name }"
    found: Any = wrapped(service, query, form).queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert sorted(str(name) for name in graph.objects()) == ASSISTED


def test_sparqlwrapper_tells_errors_apart(service: Service, strict: Service) -> None:
    with pytest.raises(QueryBadFormed):
        wrapped(service, "SELECT * {", JSON).query()
    client = wrapped(strict, NAMES, JSON)
    with pytest.raises(Unauthorized):
        client.query()
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    assert len(client.queryAndConvert()["results"]["bindings"]) == 3
    client.setQuery("SELECT * { ?s ?p ?o }")
    with pytest.raises(EndPointInternalError):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv"])
def test_rdflib_asks_it_as_a_graph(service: Service, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(service.endpoint, method=method, returnFormat=form))
    assert sorted(str(row[0]) for row in graph.query(NAMES)) == ASSISTED
    plan = rdflib.Namespace("https://w3id.org/plangraph/ns#")
    yuexiu = rdflib.URIRef("https://w3id.org/plangraph/id/Area/440104")
    assert len(set(graph.objects(yuexiu, plan.assists))) == 3
    assert (yuexiu, plan.assists, yuexiu) not in graph


def test_rdflib_gets_an_answer_to_ask_and_construct(service: Service) -> None:
    graph = rdflib.Graph(SPARQLStore(service.endpoint, returnFormat="xml"))
    assert graph.query("ASK { ?a plan:assists ?b }").askAnswer is True
    made = graph.query("CONSTRUCT { ?a plan:assists ?b } WHERE { ?a plan:assists ?b }").graph
    assert made is not None
    assert len(made) == 3


def test_many_ask_at_once_and_each_gets_its_own_answer(service: Service) -> None:
    wrong: list[str] = []

    def ask(number: int) -> None:
        for round_ in range(5):
            wanted = f"{number}-{round_}"
            found = service.rows(f'SELECT ?x {{ BIND("{wanted}" AS ?x) }}')
            if found != [{"x": wanted}]:
                wrong.append(wanted)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
