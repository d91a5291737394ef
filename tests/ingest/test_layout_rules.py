"""Every rule of layout matches its example and not its counter-example; the data files are whole."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from plangraph.ingest.layout.halves import leaning, modality_of_title
from plangraph.ingest.layout.words import cues, form, forms

RULES = files("plangraph.ingest.rules")
DATA = tomllib.loads(RULES.joinpath("layout.toml").read_text(encoding="utf-8"))
ROWS = [(group, row) for group, rows in DATA.items() for row in (rows if isinstance(rows, list) else [rows])]


@pytest.mark.parametrize(("group", "row"), ROWS, ids=[row["id"] for _, row in ROWS])
def test_rule(group: str, row: dict[str, str]) -> None:
    pattern = form(group, row["id"])
    assert pattern.search(row["match"])
    assert not pattern.search(row["no"])
    assert row["source"]


def test_ids_are_unique() -> None:
    ids = [row["id"] for _, row in ROWS]
    assert len(set(ids)) == len(ids)
    assert {rule.id for group in DATA for rule in forms(group)} == set(ids)


def test_cues_lean_both_ways_once_each() -> None:
    words = [word for word, _ in cues()]
    assert len(set(words)) == len(words)
    assert {weight > 0 for _, weight in cues()} == {True, False}


LEANINGS = [
    ("力争全年新增就业3万人以上，打造一批精品街区。", True),
    ("按照上述思路，建议重点抓好以下七个方面工作：", True),
    ("成功举办全国赛事，累计接待游客500万人次，获评先进。", False),
    ("过去一年取得的成绩来之不易。", False),
]


@pytest.mark.parametrize(("text", "plans"), LEANINGS)
def test_leaning(text: str, plans: bool) -> None:
    assert (leaning(text) > 0) is plans


TITLES = [
    ("2024年工作回顾", "actual"),
    ("2024年国民经济和社会发展计划执行情况", "actual"),
    ("2025年工作安排", "target"),
    ("“十五五”时期主要目标任务", "target"),
    ("“十四五”时期发展成就和“十五五”时期主要目标任务", None),
    ("“十五五”时期经济社会发展把握的重要要求", "target"),
    ("“十五五”发展的主要考虑", "target"),
    ("“十二五”时期经济社会发展的战略任务", "target"),
    ("2018年发展目标", "target"),
    ("展望“十四五”，我们站在新的历史起点", "target"),
    ("“十三五”时期经济社会发展回顾", "actual"),
    ("奋力完成2023年高质量发展的各项任务", None),
    ("锚定目标攻坚，经济发展实现逆势而上", None),
    ("全面加强政府自身建设", None),
]


@pytest.mark.parametrize(("title", "modality"), TITLES)
def test_modality_of_titles(title: str, modality: str | None) -> None:
    assert modality_of_title(title) == modality
