"""The graph is the truth's, whatever way it came about: step by step, anew, after judgements, after removals."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Store

from plangraph.graph import publication
from plangraph.graph.errors import GraphError, NoWorkspaceError
from plangraph.graph.generations import RESTING, SUPERSEDED, Generations, State
from plangraph.graph.publication import publish, rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.triples import sorted_nquads
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, Judgement, LocalKey

Report = Callable[..., Extraction]

TITLES = "SELECT ?title { ?d a plan:Edition ; dcterms:title ?title } ORDER BY ?title"
NAMED = "SELECT DISTINCT ?x ?name { ?x skos:prefLabel|skos:altLabel ?name }"


def written(workspace: Workspace) -> bytes:
    return sorted_nquads(GraphReader(workspace.path).quads())


def titles(reader: GraphReader) -> list[str]:
    return [row["title"].value for row in reader.select(TITLES) if isinstance(row["title"], Literal)]


def test_a_report_is_in_the_graph_once_it_is_published(workspace: Workspace, report: Report) -> None:
    done = workspace.commit(report("甲"), "/a.txt")
    published = publish(workspace)
    assert published.sequence == done.sequence
    assert published.rewritten == (done.document,)
    assert titles(GraphReader(workspace.path)) == ["2025年越秀区计划报告甲"]


def test_a_graph_at_the_truth_is_left_alone(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    first = publish(workspace)
    second = publish(workspace)
    assert (second.generation, second.rewritten) == (first.generation, ())


def test_only_changed_reports_are_written_anew(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    old = workspace.commit(report("乙", money="1"), "/b.txt").document
    publish(workspace)
    new = workspace.commit(report("乙", money="2"), "/b.txt").document
    published = publish(workspace)
    assert published.rewritten == (new,)
    assert published.dropped == (old,)
    assert titles(GraphReader(workspace.path)) == ["2025年越秀区计划报告乙", "2025年越秀区计划报告甲"]


def test_reading_a_report_again_leaves_the_same_graph(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    before = written(workspace)
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    assert written(workspace) == before


def test_step_by_step_and_anew_give_the_same_bytes(workspace: Workspace, report: Report) -> None:
    first = workspace.commit(report("甲"), "/a.txt").document
    publish(workspace)
    second = workspace.commit(report("乙"), "/b.txt").document
    publish(workspace)
    left = (first, LocalKey("Project", "甲号惠民工程项目"))
    right = (second, LocalKey("Project", "乙号惠民工程项目"))
    workspace.judge(Judgement(left, right, "same", "li", "2025-01-01T00:00:00Z"))
    publish(workspace)
    workspace.commit(report("乙", money="8"), "/b.txt")
    workspace.commit(report("丙"), "/c.txt")
    publish(workspace)
    step_by_step = written(workspace)
    rebuilt = rebuild(workspace)
    assert len(rebuilt.rewritten) == 3
    assert written(workspace) == step_by_step


def test_the_order_of_reading_does_not_matter(tmp_path: Path, report: Report) -> None:
    graphs = []
    for words in ("甲乙丙", "丙甲乙"):
        workspace = Workspace.create(tmp_path / words)
        for word in words:
            workspace.commit(report(word), f"/{word}.txt")
        publish(workspace)
        graphs.append(written(workspace))
    assert graphs[0] == graphs[1]


def test_a_judgement_rewrites_only_the_reports_that_name_its_members(workspace: Workspace, report: Report) -> None:
    ids = [workspace.commit(report(word), f"/{word}.txt").document for word in "甲乙丙"]
    publish(workspace)
    reader = GraphReader(workspace.path)

    def bearers(name: str) -> set[str]:
        return {str(row["x"]) for row in reader.select(NAMED, name=Literal(name))}

    assert bearers("甲号惠民工程项目") != bearers("乙号惠民工程项目")
    left, right = ((ids[n], LocalKey("Project", f"{'甲乙'[n]}号惠民工程项目")) for n in (0, 1))
    before = written(workspace)
    workspace.judge(Judgement(left, right, "same", "li", "2025-01-01T00:00:00Z"))
    # The member whose IRI stays, being the smaller, has a graph that stays too.
    assert len(set(publish(workspace).rewritten) - {ids[0], ids[1]}) == 0
    assert bearers("甲号惠民工程项目") == bearers("乙号惠民工程项目")
    workspace.judge(Judgement(left, right, "undo", "li", "2025-01-02T00:00:00Z"))
    publish(workspace)
    assert written(workspace) == before


def test_the_reader_follows_at_its_next_request(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    reader = GraphReader(workspace.path)
    number = reader.generation
    workspace.commit(report("乙"), "/b.txt")
    assert len(titles(reader)) == 1
    publish(workspace)
    assert len(titles(reader)) == 2
    assert reader.generation > number


def folders(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.path / "graph").iterdir() if path.is_dir())


def test_older_generations_are_deleted_once_no_reader_can_be_at_them(workspace: Workspace, report: Report) -> None:
    for word in "甲乙丙":
        workspace.commit(report(word), f"/{word}.txt")
        publish(workspace)
    assert folders(workspace) == ["1", "2", "3"]
    long_ago = time.time() - RESTING - 1
    for number in "12":
        os.utime(workspace.path / "graph" / number / SUPERSEDED, (long_ago, long_ago))
    publish(workspace)
    assert folders(workspace) == ["3"] == [str(GraphReader(workspace.path).generation)]


def test_a_removal_deletes_older_generations_at_once(workspace: Workspace, report: Report) -> None:
    for word in "甲乙":
        workspace.commit(report(word), f"/{word}.txt")
        publish(workspace)
    workspace.remove("/甲.txt")
    assert folders(workspace) == ["3"]


def test_a_generation_is_closed_before_it_is_named(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = Generations.finish

    def name(generations: Generations, number: int, state: State) -> None:
        Store(str(generations.store(number)))  # fails while the publisher still holds it open for writing
        finish(generations, number, state)

    monkeypatch.setattr(Generations, "finish", name)
    for word in "甲乙":
        workspace.commit(report(word), f"/{word}.txt")
        publish(workspace)
    assert len(titles(GraphReader(workspace.path))) == 2


def test_a_publication_that_was_cut_off_is_swept_away(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    workspace.commit(report("乙"), "/b.txt")
    generations = Generations.of(workspace.path)
    Store(str(generations.store(generations.begin()))).flush()
    publish(workspace)
    assert len(titles(GraphReader(workspace.path))) == 2
    assert folders(workspace) == ["1", "3"]


def test_nothing_else_in_the_folder_is_touched(workspace: Workspace, report: Report) -> None:
    (workspace.path / "graph").mkdir()
    note = workspace.path / "graph" / "notes"
    note.mkdir()
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    workspace.remove("/a.txt")
    assert note.is_dir()


def test_a_graph_made_by_other_code_is_made_anew(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    monkeypatch.setattr(publication, "projection", lambda: "other")
    assert publish(workspace).rewritten == (done.document,)
    assert publish(workspace).rewritten == ()


def _damage(workspace: Workspace) -> None:
    store = Generations.of(workspace.path).store(GraphReader(workspace.path).generation)
    for path in store.iterdir():
        if path.suffix in (".sst", ".log") or path.name.startswith("MANIFEST"):
            path.write_bytes(b"\x00" * path.stat().st_size)


def test_a_damaged_graph_is_made_anew_by_the_next_report(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    _damage(workspace)
    workspace.commit(report("乙"), "/b.txt")
    assert len(publish(workspace).rewritten) == 2
    assert len(titles(GraphReader(workspace.path))) == 2


@pytest.mark.parametrize("text", ["", "garbage\n", "\x00\x00"])
@pytest.mark.parametrize("name", ["CURRENT", "1/state.json"])
def test_a_spoilt_note_of_the_graph_is_made_anew(workspace: Workspace, report: Report, name: str, text: str) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    before = written(workspace)
    (workspace.path / "graph" / name).write_text(text, encoding="ascii")
    publish(workspace)
    assert written(workspace) == before


def test_a_damaged_graph_says_what_to_do(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    _damage(workspace)
    with pytest.raises(GraphError, match="Delete the folder"):
        titles(GraphReader(workspace.path))
    shutil.rmtree(workspace.path / "graph")
    publish(workspace)
    assert len(titles(GraphReader(workspace.path))) == 1


def test_a_workspace_without_a_graph_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NoWorkspaceError, match="ingest"):
        GraphReader(workspace.path).select("SELECT * { ?s ?p ?o }")


def test_an_empty_workspace_has_an_empty_graph(workspace: Workspace) -> None:
    publish(workspace)
    assert GraphReader(workspace.path).select("SELECT * { ?s ?p ?o }") == []


def test_many_publishers_at_once_agree(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    found = []
    threads = [threading.Thread(target=lambda: found.append(publish(workspace).generation)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert set(found) == {GraphReader(workspace.path).generation}


def test_divisions_are_reference_data_of_their_own(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    rows = GraphReader(workspace.path).select(
        "SELECT ?g ?code { GRAPH ?g { ?a skos:notation ?code ; plan:within ?city } }", code=Literal("440802")
    )
    assert {str(row["g"]) for row in rows} == {"<https://w3id.org/plangraph/divisions>"}


def test_an_extraction_whose_statements_hang_in_the_air_is_refused(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    with pytest.raises(ValueError, match="not among its entities"):
        workspace.commit(replace(made, entities=made.entities[:1]), "/a.txt")
    assert workspace.documents() == []
