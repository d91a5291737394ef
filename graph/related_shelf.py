"""What `related` keeps in the workspace between two calls: the measures of each report, and their vectors.

related/ID.measures.json   the measures of report ID, and a mark of what they were made from
related/ID.vectors.npz     their vectors: the model's name, a hash of each text, the vectors in half precision

All of it can be thrown away and is made again. A removal takes the report's files with it: they hold its text.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from plangraph.graph import resolution, tables
from plangraph.graph.measures import Measure, Thing, measures_of
from plangraph.graph.related_folder import FOLDER, sweep
from plangraph.ontology.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from plangraph.graph.workspace import Workspace

    Vectors = NDArray[np.float32]
    Encode = Callable[[Sequence[str]], Vectors]

_MEASURES, _VECTORS = ".measures.json", ".vectors.npz"
_MADE_BY = ("clauses.py", "measures.py", "idle.py", "idle_clauses.tsv", "related_shelf.py")


class Shelf:
    """The folder `related` of one workspace, for any process at any time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.path / FOLDER

    def measures(self) -> list[Measure]:
        """The measures of all reports, report by report in the order of their ids, then of the text."""
        with self._workspace.snapshot() as connection:
            plan = resolution.plan(connection)
            marks = {document: f"{graph}-{_made_by()}" for document, graph in plan.graphs.items()}
            found = {document: self._read_measures(document, mark) for document, mark in marks.items()}
            for document in [document for document, kept in found.items() if kept is None]:
                extraction = tables.extraction(connection, document)
                made = list(measures_of(extraction, resolution.iris(extraction, plan.moved)))
                found[document] = made
                self._write_measures(document, marks[document], made)
        self._sweep()
        return [measure for made in found.values() for measure in made or ()]

    def vectors(
        self, measures: Sequence[Measure], encode: Encode, model: str, step: Callable[[str], None] | None = None
    ) -> Vectors:
        """The vectors of measures, in their order; those that are not kept are made. `step` is told each report."""
        by_report: dict[str, list[int]] = {}
        for number, measure in enumerate(measures):
            by_report.setdefault(measure.document, []).append(number)
        parts: dict[int, NDArray[np.float16]] = {}
        for document, numbers in by_report.items():
            texts = [measures[number].quote for number in numbers]
            parts.update(zip(numbers, self._report_vectors(document, texts, encode, model), strict=True))
            if step is not None:
                step(document[:12])
        self._sweep()
        ordered = [parts[number] for number in range(len(measures))]
        return np.asarray(ordered, np.float32) if ordered else np.zeros((0, 1), np.float32)

    def _report_vectors(
        self, document: str, texts: Sequence[str], encode: Encode, model: str
    ) -> list[NDArray[np.float16]]:
        kept = self._read_vectors(document, model)
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if missing:
            made = encode(list(missing.values())).astype(np.float16)
            kept = {key: kept[key] for key in keys if key in kept} | dict(zip(missing, made, strict=True))
            self._write_vectors(document, model, kept)
        return [kept[key] for key in keys]

    def _read_measures(self, document: str, mark: str) -> list[Measure] | None:
        try:
            stored = json.loads((self._folder / f"{document}{_MEASURES}").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return [_measure(row) for row in stored["measures"]] if stored.get("mark") == mark else None

    def _write_measures(self, document: str, mark: str, measures: Iterable[Measure]) -> None:
        packed = json.dumps({"mark": mark, "measures": [_row(m) for m in measures]}, ensure_ascii=False)
        self._replace(f"{document}{_MEASURES}", lambda path: path.write_text(packed, encoding="utf-8", newline="\n"))

    def _read_vectors(self, document: str, model: str) -> dict[str, NDArray[np.float16]]:
        try:
            with np.load(self._folder / f"{document}{_VECTORS}", allow_pickle=False) as stored:
                if str(stored["model"]) != model:
                    return {}
                return dict(zip(map(str, stored["keys"]), stored["vectors"], strict=True))
        except (FileNotFoundError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}

    def _write_vectors(self, document: str, model: str, kept: Mapping[str, NDArray[np.float16]]) -> None:
        def write(path: Path) -> None:
            with path.open("wb") as out:
                np.savez(out, model=np.array(model), keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))

        self._replace(f"{document}{_VECTORS}", write)

    def _replace(self, name: str, write: Callable[[Path], object]) -> None:
        """Put a file into the folder in one step."""
        self._folder.mkdir(exist_ok=True)
        handle, part = tempfile.mkstemp(dir=self._folder, prefix=f"{name}.", suffix=".part")
        os.close(handle)
        write(Path(part))
        Path(part).replace(self._folder / name)

    def _sweep(self) -> None:
        """Delete what is kept of reports that are gone.

        Asked for after writing: a report that is removed meanwhile is deleted either here or by its removal.
        """
        with self._workspace.snapshot() as connection:
            sweep(self._workspace.path, tables.reports(connection))


@lru_cache(maxsize=1)
def _made_by() -> str:
    digest = hashlib.sha256()
    for name in _MADE_BY:
        digest.update((files("plangraph.graph") / name).read_bytes())
    return digest.hexdigest()[:16]


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]


def _row(measure: Measure) -> dict[str, Any]:
    row = {name: getattr(measure, name) for name in Measure.__slots__}
    for name in ("things", "around"):
        row[name] = [[thing.iri, thing.type, thing.name] for thing in row[name]]
    return row | {"passage": [[span.start, span.end] for span in measure.passage]}


def _measure(row: dict[str, Any]) -> Measure:
    things = {name: tuple(Thing(*thing) for thing in row[name]) for name in ("things", "around")}
    plain = {name: tuple(row[name]) for name in ("heading", "figures", "statements")}
    return Measure(**row | things | plain | {"passage": tuple(Span(*span) for span in row["passage"])})
