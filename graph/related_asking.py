"""What a user means who asks for related measures: a thing, something stated, or a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from plangraph.graph import tables
from plangraph.graph.errors import UnknownThingError
from plangraph.graph.measures import Thing
from plangraph.graph.names import Names, folded, names_of
from plangraph.graph.related import Asked, Initiatives
from plangraph.ontology.records import quotation
from plangraph.ontology.vocabulary import STATEMENTS

if TYPE_CHECKING:
    from plangraph.graph.reader import GraphReader
    from plangraph.graph.workspace import Workspace

LONG: Final = 4
"""Characters from which on a name within a longer text means its thing; shorter ones are parts of other words."""
_STATEMENT = re.compile(r"[0-9a-f]{24}")


def asked(initiatives: Initiatives, workspace: Workspace, reader: GraphReader, wanted: str) -> Asked:
    """What an IRI, a name, a statement's id or any other text asks for.

    A name that several things bear means them all. Raises UnknownThingError for what looks like an IRI or a statement's
    id and is none.
    """
    wanted = wanted.strip()
    names = names_of(reader)
    node = names.node(wanted)
    if node is not None:
        return _things([Thing(node.iri, node.type, node.name)])
    identifier = wanted.removeprefix(STATEMENTS)
    if _STATEMENT.fullmatch(identifier):
        return _statement(initiatives, workspace, identifier)
    if wanted.startswith(("http://", "https://")):
        raise UnknownThingError(
            f"图谱里没有 <{wanted}>。用 plangraph show 加名称查找。",
            f"The graph has no <{wanted}>. Find a thing by its name with plangraph show.",
        )
    exact = _of(names, (name.iri for name in names.exact.get(folded(wanted), ())))
    if exact:
        return _things(exact)
    return Asked(wanted, tuple(_of(names, _named_in(names, wanted))))


def _things(things: list[Thing]) -> Asked:
    text = " ".join(dict.fromkeys(thing.name for thing in things))
    return Asked(text, tuple(things), thing=True)


def _of(names: Names, iris: Iterable[str]) -> list[Thing]:
    nodes = (names.node(iri) for iri in dict.fromkeys(iris))
    return [Thing(node.iri, node.type, node.name) for node in nodes if node is not None]


def _named_in(names: Names, text: str) -> list[str]:
    """The things whose names are words of a text, or long enough to be meant wherever they stand in it."""
    whole = folded(text)
    found = [name.iri for name in names.names if len(name.folded) >= LONG and name.folded in whole]
    for word in text.split():
        found += [name.iri for name in names.exact.get(folded(word), ())]
    return found


def _statement(initiatives: Initiatives, workspace: Workspace, identifier: str) -> Asked:
    """The measure in which something is stated; its sentence, where that is no measure."""
    measure = initiatives.measure_of(identifier)
    if measure is not None:
        return Asked(measure.quote, measure.things, measure.programmes, measure)
    with workspace.snapshot() as connection:
        row = connection.execute("SELECT document FROM statements WHERE id = ?", (identifier,)).fetchone()
        found = tables.stated(connection, row["document"], [identifier]) if row else []
    if not found:
        raise UnknownThingError(
            f"工作区里没有编号为 {identifier} 的陈述。",
            f"No statement in the workspace has the id {identifier}.",
        )
    text = quotation(workspace.document(found[0].document).text, found[0].evidence.passage)
    return Asked(text)
