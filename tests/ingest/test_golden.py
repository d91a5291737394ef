"""The bundled report, whole: what it must yield, held line by line. `pytest --refresh-golden` writes it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plangraph.ingest.pipeline import extract_file
from plangraph.ontology.records import Extraction, LocalKey, Problem, Quantity, Statement, hull, quotation


@pytest.fixture(scope="module")
def report(sample_report: Path) -> Extraction:
    return extract_file(sample_report)


def _key(key: LocalKey) -> str:
    return f"{key.type}:{key.name}"


def _statement(report: Extraction, s: Statement) -> str:
    if isinstance(s.object, Quantity):
        q = s.object
        said = f"{q.about} | {q.bound}{q.value}{q.unit} {q.kind}{' ' + q.direction if q.direction else ''}"
    else:
        said = _key(s.object) if isinstance(s.object, LocalKey) else s.object
    where = hull(s.evidence.passage)
    stage = f" {s.status}" if s.status else ""
    return f"{where.start}\t{_key(s.subject)}\t{s.predicate}\t{said}\t{s.modality} {s.period}{stage}\t{s.rule}"


def _problem(p: Problem) -> str:
    return f"{p.passage[0].start if p.passage else ''}\t{p.reason}\t{p.text}\t{p.detail}"


def test_the_statements_of_the_bundled_report(report: Extraction, golden: Callable[[str, str], None]) -> None:
    golden("yuexiu-statements.tsv", "".join(f"{_statement(report, s)}\n" for s in report.statements))


def test_the_things_of_the_bundled_report(report: Extraction, golden: Callable[[str, str], None]) -> None:
    rows = sorted(f"{_key(e.key)}\t{'|'.join(e.aliases)}\t{e.code}\t{e.jurisdiction}\n" for e in report.entities)
    golden("yuexiu-entities.tsv", "".join(rows))


def test_the_problems_of_the_bundled_report(report: Extraction, golden: Callable[[str, str], None]) -> None:
    golden("yuexiu-problems.tsv", "".join(f"{_problem(p)}\n" for p in report.problems))


def test_the_frame_of_the_bundled_report(report: Extraction) -> None:
    document = report.document
    assert document.title == "关于广州市越秀区2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"
    assert (document.kind, document.area_code) == ("plan-report", "440104")
    assert (document.year_reviewed, document.year_planned) == (2024, 2025)
    assert document.speaker == "广州市越秀区发展和改革局局长 刘震海"
    assert str(document.issued) == "2025-02-26"
    assert document.meeting == "广州市越秀区第十七届人民代表大会第五次会议"


def test_every_quotation_stands_in_the_text(report: Extraction) -> None:
    text = report.document.text
    for mention in report.mentions:
        assert quotation(text, mention.passage) == mention.surface
    for statement in report.statements:
        assert quotation(text, statement.evidence.passage)
        if isinstance(statement.object, Quantity):
            sentence, value = hull(statement.evidence.passage), hull(statement.object.passage)
            assert sentence.start <= value.start
            assert value.end <= sentence.end


def test_statements_speak_of_things_that_the_report_names(report: Extraction) -> None:
    known = {entity.key for entity in report.entities}
    for statement in report.statements:
        assert statement.subject in known
        assert not isinstance(statement.object, LocalKey) or statement.object in known


def test_reading_twice_says_the_same(report: Extraction, sample_report: Path) -> None:
    assert extract_file(sample_report) == report
