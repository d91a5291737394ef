"""What a term of the ontology is: frozen records that the generated tables in `terms` are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]

NAMESPACE = "https://w3id.org/plangraph/ns#"
"""Prefix `plan:` of classes, relations, properties and concepts."""
IDS = "https://w3id.org/plangraph/id/"
"""Things: `<IDS><Type>/<code or hash>`."""
DOCUMENTS = "https://w3id.org/plangraph/doc/"
"""Texts of reports: `<DOCUMENTS><document id>`; the same IRI names the graph of what the text states."""
STATEMENTS = "https://w3id.org/plangraph/statement/"
OBSERVATIONS = "https://w3id.org/plangraph/observation/"
DIVISIONS = "https://w3id.org/plangraph/divisions"
"""The named graph of the reference data on administrative divisions."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its words in both languages. `key` is what records carry, `iri` what the graph carries."""

    key: str
    iri: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    examples: tuple[str, ...] = ()

    def label(self, lang: Lang) -> str:
        """The term's label in `lang`."""
        return self.zh if lang == "zh" else self.en

    def definition(self, lang: Lang) -> str:
        """The term's definition in `lang`."""
        return self.definition_zh if lang == "zh" else self.definition_en


@dataclass(frozen=True, slots=True)
class Class(Term):
    """A class. In the property graph an instance is a node (`node_label`), or folded into an edge, or left out.

    Where `edge_source` is set, an instance is folded into the edge that runs from what the property `edge_source`
    leads to, to what `edge_target` leads to; instances that agree in these two, the edge's type and the properties of
    `edge_key` are one edge. The type is `relationship_type`, or the statement's own predicate where that is empty.
    All of them are IRIs of properties but for the labels and types.
    """

    node_label: str = ""
    relationship_type: str = ""
    edge_source: str = ""
    edge_target: str = ""
    edge_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property(Term):
    """A property. `relationship_type` is its name in the property graph; '' for one that is no relationship there."""

    relationship_type: str = ""


@dataclass(frozen=True, slots=True)
class Relation(Property):
    """One of the guide's fourteen. `domain` and `range` are names of types.

    An empty range means a stage (`hasStatus`). `same_type`: subject and object are of one type.
    """

    domain: frozenset[str] = frozenset()
    range: frozenset[str] = frozenset()
    symmetric: bool = False
    same_type: bool = False

    def admits(self, subject_type: str, object_type: str = "") -> bool:
        """Whether the relation may hold between things of these types; no object type means a stage."""
        if subject_type not in self.domain or (self.same_type and subject_type != object_type):
            return False
        return object_type in self.range if self.range else not object_type


@dataclass(frozen=True, slots=True)
class Unit(Term):
    """A unit as texts write it (`key`). One unit is `multiplier` (a decimal) times `base`, an IRI or ''.

    `iri` is QUDT's own unit where one fits exactly, else the ontology's.
    """

    base: str = ""
    multiplier: str = "1"
