"""Names in the view, and what they name. `name(view, issuing_area, taggers)` is the step of the pipeline."""

from plangraph.ingest.mentions.naming import Tagger, name

__all__ = ["Tagger", "name"]
