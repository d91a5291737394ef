"""The bundled report made into each format reads the same: paragraphs, notes, table, front."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plangraph.ingest.layout import View, front_matter, lay_out
from plangraph.ingest.reading import read_source

Make = Callable[[str], Path]


def blocks(view: View, *kinds: str) -> list[tuple[str, str]]:
    return [(b.kind, view.text[b.start : b.end]) for b in view.blocks if b.kind in kinds]


def assert_same(view: View, bundled: View) -> None:
    """Notes stand at the foot of a page or at the end: their order is the same, their place need not be."""
    body = ("title", "front", "heading", "paragraph", "row")
    assert blocks(view, *body) == blocks(bundled, *body)
    assert blocks(view, "note") == blocks(bundled, "note")
    assert [note.number for note in view.notes] == [note.number for note in bundled.notes]
    for note, other in zip(view.notes, bundled.notes, strict=True):
        assert note.at is not None
        assert other.at is not None
        assert view.text[note.at - 8 : note.at] == bundled.text[other.at - 8 : other.at]
    rows = [[view.text[c.start : c.end] for c in b.cells] for b in view.blocks if b.kind == "row"]
    assert rows == [[bundled.text[c.start : c.end] for c in b.cells] for b in bundled.blocks if b.kind == "row"]
    assert front_matter(view) == front_matter(bundled)
    said = [(s.number, s.title, s.level, s.parent, s.modality, s.year) for s in view.sections]
    assert said == [(s.number, s.title, s.level, s.parent, s.modality, s.year) for s in bundled.sections]


@pytest.mark.browser
def test_pdf(bundled: View, report_pdf: Path) -> None:
    source = read_source(report_pdf)
    assert source.media_type == "application/pdf"
    assert source.problems == ()
    assert len(source.pages) == 20
    assert_same(lay_out(source), bundled)


def test_docx(bundled: View, report_docx: Path) -> None:
    source = read_source(report_docx)
    assert source.problems == ()
    assert_same(lay_out(source), bundled)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_html(bundled: View, report_html: Make, charset: str) -> None:
    source = read_source(report_html(charset))
    assert source.media_type == "text/html"
    view = lay_out(source)
    assert_same(view, bundled)
    chrome = " ".join(source.text[s.start : s.end] for s, why in view.dropped if why == "chrome")
    for word in ("政务公开", "走进越秀", "发布时间：2025-03-01", "分享到", "版权所有"):
        assert word in chrome
    assert "不是正文" not in source.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_txt(bundled: View, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "report.txt").write_text(bundled.source, encoding=encoding)
    assert lay_out(read_source(tmp_path / "report.txt")) == bundled


def test_the_name_of_a_file_does_not_matter(bundled: View, report_docx: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(report_docx.read_bytes())
    assert_same(lay_out(read_source(tmp_path / "report.txt")), bundled)
