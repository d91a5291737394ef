"""What one report says, as RDF: the named graph of a text, and the graph of the divisions' reference data.

Every relation is a direct triple (`?a plan:assists ?b`, `?project plan:hasStatus plan:ongoing`), whether planned or
done; the statement beside it (`graph.statements`) tells which, where it was said, when and by which rule it was found.
The same extraction gives the same quads; there are no blank nodes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, Quad

from plangraph.graph.identity import Named, document_iri, entity_iri, report_iri
from plangraph.graph.statements import section_iri, statement_triples
from plangraph.graph.triples import Triple, in_graph, integer, node, text, triple, year
from plangraph.ontology import divisions, terms
from plangraph.ontology.records import Document, Entity, Extraction, LocalKey
from plangraph.ontology.vocabulary import DIVISIONS, IDS, NAMESPACE


def document_triples(extraction: Extraction, iris: Mapping[Named, str]) -> Collection[Triple]:
    """What a text states, each triple once. `iris`: what `identity.resolve` gives, for at least its entities.

    Raises ValueError if a statement names a thing that is not among the extraction's entities.
    """
    return dict.fromkeys(_document_triples(extraction, iris))


def document_quads(extraction: Extraction, iris: Mapping[Named, str]) -> Iterator[Quad]:
    """The named graph of a text: its `document_triples`."""
    return in_graph(document_triples(extraction, iris), document_iri(extraction.document.id))


def reference_triples(codes: Iterable[str]) -> Collection[Triple]:
    """The divisions of these codes and all above them: names, codes, levels, and what lies in what. Each triple once.

    `plan:within` leads to the area directly above, `geo:sfWithin` to all above. Unknown codes give nothing.
    """
    return dict.fromkeys(_division_triples(codes))


def reference_quads(codes: Iterable[str]) -> Iterator[Quad]:
    """The named graph of the divisions: their `reference_triples`."""
    return in_graph(reference_triples(codes), DIVISIONS)


def _document_triples(extraction: Extraction, iris: Mapping[Named, str]) -> Iterator[Triple]:
    document = extraction.document
    local = {entity.key: iris[document.id, entity.key] for entity in extraction.entities}
    if document.area is not None and document.area not in local:
        issuer = Entity(document.area, code=document.area_code)
        local[document.area] = entity_iri(issuer)
        yield from _entity_triples([issuer], local[document.area])
    yield from _edition_triples(document, extraction.extractor, local)
    yield from _section_triples(document)
    by_iri: dict[str, list[Entity]] = {}
    for entity in extraction.entities:
        by_iri.setdefault(local[entity.key], []).append(entity)
    for iri, entities in by_iri.items():
        yield from _entity_triples(entities, iri)
    for key in dict.fromkeys(mention.entity for mention in extraction.mentions):
        yield triple(local[key], terms.PROPERTY_MENTIONED_IN, document_iri(document.id))
    for statement in extraction.statements:
        yield from statement_triples(statement, document, local)


def _edition_triples(document: Document, extractor: str, local: Mapping[LocalKey, str]) -> Iterator[Triple]:
    edition = document_iri(document.id)
    run = f"{edition}#run"
    yield triple(edition, terms.RDF_TYPE, terms.CLASS_EDITION)
    yield triple(run, terms.RDF_TYPE, terms.PROV_ACTIVITY)
    yield triple(run, terms.PROV_USED, edition)
    yield triple(run, terms.PROPERTY_EXTRACTOR, text(extractor))
    file_name = document.source.replace("\\", "/").rpartition("/")[2]
    written = {
        terms.DCTERMS_TITLE: document.title,
        terms.DCTERMS_SOURCE: file_name,
        terms.DCTERMS_FORMAT: document.media_type,
        terms.PROPERTY_REPORT_KIND: document.kind,
        terms.PROPERTY_MEETING: document.meeting,
        terms.PROPERTY_SPEAKER: document.speaker,
    }
    for predicate, value in written.items():
        if value:
            yield triple(edition, predicate, text(value))
    if document.issued is not None:
        issued = Literal(document.issued.isoformat(), datatype=node(terms.XSD_DATE))
        yield triple(edition, terms.DCTERMS_ISSUED, issued)
    if document.year_reviewed is not None:
        yield triple(edition, terms.PROPERTY_YEAR_REVIEWED, year(document.year_reviewed))
    if document.year_planned is not None:
        yield triple(edition, terms.PROPERTY_YEAR_PLANNED, year(document.year_planned))
    if document.area is not None:
        yield triple(edition, terms.PROPERTY_AREA, local[document.area])
        yield from _report_triples(document, local[document.area])


def _report_triples(document: Document, area: str) -> Iterator[Triple]:
    """The report that the text is an edition of, where area, year and kind are known."""
    if document.year_planned is None or not document.kind:
        return
    report = report_iri(area, document.year_planned, document.kind)
    yield triple(document_iri(document.id), terms.DCTERMS_IS_VERSION_OF, report)
    yield triple(report, terms.RDF_TYPE, terms.CLASS_REPORT)
    yield triple(report, terms.PROPERTY_AREA, area)
    yield triple(report, terms.PROPERTY_YEAR_PLANNED, year(document.year_planned))
    yield triple(report, terms.PROPERTY_REPORT_KIND, text(document.kind))


def _section_triples(document: Document) -> Iterator[Triple]:
    for index, section in enumerate(document.sections):
        iri = section_iri(document.id, index)
        above = document_iri(document.id) if section.parent is None else section_iri(document.id, section.parent)
        yield triple(iri, terms.RDF_TYPE, terms.CLASS_SECTION)
        yield triple(iri, terms.DCTERMS_IS_PART_OF, above)
        yield triple(iri, terms.DCTERMS_TITLE, text(section.title))
        yield triple(iri, terms.PROPERTY_HEADING_LEVEL, integer(section.level))
        yield triple(iri, terms.PROPERTY_MODALITY, terms.MODALITIES[section.modality].iri)
        if section.number:
            yield triple(iri, terms.PROPERTY_HEADING_NUMBER, text(section.number))
        if section.year is not None:
            yield triple(iri, terms.PROPERTY_YEAR, year(section.year))


def _entity_triples(entities: list[Entity], iri: str) -> Iterator[Triple]:
    """A thing as one document names it. Of several names that mean one thing there, the fullest is the preferred."""
    names = sorted({e.key.name for e in entities}, key=lambda name: (-len(name), name))
    aliases = {*names[1:], *(alias for e in entities for alias in e.aliases)} - {names[0], ""}
    yield triple(iri, terms.SKOS_PREF_LABEL, text(names[0]))
    for alias in sorted(aliases):
        yield triple(iri, terms.SKOS_ALT_LABEL, text(alias))
    for entity in entities:
        yield triple(iri, terms.RDF_TYPE, NAMESPACE + entity.key.type)
        if entity.code and entity.key.type == terms.AREA:
            yield triple(iri, terms.SKOS_NOTATION, text(entity.code))
        if entity.jurisdiction:
            yield triple(iri, terms.PROPERTY_JURISDICTION, text(entity.jurisdiction))


def _division_triples(codes: Iterable[str]) -> Iterator[Triple]:
    known = {d.code: d for code in codes if (d := divisions.by_code(code)) is not None}
    known |= {d.code: d for code in list(known) for d in divisions.ancestors(code)}
    for code, division in sorted(known.items()):
        iri = f"{IDS}{terms.AREA}/{code}"
        full = divisions.full_name(code)
        yield triple(iri, terms.RDF_TYPE, terms.CLASS_AREA)
        yield triple(iri, terms.SKOS_PREF_LABEL, text(full))
        if division.name != full:
            yield triple(iri, terms.SKOS_ALT_LABEL, text(division.name))
        yield triple(iri, terms.SKOS_NOTATION, text(code))
        yield triple(iri, terms.PROPERTY_DIVISION_LEVEL, text(division.level))
        above = divisions.ancestors(code)
        for nearest in above[:1]:
            yield triple(iri, terms.PROPERTY_WITHIN, f"{IDS}{terms.AREA}/{nearest.code}")
        for each in above:
            yield triple(iri, terms.GEO_SF_WITHIN, f"{IDS}{terms.AREA}/{each.code}")
