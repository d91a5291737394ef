"""The workspace keeps every report whole, replaces what changed, and says what to do when it cannot."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plangraph.graph import database, schema
from plangraph.graph.errors import NoWorkspaceError, UnknownDocumentError
from plangraph.graph.workspace import SavedView, Workspace
from plangraph.ontology.records import Extraction, Judgement, LocalKey, Problem

Report = Callable[..., Extraction]


def test_a_committed_report_is_read_back_whole(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    done = workspace.commit(made, "/reports/a.txt")
    again = Workspace.open(workspace.path)
    assert again.extraction(done.document) == made
    assert again.document(done.document) == made.document
    assert again.statements(done.document) == list(made.statements)
    assert again.problems(done.document) == list(made.problems)
    assert again.report_text(done.document).text == made.document.text
    assert again.known("/reports/a.txt") == done.document
    assert done.replaced == ()


def test_a_report_without_a_title_is_shown_by_the_name_of_its_file(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    nameless = replace(made, document=replace(made.document, title=""))
    done = workspace.commit(nameless, "/reports/a.txt")
    assert workspace.report_text(done.document).title == made.document.source != ""


def test_a_changed_file_replaces_its_report(workspace: Workspace, report: Report) -> None:
    old = workspace.commit(report("甲", money="3.57"), "/reports/a.txt")
    new = workspace.commit(report("甲", money="4.01"), "/reports/a.txt")
    assert new.replaced == (old.document,)
    assert [row.id for row in workspace.documents()] == [new.document]
    with pytest.raises(UnknownDocumentError):
        workspace.document(old.document)


def test_the_same_text_from_another_path_is_the_same_report(workspace: Workspace, report: Report) -> None:
    first = workspace.commit(report("甲"), "/reports/a.txt")
    second = workspace.commit(report("甲"), "/copies/a.txt")
    assert second.document == first.document
    assert len(workspace.documents()) == 1
    # One of its two files changes: the text is still known from the other.
    third = workspace.commit(report("乙"), "/reports/a.txt")
    assert third.replaced == ()
    assert {row.id for row in workspace.documents()} == {first.document, third.document}
    assert workspace.known("/copies/a.txt") == first.document


def test_a_known_text_is_noted_at_another_path_without_reading_it_again(workspace: Workspace, report: Report) -> None:
    first = workspace.commit(report("甲"), "/reports/a.txt")
    other = workspace.commit(report("乙"), "/reports/b.txt")
    noted = workspace.note_path(first.document, "/reports/b.txt")
    assert noted.replaced == (other.document,)
    assert workspace.known("/reports/b.txt") == first.document
    with pytest.raises(UnknownDocumentError):
        workspace.note_path("nowhere", "/reports/c.txt")


def test_every_commit_raises_the_sequence_number(workspace: Workspace, report: Report) -> None:
    numbers = [workspace.sequence()]
    numbers.append(workspace.commit(report("甲"), "/a.txt").sequence)
    numbers.append(workspace.commit(report("甲"), "/a.txt").sequence)
    numbers.append(workspace.record_problem(Problem("", "b.pdf", "scanned")))
    key = LocalKey("Area", "越秀区")
    numbers.append(workspace.judge(Judgement(("a", key), ("b", key), "same", "li", "2025-01-01T00:00:00Z")))
    workspace.remove("/a.txt")
    numbers.append(workspace.sequence())
    assert numbers == sorted(set(numbers))


def test_a_report_read_by_an_older_extractor_is_stale(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲", extractor="rules-1"), "/a.txt")
    assert [row.stale for row in workspace.documents("rules-2")] == [True]
    assert [row.stale for row in workspace.documents("rules-1")] == [False]
    again = workspace.commit(report("甲", extractor="rules-2"), "/a.txt")
    assert again.replaced == (again.document,)
    assert [row.stale for row in workspace.documents("rules-2")] == [False]


def test_two_editions_of_a_report_are_a_problem_of_both(workspace: Workspace, report: Report) -> None:
    first = workspace.commit(report("甲"), "/a.txt")
    other_year = workspace.commit(report("乙", year=2024), "/b.txt")
    other_kind = workspace.commit(report("丙", kind="work-report"), "/c.txt")
    assert first.editions == other_year.editions == other_kind.editions == ()
    second = workspace.commit(report("丁"), "/d.txt")
    assert second.editions == (first.document,)
    found = [problem for problem in workspace.problems() if problem.reason == "edition"]
    assert {problem.document for problem in found} == {first.document, second.document}
    assert {row.id: row.problems for row in workspace.documents()}[second.document] == 2
    workspace.remove(second.document)
    assert not [problem for problem in workspace.problems() if problem.reason == "edition"]


def test_a_file_that_could_not_be_read_has_one_problem_until_it_can(workspace: Workspace, report: Report) -> None:
    workspace.record_problem(Problem("", "a.pdf", "encrypted"), "/in/a.pdf")
    workspace.record_problem(Problem("", "a.pdf", "scanned"), "/in/a.pdf")
    workspace.record_problem(Problem("", "a.pdf", "empty"), "/elsewhere/a.pdf")
    assert [problem.reason for problem in workspace.problems()] == ["scanned", "empty"]
    workspace.commit(report("甲"), "/in/a.pdf")
    assert [problem.reason for problem in workspace.problems()] == ["empty", "ordinal"]
    assert workspace.remove("/elsewhere/a.pdf").documents == ()
    assert [problem.reason for problem in workspace.problems()] == ["ordinal"]


def test_totals_count_what_became_statements_and_what_did_not(workspace: Workspace, report: Report) -> None:
    made = report("甲")
    workspace.commit(made, "/a.txt")
    (totals,) = workspace.totals()
    assert (totals.mentions, totals.relations, totals.quantities) == (2, 3, 1)
    assert totals.problems == (("ordinal", 1),)
    assert totals.characters == len(made.document.text)
    assert workspace.totals("nowhere") == []


def test_reports_are_listed_newest_year_first(workspace: Workspace, report: Report) -> None:
    for word, year in (("甲", 2023), ("乙", 2025), ("丙", 2024)):
        workspace.commit(report(word, year=year), f"/{word}.txt")
    assert [row.year for row in workspace.documents()] == [2025, 2024, 2023]
    row = workspace.documents()[0]
    assert (row.area_name, row.statements, row.source) == ("广州市越秀区", 4, "乙.txt")


def test_a_report_is_found_by_id_beginning_path_or_file_name(workspace: Workspace, report: Report) -> None:
    one = workspace.commit(report("甲"), "/in/one.txt").document
    workspace.commit(report("乙"), "/in/two.txt")
    assert {workspace.find(name) for name in (one, one[:8], "/in/one.txt", "one.txt", "甲.txt")} == {one}
    with pytest.raises(UnknownDocumentError, match="plangraph list"):
        workspace.find("three.txt")
    workspace.commit(report("丙"), "/elsewhere/one.txt")
    with pytest.raises(UnknownDocumentError, match="2"):
        workspace.find("one.txt")


def test_a_report_is_found_from_any_folder(
    workspace: Workspace, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = workspace.commit(report("甲"), "in/a.txt")
    monkeypatch.chdir(tmp_path.parent)
    assert workspace.known(str(tmp_path / "in" / "a.txt")) == done.document


def test_a_report_is_found_by_a_link_to_its_folder(workspace: Workspace, report: Report, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    done = workspace.commit(report("甲"), str(tmp_path / "real" / "a.txt"))
    assert workspace.known(str(tmp_path / "link" / "a.txt")) == done.document


def test_an_upload_is_known_by_its_name(workspace: Workspace, report: Report) -> None:
    done = workspace.commit(report("甲"), "upload:甲.txt")
    assert workspace.known("upload:甲.txt") == done.document


def test_judgements_are_kept_in_order_and_follow_a_changed_file(workspace: Workspace, report: Report) -> None:
    old = workspace.commit(report("甲", money="1"), "/a.txt").document
    other = workspace.commit(report("乙"), "/b.txt").document
    key = LocalKey("Area", "越秀区")
    made = [Judgement((old, key), (other, key), verdict, "li", "2025-01-01T00:00:00Z") for verdict in ("same", "undo")]
    for judgement in made:
        workspace.judge(judgement)
    assert workspace.judgements() == made
    workspace.commit(report("甲", money="2"), "/a.txt")
    workspace.remove("/b.txt")
    assert workspace.judgements() == made
    assert workspace.remove("/a.txt", forget=True).judgements == 2
    assert workspace.judgements() == []


def test_views_are_saved_by_name(workspace: Workspace) -> None:
    workspace.save_view(SavedView("帮扶", "{}", "2025-01-01"))
    workspace.save_view(SavedView("帮扶", '{"a":1}', "2025-01-02"))
    assert workspace.views() == [SavedView("帮扶", '{"a":1}', "2025-01-02")]


def test_only_ingest_makes_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspaceError, match=r"plangraph .*ingest"):
        Workspace.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_no_workspace_is_made_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    with pytest.raises(NoWorkspaceError, match="--workspace"):
        Workspace.create(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph"]
    file = tmp_path / "graph" / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(NoWorkspaceError, match="--workspace"):
        Workspace.create(file)


def test_a_creation_that_was_cut_off_is_finished_by_the_next(tmp_path: Path, report: Report) -> None:
    (tmp_path / database.FILE).touch()
    with pytest.raises(NoWorkspaceError, match="ingest"):
        Workspace.open(tmp_path)
    assert Workspace.create(tmp_path).commit(report("甲"), "/a.txt").sequence == 1


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / database.FILE).write_bytes(b"not a database" * 1000)
    with pytest.raises(NoWorkspaceError, match="--workspace"):
        Workspace.open(tmp_path)


def test_a_newer_format_is_refused(workspace: Workspace) -> None:
    _set_format(workspace, schema.FORMAT + 1)
    with pytest.raises(NoWorkspaceError, match="Upgrade"):
        Workspace.open(workspace.path)
    with pytest.raises(NoWorkspaceError, match="Upgrade"):
        Workspace.create(workspace.path)


def test_a_file_that_a_newer_program_migrated_meanwhile_is_left_alone(workspace: Workspace, report: Report) -> None:
    _set_format(workspace, schema.FORMAT + 1)
    with pytest.raises(NoWorkspaceError, match="Upgrade"):
        workspace.documents()
    with pytest.raises(NoWorkspaceError, match="Upgrade"):
        workspace.commit(report("甲"), "/a.txt")


def test_an_older_format_is_migrated_after_a_copy(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = report("甲")
    workspace.commit(made, "/a.txt")

    def step(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE novelty (name TEXT)")

    monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {schema.FORMAT - 1: step})
    newer = Workspace.open(workspace.path)
    assert newer.extraction(made.document.id) == made
    with newer.snapshot() as connection:
        assert connection.execute("SELECT count(*) FROM novelty").fetchone()[0] == 0
    (copy,) = workspace.path.glob(f"{database.COPY}*")
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT text FROM documents").fetchone() == (made.document.text,)
    kept.close()


def test_a_migration_that_fails_leaves_the_older_file(
    workspace: Workspace, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = report("甲")
    workspace.commit(made, "/a.txt")

    def step(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE views")
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "FORMAT", schema.FORMAT + 1)
        patch.setattr(schema, "MIGRATIONS", {schema.FORMAT - 1: step})
        with pytest.raises(OSError, match="full"):
            Workspace.open(workspace.path)
    assert Workspace.open(workspace.path).views() == []


def _set_format(workspace: Workspace, number: int) -> None:
    connection = sqlite3.connect(workspace.path / database.FILE)
    connection.execute(f"PRAGMA user_version = {number}")
    connection.close()


def test_a_workspace_is_known_by_what_it_drew_once(tmp_path: Path) -> None:
    one, other = Workspace.create(tmp_path / "one"), Workspace.create(tmp_path / "other")
    drawn = one.identity()
    assert re.fullmatch(r"[0-9a-f]{16}", drawn)
    assert one.identity() == Workspace.open(tmp_path / "one").identity() == drawn != other.identity()
    assert one.sequence() == 0
