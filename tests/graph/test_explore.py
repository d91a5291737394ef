"""Finding things by name in Chinese, and what is shown of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from plangraph.graph import explore
from plangraph.graph.errors import GraphError
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Entity, Extraction, Judgement, LocalKey, Quantity

Report = Callable[..., Extraction]

YUEXIU = "https://w3id.org/plangraph/id/Area/440104"
CHIKAN = "https://w3id.org/plangraph/id/Area/440802"
ZHANJIANG = "https://w3id.org/plangraph/id/Area/440800"


@pytest.fixture
def filled(workspace: Workspace, report: Report) -> Workspace:
    workspace.commit(report("甲", year=2024), "/a.txt")
    workspace.commit(report("乙"), "/b.txt")
    publish(workspace)
    return workspace


@pytest.fixture
def reader(filled: Workspace) -> GraphReader:
    return GraphReader(filled.path)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("广州市越秀区", "广州市越秀区"),
        ("越秀区", "广州市越秀区"),
        ("越秀", "广州市越秀区"),
        ("赤坎", "湛江市赤坎区"),
        (" 赤 坎 区 ", "湛江市赤坎区"),
        ("甲号", "甲号惠民工程项目"),
        ("乙号惠民工程", "乙号惠民工程项目"),
        ("“乙号惠民工程项目”", "乙号惠民工程项目"),
        ("湛江", "湛江市赤坎区"),
    ],
)
def test_a_thing_is_found_by_a_part_of_its_name(reader: GraphReader, text: str, first: str) -> None:
    assert explore.search(reader, text)[0].name == first


def test_whole_names_come_before_beginnings_and_these_before_parts(reader: GraphReader) -> None:
    scores = [hit.score for hit in explore.search(reader, "惠民工程项目")]
    assert scores == sorted(scores, reverse=True)
    assert explore.search(reader, "甲号惠民工程项目")[0].score == 1.0
    assert explore.search(reader, "甲号")[0].score < 1.0
    assert explore.search(reader, "惠民")[0].score < explore.search(reader, "甲号")[0].score


def test_what_no_name_holds_is_looked_for_by_pairs_of_characters(reader: GraphReader) -> None:
    hits = explore.search(reader, "甲号民生工程")
    assert hits[0].name == "甲号惠民工程项目"
    assert hits[0].score < 0.5
    assert explore.search(reader, "龘靐") == []
    assert explore.search(reader, "  ") == []


def test_the_limit_holds(reader: GraphReader) -> None:
    assert len(explore.search(reader, "区", limit=1)) == 1


def test_an_exact_name_means_all_that_bear_it(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    (hit,) = explore.resolve_name(reader, "越秀区")
    assert (hit.iri, hit.matched, hit.score) == (YUEXIU, "越秀区", 1.0)
    assert explore.resolve_name(reader, YUEXIU)[0].iri == YUEXIU


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("越秀圯", "广州市越秀区"),
        ("赤坝区", "湛江市赤坎区"),
        ("甲号惠民工项目", "甲号惠民工程项目"),
        ("越秀", "广州市越秀区"),
    ],
)
def test_a_name_that_nothing_bears_suggests_the_nearest(reader: GraphReader, wrong: str, meant: str) -> None:
    hits = explore.resolve_name(reader, wrong)
    assert hits[0].name == meant
    assert all(hit.score < 1.0 for hit in hits)


def test_a_name_like_no_other_suggests_nothing(reader: GraphReader) -> None:
    assert explore.resolve_name(reader, "木星探测器") == []


def test_a_card_quotes_every_statement(filled: Workspace, reader: GraphReader) -> None:
    card = explore.card(reader, filled, YUEXIU)
    assert card.node.issuer
    assert card.node.type == "Area"
    assert card.code == "440104"
    assert card.names[0] == "广州市越秀区"
    assert "越秀区" in card.names
    assert {row.predicate for row in card.statements} == {"assists", "undertakes", "observes"}
    assert len(card.statements) == 6
    for row in card.statements:
        text = filled.report_text(row.document).text
        assert row.quote in text
        assert row.section == "一 回顾" or row.predicate != "assists"
    money = next(row for row in card.statements if row.predicate == "observes")
    assert (money.about, money.value, money.unit, money.object_iri) == ("拨付帮扶协作专项资金", "3.57", "亿元", "")
    (span,) = money.value_passage
    assert filled.report_text(money.document).text[span.start : span.end] == "3.57亿元"
    helped = next(row for row in card.statements if row.predicate == "assists")
    assert (helped.object_iri, helped.object_name) == (CHIKAN, "湛江市赤坎区")


def test_a_card_gives_stage_reference_and_mentions(filled: Workspace, reader: GraphReader) -> None:
    chikan = explore.card(reader, filled, CHIKAN)
    assert chikan.reference == (("within", ZHANJIANG, "湛江市"),)
    assert len(chikan.mentions) == 2
    for document, passage in chikan.mentions:
        assert filled.report_text(document).text[passage[0].start : passage[0].end] == "赤坎区"
    (project,) = explore.resolve_name(reader, "甲号惠民工程项目")
    stages = [r.object_name for r in explore.card(reader, filled, project.iri).statements if r.predicate == "hasStatus"]
    assert stages == ["ongoing"]


def test_a_card_of_nothing_says_what_to_do(filled: Workspace, reader: GraphReader) -> None:
    with pytest.raises(GraphError, match="plangraph show"):
        explore.card(reader, filled, "https://w3id.org/plangraph/id/Area/000000")


def test_a_neighbourhood_has_its_edges_and_says_what_it_leaves_out(reader: GraphReader) -> None:
    found = explore.neighbourhood(reader, [YUEXIU])
    names = {node.name for node in found.nodes}
    assert {"广州市越秀区", "湛江市赤坎区", "甲号惠民工程项目", "乙号惠民工程项目"} <= names
    assists = [edge for edge in found.edges if edge.predicate == "assists"]
    assert [(e.source, e.target, e.modality, e.reference, len(e.statements)) for e in assists] == [
        (YUEXIU, CHIKAN, "actual", False, 2)
    ]
    undertaken = {edge.period: edge.modality for edge in found.edges if edge.predicate == "undertakes"}
    assert undertaken == {"2024": "target", "2025": "target"}
    assert len({edge.id for edge in found.edges}) == len(found.edges)
    small = explore.neighbourhood(reader, [YUEXIU], limit=2)
    assert len(small.nodes) == 2
    assert dict(small.more)[YUEXIU] == len(found.nodes) - 2


def test_what_lies_in_what_is_shown_as_reference(reader: GraphReader) -> None:
    found = explore.neighbourhood(reader, [CHIKAN])
    within = [edge for edge in found.edges if edge.reference]
    assert (CHIKAN, ZHANJIANG, "within", ()) in [(e.source, e.target, e.predicate, e.statements) for e in within]
    assert all(edge.statements for edge in found.edges if not edge.reference)


def test_the_neighbourhood_of_nothing_is_empty(reader: GraphReader) -> None:
    assert explore.neighbourhood(reader, ["https://w3id.org/plangraph/id/Area/000000"]).nodes == ()
    assert explore.neighbourhood(reader, []).nodes == ()


def test_the_viewer_opens_on_the_newest_report_and_those_its_area_assists(
    filled: Workspace, reader: GraphReader
) -> None:
    found = explore.opening(reader, filled)
    assert found.nodes[0].iri == YUEXIU
    assert found.nodes[1].iri == CHIKAN
    assert "assists" in {edge.predicate for edge in found.edges}


def test_the_opening_has_what_the_sentence_on_the_assistance_tells_beside_it(
    workspace: Workspace, report: Report
) -> None:
    """A thing of the area's own that is named with the assistance, but lies with none of those assisted."""
    made = report("甲")
    assists, undertakes, *rest = made.statements
    for evidence, there in ((undertakes.evidence, False), (assists.evidence, True)):
        told = replace(undertakes, evidence=evidence)
        workspace.commit(replace(made, statements=(assists, told, *rest)), "/a.txt")
        publish(workspace)
        names = {node.name for node in explore.opening(GraphReader(workspace.path), workspace).nodes}
        assert names >= {"广州市越秀区", "湛江市赤坎区", "湛江市"}
        assert ("甲号惠民工程项目" in names) is there


