"""What labels, types and keys the property graph can have: names that a query may hold, and a target may write."""

from __future__ import annotations

from typing import Final

from plangraph.graph.projected import ID, IRI, NODE_KEYS, RELATIONSHIP_KEYS
from plangraph.ontology import terms

LABELS: Final = frozenset(
    each.node_label for each in (*terms.TYPES.values(), *terms.CLASSES.values()) if each.node_label
)
"""The labels that nodes have."""

TYPES: Final = frozenset(value for name, value in vars(terms).items() if name.startswith("LINK_"))
"""The types that relationships have."""

KEYS: Final = frozenset((*NODE_KEYS, *RELATIONSHIP_KEYS, IRI, ID))
"""The keys that anything has."""
