"""The viewer: a Streamlit page with a component of its own for the graph."""

from plangraph.app.viewer.server import launch

__all__ = ["launch"]
