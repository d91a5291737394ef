"""我区, 全市, 三地, “两区一县”: areas that are meant and not named. What is not certain is left out."""

from __future__ import annotations

import pytest

from plangraph.ingest.mentions import name
from plangraph.ingest.named import Candidate
from tests.ingest.test_mentions import ISSUER, plain_view

THREE = ["湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"]


def meant(text: str, issuer: str = ISSUER) -> list[tuple[str, list[str]]]:
    named = name(plain_view(text), issuer)
    return [(text[d.start : d.end], [k.name for k in d.keys]) for d in named.deictics]


@pytest.mark.parametrize(
    ("text", "issuer", "words", "areas"),
    [
        ("我区经济向好。", ISSUER, "我区", ["广州市越秀区"]),
        ("居全市第一。", ISSUER, "全市", ["广州市"]),
        ("在全省推广。", ISSUER, "全省", ["广东省"]),
        ("全市上下齐心。", "山东省青岛市", "全市", ["青岛市"]),
        ("全市上下齐心。", "河北省保定市安国市", "全市", ["保定市安国市"]),
        ("本县发展良好。", "河北省保定市易县", "本县", ["保定市易县"]),
        ("湛江市霞山区、赤坎区、遂溪县三地合作。", ISSUER, "三地", THREE),
        ("依托霞山区、赤坎区、遂溪县“科创中心”服务三地招商。", ISSUER, "三地", THREE),
        ("广州市与佛山市两地共建。", ISSUER, "两地", ["广州市", "佛山市"]),
    ],
)
def test_words_mean_areas(text: str, issuer: str, words: str, areas: list[str]) -> None:
    assert (words, areas) in meant(text, issuer)


def test_districts_and_counties_are_those_of_the_area_before() -> None:
    text = "湛江市霞山区、赤坎区、遂溪县合作。\n深化与湛江市“两区一县”共建园区，越秀区、天河区参加。"
    found = dict(meant(text))
    assert set(found["两区一县"]) == set(THREE)


@pytest.mark.parametrize(("words", "named"), [("“两区一县”", []), ("“一县一区”", ["“一县一区”"])])
def test_areas_that_are_only_counted_are_no_name(words: str, named: list[str]) -> None:
    view = plain_view(f"深化与湛江市{words}合作。")
    start = view.text.index(words)
    tagged = [Candidate(start + 1, start + len(words) - 1, "Programme", "tagger", 0.9)]
    found = name(view, ISSUER, tagged).mentions
    assert [view.text[m.start : m.end] for m in found if m.key.type == "Programme"] == named


@pytest.mark.parametrize(
    "text",
    [
        "四地合作。",
        "湛江市霞山区、赤坎区三地合作。",
        "深化与湛江市“两区一县”合作。",
        "全区域推进。",
        "加强三地块管理。",
    ],
)
def test_what_is_not_certain_is_left_out(text: str) -> None:
    assert [words for words, _ in meant(text) if words[-1] in "地县"] == []
