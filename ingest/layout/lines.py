"""The lines of a text, and whether they are paragraphs or were cut at the width of a page."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plangraph.ingest.layout.words import form

FINAL = re.compile(r"[。！？；：!?;:…][”’）」』)\"]*$")
LONGEST = 1500
FULL_STOP = re.compile(r"[。！？!?][”’）」』)\"]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it: `text == source[start:end]`.

    `blanks`: blank lines before it. `turn`: a page begins here. `indent`: set in by two or more, as paragraphs begin.
    `width`: columns, a Chinese character being two.
    """

    start: int
    end: int
    text: str
    width: int
    blanks: int = 0
    turn: bool = False
    indent: bool = False

    @property
    def final(self) -> bool:
        """Whether a sentence or a lead-in ends with this line."""
        return bool(FINAL.search(self.text))


def split_lines(text: str, pages: Sequence[int] = ()) -> list[Line]:
    """The lines of a text that hold something, in order."""
    lines: list[Line] = []
    blanks = 0
    for begin, raw in _raw_lines(text):
        if not raw.strip():
            blanks += raw == "\n"
            continue
        start = begin + len(raw) - len(raw.lstrip())
        plain = raw.strip()
        before = raw[: len(raw) - len(raw.lstrip())]
        at = bisect_right(pages, start)
        turned = bool(pages) and bool(lines) and bisect_right(pages, lines[-1].start) != at
        skipped = max(0, blanks - 1)
        lines.append(
            Line(
                start=start,
                end=start + len(plain),
                text=plain,
                width=columns(plain),
                blanks=skipped,
                turn=turned or (before == " " and skipped == 0 and bool(lines)),
                indent="\u3000" in before or "\t" in before or len(before) > 1,
            )
        )
        blanks = 0
    return lines


def _raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines and line ends with their offsets. A line as long as a report lost its line ends: it is cut at headings."""
    for found in re.finditer(r"[^\n\f\v\x85\u2028\u2029]+|[\n\f]", text):
        raw, start = found.group(), found.start()
        if len(raw) > LONGEST:
            cuts = [0, *(m.end() for m in form("torn", "lost-end").finditer(raw)), len(raw)]
            for a, b in pairwise(cuts):
                yield start + a, raw[a:b]
        else:
            yield start, raw


def columns(text: str) -> int:
    """How wide a text is: two for a Chinese character, one for a Latin one, none for what has no width."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WFA" else int(unicodedata.category(char) != "Cf") for char in text
    )


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines were cut at a page's width: most of the long ones stop in the middle of a sentence."""
    if len(lines) < 4:
        return False
    typical = sorted(line.width for line in lines)[len(lines) * 9 // 10]
    if typical > 160:
        return False
    full = [line for line in lines if line.width >= typical * 0.7]
    return sum(not line.final for line in full) * 2 > len(full)
