"""Counts side by side, ranks in a row, indexes that move, and numbers that only look like figures."""

from __future__ import annotations

import pytest

from plangraph.ingest.quantities.about import abouts
from plangraph.ingest.quantities.line import line_of
from plangraph.ingest.quantities.scan import scan


def _read(text: str) -> list[tuple[str, str, str, str]]:
    line = line_of(text, 0, len(text)).text
    return [(str(m.value), m.unit, m.bound, about.name) for m, about in abouts(line, scan(line).measures)]


def _others(text: str) -> list[tuple[str, str]]:
    line = line_of(text, 0, len(text)).text
    return [(line[s.start : s.end], s.reason) for s in scan(line).others]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推出12批1181项改革举措。", [("12", "批", "=", "推出改革举措"), ("1181", "项", "=", "改革举措")]),
        ("建成学校12所、3个医院。", [("12", "所", "=", "建成学校"), ("3", "个", "=", "医院")]),
        ("考评分别居第6、第2、第4、第3位，",
         [(n, "位", "=", "考评排名") for n in ("6", "2", "4", "3")]),
        ("交通指数从6.32下降至6.08。", [("6.32", "", "=", "交通指数"), ("6.08", "", "=", "交通指数")]),
        ("城乡居民收入之比缩小至2.08，", [("2.08", "", "=", "城乡居民收入之比")]),
        ("PM2.5浓度低于每立方米19微克，", [("19", "微克", "<=", "PM2.5浓度")]),
        ("PM2.5浓度不高于每立方米19微克，", [("19", "微克", "<=", "PM2.5浓度")]),
        ("新增8家A级景区。", [("8", "家", "=", "新增A级景区")]),
        ("融资成本再降49个BP。", [("49", "个BP", "=", "融资成本")]),
        ("为29万65岁以上老年人免费体检。", [("29", "万人", "=", "65岁以上老年人免费体检")]),
        ("新增装机15GW。", [("15", "GW", "=", "新增装机")]),
    ],
)  # fmt: skip
def test_counts_are_read_with_what_they_count(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("轨交6、7、8号线开通。", "6", "ordinal"),
        ("以3·15曝光事件为契机。", "15", "period"),
        ("力争用3—5年时间集聚人才。", "3", "period"),
        ("“四上”企业（1）246家。", "1", "note-mark"),
        ("14.2025年10件民生实事：", "14.2025", "list-number"),
        ("新增13路公交线路。", "13", "inside-name"),
        ("由1万6千户增加。", "6", "unread"),
    ],
)
def test_numbers_that_state_nothing_have_their_reason(text: str, number: str, reason: str) -> None:
    assert (number, reason) in _others(text)


def test_a_year_after_a_list_number_is_no_figure() -> None:
    assert [value for value, *_ in _read("14.2025年10件民生实事：")] == ["10"]


def test_ordinals_of_an_enumeration_are_no_ranks() -> None:
    assert _read("开展第一、第二轮督察。") == []
