"""`--reader llm` on the command line: who is told what, what is kept; nothing of it happens unasked."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from plangraph.app.wording import Language
from plangraph.graph.workspace import Workspace
from plangraph.ingest.llm.faults import TOLD
from plangraph.ontology.records import Extraction
from tests.fake_model import FakeModel, Script, mention, relation, truthful

Call = Callable[..., tuple[int, str, str]]
CLAUSE = "把握“科技回归都市”新趋势"
RIGHT = truthful(
    [mention("科技回归都市", "Programme"), mention("南洋电器厂项目", "Project")],
    [relation("", "undertakes", "科技回归都市", CLAUSE)],
)


def asking(server: FakeModel) -> tuple[str, ...]:
    return ("--reader", "llm", "--llm-url", server.url, "--llm-model", "qwen")


def extraction_in(workspace: Path) -> Extraction:
    opened = Workspace.open(workspace)
    return opened.extraction(opened.documents()[0].id)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["报告的正文将逐段发往 127.0.0.1:", "模型 qwen", "语言模型（fake-1）读了", "拒绝"]),
        ("en", ["The reports' text goes part by part to 127.0.0.1:", "model qwen", "The language model (fake-1) read"]),
    ],
)
def test_ingest_says_where_the_text_goes_and_how_the_model_fared(
    call: Call, fake_model: FakeModel, tmp_path: Path, language: Language, words: list[str]
) -> None:
    fake_model.answering = RIGHT
    workspace = tmp_path / "new"
    code, out, err = call("ingest", "--sample", *asking(fake_model), workspace=workspace, language=language)
    assert code == 0
    assert [word for word in words if word not in err] == []
    assert "科技回归都市" not in err
    found = extraction_in(workspace)
    statement = next(s for s in found.statements if s.rule == "llm.fake-1")
    code, out, _ = call("explain", statement.id, workspace=workspace, language=language)
    assert code == 0
    assert f"【{CLAUSE}】" in out
    assert "llm.fake-1" in out
    assert "ingest/llm/prompt.toml:1" in out
    said = json.loads(call("explain", statement.id, "--format", "json", workspace=workspace)[1])
    assert [o["sort"] for o in said["origins"]] == ["reader"]
    assert said["extractor"].endswith("+llm.fake-1")
    assert said["factors"][0] == {"of": "llm.fake-1", "confidence": 0.5}


def test_what_it_read_is_not_stale_and_quiet_still_says_where_the_text_goes(
    call: Call, fake_model: FakeModel, tmp_path: Path
) -> None:
    fake_model.answering = RIGHT
    workspace = tmp_path / "new"
    _, _, err = call("--quiet", "ingest", "--sample", *asking(fake_model), workspace=workspace)
    assert err.count("\n") == 1
    assert fake_model.url.split("/")[2] in err
    assert [
        row["state"] for row in csv.DictReader(call("list", "--format", "csv", workspace=workspace)[1].splitlines())
    ] == [""]
    asked = len(fake_model.requests)
    code, _, err = call("ingest", "--sample", *asking(fake_model), workspace=workspace, language="en")
    assert (code, len(fake_model.requests)) == (0, asked)
    assert "--again" in err


@pytest.mark.parametrize(("language", "at"), [("zh", 0), ("en", 2)])
def test_a_model_that_fails_costs_no_report_and_is_told_of(
    call: Call, fake_model: FakeModel, reported: Path, tmp_path: Path, language: Language, at: int
) -> None:
    fake_model.answering = lambda _request: Script(status=401)
    workspace = tmp_path / "new"
    code, _, err = call("--quiet", "ingest", "--sample", *asking(fake_model), workspace=workspace, language=language)
    assert code == 0
    told = TOLD["denied"].partition("\n")[at]
    assert told in err
    plain, found = extraction_in(reported), extraction_in(workspace)
    assert (found.mentions, found.statements, found.extractor) == (plain.mentions, plain.statements, plain.extractor)
    rows = list(
        csv.DictReader(
            call("problems", "--reason", "model-failed", "--format", "csv", workspace=workspace, language=language)[
                1
            ].splitlines()
        )
    )
    assert len(rows) == 1
    assert told in rows[0]["context"]
    assert rows[0]["line"] == "1"
    totals = [call("problems", workspace=w, language=language)[1].splitlines()[-1] for w in (workspace, reported)]
    assert totals[0] == totals[1]


def test_where_parts_were_not_read_ingest_says_how_to_see_which(
    call: Call, fake_model: FakeModel, tmp_path: Path, sample_report: Path
) -> None:
    fake_model.answering = lambda _request: Script(status=404)
    hint = "plangraph problems --reason model-failed"
    assert hint in call("ingest", "--sample", *asking(fake_model), workspace=tmp_path / "new")[2]
    assert hint not in call("extract", str(sample_report), *asking(fake_model))[2]


def test_extract_and_evaluate_ask_it_too(
    call: Call, fake_model: FakeModel, sample_report: Path, tmp_path: Path
) -> None:
    fake_model.answering = RIGHT
    code, out, err = call("extract", str(sample_report), *asking(fake_model))
    assert code == 0
    assert "“科技回归都市”" in {e["name"] for e in json.loads(out)["entities"]}
    assert "fake-1" in err
    (tmp_path / "a.txt").write_text(sample_report.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "a.json").write_text(out, encoding="utf-8")
    code, _, err = call("evaluate", str(tmp_path), *asking(fake_model))
    assert code == 0
    assert "fake-1" in err


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["--reader", "llm"], {}, "PLANGRAPH_LLM_URL"),
        (["--reader", "llm", "--llm-url", "http://127.0.0.1:9/v1"], {}, "PLANGRAPH_LLM_MODEL"),
        (["--reader", "llm", "--llm-url", "127.0.0.1:9", "--llm-model", "m"], {}, "http"),
        (["--reader", "llm", "--llm-url", "http://u:secret@h/v1", "--llm-model", "m"], {}, "PLANGRAPH_LLM_KEY"),
        (["--reader", "llm"], {"URL": "http://h/v1", "MODEL": "m", "KEY": "se\ncret"}, "PLANGRAPH_LLM_KEY"),
        (["--llm-url", "http://127.0.0.1:9/v1"], {}, "--reader llm"),
        (["--llm-model", "m"], {}, "--reader llm"),
        (["--reader", "gpt"], {}, "llm"),
        (["--reader", "llm", "--llm-timeout", "0"], {}, "--llm-timeout"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_model_that_cannot_be_asked_is_a_wrong_call(
    call: Call,
    fake_model: FakeModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    says: str,
    language: Language,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"PLANGRAPH_LLM_{name}", value)
    code, out, err = call("ingest", "--sample", *arguments, workspace=tmp_path / "new", language=language)
    assert (code, out) == (2, "")
    assert says in err
    assert "secret" not in err
    assert "cret" not in err.replace("secret", "")
    assert not (tmp_path / "new").exists()


def test_address_and_model_may_come_from_the_environment(
    call: Call, fake_model: FakeModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_report: Path
) -> None:
    monkeypatch.setenv("PLANGRAPH_LLM_URL", fake_model.url)
    monkeypatch.setenv("PLANGRAPH_LLM_MODEL", "from-env")
    assert call("extract", str(sample_report))[0] == 0
    assert fake_model.requests == []
    assert call("extract", str(sample_report), "--reader", "llm")[0] == 0
    assert {body["model"] for _, _, body in fake_model.requests} == {"from-env"}


def test_text_that_goes_unencrypted_beyond_this_machine_is_told_of(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    far = ("--reader", "llm", "--llm-model", "m", "--llm-url", "http://models.invalid/v1")
    _, _, err = call("ingest", str(tmp_path / "empty.txt"), *far, workspace=tmp_path / "new", language="en")
    assert "models.invalid" in err
    assert "not encrypted" in err


def test_unless_asked_for_nothing_of_it_is_loaded_and_nothing_changes(
    fake_model: FakeModel, sample_report: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from plangraph.app.cli import main; "
        f"main(['--workspace', {str(tmp_path / 'ws')!r}, 'ingest', '--sample']); "
        f"main(['extract', {str(sample_report)!r}, '--output', {str(tmp_path / 'a.json')!r}]); "
        "from plangraph.ingest.pipeline import extract_file; from pathlib import Path; "
        f"extract_file(Path({str(sample_report)!r})); "
        "print(*sorted(m for m in sys.modules if m.startswith(('plangraph.ingest.llm', 'http.client', 'ssl'))))"
    )
    environment = {"PLANGRAPH_LLM_URL": fake_model.url, "PLANGRAPH_LLM_MODEL": "m", "PLANGRAPH_LLM_KEY": "k"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1].split() == []
    assert fake_model.requests == []


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent in another way there")
def test_ctrl_c_does_not_wait_for_a_model_that_is_silent(
    fake_model: FakeModel, tmp_path: Path, sample_report: Path
) -> None:
    arrived = threading.Event()

    def answering(_request: object) -> Script:
        arrived.set()
        return Script(manner="stall")

    fake_model.answering = answering
    workspace = ["--lang", "en", "--workspace", str(tmp_path / "new")]
    command = [sys.executable, "-m", "plangraph", *workspace, "ingest", "--sample", *asking(fake_model)]
    process = subprocess.Popen(
        [*command, "--llm-timeout", "3000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert arrived.wait(60)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert Workspace.open(tmp_path / "new").documents() == []
