"""HTML: the text of a saved web page; what stands around the report is kept, and marked as the portal's."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from plangraph.ingest.reading.page_text import Composer
from plangraph.ingest.reading.plain import BOMS, decode
from plangraph.ingest.reading.source import ReadError, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA = "text/html"
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
HIDDEN = {"script", "style", "noscript", "template", "svg", "head", "select", "button", "iframe", "object", "textarea"}
AROUND = {"nav", "header", "footer", "aside", "menu"}
FRAMED = 4
"""A page whose frame (a header, say) holds so many times more text than what is outside has its text in the frame."""
BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd",
    "blockquote", "pre", "center", "body", "figure", "figcaption", "hr", "address", "fieldset", "caption", "tr", "td",
    "th", "thead", "tbody", "tfoot", "table", "form", *AROUND,
}  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
MARK = re.compile(r"\s*[\[（(〔【]?\s*(\d{1,3})\s*[\]）)〕】]?\s*$")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MAIN = 0.85
"""The report is in the smallest element that holds so much of the page's Chinese text outside links."""
CELL_OF_TEXT = 300


def read_web(path: Path, data: bytes) -> Source:
    """Reads a saved web page. Nothing is fetched. Raises ReadError (empty, encoding, hostile, broken, too-large)."""
    text = decode_page(data)
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ReadError(
            "hostile", "文件不安全：网页里定义了实体。", "The file is not safe to open: the page declares entities."
        )
    return _Reader(_parsed(text)).read(path.name)


def page_of_archive(data: bytes) -> bytes:
    """The page in a web archive (.mht), in its own bytes. Raises ReadError (broken) where it holds none."""
    from email import message_from_bytes, policy

    for part in message_from_bytes(data, policy=policy.compat32).walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes) and page.strip():
            charset = part.get_content_charset("")
            named = f'<meta charset="{charset}">'.encode() if re.fullmatch(r"[A-Za-z0-9_\-]+", charset) else b""
            return page if CHARSET.search(page[:4096]) else named + page
    raise ReadError(
        "broken", "网页归档（.mht）里没有网页：请重新保存。", "The web archive (.mht) holds no page: save it again."
    )


def decode_page(data: bytes) -> str:
    """The page's text in the encoding that it names, else as plain text is read. Never mojibake."""
    named = CHARSET.search(data[:4096])
    if named and not any(data.startswith(bom) for bom, _ in BOMS):
        name = named.group(1).decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name
        try:
            codec = codecs.lookup(name)
            return codec.decode(data, "strict")[0]
        except (LookupError, UnicodeDecodeError):
            pass  # the page names an encoding that it is not in: look for the one that it is in
    return decode(data)


