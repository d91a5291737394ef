"""`plangraph show`: everything that the graph says about a thing, with quotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import click

from plangraph.app.naming import one_thing
from plangraph.app.phrases import figure_phrase, label, relation_name, relation_phrase
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.graph.answers import Card, StatementRow
from plangraph.graph.explore import card
from plangraph.ontology.records import Passage

FIGURES = "observes"
BEGINNING = 12
"""Characters by which a sentence is named that was shown above."""
SHORT = 12
"""Characters of a statement's id: enough to tell it from all others of a large workspace."""


@click.command("show", cls=SpokenCommand)
@click.argument("name", metavar="NAME|IRI")
@click.option("--ids", is_flag=True)
@click.pass_obj
def command(session: Session, name: str, ids: bool) -> int:
    """Show one thing; 1 if the name fits none, or several, which are then listed."""
    workspace, reader = session.published()
    hit = one_thing(session, reader, name)
    titles = {d.id: d.title for d in workspace.documents()}
    session.out("\n".join(_lines(session, card(reader, workspace, hit.iri), titles, ids)))
    return 0


def _lines(session: Session, shown: Card, titles: Mapping[str, str], ids: bool) -> Iterator[str]:
    words, language = session.words, session.language
    code = words("show.code", code=shown.code) if shown.code else ""
    yield "  ".join(part for part in (shown.node.name, label(shown.node.type, language), code) if part)
    others = [n for n in shown.names if n != shown.node.name]
    if others:
        yield words("show.names", names=("、" if language == "zh" else ", ").join(others))
    yield words("show.mentions", count=len(shown.mentions))
    if not shown.statements:
        yield words("show.nothing")
    quoted = _Quoted(titles)
    groups: dict[tuple[str, str], list[StatementRow]] = defaultdict(list)
    for row in shown.statements:
        groups[_heading(session, shown, row), row.modality].append(row)
    for (heading, modality), rows in groups.items():
        yield f"\n{heading} · {words(f'show.{modality}')}"
        yield from _group(session, shown, rows, quoted, ids)
    if shown.reference:
        yield f"\n{words('show.reference')}"
        yield from (f"  {label(predicate, language)} {name}" for predicate, _, name in shown.reference)


def _heading(session: Session, shown: Card, row: StatementRow) -> str:
    """What a group of statements is about: the relation, and which end of it the shown thing is."""
    if row.predicate == FIGURES:
        return session.words("show.figures")
    return relation_name(row, shown.node.iri, session.language)


def _group(session: Session, shown: Card, rows: Sequence[StatementRow], quoted: _Quoted, ids: bool) -> Iterator[str]:
    """The statements, and under those of one sentence that sentence once, with the report that it stands in."""
    for position, row in enumerate(rows):
        phrase = figure_phrase if row.predicate == FIGURES else relation_phrase
        yield "  " + phrase(row, shown.node.iri, session.language) + (f"  {row.id[:SHORT]}" if ids else "")
        following = rows[position + 1] if position + 1 < len(rows) else None
        if following is None or (following.document, following.passage) != (row.document, row.passage):
            yield quoted.say(session, row)


class _Quoted:
    """The sentences that have been shown: each is written out once, and named by its beginning after that."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._seen: set[tuple[str, Passage]] = set()

    def say(self, session: Session, row: StatementRow) -> str:
        """The sentence of a statement and where it stands."""
        if (row.document, row.passage) in self._seen:
            return session.words("show.again", start=row.quote[:BEGINNING])
        self._seen.add((row.document, row.passage))
        source = " · ".join(part for part in (self._titles.get(row.document, row.document), row.section) if part)
        return session.words("show.quotation", quote=row.quote, source=source)
