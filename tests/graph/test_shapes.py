"""What is written conforms to the shapes, and each shape complains of what it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Dataset, Graph, Namespace, URIRef

from plangraph.graph import prefixes
from plangraph.graph.identity import resolve
from plangraph.graph.quads import document_quads, reference_quads
from plangraph.graph.triples import sorted_nquads
from plangraph.ontology import terms
from plangraph.ontology.records import Extraction

PLAN = Namespace("https://w3id.org/plangraph/ns#")

TABLE = Path(__file__).with_name("shape_breaks.tsv")
BROKEN = [tuple(row.split("\t")) for row in TABLE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
ENDS = [(relation, end) for relation in terms.RELATIONS for end in ("domain", "range")]


@pytest.fixture(scope="module")
def shapes(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "shapes.ttl").parse(root / "ontology" / "relation-shapes.ttl")


@pytest.fixture(scope="module")
def written(stated: Extraction) -> Graph:
    """The report and the reference data on its areas, all graphs in one."""
    iris = resolve({stated.document.id: stated.entities}, [])
    return union([*document_quads(stated, iris), *reference_quads(["440104", "440803"])])


def union(quads: list) -> Graph:
    dataset = Dataset()
    dataset.parse(data=sorted_nquads(quads), format="nquads")
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def complaints(graph: Graph, shapes: Graph) -> set[str]:
    """Local names of the shapes that complain."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    found = report.objects(None, SH.sourceShape)
    return {str(shape).removeprefix(PLAN) for shape in found if isinstance(shape, URIRef)}


def alone(shapes: Graph, name: str) -> Graph:
    """The shape, with the node shape that holds it, and nothing else."""
    shape = PLAN[name]
    holders = list(shapes.subjects(SH.property, shape))
    part = Graph()
    waiting = [*(holders or [shape]), URIRef(PLAN.removesuffix("#"))]
    while waiting:
        node = waiting.pop()
        for triple in shapes.triples((node, None, None)):
            if triple[1] == SH.property and node in holders and triple[2] != shape:
                continue
            if triple not in part:
                part.add(triple)
                waiting.append(triple[2])
    return part


def changed(graph: Graph, delete: str, insert: str, where: str) -> Graph:
    """A copy in which the first match of `where` has been changed, and nothing else."""
    copy = Graph()
    copy += graph
    before = set(copy)
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.PREFIXES.items())
    names = sorted(set(re.findall(r"\?\w+", f"{delete} {insert} {where}")))
    chosen = f"{{ SELECT {' '.join(names)} WHERE {{ {where} }} ORDER BY {' '.join(names)} LIMIT 1 }}"
    copy.update(f"{declared} DELETE {{ {delete} }} INSERT {{ {insert} }} WHERE {chosen}")
    assert set(copy) != before, f"nothing fits {where}"
    return copy


def test_what_is_written_conforms(written: Graph, shapes: Graph) -> None:
    conforms, _, words = pyshacl.validate(written, shacl_graph=shapes)
    assert conforms, words


@pytest.mark.parametrize(("name", "delete", "insert", "where"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_shape_complains_of_its_breach(
    written: Graph, shapes: Graph, name: str, delete: str, insert: str, where: str
) -> None:
    shape = f"{name}-shape"
    only = alone(shapes, shape)
    assert complaints(written, only) == set()
    assert shape in complaints(changed(written, delete, insert, where), only)


@pytest.mark.parametrize(("relation", "end"), ENDS)
def test_a_relation_complains_of_an_end_that_it_does_not_allow(
    written: Graph, shapes: Graph, relation: str, end: str
) -> None:
    subject, value = ("?x", "?other") if end == "domain" else ("?other", "?x")
    shape = f"{relation}-{end}-shape"
    only = alone(shapes, shape)
    assert complaints(written, only) == set()
    if relation == "hasStatus" and end == "range":
        broken = changed(written, "", "?other plan:hasStatus plan:actual", "?other plan:hasStatus ?x")
    else:
        where = f"{subject} plan:{relation} {value} . ?x a ?t"
        broken = changed(written, "?x a ?t", "?x a plan:Edition", where)
    assert complaints(broken, only) == {shape}


def test_every_shape_is_broken_once(shapes: Graph) -> None:
    named = {s for s in shapes.subjects(RDF.type, None) if isinstance(s, URIRef) and s.startswith(PLAN)}
    holders = set(shapes.subjects(SH.property, None))
    broken = {f"{name}-shape" for name, *_ in BROKEN} | {f"{relation}-{end}-shape" for relation, end in ENDS}
    assert {str(s).removeprefix(PLAN) for s in named - holders} == broken


def test_every_shape_explains_itself_in_both_languages(shapes: Graph) -> None:
    holders = set(shapes.subjects(SH.property, None))
    for shape in shapes.subjects(RDF.type, None):
        if shape in holders:
            continue
        constraint = shapes.value(shape, SH.sparql)
        said = {m.language for m in shapes.objects(shape if constraint is None else constraint, SH.message)}
        assert said == {"zh", "en"}, shape


def test_the_lists_in_the_shapes_are_those_of_the_ontology(root: Path, shapes: Graph) -> None:
    relations = {*terms.RELATIONS, terms.OBSERVES}
    allowed = shapes.items(shapes.value(PLAN["statement-predicate-shape"], SH["in"]))
    assert {str(value).removeprefix(PLAN) for value in allowed} == relations
    stages = shapes.items(shapes.value(PLAN["statement-status-shape"], SH["in"]))
    assert {str(value).removeprefix(PLAN) for value in stages} == set(terms.STAGES)
    query = str(shapes.value(shapes.value(PLAN["sourced-shape"], SH.sparql), SH.select))
    assert set(re.findall(r"plan:(\w+)", query)) == relations
    targets = shapes.objects(PLAN["thing-shape"], SH.targetClass)
    assert {str(target).removeprefix(PLAN) for target in targets} == set(terms.TYPES)
