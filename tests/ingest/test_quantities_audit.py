"""Sentences of reports that were read wrongly once: an audit by reading of 24 whole reports, 1982-2026."""

from __future__ import annotations

import pytest

from plangraph.ingest.quantities import measure
from plangraph.ontology.records import Modality
from tests.ingest.quantity_sentences import named_text, quantity, row, rows

OWN_NAMES = [
    (
        "城乡居民人均可支配收入分别达到30283元、10324元，分别增长16.7%、18.1%。",
        [
            "城镇居民人均可支配收入 | 30283元 | level",
            "农村居民人均可支配收入 | 10324元 | level",
            "城镇居民人均可支配收入 | 16.7% | growth up",
            "农村居民人均可支配收入 | 18.1% | growth up",
        ],
    ),
    (
        "三次产业增加值分别增长3%、7%、7%。",
        [
            "第一产业增加值 | 3% | growth up",
            "第二产业增加值 | 7% | growth up",
            "第三产业增加值 | 7% | growth up",
        ],
    ),
    (
        "三次产业比优化为12.9：34.9：52.2。",
        ["三次产业比 | 12.9 | share", "三次产业比 | 34.9 | share", "三次产业比 | 52.2 | share"],
    ),
    (
        "居民医保和基本公共卫生服务经费人均财政补助标准分别再提高30元和5元。",
        [
            "居民医保人均财政补助标准 | 30元 | change up",
            "基本公共卫生服务经费人均财政补助标准 | 5元 | change up",
        ],
    ),
    (
        "基本养老保险、基本医疗保险参保率均不低于98%。",
        ["基本养老保险参保率 | >=98% | level", "基本医疗保险参保率 | >=98% | level"],
    ),
    ("新增研发平台及众创空间各1家。", ["新增研发平台 | 1家 | level", "新增众创空间 | 1家 | level"]),
    (
        "新获认定高新技术企业300家、科技型中小企业500家。",
        ["新获认定高新技术企业 | 300家 | level", "新获认定科技型中小企业 | 500家 | level"],
    ),
    (
        "高新技术产业产值、“四新”经济增加值占比分别达到45%、27.1%。",
        ["高新技术产业产值占比 | 45% | share", "“四新”经济增加值占比 | 27.1% | share"],
    ),
    (
        "城乡居民低保月均标准分别提高到798元和676元。",
        ["城市居民低保月均标准 | 798元 | level", "农村居民低保月均标准 | 676元 | level"],
    ),
    (
        "全年接待游客1071.2万人次，实现旅游收入43.5亿元，分别增长19.5%、48.3%。",
        [
            "接待游客 | 1071.2万人次 | level",
            "实现旅游收入 | 43.5亿元 | level",
            "接待游客 | 19.5% | growth up",
            "实现旅游收入 | 48.3% | growth up",
        ],
    ),
    (
        "全省生产安全事故起数和死亡人数分别下降67.5%、58.5%。",
        ["生产安全事故起数 | 67.5% | growth down", "死亡人数 | 58.5% | growth down"],
    ),
    (
        "新能源新材料、汽车智能装备产业产值分别增长37.2%、35.7%。",
        ["新能源新材料产值 | 37.2% | growth up", "汽车智能装备产业产值 | 35.7% | growth up"],
    ),
    (
        "规上工业企业、服务业企业利润总额分别增长9.2%、51%。",
        ["规上工业企业利润总额 | 9.2% | growth up", "服务业企业利润总额 | 51% | growth up"],
    ),
    (
        "新增停车位4255个、新能源充电桩559个。",
        ["新增停车位 | 4255个 | level", "新增新能源充电桩 | 559个 | level"],
    ),
    (
        "铁路、高速公路运营里程均超过10万公里。",
        ["铁路运营里程 | >=10万公里 | level", "高速公路运营里程 | >=10万公里 | level"],
    ),
]

