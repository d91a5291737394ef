"""What a SPARQL service says of itself, in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Triple

from plangraph.graph.media import TriplesForm
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.reader import GraphReader
from plangraph.graph.written import rdf
from plangraph.ontology import terms

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_ANSWERS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "TriG", "N-Quads", "RDF_XML",
)  # fmt: skip


def describe(reader: GraphReader, endpoint: str, form: TriplesForm) -> bytes:
    """The description of the service at the address `endpoint`: its language, formats and the graphs of its reports."""
    service, dataset = BlankNode("service"), BlankNode("dataset")
    default = BlankNode("default")
    triples = [
        _triple(service, terms.RDF_TYPE, NamedNode(SD + "Service")),
        _triple(service, SD + "endpoint", NamedNode(endpoint)),
        _triple(service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")),
        *(_triple(service, SD + "resultFormat", NamedNode(_FORMATS + name)) for name in _ANSWERS),
        _triple(service, SD + "feature", NamedNode(SD + "UnionDefaultGraph")),
        _triple(service, SD + "defaultDataset", dataset),
        _triple(dataset, terms.RDF_TYPE, NamedNode(SD + "Dataset")),
        _triple(dataset, SD + "defaultGraph", default),
        _triple(default, terms.RDF_TYPE, NamedNode(SD + "Graph")),
    ]
    names = reader.read(lambda store: sorted(g.value for g in store.named_graphs() if isinstance(g, NamedNode)))
    for number, name in enumerate(names):
        graph = BlankNode(f"graph{number}")
        triples += [
            _triple(dataset, SD + "namedGraph", graph),
            _triple(graph, terms.RDF_TYPE, NamedNode(SD + "NamedGraph")),
            _triple(graph, SD + "name", NamedNode(name)),
        ]
    return rdf(triples, form, {**PREFIXES, "sd": SD})


def _triple(subject: BlankNode, predicate: str, value: NamedNode | BlankNode) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
