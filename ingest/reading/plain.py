"""Plain text: which encoding, and never a guess that turns into mojibake."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from pathlib import Path

from plangraph.ingest.reading.glyphs import UNREADABLE, fold
from plangraph.ingest.reading.source import MAX_CHARACTERS, ReadError, Source
from plangraph.ontology.records import Problem, Span, bilingual, document_id

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FEW = 40
FORMAT = "\t\n\r\f\x0b\x85"
"""Controls that a text may hold."""
COMMON = frozenset("的和在了年发展人大市建设经济工作是业全一二三，。、“”政府会社国区上中新实加")
"""Characters that any Chinese report is full of; a wrong decoding has next to none of them."""


def read_plain(path: Path, data: bytes) -> Source:
    """Reads a text file in UTF-8, GB18030 or UTF-16. Raises ReadError (empty, binary, encoding, too-large)."""
    text = decode(data)
    return Source(
        text=text,
        name=path.name,
        media_type="text/plain",
        pages=page_starts(text),
        problems=lost_characters(text, path.name),
    )


def lost_characters(text: str, name: str) -> tuple[Problem, ...]:
    """A problem for each run of characters that nobody can read, with the figures that touch it."""
    return tuple(
        Problem(
            document=document_id(text),
            source=name,
            reason="encoding" if "\ufffd" in run.group() else "unread",
            text=text[max(0, run.start() - 12) : run.end() + 12].replace("\n", " "),
            passage=(Span(run.start(), run.end()),),
            detail=bilingual(
                "有认不出的字符，紧挨的数字不可信。", "A character cannot be read; figures next to it are not trusted."
            ),
        )
        for run in UNREADABLE.finditer(text)
    )


def page_starts(text: str) -> tuple[int, ...]:
    """Where pages start in a text whose page breaks are form feeds; empty if it has none."""
    breaks = [i + 1 for i, char in enumerate(text) if char == "\f"]
    return (0, *breaks) if breaks else ()


def decode(data: bytes) -> str:
    """The text of `data`, radicals folded, line ends LF. Raises ReadError rather than return a wrong reading."""
    if not data.strip(b"\x00\t\r\n\f "):
        raise ReadError("empty", "文件是空的。", "The file is empty.")
    text = _decoded(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError("empty", "文件里没有文字。", "The file holds no text.")
    if len(text) > MAX_CHARACTERS:
        raise too_long(len(text))
    return fold(text)


def too_long(count: int) -> ReadError:
    """The error for a text of more characters than a report can have."""
    return ReadError(
        "too-large",
        f"文字太多（{count} 字，上限 {MAX_CHARACTERS}）：请拆成单份报告。",
        f"Too much text ({count} characters, at most {MAX_CHARACTERS}): split it into single reports.",
    )


def _decoded(data: bytes) -> str:
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], name)
    wide = _wide(data)
    if wide:
        return wide
    if b"\x00" in data:
        raise ReadError(
            "binary",
            "这是二进制文件，不是文本：请给 PDF、DOCX、HTML 或 TXT。",
            "This is a binary file and not a text: give PDF, DOCX, HTML or TXT.",
        )
    for faults in ("strict", "replace"):  # a report with a broken byte or two is read, and they are told
        for name in ("utf-8", "gb18030"):
            try:
                text = data.decode(name, faults)
            except UnicodeDecodeError:
                continue
            if _plausible(text) and (name == "utf-8" or _common(text)) and (faults == "strict" or _chinese_text(text)):
                return text
    raise _unknown()


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as fault:
        raise _unknown() from fault
    if not _plausible(text):
        raise _unknown()
    return text


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark: only if one byte order reads as Chinese and the bytes are no UTF-8."""
    if len(data) % 2 or data[:4] in (b"%PDF", b"PK\x03\x04"):
        return ""
    readings = []
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _plausible(text) and sum(char in COMMON for char in text) * 20 > len(text):
            readings.append(text)
    return readings[0] if len(readings) == 1 else ""


def _plausible(text: str) -> bool:
    """No controls, no replacement characters, hardly an unassigned one; Chinese if it is not plain ASCII."""
    if text.count("\ufffd") * 1000 > len(text):
        return False
    each = Counter(text)  # a report has a tenth as many characters as places: each is looked at once
    odd = sum(n for c, n in each.items() if unicodedata.category(c) in ("Cc", "Cn", "Cs") and c not in FORMAT)
    if odd * 1000 > len(text):
        return False
    beyond = {char: n for char, n in each.items() if ord(char) > 127}
    if not beyond:
        return True
    foreign = ("Lo", "Ll", "Lu", "So", "Co")
    rare = sum(n for c, n in beyond.items() if unicodedata.category(c) in foreign and not _chinese(c))
    return rare * 4 <= sum(beyond.values())


def _common(text: str) -> bool:
    """Whether the characters are those of Chinese prose: nearly any bytes are some characters of GB18030."""
    beyond = [char for char in text if _chinese(char)]
    return len(beyond) < FEW or sum(char in COMMON for char in beyond) * 20 >= len(beyond)


def _chinese_text(text: str) -> bool:
    """Whether a text with broken bytes is a Chinese one beyond doubt."""
    return sum(map(_chinese, text)) >= FEW and _common(text)


def _chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u2fdf" or "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f"


def _unknown() -> ReadError:
    return ReadError(
        "encoding",
        "认不出文字编码：请另存为 UTF-8 后再读。",
        "The encoding of the text is not recognised: save it as UTF-8 and read it again.",
    )
