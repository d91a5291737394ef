"""Where the generations of the RDF graph lie, and which of them `graph/CURRENT` names.

graph/CURRENT        the number of the generation that readers open
graph/publish.lock   held by whoever makes the next one
graph/N/store/       the store of generation N: nobody writes to it once CURRENT has named it
graph/N/state.json   what it was made from, see `State`
graph/N/superseded   since when CURRENT names another; deleted some minutes later, or at once by a removal
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "graph"
SUPERSEDED = "superseded"
"""An empty file in an old generation: its time is when CURRENT moved on."""
RESTING = 600.0
"""Seconds that a superseded generation is left to readers: the engine may run on without end in files that vanish."""


@dataclass(frozen=True, slots=True)
class State:
    """What a generation was made from. `graphs`: a fingerprint of what each report's graph was made from, by id."""

    sequence: int
    projection: str
    graphs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Generations:
    """The folder of generations of one workspace."""

    folder: Path

    @classmethod
    def of(cls, workspace: Path) -> Generations:
        """The generations of the workspace at a path."""
        return cls(workspace / FOLDER)

    @property
    def lock(self) -> Path:
        """The file that a publisher locks."""
        return self.folder / "publish.lock"

    def store(self, number: int) -> Path:
        """The store of a generation."""
        return self.folder / f"{number:d}" / "store"

    def current(self) -> int | None:
        """The number that CURRENT gives, or None where nothing has been published or the file is spoilt."""
        try:
            return int((self.folder / "CURRENT").read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def state(self, number: int) -> State | None:
        """What a generation was made from; None where it is gone, spoilt, or was never finished."""
        try:
            stored = json.loads((self.folder / f"{number:d}" / "state.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return State(stored["sequence"], stored["projection"], stored["graphs"])

    def begin(self) -> int:
        """The number of a new generation, whose folder is made and empty. The caller holds the lock."""
        number = max(self._numbers(), default=0) + 1
        (self.folder / f"{number:d}").mkdir()
        return number

    def finish(self, number: int, state: State) -> None:
        """Say what a generation was made from, and let CURRENT name it. The caller holds the lock."""
        stored = {"sequence": state.sequence, "projection": state.projection, "graphs": dict(state.graphs)}
        packed = json.dumps(stored, sort_keys=True, separators=(",", ":"))
        _write(self.folder / f"{number:d}" / "state.json", packed)
        _write(self.folder / "CURRENT", f"{number:d}\n")
        for older in self.old():
            mark = self.folder / f"{older:d}" / SUPERSEDED
            if mark.parent.joinpath("state.json").exists() and not mark.exists():
                mark.touch()

    def old(self) -> list[int]:
        """The generations that CURRENT does not name: older ones, and those whose making was cut off."""
        kept = self.current()
        return [number for number in self._numbers() if number != kept]

    def due(self) -> list[int]:
        """The old generations that no reader can still be at: superseded long enough ago, or never finished."""
        now = time.time()
        return [number for number in self.old() if abs(now - self._superseded(number)) > RESTING]

    def _superseded(self, number: int) -> float:
        """When a generation was superseded, in seconds of the epoch; 0 where nothing says so."""
        try:
            return (self.folder / f"{number:d}" / SUPERSEDED).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def sweep(self, *, everything: bool = False) -> list[str]:
        """Delete the generations that are due, or all old ones; names those that somebody holds open.

        The caller holds the lock. Nothing but folders whose name is a number is touched.
        """
        left = []
        for number in self.old() if everything else self.due():
            path = self.folder / f"{number:d}"
            (path / SUPERSEDED).unlink(missing_ok=True)  # what cannot be deleted now is due at the next sweep
            shutil.rmtree(path, ignore_errors=True)
            if path.exists():
                left.append(f"{FOLDER}/{number:d}")
        return left

    def _numbers(self) -> list[int]:
        return sorted(
            int(p.name) for p in self.folder.iterdir() if p.is_dir() and p.name.isascii() and p.name.isdigit()
        )


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that nobody ever reads half of it and a crash leaves the older one."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
