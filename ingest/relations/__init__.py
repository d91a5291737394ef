"""Relations: verb frames, pairing, places, members, branches, and the stages that a report gives."""

from plangraph.ingest.relations.implied import with_implied
from plangraph.ingest.relations.relate import relate

__all__ = ["relate", "with_implied"]
