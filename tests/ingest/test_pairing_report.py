"""The pairing of Yuexiu with Zhanjiang, to the last edge: on the annotated names, and on the bundled report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plangraph.ingest.layout import lay_out
from plangraph.ingest.mentions import name
from plangraph.ingest.reading import read_source
from plangraph.ingest.relations import relate, with_implied
from plangraph.ontology.records import LocalKey, Statement, quotation
from tests.ingest.marked_text import gold_named

YUEXIU = "广州市越秀区"
ASSISTED = {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
SPEAKS_OF = ("湛江", "遂溪", "惠农集市", "消费帮扶越秀")
Triple = tuple[str, str, str]


def _triple(s: Statement) -> Triple:
    return s.subject.name, s.predicate, s.object.name if isinstance(s.object, LocalKey) else str(s.object)


def _bare(triple: Triple) -> Triple:
    subject, predicate, obj = (part.strip("“”") for part in triple)
    return subject, predicate, obj


@pytest.mark.shared
def test_on_annotated_names_every_edge_of_the_pairing_is_there_and_no_other(shared: Path) -> None:
    path = shared / "gold" / "dev" / "2025_广州市越秀区_plan-report.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    named = gold_named(path, YUEXIU)
    names = {n: e["name"] for e in gold["entities"] for n in (e["name"], *e["aliases"])}
    names |= {e.key.name: names[a] for e in named.entities for a in (e.key.name, *e.aliases) if a in names}
    want = {
        _bare((row["subject"], row["predicate"], row["object"]))
        for row in gold["relations"]
        if any(word in "".join(text[row["start"] : row["end"]].split()) for word in SPEAKS_OF)
    }
    got = set()
    for s in relate(named, "d"):
        if any(word in quotation(named.view.source, s.evidence.passage) for word in SPEAKS_OF):
            subject, predicate, obj = _triple(s)
            got.add(_bare((names.get(subject, subject), predicate, names.get(obj, obj))))
    assert got == want


@pytest.fixture(scope="module")
def bundled_statements(sample_report: Path) -> list[Statement]:
    named = with_implied(name(lay_out(read_source(sample_report)), YUEXIU))
    return relate(named, "d")


def test_the_bundled_report_says_who_assists_whom(bundled_statements: list[Statement]) -> None:
    found = {_triple(s) for s in bundled_statements if s.predicate == "assists"}
    assert found == {(YUEXIU, "assists", area) for area in ASSISTED}


def test_the_bundled_report_pairs_areas_with_zhanjiang_alone(bundled_statements: list[Statement]) -> None:
    found = [s for s in bundled_statements if s.predicate == "cooperatesWith" and isinstance(s.object, LocalKey)]
    assert {_triple(s) for s in found if isinstance(s.object, LocalKey) and s.object.type == "Area"} == {
        (YUEXIU, "cooperatesWith", "湛江市")
    }


@pytest.mark.parametrize(
    ("triple", "modality"),
    [
        (("反向科创中心", "hasStatus", "operating"), "actual"),
        (("国家超算广州中心赤坎智慧港", "hasStatus", "operating"), "actual"),
        (("国家超算广州中心赤坎智慧港", "locatedIn", "湛江市赤坎区"), "actual"),
        ((YUEXIU, "undertakes", "赤坎区长者饭堂全域服务"), "actual"),
        (("赤坎区长者饭堂全域服务", "locatedIn", "湛江市赤坎区"), "actual"),
        ((YUEXIU, "undertakes", "霞山区社卫中医馆"), "actual"),
        (("霞山区社卫中医馆", "locatedIn", "湛江市霞山区"), "actual"),
        ((YUEXIU, "undertakes", "越霞劳务合作驿站"), "actual"),
        (("北京路“惠农集市2.0", "hasStatus", "planned"), "actual"),
        (("北京路“惠农集市2.0", "hasStatus", "ongoing"), "target"),
        (("北京路“惠农集市2.0", "locatedIn", "北京路"), "target"),
        ((YUEXIU, "undertakes", "北京路“惠农集市2.0"), "target"),
        ((YUEXIU, "undertakes", "新型消费帮扶越秀模式"), "target"),
        (("新型消费帮扶越秀模式", "hasStatus", "planned"), "target"),
        ((YUEXIU, "undertakes", "广州越秀（遂溪）绿色健康食品共建产业园"), "target"),
        (("广州越秀（遂溪）绿色健康食品共建产业园", "hasStatus", "ongoing"), "target"),
        (("广州越秀（遂溪）绿色健康食品共建产业园", "locatedIn", "湛江市遂溪县"), "target"),
        *((("飞地科创中心", "supports", area), "target") for area in sorted(ASSISTED)),
    ],
)
def test_the_bundled_report_says_what_is_done_and_what_is_planned(
    bundled_statements: list[Statement], triple: Triple, modality: str
) -> None:
    assert (triple, modality) in {(_bare(_triple(s)), s.modality) for s in bundled_statements}


def test_each_edge_of_the_pairing_has_its_sentence(bundled_statements: list[Statement], sample_report: Path) -> None:
    source = read_source(sample_report).text
    for s in bundled_statements:
        if s.predicate == "assists":
            assert "帮扶协作" in quotation(source, s.evidence.passage)
            assert s.period == "2024"
