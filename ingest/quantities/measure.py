"""Every number that states something, as a statement that the issuer, or a named thing, `observes` a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plangraph.ingest.layout.view import Sentence, View
from plangraph.ingest.named import NamedText
from plangraph.ingest.quantities.about import About, abouts
from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.kinds import kind_of
from plangraph.ingest.quantities.line import Line, is_digit, line_of
from plangraph.ingest.quantities.periods import Frame, Time, time_of
from plangraph.ingest.quantities.scan import scan
from plangraph.ingest.quantities.spans import Spans, spread
from plangraph.ingest.quantities.subjects import Subject, subject_of
from plangraph.ingest.quantities.words import is_relative, without_lead
from plangraph.ontology.records import Evidence, LocalKey, Quantity, Statement

LONGEST = 1000
"""Characters of a sentence that are read at once: no sentence of a report is longer, but a broken file's may be."""
TORN = 40
"""Digits by which such a stretch may grow so as not to tear a number; a longer run of digits counts nothing."""


def measure(named: NamedText, document: str) -> list[Statement]:
    """The quantities of a report, in the order of its text.

    A report that does not say who speaks yields quantities of named things and of indicators only.
    """
    found: list[Statement] = []
    spans = Spans(named.view)
    for sentence in named.view.sentences():
        years = spans.at(sentence.block, sentence.start, sentence.modality, sentence.year)
        for line in lines_of(named.view, sentence):
            found += _statements(named, document, sentence, line, years)
    return found


def lines_of(view: View, sentence: Sentence) -> Iterator[Line]:
    """The lines to read in a sentence: itself, or for a table row its label with each of its value cells."""
    cells = view.blocks[sentence.block].cells
    if view.blocks[sentence.block].kind != "row" or len(cells) < 2:
        for start, end in _stretches(view.text, sentence.start, sentence.end):
            yield line_of(view.text, start, end)
        return
    label = line_of(view.text, cells[0].start, cells[0].end)
    for cell in cells[1:]:
        value = line_of(view.text, cell.start, cell.end)
        yield Line(label.text + value.text, label.places + value.places)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence whole, or an endless one in stretches that part no number."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start, start + LONGEST) for mark in "，、,;；") + 1
        cut = cut if cut > start else start + LONGEST
        limit = min(end, cut + TORN)
        while cut < limit and (text[cut].isspace() or text[cut] in ".," or is_digit(text[cut])):
            cut += 1
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def names_in(named: NamedText, line: Line) -> tuple[tuple[int, int], ...]:
    """The spans of the names of a line, in offsets of the line."""
    if not line.places:
        return ()
    mentions = named.mentions_in(line.places[0], line.places[-1] + 1)
    if not mentions:
        return ()
    index = {place: at for at, place in enumerate(line.places)}
    spans: list[tuple[int, int]] = []
    for mention in mentions:
        inside = [index[p] for p in range(mention.start, mention.end) if p in index]
        if inside:
            spans.append((inside[0], inside[-1] + 1))
    return tuple(spans)


def _statements(named: NamedText, document: str, sentence: Sentence, line: Line, years: str) -> Iterator[Statement]:
    """The statements of a line; `years`: those that its passage speaks of, where they are several."""
    names = names_in(named, line)
    found = scan(line.text, names).measures
    if not found:
        return
    passage = named.view.locate(sentence.start, sentence.end)
    section = named.view.blocks[sentence.block].section
    last: tuple[str, Subject] | None = None
    frame = Frame(sentence.modality, sentence.year, named.view.year_planned)
    for m, about in abouts(line.text, found, names):
        if (
            last is not None
            and (about.name.startswith(last[0]) or last[0].startswith(about.name))
            and (not about.left or is_relative(without_lead(about.left)))
        ):
            subject = Subject(last[1].key, about.name)
        else:
            subject = subject_of(named, line, about)
        last = about.name, subject
        indicator = _indicator(named, line, about)
        holder = subject.key or indicator
        if holder is None or not subject.about:
            continue
        time = time_of(line.text, m, frame)
        quantity = _quantity(named, line, m, replace(about, name=subject.about), indicator)
        yield Statement(
            document=document,
            subject=holder,
            predicate="observes",
            object=quantity,
            evidence=Evidence(passage, (), section),
            rule=m.rule,
            confidence=_confidence(m, about),
            modality=time.modality,
            period=time.period if time.said else _spread(years, time, quantity, about),
        )


def _spread(years: str, time: Time, q: Quantity, about: About) -> str:
    """The period of a value whose sentence says none."""
    words = about.cue or about.left
    return spread(years, time.period, time.modality, q.kind, q.direction, words, q.about)


def _quantity(named: NamedText, line: Line, m: Found, about: About, indicator: LocalKey | None) -> Quantity:
    start, end = line.view_span(m.start, m.end)
    kind = kind_of(line.text, m, about)
    return Quantity(
        about=about.name,
        value=m.value,
        unit=m.unit,
        passage=named.view.locate(start, end),
        kind=kind.kind,
        bound=m.bound,
        direction=kind.direction,
        indicator=indicator,
        of=about.of,
    )


def _indicator(named: NamedText, line: Line, about: About) -> LocalKey | None:
    """The indicator that stands last before the value and that its about names, else the one that bears its name."""
    if about.start < about.end:
        start, end = line.view_span(about.start, about.end)
        for mention in reversed(named.mentions_in(start, end)):
            surface = "".join(named.view.text[mention.start : mention.end].split())
            if mention.key.type == "Indicator" and (surface in about.name or mention.key.name in about.name):
                return mention.key
    return next(
        (e.key for e in named.entities if e.key.type == "Indicator" and about.name in (e.key.name, *e.aliases)), None
    )


def _confidence(m: Found, about: About) -> float:
    """How sure a value and its about are: lower where the about was taken over from the value before."""
    sure = 0.95 if m.form == "number" else 0.9
    return sure if about.left or about.right else sure - 0.1
