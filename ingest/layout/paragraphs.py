"""Lines become paragraphs: where lines were cut at the page's width, which of them go on in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Draft
from plangraph.ingest.layout.lines import FULL_STOP, Line, columns
from plangraph.ingest.layout.words import form, matches

NUMBERING = re.compile(
    r"(?P<part>第[一二三四五六七八九十]{1,3}[章编部][分]?)|(?P<cn>[一二三四五六七八九十]{1,3}[、．.])"
    r"|(?P<pcn>[（(][一二三四五六七八九十]{1,3}[）)])|(?P<num>\d{1,2}[.．、](?![\d%％]))|(?P<pnum>[（(]\d{1,2}[）)])"
)
DASH = re.compile(r"[—―─\-－–]{2,4}(?!\d{1,2}$)\S")
TOPIC = re.compile(r"[^，。；：、！？\d]{4,20}。.")
CLOSERS, OPENERS = "，。、；：！？）》”’」』", "，、（《“‘「『"
TOKEN = re.compile(r"[“‘（《「『【(]*([!-~]+|.)[，。、；：”’）》」』】！？%％]*")


def in_paragraphs(lines: Sequence[Line], wrapped: bool, starts: frozenset[int] | None) -> list[Draft]:
    """Paragraphs in order. `starts`: where paragraphs begin, if the format knows; else the text has to tell."""
    if not lines:
        return []
    if starts is not None:
        breaks = [line.start in starts for line in lines]
    elif wrapped:
        breaks = _breaks(lines)
    else:
        breaks = [True, *(not _torn(lines, at) for at in range(1, len(lines)))]
    drafts: list[Draft] = []
    for line, first in zip(lines, breaks, strict=True):
        if first or not drafts:
            drafts.append(Draft("paragraph", []))
        drafts[-1].runs.append((line.start, line.end))
    return drafts


def _torn(lines: Sequence[Line], at: int) -> bool:
    """Whether a line goes on the one before, though each line should be a paragraph: links and marks tear lines."""
    last, line = lines[at - 1], lines[at]
    if line.text[0] in CLOSERS or last.text[-1] in OPENERS:
        return True
    if NUMBERING.match(line.text) or DASH.match(line.text) or line.indent or matches("half", line.text):
        return False
    sentence = _last_paragraph(lines, at)
    return "。" in sentence and not last.final and len(sentence) > 40


def _last_paragraph(lines: Sequence[Line], at: int) -> str:
    """The text above a line, back to where a line ended in final punctuation (eight lines at most)."""
    first = at - 1
    while first > max(0, at - 8) and not lines[first - 1].final:
        first -= 1
    return "".join(line.text for line in lines[first:at])


def _breaks(lines: Sequence[Line]) -> list[bool]:
    spaced = sum(line.blanks > 0 for line in lines) * 10 < len(lines) * 6
    breaks = [True]
    opened = lines[0]
    for at in range(1, len(lines)):
        last, line = lines[at - 1], lines[at]
        room = _full([line.width for line in lines[max(0, at - 10) : at + 9]]) - last.width
        first = _begins(last, line, room, spaced, opened)
        if first:
            opened = line
        breaks.append(first)
    return breaks


def _begins(last: Line, line: Line, room: int, spaced: bool, opened: Line) -> bool:
    """Whether a paragraph begins with `line`; `room` is what the line before left empty, `opened` its first line."""
    if line.indent or (spaced and line.blanks and not line.turn):
        return True
    need = columns(TOKEN.match(line.text).group()) if TOKEN.match(line.text) else 2  # type: ignore[union-attr]
    short = room >= need + 2
    if NUMBERING.match(line.text) or DASH.match(line.text):
        return last.final or room >= need + 4 or _unpunctuated(opened)
    if last.final and short:
        return True
    if FULL_STOP.search(last.text) and TOPIC.match(line.text):
        return True
    if short and room * 5 > last.width and (_unpunctuated(opened) or room > last.width):
        return True
    return matches("front", line.text) and bool(form("front", "salutation").search(line.text)) and short


def _full(widths: Sequence[int]) -> int:
    """The width of a full line: what most lines about here have, the widest third left aside."""
    return sorted(widths)[len(widths) * 2 // 3]


def _unpunctuated(line: Line) -> bool:
    """A heading's line: numbered or short, without the punctuation of a sentence."""
    return not re.search(r"[，。；：！？]", line.text)
