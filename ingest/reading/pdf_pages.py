"""What a page has besides text: running headers, page numbers, notes at its foot; and where paragraphs begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from plangraph.ingest.reading.pdf_lines import TextLine

BAND = 0.12
"""Headers, footers and page numbers stand in the uppermost or lowest part of a page."""
PAGE_NUMBER = re.compile(
    r"[\s—―─\-－–·]*\d{1,4}[\s—―─\-－–·]*|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}|[Pp]age \d+.{0,8}"
)
NOTE = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3}))[\s.．、]*(?=\S)")
ENDS = re.compile(r"[。！？；：…!?;:][”’）」』)]*(\[\d+\])*$")
HEADED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章编部]"
)


@dataclass(slots=True)
class PageText:
    """The lines of one page. `height` and `width` in points; `tables`: rows of cells, by the y that they begin at."""

    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[tuple[float, list[list[tuple[int, str]]]]] = field(default_factory=list)
    hidden: list[TextLine] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def hide_running_lines(pages: Sequence[PageText]) -> None:
    """Moves page numbers, and what stands at the head or foot of most pages, out of the text."""
    seen = Counter(_plain(line.text) for page in pages for line in page.lines if _in_band(line, page))
    often = max(3, len(pages) // 2)
    for page in pages:
        kept: list[TextLine] = []
        for line in page.lines:
            runs = _in_band(line, page) and (
                PAGE_NUMBER.fullmatch(line.text.strip()) or (len(pages) > 2 and seen[_plain(line.text)] >= often)
            )
            (page.hidden if runs else kept).append(line)
        page.lines = kept


def _plain(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _in_band(line: TextLine, page: PageText) -> bool:
    return line.y < page.height * BAND or line.y > page.height * (1 - BAND)


def body_size(pages: Sequence[PageText]) -> float:
    """The size that most characters are set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def take_notes(pages: Sequence[PageText], size: float) -> None:
    """Moves the notes at the foot of pages out of the text: lines in smaller print, the first with a number."""
    for page in pages:
        foot = len(page.lines)
        while foot and page.lines[foot - 1].size < size * 0.93:
            foot -= 1
        below = page.lines[foot:]
        first = next((at for at, line in enumerate(below) if NOTE.match(line.text)), None)
        if first is None:
            continue
        page.lines = page.lines[: foot + first]
        for line in below[first:]:
            opened = NOTE.match(line.text)
            if opened and _follows(opened, page.notes):
                page.notes.append((opened.group(1) or opened.group(2), line.text[opened.end() :]))
            else:
                number, text = page.notes[-1]
                page.notes[-1] = (number, text + _joint(text, line.text) + line.text)


def _follows(opened: re.Match[str], notes: Sequence[tuple[str, str]]) -> bool:
    """A raised number opens a note; a plain one does if it is the next."""
    return not notes or bool(opened.group(1)) or int(opened.group(2)) == int(notes[-1][0]) + 1


def _joint(left: str, right: str) -> str:
    return " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha() else ""


def paragraph_starts(pages: Sequence[PageText], size: float) -> set[int]:
    """The lines (by identity) that begin a paragraph: set in, centred, or after a line that ended early."""
    body = [line for page in pages for line in page.lines if abs(line.size - size) < size * 0.1]
    if not body:
        return {id(line) for page in pages for line in page.lines}
    left = Counter(round(line.x0) for line in body).most_common(1)[0][0]
    right = sorted(line.x1 for line in body)[len(body) * 3 // 4]
    starts: set[int] = set()
    last: TextLine | None = None
    for page in pages:
        for line in page.lines:
            if last is None or _begins(last, line, left, right, size):
                starts.add(id(line))
            last = line
    return starts


def _begins(last: TextLine, line: TextLine, left: float, right: float, size: float) -> bool:
    indent = (line.x0 - left) / size
    room = (right - last.x1) / size
    if abs(line.size - last.size) > size * 0.1:
        return True
    if indent > 1.2:
        return True
    if last.page == line.page and last.y - line.y > 2.6 * max(line.size, size):
        return True
    if (last.x0 - left) / size > 4 and room > 2:
        return True
    ends = bool(ENDS.search(last.text))
    return room > 2.2 and (ends or _is_heading(last.text) or room > 12)


def _is_heading(text: str) -> bool:
    return bool(HEADED.match(text)) and "。" not in text
