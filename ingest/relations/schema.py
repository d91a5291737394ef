"""Which types each relation joins, as the ontology lays down."""

from __future__ import annotations

from plangraph.ontology import terms

AGENTS = terms.RELATIONS[terms.COOPERATES_WITH].domain
STAGED = terms.RELATIONS[terms.HAS_STATUS].domain
