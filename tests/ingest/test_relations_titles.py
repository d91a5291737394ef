"""Who holds a title, and whether it is held; who gets money and who takes a body in."""

from __future__ import annotations

import pytest

from tests.ingest.marked_text import said

HELD = [
    (
        "[西街:Place]、[东湖景区:Place]分别获评[示范步行街:Honour]、[夜间消费集聚区:Honour]。",
        {("西街", "示范步行街"), ("东湖景区", "夜间消费集聚区")},
    ),
    (
        "[甲县:Area]、[乙县:Area]获评[全国文明城市:Honour]、[国家卫生城市:Honour]。",
        {("甲县", "全国文明城市"), ("甲县", "国家卫生城市"), ("乙县", "全国文明城市"), ("乙县", "国家卫生城市")},
    ),
    ("连续三年入选[全国百强市:Honour]。", {("清远市", "全国百强市")}),
    ("矛盾调处工作入选[全国典型案例:Honour]。", {("清远市", "全国典型案例")}),
    ("[东湖景区:Place]热度不减，获评[国家级景区:Honour]。", {("东湖景区", "国家级景区")}),
    ("网上开证明被评为[优秀创新案例:Honour]。", set()),
    ("[甲县:Area]、[乙县:Area]、[丙县:Area]分获[一等奖:Honour]、[二等奖:Honour]。", set()),
]


@pytest.mark.parametrize(("text", "pairs"), HELD)
def test_a_title_is_of_whom_the_sentence_names(text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(s, o) for s, p, o in said(text) if p == "received"} == pairs


def test_what_is_planned_is_not_received_yet() -> None:
    assert not [t for t in said("创成[全国文明城市:Honour]。", modality="target") if t[1] == "received"]
    assert not [t for t in said("积极争取[专项债券:Fund]。", modality="target") if t[1] == "fundedBy"]
    assert said("争取[专项债券:Fund]3亿元。") == {("清远市", "fundedBy", "专项债券")}


def test_a_title_to_be_kept_is_held() -> None:
    assert ("清远市", "received", "国家卫生城市") in said("巩固[国家卫生城市:Honour]成果。", modality="target")


def test_a_place_takes_in_what_settles_there_and_the_issuer_does_not() -> None:
    assert said("[东岭合作区:Place]落地[甲农集团:Organization]等企业。") == {("东岭合作区", "attracted", "甲农集团")}
    found = said("[甲辰控股:Organization]落户[深圳:Area]。")
    assert [t for t in found if t[1] == "attracted"] == [("深圳", "attracted", "甲辰控股")]


def test_what_is_decided_settles_nobody() -> None:
    assert not said("推动[省委:Organization]、[市委:Organization]决策部署落地。")
