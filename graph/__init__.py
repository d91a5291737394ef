"""Statements become graphs; graphs are queried and analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangraph.graph.frames import to_pandas
    from plangraph.graph.networks import to_networkx

__all__ = ["to_networkx", "to_pandas"]


def __getattr__(name: str) -> object:
    """Load networkx and pandas only for those who want a network or tables."""
    if name == "to_networkx":
        from plangraph.graph.networks import to_networkx

        return to_networkx
    if name == "to_pandas":
        from plangraph.graph.frames import to_pandas

        return to_pandas
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
