"""The property graph's rows: what `graph.projection` yields and every target (Cypher, Neo4j, networkx, files) takes.

A target writes rows as they are and decides nothing. Keys, labels and types are ASCII; Chinese stands in the values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from plangraph.ontology import terms
from plangraph.ontology.vocabulary import Term

Value = str | int | float | bool | tuple[str, ...]
"""What a property holds. A property without a value is absent, never an empty string, an empty tuple or None."""

LABEL_ZH: Final = f"{terms.KEY_RDFS_LABEL}Zh"
LABEL_EN: Final = f"{terms.KEY_RDFS_LABEL}En"
IRI: Final = "iri"
ID: Final = "id"


NODE_KEYS: Final = (
    terms.KEY_SKOS_PREF_LABEL,
    LABEL_ZH,
    LABEL_EN,
    terms.KEY_SKOS_ALT_LABEL,
    terms.KEY_SKOS_NOTATION,
    terms.KEY_JURISDICTION,
    terms.KEY_DIVISION_LEVEL,
    terms.KEY_ABOUT,
    terms.KEY_OF,
    terms.KEY_QUDT_NUMERIC_VALUE,
    terms.KEY_UNIT_TEXT,
    terms.KEY_AS_STATED,
    terms.KEY_KIND,
    terms.KEY_BOUND,
    terms.KEY_DIRECTION,
    terms.KEY_VALUE_STATUS,
    terms.KEY_SDMX_DIMENSION_REF_PERIOD,
    terms.KEY_PROV_WAS_DERIVED_FROM,
    terms.KEY_DCTERMS_SOURCE,
    terms.KEY_DCTERMS_FORMAT,
    terms.KEY_DCTERMS_ISSUED,
    terms.KEY_REPORT_KIND,
    terms.KEY_YEAR_REVIEWED,
    terms.KEY_YEAR_PLANNED,
    terms.KEY_MEETING,
    terms.KEY_SPEAKER,
)
"""The keys that nodes have, in the order in which files list them."""

RELATIONSHIP_KEYS: Final = (
    LABEL_ZH,
    LABEL_EN,
    terms.KEY_MODALITY,
    terms.KEY_STATUS,
    terms.KEY_PERIOD,
    terms.KEY_CONFIDENCE,
    terms.KEY_PROV_WAS_DERIVED_FROM,
    terms.KEY_EVIDENCE,
    terms.KEY_OA_HAS_SOURCE,
    terms.KEY_RULE,
)
"""The keys that relationships have, in the order in which files list them."""

_LISTS = (
    terms.KEY_SKOS_ALT_LABEL,
    terms.KEY_PROV_WAS_DERIVED_FROM,
    terms.KEY_EVIDENCE,
    terms.KEY_OA_HAS_SOURCE,
    terms.KEY_RULE,
)
KEY_TYPES: Final[Mapping[str, type]] = {
    **dict.fromkeys((*NODE_KEYS, *RELATIONSHIP_KEYS), str),
    **dict.fromkeys(_LISTS, tuple),
    **dict.fromkeys((terms.KEY_QUDT_NUMERIC_VALUE, terms.KEY_CONFIDENCE), float),
    **dict.fromkeys((terms.KEY_YEAR_REVIEWED, terms.KEY_YEAR_PLANNED), int),
}
"""What the values of each key are."""


class NodeRow(NamedTuple):
    """A node. `labels`: at least one, the main one first. `iri` names it in every target and in RDF alike.

    `properties` holds for every node `name` (what users see), `labelZh` and `labelEn` (the main label's words), and
    what `plan:propertyKey` of the ontology says. The `iri` is not among them: a target writes it as property `iri`.
    """

    iri: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value]


class RelationshipRow(NamedTuple):
    """A relationship. `source` and `target` are IRIs of nodes that came before, with the main labels of these.

    `id` is a hash of what makes it one: source, relation, target, modality, status and period; a target writes it as
    property `id`. It is the id of the viewer's edge (`answers.Edge`) where that shows it.
    """

    id: str
    type: str
    source: str
    target: str
    source_label: str
    target_label: str
    properties: Mapping[str, Value]


Row = NodeRow | RelationshipRow


def words(term: Term) -> dict[str, Value]:
    """The words of a label or type in both languages, as properties."""
    return {LABEL_ZH: term.zh, LABEL_EN: term.en}


def listed(values: tuple[str, ...]) -> str:
    """Several values as one text where a target has no lists: JSON, so that no name ends another."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def relationship_id(*key: str) -> str:
    """The id of the relationship that has this key. Several parts may come as one, a line each."""
    return blake2b("\n".join(key).encode(), digest_size=8).hexdigest()
