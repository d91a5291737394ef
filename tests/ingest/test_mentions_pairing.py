"""The names of the pairing in the bundled report: every one, with its type, and the three areas with their codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.ingest.layout import front_matter, lay_out
from plangraph.ingest.mentions import name
from plangraph.ingest.mentions.tagger import tag
from plangraph.ingest.named import NamedText
from plangraph.ingest.reading import read_source


@pytest.fixture(scope="module", params=[False, True], ids=["rules", "rules and tagger"])
def report(request: pytest.FixtureRequest, sample_report: Path) -> NamedText:
    view = lay_out(read_source(sample_report))
    return name(view, front_matter(view).area, tag(view) if request.param else ())


@pytest.mark.parametrize(
    ("kind", "surface"),
    [
        ("Area", "湛江市霞山区"),
        ("Area", "赤坎区"),
        ("Area", "遂溪县"),
        ("Area", "湛江市"),
        ("Area", "赤坎"),
        ("Area", "霞山"),
        ("Area", "遂溪"),
        ("Area", "广州市越秀区"),
        ("Platform", "“反向科创中心”"),
        ("Platform", "“飞地科创中心”"),
        ("Platform", "国家超算广州中心赤坎智慧港"),
        ("Platform", "越霞劳务合作驿站"),
        ("Platform", "北京路“惠农集市2.0”"),
        ("Platform", "北京路“惠农集市”2.0"),
        ("Project", "赤坎区长者饭堂全域服务"),
        ("Project", "霞山区社卫中医馆"),
        ("Programme", "新型消费帮扶越秀模式"),
        ("Programme", "“百千万工程”"),
        ("Place", "广州越秀（遂溪）绿色健康食品共建产业园"),
        ("Place", "北京路"),
        ("Fund", "帮扶协作专项资金"),
    ],
)
def test_the_names_of_the_pairing_are_found(report: NamedText, kind: str, surface: str) -> None:
    assert (kind, surface) in {(m.key.type, report.view.text[m.start : m.end]) for m in report.mentions}


@pytest.mark.parametrize(
    ("full", "code"),
    [
        ("湛江市霞山区", "440803"),
        ("湛江市赤坎区", "440802"),
        ("湛江市遂溪县", "440823"),
        ("湛江市", "440800"),
        ("广州市越秀区", "440104"),
        ("广州市", "440100"),
        ("广东省", "440000"),
    ],
)
def test_areas_have_their_codes(report: NamedText, full: str, code: str) -> None:
    assert [e.code for e in report.entities if e.key.type == "Area" and e.key.name == full] == [code]


def test_the_market_of_beijing_road_is_one_thing(report: NamedText) -> None:
    found = [e for e in report.entities if e.key.type == "Platform" and "惠农集市" in e.key.name]
    assert [{e.key.name, *e.aliases} for e in found] == [{"北京路“惠农集市2.0”", "北京路“惠农集市”2.0"}]


def test_three_places_and_two_districts_and_a_county_are_the_same_areas(report: NamedText) -> None:
    meant = [
        {k.name for k in d.keys} for d in report.deictics if report.view.text[d.start : d.end] in ("三地", "两区一县")
    ]
    three = {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    assert meant.count(three) == 3


def test_every_mention_stands_in_the_source(report: NamedText) -> None:
    for m in report.mentions:
        assert report.view.locate(m.start, m.end)
