"""The measures of a workspace with the encoder of `ingest`: where the two rooms meet for `related`."""

from __future__ import annotations

from collections.abc import Callable

from plangraph.graph.related import Initiatives, gather
from plangraph.graph.workspace import Workspace
from plangraph.ingest import encoder


def gathered(workspace: Workspace, step: Callable[[str], None] | None = None) -> Initiatives:
    """All measures of a workspace, ready to be asked. The encoder is loaded at the first text that it is given."""
    return gather(workspace, encoder.encode, encoder.name(), step)
