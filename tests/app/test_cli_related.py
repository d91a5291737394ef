"""`plangraph related` on the bundled report, and which commands load the models' runtime."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from plangraph.app.cli import main

Capture = pytest.CaptureFixture[str]


def call(workspace: Path, capsys: Capture, *arguments: str, code: int = 0, lang: str = "zh") -> tuple[str, str]:
    assert main(["--lang", lang, "--workspace", str(workspace), *arguments]) == code
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_a_topic_finds_its_initiatives_with_quotation_report_and_reason(reported: Path, capsys: Capture) -> None:
    out, _ = call(reported, capsys, "related", "低空经济", "--limit", "4", "--format", "json")
    rows = json.loads(out)
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    assert all("低空" in row["quote"] for row in rows[:2])
    assert rows[0]["why"] == "thing: 低空经济"
    text = (Path(__file__).parents[2] / "app" / "sample" / "yuexiu-2025-plan-report.txt").read_text(encoding="utf-8")
    for row in rows:
        stood = "".join(text[row["start"] : row["end"]].split())
        assert stood.startswith("".join(row["quote"].split())[:8])


@pytest.mark.parametrize(("lang", "heads", "why"), [("zh", "原句", "同样的词"), ("en", "sentence", "same words")])
def test_the_table_is_for_people_in_both_languages(
    reported: Path, capsys: Capture, lang: str, heads: str, why: str
) -> None:
    out, _ = call(reported, capsys, "related", "改造老旧小区", lang=lang)
    assert heads in out
    assert why in out


def test_what_is_stated_finds_others_but_not_itself(reported: Path, capsys: Capture) -> None:
    out, _ = call(reported, capsys, "related", "低空经济", "--limit", "1", "--format", "json")
    (first,) = json.loads(out)
    statement = first["statements"].split()[0]
    out, _ = call(reported, capsys, "related", statement, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert first["quote"] not in [row["quote"] for row in rows]


def test_a_second_call_gives_the_same_from_what_is_kept(reported: Path, capsys: Capture) -> None:
    one, _ = call(reported, capsys, "related", "长者饭堂", "--format", "csv")
    assert (reported / "related").is_dir()
    assert call(reported, capsys, "related", "长者饭堂", "--format", "csv")[0] == one


@pytest.mark.parametrize(("wanted", "code"), [(" ", 2), ("f" * 24, 1), ("https://example.org/x", 1)])
def test_what_cannot_be_asked_is_told(reported: Path, capsys: Capture, wanted: str, code: int) -> None:
    out, err = call(reported, capsys, "related", wanted, code=code)
    assert out == ""
    assert err.strip()


@pytest.mark.parametrize(
    ("arguments", "loads"),
    [
        (["list"], False),
        (["show", "赤坎区"], False),
        (["query", "SELECT ?s { ?s plan:assists ?o }"], False),
        (["central", "--limit", "1"], False),
        (["problems"], False),
        (["related", "低空经济"], True),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_only_what_needs_a_model_loads_the_runtime(reported: Path, arguments: list[str], loads: bool) -> None:
    code = (
        "import sys; from plangraph.app.cli import main; done = main(sys.argv[1:]); "
        "print(done, 'onnxruntime' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "--workspace", str(reported), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.splitlines()[-1] == f"0 {loads}"


@pytest.mark.parametrize("module", ["plangraph.app.viewer.main", "plangraph.app.service.application"])
def test_viewer_and_service_start_without_the_runtime(module: str) -> None:
    code = f"import sys, importlib; importlib.import_module('{module}'); print('onnxruntime' in sys.modules)"
    if module.endswith("viewer.main"):
        code = (
            "import sys, plangraph.app.viewer.card_panel, plangraph.app.viewer.sources; "
            "print('onnxruntime' in sys.modules)"
        )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"