SUMS = [
    (
        "新增国家级专精特新“小巨人”企业10家、居全省第3位，总数达33家；",
        [
            "新增国家级专精特新“小巨人”企业 | 10家 | level",
            "新增国家级专精特新“小巨人”企业全省排名 | 3位 | rank",
            "国家级专精特新“小巨人”企业总数 | 33家 | level",
        ],
    ),
    (
        "新增新能源汽车充电桩16.1万个、累计28.7万个。",
        ["新增新能源汽车充电桩 | 16.1万个 | level", "累计新能源汽车充电桩 | 28.7万个 | level"],
    ),
    (
        "新增挂牌上市企业15家、达到96家。",
        ["新增挂牌上市企业 | 15家 | level", "挂牌上市企业 | 96家 | level"],
    ),
    (
        "铁路运营里程新增1700公里、突破7000公里。",
        ["铁路运营里程新增 | 1700公里 | level", "铁路运营里程 | >=7000公里 | level"],
    ),
]

CHANGES = [
    (
        "地方财政赤字5000亿元，增加1000亿元。",
        ["地方财政赤字 | 5000亿元 | level", "地方财政赤字 | 1000亿元 | change up"],
    ),
    ("农村贫困人口减少1650万人。", ["农村贫困人口 | 1650万人 | change down"]),
    (
        "棚户区改造580万套，增加110万套。",
        ["棚户区改造 | 580万套 | level", "棚户区改造 | 110万套 | change up"],
    ),
    (
        "粮食总产量在上年大幅度增长的基础上，又增产291亿斤，达到9680亿斤。",
        ["粮食总产量 | 291亿斤 | change up", "粮食总产量 | 9680亿斤 | level"],
    ),
    ("融资平台累计压降85.2%。", ["融资平台 | 85.2% | growth down"]),
    ("其中超50亿元15个、超100亿元8个。", ["超50亿元 | 15个 | level", "超100亿元 | 8个 | level"]),
    ("地下水开采量减少1.2亿立方米。", ["地下水开采量 | 1.2亿立方米 | change down"]),
    ("支出规模比去年扩大2万亿元以上。", ["支出规模 | >=2万亿元 | change up"]),
    (
        "服务业增加值比重由46.9%提高到48.2%。",
        ["服务业增加值比重 | 46.9% | share", "服务业增加值比重 | 48.2% | share"],
    ),
    ("经济增长预期7%左右。", ["经济增长预期 | ~7% | growth up"]),
    ("社会消费品零售总额平均每年递增10.6％。", ["社会消费品零售总额 | 10.6% | growth up"]),
    ("惠及近千万家庭。", ["惠及家庭 | ~1000万 | level"]),
    ("对照5大类26项监测指标，查漏补缺。", ["对照 | 5大类 | level", "监测指标 | 26项 | level"]),
    ("年底前建成率达到70%以上。", ["建成率 | >=70% | level"]),
    ("铁路投资要保持在8000亿元以上。", ["铁路投资 | >=8000亿元 | level"]),
]

MULTIPLES = [
    (
        "其中中心城区完成投资21亿元，是上年的3.7倍，增长270%。",
        [
            "中心城区完成投资 | 21亿元 | level",
            "中心城区完成投资是上年的倍数 | 3.7倍 | level",
            "中心城区完成投资 | 270% | growth up",
        ],
    ),
    ("一般公共预算收入达到“十二五”末的1.6倍。", ["一般公共预算收入是“十二五”末的倍数 | 1.6倍 | level"]),
]

NO_RANKS = [
    "把人民群众的身体健康和生命安全放在第一位，全县上下团结一心。",
    "坚持质量第一、效益优先，继续固本培元。",
    "突出“生命第一、安全至上”，打造高素质应急队伍。",
    "吃饭问题始终是第一位的大问题。",
    "增强勇于争先的底气、敢当第一的志气、力拔头筹的锐气。",
]


