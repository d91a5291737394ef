"""The loss audit is complete, its numbers add up, and it never calls read what was not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.audit import audit, tally
from plangraph.ingest.audit_items import items_of
from plangraph.ingest.layout import front_matter, lay_out
from plangraph.ingest.mentions import name
from plangraph.ingest.mentions.tagger import tag
from plangraph.ingest.named import NamedText
from plangraph.ingest.quantities import measure
from plangraph.ingest.quantities.line import is_digit
from plangraph.ingest.reading import read_source
from plangraph.ontology.records import Problem, Span, Statement
from tests.ingest.quantity_sentences import named_text

TEXTS = st.text(
    st.sampled_from(list("0123456789０９.%亿万元个家年月日第三五连续增长占，。、；“”《》（）[]\n 新工程计划稳A+—")),
    min_size=1,
    max_size=80,
)


def _audited(named: NamedText) -> tuple[list[Statement], list[Problem]]:
    statements = measure(named, "d")
    return statements, audit(named, statements, "d", "report.txt")


def _reasons(text: str, names: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str, str]]:
    return [(p.detail, p.text, p.reason) for p in _audited(named_text(text, names=names))[1]]


@settings(deadline=None)
@given(TEXTS)
def test_every_digit_is_a_value_or_a_problem_with_a_reason(text: str) -> None:
    statements, problems = _audited(named_text(text))
    stated = {p for s in statements for span in s.object.passage for p in range(span.start, span.end)}  # type: ignore[union-attr]
    told = {p for problem in problems for span in problem.passage for p in range(span.start, span.end)}
    assert {at for at, char in enumerate(text) if is_digit(char)} <= stated | told


@settings(deadline=None)
@given(TEXTS)
def test_the_counts_add_up_on_any_text(text: str) -> None:
    named = named_text(text)
    statements, problems = _audited(named)
    counts = tally(named, statements)
    assert counts.total == counts.accounted + sum(counts.by_reason.values()) == len(items_of(named))
    assert sum(counts.by_reason.values()) == len(problems)
    assert 0 <= counts.unread <= 1


@settings(deadline=None)
@given(TEXTS)
def test_no_digit_belongs_to_two_numbers(text: str) -> None:
    places = [p for item in items_of(named_text(text)) if item.what == "number" for p in item.places]
    assert len(places) == len(set(places))


@settings(deadline=None)
@given(TEXTS)
def test_without_statements_no_number_is_accounted_for(text: str) -> None:
    named = named_text(text)
    numbers = [item for item in items_of(named) if item.what == "number"]
    assert len([p for p in audit(named, [], "d", "s") if p.detail == "number"]) == len(numbers)


def test_a_number_elsewhere_in_an_evidence_sentence_does_not_count() -> None:
    named = named_text("新建公园12个，惠及群众3000人。")
    first = measure(named, "d")[:1]
    assert [(p.text, p.reason) for p in audit(named, first, "d", "s")] == [("3000", "unread")]


def test_a_problem_says_where_it_stands() -> None:
    text = "实施“百千万工程”，新建公园12个。"
    (problem,) = _audited(named_text(text))[1]
    assert problem.passage == (Span(2, 9),)
    assert (problem.document, problem.source, problem.reason) == ("d", "report.txt", "unread")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.新建公园12个。", [("number", "1", "list-number")]),
        ("（3）新建公园12个。", [("number", "3", "list-number")]),
        ("2024年新建公园12个。", [("number", "2024", "period")]),
        ("到6月底建成5G基站12个。", [("number", "6", "period"), ("number", "5", "inside-name")]),
        ("引进10亿元以上项目38个。", [("number", "10", "threshold")]),
        ("第15届全国运动会举办，地铁7号线建成。", [("number", "15", "ordinal"), ("number", "7", "ordinal")]),
        ("学习“千万工程”[12]经验。", [("quoted", "“千万工程”", "unread"), ("number", "12", "note-mark")]),
        ("坚持“两个毫不动摇”，打通“最后一公里”。",
         [("quoted", "“两个毫不动摇”", "slogan"), ("quoted", "“最后一公里”", "slogan")]),
        ("经济运行呈现“前紧后松”态势。", [("quoted", "“前紧后松”", "slogan")]),
        ("落实“十四五”规划。", [("quoted", "“十四五”", "period")]),
        ("出台《城市更新办法》。", [("title", "《城市更新办法》", "unread")]),
        ("推进“一网通管”改革，标号为37。", [("quoted", "“一网通管”", "unread"), ("number", "37", "unread")]),
    ],
)  # fmt: skip
def test_what_is_not_stated_has_its_reason(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _reasons(text) == expected


def test_names_account_for_quotations_and_titles() -> None:
    names = (("Programme", "“百千万工程”"), ("Policy", "《城市更新办法》"), ("Event", "食在广州"))
    assert _reasons("实施“百千万工程”，出台《城市更新办法》，打造“食在广州”。", names) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("严防“跑冒滴漏”。", ["slogan"]),
        ("闯出高质量发展的“新路子”。", ["slogan"]),
        ("坚持“民生无小事”、“企业发展无小事”，", ["slogan", "slogan"]),
        ("守牢“不返红”“不爆雷”底线。", ["slogan", "slogan"]),
        ("全力应对“25·7”区域性大洪水。", ["period", "inside-name", "inside-name"]),
        ("加速“人工智能+”“数据要素×”融合。", ["slogan", "unread"]),
        ("打造“水运江苏”“数智江苏”，", ["unread", "unread"]),
    ],
)
def test_a_quotation_without_a_name_has_the_reason_of_its_form(text: str, expected: list[str]) -> None:
    assert [reason for _, _, reason in _reasons(text)] == expected


def test_the_form_of_a_saying_takes_no_name_away() -> None:
    text = "推广“保姆式”服务，建成“新地标”。"
    assert _reasons(text, (("Programme", "“保姆式”服务"), ("Place", "“新地标”"))) == []
    assert [reason for _, _, reason in _reasons(text)] == ["slogan", "slogan"]


def test_a_name_inside_a_quotation_does_not_account_for_it() -> None:
    assert _reasons("擦亮“信用越秀”。", (("Area", "越秀"),)) == [("quoted", "“信用越秀”", "unread")]


def test_a_figure_accounts_for_the_quotation_that_it_counts_in_its_own_sentence_alone() -> None:
    assert _reasons("建成“益老食堂”35家。") == []
    assert _reasons("建成“益老食堂”35家。擦亮“益老食堂”。") == [("quoted", "“益老食堂”", "unread")]
    assert _reasons("擦亮“益老食堂”，新建公园12个。") == [("quoted", "“益老食堂”", "unread")]


def test_page_and_note_marks_that_layout_left_out_are_told() -> None:
    text = "新建公园12个。— 7 —新建学校3所。4"
    named = named_text(text)
    view = named.view
    kept = [i for i in range(len(text)) if not 8 <= i < 13 and i != len(text) - 1]
    short = replace(
        view,
        text="".join(text[i] for i in kept),
        places=tuple(kept),
        blocks=(replace(view.blocks[0], end=len(kept)),),
        dropped=((Span(8, 13), "page"), (Span(len(text) - 1, len(text)), "note-mark")),
    )
    assert [(p.text, p.reason) for p in _audited(replace(named, view=short))[1]] == [("7", "page"), ("4", "note-mark")]


def test_the_bundled_report_is_read_but_for_few_items() -> None:
    sample = Path(__file__).parents[2] / "app" / "sample" / "yuexiu-2025-plan-report.txt"
    view = lay_out(read_source(sample))
    named = name(view, front_matter(view).area, tag(view))
    statements = measure(named, "d")
    counts = tally(named, statements)
    assert counts.total == counts.accounted + sum(counts.by_reason.values())
    assert counts.unread <= 0.03
    unread = [p for p in audit(named, statements, "d", "s") if p.reason == "unread" and p.detail == "number"]
    assert unread == []
