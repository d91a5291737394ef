"""Every text of the viewer is there in both languages, with the same fields; statements read as reports state them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.viewer import statement_table, statements
from plangraph.app.viewer.looks import reason_label, relation_label, stage_label, type_label
from plangraph.app.viewer.reports_page import excerpt
from plangraph.app.wording import Wording
from plangraph.graph.answers import Card, Node, ReportText, StatementRow
from plangraph.ontology import terms
from plangraph.ontology.records import Block, Span

ZH = Wording("viewer", "zh")


def tables(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            if "zh" in value or "en" in value:
                yield f"{path}{name}", value
            yield from tables(value, f"{path}{name}.")


def test_every_text_is_in_both_languages_with_the_same_fields(root: Path) -> None:
    texts = tomllib.loads((root / "app" / "texts" / "viewer.toml").read_text(encoding="utf-8"))
    found = dict(tables(texts))
    assert len(found) > 100
    for key, entry in found.items():
        assert set(entry) >= {"zh", "en"}, key
        fields = [set(re.findall(r"\{(\w+)\}", entry[language])) for language in ("zh", "en")]
        assert fields[0] == fields[1], key
        assert re.search(r"[\u4e00-\u9fff]", entry["zh"]) or key == "language", key


def test_every_text_that_the_code_names_is_there(root: Path) -> None:
    for source in sorted((root / "app" / "viewer").glob("*.py")):
        for key in re.findall(r"words\([\"']([\w.]+)[\"']", source.read_text(encoding="utf-8")):
            assert ZH.find(key) is not None, f"{source.name}: {key}"


@pytest.mark.parametrize("name", sorted(set(terms.RELATIONS) - {"hasStatus"}))
def test_every_relation_has_a_name_from_its_objects_side(name: str) -> None:
    assert ZH.find(f"inverse.{name}")


def test_labels_come_from_the_ontology() -> None:
    assert type_label("Area", "en") == "Area"
    assert relation_label("assists", "zh") == "帮扶"
    assert relation_label("within", "zh") == "隶属"
    assert stage_label("operating", "zh")
    assert reason_label("list-number", "zh") == terms.REASONS["list-number"].zh
    assert type_label("Nonsense", "zh") == "Nonsense"


TEXT = "结对互促，拨付资金3.57亿元，支持<i>霞山</i>、赤坎。"


def row(identifier: str, predicate: str, **changes: Any) -> StatementRow:
    plain = {
        "id": identifier, "document": "d", "subject_iri": "a", "subject_name": "越秀区", "predicate": predicate,
        "object_iri": "b", "object_name": "霞山区", "modality": "actual", "status": "", "period": "2024", "about": "",
        "value": "", "unit": "", "kind": "", "bound": "", "direction": "", "quote": TEXT,
        "passage": (Span(0, len(TEXT)),), "cue": (Span(0, 4),), "value_passage": (), "section": "一", "rule": "r",
        "confidence": 0.9,
    }  # fmt: skip
    return StatementRow(**{**plain, **changes})


def card(*rows: StatementRow, iri: str = "a") -> Card:
    return Card(Node(iri, "Area", "越秀区"), ("越秀区",), "", rows, (), ())


def test_statements_of_one_sentence_are_shown_once_with_all_their_things() -> None:
    rows = (row("1", "assists"), row("2", "assists", object_iri="c", object_name="赤坎区"))
    (group,) = statements.grouped(card(*rows))
    (said,) = group.said
    assert said.others == (("b", "霞山区"), ("c", "赤坎区"))
    assert group.count == 2


def test_done_and_planned_are_never_shown_as_one() -> None:
    (group,) = statements.grouped(card(row("1", "assists"), row("2", "assists", modality="target")))
    assert [said.rows[0].modality for said in group.said] == ["actual", "target"]


def test_seen_from_the_object_the_subject_is_the_other_thing() -> None:
    (group,) = statements.grouped(card(row("1", "assists"), iri="b"))
    assert group.incoming
    assert statements.title(group, ZH) == "帮扶方"
    assert group.said[0].others == (("a", "越秀区"),)


def test_the_stage_comes_first_then_relations_then_figures() -> None:
    rows = (
        row("1", "observes", object_iri="", object_name=""),
        row("2", "hasStatus", object_iri="", object_name="operating"),
        row("3", "assists"),
    )
    assert [group.predicate for group in statements.grouped(card(*rows))] == ["hasStatus", "assists", "observes"]


def test_a_stage_is_shown_in_words() -> None:
    stage = row("1", "hasStatus", object_iri=terms.STAGES["operating"].iri, object_name="operating")
    (group,) = statements.grouped(card(stage))
    assert ">运营中<" in statements.as_html(group.said[0], ReportText("d", "报告", TEXT, ()), ZH)
    assert statement_table.as_cells(stage, "报告", ZH)["status"] == "运营中"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"value": "3.57", "unit": "亿元", "bound": "="}, "3.57 亿元"),
        ({"value": "1.6", "unit": "%", "kind": "growth", "bound": "=", "direction": "up"}, "↑ 1.6%"),
        ({"value": "500", "unit": "家", "bound": ">="}, "≥ 500 家"),
        ({"value": "2", "unit": "", "kind": "rank", "bound": "="}, "第2"),
    ],
)
def test_a_figure_is_the_number_as_stated(changes: dict[str, str], text: str) -> None:
    assert statements.figure(row("1", "observes", **changes), ZH) == text


def test_a_statement_shows_its_sentence_in_its_paragraph_and_escapes_it() -> None:
    report = ReportText("d", "<报告>", "前文。" + TEXT, (Block("paragraph", (Span(0, 3 + len(TEXT)),)),))
    passage, cue = (Span(3, 3 + len(TEXT)),), (Span(3, 7),)
    (group,) = statements.grouped(card(row("1", "assists", passage=passage, cue=cue, rule="<rule>")))
    markup = statements.as_html(group.said[0], report, ZH)
    assert '<mark class="pg-cue">结对互促</mark>' in markup
    assert '<p>前文。<mark class="pg-cue">结对互促</mark><mark class="pg-sentence">，拨付' in markup
    assert "&lt;i&gt;霞山&lt;/i&gt;" in markup
    assert "<i>霞山" not in markup
    assert "&lt;报告&gt;" in markup
    assert "&lt;rule&gt;" in markup
    assert ">实际<" in markup


def test_a_problem_is_shown_with_the_words_around_it() -> None:
    text = "前面很长的一段\n文字之后有 3 个\n数字，然后结束。"
    at = text.index("3")
    assert excerpt(text, (Span(at, at + 1),), 6) == "…文字之后有【3】个数字，…"
    assert excerpt(text, ()) == ""
