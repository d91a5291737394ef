"""The whole way from a file to an extraction: read, lay out, name, relate, measure, audit.

A plain ordered list of functions. Documents are independent of each other: the same function runs in this process, in a
worker, or on another machine.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from plangraph.ingest.audit import audit
from plangraph.ingest.fingerprint import extractor_version
from plangraph.ingest.layout import Front, View, blocks_of, front_matter, lay_out
from plangraph.ingest.mentions import by_rules, name
from plangraph.ingest.mentions.areas import speaking_area
from plangraph.ingest.mentions.tagger import tagging
from plangraph.ingest.named import NamedText
from plangraph.ingest.proposals import Reader
from plangraph.ingest.quantities import measure
from plangraph.ingest.reading import Source, read_source
from plangraph.ingest.relations import relate, with_implied
from plangraph.ontology.records import Document, Extraction, Mention, Statement, document_id, quotation, read_by


def extract_file(path: Path, reader: Reader | None = None) -> Extraction:
    """Read one report and say all that it says.

    Raises ReadError, with a reason of the closed list, for a file that cannot be read.
    """
    return extract(read_source(path), reader)


def extract(source: Source, reader: Reader | None = None) -> Extraction:
    """The extraction of a source that has been read. `reader`: proposes names and relations beside rules and tagger.

    Figures are read before the reader is asked: they are the same with it as without it.
    """
    view = lay_out(source)
    front = front_matter(view)
    area = speaking_area(front.area, source.name)
    with tagging(view) as names:  # beside the tagger, which computes in threads of its own
        ruled = by_rules(view, area)
        tagged = names()
    named = with_implied(name(view, area, tagged, ruled=ruled))
    figures = measure(named, document_id(source.text))
    read = reader(named, figures) if reader else None
    if read:
        named = _with_entities(with_implied(name(view, area, tagged, read.candidates, ruled)), named)
    document = _document(source, view, front, named)
    statements = _distinct([*relate(named, document.id, read.claims(named) if read else ()), *figures])
    unread = read.problems(document.id, source.name) if read else ()
    problems = (*source.problems, *audit(named, statements, document.id, source.name), *unread)
    extractor = read_by(extractor_version(), read.name if read else "")
    return Extraction(document, named.entities, _mentions(document, named), statements, problems, extractor)


def _with_entities(named: NamedText, other: NamedText) -> NamedText:
    """The text with the entities that it was given before too: figures speak of them."""
    own = {e.key for e in named.entities}
    return replace(named, entities=(*named.entities, *(e for e in other.entities if e.key not in own)))


def _document(source: Source, view: View, front: Front, named: NamedText) -> Document:
    code = next((e.code for e in named.entities if e.key == named.issuer), "")
    return Document(
        id=document_id(source.text),
        text=source.text,
        source=source.name,
        media_type=source.media_type,
        title=front.title,
        kind=front.kind,
        area=named.issuer,
        area_code=code,
        issued=front.issued,
        meeting=front.meeting,
        speaker=front.speaker,
        year_reviewed=front.year_reviewed,
        year_planned=front.year_planned,
        sections=view.sections,
        blocks=blocks_of(view),
        pages=source.pages,
    )


def _mentions(document: Document, named: NamedText) -> tuple[Mention, ...]:
    found = []
    for m in named.mentions:
        passage = named.view.locate(m.start, m.end)
        surface = quotation(document.text, passage)
        found.append(Mention(document.id, passage, surface, m.key, m.rule, m.confidence))
    return tuple(found)


def _distinct(statements: list[Statement]) -> tuple[Statement, ...]:
    """One statement an id, the surest, in the order of the text."""
    best: dict[str, Statement] = {}
    for s in statements:
        if s.id not in best or s.confidence > best[s.id].confidence:
            best[s.id] = s
    return tuple(sorted(best.values(), key=lambda s: (s.evidence.passage, s.predicate, s.id)))
