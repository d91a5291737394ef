"""PDFs that show one thing and store another: each never yields a wrong number, and loses no page in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from plangraph.ingest.layout import View, lay_out
from plangraph.ingest.reading import ReadError, read_source

Print = Callable[[str, str], Path]
SONG = "STSong-Light"
LINE = "全年新增规模以上企业"


@pytest.fixture(scope="session", autouse=True)
def _song() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def read(path: Path) -> View:
    return lay_out(read_source(path))


class Page:
    """A page set by hand, character for character, in a font that is not in the file."""

    def __init__(self, path: Path, **options: object) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, **options)
        self.x, self.y = 80.0, 700.0

    def put(self, text: str, size: float = 16, lift: float = 0, gap: float = 0) -> Page:
        self.canvas.setFont(SONG, size)
        self.x += gap
        self.canvas.drawString(self.x, self.y + lift, text)
        self.x += pdfmetrics.stringWidth(text, SONG, size)
        return self

    def line(self) -> Page:
        self.x, self.y = 80.0, self.y - 28
        return self

    def save(self) -> None:
        self.canvas.showPage()
        self.canvas.save()


def test_raised_mark_is_no_digit_of_a_font_outside_the_file(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put(LINE + "320").put("1", size=9, lift=7).put("家，增长 12.5%。").save()
    view = read(tmp_path / "a.pdf")
    assert view.text == f"{LINE}320家，增长12.5%。"
    assert [view.source[span.start : span.end] for span, why in view.dropped if why == "note-mark"] == ["[1]"]


@pytest.mark.browser
def test_raised_mark_is_no_digit(printed: Print) -> None:
    page = f"<meta charset=utf-8><p>{LINE}320<sup>1</sup>家，建成面积5km<sup>2</sup>，PM<sub>2.5</sub>浓度26微克。</p>"
    view = read(printed("raised", page))
    assert view.text == f"{LINE}320家，建成面积5km²，PM2.5浓度26微克。"


def test_gap_inside_a_justified_number_is_closed(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("拨付资金3.5").put("7", gap=5).put("亿元，惠及1").put("6", gap=6).put("00户。").save()
    assert read(tmp_path / "a.pdf").text == "拨付资金3.57亿元，惠及1600户。"


@pytest.mark.browser
def test_gaps_of_a_justified_line_are_no_spaces(printed: Print) -> None:
    style = "<style>p{width:560px;font:20px 'Noto Serif CJK SC';text-align-last:justify;letter-spacing:5px}</style>"
    view = read(printed("justified", f"<meta charset=utf-8>{style}<p>拨付资金3.57亿元，惠及1600户。</p>"))
    assert view.text == "拨付资金3.57亿元，惠及1600户。"


def test_two_numbers_far_apart_are_not_one(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("完成投资35").put("47", gap=30).put("亿元。").save()
    source = read_source(tmp_path / "a.pdf")
    assert "3547" not in lay_out(source).text
    assert [problem.reason for problem in source.problems] == ["unread"]


def test_font_that_is_not_in_the_file_loses_nothing(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("全区地区生产总值增长 1.6%，引进 CRO 企业 21 家。").save()
    source = read_source(tmp_path / "a.pdf")
    assert lay_out(source).text == "全区地区生产总值增长1.6%，引进CRO企业21家。"
    assert source.problems == ()


def test_page_without_a_readable_chinese_character_is_a_problem(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("全区地区生产总值增长。").canvas.showPage()
    page.canvas.setFont("Helvetica", 12)
    page.canvas.drawString(80, 700, "1.6% 30019 CRO")
    page.save()
    problems = read_source(tmp_path / "a.pdf").problems
    assert [(problem.reason, problem.text) for problem in problems] == [("unread-page", "2")]


@pytest.mark.browser
def test_radicals_become_the_characters_they_look_like(printed: Print) -> None:
    view = read(printed("radicals", "<meta charset=utf-8><p>⺠⽣福祉持续增进，⻓者饭堂新增12家，⻋⻔⻅⻚。</p>"))
    assert view.text == "民生福祉持续增进，长者饭堂新增12家，车门见页。"


@pytest.mark.parametrize("char", ["\ue004", "\ufffd", "\U000f0001"])
def test_figures_next_to_an_unreadable_glyph_are_no_number(tmp_path: Path, char: str) -> None:
    text = f"拨付资金3{char}57亿元，惠及1600户。"
    (tmp_path / "a.html").write_text(f"<html><meta charset=utf-8><p>{text}</p>", encoding="utf-8")
    source = read_source(tmp_path / "a.html")
    view = lay_out(source)
    assert view.text == "拨付资金亿元，惠及1600户。"
    (problem,) = source.problems
    assert [source.text[s.start : s.end] for s in problem.passage] == [f"3{char}57"]
    assert [(source.text[s.start : s.end], why) for s, why in view.dropped] == [(f"3{char}57", "unreadable")]


@pytest.fixture
def picture() -> ImageReader:
    return ImageReader(Image.effect_noise((200, 300), 90))


def test_scan_is_told(tmp_path: Path, picture: ImageReader) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for _ in range(3):
        canvas.drawImage(picture, 50, 50, 400, 600)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "a.pdf")
    assert fault.value.reason == "scanned"


def test_scanned_page_among_others_is_a_problem(tmp_path: Path, picture: ImageReader) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("全区地区生产总值增长1.6%。").canvas.showPage()
    page.canvas.drawImage(picture, 50, 50, 400, 600)
    page.save()
    source = read_source(tmp_path / "a.pdf")
    assert lay_out(source).text == "全区地区生产总值增长1.6%。"
    assert [(problem.reason, problem.text) for problem in source.problems] == [("unread-page", "2")]
    assert "第 2 页" in source.problems[0].detail
    assert "Page 2" in source.problems[0].detail


def test_password(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf", encrypt=StandardEncryption("secret", strength=128))
    page.put("全区地区生产总值增长1.6%。").save()
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "a.pdf")
    assert fault.value.reason == "encrypted"


def test_cut_off(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    page.put("全区地区生产总值增长1.6%。").save()
    data = (tmp_path / "a.pdf").read_bytes()
    for part in (3, 2):
        (tmp_path / "b.pdf").write_bytes(data[: len(data) * (part - 1) // part])
        with pytest.raises(ReadError) as fault:
            read_source(tmp_path / "b.pdf")
        assert fault.value.reason == "broken"


def test_running_heads_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.pdf")
    for number in range(1, 5):
        page.y = 800
        page.put("越秀区第十七届人民代表大会文件", size=10)
        page.x, page.y = 80, 600
        page.put(f"第{number}段完成投资{number}5亿元。")
        page.x, page.y = 290, 40
        page.put(f"— {number} —", size=10)
        page.x = 80
        page.canvas.showPage()
    page.save()
    view = read(tmp_path / "a.pdf")
    assert view.text.replace("\n", "") == "".join(f"第{n}段完成投资{n}5亿元。" for n in range(1, 5))
    hidden = [view.source[span.start : span.end] for span, why in view.dropped if why == "page"]
    assert hidden == [text for n in range(1, 5) for text in ("越秀区第十七届人民代表大会文件", f"—{n}—")]
    assert [view.source[start : start + 3] for start in view.pages[:4]] == ["越秀区"] * 4
