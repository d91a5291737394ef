"""Quotations that are names though nothing else is sure of them, and quotations that name nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.ingest.mentions.leftover import find_leftover
from plangraph.ingest.mentions.sayings import quoted_reason
from plangraph.ingest.named import Candidate


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("落实市委“1312”思路举措，锚定中心工作。", "“1312”思路举措"),
        ("推进绿美“1+7”工作任务。", "“1+7”工作任务"),
        ("把握“三个着力点”，做实文章。", "“三个着力点”"),
        ("开展争创“最干净城市”行动。", "“最干净城市”"),
    ],
)
def test_form_alone_makes_a_name(text: str, name: str) -> None:
    assert [text[c.start : c.end] for c in find_leftover(text, (), ())] == [name]


@pytest.mark.parametrize("text", ["向“新”发展。", "增强“四个意识”，坚定信心。", "推动“粮头食尾”。", "新增企业“12”家。"])
def test_sayings_make_no_name(text: str) -> None:
    assert find_leftover(text, (), ()) == []


def test_what_the_tagger_sees_stands() -> None:
    text = "拓展“信游珠三角”品牌建设。"
    seen = Candidate(2, 11, "Event", "tagger", 0.21)
    assert [(c.type, text[c.start : c.end]) for c in find_leftover(text, (), [seen])] == [("Event", "“信游珠三角”品牌")]
    faint = Candidate(2, 11, "Event", "tagger", 0.19)
    assert find_leftover(text, (), [faint]) == []


@given(st.text(alphabet="“”、，三个一增行动1+N ", max_size=40), st.integers(0, 30), st.integers(1, 12))
def test_names_never_overlap(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    decided = [Candidate(start, end, "Event", "rule", 0.9)] if start < end else []
    found = find_leftover(text, decided, ())
    spans = sorted([(c.start, c.end) for c in (*decided, *found)])
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("按照“景城同建、主客共享”总体思路，推进。", "“景城同建、主客共享”", "slogan"),
        ("构建“一体两翼、多点支撑”的发展格局。", "“一体两翼、多点支撑”", "unread"),
        ("“放管服”：“放”即简政放权。", "“放”", "slogan"),
        ("“减税降费”：“减税”指减轻负担。", "“减税”", "inside-name"),
        ("成功应对台风“梅花”，全县安全。", "“梅花”", "unread"),
        ("其中“4050”人员9216人。", "“4050”", "threshold"),
    ],
)
def test_why_a_quotation_names_nothing(text: str, words: str, reason: str) -> None:
    start = text.index(words)
    assert quoted_reason(text, start, start + len(words)) == reason
