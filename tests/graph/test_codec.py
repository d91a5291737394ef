"""What goes into the tables comes out of them, whatever it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph import codec, schema
from plangraph.ontology.records import (
    Block,
    BlockKind,
    Bound,
    Direction,
    Document,
    Entity,
    Evidence,
    Judgement,
    Kind,
    LocalKey,
    Mention,
    Modality,
    Passage,
    Problem,
    Quantity,
    Reason,
    Section,
    Span,
    Stage,
    Statement,
    Verdict,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
counts = st.integers(0, 2_000_000)
spans = st.builds(lambda start, length: Span(start, start + length), counts, st.integers(1, 1000))
passages: st.SearchStrategy[Passage] = st.lists(spans, max_size=3).map(tuple)
keys = st.builds(LocalKey, words, words)
years = st.none() | st.integers(1949, 2100)
floats = st.floats(0, 1)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


sections = st.builds(
    Section, words, words, st.integers(1, 6), st.none() | st.integers(0, 9), spans, one_of(Modality), years
)
blocks = st.builds(Block, one_of(BlockKind), passages, st.none() | st.integers(0, 9))
documents = st.builds(
    Document,
    id=words.filter(bool),
    text=words,
    source=words,
    media_type=words,
    title=words,
    kind=words,
    area=st.none() | keys,
    area_code=words,
    issued=st.none() | st.dates(date(1949, 1, 1)),
    meeting=words,
    speaker=words,
    year_reviewed=years,
    year_planned=years,
    sections=st.lists(sections, max_size=3).map(tuple),
    blocks=st.lists(blocks, max_size=3).map(tuple),
    pages=st.lists(counts, max_size=3).map(tuple),
)
entities = st.builds(Entity, keys, st.lists(words, max_size=3).map(tuple), words, words)
quantities = st.builds(
    Quantity,
    about=words,
    value=st.decimals(allow_nan=False, allow_infinity=False),
    unit=words,
    passage=passages,
    kind=one_of(Kind),
    bound=one_of(Bound),
    direction=st.none() | one_of(Direction),
    indicator=st.none() | keys,
    of=words,
)
statements = st.builds(
    Statement,
    document=words.filter(bool),
    subject=keys,
    predicate=words,
    object=keys | one_of(Stage) | quantities,
    evidence=st.builds(Evidence, passages, passages, st.none() | st.integers(0, 9)),
    rule=words,
    confidence=floats,
    modality=one_of(Modality),
    period=words,
    status=st.none() | one_of(Stage),
)
mentions = st.builds(Mention, words.filter(bool), passages, words, keys, words, floats)
problems = st.builds(Problem, words, words, one_of(Reason), words, passages, words)
judgements = st.builds(Judgement, st.tuples(words, keys), st.tuples(words, keys), one_of(Verdict), words, words)


def through(table: str, row: codec.Row) -> sqlite3.Row:
    """The row as the database gives it back."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    schema.make_tables(connection)
    connection.execute(codec.insertion(table, list(row)), row)
    found: sqlite3.Row = connection.execute(f"SELECT * FROM {table}").fetchone()
    connection.close()
    return found


@settings(deadline=None)
@given(documents)
def test_documents(document: Document) -> None:
    row = through("documents", codec.write_document(document, "made-1", 7))
    assert codec.read_document(row) == document
    assert (row["extractor"], row["sequence"], row["characters"]) == ("made-1", 7, len(document.text))
    assert codec.read_blocks(row["blocks"]) == document.blocks


@settings(deadline=None)
@given(entities)
def test_entities(entity: Entity) -> None:
    assert codec.read_entity(through("entities", codec.write_entity("d", 0, entity))) == entity


@settings(deadline=None)
@given(mentions)
def test_mentions(mention: Mention) -> None:
    assert codec.read_mention(through("mentions", codec.write_mention(0, mention))) == mention


@settings(deadline=None)
@given(statements)
def test_statements(statement: Statement) -> None:
    read = codec.read_statement(through("statements", codec.write_statement(0, statement)))
    assert read == statement
    assert read.id == statement.id
    if isinstance(statement.object, Quantity):
        assert isinstance(read.object, Quantity)
        # Equal numbers may be written differently: 3.50 stays 3.50.
        assert str(read.object.value) == str(statement.object.value)


@settings(deadline=None)
@given(problems)
def test_problems(problem: Problem) -> None:
    assert codec.read_problem(through("problems", codec.write_problem(problem))) == problem


@settings(deadline=None)
@given(judgements)
def test_judgements(judgement: Judgement) -> None:
    assert codec.read_judgement(through("judgements", codec.write_judgement(judgement))) == judgement


def test_a_stage_that_nobody_knows_is_no_statement(report: Callable[..., Any]) -> None:
    stated = next(s for s in report("甲").statements if s.object == "ongoing")
    row = codec.write_statement(0, replace(stated)) | {"object_name": "dreamt"}
    stored = through("statements", row)
    with pytest.raises(ValueError, match="dreamt"):
        codec.read_statement(stored)
