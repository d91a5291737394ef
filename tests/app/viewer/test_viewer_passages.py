"""A report's words as HTML: the quotation, marked and escaped."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.app.viewer.passages import enclosing, marked, plain
from plangraph.ontology.records import Block, Passage, Span, quotation

TEXT = "拨付帮扶协作专项资金 3.57\n亿元，\n湛江市霞山区、<b>GDP\n growth</b>。"


def untagged(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@st.composite
def texts_with_passages(draw: st.DrawFn) -> tuple[str, Passage, Passage]:
    text = draw(st.text(alphabet=st.sampled_from("越秀区aZ3.<&\"' \n\t，。“"), min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    start = draw(st.integers(0, len(text) - 1))
    return text, tuple(spans), (Span(start, draw(st.integers(start + 1, len(text)))),)


@given(texts_with_passages())
def test_the_words_are_those_of_the_quotation(case: tuple[str, Passage, Passage]) -> None:
    text, passage, mark = case
    assert untagged(marked(text, passage, [("pg-cue", mark)])) == quotation(text, passage)


@given(texts_with_passages())
def test_marks_cover_only_what_they_should(case: tuple[str, Passage, Passage]) -> None:
    text, passage, mark = case
    markup = marked(text, passage, [("pg-cue", mark)])
    found = re.findall(r'<mark class="pg-cue">(.*?)</mark>', markup, re.DOTALL)
    inside = html.unescape("".join(found))
    wanted = "".join(
        text[at] for span in passage for at in range(span.start, span.end) if mark[0].start <= at < mark[0].end
    )
    assert re.sub(r"\s", "", inside) == re.sub(r"\s", "", wanted)


def test_line_breaks_close_and_markup_is_escaped() -> None:
    value = (Span(TEXT.index("3"), TEXT.index("亿元") + 2),)
    markup = marked(TEXT, (Span(0, len(TEXT)),), [("pg-value", value)])
    assert '<mark class="pg-value">3.57亿元</mark>，湛江市霞山区' in markup
    assert "&lt;b&gt;GDP growth&lt;/b&gt;" in markup


def test_the_paragraph_of_a_passage() -> None:
    blocks = (Block("paragraph", (Span(0, 10), Span(20, 30))), Block("note", (Span(10, 20),)))
    assert enclosing(blocks, (Span(22, 25),)) == blocks[0].passage
    assert enclosing(blocks, (Span(12, 15),)) == blocks[1].passage
    assert enclosing(blocks, (Span(40, 45),)) == (Span(40, 45),)


@pytest.mark.parametrize(
    "name",
    ["![x](http://outside.example/a.png)", "<script>", "**粗**", ":material/home:", "$x$", "a_b`c`", "#标题", "1. 项"],
)
def test_a_label_is_never_markdown(name: str) -> None:
    escaped = plain(name)
    assert not re.search(r"(?<!\\)[*_`\[\]()<>#$:!]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped) == name
