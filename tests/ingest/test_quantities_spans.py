"""A passage that looks back on five years, or ahead to five, does not speak of one year."""

from __future__ import annotations

import pytest

from plangraph.ingest.layout import lay_out
from plangraph.ingest.named import NamedText
from plangraph.ingest.quantities import measure
from plangraph.ingest.reading import Source
from tests.ingest.quantity_sentences import ISSUER, quantity

REPORT = """政府工作报告
——2021年1月31日在某市第十五届人民代表大会第六次会议上
各位代表：
现在，我代表市人民政府向大会报告工作，请予审议。
{heading}
{paragraphs}
二、“十四五”时期的主要目标任务
全市上下要围绕高质量发展，推动城乡居民人均可支配收入年均增长8.5%以上，建设创新型城市，推动各项工作走在前列。
三、2021年重点工作
2021年，我们要抓好以下工作：新增高新技术企业300家，生产总值增长7%以上，固定资产投资增长8%，全面完成各项任务。
"""
BACK = "一、“十三五”时期经济社会发展回顾"
BOTH = "一、2020年和“十三五”时期工作回顾"


def periods(heading: str, *paragraphs: str) -> dict[str, str]:
    """The period of each value of a report with these paragraphs below its first heading, by value and unit."""
    text = REPORT.format(heading=heading, paragraphs="\n".join(paragraphs))
    named = NamedText(lay_out(Source(text, "report.txt", "text/plain")), (), (), (), ISSUER)
    return {f"{(q := quantity(s)).value}{q.unit}": s.period for s in measure(named, "d")}


def test_growth_and_what_was_done_are_of_all_years_and_a_level_of_the_last() -> None:
    said = periods(
        BACK,
        "五年来，我们坚定不移促转型，综合实力明显增强。生产总值达到3353.3亿元，年均增长6.1%。改造农村危房2.6万户，城镇化率提高9个百分点。"
        "农村居民收入居全省第三位，空气质量优良率达到72%，累计建成高标准农田300万亩。",
    )
    assert said["3353.3亿元"] == said["72%"] == said["3位"] == said["300万亩"] == "2020"
    assert said["6.1%"] == said["2.6万户"] == said["9个百分点"] == "2016-2020"


@pytest.mark.parametrize(
    "opening", ["2020年，我们聚力攻坚克难，", "刚刚过去的一年，我们聚力攻坚克难，", "去年，全市上下齐心协力，"]
)
def test_a_paragraph_on_the_last_year_is_of_that_year(opening: str) -> None:
    said = periods(
        BOTH,
        "五年来，我们坚定不移促转型，新增高新技术企业500家，综合实力明显增强。",
        f"{opening}新增市场主体2.1万户，生产总值增长3.2%，各项事业取得新进步。",
        "全市上下勠力同心，新建农村公路230公里，城镇新增就业4.5万人，群众生活不断改善。",
    )
    assert said["500家"] == "2016-2020"
    assert said["2.1万户"] == said["3.2%"] == said["230公里"] == said["4.5万人"] == "2020"


def test_what_is_compared_with_the_year_before_or_with_others_is_of_the_last_year() -> None:
    said = periods(
        BACK, "五年来，综合实力稳步提升。进出口总额同比增长12%，果品产业占比达到67.7%，高于全省3.1个百分点。"
    )
    assert said["12%"] == said["3.1个百分点"] == "2020"


def test_a_year_that_the_sentence_names_is_its_own() -> None:
    said = periods(BACK, "五年来，生态环境持续改善，2019年完成造林12万亩，淘汰黄标车20万辆，蓝天白云成为常态。")
    assert said["12万亩"] == "2019"


def test_what_is_planned_for_five_years_is_no_plan_for_the_next() -> None:
    said = periods(BACK, "五年来，我们坚定不移促转型，综合实力明显增强，人民生活持续改善。")
    assert said["8.5%"] == "2021-2025"
    assert said["300家"] == said["7%"] == said["8%"] == "2021"


def test_a_mean_yearly_growth_is_not_one_years_where_nobody_says_of_which() -> None:
    said = periods("一、工作回顾", "全市上下勠力同心，农民收入年均增长9.4%，新增就业3万人，群众生活得到改善。")
    assert (said["9.4%"], said["3万人"]) == ("", "2020")
