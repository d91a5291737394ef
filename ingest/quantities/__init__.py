"""Numbers: what they measure, how much, when, and whether that was reached or is planned."""

from plangraph.ingest.quantities.measure import measure

__all__ = ["measure"]
