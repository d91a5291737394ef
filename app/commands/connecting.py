"""`plangraph path`: how two things hang together, step by step, each with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import click

from plangraph.app.naming import one_thing
from plangraph.app.phrases import label
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.analysis import Step, Way, paths, thing_network
from plangraph.graph.workspace import Workspace
from plangraph.ontology import terms
from plangraph.ontology.records import quotation
from plangraph.ontology.vocabulary import DOCUMENTS

BEGINNING = 12
"""Characters by which a sentence is named that was shown above."""

COLUMNS = (
    "path",
    "step",
    "subject",
    "relation",
    "object",
    "modality",
    "status",
    "period",
    "statement",
    "quote",
    "report",
)

RELATION_OF: Mapping[str, str] = {
    **{link.relationship_type: key for key, link in terms.RELATIONS.items()},
    terms.LINK_OBSERVES: terms.OBSERVES,
}


@click.command("path", cls=SpokenCommand)
@click.argument("one", metavar="NAME|IRI")
@click.argument("other", metavar="NAME|IRI")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=3)
@click.option("--longest", metavar="N", type=click.IntRange(min=1), default=6)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, one: str, other: str, limit: int, longest: int, form: TableFormat) -> int:
    """Show the shortest ways between two things; 1 if there is none, or a name is not one thing's."""
    workspace, reader = session.published()
    start, end = one_thing(session, reader, one), one_thing(session, reader, other)
    if start.iri == end.iri:
        raise CallError("path.same", 2, one=one, other=other)
    network = thing_network(workspace)
    found = paths(network, start.iri, end.iri, limit=limit, longest=longest)
    names = {iri: data[terms.KEY_SKOS_PREF_LABEL] for iri, data in network.nodes(data=True)}
    said = _said(workspace, found)
    if not found:
        session.say("path.none", one=start.name, other=end.name, longest=longest)
        return 1
    if form == "table":
        session.out("\n".join(_lines(session, found, names, said)))
    else:
        session.out(write_rows(COLUMNS, list(_rows(found, names, said)), form))
    return 0


@dataclass(frozen=True, slots=True)
class _Said:
    """The sentence of a statement, and the report that it stands in."""

    quote: str
    report: str


def _said(workspace: Workspace, found: Sequence[Way]) -> dict[str, _Said]:
    """The sentences of all statements on the ways, by the statements' ids."""
    wanted: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for step in (step for way in found for steps in way.steps for step in steps):
        for statement, passage in zip(step.statements, step.evidence, strict=True):
            wanted[passage.removeprefix(DOCUMENTS).partition("#")[0]][statement] = None
    said = {}
    for document, identifiers in wanted.items():
        stated = workspace.stated(document, list(identifiers))
        if stated is None:
            # A report that left the truth meanwhile has no text to quote from any more.
            continue
        report, statements = stated
        for each in statements:
            said[each.id] = _Said(quotation(report.text, each.evidence.passage), report.title or report.source)
    return said


def _rows(found: Sequence[Way], names: Mapping[str, str], said: Mapping[str, _Said]) -> Iterator[tuple[str | int, ...]]:
    """A row for each statement of each step."""
    for number, way in enumerate(found, 1):
        for place, steps in enumerate(way.steps, 1):
            for step in steps:
                for statement in step.statements:
                    there = said.get(statement, _Said("", ""))
                    yield (
                        number, place, names[step.source], RELATION_OF[step.type], names[step.target], step.modality,
                        step.status, step.period, statement, there.quote, there.report,
                    )  # fmt: skip


def _lines(
    session: Session, found: Sequence[Way], names: Mapping[str, str], said: Mapping[str, _Said]
) -> Iterator[str]:
    """Each way on a line, and below it what is stated of each pair on it, with the sentences once."""
    seen: set[_Said] = set()
    for number, way in enumerate(found, 1):
        if number > 1:
            yield ""
        yield f"{number}. " + " — ".join(names[iri] for iri in way.things)
        for step in (step for steps in way.steps for step in steps):
            details = _details(session, step)
            yield f"  {names[step.source]} · {_relation(session, step)} · {names[step.target]}{details}"
            for there in dict.fromkeys(said[each] for each in step.statements if each in said):
                if there in seen:
                    yield session.words("show.again", start=there.quote[:BEGINNING])
                else:
                    yield session.words("show.quotation", quote=there.quote, source=there.report)
                seen.add(there)


def _relation(session: Session, step: Step) -> str:
    return label(RELATION_OF[step.type], session.language)


def _details(session: Session, step: Step) -> str:
    status = next((stage.label(session.language) for key, stage in terms.STAGES.items() if key == step.status), "")
    details = [part for part in (session.words(f"show.{step.modality}"), status, step.period) if part]
    return f"（{'，'.join(details)}）" if session.language == "zh" else f" ({', '.join(details)})"
