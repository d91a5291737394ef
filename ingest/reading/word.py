"""DOCX: paragraphs, tables and footnotes in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plangraph.ingest.reading.numbering import Numbering
from plangraph.ingest.reading.page_text import Composer
from plangraph.ingest.reading.source import HintKind, ReadError, Source

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000
MOST_RATIO = 100
SKIPPED = {W + name for name in ("del", "moveFrom", "instrText", "delText", "fldData", "rt")} | {FALLBACK}
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB1: "±", 0xB0: "°", 0x2D: "-", 0xB9: "≠", 0xBB: "≈"}
"""What the font Symbol shows for its codes beyond those of ASCII."""
DECLARES = re.compile(rb"<\x00?!\x00?(?:D|E)(?:OCTYPE|NTITY|\x00)")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CELL_OF_TEXT = 300
"""A cell with so many characters holds text and not a value: the table is there for the looks."""


def read_word(path: Path, data: bytes) -> Source:
    """Reads a DOCX file. Raises ReadError (broken, hostile, too-large, unsupported, empty)."""
    check_package(data)
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as fault:
        raise _broken() from fault
    return _Reader(document).read(path.name)


def check_package(data: bytes) -> None:
    """Looks at a package's directory and its XML before anything is unpacked. Raises ReadError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                raise ReadError(
                    "unsupported",
                    "这是压缩包，但不是 DOCX 文档：请解压后给出里面的文件。",
                    "This is an archive but no DOCX document: unpack it and give the files in it.",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and DECLARES.search(package.read(part)):
                    raise _hostile("文档里有外部实体或实体定义", "the document declares entities")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise _broken() from fault
    except RuntimeError as fault:
        raise ReadError(
            "encrypted", "文档有密码：请另存为无密码文件。", "The document has a password: save it without one."
        ) from fault


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    ratio = max((part.file_size / max(1, part.compress_size) for part in parts if part.file_size > 2**22), default=0)
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED or ratio > MOST_RATIO:
        raise _hostile("解压后过大（压缩炸弹）", f"it would unpack to {total} bytes")


def _hostile(zh: str, en: str) -> ReadError:
    return ReadError("hostile", f"文件不安全：{zh}。", f"The file is not safe to open: {en}.")


