"""The file that Cypher is answered from: it belongs to a generation of the graph, and is made at its first question."""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from plangraph.graph import tables
from plangraph.graph.cypher_engine import CypherEngine
from plangraph.graph.errors import GraphError
from plangraph.graph.generations import Generations
from plangraph.graph.projection import project_snapshot
from plangraph.graph.publication import projection, publish
from plangraph.graph.workspace import Workspace

_ATTEMPTS = 20
_PAUSE = 0.05


class CypherStore:
    """The property graph of a workspace, always of the generation that CURRENT names."""

    def __init__(self, workspace_path: Path) -> None:
        self._workspace = Workspace.open(workspace_path)
        self._generations = Generations.of(Path(workspace_path))
        self._number = 0
        self._engine: CypherEngine | None = None
        self._pause = threading.Event()

    def ready(self) -> CypherEngine | None:
        """The engine on the current generation; None where that has no file: `engine` makes it, which may take long."""
        number = self._generations.current()
        if number is not None and number == self._number and self._engine is not None:
            return self._engine
        return self.engine() if number is not None and self._file(number).exists() else None

    def engine(self) -> CypherEngine:
        """The engine on the current generation: opened, or made first. Raises GraphError, OSError."""
        for attempt in range(_ATTEMPTS):
            number = self._generations.current()
            if number is None:
                number = publish(self._workspace).generation
            if self._engine is not None and self._number == number:
                return self._engine
            self.close()
            try:
                self._engine = self._open(number)
            except OSError:
                # Swept away meanwhile: CURRENT names a newer one by now.
                if attempt == _ATTEMPTS - 1 or self._generations.current() == number:
                    raise
            if self._engine is not None:
                self._number = number
                return self._engine
            self._pause.wait(_PAUSE)
        raise GraphError(
            "图谱一再被更换，没能读到。请稍后再试。",
            "The graph was replaced again and again and could not be read. Try again in a moment.",
        )

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _file(self, number: int) -> Path:
        return self._generations.folder / f"{number:d}" / f"cypher-{making()}.kgl"

    def _open(self, number: int) -> CypherEngine | None:
        """The engine on a generation's file; None where the truth moved on, so that there is another generation."""
        path = self._file(number)
        if path.exists():
            return CypherEngine.open(path)
        with FileLock(self._generations.folder / "cypher.lock"):
            if path.exists():
                return CypherEngine.open(path)
            state = self._generations.state(number)
            with self._workspace.snapshot() as connection:
                if state is None or tables.state(connection, "sequence") != state.sequence:
                    made = None
                else:
                    made = CypherEngine.make(project_snapshot(connection))
            if made is None:
                publish(self._workspace)
                return None
            made.save(path)
            made.close()
        return CypherEngine.open(path)


@lru_cache(maxsize=1)
def making() -> str:
    """What a file is made by: another version of the projection or of the engine makes its own."""
    here = Path(__file__).parent
    digest = hashlib.sha256(f"{version('kglite')} {projection()}".encode())
    for name in ("cypher_engine", "projected", "projected_statements", "projected_things", "projection"):
        digest.update((here / f"{name}.py").read_bytes())
    return digest.hexdigest()[:8]
