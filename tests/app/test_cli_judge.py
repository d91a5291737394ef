"""`plangraph judge` on two reports that were read: the list, verdicts, the table, and what cannot be judged."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]

TITLE = "2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"
TEXTS = {
    "2025_广东省广州市越秀区_plan-report.txt": f"""关于广州市越秀区{TITLE}

一、2024年工作回顾
建成“反向科创中心”并投入使用。大力发展低空经济。支持广东省人民医院建设国家医学中心。

二、2025年计划安排
推进“百千万工程”，打造“信用越秀”综合信用服务平台。
""",
    "2025_广东省广州市_plan-report.txt": f"""关于广州市{TITLE}

一、2024年工作回顾
大力发展低空经济。支持广东省人民医院建设国家医学中心。推进越秀“反向科创中心”建设。

二、2025年计划安排
推进“百千万工程”，推广“信用越秀”综合信用服务平台。
""",
}
CENTRE = "反向科创中心"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of both reports. Do not change it."""
    from plangraph.app.cli import main

    folder = tmp_path_factory.mktemp("judge")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [str(folder / name) for name in TEXTS]
    assert main(["--quiet", "--workspace", str(folder / "ws"), "ingest", *files]) == 0
    return folder / "ws"


@pytest.fixture
def own(read: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(read, tmp_path / "ws"))


def listed(call: Call, workspace: Path, *options: str) -> list[dict[str, str]]:
    code, out, _ = call("judge", "--format", "csv", "--limit", "50", *options, workspace=workspace)
    return list(csv.DictReader(io.StringIO(out))) if code == 0 else []


def things(call: Call, workspace: Path, name: str) -> int:
    """How many things bear a name."""
    pattern = f"?t skos:prefLabel|skos:altLabel ?name FILTER(CONTAINS(?name, '{name}'))"
    query = f"SELECT (COUNT(DISTINCT ?t) AS ?n) {{ {pattern} }}"
    return int(call("query", query, "--format", "csv", workspace=workspace)[1].split()[-1])


def test_the_list_shows_names_reports_score_reasons_and_a_sentence_of_each(call: Call, read: Path) -> None:
    code, out, err = call("judge", "--type", "Platform", workspace=read)
    assert code == 0
    block = next(part for part in out.split("\n\n") if CENTRE in part)
    assert re.search(r"^\d+  [0-9a-f]{8}  平台载体  得分 0\.80$", block, re.MULTILINE)
    for part in ("广州市越秀区 2025", "广州市 2025", "“建成“反向科创中心”并投入使用”", "名称相同", "+0.60", "+0.20"):
        assert part in block
    assert "judge same" in err
    english = call("judge", "--type", "Platform", workspace=read, language="en")[1]
    assert "score 0.80" in english
    assert "the same name" in english
    assert len(call("judge", "--limit", "1", workspace=read)[1].split("\n\n")) == 1


def test_plans_of_two_areas_are_no_candidates(call: Call, read: Path) -> None:
    assert [row["left"] for row in listed(call, read) if row["type"] == "Policy"] == []


def test_a_pair_is_judged_by_its_id_and_the_graph_follows(call: Call, own: Path) -> None:
    (row,) = (row for row in listed(call, own) if CENTRE in row["left"])
    assert things(call, own, CENTRE) == 2
    code, out, err = call("judge", "same", row["id"], workspace=own)
    assert code == 0
    assert "同一事物" in out
    assert things(call, own, CENTRE) == 1
    assert row["id"] in err
    assert row["id"] in call("judge", "--judged", workspace=own)[1]
    assert row["id"] not in {other["id"] for other in listed(call, own)}
    shown = call("show", CENTRE, workspace=own)[1]
    assert "广州市越秀区" in shown
    assert shown.count("——") >= 2
    assert call("judge", "undo", row["id"], workspace=own)[0] == 0
    assert things(call, own, CENTRE) == 2


def test_a_judgement_outlives_ingest_again(call: Call, own: Path, read: Path) -> None:
    (row,) = (row for row in listed(call, own) if CENTRE in row["left"])
    call("judge", "same", row["left_iri"], row["right_iri"], "--author", "李工", "--note", "看过", workspace=own)
    files = [str(read.parent / name) for name in TEXTS]
    assert call("ingest", *files, "--again", workspace=own)[0] == 0
    assert things(call, own, CENTRE) == 1
    exported = call("judge", "--export", "-", workspace=own)[1]
    assert "\t李工\t看过\t" in exported


