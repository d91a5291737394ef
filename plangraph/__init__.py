"""plangraph: government plan reports as a knowledge graph that never says more than the report says."""

__version__ = "0.1.0"
