"""The commands on a workspace: what they print, where, and how they exit."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from plangraph.app.cli import main

PROGRAM = [sys.executable, "-m", "plangraph"]
ASSISTED = "SELECT DISTINCT ?name { ?helper plan:assists ?other . ?other skos:prefLabel ?name } ORDER BY ?name"
CHINESE = re.compile(r"[\u4e00-\u9fff]{6,}")
Call = Callable[..., tuple[int, str, str]]


def own_copy(reported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(reported, tmp_path / "ws"))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# -- ingest -------------------------------------------------------------------------------------------------------


def test_ingest_counts_what_it_read_and_knows_it_the_second_time(call: Call, tmp_path: Path) -> None:
    code, out, err = call("--verbose", "ingest", "--sample", workspace=tmp_path / "new", language="en")
    assert code == 0
    row = out.splitlines()[2]
    assert "广州市越秀区" in row
    assert next(int(n) for n in re.findall(r"\d+", row.split("2025")[-1])) > 300
    assert "1 read, 0 unchanged, 0 not readable" in out
    assert "yuexiu-2025-plan-report.txt" in err
    code, out, err = call("ingest", "--sample", workspace=tmp_path / "new", language="en")
    assert (code, out.strip()) == (0, out.strip().splitlines()[0])
    assert "0 read, 1 unchanged" in out
    code, out, err = call("ingest", "--sample", "--again", workspace=tmp_path / "new", language="en")
    assert code == 0
    assert "1 read, 0 unchanged" in out
    assert len(rows_of(call("list", "--format", "csv", workspace=tmp_path / "new")[1])) == 1


def test_a_folder_is_searched_and_one_bad_file_costs_only_itself(
    call: Call, tmp_path: Path, sample_report: Path
) -> None:
    folder = tmp_path / "reports"
    (folder / "2025").mkdir(parents=True)
    shutil.copy(sample_report, folder / "2025" / "越秀.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04")
    (folder / ".hidden.txt").write_text("隐藏", encoding="utf-8")
    code, out, err = call("ingest", str(folder), workspace=tmp_path / "new", language="en")
    assert code == 0
    assert "1 read, 0 unchanged, 1 not readable" in out
    assert "cannot read empty.txt: empty" in err
    assert "Left out 1 files" in err
    problems = rows_of(call("problems", "--reason", "empty", "--format", "csv", workspace=tmp_path / "new")[1])
    assert [Path(row["source"]).name for row in problems] == ["empty.txt"]


def test_if_nothing_can_be_read_the_exit_code_is_1(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert call("ingest", str(tmp_path / "empty.txt"), workspace=tmp_path / "new")[0] == 1
    (tmp_path / "folder").mkdir()
    code, out, err = call("ingest", str(tmp_path / "folder"), workspace=tmp_path / "new")
    assert (code, out) == (1, "")
    assert ".pdf" in err


def test_why_a_file_was_not_read_is_said_in_one_language_and_in_quiet_too(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    workspace = tmp_path / "new"
    read = ("--quiet", "ingest", str(tmp_path / "empty.txt"))
    assert call(*read, workspace=workspace, language="en")[2].strip() == (
        "cannot read empty.txt: empty: The file is empty."
    )
    assert call(*read, workspace=workspace)[2].strip() == "读不了 empty.txt：空文件：文件是空的。"
    assert "文件" not in call("problems", "--format", "csv", workspace=workspace, language="en")[1]
    assert "The file" not in call("problems", "--format", "csv", workspace=workspace)[1]


def test_a_folder_tells_of_old_word_files_and_of_folders_that_stay_shut(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, shut = tmp_path / "in", tmp_path / "in" / "shut"
    shut.mkdir(parents=True)
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    scan = os.scandir

    def refusing(path: str) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    code, _, err = call("--quiet", "ingest", str(folder), workspace=tmp_path / "new")
    assert code == 1
    assert ".docx" in err
    assert f"没有权限打开文件夹 {shut}" in err


def test_a_second_edition_is_told_of_but_is_no_loss(
    call: Call, reported: Path, tmp_path: Path, sample_report: Path
) -> None:
    workspace = own_copy(reported, tmp_path)
    before = call("problems", workspace=workspace)[1].splitlines()[-1]
    text = sample_report.read_text(encoding="utf-8")
    (tmp_path / "other.txt").write_text(text + "\n附：第二稿。\n", encoding="utf-8")
    assert "--reason edition" in call("--quiet", "ingest", str(tmp_path / "other.txt"), workspace=workspace)[2]
    out = call("problems", "--reason", "edition", workspace=workspace)[1]
    assert "plangraph remove" in out
    assert out.splitlines()[-1] == before


def test_the_same_text_under_another_name_is_the_same_report(
    call: Call, reported: Path, tmp_path: Path, sample_report: Path
) -> None:
    workspace = own_copy(reported, tmp_path)
    text = sample_report.read_text(encoding="utf-8")
    (tmp_path / "copy.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    assert "0 read, 1 unchanged" in call("ingest", str(tmp_path / "copy.txt"), workspace=workspace, language="en")[1]
    assert len(rows_of(call("list", "--format", "csv", workspace=workspace)[1])) == 1


def test_stderr_holds_no_text_of_a_report_and_quiet_holds_nothing(
    call: Call, tmp_path: Path, sample_report: Path
) -> None:
    text = re.sub(r"\s", "", sample_report.read_text(encoding="utf-8"))
    _, _, err = call("--verbose", "ingest", "--sample", workspace=tmp_path / "new")
    assert err
    assert [piece for piece in CHINESE.findall(err) if piece in text] == []
    code, _, err = call("--quiet", "ingest", "--sample", "--again", workspace=tmp_path / "new")
    assert (code, err) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signal to send there")
def test_an_interrupt_leaves_whole_reports(call: Call, tmp_path: Path, sample_report: Path) -> None:
    text = sample_report.read_text(encoding="utf-8")
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"{text}\n\n附：第{number}稿。\n", encoding="utf-8")
    workspace = tmp_path / "new"
    arguments = ["--verbose", "--lang", "en", "--workspace", str(workspace), "ingest", str(tmp_path)]
    running = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert running.stderr is not None
    while "00.txt" not in running.stderr.readline():
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in err
    kept = int(re.search(r"the (\d+) reports read before", err).group(1))  # type: ignore[union-attr]
    rows = rows_of(call("list", "--format", "csv", workspace=workspace)[1])
    assert 1 <= len(rows) == kept < 40
    assert len({row["statements"] for row in rows}) == 1
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?report a plan:Report } }"
    assert rows_of(call("query", graphs, "--format", "csv", workspace=workspace)[1])[0]["n"] == str(kept)


# -- list, show, problems -----------------------------------------------------------------------------------------


def test_list_names_the_reports(call: Call) -> None:
    code, out, err = call("list")
    assert (code, err) == (0, "")
    assert "关于广州市越秀区2024年国民经济和社会发展计划执行情况与2025年计划草案的报告" in out
    row = json.loads(call("list", "--format", "json")[1])[0]
    assert (row["area"], row["year"], row["kind"], row["state"]) == ("广州市越秀区", 2025, "plan-report", "")


def test_show_tells_done_from_planned_and_reports_from_reference_data(call: Call) -> None:
    code, out, err = call("show", "赤坎区", language="en")
    assert (code, err) == (0, "")
    groups = {part.splitlines()[0]: part for part in out.split("\n\n")}
    assert "440802" in out.splitlines()[0]
    assert "广州市越秀区" in groups["Assisted by · done or so"]
    assert "湛江市霞山区、赤坎区、遂溪县三地" in groups["Assisted by · done or so"]
    assert "-- 关于广州市越秀区2024年" in groups["Assisted by · done or so"]
    assert "国家超算广州中心赤坎智慧港" in groups["Located here · done or so"]
    assert "湛江市" in groups["reference data (divisions; no report says it)"]
    assert not any("湛江市" in groups[g].replace("湛江市霞山区、赤坎区、遂溪县", "") for g in groups if "Located" in g)


def test_show_gives_figures_as_the_report_states_them(call: Call) -> None:
    _, out, _ = call("show", "越秀区")
    done, _, planned = out.partition("数字 · 计划")
    assert "59.64 亿元（2024）" in done
    assert "3.57 亿元（2024）" in done
    assert "地区生产总值：增长 约 4 %（2025）" in planned


@pytest.mark.parametrize(("language", "stage"), [("zh", "  运营中（2024）"), ("en", "  operating (2024)")])
def test_show_says_the_stage_that_a_thing_is_in(call: Call, language: str, stage: str) -> None:
    assert stage in call("show", "国家超算广州中心赤坎智慧港", language=language)[1].splitlines()


def test_show_takes_an_iri(call: Call) -> None:
    assert call("show", "https://w3id.org/plangraph/id/Area/440802")[1] == call("show", "湛江市赤坎区")[1]


def test_a_name_that_fits_none_suggests_the_nearest(call: Call) -> None:
    code, out, err = call("show", "赤坎")
    assert code == 0
    code, out, err = call("show", "赤坟区")
    assert (code, out) == (1, "")
    assert "赤坎区" in err
    code, out, err = call("show", "qwertyuiop")
    assert (code, out) == (1, "")
    assert "plangraph list" in err


def test_problems_say_where_and_why_and_the_audit_adds_up(call: Call, sample_report: Path) -> None:
    code, out, err = call("problems", "--format", "csv")
    assert (code, err) == (0, "")
    rows = rows_of(out)
    lines = sample_report.read_text(encoding="utf-8").split("\n")
    for row in rows:
        assert row["reason"]
        assert re.sub(r"\s", "", row["text"])[:2] in re.sub(r"\s", "", "".join(lines[int(row["line"]) - 1 :][:3]))
    audit = call("problems", language="en")[1].splitlines()[-1]
    assert f"not statements {len(rows)} (" in audit
    some = rows_of(call("problems", "--reason", "unread", "--reason", "threshold", "--format", "csv")[1])
    assert {row["reason"] for row in some} <= {row["reason"] for row in rows}
    assert 0 < len(some) < len(rows)


# -- query --------------------------------------------------------------------------------------------------------


def test_query_answers_in_every_format(call: Call) -> None:
    names = {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    code, out, err = call("query", ASSISTED)
    assert (code, err) == (0, "")
    assert set(out.split()) == {"name", *names} | {w for w in out.split() if set(w) == {"─"}}
    assert {row["name"] for row in rows_of(call("query", ASSISTED, "--format", "csv")[1])} == names
    assert {row["name"] for row in json.loads(call("query", ASSISTED, "--format", "json")[1])} == names
    construct = "CONSTRUCT { ?a plan:assists ?b } WHERE { ?a plan:assists ?b }"
    graph = rdflib.Graph().parse(data=call("query", construct, "--format", "ttl")[1], format="turtle")
    assert len(graph) == 3


def test_query_reads_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(ASSISTED))
    assert "湛江市遂溪县" in call("query", "-")[1]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT ?x { ?x a plan:Nothing }", 1),
        ("SELECT ?x { ?x a", 2),
        ("DELETE WHERE { ?s ?p ?o }", 2),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2),
    ],
)
def test_query_exits_by_what_it_found(call: Call, query: str, code: int) -> None:
    found, _, err = call("query", query)
    assert found == code
    assert "Traceback" not in err
    assert re.search(r"[\u4e00-\u9fff]", err)


def test_ttl_is_for_triples(call: Call) -> None:
    code, out, err = call("query", ASSISTED, "--format", "ttl")
    assert (code, out) == (2, "")
    assert "CONSTRUCT" in err


def test_a_query_that_takes_too_long_is_stopped(call: Call) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    code, out, err = call("query", endless, "--timeout", "1")
    assert (code, out) == (1, "")
    assert err


# -- export, remove, extract, evaluate ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "parser"), [("nquads", "nquads"), ("turtle", "turtle"), ("jsonld", "json-ld")])
def test_export_writes_what_rdflib_reads(reported: Path, tmp_path: Path, name: str, parser: str) -> None:
    target = tmp_path / "graph"
    assert main(["--workspace", str(reported), "export", "--format", name, "--output", str(target)]) == 0
    graph = rdflib.Dataset(default_union=True).parse(target, format=parser)
    assert len(graph) > 5000
    assert list(tmp_path.iterdir()) == [target]
    to_stdout = subprocess.run(
        [*PROGRAM, "--workspace", reported, "export", "--format", name], capture_output=True, check=True
    )
    assert to_stdout.stdout == target.read_bytes()
    assert to_stdout.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of its own there")
def test_a_closed_stdout_gives_no_traceback(reported: Path) -> None:
    command = shlex.join([*PROGRAM, "--workspace", str(reported), "list"]) + " >&-"
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_has_had_enough_gets_no_traceback(reported: Path) -> None:
    command = [*PROGRAM, "--workspace", str(reported), "export"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == 0


def test_remove_takes_a_report_out(call: Call, reported: Path, tmp_path: Path) -> None:
    workspace = own_copy(reported, tmp_path)
    code, out, _ = call("remove", "yuexiu-2025-plan-report.txt", workspace=workspace)
    assert code == 0
    assert out.strip()
    assert call("list", workspace=workspace)[0] == 1
    assert call("show", "赤坎区", workspace=workspace)[0] == 1
    text = "拨付帮扶协作专项资金".encode()
    assert [p for p in workspace.rglob("*") if p.is_file() and text in p.read_bytes()] == []
    code, out, err = call("remove", "yuexiu-2025-plan-report.txt", workspace=workspace)
    assert (code, out) == (1, "")
    assert err


def test_extract_writes_the_form_of_the_gold(call: Call, tmp_path: Path, sample_report: Path) -> None:
    target = tmp_path / "out.json"
    assert call("extract", str(sample_report), "--output", str(target), workspace=tmp_path / "none")[0] == 0
    made = json.loads(target.read_text(encoding="utf-8"))
    assert set(made) == {"entities", "mentions", "relations", "quantities"}
    codes = {e["name"]: e.get("code") for e in made["entities"] if e["type"] == "Area"}
    assert codes["湛江市赤坎区"] == "440802"
    text = sample_report.read_text(encoding="utf-8")
    for mention in made["mentions"]:
        stretch = text[mention["start"] : mention["end"]]  # may hold a page mark or a footnote within the name
        assert (mention["text"][0], mention["text"][-1]) == (stretch[0], stretch[-1])
    assert json.loads(call("extract", str(sample_report), workspace=tmp_path / "none")[1]) == made
    assert not (tmp_path / "none").exists()


def test_extract_says_why_a_file_cannot_be_read(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = call("extract", str(tmp_path / "empty.txt"))
    assert (code, out) == (1, "")
    assert "空文件" in err


def test_evaluate_gives_an_extraction_held_against_itself_full_marks(
    call: Call, tmp_path: Path, sample_report: Path
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    shutil.copy(sample_report, gold / "r.txt")
    call("extract", str(sample_report), "--output", str(gold / "r.json"))
    command = [*PROGRAM, "--quiet", "evaluate", str(gold), "--output", str(tmp_path / "kept")]
    out = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    for line in ("mentions exact", "relations", "quantities", "values"):
        assert re.search(rf"^{line}\s+1\.000\s+1\.000\s+1\.000", out, re.MULTILINE), out
    assert [p.name for p in (tmp_path / "kept").iterdir()] == ["r.json"]


def test_folders_of_our_name_where_one_stands_are_not_imported(tmp_path: Path, sample_report: Path) -> None:
    """Whoever cloned the project stands beside a folder `plangraph`, which is not the package."""
    (tmp_path / "plangraph").mkdir()
    (tmp_path / "json.py").write_text("raise RuntimeError")
    gold = tmp_path / "gold"
    gold.mkdir()
    shutil.copy(sample_report, gold / "r.txt")
    (gold / "r.json").write_text('{"entities": [], "mentions": [], "relations": [], "quantities": []}')
    program = [sys.executable, "-P", "-m", "plangraph"]
    for words in (["ingest", "--sample"], ["query", "SELECT * { ?s ?p ?o } LIMIT 1"], ["evaluate", str(gold)]):
        done = subprocess.run([*program, *words], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout if words[0] != "ingest" else done.stderr


def test_an_unchanged_report_of_older_rules_waits_for_again(
    call: Call, reported: Path, tmp_path: Path, sample_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = own_copy(reported, tmp_path)
    monkeypatch.setattr("plangraph.app.intake.extractor_version", lambda: "9.9+newer")
    monkeypatch.setattr("plangraph.app.commands.listing.extractor_version", lambda: "9.9+newer")
    _, out, err = call("ingest", "--sample", workspace=workspace, language="en")
    assert "0 read, 1 unchanged" in out
    assert "--again" in err
    assert json.loads(call("list", "--format", "json", workspace=workspace, language="en")[1])[0]["state"] == "old"


def test_a_changed_file_replaces_its_report(call: Call, tmp_path: Path) -> None:
    report, workspace = tmp_path / "r.txt", tmp_path / "new"
    body = "2025年甲县政府工作报告\n\n各位代表：\n\n一、2024年工作回顾\n\n全县地区生产总值增长{}%。\n"
    for figure in ("5.1", "6.2"):
        report.write_text(body.format(figure), encoding="utf-8")
        assert call("ingest", str(report), workspace=workspace)[0] == 0
    query = "SELECT ?v { ?o qudt:numericValue ?v }"
    assert [row["v"] for row in rows_of(call("query", query, "--format", "csv", workspace=workspace)[1])] == ["6.2"]
    assert len(rows_of(call("list", "--format", "csv", workspace=workspace)[1])) == 1
