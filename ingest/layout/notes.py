"""Footnotes: taken out of the paragraphs that they interrupt, and bound to the marks that call them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from plangraph.ingest.layout.draft import Draft, Dropped, Run
from plangraph.ingest.layout.lines import Line
from plangraph.ingest.layout.words import form

ALONE = re.compile(r"\d{1,3}$")
BRACKETED = re.compile(r"(?:\^?\[(\d{1,3})\]|〔(\d{1,2})〕|【(\d{1,2})】)\s*(?=\S)")
NUMBERED = re.compile(r"(\d{1,3})\s*[.．、]\s*(?!\d)(?=\S)")
INLINE = re.compile(r"\^?\[(\d{1,3})\]|〔(\d{1,2})〕|【(\d{1,2})】")
PAGE = 6_000
"""The mark of a footnote stands so many characters above it at most: on its page, or the one before."""
ANY_INLINE = re.compile(r"\^?\[(?:[1-9]|[1-9]\d|1\d\d)\]")
MOST_LINES = 16
PUNCTUATION = "，。；：、！？,.;:!?”’）》」』)…"


def take_notes(
    lines: Sequence[Line], dropped: Dropped, noted: Container[int] | None = None
) -> tuple[list[Line], list[Draft]]:
    """The lines that are no notes, and the notes in the order of the text.

    `noted`: where the format says that notes start; then nothing else is one.
    """
    kept: list[Line] = []
    notes: list[Draft] = []
    glossary = False
    at = 0
    while at < len(lines):
        line = lines[at]
        glossary = glossary or bool(form("note", "note-title").search(line.text))
        last = int(notes[-1].number) if notes else 0
        if noted is None and ALONE.match(line.text) and int(line.text) == last + 1 and _opens_note(lines, at):
            stop = _note_end(lines, at + 1, last + 2)
            dropped.add(line.start, line.end, "note-mark")
            notes.append(Draft("note", [(n.start, n.end) for n in lines[at + 1 : stop]], number=line.text))
            at = stop
            continue
        opened = BRACKETED.match(line.text) or (glossary and NUMBERED.match(line.text))
        if opened and (line.start in noted if noted is not None else line.text[opened.end()] not in PUNCTUATION):
            number = next(group for group in opened.groups() if group)
            dropped.add(line.start, line.start + len(opened.group().rstrip()), "note-mark")
            notes.append(Draft("note", [(line.start + opened.end(), line.end)], number=number, glossary=True))
        else:
            kept.append(line)
        at += 1
    return kept, notes


def _opens_note(lines: Sequence[Line], at: int) -> bool:
    """A number alone opens a note if text follows without a blank line, where the text about it has blank lines."""
    if at + 1 >= len(lines) or lines[at + 1].blanks or lines[at + 1].turn:
        return False
    return at == 0 or lines[at].blanks > 0 or lines[at - 1].final


def _note_end(lines: Sequence[Line], at: int, following: int) -> int:
    """The first line after a note. Notes stand at the foot of a page: a note ends with the page or at the next note's
    number; where no page ends near, at a blank line after a full stop, or with its first full stop."""
    for stop in range(at + 1, min(len(lines), at + MOST_LINES)):
        if lines[stop].turn or (ALONE.match(lines[stop].text) and int(lines[stop].text) == following):
            return stop
    parted = any(line.blanks for line in lines)
    for stop in range(at + 1, min(len(lines), at + MOST_LINES)):
        if lines[stop - 1].final and (lines[stop].blanks or not parted):
            return stop
    return min(len(lines), at + 1)


def bind_marks(text: str, drafts: Sequence[Draft], notes: Sequence[Draft], dropped: Dropped) -> dict[int, int]:
    """Finds the mark of each note: note's index to the source offset of its mark. Marks are dropped.

    A glossary at the end often has no marks in the text. A bare digit is taken for the mark of such a note only if
    nearly all its notes have one: a number must never lose a digit to a note.
    """
    found: dict[int, int] = {}
    runs = sorted(run for draft in drafts if draft.kind != "note" for run in draft.runs)
    bracketed = _brackets(text, runs)
    again = Counter(note.number for note in notes)
    places = [_bracket(bracketed.get(note.number, []), note, again[note.number] > 1) for note in notes]
    if not any(places):
        places = _glued_marks(text, runs, notes)
        if any(note.glossary for note in notes) and sum(map(bool, places)) * 5 < len(notes) * 4:
            places = [None] * len(notes)
    for index, place in enumerate(places):
        if place is not None:
            found[index] = place[0]
            dropped.add(*place, "note-mark")
    taken = {at for start, end, _ in dropped.runs for at in range(start, end)}
    for start, end in runs:
        for mark in ANY_INLINE.finditer(text, start, end):
            if mark.start() not in taken:
                dropped.add(mark.start(), mark.end(), "note-mark")
    return found


def _glued_marks(text: str, runs: Sequence[Run], notes: Sequence[Draft]) -> list[Run | None]:
    places: list[Run | None] = []
    floor = 0
    for note in notes:
        stop = note.runs[0][0] if note.runs else len(text)
        reach = floor if note.glossary else max(floor, stop - PAGE)
        place = _glued(text, runs, note.number, reach, stop)
        floor = place[1] if place else floor
        places.append(place)
    return places


def _brackets(text: str, runs: Sequence[Run]) -> dict[str, list[Run]]:
    """The marks in brackets of each number, in the order of the text."""
    found: dict[str, list[Run]] = defaultdict(list)
    for start, end in runs:
        for mark in INLINE.finditer(text, start, end):
            found[next(group for group in mark.groups() if group)].append(mark.span())
    return found


def _bracket(marks: Sequence[Run], note: Draft, again: bool) -> Run | None:
    """The mark of a note: the first of its number; where pages count anew, the last above the note."""
    if again and note.runs:
        above = [mark for mark in marks if mark[0] < note.runs[0][0]]
        return above[-1] if above else None
    return marks[0] if marks else None


def _glued(text: str, runs: Sequence[Run], number: str, floor: int, stop: int) -> Run | None:
    """The last bare number before the note that stands as a mark does: after a word, before punctuation or an end."""
    best = None
    first = max(0, bisect_right(runs, (floor, 0)) - 1)
    for start, end in runs[first:]:
        if start >= stop:
            break
        for mark in re.finditer(number, text[start:end]):
            a, b = start + mark.start(), start + mark.end()
            if a >= floor and _stands_as_mark(text, a, b, start, end):
                best = (a, b)
    return best


def _stands_as_mark(text: str, a: int, b: int, start: int, end: int) -> bool:
    if a == start:
        return False
    before, after = text[a - 1], text[b] if b < end else ""
    if before in "—―" and a - 2 >= start and text[a - 2].isdigit():
        return False
    if form("number", "count-before").search(before):
        return False
    if not (before in "”’）》」』)—―" or "\u4e00" <= before <= "\u9fff"):
        return False
    return not after or after in PUNCTUATION or (before in "”’）》" and "\u4e00" <= after <= "\u9fff")
