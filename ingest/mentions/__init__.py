"""Names in the view, and what they name. `name(view, issuing_area, tagged)` is the step of the pipeline."""

from plangraph.ingest.mentions.naming import name

__all__ = ["name"]
