"""What a report says as RDF: one hop to every relation, every fact with its place in the text, the same bytes again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store
from rdflib import Dataset

from plangraph.graph.identity import document_iri, entity_iri, resolve
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.quads import document_quads, reference_quads
from plangraph.graph.triples import sorted_nquads
from plangraph.ontology.records import Entity, Extraction, LocalKey, Quantity, Statement, quotation
from plangraph.ontology.vocabulary import DIVISIONS

YUEXIU = "https://w3id.org/plangraph/id/Area/440104"
XIASHAN = "https://w3id.org/plangraph/id/Area/440803"


def quads_of(extraction: Extraction) -> list[Quad]:
    return list(document_quads(extraction, resolve({extraction.document.id: extraction.entities}, [])))


def ask(quads: Sequence[Quad], query: str) -> list[tuple[str, ...]]:
    """Rows of a query on the union of all graphs, IRIs and literals as plain text."""
    store = Store()
    store.extend(quads)
    return [
        tuple(cell.value for cell in solution)
        for solution in store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    ]


@pytest.fixture(scope="module")
def quads(stated: Extraction) -> list[Quad]:
    return quads_of(stated)


def relations(stated: Extraction) -> list[Statement]:
    return [s for s in stated.statements if s.predicate != "observes"]


def numbers(stated: Extraction) -> list[Statement]:
    return [s for s in stated.statements if s.predicate == "observes"]


def test_who_assists_whom_is_one_hop(quads: list[Quad]) -> None:
    rows = ask(quads, 'SELECT ?b { ?a skos:prefLabel "广州市越秀区" ; plan:assists ?b }')
    assert rows == [(XIASHAN,)]


def test_every_relation_is_a_direct_triple(stated: Extraction, quads: list[Quad]) -> None:
    for statement in relations(stated):
        subject = f'?s skos:prefLabel "{statement.subject.name}"'
        if isinstance(statement.object, LocalKey):
            other = f'?s plan:{statement.predicate}/skos:prefLabel "{statement.object.name}"'
        else:
            other = f"?s plan:{statement.predicate} plan:{statement.object}"
        assert ask(quads, f"SELECT ?s {{ {subject} . {other} }}"), statement


def test_a_statement_says_how_when_and_by_which_rule(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        """SELECT ?modality ?status ?period ?rule ?confidence ?extractor {
          ?s rdf:predicate plan:undertakes ; plan:modality ?modality ; plan:status ?status ; plan:period ?period ;
            plan:rule ?rule ; plan:confidence ?confidence ; prov:wasGeneratedBy/plan:extractor ?extractor }""",
    )
    plan = PREFIXES["plan"]
    assert rows == [(f"{plan}actual", f"{plan}ongoing", "2024", "r1", "0.9", "made-1")]


def test_what_is_planned_is_told_from_what_is_done(stated: Extraction, quads: list[Quad]) -> None:
    rows = ask(quads, "SELECT ?m { ?s a plan:Statement ; plan:modality ?m }")
    wanted = Counter(PREFIXES["plan"] + s.modality for s in stated.statements)
    assert Counter(m for (m,) in rows) == wanted
    assert len(wanted) == 2


def test_evidence_leads_to_the_characters_of_the_text(stated: Extraction, quads: list[Quad]) -> None:
    text = stated.document.text
    for statement in stated.statements:
        iri = f"<https://w3id.org/plangraph/statement/{statement.id}>"
        spans = ask(
            quads,
            f"SELECT ?a ?b {{ {iri} plan:evidence/oa:hasSelector ?s . ?s oa:start ?a ; oa:end ?b }} ORDER BY ?a",
        )
        assert [(int(a), int(b)) for a, b in spans] == [(s.start, s.end) for s in statement.evidence.passage]
        quoted = ask(quads, f"SELECT ?q {{ {iri} plan:evidence/oa:hasSelector/oa:exact ?q }}")
        assert quoted == [(quotation(text, statement.evidence.passage),)]
        sources = ask(quads, f"SELECT ?d {{ {iri} plan:evidence/oa:hasSource ?d }}")
        assert sources == [(document_iri(stated.document.id),)]
        cues = ask(quads, f"SELECT ?a ?b {{ {iri} plan:cue ?s . ?s oa:start ?a ; oa:end ?b }} ORDER BY ?a")
        assert [(int(a), int(b)) for a, b in cues] == [(s.start, s.end) for s in statement.evidence.cue]


def test_evidence_leads_to_the_heading_that_it_stands_under(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        """SELECT ?title ?above { ?s rdf:predicate plan:assists ; plan:evidence/dcterms:isPartOf ?section .
          ?section dcterms:title ?title ; dcterms:isPartOf/dcterms:title ?above }""",
    )
    assert rows == [("项目", "回顾2024年")]


def test_a_sentence_is_written_once_however_much_it_says(stated: Extraction, quads: list[Quad]) -> None:
    first = stated.statements[0]
    again = replace(first, predicate="cooperatesWith")
    more = quads_of(replace(stated, statements=(*stated.statements, again)))
    passages = "SELECT ?p { ?p a oa:SpecificResource }"
    assert len(ask(more, passages)) == len(ask(quads, passages))
    assert len(more) == len(set(more))


def test_numbers_stay_as_stated(stated: Extraction, quads: list[Quad]) -> None:
    for statement in numbers(stated):
        number = statement.object
        assert isinstance(number, Quantity)
        of = f"<https://w3id.org/plangraph/observation/{statement.id}>"
        values = {q.object.value for q in quads if str(q.subject) == of and "numericValue" in q.predicate.value}
        assert values == {str(number.value)}
        rows = ask(quads, f"SELECT ?x ?k ?b ?v {{ {of} plan:asStated ?x ; plan:kind/^plan:kind {of} ; plan:kind ?k ; "
                          f"plan:bound ?b ; plan:valueStatus ?v }}")  # fmt: skip
        plan = PREFIXES["plan"]
        bound = {"=": "equal", ">=": "atLeast", "<=": "atMost", "~": "approximately"}[number.bound]
        stated_as = quotation(stated.document.text, number.passage)
        assert rows == [(stated_as, plan + number.kind, plan + bound, plan + statement.modality)]


@pytest.mark.parametrize(
    ("unit", "iri"),
    [
        ("%", "http://qudt.org/vocab/unit/PERCENT"),
        ("元", "http://qudt.org/vocab/unit/CCY_CNY"),
        ("平方米", "http://qudt.org/vocab/unit/M2"),
        ("亿元", "https://w3id.org/plangraph/ns#unit-YiYuan"),
        ("个百分点", "https://w3id.org/plangraph/ns#unit-PercentagePoint"),
        ("扇", None),
        ("", None),
    ],
)
def test_a_unit_that_is_known_has_its_iri_and_each_keeps_its_words(
    stated: Extraction, unit: str, iri: str | None
) -> None:
    first = numbers(stated)[0]
    assert isinstance(first.object, Quantity)
    changed = replace(first, object=replace(first.object, unit=unit))
    found = quads_of(replace(stated, statements=(changed,)))
    assert ask(found, "SELECT ?u { ?o qudt:hasUnit ?u }") == ([(iri,)] if iri else [])
    assert ask(found, "SELECT ?u { ?o plan:unitText ?u }") == ([(unit,)] if unit else [])


def test_an_observation_leads_to_area_period_indicator_and_statement(stated: Extraction, quads: list[Quad]) -> None:
    rows = ask(
        quads,
        """SELECT DISTINCT ?area ?period ?indicator { ?area plan:observes ?o . ?o a plan:Observation ;
          sdmx-dimension:refArea ?area ; sdmx-dimension:refPeriod ?period ; plan:indicator/skos:prefLabel ?indicator ;
          prov:wasDerivedFrom/rdf:object ?o }""",
    )
    assert rows == [(YUEXIU, "2025", "地区生产总值")]


def test_a_number_of_a_project_is_given_to_no_area(stated: Extraction) -> None:
    project = next(e.key for e in stated.entities if e.key.type == "Project")
    changed = replace(numbers(stated)[0], subject=project)
    assert not ask(quads_of(replace(stated, statements=(changed,))), "SELECT ?a { ?o sdmx-dimension:refArea ?a }")


def test_a_pairing_is_also_a_collaboration_with_two_roles(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        """SELECT ?role ?member { ?pairing a plan:Assistance ; prov:wasDerivedFrom/rdf:predicate plan:assists .
          ?m org:organization ?pairing ; org:role ?role ; org:member ?member } ORDER BY ?role""",
    )
    plan = PREFIXES["plan"]
    assert rows == [(f"{plan}helperRole", YUEXIU), (f"{plan}recipientRole", XIASHAN)]


def test_a_text_has_its_title_area_years_and_report(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        """SELECT ?title ?area ?issued ?back ?ahead ?file { ?d a plan:Edition ; dcterms:title ?title ; plan:area ?area ;
          dcterms:issued ?issued ; plan:yearReviewed ?back ; plan:yearPlanned ?ahead ; dcterms:source ?file ;
          dcterms:isVersionOf [ a plan:Report ; plan:area ?area ; plan:yearPlanned ?ahead ] }""",
    )
    assert rows == [("越秀区计划报告", YUEXIU, "2025-01-20", "2024", "2025", "yuexiu.txt")]


def test_no_folder_of_the_reader_gets_into_the_graph(quads: list[Quad]) -> None:
    assert "anna" not in sorted_nquads(quads).decode("utf-8")


def test_names_of_a_thing(quads: list[Quad]) -> None:
    named = 'SELECT ?n { ?a skos:prefLabel "广州市越秀区" ; skos:altLabel ?n } ORDER BY ?n'
    assert ask(quads, named) == [("越秀",), ("越秀区",)]
    assert ask(quads, 'SELECT ?a { ?a skos:altLabel "霞山区" ; plan:mentionedIn ?d }') == [(XIASHAN,)]


def test_two_names_of_one_thing_leave_it_one_preferred_name(stated: Extraction) -> None:
    short = Entity(LocalKey("Area", "越秀"), code="440104")
    found = quads_of(replace(stated, entities=(short, *stated.entities)))
    assert ask(found, f"SELECT ?n {{ <{YUEXIU}> skos:prefLabel ?n }}") == [("广州市越秀区",)]


def test_all_stands_in_the_graph_of_the_text_and_no_node_is_blank(stated: Extraction, quads: list[Quad]) -> None:
    assert {q.graph_name for q in quads} == {NamedNode(document_iri(stated.document.id))}
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_the_same_extraction_gives_the_same_bytes_in_another_process(stated: Extraction, root: Path) -> None:
    script = (
        "import runpy, sys; made = runpy.run_path(sys.argv[1])['extraction']();"
        "from plangraph.graph.quads import document_quads; from plangraph.graph.identity import resolve;"
        "from plangraph.graph.triples import sorted_nquads;"
        "sys.stdout.buffer.write(sorted_nquads(document_quads(made, resolve({made.document.id: made.entities}, []))))"
    )
    maker = root / "tests" / "graph" / "stated_report.py"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script, str(maker)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs == [sorted_nquads(quads_of(stated))] * 2


def test_the_order_of_statements_and_entities_changes_no_byte(stated: Extraction, quads: list[Quad]) -> None:
    turned = replace(stated, entities=stated.entities[::-1], statements=stated.statements[::-1])
    assert sorted_nquads(quads_of(turned)) == sorted_nquads(quads)


def test_rdflib_reads_every_quad(quads: list[Quad]) -> None:
    dataset = Dataset()
    dataset.parse(data=sorted_nquads(quads).decode("utf-8"), format="nquads")
    assert len(list(dataset.quads())) == len(quads)


def test_a_statement_about_a_thing_that_is_not_there_is_refused_by_name(stated: Extraction) -> None:
    with pytest.raises(ValueError, match="惠民大厦项目"):
        quads_of(replace(stated, entities=tuple(e for e in stated.entities if e.key.type != "Project")))


def test_a_relation_that_the_ontology_lacks_is_refused_by_name(stated: Extraction) -> None:
    wrong = replace(stated.statements[0], predicate="asists")
    with pytest.raises(ValueError, match="asists"):
        quads_of(replace(stated, statements=(wrong,)))


def test_an_issuer_that_the_text_never_names_is_still_there(stated: Extraction) -> None:
    partner = tuple(e for e in stated.entities if e.code == "440803")
    found = quads_of(replace(stated, entities=partner, statements=(), mentions=()))
    assert ask(found, "SELECT ?n { ?d a plan:Edition ; plan:area/skos:prefLabel ?n }") == [("广州市越秀区",)]


def test_a_text_without_area_or_year_has_no_report(stated: Extraction) -> None:
    bare = replace(stated.document, area=None, area_code="", year_planned=None, issued=None, meeting="", speaker="")
    assert not ask(quads_of(replace(stated, document=bare)), "SELECT ?r { ?d dcterms:isVersionOf ?r }")


def test_what_lies_in_what_comes_from_the_reference_data_and_from_nowhere_else(quads: list[Quad]) -> None:
    reference = list(reference_quads(["440803"]))
    assert {q.graph_name for q in reference} == {NamedNode(DIVISIONS)}
    within = f"SELECT ?b {{ <{XIASHAN}> plan:within/skos:prefLabel ?b }}"
    assert ask([*quads, *reference], within) == [("湛江市",)]
    assert not ask(quads, within)
    above = f"SELECT ?b {{ <{XIASHAN}> geo:sfWithin/skos:notation ?b }} ORDER BY ?b"
    assert ask(reference, above) == [("100000",), ("440000",), ("440800",)]


def test_reference_data_meets_the_report_at_the_same_iri(stated: Extraction) -> None:
    area = next(e for e in stated.entities if e.code == "440803")
    assert entity_iri(area) in {q.subject.value for q in reference_quads(["440803"])}


def test_reference_data_of_areas_above_is_written_once() -> None:
    both = list(reference_quads(["440803", "440802", "440803"]))
    assert len(both) == len(set(both))
    assert [q for q in both if q.object == Literal("湛江市")]


def test_an_unknown_code_gives_nothing() -> None:
    assert list(reference_quads(["999999", ""])) == []
