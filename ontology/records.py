"""The records that cross the rooms. Frozen, slotted, without behaviour beyond their own consistency.

Offsets are counts of characters into `Document.text`, the text as read, which never changes: `text[start:end]`.
A *passage* is what a quotation stands on. A sentence that a page break or a footnote interrupts stands on two spans;
white space inside a span (line breaks of the source) does not count, see `quotation`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Modality = Literal["actual", "target"]
"""What happened or holds (`actual`), or what is planned (`target`)."""

Stage = Literal["planned", "approved", "started", "ongoing", "completed", "operating", "published", "ended"]
"""The stage of a thing as the report gives it: the guide's eight."""

Kind = Literal["level", "growth", "change", "share", "rank"]
Bound = Literal["=", ">=", "<=", "~"]
Direction = Literal["up", "down"]
BlockKind = Literal["title", "front", "heading", "paragraph", "row", "note"]
Verdict = Literal["same", "different", "undo"]

Reason = Literal[
    # A file that could not be read, or not wholly.
    "unsupported", "empty", "binary", "encoding", "encrypted", "scanned", "broken", "hostile", "too-large", "time-out",
    "memory", "crash", "unread-page", "edition",
    # A part of a report that the language model, where one was asked for, did not read: rules and tagger did.
    "model-failed",
    # Characters of a report that are no statement, and why.
    "list-number", "ordinal", "inside-name", "threshold", "page", "period", "note-mark", "slogan", "unread",
]  # fmt: skip
"""The closed list of why something is a problem and not a statement. Labels and meanings: `ontology.terms.REASONS`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}; it needs 0 <= start < end")


Passage = tuple[Span, ...]
"""Spans in the order of the text, not overlapping."""


def hull(passage: Passage) -> Span:
    """The smallest span that covers a passage. Raises ValueError for an empty one."""
    if not passage:
        raise ValueError("an empty passage covers nothing")
    return Span(passage[0].start, passage[-1].end)


def quotation(text: str, passage: Passage) -> str:
    """The characters that a passage stands on, line breaks closed: what a reader sees as the quotation.

    White space that holds a line break goes between Chinese characters and becomes one space between Latin ones;
    other white space becomes one space.
    """
    raw = "".join(text[s.start : s.end] for s in passage)
    raw = re.sub(r"(?<=[!-~])[^\S\n]*\n\s*(?=[!-~])", " ", raw)
    return re.sub(r"\s+", " ", re.sub(r"\s*\n\s*", "", raw)).strip()


@dataclass(frozen=True, slots=True, order=True)
class LocalKey:
    """How a statement names a thing: by its type and canonical name within one document, never by an IRI."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. `modality`: the half that looks back (`actual`) or plans (`target`)."""

    number: str
    title: str
    level: int
    parent: int | None
    span: Span
    modality: Modality
    year: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row or note of the source, for showing the report. `section`: index or None."""

    kind: BlockKind
    passage: Passage
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report. `id` is the hash of its text; `pages` are the offsets at which pages start (empty if it has none)."""

    id: str
    text: str
    source: str
    media_type: str
    title: str
    kind: str
    area: LocalKey | None
    area_code: str
    issued: date | None
    meeting: str
    speaker: str
    year_reviewed: int | None
    year_planned: int | None
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that one document names. `code`: GB/T 2260 (6 digits) or 9 digits for streets, Areas only.

    `jurisdiction` is the code or name of the area within which the name is unique; empty where it is unique anyway.
    """

    key: LocalKey
    aliases: tuple[str, ...] = ()
    code: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and what it names. `rule` is the id of the rule, lexicon or model that found it."""

    document: str
    passage: Passage
    surface: str
    entity: LocalKey
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated. `passage`: the characters of number, unit and bound word. `value` is never rescaled.

    `about` is what is measured; `indicator` the Indicator entity that it names, if any; `of` what it is a property of,
    as text, where that is no entity (else the statement's subject).
    """

    about: str
    value: Decimal
    unit: str
    passage: Passage
    kind: Kind = "level"
    bound: Bound = "="
    direction: Direction | None = None
    indicator: LocalKey | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: the sentence, and within it the cue words (may be empty) that made it one."""

    passage: Passage
    cue: Passage = ()
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim that one report makes at one place.

    `predicate` is a relation of the ontology, or `observes` with a Quantity as object; the object of `hasStatus` is a
    Stage, of any other relation a LocalKey. `period`: a year or part as the guide writes it (2024, 2024Q1-Q3), or ''.
    """

    document: str
    subject: LocalKey
    predicate: str
    object: LocalKey | Stage | Quantity
    evidence: Evidence
    rule: str
    confidence: float
    modality: Modality = "actual"
    period: str = ""
    status: Stage | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", _statement_id(self))


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood, where and why. `document` is '' for a file that could not be read.

    A `detail` for people has two lines, Chinese and English (`bilingual`); any other is a key or a name.
    """

    document: str
    source: str
    reason: Reason
    text: str = ""
    passage: Passage = ()
    detail: str = ""


def bilingual(zh: str, en: str) -> str:
    """A detail that speaks both languages; `detail_in` takes one of them out."""
    return f"{zh}\n{en}"


def in_language(text: str, language: str) -> str:
    """What `bilingual` joined, in a language (`zh`, `en`); whole where it is not in two."""
    zh, line, en = text.partition("\n")
    return en if line and language == "en" else zh


def detail_in(problem: Problem, language: str) -> str:
    """A problem's detail in a language."""
    return in_language(problem.detail, language)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two names mean the same thing, or do not. Appended, never edited; a later one wins. `note`: its author's."""

    left: tuple[str, LocalKey]
    right: tuple[str, LocalKey]
    verdict: Verdict
    author: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report yields. `extractor` names the version of rules and models that made it (see `read_by`)."""

    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    extractor: str


READER = "llm."
"""How the name of a language model begins: as a rule's id, and in the extractor of what it read."""


def read_by(version: str, reader: str) -> str:
    """The extractor of what a version of rules and models made, with a reader beside it or ('') without one."""
    return f"{version}+{reader}" if reader else version


def is_read_by(extractor: str, version: str) -> bool:
    """Whether that version made it, with a reader beside it or without one."""
    return extractor == version or extractor.startswith(read_by(version, READER))


def document_id(text: str) -> str:
    """The id of a text: the same whatever file, line ends or byte order mark it came with."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()[:24]


_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _statement_id(s: Statement) -> str:
    """Covers what is said and where, not the rule, model or confidence: judgements outlive a new model."""
    said: object = s.object
    where = [[p.start, p.end] for p in s.evidence.passage]
    if isinstance(said, Quantity):
        where += [[p.start, p.end] for p in said.passage]
        said = [said.about, str(said.value), said.unit, said.kind, said.bound, said.direction, said.of]
    elif isinstance(said, LocalKey):
        said = [said.type, said.name]
    parts = [s.document, s.subject.type, s.subject.name, s.predicate, said, s.modality, s.period, s.status, where]
    return hashlib.sha256(_packed(parts).encode("utf-8")).hexdigest()[:24]
