"""Publication: the truth becomes a generation of the RDF graph that readers open. Signatures first; bodies follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Published:
    """The generation that CURRENT names now, the truth's sequence number it stands at, and what was rewritten."""

    generation: int
    sequence: int
    rewritten: tuple[str, ...]
    dropped: tuple[str, ...]
    leftovers: tuple[str, ...]


def publish(workspace: Workspace) -> Published:
    """Bring the graph up to the truth; does nothing when it is there already. Safe from any process at any time."""
    raise NotImplementedError


def rebuild(workspace: Workspace) -> Published:
    """Make the graph from the truth alone, using nothing of the generation that is there."""
    raise NotImplementedError
