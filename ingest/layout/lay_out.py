"""The way from a source to its view: lines, notes, rows, paragraphs, headings, halves."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from plangraph.ingest.layout.chrome import drop_chrome, drop_lost_spaces, drop_page_marks, drop_unreadable
from plangraph.ingest.layout.draft import Draft, Dropped
from plangraph.ingest.layout.front import read_front, split_front
from plangraph.ingest.layout.halves import halves, modality_of_title, turn_below
from plangraph.ingest.layout.headings import find_headings
from plangraph.ingest.layout.lines import is_wrapped, split_lines
from plangraph.ingest.layout.notes import bind_marks, take_notes
from plangraph.ingest.layout.paragraphs import in_paragraphs
from plangraph.ingest.layout.rows import take_rows
from plangraph.ingest.layout.told import Told
from plangraph.ingest.layout.view import Drop, Note, View, ViewBlock
from plangraph.ingest.layout.write import Writer, layout_gaps
from plangraph.ingest.reading.source import Source
from plangraph.ontology.records import Modality, Section, Span

TERM = re.compile(r"\[?(?P<term>[^：:\]，。]{2,24})[：:\]]")


def lay_out(source: Source) -> View:
    """The view of a source. Never raises on any text, and loses no character that is no white space."""
    text = source.text
    dropped = Dropped()
    drop_lost_spaces(text, dropped)
    drop_unreadable(text, dropped)
    told = Told(source)
    lines, known = told.take(split_lines(text, source.pages), dropped)
    lines = drop_chrome(drop_page_marks(lines, dropped), dropped)
    wrapped = is_wrapped(lines) if source.wrapped is None else source.wrapped
    lines, notes = take_notes(lines, dropped, told.notes)
    fronts, taken = split_front(lines, told.titles)
    body, rows = (lines[taken:], known) if known else take_rows(lines[taken:])
    paragraphs = in_paragraphs(body, wrapped, told.starts)
    told.mark_headings(paragraphs)
    drafts = sorted([*paragraphs, *rows], key=lambda d: d.runs[0])
    drafts = [*fronts, *find_headings(drafts, text)]
    marks = bind_marks(text, drafts, notes, dropped)
    return _view(source, drafts, notes, marks, dropped)


def _view(source: Source, drafts: list[Draft], notes: list[Draft], marks: dict[int, int], dropped: Dropped) -> View:
    blocks = sorted([*drafts, *notes], key=lambda d: d.runs[0] if d.runs else (0, 0))
    view = _write(source, blocks, notes, marks, dropped, *_tree(blocks, source.text))
    front = read_front(view)
    sections = tuple(
        replace(s, year=front.year_reviewed if s.modality == "actual" else front.year_planned) for s in view.sections
    )
    return replace(view, sections=sections, year_reviewed=front.year_reviewed, year_planned=front.year_planned)


def _tree(blocks: Sequence[Draft], text: str) -> tuple[list[Section], list[int | None]]:
    """Sections in the order of their headings, and for each block the index of the section that it stands in."""
    opened: list[tuple[Draft, int | None, int]] = []
    stack: list[int] = []
    homes: list[int | None] = []
    for at, block in enumerate(blocks):
        if block.kind == "heading" and not block.caption:
            while stack and opened[stack[-1]][0].level >= block.level:
                stack.pop()
            opened.append((block, stack[-1] if stack else None, at))
            stack.append(len(opened) - 1)
        homes.append(stack[-1] if stack else None)
    tops = _turned([_told(opened, home) for home in homes], opened, homes, blocks, text)
    modes = halves(blocks, tops, text)
    return _cut_halves(_sections(opened, blocks, homes, modes), homes, modes, blocks)


def _turned(
    tops: Sequence[Modality | None],
    opened: Sequence[tuple[Draft, int | None, int]],
    homes: Sequence[int | None],
    blocks: Sequence[Draft],
    source: str,
) -> list[Modality | None]:
    """What is said above each block; below a heading of both halves the paragraph that begins with the plan says it."""
    said = list(tops)
    turned: dict[int, Modality] = {}
    for at, home in enumerate(homes):
        while home is not None and opened[home][1] is not None:
            home = opened[home][1]
        turn = turn_below(opened[home][0].title) if home is not None and tops[at] is None else None
        if home is not None and turn is not None:
            if blocks[at].kind == "paragraph" and turn.search(blocks[at].text(source)):
                turned[home] = "target"
            said[at] = turned.get(home, "actual")
    return said


def _told(opened: Sequence[tuple[Draft, int | None, int]], home: int | None) -> Modality | None:
    """What the outermost heading above says; the next one below it is asked if it says nothing."""
    path: list[int] = []
    while home is not None:
        path.append(home)
        home = opened[home][1]
    for index in reversed(path[-2:]):
        said = modality_of_title(opened[index][0].title)
        if said:
            return said
    return None


def _sections(
    opened: Sequence[tuple[Draft, int | None, int]],
    blocks: Sequence[Draft],
    homes: Sequence[int | None],
    modes: Sequence[Modality],
) -> list[Section]:
    ends = [0] * len(opened)
    for block, home in zip(blocks, homes, strict=True):
        while home is not None and block.runs:
            ends[home] = max(ends[home], block.runs[-1][1])
            home = opened[home][1]
    sections: list[Section] = []
    for index, (head, parent, at) in enumerate(opened):
        level = sections[parent].level + 1 if parent is not None else 1
        span = Span(head.runs[0][0], ends[index])
        sections.append(Section(head.number, head.title, level, parent, span, modes[at], None))
    return sections


def _cut_halves(
    sections: list[Section], homes: list[int | None], modes: Sequence[Modality], blocks: Sequence[Draft]
) -> tuple[list[Section], list[int | None]]:
    """Where a half begins without a heading, a section without a title holds its blocks."""
    made: dict[tuple[int | None, Modality], int] = {}
    for at, (home, mode) in enumerate(zip(homes, modes, strict=True)):
        if blocks[at].kind in ("title", "front") or (home is not None and sections[home].modality == mode):
            continue
        if home is None and mode == "actual":
            continue
        key = (home, mode)
        if key not in made:
            level = sections[home].level + 1 if home is not None else 1
            sections.append(
                Section("", "", level, home, Span(blocks[at].runs[0][0], blocks[at].runs[-1][1]), mode, None)
            )
            made[key] = len(sections) - 1
        index = made[key]
        sections[index] = replace(sections[index], span=Span(sections[index].span.start, blocks[at].runs[-1][1]))
        homes[at] = index
    return sections, homes


def _write(
    source: Source,
    blocks: Sequence[Draft],
    notes: Sequence[Draft],
    marks: dict[int, int],
    dropped: Dropped,
    sections: Sequence[Section],
    homes: Sequence[int | None],
) -> View:
    gaps = layout_gaps(source.text, trusted=source.media_type == "application/pdf")
    out = Writer(source.text, dropped.places(), gaps=gaps)
    made: list[ViewBlock] = []
    where: dict[int, int] = {}
    for block, home in zip(blocks, homes, strict=True):
        start, end, cells = out.block(block)
        if start == end:
            continue
        where[id(block)] = len(made)
        spans, columns = tuple(span for _, span in cells), tuple(column for column, _ in cells)
        made.append(ViewBlock(block.kind, start, end, home, spans, columns))
    written = {place: at for at, place in enumerate(out.places) if place >= 0}
    order = sorted(written)
    text = "".join(out.chars)
    bound: list[Note] = []
    for index, note in enumerate(notes):
        if id(note) in where:
            home = where[id(note)]
            at = _before(order, written, marks.get(index))
            bound.append(Note(note.number, _explained(text, made[home]) if at is None else at, home))
    made = _at_home(made, bound)
    hidden = _hidden(dropped, out.invisible)
    return View(
        source.text, text, tuple(out.places), tuple(made), tuple(sections), tuple(bound),
        pages=source.pages, dropped=hidden,
    )  # fmt: skip


def _before(order: Sequence[int], written: dict[int, int], mark: int | None) -> int | None:
    """The view offset behind the last character before a mark."""
    if mark is None:
        return None
    at = bisect_left(order, mark)
    return written[order[at - 1]] + 1 if at else 0


def _explained(text: str, note: ViewBlock) -> int | None:
    """Behind the first place in the text above of the term that a note without a mark explains, if it is there."""
    term = TERM.match(text[note.start : note.end])
    if not term:
        return None
    at = text.find(term.group("term"), 0, note.start)
    return at + len(term.group("term")) if at >= 0 else None


def _at_home(blocks: Sequence[ViewBlock], notes: Sequence[Note]) -> list[ViewBlock]:
    """A note speaks of the half that its mark stands in, wherever it is printed."""
    starts = [block.start for block in blocks]
    made = list(blocks)
    for note in notes:
        if note.at:
            home = blocks[bisect_right(starts, note.at - 1) - 1]
            made[note.block] = replace(blocks[note.block], section=home.section)
    return made


def _hidden(dropped: Dropped, invisible: Sequence[int]) -> tuple[tuple[Span, Drop], ...]:
    places: dict[int, Drop] = {**dict.fromkeys(invisible, "invisible"), **dropped.places()}
    spans: list[tuple[Span, Drop]] = []
    for at in sorted(places):
        if spans and spans[-1][0].end == at and spans[-1][1] == places[at]:
            spans[-1] = (Span(spans[-1][0].start, at + 1), places[at])
        else:
            spans.append((Span(at, at + 1), places[at]))
    return tuple(spans)
