"""PDF: text by pdfium, held against pdfminer where a font is missing; tables by pdfplumber; no page lost in silence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plangraph.ingest.reading.page_text import Composer
from plangraph.ingest.reading.pdf_columns import by_turn, columns_of, once
from plangraph.ingest.reading.pdf_glyphs import (
    PDFIUM,
    Glyph,
    count_chinese,
    count_objects,
    has_foreign_font,
    pdfium_glyphs,
    pdfminer_glyphs,
)
from plangraph.ingest.reading.pdf_lines import TextLine, lines_of
from plangraph.ingest.reading.pdf_pages import (
    PageText,
    body_size,
    hide_running_lines,
    paragraph_starts,
    take_notes,
)
from plangraph.ingest.reading.pdf_tables import Rows, tables_of
from plangraph.ingest.reading.source import ReadError, Source
from plangraph.ontology.records import Problem, bilingual

MEDIA = "application/pdf"
MOST_PAGES = 2_000
TAIL = 65_536
FEW_PATHS = 4
"""A table has at least so many rules."""


def read_pdf(path: Path, data: bytes) -> Source:
    """Reads a PDF. Raises ReadError (encrypted, scanned, broken, too-large, empty)."""
    if b"%%EOF" not in data[-TAIL:]:
        raise _broken()
    with PDFIUM:
        return _Reader(path.name, data).read()


def _broken() -> ReadError:
    return ReadError(
        "broken", "PDF 文件已损坏或不完整：请重新下载。", "The PDF file is broken or incomplete: download it again."
    )


class _Reader:
    def __init__(self, name: str, data: bytes) -> None:
        import pypdfium2

        self._name, self._data = name, data
        self._problems: list[Problem] = []
        self._plumber: Any = None
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as fault:
            if "password" in str(fault).lower() or "security" in str(fault).lower():
                raise ReadError(
                    "encrypted", "PDF 有密码：请另存为无密码文件。", "The PDF has a password: save it without one."
                ) from fault
            raise _broken() from fault

    def read(self) -> Source:
        """All pages, one below the other."""
        try:
            pages = list(self._pages())
        finally:
            if self._plumber is not None:
                self._plumber.close()
            self._document.close()
        if not any(page.lines or page.tables for page in pages):
            raise ReadError(
                "scanned",
                "PDF 是扫描件，没有文字层：请先做 OCR。",
                "The PDF is a scan without text: run OCR on it first.",
            )
        hide_running_lines(pages)
        size = body_size(pages)
        take_notes(pages, size)
        return self._compose(pages, paragraph_starts(pages, size))

    def _pages(self) -> Iterator[PageText]:
        import pypdfium2

        count = len(self._document)
        if count > MOST_PAGES:
            raise ReadError("too-large", f"页数太多（{count} 页）。", f"Too many pages ({count}).")
        for at in range(count):
            try:
                page = self._document[at]
            except pypdfium2.PdfiumError:
                self._unread(at, "页面损坏", "the page is broken")
                continue
            yield self._page(page, at)
            page.close()

    def _page(self, page: Any, at: int) -> PageText:  # noqa: ANN401 - pypdfium2 has no types
        width, height = page.get_size()
        glyphs = pdfium_glyphs(page)
        paths, pictures = count_objects(page)
        if not glyphs or has_foreign_font(page):
            glyphs = self._second_reading(at, glyphs, pictures)
        tables: list[tuple[float, Rows]] = []
        text = PageText(at, width, height, [], tables)
        for order, (turn, group) in enumerate(by_turn(once(glyphs))):
            if turn is None:
                line = lines_of(group[:1], at)[0]
                line.text = "".join(glyph.text for glyph in group)
                text.hidden.append(line)
                continue
            if not order and turn in (90, 270):
                text.width, text.height = max(width, height), min(width, height)
            elif not order and paths >= FEW_PATHS and not turn:
                group, text.tables = tables_of(self._plumbed(at), group)
            text.lines += [line for column in columns_of(group) for line in lines_of(column, at)]
        return text

    def _plumbed(self, at: int) -> Any:  # noqa: ANN401 - pdfplumber has no types
        if self._plumber is None:
            import logging

            import pdfplumber

            logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font with a gap in its data
            self._plumber = pdfplumber.open(io.BytesIO(self._data))
        return self._plumber.pages[at]

    def _second_reading(self, at: int, glyphs: list[Glyph], pictures: int) -> list[Glyph]:
        """pdfminer's reading of a page where it sees more Chinese than pdfium; a problem where neither sees any."""
        others = pdfminer_glyphs(self._plumbed(at))
        if count_chinese(others) > count_chinese(glyphs):
            glyphs = others
        if not glyphs and pictures:
            self._unread(at, "本页是图片，没有文字层", "the page is a picture without text")
        elif glyphs and not count_chinese(glyphs):
            self._unread(
                at, "本页字体未嵌入，读不出汉字", "no Chinese character can be read: a font is not in the file"
            )
        return glyphs

    def _unread(self, at: int, zh: str, en: str) -> None:
        detail = bilingual(f"第 {at + 1} 页未读：{zh}。", f"Page {at + 1} was not read: {en}.")
        self._problems.append(Problem("", self._name, "unread-page", text=str(at + 1), detail=detail))

    def _compose(self, pages: list[PageText], starts: set[int]) -> Source:
        out = Composer()
        for page in pages:
            out.page()
            for line in (line for line in page.hidden if line.y > page.height / 2):
                out.line(line.text, "page")
            self._body(out, page, starts)
            for number, text in page.notes:
                out.line(f"[{number}] {text}", "note", number)
            for line in (line for line in page.hidden if line.y <= page.height / 2):
                out.line(line.text, "page")
        return out.source(self._name, MEDIA, wrapped=True, problems=self._problems)

    def _body(self, out: Composer, page: PageText, starts: set[int]) -> None:
        tables = sorted(page.tables, key=lambda table: -table[0])
        for line in page.lines:
            while tables and tables[0][0] >= line.y:
                out.rows(tables.pop(0)[1])
            self._line(out, line, id(line) in starts)
        for _, rows in tables:
            out.rows(rows)

    def _line(self, out: Composer, line: TextLine, starts: bool) -> None:
        out.line(line.text, "start" if starts else None)
        for gap in line.wide_gaps:
            detail = bilingual(
                "两个数字之间有空隙，可能是一个数。", "A gap between two figures: they may be one number."
            )
            self._problems.append(Problem("", self._name, "unread", text=f"{gap} · {line.text[:60]}", detail=detail))