def _broken() -> ReadError:
    return ReadError(
        "broken", "DOCX 文件已损坏或不完整：请重新保存或下载。", "The DOCX file is broken or incomplete: save it again."
    )


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._out = Composer()
        self._notes: list[str] = []
        self._texts = {kind: _notes_of(document, kind) for kind in ("footnote", "endnote")}
        self._numbering = Numbering(document)
        self._levels = {style.style_id: _level(style.name or "") for style in document.styles}
        self._boxes: list[_Element] = []

    def read(self, name: str) -> Source:
        """All of the body, then the notes in the order of their marks."""
        self._blocks(self._document.element.body)
        for number, text in enumerate(self._notes, start=1):
            self._out.line(f"[{number}] {text}", "note", str(number))
        return self._out.source(name, MEDIA, wrapped=False)

    def _blocks(self, parent: _Element) -> None:
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node)
            elif node.tag == W + "tbl":
                self._table(node)
            elif node.tag not in SKIPPED:
                self._blocks(node)

    def _paragraph(self, node: _Element) -> None:
        level = self._levels.get(_value(node, "pStyle"), "")
        text = "".join(self._runs(node))
        if text.strip():
            text = self._numbering.label(node, _value(node, "pStyle")) + text
        pieces = text.split("\n")
        for piece in pieces:
            kind: HintKind | None = None
            if level and len(pieces) == 1:
                kind = "title" if level == "0" else "heading"
            self._out.line(piece, kind, level)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)

    def _runs(self, node: _Element) -> Iterator[str]:
        last = ""
        for piece in self._pieces(node):
            if piece.startswith("\x00"):
                mark = piece[1:]
                piece = mark.translate(RAISED) if last.isascii() and last.isalpha() else f"[{mark}]"
            last = piece[-1:] or last
            yield piece

    def _pieces(self, node: _Element) -> Iterator[str]:
        """The text below a node. A raised number comes with a NUL before it: the mark of a note, or an exponent."""
        for child in node:
            tag = child.tag
            if tag in SKIPPED or (tag == W + "r" and _is_hidden(child)):
                continue
            if tag == MATH:
                yield child.text or ""
            elif tag == W + "sym":
                yield _symbol(child)
            elif tag == W + "t":
                text = child.text or ""
                yield "\x00" + text.strip() if _raised(node) and re.fullmatch(r"\s*\d{1,3}\s*", text) else text
            elif tag in (W + "tab", W + "ptab"):
                yield " "
            elif tag in (W + "br", W + "cr"):
                yield "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                yield self._mark(tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", ""))
            elif tag == W + "txbxContent":
                self._boxes.append(child)
            elif tag != W + "pPr":
                yield from self._pieces(child)

    def _mark(self, kind: str, number: str) -> str:
        text = self._texts[kind].get(number, "").strip()
        if not text:
            return ""
        self._notes.append(text)
        return f"[{len(self._notes)}]"

    def _table(self, table: _Element) -> None:
        kept = (row for row in table.iter(W + "tr") if row.find(f"{W}trPr/{W}del") is None)
        rows = [list(_cells(row)) for row in kept if next(row.iterancestors(W + "tbl")) is table]
        if all(len(row) < 2 for row in rows) or any(_length(cell) > CELL_OF_TEXT for row in rows for _, cell in row):
            for row in rows:
                for _, cell in row:
                    self._blocks(cell)
            return
        self._out.rows([[(column, "".join(self._cell(cell))) for column, cell in row] for row in rows])

    def _cell(self, cell: _Element) -> Iterator[str]:
        for paragraph in cell.iter(W + "p"):
            yield from self._runs(paragraph)


def _cells(row: _Element) -> Iterator[tuple[int, _Element]]:
    """The cells of a row with their columns. A cell that goes on from the row above is its own, empty or not."""
    column = 0
    for cell in row.iter(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is not row:
            continue
        yield column, cell
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = span.get(W + "val", "1") if span is not None else "1"
        column += int(width) if width.isdigit() else 1


def _length(cell: _Element) -> int:
    return sum(len(node.text or "") for node in cell.iter(W + "t"))


def _value(node: _Element, name: str) -> str:
    found = node.find(f"{W}pPr/{W}{name}")
    return str(found.get(W + "val", "")) if found is not None else ""


def _is_hidden(run: _Element) -> bool:
    """Whether a run is hidden text, which no page shows."""
    found = run.find(f"{W}rPr/{W}vanish")
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")


def _symbol(node: _Element) -> str:
    """A character given by its code in a font of symbols: '' for an ornament, U+FFFD for one that is not known."""
    try:
        code = int(node.get(W + "char", ""), 16) & 0xFF
    except ValueError:
        return "\ufffd"
    if not node.get(W + "font", "").lower().startswith("symbol"):
        return ""
    return SYMBOLS.get(code) or (chr(code) if 0x20 < code < 0x41 else "\ufffd")


def _raised(run: _Element) -> bool:
    align = run.find(f"{W}rPr/{W}vertAlign")
    return align is not None and align.get(W + "val") == "superscript"


def _level(style: str) -> str:
    """A heading style's level, "0" for the title's style, "" for any other."""
    if style.lower() in ("title", "标题"):
        return "0"
    found = re.fullmatch(r"(?:heading|标题)\s*(\d)", style.lower())
    return found.group(1) if found else ""


def _notes_of(document: Document, kind: str) -> dict[str, str]:
    """The texts of footnotes or endnotes by their id."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, parser)
            return {
                str(note.get(W + "id")): "".join(part.text or "" for part in note.iter(W + "t"))
                for note in root.iter(W + kind)
                if note.get(W + "type") in (None, "normal")
            }
    return {}
