"""What real sentences of government reports say, relation by relation."""

from __future__ import annotations

import pytest

from tests.ingest.marked_text import said

UNDERTAKES = [
    ("深入实施[提振消费专项行动:Programme]。", "提振消费专项行动", "ongoing"),
    ("持续开展[国土绿化三年行动:Programme]，完成人工造林5万亩。", "国土绿化三年行动", None),
    ("建成[城市大脑:Platform]，提升服务能力。", "城市大脑", "completed"),
    ("全面启动[老城片区改造:Project]，创造了和谐征迁的速度。", "老城片区改造", "started"),
    ("探索[“信用+”模式:Programme]。", "信用+”模式", "planned"),
    ("持续推进[高铁新片区:Place]、[站南广场片区:Place]等重点片区建设。", "站南广场片区", "ongoing"),
    ("办好[中山游博会:Event]，壮大游戏游艺产业。", "中山游博会", None),
]
PREDICATES = [
    ("[微腔电子纸显示器件:Project]、[镜岭水库:Project]等项目开工建设。", "镜岭水库", "started", "actual"),
    ("[镜岭水库:Project]等项目开工建设。", "镜岭水库", "planned", "target"),
    ("[杭温高铁:Project]、[沪苏湖高铁:Project]等项目建成投用。", "沪苏湖高铁", "operating", "actual"),
    ("[旺谦丝网:Project]竣工投产，[一仁药业:Project]、[裕康源:Project]等项目加速推进。", "裕康源", "ongoing", "actual"),
    ("[农村改革:Programme]扎实推进。", "农村改革", "ongoing", "actual"),
    ("[合肥都市圈规划:Policy]即将获批，[新桥科技创新示范区:Platform]启动建设。", "合肥都市圈规划", "planned", "actual"),
    ("[离岸大豆现货交易试点:Programme]获批。", "离岸大豆现货交易试点", "approved", "actual"),
    ("入选首批名单，[杭州国际商事法庭:Organization]挂牌成立。", "杭州国际商事法庭", "operating", "actual"),
    ("加快[舟山电厂三期:Project]建设。", "舟山电厂三期", "ongoing", "target"),
    ("确保[舟山电厂三期:Project]、[六横电厂二期:Project]等能源项目建成投运。", "六横电厂二期", "planned", "target"),
]
OTHERS = [
    ("出台[闲置土地处置办法:Policy]。", ("清远市", "issued", "闲置土地处置办法")),
    ("[南腰山:Area]、[西显阳:Area]等10个村庄获评[省级美丽乡村:Honour]。", ("西显阳", "received", "省级美丽乡村")),
    (
        "开展试点，入选首批[国家知识产权保护示范区建设城市:Honour]。",
        ("清远市", "received", "国家知识产权保护示范区建设城市"),
    ),
    ("发展[现代设施农业:Industry]和[智慧农业:Industry]，推动融合。", ("清远市", "develops", "智慧农业")),
    ("[林果:Industry]、[畜牧:Industry]、[蔬菜:Industry]等特色产业进一步壮大。", ("清远市", "develops", "畜牧")),
    ("引进[河北银行:Organization]、[光大银行:Organization]等金融机构。", ("清远市", "attracted", "光大银行")),
    ("[国际红树林中心:Organization]落户[深圳:Area]。", ("深圳", "attracted", "国际红树林中心")),
    ("[国际红树林中心:Organization]落户[深圳:Area]。", ("国际红树林中心", "locatedIn", "深圳")),
    ("支持[长城:Organization]、[立中:Organization]等企业拓展国际市场。", ("清远市", "supports", "立中")),
    ("确保[永州四中:Organization]对口帮扶[道县一中:Organization]取得实效。", ("永州四中", "supports", "道县一中")),
    ("加强与[北京大学:Organization]、[山东大学:Organization]等高校合作。", ("清远市", "cooperatesWith", "山东大学")),
    ("全省[教育扶贫观摩会:Event]在[清远市:Area]召开。", ("教育扶贫观摩会", "locatedIn", "清远市")),
    ("推动[哈工大:Organization]与[黔南高新区:Platform]联合共建平台。", ("哈工大", "cooperatesWith", "黔南高新区")),
    ("争取[专项债券:Fund]额度302.1亿元、居全省第4；", ("清远市", "fundedBy", "专项债券")),
    ("[G530改建工程:Project]（[迎客松大道:Project]）开工。", ("G530改建工程", "knownAs", "迎客松大道")),
    ("[西藏农牧学院:Organization]升格为[西藏农牧大学:Organization]。", ("西藏农牧学院", "knownAs", "西藏农牧大学")),
    (
        "[五个保定:Programme]：[创新保定:Programme]、[智造保定:Programme]、[山水保定:Programme]。",
        ("智造保定", "partOf", "五个保定"),
    ),
    ("实施[产业升级:Programme]、[新兴产业倍增:Programme][“六大计划”:Programme]。", ("产业升级", "partOf", "六大计划")),
    ("[一臣饲料:Project]由[河北一臣公司:Organization]承建。", ("河北一臣公司", "undertakes", "一臣饲料")),
    ("加快[绿色健康食品共建产业园:Project]建设。", ("绿色健康食品共建产业园", "concerns", "绿色健康食品")),
]
NOTHING = [
    "落实[闲置土地处置办法:Policy]。",
    "争创[全国文明城市:Honour]。",
    "参加[蔬菜产销对接大会:Event]。",
    "依托[中欧班列:Programme]发展外贸。",
    "代表[定兴县人民政府:Organization]，向大会报告工作。",
]


@pytest.mark.parametrize(("sentence", "name", "stage"), UNDERTAKES)
def test_a_measure_is_undertaken_by_the_issuer(sentence: str, name: str, stage: str | None) -> None:
    found = said(sentence)
    assert ("清远市", "undertakes", name) in found
    assert {o for s, p, o in found if p == "hasStatus" and s == name} == ({stage} if stage else set())


@pytest.mark.parametrize(("sentence", "name", "stage", "modality"), PREDICATES)
def test_a_thing_has_the_stage_that_its_half_gives(sentence: str, name: str, stage: str, modality: str) -> None:
    found = said(sentence, modality=modality)  # type: ignore[arg-type]
    assert {o for s, p, o in found if p == "hasStatus" and s == name} == {stage}


@pytest.mark.parametrize(("sentence", "triple"), OTHERS)
def test_a_sentence_says_a_relation(sentence: str, triple: tuple[str, str, str]) -> None:
    assert triple in said(sentence)


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_says_nothing(sentence: str) -> None:
    assert {t for t in said(sentence) if t[1] not in ("locatedIn", "concerns")} == set()


def test_a_project_that_is_its_own_subject_has_no_agent() -> None:
    assert not [t for t in said("[沿江高铁:Project]开工。") if t[1] == "undertakes"]


def test_a_named_subject_undertakes_what_it_does_itself() -> None:
    found = said("[磐石市:Area]成功承办[红色旅游节:Event]。")
    assert ("磐石市", "undertakes", "红色旅游节") in found
    assert ("清远市", "undertakes", "红色旅游节") not in found


def test_a_title_striven_for_is_not_received() -> None:
    assert not [t for t in said("全力争创[全国文明城市:Honour]。") if t[1] == "received"]


def test_a_hall_for_sports_is_not_about_the_branch_that_the_report_names() -> None:
    found = said(
        "发展[体育产业:Industry]和[特种玻璃产业:Industry]，建设[北江体育馆:Project]、[清新特种玻璃基地:Project]。"
    )
    assert {(s, o) for s, p, o in found if p == "concerns"} == {("清新特种玻璃基地", "特种玻璃产业")}
