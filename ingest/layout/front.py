"""The front of a report: title, meeting, date, speaker, whose government speaks, which years it looks at."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plangraph.ingest.layout.draft import Draft
from plangraph.ingest.layout.lines import Line
from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.layout.words import form, forms

ReportKind = Literal["plan-report", "work-report", "other"]
ZEROS = "〇○０O0零"
FIGURES = {**dict.fromkeys(ZEROS, "0"), **dict(zip("一二三四五六七八九", "123456789", strict=True))}
MOST_FRONT = 14
SENTENCE = re.compile(r"[。；]")


@dataclass(frozen=True, slots=True)
class Front:
    """What the opening of a report says of itself. `area` is the surface, `area_at` its place in the view."""

    title: str
    kind: ReportKind
    issued: date | None
    meeting: str
    speaker: str
    area: str
    area_at: tuple[int, int] | None
    year_reviewed: int | None
    year_planned: int | None


def split_front(lines: Sequence[Line], titles: Container[int] = ()) -> tuple[list[Draft], int]:
    """The blocks of the front, and how many lines it takes: those before the salutation, or those that look like it.

    `titles`: where lines in a title's style start.
    """
    stop = next((n for n, line in enumerate(lines[:MOST_FRONT]) if _is("salutation", line.text)), None)
    drafts: list[Draft] = []
    open_kind = ""
    at = 0
    limit = len(lines) if stop is None else stop
    while at < min(limit, MOST_FRONT):
        line = lines[at]
        titled = any(d.kind == "title" for d in drafts)
        kind = _front_kind(line.text, bool(stop), titled)
        kind = "title" if line.start in titles and not titled else kind
        goes_on = open_kind and _goes_on(open_kind, drafts[-1], lines, at)
        if not kind and not goes_on:
            break
        if goes_on:
            drafts[-1].runs.append((line.start, line.end))
        else:
            drafts.append(Draft("title" if kind == "title" else "front", [(line.start, line.end)]))
            open_kind = kind
        at += 1
    return drafts, at


def _is(name: str, text: str) -> bool:
    return bool(form("front", name).search(text))


def _front_kind(text: str, before_salutation: bool, titled: bool) -> str:
    """title, meeting, speaker or other; '' for a line that belongs to the text."""
    if len(text) > 90 or SENTENCE.search(text):
        return ""
    if _is("meeting", text):
        return "meeting"
    if not titled and len(text) < 70 and (_is("title", text) or (before_salutation and _is("title-open", text))):
        return "title"
    if _is("speaker", text):
        return "speaker"
    return "other" if before_salutation else ""


def _goes_on(kind: str, draft: Draft, lines: Sequence[Line], at: int) -> bool:
    """Whether a title or meeting that began above goes on in this line: it is not finished yet."""
    if len(draft.runs) > 3:
        return False
    text, last = lines[at].text, lines[at - 1].text
    if kind == "title":
        whole = last.replace(" ", "")
        return not _is("title-end", whole) and not _is("meeting", text) and not _is("speaker", text)
    if kind == "meeting":
        return not _is("meeting-end", last) and len(text) < 40 and not SENTENCE.search(text)
    return False


def read_front(view: View) -> Front:
    """What the front, the opening lines and the headings of a view say. Nothing is guessed: what is absent is empty."""
    opening = [block for block in view.blocks if block.kind not in ("note", "row")][:MOST_FRONT]
    title = next((_text(view, b) for b in opening if b.kind == "title"), "")
    fronts = [b for b in opening if b.kind == "front"]
    meeting_block = next((b for b in [*fronts, *opening] if _is("meeting", _text(view, b))), None)
    meeting_text = _text(view, meeting_block) if meeting_block else title
    meeting = form("front", "meeting-name").search(meeting_text)
    held = next((d for d in (_date(_text(view, b)) for b in [*fronts, *opening[:3]]) if d), None)
    speaker = next((_text(view, b) for b in fronts if _is("speaker", _text(view, b))), "")
    area_at = _area(view, opening)
    reviewed, planned = years_of(view, title, held)
    return Front(
        title=title,
        kind=_kind(title, " ".join(_text(view, b) for b in opening)),
        issued=held,
        meeting=next(filter(None, meeting.groups()), "") if meeting else "",
        speaker=speaker,
        area=view.text[area_at[0] : area_at[1]] if area_at else "",
        area_at=area_at,
        year_reviewed=reviewed,
        year_planned=planned,
    )


def _text(view: View, block: ViewBlock) -> str:
    return view.text[block.start : block.end]


def _kind(title: str, opening: str) -> ReportKind:
    for text in (title, opening):
        if form("kind", "plan-report").search(text):
            return "plan-report"
        if form("kind", "work-report").search(text):
            return "work-report"
    return "other"


def _area(view: View, opening: Sequence[ViewBlock]) -> tuple[int, int] | None:
    """The first area that the title, the meeting, the opening sentence or the speaker names, in that order."""
    for rule in forms("area"):
        for block in opening:
            found = rule.pattern.search(_text(view, block))
            if found and not _is("deictic-area", found.group("area")):
                return block.start + found.start("area"), block.start + found.end("area")
    return None


def number_of(text: str) -> int:
    """A year or day in digits or Chinese numerals (二〇二四, 十二, 二十三)."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return int(FIGURES.get(tens, "1")) * 10 + int(FIGURES.get(ones, "0"))
    return int("".join(FIGURES[char] for char in text))


def _date(text: str) -> date | None:
    found = form("front", "date").search(text)
    if not found:
        return None
    try:
        return date(*(number_of(group) for group in found.groups()))
    except ValueError:
        return None


def years_of(view: View, title: str, held: date | None) -> tuple[int | None, int | None]:
    """The year looked back on and the year planned: from the headings, else the title, the meeting, the text."""
    reviewed, planned = _years_of_headings(view)
    if reviewed is None and planned is None:
        named = _years_in(title)
        planned = max(named) if named else held.year if held else None
    if reviewed is None and planned is None:
        reviewed, planned = _years_of_text(view)
    if reviewed is not None:
        return reviewed, reviewed + 1
    return (planned - 1, planned) if planned is not None else (None, None)


def _years_in(title: str) -> list[int]:
    return [number_of(year) for year in form("year", "year").findall(title)]


def _years_of_headings(view: View) -> tuple[int | None, int | None]:
    reviewed = planned = None
    for section in view.sections:
        years = _years_in(section.title)
        if not years or section.level > 2:
            continue
        if reviewed is None and form("half", "review-title").search(section.title):
            reviewed = max(years)
        elif planned is None and form("half", "plan-title").search(section.title) and len(years) == 1:
            planned = years[0]
    return reviewed, planned


def _years_of_text(view: View) -> tuple[int | None, int | None]:
    """From sentences that say which year they speak of: 2023年是 ... in the review, 2024年 ... 预期目标 in the plan."""
    reviewed = planned = None
    for sentence in view.sentences():
        text = view.text[sentence.start : sentence.end]
        if sentence.modality == "actual" and reviewed is None:
            said = form("year", "year-reviewed").search(text)
            reviewed = number_of(said["year"]) if said else None
        if sentence.modality == "target" and planned is None:
            said = form("year", "year-planned").search(text)
            planned = number_of(said["year"] or said["other"]) if said else None
    return reviewed, planned
