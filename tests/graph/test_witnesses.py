"""A statement by its id: with its report, the names of its sentence, and a word of help where the id is none."""

from __future__ import annotations

import dataclasses

import pytest

from plangraph.graph.errors import UnknownThingError
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, LocalKey, Quantity, Statement
from plangraph.ontology.vocabulary import OBSERVATIONS, STATEMENTS


@pytest.fixture
def holding(workspace: Workspace, stated: Extraction) -> Workspace:
    """A workspace with a report that states something with every relation."""
    workspace.commit(stated, "upload:stated.txt")
    return workspace


def shortest(wanted: Statement, stated: Extraction) -> str:
    """The shortest beginning of an id that no other statement has."""
    others = [s.id for s in stated.statements if s.id != wanted.id]
    return next(wanted.id[:n] for n in range(1, 25) if not any(o.startswith(wanted.id[:n]) for o in others))


def test_every_statement_is_found_by_its_id_its_iri_and_the_start_of_it(holding: Workspace, stated: Extraction) -> None:
    assert stated.statements
    for statement in stated.statements:
        for wanted in (
            statement.id, STATEMENTS + statement.id, OBSERVATIONS + statement.id, f" {statement.id.upper()}",
            f"statement:{statement.id}", shortest(statement, stated),
        ):  # fmt: skip
            found = holding.witness(wanted)
            assert found.statement == statement
            assert (found.document, found.extractor) == (stated.document, stated.extractor)


def test_the_names_are_those_of_the_sentence(holding: Workspace, stated: Extraction) -> None:
    for statement in stated.statements:
        found = holding.witness(statement.id)
        spans = statement.evidence.passage
        inside = [
            m
            for m in stated.mentions
            if all(any(s.start <= part.start and part.end <= s.end for s in spans) for part in m.passage)
        ]
        assert list(found.mentions) == inside


def test_the_ends_are_the_things_that_a_statement_is_of(holding: Workspace, stated: Extraction) -> None:
    for statement in stated.statements:
        said = statement.object
        other = said.indicator if isinstance(said, Quantity) else said
        ends = holding.witness(statement.id).ends()
        assert ends[0] == statement.subject
        assert ends[1:] == ((other,) if isinstance(other, LocalKey) and other != statement.subject else ())


@pytest.mark.parametrize(
    "wanted", ["", "zz", "f" * 24, "f" * 25, "%", "赤坎区", "https://w3id.org/plangraph/id/Area/1"]
)
def test_an_unknown_id_says_so_and_what_to_do(holding: Workspace, wanted: str) -> None:
    with pytest.raises(UnknownThingError) as told:
        holding.witness(wanted)
    assert "--ids" in told.value.zh
    assert "--ids" in told.value.en


def test_a_beginning_of_several_ids_names_some_of_them(workspace: Workspace, stated: Extraction) -> None:
    first = stated.statements[0]
    periods = [dataclasses.replace(first, period=str(year)) for year in range(1990, 2030)]
    workspace.commit(dataclasses.replace(stated, statements=tuple(periods)), "upload:many.txt")
    digits = [s.id[0] for s in periods]
    common = max(digits, key=digits.count)
    same = sorted(s.id for s in periods if s.id.startswith(common))
    assert len(same) > 1
    with pytest.raises(UnknownThingError) as told:
        workspace.witness(common)
    for message in (told.value.zh, told.value.en):
        assert str(len(same)) in message
        assert same[0] in message
