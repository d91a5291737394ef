"""The catalogue of questions: the same rows from SPARQL and from Cypher, whatever reports a workspace holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from plangraph.graph import questions as catalogue
from plangraph.graph.answers import Table
from plangraph.graph.errors import QueryWrongError, UnknownQuestionError
from plangraph.graph.neo4j_connection import Address
from plangraph.graph.neo4j_engine import Neo4jEngine
from plangraph.graph.neo4j_loading import load
from plangraph.graph.publication import publish
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import Question, ask, question, questions
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

QUESTIONS = list(questions().values())
HOSTILE = (
    "“", 'a"b', "it's", "} UNION { ?s ?p ?o", "two\nlines", "back\\slash", "*/ // #", "$x", "`", "\\u0022", "']", "",
)  # fmt: skip


class Asked:
    """The answers of one workspace to every question, in both languages of query."""

    def __init__(self, path: Path, worker: QueryWorker) -> None:
        self.path = path
        self.worker = worker

    def sparql(self, asked: Question, **given: str) -> Table:
        return ask(self.worker, asked, given).table

    def cypher(self, asked: Question, **given: str) -> Table:
        return ask(self.worker, asked, given, cypher=True).table


@contextmanager
def asking(path: Path) -> Iterator[Asked]:
    with closing(QueryWorker(path, timeout=120)) as worker:
        yield Asked(path, worker)


@pytest.fixture(scope="module")
def sample(reported: Path) -> Iterator[Asked]:
    with asking(reported) as asked:
        yield asked


@pytest.fixture(scope="module")
def several(
    tmp_path_factory: pytest.TempPathFactory, stated: Extraction, report: Callable[..., Extraction]
) -> Iterator[Asked]:
    """A report with every relation and made-up reports of several years together."""
    workspace = Workspace.create(tmp_path_factory.mktemp("several") / "data")
    workspace.commit(stated, "stated.txt")
    for word, year in (("A甲", 2023), ("乙", 2024), ("A甲", 2025), ("Ａ甲", 2022)):
        workspace.commit(report(word, year=year), f"{word}{year}.txt")
    publish(workspace)
    with asking(workspace.path) as asked:
        yield asked


def hold_equal(asked: Question, one: Table, other: Table) -> None:
    assert one.columns == other.columns == asked.columns
    assert not one.truncated
    assert not other.truncated
    assert Counter(one.rows) == Counter(other.rows), asked.id


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda each: each.id)
def test_both_languages_give_the_same_rows_and_some(asked: Question, sample: Asked) -> None:
    one = sample.sparql(asked)
    hold_equal(asked, one, sample.cypher(asked))
    assert one.rows or asked.may_be_empty


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda each: each.id)
def test_both_give_the_same_rows_of_several_reports(asked: Question, several: Asked) -> None:
    hold_equal(asked, several.sparql(asked), several.cypher(asked))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("reports", ["sample", "several"])
def test_neo4j_gives_the_same_rows(reports: str, neo4j: Address, request: pytest.FixtureRequest) -> None:
    asked: Asked = request.getfixturevalue(reports)
    workspace = Workspace.open(asked.path)
    load(workspace, neo4j)
    with closing(Neo4jEngine(neo4j, workspace.identity(), timeout=120)) as engine:
        for each in QUESTIONS:
            hold_equal(each, asked.cypher(each), ask(engine, each, cypher=True).table)
        for value in HOSTILE:
            for name in question("indicator").parameters:
                assert ask(engine, question("indicator"), {name: value}, cypher=True).table.rows == ()


@pytest.mark.shared
@pytest.mark.slow
def test_both_give_the_same_rows_of_reports_of_the_corpus(shared: Path, tmp_path: Path) -> None:
    from plangraph.app.cli import main

    reports = sorted((shared / "corpus" / "county").glob("2024_*.txt"))[:2]
    assert main(["--quiet", "--workspace", str(tmp_path / "ws"), "ingest", "--sample", *map(str, reports)]) == 0
    answered = 0
    with asking(tmp_path / "ws") as asked:
        for each in QUESTIONS:
            one = asked.sparql(each)
            hold_equal(each, one, asked.cypher(each))
            answered += bool(one.rows)
    assert answered >= 20


def test_the_sample_tells_what_a_reader_of_it_knows(sample: Asked) -> None:
    money = sample.sparql(question("assistance-money"))
    assert {row[1] for row in money.rows} == {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    assert {row[3] for row in money.rows} == {"3.57亿元"}
    under = {row[0] for row in sample.sparql(question("programme")).rows}
    # What is part of a part is there too.
    assert {"“百千万工程”十大行动", "现代产业扩容行动"} <= under
    bounds = {row[1:5] for row in sample.sparql(question("targets")).rows}
    assert ("城镇新增就业", "level", "atLeast", "1.85万人以上") in bounds


def test_a_parameter_changes_the_answer_alike(sample: Asked, several: Asked) -> None:
    figures = question("indicator")
    by_default = sample.sparql(figures)
    one = sample.sparql(figures, indicator="一般公共预算收入")
    hold_equal(figures, one, sample.cypher(figures, indicator="一般公共预算收入"))
    assert one.rows
    assert not set(one.rows) & set(by_default.rows)
    # An alias leads to the same thing.
    assert several.sparql(figures, indicator="GDP").rows == several.sparql(figures, indicator="地区生产总值").rows != ()


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_a_value_whatever_it_is_made_of(value: str, sample: Asked) -> None:
    for asked in QUESTIONS:
        for name in asked.parameters:
            assert sample.sparql(asked, **{name: value}).rows == ()
            assert sample.cypher(asked, **{name: value}).rows == ()


def test_the_statements_of_a_sentence_lead_back_to_the_workspace(sample: Asked, reported: Path) -> None:
    rows = sample.sparql(question("evidence")).rows
    workspace = Workspace.open(reported)
    known = {each.id for row in workspace.documents() for each in workspace.statements(row.id)}
    assert {str(row[2]) for row in rows} <= known
    assert {"ASSISTS", "COOPERATES_WITH", "FUNDED_BY"} <= {row[0] for row in rows}


def test_a_thing_written_in_two_ways_comes_once(several: Asked) -> None:
    named = "SELECT ?name { GRAPH ?g { ?project a plan:Project ; skos:prefLabel ?name } }"
    written = {row[0] for row in several.worker.query(named).table.rows}
    assert {"A甲号惠民工程项目", "Ａ甲号惠民工程项目"} <= written
    rows = several.sparql(question("projects")).rows
    # Three reports of three years, two of which write it with a narrow A.
    assert sorted(str(row[4]) for row in rows if row[1] == "A甲号惠民工程项目") == ["2022", "2023", "2025"]
    assert "Ａ甲号惠民工程项目" not in {row[1] for row in rows}


def test_an_unknown_question_or_parameter_is_said_with_what_there_is() -> None:
    with pytest.raises(UnknownQuestionError, match="assistance"):
        question("asistance")
    with pytest.raises(QueryWrongError, match="indicator"):
        question("indicator").sparql({"indikator": "GDP"})


def test_the_catalogue_is_whole() -> None:
    assert len(QUESTIONS) >= 20
    for language in ("zh", "en"):
        assert len({each.title(language) for each in QUESTIONS}) == len(QUESTIONS)
        assert len(catalogue.examples(language)) == len(catalogue.cypher_examples(language)) == len(QUESTIONS)
    used = {column for each in QUESTIONS for column in each.columns}
    for column in used:
        assert catalogue.column_title(column, "zh") != catalogue.column_title(column, "en")
    for each in QUESTIONS:
        for name in each.parameters:
            assert f"?{name}" in each.pattern, each.id
            assert f"${name}" in each.cypher, each.id
            assert f"VALUES ?{name} {{ " in each.sparql()
