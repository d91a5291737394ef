"""Every export holds the whole graph, reads in another library, and is the same bytes for the same graph."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from plangraph.graph.export import FORMATS, Format, export
from plangraph.graph.publication import publish, rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]

PARSERS: dict[Format, str] = {"nquads": "nquads", "turtle": "turtle", "trig": "trig", "jsonld": "json-ld"}


@pytest.fixture
def filled(workspace: Workspace, report: Report) -> Workspace:
    for word in ("甲", "乙“引号”", "丙\\n"):
        workspace.commit(report(word), f"/{word[0]}.txt")
    publish(workspace)
    return workspace


def written(workspace: Workspace, fmt: Format) -> tuple[bytes, int]:
    out = io.BytesIO()
    count = export(GraphReader(workspace.path), fmt, out)
    return out.getvalue(), count


def quads(data: bytes, fmt: Format) -> set[tuple[str, ...]]:
    found = rdflib.Dataset()
    found.parse(data=data.decode("utf-8"), format=PARSERS[fmt])
    return {tuple(term.n3() if term is not None else "" for term in quad) for quad in found}


@pytest.mark.parametrize("fmt", FORMATS)
def test_rdflib_reads_every_export_whole(filled: Workspace, fmt: Format) -> None:
    data, count = written(filled, fmt)
    assert count > 100
    read = quads(data, fmt)
    assert len(read) == count
    reference = quads(written(filled, "nquads")[0], "nquads")
    if fmt == "turtle":
        assert {quad[:3] for quad in read} == {quad[:3] for quad in reference}
    else:
        assert read == reference


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_graph_gives_the_same_bytes(filled: Workspace, fmt: Format) -> None:
    first, _ = written(filled, fmt)
    rebuild(filled)
    assert written(filled, fmt)[0] == first


def test_the_bytes_do_not_depend_on_the_process(filled: Workspace, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from plangraph.graph.export import export;"
        "from plangraph.graph.reader import GraphReader;"
        "export(GraphReader(Path(sys.argv[1])), 'turtle', sys.stdout.buffer)"
    )
    command = [sys.executable, "-c", code, str(filled.path)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == written(filled, "turtle")[0]


def test_an_empty_graph_is_exported_too(workspace: Workspace) -> None:
    publish(workspace)
    for fmt in FORMATS:
        data, count = written(workspace, fmt)
        assert count == 0
        assert quads(data, fmt) == set()
