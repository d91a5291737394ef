"""Which word of a clause governs a name, and which does not: nouns that look like verbs, phrases that are over."""

from __future__ import annotations

import pytest

from tests.ingest.marked_text import said

SAID = [
    ("深化政务服务[“一窗通办”:Programme]。", ("清远市", "undertakes", "一窗通办")),
    ("构建以康养产业为龙头、全面发展的[“1+2”服务业体系:Programme]。", ("清远市", "undertakes", "1+2”服务业体系")),
    ("[稻花音乐节:Event]、[龙舟公开赛:Event]等活动成功举办。", ("清远市", "undertakes", "龙舟公开赛")),
    ("[国企改革攻坚行动:Programme]圆满收官。", ("国企改革攻坚行动", "hasStatus", "completed")),
    ("[青田芯片:Project]等项目落地开工。", ("青田芯片", "hasStatus", "started")),
    ("[青田芯片:Project]等项目落地开工。", ("清远市", "attracted", "青田芯片")),
    (
        "鼓励[东岭机械:Organization]、[南峰铝业:Organization]等龙头企业提升研发能力。",
        ("清远市", "supports", "南峰铝业"),
    ),
    ("巩固[国家卫生城市:Honour]创建成果。", ("清远市", "received", "国家卫生城市")),
    (
        "推进[甲山水电站:Project]，以及[乙山风电场:Project]、[丙山光伏:Project]等项目建设。",
        ("清远市", "undertakes", "丙山光伏"),
    ),
    (
        "推进[青山大米:Programme]、[绿水蔬菜:Programme]等[“一乡一特”全产业链:Programme]建设。",
        ("绿水蔬菜", "partOf", "一乡一特”全产业链"),
    ),
]
NOT_SAID = [
    ("加快[制造业:Industry]数字化转型。", "develops"),
    ("深化[燃气:Industry]、[建筑施工:Industry]等重点行业领域隐患排查整治。", "develops"),
    ("加强[清水河:Place]、[白水河:Place]等重点流域综合治理。", "undertakes"),
    ("推动[丝路行动:Programme]国家合作走深走实。", "undertakes"),
    ("抓好[高山脐橙:Event]等农产品品牌培育。", "undertakes"),
    ("坚持[就业优先战略:Programme]。", "undertakes"),
    ("管好用好[乡村振兴补助资金:Fund]。", "fundedBy"),
    ("推动[省委:Organization]各项部署落地见效。", "supports"),
]


@pytest.mark.parametrize(("sentence", "triple"), SAID)
def test_a_name_is_governed_by_the_word_that_means_it(sentence: str, triple: tuple[str, str, str]) -> None:
    stages = said(sentence, modality="actual")
    assert triple in stages


@pytest.mark.parametrize(("sentence", "predicate"), NOT_SAID)
def test_what_follows_a_name_can_be_the_object_in_its_stead(sentence: str, predicate: str) -> None:
    assert not [t for t in said(sentence) if t[1] == predicate]


def test_projects_that_are_already_being_built_take_the_stage_behind_them() -> None:
    found = said("推动[东岭科技:Project]、[南峰新能源:Project]等5个在建项目竣工投产。", modality="target")
    assert ("南峰新能源", "hasStatus", "planned") in found
    assert ("南峰新能源", "hasStatus", "ongoing") not in found


PLACED = [
    ("[英德至阳山高速:Project]开工。", "清远市", {"英德市", "阳山县"}),
    ("[金山至辽宁输电通道:Project]开工。", "锡林郭勒盟", set()),
    ("参加[上海合作组织峰会:Event]。", "国务院", set()),
    ("[中原奶都:Event]壮大。", "河南省", set()),
    ("[冉庄中学教学楼:Project]开工。", "清苑区", set()),
]


@pytest.mark.parametrize(("sentence", "issuer", "places"), PLACED)
def test_a_name_lies_where_it_says_and_nowhere_by_a_likeness(sentence: str, issuer: str, places: set[str]) -> None:
    found = {o for _, p, o in said(sentence, issuer) if p == "locatedIn"}
    assert len(found) == len(places)
    assert all(any(o.endswith(place) for o in found) for place in places)
