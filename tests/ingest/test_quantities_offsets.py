"""What holds for any text: a value's characters are the number as stated, and nothing is counted twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.quantities import measure
from plangraph.ingest.quantities.line import GAP, line_of
from plangraph.ingest.quantities.numerals import arabic, chinese
from plangraph.ingest.quantities.scan import scan
from plangraph.ontology.records import hull
from tests.ingest.quantity_sentences import named_text, quantity

UNITS = st.sampled_from(
    ["个", "家", "亿元", "万人", "%", "公里", "万亩", "个百分点", "场次", "微克/立方米", "套（间）"]
)
WORDS = st.sampled_from(
    ["新增", "完成投资", "增长", "地区生产总值增长", "举办招聘会", "覆盖率达到", "，", "、", "分别", "超", "近"]
)
SPACES = st.sampled_from(["", " ", "\n", "\u3000"])
PIECES = st.one_of(
    st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False).map(str),
    st.integers(0, 10**6).map(str),
    UNITS,
    WORDS,
    SPACES,
    st.sampled_from(
        ["“", "”", "（", "）", "第", "连续三年", "2024年", "—", "/", "以上", "十二", "全省第一", "5G", "1+5"]
    ),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join).filter(bool)


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_thousands_marks_do_not_change_a_number(whole: int) -> None:
    assert arabic(f"{whole:,}") == arabic(str(whole)) == Decimal(whole)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_a_decimal_keeps_its_digits_as_written(value: Decimal) -> None:
    assert str(arabic(f"{value:f}")) == f"{value:f}"


DIGITS = "零一二三四五六七八九"


def _in_chinese(n: int) -> str:
    """A whole number below 10,000 as it is written: 10 is 十, 105 is 一百零五."""
    if n < 10:
        return DIGITS[n]
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            written += ("零" if zero and written else "") + DIGITS[digit] + name
        zero = not digit
    return written.removeprefix("一") if 10 <= n < 20 else written


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_chinese_numerals_come_back(n: int) -> None:
    assert chinese(_in_chinese(n)) == n


@pytest.mark.parametrize(
    ("written", "value"),
    [("二〇二四", 2024), ("三万五千", 35000), ("一亿零二百万", 102000000), ("两百", 200), ("万", 10000), ("十", 10)],
)
def test_chinese_numerals_as_reports_write_them(written: str, value: int) -> None:
    assert chinese(written) == value


@pytest.mark.parametrize("written", ["一百二", "十百", "万亿万", "百千", "五亿三亿", "一千三", "零"[:0]])
def test_what_is_no_numeral_or_means_two_is_refused(written: str) -> None:
    assert chinese(written) is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_line_keeps_every_character_in_its_place(text: str) -> None:
    line = line_of(text, 0, len(text))
    assert len(line.text) == len(line.places)
    assert [text[p] for c, p in zip(line.text, line.places, strict=True) if c != GAP and c == text[p]] == [
        c for c, p in zip(line.text, line.places, strict=True) if c != GAP and c == text[p]
    ]
    assert all(text[p].isspace() or text[p] == GAP for c, p in zip(line.text, line.places, strict=True) if c == GAP)
    assert list(line.places) == sorted(line.places)


@settings(deadline=None)
@given(TEXTS)
def test_the_passage_holds_the_number_as_stated(text: str) -> None:
    for statement in measure(named_text(text), "d"):
        q = quantity(statement)
        where = hull(q.passage)
        stated = "".join(text[where.start : where.end].split())
        assert where.start >= hull(statement.evidence.passage).start
        assert where.end <= hull(statement.evidence.passage).end
        if statement.rule == "measure.number":
            assert str(q.value) in stated


@settings(deadline=None)
@given(TEXTS)
def test_every_digit_is_a_measure_or_has_a_reason(text: str) -> None:
    line = line_of(text, 0, len(text))
    numbers = scan(line.text)
    covered: set[int] = set()
    for m in numbers.measures:
        covered.update(range(m.low, m.high))
    for other in numbers.others:
        assert not covered.intersection(range(other.start, other.end))
        covered.update(range(other.start, other.end))
    assert {i for i, c in enumerate(line.text) if c in "0123456789"} <= covered


@settings(deadline=None)
@given(st.integers(1, 99999), UNITS)
def test_a_plain_count_is_read_back(number: int, unit: str) -> None:
    found = measure(named_text(f"新建设施{number}{unit}。"), "d")
    assert [(quantity(s).value, quantity(s).unit) for s in found] == [(Decimal(number), unit)]
