"""Clauses: where sentences are parted, and that a clause's places are those of its characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.graph.clauses import clauses
from plangraph.graph.idle import idle_clauses, is_work
from plangraph.ontology.records import Block, Document, Span, document_id, quotation


def document(*blocks: tuple[str, str]) -> Document:
    """A report of these blocks (kind, text), one after the other."""
    text, found = "", []
    for kind, words in blocks:
        if words.strip():
            found.append(Block(kind, (Span(len(text), len(text) + len(words)),)))
        text += words + "\n"
    return Document(
        id=document_id(text), text=text, source="made.txt", media_type="text/plain", title="", kind="plan-report",
        area=None, area_code="", issued=None, meeting="", speaker="", year_reviewed=None, year_planned=None,
        blocks=tuple(found),
    )  # fmt: skip


def quotes(made: Document) -> list[str]:
    return [quotation(made.text, clause.passage) for clause in clauses(made)]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("新建学校3所；改造老旧小区12个。", ["新建学校3所", "改造老旧小区12个"]),
        (
            "探索布局低空经济，组建低空经济专班，出台实施低空经济发展行动方案，新引进低空经济企业二十家以上。",
            ["探索布局低空经济，组建低空经济专班，出台实施低空经济发展行动方案，新引进低空经济企业二十家以上"],
        ),
        (
            "东风东路小学等 10个项目开工建设并加快推进，港汇高端服务商业综合体等 12个项目竣工投用。",
            ["东风东路小学等 10个项目开工建设并加快推进", "港汇高端服务商业综合体等 12个项目竣工投用"],
        ),
        (
            "制定实施“稳就业、保民生，促发展、惠企业”专项行动方案（试行，2025年1月起施行三年）。",
            ["制定实施“稳就业、保民生，促发展、惠企业”专项行动方案（试行，2025年1月起施行三年）"],
        ),
        ("打造“一江两岸，\n三带四区”\n新格局。", ["打造“一江两岸，三带四区”新格局"]),
    ],
)
def test_where_sentences_are_parted(paragraph: str, expected: list[str]) -> None:
    assert quotes(document(("paragraph", paragraph))) == expected


def test_a_short_first_sentence_is_the_headline_of_its_paragraph() -> None:
    made = document(("paragraph", "消费市场稳步回暖。举办促销活动300场。"))
    (clause,) = clauses(made)
    assert quotation(made.text, clause.passage) == "举办促销活动300场"
    assert quotation(made.text, clause.headline) == "消费市场稳步回暖"


def test_a_paragraph_of_one_sentence_and_a_sentence_with_figures_are_no_headlines() -> None:
    made = document(("paragraph", "推进老旧小区改造。"), ("paragraph", "新建学校3所。新增学位2000个。"))
    assert quotes(made) == ["推进老旧小区改造", "新建学校3所", "新增学位2000个"]


def test_headings_and_titles_hold_no_clauses_and_a_row_is_one() -> None:
    made = document(
        ("title", "计划报告"),
        ("heading", "一、重点工作"),
        ("row", "地铁十三号线，总投资120亿元，计划2026年全线开通运营"),
    )
    assert quotes(made) == ["地铁十三号线，总投资120亿元，计划2026年全线开通运营"]


@given(st.lists(st.text("推进建设项目，。；“”（）0 \n", max_size=80), max_size=4))
def test_clauses_stand_in_order_do_not_overlap_and_lose_nothing_but_marks(paragraphs: list[str]) -> None:
    made = document(*(("note", paragraph) for paragraph in paragraphs))
    spans = [span for clause in clauses(made) for span in clause.passage]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    kept = {place for span in spans for place in range(span.start, span.end)}
    lost = {made.text[place] for place in range(len(made.text)) if place not in kept}
    assert lost <= set("，。； \n")


@pytest.mark.parametrize("idle", idle_clauses(), ids=lambda idle: idle.id)
def test_a_form_of_idle_clauses_matches_its_example_and_not_the_other(idle) -> None:
    assert idle.pattern.search(idle.example)
    assert not is_work(idle.example, bare=True)
    assert is_work(idle.example, bare=False) is not idle.always
    assert not (idle.always and idle.pattern.search(idle.counterexample))
    assert is_work(idle.counterexample, bare=False)
