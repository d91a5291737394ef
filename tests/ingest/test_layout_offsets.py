"""Every character of the view knows its place; no character of the source is lost; any text can be laid out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.layout import View, blocks_of, front_matter, lay_out
from plangraph.ingest.reading import Source
from plangraph.ingest.reading.source import Hint


def assert_sound(view: View, text: str) -> None:
    """The invariants that View promises."""
    assert view.source == text
    assert len(view.places) == len(view.text)
    for char, place in zip(view.text, view.places, strict=True):
        assert char in "\n " if place < 0 else text[place] == char
    written = [place for place in view.places if place >= 0]
    hidden = [at for span, _ in view.dropped for at in range(span.start, span.end)]
    assert len(set(written)) == len(written)
    assert not set(written) & set(hidden)
    lost = set(range(len(text))) - set(written) - set(hidden)
    assert not [text[at] for at in lost if not text[at].isspace()]
    ends = 0
    for block in view.blocks:
        assert ends <= block.start < block.end <= len(view.text)
        assert "\n" not in view.text[block.start : block.end]
        assert all(block.start <= cell.start < cell.end <= block.end for cell in block.cells)
        assert block.section is None or 0 <= block.section < len(view.sections)
        ends = block.end
    for note in view.notes:
        assert view.blocks[note.block].kind == "note"
        assert note.at is None or 0 <= note.at <= len(view.text)
    assert len(blocks_of(view)) == len(view.blocks)
    assert all(block.passage for block in blocks_of(view))
    list(view.sentences())
    front_matter(view)


def source(text: str, **more: object) -> Source:
    return Source(text, "report.txt", "text/plain", **more)  # type: ignore[arg-type]


PIECES = st.sampled_from(
    [
        "一、2024年工作回顾",
        "（一）经济稳中有进。",
        "二、2025年工作安排",
        "政府工作报告",
        "各位代表：",
        "1",
        "2",
        "— 3 —",
        "——2025年1月14日在某市第十七届人民代表大会第四次会议上",
        "某市人民政府市长 张三",
        "来源：某某日报",
        "[1]“双碳”：即碳达峰",
        "地区生产总值 增长 6.1%",
        "指标名称 完成情况",
        "名词解释",
        "附：",
        "“六件事”1，",
        "格局2。",
        "^[12]",
        "100[3]家",
        "全年完成投资3.5 7亿元，增长 12%。",
        "GDP total\n output",
        "？？",
        "????",
        "\u200b",
        "\ufeff",
        "3\ue0045亿元",
        "\u3000\u3000今年，",
        "扩大内需、",
        "持续推进乡村振兴，粮食总产量达到 525 万吨，",
        "《规划》",
        "）。",
        "版权所有",
        "责任编辑：李四",
        "\t",
        " ",
        "\n",
        "\n\n",
        "\f",
        "\r",
        "\x0b",
        "\x85",
        "\u2028",
        "。",
        "；",
        "“",
        "”",
        "18.9%。",
        "1.",
        "（1）新建学校12所。",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from([None, True, False]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_what_reports_hold(text: str, wrapped: bool | None) -> None:
    assert_sound(lay_out(source(text, wrapped=wrapped)), text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all(text: str) -> None:
    assert_sound(lay_out(source(text)), text)


@given(
    st.lists(PIECES.filter(lambda piece: "\n" not in piece and piece.strip()), min_size=1, max_size=20),
    st.lists(
        st.sampled_from(["start", "title", "heading", "cell", "note", "page", "chrome"]), min_size=20, max_size=20
    ),
)
@settings(max_examples=150, deadline=None)
def test_any_hints_of_a_format(lines: list[str], kinds: list[str]) -> None:
    hints, text = [], ""
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=False)):
        start = len(text) + len(line) - len(line.lstrip())
        hints.append(Hint(start, start + len(line.strip()), kind, f"1:{number}:0" if kind == "cell" else "1"))  # type: ignore[arg-type]
        text += line + "\n"
    assert_sound(lay_out(source(text, hints=tuple(hints), wrapped=True)), text)


def test_the_report_itself(bundled: View) -> None:
    assert_sound(bundled, bundled.source)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "一、", "1\n2\n3", "[1]", "各位代表：", "————", "\u200b\u200b"])
def test_next_to_nothing(text: str) -> None:
    assert_sound(lay_out(source(text)), text)
