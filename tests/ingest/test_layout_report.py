"""The bundled report as a reader sees it: its text layer has page marks, notes amid paragraphs, glued marks."""

from __future__ import annotations

from datetime import date

import pytest

from plangraph.ingest.layout import View, blocks_of, front_matter
from plangraph.ontology.records import quotation


def text_of(view: View, kind: str) -> list[str]:
    return [view.text[b.start : b.end] for b in view.blocks if b.kind == kind]


def test_front(bundled: View) -> None:
    front = front_matter(bundled)
    assert front.title == "关于广州市越秀区2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"
    assert front.kind == "plan-report"
    assert front.issued == date(2025, 2, 26)
    assert front.meeting == "广州市越秀区第十七届人民代表大会第五次会议"
    assert front.speaker == "广州市越秀区发展和改革局局长 刘震海"
    assert front.area == "广州市越秀区"
    assert front.area_at is not None
    assert bundled.text[slice(*front.area_at)] == "广州市越秀区"
    assert (front.year_reviewed, front.year_planned) == (2024, 2025)
    assert (bundled.year_reviewed, bundled.year_planned) == (2024, 2025)


def test_tree_of_headings(bundled: View) -> None:
    tops = [(s.number, s.title, s.modality, s.year) for s in bundled.sections if s.level == 1]
    assert tops == [
        ("一", "2024年国民经济和社会发展计划执行情况", "actual", 2024),
        ("二", "2025年国民经济和社会发展计划安排建议", "target", 2025),
    ]
    below = [(s.number, s.parent) for s in bundled.sections if s.level == 2]
    assert below == [(f"（{n}）", 0) for n in "一二三四五"] + [(f"（{n}）", 6) for n in "一二三四五六七"]
    assert all(s.modality == bundled.sections[s.parent].modality for s in bundled.sections if s.parent is not None)
    last = bundled.sections[-1]
    assert last.title == "用心书写民生答卷，绘就邻里社区幸福图景"
    assert bundled.source[last.span.end - 8 : last.span.end] == "金融安全示范区。"


def test_sections_hold_what_is_below_them(bundled: View) -> None:
    first, second = (s for s in bundled.sections if s.level == 1)
    assert bundled.source[first.span.start] == "一"
    assert first.span.end <= second.span.start
    for section in bundled.sections:
        if section.parent is not None:
            parent = bundled.sections[section.parent].span
            assert parent.start <= section.span.start < section.span.end <= parent.end


PARAGRAPHS = [
    # over a page mark
    "经济运行承压前行。深入开展稳增长攻坚“日研究、日调度”，以确定性工作应对不确定变化，",
    # a note's mark was glued to the quotation mark
    "创新开展暖企服务“六件事”，助力房地产等行业走稳向好",
    # over a footnote, a page break without a mark, and a second line of the note
    "滚动推进贯彻落实二十届三中全会“三张清单”，一批可感可触的改革举措",
    "打造内外贸一体化发展新模式。探索建设养老金融（广东）示范区",
    "组织召开各类招聘会100场以上，力争全年城镇新增就业1.85万人以上。",
    "进街区、进商圈活动，推动赛事流量转换为消费能量。",
    # glued marks before punctuation
    "初步形成“1+1+N”低空发展格局，广州城投",
    "依托2个平台，全面开展“千企万户大走访”行动",
    "多路径的城市品质提升格局。以体育带动",
    # spaces of the text layer
    "PCT国际专利申请量增长18.9%。科创实力稳步提升，新增省重点实验室11家、工程技术中心14家",
    "“古越今秀 悦享精彩”品牌",
    "“干部作风大转变 营商环境大提升”专项行动",
    "拨付帮扶协作专项资金3.57亿元，湛江市霞山区、赤坎区、遂溪县三地“反向科创中心”已投入使用",
    "率先出台“民营经济18条”，新增6家市中小企业服务站",
]


@pytest.mark.parametrize("stretch", PARAGRAPHS)
def test_paragraphs_are_whole(bundled: View, stretch: str) -> None:
    assert any(stretch in paragraph for paragraph in text_of(bundled, "paragraph"))


def test_paragraphs_begin_with_their_topic(bundled: View) -> None:
    """Every paragraph begins a thought and ends a sentence: none is cut and none is two."""
    begins = [
        "消费市场稳步回暖。",
        "项目投资有力支撑。",
        "科创活力竞相涌动。",
        "创新街区集聚成势。",
        "新兴产业多点开花。",
        "企业引育全面升级。",
        "“百千万工程”大步朝前。",
        "重点领域改革更加深化。",
        "湾区交流渠道不断拓宽。",
        "空间载体焕新提质。",
        "城区品质提档升级。",
        "生态风貌更趋优美。",
        "惠民保障更加有力。",
        "品牌服务再上新阶。",
        "公共安全常抓不懈。",
        "拓展湾区融合新维度。",
        "谋划“百千万工程”新范本。",
        "推动主导产业巩固延伸。",
        "促进特色产业集聚壮大。",
        "抢占未来产业发展先机。",
        "完善市场化协同创新模式。",
        "构筑开放式活力创新空间。",
        "推出标志性创新事项清单。",
        "推动消费扩容提质。",
        "强化项目投资牵引。",
        "接续谋划营商环境改革。",
        "深化市场经济体制改革。",
        "提升规划建设水平。",
        "推动街区面貌焕新。",
        "完善绿色生态体系。",
        "擦亮公共服务品牌。",
        "催生全民运动热潮。",
        "牢牢兜住民生底线。",
        "强化安全风险防范。",
    ]
    paragraphs = text_of(bundled, "paragraph")
    for topic in begins:
        assert sum(paragraph.startswith(topic) for paragraph in paragraphs) == 1, topic
        assert sum(topic in paragraph for paragraph in paragraphs) == 1, topic
    assert len(paragraphs) == 53
    assert all(paragraph[-1] in "。：；" for paragraph in paragraphs)


