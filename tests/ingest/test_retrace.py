"""How a figure was read: the rules that a second reading of its sentence names are those that made it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.quantities import measure
from plangraph.ingest.relations import relate
from plangraph.ingest.retrace import Step, retrace
from plangraph.ontology.records import Document, Extraction, Mention, Modality, Quantity, Statement, hull
from tests.ingest.marked_text import marked


def document(text: str, modality: Modality) -> Document:
    """A report of one paragraph."""
    named = marked(text, modality=modality)
    year = (2024, 2025)
    return Document(
        "d", text, "", "", "", "", named.issuer, "", None, "", "", *year, named.view.sections
    )  # fmt: skip


def steps(text: str, modality: Modality = "actual") -> dict[str, Step]:
    """The steps of the last figure of a sentence."""
    said = measure(marked(text, modality=modality), "d")[-1]
    return {step.part: step for step in retrace(document(text, modality), said, ())}


def told(step: Step) -> str:
    """What gave a step: the id of its rule, else the sort of its reason."""
    return step.origin.id if step.origin is not None else step.by


@pytest.mark.parametrize(
    ("text", "part", "by"),
    [
        ("新增高新技术企业50家。", "bound", "nothing"),
        ("新增高新技术企业50家。", "kind", "nothing"),
        ("新增高新技术企业50家。", "period", "section"),
        ("新增高新技术企业超50家。", "bound", "bound.at-least.before"),
        ("新增高新技术企业50家以上。", "bound", "bound.at-least.after"),
        ("登记失业率不超过4.5%。", "bound", "bound.at-most.before"),
        ("培育企业约300家。", "bound", "bound.about.before"),
        ("整治道路30余条。", "bound", "form"),
        ("地区生产总值增长5.2%。", "kind", "kind.growth.up"),
        ("能耗下降3%。", "kind", "kind.growth.down"),
        ("固定资产投资增速全市第一。", "kind", "form"),
        ("上半年地区生产总值增长5.2%。", "period", "period.half"),
        ("前三季度地区生产总值增长5.2%。", "period", "period.quarters"),
        ("信用建设考核连续五年全市第一。", "kind", "form"),
        ("力争新认定高新技术企业达150家。", "modality", "modality.target"),
        ("新增供水2方。", "unit", "units"),
    ],
)
def test_a_part_is_led_back_to_its_rule(text: str, part: str, by: str) -> None:
    assert told(steps(text)[part]) == by


def test_a_unit_with_a_scale_is_led_back_to_the_measure_word() -> None:
    unit = steps("完成投资47.88亿元。")["unit"]
    assert unit.value == "亿元"
    assert unit.origin is not None
    assert dict(unit.origin.form)["term"] == "元"


def test_a_line_break_within_a_number_does_not_hide_it() -> None:
    text = "地区生产总值增长5.2%，新增企\n业超50\n家。"
    view = marked(text.replace("\n", "")).view
    places = tuple(at for at, char in enumerate(text) if char != "\n")
    named = marked(text.replace("\n", ""))
    moved = replace(named, view=replace(view, source=text, places=places))
    said = measure(moved, "d")[-1]
    found = {step.part: step for step in retrace(document(text, "actual"), said, ())}
    assert told(found["bound"]) == "bound.at-least.before"


def test_what_the_second_reading_does_not_find_is_not_made_up() -> None:
    text = "新增高新技术企业超50家。"
    said = measure(marked(text), "d")[0]
    assert isinstance(said.object, Quantity)
    other = replace(said, object=replace(said.object, kind="growth", direction="up"), period="1999", modality="target")
    found = {step.part: step for step in retrace(document(text, "actual"), other, ())}
    assert [found[part].by for part in ("kind", "period", "modality")] == ["unknown"] * 3


@pytest.mark.parametrize(
    ("text", "modality", "part", "by"),
    [
        ("深入实施[提振消费专项行动:Programme]。", "actual", "status", "frame.carry-out"),
        ("深入实施[提振消费专项行动:Programme]。", "actual", "period", "section"),
        ("2022年实施[提振消费专项行动:Programme]。", "actual", "period", "sentence"),
        ("加快建成[东华水厂:Project]。", "actual", "status", "verbs"),
    ],
)
def test_time_and_stage_of_a_relation(text: str, modality: Modality, part: str, by: str) -> None:
    said = next(s for s in relate(marked(text, modality=modality), "d") if s.rule.startswith("frame."))
    plain = marked(text).view.text
    found = {step.part: step for step in retrace(document(plain, modality), said, ())}
    assert told(found[part]) == by


@pytest.fixture(scope="module")
def report(sample_report: Path) -> Extraction:
    return extract_file(sample_report)


def named_in(report: Extraction, statement: Statement) -> list[Mention]:
    where = hull(statement.evidence.passage)
    return [m for m in report.mentions if where.start <= m.passage[0].start and m.passage[-1].end <= where.end]


def test_every_figure_of_the_bundled_report_is_led_back(report: Extraction) -> None:
    figures = [s for s in report.statements if isinstance(s.object, Quantity)]
    assert len(figures) > 100
    for figure in figures:
        found = retrace(report.document, figure, named_in(report, figure))
        assert [step.part for step in found] == ["unit", "bound", "kind", "period", "modality"]
        assert [step for step in found if step.by == "unknown"] == [], figure.object
        by_rule = [step for step in found if step.by == "rule"]
        assert all(step.origin is not None and step.origin.line > 0 for step in by_rule)
