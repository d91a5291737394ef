"""One door for all formats: looks at what a file is, not at what it is called."""

from __future__ import annotations

import re
from pathlib import Path

from plangraph.ingest.reading.plain import read_plain
from plangraph.ingest.reading.source import MAX_BYTES, ReadError, Source

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
HTML = re.compile(
    rb"^[\s\xef\xbb\xbf\xff\xfe\x00]*<(?:\x00)?(?:!doctype\s+html|html|head|body|!--|\?xml[^>]*\?>\s*<!doctype\s+html)",
    re.IGNORECASE,
)
ARCHIVE = re.compile(rb"^MIME-Version:.*^Content-Type:\s*multipart/related", re.IGNORECASE | re.DOTALL | re.MULTILINE)
"""How a web archive (.mht) begins."""


def read_source(path: Path) -> Source:
    """Reads one report. Raises ReadError with a reason of the closed list; OSError if the file cannot be opened."""
    if path.exists() and not path.is_file():
        raise ReadError("unsupported", "这不是普通文件。", "This is not a regular file.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ReadError(
            "too-large",
            f"文件太大（{size // 2**20} MB，上限 {MAX_BYTES // 2**20} MB）。",
            f"The file is too large ({size // 2**20} MB, at most {MAX_BYTES // 2**20} MB).",
        )
    data = path.read_bytes()
    head = data[:1024]
    if b"%PDF-" in head:
        from plangraph.ingest.reading.pdf import read_pdf

        return read_pdf(path, data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from plangraph.ingest.reading.word import read_word

        return read_word(path, data)
    if ARCHIVE.search(head):
        from plangraph.ingest.reading.web import page_of_archive, read_web

        return read_web(path, page_of_archive(data))
    if HTML.match(head) or (path.suffix.lower() in (".html", ".htm", ".xhtml", ".mht") and b"<" in head):
        from plangraph.ingest.reading.web import read_web

        return read_web(path, data)
    _refuse(head, data)
    return read_plain(path, data)


def _refuse(head: bytes, data: bytes) -> None:
    """Raises ReadError for the kinds of file that are known and not read."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError(
                "encrypted", "文档有密码：请另存为无密码文件。", "The document has a password: save it without one."
            )
        raise ReadError(
            "unsupported",
            "旧版 Word/WPS 格式（.doc/.wps）：请另存为 .docx。",
            "An old Word or WPS file (.doc, .wps): save it as .docx.",
        )
    if head.startswith(PICTURES):
        raise ReadError(
            "scanned", "这是图片，没有文字：请先做 OCR。", "This is a picture without text: run OCR on it first."
        )
    if head.startswith(b"{\\rtf"):
        raise ReadError("unsupported", "RTF 格式：请另存为 .docx。", "An RTF file: save it as .docx.")