def test_targets_are_paragraphs_of_their_own(bundled: View) -> None:
    dashed = [paragraph for paragraph in text_of(bundled, "paragraph") if paragraph.startswith("——")]
    assert dashed == [
        "——地区生产总值增长4%左右；",
        "——社会消费品零售总额增长3%；",
        "——一般公共预算收入可比增长5.3%；",
        "——城镇新增就业人数完成市下达目标；",
        "——单位GDP能耗下降率完成市下达目标；",
    ]


def test_table(bundled: View) -> None:
    rows = [[bundled.text[c.start : c.end] for c in b.cells] for b in bundled.blocks if b.kind == "row"]
    assert rows == [
        ["指标名称", "完成情况"],
        ["地区生产总值", "增长1.6%"],
        ["社会消费品零售总额", "增长0.5%"],
        ["一般公共预算收入", "可比增长13.2%"],
        ["城镇新增就业人数", "30019人"],
        ["单位GDP能耗下降率", "——"],
    ]
    assert {b.columns for b in bundled.blocks if b.kind == "row"} == {(0, 1)}
    assert "2024年主要指标完成情况" in text_of(bundled, "heading")


NOTES = {
    "1": (
        "暖企服务“六件事”",
        "暖企服务“六件事”，即:税源巩固、安商服务、纳统归集、线索挖掘、回迁动员、纾困解难。",
    ),
    "2": ("单位GDP能耗下降率 ——", "2024年单位GDP能耗下降率预计2025年上半年由市统一公布。"),
    "3": ("低空发展格局", "以“低空创新研发”为引领，“低空智慧运营”为拓展，搭建众多应用场景。"),
    "4": (
        "“百千万工程”十大行动",
        (
            "“百千万工程”十大行动：现代产业扩容行动、动力倍增竞跑行动、人居环境提升行动、公共服务均衡行动、"
            "历史文脉赓续行动、治理效能提升行动、赋权强街增能行动、亩均效益提升行动、城乡携手共进行动、"
            "万千先锋助力行动。"
        ),
    ),
    "5": (
        "两大产业集聚区",
        (
            "东指中山大学附属第一医院、省人民医院所在的东山口片区，"
            "西指中山大学附属第二医院、省中医院所在的大德路国医坊等片区。"
        ),
    ),
    "6": (
        "依托2个平台",
        (
            "5项标准（合规持续经营、固定经营场所、真实融资需求、信用状况良好、贷款用途依法合规），"
            "3项清单（目标企业清单、申报清单、推荐清单），2个平台（广东省“粤信服”平台和广州市“信易贷”平台）。"
        ),
    ),
    "7": (
        "城市品质提升格局",
        (
            "构建一轴（传统中轴线）、一门户（新河浦）、三个场馆（广东省体育场、越秀山体育中心、广东体育馆）、"
            "多个路径（片区）支撑的城市品质提升格局。"
        ),
    ),
}


@pytest.mark.parametrize("number", NOTES)
def test_notes_are_bound_to_their_marks(bundled: View, number: str) -> None:
    marked, said = NOTES[number]
    (note,) = (n for n in bundled.notes if n.number == number)
    block = bundled.blocks[note.block]
    assert note.at is not None
    assert bundled.text[: note.at].endswith(marked)
    assert bundled.text[block.start : block.end] == said
    assert block.kind == "note"


def test_what_is_not_in_the_view(bundled: View) -> None:
    hidden = [(bundled.source[span.start : span.end], why) for span, why in bundled.dropped]
    assert [text for text, why in hidden if why == "page"] == ["— 2—", "— 19—"]
    assert sorted(text for text, why in hidden if why == "note-mark") == sorted("1234567" * 2)
    assert len(hidden) == 16


def test_halves_reach_the_sentences(bundled: View) -> None:
    said = {}
    for sentence in bundled.sentences():
        said[bundled.text[sentence.start : sentence.end]] = (sentence.modality, sentence.year)
    assert said["单位GDP能耗下降率 ——"] == ("actual", 2024)
    done = next(text for text in said if "拨付帮扶协作专项资金3.57亿元" in text)
    planned = next(text for text in said if "提速广州越秀（遂溪）绿色健康食品共建产业园" in text)
    assert said[done] == ("actual", 2024)
    assert said[planned] == ("target", 2025)
    explained = next(text for text in said if text.startswith("东指中山大学"))
    assert said[explained] == ("target", 2025)


def test_passages_quote_the_source(bundled: View) -> None:
    for block, made in zip(bundled.blocks, blocks_of(bundled), strict=True):
        quoted = quotation(bundled.source, made.passage)
        assert "".join(quoted.split()) == "".join(bundled.text[block.start : block.end].split())
        assert (made.kind, made.section) == (block.kind, block.section)


def test_a_sentence_over_a_note_stands_on_two_spans(bundled: View) -> None:
    at = bundled.text.index("力争全年城镇新增就业1.85万人以上")
    passage = bundled.locate(at, at + len("力争全年城镇新增就业1.85万人以上"))
    assert [bundled.source[span.start : span.end].replace(" ", "") for span in passage] == [
        "力",
        "争全年城镇新增就业1.85万人以上",
    ]
