"""`plangraph explain`: sentence, rule, figure, names and confidence of a statement, in both languages and as JSON."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.commands.showing import SHORT
from plangraph.app.wording import Language, Wording
from plangraph.graph.workspace import Workspace
from plangraph.ingest import model
from plangraph.ontology.records import Extraction, Quantity, Statement, quotation

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def report(reported: Path) -> Extraction:
    workspace = Workspace.open(reported)
    return workspace.extraction(workspace.documents()[0].id)


def first(report: Extraction, **wanted: Any) -> Statement:
    """The first statement whose fields are as wanted; a field of its quantity counts too."""
    return next(
        s
        for s in report.statements
        if all(getattr(s, key, getattr(s.object, key, None)) == value for key, value in wanted.items())
    )


def explained(call: Call, statement: Statement) -> dict[str, Any]:
    code, out, err = call("explain", statement.id, "--format", "json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert isinstance(said, dict)
    return said


@pytest.mark.parametrize(("language", "why"), [("zh", "为什么"), ("en", "Why")])
def test_a_relation_is_told_with_its_sentence_and_rule(call: Call, report: Extraction, language: str, why: str) -> None:
    statement = first(report, rule="frame.publish")
    code, out, err = call("explain", statement.id, language=language)
    assert (code, err) == (0, "")
    assert statement.id in out
    cue = quotation(report.document.text, statement.evidence.cue)
    sentence = quotation(report.document.text, statement.evidence.passage)
    assert f"【{cue}】" in out
    assert sentence in out.replace("【", "").replace("】", "")
    assert report.document.title in out
    assert why in out.splitlines()
    assert re.search(r"frame\.publish[（ (]+ingest/rules/relation_frames\.toml:\d+", out)
    assert f"{statement.confidence:g}" in out
    assert report.extractor in out


def test_a_figure_is_told_with_its_grammar(call: Call, report: Extraction) -> None:
    statement = first(report, bound=">=", kind="level", rule="measure.number")
    said = explained(call, statement)
    steps = {step["part"]: step for step in said["steps"]}
    assert list(steps) == ["unit", "bound", "kind", "period", "modality"]
    assert isinstance(statement.object, Quantity)
    assert steps["unit"]["value"] == statement.object.unit
    assert steps["unit"]["origin"]["file"] == "ingest/rules/units.tsv"
    out = call("explain", statement.id)[1]
    assert f"【{quotation(report.document.text, statement.object.passage)}】" in out
    assert "不少于" in out
    assert "measure.number" in out


def test_the_names_are_told_with_what_found_them(call: Call, report: Extraction) -> None:
    card = (files(model.__name__) / "README.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    mention, statement = next(
        (m, s)
        for m in report.mentions
        for s in report.statements
        if m.rule == model.about().name
        and s.object == m.entity
        and s.evidence.passage[0].start <= m.passage[0].start < s.evidence.passage[-1].end
    )
    said = explained(call, statement)
    name = next(n for n in said["names"] if n["rule"] == mention.rule and n["name"] == mention.entity.name)
    assert (name["place"], name["surface"]) == ("here", mention.surface)
    assert name["origins"][0]["sort"] == "model"
    out = call("explain", statement.id)[1]
    assert mention.rule in out
    assert card in out
    assert "ingest/model/README.md" in out


def test_who_speaks_is_told_where_the_sentence_does_not_name_it(call: Call, report: Extraction) -> None:
    statement = first(report, rule="measure.number", subject=report.document.area)
    speaker = explained(call, statement)["names"][0]
    assert (speaker["name"], speaker["place"], speaker["origins"]) == ("广州市越秀区", "speaker", [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_statement_of_the_report_can_be_explained(call: Call, report: Extraction, language: str) -> None:
    kinds = {(s.rule, isinstance(s.object, Quantity) and (s.object.kind, s.object.bound)): s for s in report.statements}
    assert len(kinds) > 40
    for statement in kinds.values():
        code, out, err = call("explain", statement.id, language=language)
        assert (code, err) == (0, "")
        assert "【" in out or not (statement.evidence.cue or isinstance(statement.object, Quantity))
        assert all(part in out for part in statement.rule.split("+"))


def test_what_json_says_is_what_the_truth_has(call: Call, report: Extraction) -> None:
    for statement in report.statements[::40]:
        said = explained(call, statement)
        assert said["statement"]["id"] == statement.id
        assert (said["rule"], said["confidence"]) == (statement.rule, statement.confidence)
        assert said["evidence"]["quote"] == quotation(report.document.text, statement.evidence.passage)
        assert said["evidence"]["passage"] == [[s.start, s.end] for s in statement.evidence.passage]
        assert all(origin["sort"] != "unknown" and origin["line"] > 0 for origin in said["origins"])


def test_a_confidence_is_the_product_of_its_factors(call: Call, report: Extraction) -> None:
    statement = first(report, rule="frame.publish")
    said = explained(call, statement)
    assert said["factors"][0]["of"] == "frame.publish"
    assert math.prod(f["confidence"] for f in said["factors"]) == pytest.approx(statement.confidence, abs=0.003)
    joined = next(s for s in report.statements if "+" in s.rule)
    assert [f["of"] for f in explained(call, joined)["factors"]][:2] == joined.rule.split("+")


def test_the_factors_are_left_out_where_they_do_not_make_the_confidence(call: Call, report: Extraction) -> None:
    coded = first(report, rule="members.after-head")
    assert explained(call, coded)["factors"] == []


def test_the_ids_that_show_gives_are_understood(call: Call) -> None:
    plain, shown = call("show", "赤坎区")[1], call("show", "赤坎区", "--ids")[1]
    ids = re.findall(rf"  ([0-9a-f]{{{SHORT}}})$", shown, re.MULTILINE)
    assert ids
    assert re.sub(rf"  [0-9a-f]{{{SHORT}}}$", "", shown, flags=re.MULTILINE) == plain
    for each in ids:
        code, out, _ = call("explain", each)
        assert code == 0
        assert each in out.splitlines()[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_the_help_work_on_the_bundled_report(call: Call, language: Language) -> None:
    calls = [line.split("  ")[0].split() for line in Wording("commands", language)("explain.examples").splitlines()]
    assert len(calls) == 3
    for words in calls:
        assert words.pop(0) == "plangraph"
        code, out, err = call(*words, language=language)
        assert (code, err) == (0, "")
        assert "赤坎" in out


@pytest.mark.parametrize(("language", "words"), [("zh", "没有编号为"), ("en", "No statement")])
def test_an_unknown_id_says_what_to_do(call: Call, language: str, words: str) -> None:
    code, out, err = call("explain", "f" * 24, language=language)
    assert (code, out) == (1, "")
    assert words in err
    assert "plangraph show" in err


@pytest.mark.parametrize(("language", "words"), [("zh", "请写长一些"), ("en", "write more of it")])
def test_a_beginning_of_several_asks_for_more(call: Call, report: Extraction, language: str, words: str) -> None:
    code, out, err = call("explain", report.statements[0].id[:1], language=language)
    assert (code, out) == (1, "")
    assert words in err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rule_of_another_version_is_said_to_be_unknown(
    call: Call, pairing_workspace: Path, pairing_extraction: Extraction, language: str
) -> None:
    for statement in pairing_extraction.statements:
        code, out, _ = call("explain", statement.id, workspace=pairing_workspace, language=language)
        assert code == 0
        assert "test.rule" in out
        assert "ingest --again" in out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_of_a_rule_has_its_words(language: Language) -> None:
    words = Wording("commands", language)
    rules = files("plangraph.ingest.rules")
    tables = (tomllib.loads(p.read_text(encoding="utf-8")) for p in rules.iterdir() if p.name.endswith(".toml"))
    fields = {key for table in tables for row in table.get("rule", ()) for key in row}
    told = fields - {"id", "confidence", "zh", "en", "makes"} | {"term", "name", "tag"}
    assert len(told) > 20
    assert {key for key in told if words.find(f"explain.field.{key}") is None} == set()
