"""The query service: SPARQL's protocol and a small JSON interface to one workspace, read-only."""
