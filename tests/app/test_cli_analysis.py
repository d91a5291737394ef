"""`questions`, `path`, `central` and `communities`: what they print, and how they exit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plangraph.graph.questions import questions
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import quotation

Call = Callable[..., tuple[int, str, str]]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# -- questions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_questions_are_listed_without_a_workspace(call: Call, tmp_path: Path, language: str) -> None:
    code, out, err = call("questions", workspace=tmp_path / "none", language=language)
    assert (code, err) == (0, "")
    for each in questions().values():
        assert each.id in out
        assert (each.zh if language == "zh" else each.en) in out
    listed = rows_of(call("questions", "--format", "csv", workspace=tmp_path / "none", language=language)[1])
    assert [row["id"] for row in listed] == list(questions())


def test_a_question_is_answered_alike_in_both_languages(call: Call) -> None:
    code, out, _ = call("questions", "assistance-money", "--format", "json")
    assert code == 0
    rows = json.loads(out)
    assert {row["recipient"] for row in rows} == {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    assert {row["stated"] for row in rows} == {"3.57亿元"}
    assert json.loads(call("questions", "assistance-money", "--cypher", "--format", "json")[1]) == rows


def test_people_read_words_and_programs_keys(call: Call) -> None:
    zh, en = call("questions", "targets")[1], call("questions", "targets", language="en")[1]
    assert "原文数字" in zh.splitlines()[0]
    assert "as stated" in en.splitlines()[0]
    assert "不少于" in zh
    assert "atLeast" not in zh + en
    assert {row["bound"] for row in rows_of(call("questions", "targets", "--format", "csv")[1])} >= {"atLeast", "equal"}


def test_a_parameter_takes_the_place_of_the_default(call: Call) -> None:
    wanted = ("questions", "indicator", "--param", "indicator=一般公共预算收入", "--format", "csv")
    assert "59.64亿元" in {row["stated"] for row in rows_of(call(*wanted)[1])}
    assert rows_of(call(*wanted, "--cypher")[1]) == rows_of(call(*wanted)[1])
    shown = call("questions", "indicator", "--param", 'indicator=a"} b', "--text")[1]
    assert 'VALUES ?indicator { "a\\"} b" }' in shown
    assert "$indicator" in call("questions", "indicator", "--cypher", "--text")[1]


def test_what_a_question_shows_is_a_query_that_runs(call: Call) -> None:
    text = call("questions", "programme", "--text")[1]
    code, out, _ = call("query", text, "--format", "csv")
    assert code == 0
    assert {row["thing"] for row in rows_of(out)} >= {"“百千万工程”十大行动"}


def test_a_wrong_question_or_parameter_is_said(call: Call, tmp_path: Path) -> None:
    code, out, err = call("questions", "asistance", language="en")
    assert (code, out) == (1, "")
    assert "assistance" in err
    code, _, err = call("questions", "indicator", "--param", "x=1", language="en")
    assert code == 2
    assert "indicator" in err
    assert call("questions", "indicator", "--param", "indicator")[0] == 2
    assert call("questions", "indicator", "--param", "indicator=没有的指标")[0] == 1


# -- path ---------------------------------------------------------------------------------------------------------


def test_a_path_shows_each_step_with_its_sentence(call: Call, reported: Path) -> None:
    code, out, _ = call("path", "赤坎区", "低空经济", "--limit", "1")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "1. 湛江市赤坎区 — 广州市越秀区 — 低空经济"
    assert any("广州市越秀区 · 帮扶 · 湛江市赤坎区" in line for line in lines)
    assert "拨付帮扶协作专项资金" in out
    assert "计划执行情况与2025年计划草案的报告" in out
    # A sentence is written out once.
    quotes = [line for line in lines if line.startswith("    “") and not line.endswith("（见上）")]
    assert len(quotes) == len(set(quotes)) >= 2


def test_the_quotations_of_a_path_are_those_of_its_statements(call: Call, reported: Path) -> None:
    rows = rows_of(call("path", "赤坎区", "低空经济", "--limit", "2", "--format", "csv")[1])
    assert {row["path"] for row in rows} == {"1", "2"}
    workspace = Workspace.open(reported)
    (report,) = workspace.documents()
    document = workspace.document(report.id)
    known = {each.id: each for each in workspace.statements(report.id)}
    for row in rows:
        statement = known[row["statement"]]
        assert row["quote"] == quotation(document.text, statement.evidence.passage)
        assert (row["subject"], row["relation"]) == (statement.subject.name, statement.predicate)
        assert (row["modality"], row["period"]) == (statement.modality, statement.period)


def test_names_of_a_path_resolve_as_those_of_show(call: Call) -> None:
    code, out, err = call("path", "赤坎", "低空经济发展行动方", language="en")
    assert (code, out) == (1, "")
    assert "低空经济发展行动方案" in err
    code, out, err = call("path", "越秀区", "广州市越秀区", language="en")
    assert (code, out) == (2, "")
    assert "the same thing" in err


def test_where_there_is_no_path_it_says_so(call: Call) -> None:
    code, out, err = call("path", "赤坎区", "低空经济", "--longest", "1")
    assert (code, out) == (1, "")
    assert "没有 1 步以内的路径" in err


# -- central, communities -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["pagerank", "betweenness", "degree"])
def test_the_district_is_central_in_its_report(call: Call, measure: str) -> None:
    code, out, _ = call("central", "--by", measure, "--format", "csv", "--limit", "5")
    rows = rows_of(out)
    assert code == 0
    assert rows[0]["name"] == "广州市越秀区"
    assert [int(row["rank"]) for row in rows] == [1, 2, 3, 4, 5]
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_a_type_is_listed_alone(call: Call) -> None:
    rows = rows_of(call("central", "--type", "Platform", "--format", "csv", "--limit", "1000")[1])
    assert {row["type"] for row in rows} == {"Platform"}
    assert all(int(row["relationships"]) > 0 for row in rows)
    assert "平台" in call("central", "--type", "Platform")[1]
    assert call("central", "--type", "Plattform")[0] == 2


def test_communities_share_no_member_and_come_the_same_twice(call: Call) -> None:
    code, out, _ = call("communities", "--format", "json", "--limit", "1000")
    assert code == 0
    rows = json.loads(out)
    assert len({row["iri"] for row in rows}) == len(rows) > 100
    assert call("communities", "--format", "json", "--limit", "1000")[1] == out
    finer = json.loads(call("communities", "--format", "json", "--limit", "1000", "--resolution", "3")[1])
    assert max(row["community"] for row in finer) > max(row["community"] for row in rows)
    table = call("communities", "--limit", "2", language="en")[1].splitlines()
    assert table[0].split() == ["group", "things", "members"]
    assert len(table) == 4
    assert "more" in table[2]


def test_an_empty_workspace_has_no_centre(call: Call, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty")
    for command in ("central", "communities"):
        code, out, err = call(command, workspace=tmp_path / "empty", language="en")
        assert (code, out) == (1, "")
        assert "nothing is stated" in err
