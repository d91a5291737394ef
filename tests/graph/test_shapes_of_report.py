"""What ingest reads in the bundled report, and what is written of it, conforms to every shape."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import Dataset, Graph

from plangraph.graph.identity import resolve
from plangraph.graph.quads import document_quads, reference_quads
from plangraph.graph.triples import sorted_nquads
from plangraph.ingest.pipeline import extract_file
from plangraph.ontology.records import Extraction, LocalKey, Quantity


@pytest.fixture(scope="module")
def read(sample_report: Path) -> Extraction:
    return extract_file(sample_report)


def test_each_statement_speaks_of_things_that_the_report_has(read: Extraction) -> None:
    known = {entity.key for entity in read.entities}
    said = {(s.id, end) for s in read.statements for end in (s.subject, s.object)}
    said |= {(s.id, s.object.indicator) for s in read.statements if isinstance(s.object, Quantity)}
    assert {pair for pair in said if isinstance(pair[1], LocalKey) and pair[1] not in known} == set()
    assert {mention.entity for mention in read.mentions} <= known


def test_the_graph_of_the_bundled_report_conforms(read: Extraction, root: Path) -> None:
    iris = resolve({read.document.id: read.entities}, [])
    quads = [*document_quads(read, iris), *reference_quads(e.code for e in read.entities if e.code)]
    dataset = Dataset()
    dataset.parse(data=sorted_nquads(quads), format="nquads")
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    shapes = Graph().parse(root / "ontology" / "shapes.ttl").parse(root / "ontology" / "relation-shapes.ttl")
    conforms, _, words = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, words
