"""What a document record takes from a view."""

from __future__ import annotations

from plangraph.ingest.layout.front import Front, read_front
from plangraph.ingest.layout.view import View
from plangraph.ontology.records import Block


def blocks_of(view: View) -> tuple[Block, ...]:
    """The view's blocks with their passages in the source, in reading order."""
    return tuple(Block(block.kind, view.locate(block.start, block.end), block.section) for block in view.blocks)


def front_matter(view: View) -> Front:
    """Title, kind, date, meeting, speaker, issuing area and the two years, as the report gives them."""
    return read_front(view)
