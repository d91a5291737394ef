"""Forms that settle what a decided name is: its type, its edges, or that it is two names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.ingest.mentions.corrections import corrected
from plangraph.ingest.named import Candidate


def after(marked: str, kind: str) -> list[tuple[str, str]]:
    """The names and types that become of the one name that a sentence has between 「 and 」."""
    start, end = marked.index("「"), marked.index("」") - 1
    text = marked.replace("「", "").replace("」", "")
    return [(text[c.start : c.end], c.type) for c in corrected(text, [Candidate(start, end, kind, "r", 0.8)], "")]


@pytest.mark.parametrize(
    ("marked", "kind", "becomes"),
    [
        ("电视剧「《六姊妹》」在淮拍摄。", "Policy", [("《六姊妹》", "Event")]),
        ("被「《人民日报》」宣传报道。", "Policy", [("《人民日报》", "Organization")]),
        ("推动创建「某山国家公园」。", "Project", [("某山国家公园", "Place")]),
        ("开展「“无废城市”」建设。", "Honour", [("“无废城市”", "Programme")]),
        ("稳步推进「青年发展型城市」建设。", "Programme", [("青年发展型城市", "Honour")]),
        ("入选「“珠江英才”计划」。", "Honour", [("“珠江英才”计划", "Programme")]),
        ("「稳定基本医疗保险参保率」在97%以上。", "Indicator", [("基本医疗保险参保率", "Indicator")]),
        ("加快建好「建强重型装备基地」。", "Platform", [("重型装备基地", "Platform")]),
        ("争创「武汉国际消费中心城市」。", "Honour", [("武汉", "Area"), ("国际消费中心城市", "Honour")]),
        ("完成「麦岛」、团岛等12个污水处理厂提标改造。", "Place", [("麦岛", "Project")]),
        ("持续实施「“两新”［15］政策」。", "Policy", [("“两新”", "Programme")]),
        ("严控「“三公”经费」。", "Indicator", [("“三公”经费", "Fund")]),
        ("常态化开展「扫黑除恶斗争」，严打犯罪。", "Programme", [("扫黑除恶", "Programme")]),
        ("成功举办「第十二届园林博览会」。", "Event", [("园林博览会", "Event")]),
        ("新建扩建「沿江路小学」、虹桥中学等5所。", "Organization", [("沿江路小学", "Project")]),
        ("「西南应急救援中心」主体完工。", "Platform", [("西南应急救援中心", "Project")]),
        ("加快建设「区域金融中心」。", "Platform", [("区域金融中心", "Honour")]),
        ("打造更高水平平安「广州」。", "Area", [("平安广州", "Programme")]),
        ("推进「国家紧急医学救援基地」（广西）达标建设。", "Platform", [("国家紧急医学救援基地（广西）", "Platform")]),
        ("举办「全国民企发布会」暨民企陇上行活动。", "Event", [("全国民企发布会暨民企陇上行活动", "Event")]),
        ("「居民收入」增速高于经济增速。", "Indicator", [("居民收入增速", "Indicator")]),
        ("「出口」占全国份额提高。", "Indicator", [("出口占全国份额", "Indicator")]),
        ("「天津大学」四川创新研究院启用。", "Organization", [("天津大学四川创新研究院", "Organization")]),
        ("「北大口腔医院」三亚分院项目开工。", "Organization", [("北大口腔医院三亚分院", "Organization")]),
        (
            "实施课程改革、人才强教、「教育数智化“三大行动”」。",
            "Programme",
            [("教育数智化", "Programme"), ("“三大行动”", "Programme")],
        ),
    ],
)
def test_a_form_says_what_the_name_is(marked: str, kind: str, becomes: list[tuple[str, str]]) -> None:
    assert after(marked, kind) == becomes


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("印发「《扩大内需实施方案》」。", "Policy"),
        ("落实「《国土空间总体规划（2021—2035年）》」。", "Policy"),
        ("深入推进厕所、垃圾、「污水“三大革命”」。", "Programme"),
        ("实施人才强教、「教育数智化“三大行动”」。", "Programme"),
        ("推进「某山国家公园项目」。", "Project"),
        ("争创「甲乙国际消费中心城市」。", "Honour"),
        ("获评「国家卫生城市」。", "Honour"),
        ("发展「引进到位资金」。", "Fund"),
        ("与「湛江市」、茂名市等5座城市合作。", "Area"),
        ("「进出口额」超10亿元。", "Indicator"),
        ("开展「扫黑除恶专项斗争」。", "Programme"),
        ("出席「第十四届全国人民代表大会」。", "Event"),
        ("「居民收入」增速7%。", "Indicator"),
        ("获评全省「工业强县」。", "Honour"),
        ("探索「职称评价制度」。", "Programme"),
        ("「市第一医院」获评三甲医院。", "Organization"),
        ("「应急救援中心」揭牌。", "Platform"),
        ("绘就美丽「山西」新画卷。", "Area"),
        ("「甲乙高速」（二期）开工。", "Project"),
        ("在「广州」实施“双百工程”。", "Area"),
        ("推动「市行政中心」城区新增学校5所。", "Platform"),
        ("支持「天津大学」建设研究院。", "Organization"),
    ],
)
def test_other_names_stay_as_they_are(marked: str, kind: str) -> None:
    start, end = marked.index("「"), marked.index("」") - 1
    assert after(marked, kind) == [(marked[start + 1 : end + 1], kind)]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("新增「进出口额」超亿元企业15家。", "Indicator"),
        ("推动「绿色」消费。", "Industry"),
        ("有序推动「村庄规划」编制。", "Policy"),
        ("引进「跨国公司」。", "Organization"),
        ("打通「断头路」，改善出行。", "Place"),
        ("不搞「“面子工程”」。", "Programme"),
        ("加快建设「制造强市」。", "Honour"),
        ("叫响“硒望「顺平」”新名片。", "Area"),
        ("探索「聘期评价」、长周期评价等制度。", "Programme"),
        ("发展壮大「乡村产业」。", "Industry"),
        ("举全省之力推动「重大国家战略」落地。", "Programme"),
        ("规范「旅游」市场秩序。", "Industry"),
    ],
)
def test_kinds_and_thresholds_are_no_names(marked: str, kind: str) -> None:
    assert after(marked, kind) == []


def test_the_rule_that_corrects_is_told_beside_the_one_that_found() -> None:
    (c,) = corrected("音乐剧《南孔》巡演。", [Candidate(3, 7, "Policy", "policy.book-title", 0.95)], "")
    assert (c.rule, c.confidence) == ("policy.book-title+correct.work-title", 0.95)


@given(
    st.text(alphabet="甲乙、“”《》三大行动稳定武汉国际消费中心城市「」", max_size=60),
    st.lists(st.integers(0, 60), max_size=8),
    st.sampled_from(["Programme", "Policy", "Honour", "Indicator", "Project"]),
)
def test_names_stay_inside_what_was_decided(text: str, cuts: list[int], kind: str) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    decided = [Candidate(a, b, kind, "r", 0.8) for a, b in pairwise(edges)]
    found = corrected(text, decided, "")
    assert all(any(d.start <= c.start < c.end <= d.end for d in decided) for c in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(("next_name", "stand"), [((4, 6), ["居民收入增速"]), ((4, 8), ["居民收入", "增速高于"])])
def test_a_name_takes_others_in_whole_or_not_at_all(next_name: tuple[int, int], stand: list[str]) -> None:
    text = "居民收入增速高于经济增速。"
    named = [Candidate(0, 4, "Indicator", "r", 0.8), Candidate(*next_name, "Indicator", "r", 0.8)]
    assert [text[c.start : c.end] for c in corrected(text, named, "")] == stand


def test_what_belongs_to_the_name_before_is_not_taken() -> None:
    text = "建设平安广州。"
    named = [Candidate(0, 4, "Programme", "r", 0.8), Candidate(4, 6, "Area", "r", 0.8)]
    assert [text[c.start : c.end] for c in corrected(text, named, "")] == ["建设平安", "广州"]
    assert [text[c.start : c.end] for c in corrected(text, named[1:], "")] == ["平安广州"]
