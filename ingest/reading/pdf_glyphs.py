"""The glyphs of a PDF page with their places, by pdfium, or by pdfminer where pdfium does not see them."""

from __future__ import annotations

import ctypes
import re
import threading
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

CHINESE = re.compile("[\u2e80-\u2fdf\u3400-\u9fff]")
ASLANT = 12.0
"""Degrees by which text may be off a straight turn."""
PDFIUM = threading.RLock()
"""pdfium knows no threads: whoever calls it holds this."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a page, in points from the lower left corner.

    `y` is its baseline, `size` the height of its font. `space`: white space that the page itself has before it.
    `turn`: how far the text is turned against the page, in degrees; its place is that on the page turned back. None
    for text that runs aslant (a watermark).
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    space: bool = False
    turn: int | None = 0


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a character stands: its edges and the origin of its baseline."""

    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float

    def turned(self, a: float, b: float, width: float, height: float) -> tuple[float, float, float, int | None]:
        """x0, x1 and y on the page turned so that text along (a, b) runs to the right, and the turn."""
        angle = degrees(atan2(b, a)) % 360
        turn = next((t for t in (0, 90, 180, 270) if abs((angle - t + 180) % 360 - 180) < ASLANT), None)
        if turn == 90:
            return self.bottom, self.top, width - self.x, turn
        if turn == 180:
            return width - self.right, width - self.left, height - self.y, turn
        if turn == 270:
            return height - self.top, height - self.bottom, self.x, turn
        return self.left, self.right, self.y, turn


def pdfium_glyphs(page: Any) -> list[Glyph]:  # noqa: ANN401 - pypdfium2 has no types
    """The visible characters of a page in the order of its content."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    handle = text_page.raw
    box, x, y, matrix = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    left, bottom, right, top = page.get_mediabox()
    glyphs: list[Glyph] = []
    space = False
    for at in range(raw.FPDFText_CountChars(handle)):
        char = chr(raw.FPDFText_GetUnicode(handle, at))
        if char.isspace() or char in "\u200b\ufeff\xad\x00":
            space = space or (char not in "\r\n" and not raw.FPDFText_IsGenerated(handle, at))
            continue
        if raw.FPDFText_IsGenerated(handle, at) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(handle, at, box)
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        raw.FPDFText_GetMatrix(handle, at, matrix)
        size = raw.FPDFText_GetFontSize(handle, at) * (hypot(matrix.c, matrix.d) or 1.0)
        if raw.FPDFText_HasUnicodeMapError(handle, at) == 1 or ord(char) < 32:
            char = "\ufffd"
        place = _Box(box.left, box.bottom, box.right, box.top, x.value, y.value)
        x0, x1, base, turn = place.turned(matrix.a, matrix.b, right - left, top - bottom)
        glyphs.append(Glyph(char, x0, x1, base, size, space, turn))
        space = False
    text_page.close()
    return glyphs


def pdfminer_glyphs(page: Any) -> list[Glyph]:  # noqa: ANN401 - pdfplumber has no types
    """The same from pdfplumber's page. Codes that it cannot name become U+FFFD."""
    height = float(page.height)
    glyphs: list[Glyph] = []
    space = False
    for char in page.chars:
        text = char["text"]
        if not text.strip():
            space = True
            continue
        if text.startswith("(cid:"):
            text = "\ufffd"
        a, b, _, _, x, y = (float(value) for value in char["matrix"])
        left, right = float(char["x0"]), float(char["x1"])
        place = _Box(left, height - float(char["bottom"]), right, height - float(char["top"]), x, y)
        x0, x1, base, turn = place.turned(a, b, float(page.width), height)
        glyphs.append(Glyph(text[0], x0, x1, base, float(char["size"]), space, turn))
        space = False
    return glyphs


def count_chinese(glyphs: list[Glyph]) -> int:
    """How many of the glyphs are Chinese characters (or radicals)."""
    return sum(bool(CHINESE.match(glyph.text)) for glyph in glyphs)


def has_foreign_font(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 has no types
    """Whether a font of the page is not in the file: then pdfium may leave its characters out."""
    import pypdfium2.raw as raw

    seen: set[int] = set()
    for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=6):
        font = raw.FPDFTextObj_GetFont(thing.raw)
        place = ctypes.addressof(font.contents) if font else 0
        if place in seen:
            continue
        seen.add(place)
        if not font or raw.FPDFFont_GetIsEmbedded(font) != 1:
            return True
    return False


def count_objects(page: Any) -> tuple[int, int]:  # noqa: ANN401 - pypdfium2 has no types
    """How many lines or boxes, and how many pictures, a page has."""
    import pypdfium2.raw as raw

    paths = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4))
    pictures = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4))
    return paths, pictures
