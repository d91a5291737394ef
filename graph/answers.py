"""What the graph answers with: plain frozen records that the command line and the viewer show."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.ontology.records import Block, Passage


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a query. A cell is plain text (IRIs whole, literals by their lexical form), or None where unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the graph. `type` is a class of the ontology (Area, Project ...); `degree` counts its relations."""

    iri: str
    type: str
    name: str
    degree: int = 0
    issuer: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two things: one for each subject, predicate, object, status, period and modality.

    `reference` is True for facts of the divisions' reference data, which no report states; `statements` is then empty.
    """

    id: str
    source: str
    target: str
    predicate: str
    modality: str
    status: str
    period: str
    statements: tuple[str, ...] = ()
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the edges between them. `more` counts neighbours left out by the limit, by IRI of the node."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found by name: `matched` is the name that fitted."""

    iri: str
    type: str
    name: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement ready to be shown. For a quantity, `value` is the number as stated and `object_*` are empty.

    `quote` is the sentence with line breaks closed, `passage` where it stands, `cue` and `value_passage` what to mark.
    """

    id: str
    document: str
    subject_iri: str
    subject_name: str
    predicate: str
    object_iri: str
    object_name: str
    modality: str
    status: str
    period: str
    about: str
    value: str
    unit: str
    kind: str
    bound: str
    direction: str
    quote: str
    passage: Passage
    cue: Passage
    value_passage: Passage
    section: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the graph says about a thing. `reference`: facts of the divisions' data (predicate, IRI, name)."""

    node: Node
    names: tuple[str, ...]
    code: str
    statements: tuple[StatementRow, ...]
    reference: tuple[tuple[str, str, str], ...]
    mentions: tuple[tuple[str, Passage], ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A report of the workspace, for lists. Counts are of its current extraction."""

    id: str
    title: str
    source: str
    area_name: str
    area_iri: str
    year: int | None
    kind: str
    characters: int
    statements: int
    problems: int
    stale: bool


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report's text and its blocks, for showing evidence in place. `title`: its file's name where it has none."""

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
