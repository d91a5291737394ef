"""The Cypher that loads the property graph into Neo4j. Labels, types and keys are the ontology's, looked up among the
known ones before they are written; all that a report or a user says goes as a parameter.

Each node has the label `Plangraph` beside its own, and each node and relationship its workspace's id as property
`workspace`: with the IRI, or the relationship's id, it is what makes one the same as another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from plangraph.graph.projected import ID, IRI
from plangraph.graph.projected_names import KEYS, LABELS, TYPES
from plangraph.ontology import terms

OURS: Final = "Plangraph"
"""The label of every node that was loaded."""

WORKSPACE: Final = "workspace"
"""The key that holds the id of the workspace that a node or relationship was loaded from."""

NAMES: Final = "plangraph_names"
"""The full-text index over names and aliases of things."""

_UNNAMED = frozenset(terms.CLASSES[key].node_label for key in ("Observation", "Stage"))
_OWN = f"{WORKSPACE}: ${WORKSPACE}"


def name(word: str) -> str:
    """A label, type or key as it stands in a statement. Raises ValueError for one that the ontology does not have."""
    if word not in LABELS and word not in TYPES and word not in KEYS and word != OURS:
        raise ValueError(f"not a label, type or key of the ontology: {word!r}")
    return f"`{word}`"


def _labels(labels: Collection[str]) -> str:
    return "".join(f":{name(label)}" for label in labels)


def constraints() -> dict[str, str]:
    """What makes identity hold and things be found: statements by the name of what each makes."""
    made = {
        "plangraph_node": (
            f"CREATE CONSTRAINT plangraph_node IF NOT EXISTS FOR (n:{OURS}) REQUIRE (n.{WORKSPACE}, n.{IRI}) IS UNIQUE"
        )
    }
    for kind in sorted(TYPES):
        own = f"plangraph_{kind.lower()}"
        made[own] = (
            f"CREATE CONSTRAINT {own} IF NOT EXISTS FOR ()-[r:{name(kind)}]-() "
            f"REQUIRE (r.{WORKSPACE}, r.{ID}) IS UNIQUE"
        )
    named = "|".join(name(label) for label in sorted(LABELS - _UNNAMED))
    keys = ", ".join(f"n.{name(key)}" for key in (terms.KEY_SKOS_PREF_LABEL, terms.KEY_SKOS_ALT_LABEL))
    made[NAMES] = (
        f"CREATE FULLTEXT INDEX {NAMES} IF NOT EXISTS FOR (n:{named}) ON EACH [{keys}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )
    return made


PRESENT_INDEXES: Final = "SHOW INDEXES YIELD name WHERE name STARTS WITH 'plangraph_' RETURN name"
PRESENT_NODES: Final = f"MATCH (n:{OURS} {{{_OWN}}}) RETURN n.{IRI} AS key"
PRESENT_RELATIONSHIPS: Final = (
    f"MATCH (:{OURS} {{{_OWN}}})-[r]->() WHERE r.{WORKSPACE} = ${WORKSPACE} RETURN r.{ID} AS key, type(r) AS type"
)


def create_nodes(labels: Sequence[str], keys: Sequence[str]) -> str:
    """Make nodes that are not there. A row: the IRI, then the value of each key, or null."""
    return (
        f"UNWIND $rows AS row CREATE (n:{OURS}{_labels(labels)} "
        f"{{{_OWN}, {name(IRI)}: row[0]{_properties(keys, 1)}}}) RETURN count(n) AS count"
    )


def create_relationships(kind: str, keys: Sequence[str]) -> str:
    """Make relationships that are not there. A row: the IRIs of both ends, the id, then the value of each key, or null.

    `count` is how many had both ends.
    """
    # Without the hints a server that has counted nothing yet may read all nodes for each row.
    index = f":{OURS}({WORKSPACE}, {IRI})"
    return (
        f"UNWIND $rows AS row MATCH (a:{OURS} {{{_OWN}, {IRI}: row[0]}}) USING INDEX a{index} "
        f"MATCH (b:{OURS} {{{_OWN}, {IRI}: row[1]}}) USING INDEX b{index} "
        f"CREATE (a)-[r:{name(kind)} {{{_OWN}, {name(ID)}: row[2]{_properties(keys, 3)}}}]->(b) "
        "RETURN count(r) AS count"
    )


def _properties(keys: Sequence[str], first: int) -> str:
    return "".join(f", {name(key)}: row[{first + place:d}]" for place, key in enumerate(keys))


def mend_nodes(labels: Sequence[str]) -> str:
    """Make nodes that are there what they should be. A row: all properties. `count` is how many differed."""
    others = _labels(sorted(LABELS - set(labels)))
    wrong = " OR ".join(f"NOT n:{name(label)}" for label in labels)
    return (
        f"UNWIND $rows AS row MATCH (n:{OURS} {{{_OWN}, {IRI}: row.{IRI}}}) "
        f"WHERE {wrong} OR any(label IN labels(n) WHERE label IN $others) OR properties(n) <> row "
        f"SET n = row REMOVE n{others} SET n{_labels(labels)} RETURN count(n) AS count"
    )


def mend_relationships(kind: str) -> str:
    """Make relationships that are there what they should be. A row: all properties. `count` is how many differed."""
    return (
        f"UNWIND $rows AS row MATCH ()-[r:{name(kind)} {{{_OWN}, {ID}: row.{ID}}}]->() "
        "WHERE properties(r) <> row SET r = row RETURN count(r) AS count"
    )


def delete_relationships(kind: str) -> str:
    """Delete the relationships of a type that have these ids (`rows`)."""
    return f"UNWIND $rows AS row MATCH ()-[r:{name(kind)} {{{_OWN}, {ID}: row}}]->() DELETE r RETURN count(*) AS count"


DELETE_STRANGERS: Final = (
    f"UNWIND $rows AS row MATCH (:{OURS} {{{_OWN}}})-[r]->() WHERE r.{WORKSPACE} = ${WORKSPACE} AND r.{ID} = row "
    "AND NOT type(r) IN $types DELETE r RETURN count(*) AS count"
)
"""Delete relationships with these ids whose type this version of the ontology does not have."""

DELETE_NODES: Final = (
    f"UNWIND $rows AS row MATCH (n:{OURS} {{{_OWN}, {IRI}: row}}) WHERE NOT (n)--() DELETE n RETURN count(*) AS count"
)
"""Delete the nodes of these IRIs (`rows`) that nothing hangs on any more."""


def release_nodes() -> str:
    """Let go of the nodes of these IRIs: relationships that others made hang on them. Their IRI and name stay."""
    kept = f"{IRI}: n.{IRI}, {terms.KEY_SKOS_PREF_LABEL}: n.{terms.KEY_SKOS_PREF_LABEL}"
    return (
        f"UNWIND $rows AS row MATCH (n:{OURS} {{{_OWN}, {IRI}: row}}) SET n = {{{kept}}} "
        f"REMOVE n:{OURS}{_labels(sorted(LABELS))} RETURN count(*) AS count"
    )
