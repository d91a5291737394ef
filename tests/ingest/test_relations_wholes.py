"""Parts of a whole: what a note tells below its head, over its sentences, and what it does not take for parts."""

from __future__ import annotations

import pytest

from tests.ingest.marked_text import said

PARTS = [
    (
        "“[标准地+承诺制:Programme]”：[标准地:Programme]，是指可出让的土地。[承诺制:Programme]，是指企业承诺的办理模式。",
        {("标准地", "标准地+承诺制"), ("承诺制", "标准地+承诺制")},
    ),
    (
        "建设[“一馆两中心”:Programme]（[图书馆:Project]、[市民中心:Project]），启动[东岭大桥:Project]。",
        {("图书馆", "一馆两中心"), ("市民中心", "一馆两中心")},
    ),
    (
        "[“1+2”专项行动:Programme]：“1”，即[甲地整治:Programme]；“2”，即[乙地整治:Programme]。",
        {("甲地整治", "1+2”专项行动"), ("乙地整治", "1+2”专项行动")},
    ),
    (
        "[四进校园:Programme]：即[戏曲进校园:Programme]、[非遗进校园:Programme]。",
        {("戏曲进校园", "四进校园"), ("非遗进校园", "四进校园")},
    ),
    (
        "[“六横六纵”水网:Programme]：[“六横”:Programme]指六条水道，包括[甲渠引水:Project]、[乙江灌区:Project]；",
        {("六横", "六横六纵”水网"), ("甲渠引水", "六横"), ("乙江灌区", "六横")},
    ),
    (
        "[“1246”工作机制:Programme]：[市委八次全会:Event]提出，建立[甲平台:Platform]、[乙平台:Platform]。",
        {("甲平台", "1246”工作机制"), ("乙平台", "1246”工作机制")},
    ),
    (
        "[“一核两翼”发展格局:Programme]：指以[东岭开发区:Place]为核心，[甲港:Place]、[乙城:Place]为两翼，落实[振兴行动:Programme]。",
        {(part, "一核两翼”发展格局") for part in ("东岭开发区", "甲港", "乙城")},
    ),
    (
        "[四个歼灭战:Programme]：2019年，全县召开会议，决定打响，即，[甲地歼灭战:Programme]、[乙地歼灭战:Programme]。",
        {("甲地歼灭战", "四个歼灭战"), ("乙地歼灭战", "四个歼灭战")},
    ),
]
NO_PARTS = [
    "做到[“四个加快”:Programme]、[“六个扎实”:Programme]、[“三个坚持”:Programme]。",
    "[国土治理“一张图”:Programme]：三部门提出在[“一张图”:Programme]上解决问题。",
    "1.[强基行动:Programme]：指培训。2.[育才行动:Programme]：指引才。",
    "[乡村振兴战略:Programme]：建设[甲河大桥:Project]、[乙河大桥:Project]。",
]


@pytest.mark.parametrize(("text", "pairs"), PARTS)
def test_what_a_head_leads_is_part_of_it(text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(s, o) for s, p, o in said(text) if p == "partOf"} == pairs


@pytest.mark.parametrize("text", NO_PARTS)
def test_what_only_stands_behind_is_no_part(text: str) -> None:
    assert not [t for t in said(text) if t[1] == "partOf"]


def test_brands_that_a_brand_takes_together_are_its_parts() -> None:
    found = said("做强[“青山姐妹”:Event]、[“绿水月嫂”:Event]等[“川字号”劳务品牌:Event]。")
    assert ("绿水月嫂", "partOf", "川字号”劳务品牌") in found
    found = said("[甲食堂:Programme]等14个[“微改革”项目:Programme]得到点赞。")
    assert ("甲食堂", "partOf", "微改革”项目") in found


def test_a_note_gives_another_name_but_not_of_a_sum_of_parts() -> None:
    found = said("[“千万工程”:Programme]：[“千村示范、万村整治”工程:Programme]，是[甲省:Area]的实践。")
    assert ("千万工程", "knownAs", "千村示范、万村整治”工程") in found
    assert not [t for t in said("[甲+乙:Programme]：[甲制度:Programme]，是指一种模式。") if t[1] == "knownAs"]
