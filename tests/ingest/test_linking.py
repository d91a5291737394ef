"""Two surfaces of one thing are one entity, under its fullest name; what an area's name means depends on the report."""

from __future__ import annotations

import pytest

from plangraph.ingest.mentions import name
from plangraph.ingest.mentions.tagger import tag
from plangraph.ontology.records import Entity
from tests.ingest.test_mentions import ISSUER, plain_view


def entities(text: str, issuer: str = ISSUER) -> dict[str, Entity]:
    view = plain_view(text)
    return {e.key.name: e for e in name(view, issuer, tag(view)).entities}


def test_an_area_has_its_code_full_name_and_the_surfaces_as_aliases() -> None:
    found = entities("湛江市霞山区、赤坎区、遂溪县三地合作。依托赤坎、霞山、遂溪，服务三地。")
    assert {n: found[n].code for n in ("湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县")} == {
        "湛江市霞山区": "440803", "湛江市赤坎区": "440802", "湛江市遂溪县": "440823"}  # fmt: skip
    assert set(found["湛江市赤坎区"].aliases) == {"赤坎", "赤坎区"}
    assert found["湛江市赤坎区"].jurisdiction == "440800"


@pytest.mark.parametrize(
    ("text", "issuer", "full", "code"),
    [
        ("朝阳区、二道区获评先进。", "吉林省长春市", "长春市朝阳区", "220104"),
        ("朝阳区、海淀区获评先进。", "北京市", "北京市朝阳区", "110105"),
        ("六榕街等3条街道获评先进。", ISSUER, "广州市越秀区六榕街道", "440104004"),
        ("融入雄安新区。", "河北省保定市易县", "雄安新区", "133100"),
        ("阿坝、金阳县等6个县脱贫。", "四川省德阳市", "阿坝藏族羌族自治州阿坝县", "513231"),
        ("阿坝、甘孜等3个市州增长。", "四川省德阳市", "阿坝藏族羌族自治州", "513200"),
        ("与北京市海淀区结对。", "河北省保定市易县", "北京市海淀区", "110108"),
    ],
)
def test_the_report_tells_which_area_is_meant(text: str, issuer: str, full: str, code: str) -> None:
    assert entities(text, issuer)[full].code == code


def test_a_former_county_goes_by_its_own_name_too() -> None:
    # 徐水县 has been 徐水区 since 2015, so that no division bears the name under which it reported.
    named = name(plain_view("徐水县招商引资成效显著，与徐水县相邻的各县竞相发展。"), "河北省保定市徐水县")
    speaker = next(e for e in named.entities if e.key == named.issuer)
    assert (speaker.key.name, speaker.aliases, speaker.jurisdiction) == ("河北省保定市徐水县", ("徐水县",), "130600")
    assert {m.key for m in named.mentions if m.key.type == "Area"} <= {named.issuer}
    assert {key for d in named.deictics for key in d.keys} <= {e.key for e in named.entities}


def test_an_ambiguous_name_gets_no_code() -> None:
    found = name(plain_view("赴朝阳区考察。"), "")
    assert all(e.code == "" for e in found.entities)


@pytest.mark.parametrize(
    ("text", "issuer", "full", "surface"),
    [
        ("我代表区人民政府，向大会报告。", ISSUER, "广州市越秀区人民政府", "区人民政府"),
        ("我代表县人民政府，向大会报告。", "山东省聊城市高唐县", "高唐县人民政府", "县人民政府"),
        ("认真落实省委部署和市委要求。", ISSUER, "中共广东省委", "省委"),
        ("请县政协委员提出意见。", "河北省保定市易县", "易县政协", "县政协"),
        ("在县委坚强领导下。", "河北省保定市易县", "中共易县县委", "县委"),
        ("学习贯彻二十届三中全会精神。", ISSUER, "党的二十届三中全会", "二十届三中全会"),
        ("GDP增长5%。", ISSUER, "地区生产总值", "GDP"),
    ],
)
def test_a_short_name_is_completed_where_that_is_certain(text: str, issuer: str, full: str, surface: str) -> None:
    assert surface in entities(text, issuer)[full].aliases


def test_quotation_marks_do_not_make_another_thing() -> None:
    named = name(plain_view("升级中山路“惠民夜市3.0”，发展经济。推动中山路“惠民夜市”3.0改造。"), ISSUER)
    platforms = [e for e in named.entities if e.key.type == "Platform"]
    assert len(platforms) == 1
    assert {platforms[0].key.name, *platforms[0].aliases} == {"中山路“惠民夜市3.0”", "中山路“惠民夜市”3.0"}


def test_the_issuer_is_an_entity_even_if_only_meant() -> None:
    named = name(plain_view("今年工作开局良好。"), ISSUER)
    assert named.issuer is not None
    assert named.issuer.name == "广州市越秀区"
    assert [e.code for e in named.entities if e.key == named.issuer] == ["440104"]


def test_an_issuer_that_is_no_division_keeps_its_name() -> None:
    named = name(plain_view("我区发展良好。"), "某某经济技术开发区")
    assert named.issuer is not None
    assert named.issuer.name == "某某经济技术开发区"
    assert named.deictics == ()
    assert name(plain_view("我区发展良好。"), "").issuer is None
