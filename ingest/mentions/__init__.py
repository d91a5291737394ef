"""Names in the view, and what they name. `name(view, issuing_area, tagged)` is the step of the pipeline."""

from plangraph.ingest.mentions.naming import by_rules, name

__all__ = ["by_rules", "name"]
