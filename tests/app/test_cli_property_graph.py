"""The property graph from the command line: Cypher with parameters, and files for other programs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from plangraph.app.cli import main

PAIRINGS = "MATCH (a:Area)-[r:ASSISTS]->(b:Area) RETURN DISTINCT a.name AS helper, b.name AS helped ORDER BY helped"


def call(
    workspace: Path, capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en"
) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["--lang", language, "--workspace", str(workspace), *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_cypher_and_sparql_name_the_same_pairings(reported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(reported, capsys, "query", "--cypher", PAIRINGS, "--format", "json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert {"helper": "广州市越秀区", "helped": "湛江市霞山区"} in rows
    sparql = (
        "SELECT DISTINCT ?helper ?helped { ?a plan:assists ?b . GRAPH <https://w3id.org/plangraph/divisions> "
        "{ ?a skos:prefLabel ?helper . ?b skos:prefLabel ?helped } } ORDER BY ?helped"
    )
    _, out, _ = call(reported, capsys, "query", sparql, "--format", "json")
    assert json.loads(out) == rows


def test_parameters_are_texts_unless_they_say_otherwise(reported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("query", "--format", "json", "--cypher", "MATCH (a:Area {code: $c}) RETURN a.name AS n, $k AS k")
    code, out, _ = call(reported, capsys, *question, "--param", "c=440104", "--param", "k:=[1, 2]")
    assert (code, json.loads(out)) == (0, [{"n": "广州市越秀区", "k": "[1,2]"}])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["query"], "--cypher"),
        (["query", "SELECT * { ?s ?p ?o }", "--cypher", "RETURN 1"], "one query"),
        (["query", "SELECT * { ?s ?p ?o }", "--param", "a=b"], "--cypher"),
        (["query", "--cypher", "RETURN $a", "--param", "a"], "NAME=TEXT"),
        (["query", "--cypher", "RETURN $a", "--param", "a:=x"], "JSON"),
        (["query", "--cypher", "MATCH (n) DETACH DELETE n"], "DETACH"),
        (["query", "--cypher", "MATCH (n:Projekt) RETURN n"], "Project"),
        (["export", "--format", "neo4j-csv"], "--output"),
    ],
)
def test_a_wrong_call_is_told_and_exits_with_two(
    reported: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    code, out, err = call(reported, capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    code, _, err = call(reported, capsys, *arguments, language="zh")
    assert code == 2
    assert any("一" <= character <= "鿿" for character in err)


@pytest.mark.parametrize("form", ["graphml", "gexf", "cypher"])
def test_export_writes_one_file_or_standard_output(reported: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "graph"
    assert main(["--workspace", str(reported), "export", "--format", form, "--output", str(target)]) == 0
    command = [sys.executable, "-m", "plangraph", "--workspace", reported, "export", "--format", form]
    shown = subprocess.run(command, capture_output=True, check=True)
    assert shown.stdout == target.read_bytes()
    if form != "cypher":
        graph = (nx.read_graphml if form == "graphml" else nx.read_gexf)(target)
        assert graph.number_of_nodes() > 300
        assert list(tmp_path.iterdir()) == [target]


def test_export_for_neo4j_makes_a_folder_and_leaves_another_whole(reported: Path, tmp_path: Path) -> None:
    target = tmp_path / "import"
    arguments = ["--workspace", str(reported), "export", "--format", "neo4j-csv", "--output", str(target)]
    assert main(arguments) == 0
    assert {path.suffix for path in target.iterdir()} == {".csv", ".args"}
    assert list(tmp_path.iterdir()) == [target]
    before = {path: path.read_bytes() for path in target.iterdir()}
    assert main(arguments) == 2
    assert {path: path.read_bytes() for path in target.iterdir()} == before