def test_where_nobody_is_assisted_the_opening_is_the_neighbourhood(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    workspace.commit(replace(made, statements=made.statements[1:]), "/a.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    found = explore.opening(reader, workspace)
    assert found == explore.neighbourhood(reader, [YUEXIU], limit=60)
    assert "甲号惠民工程项目" in {node.name for node in found.nodes}


def test_a_report_of_no_area_opens_on_what_is_best_connected(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    workspace.commit(replace(made, document=replace(made.document, area=None, area_code="")), "/a.txt")
    publish(workspace)
    found = explore.opening(GraphReader(workspace.path), workspace)
    assert found.nodes[0].iri == YUEXIU
    assert len(found.nodes) > 3


def test_indicators_are_beside_the_areas_whose_numbers_they_name(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    key = LocalKey("Indicator", "专项资金")
    *rest, stated = made.statements
    assert isinstance(stated.object, Quantity)
    counted = replace(stated, object=replace(stated.object, indicator=key))
    workspace.commit(replace(made, statements=(*rest, counted), entities=(*made.entities, Entity(key))), "/a.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    (indicator,) = explore.resolve_name(reader, "专项资金")
    found = explore.neighbourhood(reader, [indicator.iri])
    assert [(e.source, e.predicate, e.statements) for e in found.edges if e.target == indicator.iri] == [
        (YUEXIU, "observes", (counted.id,))
    ]
    (row,) = explore.card(reader, workspace, indicator.iri).statements
    assert (row.subject_iri, row.value) == (YUEXIU, "3.57")


def test_an_empty_graph_opens_empty(workspace: Workspace) -> None:
    publish(workspace)
    assert explore.opening(GraphReader(workspace.path), workspace).nodes == ()


def test_search_follows_the_graph(filled: Workspace, reader: GraphReader, report: Report) -> None:
    assert explore.search(reader, "丙号") == []
    filled.commit(report("丙"), "/c.txt")
    publish(filled)
    assert explore.search(reader, "丙号")[0].name == "丙号惠民工程项目"


def test_merged_things_are_one_on_the_card(filled: Workspace, reader: GraphReader) -> None:
    documents = {row.year: row.id for row in filled.documents()}
    left = (documents[2024], LocalKey("Project", "甲号惠民工程项目"))
    right = (documents[2025], LocalKey("Project", "乙号惠民工程项目"))
    filled.judge(Judgement(left, right, "same", "li", "2025-01-01T00:00:00Z"))
    publish(filled)
    first, second = (explore.resolve_name(reader, f"{word}号惠民工程项目")[0] for word in "甲乙")
    assert first.iri == second.iri
    card = explore.card(reader, filled, first.iri)
    assert {row.subject_name for row in card.statements if row.predicate == "hasStatus"} == {
        left[1].name,
        right[1].name,
    }
    assert len(card.mentions) == 2
