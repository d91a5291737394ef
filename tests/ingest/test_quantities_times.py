"""When a value holds, whether it is reached or aimed at, and whose it is."""

from __future__ import annotations

import pytest

from plangraph.ingest.quantities import measure
from plangraph.ontology.records import LocalKey, Modality
from tests.ingest.quantity_sentences import ISSUER, named_text, quantity

TIMES = [
    ("完成投资12亿元。", "actual", ["2024"]),
    ("前三季度完成投资12亿元。", "actual", ["2024Q1-Q3"]),
    ("一季度完成投资12亿元。", "actual", ["2024Q1"]),
    ("上半年完成投资12亿元。", "actual", ["2024H1"]),
    ("社会消费品零售总额增长0.5%、比前三季度提升1.3个百分点。", "actual", ["2024", "2024"]),
    ("“十四五”期间累计完成投资12亿元。", "actual", ["2021-2025"]),
    ("五年来累计完成投资12亿元。", "actual", ["2020-2024"]),
    ("补贴资金从2007年的639亿元增加到2012年的1923亿元。", "actual", ["2007", "2012"]),
    ("森林覆盖率由38%提高到46%。", "actual", ["", "2024"]),
    ("生产总值96.3亿元，是2011年的1.1倍。", "actual", ["2024", "2024"]),
    ("发明专利比2020年增长58.1%。", "actual", ["2024"]),
    ("信用建设年度考核连续五年全市第一。", "actual", ["2020-2024", "2024"]),
]

HALVES: list[tuple[str, Modality, list[Modality]]] = [
    ("新增就业3万人。", "actual", ["actual"]),
    ("新增就业3万人。", "target", ["target"]),
    ("力争新认定高新技术企业达150家。", "actual", ["target"]),
    ("目前已建成充电站12座。", "target", ["actual"]),
    ("到2025年底建成充电站12座。", "actual", ["target"]),
    ("2023年启动的12个项目加快建设。", "target", ["actual"]),
]


@pytest.mark.parametrize(("text", "half", "expected"), TIMES)
def test_a_value_has_the_time_that_its_clause_says(text: str, half: Modality, expected: list[str]) -> None:
    assert [s.period for s in measure(named_text(text, half), "d")] == expected


@pytest.mark.parametrize(("text", "half", "expected"), HALVES)
def test_what_is_planned_and_what_is_done_are_told_apart(text: str, half: Modality, expected: list[Modality]) -> None:
    year = 2024 if half == "actual" else 2025
    assert [s.modality for s in measure(named_text(text, half, year), "d")] == expected


def test_no_year_is_made_up_where_the_report_gives_none() -> None:
    assert [s.period for s in measure(named_text("完成投资12亿元。", year=None), "d")] == [""]


def test_a_value_of_a_named_thing_is_not_the_issuers() -> None:
    text = "登峰整治提升项目获1062万元中央补助资金支持，全区完成投资3亿元。"
    found = measure(named_text(text, names=(("Project", "登峰整治提升项目"),)), "d")
    assert [s.subject for s in found] == [LocalKey("Project", "登峰整治提升项目"), ISSUER]


def test_a_larger_areas_value_is_not_the_issuers() -> None:
    found = measure(named_text("全市地区生产总值增长5%。", deictics=(("全市", "广州市"),)), "d")
    assert [(s.subject, quantity(s).about) for s in found] == [(LocalKey("Area", "广州市"), "地区生产总值")]


def test_growth_after_a_value_is_of_the_same_thing() -> None:
    text = "湛江市接待游客300万人次、增长12%。"
    found = measure(named_text(text, names=(("Area", "湛江市"),)), "d")
    assert {s.subject for s in found} == {LocalKey("Area", "湛江市")}


def test_an_enumeration_of_areas_does_not_give_the_value_to_the_first() -> None:
    text = "霞山区、赤坎区完成投资12亿元。"
    found = measure(named_text(text, names=(("Area", "霞山区"), ("Area", "赤坎区"))), "d")
    assert [s.subject for s in found] == [ISSUER]


def test_the_counted_thing_that_a_value_is_of_is_told() -> None:
    found = measure(named_text("65个“攻城拔寨”项目完成投资47.88亿元。"), "d")
    assert [(quantity(s).about, quantity(s).of) for s in found] == [
        ("“攻城拔寨”项目", ""),
        ("完成投资", "65个“攻城拔寨”项目"),
    ]


def test_the_indicator_that_is_measured_is_told() -> None:
    found = measure(named_text("地区生产总值增长5%。", names=(("Indicator", "地区生产总值"),)), "d")
    assert [quantity(s).indicator for s in found] == [LocalKey("Indicator", "地区生产总值")]


def test_without_a_known_speaker_only_named_things_have_values() -> None:
    text = "地区生产总值增长5%，新建公园12个。"
    found = measure(named_text(text, names=(("Indicator", "地区生产总值"),), issuer=None), "d")
    assert [s.subject for s in found] == [LocalKey("Indicator", "地区生产总值")]


def test_a_number_inside_a_name_is_no_quantity() -> None:
    text = "支持1310创新街区建设，新增企业12家。"
    found = measure(named_text(text, names=(("Place", "1310创新街区"),)), "d")
    assert [str(quantity(s).value) for s in found] == ["12"]


def test_a_count_before_a_name_stays_a_quantity() -> None:
    text = "完成18个老旧小区品质提升项目。"
    found = measure(named_text(text, names=(("Project", "18个老旧小区品质提升项目"),)), "d")
    assert [str(quantity(s).value) for s in found] == ["18"]


def test_each_of_several_indicators_gets_its_own() -> None:
    text = "电诈、涉赌警情分别下降16.9%、19.9%。"
    found = measure(named_text(text, names=(("Indicator", "涉赌警情"),)), "d")
    assert [(quantity(s).about, quantity(s).indicator) for s in found] == [
        ("电诈警情", None),
        ("涉赌警情", LocalKey("Indicator", "涉赌警情")),
    ]


def test_an_area_at_the_head_of_a_longer_name_owns_nothing() -> None:
    text = "粤港澳大湾区生命健康临床研究平台支持的10个成果转化项目完成验收。"
    found = measure(named_text(text, names=(("Area", "粤港澳大湾区"),)), "d")
    assert [s.subject for s in found] == [ISSUER]
