"""Sentences of reports, and reading them as quantities: what the tests of quantities share."""

from __future__ import annotations

from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.named import Deictic, NamedMention, NamedText
from plangraph.ingest.quantities import measure
from plangraph.ontology.records import LocalKey, Modality, Quantity, Section, Span, Statement

ISSUER = LocalKey("Area", "某市")


def named_text(
    text: str,
    modality: Modality = "actual",
    year: int | None = 2024,
    names: tuple[tuple[str, str], ...] = (),
    deictics: tuple[tuple[str, str], ...] = (),
    issuer: LocalKey | None = ISSUER,
) -> NamedText:
    """A report of one paragraph: `names` are (type, name), `deictics` (words, area), each at its first place."""
    section = Section("一、", "", 1, None, Span(0, len(text)), modality, year)
    view = View(
        source=text,
        text=text,
        places=tuple(range(len(text))),
        blocks=(ViewBlock("paragraph", 0, len(text), 0),),
        sections=(section,),
        year_reviewed=2024,
        year_planned=2025,
    )
    mentions = tuple(
        NamedMention(text.index(name), text.index(name) + len(name), LocalKey(type_, name), "test", 1.0)
        for type_, name in names
    )
    pointing = tuple(
        Deictic(text.index(words), text.index(words) + len(words), (LocalKey("Area", area),), "test")
        for words, area in deictics
    )
    return NamedText(view, mentions, pointing, (), issuer)


def quantity(statement: Statement) -> Quantity:
    """The quantity that a statement observes."""
    assert isinstance(statement.object, Quantity)
    return statement.object


def row(statement: Statement) -> str:
    """`about | bound value unit | kind direction`; the bound only where it is not `=`."""
    q = quantity(statement)
    bound = "" if q.bound == "=" else q.bound
    return f"{q.about} | {bound}{q.value}{q.unit} | {q.kind}{' ' + q.direction if q.direction else ''}"


def rows(text: str) -> list[str]:
    """The rows of a sentence read with no names known."""
    return [row(s) for s in measure(named_text(text), "d")]
