"""Pages and documents as government sites and offices really make them: nothing of the report is lost in silence."""

from __future__ import annotations

import quopri
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plangraph.ingest.layout import lay_out
from plangraph.ingest.reading import ReadError, Source, read_source

TEXT = [
    "各位代表：",
    "现在，我代表市人民政府，向大会报告政府工作，请予审议。",
    "一、2024年工作回顾",
    "过去一年，全市上下齐心协力，地区生产总值达到1234.5亿元、增长5.6%，一般公共预算收入88.8亿元。",
    "二、2025年工作安排",
    "今年要重点抓好以下工作，地区生产总值增长5.5%左右，新增城镇就业3万人以上，固定资产投资增长8%。",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT)
MENU = '<div class="nav"><a href="#">首页</a><a href="#">政务公开</a></div>'
PAGES = {
    "a form around the whole page": f'<form id="form1" action="x">{MENU}<div>{PARAGRAPHS}</div></form>',
    "a header around the whole report": f"{MENU}<header>{PARAGRAPHS}</header>",
    "preformatted lines": "<pre>" + "\n\n".join(f"　　{line}" for line in TEXT) + "</pre>",
    "line breaks": MENU + "<div>" + "<br><br>".join(f"　　{line}" for line in TEXT) + "</div>",
    "every character in a span": "".join(f"<p>{''.join(f'<span>{c}</span>' for c in line)}</p>" for line in TEXT),
    "a cell for each paragraph": f"<table>{''.join(f'<tr><td>{line}</td></tr>' for line in TEXT)}</table>",
    "a report in a table": f"<table><tr><td><table><tr><td>{PARAGRAPHS}</td></tr></table></td></tr></table>",
}


def html(body: str, charset: str = "utf-8") -> str:
    return f'<html><head><meta charset="{charset}"><title>政府工作报告</title></head><body>{body}</body></html>'


def lines(source: Source) -> list[str]:
    return lay_out(source).text.split("\n")


@pytest.mark.parametrize("name", PAGES)
def test_the_report_of_a_page_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(html(PAGES[name]), encoding="utf-8")
    assert lines(read_source(path)) == TEXT


EMPTY = {
    "a page that scripts fill": f"<div id='app'></div><script>var report = '{PARAGRAPHS}'</script>",
    "a page that is not shown": f'<div style="display: none">{PARAGRAPHS}</div>',
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_page_without_its_report_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(html(EMPTY[name]), encoding="utf-8")
    with pytest.raises(ReadError) as fault:
        read_source(path)
    assert fault.value.reason == "empty"
    assert "另存" in fault.value.detail_zh


def test_a_page_of_frames_says_so(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(
        "<html><title>政府工作报告</title><frameset><frame src='a.html'></frameset></html>", encoding="utf-8"
    )
    with pytest.raises(ReadError) as fault:
        read_source(path)
    assert fault.value.reason == "empty"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_web_archive_is_read(tmp_path: Path, charset: str) -> None:
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n------B\r\n'
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    page = quopri.encodestring(html(PARAGRAPHS, charset).encode(charset))
    path = tmp_path / "report.mht"
    path.write_bytes(head.encode() + page + b"\r\n------B--\r\n")
    assert lines(read_source(path)) == TEXT


def test_a_web_archive_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.mht"
    path.write_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B--\r\n")
    with pytest.raises(ReadError) as fault:
        read_source(path)
    assert fault.value.reason == "broken"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_broken_byte_costs_a_character_and_is_told(tmp_path: Path, charset: str) -> None:
    text = "\n".join([*TEXT, "群众生活持续改善，社会大局和谐稳定。" * 80])
    whole = text.encode(charset)
    at = whole.index("全市".encode(charset))
    path = tmp_path / "report.txt"
    path.write_bytes(whole[:at] + b"\xff" + whole[at:])
    source = read_source(path)
    assert source.text == text.replace("全市", "\ufffd全市", 1)
    assert [problem.reason for problem in source.problems] == ["encoding"]


W = nsdecls("w")
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
PIECES = {
    "hidden text": (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部数据99亿元。</w:t></w:r><w:r><w:t>完。</w:t></w:r>",
        "完。",
    ),
    "text that is not hidden": (
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>数据99亿元。</w:t></w:r>',
        "数据99亿元。",
    ),
    "a percent sign as a symbol": (
        '<w:r><w:t>增长5</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F025"/></w:r><w:r><w:t>。</w:t></w:r>',
        "增长5%。",
    ),
    "an ornament as a symbol": (
        '<w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r><w:r><w:t>新建学校12所。</w:t></w:r>',
        "新建学校12所。",
    ),
    "a symbol that nobody knows": (
        '<w:r><w:t>增长5</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0E6"/></w:r>',
        "增长5\ufffd",
    ),
    "a formula": (f"<m:oMath {MATH}><m:r><m:t>投资7亿元。</m:t></m:r></m:oMath>", "投资7亿元。"),
    "a reading above a character": (
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>xin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>新</w:t></w:r></w:rubyBase></w:ruby>"
            "</w:r><w:r><w:t>建学校12所。</w:t></w:r>"
        ),
        "新建学校12所。",
    ),
    "a tracked change": (
        (
            "<w:r><w:t>投资</w:t></w:r><w:del><w:r><w:delText>10亿元</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>12亿元。</w:t></w:r></w:ins>"
        ),
        "投资12亿元。",
    ),
    "a field": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>新建学校12所。</w:t></w:r>'
        ),
        "新建学校12所。",
    ),
}


def saved(tmp_path: Path, change: Callable[[Document], None]) -> Source:
    document = docx.Document()
    for line in TEXT:
        document.add_paragraph(line)
    change(document)
    document.save(str(tmp_path / "report.docx"))
    return read_source(tmp_path / "report.docx")


@pytest.mark.parametrize("name", PIECES)
def test_a_paragraph_reads_as_word_shows_it(tmp_path: Path, name: str) -> None:
    written, read = PIECES[name]
    source = saved(tmp_path, lambda d: d.element.body.insert(1, parse_xml(f"<w:p {W}>{written}</w:p>")))
    assert source.text.split("\n")[1] == read


def test_a_row_that_was_deleted_is_no_row(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        table = document.add_table(rows=3, cols=2)
        for at, (label, value) in enumerate([("指标", "2024年"), ("财政收入", "88.8亿元"), ("税收", "60亿元")]):
            table.cell(at, 0).text, table.cell(at, 1).text = label, value
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="1"/>'))

    text = saved(tmp_path, change).text
    assert "88.8亿元" not in text.split("\n")[-2]
    assert text.endswith("指标\t2024年\n税收\t60亿元\n")
