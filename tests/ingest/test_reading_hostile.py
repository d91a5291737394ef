"""Files that are broken, or made to do harm: each is refused with its reason, and nothing of it is run or fetched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from plangraph.ingest.layout import lay_out
from plangraph.ingest.reading import ReadError, read_source
from plangraph.ingest.reading.numbering import chinese

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def package(document: str | bytes, **more: bytes) -> bytes:
    """A DOCX file with the document's XML as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", TYPES)
        parts.writestr("_rels/.rels", RELATIONS)
        parts.writestr("word/document.xml", document)
        for name, data in more.items():
            parts.writestr(name, data)
    return out.getvalue()


def body(inner: str, head: str = "") -> str:
    return f'{head}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'


def paragraph(text: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def _flat(size: int) -> bytes:
    return b"<w:x>" + b"A" * size


HOSTILE = {
    "billion laughs": (package(body(paragraph("&i;"), LAUGHS + "]>")), "hostile"),
    "external entity": (
        package(body(paragraph("&e;"), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
        "hostile",
    ),
    "entity in UTF-16": (
        package(
            body(paragraph("&e;"), '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY e "x">]>').encode(
                "utf-16"
            )
        ),
        "hostile",
    ),
    "zip bomb": (package(_flat(60 * 2**20)), "hostile"),
    "many parts": (package(body(""), **{f"word/{n}.bin": b"" for n in range(6000)}), "hostile"),
    "truncated": (package(body(paragraph("经济运行稳中有进。") * 2000))[:-200], "broken"),
    "XML that breaks off": (package(body(paragraph("经济运行"))[:-40]), "broken"),
    "no text": (package(body("<w:p/>")), "empty"),
    "a spreadsheet": (b"PK\x03\x04" + b"", "broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_docx_is_refused(tmp_path: Path, name: str) -> None:
    data, reason = HOSTILE[name]
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "a.docx")
    assert fault.value.reason == reason
    assert "root:" not in str(fault.value)


def test_archive_that_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "a.zip")
    assert fault.value.reason == "unsupported"


PAGES = {
    "entities": ("<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><html><p>&e;</p></html>", "hostile"),
    "nested too deeply": ("<html>" + "<div>" * 5000 + "经济运行稳中有进。" + "</div>" * 5000, "hostile"),
    "no text": ("<html><body><script>var a = '经济';</script><img src=a.png></body></html>", "empty"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_refused(tmp_path: Path, name: str) -> None:
    page, reason = PAGES[name]
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "a.html")
    assert fault.value.reason == reason


def test_page_that_names_a_wrong_encoding(tmp_path: Path) -> None:
    page = "<html><meta charset=gb2312><p>全区地区生产总值增长1.6%，经济运行稳中有进。</p></html>"
    (tmp_path / "a.html").write_bytes(page.encode("utf-8"))
    assert lay_out(read_source(tmp_path / "a.html")).text == "全区地区生产总值增长1.6%，经济运行稳中有进。"


def test_pdf_that_is_none(tmp_path: Path) -> None:
    for data in (b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF"):
        (tmp_path / "a.pdf").write_bytes(data)
        with pytest.raises(ReadError) as fault:
            read_source(tmp_path / "a.pdf")
        assert fault.value.reason == "broken"


def numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def test_numbers_that_word_shows_but_does_not_write(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    root.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    lines = [(0, "2024年工作回顾"), (1, "经济稳中有进"), (1, "改革走深走实"), (0, "2025年工作安排"), (1, "扩大内需")]
    for level, text in lines:
        added = document.add_paragraph(text)
        mark = f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        added._p.get_or_add_pPr().append(parse_xml(mark))
        document.add_paragraph("全区上下凝心聚力，推动高质量发展取得新的成效，各项任务全面完成。")
    document.save(str(tmp_path / "a.docx"))
    view = lay_out(read_source(tmp_path / "a.docx"))
    heads = [(s.number, s.title, s.level, s.modality) for s in view.sections]
    assert heads == [
        ("一", "2024年工作回顾", 1, "actual"),
        ("（一）", "经济稳中有进", 2, "actual"),
        ("（二）", "改革走深走实", 2, "actual"),
        ("二", "2025年工作安排", 1, "target"),
        ("（一）", "扩大内需", 2, "target"),
    ]


def test_chinese_counting() -> None:
    assert [chinese(n) for n in (1, 9, 10, 11, 20, 23, 99, 100)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十三",
        "九十九",
        "100",
    ]


def test_deleted_words_and_field_codes_are_not_read(tmp_path: Path) -> None:
    inner = (
        "<w:p><w:r><w:t>完成投资</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>47.88"
        "</w:t></w:r></w:ins><w:r><w:instrText>PAGE 12</w:instrText></w:r><w:r><w:t>亿元。</w:t></w:r></w:p>"
    )
    (tmp_path / "a.docx").write_bytes(package(body(inner)))
    assert lay_out(read_source(tmp_path / "a.docx")).text == "完成投资47.88亿元。"