@pytest.mark.parametrize(("text", "expected"), [*OWN_NAMES, *SUMS, *CHANGES, *MULTIPLES])
def test_a_value_is_about_what_the_sentence_says(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("text", NO_RANKS)
def test_what_comes_first_is_no_rank(text: str) -> None:
    assert rows(text) == []


def test_a_rank_is_quoted_whole() -> None:
    text = "示范地区创成率居西部首位，综合满意度全区第一。"
    found = measure(named_text(text), "d")
    assert ["".join(text[p.start : p.end] for p in quantity(s).passage) for s in found] == ["居西部首位", "全区第一"]


def test_named_examples_before_a_sum_do_not_lend_the_clause_before() -> None:
    text = "召开重大项目现场会，争取到中央预算内资金、国家储备林贷款资金等141亿元。"
    assert rows(text) == ["争取到中央预算内资金、国家储备林贷款资金 | 141亿元 | level"]


def test_each_of_two_counted_things_has_its_own_value() -> None:
    text = "37个省重点项目、324个市重点项目预计完成投资370亿元、1115亿元。"
    found = [quantity(s) for s in measure(named_text(text), "d")]
    assert [(q.of, str(q.value)) for q in found if q.about == "完成投资"] == [
        ("37个省重点项目", "370"),
        ("324个市重点项目", "1115"),
    ]


def test_two_values_of_three_counted_things_are_given_to_none() -> None:
    text = "37个省重点项目、324个市重点项目、12个县重点项目完成投资370亿元、1115亿元。"
    found = [quantity(s) for s in measure(named_text(text), "d")]
    assert {q.of for q in found if q.about == "完成投资"} == {""}


TIMES: list[tuple[str, list[tuple[str, Modality]]]] = [
    (
        "今年拟安排财政赤字1.62万亿元，比去年增加2700亿元，赤字率从去年的2.1%提高到2.3%。",
        [("2025", "target"), ("2025", "target"), ("", "target"), ("2025", "target")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_comparison_with_last_year_is_no_thing_done(text: str, expected: list[tuple[str, Modality]]) -> None:
    found = measure(named_text(text, "target", 2025), "d")
    assert [(s.period, s.modality) for s in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落地一批与现有产业关联度高的项目，力争全年新引进项目800个以上。", "target"),
        ("提高已建成项目治理效能，项目区农民满意度不低于80%。", "target"),
        ("目前已建成充电站12座。", "actual"),
        ("力争年内开工，截至目前已到位资金3亿元。", "actual"),
        ("一般公共预算收入在去年任务的基础上增长8.1%。", "target"),
        ("连续三年被评为全省综合考核先进市。", "actual"),
    ],
)
def test_the_last_word_tells_what_is_planned_from_what_is_done(text: str, expected: Modality) -> None:
    assert [s.modality for s in measure(named_text(text, "target", 2025), "d")] == [expected]


def test_what_is_done_among_what_is_planned_was_done_by_the_year_before() -> None:
    found = measure(named_text("目前已建成充电站12座，今年再建30座。", "target", 2025), "d")
    assert found[0].period == "2024"
    assert found[0].modality == "actual"


def test_a_share_of_the_planned_investment_is_reached() -> None:
    found = measure(named_text("当年完成投资19亿元，占全年计划投资的118％，均已开工建设。"), "d")
    assert [s.modality for s in found] == ["actual", "actual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一般公共预算收入达到280.7亿元，比“十二五”末增长了1.5倍。", ["2024", "2024"]),
        ("死亡人数较“十三五”时期下降58.5%。", ["2024"]),
        ("“十二五”年均增长7.5%，质量效益明显提高。", ["2011-2015"]),
        ("五年累计实际利用外资2894亿美元，人均生产总值达到1.3万元。", ["2020-2024", "2024"]),
    ],
)
def test_what_a_value_is_held_against_is_not_its_time(text: str, expected: list[str]) -> None:
    assert [s.period for s in measure(named_text(text), "d")] == expected


def test_a_growth_rate_after_the_multiple_is_one_of_the_thing() -> None:
    text = "一般公共预算收入达到“十二五”末的1.6倍，保持了年均9.3%的高增速；"
    assert [row(s) for s in measure(named_text(text), "d")][-1] == "一般公共预算收入 | 9.3% | growth up"


def test_a_range_of_hundredths_in_words_is_not_read_by_its_lower_end() -> None:
    assert rows("六五计划期间要求每年递增百分之四到五。") == []
