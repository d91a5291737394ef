"""What a report holds that must be accounted for: every number, quoted name and book title, with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plangraph.ingest.mentions.sayings import unnamed_reason
from plangraph.ingest.named import Deictic, NamedMention, NamedText
from plangraph.ingest.quantities.line import Line, is_digit
from plangraph.ingest.quantities.measure import lines_of, names_in
from plangraph.ingest.quantities.scan import scan
from plangraph.ontology.records import Reason

What = Literal["number", "quoted", "title"]
DIGIT = re.compile("[0-9０-９]")
MARKED = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,60}”")


@dataclass(frozen=True, slots=True)
class Item:
    """A number, quoted name or book title: offsets of the source, and the reason it has if nothing states it."""

    what: What
    places: tuple[int, ...]
    reason: Reason
    mentioned: bool = False


def items_of(named: NamedText) -> list[Item]:
    """Every item of the report, each once, in the order of the source; numbers that the view leaves out included."""
    found = [*_numbers(named), *_marked(named)]
    seen = {place for item in found if item.what == "number" for place in item.places}
    found += _left_out(named, seen)
    return sorted(found, key=lambda item: (item.places[0], item.what))


def _numbers(named: NamedText) -> Iterator[Item]:
    done: set[int] = set()
    for sentence in named.view.sentences():
        for line in lines_of(named.view, sentence):
            for item in _numbers_of(named, line):
                if not done.intersection(item.places):
                    done.update(item.places)
                    yield item


def _numbers_of(named: NamedText, line: Line) -> Iterator[Item]:
    numbers = scan(line.text, names_in(named, line))
    spans: list[tuple[int, int, Reason]] = [(m.low, m.high, "unread") for m in numbers.measures]
    spans += [(s.start, s.end, s.reason) for s in numbers.others]
    for start, end, reason in spans:
        places = [named.view.places[p] for p in line.places[start:end]]
        if any(p >= 0 for p in places):
            yield Item("number", tuple(p for p in places if p >= 0), reason)


def _left_out(named: NamedText, seen: set[int]) -> Iterator[Item]:
    """Digits that no line of the view holds: page marks, note marks, what a portal puts around a text."""
    why: dict[int, str] = {p: drop for span, drop in named.view.dropped for p in range(span.start, span.end)}
    source = named.view.source
    at = 0
    while found := DIGIT.search(source, at):
        at = end = found.start()
        if at in seen:
            at += 1
            continue
        while end < len(source) and is_digit(source[end]) and end not in seen and why.get(end) == why.get(at):
            end += 1
        reason: Reason = (
            "page" if why.get(at) in ("page", "chrome") else "note-mark" if why.get(at) == "note-mark" else "unread"
        )
        yield Item("number", tuple(range(at, end)), reason)
        at = end


def _marked(named: NamedText) -> Iterator[Item]:
    text = named.view.text
    for match in MARKED.finditer(text):
        start, end = match.span()
        places = tuple(p for p in named.view.places[start:end] if p >= 0)
        if not places:
            continue
        title = match.group().startswith("《")
        inner = match.group()[1:-1].strip()
        mentioned = _mentioned(named, start, end, inner)
        reason: Reason = "unread" if title or mentioned else unnamed_reason(text, start, end)
        yield Item("title" if title else "quoted", places, reason, mentioned)


def _mentioned(named: NamedText, start: int, end: int, inner: str) -> bool:
    """Whether a name, or words that point to areas, cover the words between the marks."""
    text = named.view.text
    low = start + 1 + (len(text[start + 1 : end - 1]) - len(text[start + 1 : end - 1].lstrip()))
    high = low + len(inner)
    return any(_covers(names, low, high) for names in (named.mentions, named.deictics))


def _covers(names: Sequence[NamedMention] | Sequence[Deictic], low: int, high: int) -> bool:
    """Whether one of the names, which stand in text order without overlap, covers `low` to `high`."""
    at = bisect_right(names, low, key=lambda name: name.start) - 1
    return at >= 0 and high <= names[at].end
