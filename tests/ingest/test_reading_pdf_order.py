"""Pages of PDFs that are no plain column of upright text: doubled, turned, aslant, in two columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from plangraph.ingest.layout import lay_out
from plangraph.ingest.reading import read_source

SONG = "STSong-Light"
SENTENCE = (
    "过去一年，全市上下齐心协力，地区生产总值达到1234.5亿元、增长5.6%，一般公共预算收入88.8亿元、增长4.2%。"
    "新增城镇就业3.2万人，新建学校12所，居民人均可支配收入增长6.1%，群众生活持续改善，社会大局和谐稳定。"
)


@pytest.fixture(scope="module", autouse=True)
def _song() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines as wide as may be."""
    lines = [""]
    for char in text:
        if pdfmetrics.stringWidth(lines[-1] + char, SONG, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


def written(canvas: Canvas, lines: list[str], x: float, y: float, size: float = 12) -> None:
    canvas.setFont(SONG, size)
    for at, line in enumerate(lines):
        canvas.drawString(x, y - at * size * 1.5, line)


def read(canvas: Canvas, path: Path) -> str:
    """The text of what was drawn, as the view has it, without line breaks."""
    canvas.showPage()
    canvas.save()
    return "".join(lay_out(read_source(path)).text.split())


def test_text_drawn_twice_to_look_bold_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for shift in (0, 0.3, 0.6):
        written(canvas, wrapped(SENTENCE, 440, 12), 60 + shift, 780)
    assert read(canvas, path) == SENTENCE


def test_figures_that_are_the_same_side_by_side_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    written(canvas, ["全市新增企业1111家，完成投资2200.00亿元，年均增长11.11%。"], 60, 780)
    assert read(canvas, path) == "全市新增企业1111家，完成投资2200.00亿元，年均增长11.11%。"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_turned_on_its_page_is_read_along_its_lines(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(turn)
    written(canvas, wrapped(SENTENCE, 440, 12), -220, 200)
    assert read(canvas, path) == SENTENCE


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setPageRotation(turn)
    written(canvas, wrapped(SENTENCE, 440, 12), 60, 780)
    assert read(canvas, path) == SENTENCE


def test_a_watermark_tears_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    written(canvas, wrapped(SENTENCE * 3, 440, 12), 60, 780)
    canvas.translate(150, 500)
    canvas.rotate(45)
    written(canvas, ["内部资料2025"], 0, 0, 60)
    assert read(canvas, path) == SENTENCE * 3
    assert "内部资料2025" in read_source(path).text


@pytest.mark.parametrize("lower", [0, 6])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, lower: float) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    lines = [line for _ in range(6) for line in wrapped("　　" + SENTENCE, 220, 10)]
    half = (len(lines) + 1) // 2
    written(canvas, lines[:half], 60, 740, 10)
    written(canvas, lines[half:], 320, 740 - lower, 10)
    assert read(canvas, path) == SENTENCE * 6
    view = lay_out(read_source(path))
    assert [view.text[b.start : b.end] for b in view.blocks] == [SENTENCE] * 6


def test_the_cells_of_a_table_without_rules_are_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    rows = [
        ("地区生产总值（亿元）", "1234.5"),
        ("一般公共预算收入（亿元）", "88.8"),
        ("城镇新增就业（万人）", "3.2"),
    ] * 5
    written(canvas, [label for label, _ in rows], 60, 740)
    written(canvas, [value for _, value in rows], 330, 740)
    assert read(canvas, path) == "".join(label + value for label, value in rows)
