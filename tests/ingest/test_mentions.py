"""What a reader would call the names of a sentence: found, typed, and nothing else taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.mentions import name
from plangraph.ingest.named import Candidate, NamedText

ISSUER = "广东省广州市越秀区"


def plain_view(text: str) -> View:
    """A view of paragraphs, one a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(ViewBlock("paragraph", at, at + len(line)))
        at += len(line) + 1
    places = tuple(-1 if c == "\n" else i for i, c in enumerate(text))
    return View(text, text, places, tuple(blocks))


def names(text: str, issuer: str = ISSUER) -> list[tuple[str, str]]:
    named = name(plain_view(text), issuer)
    return [(m.key.type, text[m.start : m.end]) for m in named.mentions]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("深入实施国企改革深化提升行动，激发活力。", "Programme", "国企改革深化提升行动"),
        ("深入贯彻党的二十大和二十届二中、三中全会精神。", "Event", "党的二十大"),
        ("深入贯彻党的二十大和二十届二中、三中全会精神。", "Event", "二十届二中"),
        ("深入贯彻党的二十大和二十届二中、三中全会精神。", "Event", "三中全会"),
        ("认真落实省委部署。", "Organization", "省委"),
        ("现在，我代表市人民政府，向大会报告工作。", "Organization", "市人民政府"),
        ("2024年青岛市政府工作报告\n各位代表：", "Organization", "青岛市政府"),
        ("——2024年1月17日在高唐县第十八届人民代表大会第三次会议上", "Event", "高唐县第十八届人民代表大会第三次会议"),
        ("贯彻习近平总书记重要指示精神。", "Person", "习近平"),
        ("率先发布《越秀区港澳人士服务指南》，举办活动。", "Policy", "《越秀区港澳人士服务指南》"),
        ("高质量完成“十四五”规划目标任务。", "Policy", "“十四五”规划"),
        ("实现地区生产总值3600亿元，增长5%。", "Indicator", "地区生产总值"),
        ("全市规上工业增加值增长8.1%。", "Indicator", "规上工业增加值"),
        ("积极争取超长期特别国债支持。", "Fund", "超长期特别国债"),
        ("大力发展低空经济，培育新动能。", "Industry", "低空经济"),
        ("与深圳龙华等地结为合作关系。", "Area", "深圳龙华"),
        ("岳阳县与长沙市签订协议，湘阴县获评全国文明城市。", "Area", "湘阴县"),
        ("我区举办中国进出口商品交易会。", "Event", "中国进出口商品交易会"),
        ("广州甲乙低空科技有限公司、丙丁医药集团落户。", "Organization", "广州甲乙低空科技有限公司"),
        ("推动国家高速列车技术创新中心建设。", "Platform", "国家高速列车技术创新中心"),
    ],
)  # fmt: skip
def test_a_name_is_found_with_its_type(text: str, kind: str, found: str) -> None:
    assert (kind, found) in names(text)


@pytest.mark.parametrize(
    ("text", "kind", "never"),
    [
        ("以习近平新时代中国特色社会主义思想为指导。", "Person", "习近平"),
        ("坚持“两个毫不动摇”，激发活力。", "Programme", "“两个毫不动摇”"),
        ("促进优质均衡水平提升，维护金融安全。", "Area", "衡水"),
        ("促进优质均衡水平提升，维护金融安全。", "Area", "融安"),
        ("推进重点项目建设。", "Project", "重点项目"),
        ("“十四五”时期，我区发展。", "Policy", "“十四五”"),
        ("提升北京路步行体验。", "Area", "北京"),
        ("各部门采取行动。", "Programme", "采取行动"),
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str, kind: str, never: str) -> None:
    assert (kind, never) not in names(text)


def test_the_items_of_a_list_of_help_projects_are_projects_and_carriers_platforms() -> None:
    text = "江北区老年食堂送餐上门、江南区社区中医馆、江海劳务合作驿站等民生帮扶项目广受好评。"
    found = names(text, "")
    assert ("Project", "江北区老年食堂送餐上门") in found
    assert ("Platform", "江海劳务合作驿站") in found


def test_a_platform_takes_the_road_that_it_is_named_by_and_its_version() -> None:
    assert ("Platform", "中山路“惠民夜市3.0”") in names("谋划升级中山路“惠民夜市3.0”，打造阵地。")
    assert ("Platform", "中山路“惠民夜市”3.0") in names("推动中山路“惠民夜市”3.0改造提升。")


def test_a_park_of_two_areas_is_a_place() -> None:
    text = "提速深圳龙华（紫金）电子信息共建产业园等建设。"
    assert ("Place", "深圳龙华（紫金）电子信息共建产业园") in names(text)


def test_names_do_not_overlap_and_stand_in_order() -> None:
    text = (
        "推进粤港澳大湾区建设，越秀区、湛江市霞山区“反向科创中心”投用，《条例》出台，广州市越秀区发展和改革局印发方案。"
    )
    named = name(plain_view(text), ISSUER)
    ends = [0, *(m.end for m in named.mentions)]
    assert all(m.start >= before for m, before in zip(named.mentions, ends, strict=False))
    assert len(named.mentions) >= 5


def test_a_tagger_is_weighed_beside_the_rules() -> None:
    text = "甲乙丙丁已经投入使用。"
    named = name(plain_view(text), ISSUER, [Candidate(0, 4, "Platform", "tagger.test", 0.9)])
    assert [(m.start, m.end, m.rule) for m in named.mentions] == [(0, 4, "tagger.test")]
    assert names(text) == []


def _sound(named: NamedText) -> None:
    keys = {e.key for e in named.entities}
    assert len(keys) == len(named.entities)
    for m in named.mentions:
        assert m.key in keys
        assert named.view.text[m.start : m.end].strip() == named.view.text[m.start : m.end] != ""
        assert 0 < m.confidence <= 1
    for d in named.deictics:
        assert set(d.keys) <= keys


PARTS = st.sampled_from([
    "推进", "实施", "越秀区", "霞山区", "三地", "“百千万工程”", "《条例》", "、", "，", "。", "行动", "我区", "全市",
    "12个", "项目", "等", "产业园", "（二期）", "省委", "地区生产总值", "增长", "5%", "的", "和", "“", "”", "A级", "①",
    "3.", "\n", "\u3000",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(PARTS, max_size=30).map("".join), st.sampled_from([ISSUER, "", "无此地", "河北省保定市易县"]))
def test_any_text_is_named_soundly(text: str, issuer: str) -> None:
    _sound(name(plain_view(text), issuer))
