"""The service asked as any other endpoint is, by `--graph`: the same answers as from the workspace itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plangraph.app.cli import main
from plangraph.graph.endpoint import Endpoint
from plangraph.graph.errors import QueryRefusedError, QueryWrongError, ServerError
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import ask, questions

if TYPE_CHECKING:
    from conftest import Service

TOKEN = "a-token-of-twenty-two-c"


def test_every_question_has_the_same_rows(
    serve: Callable[..., AbstractContextManager[Service]], reported: Path
) -> None:
    answered = 0
    with serve(reported, "--timeout", "120") as service, QueryWorker(reported, timeout=120) as worker:
        endpoint = Endpoint(service.endpoint, timeout=120)
        for each in questions().values():
            here, there = ask(worker, each).table, ask(endpoint, each).table
            assert here.columns == there.columns == each.columns
            assert Counter(here.rows) == Counter(there.rows), each.id
            answered += bool(here.rows)
    assert answered >= 20


def test_by_command(service: Service, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    calls: list[list[str]] = [
        ["questions", "assistance", "--format", "json"],
        ["questions", "indicator", "--param", "indicator=GDP", "--format", "json"],
        ["query", "--format", "json", "ASK { ?a plan:assists ?b }"],
        ["query", "--format", "ttl", "CONSTRUCT { ?a plan:assists ?b } WHERE { ?a plan:assists ?b }"],
        ["query", "--format", "json", "SELECT * { ?a plan:assists ?b ; skos:altLabel ?n } ORDER BY ?a ?b ?n"],
    ]
    for call in calls:
        codes, answers = [], []
        for where, more in ((service.workspace, []), (tmp_path / "none", ["--graph", service.endpoint])):
            codes.append(main(["--lang", "en", "--workspace", str(where), *call, *more]))
            answers.append(capsys.readouterr().out)
        assert codes[0] == codes[1]
        assert answers[0] == answers[1], call
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("call", "code", "says"),
    [
        (["query", "--cypher", "MATCH (n) RETURN n"], 2, "knows no Cypher"),
        (["questions", "assistance", "--cypher"], 2, "knows no Cypher"),
        (["query", "DROP ALL"], 2, "DROP is refused"),
        (["query", "SELECT * { ?s ?p"], 2, "finds the query wrong"),
    ],
)
def test_what_cannot_be_asked_is_said(
    service: Service, capsys: pytest.CaptureFixture[str], tmp_path: Path, call: list[str], code: int, says: str
) -> None:
    where = ["--lang", "en", "--workspace", str(tmp_path / "none")]
    assert main([*where, *call, "--graph", service.endpoint]) == code
    said = capsys.readouterr()
    assert (said.out, says in said.err) == ("", True), said.err


def test_an_address_of_another_kind_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("ftp://h.example/", "h.example/sparql", "file:///etc/passwd", ""):
        assert main(["--lang", "en", "query", "--graph", address, "ASK {}"]) == 2
        assert "https://" in capsys.readouterr().err


def test_the_token_of_the_environment_opens_it(strict: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANGRAPH_SPARQL_TOKEN", raising=False)
    endpoint = Endpoint(strict.endpoint)
    with pytest.raises(ServerError, match="PLANGRAPH_SPARQL_TOKEN"):
        endpoint.query("ASK {}")
    monkeypatch.setenv("PLANGRAPH_SPARQL_TOKEN", TOKEN)
    assert endpoint.query("ASK {}").truth is True
    # Its rows are limited there: it says so in words that are handed on.
    with pytest.raises(ServerError, match="OFFSET"):
        endpoint.query("SELECT * { ?s ?p ?o }")


def test_what_the_service_refuses_is_told_in_its_words(service: Service) -> None:
    endpoint = Endpoint(service.endpoint)
    with pytest.raises(QueryWrongError, match=r"(?s)line 2"):
        endpoint.query("SELECT *\n{ ?s plan:assists")
    with pytest.raises((ServerError, QueryRefusedError)):
        endpoint.query("SELECT * FROM <https://other.example/g> { ?s ?p ?o }")


def test_texts_come_through_unharmed(service: Service) -> None:
    nasty = ["<script>alert('1')</script>", 'a"b', "一行\n两行\t\r", "\\u0041", "𠮷\u2028", "", "]]>&amp;"]
    values = " ".join(json.dumps(text, ensure_ascii=False).replace("\\u2028", "\u2028") for text in nasty)
    rows = Endpoint(service.endpoint).query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}").table.rows
    assert [row[0] for row in rows] == nasty
