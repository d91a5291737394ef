"""A removed report leaves no trace in any file of the workspace."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from plangraph.graph import database, publication, schema
from plangraph.graph.errors import UnknownDocumentError
from plangraph.graph.generations import Generations
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.related import gather
from plangraph.graph.triples import sorted_nquads
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, Judgement, LocalKey

Report = Callable[..., Extraction]

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def traces(folder: Path, phrases: list[str]) -> list[str]:
    """Where one of the phrases stands in some file, or in the name of one."""
    found = []
    for path in files(folder):
        data = path.read_bytes()
        found += [f"{path.name}: {p} in {e}" for p in phrases for e in ENCODINGS if p.encode(e) in data]
        found += [f"name {path.name}" for p in phrases if p in path.name]
    return found


PHRASES = ["独有甲", "独有甲字头", "独有甲号惠民工程项目", "越秀区对口帮扶赤坎区，独有甲"]


def filled(workspace: Workspace, report: Report, others: str = "乙丙丁") -> str:
    document = workspace.commit(report("独有甲"), "/reports/独有甲.txt").document
    for word in others:
        workspace.commit(report(word), f"/reports/{word}.txt")
    return document


def test_the_search_for_traces_finds_them(workspace: Workspace, report: Report) -> None:
    filled(workspace, report)
    publish(workspace)
    found = traces(workspace.path, PHRASES)
    assert any(line.startswith("plangraph.db") for line in found)
    assert any(".sst" in line for line in found)


def test_no_file_holds_a_removed_text(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    publish(workspace)
    removed = workspace.remove("/reports/独有甲.txt")
    assert removed.documents == (document,)
    assert removed.leftovers == ()
    assert traces(workspace.path, PHRASES) == []
    assert len(workspace.documents()) == 3
    assert traces(workspace.path, ["乙号惠民工程项目"])
    assert (workspace.path / "plangraph.db-wal").exists() is False or (
        (workspace.path / "plangraph.db-wal").stat().st_size == 0
    )


def like(texts: Sequence[str]) -> np.ndarray:
    """Vectors for the tests: how often a few characters come."""
    return np.array([[1.0, *(text.count(c) for c in "帮建资越第")] for text in texts], np.float32)


def test_what_is_kept_of_a_removed_text_for_related_is_gone(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    gather(workspace, like, "made-1")
    assert any(line.startswith(f"{document}.measures") for line in traces(workspace.path / "related", PHRASES))
    workspace.remove(document)
    assert traces(workspace.path / "related", [*PHRASES, document]) == []
    assert len(list(files(workspace.path / "related"))) == 6


def test_what_is_kept_of_a_text_that_another_takes_the_place_of_is_gone(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    gather(workspace, like, "made-1")
    workspace.commit(report("戊"), "/reports/独有甲.txt")
    assert traces(workspace.path / "related", [*PHRASES, document]) == []


def test_earlier_texts_of_the_file_are_gone_too(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("独有甲", money="7.77"), "/reports/a.txt")
    publish(workspace)
    workspace.commit(report("乙"), "/reports/a.txt")
    workspace.commit(report("丙"), "/reports/c.txt")
    publish(workspace)
    workspace.remove("/reports/a.txt")
    assert traces(workspace.path, [*PHRASES, "乙号惠民工程项目"]) == []


def test_many_pages_of_text_are_gone(workspace: Workspace, report: Report) -> None:
    """Long texts and many rows: pages that were split, merged and moved keep no copies."""
    words = [f"独有甲{number}" for number in range(12)]
    for word in words:
        workspace.commit(report(word), f"/reports/{word}.txt")
    workspace.commit(report("乙"), "/reports/乙.txt")
    publish(workspace)
    for word in words:
        workspace.remove(f"/reports/{word}.txt")
    assert traces(workspace.path, PHRASES) == []
    assert [row.source for row in workspace.documents()] == ["乙.txt"]


def test_readers_that_hold_the_graph_open_do_not_keep_it(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    publish(workspace)
    reader = GraphReader(workspace.path)
    assert reader.select("SELECT ?d { ?d a plan:Edition }")
    workspace.remove(document)
    assert traces(workspace.path, PHRASES) == []
    assert len(reader.select("SELECT ?d { ?d a plan:Edition }")) == 3


def test_the_graph_after_a_removal_is_as_if_it_had_never_been_read(
    workspace: Workspace, report: Report, tmp_path: Path
) -> None:
    workspace.remove(filled(workspace, report))
    other = Workspace.create(tmp_path / "other")
    for word in "乙丙丁":
        other.commit(report(word), f"/reports/{word}.txt")
    publish(other)
    graphs = [sorted_nquads(GraphReader(w.path).quads()) for w in (workspace, other)]
    assert graphs[0] == graphs[1]


def test_judgements_stay_unless_forgotten(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    other = workspace.find("乙.txt")
    key = LocalKey("Area", "广州市越秀区")
    workspace.judge(Judgement((document, key), (other, key), "same", "li", "2025-01-01T00:00:00Z"))
    named = LocalKey("Project", "独有甲号惠民工程项目")
    workspace.judge(Judgement((document, named), (other, key), "different", "li", "2025-01-01T00:00:00Z"))
    workspace.remove(document)
    assert len(workspace.judgements()) == 2
    workspace.commit(report("独有甲"), "/reports/独有甲.txt")
    assert workspace.remove(document, forget=True).judgements == 2
    assert workspace.judgements() == []
    assert traces(workspace.path, PHRASES) == []


def test_copies_of_migrations_go_too(workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    document = filled(workspace, report)

    def step(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE novelty (name TEXT)")

    monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {schema.FORMAT - 1: step})
    newer = Workspace.open(workspace.path)
    assert list(workspace.path.glob(f"{database.COPY}*"))
    newer.remove(document)
    assert list(workspace.path.glob(f"{database.COPY}*")) == []
    assert traces(workspace.path, PHRASES) == []


def test_a_removal_that_was_cut_off_is_finished_by_the_next_command(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = filled(workspace, report)
    publish(workspace)

    class CutError(Exception):
        pass

    def cut(*_: object, **__: object) -> list[str]:
        raise CutError

    for name, target in (("erase_traces", Workspace), ("sweep", Generations)):
        with monkeypatch.context() as patch:
            patch.setattr(
                target, name, cut if target is Workspace else lambda self, **_: (_ for _ in ()).throw(CutError())
            )
            with pytest.raises(CutError):
                workspace.remove(document)
        publish(workspace)
        assert traces(workspace.path, PHRASES) == []
        assert publication.publish(workspace).leftovers == ()
        workspace.commit(report("独有甲"), "/reports/独有甲.txt")
        publish(workspace)


def test_another_process_sees_the_removal(workspace: Workspace, report: Report) -> None:
    document = filled(workspace, report)
    publish(workspace)
    code = (
        "import sys; from pathlib import Path; from plangraph.graph.workspace import Workspace;"
        "Workspace.open(Path(sys.argv[1])).remove(sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", code, os.fspath(workspace.path), document], check=True)
    with pytest.raises(UnknownDocumentError):
        workspace.document(document)
    assert traces(workspace.path, PHRASES) == []
