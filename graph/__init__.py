"""Statements become graphs; graphs are queried and analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangraph.graph.networks import to_networkx

__all__ = ["to_networkx"]


def __getattr__(name: str) -> object:
    """Load networkx only for those who want a network."""
    if name == "to_networkx":
        from plangraph.graph.networks import to_networkx

        return to_networkx
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