def test_different_takes_a_pair_off_the_list_and_judges_again_by_its_id(call: Call, own: Path) -> None:
    (row,) = (row for row in listed(call, own) if CENTRE in row["left"])
    assert call("judge", "different", row["id"], workspace=own)[0] == 0
    assert row["id"] not in {other["id"] for other in listed(call, own)}
    assert call("judge", "same", row["id"], workspace=own)[0] == 0
    assert things(call, own, CENTRE) == 1


def test_a_name_of_several_things_lists_them_and_everywhere_means_all(call: Call, own: Path) -> None:
    code, out, err = call("judge", "same", "低空经济", "低空经济", workspace=own)
    assert (code, out.count("https://w3id.org/plangraph/id/Industry/")) == (1, 2)
    assert "--everywhere" in err
    assert call("judge", "same", "低空经济", "低空经济", "--everywhere", workspace=own)[0] == 0
    assert things(call, own, "低空经济") == 1
    assert call("judge", "same", "低空经济", "低空经济", workspace=own)[0] == 1
    assert call("judge", "undo", "低空经济", "低空经济", workspace=own)[0] == 0
    assert things(call, own, "低空经济") == 2


def test_candidates_go_out_as_rows_and_come_in_filled(call: Call, own: Path, tmp_path: Path) -> None:
    out = call("judge", "--format", "tsv", "--limit", "50", workspace=own)[1]
    file = tmp_path / "judgements.tsv"
    file.write_text(out, encoding="utf-8")
    assert call("judge", "--import", str(file), workspace=own)[:2] == (0, "表中各行都已成立，没有新的判断。\n")
    filled = "\n".join(f"same{line}" if CENTRE in line else line for line in out.splitlines())
    file.write_text(filled, encoding="utf-8")
    assert "导入 1 条判断" in call("judge", "--import", str(file), workspace=own)[1]
    assert things(call, own, CENTRE) == 1
    assert "没有新的判断" in call("judge", "--import", str(file), workspace=own)[1]
    exported = tmp_path / "out.tsv"
    assert call("judge", "--export", str(exported), workspace=own)[0] == 0
    assert len(exported.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(("language", "part"), [("zh", "第 3 行"), ("en", "line 3")])
def test_a_wrong_row_is_told_with_its_line_and_nothing_is_imported(
    call: Call, own: Path, tmp_path: Path, language: str, part: str
) -> None:
    file = tmp_path / "j.tsv"
    head = "verdict\tleft_type\tleft_name\tleft_report\tright_type\tright_name\tright_report\n"
    rows = "same\t产业\t低空经济\t\t产业\t低空经济\t\nsame\t产业\t没有\t\t产业\t低空经济\t\n"
    file.write_text(head + rows, encoding="utf-8")
    code, out, err = call("judge", "--import", str(file), workspace=own, language=language)
    assert (code, out) == (1, "")
    assert part in err
    assert things(call, own, "低空经济") == 2


def test_the_forms_for_programs_agree(call: Call, read: Path) -> None:
    rows = listed(call, read)
    found = json.loads(call("judge", "--format", "json", "--limit", "50", workspace=read)[1])
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert all(row["left_quote"] and row["why"] for row in rows)
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["same"], 2, "two names"),
        (["same", "低空经济"], 2, "two names"),
        (["same", "0a1b2c3d"], 1, "0a1b2c3d"),
        (["undo", "0a1b2c3d"], 1, "0a1b2c3d"),
        (["same", "低空经剂", "低空经济"], 1, "低空经济"),
        (["same", "天外来物之名", "低空经济"], 1, "天外来物之名"),
        (["undo", "低空经济", "广东省人民医院"], 1, "Nothing was judged"),
        (["same", "低空经济", "广东省人民医院", "--everywhere"], 2, "--type"),
        (["different", "越秀区", "广州市越秀区"], 1, "one thing"),
        (["same", "越秀区", "广州市越秀区"], 1, "one thing already"),
        (["alike", "a", "b"], 2, "same | different | undo"),
        (["same", "a", "b", "--judged"], 2, "one at a time"),
        (["--judged"], 1, "Nothing has been judged"),
        (["--type", "Person"], 1, "No pair is open"),
        (["--import", "no-such-file.tsv"], 1, "no-such-file.tsv"),
    ],
)
def test_what_cannot_be_done_is_said(call: Call, read: Path, arguments: list[str], code: int, part: str) -> None:
    found, _, err = call("judge", *arguments, workspace=read, language="en")
    assert (found, part in err) == (code, True), err
