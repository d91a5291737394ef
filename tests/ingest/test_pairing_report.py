"""The pairing of Yuexiu with Zhanjiang, to the last edge: on the annotated names, and on the bundled report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.reading import read_source
from plangraph.ingest.relations import relate
from plangraph.ontology.records import LocalKey, Quantity, Statement, quotation
from tests.ingest.marked_text import gold_named

YUEXIU = "广州市越秀区"
ASSISTED = {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
SPEAKS_OF = ("湛江", "遂溪", "惠农集市", "消费帮扶越秀")
Triple = tuple[str, str, str]


def _triple(s: Statement) -> Triple:
    said = s.object
    shown = said.name if isinstance(said, LocalKey) else said.about if isinstance(said, Quantity) else said
    return s.subject.name, s.predicate, shown


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
    return list(extract_file(sample_report).statements)


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
        (("北京路“惠农集市2.0", "locatedIn", "北京路"), "actual"),
        ((YUEXIU, "undertakes", "北京路“惠农集市2.0"), "actual"),
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


def _figures(statements: list[Statement], word: str) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (s.subject.name, q.about, f"{q.bound}{q.value}", q.unit, s.period, s.modality)
        for s in statements
        if isinstance(q := s.object, Quantity) and word in q.about
    ]


def test_the_money_for_the_pairing(bundled_statements: list[Statement]) -> None:
    wanted = (YUEXIU, "拨付帮扶协作专项资金", "=3.57", "亿元", "2024", "actual")
    assert _figures(bundled_statements, "帮扶协作专项资金") == [wanted]


def test_how_far_the_market_of_beijing_road_reaches(bundled_statements: list[Statement]) -> None:
    (found,) = _figures(bundled_statements, "地市")
    assert found[2:] == ("=21", "个", "2024", "actual")


def test_things_of_the_pairing_have_one_type_and_the_areas_their_codes(sample_report: Path) -> None:
    report = extract_file(sample_report)
    types = {e.key.name.strip("“”"): e.key.type for e in report.entities}
    assert {
        name: types[name] for name in ("反向科创中心", "飞地科创中心", "越霞劳务合作驿站", "赤坎区长者饭堂全域服务")
    } == {
        "反向科创中心": "Platform",
        "飞地科创中心": "Platform",
        "越霞劳务合作驿站": "Platform",
        "赤坎区长者饭堂全域服务": "Project",
    }
    codes = {e.key.name: e.code for e in report.entities if e.key.type == "Area"}
    assert {codes[name] for name in ASSISTED} == {"440802", "440803", "440823"}