def _parsed(text: str) -> _Element:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    try:
        root = html.document_fromstring(plain, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise ReadError("empty", "网页里没有文字。", "The page holds no text.") from fault
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise ReadError(
            "hostile", "文件不安全：网页嵌套过深。", "The file is not safe to open: the page is nested too deeply."
        )
    return root


class _Reader:
    def __init__(self, root: _Element) -> None:
        self._root = root
        self._out = Composer()
        self._main = _main(root)
        self._line: list[str] = []
        self._inside = self._read = self._lined = False
        self._level = ""

    def read(self, name: str) -> Source:
        """The page from top to bottom, lines outside the report marked as chrome."""
        title = self._root.find(".//title")
        named = " ".join((title.text or "").split()) if title is not None else ""
        if named:
            self._out.line(named, "chrome")
        body = self._root.find("body")
        self._walk(body if body is not None else self._root)
        self._break()
        if not self._read:
            raise ReadError(
                "empty",
                "网页里没有正文：可能由脚本或框架载入。请在浏览器里打开后另存为网页，或打印成 PDF。",
                "The page holds no text of its own: scripts or frames load it. Open it in a browser and save it.",
            )
        return self._out.source(name, MEDIA, wrapped=False)

    def _walk(self, node: _Element) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in HIDDEN or _is_hidden(node):
            return
        entered = node is self._main
        if tag in BLOCKS:
            self._break()
        self._inside = self._inside or entered
        lined, self._lined = self._lined, self._lined or tag == "pre"
        if tag == "table" and self._inside and self._table(node):
            pass
        elif tag == "sup" and (mark := MARK.match("".join(_words(node)))):
            self._mark(mark.group(1))
        else:
            self._level = tag[1] if re.fullmatch("h[1-6]", tag) else self._level
            self._text(node.text)
            for child in node:
                self._walk(child)
                self._text(child.tail)
        self._lined = lined
        if tag in BLOCKS or tag == "br":
            self._break()
            self._level = ""
        if entered:
            self._inside = False

    def _text(self, text: str | None) -> None:
        for at, line in enumerate(text.split("\n") if text and self._lined else [text or ""]):
            if at:
                self._break()
            self._line.append(re.sub(r"[ \t\r\n\f]+", " ", line))

    def _mark(self, number: str) -> None:
        last = "".join(self._line)[-1:]
        exponent = last.isascii() and last.isalpha()
        self._line.append(number.translate(RAISED) if exponent else f"[{number}]")

    def _break(self) -> None:
        text = "".join(self._line)
        self._line.clear()
        self._read = self._read or (self._inside and bool(text.strip()))
        if not self._inside:
            self._out.line(text, "chrome")
        else:
            self._out.line(text, "heading" if self._level else None, self._level)

    def _table(self, table: _Element) -> bool:
        """Reads a table of values as rows; False for a table that only arranges the page."""
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        made = [list(_cells(row)) for row in rows]
        if all(len(row) < 2 for row in made) or table.find(".//table") is not None:
            return False
        if any(len(text) > CELL_OF_TEXT for row in made for _, text in row):
            return False
        caption = table.find("caption")
        if caption is not None:
            self._text("".join(_words(caption)))
            self._break()
        self._out.rows(made)
        self._read = True
        return True


def _cells(row: _Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        yield column, " ".join("".join(_cell_text(cell)).split())
        span = cell.get("colspan", "1")
        column += int(span) if span.isdigit() and int(span) < 100 else 1


def _cell_text(cell: _Element) -> Iterator[str]:
    yield cell.text or ""
    for child in cell:
        if isinstance(child.tag, str) and child.tag not in HIDDEN:
            mark = MARK.match("".join(_words(child))) if child.tag == "sup" else None
            yield f"[{mark.group(1)}]" if mark else "".join(_cell_text(child))
        yield child.tail or ""


def _is_hidden(node: _Element) -> bool:
    style = node.get("style", "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or node.get("hidden") is not None


def _main(root: _Element) -> _Element:
    """The smallest element that holds nearly all Chinese text that is no link and in no frame of the page."""
    weights: dict[_Element, int] = {}
    body = root.find("body")
    top = body if body is not None else root
    total = _weigh(top, weights, AROUND)
    framed: dict[_Element, int] = {}
    if _weigh(top, framed, frozenset()) > total * FRAMED:
        weights, total = framed, framed[top]
    node = top
    while True:
        heavy = next((child for child in node if weights.get(child, 0) >= total * MAIN), None)
        if heavy is None or heavy.tag in ("p", "table", "tbody", "tr"):
            return node
        node = heavy


def _weigh(node: _Element, weights: dict[_Element, int], around: Set[str]) -> int:
    tag = node.tag if isinstance(node.tag, str) else ""
    if not tag or tag in HIDDEN or tag in around or tag == "a" or _is_hidden(node):
        return 0
    weight = len(CHINESE.findall(node.text or ""))
    for child in node:
        weight += _weigh(child, weights, around) + len(CHINESE.findall(child.tail or ""))
    weights[node] = weight
    return weight


def _words(node: _Element) -> Iterator[str]:
    return (part if isinstance(part, str) else part.decode("utf-8") for part in node.itertext())
