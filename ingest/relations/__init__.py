"""Relations: verb frames, pairing, places, members, industries, and the stages that a report gives."""

from plangraph.ingest.relations.relate import relate

__all__ = ["relate"]
