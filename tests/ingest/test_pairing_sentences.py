"""Who assists whom, and who works with whom, in sentences of real reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plangraph.ingest.named import Deictic
from plangraph.ingest.relations import relate, with_implied
from plangraph.ontology.records import LocalKey
from tests.ingest.marked_text import marked, said, triples

ASSISTS = [
    ("易县", "争取[北京海淀区:Area:北京市海淀区]帮扶资金4100万元，实施扶贫协作项目22个。", ("北京市海淀区", "易县")),
    ("阜平县", "扶贫协作持续深化，与[北京市西城区:Area]深入对接扶贫协作。", ("北京市西城区", "阜平县")),
    ("遵义市", "深入推进珠遵协作，携手打造东西部协作典范。", ("珠海市", "遵义市")),
    ("四川省", "跨越山海、双向奔赴的浙川东西部协作取得新成效。", ("浙江省", "四川省")),
    ("福建省", "闽宁协作考核连续7年为“好”。", ("福建省", "宁夏回族自治区")),
    ("内蒙古自治区", "京蒙协作“六个倍增计划”成效显著。", ("北京市", "内蒙古自治区")),
    ("郴州市", "做好[龙山县:Area]结对帮扶工作。", ("郴州市", "龙山县")),
    ("涞源县", "[丰台区:Area:北京市丰台区]累计帮扶[涞源:Area:涞源县]项目93个。", ("北京市丰台区", "涞源县")),
    ("遵义市", "东西部协作持续深化，[珠海市:Area]投入帮扶资金4.31亿元。", ("珠海市", "遵义市")),
    ("毕节市", "在于[广州市:Area]、[深圳市:Area]和各级各界长期帮扶。", ("广州市", "毕节市")),
    (
        "广州市",
        "擦亮东西部协作[毕节:Area:毕节市]、[黔南:Area:黔南布依族苗族自治州]和[安顺:Area:安顺市]品牌。",
        ("广州市", "安顺市"),
    ),
    ("广州市", "全面提升对口支援疏附、波密及巫山协作水平。", ("广州市", "林芝市波密县")),
    ("驻马店市", "圆满完成对口支援[四川:Area:四川省]江油灾后恢复重建任务。", ("驻马店市", "绵阳市江油市")),
    (
        "东营市",
        "做好对口支援[新疆:Area:新疆维吾尔自治区]疏勒和协作帮扶[酉阳:Area:酉阳土家族苗族自治县]工作。",
        ("东营市", "酉阳土家族苗族自治县"),
    ),
    ("常州市", "不断深化与[盐城:Area:盐城市]的[南北:Area]结对帮扶合作。", ("常州市", "盐城市")),
    ("南京市", "推动同城化发展，加强宁淮结对帮扶。", ("南京市", "淮安市")),
    ("河北省", "对[涿州:Area:涿州市]、[霸州:Area:霸州市]等16个受灾重点县对口帮扶。", ("河北省", "霸州市")),
]
TOGETHER = [
    ("吉安市", "深化与[东莞:Area:东莞市]对口合作，合作建设“飞地”园区。", ("吉安市", "东莞市")),
    ("沈阳市", "新签约京沈对口合作项目60个。", ("北京市", "沈阳市")),
    ("湖南省", "[永康:Area:永康市]-[武义:Area:武义县]“产业飞地”落地建设项目15个。", ("永康市", "武义县")),
    ("哈尔滨市", "深化对口合作，建好深哈产业园。", ("深圳市", "哈尔滨市")),
    ("宁波市", "实施革命老区甬丽对口合作项目56个。", ("宁波市", "丽水市")),
    (
        "黄冈市",
        "推进团风与象山、[红安:Area:红安县]与[余姚:Area:余姚市]、[黄梅:Area:黄梅县]与奉化园区共建。",
        ("红安县", "余姚市"),
    ),
    (
        "辽宁省",
        "深化[沈阳:Area:沈阳市]与[北京:Area:北京市]、[大连:Area:大连市]与[上海:Area:上海市]对口合作。",
        ("沈阳市", "北京市"),
    ),
    ("宿州市", "启动建设[上海:Area:上海市]、[北京:Area:北京市]“科创飞地”。", ("宿州市", "北京市")),
    ("盐城市", "[北京:Area:北京市]、[常州:Area:常州市]等地5个“科创飞地”全面运营。", ("盐城市", "常州市")),
    ("池州市", "市经开区在[北京中关村:Place]设立“科创飞地”。", ("池州市", "北京市")),
    ("临沂市", "在[上海:Area:上海市]、[深圳:Area:深圳市]等地布局“人才飞地”10个。", ("临沂市", "深圳市")),
]
NONE = [
    ("永州市", "以优质示范校为龙头，确保永州一中对口帮扶宁远一中取得实效。"),
    ("乐山市", "扎实推进39个欠发达县域托底性帮扶。"),
    ("南充市", "[仪陇:Area:仪陇县]、[营山:Area:营山县]欠发达县域托底性帮扶工作全面启动。"),
    ("北京市", "深入开展东西部协作和支援合作，助力受援地区巩固拓展脱贫攻坚成果。"),
    ("德阳市", "德阳经开区与[重庆:Area:重庆市]围绕清洁能源装备等重点领域开展协作配套。"),
    ("广元市", "深化川陕甘毗邻地区协作。"),
    ("上海市", "落实新增对口支援[新疆:Area:新疆维吾尔自治区]生产建设兵团任务。"),
    ("黄冈市", "深化与[东湖:Area:南昌市东湖区]高新产业同链、园区共建。"),
    ("阜平县", "扶贫协作深化，与[北京市:Area]协作支援办签约。"),
    ("成都市", "与各方达成对口合作意向。"),
    ("宜宾市", "全面融入[长三角:Area]一体化发展。"),
]


@pytest.mark.parametrize(("issuer", "sentence", "pair"), ASSISTS)
def test_one_area_assists_another(issuer: str, sentence: str, pair: tuple[str, str]) -> None:
    found = {(s, o) for s, p, o in said(sentence, issuer) if p == "assists"}
    assert pair in found
    assert pair[::-1] not in found


@pytest.mark.parametrize(("issuer", "sentence", "pair"), TOGETHER)
def test_two_areas_work_together(issuer: str, sentence: str, pair: tuple[str, str]) -> None:
    found = {frozenset((s, o)) for s, p, o in said(sentence, issuer) if p == "cooperatesWith"}
    assert frozenset(pair) in found


@pytest.mark.parametrize(("issuer", "sentence"), NONE)
def test_a_sentence_pairs_nobody(issuer: str, sentence: str) -> None:
    assert {t for t in said(sentence, issuer) if t[1] in ("assists", "cooperatesWith")} == set()


def test_pairs_that_a_sentence_lists_are_not_mixed() -> None:
    text = "推进团风与象山、[红安:Area:红安县]与[余姚:Area:余姚市]、[黄梅:Area:黄梅县]与奉化园区共建。"
    assert {frozenset((s, o)) for s, p, o in said(text, "黄冈市") if p == "cooperatesWith"} == {
        frozenset(("红安县", "余姚市"))
    }


def test_areas_summed_up_in_a_sentence_on_assistance_are_assisted() -> None:
    text = (
        "做实做细省内横向帮扶协作，拨付专项资金3.57亿元，"
        "[湛江市霞山区:Area]、[湛江市赤坎区:Area]、[湛江市遂溪县:Area]三地科创中心已投入使用。"
    )
    found = said(text, "广州市越秀区")
    assert {(s, o) for s, p, o in found if p == "assists"} == {
        ("广州市越秀区", name) for name in ("湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县")
    }


def test_areas_of_one_character_become_entities_with_codes() -> None:
    named = with_implied(marked("深化粤桂东西部协作。", "百色市"))
    assert {"440000", "450000"} <= {e.code for e in named.entities}
    assert triples(relate(named, "d")) == {("广东省", "assists", "广西壮族自治区")}
    assert with_implied(named) == named


def test_the_areas_of_other_pairs_are_none_of_the_subjects() -> None:
    sentence = (
        "深化我省与[江苏:Area:江苏省]、[沈阳:Area:沈阳市]与[北京:Area:北京市]、"
        "[大连:Area:大连市]与[上海:Area:上海市]对口合作。"
    )
    named = marked(sentence, "辽宁省")
    at = named.view.text.index("我省")
    named = replace(named, deictics=(Deictic(at, at + 2, (LocalKey("Area", "辽宁省"),), "test"),))
    found = {frozenset((s, o)) for s, p, o in triples(relate(named, "d")) if p == "cooperatesWith"}
    assert found == {
        frozenset(("辽宁省", "江苏省")),
        frozenset(("沈阳市", "北京市")),
        frozenset(("大连市", "上海市")),
    }


def test_a_text_may_end_with_the_area_that_is_helped() -> None:
    assert ("清远市", "assists", "湛江市") in said("对口帮扶[湛江市:Area]")
